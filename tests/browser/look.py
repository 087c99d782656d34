#!/usr/bin/env python3
"""Opens reports of whosaid in Chromium, light and dark, wide and narrow, and checks what a
reader gets: all of the article, its annotations, links by pointer and by keyboard; and what
nobody gets: a request, a script.

    tests/browser/look.py WHOSAID FOLDER-FOR-PICTURES
"""
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

from chromium import Browser, Page

HERE = pathlib.Path(__file__).parent
HOSTILE = "<script>window.ran = 1</script>\"onmouseover=\"window.ran = 1\" </style><img src=x onerror='window.ran = 1'>"


def run(*arguments, **options):
    ran = subprocess.run(arguments, capture_output=True, text=True, **options)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def report(whosaid, folder):
    page = pathlib.Path(folder, "report.html")
    run(whosaid, "report", folder, "--out", page, env={**os.environ, "HOME": folder})
    return page.as_uri()


def check(page, lines):
    """What holds of every report: all articles are there, and nothing else happens."""
    (address,) = page.requests()
    assert address.startswith("file:"), address
    assert page.complaints() == [], page.complaints()
    assert page.value("document.scripts.length") == 0
    assert page.value("[...document.querySelectorAll('*')].every(e => e.getAttributeNames().every(n => !n.startsWith('on')))")
    assert page.value("window.ran") is None
    width = page.value("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"it has to be scrolled sideways: {width}"
    marked = page.value("[...document.querySelectorAll('article')].map(a => a.querySelectorAll('.s[id]').length)")
    assert marked == [len(line["annotations"]) for line in lines], marked
    ends = "[...document.querySelectorAll('a')].every(a => document.getElementById(decodeURIComponent(a.hash.slice(1))))"
    assert page.value(ends), "a link leads nowhere"


def check_text(page, lines):
    """The words of each article are those of the file, in order."""
    texts = page.value(
        "[...document.querySelectorAll('article')].map(a => [...a.querySelectorAll('.row > p')].map(p =>"
        "{ const c = p.cloneNode(true); c.querySelectorAll('.s').forEach(s => s.remove()); return c.textContent; }).join(''))"
    )
    assert texts == [line["text"] for line in lines], texts


def check_links(page):
    """A quote's speaker stands out when its letter has the focus, or the pointer is at it."""
    outline = "getComputedStyle(document.querySelector('article .k0')).outlineColor"
    quiet = json.dumps(page.value(outline))
    page.value("document.querySelector('article .n0 .s').focus()")
    assert page.becomes(f"{outline} != {quiet}"), "the focus shows no link"
    anchor = json.dumps(page.value("document.activeElement.hash"))
    page.press("Enter", 13)
    assert page.becomes(f"location.hash == {anchor}"), "Enter does not follow"
    page.press("Tab", 9)
    assert page.becomes("document.activeElement.matches('a, summary')"), "Tab leads nowhere"
    page.value("document.activeElement.blur()")
    assert page.becomes(f"{outline} == {quiet}"), "the link stays lit"
    page.point_at("article .n0")
    assert page.becomes(f"{outline} != {quiet}"), "the pointer shows no link"


def check_policy(page, port):
    """Whatever came into the page could neither run nor ask for anything."""
    page.value(
        f"""(async () => {{
            const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
            add('script', {{textContent: 'window.ran = 1'}});
            add('script', {{src: 'http://127.0.0.1:{port}/'}});
            add('img', {{src: 'http://127.0.0.1:{port}/'}});
            add('iframe', {{src: 'http://127.0.0.1:{port}/'}});
            await fetch('http://127.0.0.1:{port}/').catch(() => 0);
            await new Promise(done => setTimeout(done, 300));
        }})()"""
    )
    assert page.value("window.ran") is None
    assert len(page.complaints()) >= 4, page.complaints()


class Server(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)


def ron(words):
    return json.dumps(words, ensure_ascii=False)


def hostile(folder):
    """An article, a name and a layer that would be markup."""
    name, words = 'a"><script>window.ran = 1<.txt', ron(HOSTILE)
    text = f"{HOSTILE}\n\n“{HOSTILE}” said Ana.\n"
    end = len(HOSTILE)
    span = lambda start, end: f"spans: [(start: {start}, end: {end}, text: {ron(text[start:end])})]"
    digest = hashlib.sha256(text.encode()).hexdigest()
    pathlib.Path(folder, name).write_text(text)
    pathlib.Path(folder, f"{name}.ana.ron").write_text(
        f"""Layer(format: 1,
        article: (file: {ron(name)}, hash: "sha256:{digest}", length: {len(text)}, words: ""),
        annotator: "ana", cast: {{"ar": (name: {words}, role: {words}, aliases: [{words}])}}, annotations: [
        (id: "q1", label: "quote", {span(0, end)}, attributes: {{"kind": {words}}}, links: {{"speaker": ["s1"]}}, note: {words}),
        (id: "s1", label: "speaker", {span(1, 9)}, attributes: {{"person": "ar"}}),
        (id: "c1", label: {words}, {span(3, end + 9)}),
        ], reviews: [])"""
    )


def main(whosaid, pictures):
    whosaid = pathlib.Path(whosaid).resolve()
    os.makedirs(pictures, exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser()
    for kind in ["sample", "hostile"]:
        with tempfile.TemporaryDirectory() as folder:
            if kind == "sample":
                shutil.copy(HERE / "../../assets/harbour.txt", folder)
                shutil.copy(HERE / "harbour.txt.gold.ron", folder)
            else:
                hostile(folder)
            address = report(whosaid, folder)
            lines = [json.loads(line) for line in run(whosaid, "export", folder, "--format", "jsonl").splitlines()]
            for scheme, width in [("light", 1280), ("dark", 1280), ("light", 420), ("dark", 420)]:
                page = Page(browser, address, scheme, width)
                check(page, lines)
                check_text(page, lines)
                page.picture(f"{pictures}/{kind}-{scheme}-{width}.png")
                check_links(page)
                page.picture(f"{pictures}/{kind}-{scheme}-{width}-links.png", whole=False)
            check_policy(page, server.server_port)
    browser.close()
    assert Server.asked == [], Server.asked
    print(f"reports are as they should be; pictures are in {pictures}")


if __name__ == "__main__":
    main(*sys.argv[1:])

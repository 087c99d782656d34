#!/usr/bin/env python3
"""Measures whosaid in a terminal beside less, vim and a bare ratatui program.

    benches/terminal.py [--meter tuimeter.py] [--rounds 3] [--smoke] [--article FILE]

Texts are made from the sample article (or FILE), layers by marking words at even
distances. The programs take turns in each round, so the ratios hold on a machine
that is busy; the goals stand in `CASES`. It needs tuimeter.py, less and vim; what
is not there is left out, and without the meter nothing is measured. `--smoke`
runs everything once, small, and only looks whether it runs.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
METER = os.path.join(ROOT, "..", "shared", "tools", "tuimeter.py")
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"

# name, bytes of text (0: the article as it is), annotations, the steps of
# whosaid, the goals. Times are milliseconds, memory is MB.
ARROWS = [{"name": "right", "keys": "l", "repeat": 60}, {"name": "down", "keys": "j", "repeat": 60}]
ENDS = [{"name": "middle", "keys": "}", "repeat": 30}, {"name": "end", "keys": "G", "repeat": 1},
        {"name": "back", "keys": "h", "repeat": 60}, {"name": "up", "keys": "k", "repeat": 60}]
SEARCH = [{"name": "search", "before": "/lighthouse<Enter>", "keys": "n", "repeat": 30}, {"name": "leave", "keys": "<Esc>"}]
IDLE = [{"name": "idle", "idle": 2}]
LOADED = [{"name": "load", "keys": "l", "expect": "!reading"}]
BURST = [{"name": "burst", "keys": "j", "burst": 1000}]
CASES = [
    ("article", 0, 100, ARROWS + ENDS + IDLE,
     ["first <= 1.5 * less", "right.cpu <= 0.3", "down.cpu <= 0.3", "right.bytes <= 200", "down.bytes <= 600",
      "idle <= 0", "wakes <= 0", "rss <= 8", "left <= 0"]),
    ("1 MB", 1_000_000, 100, ARROWS + SEARCH + BURST + IDLE,
     ["first <= 1.5 * less", "right.cpu <= 0.3", "down.cpu <= 0.3", "right.bytes <= 200", "down.bytes <= 600",
      "burst <= 3 * floor", "search <= 2", "idle <= 0", "wakes <= 0"]),
    ("1 MB, 10,000 annotations", 1_000_000, 10_000, ARROWS + ENDS,
     ["right.cpu <= 0.3", "back.cpu <= 0.3", "right.bytes <= 200", "down.bytes <= 600"]),
    ("10 MB", 10_000_000, 0, ARROWS + ENDS, ["first <= 100", "right.cpu <= 0.3", "back.cpu <= 0.3", "rss <= 13"]),
    ("100 MB", 100_000_000, 0, LOADED + ARROWS + ENDS,
     ["first <= 100", "right.cpu <= 0.3", "back.cpu <= 0.3", "rss <= 130"]),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meter", default=METER)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--article", default=os.path.join(ROOT, "assets", "harbour.txt"))
    parser.add_argument("--only", help="the name of one case")
    options = parser.parse_args()
    if not os.path.exists(options.meter):
        print(f"skipped: there is no {options.meter}; --meter tells where tuimeter.py is")
        return 0
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            if options.only in (None, case[0]) and not (options.smoke and case[1] > 1_000_000):
                missed |= measure(case, folder, options)
    return 0 if options.smoke else missed


def measure(case, folder, options):
    name, size, annotations, steps, goals = case
    with open(options.article, encoding="utf-8") as article:
        text = article.read()
    if size:
        text = (text + "\n\n") * (size // len(text.encode()) + 1)
        text = text.encode()[:size].decode(errors="ignore")
    path = os.path.join(folder, "text.txt")
    with open(path, "w", encoding="utf-8") as article:
        article.write(text)
    with open(path + ".ana.ron", "w", encoding="utf-8") as layer:
        layer.write(layer_of(text, annotations))
    if options.smoke:
        steps = [{**step, **{k: 2 for k in ("repeat", "burst") if k in step}} for step in steps if "idle" not in step]
    programs = scenarios(path, text, steps, folder, options.smoke)
    if size > 1_000_000:
        del programs["scenarios"][1:]
    scenario = os.path.join(folder, "scenario.json")
    with open(scenario, "w") as file:
        json.dump(programs, file)
    command = [sys.executable, options.meter, "--vs", scenario, "--rounds", "1" if options.smoke else str(options.rounds)]
    for goal in [] if options.smoke else goals:
        if "less" not in goal or shutil.which("less"):
            command += ["--goal", f"whosaid: {goal}"]
    print(f"\n== {name}, {len(text.encode())} bytes, {annotations} annotations", flush=True)
    ended = subprocess.run(command)
    return ended.returncode


def scenarios(path, text, steps, folder, smoke):
    release = os.path.join(ROOT, "target", "release")
    first = " ".join(text.split()[:2])
    shared = [step for step in steps if step["name"] in ("down", "burst")]
    programs = [
        ("whosaid", [os.path.join(release, "whosaid"), "--as", "ana", path], steps, ":q!<Enter>"),
        ("floor", [os.path.join(release, "examples", "floor"), path], shared, "q"),
        ("less", ["less", path], shared, "q"),
        ("vim", ["vim", "-u", "NONE", "-N", path], shared, ":q!<Enter>"),
    ]
    env = {"HOME": folder, "LESS": "", "LESSCHARSET": "utf-8", "LC_ALL": "C.UTF-8"}
    return {
        "defaults": {"size": [120, 40], "env": env, "starts": 0 if smoke else 10, "first": first},
        "scenarios": [
            {"name": name, "cmd": command, "steps": steps, "quit": leave}
            for name, command, steps, leave in programs if shutil.which(command[0])
        ],
    }


def layer_of(text, count):
    """A layer with `count` annotations of a word or two, of all labels in turn."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    lines = [
        "Layer(", "    format: 1,",
        f'    article: (file: "text.txt", hash: "sha256:{digest}", length: {len(text)}, words: ""),',
        '    annotator: "ana",', "    cast: {},", "    annotations: [",
    ]
    for i in range(count):
        start = i * (len(text) - 40) // max(count, 1)
        while not text[start].isalnum():
            start += 1
        end = start + 12
        while not text[end - 1].isalnum():
            end -= 1
        label = ("quote", "speaker", "claim", "cue")[i % 4]
        quoted = json.dumps(text[start:end], ensure_ascii=False)
        lines.append(
            f'        (id: "{identifier(i)}", label: "{label}", '
            f"spans: [(start: {start}, end: {end}, text: {quoted})]),")
    return "\n".join(lines + ["    ],", "    reviews: [],", ")", ""])


def identifier(number):
    letters = ""
    for _ in range(8):
        number, digit = divmod(number, 32)
        letters = CROCKFORD[digit] + letters
    return letters


if __name__ == "__main__":
    sys.exit(main())

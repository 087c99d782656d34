"""What the readers of each format are compared on: a corpus that is hard on offsets, taken in
and exported by the real program (the environment variable WHOSAID, else the debug build)."""

import functools
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = pathlib.Path(os.environ.get("WHOSAID", ROOT / "target/debug/whosaid")).resolve()

# An emoji, curly quotes, a combining mark, wide characters, a formula, a tab and a no-break
# space; quotes that are broken, nested, crossing, over lines and within words.
HARD = (
    "😀 “Hi,” said Zoë, “and bye.”\nShe\u0301 said =1+1 漢字 won.\n\n"
    "The “mayor said” so; - no,\tyes 'tis\u00a0ok.\n"
)


# What may be known of an article.
FACTS = ["title", "author", "date", "site", "address", "language"]


def annotation(id, label, spans, attributes=None, links=None, note="", **more):
    links, attributes = links or {}, attributes or {}
    own = {"id": id, "label": label, "spans": spans, "attributes": attributes, "links": links, "note": note}
    return own | {"made": "2026-11-22T10:15:00Z"} | more


def hard():
    def at(*words, after=0):
        starts = [HARD.index(one, after) for one in words]
        return [[start, start + len(one)] for start, one in zip(starts, words)]

    direct = {"kind": "direct", "medium": "speech"}
    yield annotation("q1", "quote", at("“Hi,”", "“and bye.”"), direct, {"speaker": ["s1", "s2"], "cue": ["c1"]}, "so\nit is")
    yield annotation("s1", "speaker", at("Zoë"), {"kind": "person", "form": "name", "person": "zoë"})
    yield annotation("c1", "cue", at("said"))
    yield annotation("s2", "speaker", at("She\u0301"), {"form": "pronoun", "person": "zoë"})
    yield annotation("q2", "quote", at("=1+1 漢字 won.\n\nThe"), {"kind": "indirect"}, {"speaker": ["s2"]}, "=2 <b>&\"'")
    crossing = at("漢字 won.\n\nThe “mayor")
    yield annotation("k1", "claim", crossing, {"check": "worthy"}, {"quote": ["q2"], "claimer": ["s1"]}, origin={"rule": "said after"})
    other = {"layer": {"annotator": "ben", "id": "b1"}}
    yield annotation("k2", "claim", at("won"), {"stance": "denies"}, {"quote": ["q1"]}, "- a", origin=other)
    yield annotation("k3", "claim", at("- no,\tyes 'tis\u00a0ok"))
    yield annotation("c2", "cue", at("said", after=30) + at("so;"))
    yield annotation("q3", "quote", at("mayor said” so"), {"kind": "mixed"}, {"cue": ["c2"]})


def corpus():
    zoe = {"name": "Zoë “É”", "role": "mayor", "aliases": ["she"]}
    about = dict(zip(FACTS, ["“É”\t<b> & 漢字", "Zoë", "2026-11-22T10:15:00Z", "=1+1", "https://a.example/?b=é#c", "en-GB"]))
    yield {"article": "a.txt", "about": about, "text": HARD, "annotator": "ana", "cast": {"zoë": zoe}, "annotations": [*hard()]}
    yield {"article": "b c/é.txt", "text": "Nothing is marked.\r\nNot here.\r\n", "annotator": "ana", "annotations": []}
    easy = [
        annotation("x", "speaker", [[0, 2]], {"form": "pronoun"}),
        annotation("y", "quote", [[9, 16]], {"kind": "indirect"}, {"speaker": ["x"], "cue": ["z"]}),
        annotation("z", "cue", [[3, 7]]),
    ]
    yield {"article": "b c/d.txt", "text": "He said\r\nshe won.\r\n", "annotator": "zoë", "annotations": easy}


def facts(document):
    """What is known of its article, with nothing where that is not known."""
    return [document.get("about", {}).get(name, "") for name in FACTS]


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The corpus as whosaid has it."""
    top = tmp_path_factory.mktemp("peers")
    lines = [json.dumps(document, ensure_ascii=False) + "\n" for document in corpus()]
    (top / "corpus.jsonl").write_text("".join(lines), encoding="utf-8")
    run("import", top / "corpus.jsonl", "--format", "jsonl", "--out", top / "articles", "--strict")
    return top / "articles"


@pytest.fixture(scope="session")
def documents(folder):
    """The lines of whosaid's own JSON."""
    return [json.loads(line) for line in run("export", folder, "--format", "jsonl").splitlines()]


@pytest.fixture(scope="session")
def exported(folder, tmp_path_factory):
    """Gives the folder of an export; a format of one file has it there as out.ENDING."""

    @functools.cache
    def export(format, strict=False):
        out = tmp_path_factory.mktemp("out") / format
        run("export", folder, "--format", format, "--out", f"{out}/", *(["--strict"] if strict else []))
        for path in out.glob("all.*"):
            path.rename(path.with_stem("out"))
        return out

    return export

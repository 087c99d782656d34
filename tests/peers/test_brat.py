"""brat's files, read by their specification: offsets count the code points of the text."""

import re

import pytest


def read(path):
    """The entities, attributes, relations and notes of a document, by the ids there."""
    entities, attributes, relations, notes = {}, {}, [], {}
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    for line in path.read_text(encoding="utf-8").splitlines():
        key, rest = line.split("\t", 1)
        if key.startswith("T"):
            place, words = rest.split("\t", 1)
            label, offsets = place.split(" ", 1)
            spans = [tuple(map(int, fragment.split(" "))) for fragment in offsets.split(";")]
            assert " ".join(text[start:end] for start, end in spans) == words
            entities[key] = (label, spans)
        elif key.startswith("A"):
            name, target, value = rest.split(" ", 2)
            attributes.setdefault(target, {})[name] = value
        elif key.startswith("R"):
            name, one, other = re.fullmatch(r"(\S+) Arg1:(T\d+) Arg2:(T\d+)\t", rest).groups()
            relations.append((one, name, other))
        elif key.startswith("#"):
            of, note = rest.split("\t", 1)
            notes[of.split(" ")[1]] = note
    return text, entities, attributes, relations, notes


@pytest.fixture
def pairs(exported, documents):
    folder = exported("brat")
    return [(document, read((folder / document["article"]).with_suffix(".ann"))) for document in documents]


def fragments(text, spans):
    """Spans, parted around line ends."""
    line = re.compile(r"[^\n]+")
    return [piece.span() for start, end in spans for piece in line.finditer(text, start, end)]


def test_everything_stands_where_it_does(pairs):
    for document, (text, entities, attributes, relations, notes) in pairs:
        assert text == document["text"]
        assert len(entities) == len(document["annotations"])
        keys = {}
        for annotation, (key, entity) in zip(document["annotations"], entities.items()):
            keys[annotation["id"]] = key
            assert entity == (annotation["label"], fragments(text, annotation["spans"]))
            plain = {name: re.sub(r"[^A-Za-z0-9_-]", "_", value) for name, value in annotation["attributes"].items()}
            assert attributes.get(key, {}) == plain
            assert notes.get(key, "") == " ".join(annotation["note"].split("\n"))
        expected = [
            (keys[annotation["id"]], name, keys[target])
            for annotation in document["annotations"]
            for name, targets in annotation["links"].items()
            for target in targets
        ]
        assert sorted(relations) == sorted(expected)


def test_types_are_configured(exported, documents):
    conf = (exported("brat") / "annotation.conf").read_text(encoding="utf-8")
    entities = conf.split("[entities]\n")[1].split("\n\n")[0].splitlines()
    assert {a["label"] for document in documents for a in document["annotations"]} <= set(entities)

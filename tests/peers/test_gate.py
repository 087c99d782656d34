"""bdocjs, read by gatenlp."""

import gatenlp
import pytest

from conftest import FACTS, facts


@pytest.fixture
def loaded(exported, documents, tmp_path):
    """Each document, and the one that gatenlp has of it, from our file and from its own."""
    folder = exported("gate")
    pairs = []
    for n, document in enumerate(documents):
        stem = document["article"].removesuffix(".txt")
        ours = gatenlp.Document.load(str(folder / f"{stem}.bdocjs"))
        ours.save(str(tmp_path / f"{n}.bdocjs"))
        pairs += [(document, ours), (document, gatenlp.Document.load(str(tmp_path / f"{n}.bdocjs")))]
    return pairs


def words(gate, annotation):
    return (annotation.start, annotation.end, gate[annotation])


def parts(annotation):
    return [(start, end, text) for (start, end), text in zip(annotation["spans"], annotation["text"])]


def firsts(document, gate):
    """The annotations that stand for whole ones, by id."""
    return {a.features["id"]: a for a in gate.annset(document["annotator"]) if "id" in a.features}


def test_the_text_the_name_and_the_cast_are_the_same(loaded):
    for document, gate in loaded:
        assert gate.text == document["text"]
        assert gate.name == document["article"]
        assert gate.features.get("cast", {}) == document.get("cast", {})
        assert [gate.features.get(name, "") for name in FACTS] == facts(document)
        assert list(gate.annset_names()) == [document["annotator"]]


def test_annotations_have_their_words_labels_attributes_and_notes(loaded):
    for document, gate in loaded:
        found = firsts(document, gate)
        assert len(found) == len(document["annotations"])
        for annotation in document["annotations"]:
            first = found[annotation["id"]]
            assert words(gate, first) == parts(annotation)[0]
            assert first.type == annotation["label"]
            own = {"id", "links", "note"}
            assert {k: v for k, v in first.features.items() if k not in own} == annotation["attributes"]
            assert first.features.get("note", "") == annotation["note"]


def test_links_are_ids_of_annotations_and_of_parts(loaded):
    for document, gate in loaded:
        found, annset = firsts(document, gate), gate.annset(document["annotator"])
        for annotation in document["annotations"]:
            links = dict(found[annotation["id"]].features.get("links", {}))
            others = [annset.get(n) for n in links.pop("part", [])]
            assert [words(gate, part) for part in others] == parts(annotation)[1:]
            assert all(part.type == annotation["label"] for part in others)
            linked = {name: [annset.get(n).features["id"] for n in ids] for name, ids in links.items()}
            there = {name: [t for t in ids if t in found] for name, ids in annotation["links"].items()}
            assert linked == {name: ids for name, ids in there.items() if ids}

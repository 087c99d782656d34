"""Formats of entities and relations: read by spaCy and by Label Studio's own SDK, and compared
with whosaid's JSON span by span."""

import json

import pytest
import spacy
from label_studio_sdk.label_interface import LabelInterface
from spacy.tokens import DocBin


def parts(document):
    """Each span of each annotation: label, start, end, words."""
    return sorted(
        (annotation["label"], start, end, document["text"][start:end])
        for annotation in document["annotations"]
        for start, end in annotation["spans"]
    )


def relations(document):
    """Links, and the further parts of a broken annotation, between first spans."""
    firsts = {annotation["id"]: tuple(annotation["spans"][0]) for annotation in document["annotations"]}
    for annotation in document["annotations"]:
        first = firsts[annotation["id"]]
        yield from ((first, "part", tuple(span)) for span in annotation["spans"][1:])
        for name, targets in annotation["links"].items():
            yield from ((first, name, firsts[target]) for target in targets)


def lines(folder):
    (path,) = folder.glob("out.*")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def tasks(exported, documents):
    return list(zip(documents, lines(exported("prodigy"))))


def test_prodigy_spans_and_relations(tasks):
    for document, task in tasks:
        assert task["text"] == document["text"]
        found = [(s["label"], s["start"], s["end"], task["text"][s["start"] : s["end"]]) for s in task["spans"]]
        assert sorted(found) == parts(document)
        ends = [((r["head_span"], r["child_span"]), r["label"]) for r in task["relations"]]
        place = lambda span: (span["start"], span["end"])
        assert sorted((place(a), label, place(b)) for (a, b), label in ends) == sorted(relations(document))


def test_prodigy_tokens_stand_where_they_say(tasks):
    for _, task in tasks:
        for number, token in enumerate(task["tokens"]):
            assert task["text"][token["start"] : token["end"]] == token["text"]
            assert token["id"] == number
        for span in task["spans"]:
            first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
            assert first["start"] <= span["start"] < first["end"]
            assert last["start"] < span["end"] <= last["end"] or task["text"][last["end"] : span["end"]].isspace()


def test_spacy_keeps_the_spans_in_a_docbin(tasks):
    nlp = spacy.blank("xx")
    for document, task in tasks:
        doc = nlp(task["text"])
        spans = [doc.char_span(s["start"], s["end"], s["label"], alignment_mode="expand") for s in task["spans"]]
        assert all(span is not None for span in spans)
        doc.spans["sc"] = spans
        (again,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab)
        found = [(span.label_, span.start_char, span.end_char) for span in again.spans["sc"]]
        assert len(found) == len(parts(document))
        for label, start, end, _ in parts(document):
            assert any(own == label and a <= start and end <= b for own, a, b in found)


def test_doccano_entities_and_relations(exported, documents):
    for document, line in zip(documents, lines(exported("doccano"))):
        entities = {e["id"]: e for e in line["entities"]}
        found = [(e["label"], e["start_offset"], e["end_offset"]) for e in line["entities"]]
        assert sorted(found) == [part[:3] for part in parts(document)]
        place = lambda id: (entities[id]["start_offset"], entities[id]["end_offset"])
        ends = [(place(r["from_id"]), r["type"], place(r["to_id"])) for r in line["relations"]]
        assert sorted(ends) == sorted(relations(document))
    for document, line in zip(documents, lines(exported("doccano-plain"))):
        assert sorted(map(tuple, line["label"])) == sorted((s, e, label) for label, s, e, _ in parts(document))


def test_label_studio_takes_the_tasks_under_their_config(exported, documents):
    folder = exported("label-studio")
    tasks = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    interface = LabelInterface((folder / "label-config.xml").read_text(encoding="utf-8"))
    assert len(tasks) == len(documents)
    for document, task in zip(documents, tasks):
        # The SDK cannot look at a task with its annotations (2.1.2), so they are shown by themselves.
        assert interface.validate_task({"data": task["data"]})
        (annotation,) = task["annotations"]
        assert interface.validate_annotation(annotation)
        labels = [r for r in annotation["result"] if r["type"] == "labels"]
        found = [(r["value"]["labels"][0], r["value"]["start"], r["value"]["end"], r["value"]["text"]) for r in labels]
        assert sorted(found) == parts(document)
        place = {r["id"]: (r["value"]["start"], r["value"]["end"]) for r in labels}
        linked = [r for r in annotation["result"] if r["type"] == "relation"]
        ends = [(place[r["from_id"]], r["labels"][0], place[r["to_id"]]) for r in linked]
        assert sorted(ends) == sorted(relations(document))

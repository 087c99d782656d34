"""Prodigy's lines, as spaCy has them: documents made of their tokens, spans and entities by
tokens and by characters, and back from a DocBin."""

import json

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from conftest import FACTS, facts

NLP = spacy.blank("en")


@pytest.fixture
def pairs(exported, documents):
    """Each document, and the task of it."""
    lines = (exported("prodigy") / "out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    tasks = {task["meta"]["source"]: task for task in map(json.loads, lines)}
    assert len(tasks) == len(documents)
    return [(document, tasks[document["article"]]) for document in documents]


def made(task):
    """The document that the tokens of a task make."""
    words = [token["text"] for token in task["tokens"]]
    return Doc(NLP.vocab, words=words, spaces=[token["ws"] for token in task["tokens"]])


def spans(document):
    """All spans that whosaid holds, by start and end, with their words and labels."""
    parts = [(a["label"], *part) for a in document["annotations"] for part in zip(a["spans"], a["text"])]
    return sorted((start, end, words, label) for label, (start, end), words in parts)


def test_tokens_are_the_text(pairs):
    for document, task in pairs:
        doc = made(task)
        assert doc.text == task["text"] == document["text"]
        assert [task["meta"].get(name, "") for name in FACTS] == facts(document)
        assert [(t.idx, t.idx + len(t)) for t in doc] == [(t["start"], t["end"]) for t in task["tokens"]]
        assert [t["id"] for t in task["tokens"]] == [t.i for t in doc]


def test_spans_are_of_whole_tokens(pairs):
    for document, task in pairs:
        doc = made(task)
        for span in task["spans"]:
            by_letters = doc.char_span(span["start"], span["end"], alignment_mode="strict")
            by_tokens = doc[span["token_start"] : span["token_end"] + 1]
            assert by_letters is not None and by_letters.text == by_tokens.text == span["text"]
        found = [(s["start"], s["end"], s["text"], s["label"]) for s in task["spans"]]
        assert sorted(found) == spans(document)


def test_spans_and_entities_come_back_from_a_docbin(pairs):
    docs = []
    for _, task in pairs:
        doc = made(task)
        doc.spans["sc"] = [doc.char_span(s["start"], s["end"], label=s["label"]) for s in task["spans"]]
        # spaCy refuses entities that begin or end with white space.
        words = [s for s in doc.spans["sc"] if s.text == s.text.strip()]
        doc.ents = filter_spans(words)
        docs.append(doc)
    read = DocBin().from_bytes(DocBin(docs=docs, store_user_data=True).to_bytes()).get_docs(NLP.vocab)
    for (document, _), doc in zip(pairs, read, strict=True):
        found = [(s.start_char, s.end_char, s.text, s.label_) for s in doc.spans["sc"]]
        assert sorted(found) == spans(document)
        ents = {(e.start_char, e.end_char, e.text, e.label_) for e in doc.ents}
        assert ents <= set(spans(document)) and bool(ents) == bool(document["annotations"])


def test_what_is_said_of_annotations_is_there(pairs):
    for document, task in pairs:
        said = {s["id"]: s for s in task["spans"]}
        for annotation in document["annotations"]:
            first = said[annotation["id"]]
            assert first.get("attributes", {}) == annotation["attributes"]
            assert first.get("note", "") == annotation["note"]
        assert task.get("cast", {}) == document.get("cast", {})
        assert task["_annotator_id"] == document["annotator"] and task["answer"] == "accept"


def test_relations_are_links_and_parts(pairs):
    for document, task in pairs:
        wanted = []
        for annotation in document["annotations"]:
            id, first = annotation["id"], annotation["spans"][0]
            wanted += [("part", first, part) for part in annotation["spans"][1:]]
            spans_of = {a["id"]: a["spans"][0] for a in document["annotations"]}
            wanted += [(name, first, spans_of[to]) for name, ids in annotation["links"].items() for to in ids]
        found = []
        for relation in task["relations"]:
            head, child = relation["head_span"], relation["child_span"]
            # Prodigy names a span by its last token.
            assert (relation["head"], relation["child"]) == (head["token_end"], child["token_end"])
            ends = [[end["start"], end["end"]] for end in (head, child)]
            found.append((relation["label"], *ends))
        assert sorted(found) == sorted(wanted)

"""citron, read as Citron reads it: by the keys that its documentation names, and no others.

Citron itself is on no package index; what it does with a file is told in its
docs/data_format.md."""

import json

import pytest


@pytest.fixture
def pairs(exported, documents):
    folder = exported("citron")
    path = lambda article: (folder / article).with_suffix(".json")
    return [(document, json.loads(path(document["article"]).read_text(encoding="utf-8"))) for document in documents]


def place(span):
    return [span["start"], span["end"]]


def attributions(document):
    """Quotes with a cue, as whosaid has them: places of contents, cue and sources."""
    by_id = {annotation["id"]: annotation for annotation in document["annotations"]}
    linked = lambda quote, name: [
        by_id[id] for id in quote["links"].get(name, []) if id in by_id and by_id[id]["label"] == name
    ]
    for annotation in document["annotations"]:
        if annotation["label"] == "quote" and linked(annotation, "cue"):
            sources = [span for source in linked(annotation, "speaker") for span in source["spans"]]
            yield annotation["spans"], linked(annotation, "cue")[0]["spans"][0], sources


def test_quotes_have_their_places(pairs):
    for document, found in pairs:
        quotes = [
            ([place(content) for content in quote["contents"]], place(quote["cue"]), [place(s) for s in quote["sources"]])
            for quote in found["quotes"]
        ]
        assert quotes == list(attributions(document))


def test_groups_are_mentions_of_one_person(pairs):
    for document, found in pairs:
        persons = {}
        for annotation in document["annotations"]:
            if annotation["label"] == "speaker" and "person" in annotation["attributes"]:
                persons.setdefault(annotation["attributes"]["person"], []).append(annotation["spans"])
        groups = [[span for spans in mentions for span in spans] for mentions in persons.values() if len(mentions) > 1]
        found = [[place(span) for span in group] for group in found.get("coreference_groups", [])]
        assert sorted(found) == sorted(groups)


def test_every_span_has_its_text(pairs):
    for _, found in pairs:
        spans = [span for group in found.get("coreference_groups", []) for span in group]
        for quote in found["quotes"]:
            spans += [quote["cue"], *quote["sources"], *quote["contents"]]
        assert all(found["text"][span["start"] : span["end"]] == span["text"] for span in spans)


def test_the_text_is_whole(pairs):
    assert all(found["text"] == document["text"] for document, found in pairs)

"""CoNLL's columns, read as scripts do: lines parted by spaces, sentences by empty lines. seqeval
finds the entities in the tags of each column, by the strict scheme IOB2."""

import pytest
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2, Entities

LABELS = ["quote", "speaker", "claim", "cue"]


def sentences(path):
    """The documents: lists of sentences, which are lists of lines, which are lists of fields."""
    documents, sentence = [], []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("-DOCSTART-"):
            assert line.split(" ")[1:] == ["O"] * len(LABELS)
            documents.append([])
        elif line:
            sentence.append(line.split(" "))
        elif sentence:
            documents[-1].append(sentence)
            sentence = []
    assert not sentence
    return documents


@pytest.fixture
def pairs(exported, documents):
    """Each document with its sentences; what is not told by the file is told by the order."""
    read = sentences(exported("conll") / "out.conll")
    return list(zip(documents, read, strict=True))


def places(text, document):
    """Where each token of a document stands in the text, sentence by sentence."""
    at, all_places = 0, []
    for sentence in document:
        found = []
        for token, *_ in sentence:
            assert not text[at : text.index(token, at)].strip()
            at = text.index(token, at)
            found.append((at, at + len(token)))
            at += len(token)
        all_places.append(found)
    assert not text[at:].strip()
    return all_places


def grown(span, tokens):
    within = [token for token in tokens if token[0] < span[1] and span[0] < token[1]]
    return (within[0][0], within[-1][1]) if within else None


def kept(document, label, tokens):
    """The spans of a label, grown to tokens; of those that overlap the longest."""
    spans = [span for a in document["annotations"] if a["label"] == label for span in a["spans"]]
    spans = sorted(filter(None, (grown(span, tokens) for span in spans)))
    size = lambda span: len(document["text"][slice(*span)].encode())
    apart = []
    for span in sorted(spans, key=size, reverse=True):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in apart):
            apart.append(span)
    return sorted(apart)


def test_each_line_has_a_tag_for_each_label(pairs):
    for _, document in pairs:
        assert all(len(line) == 1 + len(LABELS) for sentence in document for line in sentence)


@pytest.mark.parametrize("column", range(1, 1 + len(LABELS)), ids=LABELS)
def test_entities_are_annotations(pairs, column):
    label, count = LABELS[column - 1], 0
    for document, read in pairs:
        where = places(document["text"], read)
        tags = [[line[column] for line in sentence] for sentence in read]
        found = []
        for sentence, entities in zip(where, Entities(tags, IOB2).entities):
            for entity in entities:
                assert entity.tag == label
                found.append((sentence[entity.start][0], sentence[entity.end - 1][1]))
        assert found == kept(document, label, sum(where, []))
        assert all(begun(sentence) for sentence in tags)
        count += len(found)
    assert count > 0


def begun(tags):
    """Whether what goes on was begun in the sentence."""
    return all(tag[0] != "I" or before != "O" and before[2:] == tag[2:] for before, tag in zip(["O", *tags], tags))


def test_what_is_compared_with_itself_is_the_same(pairs):
    tags = [[line[1] for line in sentence] for _, document in pairs for sentence in document]
    report = classification_report(tags, tags, mode="strict", scheme=IOB2, output_dict=True)
    assert set(report) == {"quote", "micro avg", "macro avg", "weighted avg"}
    assert report["quote"]["f1-score"] == 1.0

"""csv and tsv, read as data frames by pandas and as rows by Python's csv module."""

import csv
import json
import re

import pandas
import pytest

TABLES = [("csv", "utf-8-sig", ","), ("tsv", "utf-8", "\t")]


def words(cell):
    """What a cell stands for: an apostrophe shields what would be a formula, or nothing."""
    return re.sub(r"^'(?='*([=+\-@\t\r\n＝＋－＠]|$))", "", cell)


@pytest.fixture(params=TABLES, ids=lambda table: table[0])
def table(request, exported):
    name, encoding, separator = request.param
    return exported(name) / f"out.{name}", encoding, separator


@pytest.fixture
def frame(table):
    path, _, separator = table
    return pandas.read_csv(path, sep=separator, keep_default_na=False)


def by_layer(documents):
    return {(document["article"], document["annotator"]): document for document in documents}


def test_every_article_is_there(frame, documents):
    names = zip(frame["article"].map(words), frame["annotator"].map(words))
    assert set(names) == set(by_layer(documents))


def test_spans_stand_for_their_words(frame, documents):
    layers = by_layer(documents)
    found, empty = [], 0
    for row in frame.to_dict("records"):
        layer = layers[words(row["article"]), words(row["annotator"])]
        if row["label"] == "":
            assert layer["annotations"] == []
            empty += 1
            continue
        start, end = int(row["start"]), int(row["end"])
        assert words(row["text"]) == layer["text"][start:end]
        names = [words(row[column]) for column in ["article", "annotator", "id", "label"]]
        found.append((*names, int(row["part"]), start, end))
    expected = [
        (article, annotator, annotation["id"], annotation["label"], part, *span)
        for (article, annotator), layer in layers.items()
        for annotation in layer["annotations"]
        for part, span in enumerate(annotation["spans"], 1)
    ]
    assert sorted(found) == sorted(expected)
    assert empty == sum(not layer["annotations"] for layer in layers.values())


def said(row):
    """The attributes, links and note of a row."""
    more = json.loads(row["more"] or "{}")
    attributes = {
        column.removeprefix("attribute."): words(cell)
        for column, cell in row.items()
        if column.startswith("attribute.") and cell != ""
    }
    links = {
        column.removeprefix("link."): words(cell).split()
        for column, cell in row.items()
        if column.startswith("link.") and cell != ""
    }
    return attributes | more.get("attributes", {}), links | more.get("links", {}), words(row["note"])


def test_each_row_says_all_of_its_annotation(frame, documents):
    layers = by_layer(documents)
    for row in frame[frame["label"] != ""].to_dict("records"):
        layer = layers[words(row["article"]), words(row["annotator"])]
        (annotation,) = [a for a in layer["annotations"] if a["id"] == words(row["id"])]
        assert said(row) == (annotation["attributes"], annotation["links"], annotation["note"])


def test_the_words_of_what_is_linked_stand_beside_the_ids(frame, documents):
    layers = by_layer(documents)
    for row in frame[frame["link.speaker"] != ""].to_dict("records"):
        layer = layers[words(row["article"]), words(row["annotator"])]
        text = {a["id"]: " ".join(a["text"]) for a in layer["annotations"]}
        targets = [text[target] for target in words(row["link.speaker"]).split() if target in text]
        assert words(row["words.speaker"]) == "; ".join(targets)


def test_no_cell_is_a_formula(table):
    path, encoding, separator = table
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=separator, strict=True))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]


def test_cells_stay_whole_where_semicolons_and_tabs_part_them_too(table):
    """A spreadsheet may take all of these at once; within quotation marks it takes none."""
    path, encoding, separator = table
    outside = "".join(path.read_text(encoding=encoding).replace('""', "").split('"')[::2])
    assert not set(outside) & ({",", ";", "\t", "|"} - {separator})

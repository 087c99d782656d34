"""parquet, asked in SQL by DuckDB, read by pyarrow and Polars, and what they write, taken in."""

import json

import duckdb
import polars
import pyarrow.parquet
import pytest

from conftest import FACTS, facts, run

TABLES = ["documents", "annotations", "spans", "attributes", "links", "persons", "aliases", "reviews"]


@pytest.fixture
def ask(exported):
    """Asks a question of the tables, and gives the rows."""
    folder, database = exported("parquet", strict=True), duckdb.connect()
    for table in TABLES:
        database.sql(f"create view {table} as from read_parquet('{folder}/{table}/**/*.parquet')")
    return lambda question: database.sql(question).fetchall()


def each(documents):
    for document in documents:
        for annotation in document["annotations"]:
            yield (document["article"], document["annotator"], annotation["id"]), annotation


def origin(annotation):
    said = annotation.get("origin", {})
    layer = said.get("layer", {"annotator": "", "id": ""})
    kind = "rule" if "rule" in said else "layer" if "layer" in said else "hand"
    return kind, said.get("rule", ""), layer["annotator"], layer["id"]


def test_documents_have_their_texts(ask, documents):
    expected = [(document["article"], document["annotator"], document["text"]) for document in documents]
    assert sorted(ask("select article, annotator, text from documents")) == sorted(expected)


def test_documents_have_what_is_known_of_their_articles(ask, documents):
    expected = [(document["article"], *facts(document)) for document in documents]
    assert sorted(ask(f"select article, {', '.join(FACTS)} from documents")) == sorted(expected)


def test_spans_are_those_of_the_layers(ask, documents):
    expected = [
        (*key, part, annotation["label"], start, end, words)
        for key, annotation in each(documents)
        for part, ((start, end), words) in enumerate(zip(annotation["spans"], annotation["text"]), 1)
    ]
    assert sorted(ask("from spans")) == sorted(expected)


def test_spans_stand_for_their_words_in_sql(ask):
    wrong = "select count(*) from spans s join documents d using (article, annotator) "
    wrong += "where substr(d.text, starts + 1, ends - starts) <> s.text"
    assert ask(wrong) == [(0,)] and ask("select count(*) > 5 from spans") == [(True,)]


def test_all_that_is_said_of_annotations_is_there(ask, documents):
    expected = [
        (*key, annotation["label"], annotation["note"], *origin(annotation), annotation["made"])
        for key, annotation in each(documents)
    ]
    assert sorted(ask("from annotations")) == sorted(expected)
    attributes = [(*key, *pair) for key, annotation in each(documents) for pair in annotation["attributes"].items()]
    assert sorted(ask("from attributes")) == sorted(attributes)
    links = [
        (*key, target, name)
        for key, annotation in each(documents)
        for name, targets in annotation["links"].items()
        for target in targets
    ]
    assert sorted(ask("from links")) == sorted(links)


def test_persons_are_there_with_their_aliases(ask, documents):
    key = lambda document: (document["article"], document["annotator"])
    cast = [(key(document), id, person) for document in documents for id, person in document.get("cast", {}).items()]
    expected = [(*key, id, person["name"], person["role"]) for key, id, person in cast]
    assert sorted(ask("from persons")) == sorted(expected)
    aliases = [(*key, id, alias) for key, id, person in cast for alias in person["aliases"]]
    assert sorted(ask("from aliases")) == sorted(aliases) and aliases


@pytest.mark.parametrize("table", TABLES)
def test_polars_and_pyarrow_read_the_same(exported, table):
    folder = exported("parquet") / table
    by_arrow = pyarrow.parquet.read_table(folder).to_pylist()
    assert polars.read_parquet(folder / "**/*.parquet").to_dicts() == by_arrow


def test_splits_are_a_column(folder, tmp_path):
    run("export", folder, "--format", "parquet", "--out", tmp_path / "out", "--split", "50/50")
    tables = [duckdb.sql(f"from read_parquet('{tmp_path}/out/{table}/**/*.parquet')") for table in TABLES]
    assert all("split" in table.columns for table in tables)
    splits = {json.loads(line)["split"] for line in (tmp_path / "out/layers.jsonl").read_text().splitlines()}
    assert {split for (split,) in tables[0].select("split").fetchall()} == splits


def write_duckdb(table, path):
    """Rows in another order, in groups as small as DuckDB makes them."""
    duckdb.sql(f"copy (from read_parquet('{table}/*.parquet') order by hash(columns(*)::varchar)) to '{path}'")


def write_polars(table, path):
    frame = polars.read_parquet(table / "*.parquet").with_columns(polars.selectors.integer().cast(polars.Int32))
    frame.reverse().write_parquet(path, compression="snappy", use_pyarrow=False)


def write_pyarrow(table, path):
    read = pyarrow.parquet.read_table(table)
    pyarrow.parquet.write_table(read, path, compression="none", data_page_version="2.0", use_dictionary=False)


@pytest.mark.parametrize("write", [write_duckdb, write_polars, write_pyarrow])
def test_what_others_write_comes_in(exported, documents, tmp_path, write):
    (tmp_path / "theirs").mkdir()
    for table in TABLES:
        write(exported("parquet") / table, tmp_path / f"theirs/{table}.parquet")
    run("import", tmp_path / "theirs", "--format", "parquet", "--out", tmp_path / "back", "--strict")
    back = [json.loads(line) for line in run("export", tmp_path / "back", "--format", "jsonl").splitlines()]
    assert in_order(back) == in_order(documents)


def in_order(documents):
    """Documents in the order of their names, and links in that of their targets."""
    for _, annotation in each(documents):
        annotation["links"] = {name: sorted(targets) for name, targets in annotation["links"].items()}
    return sorted(documents, key=lambda document: document["article"])

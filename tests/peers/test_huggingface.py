"""huggingface, loaded by the library `datasets` without a network, and what it writes, taken in."""

import json
import os

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
import pytest
import yaml

from conftest import FACTS, facts, run

LABELS = ["quote", "speaker", "claim", "cue"]


@pytest.fixture
def loaded(exported, tmp_path):
    return datasets.load_dataset(str(exported("huggingface", strict=True)), cache_dir=str(tmp_path / "cache"))


def by_layer(documents):
    return {(document["article"], document["annotator"]): document for document in documents}


def pairs(loaded, documents):
    layers = by_layer(documents)
    rows = list(loaded["train"])
    assert {(row["article"], row["annotator"]) for row in rows} == set(layers)
    return [(row, layers[row["article"], row["annotator"]]) for row in rows]


def test_labels_are_classes(loaded, exported):
    labels = loaded["train"].features["entities"].feature["label"]
    assert labels.names == LABELS
    # A shard alone tells the same as the card.
    shards = str(exported("huggingface") / "data/*.parquet")
    alone = datasets.load_dataset("parquet", data_files=shards, split="train", streaming=True)
    assert alone.features == loaded["train"].features


def test_entities_are_spans_of_the_text(loaded, documents):
    for row, document in pairs(loaded, documents):
        assert row["text"] == document["text"]
        assert [row[name] for name in FACTS] == facts(document)
        expected = [
            (annotation["id"], part, annotation["label"], start, end, words)
            for annotation in document["annotations"]
            for part, ((start, end), words) in enumerate(zip(annotation["spans"], annotation["text"]), 1)
        ]
        found = [
            (entity["id"], entity["part"], LABELS[entity["label"]], entity["start"], entity["end"], entity["text"])
            for entity in row["entities"]
        ]
        assert found == expected
        assert all(row["text"][entity["start"] : entity["end"]] == entity["text"] for entity in row["entities"])


def test_all_that_is_said_of_annotations_is_there(loaded, documents):
    for row, document in pairs(loaded, documents):
        annotations = document["annotations"]
        relations = [
            {"head": annotation["id"], "tail": target, "label": name}
            for annotation in annotations
            for name, targets in annotation["links"].items()
            for target in targets
        ]
        assert row["relations"] == relations
        attributes = [
            {"id": annotation["id"], "name": name, "value": value}
            for annotation in annotations
            for name, value in annotation["attributes"].items()
        ]
        assert row["attributes"] == attributes
        notes = [(annotation["id"], annotation["note"], annotation["made"]) for annotation in annotations]
        assert [(said["id"], said["note"], said["made"]) for said in row["annotations"]] == notes
        cast = document.get("cast", {}).items()
        assert row["cast"] == [{"id": id, "name": person["name"], "role": person["role"]} for id, person in cast]


def test_the_card_tells_of_splits_and_sizes(folder, tmp_path):
    run("export", folder, "--format", "huggingface", "--out", tmp_path / "out", "--split", "train=50/a-b=50")
    _, card, _ = (tmp_path / "out/README.md").read_text().split("---\n", 2)
    card = yaml.safe_load(card)
    info = card["dataset_info"]
    assert card["language"] == ["en"] and "annotations_creators" not in card
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert {name: len(split) for name, split in loaded.items()} == {
        split["name"]: split["num_examples"] for split in info["splits"]
    }
    assert info["download_size"] == sum(path.stat().st_size for path in tmp_path.glob("out/data/*"))
    size = sum(split.data.nbytes for split in loaded.values())
    assert 0.9 * size < info["dataset_size"] < 1.1 * size


def test_what_it_writes_comes_in(loaded, documents, tmp_path):
    loaded["train"].shuffle(seed=1).to_parquet(str(tmp_path / "theirs.parquet"))
    run("import", tmp_path / "theirs.parquet", "--format", "huggingface", "--out", tmp_path / "back", "--strict")
    back = [json.loads(line) for line in run("export", tmp_path / "back", "--format", "jsonl").splitlines()]
    assert by_layer(back) == by_layer(documents)


def test_a_dataset_of_others_comes_in(tmp_path):
    """Entities and relations as they are usual, by their places and without ids."""
    row = {
        "id": "one",
        "text": "😀 “Hi,” said Zoë.",
        "entities": [{"start": 2, "end": 7, "label": "quote"}, {"start": 13, "end": 16, "label": "speaker"}],
        "relations": [{"head": 0, "tail": 1, "label": "speaker"}],
    }
    datasets.Dataset.from_list([row]).to_parquet(str(tmp_path / "theirs.parquet"))
    out = ["--out", tmp_path / "back", "--as", "ben", "--strict"]
    run("import", tmp_path / "theirs.parquet", "--format", "huggingface", *out)
    (back,) = [json.loads(line) for line in run("export", tmp_path / "back", "--format", "jsonl").splitlines()]
    assert back["article"] == "one.txt"
    quote, speaker = back["annotations"]
    assert (quote["text"], speaker["text"]) == (["“Hi,”"], ["Zoë"])
    assert quote["links"] == {"speaker": [speaker["id"]]}

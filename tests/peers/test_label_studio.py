"""Label Studio's tasks, held against the labelling interface by its own SDK."""

import json

import pytest
from label_studio_sdk.label_interface import LabelInterface

from conftest import FACTS, facts


@pytest.fixture
def interface(exported):
    interface = LabelInterface((exported("label-studio") / "label-config.xml").read_text(encoding="utf-8"))
    interface.validate()
    return interface


@pytest.fixture
def pairs(exported, documents):
    """Each document, and the task of it."""
    tasks = json.loads((exported("label-studio") / "out.json").read_text(encoding="utf-8"))
    tasks = {task["data"]["article"]: task for task in tasks}
    assert len(tasks) == len(documents)
    return [(document, tasks[document["article"]]) for document in documents]


def results(task):
    (annotation,) = task["annotations"]
    return annotation["result"]


def regions(task):
    """The labelled regions, by id."""
    return {result["id"]: result for result in results(task) if result["type"] == "labels"}


def test_the_interface_takes_every_result(pairs, interface):
    for _, task in pairs:
        assert all(object.value_name in task["data"] for object in interface.objects)
        (annotation,) = task["annotations"]
        # What it asks of predictions is what it asks of annotations, and this way it says why not.
        assert interface.validate_prediction(annotation, return_errors=True) == []


def test_a_result_that_the_interface_does_not_know_is_refused(pairs, interface):
    for _, task in pairs:
        for result in results(task):
            if result["type"] == "choices":
                result["value"]["choices"] = ["no such choice"]
                assert interface.validate_prediction(task["annotations"][0], return_errors=True) != []
                return
    pytest.fail("there are no choices")


def test_every_label_has_its_key(interface):
    labels = interface.get_control("label").labels_attrs
    assert {name: label.attr["hotkey"] for name, label in labels.items()} == {
        "quote": "q",
        "speaker": "s",
        "claim": "c",
        "cue": "t",
    }


def test_regions_are_where_spans_are(pairs):
    for document, task in pairs:
        text = task["data"]["text"]
        assert text == document["text"]
        assert [task["data"].get(name, "") for name in FACTS] == facts(document)
        found = []
        for result in regions(task).values():
            value = result["value"]
            assert text[value["start"] : value["end"]] == value["text"]
            found.append((value["start"], value["end"], *value["labels"]))
        spans = [(*span, a["label"]) for a in document["annotations"] for span in a["spans"]]
        assert sorted(found) == sorted(spans)


def test_choices_are_attributes_and_text_areas_notes(pairs):
    for document, task in pairs:
        choices, notes = {}, {}
        for result in results(task):
            if result["type"] == "choices":
                name = result["from_name"].split(".", 1)[1]
                (choices.setdefault(result["id"], {})[name],) = result["value"]["choices"]
            elif result["type"] == "textarea":
                (notes[result["id"]],) = result["value"]["text"]
        for annotation in document["annotations"]:
            assert choices.pop(annotation["id"], {}) == annotation["attributes"]
            assert notes.pop(annotation["id"], "") == annotation["note"]
        assert not choices and not notes


def test_relations_are_links_and_parts(pairs):
    for document, task in pairs:
        places = {id: (r["value"]["start"], r["value"]["end"]) for id, r in regions(task).items()}
        found, wanted = [], []
        for result in results(task):
            if result["type"] == "relation":
                (name,) = result["labels"]
                assert result["direction"] == "right"
                found.append((result["from_id"], name, places[result["to_id"]]))
        for annotation in document["annotations"]:
            id = annotation["id"]
            wanted += [(id, "part", tuple(part)) for part in annotation["spans"][1:]]
            wanted += [(id, name, places[to]) for name, ids in annotation["links"].items() for to in ids]
        assert sorted(found) == sorted(wanted)

"""doccano's lines, read as its import does: offsets are indices of Python's strings. Where doccano
itself is installed (it wants versions of its own, so it is not among the requirements), its import
reads them into its database."""

import importlib.metadata
import json
import sys

import pytest

from conftest import FACTS, facts


def lines(folder):
    return [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]


def by_article(documents, examples):
    found = {example["article"]: example for example in examples}
    assert len(found) == len(documents)
    return [(document, found[document["article"]]) for document in documents]


def spans(document):
    return sorted((*span, a["label"]) for a in document["annotations"] for span in a["spans"])


def relations(document):
    """From and to which span each relation leads; parts are relations as well."""
    first = {a["id"]: tuple(a["spans"][0]) for a in document["annotations"]}
    for a in document["annotations"]:
        yield from ((first[a["id"]], tuple(part), "part") for part in a["spans"][1:])
        yield from ((first[a["id"]], first[to], name) for name, ids in a["links"].items() for to in ids)


def test_plain_spans(exported, documents):
    for document, example in by_article(documents, lines(exported("doccano-plain"))):
        assert example["text"] == document["text"]
        assert sorted(map(tuple, example["label"])) == spans(document)


def test_entities_and_relations(exported, documents):
    for document, example in by_article(documents, lines(exported("doccano"))):
        text, entities = example["text"], {entity["id"]: entity for entity in example["entities"]}
        places = {id: (entity["start_offset"], entity["end_offset"]) for id, entity in entities.items()}
        assert all(text[start:end] == entities[id]["text"] for id, (start, end) in places.items())
        assert [example.get(name, "") for name in FACTS] == facts(document)
        assert sorted((*places[id], entity["label"]) for id, entity in entities.items()) == spans(document)
        found = [(places[r["from_id"]], places[r["to_id"]], r["type"]) for r in example["relations"]]
        assert sorted(found) == sorted(relations(document))
        said = {entity["annotation"]: entity for entity in entities.values()}
        for annotation in document["annotations"]:
            assert said[annotation["id"]].get("attributes", {}) == annotation["attributes"]
            assert said[annotation["id"]].get("note", "") == annotation["note"]


@pytest.fixture(scope="session")
def doccano(tmp_path_factory):
    """doccano's own models, on a database of its own."""
    try:
        backend = importlib.metadata.distribution("doccano").locate_file("backend")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("doccano is not installed")
    folder = tmp_path_factory.mktemp("doccano")
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(str(backend))
    patch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.development")
    patch.setenv("DATABASE_URL", f"sqlite:///{folder}/doccano.sqlite3")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    yield sys.modules
    patch.undo()


@pytest.mark.parametrize("format", ["doccano", "doccano-plain"])
def test_its_import_takes_them(doccano, exported, documents, format):
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import JSONL, RELATION_EXTRACTION
    from data_import.pipeline.readers import FileName
    from django.contrib.auth import get_user_model
    from examples.models import Example
    from labels.models import Relation, Span
    from projects.models import ProjectType, SequenceLabelingProject

    related = format == "doccano"
    user = get_user_model().objects.create(username=format)
    project = SequenceLabelingProject.objects.create(
        name=format,
        created_by=user,
        project_type=ProjectType.SEQUENCE_LABELING,
        allow_overlapping=True,
        use_relation=related,
    )
    path = exported(format) / "out.jsonl"
    file = FileName(full_path=str(path), generated_name=path.name, upload_name=path.name)
    task = RELATION_EXTRACTION if related else ProjectType.SEQUENCE_LABELING
    dataset = load_dataset(task, JSONL, [file], project, encoding="utf_8")
    dataset.save(user)
    assert dataset.errors == []
    examples = {example.meta["article"]: example for example in Example.objects.filter(project=project)}
    assert len(examples) == len(documents)
    for document in documents:
        example = examples[document["article"]]
        assert example.text == document["text"]
        assert example.meta["annotator"] == document["annotator"]
        place = lambda span: (span.start_offset, span.end_offset)
        found = Span.objects.filter(example=example)
        assert sorted((*place(span), span.label.text) for span in found) == spans(document)
        if related:
            found = Relation.objects.filter(example=example)
            ends = [(place(r.from_id), place(r.to_id), r.type.text) for r in found]
            assert sorted(ends) == sorted(relations(document))

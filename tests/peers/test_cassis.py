"""Both forms of a UIMA CAS, read by cassis (dkpro-cassis), which counts code points."""

import cassis
import pytest

SPAN, RELATION = "custom.Span", "custom.Relation"
SEGMENTS = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."


def load_xmi(folder, stem):
    with open(folder / "TypeSystem.xml", "rb") as types:
        typesystem = cassis.load_typesystem(types)
    with open(folder / f"{stem}.xmi", "rb") as xmi:
        return cassis.load_cas_from_xmi(xmi, typesystem=typesystem)


def load_json(folder, stem):
    with open(folder / f"{stem}.json", "rb") as json:
        return cassis.load_cas_from_json(json)


def again_as_xmi(cas):
    return cassis.load_cas_from_xmi(cas.to_xmi(), typesystem=cas.typesystem)


def again_as_json(cas):
    return cassis.load_cas_from_json(cas.to_json())


FORMATS = [("xmi", load_xmi, again_as_xmi), ("cas-json", load_json, again_as_json)]


@pytest.fixture(params=FORMATS, ids=lambda row: row[0])
def loaded(request, exported, documents):
    """Each document, and the CAS that cassis has of it, from our file and from its own."""
    name, load, again = request.param
    pairs = [(d, load(exported(name), d["article"].removesuffix(".txt"))) for d in documents]
    return pairs + [(document, again(cas)) for document, cas in pairs]


def words(thing):
    return (thing.begin, thing.end, thing.get_covered_text())


def parts(annotation):
    return [(start, end, text) for (start, end), text in zip(annotation["spans"], annotation["text"])]


def features(span):
    own = {"sofa", "begin", "end", "label", "id", "note"}
    names = [(f.name.removesuffix("_"), f.name) for f in span.type.all_features if f.name not in own]
    return {name: span[accessor] for name, accessor in names if span[accessor] is not None}


def firsts(cas):
    """The spans that stand for annotations, by id."""
    return {span.id: span for span in cas.select(SPAN) if span.id}


def test_the_text_is_the_same(loaded):
    for document, cas in loaded:
        assert cas.sofa_string == document["text"]


def test_spans_have_their_words_labels_attributes_and_notes(loaded):
    for document, cas in loaded:
        spans = firsts(cas)
        assert len(spans) == len(document["annotations"])
        for annotation in document["annotations"]:
            span = spans[annotation["id"]]
            assert words(span) == parts(annotation)[0]
            assert span.label == annotation["label"]
            assert features(span) == annotation["attributes"]
            assert (span.note or "") == annotation["note"]


def test_relations_are_links_and_parts(loaded):
    for document, cas in loaded:
        expected = []
        for annotation in document["annotations"]:
            first = (annotation["id"], words(firsts(cas)[annotation["id"]]))
            expected += [(first, "part", (None, part)) for part in parts(annotation)[1:]]
            for name, targets in annotation["links"].items():
                expected += [(first, name, (t, words(firsts(cas)[t]))) for t in targets if t in firsts(cas)]
        end = lambda span: (span.id, words(span))
        found = [(end(r.Governor), r.label, end(r.Dependent)) for r in cas.select(RELATION)]
        key = lambda relation: str(relation)
        assert sorted(found, key=key) == sorted(expected, key=key)
        assert all(words(r) == words(r.Dependent) for r in cas.select(RELATION))
        labels = {annotation["id"]: annotation["label"] for annotation in document["annotations"]}
        for relation in cas.select(RELATION):
            if relation.label == "part":
                assert relation.Dependent.label == labels[relation.Governor.id]


def test_tokens_lie_in_sentences(loaded):
    for _, cas in loaded:
        sentences = cas.select(SEGMENTS + "Sentence")
        tokens = [token for s in sentences for token in cas.select_covered(SEGMENTS + "Token", s)]
        assert tokens == cas.select(SEGMENTS + "Token") != []
        shown = "".join(cas.sofa_string.split())
        assert "".join(token.get_covered_text() for token in tokens) == shown

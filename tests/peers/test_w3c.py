"""w3c, expanded by PyLD as any reader of JSON-LD does it."""

import hashlib
import json
import pathlib
import urllib.parse

import pytest
from pyld import jsonld

from conftest import facts

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SCHEMA = "http://schema.org/"
ANNO = "http://www.w3.org/ns/anno.jsonld"


def node(iri, **more):
    return {"@type": "@id", "@id": iri, **more}


# The terms of the W3C's context that are used, as the vocabulary defines them
# (https://www.w3.org/TR/annotation-vocab/); the context itself is on the net.
CONTEXT = {
    "schema": SCHEMA,
    "id": "@id",
    "type": "@type",
    **{name: OA + name for name in [
        "Annotation", "TextualBody", "SpecificResource", "TextPositionSelector", "TextQuoteSelector",
        "tagging", "classifying", "commenting", "linking", "start", "end", "exact", "prefix", "suffix",
    ]},
    "Text": "http://purl.org/dc/dcmitype/Text",
    "Person": FOAF + "Person",
    "Software": AS + "Application",
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "body": node(OA + "hasBody"),
    "target": node(OA + "hasTarget"),
    "source": node(OA + "hasSource"),
    "selector": node(OA + "hasSelector"),
    "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
    "creator": node(DCTERMS + "creator"),
    "generator": node(AS + "generator"),
    "via": node(OA + "via"),
    "first": node(AS + "first"),
    "partOf": node(AS + "partOf"),
    "items": node(AS + "items", **{"@container": "@list"}),
    "created": {"@id": DCTERMS + "created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "format": "http://purl.org/dc/elements/1.1/format",
    "value": RDF + "value",
    "name": FOAF + "name",
    "nickname": FOAF + "nick",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "total": AS + "totalItems",
    "startIndex": AS + "startIndex",
}


def load(url, options):
    assert url == ANNO
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


def value(thing, key):
    (found,) = thing[key]
    return found["@value"]


def ids(thing, key):
    return [found["@id"] for found in thing.get(key, [])]


class Collection:
    """A file of annotations as a graph, its nodes by their IRIs."""

    def __init__(self, path):
        self.base = path.as_uri()
        self.json = json.loads(path.read_text(encoding="utf-8"))
        options = {"base": self.base, "documentLoader": load}
        (self.root,) = jsonld.expand(self.json, options)
        self.nodes = {node["@id"]: node for node in jsonld.flatten(self.json, None, options)}

    def of_type(self, type):
        return [node for node in self.nodes.values() if type in node.get("@type", [])]

    def get(self, thing, key):
        return [self.nodes[iri] for iri in ids(thing, key)]


@pytest.fixture
def pairs(exported, documents):
    """Each document with its collection."""
    folder = exported("w3c")
    path = lambda article: (folder / article).with_suffix(".jsonld")
    return [(document, Collection(path(document["article"]))) for document in documents]


def marks(collection):
    """Annotations of text by id."""
    found = [node for node in collection.of_type(OA + "Annotation") if ids(node, OA + "motivatedBy") == [OA + "tagging"]]
    return {node["@id"].rpartition("#")[2]: node for node in found}


def keys(value):
    """All keys of objects in a value of JSON."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def test_every_key_means_something(pairs):
    """JSON-LD drops what its context does not know."""
    for _, collection in pairs:
        unknown = keys(collection.json) - set(CONTEXT) - {"@context"}
        assert all(key.startswith("schema:") for key in unknown)


def test_the_collection_is_all_of_it(pairs):
    for document, collection in pairs:
        assert value(collection.root, AS + "totalItems") == len(collection.of_type(OA + "Annotation"))
        (about,) = collection.get(collection.nodes[collection.root["@id"]], SCHEMA + "about")
        assert value(about, FOAF + "name") == document["article"]
        terms = ["headline", "author", "datePublished", "publisher", "url", "inLanguage"]
        known = [value(about, SCHEMA + term) if SCHEMA + term in about else "" for term in terms]
        assert known == facts(document)
        assert value(about, SCHEMA + "sha256") == hashlib.sha256(document["text"].encode()).hexdigest()
        (creator,) = collection.get(collection.nodes[collection.root["@id"]], DCTERMS + "creator")
        assert value(creator, FOAF + "nick") == document["annotator"]


def test_targets_select_their_words_in_the_file_that_they_name(pairs):
    for document, collection in pairs:
        found = marks(collection)
        assert set(found) == {annotation["id"] for annotation in document["annotations"]}
        for annotation in document["annotations"]:
            spans = []
            for target in collection.get(found[annotation["id"]], OA + "hasTarget"):
                (source,) = ids(target, OA + "hasSource")
                path = pathlib.Path(urllib.parse.unquote(urllib.parse.urlsplit(source).path))
                text = path.read_bytes().decode()
                assert text == document["text"]
                selectors = collection.get(target, OA + "hasSelector")
                (position,) = [s for s in selectors if OA + "TextPositionSelector" in s["@type"]]
                (quote,) = [s for s in selectors if OA + "TextQuoteSelector" in s["@type"]]
                start, end = value(position, OA + "start"), value(position, OA + "end")
                assert text[start:end] == value(quote, OA + "exact")
                assert text[:start].endswith(value(quote, OA + "prefix"))
                assert text[end:].startswith(value(quote, OA + "suffix"))
                spans.append([start, end])
            assert sorted(spans) == annotation["spans"]


def test_bodies_are_labels_attributes_and_notes(pairs):
    for document, collection in pairs:
        found = marks(collection)
        for annotation in document["annotations"]:
            label, attributes, note = None, {}, ""
            for body in collection.get(found[annotation["id"]], OA + "hasBody"):
                match ids(body, OA + "hasPurpose"):
                    case ["http://www.w3.org/ns/oa#tagging"]:
                        label = value(body, RDF + "value")
                    case ["http://www.w3.org/ns/oa#classifying"]:
                        attributes[value(body, SCHEMA + "name")] = value(body, RDF + "value")
                    case ["http://www.w3.org/ns/oa#commenting"]:
                        note = value(body, RDF + "value")
            assert (label, attributes, note) == (annotation["label"], annotation["attributes"], annotation["note"])
            assert value(found[annotation["id"]], DCTERMS + "created") == annotation["made"]


def test_links_are_annotations_of_annotations(pairs):
    for document, collection in pairs:
        found = set()
        for link in collection.of_type(OA + "Annotation"):
            if ids(link, OA + "motivatedBy") == [OA + "linking"]:
                bodies = collection.get(link, OA + "hasBody")
                (to,) = [ids(body, OA + "hasSource")[0] for body in bodies if OA + "hasSource" in body]
                (name,) = [value(body, RDF + "value") for body in bodies if RDF + "value" in body]
                (from_,) = ids(link, OA + "hasTarget")
                assert (from_ in collection.nodes) and to.startswith(collection.base)
                found.add((from_.rpartition("#")[2], name, to.rpartition("#")[2]))
        assert found == {
            (annotation["id"], name, to)
            for annotation in document["annotations"]
            for name, targets in annotation["links"].items()
            for to in targets
        }


def test_persons_are_mentioned(pairs):
    for document, collection in pairs:
        persons = collection.of_type(FOAF + "Person")
        names = {value(p, SCHEMA + "identifier"): value(p, FOAF + "name") for p in persons if SCHEMA + "identifier" in p}
        assert names == {id: person["name"] for id, person in document.get("cast", {}).items()}

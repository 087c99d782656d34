#!/usr/bin/env python3
"""A peer of an export: turns a folder of brat files into spaCy's DocBin, as its manual says.

    benches/brat_to_docbin.py FOLDER OUT
"""
import pathlib
import sys

import spacy
from brat_to_jsonl import document
from spacy.tokens import DocBin


def main(folder, out):
    nlp, documents = spacy.blank("en"), DocBin(store_user_data=True)
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        read = document(path)
        doc = nlp.make_doc(read["text"])
        spans = [(*span, one["label"]) for one in read["annotations"] for span in one["spans"]]
        found = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in spans]
        doc.spans["sc"] = [span for span in found if span is not None]
        documents.add(doc)
    documents.to_disk(out)


if __name__ == "__main__":
    main(*sys.argv[1:])

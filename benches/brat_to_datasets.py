#!/usr/bin/env python3
"""A peer of an export: turns a folder of brat files into Parquet by Hugging Face's `datasets`.

    benches/brat_to_datasets.py FOLDER OUT
"""
import pathlib
import sys
import tempfile

import datasets
from brat_to_jsonl import document


def row(path):
    read = document(path)
    entities = [
        {"id": one["id"], "label": one["label"], "start": start, "end": end, "text": one["text"]}
        for one in read["annotations"]
        for start, end in one["spans"]
    ]
    return {"article": read["article"], "text": read["text"], "entities": entities, "relations": read["relations"]}


def rows(folder):
    yield from (row(path) for path in sorted(pathlib.Path(folder).glob("*.txt")))


def main(folder, out):
    datasets.disable_progress_bars()
    # What was made of other files before is not to be taken from its cache.
    with tempfile.TemporaryDirectory() as cache:
        made = datasets.Dataset.from_generator(rows, gen_kwargs={"folder": folder}, cache_dir=cache)
        made.to_parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:])

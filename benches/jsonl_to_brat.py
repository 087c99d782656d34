#!/usr/bin/env python3
"""The peer of an import: turns the JSON lines of benches/brat_to_jsonl.py into a folder of brat
files, as plainly as one would.

    benches/jsonl_to_brat.py LINES FOLDER
"""
import json
import pathlib
import sys


def standoff(document):
    for entity in document["annotations"]:
        spans = ";".join(f"{start} {end}" for start, end in entity["spans"])
        yield f"{entity['id']}\t{entity['label']} {spans}\t{entity['text']}\n"
        for n, (name, value) in enumerate(entity["attributes"].items()):
            yield f"A{entity['id'][1:]}{n}\t{name} {entity['id']} {value}\n"
    for n, relation in enumerate(document["relations"], 1):
        yield f"R{n}\t{relation['name']} Arg1:{relation['from']} Arg2:{relation['to']}\n"


def main(lines, folder):
    folder = pathlib.Path(folder)
    folder.mkdir()
    with open(lines, encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            path = folder / document["article"]
            path.write_text(document["text"], encoding="utf-8")
            path.with_suffix(".ann").write_text("".join(standoff(document)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""The peer of an export: turns a folder of brat files into JSON lines, as plainly as one would.

    benches/brat_to_jsonl.py FOLDER OUT
"""
import json
import pathlib
import sys


def document(path):
    text = path.read_text(encoding="utf-8")
    entities, relations = {}, []
    for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
        key, rest = line.split("\t", 1)
        if key[0] == "T":
            place, words = rest.split("\t")
            label, offsets = place.split(" ", 1)
            spans = [[int(n) for n in fragment.split()] for fragment in offsets.split(";")]
            entities[key] = {"id": key, "label": label, "spans": spans, "text": words, "attributes": {}}
        elif key[0] == "A":
            name, target, value = rest.split(" ", 2)
            entities[target]["attributes"][name] = value
        elif key[0] == "R":
            name, one, other = rest.split()
            relations.append({"name": name, "from": one.split(":")[1], "to": other.split(":")[1]})
    return {"article": path.name, "text": text, "annotations": list(entities.values()), "relations": relations}


def main(folder, out):
    with open(out, "w", encoding="utf-8") as file:
        for path in sorted(pathlib.Path(folder).glob("*.txt")):
            file.write(json.dumps(document(path), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

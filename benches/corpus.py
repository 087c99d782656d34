#!/usr/bin/env python3
"""Makes a folder of articles as long as a news article, each with a layer of 12 annotations.

    benches/corpus.py FOLDER ARTICLES [--brat FOLDER] [--annotators N]

What is made depends on the numbers alone. With --brat, the same annotations lie in that
folder as brat's files, for programs that read those. With several annotators, the first one
marks what is there; each of the others sees some of it otherwise, and some not at all.
"""
import argparse
import base64
import hashlib
import json
import os
import random

NAMES = "Ana Ruiz|Ben Okafor|Zoë Lindqvist|Mayor Haruto Sato|Carla de la Vega|the ministry|Dr. Imre Kovács|a spokeswoman".split("|")
CUES = "said|told reporters|wrote|argued|warned|added".split("|")
OPEN = "The harbour|A second ferry|The old customs house|Traffic on the ring road|The school board|A row of plane trees".split("|")
REST = (
    "was closed for three days after the storm|will cost twice as much as planned|has been empty since 2011"
    "|is to be sold before the summer|doubled within a decade, the city’s own figures show"
    "|drew a small crowd — and a brass band — on Monday|needs a new roof, a café and 40 more seats"
).split("|")
SAID = (
    "We are not a museum, and we never wanted to be one|Nobody asked the people who live here"
    "|It will be ready by May, whatever the weather does|That is a promise 😀 and not a plan"
    "|The figures are wrong|We have paid for this twice already"
).split("|")
ENTITIES = 12


class Article:
    """A text that grows, and the annotations of it: (label, start, end, links)."""

    def __init__(self, chance):
        self.chance, self.parts, self.length, self.annotations = chance, [], 0, []

    def add(self, words):
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length

    def sentence(self):
        span = self.add(f"{self.chance.choice(OPEN)} {self.chance.choice(REST)}.")
        self.add(" ")
        return span

    def quote(self):
        """Three annotations: a quote, its speaker and its cue."""
        first = len(self.annotations)
        quote = self.add(f"“{self.chance.choice(SAID)},”")
        self.add(" ")
        cue = self.add(self.chance.choice(CUES))
        self.add(" ")
        speaker = self.add(self.chance.choice(NAMES))
        self.add(". ")
        self.annotations.append(("quote", *quote, {"speaker": [first + 2], "cue": [first + 1]}))
        self.annotations.append(("cue", *cue, {}))
        self.annotations.append(("speaker", *speaker, {}))


def make(number):
    article = Article(random.Random(number))
    article.add(f"{article.chance.choice(OPEN)} {article.chance.choice(REST)}, number {number}\n\n")
    for paragraph in range(9):
        for _ in range(article.chance.randint(3, 6)):
            article.sentence()
        if paragraph % 3 == 1:
            article.quote()
            article.annotations.append(("claim", *article.sentence(), {}))
        article.add("\n\n")
    assert len(article.annotations) == ENTITIES
    article.annotations.sort(key=lambda a: a[1])
    return "".join(article.parts), article.annotations


def seen_by(annotator, number, text, annotations):
    """What another annotator makes of it: of a hundred annotations some five are missed,
    eight have other edges, and three another label."""
    chance = random.Random(f"{number} as seen by {annotator}")
    seen = {}
    for place, (label, start, end, links) in enumerate(annotations):
        fate = chance.random()
        if fate < 0.05:
            continue
        if fate < 0.13:
            start, end = other_edges(label, start, end, text)
        elif fate < 0.16:
            label = {"quote": "claim", "claim": "quote", "speaker": "cue", "cue": "speaker"}[label]
        seen[place] = (label, start, end, links)
    new = {old: place for place, old in enumerate(seen)}
    for label, start, end, links in seen.values():
        # A link is drawn from a quote only, and only to what has the label of its name.
        links = {
            name: [new[target] for target in targets if target in seen and seen[target][0] == name]
            for name, targets in links.items()
            if label == "quote"
        }
        yield label, start, end, {name: targets for name, targets in links.items() if targets}


def other_edges(label, start, end, text):
    """A quote without its marks, a claim with the space behind it, a speaker's last name, a
    cue with the speaker's first word."""
    if label == "quote":
        return start + 1, end - 2
    if label == "speaker":
        return text.rindex(" ", start, end) + 1, end
    return start, (end + 1 if label == "claim" else text.find(" ", end + 1))


def ron(value):
    return json.dumps(value, ensure_ascii=False)


def layer(name, text, annotations, annotator, chance):
    ids = ["".join(chance.choices("0123456789abcdefghjkmnpqrstvwxyz", k=8)) for _ in annotations]
    words = base64.b64encode(chance.randbytes(2 * len(text.split()))).decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    out = [
        "Layer(\n    format: 1,\n",
        f'    article: (file: {ron(name)}, hash: "sha256:{digest}", length: {len(text)}, words: "{words}"),\n',
        f"    annotator: {ron(annotator)},\n    cast: {{}},\n    annotations: [\n",
    ]
    for own, (label, start, end, links) in zip(ids, annotations):
        attributes = {"quote": {"kind": "direct"}, "speaker": {"form": "name"}}.get(label, {})
        links = {link: [ids[target] for target in targets] for link, targets in links.items()}
        out.append(
            f'        (\n            id: "{own}",\n            label: "{label}",\n            spans: [\n'
            f"                (start: {start}, end: {end}, text: {ron(text[start:end])}, "
            f"before: {ron(text[max(0, start - 32):start])}, after: {ron(text[end:end + 32])}),\n            ],\n"
            f"            attributes: {ron(attributes)},\n            links: {ron(links)},\n"
            '            note: "",\n            origin: Hand,\n            made: "2026-11-22T10:15:00Z",\n        ),\n'
        )
    out.append("    ],\n    reviews: [],\n)\n")
    return "".join(out)


def brat(text, annotations):
    lines, links = [], []
    for i, (label, start, end, to) in enumerate(annotations, 1):
        lines.append(f"T{i}\t{label} {start} {end}\t{text[start:end]}\n")
        kind = {"quote": "kind direct", "speaker": "form name"}.get(label)
        if kind:
            name, value = kind.split()
            lines.append(f"A{i}\t{name} T{i} {value}\n")
        links += [(name, i, target + 1) for name, targets in sorted(to.items()) for target in targets]
    lines += [f"R{i}\t{name} Arg1:T{a} Arg2:T{b}\t\n" for i, (name, a, b) in enumerate(links, 1)]
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("articles", type=int)
    parser.add_argument("--brat")
    parser.add_argument("--annotators", type=int, default=1)
    arguments = parser.parse_args()
    for folder in filter(None, (arguments.folder, arguments.brat)):
        os.makedirs(folder, exist_ok=True)
    for number in range(arguments.articles):
        text, annotations = make(number)
        name = f"a{number:06}"
        write(arguments.folder, f"{name}.txt", text)
        for place, annotator in enumerate(["ana", "ben", "cy", "dee"][: arguments.annotators]):
            chance = random.Random(f"{number} {annotator}")
            own = list(seen_by(annotator, number, text, annotations)) if place else annotations
            write(arguments.folder, f"{name}.txt.{annotator}.ron", layer(f"{name}.txt", text, own, annotator, chance))
        if arguments.brat:
            write(arguments.brat, f"{name}.txt", text)
            write(arguments.brat, f"{name}.ann", brat(text, annotations))


def write(folder, name, content):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        file.write(content)


if __name__ == "__main__":
    main()

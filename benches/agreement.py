#!/usr/bin/env python3
"""Measures of agreement beside bratiaa and pygamma-agreement, in one run: wall time and ratios.

    benches/agreement.py --peers PYTHON [--articles N] [--rounds N] [--smoke] [PROGRAM]

The corpus is that of benches/corpus.py, by three annotators; bratiaa reads the brat files that
whosaid exports of it. The least of all rounds counts. pygamma-agreement is timed without its
start, whosaid with it. PYTHON is one that has both (target/peers/bin/python after
tests/peers/run).
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
PEOPLE = ["ana", "ben", "cy"]


def run(*command):
    """What a program prints, and the seconds of wall time that it takes."""
    began = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command} failed: {done.stderr}")
    return done.stdout, time.perf_counter() - began


def brat(program, articles, folder):
    """The layers of each annotator in a folder of their own, as bratiaa takes them."""
    for name in PEOPLE:
        run(program, "export", articles, "--format", "brat", "--layer", name, "--out", folder / name)
    shutil.copy(folder / PEOPLE[0] / "annotation.conf", folder / "annotation.conf")


def beside_bratiaa(program, peers, articles, rounds):
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        run(sys.executable, HERE / "corpus.py", top / "articles", articles, "--annotators", len(PEOPLE))
        brat(program, top / "articles", top / "brat")
        theirs = [peers, "-c", "from bratiaa.agree_cli import main; main()", top / "brat", "-s", "-p", "6"]
        alike, ours, all_ours, their = [], [], [], []
        for _ in range(rounds):
            alike.append(run(program, "agree", top / "articles", "--measure", "exact"))
            ours.append(run(program, "agree", top / "articles"))
            all_ours.append(run(program, "agree", top / "articles", "--json"))
            their.append(run(*theirs))
        rows = [json.loads(line) for line in all_ours[0][0].splitlines()]
    exact = [row["exact"] for row in rows if row["by"] == "pair"]
    said = their[0][0].rsplit("Mean F1: ", 1)[1].split(",")[0]
    least = lambda runs: min(seconds for _, seconds in runs)
    print(f"{articles} articles by {len(PEOPLE)}, the least of {rounds} rounds")
    print(f"bratiaa, exact F1            {least(their):8.2f} s, {said}")
    print(f"agree --measure exact        {least(alike):8.2f} s, {least(their) / least(alike):.0f} x as fast")
    print(f"agree, all but gamma         {least(ours):8.2f} s, {sum(exact) / len(exact):.6f}, {least(their) / least(ours):.0f} x as fast")
    print(f"agree --json, also of pairs  {least(all_ours):8.2f} s, {least(their) / least(all_ours):.0f} x as fast")


def article(annotators, units, seed):
    """JSON lines of one article with so many units by each annotator, who disagree a bit."""
    chance = random.Random(seed)
    length = 60 * units
    starts = [60 * i + chance.randrange(20) for i in range(units)]
    real = [(start, start + chance.randrange(10, 50), chance.choice(["quote", "claim", "cue"])) for start in starts]
    for number in range(annotators):
        seen = []
        for start, end, label in real:
            if chance.random() < 0.1:
                continue
            label = chance.choice(["quote", "claim", "cue"]) if chance.random() < 0.1 else label
            start, end = start + chance.randrange(-4, 5), end + chance.randrange(-4, 5)
            seen.append((max(0, start), min(end, length), label))
        marks = [
            {"id": f"a{n}", "label": label, "spans": [[start, end]], "made": "2026-11-22T10:15:00Z"}
            for n, (start, end, label) in enumerate(seen)
        ]
        yield {"article": "a.txt", "text": "x" * (length - 1) + "\n", "annotator": f"p{number}", "annotations": marks}


def told(printed):
    """The JSON among what a program prints."""
    return next(json.loads(line) for line in printed.splitlines() if line.startswith('{"'))


def beside_pygamma(program, peers, sizes, precision, rounds):
    print(f"gamma to a precision of {precision}, the least of {rounds} rounds")
    for annotators, units in sizes:
        with tempfile.TemporaryDirectory() as top:
            top = pathlib.Path(top)
            lines = [json.dumps(layer) + "\n" for layer in article(annotators, units, units)]
            (top / "a.jsonl").write_text("".join(lines))
            run(program, "import", top / "a.jsonl", "--format", "jsonl", "--out", top / "in")
            gamma = [program, "agree", top / "in", "--measure", "gamma", "--by", "article", "--json", "--precision", precision]
            ours = [run(*gamma) for _ in range(rounds)]
            theirs = [told(run(peers, HERE / "pygamma.py", top / "a.jsonl", precision)[0]) for _ in range(rounds)]
        value, seconds = json.loads(ours[0][0])["value"], min(seconds for _, seconds in ours)
        their = min(run["seconds"] for run in theirs)
        print(
            f"{annotators} x {units:3} units: pygamma {their:7.2f} s, {theirs[0]['gamma']:.4f} ({theirs[0]['samples']} samples);"
            f" agree {seconds:6.3f} s, {value:.4f}; {their / seconds:.0f} x as fast"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=HERE.parent / "target/release/whosaid")
    parser.add_argument("--peers", required=True)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smoke", action="store_true", help="only that all of it runs")
    arguments = parser.parse_args()
    os.environ["HOME"] = tempfile.gettempdir()
    if arguments.smoke:
        beside_bratiaa(arguments.program, arguments.peers, 20, 1)
        return beside_pygamma(arguments.program, arguments.peers, [(2, 5), (3, 5)], 0.1, 1)
    beside_bratiaa(arguments.program, arguments.peers, arguments.articles, arguments.rounds)
    sizes = [(2, 12), (2, 50), (2, 100), (3, 12), (3, 25), (4, 12)]
    beside_pygamma(arguments.program, arguments.peers, sizes, 0.02, arguments.rounds)


if __name__ == "__main__":
    main()

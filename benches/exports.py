#!/usr/bin/env python3
"""Exports and imports beside plain Python scripts, in one run: wall time, ratios and memory.

    benches/exports.py [--articles N] [--rounds N] [--flat N,N] [--peers PYTHON] [--smoke] [PROGRAM]

Each round times every command once, so that all meet the same weather; the least of each
counts. The corpus is that of benches/corpus.py: articles of some 2,700 characters, 12
annotations each. `--peers` times spaCy and `datasets` as well, by a Python that has them (that
of tests/peers/run is target/peers/bin/python). `--flat` exports corpora of these sizes once, for the memory alone.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


def run(command):
    """Seconds of wall time, and the peak of resident memory in MB."""
    began = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} failed: {told.decode()}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def corpus(folder, articles):
    command = [sys.executable, HERE / "corpus.py", folder / "articles", articles, "--brat", folder / "brat"]
    subprocess.run([str(part) for part in command], check=True)


def read_all(folder):
    """A program that only reads the files: the floor of every walk."""
    return [sys.executable, "-c", f"import os\nfor e in os.scandir({str(folder)!r}): open(e.path, 'rb').read()"]


def commands(program, folder, peers):
    """Name and command. What is written is new in each round: a file system that has just
    removed thousands of files takes its time to make others."""
    articles, brat, out = folder / "articles", folder / "brat", pathlib.Path(tempfile.mkdtemp(dir=folder))
    export = [program, "export", articles, "--format"]
    yield "plain Python, brat to JSONL", [sys.executable, HERE / "brat_to_jsonl.py", brat, out / "plain.jsonl"]
    yield "plain Python, JSONL to brat", [sys.executable, HERE / "jsonl_to_brat.py", out / "plain.jsonl", out / "plain.brat"]
    if peers:
        yield "datasets, brat to Parquet", [peers, HERE / "brat_to_datasets.py", brat, out / "plain.parquet"]
        yield "spaCy, brat to DocBin", [peers, HERE / "brat_to_docbin.py", brat, out / "plain.spacy"]
    yield "only reading", read_all(articles)
    yield "export jsonl", [*export, "jsonl", "--out", out / "out.jsonl"]
    yield "export brat", [*export, "brat", "--out", out / "out.brat"]
    for name in ("parquet", "huggingface"):
        yield f"export {name}", [*export, name, "--out", out / name]
    yield "import jsonl", [program, "import", out / "out.jsonl", "--format", "jsonl", "--out", out / "in"]
    importing = [program, "import", out / "out.brat", "--format", "brat", "--as", "ana", "--out", out / "in.brat"]
    yield "import brat", importing
    yield "check", [program, "check", articles]
    yield "stats", [program, "stats", articles, "--json"]


def compare(program, articles, rounds, peers=None):
    least, most = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        corpus(folder, articles)
        for _ in range(rounds):
            for name, command in commands(program, folder, peers):
                seconds, memory = run(command)
                least[name] = min(seconds, least.get(name, seconds))
                most[name] = max(memory, most.get(name, memory))
    print(f"{articles} articles, the least of {rounds} rounds\n{'':30}{'s':>8}{'x plain':>9}{'x reading':>11}{'MB':>7}")
    for name, seconds in least.items():
        plain, reading = seconds / least["plain Python, brat to JSONL"], seconds / least["only reading"]
        print(f"{name:30}{seconds:8.2f}{plain:9.2f}{reading:11.2f}{most[name]:7.0f}")
    if peers:
        parquet = max(least["export parquet"], least["export huggingface"])
        print(f"Parquet is written in {parquet / least['datasets, brat to Parquet']:.2f} x the time of datasets,")
        print(f"JSON lines {least['spaCy, brat to DocBin'] / least['export jsonl']:.0f} x as fast as a DocBin")


def flat(program, sizes):
    names = ["export jsonl", "export brat", "export parquet", "check"]
    print(f"{'articles':>10}" + "".join(f"{name + ' MB':>18}" for name in names))
    for articles in sizes:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            corpus(folder, articles)
            wanted = dict(commands(program, folder, None))
            memory = [run(wanted[name])[1] for name in names]
        print(f"{articles:10}" + "".join(f"{peak:18.0f}" for peak in memory))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=HERE.parent / "target/release/whosaid")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--flat", default="")
    parser.add_argument("--peers")
    parser.add_argument("--smoke", action="store_true", help="only that all of it runs")
    arguments = parser.parse_args()
    os.environ["HOME"] = tempfile.gettempdir()
    if arguments.smoke:
        return compare(arguments.program, 40, 1)
    compare(arguments.program, arguments.articles, arguments.rounds, arguments.peers)
    if arguments.flat:
        flat(arguments.program, [int(size) for size in arguments.flat.split(",")])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs the queries of docs/scale.md, taken out of that page, by DuckDB and by PySpark on an export
of a made corpus, and compares what they say: with each other, with a plain count in Python of
`export --format jsonl`, and with `whosaid stats`.

    benches/scale.py [--articles N] [--seed N] [--folder FOLDER] [--smoke] [PROGRAM]

For each query it prints seconds of wall time, reading included, and the peak of resident memory:
of the Python process, for Spark of its Java machine as well. A folder that is given is kept, with
the corpus in it for the next time. DuckDB is that of tests/peers/run; PySpark gets an environment
of its own (400 MB) in target/spark, which --smoke uses only if it is there. What is missing is
skipped, and said.
"""
import argparse
import ast
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PEERS = pathlib.Path(os.environ.get("PEERS_VENV", ROOT / "target/peers"))
SPARK = pathlib.Path(os.environ.get("SPARK_VENV", ROOT / "target/spark"))
SPLIT = ["--split", "80/10/10", "--group-by", "article"]
# The queries of the page in their order, and how many of their first columns say what is counted.
QUESTIONS = {"voices": 1, "voices by split": 2, "agreement": 3, "labels": 4, "without speaker": 2, "splits": 2}
SHOWN = 8


def blocks(language):
    """The fenced blocks of a language: what has to be there first, and a block for each query."""
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    first, *others = re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)
    assert len(others) == len(QUESTIONS), f"docs/scale.md has {len(others)} queries in {language}"
    return first, dict(zip(QUESTIONS, others))


# What each engine does, in a process of its own in the folder that holds `data`.


class DuckDB:
    def __init__(self):
        import duckdb

        self.version, self.database, self.processes = f"DuckDB {duckdb.__version__}", duckdb.connect(), [os.getpid()]

    def begin(self, block):
        self.database.sql(block)

    def ask(self, block):
        answer = self.database.sql(block)
        return answer.columns, answer.fetchall()


class Spark:
    def __init__(self):
        self.names = {}

    def begin(self, block):
        exec(block, self.names)
        spark = self.names["spark"]
        java = spark.sparkContext._jvm.java.lang
        self.version = f"PySpark {spark.version}, Java {java.System.getProperty('java.version')}"
        self.processes = [os.getpid(), java.ProcessHandle.current().pid()]

    def ask(self, block):
        """What the block would show at its end."""
        *steps, last = ast.parse(block).body
        exec(compile(ast.Module(steps, []), "docs/scale.md", "exec"), self.names)
        shown = last.value
        assert isinstance(shown, ast.Call) and shown.func.attr == "show", "a block ends by showing its answer"
        answer = eval(compile(ast.Expression(shown.func.value), "docs/scale.md", "eval"), self.names)
        return answer.columns, [list(row) for row in answer.collect()]


ENGINES = {"sql": DuckDB, "python": Spark}


def peak(processes):
    """MB of resident memory at most, since `forget_peak`."""
    status = [pathlib.Path(f"/proc/{process}/status").read_text() for process in processes]
    return sum(int(re.search(r"VmHWM:\s+(\d+) kB", one)[1]) for one in status) / 1024


def forget_peak(processes):
    for process in processes:
        pathlib.Path(f"/proc/{process}/clear_refs").write_text("5")


def engine(language):
    """Answers all queries, and prints them as JSON."""
    first, queries = blocks(language)
    engine, began = ENGINES[language](), time.perf_counter()
    engine.begin(first)
    told = {"version": engine.version, "begun": time.perf_counter() - began, "answers": {}}
    for name, block in queries.items():
        forget_peak(engine.processes)
        began = time.perf_counter()
        columns, rows = engine.ask(block)
        seconds = time.perf_counter() - began
        told["answers"][name] = {"columns": columns, "rows": rows, "seconds": seconds, "memory": peak(engine.processes)}
    print(json.dumps(told, default=float))


def answers(python, language, folder):
    command = [str(python.absolute()), __file__, "--engine", language]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"the queries in {language} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


# The same, counted plainly.

WORD = re.compile(r"[^\W_]+(?:[-‐‑’'&][^\W_]+)*")


def spans_of(layer):
    for annotation in layer["annotations"]:
        for (start, end), words in zip(annotation["spans"], annotation["text"]):
            yield annotation["label"], start, end, words


def count_voices(layer, voices):
    """Adds the quotes of a layer, each as a part of what it is to each voice."""
    by_id = {annotation["id"]: annotation for annotation in layer["annotations"]}
    for quote in layer["annotations"]:
        if quote["label"] != "quote":
            continue
        words = sum(len(WORD.findall(text)) for text in quote["text"])
        linked = [by_id[id] for id in quote["links"].get("speaker", [])] or [None]
        for mention in linked:
            voice = voice_of(layer, mention)
            for key in ((None, voice), (layer["split"], voice)):
                voices[key][0] += 1
                voices[key][1] += words / len(linked)


def voice_of(layer, mention):
    if mention is None:
        return "no speaker"
    person = layer.get("cast", {}).get(mention["attributes"].get("person"))
    if person:
        return person["name"]
    return mention["text"][0] if mention["attributes"].get("form") == "name" else "not named"


def compare_layers(one, two, agreement, labels):
    pair = (one["annotator"], two["annotator"])
    for (own, others), first in (((one, two), True), ((two, one), False)):
        theirs = list(spans_of(others))
        for label, start, end, _ in spans_of(own):
            alike = [(s, e) for other, s, e, _ in theirs if other == label and s < end and start < e]
            counts = agreement[*pair, label]
            counts["of_one" if first else "of_two"] += 1
            counts["exact"] += first and (start, end) in alike
            counts["both exact"] += (start, end) in alike
            counts["both overlap"] += bool(alike)
    for label, start, end, _ in spans_of(one):
        for other, *place, _ in spans_of(two):
            labels[*pair, label, other] += place == [start, end]


def layers(program, folder):
    """Lines of whosaid's own JSON, with the split of each; those of an article stand together."""
    data = (folder / "data/layers.jsonl").read_text(encoding="utf-8").splitlines()
    splits = {line["article"]: line["split"] for line in map(json.loads, data)}
    command = [program, "export", folder / "articles", "--format", "jsonl"]
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True) as lines:
        for line in lines.stdout:
            layer = json.loads(line)
            yield layer | {"split": splits[layer["article"]]}


def plain(program, folder):
    """What the queries have to say: rows by query, without their order."""
    voices, agreement = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(collections.Counter)
    labels, without, splits = collections.Counter(), collections.defaultdict(lambda: [0, 0]), collections.Counter()
    before = []
    for layer in layers(program, folder):
        before = [other for other in before if other["article"] == layer["article"]]
        for other in before:
            compare_layers(*sorted((other, layer), key=lambda one: one["annotator"]), agreement, labels)
        before.append(layer)
        if layer["annotator"] == "ana":
            count_voices(layer, voices)
        for annotation in layer["annotations"]:
            splits[annotation["label"], layer["split"]] += 1
            if annotation["label"] == "quote":
                counts = without[layer["annotator"], layer["split"]]
                counts[0] += 1
                counts[1] += not annotation["links"].get("speaker")
    words, sizes = collections.Counter(), collections.Counter()
    for (split, _), (_, own) in voices.items():
        words[split] += own
    for (_, split), count in splits.items():
        sizes[split] += count
    by_split = [[split, voice, *own, own[1] / words[split]] for (split, voice), own in voices.items()]
    scores = lambda c: [c[n] / (c["of_one"] + c["of_two"]) for n in ("both exact", "both overlap")]
    return {
        "voices": [row[1:] for row in by_split if row[0] is None],
        "voices by split": [row for row in by_split if row[0] is not None],
        "agreement": [[*key, c["of_one"], c["of_two"], c["exact"], *scores(c)] for key, c in agreement.items()],
        "labels": [[*key, count] for key, count in labels.items() if count],
        "without speaker": [[*key, *counts] for key, counts in without.items()],
        "splits": [[*key, count, count / sizes[key[1]]] for key, count in splits.items()],
    }


def by_stats(program, folder):
    """What `whosaid stats` says: ana's voices, and each annotator's quotes, and those of them without a speaker."""
    voices, without = [], []
    for annotator in ("ana", "ben"):
        command = [program, "stats", folder / "articles", "--layer", annotator, "--json"]
        done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True, text=True)
        told = [json.loads(line) for line in done.stdout.splitlines()]
        if annotator == "ana":
            persons = [line for line in told if line["by"] == "person"]
            voices = [[line["person"], line["quotes"], line["words"], line["share"]] for line in persons]
        without.append([annotator, told[-1]["quotes"], told[-1]["quotes_without_speaker"]])
    return {"voices": voices, "without speaker": without}


def same(one, other, what, keys):
    """Compares rows by their first columns; shares may differ in the last bits."""
    rows = [{tuple(row[:keys]): row[keys:] for row in side} for side in (one, other)]
    if rows[0].keys() != rows[1].keys():
        sys.exit(f"{what}: {rows[0].keys() ^ rows[1].keys()} are in one answer only")
    for key, values in rows[0].items():
        for a, b in zip(values, rows[1][key], strict=True):
            if abs(a - b) > 1e-9 * max(1, abs(a)):
                sys.exit(f"{what}: {key} are {values} and {rows[1][key]}")


def over_splits(rows):
    """The counts of each annotator, of all splits together."""
    counts = collections.defaultdict(collections.Counter)
    for annotator, _, quotes, without in rows:
        counts[annotator].update(quotes=quotes, without=without)
    return [[annotator, own["quotes"], own["without"]] for annotator, own in counts.items()]


# All of it.


def environments(smoke):
    """The language of each engine that is there, and its Python."""
    duck = PEERS / "bin/python"
    if duck.exists() and subprocess.run([duck, "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode == 0:
        yield "sql", duck
    else:
        print("skipped: DuckDB is not there (tests/peers/run installs it), so its queries are not run", file=sys.stderr)
    spark, wanted = SPARK / "bin/python", HERE / "scale.txt"
    if shutil.which("java") is None:
        print("skipped: Java is not there, so the queries in PySpark are not run", file=sys.stderr)
        return
    if not spark.exists() and not smoke:
        made = [[sys.executable, "-m", "venv", SPARK], [SPARK / "bin/pip", "install", "--quiet", "-r", wanted]]
        if any(subprocess.run(command).returncode != 0 for command in made):
            shutil.rmtree(SPARK, ignore_errors=True)
    if spark.exists():
        yield "python", spark
    else:
        print("skipped: PySpark is not there, so its queries are not run", file=sys.stderr)


def prepare(program, folder, articles, seed):
    if not (folder / "articles").exists():
        command = [sys.executable, HERE / "corpus.py", folder / "articles", articles, "--annotators", 2]
        subprocess.run([str(part) for part in command], check=True)
    command = [program, "export", folder / "articles", "--format", "parquet", "--out", folder / "data", *SPLIT, "--seed", seed]
    began = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} failed")
    size = sum(path.stat().st_size for path in (folder / "data").rglob("*.parquet"))
    seconds = time.perf_counter() - began
    print(f"export: {seconds:.1f} s, {usage.ru_maxrss / 1024:.0f} MB of memory, {size / 1e6:.0f} MB of Parquet")


def run(arguments, folder):
    prepare(arguments.program, folder, arguments.articles, arguments.seed)
    expected, told = plain(arguments.program, folder), by_stats(arguments.program, folder)
    asked = []
    for language, python in environments(arguments.smoke):
        found = answers(python, language, folder)
        version = found["version"]
        print(f"\n{version}, begun in {found['begun']:.1f} s\n{'':20}{'s':>8}{'MB':>8}")
        rows = {name: answer["rows"] for name, answer in found["answers"].items()}
        for name, keys in QUESTIONS.items():
            same(rows[name], expected[name], f"{name}, {version} and plain Python", keys)
            print(f"{name:20}{found['answers'][name]['seconds']:8.2f}{found['answers'][name]['memory']:8.0f}")
        same(rows["voices"], told["voices"], f"voices, {version} and stats", 1)
        same(over_splits(rows["without speaker"]), told["without speaker"], f"quotes, {version} and stats", 1)
        asked.append(version)
        if arguments.answers:
            show(found["answers"])
    print("\n" + " and ".join([*asked, "plain Python", "stats"]) + " say the same" if asked else "nothing is compared")


def show(answers):
    """Prints the first lines of each answer."""
    for name, answer in answers.items():
        cell = lambda value: f"{value:.4f}" if isinstance(value, float) and value % 1 else str(value).removesuffix(".0")
        rows = [answer["columns"], *([cell(value) for value in row] for row in answer["rows"][:SHOWN])]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        print(f"\n{name}, {len(answer['rows'])} rows")
        for row in rows:
            print("  ".join(value.ljust(width) for value, width in zip(row, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", type=pathlib.Path, default=ROOT / "target/release/whosaid")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--answers", action="store_true", help="print the first lines of each answer")
    parser.add_argument("--smoke", action="store_true", help="only that all of it runs, and agrees")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.engine:
        return engine(arguments.engine)
    os.environ["HOME"] = tempfile.gettempdir()
    if arguments.smoke:
        arguments.articles = 300
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        return run(arguments, arguments.folder)
    with tempfile.TemporaryDirectory() as folder:
        run(arguments, pathlib.Path(folder))


if __name__ == "__main__":
    main()

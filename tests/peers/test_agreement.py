"""agree, beside what krippendorff, NLTK, bratiaa, pygamma-agreement and krippendorff-unitized-alpha
say of the same annotations: made ones, and where they are there (PEERS_QUOTES, else
../shared/quotes) those of news articles by up to six people."""

import itertools
import json
import math
import os
import pathlib
import random
import re

import krippendorff
import numpy
import pytest
from bratiaa.agree import compute_f1_agreement
from krippendorff_unitized_alpha.krippendorffs_unitized_alpha import EMPTY_TAG, KrippendorffUnitizedAlpha, Segment as Unit
from nltk.metrics.agreement import AnnotationTask
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler

from conftest import ROOT, annotation, run

QUOTES = pathlib.Path(os.environ.get("PEERS_QUOTES", ROOT.parent / "shared/quotes"))
KINDS = ["direct", "indirect", "mixed"]
PEOPLE = ["ana", "ben", "cy"]


def layer(name, text, person, annotations):
    return {"article": name, "text": text, "annotator": person, "annotations": annotations}


def made():
    """Ten articles of 60 words; each person marks most of some stretches, as quotes of a kind or
    as claims, and not always to the same word."""
    chance = random.Random(7)
    for number in range(10):
        text = " ".join(f"w{i}" for i in range(60)) + "\n"
        starts = [match.start() for match in re.finditer("w", text)] + [len(text)]
        stretches = [(i, i + chance.randint(2, 5), chance.choice(KINDS)) for i in range(2, 52, 7)]
        for person in PEOPLE:
            marks = []
            for n, (start, end, kind) in enumerate(stretches):
                if chance.random() < 0.1:
                    continue
                end += chance.random() < 0.2
                kind = chance.choice(KINDS) if chance.random() < 0.25 else kind
                span = [starts[start], starts[end] - 1]
                if n % 4 == 3:
                    marks.append(annotation(f"k{n}", "claim", [span]))
                else:
                    marks.append(annotation(f"q{n}", "quote", [span], {"kind": kind}))
            yield layer(f"a{number}.txt", text, person, marks)


def told():
    """The quotes of news articles, by all who annotated them."""
    files = sorted(QUOTES.glob("polnear_*_multi.jsonl"))
    if not files:
        pytest.skip(f"no polnear_*_multi.jsonl in {QUOTES}")
    for line in itertools.chain.from_iterable(file.open(encoding="utf-8") for file in files):
        read = json.loads(line)
        marks = [
            annotation(f"q{n}", "quote", quote["spans"], {"kind": quote["type"]})
            for n, quote in enumerate(read["quotes"])
        ]
        yield layer(read["id"].replace("/", "_") + ".txt", read["text"], "p" + read["annotator"], marks)


@pytest.fixture(scope="session", params=[made, told], ids=["made", "news"])
def corpus(request, tmp_path_factory):
    """The layers, and the folder that whosaid has them in."""
    layers, top = list(request.param()), tmp_path_factory.mktemp("agree")
    lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in layers]
    (top / "layers.jsonl").write_text("".join(lines), encoding="utf-8")
    run("import", top / "layers.jsonl", "--format", "jsonl", "--out", top / "articles")
    return layers, top / "articles"


def agree(folder, *arguments):
    return [json.loads(line) for line in run("agree", folder, *arguments, "--json").splitlines()]


def same(spans):
    return tuple(map(tuple, spans))


def by_article(layers):
    articles = {}
    for one in layers:
        articles.setdefault(one["article"], {})[one["annotator"]] = one
    return articles


def everybody_or_two(layers):
    """All of the few who made something up, or two of those who annotated news."""
    return PEOPLE if layers[0]["text"].startswith("w0 ") else sorted({one["annotator"] for one in layers})[:2]


def extent(mark):
    return mark["spans"][0][0], mark["spans"][-1][1]


def test_values_of_all_are_those_of_krippendorff_and_nltk(tmp_path):
    """Three people give values to the same things, some of which one has not marked."""
    chance, text = random.Random(3), "x " * 40 + "\n"
    things = [[chance.choice(KINDS)] * 3 for _ in range(40)]
    things = [[value if chance.random() < 0.7 else chance.choice(KINDS) for value in thing] for thing in things]
    for is_whole in (True, False):
        kept = [[value if is_whole or chance.random() < 0.8 else None for value in thing] for thing in things]
        layers = [
            layer("a.txt", text, person, [
                annotation(f"q{n}", "quote", [[2 * n, 2 * n + 1]], {"kind": thing[place]})
                for n, thing in enumerate(kept) if thing[place]
            ])
            for place, person in enumerate(PEOPLE)
        ]
        folder = tmp_path / str(is_whole)
        (tmp_path / "layers.jsonl").write_text("".join(json.dumps(one) + "\n" for one in layers))
        run("import", tmp_path / "layers.jsonl", "--format", "jsonl", "--out", folder)
        rows = agree(folder, "--by", "attribute")
        of_all = next(row for row in rows if row["attribute"] == "kind" and row["first"] is None)
        data = [[KINDS.index(thing[place]) if thing[place] else numpy.nan for thing in kept] for place in range(3)]
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        assert math.isclose(of_all["alpha"], expected, abs_tol=1e-9)
        if is_whole:
            given = [(PEOPLE[p], n, thing[p]) for n, thing in enumerate(kept) for p in range(3)]
            task = AnnotationTask(given)
            # NLTK's pi of several annotators is Fleiss' kappa.
            assert math.isclose(of_all["fleiss"], task.pi(), abs_tol=1e-9)
            for row in (row for row in rows if row["attribute"] == "kind" and row["first"]):
                pair = (row["first"], row["second"])
                of_two = AnnotationTask([one for one in given if one[0] in pair])
                assert math.isclose(row["kappa"], task.kappa_pairwise(*pair), abs_tol=1e-9)
                assert math.isclose(row["pi"], of_two.pi(), abs_tol=1e-9)
                assert math.isclose(row["observed"], of_two.avg_Ao(), abs_tol=1e-9)


def test_tokens_are_those_of_krippendorff(corpus):
    """Where tokens are words between blanks, as in the articles that are made."""
    layers, folder = corpus
    if not layers[0]["text"].startswith("w0 "):
        pytest.skip("the words of news articles are parted otherwise")
    rows = {row["name"]: row["value"] for row in agree(folder, "--measure", "alpha", "--by", "label")}
    for label, value in rows.items():
        data = [[], [], []]
        for article in by_article(layers).values():
            for place, person in enumerate(PEOPLE):
                spans = [s for mark in article[person]["annotations"] if mark["label"] == label for s in mark["spans"]]
                words = re.finditer(r"\S+", article[person]["text"])
                data[place] += [any(s < w.end() and w.start() < e for s, e in spans) for w in words]
        expected = krippendorff.alpha(reliability_data=numpy.array(data, int), level_of_measurement="nominal")
        assert math.isclose(value, expected, abs_tol=1e-9), label


def test_units_are_those_of_krippendorff_unitized_alpha(corpus):
    layers, folder = corpus
    rows = agree(folder, "--measure", "u-alpha", "--by", "pair")
    assert rows
    for row in rows[:6]:
        pair = (row["first"], row["second"])
        articles = [one for one in by_article(layers).values() if set(pair) <= set(one)]
        data, shift = {person: [] for person in pair}, 0
        for article in articles:
            length = len(article[pair[0]]["text"])
            for person in pair:
                data[person] += [Unit(tag, s + shift, e + shift) for tag, s, e in parted(article[person], length)]
            shift += length
        assert math.isclose(row["value"], KrippendorffUnitizedAlpha(data).result, abs_tol=1e-9), pair


def parted(one, length):
    """Units and gaps, cut where an annotation begins or ends."""
    spans = [(*span, mark["label"]) for mark in one["annotations"] for span in mark["spans"]]
    cuts = sorted({0, length, *(cut for start, end, _ in spans for cut in (start, end))})
    for start, end in zip(cuts, cuts[1:]):
        labels = sorted({label for s, e, label in spans if s < end and start < e})
        yield "+".join(labels) or EMPTY_TAG, start, end


def test_exact_spans_are_those_of_bratiaa(corpus, tmp_path):
    """bratiaa takes the articles that all have annotated, and the mean of all pairs."""
    layers, folder = corpus
    people = everybody_or_two(layers)
    shared = [name for name, by in by_article(layers).items() if set(people) <= set(by)]
    if not shared:
        pytest.skip("no article is by all")
    root = tmp_path / "brat"
    root.mkdir()
    (root / "annotation.conf").write_text("[entities]\nquote\nclaim\n[relations]\n[events]\n[attributes]\n")
    for person in people:
        (root / person).mkdir()
        for name in shared:
            one = by_article(layers)[name][person]
            (root / person / name).write_text(one["text"], encoding="utf-8", newline="")
            # An annotation that stands there twice counts once for bratiaa.
            marks = {(mark["label"], same(mark["spans"])) for mark in one["annotations"]}
            lines = [
                f"T{n}\t{label} {';'.join(f'{s} {e}' for s, e in spans)}\t"
                + " ".join(one["text"][s:e].replace("\n", " ") for s, e in spans) + "\n"
                for n, (label, spans) in enumerate(sorted(marks), 1)
            ]
            (root / person / name).with_suffix(".ann").write_text("".join(lines), encoding="utf-8")
    expected, _ = compute_f1_agreement(str(root)).mean_sd_total()
    rows = agree(folder, *people, "--measure", "exact", "--by", "pair")
    twice = any(len({same(m["spans"]) for m in one["annotations"]}) < len(one["annotations"]) for one in layers)
    found = sum(row["value"] for row in rows) / len(rows)
    assert math.isclose(found, expected, abs_tol=0.01 if twice else 1e-9)


def test_gamma_is_that_of_pygamma(corpus):
    """The disorder of the best alignment is the same, and gamma to within the precision of what
    is drawn: the error of gamma is that of the expected disorder, times 1 less gamma."""
    layers, folder = corpus
    people = everybody_or_two(layers)
    drawn = ["--measure", "gamma", "--by", "article", "--precision", "0.01"]
    found = {row["name"]: row["value"] for row in agree(folder, *people, *drawn)}
    compared = 0
    for name, article in by_article(one for one in layers if one["annotator"] in people).items():
        sizes = [len(one["annotations"]) for one in article.values()]
        # Its program has a column for each way to take one unit of everybody.
        if not 1 < len(sizes) < 5 or min(sizes) < 2 or numpy.prod([size + 1 for size in sizes]) > 2_000:
            continue
        continuum = Continuum()
        for person, one in article.items():
            for mark in one["annotations"]:
                continuum.add(person, Segment(*map(float, extent(mark))), mark["label"])
        length = len(next(iter(article.values()))["text"])
        # Numbers that are whole fail in its sampler.
        continuum.bound_inf, continuum.bound_sup = 0.0, float(length)
        numpy.random.seed(1)
        result = continuum.compute_gamma(
            CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1),
            sampler=ShuffleContinuumSampler(),
            precision_level=0.05,
        )
        # Its expected disorder is off by 5 % in one of 20 runs.
        error = 0.08 * (1 - result.gamma) + 1e-4
        assert abs(found[name] - result.gamma) < error, (name, found[name], result.gamma)
        compared += 1
        if compared == 2:
            break
    if not compared:
        pytest.skip("no article is small enough for pygamma-agreement")

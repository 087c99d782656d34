#!/usr/bin/env python3
"""The peer of `agree --measure gamma`: what pygamma-agreement says of JSON lines of one article,
with the same parameters, and the seconds that it takes, without those of its start.

    benches/pygamma.py LINES PRECISION
"""
import json
import logging
import sys
import time

import numpy
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler


def main(lines, precision):
    logging.disable(logging.WARNING)
    continuum = Continuum()
    with open(lines, encoding="utf-8") as file:
        for line in file:
            layer = json.loads(line)
            for own in layer["annotations"]:
                segment = Segment(float(own["spans"][0][0]), float(own["spans"][-1][1]))
                continuum.add(layer["annotator"], segment, own["label"])
    continuum.bound_inf, continuum.bound_sup = 0.0, float(len(layer["text"]))
    dissimilarity = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    # What is compiled at first use is compiled now.
    continuum.get_best_alignment(dissimilarity)
    numpy.random.seed(0)
    began = time.perf_counter()
    result = continuum.compute_gamma(dissimilarity, sampler=ShuffleContinuumSampler(), precision_level=float(precision))
    # Its solver prints, too: the line of JSON is told by how it begins.
    print("\n" + json.dumps({"seconds": time.perf_counter() - began, "gamma": float(result.gamma), "samples": result.n_samples}))


if __name__ == "__main__":
    main(*sys.argv[1:])

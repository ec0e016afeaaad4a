"""The figures of pruning draw on small data and say in words what they show."""

import sys

import numpy as np
import pytest
from figures import refuse_silent_figure

from utils import plotting
from utils.litert import Latency, Row, Sizes
from utils.topics import pruning

WEIGHTS = np.array([[1.0, -5.0], [4.0, 2.0]])
MASK = np.array([[False, True], [True, False]])


def row(name, accuracy, gzip):
    return Row(name, accuracy, Sizes(gzip, gzip), Latency(1.0, 1.0, 1.0, 1), 0.0, np.ones(1, bool))


LARGE, SMALL = row("MLP float", 0.9, 2_000_000), row("CNN 70% int8", 0.91, 20_000)
FIGURES = {
    "small_masks": (
        lambda: pruning.small_masks(WEIGHTS, {"drawn": ~MASK, "true": MASK}, against={"true": "drawn"}, title="t"),
        ["drawn keeps 1 2", "true keeps -5 4, 4 cells differ from drawn"],
    ),
    "mask_strip": (
        lambda: pruning.mask_strip(
            {1: np.ones((64, 5)), 20: np.repeat([0.0, 1.0], 160).reshape(64, 5)}, side=8, corner=5, title="t"
        ),
        ["step 1: 0% zeros", "step 20: 50% zeros"],
    ),
    "seed_dots": (
        lambda: pruning.seed_dots({"dense": [0.8, 0.9], "ticket": [0.7, 0.75]}, unit="accuracy", title="t"),
        ["dense: 0.850, from 0.800 to 0.900", "ticket: 0.725"],
    ),
    "course_frontier": (
        lambda: pruning.course_frontier(
            pruning.families([LARGE, SMALL]),
            title="t",
            kinds=("gzip bytes", "latency (µs)"),
        ),
        ["Accuracy of 2 models against gzip bytes and latency", "the Pareto front is CNN 70% int8 0.910 at 2e+04."],
    ),
    "threshold": (
        lambda: plotting.moving(
            *pruning.threshold(np.array([0.05, 0.15, 0.3]), [0, 0.1, 0.4], [0, 1 / 3, 1], [0.9, 0.8, 0.1]),
            positions=(0.1, 0.4),
            low=0,
            high=0.4,
            step=0.1,
            label="threshold",
            words=lambda limit: f"at {limit}",
            title="t",
            alternative="Magnitudes and a threshold.",
        ),
        ["threshold 0.1: at 0.1; threshold 0.4: at 0.4"],
    ),
    "sparsity_panels": (
        lambda: pruning.sparsity_panels({0: [0.9, 0.8], 0.5: [0.68]}, {"model": {0: 50.0, 0.5: 49.0}}, title="t"),
        ["measured, of 0.850: 100.0 % at 0%, 80.0 % at 50%", "published, model: 50 at 0%, 49 at 50%"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_title_labels_and_its_words(name, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)  # a slider without its handle
    refuse_silent_figure(monkeypatch, *FIGURES[name])

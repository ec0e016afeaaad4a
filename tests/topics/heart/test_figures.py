"""The figures about columns and about many dimensions draw on small data and say in words what they show."""

import numpy as np
import pandas as pd
import pytest

from utils.measuring.resampling import Difference
from utils.topics import heart

GENERATOR = np.random.default_rng(0)
FIGURES = {
    "correlations": (
        lambda: heart.correlations(
            pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 4, 6, 9], "c": [1.0, 0, 1, 0]}), title="t"
        ),
        ["3 columns", "a and b 0.99"],
    ),
    "column_network": (
        lambda: heart.column_network(
            {"age": ("Normalization", 1), "thal": ("CategoryEncoding", 7)}, hidden=32, added="thal", title="t"
        ),
        ["age 1, thal 7 numbers, joined to 8"],
    ),
    "gains": (
        lambda: heart.gains({"thal": (GENERATOR.normal(size=20), Difference(0.5, 0.1, 0.3))}, unit="AUC", title="t"),
        ["mean +0.5000, naive error 0.1000, corrected 0.3000"],
    ),
    "weight_lengths": (
        lambda: heart.weight_lengths({"plain": {"real": 1.0, "noise": 0.5}}, title="t"),
        ["plain: real 1.00, noise 0.50"],
    ),
    "importances": (
        lambda: heart.importances(
            pd.DataFrame(
                {"parameters": [32, 64], "information": [0.1, 0.2], "lost": [0.0, 0.3], "error": [0.1, 0.1]},
                index=["age", "cp"],
            ),
            title="t",
        ),
        ["cp: +0.300, 0.20 nats, 64 parameters"],
    ),
    "scores_by_parameters": (
        lambda: heart.scores_by_parameters(
            {"all": heart.Scored(900, 0.9, 0.01, "full"), "mine": heart.Scored(14, 0.88, 0.02, "yours")},
            score="AUC",
            title="t",
        ),
        ["all: 900, 0.900", "mine: 14, 0.880"],
    ),
    "clouds": (
        lambda: heart.clouds({2: GENERATOR.random(50), 30: GENERATOR.random(50) + 2}, {2: 9.0, 30: 1.0}, title="t"),
        ["9 in 2"],
    ),
    "cells": (
        lambda: heart.cells(np.array([[0, 0, 0], [1, 1, 1], [1, 0, 1]]), ["a", "b", "c"], levels=2, title="t"),
        ["2 cells, 100% of them occupied", "4 cells, 75%", "8 cells, 38%"],
    ),
    "cell_counts": (
        lambda: heart.cell_counts([5, 25, 125], [5, 20, 60], 80, ["a", "b", "c"], title="t"),
        ["125 at last, of which 60"],
    ),
    "crowding": (
        lambda: heart.crowding({1: 0.1, 2: 0.2}, {1: 6, 2: 34}, 80, 0.1, title="t"),
        ["6 in 1, 34 in 2"],
    ),
    "accuracy_curves": (
        lambda: heart.accuracy_curves({"20 rows": ([1, 2, 9], np.array([[0.5, 0.7, 0.6]] * 4))}, title="t"),
        ["20 rows: best 0.700 with 2 columns, 0.600 with 9"],
    ),
    "accuracy_curves, log": (
        lambda: heart.accuracy_curves(
            {"20 rows": ([1, 20, 90], np.array([[0.5, 0.7, 0.6]] * 4))}, title="t", log=True, floor=0.5, first=1
        ),
        ["0.600 with 90"],
    ),
    "costs_by_width": (
        lambda: heart.costs_by_width([50, 100], [0.001, 0.004], rows=1_000, title="t"),
        ["1.0 ms with 50, 4.0 ms with 100"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_a_picture_with_its_words(name, monkeypatch):
    shown = []
    monkeypatch.setattr("utils.plotting.style.display", lambda data, **more: shown.append((data, more["metadata"])))
    draw, words = FIGURES[name]
    draw()
    ((data, facts),) = shown
    assert data["image/png"].startswith(b"\x89PNG")
    assert facts["image/png"]["alt"] == data["text/plain"]
    for part in words:
        assert part in data["text/plain"]

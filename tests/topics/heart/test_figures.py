"""The figures about columns and about many dimensions draw on small data and say in words what they show."""

import numpy as np
import pandas as pd
import pytest
from figures import refuse_silent_figure

from utils.measuring import Difference
from utils.topics import heart
from utils.topics.heart.discriminant import Accuracies

TRAIN, TEST = np.array([[0.7, 0.9, 1.0]] * 4), np.array([[0.7, 0.8, 0.6]] * 4)
GENERATOR = np.random.default_rng(0)
NAIVE, CORRECTED = Difference(0.5, 0.1, "AUC", "rows"), Difference(0.5, 0.3, "AUC", "corrected resampling")
FIGURES = {
    "gains": (
        lambda: heart.gains({"thal": (GENERATOR.normal(size=20), NAIVE, CORRECTED)}, unit="AUC", title="t"),
        ["mean +0.5000, naive standard error 0.1000, corrected 0.3000"],
    ),
    "reliances": (
        lambda: heart.reliances({"trained": {"real": 1.0, "noise": 0.5}}, title="t"),
        ["trained: real 1.00, noise 0.50"],
    ),
    "costs_by_width": (
        lambda: heart.costs_by_width([50, 100], [0.001, 0.004], [1e6, 3e6], title="t"),
        ["1.0 ms and 1.00 MB with 50, 4.0 ms and 3.00 MB with 100"],
    ),
    "crowding_distances": (
        lambda: heart.crowding_distances(GENERATOR.random((40, 30)), positions=(2, 30), title="t"),
        ["dimensions 2: contrast", "dimensions 30: contrast"],
    ),
    "columns_against_rows": (
        lambda: heart.columns_against_rows(
            {rows: Accuracies([1, 2, 3], TRAIN, TEST) for rows in (20, 40)}, floor=0.5, positions=(20, 40), title="t"
        ),
        ["20: 2 columns 0.80, all 0.60"],
    ),
    "correlations": (
        lambda: heart.correlations(
            pd.DataFrame({"age": [1.0, 2, 3, 4], "chol": [2.0, 4, 6, 9], "sex": [1.0, 0, 1, 0]}), title="t"
        ),
        ["3 columns", "age and chol 0.99"],
    ),
    "column_network": (
        lambda: heart.column_network(
            {"age": ("Normalization", 1), "thal": ("CategoryEncoding", 7)}, hidden=32, added="thal", title="t"
        ),
        ["age 1, thal 7 numbers, joined to 8"],
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
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_title_labels_and_its_words(name, monkeypatch):
    refuse_silent_figure(monkeypatch, *FIGURES[name])

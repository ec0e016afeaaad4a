"""Every figure draws on small data, says in words what it shows, and leaves no window behind."""

import numpy as np
import pytest

from utils import plotting
from utils.training import TrainingRun

RUN = TrainingRun(
    {name: np.linspace(start, 1.0, 6) for name, start in
     (("loss", 2.0), ("val_loss", 3.0), ("accuracy", 0.0), ("val_accuracy", 0.5))},
    1.0, [], [],
)  # fmt: skip
GENERATOR = np.random.default_rng(0)
FIGURES = {
    "magnitudes": (
        lambda: plotting.magnitudes({"few": 10, "many": 10_000}, unit="bytes", title="t"),
        ["bytes", "many 10,000"],
    ),
    "published_widths": (
        lambda: plotting.published_widths(lambda words: round(words**0.25), {"model": (10_000, 300)}, title="t"),
        ["model: 300 for 10,000 words, by the rule 10"],
    ),
    "encodings": (
        lambda: plotting.encodings(np.array([1, 5, 2]), {"dense": GENERATOR.normal(size=(9, 4))}, title="t"),
        ["One-hot: 3 × 9 · 108 bytes", "dense: 3 × 4 · 48 bytes"],
    ),
    "class_counts": (
        lambda: plotting.class_counts(np.array([3, 90, 7]), ["a", "b", "c"], title="t", named=2),
        ["3 topics", "b 90, c 7"],
    ),
    "word_rows": (
        lambda: plotting.word_rows(np.eye(3), ["one", "two", "six"], {"near": [0, 2], "far": [1, 1]}, title="t"),
        ["near: one 1.00, six 0.00; far: two 1.00, two 1.00"],
    ),
    "histories": (
        lambda: plotting.histories({"wide": RUN, "narrow": RUN}, title="t"),
        ["wide: least validation loss 1.00 at epoch 6"],
    ),
    "layer_parameters": (
        lambda: plotting.layer_parameters({"wide": {"dense": 5_000}, "narrow": {"dense": 2_000}}, title="t"),
        ["wide: dense 5,000", "narrow: dense 2,000"],
    ),
    "trade_off": (
        lambda: plotting.trade_off(
            {"wide": plotting.Point(900, (1.0, 2.0)), "mine": plotting.Point(30, (1.25,), "yours")},
            loss="loss",
            title="t",
        ),
        ["wide: 900 parameters, 1.50", "mine: 30 parameters, 1.25"],
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


def test_a_figure_changes_no_setting_of_the_learners():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with plotting.figure(2, 2):
        assert mpl.rcParams["axes.titleweight"] == "bold"
    assert dict(mpl.rcParams) == before


def test_every_role_has_a_colour_of_its_own():
    assert len(set(plotting.COLOURS.values())) == len(plotting.COLOURS)

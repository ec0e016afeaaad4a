"""Every figure function of the core: title, labels with units, a text computed from its data, no window left behind."""

from dataclasses import replace

import figures
import matplotlib as mpl
import numpy as np
import pytest

from utils import litert, plotting
from utils.measuring.training import TrainingRun

GENERATOR = np.random.default_rng(0)


def run(end):
    starts = {"loss": 2.0, "val_loss": 3.0, "accuracy": 0.0, "val_accuracy": 0.5}
    return TrainingRun({name: np.linspace(start, end, 6) for name, start in starts.items()}, 1.0, [], [])


def row(name, accuracy, size):
    took = litert.Latency(size / 1_000, 1.0, 99.0, 10)
    return litert.Row(name, accuracy, litert.Sizes(2 * size, size), took, 0.0, np.ones(3, bool))


def rows(shift=0.0):
    return [row("wide", 0.9 + shift, 40_000), row("narrow", 0.85, 9_000)]


LINE = plotting.Line([1.0, 2.0, 4.0], [0.3, 0.1, 0.2], "full", mark_lowest=True)

# function, its arguments, and those of other data, of which the text must tell something else
FIGURES = {
    "curves": (
        plotting.curves,
        {"lines": {"8 bits": LINE}, "x": "range, in standard deviations", "y": "squared error"},
        {"lines": {"8 bits": replace(LINE, y=[0.4, 0.2, 0.3])}},
    ),
    "curves, log": (
        plotting.curves,
        {"lines": {"8 bits": LINE}, "x": "bits", "y": "squared error", "log": True, "whole": True},
        {"lines": {"2 bits": LINE}},
    ),
    "frontier": (plotting.frontier, {"families": {"float": rows()}}, {"families": {"float": rows(0.05)}}),
    "frontier, latency": (
        plotting.frontier,
        {"families": {"float": rows(), "yours": [row("yours", 0.8, 5_000)]}, "against": "latency (µs)", "floor": 0.82},
        {"families": {"int8": rows(), "yours": [row("yours", 0.8, 5_000)]}},
    ),
    "histories": (plotting.histories, {"runs": {"wide": run(1.0), "narrow": run(0.5)}}, {"runs": {"wide": run(0.7)}}),
    "image_blocks": (
        plotting.image_blocks,
        {"blocks": {"first": GENERATOR.random((5, 8, 8)), "second": GENERATOR.random((2, 8, 8))}},
        {"blocks": {"first": GENERATOR.random((4, 8, 8))}},
    ),
    "image_blocks, signed": (
        plotting.image_blocks,
        {"blocks": {"axes": GENERATOR.normal(size=(3, 8, 8))}, "signed": True},
        {"blocks": {"parts": GENERATOR.normal(size=(3, 8, 8))}},
    ),
}


def test_every_figure_function_is_tested():
    functions = {name for name in plotting.__all__ if name.islower()} - {"figure", "moving"}  # which draw for others
    assert {name.split(",")[0] for name in FIGURES} == functions


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows(name, monkeypatch):
    function, arguments, _ = FIGURES[name]
    title = "Half as wide costs 0.3 points"
    figure, text = figures.drawn(monkeypatch, function, **arguments, title=title)
    figures.refuse_bare_figure(figure, text, title=title)
    assert not figures.overlapping(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figures_text_is_computed_from_its_data(name, monkeypatch):
    function, one, changed = FIGURES[name]
    figures.refuse_constant_text(monkeypatch, function, one | {"title": "t"}, one | changed | {"title": "t"})


@pytest.mark.parametrize("signed", [False, True])
def test_an_image_of_one_value_is_drawn(monkeypatch, signed):
    blocks = {"even": np.zeros((2, 4, 4))}
    _, text = figures.drawn(monkeypatch, plotting.image_blocks, blocks, title="t", signed=signed)
    assert text == "Blocks of images. even: 2 of 4 × 4 pixels, values from 0 to 0."


def test_a_figure_changes_no_setting_of_the_learners():
    before = dict(mpl.rcParams)
    with plotting.figure(2, 2):
        assert mpl.rcParams["axes.titleweight"] == "bold"
    assert dict(mpl.rcParams) == before


def test_every_role_has_a_colour_of_its_own():
    assert len(set(plotting.COLOURS.values())) == len(plotting.COLOURS)


# --- the test's own tools


def small(monkeypatch, change):
    def function():
        with plotting.figure(4, 3) as figure:
            axes = figure.subplots()
            axes.plot([1, 2], [3, 4])
            axes.set_title("t")
            axes.set_xlabel("seconds")
            axes.set_ylabel("loss (cross-entropy)")
            text = change(figure, axes) or "A loss that rises from 3 in the first second to 4 in the second."
            plotting.style.show(figure, text)

    return figures.drawn(monkeypatch, function)


def test_a_whole_figure_passes(monkeypatch):
    figures.refuse_bare_figure(*small(monkeypatch, lambda *_: None), title="t")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _, axes: axes.set_title("") and None, "the title is"),
        (lambda _, axes: axes.set_xlabel("") and None, "no label: x"),
        (lambda _, axes: axes.set_ylabel("value") and None, "no label: y"),
        (lambda *_: "short 3", "says too little"),
        (lambda *_: "A loss that rises, in words that would be as long without any data.", "tells no number"),
    ],
)
def test_a_bare_figure_is_refused(monkeypatch, change, message):
    figure, text = small(monkeypatch, change)
    with pytest.raises(AssertionError, match=message):
        figures.refuse_bare_figure(figure, text, title="t")


def test_texts_that_cover_each_other_are_found(monkeypatch):
    def crowd(_, axes):
        axes.annotate("one name", (1.5, 3.5))
        axes.annotate("another", (1.51, 3.5))

    figure, _ = small(monkeypatch, crowd)
    assert figures.overlapping(figure) == [("another", "one name")]


def test_two_figures_are_not_one(monkeypatch):
    def twice():
        for _ in range(2):
            plotting.curves({"a": LINE}, x="bits", y="error", title="t")

    with pytest.raises(AssertionError, match="2 figures were shown"):
        figures.drawn(monkeypatch, twice)

"""Figures of quantization-aware training: each is drawn, and tells its numbers in its alternative text."""

import numpy as np
import pandas as pd
import pytest
from figures import drawn

from utils import litert
from utils.topics.qat import figures


def test_the_staircase_counts_its_levels(monkeypatch):
    values = np.linspace(-1, 1, 101)
    figure, told = drawn(
        monkeypatch,
        figures.staircase,
        values,
        np.rint(values),
        {"true": values * 0, "other": values * 0 + 1},
        title="A finding",
    )
    assert figure.axes[0].get_title(loc="left") == "A finding"
    assert "3 levels" in told
    assert "other between 1 and 1" in told
    assert len(figure.axes[1].get_legend().get_texts()) == 2


def test_a_descent_tells_where_it_ends(monkeypatch):
    figure, told = drawn(
        monkeypatch,
        figures.descent,
        {"stuck": np.full(5, -0.7), "moves": np.linspace(-0.7, 0.4, 5)},
        0.4,
        [-1, 0, 1],
        title="",
    )
    assert not any(line.get_visible() for line in figure.axes[0].get_ygridlines())
    assert "stuck from -0.70 to -0.70" in told
    assert "moves from -0.70 to 0.40" in told


def test_the_wrapped_graph_marks_what_is_rounded(monkeypatch):
    after = {"input": ["result"], "conv": ["kernel"], "relu": ["result"]}
    figure, told = drawn(monkeypatch, figures.wrapped_graph, ["conv", "relu"], after, ["QUANTIZE", "CONV_2D"], title="")
    assert "conv: kernel; relu: result" in told
    assert "in the file: QUANTIZE, CONV_2D" in told
    (axes,) = figure.axes
    marks = [dots for dots in axes.collections if len(dots.get_offsets())]
    assert len(marks) == 3
    assert {text.get_text() for text in axes.texts} >= {"conv", "relu", "input", "QUANTIZE", "CONV_2D", "wrapped"}


def test_sensitivity_has_a_panel_for_each_setting(monkeypatch):
    layers = {"first": ((0.9, 0.01), (0.5, 0.02)), "last": ((0.7, 0.0), (0.6, 0.01))}
    figure, told = drawn(
        monkeypatch,
        figures.sensitivity,
        {"4 bits": layers, "2 bits": layers},
        {"4 bits": (0.95, 0.4), "2 bits": (0.95, 0.1)},
        title="",
    )
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["4 bits", "2 bits"]
    assert "2 bits: first rounded alone 0.900, spared 0.500" in told


def test_what_is_lost_has_a_mark_for_each_seed_and_the_mean(monkeypatch):
    figure, told = drawn(
        monkeypatch, figures.lost, {"aware": [0.5, 0.7, 0.9], "control": [-0.5]}, title="A finding", x="points"
    )
    (axes,) = figure.axes
    assert figure.get_suptitle() == "A finding"
    assert axes.get_xlabel() == "points"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["aware", "control"]
    assert sum(len(dots.get_offsets()) for dots in axes.collections if dots.get_offsets().size) >= 4
    assert "aware +0.70; control -0.50" in told


def test_a_mean_over_seeds_has_the_interval_of_student(monkeypatch):
    figure, _ = drawn(monkeypatch, figures.lost, {"aware": [0.0, 1.0, 2.0]}, title="A finding", x="points")
    (bar,) = [part.get_segments()[0] for part in figure.axes[0].collections if hasattr(part, "get_segments")]
    assert np.ptp(bar[:, 0]) == pytest.approx(2 * 4.303 / 3**0.5, rel=1e-3)


def test_the_grid_of_attention_tells_what_vanishes(monkeypatch):
    figure, told = drawn(
        monkeypatch, figures.attention_grid, {"few": np.full(10, 0.1), "many": np.full(10, 0.001)}, title="A finding"
    )
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["few", "many"]
    assert "few: the average weight is 25.6 steps, 0% are below half a step" in told
    assert "many: the average weight is 0.3 steps, 100% are below half a step" in told
    assert figure.axes[-1].get_xscale() == "log"
    assert "1/256" in figure.axes[-1].get_xlabel()


def test_published_numbers_are_ratios_and_ours_is_bold(monkeypatch):
    names = [(measure, kind) for measure in ("accuracy", "latency", "size") for kind in ("float", "after", "aware")]
    rows = {"theirs": (0.7, 0.6, 0.69, 89, 98, 54, 14, 3.5), "ours": (0.9, 0.9, np.nan, 2, 1, 1, 4, 1)}
    table = pd.DataFrame(rows, index=pd.MultiIndex.from_tuples(names[:-1])).T
    figure, told = drawn(monkeypatch, figures.published, table, ours="ours", title="")
    assert "theirs: time 1.10 after training, size 0.25" in told
    assert [text.get_weight() for text in figure.axes[0].get_yticklabels()] == ["normal", "bold"]


def test_plans_have_a_front_by_bytes_and_one_by_time(monkeypatch):
    def row(name, accuracy, size, microseconds):
        sizes, latency = litert.Sizes(size, size), litert.Latency(microseconds, 0, 0, 1)
        return litert.Row(name, accuracy, sizes, latency, 0.0, np.ones(1, bool))

    rows = [row("float", 0.92, 230_000, 19), row("8844", 0.91, 36_000, 11), row("4444", 0.9, 34_000, 43)]
    rows += [row("8844 aware", 0.915, 36_100, 11), row("yours", 0.905, 36_200, 12)]
    figure, told = drawn(monkeypatch, figures.plans, rows, title="A finding")
    assert figure.get_suptitle() == "A finding"
    assert [axes.get_xlabel() for axes in figure.axes] == [
        "bytes of the file (log scale)",
        "µs for one image (log scale)",
    ]
    assert figure.axes[0].get_ylabel() == "validation accuracy"
    assert "by bytes: 4444 34,000, 8844 36,000, 8844 aware 36,100, float 230,000" in told
    names = {text.get_text() for text in figure.axes[1].texts}
    assert {"float", "8844 aware", "yours", "4444"} <= names

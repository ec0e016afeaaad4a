"""Figures of quantization: that each is drawn, tells its numbers in its alternative text, and keeps labels apart."""

import numpy as np
import pytest

from utils import litert
from utils.plotting import quantization


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn: pairs of figure and alternative text."""
    kept = []

    def keep(figure, alternative):
        figure.draw_without_rendering()
        kept.append((figure, alternative))

    monkeypatch.setattr(quantization, "show", keep)
    return kept


def row(name, accuracy, size, microseconds=10.0):
    took = litert.Latency(microseconds, microseconds, microseconds, 10)
    return litert.Row(name, accuracy, litert.Sizes(int(size * 1.1), size), took, 0.0, np.ones(3, bool))


WIDTHS = [row("4", 0.86, 30_000, 7), row("8", 0.88, 70_000, 11), row("16", 0.90, 150_000, 19)]
SMALLER = [row("4", 0.858, 9_000, 4), row("8", 0.878, 20_000, 6), row("16", 0.901, 44_000, 11)]


def test_the_front_is_drawn_and_told(drawn):
    families = {"float": WIDTHS, "int8": SMALLER, "yours": [row("yours", 0.89, 21_000)]}
    quantization.frontier(families, title="A finding")
    ((figure, told),) = drawn
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "A finding"
    assert axes.get_xscale() == "log"
    assert told.endswith("On the Pareto front: 4, 8, yours, 16.")
    assert "yours 0.890 at 21,000" in told
    assert len({text.get_text() for text in axes.get_legend().get_texts()}) == 4


def test_names_of_models_keep_apart(drawn):
    crowd = [row(f"model {number}", 0.9 + number / 2_000, 10_000 + 300 * number) for number in range(6)]
    quantization.frontier({"float": crowd}, title="A crowd")
    ((figure, _),) = drawn
    rooms = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(rooms) == 6
    assert not any(one.overlaps(other) for place, one in enumerate(rooms) for other in rooms[:place])


def test_a_fallen_model_stands_on_the_floor(drawn):
    quantization.frontier({"float": WIDTHS, "2 bits": [row("2 bits", 0.1, 5_000)]}, title="", floor=0.8, name_all=False)
    ((figure, told),) = drawn
    assert "2 bits ↓ 0.10" in [text.get_text() for text in figure.axes[0].texts]
    assert min(figure.axes[0].get_ylim()) > 0.7
    assert "2 bits 0.100" in told


def test_another_cost_can_stand_on_the_axis(drawn):
    quantization.frontier({"float": WIDTHS}, title="", against="latency (µs)")
    assert "µs" in drawn[0][0].axes[0].get_xlabel()
    with pytest.raises(ValueError, match="a cost is one of"):
        quantization.frontier({"float": WIDTHS}, title="", against="parameters")

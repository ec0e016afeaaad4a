"""Figures of quantization: that each is drawn, tells its numbers in its alternative text, and keeps labels apart."""

import numpy as np
import pandas as pd
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


def test_no_line_runs_through_a_name_that_has_room(drawn):
    models = [row("low", 0.8, 8_000), row("best", 0.9, 10_000), row("close below", 0.896, 20_000)]
    quantization.frontier({"float": models}, title="A level front", joined=False)
    ((figure, _),) = drawn
    (axes,) = figure.axes
    (front,) = axes.lines
    path = front.get_transform().transform_path(front.get_path())
    rooms = [text.get_window_extent() for text in axes.texts]
    assert len(rooms) == 3
    assert not any(path.intersects_bbox(room, filled=False) for room in rooms)


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


def test_weights_and_their_grid(drawn):
    weights = np.linspace(-0.45, 0.9, 200).reshape(20, 10)
    quantization.weight_grids({"4 bits": (weights, np.arange(-7, 8) / 7)}, title="A grid")
    ((figure, told),) = drawn
    assert "4 bits: 15 values from -1.00 to 1.00, 10 in use" in told
    assert figure.axes[0].get_xlabel()


def test_curves_mark_the_lowest_and_name_the_ends(drawn):
    lines = {
        "8 bits": quantization.Line([0.2, 0.5, 1.0], [0.3, 0.1, 0.2], "full", mark_lowest=True),
        "4 bits": quantization.Line([0.2, 0.5, 1.0], [0.4, 0.3, 0.21], "reduced"),
    }
    quantization.curves(lines, x="range", y="error", title="Curves", log=True)
    ((figure, told),) = drawn
    (axes,) = figure.axes
    assert axes.get_yscale() == "log"
    assert {text.get_text() for text in axes.texts} == {"0.50", "8 bits", "4 bits"}
    assert lines["8 bits"].lowest() == (0.5, 0.1)
    assert "0.1 at 0.5" in told
    ends = [text.get_window_extent() for text in axes.texts if "bits" in text.get_text()]
    assert not ends[0].overlaps(ends[1])


def test_bits_fall_to_the_right(drawn):
    quantization.curves({"float": quantization.Line((8, 4, 2), (0.9, 0.8, 0.1))}, x="bits", y="", title="", whole=True)
    axes = drawn[0][0].axes[0]
    assert axes.xaxis_inverted()
    assert [int(text.get_text()) for text in axes.get_xticklabels()] == [2, 4, 8]


def tensors(weight):
    parts = [("input", "x", "float32"), ("weight", "a/conv1/w", weight), ("bias", "a/conv1/b", "int32")]
    parts += [("activation", "a/conv1/relu", "int8"), ("output", "y", "float32")]
    return pd.DataFrame(parts, columns=["role", "name", "dtype"])


def test_types_stand_by_layer(drawn):
    files = {"int8": tensors("int8"), "float": tensors("float32")}
    quantization.type_strips(files, ["conv1"], title="Types")
    ((figure, told),) = drawn
    assert "int8: input float32, conv1 weight int8, conv1 bias int32, conv1 result int8, output float32" in told
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["int8", "float"]


def test_a_layer_that_is_not_there_is_said():
    with pytest.raises(ValueError, match="no weight of 'dense7'"):
        quantization.layer_types(tensors("int8"), ["dense7"])


def test_dots_have_their_numbers(drawn):
    values = {"Shirt": (-2.2, 0.5), "Bag": (0.0, 0.0), "plain": 1.0}
    quantization.dots(values, unit="points", title="Dots", reference=0, written="+.1f")
    ((figure, told),) = drawn
    assert told == "Dots, in points: Shirt -2.2, Bag +0.0, plain +1.0."
    assert figure.axes[0].get_xlim()[0] < -2.7


def test_types_are_written_in_the_ink_that_reads():
    assert quantization._ink("#000000") == "white"
    assert quantization._ink("#E69F00") == "black"

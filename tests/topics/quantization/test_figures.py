"""Figures of quantization: that each is drawn, tells its numbers in its alternative text, and keeps labels apart."""

import numpy as np
import pandas as pd
import pytest

from utils.topics.quantization import figures


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn: pairs of figure and alternative text."""
    kept = []

    def keep(figure, alternative):
        figure.draw_without_rendering()
        kept.append((figure, alternative))

    monkeypatch.setattr(figures, "show", keep)
    return kept


def test_weights_and_their_grid(drawn):
    weights = np.linspace(-0.45, 0.9, 200).reshape(20, 10)
    figures.weight_grids({"4 bits": (weights, np.arange(-7, 8) / 7)}, title="A grid")
    ((figure, told),) = drawn
    assert "4 bits: 15 values from -1.00 to 1.00, 10 in use" in told
    assert figure.axes[0].get_xlabel()


def tensors(weight):
    parts = [("input", "x", "float32"), ("weight", "a/conv1/w", weight), ("bias", "a/conv1/b", "int32")]
    parts += [("activation", "a/conv1/relu", "int8"), ("output", "y", "float32")]
    return pd.DataFrame(parts, columns=["role", "name", "dtype"])


def test_types_stand_by_layer(drawn):
    files = {"int8": tensors("int8"), "float": tensors("float32")}
    figures.type_strips(files, ["conv1"], title="Types")
    ((figure, told),) = drawn
    assert "int8: input float32, conv1 weight int8, conv1 bias int32, conv1 result int8, output float32" in told
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["int8", "float"]


def test_a_layer_that_is_not_there_is_said():
    with pytest.raises(ValueError, match="no weight of 'dense7'"):
        figures.layer_types(tensors("int8"), ["dense7"])


def test_dots_have_their_numbers(drawn):
    values = {"Shirt": (-2.2, 0.5), "Bag": (0.0, 0.0), "plain": 1.0}
    figures.dots(values, unit="points", title="Dots", reference=0, written="+.1f")
    ((figure, told),) = drawn
    assert told == "Dots, in points: Shirt -2.2, Bag +0.0, plain +1.0."
    assert figure.axes[0].get_xlim()[0] < -2.7


def test_types_are_written_in_the_ink_that_reads():
    assert figures._ink("#000000") == "white"
    assert figures._ink("#E69F00") == "black"

"""Figures of quantization: that each is drawn, tells its numbers in its alternative text, and keeps labels apart."""

import numpy as np
import pandas as pd
import pytest
from figures import drawn

from utils.litert import Latency, Row, Sizes
from utils.measuring import Difference
from utils.topics.quantization import figures
from utils.topics.quantization.speed import Work


def test_weights_and_their_grid(monkeypatch):
    weights = np.linspace(-0.45, 0.9, 200).reshape(20, 10)
    figure, told = drawn(monkeypatch, figures.weight_grids, {"4 bits": (weights, np.arange(-7, 8) / 7)}, title="A grid")
    assert "4 bits: 15 values from -1.00 to 1.00, 10 in use" in told
    assert figure.axes[0].get_xlabel()


def tensors(weight):
    parts = [("input", "x", "float32"), ("weight", "a/conv1/w", weight), ("bias", "a/conv1/b", "int32")]
    parts += [("activation", "a/conv1/relu", "int8"), ("output", "y", "float32")]
    return pd.DataFrame(parts, columns=["role", "name", "dtype"])


def test_types_stand_by_layer(monkeypatch):
    files = {"int8": tensors("int8"), "float": tensors("float32")}
    figure, told = drawn(monkeypatch, figures.type_strips, files, ["conv1"], title="Types")
    assert "int8: input float32, conv1 weight int8, conv1 bias int32, conv1 result int8, output float32" in told
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["int8", "float"]


def test_a_layer_that_is_not_there_is_said():
    with pytest.raises(ValueError, match="no weight of 'dense7'"):
        figures.layer_types(tensors("int8"), ["dense7"])


def test_dots_have_their_numbers(monkeypatch):
    values = {"Shirt": Difference(-2.2, 0.5, "points", "rows"), "Bag": 0.0, "plain": 1.0}
    figure, told = drawn(monkeypatch, figures.dots, values, unit="points", title="Dots", reference=0, written="+.1f")
    assert told == "Dots, in points: Shirt -2.2, Bag +0.0, plain +1.0."
    assert figure.axes[0].get_xlim()[0] < -2.7


def test_types_are_written_in_the_ink_that_reads():
    assert figures._ink("#000000") == "white"
    assert figures._ink("#E69F00") == "black"


def test_dots_beyond_the_axis_are_arrows_with_their_number(monkeypatch):
    figure, told = drawn(
        monkeypatch,
        figures.dots,
        {"near": -0.2, "far": -60.0},
        unit="points",
        title="Dots",
        reference=0,
        written="+.1f",
        least=-3,
    )
    assert told.endswith("far -60.0.")
    assert figure.axes[0].get_xlim()[0] > -4


def work(multiply_adds, moved, microseconds):
    return Work(multiply_adds, moved, Latency(microseconds, microseconds, microseconds, 10))


def test_layers_stand_under_their_roofs(monkeypatch):
    layers = {"dense": {"float": work(400_000, 1_600_000, 18.0), "int8": work(400_000, 400_000, 4.0)}}
    layers["many rows"] = {"float": work(25_000_000, 1_900_000, 480.0), "int8": work(25_000_000, 480_000, 130.0)}
    figure, told = drawn(monkeypatch, figures.roofline, layers, title="Roofs")
    (axes,) = figure.axes
    assert axes.get_xscale() == axes.get_yscale() == "log"
    assert "dense in int8: 1 per byte, 100" in told
    assert "100 thousand million bytes a second" in told


def test_close_points_keep_their_own_labels(monkeypatch):
    near = {"lower": 2.6, "upper": 2.3}  # microseconds: 10 % apart
    layers = {
        name: {"float": work(50_000, 200_000, took), "int8": work(50_000, 50_000, took / 2)}
        for name, took in near.items()
    }
    figure, _ = drawn(monkeypatch, figures.roofline, layers, title="Roofs")
    heights = {text.get_text(): [] for text in figure.axes[0].texts}
    for text in figure.axes[0].texts:
        heights[text.get_text()].append(text.get_window_extent())
    for lower, upper in zip(heights["lower"], heights["upper"], strict=True):
        assert upper.y0 > lower.y0
        assert not upper.overlaps(lower)


def test_errors_by_layer(monkeypatch):
    errors = {"healthy": {"input": 0.0, "conv1": 0.01}, "broken": {"input": 0.4, "conv1": 1.2}}
    figure, told = drawn(
        monkeypatch, figures.layer_lines, errors, title="Parting", roles={"healthy": "reduced", "broken": "full"}
    )
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["input", "conv1"]
    assert "broken: input 0.4, conv1 1.2" in told
    assert "≤ 0.0001" in [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_maps_share_one_scale(monkeypatch):
    falls = {"float": np.full((2, 7, 7), 0.5), "int8": np.full((2, 7, 7), -0.25)}
    figure, told = drawn(monkeypatch, figures.maps, np.zeros((2, 28, 28)), falls, title="Maps")
    shown = [
        axes.images[0].get_clim() for axes in figure.axes if axes.images and axes.images[0].get_cmap().name == "PuOr"
    ]
    assert set(shown) == {(-0.5, 0.5)}
    assert "float: largest fall 0.50" in told
    assert any("probability" in axes.get_ylabel() for axes in figure.axes)


def test_a_map_that_would_look_empty_tells_its_largest_change(monkeypatch):
    falls = {"float": np.stack([np.full((7, 7), 0.5), np.full((7, 7), -0.004)]), "int8": np.zeros((2, 7, 7))}
    figure, _ = drawn(monkeypatch, figures.maps, np.zeros((2, 28, 28)), falls, title="Maps")
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert sorted(words) == ["largest change\n0.004", "no change\nat all", "no change\nat all"]


@pytest.mark.parametrize(
    ("value", "written", "text"),
    [(-1.26, "+.1f", "−1.3"), (-0.01, "+.1f", "+0.0"), (-0.01, ".1f", "0.0"), (2, ".1f", "2.0")],
)
def test_a_number_has_the_minus_of_the_axes(value, written, text):
    assert figures.with_minus(value, written) == text


def test_a_photo_in_colour_and_in_grey(monkeypatch):
    _, told = drawn(
        monkeypatch, figures.photos, {"24 bits": np.zeros((4, 6, 3)), "grey, 1 bit": np.ones((4, 6))}, title="A photo"
    )
    assert told.endswith("24 bits; grey, 1 bit.")


def on_grid(weights, bits, largest):
    steps = 2 ** (bits - 1) - 1
    return largest / steps * np.rint(weights / largest * steps).clip(-steps, steps)


def test_positions_of_the_range_slider_tell_error_and_clipping(monkeypatch):
    weights = np.linspace(-1, 1, 101)
    _, told = drawn(monkeypatch, figures.range_slider, weights, on_grid, [(2, 1.0), (4, 0.5)])
    assert "2 bits, range 1.00: error 0.2" in told
    assert "4 bits, range 0.50" in told
    assert "49.5% clipped" in told


def test_a_frame_of_the_slider_is_a_png_image():
    assert figures._frame(np.linspace(-1, 1, 50), on_grid, 4, 0.5)[:4] == b"\x89PNG"


def test_bytes_and_time_have_a_front_each(monkeypatch):
    rows = [
        Row(name, accuracy, Sizes(size, size), Latency(time, time, time, 9), 0.0, np.ones(3, bool))
        for name, accuracy, size, time in (
            ("float", 0.91, 200_000, 19),
            ("int8", 0.90, 60_000, 10),
            ("4 bits", 0.89, 36_000, 32),
        )
    ]
    figure, told = drawn(
        monkeypatch,
        figures.two_fronts,
        rows,
        title="Fronts",
        roles={"float": "full", "int8": "reduced", "4 bits": "control"},
    )
    assert [axes.get_xlabel() for axes in figure.axes] == [
        "bytes of the file (log scale)",
        "µs for one image (log scale)",
    ]
    assert "on the front: 4 bits, int8, float" in told
    assert told.endswith("on the front: int8, float.")

"""The figures of projections and of images: each draws on small data, says what it shows, and turns where it can."""

import statistics
import sys
import time

import numpy as np
import pandas as pd
import pytest
from figures import drawn, refuse_bare_figure, refuse_constant_text
from scipy.stats import kurtosis

from utils import plotting
from utils.plotting.images import mosaic
from utils.plotting.slider import WIDGET, Frames
from utils.topics import projection
from utils.topics.projection import figures

GENERATOR = np.random.default_rng(0)
POINTS = GENERATOR.normal(size=(12, 2)) * (2, 1)
OTHERS = GENERATOR.normal(size=(14, 2))
IMAGES = GENERATOR.random((6, 4, 4))
NAMES = [("across (cm)", "upward (cm)")]
RIGHT = np.arange(20) > 1
OUTCOMES = {
    "all": projection.Outcome(64, RIGHT, 0.9, 0.0, "full"),
    "bad": projection.Outcome(10, ~RIGHT, 0.4, 0.01),
    "mine": projection.Outcome(16, RIGHT[::-1] | RIGHT, 0.9, 0.01, "yours"),
}


def turn_line(points, degrees):
    direction = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    feet = np.outer(points @ direction, direction)
    return feet, (feet**2).sum(axis=1).mean(), ((points - feet) ** 2).sum(axis=1).mean()


def turn_axes(points, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned = points @ np.array([[c, -s], [s, c]])
    return turned, kurtosis(turned)


FIGURES = {
    "scatter_panels": (
        projection.scatter_panels,
        {
            "panels": {"left\nhere": POINTS, "right": POINTS},
            "axis_names": NAMES,
            "groups": ["a", "b", "c", "d"] * 3,
            "arrows": {"left\nhere": {"PC 1": np.array([1.0, 0.5])}},
        },
        {"panels": {"left": OTHERS}, "axis_names": NAMES},
        ["left, here: upward (cm) against across (cm), 12 points, correlation"],
    ),
    "clusters": (
        projection.clusters,
        {"views": {"few": (POINTS, ["a", "b", "c"] * 4), "digits": (POINTS, [*range(10), 0, 1])}},
        {"views": {"few": (OTHERS, ["a", "b"] * 7)}},
        ["few: 12 points of 3 classes; digits: 12 points of 10 classes"],
    ),
    "explained_variance": (
        projection.explained_variance,
        {"shares": {"one": np.array([0.7, 0.2, 0.1])}, "target": 0.9},
        {"shares": {"one": np.array([0.5, 0.5])}, "target": 0.9},
        ["one: 70.0%, 90.0%, 100.0%"],
    ),
    "heat_maps": (
        projection.heat_maps,
        {
            "tables": {
                "first": pd.DataFrame(np.eye(3) * -0.8, *[["ab", "bc", "cd"]] * 2),
                "second": pd.DataFrame(np.ones((3, 2)), ["ab", "bc", "cd"], ["one", "two"]),
            }
        },
        {"tables": {"first": pd.DataFrame(np.eye(3) * 0.3, *[["ab", "bc", "cd"]] * 2)}},
        ["first, largest 0.80, 3 by 3", "second, largest 1.00, 3 by 2"],
    ),
    "outcomes": (
        projection.outcomes,
        {"measured": OUTCOMES},
        {"measured": OUTCOMES | {"bad": projection.Outcome(10, RIGHT, 0.4, 0.01)}},
        ["all, 64 numbers: 90.0% and 90.0%; mine, 16 numbers: 100.0% and 90.0%; bad, 10 numbers: 10.0% and 40.0%"],
    ),
    "images_on_line": (
        projection.images_on_line,
        {"images": IMAGES, "values": IMAGES.mean(axis=(1, 2)), "unit": "brightness (0 to 1)", "shown": 3},
        {"images": IMAGES, "values": 2 * IMAGES.mean(axis=(1, 2)), "unit": "brightness (0 to 1)", "shown": 3},
        ["6 images", "brightness", "3 shown"],
    ),
    "image_rows": (
        projection.image_rows,
        {"rows": {"originals": IMAGES, "darker": IMAGES - 0.25}},
        {"rows": {"originals": IMAGES, "darker": IMAGES - 0.5}},
        ["originals, mean difference from the first row 0.000; darker, mean difference from the first row 0.250"],
    ),
    "image_strip": (
        projection.image_strip,
        {"images": {"original": IMAGES[0], "darker": IMAGES[0] - 0.25}},
        {"images": {"original": IMAGES[0], "darker": IMAGES[0]}},
        ["original, mean difference 0.000; darker, mean difference 0.250"],
    ),
    "signals": (
        projection.signals,
        {"stages": {"sources": POINTS, "heard": POINTS}},
        {"stages": {"sources": OTHERS}},
        ["2 signals over time in 2 stages: sources, 12 moments; heard"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows(name, monkeypatch):
    function, arguments, _, words = FIGURES[name]
    figure, text = drawn(monkeypatch, function, **arguments, title="a finding")
    refuse_bare_figure(figure, text, title="a finding")
    for part in words:
        assert part in text


@pytest.mark.parametrize("name", FIGURES)
def test_the_words_follow_the_data(name, monkeypatch):
    function, one, other, _ = FIGURES[name]
    refuse_constant_text(monkeypatch, function, one | {"title": "t"}, other | {"title": "t"})


TURNING = {
    "turning_line": (projection.turning_line, turn_line, (POINTS**2).sum(axis=1).mean()),
    "turning_axes": (projection.turning_axes, turn_axes, None),
}


@pytest.mark.parametrize("name", TURNING)
def test_a_sheet_tells_every_position_and_has_its_labels(name, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    function, turn, total = TURNING[name]
    figure, text = drawn(monkeypatch, function, POINTS, turn, [0, 45, 90], axis_names=NAMES[0], title="a finding")
    refuse_bare_figure(figure, text, title="a finding")
    assert text.count("angle (°)") == 3
    if total is not None:
        assert text.count(f"= {total:.2f}") == 3


@pytest.mark.parametrize("name", TURNING)
def test_a_slider_stands_below_the_sheet(name, monkeypatch):
    pytest.importorskip("ipywidgets")
    function, turn, _ = TURNING[name]
    shown = []
    for module in ("style", "slider"):
        monkeypatch.setattr(f"utils.plotting.{module}.display", lambda data, **more: shown.append(data))
    function(POINTS, turn, [0, 45], axis_names=NAMES[0], title="t")
    assert [WIDGET in data for data in shown] == [False, True]


@pytest.mark.parametrize(
    ("stage", "turn"), [(figures.line_stage, turn_line), (figures.axes_stage, turn_axes)], ids=["line", "axes"]
)
def test_a_step_is_quick_and_comes_back_to_the_same_image(stage, turn):
    points = GENERATOR.normal(size=(3_000 if turn is turn_axes else 50, 2))
    curve = figures.angle_curve(lambda angle: {"one": angle, "other": 90 - angle, "sum": 90.0}, 90, y="degrees (°)")
    frames = Frames(stage(points, turn, NAMES[0]), curve)
    first, took = frames.png(10), []
    for angle in range(11, 26):
        began = time.perf_counter()
        frames.png(angle)
        took.append(time.perf_counter() - began)
    assert frames.png(10) == first
    assert statistics.median(took) < 0.3  # 0.02 to 0.03 s on an idle machine


def test_more_groups_than_markers_are_refused_rather_than_left_out():
    with pytest.raises(ValueError, match="4 groups, not for 5"):
        projection.scatter_panels({"p": POINTS[:5]}, NAMES, groups=list("abcde"), title="t")


def test_faces_keep_their_proportions(monkeypatch):
    tall = GENERATOR.random((6, 8, 4))
    figure, _ = drawn(
        monkeypatch, projection.images_on_line, tall, tall.mean(axis=(1, 2)), unit="brightness", title="t", shown=3
    )
    figure.draw_without_rendering()
    (axes,) = figure.axes
    boxes = [artist.get_window_extent() for artist in axes.artists]
    assert len(boxes) == 3
    for box in boxes:
        assert box.height / box.width == pytest.approx(2, abs=0.1)


def test_rows_of_images_share_one_scale(monkeypatch):
    figure, _ = drawn(monkeypatch, projection.image_rows, {"originals": IMAGES, "dark": IMAGES / 4}, title="t")
    assert {image.get_clim() for axes in figure.axes for image in axes.images} == {(0, 1)}


def test_a_mosaic_has_gaps_and_fills_the_range_of_each_image():
    tiles = mosaic(IMAGES, 3, signed=False)
    assert tiles.shape == (9, 14)
    assert np.isnan(tiles[4]).all()
    assert (np.nanmin(tiles), np.nanmax(tiles)) == (0, 1)
    assert np.nanmax(np.abs(mosaic(IMAGES - 0.5, 3, signed=True))) == 1


def test_signed_images_and_tables_have_one_meaning_of_colour(monkeypatch):
    blocks, _ = drawn(monkeypatch, plotting.image_blocks, {"parts": IMAGES - 0.5}, title="t", signed=True)
    tables, _ = drawn(monkeypatch, projection.heat_maps, {"one": pd.DataFrame(np.eye(3))}, title="t")
    maps = {image.get_cmap().name for figure in (blocks, tables) for axes in figure.axes[:1] for image in axes.images}
    assert len(maps) == 1

"""The figures of projections and of pictures: each draws on small data, says what it shows, and turns where it can."""

import sys

import numpy as np
import pandas as pd
import pytest

from utils import plotting
from utils.plotting.images import mosaic
from utils.topics import projection
from utils.topics.projection import figures

GENERATOR = np.random.default_rng(0)
POINTS = GENERATOR.normal(size=(12, 2)) * (2, 1)
PICTURES = GENERATOR.random((6, 4, 4))
NAMES = [("across (cm)", "upward (cm)")]


def turn(points, degrees):
    direction = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    feet = np.outer(points @ direction, direction)
    return feet, (feet**2).sum(axis=1).mean(), ((points - feet) ** 2).sum(axis=1).mean()


FIGURES = {
    "scatter_panels": (
        lambda: projection.scatter_panels(
            {"left\nhere": POINTS, "right": POINTS},
            NAMES,
            groups=["a", "b", "c", "d"] * 3,
            arrows={"left\nhere": {"PC 1": np.array([1.0, 0.5])}},
            title="t",
        ),
        ["left, here: upward (cm) against across (cm)", "right"],
    ),
    "scatter_panels of one kind": (
        lambda: projection.scatter_panels(
            {"left": POINTS, "right": POINTS, "last": POINTS}, NAMES * 3, title="t", columns=2
        ),
        ["left: upward (cm)", "right", "last"],
    ),
    "explained_variance": (
        lambda: projection.explained_variance({"one": np.array([0.7, 0.2, 0.1])}, 0.9, title="t"),
        ["one: 70.0%, 90.0%, 100.0%"],
    ),
    "heat_maps": (
        lambda: projection.heat_maps(
            {"first": pd.DataFrame(np.eye(3) * -0.8), "second": pd.DataFrame(np.ones((3, 2)))}, title="t"
        ),
        ["first, largest 0.80, 3 by 3", "second, largest 1.00, 3 by 2"],
    ),
    "outcomes": (
        lambda: projection.outcomes(
            {
                "all": projection.Outcome(64, 0.96, 0.9, 0.0, 0.02, "full"),
                "bad": projection.Outcome(10, 0.5, 0.4, 0.01, 0.2),
                "mine": projection.Outcome(16, 0.95, 0.9, 0.01, 0.1, "yours"),
            },
            title="t",
        ),
        ["all, 64 numbers: 96.0% and 90.0%; mine, 16 numbers: 95.0% and 90.0%; bad"],
    ),
    "pictures_on_line": (
        lambda: projection.pictures_on_line(
            PICTURES, PICTURES.mean(axis=(1, 2)), unit="brightness", title="t", shown=3
        ),
        ["6 pictures", "brightness", "3 shown"],
    ),
    "image_blocks": (
        lambda: plotting.image_blocks({"parts\nsparse": PICTURES - 0.5, "one": PICTURES[:1]}, title="t", signed=True),
        ["parts, sparse: 6", "one: 1"],
    ),
    "signals": (
        lambda: projection.signals({"sources": POINTS, "heard": POINTS}, title="t"),
        ["2 signals over time in 2 stages: sources; heard"],
    ),
}


@pytest.fixture
def shown(monkeypatch):
    """What was displayed: a list of (data, the rest), by figures and by the slider."""
    displayed = []

    def display(data, **more):
        displayed.append((data, more))

    monkeypatch.setattr("utils.plotting.style.display", display)
    monkeypatch.setattr("utils.topics.projection.figures.display", display)
    return displayed


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_a_picture_with_its_words(name, shown):
    draw, words = FIGURES[name]
    draw()
    ((data, more),) = shown
    assert data["image/png"].startswith(b"\x89PNG")
    assert more["metadata"]["image/png"]["alt"] == data["text/plain"]
    for part in words:
        assert part in data["text/plain"]


def sheet(shown):
    projection.line_positions(POINTS, turn, [0, 45, 90], axis_names=NAMES[0], title="t")
    return shown[0][0]["text/plain"]


def test_the_sheet_says_for_each_position_that_the_sum_stays(shown):
    text = sheet(shown)
    total = (POINTS**2).sum(axis=1).mean()
    assert text.count(f"= {total:.2f}") == 3
    assert "90 degrees" in text


def test_a_slider_follows_the_sheet_and_redraws_the_line(shown, monkeypatch):
    ipywidgets = pytest.importorskip("ipywidgets")
    boxes = []
    real = ipywidgets.VBox

    def box(children):
        boxes.append(real(children))
        return boxes[-1]

    monkeypatch.setattr(ipywidgets, "VBox", box)
    sheet(shown)
    assert len(shown) == 2
    assert figures.WIDGET in shown[1][0]
    angle, picture = boxes[0].children
    before = bytes(picture.value)
    assert before.startswith(b"\x89PNG")
    angle.value = 60
    assert bytes(picture.value).startswith(b"\x89PNG")
    assert bytes(picture.value) != before


def test_without_ipywidgets_the_sheet_stands_alone(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    sheet(shown)
    assert len(shown) == 1


def test_more_groups_than_markers_are_refused_rather_than_left_out(shown):
    with pytest.raises(ValueError, match="4 groups, not for 5"):
        projection.scatter_panels({"p": POINTS[:5]}, NAMES, groups=list("abcde"), title="t")


def test_a_mosaic_has_gaps_and_fills_the_range_of_each_picture():
    tiles = mosaic(PICTURES, 3, signed=False)
    assert tiles.shape == (9, 14)
    assert np.isnan(tiles[4]).all()
    assert (np.nanmin(tiles), np.nanmax(tiles)) == (0, 1)
    assert np.nanmax(np.abs(mosaic(PICTURES - 0.5, 3, signed=True))) == 1

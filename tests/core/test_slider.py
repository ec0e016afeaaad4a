"""A moving figure: a sheet of positions with its words, and a slider that draws only what moves."""

import statistics
import sys
import time

import numpy as np
import pytest

from utils import plotting
from utils.plotting.slider import WIDGET, Frames

HEIGHTS = np.sin(np.linspace(0, 6, 181))


class Scene:
    """A stage that counts how often it is set and moved."""

    def __init__(self):
        self.set, self.moved = 0, []

    def __call__(self, axes):
        self.set += 1
        axes.plot(HEIGHTS)

        def move(value):
            self.moved.append(value)
            return [axes.scatter([value], [HEIGHTS[round(value)]], color="black")]

        return move


def draw(stage, curve):
    plotting.moving(
        stage,
        curve,
        positions=[0, 45, 90],
        low=0,
        high=180,
        step=1,
        label="angle (°)",
        words=lambda value: f"height {HEIGHTS[round(value)]:.2f}",
        title="t",
        alternative="A sine.",
    )


@pytest.fixture
def shown(monkeypatch):
    """What was displayed, by the sheet and by the slider."""
    displayed = []
    for module in ("style", "slider"):
        monkeypatch.setattr(f"utils.plotting.{module}.display", lambda data, **more: displayed.append(data))
    return displayed


def test_the_sheet_shows_every_position_and_says_its_words(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    stage, curve = Scene(), Scene()
    draw(stage, curve)
    (sheet,) = shown
    assert sheet["image/png"].startswith(b"\x89PNG")
    for value in (0, 45, 90):
        assert f"angle (°) {value}: height {HEIGHTS[value]:.2f}" in sheet["text/plain"]
    assert (stage.moved[:3], curve.moved[:3]) == ([0, 45, 90], [0, 45, 90])


def test_a_slider_follows_and_tells_its_position_in_words(shown, monkeypatch):
    ipywidgets = pytest.importorskip("ipywidgets")
    boxes = []
    real = ipywidgets.VBox
    monkeypatch.setattr(ipywidgets, "VBox", lambda children: boxes.append(real(children)) or boxes[-1])
    draw(Scene(), Scene())
    assert WIDGET in shown[1]
    handle, told, image, _ = boxes[0].children
    before = image.value
    handle.value = 60
    assert told.value == f"height {HEIGHTS[60]:.2f}"
    assert f'alt="angle (°) 60: height {HEIGHTS[60]:.2f}"' in image.value
    assert image.value != before


def test_a_step_draws_only_what_moves_and_leaves_nothing_behind():
    stage, curve = Scene(), Scene()
    frames = Frames(stage, curve)
    first = frames.png(30)
    took = []
    for value in range(31, 51):
        began = time.perf_counter()
        frames.png(value)
        took.append(time.perf_counter() - began)
    assert frames.png(30) == first
    assert (stage.set, curve.set) == (1, 1)
    assert statistics.median(took) < 0.2  # 0.02 s on an idle machine, where a whole figure takes 0.2 s

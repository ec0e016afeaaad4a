"""The figures of taxi rides draw on small data, say in words what they show, and read a dollar sign as money."""

import numpy as np
import pytest
from figures import drawn, overlapping, panels
from matplotlib.cbook import is_math_text

from utils.measuring.training import TrainingRun
from utils.topics import taxi
from utils.topics.taxi.figures import plain

GENERATOR = np.random.default_rng(0)
RUN = TrainingRun({name: np.linspace(5.0, 2.5, 6) for name in ("loss", "val_loss", "rmse", "val_rmse")}, 1.0, [], [])
HOURS = np.tile(np.arange(24), 3)
KM, FARES = np.linspace(0, 9, 50), np.linspace(3, 25, 50)
PLACES = GENERATOR.normal(-74, 0.01, 200), GENERATOR.normal(40.75, 0.01, 200)
CITY = GENERATOR.normal([-74, 40.75, -74, 40.75], 0.01, (500, 4))
CITY_FARES = 3 + 200 * np.hypot(CITY[:, 0] - CITY[:, 2], CITY[:, 1] - CITY[:, 3])
EDGES = [-74.0, -73.99], [40.74, 40.76]
EVEN = np.linspace(-78, -70, 5), np.linspace(37, 45, 5)
FIGURES = {
    "city_map": (
        lambda title: taxi.city_map(*PLACES, city=EDGES, even=EVEN, title=title),
        ["200 pick-ups", "2 lines each way", "8 by 8 degrees"],
    ),
    "fares_by_distance": (
        lambda title: taxi.fares_by_distance(KM, FARES, KM > 8, (2.5, 3.0), title=title),
        ["50 fares", "3.00 dollars and 2.50 per km", f"Rides of 22.7551 dollars are marked: {(KM > 8).sum()}"],
    ),
    "headings": (
        lambda title: taxi.headings([0, 30, 60], [0.7, 0.9, 0.8], title=title),
        ["0.700 at 0 degrees, best 0.900 at 30"],
    ),
    "rmse_curves": (
        lambda title: taxi.rmse_curves({"one": [RUN, RUN], "other": [RUN]}, {"floor": 4.0}, title=title),
        ["one: validation 2.50; other: validation 2.50"],
    ),
    "residuals_by_hour": (
        lambda title: taxi.residuals_by_hour(HOURS, {"line": (HOURS - 11.5, "full")}, title=title),
        ["line: -11.50 to +11.50 dollars"],
    ),
    "bucket_edges": (
        lambda title: taxi.bucket_edges(
            CITY[:400], CITY_FARES[:400], CITY[400:], CITY_FARES[400:], positions=(2, 4), most=6, title=title
        ),
        ["buckets of each coordinate 2: ", "buckets of each coordinate 4: ", "in thin cells"],
    ),
    "variant_errors": (
        lambda title: taxi.variant_errors(
            {
                "mean": taxi.Variant((4.9,), 1),
                "ours": taxi.Variant((2.5, 2.7), 817, "reduced"),
                "yours": taxi.Variant((2.6,), 9, "yours"),
            },
            title=title,
        ),
        ["mean 4.90; ours 2.60; yours 2.60"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_a_picture_with_its_words(name, monkeypatch):
    shown = []
    monkeypatch.setattr("utils.plotting.style.display", lambda data, **more: shown.append((data, more["metadata"])))
    draw, words = FIGURES[name]
    draw("from $2 to $3")
    data, facts = shown[0]  # a slider comes after its sheet
    assert data["image/png"].startswith(b"\x89PNG")
    assert facts["image/png"]["alt"] == data["text/plain"]
    assert len(data["text/plain"]) > 40
    for part in words:
        assert part in data["text/plain"]


def test_two_dollar_signs_are_money_not_mathematics():
    assert is_math_text("from $2 to $3")
    assert not is_math_text(plain("from $2 to $3"))


@pytest.mark.parametrize("far", [1.0, 24.0, 300.0], ids=["in the city", "to the airport", "a place that is wrong"])
def test_words_beside_marked_rides_stay_inside_the_figure(monkeypatch, far):
    km, fares = np.linspace(0, 25, 20_000), np.linspace(3, 60, 20_000)
    km[-1], fares[-1] = far, 52
    figure, _ = drawn(monkeypatch, taxi.fares_by_distance, km, fares, fares == 52, (2.0, 3.0), title="t")
    (axes,) = panels(figure)
    room = axes.get_window_extent()
    for text in axes.texts:
        words = text.get_window_extent()
        assert room.x0 <= words.x0, text.get_text()
        assert words.x1 <= room.x1, text.get_text()
    assert not overlapping(figure)

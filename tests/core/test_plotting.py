"""Every figure draws on small data, says in words what it shows, and leaves no window behind."""

import numpy as np
import pytest

from utils import plotting
from utils.measuring.training import TrainingRun

RUN = TrainingRun(
    {name: np.linspace(start, 1.0, 6) for name, start in
     (("loss", 2.0), ("val_loss", 3.0), ("accuracy", 0.0), ("val_accuracy", 0.5))},
    1.0, [], [],
)  # fmt: skip
GENERATOR = np.random.default_rng(0)
FIGURES = {
    "histories": (
        lambda: plotting.histories({"wide": RUN, "narrow": RUN}, title="t"),
        ["wide: least validation loss 1.00 at epoch 6"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_a_picture_with_its_words(name, monkeypatch):
    shown = []
    monkeypatch.setattr("utils.plotting.style.display", lambda data, **more: shown.append((data, more["metadata"])))
    draw, words = FIGURES[name]
    draw()
    ((data, facts),) = shown
    assert data["image/png"].startswith(b"\x89PNG")
    assert facts["image/png"]["alt"] == data["text/plain"]
    for part in words:
        assert part in data["text/plain"]


def test_a_figure_changes_no_setting_of_the_learners():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with plotting.figure(2, 2):
        assert mpl.rcParams["axes.titleweight"] == "bold"
    assert dict(mpl.rcParams) == before


def test_every_role_has_a_colour_of_its_own():
    assert len(set(plotting.COLOURS.values())) == len(plotting.COLOURS)

"""Frontiers and lines: that each is drawn, tells its numbers in its alternative text, and keeps labels apart."""

import numpy as np
import pytest

from utils import litert, plotting


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn: pairs of figure and alternative text."""
    kept = []

    def keep(figure, alternative):
        figure.draw_without_rendering()
        kept.append((figure, alternative))

    for module in ("pareto", "lines"):
        monkeypatch.setattr(f"utils.plotting.{module}.show", keep)
    return kept


def row(name, accuracy, size, microseconds=10.0):
    took = litert.Latency(microseconds, microseconds, microseconds, 10)
    return litert.Row(name, accuracy, litert.Sizes(int(size * 1.1), size), took, 0.0, np.ones(3, bool))


WIDTHS = [row("4", 0.86, 30_000, 7), row("8", 0.88, 70_000, 11), row("16", 0.90, 150_000, 19)]
SMALLER = [row("4", 0.858, 9_000, 4), row("8", 0.878, 20_000, 6), row("16", 0.901, 44_000, 11)]


def test_the_front_is_drawn_and_told(drawn):
    families = {"float": WIDTHS, "int8": SMALLER, "yours": [row("yours", 0.89, 21_000)]}
    plotting.frontier(families, title="A finding")
    ((figure, told),) = drawn
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "A finding"
    assert axes.get_xscale() == "log"
    assert told.endswith("On the Pareto front: 4, 8, yours, 16.")
    assert "yours 0.890 at 21,000" in told
    assert len({text.get_text() for text in axes.get_legend().get_texts()}) == 4


def test_names_of_models_keep_apart(drawn):
    crowd = [row(f"model {number}", 0.9 + number / 2_000, 10_000 + 300 * number) for number in range(6)]
    plotting.frontier({"float": crowd}, title="A crowd")
    ((figure, _),) = drawn
    rooms = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(rooms) == 6
    assert not any(one.overlaps(other) for place, one in enumerate(rooms) for other in rooms[:place])


def test_no_line_runs_through_a_name_that_has_room(drawn):
    models = [row("low", 0.8, 8_000), row("best", 0.9, 10_000), row("close below", 0.896, 20_000)]
    plotting.frontier({"float": models}, title="A level front", joined=False)
    ((figure, _),) = drawn
    (axes,) = figure.axes
    (front,) = axes.lines
    path = front.get_transform().transform_path(front.get_path())
    rooms = [text.get_window_extent() for text in axes.texts]
    assert len(rooms) == 3
    assert not any(path.intersects_bbox(room, filled=False) for room in rooms)


def test_a_fallen_model_stands_on_the_floor(drawn):
    plotting.frontier({"float": WIDTHS, "2 bits": [row("2 bits", 0.1, 5_000)]}, title="", floor=0.8, name_all=False)
    ((figure, told),) = drawn
    assert "2 bits ↓ 0.10" in [text.get_text() for text in figure.axes[0].texts]
    assert min(figure.axes[0].get_ylim()) > 0.7
    assert "2 bits 0.100" in told


def test_another_cost_can_stand_on_the_axis(drawn):
    plotting.frontier({"float": WIDTHS}, title="", against="latency (µs)")
    assert "µs" in drawn[0][0].axes[0].get_xlabel()
    with pytest.raises(ValueError, match="a cost is one of"):
        plotting.frontier({"float": WIDTHS}, title="", against="parameters")


def test_curves_mark_the_lowest_and_name_the_ends(drawn):
    lines = {
        "8 bits": plotting.Line([0.2, 0.5, 1.0], [0.3, 0.1, 0.2], "full", mark_lowest=True),
        "4 bits": plotting.Line([0.2, 0.5, 1.0], [0.4, 0.3, 0.21], "reduced"),
    }
    plotting.curves(lines, x="range", y="error", title="Curves", log=True)
    ((figure, told),) = drawn
    (axes,) = figure.axes
    assert axes.get_yscale() == "log"
    assert {text.get_text() for text in axes.texts} == {"0.50", "8 bits", "4 bits"}
    assert lines["8 bits"].lowest() == (0.5, 0.1)
    assert "0.1 at 0.5" in told
    ends = [text.get_window_extent() for text in axes.texts if "bits" in text.get_text()]
    assert not ends[0].overlaps(ends[1])


def test_bits_fall_to_the_right(drawn):
    plotting.curves({"float": plotting.Line((8, 4, 2), (0.9, 0.8, 0.1))}, x="bits", y="", title="", whole=True)
    axes = drawn[0][0].axes[0]
    assert axes.xaxis_inverted()
    assert [int(text.get_text()) for text in axes.get_xticklabels()] == [2, 4, 8]

"""What every figure is tested for, once: a finding as title, axes labelled with units, a text computed from the data.

from figures import drawn, refuse_bare_figure

FIGURES = {"curves": (plotting.curves, {"lines": LINES, "x": "range", "y": "error", "title": "t"}), …}

@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows(name, monkeypatch):
    function, arguments = FIGURES[name]
    figure, text = drawn(monkeypatch, function, **arguments)
    refuse_bare_figure(figure, text, title=arguments["title"])
"""

import copy
import re
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from utils.plotting import style

BARE_WORDS = {"", "x", "y", "value", "values"}


def drawn(monkeypatch, function: Callable, *arguments: object, **named: object) -> tuple[Figure, str]:
    """Return the one figure that `function` shows and its alternative text, without displaying it.

    The figure is drawn, so that places and extents can be asked for. Whatever else is shown fails the test.
    """
    kept = []
    real = style.as_png

    def keep(figure: Figure) -> bytes:
        kept.append(figure)
        return real(figure)

    def shown(data: dict, **more: object) -> None:
        texts.append(data["text/plain"])
        assert data["image/png"].startswith(b"\x89PNG")
        assert more["metadata"]["image/png"]["alt"] == data["text/plain"]

    texts: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(style, "as_png", keep)
        patched.setattr(style, "display", shown)
        function(*copy.deepcopy(arguments), **copy.deepcopy(named))
    assert len(kept) == len(texts) == 1, f"{len(kept)} figures were shown, not one"
    return kept[0], texts[0]


def panels(figure: Figure) -> list[Axes]:
    """Return the axes that hold data: no colour bar, and none that is switched off."""
    return [axes for axes in figure.axes if axes.get_visible() and axes.axison and axes.get_label() != "<colorbar>"]


def refuse_bare_figure(figure: Figure, text: str, *, title: str) -> None:
    """Fail where a figure lacks its title, an axis its label, a quantity its unit, or the text the numbers shown.

    A panel that shares an axis may leave that label to its neighbour, one that holds an image or a diagram has no ticks
    and needs none. A label with a unit, a scale, or a thing that is counted passes; a bare "x" or "value" does not.
    """
    titles = [axes.get_title(loc=place) for axes in figure.axes for place in ("left", "center", "right")]
    assert title in [figure.get_suptitle(), *titles], f"the title is {[t for t in titles if t]}, not {title!r}"
    for axes in panels(figure):
        for axis, ticks in ((axes.xaxis, axes.get_xticks()), (axes.yaxis, axes.get_yticks())):
            if len(ticks) == 0 or not axis.get_visible():
                continue
            named = [axis.get_label_text(), *(shared_label(axes, other, axis.axis_name) for other in figure.axes)]
            labelled = any(label.strip().lower() not in BARE_WORDS for label in named)
            words = [tick.get_text() for tick in axis.get_ticklabels() if tick.get_text()]
            categories = bool(words) and all(re.search(r"[^\W\d_]{2}", word) for word in words)
            assert labelled or categories, f"an axis has no label: {axis.axis_name} of {axes.get_title()!r}"
    assert len(text) > 40, f"the alternative text says too little: {text!r}"
    assert re.search(r"\d", text) or not holds_numbers(figure), f"the alternative text tells no number: {text!r}"


def refuse_silent_figure(monkeypatch, draw: Callable, words: list[str], *, title: str = "t") -> None:
    """Fail where what `draw` shows is a bare figure, or its alternative text lacks one of `words`."""
    figure, text = drawn(monkeypatch, draw)
    refuse_bare_figure(figure, text, title=title)
    missing = [part for part in words if part not in text]
    assert not missing, f"{missing} not in {text!r}"


def shared_label(axes: Axes, other: Axes, name: str) -> str:
    """Return the label of another panel's axis where it is shared with ours."""
    group = axes.get_shared_x_axes() if name == "x" else axes.get_shared_y_axes()
    return getattr(other, f"get_{name}label")() if group.joined(axes, other) else ""


def holds_numbers(figure: Figure) -> bool:
    """Tell whether a figure has lines, points or bars, and is no diagram or image alone."""
    artists = [artist for axes in panels(figure) for artist in (*axes.lines, *axes.collections, *axes.patches)]
    return bool(artists) and not all(isinstance(image, AxesImage) for image in artists)


def refuse_constant_text(monkeypatch, function: Callable, one: dict, other: dict) -> None:
    """Fail where a figure of other data has the same alternative text: a text that is not computed cannot be true."""
    texts = [drawn(monkeypatch, function, **arguments)[1] for arguments in (one, other)]
    assert texts[0] != texts[1], f"the text does not change with the data: {texts[0]!r}"


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts inside a figure's panels that cover each other."""
    found = []
    figure.draw_without_rendering()
    for axes in panels(figure):
        rooms = [(text.get_text(), text.get_window_extent()) for text in axes.texts if text.get_text().strip()]
        found += [
            (one, other)
            for place, (one, room) in enumerate(rooms)
            for other, taken in rooms[:place]
            if np.all(np.minimum(room.max, taken.max) - np.maximum(room.min, taken.min) > 1)
        ]
    return found

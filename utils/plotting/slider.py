"""A figure in which something moves: some positions side by side, and below them a slider over all of them.

What stays is drawn once; a step of the slider draws only what moves, which takes some milliseconds.
"""

import base64
import html
import io
from collections.abc import Callable, Sequence

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from utils.plotting.style import RULES, figure, show, super_title

# Draws on axes what stays, and returns what draws the position of a value: the artists that it added to these axes
Move = Callable[[float], Sequence[Artist]]
Stage = Callable[[Axes], Move]

WIDGET = "application/vnd.jupyter.widget-view+json"
SLIDER_DOTS = 96


def moving(
    stage: Stage,
    curve: Stage,
    *,
    positions: Sequence[float],
    low: float,
    high: float,
    step: float,
    label: str,
    words: Callable[[float], str],
    title: str,
    alternative: str,
    unit: str = "",
) -> None:
    """Draw a stage at some positions and a curve over all of them; below it a slider that moves both.

    stage, curve: each draws on one panel what stays, and returns a function of the value that adds what moves. The
    sheet has a stage for each position and one curve with all of them marked; the slider has one stage and one curve.
    positions: at most five. low, high, step: of the slider, which the arrow keys move as well. label: what the value
    is, with its unit. words: what a position measures, in a few words. alternative: what the figure shows; the words of
    each position are added. unit: written behind the value of a position. Where ipywidgets is missing, or nothing shows
    widgets, the sheet stands alone.
    """
    columns = min(3, len(positions) + 1)
    rows = -(-(len(positions) + 1) // columns)
    with figure(3.35 * columns, 3.2 * rows + 0.4) as drawn:
        panels = drawn.subplots(rows, columns, squeeze=False).ravel()
        for axes, value in zip(panels, positions, strict=False):
            stage(axes)(value)
            axes.set_title(f"{value:,.4g}{unit}: {words(value)}", weight="normal", size=10.5)
        mark = curve(panels[len(positions)])
        for value in positions:
            mark(value)
        for axes in panels[len(positions) + 1 :]:
            axes.set_visible(False)
        super_title(drawn, title)
        listed = "; ".join(f"{label} {value:,.4g}: {words(value)}" for value in positions)
        show(drawn, f"{alternative} {listed}.")
    _slider(Frames(stage, curve), positions[0], (low, high, step), label, words)


class Frames:
    """The stage and the curve of a moving figure, as a PNG image for any value."""

    def __init__(self, stage: Stage, curve: Stage, size: tuple[float, float] = (9.2, 3.9)) -> None:
        with figure(*size) as drawn:
            drawn.set_dpi(SLIDER_DOTS)
            self._canvas = FigureCanvasAgg(drawn)
            panels = drawn.subplots(1, 2)
            self._moves = [draw(axes) for draw, axes in zip((stage, curve), panels, strict=True)]
            self._canvas.draw()
            drawn.set_layout_engine("none")
            self._canvas.draw()
        self._stays = self._canvas.copy_from_bbox(drawn.bbox)

    def png(self, value: float) -> bytes:
        """Return the image of one position."""
        self._canvas.restore_region(self._stays)
        with mpl.rc_context(RULES):
            for move in self._moves:
                for artist in move(value):
                    artist.axes.draw_artist(artist)
                    artist.remove()
        file = io.BytesIO()
        Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB").save(file, "png", compress_level=1)
        return file.getvalue()


def _slider(
    frames: Frames, start: float, span: tuple[float, float, float], label: str, words: Callable[[float], str]
) -> None:
    """Show a slider, the words of its position, and the frame; nothing where ipywidgets is missing."""
    try:
        import ipywidgets
    except ImportError:
        return
    low, high, step = span
    handle = ipywidgets.FloatSlider(
        value=start,
        min=low,
        max=high,
        step=step,
        description=label,
        readout_format=".4g",
        layout={"width": "560px"},
        style={"description_width": "initial"},
    )
    told = ipywidgets.Label(words(start))
    image = ipywidgets.HTML(_image(frames.png(start), f"{label} {start:.4g}: {words(start)}"))  # Image knows no words
    later = ipywidgets.Label("After the notebook was closed, run this cell again: then the slider moves.")

    def redraw(change: dict) -> None:
        value = change["new"]
        told.value, image.value = words(value), _image(frames.png(value), f"{label} {value:.4g}: {words(value)}")

    handle.observe(redraw, names="value")
    view = ipywidgets.VBox([handle, told, image, later])._repr_mimebundle_()
    if view and WIDGET in view:
        display({WIDGET: view[WIDGET], "text/plain": f"A slider: {label}. Run this cell to move it."}, raw=True)


def _image(png: bytes, words: str) -> str:
    """Return a frame as HTML, with its words."""
    source = base64.b64encode(png).decode()
    return f'<img src="data:image/png;base64,{source}" alt="{html.escape(words)}" width="800" style="max-width:100%">'

"""The one style of the course's figures: a colour for each role, text that reads at half a screen, alternative text."""

import base64
import html
import io
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

# Okabe and Ito's palette (Color Universal Design, 2008), by what a colour stands for in all seven notebooks
COLOURS = {
    "train": "#999999",
    "validation": "#0072B2",
    "test": "#000000",
    "full": "#D55E00",  # all dimensions, float weights
    "reduced": "#009E73",  # fewer dimensions, fewer bits
    "yours": "#CC79A7",
    "other": "#56B4E9",
    "control": "#E69F00",
}
SIGNED = "PuOr"  # the map of numbers with a sign, in all lessons: violet above zero, orange below
MARKERS = {"full": "o", "yours": "*", "reduced": "s", "control": "^", "validation": "D", "other": "v", "test": "P"}

RULES = {
    "figure.facecolor": "white",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e5e5e5",
    "legend.frameon": False,
    "lines.linewidth": 2,
}
DOTS_PER_INCH = 160


@contextmanager
def figure(width: float, height: float) -> Iterator[Figure]:
    """Give an empty figure of so many inches, in the course's style, without pyplot and so without a display."""
    with mpl.rc_context(RULES):
        yield Figure(figsize=(width, height), layout="constrained")


def show(drawn: Figure, alternative: str) -> None:
    """Display a figure with its alternative text, which is also its plain-text form.

    JupyterLab and its kin prefer HTML and read an image's alternative text nowhere else, whether they trust a notebook
    or not. The bare image serves what shows no HTML.
    """
    image = as_png(drawn)
    width, height = (round(inches * 80) for inches in drawn.get_size_inches())
    page = (
        f'<img src="data:image/png;base64,{base64.b64encode(image).decode()}" alt="{html.escape(alternative)}" '
        f'width="{width}" height="{height}" style="max-width:100%;height:auto">'
    )
    facts = {"image/png": {"width": width, "height": height, "alt": alternative}}
    display({"text/html": page, "image/png": image, "text/plain": alternative}, raw=True, metadata=facts)


def as_png(drawn: Figure) -> bytes:
    """Return a figure in 256 colours, the same bytes for the same figure: less than half as large, and looks alike.

    Maximum coverage keeps rare colours, such as those of a colour bar; the median cut would merge them.
    """
    image, reduced = io.BytesIO(), io.BytesIO()
    drawn.savefig(image, format="png", dpi=DOTS_PER_INCH)
    colours = Image.open(image).convert("RGB")
    colours.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(reduced, "png")
    return reduced.getvalue()


def super_title(drawn: Figure, title: str) -> None:
    """Put a title above all panels of a figure, on the left."""
    drawn.suptitle(title, weight="bold", size=12, x=0.01, ha="left")


def panel_title(axes: Axes, title: str) -> None:
    """Put a label above one panel of several; what the figure finds stands in its super-title."""
    axes.set_title(title, weight="normal", size=11)


def bare(axes: Axes) -> None:
    """Take ticks and frame from a panel that holds an image or a diagram."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)

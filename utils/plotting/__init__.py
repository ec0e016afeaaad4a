"""The course's figures: each function draws one kind from data that the lesson measured, and measures nothing itself.

The lesson passes the title, since a title states the finding and a finding can move.
"""

from utils.plotting.general import magnitudes, published_widths
from utils.plotting.pictures import picture_blocks, pictures_on_line, signals
from utils.plotting.projection import (
    Outcome,
    explained_variance,
    heat_maps,
    line_positions,
    outcomes,
    scatter_panels,
)
from utils.plotting.style import COLOURS, figure, show
from utils.plotting.text import class_counts, encodings, words_in_plane
from utils.plotting.training import Point, histories, layer_parameters, trade_off

__all__ = [
    "COLOURS",
    "Outcome",
    "Point",
    "class_counts",
    "encodings",
    "explained_variance",
    "figure",
    "heat_maps",
    "histories",
    "layer_parameters",
    "line_positions",
    "magnitudes",
    "outcomes",
    "picture_blocks",
    "pictures_on_line",
    "published_widths",
    "scatter_panels",
    "show",
    "signals",
    "trade_off",
    "words_in_plane",
]

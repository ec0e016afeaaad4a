"""The course's figures: each function draws one kind from data that the lesson measured, and measures nothing itself.

The lesson passes the title, since a title states the finding and a finding can move.
"""

from utils.plotting.general import magnitudes, published_widths
from utils.plotting.style import COLOURS, figure, show
from utils.plotting.text import class_counts, encodings, words_in_plane
from utils.plotting.training import Point, histories, layer_parameters, trade_off

__all__ = [
    "COLOURS",
    "Point",
    "class_counts",
    "encodings",
    "figure",
    "histories",
    "layer_parameters",
    "magnitudes",
    "published_widths",
    "show",
    "trade_off",
    "words_in_plane",
]

"""The course's figures: each function draws one kind from data that the lesson measured, and measures nothing itself.

The lesson passes the title, since a title states the finding and a finding can move.
"""

from utils.plotting.columns import (
    Scored,
    column_network,
    correlations,
    gains,
    importances,
    scores_by_parameters,
    weight_lengths,
)
from utils.plotting.dimensions import accuracy_curves, cell_counts, cells, clouds, costs_by_width, crowding
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
from utils.plotting.rides import (
    Variant,
    city_map,
    fares_by_distance,
    headings,
    residuals_by_hour,
    rmse_curves,
    variant_errors,
)
from utils.plotting.style import COLOURS, figure, show
from utils.plotting.text import class_counts, encodings, word_rows
from utils.plotting.training import Point, histories, layer_parameters, trade_off

__all__ = [
    "COLOURS",
    "Outcome",
    "Point",
    "Scored",
    "Variant",
    "accuracy_curves",
    "cell_counts",
    "cells",
    "city_map",
    "class_counts",
    "clouds",
    "column_network",
    "correlations",
    "costs_by_width",
    "crowding",
    "encodings",
    "explained_variance",
    "fares_by_distance",
    "figure",
    "gains",
    "headings",
    "heat_maps",
    "histories",
    "importances",
    "layer_parameters",
    "line_positions",
    "magnitudes",
    "outcomes",
    "picture_blocks",
    "pictures_on_line",
    "published_widths",
    "residuals_by_hour",
    "rmse_curves",
    "scatter_panels",
    "scores_by_parameters",
    "show",
    "signals",
    "trade_off",
    "variant_errors",
    "weight_lengths",
    "word_rows",
]

"""The course's figures: each function draws one kind from data that the lesson measured, and measures nothing itself.

The lesson passes the title, since a title states the finding and a finding can move.
"""

from utils.plotting.awareness import arms, descent, published, sensitivity, staircase, wrapped_graph
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
from utils.plotting.pruning import course_frontier, mask_strip, seed_dots, small_masks, sparsity_panels
from utils.plotting.quantization import Line, curves, dots, frontier, type_strips, weight_grids
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
    "Line",
    "Outcome",
    "Point",
    "Scored",
    "Variant",
    "accuracy_curves",
    "arms",
    "cell_counts",
    "cells",
    "city_map",
    "class_counts",
    "clouds",
    "column_network",
    "correlations",
    "costs_by_width",
    "course_frontier",
    "crowding",
    "curves",
    "descent",
    "dots",
    "encodings",
    "explained_variance",
    "fares_by_distance",
    "figure",
    "frontier",
    "gains",
    "headings",
    "heat_maps",
    "histories",
    "importances",
    "layer_parameters",
    "line_positions",
    "magnitudes",
    "mask_strip",
    "outcomes",
    "picture_blocks",
    "pictures_on_line",
    "published",
    "published_widths",
    "residuals_by_hour",
    "rmse_curves",
    "scatter_panels",
    "scores_by_parameters",
    "seed_dots",
    "sensitivity",
    "show",
    "signals",
    "small_masks",
    "sparsity_panels",
    "staircase",
    "trade_off",
    "type_strips",
    "variant_errors",
    "weight_grids",
    "weight_lengths",
    "word_rows",
    "wrapped_graph",
]

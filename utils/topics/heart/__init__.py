"""Figures and tools about what a column of a table costs and brings."""

from utils.topics.heart.columns import (
    Scored,
    column_network,
    correlations,
    gains,
    importances,
    scores_by_parameters,
    weight_lengths,
)
from utils.topics.heart.dimensions import accuracy_curves, cell_counts, cells, clouds, costs_by_width, crowding
from utils.topics.heart.discriminant import accuracy_by_columns
from utils.topics.heart.neighbours import nearest_distance, points_needed, relative_contrast
from utils.topics.heart.networks import Committee, model_scores, train_committee

__all__ = [
    "Committee",
    "Scored",
    "accuracy_by_columns",
    "accuracy_curves",
    "cell_counts",
    "cells",
    "clouds",
    "column_network",
    "correlations",
    "costs_by_width",
    "crowding",
    "gains",
    "importances",
    "model_scores",
    "nearest_distance",
    "points_needed",
    "relative_contrast",
    "scores_by_parameters",
    "train_committee",
    "weight_lengths",
]

"""Figures and tools about what a column of a table costs and brings."""

from utils.topics.heart.columns import (
    Scored,
    column_network,
    correlations,
    gains,
    importances,
    reliances,
    scores_by_parameters,
)
from utils.topics.heart.dimensions import cell_counts, cells, costs_by_width, crowding
from utils.topics.heart.discriminant import Accuracies, accuracy_by_columns, on_one_thread
from utils.topics.heart.logistic import likelihood_ratio, logistic_scores
from utils.topics.heart.memory import peak_memory
from utils.topics.heart.moving import columns_against_rows, crowding_distances
from utils.topics.heart.neighbours import nearest_distance, points_needed, relative_contrast
from utils.topics.heart.networks import Networks, model_scores, train_networks
from utils.topics.heart.patients import CODES, encode, fill, independent, of, scaled

__all__ = [
    "CODES",
    "Accuracies",
    "Networks",
    "Scored",
    "accuracy_by_columns",
    "cell_counts",
    "cells",
    "column_network",
    "columns_against_rows",
    "correlations",
    "costs_by_width",
    "crowding",
    "crowding_distances",
    "encode",
    "fill",
    "gains",
    "importances",
    "independent",
    "likelihood_ratio",
    "logistic_scores",
    "model_scores",
    "nearest_distance",
    "of",
    "on_one_thread",
    "peak_memory",
    "points_needed",
    "relative_contrast",
    "reliances",
    "scaled",
    "scores_by_parameters",
    "train_networks",
]

"""Figures and tools about projections: PCA, ICA, NMF."""

from utils.topics.projection.components import hoyer_sparsity, line_scores, recovery
from utils.topics.projection.figures import (
    Outcome,
    explained_variance,
    heat_maps,
    line_positions,
    outcomes,
    scatter_panels,
)
from utils.topics.projection.images import pictures_on_line, signals

__all__ = [
    "Outcome",
    "explained_variance",
    "heat_maps",
    "hoyer_sparsity",
    "line_positions",
    "line_scores",
    "outcomes",
    "pictures_on_line",
    "recovery",
    "scatter_panels",
    "signals",
]

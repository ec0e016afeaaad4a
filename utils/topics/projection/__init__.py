"""Figures and tools about projections: PCA, ICA, NMF."""

from utils.topics.projection.components import hoyer_sparsity, line_scores, recovery
from utils.topics.projection.figures import (
    Outcome,
    clusters,
    explained_variance,
    heat_maps,
    outcomes,
    scatter_panels,
    turning_axes,
    turning_line,
)
from utils.topics.projection.images import image_rows, image_strip, images_on_line, signals
from utils.topics.projection.tools import (
    digit_rows,
    judged,
    read,
    same_class,
    scanners,
    scored_lines,
    topic_table,
    trial,
    wire_texts,
)

__all__ = [
    "Outcome",
    "clusters",
    "digit_rows",
    "explained_variance",
    "heat_maps",
    "hoyer_sparsity",
    "image_rows",
    "image_strip",
    "images_on_line",
    "judged",
    "line_scores",
    "outcomes",
    "read",
    "recovery",
    "same_class",
    "scanners",
    "scatter_panels",
    "scored_lines",
    "signals",
    "topic_table",
    "trial",
    "turning_axes",
    "turning_line",
    "wire_texts",
]

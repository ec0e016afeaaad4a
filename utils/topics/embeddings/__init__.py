"""Figures and tools about words as vectors."""

from utils.topics.embeddings.figures import (
    Point,
    class_counts,
    encodings,
    layer_parameters,
    magnitudes,
    published_widths,
    trade_off,
    word_rows,
)

__all__ = [
    "Point",
    "class_counts",
    "encodings",
    "layer_parameters",
    "magnitudes",
    "published_widths",
    "trade_off",
    "word_rows",
]

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
from utils.topics.embeddings.training import trained_loss
from utils.topics.embeddings.words import directions, nearest_words, topic_of_words

__all__ = [
    "Point",
    "class_counts",
    "directions",
    "encodings",
    "layer_parameters",
    "magnitudes",
    "nearest_words",
    "published_widths",
    "topic_of_words",
    "trade_off",
    "trained_loss",
    "word_rows",
]

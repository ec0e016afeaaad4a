"""Every figure draws on small data, says in words what it shows, and leaves no window behind."""

import numpy as np
import pytest
from figures import drawn, refuse_bare_figure

from utils.topics import embeddings

GENERATOR = np.random.default_rng(0)
FIGURES = {
    "magnitudes": (
        lambda: embeddings.magnitudes({"few": 10, "many": 10_000}, unit="bytes", title="t"),
        ["bytes", "many 10,000"],
    ),
    "published_widths": (
        lambda: embeddings.published_widths(lambda words: round(words**0.25), {"model": (10_000, 300)}, title="t"),
        ["model: 300 for 10,000 words, by the rule 10"],
    ),
    "encodings": (
        lambda: embeddings.encodings(np.array([1, 5, 2]), {"dense": GENERATOR.normal(size=(9, 4))}, title="t"),
        ["One-hot: 3 × 9 · 108 bytes", "dense: 3 × 4 · 48 bytes"],
    ),
    "class_counts": (
        lambda: embeddings.class_counts(np.array([3, 90, 7]), ["acq", "earn", "crude"], title="t", named=2),
        ["3 classes", "earn 90, crude 7, 1 other 3"],
    ),
    "word_rows": (
        lambda: embeddings.word_rows(np.eye(3), ["one", "two", "six"], {"near": [0, 2], "far": [1, 1]}, title="t"),
        ["near: one 1.00, six 0.00; far: two 1.00, two 1.00"],
    ),
    "layer_parameters": (
        lambda: embeddings.layer_parameters({"wide": {"dense": 5_000}, "narrow": {"dense": 2_000}}, title="t"),
        ["wide: dense 5,000", "narrow: dense 2,000"],
    ),
    "trade_off": (
        lambda: embeddings.trade_off(
            {"wide": embeddings.Point(900, (1.0, 2.0)), "mine": embeddings.Point(30, (1.25,), "yours")},
            loss="loss",
            title="t",
        ),
        ["wide: 900 parameters, 1.50 over 2 seeds", "mine: 30 parameters, 1.25 over 1 seed."],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_title_labels_and_its_words(name, monkeypatch):
    draw, words = FIGURES[name]
    figure, text = drawn(monkeypatch, draw)
    refuse_bare_figure(figure, text, title="t")
    for part in words:
        assert part in text

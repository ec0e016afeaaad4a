"""Every figure draws on small data, says in words what it shows, and leaves no window behind."""

import numpy as np
import pytest

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
        lambda: embeddings.class_counts(np.array([3, 90, 7]), ["a", "b", "c"], title="t", named=2),
        ["3 topics", "b 90, c 7"],
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
        ["wide: 900 parameters, 1.50", "mine: 30 parameters, 1.25"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_a_picture_with_its_words(name, monkeypatch):
    shown = []
    monkeypatch.setattr("utils.plotting.style.display", lambda data, **more: shown.append((data, more["metadata"])))
    draw, words = FIGURES[name]
    draw()
    ((data, facts),) = shown
    assert data["image/png"].startswith(b"\x89PNG")
    assert facts["image/png"]["alt"] == data["text/plain"]
    for part in words:
        assert part in data["text/plain"]

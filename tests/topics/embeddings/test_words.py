"""Words' topics and neighbours on texts that can be counted by hand, and the capstone's training."""

import numpy as np
import pytest

from utils.topics import embeddings


def test_a_word_points_to_the_topic_that_it_is_over_represented_in():
    texts = [np.array([1, 4, 5]), np.array([1, 4]), np.array([1, 5, 6]), np.array([6, 5, 5])]
    points_to = embeddings.topic_of_words(texts, np.array([0, 0, 1, 1]), vocabulary=8)
    assert points_to.shape == (4,)
    assert points_to.tolist()[:3] == [0, 1, 1]  # word 5 stands in one text of topic 0 and in two of topic 1


def test_the_nearest_word_is_the_one_at_the_smallest_angle():
    table = np.zeros((8, 2))
    table[4:] = [[1, 0], [10, 1], [0, 3], [-2, -1]]
    nearest = embeddings.nearest_words(table)
    assert nearest.shape == (4, 3)
    assert nearest[:, 0].tolist() == [1, 0, 1, 2]
    assert np.linalg.norm(embeddings.directions(table), axis=1) == pytest.approx(1)


def test_what_a_model_learned_before_does_not_help():
    from utils.frameworks import keras

    random = np.random.default_rng(0)
    X = random.integers(4, 40, (400, 6))
    y = (X[:, 0] > 20).astype(int)

    def build():
        flat = [keras.layers.Embedding(40, 4), keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")]
        return keras.Sequential([keras.Input((6,)), *flat])

    taught = build()
    taught.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy")
    taught.fit(X, y, epochs=20, verbose=0)
    knows = taught.evaluate(X, y, verbose=0)
    again = embeddings.trained_loss(taught, (X, y), (X, y), epochs=1, rate=1e-9)
    assert knows < 0.2
    assert again > 0.5

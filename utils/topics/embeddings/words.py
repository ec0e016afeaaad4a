"""What the words of a set of texts have to do with its topics, and which vectors of a table are neighbours.

It counts and compares; it trains nothing.
"""

from collections.abc import Sequence

import numpy as np

RESERVED = 4  # numbers 0 to 3 stand for no word


def topic_of_words(texts: Sequence[np.ndarray], topics: np.ndarray, vocabulary: int) -> np.ndarray:
    """Return the topic that each word speaks for: the one in which it is most over-represented.

    texts: word numbers of each text, of any length. topics: of each text, shape (texts,).
    For a word and a topic, the texts that hold both are divided by as many as chance would give, after adding one to
    each, so that a word seen once decides little. Returns topics, shape (vocabulary − 4,): reserved numbers are no
    words.
    """
    holds = np.zeros((vocabulary, topics.max() + 1))
    for numbers, topic in zip(texts, topics, strict=True):
        holds[np.unique(numbers), topic] += 1
    by_chance = holds.sum(axis=1, keepdims=True) * np.bincount(topics) / len(topics)
    return ((holds + 1) / (by_chance + 1))[RESERVED:].argmax(axis=1)


def directions(table: np.ndarray) -> np.ndarray:
    """Return the vectors of a table's words at length 1, shape (vocabulary − 4, width)."""
    return table[RESERVED:] / np.linalg.norm(table[RESERVED:], axis=1, keepdims=True)


def nearest_words(table: np.ndarray) -> np.ndarray:
    """Return the other words of each word by the angle to it, the nearest first, shape (words, words − 1).

    table: an embedding, shape (vocabulary, width). Places are those of `directions`.
    """
    cosines = directions(table) @ directions(table).T
    np.fill_diagonal(cosines, -np.inf)
    return np.argsort(-cosines, axis=1, kind="stable")[:, :-1]

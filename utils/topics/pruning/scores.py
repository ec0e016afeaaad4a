"""Scores that say how much a weight, or a whole unit, matters to a network of dense layers with ReLU and a softmax.

    masks = magnitude_masks(brain_damage(start, X_train[:1_000], y_train[:1_000]), 0.5)

Everything is computed in NumPy from the list that `get_weights` gives: kernels and biases in turn. Nothing here prunes.
"""

from collections.abc import Sequence

import numpy as np

Weights = Sequence[np.ndarray]


def passes(
    weights: Weights, X: np.ndarray, y: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Run images forward and the cross-entropy of each backward through the network.

    X: (n, …) inputs, flattened here. y: (n,) classes.
    Returns, a list each: what enters each layer, (n, inputs); the loss's derivative by each layer's sum, (n, units),
    for each image on its own; and its derivative by what leaves each hidden layer, (n, units).
    """
    entering = [np.asarray(X, np.float32).reshape(len(X), -1)]
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        entering.append(np.maximum(entering[-1] @ kernel + bias, 0))
    sums = entering[-1] @ weights[-2] + weights[-1]
    likely = np.exp(sums - sums.max(axis=1, keepdims=True))
    delta = likely / likely.sum(axis=1, keepdims=True)
    delta[np.arange(len(y)), y] -= 1
    deltas, slopes = [delta], []
    for kernel, values in zip(weights[-2:0:-2], entering[:0:-1], strict=True):
        slopes.insert(0, deltas[0] @ kernel.T)
        deltas.insert(0, slopes[0] * (values > 0))
    return entering, deltas, slopes


def classified(weights: Weights, X: np.ndarray) -> np.ndarray:
    """Return the class that the network gives each image, (n,)."""
    values = np.asarray(X, np.float32).reshape(len(X), -1)
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        values = np.maximum(values @ kernel + bias, 0)
    return (values @ weights[-2] + weights[-1]).argmax(axis=1)


def times_input(weights: Weights, X: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Each weight times the root mean square of its input, as Wanda ranks; biases as they are.

    Source: Sun, Liu, Bair, Kolter, A Simple and Effective Pruning Approach for Large Language Models, ICLR 2024.
    """
    usual = [np.sqrt(np.mean(np.square(values), axis=0))[:, None] for values in passes(weights, X, y)[0]]
    return [array * usual[place // 2] if array.ndim > 1 else array for place, array in enumerate(weights)]


def brain_damage(weights: Weights, X: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Half the loss's curvature by each weight times the weight squared; biases as they are.

    The curvature is estimated by the mean square of each image's gradient (the diagonal of the empirical Fisher
    matrix), which takes one pass for all weights together.
    Source: LeCun, Denker, Solla, Optimal Brain Damage, NIPS 2, 1990.
    """
    entering, deltas, _ = passes(weights, X, y)
    scores = list(weights)
    for place, (values, delta) in enumerate(zip(entering, deltas, strict=True)):
        curvature = np.square(values).T @ np.square(delta) / len(values)
        scores[2 * place] = curvature * np.square(weights[2 * place]) / 2
    return scores


def unit_norms(weights: Weights) -> list[np.ndarray]:
    """Score hidden units by the length of the incoming weights times that of the outgoing ones, (units,) a layer."""
    pairs = zip(weights[:-2:2], weights[2::2], strict=True)
    return [np.linalg.norm(before, axis=0) * np.linalg.norm(after, axis=1) for before, after in pairs]


def unit_taylor(weights: Weights, X: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Score each hidden unit by the mean over images of |value × slope of the loss|, (units,) a layer.

    That is the first term of the change of an image's loss when the unit is set to 0.
    Source: Molchanov, Tyree, Karras, Aila, Kautz, Pruning Convolutional Neural Networks, ICLR 2017.
    """
    entering, _, slopes = passes(weights, X, y)
    return [np.abs(values * slope).mean(axis=0) for values, slope in zip(entering[1:], slopes, strict=True)]


def without_units(weights: Weights, scores: Sequence[np.ndarray], keep: Sequence[int]) -> list[np.ndarray]:
    """Return the weights of the smaller dense network in which each hidden layer keeps its best-scored units.

    scores: (units,) for each hidden layer. keep: how many units each keeps, in their old order.
    Raises ValueError where a layer has not so many units.
    """
    if any(not 0 < count <= len(score) for count, score in zip(keep, scores, strict=True)):
        raise ValueError(f"the hidden layers have {[len(score) for score in scores]} units, not {list(keep)}")
    kept = [np.sort(np.argsort(-score, kind="stable")[:count]) for score, count in zip(scores, keep, strict=True)]
    smaller = [np.array(array) for array in weights]
    for layer, units in enumerate(kept):
        smaller[2 * layer] = smaller[2 * layer][:, units]
        smaller[2 * layer + 1] = smaller[2 * layer + 1][units]
        smaller[2 * layer + 2] = smaller[2 * layer + 2][units]
    return smaller

"""Says where a classifier looks in an image, and whether two classifiers look at the same places.

It asks a model for answers only, so that it works on converted models, which have no gradients.
"""

from collections.abc import Callable

import numpy as np


def occlusion(predict: Callable[[np.ndarray], np.ndarray], X: np.ndarray, patch: int = 4) -> np.ndarray:
    """Return by how much the probability of a model's answer falls when one patch of the image is blanked.

    predict: gives probabilities, (n, classes), of images. X: (n, height, width, channels), 0 is blank; height and
    width are multiples of `patch`. Returns (n, height / patch, width / patch); large where the model looks.
    Raises ValueError where the patches do not fit.
    Source: Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014.
    """
    count, height, width = X.shape[:3]
    if height % patch or width % patch:
        raise ValueError(f"patches of {patch} do not fill images of {height} × {width}")
    whole = predict(X)
    answer = np.arange(count), whole.argmax(axis=1)
    falls = np.empty((count, height // patch, width // patch))
    for row, column in np.ndindex(falls.shape[1:]):
        blanked = X.copy()
        blanked[:, patch * row : patch * (row + 1), patch * column : patch * (column + 1)] = 0
        falls[:, row, column] = (whole - predict(blanked))[answer]
    return falls


def rank_agreement(maps: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation of two maps of each image, (n,); NaN where a map is the same everywhere.

    maps, others: (n, rows, columns). Raises ValueError where the shapes differ.
    """
    from scipy.stats import spearmanr

    if maps.shape != others.shape:
        raise ValueError(f"maps of the same images have one shape, not {maps.shape} and {others.shape}")
    pairs = zip(maps.reshape(len(maps), -1), others.reshape(len(others), -1), strict=True)
    return np.array([spearmanr(*pair).statistic if all(map(np.ptp, pair)) else np.nan for pair in pairs])

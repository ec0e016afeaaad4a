"""Metrics of a regression: it judges predictions that were made elsewhere, fits nothing and chooses nothing."""

import numpy as np


def rmse(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return the root mean squared error over rows, in the unit of `truth`.

    truth: shape (rows,). predicted: shape (rows,), or (seeds, rows) for one error per seed.
    """
    return np.sqrt(squared_errors(truth, predicted).mean(axis=-1))


def median_error(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return the median absolute error over rows, in the unit of `truth`; shapes as in `rmse`.

    Half of the rows are predicted better than this. Unlike the RMSE it does not move with a few rows that are far off.
    """
    return np.sqrt(np.median(squared_errors(truth, predicted), axis=-1))


def root_mean(squared: np.ndarray) -> float:
    """Return the root of the mean of squared errors, shape (rows,): a `statistic` for `utils.measuring.difference`.

        gain = difference(squared_errors(y, one), squared_errors(y, other), over="rows", unit="dollars",
                          statistic=root_mean)

    Squared errors of several seeds, (seeds, rows), are averaged over the seeds first: `.mean(axis=0)`.
    """
    return float(np.sqrt(np.mean(squared)))


def squared_errors(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return squared errors, of the shape of `predicted`. Raises ValueError where its rows are not those of `truth`."""
    truth, predicted = np.asarray(truth, dtype=float), np.asarray(predicted, dtype=float)
    if truth.ndim != 1 or predicted.shape[-1:] != truth.shape or predicted.ndim > 2:
        raise ValueError(f"predictions of shape {predicted.shape} do not fit {truth.shape[0]} rows")
    return (predicted - truth) ** 2

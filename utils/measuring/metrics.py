"""Errors of a regression, and how sure a difference of two of them is.

It judges predictions that were made elsewhere; it fits nothing and chooses nothing.
"""

import numpy as np

DRAWN_AT_ONCE = 50  # redrawn test sets held in memory together


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


def rmse_difference(
    truth: np.ndarray, one: np.ndarray, other: np.ndarray, *, repeats: int = 1_000, seed: int = 0
) -> tuple[float, float]:
    """Return the RMSE of `one` less that of `other`, and its standard error by a paired bootstrap over rows.

    truth: shape (rows,). one, other: predictions of two models, each of shape (rows,), or (seeds, rows), whose squared
    errors are averaged over the seeds first. Both models are judged on the same redrawn rows, since the rows that are
    hard for one are mostly hard for the other (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). The error
    is that of the choice of rows; how far a seed moves a model it does not say. Raises ValueError where rows differ.
    """
    pair = [np.atleast_2d(squared_errors(truth, predicted)).mean(axis=0) for predicted in (one, other)]
    generator, differences = np.random.default_rng(seed), []
    for start in range(0, repeats, DRAWN_AT_ONCE):
        count = min(DRAWN_AT_ONCE, repeats - start)
        rows = generator.integers(0, len(truth), (count, len(truth)), dtype=np.int32)
        redrawn = [np.sqrt(errors[rows].mean(axis=1)) for errors in pair]
        differences.append(redrawn[0] - redrawn[1])
    first, second = (np.sqrt(errors.mean()) for errors in pair)
    return float(first - second), float(np.concatenate(differences).std(ddof=1))


def squared_errors(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return squared errors, of the shape of `predicted`. Raises ValueError where its rows are not those of `truth`."""
    truth, predicted = np.asarray(truth, dtype=float), np.asarray(predicted, dtype=float)
    if truth.ndim != 1 or predicted.shape[-1:] != truth.shape or predicted.ndim > 2:
        raise ValueError(f"predictions of shape {predicted.shape} do not fit {truth.shape[0]} rows")
    return (predicted - truth) ** 2

"""Measures of components: how sparse a part is, how well a signal was recovered; it fits nothing."""

import numpy as np


def hoyer_sparsity(parts: np.ndarray) -> float:
    """Return the mean sparsity of rows: 0 where all entries of a row are equal in size, 1 where one holds everything.

    parts: shape (rows, d), d at least 2. A row of zeros says nothing and is left out.
    Raises ValueError where no row is left.
    Source: P. O. Hoyer, Non-negative Matrix Factorization with Sparseness Constraints, JMLR 5, 2004:
    (√d − |h|₁ / |h|₂) / (√d − 1).

    >>> hoyer_sparsity(np.array([[0.0, 0.0, 3.0], [1.0, -1.0, 1.0]]))
    0.5
    """
    lengths = np.linalg.norm(parts, axis=1)
    if not lengths.any():
        raise ValueError("every row is zero: nothing has a sparsity here")
    root = np.sqrt(parts.shape[1])
    ratios = np.abs(parts[lengths > 0]).sum(axis=1) / lengths[lengths > 0]
    return round(float(np.mean((root - ratios) / (root - 1))), 12)


def recovery(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Return for each true signal its largest |correlation| with any that was found, shape (true signals,).

    found: shape (moments, any number of signals). true: shape (moments, signals).
    """
    count = found.shape[1]
    return np.abs(np.corrcoef(found.T, true.T)[:count, count:]).max(axis=0)


def line_scores(points: np.ndarray, line: np.ndarray, classes: np.ndarray, response: np.ndarray) -> dict[str, float]:
    """Score the shadows z of points on a line, by four criteria.

    points: shape (n, d). line: shape (d,), of length 1. classes: of each point. response: a number for each point.
    "apart" is the share of the variance of z that lies between the classes rather than within them; "covariance" and
    "correlation" are those of z and the response, without their sign; "variance" is the share of the points' variance.
    """
    z = points @ line
    members = [z[classes == name] for name in np.unique(classes)]
    within = sum(len(part) * part.var() for part in members)
    return {
        "apart": 1 - within / (len(z) * z.var()),
        "covariance": abs(np.cov(z, response)[0, 1]),
        "variance": z.var() / points.var(axis=0).sum(),
        "correlation": abs(np.corrcoef(z, response)[0, 1]),
    }

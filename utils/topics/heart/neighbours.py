"""How near and how far neighbours are, in clouds of random points and in tables of real rows."""

import numpy as np
from scipy.spatial import KDTree
from scipy.spatial.distance import squareform


def relative_contrast(distances: np.ndarray) -> float:
    """Return how much farther the farthest neighbour is than the nearest: (farthest − nearest) / nearest.

    distances: of every two points, as SciPy's `pdist` lists them, shape (points × (points − 1) / 2,), none of them 0.
    The median over points: a few points have a neighbour so near that they would decide a mean (the ratio is that of
    Beyer and others, When Is "Nearest Neighbor" Meaningful?, 1999).
    """
    apart = squareform(distances)
    nearest = (apart + np.diag(np.full(len(apart), np.inf))).min(axis=1)
    return float(np.median((apart.max(axis=1) - nearest) / nearest))


def nearest_distance(points: int, d: int, random: np.random.Generator) -> float:
    """Return the mean distance to the nearest other one of so many random points in the unit cube of d dimensions."""
    cloud = random.random((points, d))
    return float(KDTree(cloud).query(cloud, 2)[0][:, 1].mean())


def points_needed(distance: float, d: int, random: np.random.Generator) -> int:
    """Return how many random points in the unit cube bring the mean nearest distance down to `distance`.

    Found by trying more and more, an eighth at a time, so it is right to about an eighth.
    """
    points = 4
    while np.mean([nearest_distance(points, d, random) for _ in range(1 + 200 // points)]) > distance:
        points = int(points * 1.12) + 1
    return points

"""Neighbours of `utils.topics.heart.neighbours` against cases that can be worked by hand."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from utils.topics.heart.neighbours import nearest_distance, points_needed, relative_contrast


def test_the_contrast_is_a_median_over_points():
    line = pdist(np.array([[0.0], [1.0], [3.0]]))
    assert relative_contrast(line) == pytest.approx(1)  # of (3 − 1) / 1, (2 − 1) / 1 and (3 − 2) / 2
    assert relative_contrast(pdist(np.eye(3))) == pytest.approx(0)


def test_the_nearest_of_points_on_a_line_is_half_their_spacing_away():
    # gaps of n random points are exponential with mean 1 / n; the lesser of two has half that mean
    assert nearest_distance(20_000, 1, np.random.default_rng(0)) == pytest.approx(0.5 / 20_000, rel=0.05)


def test_needed_points_hold_the_distance():
    random = np.random.default_rng(0)
    points = points_needed(0.1, 2, random)
    found = [np.mean([nearest_distance(n, 2, random) for _ in range(200)]) for n in (points, int(points / 1.3))]
    assert found[0] < 0.105
    assert found[1] > 0.1

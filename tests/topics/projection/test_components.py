"""Sparsity, recovery and the scores of a line, against cases that can be reckoned by hand."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from utils.topics.projection.components import hoyer_sparsity, line_scores, recovery

GENERATOR = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("parts", "sparsity"),
    [
        ([[1.0, 1.0, 1.0, 1.0]], 0),
        ([[0.0, 0.0, -7.0, 0.0]], 1),
        ([[0.0, 0.0, 3.0], [1.0, -1.0, 1.0]], 0.5),
        ([[0.0, 0.0, 3.0], [0.0, 0.0, 0.0]], 1),
    ],
)
def test_sparsity_goes_from_even_to_a_single_entry(parts, sparsity):
    assert hoyer_sparsity(np.array(parts)) == pytest.approx(sparsity)


def test_sparsity_does_not_mind_the_scale_and_refuses_nothing_but_zeros():
    parts = GENERATOR.normal(size=(5, 30))
    assert hoyer_sparsity(3 * parts) == pytest.approx(hoyer_sparsity(parts))
    with pytest.raises(ValueError, match="every row is zero"):
        hoyer_sparsity(np.zeros((2, 3)))


def test_recovery_minds_neither_order_nor_sign_nor_size():
    true = GENERATOR.normal(size=(200, 3))
    assert recovery(np.column_stack([-5 * true[:, 2], true[:, 0] + 9, true[:, 1]]), true) == pytest.approx(np.ones(3))
    assert recovery(true[:, :1], true)[0] == pytest.approx(1)
    assert recovery(true[:, :1], true)[1:].max() < 0.3


def test_the_first_component_has_the_share_of_variance_that_the_library_says():
    points = GENERATOR.normal(size=(60, 4)) * (3, 1, 1, 0.5)
    classes, response = np.repeat(["a", "b", "c"], 20), GENERATOR.normal(size=60)
    pca = PCA(1).fit(points)
    scores = line_scores(points, pca.components_[0], classes, response)
    assert scores["variance"] == pytest.approx(pca.explained_variance_ratio_[0])
    z = points @ pca.components_[0]
    assert scores["correlation"] == pytest.approx(abs(np.corrcoef(z, response)[0, 1]))
    assert scores["covariance"] == pytest.approx(scores["correlation"] * z.std(ddof=1) * response.std(ddof=1))
    assert 0 <= scores["apart"] < 0.5


def test_classes_that_are_points_are_wholly_apart():
    points = np.array([[0.0, 1.0], [0.0, 2.0], [5.0, 1.0], [5.0, 2.0]])
    apart = [line_scores(points, np.array(line), np.array([0, 0, 1, 1]), points[:, 1])["apart"] for line in np.eye(2)]
    assert apart == pytest.approx([1, 0])

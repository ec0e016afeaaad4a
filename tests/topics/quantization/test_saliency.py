"""Maps of where a model looks: found for a model that looks at one known place, and compared by their ranks."""

import numpy as np
import pytest

from utils.topics.quantization import saliency

PICTURES = np.random.default_rng(0).uniform(0.5, 1, (3, 8, 12, 1))


def corner(X):
    """Probabilities that hang on the pixel in row 5, column 10 alone."""
    sure = X[:, 5, 10, 0]
    return np.stack([1 - sure, sure], axis=1)


def test_the_patch_that_a_model_looks_at_is_found():
    found = saliency.occlusion(corner, PICTURES)
    assert found.shape == (3, 2, 3)
    np.testing.assert_allclose(found[:, 1, 2], PICTURES[:, 5, 10, 0])
    found[:, 1, 2] = 0
    assert not found.any()


def test_the_fall_is_that_of_the_models_answer():
    def other_way(X):
        return corner(X)[:, ::-1]

    np.testing.assert_allclose(saliency.occlusion(other_way, PICTURES), saliency.occlusion(corner, PICTURES))


def test_images_are_left_as_they_are():
    before = PICTURES.copy()
    saliency.occlusion(corner, PICTURES)
    np.testing.assert_array_equal(PICTURES, before)


def test_patches_must_fit():
    with pytest.raises(ValueError, match="patches of 5 do not fill images of 8 × 12"):
        saliency.occlusion(corner, PICTURES, patch=5)


def test_agreement_is_of_ranks():
    maps = np.arange(12.0).reshape(2, 2, 3)
    np.testing.assert_allclose(saliency.rank_agreement(maps, maps**3), 1)
    np.testing.assert_allclose(saliency.rank_agreement(maps, -maps), -1)


def test_a_flat_map_agrees_with_nothing():
    maps = np.arange(12.0).reshape(2, 2, 3)
    flat = maps.copy()
    flat[1] = 7
    agreed = saliency.rank_agreement(maps, flat)
    assert agreed[0] == pytest.approx(1)
    assert np.isnan(agreed[1])
    with pytest.raises(ValueError, match="one shape"):
        saliency.rank_agreement(maps, maps[:1])

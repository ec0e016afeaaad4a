"""Scores of weights and units agree with what happens to the loss, and fewer units are a smaller network."""

from itertools import pairwise

import numpy as np
import pytest

from utils.topics.pruning import scores
from utils.topics.pruning.table import course_table

GENERATOR = np.random.default_rng(0)
WIDTHS = (6, 5, 4, 3)
WEIGHTS = [
    array
    for inputs, units in pairwise(WIDTHS)
    for array in (GENERATOR.normal(size=(inputs, units)), GENERATOR.normal(size=units))
]
X, Y = GENERATOR.normal(size=(40, 2, 3)).astype(np.float32), GENERATOR.integers(0, 3, 40)


def losses(weights):
    values = X.reshape(len(X), -1)
    for kernel, bias in ((weights[0], weights[1]), (weights[2], weights[3])):
        values = np.maximum(values @ kernel + bias, 0)
    sums = values @ weights[4] + weights[5]
    return np.log(np.exp(sums).sum(axis=1)) - sums[np.arange(len(Y)), Y]


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_saliency_is_the_mean_square_of_slopes_times_half_the_weight_squared(layer):
    found = scores.brain_damage(WEIGHTS, X, Y)[2 * layer]
    for place in np.ndindex(found.shape):
        ends = []
        for step in (1e-5, -1e-5):
            moved = [array.copy() for array in WEIGHTS]
            moved[2 * layer][place] += step
            ends.append(losses(moved))
        slopes = (ends[0] - ends[1]) / 2e-5
        assert found[place] == pytest.approx(np.mean(slopes**2) * WEIGHTS[2 * layer][place] ** 2 / 2, rel=1e-3)


def test_biases_keep_their_values_in_the_scores():
    for found in (scores.brain_damage(WEIGHTS, X, Y), scores.times_input(WEIGHTS, X, Y)):
        assert all((one == other).all() for one, other in zip(found[1::2], WEIGHTS[1::2], strict=True))


def test_a_weight_times_its_usual_input():
    found = scores.times_input(WEIGHTS, X, Y)[0]
    usual = np.sqrt(np.mean(X.reshape(40, 6) ** 2, axis=0))
    assert found == pytest.approx(WEIGHTS[0] * usual[:, None], rel=1e-5)


def test_the_taylor_term_foretells_a_small_change_of_a_unit():
    found = scores.unit_taylor(WEIGHTS, X, Y)
    assert [len(score) for score in found] == [5, 4]
    for unit in range(4):
        ends = []
        for share in (1e-5, -1e-5):
            moved = [array.copy() for array in WEIGHTS]
            moved[4][unit] *= 1 + share  # the unit's value enters the loss through these weights alone
            ends.append(losses(moved))
        assert found[1][unit] == pytest.approx(np.abs((ends[0] - ends[1]) / 2e-5).mean(), rel=1e-3, abs=1e-9)


def test_units_that_go_leave_a_smaller_network_that_classifies_as_with_zeros():
    norms = scores.unit_norms(WEIGHTS)
    smaller = scores.without_units(WEIGHTS, norms, (3, 2))
    assert [array.shape for array in smaller] == [(6, 3), (3,), (3, 2), (2,), (2, 3), (3,)]
    zeroed = [array.copy() for array in WEIGHTS]
    zeroed[2][np.argsort(norms[0])[:2]] = 0
    zeroed[4][np.argsort(norms[1])[:2]] = 0
    assert (scores.classified(smaller, X) == scores.classified(zeroed, X)).all()
    assert WEIGHTS[0].shape == (6, 5)


@pytest.mark.parametrize("keep", [(0, 2), (6, 2)])
def test_a_layer_keeps_some_of_the_units_it_has(keep):
    with pytest.raises(ValueError, match="have \\[5, 4\\] units"):
        scores.without_units(WEIGHTS, scores.unit_norms(WEIGHTS), keep)


def test_the_table_names_what_was_trained_by_the_longest_beginning():
    from utils.litert import Latency, Row, Sizes

    rows = [
        Row(name, 0.9, Sizes(100, 50), Latency(1.0, 2.04, 3.0, 1), 0.5, np.ones(900, bool))
        for name in ("MLP float", "MLP half")
    ]
    table = course_table(rows, {"MLP": 1, "MLP half": 2})
    assert table["extra epochs"].tolist() == [1, 2]
    assert table["± (points)"].tolist() == [1.0, 1.0]
    assert table["wire: gzip bytes"].tolist() == [50, 50]
    assert table["device: bytes"].tolist() == [100, 100]

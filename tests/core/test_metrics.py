"""Tests of utils.measuring.metrics against formulas."""

import numpy as np
import pytest

from utils.measuring import difference
from utils.measuring.metrics import median_error, rmse, root_mean, squared_errors

TRUTH = np.array([1.0, 2.0, 3.0, 4.0])


def rides(count=400):
    generator = np.random.default_rng(1)
    truth = generator.normal(10, 4, count)
    shared = generator.normal(0, 2, count)  # both models fail alike
    return truth, truth + shared, truth + shared + generator.normal(0, 0.5, count)


def test_rmse_is_in_the_unit_of_the_truth():
    assert rmse(TRUTH, TRUTH + np.array([2, -2, 2, -2])) == pytest.approx(2)
    assert rmse(TRUTH, TRUTH + np.array([0, 0, 0, 4])) == pytest.approx(2)


def test_each_seed_has_its_own_error():
    both = np.stack([TRUTH + 1, TRUTH - 3])
    assert rmse(TRUTH, both) == pytest.approx([1, 3])
    assert median_error(TRUTH, both) == pytest.approx([1, 3])


def test_median_error_does_not_move_with_one_wild_row():
    assert median_error(np.zeros(5), np.array([1, -2, 3, -1, 1_000])) == pytest.approx(2)


def test_a_difference_of_two_rmses_is_known_by_their_rows():
    truth, one, other = rides()
    pair = [squared_errors(truth, predicted) for predicted in (one, other)]
    gain = difference(*pair, over="rows", unit="dollars", statistic=root_mean)
    assert gain.value == pytest.approx(rmse(truth, one) - rmse(truth, other))
    alone = [root_mean(pair[0][np.random.default_rng(n).integers(0, 400, 400)]) for n in range(300)]
    assert gain.standard_error < np.std(alone) / 2  # pairing makes the error of like models small


@pytest.mark.parametrize("shape", [(3,), (4, 1), (2, 3), (1, 1, 4), ()])
def test_predictions_of_other_rows_are_refused(shape):
    with pytest.raises(ValueError, match="do not fit 4 rows"):
        rmse(TRUTH, np.zeros(shape))

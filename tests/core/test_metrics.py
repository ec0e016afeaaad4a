"""Tests of utils.measuring.metrics against formulas and against a bootstrap written out."""

import numpy as np
import pytest

from utils.measuring.metrics import median_error, rmse, rmse_difference

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


def test_difference_is_that_of_the_rmses():
    truth, one, other = rides()
    difference, _ = rmse_difference(truth, one, other)
    assert difference == pytest.approx(rmse(truth, one) - rmse(truth, other))


def test_seeds_are_averaged_before_the_root():
    truth, one, other = rides()
    difference, _ = rmse_difference(truth, np.stack([one, other]), other)
    mean = np.mean([(one - truth) ** 2, (other - truth) ** 2])
    assert difference == pytest.approx(np.sqrt(mean) - rmse(truth, other))


def test_a_model_never_differs_from_itself():
    truth, one, _ = rides()
    assert rmse_difference(truth, one, one) == (0, 0)


def test_the_error_is_that_of_a_plain_paired_bootstrap():
    truth, one, other = rides()
    generator = np.random.default_rng(7)
    redrawn = []
    for _ in range(3_000):
        rows = generator.integers(0, len(truth), len(truth))
        redrawn.append(rmse(truth[rows], one[rows]) - rmse(truth[rows], other[rows]))
    _, error = rmse_difference(truth, one, other, repeats=3_000)
    assert error == pytest.approx(np.std(redrawn), rel=0.06)  # two estimates from 3,000 draws: about 1.3 % each


def test_pairing_makes_the_error_of_like_models_small():
    truth, one, other = rides()
    _, paired = rmse_difference(truth, one, other)
    generator = np.random.default_rng(3)
    alone = [rmse(truth[rows], one[rows]) for rows in generator.integers(0, len(truth), (500, len(truth)))]
    assert paired < np.std(alone) / 2


def test_the_same_seed_gives_the_same_error_for_any_number_drawn_at_once(monkeypatch):
    truth, one, other = rides()
    at_once = rmse_difference(truth, one, other, repeats=120)
    monkeypatch.setattr("utils.measuring.metrics.DRAWN_AT_ONCE", 7)
    assert rmse_difference(truth, one, other, repeats=120) == pytest.approx(at_once)


@pytest.mark.parametrize("shape", [(3,), (4, 1), (2, 3), (1, 1, 4), ()])
def test_predictions_of_other_rows_are_refused(shape):
    with pytest.raises(ValueError, match="do not fit 4 rows"):
        rmse(TRUTH, np.zeros(shape))

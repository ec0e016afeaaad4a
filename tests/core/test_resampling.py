"""The splits and errors of `utils.measuring.resampling`."""

import numpy as np
import pytest

from utils.measuring.resampling import repeated_splits

Y = np.random.default_rng(0).random(203) < 0.4


def test_every_row_is_tested_and_validated_once_per_repeat():
    splits = repeated_splits(Y, folds=5, repeats=3)
    assert len(splits) == 15
    for repeat in range(3):
        part = splits[5 * repeat : 5 * repeat + 5]
        for rows in ("test", "validation"):
            assert sorted(np.concatenate([getattr(split, rows) for split in part])) == list(range(len(Y)))


def test_a_split_shares_no_row_between_its_parts():
    for split in repeated_splits(Y, folds=3, repeats=2):
        rows = np.concatenate([split.train, split.validation, split.test])
        assert sorted(rows) == list(range(len(Y)))


def test_splits_are_stratified_and_follow_the_seed():
    one, same, other = (repeated_splits(Y, seed=seed) for seed in (0, 0, 1))
    assert all(abs(Y[split.test].mean() - Y.mean()) < 0.05 for split in one)
    assert np.array_equal(one[0].test, same[0].test)
    assert not np.array_equal(one[0].test, other[0].test)


def test_two_folds_leave_nothing_to_train_on():
    with pytest.raises(ValueError, match="at least three folds"):
        repeated_splits(Y, folds=2)

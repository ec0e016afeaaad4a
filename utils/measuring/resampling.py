"""Splits of a small table for repeated cross-validation.

It trains nothing and chooses nothing.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import RepeatedStratifiedKFold


@dataclass(frozen=True)
class Split:
    """Rows that train, rows that choose when to stop, and rows that judge: three arrays of row numbers."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def repeated_splits(y: np.ndarray, *, folds: int = 10, repeats: int = 10, seed: int = 0) -> list[Split]:
    """Return the splits of a repeated, stratified cross-validation, each with the next fold as validation rows.

    y: classes, shape (rows,). Raises ValueError for fewer than three folds, since one tests and one validates.
    """
    if folds < 3:
        raise ValueError(f"train, validation and test take at least three folds, not {folds}")
    cut = RepeatedStratifiedKFold(n_splits=folds, n_repeats=repeats, random_state=seed)
    tests = [test for _, test in cut.split(y, y)]
    splits = []
    for index, test in enumerate(tests):
        first = index - index % folds
        validation = tests[first + (index + 1) % folds]
        splits.append(Split(np.setdiff1d(np.arange(len(y)), [*test, *validation]), validation, test))
    return splits

"""Splits of a small table for repeated cross-validation, and the error of a difference measured over them.

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


@dataclass(frozen=True)
class Difference:
    """As `utils.measuring.Difference`, with the naive error as well; kept until every lesson calls that.

    naive: as if the splits were independent. corrected: for splits that share their training rows.
    """

    mean: float
    naive: float
    corrected: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} ± {self.corrected:.3f}"


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


def difference(one: np.ndarray, other: np.ndarray, splits: list[Split]) -> Difference:
    """Return how much better `one` scores than `other` on the same splits, with its naive and corrected error.

    one, other: scores, shape (splits,). The corrected variance is s² (1/J + n₂/n₁), with s² the variance of the J
    differences, n₁ the rows that a split learns from, validation rows among them, and n₂ those it tests on (Nadeau and
    Bengio, Inference for the Generalization Error, Machine Learning 52, 2003). Raises ValueError where shapes differ.
    """
    one, other = np.asarray(one, float), np.asarray(other, float)
    if one.shape != other.shape or one.shape != (len(splits),):
        raise ValueError(f"{len(splits)} splits give as many scores twice, not {one.shape} and {other.shape}")
    gains = one - other
    tested = len(splits[0].test)
    learned = len(splits[0].train) + len(splits[0].validation)
    variance, count = gains.var(ddof=1), len(gains)
    naive, corrected = (variance / count) ** 0.5, (variance * (1 / count + tested / learned)) ** 0.5
    return Difference(float(gains.mean()), float(naive), float(corrected))

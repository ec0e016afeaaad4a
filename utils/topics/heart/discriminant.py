"""Fits classifiers to hundreds of random draws of a table at once, as one stack of small matrices.

The discriminant is scikit-learn's LinearDiscriminantAnalysis, which would take a minute for what takes a second here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedShuffleSplit
from threadpoolctl import threadpool_limits

TINY = 1e-8  # share of the largest eigenvalue below which a direction has no variance


@dataclass(frozen=True)
class Accuracies:
    """Accuracies of a classifier on so many columns in many draws of training rows.

    counts: numbers of columns. train, test: on the rows learned from and on all others, shape (draws, counts).
    """

    counts: list[int]
    train: np.ndarray
    test: np.ndarray

    @property
    def best(self) -> int:
        """The number of columns of the highest mean test accuracy."""
        return self.counts[int(self.test.mean(axis=0).argmax())]

    @property
    def fall(self) -> np.ndarray:
        """How much test accuracy all columns lose against the best number, in each draw, shape (draws,)."""
        return self.test[:, self.counts.index(self.best)] - self.test[:, -1]


def on_one_thread() -> threadpool_limits:
    """Return a context in which linear algebra uses one thread: on small matrices threads only wait for each other."""
    return threadpool_limits(1)


def accuracy_by_columns(
    X: np.ndarray,
    y: np.ndarray,
    *,
    rows: int,
    counts: Sequence[int],
    draws: int = 200,
    neighbours: int = 0,
    seed: int = 0,
) -> Accuracies:
    """Return the accuracies of a classifier on the best so many columns.

    X: shape (n, columns). y: shape (n,), true or false. rows: training rows in each draw; all others test. Each draw
    ranks the columns by their correlation with y on its own training rows, then fits the first `count` of them for
    each of `counts`. neighbours: 0 for the linear discriminant, or else how many nearest training rows vote.
    """
    y = np.asarray(y, bool)
    cut = StratifiedShuffleSplit(draws, train_size=rows, test_size=len(y) - rows, random_state=seed)
    train, test = (np.array(part) for part in zip(*cut.split(X, y), strict=True))
    order = ranking(X[train], y[train])
    fit_on, judge_on = (np.take_along_axis(X[part], order[:, None], axis=2) for part in (train, test))
    right = []
    with on_one_thread():
        for unseen, labels in ((fit_on, y[train]), (judge_on, y[test])):
            if neighbours:
                said = vote(fit_on, y[train], unseen, counts, neighbours)
            else:
                said = [discriminant(fit_on[..., :k], y[train], unseen[..., :k]) for k in counts]
            right.append(np.mean([answers == labels for answers in said], axis=2).T)
    return Accuracies(list(counts), *right)


def vote(X: np.ndarray, y: np.ndarray, unseen: np.ndarray, counts: Sequence[int], neighbours: int) -> list[np.ndarray]:
    """Return the majority among the nearest training rows for each of `counts`, arrays of shape (draws, unseen rows).

    X: shape (draws, rows, columns). y: shape (draws, rows). unseen: shape (draws, unseen rows, columns). A row that is
    itself among the training rows votes too.
    """
    squares = np.zeros((len(X), unseen.shape[1], X.shape[1]), np.float32)
    said = []
    for column in range(max(counts)):
        squares += (unseen[:, :, None, column] - X[:, None, :, column]).astype(np.float32) ** 2
        if column + 1 in counts:
            nearest = np.argpartition(squares, neighbours - 1, axis=2)[..., :neighbours]
            ill = np.take_along_axis(np.broadcast_to(y[:, None], squares.shape), nearest, axis=2)
            said.append(ill.mean(axis=2) > 0.5)
    return said


def ranking(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the columns of each draw, the one most correlated with y first, shape (draws, columns).

    X: shape (draws, rows, columns). y: shape (draws, rows). A constant column comes last.
    """
    columns, labels = X - X.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    spread = np.linalg.norm(columns, axis=1) * np.linalg.norm(labels, axis=1)[:, None]
    together = np.abs(np.einsum("rnk,rn->rk", columns, labels))
    strength = np.divide(together, spread, out=np.full_like(spread, -1.0), where=spread > 1e-9)
    return np.argsort(-strength, axis=1, kind="stable")


def discriminant(X: np.ndarray, y: np.ndarray, unseen: np.ndarray) -> np.ndarray:
    """Fit a linear discriminant to each draw and return its classes for the unseen rows, shape (draws, unseen rows).

    X: shape (draws, rows, columns). y: shape (draws, rows), each draw with both classes. unseen: shape (draws, unseen
    rows, columns). Where columns outnumber rows the shortest of all solutions is taken, as scikit-learn's "svd" does.
    """
    member = np.stack([~y, y], axis=1).astype(float)  # draws, classes, rows
    sizes = member.sum(axis=2)
    means = member @ X / sizes[..., None]
    within = X - np.where(y[..., None], means[:, 1:], means[:, :1])
    spread = within.std(axis=1)
    spread = np.where(spread > 0, spread, 1)
    apart = (means[:, 1] - means[:, 0]) / spread
    weights = solved(within / spread[:, None], apart) / spread
    middle = (weights * means.mean(axis=1)).sum(axis=1) - np.log(sizes[:, 1] / sizes[:, 0])
    return (unseen @ weights[..., None])[..., 0] > middle[:, None]


def solved(within: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return the shortest least-squares solution of covariance × weights = apart, shape (draws, columns).

    within: rows less the mean of their class, shape (draws, rows, columns). apart: shape (draws, columns).
    """
    turned = within.transpose(0, 2, 1)
    scale = within.shape[1] - 2
    if within.shape[2] <= within.shape[1]:
        inverse = np.linalg.pinv(turned @ within / scale, rcond=TINY, hermitian=True)
        return (inverse @ apart[..., None])[..., 0]
    # the same by way of the rows, of which there are fewer: (W'W)⁺ = W'(WW')⁺²W
    inverse = np.linalg.pinv(within @ turned / scale, rcond=TINY, hermitian=True)
    return (turned @ (inverse @ (inverse @ (within @ apart[..., None]))))[..., 0] / scale

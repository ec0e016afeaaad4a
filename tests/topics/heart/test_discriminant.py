"""The stacked discriminants of `utils.topics.heart.discriminant` against scikit-learn's."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.neighbors import KNeighborsClassifier
from threadpoolctl import threadpool_info

from utils.topics.heart.discriminant import (
    Accuracies,
    accuracy_by_columns,
    discriminant,
    on_one_thread,
    ranking,
    solved,
    vote,
)

random = np.random.default_rng(0)
X = random.normal(size=(5, 60, 8)) * np.arange(1, 9)
Y = X[..., 0] - X[..., 3] / 2 + random.normal(size=(5, 60)) > 0.3


@pytest.mark.parametrize(("rows", "columns"), [(30, 1), (30, 8), (8, 8)])
def test_it_agrees_with_scikit_learn(rows, columns):
    found = discriminant(X[:, :rows, :columns], Y[:, :rows], X[:, rows:, :columns])
    for draw in range(5):
        model = LinearDiscriminantAnalysis().fit(X[draw, :rows, :columns], Y[draw, :rows])
        assert (found[draw] == model.predict(X[draw, rows:, :columns])).mean() > 0.95


def test_columns_are_ranked_by_their_correlation_whatever_its_sign():
    order = ranking(X, Y)
    for draw in range(5):
        strength = np.abs([np.corrcoef(column, Y[draw])[0, 1] for column in X[draw].T])
        assert order[draw].tolist() == strength.argsort()[::-1].tolist()


def test_a_constant_column_comes_last():
    flat = X.copy()
    flat[..., 2] = 7.0
    assert (ranking(flat, Y)[:, -1] == 2).all()


def test_more_informative_columns_help_and_labels_stay_with_their_rows():
    table, labels = X.reshape(300, 8), Y.reshape(300)
    accuracies = accuracy_by_columns(table, labels, rows=100, counts=(1, 2, 8), draws=20)
    assert accuracies.test.shape == accuracies.train.shape == (20, 3)
    assert accuracies.test[:, 1].mean() > accuracies.test[:, 0].mean()
    assert accuracies.train.mean() > accuracies.test.mean()
    noise = accuracy_by_columns(random.normal(size=(300, 8)), labels, rows=100, counts=(4,), draws=20)
    assert noise.test.mean() == pytest.approx(max(labels.mean(), 1 - labels.mean()), abs=0.08)


def test_more_columns_than_rows_take_the_same_shortest_solution():
    wide = random.normal(size=(3, 12, 40))
    apart = random.normal(size=(3, 40))
    by_columns = np.linalg.pinv(wide.transpose(0, 2, 1) @ wide / 10, rcond=1e-8, hermitian=True)
    assert solved(wide, apart) == pytest.approx((by_columns @ apart[..., None])[..., 0])


def test_the_best_count_and_the_fall_from_it():
    found = Accuracies([1, 2, 5], np.ones((2, 3)), np.array([[0.5, 0.8, 0.6], [0.5, 0.9, 0.8]]))
    assert found.best == 2
    assert found.fall.tolist() == pytest.approx([0.2, 0.1])


def test_neighbours_vote_as_scikit_learns_do():
    found = vote(X[:, :30], Y[:, :30], X[:, 30:], [2, 8], 5)
    for count, said in zip((2, 8), found, strict=True):
        for draw in range(5):
            model = KNeighborsClassifier(5).fit(X[draw, :30, :count], Y[draw, :30])
            assert (said[draw] == model.predict(X[draw, 30:, :count])).all()


def test_linear_algebra_can_be_kept_to_one_thread():
    with on_one_thread():
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}

"""Logistic regression and its test of one more column, against cases with a known answer."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from utils.measuring.resampling import repeated_splits
from utils.topics.heart.logistic import likelihood_ratio, logistic_scores, rank

random = np.random.default_rng(0)
X = random.normal(size=(150, 3))
Y = X[:, 0] + random.normal(size=150) > 0


def test_scores_are_scikit_learns():
    splits = repeated_splits(Y, folds=5, repeats=1)
    found = logistic_scores(X, Y, splits, scale=np.zeros(3, bool), C=1.0)
    learn = np.concatenate([splits[2].train, splits[2].validation])
    model = LogisticRegression(C=1.0).fit(X[learn], Y[learn])
    risks = model.predict_proba(X[splits[2].test])[:, 1]
    assert found.scores[2] == pytest.approx(roc_auc_score(Y[splits[2].test], risks))
    assert found.log_losses[2] == pytest.approx(log_loss(Y[splits[2].test], risks), abs=1e-4)
    assert found.parameters == 4


def test_a_telling_column_is_found_and_a_useless_one_is_not():
    assert likelihood_ratio(X, X[:, 1:], Y).p < 0.001
    assert likelihood_ratio(X, X[:, :2], Y).p > 0.01


def test_a_useless_column_is_rarely_significant():
    draws = [likelihood_ratio(np.column_stack([X[:, :1], random.normal(size=150)]), X[:, :1], Y).p for _ in range(60)]
    assert np.mean(np.array(draws) < 0.05) < 0.2


def test_columns_that_repeat_each_other_add_no_freedom():
    mirrored = np.column_stack([X, X[:, 0] > 0, X[:, 0] <= 0]).astype(float)
    assert rank(mirrored) == 4
    assert likelihood_ratio(mirrored, X, Y).freedom == 1

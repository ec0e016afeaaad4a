"""Logistic regression: the classical model beside the network, and the classical test of one more column."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from sklearn.linear_model import LogisticRegression

from utils.measuring.resampling import Split
from utils.topics.heart.networks import auc


@dataclass(frozen=True)
class Judged:
    """A model's AUC and its mean cross-entropy (log loss, in nats) on each split's test rows, shape (splits,)."""

    scores: np.ndarray
    log_losses: np.ndarray
    parameters: int


@dataclass(frozen=True)
class LikelihoodRatio:
    """A likelihood-ratio test: the statistic, its degrees of freedom, and the probability of one as large by chance."""

    statistic: float
    freedom: int
    p: float


def logistic_scores(X: np.ndarray, y: np.ndarray, splits: list[Split], *, scale: np.ndarray, C: float = 0.1) -> Judged:
    """Judge scikit-learn's logistic regression on each split; validation rows train as well, since nothing is chosen.

    X: shape (rows, columns). y: shape (rows,), true or false. scale: which columns are standardised, by the training
    rows of each split. C: the inverse of the strength of the L2 penalty.
    """
    scores, losses = [], []
    for split in splits:
        learn = np.concatenate([split.train, split.validation])
        spread = X[learn].std(axis=0)
        table = (X - np.where(scale, X[learn].mean(axis=0), 0)) / np.where(scale & (spread > 0), spread, 1)
        model = LogisticRegression(C=C, max_iter=1_000).fit(table[learn], y[learn])
        logits, sick = model.decision_function(table[split.test]), y[split.test]
        scores.append(auc(logits, sick))
        losses.append(np.mean(np.logaddexp(0, np.where(sick, -logits, logits))))
    return Judged(np.array(scores), np.array(losses), X.shape[1] + 1)


def likelihood_ratio(X: np.ndarray, without: np.ndarray, y: np.ndarray) -> LikelihoodRatio:
    """Test whether the columns of `X` beyond those of `without` belong in a logistic regression on all rows.

    X, without: shapes (rows, columns), the second a part of the first. Twice the gain in log-likelihood follows a χ²
    distribution with as many degrees of freedom as X has more independent columns, if the extra ones mean nothing
    (Wilks, The Large-Sample Distribution of the Likelihood Ratio, 1938).
    """
    statistic = 2 * (log_likelihood(X, y) - log_likelihood(without, y))
    freedom = rank(X) - rank(without)
    return LikelihoodRatio(float(statistic), freedom, float(chi2.sf(statistic, freedom)))


def rank(X: np.ndarray) -> int:
    """Return how many columns of a table are independent once their means are gone."""
    singular = np.linalg.svd(centred(X), compute_uv=False)
    return int(np.count_nonzero(singular > 1e-8 * singular[0]))


def log_likelihood(X: np.ndarray, y: np.ndarray) -> float:
    """Return the log-likelihood of the best logistic regression without a penalty, in nats."""
    model = LogisticRegression(C=np.inf, max_iter=10_000, tol=1e-8).fit(centred(X), y)
    logits = model.decision_function(centred(X))
    return float(-np.logaddexp(0, np.where(y, -logits, logits)).sum())


def centred(X: np.ndarray) -> np.ndarray:
    """Return the columns that vary, each with the mean 0 and the standard deviation 1."""
    spread = X.std(axis=0)
    return (X - X.mean(axis=0))[:, spread > 0] / spread[spread > 0]

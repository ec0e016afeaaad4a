"""Scores lines, reads texts, tries reductions: what the lesson needs beside its own ideas. It chooses nothing."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, train_test_split
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from utils import datasets
from utils.measuring import difference
from utils.topics.projection.components import line_scores
from utils.topics.projection.figures import Outcome

Lines = Callable[[np.ndarray, np.ndarray, np.ndarray], Mapping[str, np.ndarray]]
Compact = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
BLOCKS = 5


def digit_rows() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return scikit-learn's digits as X_train (1,400, 64), X_test (397, 64), y_train, y_test, with values from 0 to 1.

    The rows come writer by writer, so the first and the last share few writers.
    """
    digits = load_digits()
    X, y = digits.data / 16, digits.target
    return X[:1_400], X[1_400:], y[:1_400], y[1_400:]


def scored_lines(lines: Lines, table: pd.DataFrame, classes: np.ndarray, response: str, *, splits: int) -> pd.DataFrame:
    """Find lines on 60 % of the rows and score them on the rest, for many splits; return a row for each line and split.

    lines: takes standardised columns, classes and the standardised response, returns a direction of length 1 by name.
    table: the columns, one of them the response. Columns: "line", and the scores of `line_scores`.
    """
    scores = []
    for seed in range(splits):
        fit_on, judge_on = train_test_split(np.arange(len(table)), test_size=0.4, stratify=classes, random_state=seed)
        scaled = (table - table.iloc[fit_on].mean()) / table.iloc[fit_on].std()
        X, y = scaled.drop(columns=response).to_numpy(), scaled[response].to_numpy()
        for name, line in lines(X[fit_on], classes[fit_on], y[fit_on]).items():
            scores.append({"line": name} | line_scores(X[judge_on], line, classes[judge_on], y[judge_on]))
    return pd.DataFrame(scores)


def same_class(points: np.ndarray, classes: np.ndarray, *, neighbours: int = 5) -> float:
    """Return how often one of a point's nearest neighbours is of its class, as a share."""
    near = NearestNeighbors(n_neighbors=neighbours + 1).fit(points).kneighbors(points, return_distance=False)[:, 1:]
    return float((classes[near] == classes[:, None]).mean())


@dataclass(frozen=True)
class Wires:
    """Reuters newswires as texts of words with blanks between, and the topic of each as its name."""

    train: np.ndarray
    test: np.ndarray
    train_topics: np.ndarray
    test_topics: np.ndarray


def wire_texts() -> Wires:
    """Return the newswires of lesson 1 as texts, without test wires that stand word for word in the training set."""
    wires = datasets.reuters()
    names = np.array(["", "", "", "", *wires.word_index])  # a wire's ids begin with a mark; words start at 4
    train, test = (
        np.array([" ".join(names[ids[1:]]) for ids in part.words], dtype=object) for part in (wires.train, wires.test)
    )
    topics = np.array(wires.topic_names)
    fresh = ~np.isin(test, train)
    return Wires(train, test[fresh], topics[wires.train.topics], topics[wires.test.topics[fresh]])


def read(wires: Mapping[str, str], *, words: int = 34) -> None:
    """Print texts one under the other, each after its label, cut after so many words."""
    for label, text in wires.items():
        kept = text.split()
        cut = " ".join(kept[:words]) + (" …" if len(kept) > words else "")
        print(label + "\n" + textwrap.fill(cut, 96, initial_indent="    ", subsequent_indent="    "))


def topic_table(parts: np.ndarray, weights: np.ndarray, words: Sequence[str], labels: np.ndarray) -> pd.DataFrame:
    """Return the strongest words of each topic, how many documents it leads, and their commonest label.

    parts: strength of each word, shape (topics, words). weights: of each topic in each document, (documents, topics).
    The column "of these" is the share of a topic's documents that have the commonest label.
    """
    leading = weights.argmax(axis=1)
    rows = []
    for topic, strengths in enumerate(parts):
        names, counts = np.unique(labels[leading == topic], return_counts=True)
        commonest = counts.argmax() if len(counts) else None
        told = (names[commonest], counts[commonest] / counts.sum()) if len(counts) else ("", np.nan)
        best = " ".join(np.asarray(words)[np.argsort(-strengths)[:7]])
        rows.append((best, int(counts.sum()), *told))
    return pd.DataFrame(rows, columns=["strongest words", "documents", "commonest label", "of these"])


def judged(
    known: np.ndarray, unseen: np.ndarray, y_known: np.ndarray, y_unseen: np.ndarray, *, full: Outcome | None, role: str
) -> Outcome:
    """Judge rows in few numbers by five nearest neighbours and by logistic regression, which standardises what it gets.

    full: the outcome with all columns, against which the standard error is taken, or None for that outcome itself.
    """
    right = KNeighborsClassifier(5).fit(known, y_known).predict(unseen) == y_unseen
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3_000)).fit(known, y_known)
    error = 0.0 if full is None else difference(right, full.right, over="rows").standard_error / 100
    return Outcome(np.shape(known)[1], right, logistic.score(unseen, y_unseen), error, role)


def scanners(X: np.ndarray) -> dict[str, np.ndarray]:
    """Return the rows as two scanners would deliver them, a simulation: the columns in another order, and

    "even": as they are; "uneven": each column in a unit of its own, a hundred times larger in one than in another, and
    with an offset of its own.
    """
    random = np.random.default_rng(5)
    even = X[:, random.permutation(X.shape[1])]
    return {"even": even, "uneven": even * 10 ** random.uniform(-1, 1, X.shape[1]) + random.uniform(0, 5, X.shape[1])}


@dataclass(frozen=True)
class Trial:
    """What a reduction did over blocks of rows.

    numbers: kept of each row. right: new rows that five nearest neighbours recognised.
    best: rows recognised with all columns, as they are or standardised, whichever is more.
    repeats: the same call gave the same rows. alone: a new row comes out the same alone and among others.
    """

    numbers: int
    right: int
    best: int
    repeats: bool
    alone: bool


def trial(compact: Compact, X: np.ndarray, y: np.ndarray) -> Trial:
    """Try a reduction of rows on five blocks: each is new once, and the other four are what may be learned from.

    compact: takes training rows, their classes and new rows, returns both in few numbers, as two tables.
    Raises AssertionError where a result is no pair of tables with as many rows as went in and equally many numbers.
    """
    right, best, numbers = 0, [0, 0], 0
    for train, new in KFold(BLOCKS).split(X):
        known, unseen = tables(compact(X[train], y[train], X[new]), len(train), len(new))
        numbers = max(numbers, known.shape[1])
        right += recognised(known, y[train], unseen, y[new])
        scaler = StandardScaler().fit(X[train])
        best[0] += recognised(X[train], y[train], X[new], y[new])
        best[1] += recognised(scaler.transform(X[train]), y[train], scaler.transform(X[new]), y[new])
    again = tables(compact(X[train], y[train], X[new]), len(train), len(new))
    few = tables(compact(X[train], y[train], X[new[:3]]), len(train), 3)
    spread = known.std() or 1.0  # solvers round, by far less than a hundredth of the spread; a sign is free
    gaps = [np.linalg.norm(rows[:3] - first[:3], axis=1) for first, rows in ((known, unseen), again, few)]
    repeats = np.allclose(gaps[0], gaps[1], rtol=0, atol=1e-6 * spread)
    return Trial(numbers, right, max(best), repeats, np.allclose(gaps[0], gaps[2], rtol=0, atol=0.01 * spread))


def recognised(known: np.ndarray, y_known: np.ndarray, unseen: np.ndarray, y_unseen: np.ndarray) -> int:
    """Return how many new rows five nearest neighbours recognise."""
    return int(np.sum(KNeighborsClassifier(5).fit(known, y_known).predict(unseen) == y_unseen))


def tables(result: object, first: int, second: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a pair of tables as arrays, or raise AssertionError with what is wanted."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise AssertionError("Return two things: training rows and new rows.")
    known, unseen = (np.asarray(part, dtype=float) for part in result)
    if known.ndim != 2 or known.shape[0] != first or unseen.shape != (second, known.shape[1]):
        raise AssertionError(
            f"Return {first} training rows and {second} new rows, with equally many numbers in each row."
        )
    return known, unseen

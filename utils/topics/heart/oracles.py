"""What the exercises on columns and patients should give, from their definitions. `same_as` alone reads this."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as generated

from utils.grading.oracles import arrays, assume, close, numbers, oracle, wholes


def distances_agree(got: object, want: np.ndarray, X: np.ndarray) -> bool | str:
    """a² + b² − 2ab loses half the digits of a double where rows nearly agree: √ε ≈ 1.5e-8 of the largest value."""
    return close(rel=1e-6, abs=1e-6 * max(1e-9, float(np.abs(X).max(initial=0))))(got, want)


@oracle(
    X=arrays(-1_000, 1_000, axes=(2, 2), longest=5, dtypes=("float64", "int64")),
    first=[
        {"X": np.array([[1, 2, 3], [4, 6, 15]])},
        {"X": np.array([[0.0], [0.01]])},
        {"X": np.array([[1e4 + 1 / 3] * 7] * 3)},
        {"X": np.array([[1_000.0, 3.0], [1_000.3, 3.0]])},  # the squares differ in the eighth digit
        {"X": np.array([[10_000] * 6, [-10_000] * 6])},  # squares that 32 bits do not hold
    ],
    agree=distances_agree,
)
def distance_matrix(X: np.ndarray) -> np.ndarray:
    """One pair of rows after the other."""
    rows = [[float(value) for value in row] for row in X]
    return np.array([[math.dist(one, other) for other in rows] for one in rows])


@st.composite
def screenings(draw: st.DrawFn) -> dict:
    """Small tables whose columns differ in scale and sign, some constant in a fold; folds that test each row once."""
    seed, rows, columns = draw(wholes(0, 10**6)), draw(st.sampled_from([24, 30, 40])), draw(wholes(3, 7))
    random = np.random.default_rng(seed)
    y = random.permutation(np.arange(rows) % 2 == 1)
    scale = 10.0 ** random.integers(-2, 3, columns)
    X = (random.normal(size=(rows, columns)) + np.outer(y, random.choice([-1.5, 0, 1, 2], columns))) * scale
    order = random.permutation(rows)
    tests = np.array_split(order, draw(st.sampled_from([2, 3, 4])))
    spared = draw(st.sampled_from([0, 4]))  # rows that a fold does not use at all
    folds = [(np.setdiff1d(order, test)[spared:], np.sort(test)) for test in tests]
    assume(all(len(set(y[train])) == 2 for train, _ in folds))
    constant = draw(st.booleans())
    if constant:
        X[:, 0] = 0.0
        X[folds[0][1], 0] = 1.0  # constant where the first fold learns
    return {"X": X, "y": y, "folds": folds, "k": draw(wholes(1 + constant, columns - 1))}


@oracle(cases=screenings(), tries=40, agree=close(abs=1e-9))
def screened_accuracy(X: np.ndarray, y: np.ndarray, folds: list, k: int) -> float:
    """Pearson's correlation by its formula, column by column, in each fold's training rows."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    scores = []
    for train, test in folds:
        labels = y[train].astype(float)
        strength = []
        for column in X[train].T:
            if column.min() == column.max():
                strength.append(-1.0)
                continue
            strength.append(abs(float(np.corrcoef(column, labels)[0, 1])))
        chosen = sorted(sorted(range(X.shape[1]), key=lambda place: -strength[place])[:k])
        fitted = LinearDiscriminantAnalysis().fit(X[np.ix_(train, chosen)], y[train])
        scores.append(float(np.mean(fitted.predict(X[np.ix_(test, chosen)]) == y[test])))
    return sum(scores) / len(scores)


WORDS = ["", "no", "yes", "No", " no", "None", "1"]


@oracle(
    vocabulary=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    mask=st.one_of(st.none(), st.sampled_from([*WORDS, "missing"])),
    unknown=wholes(0, 9),
    hidden=wholes(1, 64),
    first=[
        {"vocabulary": ["no", "?", "yes"], "mask": "?", "unknown": 0, "hidden": 10},
        {"vocabulary": ["a", "b", "a"], "mask": None, "unknown": 2, "hidden": 3},
        {"vocabulary": ["no", "yes"], "mask": "", "unknown": 0, "hidden": 3},
        {"vocabulary": ["None", "no", "No", " no"], "mask": None, "unknown": 7, "hidden": 3},
    ],
)
def column_parameters(vocabulary: list, mask: str | None, unknown: int, hidden: int) -> int:
    """A one-hot row is made, entry by entry, and each entry counts its weights."""
    assume(set(vocabulary) - {mask})
    entries = []
    for word in vocabulary:
        if word not in entries and (mask is None or word != mask):
            entries.append(word)
    if mask is not None:
        entries.append(("mask",))
    entries += [("unknown", number) for number in range(unknown)]
    return sum(1 for _ in entries for _ in range(hidden))


@oracle(
    differences=generated.arrays(np.float64, st.integers(2, 30), elements=numbers(-0.5, 0.5, tiny=False)),
    test_share=st.sampled_from([0.001, 0.04, 0.1, 0.2, 0.25, 0.3, 1 / 3, 0.5, 0.7, 0.9, 0.99]),
    first=[{"differences": np.array([0.02, -0.01, 0.03]), "test_share": 0.3}],
    agree=close(rel=1e-9, abs=1e-12),  # a root of a sum of squares: some units in the last place
)
def resampled_error(differences: np.ndarray, test_share: float) -> float:
    """The formula in exact fractions, up to its root."""
    values = [Fraction(float(value)) for value in differences]
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    share = Fraction(float(test_share))
    return math.sqrt(variance * (Fraction(1, len(values)) + share / (1 - share)))

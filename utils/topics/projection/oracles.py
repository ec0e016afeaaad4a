"""What the exercises of lesson 04 should give, slow and from the definition. Only `same_as` imports this module."""

import functools
import itertools
import math
from fractions import Fraction

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from utils.grading.oracles import arrays, oracle

APART = 0.03  # variances and entries differ by so much of the largest, so that rounding decides no axis and no sign
ROUNDING = 1e-7  # a symmetric eigenvalue problem of at most 4 columns loses 1e-16 / APART by any route; much is left


@functools.cache
def halves(low: int, high: int) -> st.SearchStrategy[float]:
    """Numbers that are halves of whole ones, which floats hold exactly."""
    return st.integers(2 * low, 2 * high).map(lambda twice: twice / 2)


def distinct(rows: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return variances and axes of rows by their singular values; rule out those that rounding could exchange."""
    _, singular, axes = np.linalg.svd(rows - rows.mean(axis=0))
    variances = np.zeros(rows.shape[1])
    variances[: len(singular)] = singular**2 / (len(rows) - 1)
    assume(variances[0] > 0.1)
    gaps = np.diff(variances[: k + 1])
    assume(np.all(-gaps > APART * variances[0]))
    return variances[:k], axes[:k]


# principal_axes


@st.composite
def counted_tables(draw) -> dict:
    """Tables of 2 to 4 columns with a count for each row, whose k axes and signs are decided."""
    columns = draw(st.integers(2, 4))
    size = draw(st.integers(2, 7))
    X = draw(arrays(shape=(size, columns), elements=halves(-9, 9), dtypes=("float64",)))
    counts = draw(arrays(shape=(size,), elements=st.integers(1, 5), dtypes=("int64",)))
    k = draw(st.integers(1, columns))
    _, axes = distinct(np.repeat(X, counts, axis=0), k)
    sizes = np.sort(np.abs(axes), axis=1)
    assume(np.all(sizes[:, -1] - sizes[:, -2] > APART))
    return {"X": X, "counts": counts, "k": k}


def same_axes(got: object, want: tuple, X: np.ndarray, counts: np.ndarray) -> bool | str:
    """Compare variances and axes, to rounding; say which of the usual slips it is."""
    if not isinstance(got, tuple | list) or len(got) != 2:
        return "Return two things: the variances and the axes."
    variances, axes = (np.asarray(part, dtype=float) for part in got)
    if variances.shape != want[0].shape or axes.shape != want[1].shape:
        return f"k = {len(want[0])} variances are wanted, and as many axes, one in a row."
    slack = ROUNDING * want[0][0]
    total = counts.sum()
    if not np.allclose(variances, want[0], rtol=0, atol=slack):
        if np.allclose(variances, want[0] * (total - 1) / total, rtol=0, atol=slack):
            return "These variances are divided by n: the convention here is n − 1."
        return "These are not the variances of the table with each row repeated as often as its count says."
    if not np.allclose(np.abs(axes), np.abs(want[1]), rtol=0, atol=ROUNDING / APART):
        return "These are not the axes of the table with each row repeated as often as its count says."
    if not np.allclose(axes, want[1], rtol=0, atol=ROUNDING / APART):
        return "The entry of largest magnitude in each axis is positive: turn a whole axis round, or leave it."
    return True


@oracle(cases=counted_tables(), agree=same_axes)
def principal_axes(X, counts, k):
    """Repeat each row as often as its count says and take singular values."""
    variances, axes = distinct(np.repeat(X, counts, axis=0), k)
    turned = [axis if max(axis, key=abs) > 0 else -axis for axis in axes]
    return variances, np.array(turned)


# components_needed


@st.composite
def spectra(draw) -> dict:
    """Variances in any order, small or large, and a share: anywhere, or just around what some components hold."""
    scale = draw(st.sampled_from([1.0, 1e-12, 1e-6, 0.1, 1e9]))
    dtype = draw(st.sampled_from(["float64", "int64"])) if scale >= 1 else "float64"
    values = draw(st.lists(st.integers(0, 20), min_size=1, max_size=8))
    assume(any(values))
    variances = np.array(values, dtype=float) * scale
    largest = sorted(map(Fraction, variances.tolist()), reverse=True)
    held = [float(part / sum(largest)) for part in itertools.accumulate(largest)]
    missed = st.sampled_from([0.0, 7e-10, 1.3e-9, 1e-6, -1e-6])
    around = st.tuples(st.sampled_from(held), missed).map(sum)
    share = draw(
        st.one_of(
            around,
            st.floats(0.01, 1),
            st.sampled_from([1, 0.5, 0.9, 0, 0.0, -0.1, -1, 1 + 1e-12, 1.0000001, 1.5, 2, 90]),
        )
    )
    return {"variances": variances.astype(dtype), "share": share}


@oracle(cases=spectra())
def components_needed(variances, share):
    """Add up exact fractions, the largest first."""
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0 and goes up to 1")
    total = sum(map(Fraction, variances.tolist()))
    wanted = Fraction(share) - Fraction(1, 10**9)
    held, needed = Fraction(0), 0
    for variance in sorted(map(Fraction, variances.tolist()), reverse=True):
        assume(abs(held / total - wanted) > 1e-10)  # nothing depends on the last digits
        if held / total >= wanted:
            break
        held, needed = held + variance, needed + 1
    return needed


# project_new_rows


@st.composite
def known_and_new(draw) -> dict:
    """Training rows, a column of which may be constant, new rows, and at most as many components as columns vary."""
    varying = draw(st.integers(1, 4))
    size, new = draw(st.integers(varying + 2, 8)), draw(st.integers(1, 4))
    X_train = draw(arrays(shape=(size, varying), elements=halves(-9, 9), dtypes=("float64",), odd=False))
    X_new = draw(arrays(shape=(new, varying), elements=halves(-20, 20), dtypes=("float64",), odd=False))
    assume(np.all(X_train.std(axis=0) > 0.1))
    units = np.array(draw(st.lists(st.sampled_from([1.0, 64.0, 2**-14]), min_size=varying, max_size=varying)))
    X_train, X_new = X_train * units, X_new * units
    if draw(st.booleans()):
        place, value = draw(st.integers(0, varying)), draw(st.integers(-3, 3))
        X_train = np.insert(X_train, place, float(value), axis=1)
        X_new = np.insert(
            X_new, place, draw(arrays(shape=(new,), elements=halves(-5, 5), dtypes=("float64",), odd=False)), axis=1
        )
    return {"X_train": X_train, "X_new": X_new, "k": draw(st.integers(1, varying))}


def same_scores(got: object, want: tuple) -> bool | str:
    """Compare scores up to the sign of each component, which both tables share; n − 1 for n is no mistake."""
    if not isinstance(got, tuple | list) or len(got) != 2:
        return "Return two things: training rows and new rows."
    old, new = (np.asarray(part, dtype=float) for part in got)
    if old.shape != want[0].shape or new.shape != want[1].shape:
        return f"The shapes should be {want[0].shape} and {want[1].shape}, not {old.shape} and {new.shape}."
    if not (np.isfinite(old).all() and np.isfinite(new).all()):
        return "A column that is constant in the training rows has no spread to divide by: 0 / 0 is no number."
    signs = np.where(np.sum(old * want[0], axis=0) < 0, -1, 1)
    for by in (1, math.sqrt(1 - 1 / len(old))):  # deviations with n, with n − 1
        fits = [np.allclose(mine * signs, right * by, rtol=0, atol=1e-6 * (1 + np.abs(right).max()))
                for mine, right in zip((old, new), want, strict=True)]  # fmt: skip
        if all(fits):
            return True
        if fits[0]:
            same = np.allclose(np.abs(new), np.abs(want[1] * by), rtol=0, atol=1e-6 * (1 + np.abs(want[1]).max()))
            if same:
                return "A component points one way for the training rows and the other way for the new ones."
            return "New rows take the mean and the deviation of the training rows, then their axes."
    spreads = [np.std(rows, axis=0) for rows in (old, want[0])]
    for by in (1, math.sqrt(1 - 1 / len(old))):
        if np.allclose(spreads[0], by, atol=1e-6) and not np.allclose(spreads[1], by, atol=0.01):
            return "All components vary alike: these are whitened. Their variances should stay as PCA gives them."
    return "These are not the components of the standardised training rows."


MANY = {"X_train": np.array([[0.0, 1], [2, 5], [4, 4], [1, 9]]), "X_new": np.arange(60.0).reshape(30, 2), "k": 2}


@oracle(cases=known_and_new(), agree=same_scores, first=[MANY])
def project_new_rows(X_train, X_new, k):
    """Standardise by the training rows alone, entry by entry, then turn to their axes."""
    means = [math.fsum(column) / len(column) for column in X_train.T]
    deviations = [
        math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        for column, mean in zip(X_train.T, means, strict=True)
    ]
    old, new = (np.array([[(x - m) / s for x, m, s in zip(row, means, deviations, strict=True)] for row in rows])
                for rows in (X_train, X_new))  # fmt: skip
    _, axes = distinct(old, k)
    return old @ axes.T, new @ axes.T


# match_signals


@st.composite
def signals(draw) -> dict:
    """True signals and found ones, some of them mixed, turned round, scaled or moved, with one best pairing."""
    count, moments = draw(st.integers(1, 4)), draw(st.integers(5, 9))
    true = draw(arrays(shape=(moments, count), elements=halves(-9, 9), dtypes=("float64",), odd=False))
    mixing = draw(arrays(shape=(count, count), elements=st.integers(-2, 2).map(float), dtypes=("float64",), odd=False))
    offset = draw(arrays(shape=(count,), elements=st.integers(-50, 50).map(float), dtypes=("float64",), odd=False))
    found = true @ (mixing + draw(st.sampled_from([0, 1, 3])) * np.eye(count)) + offset
    found = found * draw(st.sampled_from([1.0, 0.01, 100.0]))
    found = found[:, list(draw(st.permutations(range(count))))]
    assume(np.all(true.std(axis=0) > 0.1) and np.all(found.std(axis=0) > 1e-3))
    return {"found": found, "true": true}


def pairings(found: np.ndarray, true: np.ndarray) -> list[tuple[float, tuple[int, ...]]]:
    """Return every pairing with its sum of |correlation|, the best first."""
    count = true.shape[1]
    likeness = [[abs(correlation(found[:, i], true[:, j])) for j in range(count)] for i in range(count)]
    orders = itertools.permutations(range(count))
    return sorted(((sum(likeness[i][j] for j, i in enumerate(order)), order) for order in orders), reverse=True)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Return the correlation of two signals, by its definition."""
    a, b = one - one.mean(), other - other.mean()
    return float(np.dot(a, b) / math.sqrt(np.dot(a, a) * np.dot(b, b)))


def same_pairing(got: object, want: np.ndarray, found: np.ndarray) -> bool | str:
    """Compare matched signals, to rounding; say which of the usual slips it is."""
    matched = np.asarray(got, dtype=float)
    if matched.shape != want.shape:
        return f"The shape should be {want.shape} and is {matched.shape}."
    slack = 1e-9 * np.abs(found).max()
    if np.allclose(matched, want, rtol=0, atol=slack):
        return True
    if np.allclose(np.abs(matched), np.abs(want), rtol=0, atol=slack):
        return "Some signals are upside down: mind the sign of each correlation."
    return "This is not the pairing with the largest sum of |correlation|, with each found signal used once."


# Best pair first, squares, covariances and dot products each give another pairing; with four, so do exchanges of two
HARD = (
    {
        "found": np.array([[-2.0, -2, 3], [-1, -2, 0], [-2, -2, 3], [-1, 1, 3], [0, 0, 3]]),
        "true": np.array([[0.0, 3, -3], [9, 3, 1], [6, -2, 0], [6, 1, 2], [6, 1, 3]]),
    },
    {
        "found": np.array([[1.0, 3, -3, 3], [-2, 1, 0, -1], [2, -2, 1, -2], [-2, -3, 1, -1], [-3, -2, -3, -3]]),
        "true": np.array([[1.0, 9, -3, -3], [2, 6, -3, -3], [-1, 0, 6, -1], [0, 3, 6, 2], [-2, -6, -3, -3]]),
    },
    {"found": np.array([[10.0], [0], [10], [0], [9.5]]), "true": np.arange(5.0)[:, None]},  # correlated by -0.03
)


@oracle(cases=signals(), agree=same_pairing, first=HARD)
def match_signals(found, true):
    """Try every pairing."""
    (best, order), *others = pairings(found, true)
    assume(not others or best - others[0][0] > 1e-3)
    signs = [correlation(found[:, i], true[:, j]) for j, i in enumerate(order)]
    assume(min(map(abs, signs)) > 1e-3)
    return np.column_stack([math.copysign(1, sign) * found[:, i] for sign, i in zip(signs, order, strict=True)])

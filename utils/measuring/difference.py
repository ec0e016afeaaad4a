"""Says how far two measurements lie apart, and whether that may be luck: a value with its standard error.

    gain = difference(right_small, right_wide, over="rows")
    print(gain)              # +0.6 ± 0.8 points
    print(gain.sure)         # False: it may be luck

It judges what was measured elsewhere; it trains nothing and chooses nothing. "Not sure" means that this measurement
does not establish a difference, never that there is none.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from utils.measuring.resampling import Split

RESAMPLES = 1_000  # a standard error from so many is itself good to about 1 / √(2 · 1,000) = 2 %
AT_ONCE = 50  # resamples held in memory together


@dataclass(frozen=True)
class Difference:
    """A difference of two measurements and how well it is known.

    value, standard_error: in `unit`, which is printed behind them ("points" are hundredths of a share); nothing is
    printed for "". method: what gave the standard error: "rows", "seeds", "corrected resampling" or "bootstrap".
    margin: what luck reaches once in twenty times, in standard errors: two, and more over a few seeds or splits, whose
    standard error is itself not well known (Student's t; 4.3 over three seeds, 2.8 over five).

    As text, `str(gain)` is "+0.6 ± 0.8 points", its digits set by the standard error, and `f"{gain:.3f}"` sets them.
    """

    value: float
    standard_error: float
    unit: str
    method: str
    margin: float = 2.0

    @property
    def sure(self) -> bool:
        """Whether the difference is beyond its margin, in either direction."""
        return abs(self.value) > self.margin * self.standard_error

    def __str__(self) -> str:
        return format(self, f".{self._decimals()}f")

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        both = f"{self.value:+z{spec}} ± {self.standard_error:{spec}}"  # z: no minus before a rounded zero
        return f"{both} {self.unit}".rstrip()

    def _decimals(self) -> int:
        """One digit of the standard error that counts, two where the first is a 1, since 1 may be 1.4."""
        least = 1 if self.unit == "points" else 0
        known = self.standard_error or abs(self.value)
        if not known:
            return 1
        exponent = math.floor(math.log10(known))
        return max(least, -exponent + (known < 2 * 10**exponent))


def difference(
    one: ArrayLike,
    other: ArrayLike,
    *,
    over: Literal["rows", "seeds"] | Sequence["Split"],
    unit: str = "points",
    statistic: Callable[[np.ndarray], float] | None = None,
) -> Difference:
    """Return the mean of `one` − `other` over pairs, with its standard error.

    one, other: shape (n,), in pairs: the same row, the same seed, the same split. Booleans and shares, or any numbers.
    over: what the pairs are, which decides the standard error. With s the standard deviation of the n differences:
        "rows": s / √n, where both models are judged on the same rows. It is the error from the choice of these rows;
            what another seed would do to a model it does not say.
        "seeds": s / √n, where each seed gave a pair of models. At least three.
        a list of `Split`: s √(1/n + n₂/n₁), with n₁ the rows that a split learns from, validation rows among them, and
            n₂ those it tests on. Splits share most of their training rows, so that s / √n, which over="rows" gives, is
            too small (Nadeau and Bengio, Inference for the Generalization Error, Machine Learning 52, 2003).
    unit: of the numbers given; with "points", they are shares and the difference is in hundredths of one.
    statistic: for what is no mean of rows, such as `lambda squared: np.sqrt(squared.mean())`: takes the rows of one of
        the two, shape (n, …), and returns a number. The value is statistic(one) − statistic(other), its standard error
        that of `scipy.stats.bootstrap` with both judged on the same resampled rows (Efron and Tibshirani, An
        Introduction to the Bootstrap, 1993); the same every time.

    Raises ValueError where the shapes differ or do not fit `over`, for fewer than three pairs, for numbers that are not
    finite, and for "points" that are no shares.
    """
    one, other = np.asarray(one, float), np.asarray(other, float)
    _check(one, other, over, unit, statistic)
    if statistic is not None:
        value, error, method = *_bootstrap(one, other, statistic), "bootstrap"
    else:
        gains = one - other
        value, spread, share = gains.mean(), gains.std(ddof=1), 1 / len(gains)
        method = over if isinstance(over, str) else "corrected resampling"
        if not isinstance(over, str):
            share += sum(len(split.test) for split in over) / sum(len(s.train) + len(s.validation) for s in over)
        error = spread * math.sqrt(share)
    scale = 100 if unit == "points" else 1
    return Difference(
        float(scale * value), float(scale * error), unit, method, 2.0 if over == "rows" else _student(len(one))
    )


def _student(pairs: int) -> float:
    """Return how many standard errors the mean of a few pairs is off by luck 19 times of 20."""
    from scipy.stats import t

    return float(t.ppf(0.975, pairs - 1))


def _check(one: np.ndarray, other: np.ndarray, over: object, unit: str, statistic: object) -> None:
    """Raise ValueError, in a sentence, where two measurements cannot be compared."""
    named = isinstance(over, str)
    if named and over not in ("rows", "seeds"):
        raise ValueError(f'`over` is "rows", "seeds" or a list of splits, not {over!r}')
    if one.shape != other.shape:
        raise ValueError(f"differences are taken in pairs, and the shapes are {one.shape} and {other.shape}")
    if one.ndim != 1 and (statistic is None or not one.ndim):
        raise ValueError(f"one number for each pair is needed, an array of shape (n,), not {one.shape}")
    if not named and len(one) != len(over):
        raise ValueError(f"{len(over)} splits give {len(over)} pairs, not {len(one)}")
    if statistic is not None and over != "rows":
        raise ValueError('a statistic is resampled over its rows: over="rows"')
    if over == "seeds" and len(one) < 3:
        raise ValueError(f"{len(one)} seeds rank nothing: take three at least, five where a run takes seconds")
    if len(one) < 3:
        raise ValueError(f"{len(one)} pairs say nothing of their spread: at least three are needed")
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        raise ValueError("some of the numbers are not finite")
    if unit == "points" and not (min(one.min(), other.min()) >= 0 and max(one.max(), other.max()) <= 1):
        raise ValueError(
            "points are hundredths of a share, and some of the numbers lie outside 0 to 1: name their unit"
        )


def _bootstrap(one: np.ndarray, other: np.ndarray, statistic: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """Return the difference of a statistic and its standard error over rows that are drawn for both together."""
    from scipy.stats import bootstrap

    def gap(first: np.ndarray, second: np.ndarray) -> float:
        return float(statistic(one[first])) - float(statistic(other[second]))

    rows = np.arange(len(one))
    drawn = bootstrap(
        (rows, rows),
        gap,
        paired=True,
        vectorized=False,
        n_resamples=RESAMPLES,
        batch=AT_ONCE,
        method="percentile",
        rng=0,
    )
    return gap(rows, rows), float(drawn.standard_error)

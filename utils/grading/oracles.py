"""What oracles are written with: the decorator, ways to agree, and strategies that generate an exercise's inputs.

    from utils.grading.oracles import arrays, exactly, numbers, oracle, wholes

    @oracle(values=arrays(-50, 50, axes=(0, 3), empty=True), scale=numbers(0.01, 2), zero_point=wholes(0, 255))
    def quantize(values, scale, zero_point):
        ...                       # slow, obvious, from the definition, written otherwise than the solution
        raise ValueError("...")   # where the exercise promises one: the answer must raise it too

An oracle has its exercise's name and arguments and lives in `utils/topics/<topic>/oracles.py`; the strategies are the
docstring's promises in code. Only `same_as` imports these modules, when a check needs one: Hypothesis is not loaded
before. Nothing here knows a lesson.
"""

import functools
import inspect
import math
import numbers as kinds
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra import numpy as generated

__all__ = ["Oracle", "arrays", "assume", "close", "exactly", "near", "numbers", "one_of", "oracle", "series", "tables"]
__all__ += ["wholes"]

TRIES = 100  # generated inputs of one check
WORDS = ((bool | np.bool_, "True or False"), (kinds.Integral, "a whole number"), (kinds.Real, "a number"))


@dataclass(frozen=True)
class Oracle:
    """What an exercise should give, and the inputs to try.

    function: gives what is right, or raises ValueError where the answer must. cases: a strategy of `{argument: value}`.
    agree: tells whether a result is as good as the oracle's. first: arguments tried before the generated ones.
    """

    function: Callable
    cases: st.SearchStrategy[dict]
    agree: Callable
    first: tuple[dict, ...]
    tries: int

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Return what is right for these arguments."""
        return self.function(*args, **kwargs)


@dataclass(frozen=True)
class OneOf:
    """Several results that are all right."""

    results: tuple


def one_of(*results: object) -> OneOf:
    """Return what an oracle gives where any of `results` is right, at a tie for instance."""
    return OneOf(results)


def oracle(
    *,
    agree: Callable | None = None,
    cases: st.SearchStrategy[dict] | None = None,
    first: Iterable[dict] = (),
    tries: int = TRIES,
    **strategies: st.SearchStrategy,
) -> Callable[[Callable], Oracle]:
    """Make a function the oracle of the exercise of its name.

    strategies: one for each argument; or `cases`: one strategy that gives all arguments as a dict, where they depend on
    each other. agree: `exactly()` unless said otherwise; `agree(got, want)` returns True, False, or a sentence that
    says what is wrong, and may name arguments of the exercise as further parameters.
    first: hand-picked arguments, tried before and shown as they are. tries: how many inputs are generated.
    """

    def decorate(function: Callable) -> Oracle:
        drawn = st.fixed_dictionaries(strategies) if cases is None else cases
        return Oracle(function, drawn, agree or exactly(), tuple(first), tries)

    return decorate


# Agreement


def exactly(*, dtype: bool = False, index: bool = False) -> Callable[[object, object], bool | str]:
    """Return an agreement: same value, same shape, same kind of type, all the way down.

    `np.int64` is a whole number and a whole number will do where a number with decimals is right, but True is none of
    them. NaN agrees with NaN. dtype: arrays have the very dtype; index: tables have the same index.
    """
    return close(dtype=dtype, index=index)


def close(
    rel: float = 0.0, abs: float = 0.0, *, dtype: bool = False, index: bool = False
) -> Callable[[object, object], bool | str]:
    """Return an agreement like `exactly`, but with numbers within `max(rel * |want|, abs)` of each other."""
    return functools.partial(compared, rel=rel, abs=abs, dtype=dtype, index=index)


def compared(got: object, want: object, *, rel: float, abs: float, dtype: bool, index: bool) -> bool | str:
    """Return True where `got` agrees with `want`, else a sentence that says why not, or False for another value."""
    again = functools.partial(compared, rel=rel, abs=abs, dtype=dtype, index=index)
    if isinstance(want, OneOf):
        verdicts = [again(got, result) for result in want.results]
        return True if True in verdicts else verdicts[0]
    if isinstance(want, pd.DataFrame | pd.Series):
        return same_table(got, want, again, index)
    if isinstance(want, np.ndarray):
        return same_array(got, want, rel, abs, dtype)
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return f"Return a dictionary, not {a(got)}."
        if set(got) != set(want):
            return f"The keys should be {', '.join(map(repr, want))}."
        return first_problem(again(got[key], want[key]) for key in want)
    if isinstance(want, list | tuple):
        if type(got) is not type(want):
            return f"Return {a(want)}, not {a(got)}."
        if len(got) != len(want):
            return f"There should be {len(want)} in the {type(want).__name__}, not {len(got)}."
        return first_problem(again(one, other) for one, other in zip(got, want, strict=True))
    for kind, words in WORDS:
        if isinstance(want, kind):
            if not isinstance(got, kind) or (isinstance(got, bool | np.bool_) and kind is not WORDS[0][0]):
                return f"Return {words}, not {a(got)}."
            return near_enough(got, want, rel, abs)
    if type(got) is not type(want):
        return f"Return {a(want)}, not {a(got)}."
    return bool(np.all(got == want))


def first_problem(verdicts: Iterable[bool | str]) -> bool | str:
    """Return the first verdict that is not True, or True."""
    return next((verdict for verdict in verdicts if verdict is not True), True)


def near_enough(got: object, want: object, rel: float, abs_: float) -> bool:
    """Tell whether two numbers agree."""
    if got == want:
        return True
    if isinstance(want, kinds.Integral) and isinstance(got, kinds.Integral) and not (rel or abs_):
        return False  # as floats, large ones would be equal
    try:
        one, other = float(got), float(want)
    except OverflowError:
        return False
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    if math.isinf(one) or math.isinf(other):
        return one == other
    return abs(one - other) <= max(rel * abs(other), abs_)


def same_array(got: object, want: np.ndarray, rel: float, abs_: float, dtype: bool) -> bool | str:
    """Compare an array with the right one; NumPy's own scalars are arrays without axes."""
    got = np.asarray(got) if isinstance(got, np.generic) and want.ndim == 0 else got
    if not isinstance(got, np.ndarray):
        return f"Return an array, not {a(got)}."
    if got.shape != want.shape:
        return f"The shape should be {want.shape} and is {got.shape}."
    families = {"i": "whole numbers", "u": "whole numbers", "f": "numbers with decimals", "b": "True and False"}
    mine, right = (families.get(array.dtype.kind, array.dtype.name) for array in (got, want))
    if mine != right:
        return f"The array should hold {right} and holds {mine} ({got.dtype.name})."
    if dtype and got.dtype != want.dtype:
        return f"The array's dtype should be {want.dtype.name} and is {got.dtype.name}."
    if want.dtype.kind not in "fc":
        if not (rel or abs_) or want.dtype.kind not in "iu":
            return bool(np.array_equal(got, want))
        got, want = got.astype(float), want.astype(float)
    with np.errstate(all="ignore"):
        one, other = (array if array.dtype.kind == "c" else array.astype(np.float64) for array in (got, want))
        within = np.abs(one - other) <= np.maximum(rel * np.abs(other), abs_)
    finite = np.isfinite(one) & np.isfinite(other)
    return bool(np.all((one == other) | (finite & within) | (np.isnan(one) & np.isnan(other))))


def same_table(got: object, want: pd.DataFrame | pd.Series, again: Callable, index: bool) -> bool | str:
    """Compare a table or one of its columns with the right one."""
    if type(got) is not type(want):
        return f"Return {a(want)}, not {a(got)}."
    if len(got) != len(want):
        return f"There should be {len(want)} rows, not {len(got)}."
    if index and list(got.index) != list(want.index):
        return "The index differs."
    if isinstance(want, pd.Series):
        return first_problem(again(one, other) for one, other in zip(got.tolist(), want.tolist(), strict=True))
    if list(got.columns) != list(want.columns):
        return f"The columns should be {', '.join(map(str, want.columns))}."
    return first_problem(again(got[name], want[name]) for name in want.columns)


def a(value: object) -> str:
    """Return what kind of thing a value is, in words."""
    for kind, words in WORDS:
        if isinstance(value, kind):
            return words
    plain = {list: "a list", tuple: "a tuple", dict: "a dictionary", str: "text", np.ndarray: "an array"}
    plain |= {type(None): "None", pd.DataFrame: "a table", pd.Series: "a Series", bytes: "bytes"}
    return plain.get(type(value), f"a {type(value).__name__}")


def agreement(agree: Callable, got: object, want: object, arguments: dict) -> bool | str:
    """Return what `agree` says, given those of the arguments that it names."""
    if isinstance(agree, functools.partial):
        return agree(got, want)
    wanted = list(inspect.signature(agree).parameters)[2:]
    return agree(got, want, **{name: arguments[name] for name in wanted})


# Strategies. Those that depend on what was drawn are kept for the next time: Hypothesis examines every new one anew

LATELY = 256  # that are kept


@functools.lru_cache(LATELY, typed=True)
def wholes(low: int, high: int, *, numpy: bool = False) -> st.SearchStrategy[int]:
    """Whole numbers from `low` to `high`, often the ends; numpy: now and then as `np.int64`."""
    plain = st.integers(low, high) | st.sampled_from(sorted({low, min(low + 1, high), max(high - 1, low), high}))
    return plain | plain.map(np.int64) if numpy else plain


@functools.lru_cache(LATELY, typed=True)
def numbers(low: float, high: float, *, whole: bool = True, tiny: bool = True) -> st.SearchStrategy[float]:
    """Numbers from `low` to `high`: decimals, the ends and the floats next to them.

    whole: some are of type int. tiny: some lie as near to 0 as 1e-30, where the range allows.
    """
    low, high = float(low), float(high)
    edges = {low, math.nextafter(low, high), math.nextafter(high, low), high}
    edges |= {x for x in (1e-30, -1e-30, 1e-9, -1e-9) if tiny and low <= x <= high}
    edges = {x for x in edges if tiny or x == 0 or abs(x) >= 1e-6}
    drawn = [st.sampled_from(sorted(edges, key=lambda x: (abs(x), x)))]
    drawn.append(st.floats(low, high, allow_subnormal=False).filter(lambda x: tiny or x == 0 or abs(x) >= 1e-6))
    for parts in (10, 1):  # first of all the simplest, to which a failing input shrinks
        least, most = math.ceil(low * parts), math.floor(high * parts)
        if least <= most and abs(least) < 2**53 > abs(most):
            drawn.insert(0, st.integers(least, most).map(functools.partial(divided, parts, whole)))
    return st.one_of(drawn)


def divided(parts: int, whole: bool, number: int) -> float:
    """Return a number of parts as a float, or as it is where whole numbers are wanted and there are no parts."""
    return number if whole and parts == 1 else number / parts


def near(*points: float) -> st.SearchStrategy[float]:
    """Each of `points`, and the next float below and above it."""
    return st.sampled_from(
        [x for point in points for x in (point, math.nextafter(point, -math.inf), math.nextafter(point, math.inf))]
    )


@st.composite
def arrays(
    draw: Callable,
    low: float = -10,
    high: float = 10,
    *,
    axes: tuple[int, int] = (1, 3),
    longest: int = 4,
    shape: tuple[int, ...] | st.SearchStrategy[tuple[int, ...]] | None = None,
    dtypes: Sequence[str] = ("float64", "float32", "int64"),
    elements: st.SearchStrategy | None = None,
    empty: bool = False,
    odd: bool = True,
) -> np.ndarray:
    """Arrays of numbers from `low` to `high`, or of `elements`.

    axes: least and most of them, each at most `longest` long; or `shape`. dtypes: the types that occur.
    empty: an axis may have length 0. odd: some are read-only, and some lie transposed in memory.
    """
    if shape is None:
        shape = st.integers(*axes).flatmap(functools.partial(shapes, longest, empty))
    size = draw(shape) if isinstance(shape, st.SearchStrategy) else shape
    dtype = np.dtype(draw(st.sampled_from(list(dtypes))))
    values = fitting(dtype, low, high) if elements is None else elements
    array = draw(filled(dtype, size, values))
    if odd and array.ndim > 1 and draw(st.booleans()):
        array = np.asfortranarray(array)
    if odd and draw(st.booleans()):
        array.setflags(write=False)
    return array


@functools.lru_cache(LATELY, typed=True)
def filled(dtype: np.dtype, size: tuple[int, ...], values: st.SearchStrategy) -> st.SearchStrategy[np.ndarray]:
    """Arrays of this type and size, each number drawn on its own."""
    return generated.arrays(dtype, size, elements=values, fill=st.nothing())


@functools.lru_cache(LATELY, typed=True)
def shapes(longest: int, empty: bool, axes: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Shapes of so many axes; the more there are, the shorter they are."""
    side = st.integers(0 if empty else 1, longest if axes < 3 else max(2, longest - 1))
    return st.tuples(*[side] * axes)


@functools.lru_cache(LATELY, typed=True)
def fitting(dtype: np.dtype, low: float, high: float) -> st.SearchStrategy:
    """Values from `low` to `high` that an array of `dtype` holds exactly."""
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return wholes(max(math.ceil(low), limits.min), min(math.floor(high), limits.max))
    if dtype.kind == "b":
        return st.booleans()
    if dtype.itemsize == 8:
        return numbers(low, high, whole=False)
    least, most = dtype.type(low), dtype.type(high)
    least = np.nextafter(least, dtype.type(np.inf)) if float(least) < low else least
    most = np.nextafter(most, dtype.type(-np.inf)) if float(most) > high else most
    floats = st.floats(float(least), float(most), width=8 * dtype.itemsize, allow_subnormal=False)
    few = st.sampled_from(sorted({dtype.type(x) for x in (low, high, 0, 1, 0.5, 0.1) if least <= x <= most}))
    return few | floats


@st.composite
def tables(
    draw: Callable, columns: dict[str, st.SearchStrategy], *, rows: tuple[int, int] = (0, 6), index: str = "range"
) -> pd.DataFrame:
    """Tables whose columns hold values of the strategies given; index="any": rows numbered in some other way, too."""
    length = draw(st.integers(*rows))
    size = max(length, 1)  # an empty table's columns have their types too
    values = {name: draw(st.lists(drawn, min_size=size, max_size=size)) for name, drawn in columns.items()}
    table = pd.DataFrame(values, columns=list(columns)).iloc[:length]
    return table.set_index(draw(indices(length, index)))


@st.composite
def series(
    draw: Callable, values: st.SearchStrategy, *, rows: tuple[int, int] = (0, 6), index: str = "range"
) -> pd.Series:
    """Series of values of a strategy; index="any": numbered in some other way, too."""
    length = draw(st.integers(*rows))
    size = max(length, 1)
    drawn = pd.Series(draw(st.lists(values, min_size=size, max_size=size))).iloc[:length]
    return drawn.set_axis(draw(indices(length, index)))


def indices(length: int, kind: str) -> st.SearchStrategy:
    """Indices for `length` rows: 0, 1, … or any other numbers."""
    usual = st.just(pd.RangeIndex(length))
    other = st.permutations(range(10, 10 + length)).map(pd.Index)
    return usual | other if kind == "any" and length else usual

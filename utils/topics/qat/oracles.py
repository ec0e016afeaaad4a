"""What the exercises on quantization-aware training should give, from the definition. Only `same_as` reads it."""

import functools
import math
from collections import Counter

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from utils import frameworks, litert
from utils.grading.oracles import arrays, assume, close, near, numbers, oracle, wholes
from utils.quiet import quiet

TRIES = 60  # inputs of one check: they take 5 ms each, and the hand-picked ones meet the edges

# What is handed back may be an array, a list or a tensor of numbers: the exercises are about values


def as_numbers(got: object) -> np.ndarray | None:
    """Return a result as an array of real numbers, or None."""
    try:
        values = np.asarray(got.numpy() if hasattr(got, "numpy") else got)
    except ValueError:  # a ragged list
        return None
    return values if values.dtype.kind in "fiu" else None


def alike(got: object, want: np.ndarray) -> bool | str:
    """Tell whether numbers agree, whatever holds them; float32 keeps seven digits, and nothing below 1e-38."""
    values = as_numbers(got)
    if values is None:
        return "Return an array of numbers."
    if values.shape != want.shape and values.size + want.size:
        return f"The shape should be {want.shape} and is {values.shape}."
    return close(rel=1e-6, abs=1e-38)(values.astype(float).reshape(want.shape), want)


def a_pair(got: object, want: tuple[float, float], rel: float, abs: float) -> bool | str:
    """Tell whether two plain numbers agree, in a tuple, a list or an array."""
    if not isinstance(got, tuple | list | np.ndarray) or np.shape(got) != (2,):
        return "Return two numbers."
    return close(rel=rel, abs=abs)(tuple(got), want)


# fake_quantize


def on_the_grid(got: object, want: np.ndarray, values: np.ndarray, bits: int, low: float, high: float) -> bool | str:
    """Tell whether each result is a level, and none nearer to its value.

    Two levels, or two places of the grid, may be equally near up to rounding. Numbers may be float32, whose seven
    digits leave 1e-6 of the largest number at hand.
    """
    results = as_numbers(got)
    if results is None:
        return "Return an array of numbers."
    if results.dtype.kind != "f":
        return f"Fake means that the result is floats, not {results.dtype.name}."
    if results.shape != values.shape and results.size + values.size:  # a list cannot say (0, 1, 2)
        return f"The result has the shape of the values, {values.shape}, not {results.shape}."
    exact = -low * (2**bits - 1) / (high - low)
    places = {zero for zero in (math.floor(exact), math.ceil(exact)) if abs(zero - exact) <= 0.5 + 1e-4}
    step, slack = (high - low) / (2**bits - 1), 1e-6 * (high - low)
    pairs = [*zip(results.ravel().tolist(), values.ravel().tolist(), strict=True)]
    return any(all(fits(*pair, step, zero, 2**bits - 1, slack) for pair in pairs) for zero in places)


def fits(result: float, value: float, step: float, zero: int, last: int, slack: float) -> bool:
    """Tell whether a result is a level of the grid with this zero point, and none is nearer to the value."""
    if not math.isfinite(result):
        return False
    place = min(max(round(result / step) + zero, 0), last)
    inside = min(max(value, -zero * step), (last - zero) * step)
    if abs(result - (place - zero) * step) > slack:
        return False
    beside = [other for other in (place - 1, place, place + 1) if 0 <= other <= last]
    nearest = min(abs((other - zero) * step - inside) for other in beside)
    return abs(result - inside) <= nearest + 3 * slack


@st.composite
def quantizations(draw: st.DrawFn) -> dict:
    """Ranges around zero, and values within, at the ends and far beyond."""
    low, high = draw(numbers(-10, 0, tiny=False)), draw(numbers(0, 10, tiny=False))
    assume(high - low >= 0.01)
    far = st.sampled_from([-4e9, -1e4, 1e4, 4e9])
    value = numbers(-20, 20) | far
    dtype = draw(st.sampled_from(["float64", "float32", "int64"]))
    elements = value.map(lambda number: float(np.float32(number))) if dtype == "float32" else value
    elements = wholes(-20, 20) | st.sampled_from([-(4 * 10**9), 4 * 10**9]) if dtype == "int64" else elements.map(float)
    values = draw(arrays(axes=(0, 3), dtypes=(dtype,), elements=elements, empty=True))
    return {"values": values, "bits": draw(wholes(2, 16)), "low": low, "high": high}


@oracle(
    tries=TRIES,
    cases=quantizations(),
    agree=on_the_grid,
    first=[
        {"values": np.linspace(-2.0, 2.0, 24).reshape(2, 3, 4), "bits": 3, "low": -1.0, "high": 1.2},
        {"values": np.linspace(-2.0, 2.0, 49), "bits": 3, "low": -1.0, "high": 1.0},
        {"values": np.linspace(-2.0, 2.0, 49), "bits": 2, "low": -1.0, "high": 1.0},
        {"values": np.array([-1, 0, 3]), "bits": 2, "low": -1.0, "high": 2.0},
        {"values": np.linspace(-1.0, 2.0, 40), "bits": 10, "low": -1.0, "high": 2.0},
        {"values": np.array([-4e9, 4e9]), "bits": 8, "low": -1.0, "high": 2.0},
        {"values": np.array([1.07, 9.0, -0.5]), "bits": 3, "low": -0.5, "high": 1.0},  # the shifted grid ends at 1.0714
        {"values": np.array([2e-5, 5e-5, -1e-5]), "bits": 4, "low": -2e-5, "high": 1e-4},  # small, all of it
        {"values": np.array([2e-9, 5e-9, -1e-9]), "bits": 4, "low": -2e-9, "high": 1e-8},
    ],
)
def fake_quantize(values: np.ndarray, bits: int, low: float, high: float) -> np.ndarray:
    """Try both places around the zero point, and for each value the levels around it."""
    step, last = (high - low) / (2**bits - 1), 2**bits - 1
    zero = min((math.floor(-low / step), math.ceil(-low / step)), key=lambda stored: abs(low + stored * step))
    results = []
    for value in values.ravel().tolist():
        inside = min(max(value, -zero * step), (last - zero) * step)
        guess = min(max(round(inside / step) + zero, 0), last)
        tried = range(max(guess - 1, 0), min(guess + 1, last) + 1)
        results.append(min(((place - zero) * step for place in tried), key=lambda level: abs(level - inside)))
    return np.array(results, dtype=float).reshape(values.shape)


# straight_through


def normal(number: float) -> bool:
    """Tell whether a number is 0 or not smaller than the least normal float: TensorFlow takes those for 0."""
    return number == 0 or abs(number) >= 1e-300


@st.composite
def gradients(draw: st.DrawFn) -> dict:
    """Two arrays of one shape and a range, with values at its ends and next to them."""
    low, high = draw(numbers(-5, 5, tiny=False)), draw(numbers(-5, 5, tiny=False))
    assume(low < high)
    shape = draw(st.sampled_from([(1,), (4,), (0,), (), (2, 3), (2, 2, 2)]))
    whole = draw(st.booleans())
    inside = wholes(-6, 6) if whole else near(float(low), float(high)).filter(normal) | numbers(-6, 6, whole=False)
    values = arrays(shape=shape, dtypes=("int64" if whole else "float64",), elements=inside)
    upstream = arrays(-9, 9, shape=shape, dtypes=("float64", "int64"))
    return {"upstream": draw(upstream), "values": draw(values), "low": low, "high": high}


@oracle(
    tries=TRIES,
    cases=gradients(),
    agree=alike,
    first=[
        {"upstream": np.array([5.0, 3.0]), "values": np.array([0.1, 0.8]), "low": 0.1, "high": 0.8},
        {"upstream": np.array([5.0, 3.0]), "values": np.array([0.1, -0.8]), "low": -0.8, "high": 0.1},
        {"upstream": np.array([5, 3]), "values": np.array([0, 3]), "low": -1.0, "high": 1.0},
        {"upstream": np.array([2.5]), "values": np.array([1]), "low": -1.0, "high": 1.0},
        {"upstream": np.array([-5.0, 5.0]), "values": np.array([-9e3, 9e3]), "low": -1.0, "high": 1.0},
        {"upstream": np.array([-5.0, 5.0]), "values": np.array([9e3, -9e3]), "low": -1.0, "high": 1.0},
    ],
)
def straight_through(upstream: np.ndarray, values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Go number by number."""
    passed = [
        float(gradient) if low <= value <= high else 0.0
        for gradient, value in zip(upstream.ravel().tolist(), values.ravel().tolist(), strict=True)
    ]
    return np.array(passed, dtype=float).reshape(values.shape)


# moving_range


@st.composite
def averages(draw: st.DrawFn) -> dict:
    """A start around zero and some batches of any shape."""
    start = draw(numbers(-9, 0)), draw(numbers(0, 9))
    batch = arrays(-20, 20, axes=(0, 3))
    return {
        "start": start,
        "batches": draw(st.lists(batch, max_size=4)),
        "decay": draw(numbers(0, 1) | st.just(0.999)),
    }


# An end is a sum of terms of one sign, so that even in float32 (6e-8 a step) few batches keep five digits
@oracle(tries=TRIES, cases=averages(), agree=functools.partial(a_pair, rel=1e-5, abs=1e-12))
def moving_range(start: tuple, batches: list, decay: float) -> tuple:
    """Weigh all ends at once: the one of batch i, of n, by (1 - decay) decay^(n - 1 - i)."""
    ends = [[], []]
    for batch in batches:
        values = [*map(float, batch.ravel().tolist()), 0.0]
        ends[0].append(min(values))
        ends[1].append(max(values))
    count = len(batches)
    weights = [(1 - decay) * decay ** (count - 1 - place) for place in range(count)]
    return tuple(
        float(math.fsum([first * decay**count, *(w * end for w, end in zip(weights, own, strict=True))]))
        for first, own in zip(start, ends, strict=True)
    )


# float_share


@functools.cache
def files() -> tuple[bytes, ...]:
    """Small converted models whose kernels have different types; all hold a table of paddings, which is no weight.

    Two rows of padding, since the converter folds one into a convolution of 3 × 3.
    """
    from litert_quantizer.quantizer import Quantizer

    layers = frameworks.tf_keras.layers
    model = frameworks.tf_keras.Sequential(
        [
            layers.Input((8, 8, 1), name="image"),
            layers.ZeroPadding2D(2, name="pad"),
            layers.Conv2D(4, 3, name="conv"),
            layers.Flatten(name="flatten"),
            layers.Dense(12, name="first"),
            layers.Dense(12, name="twin"),  # stays float, and has the shape of the last
            layers.Dense(12, name="last"),
        ],
        name="small",
    )
    start = litert.convert(model, "float")
    made = [start, litert.convert(model, "float16")]
    for bits in ((4, 4, 4), (8, 8, 8), (8, 4, 32), (32, 8, 4), (32, 4, 32), (4, 32, 8), (8, 32, 32)):
        work = Quantizer(bytearray(start))
        for layer, own in zip(("conv", "first", "last"), bits, strict=True):
            if own != 32:
                work.add_dynamic_config(f".*{layer}/.*", "*", own)
        with quiet():
            made.append(bytes(work.quantize().quantized_model))
    return tuple(made)


@oracle(converted=st.deferred(lambda: st.sampled_from(files())), tries=30, agree=close(abs=1e-9))
def float_share(converted: bytes) -> float:
    """Read the file's own tables: what stands second among the inputs of a convolution or a dense layer."""
    from ai_edge_litert import schema_py_generated as schema

    stored = schema.ModelT.InitFromPackedBuf(bytes(converted), 0)
    graph, counted = stored.subgraphs[0], Counter()
    codes = [max(code.builtinCode, code.deprecatedBuiltinCode) for code in stored.operatorCodes]
    kinds = {schema.BuiltinOperator.CONV_2D, schema.BuiltinOperator.FULLY_CONNECTED}
    sources = {
        int(operator.outputs[0]): int(operator.inputs[0])
        for operator in graph.operators
        if codes[operator.opcodeIndex] == schema.BuiltinOperator.DEQUANTIZE
    }
    for operator in graph.operators:
        if codes[operator.opcodeIndex] in kinds:
            place = int(operator.inputs[1])
            tensor = graph.tensors[sources.get(place, place)]
            counted[tensor.type == schema.TensorType.FLOAT32] += math.prod(map(int, tensor.shape))
    return counted[True] / (counted[True] + counted[False])


# fair_gain


COLUMNS = ["arm", "epochs", "seed", "accuracy"]
TURNED = [("aware", 1, 0, 0.9), ("aware", 2, 0, 0.7), ("control", 2, 0, 0.6), ("aware", 1, 1, 0.8)]
TURNED += [("control", 1, 1, 0.75), ("control", 1, 0, 0.6), ("before", 1, 0, 0.1), ("aware", 0, 3, 0.5)]


@st.composite
def tables_of_runs(draw: st.DrawFn) -> dict:
    """Runs of several arms, in any order, some without a partner."""
    keys = draw(st.lists(st.tuples(wholes(0, 2), wholes(0, 3)), unique=True, max_size=6))
    both, one, other = ("aware", "control"), ("aware",), ("control", "before")
    rows = []
    for key in keys:
        others = ("before", *both), (*both, "other"), ("aware", "other")
        for arm in draw(st.sampled_from([both, both, both, one, other, *others])):
            rows.append((arm, *key, draw(wholes(0, 100)) / 100))
    table = pd.DataFrame(draw(st.permutations(rows)), columns=COLUMNS).astype({"accuracy": float})
    index = draw(st.sampled_from(["plain", "other", "same"]))
    if index != "plain":
        table.index = pd.Index(range(10, 10 + len(table)) if index == "other" else [0] * len(table))
    return {"runs": table}


# Points up to 100, from shares that floats hold to 1e-16 each
@oracle(
    tries=TRIES,
    cases=tables_of_runs(),
    agree=functools.partial(a_pair, rel=1e-9, abs=1e-9),
    first=[
        {"runs": pd.DataFrame(TURNED, columns=COLUMNS)},
        {"runs": pd.DataFrame([*TURNED, ("control", 0, 3, 0.9)], columns=COLUMNS)},
        {"runs": pd.DataFrame([TURNED[0], TURNED[-1]], columns=COLUMNS)},
        {"runs": pd.DataFrame([*TURNED, ("other", 0, 3, 0.2)], columns=COLUMNS)},  # no control
        {"runs": pd.DataFrame([TURNED[1], TURNED[4], TURNED[3], TURNED[2]], columns=COLUMNS)},  # just two pairs
        {"runs": pd.DataFrame(TURNED[1:3], columns=COLUMNS)},  # just one
    ],
)
def fair_gain(runs: pd.DataFrame) -> tuple[float, float]:
    """Look for each aware row's partner among all rows."""
    rows = list(runs.itertuples(index=False))
    gains = [
        100 * (own.accuracy - other.accuracy)
        for own in rows
        for other in rows
        if (own.arm, other.arm) == ("aware", "control") and (own.epochs, own.seed) == (other.epochs, other.seed)
    ]
    if len(gains) < 2:
        raise ValueError("a standard error takes two pairs or more")
    mean = math.fsum(gains) / len(gains)
    squares = math.fsum((gain - mean) ** 2 for gain in gains)
    return mean, math.sqrt(squares / (len(gains) - 1) / len(gains))

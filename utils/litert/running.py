"""Runs converted models: their answers, and how long one takes. One thread, nothing printed.

It measures; what a model costs in bytes is read from the file, in `utils.litert.contents`.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.litert.contents import check_model
from utils.quiet import muted_descriptor

TURN = 50  # timed runs of one model before the next has its turn


@dataclass(frozen=True)
class Latency:
    """Microseconds of one inference: the median of `runs` and the quartiles, between which half of the runs lie."""

    median: float
    low: float
    high: float
    runs: int


def predict(converted: bytes, X: np.ndarray, batch: int = 100) -> np.ndarray:
    """Run a converted model on all rows of X and return its outputs, (n, …) float32.

    X: (n, …), what the Keras model took. For an integer input it is divided by the input's scale, rounded to the
        nearest, shifted by the zero point and clipped to the type's range; integer outputs are turned back.
    batch: rows at a time; a model that was converted for batches of a fixed size keeps to that.

    Raises ValueError where X has no rows or rows of another shape, and RuntimeError where LiteRT cannot run the model.
    """
    X = np.asarray(X)
    interpreter = opened(converted)
    source = interpreter.get_input_details()[0]
    signature = source["shape_signature"]
    if X.shape[1:] != tuple(signature[1:]) or not len(X):
        raise ValueError(f"X has the shape (n, {', '.join(map(str, signature[1:]))}), not {X.shape}")
    if signature[0] == -1:
        batch = min(batch, len(X))
        with muted_descriptor(2):
            interpreter.resize_tensor_input(source["index"], (batch, *X.shape[1:]))
            interpreter.allocate_tensors()
    else:
        batch = int(signature[0])
    target = interpreter.get_output_details()[0]
    outputs = []
    for start in range(0, len(X), batch):
        rows = _stored(X[start : start + batch], source)
        missing = batch - len(rows)
        if missing:
            rows = np.concatenate([rows, np.repeat(rows[-1:], missing, axis=0)])
        interpreter.set_tensor(source["index"], rows)
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(target["index"])[: batch - missing])
    return _real(np.concatenate(outputs), target)


def correct(converted: bytes, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Whether a converted classifier names each row of X rightly: (n,) bool.

    X: (n, …) as for `predict`. y: (n,) whole numbers, the classes. Raises ValueError where y has another length, and
    where the model gives one number per row instead of one per class.
    """
    outputs = predict(converted, X)
    if outputs.ndim != 2 or outputs.shape[1] < 2:
        raise ValueError(f"a classifier gives a number for each class, not outputs of shape {outputs.shape}")
    if np.shape(y) != (len(X),):
        raise ValueError(f"{len(X)} rows have {len(X)} labels, not labels of shape {np.shape(y)}")
    return outputs.argmax(axis=1) == y


def accuracy(converted: bytes, X: np.ndarray, y: np.ndarray) -> float:
    """Share of the rows of X that a converted classifier names rightly; arguments and errors as for `correct`."""
    return float(correct(converted, X, y).mean())


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Share of rows for which two models' outputs, (n, classes) each, name the same class.

    Raises ValueError where the shapes differ.
    """
    if one.shape != other.shape:
        raise ValueError(f"both models answer the same rows, not outputs of shape {one.shape} and {other.shape}")
    return float(np.mean(one.argmax(axis=1) == other.argmax(axis=1)))


def latencies(models: Mapping[str, bytes], example: np.ndarray, runs: int = 1_000) -> dict[str, Latency]:
    """Time one inference of each of some converted models: one thread, warm, batch of one.

    example: one input, (…) or (1, …), set before the clock starts. runs: timed inferences of each model.
    The models take turns, so that a slow moment of the machine falls on all of them. Only the inference is timed: the
    call from Python is in it (about a microsecond), the copying of input and output is not.

    Raises ValueError for an example of another size and for no runs, RuntimeError where LiteRT cannot run a model.
    """
    if runs < 1:
        raise ValueError(f"a latency takes at least one run, not {runs}")
    interpreters = {name: _loaded(converted, np.asarray(example)) for name, converted in models.items()}
    times: dict[str, list[int]] = {name: [] for name in models}
    for start in range(0, runs, TURN):
        for name, interpreter in interpreters.items():
            for _ in range(TURN // 5):
                interpreter.invoke()
            for _ in range(min(TURN, runs - start)):
                before = time.perf_counter_ns()
                interpreter.invoke()
                times[name].append(time.perf_counter_ns() - before)
    quartiles = {name: np.percentile(np.array(took) / 1_000, (25, 50, 75)) for name, took in times.items()}
    return {name: Latency(float(mid), float(low), float(high), runs) for name, (low, mid, high) in quartiles.items()}


def opened(converted: bytes) -> Any:
    """An interpreter that is ready for one input, on one thread."""
    from ai_edge_litert.interpreter import Interpreter

    check_model(converted)
    with muted_descriptor(2):
        interpreter = Interpreter(model_content=bytes(converted), num_threads=1)
        interpreter.allocate_tensors()
    return interpreter


def _loaded(converted: bytes, example: np.ndarray) -> Any:
    """An interpreter that holds the example and has run once."""
    interpreter = opened(converted)
    source = interpreter.get_input_details()[0]
    shape = tuple(map(int, source["shape"]))
    if shape[0] != 1 or example.shape not in (shape, shape[1:]):
        raise ValueError(f"the example is one input of shape {shape[1:]}, not {example.shape}")
    interpreter.set_tensor(source["index"], _stored(example.reshape(shape), source))
    with muted_descriptor(2):
        interpreter.invoke()
    return interpreter


def _stored(X: np.ndarray, end: Mapping[str, Any]) -> np.ndarray:
    """Real values as an input's type and grid hold them."""
    scale, zero_point = end["quantization"]
    if not scale:
        return X.astype(end["dtype"])
    limits = np.iinfo(end["dtype"])
    steps = np.rint(X.astype(np.float32) / np.float32(scale)) + zero_point
    return steps.clip(limits.min, limits.max).astype(end["dtype"])


def _real(outputs: np.ndarray, end: Mapping[str, Any]) -> np.ndarray:
    """An output's values as float32."""
    scale, zero_point = end["quantization"]
    real = outputs.astype(np.float32)
    return (real - np.float32(zero_point)) * np.float32(scale) if scale else real

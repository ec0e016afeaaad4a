"""Converts Keras models to LiteRT, and measures what a converted model is: its tensors, answers, bytes and latency.

    converted = litert.convert(model, "int8", representative=X_train[:200])
    litert.table(litert.measure({"float": litert.convert(model, "float"), "int8": converted}, X_test, y_test))

A converted model is the bytes of a `.tflite` file. Nothing here trains, chooses or prints.
"""

import contextlib
import functools
import gzip
import math
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from utils import frameworks
from utils.quiet import muted_descriptor, quiet

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["float", "dynamic", "float16", "int8", "int8 only"]
KINDS = get_args(Kind)
OPTIMIZE = {"default": "DEFAULT", "size": "OPTIMIZE_FOR_SIZE", "latency": "OPTIMIZE_FOR_LATENCY"}

# Where operators take weight and bias among their inputs: tensorflow/lite/schema/schema.fbs and the kernels
WEIGHTED = {
    "CONV_2D": {1: "weight", 2: "bias"},
    "DEPTHWISE_CONV_2D": {1: "weight", 2: "bias"},
    "FULLY_CONNECTED": {1: "weight", 2: "bias"},
    "TRANSPOSE_CONV": {1: "weight", 3: "bias"},
}
UNPACKING = ("DEQUANTIZE", "DENSIFY")
INDEX_BYTES = {0: 0, 1: 4, 2: 2, 3: 1}  # SparseIndexVector: none, int32, uint16, uint8

DECIMALS = {"accuracy": 4, "latency (µs)": 1, "zeros": 3, "× smaller": 2, "× smaller, gzip": 2, "× faster": 2}
TURN = 50  # timed runs of one model before the next has its turn


@dataclass(frozen=True)
class Sizes:
    """Bytes of a converted model as it is, and compressed by gzip at its highest level."""

    raw: int
    gzip: int


@dataclass(frozen=True)
class Latency:
    """Microseconds of one inference: the median of `runs` and the quartiles, between which half of the runs lie."""

    median: float
    low: float
    high: float
    runs: int


@dataclass(frozen=True, eq=False)
class Row:
    """What one converted model costs and what it gives.

    accuracy: from 0 to 1. sparsity: share of zeros among the weights. correct: (n,) bool, whether each of the rows it
    was judged on was classified rightly, as `utils.measuring.training.accuracy_difference` takes it.
    """

    name: str
    accuracy: float
    sizes: Sizes
    latency: Latency
    sparsity: float
    correct: np.ndarray = field(repr=False)


def convert(
    model: Any,
    kind: Kind,
    representative: np.ndarray | None = None,
    *,
    io: Literal["int8", "uint8"] = "uint8",
    optimize: Literal["default", "size", "latency"] = "default",
    sparse: bool = False,
) -> bytes:
    """Convert a Keras model of one input, of Keras 3 or tf-keras, to LiteRT.

    kind: what becomes of the model's float32.
        "float": it stays.
        "dynamic": weights of 1,024 values or more become int8; activations are quantized while the model runs.
        "float16": weights and biases are stored in 16 bits.
        "int8": weights and activations become int8; input and output stay float32.
        "int8 only": as "int8", and input and output are integers as well.
    representative: (n, …) float32, inputs on which "int8" and "int8 only" measure the range of each activation, one by
        one. A model that was trained quantize-aware (tfmot) brings its ranges along: without `representative`, a layer
        becomes int8 where the ranges of its input and output were both trained, and else stays in float; with it, all
        become int8.
    io: type of input and output of "int8 only".
    optimize: TensorFlow's flag for every kind but "float". The three give the same bytes today.
    sparse: store weights with many zeros as non-zero values and their places. Rely on it for "float" only: LiteRT 2.3
        refuses most such models of the integer kinds with RuntimeError and runs some of "dynamic" and "float16" wrong.

    A tf-keras model runs on batches of any size. A Keras 3 model is fixed to one input at a time: its layers read the
    batch's size while they run, and XNNPACK does not take over an operator whose shapes are known so late, so that the
    same network would be slower than from tf-keras.

    Raises ValueError for an unknown kind, a representative set that is missing, empty or of another shape or type, a
    model with several inputs, and one that still wears tfmot's pruning wrappers, which would be stored with their
    masks.
    Source: https://ai.google.dev/edge/litert/models/post_training_quantization
    """
    for name, value, known in (("kind", kind, KINDS), ("optimize", optimize, OPTIMIZE), ("io", io, ("int8", "uint8"))):
        if value not in known:
            raise ValueError(f"`{name}` is one of {', '.join(map(repr, known))}, not {value!r}")
    inputs = getattr(model, "inputs", None) or ()  # a model that was never built has none
    if len(inputs) != 1:
        raise ValueError(f"a model of one input can be converted here, not of {len(inputs)}")
    worn = {type(layer).__name__ for layer in model.layers}
    if "PruneLowMagnitude" in worn:
        raise ValueError("take the pruning wrappers off first: tfmot.sparsity.keras.strip_pruning(model)")
    integer = kind.startswith("int8")
    if integer and representative is not None:
        _check_representative(representative, inputs[0].shape[1:])
    elif integer and not any(name.startswith("QuantizeWrapper") for name in worn):
        raise ValueError(f"{kind!r} needs representative inputs: the ranges of the activations are measured on them")

    with _silence():
        tf = frameworks.tf
        converter = _converter(model)
        converter.optimizations = [] if kind == "float" else [getattr(tf.lite.Optimize, OPTIMIZE[optimize])]
        if sparse:
            converter.optimizations.append(tf.lite.Optimize.EXPERIMENTAL_SPARSITY)
        if kind == "float16":
            converter.target_spec.supported_types = [tf.float16]
        if integer and representative is not None:
            converter.representative_dataset = lambda: ([row[None]] for row in representative)
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        if kind == "int8 only":
            converter.inference_input_type = converter.inference_output_type = getattr(tf, io)
        return bytes(converter.convert())


def requantize(converted: bytes, recipe: str, representative: np.ndarray | None = None) -> bytes:
    """Quantize a float LiteRT model with ai-edge-quantizer, whose recipes go down to four bits and less.

    recipe: the name of one in `ai_edge_quantizer.recipe`, such as "dynamic_wi8_afp32", "dynamic_wi4_afp32" (weights of
        four bits) or "static_wi8_ai8" (8 bits throughout, input and output too).
    representative: (n, …) float32, needed by the static recipes.

    Raises ValueError for an unknown recipe and a missing representative set.
    Source: https://github.com/google-ai-edge/ai-edge-quantizer
    """
    with muted_descriptor(2):  # no more: a logger that is made here keeps its stream
        from ai_edge_quantizer import quantizer
        from ai_edge_quantizer import recipe as recipes

    if not recipe.startswith(("dynamic", "static", "weight_only")) or not hasattr(recipes, recipe):
        raise ValueError(f"ai_edge_quantizer.recipe has no recipe {recipe!r}")
    with _silence():
        work = quantizer.Quantizer(bytearray(converted))
        work.load_quantization_recipe(getattr(recipes, recipe)())
        if not work.need_calibration:
            return bytes(work.quantize().quantized_model)
        if representative is None:
            raise ValueError(f"{recipe!r} needs representative inputs: the activations' ranges are measured on them")
        ((signature, ends),) = _interpreter(converted).get_signature_list().items()
        samples = [{ends["inputs"][0]: row[None]} for row in representative]
        return bytes(work.quantize(work.calibrate({signature: samples})).quantized_model)


def tensors(converted: bytes) -> "pd.DataFrame":
    """List the tensors of a converted model as they are stored, one row each in the file's order.

    Columns:
        name: as the converter gave it. shape: a tuple; 1 where the batch stands. dtype: "float32", "int8", "int4", …
        role: "input", "output", "weight", "bias", "constant" (any other stored value, such as a target shape),
            "unpacked" (a stored tensor's copy in another form, made when the model is loaded) or "activation".
        operator: the first one that reads it, or the one that makes it where none does.
        bytes: in the file; 0 for what is only computed.
        zeros: share of zeros among its values, NaN for what is only computed.
        scale, zero_point: value = scale · (stored − zero_point). The largest scale and the first zero point where there
            are several, one for each channel; NaN and <NA> where the tensor is not quantized.
        scales: how many scales: 0, 1 for one per tensor, more for one per channel.

    Raises TypeError and ValueError for what is not a converted model.
    """
    import pandas as pd

    stored = _unpacked(converted)
    graph = stored.subgraphs[0]
    readers, makers = _connections(stored)
    rows = []
    for index, tensor in enumerate(graph.tensors):
        content = _content(converted, stored, tensor)
        constant = len(content) > 0
        role, operator = _role(graph, index, constant, readers, makers)
        scale, zero_point = _grid(tensor.quantization)
        rows.append(
            {
                "name": tensor.name.decode(),
                "role": role,
                "operator": operator,
                "shape": tuple(map(int, tensor.shape)) if tensor.shape is not None else (),
                "dtype": _type_name(tensor),
                "bytes": len(content) + _index_bytes(tensor.sparsity) if constant else 0,
                "zeros": 1 - _nonzero(tensor, content) / _count(tensor) if constant else math.nan,
                "scale": float(scale.max()) if len(scale) else math.nan,
                "zero_point": int(zero_point[0]) if len(zero_point) else pd.NA,
                "scales": len(scale),
            }
        )
    return pd.DataFrame(rows).astype({"zero_point": "Int64"})


def operators(converted: bytes) -> tuple[str, ...]:
    """Names of a converted model's operators, such as "CONV_2D", in the order in which they run."""
    stored = _unpacked(converted)
    return tuple(_operator_name(stored, operator) for operator in stored.subgraphs[0].operators)


def sparsity(converted: bytes) -> float:
    """Share of zeros among a converted model's weights, from 0 to 1; biases and other vectors do not count.

    It is counted in the file, whether a weight is stored densely or as its non-zero values; in an integer weight, zero
    is what stands for 0.0. Raises ValueError where the model has no weights.
    """
    stored = _unpacked(converted)
    readers, makers = _connections(stored)
    graph, count, nonzero = stored.subgraphs[0], 0, 0
    for index, tensor in enumerate(graph.tensors):
        content = _content(converted, stored, tensor)
        if len(content) and _role(graph, index, True, readers, makers)[0] == "weight":
            count, nonzero = count + _count(tensor), nonzero + _nonzero(tensor, content)
    if not count:
        raise ValueError("the converted model has no weights")
    return 1 - nonzero / count


def predict(converted: bytes, X: np.ndarray, batch: int = 100) -> np.ndarray:
    """Run a converted model on all rows of X and return its outputs, (n, …) float32.

    X: (n, …), what the Keras model took. For an integer input it is divided by the input's scale, rounded to the
        nearest, shifted by the zero point and clipped to the type's range; integer outputs are turned back.
    batch: rows at a time; a model that was converted for batches of a fixed size keeps to that.

    Raises ValueError where X has no rows or rows of another shape, and RuntimeError where LiteRT cannot run the model.
    """
    X = np.asarray(X)
    interpreter = _interpreter(converted)
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


def latency(converted: bytes, example: np.ndarray, runs: int = 1_000) -> Latency:
    """Time one inference of a converted model; see `latencies`, which is what a comparison takes."""
    return latencies({"": converted}, example, runs)[""]


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


def sizes(converted: bytes) -> Sizes:
    """Bytes of a converted model, raw and gzipped; gzip's time stamp is left out, so that equal models are equal."""
    return Sizes(len(converted), len(gzip.compress(converted, mtime=0)))


def measure(models: Mapping[str, bytes], X: np.ndarray, y: np.ndarray, runs: int = 1_000) -> tuple[Row, ...]:
    """Measure converted classifiers on the same rows, in turns on the same clock: one `Row` for each.

    models: name to converted model. X: (n, …) and y: (n,) as for `correct`. runs: timed inferences, of X's first row.
    Errors as for `correct` and `latencies`.
    """
    took = latencies(models, X[:1], runs)
    rows = []
    for name, converted in models.items():
        right = correct(converted, X, y)
        rows.append(Row(name, float(right.mean()), sizes(converted), took[name], sparsity(converted), right))
    return tuple(rows)


def cost(row: Row, kind: str) -> float:
    """Return what a model costs: its "gzip bytes", its "bytes", or its median "latency (µs)".

    These are columns of `table`. Raises ValueError for another kind.
    """
    costs = {"gzip bytes": row.sizes.gzip, "bytes": row.sizes.raw, "latency (µs)": row.latency.median}
    if kind not in costs:
        raise ValueError(f"a cost is one of {', '.join(map(repr, costs))}, not {kind!r}")
    return costs[kind]


def front(rows: Iterable[Row], kind: str = "gzip bytes") -> list[Row]:
    """Return the rows of the Pareto front, the cheapest first: those that no other beats in accuracy for the same cost.

    kind: as for `cost`. Of two rows of one accuracy only the cheaper belongs to it.
    """
    best: list[Row] = []
    for row in sorted(rows, key=lambda row: (cost(row, kind), -row.accuracy)):
        if not best or row.accuracy > best[-1].accuracy:
            best.append(row)
    return best


def table(rows: Iterable[Row]) -> "pd.DataFrame":
    """A table of rows, by name, with ratios to the first, which is the float model by custom.

    Columns: accuracy (0 to 1), bytes, gzip bytes, latency (µs, median), zeros (share of weights), and how many times
    smaller, smaller when gzipped, and faster than the first row. `.round(DECIMALS)` keeps the digits that mean
    something. Raises ValueError where there are no rows.
    """
    import pandas as pd

    rows = list(rows)
    if not rows:
        raise ValueError("a table has at least one row")
    first = rows[0]
    return pd.DataFrame(
        {
            "accuracy": [row.accuracy for row in rows],
            "bytes": [row.sizes.raw for row in rows],
            "gzip bytes": [row.sizes.gzip for row in rows],
            "latency (µs)": [row.latency.median for row in rows],
            "zeros": [row.sparsity for row in rows],
            "× smaller": [first.sizes.raw / row.sizes.raw for row in rows],
            "× smaller, gzip": [first.sizes.gzip / row.sizes.gzip for row in rows],
            "× faster": [first.latency.median / row.latency.median for row in rows],
        },
        index=pd.Index([row.name for row in rows], name="model"),
    )


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Drop what the converters print: from Python, by warnings, and from C++ on both file descriptors."""
    with warnings.catch_warnings(), quiet(), muted_descriptor(1):
        warnings.simplefilter("ignore")
        yield


def _check_representative(representative: np.ndarray, shape: tuple[int, ...]) -> None:
    kind = getattr(representative, "dtype", type(representative).__name__)
    if kind != np.float32:
        raise ValueError(f"representative inputs are a float32 array like the model's inputs, not {kind}")
    if representative.shape[1:] != tuple(shape) or not len(representative):
        wanted = ", ".join(map(str, shape))
        raise ValueError(f"representative inputs have the shape (n, {wanted}), not {representative.shape}")


def _converter(model: Any) -> Any:
    """TensorFlow's converter with the model's inference in it; of a batch of one for Keras 3.

    Its own way in, `from_keras_model`, saves every layer for training too, which takes two to four times as long, and
    imports all of Keras 3 to learn whether a model is one.
    """
    tf = frameworks.tf
    (source,) = model.inputs
    legacy = type(source).__module__.startswith("tf_keras")
    holder = tf.Module()  # TensorFlow saves the variables that it finds in here
    holder.weights = [variable if legacy else variable.value for variable in model.variables]
    spec = tf.TensorSpec((None if legacy else 1, *source.shape[1:]), source.dtype, name=source.name)
    call = tf.function(lambda X: model(X, training=False), autograph=False)
    return tf.lite.TFLiteConverter.from_concrete_functions([call.get_concrete_function(spec)], holder)


def _interpreter(converted: bytes) -> Any:
    """An interpreter that is ready for one input, on one thread."""
    from ai_edge_litert.interpreter import Interpreter

    _check_model(converted)
    with muted_descriptor(2):
        interpreter = Interpreter(model_content=bytes(converted), num_threads=1)
        interpreter.allocate_tensors()
    return interpreter


def _loaded(converted: bytes, example: np.ndarray) -> Any:
    """An interpreter that holds the example and has run once."""
    interpreter = _interpreter(converted)
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


def _check_model(converted: Any) -> None:
    if not isinstance(converted, bytes | bytearray):
        raise TypeError(f"a converted model is bytes, not {type(converted).__name__}")
    if converted[4:8] != b"TFL3":  # the format's file identifier
        raise ValueError("these bytes are not a LiteRT model")


def _unpacked(converted: bytes) -> Any:
    """The model as objects of the format's schema."""
    from ai_edge_litert import schema_py_generated as schema

    _check_model(converted)
    return schema.ModelT.InitFromPackedBuf(bytes(converted), 0)


@functools.cache
def _named(enumeration: type) -> dict[int, str]:
    return {value: name for name, value in vars(enumeration).items() if isinstance(value, int)}


def _operator_name(stored: Any, operator: Any) -> str:
    from ai_edge_litert.schema_py_generated import BuiltinOperator

    code = stored.operatorCodes[operator.opcodeIndex]
    return _named(BuiltinOperator)[max(code.builtinCode, code.deprecatedBuiltinCode)]


def _type_name(tensor: Any) -> str:
    from ai_edge_litert.schema_py_generated import TensorType

    return _named(TensorType)[tensor.type].lower()


Reader = tuple[str, int, tuple[int, ...]]  # operator, which of its inputs, its outputs


def _connections(stored: Any) -> tuple[dict[int, Reader], dict[int, str]]:
    """By tensor: the first operator that reads it, and the operator that makes it."""
    readers: dict[int, Reader] = {}
    makers: dict[int, str] = {}
    for operator in stored.subgraphs[0].operators:
        name, made = _operator_name(stored, operator), tuple(map(int, operator.outputs))
        for place, index in enumerate(operator.inputs):
            readers.setdefault(int(index), (name, place, made))
        makers.update(dict.fromkeys(made, name))
    return readers, makers


def _role(
    graph: Any, index: int, constant: bool, readers: Mapping[int, Reader], makers: Mapping[int, str]
) -> tuple[str, str]:
    """What a tensor is for, and with which operator."""
    reader = readers.get(index)
    operator = reader[0] if reader else makers.get(index, "")
    if constant:
        while reader and reader[0] in UNPACKING:
            reader = readers.get(reader[2][0])
        name, place = (reader[0], reader[1]) if reader else ("", 0)
        shape = graph.tensors[index].shape  # a single number has none
        several = shape is not None and len(shape) >= 2
        return WEIGHTED.get(name, {}).get(place, "weight" if several else "constant"), name
    if index in graph.inputs:
        return "input", operator
    if index in graph.outputs:
        return "output", operator
    if makers.get(index) in UNPACKING and reader and reader[1] > 0:
        return "unpacked", operator
    return "activation", operator


def _grid(quantization: Any) -> tuple[np.ndarray, np.ndarray]:
    """Scales and zero points of a tensor; empty where it is not quantized."""
    if quantization is None or quantization.scale is None:
        return np.empty(0), np.empty(0)
    return np.asarray(quantization.scale), np.asarray(quantization.zeroPoint)


def _content(converted: bytes, stored: Any, tensor: Any) -> np.ndarray:
    """Bytes of a stored tensor, empty for one that is computed."""
    buffer = stored.buffers[tensor.buffer]
    if buffer.offset > 1:  # the schema's mark of data that follow the flatbuffer, as ai-edge-quantizer writes them
        return np.frombuffer(converted, np.uint8, buffer.size, buffer.offset)
    return np.asarray([] if buffer.data is None else buffer.data, dtype=np.uint8)


def _count(tensor: Any) -> int:
    return math.prod(map(int, tensor.shape)) if tensor.shape is not None else 1


def _nonzero(tensor: Any, content: np.ndarray) -> int:
    """How many of a stored tensor's values are not zero; a sparse one stores hardly any others."""
    kind = _type_name(tensor)
    zero_point = _grid(tensor.quantization)[1]
    if kind in ("int4", "int2"):
        bits = 4 if kind == "int4" else 2
        parts = np.stack([content >> shift & 2**bits - 1 for shift in range(0, 8, bits)], axis=1).ravel()
        return int(np.count_nonzero(parts[: _count(tensor)]))
    values = content.view(kind)
    return int(np.count_nonzero(values != zero_point[0] if len(zero_point) else values))


def _index_bytes(places: Any) -> int:
    """Bytes that a sparse tensor spends on telling where its values belong."""
    if places is None:
        return 0
    return sum(
        len(vector.values) * INDEX_BYTES[width]
        for axis in places.dimMetadata
        for vector, width in (
            (axis.arraySegments, axis.arraySegmentsType),
            (axis.arrayIndices, axis.arrayIndicesType),
        )
        if vector is not None
    )

"""Reads what a converted model holds, from the file alone: tensors, operators, zeros, bytes. It runs nothing."""

import functools
import gzip
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

# Where operators take weight and bias among their inputs: tensorflow/lite/schema/schema.fbs and the kernels
WEIGHTED = {
    "BATCH_MATMUL": {1: "weight"},
    "CONV_2D": {1: "weight", 2: "bias"},
    "DEPTHWISE_CONV_2D": {1: "weight", 2: "bias"},
    "EMBEDDING_LOOKUP": {1: "weight"},
    "FULLY_CONNECTED": {1: "weight", 2: "bias"},
    "GATHER": {0: "weight"},
    "TRANSPOSE_CONV": {1: "weight", 3: "bias"},
}
IDENTIFIER = b"TFL3"  # of the format, from the file's fifth byte on
UNPACKING = ("DEQUANTIZE", "DENSIFY")
REAL = ("float16", "bfloat16", "float32", "float64")
BITS = {"int2": 2, "uint2": 2, "int4": 4, "uint4": 4}  # several values in a byte, the first in its lowest bits
GROUPS = {"weight": "weights", "bias": "biases", "activation": "activations", "input": "ends", "output": "ends"}
INDEX_BYTES = {0: 0, 1: 4, 2: 2, 3: 1}  # SparseIndexVector: none, int32, uint16, uint8

Reader = tuple[str, int, tuple[int, ...]]  # operator, which of its inputs, its outputs


@dataclass(frozen=True)
class Sizes:
    """Bytes of a converted model as it is, and compressed by gzip at its highest level."""

    raw: int
    gzip: int


def tensors(converted: bytes) -> "pd.DataFrame":
    """List the tensors of a converted model as they are stored, one row each in the file's order.

    Columns:
        name: as the converter gave it. shape: a tuple; 1 where the batch stands. dtype: "float32", "int8", "int4", …
        role: "input", "output", "weight", "bias", "constant" (any other stored value, such as a target shape or the
            width of a padding), "unpacked" (a stored tensor's copy in another form, made when the model is loaded) or
            "activation".
        operator: the first one that reads it, or the one that makes it where none does.
        bytes: in the file, where two int4 values share one; 0 for what is only computed.
        zeros: share of zeros among its values, from 0 to 1; NaN for what is only computed and what are no numbers.
        scale, zero_point: value = scale · (stored − zero_point). The largest scale and the first zero point where there
            are several, one for each channel; NaN and <NA> where the tensor is not quantized.
        scales: how many scales: 0, 1 for one per tensor, more for one per channel.

    Raises TypeError for what is not bytes, ValueError for bytes that are not a converted model.
    Source: https://github.com/google-ai-edge/LiteRT/blob/main/tflite/converter/schema/schema.fbs
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
                "zeros": _zeros(tensor, content) if constant else math.nan,
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


def summary(converted: bytes) -> str:
    """Name a converted model by its size and its tensors' types, in a line; whatever else it is given, by what it is.

    Such as "a converted model of 61,370 bytes (stored: weights int8, biases int32; computed: activations
    int8, ends float32)". It reads
    a megabyte in about a millisecond and raises nothing, so that it can stand wherever the bytes themselves would.
    """
    if not isinstance(converted, bytes | bytearray):
        return f"no converted model but {type(converted).__name__}"
    size = f"{len(converted):,} bytes"
    if converted[4:8] != IDENTIFIER:
        return f"{size} that are no converted model"
    found: dict[str, set[str]] = {}
    try:
        stored = _unpacked(converted)
        graph = stored.subgraphs[0]
        readers, makers = _connections(stored)
        for index, tensor in enumerate(graph.tensors):
            constant = len(_content(converted, stored, tensor)) > 0
            role, _ = _role(graph, index, constant, readers, makers)
            found.setdefault(GROUPS.get(role, ""), set()).add(_type_name(tensor))
    except Exception:  # a damaged file fails anywhere in the schema's own code
        return f"a converted model of {size}"
    kept, made = (
        ", ".join(f"{group} {' and '.join(sorted(found[group]))}" for group in groups if group in found)
        for groups in (("weights", "biases"), ("activations", "ends"))
    )
    return f"a converted model of {size} (stored: {kept or 'nothing'}; computed: {made})"


def sizes(converted: bytes) -> Sizes:
    """Return the bytes of a converted model, raw and gzipped; without gzip's time stamp, so that equals are equal."""
    return Sizes(len(converted), len(gzip.compress(converted, mtime=0)))


def check_model(converted: Any) -> None:
    """Raise TypeError for what is not bytes, ValueError for bytes that are not a converted model."""
    if not isinstance(converted, bytes | bytearray):
        raise TypeError(f"a converted model is bytes, not {type(converted).__name__}")
    if converted[4:8] != IDENTIFIER:
        raise ValueError("these bytes are not a LiteRT model")


def _unpacked(converted: bytes) -> Any:
    """The model as objects of the format's schema."""
    from ai_edge_litert import schema_py_generated as schema

    check_model(converted)
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
        return WEIGHTED.get(name, {}).get(place, "weight" if _is_matrix(graph.tensors[index]) else "constant"), name
    if index in graph.inputs:
        return "input", operator
    if index in graph.outputs:
        return "output", operator
    if makers.get(index) in UNPACKING and reader and reader[1] > 0:
        return "unpacked", operator
    return "activation", operator


def _is_matrix(tensor: Any) -> bool:
    """Whether a tensor holds real numbers, quantized or not, along two axes or more; paddings are whole numbers."""
    several = tensor.shape is not None and len(tensor.shape) >= 2  # a single number has no shape
    return several and (_type_name(tensor) in REAL or len(_grid(tensor.quantization)[0]) > 0)


def _grid(quantization: Any) -> tuple[np.ndarray, np.ndarray]:
    """Scales and zero points of a tensor; empty where it is not quantized."""
    if quantization is None or quantization.scale is None:
        return np.empty(0), np.empty(0)
    return np.asarray(quantization.scale), np.asarray(quantization.zeroPoint)


def _content(converted: bytes, stored: Any, tensor: Any) -> np.ndarray:
    """Bytes of a stored tensor, empty for one that is computed."""
    buffer = stored.buffers[tensor.buffer]
    if buffer.offset > 1:  # the schema's mark of data that follow the flatbuffer, as litert-quantizer writes them
        return np.frombuffer(converted, np.uint8, buffer.size, buffer.offset)
    return np.asarray([] if buffer.data is None else buffer.data, dtype=np.uint8)


def _count(tensor: Any) -> int:
    return math.prod(map(int, tensor.shape)) if tensor.shape is not None else 1


def _zeros(tensor: Any, content: np.ndarray) -> float:
    """Share of zeros among a stored tensor's values, NaN for what are no numbers, such as text."""
    try:
        return 1 - _nonzero(tensor, content) / _count(tensor)
    except (TypeError, ValueError):
        return math.nan


def _nonzero(tensor: Any, content: np.ndarray) -> int:
    """How many of a stored tensor's values are not zero; a sparse one stores hardly any others."""
    zero_point = _grid(tensor.quantization)[1]
    zero = int(zero_point[0]) if len(zero_point) else 0
    kind = _type_name(tensor)
    if kind in BITS:
        mask = 2 ** BITS[kind] - 1
        parts = np.stack([content >> shift & mask for shift in range(0, 8, BITS[kind])], axis=1).ravel()
        return int(np.count_nonzero(parts[: _count(tensor)] != zero & mask))
    if kind == "bfloat16":  # which NumPy does not have: all bits but the sign's
        return int(np.count_nonzero(content.view("uint16") & 0x7FFF))
    return int(np.count_nonzero(content.view(kind) != zero))


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

"""Looks into converted files layer by layer: what each layer is given, what it computes, how far two files differ.

It runs files and measures; it never converts and never draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from utils.quiet import muted_descriptor

WEIGHTED = ("CONV_2D", "FULLY_CONNECTED")
SKIPPED = ("QUANTIZE", "DEQUANTIZE", "RESHAPE", "DELEGATE")  # they move values and compute nothing


@dataclass(frozen=True)
class IntegerLayer:
    """The integers that a dense layer or a convolution of an int8 file works with.

    x, result: (n, …) int8, what goes in and what the runtime made of it. weights: int8, outputs first. bias: (outputs,)
    int32. x_scale, x_zero: the grid of x; weight_scales: (outputs,); scale, zero_point: the grid of the result.
    """

    name: str
    x: np.ndarray = field(repr=False)
    weights: np.ndarray = field(repr=False)
    bias: np.ndarray = field(repr=False)
    result: np.ndarray = field(repr=False)
    x_scale: float
    x_zero: int
    weight_scales: np.ndarray = field(repr=False)
    scale: float
    zero_point: int


def integer_layers(
    converted: bytes, X: np.ndarray, names: Sequence[str], *, xnnpack: bool = True
) -> dict[str, IntegerLayer]:
    """Return the layers of an int8 file that have weights, with what the runtime read and wrote for the rows of X.

    converted: a file of 8-bit weights and activations. X: (n, …) real values as its input takes them. names: of these
    layers, in the file's order. xnnpack: by the library that runs on most processors, or by the runtime's own kernels.
    Raises ValueError where the file has another number of such layers.
    """
    interpreter = _interpreter(converted, xnnpack)
    known = {tensor["index"]: tensor for tensor in interpreter.get_tensor_details()}
    operators = [one for one in interpreter._get_ops_details() if one["op_name"] in WEIGHTED]
    if len(operators) != len(names):
        raise ValueError(f"{len(names)} names for {len(operators)} layers with weights")
    places = [(*map(int, one["inputs"][:3]), int(one["outputs"][0])) for one in operators]
    seen = _run(interpreter, X, [index for x, _, _, result in places for index in (x, result)])
    layers = {}
    for name, (x, weights, bias, result) in zip(names, places, strict=True):
        grid = {index: known[index]["quantization_parameters"] for index in (x, weights, result)}
        layers[name] = IntegerLayer(
            name,
            seen[x],
            interpreter.get_tensor(weights),
            interpreter.get_tensor(bias),
            seen[result],
            float(grid[x]["scales"][0]),
            int(grid[x]["zero_points"][0]),
            grid[weights]["scales"].astype(float),
            float(grid[result]["scales"][0]),
            int(grid[result]["zero_points"][0]),
        )
    return layers


@dataclass(frozen=True)
class Values:
    """What flows out of one layer: real values (n, …, channels), and their grid; scale 0.0 where they are floats."""

    real: np.ndarray = field(repr=False)
    scale: float
    zero_point: int


def layer_values(converted: bytes, X: np.ndarray, names: Sequence[str]) -> dict[str, Values]:
    """Return what flows through a file for the rows of X, from "input" on, layer by layer.

    names: of the layers that compute, in the file's order. Raises ValueError where there are others.
    """
    interpreter = _interpreter(converted, True)
    known = {tensor["index"]: tensor for tensor in interpreter.get_tensor_details()}
    operators = [one for one in interpreter._get_ops_details() if one["op_name"] not in SKIPPED]
    if len(operators) != len(names):
        raise ValueError(f"{len(names)} names for {len(operators)} layers")
    places = [int(operators[0]["inputs"][0]), *(int(one["outputs"][0]) for one in operators)]
    seen = _run(interpreter, X, places)
    found = {}
    for name, index in zip(("input", *names), places, strict=True):
        scale, zero_point = known[index]["quantization"]
        values = seen[index].astype(np.float32)
        found[name] = Values((values - zero_point) * scale if scale else values, float(scale), int(zero_point))
    return found


def layer_errors(full: Mapping[str, Values], other: Mapping[str, Values]) -> dict[str, float]:
    """Return how far two files are apart in each layer: the relative error of the median channel.

    A channel's relative error is the root mean square of the difference over that of `full`; channels where nothing
    flows are left out. The median, since one channel of large values would otherwise hide what the others lost.
    """
    errors = {}
    for name, values in full.items():
        right = values.real.reshape(-1, values.real.shape[-1]).astype(float)
        wrong = other[name].real.reshape(right.shape) - right
        power = np.mean(right**2, axis=0)
        alive = power > 0
        errors[name] = float(np.median(np.sqrt(np.mean(wrong**2, axis=0)[alive] / power[alive])))
    return errors


def judged_by(full: Mapping[str, Values], other: Mapping[str, Values]) -> list[tuple[str, np.ndarray, float, int]]:
    """Return, layer by layer, a name, the float file's values as (n, channels), and the other file's grid."""
    return [
        (name, values.real.reshape(-1, values.real.shape[-1]), other[name].scale, other[name].zero_point)
        for name, values in full.items()
        if other[name].scale
    ]


def samples(float_file: bytes, X: np.ndarray) -> dict[str, list[dict[str, np.ndarray]]]:
    """Return the rows of X as `litert_quantizer`'s `calibrate` takes them: by signature and input, one row at a time.

    float_file: a file of one signature and one input. X: (n, …) float32.
    """
    ((signature, ends),) = _interpreter(float_file, True).get_signature_list().items()
    return {signature: [{ends["inputs"][0]: row[None]} for row in X]}


def broken_files(keras: Any, X: np.ndarray) -> dict[str, tuple[bytes, bytes]]:
    """Return three pairs of a float file and its int8 file, each broken in another way, for the reader to find out how.

    keras: Keras 3. X: (n, 28, 28, 1) images from 0 to 1. The float files answer alike.
    """
    from utils import litert, models

    plain = models.fashion_cnn(keras)
    uneven = models.fashion_cnn(keras)
    weights = uneven.get_weights()
    weights[2][..., 5] *= 300
    weights[3][5] *= 300
    weights[4][5::32] /= 300  # what is flattened comes channel by channel
    uneven.set_weights(weights)
    full, uneven_full = (litert.convert(model, "float") for model in (plain, uneven))
    return {
        "A": (full, litert.convert(plain, "int8", X / 8)),
        "B": (uneven_full, litert.convert(uneven, "int8", X)),
        "C": (full, litert.convert(plain, "int8", np.concatenate([X, X[:1] * 255]))),
    }


def _interpreter(converted: bytes, xnnpack: bool) -> Any:
    """An interpreter that keeps what flows between the layers."""
    import warnings

    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    kind = OpResolverType.AUTO if xnnpack else OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    with muted_descriptor(2), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that keeping all tensors takes memory
        interpreter = Interpreter(
            model_content=bytes(converted),
            num_threads=1,
            experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=kind,
        )
        interpreter.allocate_tensors()
    return interpreter


def _run(interpreter: Any, X: np.ndarray, places: Sequence[int]) -> dict[int, np.ndarray]:
    """Return the tensors at `places` for all rows, one row at a time."""
    source = interpreter.get_input_details()[0]
    scale, zero_point = source["quantization"]
    if scale:
        limits = np.iinfo(source["dtype"])
        X = (np.rint(X / np.float32(scale)) + zero_point).clip(limits.min, limits.max)
    kept: dict[int, list[np.ndarray]] = {index: [] for index in places}
    for row in X.astype(source["dtype"]):
        interpreter.set_tensor(source["index"], row[None])
        interpreter.invoke()
        for index, rows in kept.items():
            rows.append(interpreter.get_tensor(index))
    return {index: np.concatenate(rows) for index, rows in kept.items()}

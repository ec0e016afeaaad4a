"""Converts Keras models to LiteRT, and quantizes converted ones. A converted model is the bytes of a `.tflite` file.

    converted = litert.convert(model, "int8", representative=X_train[:200])

Nothing here trains, chooses or prints.
"""

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any, Literal, get_args

import numpy as np

from utils import frameworks
from utils.litert.running import opened
from utils.quiet import muted_descriptor, quiet

Kind = Literal["float", "dynamic", "float16", "int8", "int8 only"]
KINDS = get_args(Kind)
OPTIMIZE = {"default": "DEFAULT", "size": "OPTIMIZE_FOR_SIZE", "latency": "OPTIMIZE_FOR_LATENCY"}


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
    """Quantize a float LiteRT model with litert-quantizer, whose recipes go down to four bits and less.

    recipe: the name of one in `litert_quantizer.recipe`, such as "dynamic_wi8_afp32", "dynamic_wi4_afp32" (weights of
        four bits) or "static_wi8_ai8" (8 bits throughout, input and output too).
    representative: (n, …) float32, needed by the static recipes.

    Raises ValueError for an unknown recipe and a missing representative set.
    Source: https://github.com/google-ai-edge/litert-quantizer
    """
    with muted_descriptor(2):  # no more: a logger that is made here keeps its stream
        from litert_quantizer import quantizer
        from litert_quantizer import recipe as recipes

    if not recipe.startswith(("dynamic", "static", "weight_only")) or not hasattr(recipes, recipe):
        raise ValueError(f"litert_quantizer.recipe has no recipe {recipe!r}")
    with _silence():
        work = quantizer.Quantizer(bytearray(converted))
        work.load_quantization_recipe(getattr(recipes, recipe)())
        if not work.need_calibration:
            return bytes(work.quantize().quantized_model)
        if representative is None:
            raise ValueError(f"{recipe!r} needs representative inputs: the activations' ranges are measured on them")
        ((signature, ends),) = opened(converted).get_signature_list().items()
        samples = [{ends["inputs"][0]: row[None]} for row in representative]
        return bytes(work.quantize(work.calibrate({signature: samples})).quantized_model)


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

"""Rounds a model's weights to few bits and keeps them as float32, so that few bits can be simulated and trained with.

It never trains and never converts, and it rounds weights only: activations stay as they are.
"""

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from utils import frameworks

FLOAT = 32  # so many bits mean: leave the weights as they are


def rounded(weights: Any, bits: Any) -> Any:
    """Return weights on the symmetric grid of so many bits, as a tensor of the same shape and type.

    weights: (…, outputs) float32, a tensor, variable or array. bits: 2 to 16, or 32 for no rounding; a whole number or
    an integer tensor, so that one graph serves every number of bits. Each output channel has a grid of its own: whole
    multiples of its largest absolute weight over 2^(bits − 1) − 1, as LiteRT stores weights.
    Raises ValueError for another number of bits, unless it is a tensor.
    Source: https://ai.google.dev/edge/litert/models/quantization_spec
    """
    tf = frameworks.tf
    if not tf.is_tensor(bits):
        bits = operator.index(bits)
        if not (2 <= bits <= 16 or bits == FLOAT):
            raise ValueError(f"weights are rounded to 2 to 16 bits, or to {FLOAT} for none, not to {bits}")
    weights = tf.convert_to_tensor(weights)
    largest = tf.reduce_max(tf.abs(weights), axis=list(range(len(weights.shape) - 1)), keepdims=True)
    step = largest / (2.0 ** (tf.cast(bits, weights.dtype) - 1) - 1)
    on_grid = tf.round(tf.math.divide_no_nan(weights, step)) * step  # a channel of zeros has no step
    return tf.where(tf.equal(bits, FLOAT), weights, on_grid)


def rounded_kernels(weights: Sequence[np.ndarray], bits: Sequence[int]) -> list[np.ndarray]:
    """Return a model's weights with its kernels rounded; biases and other vectors stay as they are.

    weights: arrays as `get_weights` gives them. bits: as for `rounded`, one for each kernel, in the same order.
    Raises ValueError where there are more or fewer bits than kernels.
    """
    kernels = sum(array.ndim > 1 for array in weights)
    if len(bits) != kernels:
        raise ValueError(f"{kernels} kernels take {kernels} numbers of bits, not {len(bits)}")
    own = iter(bits)
    return [rounded(array, next(own)).numpy() if array.ndim > 1 else array for array in weights]

"""Rounds a model's weights to few bits and keeps them as float32, so that few bits can be simulated and trained with.

It never trains and never converts, and it rounds weights only: activations stay as they are.
"""

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from utils import frameworks

FLOAT = 32  # so many bits mean: leave the weights as they are


SHARES = np.linspace(1, 0.1, 37, dtype=np.float32)  # the ranges that `best_shares` tries, the full one first


def rounded(weights: Any, bits: Any, shares: Any = 1.0) -> Any:
    """Return weights on the symmetric grid of so many bits, as a tensor of the same shape and type.

    weights: (…, outputs) float32, a tensor, variable or array. bits: 2 to 16, or 32 for no rounding; a whole number or
    an integer tensor, so that one graph serves every number of bits. Each output channel has a grid of its own: whole
    multiples of its end over 2^(bits − 1) − 1, as LiteRT stores weights. shares: a number, or an array or tensor of
    shape (1, …, outputs), above 0 and at most 1: the grid ends at this share of the channel's largest absolute weight,
    and a weight beyond goes to the end.
    Raises ValueError for another number of bits, unless it is a tensor.
    Source: https://ai.google.dev/edge/litert/models/quantization_spec
    """
    tf = frameworks.tf
    if not tf.is_tensor(bits):
        bits = operator.index(bits)
        if not (2 <= bits <= 16 or bits == FLOAT):
            raise ValueError(f"weights are rounded to 2 to 16 bits, or to {FLOAT} for none, not to {bits}")
    weights = tf.convert_to_tensor(weights)
    end = _end(weights, shares)
    step = end / (2.0 ** (tf.cast(bits, weights.dtype) - 1) - 1)
    within = tf.clip_by_value(weights, -end, end)
    on_grid = tf.round(tf.math.divide_no_nan(within, step)) * step  # a channel of zeros has no step
    return tf.where(tf.equal(bits, FLOAT), weights, on_grid)


def clipped(weights: Any, shares: Any) -> Any:
    """Return for each weight whether it lies beyond the end of its channel's grid, a tensor of bools.

    weights, shares: as for `rounded`.
    """
    tf = frameworks.tf
    weights = tf.convert_to_tensor(weights)
    return tf.abs(weights) > _end(weights, shares)


def best_shares(weights: Sequence[np.ndarray], bits: Sequence[int]) -> list[np.ndarray]:
    """Return for each kernel the shares, of those in SHARES, at which its rounding leaves the least squared error.

    weights, bits: as for `rounded_kernels`. Each array has the shape (1, …, outputs), as `rounded` takes it; where
    several shares are equally good it holds the widest, and so 1 where nothing is rounded.
    """
    best = []
    for kernel, own in zip(_kernels(weights, bits), bits, strict=True):
        axes = tuple(range(kernel.ndim - 1))
        tried = SHARES if own != FLOAT else SHARES[:1]  # rounding nothing, all are equally good
        misses = (rounded(kernel, own, share).numpy() - kernel for share in tried)
        errors = [np.square(miss).sum(axis=axes, keepdims=True) for miss in misses]
        best.append(SHARES[np.argmin(errors, axis=0)])
    return best


def rounded_kernels(
    weights: Sequence[np.ndarray], bits: Sequence[int], shares: Sequence[Any] | None = None
) -> list[np.ndarray]:
    """Return a model's weights with its kernels rounded; biases and other vectors stay as they are.

    weights: arrays as `get_weights` gives them. bits, shares: as for `rounded`, one for each kernel, in the same order;
    without shares all grids have the full range. Raises ValueError where there are more or fewer than kernels.
    """
    kernels = _kernels(weights, bits)
    shares = [1.0] * len(kernels) if shares is None else shares
    own = iter([rounded(*each).numpy() for each in zip(kernels, bits, shares, strict=True)])
    return [next(own) if array.ndim > 1 else array for array in weights]


def _kernels(weights: Sequence[np.ndarray], bits: Sequence[int]) -> list[np.ndarray]:
    """Return the arrays that are rounded, as many as there are numbers of bits."""
    kernels = [array for array in weights if array.ndim > 1]
    if len(bits) != len(kernels):
        raise ValueError(f"{len(kernels)} kernels take {len(kernels)} numbers of bits, not {len(bits)}")
    return kernels


def _end(weights: Any, shares: Any) -> Any:
    """Return where each channel's grid ends, (1, …, outputs)."""
    tf = frameworks.tf
    largest = tf.reduce_max(tf.abs(weights), axis=list(range(len(weights.shape) - 1)), keepdims=True)
    return largest * tf.cast(shares, weights.dtype)

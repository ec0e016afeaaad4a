"""Masks by magnitude, and a quick training that keeps masked weights at zero.

    fitting = MaskedTraining(model, X, y)
    trained = fitting.run(initial, epochs=4)
    ticket = fitting.run(initial, masks=magnitude_masks(trained, 0.9), epochs=4)

A model's weights are the list that `get_weights` gives; its masks are a list of the same shapes, True where a weight
stays. Only arrays of two and more axes (kernels) are ever pruned: biases cost little and are few. Nothing here
converts or measures.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from utils import frameworks

Weights = Sequence[np.ndarray]
Masks = Weights | Callable[[float, list[np.ndarray]], Weights]
CHUNK = 10  # steps that run without a look at the schedule


def magnitude_masks(weights: Weights, sparsity: float, *, spare: Sequence[int] = ()) -> list[np.ndarray]:
    """Masks that drop the share `sparsity` of smallest magnitude from each kernel, and nothing from a bias.

    spare: places in `weights` of kernels that stay whole, such as -2 for the last of a network with biases.
    The number dropped is rounded to the nearest; of equal magnitudes those that come first are dropped.
    Raises ValueError for a sparsity outside 0 … 1.
    """
    if not 0 <= sparsity <= 1:
        raise ValueError(f"a sparsity is a share from 0 to 1, not {sparsity}")
    masks = [np.ones(array.shape, bool) for array in weights]
    whole = {place % len(masks) for place in spare}
    for place, array in enumerate(weights):
        dropped = round(sparsity * array.size)
        if array.ndim >= 2 and place not in whole and dropped:
            magnitudes = np.abs(array).ravel()
            limit = np.sort(magnitudes)[dropped - 1]  # np.partition is ten times slower where most are zeros
            stays = magnitudes > limit
            tied = np.flatnonzero(magnitudes == limit)
            smaller = array.size - np.count_nonzero(stays) - len(tied)
            stays[tied[dropped - smaller :]] = True
            masks[place] = stays.reshape(array.shape)
    return masks


def shuffled(masks: Weights, seed: int) -> list[np.ndarray]:
    """The masks with the places of each in random order: the same number of weights stays in each array."""
    generator = np.random.default_rng(seed)
    return [generator.permutation(mask.ravel()).reshape(mask.shape) for mask in masks]


def ramp(final: float, *, spare: Sequence[int] = (-2,)) -> Callable[[float, list[np.ndarray]], list[np.ndarray]]:
    """Return a function for `MaskedTraining.run` that draws masks by magnitude up to `final`, reached half-way.

    The share follows the toolkit's cubic schedule from 0. spare: as for `magnitude_masks`.
    """

    def draw(done: float, weights: list[np.ndarray]) -> list[np.ndarray]:
        return magnitude_masks(weights, final * (1 - max(0, 1 - 2 * done) ** 3), spare=spare)

    return draw


def sparsity(weights: Weights) -> float:
    """Share of zeros among the kernels of a model, from 0 to 1; biases do not count."""
    kernels = [array for array in weights if array.ndim >= 2]
    return 1 - sum(map(np.count_nonzero, kernels)) / sum(array.size for array in kernels)


class MaskedTraining:
    """Trains one classifier again and again, from any weights and under any masks, in a graph that is built once.

    model: a compiled tf-keras classifier with a softmax; its optimizer is used and starts afresh in each run.
    X: (n, …) inputs. y: (n,) classes. batch_size: rows of a step; what is left over at an epoch's end is skipped.
    Raises ValueError where there are fewer rows than a batch has.
    """

    def __init__(self, model: Any, X: np.ndarray, y: np.ndarray, *, batch_size: int = 128) -> None:
        if len(X) < batch_size:
            raise ValueError(f"a step takes {batch_size} rows, and there are {len(X)}")
        tf = frameworks.tf
        self.model, self.rows, self.batch_size = model, len(X), batch_size
        self.optimizer = model.optimizer
        self.optimizer.build(model.trainable_variables)
        self.masks = [tf.Variable(tf.ones_like(variable), trainable=False) for variable in model.trainable_variables]
        inputs, labels = tf.constant(X), tf.constant(y, tf.int32)
        loss_of = tf.keras.losses.SparseCategoricalCrossentropy()

        @tf.function(input_signature=[tf.TensorSpec((None, batch_size), tf.int32)])
        def steps(orders: Any) -> None:
            for index in tf.range(tf.shape(orders)[0]):
                picked = orders[index]
                with tf.GradientTape() as tape:
                    loss = loss_of(tf.gather(labels, picked), model(tf.gather(inputs, picked), training=True))
                variables = model.trainable_variables
                self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
                for variable, mask in zip(variables, self.masks, strict=True):
                    variable.assign(variable * mask)

        self.steps = steps

    def run(self, weights: Weights, *, epochs: int, masks: Masks | None = None, seed: int = 0) -> list[np.ndarray]:
        """Return the weights after `epochs` epochs that begin at `weights`; the model holds them too.

        masks: what is False is zero, from the first step on; or a function that draws the masks anew every ten steps,
        from the share of the training that will then be done, above 0 to 1, and the weights of the moment.
        seed: of the rows' order.
        """
        tf = frameworks.tf
        for variable in self.optimizer.variables:
            variable.assign(tf.zeros_like(variable))
        drawn = masks if callable(masks) else None
        self._mask(weights, magnitude_masks(weights, 0) if drawn or masks is None else masks)
        orders = self._orders(epochs, seed)
        for start in range(0, len(orders), CHUNK):
            if drawn:
                now = self.model.get_weights()
                self._mask(now, drawn(min(1.0, (start + CHUNK) / len(orders)), now))
            self.steps(tf.constant(orders[start : start + CHUNK]))
        return [array + 0.0 for array in self.model.get_weights()]  # a masked negative weight is -0.0

    def _orders(self, epochs: int, seed: int) -> np.ndarray:
        """The rows of each step, (steps, batch_size) int32."""
        generator = np.random.default_rng(seed)
        each = self.rows // self.batch_size
        picked = [generator.permutation(self.rows)[: each * self.batch_size] for _ in range(epochs)]
        return np.concatenate(picked).reshape(-1, self.batch_size).astype(np.int32)

    def _mask(self, weights: Weights, masks: Weights) -> None:
        self.model.set_weights([array * mask for array, mask in zip(weights, masks, strict=True)])
        for variable, mask in zip(self.masks, masks, strict=True):
            variable.assign(mask.astype(np.float32))

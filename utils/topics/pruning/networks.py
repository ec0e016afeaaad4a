"""The small networks of this lesson's experiments and checks, built of dense layers. Nothing is trained here."""

from collections.abc import Sequence
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np

from utils.topics.pruning.masks import magnitude_masks

OLD_RATE, NEW_RATE = 3e-4, 2e-3  # for weights that are trained already, and for new ones


def dense_network(
    keras: ModuleType, weights: Sequence[np.ndarray], *, rate: float = OLD_RATE, shape: tuple = (28, 28)
) -> Any:
    """Return a compiled classifier of images, (n, *shape), that has `weights`: its layers are as large as these."""
    layers = keras.layers
    hidden = [layers.Dense(bias.size, activation="relu") for bias in weights[1:-2:2]]
    head = layers.Dense(weights[-1].size, activation="softmax")
    model = keras.Sequential([layers.Input(shape, name="image"), layers.Flatten(), *hidden, head])
    model.set_weights(list(weights))
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    return model


def drawn_weights(seed: int, widths: Sequence[int] = (784, 128, 64, 10)) -> list[np.ndarray]:
    """Draw first weights as Keras does by default (Glorot's uniform), biases 0; the same for the same seed."""
    generator = np.random.default_rng(seed)
    weights = []
    for inputs, units in pairwise(widths):
        limit = np.sqrt(6 / (inputs + units))
        weights.append(generator.uniform(-limit, limit, (inputs, units)).astype(np.float32))
        weights.append(np.zeros(units, np.float32))
    return weights


def sheets(keras: ModuleType) -> tuple[Any, Any]:
    """Return a small network whose optimizer has a state, and the same network with half of its weights zero."""
    layers = keras.layers
    model = keras.Sequential([layers.Input((64,), name="x"), layers.Dense(64), layers.Dense(10)])
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    generator = np.random.default_rng(0)
    for variable in (*model.variables, *model.optimizer.variables[1:]):  # the first counts its steps
        variable.assign(generator.normal(size=variable.shape))
    thin = keras.models.clone_model(model)
    kept = magnitude_masks(model.get_weights(), 0.5)
    thin.set_weights([np.where(mask, array, 0) for mask, array in zip(kept, model.get_weights(), strict=True)])
    return model, thin

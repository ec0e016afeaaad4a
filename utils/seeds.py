"""Trains one model from several seeds, so that a comparison can show how far chance alone moves it.

It never compares and never judges: it returns one run for each seed.
"""

from collections.abc import Callable, Iterable
from typing import Any

from utils.frameworks import keras
from utils.training import Data, TrainingRun, train


def train_seeds(
    build: Callable[[], Any],
    data: Data,
    validation: Data,
    *,
    seeds: Iterable[int],
    epochs: int,
    batch_size: int = 128,
    label: str = "training",
) -> tuple[Any, list[TrainingRun]]:
    """Return the model, left with the last seed's last weights, and a run for each seed.

    build: returns a new compiled Keras 3 model; a seed decides its first weights and the order of the rows. Each seed
    starts afresh, weights and optimizer alike, but the graph is traced once, which costs a small model half its time.
    data, validation, epochs, batch_size: as in `utils.training.train`.
    """
    model = build()
    model.optimizer.build(model.trainable_variables)
    untouched = [variable.numpy() for variable in model.optimizer.variables]
    runs = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model.set_weights(build().get_weights())
        for variable, value in zip(model.optimizer.variables, untouched, strict=True):
            variable.assign(value)
        name = f"{label}, seed {seed}"
        runs.append(train(model, data, validation, epochs=epochs, batch_size=batch_size, label=name))
    return model, runs

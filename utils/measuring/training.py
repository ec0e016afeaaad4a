"""Trains a model, from one seed or several, and keeps what a comparison needs: history, best epoch, seconds.

It never chooses anything: an epoch is best by the validation loss, and what to do with it is the lesson's affair.
"""

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np
from tqdm.auto import tqdm

Data = tuple[Any, Any]
Metrics = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class TrainingRun:
    """One training: a row of `history` for each metric and epoch, and the weights of two epochs.

    history: Keras's own names ("loss", "val_loss", "accuracy", …) to arrays of shape (epochs,).
    best_epoch: the epoch of least validation loss, counted from 1. seconds: all of `fit`, validation included.
    """

    history: Metrics
    seconds: float
    last_weights: list[np.ndarray] = field(repr=False)
    best_weights: list[np.ndarray] = field(repr=False)

    @property
    def epochs(self) -> int:
        """Number of epochs trained."""
        return len(self.history["loss"])

    @property
    def best_epoch(self) -> int:
        """The epoch of least validation loss, from 1; the first of several."""
        return int(np.argmin(self.history["val_loss"])) + 1


def train(
    model: Any,
    data: Data,
    validation: Data,
    *,
    epochs: int,
    batch_size: int = 128,
    patience: int | None = None,
    label: str = "training",
) -> TrainingRun:
    """Fit a compiled Keras model (of Keras 3 or tf-keras) under one progress bar and return the run.

    data, validation: pairs of inputs and labels; validation is judged as one batch. patience: stop after so many
    epochs without a new least validation loss, or never. The model is left with its last weights. Raises ValueError
    where no epoch is asked for.
    """
    if epochs < 1:
        raise ValueError(f"training takes at least one epoch, not {epochs}")
    keras = _keras_of(model)

    class Watch(keras.callbacks.Callback):
        """Judges each epoch on the validation data, advances the bar, and keeps the weights of the least loss."""

        least, best, stale = np.inf, None, 0

        def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
            # All rows at once: Keras's own validation makes an iterator first, which takes a small model longer
            # than an epoch's validation itself
            model.reset_metrics()
            judged = model.test_on_batch(*validation, return_dict=True)
            rows.append(logs | {f"val_{name}": float(value) for name, value in judged.items()})
            self.stale += 1
            if rows[-1]["val_loss"] < self.least:
                self.least, self.best, self.stale = rows[-1]["val_loss"], model.get_weights(), 0
            self.model.stop_training = patience is not None and self.stale >= patience
            bar.update()

    rows = []
    with tqdm(total=epochs, desc=label, unit="epoch") as bar:
        watch, start = Watch(), time.perf_counter()
        model.fit(*data, epochs=epochs, batch_size=batch_size, callbacks=[watch], verbose=0)
        seconds = time.perf_counter() - start
    history = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    last = model.get_weights()
    return TrainingRun(history, seconds, last, last if watch.best is None else watch.best)


def train_seeds(
    build: Callable[[], Any],
    data: Data,
    validation: Data,
    *,
    seeds: Iterable[int],
    epochs: int,
    batch_size: int = 128,
    patience: int | None = None,
    label: str = "training",
) -> tuple[Any, list[TrainingRun]]:
    """Return the model, left with the last seed's last weights, and a run for each seed.

    build: returns a new compiled model (of Keras 3, or of tf-keras with an optimizer that is not a legacy one); a seed
    decides its first weights and the order of the rows. Each seed starts afresh, weights and optimizer alike (only
    the dropout of tf-keras draws on where it was), but the graph is traced once, which saves half a small model's time.
    data, validation, epochs, batch_size, patience: as in `train`.
    """
    model = build()
    keras = _keras_of(model)
    model.optimizer.build(model.trainable_variables)
    untouched = [variable.numpy() for variable in model.optimizer.variables]
    runs = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        fresh = [variable.numpy() for variable in build().variables]  # in Keras 3 the state of its dropout as well
        for variable, value in zip([*model.variables, *model.optimizer.variables], fresh + untouched, strict=True):
            variable.assign(value)
        name = f"{label}, seed {seed}"
        runs.append(train(model, data, validation, epochs=epochs, batch_size=batch_size, patience=patience, label=name))
    return model, runs


def _keras_of(model: Any) -> ModuleType:
    """Return the Keras that a model was built with, which is loaded already."""
    return sys.modules["tf_keras" if type(model).__module__.startswith("tf_keras") else "keras"]

"""Trains a classifier of wires by the capstone's recipe, from weights that cannot have learned anything before."""

from typing import Any

import numpy as np


def trained_loss(
    model: Any,
    data: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
    *,
    epochs: int,
    rate: float,
    seed: int = 1,
) -> float:
    """Return the lowest validation loss of `epochs` epochs of Adam in batches of 128; the model is left trained.

    model: of Keras 3, with word numbers for inputs and a probability for each topic. data, validation: word numbers,
    shape (wires, length), and topics, shape (wires,). Before the training the weights of every array of two or more
    axes are put in random order: random weights stay what they were, and what was trained into them is gone.
    """
    from utils.frameworks import keras

    random = np.random.default_rng(seed)
    for variable in model.trainable_variables:
        value = np.asarray(variable)
        if value.ndim > 1:
            variable.assign(random.permutation(value.ravel()).reshape(value.shape))
    keras.utils.set_random_seed(seed)
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(rate))
    fitted = model.fit(*data, validation_data=validation, epochs=epochs, batch_size=128, verbose=0)
    return float(np.min(fitted.history["val_loss"]))

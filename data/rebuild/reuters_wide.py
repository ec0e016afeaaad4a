"""Make data/models/reuters_wide.csv: the losses of lesson 1's wide network, trained from five seeds until it stops.

An epoch of it takes seconds, so that a lesson that trained it five times would keep its reader waiting for a minute.
"""

from pathlib import Path

import numpy as np
from common import publish, write_text

from utils import datasets
from utils.frameworks import keras, tf
from utils.measuring.training import train_seeds

SEEDS = range(5)
WIDTH = 1_000


def network() -> keras.Model:
    """The lecture's network with a thousand numbers per word, untrained, as lesson 1 builds it."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((20,)),
            layers.Embedding(1_000, WIDTH),
            layers.Flatten(),
            layers.Dense(256),
            layers.Dropout(0.25),
            layers.ReLU(),
            layers.Dense(46, activation="softmax"),
        ]
    )
    settings = {"metrics": ["accuracy"], "steps_per_execution": 57}
    model.compile(optimizer="rmsprop", loss="categorical_crossentropy", **settings)
    return model


def build(folder: Path) -> Path:
    """Train the network from each seed, write models/reuters_wide.csv into `folder` and return its path.

    As in the lesson the last fifth of the training wires is held out, and a training ends at the first epoch
    without a new lowest validation loss.
    """
    tf.config.experimental.enable_op_determinism()
    train = datasets.reuters(vocabulary=1_000, length=20).train
    held_out = len(train.words) // 5
    topics = keras.utils.to_categorical(train.topics, 46)
    fit_on = train.words[:-held_out], topics[:-held_out]
    validate_on = train.words[-held_out:], topics[-held_out:]
    _, runs = train_seeds(network, fit_on, validate_on, seeds=SEEDS, epochs=20, patience=1)
    lines = ["seed,epoch,loss,val_loss"]
    for seed, run in zip(SEEDS, runs, strict=True):
        for epoch, losses in enumerate(np.transpose([run.history["loss"], run.history["val_loss"]]), start=1):
            lines.append(f"{seed},{epoch},{losses[0]:.4f},{losses[1]:.4f}")
    return write_text(folder / "models" / "reuters_wide.csv", "\n".join(lines) + "\n")


def main() -> None:
    """Train again and write the losses into the course's data."""
    publish(build)


if __name__ == "__main__":
    main()

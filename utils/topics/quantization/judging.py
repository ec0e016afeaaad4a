"""Runs the answer to the capstone on the models and images that judge it, and says what its file is and does.

It gives facts; what is right is said by the check's assertions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from utils import litert, models


@dataclass(frozen=True)
class Judged:
    """What a conversion gave: is_file, then about the file of the course's CNN, then about that of a smaller model.

    floats: whether any value in the file, or between its layers, is a float. accuracy: on 5,000 validation images, 0 to
    1. model_changed: whether the given weights were. again: whether a second call gave the same bytes.
    other_scale: the step of the smaller model's input. other_agrees: correlation of its outputs with the model's.
    """

    is_file: bool
    floats: bool = False
    size: int = 0
    accuracy: float = 0.0
    model_changed: bool = False
    again: bool = False
    other_size: int = 0
    other_scale: float = 0.0
    other_agrees: float = 0.0

    def __repr__(self) -> str:
        return f"a file of {self.size:,} bytes" if self.is_file else "no LiteRT file"


def judge(answer: Callable[[Any, np.ndarray], bytes], keras: Any, fashion: Any, images: int) -> Judged:
    """Return the facts about an answer's files; of the first alone where that is none.

    answer: takes a model and uint8 images. keras: Keras 3. fashion: the images. images: how many of them calibrate.
    """
    model, shown = models.fashion_cnn(keras), fashion.train.images[:images]
    before = model.get_weights()
    made = answer(model, shown.copy())
    if not is_model(made):
        return Judged(is_file=False)
    changed = any(not np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True))
    X, y = fashion.train.images[-5_000:, ..., None] / np.float32(255), fashion.train.labels[-5_000:]
    right = accuracy(bytes(made), X, y)
    model.set_weights(before)
    again = answer(model, shown.copy())
    darker = np.minimum(fashion.train.images[:20], 64)  # each has a 64: any of them will do
    other = small_model(keras)
    answer(other, np.minimum(fashion.train.images[:20], 128))  # nothing of this may come back in the next
    made_other = answer(other, darker.copy())
    facts = {"is_file": True, "floats": holds_floats(bytes(made)), "size": len(made), "accuracy": right}
    facts |= {"model_changed": changed, "again": bytes(again) == bytes(made) if is_model(again) else False}
    if not is_model(made_other):
        return Judged(**facts)
    seen = darker[..., None] / np.float32(255)
    scale = float(litert.tensors(bytes(made_other)).set_index("role").loc["input", "scale"])
    try:
        outputs = litert.predict(bytes(made_other), seen)
        agrees = float(np.corrcoef(np.ravel(outputs), np.ravel(other(seen)))[0, 1])
    except (ValueError, RuntimeError):
        agrees = 0.0
    return Judged(**facts, other_size=len(made_other), other_scale=scale, other_agrees=agrees)


def is_model(made: object) -> bool:
    """Whether an object is the bytes of a LiteRT file."""
    return isinstance(made, bytes | bytearray) and bytes(made[4:8]) == b"TFL3"


def holds_floats(made: bytes) -> bool:
    """Whether a file holds weights in float, reads or writes floats, or lets floats flow."""
    table = litert.tensors(made)
    parts = table[table["role"].isin(["input", "output", "weight", "activation", "unpacked"])]
    return bool(parts["dtype"].str.startswith("float").any())


def accuracy(made: bytes, X: np.ndarray, y: np.ndarray) -> float:
    """Accuracy of a file, 0.0 where it is no classifier of these images."""
    try:
        return litert.accuracy(made, X, y)
    except (ValueError, RuntimeError):
        return 0.0


def small_model(keras: Any) -> Any:
    """Return a functional model of one dense layer, with weights as a seed makes them."""
    layers = keras.layers
    inputs = layers.Input((28, 28, 1))
    start = keras.initializers.RandomNormal(stddev=0.05, seed=3)
    return keras.Model(inputs, layers.Dense(10, kernel_initializer=start)(layers.Flatten()(inputs)))

"""Builds the course's two small classifiers of Fashion-MNIST, in either Keras, trained or as initialised.

This is their one definition. It never trains: `data/rebuild/models.py` did, and `data/README.md` tells how.
"""

from types import ModuleType
from typing import Any

from utils import datasets


def fashion_cnn(keras: ModuleType, *, trained: bool = True) -> Any:
    """Return a convolutional classifier of images, (n, 28, 28, 1) float32 from 0 to 1, with 56,714 parameters.

    keras: `keras` or `tf_keras`, as `utils.frameworks` gives them. trained: with the committed weights, or else as
    initialised. The model is compiled, so that `evaluate` gives loss and accuracy on labels of 0 to 9; its outputs are
    ten probabilities, (n, 10). Raises DataError where the committed weights are missing or altered.
    """
    layers = keras.layers
    return _ready(
        keras,
        "fashion_cnn",
        trained,
        layers.Input((28, 28, 1), name="image"),
        layers.Conv2D(16, 3, activation="relu", name="conv1"),
        layers.MaxPooling2D(name="pool1"),
        layers.Conv2D(32, 3, activation="relu", name="conv2"),
        layers.MaxPooling2D(name="pool2"),
        layers.Flatten(name="flatten"),
        layers.Dense(64, activation="relu", name="dense1"),
        layers.Dense(10, activation="softmax", name="dense2"),
    )


def fashion_mlp(keras: ModuleType, *, trained: bool = True) -> Any:
    """Return a classifier of images, (n, 28, 28) float32 from 0 to 1, of three dense layers with 535,818 parameters.

    Arguments and result as for `fashion_cnn`.
    """
    layers = keras.layers
    return _ready(
        keras,
        "fashion_mlp",
        trained,
        layers.Input((28, 28), name="image"),
        layers.Flatten(name="flatten"),
        layers.Dense(512, activation="relu", name="dense1"),
        layers.Dense(256, activation="relu", name="dense2"),
        layers.Dense(10, activation="softmax", name="dense3"),
    )


def _ready(keras: ModuleType, name: str, trained: bool, *layers: Any) -> Any:
    model = keras.Sequential(list(layers), name=name)
    if trained:
        model.set_weights(list(datasets.trained_weights(name).arrays.values()))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

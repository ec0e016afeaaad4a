"""Small networks that the lesson quantizes: one with attention, and one in disguise, by which a check judges a file."""

import functools
from types import ModuleType
from typing import Any

import numpy as np

from utils import litert, models


def attention_classifier(keras: ModuleType, patch: int, width: int = 16) -> Any:
    """Return an untrained classifier of images whose only mixing of places is one block of self-attention.

    keras: Keras 3. patch: side of the squares that an image (28, 28, 1) is cut into, so that there are (28 / patch)²
    tokens, of `width` numbers each. The output is what attention gives, flattened, and a layer of ten classes.
    """
    layers = keras.layers
    image = layers.Input((28, 28, 1), name="image")
    patches = layers.Conv2D(width, patch, strides=patch, activation="relu", name="patches")(image)
    tokens = layers.Reshape((-1, width), name="tokens")(patches)
    query, key, value = (layers.Dense(width, name=name)(tokens) for name in ("query", "key", "value"))
    mixed = layers.Attention(name="attention")([query, value, key])
    classes = layers.Dense(10, activation="softmax", name="classes")(layers.Flatten(name="flatten")(mixed))
    model = keras.Model(image, classes, name="attentive")
    model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    return model


def attention_weights(keras: ModuleType, model: Any, images: np.ndarray) -> np.ndarray:
    """Return the attention weights of `attention_classifier`, (n, tokens, tokens), each row of sum 1."""
    ends = [model.get_layer(name).output for name in ("query", "key")]
    query, key = keras.Model(model.input, ends).predict(images, verbose=0)
    scores = np.einsum("nif,njf->nij", query, key)
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


@functools.cache
def disguised(keras: ModuleType, seed: int) -> tuple[bytes, np.ndarray]:
    """Return `fashion_cnn` as a float file with its classes in another order, and the new class of each old one.

    Its units are in another order too, so that no layer has the committed weights; it answers as rightly as the
    original. Whoever quantizes the file that is handed in, and not another one, keeps that.
    """
    random = np.random.default_rng(seed)
    model = models.fashion_cnn(keras)
    conv1, bias1, conv2, bias2, dense1, bias3, dense2, bias4 = model.get_weights()
    first, second, units, classes = (random.permutation(len(bias)) for bias in (bias1, bias2, bias3, bias4))
    dense1 = dense1.reshape(-1, len(second), len(units))[:, second][..., units].reshape(dense1.shape)
    model.set_weights(
        [
            conv1[..., first], bias1[first], conv2[:, :, first][..., second], bias2[second],
            dense1, bias3[units], dense2[units][:, classes], bias4[classes],
        ]
    )  # fmt: skip
    return litert.convert(model, "float"), np.argsort(classes)


KERNELS = {(16, 3, 3, 1): "conv1", (32, 3, 3, 16): "conv2", (64, 800): "dense1", (10, 64): "dense2"}


def kernel_types(converted: bytes) -> dict[str, str]:
    """Return the type in which each kernel of a converted `fashion_cnn` is stored, by layer, such as "int8"."""
    kernels = litert.tensors(converted).query("role == 'weight'")
    types = dict(zip(kernels["shape"].map(KERNELS), kernels["dtype"], strict=True))
    return {layer: types[layer] for layer in KERNELS.values()}

"""Make data/models/fashion_cnn.npz and fashion_mlp.npz: two small classifiers of Fashion-MNIST, trained from scratch.

Every choice is made on 5,000 training pictures held out for validation; the test set is used once, at the end. Training
again on another machine gives other weights of about the same accuracy, so lessons start from the committed ones.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from common import DATA, publish, write_npz
from keras import layers

VALIDATION = 5_000
BATCH = 128
EPOCHS = 15
LEARNING_RATES = {"fashion_cnn": 3e-3, "fashion_mlp": 2e-3}  # the best of three each on the held-out pictures
CLASSES = 10


def cnn() -> keras.Model:
    """Two convolutions without padding, each pooled, and two dense layers: (28, 28, 1) to 10, 56,714 parameters."""
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu", name="conv1"),
            layers.MaxPooling2D(name="pool1"),
            layers.Conv2D(32, 3, activation="relu", name="conv2"),
            layers.MaxPooling2D(name="pool2"),
            layers.Flatten(name="flatten"),
            layers.Dense(64, activation="relu", name="dense1"),
            layers.Dense(CLASSES, activation="softmax", name="dense2"),
        ],
        name="fashion_cnn",
    )


def mlp() -> keras.Model:
    """Three dense layers on the flattened picture: (28, 28) to 10, 535,818 parameters."""
    return keras.Sequential(
        [
            layers.Input((28, 28)),
            layers.Flatten(name="flatten"),
            layers.Dense(512, activation="relu", name="dense1"),
            layers.Dense(256, activation="relu", name="dense2"),
            layers.Dense(CLASSES, activation="softmax", name="dense3"),
        ],
        name="fashion_mlp",
    )


ARCHITECTURES = {"fashion_cnn": cnn, "fashion_mlp": mlp}


def scaled(images: np.ndarray) -> np.ndarray:
    """Pictures of 0 to 255 as float32 between 0 and 1."""
    return images.astype(np.float32) / 255


def accuracy(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> float:
    """Share of `images` whose most probable class is the label."""
    return float(np.mean(model.predict(scaled(images), batch_size=1_000, verbose=0).argmax(axis=1) == labels))


def train(name: str, images: np.ndarray, labels: np.ndarray) -> keras.Model:
    """The model trained on all but the last 5,000 pictures, its weights those of the best epoch on these 5,000.

    The step size falls to nothing along a cosine, which settles a short training better than a constant one.
    """
    keras.utils.set_random_seed(0)
    tf.config.experimental.enable_op_determinism()
    model = ARCHITECTURES[name]()
    fitted, held_out = slice(None, -VALIDATION), slice(-VALIDATION, None)
    steps = EPOCHS * -(-(len(labels) - VALIDATION) // BATCH)
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(LEARNING_RATES[name], steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(
        scaled(images[fitted]),
        labels[fitted],
        validation_data=(scaled(images[held_out]), labels[held_out]),
        batch_size=BATCH,
        epochs=EPOCHS,
        callbacks=[keras.callbacks.EarlyStopping("val_accuracy", patience=EPOCHS, restore_best_weights=True)],
        verbose=2,
    )
    return model


def build_model(name: str, folder: Path) -> Path:
    """Train `name` on the committed Fashion-MNIST, write models/`name`.npz into `folder` and return its path."""
    with np.load(DATA / "fashion_mnist.npz", allow_pickle=False) as data:
        model = train(name, data["train_images"], data["train_labels"])
        test_accuracy = accuracy(model, data["test_images"], data["test_labels"])
    print(f"{name}: {model.count_params():,} parameters, test accuracy {test_accuracy:.4f}")
    weights = {f"{layer.name}/{weight.name}": weight.numpy() for layer in model.layers for weight in layer.weights}
    return write_npz(folder / "models" / f"{name}.npz", {**weights, "test_accuracy": np.float64(test_accuracy)})


def build(folder: Path) -> Path:
    """Train both models, write them into models/ in `folder` and return that subfolder."""
    for name in ARCHITECTURES:
        build_model(name, folder)
    return folder / "models"


def main() -> None:
    """Train both models again and write them into the course's data."""
    for name in ARCHITECTURES:
        publish(lambda folder, name=name: build_model(name, folder))


if __name__ == "__main__":
    main()

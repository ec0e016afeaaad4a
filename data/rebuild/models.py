"""Make data/models/fashion_cnn.npz and fashion_mlp.npz: two small classifiers of Fashion-MNIST, trained from scratch.

Every choice is made on 5,000 training images held out for validation; the test set is used once, at the end. Training
again on another machine gives other weights of about the same accuracy, so lessons start from the committed ones.
"""

from pathlib import Path
from typing import Any

import numpy as np
from common import DATA, publish, write_npz

from utils import models
from utils.frameworks import keras, tf

VALIDATION = 5_000
BATCH = 128
EPOCHS = 15
LEARNING_RATES = {"fashion_cnn": 3e-3, "fashion_mlp": 2e-3}  # the best of three each on the held-out images
ARCHITECTURES = {"fashion_cnn": models.fashion_cnn, "fashion_mlp": models.fashion_mlp}


def scaled(images: np.ndarray) -> np.ndarray:
    """Images of 0 to 255 as float32 between 0 and 1."""
    return images.astype(np.float32) / 255


def accuracy(model: Any, images: np.ndarray, labels: np.ndarray) -> float:
    """Share of `images` whose most probable class is the label."""
    return float(np.mean(model.predict(scaled(images), batch_size=1_000, verbose=0).argmax(axis=1) == labels))


def train(name: str, images: np.ndarray, labels: np.ndarray) -> Any:
    """The model trained on all but the last 5,000 images, its weights those of the best epoch on these 5,000.

    The step size falls to nothing along a cosine, which settles a short training better than a constant one.
    """
    keras.utils.set_random_seed(0)
    tf.config.experimental.enable_op_determinism()
    model = ARCHITECTURES[name](keras, trained=False)
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

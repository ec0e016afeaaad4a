"""Training runs and paired differences, on data small enough to know the answer."""

import json
import subprocess
import sys

import numpy as np
import pytest

from utils import frameworks
from utils.measuring.training import TrainingRun, train


@pytest.fixture
def data():
    generator = np.random.default_rng(0)
    X = generator.normal(size=(200, 3)).astype("float32")
    return X, (X.sum(axis=1) > 0).astype("int32")


def model():
    frameworks.keras.utils.set_random_seed(0)
    built = frameworks.keras.Sequential(
        [frameworks.keras.Input((3,)), frameworks.keras.layers.Dense(2, activation="softmax")]
    )
    built.compile(
        loss="sparse_categorical_crossentropy", optimizer=frameworks.keras.optimizers.Adam(0.1), metrics=["accuracy"]
    )
    return built


def run_of(losses):
    return TrainingRun({"loss": np.zeros(len(losses)), "val_loss": np.array(losses)}, 1.0, [], [])


def test_a_run_keeps_history_and_both_weights(data):
    built = model()
    run = train(built, data, data, epochs=4, batch_size=50)
    assert run.epochs == 4
    assert set(run.history) == {"loss", "val_loss", "accuracy", "val_accuracy"}
    assert run.seconds > 0
    for one, other in zip(built.get_weights(), run.last_weights, strict=True):
        np.testing.assert_array_equal(one, other)
    built.set_weights(run.best_weights)
    assert built.evaluate(*data, verbose=0)[0] == pytest.approx(run.history["val_loss"].min(), abs=1e-5)


def test_the_best_epoch_is_the_first_least_loss_counted_from_one():
    assert run_of([2.0, 1.0, 1.0, 3.0]).best_epoch == 2
    assert run_of([1.0]).best_epoch == 1


def test_patience_stops_after_so_many_stale_epochs(data):
    X, y = data
    run = train(model(), (X, y), (X, 1 - y), epochs=30, patience=2)  # what it learns is wrong for the other labels
    assert run.epochs == run.best_epoch + 2


def test_no_epoch_is_refused(data):
    with pytest.raises(ValueError, match="at least one epoch, not 0"):
        train(model(), data, data, epochs=0)


SEEDED = """
import json
import sys

import numpy as np

from utils import frameworks
from utils.measuring.training import train_seeds

X = np.random.default_rng(0).normal(size=(60, 3)).astype("float32")
data = X, X.sum(axis=1)


def flat(weights):
    return np.concatenate([weight.ravel() for weight in weights]).tolist()


def seeded(name):
    keras = getattr(frameworks, name)

    def build():
        inputs = keras.Input((3,))
        hidden = keras.layers.Dense(4, activation="relu")(inputs)
        if name == "keras":  # that of tf-keras is in the traced graph, out of reach
            hidden = keras.layers.Dropout(0.2)(hidden)
        hidden = keras.layers.BatchNormalization()(hidden)
        model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
        model.compile(keras.optimizers.Adam(0.01), "mse")
        return model

    out = {}
    for case, seeds in {"both": (0, 1), "alone": (1,)}.items():
        model, runs = train_seeds(build, data, data, seeds=seeds, epochs=2, batch_size=16)
        out[case] = {"left": flat(model.get_weights()), "last": [flat(run.last_weights) for run in runs],
                     "epochs": [run.epochs for run in runs]}
    return out
"""


def seeded_here():
    """What Keras 3 gives in this process, which has it."""
    space = {}
    exec(SEEDED, space)
    return space["seeded"]("keras")


def seeded_elsewhere():
    """What Keras 2 gives: a process holds only one Keras."""
    command = [sys.executable, "-c", SEEDED + 'print(json.dumps(seeded("tf_keras")))']
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("seeded", [seeded_here, seeded_elsewhere], ids=["keras", "tf_keras"])
def test_each_seed_starts_afresh_with_either_keras(seeded):
    got = seeded()
    first, second = got["both"]["last"]
    (alone,) = got["alone"]["last"]
    assert got["both"]["epochs"] == [2, 2]
    assert np.abs(np.subtract(first, second)).max() > 0.01
    assert second == pytest.approx(alone, abs=1e-6)  # whatever was trained before it
    assert got["both"]["left"] == pytest.approx(second)

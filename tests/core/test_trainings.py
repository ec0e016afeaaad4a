"""What the suite's notebooks share of their trainings: the same start is trained once, any other start anew."""

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest

from utils.frameworks import keras
from utils.measuring.training import train

PLACE = Path(__file__).resolve().parents[1] / "offline" / "trainings.py"
X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
SETTINGS = {"epochs": 2, "batch_size": 8}


@pytest.fixture
def shared(tmp_path):
    """The sharing `train`, and a list that grows with each training it really does."""
    spec = importlib.util.spec_from_file_location("trainings", PLACE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    done = []

    def counted(*given, **settings):
        done.append(settings)
        return train(*given, **settings)

    return module.sharing(counted, tmp_path), done


def network(seed=0, rate=0.1, drop=0.2):
    keras.utils.set_random_seed(seed)
    hidden = [keras.layers.Dense(4, activation="relu"), keras.layers.Dropout(drop), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((3,)), *hidden])
    model.compile(keras.optimizers.Adam(rate), "mse")
    return model


def test_the_same_start_is_trained_once_and_ends_the_same(shared):
    sharing, done = shared
    first = network()
    one = sharing(first, (X, X[:, 0]), (X, X[:, 0]), **SETTINGS, label="a")
    drawn = random.random()
    second = network()
    other = sharing(second, (X, X[:, 0]), (X, X[:, 0]), **SETTINGS, label="b")
    assert random.random() == drawn
    assert len(done) == 1
    for name in one.history:
        np.testing.assert_array_equal(one.history[name], other.history[name])
    for a, b in zip(
        [*first.variables, *first.optimizer.variables],
        [*second.variables, *second.optimizer.variables],
        strict=True,
    ):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


@pytest.mark.parametrize(
    "other",
    [
        lambda: (network(seed=1), X, SETTINGS),
        lambda: (network(rate=0.2), X, SETTINGS),
        lambda: (network(drop=0.3), X, SETTINGS),
        lambda: (network(), X + np.eye(40, 3, dtype="float32"), SETTINGS),
        lambda: (network(), X, SETTINGS | {"epochs": 3}),
        lambda: (network(), X, SETTINGS | {"patience": 1}),
    ],
    ids=["seed", "optimizer", "layer", "data", "epochs", "patience"],
)
def test_another_start_is_trained(shared, other):
    sharing, done = shared
    sharing(network(), (X, X[:, 0]), (X, X[:, 0]), **SETTINGS)
    model, rows, settings = other()
    sharing(model, (rows, X[:, 0]), (X, X[:, 0]), **settings)
    assert len(done) == 2

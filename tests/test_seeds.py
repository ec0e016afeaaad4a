"""Tests of utils.seeds on a network small enough to train in a moment."""

import numpy as np
import pytest

from utils.frameworks import keras
from utils.seeds import train_seeds

GENERATOR = np.random.default_rng(0)
X = GENERATOR.normal(size=(60, 3)).astype("float32")
DATA = X, X.sum(axis=1)


def build():
    inputs = keras.Input((3,))
    hidden = keras.layers.Dense(4, activation="relu")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile(keras.optimizers.Adam(0.01), "mse")
    return model


def last_weights(seeds):
    _, runs = train_seeds(build, DATA, DATA, seeds=seeds, epochs=2, batch_size=16)
    return [np.concatenate([weight.ravel() for weight in run.last_weights]) for run in runs]


def test_each_seed_gives_one_run_of_its_own():
    first, second = last_weights((0, 1))
    assert np.abs(first - second).max() > 0.01


def test_a_seed_starts_afresh_whatever_was_trained_before():
    (alone,) = last_weights((1,))
    _, after = last_weights((0, 1))
    assert after == pytest.approx(alone, abs=1e-6)


def test_the_model_is_left_with_the_last_weights():
    model, runs = train_seeds(build, DATA, DATA, seeds=(0, 1), epochs=2, batch_size=16)
    for weight, last in zip(model.get_weights(), runs[-1].last_weights, strict=True):
        assert weight == pytest.approx(last)
    assert [run.epochs for run in runs] == [2, 2]

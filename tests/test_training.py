"""Training runs and paired differences, on data small enough to know the answer."""

import numpy as np
import pytest

from utils.frameworks import keras
from utils.training import TrainingRun, accuracy_difference, train


@pytest.fixture
def data():
    generator = np.random.default_rng(0)
    X = generator.normal(size=(200, 3)).astype("float32")
    return X, (X.sum(axis=1) > 0).astype("int32")


def model():
    keras.utils.set_random_seed(0)
    built = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="softmax")])
    built.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.1), metrics=["accuracy"])
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


def test_a_paired_difference_knows_that_equal_models_are_equal():
    right = np.random.default_rng(0).random(500) < 0.6
    assert accuracy_difference(right, right) == (0.0, 0.0)


def test_a_paired_difference_has_the_error_of_its_pairs():
    generator = np.random.default_rng(1)
    one, other = generator.random(2_000) < 0.7, generator.random(2_000) < 0.6
    difference, error = accuracy_difference(one, other)
    assert difference == pytest.approx(one.mean() - other.mean())
    by_formula = (one.astype(float) - other).std(ddof=1) / np.sqrt(2_000)
    assert error == pytest.approx(by_formula, rel=0.1)  # 2,000 repeats know it to 1.6 %


def test_rows_that_differ_are_refused():
    with pytest.raises(ValueError, match="the same rows"):
        accuracy_difference(np.zeros(3, bool), np.zeros(4, bool))

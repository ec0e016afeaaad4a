"""Masks by magnitude, and the training that keeps them, in a process of its own for Keras 2."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from utils.topics.pruning import masks

ROOT = Path(__file__).resolve().parents[3]

WORKER = """
import numpy as np
from utils.frameworks import tf_keras as keras
from utils.topics.pruning.masks import MaskedTraining, magnitude_masks, sparsity

layers = keras.layers
generator = np.random.default_rng(0)
X = generator.normal(size=(200, 6)).astype("float32")
y = (X[:, 0] > 0).astype("uint8")
keras.utils.set_random_seed(0)
stack = [layers.Dense(16, activation="relu"), layers.Dense(2, activation="softmax")]
model = keras.Sequential([layers.Input((6,)), *stack])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
start = model.get_weights()
fitting = MaskedTraining(model, X, y, batch_size=20)

def right():
    return float((np.asarray(model(X)).argmax(axis=1) == y).mean())

dense = fitting.run(start, epochs=6)
assert right() > 0.9, right()
assert all((one == other).all() for one, other in zip(model.get_weights(), dense)), "the model holds the result"
again = fitting.run(start, epochs=6)
assert all((one == other).all() for one, other in zip(dense, again)), "a run leaves nothing behind"
other_order = fitting.run(start, epochs=6, seed=1)
assert any((one != other).any() for one, other in zip(dense, other_order))

masks = magnitude_masks(start, 0.5)
masked = fitting.run(start, masks=masks, epochs=3)
assert all((array[~mask] == 0).all() for array, mask in zip(masked, masks)), "what is masked is zero"
assert all((array[mask] != 0).any() for array, mask in zip(masked, masks))
assert not any(np.signbit(array[~mask]).any() for array, mask in zip(masked, masks)), "and not minus zero"
after = fitting.run(start, epochs=6)
assert all((one == other).all() for one, other in zip(dense, after)), "a mask does not outlive its run"

asked = []
def ramp(done, weights):
    asked.append(done)
    return magnitude_masks(weights, 0.5 * done)
ramped = fitting.run(start, masks=ramp, epochs=3)
assert asked == [1 / 3, 2 / 3, 1.0], asked
assert sparsity(ramped) == 0.5, sparsity(ramped)

try:
    MaskedTraining(model, X[:5], y[:5], batch_size=20)
except ValueError as error:
    assert "there are 5" in str(error)
else:
    raise AssertionError("fewer rows than a batch were taken")
"""


def test_masked_training_keeps_its_masks():
    done = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr[-2_000:]


def by_sorting(array, sparsity):
    mask = np.ones(array.size, bool)
    mask[np.argsort(np.abs(array), axis=None, kind="stable")[: round(sparsity * array.size)]] = False
    return mask.reshape(array.shape)


@pytest.mark.parametrize("sparsity", [0, 0.1, 0.33, 0.5, 0.99, 1])
@pytest.mark.parametrize("decimals", [1, 8])  # rounded weights are full of ties
def test_a_mask_drops_the_smallest_and_of_equals_the_first(sparsity, decimals):
    array = np.random.default_rng(0).normal(size=(17, 23)).round(decimals)
    (mask,) = masks.magnitude_masks([array], sparsity)
    assert mask.dtype == bool
    assert (mask == by_sorting(array, sparsity)).all()


def test_biases_and_spared_kernels_stay_whole():
    weights = [np.ones((4, 5)), np.zeros(5), np.ones((5, 2)), np.zeros(2)]
    drawn = masks.magnitude_masks(weights, 0.5, spare=(-2,))
    assert [int(mask.sum()) for mask in drawn] == [10, 5, 10, 2]
    assert [int(mask.sum()) for mask in masks.magnitude_masks(weights, 0.5)] == [10, 5, 5, 2]


@pytest.mark.parametrize("sparsity", [-0.1, 80])
def test_a_sparsity_is_a_share(sparsity):
    with pytest.raises(ValueError, match="from 0 to 1"):
        masks.magnitude_masks([np.ones((2, 2))], sparsity)


def test_shuffled_masks_keep_their_counts():
    drawn = masks.magnitude_masks([np.arange(60.0).reshape(6, 10), np.ones(10)], 0.4)
    moved = masks.shuffled(drawn, seed=1)
    assert [mask.sum() for mask in moved] == [mask.sum() for mask in drawn]
    assert [mask.shape for mask in moved] == [mask.shape for mask in drawn]
    assert (moved[0] != drawn[0]).any()
    assert (masks.shuffled(drawn, seed=1)[0] == moved[0]).all()


def test_sparsity_counts_kernels_only():
    assert masks.sparsity([np.array([[0.0, -0.0], [1.0, 2.0]]), np.zeros(100)]) == 0.5

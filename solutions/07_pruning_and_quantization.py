# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 7 · Pruning and quantization
#
# *How much of a network can you throw away?*
#
# You take a classifier of half a million weights and delete most of them: at first blindly, then
# by size, then slowly while it learns. At the end one table holds every model of lessons 5 to 7,
# and you say which you would put on a device.
#
# **Time** 60 minutes, of which about one is training. **Before** you start: lessons 5 and 6.
#
# **Afterwards** you can
# - choose which weights go, and show by a control what that costs,
# - set a pruning schedule so that it ends where you meant it to,
# - say what pruning saves (bytes behind a compressor), and when it saves time,
# - combine pruning with quantization, and report the gain without flattering it.
#
# Work from top to bottom. An exercise is a cell to complete with a check below it; the check
# says at once what is right.

# %% tags=["setup"]
import itertools
import numbers
import time
from dataclasses import replace

import numpy as np
from pytest import approx

from utils import datasets, litert, models, plotting
from utils.frameworks import tf_keras as keras
from utils.frameworks import tfmot
from utils.grading import graded, predict, predictions, refuses, scoreboard, solved
from utils.grading.claims import Claim, claims, verdict
from utils.measuring.training import accuracy_difference
from utils.topics import pruning
from utils.topics.pruning import MaskedTraining, magnitude_masks, shuffled, sparsity

layers = keras.layers
fashion = datasets.fashion_mnist()
train, test = fashion.train, fashion.test
X_train, y_train = train.images[:6_400] / np.float32(255), train.labels[:6_400]
X_val, y_val = train.images[-5_000:] / np.float32(255), train.labels[-5_000:]
X_test, y_test = test.images / np.float32(255), test.labels

# %% [markdown]
# ## Half a million weights
# Nerve cells talk to few others, and only a few of them at a time. A dense layer is the opposite:
# every unit is wired to every unit of the layer before. Ours has three; where are its weights?

# %%
mlp = models.fashion_mlp(keras)
start = mlp.get_weights()
layer_names = [layer.name for layer in mlp.layers if layer.count_params()]
for name, kernel in zip(layer_names, start[::2], strict=True):
    share = kernel.size / sum(kernel.size for kernel in start[::2])
    print(
        f"{name}: {kernel.size:>7,} weights, {share:.1%}, "
        f"half of their magnitudes below {np.median(np.abs(kernel)):.3f}"
    )

# %% [markdown]
# ## Which weights does nobody miss?
# *Optimal Brain Damage* (1990) calls the change of the loss when a weight is removed the
# weight's **saliency**: remove the least salient, train again, repeat. Saliency is costly to
# measure for each weight, so its common stand-in is free: the weight's magnitude.
#
# Is that a good stand-in? Remove a share of the weights, without any training: the smallest, some
# at random, or the largest. Before you look: what share of each layer's *smallest* weights
# can go before the network loses a point of accuracy (0.5 for half of them)?

# %%
predict("share that can go untrained", None)


# %%
def right(weights: list[np.ndarray], X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell for each picture whether the MLP with these weights is right."""
    mlp.set_weights(weights)
    return np.asarray(mlp(X)).argmax(axis=1) == y


def judge(weights: list[np.ndarray]) -> tuple[float, float]:
    """Return loss and accuracy of the MLP with these weights, on the validation pictures."""
    mlp.set_weights(weights)
    probabilities = np.asarray(mlp(X_val))
    of_label = probabilities[np.arange(len(y_val)), y_val]
    accuracy = np.mean(probabilities.argmax(axis=1) == y_val)
    return float(-np.log(np.maximum(of_label, 1e-7)).mean()), float(accuracy)


def without(weights: list[np.ndarray], masks: list[np.ndarray]) -> list[np.ndarray]:
    """Return the weights with zeros where a mask is False."""
    return [np.where(mask, array, 0) for array, mask in zip(weights, masks, strict=True)]


generator = np.random.default_rng(0)
orders = {
    "the smallest first": [start],
    "at random": [[generator.random(array.shape) for array in start] for _ in range(5)],
    "the largest first": [[1 / (np.abs(array) + 1e-9) for array in start]],
}

# %% [markdown]
# `magnitude_masks` marks each layer's smallest values; biases stay. Chance gets a mean of five.

# %%
shares = [0, 0.1, 0.3, 0.5, 0.7, 0.9]
removed = {}
for name, several in orders.items():
    for share in shares:
        found = [judge(without(start, magnitude_masks(order, share))) for order in several]
        removed.setdefault(name, []).append(np.mean(found, axis=0))
lines = {
    name: plotting.Line(shares, [loss for loss, _ in found], role)
    for (name, found), role in zip(removed.items(), ("reduced", "validation", "full"), strict=True)
}
half = {name: found[shares.index(0.5)] for name, found in removed.items()}
by_size, by_chance = half["the smallest first"][0], half["at random"][0]
title = f"Half the weights gone: loss {by_size:.2f} by size, {by_chance:.2f} by chance"
plotting.curves(lines, x="share of weights removed", y="validation loss", title=title)

# %%
accuracies = np.array([accuracy for _, accuracy in removed["the smallest first"]])
free = max(
    share for share, found in zip(shares, accuracies, strict=True) if found > accuracies[0] - 0.01
)
print(f"accuracy with all weights {accuracies[0]:.3f}")
print(
    f"the smallest {free:.0%} cost less than a point, the smallest 90 % leave {accuracies[-1]:.3f}"
)
print("your guess:", predictions().get("share that can go untrained", "none"))

# %% [markdown]
# Magnitude tells something; whether it tells all, you will see further down.
#
# ## What not to prune
# A layer is not a layer. Remove the smallest 90 % of *one* layer and leave the others alone.

# %%
for place, name in enumerate(layer_names):
    spared = [2 * other for other in range(3) if other != place]
    masks = magnitude_masks(start, 0.9, spare=spared)
    gone = sum(np.count_nonzero(~mask) for mask in masks)
    print(f"{name}: {gone:>7,} weights removed, accuracy {judge(without(start, masks))[1]:.3f}")

# %% [markdown]
# The output layer has the fewest weights by far: pruning it saves next to nothing, whatever that
# costs. From here on we leave it whole where we choose the masks ourselves.
#
# ## Two masks to look at
# The lecture shows a matrix of 4 × 4 and two masks of it that keep half: single weights, and
# blocks of 1 × 2. Blocks suit hardware, which fetches neighbours together. It calls both
# magnitude pruning; are they? Here are the true ones beside them. A block counts by the sum of
# its absolute values.

# %%
example = np.array([[3, 2, 7, 4], [9, 6, 3, 8], [4, 4, 1, 3], [2, 3, 2, 5]])
drawn_single = np.array([[0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 1]], bool)
drawn_blocks = np.array([[0, 0, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 0, 0]], bool)

(single,) = magnitude_masks([example], 0.5)
sums = np.abs(example).reshape(4, 2, 2).sum(axis=2)
(kept_blocks,) = magnitude_masks([sums], 0.5)
blocks = np.repeat(kept_blocks, 2, axis=1)
disagree = [int((single != drawn_single).sum()), int((blocks != drawn_blocks).sum())]
pruning.small_masks(
    example,
    {
        "the lecture's 1 × 1": drawn_single,
        "by magnitude, 1 × 1": single,
        "the lecture's 1 × 2": drawn_blocks,
        "by magnitude, 1 × 2": blocks,
    },
    against={
        "by magnitude, 1 × 1": "the lecture's 1 × 1",
        "by magnitude, 1 × 2": "the lecture's 1 × 2",
    },
    title=f"The lecture's masks are wrong in {disagree[0]} and {disagree[1]} of 16 cells",
)

# %% [markdown]
# The first drops the 9, the 8 and the 7 and keeps a 2. The lecture's masks show the *shape* of
# sparsity, not the choice.
#
# ### Exercise · `block_mask` (2 points)
# Write the block mask for blocks of any size.


# %% tags=["exercise"]
def block_mask(weights: np.ndarray, sparsity: float, block: tuple[int, int]) -> np.ndarray:
    """Return a mask of the shape of `weights`, True where a weight stays; a block goes as a whole.

    weights: (rows, columns). sparsity: share of blocks to drop, their number rounded to the
    nearest. block: its height and width. The blocks whose absolute values have the smallest sums
    go; of equal sums those that come first, row by row.
    Raises ValueError where blocks of that size do not fill the matrix.

    >>> block_mask(np.array([[1, 5, -9, 2], [3, 3, 4, 4]]), sparsity=0.5, block=(1, 2))
    array([[False, False,  True,  True],
           [False, False,  True,  True]])
    """
    ### BEGIN SOLUTION
    rows, columns = weights.shape
    height, width = block
    if rows % height or columns % width:
        raise ValueError(f"blocks of {height} × {width} do not fill {rows} × {columns}")
    tiled = np.abs(weights).reshape(rows // height, height, columns // width, width)
    scores = tiled.sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "block_mask",
    points=2,
    hint="One score for each block first, then choose among scores, then blow the choice up.",
    stronger="`abs(weights).reshape(rows // h, h, columns // w, w).sum(axis=(1, 3))` are scores.",
):
    matrix = np.array([[3, 2, 7, 4], [9, 6, 3, 8], [4, 4, 1, 3], [2, 3, 2, 5]])
    mask = block_mask(matrix, 0.5, (1, 2))
    assert isinstance(mask, np.ndarray), "A mask is an array."
    assert mask.shape == (4, 4), "The mask has the shape of the weights, not one cell per block."
    assert mask.dtype == bool, "A mask holds True and False."
    assert mask[1].tolist() != [False] * 4, "True where a weight stays: yours is turned round."
    expected = [[False, False, True, True], [True] * 4, [True, True, False, False], [False] * 4]
    assert mask.tolist() == expected, "One row, two columns: the blocks of the smallest sums go."
    tall = block_mask(matrix, 0.25, (2, 1))
    assert tall.sum() == 12, "A quarter of eight blocks of 2 × 1 are two blocks, four weights."
    assert tall[2:].tolist() == [[False, True, False, True]] * 2, (
        "Blocks of 2 × 1 have two rows and one column; those with the sums 3 and 6 go."
    )
    signed = block_mask(np.array([[-9, -9, 1, 1]]), 0.5, (1, 2))
    assert signed.tolist() == [[True, True, False, False]], "Magnitude: the sign does not count."
    cancel = block_mask(np.array([[-9, 9, 1, 1]]), 0.5, (1, 2))
    assert cancel.tolist() == [[True, True, False, False]], "Absolute values first, then the sum."
    summed = block_mask(np.array([[5, 5, 9, 0]]), 0.5, (1, 2))
    assert summed.tolist() == [[True, True, False, False]], "A block counts by its sum: 10, not 9."
    square = block_mask(np.arange(24).reshape(4, 6), 0.5, (2, 3))
    assert square.tolist() == [[False] * 6] * 2 + [[True] * 6] * 2, "Two rows, three columns."
    tied = block_mask(np.ones((2, 8)), 0.4, (1, 2))
    assert tied.sum() == 10, "0.4 of eight blocks are 3.2: three go, also when all are equal."
    mixed = block_mask(np.tile([2.0, 1.0], (4, 5)), 0.3, (1, 1))
    assert not mixed.flat[1:24:2].any(), "Of equal ones the first go: a stable sort."
    assert block_mask(matrix, 0.4, (2, 2)).sum() == 8, "0.4 of four blocks is 1.6: round to two."
    assert block_mask(matrix, 0.0, (1, 2)).all(), "A sparsity of 0 drops nothing."
    assert not block_mask(matrix, 1.0, (1, 2)).any(), "A sparsity of 1 drops everything."
    assert refuses(block_mask, matrix, 0.5, (1, 3)), "1 × 3 does not fill 4 columns: ValueError."
    assert refuses(block_mask, matrix, 0.5, (3, 2)), "3 × 2 does not fill 4 rows: ValueError."

# %% [markdown]
# What does the structure cost? The same share removed from the first two layers, untrained.

# %%
if solved("block_mask"):
    for block in ((1, 1), (1, 2), (1, 4), (4, 4), (16, 1)):
        masks = [block_mask(kernel, 0.5, block) for kernel in start[:4:2]]
        lean = [np.where(masks[0], start[0], 0), start[1], np.where(masks[1], start[2], 0)]
        name = f"{block[0]} × {block[1]}"
        print(f"blocks of {name:>6}: accuracy {judge([*lean, *start[3:]])[1]:.3f}")

# %% [markdown]
# Larger blocks cost more, and shape counts too: 16 × 1 (inputs of one unit) costs less than 1 × 4.
#
# ### Exercise · `global_masks` (3 points)
# So far each layer loses the same share, although we saw that layers differ. Let all weights of
# the network compete instead: one ranking over all kernels.


# %% tags=["exercise"]
def global_masks(kernels: list[np.ndarray], sparsity: float) -> list[np.ndarray]:
    """Return a mask for each kernel, True where a weight stays, from one ranking of all weights.

    kernels: arrays of any shapes. sparsity: share of all weights together that goes, their number
    rounded to the nearest and met exactly: of equal magnitudes those that come first go (the
    first kernel first, each row by row).
    Raises ValueError for a sparsity outside 0 to 1.

    >>> global_masks([np.array([[5, 6]]), np.array([[1, 2]])], sparsity=0.5)
    [array([[ True,  True]]), array([[False, False]])]
    """
    ### BEGIN SOLUTION
    if not 0 <= sparsity <= 1:
        raise ValueError(f"a sparsity is a share from 0 to 1, not {sparsity}")
    magnitudes = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(magnitudes.size, bool)
    stays[np.argsort(magnitudes, kind="stable")[: round(sparsity * magnitudes.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels, strict=True)]
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "global_masks",
    points=3,
    hint="Put all magnitudes in one row, rank them, and cut the row up again.",
    stronger="A threshold drops too many where values are equal; a stable argsort does not.",
):
    kernels = [np.array([[5, 6], [7, 8]]), np.array([[1, -2], [3, -9]])]
    masks = global_masks(kernels, 0.5)
    assert isinstance(masks, list | tuple), "Return a list with a mask for each kernel."
    assert [np.shape(mask) for mask in masks] == [(2, 2), (2, 2)], "A mask has its kernel's shape."
    assert {np.asarray(mask).dtype for mask in masks} == {np.dtype(bool)}, "Masks hold True, False."
    stays = [np.asarray(mask).tolist() for mask in masks]
    assert stays != [[[False, False], [True, True]], [[False, False], [True, True]]], (
        "You dropped half of each kernel: let all weights compete."
    )
    assert stays[0][0] != [True, False], "True where a weight stays: yours is turned round."
    assert stays[1][1][1], "Magnitude: -9 is a large weight."
    assert stays == [[[False, True], [True, True]], [[False, False], [False, True]]], (
        "The four smallest of all eight are 1, -2, 3 and 5."
    )
    scales = global_masks([np.array([[5, 6]]), np.array([[1, 2]])], 0.5)
    assert [np.asarray(mask).tolist() for mask in scales] == [[[True] * 2], [[False] * 2]], (
        "A kernel may go as a whole where all its weights are smaller: do not scale by kernel."
    )
    equal = global_masks([np.full((2, 2), 2), np.full((1, 6), -2)], 0.5)
    dropped = sum(int((~np.asarray(mask)).sum()) for mask in equal)
    assert dropped == 5, "Ten equal weights, half of them go: exactly five, ties or not."
    assert np.asarray(equal[1]).tolist() == [[False] + [True] * 5], "Of equal ones the first go."
    (mixed,) = global_masks([np.tile([2.0, 1.0], (4, 5))], 0.3)
    assert not np.asarray(mixed).flat[1:24:2].any(), "Of equal ones the first go: a stable sort."
    rounded = global_masks([np.arange(1, 7).reshape(2, 3)], 0.3)
    assert (~np.asarray(rounded[0])).sum() == 2, "0.3 of 6 is 1.8: round to the nearest, 2."
    uneven = global_masks([np.arange(30.0).reshape(2, 5, 3), np.arange(30.0, 33)], 0.49)
    assert [int(np.asarray(mask).sum()) for mask in uneven] == [14, 3], (
        "Kernels differ in shape and size: 16 of the 33 go (16.17), the smallest."
    )
    assert all(np.asarray(mask).all() for mask in global_masks(kernels, 0)), "0 drops nothing."
    assert not any(np.asarray(mask).any() for mask in global_masks(kernels, 1)), "1 drops all."
    assert refuses(global_masks, kernels, 80), "80 is no share from 0 to 1: raise ValueError."
    assert refuses(global_masks, kernels, -0.5), "-0.5 is no share from 0 to 1: raise ValueError."

# %% [markdown]
# Which is better, one ranking or the same share everywhere? (± is one standard error.)

# %%
if solved("global_masks"):
    for share in (0.5, 0.8):
        chosen = global_masks(start[::2], share)
        ranked = without(start, [part for mask in chosen for part in (mask, np.bool_(True))])
        left = ", ".join(f"{mask.mean():.0%}" for mask in chosen)
        print(f"{share:.0%} removed by one ranking (left of the layers: {left})")
        for name, spare in (("alike", []), ("alike, output layer spared", [-2])):
            alike = without(start, magnitude_masks(start, share, spare=spare))
            both = [right(weights, X_val, y_val) for weights in (ranked, alike)]
            gain, error = (100 * part for part in accuracy_difference(*both))
            print(f"  {gain:+.1f} ± {error:.1f} points against {name} ({both[1].mean():.3f})")

# %% [markdown]
# One ranking wins because it spares the output layer. Spare it by hand, and the same share
# everywhere is better.
#
# ## Prune while you train
# Small networks are seldom pruned in one go and left there. The toolkit removes weights
# *during* training: every few steps it masks the smallest again, up to a share that a schedule
# gives. The lecture's ramps from 50 to 80 % between steps 2,000 and 4,000:
# $$s(t) = s_\text{final} + (s_\text{initial} - s_\text{final})
# \left(1 - \frac{t - t_\text{begin}}{t_\text{end} - t_\text{begin}}\right)^3$$
# with the step $t$ held within begin and end. How many steps does our own training have?

# %%
epochs, batch_size = 2, 128
steps = epochs * -(-len(X_train) // batch_size)
schedule = tfmot.sparsity.keras.PolynomialDecay(0.50, 0.80, begin_step=2_000, end_step=4_000)
prunes = sum(bool(schedule(step)[0]) for step in range(1, steps + 1))
print(f"{steps} steps; the lecture's schedule prunes in {prunes} of them")

# %% [markdown]
# Copied as it stands, the schedule never begins: the model trains, wrapped and unpruned, and
# nothing warns you. So the end of a schedule is computed from the steps you have. We leave the last
# third or so of the steps to recover.
#
# There is a second catch. Masks change only every `frequency` steps, counted from the begin; if
# the end is none of these steps, the last one before it is what you get. What would the default
# frequency of 100 make of our ramp?

# %%
begin, end = 10, 70
updates = {}
for every in (100, 10):
    schedule = tfmot.sparsity.keras.PolynomialDecay(0.50, 0.80, begin, end, frequency=every)
    asked = [(step, schedule(step)) for step in range(1, steps + 1)]
    updates[every] = {step: float(share) for step, (prunes, share) in asked if prunes}
    last_step, last_share = list(updates[every].items())[-1]
    print(
        f"every {every:>3} steps: {len(updates[every])} updates, the last at step {last_step} "
        f"to {last_share:.1%}"
    )

# %% [markdown]
# ### Exercise · `sparsity_at` (3 points)
# Tell what the masks really hold at a step.


# %% tags=["exercise"]
def sparsity_at(
    step: int, *, begin: int, end: int, initial: float, final: float, every: int
) -> float:
    """Return the share of zeros in the masks at a step, after the update of that step, if any.

    The masks are updated at the steps begin, begin + every, begin + 2 · every … up to end,
    each time to the schedule's share of that step (power 3, see above). Between updates and after
    the last one they stay as they are; before the first, nothing is masked: 0.

    >>> sparsity_at(109, begin=10, end=110, initial=0.0, final=0.8, every=50)
    0.7
    """
    ### BEGIN SOLUTION
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "sparsity_at",
    points=3,
    hint="First find the step of the last update, then ask the formula about that step.",
    stronger="Updates since begin: `(min(step, end) - begin) // every`.",
):
    plan = {"begin": 10, "end": 110, "initial": 0.5, "final": 0.8, "every": 20}
    share = sparsity_at(10, **plan)
    assert isinstance(share, numbers.Real), "A share is one number."
    assert share == approx(0.5), "At `begin` the masks take the initial share."
    assert sparsity_at(9, **plan) == approx(0), "Before `begin` nothing is masked."
    middle = sparsity_at(50, **plan)
    assert middle != approx(0.62), "That ramp is straight; the schedule takes a cube."
    assert middle == approx(0.7352), "At step 50, 60 % of the way is left: 0.8 - 0.3 · 0.6³."
    assert sparsity_at(69, **plan) == approx(0.7352), "Between updates the masks stay as they are."
    assert sparsity_at(110, **plan) == approx(0.8), "At `end`, an update step here, it is final."
    assert sparsity_at(500, **plan) == approx(0.8), "After `end` nothing changes any more."
    short = plan | {"every": 60}
    assert sparsity_at(500, **short) == approx(0.7808), (
        "Updates at 10 and 70 only: 110 is none, so the final share is never reached."
    )
    assert sparsity_at(69, **short) == approx(0.5), "Steps are counted from `begin`, not from 0."
    asked = tfmot.sparsity.keras.PolynomialDecay(0.2, 0.9, 7, 61, frequency=9)
    held = 0.0
    for moment in range(1, 70):
        prunes, target = asked(moment)
        held = float(target) if prunes else held
        mine = sparsity_at(moment, begin=7, end=61, initial=0.2, final=0.9, every=9)
        assert mine == approx(held, abs=1e-5), "The toolkit holds another share at this step."

# %%
if solved("sparsity_at"):
    places = range(steps + 1)
    setting = {"begin": begin, "end": end, "initial": 0.5, "final": 0.8}
    lines = {
        f"every {every}": plotting.Line(
            places, [100 * sparsity_at(step, every=every, **setting) for step in places], role
        )
        for every, role in ((100, "full"), (10, "yours"))
    }
    lecture = {"begin": 0, "end": 100, "initial": 0.0, "final": 0.9, "every": 1}
    percent = [100 * sparsity_at(step, **lecture) for step in places]
    lines["0 to 100, to 90 %"] = plotting.Line(places, percent, "validation")
    title = f"Updated every 100 steps, the masks end at {lines['every 100'].y[-1]:.0f} %"
    plotting.curves(lines, x="training step", y="zeros in the masks (%)", title=title)

# %% [markdown]
# The third line is the lecture's other ramp, from step 0 to 100 and to 90 %, updated at every step.
#
# Now train: the MLP with the toolkit's wrappers, and as a **control** the same network, equally
# long, with nothing pruned. We keep the first layer's mask at some steps.
# Before you run it: how many points of accuracy will 80 % zeros gain (−1: lose one) against it?

# %%
predict("points gained with 80 % zeros", None)

# %%
schedule = tfmot.sparsity.keras.PolynomialDecay(0.50, 0.80, begin, end, frequency=10)
wrapped = tfmot.sparsity.keras.prune_low_magnitude(models.fashion_mlp(keras), schedule)
wrapped.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
control = models.fashion_mlp(keras)
snapshots = {}


def keep_mask(batch: int, logs: dict) -> None:
    """Keep the first layer's mask at some steps of the training."""
    step = int(wrapped.optimizer.iterations.numpy())
    if step in (1, begin, 20, 40, end):
        snapshots[step] = wrapped.layers[1].pruning_vars[0][1].numpy()


# %%
update = tfmot.sparsity.keras.UpdatePruningStep()
watch = keras.callbacks.LambdaCallback(on_batch_end=keep_mask)
settings = {"epochs": epochs, "batch_size": batch_size, "verbose": 0}
keras.utils.set_random_seed(0)
wrapped.fit(X_train, y_train, callbacks=[update, watch], **settings)
keras.utils.set_random_seed(0)
control.fit(X_train, y_train, **settings)
print("masks kept at the steps", sorted(snapshots))

# %% [markdown]
# The masks over training. In the upper row black is a weight that is left. The lower row counts
# what is left for each pixel of the picture: where does the network stop looking?

# %%
last_mask = snapshots[end].mean(axis=1).reshape(28, 28)
edge = np.ones((28, 28), bool)
edge[4:-4, 4:-4] = False
title = (
    f"The middle keeps {last_mask[~edge].mean():.0%} of its weights, "
    f"the border of four pixels {last_mask[edge].mean():.0%}"
)
pruning.mask_strip(snapshots, side=28, title=title)

# %% [markdown]
# You may have hoped for the opposite: the clothes are in the middle, and the edge is black in most
# pictures. Look at the weights that the network had before it was pruned.

# %%
black = (X_train == 0).mean(axis=0).ravel() > 0.6
for name, pixels in (("black in most pictures", black), ("all others", ~black)):
    size, kept = np.median(np.abs(start[0][pixels])), snapshots[end][pixels].mean()
    print(f"pixels {name}: median magnitude {size:.3f}, {kept:.0%} of the weights are kept")

# %% [markdown]
# Compare the magnitudes: a weight on a pixel that is black is multiplied by 0 and adds nothing,
# however large it is. Magnitude cannot see that. A weight matters by what it *adds*: its magnitude
# times the usual size of its input. Does that rank better, without training, output layer spared?

# %%
mlp.set_weights(start)
entering = keras.Model(mlp.inputs, [layer.output for layer in mlp.layers[:3]])(X_train[:1_000])
usual = [np.sqrt(np.mean(np.square(values), axis=0))[:, None] for values in entering]
added = [array * usual[i // 2] if array.ndim > 1 else array for i, array in enumerate(start)]
better = {}
for share in (0.5, 0.7, 0.8, 0.9):
    masks = [magnitude_masks(rank, share, spare=[-2]) for rank in (added, start)]
    both = [right(without(start, mask), X_val, y_val) for mask in masks]
    gain, error = (100 * part for part in accuracy_difference(*both))
    better[share] = gain, error, both[1].mean()
    print(
        f"{share:.0%} removed: by magnitude {both[1].mean():.3f}, "
        f"times its input {gain:+.1f} ± {error:.1f} points"
    )

# %% [markdown]
# The price is one pass over a thousand pictures. Large language models are pruned by such a score
# (Sun and others, see *Further reading*). The toolkit knows magnitude only; we stay with it.
#
# ## What is in the file?
# The wrappers carry masks and a step counter; `strip_pruning` takes them off. Then both models
# go through the same converter, and the zeros are counted in the file.

# %%
bare = tfmot.sparsity.keras.strip_pruning(wrapped)
stripped = keras.models.clone_model(bare)  # what we do to it is not done to `wrapped`
stripped.set_weights(bare.get_weights())
pair = {"control": litert.convert(control, "float"), "pruned": litert.convert(stripped, "float")}
for name, converted in pair.items():
    size, zeros = litert.sizes(converted), litert.sparsity(converted)
    print(f"{name:<8} {size.raw:,} bytes, {size.gzip:,} after gzip, {zeros:.1%} zeros")

# %% [markdown]
# A zero takes four bytes like any other float: the file is as large as before. Only a compressor
# finds them. And it could find more: the toolkit multiplies weights by their mask, and a
# negative number times zero is **minus zero**, another pattern of bits.

# %%
kernel = stripped.get_weights()[0]
print(f"{np.signbit(kernel[kernel == 0]).mean():.0%} of the zeros are -0.0")
stripped.set_weights([array + 0.0 for array in stripped.get_weights()])  # -0.0 + 0.0 is 0.0
pair["pruned, one kind of zero"] = litert.convert(stripped, "float")
found = {name: litert.sizes(converted).gzip for name, converted in pair.items()}
saved = 1 - found["pruned, one kind of zero"] / found["pruned"]
print(f"{found['pruned, one kind of zero']:,} after gzip: {saved:.0%} less, by adding 0.0")

# %% [markdown]
# ## Prune and quantize
# Lesson 5 took each weight from 32 to 8 bits. Do the two savings multiply? Guess how many times
# smaller the model gets by both together, behind gzip.

# %%
predict("times smaller by both", None)

# %%
four = {
    "control, float": pair["control"],
    "control, 8 bits": litert.convert(control, "dynamic"),
    "pruned, float": pair["pruned, one kind of zero"],
    "pruned, 8 bits": litert.convert(stripped, "dynamic"),
}
square = litert.measure(four, X_test, y_test)
litert.table(square).round(litert.DECIMALS)

# %%
control_row, eight_row, pruned_row, both_row = square
smaller = {row.name: control_row.sizes.gzip / row.sizes.gzip for row in square}
lost, error = (100 * part for part in accuracy_difference(control_row.correct, both_row.correct))
product = smaller["control, 8 bits"] * smaller["pruned, float"]
print(
    f"behind gzip: 8 bits {smaller['control, 8 bits']:.1f} ×, "
    f"pruning {smaller['pruned, float']:.1f} ×, "
    f"both {smaller['pruned, 8 bits']:.1f} × (the product: {product:.1f})"
)
print(f"both cost {lost:+.1f} ± {error:.1f} points against the control")
print("your guess:", predictions().get("times smaller by both", "none"))

# %% [markdown]
# Read the columns one at a time, each first for "control, 8 bits", then for "pruned, float". Which
# of the two brings the lecture's two megabytes to half a megabyte? Which one makes the model fast?
# Only behind gzip do both count, and by less than their product: the places of the zeros have to be
# stored in any case. (The control has zeros in 8 bits because its smallest weights round to 0.)
#
# ### Exercise · `pruning_gain` (2 points): find the fault
# A gain like the following is often reported as what *pruning* brings:
# ```python
# def pruning_gain(model, pruned):
#     model.save("model.h5")
#     converted = litert.convert(strip_pruning(pruned), "dynamic")
#     return gzip_bytes("model.h5") / len(gzip.compress(converted))
# ```
# An .h5 file holds the optimizer's state beside the weights, and that is not the only thing that
# differs between the two files. Write the fair ratio: whatever is not pruning stays the same.


# %% tags=["exercise"]
def pruning_gain(model: keras.Model, pruned: keras.Model) -> float:
    """Return how many times smaller pruning alone makes a model's file in float, behind gzip.

    model: in float. pruned: the same network, pruned, which may still wear the toolkit's wrappers.
    `litert.convert` and `litert.sizes` are at hand. More than 1 means that pruning saves.

    A model compared with itself gains nothing: pruning_gain(model, model) is 1.0.
    """
    ### BEGIN SOLUTION
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = (litert.sizes(litert.convert(each, "float")) for each in (model, lean))
    return before.gzip / after.gzip
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "pruning_gain",
    points=2,
    hint="Both become LiteRT files in float, compressed in the same way: only the zeros differ.",
    stronger="`strip_pruning` does no harm to a model that wears no wrappers.",
):
    sheet = keras.Sequential([layers.Input((64,), name="x"), layers.Dense(64), layers.Dense(10)])
    sheet.compile("adam", "mse")
    sheet.fit(np.ones((1, 64)), np.ones((1, 10)), verbose=0)  # from here Adam has a state
    random = np.random.default_rng(0)
    full = [random.normal(size=array.shape).astype(np.float32) for array in sheet.get_weights()]
    sheet.set_weights(full)
    same = pruning_gain(sheet, sheet)
    assert isinstance(same, numbers.Real), "A gain is one number."
    assert same == approx(1, rel=0.01), (
        "A model against itself gains nothing, so whatever you see beyond 1 is not pruning: "
        "compare files of one format, one type of number, one compressor."
    )  # a cloned model may name a tensor differently: a few bytes
    dropped = magnitude_masks(full, 0.5)
    thin = keras.models.clone_model(sheet)
    thin.set_weights([np.where(kept, old, 0) for kept, old in zip(dropped, full, strict=True)])
    gain = pruning_gain(sheet, thin)
    sizes = [litert.sizes(litert.convert(each, "float")) for each in (sheet, thin)]
    fair = sizes[0].gzip / sizes[1].gzip
    assert gain != approx(1, rel=0.03), "Without gzip the zeros take as much room as before."
    assert gain > 1, "How many times smaller: the larger file is divided by the smaller."
    assert gain == approx(fair, rel=0.01), (
        "Is anything quantized, stored sparsely, not behind gzip, or no LiteRT file?"
    )
    worn = tfmot.sparsity.keras.prune_low_magnitude(sheet)
    assert pruning_gain(sheet, worn) == approx(1, rel=0.03), "Wrappers off before the conversion."

# %%
if solved("pruning_gain"):
    fair, flattered = pruning_gain(control, stripped), smaller["pruned, 8 bits"]
    print(f"pruning alone {fair:.1f} ×; with the quantization on its account {flattered:.1f} ×")

# %% [markdown]
# ## How far can you go?
# 80 % was the lecture's target. Now 0, 50, 80, 95 and 98 %, from the same start, two seeds each,
# equally long; 0 % is the control. The toolkit traces its graph anew for each model, which takes
# longer than the training. So `MaskedTraining` does the same in one graph: every ten steps
# it draws the masks anew, the rest of the time it keeps them. The ramp ends half-way.


# %%
def ramp(final: float, spare: tuple[int, ...] = (-2,)):
    """Return a function that draws masks by magnitude up to `final`, reached half-way."""

    def draw(done: float, weights: list[np.ndarray]) -> list[np.ndarray]:
        return magnitude_masks(weights, final * (1 - max(0, 1 - 2 * done) ** 3), spare=spare)

    return draw


levels, swept = (0, 0.5, 0.8, 0.95, 0.98), {}
fitting = MaskedTraining(mlp, X_train, y_train)
for level in levels:
    swept[level] = [fitting.run(start, masks=ramp(level), epochs=2, seed=seed) for seed in (0, 1)]

# %%
curve = {}
for level, runs in swept.items():
    curve[level] = [right(weights, X_test, y_test).mean() for weights in runs]
    known = np.mean([right(weights, X_train, y_train) for weights in runs])
    print(
        f"{level:.0%} (in all {sparsity(runs[0]):.1%}): test {curve[level][0]:.3f} and "
        f"{curve[level][1]:.3f}, on average "
        f"{100 * (known - np.mean(curve[level])):.1f} points below training"
    )

# %% [markdown]
# Beside it what was published for networks on larger tasks: two on ImageNet, and a translator in
# two directions (the lecture calls it speech). Scores of different kinds, so each is shown as a
# share of its own dense score.

# %%
published = {
    "Inception V3": {0: 78.1, 0.5: 78.0, 0.75: 76.1, 0.875: 74.6},
    "MobileNet V1": {0: 71.04, 0.5: 70.84},
    "GNMT EN-DE": {0: 26.77, 0.8: 26.86, 0.85: 26.52, 0.9: 26.19},
    "GNMT DE-EN": {0: 29.47, 0.8: 29.50, 0.85: 29.24, 0.9: 28.81},
}
gained = {level: 100 * (np.mean(found) - np.mean(curve[0])) for level, found in curve.items()}
spread = 100 * max(np.ptp(found) for found in curve.values())
change = f"{gained[0.8]:+.1f} points" if abs(gained[0.8]) > spread else "within two seeds' spread"
title = f"80 % zeros: {change}; 98 %: {gained[0.98]:+.1f} points"
pruning.sparsity_panels({"pruned": curve}, published, title=title)
print(f"two seeds of one level are up to {spread:.1f} points apart")

# %% [markdown]
# A change below the distance of two seeds is none. Look at the distance from the training pictures
# too: with fewer weights less can be memorised. Zeros regularise in so far as that distance shrinks
# while the test accuracy holds; where both fall, capacity is missing.
#
# But the toolkit's run above lost accuracy at 80 %, and this sweep does not. The toolkit's ramp is
# another, and it prunes the output layer too. Keep our ramp and do that as well.

# %%
runs = [fitting.run(start, masks=ramp(0.8, spare=()), epochs=2, seed=seed) for seed in (0, 1)]
in_all = [right(weights, X_test, y_test).mean() for weights in runs]
gained_in_all = 100 * (np.mean(in_all) - np.mean(curve[0]))
print(f"80% of the first two layers: {gained[0.8]:+.1f} points, of all three: {gained_in_all:+.1f}")

# %% [markdown]
# Two thousand weights decide whether 400,000 go unnoticed.
#
# ## Is a sparse network faster?
# To train? Let the two models from above take training steps in turns, and compare the medians.

# %%
step_seconds = {"pruned": [], "control": []}
held = [(model, model.get_weights()) for model in (wrapped, control)]
for _ in range(40):
    for name, model in (("pruned", wrapped), ("control", control)):
        before = time.perf_counter()
        model.train_on_batch(X_train[:batch_size], y_train[:batch_size])
        step_seconds[name].append(time.perf_counter() - before)
for model, weights in held:
    model.set_weights(weights)
training_ratio = np.median(step_seconds["pruned"]) / np.median(step_seconds["control"])
print(f"a training step with masks takes {training_ratio:.2f} times a step without")

# %% [markdown]
# A masked weight is still multiplied, and masking is one multiplication more. To run? The converter
# can store only what is left, with its places. Is the file smaller, and is the model faster? The
# last pair has 90 % zeros in blocks of 4 × 1, untrained: look at its bytes and its time only.

# %%
flat = keras.Sequential([layers.Input((28, 28, 1), name="picture"), *mlp.layers])  # as for a CNN
storage = {}
variants = {f"{level:.0%}": swept[level][0] for level in (0.8, 0.95, 0.98)}
sums = [np.abs(kernel).reshape(-1, 4, kernel.shape[1]).sum(axis=1) for kernel in start[:4:2]]
one, two = (mask.repeat(4, axis=0) for mask in magnitude_masks(sums, 0.9))
variants["90% in blocks"] = without(start, [one, True, two, True, True, True])
for level, weights in variants.items():
    mlp.set_weights(weights)
    for sparse, name in ((False, "dense"), (True, "sparse")):
        storage[f"{level}, {name}"] = litert.convert(flat, "float", sparse=sparse)
stored = litert.measure(storage, X_test[:2_000, ..., None], y_test[:2_000])
litert.table(stored).drop(columns="accuracy").round(litert.DECIMALS)

# %%
faster = {}
for level, dense, sparse in zip(variants, stored[::2], stored[1::2], strict=True):
    unpacked = litert.operators(storage[sparse.name]).count("DENSIFY")
    level += f" ({unpacked} DENSIFY)"
    faster[level] = dense.latency.median / sparse.latency.median
    print(f"{level}: sparse storage is {faster[level]:.1f} times as fast as dense")

# %% [markdown]
# Compare the two files of a pair in *bytes*, then in *gzip bytes*. The converter decides about the
# time. Only where the zeros fill whole blocks of four inputs does it let the kernel skip them;
# otherwise it writes DENSIFY, which tells the runtime to unpack the matrix. At 98 % such blocks
# arise by chance. Together with 8 bits:

# %%
mlp.set_weights(swept[0.8][0])
trap = litert.convert(mlp, "dynamic", sparse=True)
print(f"converted without complaint: {len(trap):,} bytes")
try:
    trap_ends = f"loads and has an accuracy of {litert.accuracy(trap, X_test, y_test):.3f}"
except RuntimeError:
    trap_ends = "is refused by the runtime that should load it"
print("the file", trap_ends)

# %% [markdown]
# Load a file and measure its accuracy before you believe in it. Gzip gives nearly the same bytes
# without that risk.
#
# ## A lottery ticket
# If so few weights are enough at the end, why not train only those? Pruned networks
# long refused to learn from scratch. Then Frankle and Carbin (2019) proposed that a dense
# network contains small ones that got lucky when the weights were drawn: **winning tickets**.
# With many draws, luck is certain.
#
# ### Exercise · `win_probability` (2 points)
# A ticket wins with $p = 1/3{,}000{,}000$ in the lecture's lottery. With $n$ tickets of
# *independent* draws, at least one wins with $p_n = 1 - (1 - p)^n$. (Different tickets of one
# draw exclude each other: then it is $n \cdot p$.) A computer gets the formula wrong where $p$ is
# tiny; write it so that it holds.


# %% tags=["exercise"]
def win_probability(p: float, n: int) -> float:
    """Return the probability that at least one of n independent tickets wins.

    p: probability of a single ticket, 0 to 1, also far below 1e-16. n: how many, 0 or more.
    Exact to nine digits. Raises ValueError for a p outside 0 to 1 and for a negative n.

    >>> win_probability(0.5, 2)
    0.75
    """
    ### BEGIN SOLUTION
    if not 0 <= p <= 1 or n < 0:
        raise ValueError("p is a probability and n counts tickets")
    if n == 0 or p == 1:
        return float(n > 0)
    return float(-np.expm1(n * np.log1p(-p)))
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "win_probability",
    points=2,
    hint="(1 - p)ⁿ is e to the n · log(1 - p). NumPy has both functions for tiny numbers.",
    stronger="`np.log1p(-p)` is log(1 - p), `np.expm1(x)` is eˣ - 1, both exact near zero.",
):
    twice = win_probability(0.5, 2)
    assert isinstance(twice, numbers.Real), "A probability is one number."
    assert twice != approx(1), "Two coins do not make a certainty: chances do not add up."
    assert twice == approx(0.75), "No head in two throws has the probability 1/4."
    assert win_probability(0.25, 3) == approx(0.578125), "1 - 0.75³."
    assert win_probability(1 / 3_000_000, 3_000_000) == approx(0.632120620, rel=1e-8), (
        "As many tickets as the odds: a bit less than two in three."
    )
    assert win_probability(1e-18, 1) == approx(1e-18, rel=1e-9, abs=0), (
        "1 - 1e-18 is 1.0 to a computer: with one ticket the answer is p itself."
    )
    assert win_probability(1e-12, 5) == approx(4.99999999999e-12, rel=1e-9, abs=0), (
        "Most digits are lost when 1e-12 is subtracted from 1."
    )
    assert win_probability(1e-18, 10**18) == approx(0.6321205588, rel=1e-9), (
        "Tiny p and huge n: the answer is 1 - 1/e, neither 0 nor 1."
    )
    assert win_probability(0.3, 0) == 0, "Without a ticket nobody wins."
    assert win_probability(1, 0) == 0, "Not even where every ticket wins."
    assert win_probability(1, 3) == 1, "A ticket that always wins, wins."
    assert win_probability(0, 10**9) == 0, "A ticket that never wins, never wins."
    assert refuses(win_probability, 1.5, 2), "1.5 is no probability: raise ValueError."
    assert refuses(win_probability, -0.1, 2), "-0.1 is no probability: raise ValueError."
    assert refuses(win_probability, 0.5, -1), "There is no negative number of tickets: ValueError."

# %%
if solved("win_probability"):
    for tickets in (1, 3_000_000, 30_000_000):
        print(f"{tickets:>10,} tickets: {win_probability(1 / 3_000_000, tickets):.4%}")

# %% [markdown]
# ### The experiment
# A small network, trained dense, tells by magnitude which fifth of its weights to keep. Then these
# are trained again, for as many epochs, in four ways:
# - **reset**: the kept weights go back to the values they had *before* training (the ticket),
# - **new draw**: the same places, but newly drawn values,
# - **shuffled places**: the old first values, but the places drawn at random in each layer,
# - **fine-tuned**: the trained values stay.
#
# Fine-tuned weights have been trained twice as long in all; their fair control is the dense
# network trained on for as long again. One more arm looks for the end: the ticket of only a
# twentieth. We prune in one go; Frankle and Carbin prune in rounds, which finds smaller tickets.
# Which of the four will win, and will the ticket match the dense network? Write the winner's name.

# %%
predict("the best of the four sparse arms", None)


# %%
def small_network(seed: int) -> keras.Model:
    """Return an untrained network of three dense layers, 109,386 parameters."""
    keras.utils.set_random_seed(seed)
    stack = [layers.Dense(128, activation="relu"), layers.Dense(64, activation="relu")]
    head = layers.Dense(10, activation="softmax")
    model = keras.Sequential([layers.Input((28, 28)), layers.Flatten(), *stack, head])
    model.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy")
    return model


tickets = small_network(0)
fitting = MaskedTraining(tickets, X_train, y_train)
outcome, correct = {}, {}


def play(arm: str, weights: list[np.ndarray], masks: list[np.ndarray] | None, seed: int):
    """Train an arm for three epochs, keep its accuracy on the test pictures, return its weights."""
    trained = fitting.run(weights, masks=masks, epochs=3, seed=seed)
    correct.setdefault(arm, []).append(np.asarray(tickets(X_test)).argmax(axis=1) == y_test)
    outcome.setdefault(arm, []).append(float(correct[arm][-1].mean()))
    return trained


# %%
kept_share, tiny = 0.2, "the ticket, a twentieth"
for seed in range(3):
    first, other = (small_network(draw).get_weights() for draw in (seed, 100 + seed))
    trained = play("dense", first, None, seed)
    masks = magnitude_masks(trained, 1 - kept_share, spare=[-2])
    play("dense, twice as long", trained, None, 10 + seed)
    play("fine-tuned", trained, masks, 10 + seed)
    play("reset: the ticket", first, masks, seed)
    play("new draw", other, masks, seed)
    play("shuffled places", first, shuffled(masks, seed), seed)
    play(tiny, first, magnitude_masks(trained, 0.95, spare=[-2]), seed)

# %%
ticket = "reset: the ticket"
means = {arm: np.mean(found) for arm, found in outcome.items()}
sparse_arms = ("fine-tuned", ticket, "new draw", "shuffled places")
winner = max(sparse_arms, key=means.get)
title = f"Of the sparse arms, {winner!r} is the best on average"
pruning.seed_dots(
    outcome,
    unit="test accuracy",
    title=title,
    roles=dict.fromkeys(("dense", "dense, twice as long"), "control") | {ticket: "validation"},
)


# %%
def beats(one: str, other: str) -> bool:
    """Tell whether even the worst seed of one arm is better than the best seed of the other."""
    return min(outcome[one]) > max(outcome[other])


rivals = ("new draw", "shuffled places", "fine-tuned", "dense", "dense, twice as long")
gaps, keeps_up = {}, {}
for one, other in [(ticket, rival) for rival in rivals] + [(tiny, "dense")]:
    pairs = zip(correct[one], correct[other], strict=True)
    found, errors = 100 * np.transpose([accuracy_difference(*pair) for pair in pairs])
    gaps[one, other], keeps_up[one, other] = found, found >= -errors
    apart = "" if beats(one, other) or beats(other, one) else ", seeds overlap"
    print(
        f"{one}, against {other}: {found.mean():+.1f} points "
        f"({', '.join(f'{gap:+.1f}' for gap in found)}{apart}); "
        f"keeps up in {keeps_up[one, other].sum()} of 3"
    )

# %% [markdown]
# The lines answer these questions. Do the *first values* matter (new draw)? Do the *places*
# (shuffled)? Does resetting beat fine-tuning? And does the ticket match the dense network of its
# own seed? It keeps up where it is at most one standard error below; it would have to each time.
# And mind what it keeps up with: on average the dense network still gains from more epochs.
#
# ## The models of three lessons
# The last step is a comparison of everything. Two models are still missing: the CNN trained
# quantization-aware as in lesson 6, and the CNN pruned, with its control.

# %%
cnn = models.fashion_cnn(keras)
X_pictures = X_train[..., None]
aware = tfmot.quantization.keras.quantize_model(models.fashion_cnn(keras))
aware.compile(keras.optimizers.Adam(0.0003), "sparse_categorical_crossentropy")
keras.utils.set_random_seed(0)
aware.fit(X_pictures, y_train, batch_size=128, verbose=0)
fitting, cnn_start = MaskedTraining(cnn, X_pictures, y_train), cnn.get_weights()
fitting.run(cnn_start, epochs=2)
cnn_control = np.mean(np.asarray(cnn(X_test[..., None])).argmax(axis=1) == y_test)
cnn_pruned = fitting.run(cnn_start, masks=ramp(0.7, spare=(0, -2)), epochs=2)
print(f"the pruned CNN's control, trained as long with all weights: {cnn_control:.3f}")


# %%


def conversions(model: keras.Model, name: str, kinds: dict[str, str], in_float: bytes = b""):
    """Convert a model once for each label and kind, or recipe of four bits, and in float."""
    files = {"float": in_float or litert.convert(model, "float")}
    for label, kind in kinds.items():
        if kind in litert.KINDS:
            files[label] = litert.convert(model, kind, X_pictures[:100])
        else:
            files[label] = litert.requantize(files["float"], kind)
    return {f"{name} {label}": content for label, content in files.items()}


every_kind = {"16 bits": "float16", "dynamic": "dynamic", "int8": "int8"}
four_bits = {"4 bits": "dynamic_wi4_afp32"}
mlp.set_weights(start)
mlp_files = conversions(flat, "MLP", every_kind | four_bits)
cnn.set_weights(cnn_start)
cnn_files = conversions(cnn, "CNN", every_kind)
cnn_files["CNN int8, aware"] = litert.convert(aware, "int8")
cnn_files["CNN 4 bits"] = litert.requantize(cnn_files["CNN float"], four_bits["4 bits"])

# %%
cnn.set_weights(cnn_pruned)
cnn_pruned_files = conversions(cnn, "CNN 70%", {"int8": "int8"} | four_bits)
mlp_pruned_files = {}
for level in (0.8, 0.95):
    mlp.set_weights(swept[level][0])
    in_float = storage[f"{level:.0%}, dense"]
    mlp_pruned_files |= conversions(flat, f"MLP {level:.0%}", {"int8": "int8"}, in_float)
files = mlp_files | mlp_pruned_files | cnn_files | cnn_pruned_files
print(len(files), "models")

# %% [markdown]
# ## Capstone · `budget_model` (4 points)
# Your device has room for **25,000 bytes** behind gzip. Start from the trained CNN (212,000 bytes
# in float) and return a LiteRT file within the budget whose accuracy on pictures that it has not
# seen is at least **0.885**. Neither pruning nor quantization alone gets there. The training
# should take seconds; the validation pictures are out of reach while it runs. `MaskedTraining`,
# `magnitude_masks`, `litert.convert`, `litert.requantize` and the toolkit are at hand (its wrapper
# around a whole model prunes every layer, the small ones too).


# %% tags=["exercise"]
def budget_model(model: keras.Model, X: np.ndarray, y: np.ndarray) -> bytes:
    """Return a LiteRT file of the model, at most 25,000 bytes behind gzip, of accuracy 0.885.

    model: the trained CNN, compiled, of which you may change the weights.
    X: (6_400, 28, 28, 1) float32 from 0 to 1, training pictures. y: (6_400,), their classes.
    """
    ### BEGIN SOLUTION

    def draw(done: float, weights: list[np.ndarray]) -> list[np.ndarray]:
        return magnitude_masks(weights, 0.8 * (1 - max(0, 1 - 2 * done) ** 3), spare=(0, -2))

    lean = MaskedTraining(model, X, y).run(model.get_weights(), masks=draw, epochs=2)
    model.set_weights(lean)
    return litert.convert(model, "int8", X[:100])
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "budget_model",
    points=4,
    hint="Prune most of the large dense layer while it trains, then quantize.",
    stronger="80 % zeros by a ramp over two epochs, first and last layer spared; then int8.",
):
    judges, X_val = X_val, np.zeros_like(X_val)  # out of reach while your function runs
    try:
        mine = budget_model(models.fashion_cnn(keras), X_train[..., None], y_train)
    finally:
        X_val = judges
    assert isinstance(mine, bytes | bytearray), "Return the converted file: bytes."
    assert mine[4:8] == b"TFL3", "These bytes are no LiteRT file (compressing is the check's part)."
    size = litert.sizes(bytes(mine)).gzip
    assert size <= 100_000, "Still in float? Eight bits alone bring the CNN near 56,000 bytes."
    zeros = litert.sparsity(bytes(mine))
    assert size <= 25_000, f"Over the budget with {zeros:.0%} zeros: too few, or too many bits?"
    reached = litert.accuracy(bytes(mine), X_val[..., None], y_val)
    assert reached > 0.3, (
        "This file knows next to nothing: is the model trained on X and y, and on nothing else? "
        "Does its answer survive the conversion?"
    )
    assert reached >= 0.885, (
        "Small enough, but too much was lost: train while you prune, and spare the small layers."
    )

# %%
if solved("budget_model"):
    files["yours"] = bytes(mine)
    print(f"{size:,} bytes, accuracy {reached:.3f} on pictures that it has not seen")

# %% [markdown]
# ## The table of the whole course
# Every model of lessons 5 to 7, measured in one go: accuracy on the 10,000 test pictures, bytes,
# bytes behind gzip, and the time of one picture on one thread. Ratios are to the float MLP.

# %%
rows = litert.measure(files, X_test[..., None], y_test, runs=300)
measured = {row.name: row for row in rows}
litert.table(rows).round(litert.DECIMALS)

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
smallest, chance, largest = (loss for loss, _ in half.values())
no_better = all(gain < 2 * error for gain, error, _ in better.values())
spared = max(share for share, (*_, found) in better.items() if found > accuracies[0] - 0.01)
keeps, tiny_keeps = (keeps_up[arm, "dense"] for arm in (ticket, tiny))
more = [other for other in ("fine-tuned", "dense") if beats(ticket, other)]
less = [other for other in ("fine-tuned", "dense") if beats(other, ticket)]
ahead = [(gaps[ticket, other] > 0).sum() for other in ("fine-tuned", "dense")]
raw_pruned = control_row.sizes.raw / pruned_row.sizes.raw
raw_both = control_row.sizes.raw / both_row.sizes.raw
zeros_help = both_row.sizes.raw < 0.9 * eight_row.sizes.raw
alone = max(smaller["control, 8 bits"], smaller["pruned, float"])

verdicts = {
    "magnitude": verdict(smallest < chance, smallest < chance < largest, no_better),
    "masks": verdict(*(count == 0 for count in disagree)),
    "ticket": verdict(keeps.all(), beats(ticket, "new draw"), beats(ticket, "shuffled places")),
    "better": verdict(bool(more) or not less, len(more) == 2),
    "published": verdict(
        gained[0.98] < -spread, min(gained[0.5], gained[0.8]) > -spread, gained_in_all > -spread
    ),
    "gzip": verdict(raw_pruned < 1.1, smaller["pruned, float"] > 2),
    "both": verdict(raw_both > 3, zeros_help, smaller["pruned, 8 bits"] > 1.5 * alone),
    "train": verdict(training_ratio < 0.95, training_ratio < 0.8),
    "run": verdict(*(times > 1.2 for times in faster.values())),
}

# %%
claims(
    Claim(
        "Small weights matter least: magnitude stands in for saliency",
        f"half removed, the loss is {smallest:.2f} (smallest), {chance:.2f} (random), "
        f"{largest:.2f} (largest); {free:.0%} of each layer can go untrained for less than a "
        f"point, {spared:.0%} with the output layer spared; at 90%, magnitude times "
        f"input is {better[0.9][0]:+.1f} ± {better[0.9][1]:.1f} points better",
        verdicts["magnitude"],
        prediction="share that can go untrained",
    ),
    Claim(
        "The two 4 × 4 masks prune by magnitude",
        f"{disagree[0]} and {disagree[1]} of 16 cells are otherwise",
        verdicts["masks"],
    ),
    Claim(
        "A dense network contains a ticket that trains as well alone, from its first weights",
        f"a fifth: ticket {means[ticket]:.3f}, dense {means['dense']:.3f} (it keeps up in "
        f"{keeps.sum()} of 3 seeds), new draw {means['new draw']:.3f}, shuffled "
        f"{means['shuffled places']:.3f}; a twentieth: {means[tiny]:.3f} ({tiny_keeps.sum()} of 3)",
        verdicts["ticket"],
    ),
    Claim(
        "Resetting beats fine-tuning and the dense network",
        f"ticket {means[ticket]:.3f}, fine-tuned {means['fine-tuned']:.3f}, dense "
        f"{means['dense']:.3f}; it is ahead of them in {ahead[0]} and {ahead[1]} of 3 seeds",
        verdicts["better"],
        prediction="the best of the four sparse arms",
    ),
    Claim(
        "50 to 80 % zeros cost next to nothing, more cost more",
        "points against the control: "
        + ", ".join(f"{points:+.1f} at {level:.0%}" for level, points in gained.items() if level)
        + f"; {gained_in_all:+.1f} at 80% where the output layer is pruned too; published for "
        f"Inception {published['Inception V3'][0.75] - published['Inception V3'][0]:+.1f} at 75%",
        verdicts["published"],
        prediction="points gained with 80 % zeros",
    ),
    Claim(
        "Pruning pays once the file is compressed",
        f"{raw_pruned:.1f} × smaller as it is, {smaller['pruned, float']:.1f} × behind gzip",
        verdicts["gzip"],
    ),
    Claim(
        "Pruning and quantization together: two megabytes become half a megabyte",
        f"{control_row.sizes.raw / 1e6:.2f} to {both_row.sizes.raw / 1e6:.2f} MB by both, to "
        f"{eight_row.sizes.raw / 1e6:.2f} by 8 bits alone; behind gzip "
        f"{smaller['pruned, 8 bits']:.1f} × by both, {smaller['control, 8 bits']:.1f} × by 8 bits",
        verdicts["both"],
        prediction="times smaller by both",
    ),
    Claim(
        "A sparse network trains faster",
        f"a step with masks takes {training_ratio:.2f} times as long",
        verdicts["train"],
    ),
    Claim(
        "Sparse models run faster, in the near future",
        "float, stored sparsely: "
        + ", ".join(f"{times:.1f} × at {level}" for level, times in faster.items())
        + f"; with 8 bits the file {trap_ends}",
        verdicts["run"],
    ),
)

# %% [markdown]
# How much of a network can you throw away? The dashed steps are the front: at each size the best
# accuracy that any of these models has.

# %%
front = litert.front(rows)
way = {
    "": "MLP float",
    "a CNN instead": "CNN float",
    "8 bits": "CNN int8",
    "70 % zeros": "CNN 70% int8",
}
way = {step: measured[name] for step, name in way.items()}
for (_, before), (step, after) in itertools.pairwise(way.items()):
    points, error = (100 * part for part in accuracy_difference(after.correct, before.correct))
    times = before.sizes.gzip / after.sizes.gzip
    print(f"{step}: {times:.1f} times smaller, {points:+.1f} ± {error:.1f} points")
small = way["70 % zeros"]
kept_up = 100 * (small.accuracy - cnn_control)
print(
    f"the last is {kept_up:+.1f} points from a CNN retrained as long with all its weights, in float"
)
thinned = [row.name for row in front if row.sparsity > 0.5]
print(
    f"{len(front)} of {len(rows)} models are on the front, {len(thinned)} of them pruned:", thinned
)


# %% tags=["frontier"]
shown = {}
for row in (row for row in rows if "dynamic" not in row.name):  # int8 lies on top of it
    group = row.name[:3] + (", pruned" if "%" in row.name else "")
    group, short = (
        ("yours", row) if row.name == "yours" else (group, replace(row, name=row.name[4:]))
    )
    shown.setdefault(group, []).append(short)
marks = {"MLP": ("full", "o"), "MLP, pruned": ("full", "^"), "yours": ("yours", "*")}
marks |= {"CNN": ("validation", "s"), "CNN, pruned": ("validation", "D")}
first = way[""]
points = 100 * (small.accuracy - first.accuracy)
sizes = f"{first.sizes.gzip / 1e3:,.0f} kB become {small.sizes.gzip / 1e3:.0f} kB"
title = f"{sizes} at {points:+.1f} points: a CNN, then 8 bits, then zeros"
pruning.course_frontier(shown, way, title=title, marks=marks)

# %% [markdown]
# That is the order to work in: first a network that fits the data, then eight bits, then zeros,
# with training and behind a compressor. The printed lines say what each step saved and cost.
#
# ## Further reading
# - Y. LeCun, J. Denker, S. Solla: *Optimal Brain Damage*, NIPS 2, 1990.
# - S. Han, J. Pool, J. Tran, W. Dally: *Learning both Weights and Connections for Efficient Neural
#   Networks*, NIPS 2015.
# - M. Zhu, S. Gupta: *To Prune, or Not to Prune: Exploring the Efficacy of Pruning for Model
#   Compression*, arXiv:1710.01878, 2017 (the schedule).
# - J. Frankle, M. Carbin: *The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural
#   Networks*, ICLR 2019.
# - J. Frankle, G. K. Dziugaite, D. Roy, M. Carbin: *Linear Mode Connectivity and the Lottery Ticket
#   Hypothesis*, ICML 2020 (tickets for ImageNet, reset to an early step).
# - M. Sun, Z. Liu, A. Bair, J. Z. Kolter: *A Simple and Effective Pruning Approach for Large
#   Language Models*, ICLR 2024.
# - TensorFlow Model Optimization Toolkit: guide to pruning, where the table of published scores
#   stands.

# %% tags=["scoreboard"]
scoreboard(of=16)

# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 7 · Pruning and quantization
#
# *How much of a network can you throw away, and does it get faster when you do?*
#
# You take a classifier of half a million weights and remove most of them: at first blindly, then
# by size, then slowly while it learns, and finally whole units at a time. At the end one table
# holds the models of lessons 5 to 7, and you say which of them you would put on a device.
#
# | section | minutes |
# |---|---|
# | 1. Which weights does nobody miss? | 13 |
# | 2. Masks: weights, blocks, one ranking | 13 |
# | 3. Prune while you train | 14 |
# | 4. What is in the file | 8 |
# | 5. How far can you go, and is it faster? | 13 |
# | 6. A lottery ticket (optional) | 12 |
# | 7. Your decision, and the table of the whole course | 14 |
#
# The times add up to 75 minutes without section 6. Nothing in section 7 needs it, but its exercise
# is two of the 16 points.
#
# **Before you start**: lessons 5 and 6. **Afterwards** you can
# - choose which weights go, and show with a control what that costs,
# - set a pruning schedule so that it ends where you meant it to,
# - say what zeros save (bytes, behind a compressor) and what makes a model faster (smaller
#   matrices),
# - combine pruning with quantization, and report the gain without flattering it.
#
# ## What do you remember?
# **Lesson 5.** A dense layer has 100,000 weights. How many bytes do they take in a file of 8 bits?
#
# <details><summary>A. 400,000</summary>
#
# That is float32: four bytes for each weight.
# </details>
# <details><summary>B. 100,000</summary>
#
# Yes, one byte each, and a few more for the scales.
# </details>
# <details><summary>C. 12,500</summary>
#
# That would be one bit each.
# </details>
#
# **Lesson 6.** You train a model with simulated rounding for one epoch, and it gets better than the
# model you began with. What do you compare it with?
#
# <details><summary>A. With the model you began with.</summary>
#
# Then one more epoch and the awareness of rounding are mixed up.
# </details>
# <details><summary>B. With the same model, trained for one more epoch without rounding.</summary>
#
# Yes. That is the control: the two differ in nothing but what you want to judge.
# </details>
#
# **Lesson 2.** A difference of 0.4 points has a standard error of 0.3. What do you say?
#
# <details><summary>A. There is no difference.</summary>
#
# You cannot know that either. The measurement is too coarse to tell.
# </details>
# <details><summary>B. This measurement does not establish one.</summary>
#
# Yes. It would have to be beyond two standard errors, and over a few seeds beyond more.
# </details>
#
# Work from top to bottom. An exercise is a cell to complete, with a check below it; the check says
# at once what is right.

# %% tags=["setup"]
import numbers
from itertools import pairwise

import numpy as np
from pytest import approx

from utils import datasets, litert, models, plotting
from utils.frameworks import tf_keras as keras
from utils.frameworks import tfmot
from utils.grading import claim, claims, graded, predict, refuses, same_as, scoreboard, solved
from utils.grading.properties import both_forms, concealed, untouched
from utils.measuring import difference
from utils.measuring.timing import in_turn
from utils.topics import pruning
from utils.topics.pruning import MaskedTraining, magnitude_masks

layers, images = keras.layers, datasets.fashion_mnist()
X_train, y_train = images.train.images[:6_400] / np.float32(255), images.train.labels[:6_400]
X_val, y_val = images.train.images[-5_000:] / np.float32(255), images.train.labels[-5_000:]
X_test, y_test = images.test.images / np.float32(255), images.test.labels

# %% [markdown]
# ## 1. Which weights does nobody miss?
# A nerve cell is connected to a few thousand of some 86 billion others. A dense layer is the
# opposite: every unit is connected to every unit of the layer before. Networks carry such
# connections by the million: ResNet-50 has about 25 million weights. Ours has three dense layers.
# Where are its weights, and how large are they?

# %%
mlp = models.fashion_mlp(keras)
start = mlp.get_weights()
kernels = dict(zip(("dense1", "dense2", "dense3"), start[::2], strict=True))
total = sum(kernel.size for kernel in kernels.values())
for name, kernel in kernels.items():
    middle = np.median(np.abs(kernel))
    print(f"{name}: {kernel.size:>7,} weights ({kernel.size / total:.1%}), half below {middle:.3f}")

# %% [markdown]
# Many weights are close to zero. *Optimal Brain Damage* (1990) asks how much the loss would rise if
# a weight were removed, and calls that the weight's **saliency**. It removes the least salient
# weights, trains again, and repeats. The most common stand-in for saliency costs nothing: the
# weight's **magnitude**, its absolute value.
#
# Is that a good stand-in? We remove a share of each layer's weights, without any training: the
# smallest, some at random, or the largest. Before you look: what share of the *smallest* weights
# can go before the network loses a point of accuracy? (Write 0.5 for half of them.)

# %%
predict("share that can go untrained", None)


# %%
def right(weights: list, X: np.ndarray = X_val, y: np.ndarray = y_val) -> np.ndarray:
    """Tell for each image whether the MLP with these weights classifies it rightly."""
    mlp.set_weights(weights)
    return np.asarray(mlp(X)).argmax(axis=1) == y


def loss(weights: list) -> float:
    """Return the cross-entropy of the MLP with these weights on the validation images."""
    mlp.set_weights(weights)
    likely = np.asarray(mlp(X_val))[np.arange(len(y_val)), y_val]
    return float(-np.log(np.maximum(likely, 1e-7)).mean())


# %% [markdown]
# `magnitude_masks` marks the weights that stay: True for each layer's largest, False for the share
# that goes. Biases always stay. For the random order you see the mean of three draws.


# %%
def without(weights: list, masks: list) -> list:
    """Return the weights with zeros where a mask is False."""
    return [np.where(mask, array, 0) for array, mask in zip(weights, masks, strict=True)]


random = np.random.default_rng(0)
orders = {
    "smallest first": [start],
    "at random": [[random.random(array.shape) for array in start] for _ in range(3)],
    "largest first": [[-1 / (np.abs(array) + 1e-9) for array in start]],
}

# %%
shares = (0, 0.1, 0.3, 0.5, 0.7, 0.9)
losses = {
    name: [
        np.mean([loss(without(start, magnitude_masks(order, share))) for order in several])
        for share in shares
    ]
    for name, several in orders.items()
}
smallest, chance, largest = (found[shares.index(0.5)] for found in losses.values())
title = f"Half gone: loss {smallest:.2f} without the smallest, {chance:.2f} without random ones"
roles = ("reduced", "validation", "full")
lines = {
    name: plotting.Line(shares, found, role)
    for (name, found), role in zip(losses.items(), roles, strict=True)
}
plotting.curves(lines, x="share of weights removed", y="loss (cross-entropy)", title=title)

# %% [markdown]
# With half of the weights gone, removing the smallest costs least and removing the largest costs
# most. How far exactly can you go with the smallest? Between a quarter and a half we look at steps
# of 2.5 per cent. The slider below shows the same for a single threshold that all layers share:
# everything below it is set to zero.

# %%
full = right(start)
grid = np.arange(0.25, 0.51, 0.025)
lost = {
    share: full.mean() - right(without(start, magnitude_masks(start, share))).mean()
    for share in grid
}
free = max(share for share in grid if max(lost[s] for s in grid if s <= share) < 0.01)
print(f"accuracy {full.mean():.3f}; {free:.1%} of each layer can go for less than one point")

# %%
thresholds = np.linspace(0, 0.2, 21)
magnitudes = np.concatenate([np.abs(kernel).ravel() for kernel in kernels.values()])
zeros = [float(np.mean(magnitudes < limit)) for limit in thresholds]
accuracies = [
    right(
        [np.where((array.ndim < 2) | (np.abs(array) >= limit), array, 0) for array in start]
    ).mean()
    for limit in thresholds
]


def words(limit: float) -> str:
    """Say what a threshold removes and what it leaves."""
    gone, left = (np.interp(limit, thresholds, values) for values in (zeros, accuracies))
    return f"{gone:.0%} zeros, accuracy {left:.3f}"


# %%
stage, curve = pruning.threshold(magnitudes, thresholds, zeros, accuracies)
plotting.moving(
    stage,
    curve,
    positions=(0.02, 0.05, 0.08, 0.12, 0.16),
    low=0,
    high=0.2,
    step=0.005,
    label="threshold",
    words=words,
    title="The zeros grow at once; the accuracy holds for a while, then falls",
    alternative="Histograms of weights with the part below a threshold, and accuracy and zeros.",
)

# %% [markdown]
# ### Saliency itself
# Magnitude does not look at the data. Optimal Brain Damage does, and its point was an estimate
# that is cheap for *all* weights at once: half of the loss's curvature $h$ in the direction of a
# weight, times the weight $w$ squared, $\frac12 h w^2$. We estimate the curvature from the squared
# gradients of a thousand training images, in one pass. Which of the two ranks better, at 50 % and
# at 90 %, without any training? (The output layer stays whole here; you will see why in a moment.)

# %%
salient = pruning.brain_damage(start, X_train[:1_000], y_train[:1_000])
by_saliency = {}
for share in (0.5, 0.9):
    masks = [magnitude_masks(rank, share, spare=[-2]) for rank in (salient, start)]
    estimated, plain = (right(without(start, mask)) for mask in masks)
    by_saliency[share] = difference(estimated, plain, over="rows")
    print(
        f"{share:.0%} removed: by magnitude {plain.mean():.3f}, by saliency "
        f"{estimated.mean():.3f}, {by_saliency[share]}"
    )

# %%
better_half, better_most = by_saliency[0.5], by_saliency[0.9]
claim(
    "Small weights matter least: magnitude stands in for saliency",
    measured=f"half removed, the loss is {smallest:.2f} (smallest), {chance:.2f} (random), "
    f"{largest:.2f} (largest); saliency against magnitude: {better_half} at 50 %, "
    f"{better_most} at 90 %",
    holds={
        "the smallest cost less than random ones": smallest < chance,
        "the largest cost most": chance < largest,
        "saliency is no better at 50 %": not (better_half.sure and better_half.value > 0),
        "saliency is no better at 90 %": not (better_most.sure and better_most.value > 0),
    },
    predicted="share that can go untrained",
    actual=float(free),
)

# %% [markdown]
# The saliency estimate was a little better at 50 % and far worse at 90 %. Our guess at the reason,
# which we did not test: the estimate describes what *one* small change does to the loss while all
# other weights stay as they are. With nine weights in ten gone, almost nothing stays as it was.
# Optimal Brain Damage itself removes only a few weights at a time, and trains in between.
#
# ### What not to prune
# Now remove the smallest weights of *one* layer, 50, 70 or 90 % of them, and leave the others
# alone. This is called a **sensitivity** analysis: where does the network notice?

# %%
for place, (name, kernel) in enumerate(kernels.items()):
    others = [2 * other for other in range(3) if other != place]
    half_gone, most_gone, nearly_all = (
        right(without(start, magnitude_masks(start, share, spare=others))).mean()
        for share in (0.5, 0.7, 0.9)
    )
    print(f"{name}: 50 % gone {half_gone:.3f}, 70 % {most_gone:.3f}, ", end="")
    print(f"90 % ({0.9 * kernel.size:,.0f} weights) {nearly_all:.3f}")

# %% [markdown]
# The output layer holds half a per cent of all weights, so pruning it saves next to nothing. From
# here on we leave it whole when we choose the masks ourselves, unless we say otherwise.
#
# **Question.** You must remove 100,000 weights, without training. Where do you take them from?
#
# <details><summary>A. From every layer in equal numbers, to be fair to each.</summary>
#
# The output layer has only 2,560 weights. It would be empty long before you are done, and you have
# just seen what it costs to lose nine tenths of it.
# </details>
# <details><summary>B. From the first layer.</summary>
#
# Very likely the best choice: 100,000 are a quarter of its weights, and you saw that more than a
# third of *every* layer can go for less than one point.
# </details>
# <details><summary>C. From the second layer, which lost the least accuracy above.</summary>
#
# That comparison took the same *share* of each layer. 100,000 weights are three quarters of the
# second layer, and losing 90 % of it (about 118,000) cost about three points.
# </details>
#
# > **So far.** A good third of the weights can go without any training, if they are the smallest.
# > Optimal Brain Damage's estimate chose a little better than magnitude at 50 %, and far worse at
# > 90 %. Layers differ: leave the small output layer alone.

# %% [markdown]
# ## 2. Masks: weights, blocks, one ranking
# The lecture shows a matrix of 4 × 4 and two masks that keep half of it: single weights, and
# blocks of 1 × 2. Blocks suit hardware, which fetches neighbours together. The lecture calls both
# magnitude pruning; are they? Below you see the masks that magnitude really gives. A block counts
# by the sum of its absolute values.

# %%
example = pruning.EXAMPLE
(single,) = magnitude_masks([example], 0.5)
(pairs,) = magnitude_masks([np.abs(example).reshape(4, 2, 2).sum(axis=2)], 0.5)
drawn = {"the lecture's 1 × 1": pruning.LECTURE_SINGLE, "by magnitude, 1 × 1": single}
drawn |= {"the lecture's 1 × 2": pruning.LECTURE_BLOCKS}
drawn["by magnitude, 1 × 2"] = np.repeat(pairs, 2, axis=1)
against = {f"by magnitude, {size}": f"the lecture's {size}" for size in ("1 × 1", "1 × 2")}
differ = {new: int((drawn[new] != drawn[old]).sum()) for new, old in against.items()}
one, two = differ.values()
title = f"The lecture's masks differ from magnitude in {one} and {two} of 16 cells"
pruning.small_masks(example, drawn, against=against, title=title)

# %%
claim(
    "The two 4 × 4 masks prune by magnitude",
    measured=f"{one} cells of the first and {two} of the second are otherwise",
    holds={"single weights": one == 0, "blocks": two == 0},
)

# %% [markdown]
# The first mask drops the 9, the 8 and the 7 and keeps a 2. So the lecture's masks show the *shape*
# of sparsity, not how it is chosen. Both have another property: each row keeps two of its four
# weights. That pattern, **2 of 4**, is what some graphics processors can skip; we come back to
# it in section 5.
#
# ### Exercise · `block_mask` (2 points)
# Write the block mask for blocks of any size.


# %% tags=["exercise"]
def block_mask(weights: np.ndarray, sparsity: float, block: tuple[int, int]) -> np.ndarray:
    """Return a mask of the shape of `weights`, True where a weight stays; a block goes as a whole.

    weights: (rows, columns), whole or real numbers, not changed. sparsity: share of blocks to drop,
    from 0 to 1; their number is rounded to the nearest. block: its height and width. The blocks
    whose absolute values have the smallest sums go; of equal sums those that come first, row by
    row.
    Raises ValueError where the height or width of a block is below 1, and where blocks of that size
    do not fill the matrix.

    >>> block_mask(weights=np.array([[1, 5, -9, 2], [3, 3, 4, 4]]), sparsity=0.5, block=(1, 2))
    array([[False, False,  True,  True],
           [False, False,  True,  True]])
    """
    ### BEGIN SOLUTION
    (rows, columns), (height, width) = weights.shape, block
    if min(block) < 1 or rows % height or columns % width:
        raise ValueError(f"blocks of {height} × {width} do not fill {rows} × {columns}")
    tiled = np.abs(weights).reshape(rows // height, height, columns // width, width)
    scores = tiled.sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)
    ### END SOLUTION


# %% tags=["check"]
# Check of block_mask: run it; open it to read what is asked
with graded(
    "block_mask",
    points=2,
    hint="One score for each block first, then choose among scores, then blow the choice up.",
    stronger="`abs(weights).reshape(rows // h, h, columns // w, w).sum(axis=(1, 3))` are scores.",
):
    matrix = np.array([[1, 5, -9, 2], [3, 3, 4, 4]])
    mask = block_mask(weights=matrix, sparsity=0.5, block=(1, 2))
    assert np.shape(mask) == (2, 4), "The mask has the shape of the weights, not a cell per block."
    assert mask.dtype == bool, "A mask holds True and False."
    assert mask.tolist() != [[True, True, False, False]] * 2, "True where a weight stays."
    assert mask.tolist() == [[False, False, True, True]] * 2, "The sums are 6, 11, 6 and 8."
    cancel = block_mask(np.array([[-9, 9, 1, 1]]), 0.5, (1, 2))
    assert cancel.tolist() == [[True, True, False, False]], "Absolute values first, then the sum."
    tied = block_mask(np.ones((2, 8)), 0.4, (1, 2))
    assert tied.sum() == 10, "0.4 of eight blocks are 3.2: three go, also when all are equal."
    assert refuses(block_mask, matrix, 0.5, (1, 3)), "1 × 3 does not fill 4 columns: ValueError."
    same_as("block_mask")

# %% [markdown]
# What does the structure cost? The same share is removed from the first two layers, untrained, and
# compared with single weights.

# %%
if solved("block_mask"):
    left = {}
    for block in ((1, 1), (1, 2), (1, 4), (4, 4), (16, 1)):
        first, second = (block_mask(kernel, 0.5, block) for kernel in start[:4:2])
        left[block] = right(without(start, [first, True, second, True, True, True]))
        told = f"half gone in blocks of {block[0]:>2} × {block[1]}: {left[block].mean():.3f}"
        print(told, "" if block == (1, 1) else difference(left[block], left[1, 1], over="rows"))

# %% [markdown]
# Read the first four lines: here, larger blocks cost more. Then compare 16 × 1 with 4 × 4. Both
# hold 16 weights, and one costs far more than the other, so the shape counts too. Rows are inputs
# here and columns are units: in the first layer, 16 × 1 is one unit's weights from 16
# successive pixels.
#
# ### Exercise · `global_masks` (3 points)
# So far each layer loses the same share, although you saw that layers differ. Let all weights of
# the network compete instead: one ranking over all kernels.


# %% tags=["exercise"]
def global_masks(kernels: list[np.ndarray], sparsity: float) -> list[np.ndarray]:
    """Return a mask for each kernel, True where a weight stays, from one ranking of all weights.

    kernels: one or more arrays of one to three axes, not changed. sparsity: share of all weights
    together that goes, their number rounded to the nearest and met exactly: of equal magnitudes
    those that come first go (the first kernel first, each row by row).
    Raises ValueError for a sparsity outside 0 to 1.

    >>> global_masks(kernels=[np.array([[5, 6]]), np.array([[1, 2]])], sparsity=0.5)
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
# Check of global_masks: run it; open it to read what is asked
with graded(
    "global_masks",
    points=3,
    hint="Put all magnitudes in one row, rank them, and cut the row up again.",
    stronger="A threshold drops too many where values are equal; a stable argsort does not.",
):
    masks = global_masks(kernels=[np.array([[5, 6]]), np.array([[1, 2]])], sparsity=0.5)
    assert isinstance(masks, list | tuple), "Return a list with a mask for each kernel."
    assert [np.shape(mask) for mask in masks] == [(1, 2), (1, 2)], "A mask has its kernel's shape."
    assert {np.asarray(mask).dtype for mask in masks} == {np.dtype(bool)}, "Masks hold True, False."
    stays = [np.asarray(mask).tolist() for mask in masks]
    assert stays != [[[False, True]]] * 2, "You dropped half of each kernel: let all compete."
    assert stays != [[[False, False]], [[True, True]]], "True where a weight stays."
    assert stays == [[[True, True]], [[False, False]]], "The two smallest of all four are 1 and 2."
    (signed,) = global_masks([np.array([-9, 1])], 0.5)
    assert signed.tolist() == [True, False], "Magnitude: -9 is a large weight."
    equal = global_masks([np.full((2, 2), 2), np.full((1, 6), -2)], 0.5)
    assert sum(int(np.sum(mask)) for mask in equal) == 5, "Of ten equal weights exactly five go."
    assert refuses(global_masks, [np.ones(2)], 80), "80 is no share from 0 to 1: raise ValueError."
    same_as("global_masks")

# %% [markdown]
# Which is better, one ranking or the same share everywhere?

# %%
if solved("global_masks"):
    for share in (0.5, 0.8):
        chosen = global_masks(start[::2], share)
        ranked = right(without(start, [part for mask in chosen for part in (mask, True)]))
        left = ", ".join(f"{mask.mean():.0%}" for mask in chosen)
        print(
            f"{share:.0%} removed by one ranking: {ranked.mean():.3f} (left of the layers: {left})"
        )
        for name, spare in (("the same share everywhere", []), ("output layer spared", [-2])):
            alike = right(without(start, magnitude_masks(start, share, spare=spare)))
            print(f"  against {name}: {difference(ranked, alike, over='rows')}")

# %% [markdown]
# Compare the two lines below each ranking. One ranking takes less from the output layer, whose
# weights are larger, and it wins against the same share everywhere. Once you spare that layer by
# hand, the same share in the other two is the better choice.
#
# > **So far.** A mask can remove single weights or blocks, layer by layer or from all layers in one
# > ranking. Blocks cost accuracy. One ranking won here only until we spared the small output layer
# > ourselves.

# %% [markdown]
# ## 3. Prune while you train
# Networks are usually trained on after pruning. TensorFlow's optimization toolkit removes
# weights *during* training: every few steps it masks the smallest again, up to a share that a
# schedule gives. The lecture's schedule ramps from 50 to 80 % between steps 2,000 and 4,000:
# $$s(t) = s_\text{final} + (s_\text{initial} - s_\text{final})
# \left(1 - \frac{t - t_\text{begin}}{t_\text{end} - t_\text{begin}}\right)^3$$
# Here $t$ is the step, held between $t_\text{begin}$ and $t_\text{end}$, and $s$ is the share of
# zeros, from $s_\text{initial}$ to $s_\text{final}$. In words: prune fast at first, while many
# weights are superfluous, then ever more slowly. How many steps does our own training have?

# %%
epochs, batch_size = 2, 128
steps = epochs * -(-len(X_train) // batch_size)
decay = tfmot.sparsity.keras.PolynomialDecay
lecture = decay(0.50, 0.80, begin_step=2_000, end_step=4_000)
prunes = sum(bool(lecture(step)[0]) for step in range(1, steps + 1))
print(f"{steps} steps; the lecture's schedule prunes in {prunes} of them")

# %% [markdown]
# Copied as it stands, the schedule never begins. The toolkit wraps each layer that it is to
# prune, and the model would train inside these wrappers, unpruned, without a warning. So compute
# the end of a schedule from the steps that you have. We leave the last third or so of them for
# the network to recover.
#
# There is a second catch. Masks change only every `frequency` steps, counted from `begin`. If `end`
# is not one of these steps, the last one before it is what you get. What would the default
# frequency of 100 make of our ramp?

# %%
begin, end = 10, 70
for every in (100, 10):
    schedule = decay(0.50, 0.80, begin, end, frequency=every)
    asked = [(step, *schedule(step)) for step in range(1, steps + 1)]
    updates = [(step, float(share)) for step, prunes, share in asked if prunes]
    last_step, last_share = updates[-1]
    print(
        f"every {every:>3} steps: {len(updates)} updates, the last at step {last_step} "
        f"to {last_share:.1%}"
    )

# %% [markdown]
# ### Exercise · `sparsity_at` (3 points)
# Write a function that tells what the masks really hold at a step.


# %% tags=["exercise"]
def sparsity_at(
    step: int, *, begin: int, end: int, initial: float, final: float, every: int
) -> float:
    """Return the share of zeros in the masks at a step, after the update of that step, if any.

    step, begin, end: whole numbers from 0 on. initial, final: shares, 0 to 1.
    The masks are updated at the steps begin, begin + every, begin + 2 · every … up to end, each
    time to the schedule's share of that step (power 3, see above). Between updates and after the
    last one they stay as they are; before the first, nothing is masked: 0. Where begin equals end
    there is one update, to the final share. Six digits are enough.
    Raises ValueError for an end before the begin, and for `every` below 1.

    >>> sparsity_at(step=109, begin=10, end=110, initial=0.0, final=0.8, every=50)
    0.7
    """
    ### BEGIN SOLUTION
    if end < begin or every < 1:
        raise ValueError("a schedule ends after it begins, and updates every step at most")
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    left = (end - updated) / (end - begin) if end > begin else 0.0
    return final + (initial - final) * left**3
    ### END SOLUTION


# %% tags=["check"]
# Check of sparsity_at: run it; open it to read what is asked
with graded(
    "sparsity_at",
    points=3,
    hint="First find the step of the last update, then ask the formula about that step.",
    stronger="Updates since begin: `(min(step, end) - begin) // every`.",
):
    share = sparsity_at(step=109, begin=10, end=110, initial=0.0, final=0.8, every=50)
    assert isinstance(share, numbers.Real), "A share is one number."
    assert 0 <= share <= 1, "A share lies between 0 and 1; it is not in per cent."
    assert share != approx(0.4), "That ramp is straight; the schedule takes a cube."
    assert share == approx(0.7), "The last update was at step 60, where half of the way is left."
    plan = {"begin": 10, "end": 110, "initial": 0.5, "final": 0.8, "every": 60}
    assert sparsity_at(9, **plan) == approx(0), "Before `begin` nothing is masked."
    assert sparsity_at(10, **plan) == approx(0.5), "At `begin` the masks take the initial share."
    assert sparsity_at(69, **plan) == approx(0.5), "Updates are at 10 and 70: counted from `begin`."
    assert sparsity_at(500, **plan) == approx(0.7808), "110 is no update: 0.8 is never reached."
    assert refuses(sparsity_at, 5, **plan | {"every": 0}), "`every` below 1: raise ValueError."
    same_as("sparsity_at")

# %%
if solved("sparsity_at"):
    ours = {"begin": 10, "end": 70, "initial": 0.5, "final": 0.8}
    ramps = {
        "ours, every 100": (ours | {"every": 100}, "full"),
        "ours, every 10": (ours | {"every": 10}, "yours"),
        "0 to 100, to 90 %": (pruning.RAMP_TO_90, "validation"),
    }
    lines = {
        name: plotting.Line(range(101), [100 * sparsity_at(t, **plan) for t in range(101)], role)
        for name, (plan, role) in ramps.items()
    }
    title = f"Updated every 100 steps, the masks end at {lines['ours, every 100'].y[-1]:.0f} %"
    plotting.curves(lines, x="training step", y="zeros in the masks (%)", title=title)
    plan = ours | {"begin": 2_000, "end": 4_000, "every": 100}
    print({t: round(sparsity_at(t, **plan), 3) for t in (1_999, 2_000, 2_500, 3_000, 4_000)})

# %% [markdown]
# The line that ends at 90 % is the lecture's other ramp, from step 0 to 100, updated at every step.
# The printed numbers are the lecture's ramp from the beginning of this section, from 50 to 80 %, at
# the steps that it was made for.
#
# Now train. The toolkit can wrap a *part* of a model: `clone_model` hands every layer to a function
# of ours, which wraps the first two. The **control** is the same network, trained equally long with
# nothing pruned. Both learn at a rate of 0.0003 instead of Adam's usual 0.001, because the weights
# are trained already. A control that is harmed by its own training makes anything beside it look
# good; section 5 checks how much ours lost.
#
# Before you run it: how many points of accuracy will the network with 80 % zeros gain over the
# control? (Write −1 if you expect it to lose one.) Section 5 answers this, with three seeds.

# %%
predict("points gained with 80 % zeros", None)


# %%
def wrap(layer: keras.layers.Layer) -> keras.layers.Layer:
    """Wrap the two large layers for pruning, and leave the others as they are."""
    schedule = decay(0.50, 0.80, begin, end, frequency=10)
    prune = tfmot.sparsity.keras.prune_low_magnitude
    return prune(layer, schedule) if layer.name in ("dense1", "dense2") else layer


def keep_mask(batch: int, logs: dict) -> None:
    """Keep the first layer's mask at some steps of the training."""
    step = int(wrapped.optimizer.iterations.numpy())
    if step in (1, begin, 20, 40, end):
        snapshots[step] = wrapped.layers[1].pruning_vars[0][1].numpy()


# %%
wrapped = keras.models.clone_model(models.fashion_mlp(keras), clone_function=wrap)
control, snapshots = models.fashion_mlp(keras), {}
update = tfmot.sparsity.keras.UpdatePruningStep()
watch = keras.callbacks.LambdaCallback(on_batch_end=keep_mask)
for model, callbacks in ((wrapped, [update, watch]), (control, [])):
    model.compile(keras.optimizers.Adam(0.0003), "sparse_categorical_crossentropy")
    keras.utils.set_random_seed(0)
    model.fit(X_train, y_train, epochs=epochs, batch_size=128, verbose=0, callbacks=callbacks)
print("masks kept at the steps", sorted(snapshots))

# %% [markdown]
# Next you see the masks over training. In the upper row black is a weight that is left. The lower
# row shows which share of its weights each pixel of the image still has. Before you look: will the
# middle or the border keep more?

# %%
last_mask = snapshots[end].mean(axis=1).reshape(28, 28)
edge = np.pad(np.zeros((20, 20), bool), 4, constant_values=True)
middle, border = last_mask[~edge].mean(), last_mask[edge].mean()
title = f"The middle keeps {middle:.0%} of its weights, the border of four pixels {border:.0%}"
pruning.mask_strip(snapshots, side=28, title=title)

# %% [markdown]
# You may have hoped for the opposite: the clothes are in the middle, and the edge is black in most
# images. Look at the weights that the network had before it was pruned.

# %%
black = (X_train == 0).mean(axis=0).ravel() > 0.6
for name, pixels in (("black in most images", black), ("all others", ~black)):
    size, kept = np.median(np.abs(start[0][pixels])), snapshots[end][pixels].mean()
    print(f"pixels {name}: median magnitude {size:.3f}, {kept:.0%} of the weights are kept")

# %% [markdown]
# A weight on a pixel that is black is multiplied by 0 and adds nothing, however large it is.
# Magnitude cannot see that. A weight matters by what it *adds*: its magnitude times the usual size
# of its input. Does that rank better, without training, with the output layer spared?

# %%
added = pruning.times_input(start, X_train[:1_000], y_train[:1_000])
for share in (0.5, 0.7, 0.9):
    masks = [magnitude_masks(rank, share, spare=[-2]) for rank in (added, start)]
    weighted, plain = (right(without(start, mask)) for mask in masks)
    gain = difference(weighted, plain, over="rows")
    print(f"{share:.0%} removed: by magnitude {plain.mean():.3f}, times its input {gain}")

# %% [markdown]
# At 50 % a difference is not established. The more you remove, the more the score gains, and the
# price is one pass over a thousand images. It has been used to prune large language models (Sun and
# others, 2024, who call it Wanda). The toolkit knows magnitude only, so we go on with magnitude.
#
# **Change one thing.** In the cell that begins with `black =`, set `0.6` to `0.9`. Now it is about
# the pixels that are black in at least nine of ten images. What share of their weights is kept?
#
# **Question.** Your colleague copied a schedule from a tutorial. Training ran without a message,
# and the compressed file is as large as before. What do you look at first?
#
# <details><summary>A. Whether gzip was set to its highest level.</summary>
#
# A file as large as before hardly has any zeros to compress, at any level.
# </details>
# <details><summary>B. The share of zeros in the weights, and the steps of the schedule.</summary>
#
# Yes. With fewer training steps than `begin_step` no weight is ever masked.
# </details>
#
# > **So far.** A schedule counts in steps, and must end within the steps that you train. The
# > toolkit prunes during training, by magnitude only. A weight can be large and still add
# > nothing.

# %% [markdown]
# ## 4. What is in the file
# The wrappers carry masks and a step counter; `strip_pruning` takes them off. Then both models go
# through the same converter, and the zeros are counted in the file.

# %%
bare = tfmot.sparsity.keras.strip_pruning(wrapped)
stripped = keras.models.clone_model(bare)  # what we do to it is not done to `wrapped`
stripped.set_weights(bare.get_weights())
pair = {"control": litert.convert(control, "float"), "pruned": litert.convert(stripped, "float")}
for name, converted in pair.items():
    size, share = litert.sizes(converted), litert.sparsity(converted)
    print(f"{name:<8} {size.raw:,} bytes, {size.gzip:,} after gzip, {share:.1%} zeros")

# %% [markdown]
# Here a zero takes four bytes like any other float, so the file is as large as before. It takes a
# compressor to make use of the zeros (section 5 tries another way to store them). And gzip could do
# better. The toolkit multiplies weights by their mask, and
# a negative number times zero is **minus zero**, which is another pattern of bits. Adding 0.0 turns
# it into an ordinary zero.

# %%
kernel = stripped.get_weights()[0]
print(f"{np.signbit(kernel[kernel == 0]).mean():.0%} of the zeros are -0.0")
stripped.set_weights([array + 0.0 for array in stripped.get_weights()])
pair["one zero"] = litert.convert(stripped, "float")
found = {name: litert.sizes(converted).gzip for name, converted in pair.items()}
saved = 1 - found["one zero"] / found["pruned"]
print(f"{found['one zero']:,} bytes after gzip: {saved:.0%} less, by adding 0.0")

# %% [markdown]
# Lesson 5 took each weight from 32 to 8 bits. Do the two savings multiply? Guess how many times
# smaller the model gets by both together, behind gzip.

# %%
predict("times smaller by both", None)

# %%
four = {
    "control, float": pair["control"],
    "control, 8 bits": litert.convert(control, "dynamic"),
    "pruned, float": pair["one zero"],
    "pruned, 8 bits": litert.convert(stripped, "dynamic"),
}
square = litert.measure(four, X_val, y_val, runs=300)
litert.table(square).round(litert.DECIMALS)

# %%
plain, eight, sparse, both = square
smaller = {row.name: plain.sizes.gzip / row.sizes.gzip for row in square}
product = smaller["control, 8 bits"] * smaller["pruned, float"]
by_both, by_zeros = plain.sizes.raw / both.sizes.raw, plain.sizes.raw / sparse.sizes.raw
print(
    f"behind gzip: 8 bits {smaller['control, 8 bits']:.1f} ×, pruning "
    f"{smaller['pruned, float']:.1f} ×, both {smaller['pruned, 8 bits']:.1f} × "
    f"(the product would be {product:.1f})"
)
print("both against the control:", difference(both.correct, plain.correct, over="rows"))

# %% [markdown]
# Read the table one column at a time, each first for "control, 8 bits", then for "pruned, float".
# Which of the two makes the file itself smaller? Which one makes the model faster?
#
# <details><summary>Compare with our reading.</summary>
#
# Eight bits do both. The zeros do neither: they count only in the column of bytes after gzip.
# </details>
#
# After gzip both count, but together they save less than their product. A likely reason is that the
# *places* of the zeros have to be stored however many bits a weight has.

# %%
claim(
    "Pruning pays once the file is compressed",
    measured=f"{by_zeros:.1f} × smaller as it is, {smaller['pruned, float']:.1f} × behind gzip",
    holds={
        "no smaller as it is": by_zeros < 1.1,
        "twice as small behind gzip": smaller["pruned, float"] >= 2,
    },
)
claim(
    "Pruning and quantization together: two megabytes become half a megabyte",
    measured=f"{plain.sizes.raw / 1e6:.2f} to {both.sizes.raw / 1e6:.2f} MB by both and to "
    f"{eight.sizes.raw / 1e6:.2f} MB by 8 bits alone; behind gzip "
    f"{smaller['pruned, 8 bits']:.1f} × by both, {smaller['control, 8 bits']:.1f} × by 8 bits",
    holds={
        "a quarter of the bytes (at least 3.5 ×)": by_both >= 3.5,
        "pruning has a part in that": both.sizes.raw < 0.9 * eight.sizes.raw,
    },
    predicted="times smaller by both",
    actual=round(smaller["pruned, 8 bits"], 1),
)

# %% [markdown]
# ### Exercise · `pruning_gain` (2 points): find the fault
# A gain like the following is often reported as what *pruning* brings:
# ```python
# def pruning_gain(model, pruned):
#     model.save("model.h5")
#     converted = litert.convert(strip_pruning(pruned), "dynamic")
#     return gzip_bytes("model.h5") / len(gzip.compress(converted))
# ```
# The .h5 file of a model that has been trained holds the optimizer's state beside the weights, and
# that is not the only way in which the two files differ. Write the fair ratio, in which the two
# files differ in nothing but the pruning.


# %% tags=["exercise"]
def pruning_gain(model: keras.Model, pruned: keras.Model) -> float:
    """Return how many times smaller pruning alone makes a LiteRT file in float, behind gzip.

    model, pruned: the same network in float, sequential or functional, as it was and pruned, both
    of which may still wear the toolkit's wrappers. Neither is changed. The file of each is
    `litert.convert(…, "float")`, stored densely, and its size `litert.sizes(…).gzip`.
    More than 1 means that pruning saves, less than 1 that it costs. Each call measures the models
    as they are then.

    A model compared with itself gains nothing: pruning_gain(model=model, pruned=model) is 1.0.
    """
    ### BEGIN SOLUTION
    lean = (tfmot.sparsity.keras.strip_pruning(each) for each in (model, pruned))
    before, after = (litert.sizes(litert.convert(each, "float")) for each in lean)
    return before.gzip / after.gzip
    ### END SOLUTION


# %% tags=["check"]
# Check of pruning_gain: run it; open it to read what is asked
with graded(
    "pruning_gain",
    points=2,
    hint="Both become LiteRT files in float, compressed in the same way: only the zeros differ.",
    stronger="`strip_pruning` does no harm to a model that wears no wrappers.",
):
    model, thin = pruning.sheets(keras)
    with untouched(model, thin):
        same, gain = pruning_gain(model=model, pruned=model), pruning_gain(model, thin)
    assert isinstance(same, numbers.Real), "A gain is one number."
    assert same == approx(1, rel=0.01), "Compare files of one format, one type, one compressor."
    sizes = [litert.sizes(litert.convert(each, "float")).gzip for each in (model, thin)]
    assert gain != approx(1, rel=0.03), "Without gzip the zeros take as much room as before."
    assert gain > 1, "How many times smaller: the larger file is divided by the smaller."
    assert gain == approx(sizes[0] / sizes[1], rel=0.01), "Quantized, stored sparsely, no LiteRT?"
    worn = tfmot.sparsity.keras.prune_low_magnitude(model)
    assert pruning_gain(worn, worn) == approx(1, rel=0.03), "Wrappers off before the conversion."
    forms = both_forms(thin)[1], both_forms(model)[1]
    assert pruning_gain(*forms) == approx(1 / gain, rel=0.02), "Functional; the pruned one first."
    model.set_weights(thin.get_weights())
    assert pruning_gain(model, thin) == approx(1, rel=0.01), "Measure at each call; keep nothing."

# %%
if solved("pruning_gain"):
    fair = pruning_gain(control, stripped)
    print(
        f"pruning alone {fair:.1f} ×; with the quantization on its account "
        f"{smaller['pruned, 8 bits']:.1f} ×"
    )

# %% [markdown]
# > **So far.** In files that store every weight, zeros make the download smaller, not the file that
# > the device runs. Eight bits make both smaller. When you report what pruning gains, compare two
# > files that differ in nothing but the pruning.

# %% [markdown]
# ## 5. How far can you go, and is it faster?
# 80 % was the lecture's target. Now we try 0, 50, 80 and 95 %, from the same start, three seeds
# each, equally long; 0 % is the control. The toolkit has to build its graph of operations
# again for each model, which takes a while. `MaskedTraining` uses one graph for all of them and
# prunes in much the same way: every ten steps it draws the masks anew, and it keeps them in
# between. Its ramp starts at 0 and ends half-way through the training.

# %%
levels = (0, 0.5, 0.8, 0.95)
fitting = MaskedTraining(pruning.dense_network(keras, start), X_train, y_train)
swept = {
    level: [fitting.run(start, masks=pruning.ramp(level), epochs=2, seed=seed) for seed in range(3)]
    for level in levels
}

# %%
curve = {level: [right(weights).mean() for weights in runs] for level, runs in swept.items()}
gained = {level: difference(curve[level], curve[0], over="seeds") for level in levels[1:]}
print(
    f"the control against the model that all began with: "
    f"{100 * (np.mean(curve[0]) - full.mean()):+.1f} points"
)
for level, gain in gained.items():
    known = [right(weights, X_train, y_train).mean() for weights in swept[level]]
    ahead = 100 * (np.mean(known) - np.mean(curve[level]))
    print(f"{level:.0%} zeros against the control: {gain:.2f}", end="; ")
    print(f"training images {ahead:+.1f} points ahead")

# %% [markdown]
# First the control. It should stay close to the model that all began with, since any rival looks
# good beside a control that its own training has harmed. Here it lost a little: the first line says
# how much, and the cost of 80 % zeros is of the same size. So the differences hold for networks
# that are trained on in this way. Beside a control that further training helps, they might be
# larger.
#
# Now read them. Their standard errors are small for a reason: the three seeds start from the same
# weights and change only the order of the images, so they do not tell you how another network
# would fare. Three numbers also make a poor estimate of their own spread. So a difference over
# three seeds counts as established here only beyond 4.3 standard errors, over five seeds beyond
# 2.8 (Student's t, 95 %). By this rule, in the stored run, half of the weights go at no cost that
# is established, 80 % cost about a third of a point, and 95 % nearly six points.
#
# Last, look at how far accuracy on the training images is ahead of accuracy on others. Zeros would
# *regularise*, that is, keep the network from memorising, if that distance shrank and the accuracy
# on other images rose. From 50 to 80 % the distance does shrink, but the accuracy on other images
# falls a little instead of rising. At 95 % that accuracy falls far more, most likely because too
# few weights are left.
#
# **Question.** You compare the network with 80 % zeros with the model that all began with. What do
# you get?
#
# <details><summary>A. What the zeros cost.</summary>
#
# That difference also holds what the two epochs of training did, zeros or not. Here the training
# alone moved the control too.
# </details>
# <details><summary>B. What the zeros and two more epochs do together.</summary>
#
# Yes. Only the control, trained just as long, separates the two.
# </details>
#
# The next figure has, beside our curve, what was published for networks on larger tasks: two on
# ImageNet, and a translation system in two directions (the lecture calls it speech). The scores are
# of different kinds, so each is shown as a share of its own dense score.

# %%
title = f"Against the control: {gained[0.8]:.2f} at 80 % zeros, {gained[0.95]:.2f} at 95 %"
pruning.sparsity_panels(curve, pruning.PUBLISHED, title=title)
runs = [fitting.run(start, masks=pruning.ramp(0.8, spare=()), epochs=2, seed=s) for s in range(3)]
in_all = difference([right(weights).mean() for weights in runs], curve[0], over="seeds")
print(f"80 % of the two large layers: {gained[0.8]:.2f}; of all three layers: {in_all:.2f}")

# %%
claim(
    "50 to 80 % zeros cost next to nothing, more cost more",
    measured=f"against the control {gained[0.5]:.2f} at 50 %, {gained[0.8]:.2f} at 80 %, "
    f"{gained[0.95]:.2f} at 95 %; at 80 % with the output layer pruned too {in_all:.2f}",
    holds={
        "50 % cost less than half a point": gained[0.5].value > -0.5,
        "80 % cost less than half a point": gained[0.8].value > -0.5,
        "95 % cost more": gained[0.95].value < -0.5 and gained[0.95].sure,
    },
    predicted="points gained with 80 % zeros",
    actual=round(gained[0.8].value, 1),
)

# %% [markdown]
# ### Prune, retrain, repeat, or one cut?
# The recipe of 1990 removes some weights, trains, and repeats. Is that better than one cut
# followed by the same number of epochs? We take a smaller network (128 and 64 units, trained for
# three epochs from five different starts) and remove 95 % of its weights: in three rounds of two
# epochs, or at once, followed by six. The optimizer starts afresh every two epochs in both arms.
# Before you run the next two cells: which of the two do you expect to be better?

# %%
small = pruning.dense_network(keras, pruning.drawn_weights(0), rate=0.002)
quick = MaskedTraining(small, X_train, y_train)
firsts = [pruning.drawn_weights(seed) for seed in range(5)]
trained = [quick.run(first, epochs=3, seed=seed) for seed, first in enumerate(firsts)]


def in_steps(weights: list, targets: tuple, seed: int) -> float:
    """Prune to each target in turn, two epochs after each; return the accuracy at the end."""
    for target in targets:
        masks = magnitude_masks(weights, target, spare=[-2])
        weights = quick.run(weights, masks=masks, epochs=2, seed=10 + seed)
    return float((np.asarray(small(X_val)).argmax(axis=1) == y_val).mean())


# %%
rounds = [in_steps(weights, (0.6, 0.85, 0.95), seed) for seed, weights in enumerate(trained)]
at_once = [in_steps(weights, (0.95, 0.95, 0.95), seed) for seed, weights in enumerate(trained)]
repeated = difference(rounds, at_once, over="seeds")
print(f"95 % in three rounds {np.mean(rounds):.3f}, at once {np.mean(at_once):.3f}: {repeated}")

# %%
claim(
    "Prune, retrain, repeat",
    measured=f"95 % removed in three rounds against one cut, six epochs each (of the rounds' six "
    f"the last two at 95 %): {repeated}",
    holds={"better than one cut": repeated.value > 0 and repeated.sure},
)

# %% [markdown]
# Read this with care. The epochs are equal, but the single cut has all six of them to recover at
# its final sparsity, and the rounds have only the last two. That is a likely reason for the
# result. The recipe itself trains after each round until the network has recovered, which may
# take many more epochs than ours. What you see here is one network and one small budget: with six
# epochs, three rounds were worse than one cut.
#
# **Change one thing.** Give the rounds four epochs at the final sparsity: in the cell that begins
# with `rounds =`, replace `(0.6, 0.85, 0.95)` by `(0.85, 0.95, 0.95)`. If the reason above is
# right, the gap shrinks. Does it?
#
# ### Is it faster to train?
# The lecture says that sparse networks train faster. Let the wrapped model and the control take
# training steps in turn, and compare within each pair of steps.

# %%
batch = X_train[:batch_size], y_train[:batch_size]
held = [(model, model.get_weights()) for model in (wrapped, control)]
tasks = {"pruned": lambda: wrapped.train_on_batch(*batch)}
tasks["control"] = lambda: control.train_on_batch(*batch)
took = in_turn(tasks, rounds=40, warm_up=3)
for model, weights in held:
    model.set_weights(weights)
low, slower, high = np.quantile(took["pruned"] / took["control"], [0.25, 0.5, 0.75])
print(
    f"a step with masks takes {slower:.2f} times a step without "
    f"(middle half {low:.2f} to {high:.2f})"
)

# %%
claim(
    "A sparse network trains faster",
    measured=f"a step with masks takes {slower:.2f} times as long ({low:.2f} to {high:.2f})",
    holds={"a step takes less time": high < 1},
)

# %% [markdown]
# Here a step with masks is not faster. The likely reason: a masked weight is still multiplied like
# any other, and the masking itself is additional work.
#
# ### Is it faster to run? Zeros against fewer units
# There is another way to prune: remove whole **units**, with all their weights. What is left is
# an ordinary dense network with smaller matrices. Guess first: which runs faster, 80 % zeros or
# half of the units? Write "zeros", "units" or "alike".

# %%
predict("faster: zeros, units or alike", None)

# %% [markdown]
# Which units can go? We try two scores. The *norm* is the length of the vector of a unit's
# incoming weights times that of its outgoing ones. The *Taylor term* is a unit's value times the
# slope of the loss, averaged over a thousand training images; it estimates how the loss changes
# when the unit's output becomes zero. The dense network has 512 and 256 units. How sensitive is
# each layer, without training?

# %%
norms = pruning.unit_norms(start)
taylor = pruning.unit_taylor(start, X_train[:1_000], y_train[:1_000])
for keep in ((256, 256), (128, 256), (512, 128), (512, 64), (256, 128)):
    found = {}
    for name, scores in (("norm", norms), ("Taylor", taylor)):
        smaller_net = pruning.without_units(start, scores, keep)
        found[name] = pruning.classified(smaller_net, X_val) == y_val
    gain = difference(found["Taylor"], found["norm"], over="rows")
    print(
        f"{keep[0]} and {keep[1]} units: by norm {found['norm'].mean():.3f}, "
        f"Taylor against it {gain}"
    )

# %% [markdown]
# Read the differences with their standard errors. Neither score is better everywhere, and the two
# differ most where three quarters of one layer go at once: there the norm is far better in the
# first layer, and the Taylor term in the second. Both scores judge a unit while all others are
# still there, which may be why they go wrong in such cases; we did not test it.
#
# Now half of the units of both layers, by the Taylor term, trained for two epochs at the same rate
# as the network with 80 % zeros. Both have three seeds.

# %%
lean = pruning.without_units(start, taylor, (256, 128))
half = MaskedTraining(pruning.dense_network(keras, lean), X_train, y_train)
halves = [half.run(lean, epochs=2, seed=seed) for seed in range(3)]
half_right = [(pruning.classified(weights, X_val) == y_val).mean() for weights in halves]
units = difference(half_right, curve[0.8], over="seeds")
print(f"half of the units {np.mean(half_right):.3f}, 80 % zeros {np.mean(curve[0.8]):.3f}: {units}")


# %%
def image_net(weights: list) -> keras.Model:
    """Return the dense network of these weights, for images with a channel, as a CNN takes them."""
    return pruning.dense_network(keras, weights, shape=(28, 28, 1))


nets = {"all": swept[0][0], "80 % zeros": swept[0.8][0], "half the units": halves[0]}
kinds = ("float", "int8")
speed_files = {
    f"{name}, {kind}": litert.convert(image_net(weights), kind, X_train[:100, ..., None])
    for name, weights in nets.items()
    for kind in kinds
}
speed = litert.measure(speed_files, X_val[..., None], y_val, runs=500)
litert.table(speed).round(litert.DECIMALS)

# %%
micros = {row.name: row.latency.median for row in speed}
zero_times, unit_times = (
    [micros[f"all, {kind}"] / micros[f"{name}, {kind}"] for kind in kinds]
    for name in ("80 % zeros", "half the units")
)
for kind, by_zero, by_unit in zip(kinds, zero_times, unit_times, strict=True):
    print(f"{kind}: 80 % zeros {by_zero:.1f} × as fast, half the units {by_unit:.1f} ×")
work = [sum(kernel.size for kernel in weights[::2]) for weights in (start, lean)]
print(f"multiplications for an image: {work[0]:,} and {work[1]:,}, {work[0] / work[1]:.1f} × fewer")

# %% [markdown]
# Start with accuracy, in the line below the cell that begins with `lean =`: after the same
# training, half of the units and 80 % zeros lie close together, and a difference is not
# established. In time they differ clearly. Stored like this, the network with zeros is no faster
# than the whole one, since the runtime multiplies by a zero as by any other number. The smaller
# network multiplies less often, and the last line shows by how much: roughly as much as it is
# faster.
#
# **Change one thing.** In the cell that begins with `lean =`, keep 128 and 64 units instead of 256
# and 128, and run it and the two cells below it again. What happens to time and accuracy? Then set
# the numbers back and run the three cells once more, because section 7 uses these networks.
#
# ### Can the runtime skip zeros?
# We make two attempts. First, the converter can store only the weights that are left, with their
# places (`EXPERIMENTAL_SPARSITY`). Second, the toolkit can prune in the pattern **2 of 4**: of
# every four neighbours two go, which the tensor cores (the units for matrix products) of Nvidia's
# graphics processors can skip. What does the runtime on your processor make of both? For
# comparison we store two more networks in the first way: one with 95 % zeros, and one with 90 %
# zeros in blocks of 4 × 1, four neighbouring inputs of a unit. That last one is not trained after
# pruning, so look at its bytes and time only.


# %%
def two_of_four(layer: keras.layers.Layer) -> keras.layers.Layer:
    """Wrap the two large layers so that of every four neighbouring weights two go."""
    prune, schedule = (
        tfmot.sparsity.keras.prune_low_magnitude,
        tfmot.sparsity.keras.ConstantSparsity,
    )
    plan = schedule(0.5, begin_step=0, frequency=10)
    large = layer.name in ("dense1", "dense2")
    return prune(layer, plan, sparsity_m_by_n=(2, 4)) if large else layer


pattern = keras.models.clone_model(models.fashion_mlp(keras), clone_function=two_of_four)
pattern.compile(keras.optimizers.Adam(0.0003), "sparse_categorical_crossentropy")
callback = tfmot.sparsity.keras.UpdatePruningStep()
pattern.fit(X_train, y_train, batch_size=128, verbose=0, callbacks=[callback])
two_four = [array + 0.0 for array in tfmot.sparsity.keras.strip_pruning(pattern).get_weights()]
kept = two_four[0] != 0
by_units, by_inputs = kept.reshape(784, -1, 4).sum(axis=2), kept.reshape(196, 4, -1).sum(axis=1)
print(
    f"groups of four with at most two weights: {np.mean(by_inputs <= 2):.0%} along the inputs, "
    f"{np.mean(by_units <= 2):.0%} along the units"
)

# %%
sums = [np.abs(kernel).reshape(-1, 4, kernel.shape[1]).sum(axis=1) for kernel in start[:4:2]]
one, two = (mask.repeat(4, axis=0) for mask in magnitude_masks(sums, 0.9))
nets = {"80 %": swept[0.8][0], "2 of 4": two_four, "95 %": swept[0.95][0]}
nets["90 % in blocks"] = without(start, [one, True, two, True, True, True])
storage = {"dense (80 %)": speed_files["80 % zeros, float"]}
storage |= {
    name: litert.convert(image_net(weights), "float", sparse=True) for name, weights in nets.items()
}
stored = litert.measure(storage, X_val[..., None], y_val, runs=300)
litert.table(stored).round(litert.DECIMALS)

# %%
faster = {row.name: stored[0].latency.median / row.latency.median for row in stored[1:]}
for name, times in faster.items():
    unpacked = litert.operators(storage[name]).count("DENSIFY")
    print(f"{name}: stored sparsely {times:.1f} × as fast; matrices unpacked first: {unpacked}")

# %% [markdown]
# (The groups of four that the toolkit pruned lie along the inputs, as the first of these cells
# prints.) The first row of the table stores every weight, and the others are compared with it:
# you saw that zeros do not make such a file faster. Look at the bytes first: stored sparsely, the
# file itself is smaller, without gzip. Now the time. Where the converter writes the operation
# DENSIFY, the runtime unpacks the matrix before it multiplies. With both matrices unpacked, no
# time is saved. At 95 % only one is unpacked, and still the file is no faster; in some runs it
# was even slower than the dense one (we did not find out why). Of the four, only the network with
# zeros in whole blocks of four inputs became clearly faster. Together with 8 bits there is a
# trap:

# %%
trap = litert.convert(image_net(swept[0.8][0]), "dynamic", sparse=True)
try:
    trapped = f"loads, with accuracy {litert.accuracy(trap, X_val[..., None], y_val):.3f}"
except RuntimeError:
    trapped = "is refused by the runtime"
print(
    f"8 bits, stored sparsely: converted without complaint ({len(trap):,} bytes); "
    f"the file {trapped}"
)

# %%
claim(
    "Sparse models run faster, in the near future",
    measured=f"stored sparsely in float: "
    f"{', '.join(f'{times:.1f} × at {name}' for name, times in faster.items())}; with 8 bits the "
    f"file {trapped}; half of the units: {unit_times[0]:.1f} × in float, "
    f"{unit_times[1]:.1f} × in int8",
    holds={
        "80 % zeros": faster["80 %"] > 1.2,
        "2 of 4": faster["2 of 4"] > 1.2,
        "zeros in blocks of four": faster["90 % in blocks"] > 1.2,
    },
    predicted="faster: zeros, units or alike",
    actual="units" if min(unit_times) > max(1.2, *zero_times) else "see the table",
)

# %% [markdown]
# Three roads we did not try: the toolkit's `PruneForLatencyOnXNNPack` prunes only convolutions of
# 1 × 1, which this runtime can compute from sparse weights (our networks have none); *clustering*
# lets many weights share a few values; *distillation* trains a small network on what a large one
# answers.
#
# **Question.** Your app is too slow on the phone. The model is 8 bits already. What do you try?
#
# <details><summary>A. Prune 80 % of its weights.</summary>
#
# That makes the download smaller. The phone does as many multiplications as before, unless its
# runtime skips zeros in the pattern that you pruned.
# </details>
# <details><summary>B. Remove units or filters, and train a little.</summary>
#
# Yes. Smaller matrices are less work, and no runtime needs special support for them. Measure it on
# the phone all the same.
# </details>
#
# > **So far.** Up to 80 % of the weights of the large layers can go at little cost if the network
# > trains meanwhile. Zeros save bytes after gzip, or where only the weights that are left are
# > stored; fewer units save bytes *and* time. Load a file and measure it before you rely on it.

# %% [markdown]
# ## 6. A lottery ticket (optional)
# If so few weights are enough at the end, why not train only those from the beginning? For a long
# time, pruned networks that were trained from scratch did worse. Then Frankle and Carbin (2019)
# proposed that a dense network contains small networks that were lucky when the first weights were
# drawn: **winning tickets**. A large network contains very many small ones, as if you bought very
# many tickets in a lottery. How likely is it then that at least one wins?
#
# ### Exercise · `win_probability` (2 points)
# A ticket wins with $p = 1/3{,}000{,}000$ in the lecture's lottery. With $n$ tickets of
# *independent* draws, at least one wins with $p_n = 1 - (1 - p)^n$. (Different tickets of one
# draw exclude each other: then it is $n \cdot p$.) A computer gets the formula wrong where $p$ is
# tiny, because 1 − p is then rounded to 1. Write it so that it stays exact. NumPy and Python's
# `math` have [`log1p`](https://numpy.org/doc/stable/reference/generated/numpy.log1p.html) and
# [`expm1`](https://numpy.org/doc/stable/reference/generated/numpy.expm1.html) for such cases.


# %% tags=["exercise"]
def win_probability(p: float, n: int) -> float:
    """Return the probability that at least one of n independent tickets wins.

    p: probability of a single ticket, 0 to 1, also as small as 1e-30. n: how many tickets, a whole
    number from 0 to 10**18; the answer comes at once for each of them.
    Exact to nine digits. Raises ValueError for a p outside 0 to 1 and for a negative n.

    >>> win_probability(p=0.5, n=2)
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
# Check of win_probability: run it; open it to read what is asked
with graded(
    "win_probability",
    points=2,
    hint="(1 - p)ⁿ is e to the n · log(1 - p). NumPy has both functions for tiny numbers.",
    stronger="`np.log1p(-p)` is log(1 - p), `np.expm1(x)` is eˣ - 1, both exact near zero.",
):
    twice = win_probability(p=0.5, n=2)
    assert isinstance(twice, numbers.Real), "A probability is one number."
    assert twice == twice, "Your result is NaN, which is no number."
    assert twice != approx(1), "Two coins do not make a certainty: chances do not add up."
    assert twice == approx(0.75), "No head in two throws has the probability 1/4."
    assert win_probability(0.25, 3) == approx(0.578125), "1 - 0.75³."
    assert win_probability(1e-18, 1) == approx(1e-18, rel=1e-9, abs=0), (
        "1 - 1e-18 is 1.0 to a computer: with one ticket the answer is p itself."
    )
    assert win_probability(1e-18, 10**18) == approx(0.6321205588), "The answer is 1 - 1/e."
    assert win_probability(1, 0) == 0, "Without a ticket nobody wins."
    assert win_probability(1, 3) == 1, "A ticket that always wins, wins."
    assert refuses(win_probability, 1.5, 2), "1.5 is no probability: raise ValueError."
    same_as("win_probability")

# %%
if solved("win_probability"):
    for tickets in (1, 3_000_000, 30_000_000):
        print(f"{tickets:>10,} tickets: {win_probability(1 / 3_000_000, tickets):.4%}")

# %% [markdown]
# (Real lotteries can be harder: in Powerball, in the United States, the odds are near 1 in 292
# million.)
#
# ### The experiment
# The small networks of section 5, trained dense for three epochs, tell by magnitude which fifth of
# their weights to keep. Then **every arm is trained for six epochs in all**, from five seeds:
# - **ticket**: the kept weights go back to the values they had *before* training, six epochs,
# - **new draw**: the same places, but newly drawn values, six epochs,
# - **shuffled places**: the old first values in places drawn at random in each layer, six epochs,
# - **fine-tuned**: the trained values stay (three epochs), and are trained for three more,
# - **dense**: all weights, six epochs.
#
# One cost is not counted: the three epochs of dense training that found the ticket. Which of the
# four arms with a fifth of the weights will be best? Write its name.

# %%
predict("the best of the four sparse arms", None)

# %%
arms = {name: [] for name in ("dense", "fine-tuned", "ticket", "new draw", "shuffled places")}


def play(arm: str, weights: list, masks: list | None, seed: int, epochs: int = 6) -> None:
    """Train an arm and keep its accuracy on the validation images."""
    quick.run(weights, masks=masks, epochs=epochs, seed=20 + seed)
    arms[arm].append(float((np.asarray(small(X_val)).argmax(axis=1) == y_val).mean()))


for seed, (first, dense) in enumerate(zip(firsts, trained, strict=True)):
    masks = magnitude_masks(dense, 0.8, spare=[-2])
    play("dense", first, None, seed)
    play("fine-tuned", dense, masks, seed, epochs=3)
    play("ticket", first, masks, seed)
    play("new draw", pruning.drawn_weights(100 + seed), masks, seed)
    play("shuffled places", first, pruning.shuffled(masks, seed), seed)

# %%
four_arms = ("fine-tuned", "ticket", "new draw", "shuffled places")
winner = max(four_arms, key=lambda arm: np.mean(arms[arm]))
title = f"Best on average with a fifth of the weights: {winner}"
pruning.seed_dots(
    arms,
    unit="validation accuracy",
    title=title,
    roles={"dense": "control", "ticket": "validation"},
)
against = {
    arm: difference(arms["ticket"], arms[arm], over="seeds") for arm in arms if arm != "ticket"
}
for arm, gap in against.items():
    print(f"the ticket against {arm}: {gap}{'' if gap.sure else ', not established'}")

# %%
claim(
    "A dense network contains a ticket that trains as well alone, from its first weights",
    measured=f"ticket of a fifth against dense {against['dense']}, a new draw "
    f"{against['new draw']}, shuffled places {against['shuffled places']}",
    holds={
        "less than a point worse than the dense network": against["dense"].value
        - against["dense"].margin * against["dense"].standard_error
        > -1,
        "the first values matter": against["new draw"].sure and against["new draw"].value > 0,
        "the places matter": against["shuffled places"].sure
        and against["shuffled places"].value > 0,
    },
)
claim(
    "Resetting beats fine-tuning and the dense network",
    measured=f"equal epochs: against fine-tuning {against['fine-tuned']}, dense {against['dense']}",
    holds={
        "better than fine-tuning": against["fine-tuned"].sure and against["fine-tuned"].value > 0,
        "better than dense": against["dense"].sure and against["dense"].value > 0,
    },
    predicted="the best of the four sparse arms",
    actual=winner,
)

# %% [markdown]
# Every arm has six epochs, apart from the three that found the ticket and that we do not count. The
# difference between the ticket and the dense network is not established, which alone would say
# little: five seeds cannot see a small one. So we ask for more. "As well as the dense network"
# counts only if the ticket is less than **one point** worse, even when we take off what luck with
# five seeds may have given it (2.8 standard errors). One point is our choice, as in section 1.
# Frankle and Carbin worked with small networks as well; on ImageNet, weights had to be reset to an
# early step of the training instead of its very beginning (Frankle and others, 2020).
#
# **Change one thing.** Play the arm "ticket" with `epochs=3`, as if finding the ticket had used up
# the other three. What would you have concluded about resetting?
#
# > **So far.** In this small network it mattered which weights were kept, and what their first
# > values were. Resetting beat fine-tuning at six epochs each; that it beats the dense network is
# > not established.

# %% [markdown]
# ## 7. Your decision, and the table of the whole course
# ### Capstone · `budget_model` (4 points)
# Your app may download **25,000 bytes** (behind gzip), and the device has room for **70,000
# bytes**. The two are not the same: the device runs the unpacked file, zeros and all. Start from
# the trained CNN (about 230,000 bytes in float) and return a LiteRT file within both budgets
# whose accuracy on images that it has not seen is at least **0.885**. You can use zeros, fewer
# units, fewer filters and fewer bits, and you know what each saves in the download and on the
# device, and what it costs. Which do you choose?
#
# The training should take a few seconds at most. The validation and test images are out of reach
# while it runs. `MaskedTraining`, `magnitude_masks`, `pruning.ramp`, `litert.convert`,
# `litert.requantize` and the toolkit are at hand; the first cell of code in section 5 shows how to
# call `MaskedTraining` with a ramp.


# %% tags=["exercise"]
def budget_model(model: keras.Model, X: np.ndarray, y: np.ndarray) -> bytes:
    """Return a LiteRT file of at most 25,000 bytes behind gzip and 70,000 unpacked, accuracy 0.885.

    model: the trained CNN, compiled, of which you may change the weights.
    X: (n, 28, 28, 1) float32 from 0 to 1, training images, some thousands. y: (n,), their classes.
    The file takes images as the model does, (28, 28, 1), and gives ten scores, the largest for the
    class. It is trained on X and y and on nothing else; X_val, y_val, X_test, y_test, images and
    datasets cannot be used while it is made.

    >>> file = budget_model(model=models.fashion_cnn(keras), X=X_train[..., None], y=y_train)
    """
    ### BEGIN SOLUTION
    fitting = MaskedTraining(model, X, y)
    draw = pruning.ramp(0.8, spare=(0, -2))  # the first and the last layer are small
    model.set_weights(fitting.run(model.get_weights(), masks=draw, epochs=1))
    return litert.convert(model, "int8", X[:100])
    ### END SOLUTION


# %% tags=["check"]
# Check of budget_model: run it; open it to read what is asked
with graded(
    "budget_model",
    points=4,
    hint="Prune most of the large dense layer while it trains, then quantize.",
    stronger="80 % zeros by a ramp over an epoch or two, first and last layer spared; then int8.",
):
    with concealed("X_val", "y_val", "X_test", "y_test", "images", "datasets"):
        mine = budget_model(model=models.fashion_cnn(keras), X=X_train[..., None], y=y_train)
    assert isinstance(mine, bytes | bytearray), "Return the converted file: bytes."
    assert mine[4:8] == b"TFL3", "These bytes are no LiteRT file (compressing is the check's part)."
    size, zeros = litert.sizes(bytes(mine)), litert.sparsity(bytes(mine))
    assert size.raw <= 70_000, "The device holds the unpacked file. Is it still in float?"
    assert size.gzip <= 25_000, f"Too much to download, with {zeros:.0%} zeros: too few?"
    reached = litert.accuracy(bytes(mine), X_val[..., None], y_val)
    assert reached > 0.3, "It knows next to nothing: are X's values from 0 to 1 all the way?"
    assert reached >= 0.885, (
        "Small enough, but too much was lost: train while you prune, and spare the small layers."
    )

# %%
if solved("budget_model"):
    yours = budget_model(models.fashion_cnn(keras), X_train[..., None], y_train)
    print(f"{litert.sizes(yours).gzip:,} bytes on the wire, {len(yours):,} on the device")

# %% [markdown]
# ### The models of three lessons
# Three models are still missing: the CNN trained quantization-aware, as in lesson 6, the CNN
# pruned, and its control, trained for two epochs as well, with nothing pruned.

# %%
X_images = X_train[..., None]
cnn = models.fashion_cnn(keras)
cnn_start = cnn.get_weights()
cnn.compile(keras.optimizers.Adam(0.0003), "sparse_categorical_crossentropy")
cnn_fitting = MaskedTraining(cnn, X_images, y_train)
cnn_pruned = cnn_fitting.run(cnn_start, masks=pruning.ramp(0.7, spare=(0, -2)), epochs=2)
cnn_control = cnn_fitting.run(cnn_start, epochs=2)
aware = tfmot.quantization.keras.quantize_model(models.fashion_cnn(keras))
aware.compile(keras.optimizers.Adam(0.0003), "sparse_categorical_crossentropy")
keras.utils.set_random_seed(0)
aware.fit(X_images, y_train, batch_size=128, verbose=0)
print("trained: the aware CNN for one epoch, the pruned CNN and its control for two")


# %%
def conversions(model: keras.Model, name: str, kinds: str) -> dict[str, bytes]:
    """Convert a model in each of the kinds, four bits by litert-quantizer."""
    files = {}
    for kind in kinds.split():
        if kind == "4bit":
            content = litert.requantize(litert.convert(model, "float"), "dynamic_wi4_afp32")
        else:
            content = litert.convert(model, kind, X_images[:100])
        files[f"{name} {kind}"] = content
    return files


files = conversions(image_net(start), "MLP", "float int8 4bit")
files |= conversions(image_net(swept[0.95][0]), "MLP 95% zeros", "int8")
for name, long in (("MLP 80% zeros", "80 % zeros"), ("MLP half", "half the units")):
    files |= {f"{name} {kind}": speed_files[f"{long}, {kind}"] for kind in ("float", "int8")}

# %%
cnn.set_weights(cnn_start)
files |= conversions(cnn, "CNN", "float float16 dynamic int8 4bit")
cnn.set_weights(cnn_control)
files |= conversions(cnn, "CNN control", "int8")
cnn.set_weights(cnn_pruned)
files |= conversions(cnn, "CNN 70% zeros", "int8 4bit")
files["CNN aware int8"] = litert.convert(aware, "int8")
if solved("budget_model"):
    files["yours"] = bytes(yours)
print(len(files), "models")

# %% [markdown]
# Every model is measured in one go: accuracy on the 10,000 test images with its standard error,
# the bytes to download (*wire* in the table) and the bytes on the device, the time of one image
# on one thread, and how many epochs on 6,400 images it has cost beyond the trained model that the
# course brings along. For your own model the table says one epoch, however long you trained it.
# This is the only use of the test images in this lesson.

# %%
extra = {"MLP 8": 2, "MLP 9": 2, "MLP half": 2, "CNN 70%": 2, "CNN control": 2}
extra |= {"CNN aware": 1, "yours": 1}
rows = litert.measure(files, X_test[..., None], y_test, runs=300)
measured = {row.name: row for row in rows}
pruning.course_table(rows, extra)

# %% [markdown]
# How much of a network can you throw away? The dashed steps are the Pareto front: at each cost,
# the best accuracy that any of these models has. The models on it are named, but not the control.
# Neighbours on it often differ by less than their standard errors, so do not read it too finely.
# Look at both costs. Which models are on the front on the left, and which of them are still on it
# on the right?

# %% tags=["frontier"]
whole, least = measured["CNN float"], measured["CNN 70% zeros int8"]
change = difference(least.correct, whole.correct, over="rows")
one, other = (row.sizes.gzip / 1e3 for row in (whole, least))
title = f"The CNN, 70 % zeros and int8: {one:.0f} kB become {other:.0f} kB on the wire, {change}"
pruning.course_frontier(pruning.families(rows), title=title, kinds=("gzip bytes", "latency (µs)"))

# %%
way = ["MLP float", "CNN float", "CNN int8", "CNN control int8", "CNN 70% zeros int8"]
for before, after in (*pairwise(way), (way[0], way[-1])):
    one, other = measured[before], measured[after]
    gain = difference(other.correct, one.correct, over="rows")
    wire, device = one.sizes.gzip / other.sizes.gzip, one.sizes.raw / other.sizes.raw
    quick_by = one.latency.median / other.latency.median
    print(f"{before} → {after}: wire ÷ {wire:.1f}, device ÷ {device:.1f}, ", end="")
    print(f"time ÷ {quick_by:.2f}, {gain}")

# %% [markdown]
# The largest step in bytes is not pruning at all: it is the change to another network. The control
# changes neither bytes nor time; it shows what two more epochs do by themselves. Only the step from
# it to the CNN with zeros is the zeros' own: they halve the download, save nothing on the device,
# and cost accuracy. (The last line compares the two ends; the question below is about it.)
#
# We would work in the order of these steps, though we tried no other. First choose a network that
# fits the data; then use eight bits; then zeros, if the download is what counts, or fewer units, if
# time is.
#
# And the two fronts? On the left, the smallest downloads are those of CNNs with zeros. On the
# right these are gone, since zeros save no time: the fastest models there are dense networks in
# few bits, one of them with half of its units removed.
#
# Not every trained row has its control in this table. That of the dense networks is in section 5.
# The quantization-aware CNN and your own file were trained for one epoch, the CNN's control for
# two, so the table does not tell you what awareness of rounding or your own steps did.
# Lesson 6 has the control for awareness.
#
# **Question.** In the figure the CNN with 70 % zeros stands above the large MLP. Does that show
# that pruning made a network better?
#
# <details><summary>A. Yes, the difference is positive.</summary>
#
# Look at its standard error in the last line above, and at what else differs: the two are not the
# same network.
# </details>
# <details><summary>B. No.</summary>
#
# Right. It compares two kinds of network. Beside its own control, the pruned CNN lost.
# </details>
#
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# **Three things to keep**
# 1. Zeros shrink a download. Eight bits and fewer units also shrink what the device holds, and made
#    the models faster. Fewer bits are not always faster: look at float16, and at the CNN with four
#    bits.
# 2. A schedule, a mask or a sparse file that does nothing gives no warning. Count the zeros in the
#    file, load it, and time it.
# 3. Give every arm of a comparison the same training, several seeds, and a control that its own
#    training does not harm.
#
# **Where you would use this.** An app with a limit on its download; a model that is fetched over a
# slow connection; hardware that skips 2 of 4; networks so large that even a few per cent of their
# weights are worth removing.
#
# **Where it fails.** In small layers; when there is no time to train again; in a runtime that
# multiplies by zero like by any other number; and wherever a smaller network trained from the start
# would have done.
#
# **The course ends here.** You began by asking how many numbers a word needs, and end with a table
# that prices a whole network by bytes, time and accuracy. The question to take along is the same
# each time: what does this number cost, and what would happen without it?
#
# ## Further reading
# - Y. LeCun, J. Denker, S. Solla: *Optimal Brain Damage*, NIPS 2, 1990.
# - S. Han, J. Pool, J. Tran, W. Dally: *Learning both Weights and Connections for Efficient Neural
#   Networks*, NIPS 2015.
# - M. Zhu, S. Gupta: *To Prune, or Not to Prune: Exploring the Efficacy of Pruning for Model
#   Compression*, arXiv:1710.01878, 2017 (the schedule).
# - P. Molchanov, S. Tyree, T. Karras, T. Aila, J. Kautz: *Pruning Convolutional Neural Networks for
#   Resource Efficient Inference*, ICLR 2017 (the Taylor term).
# - J. Frankle, M. Carbin: *The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural
#   Networks*, ICLR 2019.
# - J. Frankle, G. K. Dziugaite, D. Roy, M. Carbin: *Linear Mode Connectivity and the Lottery Ticket
#   Hypothesis*, ICML 2020 (tickets for ImageNet, reset to an early step).
# - A. Mishra and others: *Accelerating Sparse Deep Neural Networks*, arXiv:2104.08378, 2021 (2 of
#   4).
# - M. Sun, Z. Liu, A. Bair, J. Z. Kolter: *A Simple and Effective Pruning Approach for Large
#   Language Models*, ICLR 2024.
# - TensorFlow Model Optimization Toolkit: guide to pruning, where the table of published scores
#   stands. The toolkit works on Keras 2 only and is kept compatible, no more; for quantization
#   today's route is `litert-quantizer`, as in lesson 5.

# %% tags=["scoreboard"]
scoreboard(of=16)

# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 6 · Quantization-aware training
#
# *Rounding has cost a model some of its accuracy. Can the model learn to live with the rounding,
# and when is that worth your time?*
#
# You round a classifier of clothes to few bits, watch it lose accuracy, and train it with the
# rounding switched on: once with TensorFlow's optimization toolkit, once with about forty lines
# of plain Keras 3. A second model, the **control**, trains just as long without the rounding:
# what it gains or loses is due to more training alone, so the rest is what the rounding in
# training is worth. Nearly every verdict is read from converted files; where a number is only
# simulated, the text says so.
#
# | section | minutes |
# |---|---|
# | 1. Rounding that can be trained through | 12 |
# | 2. The toolkit: wrap, set the ranges, train | 15 |
# | 3. Mark some layers, then read the file | 8 |
# | 4. The same in forty lines of Keras 3 | 14 |
# | 5. Which layers get the bits? | 8 |
# | 6. A critical layer: attention | 7 |
# | 7. Bytes, accuracy and time: you decide | 11 |
# | Optional: a layer of your own | 10 |
#
# **Before you start**: lesson 5. **Afterwards** you can
# - say what a fake quantizer computes, and why its gradient is wrong on purpose,
# - make a whole model, some layers or a layer of your own quantization-aware, with sensible
#   ranges,
# - train with rounding in Keras 3, where the toolkit does not work,
# - give each layer its own number of bits, by bytes, accuracy and time,
# - compare a trained model with a control that had the same chance.
#
# ## What do you remember?
# **Lesson 5.** An integer layer stores the whole number 20 with scale 0.5 and zero point 4. Which
# real number is it?
#
# <details><summary>A. 10</summary>
#
# That leaves the zero point out: it is subtracted first.
# </details>
# <details><summary>B. 8</summary>
#
# Yes: 0.5 · (20 − 4).
# </details>
# <details><summary>C. 32</summary>
#
# That divides by the scale. Dividing is the way *to* whole numbers.
# </details>
#
# **Lesson 5.** What are representative images for, when you quantize after training?
#
# <details><summary>A. The model is trained on them a little.</summary>
#
# No: no weight changes, and no label is needed.
# </details>
# <details><summary>B. They show which range each layer's results have.</summary>
#
# Yes. The weights are in the file, the results are not: somebody has to show them.
# </details>
# <details><summary>C. They tell whether the quantized model is still good.</summary>
#
# That takes other images, with labels, which the calibration has not seen.
# </details>
#
# **Lesson 1.** Two models differ by 0.4 points of accuracy with one seed each. What do you know?
#
# <details><summary>A. The better one is better.</summary>
#
# With other seeds the order may be reversed, so one seed each does not tell which is better.
# </details>
# <details><summary>B. Nothing yet: you need the spread over seeds.</summary>
#
# Yes. That is why this lesson trains most of its models several times.
# </details>

# %% tags=["setup"]
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from litert_quantizer.algorithm_manager import AlgorithmName
from litert_quantizer.quantizer import Quantizer
from pytest import approx

from utils import datasets, frameworks, litert, models, plotting
from utils.frameworks import tf_keras as keras
from utils.frameworks import tfmot
from utils.grading import claim, claims, graded, predict, same_as, scoreboard, solved
from utils.measuring import difference
from utils.quiet import quiet
from utils.topics import qat

tf, keras3, aware = frameworks.tf, frameworks.keras, tfmot.quantization.keras
train, (X_val, y_val), (X_test, y_test) = qat.images(datasets.fashion_mnist())
X_train, y_train = train

# %% [markdown]
# ## 1. Rounding that can be trained through
# The model is the small convolutional network of lesson 5, trained already. First the damage:
# round each weight to the nearest of a few levels. With $b$ bits, an output channel whose largest
# weight is $m$ (in absolute value) has the levels
#
# $$k \cdot \frac{m}{2^{b-1}-1}, \qquad k = -(2^{b-1}-1), \dots, 2^{b-1}-1.$$
#
# That makes 255 levels with 8 bits, 15 with 4, three with 2. This is the **full range**. A
# narrower range can be better, as lesson 5 found: the few largest weights are clipped and all
# others get finer steps. The **best range** of a channel is the share of $m$ that gives its
# rounded weights the least squared error.
#
# The next cell only *simulates*: the weights stay float32 numbers, moved to the nearest level.
# Real files follow in section 2. Guess before you run: at how many bits does the accuracy break
# down?

# %%
model = models.fashion_cnn(keras)
float_weights = model.get_weights()
probe = models.fashion_cnn(keras)


def simulated(bits: int, ranges: str) -> float:
    """Return the validation accuracy with all kernels rounded to so many bits."""
    shares = qat.best_shares(float_weights, [bits] * 4) if ranges == "best" else None
    probe.set_weights(qat.rounded_kernels(float_weights, [bits] * 4, shares))
    return np.mean(probe.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1) == y_val)


for bits in (32, 8, 4, 3, 2):
    full, best = simulated(bits, "full"), simulated(bits, "best")
    print(f"{bits:>2} bits: accuracy {full:.3f} on full ranges, {best:.3f} on the best ranges")

# %% [markdown]
# With 8 bits there is nothing to repair. With 4 bits the best ranges alone win back most of what
# the full ranges lose. So training has to be compared with the best rounding that needs no
# training, not with the crudest.
#
# Training has to feel the rounding. So round *while training*: the loss is computed with rounded
# weights, and the weights move to where rounding hurts less. The rounding is called **fake**,
# because its result is a float on the grid, not an integer. TensorFlow has an operator for it.
# Below are its 3 bits over the range from −1 to 1.2. What is the slope of such a staircase?

# %%
weights = tf.Variable(np.linspace(-1.6, 1.6, 1_601, dtype=np.float32))
with tf.GradientTape(persistent=True) as tape:
    stepped = tf.quantization.fake_quant_with_min_max_args(weights, min=-1, max=1.2, num_bits=3)
    stairs = tf.round(weights / (2.2 / 7)) * (2.2 / 7)
no_way = {"unconnected_gradients": "zero"}  # what TensorFlow says of a slope that it does not have
gradients = {
    "slope of plain rounding": tape.gradient(stairs, weights, **no_way).numpy(),
    "slope that the fake quantizer reports": tape.gradient(stepped, weights).numpy(),
}
title = "The slope of rounding is 0; the fake quantizer reports 1 inside the range"
qat.staircase(weights.numpy(), stepped.numpy(), gradients, title=title)

# %% [markdown]
# With the true slope, which is 0 wherever there is one, no weight would ever move. So the
# backward pass pretends that there was no rounding. This is the **straight-through** gradient: 1
# on the grid, and 0 beyond it, where the weight is clipped. It is not the gradient of what is
# computed, and it works all the same, as you will measure.
#
# Look at the levels, too. There are eight, and one of them is exactly 0, although −1 to 1.2 cut
# into seven steps has none there: the operator has shifted the grid. Results of layers use this
# kind of grid, weights the symmetric one from above.
#
# ### Exercise · `fake_quantize` (3 points)
# Write that operator for any range and any number of bits. Zero has to be a level, because zeros
# are everywhere: padding, ReLU, pruned weights.


# %% tags=["exercise"]
def fake_quantize(values: np.ndarray, bits: int, low: float, high: float) -> np.ndarray:
    """Return values rounded to a grid of 2^bits levels, as floats of the same shape.

    values: an array of numbers, decimals or whole, of any shape and size; it is not changed.
    bits: 2 to 16. low, high: the range to cover, low < high, low <= 0 <= high. The levels are
    (high - low) / (2^bits - 1) apart. The lowest is `low`, shifted to the nearest place from which
    0 is a level. Each value goes to its nearest level, one beyond the grid to the last. Where two
    levels, or two places, are equally near, either will do.

    >>> fake_quantize(values=np.array([-1.2, 0.3, 0.9]), bits=2, low=-1.0, high=2.0)
    array([-1.,  0.,  1.])
    """
    ### BEGIN SOLUTION
    step = (high - low) / (2**bits - 1)
    zero_point = np.rint(-low / step)
    stored = np.clip(np.rint(values / step) + zero_point, 0, 2**bits - 1)
    return (stored - zero_point) * step
    ### END SOLUTION


# %% tags=["check"]
# Check of fake_quantize: run it; open it to read what is asked
with graded(
    "fake_quantize",
    points=3,
    hint="Three steps: to whole numbers (divide, round, shift, clip), and the same way back.",
    stronger="The zero point is -low / step, rounded. Clip the whole numbers to 0 … 2^bits - 1.",
):
    values = np.array([-1.2, 0.3, 0.9, 1.2])
    got = np.asarray(fake_quantize(values=values, bits=2, low=-1.0, high=2.0))
    assert list(got) != [0, 1, 2, 2], "Those are the stored integers: take them back to the grid."
    assert list(got) != approx([-2, 0, 0, 2]), (
        "That is the symmetric grid of weights: here a step is (high - low) / (2^bits - 1)."
    )
    assert got[2] != approx(0), "0.9 is nearer to 1 than to 0: round, do not cut."
    assert list(got) == approx([-1, 0, 1, 1]), "The four levels of 2 bits are -1, 0, 1 and 2 here."
    shifted = np.asarray(fake_quantize(np.array([0.0, -9.0, 9.0]), 3, -0.5, 1.0))
    assert shifted[0] == approx(0, abs=1e-9), "Zero is no level of yours: shift the grid."
    assert list(shifted) == approx([0, -3 / 7, 15 / 14]), "What lies beyond goes to the last level."
    same_as("fake_quantize")

# %% [markdown]
# ### Exercise · `straight_through` (2 points)
# Now the way back. Training keeps every weight as a float, the **kept** weight, and computes with
# its rounded copy. The gradient of the loss with respect to the *rounded* weight arrives. Hand it
# on to the kept one.


# %% tags=["exercise"]
def straight_through(
    upstream: np.ndarray, values: np.ndarray, low: float, high: float
) -> np.ndarray:
    """Return the gradient by `values`, given the gradient by what a fake quantizer made of them.

    upstream, values: arrays of finite numbers (float64 or whole), of one shape; they are not
    changed. low, high: the ends of the grid, low < high. Where a value lies between them, both
    included exactly, its gradient passes unchanged; where it is clipped, nothing passes.

    >>> straight_through(np.array([5.0, 5.0]), values=np.array([0.2, 3.0]), low=-1.0, high=1.0)
    array([5., 0.])
    """
    ### BEGIN SOLUTION
    return np.where((values >= low) & (values <= high), upstream, 0.0)
    ### END SOLUTION


# %% tags=["check"]
# Check of straight_through: run it; open it to read what is asked
with graded(
    "straight_through",
    points=2,
    hint="Which of the two arrays is handed on, and which one decides?",
    stronger="`np.where(condition, upstream, 0.0)`, with a condition on the values.",
):
    above, kept = np.array([2.0, -3.0, 4.0, 5.0, -6.0]), np.array([0.5, -0.2, 1.5, 1.0, -2.0])
    got = np.asarray(straight_through(upstream=above, values=kept, low=-2.0, high=1.0))
    assert got.shape == (5,), "Each value has its gradient, a clipped one too."
    assert got[2] == approx(0), "1.5 lies beyond 1: it is clipped, and nothing passes."
    assert got[0] == approx(2), "Inside the range the gradient passes unchanged, whatever its size."
    assert got[1] == approx(-3), "The values decide, not the gradients: -0.2 lies inside."
    assert list(got[3:]) == approx([5, -6]), "The ends of the range lie inside it."
    below = np.asarray(straight_through(np.array([9.0]), np.array([-2.5]), -2.0, 1.0))
    assert below.tolist() == [0], "Below the range a value is clipped as well: nothing passes."
    same_as("straight_through")

# %% [markdown]
# Three weights are to reach 0.4 over the levels −1, 0 and 1. One uses the true slope of the
# staircase, two use yours: one of these starts inside the range, one outside.


# %%
def walk(gradient, start: float) -> np.ndarray:
    """Return 61 places of a weight whose gradient by the rounded weight is 2 (level - 0.4)."""
    path = [start]
    for _ in range(60):
        kept_weight = np.array(path[-1:])
        level = np.clip(np.rint(kept_weight), -1, 1)
        path.append(path[-1] - 0.03 * gradient(2 * (level - 0.4), kept_weight, -1, 1)[0])
    return np.array(path)


if solved("straight_through"):
    true = walk(lambda upstream, *_: 0 * upstream, -0.7)
    walks = {"true slope": true, "yours": walk(straight_through, -0.7)}
    walks["yours, from outside"] = walk(straight_through, 1.3)
    title = "Yours moves, but not from outside the range; the true slope moves nothing"
    qat.descent(walks, 0.4, [-1, 0, 1], title=title)

# %% [markdown]
# The weight swings around 0.5, where its two nearest levels meet: rounded, it is now one and now
# the other. The one that began outside has no gradient and stays where it is.
#
# **Change one thing.** In the cell above, let the weight from outside start at 0.99 instead of
# 1.3. Where does it end?
#
# **Question.** A weight swings between two levels, step after step. What does that tell you?
#
# <details><summary>A. The learning rate is far too high.</summary>
#
# A smaller rate makes the swing smaller, but does not end it: the best value lies between two
# levels.
# </details>
# <details><summary>B. The best value lies between two levels.</summary>
#
# Yes. No single level is the best value, so the rounded weight alternates between the two; its
# average over many steps comes close to it.
# </details>
# <details><summary>C. Its gradient is 0.</summary>
#
# Then it would stand still, as the weight outside the range does.
# </details>
#
# > **So far.** Rounding has no useful slope, so training pretends that it has the slope of a
# > line. Weights beyond the range get no gradient. Good ranges alone repair much of what few bits
# > break.
#
# ## 2. The toolkit: wrap, set the ranges, train
# You need not place fake quantizers by hand. `quantize_model` of TensorFlow's optimization
# toolkit wraps each layer. The wrapped model must round where the *converted* model will round,
# and nowhere else. Look at a convolution followed by batch normalization and ReLU6: where would
# you expect the results to be rounded?


# %%
def rounds(wrapped: keras.Model) -> dict[str, list[str]]:
    """Name for each wrapped layer what it rounds, by the variables that hold the ranges."""
    places = {}
    for layer in wrapped.layers:
        ends = [w.name for w in layer.weights if "_min:" in w.name]
        name = "input" if "quantize_layer" in layer.name else layer.name.removeprefix("quant_")
        places[name] = ["kernel" if "kernel" in end else "result" for end in ends]
    return places


small = keras.Sequential([keras.layers.Input((8, 8, 1), name="input")])
small.add(keras.layers.Conv2D(4, 3, name="conv"))
small.add(keras.layers.BatchNormalization(name="norm"))
small.add(keras.layers.ReLU(6.0, name="relu6"))
small.add(keras.layers.Flatten(name="flatten"))
small.add(keras.layers.Dense(3, name="dense"))

# %%
small_wrapped = aware.quantize_model(small)
places = rounds(small_wrapped)
operators = litert.operators(litert.convert(small_wrapped, "int8"))
between = places["conv"] == ["kernel"] and not places["norm"] and places["relu6"] == ["result"]
one_operator = not {"RELU", "RELU6"} & set(operators)
title = "Nothing is rounded from conv to norm to relu6: in the file they are one operator"
if not (between and one_operator):
    title = "What is rounded, and the operators of the file"
qat.wrapped_graph([layer.name for layer in small.layers], places, operators, title=title)

# %%
claim(
    "No rounding stands between a convolution and its ReLU6, since they are fused",
    measured=f"conv rounds {places['conv']}, norm {places['norm']}, relu6 {places['relu6']}",
    holds={"only ReLU6's result is rounded": between, "one operator in the file": one_operator},
)

# %% [markdown]
# The convolution rounds its weights, but its result is not rounded, nor is the normalized one.
# The first circle after them stands behind ReLU6, because the converter **fuses** all three, that
# is, makes one operator of them, and only what an operator hands on is rounded. `Flatten` moves
# numbers without changing them and needs no circle of its own.
#
# Now our classifier. `quantize_model` copies the trained weights. How good is the wrapped model
# before any training?


# %%
def validated(model: keras.Model) -> float:
    """Return the validation accuracy of a model."""
    return np.mean(model.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1) == y_val)


wrapped = aware.quantize_model(models.fashion_cnn(keras))
print(f"just wrapped: {validated(wrapped):.3f}")
wrapped(X_train[:128], training=True)
print(f"after one look at 128 images: {validated(wrapped):.3f}")

# %% [markdown]
# Just wrapped, it guesses: every range begins at −6 to 6, far too wide for these weights. One
# forward pass in training mode sets the ranges of the *weights*. The ranges of the *results* are
# moving averages, and one batch hardly moves them. Compare them with a file that was quantized
# after training, on 200 representative images.

# %%
looked = litert.convert(wrapped, "int8")
after = litert.convert(model, "int8", X_train[:200])
for reader, layer in (("MAX_POOL_2D", "first convolution"), ("SOFTMAX", "last layer")):
    for name, file in (("quantized after training", after), ("wrapped, one look", looked)):
        results = (
            litert.tensors(file).query(f"role == 'activation' and operator == '{reader}'").iloc[0]
        )
        ends = [(level - results["zero_point"]) * results["scale"] for level in (-128, 127)]
        print(f"{layer}, {name}: covers {ends[0]:.2f} to {ends[1]:.2f}")

# %% [markdown]
# A ReLU never gives a negative number, so the wrapped file never uses the half of its levels that
# lies below 0. The first layer's results end far below 6, so most of the other half goes unused
# too. And the last layer's results do not fit into −6 to 6. Is it this clipping that costs the
# points? Take the *float* model, round nothing, and only clip to −6 to 6: what `dense1` gives,
# what `dense2` gives, or both.

# %%
features = keras.Sequential(models.fashion_cnn(keras).layers[:-1])
features = features.predict(X_val, batch_size=1_000, verbose=0)
kernel, bias = float_weights[-2:]
free = features @ kernel + bias
both = features.clip(-6, 6) @ kernel + bias
for name, scores in {"dense1": both, "dense2": free.clip(-6, 6), "both": both.clip(-6, 6)}.items():
    top = scores == scores.max(axis=1, keepdims=True)
    first, shared = scores.argmax(axis=1) == y_val, top[np.arange(len(y_val)), y_val]
    tied = np.mean(top.sum(axis=1) > 1)
    print(
        f"{name:>6} clipped: {first.mean():.3f}; {tied:.1%} tie; {shared.mean():.3f} if ties count"
    )

# %% [markdown]
# Clipping both layers costs nearly as much as the wrapped model has lost, so it is the likely
# cause of most of that loss. One thing looks odd: clipping `dense2` alone costs more than
# clipping both. Several classes reach exactly 6.0, a tie, and `argmax` takes the first of them,
# right or wrong. Count every tie that contains the right class as right, which is generous, and
# the two rows that clip `dense2` lose nothing: their loss is in the ties. (Clipping `dense1`
# alone makes no ties, and costs little.) With `dense1` clipped as well there are fewer ties,
# probably because smaller inputs make smaller scores, and fewer of these reach 6.
#
# ### Exercise · `moving_range` (2 points)
# How long until a range fits? Write the moving average of a range.


# %% tags=["exercise"]
def moving_range(
    start: tuple[float, float], batches: list[np.ndarray], decay: float
) -> tuple[float, float]:
    """Return the range (low, high) that a moving average holds after some batches, as a tuple.

    start: the range before the first, low <= 0 <= high. batches: arrays of numbers of any shape,
    none empty; the list may be. decay: from 0 to 1. Each batch moves both ends to
    decay · old end + (1 - decay) · the batch's own end. The own ends of a batch are its smallest
    and largest value, but never above 0 and never below 0: zero stays inside the range.

    >>> moving_range(start=(-6.0, 6.0), batches=[np.array([0.0, 2.0])], decay=0.5)
    (-3.0, 4.0)
    """
    ### BEGIN SOLUTION
    low, high = start
    for batch in batches:
        low = decay * low + (1 - decay) * min(float(batch.min()), 0.0)
        high = decay * high + (1 - decay) * max(float(batch.max()), 0.0)
    return low, high
    ### END SOLUTION


# %% tags=["check"]
# Check of moving_range: run it; open it to read what is asked
with graded(
    "moving_range",
    points=2,
    hint="Go batch by batch: each new end is a mixture of the old end and the batch's.",
    stronger="`low = decay * low + (1 - decay) * min(float(batch.min()), 0.0)`, and so for `high`.",
):
    two = [np.array([0.0, 2.0]), np.array([-1.0, 0.0])]
    got = moving_range(start=(-6.0, 6.0), batches=two, decay=0.75)
    assert len(got) == 2, "Return two numbers, low and high."
    low, high = map(float, got)
    assert low != approx(-1), "That is the smallest of all values: an average forgets slowly."
    assert low != approx(-1.125), "You keep too little: `decay` is the share of the old range."
    assert low == approx(-3.625), "-6 becomes 0.75 · -6 + 0.25 · 0, and then that and -1 are mixed."
    assert high == approx(3.75), "6 becomes 0.75 · 6 + 0.25 · 2, and then that and 0 are mixed."
    low, high = moving_range((-2.0, 2.0), [np.array([[1.0, 3.0], [5.0, 4.0]])], 0.5)
    assert low == approx(-1), "All values are above 0: the batch's own low end is 0, not 1."
    assert high == approx(3.5), "Halfway from 2 to the largest value, 5."
    same_as("moving_range")

# %% [markdown]
# The toolkit's decay is 0.999, and one of our epochs has 50 batches. How many epochs does the
# range need to forget where it began?

# %%
if solved("moving_range"):
    batch = np.array([0.0, 1.0])  # what a ReLU gives: nothing below 0
    for epochs in (1, 10, 100):
        low, _ = moving_range((-6.0, 6.0), [batch] * (50 * epochs), 0.999)
        print(f"low end after {epochs:>3} epochs: {low:.3f}")

# %% [markdown]
# So slow an average suits far longer training than ours. Do not wait for it. **Set each
# range first**, from what the trained float model shows on 200 images, as the converter does.
# `set_ranges` writes exactly these numbers into the wrapped model.

# %%
calibrated = aware.quantize_model(models.fashion_cnn(keras))
calibrated(X_train[:128], training=True)
for layer, (low, high) in qat.set_ranges(calibrated, model, X_train[:200]).items():
    print(f"{layer}: {low:.2f} to {high:.2f}")
print(f"before any training: {validated(calibrated):.3f}")

# %% [markdown]
# The ends of `dense2` differ a little from those of the file above: the converter shifts a grid so
# that 0 is one of its levels.
#
# Now train. (**Aware** is short for quantization-aware, and **awareness** for training with the
# rounding.) One epoch on 6,400 images, as short as the lecture's example, with small steps
# because the model is trained already: 0.0003 instead of Adam's usual 0.001. Three models, four
# seeds each; a seed decides the order of the images, which is the same for all three:
# - the **control** trains in float and is quantized afterwards, on 200 images;
# - **aware, as it comes** starts with ranges of −6 to 6;
# - **aware, ranges set first** starts with the ranges above.
#
# Guess before you run: with 4 bits and the best ranges, how many points of accuracy will
# awareness win over the control? (We come to 4 bits in section 4.)

# %%
predict("points won by awareness at 4 bits", None)

# %%
seeds = range(4)
recipe = {"loss": "sparse_categorical_crossentropy"}
as_it_comes = aware.quantize_model(models.fashion_cnn(keras))
as_it_comes(X_train[:128], training=True)
calibrated = aware.quantize_model(models.fashion_cnn(keras))
calibrated(X_train[:128], training=True)
qat.set_ranges(calibrated, model, X_train[:200])
eight = {}
for name, trained in {"aware, as it comes": as_it_comes, "aware, ranges set": calibrated}.items():
    trained.compile(keras.optimizers.Adam(0.0003), **recipe)
    eight[name] = [litert.convert(trained, "int8") for _ in qat.each_seed(trained, train, seeds)]

# %%
control = models.fashion_cnn(keras)
control.compile(keras.optimizers.Adam(0.0003), **recipe)
kept, eight["control"] = [], []
for _ in qat.each_seed(control, train, seeds):
    kept.append(control.get_weights())
    eight["control"].append(litert.convert(control, "int8", X_train[:200]))
right = {name: [litert.correct(f, X_test, y_test) for f in files] for name, files in eight.items()}
accuracy = {name: np.mean(rows, axis=1) for name, rows in right.items()}

# %% [markdown]
# The test images judge the **files**. One more number belongs beside them: what the model scored
# before the extra epoch. An epoch on few images can also do harm, and a control that was harmed
# is easily beaten.

# %%
untouched = litert.convert(model, "float")
floats = [litert.accuracy(untouched, X_test, y_test), litert.accuracy(after, X_test, y_test)]
print(f"untouched model: {floats[0]:.4f} in float, {floats[1]:.4f} quantized after training")
gains = {name: difference(accuracy[name], accuracy["control"], over="seeds") for name in accuracy}
for name in ("aware, as it comes", "aware, ranges set"):
    harm = difference(accuracy[name], [floats[1]] * len(seeds), over="seeds")
    print(f"{name}: {gains[name]:.2f} to the control's file, {harm:.2f} to the untouched one's")
own = difference(accuracy["control"], [floats[1]] * len(seeds), over="seeds")
print(f"control: {own:.2f} to the untouched one's")

# %%
plain, ranged = gains["aware, as it comes"], gains["aware, ranges set"]
change = f"{plain.value:+.2f} points as it comes, {ranged.value:+.2f} with ranges set"
title = f"Against the control: {change}"
points = {name: 100 * (values - floats[1]) for name, values in accuracy.items()}
qat.lost(
    points, title=title, x="points against the untouched model's int8 file (bar: 95 % by seeds)"
)

# %% [markdown]
# Each small mark is a file, each large one a mean, and its bar says how far luck with the seeds
# may have moved that mean (a 95 % interval). A standard error from four seeds is rough itself, so
# the bar reaches 3.2 of them to each side, not two (Student's t). From here on, a difference over
# four seeds counts as established only beyond these 3.2 standard errors. Seeds are orders of the
# images: they say nothing about other test images or another model to start from.
#
# As it comes, the toolkit's model falls behind, but it is compared with a control that had good
# ranges from the start; with its own ranges set first, the comparison is much fairer. At 8 bits
# there is hardly a loss that awareness could reduce.
#
# **Question.** Look at the gain of "aware, ranges set" over the control's file, and at the
# standard error beside it. What may you report?
#
# <details><summary>A. At 8 bits, awareness makes no difference.</summary>
#
# Four seeds cannot show that. A difference as small as the standard error may well be there.
# </details>
# <details><summary>B. No difference is established; if there is one, it is small.</summary>
#
# Yes. The gain is well within what luck with the seeds explains, and the standard error tells how
# large a difference could have stayed unseen.
# </details>
# <details><summary>C. Awareness wins, as the gain is above zero.</summary>
#
# Other seeds could give a gain below zero: it is no larger than its standard error.
# </details>
#
# One difference between the two kinds of file is left. How many scales does each kernel have?

# %%
one = litert.tensors(eight["control"][0]).query("role == 'weight'").set_index("shape")["scales"]
other = litert.tensors(eight["aware, ranges set"][0]).query("role == 'weight'").set_index("shape")
pd.DataFrame({"quantized afterwards": one, "aware": other["scales"]}).loc[list(one.index)]

# %% [markdown]
# The **granularity**, that is, how many numbers share one scale, differs. Quantized after
# training, every output unit of a dense layer has a scale of its own (64 and 10 of them); the
# toolkit gives a dense layer a single one. Convolutions have one for each channel in both.
#
# A fake-quantized model also tells you, before conversion, what its file should answer. And its
# conversion needs no representative images, since the model holds the ranges. Do model and file
# name the same class, image by image?

# %%
promised = calibrated.predict(X_val, batch_size=1_000, verbose=0)
agreed = litert.agreement(promised, litert.predict(eight["aware, ranges set"][-1], X_val))
claim(
    "The trained model holds all that its conversion needs",
    measured=f"no representative images; the same class for {agreed:.2%} of {len(X_val):,} images",
    holds={"converts without images": True, "answers as it promised": agreed > 0.99},
)

# %% [markdown]
# **Before you build on this toolkit**, know its state. It works with Keras 2 only (the package
# `tf-keras`), which is why this lesson loads that. Version 0.8.1 keeps it compatible with today's
# TensorFlow; nothing new is being added. If your model is written in Keras 3, section 4 shows how
# to do without the toolkit.

# %% [markdown]
# ### What others published
# The lecture quotes TensorFlow's table for ImageNet models on a Pixel 2 phone, one core:
# **published data**, not ours, with our own files in the last row (float and 8 bits). Latency is
# in milliseconds, size in megabytes. Before you look at the figure: does quantization always make
# a model faster?

# %%
files = {"float": untouched, "after": eight["control"][0], "aware": eight["aware, ranges set"][0]}
measured = dict(zip(files, litert.measure(files, X_test, y_test), strict=True))
quoted = qat.published_table(ours=measured)
quoted.map("{:.4g}".format)

# %%
slower = quoted["latency", "after"] > quoted["latency", "float"]
names = ", ".join(quoted.index[slower])
qat.published(quoted, ours="ours", title=f"Published: {names} got slower when quantized afterwards")

# %%
quicker = (quoted["latency", "after"] / quoted["latency", "aware"]).drop("ours")
turns = [litert.latencies(files, X_test[0], runs=200) for _ in range(9)]
ratios = [turn["after"].median / turn["aware"].median for turn in turns]
faster = np.median(ratios)
claim(
    f"Aware models are {quicker.min():.1f} to {quicker.max():.1f} times as fast as models "
    "quantized after training",
    measured=f"{faster:.2f} times as fast ({min(ratios):.2f} to {max(ratios):.2f} in 9 turns)",
    holds={"at least 1.15 times": faster > 1.15, "at least 1.5 times": faster > 1.5},
)

# %%
smaller = len(untouched) / len(files["aware"])
claim(
    "The quantized model is about four times smaller",
    measured=f"{smaller:.2f} times, the aware model's file at 8 bits",
    holds={"at least 3.5 times": smaller >= 3.5},
)

# %% [markdown]
# In the published rows, quantization after training loses several points on the MobileNets, and
# the aware models are much faster. But that table was measured on a phone, and it does not say
# how the models were quantized after training; perhaps the converter of that time left some work
# in float. Our two files were both converted to int8, layer by layer, which is the likely reason
# that they are equally fast. Before you believe such a table, find out what is in the files.
#
# **Question.** Why does the toolkit's model, as it comes, fall behind at 8 bits?
#
# <details><summary>A. Training with rounding is harmful at 8 bits.</summary>
#
# With its ranges set first it trains with the same rounding. Compare the two rows of the figure.
# </details>
# <details><summary>B. Its ranges start at −6 to 6 and move too slowly.</summary>
#
# Yes: an epoch of 50 batches moves them by about five per cent of the way.
# </details>
# <details><summary>C. 8 bits are not enough for this model.</summary>
#
# The control's file has 8 bits too.
# </details>
#
# > **So far.** The toolkit rounds where the file rounds. Its ranges have to be set before
# > training; then its 8-bit files are about as good as those of rounding after training, which
# > needs no extra training at all.

# %% [markdown]
# ## 3. Mark some layers, then read the file
# Sometimes a layer should stay in float. `quantize_annotate_layer` marks the layers to wrap,
# `quantize_apply` wraps them. Four choices below, each converted. Guess first: which files have
# all their weights in int8, and which is hardly smaller than float?


# %%
def partly_aware(spared: tuple[str, ...]) -> keras.Model:
    """Return the trained classifier, wrapped but for the spared layers, after one look."""

    def mark(layer: keras.layers.Layer) -> keras.layers.Layer:
        return layer if layer.name in spared else aware.quantize_annotate_layer(layer)

    fresh = models.fashion_cnn(keras)  # a layer that is not marked is shared, not copied
    partly = aware.quantize_apply(keras.models.clone_model(fresh, clone_function=mark))
    partly(X_train[:128], training=True)
    return partly


choices = {
    "all but dense1": ("dense1",),
    "only conv1 and conv2": ("flatten", "dense1", "dense2"),
    "only dense1 and dense2": ("conv1", "pool1", "conv2", "pool2", "flatten"),
}
parts = {"all layers": looked}
parts |= {name: litert.convert(partly_aware(spared), "int8") for name, spared in choices.items()}

# %%
listed = {}
for name, file in parts.items():
    types = qat.kernel_types(file)
    listed[name] = types | {"bytes": len(file), "accuracy": litert.accuracy(file, X_val, y_val)}
pd.DataFrame(listed).T

# %% [markdown]
# Three surprises.
# - `dense1` was left out and is int8 in the file: its neighbours brought the ranges of its input
#   and output along, and that is all that the converter asks for.
# - With the later layers only, `dense1` was marked and stays float: there is no range for what
#   enters it. The file hardly shrinks, because most bytes are in `dense1`.
# - Marking the first layers saves more bytes than marking the later ones, again because `dense1`
#   stays float in both. The accuracies say little here: nothing was trained, and where the last
#   layer was marked it was clipped to −6 to 6.
#
# So what you mark in Keras is not what you get. Read the file.
#
# ### Exercise · `float_share` (2 points)
# Read it yourself: which share of a converted model's weights stayed in float32? `litert.tensors`
# lists what is stored.


# %% tags=["exercise"]
def float_share(converted: bytes) -> float:
    """Return the share of a converted model's weights that are stored as float32, from 0 to 1.

    converted: a LiteRT model with one weight tensor at least. The weights are the tensors of the
    role "weight" (biases are not); each counts with the numbers that it holds, so that a large
    layer counts for more. Any other type, such as float16, int8 or int4, is not float32.

    >>> float_share(converted=litert.convert(models.fashion_cnn(keras), "float"))
    1.0
    """
    ### BEGIN SOLUTION
    kernels = litert.tensors(converted).query("role == 'weight'")
    counts = kernels["shape"].map(np.prod)
    return float(counts[kernels["dtype"] == "float32"].sum() / counts.sum())
    ### END SOLUTION


# %% tags=["check"]
# Check of float_share: run it; open it to read what is asked
with graded(
    "float_share",
    points=2,
    hint="Keep the rows of one role, count the numbers in each shape, then divide two sums.",
    stronger='`query("role == \'weight\'")`, `["shape"].map(np.prod)`, and the dtype "float32".',
):
    fresh = models.fashion_cnn(keras, trained=False)
    share = float_share(converted=litert.convert(fresh, "float"))
    assert share == approx(1), "Nothing was quantized in this model."
    share = float_share(litert.convert(fresh, "dynamic"))
    assert share != approx(1 / 2), "Two of four tensors, but small ones: count their numbers."
    assert share not in (approx(832 / 56_640), approx(906 / 56_714)), (
        "Biases are stored in float too; only weights count."
    )
    # 1e-5 parts the share of numbers from the share of bytes
    assert share == approx(784 / 56_592, abs=1e-5), "144 and 640 of 56,592 weights are float32."
    same_as("float_share")

# %% [markdown]
# > **So far.** The converter looks at ranges, not at your marks. A layer becomes integer when
# > both its input and its output have a range, and only the file tells you which.
#
# ## 4. The same in forty lines of Keras 3
# The toolkit cannot train with fewer than 8 bits *and* store the result, and it cannot take a
# Keras 3 model. Yet all that awareness needs is one function: on the way forward the rounded
# weights, on the way back the kept ones. `tf.stop_gradient` hides a term from the gradient.


# %%
def rounded_through(weights, bits: int, shares):
    """Return weights rounded to a grid; their gradient passes, except where they are clipped."""
    weights = tf.convert_to_tensor(weights)
    passing = tf.where(qat.clipped(weights, shares), tf.stop_gradient(weights), weights)
    return passing + tf.stop_gradient(qat.rounded(weights, bits, shares) - passing)


class RoundedConv(keras3.layers.Conv2D):
    """A convolution that computes with rounded weights."""

    bits, shares = 32, 1.0  # 32: not rounded

    def call(self, inputs):
        """Convolve as the layer of Keras does."""
        kernel = rounded_through(self.kernel, self.bits, self.shares)
        return self.activation(tf.nn.conv2d(inputs, kernel, 1, "VALID") + self.bias)


class RoundedDense(keras3.layers.Dense):
    """A dense layer that computes with rounded weights."""

    bits, shares = 32, 1.0

    def call(self, inputs):
        """Multiply as the layer of Keras does."""
        kernel = rounded_through(self.kernel, self.bits, self.shares)
        return self.activation(inputs @ kernel + self.bias)


# %% [markdown]
# Each layer of the trained network that has weights is replaced by one of these, with a number of
# bits of its own and with the ranges that are best for the weights before training. Nothing else
# changes: compile and fit as always, no wrapper, no toolkit.


# %%
def rounding_network(bits: list[int]) -> keras3.Model:
    """Return the trained classifier in Keras 3 with its four kernels rounded to these bits."""
    trained = models.fashion_cnn(keras3)
    settings = zip(bits, qat.best_shares(float_weights, bits), strict=True)
    twins = {keras3.layers.Conv2D: RoundedConv, keras3.layers.Dense: RoundedDense}

    def swap(layer):
        twin = twins.get(type(layer), type(layer)).from_config(layer.get_config())
        if type(layer) in twins:
            twin.bits, twin.shares = next(settings)
        return twin

    network = keras3.models.clone_model(trained, clone_function=swap)
    network.set_weights(float_weights)
    network.compile(keras3.optimizers.Adam(0.0003), **recipe)
    return network


# %% [markdown]
# Does training reduce what the rounding costs? Follow two networks through half an epoch, one that
# trains with 4 bits and one in float. After every few steps, measure the loss of the kept weights
# on validation images, and how much is added when they are rounded to 4 bits. That is the
# **rounding part** of the loss. How do you expect the two rounding parts to move?


# %%
def followed(bits: int) -> list[list[np.ndarray]]:
    """Return the weights at the start and after each third step of half an epoch."""
    network, path = rounding_network([bits] * 4), [float_weights]

    def keep(step, logs=None):
        if step % 3 == 0:
            path.append(network.get_weights())

    watch = keras3.callbacks.LambdaCallback(on_train_batch_end=keep)
    half = X_train[:3_200], y_train[:3_200]
    network.fit(*half, batch_size=128, shuffle=False, callbacks=[watch], verbose=0)
    return path


# %%
def loss(weights: list[np.ndarray]) -> float:
    """Return the loss of the classifier with these weights on 1,000 validation images."""
    probe.set_weights(weights)
    return float(probe.test_on_batch(X_val[:1_000], y_val[:1_000])[0])


shares = qat.best_shares(float_weights, [4] * 4)
paths = {"trained with 4 bits": followed(4), "trained in float": followed(32)}
with_rounding = {
    name: np.array(
        [loss(qat.rounded_kernels(kept_weights, [4] * 4, shares)) for kept_weights in path]
    )
    for name, path in paths.items()
}
without = {
    name: np.array([loss(kept_weights) for kept_weights in path]) for name, path in paths.items()
}

# %%
added = {name: with_rounding[name] - without[name] for name in paths}
steps = [0, *range(1, 26, 3)]
lines = {
    name: plotting.Line(steps, values, role)
    for (name, values), role in zip(added.items(), ("reduced", "control"), strict=True)
}
began = added["trained with 4 bits"][0]
smoothed = {name: values[-5:].mean() for name, values in added.items()}
ended = smoothed["trained with 4 bits"]
title = f"Trained with 4 bits: rounding adds {began:.3f} at the start, {ended:.3f} at the end"
plotting.curves(lines, x="step of training", y="loss (cross-entropy) added", title=title)

# %%
claim(
    "Rounding is noise in the loss that training learns to minimize",
    measured="loss added by rounding: {:.3f} at the start; at the end (mean of the last five "
    "points) {:.3f} when trained with it, {:.3f} when trained in float".format(
        began, *smoothed.values()
    ),
    holds={
        "it falls when trained with": smoothed["trained with 4 bits"] < began / 2,
        "more than in float": smoothed["trained with 4 bits"] < smoothed["trained in float"],
    },
)

# %% [markdown]
# ("At the end" is the mean of the last five points of a line, in the title as well.) The network
# that trains with rounding soon reaches weights where rounding costs nothing. Below zero, the
# rounded weights are even better than the kept ones, probably because the loss in training is
# that of the rounded ones. The network in float has no reason to go there, and does not. These
# are simulated weights and one run each, on 1,000 validation images; the files and the seeds
# follow.
#
# ### How to judge it
# Before you compare the **arms** (the groups of models in a comparison, here aware and control),
# read how others report what awareness gains.
#
# ### Exercise · `fair_gain` (3 points): find the fault
# Some notebooks do it like this:
# ```python
# def fair_gain(runs):
#     before = runs[runs["epochs"] == 0]["accuracy"].mean()
#     aware = runs[runs["arm"] == "aware"]["accuracy"]
#     return aware.max() - before, aware.std()
# ```
# The quantized model has trained longer than what it is compared with. That is not the only
# fault. Write it as it should be.


# %% tags=["exercise"]
def fair_gain(runs: pd.DataFrame) -> tuple[float, float]:
    """Return what awareness gains over the control, in points, and the gain's standard error.

    runs: a row for each model, in any order and with any index; columns "arm" ("aware", "control",
    or another name), "epochs" (extra epochs trained, from 0), "seed" and "accuracy" (rounded model,
    0 to 1). No two rows agree in arm, epochs and seed; the table is not changed. An aware model is
    compared with the control of its own seed and its own epochs; one without a partner is left out.
    The gain is the mean of the differences aware - control, times 100. Its standard error is their
    standard deviation (n - 1 in the denominator) over the root of their number n.
    Raises ValueError for fewer than two pairs, none included.

    >>> table = [
    ...     ("aware", 1, 0, 0.9),
    ...     ("control", 1, 0, 0.8),
    ...     ("aware", 1, 1, 0.9),
    ...     ("control", 1, 1, 0.84),
    ... ]
    >>> columns = ["arm", "epochs", "seed", "accuracy"]
    >>> fair_gain(runs=pd.DataFrame(table, columns=columns))  # differences of 10 and 6 points
    (8.0, 2.0)
    """
    ### BEGIN SOLUTION
    arms = {arm: runs[runs["arm"] == arm] for arm in ("aware", "control")}
    pairs = arms["aware"].merge(arms["control"], on=["epochs", "seed"], suffixes=("", "_control"))
    gains = 100 * (pairs["accuracy"] - pairs["accuracy_control"])
    if len(gains) < 2:
        raise ValueError(f"a standard error takes two pairs or more, not {len(gains)}")
    return float(gains.mean()), float(gains.std() / np.sqrt(len(gains)))
    ### END SOLUTION


# %% tags=["check"]
# Check of fair_gain: run it; open it to read what is asked
with graded(
    "fair_gain",
    points=3,
    hint="Find each aware model's partner first. What does `merge` do with two columns in `on`?",
    stronger="Merge both arms on epochs and seed; 100 × the differences; mean, and std / √n.",
):
    given = qat.some_runs()  # nine models of three arms, three pairs among them
    got = fair_gain(runs=given)
    assert len(got) == 2, "Return two numbers, the gain and its standard error."
    gain, error = got
    assert gain != approx(0.1 / 3), "In points: 0.01 of accuracy is one point."
    unequal = "The model before has trained less: compare with the control of equal epochs."
    assert gain not in (approx(17), approx(0.17), approx(11), approx(9)), unequal
    alone = "The aware model of five epochs has no control that trained so long: leave it out."
    assert gain not in (approx(16 / 3), approx(6.75), approx(4.5), approx(23 / 3)), alone
    assert gain == approx(10 / 3), "The differences are 2, 3 and 5 points."
    assert error != approx(np.std([2, 3, 5], ddof=1)), "Divide by √n: three are surer than one."
    assert error != approx(np.std([2, 3, 5]) / 3**0.5), "Divide the squares by n - 1, not by n."
    assert error != approx((40 / 9) ** 0.5), "Take the spread of the differences, seed by seed."
    same_as("fair_gain")

# %% [markdown]
# ### Four bits, in files
# First find the best rounding without training, as the rival to beat. LiteRT's quantizer knows
# several ways to find a grid of 4 bits: its default lets the largest weight of each channel set
# the range; `MSE` (mean squared error) and OCTAV look for a better range; GPTQ corrects the error
# from rounding one weight by adjusting those that are rounded after it; and blocks of 32 weights
# can have a scale of their own. Guess, then run: which has the highest accuracy on the validation
# images?

# %%
untrained = qat.rivals(untouched, X_train[:100])
pd.DataFrame(
    {
        name: {"bytes": len(f), "accuracy": litert.accuracy(f, X_val, y_val)}
        for name, f in untrained.items()
    }
).T

# %% [markdown]
# Blocks of 32 reach the highest accuracy here, but cost many bytes for their scales. Of the files
# of the smallest size, the one by `MSE` has the highest accuracy here, so it becomes the rival.
#
# Now four seeds with all four kernels at 4 bits. The file has to hold exactly the levels that
# training used. So the weights are rounded first, by the rule of the training, and the quantizer
# is told to find these levels again (`DEQUANTIZED_WEIGHT_RECOVERY`), not to choose a grid of its
# own.


# %%
def by_layer(converted: bytes, plan: dict[str, int], algorithm=AlgorithmName.MSE) -> bytes:
    """Return a float file with the weights of each layer of the plan in so many bits."""
    work = Quantizer(bytearray(converted))
    for layer, bits in plan.items():
        chosen = algorithm if bits < 8 else AlgorithmName.MIN_MAX_UNIFORM_QUANT
        work.add_dynamic_config(f".*{layer}/.*", "*", bits, algorithm_key=chosen)
    with quiet():  # it prints a report
        return bytes(work.quantize().quantized_model)


def float_file(weights: list[np.ndarray]) -> bytes:
    """Return the classifier with these weights as a float file."""
    probe.set_weights(weights)
    return litert.convert(probe, "float")


layers = ["conv1", "conv2", "dense1", "dense2"]
all_four = dict.fromkeys(layers, 4)

# %%
four_network = rounding_network([4] * 4)
aware_weights = []
for _ in qat.each_seed(four_network, train, seeds):
    aware_weights.append(qat.rounded_kernels(four_network.get_weights(), [4] * 4, shares))
recovered = [
    by_layer(float_file(own), all_four, AlgorithmName.DEQUANTIZED_WEIGHT_RECOVERY)
    for own in aware_weights
]
control_files = [float_file(own) for own in kept]
four = {
    "aware": recovered,
    "control, MSE": [by_layer(file, all_four) for file in control_files],
}

# %%
answers = {name: [litert.predict(f, X_test) for f in files] for name, files in four.items()}
at4 = {name: (np.argmax(own, axis=2) == y_test).mean(axis=1) for name, own in answers.items()}
best_untrained = litert.accuracy(by_layer(untouched, all_four), X_test, y_test)
gain4 = difference(at4["aware"], at4["control, MSE"], over="seeds")
to_untouched4 = difference(at4["aware"], [best_untrained] * len(seeds), over="seeds")
print(f"aware, all layers at 4 bits: {gain4} to the control, MSE")
print(f"and {to_untouched4} to the untouched model, MSE ({best_untrained:.4f})")
promise = litert.predict(float_file(aware_weights[0]), X_test)
same = litert.agreement(promise, answers["aware"][0])
print(f"rounded weights and recovered file name the same class for {same:.2%} of {len(X_test):,}")

# %%
title = f"All layers at 4 bits: awareness against the control {gain4}"
points = {name: 100 * (values - floats[0]) for name, values in at4.items()}
points["untouched, MSE"] = [100 * (best_untrained - floats[0])]
qat.lost(points, title=title, x="points against the untouched model in float (bar: 95 % by seeds)")

# %%
cases = {
    "8 bits, as it comes": plain,
    "8 bits, ranges set first": ranged,
    "4 bits, over the control": gain4,
    "4 bits, over the untouched model": to_untouched4,
}
claim(
    "Quantization-aware training reduces the loss of accuracy",
    measured="; ".join(f"{name}: {gain:.2f}" for name, gain in cases.items()),
    holds={name: gain.value > 0 and gain.sure for name, gain in cases.items()},
    predicted="points won by awareness at 4 bits",
    actual=round(gain4.value, 1),
)

# %% [markdown]
# If you solved `fair_gain`, let it judge the same runs.

# %%
if solved("fair_gain"):
    arms = [("aware", at4["aware"]), ("control", at4["control, MSE"])]
    table = [(arm, 1, seed, value) for arm, values in arms for seed, value in enumerate(values)]
    yours = fair_gain(pd.DataFrame(table, columns=["arm", "epochs", "seed", "accuracy"]))
    print("4 bits, yours: {:+.2f} ± {:.2f} points".format(*yours))

# %% [markdown]
# So for this model awareness pays at 4 bits, where rounding hurts; at 8 bits, where it hardly
# does, no gain is established. The gain in the figure's title is over the control. The untouched
# model, rounded by `MSE`, is the stronger of the two rivals, and the gain over it, printed above
# the figure, is smaller. The quantizer's default would have been a weak rival: on the untouched
# model, `MSE` gains more over the default (table above, validation images) than training gains
# over `MSE`.
#
# **Change one thing.** Go back to the figure of the rounding part. In the two cells that compute
# and draw it, put 2 for 4 in `followed(4)`, in both `[4] * 4` and in the title. How large is the
# rounding part now at the start, and how far down does training bring it? Then put the 4s back
# and run both cells again, because later cells use `shares`. (At 2 bits this stays a simulation:
# lesson 5 showed what this runtime makes of an int2 file.)
#
# **Question.** You quantize the *kept* weights of an aware model by MSE. What happens?
#
# <details><summary>A. The same as with recovery: they are nearly the same weights.</summary>
#
# They are not. Kept weights may lie anywhere in a step; MSE chooses other ranges and so other
# levels.
# </details>
# <details><summary>B. It may lose more than a model that never knew of rounding.</summary>
#
# Yes. Training has fitted the model to one grid, and the kept weights lie anywhere between its
# levels. The next cell measures it.
# </details>

# %%
spoiled = by_layer(float_file(four_network.get_weights()), all_four)
by_recovery = at4["aware"][-1]
by_mse = litert.accuracy(spoiled, X_test, y_test)
print(
    f"last seed, rounded as it was trained: {by_recovery:.4f}; kept weights, by MSE: {by_mse:.4f}"
)

# %% [markdown]
# This is one seed, but the loss is large. Quantize an aware model by the rule that it was trained
# with.
#
# > **So far.** Awareness is a few lines: round forward, pass backward. Judge it by its files.
# > Compare them with the best rounding without awareness: that of a control that trained as long,
# > and that of the model before the extra training.
#
# ## 5. Which layers get the bits?
# Nothing says that all layers need the same number of bits. The same call takes a plan: so many
# bits for each layer. Which layer loses most when it alone has 4 bits and the others 8? Guess:
# conv1, conv2, dense1 or dense2.

# %%
predict("layer that loses most at 4 bits", None)

# %%
all_eight = by_layer(untouched, dict.fromkeys(layers, 8))
reference = {8: litert.correct(all_eight, X_val, y_val)}
reference[4] = litert.correct(by_layer(untouched, all_four), X_val, y_val)
alone, spared = {}, {}
for layer in layers:
    one = by_layer(untouched, dict.fromkeys(layers, 8) | {layer: 4})
    other = by_layer(untouched, all_four | {layer: 8})
    alone[layer], spared[layer] = (litert.correct(file, X_val, y_val) for file in (one, other))
lost = {layer: difference(rows, reference[8], over="rows") for layer, rows in alone.items()}
worst, second, *_ = sorted(lost, key=lambda layer: lost[layer].value)
lead = difference(alone[second], alone[worst], over="rows")

# %%
bars = {
    layer: tuple(
        (rows.mean(), difference(rows, reference[bits], over="rows").standard_error / 100)
        for rows, bits in ((alone[layer], 8), (spared[layer], 4))
    )
    for layer in layers
}
judged = f"on {len(y_val):,} validation images"
whole = {judged: (reference[8].mean(), reference[4].mean())}
labels = ("it alone has 4 bits", "it alone has 8 bits", "all have 8", "all have 4")
title = f"At 4 bits {worst} loses most here, {lost[worst]}"
title += f"; its lead over {second} may be luck" * (not lead.sure)
qat.sensitivity({judged: bars}, whole, title=title, labels=labels)

# %%
for layer in layers:
    kernel = float_weights[2 * layers.index(layer)]
    print(f"{layer}: {lost[layer]:.2f}, saves {kernel.size // 2:,} bytes of weights")
print(f"lead of {worst} over {second}: {lead:.2f}{'' if lead.sure else ', not established'}")

# %% [markdown]
# Each bar shows two standard errors of a distance: for a circle, from the solid line (all layers
# at 8 bits); for a diamond, from the dotted line (all at 4). The first layer is the smallest, and
# loses most here. The last printed line says how far it is ahead of the next: as long as that is
# not established, take its first place as likely, not as settled. And conv2 and dense1 are too
# close to be ranked. (A diamond to the left of the dotted line looks as if 8 bits did harm. With
# eight marks one is easily two standard errors off by luck.) The bytes are spread quite
# differently from the losses: one layer, `dense1`, holds nearly all of them. The lecture advises
# you to quantize later layers rather than the first. Compare 4 bits for the two dense layers with
# 4 bits for the two convolutions, in bytes, accuracy and time.

# %%
later = by_layer(untouched, dict.fromkeys(layers, 8) | {"dense1": 4, "dense2": 4})
earlier = by_layer(untouched, dict.fromkeys(layers, 8) | {"conv1": 4, "conv2": 4})
halves = {"float": untouched, "8 bits": all_eight, "dense at 4": later, "conv at 4": earlier}
halves["all at 4"] = by_layer(untouched, all_four)
half_rows = {row.name: row for row in litert.measure(halves, X_val, y_val)}
litert.table(half_rows.values()).round(litert.DECIMALS)

# %%
dense, conv = half_rows["dense at 4"], half_rows["conv at 4"]
half = difference(dense.correct, conv.correct, over="rows")
slow = conv.latency.median / dense.latency.median
claim(
    "Quantize later layers rather than the first ones",
    measured=f"4 bits later instead of earlier: {half}, {len(earlier) - len(later):,} bytes less, "
    f"{slow:.1f} times as fast",
    predicted="layer that loses most at 4 bits",
    actual=worst,
    holds={
        "more accurate": half.value > 0 and half.sure,
        "smaller": len(later) < len(earlier),
        "faster": slow > 1.2,
    },
)

# %% [markdown]
# All three measures favour the dense layers, the time most clearly, the accuracy least (compare
# its gain with the standard error). This runtime is fast with 4 bits in dense layers, but with 4
# bits in convolutions the whole model takes far longer than in float. Probably it has optimized
# code for the former only. So "4 bits are slow here" would be wrong: 4 bits in a *convolution*
# are slow. And with 4 bits for the dense layers alone you already have most of what 4 bits can
# save.
#
# Would awareness still help? Train with exactly this plan, 8 bits for the convolutions and 4 for
# the dense layers, with the same four seeds, and compare in files again.

# %%
mixed_bits, plan = [8, 8, 4, 4], dict(zip(layers, [8, 8, 4, 4], strict=True))
mixed_network = rounding_network(mixed_bits)
mixed_shares = qat.best_shares(float_weights, mixed_bits)
mixed_files = []
for _ in qat.each_seed(mixed_network, train, seeds):
    own = float_file(qat.rounded_kernels(mixed_network.get_weights(), mixed_bits, mixed_shares))
    mixed_files.append(by_layer(own, plan, AlgorithmName.DEQUANTIZED_WEIGHT_RECOVERY))
mixed = {"aware": mixed_files, "control": [by_layer(file, plan) for file in control_files]}
share = {
    name: np.array([litert.accuracy(file, X_test, y_test) for file in files])
    for name, files in mixed.items()
}

# %%
base = litert.accuracy(later, X_test, y_test)
pairs = {"aware over control": (share["aware"], share["control"])}
pairs |= {f"{name} over untouched": (values, [base] * len(seeds)) for name, values in share.items()}
for name, pair in pairs.items():
    gain = difference(*pair, over="seeds")
    print(f"{name}: {gain}{'' if gain.sure else ', not established'}")
print(f"untouched model, convolutions at 8 bits and dense layers at 4: {base:.4f}")

# %% [markdown]
# Compare the lines; one that ends in "not established" is what luck with four seeds can explain.
# In the stored run the lead of awareness over a control that trained as long is about 3.2
# standard errors, just at the edge of that, and its lead over the untouched model is next to
# nothing. Only the third line is beyond it: rounded by this plan, the control is worse than the
# untouched model, and nearly all of awareness's lead over the control is that loss. Rounded to 8
# bits, the same controls had lost far less (section 2). So that epoch has probably made their
# weights harder to round to 4 bits; this is a guess that the lesson does not test. Both
# comparisons are right, and a report that shows only the first misleads. With this plan, which
# was found without any training, there is little left for awareness to gain.
#
# > **So far.** Give more bits to the layers that lose accuracy, and fewer to those that hold the
# > bytes. Then time the file: a smaller file can be a slower one.

# %% [markdown]
# ## 6. A critical layer: attention
# The lecture warns against quantizing critical layers, such as attention. Why should attention be
# worse off than a convolution? In an attention block an image is cut into patches, the
# **tokens**, and each token collects information from all others: a softmax turns the scores into
# weights that sum to 1, and the results are averaged with these weights. With 49 tokens a weight
# is 1/49 on average, with 196 tokens 1/196. An integer softmax stores them in steps of 1/256.
#
# Two small classifiers, equal but for the size of their patches: 4 × 4 pixels make 49 tokens of
# an image, 2 × 2 make 196. The last layer sees only what attention gives. Guess: which of the two
# will lose more accuracy?

# %%
attentive = {}
for name, patch in {"49 tokens": 4, "196 tokens": 2}.items():
    keras3.utils.set_random_seed(0)
    attentive[name] = qat.attention_classifier(keras3, patch)
    attentive[name].fit(*train, batch_size=64, verbose=0)

# %%
weights = {name: qat.attention_weights(keras3, own, X_val[:100]) for name, own in attentive.items()}
changed = {
    name: np.abs(np.rint(256 * values) / 256 - values).sum(axis=-1).mean()
    for name, values in weights.items()
}
title = "Rounding changes {:.0%} of a token's attention with 49 tokens, {:.0%} with 196"
title = title.format(*changed.values())
qat.attention_grid(weights, title=title)


# %% [markdown]
# The attention of a token sums to 1. Round its weights to steps of 1/256 and add up how much they
# change, without the signs: the title gives the average of these sums. It is computed from the
# float weights. Now the files, three of each network. Dense layers and the convolution get
# integer weights in all of them. The *softmax path*, which is the two products and the softmax
# between them, stays in float in the first file; in the second its softmax alone is int8, in the
# third the whole path.


# %%
def attention_file(converted: bytes, path: tuple[str, ...]) -> bytes:
    """Return a file with int8 weights, and these operators of its attention in int8 as well."""
    work = Quantizer(bytearray(converted))
    for operator in ("FULLY_CONNECTED", "CONV_2D"):
        work.add_dynamic_config(".*", operator, 8)
    for operator in path:
        work.add_static_config(".*attention.*", operator, 8, 8)
    with quiet():
        ranges = work.calibrate({"serving_default": [{"image": x[None]} for x in X_train[:100]]})
        return bytes(work.quantize(ranges).quantized_model)


# %%
routes = {"float": (), "softmax in int8": ("SOFTMAX",), "int8": ("SOFTMAX", "BATCH_MATMUL")}
cost, times = {}, {}
for name, own in attentive.items():
    start = litert.convert(own, "float")
    made = {route: attention_file(start, operators) for route, operators in routes.items()}
    base, *others = litert.measure(made, X_val[:2_500], y_val[:2_500], runs=100)
    for row in others:
        cost[name, row.name] = difference(row.correct, base.correct, over="rows")
        times[name, row.name] = row.latency.median / base.latency.median
        told = f"{cost[name, row.name]}, {times[name, row.name]:.1f} times the time"
        print(f"{name}, accuracy {base.accuracy:.3f}; path {row.name}: {told}")

# %%
claim(
    "Do not quantize critical layers such as attention",
    measured="softmax path in int8: "
    + ", ".join(f"{cost[name, 'int8']} with {name}" for name in attentive),
    holds={
        f"it costs accuracy with {name}": cost[name, "int8"].value < 0 and cost[name, "int8"].sure
        for name in attentive
    },
)

# %% [markdown]
# With 196 tokens int8 costs far more than with 49, where the loss is too small to be sure of. The
# likely reason: the step of 1/256 stays what it is, while the weights get smaller the more tokens
# there are. At 196 tokens an average weight is hardly larger than one step, and the title of the
# figure says how much of the attention the rounding changes. One network of each kind was
# trained, and they differ in their patches as well, so this is an example and no law. Compare the
# two lines with 196 tokens: with the softmax alone in int8 the loss is there already, and the two
# losses differ by less than their standard errors. So the softmax is most likely the critical
# part. Nor does int8 save time here: the whole path takes several times as long. In language
# models, with thousands of tokens, this path is often left in float.
#
# **Change one thing.** In the cell that trains the two classifiers, add a third, named `"16
# tokens"`, with patches of 7 × 7 pixels. Run the section again, up to the printed costs. Is there
# any loss of more than two standard errors (over images, two are enough)?
#
# **Question.** Would per-channel scales repair the softmax?
#
# <details><summary>A. Yes, they always help.</summary>
#
# They are for weights, which are stored. The softmax's step is fixed at 1/256, whatever comes out
# of it.
# </details>
# <details><summary>B. No: its output has one fixed scale. More bits should help.</summary>
#
# Yes. With 16 bits for results (`activation_num_bits=16`) the step would be far below an average
# weight. Whether that restores the accuracy, you have not measured.
# </details>
#
# > **So far.** You can estimate beforehand whether a layer is critical: compare its typical
# > results with the step in which they will be stored. Then measure.
#
# ## 7. Bytes, accuracy and time: you decide
# ### Capstone · `mixed_precision` (4 points)
# A device takes at most **37,000 bytes**. It may lose at most **1 point** of accuracy against the
# float file, and an image may take at most **1.2 times** as long. Deliver the file. Choose the
# bits of each layer, and how each grid is found. You are handed the float file, with other
# weights than ours: what you return has to be made from it, without training.
#
# All that you need stands in `by_layer`, in section 4: `Quantizer`, `add_dynamic_config`,
# `AlgorithmName`. Section 5 shows what different plans cost.


# %% tags=["exercise"]
def mixed_precision(converted: bytes) -> bytes:
    """Return a smaller classifier, made from the float file that is given.

    converted: a float LiteRT model with the layers of `fashion_cnn` (conv1, conv2, dense1, dense2),
    whatever its weights. The result is a LiteRT model of at most 37,000 bytes. Against `converted`
    it loses at most 1 point of accuracy on validation images, and takes at most 1.2 times the time
    for one image. The same file always gives the same result.

    >>> len(mixed_precision(converted=litert.convert(models.fashion_cnn(keras), "float"))) <= 37_000
    True
    """
    ### BEGIN SOLUTION
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "CONV_2D", 8)
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        return bytes(work.quantize().quantized_model)
    ### END SOLUTION


# %% tags=["check"]
# Check of mixed_precision: run it; open it to read what is asked
with graded(
    "mixed_precision",
    points=4,
    hint="Where are the bytes? Which operator was slow at 4 bits? Which grid do 4 bits need?",
    stronger='Two calls of `add_dynamic_config(".*", operator, bits)`, one with `algorithm_key`.',
):
    original, new_class = qat.disguised(keras, seed=1)  # our network with its classes renumbered
    delivered = mixed_precision(converted=original)
    assert isinstance(delivered, bytes | bytearray), "Return the converted model's bytes."
    assert delivered[4:8] == b"TFL3", "These bytes are no LiteRT model."
    assert bytes(mixed_precision(original)) == delivered, "The same file gives the same result."
    assert len(delivered) <= 37_000, "The budget is 37,000 bytes: which layer holds most of them?"
    files = {"float": original, "yours": bytes(delivered)}
    right = {name: litert.accuracy(file, X_val, new_class[y_val]) for name, file in files.items()}
    assert right["yours"] > 0.5, "It hardly ever agrees with the given file: was it made from it?"
    assert right["float"] - right["yours"] <= 0.01, "It loses over a point: find a better grid."
    took = litert.latencies(files, X_val[0], runs=400)
    assert took["yours"].median <= 1.2 * took["float"].median, (
        "It is too slow: which operator has no fast way through 4 bits?"
    )

# %% [markdown]
# Here are all sixteen plans of 8 and 4 bits, named by the bits of conv1, conv2, dense1 and
# dense2, with the mixed plan that was trained with awareness, and yours.

# %%
plans = {f"{n:04b}".replace("0", "8").replace("1", "4"): f"{n:04b}" for n in range(16)}
grid = {
    name: by_layer(
        untouched, {layer: 4 if bit == "1" else 8 for layer, bit in zip(layers, code, strict=True)}
    )
    for name, code in plans.items()
}
grid = {"float": untouched} | grid | {"8844 aware": mixed_files[0]}
if solved("mixed_precision"):
    grid["yours"] = mixed_precision(untouched)
plan_rows = litert.measure(grid, X_val, y_val, runs=500)

# %%
by_plan = {row.name: row for row in plan_rows}
eights, dense4, conv4 = (by_plan[name] for name in ("8888", "8844", "4488"))
title = f"8844 has {dense4.sizes.raw / eights.sizes.raw:.2f} of the bytes of 8888, "
title += f"4488 takes {conv4.latency.median / eights.latency.median:.1f} times as long"
qat.plans(plan_rows, title=title)


# %%
def measures(row: litert.Row) -> np.ndarray:
    """Return what should be small: bytes, time and errors."""
    return np.array([row.sizes.raw, row.latency.median, 1 - row.accuracy])


def beaten(row: litert.Row) -> bool:
    """Return whether another row is better in all three measures."""
    return any(np.all(measures(other) < measures(row)) for other in plan_rows)


best = ", ".join(row.name for row in plan_rows if not beaten(row))
print("no other is better in all three:", best)

# %% [markdown]
# A **Pareto front** holds what nothing else beats in every respect. The printed list goes by
# bytes, time and accuracy together, each dashed line of the figure by two of them. A front does
# not choose for you, it only says what need not be considered. Small differences in time are
# probably noise of the clock: a plan can be on the printed list by such noise alone.
#
# **Question.** Which plan would you deliver if time did not matter, every byte did, and the limit
# of 1 point still held?
#
# <details><summary>A. 4444: it has the fewest bits everywhere.</summary>
#
# It is the smallest, but gives up accuracy in conv1 for a few dozen bytes. Read off the figure
# how far it is below float: it is at the edge of the limit or beyond it.
# </details>
# <details><summary>B. 8444: all but the first layer at 4 bits.</summary>
#
# Yes. It is hardly larger than 4444, and in the figure it keeps well within the limit.
# </details>
# <details><summary>C. 8844: only the dense layers at 4 bits.</summary>
#
# It is the choice when time counts. If it does not, conv2 at 4 bits saves further bytes.
# </details>
#
# ## Optional: a layer of your own
# (10 minutes; nothing later needs it. To skip it, go on with "What the lecture says, and what you
# measured".) The toolkit knows Keras's layers. For one of yours it asks what to round, in a
# `QuantizeConfig`. Here `dense1` becomes the product of two thin matrices, taken from its
# singular value decomposition: about a quarter of its weights.


# %%
class LowRank(keras.layers.Layer):
    """A dense ReLU layer whose kernel is a product, (inputs, rank) times (rank, units)."""

    def __init__(self, units: int, rank: int, **more):
        super().__init__(**more)
        self.units, self.rank = units, rank
        self.middle = keras.activations.linear  # a place to round at, for later

    def build(self, shape):
        """Create the weights."""
        self.down = self.add_weight("down", (shape[-1], self.rank))
        self.up = self.add_weight("up", (self.rank, self.units))
        self.bias = self.add_weight("bias", (self.units,))

    def call(self, inputs):
        """Multiply twice, add, cut off what is negative."""
        return tf.nn.relu(self.middle(inputs @ self.down) @ self.up + self.bias)

    def get_config(self):
        """Give what a saved layer is built from."""
        return super().get_config() | {"units": self.units, "rank": self.rank}


# %% [markdown]
# The config names the weights to round, puts the rounded ones in their place, and rounds the
# output. Read it with a question in mind: this layer computes two products, one after the other.
# Is there a result that the config forgets to round?


# %%
class LowRankConfig(aware.QuantizeConfig):
    """Rounds both matrices, symmetrically, and the output."""

    kernel = aware.quantizers.LastValueQuantizer(
        8, per_axis=False, symmetric=True, narrow_range=True
    )
    output = aware.quantizers.MovingAverageQuantizer(
        8, per_axis=False, symmetric=False, narrow_range=False
    )

    def get_weights_and_quantizers(self, layer):
        """Say which weights to round, and how."""
        return [(layer.down, self.kernel), (layer.up, self.kernel)]

    def set_quantize_weights(self, layer, quantize_weights):
        """Put the rounded weights where the layer looks for them."""
        layer.down, layer.up = quantize_weights

    def get_activations_and_quantizers(self, layer):
        """Say which activation functions to round: none of its own."""
        return []

    def set_quantize_activations(self, layer, quantize_activations):
        """Set nothing: there are none."""
        assert not quantize_activations

    def get_output_quantizers(self, layer):
        """Say how to round the output."""
        return [self.output]

    def get_config(self):
        """Give what a saved config is built from."""
        return {}


# %%
low_rank = LowRank(64, 16, name="low_rank")
below, top = models.fashion_cnn(keras).layers[:5], models.fashion_cnn(keras).layers[6]
thin = keras.Sequential([keras.layers.Input((28, 28, 1), name="image"), *below, low_rank, top])
u, s, vt = np.linalg.svd(float_weights[4], full_matrices=False)
low_rank.set_weights([u[:, :16] * s[:16], vt[:16], float_weights[5]])
print(f"in float: validation accuracy {validated(thin):.3f}")


def thin_aware(config: type) -> keras.Model:
    """Return the thin network, wrapped, our layer with a config of its own, after one look."""

    def mark(layer: keras.layers.Layer) -> keras.layers.Layer:
        return aware.quantize_annotate_layer(layer, config() if layer is low_rank else None)

    with aware.quantize_scope({"LowRank": LowRank, config.__name__: config}):
        marked = keras.models.clone_model(thin, clone_function=mark)
        wrapped = aware.quantize_apply(marked)
    wrapped(X_train[:128], training=True)
    return wrapped


# %%
def report(wrapped: keras.Model) -> None:
    """Print how a wrapped thin network is stored."""
    file = litert.convert(wrapped, "int8")
    kernels = litert.tensors(file).query("role == 'weight'")
    print(f"{len(file):,} bytes, accuracy {litert.accuracy(file, X_val, y_val):.3f}")
    print(kernels[["shape", "dtype"]].to_string(index=False, header=False))


report(thin_aware(LowRankConfig))

# %% [markdown]
# Keras rounds both matrices; the file keeps both in float. Between the two products stands a
# result that has no range.
#
# **Question.** What happens to the file when that result is rounded, too?
#
# <details><summary>A. Nothing: rounding a result does not change how weights are stored.</summary>
#
# Remember section 3: the converter stores a layer as integers only where it knows the ranges of
# its input and its output.
# </details>
# <details><summary>B. Both matrices become int8, and the file shrinks.</summary>
#
# Yes: now the input and the output of both products have a range. The next cell shows it.
# </details>
# <details><summary>C. The accuracy collapses, because one more result is rounded.</summary>
#
# 8 bits are enough for such a result if its range fits. Compare the accuracy below with that above.
# </details>


# %%
class CoveringConfig(LowRankConfig):
    """Rounds what stands between the two products as well."""

    between = aware.quantizers.LastValueQuantizer(  # the last batch's range: one look is enough
        8, per_axis=False, symmetric=False, narrow_range=False
    )

    def get_activations_and_quantizers(self, layer):
        """Say which activation function to round: the one in the middle."""
        return [(layer.middle, self.between)]

    def set_quantize_activations(self, layer, quantize_activations):
        """Put the rounding one in its place."""
        (layer.middle,) = quantize_activations


covered = thin_aware(CoveringConfig)
report(covered)

# %% [markdown]
# Now both matrices are int8: a config has to cover every result that the file will hold.
# `quantize_scope` tells Keras what the names stand for. Loading a saved model needs it too, and
# the right file format. Three attempts: which one works?

# %%
ours = {"LowRank": LowRank, "CoveringConfig": CoveringConfig}
with tempfile.TemporaryDirectory() as folder:
    for ending, names in ((".h5", {}), (".keras", ours), (".h5", ours)):
        path = Path(folder) / f"thin{ending}"
        with quiet():  # it warns that .h5 is the older format
            covered.save(path)
        try:
            with aware.quantize_scope(names):
                loaded = keras.models.load_model(path)
        except ValueError as problem:
            print(f"{ending}, {len(names)} names:", str(problem).split(". ")[0])
before, again = (each.predict(X_val[:500], verbose=0) for each in (covered, loaded))
print(f".h5, {len(ours)} names: loaded; outputs differ by at most {np.abs(before - again).max()}")

# %% [markdown]
# Only the older format, and only with the names, gives the model back. So save a model with a layer
# of your own as `.h5`, and name the layer and its config when you load it.

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# Can a model learn to live with rounding, and is it worth your time?

# %%
for name, gain in cases.items():
    worth = ("a loss" if gain.value < 0 else "a gain") if gain.sure else "neither is established"
    print(f"{name}: {gain:.2f}; {worth}")

# %% [markdown]
# The lines above say what you measured. In the stored run: with the toolkit's own ranges a loss,
# with ranges set first nothing that can be told from luck, and with all layers at 4 bits a gain.
# With the mixed plan of section 5, four seeds established no gain over the untouched model.
#
# **Three things to keep.**
# 1. Awareness means: round on the way forward, pass the gradient on the way back. It is a few
#    lines in any framework, and it needs good ranges from the start.
# 2. Try what needs no training first: better ranges, and bits by layer. Then compare with a
#    control that had the same training, and with the model that nobody touched.
# 3. Only the file counts: its types, its scales, its bytes, its accuracy, its time.
#
# **Where you would use this.** When 8 bits are too many and a rounding without training loses
# points that you need; when the hardware has integers only; when you train the model anyway, so
# that awareness costs little extra. **Where it fails.** Where there is no loss to reduce; where
# you have few images, so that one more epoch may harm more than it helps; where the runtime is
# slow with the bits you chose, as here with 4 bits in a convolution.
#
# **Next.** Fewer bits for each weight is one way to a smaller model. Another is fewer weights.
# Lesson 7 sets most of them to zero, and asks what becomes smaller, and what faster.
#
# ## Further reading
# - B. Jacob, S. Kligys, B. Chen, M. Zhu, M. Tang, A. Howard, H. Adam, D. Kalenichenko:
#   *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
#   Inference*, CVPR 2018.
# - Y. Bengio, N. Léonard, A. Courville: *Estimating or Propagating Gradients Through Stochastic
#   Neurons for Conditional Computation*, arXiv:1308.3432, 2013 (the straight-through gradient).
# - R. Krishnamoorthi: *Quantizing deep convolutional networks for efficient inference: A
#   whitepaper*, arXiv:1806.08342, 2018.
# - E. Frantar, S. Ashkboos, T. Hoefler, D. Alistarh: *GPTQ: Accurate Post-Training Quantization
#   for Generative Pre-trained Transformers*, ICLR 2023 (rounding without training that repairs as
#   it goes; the quantizer has it for dense layers).
# - TensorFlow Lite documentation: *Model optimization* (the published table; latency on Pixel 2
#   phones, a single big core).

# %% tags=["scoreboard"]
scoreboard(of=16)

# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 5 · Post-training quantization
#
# *What does one line of conversion buy, and what does it cost?*
#
# You take two classifiers of clothes that are already trained and store their weights in 16, 8
# and 4 bits instead of 32. Then you weigh the files, time them, ask them 10,000 questions, and
# look inside to see whether each conversion did what its name says.
#
# **Time** 50 minutes, of which less than one is training. **Before** you start: lesson 1, a
# little NumPy.
#
# **Afterwards** you can
# - say whether a model belongs on a server or on the device,
# - put real numbers on an integer grid, and know what the grid costs,
# - convert a model for a device that knows integers only, and prove it from the file,
# - tell where fewer bits make a model faster, and where they do not.

# %% tags=["setup"]
import gzip
import numbers
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from pytest import approx
from sklearn.datasets import load_sample_image
from tqdm.auto import tqdm

from utils import datasets, litert, models, plotting
from utils.frameworks import keras, tf
from utils.grading import graded, predict, refuses, scoreboard, solved
from utils.grading.claims import Claim, claims, verdict
from utils.measuring import training
from utils.quiet import quiet
from utils.topics import quantization
from utils.topics.quantization import occlusion, rank_agreement

layers = keras.layers
accuracy_difference = partial(training.accuracy_difference, repeats=500)

fashion = datasets.fashion_mnist()
X_train = fashion.train.images[:20_000, ..., None] / np.float32(255)
y_train = fashion.train.labels[:20_000]
X_val = fashion.train.images[-5_000:, ..., None] / np.float32(255)
y_val = fashion.train.labels[-5_000:]
X_test = fashion.test.images[..., None] / np.float32(255)
y_test = fashion.test.labels

# %% [markdown]
# ## Server or device?
# A model answers on a server, or in the thing that asks. The lecture's table, brought up to
# date:
#
# | question | server | device |
# |---|---|---|
# | room and computing power | as much as you pay for | what the thing has |
# | a better model | changed in one place | shipped to every device |
# | time to an answer | the network's round trip comes first | no network at all |
# | what an answer costs | computing time, as long as you serve | the user's battery |
# | the user's data | leave the device | stay where they are |
# | without a connection | no answer | works |
#
# (The lecture lists *low latency* among the pros of a server and *timely inference* among its
# cons. Both can be true; the exercise below is how one finds out.) And its ways into an app:
#
# | | ready-made models | your own model | training on the device | a cloud service too |
# |---|---|---|---|---|
# | ML Kit | yes | yes | no | no longer, since 2020 |
# | Core ML (Apple) | yes | yes | yes | no |
# | TensorFlow Lite, called **LiteRT** since 2024 | yes | yes | yes | no |
#
# We use the last, whose files still end in `.tflite`.

# %% [markdown]
# ### Exercise · `where_to_run` (2 points)
# An app wants to know what is in a picture. Decide for it.


# %% tags=["exercise"]
def where_to_run(
    model_bytes: int,
    room_bytes: int,
    device_seconds: float,
    picture_bytes: int,
    bits_per_second: float,
    other_seconds: float,
    deadline: float,
) -> str:
    """Return "device", "server" or "neither": where the answer comes first, within the deadline.

    The device can answer if the model fits its room; an answer takes `device_seconds`.
    A server can answer if there is a network (`bits_per_second` above 0). The picture travels at
    that rate; round trip and the server's own work take `other_seconds` more.
    An answer in exactly `deadline` seconds is in time. Of two equal times take the device.

    >>> where_to_run(2_000_000, 1_000_000, 0.02, 100_000, 8_000_000, 0.1, deadline=0.5)
    'server'
    """
    ### BEGIN SOLUTION
    seconds = {}
    if model_bytes <= room_bytes:
        seconds["device"] = device_seconds
    if bits_per_second > 0:
        seconds["server"] = 8 * picture_bytes / bits_per_second + other_seconds
    in_time = {place: took for place, took in seconds.items() if took <= deadline}
    return min(in_time, key=in_time.get, default="neither")
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "where_to_run",
    points=2,
    hint="Write down both times first. When is each place out of the question altogether?",
    stronger="The picture's size is in bytes, the network's rate in bits: 8 bits are a byte.",
):
    large = where_to_run(2_000_000, 1_000_000, 0.02, 100_000, 8_000_000, 0.1, 0.5)
    assert isinstance(large, str), 'Return one of the words "device", "server" and "neither".'
    assert large == "server", (
        "The model does not fit the device, and 0.2 s by the server is in time."
    )
    near = where_to_run(500_000, 1_000_000, 0.02, 100_000, 8_000_000, 0.1, 0.5)
    assert near == "device", "Both are in time; the device answers in 0.02 s, the server in 0.2 s."
    slow = where_to_run(500_000, 1_000_000, 0.4, 100_000, 8_000_000, 0.1, 0.5)
    assert slow == "server", "Both are in time; the device needs 0.4 s, the server only 0.2 s."
    bits = where_to_run(500_000, 1_000_000, 0.4, 100_000, 1_000_000, 0.1, 0.5)
    assert bits == "device", "100,000 bytes are 800,000 bits: 0.8 s at a million bits per second."
    late = where_to_run(500_000, 1_000_000, 0.6, 100_000, 1_000_000, 0.1, 0.5)
    assert late == "neither", "0.6 s on the device, 0.9 s by the server: neither is in time."
    alone = where_to_run(500_000, 1_000_000, 0.2, 100_000, 0, 0.1, 0.5)
    assert alone == "device", "Without a network only the device can answer."
    stuck = where_to_run(2_000_000, 1_000_000, 0.2, 100_000, 0, 0.1, 0.5)
    assert stuck == "neither", "No network, and the model does not fit."
    exact = where_to_run(1_000_000, 1_000_000, 0.5, 100_000, 1_000_000, 0.1, 0.5)
    assert exact == "device", "A model that fills the room fits; 0.5 s is in time."
    round_trip = where_to_run(500_000, 1_000_000, 0.3, 125_000, 8_000_000, 0.25, 0.6)
    assert round_trip == "device", "0.125 s to send and 0.25 s more make 0.375 s by the server."
    tie = where_to_run(500_000, 1_000_000, 0.25, 125_000, 8_000_000, 0.125, 0.5)
    assert tie == "device", "Both take 0.25 s: take the device."
    exact = where_to_run(2_000_000, 1_000_000, 0.02, 125_000, 4_000_000, 0.25, 0.5)
    assert exact == "server", "The model does not fit; the server takes exactly 0.5 s, in time."
    late = where_to_run(2_000_000, 1_000_000, 0.02, 125_000, 8_000_000, 0.4, 0.5)
    assert late == "neither", "It does not fit, and by the server it takes 0.125 + 0.4 s: too late."
    late = where_to_run(500_000, 1_000_000, 0.6, 100_000, 0, 0.1, 0.5)
    assert late == "neither", "No network, and 0.6 s on the device are too late."

# %% [markdown]
# So the size of a model decides whether the question is open at all. The rest of the lesson is
# about `model_bytes` and `device_seconds`.
#
# ## Fewer bits, first to the eye
# A grey value takes 8 bits, so 256 values. Keep only $2^b$ of them. At how many bits would you
# notice, and at how many would you no longer know what it is?

# %%
photo = load_sample_image("china.jpg")[60:300, 60:420].mean(axis=2) / 255
blocks = {}
for bits in (8, 4, 3, 2, 1):
    steps = 2**bits - 1
    label = f"{bits} bit{'s' * (bits > 1)}\n{photo.size * bits // 8:,} bytes"
    blocks[label] = np.rint(photo * steps)[None] / steps
title = f"From {photo.size:,} bytes to {photo.size // 8:,}, and still a temple"
plotting.image_blocks(blocks, title=title, height=2.2)

# %% [markdown]
# Bytes fall in step with the bits; what the eye loses does not. (It is the number of *values* that
# falls. The lecture speaks of pixels, whose number stays the same.)
#
# ## Real numbers on an integer grid
# A weight is stored as a whole number $q$ and read as
# $$w = s\,(q - z),$$
# with a **scale** $s$ (the step of the grid) and a **zero point** $z$ (the whole number that
# stands for 0.0). Weights lie around zero, so for them LiteRT takes $z = 0$ and the same range
# to both sides. The function puts weights on such a grid and returns what would be read back.


# %%
def on_grid(weights: np.ndarray, bits: int, largest: float | None = None) -> np.ndarray:
    """Weights rounded to the 2**bits - 1 values of a grid from -largest to largest."""
    steps = 2 ** (bits - 1) - 1
    scale = (np.abs(weights).max() if largest is None else largest) / steps
    return scale * np.rint(weights / scale).clip(-steps, steps)


cnn, mlp = models.fashion_cnn(keras), models.fashion_mlp(keras)
weights = cnn.get_layer("dense1").get_weights()[0]
print(f"{weights.size:,} weights from {weights.min():.2f} to {weights.max():.2f}")
for bits in (8, 4):
    error = np.abs(on_grid(weights, bits) - weights)
    step = np.abs(weights).max() / (2 ** (bits - 1) - 1)
    print(
        f"{bits} bits: step {step:.4f}, largest error {error.max():.4f}, half a step {step / 2:.4f}"
    )

# %% [markdown]
# No weight moves by more than half a step: that is all the damage rounding can do. So the step
# is what matters, and the step follows from the **range**. What does a single stray weight do?

# %%
stray = np.append(weights, 3.0)
panels = {}
for label, values in {"as trained": weights, "with one stray weight of 3.0": stray}.items():
    levels = np.abs(values).max() / 7 * np.arange(-7, 8)
    panels[f"{label}: step {levels[-1] / 7:.2f}"] = values, levels
needed = [len(np.unique(on_grid(values, 4))) for values, _ in panels.values()]
quantization.weight_grids(
    panels,
    title=f"One stray weight cuts the values in use from {needed[0]} of 15 to {needed[1]}",
)

# %% [markdown]
# The grid must reach the stray one, so its step trebles for all the others. Would it be better
# to let the range end earlier and clip what lies outside?

# %%
shares = np.linspace(0.1, 1, 37)
lines, best_share = {}, {}
for bits, role in ((8, "reduced"), (4, "other"), (3, "control"), (2, "validation")):
    largest = shares * np.abs(weights).max()
    errors = [np.sqrt(np.mean((on_grid(weights, bits, end) - weights) ** 2)) for end in largest]
    lines[f"{bits} bits"] = plotting.Line(shares, errors, role, mark_lowest=True)
    best_share[bits] = lines[f"{bits} bits"].lowest()[0]
plotting.curves(
    lines,
    x="range of the grid, as a share of the largest weight",
    y="error of a weight (root mean square)",
    title=f"The best range ends at {best_share[8]:.2f} of the largest weight with 8 bits, "
    f"at {best_share[2]:.2f} with 2",
    log=True,
)

# %% [markdown]
# Left of each mark clipping is the larger evil, right of it the coarse step. With 8 bits the
# full range is nearly the best; with few bits a narrower one makes the error much smaller.
#
# ### Exercise · `affine_grid` (3 points)
# What flows through a network (an **activation**) need not lie around zero: behind a ReLU nothing
# is negative. There the zero point moves. Compute scale and zero point of an int8 grid.


# %% tags=["exercise"]
def affine_grid(low: float, high: float) -> tuple[float, int]:
    """Return scale and zero point of the int8 grid, -128 to 127, for values from low to high.

    The range is widened first so that it holds 0. Its ends then lie on -128 and 127, which are
    255 steps apart; the zero point is rounded to a whole number, so that 0.0 is stored exactly.
    Raises ValueError when high is below low, and when both are 0.

    >>> affine_grid(0.0, 25.5)
    (0.1, -128)
    """
    ### BEGIN SOLUTION
    if high < low or low == high == 0:
        raise ValueError(f"no range: from {low} to {high}")
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "affine_grid",
    points=3,
    hint="low is stored as -128, high as 127. Which whole number is then nearest to 0.0?",
    stronger="From low = scale × (-128 - zero_point) follows the zero point.",
):
    grid = affine_grid(0.0, 25.5)
    assert isinstance(grid, tuple | list), "Return two things: the scale and the zero point."
    assert len(grid) == 2, "Return two things: the scale and the zero point."
    scale, zero_point = grid
    assert isinstance(scale, numbers.Real), "The scale is a number."
    assert isinstance(zero_point, numbers.Integral), "The zero point is stored: a whole number."
    assert scale != approx(0.2, rel=0.01), "Only 0 to 25.5 need be held: let the zero point move."
    assert scale == approx(0.1, rel=1e-5), "256 values have 255 steps between them."
    assert zero_point == -128, "0 is the low end of this range, and is stored as -128."
    scale, zero_point = affine_grid(-3.0, 1.0)
    assert scale == approx(4 / 255, rel=1e-5), "The range from -3 to 1 is 4 wide."
    assert zero_point == 63, "0 lies 191.25 steps above -128, nearest to 63."
    assert affine_grid(-1.0, 2.62)[1] == -58, "0 lies at -57.56: round to the nearest, do not cut."
    assert affine_grid(-1.0, 2.6)[1] == -57, "0 lies at -57.17: round to the nearest."
    scale, zero_point = affine_grid(2.0, 6.0)
    assert scale == approx(6 / 255, rel=1e-5), "The range is widened to hold 0: from 0 to 6."
    assert zero_point == -128, "The range is widened to hold 0, which is then its low end."
    scale, zero_point = affine_grid(-6.0, -2.0)
    assert scale == approx(6 / 255, rel=1e-5), "The range is widened to hold 0: from -6 to 0."
    assert zero_point == 127, "The range is widened to hold 0, which is then its high end."
    assert not refuses(affine_grid, 2.0, 2.0), "From 2 to 2, widened to hold 0: that is 0 to 2."
    scale, zero_point = affine_grid(-0.002, 0.001)
    assert scale == approx(0.003 / 255, rel=1e-5), "A small range has a small step."
    assert zero_point == 42, "0 lies 170 steps above -128."
    assert refuses(affine_grid, 0.0, 0.0), "A range from 0 to 0 has no step: raise ValueError."
    assert refuses(affine_grid, 1.0, -1.0), "high is below low: raise ValueError."
    assert refuses(affine_grid, 2.0, 1.0), "1 is below 2: raise ValueError before you widen."
    assert refuses(affine_grid, -1.0, -2.0), "-2 is below -1: raise ValueError before you widen."

# %% [markdown]
# Does LiteRT compute the same? Run 100 pictures through the first layer, take the range of what
# comes out, and compare your grid with the one that the converter wrote into its file.

# %%
if solved("affine_grid"):
    first = keras.Model(cnn.inputs[0], cnn.get_layer("conv1").output)
    seen = np.asarray(first(X_train[:100]))
    stored = litert.tensors(litert.convert(cnn, "int8", X_train[:100]))
    file = stored[stored["name"].str.contains("conv1") & (stored["role"] == "activation")].iloc[0]
    print("yours:   scale {:.6f}, zero point {}".format(*affine_grid(seen.min(), seen.max())))
    print(f"LiteRT:  scale {file['scale']:.6f}, zero point {file['zero_point']}")

# %% [markdown]
# ## Four conversions
# Three things can go to fewer bits: what is **static** (weights), what is **dynamic**
# (activations, which depend on the picture) and the **computation** itself. The lecture's
# techniques differ in which they touch:
#
# | kind | weights | activations | needs pictures? |
# |---|---|---|---|
# | float16 | 16 bits | float | no |
# | dynamic range | 8 bits | 8 bits while it computes, float between | no |
# | full integer (`int8`) | 8 bits | 8 bits, ranges measured before | yes, unlabelled |
# | integer only (`int8 only`) | 8 bits | 8 bits, input and output too | yes, unlabelled |
#
# For dynamic range the lecture's slide promises a model four times smaller, its notes one two
# times smaller, at 2–3 times the speed. Which size do you expect, how many times faster will the
# larger model get, and how many points of accuracy will full integers cost the CNN?

# %%
predict("times smaller by dynamic range", None)
predict("times faster by dynamic range", None)
predict("points lost with int8", None)

# %% [markdown]
# The conversion itself is short. This is what `litert.convert` does for the kind `"int8"`, in
# TensorFlow's own words:
#
# ```python
# converter = tf.lite.TFLiteConverter.from_keras_model(model)
# converter.optimizations = [tf.lite.Optimize.DEFAULT]               # dynamic range: stop here
# converter.representative_dataset = lambda: ([row[None]] for row in X_train[:100])
# converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
# converted = converter.convert()                                     # the bytes of a file
# ```
#
# The two models were trained beforehand, on 55,000 pictures for 15 epochs, with the 5,000 of
# `X_val` to choose the epoch (`data/rebuild/models.py`).

# %%
pictures = X_train[:100]
small = {kind: litert.convert(cnn, kind, pictures) for kind in litert.KINDS}
large = {kind: litert.convert(mlp, kind, pictures[..., 0]) for kind in litert.KINDS[:4]}
print(f"CNN: {cnn.count_params():,} parameters, MLP: {mlp.count_params():,}")

# %% [markdown]
# Did each do what it says? Do not believe the name, read the file. One row is one file, one cell
# one of its tensors.

# %%
read = {kind: litert.tensors(file) for kind, file in small.items()}
eight = {
    kind: (table.query("role == 'weight'")["dtype"] == "int8").sum() for kind, table in read.items()
}
quantization.type_strips(
    read,
    ("conv1", "conv2", "dense1", "dense2"),
    title=f"dynamic has int8 weights in {eight['dynamic']} of 4 layers, int8 in {eight['int8']}",
)

# %% [markdown]
# Two surprises. `dynamic` left the weights of the first and the last layer in float. And `int8`
# keeps its biases in 32 bits. How large are they? And was the **computation** changed, its list of
# operators?

# %%
stored = litert.tensors(small["dynamic"]).query("role == 'weight'")
stored["values"] = stored["shape"].map(np.prod)
print(stored[["shape", "values", "dtype", "bytes"]].to_string(index=False))
biases = litert.tensors(small["int8"]).query("role == 'bias'")["bytes"].sum()
print(f"\nbiases of int8: {biases} of {len(small['int8']):,} bytes\n")
for kind, file in small.items():
    more = set(litert.operators(file)) - set(litert.operators(small["float"]))
    print(f"{kind:<9} {len(litert.operators(file)):>2} operators, new: {sorted(more)}")

# %% [markdown]
# The converter leaves weights of fewer than 1,024 values alone: there is little to gain. Biases
# keep 32 bits however many, for the sums they are added to. The list of operators changes at the
# ends only, to get into integers and out of them (`int8`; `int8 only` turns the uint8 of its ends
# into int8 and back), or where weights are unpacked (`float16`). What each does inside, the clock
# will tell.
#
# ### Exercise · `stored_bytes` (2 points)
# Predict a file's size before you convert. Count the bytes of weights and biases of each kind.


# %% tags=["exercise"]
def stored_bytes(kernels: list[tuple[int, ...]], kind: str) -> int:
    """Return the bytes that a converted model spends on its weights and biases.

    kernels: the shape of each layer's weights; its last number is the layer's outputs, each of
    which has a bias as well.
    kind: "float" (all in 32 bits), "float16" (all in 16 bits), "dynamic" (weights of 1,024 values
    or more in 8 bits, the others and all biases in 32) or "int8" (weights in 8 bits, biases in 32).
    Raises ValueError for another kind.

    >>> stored_bytes([(784, 10)], "int8")
    7880
    """
    ### BEGIN SOLUTION
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(f"unknown kind {kind!r}")
    total = 0
    for shape in kernels:
        count, biases = int(np.prod(shape)), shape[-1]
        eight = kind == "int8" or (kind == "dynamic" and count >= 1_024)
        each = 2 if kind == "float16" else 4
        total += count * (1 if eight else each) + biases * each
    return total
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "stored_bytes",
    points=2,
    hint="Go layer by layer: how many weights, in how many bytes; how many biases, in how many?",
    stronger="The number of weights is the product of the shape, (3, 3, 16, 32) has 4,608.",
):
    one = stored_bytes([(784, 10)], "int8")
    assert isinstance(one, numbers.Integral), "Bytes come in whole numbers."
    assert one != 7_850, "Biases stay in 32 bits: 4 bytes each."
    assert one == 7_880, "7,840 weights of a byte and 10 biases of 4 bytes."
    assert stored_bytes([(784, 10)], "float") == 31_400, "7,850 numbers of 4 bytes: no bits."
    assert stored_bytes([(784, 10)], "float16") == 15_700, "7,850 numbers of 2 bytes, biases too."
    assert stored_bytes([(3, 3, 16, 32)], "int8") == 4_736, "A convolution has 3·3·16·32 weights."
    assert stored_bytes([(64, 10)], "dynamic") == 2_600, "640 weights are too few: they stay float."
    assert stored_bytes([(64, 16)], "dynamic") == 1_088, "1,024 values become int8, biases do not."
    assert stored_bytes([(3, 2_000)], "dynamic") == 14_000, "However many, biases stay in 32 bits."
    assert stored_bytes([(102, 10)], "dynamic") == 4_120, "Only weights count towards the 1,024."
    network = [(3, 3, 1, 16), (3, 3, 16, 32), (800, 64), (64, 10)]
    assert stored_bytes(network, "float") == 226_856, "Count all layers: 56,714 numbers."
    assert stored_bytes(network, "float16") == 113_428, "Count all layers: 56,714 numbers."
    assert stored_bytes(network, "dynamic") == 59_432, "Layers are judged by themselves."
    assert stored_bytes(network, "int8") == 57_080, "56,592 weights and 122 biases of 4 bytes."
    assert refuses(stored_bytes, network, "int3"), "No such kind: raise ValueError."

# %%
if solved("stored_bytes"):
    for model, files in ((cnn, small), (mlp, large)):
        shapes = [layer.kernel.shape for layer in model.layers if hasattr(layer, "kernel")]
        for kind in litert.KINDS[:4]:
            counted = stored_bytes(shapes, kind)
            rest = len(files[kind]) - counted
            print(f"{model.name} {kind:<8} {counted:>9,} bytes by you, {rest:>6,} more in the file")

# %% [markdown]
# What your count leaves out is the graph (names, shapes) and, for integers, a scale and a zero
# point for each output. In float it hardly grows with the model; in int8 it grows with the outputs.
#
# ## What it buys, what it costs
# Now size, accuracy on all 10,000 test pictures, and the time of one picture: the median of
# 1,000 runs on one thread, the models taking turns on the clock. Read the ratios; the
# microseconds belong to this machine.

# %%
small_rows = litert.measure(small, X_test, y_test)
large_rows = litert.measure(large, X_test[..., 0], y_test)
columns = ["accuracy", "bytes", "gzip bytes", "× smaller", "latency (µs)", "× faster"]
for model, rows in ((cnn, small_rows), (mlp, large_rows)):
    print(f"{model.name}\n{litert.table(rows)[columns].round(litert.DECIMALS).to_string()}\n")

# %% [markdown]
# One test picture more or less is 0.01 points. Which of the changes in accuracy are more than
# luck? Both models answer the same pictures, so the error is that of the paired difference.

# %%
changes = {}
for name, rows in (("CNN", small_rows), ("MLP", large_rows)):
    for row in rows[1:]:
        change = accuracy_difference(row.correct, rows[0].correct)
        changes[f"{name}, {row.name}"] = tuple(100 * part for part in change)
for name, (gain, error) in changes.items():
    luck = "beyond two errors" if abs(gain) > 2 * error else "within two errors"
    print(f"{name:<14} {gain:+.2f} ± {error:.2f} points of accuracy, {luck}")

# %% [markdown]
# A tenth of a point up or down, no more than luck gives. Fewer bits are nearly free here, and
# the gains that the lecture mentions ("in rare cases") look just like this.
#
# Does the whole hide the parts? Here are the ten classes.

# %%
float_row, int8_row = small_rows[0], small_rows[3]
by_class = {}
for number, name in enumerate(fashion.class_names):
    own = y_test == number
    change = accuracy_difference(int8_row.correct[own], float_row.correct[own])
    by_class[name] = tuple(100 * part for part in change)
shifted = [name for name, (gain, error) in by_class.items() if abs(gain) > 3 * error]
quantization.dots(
    by_class,
    reference=0,
    unit="points of the class's accuracy gained by int8 (bar: ± one error)",
    title=f"By class, {len(shifted)} of 10 move by more than three errors: {', '.join(shifted)}",
    written="+.1f",
)
right_float, right_int8 = (litert.correct(small[k], X_val, y_val) for k in ("float", "int8"))
anew = []
for name in shifted:
    own = y_val == fashion.class_names.index(name)
    change = accuracy_difference(right_int8[own], right_float[own])
    anew.append("{} {:+.1f} ± {:.1f} points".format(name, *(100 * part for part in change)))
print("on the validation pictures:", ", ".join(anew))

# %% [markdown]
# This is more than jitter around zero (with ten classes, one beyond *two* errors could be luck).
# On other pictures it comes back smaller, as what was picked for its size does. Shirts lose,
# T-shirts gain, and the average hides it.
#
# ## Whose arithmetic is it?
# The lecture says that dynamic range turns its weights back into floating point, once, and
# computes with float kernels. That can be tested, for there is a conversion that does exactly
# this: `float16` unpacks its weights when the file is loaded.

# %%
unpacked = {
    kind: (litert.tensors(file)["role"] == "unpacked").sum() for kind, file in large.items()
}
took = {row.name: row.latency for row in large_rows}
for kind, time in took.items():
    print(
        f"{kind:<8} {unpacked[kind]} tensors unpacked on loading, "
        f"{time.median:5.1f} µs (middle half: {time.low:.1f} to {time.high:.1f})"
    )

# %% [markdown]
# Float kernels on unpacked weights take as long as float, no matter how small the file. Dynamic
# range unpacks nothing and takes a fraction, near full integers. That fits LiteRT's own
# documentation: activations are rounded to 8 bits as they come, and 8 bits are multiplied by 8
# bits. What is float is only what flows between the layers.
#
# ## One flag or another
# The lecture has three flags: `OPTIMIZE_FOR_SIZE`, `OPTIMIZE_FOR_LATENCY` and `DEFAULT`, which
# weighs both. What do they weigh?

# %%
flags = {flag: litert.convert(cnn, "dynamic", optimize=flag) for flag in litert.OPTIMIZE}
same_flags = len(set(flags.values())) == 1
print({flag: f"{len(file):,} bytes" for flag, file in flags.items()})
print("byte by byte the same file:", same_flags)

# %% [markdown]
# The lecture's flags are names for one optimization; TensorFlow calls two of them deprecated.
#
# ## Does it zip?
# AlexNet has some 60 million weights, the lecture's "around 200 megabytes". Why not zip them?

# %%
print(f"AlexNet: 60 million × 4 bytes = {60e6 * 4 / 1e6:.0f} MB")
for kind in ("float", "int8"):
    size = litert.sizes(large[kind])
    print(f"MLP, {kind:<5}: {size.raw:>9,} bytes, gzip leaves {size.gzip / size.raw:.1%}")
floats = mlp.get_layer("dense1").get_weights()[0].astype("<f4")
for place, single in enumerate(floats.view(np.uint8).reshape(-1, 4).T, start=1):
    left = len(gzip.compress(single.tobytes())) / len(single)
    print(f"byte {place} of each float: gzip leaves {left:.0%}")

# %% [markdown]
# Three of a float's four bytes are noise to gzip. The fourth, which holds the sign and most of
# the exponent, is all it can work on. Rounding to 8 bits throws the noise away *first*, which no
# lossless method may do.
#
# ## Which pictures to measure the range on
# Full integers need ranges before any picture comes, so the converter runs some pictures and
# notes the extremes. How well must these represent the real ones? Below, some choices, each
# converted and judged on the 5,000 validation pictures. One of them forgets the division by 255.
# What accuracy do you expect of it, from 0 to 1?

# %%
predict("accuracy after measuring on 0 to 255", None)

# %%
sandals = X_train[y_train == fashion.class_names.index("Sandal")]
sets = {
    "100 pictures": pictures,
    "100 others": X_train[100:200],
    "5 pictures": pictures[:5],
    "100 sandals": sandals[:100],
    "100 pictures of noise": np.random.default_rng(0).random(pictures.shape, dtype=np.float32),
    "twice as bright": pictures * 2,
    "a tenth as bright": pictures / 10,
    "0 to 255": pictures * 255,
    "100 black pictures": pictures * 0,
}
in_float, reached, lost, tops = right_float.mean(), {}, {}, {}
for name, shown in sets.items():
    file = litert.convert(cnn, "int8", shown)
    inner = litert.tensors(file).query("role == 'activation' and name.str.contains('dense1')")
    tops[name] = float(inner["scale"].iloc[0] * (127 - inner["zero_point"].iloc[0]))
    right = litert.correct(file, X_val, y_val)
    reached[name] = float(right.mean())
    lost[name] = tuple(100 * part for part in accuracy_difference(right, right_float))

# %%
sandals_gain, sandals_error = lost["100 sandals"]
quantization.dots(
    reached,
    reference=in_float,
    unit="validation accuracy of the int8 model (line: float)",
    title=f"Ranges of sandals: {sandals_gain:+.1f} ± {sandals_error:.1f} points from float; "
    f"of 0 to 255: {lost['0 to 255'][0]:+.0f}",
)
hurt = [name for name, (gain, error) in lost.items() if gain < -2 * error]
print("worse than float by more than two errors:", ", ".join(hurt))
for name in list(sets)[:6]:
    print(f"range of dense1 by {name}: 0 to {tops[name]:.1f}")

# %% [markdown]
# What counts is the range in every layer. Five pictures or a hundred sandals come near enough;
# noise has the input's range, but not those further in; twice the brightness makes all steps too
# wide. With 0 to 255 the step is 1: a picture keeps two of 256 values, like the last photo above;
# a tenth of the brightness clips all that is brighter. Only the measured accuracy warned you.
#
# ## Integers only
# Some hardware, the Edge TPU for one, has no floats at all: the model must take and give
# integers, and *your* code puts the picture on the input's grid. What grid is that?

# %%
ends = litert.tensors(small["int8 only"]).query("role in ['input', 'output']")
print(ends[["role", "dtype", "scale", "zero_point"]].to_string(index=False))
print(f"1/255 = {1 / 255:.6f}")

# %% [markdown]
# The input's scale is 1/255 and its zero point 0: what it wants is the bytes of the picture,
# before any division. Here that is convenient. In general you quantize by hand, and this is how
# published labs do it:


# %%
def published(values: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """Put values on a uint8 grid, as seen in published labs."""
    return (values / scale + zero_point).astype(int).astype(np.uint8)


some = np.array([-0.2, 0.0, 0.998, 1.29, 2.0])
stored_values = published(some, scale=0.01, zero_point=128)
for value, whole in zip(some, stored_values, strict=True):
    print(f"{value:6.3f} is stored as {whole:>3} and read as {0.01 * (int(whole) - 128):5.2f}")

# %% [markdown]
# (The `astype(int)` in the middle spells out what Intel's and AMD's processors usually do by
# themselves; others may not.) Two faults, and they differ in gravity. Find both.
#
# ### Exercise · `quantize` (3 points)
# Write it right.


# %% tags=["exercise"]
def quantize(values: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """Return values on a uint8 grid: an array of the same shape, of type uint8.

    values: real numbers of any shape. Each goes to the nearest value of the grid,
    scale × (stored - zero_point) with stored from 0 to 255, and so to an end of the grid if it
    lies beyond.

    >>> quantize(np.array([-9.0, 0.0, 0.26]), scale=0.1, zero_point=10)
    array([ 0, 10, 13], dtype=uint8)
    """
    ### BEGIN SOLUTION
    stored = np.rint(np.asarray(values) / scale) + zero_point
    return stored.clip(0, 255).astype(np.uint8)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "quantize",
    points=3,
    hint="Look at 0.998 and 2.0 in the table: one is stored too low, one comes back negative.",
    stronger="`astype` cuts off decimals and keeps 8 bits of what is left: round and clip before.",
):
    stored = quantize(np.array([0.0, 0.26, -0.5]), 0.1, 10)
    assert isinstance(stored, np.ndarray), "Return an array."
    assert stored.dtype == np.uint8, "The model's input is of type uint8."
    assert stored.shape == (3,), "As many values come out as go in."
    assert stored[0] == 10, "0.0 is stored as the zero point."
    assert stored[1] == 13, "0.26 lies nearest to 0.3, the 13: `astype` cuts, it does not round."
    assert stored[2] == 5, "-0.5 lies 5 steps below the zero point."
    assert quantize(np.array([-0.36]), 0.1, 10)[0] == 6, "-0.36 lies nearest to -0.4, the 6."
    assert quantize(np.array([-9.0]), 0.1, 10)[0] == 0, (
        "A value below the grid goes to its low end."
    )
    assert quantize(np.array([30.0]), 0.1, 10)[0] == 255, "A value above the grid goes to its top."
    far = quantize(np.array([-4_000.0, 4_000.0]), 0.1, 10).tolist()
    assert far == [0, 255], "However far beyond the grid, a value goes to the nearer end."
    edge = quantize(np.array([24.58]), 0.1, 10)[0]
    assert edge == 255, "24.58 rounds to 256, which is one too many: clip after rounding."
    square = np.linspace(-1, 1, 400, dtype=np.float32).reshape(20, 20)
    stored = quantize(square, 2 / 255, 128)
    assert stored.shape == (20, 20), "The shape stays."
    error = np.abs(2 / 255 * (stored.astype(float) - 128) - square)[square < 0.99].max()
    assert error < 1.001 / 255, "Within the grid no value moves by more than half a step."

# %% [markdown]
# What are the two faults worth? Store the weights of `dense1` by each function, on a grid that
# ends where the largest hundredth of the weights begins, so that some lie beyond it.

# %%
if solved("quantize"):
    kernel, bias = cnn.get_layer("dense1").get_weights()
    scale = np.quantile(np.abs(kernel), 0.99) / 127
    trial = models.fashion_cnn(keras)
    ways = {
        "clips, but stays float": lambda values, *grid: (values / grid[0] + grid[1]).clip(0, 255),
        "published: cuts and wraps": published,
        "cuts, but clips": lambda values, *grid: (
            (values / grid[0] + grid[1]).clip(0, 255).astype(np.uint8)
        ),
        "yours: rounds and clips": quantize,
    }
    rights = {}
    for name, way in ways.items():
        read_back = scale * (way(kernel, scale, 128).astype(np.float32) - 128)
        trial.get_layer("dense1").set_weights([read_back, bias])
        rights[name] = trial.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1) == y_val
        gain, error = accuracy_difference(rights[name], right_float)
        print(f"{name:<25} {100 * gain:+.2f} ± {100 * error:.2f} points against float")
    gain, error = accuracy_difference(*list(rights.values())[-2:])
    print(f"cutting against rounding: {100 * gain:+.2f} ± {100 * error:.2f} points")

# %% [markdown]
# Wrapping is the grave fault: it turns the *largest* weights into large ones of the other sign.
# Cutting moves weights down by half a step on average: in 8 bits less than luck here. What is left
# is the price of clipping.
#
# ## Where the speed comes from, and where it is missing
# Now a family: the CNN in four widths, each trained for one epoch on 16,000 pictures. One short
# training cannot rank widths that lie close together; it can show what int8 does to each.


# %%
def of_width(width: int) -> keras.Model:
    """The CNN with `width` filters in its first layer; the committed one has 16."""
    return keras.Sequential(
        [
            layers.Input((28, 28, 1), name="picture"),
            layers.Conv2D(width, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(2 * width, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(4 * width, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %%
family, parameters = {}, {}
for width in tqdm((4, 8, 16, 32), desc="widths", leave=False):
    keras.utils.set_random_seed(0)
    model = of_width(width)
    model.compile(keras.optimizers.Adam(5e-3), "sparse_categorical_crossentropy")
    model.fit(X_train[:16_000], y_train[:16_000], batch_size=128, epochs=1, verbose=0)
    parameters[width] = model.count_params()
    for kind in ("float", "int8"):
        family[f"{kind} {width}"] = litert.convert(model, kind, pictures)

# %%
family_rows = litert.measure(family, X_test, y_test)
floats, integers = family_rows[::2], family_rows[1::2]
lines = [
    (
        parameters[width],
        full.sizes.raw / eight.sizes.raw,
        full.latency.median,
        eight.latency.median,
        full.latency.median / eight.latency.median,
        *(100 * part for part in accuracy_difference(eight.correct, full.correct)),
    )
    for width, full, eight in zip(parameters, floats, integers, strict=True)
]
names = ["parameters", "× smaller", "float µs", "int8 µs", "× faster", "points", "±"]
by_width = pd.DataFrame(lines, index=pd.Index(parameters, name="width"), columns=names)
print(by_width.round(2).to_string())

# %%
first, last = by_width["× faster"].iloc[[0, -1]]
plotting.frontier(
    {"float": floats, "int8": integers},
    title=f"int8 is {first:.1f} times as fast with width 4, {last:.1f} times with width 32",
    against="latency (µs)",
)

# %% [markdown]
# The dashed steps are the **Pareto front**: the models that no faster one equals. The lecture shows
# this picture for MobileNets on a phone: at every accuracy, 8 bits are faster. Here that depends on
# the width: the two narrowest in int8 take nearly the same time, so most of it has little to do
# with their weights. And why did the MLP gain more than the CNN? A guess: it reads each weight to
# use it once, and reads a quarter of the bytes. If that is all, 64 rows that share the reading must
# lose the gain. Each layer alone, integers at both ends:

# %%
alone = {
    "conv1 of the CNN": ((28, 28, 1), layers.Conv2D(16, 3, activation="relu")),
    "conv2 of the CNN": ((13, 13, 16), layers.Conv2D(32, 3, activation="relu")),
    "dense1 of the CNN": ((800,), layers.Dense(64, activation="relu")),
    "dense1 of the MLP": ((784,), layers.Dense(512, activation="relu")),
    "the same, 64 rows": ((64, 784), layers.Dense(512, activation="relu")),
}
for name, (shape, layer) in alone.items():
    model = keras.Sequential([layers.Input(shape), layer])
    some = np.random.default_rng(0).random((10, *shape), dtype=np.float32)
    both = {"float": litert.convert(model, "float")}
    both["int8"] = litert.convert(model, "int8 only", some, io="int8")
    full, eight = (time.median for time in litert.latencies(both, some[0], runs=300).values())
    print(f"{name}: {full:6.1f} µs in float, {eight:5.1f} in int8, {full / eight:.1f} × faster")

# %% [markdown]
# With 64 rows to share the reading, the gain is nearly the same, so 8-bit arithmetic is faster too.
# For one row this cannot part the two: among 64 it costs less than half as much (divide). The first
# convolution, with one channel to sum over, gets slower; the second, with 16, gains as promised.
#
# ## Twenty kilobytes
# LiteRT runs on devices "with as little as 20k of memory". Which of our models would fit? Memory
# must hold what flows: at least input and output of one layer. On a microcontroller the file stays
# in flash, elsewhere it is in memory too.

# %%
room, fits = 20 * 1024, {}
for name, file in {**family, "committed CNN, int8": small["int8"]}.items():
    table = litert.tensors(file).query("role in ['input', 'activation', 'output']")
    flowing = table["shape"].map(np.prod) * table["dtype"].map(lambda kind: np.dtype(kind).itemsize)
    at_once = (flowing + flowing.shift(fill_value=0)).max()
    fits[name] = at_once <= room, len(file) + at_once <= room
    print(f"{name:<20} flowing {at_once:>7,}, fits: {fits[name][0]!s:<5}", end="  ")
    print(f"with its file {len(file) + at_once:>9,}, fits: {fits[name][1]}")

# %% [markdown]
# With its file, only the narrowest in int8 fits. With the file in flash the committed CNN does as
# well, in int8, where what flows takes a quarter. (The interpreter itself needs room too.)
#
# ## Does it still look at the same place?
# The lecture warns that the effects on interpretability are undefined. Measure one: blank a patch
# of 4 × 4 pixels and note by how much the probability of the model's answer falls. The patches
# where it falls most are what the model looks at; where no patch moves it, there is no map. Two
# controls: the float model with its probabilities rounded to 256 steps, as int8 must give them, and
# the same network from another training, of one epoch.

# %%
files = {"float": small["float"], "dynamic": small["dynamic"], "int8": small["int8"]}
answers = {name: partial(litert.predict, file) for name, file in files.items()}
answers["256 steps"] = lambda X: np.rint(256 * litert.predict(small["float"], X)) / 256
answers["other training"] = partial(litert.predict, family["float 16"])
maps = {name: occlusion(answer, X_test[:200]) for name, answer in answers.items()}
agreed = {name: rank_agreement(maps["float"], maps[name]) for name in list(maps)[1:]}
shared = np.all(np.isfinite(list(agreed.values())), axis=0)
ranks = {name: float(np.median(values[shared])) for name, values in agreed.items()}
print(f"median rank correlation with float, on the {shared.sum()} pictures where all have a map:")
for name, values in agreed.items():
    print(f"{name:<15} {ranks[name]:.3f}, no map for {np.isnan(values).sum()} of {len(values)}")

# %%
order = np.flatnonzero(shared)[np.argsort(-agreed["int8"][shared])]
picked = order[[len(order) // 10, len(order) // 2, -len(order) // 10]]
plotting.image_blocks(
    {"picture": X_test[picked, ..., 0], **{name: falls[picked] for name, falls in maps.items()}},
    title=f"What it looks at: int8 agrees with float to {ranks['int8']:.2f}, "
    f"another training to {ranks['other training']:.2f}",
    columns=1,
    height=5.2,
)

# %% [markdown]
# The rows: int8 agrees well, typically, badly. Weights in 8 bits (`dynamic`) hardly change the map.
# Full integers do, and the first control says what part of it lies in the output: its 256 steps
# alone account for most of the missing maps (where the model is sure, no patch moves the answer by
# a step), and for some of the lost agreement. The other training changes far more, but it is also
# less accurate. If you explain answers, explain those of the model that you ship.
#
# ## Below eight bits
# With fewer bits each step counts, so a layer should not have to share one scale.
#
# ### Exercise · `channel_scales` (2 points)
# LiteRT gives each output channel of a layer a scale of its own. Compute them.


# %% tags=["exercise"]
def channel_scales(kernel: np.ndarray, bits: int) -> np.ndarray:
    """Return one scale for each output channel, shape (outputs,).

    kernel: weights of a layer, shape (…, outputs). bits: of a stored weight, at least 2.
    Each channel's grid is symmetric, with 2**(bits - 1) - 1 steps from 0 to the channel's largest
    absolute weight. The scale of a channel whose weights are all 0 is 1.0.

    >>> channel_scales(np.array([[0.7, -2.54], [-0.3, 1.27]]), bits=8)
    array([0.00551181, 0.02      ])
    """
    ### BEGIN SOLUTION
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 0, largest / (2 ** (bits - 1) - 1), 1.0)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "channel_scales",
    points=2,
    hint="Which axes go away, and which one stays? Then think about signs.",
    stronger="`max(axis=...)` takes a tuple of axes: all but the last.",
):
    small_kernel = np.array([[0.7, -2.54], [-0.3, 1.27]])
    scales = channel_scales(small_kernel, 8)
    assert isinstance(scales, np.ndarray | list | tuple), "Return an array of scales."
    scales = np.asarray(scales)
    assert scales.shape == (2,), "One scale for each output channel, the last axis."
    assert scales[0] != approx(0.7 / 128, rel=1e-4), "With 8 bits it is 127 steps to the largest."
    assert scales[0] == approx(0.7 / 127, rel=1e-4), "Each column, a channel, has its own largest."
    assert scales[1] == approx(0.02, rel=1e-4), "The largest weight counts without its sign: 2.54."
    four = np.asarray(channel_scales(small_kernel, 4))
    assert four[0] == approx(0.1, rel=1e-4), "4 bits have 7 steps from 0 to the largest weight."
    two = np.asarray(channel_scales(small_kernel, 2))
    assert two[0] == approx(0.7, rel=1e-4), "2 bits have one step from 0 to the largest weight."
    convolution = np.random.default_rng(0).normal(size=(3, 3, 5, 4)).astype(np.float32)
    scales = np.asarray(channel_scales(convolution, 8))
    assert scales.shape == (4,), "A convolution has its output channels last: all others go away."
    expected = [np.abs(convolution[..., channel]).max() / 127 for channel in range(4)]
    assert list(scales) == approx(expected, rel=1e-4), "Take all weights of a channel."
    dead = np.asarray(channel_scales(np.array([[0.0, 1.0], [0.0, 0.5]]), 8))
    assert dead[0] == approx(1.0), "A channel of zeros gets the scale 1.0, or you divide by 0."
    assert dead[1] == approx(1 / 127, rel=1e-4), "Other channels are as before."
    faint = np.asarray(channel_scales(np.array([[1e-9, 1.0], [0.0, 0.5]]), 8))
    assert faint[0] == approx(1e-9 / 127, rel=1e-4), "Small weights are not zeros."

# %% [markdown]
# Are these LiteRT's? Compare the largest scale of each layer with the one in the file.

# %%
if solved("channel_scales"):
    stored = litert.tensors(small["int8"]).query("role == 'weight'")
    for name in ("conv1", "conv2", "dense1", "dense2"):
        file = stored[stored["name"].str.contains(name)].iloc[0]
        yours = channel_scales(cnn.get_layer(name).get_weights()[0], 8)
        print(
            f"{name}: {file['scales']} scales, largest {file['scale']:.6f}; yours {max(yours):.6f}"
        )

# %% [markdown]
# How far down can one go? Round the weights of each layer to 8, 4, 3 and 2 bits and put them back
# into the float model: a **simulation**, which costs accuracy and saves nothing. First with one
# scale for a whole layer, then with one per channel, then also with the best range for each
# channel: of some shares of its largest weight, the one of least error.

# %%
plain = cnn.get_weights()
trial = models.fashion_cnn(keras)


def rounded_accuracy(bits: int, per_channel: bool, tried: tuple | np.ndarray = (1.0,)) -> float:
    """Validation accuracy with kernels rounded to so many bits, on the best of the ranges tried."""
    rounded = []
    for array in plain:
        if array.ndim > 1:  # biases stay
            axes = tuple(range(array.ndim - 1)) if per_channel else None
            largest = np.abs(array).max(axis=axes, keepdims=True)
            grids = np.stack([on_grid(array, bits, share * largest) for share in tried])
            errors = [((grid - array) ** 2).mean(axis=axes, keepdims=True) for grid in grids]
            array = np.take_along_axis(grids, np.argmin(errors, axis=0)[None], axis=0)[0]
        rounded.append(array)
    trial.set_weights(rounded)
    return float(np.mean(trial.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1) == y_val))


all_bits = (8, 4, 3, 2)
one_scale = [rounded_accuracy(bits, per_channel=False) for bits in all_bits]
per_channel = [rounded_accuracy(bits, per_channel=True) for bits in all_bits]
best_range = [rounded_accuracy(bits, per_channel=True, tried=shares) for bits in all_bits]

# %%
plotting.curves(
    {
        "one scale per channel, best range": plotting.Line(all_bits, best_range, "other"),
        "one scale per channel": plotting.Line(all_bits, per_channel, "control"),
        "one scale per layer": plotting.Line(all_bits, one_scale, "reduced"),
        "float": plotting.Line((8, 2), (in_float, in_float), "full"),
    },
    x="bits of a weight (simulated)",
    y="validation accuracy",
    title=f"With 2 bits: {one_scale[3]:.2f} per layer, {per_channel[3]:.2f} per channel, "
    f"{best_range[3]:.2f} with the best range",
    whole=True,
)

# %% [markdown]
# Here post-training quantization *does* hurt. A scale per channel helps, a narrower range helps
# further. What is left is for training: lesson 6, which starts from this very model.
#
# Files in four bits do exist. `ai-edge-quantizer`, the newer tool for LiteRT files, packs two
# weights into a byte. And Keras 3 has a method of its own, `quantize("int8")`. All on the same
# models:

# %%
four_bits = {
    name: litert.requantize(files["float"], "dynamic_wi4_afp32")
    for name, files in (("CNN, 4 bits", small), ("MLP, 4 bits", large))
}
static = litert.requantize(small["float"], "static_wi8_ai8", pictures)
others = {"CNN, 4 bits": four_bits["CNN, 4 bits"], "CNN, int8 by ai-edge-quantizer": static}
cnn_others = litert.measure({"CNN, float": small["float"], **others}, X_test, y_test)
mlp_others = litert.measure(
    {"MLP, float": large["float"], "MLP, 4 bits": four_bits["MLP, 4 bits"]}, X_test[..., 0], y_test
)
for rows in (cnn_others, mlp_others):
    print(litert.table(rows)[columns].round(litert.DECIMALS).to_string(), "\n")
real = litert.accuracy(four_bits["CNN, 4 bits"], X_val, y_val)
print(f"CNN in 4 bits, validation accuracy: simulated {per_channel[1]:.3f}, in the file {real:.3f}")

# %% [markdown]
# Four bits make the smallest files by far, and cost the CNN what the simulation said. They made
# the MLP faster and the CNN slower than float, perhaps because the runtime computes one kind of
# layer in 4 bits and has to unpack the other each time.

# %%
in_keras = models.fashion_mlp(keras)
keras_bytes = []
with tempfile.TemporaryDirectory() as folder, quiet():
    for file in (Path(folder, "float.keras"), Path(folder, "int8.keras")):
        in_keras.save(file, include_optimizer=False)
        keras_bytes.append(file.stat().st_size)
        if len(keras_bytes) == 1:
            in_keras.quantize("int8")
answers = in_keras.predict(X_test[..., 0], batch_size=1_000, verbose=0).argmax(axis=1)
print(f"Keras: {keras_bytes[0]:,} to {keras_bytes[1]:,} bytes", end=", ")
print(f"accuracy {np.mean(answers == y_test):.4f}")
try:
    litert.convert(in_keras, "float")
    to_litert = "can be converted to LiteRT"
except Exception as problem:
    to_litert = f"cannot be converted to LiteRT ({type(problem).__name__})"
print("a model quantized by Keras", to_litert)

# %% [markdown]
# Compare these two sizes with each other only: a `.keras` file is another container. What to use
# today? For a device, TensorFlow's converter or `ai-edge-quantizer`; both write LiteRT files, and
# the second is the one that goes below 8 bits. Keras's own method is for serving with Keras.
#
# ## Capstone · `smallest_conversion` (4 points)
# A sorting machine for clothes has a chip that knows **integers only**: input, output, weights and
# everything that flows. The file may have at most **66,000 bytes**, and the machine must be right
# for at least **90 %** of the validation pictures. Its camera gives bytes from 0 to 255, and the
# input takes them as they are (uint8). Convert the committed CNN by `litert.convert`, or by
# TensorFlow's converter as above (`converter.inference_input_type = tf.uint8`, the output alike).


# %% tags=["exercise"]
def smallest_conversion(model: keras.Model, pictures: np.ndarray) -> bytes:
    """Return a converted model of integers only: input uint8, output, weights and activations.

    model: a trained classifier of pictures, (n, 28, 28, 1) float32 from 0 to 1.
    pictures: some real ones, unlabelled, as the camera gives them: (n, 28, 28) uint8, 0 to 255.
    """
    ### BEGIN SOLUTION
    ready = pictures[..., None] / np.float32(255)
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([row[None]] for row in ready)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.uint8
    return converter.convert()
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "smallest_conversion",
    points=4,
    hint="Which of the five kinds has integers at both ends? What does the model expect to see?",
    stronger="The model was trained on values from 0 to 1, the pictures go to 255.",
):
    made = smallest_conversion(models.fashion_cnn(keras), fashion.train.images[:100])
    assert isinstance(made, bytes | bytearray), "Return the bytes of a converted model."
    table = litert.tensors(bytes(made))
    types = {role: set(group["dtype"]) for role, group in table.groupby("role")}
    assert types["weight"] == {"int8"}, "All weights are to be int8, in every layer."
    between = types.get("activation", set())
    assert "float32" not in between, "Floats flow between the layers: measure their ranges."
    assert types["input"] == {"uint8"}, "The input does not take bytes from 0 to 255: set its type."
    assert types["output"] <= {"int8", "uint8"}, "The output does not give bytes: set its type too."
    assert len(made) <= 66_000, "The file may have at most 66,000 bytes."
    made_accuracy = litert.accuracy(bytes(made), X_val, y_val)
    assert made_accuracy >= 0.90, "Too often wrong: were the ranges measured on values from 0 to 1?"
    other = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])
    darker = np.minimum(fashion.train.images[:20], 64)  # each has a 64: any of them will do
    made_other = smallest_conversion(other, darker)
    assert len(made_other) < 20_000, "Here is a smaller model: convert the one that you are given."
    scale = litert.tensors(bytes(made_other)).set_index("role").loc["input", "scale"]
    assert scale == approx(64 / 255 / 255, rel=1e-3), (
        "Here are darker pictures: measure on those that you are given, divided by 255."
    )

# %% [markdown]
# Everything of this lesson in one figure, accuracy against bytes after gzip. On its front is what
# no smaller model equals; a single picture can decide that.

# %%
series = {
    kind: [replace(of_cnn, name="CNN"), replace(of_mlp, name="MLP")]
    for kind, of_cnn, of_mlp in zip(litert.KINDS, small_rows, large_rows, strict=False)
}
series["4 bits"] = [replace(cnn_others[1], name="CNN"), replace(mlp_others[1], name="MLP")]
if solved("smallest_conversion"):
    series["yours"] = list(litert.measure({"yours": bytes(made)}, X_test, y_test))
cnn_int8, mlp_int8 = small_rows[3], large_rows[3]
smaller = mlp_int8.sizes.gzip / cnn_int8.sizes.gzip
gain, error = accuracy_difference(cnn_int8.correct, mlp_int8.correct)
title = (
    f"In int8 the CNN has {smaller:.0f} times fewer bytes than the MLP, "
    f"and {100 * gain:+.1f} ± {100 * error:.1f} points"
)
plotting.frontier(series, title=title, joined=False)

# %% [markdown]
# Even in 4 bits the MLP is larger than the CNN in float, and less accurate: choose the network
# first, then convert it. The steps between the CNN's other kinds are the tenth of a point that was
# within two errors above.
#
# ## What the lecture says, and what you measured
# First what the verdicts are computed from.

# %%
times = {  # times smaller and times faster, of the CNN and the MLP
    kind: [
        (rows[0].sizes.raw / rows[k].sizes.raw, rows[0].latency.median / rows[k].latency.median)
        for rows in (small_rows, large_rows)
    ]
    for k, kind in enumerate(litert.KINDS[:4])
}


def told(kind: str, part: int) -> str:
    """The ratios of a kind as text: part 0 is size, 1 is speed."""
    return " and ".join(f"{pair[part]:.1f}" for pair in times[kind])


shrunk = [pair[0] for pair in times["int8"]] + list(by_width["× smaller"])
speeds = [pair[1] for pair in times["int8"]] + list(by_width["× faster"])
hybrid = took["float16"].median / took["dynamic"].median
zipped = [rows[0].sizes.gzip / rows[0].sizes.raw for rows in (small_rows, large_rows)]
points, errors = by_width["points"], by_width["±"]
rises = [gain > 2 * error for gain, error in changes.values()]

# %%
claims(
    Claim(
        "Dynamic range makes a model four times smaller (slide)",
        f"CNN and MLP {told('dynamic', 0)} times",
        verdict(*(pair[0] > 3.5 for pair in times["dynamic"])),
        prediction="times smaller by dynamic range",
    ),
    Claim(
        "Dynamic range makes a model two times smaller (notes)",
        f"CNN and MLP {told('dynamic', 0)} times; two is what float16 gives: {told('float16', 0)}",
        verdict(*(1.8 < pair[0] < 2.2 for pair in times["dynamic"])),
    ),
    Claim(
        "Dynamic range is two to three times faster",
        f"CNN and MLP {told('dynamic', 1)} times",
        verdict(*(pair[1] >= 2 for pair in times["dynamic"])),
        prediction="times faster by dynamic range",
    ),
    Claim(
        "Dynamic range unpacks its weights once and computes with float kernels",
        f"MLP: {hybrid:.1f} times as fast as float16, which does just that; "
        f"{unpacked['dynamic']} tensors unpacked on loading",
        verdict(hybrid < 1.2, unpacked["dynamic"] > 0),
    ),
    Claim(
        "Full integers: four times smaller, at least three times faster",
        f"CNN, MLP and all widths {min(shrunk):.1f} to {max(shrunk):.1f} times smaller, "
        f"{min(speeds):.1f} to {max(speeds):.1f} times the speed",
        verdict(*(ratio > 3.5 for ratio in shrunk), *(speed >= 3 for speed in speeds)),
    ),
    Claim(
        "float16 makes a model two times smaller (and speeds up a GPU)",
        f"{told('float16', 0)} times smaller, {told('float16', 1)} times the speed here; no GPU",
        verdict(*(1.8 < pair[0] < 2.2 for pair in times["float16"])),
    ),
    Claim(
        "At every accuracy 8 bits are faster (MobileNets on a phone)",
        ", ".join(f"width {width}: {speed:.1f} ×" for width, speed in by_width["× faster"].items()),
        verdict(*(speed > 1.1 for speed in by_width["× faster"])),
    ),
    Claim(
        "Floats hardly zip",
        f"gzip leaves {zipped[0]:.0%} of the CNN, {zipped[1]:.0%} of the MLP",
        verdict(*(left > 0.8 for left in zipped)),
    ),
    Claim(
        "The flags for size, latency and default are different optimizations",
        "three identical files" if same_flags else "the files differ",
        verdict(*(flags[flag] != flags["default"] for flag in ("size", "latency"))),
    ),
    Claim(
        "Accuracy falls a little, in rare cases it rises",
        f"CNN, int8 {changes['CNN, int8'][0]:+.2f} points; changes of both committed models up to "
        f"{max(changes.values())[0]:+.2f}, {sum(rises)} of {len(rises)} rise beyond two errors",
        verdict(all(gain > -0.5 for gain, _ in changes.values()), any(rises)),
        prediction="points lost with int8",
    ),
    Claim(
        "Accuracy is lost mostly by smaller networks",
        ", ".join(f"width {width}: {gain:+.2f}" for width, gain in points.items()) + " points; "
        f"errors up to {errors.max():.2f}, and another training may turn the signs",
        verdict(points.iloc[0] < -2 * errors.iloc[0], points.is_monotonic_increasing),
    ),
    Claim(
        "Models can run in as little as 20k of memory",
        f"with the file in flash {sum(flash for flash, _ in fits.values())} of {len(fits)} fit; "
        f"with it in memory: {', '.join(name for name in fits if fits[name][1]) or 'none'}",
        verdict(*map(any, zip(*fits.values(), strict=True))),
    ),
    Claim(
        "Quantization changes what a model can be seen to look at, how far is undefined",
        f"rank correlation with float: dynamic {ranks['dynamic']:.2f}, int8 {ranks['int8']:.2f}; "
        f"another training {ranks['other training']:.2f}",
        verdict(*(ranks[kind] < 0.95 for kind in ("dynamic", "int8"))),
    ),
    Claim(
        "A small set of inputs determines the right scales",
        f"accuracy {reached['100 pictures']:.3f} with 100 pictures, {reached['5 pictures']:.3f} "
        f"with 5 (float {in_float:.3f}); {reached['0 to 255']:.3f} with 0 to 255",
        verdict(*(lost[name][0] > -0.5 for name in ("100 pictures", "100 others", "5 pictures"))),
        prediction="accuracy after measuring on 0 to 255",
    ),
)

# %% [markdown]
# What does one line of conversion buy, and what does it cost? For the two committed models:

# %%
for name, (smaller, faster) in zip(("CNN", "MLP"), times["int8"], strict=True):
    gain, error = changes[f"{name}, int8"]
    print(f"{name}, int8: {smaller:.1f} times smaller, {faster:.1f} times faster", end=", ")
    print(f"{gain:+.2f} ± {error:.2f} points of accuracy")
least_wide = by_width.iloc[0]
print(f"the smallest of the family: {least_wide['× smaller']:.1f} times smaller", end=", ")
print(f"{least_wide['× faster']:.1f} times the speed")
print("what the average hides, on the validation pictures:", ", ".join(anew))

# %% [markdown]
# ## Further reading
# - B. Jacob, S. Kligys, B. Chen, M. Zhu, M. Tang, A. Howard, H. Adam, D. Kalenichenko:
#   *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
#   Inference*, CVPR 2018 (the MobileNets of the lecture's figure).
# - R. Krishnamoorthi: *Quantizing deep convolutional networks for efficient inference: A
#   whitepaper*, arXiv:1806.08342, 2018.
# - M. Nagel, M. Fournarakis, R. A. Amjad, Y. Bondarenko, M. van Baalen, T. Blankevoort: *A White
#   Paper on Neural Network Quantization*, arXiv:2106.08295, 2021.
# - A. Howard et al.: *MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
#   Applications*, arXiv:1704.04861, 2017.
# - A. Krizhevsky, I. Sutskever, G. Hinton: *ImageNet Classification with Deep Convolutional
#   Neural Networks*, NIPS 2012 (AlexNet).
# - M. Zeiler, R. Fergus: *Visualizing and Understanding Convolutional Networks*, ECCV 2014
#   (blanking patches).
# - H. Xiao, K. Rasul, R. Vollgraf: *Fashion-MNIST*, arXiv:1708.07747, 2017.
# - *Post-training quantization*, LiteRT's documentation,
#   https://ai.google.dev/edge/litert/models/post_training_quantization

# %% tags=["scoreboard"]
scoreboard(of=16)

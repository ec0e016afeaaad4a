# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 5 · Post-training quantization
#
# *Can a model be made four times smaller and faster after it was trained, and how would you know
# that it still works?*
#
# Two trained classifiers of clothes lie ready: a small **CNN** (two convolutions, two dense
# layers) and an **MLP** of dense layers only, with about nine times as many weights. You store
# their weights in 16, 8, 4 and 2 bits instead of 32, weigh the files, time them, and ask them
# 10,000 questions. Then you open a file and compute a layer yourself, in whole numbers, as a chip
# without floating point would. After that you find out why three files that somebody else made
# are wrong so often, which may well happen to you in practice. At the end you make a file as
# small as a given chip needs.
#
# | section | minutes |
# |---|---|
# | Server or device? | 7 |
# | Real numbers on an integer grid | 15 |
# | Two roads to a converted file | 12 |
# | Integers by hand | 12 |
# | Why is it faster? | 9 |
# | When int8 answers nonsense | 12 |
# | Fewer than eight bits, and the capstone | 8 |
# | *Optional:* zip, widths, twenty kilobytes, explanations, Keras | 20 |
#
# **Before** you start: lesson 1 and a little NumPy. **Afterwards** you can
# - say whether a model belongs on a server or on the device,
# - put real numbers on an integer grid, and say what the grid costs,
# - quantize a model with today's tool, and prove from the file what it did,
# - compute a layer in integers, and say where the speed comes from and where it is missing,
# - find the layer in which an integer file goes wrong, and the cause.
#
# ### From earlier lessons
# **1.** An embedding layer for 1,000 words with 6 numbers each: how many bytes are its weights in
# 32-bit floats?
#
# <details><summary>A. 6,000</summary>
#
# That is how many weights there are. A 32-bit float takes four bytes.
# </details>
# <details><summary>B. 24,000</summary>
#
# Yes: 1,000 × 6 weights of 4 bytes. In 8 bits it would be 6,000 bytes, and that is today's
# subject.
# </details>
# <details><summary>C. 192,000</summary>
#
# These are bits: 6,000 × 32. Eight bits are a byte.
# </details>
#
# **2.** Two models answer the same 5,000 images. One is right for 0.1 points more, with a standard
# error of 0.1 points. What do you conclude?
#
# <details><summary>A. It is the better model.</summary>
#
# It may be, but a difference of one standard error is what luck gives often.
# </details>
# <details><summary>B. They are equally good.</summary>
#
# "Not established" is not "no difference": a smaller one could hide in the noise.
# </details>
# <details><summary>C. This measurement cannot tell them apart.</summary>
#
# Yes. Over images, this course counts a difference as established beyond two standard errors.
# </details>
#
# **3.** Which images may you use to choose between two ways of converting a model?
#
# <details><summary>A. The training images.</summary>
#
# The model has seen them, so what it loses on them says little about new ones.
# </details>
# <details><summary>B. The validation images.</summary>
#
# Yes. You choose on the validation images, and keep the test images for the final numbers.
# </details>
# <details><summary>C. The test images, as there are more of them.</summary>
#
# Then the final number would be the best of several tries, and too good.
# </details>

# %% tags=["setup"]
import gzip

import numpy as np
import pandas as pd
from litert_quantizer import quantizer, recipe
from pytest import approx
from sklearn.datasets import load_sample_image
from tqdm.auto import tqdm

from utils import datasets, litert, models, plotting
from utils.frameworks import keras
from utils.grading import claim, claims, graded, predict, refuses, same_as, scoreboard, solved
from utils.measuring import difference
from utils.quiet import quiet
from utils.topics import quantization

fashion = datasets.fashion_mnist()
X_train, y_train = fashion.train.images[:20_000, ..., None] / np.float32(255), fashion.train.labels
X_val, y_val = fashion.train.images[-5_000:, ..., None] / np.float32(255), y_train[-5_000:]
X_test, y_test = fashion.test.images[..., None] / np.float32(255), fashion.test.labels

# %% [markdown]
# ## Server or device?
# Billions of phones, watches, cameras and machines collect data far from any server. (In 2015
# McKinsey expected connected things to be worth up to 11 trillion dollars a year by 2025.)
# Hardware gets cheaper, and users and laws ask that data stay where they are collected, so models
# move to the device. Here is what speaks for each place:
#
# | question | server | device |
# |---|---|---|
# | memory and computing power | as much as you pay for | what the device has |
# | a better model | changed in one place | shipped to every device |
# | data it can look at | history, other users | what is on the device |
# | time to an answer | the network's round trip comes first | no network at all |
# | what an answer costs | computing time, as long as you serve | the user's battery |
# | the user's data | leave the device | stay where they are |
# | without a connection | no answer | works |
#
# The lecture lists *low latency* (a short wait for the answer) as a strength of the server, and a
# *timely answer* as a weakness of it. Either can be true; in the exercise below you work out
# which.
#
# The lecture names three tools that bring a model into an app. Here they are, brought up to date:
#
# | | ready-made models | your own | adapts to its user | trains on the device | cloud too |
# |---|---|---|---|---|---|
# | ML Kit | yes | yes | no | no | no longer, since 2020 |
# | Core ML (Apple) | yes | yes | yes | yes | no |
# | **LiteRT**, called TensorFlow Lite until 2024 | yes | yes | yes | yes | no |
#
# Core ML converts models of TensorFlow, PyTorch, scikit-learn, XGBoost and LibSVM today; the
# lecture still lists Keras on its own and Caffe, whose converters are gone
# ([coremltools](https://apple.github.io/coremltools/docs-guides/)). Models that somebody has
# already quantized lie on [Hugging Face](https://huggingface.co/litert-community), and Google's
# [benchmark tool](https://ai.google.dev/edge/litert/models/measurement) times a file on the phone
# itself. We use LiteRT, whose files still end in `.tflite`.

# %% [markdown]
# **Question.** An app marks the birds in photos, offline in the forest. The model is improved
# every week. What follows?
#
# <details><summary>A. It belongs on a server, since a server can be updated.</summary>
#
# There is no network in the forest: a server gives no answer there, however new its model.
# </details>
# <details><summary>B. It belongs on the device, and each update must be small.</summary>
#
# Yes. Whatever shrinks the file is paid back every week, for every user.
# </details>
# <details><summary>C. Whichever is faster.</summary>
#
# Speed is compared between places that can answer at all.
# </details>
#
# ### Exercise · `where_to_run` (2 points)
# An app wants to know what is in an image. Decide for it.


# %% tags=["exercise"]
def where_to_run(
    model_bytes: int,
    room_bytes: int,
    device_seconds: float,
    image_bytes: int,
    bits_per_second: float,
    other_seconds: float,
    deadline: float,
) -> str:
    """Return "device", "server" or "neither": where the answer comes first, within the deadline.

    The device can answer if the model fits its room (it may fill it); an answer takes
    `device_seconds`. A server can answer if there is a network (`bits_per_second` above 0): the
    image travels at that rate; round trip and the server's own work take `other_seconds` more.
    An answer in exactly `deadline` seconds is in time; one that is a thousandth late is late.
    Each place is judged by itself. Of two equal times take the device.
    All numbers are 0 or more; sizes and the rate are at most 10**9.

    >>> where_to_run(
    ...     model_bytes=2_000_000,
    ...     room_bytes=1_000_000,
    ...     device_seconds=0.02,
    ...     image_bytes=100_000,
    ...     bits_per_second=8_000_000,
    ...     other_seconds=0.1,
    ...     deadline=0.5,
    ... )
    'server'
    """
    ### BEGIN SOLUTION
    seconds = {}
    if model_bytes <= room_bytes:
        seconds["device"] = device_seconds
    if bits_per_second > 0:
        seconds["server"] = 8 * image_bytes / bits_per_second + other_seconds
    in_time = {place: took for place, took in seconds.items() if took <= deadline}
    return min(in_time, key=in_time.get, default="neither")
    ### END SOLUTION


# %% tags=["check"]
# Check of where_to_run: run it; open it to read what is asked
with graded(
    "where_to_run",
    points=2,
    hint="Write down both times first. When is each place out of the question altogether?",
    stronger="The image's size is in bytes, the network's rate in bits: 8 bits are a byte.",
):
    large = where_to_run(
        model_bytes=2_000_000,
        room_bytes=1_000_000,
        device_seconds=0.02,
        image_bytes=100_000,
        bits_per_second=8_000_000,
        other_seconds=0.1,
        deadline=0.5,
    )
    assert large == "server", "The model does not fit the device; by the server it takes 0.2 s."
    bits = where_to_run(500_000, 1_000_000, 0.4, 100_000, 1_000_000, 0.1, 0.5)
    assert bits == "device", "100,000 bytes are 800,000 bits: 0.8 s at a million bits per second."
    late = where_to_run(500_000, 1_000_000, 0.6, 100_000, 8_000_000, 0.1, 0.5)
    assert late == "server", "The device is late with 0.6 s, but the server has it in 0.2 s."
    same_as("where_to_run")

# %% [markdown]
# So a model has to fit first; only then does speed matter. The rest of the lesson is
# about `model_bytes` and `device_seconds`.
#
# > **So far.** A server has room and history; on a device no network stands between question and
# > answer. Which of them is faster you can calculate. A model that is too large for the device
# > can only run on a server.

# %% [markdown]
# ## Real numbers on an integer grid
# Start with something you can see. A photo keeps 24 bits for each point: 8 for red, 8 for green, 8
# for blue. Take bits away. At how many would you notice, and at how many would you no longer know
# what it is?

# %%
photo = load_sample_image("china.jpg")[60:300, 60:420] / 255
panels = {}
for bits in (8, 4, 2, 1):
    label = f"{3 * bits} bits: {photo[..., 0].size * 3 * bits // 8:,} bytes"
    panels[label] = np.rint(photo * (2**bits - 1)) / (2**bits - 1)
for bits in (8, 1):
    label = f"grey, {bits} bit{'s' * (bits > 1)}: {photo[..., 0].size * bits // 8:,} bytes"
    panels[label] = np.rint(photo.mean(axis=2) * (2**bits - 1)) / (2**bits - 1)
quantization.photos(panels, title="With a 24th of the bytes it is still a temple")

# %% [markdown]
# The bytes fall in step with the bits, but what you see does not get worse at the same rate.
# (With fewer bits a point can take fewer values. The lecture speaks of fewer pixels, but their
# number stays the same. And a confession: to keep this notebook small, each figure in it is stored
# in 256 colours. The bands in the sky of the first photo come from that.)
#
# A weight is stored in the same way, as a whole number $q$, and read as
# $$w = s\,(q - z),$$
# with a **scale** $s$ (the step from one value to the next) and a **zero point** $z$ (the whole
# number that stands for 0.0). Weights lie around zero, so LiteRT takes $z = 0$ for them and the
# same range to both sides. This function rounds weights to such a grid and reads them back.


# %%
def on_grid(
    weights: np.ndarray, bits: int, largest: float | np.ndarray | None = None
) -> np.ndarray:
    """Weights rounded to the 2**bits - 1 values of a grid from -largest to largest."""
    steps = 2 ** (bits - 1) - 1
    scale = (np.abs(weights).max() if largest is None else largest) / steps
    return scale * np.rint(weights / scale).clip(-steps, steps)


cnn, mlp = models.fashion_cnn(keras), models.fashion_mlp(keras)
weights = cnn.get_layer("dense1").get_weights()[0]
print(f"{weights.size:,} weights from {weights.min():.2f} to {weights.max():.2f}")
for bits in (8, 4):
    error = np.abs(on_grid(weights, bits) - weights).max()
    step = np.abs(weights).max() / (2 ** (bits - 1) - 1)
    print(f"{bits} bits: step {step:.4f}, largest error {error:.4f}, half a step {step / 2:.4f}")

# %% [markdown]
# No weight moves by more than half a step: that is all the harm that rounding can do. So the step
# is what matters, and the step follows from the **range**. What does a single stray weight do?

# %%
panels = {}
for bits, stray in ((8, []), (4, []), (4, [3.0])):
    values = np.append(weights, stray)
    top = 2 ** (bits - 1) - 1
    levels = np.abs(values).max() / top * np.arange(-top, top + 1)
    extra = ", one stray weight of 3.0" if stray else ""
    panels[f"{bits} bits{extra}: step {levels[-1] / top:.3f}"] = values, levels
needed = [len(np.unique(on_grid(values, 4))) for values, _ in list(panels.values())[1:]]
quantization.weight_grids(
    panels,
    title=f"In 4 bits, one stray weight cuts the values in use from {needed[0]} to {needed[1]}",
)

# %% [markdown]
# The grid must reach the stray weight, so the step becomes about three times as wide for all the
# others. Would it be better to let the range end earlier, and **clip** what lies beyond (that is,
# move it to the end of the range)? Below the four examples there are two sliders, wherever
# widgets run: move them by mouse or arrow keys and watch the error.

# %%
quantization.range_slider(weights, on_grid, [(8, 1.0), (4, 1.0), (4, 0.5), (2, 0.3)])

# %%
shares = np.linspace(0.1, 1, 37)
lines, best_share = {}, {}
for bits, role in ((8, "reduced"), (4, "other"), (3, "control"), (2, "validation")):
    limits = shares * np.abs(weights).max()
    errors = [np.sqrt(np.mean((on_grid(weights, bits, end) - weights) ** 2)) for end in limits]
    lines[f"{bits} bits"] = plotting.Line(shares, errors, role, mark_lowest=True)
    best_share[bits] = lines[f"{bits} bits"].lowest()[0]
plotting.curves(
    lines,
    x="range of the grid, as a share of the largest weight",
    y="error of a weight (root mean square)",
    title=f"The best range: {best_share[8]:.2f} of the largest weight with 8 bits, "
    f"{best_share[2]:.2f} with 2",
    log=True,
)

# %% [markdown]
# To the left of each mark clipping does more harm, to the right the coarse step does. With 8 bits
# the full range is nearly the best. With 4, 3 or 2 bits a narrower range roughly halves the
# error.
#
# **Question.** You have 4 bits and one weight ten times larger than all others. What is best?
#
# <details><summary>A. Keep the full range, since a clipped weight is simply wrong.</summary>
#
# Then all the others share at most three of the 15 values. One wrong weight usually costs less.
# </details>
# <details><summary>B. Let the range end where the error of all weights together is least.</summary>
#
# Yes. That is the curve above, and tools call it MSE calibration; you will meet it again.
# </details>
# <details><summary>C. Delete that weight.</summary>
#
# Clipping keeps it at the end of the grid, which is nearer to its true value than 0.
# </details>
#
# ### Exercise · `affine_grid` (2 points)
# What flows through a network (an **activation**) need not lie around zero: after a ReLU nothing
# is negative. For such values the zero point moves. Compute scale and zero point of an int8 grid.


# %% tags=["exercise"]
def affine_grid(low: float, high: float) -> tuple[float, int]:
    """Return scale and zero point of the int8 grid, -128 to 127, for values from low to high.

    low, high: numbers, each 0 or from 1e-30 to 1e30 in size. The range is widened first so that it
    holds 0. Its ends then lie on -128 and 127, which are 255 steps apart; the zero point is rounded
    to the nearest whole number (half-way, take either), so that 0.0 is stored exactly. The scale is
    right to six digits.
    Raises ValueError when high is below low, and when both are 0; never otherwise.

    >>> affine_grid(low=0.0, high=25.5)
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
# Check of affine_grid: run it; open it to read what is asked
with graded(
    "affine_grid",
    points=2,
    hint="low is stored as -128, high as 127. Which whole number is then nearest to 0.0?",
    stronger="From low = scale × (-128 - zero_point) follows the zero point.",
):
    scale, zero_point = affine_grid(low=0.0, high=25.5)
    assert scale != approx(0.2, rel=0.01), "Only 0 to 25.5 need be held: let the zero point move."
    assert scale == approx(0.1, rel=1e-5), "256 values have 255 steps between them."
    assert zero_point == -128, "0 is the low end of this range, and is stored as -128."
    assert affine_grid(-3.0, 1.0)[1] == 63, "0 lies 191.25 steps above -128, nearest to 63."
    assert affine_grid(-1.0, 2.62)[1] == -58, "0 lies at -57.56: round to the nearest, do not cut."
    assert affine_grid(2.0, 6.0)[0] == approx(6 / 255), "The range is widened to hold 0: 0 to 6."
    assert affine_grid(-6.0, -2.0)[1] == 127, "Widened to hold 0, this range ends at 0, on 127."
    assert refuses(affine_grid, 0.0, 0.0), "A range from 0 to 0 has no step: raise ValueError."
    assert refuses(affine_grid, 2.0, 1.0), "1 is below 2: raise ValueError before you widen."
    same_as("affine_grid")

# %% [markdown]
# Does LiteRT compute the same? Take the range of what comes out of a layer for 100 images, and
# compare your grid with the one that the converter wrote into its file. Do so once after a ReLU,
# and once for the sums before the softmax, which have both signs.

# %%
if solved("affine_grid"):
    shown = X_train[:100]
    stored = litert.tensors(litert.convert(cnn, "int8", shown)).query("role == 'activation'")
    before = keras.Model(cnn.inputs[0], cnn.get_layer("dense1").output)(shown)
    kernel, bias = cnn.get_layer("dense2").get_weights()
    for name, seen in (
        ("dense1", np.asarray(before)),
        ("dense2", np.asarray(before) @ kernel + bias),
    ):
        file = stored[stored["name"].str.contains(name)].iloc[0]
        scale, zero_point = affine_grid(seen.min(), seen.max())
        print(f"{name}: yours {scale:.5f} and {zero_point}", end="; ")
        print(f"in the file {file['scale']:.5f} and {file['zero_point']}")

# %% [markdown]
# If the two agree, you compute what the converter computes.
#
# On a device without floats it is *your* code that puts the image on the input's grid. Many
# published tutorials do it like this, for a grid of 8 bits without a sign (uint8, 0 to 255):


# %%
def published(values: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """Put values on a uint8 grid, in the usual published way."""
    return (values / scale + zero_point).astype(int).astype(np.uint8)


some = np.array([-0.2, 0.0, 0.998, 1.29, 2.0])
for value, whole in zip(some, published(some, scale=0.01, zero_point=128), strict=True):
    print(f"{value:6.3f} is stored as {whole:>3} and read as {0.01 * (int(whole) - 128):5.2f}")

# %% [markdown]
# There are two faults in it, one worse than the other. (A line in TensorFlow's guide to integer
# quantization shares them.) Compare what went in with what is read back above, and find both.
#
# ### Exercise · `quantize` (2 points)
# Write the function without the two faults.


# %% tags=["exercise"]
def quantize(values: np.ndarray, scale: float, zero_point: int) -> np.ndarray:
    """Return values on a uint8 grid: an array of the same shape, of type uint8.

    values: an array of one or more axes, possibly empty, of finite or whole numbers, however large;
    it is not changed. Each value goes to the nearest value of the grid,
    scale × (stored - zero_point) with stored from 0 to 255 (half-way, to either), and so to an end
    of the grid if it lies beyond. scale: above 0. zero_point: from 0 to 255.

    >>> quantize(values=np.array([-9.0, 0.0, 0.26]), scale=0.1, zero_point=10)
    array([ 0, 10, 13], dtype=uint8)
    """
    ### BEGIN SOLUTION
    stored = np.rint(np.asarray(values) / scale) + zero_point
    return stored.clip(0, 255).astype(np.uint8)
    ### END SOLUTION


# %% tags=["check"]
# Check of quantize: run it; open it to read what is asked
with graded(
    "quantize",
    points=2,
    hint="Look at 0.998 and 2.0 in the table: one is stored too low, one comes back negative.",
    stronger="`astype` cuts off decimals and keeps 8 bits of what is left: round and clip before.",
):
    stored = quantize(values=np.array([-9.0, 0.0, 0.26]), scale=0.1, zero_point=10)
    assert stored.dtype == np.uint8, "The model's input is of type uint8."
    assert stored[1] == 10, "0.0 is stored as the zero point."
    assert stored[2] == 13, "0.26 lies nearest to 0.3, the 13: `astype` cuts, it does not round."
    assert stored[0] == 0, "A value below the grid goes to its low end."
    far = quantize(np.array([-0.36, 30.0, 24.58, 4e9]), 0.1, 10).tolist()
    assert far[0] == 6, "-0.36 lies nearest to -0.4, the 6."
    assert far[1] == 255, "A value above the grid goes to its top."
    assert far[2] == 255, "24.58 rounds to 256, which is one too many: clip after rounding."
    assert far[3] == 255, "However far beyond the grid, a value goes to the nearer end."
    same_as("quantize")

# %% [markdown]
# How much do the two faults cost together? Store the weights of `dense1` by each function, on a
# grid that ends where the largest hundredth of the weights begins, so that some lie beyond it.

# %%
in_float = cnn.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1) == y_val
if solved("quantize"):
    kernel, bias = cnn.get_layer("dense1").get_weights()
    scale, copy = np.quantile(np.abs(kernel), 0.99) / 127, models.fashion_cnn(keras)
    for name, way in (("published: cuts and wraps", published), ("yours: rounds, clips", quantize)):
        read_back = scale * (way(kernel, scale, 128).astype(np.float32) - 128)
        copy.get_layer("dense1").set_weights([read_back, bias])
        right = copy.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1) == y_val
        print(f"{name:<25} {difference(right, in_float, over='rows')} against float")

# %% [markdown]
# Even your version loses a little, probably because a hundredth of the weights is clipped. What
# the published one loses beyond that comes from both faults at once. Wrapping is likely the worse
# of the two, since it turns the *largest* weights into large ones of the other sign.
#
# **Change one thing** to find out: write `.clip(0, 255)` into `published` just before
# `.astype(int)`, and run its cell and the one just above this text again. Nothing wraps now, so
# whatever `published` still loses beyond your version is the price of cutting instead of
# rounding.
#
# > **So far.** A grid has a step and a zero point. Rounding costs up to half a step, clipping costs
# > what lies beyond the range, and the best range balances the two. Rounding must come before the
# > cast, and clipping too.

# %% [markdown]
# ## Two roads to a converted file
# Three things can go to fewer bits: what is **static** (weights), what is **dynamic**
# (activations, which depend on the image) and the **computation** itself. The lecture's techniques
# differ in which they touch:
#
# | kind | weights | activations | needs images? |
# |---|---|---|---|
# | float16 | 16 bits | float | no |
# | dynamic range | 8 bits | 8 bits while a layer computes, float between layers | no |
# | full integer (*static* today) | 8 bits | 8 bits, ranges measured beforehand | yes, unlabelled |
#
# For dynamic range the lecture's slide promises a model that is four times smaller, and its notes
# one that is half as large, at 2–3 times the speed. Which size do you expect, how many times
# faster will the larger model (the MLP) get, and how many points of accuracy will full integers
# cost the small one (the CNN)? Write your guesses in place of `None`.

# %%
predict("times smaller by dynamic range", None)
predict("times faster by dynamic range", None)
predict("points lost with int8", None)

# %% [markdown]
# **Today's road** has two steps: convert the model as it is, in float; then let
# `litert-quantizer` rewrite that file by a **recipe**: rules that say which layers get how many
# bits. (It was called `ai-edge-quantizer` until 2026. Google's
# [guide](https://developers.google.com/edge/litert/quantization/tflq_to_litertq_migration) calls
# quantizing inside the converter legacy.) A static recipe first runs some images, to see the
# range of each activation: this is **calibration**.


# %%
def quantized(float_file: bytes, rules: list, images: np.ndarray | None = None) -> bytes:
    """Quantize a float file by a recipe; `images` calibrate it where the recipe asks for ranges."""
    with quiet():
        work = quantizer.Quantizer(bytearray(float_file), rules)
        ranges = None
        if work.need_calibration:
            ranges = work.calibrate(quantization.samples(float_file, images))
        return bytes(work.quantize(ranges, enable_progress_report=False).quantized_model)


representative = X_train[:100]
cnn_float, mlp_float = litert.convert(cnn, "float"), litert.convert(mlp, "float")
cnn_int8 = quantized(cnn_float, recipe.static_wi8_ai8(), representative)
print(f"CNN: {cnn.count_params():,} parameters, {len(cnn_float):,} bytes, then {len(cnn_int8):,}")
print(f"MLP: {mlp.count_params():,} parameters, {len(mlp_float):,} bytes")

# %% [markdown]
# **The older road** is the lecture's: flags of TensorFlow's converter, which quantizes while it
# converts. You will meet it in most code that exists.
#
# ```python
# converter = tf.lite.TFLiteConverter.from_keras_model(model)
# converter.optimizations = [tf.lite.Optimize.DEFAULT]               # dynamic range: stop here
# converter.representative_dataset = lambda: ([row[None]] for row in X_train[:100])
# converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
# converter.inference_input_type = converter.inference_output_type = tf.int8   # whole numbers only
# converted = converter.convert()                                     # the bytes of a file
# ```
#
# `litert.convert` of this course does just that. Both roads, for both models. (The models were
# trained on 55,000 images for 15 epochs, with the 5,000 of `X_val` to choose the epoch:
# `data/rebuild/models.py`.)

# %%
half = quantizer.Quantizer(bytearray(cnn_float))
half.add_weight_only_config(".*", "*", num_bits=16, algorithm_key="float_casting")
half = half.get_quantization_recipe()
small, large = {}, {}
for files, model, file, images in (
    (small, cnn, cnn_float, representative),
    (large, mlp, mlp_float, representative[..., 0]),
):
    files["float"] = file
    files["float16, converter"] = litert.convert(model, "float16")
    files["float16, recipe"] = quantized(file, half)
    files["dynamic, converter"] = litert.convert(model, "dynamic")
    files["dynamic, recipe"] = quantized(file, recipe.dynamic_wi8_afp32())
    files["int8, converter"] = litert.convert(model, "int8 only", images, io="int8")
    files["int8, recipe"] = quantized(file, recipe.static_wi8_ai8(), images)

# %% [markdown]
# Did each do what its name says? Read the file to find out. Each row of the figure is one file;
# each box in it is a **tensor**, an array that the file stores or that flows between its layers.

# %%
read = {kind: litert.tensors(file) for kind, file in small.items()}
eight = {kind: (t.query("role == 'weight'")["dtype"] == "int8").sum() for kind, t in read.items()}
quantization.type_strips(
    read,
    ("conv1", "conv2", "dense1", "dense2"),
    title=f"The converter's dynamic range leaves {4 - eight['dynamic, converter']} of 4 layers in "
    f"float, the recipe {4 - eight['dynamic, recipe']}",
)

# %% [markdown]
# The converter leaves weights of fewer than 1,024 values alone; the recipe rounds them all. Both
# keep the biases of an int8 layer in 32 bits; you will see why when you compute a layer.
#
# **Question.** In the row of dynamic range the results between the layers are float32. Where do
# the 8 bits of its activations come in?
#
# <details><summary>A. Nowhere: only the weights have 8 bits.</summary>
#
# That would be weight-only quantization, as the float16 files do it. See what the clock says
# below.
# </details>
# <details><summary>B. Inside each layer, while it computes.</summary>
#
# Yes: it rounds what it reads, with a scale found on the spot, multiplies bytes, and hands on
# floats. The file shows what is stored and what flows between layers, not what happens inside
# one.
# </details>
#
# Next you measure size, accuracy on all 10,000 test images, and the time of one image: the median
# of 1,000 runs on one thread, with the files taking turns.

# %%
small_rows = litert.measure(small, X_test, y_test)
large_rows = litert.measure(large, X_test[..., 0], y_test)
columns = ["accuracy", "bytes", "gzip bytes", "× smaller", "latency (µs)", "× faster"]
for model, rows in ((cnn, small_rows), (mlp, large_rows)):
    print(f"{model.name}\n{litert.table(rows)[columns].round(litert.DECIMALS).to_string()}\n")

# %% [markdown]
# **Change one thing.** In the cell that makes the seven files of each model, replace both
# `representative` by `X_train[:1]` (keep the `[..., 0]` of the second), and run from there. Which
# columns of the table move? Then change it back.
#
# The microseconds belong to this machine, and so do their ratios: they depend on the instructions
# of its processor, as you will see two sections further on. Sizes do not. Now compare with the
# lecture's claims.

# %%
cnn_row, mlp_row = ({row.name: row for row in rows} for rows in (small_rows, large_rows))
both = {"CNN": cnn_row, "MLP": mlp_row}
names = ("float16, recipe", "dynamic, recipe", "int8, recipe")
smaller = {
    kind: {net: of["float"].sizes.raw / of[kind].sizes.raw for net, of in both.items()}
    for kind in names
}
speed = {
    kind: {
        net: quantization.faster(of["float"].latency, of[kind].latency) for net, of in both.items()
    }
    for kind in names
}


def told(by_net: dict) -> str:
    """Numbers of both models in words."""
    return ", ".join(
        f"{net} {value if not isinstance(value, float) else f'{value:.1f}'}"
        for net, value in by_net.items()
    )


claim(
    "Dynamic range makes a model four times smaller (slide)",
    measured=f"times smaller: {told(smaller['dynamic, recipe'])}",
    holds={net: value >= 3.5 for net, value in smaller["dynamic, recipe"].items()},
    predicted="times smaller by dynamic range",
    actual=smaller["dynamic, recipe"]["CNN"],
)
claim(
    "Dynamic range makes a model two times smaller (notes)",
    measured="times smaller: float16 "
    + told(smaller["float16, recipe"])
    + "; dynamic range "
    + told(smaller["dynamic, recipe"]),
    holds={net: 1.8 < value < 2.2 for net, value in smaller["dynamic, recipe"].items()},
)

# %%
claim(
    "Dynamic range is two to three times faster, or more",
    measured=f"times faster (middle half of the runs): {told(speed['dynamic, recipe'])}",
    holds={net: ratio.low >= 2 for net, ratio in speed["dynamic, recipe"].items()},
    predicted="times faster by dynamic range",
    actual=speed["dynamic, recipe"]["MLP"].value,
)
claim(
    "Full integers make a model four times smaller",
    measured=f"times smaller: {told(smaller['int8, recipe'])}",
    holds={net: value >= 3.5 for net, value in smaller["int8, recipe"].items()},
)
claim(
    "Full integers make a model at least three times faster",
    measured=f"times faster (middle half of the runs): {told(speed['int8, recipe'])}",
    holds={net: ratio.low >= 3 for net, ratio in speed["int8, recipe"].items()},
)
claim(
    "float16 makes a model two times smaller",
    measured=f"times smaller: {told(smaller['float16, recipe'])}",
    holds={net: 1.8 < value < 2.2 for net, value in smaller["float16, recipe"].items()},
)
claim(
    "float16 is faster on a GPU",
    measured=f"no GPU here; on the processor, times faster: {told(speed['float16, recipe'])}",
    holds={},
)

# %% [markdown]
# One more right answer among 10,000 is 0.01 points. Which of the changes in accuracy are
# more than luck? All files answer the same images, so the standard error is that of the paired
# difference.

# %%
changes = {
    f"{net}, {kind}": difference(row.correct, of["float"].correct, over="rows")
    for net, of in both.items()
    for kind, row in of.items()
    if kind != "float"
}
sure = [name for name, gain in changes.items() if gain.sure]
quantization.dots(
    changes,
    reference=0,
    unit="points of test accuracy gained over float (bar: ± one standard error)",
    title=f"{len(sure)} of {len(changes)} changes are beyond two standard errors",
    written="+.2f",
)

# %%
falls = sum(gain.sure and gain.value < 0 for gain in changes.values())
claim(
    "Accuracy falls a little",
    measured=f"from {min(g.value for g in changes.values()):+.2f} to "
    f"{max(g.value for g in changes.values()):+.2f} points; {falls} of {len(changes)} surely fall",
    holds={
        "at most half a point": all(gain.value > -0.5 for gain in changes.values()),
        "it surely falls somewhere": falls > 0,
    },
    predicted="points lost with int8",
    actual=-changes["CNN, int8, recipe"].value,
)

# %% [markdown]
# The title counts the changes beyond two standard errors; when this page was made there were
# none. That does not show that nothing was lost: in the int8 files a loss of a tenth of a point
# would be hard to see with 10,000 images. (The lecture also says that accuracy rises in rare
# cases. The optional part on widths has more files for that.)
#
# Could the average hide a loss in single classes? Here are the ten classes, for the CNN in int8.

# %%
by_class = {}
for number, name in enumerate(fashion.class_names):
    own = y_test == number
    pair = cnn_row["int8, recipe"].correct[own], cnn_row["float"].correct[own]
    by_class[name] = difference(*pair, over="rows")
shifted = [name for name, gain in by_class.items() if abs(gain.value) > 3 * gain.standard_error]
quantization.dots(
    by_class,
    reference=0,
    unit="points of the class's accuracy gained by int8 (bar: ± one standard error)",
    title=f"More than three standard errors from float: {len(shifted)} of 10 classes",
    written="+.1f",
)
answers = [litert.correct(small[kind], X_val, y_val) for kind in ("int8, recipe", "float")]
for name in shifted:
    own = y_val == fashion.class_names.index(name)
    again = difference(answers[0][own], answers[1][own], over="rows")
    print(f"{name}: {by_class[name]} on the test images; on the validation images {again}")
if not shifted:
    print("No class moves by more than three standard errors here.")

# %% [markdown]
# So an average can hide a loss in one class. In the stored run it is the coats: they lose on the
# test images, and again on the validation images.
#
# **Question.** Why look at the validation images as well, after picking out the class that moved
# most?
#
# <details><summary>A. Each class has a tenth of the images, so its standard error is
# larger.</summary>
#
# It is, but the bars show that already. The reason is another one.
# </details>
# <details><summary>B. What was picked for being the largest of ten is partly luck.</summary>
#
# Yes. Among ten classes one moves most even if nothing happened. A change that is real shows up
# again on other images; luck mostly does not.
# </details>
# <details><summary>C. The test images have been used up by now.</summary>
#
# Nothing was chosen on them that goes into a file. The doubt is about this one number.
# </details>
#
# One claim can be tested before we look inside. The lecture says that dynamic range turns its
# weights back into floating point, once, and computes with float **kernels** (a kernel is the
# routine that computes a layer). There is a file that does exactly this: `float16` unpacks its
# weights when it is loaded.

# %%
unpacked = {
    kind: int((litert.tensors(file)["role"] == "unpacked").sum()) for kind, file in large.items()
}
took = {kind: mlp_row[kind].latency for kind in large}
for kind in ("float", "float16, converter", "dynamic, recipe", "int8, recipe"):
    print(f"{kind:<18} {unpacked[kind]} tensors unpacked, {took[kind].median:5.1f} µs", end=" ")
    print(f"(middle half: {took[kind].low:.1f} to {took[kind].high:.1f})")
hybrid = quantization.faster(took["float16, converter"], took["dynamic, recipe"])
claim(
    "Dynamic range unpacks its weights once and computes with float kernels",
    measured=f"MLP: {hybrid} times as fast as float16, which does just that; "
    f"{unpacked['dynamic, recipe']} tensors unpacked on loading",
    holds={"as slow as float16": hybrid.high < 1.2, "unpacks": unpacked["dynamic, recipe"] > 0},
)

# %% [markdown]
# With unpacked weights and float kernels the MLP takes as long as in float, although its file is
# half the size. Dynamic range unpacks nothing on loading and is much faster. That fits what
# LiteRT documents: it rounds activations to 8 bits as they arrive, and multiplies 8 bits by 8.
# What stays float is what flows between the layers.
#
# **Question.** Your app has no representative images, and an ordinary phone. Which kind do you try
# first?
#
# <details><summary>A. Full integers: they are the fastest.</summary>
#
# They need images to calibrate on. Without any, the ranges would be made up.
# </details>
# <details><summary>B. Dynamic range.</summary>
#
# Yes: about as small as int8, no calibration, and close to its speed for both models above.
# </details>
# <details><summary>C. float16: it loses nothing.</summary>
#
# It is half as large as float, and was no faster on the processor here. It is meant for GPUs.
# </details>
#
# > **So far.** With 8 bits both roads give files of little more than a quarter of the size, and
# > no loss of overall accuracy was established here. Speed is another matter: the two models gain
# > differently, and float16 gained nothing on this processor.

# %% [markdown]
# ## Integers by hand
# What does a chip without floats do with such a file? Take what the runtime (the program that
# runs the file) read and wrote in each layer of `cnn_int8`, for 50 images. (`xnnpack=False` asks
# for its plain kernels; more about that below.)

# %%
layers = quantization.integer_layers(
    cnn_int8, X_val[:50], ("conv1", "conv2", "dense1", "dense2"), xnnpack=False
)
for name, layer in layers.items():
    print(f"{name}: in {layer.x.shape[1:]} {layer.x.dtype}, weights {layer.weights.shape}", end=" ")
    print(f"{layer.weights.dtype}, bias {layer.bias.dtype}, zero point in {layer.x_zero}", end=", ")
    print(f"out {layer.zero_point}")

# %% [markdown]
# A dense layer computes $y_j = \sum_i x_i w_{ij} + b_j$. Put the grids in: $x_i =
# s_x (q_i - z_x)$ with $q_i$ the stored input, and $w_{ij} = s_j\, p_{ij}$ with $p_{ij}$ the
# stored weight. Both scales leave the sum:
# $$y_j = s_x s_j\, a_j, \qquad a_j = \sum_i (q_i - z_x)\, p_{ij} + c_j,$$
# with whole numbers only in $a_j$; $c_j$ is the bias, stored with the scale $s_x s_j$. The
# products of two bytes are added up in 32 bits (**int32**), and this is why the bias keeps 32
# bits: it is added to that sum. A convolution does the same for each window of 3 × 3.


# %%
def sums(layer: quantization.IntegerLayer) -> np.ndarray:
    """The int32 sums of a layer: (n, …, outputs), from bytes, with whole numbers only."""
    x, weights = layer.x.astype(np.int32) - layer.x_zero, layer.weights.astype(np.int32)
    if layer.weights.ndim == 2:
        return x @ weights.T + layer.bias
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))
    return np.tensordot(windows, weights, axes=([3, 4, 5], [3, 1, 2])) + layer.bias


accumulated = {name: sums(layer) for name, layer in layers.items()}
for name, totals in accumulated.items():
    bits = int(np.ceil(np.log2(np.abs(totals).max()))) + 1
    print(f"{name}: sums from {totals.min():,} to {totals.max():,}, {bits} bits with their sign")

# %% [markdown]
# All these sums fit easily into 32 bits. But the next layer wants bytes again. A sum stands for
# $s_x s_j a_j$, and the result's own grid has the step $s_y$ and the zero point $z_y$, so what is
# stored is $\frac{s_x s_j}{s_y} a_j + z_y$, rounded and clipped to -128…127. The clipping does
# ReLU's work as well, when $z_y$ is -128. The factor is a real number below 1, and the chip has
# no real numbers. So write it as a whole number of 31 bits and a shift, $m / 2^k$.


# %%
def fixed_point(factor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Factors as whole numbers: (multiplier, shift) with factor = multiplier / 2**shift."""
    fraction, exponent = np.frexp(factor)  # factor = fraction · 2**exponent, fraction from 1/2 to 1
    return np.rint(fraction * 2**31).astype(np.int64), 31 - exponent.astype(np.int64)


layer = layers["dense2"]
factor = layer.x_scale * layer.weight_scales / layer.scale
multiplier, shift = fixed_point(factor)
print(f"factor {factor[0]:.9f} = {multiplier[0]} / 2**{shift[0]}")

# %% [markdown]
# ### Exercise · `requantize` (3 points)
# Bring the sums back to bytes, with whole numbers only: multiply, round, shift, add the zero
# point, clip. (To shift right by $k$, `>> k`, is to divide by $2^k$ and round *down*, below zero
# as well. What must you add beforehand to round to the nearest?)


# %% tags=["exercise"]
def requantize(
    sums: np.ndarray, multiplier: np.ndarray, shift: np.ndarray, zero_point: int
) -> np.ndarray:
    """Return a layer's results as it stores them: int8, of the shape of the sums.

    sums: whole numbers of 32 bits, (…, outputs), as int32 or int64; they are not changed.
    multiplier: (outputs,) int64, from 2**30 to 2**31 - 1. shift: (outputs,) int64, from 31 to 60.
    zero_point: from -128 to 127.
    The result is sums × multiplier / 2**shift, rounded to the nearest whole number, half-way always
    up (2.5 to 3, -2.5 to -2), plus the zero point, and then clipped to -128…127. It is exact: the
    product takes up to 62 bits, which int64 holds and float64 does not.

    >>> requantize(
    ...     sums=np.array([[100, -3]]),
    ...     multiplier=np.array([2**30, 2**30]),
    ...     shift=np.array([32, 31]),
    ...     zero_point=10,
    ... )
    array([[35,  9]], dtype=int8)
    """
    ### BEGIN SOLUTION
    product = sums.astype(np.int64) * multiplier
    rounded = (product + (np.int64(1) << (shift - 1))) >> shift
    return (rounded + zero_point).clip(-128, 127).astype(np.int8)
    ### END SOLUTION


# %% tags=["check"]
# Check of requantize: run it; open it to read what is asked
with graded(
    "requantize",
    points=3,
    hint="Adding half of 2**shift before the shift turns rounding down into rounding to nearest.",
    stronger="`np.int64(1) << (shift - 1)` is that half. Cast the sums to int64 first.",
):
    half, one = np.array([2**30]), np.array([31])  # 2**30 / 2**31 is one half
    stored = requantize(
        sums=np.array([[100, -3]]),
        multiplier=np.array([2**30, 2**30]),
        shift=np.array([32, 31]),
        zero_point=10,
    )
    assert stored.tolist() == [[35, 9]], "100 / 4 + 10 is 35; -3 / 2 is -1.5, half-way: up, to -1."
    assert requantize(np.array([3]), half, one, 0)[0] == 2, "1.5 lies half-way: up, to 2."
    assert requantize(np.array([-500]), half, one, 0)[0] == -128, "-250 lies below int8: clip it."
    assert requantize(np.array([300]), half, one, -128)[0] == 22, (
        "Shift to the zero point, then clip."
    )
    assert requantize(np.array([2**20]), half, np.array([45]), 0)[0] == 32, "Too large for int32?"
    same_as("requantize")

# %% [markdown]
# And the runtime? It comes with two sets of kernels. Its own are written for any
# processor. **XNNPACK**, Google's library of hand-written kernels, takes over wherever it can, and
# did so in all times above.

# %%
if solved("requantize"):
    for kernels, xnnpack in (("the runtime's own kernels", False), ("XNNPACK", True)):
        ran = quantization.integer_layers(cnn_int8, X_val[:50], tuple(layers), xnnpack=xnnpack)
        for name, layer in ran.items():
            grid = fixed_point(layer.x_scale * layer.weight_scales / layer.scale)
            mine = requantize(sums(layer), *grid, layer.zero_point).reshape(layer.result.shape)
            apart = np.abs(mine.astype(int) - layer.result)
            print(f"{name:<7} {kernels}: {(apart > 0).sum()} of {apart.size:,} differ", end=", ")
            print(f"by at most {apart.max()}")

# %% [markdown]
# Where values differ they differ by 1, and that is rare. Where does the 1 come from? Look at the
# exact value before it was rounded. XNNPACK multiplies the sum by the factor in 32-bit *float*
# (your processor has floats, and they are fast) and rounds to the nearest, half-way to even. That
# rule in one line:


# %%
ran = quantization.integer_layers(cnn_int8, X_val[:50], tuple(layers), xnnpack=True)
equal, offs = {}, []
for name, layer in ran.items():
    exact = sums(layer) * (layer.x_scale * layer.weight_scales / layer.scale)
    factor = np.float32(layer.x_scale) * layer.weight_scales.astype("f4") / np.float32(layer.scale)
    theirs = np.rint(sums(layer).astype(np.float32) * factor) + layer.zero_point
    equal[name] = float(np.mean(theirs.clip(-128, 127).reshape(layer.result.shape) == layer.result))
    mine = np.floor(exact + 0.5) + layer.zero_point
    wrong = mine.clip(-128, 127).reshape(layer.result.shape) != layer.result
    offs += exact.reshape(layer.result.shape)[wrong].tolist()
    print(f"{name}: XNNPACK's rule gives {equal[name]:.4%} of the runtime's values")
print("exact values where rounding half up differs from it:", np.round(offs, 6).tolist() or "none")

# %% [markdown]
# So this rule explains every value of every layer under XNNPACK. What your whole numbers miss
# lies so close to half-way between two bytes that a 32-bit float cannot tell the side. (The
# runtime's own kernels differ from yours more often. A likely reason, not measured here: in some
# layers they round twice, first to 32 bits and then by the shift, so that a value just below
# half-way can go up.)
#
# Note what is in integers: bytes are multiplied and added up in 32 bits either way. Only the way
# back to bytes differs: XNNPACK uses a float there, and a chip without floats uses your whole
# numbers.

# %%
claim(
    "A fully quantized model computes with 8-bit integers",
    measured="computed by hand from the file's bytes, the share of values equal to the runtime's: "
    + ", ".join(f"{name} {share:.2%}" for name, share in equal.items()),
    holds={"all but one in 10,000": min(equal.values()) > 0.9999},
)

# %% [markdown]
# **Question.** Why is the bias of an int8 layer stored with the scale $s_x s_j$ and
# not with one of its own?
#
# <details><summary>A. To save the four bytes of a scale.</summary>
#
# Nobody would notice four bytes.
# </details>
# <details><summary>B. So that it can be added to the sum as it is.</summary>
#
# Yes: numbers can be added as whole numbers only when they have the same step.
# </details>
# <details><summary>C. Because biases are as small as weights.</summary>
#
# They need not be. With 32 bits there is room for large ones in small steps.
# </details>
#
# **Change one thing.** In `fixed_point`, keep 7 bits instead of 31 (`2**7`, `7 - exponent`), run
# its cell, and then the cell that counts the values that differ. How many differ now, and by how
# much? Then change it back.
#
# > **So far.** An integer layer multiplies bytes, adds up in 32 bits, and comes back to bytes by
# > one multiplication and a shift. You can compute it yourself; the runtime differs from you only
# > in how it rounds.

# %% [markdown]
# ## Why is it faster?
# "Fewer bits are faster" can mean two things. A layer must **fetch** its weights and **multiply**
# by them. (One product added to a sum is called a **multiply-add**.) Where fetching takes longer
# it is **memory-bound**, and a quarter of the bytes take a quarter of the time. Where multiplying
# takes longer it is **compute-bound**, and what counts is how many multiply-adds an instruction
# does. For each layer by itself, count the multiply-adds and the bytes, and take the time:

# %%
shapes = {
    "conv1 of the CNN": ((28, 28, 1), keras.layers.Conv2D(16, 3, activation="relu")),
    "conv2 of the CNN": ((13, 13, 16), keras.layers.Conv2D(32, 3, activation="relu")),
    "dense1 of the CNN": ((800,), keras.layers.Dense(64, activation="relu")),
    "dense1 of the MLP": ((784,), keras.layers.Dense(512, activation="relu")),
    "the same, 64 rows": ((64, 784), keras.layers.Dense(512, activation="relu")),
}
work = {name: quantization.work_alone(keras, *parts) for name, parts in shapes.items()}
gains = {name: quantization.faster(of["float"].time, of["int8"].time) for name, of in work.items()}
for name, of in work.items():
    print(f"{name}: {of['float'].multiply_adds:>10,} multiply-adds", end="; ")
    for kind, one in of.items():
        print(f"{kind} {one.moved:>9,} bytes, {one.time.median:.1f} µs", end="; ")
    print(f"{gains[name]} times faster")

# %% [markdown]
# Put them into one figure, a **roofline**. To the right a layer does more multiply-adds with each
# byte that it moves; upwards it does more in a second. A machine has two limits: a slope, since
# bytes come only so fast, and a flat roof for each kind of number, since the processor multiplies
# only so fast. We do not know this machine's true limits, so the dashed lines are drawn through
# the best that these layers reached.

# %%
one_row, many = work["dense1 of the MLP"], work["the same, 64 rows"]
more = {kind: many[kind].rate / one_row[kind].rate for kind in one_row}
quantization.roofline(
    work,
    title=f"64 rows at once: {more['float']:.1f} times the rate of one row in float, "
    f"{more['int8']:.1f} times in int8",
)
print(
    f"dense1, one row: {one_row['float'].bandwidth:.0f} and {one_row['int8'].bandwidth:.0f}",
    end=" ",
)
print("thousand million bytes a second in float and int8")
print(f"64 rows: {many['float'].rate:.0f} and {many['int8'].rate:.0f}", end=" ")
print("thousand million multiply-adds a second")
print("instructions for bytes here:", ", ".join(quantization.byte_instructions()) or "none named")

# %% [markdown]
# The MLP's dense layer with one row reads each weight to use it once. In float and in int8 it moves
# nearly the same number of bytes a second. This suggests that it is memory-bound, and gains what
# the bytes save. With 64 rows the weights are read once and used 64 times, and the layer does more
# multiply-adds a second: it is more likely compute-bound. It gains nearly as much, but probably for
# another reason: one instruction for bytes (`avx512_vnni` and similar ones on Intel and AMD,
# `asimddp` on Arm) does four times as many multiply-adds as one for floats. XNNPACK picks the
# kernel that fits the processor. On one without such instructions the second gain should shrink
# and the first should stay; this machine cannot show it.
#
# **Question.** A phone without byte instructions runs the MLP, one image at a time. What does int8
# bring?
#
# <details><summary>A. Nothing: without the instructions int8 is no faster.</summary>
#
# With one row the layer waits for its weights, and a quarter of the bytes still comes sooner.
# </details>
# <details><summary>B. Up to four times, from the bytes.</summary>
#
# Yes, if the layer is memory-bound there too, and multiplying keeps pace with the memory.
# </details>
#
# And why was the first convolution slower in int8 when this page was made? A likely reason, not
# measured here: it sums over one channel and nine places, too few to fill an instruction that
# takes 64 bytes at once, and it pays for the way back to bytes at every place.

# %%
claim(
    "Eight-bit arithmetic is faster where the hardware supports it",
    measured="times faster: " + ", ".join(f"{name} {gain}" for name, gain in gains.items()),
    holds={name: gain.low > 1.1 for name, gain in gains.items()},
)
claim(
    "Fewer bits need less memory bandwidth",
    measured=f"dense layer, one row: {one_row['float'].moved / one_row['int8'].moved:.1f} times "
    f"fewer bytes, {gains['dense1 of the MLP']} times faster",
    holds={"a quarter of the bytes": one_row["float"].moved >= 3.5 * one_row["int8"].moved},
)

# %% [markdown]
# And the lecture's *low power*? It is not measured here, but there are published figures. These
# are Horowitz's for a chip of 2014 (45 nm), in picojoules (millionths of a microjoule, µJ). What
# do they make of one answer of the MLP, if every weight comes from main memory?

# %%
picojoules = pd.DataFrame(
    {"multiply": [3.7, 0.2], "add": [0.9, 0.1], "fetch a byte from main memory": [160, 160]},
    index=["32-bit float", "8-bit integer, added in 32 bits"],
)
print(picojoules.to_string())
for (kind, cost), size in zip(picojoules.iterrows(), (4, 1), strict=True):
    computing = mlp.count_params() * (cost["multiply"] + cost["add"]) / 1e6
    fetching = mlp.count_params() * size * cost["fetch a byte from main memory"] / 1e6
    print(f"{kind}: {computing:.1f} µJ to compute, {fetching:.0f} µJ to fetch the weights")

# %%
claim(
    "Quantized models use less power",
    measured="published energies: 15 times less for a multiply-add, 4 times less to fetch a weight",
    holds={},
)

# %% [markdown]
# (Horowitz gives 1.3 to 2.6 nanojoules for 64 bits from memory; the table takes the lower end,
# 160 a byte.) By these figures fetching the MLP's weights costs far more energy than computing
# with them, so on a battery it is the bytes that count.
#
# Two more of the lecture's reasons are not measured here. A processor keeps what it used last in
# small, fast memories, its **caches**, and of int8 weights four times as many fit into them. And
# many phones have a signal processor (DSP) or a neural processor (NPU), some of which compute with
# integers only.
#
# **Question.** A convolution with 256 channels in and out, on one image, is slow. Is it more
# likely bound by memory or by arithmetic?
#
# <details><summary>A. By memory: it has 590,000 weights.</summary>
#
# It uses each of them once for every place of the image, hundreds of times. Few bytes, much work.
# </details>
# <details><summary>B. By arithmetic.</summary>
#
# Yes. Reuse is what convolutions are about. Here byte instructions help, and a file that is merely
# smaller does not.
# </details>
#
# > **So far.** int8 can gain in two ways: fewer bytes to fetch, and more multiply-adds in each
# > instruction. Which of them you get depends on the layer, and a layer of few channels may get
# > neither.

# %% [markdown]
# ## When int8 answers nonsense
# A model converts, its file loads and runs, and the answers are nonsense, without any warning.
# Here you meet four common causes, one after the other, and then look for them in files that you
# did not make.
#
# **Cause 1: the representative images are on another scale.** Below, the CNN is converted by the
# older road with one set of images after another, and each file is judged on the validation
# images. In one set somebody forgot to divide by 255. What accuracy do you expect of it, from 0
# to 1?

# %%
predict("accuracy after measuring on 0 to 255", None)

# %%
sandals = X_train[y_train[:20_000] == fashion.class_names.index("Sandal")]
sets = {
    "100 images": representative,
    "100 others": X_train[100:200],
    "5 images": representative[:5],
    "100 sandals": sandals[:100],
    "100 images of noise": np.random.default_rng(0).random(representative.shape, dtype=np.float32),
    "twice as bright": representative * 2,
    "a tenth as bright": representative / 10,
    "bytes, 0 to 255": representative * 255,
    "100 images, 1 in bytes": np.concatenate([representative, representative[:1] * 255]),
}
val_float, reached, lost = litert.correct(cnn_float, X_val, y_val), {}, {}
for name, shown in sets.items():
    right = litert.correct(litert.convert(cnn, "int8", shown), X_val, y_val)
    reached[name], lost[name] = right.mean(), difference(right, val_float, over="rows")

# %%
quantization.dots(
    lost,
    reference=0,
    unit="points of validation accuracy gained over float (arrow: further left)",
    title=f"On bytes: {lost['bytes, 0 to 255'].value:.0f} points; "
    f"on 100 sandals: {lost['100 sandals']}",
    written="+.1f",
    least=-3,
)
claim(
    "A small set of inputs is enough to find the right scales",
    measured=f"100 images {lost['100 images']}, 100 others {lost['100 others']}, "
    f"5 images {lost['5 images']}; on the wrong scale {lost['bytes, 0 to 255']}",
    holds={name: lost[name].value > -0.5 for name in ("100 images", "100 others", "5 images")},
    predicted="accuracy after measuring on 0 to 255",
    actual=reached["bytes, 0 to 255"],
)

# %% [markdown]
# What counts is the range that they give in every layer, more than which images they are: five
# images, or a hundred sandals, show no loss that this measurement could establish. Noise and
# doubled brightness lose a little. With bytes the step of the input is 1, so that an image keeps
# two of 256 values, like the last photo above; calibrating on a tenth of the brightness clips all
# that is brighter.
#
# **Cause 2: one extreme image among many.** The last row of the figure is easy to overlook: a
# hundred good images and a single one that was never divided by 255. Does it help to calibrate on
# more? Let that image be the 60th of a long list, and take the first 10, 30, 100 and 300.

# %%
listed = X_train[:300].copy()
listed[59] *= 255
counts, roads = (10, 30, 100, 300), {"converter": [], "recipe": []}
for count in tqdm(counts, desc="images"):
    shown = listed[:count]
    roads["converter"].append(litert.accuracy(litert.convert(cnn, "int8", shown), X_val, y_val))
    static = quantized(cnn_float, recipe.static_wi8_ai8(), shown)
    roads["recipe"].append(litert.accuracy(static, X_val, y_val))
print(pd.DataFrame(roads, index=pd.Index(counts, name="images")).round(3).to_string())

# %% [markdown]
# The converter keeps the least and the greatest value that it ever saw: once the bad image is in,
# no number of good ones can undo it. Here more images made it worse. `litert-quantizer` keeps a
# moving average of the ends, which forgets; but then the order of your images counts, and an
# average of extremes lies below the extremes, so that it clips (the optional part on widths shows
# what that can cost). Tools offer a third rule, percentiles: the range leaves out a fixed share
# of the values.
#
# **Question.** Your converter keeps the least and the greatest value. One of your 500 calibration
# images may be faulty, and you do not know which. What helps?
#
# <details><summary>A. Calibrate on 5,000 images instead.</summary>
#
# The faulty image still sets the range, and there may be more like it among the new ones.
# </details>
# <details><summary>B. Look at the range of every image before you calibrate.</summary>
#
# Yes. An image that reaches to 255 where all others end at 1 is found in one line. A rule that
# forgets or leaves out extremes is the other remedy.
# </details>
# <details><summary>C. Calibrate on 5 of the 500.</summary>
#
# You would probably miss the faulty one, but that is luck; looking costs no more.
# </details>
#
# **Cause 3: one channel that outgrows the others.** An activation has one scale for all its
# channels. Here is the same network with one channel of `conv1` multiplied by 200, and the weights
# that read it divided by 200. In float it computes the same.

# %%
uneven = models.fashion_cnn(keras)
rescaled = uneven.get_weights()
rescaled[0][..., 7] *= 200
rescaled[1][7] *= 200
rescaled[2][:, :, 7] /= 200
uneven.set_weights(rescaled)
uneven_float, uneven_int8 = (
    litert.convert(uneven, "float"),
    litert.convert(uneven, "int8", representative),
)
for name, file in (("float", uneven_float), ("int8", uneven_int8)):
    right = litert.correct(file, X_val, y_val)
    print(f"one channel 200 times as large, {name}: {difference(right, val_float, over='rows')}")

# %% [markdown]
# **Cause 4: the device prepares its images otherwise.** The file is healthy, but the app does not
# divide by 255, or has black and white exchanged. Then the float file suffers as well, and
# converting once more does not repair it:

# %%
healthy = litert.convert(cnn, "int8", representative)
on_device = {"bytes, 0 to 255": X_val * 255, "from -1 to 1": 2 * X_val - 1, "inverted": 1 - X_val}
for name, images in on_device.items():
    right = [litert.accuracy(file, images, y_val) for file in (cnn_float, healthy)]
    print(f"{name:<16} float {right[0]:.3f}, int8 {right[1]:.3f}")

# %% [markdown]
# All of these cost accuracy, but not always the same in float and in int8: values from -1 to 1
# harm the float file more than the int8 file. (A guess: the int8 input ends at 0 and clips what
# is negative.) So a float file that fails on the device's own images points to the images, not to
# the conversion.
#
# Accuracy says *that* something is wrong. To see *where*, run both files and compare what comes
# out of each layer: the first layer where they part is where to look. Both get the same images,
# except in cause 4, where the int8 file gets what the device would feed it. (`litert-quantizer`
# has this as `Quantizer.validate`.) The error of a channel is the root mean square of the
# difference, over that of the float file; drawn is the median channel.

# %%
steps = ("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "softmax")
judges = X_val[:100]
pairs = {
    "healthy": (cnn_float, healthy, judges),
    "1. calibrated on bytes": (
        cnn_float,
        litert.convert(cnn, "int8", sets["bytes, 0 to 255"]),
        judges,
    ),
    "2. one extreme image": (cnn_float, litert.convert(cnn, "int8", listed[:100]), judges),
    "3. one large channel": (uneven_float, uneven_int8, judges),
    "4. bytes on the device": (cnn_float, healthy, judges * 255),
}
errors = {}
for name, (full, eight, images) in pairs.items():
    values = quantization.layer_values(full, judges, steps)
    errors[name] = quantization.layer_errors(
        values, quantization.layer_values(eight, images, steps)
    )
first_off = [
    next((layer for layer, error in own.items() if error > 0.1), "none") for own in errors.values()
]
found_in = ", ".join(f"{cause} {layer}" for cause, layer in enumerate(first_off) if cause)
quantization.layer_lines(
    errors,
    title=f"The first layer that is off by more than a tenth: {found_in}",
    roles=dict(zip(pairs, ("reduced", "other", "control", "validation", "test"), strict=True)),
)

# %% [markdown]
# From the first convolution on, a healthy file is about one per cent away from float. Causes 1, 2
# and 4 part at the input already, cause 3 only in the layer with the large channel. So the first
# layer that parts narrows the cause down; to tell 1, 2 and 4 from each other you must also look
# at the grid there, at the images of the calibration, and at what the app feeds. (The error of
# the softmax can be smaller than that of the layers before it: do not judge by it alone.)
#
# **Question.** An int8 file fails, and its layers part from the float file first at the input.
# Which of these can it *not* be?
#
# <details><summary>A. A representative set of another scale.</summary>
#
# It can: then the input's grid is too wide or too narrow.
# </details>
# <details><summary>B. One channel of the second convolution, far larger than the rest.</summary>
#
# Yes, this one is ruled out: input and first convolution would still agree.
# </details>
# <details><summary>C. An app that feeds images on another scale.</summary>
#
# It can: the file then reads something else than the float file does.
# </details>
#
# ### Exercise · `find_fault` (3 points)
# Where two files part, you look at the grid of that layer. Write a function that does the looking
# for you, on any file.


# %% tags=["exercise"]
def find_fault(layers: list[tuple[str, np.ndarray, float, int]]) -> tuple[str, str]:
    """Return the first layer whose int8 grid does not suit its values, and the fault; ("", "none")
    if all grids suit.

    layers: one or more, in the network's order: a name, what the float file computes there, shape
    (values, channels) with at least one of each, scale and zero point of the int8 file. Its grid
    reaches from scale × (-128 - zero_point) to scale × (127 - zero_point). The span of a channel is
    its largest less its smallest value, in steps of the grid (so divided by the scale).
    Of the faults of one layer the first of these is named:
        "clipped": more than 1 % of all values lie beyond the grid's ends.
        "too wide": even the channel of the largest span has fewer than 64 steps.
        "one channel": the median of the channels' spans is below 16 steps.
    The arrays are not changed.

    >>> find_fault(layers=[("input", np.array([[0.0], [1.0]]), 1.0, -128)])
    ('input', 'too wide')
    """
    ### BEGIN SOLUTION
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"
    ### END SOLUTION


# %% tags=["check"]
# Check of find_fault: run it; open it to read what is asked
with graded(
    "find_fault",
    points=3,
    hint="One loop over the layers; in it, three questions in the order of the docstring.",
    stronger="`np.ptp(values, axis=0) / scale` are the spans, one for each channel.",
):
    flat, wide = np.array([[0.0], [1.0]]), np.array([[0.0, 0.0], [200.0, 2.0]])
    found = find_fault(layers=[("input", flat, 1.0, -128)])
    assert tuple(found) == ("input", "too wide"), "Values from 0 to 1 use one step of 255."
    fine = find_fault([("input", flat, 1 / 128, -128)])
    assert tuple(fine) == ("", "none"), "128 steps are in use: this grid suits."
    assert find_fault([("a", flat * 300, 1.0, -128)])[1] == "clipped", "300 lies beyond 255."
    assert find_fault([("a", -flat, 1 / 128, -128)])[1] == "clipped", "-1 lies below this grid."
    assert find_fault([("a", wide, 1.0, -128)])[1] == "none", "Spans of 200 and 2: median 101."
    three = np.hstack([wide, wide[:, 1:]])
    channel = find_fault([("a", three, 1.0, -128)])
    assert channel[1] == "one channel", "200, 2 and 2 steps: median 2."
    later = find_fault([("a", flat, 1 / 128, -128), ("b", flat, 1.0, -128)])
    assert later[0] == "b", "The first layer suits, the second does not."
    same_as("find_fault")

# %% [markdown]
# Here are three files that somebody else converted. All were made from float files that compute
# what our CNN computes. Which has which fault? Let your function say in which layer it is and of
# which kind. Then guess, before you open the answer below: what did the person who made each file
# do?

# %%
broken = quantization.broken_files(keras, representative)
for name, (full, eight) in broken.items():
    judged = quantization.judged_by(
        *(quantization.layer_values(file, judges, steps) for file in (full, eight))
    )
    accuracy = litert.accuracy(eight, X_val, y_val)
    print(f"file {name}: accuracy {accuracy:.3f}", end="; ")
    if solved("find_fault"):
        print("by your function: {}, {}".format(*find_fault(judged[:-1])))
    else:
        print("solve `find_fault` to see what is wrong with it")

# %% [markdown]
# <details><summary>What was done to them</summary>
#
# A was calibrated on images an eighth as bright, B has a channel of the second convolution that is
# 300 times as large, and in C's representative set one image of 101 came in bytes.
# </details>
#
# > **So far.** An int8 file can be wrong very often without any warning. Compare it with float
# > layer by layer: the first layer that parts, and how its grid is used, narrow the cause down.

# %% [markdown]
# ## Fewer than eight bits
# With 4 bits a weight can take 15 values, and the steps are coarse. Now it matters whether a
# layer shares one scale or each output channel has its own, and by which rule a range is chosen.
# First a **simulation**: round the weights of all layers and put them back into the float model.
# It costs accuracy and saves nothing, but it shows what to expect.


# %%
def ends(array: np.ndarray, bits: int, rule: str) -> np.ndarray:
    """Where a grid ends: by the largest weight, by a percentile, or by the least squared error."""
    axes = None if rule == "largest, per layer" else tuple(range(array.ndim - 1))
    largest = np.abs(array).max(axis=axes, keepdims=True)
    if rule == "99th percentile":
        return np.quantile(np.abs(array), 0.99, axis=axes, keepdims=True)
    if rule == "least error":
        errors = [(on_grid(array, bits, share * largest) - array) ** 2 for share in shares]
        return shares[np.argmin([error.mean(axis=axes) for error in errors], axis=0)] * largest
    return largest


plain, trial = cnn.get_weights(), models.fashion_cnn(keras)
rules = ("largest, per layer", "largest, per channel", "99th percentile", "least error")
simulated = {rule: [] for rule in rules}
for rule in tqdm(rules):
    for bits in (8, 4, 3, 2):
        trial.set_weights(
            [on_grid(w, bits, ends(w, bits, rule)) if w.ndim > 1 else w for w in plain]
        )
        answers = trial.predict(X_val, batch_size=1_000, verbose=0).argmax(axis=1)
        simulated[rule].append(float(np.mean(answers == y_val)))

# %%
roles = dict(zip(rules, ("reduced", "control", "validation", "other"), strict=True))
plotting.curves(
    {
        **{rule: plotting.Line((8, 4, 3, 2), simulated[rule], roles[rule]) for rule in rules},
        "float": plotting.Line((8, 2), (val_float.mean(),) * 2, "full"),
    },
    x="bits of a weight (simulated)",
    y="validation accuracy",
    title=f"With 2 bits: {simulated['largest, per layer'][3]:.2f} by a layer's largest weight, "
    f"{simulated['least error'][3]:.2f} by least error",
    whole=True,
)

# %% [markdown]
# The rules hardly differ at 8 bits, but by tens of points at 2. Is it the same in real files? The
# tool offers the same choice by its *algorithms*: the largest weight (`MIN_MAX_UNIFORM_QUANT`,
# its default), the least squared error (`MSE`), and an estimate of the latter by a formula
# (`OCTAV`). All four small files below are of dynamic range; "int8" there has weights of 8 bits.

# %%
four_bits = {"float": cnn_float, "int8": small["dynamic, recipe"]}
for label, rule in (("largest", "MIN_MAX_UNIFORM_QUANT"), ("OCTAV", "OCTAV"), ("MSE", "MSE")):
    algorithm = recipe.AlgorithmName[rule]
    four_bits[f"4 bits, {label}"] = quantized(cnn_float, recipe.dynamic_wi4_afp32(algorithm))
four_rows = litert.measure(four_bits, X_test, y_test, runs=400)
four_table = litert.table(four_rows)
print(
    four_table[["accuracy", "bytes", "× smaller", "latency (µs)", "× faster"]].round(3).to_string()
)

# %% [markdown]
# **Question.** The three rules that work per channel hardly differ at 8 bits, and differ by tens
# of points at 2. Why?
#
# <details><summary>A. With 2 bits there are more weights beyond the range.</summary>
#
# The range by the largest weight leaves none beyond it, and does worst.
# </details>
# <details><summary>B. With 2 bits a step is half the range, and most weights round to 0.</summary>
#
# Yes. A narrower range gives the many small weights a value of their own, at the price of the few
# large ones.
# </details>
#
# So do not judge 4 bits by a tool's default: another rule for the range (`MSE`) gives back most
# of what was lost, in little more than half the bytes of int8. But look at the time. In 4 bits
# this CNN takes longer than in float. Which layers are to blame? You can find out by quantizing
# only some of them; the capstone gives you a first answer, and lesson 6 goes on from there.
#
# One more trap. The tool writes **2 bits** as well. Put the weights on the best 2-bit grid first,
# so that the file can hold them exactly, and it should answer like the simulation, right for about
# four images in five:

# %%
trial.set_weights([on_grid(w, 2, ends(w, 2, "least error")) if w.ndim > 1 else w for w in plain])
rounded = litert.convert(trial, "float")
two_bits = {}
for part, operations in {
    "all layers": ("CONV_2D", "FULLY_CONNECTED"),
    "dense layers": ("FULLY_CONNECTED",),
    "convolutions": ("CONV_2D",),
}.items():
    twos = quantizer.Quantizer(bytearray(rounded))
    for operation in operations:
        twos.add_dynamic_config(".*", operation, num_bits=2)
    two_bits[part] = quantized(rounded, twos.get_quantization_recipe())
    print(f"2 bits in {part:<13} {len(two_bits[part]):>7,} bytes", end=", ")
    print(f"accuracy {litert.accuracy(two_bits[part], X_val, y_val):.3f}")
print(f"the same weights in float:       accuracy {litert.accuracy(rounded, X_val, y_val):.3f}")
values = [
    quantization.layer_values(file, judges, steps) for file in (rounded, two_bits["all layers"])
]
parted = quantization.layer_errors(*values)
wrong = [name for name, error in parted.items() if not error < 0.1]
print(f"the first layer that is off by more than a tenth: {wrong[0]}")

# %% [markdown]
# The file is written, it loads, and it answers at random. Layer by layer you see where: a
# convolution. In 2 bits the dense layers answer as they should here, the convolutions do not, and
# no message says so. Run whatever a tool writes before you ship it.
#
# ## Capstone · `smallest_conversion` (4 points)
# A sorting machine for clothes has a chip that knows **integers only**: what goes in, what comes
# out, weights, and everything that flows between the layers. The file may have at most **40,000
# bytes**, and must be right for at least **90 %** of the validation images. Its camera gives
# bytes from 0 to 255.
#
# int8 is too large, and 4 bits by the default are too often wrong. Which recipe you take, for
# which layers, by which rule and calibrated on what, is yours to decide; several decisions pass.
# Judge them as you would for the machine: by bytes, by accuracy, and by time, in the figures
# below. These calls are the vocabulary (a later rule wins over an earlier one where both apply):
#
# ```python
# work = quantizer.Quantizer(bytearray(float_file))
# work.add_static_config(
#     regex, operation, activation_num_bits=8, weight_num_bits=…, algorithm_key=…
# )
# # regex: of the layers' names, ".*" for all. operation: "*" (all), "CONV_2D", "FULLY_CONNECTED"
# # algorithm_key: the largest weight unless given, or "OCTAV", or "MSE"; MSE is for operations
# #   with weights only, and leaves others in float unless a rule for "*" stands before it.
# made = quantized(float_file, work.get_quantization_recipe(), images)
# ```


# %% tags=["exercise"]
def smallest_conversion(model: keras.Model, images: np.ndarray) -> bytes:
    """Return a LiteRT file of integers only: input, output, weights and all that flows.

    model: a trained classifier, sequential or functional, of images (n, 28, 28, 1), float32 from 0
    to 1; it is not changed, and not trained: a conversion only rounds.
    images: some real ones, unlabelled, as the camera gives them: (n, 28, 28) uint8, 0 to 255. The
    ranges are measured on these, divided by 255, and on nothing else.
    For the course's CNN the file has at most 40,000 bytes and is right for at least 90 % of the
    validation images. The same arguments give the same file again.

    >>> len(smallest_conversion(model=cnn, images=fashion.train.images[:100])) <= 40_000
    True
    """
    ### BEGIN SOLUTION
    float_file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(float_file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(
        ".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE"
    )
    with quiet():
        real = images[..., None] / np.float32(255)
        ranges = work.calibrate(quantization.samples(float_file, real))
        return bytes(work.quantize(ranges).quantized_model)
    ### END SOLUTION


# %% tags=["check"]
# Check of smallest_conversion: run it; open it to read what is asked
with graded(
    "smallest_conversion",
    points=4,
    hint="Where are most of the weights? What did MSE give back? What does the model expect?",
    stronger="Static 8 bits for all, then 4 bits by MSE for FULLY_CONNECTED; images go to 255.",
):
    made = quantization.judge(smallest_conversion, keras, fashion, images=100)
    assert made.is_file, "Return the bytes of a converted model."
    assert not made.floats, "The chip knows integers only, and floats are left in the file."
    assert made.size <= 40_000, "The file may have at most 40,000 bytes."
    assert made.accuracy >= 0.90, "Too often wrong: the range's rule? values from 0 to 1?"
    assert not made.model_changed, "The model that you were given has changed."
    assert made.again, "The same arguments should give the same file again."
    assert made.other_size < 20_000, "A smaller model was given too: convert the one you get."
    assert made.other_scale == approx(64 / 255 / 255, rel=1e-3), (
        "Darker images were given too: measure on those you get, divided by 255."
    )
    assert made.other_agrees > 0.9, "A conversion only rounds: this one answers unlike its model."

# %% [markdown]
# How good is your decision? In the figure below your file is the star. The dashed line (the
# **front**) joins the files for which no other is at least as cheap and more accurate: cheap in
# bytes on the left, in time on the right.

# %%
static_four = quantizer.Quantizer(bytearray(cnn_float))
static_four.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
for operation in ("CONV_2D", "FULLY_CONNECTED"):
    static_four.add_static_config(
        ".*", operation, activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE"
    )
final = {
    "float": cnn_float,
    "int8": cnn_int8,
    "4 bits, MSE": quantized(cnn_float, static_four.get_quantization_recipe(), representative),
}
if solved("smallest_conversion"):
    final["yours"] = smallest_conversion(cnn, fashion.train.images[:100])
final_rows = litert.measure(final, X_test, y_test)
for row in final_rows[1:]:
    print(
        f"{row.name}: {difference(row.correct, final_rows[0].correct, over='rows')} against float"
    )
roles = dict(zip(final, ("full", "reduced", "control", "yours"), strict=False))
eight, four = final_rows[1:3]
quantization.two_fronts(
    final_rows,
    title=f"4 bits everywhere: {four.sizes.raw / eight.sizes.raw:.2f} of int8's bytes, "
    f"{four.latency.median / eight.latency.median:.1f} times its time",
    roles=roles,
)

# %% [markdown]
# The lines above the figure say what each file costs in accuracy, with its standard error. The
# two fronts disagree: 4 bits everywhere is the smallest file and the slowest. If your file has 4
# bits in its dense layers only, compare its time with that of int8: this tells you which layers
# made 4 bits slow. Which layers can make do with 4 bits, and which pay for them in accuracy or in
# time? You answered by kind of layer; lesson 6 measures it layer by layer.
#
# > **So far.** Below 8 bits the rule for the range decides. A file can be smaller and slower at
# > once. And a tool may write a file that the runtime does not compute correctly.

# %% [markdown]
# ## Optional: five more questions
# Each stands alone; take what interests you. The claims below count whether you read them or not.
#
# ### One flag or another?
# The lecture has three flags: `OPTIMIZE_FOR_SIZE`, `OPTIMIZE_FOR_LATENCY` and `DEFAULT`, which
# weighs both. What do they weigh?

# %%
flags = {flag: litert.convert(cnn, "dynamic", optimize=flag) for flag in litert.OPTIMIZE}
print({flag: f"{len(file):,} bytes" for flag, file in flags.items()})
claim(
    "The flags for size, for latency and by default are different optimizations",
    measured=f"{len(set(flags.values()))} different file(s) from three flags",
    holds={flag: flags[flag] != flags["default"] for flag in ("size", "latency")},
)

# %% [markdown]
# All three flags wrote the same file, so they make no difference here.
#
# ### Does it zip?
# AlexNet has some 60 million weights, which makes the lecture's 200 megabytes and more. Why not
# zip them?
#
# **Question.** A 32-bit float has a sign, an exponent (its order of magnitude) and 23 binary
# digits. Which part do you expect a zip program to shrink?
#
# <details><summary>A. The digits, as there are most of them.</summary>
#
# Zip needs values that come again. The digits of trained weights hardly repeat.
# </details>
# <details><summary>B. The exponent, as most weights are of similar size.</summary>
#
# Yes. The cell looks at the four bytes of each float one by one.
# </details>
# <details><summary>C. All parts alike.</summary>
#
# The cell looks at the four bytes of each float one by one: see whether they are alike.
# </details>

# %%
print(f"AlexNet: 60 million × 4 bytes = {60e6 * 4 / 1e6:.0f} MB")
zipped = {}
for kind in ("float", "int8, recipe"):
    size = litert.sizes(large[kind])
    zipped[kind] = size.gzip / size.raw
    print(f"MLP, {kind:<12} {size.raw:>9,} bytes, gzip leaves {zipped[kind]:.1%}")
floats = mlp.get_layer("dense1").get_weights()[0].astype("<f4")
for place, single in enumerate(floats.view(np.uint8).reshape(-1, 4).T, start=1):
    left = len(gzip.compress(single.tobytes())) / len(single)
    print(f"byte {place} of each float: gzip leaves {left:.0%}")
claim(
    "Weights in float hardly zip",
    measured=f"gzip leaves {zipped['float']:.0%} of the MLP",
    holds={"more than four fifths are left": zipped["float"] > 0.8},
)

# %% [markdown]
# Three of a float's four bytes look random to gzip. Only the fourth shrinks, which holds the sign
# and most of the exponent. Rounding to 8 bits drops digits, which a lossless method may not do;
# what is left hardly zips either.
#
# ### Do eight bits move the frontier?
# The lecture shows MobileNets on a phone: at every accuracy, 8 bits are faster. Here is a family
# of our own, the CNN in four widths, each trained for one epoch on 16,000 images. One short
# training cannot rank widths that lie close together; it shows what int8 does to each.


# %%
def of_width(width: int) -> keras.Model:
    """The CNN with `width` filters in its first layer; the committed one has 16."""
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(width, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(2 * width, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(4 * width, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


family = {"float": {}, "int8": {}, "int8, recipe": {}}
for width in tqdm((4, 8, 16, 32), desc="widths"):
    keras.utils.set_random_seed(0)
    model = of_width(width)
    model.compile(keras.optimizers.Adam(5e-3), "sparse_categorical_crossentropy")
    model.fit(X_train[:16_000], y_train[:16_000], batch_size=128, epochs=1, verbose=0)
    full = family["float"][width] = litert.convert(model, "float")
    family["int8"][width] = litert.convert(model, "int8", representative)
    family["int8, recipe"][width] = quantized(full, recipe.static_wi8_ai8(), representative)

# %%
measured = {
    kind: litert.measure({f"{kind} {width}": file for width, file in files.items()}, X_test, y_test)
    for kind, files in family.items()
}
ratios, gains_by_width = {}, {"int8": {}, "int8, recipe": {}}
for place, width in enumerate(family["float"]):
    full = measured["float"][place]
    times = litert.latencies({kind: family[kind][width] for kind in ("float", "int8")}, X_test[0])
    ratios[f"width {width}"] = quantization.faster(times["float"], times["int8"])
    for kind, by_width in gains_by_width.items():
        by_width[width] = difference(measured[kind][place].correct, full.correct, over="rows")
    print(f"width {width:>2}: {ratios[f'width {width}']} times faster; converter", end=" ")
    print(f"{gains_by_width['int8'][width]}, recipe {gains_by_width['int8, recipe'][width]}")
first, last = (list(ratios.values())[place].value for place in (0, -1))
plotting.frontier(
    {kind: measured[kind] for kind in ("float", "int8")},
    title=f"int8 is {first:.1f} times as fast with width 4, {last:.1f} times with width 32",
    against="latency (µs)",
)

# %% [markdown]
# The dashed steps are the **Pareto front**: the models for which no other is at least as fast and
# more accurate. The narrowest network gets slower in int8, and the next gains hardly anything. A
# likely reason, not measured here: most of their time goes into layers of few channels and into
# calls.
#
# The converter's files move little, to either side. Has any file really gained accuracy? Together
# with the files of the two trained models there are twenty comparisons. Among twenty, luck alone
# puts about one beyond two standard errors, up or down. So the row below asks for more than three.

# %%
every = [*changes.values(), *(gain for own in gains_by_width.values() for gain in own.values())]
highest = max(every, key=lambda gain: gain.value / gain.standard_error if gain.value else 0)
ratio = highest.value / (highest.standard_error or 1)
rises = sum(gain.sure and gain.value > 0 for gain in every)
claim(
    "In rare cases accuracy rises",
    measured=f"{rises} of {len(every)} files rise beyond two standard errors, the surest by "
    f"{highest:.2f}, {ratio:.2f} times its standard error",
    holds={"one beyond three": True} if highest.value > 3 * highest.standard_error else {},
)

# %% [markdown]
# A rise beyond two standard errors but not beyond three is a hint and no proof: the surest of
# twenty was picked for being the surest, and luck helps in that. (A ratio that is printed as 3.00
# has been rounded and may lie just below three; the verdict goes by the exact one.) Without any
# file beyond three the verdict is "not measured here", whether a few rise by less or none rises at
# all: twenty files, from networks that were trained once each, cannot rule out what is said to be
# rare. And a file beyond three would deserve a second look on other images, as the coats had
# theirs.
#
# Why does the recipe lose so much more than the converter in the three narrower networks? Both saw
# the same 100 images. Take the narrowest network: how much of what flows out of its first dense
# layer lies beyond the end of each grid?

# %%
order = ("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "softmax")
real = quantization.layer_values(family["float"][4], X_val[:200], order)["dense1"].real
for kind in ("int8", "int8, recipe"):
    grid = quantization.layer_values(family[kind][4], X_val[:1], order)["dense1"]
    top = grid.scale * (127 - grid.zero_point)
    print(
        f"{kind:<12} ends at {top:.1f}, {np.mean(real > 1.001 * top):.1%} of the values are clipped"
    )

# %%
claim(
    "At every accuracy 8 bits are faster (MobileNets on a phone)",
    measured="; ".join(f"{name}: {ratio}" for name, ratio in ratios.items()),
    holds={name: ratio.low > 1.1 for name, ratio in ratios.items()},
)
claim(
    "Accuracy is lost mostly by smaller networks",
    measured="; ".join(
        f"{road} " + ", ".join(f"{width}: {gain}" for width, gain in gains_by_width[kind].items())
        for road, kind in (("converter", "int8"), ("recipe", "int8, recipe"))
    )
    + "; one training each",
    holds={
        f"{road}: the narrowest surely loses more than the widest": own[4].value
        < own[32].value - 2 * (own[4].standard_error + own[32].standard_error)
        for road, own in zip(("converter", "recipe"), gains_by_width.values(), strict=True)
    },
)

# %% [markdown]
# By the recipe the narrowest network surely loses more than the widest. The last row says whether
# it does by the converter too. As the two printed lines show, the recipe's grid ends earlier and
# clips many more values. So the moving average of the ends is the likely cause, although we
# looked at one layer of one network only. A loss can come from a tool's rule rather than from 8
# bits: compare tools before you blame the network.
#
# ### Twenty kilobytes
# The lecture says that LiteRT runs on devices with 20k of memory. Nothing runs on one here; two
# bounds can be computed. Memory must hold *at least* the input and output of the layer that needs
# most, and *at most* all activations at once. The weights may stay in flash (the device's
# permanent storage).
#
# **Question.** Will the committed CNN's activations fit into 20,000 bytes? Estimate before you
# run: its first convolution reads 28 × 28 bytes and writes 26 × 26 points of 16 channels.
#
# <details><summary>A. No, its file alone has more than 60,000 bytes.</summary>
#
# The file can stay in flash. Only what flows must be in memory.
# </details>
# <details><summary>B. Just about: 784 + 10,816 bytes for that layer, and others take turns with
# it.</summary>
#
# Yes, as an estimate. The cell finds the layer that needs most, which may be another one.
# </details>
# <details><summary>C. Easily: an image has 784 bytes.</summary>
#
# The input is small, but the first convolution makes 16 channels of it.
# </details>

# %%
bounds = {}
for name, file in {"committed CNN": cnn_int8, "width 4": family["int8, recipe"][4]}.items():
    flow = litert.tensors(file).query("role in ['input', 'activation', 'output']")
    held = flow["shape"].map(np.prod) * flow["dtype"].map(lambda kind: np.dtype(kind).itemsize)
    bounds[name] = int((held + held.shift(fill_value=0)).max()), int(held.sum())
    print(
        f"{name}: activations at least {bounds[name][0]:,}, at most {bounds[name][1]:,} bytes",
        end="; ",
    )
    print(f"the file takes {len(file):,} in flash or in memory")
claim(
    "LiteRT runs on devices with as little as 20k of memory",
    measured=f"{bounds['committed CNN'][0]:,} bytes at least for the CNN's activations, its "
    "file in flash; nothing was run on such a device",
    holds={},
)

# %% [markdown]
# The activations of the CNN would fit, but little would be left for the runtime itself.
#
# ### Does it still look at the same place?
# The lecture calls the effects on interpretability undefined. You can measure one of them: blank
# a patch of 4 × 4 points and note by how much the probability of the model's answer falls. Two
# controls: the float model with its probabilities rounded to 256 steps, as int8 must give them,
# and a network of the same shape from another, much shorter training (width 16 of the family
# above).

# %%
shown = {
    "float": lambda X: litert.predict(cnn_float, X),
    "dynamic": lambda X: litert.predict(small["dynamic, recipe"], X),
    "int8": lambda X: litert.predict(cnn_int8, X),
    "256 steps": lambda X: np.rint(256 * litert.predict(cnn_float, X)) / 256,
    "other training": lambda X: litert.predict(family["float"][16], X),
}
found = {name: quantization.occlusion(answer, X_test[:200]) for name, answer in shown.items()}
agreed = {
    name: quantization.rank_agreement(found["float"], found[name]) for name in list(found)[1:]
}
alike = np.all(np.isfinite(list(agreed.values())), axis=0)
ranks = {name: float(np.median(values[alike])) for name, values in agreed.items()}
for name, values in agreed.items():
    print(f"{name:<15} {ranks[name]:.3f}, no map for {np.isnan(values).sum()} of {len(values)}")

# %%
clear = alike & (found["float"].max(axis=(1, 2)) >= 0.1)
for name, part in (("a tenth or more", clear), ("less than a tenth", alike & ~clear)):
    median = np.median(agreed["int8"][part])
    print(f"largest fall in float {name}: {part.sum()} images, int8 {median:.3f}")

# %%
order = np.flatnonzero(clear)[np.argsort(-agreed["int8"][clear])]
picked = order[[len(order) // 10, len(order) // 2, -len(order) // 10]]
quantization.maps(
    X_test[picked, ..., 0],
    {name: falls[picked] for name, falls in found.items()},
    title=f"Rank correlation with float's maps: int8 {ranks['int8']:.2f}, "
    f"another training {ranks['other training']:.2f}",
)
claim(
    "Quantization changes what a model can be seen to look at",
    measured=f"median rank correlation with float: dynamic {ranks['dynamic']:.2f}, "
    f"int8 {ranks['int8']:.2f}; float in 256 steps {ranks['256 steps']:.2f}; "
    f"another training {ranks['other training']:.2f}",
    holds={kind: ranks[kind] < 0.95 for kind in ("dynamic", "int8")},
)

# %% [markdown]
# The numbers are medians over the images for which all five give a map that can be ranked. "No
# map" counts the others: there no patch changes the answer's probability at all, in float or in
# the other model. Where no patch changes it by much, there is little to rank: compare the last two
# printed lines. In the stored run int8 agrees far less with float there, so part of its lower
# median is a ranking of next to nothing. The three rows of the figure are taken from the other
# images, where some patch costs a tenth or more: int8 agrees well, typically and badly with float
# on them. Dynamic range hardly changes the map. Full integers change it more, and the first
# control shows that part of this comes from the coarse output alone. If you explain answers,
# explain those of the model that you ship.
#
# **Question.** Would it be enough to report the agreement of int8 alone, without the controls?
#
# <details><summary>A. Yes: it is close to 1.</summary>
#
# Whether that is close you know only when you see how far apart two maps can be.
# </details>
# <details><summary>B. No: you could not tell how much comes from the coarse output, nor how far
# apart two trainings are.</summary>
#
# Yes. The first control shows what 256 steps alone do, the second what a really different model
# looks like.
# </details>
# <details><summary>C. No: it should have been 1.</summary>
#
# Rounding changes probabilities a little, and so the ranks of nearly equal patches.
# </details>
#
# ### And Keras itself?
# Keras 3 has a quantizer of its own, `model.quantize("int8")` (also "int4" and GPTQ), for serving
# with Keras, and `model.export(path, format="litert")` for the float file of today's road.

# %%
in_keras = models.fashion_mlp(keras)
with quiet():
    in_keras.quantize("int8")
right = in_keras.predict(X_test[..., 0], batch_size=1_000, verbose=0).argmax(axis=1) == y_test
print(f"Keras's int8 against float: {difference(right, mlp_row['float'].correct, over='rows')}")
try:
    print(f"as a LiteRT file: {len(litert.convert(in_keras, 'float')):,} bytes")
except Exception as problem:
    print(f"it cannot be converted to LiteRT: {type(problem).__name__}")

# %% [markdown]
# In the stored run the conversion fails: what Keras has quantized is for serving with Keras. For
# a device, start from the model in float.

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# Can a model be made four times smaller and faster after it was trained, and how would you know
# that it still works? For the two trained models of this lesson:

# %%
for net in both:
    print(f"{net}, int8: {smaller['int8, recipe'][net]:.1f} times smaller", end=", ")
    print(f"{speed['int8, recipe'][net]} times faster", end=", ")
    print(changes[f"{net}, int8, recipe"])

# %% [markdown]
# So: nearly four times smaller, yes, for both. About four times faster only for the MLP, on this
# machine. In the stored run a loss of accuracy was established for neither of the two as a whole,
# but one class of the CNN did lose.
#
# **Three things to keep.**
# 1. An integer layer is bytes times bytes, added up in 32 bits, brought back by one multiplication
#    and a shift. Where tools differ is mostly in how they choose the ranges.
# 2. A file of 8 bits is always smaller, but not always faster: ask whether a layer waits for
#    memory or for arithmetic, and time the file on the machine that will run it.
# 3. A file's name proves nothing. Read its types, run it, and compare it with float layer by
#    layer.
#
# **Where you would use this**: nearly everywhere that a trained model leaves the data centre, and
# inside it as well, where fetching bytes limits the speed, as it often does for large language
# models. **Where it fails**: channels of very different size, inputs far outside the range that
# the calibration saw, fewer than 8 bits by a tool's default, and layers of few channels, which
# may get no faster.
#
# **Next.** With 2 bits even the best of our rules for the range lost more than ten points of
# accuracy. Lesson 6 asks which layers are to blame, gives each the bits that it needs, and trains
# the model with the rounding switched on.
#
# ## Further reading
# - B. Jacob, S. Kligys, B. Chen, M. Zhu, M. Tang, A. Howard, H. Adam, D. Kalenichenko:
#   *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*,
#   CVPR 2018 (the integer layer, and the MobileNets of the lecture's figure).
# - M. Nagel, M. Fournarakis, R. A. Amjad, Y. Bondarenko, M. van Baalen, T. Blankevoort: *A White
#   Paper on Neural Network Quantization*, arXiv:2106.08295, 2021.
# - R. Krishnamoorthi: *Quantizing deep convolutional networks for efficient inference: A
#   whitepaper*, arXiv:1806.08342, 2018.
# - M. Horowitz: *Computing's energy problem (and what we can do about it)*, ISSCC 2014.
# - S. Williams, A. Waterman, D. Patterson: *Roofline: an insightful visual performance model for
#   multicore architectures*, Communications of the ACM 52, 2009.
# - E. Frantar, S. Ashkboos, T. Hoefler, D. Alistarh: *GPTQ: Accurate Post-Training Quantization for
#   Generative Pre-trained Transformers*, ICLR 2023.
# - J. Lin et al.: *AWQ: Activation-aware Weight Quantization for On-Device LLM Compression and
#   Acceleration*, MLSys 2024 (spares the few weights that the activations make important).
# - M. Nagel, M. van Baalen, T. Blankevoort, M. Welling: *Data-Free Quantization Through Weight
#   Equalization and Bias Correction*, ICCV 2019 (the cure for one large channel).
# - A. Howard et al.: *MobileNets*, arXiv:1704.04861, 2017. A. Krizhevsky, I. Sutskever, G. Hinton:
#   *ImageNet Classification with Deep Convolutional Neural Networks*, NIPS 2012 (AlexNet).
# - M. Zeiler, R. Fergus: *Visualizing and Understanding Convolutional Networks*, ECCV 2014
#   (blanking patches). H. Xiao, K. Rasul, R. Vollgraf: *Fashion-MNIST*, arXiv:1708.07747, 2017.
# - *LiteRT Quantizer*, https://github.com/google-ai-edge/ai-edge-quantizer; *Post-training
#   quantization*, https://ai.google.dev/edge/litert/models/post_training_quantization

# %% tags=["scoreboard"]
scoreboard(of=16)

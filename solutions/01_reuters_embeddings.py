# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 1 · Reuters embeddings
#
# *How many numbers does a word need?*
#
# Your team wants to sort newswires by topic on a small server. A colleague has built a model
# that describes each word by a thousand numbers. Another one says that six numbers are enough.
# In this lesson you train both models and decide which one you would pay to run.
#
# | section | minutes |
# |---|---|
# | A dimension is a number you pay for | 6 |
# | From words to numbers | 14 |
# | Where the parameters sit | 14 |
# | Training both | 8 |
# | Which is better, and when? | 10 |
# | Is six the right width? | 8 |
# | What six numbers say | 6 |
# | Capstone and summary | 9 |
#
# The times add up to 75 minutes. An optional section at the very end is not counted.
#
# **Before you start** you should have used Keras and NumPy a little. **Afterwards** you can
# - count the parameters of a network by hand, and say where they sit,
# - encode text the way a model expects it, and see what the encoding throws away,
# - tell a model that is really worse from one that was just trained for too long,
# - choose the width of an embedding by measurement.
#
# Work from top to bottom. An exercise is a cell for you to complete. The check below it is
# folded: run it to get your result, and open it if you want to read what it asks. Where you are
# asked for a guess, replace `None` by a number. You can go on without one.

# %% [markdown]
# **Three questions to warm up.** Open the answer that you would give.
#
# **1.** A classifier ends in a *softmax* over 46 topics. What does it return for one text?
#
# <details><summary>A. The number of the topic.</summary>
#
# Not yet. It returns a probability for every topic, and we take the largest.
# </details>
# <details><summary>B. 46 numbers between 0 and 1 that add up to 1.</summary>
#
# Yes, a probability for each topic.
# </details>
# <details><summary>C. 46 numbers between 0 and 1, each independent of the others.</summary>
#
# That would be 46 sigmoids, for texts that can have several topics at once.
# </details>
#
# **2.** What are *validation* data for?
#
# <details><summary>A. They make the training set larger.</summary>
#
# No. The model never learns from them.
# </details>
# <details><summary>B. They decide between models, or between epochs, so that the test data stay
# untouched.</summary>
#
# Yes. Whatever you choose, you choose on validation data. The test data only report.
# </details>
# <details><summary>C. They give the accuracy that we publish.</summary>
#
# That is what the test data are for. A model that was chosen on some data looks better on them
# than it is.
# </details>
#
# **3.** A dense layer has 10 inputs and 4 outputs. How many parameters does it have?
#
# <details><summary>A. 40</summary>
#
# Those are the weights. Each output also has a bias.
# </details>
# <details><summary>B. 44</summary>
#
# Yes: 10 × 4 weights and 4 biases.
# </details>

# %% tags=["setup"]
import numbers
from functools import partial

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits, load_sample_image

from utils import datasets, plotting
from utils.frameworks import keras
from utils.grading import claim, claims, graded, predict, refuses, same_as, scoreboard, solved
from utils.measuring import difference, timing
from utils.measuring.training import train, train_seeds
from utils.topics import embeddings

layers = keras.layers
wires = datasets.reuters(vocabulary=1_000, length=20)
held_out = len(wires.train.words) // 5
X_train, y_train = wires.train.words[:-held_out], wires.train.topics[:-held_out]
X_val, y_val = wires.train.words[-held_out:], wires.train.topics[-held_out:]
X_test, y_test = wires.test.words, wires.test.topics

# %% [markdown]
# ## A dimension is a number you pay for
# Measuring used to be expensive, so experts chose a few things to measure. Storage is cheap now,
# and it is tempting to keep everything. But every number that describes an example is stored,
# sent and multiplied for as long as the product is in use.
#
# How many numbers describe one example? The lecture mentions a shopper with 60 numbers, a small
# grey image with 2,500 and the same image in colour with 7,500. The next cell lists five real
# examples. Before you run it: which of the five do you expect to take the most numbers?

# %%
photo = load_sample_image("china.jpg")[100:150, 300:350]
examples = {
    "a patient's record (lesson 2)": datasets.heart().patients.drop(columns="num").iloc[0],
    "a handwritten digit, 8 × 8": load_digits().images[0],
    "a grey image, 50 × 50": photo.mean(axis=2),
    "the same image in colour": photo,
    "a newswire of 20 words, one-hot": np.eye(1_000)[X_train[0]],
}
embeddings.magnitudes(
    {name: example.size for name, example in examples.items()},
    unit="numbers per example",
    title="Text can take more numbers than a colour image",
)

# %% [markdown]
# The text comes out on top because of its encoding. **One-hot encoding** spends one number on
# every word of the **vocabulary**, the list of words that the model knows. Here that makes 999
# zeros and a single 1 that says *which* word it is. The rest of this lesson is about describing
# a word with fewer numbers.
#
# > **So far.** Each number that describes an example is one *dimension*, and you pay for it again
# > and again. Text in one-hot encoding is the most expensive of our five examples.
#
# ## From words to numbers
# Reuters-21578 is a collection of newswires from 1987. Each of the wires that we use has one
# topic. As in the lecture, we keep only the most frequent words (those with a number below 1,000)
# and 20 words of each wire.

# %%
parts = {"training": X_train, "validation": X_val, "test": X_test}
print({name: f"{len(words):,} wires" for name, words in parts.items()})
assert sum(map(len, parts.values())) == 11_228
assert len(wires.topic_names) == 46

# %% [markdown]
# What does the model get to read? Here is one wire: its numbers, and the words they stand for.

# %%
whole = datasets.reuters(vocabulary=1_000)
print("topic:", wires.topic_names[y_train[1]], "\n")
print(X_train[1], "\n")
print(wires.decode(X_train[1]), "\n")
print(f"The whole wire has {len(whole.train.words[1])} words. It begins:")
print(whole.decode(whole.train.words[1][:20]), "\n")
padded = X_train[(X_train == 0).any(axis=1)][0]
print("A short wire:", wires.decode(padded))

# %% [markdown]
# Four conventions are behind these lines:
# - Words are numbered by how frequent they are: rank 1 is the most frequent word. The numbers 0
#   to 3 are reserved, so a word's number is its rank plus 3. The number 1 marks the start of a
#   wire, and 3 is not used.
# - Every word outside the vocabulary becomes 2, *unknown*.
# - A wire that is too short gets zeros in front. This is called **padding**.
# - A wire that is too long loses its **front**. The model reads how the story ends, down to
#   the agency's signature `reuter 3`.
#
# (The lecture says in one place that the embedding layer splits a sentence into words, and in
# another that padding does. In fact the words were split and numbered when the data set was made.
# Padding only makes all wires equally long.) How often does each of these things happen?

# %%
print(f"{(X_train == 2).mean():.0%} of all words are unknown")
print(f"{(X_train == 1).any(axis=1).mean():.0%} of the wires still have their beginning")
print(f"{(X_train == 0).any(axis=1).mean():.0%} of the wires are padded")

# %% [markdown]
# Remember the second line. We will come back to it.
#
# How frequent is each topic? If one of them is much more frequent than the others, a model that
# always answers with that topic can look good without having learned anything.

# %%
counts = np.bincount(np.concatenate([wires.train.topics, wires.test.topics]))
largest = np.sort(counts)[-2:].sum() / counts.sum()
title = f"Two of {len(counts)} topics hold {largest:.0%} of the wires"
embeddings.class_counts(counts, wires.topic_names, title=title)
commonest = np.bincount(y_train).argmax()
baseline = np.mean(y_val == commonest)
print(f"always {wires.topic_names[commonest]!r}: right for {baseline:.1%} of the validation wires")

# %% [markdown]
# That is our **baseline**: the score that you get without reading a single wire. An accuracy
# means something only when you compare it with the baseline.
#
# **Question.** The model that you will train reaches more than 50 % accuracy on 46 topics. A
# friend says: "With 46 topics, chance is about 2 %, so that is 25 times better than chance." Do
# you agree?
#
# <details><summary>A. Yes, 1 / 46 is about 2 %.</summary>
#
# That would be the baseline if all topics were equally frequent. Look at the bars again.
# </details>
# <details><summary>B. No. The fair comparison is the most frequent topic, which is right far more
# often.</summary>
#
# Yes. The line under the figure says how often.
# </details>
#
# ### Exercise · `encode_headline` (3 points)
# At the end of the lesson a model will read a headline that you write. For that, it has to be
# encoded exactly as the wires are. One detail is easy to miss: with a vocabulary of 1,000, a word
# is also unknown when its **number** (not its rank) is 1,000 or more.


# %% tags=["exercise"]
def encode_headline(
    headline: str, word_index: dict[str, int], vocabulary: int, length: int
) -> list[int]:
    """Return the numbers of a headline's words, as the wires are encoded.

    headline: words in upper or lower case, with one space between them.
    word_index: word in lower case to rank; the most frequent word has rank 1. It is left unchanged.
    vocabulary: at least 4. Numbers stay below it; every other word is unknown, 2.
    length: how many numbers to return, at least 1. They begin with the start mark, 1. What is too
    long loses its front, the start mark first; what is too short gets zeros in front.

    >>> encode_headline(
    ...     headline="The xylophone of", word_index={"the": 1, "of": 2}, vocabulary=1_000, length=6
    ... )
    [0, 0, 1, 4, 2, 5]
    """
    ### BEGIN SOLUTION
    ranks = [word_index.get(word) for word in headline.lower().split()]
    ids = [1] + [2 if rank is None or rank + 3 >= vocabulary else rank + 3 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]
    ### END SOLUTION


# %% tags=["check"]
# Check of encode_headline: run it; open it to read what is asked
with graded(
    "encode_headline",
    points=3,
    hint="Four steps: ranks, numbers (rank + 3), the start mark in front, then the length.",
    stronger="`ids[-length:]` keeps the end of a list, and `[0] * n` is empty when n is negative.",
):
    ranks = {"the": 1, "of": 2, "oil": 3, "rare": 9}
    got = encode_headline(headline="The xylophone of", word_index=ranks, vocabulary=1_000, length=6)
    assert isinstance(got, list | tuple | np.ndarray), "Return the numbers as a list."
    assert np.shape(got) == (6,), "Return one row of `length` numbers, the start mark among them."
    assert list(got)[:3] == [0, 0, 1], "Padding comes first, then the start mark, then every word."
    assert list(got)[3] == 4, "A word's number is its rank plus 3, in lower case: `the` is 4."
    assert list(got)[4:] == [2, 5], "A word that is not in the index is unknown: 2."
    reached, below = (list(encode_headline("rare", ranks, v, 2)) for v in (12, 13))
    assert reached == [1, 2], "Number 12 has reached a vocabulary of 12."
    assert below == [1, 12], "Number 12 is below a vocabulary of 13."
    long = list(encode_headline("oil of the", ranks, 99, 2))
    assert long == [5, 4], "A long headline loses its front."
    same_as("encode_headline")

# %% [markdown]
# > **So far.** A wire is a row of 20 whole numbers below 1,000. The encoding has thrown away
# > rare words and, for most wires, the beginning. A model has to beat the baseline, which always
# > answers with the most frequent topic.

# %% [markdown]
# ## Where the parameters sit
# An **embedding** is a table with one row of numbers for every word of the vocabulary. The
# numbers start at random and are learned like any other weight. (The lecture says that it
# assigns *a* value to each word. It is a whole row of values, and its length is what this lesson
# is about.)
#
# Here are the lecture's two networks. They differ in a single argument, the **width** of the
# table: how many numbers each word gets. `Flatten` puts the rows of the 20 words one behind the
# other, as one long row. `Dropout` sets a random quarter of the hidden numbers to zero, during
# training only.


# %%
def classifier(width: int, steps: int = 57) -> keras.Model:
    """Return the lecture's network, untrained, with `width` numbers per word.

    steps: how many batches TensorFlow works through in one call. 57 batches are an epoch here;
    one call for all of them saves time and changes nothing else.
    """
    model = keras.Sequential(
        [
            keras.Input((20,)),
            layers.Embedding(1_000, width, name="embedding"),
            layers.Flatten(name="flatten"),
            layers.Dense(256, name="hidden"),
            layers.Dropout(0.25, name="dropout"),
            layers.ReLU(name="relu"),
            layers.Dense(46, activation="softmax", name="topics"),
        ]
    )
    settings = {"metrics": ["accuracy"], "steps_per_execution": steps}
    model.compile(optimizer="rmsprop", loss="categorical_crossentropy", **settings)
    return model


# %% [markdown]
# What does one wire look like on its way into each of them?

# %%
keras.utils.set_random_seed(0)
untrained = {"1,000 numbers per word": classifier(1_000), "6 numbers per word": classifier(6)}
wide, narrow = untrained.values()
tables = {name: model.get_layer("embedding").get_weights()[0] for name, model in untrained.items()}
title = "Six numbers per word take 167 times less room than a thousand"
embeddings.encodings(X_train[1], tables, title=title)

# %% [markdown]
# The first two panels hold equally many numbers. But in the first, each row has a single number
# that is not zero. In the second, all of them can carry meaning once they are trained.
#
# How do you get from a word to its row of the table? You could multiply the word's one-hot row
# by the table. But nobody needs to multiply by all those zeros: looking up the row gives the same
# result.

# %%
looked_up = tables["6 numbers per word"][X_train[1]]
multiplied = np.eye(1_000)[X_train[1]] @ tables["6 numbers per word"]
print("looking up equals multiplying:", np.allclose(looked_up, multiplied))

# %% [markdown]
# ### Exercise · `wire_bytes` (2 points)
# How many bytes do wires take in each of three encodings: as plain word numbers, one-hot, and
# embedded?


# %% tags=["exercise"]
def wire_bytes(wires: int, length: int, vocabulary: int, width: int) -> dict[str, int]:
    """Return the bytes that `wires` texts of `length` words take in three encodings.

    The keys are "numbers" (one 32-bit integer per word), "one-hot" (`vocabulary` 32-bit floats
    per word) and "embedded" (`width` 32-bit floats per word). All arguments are whole numbers,
    `wires` at least 0, the others at least 1. The bytes are whole numbers (`int`).

    >>> wire_bytes(wires=1, length=20, vocabulary=1_000, width=6)["embedded"]
    480
    """
    ### BEGIN SOLUTION
    words = wires * length
    return {
        "numbers": 4 * words,
        "one-hot": 4 * words * vocabulary,
        "embedded": 4 * words * width,
    }
    ### END SOLUTION


# %% tags=["check"]
# Check of wire_bytes: run it; open it to read what is asked
with graded(
    "wire_bytes",
    points=2,
    hint="32 bits are 4 bytes. Count the numbers first, then multiply.",
    stronger="There are wires × length words. Each costs 1, `vocabulary` or `width` numbers.",
):
    one = wire_bytes(wires=1, length=20, vocabulary=1_000, width=6)
    assert isinstance(one, dict), "Return a dictionary: the name of the encoding to its bytes."
    assert set(one) == {"numbers", "one-hot", "embedded"}, "The docstring has the three keys."
    assert one["embedded"] != 480 * 8, "Those are bits: a 32-bit float has 4 bytes."
    assert one["embedded"] == 480, "20 words × 6 numbers × 4 bytes."
    assert one["numbers"] == 80, "A word's number is one integer, however large the vocabulary."
    assert one["one-hot"] == 80_000, "One-hot stores the zeros too: 20 words × 1,000 floats × 4."
    assert wire_bytes(50, 7, 300, 10)["embedded"] == 14_000, "50 wires × 7 words × 10 numbers × 4."
    same_as("wire_bytes")

# %%
if solved("wire_bytes"):
    embeddings.magnitudes(
        wire_bytes(len(X_train), 20, 1_000, 6),
        unit="bytes of all training wires",
        title="One-hot takes a thousand times the bytes of plain numbers",
        colours={"one-hot": "full", "embedded": "reduced"},
    )
else:
    print("Solve `wire_bytes` to see the bytes of all training wires.")

# %% [markdown]
# So wires are stored as plain numbers, and storing them costs the same for every width. You pay
# for the width elsewhere: in the network. With a thousand numbers per word it has about six
# million parameters. What share of them, from 0 to 1, do you think is in the embedding table?

# %%
predict("share of the embedding", None)

# %%
sizes = {
    name: {layer.name: layer.count_params() for layer in model.layers if layer.count_params()}
    for name, model in untrained.items()
}
assert wide.count_params() == 6_132_078
assert narrow.count_params() == 48_798
share, behind, _ = np.array(list(sizes["1,000 numbers per word"].values())) / wide.count_params()
embeddings.layer_parameters(sizes, title=f"Only {share:.0%} of the wide model is its embedding")
pd.DataFrame(sizes).T.assign(all=[wide.count_params(), narrow.count_params()]).map("{:,}".format)

# %%
fewer = wide.count_params() / narrow.count_params()
megabytes = [model.count_params() * 4e-6 for model in (wide, narrow)]
claim(
    "The more dimensions, the more memory a model takes",
    measured=f"{fewer:.0f} times the parameters, {megabytes[0]:.1f} against {megabytes[1]:.1f} MB; "
    f"of the wide model's, {share:.0%} are in its table and {behind:.0%} in the layer behind it",
    holds={"a wider table makes a larger model": fewer > 1},
    predicted="share of the embedding",
    actual=round(float(share), 2),
)

# %% [markdown]
# You pay for the width twice: once in the table, and once more in the hidden layer, which reads
# that many numbers for each of the 20 words.
#
# **Question.** What happens to the hidden layer's parameters if you keep 40 words of each wire
# instead of 20?
#
# <details><summary>A. Nothing. The table has one row per word of the vocabulary.</summary>
#
# That is true of the table. But the hidden layer has a weight for every number of every word.
# </details>
# <details><summary>B. Its weights double, and its biases stay.</summary>
#
# Yes. It would have 40 × width inputs, and still 256 outputs.
# </details>
# <details><summary>C. Both its weights and its biases double.</summary>
#
# The weights do. A bias belongs to an output, and there are still 256 of those.
# </details>
#
# ### Exercise · `parameter_count` (2 points)
# Where do the totals 6,132,078 and 48,798 come from? Write the formula, so that you know the size
# of such a network before you build it.


# %% tags=["exercise"]
def parameter_count(vocabulary: int, width: int, length: int, hidden: int, topics: int) -> int:
    """Return the number of trainable parameters of embedding → flatten → dense → dense.

    vocabulary, width: rows and columns of the embedding table. There is no extra row for padding.
    length: words per text. hidden, topics: outputs of the two dense layers, which have a bias for
    each output. All arguments are whole numbers, at least 1, and so is the result.

    >>> parameter_count(vocabulary=10, width=3, length=1, hidden=1, topics=1)
    36
    """
    ### BEGIN SOLUTION
    return vocabulary * width + (length * width + 1) * hidden + (hidden + 1) * topics
    ### END SOLUTION


# %% tags=["check"]
# Check of parameter_count: run it; open it to read what is asked
with graded(
    "parameter_count",
    points=2,
    hint="A dense layer has inputs × outputs weights and a bias per output, an embedding none.",
    stronger="Flatten turns `length` words of `width` numbers into length × width inputs.",
):
    tiny = parameter_count(vocabulary=10, width=3, length=1, hidden=1, topics=1)
    assert isinstance(tiny, numbers.Integral), "Parameters are counted in whole numbers."
    assert tiny != 39, "A row for padding? The table has `vocabulary` rows and no more."
    assert tiny == 36, "A table of 30, a hidden layer of 3 + 1, an output layer of 1 + 1."
    assert parameter_count(10, 3, 1, 2, 4) not in range(44, 50), "Each output has its own bias."
    places = parameter_count(10, 3, 4, 1, 1)
    assert places == 45, "All places share one table, and all reach the hidden layer: 4 × 3."
    assert parameter_count(1_000, 6, 20, 256, 46) == 48_798, "The lecture's narrow network."
    same_as("parameter_count")

# %% [markdown]
# ### Exercise · `embedding_width` (2 points)
# Why six? The lecture uses a rule of thumb: take the fourth root of the size of the vocabulary.
# Write the rule.


# %% tags=["exercise"]
def embedding_width(vocabulary: int) -> int:
    """Return the width of an embedding by the fourth-root rule, to the nearest whole number.

    vocabulary: number of words, a whole number. The fourth root is rounded, not the vocabulary.
    Raises ValueError for a vocabulary below 1.

    >>> embedding_width(vocabulary=10_000)
    10
    """
    ### BEGIN SOLUTION
    if vocabulary < 1:
        raise ValueError(f"a vocabulary has at least one word, not {vocabulary}")
    return round(vocabulary**0.25)
    ### END SOLUTION


# %% tags=["check"]
# Check of embedding_width: run it; open it to read what is asked
with graded(
    "embedding_width",
    points=2,
    hint="Take the root of the root. Is the fourth root of 1,000 nearer to 5 or to 6?",
    stronger="`**0.25` is the fourth root. `round` rounds, `int` only cuts.",
):
    width = embedding_width(vocabulary=10_000)
    assert isinstance(width, numbers.Integral), "A width is a whole number, the size of an array."
    assert width == 10, "10 × 10 × 10 × 10 is 10,000, so the fourth root is 10."
    assert embedding_width(1_000) == 6, "The root is 5.62. The nearest whole number is 6."
    assert embedding_width(30_522) == 13, "The root is 13.2. The nearest whole number is 13."
    assert embedding_width(411) == 5, "The root is 4.502: round it once, and the root itself."
    assert refuses(embedding_width, 0), "An empty vocabulary has no width: raise ValueError."
    same_as("embedding_width")

# %% [markdown]
# Do people who publish models follow the rule? These are the widths of three released models
# (see *Further reading*).

# %%
if solved("embedding_width"):
    embeddings.published_widths(
        embedding_width,
        {
            "word2vec": (3_000_000, 300),
            "GPT-2 small": (50_257, 768),
            "BERT base": (30_522, 768),
        },
        title="Three published models are far wider than the rule",
    )
else:
    print("Solve `embedding_width` to see your rule beside three published models.")

# %% [markdown]
# In GPT-2 and BERT every layer hands on rows of this width, not the table alone, so it was not
# chosen for the table only. A rule of thumb is a place to start. To know whether it fits your
# task, you measure.
#
# > **So far.** An embedding is a learned table. You pay for its width twice, and more in the hidden
# > layer than in the table. With six numbers per word instead of a thousand, the model is more than
# > a hundred times smaller.
#
# ## Training both
# We train as the lecture does: 20 epochs, batches of 128, the optimizer RMSprop, and cross-entropy
# as the loss. Only one thing is different. The lecture watches the *test* wires during training. We
# watch validation wires, and leave the test wires for the end.
#
# Two guesses first. A model's *best epoch* is the one with the lowest validation loss. Which of the
# 20 will it be for the wide model? And how many percentage points of test accuracy will you gain
# with six numbers instead of a thousand, each model at its best epoch? (2 means two points better,
# −2 two points worse.)

# %%
predict("the wide model's best epoch", None)
predict("points gained with six numbers", None)

# %% [markdown]
# The loss compares the 46 probabilities of the softmax with the right topic: it takes minus the
# logarithm of the probability that the right topic got, and the mean over the wires. For Keras to
# compute it, each topic becomes a one-hot row of 46 numbers. Then the training starts. It may take
# a minute or two and shows a progress bar. While you wait: the *training* loss will fall and fall.
# What do you think the *validation* loss will do?

# %%
fit_on = X_train, keras.utils.to_categorical(y_train, 46)
validate_on = X_val, keras.utils.to_categorical(y_val, 46)
print("topic", y_train[0], "becomes", fit_on[1][0].astype(int))
models, runs = {}, {}
for name, width in {"1,000 numbers per word": 1_000, "6 numbers per word": 6}.items():
    keras.utils.set_random_seed(0)
    models[name] = classifier(width)
    runs[name] = train(models[name], fit_on, validate_on, epochs=20, label=name)

# %%
wide_run, narrow_run = runs.values()
history = wide_run.history
lowest, end = history["val_loss"].min(), history["val_loss"][-1]
title = (
    f"Wide model: validation loss {lowest:.2f} at epoch {wide_run.best_epoch}, {end:.2f} at the end"
)
plotting.histories(runs, title=title)

# %% [markdown]
# Look at the panel at the lower left. The grey training loss keeps falling, while the blue
# validation loss turns and climbs. This is **overfitting**: the model learns its training wires by
# heart, and what it learns no longer helps with new ones. When does it begin? Here are the wide
# model's first four epochs:

# %%
curves = ["loss", "val_loss", "accuracy", "val_accuracy"]
epochs = pd.RangeIndex(1, 5, name="epoch of the wide model")
pd.DataFrame({name: history[name][:4].round(2) for name in curves}, index=epochs)

# %%
parted = history["accuracy"][2] - history["val_accuracy"][2]
claim(
    "An embedding as wide as the vocabulary overfits severely after about two epochs",
    measured=f"in epoch 3 training accuracy is {100 * parted:.0f} points ahead; validation loss "
    f"{lowest:.2f} at epoch {wide_run.best_epoch}, {end:.2f} at epoch 20",
    holds={
        "the curves part by epoch 3": parted > 0.05,
        "the validation loss climbs by more than a tenth": end > 1.1 * lowest,
    },
    predicted="the wide model's best epoch",
    actual=wide_run.best_epoch,
)

# %% [markdown]
# So when does it begin? That depends on the sign you look for. Training accuracy pulls away from
# validation accuracy early; the validation loss may still fall a little then, and turn an epoch or
# two later. "After about two epochs" is right by the first sign.
#
# **Change one thing.** Dropout is meant to slow overfitting down. In `classifier`, change it from
# 0.25 to 0.6. Run that cell, then the cell that trains and the one that draws the curves. How far
# does the blue curve of the wide model move? Then put 0.25 back and run the three cells once more,
# because the rest of the lesson uses these models.
#
# > **So far.** Over 20 epochs, the wide model learns its training wires by heart, and its loss on
# > new ones climbs. So it was trained for too long. We do not know yet whether it is the worse
# > model.
#
# ## Which is better, and when?
# Now we use the test wires, and we choose nothing by them. We judge each model twice: as it is
# after 20 epochs, and with the weights of its best epoch, the one with the lowest *validation*
# loss. We also keep its *confidence*, the largest of its 46 probabilities.


# %%
def judge(model: keras.Model, weights: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Return for each test wire the loss, whether the model is right, and how confident it is."""
    model.set_weights(weights)
    probabilities = np.asarray(model(X_test))
    losses = -np.log(np.maximum(probabilities[np.arange(len(y_test)), y_test], 1e-7))
    right = probabilities.argmax(axis=1) == y_test
    return {"loss": losses, "right": right, "confidence": probabilities.max(axis=1)}


judged = {
    "after 20 epochs": [judge(models[name], run.last_weights) for name, run in runs.items()],
    "at the best epochs": [judge(models[name], run.best_weights) for name, run in runs.items()],
}

# %%
rows = {}
for when, pair in judged.items():
    for name, scores in zip(runs, pair, strict=True):
        wrong = ~scores["right"]
        rows[name, when] = {
            "test loss": scores["loss"].mean(),
            "test accuracy": scores["right"].mean(),
            "confidence when wrong": scores["confidence"][wrong].mean(),
        }
pd.DataFrame(rows).T.map("{:.3f}".format)

# %% [markdown]
# Each row is one model at one of the two moments. How much of a difference between two rows is
# luck? Other test wires would have given slightly different numbers. The **standard error**, the
# number behind ±, says how far such a difference typically moves from one set of wires to the next.
# Both models read the same wires, so we take the difference wire by wire. We call a difference
# *established* when it is more than twice its standard error: luck alone goes so far only about one
# time in twenty.

# %%
gains = {}
for when, (thousand, six) in judged.items():
    accuracy = difference(six["right"], thousand["right"], over="rows")
    saved = difference(thousand["loss"], six["loss"], over="rows", unit="loss")
    gains[when] = accuracy, saved
    print(f"six numbers instead of a thousand, {when}:")
    print(f"  accuracy gained {accuracy}, {'established' if accuracy.sure else 'may be luck'}")
    print(f"  test loss saved {saved}, {'established' if saved.sure else 'may be luck'}")

# %% [markdown]
# The cross-entropy loss punishes a model most for being confident and wrong. In the table, compare
# the two rows of the wide model: between its best epoch and the last one, how much did its accuracy
# change, and how much its *confidence when wrong*?
#
# **Question.** So which comparison tells you whether six numbers are *better* than a thousand?
#
# <details><summary>A. The one after 20 epochs, since both models had the same number.</summary>
#
# The same number of epochs sounds fair, but the wide model passed its best epoch long ago. You
# would mostly measure how much too long it was trained.
# </details>
# <details><summary>B. The one at the best epochs, each chosen on validation data.</summary>
#
# Yes. Nobody who has seen the curves would use the wide model's weights of epoch 20.
# </details>
# <details><summary>C. The best test loss that each model ever reached.</summary>
#
# That would let the test wires choose the epoch, and then report on their own choice.
# </details>

# %%
late, timely = gains.values()
claim(
    "Six dimensions perform significantly better",
    measured=f"after 20 epochs {late[1]} saved; at the best epochs {timely[1]} saved and "
    f"{timely[0]} of accuracy gained",
    holds={
        "lower loss after 20 epochs": late[1].sure and late[1].value > 0,
        "lower loss at the best epochs": timely[1].sure and timely[1].value > 0,
        "higher accuracy at the best epochs": timely[0].sure and timely[0].value > 0,
    },
    predicted="points gained with six numbers",
    actual=round(timely[0].value, 1),
)

# %% [markdown]
# And what do the two models cost? The parameters you have counted. Time is measured: we time one
# training step of each model on the same 128 wires, one model after the other, for eleven rounds.

# %%
batch = X_train[:128], fit_on[1][:128]
fresh = {name: classifier(width, steps=1) for name, width in (("wide", 1_000), ("narrow", 6))}
steps = {name: partial(model.train_on_batch, *batch) for name, model in fresh.items()}
seconds = timing.in_turn(steps, rounds=11, warm_up=3)
ratios = np.sort(seconds["wide"] / seconds["narrow"])
slower = np.median(ratios)
print(f"a step of the wide model takes {slower:.1f} times as long as one of the narrow model")
print(f"(the middle seven rounds between {ratios[2]:.1f} and {ratios[8]:.1f} times)")

# %%
claim(
    "The more dimensions, the more computing it takes to train a model",
    measured=f"with a thousand numbers a step takes {slower:.0f} times as long as with six",
    holds={"a step of the wide model takes longer": ratios[2] > 1},
)

# %% [markdown]
# ### Exercise · `honest_result` (3 points): find the fault
# Published notebooks often choose the result that they report like this:
# ```python
# def honest_result(validation_loss, test_accuracy):
#     epoch = np.argmax(test_accuracy)
#     return epoch, max(test_accuracy)
# ```
#
# This function has more than one fault. Write it as it should be: the validation wires choose the
# epoch to *serve* (the one whose weights you use), and the test wires only report. Epochs are
# counted from 1.


# %% tags=["exercise"]
def honest_result(validation_loss: np.ndarray, test_accuracy: np.ndarray) -> tuple[int, float]:
    """Return the epoch to serve, counted from 1, and the test accuracy to report for it.

    validation_loss, test_accuracy: arrays of shape (epochs,), left unchanged. The epoch is the one
    of the lowest validation loss. An epoch that diverged has the loss NaN (not a number) and is
    never chosen; at least one epoch has a finite loss. Of equally good epochs the first is chosen.

    >>> honest_result(
    ...     validation_loss=np.array([2.0, 1.5, 1.8]), test_accuracy=np.array([0.40, 0.50, 0.55])
    ... )
    (2, 0.5)
    """
    ### BEGIN SOLUTION
    epoch = int(np.nanargmin(validation_loss))
    return epoch + 1, float(test_accuracy[epoch])
    ### END SOLUTION


# %% tags=["check"]
# Check of honest_result: run it; open it to read what is asked
with graded(
    "honest_result",
    points=3,
    hint="Which wires may choose, and which may only report? What number has the first epoch?",
    stronger="Find the lowest validation loss. `np.argmin` takes NaN for it; what else is there?",
):
    losses, test = np.array([2, 1.6, 1.7, 1.5, 1.9]), np.array([0.4, 0.5, 0.55, 0.4503, 0.46])
    result = honest_result(validation_loss=losses, test_accuracy=test)
    assert np.size(result) == 2, "Return two things: the epoch and its accuracy."
    assert result[1] != 0.55, "The test wires chose this epoch: what chooses can no longer judge."
    assert result[0] != 3, "An array's first place is 0, but the first epoch has the number 1."
    assert result[0] != 2, "A loss may rise and fall again: look at every epoch."
    assert result[0] == 4, "Serve the epoch of the lowest validation loss."
    assert result[1] == 0.4503, "Report the accuracy of the epoch that you chose, unrounded."
    diverged = honest_result(np.array([np.nan, 3.0, 2.0]), np.array([0.1, 0.2, 0.3]))
    assert tuple(diverged) == (3, 0.3), (
        "NaN is no loss: never chosen, but its epoch keeps its number."
    )
    same_as("honest_result")

# %% [markdown]
# How much better does a model look when the test wires choose its epoch? We simulate 20 epochs that
# are *equally* good and differ only by the luck of the test wires.

# %%
if solved("honest_result"):
    skill, n = judged["at the best epochs"][1]["right"].mean(), len(y_test)
    luck = np.random.default_rng(0).binomial(n, skill, (2_000, 20)) / n
    honest = np.mean([honest_result(np.arange(20.0), scores)[1] for scores in luck])
    print(f"simulated, epoch chosen by validation: {honest:.1%}")
    print(f"simulated, epoch chosen on the test:   {luck.max(axis=1).mean():.1%}")
else:
    print("Solve `honest_result` to see how much choosing on the test flatters.")

# %% [markdown]
# The second line is better by luck alone. (The simulated epochs are independent of each other. Real
# epochs of one training resemble each other, so choosing among them would gain you less.)
#
# > **So far.** After 20 epochs the gap in loss is large, mostly because nobody stopped the wide
# > model in time. At their best epochs the two are much closer, and the narrow one costs a
# > fraction. But each was trained from a single random start.
#
# ## Is six the right width?
# A network starts from random weights, and another start gives another result. So we train each
# width several times, from different **seeds** (the number that fixes the random start): five
# times for width 6, three times for 2 and 32. A run stops as soon as the validation loss has not
# improved for two epochs. This is called **early stopping**.
#
# Five trainings of the wide model would keep you waiting for a minute and show you nothing new, so
# we have trained it beforehand. `data/rebuild/reuters_wide.py` does it again; each run stops after
# one epoch without a lower loss. The file holds seed 0 as well, the training that you have just
# watched. Are the two the same? (On another processor the last digits differ: it adds up in another
# order.)

# %%
sweep, parameters = {}, {}
for width, seeds in {2: 3, 6: 5, 32: 3}.items():
    stop = {"epochs": 20, "patience": 2, "label": f"width {width}"}
    build = partial(classifier, width)
    model, tried = train_seeds(build, fit_on, validate_on, seeds=range(seeds), **stop)
    sweep[width] = np.array([run.history["val_loss"].min() for run in tried])
    parameters[width] = model.count_params()
beforehand = datasets.wide_losses()
sweep[1_000] = np.array([losses.min() for losses in beforehand.values()])
parameters[1_000] = wide.count_params()
print("wide model, seed 0, beforehand:", beforehand[0].round(3))
print("             and as you saw it:", history["val_loss"][: len(beforehand[0])].round(3))
for width, losses in sweep.items():
    print(f"width {width:>5,}: lowest validation loss", " ".join(f"{x:.3f}" for x in losses))

# %%
points = {
    f"width {width:,}": embeddings.Point(
        parameters[width], tuple(losses), "full" if width == 1_000 else "reduced"
    )
    for width, losses in sweep.items()
}
best_width = min(sweep, key=lambda width: sweep[width].mean())
title = f"Of four widths, {best_width:,} has the lowest mean validation loss"
embeddings.trade_off(points, loss="lowest validation loss", title=title)

# %% [markdown]
# A dot is one seed. Is another width really better or worse than six, or was it luck? We compare
# the seeds that both widths have, pair by pair. A negative difference means a lower loss than with
# six numbers, so a better width. (Over thousands of wires, twice the standard error was enough.
# With so few seeds the standard error itself is only roughly known, and so luck reaches farther.
# Over three seeds we call a difference *established* when it is more than 4.3 times its standard
# error, over five seeds when it is more than 2.8 times. Again, luck alone goes so far only about
# one time in twenty. These limits come from *Student's t distribution*.)

# %%
against_six = {
    width: difference(losses, sweep[6][: len(losses)], over="seeds", unit="loss")
    for width, losses in sweep.items()
    if width != 6
}
for width, apart in against_six.items():
    verdict = "established" if apart.sure else "may be luck"
    print(f"width {width:,} against 6: {apart:.3f}, {verdict}")

# %%
claim(
    "The fourth root of the vocabulary is the width to take",
    measured="lowest validation loss: "
    + ", ".join(f"{losses.mean():.2f} at width {width:,}" for width, losses in sweep.items()),
    holds={
        "no worse than a thousand": not (against_six[1_000].sure and against_six[1_000].value < 0),
        "the lowest mean loss of the four": best_width == 6,
    },
)

# %% [markdown]
# So how good is the rule? These seeds do not show six numbers to be worse than a thousand; in the
# figure, six even have the lower mean loss. (The loss that six saved *at the best epochs* came from
# one pair of models, and other test wires were the only luck that we looked at. The last of the
# three lines asks about other random starts.) The verdict on the claim goes by the means alone; the
# second line says whether these seeds establish that 32 numbers are better than six. Where a line
# says *may be luck*, the two widths need not be equally good: a few seeds can only establish a
# difference that is large beside its standard error. The rule is a good first try, and a few more
# runs tell you more.
#
# ### Which twenty words?
# Remember that few wires still have their beginning. Journalists put the news first, and the
# lecture's encoding cuts it off. In the next cell we keep the *first* 20 words instead, and
# change nothing else. Which do you think matters more: the width of the embedding, or which words
# the model reads?

# %%
heads = keras.utils.pad_sequences(whole.train.words, maxlen=20, truncating="post")
fit_heads, validate_heads = (heads[:-held_out], fit_on[1]), (heads[-held_out:], validate_on[1])
stop = {"epochs": 20, "patience": 2, "label": "first 20 words"}
head_model, head_runs = train_seeds(
    partial(classifier, 6), fit_heads, validate_heads, seeds=range(3), **stop
)
head_losses = np.array([run.history["val_loss"].min() for run in head_runs])
cut = difference(head_losses, sweep[6][:3], over="seeds", unit="loss")
means = [losses.mean() for losses in sweep.values()]
print(f"first instead of last 20 words, width 6: {cut:.3f}")
print(f"from the best of the four widths to the worst: {max(means) - min(means):.3f}")

# %% [markdown]
# A negative number in the first line means that the loss fell. Compare it with the second line,
# the distance between the best and the worst of our four widths: the choice of the words makes
# the larger difference, and it does not cost a single parameter. Before you tune a model, look at
# what it gets to read.
#
# **Question.** The lecture's model trains, its loss falls, and its accuracy beats the baseline. Why
# does it not show that the model reads the wrong words?
#
# <details><summary>A. Because a network that gets worse input still learns what it can from
# it.</summary>
#
# Yes. Nothing fails, and there is no warning. You only see it when you decode a wire and read it.
# </details>
# <details><summary>B. Because the end of a wire is as informative as its beginning.</summary>
#
# You have just measured that it is not.
# </details>
#
# > **So far.** On these wires, six numbers per word are no worse than a thousand, as far as five
# > seeds can tell. The choice of the words matters more than the width.
#
# ## What six numbers say
# If the table has learned something, then words of the same topic should have similar rows. We
# say that a word *points to* the topic where it is most over-represented, that is, where it
# appears most often compared with chance. We count this on the validation wires. A word's
# *nearest neighbour* is the word whose row has the smallest angle to its own. How often do the
# two point to the same topic? As a control, we ask the same of a table before training. (The
# trained table is that of the model which reads the first 20 words.)

# %%
points_to = embeddings.topic_of_words(whole.train.words[-held_out:], y_val, vocabulary=1_000)
head_model.set_weights(head_runs[-1].best_weights)
trained_table = head_model.get_layer("embedding").get_weights()[0]
agrees = {}
for name, table in (("untrained", tables["6 numbers per word"]), ("trained", trained_table)):
    nearest = embeddings.nearest_words(table)
    agrees[name] = points_to == points_to[nearest[:, 0]]
    print(f"{name}: the nearest word points to the same topic for {agrees[name].mean():.1%}")
print("trained against untrained:", difference(agrees["trained"], agrees["untrained"], over="rows"))

# %% [markdown]
# The last line is the difference between the two, in points, with its standard error. For most
# words the neighbour still points elsewhere, so do not expect too much when you now look at the
# rows themselves. Rows with similar colours point in similar directions. The **cosine** on the
# right compares each row with the first of its panel: it is 1 for the same direction and 0 at a
# right angle. The topic that a word points to is in brackets. The last panel shows four words
# drawn at random.

# %%
words = wires.decode(range(4, 1_000)).split(" ")
labels = [
    f"{word} ({wires.topic_names[topic]})" for word, topic in zip(words, points_to, strict=True)
]
places = {word: words.index(word) for word in ("wheat", "oil", "trade")}
groups = {f"{word} and its nearest": [at, *nearest[at, :3]] for word, at in places.items()}
groups["drawn at random"] = np.random.default_rng(0).choice(len(words), 4, replace=False)
more_often = agrees["trained"].mean() / agrees["untrained"].mean()
title = f"Training makes neighbours share a topic {more_often:.1f} times as often"
embeddings.word_rows(embeddings.directions(trained_table), labels, groups, title=title)

# %% [markdown]
# Nobody told the model which words belong together. It only had to name the topic of each wire.
# Which of these neighbours would you have chosen, and which not? With a few words one can show
# almost anything. That is why we counted over all words first.
#
# ### Does an embedding know the order of the words?
# The lecture says that it respects the sequence. We write the same five words four times in a row,
# so that each word stands in four places, and compare its rows:

# %%
embed = keras.Sequential([keras.Input((20,)), head_model.get_layer("embedding")])
four_times = np.array([[44, 11, 15, 16, 8] * 4])
moved = np.ptp(np.asarray(embed(four_times)).reshape(4, 5, 6), axis=0).max()
claim(
    "An embedding respects the sequence of the words",
    measured=f"five words in four places each: the rows of a word differ by {moved:g}",
    holds={"a word's row depends on its place": moved > 0},
)

# %% [markdown]
# A word has one row, wherever it stands. Only the layers behind the table can know the order.
# Does this network use it? Shuffle the words of every wire, in training and in validation alike,
# and train again from five seeds.


# %%
def shuffled(words: np.ndarray) -> np.ndarray:
    """Return the wires with the words of each in random order."""
    return np.random.default_rng(0).permuted(words, axis=1)


blind = (shuffled(X_train), fit_on[1]), (shuffled(X_val), validate_on[1])
stop = {"epochs": 20, "patience": 2, "label": "words shuffled"}
_, blind_runs = train_seeds(partial(classifier, 6), *blind, seeds=range(5), **stop)
blind_losses = np.array([run.history["val_loss"].min() for run in blind_runs])
order = difference(blind_losses, sweep[6], over="seeds", unit="loss")
verdict = "established" if order.sure else "may be luck"
print(f"words shuffled against in order: {order:.3f}, {verdict}")

# %% [markdown]
# A positive number means that the loss rose without the order, and the verdict says whether that
# is more than luck. Compare the number with *Which twenty words?*: reading 20 other words moved
# the loss far more than shuffling these 20. And the value of the order may be even smaller than
# this number. Behind `Flatten`, the hidden layer has to learn every word anew for each of the 20
# places, and our guess is that shuffling makes that harder. We have not measured it.
#
# > **So far.** After training, a word and its neighbour point to the same topic more often than
# > before, though not for most words. The table knows no order, and for this network the order
# > matters little.

# %% [markdown]
# ## Capstone · `small_classifier` (4 points)
# Now you get an even smaller server: **at most 20,000 parameters**, less than half of the narrow
# model, for the wires of this lesson (a vocabulary of 1,000, 20 words, 46 topics). Design a network
# of your own and return it untrained. The check compiles it and trains it for six epochs (Adam,
# learning rate 0.005). In the best of them, the validation loss has to be **1.80** or less.
#
# Three questions that may help: In which layer were most of the parameters? Which layer other than
# `Flatten` turns the rows of 20 words into a single row, so that the next layer has fewer inputs?
# (Look under *pooling* in the [list of layers](https://keras.io/api/layers/).) What does the model
# no longer know then, and how much was that worth in the last section?


# %% tags=["exercise"]
def small_classifier(vocabulary: int, length: int, topics: int) -> keras.Model:
    """Return an untrained model, with at most 20,000 parameters for the wires of this lesson.

    Input: word numbers below `vocabulary`, shape (wires, length). Output: a probability for each
    topic, shape (wires, topics); each row adds up to 1. Training it beforehand does not help: the
    check puts the weights of each layer in a random order before it trains.
    """
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((length,)),
            layers.Embedding(vocabulary, 16),
            layers.GlobalAveragePooling1D(),
            layers.Dense(32, activation="relu"),
            layers.Dense(topics, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% tags=["check"]
# Check of small_classifier: run it; open it to read what is asked
with graded(
    "small_classifier",
    points=4,
    hint="The hidden layer behind Flatten is expensive: 20 places × width × 256. What is cheaper?",
    stronger="GlobalAveragePooling1D hands on the mean of the words: only `width` inputs.",
):
    built = small_classifier(vocabulary=1_000, length=20, topics=46)
    assert isinstance(built, keras.Model), "Return a Keras model."
    answer = np.asarray(built(X_val))
    assert answer.shape == (len(X_val), 46), "The model gives a row of 46 numbers for each wire."
    assert built.count_params() <= 20_000, "The budget is 20,000 parameters."
    assert answer.min() >= 0, "These are no probabilities: does the last layer end in a softmax?"
    assert np.ptp([*answer.sum(axis=1), 1]) < 1e-3, "Rows add up to 1: is it a softmax over topics?"
    other, few = small_classifier(2_000, 7, 5), X_val[:2, :7] + 1_000
    assert not refuses(other, few, error=Exception), "Use the `vocabulary` and `length` given."
    assert np.shape(other(few)) == (2, 5), "Use the number of `topics` given: there are 5, not 46."
    wires_of = (X_train, y_train), (X_val, y_val)
    reached = embeddings.trained_loss(built, *wires_of, epochs=6, rate=0.005)
    assert reached <= 1.80, "Too high a loss: do all words reach the output? Are six epochs enough?"

# %% [markdown]
# How does yours compare? The four widths above were trained with another optimizer. For a fair
# comparison we train the narrow model by the check's recipe too. Each is trained once, so a small
# difference may be luck.

# %%
if solved("small_classifier"):
    wires_of = (X_train, y_train), (X_val, y_val)
    yours = small_classifier(1_000, 20, 46)
    mine = embeddings.trained_loss(yours, *wires_of, epochs=6, rate=0.005)
    rival = embeddings.trained_loss(classifier(6), *wires_of, epochs=6, rate=0.005)
    print(f"yours: loss {mine:.2f}, {yours.count_params():,} parameters")
    print(f"narrow: loss {rival:.2f}, {parameters[6]:,} parameters, the same recipe")
    points["yours (Adam)"] = embeddings.Point(yours.count_params(), (mine,), "yours")
    times, wide_loss = parameters[1_000] / yours.count_params(), sweep[1_000].mean()
    title = f"Yours: {times:,.0f} times smaller than the wide model, "
    title += f"loss {mine:.2f} against {wide_loss:.2f}"
    embeddings.trade_off(points, loss="lowest validation loss", title=title)
else:
    print("Solve `small_classifier` to see it beside the four widths.")

# %% [markdown]
# If you solved `encode_headline`, you can now ask the narrow model that was trained on the first
# 20 words about a headline of your own (up to 19 words, no punctuation). It prints its three most
# likely topics. Change the headline and run the cell again. What happens if you keep only its first
# ten words, so that it is padded like a short wire?

# %%
if solved("encode_headline"):
    headline = "crude oil prices rise as opec ministers agree to cut output of oil by one mln "
    headline += "barrels a day this year"
    ids = encode_headline(headline, wires.word_index, 1_000, 20)
    probabilities = np.asarray(head_model(np.array([ids])))[0]
    for topic in np.argsort(probabilities)[::-1][:3]:
        print(f"{wires.topic_names[topic]:<14} {probabilities[topic]:.0%}")
else:
    print("Solve `encode_headline` to let the model read a headline of yours.")

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# **How many numbers does a word need?** For this task, six are enough: none of our comparisons
# shows a thousand to be better, and a thousand cost 126 times the parameters. Which of the two
# would you pay to run? By these measurements, the narrow one, and it should read the first 20
# words.
#
# **Three things to keep**
# - Count parameters before you train. The width of an embedding is paid for again in the layer
#   behind it.
# - Compare models at the epoch that the validation data chose. Otherwise you mostly measure how
#   long you trained.
# - Read what your model reads. The encoding can matter more than the architecture.
#
# **Where you would use this:** any input with many categories, such as words, products, postcodes
# or users. **Where it fails:** the row of a category that appears only once or twice has hardly
# been trained, and an embedding from one task need not help with another.
#
# **Next.** Here we took numbers away. Lesson 2 asks the opposite question, about patients: what
# does *one more* column cost, and does it earn its place?

# %% [markdown]
# ## Optional: do these public data repeat themselves?
# Some test wires are also in the training set, word for word, and not always with the same topic.
# Do these copies make a model look better than it is, and one of our two more than the other?

# %%
seen = {ids.tobytes() for ids in whole.train.words}
filed = {(ids.tobytes(), topic) for ids, topic in zip(*vars(whole.train).values(), strict=True)}
repeated = np.array([ids.tobytes() in seen for ids in whole.test.words])
same_topic = np.array(
    [(ids.tobytes(), topic) in filed for ids, topic in zip(*vars(whole.test).values(), strict=True)]
)
print(
    f"{repeated.sum()} test wires copy a training wire, {same_topic.sum()} of them with its topic"
)
thousand, six = judged["at the best epochs"]
new = ~repeated
for name, scores in (("wide", thousand), ("narrow", six)):
    on_copies, on_new = scores["right"][same_topic].mean(), scores["right"][new].mean()
    print(f"{name}: right on {on_copies:.0%} of these copies, {on_new:.0%} of new wires")
print(
    "six against a thousand, new wires only:",
    difference(six["right"][new], thousand["right"][new], over="rows"),
)

# %% [markdown]
# First compare the two models on the copies. Does the one that learns its training wires by heart
# gain more? A model that remembers copies has a test accuracy that is a little too good. By how
# much, its line does not tell: the copies may have easier or harder topics than the new wires, and
# we did not separate the two. Does it change the comparison of the models? Hold the last line
# against the accuracy gained *at the best epochs* in *Which is better, and when?*: as long as
# neither is more than twice its standard error, the copies have changed no verdict.
#
# ## Further reading
# - Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin: *A Neural Probabilistic Language Model*,
#   Journal of Machine Learning Research 3, 2003.
# - T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean: *Distributed Representations of
#   Words and Phrases and their Compositionality*, NIPS 2013 (word2vec; its released vectors
#   have 3 million words and phrases of 300 numbers).
# - A. Radford, J. Wu, R. Child, D. Luan, D. Amodei, I. Sutskever: *Language Models are
#   Unsupervised Multitask Learners*, OpenAI 2019 (GPT-2).
# - J. Devlin, M.-W. Chang, K. Lee, K. Toutanova: *BERT: Pre-training of Deep Bidirectional
#   Transformers for Language Understanding*, NAACL 2019.
# - D. Lewis: *Reuters-21578 Text Categorization Test Collection*, Distribution 1.0, 1997.

# %% tags=["scoreboard"]
scoreboard(of=16)

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
# You train one classifier of newswires twice: once with a thousand numbers per word, once
# with six. At the end you say which of the two you would pay to serve, and what six numbers
# really buy.
#
# **Time** 45 minutes, of which about three are training. **Before** you start: a little Keras
# and NumPy.
#
# **Afterwards** you can
# - count the parameters of a network by hand, and say where they sit,
# - encode text as a model expects it, and see what the encoding throws away,
# - tell a model that is worse from one that was trained too long,
# - size an embedding by measurement rather than by rule.
#
# Work from top to bottom. An exercise is a cell to complete with a check below it; the check
# says at once what is right.

# %% tags=["setup"]
import numbers

import numpy as np
import pandas as pd
from pytest import approx
from sklearn.datasets import load_digits, load_sample_image

from utils import datasets, plotting
from utils.frameworks import keras
from utils.grading import graded, predict, predictions, refuses, scoreboard, solved
from utils.grading.claims import Claim, claims, verdict
from utils.measuring.training import accuracy_difference, train
from utils.topics import embeddings

layers = keras.layers

wires = datasets.reuters(vocabulary=1_000, length=20)
held_out = len(wires.train.words) // 5
X_train, y_train = wires.train.words[:-held_out], wires.train.topics[:-held_out]
X_val, y_val = wires.train.words[-held_out:], wires.train.topics[-held_out:]
X_test, y_test = wires.test.words, wires.test.topics

# %% [markdown]
# ## A dimension is a number you pay for
# Measuring used to be dear, so experts chose a few things to measure. Today storing is cheap,
# and everything goes in. But each number that describes an example is stored, sent,
# multiplied and watched for as long as the product lives. How many numbers is one example?
# The lecture names a shopper (60), a small grey picture (2,500) and the same in colour
# (7,500). Below are real ones.

# %%
photo = load_sample_image("china.jpg")[100:150, 300:350]
patient = datasets.heart().patients.drop(columns="num").iloc[0]
examples = {
    "a patient's record (lesson 2)": patient,
    "a written digit, 8 × 8": load_digits().images[0],
    "a grey picture, 50 × 50": photo.mean(axis=2),
    "the same in colour": photo,
    "a wire of 20 words, one-hot": np.eye(1_000)[X_train[0]],
}
embeddings.magnitudes(
    {name: example.size for name, example in examples.items()},
    unit="numbers per example",
    title="A line of text takes more than a small picture",
)

# %% [markdown]
# One-hot spends a thousand numbers to say *which* word it is. This lesson is about that last
# line.
#
# ## The wires
# Reuters-21578 is a collection of newswires from 1987, each filed under a topic. Words are
# numbered by frequency. As the lecture does, we keep the commonest and 20 words of each wire.

# %%
parts = {"training": X_train, "validation": X_val, "test": X_test}
print({name: f"{len(words):,} wires" for name, words in parts.items()})
assert sum(map(len, parts.values())) == 11_228
assert len(wires.topic_names) == 46

# %% [markdown]
# What does a model get to read? Look at the numbers of one wire, then at their words.

# %%
whole = datasets.reuters(vocabulary=1_000)
print("topic:", wires.topic_names[y_train[1]], "\n")
print(X_train[1], "\n")
print(wires.decode(X_train[1]), "\n")
print(f"the whole wire has {len(whole.train.words[1])} words and begins:")
print(whole.decode(whole.train.words[1][:20]), "\n")
padded = X_train[(X_train == 0).any(axis=1)][0]
print("a short wire:", wires.decode(padded))

# %% [markdown]
# Four conventions hide in there. Numbers 0 to 3 are reserved (padding, start, unknown,
# unused), so a word's number is its rank plus 3 and the commonest word is 4. A short wire is
# padded in front. Every word beyond the vocabulary is unknown. And a wire that is too long
# loses its **front**: the model reads how the story ends, down to the agency's signature
# `reuter 3`.
#
# How often does each happen?

# %%
print(f"{(X_train == 2).mean():.0%} of all words are unknown")
print(f"{(X_train == 1).any(axis=1).mean():.0%} of the wires still have their start")
print(f"{(X_train == 0).any(axis=1).mean():.0%} are padded")

# %% [markdown]
# Keep the second line in mind: it returns near the end.
#
# The topics are far from equally frequent. How good is the laziest answer, always the
# commonest topic?

# %%
counts = np.bincount(np.concatenate([wires.train.topics, wires.test.topics]))
largest = np.sort(counts)[-2:].sum() / counts.sum()
title = f"Two of {len(counts)} topics hold {largest:.0%} of the wires"
embeddings.class_counts(counts, wires.topic_names, title=title)
commonest = np.bincount(y_train).argmax()
print(f"always {wires.topic_names[commonest]!r}: right for {np.mean(y_val == commonest):.1%}")

# %% [markdown]
# That is the floor: an accuracy says nothing until it is compared with it.
#
# ### Exercise · `encode_headline` (3 points)
# The model that you are about to train should read a headline of your own. Encode one exactly
# as the wires are encoded. The public data set counts a word as unknown when its **number**
# (not its rank) reaches the vocabulary.


# %% tags=["exercise"]
def encode_headline(
    headline: str, word_index: dict[str, int], vocabulary: int, length: int
) -> list[int]:
    """Return the numbers of a headline's words, as the wires are encoded.

    headline: words with blanks between them, in upper or lower case.
    word_index: word to rank; the most frequent word has rank 1.
    vocabulary: numbers run below this one; every other word is unknown, 2.
    length: how many numbers to return. They begin with the start mark, 1; what is too long loses
    its front, the start mark first; what is too short is padded in front with 0.

    >>> encode_headline("The xylophone of", {"the": 1, "of": 2}, vocabulary=1_000, length=6)
    [0, 0, 1, 4, 2, 5]
    """
    ### BEGIN SOLUTION
    ranks = [word_index.get(word) for word in headline.lower().split()]
    ids = [1] + [2 if rank is None or rank + 3 >= vocabulary else rank + 3 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "encode_headline",
    points=3,
    hint="Four steps: ranks, numbers (rank + 3), the start mark in front, then the length.",
    stronger="`ids[-length:]` keeps the end, and `[0] * n` is empty when n is negative.",
):
    ranks = {"the": 1, "of": 2, "oil": 3, "prices": 5, "rise": 6, "rare": 9}
    exact = encode_headline("oil prices rise", ranks, 1_000, 4)
    assert isinstance(exact, list | tuple | np.ndarray), "Return the numbers as a list."
    assert np.ndim(exact) == 1, "Return one row of numbers, not a table with one row."
    assert all(isinstance(number, numbers.Integral) for number in exact), (
        "Every word becomes a whole number."
    )
    assert len(exact) == 4, "The result has `length` numbers, the start mark among them."
    assert list(exact) == [1, 6, 8, 9], "The start mark, then each word's rank plus 3."
    assert list(encode_headline("Oil PRICES", ranks, 1_000, 3)) == [1, 6, 8], (
        "The index is in lower case."
    )
    assert list(encode_headline("oil zeppelin", ranks, 1_000, 3)) == [1, 6, 2], (
        "A word that is not in the index is 2."
    )
    beyond = encode_headline("rare oil", ranks, 12, 3)
    assert list(beyond) == [1, 2, 6], "Numbers stay below the vocabulary: rank 9 is number 12."
    below = encode_headline("rare oil", ranks, 13, 3)
    assert list(below) == [1, 12, 6], "Number 12 is below a vocabulary of 13: the word is known."
    short = encode_headline("oil", ranks, 1_000, 5)
    assert list(short) == [0, 0, 0, 1, 6], "Short headlines are padded in front, with 0."
    twice = encode_headline("the oil the", ranks, 1_000, 4)
    assert list(twice) == [1, 4, 6, 4], "A word that comes twice counts twice."
    long = encode_headline("the oil prices rise", ranks, 1_000, 3)
    assert list(long) == [6, 8, 9], "Long ones lose their front, start mark and all."

# %% [markdown]
# ## Three encodings of one wire
# An embedding layer is a table with one row per word. Looking a row up is the same as
# multiplying the one-hot row with the table, without the zeros. Here are the two tables that
# you will train, still random. Rows 6 to 8 are alike: three unknown words.


# %%
def classifier(width: int) -> keras.Model:
    """The lecture's network; only the width of the embedding varies."""
    model = keras.Sequential(
        [
            keras.Input((20,)),
            layers.Embedding(1_000, width, name="embedding"),
            layers.Flatten(),
            layers.Dense(256, name="dense_256"),
            layers.Dropout(0.25),
            layers.Activation("relu"),
            layers.Dense(46, name="dense_46"),
            layers.Activation("softmax"),
        ]
    )
    model.compile(
        loss="categorical_crossentropy",
        optimizer="rmsprop",
        metrics=["accuracy"],
        steps_per_execution=57,  # an epoch is one call: the same result, sooner for narrow models
    )
    return model


keras.utils.set_random_seed(0)
models = {"1,000 numbers per word": classifier(1_000), "6 numbers per word": classifier(6)}
wide, narrow = models.values()

# %%
tables = {name: model.get_layer("embedding").get_weights()[0] for name, model in models.items()}
embeddings.encodings(
    X_train[1], tables, title="Six numbers per word take 167 times less room than a thousand"
)

# %%
looked_up = tables["6 numbers per word"][X_train[1]]
multiplied = np.eye(1_000)[X_train[1]] @ tables["6 numbers per word"]
print("looking up equals multiplying:", np.allclose(looked_up, multiplied))

# %% [markdown]
# ### Exercise · `wire_bytes` (2 points)
# The last line of the first figure never has to exist. How many bytes do many wires take as
# plain word numbers, one-hot, and embedded?


# %% tags=["exercise"]
def wire_bytes(wires: int, length: int, vocabulary: int, width: int) -> dict[str, int]:
    """Return the bytes of `wires` texts of `length` words in three encodings.

    The keys are "numbers" (one 32-bit integer per word), "one-hot" (`vocabulary` 32-bit floats
    per word) and "embedded" (`width` 32-bit floats per word).

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
with graded(
    "wire_bytes",
    points=2,
    hint="32 bits are 4 bytes. Count the numbers first, then multiply.",
    stronger="There are wires × length words. Each costs 1, `vocabulary` or `width` numbers.",
):
    one = wire_bytes(1, 20, 1_000, 6)
    assert isinstance(one, dict), "Return a dictionary: the encoding's name to its bytes."
    assert set(one) == {"numbers", "one-hot", "embedded"}, (
        'The keys are "numbers", "one-hot" and "embedded".'
    )
    assert all(isinstance(size, numbers.Integral) for size in one.values()), (
        "Bytes come in whole numbers: divide with //."
    )
    assert one["embedded"] != 480 * 8, "Those are bits: a 32-bit float has 4 bytes."
    assert one["embedded"] == 480, "20 words × 6 numbers × 4 bytes."
    assert one["numbers"] == 80, (
        "A word's number is one 32-bit integer, however large the vocabulary."
    )
    assert one["one-hot"] == 80_000, (
        "One-hot stores the zeros too: 20 words × 1,000 floats × 4 bytes."
    )
    fifty = wire_bytes(50, 7, 300, 10)
    assert fifty["one-hot"] == 420_000, "Fifty wires take fifty times the bytes of one."
    assert fifty["embedded"] == 14_000, "50 × 7 words × 10 numbers × 4 bytes."
    assert fifty["numbers"] == 1_400, "50 × 7 words × 4 bytes."

# %%
if solved("wire_bytes"):
    embeddings.magnitudes(
        wire_bytes(len(X_train), 20, 1_000, 6),
        unit="bytes of all training wires",
        title="One-hot takes a thousand times the bytes of plain numbers",
        colours={"one-hot": "full", "embedded": "reduced", "numbers": "yours"},
    )

# %% [markdown]
# ## Where the parameters sit
# The lecture's network is an embedding, a hidden layer of 256 and a softmax over 46 topics.
# With a thousand numbers per word it has about six million parameters. Before you look: what
# share of them, from 0 to 1, is the embedding?

# %%
predict("share of the embedding", None)

# %%
sizes = {
    name: {layer.name: layer.count_params() for layer in model.layers if layer.count_params()}
    for name, model in models.items()
}
assert wide.count_params() == 6_132_078
assert narrow.count_params() == 48_798
share = sizes["1,000 numbers per word"]["embedding"] / wide.count_params()
embeddings.layer_parameters(sizes, title=f"Only {share:.0%} of the wide model is its embedding")
print(f"wide {wide.count_params():,}, narrow {narrow.count_params():,} parameters")
print(f"{wide.count_params() / narrow.count_params():.0f} times fewer")
print("your guess of the embedding's share:", predictions().get("share of the embedding", "none"))

# %% [markdown]
# The width is paid for twice: in the table, and in the hidden layer, which sees it at each of
# the 20 places.
#
# ### Exercise · `parameter_count` (2 points)
# Derive the two totals, so that you can size such a network before you build it.


# %% tags=["exercise"]
def parameter_count(vocabulary: int, width: int, length: int, hidden: int, topics: int) -> int:
    """Return the number of trainable parameters of embedding → flatten → dense → dense.

    vocabulary, width: rows and columns of the embedding table. length: words per text.
    hidden, topics: outputs of the two dense layers, which have a bias for each output.

    >>> parameter_count(vocabulary=10, width=3, length=1, hidden=1, topics=1)
    36
    """
    ### BEGIN SOLUTION
    return vocabulary * width + (length * width + 1) * hidden + (hidden + 1) * topics
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "parameter_count",
    points=2,
    hint="A dense layer has inputs × outputs weights and a bias per output, an embedding none.",
    stronger="Flatten turns `length` words of `width` numbers into length × width inputs.",
):
    tiny = parameter_count(10, 3, 1, 2, 4)
    assert isinstance(tiny, numbers.Integral), "Parameters are counted in whole numbers."
    assert tiny != 38, "The output layer is missing: it has weights and biases too."
    for biases in range(6):
        assert tiny != 44 + biases, (
            "Each output of a dense layer has a bias: 2 and 4 here, not one."
        )
    assert tiny == 50, "A table of 30, a hidden layer of 3 × 2 + 2, an output of 2 × 4 + 4."
    places = parameter_count(10, 3, 4, 1, 1)
    assert places != 135, "All places of a text share one table: count it once."
    assert places == 45, "Every word reaches the hidden layer: 4 × 3 inputs."
    assert parameter_count(10, 3, 4, 5, 7) == 137, "30 + (12 × 5 + 5) + (5 × 7 + 7)."
    assert parameter_count(1_000, 1_000, 20, 256, 46) == 6_132_078, "The lecture's wide network."
    assert parameter_count(1_000, 6, 20, 256, 46) == 48_798, "The lecture's narrow network."

# %% [markdown]
# ### Exercise · `embedding_width` (2 points)
# The lecture takes six because of a rule of thumb: the width is the fourth root of the
# vocabulary. Write the rule.


# %% tags=["exercise"]
def embedding_width(vocabulary: int) -> int:
    """Return the width of an embedding by the fourth-root rule, to the nearest whole number.

    vocabulary: number of words, at least 1. Raises ValueError for fewer.

    >>> embedding_width(10_000)
    10
    """
    ### BEGIN SOLUTION
    if vocabulary < 1:
        raise ValueError(f"a vocabulary has at least one word, not {vocabulary}")
    return round(vocabulary**0.25)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "embedding_width",
    points=2,
    hint="Take the root of the root. Is the fourth root of 1,000 nearer to 5 or to 6?",
    stronger="`**0.25` is the fourth root. `round` rounds, `int` only cuts.",
):
    width = embedding_width(10_000)
    assert isinstance(width, numbers.Integral), "A width is a whole number, the size of an array."
    assert width == 10, "10 × 10 × 10 × 10 is 10,000, so the fourth root is 10."
    assert embedding_width(1_000) == 6, (
        "The fourth root of 1,000 is 5.62, and the nearest whole number is wanted."
    )
    assert embedding_width(30_522) == 13, "The fourth root of 30,522 is 13.2."
    assert embedding_width(411) == 5, "The fourth root of 411 is 4.502: round once."
    exact = [embedding_width(width**4) for width in range(2, 40)]
    assert exact == list(range(2, 40)), "The rule holds for every vocabulary: 81 words, width 3."
    assert embedding_width(1) == 1, "One word still needs one number."
    assert refuses(embedding_width, 0), "An empty vocabulary has no width: raise ValueError."
    assert refuses(embedding_width, -16), "No vocabulary is below 0 either: raise ValueError."

# %% [markdown]
# Do people who publish models follow the rule? The widths below are those of the released
# models (see *Further reading*).

# %%
if solved("embedding_width"):
    embeddings.published_widths(
        embedding_width,
        {
            "word2vec": (3_000_000, 300),
            "GPT-2 small": (50_257, 768),
            "BERT base": (30_522, 768),
        },
        title="Published models are far wider than the rule",
    )

# %% [markdown]
# In GPT-2 and BERT it is the width of the whole network. The rule is a place to start, and a
# sweep, below, is the place to end.
#
# ## Train both
# Twenty epochs, batches of 128, RMSprop, cross-entropy, as in the lecture. One thing differs:
# the lecture watches the *test* wires while it trains; we watch wires held out of the
# training set and leave the test for the end.
#
# Two guesses first. At which epoch is the wide model's validation loss lowest? And how many
# points of test accuracy will six numbers gain against a thousand, both at their best epochs
# (2 for two points, negative if six are worse)?

# %%
predict("the wide model's best epoch", None)
predict("points gained with six numbers", None)

# %% [markdown]
# The labels become one-hot rows of 46, which this loss compares with the softmax. The wide
# model takes one to two minutes; meanwhile, what do you expect of the validation loss once
# the training loss is near zero?

# %%
topics = len(wires.topic_names)
fit_on = X_train, keras.utils.to_categorical(y_train, topics)
validate_on = X_val, keras.utils.to_categorical(y_val, topics)
print("topic", y_train[0], "becomes", fit_on[1][0].astype(int))
runs = {
    name: train(model, fit_on, validate_on, epochs=20, label=name) for name, model in models.items()
}

# %%
wide_run, narrow_run = runs.values()
lowest, end = wide_run.history["val_loss"].min(), wide_run.history["val_loss"][-1]
title = (
    f"The wide model's validation loss: {lowest:.2f} at epoch {wide_run.best_epoch}, "
    f"{end:.2f} at epoch 20"
)
plotting.histories(runs, title=title)
for name, run in runs.items():
    known, losses = run.history["accuracy"][-1], run.history["val_loss"]
    rise = losses[-1] - losses.min()
    print(
        f"{name}: {known:.0%} of the training wires known, validation loss {rise:.2f} past its best"
    )

# %% [markdown]
# Look at the lower left: the grey loss goes on falling while the blue one turns. The wide
# model memorises its training wires, as the lecture says. The second line says how much less
# the narrow one does.
#
# ## Which is better, and when?
# Now the test wires, once. Each model is judged twice: as it stands after twenty epochs, and
# with the weights of the epoch that the *validation* wires chose.


# %%
def judge(model: keras.Model, weights: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Return for each test wire the loss, whether the model is right, and how sure it is."""
    model.set_weights(weights)
    probabilities = np.asarray(model(X_test))
    losses = -np.log(np.maximum(probabilities[np.arange(len(y_test)), y_test], 1e-7))
    right = probabilities.argmax(axis=1) == y_test
    return {"loss": losses, "right": right, "sure": probabilities.max(axis=1)}


last = {name: judge(models[name], run.last_weights) for name, run in runs.items()}
best = {name: judge(models[name], run.best_weights) for name, run in runs.items()}

# %%
table = {}
for name, run in runs.items():
    table[name] = {
        "parameters": f"{models[name].count_params():,}",
        "megabytes to serve": round(models[name].count_params() * 4e-6, 1),
        "seconds of training": round(run.seconds, 1),
        "best epoch": run.best_epoch,
    }
    for when, judged in (("epoch 20", last[name]), ("best epoch", best[name])):
        table[name] |= {
            f"test loss, {when}": f"{judged['loss'].mean():.2f}",
            f"accuracy, {when}": f"{judged['right'].mean():.1%}",
            f"how sure when wrong, {when}": f"{judged['sure'][~judged['right']].mean():.0%}",
        }
pd.DataFrame(table)

# %% [markdown]
# How much of these differences is luck? Draw the test wires again and again, with replacement,
# the same draw for both models (a paired bootstrap); ± is one standard error. A difference of
# more than twice its ± is unlikely to be the luck of the wires. (The luck of the first weights
# is not in it; the sweep below gives an idea of that.)

# %%
gaps = {}
for when, judged in (("after twenty epochs", last), ("at the best epochs", best)):
    thousand, six = judged.values()
    points = [100 * part for part in accuracy_difference(six["right"], thousand["right"])]
    saved = accuracy_difference(thousand["loss"], six["loss"])
    gaps[when] = points, saved
    print(f"six numbers instead of a thousand, {when}:")
    for what, digits, (gain, error) in (("points of accuracy", 1, points), ("less loss", 3, saved)):
        luck = "more than the luck of the wires" if abs(gain) > 2 * error else "may be luck"
        print(f"  {gain:+.{digits}f} ± {error:.{digits}f} {what}: {luck}")

# %% [markdown]
# The loss charges most for being sure and wrong, which is what training too long teaches:
# compare the rows *how sure when wrong*. The wide model's accuracy hardly changed between its
# best epoch and the last; its certainty did. So a gap after twenty epochs tells mostly how long
# a model was trained; one at the best epochs, how good it is. The bill is another matter.

# %%
ratios = {
    "parameters": wide.count_params() / narrow.count_params(),
    "seconds of training": wide_run.seconds / narrow_run.seconds,
    "seconds to the best epoch": (wide_run.seconds * wide_run.best_epoch)
    / (narrow_run.seconds * narrow_run.best_epoch),
}
for name, ratio in ratios.items():
    print(f"wide / narrow, {name}: {ratio:.1f}")

# %% [markdown]
# The wide model needs fewer epochs, which saves a part of its training time. The megabytes
# stay, for as long as the model is served.
#
# One more doubt: these public data repeat themselves. Do test wires appear in the training
# set, and does that help? Compare each copy with the new wires of its own topic.

# %%
train_texts, test_texts = (
    [ids.tobytes() for ids in part.words] for part in (whole.train, whole.test)
)
seen, filed = set(train_texts), set(zip(train_texts, whole.train.topics, strict=True))
repeated = np.array([text in seen for text in test_texts])
same = np.array([wire in filed for wire in zip(test_texts, whole.test.topics, strict=True)])
print(f"{repeated.sum()} test wires copy a training wire, {same.sum()} under the same topic")
for name, judged in best.items():
    by_topic = pd.Series(judged["right"][~repeated]).groupby(y_test[~repeated]).mean()
    for kind, copies in (("same topic", same), ("another topic", repeated & ~same)):
        right, new = judged["right"][copies].mean(), by_topic.reindex(y_test[copies]).mean()
        print(f"{name}, {kind}: right on {right:.0%} of the copies, {new:.0%} of new wires")
thousand, six = ({what: row[~repeated] for what, row in each.items()} for each in best.values())
gain, error = (100 * part for part in accuracy_difference(six["right"], thousand["right"]))
print(f"without all copies six numbers gain {gain:.1f} ± {error:.1f} points of accuracy")
print("and {:.3f} ± {:.3f} of loss".format(*accuracy_difference(thousand["loss"], six["loss"])))

# %% [markdown]
# A copy helps where its topic is the same and misleads where it is not. The help is greater for
# the wide model, so without the copies the lead of six numbers grows.
#
# ### Exercise · `honest_result` (3 points): find the fault
# Labs often report a result like this:
# ```python
# def honest_result(validation_loss, test_accuracy):
#     epoch = np.argmax(test_accuracy)
#     return epoch, max(test_accuracy)
# ```
#
# It has more than one fault. Write it as it should be.


# %% tags=["exercise"]
def honest_result(validation_loss: np.ndarray, test_accuracy: np.ndarray) -> tuple[int, float]:
    """Return the epoch to serve, counted from 1, and the accuracy to report for it.

    validation_loss, test_accuracy: shape (epochs,). An epoch that diverged has the loss NaN and is
    never chosen. Of equally good epochs the first is chosen.

    >>> honest_result(np.array([2.0, 1.5, 1.8]), np.array([0.40, 0.50, 0.55]))
    (2, 0.5)
    """
    ### BEGIN SOLUTION
    epoch = int(np.nanargmin(validation_loss))
    return epoch + 1, float(test_accuracy[epoch])
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "honest_result",
    points=3,
    hint="Which wires may choose, and which only report? What number has the first epoch?",
    stronger="Find the lowest validation loss. `np.argmin` takes NaN for it; what else is there?",
):
    losses = np.array([2.0, 1.9, 1.6, 1.8, 1.9, 1.7, 1.5, 2.2])
    result = honest_result(losses, np.array([0.40, 0.58, 0.52, 0.54, 0.53, 0.51, 0.503, 0.45]))
    assert isinstance(result, tuple | list), "Return two things: the epoch and its accuracy."
    assert len(result) == 2, "Return two things: the epoch and its accuracy."
    epoch, accuracy = result
    assert isinstance(epoch, numbers.Integral), "An epoch is a whole number."
    assert isinstance(accuracy, numbers.Real), "An accuracy is one number."
    assert epoch not in (1, 2), "Epoch 2 is best on the test: what chooses can no longer judge."
    assert epoch != 3, "A loss may rise and fall again: look at every epoch."
    assert epoch != 6, "An array's first place is 0, the first epoch has the number 1."
    assert epoch == 7, "Serve the epoch of the lowest validation loss."
    assert accuracy == approx(0.503), "Report the accuracy of the epoch that you chose, unrounded."
    epoch, accuracy = honest_result(np.array([1.0, 1.0]), np.array([0.3, 0.4]))
    assert epoch == 1, "Of equally good epochs take the first."
    assert accuracy == approx(0.3), "Report the accuracy of the epoch that you chose."
    diverged = np.array([np.nan, 20.0, 15.0, np.nan])
    epoch, accuracy = honest_result(diverged, np.array([0.1, 0.4, 0.3, 0.2]))
    assert epoch == 3, "NaN is no loss: such an epoch is never chosen, but keeps its number."
    assert accuracy == approx(0.3), "Report the accuracy of the epoch that you chose."

# %% [markdown]
# How much does choosing on the test flatter? Simulate twenty epochs that are *equally* good and
# differ only by the luck of the test wires.

# %%
if solved("honest_result"):
    share, n = best["6 numbers per word"]["right"].mean(), len(y_test)
    luck = np.random.default_rng(0).binomial(n, share, (2_000, 20)) / n
    honest = np.mean([honest_result(np.arange(20.0), accuracies)[1] for accuracies in luck])
    print(f"simulated, chosen by validation: {honest:.1%}")
    print(f"simulated, chosen on the test:   {luck.max(axis=1).mean():.1%}")

# %% [markdown]
# All of that difference is luck, reported as merit. It is the most that twenty epochs can
# give: real ones resemble each other, and so does their luck.
#
# ## Is six the right width?
# A narrower and a wider embedding, and the two above again, each with two seeds. A run stops
# two epochs after its best (the two above went on).

# %%
sweep = {6: [narrow_run.history["val_loss"].min()], 1_000: [wide_run.history["val_loss"].min()]}
for width, seed in [(6, 1), (2, 0), (2, 1), (32, 0), (32, 1), (1_000, 1)]:
    keras.utils.set_random_seed(seed)
    label = f"width {width:,}, seed {seed}"
    run = train(classifier(width), fit_on, validate_on, epochs=20, patience=2, label=label)
    sweep.setdefault(width, []).append(run.history["val_loss"].min())
sweep = dict(sorted(sweep.items()))
for width, losses in sweep.items():
    print(f"width {width:>5,}: lowest validation loss", " and ".join(f"{x:.3f}" for x in losses))

# %%
points = {
    f"width {width:,}": embeddings.Point(
        classifier(width).count_params(), tuple(losses), "full" if width == 1_000 else "reduced"
    )
    for width, losses in sweep.items()
}
best_width = min(sweep, key=lambda width: np.mean(sweep[width]))
title = f"Of four widths {best_width:,} has the lowest loss"
embeddings.trade_off(points, loss="lowest validation loss", title=title)

# %% [markdown]
# A bar joins the two seeds. Bars that overlap show no difference, bars apart are a hint: two
# seeds prove little.
#
# ## What the lecture does not vary
# Few wires still have their start. Journalists put the news first, and the cut throws it
# away. Keep the *first* 20 words instead and change nothing else. Which will matter more, the
# width or the cut?

# %%
vocabulary, length = 1_000, 20
heads = keras.utils.pad_sequences(whole.train.words, maxlen=length, truncating="post")
fit_heads, validate_heads = (heads[:-held_out], fit_on[1]), (heads[-held_out:], validate_on[1])
keras.utils.set_random_seed(0)
head_model = classifier(6)
label = "first 20 words"
head_run = train(head_model, fit_heads, validate_heads, epochs=20, patience=2, label=label)

# %%
rights = []
for model, run, words in ((head_model, head_run, heads[-held_out:]), (narrow, narrow_run, X_val)):
    model.set_weights(run.best_weights)
    rights.append(np.asarray(model(words)).argmax(axis=1) == y_val)
gained, gained_error = (100 * part for part in accuracy_difference(*rights))
spread = max(map(np.mean, sweep.values())) - min(map(np.mean, sweep.values()))
cut = narrow_run.history["val_loss"].min() - head_run.history["val_loss"].min()
print(f"validation accuracy: first 20 words {rights[0].mean():.1%}, last {rights[1].mean():.1%}")
print(f"a gain of {gained:.1f} ± {gained_error:.1f} points")
print(f"validation loss: {cut:.2f} lower by the cut; the four widths span {spread:.2f}")

# %% [markdown]
# The last line has the answer, and the model kept its size: which 20 words it reads costs no
# parameters.
#
# ## What six numbers say
# Words that point to the same topic should lie together. So take each word's nearest of all
# others, by the angle between their vectors: does it belong to the same topic, more often
# than a word drawn at random? (A word belongs to the topic in which it is most over-represented,
# counted in the validation wires, which did not train the vectors. The model is the one that
# reads the first 20 words; the control is a table before training.)

# %%
occurs = np.zeros((vocabulary, topics))
for ids, topic in zip(whole.train.words[-held_out:], y_val, strict=True):
    occurs[np.unique(ids), topic] += 1
expected = occurs.sum(axis=1, keepdims=True) * np.bincount(y_val, minlength=topics) / len(y_val)
belongs = ((occurs + 1) / (expected + 1))[4:].argmax(axis=1)

head_model.set_weights(head_run.best_weights)
trained = head_model.get_layer("embedding").get_weights()[0]
for name, table in (("untrained", tables["6 numbers per word"]), ("trained", trained)):
    directions = table[4:] / np.linalg.norm(table[4:], axis=1, keepdims=True)
    nearest = np.argsort(directions @ directions.T, axis=1)[:, -2:0:-1]
    together = np.mean(belongs == belongs[nearest[:, 0]])
    error = np.sqrt(together * (1 - together) / len(belongs))
    print(f"{name}: same topic as its nearest word: {together:.1%} ± {error:.1%} of the words")
at_random = np.sum((np.bincount(belongs) / len(belongs)) ** 2)
print(f"same topic as a word drawn at random: {at_random:.1%}")

# %% [markdown]
# Now look at the six numbers of a few words and of their three nearest: the more two rows have
# the same colours, the smaller the angle (the figure gives its cosine; 1 is no angle). The last
# panel is the control. (In brackets: the topic that a word belongs to.)

# %%
words = [wires.decode([number]) for number in range(4, vocabulary)]
labels = [
    f"{word} ({wires.topic_names[topic]})" for word, topic in zip(words, belongs, strict=True)
]
groups = {}
for word in ("wheat", "oil", "trade"):
    place = words.index(word)
    groups[f"{word} and its nearest"] = [place, *nearest[place, :3]]
groups["drawn at random"] = np.random.default_rng(0).choice(len(words), 4, replace=False)
title = f"Neighbours share a topic {together / at_random:.1f} times as often as chance has it"
embeddings.word_rows(directions, labels, groups, title=title)

# %% [markdown]
# Nobody told the model what a crop is; it only had to say the topic. Some neighbours are what
# you hoped for and some are not, which is why we counted first.
#
# One claim about embeddings is easily said: that they hold the *order* of words. A
# word has one vector wherever it stands; only the flattened layer behind knows the places.

# %%
embed = keras.Model(narrow.inputs[0], narrow.get_layer("embedding").output)
four_times = np.array([[44, 11, 15, 16, 8] * 4])
differ = np.ptp(np.asarray(embed(four_times)).reshape(4, 5, 6), axis=0).max()
print(f"five words, each in four places: a word's vectors differ by {differ}")

# %% [markdown]
# And what is the order worth, to a model that may learn without it? Shuffle the words of
# every wire, in training as in validation. (Shuffling only the validation wires would just break
# what the model expects.) The cost is not that of the order alone: behind Flatten each word must
# then be learned anew at each of 20 places.


# %%
def shuffled(words: np.ndarray) -> np.ndarray:
    """Return the wires with the words of each in random order."""
    return np.random.default_rng(0).permuted(words, axis=1)


keras.utils.set_random_seed(0)
blind = classifier(6)
fit_blind, validate_blind = (shuffled(X_train), fit_on[1]), (shuffled(X_val), validate_on[1])
label = "order shuffled away"
blind_run = train(blind, fit_blind, validate_blind, epochs=20, patience=2, label=label)

# %%
blind.set_weights(blind_run.best_weights)
blind_right = np.asarray(blind(shuffled(X_val))).argmax(axis=1) == y_val
order, order_error = (100 * part for part in accuracy_difference(rights[1], blind_right))
luck = "more than the luck of the wires" if abs(order) > 2 * order_error else "may be luck"
loss_cost = blind_run.history["val_loss"].min() - narrow_run.history["val_loss"].min()
print(f"shuffling costs this network {order:.1f} ± {order_error:.1f} points of accuracy: {luck}")
print(f"and {loss_cost:.3f} of loss; the two seeds of width 6 are {np.ptp(sweep[6]):.3f} apart")

# %% [markdown]
# ## Capstone · `small_classifier` (4 points)
# Classify the wires with at most **20,000 parameters**, less than half of the narrow model.
# Build any network you like; the check compiles it, trains it for six epochs (Adam, learning
# rate 0.005) and wants a lowest validation loss of **1.80** or less.


# %% tags=["exercise"]
def small_classifier(vocabulary: int, length: int, topics: int) -> keras.Model:
    """Return an untrained model of at most 20,000 parameters.

    Input: word numbers below `vocabulary`, shape (wires, length). Output: a probability for each
    topic, shape (wires, topics), each row with the sum 1.
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
with graded(
    "small_classifier",
    points=4,
    hint="The hidden layer behind Flatten is dear: 20 places × width × 256. What is cheaper?",
    stronger="GlobalAveragePooling1D hands on the mean of the words: only `width` inputs.",
):
    built = small_classifier(1_000, 20, 46)
    assert isinstance(built, keras.Model), "Return a Keras model."
    answer = np.asarray(built(X_val))
    assert answer.shape == (len(X_val), 46), "The model gives a row of 46 numbers for each wire."
    assert built.count_params() <= 20_000, "The budget is 20,000 parameters."
    sums = answer.sum(axis=1)
    assert answer.min() >= 0, "These are no probabilities: does the last layer end in a softmax?"
    assert np.ptp([*sums, 1]) < 1e-3, "Probabilities of a row sum to 1: is it a softmax?"
    untrained = -np.log(answer[np.arange(len(y_val)), y_val] + 1e-7).mean()
    assert untrained > 2.2, "Return the model untrained: the check trains it, on training wires."
    shorter = small_classifier(1_000, 7, 46)
    refused = refuses(shorter, X_val[:2, :7], error=Exception)
    assert not refused, "Use `length`: here 7 words, not 20."
    answer = small_classifier(1_000, 20, 5)(X_val[:2])
    assert answer.shape == (2, 5), "Use `topics`: there are 5, not 46."
    larger = small_classifier(2_000, 20, 46)
    refused = refuses(larger, X_val[:2] + 1_000, error=Exception)
    assert not refused, "Use the vocabulary that you are given: here 2,000, not 1,000."
    keras.utils.set_random_seed(1)
    built = small_classifier(1_000, 20, 46)
    built.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
    settings = {"epochs": 6, "batch_size": 128, "verbose": 0}
    trained = built.fit(X_train, y_train, validation_data=(X_val, y_val), **settings)
    reached = min(trained.history["val_loss"])
    assert reached <= 1.80, "Too high: do all words reach the output, and does it learn fast?"

# %% [markdown]
# The sweep used another recipe, RMSprop. For a fair comparison train the narrow model by the
# check's, one run of each. If yours averages the words, it never sees their order: compare.

# %%
if solved("small_classifier"):
    keras.utils.set_random_seed(1)
    rival = classifier(6)
    rival.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
    rival_run = rival.fit(X_train, y_train, validation_data=(X_val, y_val), **settings)
    print(f"yours {reached:.2f}, {built.count_params():,} parameters")
    print(f"narrow {min(rival_run.history['val_loss']):.2f}, {rival.count_params():,} parameters")

# %%
if solved("small_classifier"):
    points["yours (Adam)"] = embeddings.Point(built.count_params(), (reached,), "yours")
    smaller = wide.count_params() / built.count_params()
    title = f"Yours: {smaller:,.0f} times smaller than the lecture's wide model"
    embeddings.trade_off(points, loss="lowest validation loss", title=title)

# %% [markdown]
# If you solved `encode_headline` too, ask a trained model about a headline of your own, of at
# most 19 words, without punctuation. Change it and run again.

# %%
if solved("encode_headline"):
    headline = "crude oil prices rise as opec ministers agree to cut output"
    ids = encode_headline(headline, wires.word_index, vocabulary, length)
    probabilities = np.asarray(head_model(np.array([ids])))[0]
    for topic in np.argsort(probabilities)[::-1][:3]:
        print(f"{wires.topic_names[topic]:<14} {probabilities[topic]:.0%}")

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
val_loss = wide_run.history["val_loss"]
kept, late = (each["1,000 numbers per word"]["right"].mean() for each in (best, last))
overfits = val_loss[-1] > 1.1 * val_loss.min()
_, end_loss = gaps["after twenty epochs"]
best_points, best_loss = gaps["at the best epochs"]
better_at_the_end = end_loss[0] > 2 * end_loss[1]
better_in_time = best_loss[0] > 2 * best_loss[1] and best_points[0] > 2 * best_points[1]
verdicts = {
    "overfits": verdict(overfits, overfits and wide_run.best_epoch <= 2),
    "better": verdict(better_at_the_end, better_in_time),
    "width": verdict(max(sweep[6]) < min(sweep[1_000]), best_width == 6),
    "cost": verdict(*(ratio > 1 for ratio in ratios.values())),
    "order": verdict(differ > 0, loss_cost > np.ptp(sweep[6])),
}

# %%
claims(
    Claim(
        "An embedding as wide as the vocabulary overfits severely after about two epochs",
        f"validation loss {val_loss.min():.2f} at epoch {wide_run.best_epoch}, {val_loss[-1]:.2f} "
        f"at epoch 20; test accuracy {kept:.1%} and {late:.1%}",
        verdicts["overfits"],
        prediction="the wide model's best epoch",
    ),
    Claim(
        "Six dimensions perform significantly better",
        f"after 20 epochs the test loss is {end_loss[0]:.2f} ± {end_loss[1]:.2f} lower; stopped in "
        f"time {best_loss[0]:.2f} ± {best_loss[1]:.2f}, points of accuracy gained "
        f"{best_points[0]:+.1f} ± {best_points[1]:.1f}",
        verdicts["better"],
        prediction="points gained with six numbers",
    ),
    Claim(
        "The fourth root of the vocabulary is the width to take",
        "lowest validation loss: "
        + ", ".join(f"{np.mean(losses):.2f} at {width:,}" for width, losses in sweep.items()),
        verdicts["width"],
    ),
    Claim(
        "Dimensions decide what a model costs",
        f"{ratios['parameters']:.0f} times the parameters, {ratios['seconds of training']:.0f} "
        f"times the training time ({ratios['seconds to the best epoch']:.1f} if both stop in time)",
        verdicts["cost"],
    ),
    Claim(
        "An embedding respects the sequence of the words",
        f"a word's vectors differ by {differ} between places; shuffling the words costs this "
        f"network {order:.1f} ± {order_error:.1f} points and {loss_cost:.3f} of loss (two seeds "
        f"differ by {np.ptp(sweep[6]):.3f})",
        verdicts["order"],
    ),
)

# %% [markdown]
# How many numbers does a word need? Here is the answer of this task; a minus is a better model.
# Which of the two would you pay to serve?

# %%
mean_loss = {width: np.mean(losses) for width, losses in sweep.items()}
more = points[f"width {best_width:,}"].parameters / narrow.count_params()
print("validation loss against six numbers per word")
for width, times in ((best_width, more), (1_000, ratios["parameters"])):
    difference = mean_loss[width] - mean_loss[6]
    print(f"{difference:+.3f} with {width:,} numbers, {times:.1f} times the parameters")
print(f"{-cut:+.3f} with six again, but of the first 20 words")
print(f"two seeds of one width are up to {max(map(np.ptp, sweep.values())):.3f} apart")

# %% [markdown]
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

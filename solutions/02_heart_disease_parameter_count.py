# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 2 · Heart disease: what one feature costs
#
# *Should the model ask for one more test?*
#
# A clinic predicts heart disease from twelve facts about a patient. A thirteenth, a thallium
# scan, would add a quarter to the network. You measure what such a column costs, from the
# space it opens to the weights it adds, and then whether 303 patients can say that it pays.
#
# **Time** 75 minutes, of which less than one is computing. **Before** you start: a little Keras,
# NumPy and pandas.
#
# **Afterwards** you can
# - show what happens to distance, volume and accuracy as columns are added,
# - count what a categorical column costs a network, unknown and missing values included,
# - say whether a column earns its place, with an error that does not flatter,
# - find the leak in a feature selection that looks too good.
#
# Work from top to bottom. An exercise is a cell to complete with a check below it; the check
# says at once what is right.

# %% tags=["setup"]
import itertools
import numbers
import time
from functools import partial

import numpy as np
import pandas as pd
from pytest import approx
from scipy.spatial.distance import pdist
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import mutual_info_score
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from utils import datasets, plotting
from utils.frameworks import keras, tf
from utils.grading import graded, predict, scoreboard, solved
from utils.grading.claims import Claim, claims, verdict
from utils.measuring.resampling import difference, repeated_splits
from utils.measuring.timing import in_turn
from utils.measuring.training import train
from utils.topics import heart
from utils.topics.heart import (
    Committee,
    accuracy_by_columns,
    model_scores,
    nearest_distance,
    points_needed,
    relative_contrast,
    train_committee,
)

layers = keras.layers

cleveland = datasets.heart()
patients, y = cleveland.patients.drop(columns="num"), cleveland.diseased

# %% [markdown]
# ## The patients
# Cleveland, the 1980s: people sent for an angiogram, the picture of the heart's own vessels.
# What was known before is in thirteen columns; the angiogram says who is ill. How many are?

# %%
print(f"{len(patients)} patients, {patients.shape[1]} columns, {y.sum()} ill")
commoner = max(y.mean(), 1 - y.mean())
print(f"always the commoner answer, healthy: right for {commoner:.1%}")
patients.head(3)

# %% [markdown]
# Real records have gaps. Before anything is filled, look at every patient who has one.

# %%
patients[patients.isna().any(axis=1)].assign(ill=y[patients.isna().any(axis=1)])

# %% [markdown]
# Six patients: four without `ca` (vessels that fluoroscopy coloured), two without `thal`.
# Dropping them would shrink the data by two per cent for columns that may not matter. We keep
# them: a missing `thal` stays a category of its own, the empty text, and a missing `ca`
# becomes 0, the commonest value.
#
# A network reads numbers, so a category becomes a row of zeros with a single one. The cell
# writes all 31 numbers down; later Keras layers must give the same.

# %% tags=["setup"]
filled = patients.fillna({"ca": 0, "thal": ""}).astype({"ca": int})
codes = {
    "sex": range(2),
    "cp": range(5),
    "fbs": range(2),
    "restecg": range(3),
    "exang": range(2),
    "ca": range(4),
    "thal": ["", "[UNK]", "1", "2", "fixed", "normal", "reversible"],
}
encoded = {}
for column in filled:
    if column in codes:
        encoded |= {f"{column}={code}": filled[column] == code for code in codes[column]}
    else:
        encoded[column] = filled[column]
inputs = pd.DataFrame(encoded).astype(float)
used = inputs.loc[:, inputs.nunique() > 1]

# %%
print(f"no vessel coloured: {(patients['ca'] == 0).mean():.0%} of the patients")
print(f"{inputs.shape[1]} inputs, {used.shape[1]} of them ever change")
print("never used:", ", ".join(inputs.columns.difference(used.columns)))

# %% [markdown]
# Keep the four unused ones in mind: they come back with a bill.
#
# ## Distance
# Who is like this patient? Neighbours, clusters, kernels and recommenders all answer with a
# distance. For patients $i$ and $j$ with $d$ numbers each it is
#
# $$d_{ij} = \sqrt{\sum_{k=1}^{d} (x_{ik} - x_{jk})^2},$$
#
# where $x_{ik}$ is the $k$-th number of patient $i$. Every column adds a term that is zero or
# more, so distances only grow. That alone harms nobody; what matters is how the distances to
# *all* others compare, and for that you need all of them at once.
#
# ### Exercise · `distance_matrix` (2 points)
# Write the distances between all rows of a table. A loop over pairs is right too; the cell
# under the check tells what it costs.


# %% tags=["exercise"]
def distance_matrix(X: np.ndarray) -> np.ndarray:
    """Return the Euclidean distance of every two rows, shape (rows, rows).

    X: shape (rows, columns), any finite numbers. A row has the distance 0 to itself and to a row
    that equals it, up to rounding; no entry is NaN.

    >>> distance_matrix(np.array([[0.0, 0.0], [3.0, 4.0]]))
    array([[0., 5.],
           [5., 0.]])
    """
    ### BEGIN SOLUTION
    squares = (X**2).sum(axis=1)
    squared = squares[:, None] + squares[None, :] - 2 * X @ X.T
    return np.sqrt(np.maximum(squared, 0))
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "distance_matrix",
    points=2,
    hint="`X[:, None] - X[None, :]` holds the difference of every two rows. Which axis is summed?",
    stronger="Or (a − b)² = a² + b² − 2ab, with `X @ X.T`; rounding can then go below zero.",
):
    corner = distance_matrix(np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 0.0]]))
    assert isinstance(corner, np.ndarray), "Return an array."
    assert corner.shape == (3, 3), "Three rows have three distances each: shape (3, 3)."
    assert corner[0, 1] != 25, "That is the squared distance: the root is missing."
    assert corner[0, 1] != 7, "Square the differences: |3| + |4| is another distance."
    assert corner[0] == approx([0, 5, 3]), "A triangle with sides 3, 4 and 5."
    assert corner == approx(corner.T), "From i to j is as far as from j to i."
    assert corner[1] == approx([5, 0, 4]), "From (3, 4) to (3, 0) it is 4, wherever (0, 0) is."
    wide = distance_matrix(np.eye(3, 100))
    assert wide[0, 1] == approx(2**0.5), "Sum over all columns; the mean would shrink with them."
    far = np.random.default_rng(0).normal(10_000, 1, (40, 30))
    twice = distance_matrix(np.vstack([far, far]))
    assert not np.isnan(twice).any(), (
        "Equal rows gave NaN: rounding left a square just below zero, and it has no root."
    )
    # a² + b² − 2ab of numbers near 10,000 loses ten of sixteen digits
    assert np.diag(twice, 40) == approx(np.zeros(40), abs=0.01), (
        "Equal rows are 0 apart: float32 has too few digits for squares that nearly cancel."
    )

# %% [markdown]
# With distances you can classify: scale every column to a spread of one and let the 15 nearest
# *other* patients vote. Then add columns of pure noise and see how long the vote stands it.

# %%
scaled = ((used - used.mean()) / used.std(ddof=0)).to_numpy()
if solved("distance_matrix"):
    random = np.random.default_rng(0)
    for count in (0, 10, 100, 1_000):
        noisy = np.hstack([scaled, random.normal(size=(len(y), count))])
        began = time.perf_counter()
        apart = distance_matrix(noisy) + np.diag(np.full(len(y), np.inf))
        took = 1_000 * (time.perf_counter() - began)
        right = (y[apart.argsort(axis=1)[:, :15]].mean(axis=1) > 0.5) == y
        print(f"27 columns and {count:>5,} of noise: {right.mean():.1%} right, {took:,.0f} ms")

# %% [markdown]
# ## Distances grow alike
# Scatter points at random in a cube of $d$ dimensions and measure every distance. Then ask
# each point: how much farther is your farthest neighbour than your nearest? The **relative
# contrast** is (farthest − nearest) / nearest, the mean over all points. In two dimensions it
# is well above ten. Guess it for a thousand.

# %%
predict("relative contrast in 1,000 dimensions", None)

# %%
random = np.random.default_rng(0)
distances = {d: pdist(random.random((400, d))) for d in (2, 5, 10, 30, 100, 300, 1_000)}
contrast = {d: relative_contrast(pairs) for d, pairs in distances.items()}
shown = {d: pairs for d, pairs in distances.items() if d != 5}
title = f"In 1,000 dimensions the farthest is only {contrast[1_000]:.0%} farther than the nearest"
heart.clouds(shown, contrast, title=title)
for d in (2, 30, 1_000):
    print(f"d = {d:>5,}: mean {distances[d].mean():5.2f}, spread {distances[d].std():.3f}")

# %% [markdown]
# Look at the bells: they do not get narrower. Their spread stays near a quarter while their
# middle runs away with the root of $d$, and so "near" loses its meaning *in proportion*. That
# is what concentration is. Are patients as badly off as random points?

# %%
facts = used.columns.str.split("=").str[0]
loose = np.hstack([random.permutation(scaled[:, facts == fact]) for fact in filled])
patient_contrast = relative_contrast(pdist(scaled))
print(f"the patients, 27 columns: {patient_contrast:.1f}")
print(f"each of the 13 facts shuffled by itself: {relative_contrast(pdist(loose)):.1f}")
print(f"random points, 30 dimensions: {contrast[30]:.1f}")

# %% [markdown]
# No. Shuffling breaks only what ties the facts together, and most of the contrast survives:
# thirteen facts, many with two to four values, open far less space than thirty free numbers.
# The ties do the rest.
#
# ## Volume
# Now cut each column into five bands. One column has 5 cells, two have 25, three have 125:
# with $n$ bands and $m$ columns there are $n^m$. How many of them hold one of our patients?
# Each band holds about a fifth of the patients (equal values stay together), the kindest way.

# %%
three = ["age", "thalach", "chol"]
bands = np.array([pd.qcut(filled[column], 5, labels=False) for column in three]).T
last = len(np.unique(bands, axis=0)) / 125
title = f"Three columns already leave {1 - last:.0%} of the cells empty"
heart.cells(bands, ["age", "highest heart rate", "cholesterol"], levels=5, title=title)

# %% [markdown]
# Three of thirteen, and the first gaps. Below, columns come in the table's order. Guess: with all
# thirteen, what share of the patients is *alone* in their cell, nobody like them to learn from?

# %%
predict("share of patients alone in their cell", None)

# %%
banded = filled.copy()
for column in ("age", "trestbps", "chol", "thalach", "oldpeak"):
    banded[column] = pd.qcut(filled[column], 5, labels=False, duplicates="drop")
columns = list(banded)
cells = np.cumprod(banded.nunique())
tenants = {m: banded.groupby(columns[:m]).size() for m in range(1, 14)}
filled_cells = [len(counts) for counts in tenants.values()]
alone = [(counts == 1).sum() / len(y) for counts in tenants.values()]
for m in (1, 3, 5, 8, 13):
    share = filled_cells[m - 1] / cells.iloc[m - 1]
    print(f"first {m:>2}: {share:8.3%} of the cells occupied, {alone[m - 1]:.0%} alone")
title = f"{cells.iloc[-1]:,} kinds of patient, and we have met {filled_cells[-1]}"
heart.cell_counts(list(cells), filled_cells, len(y), columns, title=title)

# %% [markdown]
# A straight line on a log axis is an exponential. (Five bands in every column would make
# $5^{13}$, over a billion; columns with two or three values make fewer.) Whatever a model says
# about nearly all of these cells, it has to make up from the others.
#
# ## What it takes to stay close
# How far is the nearest of 303 random points, and how many would keep it within 0.1?

# %%
random = np.random.default_rng(0)
nearest = {d: nearest_distance(len(y), d, random) for d in range(1, 14)}
needed = {d: points_needed(0.1, d, random) for d in range(1, 6)}
factor = (needed[5] / needed[2]) ** (1 / 3)
title = f"To stay within 0.1, each dimension asks for about {factor:.0f} times the points"
heart.crowding(nearest, needed, len(y), 0.1, title=title)

# %% [markdown]
# Read the right panel from left to right: that factor is for *one* more column. The lecture's
# "training data must grow exponentially" is this picture. It holds where points fill the
# space evenly and a model learns from neighbours only. What about a model that assumes more?
#
# ## Accuracy: the Hughes effect
# A linear discriminant assumes a straight border, so it should need less. Take 20, 40 or 200
# patients at random, rank the columns by their correlation with the disease **on these
# patients only**, give the discriminant the best 1, 2, … 27 columns and test it on all
# others. 200 times each: `utils.discriminant` fits scikit-learn's
# `LinearDiscriminantAnalysis` to all draws at once. With 40 patients, how many columns would
# you use?

# %%
predict("best number of columns for 40 patients", None)

# %%
table, counts = used.to_numpy(), list(range(1, 28))
hughes = {n: accuracy_by_columns(table, y, rows=n, counts=counts) for n in (20, 40, 200)}
best_count = {rows: counts[found.mean(axis=0).argmax()] for rows, found in hughes.items()}
fall, fall_error = {}, {}
for rows, found in hughes.items():
    each = found[:, best_count[rows] - 1] - found[:, -1]
    fall[rows], fall_error[rows] = each.mean(), each.std(ddof=1) / len(each) ** 0.5

# %%
title = f"From 20 patients, more than {best_count[20]} columns make it worse"
curves = {f"{rows} patients": (counts, found) for rows, found in hughes.items()}
heart.accuracy_curves(curves, title=title, floor=commoner)
for rows in hughes:
    print(f"{rows:>3} patients: all columns cost {fall[rows]:.3f} ± {fall_error[rows]:.3f}")

# %% [markdown]
# Up, a peak, down: the effect that Hughes described in 1968. The fewer the patients, the
# earlier the peak and the steeper the fall. With many columns the band (the middle half of the
# draws) is widest for the fewest patients: that is the variance. (Part of each band is the luck
# of who is tested, most for 200: only 103 are left.) So "too many columns" is not a number of
# columns: it is a number of columns *for so many rows*. (± is the error over draws from these
# 303 patients; how far it holds for others is a question that comes back with `thal`.)
#
# One thing rarely drawn: what comes after the fall? Products of two columns give us hundreds of
# columns, all made of the same patients. From 40 patients the covariance has at most 38
# directions (two go on the class means). Many products repeat each other (`sex=0` × `age` is
# `sex=1` × `age` with the other sign), so it takes far more than 38 columns to fill them. Where
# columns outnumber directions no inverse exists: the pseudo-inverse gives the shortest solution.

# %%
pairs = [(i, j) for i in range(27) for j in range(i)]
products = np.array([scaled[:, i] * scaled[:, j] for i, j in pairs]).T
wide = np.hstack([scaled, products])
steps = [1, 2, 3, 5, 8, 12, 18, 25, 32, 38, 45, 60, 80, 120, 200, 300, wide.shape[1]]
descent = accuracy_by_columns(wide, y, rows=40, counts=steps, draws=100)
middle = descent.mean(axis=0)
lowest = steps[middle.argmin()]
rise = middle[-1] - middle.min()
title = f"After the fall to {middle.min():.2f} at {lowest} columns it rises again, by {rise:.2f}"
heart.accuracy_curves({"40 patients": (steps, descent)}, title=title, log=True, first=1)

# %% [markdown]
# "Falls" is not the whole story: beyond the worst place accuracy climbs, here not back to its
# first peak. In models that fit their training data perfectly it is called *double descent*.
#
# ### Exercise · `screened_accuracy` (3 points): find the fault
# Ranking on the training patients only was not a detail. Code like this has been published,
# for genes more often than for hearts (see *Further reading*):
# ```python
# def screened_accuracy(X, y, folds, k):
#     strength = [np.corrcoef(column, y)[0, 1] for column in X.T]
#     X = X[:, np.argsort(strength)[-k:]]
#     model = LinearDiscriminantAnalysis()
#     return np.mean([
#         model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds
#     ])
# ```
# It has more than one fault. Write it as it should be.


# %% tags=["exercise"]
def screened_accuracy(
    X: np.ndarray, y: np.ndarray, folds: list[tuple[np.ndarray, np.ndarray]], k: int
) -> float:
    """Return the mean over folds of the test accuracy of a discriminant on k chosen columns.

    X: shape (rows, columns). y: shape (rows,), true or false. folds: pairs of row numbers, those
    that train and those that test. Each fold keeps the k columns whose correlation with y is
    strongest, of either sign. A column without a correlation (it is constant where it was looked
    at) is never preferred to one that has one.
    """
    ### BEGIN SOLUTION
    scores = []
    for learn, test in folds:
        columns, labels = X[learn] - X[learn].mean(axis=0), y[learn] - y[learn].mean()
        spread = np.sqrt((columns**2).sum(axis=0) * (labels**2).sum())
        together = np.abs(labels @ columns)
        strength = np.divide(together, spread, out=np.zeros_like(spread), where=spread > 1e-9)
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[learn][:, best], y[learn])
        scores.append(model.score(X[test][:, best], y[test]))
    return float(np.mean(scores))
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "screened_accuracy",
    points=3,
    hint="Which rows may the ranking see? Then look at the sign, and at a constant column's NaN.",
    stronger="Put the ranking inside the loop over folds. `np.argsort` sorts NaN to the end.",
):
    lot = np.random.default_rng(0)
    labels = np.arange(60) % 2 == 1
    five = list(StratifiedKFold(5).split(labels, labels))
    noise = lot.normal(size=(60, 800))
    by_chance = screened_accuracy(noise, labels, five, 10)
    assert isinstance(by_chance, numbers.Real), "Return one number, the mean accuracy."
    # honest: about 0.5, give or take 0.07; ranked on all rows: about 0.9
    assert by_chance < 0.8, (
        "These 800 columns are pure noise, and nobody can guess y from noise: "
        "which rows did the ranking see, and which were scored?"
    )
    assert by_chance > 0.25, "From noise half of the answers are right, as with a coin."
    against = np.column_stack([noise[:, :5], lot.normal(size=60) - 6 * labels, noise[:, 5:10]])
    assert screened_accuracy(against, labels, five, 1) > 0.95, (
        "A strongly *negative* correlation tells as much as a positive one. Is it the strongest "
        "that you keep?"
    )
    late = np.where(np.arange(60) < 40, 0, 9 * labels)  # tells all, but only where it is tested
    tempting = np.column_stack([3 * labels, late]) + lot.normal(size=(60, 2))
    last = [(np.arange(40), np.arange(40, 60))]
    assert screened_accuracy(tempting, labels, last, 1) > 0.8, (
        "A column that tells nothing in the training rows was chosen: tested rows must not choose."
    )
    both = lot.normal(size=(60, 2))
    either = both.sum(axis=1) > 0
    strangers = np.column_stack([noise[:, :6], both])
    one, two = (screened_accuracy(strangers, either, five, k) for k in (1, 2))
    assert two > 0.85 > one, "With k = 2 both telling columns are kept, with k = 1 one of them."
    rare = np.column_stack([both, np.zeros((60, 5))])
    for fold, (_, tested) in enumerate(five):
        rare[tested[0], 2 + fold] = 1  # in this fold's training rows the column is constant
    assert screened_accuracy(rare, either, five, 2) > 0.85, (
        "A column that is constant in the training rows has no correlation (NaN) and was chosen."
    )
    first, alike, turned = np.split(np.arange(60), [12, 24])
    meaning = np.where(np.arange(60) < 24, labels, ~labels)  # the last 36 say the opposite
    column = (6 * meaning + lot.normal(size=60))[:, None]
    three = [(first, alike), (first, turned), (first, turned)]
    assert screened_accuracy(column, labels, three, 1) == approx(1 / 3, abs=0.06), (
        "In two of three folds the tested rows say the opposite of those learned from: learn from "
        "the training rows alone, score the tested rows, and take the mean over folds."
    )

# %% [markdown]
# How large can such a fault be? Give both versions columns of noise and labels by lot: the
# truth is 50 %.

# %%
if solved("screened_accuracy"):
    lot = np.random.default_rng(1)
    labels = np.arange(100) % 2 == 1
    folds = list(StratifiedKFold(5, shuffle=True, random_state=0).split(labels, labels))
    for width in (20, 200, 2_000):
        noise = lot.normal(size=(100, width))
        seen = np.abs((labels - 0.5) @ noise).argsort()[-10:]  # every label had a say
        leaked = screened_accuracy(noise[:, seen], labels, folds, 10)
        honest = screened_accuracy(noise, labels, folds, 10)
        print(f"best 10 of {width:>5,}: ranked on all rows {leaked:.0%}, honestly {honest:.0%}")

# %% [markdown]
# ## Time, memory, and columns that repeat each other
# Fit scikit-learn's discriminant to 1,000 rows and more and more columns, on one thread: what
# grows, and how fast? Besides the table it holds the covariance of every two columns.

# %%
widths, labels = [50, 100, 200, 400, 800], np.arange(1_000) % 2
table = np.random.default_rng(0).normal(size=(1_000, 800))
discriminant = LinearDiscriminantAnalysis(solver="lsqr")
fits = {width: partial(discriminant.fit, table[:, :width].copy(), labels) for width in widths}
with threadpool_limits(1):
    seconds = [took.min() for took in in_turn(fits, rounds=3).values()]
growth = seconds[-1] / seconds[1]
held = [1_000 * width + width**2 for width in widths]  # numbers, of the table and the covariance
title = f"100 to 800 columns: {growth:.0f} times the seconds"
heart.costs_by_width(widths, seconds, rows=1_000, title=title)
print(f"between 100 and 800 columns time grows as columns to the power {np.log2(growth) / 3:.1f}")

# %% [markdown]
# The table grows in step with the columns, the covariance with their square. And which columns
# say the same thing twice?

# %%
clinical = filled.drop(columns=["cp", "thal"]).assign(
    no_pain=filled["cp"] == 4, thal_reversible=filled["thal"] == "reversible", ill=y
)
linked = clinical.astype(float).corr().drop(index="ill", columns="ill").abs()
overlaps = linked.where(linked < 1).stack()
title = f"{' and '.join(overlaps.idxmax())} overlap most, at {overlaps.max():.2f}"
heart.correlations(clinical.astype(float), title=title)
for count in (13, 100, 1_000):
    by_lot = np.corrcoef(random.normal(size=(count, len(y))))
    closest = np.abs(np.triu(by_lot, 1)).max()
    print(f"{count:>5,} columns by lot: the closest two correlate at {closest:.2f}")

# %% [markdown]
# The bottom row is what each column says about the disease; the rest is overlap. The printed
# lines are what chance does: more columns, more pairs that look related and are not.
#
# ## One more column, counted
# Now the lecture's two networks. Model 1 reads twelve columns, model 2 adds `thal`. Each
# column enters through Keras layers that belong to the model: numbers are scaled, categories
# become one-hot, and text is first looked up. A missing text is the *mask*, one that the
# vocabulary does not hold is *unknown*; each of the two has an input of its own.

# %%
training = repeated_splits(y, folds=5, repeats=1)[0]
vocabulary = ["1", "2", "fixed", "normal", "reversible"]


def encoder(column: str, words: list[str]) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """Return a column as it comes in and as the network reads it; `words` are those of text."""
    if column == "thal":
        raw = keras.Input((1,), name=column, dtype="string")
        lookup = layers.StringLookup(vocabulary=words, mask_token="")
        encoding = layers.CategoryEncoding(lookup.vocabulary_size(), output_mode="one_hot")
        return raw, encoding(lookup(raw))
    if column in codes:
        raw = keras.Input((1,), name=column, dtype="int32")
        return raw, layers.CategoryEncoding(len(codes[column]), output_mode="one_hot")(raw)
    raw, seen = keras.Input((1,), name=column), filled[column].iloc[training.train]
    return raw, layers.Normalization(mean=seen.mean(), variance=seen.var(ddof=0))(raw)


# %%
def build(columns: list[str], words: list[str] = vocabulary, hidden_units: int = 32) -> keras.Model:
    """Return the lecture's network for some columns: encode, join, hidden units, one risk."""
    raw, encoded = zip(*(encoder(column, words) for column in columns), strict=True)
    joined = layers.Concatenate(name="joined")(encoded)
    hidden = layers.Dense(hidden_units, activation="relu", name="hidden")(joined)
    risk = layers.Dense(1, activation="sigmoid", name="risk")(layers.Dropout(0.5)(hidden))
    model = keras.Model(dict(zip(columns, raw, strict=True)), risk)
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
    return model


# %% [markdown]
# `thal` is one column with three values. How many parameters will it add?

# %%
predict("parameters that thal adds", None)

# %%
keras.utils.set_random_seed(0)
all_columns = list(filled)
model_1, model_2 = build(all_columns[:-1]), build(all_columns)
assert model_1.count_params() == 833
assert model_2.count_params() == 1_057
more = model_2.count_params() / model_1.count_params() - 1
print(f"model 1: {model_1.count_params()}, model 2: {model_2.count_params():,}, {more:+.1%}")

# %% [markdown]
# The lecture's two numbers, to the last parameter. Its listing is worth a second look: it
# prints the count of `model_1` under both headings, which could only have shown 833 twice.
#
# Where do they come from? With $n$ inputs, 32 hidden units and one output the parameters are
# $32\,(n + 1) + 33$. The lecture does not tell $n$; this encoding gives its numbers.

# %%
encoders = {}
for column in all_columns:
    layer = "CategoryEncoding" if column in codes else "Normalization"
    layer = "StringLookup, CategoryEncoding" if column == "thal" else layer
    encoders[column] = (layer, len(codes.get(column, ["the number"])))
for model, columns in ((model_1, all_columns[:-1]), (model_2, all_columns)):
    n = sum(encoders[column][1] for column in columns)
    assert model.get_layer("joined").output.shape == (None, n)
    print(f"n = {n}: 32 × ({n} + 1) + 33 = {32 * (n + 1) + 33:,}")
title = "Model 2: thal enters as seven numbers, each with 32 weights"
heart.column_network(encoders, hidden=32, added="thal", title=title)

# %% [markdown]
# Seven numbers for a column with three values: mask, unknown, and the codes `1` and `2`,
# which circulate in other copies of this data and occur nowhere in ours.
#
# ### Exercise · `column_parameters` (2 points)
# Write the bill of a text column before it is sent.


# %% tags=["exercise"]
def column_parameters(vocabulary: list[str], mask: str | None, unknown: int, hidden: int) -> int:
    """Return how many parameters a one-hot text column adds to a network's first dense layer.

    vocabulary: the words to know; repeated words count once. mask: the text of a missing value, or
    None for no mask. A mask has one input of its own and is not counted as a word, even where the
    vocabulary lists it. unknown: how many inputs are kept for words that are not known, 0 or more.
    hidden: units of the dense layer, which had its biases before the column came.

    >>> column_parameters(["no", "yes", "no"], mask=None, unknown=1, hidden=10)
    30
    """
    ### BEGIN SOLUTION
    words = set(vocabulary) - {mask}
    return (len(words) + (mask is not None) + unknown) * hidden
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "column_parameters",
    points=2,
    hint="First count the inputs, as a set. Each sends one weight to each hidden unit.",
    stronger="Inputs: words without the mask, one for the mask if there is one, and `unknown`.",
):
    plain = column_parameters(["no", "yes"], None, 0, 10)
    assert isinstance(plain, numbers.Integral), "Parameters are counted in whole numbers."
    assert plain != 30, "The hidden units have their biases already: a column adds weights only."
    assert plain == 20, "Two inputs, ten weights each."
    assert column_parameters(["no", "yes"], None, 1, 10) == 30, (
        "Unknown words have an input too, when one is kept for them."
    )
    assert column_parameters(["no", "yes"], None, 3, 10) == 50, "`unknown` is how many inputs."
    assert column_parameters(["no", "yes"], "", 0, 10) == 30, (
        "A mask has an input of its own, even when it is the empty text."
    )
    repeated = column_parameters(["yes", "no", "yes", "yes"], None, 0, 10)
    assert repeated == 20, "A word that comes again is no new word."
    assert column_parameters(["no", "", "yes"], "", 1, 10) == 40, (
        "The mask among the words of the data is still one input, not two."
    )
    thal = column_parameters(["1", "2", "fixed", "normal", "reversible"], "", 1, 32)
    assert thal == 224, "The lecture's 224: 7 inputs × 32 units."

# %%
seen = ["fixed", "normal", "reversible"]
tight = build(all_columns, seen).count_params()
assert tight == 993
print(f"Keras, with the words that occur: {tight} parameters, {tight / 833 - 1:+.1%}")
if solved("column_parameters"):
    for name, words, mask, unknown in (
        ("the vocabulary above", ["1", "2", *seen], "", 1),
        ("the words that occur", seen, "", 1),
        ("and no unknown", seen, "", 0),
        ("and no mask", seen, None, 0),
    ):
        extra = column_parameters(words, mask, unknown, 32)
        print(f"{name:<20} {extra:>4} parameters, {833 + extra:>5,} in all, {extra / 833:+.1%}")

# %% [markdown]
# The same information for 64 parameters less: the 27 % belong to an encoding as much as to a
# feature. Without mask and unknown it would be less still, until the day a new word arrives.
#
# ## Train both
# Text cannot come as a NumPy array: Keras refuses it, so the columns go in as TensorFlow
# tensors. First the promise from the beginning: do the Keras layers give our 31 inputs?


# %%
def tensors(rows: np.ndarray) -> dict[str, tf.Tensor]:
    """Return some patients as the models take them: one tensor for each column."""
    return {column: tf.constant(filled.iloc[rows][[column]].to_numpy()) for column in filled}


encode = keras.Model(model_2.inputs, model_2.get_layer("joined").output)
by_keras = encode.predict(tensors(training.train), verbose=0)
ours = inputs.iloc[training.train]
scale = (inputs.nunique() > 2).to_numpy()
ours = np.where(scale, (ours - ours.mean()) / ours.std(ddof=0).replace(0, 1), ours)
print("the same 31 numbers:", np.allclose(by_keras, ours, atol=1e-4))

# %%
start = model_2.get_layer("hidden").kernel.numpy()
runs = {}
for name, model in (("model 1", model_1), ("model 2, with thal", model_2)):
    columns = all_columns[: len(model.inputs)]
    parts = []
    for rows in (training.train, training.validation):
        features = tensors(rows)
        parts.append(({c: features[c] for c in columns}, y[rows].astype("float32")))
    runs[name] = train(model, *parts, epochs=18, batch_size=32, label=name)

# %%
least = {name: run.history["val_loss"].min() for name, run in runs.items()}
gap = least["model 2, with thal"] - least["model 1"]
way = "lowers" if gap < 0 else "raises"
title = f"On one split thal {way} the validation loss by {abs(gap):.3f}"
plotting.histories(runs, title=title)

# %% [markdown]
# Both learn, and this one split has an opinion. Before asking how much it is worth, look at
# what became of the seven rows of weights behind `thal`.

# %%
moved = np.abs(model_2.get_layer("hidden").kernel.numpy() - start).max(axis=1)
never = inputs.columns[moved == 0]
print("weights that training never changed:", ", ".join(never))
print(f"{32 * len(never)} of {model_2.count_params():,} parameters are as they began")

# %% [markdown]
# An input that is always zero gives its weights no gradient: they stay random for life, are
# stored, loaded and multiplied, and act on the day such a code turns up.
#
# A quarter more parameters: is a step of training a quarter slower? All training patients in
# one step, and three models in turn: the third has the twelve columns of model 1 and, with 41
# hidden units, the parameters of model 2.

# %%
control_model = build(all_columns[:-1], hidden_units=41)
features, labels = tensors(training.train), y[training.train].astype("float32")
steps = {
    model: partial(model.train_on_batch, {name: features[name] for name in model.input}, labels)
    for model in (model_1, model_2, control_model)
}
first, *others = in_turn(steps, rounds=200, warm_up=10).values()
low, slower, high = np.percentile(np.array(others) / first - 1, [25, 50, 75], axis=1)
slower_error = (high - low) / 15  # of a median of 200, nearly
print(f"a step of model 1: {1_000 * np.median(first):.1f} ms")
for name, extra, error in zip(("with thal", "with 41 units"), slower, slower_error, strict=True):
    print(f"{name}: {extra:+.0%} ± {error:.0%}")
assert abs(control_model.count_params() - model_2.count_params()) < 16

# %% [markdown]
# A quarter more arithmetic is far from a quarter more time at this size: nearly all of a step
# must be spent around the multiplications. The last line has the parameters without the column:
# what `thal` takes beyond it is its own input and lookup. What is stored grows by the quarter.
#
# ## Does thal earn its 224 parameters?
# One split asked 61 patients. So split again and again: ten folds, ten times over, a hundred
# networks with `thal` and a hundred without, each judged on patients that it never saw by the
# area under the ROC curve (AUC: how often a patient who is ill gets a higher risk than one
# who is not). The mean difference is easy. Its error is where most reports go wrong.
#
# ### Exercise · `resampled_error` (3 points)
# The hundred differences are not a hundred experiments: any two splits share most of their
# training patients, and ten repeats test each patient ten times. The usual $s / \sqrt J$, with
# $s$ the standard deviation of the $J$ differences, takes them for independent: far too small.
# Nadeau and Bengio's correction, made for random splits and used for repeated folds too, is
#
# $$\sqrt{s^2 \left( \frac{1}{J} + \frac{n_2}{n_1} \right)},$$
#
# with $n_1$ rows to learn from and $n_2$ to test on in each split.


# %% tags=["exercise"]
def resampled_error(differences: np.ndarray, test_share: float) -> float:
    """Return the corrected standard error of the mean of differences over many splits.

    differences: one for each split, shape (splits,), at least two. test_share: the share of all
    rows that a split tests on, above 0 and below 1; it learns from all the others. The variance
    is that of a sample.

    >>> round(resampled_error(np.array([0.0, 0.2, 0.1, 0.1]), test_share=0.5), 4)
    0.0913
    """
    ### BEGIN SOLUTION
    ratio = test_share / (1 - test_share)
    return float(np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + ratio)))
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "resampled_error",
    points=3,
    hint="Work with the variance and take the root last. If a tenth is tested, what is n₂/n₁?",
    stronger="n₂/n₁ is share / (1 − share); a sample's variance is `np.var(…, ddof=1)`.",
):
    each = np.array([0.02, -0.01, 0.03, 0.0, 0.01])
    error = resampled_error(each, 0.2)
    assert isinstance(error, numbers.Real), "An error is one number."
    assert error != approx(np.std(each, ddof=1) / 5**0.5), (
        "That is the naive error, as if no two splits shared a patient."
    )
    assert error != approx(np.var(each, ddof=1) * 0.45), "That is a variance: take its root."
    assert error != approx(np.std(each) * 0.45**0.5), (
        "The variance of a sample divides by one less than the number of splits."
    )
    assert error != approx(np.std(each, ddof=1) * 0.40**0.5), (
        "n₂/n₁ compares the tested rows with those *learned from*, not with all."
    )
    assert error != approx(np.std(each, ddof=1) * 4.2**0.5), "That is n₁/n₂: tested rows go on top."
    assert error != approx((np.std(each, ddof=1) * 0.45) ** 0.5), "s² is the variance; you used s."
    assert error == approx(np.std(each, ddof=1) * 0.45**0.5), "1/5 + 0.2/0.8 is 0.45."
    many = resampled_error(np.tile(each, 200), 0.1)
    assert many == approx(np.std(each) * (1 / 1_000 + 1 / 9) ** 0.5, rel=0.01), (
        "Splitting the same patients a thousand times does not make the error vanish."
    )

# %% [markdown]
# How often does an error bar lie? Compare two models that are equally good, on 60 patients
# dealt into five folds ten times over, and repeat it with new patients. Nothing is trained
# here; each patient is tested ten times. Being "certain" (twice the error) should be wrong about
# one time in twenty.

# %%
if solved("resampled_error"):
    lot, false_alarms = np.random.default_rng(0), {"naive": 0, "corrected": 0}
    for _ in range(300):
        better = lot.normal(size=60)  # how much better model A is on each patient: on average 0
        tests = [part for _ in range(10) for part in np.array_split(lot.permutation(60), 5)]
        each = np.array([better[test].mean() for test in tests])
        false_alarms["naive"] += abs(each.mean()) > 2 * each.std(ddof=1) / len(each) ** 0.5
        false_alarms["corrected"] += abs(each.mean()) > 2 * resampled_error(each, 0.2)
    for name, count in false_alarms.items():
        print(f"{name:>9}: certain of a difference that is not there in {count / 300:.0%}")

# %% [markdown]
# Now the experiment. All hundred networks of an arm train side by side as one stack of
# matrices (by TensorFlow and Keras's Adam, not `model.fit`): the lecture's
# network, 60 steps on all training patients, of which each network keeps the best by a
# validation fold of its own. A third arm is the **control**: `thal` with its values dealt out
# to the patients by lot, so it costs the same and knows nothing. What do you expect `thal` to
# add?

# %%
predict("AUC that thal adds", None)

# %%
splits = repeated_splits(y, folds=10, repeats=10)


def judge(table: pd.DataFrame, label: str, **settings: float) -> Committee:
    """Train the lecture's network on a table, once per split; columns of numbers are scaled."""
    scale = (table.nunique() > 2).to_numpy()
    return train_committee(table.to_numpy(), y, splits, scale=scale, label=label, **settings)


def of(*columns: str) -> list[str]:
    """Return the inputs that belong to some columns."""
    return [name for name in inputs if name.split("=")[0] in columns]


by_lot = inputs.copy()
by_lot[of("thal")] = inputs[of("thal")].sample(frac=1, random_state=0).to_numpy()
without = judge(inputs[of(*all_columns[:-1])], "without thal")
full = judge(inputs, "with thal")
control = judge(by_lot, "thal by lot")
assert (without.parameters, full.parameters) == (833, 1_057)

# %%
gain, chance = (difference(arm.scores, without.scores, splits) for arm in (full, control))
established = gain.mean > 2 * gain.corrected
finding = "established" if established else "not established"
rows = {
    "thal": (full.scores - without.scores, gain),
    "thal by lot": (control.scores - without.scores, chance),
}
title = f"thal adds {gain}: {finding}"
heart.gains(rows, unit="AUC gained over model 1", title=title)
print(f"splits on which thal made it worse: {np.mean(full.scores < without.scores):.0%}")

# %% [markdown]
# The lower rows show what a column that knows nothing does. The orange bar, the naive error,
# is the one that most reports print. The blue one knows that 303 patients remain 303, however
# often they are dealt. What may you say?

# %%
naive = "established" if gain.mean > 2 * gain.naive else "not established"
print(f"by the naive error:     {gain.mean:+.3f} ± {gain.naive:.3f}, {naive}")
print(f"by the corrected error: {gain}, {finding}")
if gain.mean > 0 and not established:
    enough = len(y) * (2 * gain.corrected / gain.mean) ** 2
    print(f"if the gain is real, about {enough:,.0f} patients have an even chance to establish it")

# %% [markdown]
# That last line assumes that the error shrinks with the root of the number of patients; take
# its order of magnitude, no more. It is also the lecture's point, turned into a number: a
# column may ask for data that you do not have.
#
# ## Does a network switch useless inputs off?
# One is told that a network learns to ignore a useless input by shrinking its weights. Add 24
# columns of noise, as many as model 1 has inputs, and look at the length of the 32 weights that
# leave an input: at the start, after training for scaled real columns, and for noise. Guess
# noise divided by real, after training: 1 means that noise weighs as much. Beside it stands a
# network with an L1 penalty: 0.01 times the sum of those absolute weights is added to its loss.

# %%
predict("weights of noise inputs / of real ones", None)

# %%
lot = np.random.default_rng(0)
noise = pd.DataFrame(lot.normal(size=(len(y), 24)), columns=[f"noise {i}" for i in range(24)])
noisy = pd.concat([inputs, noise], axis=1)
arms = {"plain": judge(noisy, "24 noise columns")}
arms["L1 penalty"] = judge(noisy, "noise, L1 penalty", penalty=0.01)
real = noisy.columns.isin([column for column in all_columns if column not in codes])
false = noisy.columns.str.startswith("noise")

# %%
kinds = ("every input, at the start", "a real number, trained", "noise, trained")
lengths = {}
for name, arm in arms.items():
    found = arm.start_norms.mean(), arm.norms[:, real].mean(), arm.norms[:, false].mean()
    lengths[name] = dict(zip(kinds, found, strict=True))
plain, lean = (group["noise, trained"] for group in lengths.values())
ratio = plain / lengths["plain"]["a real number, trained"]
title = f"Left alone, the network gives noise {ratio:.0%} of the weight of a real column"
heart.weight_lengths(lengths, title=title)

# %% [markdown]
# Nothing in the loss shrinks a weight that helps to learn the training patients by heart. A
# penalty does, and noise more than real columns. What did the noise cost in accuracy, and
# what does it go on costing?

# %%
lost = {name: difference(arm.scores, full.scores, splits) for name, arm in arms.items()}
print(f"24 noise columns change AUC by {lost['plain']}, with the penalty {lost['L1 penalty']}")
extra = arms["plain"].parameters - full.parameters
print(f"and in both cases they take {extra} parameters, {4 * extra:,} bytes,")
print(f"{extra} multiplications for every patient, and 24 columns to collect for ever")

# %% [markdown]
# A weight of zero is stored, loaded and multiplied like any other. The way to stop paying for
# a column is to take it out.
#
# Does training itself get stuck with more columns, as the lecture warns?

# %%
clean_end, noisy_end = full.training_loss[-1], arms["plain"].training_loss[-1]
for name, arm in (("without noise", full), ("with 24 columns of it", arms["plain"])):
    ends = f"{arm.training_loss[-1]:.2f} after {len(arm.training_loss)} steps"
    print(f"{name}: training loss {ends}, validation loss at least {arm.validation_loss.min():.2f}")

# %% [markdown]
# The trouble with columns here is not that a good fit is hard to find, but that it is too easy:
# training patients are fitted better, others worse.
#
# ## What a column takes to obtain
# Parameters are the small change. A column has to be collected, from every patient, for as
# long as the model is used. Prices differ from clinic to clinic; what it takes does not. How
# good is a model that stops early in this list? (Its order is the clinic's; in another order a
# step would add something else.)

# %%
takes = {
    "a question": ["age", "sex", "cp"],
    "a cuff": ["trestbps"],
    "blood": ["chol", "fbs"],
    "an ECG": ["restecg"],
    "a treadmill": ["thalach", "exang", "oldpeak", "slope"],
    "imaging": ["ca", "thal"],
}
stages, so_far = {}, []
for step, columns in takes.items():
    so_far += columns
    stages[step] = full if step == "imaging" else judge(inputs[of(*so_far)], step)

# %%
for before, after in itertools.pairwise(stages):
    worth = difference(stages[after].scores, stages[before].scores, splits)
    clear = "clear" if abs(worth.mean) > 2 * worth.corrected else "not clear"
    print(f"adding {after:<12} {worth}  {clear}")

# %%
models = {}
for step, arm in stages.items():
    error = difference(arm.scores, np.zeros(len(splits)), splits).corrected
    role = "full" if step == "imaging" else "reduced"
    label = step if step == "a question" else f"+ {step}"
    models[label] = heart.Scored(arm.parameters, arm.scores.mean(), error, role)
asked = stages["a question"].scores.mean()
title = f"Three questions reach {asked:.2f}, all thirteen facts {full.scores.mean():.2f}"
heart.scores_by_parameters(models, score="AUC, ± its standard error", title=title)

# %% [markdown]
# Three questions carry most of it. Judge a step by the list, not by whether two bars overlap:
# the list compares the same patients in the same splits.
#
# ## Brings and costs, column by column
# The lecture's advice is to prefer columns that are informative and not correlated. Two
# measures: the mutual information of a column *by itself* with the disease (numbers in five
# bands), and the AUC that the trained networks lose when the column's values are shuffled
# among the patients (the mean of four shuffles), which says how far *these* networks lean on it.

# %%
brings = []
for column in filled:
    scores = []
    for seed in range(1, 5):
        shuffled = inputs.copy()
        shuffled[of(column)] = inputs[of(column)].sample(frac=1, random_state=seed).to_numpy()
        scores.append(full.scores_on(shuffled.to_numpy()))
    loss = difference(full.scores, np.mean(scores, axis=0), splits)
    nats = mutual_info_score(banded[column], y)
    brings.append((32 * len(of(column)), nats, loss.mean, loss.corrected))
fields = ["parameters", "information", "lost", "error"]
brings = pd.DataFrame(brings, index=filled.columns, columns=fields)

# %%
lot = np.random.default_rng(0)
by_chance = [mutual_info_score(banded["chol"], lot.permutation(y)) for _ in range(200)]
idle_columns = brings[brings["lost"] < 2 * brings["error"]]
share = idle_columns["parameters"].sum() / brings["parameters"].sum()
title = f"{len(idle_columns)} of 13 columns, {share:.0%} of the weights, are not clearly missed"
heart.importances(brings, title=title)
print(f"five bands of no meaning share {np.mean(by_chance):.3f} nats with the disease, by chance")
spare = idle_columns["information"].idxmax()
told, missed = idle_columns.loc[spare, ["information", "lost"]]
print(f"{spare}: {told:.2f} nats by itself, {missed:.3f} of AUC lost when it is shuffled")
print(f"thal: {brings.loc['thal', 'lost']:.3f} lost when shuffled, {gain.mean:.3f} when left out")

# %% [markdown]
# Three measures, three answers. Where columns overlap, one can tell a lot by itself while the
# networks hardly lean on it. And a network that leans on a column may do without it if it is
# trained without it, as `thal` shows: shuffling asks a trained network, leaving out asks a new
# one, which is the question before you buy. The right bars follow only the number of *codes*.
#
# ## Capstone · `bedside_model` (4 points)
# Build the model that a practice without imaging would use: no input from `ca` or `thal`, at
# most **100 parameters** (model 1 has 833), and an AUC of **0.85** or more, the mean over ten
# splits. Choose the inputs and the network; the check trains it on each split (60 steps of Adam,
# learning rate 0.03) and judges it on patients that it did not see.


# %% tags=["exercise"]
def bedside_model(names: list[str]) -> tuple[list[str], keras.Model]:
    """Return the chosen inputs and an untrained model on them, of at most 100 parameters.

    names: all inputs that there are, such as "age", "cp=4" or "thal=fixed". The chosen ones are
    names of that list, none from `ca` or `thal`. The model takes them in the order returned,
    shape (patients, chosen), numbers scaled and codes as 0 and 1, and gives the risk of each
    patient, from 0 to 1, shape (patients, 1).
    """
    ### BEGIN SOLUTION
    asked = ("age", "sex", "cp", "thalach", "exang", "oldpeak", "slope")
    chosen = [name for name in names if name.split("=")[0] in asked]
    model = keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")])
    return chosen, model
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "bedside_model",
    points=4,
    hint="In the figure of AUC against parameters, which step before imaging raised it most? "
    "How many units can those inputs afford?",
    stronger="One sigmoid unit and no hidden layer is logistic regression: a weight per input.",
):
    keras.utils.set_random_seed(0)
    answer = bedside_model(list(inputs))
    assert isinstance(answer, tuple | list), "Return two things: the inputs and the model."
    assert len(answer) == 2, "Return two things: the inputs and the model."
    assert not isinstance(answer[0], keras.Model), "First the inputs, then the model."
    chosen, built = list(answer[0]), answer[1]
    assert all(isinstance(name, str) for name in chosen), "Choose inputs by their names."
    assert isinstance(built, keras.Model), "The second thing is a Keras model."
    assert set(chosen) <= set(inputs), "Choose among `names`: a code is an input of its own."
    assert len(set(chosen)) == len(chosen) > 0, "Choose each input once, and at least one."
    assert not any(name.startswith(("ca=", "thal=")) for name in chosen), (
        "`ca` and `thal` both take imaging."
    )
    sample = inputs[chosen].to_numpy("float32")
    spread = np.where(sample.std(axis=0) > 0, sample.std(axis=0), 1)
    risks = np.asarray(built((sample - sample.mean(axis=0)) / spread))
    assert risks.shape == (303, 1), "The model gives one risk for each patient: shape (303, 1)."
    assert risks.min() >= 0, "A risk lies between 0 and 1."
    assert risks.max() <= 1, "A risk lies between 0 and 1."
    assert built.count_params() <= 100, "The budget is 100 parameters."
    ten = repeated_splits(y, folds=10, repeats=1)
    scaled_inputs = (inputs[chosen].nunique() > 2).to_numpy()
    yours = model_scores(built, inputs[chosen].to_numpy(), y, ten, scale=scaled_inputs)
    reached = yours.mean()
    assert reached >= 0.85, (
        "Too low an AUC: does the model see what the treadmill measures, and can it learn?"
    )

# %%
if solved("bedside_model"):
    apart = difference(yours, np.zeros(10), ten)
    models["yours"] = heart.Scored(built.count_params(), reached, apart.corrected, "yours")
    title = f"Yours: {reached:.3f} with {built.count_params()} parameters and no imaging"
    heart.scores_by_parameters(models, score="AUC, ± its standard error", title=title)
    treadmill = stages["a treadmill"]
    against = difference(yours, treadmill.scores[:10], ten)
    print(f"yours less the {treadmill.parameters} parameters up to the treadmill: {against}")

# %% [markdown]
# One caution: you chose the inputs after seeing how they did on these very patients, so this
# star stands a little too high. Only new patients could say how much. It rests on ten splits,
# the others on a hundred, and a lead of less than twice its error is not established.
#
# ## What the lecture says, and what you measured

# %%
kept = plain / lengths["plain"]["every input, at the start"]
noise_cost, lean_cost = lost["plain"], lost["L1 penalty"]
imaging = difference(full.scores, stages["a treadmill"].scores, splits)
noise_helps = any(found.mean > 2 * found.corrected for found in (chance, noise_cost))

# %%
claims(
    Claim(
        "In many dimensions all distances look alike",
        f"relative contrast {contrast[2]:.0f} in 2 dimensions, {contrast[1_000]:.2f} in 1,000; "
        f"the patients' 27 columns keep {patient_contrast:.1f}",
        verdict(contrast[1_000] < contrast[2] / 10, contrast[1_000] < 0.2),
        prediction="relative contrast in 1,000 dimensions",
    ),
    Claim(
        "Cells grow exponentially and the data become sparse",
        f"{cells.iloc[-1]:,} cells, {filled_cells[-1]} occupied, {alone[-1]:.0%} of patients alone",
        verdict(alone[-1] > 0.5, alone[-1] > 0.9),
        prediction="share of patients alone in their cell",
    ),
    Claim(
        "To keep neighbours as close, data must grow exponentially with each column",
        f"nearest of 303 points: {nearest[1]:.3f} in 1 dimension, {nearest[13]:.2f} in 13; "
        f"to stay within 0.1, about {factor:.0f} times the points per dimension",
        verdict(factor > 1, factor > 2),
    ),
    Claim(
        "Hughes: accuracy rises with columns, peaks, then falls",
        "peaks at about "
        + ", ".join(f"{best_count[rows]} columns for {rows} patients" for rows in hughes)
        + f"; all columns cost {fall[20]:.3f}, {fall[40]:.3f}, {fall[200]:.3f}; far beyond, "
        f"accuracy rises again by {rise:.2f}",
        verdict(fall[20] > 0.02, min(fall.values()) > 0.02 and rise < 0.02),
        prediction="best number of columns for 40 patients",
    ),
    Claim(
        "Time and memory often grow faster than the columns",
        f"8 times the columns: {growth:.0f} times the seconds, {held[-1] / held[1]:.0f} times the "
        "memory of table and covariance, 64 times that of the covariance alone",
        verdict(growth > 8, held[-1] / held[1] > 8),
    ),
    Claim(
        "Many columns keep optimisers from the best fit",
        f"training loss after 60 steps {clean_end:.2f}, with 24 noise columns {noisy_end:.2f}",
        verdict(noisy_end > clean_end, noisy_end > 1.1 * clean_end),
    ),
    Claim(
        "One column more, thal, adds 27 % to the parameters",
        f"833 and 1,057, {more:+.1%}; {tight / 833 - 1:+.1%} with the words that occur",
        verdict(more > 0, round(100 * more) == 27),
        prediction="parameters that thal adds",
    ),
    Claim(
        "That makes training slower",
        f"a step takes {slower[0]:+.0%} ± {slower_error[0]:.0%} with thal, "
        f"{slower[1]:+.0%} ± {slower_error[1]:.0%} with as many parameters and no new column",
        verdict(slower[0] > 2 * slower_error[0], slower[0] > 0.1),
    ),
    Claim(
        "More columns are no better unless they bring information",
        f"AUC by thal {gain} ({finding}; naive error {gain.naive:.3f}), by thal dealt by lot "
        f"{chance}, by 24 columns of noise {noise_cost}, by both imaging columns {imaging}",
        verdict(not noise_helps, imaging.mean > 2 * imaging.corrected),
        prediction="AUC that thal adds",
    ),
    Claim(
        "A network learns to ignore a useless input",
        f"noise ends at {kept:.0%} of its starting length, AUC {noise_cost}; told to by a penalty, "
        f"at {lean / plain:.0%} of that, AUC {lean_cost}",
        verdict(kept < 0.8, kept < 0.5),
        prediction="weights of noise inputs / of real ones",
    ),
)

# %% [markdown]
# So: should the model ask for one more test?

# %%
question, treadmill = stages["a question"].scores.mean(), stages["a treadmill"].scores.mean()
print(f"three questions: AUC {question:.3f}, with the treadmill {treadmill:.3f}")
print(f"all columns but thal {without.scores.mean():.3f}, with thal {full.scores.mean():.3f}")
print(f"thal: {more:+.1%} parameters and a scan, for {gain} of AUC")
if established:
    print("Yes: 303 patients establish that gain.")
else:
    print("Not for the model's sake: 303 patients do not establish that gain.")

# %% [markdown]
# Count a column's inputs, not its name; look for the same information in what you already
# ask; hold the gain against the corrected error and against the same column dealt out by lot.
#
# The name "curse of dimensionality" is Richard Bellman's. The lecture finds it in his book of
# 1961; it is already in the preface of his *Dynamic Programming* of 1957.
#
# ## Further reading
# - R. Bellman: *Dynamic Programming*, Princeton University Press, 1957; *Adaptive Control
#   Processes: A Guided Tour*, Princeton University Press, 1961.
# - G. Hughes: *On the Mean Accuracy of Statistical Pattern Recognizers*, IEEE Transactions on
#   Information Theory 14, 1968.
# - K. Beyer, J. Goldstein, R. Ramakrishnan, U. Shaft: *When Is "Nearest Neighbor"
#   Meaningful?*, ICDT 1999.
# - C. Nadeau, Y. Bengio: *Inference for the Generalization Error*, Machine Learning 52, 2003.
# - C. Ambroise, G. McLachlan: *Selection Bias in Gene Extraction on the Basis of Microarray
#   Gene-Expression Data*, PNAS 99, 2002.
# - M. Belkin, D. Hsu, S. Ma, S. Mandal: *Reconciling Modern Machine-Learning Practice and the
#   Classical Bias–Variance Trade-Off*, PNAS 116, 2019.
# - R. Detrano and others: *International Application of a New Probability Algorithm for the
#   Diagnosis of Coronary Artery Disease*, American Journal of Cardiology 64, 1989 (the data).

# %% tags=["scoreboard"]
scoreboard(of=14)

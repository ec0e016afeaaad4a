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
# A clinic predicts heart disease from twelve facts about a patient. A thirteenth fact, `thal`,
# would need a thallium scan: a weakly radioactive tracer shows which parts of the heart get too
# little blood. The scan takes time and money, and its column makes the network a quarter larger.
# In this lesson you measure what such a column costs, and whether 303 patients can show that it
# helps.
#
# | section | minutes |
# |---|---|
# | The patients | 6 |
# | Distances and volume | 14 |
# | Accuracy: the Hughes effect | 13 |
# | Time, memory and columns that repeat each other | 6 |
# | One more column, counted | 10 |
# | Does thal earn its place? | 12 |
# | Useless columns, and columns that are hard to get | 8 |
# | Capstone | 6 |
#
# The times add up to 75 minutes; two more sections at the end are optional. **Before you start**
# you need a little Keras, NumPy and pandas. **Afterwards** you can
# - show what happens to distance, volume and accuracy when columns are added,
# - count what a categorical column costs a network, with its missing and unknown values,
# - say whether a column earns its place, with a standard error that does not flatter,
# - find the leak in a feature selection that looks too good.

# %% [markdown]
# **Three questions on lesson 1.**
#
# **1.** You train for 20 epochs. From which epoch do you keep the weights?
#
# <details><summary>A. The last one.</summary>
#
# It may be long past its best.
# </details>
# <details><summary>B. The one with the lowest validation loss.</summary>
#
# Yes. The test data then report on that one epoch.
# </details>
# <details><summary>C. The one with the highest test accuracy.</summary>
#
# Then the test data would choose, and could no longer judge.
# </details>
#
# **2.** Where did most parameters of the wide embedding model sit?
#
# <details><summary>A. In the embedding table.</summary>
#
# Only a sixth of them.
# </details>
# <details><summary>B. In the dense layer behind it.</summary>
#
# Yes. It reads the full width at each of 20 places.
# </details>
#
# **3.** A difference is 0.6 points, and its standard error is 0.8 points. What do you say?
#
# <details><summary>A. There is no difference.</summary>
#
# You cannot know that. There may well be a small one.
# </details>
# <details><summary>B. This measurement does not establish a difference.</summary>
#
# Yes. It would have to be more than about twice its standard error, and over a few seeds more than
# that.
# </details>

# %% tags=["setup"]
import numbers
from functools import partial

import numpy as np
import pandas as pd
from scipy.spatial.distance import pdist
from sklearn import cluster, metrics, model_selection
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from utils import datasets, plotting
from utils.frameworks import keras, tf
from utils.grading import claim, claims, graded, predict, same_as, scoreboard, solved
from utils.measuring import difference, resampling, timing
from utils.measuring.training import train
from utils.topics import heart

layers, random = keras.layers, np.random.default_rng(0)
patients, y = datasets.heart().patients.drop(columns="num"), datasets.heart().diseased
filled = heart.fill(patients)
inputs = heart.encode(filled)

# %% [markdown]
# ## The patients
# Cleveland, in the 1980s: these people were sent for an angiogram, an X-ray image of the heart's
# own vessels. Whoever has a vessel narrowed by more than half counts as ill. Thirteen columns hold
# what was known without it:
#
# | column | meaning |
# |---|---|
# | `age`, `sex` | years; 1 for men |
# | `cp` | kind of chest pain, 1 to 4; 4 means no pain |
# | `trestbps`, `chol`, `fbs` | blood pressure at rest; cholesterol; high blood sugar or not |
# | `restecg` | what the ECG at rest shows, 0 to 2 |
# | `thalach`, `exang` | highest heart rate on the treadmill; chest pain there or not |
# | `oldpeak`, `slope` | how far one part of the ECG drops on the treadmill; which way it slopes |
# | `ca` | how many large vessels, 0 to 3, show up under *fluoroscopy*, which is X-ray in motion |
# | `thal` | what the thallium scan shows: normal, or a defect that is fixed or reversible |

# %%
print(f"{len(patients)} patients, {patients.shape[1]} columns, {y.sum()} of the patients ill")
baseline = max(y.mean(), 1 - y.mean())
print(f"always the more frequent answer, healthy: right for {baseline:.1%}")
patients.head(3)

# %% [markdown]
# Real records have gaps. Here is every patient with a gap:

# %%
patients[patients.isna().any(axis=1)].assign(ill=y[patients.isna().any(axis=1)])

# %% [markdown]
# Four patients have no `ca`, and two have no `thal`. We keep all six. A missing `ca` becomes 0,
# the most frequent value. A missing `thal` stays a category of its own.
#
# **Question.** Would it not be simpler to leave the six out?
#
# <details><summary>A. Yes. Six of 303 make no difference.</summary>
#
# Perhaps not to the training. But the next patient without a scan needs an answer, too.
# </details>
# <details><summary>B. No. The model will meet such patients, so it must know what to do.</summary>
#
# Yes. Choose how gaps are treated before you train, and treat them in the same way ever after.
# </details>
#
# A network reads numbers, so each category becomes a one-hot row, as in lesson 1. (`heart.encode`
# does that. Later you will see that the lecture's Keras layers give the same numbers.)

# %%
changing = inputs.loc[:, inputs.nunique() > 1]
print(f"13 columns become {inputs.shape[1]} inputs; {changing.shape[1]} of them ever change")
print("never used:", ", ".join(inputs.columns.difference(changing.columns)))
inputs.iloc[:3, :12]

# %% [markdown]
# Four inputs are zero for every patient. `cp=0` is one of them because `cp` starts at 1 while the
# encoding counts from 0; we come back to the three of `thal`. Other inputs repeat each other:
# whoever is not `sex=0` is `sex=1`. Wherever that would mislead us, we leave out what never changes
# and the first code of each column. `heart.scaled` then gives every input the mean 0 and the
# standard deviation 1, so that none counts more because of its unit.

# %%
table = heart.scaled(heart.independent(inputs)).to_numpy()
print(f"{table.shape[1]} independent inputs")

# %% [markdown]
# > **So far.** 303 patients, 13 columns, 31 network inputs, 20 of them independent. Answering
# > "healthy" every time is the baseline.
#
# ## Distances and volume
# Who is similar to this patient? Neighbours, clusters, kernels and recommenders all answer with a
# distance. For patients $i$ and $j$ with $d$ numbers each, the Euclidean distance is
#
# $$d_{ij} = \sqrt{\sum_{k=1}^{d} (x_{ik} - x_{jk})^2},$$
#
# where $x_{ik}$ is the $k$-th number of patient $i$. In words: take the difference in every
# column, square it, add everything up, and take the root. Every new column adds a term that is
# zero or more, so distances can only grow.
#
# ### Exercise · `distance_matrix` (2 points)
# Write the distances between all rows of a table.


# %% tags=["exercise"]
def distance_matrix(X: np.ndarray) -> np.ndarray:
    """Return the Euclidean distance of every two rows, an array of shape (rows, rows).

    X: shape (rows, columns), whole or floating-point numbers between -10,000 and 10,000, left
    unchanged. The distances are floating-point numbers. A row has the distance 0 to itself and to a
    row that equals it, up to rounding (0.01 for numbers near 10,000); no entry is NaN.

    >>> distance_matrix(X=np.array([[0.0, 0.0], [3.0, 4.0]]))
    array([[0., 5.],
           [5., 0.]])
    """
    ### BEGIN SOLUTION
    X = np.asarray(X, float)
    squares = (X**2).sum(axis=1)
    squared = squares[:, None] + squares[None, :] - 2 * X @ X.T
    return np.sqrt(np.maximum(squared, 0))
    ### END SOLUTION


# %% tags=["check"]
# Check of distance_matrix: run it; open it to read what is asked
with graded(
    "distance_matrix",
    points=2,
    hint="`X[:, None] - X[None, :]` holds the difference of every two rows. Which axis is summed?",
    stronger="Or (a − b)² = a² + b² − 2ab, with `X @ X.T`; rounding can then go below zero.",
):
    near = distance_matrix(X=np.array([[0.0, 0.0], [3.0, 4.0]]))
    assert isinstance(near, np.ndarray), "Return an array."
    assert near.shape == (2, 2), "Every row has a distance to every row: shape (rows, rows)."
    assert near[0, 1] != 25, "That is the squared distance: the root is missing."
    assert near[0, 1] != 7, "Square the differences: |3| + |4| is another distance."
    assert np.allclose(near, [[0, 5], [5, 0]]), "A triangle with the sides 3, 4 and 5."
    assert distance_matrix(np.eye(3, 100))[0, 1] > 1.4, "Add up all columns; do not average them."
    equal = distance_matrix(np.full((2, 30), 9_999 + 1 / 3))
    assert not np.isnan(equal).any(), "Rounding left a square just below zero: it has no root."
    assert equal.max() < 0.01, "Equal rows are 0 apart: float32 has too few digits for this."
    same_as("distance_matrix")

# %% [markdown]
# With distances you can classify: let the 15 nearest *other* patients vote on whether somebody is
# ill. Now add columns of pure noise. How many does it take to ruin the vote?

# %%
if solved("distance_matrix"):
    for count in (0, 10, 100, 1_000):
        noisy = np.hstack([table, random.normal(size=(len(y), count))])
        apart = distance_matrix(noisy) + np.diag(np.full(len(y), np.inf))
        vote = y[apart.argsort(axis=1)[:, :15]].mean(axis=1) > 0.5
        print(f"20 inputs and {count:>5,} of noise: {np.mean(vote == y):.1%} right")
else:
    print("Solve `distance_matrix` to see the neighbours vote.")

# %% [markdown]
# ### Distances grow alike
# Ten columns of noise did no visible harm here, but a thousand take away more than half of what the
# neighbours knew beyond the baseline. Why? Take random points and look at all their distances.
# The **relative contrast** of a point asks how much farther away its farthest neighbour is than
# its nearest: (farthest − nearest) / nearest. We print the median over all points. In two
# dimensions it is about thirty: the farthest point is some thirty times as far away as the
# nearest. What do you guess for a thousand dimensions?

# %%
predict("relative contrast in 1,000 dimensions", None)

# %%
points = np.random.default_rng(0).random((200, 1_000))
far = heart.relative_contrast(pdist(points))
title = f"In 1,000 dimensions the farthest is only {far:.0%} farther than the nearest"
heart.crowding_distances(points, positions=(2, 10, 50, 200, 1_000), title=title)

# %% [markdown]
# Move the slider (the arrow keys work too). The hill hardly gets narrower. It moves away from
# zero, and so *in proportion* all distances become alike. Near and far lose their meaning.
#
# The lecture says that this holds for any sensible distance. Here are four of them, on fresh
# points. Manhattan adds up the differences of all columns, the maximum takes the largest of them,
# and the cosine distance compares directions only.

# %%
ways = {"Euclidean": "euclidean", "Manhattan": "cityblock", "maximum": "chebyshev"}
ways |= {"cosine": "cosine"}  # needs directions: the points are centred
rows = {}
for name, metric in ways.items():
    clouds = {d: random.random((400, d)) - 0.5 for d in (2, 10, 100, 1_000)}
    rows[name] = {d: heart.relative_contrast(pdist(cloud, metric)) for d, cloud in clouds.items()}
contrasts = pd.DataFrame(rows).T.rename_axis(index="distance", columns="dimensions")
contrasts.map("{:,.2f}".format)

# %%
claim(
    "In many dimensions all distances look alike, whatever the distance",
    measured=f"Euclid's contrast is {contrasts.loc['Euclidean', 2]:.0f} in 2 dimensions and "
    f"{contrasts.loc['Euclidean', 1_000]:.2f} in 1,000; the largest of four there is "
    f"{contrasts[1_000].max():.2f}",
    holds={
        name: bool(contrasts.loc[name, 1_000] < min(0.25, contrasts.loc[name, 2] / 100))
        for name in ways
    },
    predicted="relative contrast in 1,000 dimensions",
    actual=round(contrasts.loc["Euclidean", 1_000], 2),
)

# %% [markdown]
# (Euclid's numbers differ a little from the figure's, because these are other points, and more of
# them. The huge number for the cosine in two dimensions: among 400 points, some other one nearly
# always lies in almost the same direction, so the nearest distance is close to zero.)
#
# Are our patients as badly off as random points?

# %%
print(f"the patients, 20 inputs: {heart.relative_contrast(pdist(table)):.1f}")
print(f"random points, 20 dimensions: {heart.relative_contrast(pdist(points[:, :20])):.1f}")

# %% [markdown]
# No, their contrast is larger. The likely reason: their facts hang together, and many have only a
# few values, so the patients fill far less space than 20 independent numbers would.
#
# ### No meaningful clusters
# Clustering rests on distances too. *k-means* looks for two centres and puts every patient with
# the nearer one. It is not told who is ill, so we compare its two groups with that. The measure is
# the *adjusted Rand index*: 1 means the same groups, 0 means as much agreement as chance gives.
# What happens to it when columns of noise are added?

# %%
agreement = {}
for count in (0, 100, 300, 1_000):
    agreement[count] = []
    for seed in range(5):
        noise = np.random.default_rng(seed).normal(size=(len(y), count))
        found = cluster.KMeans(2, n_init=2, random_state=seed).fit_predict(
            np.hstack([table, noise])
        )
        agreement[count].append(metrics.adjusted_rand_score(y, found))
    low, middle, high = np.sort(agreement[count])[[0, 2, 4]]
    spread = f"(five draws {low:z.2f} to {high:z.2f})"
    print(f"{count:>5,} columns of noise: agreement {middle:z.2f} {spread}")

# %%
start, end = np.median(agreement[0]), np.median(agreement[1_000])
claim(
    "With too many dimensions no meaningful clusters can be formed",
    measured=f"agreement of two clusters with the disease: {start:.2f} with the 20 inputs, "
    f"{end:z.2f} with 1,000 columns of noise beside them",
    holds={"clusters are lost": end < 0.1 < start},
)

# %% [markdown]
# **Question.** A hundred columns of noise hardly hurt k-means here, a thousand ruin it. Why are a
# hundred not enough?
#
# <details><summary>A. Noise adds nearly the same amount to every distance.</summary>
#
# Yes, nearly. But the amount varies a little from pair to pair, and that grows with the columns.
# With a thousand columns this variation hides the difference between the groups.
# </details>
# <details><summary>B. k-means ignores columns that do not help.</summary>
#
# It cannot. Every column counts equally in the distance.
# </details>
#
# ### Volume
# Now cut each column into five bands with about as many patients in each. One column has 5 cells,
# two have 25, three have 125: with $n$ bands and $m$ columns there are $n^m$ cells. How many of
# them hold at least one of our patients?

# %%
three = ["age", "thalach", "chol"]
bands = np.array([pd.qcut(filled[column], 5, labels=False) for column in three]).T
occupied = len(np.unique(bands, axis=0)) / 125
title = f"Three columns already leave {1 - occupied:.0%} of the cells empty"
heart.cells(bands, ["age", "highest heart rate", "cholesterol"], levels=5, title=title)

# %% [markdown]
# That was three columns of thirteen. Now take all of them, with categories left as they are. What
# share of the patients (between 0 and 1) do you expect to be *alone* in their cell, with nobody
# like them to learn from?

# %%
predict("share of patients alone in their cell", None)

# %%
banded = filled.copy()
for column in ("age", "trestbps", "chol", "thalach", "oldpeak"):
    banded[column] = pd.qcut(filled[column], 5, labels=False, duplicates="drop")
cells = np.cumprod(banded.nunique())
tenants = {m: banded.groupby(list(banded)[:m]).size() for m in range(1, 14)}
filled_cells = [len(counts) for counts in tenants.values()]
alone = (tenants[13] == 1).sum() / len(y)
title = f"{cells.iloc[-1]:,} kinds of patient, and we have met {filled_cells[-1]}"
heart.cell_counts(list(cells), filled_cells, len(y), list(banded), title=title)

# %%
claim(
    "The number of cells grows exponentially, and the data become sparse",
    measured=f"{cells.iloc[-1]:,} cells, {filled_cells[-1]} of them occupied; {alone:.0%} of the "
    "patients are alone in theirs",
    holds={"most patients are alone": alone > 0.5},
    predicted="share of patients alone in their cell",
    actual=round(alone, 2),
)

# %% [markdown]
# A line that stays nearly straight on a log axis is exponential growth.
#
# How many patients would it take to fill such a space? Use random points again, in a cube whose
# sides are 1 long. First put 303 points into it: how far away is a point's nearest neighbour? Then
# ask it the other way round: how many points bring that neighbour to within 0.1?

# %%
nearest = {d: heart.nearest_distance(len(y), d, random) for d in range(1, 14)}
needed = {d: heart.points_needed(0.1, d, random) for d in range(1, 6)}
factors = [needed[d + 1] / needed[d] for d in range(1, 5)]
least, most = min(factors), max(factors)
title = f"To stay within 0.1, each dimension takes {least:.0f} to {most:.0f} times the points"
heart.crowding(nearest, needed, len(y), 0.1, title=title)
claim(
    "To keep neighbours as close, the data must grow exponentially with each column",
    measured=f"the nearest of 303 points is {nearest[1]:.3f} away in 1 dimension and "
    f"{nearest[13]:.2f} in 13; one more takes {least:.1f} to {most:.1f} times the points",
    holds={"each dimension multiplies the points": least > 2},
)

# %% [markdown]
# > **So far.** More columns make distances alike, clusters vague and space empty. All of that is
# > about models that compare neighbours. A model that assumes a simple border between the ill and
# > the healthy may get by with fewer patients. That comes next.
#
# ## Accuracy: the Hughes effect
# A *linear discriminant* puts one flat border between the ill and the healthy: with two columns a
# straight line, with three a plane. The experiment uses the 20 independent inputs as columns:
#
# 1. Draw a few patients at random to learn from.
# 2. Rank the columns by their correlation with the disease, **on these patients only**.
# 3. Give the discriminant the best 1, 2, … 20 columns, and test it on all other patients.
# 4. Repeat that 200 times, and take the mean.
#
# If you had 40 patients to learn from, how many columns would you use?

# %%
predict("best number of columns for 40 patients", None)

# %%
counts = list(range(1, 21))
hughes = {
    rows: heart.accuracy_by_columns(table, y, rows=rows, counts=counts)
    for rows in range(20, 201, 20)
}
title = f"With 20 patients, more than {hughes[20].best} columns make it worse; with 200 hardly"
heart.columns_against_rows(hughes, floor=baseline, positions=(20, 40, 80, 200), title=title)

# %% [markdown]
# Start with 20 patients, and look at the grey and the orange line together. With more columns it
# gets *easier* to separate the training patients (grey goes up to nearly 100 %), but the border
# that was found fits unseen patients worse (orange goes down). This is how the *curse of
# dimensionality* (the usual name for the trouble with many columns) reaches a model that compares
# no neighbours. Now move the slider: with more patients, the peak moves to the right. So "too many
# columns" is never a number of columns alone. It is a number *for so many rows*. Do not take the
# best number too exactly, either: with 40 patients the curve is nearly flat around its peak, so a
# guess a few columns away from it is about as good, and a little luck is enough to move the peak.
#
# How much do you lose by taking all 20 columns instead of the best number? (The best number was
# chosen on the same draws that now judge it, so the loss comes out a little too large.)

# %%
falls = {}
for rows in (20, 40, 200):
    best_column, last = hughes[rows].test[:, hughes[rows].best - 1], hughes[rows].test[:, -1]
    falls[rows] = difference(best_column, last, over="rows")
    print(f"{rows:>3} patients: best with {hughes[rows].best} columns; all 20 cost {falls[rows]}")
print("(standard errors over random draws from these 303 patients)")

# %%
claim(
    "Hughes: accuracy rises with the columns, peaks, and then falls",
    measured="; ".join(
        f"{rows} patients: peak at {hughes[rows].best} columns, {falls[rows]} lost with all"
        for rows in falls
    ),
    holds={
        f"falls by more than a point with {rows} patients": falls[rows].value > 1 for rows in falls
    },
    predicted="best number of columns for 40 patients",
    actual=hughes[40].best,
)

# %% [markdown]
# Does every classifier fall? Here is one that lets the five nearest training patients vote, again
# with 40 patients to learn from.

# %%
neighbours = heart.accuracy_by_columns(table, y, rows=40, counts=counts, draws=100, neighbours=5)
for name, one in (("discriminant", hughes[40]), ("5 neighbours", neighbours)):
    test = one.test.mean(axis=0)
    print(f"{name}: {test[4]:.1%} with 5 columns, {test[9]:.1%} with 10, {test[19]:.1%} with 20")

# %% [markdown]
# The neighbours do not fall within these 20 columns. (They did fall, far later, when we added
# noise.) The right number of columns depends on the rows, on the classifier, and on whether the
# columns say anything.
#
# **Question.** A hospital in another country wants to use the model. What has to be true of our
# training patients?
#
# <details><summary>A. There must be enough of them for the number of columns.</summary>
#
# Necessary, but not enough.
# </details>
# <details><summary>B. They must also cover the kind of patients who will come.</summary>
#
# Yes. Otherwise the model is asked about cells that it has never seen. Our patients had all been
# sent for an angiogram already.
# </details>
#
# ### Exercise · `screened_accuracy` (3 points): find the fault
# We ranked the columns on the training patients only. Code like this has been published, for
# genes more often than for hearts (see *Further reading*):
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
    """Return the mean over folds of the test accuracy of a linear discriminant on k chosen columns.

    X: shape (rows, columns). y: shape (rows,), true or false. folds: pairs of row numbers, those
    that train and those that test. None of them is changed. k: from 1 to the number of columns.
    In each fold the k columns are kept whose Pearson correlation with y is strongest in its
    training rows, of either sign; scikit-learn's `LinearDiscriminantAnalysis()` is fitted to these
    rows and scored on the test rows. A column that is constant in the training rows has no
    correlation and is kept only when there is no other.
    """
    ### BEGIN SOLUTION
    scores = []
    for learn, test in folds:
        columns, varies = X[learn] - X[learn].mean(axis=0), np.ptp(X[learn], axis=0) > 0
        together = np.abs(y[learn] @ columns[:, varies])
        strength = -np.ones(len(varies))  # the labels' own spread is the same for all columns
        strength[varies] = together / np.linalg.norm(columns[:, varies], axis=0)
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[learn][:, best], y[learn])
        scores.append(model.score(X[test][:, best], y[test]))
    return float(np.mean(scores))
    ### END SOLUTION


# %% tags=["check"]
# Check of screened_accuracy: run it; open it to read what is asked
with graded(
    "screened_accuracy",
    points=3,
    hint="Which rows may the ranking see? Then look at the sign, and at a constant column's NaN.",
    stronger="Put the ranking inside the loop over folds. `np.argsort` sorts NaN to the end.",
):
    draw, labels = np.random.default_rng(0), np.arange(60) % 2 == 1
    five = list(model_selection.StratifiedKFold(5).split(labels, labels))
    noise = draw.normal(size=(60, 800))
    chance = screened_accuracy(X=noise, y=labels, folds=five, k=10)
    assert isinstance(chance, numbers.Real), "Return one number, the mean accuracy."
    # honest: about 0.5, give or take 0.07; ranked on all rows: about 0.9
    assert chance < 0.8, "Nobody can guess y from pure noise: which rows did the ranking see?"
    assert chance > 0.25, "From noise half of the answers are right, as with a coin."
    against = np.column_stack([noise[:, :5], draw.normal(size=60) - 6 * labels, noise[:, 5:9]])
    negative = screened_accuracy(against, labels, five, 1)
    assert negative > 0.95, "A strongly *negative* correlation tells as much as a positive one."
    same_as("screened_accuracy")

# %% [markdown]
# How much can it flatter to rank on all rows? Try both ways on columns of pure noise, where nothing
# can be learned. The truth is 50 %.

# %%
if solved("screened_accuracy"):
    draw, labels = np.random.default_rng(1), np.arange(100) % 2 == 1
    folds = list(
        model_selection.StratifiedKFold(5, shuffle=True, random_state=0).split(labels, labels)
    )
    for width in (20, 200, 2_000):
        noise = draw.normal(size=(100, width))
        seen = np.abs((labels - 0.5) @ noise).argsort()[-10:]  # every label had a say
        leaked = screened_accuracy(noise[:, seen], labels, folds, 10)
        honest = screened_accuracy(noise, labels, folds, 10)
        print(f"best 10 of {width:>5,}: ranked on all rows {leaked:.0%}, on training {honest:.0%}")
else:
    print("Solve `screened_accuracy` to see how much the published version flatters.")

# %% [markdown]
# > **So far.** With few patients, more columns make the discriminant better on its training
# > patients and worse on others. A ranking that has seen the test rows makes even noise look
# > good, and the more columns there are to choose from, the better it looks.
#
# ## Time, memory and columns that repeat each other
# Fit scikit-learn's discriminant to 1,000 rows and more and more columns. Besides the table it
# needs the covariance of every two columns. We time the fits in turn, one round after another, so
# that a busy computer slows all of them alike. And we record the most memory that Python holds at
# any moment of a fit.

# %%
widths, labels = [50, 100, 200, 400, 800], np.arange(1_000) % 2
wide = np.random.default_rng(0).normal(size=(1_000, 800))
model = LinearDiscriminantAnalysis(solver="lsqr")
fits = {width: partial(model.fit, wide[:, :width].copy(), labels) for width in widths}
with heart.on_one_thread():  # two would wait for each other longer than they work
    took = timing.in_turn(fits, rounds=7)
seconds = [np.median(times) for times in took.values()]
peaks = [heart.peak_memory(fit) for fit in fits.values()]

# %%
low, slower, high = np.quantile(took[800] / took[50], [0.25, 0.5, 0.75])
larger = peaks[-1] / peaks[0]
title = f"16 times the columns take {slower:.0f} times the time and {larger:.0f} times the memory"
heart.costs_by_width(widths, seconds, peaks, title=title)
claim(
    "Time and memory often grow faster than the number of columns",
    measured=f"50 to 800 columns: {slower:.0f} times the time (middle half {low:.0f} to "
    f"{high:.0f}), {larger:.0f} times the memory",
    holds={"time": bool(low > 16), "memory": bool(larger > 16)},
)

# %% [markdown]
# The dashed line is what a cost would be that grows in step with the columns. Go by the two ends
# of a curve. In between, the times need not rise evenly: they depend on the computer as well, and
# on how it shares out the work.
#
# **Question.** Why does the memory of a fit outgrow it?
#
# <details><summary>A. The table gets wider.</summary>
#
# That grows only in step, and the figure leaves the table out.
# </details>
# <details><summary>B. The covariance has an entry for every two columns.</summary>
#
# Yes. With 16 times the columns it has 256 times the entries. The rest grows in step, so all
# together it is less than that.
# </details>
#
# Columns can also say the same thing twice. In the next figure, the bottom row shows how strongly
# each column goes with the disease; everything above it is overlap. (`cp` and `thal` have no
# order, so a yes or no stands for each: `no_pain` and `thal_reversible`.)

# %%
clinical = filled.drop(columns=["cp", "thal"]).assign(
    no_pain=filled["cp"] == 4, thal_reversible=filled["thal"] == "reversible", ill=y
)
linked = clinical.astype(float).corr().drop(index="ill", columns="ill").abs()
overlaps = linked.where(linked < 1).stack()
title = (
    f"{' and '.join(overlaps.idxmax())} overlap most, with a correlation of {overlaps.max():.2f}"
)
heart.correlations(clinical.astype(float), title=title)

# %% [markdown]
# What is wrong with two columns that overlap? Draw 150 patients again and again, and fit a
# discriminant to `oldpeak` and `age`. Then add a copy of `oldpeak` with a little measurement
# error. How stable is the weight of `oldpeak`?

# %%
copy = filled["oldpeak"] + random.normal(0, 0.2, len(y))
tables = {"oldpeak, age": filled[["oldpeak", "age"]].to_numpy()}
tables["oldpeak, age and the copy"] = np.column_stack([tables["oldpeak, age"], copy])
for name, columns in tables.items():
    weights = []
    for _ in range(200):
        drawn = random.choice(len(y), 150, replace=False)
        weights.append(LinearDiscriminantAnalysis().fit(columns[drawn], y[drawn]).coef_[0, 0])
    print(f"{name}: weight of oldpeak {np.mean(weights):.2f}, it varies by {np.std(weights):.2f}")

# %% [markdown]
# `oldpeak` and its copy share one message, and the data cannot tell how to divide the weight
# between them. A weight that changes so much from sample to sample tells you little about its
# column, even if the predictions are fine.
#
# **Change one thing.** Raise the copy's measurement error from 0.2 to 2 and run the cell again.
# What happens to the weight of `oldpeak`, and why?
#
# > **So far.** From 50 to 800 columns, the time and the memory of a fit grew faster than the
# > number of columns. Columns that repeat each other make weights unstable.
#
# ## One more column, counted
# Now the lecture's two networks. Model 1 reads twelve columns, model 2 adds `thal`. Each column
# enters through Keras layers that belong to the model: numbers are scaled, categories become
# one-hot, and text is looked up in a vocabulary first. A missing text is the *mask*; a text that
# the vocabulary does not hold is *unknown*. Each of these two has an input of its own. You need
# not remember the code below: read what it does to `thal`, to a category and to a number.

# %%
training = resampling.repeated_splits(y, folds=5, repeats=1)[0]
vocabulary = ["1", "2", "fixed", "normal", "reversible"]


def encoder(column: str, words: list[str]) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """Return a column as it comes in and as the network reads it; `words` are those of text."""
    if column == "thal":
        raw = keras.Input((1,), name=column, dtype="string")
        lookup = layers.StringLookup(vocabulary=words, mask_token="")
        encoding = layers.CategoryEncoding(lookup.vocabulary_size(), output_mode="one_hot")
        return raw, encoding(lookup(raw))
    if column in heart.CODES:
        raw = keras.Input((1,), name=column, dtype="int32")
        return raw, layers.CategoryEncoding(len(heart.CODES[column]), output_mode="one_hot")(raw)
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
# (`Dropout(0.5)` switches half of the hidden units off at random in each training step, against
# overfitting. It has no parameters.)
#
# `thal` is one column with three values. How many parameters will it add?

# %%
predict("parameters that thal adds", None)

# %%
everything = list(filled)
model_1, model_2 = build(everything[:-1]), build(everything)
assert model_1.count_params() == 833
assert model_2.count_params() == 1_057
more = model_2.count_params() / model_1.count_params() - 1
print(f"model 1: {model_1.count_params()}, model 2: {model_2.count_params():,}, {more:+.1%}")

# %% [markdown]
# These are the lecture's two numbers, to the last parameter. (Its listing prints the count of
# `model_1` under both headings, a slip: that can only have shown 833 twice.)
#
# Where do they come from? With $n$ inputs, 32 hidden units and one output, the number of
# parameters is $32\,(n + 1) + 33$: a weight from every input and a bias for each hidden unit, then
# 32 weights and one bias for the output. The lecture does not say what $n$ is. This encoding gives
# its numbers:

# %%
encoders = {}
for column in everything:
    layer = "CategoryEncoding" if column in heart.CODES else "Normalization"
    layer = "StringLookup, CategoryEncoding" if column == "thal" else layer
    encoders[column] = (layer, len(heart.CODES.get(column, ["the number"])))
for columns in (everything[:-1], everything):
    n = sum(encoders[column][1] for column in columns)
    print(f"n = {n}: 32 × ({n} + 1) + 33 = {32 * (n + 1) + 33:,}")
title = "thal enters as seven numbers, each with 32 weights"
heart.column_network(encoders, hidden=32, added="thal", title=title)

# %% [markdown]
# Seven numbers for a column with three values? Besides `fixed`, `normal` and `reversible` there are
# the mask, unknown, and the codes `1` and `2`, which appear in other copies of this data set and
# nowhere in ours. Those two codes and unknown are the three inputs of `thal` that never change.
#
# ### Exercise · `column_parameters` (2 points)
# Work out how many parameters a text column will cost, before you build the network.


# %% tags=["exercise"]
def column_parameters(vocabulary: list[str], mask: str | None, unknown: int, hidden: int) -> int:
    """Return how many parameters a one-hot text column adds to a network's first dense layer.

    vocabulary: the words to know, at least one besides the mask, left unchanged; repeated words
    count once. mask: the text that stands for a missing value, which may be any text, or None for
    no mask. A mask has one input of its own and is not counted as a word, even where the vocabulary
    lists it. unknown: how many inputs are kept for words that are not known, 0 or more. hidden:
    units of the dense layer, at least 1; its biases are there without the column.

    >>> column_parameters(vocabulary=["no", "yes", "no"], mask=None, unknown=1, hidden=10)
    30
    """
    ### BEGIN SOLUTION
    words = set(vocabulary) - {mask}
    return (len(words) + (mask is not None) + unknown) * hidden
    ### END SOLUTION


# %% tags=["check"]
# Check of column_parameters: run it; open it to read what is asked
with graded(
    "column_parameters",
    points=2,
    hint="Count the inputs first; a set drops repeated words. Each has a weight to each unit.",
    stronger="Inputs: words without the mask, one for the mask if there is one, and `unknown`.",
):
    plain = column_parameters(vocabulary=["no", "yes", "no"], mask=None, unknown=1, hidden=10)
    assert isinstance(plain, numbers.Integral), "Parameters are counted in whole numbers."
    assert plain != 40, (
        "Three inputs: a word that comes again is no new word, and no bias is added."
    )
    assert plain == 30, "Two words and one unknown, with ten weights each."
    assert column_parameters(["no", "yes"], None, 3, 10) == 50, "`unknown` is how many inputs."
    assert column_parameters(["no", "yes"], None, 0, 10) == 20, "`unknown` may be 0."
    assert column_parameters(["no"], "", 0, 10) == 20, "A mask has an input, even the empty text."
    listed = column_parameters(["no", "?"], "?", 0, 10)
    assert listed == 20, "The mask among the words is still one input, not two."
    same_as("column_parameters")

# %%
seen = ["fixed", "normal", "reversible"]
tight = build(everything, seen).count_params()
assert tight == 993
print(f"Keras, with the words that occur: {tight} parameters, {tight / 833 - 1:+.1%}")
if solved("column_parameters"):
    bills = {"the lecture's five": (vocabulary, "", 1), "the words that occur": (seen, "", 1)}
    bills |= {"and no unknown": (seen, "", 0), "and no mask": (seen, None, 0)}
    for name, bill in bills.items():
        extra = column_parameters(*bill, 32)
        print(f"{name:<20} {extra:>4} parameters, {833 + extra:>5,} in all, {extra / 833:+.1%}")

# %%
claim(
    "One more column, thal, adds 27 % to the parameters",
    measured=f"833 and 1,057, {more:+.1%}; with the words that occur {tight / 833 - 1:+.1%}",
    holds={"27 % with the lecture's encoding": round(100 * more) == 27},
    predicted="parameters that thal adds",
    actual=224,
)

# %% [markdown]
# The same information fits into 64 parameters fewer. So the 27 % belong to the encoding as much
# as to the feature. (Without unknown and mask it would be less still. But then the network could
# not take a new word, nor our two patients without a scan.)
#
# Now train both networks on one split. First we keep the promise from the beginning: do the Keras
# layers give the same 31 inputs as `heart.encode`?


# %%
def tensors(rows: np.ndarray, columns: list[str]) -> dict[str, tf.Tensor]:
    """Return some patients as a model takes them: one tensor for each column."""
    return {column: tf.constant(filled.iloc[rows][[column]].to_numpy()) for column in columns}


encode = keras.Model(model_2.inputs, model_2.get_layer("joined").output)
by_keras = encode.predict(tensors(training.train, everything), verbose=0)
ours, numeric = inputs.iloc[training.train], (inputs.nunique() > 2).to_numpy()
ours = np.where(numeric, heart.scaled(ours), ours)
print("the same 31 numbers:", np.allclose(by_keras, ours, atol=1e-4))

# %%
runs, untouched = {}, []
for name, columns in {"model 1": everything[:-1], "model 2, with thal": everything}.items():
    keras.utils.set_random_seed(0)
    model = build(columns)
    before = model.get_layer("hidden").kernel.numpy()
    parts = [
        (tensors(rows, columns), y[rows].astype("float32"))
        for rows in (training.train, training.validation)
    ]
    runs[name] = train(model, *parts, epochs=18, batch_size=32, label=name)
    moved = np.abs(model.get_layer("hidden").kernel.numpy() - before).max(axis=1)
    untouched = inputs.columns[: len(moved)][moved == 0]
least = {name: run.history["val_loss"].min() for name, run in runs.items()}
title = "On one split: lowest validation loss {:.3f} without thal, {:.3f} with it".format(
    *least.values()
)
plotting.histories(runs, title=title)

# %%
print("inputs of model 2 whose weights never changed:", ", ".join(untouched))
print(
    f"{32 * len(untouched)} of {model_2.count_params():,} parameters are as random as at the start"
)

# %% [markdown]
# On this one split, the validation loss is a little lower with `thal`. Whether that is luck is the
# next section's question.
#
# **Question.** An input that is always zero gives its weights no gradient, so they stay as random
# as at the start. Does that do any harm?
#
# <details><summary>A. No. They are always multiplied by zero.</summary>
#
# In training, yes. But a patient with such a code may come, and then they act.
# </details>
# <details><summary>B. Yes. On the day such a code turns up, they add something random.</summary>
#
# Yes, and nothing will warn you. Until then they only take up space.
# </details>
#
# A quarter more parameters: does training take a quarter longer? We time single training steps of
# both in turn. A third model has about as many parameters as model 2, but no `thal`. Single steps
# vary a lot, so read the median first. Beside it stands how many of the steps took at least a
# quarter longer than model 1's.

# %%
labels = y[training.train].astype("float32")
timed = {"model 1": build(everything[:-1]), "with thal": build(everything)}
timed["with 41 units"] = build(everything[:-1], hidden_units=41)
steps = {
    name: partial(model.train_on_batch, tensors(training.train, list(model.input)), labels)
    for name, model in timed.items()
}
first, *others = timing.in_turn(steps, rounds=150, warm_up=10).values()
slower = {
    name: np.median(other / first) - 1 for name, other in zip(list(steps)[1:], others, strict=True)
}
quarter = {name: np.mean(other / first > 1.25) for name, other in zip(slower, others, strict=True)}
for name, extra in slower.items():
    print(f"{name}: median step {extra:+.0%}; {quarter[name]:.0%} of the steps take a quarter more")

# %%
claim(
    "The larger network is slower to train",
    measured=f"27 % more parameters; a step takes {slower['with thal']:+.0%} (median of 150 pairs)",
    holds={"by about as much as the parameters": bool(slower["with thal"] > 0.2)},
)

# %% [markdown]
# A quarter more parameters do not make a step a quarter longer. The likely reason: in so small a
# network, a training step spends nearly all of its time on preparing and calling the layers, and
# hardly any on multiplying. What does grow by a quarter is what has to be stored.
#
# > **So far.** One column with three values became seven inputs and 224 parameters. The encoding
# > decides what a column costs. Whether it is worth it, one split cannot say.
#
# ## Does thal earn its place?
# One split tests a fifth of the patients, about 60. So split again and again: ten folds, ten
# times over. That gives a hundred networks with `thal` and a hundred without, each judged on
# patients that it never saw. The mean difference is easy. Its standard error is where most
# reports go wrong.
#
# ### Exercise · `resampled_error` (3 points)
# A hundred differences are not a hundred experiments. Any two splits share most of their training
# patients, and every patient is tested ten times. The usual standard error $s / \sqrt J$, with
# $s$ the standard deviation of the $J$ differences, treats them as independent, and comes out far
# too small. Nadeau and Bengio's correction is
#
# $$\sqrt{s^2 \left( \frac{1}{J} + \frac{n_2}{n_1} \right)},$$
#
# with $n_1$ rows to learn from and $n_2$ rows to test on in each split. However many splits you
# take, the second term stays.


# %% tags=["exercise"]
def resampled_error(differences: np.ndarray, test_share: float) -> float:
    """Return the corrected standard error of the mean of differences over many splits.

    differences: one for each split, shape (splits,), at least two; left unchanged. test_share: the
    share of all rows that a split tests on, above 0 and below 1; it learns from all the others.
    The variance is that of a sample, which divides by one less than the number of splits.

    >>> round(resampled_error(differences=np.array([0.0, 0.2, 0.1, 0.1]), test_share=0.5), 4)
    0.0913
    """
    ### BEGIN SOLUTION
    ratio = test_share / (1 - test_share)
    return float(np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + ratio)))
    ### END SOLUTION


# %% tags=["check"]
# Check of resampled_error: run it; open it to read what is asked
with graded(
    "resampled_error",
    points=3,
    hint="Work with the variance and take the root last. If a tenth is tested, what is n₂/n₁?",
    stronger="n₂/n₁ is share / (1 − share); a sample's variance is `np.var(…, ddof=1)`.",
):
    each = np.array([0.0, 0.2, 0.1, 0.1])
    s, n = np.std(each, ddof=1), resampled_error(differences=each, test_share=0.2)
    assert isinstance(n, numbers.Real), "A standard error is one number."
    assert not np.isclose(n, s / 2), "That is the naive one, as if no two splits shared a patient."
    assert not np.isclose(n, s**2 * 0.5), "That is a variance: take its root."
    assert not np.isclose(n, np.std(each) * 0.5**0.5), "A sample's variance divides by one less."
    assert not np.isclose(n, s * 0.45**0.5), "n₂/n₁ compares with the rows *learned from*."
    assert not np.isclose(n, s * 4.25**0.5), "That is n₁/n₂: the tested rows go on top."
    assert np.isclose(n, s * 0.5**0.5), "1/4 + 0.2/0.8 is 0.5."
    same_as("resampled_error")

# %% [markdown]
# How often does a standard error lie? Compare two models that are equally good, on 60 patients
# dealt into five folds ten times over, and repeat that with new patients. With fifty splits,
# calling a difference established when it is more than twice its standard error should be wrong
# about one time in twenty.

# %%
if solved("resampled_error"):
    draw, alarms = np.random.default_rng(0), {"naive": 0, "corrected": 0}
    for _ in range(300):
        better = draw.normal(size=60)  # how much better model A is on each patient: on average 0
        tests = [part for _ in range(10) for part in np.array_split(draw.permutation(60), 5)]
        each = np.array([better[test].mean() for test in tests])
        alarms["naive"] += abs(each.mean()) > 2 * each.std(ddof=1) / len(each) ** 0.5
        alarms["corrected"] += abs(each.mean()) > 2 * resampled_error(each, 0.2)
    for name, count in alarms.items():
        print(f"{name:>9}: {count / 300:.0%} false alarms")
else:
    print("Solve `resampled_error` to see how often each standard error lies.")

# %% [markdown]
# Now the experiment. Its measure is the area under the ROC curve (AUC): how often a patient who
# is ill gets a higher risk than one who is not, 0.5 for guessing and 1 for always. All hundred
# networks train side by side as one stack of matrices; each takes 60 steps and keeps the weights
# with the lowest loss on a validation fold of its own. Beside the networks without and with
# `thal` there is a **control**: `thal` with its values dealt out to the patients at random, so
# that it costs the same and knows nothing.
#
# Without `thal` the AUC will be about 0.9. What do you expect `thal` to add? (0.01 means that one
# more pair in a hundred is put in the right order.)

# %%
predict("AUC that thal adds", None)

# %%
splits = resampling.repeated_splits(y, folds=10, repeats=10)


def judge(table: pd.DataFrame, label: str, **settings: float) -> heart.Networks:
    """Train the lecture's network on a table, once per split; columns of numbers are scaled."""
    scale = (table.nunique() > 2).to_numpy()
    return heart.train_networks(table.to_numpy(), y, splits, scale=scale, label=label, **settings)


twelve, dealt = inputs[heart.of(inputs, everything[:-1])], inputs.copy()
thal = heart.of(inputs, ["thal"])
dealt[thal] = inputs[thal].sample(frac=1, random_state=0).to_numpy()
without, full = judge(twelve, "without thal"), judge(inputs, "with thal")
control = judge(dealt, "thal at random")

# %%
arms = {"thal": full, "thal at random": control}
gains = {
    name: difference(arm.scores, without.scores, over=splits, unit="AUC")
    for name, arm in arms.items()
}
naive = {
    name: difference(arm.scores, without.scores, over="rows", unit="AUC")
    for name, arm in arms.items()
}
rows = {name: (arm.scores - without.scores, naive[name], gains[name]) for name, arm in arms.items()}
gain = gains["thal"]
title = f"thal adds {gain}: {'established' if gain.sure else 'not established by this measure'}"
heart.gains(rows, unit="AUC gained over model 1", title=title)

# %% [markdown]
# The upper bar of each pair is the naive one, and by that `thal` would be established. The lower
# one is corrected: it knows that 303 patients stay 303, however often they are dealt. It reaches
# across zero.
#
# Does that mean that `thal` tells nothing? No. It means that *this measure*, on *this network*,
# cannot see it. Here are three ways to look closer:
# - **Another measure.** The AUC only sees the order of the risks. The *log loss* (the
#   cross-entropy on unseen patients) sees every probability, and lower is better. Its unit is the
#   *nat*, because it uses natural logarithms.
# - **Another model.** *Logistic regression* is a network without a hidden layer. It has far fewer
#   parameters, so it should vary less from split to split.
# - **A classical test.** The *likelihood-ratio test* fits a logistic regression to all patients,
#   once with `thal` and once without. A useless column improves the fit a little, too, by luck. The
#   test asks how probable it is to gain so much that way. Its *degrees of freedom* are the number
#   of independent inputs that `thal` adds.

# %%
scales = [(part.nunique() > 2).to_numpy() for part in (twelve, inputs)]
logistic = [
    heart.logistic_scores(part.to_numpy(), y, splits, scale=scale)
    for part, scale in zip((twelve, inputs), scales, strict=True)
]
table_of_gains = {}
for name, (before, after) in {"network": (without, full), "logistic regression": logistic}.items():
    saved = difference(before.log_losses, after.log_losses, over=splits, unit="")
    table_of_gains[name] = {
        "AUC without thal": f"{before.scores.mean():.3f}",
        "AUC gained": f"{difference(after.scores, before.scores, over=splits, unit=''):.3f}",
        "log loss saved": f"{saved:.3f}",
    }
pd.DataFrame(table_of_gains)

# %%
test = heart.likelihood_ratio(inputs.to_numpy(), twelve.to_numpy(), y)
print(f"likelihood-ratio test: χ² = {test.statistic:.1f} with {test.freedom} degrees of freedom")
print(f"a useless column reaches that with a probability of {test.p:.4f}")
saved = difference(logistic[0].log_losses, logistic[1].log_losses, over=splits, unit="nats")
simpler = difference(logistic[0].scores, without.scores, over=splits, unit="AUC")
print(f"logistic regression against the network, both without thal: {simpler:.3f}")

# %% [markdown]
# So `thal` does carry information: it would be very unlikely to fit so much better by luck. But
# its gain in *predictions* is small. Of the four gains in the table, only the log loss of the
# logistic regression is above zero by more than luck explains (with a hundred splits, by more than
# two standard errors). Notice the last line, too: a logistic regression has a fraction of the
# parameters, and its AUC is no worse. The best answer to "should we add a column?" may be "try a
# smaller model first".
#
# **Question.** A colleague reads the first figure and writes: "303 patients show that thal has no
# effect." What is wrong?
#
# <details><summary>A. Nothing, zero lies within the bar.</summary>
#
# "Not established" is not "no effect". Zero lies within the bar, and so does a useful gain.
# </details>
# <details><summary>B. It confuses "we could not see it with this measure" with "it is not
# there".</summary>
#
# Yes. Another measure on the same patients did see it.
# </details>
# <details><summary>C. They should have used the naive standard error.</summary>
#
# That one sees effects where there are none, as your simulation of false alarms showed.
# </details>
#
# One more comparison before the verdict: 24 columns of pure noise beside the 31 inputs. (They are
# trained a second time with an *L1 penalty*: the sum of the absolute weights is added to the loss,
# which pulls weights towards zero. The next section needs that one.)

# %%
lot = np.random.default_rng(0)
names = [f"noise {i}" for i in range(24)]
noisy = pd.concat([inputs, pd.DataFrame(lot.normal(size=(len(y), 24)), columns=names)], axis=1)
noise_arms = {
    "plain": judge(noisy, "24 noise columns"),
    "L1 penalty": judge(noisy, "noise, L1 penalty", penalty=0.01),
}
lost = {
    name: difference(arm.scores, full.scores, over=splits, unit="AUC")
    for name, arm in noise_arms.items()
}
claim(
    "More columns are no better unless they bring information",
    measured=f"thal adds {gain:.3f} (likelihood-ratio p = {test.p:.4f}), thal at random "
    f"{gains['thal at random']:.3f}, 24 columns of noise {lost['plain']:.3f}",
    holds={
        "useless columns do not help": not any(
            found.sure and found.value > 0 for found in (gains["thal at random"], lost["plain"])
        ),
        "an informative one does": test.p < 0.01 and saved.sure,
    },
    predicted="AUC that thal adds",
    actual=round(gain.value, 3),
)

# %% [markdown]
# > **So far.** `thal` carries information; the network's AUC cannot show it with 303 patients,
# > the log loss of a logistic regression and the likelihood-ratio test can. Always say which
# > measure and which model you mean.
#
# ## Useless columns, and columns that are hard to get
# One often hears that a network learns to ignore a useless input. We just trained a hundred
# networks with 24 columns of noise. How much do they *rely* on the noise? Shuffle one input among
# the test patients and see how far the network's output moves. (We look at the *logit*, the
# number that the sigmoid turns into a risk.) Then divide what noise moves by what a real number
# such as age moves: 1 means that the network relies on both alike, 0 that it ignores the noise.
# What do you guess, after training?

# %%
predict("reliance on noise / on a real number", None)

# %%
real = noisy.columns.isin([column for column in filled if column not in heart.CODES])
false, values = noisy.columns.isin(names), noisy.to_numpy()
moves = {"at the start": (noise_arms["plain"], False), "trained": (noise_arms["plain"], True)}
moves["trained with the penalty"] = (noise_arms["L1 penalty"], True)
reliance = {
    name: {
        "a real number": arm.reliance(values, real, trained=trained),
        "noise": arm.reliance(values, false, trained=trained),
    }
    for name, (arm, trained) in moves.items()
}
ratios = {name: row["noise"] / row["a real number"] for name, row in reliance.items()}
before, after = ratios["at the start"], ratios["trained"]
title = f"Training lowers reliance on noise from {before:.2f} to {after:.2f} of a real number's"
heart.reliances(reliance, title=title)

# %%
extra = noise_arms["plain"].parameters - full.parameters
print(
    f"24 noise columns: {lost['plain']:.3f} against the network without them; "
    f"with the penalty {lost['L1 penalty']:.3f}"
)
print(f"in both cases they cost {extra} parameters and as many multiplications for every patient")
claim(
    "A network learns to ignore a useless input",
    measured=f"reliance on noise against a real number: {ratios['at the start']:.2f} untrained, "
    f"{ratios['trained']:.2f} trained, {ratios['trained with the penalty']:.2f} with a penalty; "
    f"noise changes the AUC by {lost['plain']:.3f}",
    holds={
        "it relies on noise less": ratios["trained"] < 0.8 * ratios["at the start"],
        "it ignores noise": ratios["trained"] < 0.1,
    },
    predicted="reliance on noise / on a real number",
    actual=round(ratios["trained"], 2),
)

# %% [markdown]
# Compared with a real number, noise counts for less after training, and for less still with the
# penalty, but it is not ignored. (Look at the bars themselves, too: without the penalty, training
# does not make the bar of the noise shorter. It makes that of the real number grow more.) Does the
# noise cost AUC? Compare each of the two printed differences with twice its standard error: in our
# run neither is larger, so a loss is not established by this measure. Either way, a weight near
# zero is still stored, loaded and multiplied. The way to stop paying for a column is to take it
# out.
#
# The lecture also warns that with many columns an optimizer gets stuck before it reaches the best
# fit. We can test that for our network: train it from 40 random starts on one split, and see how
# far apart the best and the worst start end.
#
# **Question.** What would support the lecture's warning?
#
# <details><summary>A. With the noise columns, the 40 training losses lie farther apart.</summary>
#
# Yes. Then some starts would get stuck well above the best fit.
# </details>
# <details><summary>B. With the noise columns, the test accuracy is lower.</summary>
#
# That could be overfitting just as well. Whether the optimizer gets stuck shows in the training
# loss, which is what it lowers.
# </details>

# %%
one_split = [splits[0]] * 40
ends = {}
for name, part in {"31 inputs": inputs, "31 inputs and 24 of noise": noisy}.items():
    scale = (part.nunique() > 2).to_numpy()
    settings = {"scale": scale, "dropout": 0.0, "steps": 300, "label": name}
    ends[name] = heart.train_networks(part.to_numpy(), y, one_split, **settings).ends
    print(f"{name}: training loss from {ends[name].min():.4f} to {ends[name].max():.4f}")

# %%
clean, crowded = ends.values()
claim(
    "Many columns keep an optimizer from the best fit",
    measured=f"40 starts end between {clean.min():.4f} and {clean.max():.4f}, with 24 more columns "
    f"between {crowded.min():.4f} and {crowded.max():.4f}",
    holds={"starts end farther from the best one": bool(np.ptp(crowded) > np.ptp(clean))},
)

# %% [markdown]
# With more columns the *training* patients are fitted better, and from every start. If columns do
# harm here, it is by overfitting, not because the optimizer fails. (This is one small network. The
# lecture's warning may hold for others.)
#
# ### What a column takes to obtain
# A few parameters cost next to nothing. The column itself has to be collected, from every
# patient, for as long as the model is used. Prices differ from clinic to clinic, but what has to
# be done does not. Roughly, the list below goes from what takes least to what takes most. How
# good is a model that stops early in it?

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
    stages[step] = full if step == "imaging" else judge(inputs[heart.of(inputs, so_far)], step)

# %%
models = {}
for step, arm in stages.items():
    error = difference(arm.scores, np.zeros(len(splits)), over=splits, unit="AUC").standard_error
    role = "full" if step == "imaging" else "reduced"
    models[step if step == "a question" else f"+ {step}"] = heart.Scored(
        arm.parameters, arm.scores.mean(), error, role
    )
asked = stages["a question"].scores.mean()
title = f"AUC: three questions reach {asked:.2f}, all thirteen facts {full.scores.mean():.2f}"
heart.scores_by_parameters(models, score="AUC, ± two standard errors", title=title)

# %%
for before, after in zip(list(stages)[:-1], list(stages)[1:], strict=True):
    worth = difference(stages[after].scores, stages[before].scores, over=splits, unit="AUC")
    print(f"adding {after:<12} {worth:.3f}, {'established' if worth.sure else 'not established'}")

# %% [markdown]
# Three questions carry most of the AUC. Judge a step by the list, not by whether two bars
# overlap: the list compares the same patients in the same splits. By that, imaging adds something
# established. The treadmill comes close, and the cheaper steps show no gain that can be measured.
# That is no contradiction to what you saw before: imaging brings `ca` and `thal` together, to a
# network that has neither.
#
# > **So far.** A network relies less on noise than on real columns but does not ignore it, and it
# > pays for it in any case. A few cheap questions carry most of the AUC.

# %% [markdown]
# ## Capstone · `bedside_model` (4 points)
# Build the model for a practice without imaging: no input from `ca` or `thal`, at most **100
# parameters** (model 1 has 833), and an AUC of **0.85** or more, as the mean over ten splits. You
# choose the inputs and the network. The check trains it on each split (60 steps of Adam, learning
# rate 0.03) and judges it on patients that it did not see.


# %% tags=["exercise"]
def bedside_model(names: list[str]) -> tuple[list[str], keras.Model]:
    """Return the chosen inputs and an untrained model on them, of at most 100 parameters.

    names: all inputs that there are, such as "age", "cp=4" or "thal=fixed"; left unchanged. The
    chosen ones are different names of that list, at least one, none from `ca` or `thal`. The model
    takes them in the order returned, shape (patients, chosen), numbers scaled and codes as 0 and
    1. It gives the risk of each patient, shape (patients, 1), between 0 and 1 for any patient,
    before and after training.
    """
    ### BEGIN SOLUTION
    asked = ("age", "sex", "cp", "thalach", "exang", "oldpeak", "slope")
    chosen = [name for name in names if name.split("=")[0] in asked]
    model = keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")])
    return chosen, model
    ### END SOLUTION


# %% tags=["check"]
# Check of bedside_model: run it; open it to read what is asked
with graded(
    "bedside_model",
    points=4,
    hint="In the last figure, which step before imaging raised the AUC most? How many units can "
    "those inputs afford?",
    stronger="One sigmoid unit and no hidden layer is logistic regression: a weight per input.",
):
    answer = bedside_model(names=list(inputs))
    two = isinstance(answer, tuple | list) and len(answer) == 2
    assert two, "Return two things: the inputs and the model."
    assert not isinstance(answer[0], keras.Model), "First the inputs, then the model."
    chosen, built = list(answer[0]), answer[1]
    assert isinstance(built, keras.Model), "The second thing is a Keras model."
    assert set(chosen) <= set(inputs), "Choose among `names`: a code is an input of its own."
    assert len(set(chosen)) == len(chosen) > 0, "Choose each input once, and at least one."
    assert not any(n.startswith(("ca=", "thal=")) for n in chosen), "`ca` and `thal` take imaging."
    extreme = np.asarray(built(20 * np.random.default_rng(0).normal(size=(99, len(chosen)))))
    assert extreme.shape == (99, 1), "The model gives one risk for each patient: (patients, 1)."
    assert np.all(np.abs(extreme - 0.5) <= 0.5), "A risk lies between 0 and 1, for anybody."
    assert built.count_params() <= 100, "The budget is 100 parameters."
    reached = heart.model_scores(built, inputs[chosen].to_numpy(), y, folds=10)
    assert reached.mean() >= 0.85, "Too low an AUC: does it see what the treadmill measures?"

# %%
if solved("bedside_model"):
    chosen, built = bedside_model(list(inputs))
    ten = resampling.repeated_splits(y, folds=10, repeats=1)
    reached = heart.model_scores(built, inputs[chosen].to_numpy(), y, folds=10)
    error = difference(reached, np.zeros(10), over=ten, unit="AUC").standard_error
    models["yours"] = heart.Scored(built.count_params(), reached.mean(), error, "yours")
    title = f"Yours: AUC {reached.mean():.3f} with {built.count_params()} parameters, no imaging"
    heart.scores_by_parameters(models, score="AUC, ± two standard errors", title=title)
    against = difference(reached, stages["a treadmill"].scores[:10], over=ten, unit="AUC")
    verdict = "established" if against.sure else "not established"
    print(f"against the network that stops at the treadmill: {against:.3f}, {verdict}")
else:
    print("Solve `bedside_model` to see your star in the last figure.")

# %% [markdown]
# One caution. You chose the inputs after seeing how they did on these very patients, so your star
# probably stands a little too high. Only new patients could say how much. For the same reason read
# the line below the figure with care. It rests on ten splits, so a difference has to be more than
# 2.3 times its standard error before it counts as established. If it is not, you do not know which
# of the two is better; what is certain is how many parameters each of them has.
#
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# So: should the model ask for one more test?

# %%
question, treadmill = stages["a question"].scores.mean(), stages["a treadmill"].scores.mean()
print(f"network: three questions {question:.3f}, up to the treadmill {treadmill:.3f}")
print(f"network: without thal {without.scores.mean():.3f}, with thal {full.scores.mean():.3f}")
print(
    f"logistic regression: without thal {logistic[0].scores.mean():.3f}, "
    f"with thal {logistic[1].scores.mean():.3f}"
)
print(f"thal: {more:+.1%} parameters and a scan, for {gain:.3f}; log loss saved {saved:.3f}")

# %% [markdown]
# `thal` tells something, but it improves the predictions only a little, and logistic regression
# predicts no worse than the network. Whether that is worth a scan for every patient is a question
# for the clinic, and now it has the numbers.
#
# **Three things to keep**
# - Count how many inputs a column becomes, and look for the same information in the columns that
#   you already have.
# - Compare a column with the same column dealt out at random, by a standard error that knows that
#   splits share patients.
# - "Not established by this measure" is not "no effect". Try a more sensitive measure and a
#   simpler model.
#
# **Where you would use this:** whenever somebody asks for one more feature, sensor or question.
# **Where it fails:** with columns that only matter together, which a ranking one by one does not
# see, and with patients unlike these.
#
# **Next.** Here we asked which columns to leave out. Lesson 3 goes the other way: can we *make*
# better columns from the ones we have, so that a small model is enough?

# %% [markdown]
# ## Optional: what each column brings and costs
# Two measures for each column: its *mutual information* with the disease, which is how much the
# column by itself tells about who is ill (in nats; 0 means nothing), and the AUC that the trained
# networks lose when its values are shuffled among the patients.

# %%
brings = []
for column in filled:
    own, scores = heart.of(inputs, [column]), []
    for seed in range(1, 5):
        mixed = inputs.copy()
        mixed[own] = inputs[own].sample(frac=1, random_state=seed).to_numpy()
        scores.append(full.scores_on(mixed.to_numpy()))
    loss = difference(full.scores, np.mean(scores, axis=0), over=splits, unit="AUC")
    nats = metrics.mutual_info_score(banded[column], y)
    brings.append((32 * len(own), nats, loss.value, loss.standard_error))
brings = pd.DataFrame(brings, filled.columns, ["parameters", "information", "lost", "error"])
idle = brings[brings["lost"] < 2 * brings["error"]]
share = idle["parameters"].sum() / brings["parameters"].sum()
title = f"{len(idle)} of 13 columns, with {share:.0%} of the weights, are not clearly missed"
heart.importances(brings, title=title)

# %% [markdown]
# Where columns overlap, one can tell a lot by itself while the networks hardly rely on it.
# Shuffling asks what a trained network would miss. Before you buy a column, the question is another
# one: what would a new network miss that never had it?
#
# ## Optional: after the fall
# What happens when you go on adding columns after the accuracy has fallen? The products of every
# two columns give us 190 more, made from the same patients.

# %%
pairs = [(i, j) for i in range(20) for j in range(i)]
products = np.array([table[:, i] * table[:, j] for i, j in pairs]).T
counts = [1, 2, 3, 5, 8, 12, 18, 25, 32, 38, 45, 60, 80, 120, 210]
descent = heart.accuracy_by_columns(
    np.hstack([table, products]), y, rows=40, counts=counts, draws=60
)
test = descent.test.mean(axis=0)
print("; ".join(f"{count} columns {value:.1%}" for count, value in zip(counts, test, strict=True)))
again = difference(descent.test[:, -1], descent.test[:, counts.index(38)], over="rows")
print("210 columns against 38:", again)

# %% [markdown]
# Forty patients give a discriminant at most 38 directions: 40 rows, less a mean for each of the two
# classes. Accuracy falls until somewhat beyond that number of columns and then climbs again, though
# not back to its peak. In models that fit their training data perfectly this is called *double
# descent*.
#
# ## Further reading
# - R. Bellman: *Dynamic Programming*, Princeton University Press, 1957. Its preface already has
#   the "curse of dimensionality"; the lecture finds the term in his *Adaptive Control Processes*
#   of 1961.
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

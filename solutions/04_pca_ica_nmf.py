# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 4 · PCA, ICA and NMF
#
# *Your table has too many columns. Which few numbers should stand for them?*
#
# Wines, flowers, digits, faces, newswires and mixed signals all shrink to a handful of numbers
# here, each by the method that people reach for first. The same two classifiers judge the
# result, with the reduction and without. At the end you say when a reduction pays, when it
# costs, and which method answers which question.
#
# **Time** 90 minutes, of which less than one is computing. **Before** you start: NumPy, and
# what a variance and a correlation are.
#
# **Afterwards** you can
# - do a principal component analysis by hand, and say what each of its numbers means,
# - choose how many components to keep, and say why the 90 % rule is not enough,
# - reduce sparse text without filling it up, and separate mixed signals,
# - show with a control whether a reduction helped, did nothing or hurt.
#
# Work from top to bottom. An exercise is a cell to complete with a check below it; the check
# says at once what is right.

# %% tags=["setup"]
import numbers
import time

import numpy as np
import pandas as pd
from pytest import approx
from scipy import sparse
from scipy.stats import kurtosis
from sklearn.cross_decomposition import PLSRegression
from sklearn.datasets import load_digits, load_iris, load_sample_image, load_wine, make_circles
from sklearn.decomposition import (
    NMF,
    PCA,
    FastICA,
    KernelPCA,
    LatentDirichletAllocation,
    SparsePCA,
    TruncatedSVD,
)
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler, normalize, scale
from sklearn.random_projection import GaussianRandomProjection
from tqdm.auto import tqdm

from utils import datasets, plotting
from utils.claims import Claim, claims
from utils.grading import graded, predict, predictions, refuses, scoreboard, solved
from utils.training import accuracy_difference

iris, wine, digits = load_iris(), load_wine(as_frame=True), load_digits()
flowers = iris.data  # 150 flowers × 4 lengths in cm
X_train, y_train = digits.data[:1_400] / 16, digits.target[:1_400]
X_test, y_test = digits.data[1_400:] / 16, digits.target[1_400:]

# %% [markdown]
# ## One number per picture
# Start at the extreme. Four hundred portraits of 32 × 32 pixels are 400 points in a space of
# 1,024 dimensions, which nobody can look at. Replace each by a single number, its mean
# brightness, and the pictures can be put in a row. What share of all the variance between
# faces does that number keep?

# %%
predict("variance kept by the brightness", None)

# %%
portraits = datasets.faces().images.reshape(400, 32, 2, 32, 2).mean(axis=(2, 4)) / 255
pixels = portraits.reshape(400, -1)
brightness = pixels.mean(axis=1)


def share_along(points: np.ndarray, direction: np.ndarray) -> float:
    """Return the share of the points' variance that lies along one direction of length 1."""
    return (points @ direction).var() / points.var(axis=0).sum()


even = np.full(1_024, 1 / 32)  # the brightness is a projection: every pixel has the same weight
bright_share = share_along(pixels, even)
plotting.pictures_on_line(
    portraits,
    brightness,
    unit="mean brightness (0 black, 1 white)",
    title=f"One number per face keeps {bright_share:.0%} of the variance",
)

# %% [markdown]
# A *projection* on a line is a weighted sum of columns; the mean is one with equal weights.
# There are infinitely many other lines. Compare it with a line drawn by lot, and with the
# best there is, which the rest of the lesson explains.

# %%
by_lot = np.random.default_rng(0).normal(size=(1_024, 200))
by_lot /= np.linalg.norm(by_lot, axis=0)
lot_share = np.mean([share_along(pixels, direction) for direction in by_lot.T])
best_share = PCA(1, random_state=0).fit(pixels).explained_variance_ratio_[0]
for name, share in (("by lot", lot_share), ("even", bright_share), ("best", best_share)):
    print(f"{name:>6}: {share:.2%} of the variance")

# %% [markdown]
# Faces differ mostly by how light they are, so the even line comes close to the best.
#
# ## Which line is best? It depends on the question
# 178 wines have 13 measured properties; three growers made them. Take one property, the
# alcohol, as a response to explain, and the other 12 as the table to reduce. Three methods
# choose a line in those 12 dimensions, each for its own reason:
#
# - **linear discriminant analysis** wants the growers apart,
# - **partial least squares** (PLS) wants to follow the alcohol,
# - **principal component analysis** (PCA) looks at neither and wants the variance.
#
# (The first is often called LDA. So is latent Dirichlet allocation, further down. The two
# have nothing in common, so this lesson spells them out.)


# %%
def lines(X: np.ndarray, growers: np.ndarray, alcohol: np.ndarray) -> dict[str, np.ndarray]:
    """Return the direction, of length 1, that each method chooses."""
    found = {
        "linear discriminant analysis": LinearDiscriminantAnalysis()
        .fit(X, growers)
        .scalings_[:, 0],
        "partial least squares": PLSRegression(1, scale=False).fit(X, alcohol).x_weights_[:, 0],
        "PCA": PCA(1).fit(X).components_[0],
        "least squares": np.linalg.lstsq(X, alcohol, rcond=None)[0],
    }
    return {name: line / np.linalg.norm(line) for name, line in found.items()}


def criteria(X: np.ndarray, line: np.ndarray, growers: np.ndarray, alcohol: np.ndarray) -> dict:
    """Score one line three ways, and by its correlation with the alcohol."""
    z = X @ line
    within = np.mean([z[growers == grower].var() for grower in range(3)])
    return {
        "growers apart": 1 - within / z.var(),
        "covariance with alcohol": abs(np.cov(z, alcohol)[0, 1]),
        "share of variance": z.var() / X.var(axis=0).sum(),
        "correlation with alcohol": abs(np.corrcoef(z, alcohol)[0, 1]),
    }


# %% [markdown]
# Each line is found on 60 % of the wines and scored on the others, thirty times.
# *Growers apart* is the share of the variance along the line that lies between the growers
# rather than within them. Will each method win the column it was made for?

# %%
table = wine.data.drop(columns="alcohol")
scores = []
for seed in range(30):
    data = train_test_split(
        table,
        wine.target,
        wine.data["alcohol"],
        test_size=0.4,
        stratify=wine.target,
        random_state=seed,
    )
    fit_on, judge_on, *rest = [np.asarray(part, dtype=float) for part in data]
    scaler, response = StandardScaler().fit(fit_on), StandardScaler().fit(rest[2][:, None])
    fit_on, judge_on = scaler.transform(fit_on), scaler.transform(judge_on)
    alcohols = [response.transform(part[:, None])[:, 0] for part in rest[2:]]
    for name, line in lines(fit_on, rest[0], alcohols[0]).items():
        scores.append({"line": name} | criteria(judge_on, line, rest[1], alcohols[1]))
by_line = pd.DataFrame(scores).groupby("line", sort=False)
mean, spread = by_line.mean(), by_line.std()
(mean.round(2).astype(str) + " ± " + spread.round(2).astype(str)).iloc[:3, :3]

# %%
best_lines = mean.iloc[:3, :3].idxmax()
own_wins = int(np.sum(best_lines.to_numpy() == mean.index[:3]))
Z, alcohol = scale(table), scale(wine.data["alcohol"])
names = [f"grower {grower + 1}" for grower in wine.target]
found = lines(Z, wine.target.to_numpy(), alcohol)
panels = [
    plotting.Panel(
        np.column_stack([Z @ found[name], wine.data["alcohol"]]),
        f"{name}\nbest at: {criterion}",
        "along the line (standard deviations)",
        "alcohol (% by volume)" if name.startswith("linear") else "",
        names,
    )
    for name, criterion in zip(mean.index[:3], mean.columns[:3], strict=True)
]
plotting.scatter_panels(panels, title=f"{own_wins} of 3 lines win the criterion they were made for")

# %% [markdown]
# On the left the colours part, in the middle the cloud rises with the line, on the right it
# is widest. PCA parts the growers rather well though nobody told it of them; that is luck, not
# a promise.
#
# One detail. The lecture says that PLS maximises the *correlation* with the response. Its
# criterion is the covariance, which also wants variance along the line. Plain least squares
# maximises the correlation:

# %%
for name in ("partial least squares", "least squares"):
    row = mean.loc[name]
    print(f"{name:<22} correlation {row.iloc[3]:.2f}, covariance {row.iloc[1]:.2f}")

# %% [markdown]
# ## PCA by hand
# Four steps: move the cloud to the origin, form the covariance of the columns, take its
# eigenvectors as new axes, keep the first $k$. With $X$ of shape $(n, d)$, its rows centred,
# the covariance $C = X^\top X / (n - 1)$ has shape $(d, d)$, and $C v_j = \lambda_j v_j$:
# $v_j$ is the axis of component $j$, $\lambda_j$ the variance along it.

# %%
centred = flowers - flowers.mean(axis=0)
covariance = centred.T @ centred / (len(flowers) - 1)
variances, axes = np.linalg.eigh(covariance)  # eigh sorts upwards
variances, axes = variances[::-1], axes[:, ::-1]
rotated = centred @ axes
kept = rotated[:, :2]
print("data", flowers.shape, " covariance", covariance.shape, " kept", kept.shape)
print("variances:", variances.round(3))

# %%
species = [iris.target_names[label] for label in iris.target]
before = plotting.Panel(
    flowers[:, [0, 2]],
    "before: two of the four columns",
    "sepal length (cm)",
    "petal length (cm)",
    species,
    equal=True,
)
after = plotting.Panel(
    kept,
    "after: centred and turned, two kept",
    "component 1 (cm)",
    "component 2 (cm)",
    species,
    equal=True,
)
plotting.scatter_panels([before, after], columns=2, title="PCA moves and turns the flowers")

# %% [markdown]
# Nothing is stretched. Only the point of view changes: the widest direction lies flat, and
# what was correlated no longer is.

# %%
short = [name.removesuffix(" (cm)") for name in iris.feature_names]
components = [f"PC {number}" for number in (1, 2, 3, 4)]
correlation_after = np.corrcoef(rotated.T)
worst = np.abs(correlation_after - np.eye(4)).max()
plotting.heat_maps(
    {
        "before": pd.DataFrame(np.corrcoef(flowers.T), short, short),
        "after": pd.DataFrame(correlation_after.round(9), components, components),
    },
    title=f"After the rotation no correlation is above {max(worst, 1e-15):.0e}",
)

# %% [markdown]
# The library does the same. Look at the last line: whether an axis points one way or the
# other is nobody's choice, so compare components up to their sign.

# %%
pca = PCA(4).fit(flowers)
assert np.allclose(pca.explained_variance_, variances)
assert np.allclose(np.abs(pca.components_.T), np.abs(axes))
print("the same variances, the same axes")
print("signs, library × ours:", np.sign((pca.components_.T * axes).sum(axis=0)).astype(int))

# %% [markdown]
# A slip of the lecture: it turns to the singular value decomposition (SVD) because an
# eigendecomposition wants a square matrix, and data seldom are square. PCA decomposes the
# covariance, which always is. And the SVD of the centred rows gives the very same axes:

# %%
_, singular, rows = np.linalg.svd(centred, full_matrices=False)
svd_agrees = np.allclose(singular**2 / (len(flowers) - 1), variances)
svd_agrees &= np.allclose(np.abs(rows.T), np.abs(axes))
print(f"{flowers.shape[0]} × {flowers.shape[1]} is not square; both ways agree: {svd_agrees}")

# %% [markdown]
# ### Exercise · `principal_axes` (3 points)
# Real tables often store equal rows once, with a count. Do PCA by hand on such a table: a
# count of 3 means that the row is there three times. And settle the sign, so that two people
# get the same axes.


# %% tags=["exercise"]
def principal_axes(X: np.ndarray, counts: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the k largest variances and their axes.

    X: shape (n, d). counts: how often each row occurs, whole numbers of at least 1, shape (n,).
    Returns variances of shape (k,), the largest first, in the convention of n − 1, where n counts
    every occurrence; and axes of shape (k, d), one per row, each of length 1. The entry of an axis
    with the largest magnitude is positive.

    >>> variances, axes = principal_axes(np.array([[0.0, 0.0], [3.0, -3.0]]), np.array([1, 2]), k=1)
    >>> variances.round(3), np.abs(axes).round(3)
    (array([6.]), array([[0.707, 0.707]]))
    """
    ### BEGIN SOLUTION
    total = counts.sum()
    centred = X - counts @ X / total
    covariance = (centred.T * counts) @ centred / (total - 1)
    variances, vectors = np.linalg.eigh(covariance)
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "principal_axes",
    points=3,
    hint="Every step of the cell above changes: the mean, the covariance, its n − 1. Then the sign.",
    stronger="`np.average` takes weights and `np.cov` takes fweights. `eigh` has axes in columns.",
):
    table = np.random.default_rng(4).normal(size=(12, 3)) @ np.array(
        [[2, 1, 0.3], [0, 1, 0.5], [0, 0, 0.4]]
    )
    table += (5, -2, 1)
    once = np.ones(12, dtype=int)
    answer = principal_axes(table, once, 3)
    assert isinstance(answer, tuple | list), "Return two things: the variances and the axes."
    assert len(answer) == 2, "Return two things: the variances and the axes."
    found_variances, found_axes = (np.asarray(part) for part in answer)
    assert found_variances.shape == (3,), "Three variances were asked for."
    assert found_axes.shape == (3, 3), "Three axes of three numbers, one axis per row."
    assert np.isrealobj(found_variances), "A covariance is symmetric: `eigh` gives real numbers."
    assert np.isrealobj(found_axes), "A covariance is symmetric: `eigh` gives real numbers."
    reference = PCA(3).fit(table)
    assert found_variances[0] >= found_variances[2], "The largest variance comes first."
    assert found_variances != approx(reference.explained_variance_ * 11 / 12), (
        "These are divided by n: the convention here is n − 1."
    )
    assert found_variances == approx(reference.explained_variance_), (
        "With every count 1 the variances are those of scikit-learn's PCA: centre first."
    )
    assert np.abs(found_axes) != approx(np.abs(reference.components_.T), abs=1e-6), (
        "These are the axes in columns: one axis per row, please."
    )
    assert np.abs(found_axes) == approx(np.abs(reference.components_), abs=1e-6), (
        "With every count 1 the axes are those of scikit-learn's PCA, up to sign."
    )
    twice = np.array([1, 3, 1, 2, 5, 1, 1, 4, 1, 2, 1, 1])
    repeated = PCA(2).fit(np.repeat(table, twice, axis=0))
    answer = principal_axes(table, twice, 2)
    found_variances, found_axes = (np.asarray(part) for part in answer)
    assert found_variances.shape == (2,), "Only k variances were asked for."
    assert found_axes.shape == (2, 3), "Only k axes were asked for."
    assert found_variances == approx(repeated.explained_variance_), (
        "A count of 3 is a row three times: in the mean, in the covariance and in n − 1."
    )
    assert np.abs(found_axes) == approx(np.abs(repeated.components_), abs=1e-6), (
        "A count of 3 is a row three times: the axes turn with it."
    )
    for flip in (1, -1):  # mirrored rows have the same axes
        mirrored = np.asarray(principal_axes(flip * table[:, ::-1], twice, 2)[1])
        strongest = mirrored[[0, 1], np.abs(mirrored).argmax(axis=1)]
        assert strongest.min() > 0, "In each axis the entry of largest magnitude is positive."
    assert found_axes[[0, 1], np.abs(found_axes).argmax(axis=1)].min() > 0, (
        "In each axis the entry of largest magnitude is positive."
    )

# %% [markdown]
# Now let your axes rebuild digits: project on $k$ axes, then add the axes up again. The error
# you make is exactly the variance you left out.

# %%
if solved("principal_axes"):
    all_variances, all_axes = principal_axes(X_train, np.ones(1_400, dtype=int), 64)
    shown, middle = {}, X_train.mean(axis=0)
    for k in (2, 8, 16, 64):
        rebuilt = middle + (X_train - middle) @ all_axes[:k].T @ all_axes[:k]
        error = ((X_train - rebuilt) ** 2).sum() / (1_400 - 1)
        print(f"{k:>2} axes: error {error:.4f}, left out {all_variances[k:].sum():.4f}")
        shown[f"{k} numbers"] = rebuilt[:8].reshape(-1, 8, 8)
    plotting.picture_blocks(shown, title="Digits rebuilt from your axes", columns=4, height=2.2)

# %% [markdown]
# ## Turn the line
# Why eigenvectors? Take two columns of the flowers, every third flower, and a line through
# their centre. Each point has a **foot** on the line. For each angle, measure two things:
# the variance of the feet along the line, and the mean squared distance from the points to
# their feet, the red segments. What happens to their sum as the line turns, and at which
# angle is the variance greatest?

# %%
predict("angle of the greatest variance", None)


# %%
def turn(points: np.ndarray, degrees: float) -> tuple[np.ndarray, float, float]:
    """Return the feet on the line, the variance along it, the mean squared distance to it."""
    direction = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    along = points @ direction
    feet = np.outer(along, direction)
    return feet, (along**2).mean(), ((points - feet) ** 2).sum(axis=1).mean()


cloud = centred[::3, [0, 2]]
cloud = cloud - cloud.mean(axis=0)
first_axis = PCA(1).fit(cloud).components_[0]
first_angle = np.degrees(np.arctan2(first_axis[1], first_axis[0])) % 180
plotting.line_positions(
    cloud,
    turn,
    [0, 30, first_angle, first_angle + 45, first_angle + 90],
    axis_names=("sepal length (cm)", "petal length (cm)"),
    title=f"The variance is greatest at {first_angle:.0f}°, where the distance is least",
)

# %% [markdown]
# (Below the five positions there is a slider, if your JupyterLab shows widgets.)
#
# Pythagoras holds for every point, so variance and squared distance always share one sum:
# making the first greatest *is* making the second least. The winning angle is the first
# component, and the second stands at a right angle to it. Check both over a fine grid:

# %%
grid = np.arange(0, 180, 0.1)
turned = np.array([turn(cloud, angle)[1:] for angle in grid])
widest, closest = grid[turned[:, 0].argmax()], grid[turned[:, 1].argmin()]
sum_moves = np.ptp(turned.sum(axis=1))
print(f"greatest variance at {widest:.1f}°, least distance at {closest:.1f}°")
print(f"first component of PCA at {first_angle:.1f}°; the sum moves by {sum_moves:.0e}")

# %% [markdown]
# ## How many to keep
# A common rule keeps components until they hold 90 % of the variance. How many does it keep
# of Iris's four?

# %%
predict("components that hold 90 % of Iris", None)

# %%
ratios = {
    "in centimetres": PCA(4).fit(flowers).explained_variance_ratio_,
    "standardised": PCA(4).fit(scale(flowers)).explained_variance_ratio_,
}
needs = {name: int(np.argmax(np.cumsum(ratio) >= 0.9)) + 1 for name, ratio in ratios.items()}
plotting.explained_variance(
    ratios,
    0.9,
    title=f"90 % takes {needs['in centimetres']} component or {needs['standardised']}: "
    "the scale decides",
)
two_hold = ratios["in centimetres"][:2].sum()
print(f"in centimetres two components hold {two_hold:.1%}, four hold everything")

# %% [markdown]
# The same flowers, two answers. In centimetres the petals, which vary most, dominate; divided
# by their standard deviations, all columns count alike. What happens when one column is
# measured in far larger numbers? One of the wines' 13 is in milligrams per litre.

# %%
raw_wine = PCA(2).fit(wine.data)
loudest = wine.data.columns[np.abs(raw_wine.components_[0]).argmax()]
print(f"one component holds {raw_wine.explained_variance_ratio_[0]:.1%} of the variance")
print(f"and {raw_wine.components_[0].max():.1%} of its direction is the column {loudest!r}")
wine_accuracy = {}
for name, steps in {"as measured": [], "standardised": [StandardScaler()]}.items():
    judge = make_pipeline(*steps, PCA(2), StandardScaler(), LogisticRegression())
    folds = KFold(10, shuffle=True, random_state=0)
    guesses = cross_val_predict(judge, wine.data, wine.target, cv=folds)
    wine_accuracy[name] = np.mean(guesses == wine.target)
    print(f"two components, {name}: {wine_accuracy[name]:.0%} of growers recognised")

# %% [markdown]
# A component can hold nearly all the variance and nearly nothing you want. Variance is a
# matter of units; a share of it is no measure of use.
#
# ### Exercise · `components_needed` (2 points)
# Write the rule nevertheless: it is where most people start. Floating point lies in wait, and
# so does the order in which `eigh` returns variances.


# %% tags=["exercise"]
def components_needed(variances: np.ndarray, share: float) -> int:
    """Return the least number of components that together hold at least `share` of the variance.

    variances: of each component, not negative, in any order, shape (d,). The largest are kept.
    share: above 0, up to 1. A share that is missed by rounding only (1e-9) counts as reached.
    Raises ValueError for a share that is not above 0 or is above 1.

    >>> components_needed(np.array([1.0, 3.0, 6.0]), 0.9)
    2
    """
    ### BEGIN SOLUTION
    if not 0 < share <= 1:
        raise ValueError(f"a share lies above 0 and goes up to 1, not {share}")
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "components_needed",
    points=2,
    hint="Sort, add up, divide by the total; then find the first sum that is large enough.",
    stronger="`np.argmax` of a condition finds its first True, counted from 0. 1e-9 is slack.",
):
    simple = components_needed(np.array([6.0, 3.0, 1.0]), 0.8)
    assert isinstance(simple, numbers.Integral), "A number of components is a whole number."
    assert simple != 1, "The first component alone holds 60 %. Does your count start at 0?"
    assert simple == 2, "6 of 10 is too little, 6 + 3 of 10 is enough."
    assert components_needed(np.array([6.0, 3.0, 1.0]), 0.55) == 1, "One may be enough."
    assert components_needed(np.array([6.0, 3.0, 1.0]), 0.9) == 2, "Exactly 90 % is enough."
    assert components_needed(np.array([1.0, 3.0, 6.0]), 0.6) == 1, "The largest are kept first."
    assert components_needed(np.array([1.0, 0.0, 4.0, 3.0, 2.0]), 0.65) == 2, (
        "The largest are kept first."
    )
    assert components_needed(np.array([0.04, 0.03, 0.02, 0.01]), 0.65) == 2, (
        "A share is relative to the sum of the variances."
    )
    assert components_needed(np.full(10, 0.1), 0.8) == 8, (
        "0.1, eight times, is 0.7999… in floating point: leave 1e-9 of slack."
    )
    assert components_needed(np.array([7.0, 2.0, 1.0, 0.0]), 1.0) == 3, (
        "Everything is held once the rest has variance 0."
    )
    assert components_needed(np.full(7, 0.1), 1.0) == 7, "All seven are needed for everything."
    assert refuses(components_needed, np.ones(3), 0.0), "A share of 0 is refused: ValueError."
    assert refuses(components_needed, np.ones(3), 90), "90 is not a share: raise ValueError."

# %%
if solved("components_needed"):
    for name, data in {"digits": X_train, "faces": pixels, "wines, standardised": Z}.items():
        spectrum = PCA(svd_solver="full").fit(data).explained_variance_
        needed = [components_needed(spectrum, share) for share in (0.5, 0.9, 0.99)]
        print(f"{name:<20} {data.shape[1]:>5} columns; 50, 90, 99 % take {needed}")

# %% [markdown]
# ## What a component is made of
# A **loading** says how strongly a column takes part in a component: the eigenvector's entry
# times the standard deviation of the component, $\sqrt{\lambda_j}\, v_{ij}$. On standardised
# columns it should be the correlation of column $i$ with component $j$. Is it?

# %%
standard = scale(flowers)  # divides by n, as StandardScaler does; PCA's variances use n − 1
pca = PCA(4).fit(standard)
loadings = pca.components_.T * np.sqrt(pca.explained_variance_)
both = np.corrcoef(standard.T, pca.transform(standard).T)
correlations = both[:4, 4:]
factors = loadings / correlations
print(f"loading / correlation lies between {factors.min():.5f} and {factors.max():.5f}")
print(f"the square root of n / (n − 1) is   {np.sqrt(150 / 149):.5f}")

# %%
gap = np.abs(pca.components_.T - correlations).max()
plotting.heat_maps(
    {
        "loadings": pd.DataFrame(loadings, short, components),
        "eigenvectors": pd.DataFrame(pca.components_.T, short, components),
    },
    title="Loadings are correlations; eigenvectors are not",
)
print(f"eigenvector entries differ from the correlations by up to {gap:.2f}")

# %% [markdown]
# The factor of 1.003 is only bookkeeping, $n$ against $n - 1$. Now the left table can be read:
# component 1 is the size of the petals together with the sepals' length, component 2 the
# sepals' width. The lecture gives loadings the right meaning, and calls them eigenvectors;
# those lack the $\sqrt{\lambda}$.
#
# ## Low rank: when few columns decide the rest
# Cut a photograph into tiles of 8 × 8 pixels: each tile is a row of 64 numbers. Neighbouring
# pixels say nearly the same, so few components should do. The control is the same table with
# each column shuffled: every pixel keeps its variance, but no pixel knows of another.

# %%
photo = load_sample_image("flower.jpg")[:424].mean(axis=2) / 255
tiles = photo.reshape(53, 8, 80, 8).swapaxes(1, 2).reshape(-1, 64)
shuffled = np.random.default_rng(0).permuted(tiles, axis=0)
tile_pca = PCA(64).fit(tiles)
rank = {}
for name, data in {"tiles": tiles, "shuffled": shuffled}.items():
    held = np.cumsum(PCA(64).fit(data).explained_variance_ratio_)
    rank[name] = [int(np.argmax(held >= share)) + 1 for share in (0.9, 0.95, 0.99)]
    print(f"{name:<8} 90, 95 and 99 % of the variance take {rank[name]} of 64 components")

# %%
scores = tile_pca.transform(tiles)
views = {}
for k in (1, rank["tiles"][1], rank["tiles"][2]):
    rebuilt = tile_pca.mean_ + scores[:, :k] @ tile_pca.components_[:k]
    error = ((tiles - rebuilt) ** 2).sum() / (len(tiles) - 1)
    left_out = tile_pca.explained_variance_[k:].sum()
    print(f"{k:>2} numbers per tile: squared error {error:.4f}, variance left out {left_out:.4f}")
    picture = rebuilt.reshape(53, 80, 8, 8).swapaxes(1, 2).reshape(1, 424, 640)
    held = tile_pca.explained_variance_ratio_[:k].sum()
    views[f"{k} of 64 numbers · {held:.0%}"] = picture[:, 40:360, 120:520]
views["all 64"] = photo[None, 40:360, 120:520]
plotting.picture_blocks(
    views,
    title=f"{rank['tiles'][2]} of 64 numbers hold 99 % of a photo's tiles; "
    f"shuffled pixels would need {rank['shuffled'][2]}",
    height=2.6,
)

# %% [markdown]
# The error of rebuilding is the variance left out, to the last digit. That is what an
# eigenvalue is worth.
#
# ## A recipe that costs
# Now the lecture's recipe for the digits: standardise the 64 pixels, keep 99 % of the
# variance, whiten (give every component variance 1). It stops there. Go one step further and
# ask two classifiers: five nearest neighbours, and logistic regression. How many points of
# accuracy does the first one gain or lose by the recipe?

# %%
predict("points that neighbours gain by the recipe", None)

# %% [markdown]
# The rows come in blocks of writers. A shuffled split would put a writer on both sides, so
# five folds are cut in order, within the training rows; the test rows wait for the end.

# %%
writers = KFold(5)
neighbours, logistic = KNeighborsClassifier(5), LogisticRegression(max_iter=3_000)
mixed = KFold(5, shuffle=True, random_state=0)
for name, folds in {"writers mixed": mixed, "writers apart": writers}.items():
    guesses = cross_val_predict(neighbours, X_train, y_train, cv=folds)
    print(f"{name}: {np.mean(guesses == y_train):.1%} right with all 64 pixels")

# %%
steps = {
    "raw pixels": [],
    "PCA 99 %, not standardised": [PCA(0.99)],
    "standardised": [StandardScaler()],
    "standardised, PCA 99 %": [StandardScaler(), PCA(0.99)],
    "the recipe: and whitened": [StandardScaler(), PCA(0.99, whiten=True)],
    "all 64 components whitened": [StandardScaler(), PCA(64, whiten=True)],
}
right, rows = {}, []
for name, reduce in tqdm(steps.items(), leave=False):
    row = {"variant": name}
    for label, classifier in (("neighbours", neighbours), ("logistic", logistic)):
        judge, start = make_pipeline(*reduce, classifier), time.perf_counter()
        right[name, label] = cross_val_predict(judge, X_train, y_train, cv=writers) == y_train
        row[f"{label}, seconds"] = f"{time.perf_counter() - start:.2f}"
        row[label] = f"{right[name, label].mean():.1%}"
        gain, error = accuracy_difference(right[name, label], right["raw pixels", label])
        row[f"{label}, points gained"] = f"{100 * gain:+.1f} ± {100 * error:.1f}"
    rows.append(row)
recipe = make_pipeline(StandardScaler(), PCA(0.99, whiten=True)).fit(X_train)
print("the recipe keeps", recipe[-1].n_components_, "of 64 components")
order = [
    f"{label}{what}" for label in ("neighbours", "logistic") for what in ("", ", points gained")
]
pd.DataFrame(rows).set_index("variant")[[*order, "neighbours, seconds", "logistic, seconds"]]

# %%
lost, lost_error = accuracy_difference(
    *(right[name, "neighbours"] for name in ("the recipe: and whitened", "raw pixels"))
)
standardised = StandardScaler().fit_transform(X_train)
loud = int(standardised.max(axis=0).argmax())
print(f"neighbours: the recipe changes accuracy by {100 * lost:+.1f} ± {100 * lost_error:.1f}")
print(f"pixel {loud} is lit in {np.sum(X_train[:, loud] > 0)} of 1,400 digits;")
print(f"standardised, it reaches {standardised[:, loud].max():.0f} where others reach 3")

# %% [markdown]
# Read the ladder downwards. PCA alone costs nothing. Standardising does: all pixels have one
# unit already, and dividing by the standard deviation makes the rare border pixel as loud as
# the centre. Whitening repeats the fault on components, and worst for the smallest: the last
# row divides noise until it counts as much as shape. Neighbours live by distances and suffer
# most; logistic regression can weigh columns down again.
#
# Before you standardise or whiten, ask whether the sizes you are about to erase mean something.
#
# ### Exercise · `whitened` (2 points)
# Whitening has its place, as ICA will show. Write it so that it cannot divide by almost nothing:
# a component whose variance is only rounding error is left out.


# %% tags=["exercise"]
def whitened(X: np.ndarray, floor: float = 1e-9) -> np.ndarray:
    """Return rows whose columns are uncorrelated and have variance 1 (in the convention of n − 1).

    X: shape (n, d). Result: shape (n, r), mean 0, where r counts the principal components whose
    variance is above `floor` times the largest variance; the others are left out.

    >>> whitened(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])).shape
    (3, 1)
    """
    ### BEGIN SOLUTION
    centred = X - X.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov(centred.T))
    kept = variances > floor * variances.max()
    return centred @ axes[:, kept] / np.sqrt(variances[kept])
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "whitened",
    points=2,
    hint="Centre, turn to the axes, drop the small, divide by a standard deviation. In that order.",
    stronger="The eigenvalues of `np.cov(X.T)` are variances; divide by their square roots.",
):
    table = np.random.default_rng(2).normal(size=(9, 3)) @ np.diag([3, 1, 0.2]) + (4, 0, -1)
    table[:, 1] += table[:, 0]
    white = whitened(table)
    assert isinstance(white, np.ndarray | list), "Return an array of rows."
    white = np.asarray(white, dtype=float)
    assert white.shape == (9, 3), "Nine rows, and three components that all have variance."
    assert white.mean(axis=0) == approx(np.zeros(3), abs=1e-9), "White data are centred."
    spread = np.cov(white.T)
    assert np.diag(spread) != approx(1 / np.linalg.eigvalsh(np.cov(table.T))[::-1], rel=1e-3), (
        "You divided by the variance; its square root is what makes the variance 1."
    )
    assert np.diag(spread) != approx(1 / np.linalg.eigvalsh(np.cov(table.T)), rel=1e-3), (
        "You divided by the variance; its square root is what makes the variance 1."
    )
    assert np.diag(spread) != approx(np.full(3, 9 / 8)), (
        "The variances are 9 / 8: somewhere you divide by n rather than n − 1."
    )
    assert np.diag(spread) == approx(np.ones(3)), "Every column has variance 1."
    assert spread == approx(np.eye(3), abs=1e-9), (
        "Columns still correlate: turn to the principal axes before you divide."
    )
    copied = np.column_stack([table, table[:, 0] + table[:, 2], np.full(9, 7.0)])
    white = np.asarray(whitened(copied), dtype=float)
    assert white.shape == (9, 3), (
        "Five columns, but one is a sum of others and one is constant: three components remain."
    )
    assert np.cov(white.T) == approx(np.eye(3), abs=1e-6), "What remains is white."
    assert np.asarray(whitened(1e-6 * table)).shape == (9, 3), (
        "The floor is relative to the largest variance: small units are no reason to drop any."
    )
    assert np.asarray(whitened(table, 0.5)).shape == (9, 1), (
        "With a floor of 0.5 only the components above half of the largest variance remain."
    )

# %% [markdown]
# What does the library do? Give Iris a fifth column, the sum of the first two, and whiten it
# twice, the second time with a billionth of a centimetre of noise.

# %%
if solved("whitened"):
    redundant = np.column_stack([flowers, flowers[:, 0] + flowers[:, 1]])
    touched = redundant + 1e-9 * np.random.default_rng(0).normal(size=redundant.shape)
    for name, whiten in {
        "PCA(whiten=True)": PCA(whiten=True).fit_transform,
        "yours": whitened,
    }.items():
        one, other = whiten(redundant), whiten(touched)
        width = min(one.shape[1], other.shape[1])
        same = np.abs(np.corrcoef(one[:, :width].T, other[:, :width].T)[:width, width:]).max(axis=1)
        print(
            f"{name:<17} {one.shape[1]} components, greatest variance {one.var(axis=0).max():.0f},"
        )
        print(f"{'':<17} unchanged by the noise: {np.sum(same > 0.99)}")

# %% [markdown]
# ### Exercise · `project_new_rows` (3 points): find the fault
# Published notebooks often reduce first and split later. In one function, it is this:
# ```python
# def project_new_rows(X_train, X_new, k):
#     everything = StandardScaler().fit_transform(np.vstack([X_train, X_new]))
#     scores = PCA(k).fit_transform(everything)
#     return scores[:len(X_train)], scores[len(X_train):]
# ```
# It runs, and on a server, where rows arrive one by one, it cannot be what you serve. Write
# what you would.


# %% tags=["exercise"]
def project_new_rows(
    X_train: np.ndarray, X_new: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return training rows and new rows, both standardised and in k principal components.

    X_train: shape (n, d). X_new: shape (m, d), m may be 1. Result: shapes (n, k) and (m, k).
    What happens to a row follows from the training rows alone. A column that is constant in the
    training rows is centred and not divided. The sign of a component is free.

    >>> project_new_rows(np.eye(4), np.zeros((1, 4)), k=2)[1].shape
    (1, 2)
    """
    ### BEGIN SOLUTION
    reduce = make_pipeline(StandardScaler(), PCA(k)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "project_new_rows",
    points=3,
    hint="What does `fit` look at? Two things are fitted here, and both saw the new rows.",
    stronger="Fit scaler and PCA on X_train. New rows only ever meet `transform`.",
):
    random = np.random.default_rng(8)
    known = random.normal(size=(30, 4)) @ random.normal(size=(4, 4)) * (1, 1, 30, 1) + 3
    known = np.column_stack([known, np.full(30, 2.0)])
    unseen = known[:6] + random.normal(size=(6, 5)) + 4
    result = project_new_rows(known, unseen, 2)
    assert isinstance(result, tuple | list), "Return two things: training rows and new rows."
    assert len(result) == 2, "Return two things: training rows and new rows."
    old, new = (np.asarray(part, dtype=float) for part in result)
    assert old.shape == (30, 2), "Thirty training rows, two components."
    assert new.shape == (6, 2), "Six new rows, two components."
    assert np.isfinite(new).all(), "A constant training column has no spread to divide by."
    elsewhere = np.asarray(project_new_rows(known, 100 * unseen, 2)[0], dtype=float)
    assert np.abs(elsewhere) == approx(np.abs(old), abs=1e-6), (
        "Other new rows changed the *training* rows: something was fitted on both together."
    )
    alone = np.asarray(project_new_rows(known, unseen[2:3], 2)[1], dtype=float)
    assert np.abs(alone) == approx(np.abs(new[2:3]), abs=1e-6), (
        "A new row by itself comes out otherwise than among others: something was fitted on them."
    )
    deviation = known.std(axis=0)
    deviation[4] = 1
    reference = PCA(2).fit((known - known.mean(axis=0)) / deviation)
    honest = reference.transform((unseen - known.mean(axis=0)) / deviation)
    assert np.abs(old) == approx(
        np.abs(reference.transform((known - known.mean(axis=0)) / deviation)), rel=0.03, abs=1e-6
    ), "Standardise the training columns (one of them is thirty times wider), then PCA."
    assert np.abs(new) == approx(np.abs(honest), rel=0.03, abs=1e-6), (
        "New rows take the mean and the deviation of the *training* rows, then their axes."
    )

# %% [markdown]
# How much does the fault flatter? For PCA, look before you preach: 300 digits to learn from,
# the neighbours to judge.

# %%
if solved("project_new_rows"):
    few, new, y_new = X_train[:300], X_train[700:1_400], y_train[700:1_400]
    leaky = make_pipeline(StandardScaler(), PCA(16)).fit_transform(np.vstack([few, new]))
    ways = {"yours": project_new_rows(few, new, 16), "leaky": (leaky[:300], leaky[300:])}
    hits = {
        name: neighbours.fit(known, y_train[:300]).predict(unseen) == y_new
        for name, (known, unseen) in ways.items()
    }
    flattery, flattery_error = accuracy_difference(hits["leaky"], hits["yours"])
    print(f"the leak changes accuracy by {100 * flattery:+.1f} ± {100 * flattery_error:.1f} points")

# %% [markdown]
# PCA never sees a label, so its leak is small. The habit is what kills: do the same with a
# projection that *does* see labels. Below, 60 columns of pure noise and labels by lot: no
# honest method can be right more often than half the time.

# %%
random = np.random.default_rng(0)
found = {"fitted on all rows": [], "fitted on training rows": []}
for _ in range(40):
    noise, coins = random.normal(size=(200, 60)), random.integers(0, 2, 200)
    for name, rows in (("fitted on all rows", 200), ("fitted on training rows", 100)):
        line = LinearDiscriminantAnalysis().fit(noise[:rows], coins[:rows])
        fitted = neighbours.fit(line.transform(noise[:100]), coins[:100])
        found[name].append(fitted.score(line.transform(noise[100:]), coins[100:]))
for name, accuracies in found.items():
    error = np.std(accuracies, ddof=1) / np.sqrt(40)
    print(f"{name:<24} {np.mean(accuracies):.0%} ± {error:.0%} right on noise")

# %% [markdown]
# ## A reduction that pays
# The faces again, 1,024 pixels each and only 280 to learn from (seven shots of each person;
# three are for the test). Logistic regression has to fit 40 × 1,024 weights. What does it lose
# if it gets 100 components instead, and what does it gain?

# %%
people = datasets.faces().people
shots = np.arange(400) % 10
known, asked = shots < 7, shots >= 7
face_right, face_seconds = {}, {}
for name, reduce in {"all 1,024 pixels": [], "100 components": [PCA(100, random_state=0)]}.items():
    judge = make_pipeline(*reduce, LogisticRegression(max_iter=1_000, tol=1e-3))
    start = time.perf_counter()
    face_right[name] = (
        judge.fit(pixels[known], people[known]).predict(pixels[asked]) == people[asked]
    )
    face_seconds[name] = time.perf_counter() - start
    print(f"{name:<17} {face_right[name].mean():.1%} right, {face_seconds[name]:.2f} s")
face_gain, face_error = accuracy_difference(*reversed(face_right.values()))
faster = face_seconds["all 1,024 pixels"] / face_seconds["100 components"]
print(
    f"components: {100 * face_gain:+.1f} ± {100 * face_error:.1f} points, {faster:.1f} times faster"
)

# %% [markdown]
# The variance left out was of no use to this classifier, and the time it took is saved at
# every fit.
#
# ## When a line is not enough: kernel PCA
# Two rings, one inside the other (made up, since no real set is so clear). Every line through
# them mixes the two. Kernel PCA measures each point by its similarity to all others,
# $e^{-\gamma \lVert x - x' \rVert^2}$, and takes components of that. $\gamma$ says how near is
# near, and nothing but validation chooses it.

# %%
rings, ring = make_circles(600, factor=0.3, noise=0.06, random_state=0)
learn, validate, judge_rows = slice(0, 200), slice(200, 400), slice(400, 600)


def ring_accuracy(reduce: object, rows: slice) -> float:
    """Return how often logistic regression finds the ring from one number per point."""
    fitted = make_pipeline(reduce, StandardScaler(), LogisticRegression()).fit(
        rings[learn], ring[learn]
    )
    return fitted.score(rings[rows], ring[rows])


kernels = {gamma: KernelPCA(1, kernel="rbf", gamma=gamma) for gamma in (0.1, 1, 3, 10, 100)}
validated = {gamma: ring_accuracy(kernel, validate) for gamma, kernel in kernels.items()}
gamma = max(validated, key=validated.get)
print("validation accuracy by γ:", {key: f"{value:.0%}" for key, value in validated.items()})
line_rings, kernel_rings = (
    ring_accuracy(PCA(1), judge_rows),
    ring_accuracy(kernels[gamma], judge_rows),
)
print(f"test accuracy: PCA {line_rings:.0%}, kernel PCA with γ = {gamma} {kernel_rings:.0%}")

# %%
which = ["outer" if label == 0 else "inner" for label in ring]
bent = KernelPCA(2, kernel="rbf", gamma=gamma).fit_transform(rings)
plotting.scatter_panels(
    [
        plotting.Panel(rings, "the points", "first column", "second column", which, equal=True),
        plotting.Panel(
            PCA(2).fit_transform(rings), "PCA", "component 1", "component 2", which, equal=True
        ),
        plotting.Panel(bent, f"kernel PCA, γ = {gamma}", "component 1", "component 2", which),
    ],
    title=f"One number finds the ring: {line_rings:.0%} right by PCA, {kernel_rings:.0%} by its kernel form",
)

# %% [markdown]
# ## When you must read it: sparse PCA
# A component of the wines mixes all 13 columns, which is hard to explain to a grower. Sparse
# PCA pays a price for every column it uses. How much variance does the tidiness cost?

# %%
wines = scale(wine.data)
full, sparse_pca = PCA(3).fit(wines), SparsePCA(3, alpha=5, random_state=0).fit(wines)
basis, _ = np.linalg.qr(sparse_pca.components_.T)  # its components are not orthogonal
share_full = full.explained_variance_ratio_.sum()
share_sparse = ((wines @ basis) ** 2).sum() / (wines**2).sum()
used_full, used_sparse = (np.sum(np.abs(m.components_) > 1e-9) for m in (full, sparse_pca))
heads = ["1st", "2nd", "3rd"]
columns = [name.split("/")[0].replace("_", " ") for name in wine.data.columns]
plotting.heat_maps(
    {
        f"PCA: {used_full} entries, {share_full:.0%}": pd.DataFrame(
            full.components_.T, columns, heads
        ),
        f"sparse: {used_sparse} entries, {share_sparse:.0%}": pd.DataFrame(
            sparse_pca.components_.T, columns, heads
        ),
    },
    title=f"{used_sparse} of {used_full} entries keep {share_sparse / share_full:.0%} of the variance",
)

# %% [markdown]
# ## Words: a table too large to fill up
# Lesson 1 gave each word a number. Older and still hard to beat: count the words of a wire,
# weigh rare ones up (TF-IDF), and treat the counts as a row. The table is wide, and almost
# all of it is zero. How many bytes are the numbers, and how many would the zeros add?


# %%
def word_counts(texts: tuple[np.ndarray, ...], words: int) -> sparse.csr_array:
    """Return one row of word counts per text, zeros left out; word ids begin at 4."""
    lengths = [len(ids) for ids in texts]
    places = np.repeat(np.arange(len(texts)), lengths), np.concatenate(texts)
    counts = sparse.coo_array((np.ones(sum(lengths), np.float32), places), (len(texts), words + 4))
    return counts.tocsr()[:, 4:]


wires = datasets.reuters()
counts = word_counts(wires.train.words, len(wires.word_index))
weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
tfidf = weigh.transform(counts)
sparse_bytes = tfidf.data.nbytes + tfidf.indices.nbytes + tfidf.indptr.nbytes
dense_bytes = tfidf.shape[0] * tfidf.shape[1] * 4
print(
    f"{tfidf.shape[0]:,} wires × {tfidf.shape[1]:,} words, {tfidf.nnz / np.prod(tfidf.shape):.2%} not zero"
)

# %% [markdown]
# PCA would subtract each column's mean, and then nothing is zero any more. **Latent semantic
# analysis** (LSA) leaves the mean in and takes the SVD of the table as it is: it only ever
# multiplies with the numbers that are there.

# %%
start = time.perf_counter()
lsa = TruncatedSVD(100, random_state=0).fit(tfidf)
lsa_seconds = time.perf_counter() - start
documents = normalize(lsa.transform(tfidf)).astype(np.float32)
plotting.magnitudes(
    {
        "dense (never built)": dense_bytes,
        "sparse": sparse_bytes,
        "100 numbers per wire": documents.nbytes,
    },
    unit=f"bytes of {len(documents):,} training wires",
    title=f"Filled up, the table would take {dense_bytes / sparse_bytes:.0f} times the room",
    colours={"dense (never built)": "full", "100 numbers per wire": "reduced"},
)
print(f"learning the 100 directions took {lsa_seconds:.1f} s")

# %% [markdown]
# What is it good for? Finding wires about the same thing. For each test wire (without those
# that stand word for word in the training set) take the nearest training wire, by angle. How
# often do the two share their topic, before the reduction and after?

# %%
predict("same topic before the reduction", None)
predict("same topic after the reduction", None)

# %%
seen = {ids.tobytes() for ids in wires.train.words}
fresh = np.array([ids.tobytes() not in seen for ids in wires.test.words])
asked = weigh.transform(word_counts(wires.test.words, len(wires.word_index)))[fresh]
topics = wires.test.topics[fresh]

start = time.perf_counter()
nearest_before = np.ravel((asked @ tfidf.T).argmax(axis=1))
seconds_before = time.perf_counter() - start
start = time.perf_counter()
nearest_after = (normalize(lsa.transform(asked)).astype(np.float32) @ documents.T).argmax(axis=1)
seconds_after = time.perf_counter() - start
hit_before, hit_after = (wires.train.topics[n] == topics for n in (nearest_before, nearest_after))
print(
    f"TF-IDF: {hit_before.mean():.1%} share the topic, {seconds_before:.2f} s for {len(topics):,} wires"
)
print(f"LSA:    {hit_after.mean():.1%} share the topic, {seconds_after:.2f} s")
wire_gain, wire_error = accuracy_difference(hit_after, hit_before)
mended, broken = np.sum(hit_after & ~hit_before), np.sum(hit_before & ~hit_after)
print(f"{100 * wire_gain:+.1f} ± {100 * wire_error:.1f} points: {mended} mended, {broken} broken")

# %% [markdown]
# Fewer numbers, and a better answer: a reduction that throws away *which* word was used and
# keeps what it was used for. Ask for one word to see it. Before, a wire without that word has
# a similarity of zero; after, it may come first.

# %%
names = np.array(list(wires.word_index))
rank_of = {word: place for place, word in enumerate(names)}
for word in ("crude", "wheat"):
    query = sparse.csr_array(([1.0], ([0], [rank_of[word]])), (1, len(names)))
    first = np.argsort(-(normalize(lsa.transform(query)) @ documents.T)[0])[:50]
    without = [row for row in first if counts[[row], [rank_of[word]]][0] == 0]
    found = np.bincount(wires.train.topics[first]).argmax()
    print(f"{word!r}: of the 50 nearest wires {len(without)} lack the word;")
    print(
        f"   topic of most: {wires.topic_names[found]}, {np.mean(wires.train.topics[first] == found):.0%}"
    )

# %% [markdown]
# ### Topics with a name: latent Dirichlet allocation
# The directions of LSA have signs and mean little by themselves. **Latent Dirichlet
# allocation** supposes that each wire is a mixture of topics and each topic a bag of words, and
# looks for both. Eight topics on 3,000 wires; common words and the agency's marks are left out.

# %%
dull = ENGLISH_STOP_WORDS | {"reuter", "said", "mln", "pct", "dlrs", "cts"}
useful = [
    i
    for i, word in enumerate(names[:2_500])
    if word.isalpha() and len(word) > 2 and word not in dull
]
bags = counts[:3_000][:, useful]
topic_model = LatentDirichletAllocation(
    8, learning_method="online", max_iter=5, batch_size=256, random_state=0
).fit(bags)
main_topic = topic_model.transform(bags).argmax(axis=1)
strongest = np.argsort(-topic_model.components_, axis=1)[:, :7]
labels = wires.train.topics[:3_000]
common = [np.bincount(labels[main_topic == topic]) for topic in range(8)]
pd.DataFrame(
    {
        "words": [" ".join(names[useful][row]) for row in strongest],
        "Reuters' topic of most": [wires.topic_names[count.argmax()] for count in common],
        "share": [f"{count.max() / count.sum():.0%}" for count in common],
    }
)

# %%
by_lot = np.random.default_rng(0).permutation(main_topic)
purity, chance = (
    np.mean([labels[i] == np.bincount(labels[groups == groups[i]]).argmax() for i in range(3_000)])
    for groups in (main_topic, by_lot)
)
print(f"a wire carries the commonest label of its topic: {purity:.0%}, by lot {chance:.0%}")

# %% [markdown]
# No label was used, and most rows can be named at a glance.
#
# ## ICA: who is speaking?
# Two people speak at once into two microphones. Each microphone hears a mixture: $Y = A S$,
# with the sources $S$ of shape (2, moments) and the mixing matrix $A$ of shape (2, 2), both
# unknown. PCA makes the two recordings *uncorrelated*. Is that enough to hear one person?
#
# First whiten. What is left unknown is a rotation, since white data stay white when turned. So
# turn, as above, and look for another thing than variance: **independent component
# analysis** wants each axis as far from a bell curve as it gets, since mixtures always look
# more like a bell than what they are made of. The measure here is the kurtosis, 0 for a bell.

# %%
random = np.random.default_rng(0)
sources = scale(random.uniform(-1, 1, (3_000, 2)))
mixing = np.array([[1.0, 1.0], [0.3, 1.2]])
mixtures = sources @ mixing.T  # one moment per row
white = PCA(2, whiten=True).fit_transform(mixtures)


def turned_by(points: np.ndarray, degrees: float) -> np.ndarray:
    """Return points in axes that are turned by so many degrees."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return points @ np.array([[c, -s], [s, c]])


angles = np.arange(0, 90, 0.5)
far_from_bell = [np.abs(kurtosis(turned_by(white, angle))).sum() for angle in angles]
unmixed = turned_by(white, angles[np.argmax(far_from_bell)])
print(f"farthest from a bell curve at {angles[np.argmax(far_from_bell)]:.1f}°")


# %%
def recovery(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Return, for each true signal, the largest |correlation| with any that was found."""
    count = true.shape[1]
    return np.abs(np.corrcoef(found.T, true.T)[:-count, -count:]).max(axis=0)


directions = PCA(2).fit(mixtures)
arrows = {
    f"PC {number + 1}": 2 * np.sqrt(directions.explained_variance_[number]) * axis
    for number, axis in enumerate(directions.components_)
}
by_pca, by_turning = recovery(white, sources).min(), recovery(unmixed, sources).min()
plotting.scatter_panels(
    [
        plotting.Panel(sources[::2], "1 · sources", "speaker 1", "speaker 2", equal=True),
        plotting.Panel(
            mixtures[::2],
            "2 · mixtures, axes of PCA",
            "microphone 1",
            "microphone 2",
            None,
            arrows,
            True,
        ),
        plotting.Panel(white[::2], "3 · PCA, whitened", "component 1", "component 2", equal=True),
        plotting.Panel(unmixed[::2], "4 · ICA: turned", "component 1", "component 2", equal=True),
    ],
    columns=2,
    title=f"PCA recovers {by_pca:.2f} of a speaker, one more rotation {by_turning:.3f} (correlation)",
)

# %% [markdown]
# Panel 3 is uncorrelated and still a diamond: who knows that one component is at its
# extreme knows that the other is near zero. *Uncorrelated* says that no line helps to
# predict one from the other, *independent* that nothing does. A cheap test of the
# difference: correlate the squares.

# %%
ica = FastICA(2, whiten="unit-variance", random_state=0).fit(mixtures)
outputs = {"PCA": directions.transform(mixtures), "ICA": ica.transform(mixtures)}
steepness = {"PCA": directions.components_.T, "ICA": ica.mixing_}
facts = {}
for name, parts in outputs.items():
    one, other = (column / np.linalg.norm(column) for column in steepness[name].T)
    facts[name] = {
        "correlation": abs(np.corrcoef(parts.T)[0, 1]),
        "correlation of squares": abs(np.corrcoef(parts.T**2)[0, 1]),
        "largest / smallest variance": np.divide(*np.sort(parts.var(axis=0))[::-1]),
        "cosine between directions": abs(one @ other),
    }
facts = pd.DataFrame(facts)
facts.round(3)

# %% [markdown]
# The lecture has a table of ticks for this. Yours is computed: a tick where the number is near
# its ideal (0, 0, 1 and 0, to within 0.05).

# %%
ideal = np.array([0, 0, 1, 0])[:, None]
ticks = (facts - ideal).abs() < 0.05
ticks.index = [
    "removes correlation",
    "removes dependence of higher order",
    "treats all components alike",
    "orthogonal directions",
]
expected = np.array([[True, True], [False, True], [False, True], [True, False]])
ticks_agree = int(np.sum(ticks.to_numpy() == expected))
print(f"{ticks_agree} of 8 ticks agree with the lecture's")
ticks.replace({True: "✓", False: ""})

# %% [markdown]
# "Alike" is a matter of units: ICA has no order and no sizes, because a loud speaker far away and a
# quiet one nearby sound the same. Nor does it have signs. And there is one source it cannot
# find. Try bell-shaped speakers:

# %%
bells = scale(random.normal(size=(3_000, 2)))
heard = bells @ mixing.T
bell_ica = FastICA(2, whiten="unit-variance", random_state=0, max_iter=2_000).fit(heard)
bell_recovery = recovery(bell_ica.transform(heard), bells).min()
print(
    f"bell curves: PCA {recovery(PCA(2).fit_transform(heard), bells).min():.2f}, ICA {bell_recovery:.2f}"
)

# %% [markdown]
# A white bell curve is round: no rotation of it is better than another. Now three signals over
# time, three microphones.

# %%
moment = np.arange(3_000) / 100
voices = scale(
    np.column_stack([np.sin(2 * moment), np.sign(np.sin(3 * moment)), (1.1 * moment) % 2 - 1])
)
recorded = voices @ np.array([[1, 1, 1], [0.5, 2, 1], [1.5, 1, 2]]).T
separated = FastICA(3, whiten="unit-variance", random_state=0).fit_transform(recorded)
uncorrelated = PCA(3).fit_transform(recorded)
voices_pca, voices_ica = recovery(uncorrelated, voices), recovery(separated, voices)
plotting.signals(
    {"sources": voices, "recorded": recorded, "PCA": uncorrelated, "ICA": separated},
    title=f"Least recovered of three: {voices_pca.min():.2f} by PCA, {voices_ica.min():.3f} by ICA",
)
print("recovery by PCA", voices_pca.round(2), " by ICA", voices_ica.round(3))

# %% [markdown]
# ### Exercise · `match_signals` (2 points)
# ICA's signals come back in any order and upside down. Put them in order: each beside the true
# signal it belongs to, the same way up, and none used twice.


# %% tags=["exercise"]
def match_signals(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Return the found signals in the order and with the signs of the true ones.

    found, true: one signal per column, both of shape (n, m). Result: the columns of `found`, each
    once, some negated, not scaled: column j belongs to column j of `true`. Of all pairings, the one
    with the largest sum of |correlation| is taken.

    >>> true = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 0.0]])
    >>> match_signals(np.column_stack([-true[:, 1], true[:, 0]]), true).tolist() == true.tolist()
    True
    """
    ### BEGIN SOLUTION
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-np.abs(together))
    matched = np.empty_like(found)
    matched[:, places] = found[:, rows] * np.sign(together[rows, places])
    return matched
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "match_signals",
    points=2,
    hint="Correlate every found signal with every true one. Which *pairing* has the largest sum?",
    stronger="`scipy.optimize.linear_sum_assignment` finds the least sum; mind the minus.",
):
    random = np.random.default_rng(3)
    true = random.uniform(-1, 1, (200, 3))
    moved = np.column_stack([-2 * true[:, 2], 3 * true[:, 0], -true[:, 1]])
    matched = match_signals(moved, true)
    assert isinstance(matched, np.ndarray | list), "Return the signals as an array."
    matched = np.asarray(matched, dtype=float)
    assert matched.shape == (200, 3), "As many moments and signals as before."
    assert np.abs(matched) == approx(np.abs(true * (3, 1, 2))), (
        "Each found signal stands in the column of the true one it belongs to, not scaled."
    )
    assert matched == approx(true * (3, 1, 2)), "Some signals are upside down: mind the sign."
    shifted = np.column_stack([100 - true[:, 1], 50 + 0.01 * true[:, 0], true[:, 2] - 7])
    again = np.asarray(match_signals(shifted, true), dtype=float)
    lifted = np.column_stack([50 + 0.01 * true[:, 0], true[:, 1] - 100, true[:, 2] - 7])
    assert again == approx(lifted), (
        "Size and offset say nothing about likeness: compare by correlation."
    )
    common = random.normal(size=200)
    own = random.normal(size=(200, 2))
    wanted = np.column_stack([common, common + 0.5 * own[:, 0]])
    given = np.column_stack([common + 0.1 * own[:, 0], common - 1.5 * own[:, 1]])
    paired = np.asarray(match_signals(given, wanted), dtype=float)
    assert sorted(np.abs(paired[0])) == approx(sorted(np.abs(given[0]))), (
        "One found signal was used twice, the other not at all: pair them one to one."
    )
    assert paired == approx(given[:, ::-1]), (
        "Taking the best pair first leaves a bad one over: the *sum* of |correlation| counts."
    )

# %% [markdown]
# The same with pictures: three photographs laid over each other three times, in different
# strengths. Each pixel is a moment, each overlay a microphone.

# %%
if solved("match_signals"):
    scenes = [load_sample_image("china.jpg")[60:316:2, 100:356:2].mean(axis=2)]
    scenes += [photo[60:316:2, 100:356:2], np.kron(portraits[30], np.ones((4, 4)))]
    originals = scale(np.column_stack([scene.ravel() for scene in scenes]))
    overlaid = originals @ np.array([[0.5, 0.3, 0.2], [0.3, 0.4, 0.3], [0.25, 0.25, 0.5]]).T
    rows = {"overlaid": overlaid}
    for name, method in (
        ("PCA", PCA(3)),
        ("ICA", FastICA(3, whiten="unit-variance", random_state=0)),
    ):
        rows[name] = match_signals(method.fit_transform(overlaid), originals)
        agree = [np.corrcoef(rows[name][:, j], originals[:, j])[0, 1] for j in range(3)]
        print(f"{name}: correlation with the originals {np.round(agree, 2)}")
    plotting.picture_blocks(
        {name: data.T.reshape(3, 128, 128) for name, data in rows.items()},
        title="Three photographs, overlaid and separated",
        columns=3,
        height=1.9,
    )

# %% [markdown]
# ## NMF: parts that only add up
# PCA draws a face as a mean plus and minus whole ghost faces. **Non-negative matrix
# factorization** allows no minus: $X \approx W H$ with nothing below zero in $W$ (how much of
# each part) and in $H$ (the parts). What can only be added ought to be a part. An L1 term in
# the loss pushes further, since it makes every lit pixel of a part cost something.
#
# How much of a part is empty? Hoyer's measure says 0 where all pixels are equal and 1 where one
# pixel holds everything.


# %%
def hoyer(parts: np.ndarray) -> float:
    """Return the mean sparsity of rows: (√d − |h|₁ / |h|₂) / (√d − 1)."""
    root = np.sqrt(parts.shape[1])
    ratio = np.abs(parts).sum(axis=1) / np.linalg.norm(parts, axis=1)
    return float(np.mean((root - ratio) / (root - 1)))


settings = {"init": "random", "random_state": 0, "max_iter": 2_000, "tol": 1e-3}
models = {
    "16 eigenfaces (PCA)": PCA(16, random_state=0),
    "16 parts (NMF)": NMF(16, **settings),
    "16 parts (NMF with L1)": NMF(16, alpha_H=0.003, alpha_W=0.0003, l1_ratio=1, **settings),
}
parts, sparsity, errors = {}, {}, {}
for name, model in models.items():
    codes = model.fit_transform(pixels)
    rebuilt = model.inverse_transform(codes)
    sparsity[name], errors[name] = hoyer(model.components_), np.mean((pixels - rebuilt) ** 2)
    parts[f"{name}\nsparsity {sparsity[name]:.2f}"] = model.components_.reshape(16, 32, 32)
    zeros = np.mean(model.components_ == 0)
    print(f"{name:<23} {zeros:.0%} zeros, mean squared error {1_000 * errors[name]:.2f} / 1,000")

# %%
plotting.picture_blocks(
    parts, title="Parts of a face appear when every pixel has a price", signed=True, height=4.1
)

# %% [markdown]
# Orange is above zero, violet below. The eigenfaces are whole faces with both signs. NMF alone has
# lost the violet and is somewhat sparser, yet its parts still look like faces; with the L1 term
# they become brows, cheeks, a hairline, at the price of a larger error. (PCA has the least error
# that 16 numbers can have, so any other method pays something.)
#
# And data with a minus sign? Standardise first, as recipes do, and

# %%
try:
    NMF(16, **settings).fit(scale(pixels))
    nmf_refuses = False
except ValueError as refusal:
    nmf_refuses = True
    print(refusal)

# %% [markdown]
# ## With and without
# The question that settles most arguments: put every method before the same two classifiers,
# ten numbers each, beside the raw digits. Training rows teach, and now the test rows, other
# writers, judge once. (Linear discriminant analysis has at most nine directions, one fewer
# than classes. PLS gets the ten digits as ten columns of 0 and 1 to follow. Random directions are
# the control. Logistic regression standardises what it gets.)


# %%
def outcome(name: str, reducer: object) -> plotting.Outcome:
    """Learn a reduction and two classifiers on the training rows, judge them on the test rows."""
    labels = np.eye(10)[y_train] if isinstance(reducer, PLSRegression) else y_train
    start = time.perf_counter()
    reducer.fit(X_train, labels)
    known, unseen = reducer.transform(X_train), reducer.transform(X_test)
    test_right[name] = neighbours.fit(known, y_train).predict(unseen) == y_test
    seconds = time.perf_counter() - start
    judge = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3_000))
    accuracy = judge.fit(known, y_train).score(unseen, y_test)
    _, error = accuracy_difference(test_right[name], test_right["all pixels"])
    role = {"all pixels": "full", "random directions": "control", "mean brightness": "control"}
    return plotting.Outcome(
        known.shape[1], test_right[name].mean(), accuracy, error, seconds, role.get(name, "reduced")
    )


# %%
reducers = {
    "all pixels": FunctionTransformer(),
    "mean brightness": FunctionTransformer(lambda rows: rows.mean(axis=1, keepdims=True)),
    "random directions": GaussianRandomProjection(10, random_state=0),
    "the recipe (scaled, whitened)": recipe,
    "PCA": PCA(10),
    "PCA, whitened": PCA(10, whiten=True),
    "truncated SVD": TruncatedSVD(10, random_state=0),
    "kernel PCA": KernelPCA(10, kernel="rbf", gamma=0.05),
    "sparse PCA": SparsePCA(10, alpha=0.5, max_iter=30, tol=1e-3, random_state=0),
    "ICA": FastICA(10, whiten="unit-variance", max_iter=1_000, tol=1e-3, random_state=0),
    "NMF": NMF(10, init="nndsvda", max_iter=1_000, tol=1e-3),
    "latent Dirichlet allocation": LatentDirichletAllocation(
        10, learning_method="online", max_iter=4, random_state=0
    ),
    "linear discriminant analysis": LinearDiscriminantAnalysis(n_components=9),
    "partial least squares": PLSRegression(10, scale=False),
}
test_right: dict[str, np.ndarray] = {}
results = {name: outcome(name, reducer) for name, reducer in tqdm(reducers.items(), leave=False)}

# %%
ten = {name: row for name, row in results.items() if row.numbers in (9, 10)}
winner = max(ten, key=lambda name: ten[name].neighbours)
lost_by_best, error_by_best = accuracy_difference(test_right[winner], test_right["all pixels"])
plotting.outcomes(
    results,
    title=f"Of the methods with ten numbers {winner} is best: "
    f"{100 * lost_by_best:+.1f} ± {100 * error_by_best:.1f} points",
)

# %%
pd.DataFrame(
    {
        name: {
            "numbers": row.numbers,
            "neighbours": f"{row.neighbours:.1%}",
            "points gained": "{:+.1f} ± {:.1f}".format(
                *(
                    100 * part
                    for part in accuracy_difference(test_right[name], test_right["all pixels"])
                )
            ),
            "logistic": f"{row.logistic:.1%}",
            "seconds": f"{row.seconds:.2g}",
        }
        for name, row in results.items()
    }
).T

# %% [markdown]
# Two rows are twins: ICA and whitened PCA. ICA only turns what PCA has whitened, and a turn
# changes no distance, so neighbours cannot tell them apart. ICA is for separating, not for
# reducing. And every test accuracy here lies below the raw one: on 64 cheap pixels, ten numbers
# buy little but room.

# %%
twins = np.mean(test_right["ICA"] == test_right["PCA, whitened"])
print(f"ICA and whitened PCA agree on {twins:.1%} of the test rows")

# %% [markdown]
# ## Capstone · `compact_digits` (4 points)
# How few numbers keep the neighbours within **one point** of their raw accuracy? Reach it with
# at most **16**, a quarter of the pixels, over the five folds of writers. Whatever you use has
# to be learned from the training rows of a fold alone. Fewer than 16 can be done.


# %% tags=["exercise"]
def compact_digits(
    X_train: np.ndarray, y_train: np.ndarray, X_new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return training rows and new rows in at most 16 numbers each.

    X_train: digits, shape (n, 64), values from 0 to 1. y_train: which digit, shape (n,).
    X_new: shape (m, 64). Result: shapes (n, k) and (m, k) with k up to 16. What happens to a new
    row follows from the training rows alone, so it comes out the same alone and among others.
    """
    ### BEGIN SOLUTION
    follow = PLSRegression(14, scale=False).fit(X_train, np.eye(10)[y_train])
    return follow.transform(X_train), follow.transform(X_new)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "compact_digits",
    points=4,
    hint="Look at the ladder of the recipe: which of its steps cost nothing? Then sweep k.",
    stronger="No scaler, no whitening. PCA needs all 16; a method that sees labels needs fewer.",
):
    first = compact_digits(X_train[:1_000], y_train[:1_000], X_train[1_000:])
    assert isinstance(first, tuple | list), "Return two things: training rows and new rows."
    assert len(first) == 2, "Return two things: training rows and new rows."
    known, unseen = (np.asarray(part, dtype=float) for part in first)
    assert known.ndim == 2, "Training rows become a table: one row per digit."
    assert len(known) == 1_000, "As many training rows come out as went in."
    assert unseen.shape == (400, known.shape[1]), "New rows get as many numbers as training rows."
    assert known.shape[1] <= 16, "At most 16 numbers per digit."
    alone = compact_digits(X_train[:1_000], y_train[:1_000], X_train[1_200:1_203])
    reference = known - known.mean(axis=0)
    # distances do not mind signs; 1e-3 of the spread allows for solvers that round
    assert np.linalg.norm(np.asarray(alone[1]) - np.asarray(alone[0])[:3], axis=1) == approx(
        np.linalg.norm(unseen[200:203] - known[:3], axis=1), abs=1e-3 * reference.std() * 8
    ), "A row comes out otherwise among other new rows: something was fitted on them."
    raw_hits, hits = 0, 0
    for train, new in KFold(5).split(X_train):
        known, unseen = compact_digits(X_train[train], y_train[train], X_train[new])
        judge = KNeighborsClassifier(5)
        hits += int((judge.fit(known, y_train[train]).predict(unseen) == y_train[new]).sum())
        raw_hits += int(
            (judge.fit(X_train[train], y_train[train]).predict(X_train[new]) == y_train[new]).sum()
        )
    assert hits >= raw_hits - 14, (
        "More than one point of accuracy (14 of 1,400 digits) is lost against the raw pixels."
    )

# %% [markdown]
# That was validation. The test rows judge once more:

# %%
if solved("compact_digits"):
    start = time.perf_counter()
    known, unseen = compact_digits(X_train, y_train, X_test)
    test_right["yours"] = neighbours.fit(known, y_train).predict(unseen) == y_test
    seconds = time.perf_counter() - start
    judge = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3_000)).fit(known, y_train)
    gain, error = accuracy_difference(test_right["yours"], test_right["all pixels"])
    results["yours"] = plotting.Outcome(
        known.shape[1],
        test_right["yours"].mean(),
        judge.score(unseen, y_test),
        error,
        seconds,
        "yours",
    )
    plotting.outcomes(
        results,
        title=f"Yours: {known.shape[1]} numbers, {100 * gain:+.1f} ± {100 * error:.1f} points on the test",
    )

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
recipe_clear = abs(lost) > 2 * lost_error
claims(
    Claim(
        "The line of greatest variance is the line of least squared distance",
        f"greatest variance at {widest:.1f}°, least distance at {closest:.1f}°, the first component "
        f"at {first_angle:.1f}°",
        "reproduced" if abs(widest - closest) < 0.2 > abs(widest - first_angle) else "contradicted",
        prediction="angle of the greatest variance",
    ),
    Claim(
        "Linear discriminant analysis separates classes, PLS maximises correlation with a response, "
        "PCA keeps variance",
        f"{own_wins} of 3 win their own criterion on unseen wines, if that of PLS is the covariance; "
        f"least squares correlates more ({mean.iloc[3, 3]:.2f} against {mean.iloc[1, 3]:.2f})",
        "only partly" if mean.iloc[3, 3] > mean.iloc[1, 3] else "reproduced",
    ),
    Claim(
        "Keep the components that hold 90 % of the variance",
        f"Iris: {needs['in centimetres']} in centimetres, {needs['standardised']} standardised; "
        f"wines: one component holds {raw_wine.explained_variance_ratio_[0]:.1%} and two recognise "
        f"{wine_accuracy['as measured']:.0%}, against {wine_accuracy['standardised']:.0%} standardised",
        "only partly" if len(set(needs.values())) > 1 else "reproduced",
        prediction="components that hold 90 % of Iris",
    ),
    Claim(
        "Loadings are the eigenvectors, read as correlations",
        f"eigenvector × √eigenvalue is the correlation times {factors.mean():.4f}; the bare "
        f"eigenvector is off by up to {gap:.2f}",
        "only partly" if gap > 0.05 else "reproduced",
    ),
    Claim(
        "Standardise the digits, keep 99 % and whiten before you go on",
        f"{recipe[-1].n_components_} components; neighbours {100 * lost:+.1f} ± "
        f"{100 * lost_error:.1f} points",
        "contradicted" if recipe_clear and lost < 0 else "reproduced",
        prediction="points that neighbours gain by the recipe",
    ),
    Claim(
        "PCA works well in practice; compare with and without",
        f"faces: {faster:.1f} times faster, {100 * face_gain:+.1f} ± {100 * face_error:.1f} points; "
        f"digits, ten numbers: {100 * lost_by_best:+.1f} ± {100 * error_by_best:.1f} points at best",
        "only partly" if faster > 1 and lost_by_best < 0 else "reproduced",
    ),
    Claim(
        "PCA needs a square matrix, so TF-IDF calls for the SVD",
        f"{flowers.shape[0]} × {flowers.shape[1]} is decomposed either way; the SVD is for what is "
        f"sparse: {dense_bytes / sparse_bytes:.0f} times fewer bytes, {100 * wire_gain:+.1f} ± "
        f"{100 * wire_error:.1f} points of shared topics",
        "only partly" if svd_agrees else "reproduced",
        prediction="same topic after the reduction",
    ),
    Claim(
        "ICA recovers independent sources, which PCA only decorrelates",
        f"least recovered of three signals: {voices_ica.min():.3f} against {voices_pca.min():.2f}; "
        f"bell curves: {bell_recovery:.2f}",
        "reproduced" if voices_ica.min() > 0.95 > voices_pca.min() else "contradicted",
    ),
    Claim(
        "The table of ticks for PCA and ICA",
        f"{ticks_agree} of 8 computed ticks agree",
        "reproduced" if ticks_agree == 8 else "only partly",
    ),
    Claim(
        "NMF finds sparse, readable parts, from data without negative values",
        "sparsity " + ", ".join(f"{value:.2f} {name}" for name, value in sparsity.items()),
        "only partly" if sparsity["16 parts (NMF)"] < 0.4 and nmf_refuses else "reproduced",
    ),
)

# %% [markdown]
# So: which few numbers should stand for your columns? Those that serve the question. Labels to
# tell apart, a response to follow, sources to separate, parts to read: each has its method, and
# variance is only what is left when you have no question yet. Reduce when the columns repeat
# each other, as words, tiles and faces do, and it pays in time and room. Keep the sizes that mean
# something, fit on training rows only, and run the control without.
#
# ## Further reading
# - K. Pearson: *On Lines and Planes of Closest Fit to Systems of Points in Space*, Philosophical
#   Magazine 2, 1901 (the turning line).
# - H. Hotelling: *Analysis of a Complex of Statistical Variables into Principal Components*,
#   Journal of Educational Psychology 24, 1933.
# - I. T. Jolliffe, J. Cadima: *Principal Component Analysis: A Review and Recent Developments*,
#   Philosophical Transactions of the Royal Society A 374, 2016.
# - B. Schölkopf, A. Smola, K.-R. Müller: *Nonlinear Component Analysis as a Kernel Eigenvalue
#   Problem*, Neural Computation 10, 1998 (kernel PCA).
# - H. Zou, T. Hastie, R. Tibshirani: *Sparse Principal Component Analysis*, Journal of
#   Computational and Graphical Statistics 15, 2006.
# - S. Deerwester, S. T. Dumais, G. W. Furnas, T. K. Landauer, R. Harshman: *Indexing by Latent
#   Semantic Analysis*, Journal of the American Society for Information Science 41, 1990.
# - D. M. Blei, A. Y. Ng, M. I. Jordan: *Latent Dirichlet Allocation*, Journal of Machine Learning
#   Research 3, 2003.
# - A. Hyvärinen, E. Oja: *Independent Component Analysis: Algorithms and Applications*, Neural
#   Networks 13, 2000.
# - D. D. Lee, H. S. Seung: *Learning the Parts of Objects by Non-negative Matrix Factorization*,
#   Nature 401, 1999.
# - P. O. Hoyer: *Non-negative Matrix Factorization with Sparseness Constraints*, Journal of Machine
#   Learning Research 5, 2004.

# %% tags=["scoreboard"]
scoreboard(of=16)

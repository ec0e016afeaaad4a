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
# here, each by the method that people reach for first. At the end two classifiers judge every
# method, and you say when a reduction pays, when it costs, and which answers which question.
#
# **Time** 90 minutes, of which about one is computing. **Before** you start: NumPy, and what a
# variance and a correlation are.
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
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler, normalize, scale
from sklearn.random_projection import GaussianRandomProjection
from tqdm.auto import tqdm

from utils import datasets, plotting
from utils.grading import graded, predict, refuses, scoreboard, solved
from utils.grading.claims import Claim, claims, verdict
from utils.measuring.training import accuracy_difference
from utils.topics import projection
from utils.topics.projection import hoyer_sparsity, line_scores, recovery

iris, wine, digits = load_iris(), load_wine(as_frame=True), load_digits()
flowers = iris.data  # 150 flowers × 4 lengths in cm
X_train, y_train = digits.data[:1_400] / 16, digits.target[:1_400]
X_test, y_test = digits.data[1_400:] / 16, digits.target[1_400:]

# %% [markdown]
# ## One number per picture
# Start at the extreme. Four hundred portraits of 32 × 32 pixels are 400 points in a space of
# 1,024 dimensions, which nobody can look at. Replace each by one number, its mean brightness, and
# the pictures can be put in a row. What share of the variance between faces does that number keep?

# %%
portraits = datasets.faces().images.reshape(400, 32, 2, 32, 2).mean(axis=(2, 4)) / 255
pixels = portraits.reshape(400, -1)


def share_along(points: np.ndarray, direction: np.ndarray) -> float:
    """Return the share of the points' variance that lies along one direction of length 1."""
    return (points @ direction).var() / points.var(axis=0).sum()


even = np.full(1_024, 1 / 32)  # the brightness is a projection: every pixel has the same weight
bright_share = share_along(pixels, even)
projection.pictures_on_line(
    portraits,
    pixels.mean(axis=1),
    unit="mean brightness (0 black, 1 white)",
    title=f"One number per face keeps {bright_share:.0%} of the variance",
)

# %% [markdown]
# A *projection* on a line is a weighted sum of columns; the mean is one with equal weights.
# Compare it with random lines, and with the best line there is.

# %%
lines = np.random.default_rng(0).normal(size=(1_024, 200))
lines /= np.linalg.norm(lines, axis=0)
random_share = np.mean([share_along(pixels, direction) for direction in lines.T])
best_share = PCA(1, random_state=0).fit(pixels).explained_variance_ratio_[0]
for name, share in (("random", random_share), ("even", bright_share), ("best", best_share)):
    print(f"{name:>6}: {share:.2%} of the variance")

# %% [markdown]
# The even line comes near the best; a random line keeps next to nothing.
#
# ## Which line is best? It depends on the question
# 178 wines have 13 measured properties; three growers made them. Take the alcohol as a response
# to explain, and the other 12 as the table to reduce. Three methods choose a line in those 12
# dimensions, each for its own reason:
#
# - **linear discriminant analysis** wants the growers apart,
# - **partial least squares** (PLS) wants to follow the alcohol,
# - **principal component analysis** (PCA) looks at neither and wants the variance.
#
# (The first is often called LDA. So is latent Dirichlet allocation, further down. The two have
# nothing in common, so this lesson spells them out.) Least squares joins as a control.


# %%
def chosen_lines(X: np.ndarray, growers: np.ndarray, alcohol: np.ndarray) -> dict[str, np.ndarray]:
    """Return the direction, of length 1, that each method chooses."""
    apart = LinearDiscriminantAnalysis().fit(X, growers)
    lines = {
        "linear discriminant analysis": apart.scalings_[:, 0],
        "partial least squares": PLSRegression(1, scale=False).fit(X, alcohol).x_weights_[:, 0],
        "PCA": PCA(1).fit(X).components_[0],
        "least squares": np.linalg.lstsq(X, alcohol, rcond=None)[0],
    }
    return {name: line / np.linalg.norm(line) for name, line in lines.items()}


# %% [markdown]
# To score a line, look at the shadows $z$ that the wines throw on it: the share of their variance
# that lies between growers rather than within them (*apart*), their covariance with the alcohol,
# their share of the variance of all columns. Each line is found on 60 % of the wines and scored on
# the others, thirty times (± is the spread of the splits). Will each method win the column it was
# made for?

# %%
measured, growers = wine.data.to_numpy(), wine.target.to_numpy()
scores = []
for seed in range(30):
    fit_on, judge_on = train_test_split(
        np.arange(178), test_size=0.4, stratify=growers, random_state=seed
    )
    scaled = StandardScaler().fit(measured[fit_on]).transform(measured)
    alcohol, X = scaled[:, 0], scaled[:, 1:]
    for name, line in chosen_lines(X[fit_on], growers[fit_on], alcohol[fit_on]).items():
        row = line_scores(X[judge_on], line, growers[judge_on], alcohol[judge_on])
        scores.append({"line": name} | row)
by_line = pd.DataFrame(scores).groupby("line", sort=False)
mean, spread = by_line.mean(), by_line.std()
mean.round(2).astype(str) + " ± " + spread.round(2).astype(str)

# %%
made_for = dict(zip(mean.index[:3], mean.columns, strict=False))
own_wins = sum(mean[criterion].idxmax() == name for name, criterion in made_for.items())
wines = scale(measured)
chosen = chosen_lines(wines[:, 1:], growers, wines[:, 0])
shadows = {
    f"{name}\nmade for: {criterion}": np.column_stack([wines[:, 1:] @ chosen[name], measured[:, 0]])
    for name, criterion in made_for.items()
}
projection.scatter_panels(
    shadows,
    [("along the line (columns standardised)", "alcohol (% by volume)")],
    groups=[f"grower {grower + 1}" for grower in growers],
    equal=False,
    title=f"{own_wins} of 3 lines win the criterion they were made for",
)

# %% [markdown]
# On the left the colours part, in the middle the cloud rises with the line. PCA parts the growers
# rather well, though it never saw them: here they differ where wines vary most; others need not.
#
# One slip. The lecture says that PLS maximises the *correlation* with the response. Its criterion
# is the covariance, which also wants variance along the line. Which line has more of which, on the
# very wines that both were fitted to?

# %%
follow = {}
for name in ("partial least squares", "least squares"):
    row = follow[name] = line_scores(wines[:, 1:], chosen[name], growers, wines[:, 0])
    print(f"{name:<22} correlation {row['correlation']:.2f}, covariance {row['covariance']:.2f}")

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
projection.scatter_panels(
    {
        "before: two of the four columns": flowers[:, [0, 2]],
        "after: centred and turned, two kept": kept,
    },
    [("sepal length (cm)", "petal length (cm)"), ("component 1 (cm)", "component 2 (cm)")],
    groups=[iris.target_names[label] for label in iris.target],
    columns=2,
    title="PCA moves and turns the flowers",
)

# %% [markdown]
# Nothing is stretched. The widest direction lies flat now, and what was correlated no longer is:

# %%
short = [name.removesuffix(" (cm)") for name in iris.feature_names]
components = [f"PC {number}" for number in (1, 2, 3, 4)]
correlation_after = np.corrcoef(rotated.T)
worst = np.abs(correlation_after - np.eye(4)).max()
projection.heat_maps(
    {
        "before": pd.DataFrame(np.corrcoef(flowers.T), short, short),
        "after": pd.DataFrame(correlation_after.round(9), components, components),
    },
    title=f"After the rotation no correlation is above {max(worst, 1e-15):.0e}",
)

# %% [markdown]
# The library does the same. Whether an axis points one way or the other is nobody's choice, so
# compare components up to their sign.
#
# A slip of the lecture: it turns to the singular value decomposition (SVD) because an
# eigendecomposition wants a square matrix, and data seldom are square. PCA decomposes the
# covariance, which always is. And the SVD of the centred rows gives the very same axes:

# %%
pca = PCA(4).fit(flowers)
_, singular, rows = np.linalg.svd(centred, full_matrices=False)
by_library = pca.explained_variance_, pca.components_
by_svd = singular**2 / (len(flowers) - 1), rows
for name, (found, turned) in {"library": by_library, "SVD": by_svd}.items():
    agrees = np.allclose(found, variances) and np.allclose(np.abs(turned.T), np.abs(axes))
    print(f"{name:<8} the same variances and axes: {agrees}", end="; ")
    print("signs against ours:", np.sign((turned.T * axes).sum(axis=0)).astype(int))
svd_agrees = agrees

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
    hint="Every step of the cell above changes: mean, covariance, its n − 1. Then the sign.",
    stronger="`np.average` takes weights and `np.cov` takes fweights. `eigh` has axes in columns.",
):
    random = np.random.default_rng(4)
    table = random.normal(size=(12, 3)) @ [[2, 1, 0.3], [0, 1, 0.5], [0, 0, 0.4]] + (5, -2, 1)
    once, twice = np.ones(12, dtype=int), np.array([1, 3, 1, 2, 5, 1, 1, 4, 1, 2, 1, 1])
    for counts, meant in (
        (once, "centre first"),
        (twice, "a count of 3 is a row three times, in each of its steps"),
    ):
        answer = principal_axes(table, counts, 2)
        assert isinstance(answer, tuple | list), "Return two things: the variances and the axes."
        assert len(answer) == 2, "Return two things: the variances and the axes."
        found_variances, found_axes = (np.asarray(part) for part in answer)
        assert found_variances.shape == (2,), "Two variances were asked for: k of them."
        assert found_axes.shape == (2, 3), "Two axes of three numbers, one axis per row."
        reference = PCA(2).fit(np.repeat(table, counts, axis=0))
        assert found_variances[0] >= found_variances[1], "The largest variance comes first."
        total = counts.sum()
        assert found_variances != approx(reference.explained_variance_ * (total - 1) / total), (
            "These are divided by n: the convention here is n − 1."
        )
        assert found_variances == approx(reference.explained_variance_), (
            f"These are not the variances of scikit-learn's PCA: {meant}."
        )
        assert np.abs(found_axes) == approx(np.abs(reference.components_), abs=1e-6), (
            f"These are not the axes of scikit-learn's PCA, up to the sign: {meant}."
        )
    for _ in range(8):
        table = random.normal(size=(12, 4)) @ random.normal(size=(4, 4))
        found_axes = np.asarray(principal_axes(table, twice, 2)[1])
        assert found_axes @ found_axes.T == approx(np.eye(2), abs=1e-6), (
            "Axes are at right angles: turn a whole axis round, not some of its entries."
        )
        strongest = found_axes[[0, 1], np.abs(found_axes).argmax(axis=1)]
        assert strongest.min() > 0, "In each axis the entry of largest magnitude is positive."

# %% [markdown]
# ## Turn the line
# Why eigenvectors? Take sepal length (across) and petal length (up) of every third flower, and a
# line through their centre; 0° is level. Each point has a **foot** on the line. Measure two
# things: the variance of the feet along it, and the mean squared distance off it (orange segments).
# What happens to their sum as the line turns, and at which angle is the variance greatest?

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
projection.line_positions(
    cloud,
    turn,
    [0, 30, first_angle, first_angle + 45, first_angle + 90],
    axis_names=("sepal length (cm)", "petal length (cm)"),
    title=f"The first component, at {first_angle:.0f}°: most variance along, least distance off",
)

# %% [markdown]
# (Below the five positions stands a slider wherever widgets run. Drag it and watch both numbers.)
#
# Pythagoras holds for every point, so variance and squared distance always share one sum:
# making the first greatest *is* making the second least. The second component stands at a right
# angle to the first. Check over a fine grid:

# %%
grid = np.arange(0, 180, 0.1)
turned = np.array([turn(cloud, angle)[1:] for angle in grid])
widest, closest = grid[turned[:, 0].argmax()], grid[turned[:, 1].argmin()]
print(f"greatest variance at {widest:.1f}°, least distance at {closest:.1f}°")
print(f"first component of PCA at {first_angle:.1f}°", end="; ")
print(f"the sum moves by {np.ptp(turned.sum(axis=1)):.0e}")

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
projection.explained_variance(
    ratios, 0.9, title="90 % takes " + ", ".join(f"{count} {name}" for name, count in needs.items())
)

# %% [markdown]
# The same flowers. In centimetres the petals, which vary most, dominate; divided by their standard
# deviations, all columns count alike. And if one column is measured in far larger numbers? One of
# the wines' 13 is in milligrams per litre.

# %%
raw_wine = PCA(2).fit(wine.data)
loudest = wine.data.columns[np.abs(raw_wine.components_[0]).argmax()]
two_hold = [model.explained_variance_ratio_.sum() for model in (raw_wine, PCA(2).fit(wines))]
print(f"one component holds {raw_wine.explained_variance_ratio_[0]:.1%} of the variance,", end=" ")
print(f"two {two_hold[0]:.1%}; {two_hold[1]:.1%} when standardised;")
print(f"{np.abs(raw_wine.components_[0]).max():.1%} of the first direction is {loudest!r}")
wine_accuracy = {"commonest": np.bincount(growers).max() / len(growers)}
for name, steps in {"as measured": [], "standardised": [StandardScaler()]}.items():
    judge = make_pipeline(*steps, PCA(2), StandardScaler(), LogisticRegression())
    folds = KFold(10, shuffle=True, random_state=0)
    guesses = cross_val_predict(judge, wine.data, wine.target, cv=folds)
    wine_accuracy[name] = np.mean(guesses == wine.target)
print("growers recognised:", {name: f"{share:.0%}" for name, share in wine_accuracy.items()})

# %% [markdown]
# A component can hold nearly all the variance and miss much of what you want. Variance is a
# matter of units; a share of it is no measure of use.
#
# ### Exercise · `components_needed` (2 points)
# Write the rule nevertheless: it is where most people start. Mind floating point, and the order
# in which `eigh` returns variances.


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
    assert components_needed(np.array([8.0, 4.0, 3.0, 1.0]), 0.75) == 2, (
        "8 + 4 of 16 is exactly 75 %, and that is enough."
    )
    assert components_needed(np.array([1.0, 3.0, 6.0]), 0.6) == 1, "The largest are kept first."
    assert components_needed(np.array([1.0, 0.0, 4.0, 3.0, 2.0]), 0.65) == 2, (
        "Sorted, 4 of 10 is too little and 4 + 3 is enough."
    )
    assert components_needed(np.array([0.04, 0.03, 0.02, 0.01]), 0.65) == 2, (
        "A share is relative to the sum of the variances."
    )
    assert components_needed(np.full(10, 0.1), 0.8) == 8, (
        "0.1, eight times, is 0.7999… in floating point: leave 1e-9 of slack."
    )
    assert components_needed(np.array([0.899995, 0.100005]), 0.9) == 2, (
        "0.899995 is below 0.9 by more than rounding."
    )
    assert components_needed(np.array([7.0, 2.0, 1.0, 0.0]), 1.0) == 3, (
        "Everything is held once the rest has variance 0."
    )
    assert components_needed(np.full(7, 0.1), 1.0) == 7, "All seven are needed for everything."
    for share in (0, -0.1, 1.5, 90):
        assert refuses(components_needed, np.ones(3), share), f"{share} is no share: ValueError."

# %%
if solved("components_needed"):
    for name, data in {"digits": X_train, "faces": pixels, "wines, standardised": wines}.items():
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
standard_pca = PCA(4).fit(standard)
loadings = standard_pca.components_.T * np.sqrt(standard_pca.explained_variance_)
correlations = np.corrcoef(standard.T, standard_pca.transform(standard).T)[:4, 4:]
factors = loadings / correlations
print(f"loading / correlation lies between {factors.min():.5f} and {factors.max():.5f}")
print(f"the square root of n / (n − 1) is   {np.sqrt(150 / 149):.5f}")

# %%
gap = np.abs(standard_pca.components_.T - correlations).max()
projection.heat_maps(
    {
        "loadings": pd.DataFrame(loadings, short, components),
        "eigenvectors": pd.DataFrame(standard_pca.components_.T, short, components),
    },
    title=f"Eigenvectors differ from the correlations by up to {gap:.2f}, loadings by "
    f"{np.abs(loadings - correlations).max():.3f}",
)

# %% [markdown]
# The factor of 1.003 is only bookkeeping, $n$ against $n - 1$. Now the left table can be read:
# component 1 is the size of the petals together with the sepals' length, component 2 the
# sepals' width. Many books, and the lecture, call the eigenvectors themselves loadings. Then they
# are not the correlations: the $\sqrt{\lambda}$ is missing.
#
# ## Low rank: when few columns decide the rest
# Cut a photograph into tiles of 8 × 8 pixels: each tile is a row of 64 numbers. Neighbouring
# pixels say nearly the same, so few components should do. The control is the same table with
# each column shuffled: every pixel keeps its variance, but no pixel knows of another.

# %%
photo = load_sample_image("flower.jpg")[:424].mean(axis=2) / 255
tiles = photo.reshape(53, 8, 80, 8).swapaxes(1, 2).reshape(-1, 64)
shuffled = np.random.default_rng(0).permuted(tiles, axis=0)
rank = {}
for name, data in {"tiles": tiles, "shuffled": shuffled}.items():
    held = np.cumsum(PCA(64).fit(data).explained_variance_ratio_)
    rank[name] = [int(np.argmax(held >= share)) + 1 for share in (0.9, 0.95, 0.99)]
    print(f"{name:<8} 90, 95 and 99 % of the variance take {rank[name]} of 64 components")

# %% [markdown]
# Now let your own axes rebuild the photo: project on $k$ axes, then add the axes up again. The
# error you make is exactly the variance you left out.

# %%
if solved("principal_axes"):
    spectrum, tile_axes = principal_axes(tiles, np.ones(len(tiles), dtype=int), 64)
    views, middle = {}, tiles.mean(axis=0)
    for k in (1, *rank["tiles"][1:], 64):
        rebuilt = middle + (tiles - middle) @ tile_axes[:k].T @ tile_axes[:k]
        error = ((tiles - rebuilt) ** 2).sum() / (len(tiles) - 1)
        print(f"{k:>2} axes: error {error:.4f}, variance left out {spectrum[k:].sum():.4f}")
        picture = rebuilt.reshape(53, 80, 8, 8).swapaxes(1, 2).reshape(1, 424, 640)
        views[f"{k} of 64 numbers"] = picture[:, 40:360, 120:520]
    title = f"{rank['tiles'][2]} of 64 numbers hold 99 % of a photo's tiles; "
    title += f"shuffled pixels would need {rank['shuffled'][2]}"
    plotting.image_blocks(views, title=title, height=2.6)

# %% [markdown]
# ## A recipe that costs
# Now the lecture's recipe for the digits: standardise the 64 pixels, keep 99 % of the variance,
# whiten (give every component variance 1). It stops there. Go one step further and ask two
# classifiers: five nearest neighbours, and logistic regression. How many points of accuracy does
# the first one gain (or lose: a negative number) by the recipe?

# %%
predict("points that neighbours gain by the recipe", None)

# %% [markdown]
# The rows come writer by writer, so the folds are five blocks of training rows: few writers are on
# both sides. (Rows of one writer are alike, so ± is rather too small.) The test rows wait.


# %%
def gained(one: np.ndarray, other: np.ndarray) -> str:
    """Return how many points of accuracy `one` is above `other`, and the standard error."""
    gain, error = accuracy_difference(one, other)
    return f"{100 * gain:+.1f} ± {100 * error:.1f}".replace("-", "−")


steps = {
    "raw pixels": [],
    "PCA 99 %, nothing else": [PCA(0.99)],
    "standardised": [StandardScaler()],
    "standardised, PCA 99 %": [StandardScaler(), PCA(0.99)],
    "the recipe: and whitened": [StandardScaler(), PCA(0.99, whiten=True)],
    "all 64 components whitened": [StandardScaler(), PCA(64, whiten=True)],
}
neighbours, logistic = KNeighborsClassifier(5), LogisticRegression(max_iter=3_000)
right, table = {}, {}
for name, reduce in tqdm(steps.items(), leave=False):
    row = table[name] = {}
    for label, classifier in {"neighbours": neighbours, "logistic": logistic}.items():
        judge, start = make_pipeline(*reduce, classifier), time.perf_counter()
        guesses = cross_val_predict(judge, X_train, y_train, cv=KFold(5))
        seconds = time.perf_counter() - start
        right[name, label] = guesses == y_train
        row[label] = f"{right[name, label].mean():.1%}"
        row[f"{label}: points"] = gained(right[name, label], right["raw pixels", label])
        row[f"{label}: seconds"] = f"{seconds:.2f}"
pd.DataFrame(table).T

# %%
recipe = make_pipeline(StandardScaler(), PCA(0.99, whiten=True)).fit(X_train)
standardised = recipe[0].transform(X_train)
loud = int(standardised.max(axis=0).argmax())
print(f"the recipe keeps {recipe[-1].n_components_} of 64 components")
print(f"pixel {loud} is lit in {np.sum(X_train[:, loud] > 0)} of 1,400 digits;", end=" ")
print(f"standardised, it reaches {standardised[:, loud].max():.0f} standard deviations")
for faint in (0, 7, 19):
    louder = X_train[:, np.argsort(X_train.std(axis=0))[faint:]]
    ways = make_pipeline(StandardScaler(), neighbours), neighbours
    hits = [cross_val_predict(way, louder, y_train, cv=KFold(5)) == y_train for way in ways]
    print(f"without the {faint:>2} faintest pixels, standardising: {gained(*hits)} points")

# %% [markdown]
# Read the ladder downwards. PCA alone costs nothing. Standardising costs the neighbours: all pixels
# have one unit already. The rare pixel is innocent: without the seven faintest it costs the same.
# Without the 19 faintest, left and right border among them, most of the loss is gone: the faint
# border was made as loud as the centre. Whitening repeats the fault on components, worst for the
# smallest. Neighbours live by distances and suffer most; logistic regression can weigh columns.
#
# Before you standardise or whiten, ask whether the sizes you are about to erase mean something.
#
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
    hint="What does `fit` look at? Two things are fitted here, and both saw the new rows. "
    "A column that never varies has no spread to divide by.",
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
    deviation = np.where(np.arange(5) < 4, known.std(axis=0), 1)
    centred_old, centred_new = (part - known.mean(axis=0) for part in (known, unseen))
    reference = PCA(2).fit(centred_old / deviation)
    # n − 1 in place of n is no mistake here: it shortens every score by 2 %
    assert np.abs(old) == approx(
        np.abs(reference.transform(centred_old / deviation)), rel=0.03, abs=1e-6
    ), "Standardise the training columns (one of them is thirty times wider), then PCA."
    assert np.abs(new) == approx(
        np.abs(reference.transform(centred_new / deviation)), rel=0.03, abs=1e-6
    ), "New rows take the mean and the deviation of the *training* rows, then their axes."

# %% [markdown]
# How much does the fault flatter? 300 digits to learn from, the other half of the rows to judge,
# four times. Is it the PCA that leaks, or the scaler?

# %%
if solved("project_new_rows"):
    for start in (0, 300, 700, 1_000):
        few, y_few = X_train[start:][:300], y_train[start:][:300]
        new, y_new = (part[700:] if start < 700 else part[:700] for part in (X_train, y_train))
        both, ways = np.vstack([few, new]), {"none": project_new_rows(few, new, 16)}
        leaks = {"scaler": (both, few), "PCA": (few, both), "both": (both, both)}
        for name, (scaled_on, turned_on) in leaks.items():
            scaler = StandardScaler().fit(scaled_on)
            model = PCA(16).fit(scaler.transform(turned_on))
            ways[name] = [model.transform(scaler.transform(rows)) for rows in (few, new)]
        hits = [neighbours.fit(a, y_few).predict(b) == y_new for a, b in ways.values()]
        told = [f"{name} {gained(hit, hits[0])}" for name, hit in zip(ways, hits, strict=True)]
        print(f"learned from row {start:>5,} on; points by the leak of", ", ".join(told[1:]))

# %% [markdown]
# No label leaked, yet the same fault is worth five points with one set and nothing with another;
# where it flatters, most comes by the scaler. You cannot subtract it afterwards.
#
# ## A reduction that pays
# The faces again, 1,024 pixels each and only 280 to learn from (seven shots of each person;
# three are for the test). Logistic regression has to fit 40 × 1,024 weights. What does it lose
# if it gets 100 components instead, and what does it gain?

# %%
people, shots = datasets.faces().people, np.arange(400) % 10
seven, three = shots < 7, shots >= 7
ways = {"all 1,024 pixels": [], "100 components": [PCA(100, random_state=0)]}
face_right, face_seconds = [], []
for name, reduce in ways.items():
    judge = make_pipeline(*reduce, LogisticRegression(max_iter=1_000, tol=1e-3))
    start = time.perf_counter()
    guesses = judge.fit(pixels[seven], people[seven]).predict(pixels[three])
    face_seconds.append(time.perf_counter() - start)
    face_right.append(guesses == people[three])
    print(f"{name:<17} {face_right[-1].mean():.1%} right, {face_seconds[-1]:.2f} s")
face_gain, faster_faces = gained(*face_right[::-1]), face_seconds[0] / face_seconds[1]
print(f"components: {face_gain} points, {faster_faces:.1f} times faster")

# %% [markdown]
# Nothing that can be told from luck is lost, and the time is saved at every fit.
#
# ## When a line is not enough: kernel PCA
# Two rings, one inside the other (made up, since no real set is so clear). Every line through
# them mixes the two. Kernel PCA measures each point by its similarity to all others,
# $e^{-\gamma \lVert x - x' \rVert^2}$, and takes components of that. $\gamma$ says how near is
# near, and validation chooses it.

# %%
rings, ring = make_circles(600, factor=0.3, noise=0.06, random_state=0)


def ring_accuracy(reduce: object, rows: slice) -> float:
    """Return how often logistic regression finds the ring from one number per point."""
    judge = make_pipeline(reduce, StandardScaler(), LogisticRegression())
    return judge.fit(rings[:200], ring[:200]).score(rings[rows], ring[rows])


kernels = {gamma: KernelPCA(1, kernel="rbf", gamma=gamma) for gamma in (0.1, 1, 3, 10, 100)}
validated = {gamma: ring_accuracy(kernel, slice(200, 400)) for gamma, kernel in kernels.items()}
gamma = max(validated, key=validated.get)
line_rings, kernel_rings = (ring_accuracy(way, slice(400, 600)) for way in (PCA(1), kernels[gamma]))
print("validation accuracy by γ:", {key: f"{value:.0%}" for key, value in validated.items()})
projection.scatter_panels(
    {
        "the points": rings,
        "PCA": PCA(2).fit_transform(rings),
        f"kernel PCA, γ = {gamma}": KernelPCA(2, kernel="rbf", gamma=gamma).fit_transform(rings),
    },
    [("first column", "second column"), *[("component 1", "component 2")] * 2],
    groups=["outer" if label == 0 else "inner" for label in ring],
    title=f"Ring from one number: PCA {line_rings:.0%} right, kernel PCA {kernel_rings:.0%}",
)

# %% [markdown]
# ## When you must read it: sparse PCA
# A component of the wines mixes all 13 columns, which is hard to explain to a grower. Sparse
# PCA pays a price for every column it uses. How much variance does the tidiness cost?

# %%
full, tidy = PCA(3).fit(wines), SparsePCA(3, alpha=5, random_state=0).fit(wines)
columns = [name.split("/")[0].replace("_", " ") for name in wine.data.columns]
used, held, tables = [], [], {}
for name, model in {"PCA": full, "sparse": tidy}.items():
    basis, _ = np.linalg.qr(model.components_.T)  # those of sparse PCA are not at right angles
    held.append(((wines @ basis) ** 2).sum() / (wines**2).sum())
    used.append(np.sum(np.abs(model.components_) > 1e-9))
    label = f"{name}: {used[-1]} entries, {held[-1]:.0%}"
    tables[label] = pd.DataFrame(model.components_.T, columns, components[:3])
title = f"{used[1]} of {used[0]} entries keep {held[1]:.0%} of the variance, all {held[0]:.0%}"
projection.heat_maps(tables, title=title)

# %% [markdown]
# ## Words: a table too large to fill up
# Lesson 1 gave each word a few numbers. Here, count the words of a wire, weigh rare ones up
# (TF-IDF), and take that as a row. The table is wide, and almost all of it is zero. Subtract each
# column's mean, and nothing is zero any more. **Latent semantic analysis** (LSA) leaves the mean in
# and takes the SVD of the table as it is. (scikit-learn's PCA now keeps the mean apart, and takes
# sparse rows as well: our control.)

# %%
wires = datasets.reuters()
names = np.array(["", "", "", "", *wires.word_index])  # a wire's ids begin with a mark; words at 4
texts, queries = (
    np.array([" ".join(names[ids[1:]]) for ids in part.words], dtype=object)
    for part in (wires.train, wires.test)
)
weigh = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True, dtype=np.float32).fit(texts)
tfidf = weigh.transform(texts)
start = time.perf_counter()
lsa = TruncatedSVD(100, random_state=0).fit(tfidf)
middle = time.perf_counter()
wire_pca = PCA(100, random_state=0).fit(tfidf)
end = time.perf_counter()
documents = normalize(lsa.transform(tfidf))
print(f"{tfidf.shape[0]:,} wires × {tfidf.shape[1]:,} words", end="; ")
print(f"{tfidf.nnz / np.prod(tfidf.shape):.2%} not zero; 100 directions:", end=" ")
print(f"LSA in {middle - start:.1f} s, PCA in {end - middle:.1f} s")

# %%
filled = tfidf.shape[0] * tfidf.shape[1] * 4
held_sparse = tfidf.data.nbytes + tfidf.indices.nbytes + tfidf.indptr.nbytes
print(f"megabytes: filled up {filled / 1e6:,.0f} (never built), sparse {held_sparse / 1e6:.1f};")
print(f"LSA: wires {documents.nbytes / 1e6:.1f}, directions {lsa.components_.nbytes / 1e6:.1f}")

# %% [markdown]
# With its directions, LSA takes more room. What is it good for? Finding wires about the same thing.
# For each test wire (without those that stand word for word in the training set) take the nearest
# training wire, by angle. They may share their topic. How many points does LSA gain or lose?

# %%
predict("points that the nearest wire gains by LSA", None)

# %%
fresh = ~np.isin(queries, texts)
asked, topics = weigh.transform(queries[fresh]), wires.test.topics[fresh]
wire_right = {}
for name, way in {"TF-IDF": FunctionTransformer(), "LSA": lsa, "PCA": wire_pca}.items():
    taught, start = normalize(way.transform(tfidf)), time.perf_counter()
    nearest = np.ravel((normalize(way.transform(asked)) @ taught.T).argmax(axis=1))
    seconds = time.perf_counter() - start
    hit = wire_right[name] = wires.train.topics[nearest] == topics
    print(f"{name:<6} {hit.mean():.1%}, {seconds:.2f} s,", gained(hit, wire_right["TF-IDF"]))
by_words, by_lsa = wire_right["TF-IDF"], wire_right["LSA"]
print(f"{len(topics):,} test wires; LSA mends {np.sum(by_lsa & ~by_words)}", end=" ")
print(
    f"and breaks {np.sum(by_words & ~by_lsa)}; PCA against LSA {gained(wire_right['PCA'], by_lsa)}"
)

# %% [markdown]
# Many wires change sides, a few more for the better. PCA cannot be told from LSA. What moves them?
# Ask for one word, and look only at wires that **lack** it. TF-IDF gives all of these a similarity
# of exactly zero. Which does LSA put first?

# %%
pairs = {"crude": "crude", "tariffs": "trade", "dollar": "money-fx", "ship": "ship", "gold": "gold"}
for word, topic in pairs.items():
    lacking = np.flatnonzero(tfidf[:, [weigh.vocabulary_[word]]].toarray() == 0)
    alike = documents[lacking] @ normalize(lsa.transform(weigh.transform([word])))[0]
    about = wires.train.topics == wires.topic_names.index(topic)
    first = lacking[np.argsort(-alike)[:20]]
    print(f"{word!r}, wires without the word: {about[first].mean():.0%} of the first 20", end=" ")
    print(f"are about {topic!r}, of all {about[lacking].mean():.0%} ({about[lacking].sum()} wires)")

# %% [markdown]
# For the first three words LSA finds the subject without the word. It does not always: for 'ship',
# less than half. Of gold's wires only two lack the word; LSA finds neither, and fills its twenty
# places all the same.
#
# ### Topics with a name: latent Dirichlet allocation
# The directions of LSA have signs and mean little by themselves. **Latent Dirichlet
# allocation** supposes that each wire is a mixture of topics and each topic a bag of words, and
# looks for both. Eight topics on 3,000 wires; common words and the agency's marks are left out.

# %%
dull = sorted(ENGLISH_STOP_WORDS | {"reuter", "said", "mln", "pct", "dlrs", "cts"})
counter = CountVectorizer(token_pattern=r"\b[a-z]{3,}\b", stop_words=dull, max_features=2_000)
bags, labels = counter.fit_transform(texts[:3_000]), wires.train.topics[:3_000]
topic_model = LatentDirichletAllocation(
    8, learning_method="online", max_iter=5, batch_size=256, random_state=0
).fit(bags)
main_topic = topic_model.transform(bags).argmax(axis=1)
strongest = np.argsort(-topic_model.components_, axis=1)[:, :7]
common = [np.bincount(labels[main_topic == topic]) for topic in range(8)]
for row, count in zip(counter.get_feature_names_out()[strongest], common, strict=True):
    name = wires.topic_names[count.argmax()]
    print(f"{' '.join(row):<62} {count.max() / count.sum():>4.0%} {name}")
mixed_up = np.random.default_rng(0).permutation(main_topic)
purity = sum(count.max() for count in common) / len(labels)
chance = sum(np.bincount(labels[mixed_up == topic]).max() for topic in range(8)) / len(labels)
print(f"wires with the commonest label of their topic: {purity:.0%}, by chance {chance:.0%}")

# %% [markdown]
# No label was used; each row ends with the commonest label of its wires. Some rows can be named at
# a glance, others are mixtures still.
#
# ## ICA: who is speaking?
# Two people speak at once into two microphones. Each microphone hears a mixture: $Y = A S$,
# with the sources $S$ of shape (2, moments) and the mixing matrix $A$ of shape (2, 2), both
# unknown. (Each speaker is uniform noise here; rows are moments, so the code has
# $Y^\top = S^\top A^\top$.) PCA makes the recordings *uncorrelated*. Is that enough to hear one?
#
# First whiten. What is left unknown is a rotation, since white data stay white when turned. So
# turn, as above, and look for another thing than variance: **independent component
# analysis** (ICA) wants each axis as far from a bell curve as it gets, since a mixture looks more
# like one than what it is made of. The measure here is the (excess) kurtosis, 0 for a bell curve.


# %%
def turned_by(points: np.ndarray, degrees: float) -> np.ndarray:
    """Return points in axes that are turned by so many degrees."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return points @ np.array([[c, -s], [s, c]])


def unmix(mixtures: np.ndarray) -> np.ndarray:
    """Whiten, then turn to where both axes together are farthest from a bell curve."""
    white = PCA(2, whiten=True).fit_transform(mixtures)
    turns = [turned_by(white, degrees) for degrees in np.arange(0, 90, 0.5)]
    return max(turns, key=lambda turned: np.abs(kurtosis(turned)).sum())


draws = np.random.default_rng(0)
sources = scale(draws.uniform(-1, 1, (3_000, 2)))
mixing = np.array([[1.0, 1.0], [0.3, 1.2]])
mixtures = sources @ mixing.T  # one moment per row
white, unmixed = PCA(2, whiten=True).fit_transform(mixtures), unmix(mixtures)

# %%
directions = PCA(2).fit(mixtures)
ends = directions.components_ * 2 * np.sqrt(directions.explained_variance_)[:, None]
stages = {
    "1 · sources": sources,
    "2 · mixtures and PCA's axes": mixtures,
    "3 · PCA, whitened": white,
    "4 · ICA: turned once more": unmixed,
}
two = ("component 1", "component 2")
projection.scatter_panels(
    {name: points[::2] for name, points in stages.items()},
    [("speaker 1", "speaker 2"), ("microphone 1", "microphone 2"), two, two],
    arrows={"2 · mixtures and PCA's axes": dict(zip(components, ends, strict=False))},
    columns=2,
    title="Correlation with the worse heard speaker: "
    f"PCA {recovery(white, sources).min():.2f}, ICA {recovery(unmixed, sources).min():.3f}",
)

# %% [markdown]
# Panel 3 is uncorrelated and still a tilted square: who knows that one component is at its extreme
# knows nearly where the other is. *Uncorrelated* says that no line helps to predict one from the
# other, *independent* that nothing does. A cheap test of the difference: correlate the squares. The
# lecture has a table of ticks for this; yours is computed, a tick where a number is near its ideal
# (0, 0, 1 and 0, to within 0.05). scikit-learn's FastICA seeks the same turn by another measure.

# %%
ica = FastICA(2, whiten="unit-variance", random_state=0).fit(mixtures)
facts = {}
for name, model, ways in (("PCA", directions, directions.components_.T), ("ICA", ica, ica.mixing_)):
    found, (one, other) = model.transform(mixtures), (ways / np.linalg.norm(ways, axis=0)).T
    facts[name] = {
        "removes correlation": abs(np.corrcoef(found.T)[0, 1]),
        "removes dependence of higher order": abs(np.corrcoef(found.T**2)[0, 1]),
        "treats all components alike": np.divide(*np.sort(found.var(axis=0))[::-1]),
        "orthogonal directions": abs(one @ other),
    }
facts = pd.DataFrame(facts)
ticks = (facts - np.array([0, 0, 1, 0])[:, None]).abs() < 0.05
says = np.array([[True, True], [False, True], [False, True], [True, False]])
ticks_agree = int(np.sum(ticks.to_numpy() == says))
print(f"{ticks_agree} of 8 ticks agree with the lecture's")
facts.round(3).astype(str) + ticks.replace({True: " ✓", False: ""})

# %% [markdown]
# The third line is the larger variance over the smaller; whitened PCA would have 1 as well. The
# fourth depends on the mixing. There are sources that ICA cannot find. Give the speakers a
# bell-shaped distribution, ten times. (A random rotation lands between cos 45° = 0.71 and 1.)

# %%
bells = [scale(draws.normal(size=(3_000, 2))) for _ in range(10)]
heard = [recovery(unmix(bell @ mixing.T), bell).min() for bell in bells]
print(f"bell-curve speakers, the worse heard: {min(heard):.2f} to {max(heard):.2f}")

# %% [markdown]
# A white bell curve is round: no rotation of it is better than another, and ICA's is random.
# Now three signals over time, three microphones. In which order will they come back?

# %%
moment = np.arange(3_000) / 100
voices = scale(
    np.column_stack([np.sin(2 * moment), np.sign(np.sin(3 * moment)), (1.1 * moment) % 2 - 1])
)
recorded = voices @ np.array([[1, 1, 1], [0.5, 2, 1], [1.5, 1, 2]]).T
separated = FastICA(3, whiten="unit-variance", random_state=0).fit_transform(recorded)
uncorrelated = PCA(3).fit_transform(recorded)
voices_pca, voices_ica = (
    recovery(uncorrelated, voices),
    recovery(separated, voices),
)
projection.signals(
    {"sources": voices, "recorded": recorded, "PCA": uncorrelated, "ICA": separated},
    title=f"Least recovered of three: {voices_pca.min():.2f} by PCA, {voices_ica.min():.3f} by ICA",
)

# %% [markdown]
# ### Exercise · `match_signals` (3 points)
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
    points=3,
    hint="Correlate every found signal with every true one. Which *pairing* has the largest sum?",
    stronger="`scipy.optimize.linear_sum_assignment` finds the least sum; mind the minus.",
):
    random = np.random.default_rng(3)
    true = np.array((0, 3, 10)) + random.uniform(-1, 1, (200, 3))
    moved = np.column_stack([-2 * true[:, 2], 3 * true[:, 0], -true[:, 1]])
    matched = match_signals(moved, true)
    assert isinstance(matched, np.ndarray | list | tuple), "Return the signals as an array."
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
    # |correlation| is (0.9, 0.8) for the first found signal and (0.4, 0) for the second
    a, b, c = np.linalg.qr(scale(random.normal(size=(200, 3))))[0].T
    wanted = np.column_stack([0.9 * a + 0.4 * b, 0.8 * a + 0.6 * c])
    given = np.column_stack([100 * a, b])
    paired = np.asarray(match_signals(given, wanted), dtype=float)
    assert sorted(np.abs(paired[0])) == approx(sorted(np.abs(given[0])), abs=1e-9), (
        "One found signal was used twice, the other not at all: pair them one to one."
    )
    assert paired == approx(given[:, ::-1], abs=1e-9), (
        "This is not the pairing with the largest sum of |correlation|: best pair first, "
        "covariances and squares all give another."
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
    layers, worst = {"overlaid": overlaid}, {}
    ica = FastICA(3, whiten="unit-variance", random_state=0)
    for name, method in {"PCA": PCA(3), "ICA": ica}.items():
        layers[name] = match_signals(method.fit_transform(overlaid), originals)
        agree = [np.corrcoef(layers[name][:, j], originals[:, j])[0, 1] for j in range(3)]
        worst[name] = min(agree)
        print(f"{name}: correlation with the originals {np.round(agree, 2)}")
    print(f"temple and face correlate by {np.corrcoef(originals.T)[0, 2]:.2f}".replace("-", "−"))
    title = f"The worst of three correlates by {worst['PCA']:.2f} (PCA), {worst['ICA']:.2f} (ICA)"
    pictures = {name: data.T.reshape(3, 128, 128) for name, data in layers.items()}
    plotting.image_blocks(pictures, title=title, columns=3, height=1.9)

# %% [markdown]
# Temple and face are correlated, so not independent: ICA leaves a ghost of the temple in the face.
#
# ## NMF: parts that only add up
# PCA draws a face as a mean plus and minus whole ghost faces. **Non-negative matrix
# factorization** allows no minus: $X \approx W H$ with nothing below zero in $W$ (how much of
# each part) and in $H$ (the parts). What can only be added ought to be a part. An L1 term in
# the loss pushes further, since it makes every lit pixel of a part cost something.
#
# How much of a part is empty? Hoyer's sparsity is 0 where all pixels are equal, 1 where one pixel
# holds everything.

# %%
settings = {"init": "random", "max_iter": 2_000, "tol": 1e-3}
priced = settings | {"alpha_H": 0.002, "alpha_W": 0.0002, "l1_ratio": 1}
makers = {
    "eigenfaces (PCA)": lambda seed: PCA(16, random_state=seed),
    "NMF": lambda seed: NMF(16, random_state=seed, **settings),
    "NMF with L1": lambda seed: NMF(16, random_state=seed, **priced),
}
parts, sparsity, zeros = {}, {}, {}
for name, make in tqdm(makers.items(), leave=False):
    models = [make(seed) for seed in (0, 1)]
    errors = [
        np.mean((pixels - model.inverse_transform(model.fit_transform(pixels))) ** 2)
        for model in models
    ]
    sparsity[name] = [hoyer_sparsity(model.components_) for model in models]
    zeros[name] = np.mean([model.components_ == 0 for model in models])
    seeds = " and ".join(f"{value:.2f}" for value in sparsity[name])
    print(f"{name:<17} sparsity {seeds},", end=" ")
    print(f"{zeros[name]:.0%} zeros, mean squared error {1_000 * np.mean(errors):.2f} / 1,000")
    label = f"16 {name}\nsparsity {sparsity[name][0]:.2f}"
    parts[label] = models[0].components_.reshape(16, 32, 32)

# %%
a, b = sparsity["eigenfaces (PCA)"][0], sparsity["NMF with L1"][0]
title = f"With a price on every pixel, sparsity rises from {a:.2f} (eigenfaces) to {b:.2f}"
plotting.image_blocks(parts, title=title, signed=True, height=4.1)

# %% [markdown]
# Two numbers for two seeds; the difference between methods is far larger. Violet is above zero,
# orange below. The eigenfaces are whole faces with both signs. NMF alone has lost the orange, yet
# its parts still look like faces, with few zeros; with the L1 term some become brows, a beard, a
# hairline, at the price of a larger error. (PCA has the least error that 16 numbers can have.)
#
# And data with a minus sign? Standardise first, as recipes do, and NMF refuses:

# %%
try:
    NMF(16, **settings).fit(scale(pixels))
    nmf_refuses = False
except ValueError as refusal:
    nmf_refuses = True
    print(refusal)

# %% [markdown]
# ## With and without
# The question that settles most arguments: put every method before the same two classifiers, ten
# numbers each where it can (the recipe has 54), beside the raw digits. Training rows teach, and now
# the test rows judge. Nothing is tuned. (Linear discriminant analysis has at most nine directions,
# one fewer than classes. PLS gets the digits as ten columns of 0 and 1 to follow. Random directions
# and the mean brightness are the controls. Logistic regression standardises what it gets.)


# %%
def judged(
    name: str, known: np.ndarray, unseen: np.ndarray, role: str, start: float
) -> projection.Outcome:
    """Judge reduced rows on the test by both classifiers; the time runs from `start`."""
    test_right[name] = neighbours.fit(known, y_train).predict(unseen) == y_test
    seconds = time.perf_counter() - start
    judge = make_pipeline(StandardScaler(), logistic).fit(known, y_train)
    _, error = accuracy_difference(test_right[name], test_right["all pixels"])
    accuracy, width = judge.score(unseen, y_test), np.shape(known)[1]
    return projection.Outcome(width, test_right[name].mean(), accuracy, error, seconds, role)


# %%
nmf = NMF(10, init="nndsvda", max_iter=1_000, tol=1e-3)
part_sizes = FunctionTransformer(lambda W: W * np.linalg.norm(nmf.components_, axis=1))
reducers = {
    "mean brightness": FunctionTransformer(lambda rows: rows.mean(axis=1, keepdims=True)),
    "random directions": GaussianRandomProjection(10, random_state=0),
    "the recipe (whitened)": recipe,
    "PCA": PCA(10),
    "PCA, whitened": PCA(10, whiten=True),
    "truncated SVD": TruncatedSVD(10, random_state=0),
    "kernel PCA": KernelPCA(10, kernel="rbf"),
    "sparse PCA": SparsePCA(10, alpha=0.5, max_iter=30, tol=1e-3, random_state=0),
    "ICA": FastICA(10, whiten="unit-variance", max_iter=1_000, tol=1e-3, random_state=0),
    "NMF": make_pipeline(nmf, part_sizes),  # W times the lengths of H's rows
    "latent Dirichlet allocation": LatentDirichletAllocation(
        10, learning_method="online", max_iter=4, random_state=0
    ),
    "linear discriminant analysis": LinearDiscriminantAnalysis(n_components=9),
    "partial least squares": PLSRegression(10, scale=False),
}
test_right: dict[str, np.ndarray] = {}
results = {"all pixels": judged("all pixels", X_train, X_test, "full", time.perf_counter())}
for place, (name, reducer) in enumerate(tqdm(reducers.items(), leave=False)):
    labels = np.eye(10)[y_train] if isinstance(reducer, PLSRegression) else y_train
    start = time.perf_counter()
    reducer.fit(X_train, labels)
    rows, role = map(reducer.transform, (X_train, X_test)), "control" if place < 2 else "reduced"
    results[name] = judged(name, *rows, role, start)

# %%
full = results["all pixels"]
worse = [name for name, row in results.items() if row.neighbours + 2 * row.error < full.neighbours]
title = f"{len(worse)} of {len(reducers)} reductions cost the neighbours more than twice the error"
projection.outcomes(results, title=title)
twins = np.mean(test_right["ICA"] == test_right["PCA, whitened"])
print(f"ICA and whitened PCA agree on {twins:.1%} of the test rows")
bare = neighbours.fit(nmf.transform(X_train), y_train).score(nmf.transform(X_test), y_test)
print(f"NMF: neighbours {results['NMF'].neighbours:.1%}, with W as it comes {bare:.1%}")

# %% [markdown]
# A bar is for the comparison with all pixels. To rank two methods, compare those two:
# `gained(test_right[a], test_right[b])`. NMF's numbers have no unit of their own: halve $W$, double
# $H$, and nothing is lost. Neighbours need one, here the length of each part. ICA only turns what
# PCA has whitened, and a turn changes no distance: ICA is for separating, not for reducing. On 64
# cheap pixels ten numbers buy little but room; the faces, with 1,024, were another matter.
#
# ## Capstone · `compact_digits` (4 points)
# Keep the neighbours within **one point** of their raw accuracy with at most **16** numbers, a
# quarter of the pixels, over the five blocks of rows. Whatever you use has to be learned from the
# training rows of a fold alone.


# %% tags=["exercise"]
def compact_digits(
    X_train: np.ndarray, y_train: np.ndarray, X_new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return training rows and new rows in at most 16 numbers each.

    X_train: digits, shape (n, 64), values from 0 to 1. y_train: which digit, shape (n,).
    X_new: shape (m, 64). Result: shapes (n, k) and (m, k) with k up to 16. What happens to a new
    row follows from the training rows alone, so it comes out the same alone and among others.
    Whatever is random has a fixed seed.
    """
    ### BEGIN SOLUTION
    reduce = PCA(16).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "compact_digits",
    points=4,
    hint="Look at the ladder of the recipe: which of its steps cost nothing?",
    stronger="No scaler, no whitening, and learn from the two training arguments alone.",
):
    result = compact_digits(X_train[:1_000], y_train[:1_000], X_train[1_000:])
    assert isinstance(result, tuple | list), "Return two things: training rows and new rows."
    assert len(result) == 2, "Return two things: training rows and new rows."
    known, unseen = (np.asarray(part, dtype=float) for part in result)
    assert known.ndim == 2, "Training rows become a table: one row per digit."
    assert len(known) == 1_000, "As many training rows come out as went in."
    assert unseen.shape == (400, known.shape[1]), "New rows get as many numbers as training rows."
    assert known.shape[1] <= 16, "At most 16 numbers per digit."
    gaps = []
    for _ in range(2):
        result = compact_digits(X_train[:1_000], y_train[:1_000], X_train[1_200:1_203])
        known_alone, alone = (np.asarray(part, dtype=float) for part in result)
        gaps.append(np.linalg.norm(alone - known_alone[:3], axis=1))
    assert gaps[1] == approx(gaps[0], abs=1e-6 * known.std()), (
        "The same call gives two results: give what is random a seed (`random_state`)."
    )
    # distances do not mind a sign; solvers may round, by far less than a hundredth of the spread
    among = np.linalg.norm(unseen[200:203] - known[:3], axis=1)
    assert gaps[0] == approx(among, abs=0.01 * known.std()), (
        "A row comes out otherwise among other new rows: something was fitted on them."
    )
    raw, own = 0, 0
    for train, new in KFold(5).split(X_train):
        known, unseen = compact_digits(X_train[train], y_train[train], X_train[new])
        judge = KNeighborsClassifier(5).fit(known, y_train[train])
        own += int(np.sum(judge.predict(unseen) == y_train[new]))
        judge = KNeighborsClassifier(5).fit(X_train[train], y_train[train])
        raw += int(np.sum(judge.predict(X_train[new]) == y_train[new]))
    assert own >= raw - 14, (
        "More than one point of accuracy (14 of 1,400 digits) is lost against the raw pixels."
    )
    swapped = np.roll(X_train.reshape(-1, 8, 8), 4, axis=2).reshape(-1, 64)  # right half, left half
    known, unseen = compact_digits(swapped[280:], y_train[280:], swapped[:280])
    judge = KNeighborsClassifier(5).fit(known, y_train[280:])
    plain = KNeighborsClassifier(5).fit(swapped[280:], y_train[280:])
    assert judge.score(unseen, y_train[:280]) > plain.score(swapped[:280], y_train[:280]) - 0.05, (
        "It fails on other pictures: was something learned from rows that were not passed in?"
    )

# %% [markdown]
# That was validation. The test rows judge once more, and they need not agree: a choice that was
# made on the folds is flattered by them.

# %%
if solved("compact_digits"):
    start = time.perf_counter()
    known, unseen = compact_digits(X_train, y_train, X_test)
    results["yours"] = judged("yours", known, unseen, "yours", start)
    gain = gained(test_right["yours"], test_right["all pixels"])
    print(f"against the raw pixels: {own - raw:+} of 1,400 digits on the folds,", end=" ")
    print(f"{gain} points on the test")
    title = f"Your {results['yours'].numbers} numbers: {gain} points on the test rows"
    projection.outcomes(results, title=title)

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
pls, least = (row["correlation"] for row in follow.values())
apart = max(abs(widest - closest), abs(widest - first_angle))
lost = wine_accuracy["standardised"] - wine_accuracy["as measured"]
digit_ways = ("PCA 99 %, nothing else", "the recipe: and whitened")
compared = [(right[way, "neighbours"], right["raw pixels", "neighbours"]) for way in digit_ways]
gains = [accuracy_difference(*pair) for pair in (*compared, face_right[::-1])]
costs = [gain < -2 * error for gain, error in gains]
pca_gain, pca_error = accuracy_difference(wire_right["PCA"], wire_right["TF-IDF"])

# %%
claims(
    Claim(
        "The line of greatest variance is the line of least squared distance",
        f"greatest variance at {widest:.1f}°, least distance at {closest:.1f}°, "
        f"the first component at {first_angle:.1f}°",
        verdict(apart < 5, apart < 0.2),
        prediction="angle of the greatest variance",
    ),
    Claim(
        "Linear discriminant analysis separates classes, PLS maximises the correlation with a "
        "response, PCA keeps variance",
        f"on unseen wines {own_wins} of 3 win their own criterion, with the covariance for PLS; "
        f"correlation, as fitted: least squares {least:.2f}, PLS {pls:.2f}",
        verdict(own_wins > 0, own_wins == 3 and pls >= least),
    ),
    Claim(
        "Keep the components that hold 90 % of the variance",
        f"Iris: {needs['in centimetres']} in centimetres, {needs['standardised']} standardised; "
        f"wines: two hold {two_hold[0]:.1%} and find {wine_accuracy['as measured']:.0%} of the "
        f"growers; standardised they hold {two_hold[1]:.0%} and find "
        f"{wine_accuracy['standardised']:.0%}",
        verdict(
            wine_accuracy["as measured"] > wine_accuracy["commonest"],
            len(set(needs.values())) == 1 and lost < 0.05,
        ),
        prediction="components that hold 90 % of Iris",
    ),
    Claim(
        "Loadings are eigenvectors, to be read as correlations",
        f"eigenvector × √eigenvalue is the correlation times {factors.mean():.4f}; "
        f"the bare eigenvector is off by up to {gap:.2f}",
        verdict(np.ptp(factors) < 0.01, gap < 0.05),
    ),
    Claim(
        "PCA is useful and works well in practice; compare with and without",
        f"points gained: digits by PCA alone {gained(*compared[0])}, by the recipe "
        f"{gained(*compared[1])}, faces {face_gain} and {faster_faces:.1f} times faster",
        verdict(*(not cost for cost in costs)),
        prediction="points that neighbours gain by the recipe",
    ),
    Claim(
        "PCA needs a square table, so TF-IDF takes an SVD",
        f"{flowers.shape[0]} × {flowers.shape[1]} and the sparse table go either way; points for "
        f"wires: LSA {gained(by_lsa, by_words)}, PCA {gained(wire_right['PCA'], by_words)}",
        verdict(not svd_agrees, pca_gain < -2 * pca_error),
        prediction="points that the nearest wire gains by LSA",
    ),
    Claim(
        "ICA recovers independent, non-Gaussian sources, which PCA only decorrelates",
        f"least recovered of three signals: ICA {voices_ica.min():.3f}, PCA "
        f"{voices_pca.min():.2f}; bell curves: ICA from {min(heard):.2f}; "
        f"{ticks_agree} of 8 computed ticks agree with the lecture's table",
        verdict(
            voices_ica.min() > voices_pca.min(),
            voices_ica.min() > 0.95 > voices_pca.min() and ticks_agree == 8,
        ),
    ),
    Claim(
        "NMF gives sparse parts that can be read, from data without negative values",
        f"negative values are {'refused' if nmf_refuses else 'taken'}; sparsity "
        + ", ".join(f"{name} {value[0]:.2f}" for name, value in sparsity.items())
        + f"; zeros in the plain parts {zeros['NMF']:.0%}, where sparse is more than half",
        verdict(
            min(sparsity["NMF with L1"]) > max(sparsity["eigenfaces (PCA)"]),
            nmf_refuses and zeros["NMF"] > 0.5,
        ),
    ),
)

# %% [markdown]
# So: which few numbers should stand for your columns? Those that serve the question. Labels to
# tell apart, a response to follow, sources to separate, parts to read: each has its method, and
# variance is only what is left when you have no question yet. Reduce when the columns repeat
# each other, as words, tiles and faces do: it can pay, in time or room or in what you find. Keep
# the sizes that mean something, fit on training rows only, and run the control without.
#
# ## Further reading
# - K. Pearson: *On Lines and Planes of Closest Fit to Systems of Points in Space*, 1901 (the line).
# - I. T. Jolliffe, J. Cadima: *PCA: A Review and Recent Developments*, Phil. Trans. A 374, 2016.
# - B. Schölkopf and others: *Nonlinear Component Analysis as a Kernel Eigenvalue Problem*, 1998.
# - H. Zou, T. Hastie, R. Tibshirani: *Sparse Principal Component Analysis*, JCGS 15, 2006.
# - S. Deerwester and others: *Indexing by Latent Semantic Analysis*, JASIS 41, 1990.
# - D. M. Blei, A. Y. Ng, M. I. Jordan: *Latent Dirichlet Allocation*, JMLR 3, 2003.
# - A. Hyvärinen, E. Oja: *Independent Component Analysis: Algorithms and Applications*, 2000.
# - D. D. Lee, H. S. Seung: *Learning the Parts of Objects by Non-negative Matrix Factorization*,
#   Nature 401, 1999; P. O. Hoyer on sparseness in it: JMLR 5, 2004.

# %% tags=["scoreboard"]
scoreboard(of=15)

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
# In lesson 3 you built fewer and better columns by hand. Here an algorithm does it. You will shrink
# flowers, wines, digits, faces and newswires to a handful of numbers, separate signals that were
# mixed, and measure each time what the reduction gained and what it cost.
#
# | section | minutes |
# |---|---|
# | 1 · One number per face | 8 |
# | 2 · PCA: turn the line, then do it by hand | 11 |
# | 3 · How many components, and what they mean | 10 |
# | 4 · With and without | 13 |
# | 5 · Words: LSA and topics | 7 |
# | 6 · Who is speaking? ICA | 12 |
# | 7 · Parts that only add up: NMF, and your own reduction | 14 |
# | Optional: kernel and sparse PCA, missing words, noise, mixed photographs | 15 |
#
# Without the optional section the times add up to 75 minutes.
#
# **Before you start**: NumPy, and what a variance and a correlation are.
#
# **Afterwards** you can do a principal component analysis by hand and read its numbers, decide how
# many components to keep, choose a method for the question you have, and show with a control
# whether a reduction helped, did nothing or hurt.
#
# ### Three questions to warm up
# **Lesson 1.** An embedding layer gives each of 1,000 words 6 numbers. How many parameters is that?
#
# <details><summary>A. 1,006</summary>
#
# No: every word has six numbers of its own, so multiply.
# </details>
# <details><summary>B. 6,000</summary>
#
# Yes, 1,000 × 6. The table is learned. Today's reductions are mostly computed instead.
# </details>
# <details><summary>C. It depends on how long the texts are</summary>
#
# No: a word gets the same six numbers wherever it stands. The layers behind it depend on the
# length.
# </details>
#
# **Lesson 2.** You add a hundred columns of pure noise to a table. What do distances between rows
# do?
#
# <details><summary>A. They grow, and they grow alike</summary>
#
# Yes. The nearest row is hardly nearer than the farthest, which hurts every method that compares
# distances.
# </details>
# <details><summary>B. They stay the same, since noise averages out</summary>
#
# No: each column adds a squared difference, which is never negative.
# </details>
# <details><summary>C. They shrink</summary>
#
# No: a distance is a sum of squares, and more squares were added.
# </details>
#
# **Lesson 3.** The length of the ride predicts the fare very well. Why may the model not use it?
#
# <details><summary>A. It is correlated with the fare</summary>
#
# That is what we want of a column.
# </details>
# <details><summary>B. It is not known at the time of pick-up</summary>
#
# Yes, it is a leak. Section 4 has a quieter leak: a reduction that has seen the rows it is judged
# on.
# </details>

# %% tags=["setup"]
import numpy as np
import pandas as pd
from pytest import approx
from scipy.stats import kurtosis
from sklearn import decomposition, linear_model, model_selection
from sklearn.cross_decomposition import PLSRegression
from sklearn.datasets import load_iris, load_sample_image, load_wine, make_circles
from sklearn.decomposition import NMF, PCA, FastICA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler, normalize, scale

from utils import datasets, plotting
from utils.grading import claim, claims, graded, predict, refuses, same_as, scoreboard, solved
from utils.measuring import difference, timing
from utils.topics import projection

X_train, X_test, y_train, y_test = projection.digit_rows()  # values from 0 to 1, 64 pixels a row

# %% [markdown]
# ## 1 · One number per face
# Start at the extreme. These are 400 portraits of 40 people, the *Database of Faces* of AT&T
# Laboratories Cambridge, better known as the Olivetti faces. At 32 × 32 pixels each face is a point
# in a space of 1,024 dimensions. Replace every face by one number, its mean brightness, and the
# faces can be sorted on a line. How much of the variance between faces does that number keep, in
# per cent?

# %%
predict("per cent of the variance that brightness keeps", None)

# %%
faces = datasets.faces()
portraits = faces.images.reshape(400, 32, 2, 32, 2).mean(axis=(2, 4)) / 255
pixels = portraits.reshape(400, -1)


def share_along(points: np.ndarray, direction: np.ndarray) -> float:
    """Return the share of the points' variance that lies along one direction of length 1."""
    return (points @ direction).var() / points.var(axis=0).sum()


bright_share = share_along(pixels, np.full(1_024, 1 / 32))  # every pixel has the same weight
projection.images_on_line(
    portraits,
    pixels.mean(axis=1),
    unit="mean brightness (0 black, 1 white)",
    title=f"One number per face keeps {bright_share:.0%} of the variance",
)

# %% [markdown]
# The title has the answer to your guess. The mean is a weighted sum of the pixels, with equal
# weights. Every *projection on a line* is such a sum; only the weights differ. Compare equal
# weights with random ones, and with the best there are.

# %%
lines = np.random.default_rng(0).normal(size=(1_024, 200))
lines /= np.linalg.norm(lines, axis=0)
random_share = np.mean([share_along(pixels, direction) for direction in lines.T])
best_share = PCA(1, random_state=0).fit(pixels).explained_variance_ratio_[0]
for name, share in (("random", random_share), ("equal", bright_share), ("best", best_share)):
    print(f"{name:>6} weights: {share:.2%} of the variance")

# %%
claim(
    "There are infinitely many lines to project the data on, so one has to choose",
    measured=f"of the faces' variance, mean brightness keeps {bright_share:.0%}, a random line "
    f"{random_share:.2%}, the best line {best_share:.0%}",
    holds={"the choice matters": best_share > 2 * random_share},
    predicted="per cent of the variance that brightness keeps",
    actual=round(100 * bright_share),
)

# %% [markdown]
# Equal weights keep about three quarters of what the best ones keep, and random ones next to
# nothing.
#
# **Question.** Why does a random line keep about a tenth of a per cent?
#
# <details><summary>A. Random weights are mostly near zero</summary>
#
# No: each line has length 1, the same as the best one.
# </details>
# <details><summary>B. There are 1,024 directions, and a random one gets an average share</summary>
#
# Yes: 1 / 1,024 is about 0.1 %. The faces vary mostly in a few directions, and chance rarely hits
# them.
# </details>
# <details><summary>C. The faces have little variance</summary>
#
# No: a share is relative to whatever variance there is.
# </details>
#
# ### Which line is best? It depends on the question
# 178 wines have 13 measured properties, and three growers made them. Take the alcohol as a number
# to explain and the other 12 columns as the table to reduce. Three methods each choose a line
# there:
#
# - **linear discriminant analysis** wants the growers far apart,
# - **partial least squares** (PLS) wants to follow the alcohol,
# - **principal component analysis** (PCA) looks at neither and wants as much variance as it can
#   get.
#
# The first is often called LDA. So is latent Dirichlet allocation in section 5, which has nothing
# to do with it; this lesson spells both out. Ordinary least squares joins as a control, that is,
# as something to compare with.


# %%
def chosen_lines(X: np.ndarray, growers: np.ndarray, alcohol: np.ndarray) -> dict[str, np.ndarray]:
    """Return the direction, of length 1, that each method chooses."""
    lines = {
        "linear discriminant analysis": LinearDiscriminantAnalysis()
        .fit(X, growers)
        .scalings_[:, 0],
        "partial least squares": PLSRegression(1, scale=False).fit(X, alcohol).x_weights_[:, 0],
        "PCA": PCA(1).fit(X).components_[0],
        "least squares": np.linalg.lstsq(X, alcohol, rcond=None)[0],
    }
    return {name: line / np.linalg.norm(line) for name, line in lines.items()}


# %% [markdown]
# Score each line by what the wines look like along it. *Apart* is the share of their variance that
# lies between growers rather than within them. *Covariance* and *correlation* are those with the
# alcohol. *Variance* is the share of all columns' variance. Lines are found on 60 % of the wines
# and scored on the others, thirty times; ± is the standard deviation over these splits. Does each
# method win the column it was made for?

# %%
wine = load_wine(as_frame=True)
growers, wines = wine.target.to_numpy(), scale(wine.data)
scores = projection.scored_lines(chosen_lines, wine.data, growers, "alcohol", splits=30)
by_line = scores.groupby("line", sort=False)
mean, spread = by_line.mean(), by_line.std()
mean.round(2).astype(str) + " ± " + spread.round(2).astype(str)

# %%
made_for = dict(zip(mean.index[:3], mean.columns, strict=False))
wins = {criterion: mean[criterion].idxmax() == name for name, criterion in made_for.items()}
chosen = chosen_lines(wines[:, 1:], growers, wines[:, 0])
projection.scatter_panels(
    {
        f"{name}\nmade for: {criterion}": np.column_stack(
            [wines[:, 1:] @ chosen[name], wine.data.alcohol]
        )
        for name, criterion in made_for.items()
    },
    [("along the line (columns standardised)", "alcohol (% by volume)")],
    groups=[f"grower {grower + 1}" for grower in growers],
    equal=False,
    title=f"{sum(wins.values())} of 3 lines win the criterion they were made for",
)

# %% [markdown]
# On the left the colours separate; in the middle the cloud rises with the line. On the right, PCA
# separates the growers fairly well although it never saw them: these wines happen to vary most
# along a line on which the growers differ. Nothing guarantees that for another table.
#
# The lecture says that PLS maximises the *correlation* with the response (the number to explain,
# here the alcohol). What it maximises is the covariance, which also rewards variance along the
# line. Least squares is the method that maximises the correlation. Compare the two on the wines
# they were fitted to:

# %%
follow = {
    name: projection.line_scores(wines[:, 1:], chosen[name], growers, wines[:, 0])
    for name in ("partial least squares", "least squares")
}
for name, row in follow.items():
    print(f"{name:<22} correlation {row['correlation']:.2f}, covariance {row['covariance']:.2f}")
pls, least = (row["correlation"] for row in follow.values())
claim(
    "Linear discriminant analysis separates classes, PLS maximises the correlation with a "
    "response, PCA keeps variance",
    measured=f"on unseen wines {sum(wins.values())} of 3 win their own criterion (covariance for "
    f"PLS); correlation on the fitted wines: least squares {least:.2f}, PLS {pls:.2f}",
    holds={f"wins the {name}": won for name, won in wins.items()}
    | {"PLS has the largest correlation": pls >= least},
)

# %% [markdown]
# **Question.** 5,000 sensor columns, and you want to predict a temperature from one number. Which
# of the three lines would you try first?
#
# <details><summary>A. PCA: it keeps most of the table</summary>
#
# It keeps most of the *variance*. Whether that has to do with the temperature, PCA never asks.
# </details>
# <details><summary>B. Partial least squares</summary>
#
# Yes. It looks for what varies together with the response, and it works with many columns, where
# ordinary least squares fits chance.
# </details>
# <details><summary>C. Linear discriminant analysis</summary>
#
# It needs classes. A temperature is a number.
# </details>
#
# > **So far.** A projection on a line is a weighted sum of columns. Which weights are best depends
# > on the question: labels to separate, a number to follow, or, without a question, as much
# > variance as possible. PCA answers the last one.
#
# ## 2 · PCA: turn the line, then do it by hand
# Take 50 iris flowers, their sepal length (across) and petal length (up), and a line through their
# centre. Each flower has a **foot** on the line, the nearest point of it. Measure two things as the
# line turns: the variance of the feet along the line, and the mean squared distance of the flowers
# off it (the orange segments). At which angle will the variance be greatest? 0° is level, 90°
# upright.

# %%
predict("angle of the greatest variance", None)


# %%
def turn(points: np.ndarray, degrees: float) -> tuple[np.ndarray, float, float]:
    """Return the feet on the line, the variance along it, the mean squared distance to it."""
    direction = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    along = points @ direction
    feet = np.outer(along, direction)
    return feet, (along**2).mean(), ((points - feet) ** 2).sum(axis=1).mean()


iris = load_iris()
flowers = iris.data  # 150 flowers × 4 lengths in cm
cloud = flowers[::3, [0, 2]] - flowers[::3, [0, 2]].mean(axis=0)
first_axis = PCA(1).fit(cloud).components_[0]
first_angle = np.degrees(np.arctan2(first_axis[1], first_axis[0])) % 180

# %%
projection.turning_line(
    cloud,
    turn,
    [0, 30, first_angle, first_angle + 45, first_angle + 90],
    axis_names=("sepal length (cm)", "petal length (cm)"),
    title=f"The first component, at {first_angle:.0f}°: most variance along, least distance off",
)

# %% [markdown]
# Where widgets run, a slider stands below the five positions. Drag it, or click on it and use the
# arrow keys, and watch the two numbers and their sum.
#
# **Question.** Why does the sum never change?
#
# <details><summary>A. By Pythagoras, along² + off² is a squared distance from the centre</summary>
#
# Yes. That distance has nothing to do with the line. So the line with the most variance *is* the
# line with the least squared distance.
# </details>
# <details><summary>B. The data were standardised</summary>
#
# No: they are in centimetres, only moved to the centre.
# </details>
# <details><summary>C. It is a coincidence of these flowers</summary>
#
# No: try `cloud = flowers[::3, [1, 3]]`, centred in the same way. The sum is another number and
# stays as still.
# </details>
#
# Check over a fine grid whether both really happen at the same angle:

# %%
grid = np.arange(0, 180, 0.1)
measured = np.array([turn(cloud, angle)[1:] for angle in grid])
widest, closest = grid[measured[:, 0].argmax()], grid[measured[:, 1].argmin()]
claim(
    "The line of greatest variance is the line of least squared distance",
    measured=f"greatest variance at {widest:.1f}°, least squared distance at {closest:.1f}°, first "
    f"component of PCA at {first_angle:.1f}°; the sum moves by {np.ptp(measured.sum(1)):.0e}",
    holds={
        "the same angle": abs(widest - closest) < 0.2,
        "it is the first component": abs(widest - first_angle) < 0.2,
    },
    predicted="angle of the greatest variance",
    actual=round(widest),
)

# %% [markdown]
# ### The same without turning
# Nobody turns a line in a thousand dimensions. Four steps do it at once: move the cloud to the
# origin, form the covariance of the columns, take its eigenvectors as new axes, and keep the first
# $k$.
#
# With the centred table $X$ of $n$ rows and $d$ columns, the covariance is $C=X^\top X/(n-1)$, of
# shape $(d, d)$. An eigenvector $v_j$ with $C v_j = \lambda_j v_j$ is the axis of component $j$;
# the eigenvalue $\lambda_j$ is the variance along it. In words: the eigenvectors point where the
# cloud is longest, where it is longest at a right angle to that, and so on; the eigenvalues say
# how much variance lies there.

# %%
centred = flowers - flowers.mean(axis=0)
covariance = centred.T @ centred / (len(flowers) - 1)
variances, axes = np.linalg.eigh(covariance)  # the smallest first, axes in columns
variances, axes = variances[::-1], axes[:, ::-1]
rotated = centred @ axes
kept = rotated[:, :2]
print("data", flowers.shape, " covariance", covariance.shape, " kept", kept.shape)
print("variances:", variances.round(3))

# %%
projection.scatter_panels(
    {
        "before: two of the four columns": flowers[:, [0, 2]],
        "after: moved and turned, two kept": kept,
    },
    [("sepal length (cm)", "petal length (cm)"), ("component 1 (cm)", "component 2 (cm)")],
    groups=[iris.target_names[label] for label in iris.target],
    columns=2,
    title="PCA moves and turns the flowers; it stretches nothing",
)

# %% [markdown]
# **Question.** Petal length and petal width are strongly correlated. How are components 1 and 2?
#
# <details><summary>A. As strongly: turning loses nothing</summary>
#
# Turning loses nothing, but it changes the axes, and a correlation belongs to a pair of axes.
# </details>
# <details><summary>B. Not at all</summary>
#
# Yes. In the axes of the eigenvectors the covariance has zeros beside its diagonal. See below.
# </details>
# <details><summary>C. Weakly, since the first has most of the variance</summary>
#
# No: how much variance each has does not decide how they go together.
# </details>

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
    title=f"Correlations before, and after: none is above {max(worst, 1e-15):.0e}",
)

# %% [markdown]
# Does the library find the same axes? Which way an axis points along its line is arbitrary, so
# the comparison below ignores the sign and prints it separately.
#
# Two slips of the lecture belong here. It calls the *singular value decomposition* (SVD) "single
# value", and it turns to it because an eigendecomposition needs a square matrix and data are
# seldom square. That is no obstacle for PCA: the matrix whose eigenvectors it takes is the
# covariance, which is always square. You can also skip the covariance and take the SVD of the
# centred data. Both ways should lead to the same axes:

# %%
pca = PCA(4).fit(flowers)
_, singular, rows = np.linalg.svd(centred, full_matrices=False)
both = {
    "library": (pca.explained_variance_, pca.components_),
    "SVD": (singular**2 / (len(flowers) - 1), rows),
}
for name, (found, turned) in both.items():
    agrees = np.allclose(found, variances) and np.allclose(np.abs(turned.T), np.abs(axes))
    signs = np.sign((turned.T * axes).sum(axis=0)).astype(int)
    print(f"{name:<8} the same variances and axes: {agrees}; signs against ours: {signs}")

# %% [markdown]
# ### Exercise · `principal_axes` (3 points)
# Real tables often store equal rows once, with a count. Do PCA by hand on such a table: a count of
# 3 means that the row is there three times. And settle the sign, so that two people get the same
# axes.


# %% tags=["exercise"]
def principal_axes(X: np.ndarray, counts: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the k largest variances and their axes.

    X: float64, shape (n, d), d at least 2. counts: how often each row occurs, whole numbers of at
    least 1, shape (n,). k: from 1 to d. Arguments are not changed. The k largest variances differ
    from each other and from the next one; in each axis one entry has the largest magnitude.
    Returns the variances, shape (k,), the largest first, divided by n − 1, where n counts every
    occurrence; and the axes, shape (k, d), one per row, each of length 1, the entry of largest
    magnitude positive.

    >>> X, counts = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([1, 2])
    >>> variances, axes = principal_axes(X=X, counts=counts, k=1)
    >>> variances.round(3), axes.round(3)
    (array([8.333]), array([[0.6, 0.8]]))
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
# Check of principal_axes: run it; open it to read what is asked
with graded(
    "principal_axes",
    points=3,
    hint="Every step above changes: the mean, the covariance, its n − 1. Then the sign.",
    stronger="`np.average` takes weights and `np.cov` takes fweights. `eigh` has axes in columns.",
):
    variances, axes = principal_axes(X=np.array([[0.0, 0], [3, 4]]), counts=np.array([1, 2]), k=1)
    assert np.shape(axes) == (1, 2), "One axis of two numbers was asked for, in a row."
    assert variances != approx([50 / 9]), "Divided by n: the convention here is n − 1."
    assert variances != approx([12.5]), "A count of 2 is a row twice, in the mean as well."
    assert variances == approx([25 / 3]), "Centre first, with the counts; then the covariance."
    assert axes == approx(np.array([[0.6, 0.8]])), "The axis points from one row to the other."
    same_as("principal_axes")

# %% [markdown]
# > **So far.** PCA moves the cloud to its centre and turns it, so that the first axis has as much
# > variance as a line can have, the second as much of the rest, and so on. After the turn the
# > columns are uncorrelated. The axes are eigenvectors of the covariance, the variances its
# > eigenvalues.
#
# ## 3 · How many components, and what they mean
# A common rule keeps components until they hold 90 % of the variance. How many of Iris's four is
# that?

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
# The same flowers give two answers. In centimetres the column that varies most counts most, and
# that is the petals' length (look at the axes of the left figure in section 2). When every column
# is divided by its standard deviation (*standardised*), all four count alike.
#
# And what if one column is measured in much larger numbers than the others? One of the wines' 13
# columns is in milligrams per litre. Keep two components and let a logistic regression name the
# grower. The last line prints a difference in percentage points (called points from here on) with
# ± its standard error, computed from the differences on single wines. A difference of less than
# about two standard errors may be luck.

# %%
found, held = {}, {}
for name, steps in {"as measured": [], "standardised": [StandardScaler()]}.items():
    way = make_pipeline(*steps, PCA(2), StandardScaler(), linear_model.LogisticRegression())
    guesses = model_selection.cross_val_predict(
        way, wine.data, growers, cv=model_selection.KFold(10, shuffle=True, random_state=0)
    )
    found[name] = guesses == growers
    held[name] = make_pipeline(*steps, PCA(2)).fit(wine.data)[-1].explained_variance_ratio_.sum()
    print(
        f"{name:<13} two hold {held[name]:.2%} of the variance, {found[name].mean():.0%} recognised"
    )
loud = PCA(1).fit(wine.data).components_[0]
largest = wine.data.columns[np.abs(loud).argmax()]
print(f"{np.abs(loud).max():.2%} of the first axis, as measured, is {largest!r}")
wine_gain = difference(found["standardised"], found["as measured"], over="rows")
print("standardising first:", wine_gain)

# %%
claim(
    "Keep the components that hold 90 % of the variance",
    measured=f"Iris: {needs['in centimetres']} in cm, {needs['standardised']} standardised; "
    f"wines: two hold {held['as measured']:.2%} and recognise {found['as measured'].mean():.0%}; "
    f"standardised they hold {held['standardised']:.0%} and recognise "
    f"{found['standardised'].mean():.0%}",
    holds={
        "better than the commonest grower": found["as measured"].mean()
        > np.bincount(growers).max() / 178,
        "the same number in other units": len(set(needs.values())) == 1,
        "more variance held, more recognised": wine_gain.value < 0,
    },
    predicted="components that hold 90 % of Iris",
    actual=needs["in centimetres"],
)

# %% [markdown]
# Two components can hold nearly all the variance and still miss much of what you want to know: as
# measured, the first one is practically one column alone. A variance depends on units, so a share
# of it does not tell you how useful a component is.
#
# **Question.** You measure the petals in millimetres instead of centimetres and leave the sepals.
# What happens to the first component?
#
# <details><summary>A. Nothing: PCA does not depend on units</summary>
#
# It does. The petals' variances grow a hundredfold, and the first component turns towards them.
# </details>
# <details><summary>B. It turns towards the petals and holds a larger share</summary>
#
# Yes. If all four columns changed alike, the shares would stay.
# </details>
# <details><summary>C. It turns away from the petals, since they are noise now</summary>
#
# No: PCA cannot tell noise from signal. More variance always attracts it.
# </details>
#
# ### Exercise · `components_needed` (2 points)
# Write the rule all the same: it is where most people start. Two things to watch: the variances
# may come in any order, and a sum of floats can miss its target by a tiny amount.


# %% tags=["exercise"]
def components_needed(variances: np.ndarray, share: float) -> int:
    """Return the least number of components that together hold at least `share` of the variance.

    variances: of each component, in any order, float64 or whole numbers, shape (d,), d at least 1;
    none is negative and at least one is above 0, however small. Not changed. The largest are kept.
    share: above 0, up to 1. A share of the total that is missed by less than 1e-9 is reached.
    Raises ValueError for a share that is not above 0 or is above 1.

    >>> components_needed(variances=np.array([1.0, 3.0, 6.0]), share=0.9)
    2
    """
    ### BEGIN SOLUTION
    if not 0 < share <= 1:
        raise ValueError(f"a share lies above 0 and goes up to 1, not {share}")
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1
    ### END SOLUTION


# %% tags=["check"]
# Check of components_needed: run it; open it to read what is asked
with graded(
    "components_needed",
    points=2,
    hint="Sort, add up, divide by the total; then find the first sum that is large enough.",
    stronger="`np.argmax` of a condition finds its first True, counted from 0. 1e-9 is slack.",
):
    needed = components_needed(variances=np.array([1.0, 3.0, 6.0]), share=0.9)
    assert needed != 1, "6 of 10 is too little. Does your count start at 0?"
    assert needed == 2, "The largest are kept first: 6 + 3 of 10 is 90 %, and that is enough."
    assert components_needed(np.array([8.0, 4, 3, 1]), 0.75) == 2, (
        "12 of 16 is exactly 75 %: enough."
    )
    assert components_needed(np.array([0.04, 0.03, 0.02, 0.01]), 0.65) == 2, "A share of their sum."
    assert components_needed(np.full(10, 0.1), 0.8) == 8, "0.1 eight times is 0.7999…: leave slack."
    assert refuses(components_needed, np.ones(3), 90), "90 is no share: ValueError."
    same_as("components_needed")

# %%
if solved("components_needed"):
    for name, table in {"digits": X_train, "faces": pixels, "wines, standardised": wines}.items():
        spectrum = PCA(svd_solver="full").fit(table).explained_variance_
        needed = [components_needed(spectrum, share) for share in (0.5, 0.9, 0.99)]
        print(f"{name:<20} {table.shape[1]:>5} columns; 50, 90, 99 % take {needed}")

# %% [markdown]
# Compare the middle one of the three numbers, for 90 %, with the number of columns: the wines need
# more than half of theirs, the faces only a small part. The next section shows when that is so.
#
# ### Low rank: when few columns decide the rest
# Cut a photograph into tiles of 8 × 8 pixels, so that each tile is a row of 64 numbers.
# Neighbouring pixels are nearly equal, so a few components should be enough: such a table is said
# to have (nearly) *low rank*. The control is the same table with every column shuffled by itself.
# Each pixel keeps its variance, but the value of one no longer tells you anything about the
# others.

# %%
photo = load_sample_image("flower.jpg")[:424].mean(axis=2) / 255
tiles = photo.reshape(53, 8, 80, 8).swapaxes(1, 2).reshape(-1, 64)
shuffled = np.random.default_rng(0).permuted(tiles, axis=0)
rank = {}
for name, table in {"tiles": tiles, "shuffled": shuffled}.items():
    sums = np.cumsum(PCA(64).fit(table).explained_variance_ratio_)
    rank[name] = [int(np.argmax(sums >= share)) + 1 for share in (0.9, 0.95, 0.99)]
    print(f"{name:<8} 90, 95 and 99 % of the variance take {rank[name]} of 64 components")

# %% [markdown]
# Now let your own axes rebuild the photograph: project each tile on $k$ axes, then add the axes
# up again, each times its number. The squared difference from the original, added over the pixels
# of a tile and averaged over the tiles (with $n - 1$), should be the variance that you left out.
# The two printed columns compare them.

# %%
if solved("principal_axes"):
    spectrum, tile_axes = principal_axes(tiles, np.ones(len(tiles), dtype=int), 64)
    views, middle = {"original": photo}, tiles.mean(axis=0)
    for k in (1, *rank["tiles"][1:]):
        rebuilt = middle + (tiles - middle) @ tile_axes[:k].T @ tile_axes[:k]
        lost = ((tiles - rebuilt) ** 2).sum() / (len(tiles) - 1)
        left_out = spectrum[k:].sum()
        print(f"{k:>2} axes: squared difference {lost:.4f}, variance left out {left_out:.4f}")
        views[f"{k} of 64 numbers"] = rebuilt.reshape(53, 80, 8, 8).swapaxes(1, 2).reshape(424, 640)
    title = f"{rank['tiles'][2]} of 64 numbers hold 99 % of the variance of a photograph's tiles"
    projection.image_strip(
        {name: view[40:360, 120:520] for name, view in views.items()}, title=title
    )

# %% [markdown]
# **Change one thing.** Put `50` into the tuple of `k`. Can you tell the result from the original?
#
# ### What is a component made of?
# A **loading** says how strongly a column takes part in a component: the entry of the eigenvector
# times the component's standard deviation, $\sqrt{\lambda_j}\, v_{ij}$ for column $i$ and component
# $j$. On standardised columns it should be the correlation of the column with the component. Is it?

# %%
standard = scale(flowers)  # divides by n, as StandardScaler does; PCA's variances use n − 1
standard_pca = PCA(4).fit(standard)
vectors = standard_pca.components_.T
loadings = vectors * np.sqrt(standard_pca.explained_variance_)
correlations = np.corrcoef(standard.T, standard_pca.transform(standard).T)[:4, 4:]
factors, gap = loadings / correlations, np.abs(vectors - correlations).max()
print(f"loading / correlation lies between {factors.min():.5f} and {factors.max():.5f}")
print(f"the square root of n / (n − 1) is   {np.sqrt(150 / 149):.5f}")
projection.heat_maps(
    {
        "loadings": pd.DataFrame(loadings, short, components),
        "eigenvectors": pd.DataFrame(vectors, short, components),
    },
    title=f"Off from the correlations by at most: loadings "
    f"{np.abs(loadings - correlations).max():.3f}, eigenvectors {gap:.2f}",
)

# %%
claim(
    "Loadings are the eigenvectors, and can be read as correlations",
    measured=f"eigenvector × √eigenvalue is the correlation times {factors.mean():.4f}; the bare "
    f"eigenvector is off by up to {gap:.2f}",
    holds={
        "eigenvector × √eigenvalue is a correlation": np.ptp(factors) < 0.01,
        "the eigenvector alone is one": gap < 0.05,
    },
)

# %% [markdown]
# The small factor only comes from dividing by $n$ in one place and by $n - 1$ in the other. Now
# you can read the left table: component 1 is large for flowers with large petals, long sepals and,
# to a lesser degree, narrow sepals; component 2 is mostly the sepals' width. Many books, and the
# lecture, call the bare eigenvectors loadings. Then they are not correlations.
#
# > **So far.** A share of variance depends on units, so the 90 % rule is a starting point and no
# > measure of use. Few components are enough where columns repeat each other. Loadings, with the
# > $\sqrt{\lambda}$, say what a component is made of.
#
# ## 4 · With and without
# The lecture's recipe for the digits: standardise the 64 pixels, keep 99 % of the variance, and
# *whiten*, that is, divide every component by its standard deviation. It stops there and advises
# you to compare results with and without. Do that with two classifiers, five nearest neighbours
# and logistic regression. How many points of accuracy do the neighbours gain by the recipe (a
# loss is a negative number)?

# %%
predict("points that neighbours gain by the recipe", None)

# %% [markdown]
# The rows come writer by writer, so the folds are five blocks of training rows: few writers are
# on both sides. ± is the standard error over rows, as before. It treats the rows as independent;
# rows of one writer resemble each other, so it is probably too small. The test rows wait until
# section 7.

# %%
steps = {
    "raw pixels": [],
    "PCA 99 %, nothing else": [PCA(0.99)],
    "standardised": [StandardScaler()],
    "standardised, PCA 99 %": [StandardScaler(), PCA(0.99)],
    "the recipe: and whitened": [StandardScaler(), PCA(0.99, whiten=True)],
    "all 64 components whitened": [StandardScaler(), PCA(64, whiten=True)],
}
classifiers = {
    "neighbours": KNeighborsClassifier(5),
    "logistic": linear_model.LogisticRegression(max_iter=3_000),
}
right = {
    (name, label): model_selection.cross_val_predict(
        make_pipeline(*reduce, judge), X_train, y_train, cv=model_selection.KFold(5)
    )
    == y_train
    for name, reduce in steps.items()
    for label, judge in classifiers.items()
}

# %%
table = pd.DataFrame(index=list(steps))
for label in classifiers:
    raw = right["raw pixels", label]
    table[label] = [f"{right[name, label].mean():.1%}" for name in steps]
    table[f"{label}: gain"] = [
        str(difference(right[name, label], raw, over="rows")) for name in steps
    ]
table

# %% [markdown]
# Read the table downwards, first for the neighbours. PCA alone shows no change that can be told
# from luck. Standardising costs them some accuracy, and whitening costs them more, most of all
# when all 64 components are kept: the faintest then count as much as the strongest. Logistic
# regression does not measurably suffer from standardising, and it loses less by whitening. A
# likely reason is that it learns a weight for each column, which can undo part of the scaling.
#
# **Question.** All pixels already have the same unit. What does standardising do to them?
#
# <details><summary>A. Nothing, then</summary>
#
# It divides each pixel by its own standard deviation, and these differ: the border is hardly ever
# lit.
# </details>
# <details><summary>B. It makes pixels that are seldom lit count as much as the centre</summary>
#
# Yes. For a classifier that compares distances this is probably added noise. The next cell tests
# it.
# </details>
# <details><summary>C. It removes the mean brightness of each image</summary>
#
# No: it works on columns, over all images, not on one image.
# </details>
#
# If that explanation is right, the loss should shrink when the faintest pixels are left out:

# %%
for faint in (0, 7, 19):
    louder = X_train[:, np.argsort(X_train.std(axis=0))[faint:]]
    ways = make_pipeline(StandardScaler(), KNeighborsClassifier(5)), KNeighborsClassifier(5)
    hits = [
        model_selection.cross_val_predict(way, louder, y_train, cv=model_selection.KFold(5))
        == y_train
        for way in ways
    ]
    print(
        f"without the {faint:>2} faintest pixels, standardising gains:",
        difference(*hits, over="rows"),
    )

# %% [markdown]
# Leaving out the seven faintest pixels hardly changes the loss. Without the 19 faintest the loss
# is smaller and can no longer be told from luck. That agrees with the explanation; it does not
# prove it: we have no standard error for the shrinking itself.
# (`np.argsort(X_train.std(axis=0))[:19]` lists these pixels. In an image of 8 × 8 the left edge
# is 0, 8, 16, … and the right edge 7, 15, 23, …: how many are on an edge?)
#
# Before you standardise or whiten, ask whether the sizes that you are about to erase mean
# something.
#
# ### Exercise · `project_new_rows` (3 points): find the fault
# Published notebooks often reduce first and split later. In one function, it is this:
# ```python
# def project_new_rows(X_train, X_new, k):
#     everything = StandardScaler().fit_transform(np.vstack([X_train, X_new]))
#     scores = PCA(k).fit_transform(everything)
#     return scores[:len(X_train)], scores[len(X_train):]
# ```
# It runs. But on a server new rows arrive one by one, long after training, and this function
# needs them all at once. Write the version that you could run there.


# %% tags=["exercise"]
def project_new_rows(
    X_train: np.ndarray, X_new: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return training rows and new rows, both standardised and in k principal components.

    X_train: float64, shape (n, d). X_new: shape (m, d), m may be 1. k: at most the number of
    columns that vary in X_train. Arguments are not changed. Result: shapes (n, k) and (m, k).
    What happens to a row follows from the training rows alone. A column that is constant in the
    training rows is centred and not divided. Deviations with n or n − 1, as you like. Components
    keep their variances (no whitening); the sign of each is free, but the same in both tables.

    >>> project_new_rows(X_train=np.array([[0.0], [2.0]]), X_new=np.array([[4.0]]), k=1)[1].shape
    (1, 1)
    """
    ### BEGIN SOLUTION
    reduce = make_pipeline(StandardScaler(), PCA(k)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)
    ### END SOLUTION


# %% tags=["check"]
# Check of project_new_rows: run it; open it to read what is asked
with graded(
    "project_new_rows",
    points=3,
    hint="What does `fit` look at? Two things are fitted here, and both saw the new rows.",
    stronger="Fit scaler and PCA on X_train. New rows only ever meet `transform`.",
):
    both = project_new_rows(X_train=np.array([[0.0], [2]]), X_new=np.array([[4.0]]), k=1)
    assert len(both) == 2, "Return two tables: training rows and new rows."
    assert np.shape(both[1]) == (1, 1), "A row for each new row, with k numbers in it."
    known, new = X_train[:60, 18:22] * (1, 1, 1, 30), X_train[60:70, 18:22] * (1, 1, 1, 30)
    old, unseen = (np.abs(part) for part in project_new_rows(known, new, 2))
    other, alone = (np.abs(part) for part in project_new_rows(known, new[:1] + 50, 2))
    assert other == approx(old, abs=1e-6), "Other new rows changed the *training* rows."
    alone = np.abs(project_new_rows(known, new[:1], 2)[1])
    assert alone == approx(unseen[:1], abs=1e-6), (
        "A new row comes out otherwise alone than among others."
    )
    same_as("project_new_rows")

# %% [markdown]
# The fault leaks no label, and how much it flatters the result cannot be known in advance. The
# optional section measures it on four sets of rows.
#
# ### A reduction that pays
# Back to the faces: 1,024 pixels each and only 280 faces to learn from (seven of each person;
# three are for the test). Logistic regression has to fit 40 × 1,024 weights. What happens if it
# gets 100 components instead? Both ways are timed in turn, five times, so that other work on the
# machine slows both alike.

# %%
learn = np.arange(400) % 10 < 7
ways = {
    name: make_pipeline(*reduce, linear_model.LogisticRegression(max_iter=1_000, tol=1e-3))
    for name, reduce in {"pixels": [], "components": [PCA(100, random_state=0)]}.items()
}
seconds = timing.in_turn(
    {
        name: lambda way=way: way.fit(pixels[learn], faces.people[learn])
        for name, way in ways.items()
    },
    rounds=5,
)
hits = {name: way.predict(pixels[~learn]) == faces.people[~learn] for name, way in ways.items()}
ratio = seconds["pixels"] / seconds["components"]
face_gain = difference(hits["components"], hits["pixels"], over="rows")
print({name: f"{hit.mean():.1%} right" for name, hit in hits.items()}, "components:", face_gain)
print(f"components: {np.median(ratio):.1f} times as fast ({ratio.min():.1f} to {ratio.max():.1f})")

# %%
gains = {
    "digits, PCA alone": difference(
        right["PCA 99 %, nothing else", "neighbours"],
        right["raw pixels", "neighbours"],
        over="rows",
    ),
    "digits, the recipe": difference(
        right["the recipe: and whitened", "neighbours"],
        right["raw pixels", "neighbours"],
        over="rows",
    ),
    "faces": face_gain,
}
claim(
    "PCA works well in practice; compare with and without",
    measured="; ".join(f"{name}: {gain}" for name, gain in gains.items())
    + f"; faces {np.median(ratio):.1f} times as fast",
    holds={
        f"{name}: nothing is lost": not (gain.sure and gain.value < 0)
        for name, gain in gains.items()
    },
    predicted="points that neighbours gain by the recipe",
    actual=round(gains["digits, the recipe"].value, 1),
)

# %% [markdown]
# ### Looking at clusters
# Two components are often drawn to see whether a table has clusters. How far can you trust the
# picture? Count how many of a point's five nearest neighbours are of its own class, in all columns
# and in the two that you see. Before you run it: of iris, wines and digits, which loses most?

# %%
sets = {
    "iris": (flowers, iris.target_names[iris.target]),
    "wines": (wines, np.array([f"grower {grower + 1}" for grower in growers])),
    "digits": (X_train[:700], y_train[:700]),
}
views, seen = {}, {}
for name, (table, classes) in sets.items():
    flat = PCA(2).fit_transform(table)
    seen[name] = projection.same_class(table, classes), projection.same_class(flat, classes)
    views[
        "{}, {} columns\nneighbours of one class: {:.0%}, in 2-D {:.0%}".format(
            name, table.shape[1], *seen[name]
        )
    ] = flat, classes
projection.clusters(
    views, title="Two components show the clusters of iris and wines, and blur those of the digits"
)

# %% [markdown]
# A projection never makes a distance longer. So clusters that are apart in the picture are apart
# in the table. Clusters that you do not see may be there all the same, as those of the digits
# are: in 64 columns nearly all neighbours are of one class, in the picture only about half. (UMAP
# and t-SNE are methods that bend the picture so that neighbours stay together. Their pictures are
# vivid, but distances and sizes in them mean little; see [how to read
# t-SNE](https://distill.pub/2016/misread-tsne/).)
#
# **Question.** In a picture of two components, two groups lie on top of each other. What do you
# know?
#
# <details><summary>A. They are one group</summary>
#
# Not yet. They may be far apart along the third component or a later one.
# </details>
# <details><summary>B. Only that these two components do not separate them</summary>
#
# Yes. Count neighbours in all columns, as above, or draw further components.
# </details>
# <details><summary>C. PCA has moved them together, so it was fitted wrongly</summary>
#
# No: PCA keeps the directions of most variance. It never promised to keep groups apart.
# </details>
#
# ### Strengths and limits, measured
# The lecture lists what PCA is good at and where it stops. Here is that list with the numbers you
# measured, and for each limit a common remedy. Kernel PCA and sparse PCA have a figure in the
# optional section.

# %%
rings, ring = make_circles(400, factor=0.3, noise=0.06, random_state=0)
one_number = {}
for name, way in {
    "PCA": PCA(1),
    "kernel PCA": decomposition.KernelPCA(1, kernel="rbf", gamma=3),
}.items():
    number = way.fit(rings[:200]).transform(rings)
    one_number[name] = (
        linear_model.LogisticRegression()
        .fit(number[:200], ring[:200])
        .score(number[200:], ring[200:])
    )
models = {"PCA": PCA(3), "sparse PCA": decomposition.SparsePCA(3, alpha=5, random_state=0)}
used = {name: np.sum(np.abs(way.fit(wines).components_[0]) > 1e-9) for name, way in models.items()}

# %%
measured, standardised = (found[way].mean() for way in ("as measured", "standardised"))
rows = {
    "fast": (f"faces: {np.median(ratio):.1f} times as fast", "(a strength)"),
    "few numbers": (f"photograph: {rank['tiles'][1]} of 64 hold 95 %", "(a strength)"),
    "units decide": (f"wines: {measured:.0%} recognised", f"standardise: {standardised:.0%}"),
    "a threshold to choose": (f"90 % of Iris: {' or '.join(map(str, needs.values()))}", "validate"),
    "hard to read": (f"{used['PCA']} of 13 columns in one", f"sparse PCA: {used['sparse PCA']}"),
    "straight lines": (
        f"rings: {one_number['PCA']:.0%}",
        f"kernel PCA: {one_number['kernel PCA']:.0%}",
    ),
    "blind to labels": (f"digits in 2-D: {seen['digits'][1]:.0%} alike", "use labels: section 1"),
}
pd.DataFrame(rows, ["PCA, measured", "remedy"]).T

# %% [markdown]
# "Rings" are two circles of made-up points, one inside the other, to be told apart from one
# number. With PCA's number the classifier does no better than guessing.
#
# > **So far.** Reduce when columns repeat each other and learning is slow: training on the faces
# > got faster, with no loss that we could measure. Where the sizes of columns mean something,
# > leave them as they are: on the digits, nearest neighbours lost accuracy by standardising. Fit
# > the reduction on training rows only. And always run the control without it.
#
# ## 5 · Words: LSA and topics
# Lesson 1 learned an embedding of words. The older way starts from a table with a row for each
# newswire and a column for each word. What stands in it is **TF-IDF**: how often the word occurs in
# the wire (*term frequency*, of which we take the logarithm plus one), times how rare it is among
# all wires (*inverse document frequency*, the logarithm of the number of wires over the number of
# wires with the word). A word that is everywhere says little; a rare word that is repeated says
# much. Look at one wire first:

# %%
wires = projection.wire_texts()
weigh = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True, dtype=np.float32).fit(wires.train)
tfidf = weigh.transform(wires.train)
projection.read({"one wire": wires.train[3185]})
words = np.array(weigh.get_feature_names_out())
row = tfidf[3185].toarray()[0]
order = np.argsort(-row)[: np.count_nonzero(row)]
for label, places in (("heaviest", order[:6]), ("lightest", order[-6:])):
    print(f"{label}:", ", ".join(f"{words[place]} {row[place]:.2f}" for place in places))

# %% [markdown]
# The table is wide and almost all zeros (*sparse*). PCA would subtract each column's mean, after
# which nothing is zero any more. **Latent semantic analysis** (LSA) leaves the means alone and
# takes the SVD of the table as it is. Its leading directions can be found while only the entries
# that are not zero are stored. (Today's scikit-learn can do PCA on a sparse table too: it takes
# the means into account without ever subtracting them from the stored table. That is our
# control.)

# %%
lsa = TruncatedSVD(100, random_state=0).fit(tfidf)
wire_pca = PCA(100, random_state=0).fit(tfidf)
documents = normalize(lsa.transform(tfidf))
cells, entries = np.prod(tfidf.shape), (tfidf.data, tfidf.indices, tfidf.indptr)
print(f"{len(wires.train):,} wires × {len(words):,} words; {tfidf.nnz / cells:.2%} not zero")
sparse = sum(part.nbytes for part in entries) / 1e6
print(f"megabytes: filled up {cells * 4 / 1e6:,.0f} (never built), sparse {sparse:.1f};")
print(f"LSA: wires {documents.nbytes / 1e6:.1f} and directions {lsa.components_.nbytes / 1e6:.1f}")

# %% [markdown]
# With its directions, LSA takes more room than the sparse table. So what is it good for? Finding
# wires about the same thing. For each test wire take the nearest training wire, by angle. They may
# share their topic, or not. How many points does LSA gain or lose against the plain TF-IDF table?

# %%
predict("points that the nearest wire gains by LSA", None)

# %%
asked = weigh.transform(wires.test)
nearest = {"TF-IDF": np.ravel((normalize(asked) @ normalize(tfidf).T).argmax(axis=1))}
for name, way in {"LSA": lsa, "PCA": wire_pca}.items():
    taught = normalize(way.transform(tfidf))
    nearest[name] = (normalize(way.transform(asked)) @ taught.T).argmax(axis=1)
hits = {name: wires.train_topics[found] == wires.test_topics for name, found in nearest.items()}
wire_gain = {name: difference(hits[name], hits["TF-IDF"], over="rows") for name in ("LSA", "PCA")}
mended, broken = hits["LSA"] & ~hits["TF-IDF"], hits["TF-IDF"] & ~hits["LSA"]
print(
    {name: f"{hit.mean():.1%}" for name, hit in hits.items()}, "of", len(wires.test), "test wires"
)
print(f"LSA: {wire_gain['LSA']}; it mends {mended.sum()} and breaks {broken.sum()}")
alike, length = np.mean(nearest["LSA"] == nearest["PCA"]), np.linalg.norm(tfidf.mean(axis=0))
print(
    f"LSA and PCA find the same wire for {alike:.0%}; the row of all means has length {length:.2f}"
)

# %%
claim(
    "PCA needs a square table, so TF-IDF takes an SVD",
    measured=f"{flowers.shape[0]} × {flowers.shape[1]} and the sparse table go either way; points "
    f"gained for the nearest wire: LSA {wire_gain['LSA']}, PCA {wire_gain['PCA']}",
    holds={
        "PCA fails where the table is not square": not np.allclose(both["SVD"][0], variances),
        "PCA serves words worse": wire_gain["PCA"].sure and wire_gain["PCA"].value < 0,
    },
    predicted="points that the nearest wire gains by LSA",
    actual=round(wire_gain["LSA"].value, 1),
)

# %% [markdown]
# LSA mends many wires and breaks many others. What is left over is the gain, a little more than
# two standard errors. Read one short wire that LSA mends and one that it breaks. (Change the 0
# and the 2 to read others.)

# %%
brief = np.array([len(text.split()) < 40 for text in wires.test])
for label, changed, number in (("LSA MENDS", mended, 0), ("LSA BREAKS", broken, 2)):
    asks = np.flatnonzero(changed & brief)[number]
    told = {f"{label} · asked ({wires.test_topics[asks]})": wires.test[asks]}
    for name in ("TF-IDF", "LSA"):
        answer = nearest[name][asks]
        told[f"nearest by {name} ({wires.train_topics[answer]})"] = wires.train[answer]
    projection.read(told)
    print()

# %% [markdown]
# A likely reading: TF-IDF needs shared words, and a rare one that is shared by chance counts
# most. LSA compares which words tend to occur together, so a wire can be near without sharing the
# decisive word. Two examples do not show that; the optional section tests it with single words.
#
# **Question.** Why do LSA and PCA so often find the same wire?
#
# <details><summary>A. By chance: they are different methods</summary>
#
# They differ in one step only, and for most wires of this table it does not change the answer.
# </details>
# <details><summary>B. In a table that is almost all zeros, the means are small too</summary>
#
# Most likely. The row of all means, which PCA subtracts, is short beside the wires, which all
# have length 1. (Its length is printed above.) What is left is a similar table, and both take the
# same decomposition of it.
# </details>
# <details><summary>C. scikit-learn uses LSA inside PCA</summary>
#
# No: PCA takes the means off, also where the table is sparse. LSA does not.
# </details>
#
# ### Topics with a name
# The directions of LSA have signs and mean little by themselves. Two methods promise topics that
# can be read. **Latent Dirichlet allocation** treats each wire as a mixture of topics and each
# topic as a list of words with probabilities, and looks for both. **Non-negative matrix
# factorization** (NMF) writes the table as a product of two tables without negative numbers,
# wires × topics and topics × words; section 7 comes back to it. Let both find eight topics in
# 3,000 wires. Common words are left out, and no label is used for fitting: labels only appear
# afterwards, in the table's last columns.

# %%
dull = [
    *TfidfVectorizer(stop_words="english").get_stop_words(),
    "reuter",
    "said",
    "mln",
    "pct",
    "dlrs",
    "cts",
]
labels = wires.train_topics[:3_000]
plain = {"token_pattern": r"\b[a-z]{3,}\b", "stop_words": dull, "max_features": 2_000}
bags = CountVectorizer(**plain).fit(wires.train[:3_000])
counts = bags.transform(wires.train[:3_000])
weights = TfidfVectorizer(**plain).fit_transform(wires.train[:3_000])
dirichlet = decomposition.LatentDirichletAllocation(
    8, learning_method="online", max_iter=5, batch_size=256, random_state=0
).fit(counts)
parts = NMF(8, init="nndsvda", solver="mu", beta_loss="kullback-leibler", tol=1e-3).fit(weights)

# %%
topics, purity = {}, {}
for name, model, data in (
    ("latent Dirichlet allocation", dirichlet, counts),
    ("NMF", parts, weights),
):
    shares = model.transform(data)
    topics[name] = projection.topic_table(
        model.components_, shares, bags.get_feature_names_out(), labels
    )
    purity[name] = (topics[name]["documents"] * topics[name]["of these"]).sum() / len(labels)
    print(f"{name}: {purity[name]:.0%} of wires have the commonest label of their topic")
print(f"the commonest label of all: {pd.Series(labels).value_counts(normalize=True).iloc[0]:.0%}")
pd.concat(topics).round(2)

# %% [markdown]
# Read the words before the labels. Some rows can be named at a glance (takeovers, dividends, the
# money market); others are still mixtures. Both methods give you documents as combinations of
# topics. One start each cannot tell which method is better. **Change one thing:** give latent
# Dirichlet allocation another `random_state` and see which of its topics come back.
#
# > **So far.** TF-IDF weighs words by how telling they are. LSA is an SVD of that table: it can
# > bring wires together that share a subject but not the decisive word, and it makes mistakes of
# > its own. Latent Dirichlet allocation and NMF give topics that can be read.
#
# ## 6 · Who is speaking? ICA
# Two people speak at once into two microphones. Each microphone hears both, in different strengths:
# $Y = A S$, with the sources $S$ and the recordings $Y$ of shape (2, moments) and the *mixing
# matrix* $A$ of shape (2, 2). Only $Y$ is known. **Independent component analysis** (ICA) wants $S$
# back. How can that be possible, with everything on the right unknown? In three steps.
#
# **Step 1: a mixture looks more like a bell curve than its parts.** The more independent things
# are added up, the nearer the sum comes to a bell curve (the central limit theorem). So to find
# the parts, look for what is *least* like a bell curve. The measure here is the (excess)
# **kurtosis**: 0 for a bell curve, below for flat distributions with short tails, above for
# pointed ones with long tails. Each speaker here is uniform noise:

# %%
draws = np.random.default_rng(0)
for together in (1, 2, 3, 10):
    added = draws.uniform(-1, 1, (200_000, together)).sum(axis=1)
    print(f"kurtosis of {together:>2} uniform noises added up: {kurtosis(added):+.2f}")
sources = scale(draws.uniform(-1, 1, (3_000, 2)))  # one moment per row
mixing = np.array([[1.0, 1.0], [0.3, 1.2]])
mixtures = sources @ mixing.T  # rows are moments, so this is the formula's transpose
for name, signals in {"speakers": sources, "microphones": mixtures}.items():
    print(f"kurtosis of the {name}:", kurtosis(signals).round(2))

# %% [markdown]
# **Step 2: whiten.** PCA makes the recordings uncorrelated, and dividing by the standard deviations
# makes them equally wide. Of the four unknown numbers in $A$, three are settled by this; what is
# left is one angle, because white data stay white however you turn them.
#
# **Step 3: turn** until the axes are as far from a bell as they get. In section 2 you turned a line
# to find the most variance. On white data every direction has the same variance, so the kurtosis
# decides. Which angle wins?

# %%
white = PCA(2, whiten=True).fit_transform(mixtures)


def turned_axes(points: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates on axes turned by so many degrees, and the kurtosis of each axis."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned = points @ np.array([[c, -s], [s, c]])
    return turned, kurtosis(turned)


angles = np.arange(0, 90, 0.5)
farthest = angles[np.argmax([np.abs(turned_axes(white, angle)[1]).sum() for angle in angles])]
unmixed, _ = turned_axes(white, farthest)

# %%
projection.turning_axes(
    white,
    turned_axes,
    [0, farthest - 20, farthest, farthest + 20, farthest + 45],
    axis_names=("white component 1", "white component 2"),
    title=f"At {farthest:.0f}°, along the sides, both axes are farthest from a bell curve",
)

# %% [markdown]
# Drag the slider (or use the arrow keys) and watch the histogram on the blue axis: flat along a
# side of the square, closer to a bell along its diagonal. Now the whole way in four panels:

# %%
directions = PCA(2).fit(mixtures)
ends = directions.components_ * 2 * np.sqrt(directions.explained_variance_)[:, None]
stages = {
    "1 · sources": sources,
    "2 · mixtures, PCA's axes": mixtures,
    "3 · white": white,
    "4 · ICA": unmixed,
}
heard = {name: projection.recovery(signals, sources).min() for name, signals in stages.items()}
projection.scatter_panels(
    {name: signals[::2] for name, signals in stages.items()},
    [
        ("speaker 1", "speaker 2"),
        ("microphone 1", "microphone 2"),
        *[("component 1", "component 2")] * 2,
    ],
    arrows={"2 · mixtures, PCA's axes": dict(zip(components, ends, strict=False))},
    columns=2,
    title="Correlation with the worse heard speaker: "
    f"white {heard['3 · white']:.2f}, ICA {heard['4 · ICA']:.3f}",
)

# %% [markdown]
# **Question.** The square in panel 3 stands on a corner. Are its two coordinates independent?
#
# <details><summary>A. Yes: they are uncorrelated</summary>
#
# Uncorrelated means that no straight line helps to predict one from the other. There may be other
# help.
# </details>
# <details><summary>B. No: where one is at its extreme, the other must be near zero</summary>
#
# Yes. Knowing one tells you something about the other, so they depend on each other without being
# correlated.
# </details>
# <details><summary>C. No: whitening made them correlated</summary>
#
# No: whitening is what takes the correlation away.
# </details>
#
# The lecture compares PCA and ICA in a table of ticks. Yours is computed. Dependence of higher
# order is measured by correlating the squares; a tick stands where a number is within 0.05 of its
# ideal.

# %%
ica = FastICA(2, whiten="unit-variance", random_state=0).fit(mixtures)
facts = {}
for name, model, ways in (("PCA", directions, directions.components_.T), ("ICA", ica, ica.mixing_)):
    signals, (one, other) = model.transform(mixtures), (ways / np.linalg.norm(ways, axis=0)).T
    facts[name] = {
        "correlation left (0)": abs(np.corrcoef(signals.T)[0, 1]),
        "correlation of squares left (0)": abs(np.corrcoef(signals.T**2)[0, 1]),
        "larger variance over the smaller (1)": np.divide(*np.sort(signals.var(axis=0))[::-1]),
        "cosine between directions (0)": abs(one @ other),
    }
facts = pd.DataFrame(facts)
ticks = (facts - np.array([0, 0, 1, 0])[:, None]).abs() < 0.05
facts.round(3).astype(str) + ticks.replace({True: " ✓", False: ""})

# %% [markdown]
# Whitened PCA would have the third tick too, and the fourth depends on the mixing. And a slip of
# the lecture: it says that whitening is needed *because the model has no noise term*. Whitening
# settles what correlations can settle, so that only a turn is left; noise does not come into it.
# (The optional section adds noise to the microphones, and whitening and turning still come close
# to the best weighted sums that there are.)
#
# There are also sources that ICA cannot find: those that are bell curves themselves. A white bell
# curve is round, and no turn of it is better than another. Ten times, two such speakers (a random
# turn recovers between 0.71 and 1):

# %%
bells = []
for _ in range(10):
    pair = scale(draws.normal(size=(3_000, 2)))
    round_cloud = PCA(2, whiten=True).fit_transform(pair @ mixing.T)
    turns = [turned_axes(round_cloud, angle) for angle in angles]
    signals, _ = max(turns, key=lambda turn: np.abs(turn[1]).sum())
    bells.append(projection.recovery(signals, pair).min())
print(f"bell-curve speakers, the worse heard: {min(bells):.2f} to {max(bells):.2f}")

# %% [markdown]
# The results are spread over nearly the whole range that a random turn gives. A value near 1 is
# luck here: ICA cannot tell which turn is the right one.
#
# Now take three signals over time and three microphones. Before you run the cell: in which order,
# and which way up, will they come back?

# %%
moment = np.arange(3_000) / 100
voices = np.column_stack([np.sin(2 * moment), np.sign(np.sin(3 * moment)), (1.1 * moment) % 2 - 1])
recorded = scale(voices) @ np.array([[1, 1, 1], [0.5, 2, 1], [1.5, 1, 2]]).T
separated = FastICA(3, whiten="unit-variance", random_state=0).fit_transform(recorded)
uncorrelated = PCA(3).fit_transform(recorded)
voices_pca, voices_ica = (
    projection.recovery(found, voices).min() for found in (uncorrelated, separated)
)
projection.signals(
    {"sources": voices, "recorded": recorded, "PCA": uncorrelated, "ICA": separated},
    title=f"Least recovered of three: correlation {voices_pca:.2f} by PCA, {voices_ica:.3f} by ICA",
)

# %%
says = np.array([[True, True], [False, True], [False, True], [True, False]])
agree = int(np.sum(ticks.to_numpy() == says))
claim(
    "ICA recovers independent sources that are no bell curves, which PCA only decorrelates",
    measured=f"least recovered of three signals: ICA {voices_ica:.3f}, PCA {voices_pca:.2f}; bell "
    f"curves: ICA from {min(bells):.2f}; {agree} of 8 ticks agree with the lecture's table",
    holds={
        "ICA recovers all three": voices_ica > 0.95,
        "PCA does not": voices_pca < 0.95,
        "the table of ticks": agree == 8,
    },
)

# %% [markdown]
# **Question.** Compare ICA's signals with the sources in the figure: they came back in another
# order. (Which two changed places?) One of them could also have come back upside down. Is that a
# mistake of FastICA?
#
# <details><summary>A. Yes, another seed would give the right order</summary>
#
# Another seed may give another order, but none is the right one. See C.
# </details>
# <details><summary>B. Yes, the signals should be sorted by their variance</summary>
#
# That is PCA's order. All white components have the same variance, so there is nothing to sort by.
# </details>
# <details><summary>C. No: the mixing matrix can make up for any order and any sign</summary>
#
# Yes. Exchange two sources or turn one upside down, do the same to the columns of $A$, and
# $Y = A S$ stays the same. Nothing in the recordings tells order, sign or size.
# </details>
#
# ### Exercise · `match_signals` (3 points)
# ICA's signals come back in any order and upside down. Put them in order: each beside the true
# signal that it belongs to, the same way up, and none used twice.


# %% tags=["exercise"]
def match_signals(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Return the found signals in the order and with the signs of the true ones.

    found, true: float64, one signal per column, both of shape (n, m), m from 1 to 4; no signal is
    constant. Neither is changed. Result: shape (n, m), the columns of `found`, each once, some
    negated, not scaled: column j belongs to column j of `true`, with a positive correlation. Of all
    pairings the one with the largest sum of |correlation| is taken; it is the only one.

    >>> true = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 0.0]])
    >>> found = np.array([[0.0, 1.0], [-1.0, 2.0], [0.0, 3.0]])
    >>> match_signals(found=found, true=true).tolist()
    [[1.0, 0.0], [2.0, 1.0], [3.0, 0.0]]
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
# Check of match_signals: run it; open it to read what is asked
with graded(
    "match_signals",
    points=3,
    hint="Correlate every found signal with every true one. Which *pairing* has the largest sum?",
    stronger="`scipy.optimize.linear_sum_assignment` finds the least sum; mind the minus.",
):
    true, found = np.array([[1.0, 0], [2, 1], [3, 0]]), np.array([[0.0, 1], [-1, 2], [0, 3]])
    matched = np.asarray(match_signals(found=found, true=true))
    assert matched.shape == (3, 2), "As many moments and signals as before."
    assert np.abs(matched) == approx(true), "The second found signal belongs to the first true one."
    assert matched == approx(true), "The first found signal is upside down: mind the sign."
    moved = np.array([[-95, 100], [-90, 105], [-85, 100]])
    assert match_signals(100 - 5 * found, true) == approx(moved), "Size and offset do not count."
    same_as("match_signals")

# %% [markdown]
# > **So far.** PCA finds uncorrelated components, ordered by variance. ICA whitens them and then
# > turns the axes until the signals are as independent as they can get; order and sign are lost.
# > Use it to separate sources, at most one of which may be a bell curve.
#
# ## 7 · Parts that only add up: NMF
# PCA draws a face as a mean face plus and minus other whole faces, its components, known as
# *eigenfaces*. **Non-negative matrix factorization** allows no negative numbers: $X \approx W H$
# with no number below zero, where $H$ of shape (16, 1024) holds sixteen parts and $W$ of shape
# (400, 16) says how much of each part a face has. The hope is that what can only be added will be
# a part of a face, such as a beard. An *L1 term* in the loss, a penalty on the sum of the
# numbers, pushes further in that direction: every lit pixel of a part then has a price. How much
# of a part is empty? *Hoyer's sparsity* is 0 where all pixels are equal and 1 where a single
# pixel holds everything.

# %%
settings = {"init": "random", "max_iter": 2_000, "tol": 1e-3}
priced = settings | {"alpha_H": 0.002, "alpha_W": 0.0002, "l1_ratio": 1}
fitted = {
    "eigenfaces (PCA)": [PCA(16, random_state=seed).fit(pixels) for seed in range(5)],
    "NMF": [NMF(16, random_state=seed, **settings).fit(pixels) for seed in range(5)],
    "NMF with L1": [NMF(16, random_state=seed, **priced).fit(pixels) for seed in range(5)],
}

# %%
sparsity, zeros, rebuilt = {}, {}, {"originals": portraits[5:400:50]}
for name, starts in fitted.items():
    sparsity[name] = np.array([projection.hoyer_sparsity(model.components_) for model in starts])
    zeros[name] = np.mean([model.components_ == 0 for model in starts])
    again = starts[0].inverse_transform(starts[0].transform(pixels))
    rebuilt[name] = again[5:400:50].reshape(-1, 32, 32)
    low, high = sparsity[name].min(), sparsity[name].max()
    print(f"{name:<17} sparsity {low:.2f} to {high:.2f} over five starts,", end=" ")
    print(f"{zeros[name]:.0%} zeros, mean squared difference {np.mean((pixels - again) ** 2):.5f}")
projection.image_rows(rebuilt, title="Eight faces from 16 numbers each, by three methods")

# %%
shown = {
    f"16 {name}\nsparsity {sparsity[name][0]:.2f}": starts[0].components_.reshape(16, 32, 32)
    for name, starts in fitted.items()
}
title = "Sparsity: " + ", ".join(f"{name} {values[0]:.2f}" for name, values in sparsity.items())
plotting.image_blocks(shown, title=title, signed=True, height=4.1)

# %% [markdown]
# Violet is above zero, orange below. Sparsity rises in two steps: a part of the rise comes from
# allowing no negative numbers (plain NMF lies in between), the rest from the L1 term. The
# eigenfaces are whole faces with both signs. Plain NMF has no orange, yet many of its parts still
# look like faces, and few of their pixels are zero. With the L1 term some become eyes, a beard or
# a hairline, and the rebuilt faces are further from the originals. (No other 16 directions
# rebuild these faces with a smaller squared difference than PCA's.)
#
# **Question.** Why should forbidding subtraction push towards parts at all?
#
# <details><summary>A. Because zeros cannot be stored as negative numbers</summary>
#
# No: it is not about storage. A zero is as good as any number.
# </details>
# <details><summary>B. If one part makes a face too bright, no other can darken it</summary>
#
# Yes. So it is safer for a part to be small and right than large and corrected later. As the
# zeros show, that push alone was weak here; the L1 term made it stronger.
# </details>
# <details><summary>C. Because NMF looks for eyes and noses</summary>
#
# No: it knows nothing of faces. Shuffle the pixels of all images alike and it works just as well.
# </details>
#
# And what about negative data? Standardise first, as many recipes do, and see what NMF says:

# %%
try:
    NMF(16, **settings).fit(scale(pixels))
    refused = False
except ValueError as refusal:
    refused = True
    print(refusal)
claim(
    "NMF gives sparse parts that can be read, from data without negative values",
    measured=f"negative values are {'refused' if refused else 'taken'}; sparsity over five starts "
    + ", ".join(f"{name} {values.mean():.2f}" for name, values in sparsity.items())
    + f"; zeros in the plain parts: {zeros['NMF']:.0%}",
    holds={
        "negative values are refused": refused,
        "sparser than eigenfaces with L1": sparsity["NMF with L1"].min()
        > sparsity["eigenfaces (PCA)"].max(),
        "parts are mostly empty without L1": zeros["NMF"] > 0.5,
    },
)

# %% [markdown]
# ### Every method before the same judges
# Ten numbers for each digit (nine where a method has no more, 54 by the recipe), learned from the
# training rows. The test rows now judge for the first time. Nothing is tuned. Random directions and
# the mean brightness are controls.

# %%
reducers = {
    "the recipe (whitened)": make_pipeline(StandardScaler(), PCA(0.99, whiten=True)),
    "PCA": PCA(10),
    "PCA, whitened": PCA(10, whiten=True),
    "truncated SVD": TruncatedSVD(10, random_state=0),
    "ICA": FastICA(10, whiten="unit-variance", max_iter=1_000, tol=1e-3, random_state=0),
    "linear discriminant analysis": LinearDiscriminantAnalysis(n_components=9),
}
nmf = NMF(10, init="nndsvda", max_iter=1_000, tol=1e-3).fit(X_train)
lengths = np.linalg.norm(nmf.components_, axis=1)
pls_digits = PLSRegression(10, scale=False).fit(
    X_train, np.eye(10)[y_train]
)  # ten columns of 0 and 1
lines = np.random.default_rng(0).normal(size=(64, 10))

# %%
ways = {name: reducer.fit(X_train, y_train).transform for name, reducer in reducers.items()} | {
    "NMF": lambda rows: nmf.transform(rows) * lengths,
    "partial least squares": pls_digits.transform,
    "random directions": lambda rows: rows @ lines,
    "mean brightness": lambda rows: rows.mean(axis=1, keepdims=True),
}
full = projection.judged(X_train, X_test, y_train, y_test, full=None, role="full")
results = {"all pixels": full}
for name, reduce in ways.items():
    role = "control" if name in ("random directions", "mean brightness") else "reduced"
    rows = reduce(X_train), reduce(X_test)
    results[name] = projection.judged(*rows, y_train, y_test, full=full, role=role)

# %%
tried = [row for row in results.values() if row.role == "reduced"]
worse = sum(row.neighbours + 2 * row.error < full.neighbours for row in tried)
title = f"{worse} of {len(tried)} reductions cost the neighbours more than twice the standard error"
projection.outcomes(results, title=title)
twins = np.mean(results["ICA"].right == results["PCA, whitened"].right)
print(f"ICA and whitened PCA: right or wrong together on {twins:.1%} of the test rows")

# %% [markdown]
# Each of these reductions costs the neighbours accuracy, though all stay above random directions.
# Logistic regression loses as well, and no standard error is drawn for it. A bar shows how sure
# the difference from *all pixels* is, so it cannot rank two methods. For that, compare those two
# directly: `difference(results["PCA"].right, results["NMF"].right, over="rows")`. ICA only turns
# what PCA has whitened, and a turn changes no distance, so the neighbours get the same distances
# and give the same answers. As a reduction, ICA adds nothing for them; its use is to separate.
# NMF's numbers have no unit of their own (halve $W$, double $H$), so each is multiplied by the
# length of its part.
#
# ### Capstone · `compact_digits` (4 points)
# A digit reader gets its rows from two scanners. One delivers pixels evenly, as you know them. In
# the other each pixel has a unit and an offset of its own (simulated here: some are a hundred
# times louder than others). Both deliver pixels in an order of their own. You write **one**
# function that serves both. It may keep at most **16** numbers, and on both scanners five nearest
# neighbours must recognise at most **one point** fewer digits than with all 64 columns,
# standardised or not, whichever is better. The steps to choose from are above; be ready for one
# that helps on one scanner and hurts on the other. Decide by trying, on training rows only. The
# next cell shows how: `projection.trial` judges a function over five blocks of the training rows.
# Change `one_try` until you like both lines, then write `compact_digits`.


# %%
def one_try(
    X_train: np.ndarray, y_train: np.ndarray, X_new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Reduce both tables to ten components. Change me."""
    reduce = PCA(10).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


for scanner, rows in projection.scanners(X_train).items():
    tried = projection.trial(one_try, rows, y_train)
    told = f"{tried.numbers} numbers recognise {tried.right:,} of 1,400"
    print(f"{scanner:<6} scanner: {told}; all 64 columns {tried.best:,}")


# %% tags=["exercise"]
def compact_digits(
    X_train: np.ndarray, y_train: np.ndarray, X_new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return training rows and new rows in at most 16 numbers each.

    X_train: digits, shape (n, 64), n at least 1,000; columns in any order, each in a unit and with
    an offset of its own, or all alike. y_train: which digit, shape (n,). X_new: shape (m, 64), m
    may be 1. Arguments are not changed. Result: shapes (n, k) and (m, k) with k up to 16. What
    happens to a row follows from the training rows alone: a new row comes out the same alone.
    Whatever is random has a fixed seed. The check makes a dozen calls: keep each below a second.
    """
    ### BEGIN SOLUTION
    ways = [
        make_pipeline(*steps)
        for steps in ([PCA(16)], [StandardScaler(), PCA(16)], [MinMaxScaler(), PCA(16)])
    ]
    cut = len(X_train) * 3 // 4  # the last quarter of the training rows decides
    judge = KNeighborsClassifier(5)
    scores = []
    for way in ways:
        known = way.fit_transform(X_train[:cut])
        scores.append(
            judge.fit(known, y_train[:cut]).score(way.transform(X_train[cut:]), y_train[cut:])
        )
    best = ways[int(np.argmax(scores))].fit(X_train)
    return best.transform(X_train), best.transform(X_new)
    ### END SOLUTION


# %% tags=["check"]
# Check of compact_digits: run it; open it to read what is asked
with graded(
    "compact_digits",
    points=4,
    hint="The deviation of a faint pixel is small. What else could tell how large a pixel can get?",
    stronger="Try several ways on a part of the training rows, inside the function, and keep the "
    "best. `MinMaxScaler` divides by the range.",
):
    for scanner, rows in projection.scanners(X_train).items():
        tried = projection.trial(compact_digits, rows, y_train)
        assert tried.numbers <= 16, "At most 16 numbers per digit."
        assert tried.repeats, "The same call gives two results: give what is random a seed."
        assert tried.alone, (
            "A row comes out otherwise among other new rows: something was fitted on them."
        )
        lost = {"even": "Sizes meant something here.", "uneven": "A loud pixel drowns the others."}[
            scanner
        ]
        assert tried.right >= tried.best - 14, (
            f"On the {scanner} scanner more than one point is lost. {lost}"
        )

# %% [markdown]
# That was validation: you chose on these rows, so the result on them is probably a little too
# good. The test rows judge once more, on the even scanner only.

# %%
if solved("compact_digits"):
    known, unseen = compact_digits(X_train, y_train, X_test)
    results["yours"] = projection.judged(known, unseen, y_train, y_test, full=full, role="yours")
    gain = difference(results["yours"].right, full.right, over="rows")
    kept = results["yours"].numbers
    title = f"Your {kept} numbers against all {full.numbers}: {gain} on the test rows"
    projection.outcomes(results, title=title)

# %% [markdown]
# The title of the figure says how your numbers compare with all 64 pixels. If the difference is
# less than twice its standard error, no loss is established, which does not show that there is
# none.
#
# > **So far.** NMF only adds, and with a price on lit pixels more of its components look like
# > parts of a face. On these digits all the reductions to nine or ten numbers cost the neighbours
# > accuracy. Plain PCA with ten components lost far more on the uneven scanner than on the even
# > one: how the columns are scaled decides what PCA keeps.
#
# ## Optional · ten to fifteen minutes more
# Skip this without loss. Nothing below needs it.
#
# **Kernel PCA** measures each point by its similarity to all others,
# $e^{-\gamma \lVert x - x' \rVert^2}$, and takes components of that. $\gamma$ says how near is
# near. What do the two rings of section 4 look like to it?

# %%
projection.scatter_panels(
    {
        "the rings (made up)": rings,
        "PCA": PCA(2).fit_transform(rings),
        "kernel PCA, γ = 3": decomposition.KernelPCA(2, kernel="rbf", gamma=3).fit_transform(rings),
    },
    [("first column", "second column"), *[("component 1", "component 2")] * 2],
    groups=["outer" if label == 0 else "inner" for label in ring],
    title=f"The ring, told from one component: PCA {one_number['PCA']:.0%} right, "
    f"kernel PCA {one_number['kernel PCA']:.0%}",
)

# %% [markdown]
# **Change one thing.** Try γ = 0.1 and γ = 100. Which of the two looks like plain PCA, and why?
#
# <details><summary>An answer to compare with yours</summary>
#
# γ = 0.1. For a small γ the similarity is nearly $1 - \gamma \lVert x - x' \rVert^2$, and from
# squared distances alone you get plain PCA. For a large γ each point resembles only its nearest
# neighbours.
# </details>
#
# **Sparse PCA** pays a price for every column that a component uses, so that a component is
# easier to read. How much variance does that cost? The title of the figure tells.

# %%
names = [name.split("/")[0].replace("_", " ") for name in wine.data.columns]
tables, entries, kept_share = {}, [], []
for name, model in models.items():
    basis, _ = np.linalg.qr(model.components_.T)  # those of sparse PCA are not at right angles
    kept_share.append(((wines @ basis) ** 2).sum() / (wines**2).sum())
    entries.append(np.sum(np.abs(model.components_) > 1e-9))
    label = f"{name}: {entries[-1]} entries, {kept_share[-1]:.0%}"
    tables[label] = pd.DataFrame(model.components_.T, names, components[:3])
tidy, whole = (f"{share:.0%}" for share in kept_share[::-1])
title = f"{entries[1]} of {entries[0]} entries keep {tidy} of the variance, all keep {whole}"
projection.heat_maps(tables, title=title)

# %% [markdown]
# **Words that are missing.** Ask LSA for a single word, and look only at wires that *lack* it.
# TF-IDF gives them all a similarity of zero. Which does LSA put first?

# %%
pairs = {"crude": "crude", "tariffs": "trade", "dollar": "money-fx", "ship": "ship"}
for word, topic in pairs.items():
    lacking = np.flatnonzero(tfidf[:, [weigh.vocabulary_[word]]].toarray() == 0)
    alike = documents[lacking] @ normalize(lsa.transform(weigh.transform([word])))[0]
    about = wires.train_topics[lacking] == topic
    first = about[np.argsort(-alike)[:20]].mean()
    told = f"{first:.0%} of LSA's 20 are about {topic!r}, {about.mean():.1%} of all"
    print(f"without {word!r}: {told}")

# %% [markdown]
# For the first three words LSA finds the subject without the word. For "ship" it does so less
# often.
#
# **Noise on the microphones.** Does whitening still work? Compare with the best weighted sums of
# the two recordings that there are, found with the sources known:

# %%
for loud in (0, 0.1, 0.3, 0.5):
    noisy = mixtures + draws.normal(size=mixtures.shape) * loud
    by_ica = projection.recovery(
        FastICA(2, whiten="unit-variance", random_state=0).fit_transform(noisy), sources
    )
    best = np.linalg.lstsq(noisy, sources, rcond=None)[0]
    limit = projection.recovery(noisy @ best, sources)
    print(
        f"noise {loud:.1f}: ICA recovers {by_ica.round(2)}, the best weighted sums {limit.round(2)}"
    )

# %% [markdown]
# In this example ICA keeps up with the best weighted sums at every noise level, although both
# lose. So noise does not stop whitening from working, and the lack of a noise term cannot be the
# reason to whiten.
#
# **Mixed photographs.** Three images laid over each other three times, in different strengths. Each
# pixel is a moment, each overlay a microphone. Your `match_signals` puts the results in order.

# %%
if solved("match_signals"):
    scenes = [
        load_sample_image("china.jpg")[60:316:2, 100:356:2].mean(axis=2),
        photo[60:316:2, 100:356:2],
    ]
    scenes.append(np.kron(faces.images[30], np.ones((2, 2))))
    originals = scale(np.column_stack([scene.ravel() for scene in scenes]))
    overlaid = originals @ np.array([[0.5, 0.3, 0.2], [0.3, 0.4, 0.3], [0.25, 0.25, 0.5]]).T
    layers = {"originals": originals, "overlaid": scale(overlaid)}
    for name, way in {
        "PCA": PCA(3),
        "ICA": FastICA(3, whiten="unit-variance", random_state=0),
    }.items():
        layers[name] = scale(match_signals(way.fit_transform(overlaid), originals))
    worst = {name: projection.recovery(layers[name], originals).min() for name in ("PCA", "ICA")}
    shown = {name: (data.T.reshape(3, 128, 128) + 2) / 4 for name, data in layers.items()}
    title = f"Least recovered of three: correlation {worst['PCA']:.2f} by PCA, "
    title += f"{worst['ICA']:.2f} by ICA"
    projection.image_rows(shown, title=title, height=1.9)
    print(f"temple and face correlate by {np.corrcoef(originals.T)[0, 2]:.2f}")

# %% [markdown]
# Temple and face are correlated, so they are not independent. ICA returns signals without
# correlation, so it cannot return both unchanged: you can see a ghost of the temple in the face.
#
# **How much does the fault of `project_new_rows` flatter?** 300 digits to learn from, four
# different sets of them, half of the rows to judge.

# %%
if solved("project_new_rows"):
    for start in (0, 300, 700, 1_000):
        few, y_few = X_train[start:][:300], y_train[start:][:300]
        new, y_new = (part[700:] if start < 700 else part[:700] for part in (X_train, y_train))
        both_scaled = StandardScaler().fit_transform(np.vstack([few, new]))
        leaky = PCA(16).fit_transform(both_scaled)
        ways = project_new_rows(few, new, 16), (leaky[:300], leaky[300:])
        hits = [KNeighborsClassifier(5).fit(a, y_few).predict(b) == y_new for a, b in ways]
        print(
            f"learned from row {start:>5,} on: the leak flatters by",
            difference(*hits[::-1], over="rows"),
        )

# %% [markdown]
# The same fault is worth several points with two of the sets, and with the other two nothing that
# can be told from luck. So you cannot correct for it afterwards by subtracting a fixed amount.
#
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# **Three things to keep**
# 1. A projection answers a question. Labels to separate, a number to follow, sources to separate,
#    parts to read: each has its method. PCA, which goes by variance, is for when you have no
#    question yet.
# 2. Sizes may mean something. Standardising and whitening erase them: standardising rescued the
#    wines, and both hurt nearest neighbours on the digits.
# 3. Fit on training rows only, and run the control without.
#
# **Where you would use this**: columns that repeat each other (pixels, words, spectra, sensors),
# tables that are slow to learn from, a first look at clusters, mixed signals, topics. **Where it
# fails**, or does little: tables with few columns, decision trees that pick their own columns
# (not measured here), classes that differ in a direction of small variance, and results that have
# to be explained column by column.
#
# **Next.** You have made the data smaller. Lesson 5 makes the *model* smaller: what happens when
# each of its numbers gets 8 bits instead of 32?
#
# ## Further reading
# - K. Pearson: *On Lines and Planes of Closest Fit to Systems of Points in Space*, Philosophical
#   Magazine, 1901 (the line).
# - I. T. Jolliffe, J. Cadima: *PCA: A Review and Recent Developments*, Phil. Trans. A 374, 2016.
# - F. Samaria, A. Harter: *Parameterisation of a Stochastic Model for Human Face Identification*,
#   1994 (the faces; AT&T Laboratories Cambridge).
# - S. Deerwester and others: *Indexing by Latent Semantic Analysis*, JASIS 41, 1990.
# - D. M. Blei, A. Y. Ng, M. I. Jordan: *Latent Dirichlet Allocation*, JMLR 3, 2003.
# - A. Hyvärinen, E. Oja: *Independent Component Analysis: Algorithms and Applications*, Neural
#   Networks 13, 2000.
# - D. D. Lee, H. S. Seung: *Learning the Parts of Objects by Non-negative Matrix Factorization*,
#   Nature 401, 1999; P. O. Hoyer on sparseness in it: JMLR 5, 2004.
# - B. Schölkopf and others: *Nonlinear Component Analysis as a Kernel Eigenvalue Problem*, 1998; H.
#   Zou, T. Hastie, R. Tibshirani: *Sparse Principal Component Analysis*, JCGS 15, 2006 (the
#   optional section).
# - L. van der Maaten, G. Hinton: *Visualizing Data using t-SNE*, JMLR 9, 2008; L. McInnes and
#   others: *UMAP*, 2018.

# %% tags=["scoreboard"]
scoreboard(of=15)

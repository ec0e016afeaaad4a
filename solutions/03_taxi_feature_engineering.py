# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 3 · Taxi fares
#
# *Better features, or a better model?*
#
# A passenger names the place to go, and a fare has to be quoted before the meter starts. You
# build the features by hand, measure what each one buys in dollars, and say at the end where
# your next day of work should go.
#
# **Time** 60 minutes, of which about one is training. **Before** you start: lesson 1, a
# little pandas.
#
# **Afterwards** you can
# - turn a time and two places into features, and find the faults that published code has,
# - tell what scaling buys from what features buy,
# - size buckets, crosses and embedding tables by the rides that fill them,
# - say whether a difference of two models is more than luck,
# - keep out of a model what is not known when it answers.
#
# Work from top to bottom. An exercise is a cell to complete with a check below it; the check
# says at once what is right.

# %% tags=["setup"]
import numbers
import time
from datetime import datetime
from functools import cache, partial
from itertools import pairwise
from timeit import repeat
from unittest.mock import patch

import numpy as np
import pandas as pd
from pytest import approx
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from threadpoolctl import threadpool_limits

from utils import datasets
from utils.frameworks import keras, tf
from utils.grading import graded, predict, refuses, scoreboard, solved
from utils.grading.claims import Claim, claims, verdict
from utils.measuring.metrics import median_error, rmse, rmse_difference
from utils.measuring.training import train_seeds
from utils.topics import taxi

layers = keras.layers
rides = datasets.taxi().rides

# %% [markdown]
# ## The way to a feature
# Feature engineering is a loop, and this lesson walks it once. **Brainstorm**: what could move a
# fare? **Devise**: which number says it? **Select**: which of these helps, on validation rides?
# **Evaluate**: what are they worth on rides that nobody has looked at?
#
# The first ideas come from the field: contours from pixels, spectrograms from samples of sound,
# trends from a market's ticks, genes from DNA, grammatical classes from words. From a taxi's
# time and two places: distance, weekday, district. One idea seldom comes alone.
#
# Then features are combined, and their number explodes. The lecture cuts four coordinates into
# buckets and crosses them; how finely, it leaves open. With ten edges, as the public lab has it,
# eleven buckets each make 11⁴ = 14,641 columns. This lesson ends with sixteen.
#
# ## Look, then clean
# 50,000 rides in yellow cabs, January 2015. The lecture has 106,545 rides with the first
# eight of these columns; ours has one more. (`datasets.taxi("rides.csv")` reads a file of
# your own with the same columns.) Which row should make you suspicious?

# %%
ranges = rides.describe().loc[["min", "50%", "max"]].round(2)
pd.concat([rides.iloc[:2], ranges])[rides.columns].fillna("").T

# %% [markdown]
# A fare below zero is no fare, and a cab without passengers earns none. `fare_amount` is the
# label; `pickup_datetime` and `key` are text, the other columns numbers. Gaps the lecture fills
# with 0.0 and `na`, and 0.0, 0.0 lies in the Atlantic; these rows have none. What the table
# cannot show: some rides end at the very place where they began. Count, then remove.

# %% tags=["setup"]
PLACES = ["pickup_longitude", "pickup_latitude", "dropoff_longitude", "dropoff_latitude"]
NUMBERS = [*PLACES, "passenger_count"]

faults = pd.DataFrame(
    {
        "fare below $2.50, where the meter starts": rides.fare_amount < 2.50,
        "ends at the very place where it began": (
            rides[PLACES[:2]].to_numpy() == rides[PLACES[2:]].to_numpy()
        ).all(axis=1),
        "no passengers": rides.passenger_count == 0,
    }
)
assert not rides.isna().any(axis=None)
clean = rides[~faults.any(axis=1)]
print(faults.sum().to_string())
print(f"removed {faults.any(axis=1).sum()} of {len(rides):,} rides, {len(clean):,} stay")

# %% [markdown]
# The first are no fares at all, such as refunds. The others a service sees *before* the ride and
# would ask about. Whatever is only odd stays, such as a fare of 100 dollars, since
# the model will meet such rides.
#
# ## Split
# Rides are dealt at random: what a feature buys should not depend on the weather of one week,
# and the last one of January 2015 had a snow storm. (A service that goes live is judged by
# time, as it will meet next month.) Training alone leaves out the few fares above 60 dollars:
# no pair of places this near explains them, and the square of their error would outvote
# thousands of rides. Validation and test keep theirs (by chance validation has none).

# %% tags=["setup"]
KNOWN = ["pickup_datetime", *NUMBERS]  # at pick-up; not key, fare or meter distance

shuffled = clean.sample(frac=1, random_state=0)
test_rides, validation_rides = shuffled[:15_000], shuffled[15_000:22_500]
train_rides = shuffled[22_500:].query("fare_amount <= 60")
parts = train_rides, validation_rides, test_rides
X_train, X_val, X_test = (part[KNOWN] for part in parts)
y_train, y_val, y_test = (part["fare_amount"].to_numpy() for part in parts)

# %%
for name, fares in (("train", y_train), ("validation", y_val), ("test", y_test)):
    print(f"{name:<10} {len(fares):>6,} rides, mean ${fares.mean():.2f}, most ${fares.max():.2f}")
print(f"left out of training: {len(shuffled) - sum(map(len, parts))} fares above $60")

# %% [markdown]
# ## Floors
# An RMSE of three dollars: good or bad? Compare with what costs nothing. The first floor tells
# everybody the mean fare; the second is a line in the raw columns; the third a line in the
# straight distance. Every model from here on is compared on the *validation* rides; the test
# rides wait.
#
# A degree of latitude is 111.32 km. Meridians draw together to the north, so a degree of
# longitude is shorter, by the cosine of the latitude: here 40.75°.


# %%
def east_north(X: pd.DataFrame) -> np.ndarray:
    """Kilometres that a ride leads to the east and to the north, shape (rides, 2)."""
    degrees = X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()
    return degrees * 111.32 * [np.cos(np.radians(40.75)), 1]


def straight(X: pd.DataFrame) -> np.ndarray:
    """Kilometres as the crow flies, shape (rides, 1)."""
    return np.hypot(*east_north(X).T)[:, None]


def raw_columns(X: pd.DataFrame) -> np.ndarray:
    """The five raw numbers of a ride, shape (rides, 5)."""
    return X[NUMBERS].to_numpy("float32")


# %%
def fitted_line(columns) -> LinearRegression:
    """A linear model on what `columns` makes of the training rides."""
    return LinearRegression().fit(columns(X_train), y_train)


def line_error(columns) -> float:
    """Validation RMSE of a linear model on what `columns` makes of the rides."""
    return rmse(y_val, fitted_line(columns).predict(columns(X_val)))


floors = {
    "mean fare": rmse(y_val, np.full_like(y_val, y_train.mean())),
    "line, raw columns": line_error(raw_columns),
    "line, straight km": line_error(straight),
}
for name, error in floors.items():
    print(f"{name:<18} validation RMSE ${error:.2f}")

# %% [markdown]
# Two numbers, a price per kilometre and one for getting in, nearly halve the error. A linear
# model in the raw columns hardly beats the mean: no *weighted sum* of coordinates is a distance.
#
# How many rides decide such an error?

# %%
by_line = fitted_line(straight).predict(straight(X_val))
squares = np.sort((by_line - y_val) ** 2)[::-1]
share = squares[: len(squares) // 100].sum() / squares.sum()
print(f"RMSE ${rmse(y_val, by_line):.2f}, median error ${median_error(y_val, by_line):.2f}")
print(f"1 % of the rides hold {share:.0%} of the squared error")

# %% [markdown]
# Half of the rides are predicted better than the median error. A few that are far off make the
# RMSE, and with other rides it would be another: at the end each *difference* of two RMSEs gets
# an error of its own.
#
# ## The baseline: raw columns
# The lecture's network: 32 units, 8 units, one fare; Adam, mean squared error, the functional
# API. The lecture introduces it as a linear regression. With two layers of ReLU it is none,
# and you have just seen what a linear regression does. The rate of Adam, 0.02, is ours.
# `tables` are for later: embeddings that stand beside the plain numbers.


# %%
def network(width: int, **tables: tuple[int, int]) -> keras.Model:
    """The lecture's 32-8-1 on `width` numbers and a row of each embedding (rows, width)."""
    inputs = {"numbers": keras.Input((width,), name="numbers")}
    features = [inputs["numbers"]]
    for name, (rows, size) in tables.items():
        inputs[name] = keras.Input((), dtype="int32", name=name)
        features.append(layers.Embedding(rows, size, name=f"{name}_table")(inputs[name]))
    hidden = layers.Concatenate()(features)
    hidden = layers.Dense(32, activation="relu")(hidden)
    hidden = layers.Dense(8, activation="relu")(hidden)
    model = keras.Model(inputs, layers.Dense(1, name="fare")(hidden))
    error = keras.metrics.RootMeanSquaredError(name="rmse")
    model.compile(keras.optimizers.Adam(0.02), loss="mse", metrics=[error])
    return model


# %% [markdown]
# Every variant below gets the same: twelve epochs (the first twice as many), batches of 512, two
# seeds (three where errors lie close), and for each seed the epoch that validation chooses.

# %%
trained = {}


def learn(name: str, inputs, seeds=(0, 1), epochs=12, **tables: tuple[int, int]) -> None:
    """Train `network` from some seeds on what `inputs` makes of the rides, and keep it."""
    given = inputs(X_train)
    model, runs = train_seeds(
        partial(network, given["numbers"].shape[1], **tables),
        (given, y_train),
        (inputs(X_val), y_val),
        seeds=seeds,
        epochs=epochs,
        batch_size=512,
        label=name,
    )
    trained[name] = model, runs, inputs
    least = sorted(run.history["val_rmse"].min() for run in runs)
    print(f"{name}: validation RMSE ${least[0]:.2f} to ${least[-1]:.2f}, seeds {seeds}")


# %% [markdown]
# What will it reach, with raw columns and time enough? The floors are above.

# %%
predict("validation RMSE of the raw network", None)

# %%
learn("raw columns", lambda X: {"numbers": raw_columns(X)}, epochs=24)

# %% [markdown]
# For all its parameters it predicts the mean fare: to the first layer, which sees −73.98 here
# and −73.95 there, all rides look alike.
#
# ## Scale to what the data do
# The lecture scales each coordinate to 0…1: longitude $(\lambda + 78)/8$, latitude
# $(\varphi - 37)/8$. (It calls −78 the maximum of the longitudes, which is their minimum, and
# lets them end at −72 but computes the 8 from −70.) Where in 0…1 do the rides lie?


# %%
def lecture_scale(X: pd.DataFrame) -> np.ndarray:
    """The five numbers with the coordinates scaled as in the lecture, shape (rides, 5)."""
    scaled = (X[NUMBERS].to_numpy() + np.array([78, -37, 78, -37, 0])) / [8, 8, 8, 8, 1]
    return scaled.astype("float32")


sliver = lecture_scale(X_train)[:, :4]
for place, values in zip(PLACES, sliver.T, strict=True):
    print(f"{place:<18} {values.min():.3f} to {values.max():.3f}")
print(f"the widest fills {np.ptp(sliver, axis=0).max():.1%} of 0…1")

# %% [markdown]
# Those bounds fit a piece of the eastern United States. Ours is a city, so take the scale
# from it: subtract the mean of the training rides and divide by their standard deviation,
# which is what `Normalization` does. Same network, same epochs.

# %%
normalize = layers.Normalization()
normalize.adapt(raw_columns(X_train))


def city_scale(X: pd.DataFrame) -> np.ndarray:
    """The five numbers, each with mean 0 and deviation 1 over the training rides."""
    return np.asarray(normalize(raw_columns(X)))


learn("scaled to 0…1", lambda X: {"numbers": lecture_scale(X)})
learn("city scale", lambda X: {"numbers": city_scale(X)}, seeds=(0, 1, 2))


# %%
def show_curves(*names: str) -> None:
    """Draw the RMSE of some variants by epoch, with the least of each in the title."""
    runs = {name: trained[name][1] for name in names}
    least = {name: np.mean([run.history["val_rmse"].min() for run in runs[name]]) for name in names}
    levels = {name: floors[name] for name in ("mean fare", "line, straight km")}
    told = ", ".join(f"{name.split(', ')[-1]} ${error:.2f}" for name, error in least.items())
    taxi.rmse_curves(runs, levels, title=f"Validation RMSE: {told}")


show_curves("raw columns", "scaled to 0…1", "city scale")

# %% [markdown]
# Scaling to 0…1 changed nothing (nor did time, but for one epoch astray on the left); scaling to
# the city did: now the network builds a distance by itself. So this, not the raw network, is the
# baseline that a feature must beat.
#
# ## When: a time becomes a feature
# The lecture lets the model read the time as text, and works the day of the week out ride by
# ride in Python. Predict first: how many times faster are whole columns at once?

# %%
predict("times faster: columns at once", None)

# %%
FORMAT = "%Y-%m-%d %H:%M:%S UTC"


def weekday(text: tf.Tensor | str) -> int:
    """Day of the week of one ride, Monday 0."""
    text = text if isinstance(text, str) else text.numpy().decode()
    return datetime.strptime(text, FORMAT).weekday()


@tf.function
def in_the_model(texts: tf.Tensor) -> tf.Tensor:
    """Day of the week of each ride, by Python inside TensorFlow."""
    one = partial(tf.py_function, weekday, Tout=tf.int32)
    return tf.map_fn(lambda text: one([text]), texts, fn_output_signature=tf.int32)


ways = {
    "Python inside the model": lambda texts: in_the_model(tf.constant(texts.tolist())).numpy(),
    "a loop in Python": lambda texts: np.array([weekday(text) for text in texts]),
    "columns at once": lambda texts: pd.to_datetime(texts, format=FORMAT).dt.day_of_week.to_numpy(),
}

# %%
texts = rides.pickup_datetime[:2_000]
days = {name: way(texts) for name, way in ways.items()}
assert all((found == days["columns at once"]).all() for found in days.values())
seconds = {name: min(repeat(partial(way, texts), number=1, repeat=3)) for name, way in ways.items()}
for name, took in seconds.items():
    times = took / seconds["columns at once"]
    print(f"{name:<24} {took / len(texts) * 1e6:6.1f} µs per ride, {times:5.1f} times columns")
speed_up = seconds["Python inside the model"] / seconds["columns at once"]

# %% [markdown]
# All three name the same days. A loop in Python is not what costs; the way from TensorFlow into
# Python is, once per ride. And such a step is not saved with the model.
#
# ### Exercise · `day_names` (2 points): find the fault
# The lecture names the days like this (in our words), and labs have copied it:
# ```python
# names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
# return [names[when.weekday()] for when in pd.to_datetime(times)]
# ```
# Every ride gets the wrong day. Write it as it should be. The texts end in `UTC` but are New
# York's clock: take them as they stand.


# %% tags=["exercise"]
def day_names(times: pd.Series) -> list[str]:
    """Return the day of the week of each time: Mon, Tue, Wed, Thu, Fri, Sat or Sun.

    times: texts such as "2015-01-15 19:05:39 UTC", to be read as they stand.

    >>> day_names(pd.Series(["2015-01-15 19:05:39 UTC"]))
    ['Thu']
    """
    ### BEGIN SOLUTION
    return pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC").dt.strftime("%a").tolist()
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "day_names",
    points=2,
    hint="Which day does `weekday()` call 0? Go over the values: a column keeps its own index.",
    stronger="`weekday()` counts from Monday, the list from Sunday. pandas has `.dt.day_name()`.",
):
    week = pd.Series([f"2015-01-{day:02} 12:00:00 UTC" for day in range(5, 12)])
    named = day_names(week)
    assert isinstance(named, list | tuple | np.ndarray | pd.Series | pd.Index), "Return a list."
    assert len(named) == 7, "One name for each time."
    assert all(isinstance(name, str) for name in named), "A name is a text such as 'Mon'."
    known = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    assert set(named) <= known, "Names have three letters, the first a capital: 'Mon'."
    new_year = list(day_names(pd.Series(["2015-01-01 12:00:00 UTC"])))
    assert new_year != ["Wed"], (
        "1 January 2015 was a Thursday: `weekday()` is 0 on Mondays, where your list has Sunday."
    )
    assert new_year == ["Thu"], "1 January 2015 was a Thursday."
    assert list(named) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], (
        "The week from 5 January 2015 runs from Monday to Sunday."
    )
    night = [f"2015-{moment}:30:00 UTC" for moment in ("02-01 00", "01-31 23", "02-01 00")]
    assert list(day_names(pd.Series(night, index=[7, 3, 5]))) == ["Sun", "Sat", "Sun"], (
        "Read the times as they stand: half past midnight belongs to the new day."
    )
    leap_day = day_names(pd.Series(["2016-02-29 08:00:00 UTC"]))
    assert list(leap_day) == ["Mon"], "29 February 2016 was a Monday."

# %% [markdown]
# Does a wrong name do harm? To a network that gets seven columns, none: the names are only
# permuted. To everyone who *uses* the name it does. What does a kilometre cost by day, on a
# weekend and on a workday, by your names and by the lecture's?

# %%
if solved("day_names"):
    right = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    mistaken = dict(zip(right, [right[-1], *right[:-1]], strict=True))
    yours = pd.Series(day_names(X_train.pickup_datetime))
    by_day = X_train.pickup_datetime.str[11:13].astype(int).between(8, 18).to_numpy()
    for label, found in (("your names", yours), ("the lecture's", yours.map(mistaken))):
        off = found.isin(["Sat", "Sun"]).to_numpy()
        weekend, workday = (
            y_train[some & by_day].sum() / straight(X_train[some & by_day]).sum()
            for some in (off, ~off)
        )
        print(f"{label:<14} weekend ${weekend:.2f} per km, workday ${workday:.2f}")

# %% [markdown]
# Emptier streets make a kilometre cheaper. By the lecture's names a Monday counts as weekend
# and a Saturday as workday, and the difference blurs.
#
# ## Where: two places become a distance
# The lecture takes the Euclidean distance of the two positions, in degrees, and calls it a
# rough indicator of the route. Rough in two respects: degrees are not kilometres, and cabs keep
# to streets.
#
# ### Exercise · `grid_km` (3 points)
# In a city of avenues and crossing streets a cab drives along the one, then along the other.
# Write that distance for any such city.


# %% tags=["exercise"]
def grid_km(pickup: np.ndarray, dropoff: np.ndarray, heading: float) -> np.ndarray:
    """Return the kilometres of each ride along the avenues plus those along the streets.

    pickup, dropoff: longitude and latitude in degrees, shape (rides, 2).
    heading: of the avenues, in degrees clockwise from north; streets cross them at right angles.
    A degree of latitude is 111.32 km, a degree of longitude that times the cosine of the ride's
    latitude (pick-up, drop-off or between).

    >>> grid_km(np.array([[0.0, 0.0]]), np.array([[0.01, 0.02]]), heading=0)
    array([3.3396])
    """
    ### BEGIN SOLUTION
    longitude, latitude = (dropoff - pickup).T
    north = 111.32 * latitude
    east = 111.32 * longitude * np.cos(np.radians((pickup[:, 1] + dropoff[:, 1]) / 2))
    turn = np.radians(heading)
    along = east * np.sin(turn) + north * np.cos(turn)
    across = east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "grid_km",
    points=3,
    hint="First kilometres to the east and north, then turn them, then add their sizes.",
    stronger="An avenue of heading h leads sin h to the east and cos h to the north of each km.",
):
    start = np.array([[0.0, 0.0]])
    corner = grid_km(start, np.array([[0.01, 0.02]]), 0)
    assert isinstance(corner, np.ndarray | pd.Series | list), "Return an array of kilometres."
    assert np.shape(corner) == (1,), "One number for each ride."
    # 0.1 % of room: 111.32 is rounded, and some take the latitude of the pick-up
    close = {"rel": 1e-3, "abs": 1e-9}
    assert corner != approx([2.489], rel=2e-3), (
        "That is the distance of a bird: along the avenue and along the street are *added*."
    )
    assert corner != approx([3.0697], rel=2e-3), "Not the cosine of 40.75°: that of each ride."
    assert corner == approx([3.3396], **close), "0.01 and 0.02 degrees at the equator, added."
    south_east = grid_km(start, np.array([[0.01, -0.02]]), 0)
    assert south_east == approx([3.3396], **close), "Both are ways: add the sizes, not the signs."
    far_north, eastward = np.array([[10.0, 60.0]]), np.array([[0.01, 0.0]])
    east = grid_km(far_north, far_north + eastward, 0)
    assert east != approx([1.1132], rel=2e-3), (
        "At 60° north a degree of longitude is half as long as at the equator."
    )
    assert east != approx([1.0602], rel=2e-3), "`np.cos` takes radians: use `np.radians`."
    assert east == approx([0.5566], **close), "0.01 × 111.32 km × cos 60°."
    back = grid_km(far_north + eastward, far_north, 0)
    assert back == approx([0.5566], **close), "The way back is as long: no negative kilometres."
    for heading in (29.0, 75.0):
        leads = np.array([[np.sin(np.radians(heading)), np.cos(np.radians(heading))]])
        avenue = grid_km(start, leads * 2 / 111.32, heading)
        assert avenue != approx([2.7189], rel=2e-3), "Your distance ignores the heading."
        assert avenue != approx([2.3876], rel=2e-3), "The heading, in radians: `np.radians`."
        assert avenue == approx([2.0], **close), (
            "Two kilometres along an avenue are two kilometres: which way is clockwise?"
        )
        street = grid_km(start, leads[:, ::-1] * [1, -1] * 2 / 111.32, heading)
        assert street == approx([2.0], **close), "Along a street: turn first, then take sizes."
        avenue = grid_km(far_north, far_north + leads * 2 / 111.32 / [0.5, 1], heading)
        assert avenue == approx([2.0], **close), (
            "Turn kilometres, not degrees: the cosine comes first, then the heading."
        )
    diagonal = grid_km(start, np.array([[0.01, 0.0]]), 45)
    assert diagonal == approx([1.1132 * 2**0.5], **close), (
        "Due east is diagonal to a grid that is turned by 45°: longer by √2."
    )
    two = np.array([[0.0, 0.0], [0.0, 60.0]])
    assert grid_km(two, two + eastward, 0) == approx([1.1132, 0.5566], **close), (
        "Each ride has a latitude of its own."
    )

# %% [markdown]
# If your function is right, the rides themselves tell how Manhattan is turned.

# %%
if solved("grid_km"):
    ends = X_train[PLACES[:2]].to_numpy(), X_train[PLACES[2:]].to_numpy()
    turns = np.arange(0, 91, 3)
    fits = [np.corrcoef(grid_km(*ends, float(turn)), y_train)[0, 1] for turn in turns]
    title = f"Fares know the street plan: they follow a grid turned by {turns[np.argmax(fits)]}°"
    taxi.headings(turns, fits, title=title)

# %% [markdown]
# On a map the avenues of Manhattan run 29° east of north. A turn is a multiplication of
# complex numbers; the lesson keeps both ways apart, since a cab is slower across town.


# %%
def grid(X: pd.DataFrame, heading: float = 29.0) -> np.ndarray:
    """Kilometres across the avenues and along them, shape (rides, 2)."""
    east, north = east_north(X).T
    turned = (east + 1j * north) * np.exp(1j * np.radians(heading))
    return np.abs(np.column_stack([turned.real, turned.imag]))


def street_km(X: pd.DataFrame) -> np.ndarray:
    """Kilometres along the street grid, shape (rides, 1)."""
    return grid(X).sum(axis=1, keepdims=True)


# %% [markdown]
# Which distance follows the route best, and which the fare? The last one is the meter's own: the
# ninth column of our table.


# %%
def in_degrees(X: pd.DataFrame) -> np.ndarray:
    """The lecture's Euclidean distance, in degrees, shape (rides, 1)."""
    return np.hypot(*(X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T)[:, None]


distances = {
    "Euclidean, in degrees": in_degrees,
    "Euclidean, in km": straight,
    "along north and east": lambda X: grid(X, 0).sum(axis=1, keepdims=True),
    "along the street grid": street_km,
    "by the meter": lambda X: rides.loc[X.index, ["trip_distance"]].to_numpy(),
}
print("dollars per km across and along the avenues:", fitted_line(grid).coef_.round(2))
found = {name: columns(X_train)[:, 0] for name, columns in distances.items()}
follows_route = {name: np.corrcoef(km, found["by the meter"])[0, 1] for name, km in found.items()}
pd.DataFrame(
    {
        "correlation with the route": follows_route,
        "with the fare": {name: np.corrcoef(km, y_train)[0, 1] for name, km in found.items()},
        "RMSE of a line ($)": {name: line_error(columns) for name, columns in distances.items()},
    }
).round(3)

# %% [markdown]
# The cosine alone loses a little: degrees happen to stretch what leads across town, where a
# kilometre costs more. The turned grid does buy some, for the price of one known angle. And
# the meter's distance is far better than all, which is a reason to be afraid of it: it exists
# when the ride is *over*. A model trained on it shines in every table and has nothing to read
# when the passenger asks. That is a **leak**, and the column ends here.
#
# What is left when the distance is known? Look at the level of 52 dollars.

# %%
flat = y_train == 52
line = fitted_line(street_km)
taxi.fares_by_distance(
    street_km(X_train)[:, 0],
    y_train,
    flat,
    (line.coef_[0], line.intercept_),
    title="Fares follow the street grid, but some are $52 at any distance",
)
miles = clean.trip_distance[clean.fare_amount == 52]
print(f"{len(miles)} rides cost exactly $52, {flat.sum()} of them in training")
print(f"the meters of {(miles < 1).sum()} of the {len(miles)} ran less than a mile")

# %% [markdown]
# That was the flat rate between Manhattan and the airport JFK. But most of these meters ran less
# than a mile: fares keyed in without a drive, most likely. No feature of ours can know it; such
# rides stay in the error of every model.
#
# ## Buckets, a cross, an embedding
# The lecture's main idea: a place is not a quantity. Cut each coordinate into buckets, cross
# longitude with latitude, cross pick-up with drop-off, and learn a vector of 100 numbers for
# each combination. It does so with feature columns, which are deprecated. Keras layers do
# the same today:
#
# | the lecture's call | today |
# |---|---|
# | `numeric_column` | `keras.Input` |
# | `Lambda(scale_longitude)`, `Lambda(scale_latitude)` | `layers.Rescaling` |
# | `Lambda(euclidean)` | `keras.ops`, or plain arithmetic on inputs |
# | `py_function` for the day | `layers.CategoryEncoding` of a column made beforehand |
# | `bucketized_column(column, edges)` | `layers.Discretization(edges)` |
# | `crossed_column([b_lat, b_lon], 100)` | arithmetic: each place gets a number |
# | `crossed_column([ploc, dloc], 10_000)` | `layers.HashedCrossing(10_000)` of both numbers |
# | `embedding_column(cross, 100)` | `layers.Embedding(size, 100)` |
# | `DenseFeatures(columns)` | `layers.Concatenate` |
#
# All of the lecture's features in one functional model:


# %%
def lecture_features(edges: list[list[float]]) -> keras.Model:
    """Scaled places, distance and day as 13 numbers, and the hashed cell of both places."""
    names = [*NUMBERS, "day"]
    inputs = {name: keras.Input((1,), name=name) for name in names}
    offsets = [78 / 8, -37 / 8, 78 / 8, -37 / 8]
    scaled = [
        layers.Rescaling(1 / 8, offset=offset, name=f"scaled_{place}")(inputs[place])
        for place, offset in zip(PLACES, offsets, strict=True)
    ]
    across = inputs["dropoff_longitude"] - inputs["pickup_longitude"]
    up = inputs["dropoff_latitude"] - inputs["pickup_latitude"]
    euclidean = keras.ops.sqrt(across**2 + up**2)
    day = layers.CategoryEncoding(7, output_mode="one_hot")(inputs["day"])
    ids = [layers.Discretization(cuts)(x) for cuts, x in zip(edges, scaled, strict=True)]
    size = len(edges[0]) + 1
    places = size * ids[0] + ids[1], size * ids[2] + ids[3]
    cell = layers.HashedCrossing(10_000)(places)[:, 0]
    together = layers.Concatenate()([*scaled, inputs["passenger_count"], euclidean, day])
    return keras.Model(inputs, {"numbers": together, "cell": cell})


# %% [markdown]
# (A test of the course, `tests/test_feature_columns.py`, runs the old columns beside these layers:
# every bucket and scaled value is the same. The hash gets two numbers here, where the old one got
# four, so different cells share a row.)
#
# Ten even edges from 0 to 1 make eleven buckets of each coordinate, and 14,641 cells of all
# four. How many of them will the training rides use?

# %%
predict("cells that even buckets use", None)


# %%
def cells(X: pd.DataFrame, edges: list[list[float]]) -> np.ndarray:
    """The four bucket ids of each ride, shape (rides, 4)."""
    columns = zip(edges, lecture_scale(X)[:, :4].T, strict=True)
    return np.column_stack([layers.Discretization(cuts)(column) for cuts, column in columns])


even = [np.linspace(0, 1, 10).tolist()] * 4
quantile = [np.quantile(column, np.linspace(0, 1, 11)[1:-1]).tolist() for column in sliver.T]
used = {}
for name, edges in (("even", even), ("quantile", quantile)):
    _, counts = np.unique(cells(X_train, edges), axis=0, return_counts=True)
    used[name] = counts
    middle = np.median(counts)
    print(f"{name:<8} edges: cells used {len(counts):,}, rides in the median one {middle:,.0f}")

# %%
taxi.city_map(
    X_train.pickup_longitude.to_numpy(),
    X_train.pickup_latitude.to_numpy(),
    city=tuple(8 * np.array(quantile[axis]) - (78, -37)[axis] for axis in (0, 1)),
    even=tuple(8 * np.array(even[axis]) - (78, -37)[axis] for axis in (0, 1)),
    title=f"Cells that rides use: {len(used['even'])} with even edges, "
    f"{len(used['quantile']):,} with quantile edges",
)

# %% [markdown]
# All of Manhattan lies in one even bucket of each coordinate, so of the table of 10,000 × 100
# numbers one row is ever read, and the cross says nothing. Edges at the quantiles of the
# training rides give each bucket a tenth of them.
#
# ### Exercise · `quantile_buckets` (3 points)
# Buckets are learned too: from training rides, and from nothing else. Cut a column so that
# each bucket holds equally many *training* values, and say in which bucket other values fall.


# %% tags=["exercise"]
def quantile_buckets(train: np.ndarray, values: np.ndarray, buckets: int) -> np.ndarray:
    """Return the bucket of each of `values`, whole numbers from 0 to buckets - 1.

    train: shape (rides,); its quantiles at 1/buckets, 2/buckets, … are the edges between buckets.
    values: shape (n,). A value on an edge belongs to the bucket above it, as in Keras; what is
    below or above all of train belongs to the first or the last bucket.

    >>> quantile_buckets(np.array([0.0, 1.0, 2.0, 3.0, 40.0]), np.array([1.5, 2.0, 99.0]), 2)
    array([0, 1, 1])
    """
    ### BEGIN SOLUTION
    edges = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.searchsorted(edges, values, side="right")
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "quantile_buckets",
    points=3,
    hint="Two steps: edges from `train` alone, then the place of each value among the edges.",
    stronger="`np.quantile(train, …)` gives the edges; see `side=` of `np.searchsorted`.",
):
    steps = np.arange(100.0)
    ids = quantile_buckets(steps, np.array([3.0, 30.0, 60.0, 90.0]), 4)
    assert isinstance(ids, np.ndarray | pd.Series | list | tuple), "Return an array (no tensor)."
    assert all(isinstance(number, numbers.Integral) for number in list(ids)), (
        "A bucket id is a whole number: it will be the row of a table."
    )
    assert list(ids) != [1, 2, 3, 4], "The first bucket is number 0."
    assert list(ids) == [0, 1, 2, 3], "0…99 in four buckets: the edges lie near 25, 50 and 75."
    alone = quantile_buckets(steps, np.array([60.0, 70.0]), 4)
    assert list(alone) == [2, 2], "Two values alone fall as among many: edges come from `train`."
    long_tail = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1_000.0])
    assert list(quantile_buckets(long_tail, np.array([1.0, 6.0, 900.0]), 2)) == [0, 1, 1], (
        "Buckets hold equally many rides; they are not equally wide."
    )
    crowd = quantile_buckets(steps, np.array([60.0, 10.0] + [1e6] * 500), 4)
    assert list(crowd[:2]) == [2, 0], "The other values moved the edges: that is a leak."
    ties = np.array([5.0] * 7 + [6.0, 7.0, 8.0, 9.0])
    assert list(quantile_buckets(ties, np.array([6.5, 5.5]), 2)) == [1, 1], (
        "Seven of eleven rides are at 5, so the median is 5: each counts, not each value once."
    )
    outside = quantile_buckets(steps, np.array([-5.0, 1e9]), 4)
    assert list(outside) == [0, 3], "Values beyond the training rides: first or last bucket."
    on_edge = quantile_buckets(np.array([4.0, 2.0, 0.0, 1.0, 3.0]), np.array([2.0, 1.9]), 2)
    assert list(on_edge) == [1, 0], "A value on an edge belongs to the bucket above."

# %%
if solved("quantile_buckets"):
    for count in (5, 10, 20, 40):
        columns = (X_train[place].to_numpy() for place in PLACES)
        crossed = np.column_stack([quantile_buckets(column, column, count) for column in columns])
        _, filled = np.unique(crossed, axis=0, return_counts=True)
        alone = (filled == 1).mean()
        print(f"{count:>2} buckets: {len(filled):>6,} cells used, {alone:.0%} by a single ride")

# %% [markdown]
# A cell that one training ride uses learns that ride's fare by heart. Finer is not better.
#
# ### Exercise · `cross_ids` (2 points)
# A hash may give two combinations the same row. When the table is small enough, none have to
# share. Number the combinations of bucket ids so that each has a row of its own.


# %% tags=["exercise"]
def cross_ids(columns: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Return whole numbers below the product of sizes, different for different rows.

    columns: bucket ids, shape (rides, k); column i has ids from 0 to sizes[i] - 1.
    Equal rows get equal numbers, whatever other rows there are. In which order the numbers are
    given is up to you. Raises ValueError for an id that its column cannot have.

    >>> len(set(cross_ids(np.array([[0, 1], [1, 0], [0, 1]]), [2, 3])))
    2
    """
    ### BEGIN SOLUTION
    columns = np.asarray(columns)
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError("a bucket id is at least 0 and below the size of its column")
    crossed = np.zeros(len(columns), dtype=np.int64)
    for column, size in zip(columns.T, sizes, strict=True):
        crossed = crossed * size + column
    return crossed
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "cross_ids",
    points=2,
    hint="Think of a clock: how do hours, minutes and seconds become one number of seconds?",
    stronger="Multiply what you have by the size of the next column, then add that column.",
):
    sizes = [3, 12, 2]
    every = np.stack(np.meshgrid(*map(np.arange, sizes), indexing="ij"), axis=-1).reshape(-1, 3)
    ids = cross_ids(every, sizes)
    assert isinstance(ids, np.ndarray | pd.Series | list | tuple), "Return an array of numbers."
    assert len(ids) == 72, "One number for each row."
    assert all(isinstance(row, numbers.Integral) for row in list(ids)), "A row has a whole number."
    assert len(set(ids)) == 72, "3 × 12 × 2 combinations need 72 numbers: some of yours collide."
    assert min(ids) >= 0, "Rows of a table count from 0."
    assert max(ids) < 72, "72 combinations need rows 0 to 71: the table would have gaps."
    more = np.stack(np.meshgrid(*map(np.arange, [2, 1, 3, 2]), indexing="ij"), axis=-1)
    ids_of_four = cross_ids(more.reshape(-1, 4), [2, 1, 3, 2])
    assert len(set(ids_of_four)) == 12, "Four columns: 2 × 1 × 3 × 2 combinations, and all count."
    single = list(cross_ids(every[40:41], sizes))
    assert single == list(ids)[40:41], "A row's number must not depend on the other rows."
    for row in ([0, 12, 0], [3, 0, 0], [0, 0, 2]):
        assert refuses(cross_ids, np.array([row]), sizes), (
            "An id as large as its column's size would land on another row: raise ValueError."
        )
    assert refuses(cross_ids, np.array([[0, -1, 0]]), sizes), "No bucket has a negative id."

# %%
if solved("cross_ids"):
    four = cells(X_train, quantile)
    own = cross_ids(four, [10, 10, 10, 10])
    places = 10 * four[:, 0] + four[:, 1], 10 * four[:, 2] + four[:, 3]
    hashed = np.asarray(layers.HashedCrossing(10_000)(places))
    print(f"{len(used['quantile']):,} cells of the training rides have")
    print(f"{len(np.unique(hashed)):,} rows if hashed, {len(np.unique(own)):,} by your numbers")

# %% [markdown]
# ### Train the lecture's features
# Once with even edges, once with quantile edges: the same network on the same thirteen numbers,
# but in the first the cell says nothing. Only the embedding is trained in these layers, so the
# rest runs once, beforehand.


# %%
def lecture_inputs(X: pd.DataFrame, features: keras.Model) -> dict[str, np.ndarray]:
    """What the lecture's layers make of the rides."""
    given = {name: X[[name]].to_numpy("float32") for name in NUMBERS}
    when = pd.to_datetime(X.pickup_datetime, format=FORMAT)
    given["day"] = when.dt.day_of_week.to_numpy("float32")[:, None]
    return features.predict(given, batch_size=8_192, verbose=0)


for name, edges in (("lecture, even edges", even), ("lecture, quantile edges", quantile)):
    inputs = partial(lecture_inputs, features=lecture_features(edges))
    learn(name, inputs, cell=(10_000, 100))


# %%
show_curves("city scale", "lecture, even edges", "lecture, quantile edges")

# %% [markdown]
# In the middle panel the network waits for epochs, then finds the one feature that matters: the
# Euclidean distance. Its values are hundredths of a degree, so the weight has far to grow. On
# the right the cells, most of which hold a few rides, are learned first: blue stays well above
# grey, and after twelve epochs both are still above the line in one distance. (For serving,
# `keras.Model(features.inputs, model(features.output))` joins layers and network.)
#
# ## Ours
# Now put together what was learned: the city's scale; kilometres across and along the
# avenues; the hour as a point on a circle, so that 23:00 is near 0:00; the day as seven
# columns. Sixteen numbers.


# %%
def engineered(X: pd.DataFrame) -> np.ndarray:
    """Scaled columns, two distances, the hour on a circle and the day, shape (rides, 16)."""
    when = pd.to_datetime(X.pickup_datetime, format=FORMAT).dt
    angle = 2 * np.pi * (when.hour + when.minute / 60) / 24
    day = np.eye(7)[when.day_of_week]
    parts = city_scale(X), grid(X), np.sin(angle), np.cos(angle), day
    return np.column_stack(parts).astype("float32")


learn("ours", lambda X: {"numbers": engineered(X)}, seeds=(0, 1, 2))
print(f"a line in these sixteen: validation RMSE ${line_error(engineered):.3f}")

# %% [markdown]
# Do cells buy more, if each holds enough rides to learn from? Two tables of a hundred map cells,
# one for the pick-up and one for the drop-off, with 2 numbers each: on top of ours, and beside
# the lecture's scale, which knows no distance.


# %%
def with_places(X: pd.DataFrame) -> dict[str, np.ndarray]:
    """Ours, and the map cell of both places, 0 to 99, shape (rides,) each."""
    ids = cells(X, quantile)
    pickup, dropoff = 10 * ids[:, 0] + ids[:, 1], 10 * ids[:, 2] + ids[:, 3]
    return {"numbers": engineered(X), "pickup": pickup, "dropoff": dropoff}


tables = {"pickup": (100, 2), "dropoff": (100, 2)}
learn("ours + two places", with_places, seeds=(0, 1, 2), **tables)
learn("0…1 + two places", lambda X: with_places(X) | {"numbers": lecture_scale(X)}, **tables)

# %% [markdown]
# Nothing on top of ours; beside numbers that the network cannot read, much, though less than the
# city's scale does.
#
# Where do the features help? Look at the mean of what is left, hour by hour. The line knows the
# distance and no hour; a band is twice the error of its mean.

# %%
model, runs, inputs = trained["ours"]
model.set_weights(runs[0].best_weights)
by_ours = model.predict(inputs(X_val), batch_size=8_192, verbose=0)[:, 0]
by_line = fitted_line(street_km).predict(street_km(X_val))
hours = X_val.pickup_datetime.str[11:13].astype(int).to_numpy()
left = {"line, street grid": (y_val - by_line, "full"), "ours": (y_val - by_ours, "reduced")}
title = "By night the line asks too much, by day too little; ours errs less"
taxi.residuals_by_hour(hours, left, title=title)

# %% [markdown]
# By night streets are empty, the meter counts less waiting, and the line asks too much; by
# day too little.
#
# ## A better model?
# The other half of the question. A gradient-boosted tree is the strongest plain tool for
# tables. It gets our features, and once the raw columns: does the better model make the
# features unnecessary? (A leaf holds at least 100 rides, so that no odd ride owns one.)


# %%
def fitted_tree(columns: np.ndarray) -> HistGradientBoostingRegressor:
    """Boosted trees on columns of the training rides, grown in one thread."""
    tree = HistGradientBoostingRegressor(min_samples_leaf=100, early_stopping=False)
    with threadpool_limits(1):
        return tree.fit(columns, y_train)


trees = {}
for name, columns_of in (("tree, raw columns", raw_columns), ("tree, our features", engineered)):
    start = time.perf_counter()
    tree = fitted_tree(columns_of(X_train))
    trees[name] = tree, columns_of, time.perf_counter() - start
    error = rmse(y_val, tree.predict(columns_of(X_val)))
    print(f"{name}: validation RMSE ${error:.2f}")

# %% [markdown]
# A tree is quickly grown, so let it select as well: give it our sixteen columns group by group.
# What does each group win over the columns before it?

# %%
told = {}
for name, width in {"five": 5, "+ distances": 7, "+ hour": 9}.items():
    tree = fitted_tree(engineered(X_train)[:, :width])
    told[name] = tree.predict(engineered(X_val)[:, :width])
told["+ day"] = trees["tree, our features"][0].predict(engineered(X_val))
for before, after in pairwise(told):
    gap, error = rmse_difference(y_val, told[after], told[before])
    print(f"{after:<11} {gap:+.3f} ± {error:.3f} dollars of validation RMSE")

# %% [markdown]
# Each group added earns its place, the distances most: even a tree does not find them by itself,
# since its cuts run along the columns and not along the streets. (The ± is explained next.)
#
# ## The test rides, once
# Everything so far was compared on validation rides. Now each variant predicts the fares of
# 15,000 rides that nobody has looked at. Networks use the epoch that validation chose. In the
# figure ours are green, other networks dark orange, trees light orange, lines and the mean blue.

# %%
lines = {
    "line, raw columns": raw_columns,
    "line, degrees": in_degrees,
    "line, straight km": straight,
    "line, street grid": street_km,
}
predicted = {"mean fare": np.full((1, len(y_test)), y_train.mean())}
size, seconds = {"mean fare": 1}, {}
for name, columns_of in lines.items():
    line = fitted_line(columns_of)
    predicted[name] = line.predict(columns_of(X_test))[None]
    size[name] = line.coef_.size + 1
for name, (tree, columns_of, took) in trees.items():
    predicted[name] = tree.predict(columns_of(X_test))[None]
    size[name], seconds[name] = tree.n_iter_ * tree.max_leaf_nodes, took
for name, (model, runs, inputs) in trained.items():
    given, told = inputs(X_test), []
    for run in runs:
        model.set_weights(run.best_weights)
        told.append(model.predict(given, batch_size=8_192, verbose=0)[:, 0])
    predicted[name] = np.stack(told)
    size[name] = model.count_params()
    seconds[name] = np.mean([run.seconds for run in runs])


# %%
def variant(name: str) -> taxi.Variant:
    """What the figure shows of a model; the colour is that of its kind."""
    role = "full" if name in trained else "control" if name in trees else "other"
    role = "reduced" if name.startswith("ours") else role
    return taxi.Variant(tuple(errors[name]), size[name], role, seconds.get(name))


errors = {name: rmse(y_test, told) for name, told in predicted.items()}
variants = {name: variant(name) for name in sorted(errors, key=lambda name: -errors[name].mean())}
best = min(errors, key=lambda name: errors[name].mean())
line, least = errors["line, street grid"].mean(), errors[best].mean()
title = f"A line on the street grid: ${line:.2f}. Best: “{best}”, ${least:.2f}"
taxi.variant_errors(variants, title=title)

# %% [markdown]
# A point is a seed, seconds are those of one seed, a tree's numbers are its leaves without the
# splits. Which differences are more than luck? Other test rides: it must exceed twice its ± (both
# models get the same rides) and one cent. Other seeds: their ranges must not overlap.


# %%
@cache
def against(one: str, other: str) -> tuple[str, int]:
    """Difference of two RMSEs; and -1 for clearly better, 1 for worse, 0 for perhaps luck."""
    gap, error = rmse_difference(y_test, predicted[one], predicted[other])
    first, second = errors[one], errors[other]
    apart = first.max() < second.min() or second.max() < first.min()
    clear = apart and abs(gap) > max(2 * error, 0.01)  # nobody pays for less than a cent
    return f"{gap:+.2f} ± {error:.2f}", int(np.sign(gap)) if clear else 0


for one, other in [
    ("scaled to 0…1", "raw columns"),
    ("city scale", "raw columns"),
    ("lecture, even edges", "raw columns"),
    ("lecture, even edges", "line, straight km"),
    ("lecture, even edges", "city scale"),
    ("lecture, quantile edges", "lecture, even edges"),
    ("ours", "city scale"),
    ("ours + two places", "ours"),
    ("0…1 + two places", "scaled to 0…1"),
    ("line, street grid", "line, degrees"),
    ("line, street grid", "tree, raw columns"),
    ("tree, our features", "ours"),
]:
    gap, sign = against(one, other)
    print(f"{one:>23} − {other:<19} {gap}  {('perhaps luck', 'worse', 'better')[sign]}")
for name in ("city scale", "ours", "tree, our features"):
    print(f"{name}: median error ${median_error(y_test, predicted[name]).mean():.2f}")

# %% [markdown]
# ## Capstone · `fare_features` (4 points)
# Can features alone do it? Write features for a **linear** model: the check fits it on the
# training rides and asks about the validation rides, which it must quote with an RMSE of
# **2.44 dollars** or less. Your function sees only what is known at pick-up: the columns of
# `X_train`. You have seen where the grid distance alone stops, and where our sixteen columns do.


# %% tags=["exercise"]
def fare_features(X: pd.DataFrame) -> np.ndarray:
    """Return the features of each ride for a linear model, shape (rides, k) with k at most 200.

    X: columns pickup_datetime (text such as "2015-01-15 19:05:39 UTC"), pickup_longitude,
    pickup_latitude, dropoff_longitude, dropoff_latitude (degrees) and passenger_count.
    The features of a ride depend on that ride alone: on no fare and no meter distance, of whatever
    ride. All are finite numbers.
    """
    ### BEGIN SOLUTION
    longitude, latitude = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T
    east, north = 84.33 * longitude, 111.32 * latitude
    turn = np.radians(29)
    along = np.abs(east * np.sin(turn) + north * np.cos(turn))
    across = np.abs(east * np.cos(turn) - north * np.sin(turn))
    when = pd.to_datetime(X.pickup_datetime, format="%Y-%m-%d %H:%M:%S UTC").dt
    hour = np.eye(24)[when.hour]
    workday = (when.day_of_week < 5).to_numpy()[:, None]
    km = (along + across)[:, None]
    return np.column_stack([along, across, hour, km * hour, hour * workday, km * hour * workday])
    ### END SOLUTION


# %% tags=["check"]
with graded(
    "fare_features",
    points=4,
    hint="Keep both ways of the grid apart, add the day. What does an hour do to each kilometre?",
    stronger="A line adds, it never multiplies: make distance × hour a column, for each hour one.",
):
    split = "X_train" in globals()
    assert split, "Run the cells from *Look, then clean* to the split first."
    made = fare_features(X_train.copy())
    assert isinstance(made, np.ndarray | pd.DataFrame), "Return an array: a row for each ride."
    assert made.ndim == 2, "Features have two dimensions: rides and columns."
    assert len(made) == len(X_train), "Each ride has its row: none is dropped."
    assert all(column.kind in "fiub" for column in pd.DataFrame(made).dtypes), (
        "Features are numbers."
    )
    made = np.asarray(made, dtype=float)
    assert np.isfinite(made).all(), "A feature is missing or infinite for some rides."
    assert made.shape[1] <= 200, "At most 200 columns."
    judged = np.asarray(fare_features(X_val.copy()), dtype=float)
    few = np.asarray(fare_features(X_val[:3].copy()), dtype=float)
    assert few.shape == (3, made.shape[1]), "Three rides get as many columns as thousands."
    assert few == approx(judged[:3], rel=1e-5, abs=1e-6), (
        "The features of a ride changed with the other rides in the table: in service it is alone."
    )
    names = ("rides", "clean", "shuffled", "train_rides", "validation_rides", "test_rides")
    blank = {name: globals()[name].assign(fare_amount=0.0, trip_distance=0.0) for name in names}
    blank |= {name: np.zeros_like(globals()[name]) for name in ("y_train", "y_val", "y_test")}
    blank |= dict.fromkeys(("trees", "tree", "trained", "model", "runs", "predicted"))
    with patch.dict(globals(), blank):
        try:
            alone = np.asarray(fare_features(X_val[:300].copy()), dtype=float)
        except Exception:  # of an answer that asks a model which is not there
            alone = np.nan
        assert alone == approx(judged[:300], rel=1e-5, abs=1e-6), (
            "Without our fares and models your features change: they look up what is to be told."
        )
    fitted = LinearRegression().fit(made, y_train)
    reached = float(rmse(y_val, fitted.predict(judged)))
    assert reached > 2.05, "Better than the meter, unknown at pick-up: where is the leak?"
    assert reached <= 2.44, (
        "Too high an error: the street distance alone gives 2.53, with hours added to it 2.49; "
        "our sixteen columns as they stand give 2.447."
    )

# %%
if solved("fare_features"):
    fitted = LinearRegression().fit(fare_features(X_train), y_train)
    predicted["yours"] = fitted.predict(fare_features(X_test))[None]
    variants["yours"] = taxi.Variant(
        tuple(rmse(y_test, predicted["yours"])), fitted.coef_.size + 1, "yours"
    )
    gap, error = rmse_difference(y_test, predicted["yours"], predicted["city scale"])
    print(f"yours − city scale: {gap:+.2f} ± {error:.2f} dollars")
    ranked = dict(sorted(variants.items(), key=lambda item: -np.mean(item[1].rmse)))
    place = list(ranked)[::-1].index("yours") + 1
    title = f"Your line is number {place} of {len(ranked)}"
    taxi.variant_errors(ranked, title=title)

# %% [markdown]
# ## What the lecture says, and what you measured


# %%
def dollars(name: str) -> str:
    """Test RMSE of a variant, mean of its seeds."""
    return f"{errors[name].mean():.2f}"


calendar = pd.to_datetime(texts, format=FORMAT).dt.day_name().str[:3].to_numpy()
named = np.array(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"])[days["columns at once"]]
right_days = (named == calendar).mean()
to_unit, unit_sign = against("scaled to 0…1", "raw columns")
to_city, city_sign = against("city scale", "raw columns")
to_net, net_sign = against("line, street grid", "raw columns")
to_scale, scale_sign = against("line, street grid", "city scale")
to_tree, tree_sign = against("line, street grid", "tree, raw columns")
to_bird, bird_sign = against("line, street grid", "line, degrees")
to_even, cells_sign = against("lecture, quantile edges", "lecture, even edges")
to_blind, blind_sign = against("0…1 + two places", "scaled to 0…1")
to_ours, places_sign = against("ours + two places", "ours")
to_raw, raw_sign = against("lecture, even edges", "raw columns")
to_scaled, scaled_sign = against("lecture, even edges", "city scale")

# %%
claims(
    Claim(
        "Important features in a poor model beat bad ones in a fantastic model",
        f"RMSE of a line on the street grid {dollars('line, street grid')}; against a network on "
        f"raw columns {to_net}, on the city's scale {to_scale}, a tree on raw columns {to_tree}",
        verdict(net_sign < 0, scale_sign < 0, tree_sign < 0),
        prediction="validation RMSE of the raw network",
    ),
    Claim(
        "Numbers must be scaled before a network reads them: to 0…1, by (x + 78)/8",
        f"the city fills {np.ptp(sliver, axis=0).max():.1%} of that scale: RMSE {to_unit} with it; "
        f"with the city's own {to_city}",
        verdict(unit_sign < 0, city_sign < 0),
    ),
    Claim(
        "The model reads the time as text and names the day, by Python for each ride",
        f"{right_days:.0%} of the rides get the right day; columns at once are "
        f"{speed_up:.0f} times faster",
        verdict(right_days > 0, right_days == 1),
        prediction="times faster: columns at once",
    ),
    Claim(
        "The Euclidean distance is only a rough indicator of the route",
        f"correlation with the meter's {follows_route['Euclidean, in degrees']:.3f}, along the "
        f"streets {follows_route['along the street grid']:.3f}; RMSE of a line on that {to_bird}",
        verdict(bird_sign < 0),
    ),
    Claim(
        "A map in buckets is likely more useful than raw coordinates",
        f"even edges use {len(used['even'])} cell; the {len(used['quantile']):,} of quantile edges "
        f"change the RMSE by {to_even}, two small tables beside coordinates in 0…1 by {to_blind}, "
        f"on top of ours by {to_ours}",
        verdict(blind_sign < 0, cells_sign < 0, places_sign < 0),
        prediction="cells that even buckets use",
    ),
    Claim(
        "The engineered model is a significant improvement over the baseline",
        f"the lecture's features against raw columns {to_raw}, against columns on the city's scale "
        f"{to_scaled}; ours against those {against('ours', 'city scale')[0]}",
        verdict(raw_sign < 0, scaled_sign < 0),
    ),
)

# %% [markdown]
# So: better features, or a better model? The steps, in test dollars:

# %%
ladder = ["mean fare", "line, straight km", "line, street grid", "ours", "tree, our features"]
for before, after in pairwise(ladder):
    won = errors[before].mean() - errors[after].mean()
    print(f"{before:>18} → {after:<18} {won:.2f} dollars won, {dollars(after)} left")

# %% [markdown]
# The first feature, a distance, is worth more than everything after it, and a network finds it
# only on a sensible scale. What a better model adds to good features is in the last row: hold it
# against its error above before you pay for it. And spend the next day on an idea about the world
# that no column holds yet, such as the weather or a closed street, or on what a few odd fares do
# to the error, before another million parameters.
#
# ## Further reading
# - P. Domingos: *A Few Useful Things to Know about Machine Learning*, Communications of the
#   ACM 55 (10), 2012.
# - J. H. Friedman: *Greedy Function Approximation: A Gradient Boosting Machine*, Annals of
#   Statistics 29 (5), 2001.
# - K. Weinberger, A. Dasgupta, J. Langford, A. Smola, J. Attenberg: *Feature Hashing for Large
#   Scale Multitask Learning*, ICML 2009.
# - C. Guo, F. Berkhahn: *Entity Embeddings of Categorical Variables*, arXiv:1604.06737, 2016.
# - S. Kaufman, S. Rosset, C. Perlich: *Leakage in Data Mining: Formulation, Detection, and
#   Avoidance*, KDD 2011.
# - New York City Taxi and Limousine Commission: *TLC Trip Record Data*.

# %% tags=["scoreboard"]
scoreboard(of=14)

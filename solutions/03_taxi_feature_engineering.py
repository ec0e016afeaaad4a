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
# A passenger names a destination, and you have to quote a fare before the meter starts. In this
# lesson you build features by hand, measure what each of them is worth in dollars, and decide at
# the end where your next day of work should go.
#
# | section | minutes |
# |---|---|
# | From rides to a first fare | 10 |
# | A network on raw columns, and its scale | 11 |
# | When: a time becomes a feature | 8 |
# | Where: two places become a distance | 13 |
# | Buckets, a cross, an embedding | 15 |
# | Our features, and better models | 8 |
# | The test rides, once | 4 |
# | Capstone and summary | 6 |
#
# The times add up to 75 minutes.
#
# **Before you start** you need lesson 1 and a little pandas. **Afterwards** you can
# - turn a time and two places into features, and find the faults that published code has,
# - tell what scaling is worth from what features are worth,
# - choose the size of buckets, crosses and embedding tables by the rides that fill them,
# - keep out of a model whatever is not known when it has to answer.
#
# Work from top to bottom. An exercise is a cell for you to complete. The check below it is
# folded: run it to get your result, open it if you want to read what it asks.

# %% [markdown]
# **Three questions to warm up.** Open the answer that you would give.
#
# **1.** (Lesson 1) What is an *embedding*?
#
# <details><summary>A. A table with a row of learned numbers for each word or other
# category.</summary>
#
# Yes. In this lesson the categories are parts of a city instead of words.
# </details>
# <details><summary>B. One number between 0 and 1 for each word.</summary>
#
# It is a whole row of numbers, and nothing keeps them between 0 and 1.
# </details>
#
# **2.** (Lesson 2) Two models are judged on the same rows, and their difference is smaller than
# twice its standard error. What do you know?
#
# <details><summary>A. Both models are equally good.</summary>
#
# No. "Not established" is not the same as "no difference".
# </details>
# <details><summary>B. These rows do not establish which of them is better.</summary>
#
# Yes. More rows might.
# </details>
#
# **3.** (Lesson 2) You add a column to a table that has few rows. Can a model get worse?
#
# <details><summary>A. No, it can always ignore the column.</summary>
#
# It would have to learn to, from the same few rows.
# </details>
# <details><summary>B. Yes, each new column leaves more room to be fooled by chance.</summary>
#
# Yes. So a feature has to earn its place, and this lesson measures whether it does.
# </details>

# %% tags=["setup"]
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd
from sklearn import clone, compose, ensemble, model_selection, pipeline, preprocessing
from sklearn.linear_model import LinearRegression

from utils import datasets
from utils.frameworks import keras, tf
from utils.grading import claim, claims, graded, predict, refuses, same_as, scoreboard, solved
from utils.measuring import difference, metrics
from utils.measuring.timing import in_turn
from utils.measuring.training import train_seeds
from utils.topics import taxi

layers, PLACES, NUMBERS, KNOWN = keras.layers, taxi.PLACES, taxi.NUMBERS, taxi.KNOWN
rides = datasets.taxi().rides  # all of them
clean = rides[~taxi.faults(rides).any(axis=1)]
(X_train, y_train), (X_val, y_val), (X_test, y_test) = taxi.split(clean)

# %% [markdown]
# ## From rides to a first fare
# Feature engineering is a loop, and this lesson walks through it once. **Brainstorm**: what
# could change a fare? **Devise**: which number says so? **Select**: which of these numbers help,
# on validation rides? **Evaluate**: what are they worth on rides that nobody has looked at?
#
# The first ideas come from the field you work in: contours for images, spectrograms for sound,
# trends for stock prices, genes for DNA, parts of speech for text. For a taxi ride they are
# distance, weekday and district. Then features are combined, and their number explodes: cut four
# coordinates into eleven buckets each, and there are $11^4 = 14{,}641$ combinations. This
# lesson ends with sixteen features.
#
# ### Look, then clean
# We have 50,000 rides in New York's yellow cabs in January 2015. The lecture has 106,545 rides
# with the first eight of these columns, and ours have one more. Our rides are a **crop**: all of
# them begin and end between 40.70 and 40.80° north and between 73.90 and 74.05° west, which is
# Manhattan and its closest neighbours. No ride here reaches an airport. In the table below, look at
# the smallest and the largest value of each column: which of them cannot be true?

# %%
ranges = rides.describe().loc[["min", "50%", "max"]].round(2)
pd.concat([rides.iloc[:2], ranges])[rides.columns].fillna("").T

# %% [markdown]
# A fare below zero is no fare (the meter starts at 2.50 dollars, so that is our limit), and a cab
# without passengers earns none. `fare_amount` is the label; `pickup_datetime` and `key` are text,
# and the other columns are numbers. (The lecture fills gaps with 0.0 and `na`. A place at 0.0,
# 0.0 would lie in the Atlantic, but our rides have no gaps.) There is one fault that the table
# cannot show: some rides end exactly where they began. We count the faults, then remove these
# rides.

# %%
faults = taxi.faults(rides)
print(faults.sum().to_string())
print(f"removed {faults.any(axis=1).sum()} of {len(rides):,} rides, {len(clean):,} stay")

# %% [markdown]
# A ride that is merely odd, such as one for 100 dollars, is not removed: a model that quotes fares
# will meet such rides.
#
# (Your own rides: `datasets.taxi("rides.csv")` in the set-up reads a file with the same columns,
# with times in any form of ISO 8601. Take some 40,000 rides in one city; with fewer, the standard
# errors grow. A file with only the lecture's eight columns lacks the meter's distance: write
# `datasets.taxi("rides.csv").rides.assign(trip_distance=1.0)` instead, and skip what is said of the
# meter. The heading of 29° and the error that the capstone demands are Manhattan's.)
#
# ### Split
# We split the rides at random, because what a feature is worth should not depend on the weather
# of one week: the last week of January 2015 brought a snow storm. (A service that goes live
# should be judged on later rides than it learned from, since it will have to serve next month.)
# Fares above 60 dollars are left out of training, but not of validation and test. In a crop of
# some 11 by 13 km such fares are hard to explain, and training minimizes *squared* errors: a
# single error of 100 dollars counts as much as ten thousand errors of one dollar.

# %%
for name, fares in (("train", y_train), ("validation", y_val), ("test", y_test)):
    print(f"{name:<10} {len(fares):>6,} rides, mean ${fares.mean():.2f}, most ${fares.max():.2f}")

# %% [markdown]
# ### Baselines
# Is an error of three dollars good or bad? To know, compare it with what you get for nothing. Our
# measure is the **RMSE** (root mean squared error): square each error, take the mean, take the
# root. It is in dollars, and large errors weigh most.
#
# The first baseline quotes the mean fare to everybody. The second is a linear regression on the
# raw columns, the third a linear regression on the straight distance alone. We compare models on
# the *validation* rides; the test rides wait until the end.
#
# A degree of latitude is 111.32 km. A degree of longitude is that times the cosine of the
# latitude, because meridians draw together towards the pole. Here the latitude is 40.75°.


# %%
def east_north(X: pd.DataFrame) -> np.ndarray:
    """Kilometres that a ride leads to the east and to the north, shape (rides, 2)."""
    degrees = X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()
    return degrees * 111.32 * [np.cos(np.radians(40.75)), 1]


def straight(X: pd.DataFrame) -> np.ndarray:
    """Kilometres in a straight line, shape (rides, 1)."""
    return np.hypot(*east_north(X).T)[:, None]


def raw_columns(X: pd.DataFrame) -> np.ndarray:
    """The five raw numbers of a ride, shape (rides, 5)."""
    return X[NUMBERS].to_numpy("float32")


# %% [markdown]
# Every model of the lesson is kept in `models`: a name, and a function that quotes fares for
# rides (a row for each seed, where there are seeds). Before you run the next cell, guess: which
# line will be better, the one on five raw columns or the one on a single distance?

# %%
models = {"mean fare": lambda X: np.full((1, len(X)), y_train.mean())}
sizes = {"mean fare": 1}  # how many numbers a model has learned


def line_on(name: str, columns) -> LinearRegression:
    """Fit a line to what `columns` makes of the training rides, and keep it."""
    line = LinearRegression().fit(columns(X_train), y_train)
    models[name] = lambda X: line.predict(columns(X))[None]
    sizes[name] = line.coef_.size + 1
    return line


def validated(name: str) -> float:
    """Validation RMSE of a model, the mean of its seeds."""
    return metrics.rmse(y_val, models[name](X_val)).mean()


line_on("line on raw columns", raw_columns)
line_on("line on straight km", straight)
for name in models:
    print(f"{name:<18} validation RMSE ${validated(name):.2f}")

# %% [markdown]
# Two numbers, a price per kilometre and one for getting in, nearly halve the error. A linear
# model on the raw columns hardly beats the mean, because no *weighted sum* of coordinates is a
# distance.
#
# How many rides decide such an error, and how well do we know it?

# %%
squares = metrics.squared_errors(y_val, models["line on straight km"](X_val)[0])
share = np.sort(squares)[-len(squares) // 100 :].sum() / squares.sum()
own = difference(squares, 0 * squares, over="rows", unit="dollars", statistic=metrics.root_mean)
print(f"RMSE ${own.value:.2f}, with a standard error of ${own.standard_error:.2f}")
print(f"median error ${metrics.median_error(y_val, models['line on straight km'](X_val)[0]):.2f}")
print(f"1 % of the rides hold {share:.0%} of the squared error")

# %% [markdown]
# The standard error says how much the RMSE would move with other validation rides. (It comes from
# a **bootstrap**: draw as many rides again, with repetition, a thousand times, and see how much
# the result varies.)
#
# **Question.** Model A has an RMSE of 2.55 dollars and model B one of 2.50, and each has the
# standard error you see above. Can B still be established as the better one?
#
# <details><summary>A. No, 0.05 is less than the standard error.</summary>
#
# That would be right if the two had been judged on different rides.
# </details>
# <details><summary>B. Yes, because both quote fares for the same rides.</summary>
#
# Yes. The few rides that decide the RMSE hurt both models alike, and largely cancel in the
# *difference*. So wherever a conclusion hangs on a difference, we give that difference a standard
# error of its own.
# </details>
#
# > **So far.** Quoting the mean fare is what you can do without knowing anything about a ride. A
# > line in one feature, the distance, nearly halves that error. The RMSE itself is not known well,
# > since a few rides decide it; the difference of two models on the same rides is known better.
#
# ## A network on raw columns, and its scale
# This is the lecture's network: a layer of 32 units, a layer of 8, and one output, the fare. It is
# trained by Adam on the mean squared error and written in Keras's functional API, where each layer
# is called on the output of the one before. (The lecture introduces it as a linear regression. With
# two layers of ReLU it is none, and you have just seen what a linear regression achieves. The
# learning rate is ours.) The argument `tables` is for later: embeddings beside the plain numbers.


# %%
def network(width: int, **tables: tuple[int, int]) -> keras.Model:
    """The lecture's 32-8-1 on `width` numbers and a row of each embedding (rows, width)."""
    inputs = {"numbers": keras.Input((width,), name="numbers")}
    features = [inputs["numbers"]]
    for name, (rows, size) in tables.items():
        inputs[name] = keras.Input((), dtype="int32", name=name)
        features.append(layers.Embedding(rows, size, name=f"{name}_table")(inputs[name]))
    first = layers.Dense(32, activation="relu", name="first")(layers.Concatenate()(features))
    second = layers.Dense(8, activation="relu", name="second")(first)
    model = keras.Model(inputs, layers.Dense(1, name="fare")(second))
    error = keras.metrics.RootMeanSquaredError(name="rmse")
    settings = {"metrics": [error], "steps_per_execution": 107}  # an epoch in one call: faster
    model.compile(keras.optimizers.Adam(0.02), loss="mse", **settings)
    return model


# %% [markdown]
# Every network below is trained in the same way: seven epochs, batches of 256 rides, and three
# seeds (five where errors lie close). For each seed we keep the weights of the epoch with the least
# validation error.

# %%
trained = {}


def learn(name: str, inputs, seeds: int = 3, **tables: tuple[int, int]) -> None:
    """Train `network` from some seeds on what `inputs` makes of the rides, and keep it."""
    given = inputs(X_train)
    build = partial(network, given["numbers"].shape[1], **tables)
    plan = {"seeds": range(seeds), "epochs": 7, "batch_size": 256, "label": name}
    model, runs = train_seeds(build, (given, y_train), (inputs(X_val), y_val), **plan)
    trained[name] = model, runs
    models[name] = lambda X: quoted(model, runs, inputs(X))
    sizes[name] = model.count_params()
    print(
        name, "validation RMSE by seed:", [f"{run.history['val_rmse'].min():.2f}" for run in runs]
    )


def quoted(model: keras.Model, runs: list, given: dict) -> np.ndarray:
    """The fares of a network with the weights of each run's best epoch, shape (seeds, rides)."""
    told = []
    for run in runs:
        model.set_weights(run.best_weights)
        told.append(np.asarray(model(given))[:, 0])
    return np.stack(told)


# %% [markdown]
# What RMSE will the network reach on raw columns? Replace `None` by your guess, in dollars. The
# baselines that you can compare with are printed above.

# %%
predict("validation RMSE of the raw network", None)

# %%
learn("network on raw columns", lambda X: {"numbers": raw_columns(X)})

# %% [markdown]
# With all its parameters it does about as well as the mean fare. Why? A **ReLU** unit passes on
# what is positive and gives zero otherwise. A unit that gives zero for *every* ride gets no
# gradient either, so as a rule it stays that way: it is **dead**. After training, we count the dead
# units of each seed, and the units of the first layer that are positive for every ride.

# %%
model, runs = trained["network on raw columns"]
inside = keras.Model(model.inputs, [model.get_layer(name).output for name in ("first", "second")])
for seed, run in enumerate(runs):
    model.set_weights(run.last_weights)
    outputs = [np.asarray(layer) for layer in inside({"numbers": raw_columns(X_val)})]
    dead = [int((layer == 0).all(axis=0).sum()) for layer in outputs]
    always = int((outputs[0] > 0).all(axis=0).sum())
    print(f"seed {seed}: dead {dead[0]} of 32 and {dead[1]} of 8; on for every ride {always} of 32")

# %% [markdown]
# Add up the two counts of the first layer: every unit is either off for all rides or on for all of
# them. To this layer every ride looks almost the same, (−74, 41, −74, 41, 1) with tiny differences.
# A unit that is always on bends nothing, so the second layer gets nothing but weighted sums of the
# raw columns. And the network does not make the most of those: the *line* on raw columns had a
# slightly lower error. (Probably such numbers also make the training slow. We did not measure
# that.)
#
# ### Scale to what the data do
# The lecture scales each coordinate to 0…1: longitude $(\lambda + 78)/8$ and latitude
# $(\varphi - 37)/8$, with $\lambda$ and $\varphi$ in degrees. (There are two slips: it calls −78
# the largest longitude, although it is the smallest, and it names −72 as the other end, although
# a width of 8 leads to −70.) Where in 0…1 do our rides lie?


# %%
def lecture_scale(X: pd.DataFrame) -> np.ndarray:
    """The five numbers with the coordinates scaled as in the lecture, shape (rides, 5)."""
    scaled = (X[NUMBERS].to_numpy() + np.array([78, -37, 78, -37, 0])) / [8, 8, 8, 8, 1]
    return scaled.astype("float32")


sliver = lecture_scale(X_train)[:, :4]
for place, values in zip(PLACES, sliver.T, strict=True):
    print(f"{place:<18} {values.min():.3f} to {values.max():.3f}")
widest = np.ptp(sliver, axis=0).max()
print(f"the widest fills {widest:.1%} of 0…1")

# %% [markdown]
# These bounds fit a piece of the eastern United States, and ours is a crop of one city. So take
# the scale from the rides: subtract the mean of the training rides and divide by their standard
# deviation, which is what the layer `Normalization` does. The network and the epochs stay the
# same.

# %%
normalize = layers.Normalization()
normalize.adapt(raw_columns(X_train))


def city_scale(X: pd.DataFrame) -> np.ndarray:
    """The five numbers, each with mean 0 and standard deviation 1 over the training rides."""
    return np.asarray(normalize(raw_columns(X)))


learn("network on 0…1 scale", lambda X: {"numbers": lecture_scale(X)})
learn("network on city scale", lambda X: {"numbers": city_scale(X)})


# %%
def show_curves(*names: str) -> None:
    """Draw the RMSE of some networks by epoch, with that of their best epochs in the title."""
    runs = {name: trained[name][1] for name in names}
    levels = {name: validated(name) for name in ("mean fare", "line on straight km")}
    told = ", ".join(f"{name.rpartition(' on ')[2]} ${validated(name):.2f}" for name in names)
    taxi.rmse_curves(runs, levels, title=f"Validation RMSE, best epochs: {told}")


show_curves("network on raw columns", "network on 0…1 scale", "network on city scale")

# %% [markdown]
# Scaling to 0…1 does not help, most likely because the rides still fill only a sliver of it. On
# the city's own scale the network gets below the line on the straight distance, so it has most
# likely built something like a distance by itself. *This* is the baseline that a feature must
# beat, and not the network on raw columns.
#
# **Change one thing.** In the cell that defines `learn`, replace the 7 epochs by 40 and run it.
# Then run the cell of `learn("network on 0…1 scale", …)` again. Do more epochs make up for the
# scale? (Put the 7 back afterwards and run both cells once more.)
#
# > **So far.** This network needs its numbers on the scale on which they *vary*. Whoever compares
# > a feature with the network on raw columns mostly measures the scale.
#
# ## When: a time becomes a feature
# The lecture lets the model read the time as text and works out the weekday in Python, ride by
# ride, inside TensorFlow. The alternative is to treat the whole column at once, in pandas. Guess
# before you run the next two cells: how many times faster is that?


# %%
@tf.function
def in_the_model(texts: tf.Tensor) -> tf.Tensor:
    """Day of the week of each ride, by Python inside TensorFlow."""
    one = partial(tf.py_function, taxi.weekday, Tout=tf.int32)
    return tf.map_fn(lambda text: one([text]), texts, fn_output_signature=tf.int32)


texts = rides.pickup_datetime[:1_000]
ways = {
    "Python inside the model": lambda: in_the_model(tf.constant(texts.tolist())).numpy(),
    "a loop in Python": lambda: np.array([taxi.weekday(text) for text in texts]),
    "a column at once": lambda: pd.to_datetime(texts, format=taxi.FORMAT).dt.day_of_week.to_numpy(),
}
days = [way() for way in ways.values()]
assert all((found == days[0]).all() for found in days)

# %%
seconds = in_turn(ways, rounds=5)
for name, took in seconds.items():
    ratios = np.sort(took / seconds["a column at once"])
    print(f"{name:<24} {np.median(took) / len(texts) * 1e6:6.1f} µs per ride,", end=" ")
    print(f"{np.median(ratios):5.1f} times the column ({ratios[0]:.1f} to {ratios[-1]:.1f})")

# %% [markdown]
# All three name the same days. The plain loop takes only about twice as long as the column. What
# costs most is going from TensorFlow into Python and back, once for each ride. Nor is such a Python
# function saved with the model.
#
# ### Exercise · `day_names` (2 points): find the fault
# The lecture names the days like this (in our words), and published labs do the same:
# ```python
# names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
# return [names[when.weekday()] for when in pd.to_datetime(times)]
# ```
# Every ride gets the wrong day. It is a slip, nothing more, and you can mend it. The texts end in
# `UTC` although they show New York's clock: read them as they stand.


# %% tags=["exercise"]
def day_names(times: pd.Series) -> list[str]:
    """Return the day of the week of each time: Mon, Tue, Wed, Thu, Fri, Sat or Sun.

    times: texts such as "2015-01-15 19:05:39 UTC", of any year and with any index, to be read as
    they stand. A list, an array or a Series of names will do.

    >>> day_names(times=pd.Series(["2015-01-15 19:05:39 UTC"]))
    ['Thu']
    """
    ### BEGIN SOLUTION
    return pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC").dt.strftime("%a").tolist()
    ### END SOLUTION


# %% tags=["check"]
# Check of day_names: run it; open it to read what is asked
with graded(
    "day_names",
    points=2,
    hint="Which day does `weekday()` call 0? Go over the values: a column keeps its own index.",
    stronger="`weekday()` counts from Monday, the list from Sunday. pandas has `.dt.day_name()`.",
):
    named = day_names(times=pd.Series(["2015-01-15 19:05:39 UTC"]))
    assert len(named) == 1, "One name for each time."
    assert isinstance(next(iter(named)), str), "A name is a text such as 'Mon'."
    assert len(next(iter(named))) == 3, "Names have three letters, the first a capital: 'Mon'."
    assert list(named) != ["Wed"], "15 January 2015 was a Thursday: `weekday()` is 0 on Mondays."
    assert list(named) == ["Thu"], "15 January 2015 was a Thursday."
    night = pd.Series(["2015-02-01 00:30:00 UTC", "2015-01-31 23:30:00 UTC"], index=[7, 3])
    assert list(day_names(night)) == ["Sun", "Sat"], (
        "Read the times as they stand, in their order: half past midnight belongs to the new day."
    )
    same_as("day_names")

# %% [markdown]
# Does a wrong name do any harm? To a network that gets seven columns, one for each day, it does
# none: the columns are only in another order. But it misleads everyone who *uses* the name. What
# does a (straight) kilometre cost on a weekend and on a workday, by your names and by the
# lecture's? We take the rides that begin from 8:00 to 18:59, so that the nights do not get
# in the way.

# %%
if solved("day_names"):
    right = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    mistaken = dict(zip(right, [right[-1], *right[:-1]], strict=True))
    yours = pd.Series(list(day_names(X_train.pickup_datetime)))
    daytime = X_train.pickup_datetime.str[11:13].astype(int).between(8, 18).to_numpy()
    km = straight(X_train)[:, 0]
    for label, found in (("your names", yours), ("the lecture's", yours.map(mistaken))):
        off = found.isin(["Sat", "Sun"]).to_numpy()
        prices = [y_train[some & daytime].sum() / km[some & daytime].sum() for some in (off, ~off)]
        print(f"{label:<14} weekend ${prices[0]:.2f} per km, workday ${prices[1]:.2f}")

# %% [markdown]
# By the right names a kilometre of these rides is cheaper on a weekend. By the lecture's names a
# Monday counts as a weekend and a Saturday as a workday, and the difference shrinks.
#
# > **So far.** A time becomes a feature when you pick what about it matters, such as the day of the
# > week. Work on whole columns, and try your function on a date whose weekday you know.
#
# ## Where: two places become a distance
# The lecture takes the Euclidean distance of the two positions in degrees, and calls it only a
# rough indicator of the route. Two reasons come to mind: degrees are not kilometres, and cabs
# follow streets. We will see below which of the two matters.
#
# ### Exercise · `grid_km` (3 points)
# In a city of avenues and crossing streets, a cab drives along the one and then along the other.
# Compute that distance for any such city. The sketch to have in mind: turn the map until the
# avenues point up, then add the way up or down and the way left or right.


# %% tags=["exercise"]
def grid_km(pickup: np.ndarray, dropoff: np.ndarray, heading: float) -> np.ndarray:
    """Return the kilometres of each ride along the avenues plus those along the streets.

    pickup, dropoff: longitude and latitude in degrees, in this order, shape (rides, 2); rides are
    less than half a degree long and do not cross the date line.
    heading: of the avenues, in degrees clockwise from north, any number; streets cross them at
    right angles. A degree of latitude is 111.32 km, a degree of longitude is that times the cosine
    of the ride's own latitude (of the pick-up, of the drop-off, or between them).
    An array, a list or a Series of shape (rides,) will do. The arguments are left unchanged.

    >>> grid_km(pickup=np.array([[0.0, 0.0]]), dropoff=np.array([[0.01, 0.02]]), heading=0)
    array([3.3396])
    """
    ### BEGIN SOLUTION
    longitude, latitude = (dropoff - pickup).T
    north = 111.32 * latitude
    east = 111.32 * longitude * np.cos(np.radians(pickup[:, 1]))
    turn = np.radians(heading)
    along = east * np.sin(turn) + north * np.cos(turn)
    across = east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)
    ### END SOLUTION


# %% tags=["check"]
# Check of grid_km: run it; open it to read what is asked
with graded(
    "grid_km",
    points=3,
    hint="First kilometres to the east and north, then turn them, then add their sizes.",
    stronger="An avenue of heading h leads sin h to the east and cos h to the north of each km.",
):
    got = grid_km(pickup=np.array([[0.0, 0.0]]), dropoff=np.array([[0.01, 0.02]]), heading=0)
    assert np.shape(got) == (1,), "Return an array of kilometres: one number for each ride."
    near = partial(np.allclose, rtol=1e-3)  # 0.1 %: which latitude you take moves it by less
    assert not near(got, 2.489), "That is the straight line: the two ways are *added*."
    assert near(got, 3.3396), "0.01 and 0.02 degrees at the equator: 1.1132 + 2.2264 km."
    start, north = np.array([[10.0, 60.0]]), np.array([[10.0, 60.01]])
    east, far = np.array([[10.01, 60.0]]), np.array([[10.02, 59.98]])
    assert not near(grid_km(start, north, 0), 1.0963), "Longitude comes first: you swapped them."
    assert not near(grid_km(start, east, 0), 1.0602), "`np.cos` takes radians: use `np.radians`."
    assert near(grid_km(start, east, 0), 0.5566), "At 60° N a degree of longitude is half as long."
    assert near(grid_km(start, far, 0), 3.3396), "Add the sizes, not the signs."
    assert not near(grid_km(start, far, 30), 3.3396), "Your distance ignores the heading."
    assert not near(grid_km(start, far, 30), 2.6338), "Turn clockwise; take sizes after that."
    assert near(grid_km(start, far, 30), 3.4488), "Turn kilometres, by degrees, not radians."
    same_as("grid_km")

# %% [markdown]
# If your function is right, the fares themselves tell you how Manhattan is turned.

# %%
if solved("grid_km"):
    ends = X_train[PLACES[:2]].to_numpy(), X_train[PLACES[2:]].to_numpy()
    turns = np.arange(0, 91, 3)
    fits = [np.corrcoef(grid_km(*ends, float(turn)), y_train)[0, 1] for turn in turns]
    best = turns[np.argmax(fits)]
    title = f"Of {len(turns)} headings, a grid turned by {best}° goes best with the fares"
    taxi.headings(turns, fits, title=title)

# %% [markdown]
# On a map, Manhattan's avenues run 29° east of north; we tried steps of three degrees, and the
# fares come close. The next cell also keeps the two directions as separate columns, for later: a
# cab may be slower across town than along an avenue.


# %%
def ways_km(X: pd.DataFrame, heading: float = 29.0) -> np.ndarray:
    """Kilometres across the avenues and along them, shape (rides, 2)."""
    (east, north), turn = east_north(X).T, np.radians(heading)
    across = east * np.cos(turn) - north * np.sin(turn)
    along = east * np.sin(turn) + north * np.cos(turn)
    return np.abs(np.column_stack([across, along]))


def street_km(X: pd.DataFrame) -> np.ndarray:
    """Kilometres along the street grid, shape (rides, 1)."""
    return ways_km(X).sum(axis=1, keepdims=True)


def in_degrees(X: pd.DataFrame) -> np.ndarray:
    """The lecture's Euclidean distance, in degrees, shape (rides, 1)."""
    return np.hypot(*(X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T)[:, None]


# %% [markdown]
# Which distance follows the route best, and which the fare? The last row is the meter's own
# distance, the ninth column of our table. The last column compares the errors of two lines on the
# same rides: below zero, this distance is better than the lecture's.

# %%
distances = {
    "Euclidean, in degrees": in_degrees,
    "Euclidean, in km": straight,
    "along north and east": lambda X: ways_km(X, 0).sum(axis=1, keepdims=True),
    "along the street grid": street_km,
    "by the meter": lambda X: rides.loc[X.index, ["trip_distance"]].to_numpy(),
}
rows, by_distance, apart = {}, {}, {}
meter = distances["by the meter"](X_train)[:, 0]
for name, columns in distances.items():
    km, line = columns(X_train)[:, 0], LinearRegression().fit(columns(X_train), y_train)
    by_distance[name] = metrics.squared_errors(y_val, line.predict(columns(X_val)))
    pair = by_distance[name], by_distance["Euclidean, in degrees"]
    apart[name] = difference(*pair, over="rows", unit="dollars", statistic=metrics.root_mean)
    rows[name] = {
        "correlation with the route": f"{np.corrcoef(km, meter)[0, 1]:.3f}",
        "with the fare": f"{np.corrcoef(km, y_train)[0, 1]:.3f}",
        "validation RMSE of a line": f"${metrics.root_mean(by_distance[name]):.3f}",
        "less that of Euclid in degrees": f"{apart[name]:.3f}",
    }
pd.DataFrame(rows).T

# %%
best = apart["by the meter"]
claim(
    "The Euclidean distance is only a rough indicator of the route",
    measured=f"RMSE of a line, less that of a line on the Euclidean distance: {best} on the "
    f"meter's, {apart['along the street grid']} on that along the streets",
    holds={"the true distance predicts better": best.sure and best.value < 0},
)

# %% [markdown]
# The degrees do not seem to be what makes the Euclidean distance rough: in kilometres it does no
# better in this table, even slightly worse. (Our guess: in degrees, a kilometre to the east
# counts for more than one to the north, and that happens to charge more for crossing the town.) A
# grid along north and east, which is not how the streets run, is worse than no grid at all, by
# more than luck. The real streets win back a small part of what the Euclidean distance loses
# against the meter, at the cost of knowing one angle. The meter's distance is far better than all
# of them, and that should make you suspicious.
#
# **Question.** Why not use the meter's distance as a feature?
#
# <details><summary>A. It is measured in miles, and the others in kilometres.</summary>
#
# A line does not mind: it learns another price per unit.
# </details>
# <details><summary>B. It is known only when the ride is over.</summary>
#
# Yes. A model trained on it looks excellent in every table, and has nothing to read when the
# passenger asks. That is called a **leak**. No model of this lesson gets the column.
# </details>
# <details><summary>C. It is so good that the model would overfit.</summary>
#
# A feature that is informative on new rides too is not overfitting.
# </details>
#
# What can a distance not explain? In the next figure, look at the level of 52 dollars.

# %%
line = line_on("line on street grid", street_km)
line_on("line on degrees", in_degrees)
flat = y_train == 52
farthest = street_km(X_train)[flat].max(initial=0)
title = f"Fares rise with distance; {flat.sum()} rides up to {farthest:.1f} km cost exactly $52"
taxi.fares_by_distance(
    street_km(X_train)[:, 0], y_train, flat, (line.coef_[0], line.intercept_), title=title
)
miles = clean.trip_distance[clean.fare_amount == 52]
print(f"the meters of {(miles < 1).sum()} of all {len(miles)} such rides ran less than a mile")

# %% [markdown]
# 52 dollars was the flat rate between Manhattan and JFK airport. But our crop ends far from the
# airport, so none of these rides, as recorded, went there, and many of the meters hardly moved.
# Were they keyed in by mistake, or is the drop-off wrong? We do not know, and no feature of ours
# can know it either. These rides stay in the error of every model.
#
# > **So far.** One known angle makes a better distance than the Euclidean one. The best column of
# > the table is a leak. Some fares cannot be explained from where a ride begins and ends.
#
# ## Buckets, a cross, an embedding
# The lecture's main idea: a place is not a quantity. Being twice as far west does not cost twice
# as much. So cut each coordinate into **buckets** (intervals). **Cross** the bucket of the
# longitude with that of the latitude, and you have a cell of the map; cross the pick-up's cell with
# the drop-off's, and you have a kind of trip. Then learn a row of 100 numbers for each kind.
#
# That can be many kinds. So the lecture **hashes** them. A hash is a fixed recipe that turns
# anything into a row number below a limit, like a cloakroom that computes your hook from your
# name: no list of guests is needed, but two guests may have to share a hook.
#
# The lecture uses feature columns, which are deprecated. Keras layers do the same today:
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
# And this is the lecture's whole set of features as one functional model:


# %%
def lecture_features(edges: list[list[float]]) -> keras.Model:
    """Scaled places, distance and day as 13 numbers, and the hashed cell of both places."""
    inputs = {name: keras.Input((1,), name=name) for name in [*NUMBERS, "day"]}
    offsets = dict(zip(PLACES, [78 / 8, -37 / 8, 78 / 8, -37 / 8], strict=True))
    scaled = [layers.Rescaling(1 / 8, offset=offsets[name])(inputs[name]) for name in PLACES]
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
# The lecture leaves open where the edges lie. The public lab that it follows takes ten even edges
# from 0 to 1. They make eleven buckets of each coordinate, and 14,641 cells of all four. How many
# of these will our training rides use? Replace `None` by your guess.

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
    _, used[name] = np.unique(cells(X_train, edges), axis=0, return_counts=True)
    print(f"{name:<8} edges: cells used {len(used[name]):,},", end=" ")
    print(f"rides in the median cell {np.median(used[name]):,.0f}")

# %%
degrees = [[8 * np.array(cuts) + low for cuts, low in zip(all_of, (-78, 37), strict=False)]
           for all_of in (quantile, even)]  # fmt: skip
counts = f"{len(used['even'])} with even edges, {len(used['quantile']):,} with quantile edges"
taxi.city_map(
    X_train.pickup_longitude.to_numpy(),
    X_train.pickup_latitude.to_numpy(),
    city=degrees[0],
    even=degrees[1],
    title=f"Cells that rides use: {counts}",
)

# %% [markdown]
# All our rides lie in one even bucket of each coordinate. So of a table of 10,000 × 100 numbers a
# single row is ever read, and the cross says nothing. With edges at the **quantiles** of the
# training rides (the values below which a tenth, two tenths … of the rides lie), each bucket holds
# a tenth of them.
#
# ### Exercise · `quantile_buckets` (3 points)
# Edges are learned too: from training rides, and from nothing else. Cut a column so that each
# bucket holds equally many *training* values, and say in which bucket other values fall.


# %% tags=["exercise"]
def quantile_buckets(train: np.ndarray, values: np.ndarray, buckets: int) -> np.ndarray:
    """Return the bucket of each of `values`, whole numbers from 0 to buckets - 1.

    train: shape (rides,), in any order, at least one; equal values count each. Its quantiles at
    1/buckets, 2/buckets, … are the edges, on a straight line between neighbouring values, as
    `np.quantile` has them by default. buckets: at least 1.
    values: shape (n,), n may be 0. A value on an edge belongs to the bucket above it, as in Keras;
    what is beyond train belongs to the first or the last bucket. An array, a list or a Series will
    do. The arguments are left unchanged.

    >>> quantile_buckets(
    ...     train=np.array([0.0, 1.0, 2.0, 3.0, 40.0]), values=np.array([1.5, 2.0, 99.0]), buckets=2
    ... )
    array([0, 1, 1])
    """
    ### BEGIN SOLUTION
    edges = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.searchsorted(edges, values, side="right")
    ### END SOLUTION


# %% tags=["check"]
# Check of quantile_buckets: run it; open it to read what is asked
with graded(
    "quantile_buckets",
    points=3,
    hint="Two steps: edges from `train` alone, then the place of each value among the edges.",
    stronger="`np.quantile(train, …)` gives the edges; see `side=` of `np.searchsorted`.",
):
    train, steps = np.array([0.0, 1.0, 2.0, 3.0, 40.0]), np.arange(100.0)
    ids = quantile_buckets(train=train, values=np.array([1.5, 2.0, 99.0]), buckets=2)
    assert isinstance(ids, np.ndarray | pd.Series | list | tuple), "Return an array (no tensor)."
    assert np.shape(ids) == (3,), "A bucket id for each value: a whole number, not an edge."
    low, edge, far = ids  # a column may have an index of its own
    assert low == 0, "The first bucket is number 0."
    assert far == 1, "Two buckets are 0 and 1, and what is beyond `train` is in the last."
    assert edge == 1, "The edge is the median, 2, not half of the width; on it means above it."
    ids = list(quantile_buckets(steps, np.array([3.0, 30.0, 60.0, 90.0]), 4))
    assert ids == [0, 1, 2, 3], "0…99 in four buckets: the edges lie near 25, 50 and 75."
    crowd = list(quantile_buckets(steps, np.array([60.0, 10.0] + [1e6] * 500), 4))[:2]
    assert crowd == [2, 0], "The other values moved the edges: they come from `train` alone."
    beyond = list(quantile_buckets(steps, np.array([-5.0, 1e9]), 4))
    assert beyond == [0, 3], "Values beyond the training rides: first or last bucket."
    same_as("quantile_buckets")

# %% [markdown]
# How many buckets should there be? Here each cell (pick-up crossed with drop-off) quotes the mean
# fare of its training rides to the validation rides. A cell is *thin* when fewer than five training
# rides fill it. Guess first how many buckets give the lowest error. Then run the cell and watch the
# error while the number of buckets grows, with the slider or from map to map.

# %%
taxi.bucket_edges(
    X_train[PLACES].to_numpy(),
    y_train,
    X_val[PLACES].to_numpy(),
    y_val,
    positions=(2, 5, 8, 12, 20),
    most=24,
    title="The error falls with the first buckets, and rises again with many",
)

# %% [markdown]
# A cell with a single training ride can only repeat that ride's fare. So finer is not always
# better: the error falls, and rises again as the thin cells take over. In lesson 2, Hughes's curve
# turned in the same way when there were few patients: more columns helped at first and hurt later.
# Here it happens with more cells.
#
# ### Exercise · `cross_ids` (2 points)
# A hash may send two combinations to the same row. When there are few enough combinations, none of
# them has to share. Number the combinations of bucket ids so that each has a row of its own.


# %% tags=["exercise"]
def cross_ids(columns: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Return whole numbers from 0 to the product of sizes less 1, different for different rows.

    columns: bucket ids, shape (rides, k), k at least 1; column i has ids from 0 to sizes[i] - 1.
    Equal rows get equal numbers, whatever other rows there are. In which order the numbers are
    given is up to you. An array, a list or a Series of shape (rides,) will do. The arguments are
    left unchanged. Raises ValueError where any row has an id that its column cannot have.

    >>> len(set(cross_ids(columns=np.array([[0, 1], [1, 0], [0, 1]]), sizes=[2, 3])))
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
# Check of cross_ids: run it; open it to read what is asked
with graded(
    "cross_ids",
    points=2,
    hint="Think of a clock: how do hours, minutes and seconds become one number of seconds?",
    stronger="Multiply what you have by the size of the next column, then add that column.",
):
    ids = list(cross_ids(columns=np.array([[0, 1], [1, 0], [0, 1]]), sizes=[2, 3]))
    assert np.shape(ids) == (3,), "Return an array of numbers: one for each row."
    assert len(set(ids)) == 2, "Equal rows get equal numbers, others do not."
    every, sizes = np.argwhere(np.ones((3, 12, 2))), [3, 12, 2]
    ids = list(cross_ids(every, sizes))
    assert len(set(ids)) == 72, "3 × 12 × 2 combinations need 72 numbers: some of yours collide."
    assert min(ids) >= 0, "Rows of a table count from 0."
    assert max(ids) < 72, "72 combinations need rows 0 to 71: the table would have gaps."
    single = list(cross_ids(every[40:41], sizes))
    assert single == ids[40:41], "A row's number must not depend on the other rows."
    high, low = np.array([[0, 0, 0], [0, 12, 0]]), np.array([[0, 0, 0], [0, -1, 0]])
    assert refuses(cross_ids, high, sizes), "An id as large as its column's size: ValueError."
    assert refuses(cross_ids, low, sizes), "No bucket has a negative id: raise ValueError."
    same_as("cross_ids")

# %%
if solved("cross_ids"):
    four = cells(X_train, quantile)
    own = cross_ids(four, [10, 10, 10, 10])
    places = 10 * four[:, 0] + four[:, 1], 10 * four[:, 2] + four[:, 3]
    hashed = np.asarray(layers.HashedCrossing(10_000)(places))
    print(f"{len(used['quantile']):,} cells of the training rides have")
    print(f"{len(np.unique(hashed)):,} rows if hashed, {len(np.unique(own)):,} by your numbers")

# %% [markdown]
# **Question.** The cloakroom has about twice as many hooks as guests (10,000 rows for the cells
# above). Why do guests share hooks all the same?
#
# <details><summary>A. Because the recipe is bad.</summary>
#
# Even a perfectly random recipe would do that.
# </details>
# <details><summary>B. Because the recipe does not know which hooks are taken.</summary>
#
# Yes. As with birthdays in a room: two are likely to meet long before the year is full.
# </details>
#
# ### Train the lecture's features
# Once with even edges and once with quantile edges: the same network on the same thirteen numbers,
# but with even edges the cell says nothing. None of these layers learns, so they run once,
# beforehand; only the embedding and the network behind it are trained. (Of the 10,000 rows we keep
# those that some ride reads. The others would never change, and leaving them out saves time.)


# %%
def lecture_inputs(X: pd.DataFrame, features: keras.Model, read) -> dict[str, np.ndarray]:
    """What the lecture's layers make of the rides, the cell as its place among the rows `read`."""
    given = {name: X[[name]].to_numpy("float32") for name in NUMBERS}
    when = pd.to_datetime(X.pickup_datetime, format=taxi.FORMAT)
    given["day"] = when.dt.day_of_week.to_numpy("float32")[:, None]
    made = {name: np.asarray(values) for name, values in features(given).items()}
    return made | {"cell": np.searchsorted(read, made["cell"])}


plan = {"lecture on even edges": even, "lecture on quantile edges": quantile}
for name, edges in plan.items():
    features = lecture_features(edges)
    read = np.unique(lecture_inputs(clean, features, np.arange(10_000))["cell"])
    print(f"{name}: {len(read):,} of 10,000 rows are read")
    inputs = partial(lecture_inputs, features=features, read=read)
    learn(name, inputs, cell=(len(read), 100))


# %%
show_curves("network on city scale", "lecture on even edges", "lecture on quantile edges")

# %% [markdown]
# With even edges the network ends about where a line on one distance ends, and with quantile edges
# clearly above it. Compare training (grey) with validation (blue) in the last panel: while
# training falls, validation rises, and it stays above training from then on. That fits a network
# that learns thin cells by heart. But its training error stays above the line too, so this cannot
# be the whole story. (Two guesses of ours. On the right, a hundred numbers for each cell drown the
# thirteen others. In the middle, the start is slow because the Euclidean distance is a few
# hundredths of a degree, so its weight has far to grow.)
#
# > **So far.** Where the edges lie decides whether a cross says anything, and how many rides fill a
# > cell decides whether it can be trusted. A hash saves the list and costs collisions.
#
# ## Our features, and better models
# Now we put together what we have learned: the city's scale; kilometres across and along the
# avenues; the hour as a point on a circle, so that 23:00 is near 0:00; and the day as seven
# columns. These are sixteen numbers.


# %%
def engineered(X: pd.DataFrame) -> np.ndarray:
    """Scaled columns, two distances, the hour on a circle and the day, shape (rides, 16)."""
    when = pd.to_datetime(X.pickup_datetime, format=taxi.FORMAT).dt
    angle = 2 * np.pi * (when.hour + when.minute / 60) / 24
    parts = city_scale(X), ways_km(X), np.sin(angle), np.cos(angle), np.eye(7)[when.day_of_week]
    return np.column_stack(parts).astype("float32")


learn("our network", lambda X: {"numbers": engineered(X)}, seeds=5)
line_on("line on our features", engineered)
print(f"a line on these sixteen: validation RMSE ${validated('line on our features'):.3f}")

# %% [markdown]
# Do cells buy more when each holds enough rides to learn from? Take two small tables of a hundred
# map cells, one for the pick-up and one for the drop-off, with 2 numbers for each cell: once beside
# our features, and once beside the lecture's scale, which knows no distance. Which of the two will
# gain more?


# %%
def with_places(X: pd.DataFrame) -> dict[str, np.ndarray]:
    """Our features, and the map cell of both places, 0 to 99, shape (rides,) each."""
    ids = cells(X, quantile)
    pickup, dropoff = 10 * ids[:, 0] + ids[:, 1], 10 * ids[:, 2] + ids[:, 3]
    return {"numbers": engineered(X), "pickup": pickup, "dropoff": dropoff}


tables = {"pickup": (100, 2), "dropoff": (100, 2)}
learn("our network + places", with_places, seeds=5, **tables)
learn("0…1 scale + places", lambda X: with_places(X) | {"numbers": lecture_scale(X)}, **tables)

# %% [markdown]
# Beside the lecture's scale, which the network could not read, the tables lower the error a lot.
# Beside our features there is no clear gain. We will judge both on the test rides.
#
# At which hours do our features help? The next figure shows the mean **residual** (fare less quote)
# by hour: below zero, the model asks too much. The line knows the distance and no hour. The quotes
# of our network are the means of its five seeds. A band reaches two standard errors of the mean to
# each side; where it does not touch zero, the model is off by more than luck. (Of 24 hours, expect
# about one such hour by luck alone.)

# %%
hours = X_val.pickup_datetime.str[11:13].astype(int).to_numpy()
left, off = {}, {}
for name, role in {"line on street grid": "other", "our network": "reduced"}.items():
    left[name] = y_val - models[name](X_val).mean(axis=0), role
    by_hour = pd.Series(left[name][0]).groupby(hours)
    off[name] = int((by_hour.mean().abs() > 2 * by_hour.sem()).sum())
line, ours = off.values()
title = f"Of 24 hours, off by more than two standard errors: the line {line}, our network {ours}"
taxi.residuals_by_hour(hours, left, title=title)

# %% [markdown]
# From the evening to the early morning the line asks too much, and for most of the day too little.
# Our network comes nearer to zero at most hours, though not in the late afternoon. The likely
# reason for the line's errors: a meter also counts minutes in slow traffic, and the hour tells
# something about traffic, while the distance does not.
#
# ### Today's way: scikit-learn
# Much of this comes ready-made today. A **ColumnTransformer** sends each column through a
# transformer of its own. A **spline** lets a line bend: it replaces one column by several smooth
# bumps. A **target encoder** replaces a category by its mean fare; a cell with few rides is pulled
# towards the mean of all, and for each training ride the encoder looks at *other* rides only, so
# that no ride finds its own fare among its features.


# %%
def plain_table(X: pd.DataFrame) -> pd.DataFrame:
    """Two distances, the hour, the day and both map cells as columns with names."""
    when, places = pd.to_datetime(X.pickup_datetime, format=taxi.FORMAT).dt, with_places(X)
    table = pd.DataFrame(ways_km(X), columns=["across", "along"], index=X.index)
    table["hour"], table["day"] = when.hour + when.minute / 60, when.day_of_week
    return table.assign(pickup=places["pickup"], dropoff=places["dropoff"])


folds = model_selection.KFold(5)  # each fifth is encoded by what the other four cost
circle = {"extrapolation": "periodic", "knots": np.linspace(0, 24, 9)[:, None]}
columns = compose.ColumnTransformer(
    [
        ("ways", preprocessing.SplineTransformer(6), ["across", "along"]),
        ("hour", preprocessing.SplineTransformer(**circle), ["hour"]),
        ("day", preprocessing.OneHotEncoder(), ["day"]),
        ("cells", preprocessing.TargetEncoder(cv=folds), ["pickup", "dropoff"]),
    ]
)
today = pipeline.make_pipeline(columns, LinearRegression()).fit(plain_table(X_train), y_train)
models["scikit-learn"] = lambda X: today.predict(plain_table(X))[None]
sizes["scikit-learn"] = today[-1].coef_.size + 1 + 2 * 100
print(f"scikit-learn: validation RMSE ${validated('scikit-learn'):.3f}")

# %% [markdown]
# ### A better model
# First a look at the number above: it is close to that of the line on our sixteen columns. (We did
# not ask whether the small difference is more than luck.)
#
# Now the other half of the question, the model. **Gradient-boosted trees** are often the strongest
# simple tool for tables: many small decision trees, each of which corrects the sum of those before
# it. We give them the raw columns, and then our features. Does the better model make the features
# unnecessary?


# %%
def trees_on(columns: np.ndarray, fares=y_train) -> ensemble.HistGradientBoostingRegressor:
    """Boosted trees on columns of the training rides; a leaf holds at least 100 rides."""
    settings = {"min_samples_leaf": 100, "early_stopping": False}
    return ensemble.HistGradientBoostingRegressor(**settings).fit(columns, fares)


on = {"trees on raw columns": raw_columns, "trees on our features": engineered}
for name, columns_of in on.items():
    tree = trees_on(columns_of(X_train))
    models[name] = lambda X, tree=tree, columns_of=columns_of: tree.predict(columns_of(X))[None]
    sizes[name] = tree.n_iter_ * tree.max_leaf_nodes
    print(f"{name}: validation RMSE ${validated(name):.2f}")

# %% [markdown]
# It does not: with our features the trees' error is clearly lower.
#
# **Question.** A decision tree asks one thing at a time, such as "is the pick-up west of −73.98°?".
# What is hard for it?
#
# <details><summary>A. To treat the west of the city differently from the east.</summary>
#
# That takes a single cut.
# </details>
# <details><summary>B. To see how far the drop-off is from the pick-up.</summary>
#
# Yes. That depends on four columns at once, and each cut sees one of them. Many cuts can only
# approximate it in steps.
# </details>
#
# Trees are quick to fit, so let them select as well: give them our sixteen columns group by group.
# What does each group gain over the columns before it? (The first group and all sixteen columns
# have been fitted above.)

# %%
known, made = engineered(X_train), engineered(X_val)
said = {"five raw": models["trees on raw columns"](X_val)[0]}  # trees do not mind the scale
for name, width in {"+ distances": 7, "+ hour": 9}.items():
    said[name] = trees_on(known[:, :width]).predict(made[:, :width])
said["+ day"] = models["trees on our features"](X_val)[0]  # all sixteen
by_groups = {name: metrics.squared_errors(y_val, fares) for name, fares in said.items()}
for before, after in pairwise(by_groups):
    pair = by_groups[after], by_groups[before]
    gap = difference(*pair, over="rows", unit="dollars of RMSE", statistic=metrics.root_mean)
    print(f"{after:<11} {gap:.3f}, {'established' if gap.sure else 'may be luck'}")

# %% [markdown]
# In this order the distances gain most. On raw columns the trees already come close to the line on
# the street grid, so they find much of a distance by themselves, but not all of it.
#
# **Change one thing.** Delete `min_samples_leaf` from `trees_on` and run its cell again. Does this
# one setting matter as much as the choice of features? (Put it back afterwards, and run the cell
# once more.)
#
# > **So far.** The same few features help a line, a network and trees. For the trees, the only
# > model to which we gave them group by group, the distances gain most.
#
# ## The test rides, once
# So far we have compared everything on validation rides. Now each model quotes fares for 15,000
# rides that nobody has looked at. *Which* model we call the best is still decided on the validation
# rides: the lowest of many errors is low partly by luck, so a winner picked on the test rides would
# look better there than it is.

# %%
quotes = {name: quote(X_test) for name, quote in models.items()}
squares = {name: metrics.squared_errors(y_test, told) for name, told in quotes.items()}
errors = {name: np.sqrt(each.mean(axis=1)) for name, each in squares.items()}
chosen = min(models, key=validated)
own = difference(
    squares[chosen].mean(axis=0),
    0 * y_test,
    over="rows",
    unit="dollars",
    statistic=metrics.root_mean,
)
print(f"chosen on validation: {chosen}")
print(f"its test RMSE: ${own.value:.2f}, with a standard error of ${own.standard_error:.2f}")


# %%
def kind(name: str) -> str:
    """What kind of model it is, for its colour."""
    if name.startswith("tree"):
        return "control"
    return ("reduced" if name.startswith("our network") else "full") if name in trained else "other"


ranked = sorted(errors, key=lambda name: -errors[name].mean())
variants = {name: taxi.Variant(tuple(errors[name]), sizes[name], kind(name)) for name in ranked}
floor = errors["mean fare"].mean()
title = f"Test RMSE: mean fare ${floor:.2f}; chosen, {chosen}, ${own.value:.2f}"
taxi.variant_errors(variants, title=title)

# %% [markdown]
# A point is a seed, and on the right you see how many numbers a model has learned. (Of the trees
# we count the leaves that they can have at most, without the splits; of the lecture's table the
# rows that are read.) The errors are higher than on validation, even that of the mean fare. So
# these rides happen to be harder to quote: some fares reach 100 dollars, and the validation rides
# have none so high.
#
# Which differences are more than luck? We ask for three things. Other test *rides* could have been
# drawn, so the difference must exceed twice its standard error. Other *seeds* could have been
# drawn, so the ranges of the two models' points must not overlap. And the difference must exceed
# one cent, since a smaller one does not matter to anybody.


# %%
def against(one: str, other: str) -> tuple[str, int]:
    """Difference of two test RMSEs; and -1 for better beyond luck, 1 for worse, 0 for neither."""
    pair = [squares[name].mean(axis=0) for name in (one, other)]
    gap = difference(*pair, over="rows", unit="dollars", statistic=metrics.root_mean)
    first, second = errors[one], errors[other]
    apart = first.max() < second.min() or second.max() < first.min()
    clear = apart and gap.sure and abs(gap.value) > 0.01
    return f"{gap:.2f}", int(np.sign(gap.value)) if clear else 0


compared, rows = {}, {}
for pair in [
    ("network on 0…1 scale", "network on raw columns"),
    ("network on city scale", "network on raw columns"),
    ("lecture on even edges", "network on raw columns"),
    ("lecture on even edges", "network on city scale"),
    ("lecture on quantile edges", "lecture on even edges"),
    ("0…1 scale + places", "network on 0…1 scale"),
    ("our network + places", "our network"),
    ("our network", "network on city scale"),
    ("line on street grid", "network on raw columns"),
    ("line on street grid", "network on city scale"),
    ("line on street grid", "trees on raw columns"),
    ("scikit-learn", "our network"),
    ("trees on our features", "our network"),
]:
    compared[pair] = gap, sign = against(*pair)
    verdict = ("not established", "worse", "better")[sign]
    rows[" − ".join(pair)] = {"test RMSE": gap, "the first is": verdict}
pd.DataFrame(rows).T

# %% [markdown]
# Read the last two rows first: they ask whether another model does better than our network, once
# there are good features.
#
# **Question.** Suppose such a row says that one kind of model is *better*. What do you know?
#
# <details><summary>A. This kind of model is better for taxi fares.</summary>
#
# More than the table shows. Another width, other settings of the trees, or rides of another city
# were not tried.
# </details>
# <details><summary>B. With these settings, on rides like these, the difference is more than
# luck.</summary>
#
# Yes. That is all the three conditions test.
# </details>
#
# Now to the lecture's claims. Before you run each cell, say how much of the claim you expect to
# hold.


# %%
def holds(*pairs: tuple[str, str]) -> dict[str, bool]:
    """Whether the first of each pair is better than the second beyond luck, in words."""
    return {f"{one} beats {other}": compared[one, other][1] < 0 for one, other in pairs}


def told(*pairs: tuple[str, str]) -> str:
    """The differences of test RMSE, in words."""
    return "; ".join(f"{one} − {other}: {compared[one, other][0]}" for one, other in pairs)


line_pairs = [pair for pair in compared if pair[0] == "line on street grid"]
claim(
    "Important features in a poor model beat bad ones in a fantastic model",
    measured=told(*line_pairs),
    holds=holds(*line_pairs),
    predicted="validation RMSE of the raw network",
    actual=round(float(validated("network on raw columns")), 2),
)

# %%
scaled_pairs = [pair for pair in compared if pair[0].endswith("scale")]
claim(
    "Numbers must be scaled before a network reads them: to 0…1, by (x + 78)/8",
    measured=f"the city fills {widest:.1%} of that scale; {told(*scaled_pairs)}",
    holds=holds(*scaled_pairs),
)
place_pairs = [
    ("lecture on quantile edges", "lecture on even edges"),
    ("0…1 scale + places", "network on 0…1 scale"),
    ("our network + places", "our network"),
]
claim(
    "A map in buckets is likely more useful than raw coordinates",
    measured=f"cells used with even edges: {len(used['even'])}; {told(*place_pairs)}",
    holds=holds(*place_pairs),
    predicted="cells that even buckets use",
    actual=len(used["even"]),
)

# %%
baseline_pairs = [pair for pair in compared if pair[0] == "lecture on even edges"]
won = compared["our network", "network on city scale"][0]
claim(
    "The engineered model is a significant improvement over the baseline",
    measured=f"{told(*baseline_pairs)}; our network − network on city scale: {won}",
    holds=holds(*baseline_pairs),
)

# %% [markdown]
# What does each kind of model cost to train? Guess which of the four takes longest. We time them
# in turn, three rounds on 5,000 rides, and print ratios to the line. (A network needs many epochs:
# multiply its ratio by our seven.)

# %%
few, fares = X_train[:5_000], y_train[:5_000]
fit_on, table = engineered(few), plain_table(few)
model = network(16)
costs = in_turn(
    {
        "a line": lambda: LinearRegression().fit(fit_on, fares),
        "the scikit-learn pipeline": lambda: clone(today).fit(table, fares),
        "boosted trees": lambda: trees_on(fit_on, fares),
        "one epoch of the network": lambda: model.fit(
            {"numbers": fit_on}, fares, batch_size=256, verbose=0
        ),
    },
    rounds=3,
)
for name, took in costs.items():
    ratios = np.sort(took / costs["a line"])
    print(f"{name:<26} {ratios[1]:6.0f} times a line ({ratios[0]:.0f} to {ratios[-1]:.0f})")

# %% [markdown]
# So fitting the trees costs about a hundred times as much as fitting a line, and seven epochs of
# the network cost no less. (Which of these two takes longer may differ on your machine.)
#
# ## Capstone · `fare_features` (4 points)
# Can features alone do it? Write features for a **linear** model. The check fits it on the training
# rides and asks about the validation rides, for which its RMSE must be **2.44 dollars** or less.
# You have seen where the distance alone stops, and where our sixteen columns do.
#
# Your function sees what is known at pick-up, and nothing that was learned from fares: while it is
# called, the tables, arrays and models of the notebook are out of its reach. What does an hour do:
# does it add a number of dollars to every ride, or does it change the price of each kilometre?
#
# Once you pass, the cell after the check compares your line with all the other models on the test
# rides. Its place among them is by the errors alone, and neighbours may differ by luck: look at
# the difference from the network on the city's scale, and at its standard error. (Try out ideas
# on validation rides, with the check. If you go on improving after you have seen the test error,
# it no longer tells you how you would do on new rides.)


# %% tags=["exercise"]
def fare_features(X: pd.DataFrame) -> np.ndarray:
    """Return the features of each ride for a linear model, shape (rides, k) with k at most 200.

    X: columns pickup_datetime (text such as "2015-01-15 19:05:39 UTC"), pickup_longitude,
    pickup_latitude, dropoff_longitude, dropoff_latitude (degrees) and passenger_count; at least
    one ride, with any index. It is left unchanged.
    The features of a ride depend on that ride alone: on no other ride, no fare and no meter's
    distance. All are finite numbers, in an array or a table. Other cells may hold functions,
    single numbers and lists of names that you use, but no tables, arrays, dictionaries, lists of
    numbers or fitted models: they could hold fares.

    >>> fare_features(X=X_train).shape[0] == len(X_train)
    True
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
# Check of fare_features: run it; open it to read what is asked
with graded(
    "fare_features",
    points=4,
    hint="Keep both ways of the grid apart, add the day. What does an hour do to each kilometre?",
    stronger="A line adds, it never multiplies: make distance × hour a column, for each hour one.",
):
    with taxi.nothing_learned():  # tables, arrays and models of the notebook are out of reach
        made, judged = fare_features(X=X_train.copy()), fare_features(X=X_val.copy())
        three = fare_features(X=X_val.iloc[[907, 3, 55]].reset_index(drop=True))
        alone = fare_features(X=X_val.iloc[[907]].copy())
    assert isinstance(made, np.ndarray | pd.DataFrame), "Return an array: a row for each ride."
    assert made.ndim == 2, "Features have two dimensions: rides and columns."
    assert len(made) == len(X_train), "Each ride has its row: none is dropped."
    made, judged, three, alone = taxi.as_numbers(made, judged, three, alone)
    assert made.shape[1] <= 200, "At most 200 columns."
    few = np.isclose([*three, *alone], judged[[907, 3, 55, 907]], rtol=1e-5, atol=1e-6)
    assert few.all(), "The features of a ride changed with the other rides in the table."
    reached = metrics.rmse(y_val, LinearRegression().fit(made, y_train).predict(judged))
    assert reached > 2.05, "Better than the meter, unknown at pick-up: where is the leak?"
    assert reached <= 2.44, "Too high: street distance alone 2.53, with hours added to it 2.49."

# %%
if solved("fare_features"):
    with_yours = LinearRegression().fit(np.asarray(fare_features(X_train), float), y_train)
    yours = with_yours.predict(np.asarray(fare_features(X_test), float))
    mine = metrics.squared_errors(y_test, yours)
    pair = mine, squares["network on city scale"].mean(axis=0)
    gap = difference(*pair, over="rows", unit="dollars", statistic=metrics.root_mean)
    print(f"test RMSE, yours − network on city scale: {gap:.2f}")
    yours = taxi.Variant((metrics.root_mean(mine),), with_yours.coef_.size + 1, "yours")
    ranking = {**variants, "yours": yours}
    ranking = dict(sorted(ranking.items(), key=lambda item: -np.mean(item[1].rmse)))
    place = list(ranking)[::-1].index("yours") + 1
    title = f"By its test RMSE alone, your line is number {place} of {len(ranking)}"
    taxi.variant_errors(ranking, title=title)

# %% [markdown]
# ## What the lecture says, and what you measured

# %%
claims()

# %% [markdown]
# So: better features, or a better model? Here is a ladder whose steps change one of the two at a
# time, in test dollars:

# %%
ladder = ["mean fare", "line on straight km", "line on street grid", "line on our features"]
ladder += ["our network", "trees on our features"]
for before, after in pairwise(ladder):
    won, left = errors[before].mean() - errors[after].mean(), errors[after].mean()
    print(f"{before:>20} → {after:<21} {won:.2f} dollars won, {left:.2f} left")

# %% [markdown]
# The first feature, a distance, is worth more than everything after it together. A network that had
# to find it in the coordinates did so on the city's scale, and failed on the two others.
#
# The steps up to `line on our features` change the features, the two after it the model. After the
# distance, the two steps of the model together gain more than the two steps of the features before
# them. But `trees on raw columns` in the figure of the test errors shows that the trees need those
# features too. So the answer is: the distance first, and after that both, together. Each step
# after the first is worth some ten cents. The table of differences says of the last one, from our
# network to the trees, that it is more than luck; whether it is worth your next day of work is for
# you to decide.
#
# **Three things to keep**
# 1. Scale numbers to how they vary in *your* data, and make *that* network the baseline.
# 2. A good feature says something about the world that the model does not easily find by itself:
#    the angle of the streets, the hour on a circle, a product of distance and hour.
# 3. Ask of every column whether you will have it when the model has to answer.
#
# **Where you would use this**: tables from a field that somebody knows, few rows, models that have
# to be small or explained. **Where it fails** (we did not measure this here): images, sound and
# text, where learned features usually win; and wherever nobody knows what matters.
#
# **Next**: here you chose sixteen features by knowing the city. Can an algorithm find the few
# directions that matter, without knowing anything? That is lesson 4.
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
# - scikit-learn: *Preprocessing data* and *Column Transformer with Mixed Types*, user guide.

# %% tags=["scoreboard"]
scoreboard(of=14)

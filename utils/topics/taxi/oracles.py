"""What the exercises on taxi fares should give, from their definitions. `same_as` alone reads this."""

import itertools
import math
from datetime import datetime, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from utils.grading.oracles import assume, numbers, oracle, series, wholes

LISTED = list | tuple | np.ndarray | pd.Series | pd.Index


# day_names

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2049, 12, 31, 23, 59, 59))
ANY_YEAR = st.datetimes(datetime(1800, 1, 1), datetime(2200, 12, 31, 23, 59, 59))  # what nanoseconds hold, and more
TURNS = st.builds(
    lambda day, second: datetime(2008, 1, 1) + timedelta(days=day, seconds=second),
    wholes(0, 20_000),
    st.sampled_from([0, 1, 1_800, 18_000, 86_399, 43_200]),
)


def as_text(moment: datetime) -> str:
    """A time as the rides have it."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def same_names(got: object, want: list) -> bool | str:
    """Any ordered row of texts will do."""
    if not isinstance(got, LISTED):
        return "Return a list of names."
    if len(got) != len(want):
        return f"One name for each time: {len(want)}, not {len(got)}."
    if not all(isinstance(name, str) for name in got):
        return "A name is a text such as 'Mon'."
    return list(got) == want


@oracle(
    times=series(st.one_of(TURNS, MOMENTS, ANY_YEAR).map(as_text), rows=(1, 5), index="any"),
    first=[
        {"times": pd.Series(["1999-12-31 23:59:59 UTC", "2016-02-29 00:00:00 UTC"], index=[1, 0])},
        {"times": pd.Series(["2100-03-01 12:00:00 UTC"])},  # 2100 and 1900 have no 29 February
        {"times": pd.Series(["1900-02-28 12:00:00 UTC"])},
    ],
    agree=same_names,
)
def day_names(times: pd.Series) -> list:
    """By counting days from a Monday, also backwards."""
    monday = datetime(1990, 1, 1)
    days = [(datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC") - monday).days for text in times]
    return [["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day % 7] for day in days]


# grid_km


@st.composite
def journeys(draw: st.DrawFn) -> dict:
    """Rides of at most a quarter of a degree, and a grid that is turned in any way."""
    rides = draw(st.integers(1, 4))
    starts, ends = [], []
    for _ in range(rides):
        longitude = draw(numbers(-179, 179, whole=False, tiny=False))
        latitude = draw(
            st.one_of(numbers(-75, 75, whole=False, tiny=False), st.sampled_from([0.0, 60.0, -60.0, 40.75]))
        )
        starts.append((longitude, latitude))
        steps = [draw(numbers(-0.25, 0.25, whole=False, tiny=False)) for _ in range(2)]
        ends.append((longitude + steps[0], latitude + steps[1]))
    whole = st.sampled_from([0, 29, 29.0, 45, 90, 180, 270, -61, 119, 331, 1_000, -1_000.5])
    turns = st.one_of(numbers(-90, 360, tiny=False), numbers(-2, 2, tiny=False), whole)
    return {"pickup": np.array(starts), "dropoff": np.array(ends), "heading": draw(turns)}


def cosines(one: float, other: float) -> tuple[float, float]:
    """The least and the greatest cosine of a latitude between two, in degrees."""
    ends = math.cos(math.radians(one)), math.cos(math.radians(other))
    return min(ends), 1.0 if one * other < 0 else max(ends)


def way(east: float, north: float, heading: float) -> float:
    """Kilometres along both directions of the grid, by projecting on each."""
    turn = math.radians(heading)
    avenue, street = (math.sin(turn), math.cos(turn)), (math.cos(turn), -math.sin(turn))
    return sum(abs(east * x + north * y) for x, y in (avenue, street))


def as_far(got: object, want: np.ndarray, pickup: np.ndarray, dropoff: np.ndarray, heading: float) -> bool | str:
    """Within what the choice of the ride's latitude leaves open, and a part in a million for rounding.

    For other latitudes of the ride its way to the east changes by at most the difference of the two cosines, and no
    way along a grid is longer than √2 times that.
    """
    if not isinstance(got, np.ndarray | pd.Series | list | tuple):
        return "Return an array of kilometres."
    if np.shape(got) != want.shape:
        return f"One number for each ride: the shape should be {want.shape} and is {np.shape(got)}."
    try:
        found = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        return "Kilometres are numbers."
    for km, right, start, end in zip(found, want, pickup, dropoff, strict=True):
        least, most = cosines(start[1], end[1])
        room = 111.32 * abs(end[0] - start[0]) * (most - least) * math.sqrt(2)
        if not abs(km - right) <= room + 1e-6 * right + 1e-9:
            return False
    return True


@oracle(cases=journeys(), agree=as_far)
def grid_km(pickup: np.ndarray, dropoff: np.ndarray, heading: float) -> np.ndarray:
    """Ride by ride, at the latitude of the pick-up."""
    km = []
    for (x, y), (u, v) in zip(pickup.tolist(), dropoff.tolist(), strict=True):
        km.append(way(111.32 * (u - x) * math.cos(math.radians(y)), 111.32 * (v - y), heading))
    return np.array(km)


# quantile_buckets


@st.composite
def columns_to_cut(draw: st.DrawFn) -> dict:
    """Training values, often tied, and others on the edges, between them and beyond."""
    few = st.sampled_from([-74.0, -73.98, -73.95, 0.0, 1.0, 2.0, 2.5, 5.0, 1_000.0])
    one = st.one_of(few, numbers(-100, 100, whole=False, tiny=False), st.integers(-9, 9).map(float))
    if draw(st.booleans()):
        one = st.integers(-9, 9).map(float)
    train = draw(st.lists(one, min_size=1, max_size=14))
    buckets = draw(wholes(1, 9))
    others = draw(st.lists(st.one_of(st.sampled_from(train), one, st.sampled_from([-1e9, 1e9])), max_size=6))
    whole = all(x == int(x) for x in train + others)
    kind = draw(st.sampled_from(["int64", "int64", "float64"] if whole else ["float64"]))
    return {"train": np.array(train, kind), "values": np.array(others, kind), "buckets": buckets}


def edge(ordered: list, share: Fraction) -> Fraction:
    """The quantile between ordered values: at place share · (n − 1), a straight line between neighbours."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def same_ids(got: object, want: np.ndarray) -> bool | str:
    """Whole numbers in any plain row."""
    if not isinstance(got, np.ndarray | pd.Series | list | tuple):
        return "Return an array of bucket ids (no tensor)."
    if np.shape(got) != want.shape:
        return f"One bucket for each value: the shape should be {want.shape} and is {np.shape(got)}."
    if not all(isinstance(number, int | np.integer) and not isinstance(number, bool) for number in list(got)):
        return "A bucket id is a whole number."
    if isinstance(got, np.ndarray) and got.dtype.kind not in "iu":  # of no values, too
        return "A bucket id is a whole number."
    return list(got) == want.tolist()


@oracle(
    cases=columns_to_cut(),
    first=[
        {"train": np.array([0, 1]), "values": np.array([0]), "buckets": 2},  # whole numbers with an edge at a half
        {"train": np.arange(400.0), "values": np.array([100.0, 399.0]), "buckets": 300},  # ids beyond eight bits
        {"train": np.array([1.0, 2.0, 3.0]), "values": np.array([2 - 1e-4, 2 - 1e-5]), "buckets": 2},
        {"train": np.arange(60.0) ** 2, "values": np.array([230.0, 870.0, 880.0, 1_900.0]), "buckets": 4},
        {"train": np.arange(100.0), "values": np.array([33.5, 34.0, 66.5]), "buckets": 3},
        {"train": np.array([5.0] * 7 + [6.0, 7.0, 8.0, 9.0]), "values": np.array([5.0, 4.0, 6.5]), "buckets": 4},
    ],
    agree=same_ids,
)
def quantile_buckets(train: np.ndarray, values: np.ndarray, buckets: int) -> np.ndarray:
    """In exact fractions: how many edges does a value reach? An edge that floats cannot hold is not tried too near."""
    ordered = sorted(Fraction(float(x)) for x in train)
    shares = [Fraction(i, buckets) for i in range(1, buckets)]
    ids = []
    for value in values:
        exact = Fraction(float(value))
        reached = 0
        for share in shares:
            cut = edge(ordered, share)
            near = abs(exact - cut) <= Fraction(1, 10**9) * max(1, abs(cut))
            assume(not near or (exact == cut and settled(ordered, share)))
            reached += cut <= exact
        ids.append(reached)
    return np.array(ids, dtype=np.int64)


def settled(ordered: list, share: Fraction) -> bool:
    """Whether floats find this edge exactly, however they reckon.

    Either the share is one of 2, 4 or 8 parts and the values are halves that are not large, or one of them is met, or
    the place may be off by rounding and the values around it are all the same.
    """
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    around = ordered[max(0, below - 1) : below + 3]
    halves = all((2 * x).denominator == 1 and abs(x) <= 2_000 for x in around)
    binary = share.denominator in (1, 2, 4, 8)
    return (binary and (place.denominator == 1 or halves)) or len(set(around)) == 1


# cross_ids


@st.composite
def bucket_rows(draw: st.DrawFn) -> dict:
    """Rows of bucket ids, now and then with one that its column cannot have."""
    sizes = draw(st.lists(wholes(1, 6), min_size=1, max_size=4))
    rows = draw(st.integers(1, 5))
    if draw(st.integers(0, 4)) == 4:  # as many combinations as 32 bits or a float cannot number
        sizes = [draw(wholes(90_000, 100_000)) for _ in range(3)]
    ids = [[draw(wholes(0, size - 1)) for size in sizes] for _ in range(rows)]
    if draw(st.integers(0, 3)) == 3:
        row, column = draw(st.integers(0, rows - 1)), draw(st.integers(0, len(sizes) - 1))
        ids[row][column] = draw(st.sampled_from([-1, sizes[column], sizes[column] + 1, -sizes[column]]))
    return {"columns": np.array(ids, dtype=np.int64).reshape(rows, len(sizes)), "sizes": sizes}


def own_rows(got: object, want: np.ndarray, columns: np.ndarray, sizes: list) -> bool | str:
    """Numbers below the product of sizes, equal where rows are equal and nowhere else."""
    if not isinstance(got, np.ndarray | pd.Series | list | tuple):
        return "Return an array of numbers."
    if np.shape(got) != want.shape:
        return f"One number for each row: the shape should be {want.shape} and is {np.shape(got)}."
    found = list(got)
    if not all(isinstance(number, int | np.integer) and not isinstance(number, bool) for number in found):
        return "A row has a whole number."
    if not all(0 <= number < math.prod(sizes) for number in found):
        return f"Numbers go from 0 to {math.prod(sizes) - 1}, one below the product of the sizes."
    for one, other in itertools.combinations(range(len(found)), 2):
        if (found[one] == found[other]) != (columns[one].tolist() == columns[other].tolist()):
            return "Equal rows get equal numbers, and different rows different ones."
    return True


@oracle(
    cases=bucket_rows(),
    first=[
        {"columns": np.array([[1, 3], [2, -1]]), "sizes": [3, 5]},
        {"columns": np.array([[0, 0], [2, 5]]), "sizes": [3, 5]},
        {"columns": np.array(list(itertools.product(range(3), range(2), range(2)))), "sizes": [3, 2, 2]},
        {"columns": np.array(list(itertools.product(range(2), range(1), range(3), range(2)))), "sizes": [2, 1, 3, 2]},
        {"columns": np.array([[999_999, 999_999, 999_998], [999_999, 999_999, 999_999]]), "sizes": [10**6] * 3},
    ],
    agree=own_rows,
)
def cross_ids(columns: np.ndarray, sizes: list) -> np.ndarray:
    """The place of each row in a list of all combinations."""
    for row in columns.tolist():
        if any(not 0 <= bucket < size for bucket, size in zip(row, sizes, strict=True)):
            raise ValueError("a bucket id is at least 0 and below the size of its column")
    numbers_of = []
    for row in columns.tolist():
        number = 0
        for bucket, size in zip(row, sizes, strict=True):
            number = number * size + bucket
        numbers_of.append(number)
    return np.array(numbers_of, dtype=np.int64)

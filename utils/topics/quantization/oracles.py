"""What the exercises of lesson 05 should give, slow and from the definitions. Only `same_as` imports this module."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from utils.grading.oracles import arrays, near, numbers, oracle, wholes

NAMES = ("input", "conv1", "pool1", "conv2", "pool2", "dense1", "dense2")


# Sizes that learners' floats hold exactly, so that a tie is a tie in every order of adding: eighths and thousands
SECONDS = st.integers(0, 16).map(lambda eighths: eighths / 8) | numbers(0, 3)


def same_word(got, want):
    """The same text, a NumPy string as well."""
    return str(got) == want if isinstance(got, str) else 'Return one of "device", "server" and "neither".'


@oracle(
    agree=same_word,
    model_bytes=wholes(0, 3_000_000),
    room_bytes=wholes(0, 3_000_000) | st.just(1_000_000),
    device_seconds=SECONDS,
    image_bytes=wholes(0, 40).map(lambda thousands: 25_000 * thousands),
    bits_per_second=st.sampled_from([0, 1, 1_000_000, 1_600_000.0, 8_000_000, 10**9]),
    other_seconds=SECONDS,
    deadline=SECONDS,
    first=[
        {
            "model_bytes": 500_000,
            "room_bytes": 1_000_000,
            "device_seconds": device,
            "image_bytes": 100_000,
            "bits_per_second": rate,
            "other_seconds": 0.1,
            "deadline": 0.5,
        }
        for device, rate in ((0.6, 8_000_000), (0.504, 0), (0.496, 0), (0.3, 1_600_000), (0.02, 0))
    ]
    + [
        {  # 8 bits a byte, to the bit: 0.5 s on the way, which is just in time; and the slowest network is one
            "model_bytes": model,
            "room_bytes": 1,
            "device_seconds": device,
            "image_bytes": image,
            "bits_per_second": rate,
            "other_seconds": 0.0,
            "deadline": 0.5,
        }
        for model, device, image, rate in (
            (2, 0.0, 100, 1_600),
            (1, 0.46875, 100, 1_600),
            (1, 0.5, 100, 1_600),  # of two equal times the device's
            (2, 0.0, 0, 1),
            (2, 0.0, 0, 0.5),
            (1, 0.502, 0, 0),  # late by what the docstring calls late
            (1, 0.501, 0, 0),
        )
    ]
    + [
        {  # late by little of much
            "model_bytes": 1,
            "room_bytes": 1,
            "device_seconds": 300.05,
            "image_bytes": 1,
            "bits_per_second": 0,
            "other_seconds": 0,
            "deadline": 300,
        }
    ],
)
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    """The first place in time, by exact fractions."""
    device, limit = Fraction(device_seconds), Fraction(deadline)
    server = None
    if bits_per_second > 0:
        server = Fraction(8 * int(image_bytes)) / Fraction(bits_per_second) + Fraction(other_seconds)
        for other in (device, limit):  # nearly equal times could be told apart only by how a float was rounded
            assume(server == other == Fraction(float(server)) or abs(server - other) > Fraction(1, 10**9))
    if model_bytes > room_bytes:
        device = None
    if device is not None and device > limit:
        device = None
    if server is not None and server > limit:
        server = None
    if device is None:
        return "neither" if server is None else "server"
    return "device" if server is None or device <= server else "server"


def same_grid(got, want):
    """Scale and zero point, in a tuple or a list; the scale to one part in a million, as float32 gives it."""
    if not isinstance(got, tuple | list) or len(got) != 2:
        return "Return two things: the scale and the zero point."
    scale, zero_point = got
    if isinstance(scale, bool) or not isinstance(scale, int | float | np.integer | np.floating):
        return "The scale is a number."
    if isinstance(zero_point, bool) or not isinstance(zero_point, int | np.integer):
        return "The zero point is stored: a whole number."
    if not math.isclose(float(scale), want[0], rel_tol=1e-6):
        return "The scale differs."
    return True if int(zero_point) in want[1] else "The zero point differs."


@st.composite
def ranges(draw):
    """Two ends, each 0 or from 1e-30 to 1e30 in size: mostly in order, some equal, some upside down."""
    ends = (
        numbers(-1_000, 1_000) | near(1.0) | st.sampled_from([0, 0.0, -6.0, 6.0, 25.5, 1e-12, -1e-12, 3e6, -1e30, 1e30])
    )
    low, high = draw(ends), draw(ends)
    if draw(st.integers(0, 4)):
        low, high = min(low, high), max(low, high)
    return {"low": low, "high": high}


@oracle(
    cases=ranges(),
    agree=same_grid,
    first=[
        {"low": low, "high": high}
        for low, high in (
            (-3.0, 1.0),
            (0.0, 0.25),
            (2.0, 2.0),
            (-1.0, -2.0),
            (-0.002, 0.001),
            (1e-20, 3e-20),
            (1.0, 1 - 1e-14),  # below it, if by little
            (-1e30, 3e30),
        )
    ],
)
def affine_grid(low, high):
    """Scale and zero point by exact fractions; both whole numbers at half-way."""
    if high < low:
        raise ValueError("high is below low")
    if low == 0 and high == 0:
        raise ValueError("from 0 to 0 there is no step")
    least, most = min(Fraction(low), Fraction(0)), max(Fraction(high), Fraction(0))
    assume(most - least > Fraction(1, 10**33))  # what float32 holds, once divided by 255
    step = (most - least) / 255
    place = -128 - least / step
    below = math.floor(place)
    slack = Fraction(1, 10_000)  # half a step away, float32 may take either neighbour
    wholes_nearby = {below} if place - below < Fraction(1, 2) + slack else set()
    wholes_nearby |= {below + 1} if place - below > Fraction(1, 2) - slack else set()
    return float(step), sorted(wholes_nearby)


def nearest(got, want, values, scale, zero_point):
    """A uint8 for each value, no farther from it than another would be; ten-thousandths of a step for float32."""
    if not isinstance(got, np.ndarray):
        return "Return an array."
    if got.dtype != np.uint8:
        return f"The model's input is of type uint8, not {got.dtype.name}."
    if got.shape != np.shape(values):
        return f"The shape should be {np.shape(values)} and is {got.shape}."
    for stored, best, value in zip(got.ravel().tolist(), want.ravel().tolist(), np.ravel(values).tolist(), strict=True):
        steps = Fraction(value) / Fraction(scale) + zero_point
        if stored != best and not (
            abs(stored - best) == 1 and abs(steps - Fraction(stored + best, 2)) < Fraction(1, 1000)
        ):
            return False
    return True


@oracle(
    values=arrays(-60, 60, axes=(1, 3), empty=True)
    | arrays(-(10**12), 10**12, axes=(1, 2), dtypes=("float64", "int64"))
    | arrays(axes=(1, 2), elements=st.integers(-60, 60).map(lambda k: k / 8), dtypes=("float64",)),
    scale=st.sampled_from([0.1, 0.25, 2.0, 3.0, 1 / 255, 0.003, 37.5, 1]),
    zero_point=wholes(0, 255),
    agree=nearest,
    first=[
        {"values": np.array([-4e9, 4e9]), "scale": 1.0, "zero_point": 7},
        {"values": np.array([[[3, -3, 400]]]), "scale": 2.0, "zero_point": 0},
        {"values": np.array([5, -4]), "scale": 3, "zero_point": 9},
        {"values": np.array([24.58, 24.54, -1.04]), "scale": 0.1, "zero_point": 10},
        {"values": np.array([1e30, -1e30, 0.0]), "scale": 0.5, "zero_point": 3},  # more than 64 bits count
        {"values": np.array([201.49, 100.497, 70_000.0]), "scale": 1.0, "zero_point": 0},
    ],
)
def quantize(values, scale, zero_point):
    """Value by value, by exact fractions."""
    stored = [
        min(255, max(0, math.floor(Fraction(value) / Fraction(scale) + Fraction(1, 2)) + zero_point))
        for value in np.ravel(values).tolist()
    ]
    return np.array(stored, dtype=np.uint8).reshape(np.shape(values))


@st.composite
def layer_sums(draw):
    """Sums of a layer with a multiplier and a shift for each output, ties among them."""
    outputs = draw(st.integers(1, 4))
    lead = draw(st.lists(st.integers(1, 3), max_size=3))
    shift = draw(st.lists(wholes(31, 45) | st.just(60), min_size=outputs, max_size=outputs))
    exact = st.sampled_from([2**30, 2**30 + 2**29, 2**31 - 1])  # times a sum, these often lie half-way
    multiplier = draw(st.lists(exact | wholes(2**30, 2**31 - 1), min_size=outputs, max_size=outputs))
    reach = draw(st.sampled_from([20, 3_000, 2**31 - 1]))
    sums = draw(arrays(shape=(*lead, outputs), elements=wholes(-reach, reach), dtypes=("int32", "int64")))
    return {
        "sums": sums,
        "multiplier": np.array(multiplier, dtype=np.int64),
        "shift": np.array(shift, dtype=np.int64),
        "zero_point": draw(wholes(-128, 127)),
    }


@oracle(
    cases=layer_sums(),
    agree=lambda got, want: same_int8(got, want),
    first=[
        {
            "sums": np.array(sums, dtype=np.int32),
            "multiplier": np.array([multiplier]),
            "shift": np.array([shift]),
            "zero_point": zero_point,
        }
        for sums, multiplier, shift, zero_point in (
            ([[1], [3], [-1], [-3]], 2**30, 31, 0),
            ([[2**31 - 1]], 2**30, 45, 5),
            ([[-(2**31)]], 2**30, 31, 127),
            ([[41_851]], 1_215_082_374, 39, 0),  # 92.5 to a 32-bit float, which rounds it up
            ([[529_516_512]], 1_088_654_913, 60, 0),  # 0.5 to a 64-bit float, and below it
            ([[201], [205], [-201], [-205]], 2**30, 31, 0),  # half-way above 100
            ([[700], [-700], [760], [-760]], 2**30, 31, -128),  # beyond 256 before the zero point
            ([[700], [-700], [760], [-760]], 2**30, 31, 127),
        )
    ],
)
def requantize(sums, multiplier, shift, zero_point):
    """Value by value, by exact fractions."""
    stored = []
    for place, total in enumerate(np.ravel(sums).tolist()):
        output = place % len(multiplier)
        exact = Fraction(total * int(multiplier[output]), 2 ** int(shift[output]))
        stored.append(min(127, max(-128, math.floor(exact + Fraction(1, 2)) + zero_point)))
    return np.array(stored, dtype=np.int8).reshape(np.shape(sums))


def same_int8(got, want):
    """The same int8 everywhere: whole numbers leave nothing to a tolerance."""
    if not isinstance(got, np.ndarray):
        return "Return an array."
    if got.dtype != np.int8:
        return f"The next layer reads int8, not {got.dtype.name}."
    if got.shape != want.shape:
        return f"The shape should be {want.shape} and is {got.shape}."
    return bool(np.array_equal(got, want))


@st.composite
def measured_layers(draw):
    """Layers whose values lie on eighths and whose scales are powers of two, so that every threshold is met exactly."""
    layers = []
    for name in NAMES[: draw(st.integers(1, 3))]:
        channels, rows = draw(st.integers(1, 4)), draw(st.sampled_from([1, 2, 5, 40]))
        scale = draw(st.sampled_from([0.125, 0.25, 0.5, 1.0]))
        zero_point = draw(st.sampled_from([-128, 0, 22]))
        tops = draw(
            st.lists(st.sampled_from([0, 7.5, 8, 9, 16, 31.875, 32, 40, 64, 100]), min_size=channels, max_size=channels)
        )
        values = np.zeros((rows, channels))
        for channel, top in enumerate(tops):
            values[draw(st.integers(0, rows - 1)), channel] = top * draw(st.sampled_from([1, 1, 1, -1]))
        if draw(st.integers(0, 3)):  # most ranges hold what flows, or hardly anything but "clipped" would be seen
            values = np.abs(values) if zero_point == -128 else values
            scale = max(scale, 0.5)
        layers.append((name, values.astype(draw(st.sampled_from(["float32", "float64"]))), scale, zero_point))
    return {"layers": layers}


def columns(*channels):
    """A layer of these channels, on a grid of half a unit from 0 to 127.5."""
    return {"layers": [("conv1", np.array(channels).T, 0.5, -128)]}


def one_beyond(rows, wide=1):
    """A layer that suits, of which `wide` values lie beyond its grid, which ends at 127.5."""
    values = np.zeros((rows, 1))
    values[0], values[1 : 1 + wide] = 100.0, 200.0
    return {"layers": [("conv1", values, 0.5, -128)]}


def spanning(tops, rows=200, low=0.0):
    """A layer of scale 0.5 whose channels go from 0, the first from `low`, to `tops`, in half steps as all is."""
    values = np.zeros((rows, len(tops)))
    values[0], values[1, 0] = np.array(tops) / 2, low / 2
    return {"layers": [("conv1", values, 0.5, -128)]}


def two_faults(name):
    """A layer in the middle of whose grid nothing flows."""
    return name, np.array([[0.0, 1.0], [1.0, 0.0]]), 1.0, -128


@oracle(
    cases=measured_layers(),
    agree=lambda got, want: same_fault(got, want),
    first=[
        one_beyond(200),
        one_beyond(100),
        one_beyond(100, 2),
        spanning([100.0, 15.0, 15.0]),  # mean 43, median 15
        spanning([100.0, 20.0, 8.0, 8.0]),  # median 14: half of the channels suffice
        spanning([255.25, 100.0, 100.0], rows=2),  # beyond the end by a quarter of a step
        spanning([140.0, 140.0, 140.0], rows=50, low=-1.0),  # below the grid, 2 % of a channel and 0.7 % of all
        spanning([62.0, 62.0], low=-4.0),  # what lies below the grid counts for the span
        {"layers": [two_faults("a"), two_faults("b")]},
        {"layers": [two_faults("conv1"), two_faults("conv2")]},
        one_beyond(250, 3),
        *(columns([0.0, top], [0.0, 0.0]) for top in (127.25, 127.5, 127.75)),  # the grid's upper end
        *(columns([low, 100.0], [0.0, 0.0]) for low in (-0.25, 0.25)),  # its lower end
        *(columns([0.0, top]) for top in (31.75, 32.0, 32.25)),  # 64 steps
        *(columns([0.0, 100.0], [0.0, top], [0.0, 0.0]) for top in (7.75, 8.0, 8.25)),  # 16 steps, in the middle
    ],
    tries=75,
)
def find_fault(layers):
    """The definitions, value by value."""
    for name, values, scale, zero_point in layers:
        rows, channels = values.shape
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        outside = sum(1 for value in values.ravel().tolist() if value < low or value > high)
        spans = []
        for channel in range(channels):
            column = values[:, channel].tolist()
            spans.append((max(column) - min(column)) / scale)
        spans.sort()
        middle = spans[channels // 2] if channels % 2 else (spans[channels // 2 - 1] + spans[channels // 2]) / 2
        if 100 * outside > rows * channels:
            return name, "clipped"
        if spans[-1] < 64:
            return name, "too wide"
        if middle < 16:
            return name, "one channel"
    return "", "none"


def same_fault(got, want):
    """A layer and a fault, both as text."""
    if not isinstance(got, tuple | list) or len(got) != 2 or not all(isinstance(part, str) for part in got):
        return "Return two words: the layer's name and the fault."
    return tuple(got) == tuple(want)

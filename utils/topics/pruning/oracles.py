"""What the exercises on pruning should give, slow and from the definition. Only `same_as` reads it."""

import functools
import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from utils.grading.oracles import arrays, close, exactly, near, numbers, oracle, wholes

# Strategies are made once: Hypothesis checks each new one, which takes longer than to draw from it
SHARES = numbers(0, 1, tiny=False)
EIGHTHS = st.integers(-40, 40).map(lambda count: count / 8)  # sums are exact in any order, and equal sums are equal
FITS = st.sampled_from(["fits"] * 6 + ["too tall", "too wide", "flat", "negative"])
FEW, SIDES = st.integers(1, 4), st.integers(1, 3)
NEAR_BY, STEPS, EVERY = st.integers(-3, 5), wholes(0, 3_000), st.one_of(wholes(0, 20), wholes(1, 3_000))
LENGTHS, PARTS = st.one_of(wholes(-2, 40), STEPS), st.integers(0, 100)


@functools.cache
def weights_of(**size: object) -> st.SearchStrategy:
    """Arrays of eighths, or of whole numbers."""
    real = arrays(-5, 5, elements=EIGHTHS, dtypes=("float64", "float32"), **size)
    return real | arrays(-5, 5, dtypes=("int64",), **size)


def dropped_of(share: float, count: int) -> int:
    """Return how many of `count` go; an exact half could go either way, and is not tried."""
    exact = Fraction(share) * count
    assume(abs(exact - math.floor(exact) - Fraction(1, 2)) > Fraction(1, 10**6))
    return math.floor(exact + Fraction(1, 2))


@st.composite
def tilings(draw: st.DrawFn) -> dict:
    """A matrix, a share, and blocks that mostly fill it."""
    height, width = draw(SIDES), draw(SIDES)
    weights = draw(weights_of(shape=(height * draw(FEW), width * draw(FEW))))
    blocks = {"fits": (height, width), "too tall": (height + 1, width), "too wide": (height, width + 1)}
    blocks |= {"flat": (0, width), "negative": (1, -1)}
    return {"weights": weights, "sparsity": draw(SHARES), "block": blocks[draw(FITS)]}


@oracle(
    cases=tilings(),
    first=[
        {"weights": np.array([[0.4, 0.5, 0.1, 0.2]]), "sparsity": 0.5, "block": (1, 2)},
        {"weights": np.ones((4, 6)), "sparsity": 0.5, "block": (3, 2)},
        {"weights": np.ones((2, 2)), "sparsity": 0.5, "block": (0, 1)},
        {"weights": np.ones((2, 2)), "sparsity": 0.5, "block": (1, 0)},
        {"weights": np.tile([2.0, 1.0], (4, 5)), "sparsity": 0.3, "block": (1, 1)},  # so many that a sort may swap
        {"weights": np.array([[2e-5, 1e-5]]), "sparsity": 0.5, "block": (1, 1)},
        {"weights": np.array([[1e-5, 2e-5]]), "sparsity": 0.5, "block": (1, 1)},  # the same sum, the other way round
        {"weights": np.array([[2**24 + 1, 2**24]]), "sparsity": 0.5, "block": (1, 1)},  # one number to float32
    ],
)
def block_mask(weights: np.ndarray, sparsity: float, block: tuple[int, int]) -> np.ndarray:
    """Sort the corners of the blocks by exact sums."""
    (rows, columns), (height, width) = weights.shape, block
    if height < 1 or width < 1:
        raise ValueError("a block has at least one row and one column")
    if rows % height or columns % width:
        raise ValueError(f"blocks of {height} × {width} do not fill a matrix of {rows} × {columns}")
    corners = [(top, left) for top in range(0, rows, height) for left in range(0, columns, width)]

    def score(corner: tuple[int, int]) -> float:
        top, left = corner
        return math.fsum(abs(float(value)) for value in weights[top : top + height, left : left + width].ravel())

    mask = np.ones((rows, columns), bool)
    for top, left in sorted(corners, key=score)[: dropped_of(sparsity, len(corners))]:  # sorted is stable
        mask[top : top + height, left : left + width] = False
    return mask


def masks_agree(got: object, want: list) -> bool | str:
    """Tell whether a list or a tuple holds the masks that are wanted."""
    if not isinstance(got, list | tuple) or len(got) != len(want):
        return "Return a list with a mask for each kernel."
    for one, other in zip(got, want, strict=True):
        same = exactly()(one, other)
        if same is not True:
            return same
    return True


@oracle(
    kernels=st.lists(weights_of(axes=(1, 3)), min_size=1, max_size=3),
    sparsity=st.one_of(SHARES, near(0.0, 1.0), st.sampled_from([80, -0.5, 1.01])),
    agree=masks_agree,
    first=[
        {"kernels": [np.array([[0.9, 0.1]]), np.array([[0.2, 0.8]])], "sparsity": 0.5},
        {"kernels": [np.tile([2.0, 1.0], (4, 5))], "sparsity": 0.3},
        {"kernels": [np.full((2, 2), 2), np.full((1, 6), -2)], "sparsity": 0.5},
        {"kernels": [np.asfortranarray([[1.0, 3.0], [2.0, 4.0]])], "sparsity": 0.5},
        {"kernels": [np.array([[2**24 + 1, 2**24]])], "sparsity": 0.5},  # one number to float32
    ],
)
def global_masks(kernels: list[np.ndarray], sparsity: float) -> list[np.ndarray]:
    """Sort the places of all weights."""
    if not 0 <= sparsity <= 1:
        raise ValueError("a sparsity is a share from 0 to 1")
    places = [(which, place) for which, kernel in enumerate(kernels) for place in np.ndindex(kernel.shape)]
    masks = [np.ones(kernel.shape, bool) for kernel in kernels]
    order = sorted(places, key=lambda at: abs(float(kernels[at[0]][at[1]])))
    for which, place in order[: dropped_of(sparsity, len(places))]:
        masks[which][place] = False
    return masks


@st.composite
def schedules(draw: st.DrawFn) -> dict:
    """A schedule and a step before, in or after it; now and then one that cannot be."""
    begin = draw(STEPS)
    end = max(0, begin + draw(LENGTHS))
    inside = begin + draw(PARTS) * (end - begin) // 100
    step = max(0, draw(st.sampled_from([begin // 2, begin, inside, end, 3 * end])) + draw(NEAR_BY))
    shares = {"initial": draw(SHARES), "final": draw(SHARES)}
    return {"step": step, "begin": begin, "end": end, "every": draw(EVERY)} | shares


LECTURE = {"begin": 2_000, "end": 4_000, "initial": 0.5, "final": 0.8, "every": 100}


@oracle(
    cases=schedules(),
    agree=close(rel=1e-6, abs=1e-6),  # a share in float32 has seven digits
    first=[
        LECTURE | {"step": 3_999},
        LECTURE | {"step": 4_000},
        {"step": 7, "begin": 7, "end": 7, "initial": 0.2, "final": 0.5, "every": 3},
        {"step": 200_050, "begin": 200_000, "end": 200_100, "initial": 0.2, "final": 0.5, "every": 50},
    ],
)
def sparsity_at(step: int, *, begin: int, end: int, initial: float, final: float, every: int) -> float:
    """List all updates so far, and ask the formula about the last, in fractions."""
    if end < begin:
        raise ValueError("a schedule does not end before it begins")
    if every < 1:
        raise ValueError("masks are updated every step at most")
    past = [moment for moment in range(begin, end + 1, every) if moment <= step]
    if not past:
        return 0.0
    left = Fraction(end - past[-1], end - begin) if end > begin else Fraction(0)
    return float(Fraction(final) - (Fraction(final) - Fraction(initial)) * left**3)


@oracle(
    p=st.one_of(
        numbers(-0.5, 1.5), numbers(0, 1), near(0.0, 1.0), st.sampled_from([5e-8, 8e-8, 1e-18, 1e-30, 1 / 3e6])
    ),
    n=st.one_of(wholes(-2, 20), wholes(0, 10**18)),
    agree=close(rel=1e-9),  # as the docstring promises
    first=[
        {"p": 1e-30, "n": 1},
        {"p": 5e-8, "n": 10},
        {"p": 8e-8, "n": 10**7},
        {"p": 1e-18, "n": 10**18},
        {"p": 1, "n": 0},
        {"p": 1.0, "n": 0},
        {"p": 1e-13, "n": 10**8},  # n · p is 5 millionths too much
    ],
)
def win_probability(p: float, n: int) -> float:
    """Compute in 120 digits."""
    if not 0 <= p <= 1:
        raise ValueError("a probability lies between 0 and 1")
    if n < 0:
        raise ValueError("there is no negative number of tickets")
    assume(p == 0 or p >= 1e-30)
    if n == 0 or p in (0, 1):
        return float(n > 0 and p == 1)
    with localcontext() as context:
        context.prec = 120  # 1 - p keeps all digits of a p down to 1e-30, and of its power
        return float(1 - (1 - Decimal(p)) ** n)

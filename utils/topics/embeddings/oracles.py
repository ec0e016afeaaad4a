"""What the exercises on words as vectors should give, from their definitions. `same_as` alone reads this."""

import math

import numpy as np
from hypothesis import strategies as st

from utils.grading.oracles import close, exactly, oracle, wholes

RANKS = {
    "the": 1,
    "of": 2,
    "to": 3,
    "in": 4,
    "oil": 5,
    "prices": 6,
    "mcdonald": 7,
    "opec": 12,
    "u.s.": 20,
    "o'neill": 30,
    "sorghum": 996,
    "cocoa": 997,
    "rapeseed": 19_997,
}
SPELLED = st.sampled_from(
    [*RANKS, *list(RANKS)[-3:], "zeppelin", "The", "OIL", "McDonald", "OPEC", "U.S.", "O'Neill", "Xylophone"]
)


@st.composite
def headlines(draw: st.DrawFn) -> dict:
    """A headline, an index, and a vocabulary and length near the places where something changes."""
    words = draw(st.lists(SPELLED, min_size=1, max_size=8))
    length = draw(st.one_of(st.sampled_from([len(words), len(words) + 1, len(words) + 2]), wholes(1, 12)))
    return {
        "headline": " ".join(words),
        "word_index": {word: RANKS[word] for word in draw(st.permutations(sorted(RANKS)))},
        "vocabulary": draw(wholes(4, 40) | st.sampled_from([1_000, 20_000])),
        "length": max(1, length),
    }


@oracle(
    cases=headlines(),
    first=[
        {"headline": "xylophone", "word_index": RANKS, "vocabulary": 1_000, "length": 4},
        {"headline": "McDonald the", "word_index": RANKS, "vocabulary": 1_000, "length": 3},
        {"headline": "the oil prices", "word_index": RANKS, "vocabulary": 1_000, "length": 3},
        {"headline": "cocoa sorghum", "word_index": RANKS, "vocabulary": 1_000, "length": 3},
        {"headline": "rapeseed cocoa", "word_index": RANKS, "vocabulary": 20_001, "length": 3},
    ],
    agree=lambda got, want: exactly()(list(got) if isinstance(got, tuple | np.ndarray) else got, want),
)
def encode_headline(headline: str, word_index: dict, vocabulary: int, length: int) -> list:
    """One word after the other, from the last; whatever is left is padding."""
    backwards = []
    for word in reversed(headline.lower().split()):
        number = word_index[word] + 3 if word in word_index else 2
        backwards.append(number if number < vocabulary else 2)
    backwards.append(1)
    backwards = backwards[:length]
    while len(backwards) < length:
        backwards.append(0)
    return backwards[::-1]


@oracle(  # an answer may make the arrays to weigh them
    wires=wholes(0, 100), length=wholes(1, 40), vocabulary=wholes(1, 1_000), width=wholes(1, 500)
)
def wire_bytes(wires: int, length: int, vocabulary: int, width: int) -> dict:
    """By adding up what each word costs."""
    word = np.dtype(np.int32).itemsize
    number = np.dtype(np.float32).itemsize
    words = sum(length for _ in range(wires)) if wires < 1_000 else length * wires
    return {"numbers": words * word, "one-hot": words * vocabulary * number, "embedded": words * width * number}


@oracle(
    vocabulary=wholes(1, 300),  # an answer may build the network to count it
    width=wholes(1, 40),
    length=wholes(1, 12),
    hidden=wholes(1, 60),
    topics=wholes(1, 20),
    first=[
        {"vocabulary": 20_000, "width": 100, "length": 50, "hidden": 200, "topics": 90},
        {"vocabulary": 5, "width": 2, "length": 700, "hidden": 3, "topics": 4},
    ],
)
def parameter_count(vocabulary: int, width: int, length: int, hidden: int, topics: int) -> int:
    """The sizes of the five arrays that Keras would make."""
    shapes = [(vocabulary, width), (length * width, hidden), (hidden,), (hidden, topics), (topics,)]
    return sum(math.prod(shape) for shape in shapes)


@oracle(
    vocabulary=st.one_of(
        wholes(-20, 10**7), st.sampled_from([(2 * w + 1) ** 4 // 16 + up for w in range(1, 50) for up in (0, 1)])
    ),
    first=[{"vocabulary": 430}, {"vocabulary": 5}, {"vocabulary": 6}, {"vocabulary": 1}],
)
def embedding_width(vocabulary: int) -> int:
    """The width whose neighbours half-way, in whole numbers, enclose the vocabulary: no root is taken."""
    if vocabulary < 1:
        raise ValueError("a vocabulary has at least one word")
    width = 1
    while 16 * vocabulary > (2 * width + 1) ** 4:  # beyond width + 1/2; an odd fourth power is never a multiple of 16
        width += 1
    return width


@st.composite
def trainings(draw: st.DrawFn) -> dict:
    """Losses and accuracies of up to twelve epochs: some diverged, some equal, at least one finite."""
    epochs = draw(st.integers(1, 12))
    loss = st.one_of(st.sampled_from([1.5, 1.6, 2.0, float("nan"), float("inf")]), st.floats(0.5, 4, width=16))
    if draw(st.integers(0, 3)) == 3:  # a loss may be below 0, or hundreds
        loss = loss | st.sampled_from([-0.5, 0.0, 150.0, 1e4, 1.50001])
    losses = draw(st.lists(loss, min_size=epochs, max_size=epochs))
    if not any(map(math.isfinite, losses)):
        losses[draw(st.integers(0, epochs - 1))] = 1.75
    accuracies = draw(st.lists(st.integers(0, 1_000).map(lambda n: n / 1_000), min_size=epochs, max_size=epochs))
    return {"validation_loss": np.array(losses), "test_accuracy": np.array(accuracies)}


@oracle(
    cases=trainings(),
    first=[
        {
            "validation_loss": np.array([2.0, 1.6, 1.7, 1.8, 1.9, 2.0, 2.1, 1.5]),
            "test_accuracy": np.array([0.4, 0.5, 0.51, 0.52, 0.53, 0.54, 0.55, 0.48]),
        },
        {"validation_loss": np.array([1.50004, 1.50001, 1.50003]), "test_accuracy": np.array([0.4, 2 / 3, 0.5])},
        {"validation_loss": np.array([np.nan, 3.0, np.nan, 2.0]), "test_accuracy": np.array([0.1, 0.2, 0.3, 0.4])},
        {"validation_loss": np.array([300.0, 250.0]), "test_accuracy": np.array([0.1, 0.2])},
        {"validation_loss": np.array([0.25, -0.5]), "test_accuracy": np.array([0.1, 0.2])},
        {  # one long rise before the lowest: no patience
            "validation_loss": np.array([1.6, *np.linspace(1.7, 2.5, 28), 1.5]),
            "test_accuracy": np.linspace(0.4, 0.6, 30),
        },
    ],
    agree=lambda got, want: close(abs=1e-12)(tuple(got) if isinstance(got, list) else got, want),  # converted once
)
def honest_result(validation_loss: np.ndarray, test_accuracy: np.ndarray) -> tuple:
    """The least loss in a plain search from the front."""
    chosen = None
    for epoch, loss in enumerate(validation_loss.tolist(), 1):
        if not math.isnan(loss) and (chosen is None or loss < validation_loss[chosen - 1]):
            chosen = epoch
    return chosen, float(test_accuracy[chosen - 1])

"""Says how much faster one file is than another, how a layer uses the processor, and which instructions that has.

It times what it is given in turn, on one thread; it chooses nothing and draws nothing.
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from utils import litert

# What multiplies bytes and adds the products in one step: Intel and AMD (x86-64), then Arm
INSTRUCTIONS = ("amx_int8", "avx512_vnni", "avx_vnni", "i8mm", "asimddp")


@dataclass(frozen=True)
class Faster:
    """How many times faster: the ratio of two medians, least and greatest by the middle half of the runs."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.low:.1f} to {self.high:.1f})"


def faster(slow: litert.Latency, quick: litert.Latency) -> Faster:
    """Return how many times faster `quick` is than `slow`, with a spread that follows from both quartiles."""
    return Faster(slow.median / quick.median, slow.low / quick.high, slow.high / quick.low)


@dataclass(frozen=True)
class Work:
    """What one layer does in one run: multiply-adds, bytes of weights and of what flows in and out, its time in µs."""

    multiply_adds: int
    moved: int
    time: litert.Latency

    @property
    def intensity(self) -> float:
        """Multiply-adds for each byte."""
        return self.multiply_adds / self.moved

    @property
    def rate(self) -> float:
        """Thousand million multiply-adds a second."""
        return self.multiply_adds / self.time.median / 1e3

    @property
    def bandwidth(self) -> float:
        """Thousand million bytes a second."""
        return self.moved / self.time.median / 1e3


def work_alone(keras: Any, shape: tuple[int, ...], layer: Any, runs: int = 300) -> dict[str, Work]:
    """Convert one layer by itself to float and to int8, time both in turn, and return the work of each.

    shape: of one input, without the batch. Weights are as initialised and inputs random: neither changes the time.
    """
    model = keras.Sequential([keras.layers.Input(shape), layer])
    some = np.random.default_rng(0).random((10, *shape), dtype=np.float32)
    files = {"float": litert.convert(model, "float"), "int8": litert.convert(model, "int8 only", some, io="int8")}
    times = litert.latencies(files, some[0], runs=runs)
    outputs = model.output_shape[1:]
    kernel = int(np.prod(layer.kernel.shape))
    places = int(np.prod(outputs)) // layer.kernel.shape[-1]
    flowing = int(np.prod(shape)) + int(np.prod(outputs))
    return {
        kind: Work(kernel * places, size * (kernel + flowing) + 4 * layer.kernel.shape[-1], times[kind])
        for kind, size in (("float", 4), ("int8", 1))
    }


def roofs(layers: Mapping[str, Mapping[str, Work]]) -> tuple[dict[str, float], float]:
    """Return the best rate seen for each kind, and the best bandwidth seen at all: what these layers show of the roofs.

    A machine may have higher ones that none of these layers reaches.
    """
    kinds = next(iter(layers.values()))
    best = {kind: max(work[kind].rate for work in layers.values()) for kind in kinds}
    return best, max(one.bandwidth for work in layers.values() for one in work.values())


def byte_instructions() -> tuple[str, ...]:
    """Return which of INSTRUCTIONS this processor names, on Linux; elsewhere nothing can be asked so simply."""
    about = Path("/proc/cpuinfo")
    words = set(about.read_text(errors="ignore").split()) if platform.system() == "Linux" and about.exists() else set()
    return tuple(name for name in INSTRUCTIONS if name in words)

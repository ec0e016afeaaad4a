"""Times several pieces of work in turn, so that what else a machine does at the moment meets all of them alike.

It runs what it is given and chooses nothing.
"""

import time
from collections.abc import Callable, Mapping

import numpy as np


def in_turn(tasks: Mapping[str, Callable[[], object]], *, rounds: int, warm_up: int = 1) -> dict[str, np.ndarray]:
    """Return the seconds of each task in each round, shape (rounds,); warm-up rounds come first and are not kept.

    Every round runs every task once, in order. Compare medians, or ratios within a round. Raises ValueError where no
    round is asked for.
    """
    if rounds < 1:
        raise ValueError(f"timing takes at least one round, not {rounds}")
    took: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(warm_up + rounds):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            took[name].append(time.perf_counter() - began)
    return {name: np.array(seconds[warm_up:]) for name, seconds in took.items()}

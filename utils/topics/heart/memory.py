"""How much memory a piece of work takes beside what was there before."""

import tracemalloc
from collections.abc import Callable


def peak_memory(task: Callable[[], object]) -> int:
    """Return the most bytes that Python and NumPy held at once while `task` ran, beside what they held before."""
    tracemalloc.start()
    try:
        task()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

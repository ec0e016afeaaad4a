"""The peak of the memory of a task is that of what it allocates, and nothing goes on counting afterwards."""

import tracemalloc

import numpy as np
import pytest

from utils.topics import heart


def test_the_peak_is_what_was_held_at_once():
    assert heart.peak_memory(lambda: np.zeros(1_000_000)) == pytest.approx(8_000_000, rel=0.01)
    assert heart.peak_memory(lambda: [np.zeros(1_000_000).sum() for _ in range(3)]) < 9_000_000


def test_a_task_that_fails_stops_the_count():
    with pytest.raises(ZeroDivisionError):
        heart.peak_memory(lambda: 1 / 0)
    assert not tracemalloc.is_tracing()

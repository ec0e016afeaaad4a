"""The stopwatch runs every task in every round, and keeps what comes after the warm-up."""

import time

import pytest

from utils.measuring.timing import in_turn


def test_tasks_take_turns_and_warm_up_is_not_kept():
    calls = []
    found = in_turn({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3, warm_up=2)
    assert calls == ["a", "b"] * 5
    assert [seconds.shape for seconds in found.values()] == [(3,), (3,)]


def test_it_measures_seconds():
    found = in_turn({"nap": lambda: time.sleep(0.02), "nothing": lambda: None}, rounds=2)
    assert found["nap"].min() >= 0.02
    assert (found["nothing"] >= 0).all()


def test_no_round_is_no_measurement():
    with pytest.raises(ValueError, match="at least one round"):
        in_turn({}, rounds=0)

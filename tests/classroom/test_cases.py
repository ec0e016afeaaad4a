"""Inputs that are drawn once say of every answer what inputs that are drawn each time say."""

import time

import pytest

from utils.classroom.inside import cases
from utils.grading import same
from utils.topics.qat.oracles import straight_through

NAME = "straight_through"


def wrong_where(test):
    """The oracle's own answer, but with other numbers where `test` says so of the range's low end."""

    def answer(upstream, values, low, high):
        return straight_through.function(upstream=upstream, values=values, low=low, high=high) + bool(test(low))

    return answer


def failing(upstream, values, low, high):
    """The oracle's own answer, which now and then divides by zero."""
    return straight_through.function(upstream=upstream, values=values, low=low, high=high) + 0 // int(low > -1.2)


ANSWERS = {
    "right": straight_through.function,
    "wrong everywhere": wrong_where(lambda low: True),
    "wrong seldom": wrong_where(lambda low: low < -1.2),
    "fails seldom": failing,
}


@pytest.fixture(scope="module")
def drawn():
    """The inputs, as a process of its own drew them."""
    return cases.in_a_fork(lambda: cases.draw(NAME), time.monotonic() + 60)


@pytest.mark.parametrize("title", ANSWERS)
def test_both_say_the_same(drawn, monkeypatch, title):
    monkeypatch.setattr(same, "SHRINKING", 30.0)
    expected = same.compare(ANSWERS[title], NAME, seconds=30.0)
    monkeypatch.setattr(same, "generate", same.generate)  # put back at the end
    monkeypatch.setattr(same, "right", same.right)
    cases.replay({(drawn.seed, drawn.tries): drawn.inputs})
    got = same.compare(ANSWERS[title], NAME, seconds=30.0)
    assert str(got) == str(expected)
    assert (got.tried > len(straight_through.first)) == (title != "wrong everywhere")  # among the generated ones
    assert (got.problem is None) == (title == "right")


def test_what_cannot_be_drawn_beforehand_is_drawn_each_time():
    assert cases.in_a_fork(lambda: 1 / 0, time.monotonic() + 60) is None
    assert cases.in_a_fork(lambda: lambda: None, time.monotonic() + 60) is None
    assert cases.draw("no_such_exercise") is None

"""Taxi rides are cleaned and split as the lesson says, cells count, and an answer finds no fares to look up."""

import functools
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from utils import datasets
from utils.grading.state import State
from utils.topics import taxi
from utils.topics.taxi import alone, moving
from utils.topics.taxi.alone import harmless


def test_faults_and_split_of_the_courses_rides():
    rides = datasets.taxi().rides
    clean = rides[~taxi.faults(rides).any(axis=1)]
    assert len(clean) == 49_687
    training, validation, test = taxi.split(clean)
    assert [len(fares) for _, fares in (training, validation, test)] == [27_177, 7_500, 15_000]
    assert list(training[0].columns) == taxi.KNOWN
    assert training[1].max() <= 60 < test[1].max()
    indices = [set(X.index) for X, _ in (training, validation, test)]
    assert not indices[0] & indices[1] | indices[0] & indices[2] | indices[1] & indices[2]


def test_few_rides_are_split_too():
    rides = datasets.taxi().rides[:100]
    assert [len(fares) for _, fares in taxi.split(rides)] == [40, 20, 40]


def test_a_gap_is_a_fault():
    rides = datasets.taxi().rides[:3].assign(pickup_longitude=[np.nan, -74.0, -74.0])
    assert taxi.faults(rides)["a number is missing"].tolist() == [True, False, False]


def test_a_weekday_counts_from_monday():
    assert taxi.weekday("2015-01-05 00:00:00 UTC") == 0


def test_a_cell_quotes_the_mean_of_its_rides_and_an_empty_one_the_mean_of_all():
    places = np.array([[0.0], [1.0], [2.0], [3.0]])
    told, filled = moving.mean_of_cell(places, np.array([1.0, 3.0, 10.0, 20.0]), np.array([[0.5], [9.0]]), 2)
    assert told.tolist() == [2.0, 15.0]
    assert filled.tolist() == [2, 2]
    tied, filled = moving.mean_of_cell(np.zeros((3, 1)), np.array([1.0, 2.0, 6.0]), np.array([[-1.0]]), 2)
    assert (tied.tolist(), filled.tolist()) == ([3.0], [0])


def with_default(hour, table={8: 10.0}):  # noqa: B006
    return table[hour]


def enclosed():
    table = np.arange(24.0)
    return lambda hour: table[hour]


@pytest.mark.parametrize(
    "value",
    [29.0, np.float64(2), "x", ["a", "b"], (-73.8, 40.6), re.compile("UTC"), np, np.sin, taxi.faults, dict, None],
)
def test_what_cannot_hold_fares_stays(value):
    assert harmless(value)


@pytest.mark.parametrize(
    "value", [np.zeros(3), pd.Series([1.0]), {8: 9.5}, [1.0, 2.0], with_default, enclosed(), object()]
)
def test_what_could_hold_fares_goes(value):
    assert not harmless(value)


def test_an_answer_finds_no_fares(monkeypatch):
    notebook = {"np": np, "hourly": np.zeros(24), "turn": 29.0, "_kept": [1]}
    here = State(check=SimpleNamespace(names=notebook, name="fare_features"))
    monkeypatch.setattr(alone, "state", lambda: here)
    whole = dict(notebook)
    with taxi.nothing_learned():
        assert set(notebook) == {"np", "turn"}
    assert notebook == whole
    with pytest.raises(AssertionError, match="made from data elsewhere"), taxi.nothing_learned():
        datasets.taxi()
    with pytest.raises(AssertionError, match="`hourly` is made from data elsewhere"), taxi.nothing_learned():
        raise NameError("name 'hourly' is not defined", name="hourly")
    with pytest.raises(NameError), taxi.nothing_learned():
        raise NameError("name 'other' is not defined", name="other")


def test_an_answer_carries_no_fares(monkeypatch):
    class Features:
        """As a cell defines it."""

        place = (-73.8, 40.6)

        def __call__(self, X):
            """Return nothing."""

    Features.__module__ = "__main__"
    assert all(map(harmless, (Features, Features(), Features().__call__)))
    Features.hourly = {8: 10.0}
    for answer in (
        with_default,
        enclosed(),
        Features,
        Features(),
        Features().__call__,
        functools.partial(len, {8: 9.5}),
    ):
        here = State(check=SimpleNamespace(names={}, answer=answer, name="fare_features"))
        monkeypatch.setattr(alone, "state", lambda here=here: here)
        with pytest.raises(AssertionError, match="What `fare_features` holds"), taxi.nothing_learned():
            pass


def test_features_are_finite_numbers_of_one_width():
    assert [table.dtype for table in taxi.as_numbers(np.ones((2, 1)), pd.DataFrame({"a": [True]}))] == ["float64"] * 2
    for wrong, words in [
        (np.array([["a"]]), "numbers"),
        (np.array([[np.inf]]), "infinite"),
        (np.ones((1, 2)), "as many columns"),
    ]:
        with pytest.raises(AssertionError, match=words):
            taxi.as_numbers(np.ones((3, 1)), wrong)

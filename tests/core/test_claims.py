"""Claims: the row under a measurement, the table at the end, and what programs read from both."""

import importlib
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from utils.grading import claim, claims, predict
from utils.grading.claims import VERDICTS, Claim, verdict
from utils.grading.state import State, state

SHOWN = []
MODULE = sys.modules["utils.grading.claims"]  # the package's own `claims` is the function


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """What is displayed: plain text, HTML and metadata; and a notebook in which nothing has happened yet."""
    SHOWN.clear()
    monkeypatch.setattr(MODULE, "show", lambda text, page, facts: SHOWN.append((text, page, facts)))
    current = state()
    for name, value in vars(State()).items():
        monkeypatch.setattr(current, name, value)
    return SHOWN


def test_parts_decide_the_verdict():
    claim("all", measured="1", holds={"a": True, "b": True})
    claim("none", measured="2", holds={"a": False, "b": False})
    claim("some", measured="3", holds={"in time": True, "after twenty epochs": False, "on <unseen>": False})
    claim("elsewhere", measured="published: 4", holds={})
    verdicts = [facts["claim"]["verdict"] for _, _, facts in SHOWN]
    assert verdicts == ["reproduced", "contradicted", "only partly", "not measured here"]
    text, page, facts = SHOWN[2]
    assert "Verdict:          only partly, not: after twenty epochs; on <unseen>" in text
    assert "not: after twenty epochs; on &lt;unseen&gt;" in page
    assert facts["claim"]["failed"] == ["after twenty epochs", "on <unseen>"]
    assert facts["claim"]["parts"] == {"in time": True, "after twenty epochs": False, "on <unseen>": False}
    assert "not:" not in SHOWN[1][0]


@pytest.mark.parametrize(
    ("guess", "actual", "said"),
    [
        (2, 3.6, "2; it is 3.6"),
        (2, 3.5962, "2; it is 3.6"),
        ("conv1", "dense2", "conv1; it is dense2"),
        (1_000_000, 61_370, "1,000,000; it is 61,370"),
        (4, "", "4"),
        (None, 3.6, "no guess; it is 3.6"),
        (None, "", "no guess"),
    ],
)
def test_a_guess_comes_back_where_it_is_answered(guess, actual, said, capsys):
    predict("times", guess)
    claim("it is small", measured="m", holds={"x": True}, predicted="times", actual=actual)
    assert f"You guessed:      {said}\n" in SHOWN[0][0]
    assert f">{said}</td>" in SHOWN[0][1]


def test_a_guess_that_was_never_asked_for_is_none():
    claim("it is small", measured="m", holds={"x": True}, predicted="times", actual=3)
    assert "You guessed:      no guess; it is 3" in SHOWN[0][0]


def test_nothing_is_said_of_a_guess_where_there_was_none_to_make():
    claim("it is small", measured="m", holds={"x": True})
    assert SHOWN[0][0].splitlines() == [
        "The lecture says: it is small",
        "Measured:         m",
        "Verdict:          reproduced",
    ]


def test_a_cell_that_runs_twice_keeps_one_row_in_its_place():
    claim("first", measured="old", holds={"x": True})
    claim("second", measured="2", holds={"x": True})
    claim("first", measured="new", holds={"x": False})
    claims()
    told = SHOWN[-1][2]["claims"]
    assert [(row["lecture"], row["measured"], row["verdict"]) for row in told] == [
        ("first", "new", "contradicted"),
        ("second", "2", "reproduced"),
    ]


def test_the_table_holds_what_programs_read():
    claim("a < b", measured="1 | 2", holds={"x": True, "y": False}, predicted="n", actual=5)
    claims()
    text, page, facts = SHOWN[-1]
    assert facts["claims"] == [SHOWN[0][2]["claim"]]
    assert set(facts["claims"][0]) >= {"lecture", "measured", "verdict", "failed", "parts", "prediction", "actual"}
    assert "a &lt; b" in page
    assert page.count("<th ") == 4
    assert text == SHOWN[0][0]


def test_a_table_of_nothing_says_what_to_run(capsys):
    claims()
    assert not SHOWN
    assert "run the cells above" in capsys.readouterr().out


@pytest.mark.parametrize("value", [0.3, 1, None, "yes", [True]])
def test_a_part_holds_or_does_not(value):
    with pytest.raises(TypeError, match="'faster' holds or does not"):
        claim("a", measured="m", holds={"faster": value})


def test_numpys_booleans_are_booleans():
    claim("a", measured="m", holds={"x": np.float64(2) > 1})
    assert SHOWN[0][2]["claim"]["parts"] == {"x": True}
    assert type(SHOWN[0][2]["claim"]["parts"]["x"]) is bool


def test_a_verdict_is_one_of_those_that_are_drawn():
    with pytest.raises(ValueError, match="a verdict is one of"):
        Claim("a", "b", "probably")


def test_a_verdict_follows_from_how_many_parts_hold():
    found = {
        (True,): "reproduced",
        (True, True): "reproduced",
        (True, False): "only partly",
        (False,): "contradicted",
        (): "not measured here",
    }
    assert {parts: verdict(*parts) for parts in found} == found
    assert set(found.values()) <= set(VERDICTS)


def test_claims_live_on_the_shell_and_outlive_a_reload(monkeypatch):
    shell = SimpleNamespace()
    monkeypatch.setattr("utils.grading.state.get_ipython", lambda: shell)
    claim("kept", measured="m", holds={"x": True})
    assert list(shell.course_state.claims) == ["kept"]
    importlib.reload(MODULE)
    assert list(state().claims) == ["kept"]

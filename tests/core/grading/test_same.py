"""An answer against its oracle: what is found, what the card says, how long it takes and what is left behind."""

import random
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from utils.grading import asserts, calls, same, state
from utils.grading.oracles import (
    arrays,
    assume,
    close,
    exactly,
    near,
    numbers,
    one_of,
    oracle,
    series,
    tables,
    wholes,
)

CHECK = (
    'with graded("halved", points=2, hint="Divide."):\n    assert halved(values=[4]) == [2], "4"\n    same_as("halved")'
)


@oracle(values=arrays(-8, 8, axes=(0, 3), empty=True), times=wholes(-1, 3))
def halved(values, times):
    """Halve so often."""
    if times < 0:
        raise ValueError("a number of times is not negative")
    return np.array([float(x) / 2**times for x in values.ravel()]).reshape(values.shape)


def right(values, times):
    if times < 0:
        raise ValueError
    return np.asarray(values / 2.0**times).astype(float)


def problem(answer, chosen=halved, **more):
    return same.compare(answer, "halved", chosen, **more).problem


def told(answer, chosen=halved):
    found = problem(answer, chosen)
    return "\n".join((found.message, *found.details))


def test_a_right_answer_is_right_on_all_inputs():
    found = same.compare(right, "halved", halved)
    assert (found.problem, found.tried, found.in_time) == (None, 100, True)


def test_the_smallest_input_is_shown_with_both_results():
    text = told(lambda values, times: right(values, times) if values.ndim < 3 else right(values, times) + 1)
    assert "values=array([[[0.]]]), times=0)` returned array([[[1.]]])" in text
    assert "Right is array([[[0.]]])" in text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda values, times: (values / 2.0**times).astype(float), "Raise `ValueError` here: a number of times"),
        (lambda values, times: right(values, times).tolist(), "Return an array, not a number"),
        (lambda values, times: right(values, times).ravel(), "The shape should be ()"),
        (lambda values, times: right(values, times).astype(int), "holds whole numbers (int64)"),
        (lambda values, times: right(values, times) if values.size else None, "Is a `return` missing?"),
        (lambda values, times=2, /: right(values, times), "positional only"),
        (lambda *, values, times: right(values, times), "too many positional"),
        (lambda values, steps: right(values, steps), "should work, but"),
    ],
)
def test_what_is_wrong_is_named(answer, words):
    assert words in told(answer)


def test_changed_arguments_are_refused():
    def changes(values, times):
        if values.flags.writeable:
            values[...] = 1
        return right(values * 0, times)

    assert "changed what it was given" in told(changes, oracle(values=arrays(0, 0), times=wholes(0, 1))(right))


def test_a_result_that_changes_from_call_to_call_is_refused():
    calls = []

    def counts(values, times):
        calls.append(1)
        return right(values, times) if len(calls) % 2 else right(values, times) + 1

    assert "same result each time" in told(counts)


def test_the_inputs_are_the_same_in_every_run_and_others_with_another_seed(monkeypatch):
    def seen(**more):
        kept = []
        same.compare(
            lambda values, times: (kept.append(repr(values)), right(values, times))[1], "halved", halved, **more
        )
        return kept

    first = seen()
    random.seed(3)
    assert seen() == first
    assert seen(seed="17") != first
    monkeypatch.setenv("COURSE_SEED", "17")
    assert seen() == seen(seed="17")


def test_every_input_is_a_fresh_one():
    several = oracle(one=wholes(0, 10**9), other=wholes(0, 10**9), third=wholes(0, 10**9))(lambda **given: given)
    seen = []
    same.compare(
        lambda one, other, third: seen.append(one) or {"one": one, "other": other, "third": third}, "x", several
    )
    drawn = [value for value in seen if 1 < value < 10**9 - 1]
    assert len(drawn) > 30
    assert len(set(drawn)) > 0.9 * len(drawn)  # an input that varies another shares most of its parts with it


def test_a_slow_answer_is_compared_on_fewer_inputs_and_not_called_wrong():
    def slow(values, times):
        time.sleep(0.05)
        sum(range(100_000))
        return right(values, times)

    started = time.monotonic()
    found = same.compare(slow, "halved", halved, seconds=0.4)
    assert time.monotonic() - started < 5
    assert found.problem is None
    assert 0 < found.tried < 100
    assert "more would have taken too long" in str(found)


def test_a_result_that_is_no_plain_data_may_be_agreed_upon():
    @oracle(values=arrays(0, 1), agree=lambda got, want: np.array_equal(got.numpy(), want))
    def more(values):
        return values + 1

    def tensor(values):
        return SimpleNamespace(numpy=lambda: values)

    assert problem(lambda values: tensor(values + 1), more) is None
    assert problem(lambda values: tensor(values + 2), more) is not None


def test_what_an_answer_raises_is_kept():
    found = problem(lambda values, times: values[0] if times > 1 else right(values, times))
    assert isinstance(found.raised, IndexError)
    assert "raised IndexError: too many indices" in found.details[0]


def test_an_oracle_that_fails_is_not_the_answers_fault():
    @oracle(values=wholes(0, 3))
    def broken(values):
        return 1 / values

    with pytest.raises(same.OracleFailed, match="ZeroDivisionError"):
        same.compare(lambda values: 1 / max(values, 1), "broken", broken)


def test_inputs_come_from_cases_first_and_assumptions():
    seen = []

    generated = tables({"a": wholes(0, 9)}).map(lambda table: {"runs": table})

    @oracle(cases=generated, first=[{"runs": pd.DataFrame({"a": [7]})}])
    def total(runs):
        assume(len(runs) != 1 or runs.a[0] == 7)
        return int(sum(runs.a))

    answer = lambda runs: (seen.append(len(runs)), runs.a.sum())[1]  # noqa: E731
    assert same.compare(answer, "total", total).problem is None
    assert seen[0] == 1  # the first case; no other table of one row is left
    assert set(seen) >= {0, 2, 6}


def test_an_optional_argument_may_be_left_out():
    @oracle(cases=near(1.0).map(lambda x: {"a": x, "c": 3}))
    def summed(a, b=2, c=1):
        return a + b + c

    assert problem(lambda a, b=2, c=1: a + b + c, summed) is None


def test_what_goes_by_keyword_only_is_not_given_by_position():
    @oracle(a=wholes(0, 9), b=wholes(0, 9))
    def summed(a, *, b):
        return a + b

    assert problem(lambda a, *, b: a + b, summed) is None


def test_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from hypothesis import strategies as st

    @oracle(text=st.text())
    def longer(text):
        return len(text)

    assert problem(lambda text: len(text), longer) is None
    assert list(tmp_path.iterdir()) == []


def test_hypothesis_is_loaded_by_the_first_check_that_needs_it():
    import subprocess
    import sys

    code = "import sys, utils.grading; sys.exit('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Agreement


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.int64(3), 3),
        (3, 3.0),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (float("nan"), float("nan")),
        (-0.0, 0.0),
        ([1, (2.0, "a")], [1, (2.0, "a")]),
        ({"b": 2, "a": 1}, {"a": 1, "b": 2}),
        (np.array([1, 2], np.uint8), np.array([1, 2])),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (np.float32(2), np.array(2.0)),
        (pd.DataFrame({"a": [1.5]}, index=[9]), pd.DataFrame({"a": [1.5]})),
        (2, one_of(1, 2)),
        (None, None),
    ],
)
def test_what_agrees(got, want):
    assert exactly()(got, want) is True


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (True, 1),
        (1, True),
        (3.0, 3),
        ("3", 3),
        (np.array(3.0), 3.0),
        (2**53 + 1, 2**53),
        (0.1 + 0.2, 0.3),
        (float("nan"), 0.0),
        (float("inf"), 1e308),
        ((1, 2), [1, 2]),
        ([1], [1, 2]),
        ({"a": 1}, {"a": 1, "b": 2}),
        (np.array([1.0, 2.0]), np.array([1, 2])),
        (np.array([[1, 2]]), np.array([1, 2])),
        ([1, 2], np.array([1, 2])),
        (np.array([np.nan]), np.array([np.inf])),
        (pd.DataFrame({"a": [1], "b": [2]}), pd.DataFrame({"b": [2], "a": [1]})),
        (3, one_of(1, 2)),
        (None, 0),
    ],
)
def test_what_does_not_agree(got, want):
    assert exactly()(got, want) is not True


def test_close_has_the_tolerance_it_is_given():
    assert close(rel=1e-9)(0.1 + 0.2, 0.3) is True
    assert close(abs=0.1)(np.array([1.05]), np.array([1.0])) is True
    assert close(abs=0.1)(np.array([1.2]), np.array([1.0])) is False
    assert close(abs=0.1)(np.array([np.inf]), np.array([1.0])) is False
    assert exactly(dtype=True)(np.array([1], np.uint8), np.array([1])) != True  # noqa: E712
    assert exactly(index=True)(pd.Series([1], index=[2]), pd.Series([1])) is not True


def test_an_agreement_may_ask_for_arguments_and_say_what_is_wrong():
    def rooted(got, want, values):
        return got**2 == values or "The square should be the argument."

    chosen = oracle(values=wholes(4, 4), agree=rooted)(lambda values: 2)
    assert problem(lambda values: -2, chosen) is None
    assert "square should be" in told(lambda values: 3, chosen)


# Strategies


def drawn(strategy, tries=300):
    kept = []
    same.generate(lambda x: not kept.append(x), same.Comparison(), strategy, tries, "x")
    return kept


def test_numbers_hold_their_promises():
    values = drawn(numbers(-2, 8))
    assert all(-2 <= x <= 8 for x in values)
    assert {-2.0, 8.0, 1e-30, 0.1} <= set(values)
    assert {int, float} == set(map(type, values))
    assert not any(0 < abs(x) < 1e-6 for x in drawn(numbers(-2, 8, tiny=False, whole=False)))
    assert {2, 5} <= set(drawn(wholes(2, 5)))


def test_arrays_hold_their_promises():
    values = drawn(arrays(0.1, 3, axes=(0, 3), empty=True))
    assert {x.ndim for x in values} == {0, 1, 2, 3}
    assert {x.dtype.name for x in values} == {"float64", "float32", "int64"}
    assert {x.flags.writeable for x in values} == {True, False}
    assert any(x.size == 0 for x in values)
    assert any(not x.flags.c_contiguous for x in values)
    assert all(((x >= 0.1) & (x <= 3)).all() for x in values)
    assert all(x.shape == (2, 3) for x in drawn(arrays(shape=(2, 3), elements=wholes(0, 1), dtypes=["uint8"]), 5))


def test_copies_keep_lock_and_order():
    array = np.asfortranarray(np.ones((2, 3)))
    array.setflags(write=False)
    copy = same.fresh({"a": array})["a"]
    assert not copy.flags.writeable
    assert not copy.flags.c_contiguous
    assert not np.shares_memory(array, copy)


def test_series_may_be_numbered_otherwise():
    assert any(x.index[0] >= 10 for x in drawn(series(numbers(0, 1), index="any"), 50) if len(x))


# In a check


@pytest.fixture
def judge(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    chosen = oracle(values=arrays(-8, 8, axes=(1, 1)).map(np.ndarray.tolist))(lambda values: [x / 2 for x in values])
    monkeypatch.setattr(same, "find_oracle", lambda name: chosen)
    shell = InteractiveShell.instance(colors="nocolor")
    shell.course_state = state.State()
    shell.run_cell("from utils.grading import graded, same_as")
    asserts.install()

    def run(body):
        shell.run_cell(f"def halved(values):\n    {body}")
        assert shell.run_cell(CHECK).success
        return shell.course_state.verdicts["halved"]

    return run


def test_a_check_says_how_much_it_compared(judge):
    verdict = judge("return [x / 2 for x in values]")
    assert (verdict.status, verdict.details) == (
        "passed",
        ("Compared with the course's own answer on 100 more inputs.",),
    )


def test_a_check_shows_the_smallest_input(judge):
    verdict = judge("return [x / 2 for x in values] if len(values) < 3 else [0]")
    assert verdict.status == "wrong"
    assert verdict.details[0] == "`halved(values=[0.0, 0.0, 0.0])` returned [0]"


def test_a_check_shows_the_call_of_an_error(judge):
    verdict = judge("return [x / 2 for x in values] if len(values) < 3 else values[9]")
    assert verdict.status == "error"
    assert "line 2 of `halved`" in verdict.details[0]
    assert verdict.details[1].startswith("`halved(values=[0.0, 0.0, 0.0])` raised IndexError")


def test_a_recursive_answer_is_left_alone(judge):
    assert judge("return [values[0] / 2, *halved(values[1:])] if values else []").status == "passed"


def test_without_oracles_a_check_says_what_the_instructors_does(judge, monkeypatch):
    monkeypatch.setattr(same, "find_oracle", lambda name: None)
    verdict = judge("return [2.0]")
    assert verdict.status == "passed"
    assert verdict.details == (same.WITHOUT_ORACLES,)


def test_an_oracle_is_found_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(same, "TOPICS", tmp_path)
    assert same.find_oracle("halved") is None
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "oracles.py").write_text("def other():\n    pass\n", encoding="utf-8")
    with pytest.raises(LookupError, match="halved"):
        same.find_oracle("halved")


def test_looking_at_a_table_does_not_change_it():
    table = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2020-01-01", "2020-01-02"])})
    before = calls.fingerprint((table,), {})
    copy = table.copy()
    table.a.sum(), table.loc[0], table.groupby("a").b.count(), table.index.is_unique, table.T
    assert calls.fingerprint((table,), {}) == calls.fingerprint((copy,), {}) == before
    for change in (table.assign(a=3), table[["b", "a", "c"]], table.set_index("a"), table.astype({"a": float})):
        assert calls.fingerprint((change,), {}) != before

"""Every check against its stub, its solution and the bank: each gets the verdict, and the words, that it must get.

So each exercise stands alone: the harness runs an answer with nothing before it but the set-up.
"""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from answers import harness
from lessons import LESSONS

from utils.authoring.bench import oracle_of
from utils.authoring.source import check_faults

EXERCISES = [(lesson.source.stem, check.name) for lesson in LESSONS.values() for check in lesson.checks.values()]
CHECKS = [pytest.param(lesson, at, id=check.name) for lesson in LESSONS.values() for at, check in lesson.checks.items()]
CAPSTONES = {list(lesson.checks.values())[-1].name for lesson in LESSONS.values()}
EXPECTED = {
    "early": {"not attempted"},
    "stub": {"not attempted"},
    "right": {"passed"},
    "again": {"passed"},
    "wrong": {"wrong"},
    "raises": {"error"},  # the answer itself raises on what it should take
    "never": {"wrong", "error"},
}


WHOLE = {"float_share": 9}  # an oracle that has so many inputs, all of which are tried


@functools.cache
def ran(lesson):
    """The harness run on a lesson: once, in a process of its own, even if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"}
    command = [sys.executable, str(Path(harness.__file__)), lesson]
    try:
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=600)
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(command, 1, "", str(late))


def rows(lesson):
    """What the harness prints for a lesson."""
    done = ran(lesson)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_every_answer_gets_its_verdict(lesson, exercise):
    mine = [row for row in rows(lesson) if row["exercise"] == exercise]
    surprises = [row for row in mine if row["status"] not in EXPECTED[row["kind"]]]
    assert not surprises
    silent = [row for row in mine if row["kind"] in ("wrong", "raises") and row["says"] not in row["message"]]
    assert not silent


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_right_answers_agree_with_the_oracle_on_ten_times_as_many_inputs(lesson, exercise):
    compared = [row for row in rows(lesson) if row["exercise"] == exercise and "tried" in row]
    if oracle_of(exercise) is None:
        pytest.skip("no oracle: a model or a file is judged by its properties")
    assert compared
    assert not [(row["title"], row["problem"]) for row in compared if row["problem"]]
    least = WHOLE.get(exercise, harness.TIMES * 20)
    assert not [(row["title"], row["tried"]) for row in compared if row["tried"] < least]


@pytest.mark.parametrize(("lesson", "position"), CHECKS)
def test_a_check_is_short_and_reads_as_a_description(lesson, position):
    cell, name = lesson.cells[position], lesson.checks[position].name
    faults = check_faults(cell, name, oracle_of(name) is not None)
    assert not faults


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_the_bank_is_full(lesson, exercise):
    answers = harness.read_bank(lesson, exercise)
    wrong = [answer for answer in answers if answer.kind in ("wrong", "raises")]
    assert len(wrong) >= 3
    assert all(answer.says for answer in wrong), "a wrong answer without the message that it must get"
    assert len(answers) - len(wrong) >= (2 if exercise in CAPSTONES else 1)


def test_the_bank_holds_nothing_else():
    kept = {(path.parent.name, path.stem) for path in harness.BANK.glob("*/*.py")}
    assert kept == set(EXERCISES)


def test_the_harness_tells_a_wrong_bank_apart(tmp_path, monkeypatch):
    (tmp_path / "lesson").mkdir()
    (tmp_path / "lesson" / "x.py").write_text("# %% wrong: a\ny = 1\n\n# %% right: b\nz = 2\n", encoding="utf-8")
    monkeypatch.setattr(harness, "BANK", tmp_path)
    first, second = harness.read_bank("lesson", "x")
    assert (first.kind, first.title, first.says, first.source.strip()) == ("wrong", "a", "", "y = 1")
    assert (second.kind, second.source.strip()) == ("right", "z = 2")

"""Points over all sessions: nothing that was earned is lost, and what comes next is found."""

import json
import threading

import pytest

from utils import progress
from utils.progress import FORMER, PROGRESS, SECOND

ROW = {"exercise": "double", "earned": 2, "points": 2}
KEPT = {"double": {"earned": 2, "points": 2}}


@pytest.fixture
def course(tmp_path):
    """A course of two lessons."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "work").mkdir()
    for stem, names in (("01_a", ("double", "half")), ("02_b", ("third",))):
        cells = [{"cell_type": "markdown", "source": [f"# {stem[1]} · Lesson {stem[3]}\n"], "metadata": {}}]
        for name in names:
            mark = {"grade": True, "grade_id": f"{name}-check", "points": 2}
            cells.append({"cell_type": "markdown", "source": f"### To *{name}* it\n```\n# no\n```", "metadata": {}})
            cells.append({"cell_type": "code", "source": "", "metadata": {"nbgrader": mark}, "outputs": [], "id": name})
        notebook = {"cells": cells, "metadata": {}}
        (tmp_path / "notebooks" / f"{stem}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return tmp_path / "notebooks", tmp_path / "work"


def test_points_are_kept_and_never_lowered(tmp_path):
    progress.add(tmp_path, "double", 0, 2)
    progress.add(tmp_path, "double", 2, 2)
    progress.add(tmp_path, "double", 0, 2)
    assert progress.load(tmp_path) == KEPT
    assert len((tmp_path / PROGRESS).read_text().split()) == len((tmp_path / SECOND).read_text().split())


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "3", '{"exercise": 3}', "\x00\xff", '{"exercise": "half", "earned": 9}']
)
def test_a_bad_row_spoils_no_other(tmp_path, damage):
    progress.add(tmp_path, "double", 2, 2)
    for name in (PROGRESS, SECOND):
        with open(tmp_path / name, "a", encoding="latin-1") as stream:
            stream.write(damage)
    progress.add(tmp_path, "third", 1, 1)
    assert progress.load(tmp_path) == KEPT | {"third": {"earned": 1, "points": 1}}


@pytest.mark.parametrize(
    "row", [{"earned": -1}, {"earned": 3}, {"earned": True}, {"points": None}, {"exercise": ["a"]}]
)
def test_what_cannot_be_is_passed_over(tmp_path, row):
    (tmp_path / PROGRESS).write_text(json.dumps(ROW | row), encoding="utf-8")
    assert progress.load(tmp_path) == {}


@pytest.mark.parametrize("lost", [PROGRESS, SECOND])
@pytest.mark.parametrize("left", [None, "", "{", "\x00" * 50])
def test_one_file_is_enough(tmp_path, lost, left):
    progress.add(tmp_path, "double", 2, 2)
    (tmp_path / lost).unlink()
    if left is not None:
        (tmp_path / lost).write_text(left)
    assert progress.load(tmp_path) == KEPT


def test_points_of_an_earlier_version_count(tmp_path):
    (tmp_path / FORMER).write_text('{"double": {"earned": 2, "points": 2}, "half": 7}', encoding="utf-8")
    assert progress.load(tmp_path) == KEPT
    (tmp_path / FORMER).write_text("[]", encoding="utf-8")
    assert progress.load(tmp_path) == {}


def test_two_writers_lose_nothing(tmp_path):
    def write(who):
        for number in range(50):
            progress.add(tmp_path, f"{who}{number}", 1, 1)

    writers = [threading.Thread(target=write, args=(who,)) for who in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(progress.load(tmp_path)) == 100


@pytest.mark.parametrize("inner", [".", "mine", "mine/older"])
def test_the_place_is_work_and_what_is_in_it(course, monkeypatch, inner):
    notebooks, work = course
    (work / inner).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(work / inner)
    assert progress.place() == work
    monkeypatch.chdir(notebooks)
    assert progress.place() is None


def test_what_was_earned_and_what_comes_next(course):
    first, second = progress.standings(*course)
    assert (first.title, first.points, first.state, first.link()) == ("1 · Lesson a", 4, "not begun", "01_a.ipynb")
    progress.add(course[1], "double", 2, 2)
    first, second = progress.standings(*course)
    assert (first.total, first.state, first.next.name) == (2, "begun", "half")
    assert first.link() == "01_a.ipynb#cell-id=half"
    assert progress.current([first, second]) is first
    progress.add(course[1], "half", 2, 2)
    first, second = progress.standings(*course)
    assert (first.state, progress.current([first, second])) == ("solved", second)


def test_the_report_names_exercises_and_the_next_one(course):
    progress.add(course[1], "double", 2, 2)
    told = progress.report(progress.standings(*course))
    *table, _, step = told.splitlines()
    assert [line.split() for line in table] == [
        ["01_a", "2", "of", "4", "points", "begun"],
        ["✓", "double", "2", "of", "2"],
        ["○", "half", "0", "of", "2"],
        ["02_b", "0", "of", "2", "points", "not", "begun"],
        ["all", "2", "of", "6", "points"],
    ]
    assert step == "Next: `half` in 01_a. Run its set-up cell first, then go on at the exercise."


def test_more_points_than_an_exercise_has_count_as_all(course):
    progress.add(course[1], "third", 5, 5)
    assert progress.standings(*course)[1].total == 2


def test_a_damaged_lesson_is_left_out(course):
    (course[0] / "01_a.ipynb").write_text("{", encoding="utf-8")
    assert [lesson.stem for lesson in progress.standings(*course)] == ["02_b"]
    assert progress.report([]).startswith("all")

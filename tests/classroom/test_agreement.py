"""The grader's verdicts are a notebook's, over the bank of answers."""

import pytest

from utils.authoring import lesson_sources
from utils.classroom import __main__ as commands
from utils.classroom.agreement import compare
from utils.classroom.course import read_course

LESSONS = [source.stem for source in lesson_sources()]


@pytest.mark.usefixtures("_sandbox")
def test_one_exercise_agrees():
    """It is one from which much is hidden, and which is refused for what it carries."""
    compared = compare(read_course().lessons["03_taxi_feature_engineering"], ("fare_features",))
    assert len(compared) > 10
    assert not [one for one in compared if not one.agree]


@pytest.mark.classroom
@pytest.mark.usefixtures("_sandbox")
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_agrees(name):
    compared = compare(read_course().lessons[name])
    assert not [one for one in compared if one.notebook != one.grader.status]
    assert sum(one.agree for one in compared) >= 0.97 * len(compared)  # a few are wrong in other words


def test_lessons_are_chosen_by_how_their_names_begin():
    course = read_course()
    assert [lesson.name for lesson in course.named([])] == LESSONS
    assert [lesson.name for lesson in course.named(["04", "02_"])] == [LESSONS[1], LESSONS[3]]


@pytest.mark.parametrize("command", ["agree", "bench"])
@pytest.mark.usefixtures("_sandbox")
def test_a_lesson_that_is_not_there_is_told(command, capsys):
    assert commands.main([command, "09"]) == 1
    assert capsys.readouterr().err == "No lesson's name begins with 09.\n"

"""What a check takes out of a notebook is out of an answer's reach in the sandbox too."""

import pytest
from classroom.small import SOURCE

from utils.authoring.source import read_lesson
from utils.classroom.course import of_source
from utils.classroom.judging import judged
from utils.classroom.pair import Limits, Pair
from utils.classroom.submissions import Answer

IMPORTS = "from utils.grading import graded, refuses, scoreboard\n"
CALL = "    assert middle(np.array([1.0, 2.0, 6.0])) == approx(3)"
CONCEALED = """    with concealed("secret"):
        mean = middle(np.array([1.0, 2.0, 6.0]))
    assert mean == approx(3)"""
ANSWERS = {
    "uses it": ("def middle(values):\n    return 3.0 + 0 * secret.sum()\n", "wrong"),
    "has one of its own": ("secret = np.ones(3)\ndef middle(values):\n    return 3.0 + 0 * secret.sum()\n", "passed"),
    "does without": ("def middle(values):\n    return 3.0\n", "passed"),
}


@pytest.fixture(scope="module")
def pair(_sandbox, tmp_path_factory):
    """A judge and a sandbox for a lesson whose check conceals a name."""
    source = SOURCE.replace(
        IMPORTS, IMPORTS + "from utils.grading.properties import concealed\n\nsecret = np.arange(3.0)\n"
    ).replace(CALL, CONCEALED)
    file = tmp_path_factory.mktemp("concealed") / "09_small.py"
    file.write_text(source, encoding="utf-8")
    with Pair(of_source(read_lesson(file)), Limits(5)) as pair:
        pair.ready()
        yield pair


@pytest.mark.parametrize("title", ANSWERS)
def test_what_is_concealed_is_out_of_reach(pair, title):
    source, status = ANSWERS[title]
    verdict = judged(pair, "middle", Answer((source,)))
    assert verdict.status == status
    assert ("by which it is judged" in verdict.message) == (status == "wrong")


def test_a_card_says_what_came_and_what_was_expected(pair):
    verdict = judged(pair, "middle", Answer(("def middle(values):\n    return 4.0\n",)))
    assert verdict.status == "wrong"
    assert "expected" in verdict.text.lower()

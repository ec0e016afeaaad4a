"""A check's names are its own: nothing of the learner's reaches it, and nothing of it the notebook."""

import copy
import textwrap

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from utils.grading import asserts, names, state

SETUP = """
import numbers
import numpy as np
from pytest import approx
from utils.grading import graded, refuses, same_as, scoreboard

week = [1, 2, 3]
X_val = np.arange(4.0)
large = np.arange(400_000.0)
def helper(x):
    return x[0]
"""
CHECK = """
with graded("double", points=2, hint="Think."):
    week = [double(x) for x in week]
    assert isinstance(week[0], numbers.Real), "Return numbers."
    X_val = X_val + 1
    assert np.array_equal(double(X_val), 2 * X_val), "Twice."
    assert double(0.5) == approx(1), "Half."
    assert set(map(double, {1})) == {2}, "A set."
"""


class Notebook:
    def __init__(self):
        self.shell = InteractiveShell.instance(colors="nocolor")
        self.shell.user_ns.clear()
        self.shell.init_user_ns()
        self.shell.course_state = state.State()
        self.shell.course_setup = {}
        asserts.install()

    def run(self, source):
        return self.shell.run_cell(textwrap.dedent(source))

    def judge(self, *cells, check=CHECK):
        for cell in cells:
            assert self.run(cell).success
        assert self.run(check).success
        return self.shell.course_state.verdicts["double"]


@pytest.fixture
def notebook(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    made = Notebook()
    made.run(SETUP)
    return made


RIGHT = "def double(x):\n    return 2 * x"
OVERWRITTEN = (
    "np = 3",
    "numbers = [1]",
    "approx = lambda x: x",
    "set = 4",
    "X_val = None",
    "week = 'Monday'",
    "X_val *= 5\nweek.append(4)",
    "def graded(*_, **__): pass",
    "isinstance = None",
    "del numbers, approx",
    "model = week = names = list = dict = print = 0",
)


@pytest.mark.parametrize("cell", OVERWRITTEN)
def test_what_the_learner_calls_alike_does_not_reach_the_check(notebook, cell):
    assert notebook.judge(RIGHT, cell).status == "passed"


def test_nothing_that_a_check_assigns_reaches_the_notebook(notebook):
    notebook.run(RIGHT)
    before = dict(notebook.shell.user_ns)
    check = CHECK + "    strongest = north = double\n    week.append(1)\n    X_val[0] = 9\n"
    assert notebook.judge(check=check).status == "passed"
    after = notebook.shell.user_ns
    changed = {name for name in after if not name.startswith("_") and after[name] is not before.get(name)}
    assert changed - {"In", "Out", "exit", "quit"} == set()
    assert after["week"] == [1, 2, 3]
    assert after["X_val"].tolist() == [0, 1, 2, 3]


def test_helpers_of_the_learner_keep_their_names(notebook):
    check = 'with graded("double", points=2, hint=""):\n    east = double(1)\n    assert east == 2, "no"'
    assert (
        notebook.judge("def east(x):\n    return 2 * x\ndef double(x):\n    return east(x)", check=check).status
        == "passed"
    )


def test_a_set_up_changed_in_place_is_asked_for_again(notebook):
    check = 'with graded("double", points=2, hint=""):\n    assert double(large[:2]).sum() == 2, "no"'
    assert notebook.judge(RIGHT, check=check).status == "passed"
    verdict = notebook.judge("large *= 2", check=check)
    assert verdict.status == "not attempted"
    assert "`large` is no longer what the set-up made" in verdict.message
    assert "Run the set-up" in verdict.details[0]
    assert notebook.judge(SETUP, RIGHT, check=check).status == "passed"
    assert notebook.shell.course_state.failures == {}


def test_a_name_that_nobody_knows_is_not_the_answers_fault(notebook):
    check = 'with graded("double", points=2, hint=""):\n    assert double(1) == X_tset[0], "no"'
    verdict = notebook.judge(RIGHT, check=check)
    assert (verdict.status, notebook.shell.course_state.failures) == ("not attempted", {})
    assert "X_tset" in verdict.message


def test_what_fails_before_the_answer_is_called_is_not_its_fault(notebook):
    check = 'with graded("double", points=2, hint=""):\n    x = open("/no/such/file")\n    assert double(x) == 1, "no"'
    assert notebook.judge(RIGHT, check=check).status == "not attempted"


def test_a_set_up_function_that_cannot_use_a_result_is_not_the_learners_line(notebook):
    check = 'with graded("double", points=2, hint=""):\n    assert helper(double(1)) == 2, "no"'
    verdict = notebook.judge(RIGHT, check=check)
    assert verdict.status == "wrong"
    assert "could not be judged: TypeError" in verdict.message


def test_an_error_below_the_answer_is_the_answers(notebook):
    verdict = notebook.judge("def double(x):\n    return np.linalg.inv(np.zeros((2, 2)))")
    assert verdict.status == "error"
    assert verdict.details[0].startswith("line 2 of `double`")
    assert verdict.details[1] == "It was called as `double(1)`"


def test_after_a_reset_the_set_up_is_asked_for(notebook, capsys):
    notebook.run(RIGHT)
    notebook.run("%reset -f")
    notebook.run("def double(x: np.ndarray):\n    return 2 * x")
    assert "`np` comes from the set-up" in capsys.readouterr().out
    verdict = notebook.judge()
    assert verdict.status == "not attempted"
    assert "run the set-up and then the cell above" in verdict.message
    assert notebook.judge(SETUP, RIGHT).status == "passed"


def test_cells_run_twice_give_the_same(notebook):
    for _ in range(2):
        notebook.run(SETUP)
        assert notebook.judge(RIGHT).status == "passed"
        assert notebook.judge().status == "passed"


def test_a_reloaded_course_still_checks(notebook):
    notebook.run("%load_ext autoreload\n%autoreload 2")
    assert notebook.judge(RIGHT).status == "passed"
    notebook.run(
        "import importlib, utils.grading.names, utils.grading.asserts\n"
        "importlib.reload(utils.grading.names), importlib.reload(utils.grading.asserts).install()"
    )
    assert notebook.judge(SETUP, RIGHT, "np = 3").status == "passed"
    notebook.run("%autoreload 0")
    assert len([c for c in notebook.shell.events.callbacks["post_run_cell"] if c.__module__ == names.__name__]) == 1


def test_a_check_and_its_answer_may_share_a_cell(notebook):
    assert notebook.judge(check=RIGHT + "\n" + CHECK).status == "passed"
    assert notebook.judge(check="def double(x):\n    return 1 / 0\n" + CHECK).status == "error"


def test_another_cell_that_imports_from_the_course_is_no_set_up(notebook):
    assert notebook.judge(RIGHT, "from utils.grading import scoreboard", "np = 3").status == "passed"


def test_what_a_set_up_binds():
    import ast

    source = "import a.b, c as d\nfrom e import f\ng, (h, *i) = 1, (2, 3)\nfor j in k: l = 1\nwith m as n: pass\n"
    source += "def o(p): q = 1\nclass R: s = 1\nt = [u for u in v]\nif w: x: int = 1"
    assert names.bound(ast.parse(source)) == set("adfghijlnoRtx")


def test_an_equal_value_is_still_the_set_ups():
    for value in (np.arange(5.0), [1, [2, "a"]], {"a": np.ones(3)}, "text", 3):
        assert names.kept(value).is_still(copy.deepcopy(value))
        assert not names.kept(value).is_still([1, 2])
    assert not names.kept(np.arange(5.0)).is_still(np.arange(5.0) + 1)
    assert not names.kept(textwrap).is_still(copy)


def test_what_is_small_is_copied_and_what_is_large_is_watched():
    small, large = names.kept([1, {"a": np.ones(3)}]), names.kept(np.ones(1_000_000))
    assert small.own() is not small.value
    assert large.own() is large.value
    assert large.intact
    large.value[:] = 2
    assert not large.intact

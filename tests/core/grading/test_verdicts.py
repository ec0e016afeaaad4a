"""The four verdicts, by where an exception was born; what a card shows; what a check leaves behind."""

import json
import os
import re
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

import utils
from utils import progress
from utils.grading import asserts, state, summary
from utils.quiet import ENDLESS

SETUP = """
import os, sys
import numpy as np
from utils.grading import graded, predict, predictions, refuses, scoreboard, solved
"""
CHECK = """
with graded("double", points=2, hint="Think of `2 * x`.", stronger="Multiply."):
    assert isinstance(double(2), int), "Return a whole number."
    assert double(2) == 4, "Twice two is four."
    assert double(3) == 6, "Twice three is six."
"""


class Shell:
    """A shell of its own for each test, as a notebook's kernel has one."""

    def __init__(self):
        self.shell = InteractiveShell.instance(colors="nocolor")
        self.shell.user_ns.pop("double", None)
        self.shell.course_state = state.State()
        self.run(SETUP)
        asserts.install()

    def run(self, source):
        return self.shell.run_cell(source)

    def judge(self, body, check=CHECK):
        self.run(f"def double(x):\n    {body}")
        result = self.run(check)
        assert result.success, "a check never raises in a learner's notebook"
        return self.shell.course_state.verdicts["double"]


@pytest.fixture
def notebook(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return Shell()


def text_of(capsys):
    return capsys.readouterr().out


def test_passed(notebook):
    verdict = notebook.judge("return 2 * x")
    assert (verdict.status, verdict.earned, verdict.points) == ("passed", 2, 2)


def test_not_attempted_when_the_name_is_missing(notebook):
    notebook.run(CHECK)
    verdict = notebook.shell.course_state.verdicts["double"]
    assert verdict.status == "not attempted"
    assert "run the cell above" in verdict.message


def test_not_attempted_when_the_stub_raises(notebook):
    assert notebook.judge("raise NotImplementedError()").status == "not attempted"


def test_not_attempted_below_a_decorator(notebook):
    notebook.run("import functools\n@functools.cache\ndef double(x):\n    raise NotImplementedError()")
    notebook.run(CHECK)
    assert notebook.shell.course_state.verdicts["double"].status == "not attempted"


def test_error_when_a_function_that_the_answer_calls_is_not_implemented(notebook):
    notebook.run("def helper(x):\n    raise NotImplementedError('later')")
    verdict = notebook.judge("return helper(x)")
    assert verdict.status == "error"
    assert "NotImplementedError: later" in verdict.message


def test_wrong_shows_message_and_got_and_expected_and_the_call(notebook):
    verdict = notebook.judge("return x + 2")
    assert verdict.status == "wrong"
    assert verdict.message == "Twice three is six."
    assert verdict.details == ("Got 5, expected 6.", "`double(3)` returned 5")


@pytest.mark.parametrize(
    ("assertion", "told"),
    [
        ("double(3) > 6", "Got 5, expected more than 6."),
        ("double(3) >= 6", "Got 5, expected at least 6."),
        ("double(3) < 5", "Got 5, expected less than 5."),
        ("double(3) <= 4", "Got 5, expected at most 4."),
        ("7 > double(3) > 6", "Got 5, expected more than 6."),
        ("double(3) in (6, 7)", "assert 5 in (6, 7)"),
    ],
)
def test_a_comparison_is_told_in_words(notebook, assertion, told):
    verdict = notebook.judge("return x + 2", f'with graded("double", points=1):\n    assert {assertion}, "no"')
    assert verdict.details[0] == told


def test_error_shows_the_learners_line(notebook):
    verdict = notebook.judge("y = 1\n    return y / 0")
    assert verdict.status == "error"
    assert verdict.message == "ZeroDivisionError: division by zero"
    assert verdict.details == ("line 3 of `double`: return y / 0", "It was called as `double(2)`")


def test_an_assertion_in_the_answer_is_an_error_there(notebook):
    assert notebook.judge("assert x < 0, 'negative only'").status == "error"


def test_another_missing_name_is_the_answers_error(notebook):
    verdict = notebook.judge("return numpyy.sqrt(x)")
    assert verdict.status == "error"
    assert "numpyy" in verdict.message


def test_none_asks_for_a_return(notebook):
    assert "Is a `return` missing?" in notebook.judge("2 * x").details


def test_nan_is_wrong(notebook):
    check = CHECK.replace("isinstance(double(2), int)", "isinstance(double(2), float)")
    verdict = notebook.judge("return float('nan')", check)
    assert verdict.status == "wrong"
    assert verdict.details[0] == "Got nan, expected 4."


def test_what_equals_everything_is_wrong(notebook):
    assert notebook.judge("return type('Yes', (), {'__eq__': lambda *_: True})()").status == "wrong"


def test_a_result_that_the_check_cannot_use_is_wrong(notebook):
    check = 'with graded("double", points=1, hint=""):\n    assert double(1)[0] == 2, "first"'
    verdict = notebook.judge("return 3", check)
    assert verdict.status == "wrong"
    assert verdict.message.startswith("Your result could not be judged: TypeError")


def test_wrong_shape_is_shown(notebook):
    check = 'with graded("double", points=1, hint=""):\n    assert double(1).shape == (3,), "three"'
    verdict = notebook.judge("return np.zeros((2, 2))", check)
    assert verdict.details[0] == "Got (2, 2), expected (3,)."
    assert "shape (2, 2)" in verdict.details[1]


def test_changed_arguments_are_refused_even_when_the_result_is_right(notebook):
    check = 'with graded("double", points=1, hint=""):\n    assert double([2, 1]) == [1, 2], "sorted"'
    verdict = notebook.judge("x.sort()\n    return x", check)
    assert verdict.status == "wrong"
    assert "changed what it was given" in verdict.message


def test_another_signature_is_refused(notebook):
    notebook.run("def double():\n    return 4")
    notebook.run(CHECK)
    verdict = notebook.shell.course_state.verdicts["double"]
    assert verdict.status == "wrong"
    assert "too many positional arguments" in verdict.message


def test_arguments_have_their_names(notebook):
    notebook.run("def double(x, /):\n    return 2 * x")
    notebook.run(CHECK)
    verdict = notebook.shell.course_state.verdicts["double"]
    assert (verdict.status, verdict.message) == (
        "wrong",
        "`x=…` should work, too: leave the `/` out of the arguments.",
    )


def test_something_that_is_no_function_is_refused(notebook):
    notebook.run("double = 4")
    notebook.run(CHECK)
    assert notebook.shell.course_state.verdicts["double"].message == "`double` should be a function and is 4."


def test_an_endless_printout_ends(notebook):
    verdict = notebook.judge("\n    while True: print('again')")
    assert verdict.status == "error"
    assert f"{ENDLESS:,}" in verdict.message
    assert len(verdict.printed) < 500


def test_a_printout_is_shown_with_a_failure(notebook, capsys):
    notebook.judge("print('x is', x)\n    return 0")
    assert "It printed: x is 2" in text_of(capsys)


def test_recursion_is_one_call(notebook):
    verdict = notebook.judge("return 0 if x == 0 else 1 + double(x - 1)")
    assert verdict.status == "wrong"
    assert verdict.details[-1] == "`double(2)` returned 2"


def test_no_address_and_no_folder_is_shown(notebook):
    notebook.run("hidden = os.sep.join(['', 'home', 'secret', 'lost.txt'])")
    for body in ("return object()", "return hidden", "open(hidden)"):
        verdict = notebook.judge(body)
        told = " ".join((verdict.message, *verdict.details))
        assert not re.search(r"0x[0-9a-f]+", told)
        assert "secret" not in told


def test_keyboard_interrupt_is_raised_again(notebook):
    notebook.run("def double(x):\n    raise KeyboardInterrupt")
    assert isinstance(notebook.run(CHECK).error_in_exec, KeyboardInterrupt)
    assert "double" not in notebook.shell.course_state.verdicts
    assert notebook.shell.user_ns["double"].__name__ == "double"
    assert not hasattr(notebook.shell.user_ns["double"], "__wrapped__"), "the answer is put back"


def test_the_answer_is_put_back(notebook):
    notebook.judge("return x")
    assert not hasattr(notebook.shell.user_ns["double"], "__wrapped__")


def test_an_autograder_sees_the_original_exception(notebook, monkeypatch):
    monkeypatch.setattr("utils.grading.checks.AUTOGRADED", True)
    notebook.run("def double(x):\n    return x")
    assert isinstance(notebook.run(CHECK).error_in_exec, AssertionError)
    notebook.run("def double(x):\n    raise NotImplementedError()")
    assert isinstance(notebook.run(CHECK).error_in_exec, NotImplementedError)
    notebook.run("def double(x):\n    return 2 * x")
    assert notebook.run(CHECK).success


def test_standard_error_is_quiet_and_restored(notebook, capfd):
    before = sys.stderr
    body = "sys.stderr.write('one'); sys.__stderr__.write('two'); os.write(2, b'three'); return 2 * x"
    assert notebook.judge(body).status == "passed"
    assert sys.stderr is before
    sys.stderr.write("after")
    sys.stderr.flush()
    os.write(2, b" and below")
    assert capfd.readouterr().err == "after and below"


def test_hints_come_one_after_the_other(notebook, capsys):
    notebook.judge("return 0")
    first = text_of(capsys)
    notebook.judge("return 0")
    second = text_of(capsys)
    assert "Hint: Think of `2 * x`." in first
    assert "Stronger hint" not in first
    assert "Stronger hint: Multiply." in second


def test_the_card_is_text_and_inline_html_with_the_verdict_in_its_metadata(notebook, monkeypatch):
    shown = []
    monkeypatch.setattr("utils.grading.cards.display", lambda data, **more: shown.append((data, more)))
    notebook.judge("return '<script>alert(1)</script>'")
    (data, more), page = shown[0], shown[0][0]["text/html"]
    assert data["text/plain"].startswith("✗ double · wrong · 0 of 2 points")
    assert more["metadata"]["course"] == {"exercise": "double", "verdict": "wrong", "points": 2, "earned": 0}
    assert "<script" not in page
    for lost_in_an_untrusted_notebook in ("<style", "class=", "var(", "<svg", "onclick"):
        assert lost_in_an_untrusted_notebook not in page


def test_refuses_accepts_only_the_error_asked_for(notebook):
    check = 'with graded("double", points=1, hint=""):\n    assert refuses(double, -1), "raise ValueError"'
    assert notebook.judge("raise ValueError('no')", check).status == "passed"
    assert notebook.judge("return 0", check).status == "wrong"
    other = notebook.judge("raise TypeError('no')", check)
    assert (other.status, other.details) == ("wrong", ("`double(-1)` raised TypeError: no",))
    assert notebook.judge("raise AssertionError", check).details == ("`double(-1)` raised AssertionError",)
    assert notebook.judge("raise NotImplementedError()", check).status == "not attempted"


def test_the_rewriter_leaves_other_cells_alone(notebook):
    result = notebook.run("assert 1 == 2, 'plain'")
    assert str(result.error_in_exec) == "plain"


def test_the_rewriter_gives_the_original_back_where_pytest_fails(notebook, monkeypatch):
    import _pytest.assertion.rewrite

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(_pytest.assertion.rewrite, "rewrite_asserts", broken)
    verdict = notebook.judge("return x + 2")
    assert verdict.message == "Twice three is six."
    assert any(type(t).__name__ == "CheckRewriter" for t in notebook.shell.ast_transformers)


def test_pytests_private_rewriter_is_the_one_we_know():
    import inspect

    from _pytest.assertion.rewrite import rewrite_asserts

    assert list(inspect.signature(rewrite_asserts).parameters) == ["mod", "source", "module_path", "config"]


def test_installing_twice_leaves_one_rewriter(notebook):
    asserts.install()
    asserts.install()
    assert [type(t).__name__ for t in notebook.shell.ast_transformers].count("CheckRewriter") == 1


def test_state_survives_a_reload_of_the_modules(notebook, monkeypatch):
    monkeypatch.setattr(utils, "grading", utils.grading)  # put back, as the modules are
    notebook.judge("return 2 * x")
    kept = {name: module for name, module in sys.modules.items() if name.startswith("utils.grading")}
    for name in kept:
        del sys.modules[name]
    try:
        notebook.run("import utils.grading\nstill = utils.grading.solved('double')")
        assert notebook.shell.user_ns["still"] is True
    finally:
        sys.modules.update(kept)


def test_scoreboard_says_what_to_do_next(notebook, capsys):
    notebook.run("scoreboard(of=4)")
    assert "worth 4 points" in text_of(capsys)
    notebook.judge("raise NotImplementedError()")
    text_of(capsys)
    notebook.run("scoreboard(of=4)")
    assert "Next: write `double`" in text_of(capsys)
    notebook.judge("return 0")
    text_of(capsys)
    notebook.run("scoreboard(of=4)")
    assert "Next: read what the check of `double` says" in text_of(capsys)
    notebook.judge("return 2 * x")
    text_of(capsys)
    notebook.run("scoreboard(of=2)")
    told = text_of(capsys)
    assert "2 of 2 points" in told
    assert "Every exercise of this lesson is solved." in told


def test_scoreboard_refuses_more_points_than_there_are(notebook):
    notebook.judge("return 2 * x")
    assert isinstance(notebook.run("scoreboard(of=1)").error_in_exec, ValueError)


def test_guesses_are_kept_and_none_is_no_guess(notebook, capsys):
    notebook.run('predict("a", None)\npredict("b", 0.1)\npredict("b", 0.2)\nguesses = predictions()')
    assert notebook.shell.user_ns["guesses"] == {"b": 0.2}
    assert "a: no guess yet" in text_of(capsys)


# Progress


@pytest.fixture
def work(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(state, "WORK", progress.place())
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "work" / "01_a.ipynb"))
    return tmp_path / "work"


def test_progress_keeps_what_was_earned(notebook, work):
    notebook.judge("return 2 * x")
    notebook.judge("return 0")
    assert progress.load(work) == {"double": {"earned": 2, "points": 2}}


def test_progress_goes_where_the_notebook_began(notebook, work, tmp_path, capsys):
    notebook.judge(f"import os; os.chdir({str(tmp_path)!r}); return 2 * x")
    assert progress.load(work) == {"double": {"earned": 2, "points": 2}}
    assert "Not recorded" not in text_of(capsys)


def test_progress_is_the_learners_alone(notebook, work, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    notebook.judge("return 2 * x")
    assert list(work.iterdir()) == []


def test_a_file_that_cannot_be_written_is_said_on_the_card(notebook, work, capsys):
    (work / progress.PROGRESS).mkdir()
    assert notebook.judge("return 2 * x").status == "passed"
    assert "Not recorded: progress.jsonl cannot be written (Is a directory)." in text_of(capsys)


def test_a_copy_elsewhere_is_said_on_the_card_and_a_build_says_nothing(notebook, monkeypatch, capsys):
    monkeypatch.setattr(state, "WORK", None)
    monkeypatch.setenv("JPY_SESSION_NAME", "/elsewhere/01_a.ipynb")
    notebook.judge("return 0")
    assert "Not recorded" not in text_of(capsys), "there is nothing to record"
    notebook.judge("return 2 * x")
    assert "Not recorded: this notebook is not in the course's folder work/." in text_of(capsys)
    monkeypatch.delenv("JPY_SESSION_NAME")
    notebook.judge("return 2 * x")
    assert "Not recorded" not in text_of(capsys)


def test_the_scoreboard_shows_earlier_points_apart(notebook, work, capsys):
    marks = [("double", 2), ("half", 3), ("third", 1)]
    checks = [{"grade": True, "grade_id": f"{name}-check", "points": points} for name, points in marks]
    cells = [{"cell_type": "markdown", "source": "## The `third` one", "metadata": {}}]
    cells = [{"cell_type": "code", "source": "", "metadata": {"nbgrader": check}} for check in checks[:2]] + cells
    cells.append({"cell_type": "code", "source": "", "metadata": {"nbgrader": checks[2]}, "id": "c"})
    (work / "01_a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    notebook.run("scoreboard(of=6)")
    assert "earlier" not in text_of(capsys)
    progress.add(work, "double", 2, 2)
    progress.add(work, "half", 3, 3)
    notebook.run("scoreboard(of=6)")
    told = text_of(capsys)
    assert "0 of 6 points" in told
    assert "in earlier sessions you have 5 of 6 points: double, half. Go on with `third`." in told
    lesson = state.earlier()
    assert '<a href="01_a.ipynb#cell-id=c">third</a>' in summary.on_file_texts(lesson)[1]


def test_the_courses_own_answer_is_shown_from_the_third_failure_on_or_once_passed(notebook, tmp_path, monkeypatch):
    lesson = "# %%\ndef double(x):\n    ### BEGIN SOLUTION\n    return x + x  # <own>\n    ### END SOLUTION\n"
    (tmp_path / "01_small.py").write_text(lesson, encoding="utf-8")
    monkeypatch.setattr("utils.grading.own.SOLUTIONS", tmp_path)
    pages = []
    monkeypatch.setattr("utils.grading.cards.display", lambda data, **more: pages.append(data["text/html"]))
    for _ in range(3):
        notebook.judge("return 0")
    notebook.judge("return 2 * x")
    assert ["The course's own answer" in page for page in pages] == [False, False, True, True]
    assert "return x + x  # &lt;own&gt;</pre>" in pages[-1]
    monkeypatch.chdir(tmp_path)
    notebook.judge("return 2 * x")
    assert "The course's own answer" not in pages[-1], "in solutions/ it stands above already"
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setattr("utils.grading.own.SOLUTIONS", tmp_path / "missing")
    notebook.judge("return 2 * x")
    assert "The course's own answer" not in pages[-1]


def test_nothing_is_displayed_while_a_check_runs(notebook, capsys):
    body = "from IPython.display import display; display('shown'); get_ipython().displayhook(2.0)\n    return 2 * x"
    assert notebook.judge(body).status == "passed"
    told = text_of(capsys)
    assert "shown" not in told
    assert "2.0" not in told
    notebook.run("get_ipython().displayhook('after')")
    assert "after" in text_of(capsys)


def test_a_call_without_an_end_is_wrong(notebook, monkeypatch):
    monkeypatch.setenv("COURSE_SECONDS", "0.3")
    verdict = notebook.judge("\n    while True:\n        x += 1")
    assert verdict.status == "wrong"
    assert verdict.message.startswith("`double(2)` did not finish within 0.3 s")
    assert verdict.details[0].startswith(("line 4 of `double`", "line 3 of `double`"))
    assert notebook.judge("return 2 * x").status == "passed"


def test_leaving_the_program_is_an_error_of_the_answer(notebook):
    assert notebook.judge("raise SystemExit").status == "error"
    assert notebook.judge("exit()").status == "error"


def test_an_exception_that_cannot_be_told_is_an_error(notebook):
    body = "raise type('E', (Exception,), {'__str__': lambda self: 1 / 0})"
    assert notebook.judge(body).status == "error"
    verdict = notebook.judge("print(chr(0xd800)); return 0")
    assert verdict.printed.encode().startswith(rb"\ud800")

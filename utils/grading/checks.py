"""Runs a check and says which of four verdicts it gives: passed, wrong, error or not attempted.

The verdict follows from where an exception was born, never from its type alone: an assertion that fails in the check
is a wrong answer, an assertion that fails in the learner's own code is an error there.
"""

import ast
import contextlib
import linecache
import os
import re
import sys
import traceback
import types
from collections.abc import Callable, Iterator

import numpy as np

from utils.grading.calls import PRINTING, AnswerRefused, Call, clean, code_of, describe, failure, recorded
from utils.grading.cards import show_verdict
from utils.grading.same import Different, Problem
from utils.grading.state import Verdict, record, state
from utils.quiet import quiet

CALLS_SHOWN = 3
COMPARED = {"==": "", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most "}
COMPARISON = re.compile(r" (==|>=?|<=?) ")


class graded(contextlib.AbstractContextManager):
    """Judge the exercise `name` by the assertions in the block, and draw the verdict.

    name: the exercise's function. points: earned when every assertion holds, else none.
    hint: shown when the check fails; stronger: shown as well from the second failure on.
    Raises nothing in a learner's notebook but KeyboardInterrupt; under an autograder whatever made the check fail.
    """

    def __init__(self, name: str, *, points: int, hint: str = "", stronger: str = "") -> None:
        self.name, self.points, self.hint, self.stronger = name, points, hint, stronger

    def __enter__(self) -> "graded":
        check = sys._getframe(1)
        self.file, self.names = check.f_code.co_filename, check.f_globals
        self.answer = self.names.get(self.name)
        self.calls: list[Call] = []
        self.notes: list[str] = []  # what `same_as` has to say of an answer that passes
        self.trial: Problem | None = None  # what `same_as` found
        with contextlib.ExitStack() as stack:
            self.printout = stack.enter_context(quiet())
            stack.enter_context(np.printoptions(**PRINTING))
            stack.enter_context(running(self))
            if callable(self.answer):
                self.names[self.name] = recorded(self.answer, self.name, self.file, self.calls)
                stack.callback(self.names.__setitem__, self.name, self.answer)
            self.running = stack.pop_all()
        return self

    def __exit__(self, kind, exception, trace) -> bool:
        self.running.close()
        if isinstance(exception, KeyboardInterrupt):
            return False
        verdict = self.judge(exception, trace)
        failures = record(verdict)
        show_verdict(verdict, hint=self.hint, stronger=self.stronger if failures > 1 else "")
        return "NBGRADER_EXECUTION" not in os.environ

    def judge(self, exception: BaseException | None, trace: types.TracebackType | None) -> Verdict:
        """Tell the verdict by where the exception was born; the first rule that fits decides."""
        if exception is None:
            return self.verdict("passed", details=tuple(self.notes))
        if isinstance(exception, NameError) and exception.name == self.name and self.answer is None:
            return self.verdict("not attempted", f"There is no `{self.name}` yet: run the cell above.")
        if self.answer is not None and not callable(self.answer):
            return self.verdict("wrong", f"`{self.name}` should be a function and is {describe(self.answer)}.")
        frames = list(traceback.walk_tb(trace))
        if isinstance(exception, NotImplementedError) and frames[-1][0].f_code is code_of(self.answer):
            return self.verdict("not attempted", "Write your answer in the cell above, run it, then run this one.")
        learners = [frame for frame in frames if self.is_learners(frame[0])]
        if learners:
            call = self.trial.details[:1] if self.trial else ()
            return self.verdict("error", failure(exception), (place(*learners[-1]), *call))
        if isinstance(exception, Different):
            return self.verdict("wrong", exception.args[0], exception.details)
        evidence = self.evidence(frames[0][1])
        if not isinstance(exception, AssertionError):
            return self.verdict("wrong", f"Your result could not be judged: {failure(exception)}", evidence)
        message, _, shown = str(exception).partition("\nassert ")
        return self.verdict("wrong", clean(message), (*got_and_expected(shown), *evidence))

    @contextlib.contextmanager
    def unrecorded(self) -> Iterator[None]:
        """Let the answer call itself without being watched, while `same_as` calls it."""
        wrapper = self.names[self.name]
        wrapper.depth += 1
        try:
            yield
        finally:
            wrapper.depth -= 1

    def is_learners(self, frame: types.FrameType) -> bool:
        """Tell whether a frame runs code of the notebook that is not the check's."""
        return frame.f_globals is self.names and frame.f_code.co_filename != self.file

    def evidence(self, line: int) -> tuple[str, ...]:
        """Return the calls made by the check's statement at `line`, or else the last call before it."""
        lines = statement_lines("".join(linecache.getlines(self.file)), line)
        calls = [call for call in self.calls if call.line in lines][-CALLS_SHOWN:] or self.calls[-1:]
        forgotten = ("Is a `return` missing?",) if calls and calls[-1].result is None and not calls[-1].raised else ()
        return (*(str(call) for call in calls), *forgotten)

    def verdict(self, status: str, message: str = "", details: tuple[str, ...] = ()) -> Verdict:
        """Return a verdict on this exercise."""
        return Verdict(self.name, status, self.points, message, details, clean(self.printout.kept))


@contextlib.contextmanager
def running(check: graded) -> Iterator[None]:
    """Let `same_as` find the check that it stands in."""
    state().check = check
    try:
        yield
    finally:
        state().check = None


def refuses(answer: Callable, *args: object, error: type[Exception] = ValueError) -> bool:
    """Tell whether `answer(*args)` raises `error`, for assertions on what an answer must not accept.

    Raises what says that nothing was answered: a stub's NotImplementedError, and AnswerRefused.
    """
    try:
        answer(*args)
    except error:
        return True
    except (NotImplementedError, AnswerRefused):
        raise
    except Exception:  # the card shows what was raised instead
        return False
    return False


def place(frame: types.FrameType, line: int) -> str:
    """Return where in a cell a frame stopped, with the line's text."""
    return f"line {line} of `{frame.f_code.co_name}`: {linecache.getline(frame.f_code.co_filename, line).strip()}"


def got_and_expected(shown: str) -> tuple[str, ...]:
    """Return the first line of a rewritten assertion, in words where it compares two things."""
    line = clean(shown.partition("\n")[0])
    if line in ("", "False", "not True"):  # says nothing that the message does not say better
        return ()
    if " != " in line:  # both sides are the one value that was ruled out
        return (f"Got {line.partition(' != ')[0]}.",)
    got, *more = COMPARISON.split(line)
    if len(more) != 2:
        return (f"assert {line}",)
    sign, expected = more
    return (f"Got {got}, expected {COMPARED[sign]}{expected}.",)


def statement_lines(source: str, line: int) -> range:
    """Return the lines of the innermost statement of `source` that holds `line`."""
    with contextlib.suppress(SyntaxError):
        statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
        spans = [range(node.lineno, node.end_lineno + 1) for node in statements]
        return min((span for span in spans if line in span), key=len, default=range(line, line + 1))
    return range(line, line + 1)

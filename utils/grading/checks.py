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
from unittest import mock

import numpy as np
from IPython import get_ipython

from utils.grading import asserts, names
from utils.grading.calls import AnswerRefused, Call, TookTooLong, code_of, recorded
from utils.grading.cards import show_verdict
from utils.grading.own import own_answer
from utils.grading.same import Different, OracleFailed, Problem
from utils.grading.state import Verdict, record, state
from utils.grading.words import PRINTING, clean, describe, failure
from utils.quiet import quiet

AUTOGRADED = "NBGRADER_EXECUTION" in os.environ  # asked once: an answer may change the environment
CALLS_SHOWN = 3
COMPARED = {"==": "", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most "}
COMPARISON = re.compile(r" (==|>=?|<=?) ")


class graded(contextlib.AbstractContextManager):
    """Judge the exercise `name` by the assertions in the block, and draw the verdict.

    name: the exercise's function. points: earned when every assertion holds, else none.
    hint: shown when the check fails; stronger: shown as well from the second failure on; from the third on, or once it
    passed, the course's own answer stands beside them where the folder solutions/ is there.
    Raises nothing in a learner's notebook but KeyboardInterrupt; under an autograder whatever made the check fail.
    """

    def __init__(self, name: str, *, points: int, hint: str = "", stronger: str = "") -> None:
        self.name, self.points, self.hint, self.stronger = name, points, hint, stronger

    def __enter__(self) -> "graded":
        self.cell = sys._getframe(1)
        self.file, self.names = self.cell.f_code.co_filename, self.cell.f_globals
        self.answer = self.names.get(self.name)
        self.watched = self.answer
        self.calls: list[Call] = []
        self.notes: list[str] = []  # what `same_as` has to say of an answer that passes
        self.trial: Problem | None = None  # what `same_as` found
        with contextlib.ExitStack() as stack:
            self.printout = stack.enter_context(quiet())
            stack.enter_context(undisplayed())
            stack.enter_context(np.printoptions(**PRINTING))
            stack.enter_context(running(self))
            if callable(self.answer):
                self.watched = recorded(self.answer, self.name, self.file, self.calls)
                self.names[self.name] = self.watched
                stack.callback(self.put_back)
            self.running = stack.pop_all()
        return self

    def __exit__(self, kind, exception, trace) -> bool:
        self.running.close()
        self.cell = None  # a frame keeps everything alive
        if isinstance(exception, KeyboardInterrupt):
            return False
        verdict = self.judge(exception, trace)
        failures = record(verdict)
        hints = {"Hint": self.hint, "Stronger hint": self.stronger if failures > 1 else ""}
        shown = failures > 2 or verdict.status == "passed"
        show_verdict(verdict, hints, own_answer(self.name) if shown and not AUTOGRADED else "")
        return not AUTOGRADED

    def run(self, block: int) -> None:
        """Run the check's block in a namespace of its own; the notebook keeps its names, the answer too."""
        code = asserts.compiled(block, self.file)
        self.put_back()
        own = {self.name: self.watched} if self.answer is not None else {}
        exec(code, names.namespace(code, self.names, own))

    def put_back(self) -> None:
        """Put the answer itself where the watched one stood."""
        if self.watched is not self.answer:
            self.names[self.name] = self.answer

    def judge(self, exception: BaseException | None, trace: types.TracebackType | None) -> Verdict:
        """Tell the verdict by where the exception was born; the first rule that fits decides."""
        if exception is None:
            return self.verdict("passed", details=tuple(self.notes))
        if self.answer is None and isinstance(exception, NameError) and exception.name == self.name:
            first = "the set-up and then " if names.forgotten(self.names) else ""
            return self.verdict("not attempted", f"There is no `{self.name}` yet: run {first}the cell above.")
        if self.answer is not None and not callable(self.answer):
            return self.verdict("wrong", f"`{self.name}` should be a function and is {describe(self.answer)}.")
        frames = list(traceback.walk_tb(trace))
        if isinstance(exception, NotImplementedError) and frames[-1][0].f_code is code_of(self.answer):
            return self.verdict("not attempted", "Write your answer in the cell above, run it, then run this one.")
        if isinstance(exception, Different | AnswerRefused):
            return self.verdict("wrong", str(exception), self.why(exception, frames))
        culprit = self.culprit(exception)
        learners = [frame for frame in frames if self.is_learners(frame[0])]
        if culprit or learners:
            line = (place(*learners[-1]),) if learners else ()
            return self.verdict("error", failure(exception), (*line, *culprit))
        if not self.judgeable(exception, frames):
            again = "Nothing is counted. Run the set-up, the first cell with code, and then this one again."
            return self.verdict("not attempted", f"The check could not run: {failure(exception)}", (again,))
        evidence = self.evidence(self.line(frames))
        if not isinstance(exception, AssertionError):
            return self.verdict("wrong", f"Your result could not be judged: {failure(exception)}", evidence)
        message, _, shown = str(exception).partition("\nassert ")
        return self.verdict("wrong", clean(message), (*got_and_expected(shown), *evidence))

    def why(self, exception: Different | AnswerRefused, frames: list) -> tuple[str, ...]:
        """Return the evidence for an answer that breaks a rule or differs from the course's own."""
        if isinstance(exception, Different):
            return exception.details
        if isinstance(exception, TookTooLong):
            stopped = [frame for frame in traceback.walk_tb(exception.trace) if self.is_learners(frame[0])]
            return tuple(place(*frame) for frame in stopped[-1:])
        return () if self.trial else self.evidence(self.line(frames))

    def culprit(self, exception: BaseException) -> tuple[str, ...]:
        """Return the call of the answer that raised an exception, in words; nothing where none did."""
        if self.trial is not None and self.trial.raised is exception:
            return self.trial.details[:1]
        return tuple(f"It was called as `{call.text}`" for call in self.calls if call.raised is exception)[:1]

    def judgeable(self, exception: BaseException, frames: list) -> bool:
        """Tell whether an exception says something of the answer, and not of the check or of the machine."""
        if isinstance(exception, AssertionError):
            return True
        lost = isinstance(exception, NameError) and frames[-1][0].f_code.co_filename == self.file
        own = isinstance(exception, names.SetupChanged | OracleFailed | ImportError | OSError | MemoryError)
        return bool(self.calls) and not lost and not own

    def line(self, frames: list) -> int:
        """Return the line of the check that an exception came through."""
        return [line for frame, line in frames if frame.f_code.co_filename == self.file][-1]

    @contextlib.contextmanager
    def unrecorded(self) -> Iterator[None]:
        """Let the answer call itself without being watched, while `same_as` calls it."""
        depth = getattr(self.watched, "depth", 0)
        self.watched.depth = depth + 1
        try:
            yield
        finally:
            self.watched.depth = depth

    def is_learners(self, frame: types.FrameType) -> bool:
        """Tell whether a frame runs code of the notebook that is neither the check's nor the set-up's."""
        return frame.f_globals is self.names and frame.f_code.co_filename not in {self.file, *names.setup_files()}

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


def run(block: int) -> None:
    """Run a block that was taken out of the check's cell; the cell calls it in the block's place."""
    state().check.run(block)


@contextlib.contextmanager
def undisplayed() -> Iterator[None]:
    """Let nothing be displayed while a check runs: nbgrader would take a number for the points earned."""
    shell = get_ipython()
    with contextlib.ExitStack() as stack:
        for thing, method in ((shell.displayhook, "__call__"), (shell.display_pub, "publish")) if shell else ():
            stack.enter_context(mock.patch.object(type(thing), method))
        yield


def refuses(answer: Callable, *args: object, error: type[Exception] = ValueError, **arguments: object) -> bool:
    """Tell whether `answer(*args, **arguments)` raises `error`, for assertions on what an answer must not accept.

    Raises what says that nothing was answered: a stub's NotImplementedError, and AnswerRefused.
    """
    try:
        answer(*args, **arguments)
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

"""Compares an answer with the course's oracle on generated inputs, and finds the smallest on which they differ.

`same_as("name")` is the last line of a check. The inputs are the same on every machine and in every run; an instructor
who sets COURSE_SEED gets others. Hypothesis generates and shrinks them; it is imported when the first check needs it
and writes nothing to disk. The time is bounded as a whole: a slow answer is compared on fewer inputs and never called
wrong for it.
"""

import contextlib
import functools
import hashlib
import importlib
import inspect
import os
import re
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from utils.grading.calls import (
    AnswerRefused,
    TookTooLong,
    fingerprint,
    foreign,
    is_plain,
    refuse_foreign,
    refuse_other_signature,
)
from utils.grading.limits import TooLong, limited
from utils.grading.state import state
from utils.grading.words import describe, failure, written

TOPICS = Path(__file__).resolve().parents[1] / "topics"
SECONDS, SHRINKING = 2.0, 1.5  # of the processor, for all inputs and for making a failing one smaller
WAITING = 3  # times as long may pass, on a machine that does other things too
THOROUGH = 3  # inputs on which an answer is called in every way
LONGEST = 240  # characters of a value in the evidence
WITHOUT_ORACLES = "The instructor's check compares your answer on more inputs than this one."


class Different(AssertionError):
    """An answer that is not what the oracle gives. `details`: lines of evidence."""

    def __init__(self, message: str, details: tuple[str, ...]) -> None:
        super().__init__(message)
        self.details = details


class OracleFailed(Exception):
    """The course's own answer failed: nothing is known of the learner's."""


class TimeIsUp(BaseException):
    """The time for comparing is over. Not an Exception, since Hypothesis would take it for the answer's."""


@dataclass(frozen=True)
class Problem:
    """An input on which the answer is wrong: a sentence, the evidence, and what the answer raised, if anything."""

    arguments: dict
    message: str
    details: tuple[str, ...]
    raised: BaseException | None = None


@dataclass(frozen=True)
class Trial:
    """One call of the answer: its text, made when somebody asks, and what it returned or raised."""

    text: Callable[[], str]
    result: object
    raised: BaseException | None = None

    def __str__(self) -> str:
        if self.raised is not None:
            return f"`{self.text()}` raised {failure(self.raised)}"
        return f"`{self.text()}` returned {describe(self.result, LONGEST)}"


@dataclass
class Comparison:
    """How an answer compares with its oracle: inputs tried, whether the time sufficed, the problem or None."""

    tried: int = 0
    in_time: bool = True
    problem: Problem | None = None

    def __str__(self) -> str:
        if self.problem:
            return "\n".join((self.problem.message, *self.problem.details))
        short = "" if self.in_time else ": more would have taken too long"
        return f"Compared with the course's own answer on {self.tried} more inputs{short}."


def find_oracle(name: str) -> object | None:
    """Return the oracle of an exercise, None where no oracles were handed out. Raises LookupError where it is missing.

    The file is found by its text, so that one topic's oracles are imported and no other's.
    """
    files = sorted(TOPICS.glob("*/oracles.py"))
    if not files:
        return None
    for file in files:
        if re.search(rf"^def {re.escape(name)}\(", file.read_text(encoding="utf-8"), re.MULTILINE):
            return getattr(importlib.import_module(f"utils.topics.{file.parent.name}.oracles"), name)
    raise LookupError(f"no oracle for `{name}` in utils/topics/*/oracles.py")


def same_as(name: str) -> None:
    """Compare the exercise `name` with the course's own answer on generated inputs; the last line of its check.

    Raises Different on the smallest input on which it is wrong, and whatever the answer raises where it should not.
    Without oracles, as in what students are handed, it says that the instructor's check compares more.
    """
    check = getattr(state(), "check", None)
    if check is None or check.name != name:
        raise LookupError(f"`same_as({name!r})` stands in the check of `{name}`, in its `with graded(...)` block")
    oracle = find_oracle(name)
    if oracle is None:
        check.notes.append(WITHOUT_ORACLES)
        return
    with check.unrecorded():
        comparison = compare(check.answer, name, oracle)
    problem = comparison.problem
    if problem is None:
        check.notes.append(str(comparison))
        return
    check.trial = problem
    raise problem.raised or Different(problem.message, problem.details)


def compare(
    answer: Callable,
    name: str,
    oracle: object | None = None,
    *,
    tries: int | None = None,
    seed: str | None = None,
    seconds: float = SECONDS,
) -> Comparison:
    """Compare `answer` with an oracle, the exercise's own unless given.

    tries: generated inputs, the oracle's number unless given; COURSE_TRIES multiplies it. seed: text that gives other
    inputs, COURSE_SEED unless given. seconds: of the processor, after which no further input is tried.
    Raises OracleFailed where the oracle raises what is no ValueError.
    """
    oracle = oracle or find_oracle(name)
    comparison = Comparison()
    if oracle is None:
        return comparison
    tries = (tries or oracle.tries) * int(os.environ.get("COURSE_TRIES") or 1)
    seed = os.environ.get("COURSE_SEED", "") if seed is None else seed
    started = worked = 0.0

    def attempt(arguments: dict) -> bool:
        """Try one input. Return whether the answer is right on it. Raises TimeIsUp."""
        nonlocal started, worked
        if not started:  # what Hypothesis needs to get going is not the answer's
            started, worked = time.monotonic(), time.process_time()
        limit = seconds + (SHRINKING if comparison.problem else 0)
        if time.process_time() - worked > limit or time.monotonic() - started > WAITING * limit:
            raise TimeIsUp
        thorough = comparison.tried < THOROUGH or comparison.problem is not None
        problem = difference(answer, name, oracle, arguments, thorough)
        if comparison.problem is None:
            comparison.tried += 1
        comparison.problem = problem or comparison.problem
        return problem is None

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a case provokes; Hypothesis wants no `assume` outside its own
            right_so_far = all(attempt(arguments) for arguments in oracle.first)
        if right_so_far:
            generate(attempt, comparison, oracle.cases, tries, f"{name} {seed}")
    except TimeIsUp:
        comparison.in_time = comparison.problem is not None
    return comparison


def generate(attempt: Callable[[dict], bool], comparison: Comparison, cases: object, tries: int, seed: str) -> None:
    """Call `attempt` with generated inputs until one fails, then with ever smaller ones."""
    import hypothesis
    from hypothesis.errors import HypothesisException

    class Wrong(Exception):
        """The answer is wrong on this input."""

    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    phases = (hypothesis.Phase.generate, hypothesis.Phase.shrink)

    @hypothesis.seed(number)
    @hypothesis.settings(
        max_examples=tries,
        derandomize=True,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(hypothesis.HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(cases)
    def run(arguments: dict) -> None:
        if not attempt(arguments):
            raise Wrong

    with nothing_kept():
        try:
            run()
        except Wrong:
            return
        except HypothesisException:  # an answer that is wrong now and then is wrong: the input that showed it is kept
            if comparison.problem is None:
                raise


@contextlib.contextmanager
def nothing_kept() -> Iterator[None]:
    """Let Hypothesis write no folder, and generate the same inputs whatever modules a notebook has imported.

    Left alone, it follows each input by some that vary it in one part. Of wrong answers to lesson 07 that passed, one
    in three was found by as many inputs without variations.
    """
    from unittest import mock

    from hypothesis import configuration
    from hypothesis.internal.conjecture import engine, providers

    configuration.set_hypothesis_home_dir(Path(os.devnull) / "hypothesis")  # where no folder can be made
    try:
        # There is no public way to say no to constants of the modules that happen to be loaded, and to variations
        with (
            mock.patch.object(providers, "_get_local_constants", providers.Constants, create=True),
            mock.patch.object(engine.ConjectureRunner, "generate_mutations_from", create=True),
        ):
            yield
    finally:
        configuration.set_hypothesis_home_dir(None)


def difference(answer: Callable, name: str, oracle: object, arguments: dict, thorough: bool) -> Problem | None:
    """Return what is wrong with an answer on one input, or None.

    thorough: also call it by position and a second time, which must not change the result.
    Raises OracleFailed where the oracle raises what is no ValueError.
    """
    from utils.grading.oracles import agreement

    want, refusal = right(oracle, arguments)
    outcome = called(answer, name, (), arguments)
    wrong = functools.partial(Problem, arguments, raised=outcome.raised)
    if isinstance(outcome.raised, AnswerRefused | NotImplementedError):
        return wrong(str(outcome.raised), ())
    if refusal is not None:
        if isinstance(outcome.raised, ValueError):
            return None
        why = f": {refusal}" if str(refusal) else ""
        return Problem(arguments, f"Raise `ValueError` here{why}".rstrip(".") + ".", (str(outcome),))
    if outcome.raised is not None:
        return wrong(failure(outcome.raised), (str(outcome), f"Right is {expected(want)}"))
    verdict = agreement(oracle.agree, outcome.result, want, arguments)
    if verdict is not True and not (isinstance(verdict, np.bool_) and verdict):
        message = verdict if isinstance(verdict, str) else "Wrong on an input that no line above tries."
        forgotten = ("Is a `return` missing?",) if outcome.result is None else ()
        return wrong(message, (str(outcome), f"Right is {expected(want)}", *forgotten))
    return changing(answer, name, oracle, arguments, outcome) if thorough else None


def right(oracle: object, arguments: dict) -> tuple[object, ValueError | None]:
    """Return what the oracle gives for an input, and the ValueError that it raises."""
    from hypothesis.errors import HypothesisException

    try:
        return oracle.function(**fresh(arguments)), None
    except ValueError as refusal:
        return None, refusal
    except HypothesisException:  # `assume` turns an input down
        raise
    except Exception as problem:
        raise OracleFailed(f"the course's own answer failed: {failure(problem)}") from problem


def changing(answer: Callable, name: str, oracle: object, arguments: dict, first: Trial) -> Problem | None:
    """Return what is wrong where the same input gives something else by position or when it comes again."""
    named = dict(arguments)
    values: list[object] = []
    for parameter in inspect.signature(oracle.function).parameters.values():
        if parameter.name not in named or parameter.kind is parameter.KEYWORD_ONLY:
            break
        values.append(named.pop(parameter.name))
    again = called(answer, name, tuple(values), named)
    if again.raised is None and alike(again.result, first.result):
        return None
    if isinstance(again.raised, AnswerRefused):
        return Problem(arguments, str(again.raised), (), again.raised)
    return Problem(arguments, "The same input must give the same result each time.", (str(first), str(again)))


def alike(one: object, other: object) -> bool:
    """Tell whether two results of one answer are the same; of what is no plain data nothing is asked."""
    from utils.grading.oracles import close

    one, other = (value.numpy() if hasattr(value, "numpy") else value for value in (one, other))
    return not (is_plain(one) and is_plain(other)) or close(rel=1e-9)(one, other) is True


def called(answer: Callable, name: str, args: tuple, kwargs: dict) -> Trial:
    """Call the answer with copies of the arguments; what it raises is kept, also AnswerRefused."""
    given, named = fresh(args), fresh(kwargs)
    before = fingerprint(args, kwargs)
    text = functools.partial(written, name, args, kwargs, LONGEST)
    try:
        refuse_other_signature(answer, text, args, kwargs)
        with limited():
            result = answer(*given, **named)
        if foreign(result) is not None:
            refuse_foreign(result, text())
        if fingerprint(given, named) != before:
            raise AnswerRefused(f"`{text()}` changed what it was given. Work on a copy: others use the original.")
    except TooLong as stop:
        return Trial(text, None, TookTooLong(text(), stop.__traceback__))
    except (Exception, SystemExit) as problem:
        return Trial(text, None, problem)
    return Trial(text, result)


def expected(want: object) -> str:
    """Return what is right, in words."""
    results = getattr(want, "results", None)
    return " or ".join(describe(result, LONGEST) for result in results) if results else describe(want, LONGEST)


def fresh(value: object) -> object:
    """Return a copy of plain data that shares nothing; an array's order in memory and its lock are kept."""
    if isinstance(value, dict):
        return {key: fresh(one) for key, one in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(fresh(one) for one in value)
    if isinstance(value, np.ndarray):
        copy = value.copy(order="K")
        copy.setflags(write=value.flags.writeable)
        return copy
    if isinstance(value, pd.DataFrame | pd.Series):
        return value.copy()
    return value

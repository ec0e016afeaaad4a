"""Judges one answer after another by a lesson's checks, in one process: the set-up runs once."""

import contextlib
import copy
import dataclasses
import functools
import io
import os
import time
import warnings
from collections.abc import Callable, Mapping

from IPython.core.interactiveshell import InteractiveShell

from utils.authoring.source import Lesson
from utils.grading import asserts
from utils.grading.calls import is_plain
from utils.grading.same import THOROUGH, Comparison, compare, difference, find_oracle, generate
from utils.grading.state import state

SLOW = 3.0  # seconds of the processor for comparing one answer


class Bench:
    """A shell that holds a lesson's set-up and judges answers.

    Before each one every name of the notebook is put back, plain data from fresh copies, so that no answer can help or
    harm the next.
    """

    def __init__(self, lesson: Lesson) -> None:
        os.chdir(lesson.source.parent)
        self.shell = InteractiveShell.instance(colors="nocolor")
        asserts.install()  # the grading was imported before there was a shell
        for cell in lesson.cells:
            if cell.tag == "setup":
                self.run(cell.node.source)
        names = self.shell.user_ns
        self.kept = dict(names)
        self.plain = {name: value for name, value in names.items() if not name.startswith("_") and is_plain(value)}
        self.plain = copy.deepcopy(self.plain)

    def run(self, source: str) -> None:
        """Run one cell. Raises whatever the cell raises."""
        with contextlib.redirect_stdout(io.StringIO()):
            self.shell.run_cell(source).raise_error()

    def judge(self, exercise: str, answer: str, check: str) -> dict:
        """Return the verdict on an answer, what it says, and the seconds of the check."""
        names = self.shell.user_ns
        names.clear()
        names.update(self.kept | copy.deepcopy(self.plain))
        state().verdicts.clear()
        state().failures.clear()
        self.run(answer)
        start = time.perf_counter()
        self.run(check)
        verdict = state().verdicts[exercise]
        says = "\n".join((verdict.message, *verdict.details))
        return {"status": verdict.status, "message": says, "seconds": time.perf_counter() - start}

    def compare(self, exercise: str, times: int, seconds: float = 60, seed: str = "") -> Comparison | None:
        """Compare the answer judged last with its oracle, on `times` as many inputs as a check; None without one."""
        oracle = oracle_of(exercise)
        if oracle is None:
            return None
        answer = self.shell.user_ns[exercise]
        return compare(answer, exercise, oracle, tries=times * oracle.tries, seconds=seconds, seed=seed)

    def answer(self, exercise: str, source: str) -> Callable:
        """Return what a cell defines as the exercise, in a namespace of its own that holds the lesson's set-up."""
        names = self.kept | copy.deepcopy(self.plain)
        exec(compile(source, f"<{exercise}>", "exec"), names)
        return names[exercise]


def compare_all(exercise: str, answers: Mapping[str, Callable], times: int, seed: str = "") -> dict[str, Comparison]:
    """Compare answers with their oracle on `times` as many inputs as a check, and return what each one's was.

    Every input is generated once, and the oracle asked once, for all of them. An answer that is slow, as when it builds
    a network for each input, is compared on a part of them: 20 times `times` at least.
    """
    oracle, wanted = oracle_of(exercise), []

    @functools.wraps(oracle.function)
    def asked_once(**arguments: object) -> object:
        if not wanted:
            try:
                wanted.append((oracle.function(**arguments), None))
            except ValueError as refusal:
                wanted.append((None, refusal))
        result, refusal = wanted[0]
        if refusal:
            raise refusal
        return result

    shared = dataclasses.replace(oracle, function=asked_once)
    compared, spent = {title: Comparison() for title in answers}, dict.fromkeys(answers, 0.0)

    def attempt(arguments: dict) -> bool:
        wanted.clear()
        for title, one in compared.items():
            one.in_time = spent[title] < SLOW or one.tried < 20 * times
            if one.problem is None and one.in_time:
                began = time.process_time()
                one.problem = difference(answers[title], exercise, shared, arguments, one.tried < THOROUGH)
                one.tried += 1
                spent[title] += time.process_time() - began
        return True

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for arguments in oracle.first:
            attempt(arguments)
        generate(attempt, Comparison(), oracle.cases, times * oracle.tries, f"{exercise} {seed}")
    return compared


def oracle_of(exercise: str) -> object | None:
    """Return the oracle of an exercise, None where it has none: a model or a file is judged by its properties."""
    try:
        return find_oracle(exercise)
    except LookupError:
        return None

"""The inputs of hidden cases, generated once for a lesson rather than once for each submission.

`same_as` draws the same inputs each time, as long as the answer is right on them. So they are drawn here beforehand,
with what the oracle gives for each, by a process of its own: the judge must run no operation of TensorFlow before it
forks. An answer that is wrong on one of them is then compared by Hypothesis as ever, which makes the input smaller.
"""

import contextlib
import copy
import os
import pickle
import select
import time
from collections.abc import Callable
from dataclasses import dataclass

from utils.grading import same

LONGEST = 6.0  # seconds for all exercises of a lesson; those that are not ready by then are drawn each time


@dataclass(frozen=True)
class Case:
    """One input: the arguments, what is right for them, the ValueError that is; or one that the oracle turned down."""

    arguments: dict | None
    want: object = None
    refusal: ValueError | None = None


@dataclass(frozen=True)
class Cases:
    """The inputs for one exercise, under the text that they were generated from."""

    seed: str
    tries: int
    inputs: tuple[Case, ...]


def prepare(exercises: list[str]) -> None:
    """Draw the inputs of these exercises, and let `same_as` use them from here on."""
    end = time.monotonic() + LONGEST
    drawn = [cases for name in exercises if (cases := in_a_fork(lambda name=name: draw(name), end))]
    replay({(cases.seed, cases.tries): cases.inputs for cases in drawn})


def in_a_fork(work: Callable[[], object], end: float) -> object | None:
    """Return what `work` gives in a process of its own; None where it fails or takes too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException), os.fdopen(writing, "wb") as stream:
            stream.write(pickle.dumps(work()))
        os._exit(0)
    os.close(writing)
    parts: list[bytes] = []
    with os.fdopen(reading, "rb", buffering=0) as stream:
        while select.select([stream], [], [], max(0.0, end - time.monotonic()))[0] and (part := stream.read(1 << 20)):
            parts.append(part)
    os.kill(child, 9)
    os.waitpid(child, 0)
    with contextlib.suppress(Exception):
        return pickle.loads(b"".join(parts))
    return None


def draw(name: str) -> Cases | None:
    """Return the inputs for one exercise, None where it has no oracle."""
    with contextlib.suppress(LookupError):
        oracle, found, names = same.find_oracle(name), [], []

        def attempt(arguments: dict) -> bool:
            found.append(Case(None))
            given = copy.deepcopy(arguments)
            want, refusal = same.right(oracle, arguments)  # may turn the input down
            found[-1] = Case(given, want, refusal)
            return True

        def generate(_: Callable, comparison: same.Comparison, cases: object, tries: int, seed: str) -> None:
            names.append((seed, tries))
            original(attempt, comparison, cases, tries, seed)

        original, same.generate = same.generate, generate
        same.compare(lambda *_, **__: None, name, without_first(oracle), seconds=LONGEST)
        return Cases(*names[0], tuple(found))
    return None


def without_first(oracle: object) -> object:
    """Return an oracle without its hand-picked inputs, which are no generated ones."""
    return type(oracle)(oracle.function, oracle.cases, oracle.agree, (), oracle.tries)


def first_wrong(attempt: Callable, inputs: tuple[Case, ...]) -> int | None:
    """Return where the first input is on which an attempt fails, None where there is none."""
    from hypothesis.internal.entropy import deterministic_PRNG

    for place, case in enumerate(inputs):
        if case.arguments is not None:
            with deterministic_PRNG():  # as Hypothesis calls it
                right = attempt(case.arguments)
            if not right:
                return place
    return None


def replay(known: dict[tuple[str, int], tuple[Case, ...]]) -> None:
    """Let `same_as` go through known inputs instead of generating them."""
    from hypothesis import assume

    generate, right = same.generate, same.right
    answers = {id(case.arguments): case for cases in known.values() for case in cases if case.arguments is not None}

    def remembered(oracle: object, arguments: dict) -> tuple:
        case = answers.get(id(arguments))
        return (same.fresh(case.want), case.refusal) if case else right(oracle, arguments)

    def replayed(attempt: Callable, comparison: same.Comparison, cases: object, tries: int, seed: str) -> None:
        inputs, before = known.get((seed, tries)), comparison.tried
        if inputs is None:
            return generate(attempt, comparison, cases, tries, seed)
        place = first_wrong(attempt, inputs)
        if place is None:
            return None
        wrong, at = comparison.problem, 0
        comparison.problem, comparison.tried = None, before

        def again(arguments: dict) -> bool:
            """Pass over what was right, to the input that was not, and on to smaller ones."""
            nonlocal at
            at += 1
            if at > place:
                return attempt(arguments)
            assume(inputs[at - 1].arguments is not None)
            comparison.tried += 1
            return True

        try:
            generate(again, comparison, cases, tries, seed)
        finally:
            comparison.problem = comparison.problem or wrong
        return None

    same.generate, same.right = replayed, remembered

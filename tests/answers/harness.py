"""Runs the checks of one lesson against the bank of answers and prints the verdicts as JSON.

    python tests/answers/harness.py 01_reuters_embeddings [exercise ...]

It runs outside pytest, whose own comparer would change what a check says. The set-up runs once; before each answer
every name of the notebook is put back, plain data from fresh copies, so that no answer can help or harm the next.
"""

import contextlib
import copy
import io
import json
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from utils.authoring import SOLUTIONS
from utils.authoring.notebooks import stripped_notebook
from utils.authoring.source import read_lesson
from utils.grading.calls import is_plain
from utils.grading.same import compare, find_oracle
from utils.grading.state import state

TIMES = 10  # as many inputs for right answers as a check tries
BANK = Path(__file__).parent
HEADER = re.compile(r"^# %% (wrong|right): (.+?)(?: \| says: (.+))?$")

# No exercise may take any of these for an answer, whatever it is about
NEVER_RIGHT = {
    "returns nothing": "pass",
    "returns NaN": "return float('nan')",
    "returns text": "return 'text'",
    "returns an empty list": "return []",
    "returns what equals everything": (
        "return type('Yes', (), {'__eq__': lambda *_: True, '__ne__': lambda *_: False, '__hash__': lambda _: 0})()"
    ),
    "prints without an end": "\n    while True: print('again')",
    "raises": "raise KeyError('lost')",
}


@dataclass(frozen=True)
class Answer:
    """One answer of the bank: "wrong" with the words its verdict must contain, or "right"."""

    kind: str
    title: str
    says: str
    source: str


def oracle_of(exercise: str) -> object | None:
    """Return the oracle of an exercise, None where it has none, as where a model is returned."""
    try:
        return find_oracle(exercise)
    except LookupError:
        return None


def read_bank(lesson: str, exercise: str) -> list[Answer]:
    """Return the answers kept for an exercise."""
    answers: list[Answer] = []
    lines: list[str] = []
    for line in (BANK / lesson / f"{exercise}.py").read_text(encoding="utf-8").splitlines():
        if line.startswith("# %%"):
            kind, title, says = HEADER.match(line).groups()
            lines = []
            answers.append(Answer(kind, title, says or "", ""))
        else:
            lines.append(line)
        if answers:
            answers[-1] = Answer(answers[-1].kind, answers[-1].title, answers[-1].says, "\n".join(lines))
    return answers


class Bench:
    """A shell that holds a lesson's set-up and judges one answer after the other."""

    def __init__(self, setup: list[str]) -> None:
        self.shell = InteractiveShell.instance(colors="nocolor")
        for source in setup:
            self.run(source)
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

    def compare(self, exercise: str) -> dict:
        """Return how the answer that was judged last compares with the oracle on many more inputs; {} without one."""
        oracle = oracle_of(exercise)
        if oracle is None:
            return {}
        result = compare(self.shell.user_ns[exercise], exercise, oracle, tries=TIMES * oracle.tries, seconds=60)
        return {"tried": result.tried, "problem": str(result) if result.problem else ""}


def verdicts(lesson_name: str, only: list[str]) -> list[dict]:
    """Return the verdict on every answer: the stub, the right ones, the wrong ones, and two right ones again.

    The solution and one other are enough to show that no answer has left anything behind.
    """
    lesson = read_lesson(SOLUTIONS / f"{lesson_name}.py")
    stubs = stripped_notebook(lesson).cells
    os.chdir(SOLUTIONS)
    bench = Bench([cell.node.source for cell in lesson.cells if cell.tag == "setup"])
    rows = []
    for position, check in lesson.checks.items():
        if only and check.name not in only:
            continue
        bank = read_bank(lesson_name, check.name)
        right = [Answer("right", "the solution", "", lesson.cells[position - 1].node.source)]
        right += [answer for answer in bank if answer.kind == "right"]
        wrong = [answer for answer in bank if answer.kind == "wrong"]
        header = f"def {check.name}(*args, **kwargs):\n    "
        never = [Answer("never", title, "", header + body) for title, body in NEVER_RIGHT.items()]
        again = [Answer("again", answer.title, "", answer.source) for answer in right[:2]]
        for answer in (Answer("stub", "the stub", "", stubs[position - 1].source), *right, *wrong, *never, *again):
            verdict = bench.judge(check.name, answer.source, lesson.cells[position].node.source)
            verdict |= bench.compare(check.name) if answer.kind == "right" else {}
            rows.append(
                {"exercise": check.name, "kind": answer.kind, "title": answer.title, "says": answer.says} | verdict
            )
    return rows


if __name__ == "__main__":
    json.dump(verdicts(sys.argv[1], sys.argv[2:]), sys.stdout, indent=1)

"""Runs the checks of one lesson against the bank of answers and prints the verdicts as JSON.

    python tests/answers/harness.py 01_reuters_embeddings [exercise ...]

It runs outside pytest, whose own comparer would change what a check says. Right answers are compared with the oracle
on many more inputs besides.
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from utils.authoring import SOLUTIONS, lesson_sources
from utils.authoring.bench import Bench, compare_all, oracle_of
from utils.authoring.notebooks import stripped_notebook
from utils.authoring.source import read_lesson

TIMES = 10  # as many inputs for right answers as a check tries
BANK = Path(__file__).parent
HEADER = re.compile(r"^# %% (wrong|raises|right): (.+?)(?: \| says: (.+))?$")

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
    """One answer of the bank: "wrong" or "raises" with the words its verdict must contain, or "right"."""

    kind: str
    title: str
    says: str
    source: str


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


def verdicts(lesson_name: str, only: list[str]) -> list[dict]:
    """Return the verdict on every answer, each with the set-up and nothing else before it.

    First none at all, as when the check runs too early, and the stub; then the solution, the wrong answers, the other
    right ones and the solution again: what comes behind the wrong ones shows that none has left anything behind.
    """
    lesson = read_lesson(SOLUTIONS / f"{lesson_name}.py")
    stubs = stripped_notebook(lesson).cells
    bench = Bench(lesson)
    rows = []
    for position, check in lesson.checks.items():
        if only and check.name not in only:
            continue
        bank = read_bank(lesson_name, check.name)
        solution = lesson.cells[position - 1].node.source
        first = [Answer("early", "no cell above was run", "", "")]
        first += [
            Answer("stub", "the stub", "", stubs[position - 1].source),
            Answer("right", "the solution", "", solution),
        ]
        right = [answer for answer in bank if answer.kind == "right"]
        wrong = [answer for answer in bank if answer.kind in ("wrong", "raises")]
        header = f"def {check.name}(*args, **kwargs):\n    "
        never = [Answer("never", title, "", header + body) for title, body in NEVER_RIGHT.items()]
        mine = []
        for answer in (*first, *wrong, *never, *right, Answer("again", "the solution", "", solution)):
            verdict = bench.judge(check.name, answer.source, lesson.cells[position].node.source)
            mine.append(
                {"exercise": check.name, "kind": answer.kind, "title": answer.title, "says": answer.says} | verdict
            )
        if oracle_of(check.name) is not None:
            answers = {one.title: bench.answer(check.name, one.source) for one in (first[-1], *right)}
            compared = compare_all(check.name, answers, TIMES)
            for row in mine:
                if row["kind"] == "right":
                    one = compared[row["title"]]
                    row |= {"tried": one.tried, "problem": str(one) if one.problem else ""}
        rows += mine
    return rows


if __name__ == "__main__":
    known = [source.stem for source in lesson_sources()]
    if sys.argv[1:2] == [] or sys.argv[1] not in known:
        sys.exit(f"Which lesson? One of {', '.join(known)}.")
    json.dump(verdicts(sys.argv[1], sys.argv[2:]), sys.stdout, indent=1)

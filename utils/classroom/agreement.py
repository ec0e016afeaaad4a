"""Does the class grader give every answer of the bank the verdict that a learner's notebook gives?

The notebook's side is `tests/answers/harness.py`, in a process of its own; this side is a judge and a sandbox.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from utils.authoring import SOLUTIONS
from utils.authoring.notebooks import solved_notebook
from utils.authoring.source import read_lesson
from utils.classroom.bank import BANK, read_bank
from utils.classroom.course import Course, Lesson, read_course
from utils.classroom.judging import judged
from utils.classroom.pair import HELD, Judged, Limits, Pair
from utils.classroom.submissions import Answer

HARNESS = BANK / "harness.py"


@dataclass(frozen=True)
class Compared:
    """One answer: what the notebook said of it and what the grader said."""

    exercise: str
    title: str
    says: str
    notebook: str
    grader: Judged

    @property
    def agree(self) -> bool:
        """Tell whether both gave the same verdict, and the words that a wrong answer's card must show."""
        return self.notebook == self.grader.status and (self.notebook != "wrong" or self.says in self.grader.text)


def compare(lesson: Lesson, only: tuple[str, ...] = (), workers: int = 2) -> list[Compared]:
    """Return every answer of a lesson's bank with both verdicts."""
    rows = notebook_rows(lesson, only)
    sources = {name: known_sources(lesson, name) for name in lesson.exercises}
    rows = [row for row in rows if row["kind"] != "again" and row["title"] in sources[row["exercise"]]]
    with Pair(lesson, Limits(30)) as pair, ThreadPoolExecutor(workers) as pool:
        pair.ready()
        verdicts = pool.map(lambda row: judge(pair, row["exercise"], sources[row["exercise"]][row["title"]]), rows)
        return [
            Compared(row["exercise"], row["title"], row["says"], row["status"], verdict)
            for row, verdict in zip(rows, verdicts, strict=True)
        ]


def judge(pair: Pair, exercise: str, source: str) -> Judged:
    """Return the grader's verdict; one that is held for the instructor was a pass."""
    verdict = judged(pair, exercise, Answer((source,)))
    return replace(verdict, status="passed") if verdict.status == HELD else verdict


def notebook_rows(lesson: Lesson, only: tuple[str, ...]) -> list[dict]:
    """Return what the harness prints of a lesson."""
    environment = {name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"}
    command = [sys.executable, str(HARNESS), lesson.name, *only]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True)
    return json.loads(done.stdout)


def known_sources(lesson: Lesson, exercise: str) -> dict[str, str]:
    """Return the source of each answer by its title: the stub, the solution, the bank's."""
    solved = solved_notebook(read_lesson(SOLUTIONS / f"{lesson.name}.py")).cells
    sources = {"the stub": lesson.exercises[exercise].stub}
    sources["the solution"] = next(cell.source for cell in solved if cell.id == exercise)
    sources |= {kept.title: kept.source for kept in read_bank(lesson.name, exercise)}
    return sources


def report(course: Course, names: list[str]) -> Iterator[str]:
    """Yield a line for each lesson, and one for each answer on which the two differ. Raises ClassroomError."""
    for lesson in course.named(names):
        compared = compare(lesson)
        differing = [one for one in compared if not one.agree]
        yield f"{lesson.name}: {len(compared) - len(differing)} of {len(compared)} verdicts agree"
        for one in differing:
            verdict = one.grader.text.replace("\n", " ")[:200]
            yield f"  {one.exercise} · {one.title}: {one.notebook} in the notebook, {one.grader.status} here: {verdict}"


def agree(options: argparse.Namespace) -> int:
    """Print the comparison; return 1 where anything differs."""
    differ = False
    for line in report(read_course(), options.lessons):
        print(line, flush=True)
        differ = differ or line.startswith("  ")
    return int(differ)

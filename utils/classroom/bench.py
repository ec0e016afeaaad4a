"""Times the class grader and nbgrader on the same submissions, in one run: seconds of processor each, as a ratio.

Processor seconds are those of the processes themselves, all their children included, so that a busy machine changes
them little. A verdict's time in a learner's kernel comes from the harness of the bank of answers.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from utils.authoring import ROOT, SOLUTIONS
from utils.authoring.notebooks import as_bytes, solved_notebook, stripped_notebook
from utils.authoring.source import read_lesson
from utils.classroom import ClassroomError, sandbox
from utils.classroom.agreement import notebook_rows
from utils.classroom.collect import collect
from utils.classroom.course import Course, Lesson, read_course
from utils.classroom.pair import Pair
from utils.classroom.records import Records
from utils.classroom.run import Settings, run

CONFIG = Path(__file__).with_name("nbgrader_config.py")


@dataclass(frozen=True)
class Timed:
    """One way to grade: seconds of processor and of the clock for a submission, and the points that each got."""

    processor: float
    clock: float
    points: tuple[float, ...]


def bench(options: argparse.Namespace) -> int:
    """Print a line for each lesson. Raises ClassroomError where this machine has no sandbox."""
    if lack := sandbox.missing():
        raise ClassroomError(lack)
    course = read_course()
    lessons = course.named(options.lessons)
    print("seconds of processor for each submission; set-up is once for a lesson, however many hand in")
    print(f"{'lesson':<34} {'nbgrader':>9} {'ours':>6} {'ratio':>6} {'set-up':>7} {'verdict in a kernel':>20}")
    for lesson in lessons:
        print(compared(lesson, course, options.students), flush=True)
    return 0


def compared(lesson: Lesson, course: Course, students: int) -> str:
    """Return a lesson's line."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        hand_in(lesson, folder, students)
        setup = setup_seconds(lesson)
        ours = ours_seconds(lesson, course, folder, setup)
        theirs = nbgrader_seconds(lesson, folder)
    verdicts = [row["seconds"] for row in notebook_rows(lesson, ()) if row["title"] == "the solution"]
    same = "" if sorted(ours.points) == sorted(theirs.points) else "  (other points!)"
    ratio = theirs.processor / ours.processor
    return (
        f"{lesson.name:<34} {theirs.processor:>8.1f}s {ours.processor:>5.2f}s {ratio:>5.0f}×"
        f" {setup:>6.1f}s {statistics.median(verdicts):>8.2f}s, most {max(verdicts):.1f}s{same}"
    )


def hand_in(lesson: Lesson, folder: Path, students: int) -> None:
    """Lay out submissions as nbgrader wants them: all solved but one, which is as it was handed out."""
    source = read_lesson(SOLUTIONS / f"{lesson.name}.py")
    for number in range(students):
        notebook = stripped_notebook(source) if number == students - 1 else solved_notebook(source)
        write(folder / "submitted" / f"student{number}" / lesson.name, lesson, notebook)
    write(folder / "source" / lesson.name, lesson, solved_notebook(source))


def write(place: Path, lesson: Lesson, notebook: NotebookNode) -> None:
    """Write a notebook as it follows from the lesson's source, not executed."""
    place.mkdir(parents=True)
    (place / f"{lesson.name}.ipynb").write_bytes(as_bytes(notebook))


def setup_seconds(lesson: Lesson) -> float:
    """Return the processor seconds of starting a lesson's judge and sandbox."""
    with Pair(lesson, Settings().limits) as pair:
        pair.ready()
    return pair.processor


def ours_seconds(lesson: Lesson, course: Course, folder: Path, setup: float) -> Timed:
    """Grade with ours; its set-up is not counted, the parent's own work is."""
    records = Records(folder / "out", {})
    own, start = time.process_time(), time.monotonic()
    try:
        inside = run(collect(folder / "submitted", tuple(course.lessons)), course, records, Settings())
    finally:
        records.close()
    number = len(records.kept)
    spent = max(0.0, inside - setup) + time.process_time() - own
    points = tuple(float(record.score) for record in records.kept.values())
    return Timed(spent / number, (time.monotonic() - start) / number, points)


def nbgrader_seconds(lesson: Lesson, folder: Path) -> Timed:
    """Grade with nbgrader, from the release that it makes itself; its start is counted, generating is not."""
    shutil.copy(CONFIG, folder)
    nbgrader(folder, "generate_assignment", lesson.name, "--create")
    before, start = children(), time.monotonic()
    nbgrader(folder, "autograde", lesson.name, "--create")
    spent, clock = children() - before, time.monotonic() - start
    nbgrader(folder, "export", "--to=grades.csv")
    rows = (folder / "grades.csv").read_text(encoding="utf-8").splitlines()
    score = rows[0].split(",").index("score")
    points = tuple(float(row.split(",")[score]) for row in rows[1:])
    return Timed(spent / len(points), clock / len(points), points)


def nbgrader(folder: Path, *words: str) -> None:
    """Run one of nbgrader's commands in a course's folder. Raises ClassroomError where it fails."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)} | dict.fromkeys(sandbox.THREADS, "1")
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClassroomError(f"nbgrader {words[0]} failed: {done.stderr.strip()[-400:]}")


def children() -> float:
    """Return the processor seconds of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

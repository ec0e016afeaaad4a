"""Grades one submission with a lesson's pair of processes."""

import time
from dataclasses import replace

from utils.classroom.course import Exercise
from utils.classroom.inside.codec import OWN_CLASS
from utils.classroom.pair import HELD, Judged, Pair
from utils.classroom.records import Record, Row, plain
from utils.classroom.submissions import Answer


def graded(pair: Pair, record: Record, answers: dict[str, Answer]) -> Record:
    """Return a submission's record with its verdicts. Raises PairLost where a process is gone."""
    rows, seconds = grade(pair, answers)
    held = f"it passed, but where its own code could interfere: look, then --grant {record.student}:"
    told = {name: f"{name}: {row.note}" for name, row in rows.items() if row.note}
    told |= {name: f"{told[name]}: {held}{name}" for name, row in rows.items() if row.status == HELD}
    return replace(record, rows=rows, seconds=seconds, notes=(*record.notes, *told.values()))


def grade(pair: Pair, answers: dict[str, Answer]) -> tuple[dict[str, Row], float]:
    """Return the verdict on each exercise, and the seconds it took. Raises PairLost where a process is gone."""
    start = time.monotonic()
    rows = {
        name: as_row(exercise, answers[name], judged(pair, name, answers[name]))
        for name, exercise in pair.lesson.exercises.items()
    }
    return rows, round(time.monotonic() - start, 3)


def judged(pair: Pair, name: str, answer: Answer) -> Judged:
    """Return the verdict on one answer; one that misses a name is given the student's own cells as well."""
    if not answer.sources:
        return Judged("not attempted", "Its cell is missing.")
    verdict = pair.judge(name, answer.sources)
    if verdict.status == "error" and "NameError" in verdict.message and answer.helpers:
        again = pair.judge(name, (*answer.helpers, *answer.sources))
        if again.status != "error" or "NameError" not in again.message:
            return beside(pair, name, (*answer.helpers, *answer.sources), again)
    return beside(pair, name, answer.sources, verdict)


def beside(pair: Pair, name: str, sources: tuple[str, ...], verdict: Judged) -> Judged:
    """Return a verdict, or that of the answer's own sandbox where the judge could not hold what came back."""
    return pair.judge_beside(name, sources) if OWN_CLASS in verdict.note else verdict


def as_row(exercise: Exercise, answer: Answer, verdict: Judged) -> Row:
    """Return a verdict as it is kept."""
    return Row(
        status=verdict.status,
        earned=exercise.points if verdict.status == "passed" else 0,
        points=exercise.points,
        message=plain(verdict.message),
        details=tuple(plain(line, 600) for line in verdict.details),
        seconds=round(verdict.seconds, 3),
        note=plain(verdict.note, 200),
        source=plain("\n".join(answer.sources)),
    )

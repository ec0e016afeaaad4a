"""`python -m utils grade`: from a folder of submissions to grades, feedback and a class report."""

import argparse
import contextlib
import re
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from utils.classroom import ClassroomError, sandbox
from utils.classroom.collect import Found, collect, overview, read_roster
from utils.classroom.course import Course, read_course
from utils.classroom.pair import HELD, Limits
from utils.classroom.records import Record, Records
from utils.classroom.run import Job, Settings, read_all, run
from utils.classroom.tables import split
from utils.classroom.write import write_results


def grade_class(options: argparse.Namespace) -> int:
    """Grade what is in a folder or an archive; say what was written. Raises ClassroomError where it cannot."""
    start = time.monotonic()
    stop_cleanly()
    roster = read_roster(options.roster) if options.roster else None
    lack = sandbox.missing()
    if lack and not options.list and not (options.trust and sys.platform == "linux"):
        raise ClassroomError(
            f"{lack} Nothing was graded. (--trust grades without a sandbox: any answer could then do harm.)"
        )
    course = read_course()
    found = collect(options.submissions, tuple(course.lessons))
    found = [replace(one, student=on_roster(one.student, roster)) for one in found] if roster else found
    print(overview(found), flush=True)
    if roster:
        print(roster_overview(found, roster), flush=True)
    if options.list:
        print("\n".join(listing(found, course, roster)))
        return 0
    settings = Settings(options.workers, Limits(options.seconds), trusted=options.trust, seed=options.seed)
    records = Records(options.out, identity(options, course))
    try:
        if options.scheduler:
            from utils.classroom.cluster import run_on_cluster

            processor = run_on_cluster(found, course, records, settings, options.scheduler, roster)
        else:
            processor = run(found, course, records, settings, roster)
    finally:
        records.close()
    kept = [granted(records.kept[file], options.grant) for file in sorted(records.kept)]
    kept += not_handed_in(kept, course, roster or {})
    written = write_results(kept, course, options.out, roster or {}, time.monotonic() - start)
    print("\n".join(written))
    if graded := sum(bool(record.rows) for record in kept):
        print(f"{processor / graded:.1f} seconds of processor for each submission graded, set-up included")
    return 0


def listing(found: list[Found], course: Course, roster: dict[str, str] | None) -> Iterator[str]:
    """Yield a line for each file: whose it is, and the lesson that is in it or why it will not be graded."""
    for outcome in read_all(found, course, roster):
        record = outcome.record if isinstance(outcome, Job) else outcome
        yield f"{record.student or '(no name)'} · {record.file} · {record.problem or record.lesson}"


def stop_cleanly() -> None:
    """Take a closed terminal and a polite end for Ctrl-C: nothing is left behind."""
    with contextlib.suppress(ValueError):  # not in the main thread
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.default_int_handler)


def granted(record: Record, grants: list[str]) -> Record:
    """Return a record with the points of those held answers that the instructor has looked at and granted."""
    rows = {
        name: replace(row, status="passed", earned=row.points)
        if row.status == HELD and f"{record.student}:{name}" in grants
        else row
        for name, row in record.rows.items()
    }
    return replace(record, rows=rows)


def identity(options: argparse.Namespace, course: Course) -> dict:
    """Return what decides a run's records: a folder of results belongs to one of these."""
    return {
        "submissions": str(options.submissions.resolve()),
        "course": course.digest,
        "seconds": options.seconds,
        "seed": options.seed,
        "sandbox": not options.trust,
    }


def on_roster(student: str, roster: dict[str, str]) -> str:
    """Return the roster's own word for a student whose files go by a name, a number or both."""
    parts = {part.casefold() for part in (student, *split(student)) if part}
    fitting = [known for known in roster if goes_by(known, roster[known]) & parts]
    return fitting[0] if len(fitting) == 1 else student


def goes_by(student: str, name: str) -> set[str]:
    """Return what a platform may call a student: its identifier and its name as they stand, Moodle's number, and
    Canvas's last name and first name in one word.
    """
    number = re.fullmatch(r"participant (\d+)", student.casefold())
    words = [re.sub(r"\W", "", word) for word in (name.casefold().split())]
    turned = {"".join(words[at:] + words[:at]) for at in range(len(words))}
    return {student.casefold(), name.casefold(), *turned, *(number.groups() if number else ())}


def roster_overview(found: list[Found], roster: dict[str, str]) -> str:
    """Return who is missing and who is not known, in a line each."""
    students = {one.student for one in found}
    missing = [name for name in roster if name not in students]
    unknown = sorted(students - roster.keys() - {""})
    lines = [f"  {len(roster) - len(missing)} of the {len(roster)} on the roster handed something in"]
    lines += [f"  nothing from {', '.join(missing)}"] if missing else []
    lines += [f"  not on the roster: {', '.join(unknown)}"] if unknown else []
    return "\n".join(lines)


def not_handed_in(kept: list[Record], course: Course, roster: dict[str, str]) -> list[Record]:
    """Return a record for each student of the roster and each lesson that others handed in and this one did not."""
    lessons = [name for name in course.lessons if any(record.lesson == name for record in kept)]
    there = {(record.student, record.lesson) for record in kept}
    return [
        Record("", student, lesson=lesson, problem="not handed in")
        for student in roster
        for lesson in lessons
        if (student, lesson) not in there
    ]

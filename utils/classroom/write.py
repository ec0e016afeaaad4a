"""Writes what a run yields: tables, a gradebook, feedback pages, the class report."""

import sqlite3
from pathlib import Path

from utils.classroom import ClassroomError
from utils.classroom.course import Course
from utils.classroom.feedback import write_feedback
from utils.classroom.gradebook import write_gradebook
from utils.classroom.records import Record
from utils.classroom.report import class_report
from utils.classroom.tables import handed_in, write_canvas, write_grades, write_moodle


def write_results(records: list[Record], course: Course, out: Path, names: dict[str, str], seconds: float) -> list[str]:
    """Write every result into `out`; return a line about each. Raises ClassroomError where there is no room."""
    try:
        write_grades(records, course, out / "grades.csv", names)
        write_canvas(records, course, out / "canvas.csv", names)
        for lesson in handed_in(records, course):
            write_moodle(records, lesson, out / "moodle" / f"{lesson.name}.csv", names)
        (out / "report.html").write_text(class_report(records, course, seconds), encoding="utf-8", errors="replace")
        pages = write_feedback(records, course, out / "feedback", names)
        booked = write_gradebook(records, course, out / "gradebook.db")
    except OSError as problem:
        raise ClassroomError(
            f"The results could not be written ({problem.strerror}), the records are kept: give the command again."
        ) from None
    except Exception as problem:
        if not isinstance(problem.__cause__, sqlite3.Error):  # nbgrader's database hands on what SQLite said
            raise
        raise ClassroomError(
            f"{out / 'gradebook.db'} could not be written ({problem.__cause__}), all else is there: remove it, or make "
            "room, and give the command again."
        ) from None
    graded = sum(bool(record.rows) for record in records)
    refused = sum(not record.rows and bool(record.file) for record in records)
    missing = sum(not record.file for record in records)
    told = [f"{graded} submissions graded"]
    told += [f"{refused} files not graded (the report's end says why)"] if refused else []
    told += [f"{missing} not handed in"] if missing else []
    return [
        f"{', '.join(told)}; it took {seconds:.0f} s",
        f"{out / 'report.html'}: how the class did, and what to discuss",
        f"{out / 'grades.csv'}: a row for each student (for platforms: canvas.csv, moodle/)",
        f"{out / 'feedback'}: {pages} pages for students",
        f"{out / 'gradebook.db'}: {booked} submissions for nbgrader",
    ]

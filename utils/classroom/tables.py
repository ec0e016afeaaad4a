"""Grades as tables: one for the instructor, and those that Canvas and Moodle import."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from utils.classroom.course import Course, Lesson
from utils.classroom.records import Record

NUMBERED = re.compile(r"^(?P<name>.+?)_(?P<number>\d+)$")  # how files of Canvas and Moodle name a student


def write_grades(records: list[Record], course: Course, file: Path, names: dict[str, str]) -> None:
    """Write a row for each student: points of each exercise and lesson, and what was unusual."""
    lessons = handed_in(records, course)
    exercises = [(lesson, name) for lesson in lessons for name in lesson.exercises]
    head = ["student", "name", *(name for _, name in exercises)]
    head += [f"{lesson.name} (of {lesson.points})" for lesson in lessons] + ["problems", "notes"]
    rows = []
    for student, mine in by_student(records):
        graded = {record.lesson: record for record in mine if record.rows}
        points = [earned(graded.get(lesson.name), name) for lesson, name in exercises]
        totals = [graded[lesson.name].score if lesson.name in graded else "" for lesson in lessons]
        problems = [f"{record.file or record.lesson}: {record.problem}" for record in mine if record.problem]
        notes = dict.fromkeys(note for record in mine for note in record.notes)
        rows.append([student, names.get(student, student), *points, *totals, "; ".join(problems), "; ".join(notes)])
    write_csv(file, head, rows)


def write_canvas(records: list[Record], course: Course, file: Path, names: dict[str, str]) -> None:
    """Write what Canvas's gradebook imports: a column for each lesson."""
    lessons = handed_in(records, course)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(lesson.title for lesson in lessons)]
    rows: list[list] = [["    Points Possible", "", "", "", "", *(lesson.points for lesson in lessons)]]
    for student, mine in by_student(records):
        name, number = split(student)
        graded = {record.lesson: record.score for record in mine if record.rows}
        totals = [graded.get(lesson.name, "") for lesson in lessons]
        rows.append([names.get(student, name), number, "", "" if number else student, "", *totals])
    write_csv(file, head, rows)


def write_moodle(records: list[Record], lesson: Lesson, file: Path, names: dict[str, str]) -> None:
    """Write what Moodle's assignment takes as a grading worksheet, for one lesson."""
    head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Feedback comments"]
    rows = []
    for student, mine in by_student(records):
        for record in mine:
            if record.lesson == lesson.name and record.rows:
                name, number = split(student)
                said = "; ".join(f"{exercise}: {row.status}" for exercise, row in record.rows.items())
                identifier = f"Participant {number}" if number else student
                rows.append([identifier, names.get(student, name), record.score, lesson.points, said])
    write_csv(file, head, rows)


def handed_in(records: list[Record], course: Course) -> list[Lesson]:
    """Return the lessons that the records are about, in the course's order."""
    there = {record.lesson for record in records}
    return [lesson for lesson in course.lessons.values() if lesson.name in there]


def by_student(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
    """Return each student with the records that are theirs; files without a name stand alone."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.student or f"(no name: {record.file})", []).append(record)
    return sorted(found.items(), key=lambda pair: pair[0].casefold())


def earned(record: Record | None, exercise: str) -> int | str:
    """Return the points of one exercise, nothing where it was not handed in."""
    return record.rows[exercise].earned if record and exercise in record.rows else ""


def split(student: str) -> tuple[str, str]:
    """Return the name and the number in what a platform calls a student."""
    numbered = NUMBERED.match(student)
    return (numbered["name"], numbered["number"]) if numbered else (student, "")


def write_csv(file: Path, head: list, rows: list[list]) -> None:
    """Write a table that a spreadsheet shows and never runs: a name may begin with an equals sign."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
        csv.writer(stream).writerows([harmless(cell) for cell in row] for row in [head, *rows])


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

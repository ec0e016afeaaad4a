"""Puts grades into an nbgrader gradebook, so that its own pages and exports show them."""

import os
import sys
import warnings
from pathlib import Path
from unittest import mock

from nbgrader.api import Gradebook

from utils.classroom.course import Course
from utils.classroom.records import Record
from utils.classroom.tables import handed_in


def write_gradebook(records: list[Record], course: Course, file: Path) -> int:
    """Add each graded submission to the gradebook in `file`, made where there is none; return how many."""
    written = 0
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    with mock.patch.dict(os.environ, PATH=path):  # nbgrader starts `alembic` by its bare name
        book = Gradebook(f"sqlite:///{file.resolve()}")
    with book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, of how nbgrader uses it
        for lesson in handed_in(records, course):
            book.update_or_create_assignment(lesson.name)
            book.update_or_create_notebook(lesson.name, lesson.name)
            for name, exercise in lesson.exercises.items():
                book.update_or_create_grade_cell(
                    f"{name}-check", lesson.name, lesson.name, max_score=exercise.points, cell_type="code"
                )
        for record in records:
            if not record.rows or not record.student:
                continue
            book.update_or_create_student(record.student)
            book.update_or_create_submission(record.lesson, record.student)
            for name, row in record.rows.items():
                grade = book.find_grade(f"{name}-check", record.lesson, record.lesson, record.student)
                grade.auto_score, grade.needs_manual_grade = row.earned, False
            written += 1
        book.db.commit()
    return written

"""A page for each submission: what a student may read about it. The submission itself is shown as escaped text only."""

from pathlib import Path

from utils.classroom.course import Course
from utils.classroom.pages import COLOURS, badge, escaped, file_name, marked, page
from utils.classroom.records import Record, Row


def write_feedback(records: list[Record], course: Course, folder: Path, names: dict[str, str]) -> int:
    """Write a page for each graded submission; return how many."""
    written = 0
    for record in records:
        if record.file and record.student:
            place = folder / file_name(record.student)
            place.mkdir(parents=True, exist_ok=True)
            name = record.lesson if record.rows else file_name(record.file)
            text = as_page(record, course, names.get(record.student, record.student))
            (place / f"{name}.html").write_text(text, encoding="utf-8", errors="replace")
            written += 1
    return written


def as_page(record: Record, course: Course, name: str) -> str:
    """Return the page of one submission."""
    title = course.lessons[record.lesson].title if record.lesson else "Not graded"
    body = f"<h1>{escaped(title)}</h1>\n<p>{escaped(name)} · {escaped(record.file)}</p>\n"
    if record.problem:
        body += f"<p><b>Not graded:</b> {marked(record.problem)}</p>\n"
    else:
        body += f"<p><b>{record.score} of {record.of} points</b></p>\n"
        body += "".join(card(exercise, row) for exercise, row in record.rows.items())
    if record.notes:
        body += "<h2>Noted</h2>\n<ul>" + "".join(f"<li>{marked(note)}</li>" for note in record.notes) + "</ul>\n"
    return page(f"{title} · {name}", body)


def card(exercise: str, row: Row) -> str:
    """Return the verdict on one exercise."""
    lines = [row.message, *row.details] if row.status != "passed" else []
    said = "".join(f"<div>{marked(line)}</div>" for line in lines if line)
    return (
        f'<div class="card" style="border-color:{COLOURS.get(row.status, "#6b7280")}">{badge(row.status)} '
        f"<b>{escaped(exercise)}</b> · {row.earned} of {row.points}{said}"
        f"<details><summary>Your answer, as it was read</summary><pre>{escaped(row.source)}</pre></details></div>\n"
    )

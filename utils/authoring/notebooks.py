"""Turns a lesson into its two notebooks, marked for nbgrader: solved as it is written, and stripped of its answers."""

import copy
import hashlib
import logging
from collections import Counter
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ClearSolutions, ComputeChecksums, LockCells
from nbgrader.utils import compute_checksum, is_solution

from utils.authoring.source import Lesson

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
}


def solved_notebook(lesson: Lesson) -> NotebookNode:
    """Return the lesson as a notebook with its answers, not executed. The same source yields the same bytes."""
    notebook = nbformat.v4.new_notebook(metadata=copy.deepcopy(KERNEL))
    seen: Counter[str] = Counter()
    for position, cell in enumerate(lesson.cells):
        new = nbformat.v4.new_code_cell if cell.node.cell_type == "code" else nbformat.v4.new_markdown_cell
        notebook.cells.append(
            new(cell.node.source, id=cell_id(lesson, position, seen), metadata=cell_metadata(lesson, position))
        )
    return notebook


def stripped_notebook(lesson: Lesson) -> NotebookNode:
    """Return the lesson as a learner gets it: nbgrader's stub for each answer, checks locked, all checksummed."""
    notebook = solved_notebook(lesson)
    for preprocessor in (LockCells, ClearSolutions, CheckCellMetadata, ComputeChecksums):
        notebook, _ = preprocessor(log=silent()).preprocess(notebook, {})
    return notebook


def cell_id(lesson: Lesson, position: int, seen: Counter[str]) -> str:
    """Return an id that follows from the source alone: an exercise's name, or a hash of the cell's text."""
    tag = lesson.cells[position].tag
    if tag == "check":
        return f"{lesson.checks[position].name}-check"
    if tag == "exercise":
        return lesson.checks[position + 1].name
    digest = hashlib.sha256(lesson.cells[position].node.source.encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def cell_metadata(lesson: Lesson, position: int) -> dict:
    """Return a cell's metadata: its tags, and what nbgrader wants to know of answers and checks."""
    tag = lesson.cells[position].tag
    tags = {"scoreboard": ["scoreboard", "nbval-check-output"]}.get(tag, [tag] if tag else [])
    metadata: dict = {"tags": tags} if tags else {}
    if tag == "exercise":
        marks = {"grade_id": lesson.checks[position + 1].name, "grade": False, "solution": True, "locked": False}
    elif tag == "check":
        check = lesson.checks[position]
        marks = {"grade_id": f"{check.name}-check", "grade": True, "solution": False, "locked": True}
        marks["points"] = check.points
        metadata["jupyter"] = {"source_hidden": True}  # a hint is not read before it is needed
    else:
        return metadata
    return metadata | {"nbgrader": marks | {"task": False, "schema_version": 3}}


def edited_answers(notebook: NotebookNode) -> list[str]:
    """Return the exercises whose answers differ from what the build wrote, by nbgrader's own checksum."""
    answers = [cell for cell in notebook.cells if is_solution(cell)]
    return [
        cell.metadata.nbgrader.grade_id
        for cell in answers
        if compute_checksum(cell) != cell.metadata.nbgrader.get("checksum")
    ]


def read(path: Path) -> NotebookNode:
    """Return the notebook in a file, as nbformat 4."""
    return nbformat.read(path, as_version=4)


def as_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook's file, the same bytes for the same content."""
    return (nbformat.writes(notebook) + "\n").encode()


def without_outputs(notebook: NotebookNode) -> list[dict]:
    """Return what the source decides of a notebook: each cell's kind, id, text and metadata."""
    return [{key: cell[key] for key in ("cell_type", "id", "source", "metadata")} for cell in notebook.cells]


def silent() -> logging.Logger:
    """Return a logger that says nothing: nbgrader logs an error before it raises it."""
    logger = logging.getLogger("course.nbgrader")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger

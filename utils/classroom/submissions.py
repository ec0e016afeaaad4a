"""Reads a submission as data: which lesson it is, and the sources of each answer. Runs nothing of it.

A learner's file may be anything: saved by another program, in another encoding or an old format, with cells copied,
split, moved or turned into text. Whatever can be found by a cell's id, by nbgrader's id or by the function's name is
graded, and what was unusual is noted.
"""

import ast
import json
import re
from collections import Counter
from dataclasses import dataclass, replace

from utils.classroom import ClassroomError
from utils.classroom.course import Course, Lesson

LARGEST = 30_000_000  # bytes of a file
LARGEST_CELL = 200_000  # characters of a cell that is looked into; a larger one is found by its id only
LARGEST_CODE = 500_000  # characters of all cells that are looked into: ten lessons' code; parsing may take 2 s
MOST_CELLS = 10_000  # of a notebook
ENCODINGS = ("utf-8-sig", "utf-16")


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the file: its text, its kind, and all ids that it goes by."""

    text: str
    kind: str
    ids: frozenset[str]
    names: frozenset[str]
    imports: bool = False


@dataclass(frozen=True)
class Answer:
    """The sources of one answer, run in this order; `helpers` are cells of the student's own that it may lean on."""

    sources: tuple[str, ...]
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """What was found in a file: the lesson's name, an answer for each exercise, and what was unusual."""

    lesson: str
    answers: dict[str, Answer]
    notes: tuple[str, ...]


def parse(raw: bytes, course: Course) -> Submission:
    """Return what a file holds. Raises ClassroomError, with one sentence, where it is no submission to this course."""
    cells = tuple(read_cells(decoded(raw)))
    votes: Counter[str] = Counter()
    for cell in cells:
        known = [name for name in cell.ids if name in course.lesson_of]
        votes.update(course.lesson_of[name] for name in known or (cell.names & course.lesson_of.keys()))
    if not votes:
        raise ClassroomError("no exercise of this course is in it")
    (name, _), *others = votes.most_common()
    found = find_answers(cells, course.lessons[name])
    notes = [f"exercises of {other} are in it as well; they were not graded" for other, _ in others]
    return replace(found, notes=(*found.notes, *notes))


def decoded(raw: bytes) -> dict:
    """Return the JSON object in a file of either encoding. Raises ClassroomError where there is none."""
    if len(raw) > LARGEST:
        raise ClassroomError(f"the file is larger than {LARGEST // 1_000_000} MB")
    if not raw.strip():
        raise ClassroomError("the file is empty")
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            notebook = json.loads(text)
        except (ValueError, RecursionError):
            break
        if isinstance(notebook, dict):
            return notebook
        break
    raise ClassroomError("this is no notebook: its text is not the JSON that Jupyter writes")


def read_cells(notebook: dict) -> list[Cell]:
    """Return the cells of a notebook of format 3 or 4, passing over whatever is no cell."""
    found = notebook.get("cells")
    if not isinstance(found, list):  # format 3 kept its cells in sheets
        sheets = notebook.get("worksheets")
        sheets = [sheet for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
        found = [cell for sheet in sheets for cell in listed(sheet.get("cells"))]
    if not found:
        raise ClassroomError("the notebook has no cells")
    if len(found) > MOST_CELLS:
        raise ClassroomError(f"the notebook has more than {MOST_CELLS:,} cells")
    cells, left = [], LARGEST_CODE
    for one in found:
        if cell := read_cell(one, left):
            cells.append(cell)
            left -= len(cell.text)
    return cells


def read_cell(found: object, longest: int) -> Cell | None:
    """Return one cell, None where this is none. longest: characters up to which it is looked into."""
    if not isinstance(found, dict):
        return None
    text = found.get("source", found.get("input", ""))
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    if not isinstance(text, str):
        return None
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a character is none
    marks = nested(found.get("metadata"), "nbgrader")
    ids = frozenset(i for i in (found.get("id"), marks.get("grade_id")) if isinstance(i, str))
    tree = parsed(text) if len(text) <= min(longest, LARGEST_CELL) else None
    return Cell(text, str(found.get("cell_type")), ids, defined(tree), imports(tree))


def listed(value: object) -> list:
    """Return a list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def nested(value: object, key: str) -> dict:
    """Return the dictionary under `key`, an empty one where there is none."""
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def parsed(text: str) -> ast.Module | None:
    """Return a cell's tree without its magics, None where it does not parse."""
    lines = (re.sub(r"^(\s*)[%!?].*", r"\1pass", line) for line in text.split("\n"))
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def defined(tree: ast.Module | None) -> frozenset[str]:
    """Return the names that a cell binds at its top, be it by a function, a class or an assignment."""
    names: set[str] = set()
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(target.id for target in targets if isinstance(target, ast.Name))
    return frozenset(names)


def imports(tree: ast.Module | None) -> bool:
    """Tell whether a cell imports something at its top."""
    return any(isinstance(node, ast.Import | ast.ImportFrom) for node in (tree.body if tree else ()))


def find_answers(cells: tuple[Cell, ...], lesson: Lesson) -> Submission:
    """Return the answer to each exercise of `lesson`, with notes on what was unusual."""
    notes: list[str] = []
    own = [cell for cell in cells if is_own(cell, lesson)]
    answers = {name: find_answer(name, cells, own, lesson, notes) for name in lesson.exercises}
    for name, exercise in lesson.exercises.items():
        checks = [cell.text for cell in cells if f"{name}-check" in cell.ids]
        if any(text.strip() != exercise.check.strip() for text in checks):
            notes.append(f"{name}: its check was edited, or is an older version's; the course's own was used")
    return Submission(lesson.name, answers, tuple(notes))


def is_own(cell: Cell, lesson: Lesson) -> bool:
    """Tell whether a cell is the student's own: code that the course did not write, and no exercise or check of it."""
    marked = {*lesson.exercises, *(f"{name}-check" for name in lesson.exercises)}
    ours = cell.text.strip() in lesson.texts or cell.ids & marked or cell.text.lstrip().startswith("with graded(")
    return cell.kind == "code" and not ours


def find_answer(name: str, cells: tuple[Cell, ...], own: list[Cell], lesson: Lesson, notes: list[str]) -> Answer:
    """Return the answer to one exercise: the cells that carry its id, or else the last that defines its function."""
    stub = lesson.exercises[name].stub
    mine = [cell for cell in cells if name in cell.ids]
    tried = [cell.text for cell in mine if cell.text.strip() not in ("", stub.strip())]
    elsewhere = [cell for cell in own if name in cell.names]
    if any(cell.kind != "code" for cell in mine):
        notes.append(f"{name}: its cell is no code cell any more")
    if len(mine) > 1:
        notes.append(f"{name}: its cell is there {len(mine)} times")
    if elsewhere and not tried:
        notes.append(f"{name}: answered in another cell")
        tried = [elsewhere[-1].text]
    elif not mine:
        notes.append(f"{name}: its cell is missing")
    sources = tuple(tried) or ((stub,) if mine else ())
    helpers = tuple(cell.text for cell in own if cell.text not in sources and (cell.names or cell.imports))
    return Answer(sources, helpers)

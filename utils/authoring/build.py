"""Builds the notebooks of each lesson from its source, and finds where the two have drifted apart."""

import hashlib
from pathlib import Path

from nbformat import NotebookNode

from utils.authoring import NOTEBOOKS, ROOT, SOLUTIONS, LessonError
from utils.authoring.notebooks import (
    as_bytes,
    edited_answers,
    read,
    solved_notebook,
    stripped_notebook,
    without_outputs,
)
from utils.authoring.run import run
from utils.authoring.source import Lesson, read_lesson, refuse_shared_names

GRADED = {"setup", "exercise", "check", "scoreboard"}


def read_lessons(sources: list[Path]) -> list[Lesson]:
    """Return the lessons of `sources`, each sound and all exercises named apart. Raises LessonError."""
    lessons = [read_lesson(source) for source in sources]
    refuse_shared_names(lessons)
    return lessons


def build(lesson: Lesson, notebooks: Path = NOTEBOOKS, solutions: Path = SOLUTIONS, force: bool = False) -> list[Path]:
    """Write a lesson's two notebooks where they are not what they should be; return those written.

    What is already executed from the same inputs is not executed again, unless forced. Raises LessonError where a
    learner has answered in notebooks/, unless forced, and RunError where the lesson does not run cleanly.
    """
    release, solution = notebooks / f"{lesson.source.stem}.ipynb", solutions / f"{lesson.source.stem}.ipynb"
    if release.exists() and not force and (answers := edited_answers(read(release))):
        raise LessonError(
            f"notebooks/{release.name}:1: `{answers[0]}` has an answer that a build would overwrite: "
            "move the file away, or build with --force"
        )
    inputs = inputs_hash(lesson.source)
    stripped = executed(stripped_notebook(lesson), release, inputs, force, only_graded=True)
    solved = executed(solved_notebook(lesson), solution, inputs, force, only_graded=False)
    return [path for path, notebook in ((release, stripped), (solution, solved)) if write(path, notebook)]


def executed(notebook: NotebookNode, path: Path, inputs: str, force: bool, only_graded: bool) -> NotebookNode:
    """Return `notebook` with the outputs that `path` holds from the same inputs, or with those of a new run.

    A stripped notebook needs its scoreboard's output only, to which exercises, checks and set-up are enough.
    """
    notebook.metadata["course"] = {"inputs": inputs}
    before = read(path) if path.exists() else None
    if before and not force and before.metadata.get("course") == notebook.metadata.course and same(before, notebook):
        return before
    path.parent.mkdir(parents=True, exist_ok=True)
    ran = run(notebook, path.parent, path.name, is_graded if only_graded else lambda _: True).notebook
    return keep_scoreboard(ran) if only_graded else ran


def is_graded(cell: NotebookNode) -> bool:
    """Tell whether a cell takes part in grading: set-up, exercise, check or scoreboard."""
    return bool(GRADED & set(cell.metadata.get("tags", ())))


def keep_scoreboard(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook with the scoreboard's output and no other, its execution count one that nbval accepts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            keep = "scoreboard" in cell.metadata.get("tags", ())
            cell.outputs, cell.execution_count = (cell.outputs, 1) if keep else ([], None)
    return notebook


def same(one: NotebookNode, other: NotebookNode) -> bool:
    """Tell whether two notebooks agree in all that the source decides."""
    return without_outputs(one) == without_outputs(other)


def write(path: Path, notebook: NotebookNode) -> bool:
    """Write a notebook unless the file has these bytes already; tell whether it did."""
    content = as_bytes(notebook)
    if path.exists() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True


def inputs_hash(source: Path) -> str:
    """Return a hash of all that decides a lesson's outputs: its source, utils, the data's checksums, the lock."""
    modules = sorted(path for path in (ROOT / "utils").rglob("*.py") if "authoring" not in path.parts)
    digest = hashlib.sha256()
    for path in (source, *modules, ROOT / "data" / "SHA256SUMS", ROOT / "requirements.lock"):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def drift(lessons: list[Lesson], notebooks: Path = NOTEBOOKS, solutions: Path = SOLUTIONS) -> list[str]:
    """Return one line for each notebook that is not what its source yields, outputs aside, with the mending command."""
    found = []
    for lesson in lessons:
        stem = lesson.source.stem
        for folder, make in ((notebooks, stripped_notebook), (solutions, solved_notebook)):
            where = difference(folder / f"{stem}.ipynb", make(lesson))
            if where:
                found.append(f"{folder.name}/{stem}.ipynb {where}: `make build` mends it")
    stems = {source.stem for source in solutions.glob("*.py")}
    orphans = [path for folder in (notebooks, solutions) for path in folder.glob("*.ipynb") if path.stem not in stems]
    return found + [f"{path.parent.name}/{path.name} has no source in solutions/: remove it" for path in orphans]


def difference(path: Path, expected: NotebookNode) -> str:
    """Return where a notebook first differs from what is expected, or "" where it does not."""
    if not path.exists():
        return "is missing"
    ours, theirs = without_outputs(read(path)), without_outputs(expected)
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
        keys = [key for key in other if one[key] != other[key]]
        if keys:
            return f"differs from its source in the {keys[0]} of cell {number}"
    return "" if len(ours) == len(theirs) else f"has {len(ours)} cells and its source {len(theirs)}"

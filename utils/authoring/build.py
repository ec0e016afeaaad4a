"""Builds the notebooks of each lesson from its source, and finds where the two have drifted apart."""

import ast
import hashlib
import re
from collections.abc import Iterator
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
from utils.authoring.run import Run, machine, run, versions
from utils.authoring.source import GRADED, Lesson, read_lesson, refuse_shared_names

# Folders and files of utils that no notebook's outputs depend on: what builds, grades a class, installs, opens the lab
APART = {"authoring", "classroom", "topics", "__main__.py", "commands.py", "environment.py", "lab.py", "progress.py"}


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

    A stripped notebook needs its scoreboard's output only, to which exercises, checks and set-up are enough. A solved
    one keeps, in its metadata, what its run took and where; those of its last run as long as it is not run again. Text
    that changed is taken over: it decides no output.
    """
    before = read(path) if path.exists() else None
    if (
        before
        and not force
        and before.metadata.get("course", {}).get("inputs") == inputs
        and same_code(before, notebook)
    ):
        return with_outputs(notebook, before)
    path.parent.mkdir(parents=True, exist_ok=True)
    ran = run(notebook, path.parent, path.name, is_graded if only_graded else lambda _: True)
    ran.notebook.metadata["course"] = {"inputs": inputs} | ({} if only_graded else timed(ran))
    return keep_scoreboard(ran.notebook) if only_graded else ran.notebook


def timed(ran: Run) -> dict:
    """Return what a run took, in seconds, and where: from kernel start to end, and each check by its exercise."""
    checks = {name.removesuffix("-check"): s for name, s in ran.cell_seconds.items() if name.endswith("-check")}
    return {
        "seconds": round(ran.seconds, 1),
        "checks": {name: round(seconds, 2) for name, seconds in checks.items()},
        "machine": machine(),
        "versions": versions(),
    }


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


def same_code(one: NotebookNode, other: NotebookNode) -> bool:
    """Tell whether two notebooks agree in all that the source decides of their code cells."""
    pair = ([cell for cell in without_outputs(each) if cell["cell_type"] == "code"] for each in (one, other))
    return next(pair) == next(pair)


def with_outputs(notebook: NotebookNode, before: NotebookNode) -> NotebookNode:
    """Return `notebook` with the metadata of `before` and the outputs of its code cells, which are the same."""
    kept = {cell.id: cell for cell in before.cells if cell.cell_type == "code"}
    notebook.metadata = before.metadata
    notebook.cells = [kept.get(cell.id, cell) for cell in notebook.cells]
    return notebook


def write(path: Path, notebook: NotebookNode) -> bool:
    """Write a notebook unless the file has these bytes already; tell whether it did."""
    content = as_bytes(notebook)
    if path.exists() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True


def inputs_hash(source: Path, root: Path = ROOT) -> str:
    """Return a hash of all that decides a lesson's outputs, by paths relative to `root`, wherever that stands.

    It is the lesson's code, without its text, the core of utils, the lesson's own topic, the data's checksums and the
    lock.
    """
    digest = hashlib.sha256(source.name.encode())
    for cell in read_lesson(source).cells:
        if cell.node.cell_type == "code":
            digest.update(b"\0" + cell.tag.encode() + b"\0" + cell.node.source.encode())
    for path in sorted(inputs(source, root)):
        digest.update(b"\0" + path.relative_to(root).as_posix().encode() + b"\0" + content(path))
    return digest.hexdigest()[:16]


def inputs(source: Path, root: Path = ROOT) -> Iterator[Path]:
    """Yield the files beside its source that a lesson's outputs depend on."""
    below = root / "utils"
    yield from (path for path in below.rglob("*.py") if path.relative_to(below).parts[0] not in APART)
    for topic in topics(source):
        yield from (below / "topics" / topic).rglob("*.py")
    yield from (root / "data" / "SHA256SUMS", root / "requirements.lock")


def topics(source: Path) -> set[str]:
    """Return the topics that a lesson imports, by the names of their folders in utils/topics/."""
    found = set()
    text = re.sub(r"(?m)^[%!].*$", "", source.read_text(encoding="utf-8"))  # magics are no Python
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "utils.topics":
            found |= {name.name for name in node.names}
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[2] for name in names if name.startswith("utils.topics.")}
    return found


def content(path: Path) -> bytes:
    """Return a file's bytes, the same with the line ends of any system."""
    return path.read_bytes().replace(b"\r\n", b"\n")


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

"""Reads a lesson's source, refuses what would not work as a lesson, and names its exercises."""

import ast
import inspect
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jupytext
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode

from utils.authoring import LessonError

# comment_magics=True, the default, would turn a comment that looks like a magic into one
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
GRADED = {"setup", "exercise", "check", "scoreboard"}  # what takes part in grading
TAGS = GRADED | {"frontier"}  # the cell that draws README's figure
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
FIRST_LINE = "# Check of {name}: run it; open it to read what is asked"
LONGEST_CHECK = 15  # lines of its block, which a learner reads as the task's description
SHELL_CALLS = {"system", "getoutput"}
SHELL_MAGICS = {"pip", "conda", "mamba", "uv", "sx", "system", "bash", "sh", "cmd", "script", "!"}


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson: the notebook's own cell, the source's line it starts on, its tag or ""."""

    node: NotebookNode
    file: str
    line: int
    tag: str

    def error(self, message: str, line: int = 1) -> LessonError:
        """Return an error at a line of this cell, counted from 1."""
        return LessonError(f"{self.file}:{self.line + line - 1}: {message}")


@dataclass(frozen=True)
class Check:
    """What a check cell states: the exercise it judges and the points it gives."""

    name: str
    points: int


@dataclass(frozen=True)
class Lesson:
    """A lesson's source, read and found sound. `checks` holds each check by the position of its cell."""

    source: Path
    cells: tuple[Cell, ...]
    checks: dict[int, Check]


def read_lesson(source: Path) -> Lesson:
    """Return the lesson in `source`. Raises LessonError, naming file and line, for the first rule that is broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jupytext says so when a source has no cell ids, which is as it should be
        notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt=FORMAT)
    cells = tuple(located(source, notebook))
    for cell in cells:
        refuse_code(cell)
    checks = {i: read_check(cell) for i, cell in enumerate(cells) if cell.tag == "check"}
    refuse_exercises(cells, checks)
    refuse_scoreboard(source, cells, sum(check.points for check in checks.values()))
    return Lesson(source, cells, checks)


def located(source: Path, notebook: NotebookNode) -> Iterator[Cell]:
    """Yield the notebook's cells with their lines in the source. Raises LessonError for a tag nobody knows."""
    lines = source.read_text(encoding="utf-8").splitlines()
    marks = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
    file = f"{source.parent.name}/{source.name}"
    if not lines or lines[0] != "# ---":
        raise LessonError(f"{file}:1: the source begins with its YAML header, `# ---` in the very first line")
    if len(marks) != len(notebook.cells):
        raise LessonError(
            f"{file}:1: {len(notebook.cells)} cells but {len(marks)} `# %%` marks: text before the first?"
        )
    for node, mark in zip(notebook.cells, marks, strict=True):
        tags = node.metadata.get("tags", [])
        cell = Cell(node, file, mark + 1, tags[0] if tags else "")
        if len(tags) > 1 or not set(tags) <= TAGS:
            raise cell.error(f"a cell has one of the tags {', '.join(sorted(TAGS))} or none, not {tags}")
        yield cell


def refuse_code(cell: Cell) -> None:
    """Raise LessonError for code that Python or IPython would not run, or that leaves the notebook."""
    if cell.node.cell_type != "code":
        return
    text = cell.node.source
    begins = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == BEGIN]
    ends = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == END]
    if len(begins) > len(ends):
        raise cell.error(f"`{BEGIN}` without `{END}`", begins[-1])
    if len(ends) > len(begins):
        raise cell.error(f"`{END}` without `{BEGIN}`", ends[-1])
    if sorted(begins + ends) != [line for pair in zip(begins, ends, strict=True) for line in pair]:
        raise cell.error("solution regions overlap", begins[0])
    if begins and cell.tag != "exercise":
        raise cell.error("only an exercise has a solution region", begins[0])
    for node in ast.walk(parsed(cell)):
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Tuple):
            raise cell.error("`assert (a, b)` is always true: leave the brackets out", node.lineno)
        refuse_magic(cell, node)


def parsed(cell: Cell) -> ast.Module:
    """Return the tree of a cell as IPython would run it. Raises LessonError where it is no Python."""
    try:
        return ast.parse(cell.node.source)
    except SyntaxError:
        try:
            return ast.parse(TransformerManager().transform_cell(cell.node.source))
        except SyntaxError as problem:
            raise cell.error(f"not Python: {problem.msg}", problem.lineno or 1) from None


def refuse_magic(cell: Cell, node: ast.AST) -> None:
    """Raise LessonError for a call that IPython makes of a magic nobody defines or of a shell line."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("get_ipython().")):
        return
    call = node.func.attr
    if call in SHELL_CALLS:
        raise cell.error("a shell line: a lesson runs on every system and installs nothing", node.lineno)
    if call in ("run_line_magic", "run_cell_magic"):
        name, kind = node.args[0].value, call.split("_")[1]
        if name in SHELL_MAGICS:
            raise cell.error(f"`%{name}` is a shell line: a lesson installs nothing", node.lineno)
        if InteractiveShell.instance().find_magic(name, kind) is None:
            raise cell.error(f"unknown magic `%{name}`", node.lineno)


def read_check(cell: Cell) -> Check:
    """Return what a check cell states. Raises LessonError where it is more or less than one `with graded(` block."""
    body = ast.parse(cell.node.source).body
    call = body[0].items[0].context_expr if body and isinstance(body[0], ast.With) else None
    if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "graded"):
        raise cell.error("a check is one `with graded(...)` block", body[0].lineno if body else 1)
    if len(body) > 1:
        raise cell.error("a check cell holds nothing outside its block", body[1].lineno)
    settings = {keyword.arg: keyword.value for keyword in call.keywords}
    name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    points = settings["points"].value if isinstance(settings.get("points"), ast.Constant) else None
    if not isinstance(name, str) or not isinstance(points, int):
        raise cell.error('a check states its exercise and points: graded("name", points=2, hint=...)')
    if "hint" not in settings:
        raise cell.error(f"the check of `{name}` has no hint")
    asserts = [node for node in ast.walk(body[0]) if isinstance(node, ast.Assert)]
    if not asserts:
        raise cell.error(f"the check of `{name}` asserts nothing")
    for node in asserts:
        if node.msg is None:
            raise cell.error("an assertion without a message tells a learner nothing", node.lineno)
    return Check(name, points)


def check_faults(cell: Cell, name: str, oracle: bool) -> list[str]:
    """Return what keeps a check from being read as a description of its task.

    oracle: whether the exercise has one, so that the check ends by comparing with it.
    """
    block = ast.parse(cell.node.source).body[0].body
    lines = block[-1].end_lineno - block[0].lineno + 1
    calls = [node for part in block for node in ast.walk(part) if isinstance(node, ast.Call)]
    own = sorted((call for call in calls if ast.unparse(call.func) == name), key=lambda call: call.lineno)
    first = cell.node.source.splitlines()[0]
    faults = []
    if first != (wanted := FIRST_LINE.format(name=name)):
        faults.append(f"its first line is not `{wanted}`")
    if lines > LONGEST_CHECK:
        faults.append(f"its block has {lines} lines and may have {LONGEST_CHECK}: leave to the oracle what it covers")
    if oracle and ast.unparse(block[-1]) != f"same_as('{name}')":
        faults.append(f'it does not end with `same_as("{name}")`')
    if oracle and not (own and own[0].keywords and not own[0].args):
        faults.append("it does not begin with the docstring's own example, with keyword arguments")
    return faults


def refuse_exercises(cells: tuple[Cell, ...], checks: dict[int, Check]) -> None:
    """Raise LessonError unless each exercise is one documented function, followed by its own check."""
    names = Counter(check.name for check in checks.values())
    for position, check in checks.items():
        if names[check.name] > 1:
            raise cells[position].error(f"duplicate exercise `{check.name}`")
        if position == 0 or cells[position - 1].tag != "exercise":
            raise cells[position].error(f"the check of `{check.name}` has no exercise in the cell above it")
    for position, cell in enumerate(cells):
        if cell.tag != "exercise":
            continue
        if position + 1 not in checks:
            raise cell.error("an exercise without a check in the cell below it")
        refuse_exercise(cell, checks[position + 1].name)


def refuse_exercise(cell: Cell, name: str) -> None:
    """Raise LessonError unless `cell` holds one typed, documented function of that name with a solution region."""
    functions = [node for node in ast.parse(cell.node.source).body if isinstance(node, ast.FunctionDef)]
    if len(functions) != 1 or functions[0].name != name:
        raise cell.error(f"the exercise should define one function, `{name}`, as its check says")
    function = functions[0]
    if name.startswith("test"):
        raise cell.error("an exercise's name does not begin with `test`: pytest would collect it", function.lineno)
    if BEGIN not in cell.node.source:
        raise cell.error("an exercise has a solution region", function.lineno)
    arguments = [*function.args.args, *function.args.kwonlyargs]
    if function.returns is None or any(argument.annotation is None for argument in arguments):
        raise cell.error(f"`{name}` states the types of its arguments and of its result", function.lineno)
    if not inspect.cleandoc(ast.get_docstring(function) or ""):
        raise cell.error(f"`{name}` has no docstring", function.lineno)


def refuse_scoreboard(source: Path, cells: tuple[Cell, ...], points: int) -> None:
    """Raise LessonError unless the lesson's last code cell is `scoreboard(of=...)` with the sum of its points."""
    code = [cell for cell in cells if cell.node.cell_type == "code"]
    boards = [cell for cell in cells if cell.tag == "scoreboard"]
    if not boards:
        raise LessonError(f"{source.parent.name}/{source.name}:1: no cell is tagged scoreboard")
    if len(boards) > 1 or code[-1] is not boards[0]:
        raise boards[0].error("the scoreboard is one cell, the last that runs")
    if boards[0].node.source.strip() != f"scoreboard(of={points})":
        raise boards[0].error(f"the checks give {points} points, so the cell is `scoreboard(of={points})`")


def refuse_shared_names(lessons: list[Lesson]) -> None:
    """Raise LessonError where two lessons name an exercise alike: progress and the answer bank go by names."""
    seen: dict[str, Path] = {}
    for lesson in lessons:
        for position, check in lesson.checks.items():
            if check.name in seen:
                raise lesson.cells[position].error(f"`{check.name}` is an exercise of {seen[check.name].name} already")
            seen[check.name] = lesson.source

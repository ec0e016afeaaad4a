"""The points that a learner has earned, kept in `work/` over all sessions and shown by `python -m utils progress`.

The file grows by a line for each new point and is never written anew, so that nothing in it can be lost: two notebooks
may write at once, a line that makes no sense is passed over, and every line stands in a second file as well.
It needs Python's own library only.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS, WORK = ROOT / "notebooks", ROOT / "work"

PROGRESS, SECOND, FORMER = "progress.jsonl", ".progress-copy.jsonl", "progress.json"


@dataclass(frozen=True)
class Exercise:
    """An exercise of a notebook: its name, what it is worth, and the id of its cell."""

    name: str
    points: int
    cell: str = ""


@dataclass(frozen=True)
class Standing:
    """What was earned in one lesson: the notebook's name without its ending, its title, and points by exercise.

    earned holds the exercises that were tried, those without a point too.
    """

    stem: str
    title: str
    exercises: tuple[Exercise, ...]
    earned: dict[str, int]

    @property
    def points(self) -> int:
        """All points of the lesson."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def total(self) -> int:
        """The points earned."""
        return sum(self.earned.values())

    @property
    def next(self) -> Exercise | None:
        """The first exercise that is not solved; None where all are."""
        return next((one for one in self.exercises if self.earned.get(one.name, 0) < one.points), None)

    @property
    def state(self) -> str:
        """In two words how far it is."""
        if self.exercises and self.next is None:
            return "solved"
        return "begun" if self.earned else "not begun"

    def link(self) -> str:
        """The address, seen from `work/`, of the next exercise, or else of the notebook."""
        cell = self.next.cell if self.next and self.earned else ""
        return quote(f"{self.stem}.ipynb") + (f"#cell-id={quote(cell)}" if cell else "")  # as JupyterLab takes it


# -- The file


def place() -> Path | None:
    """Return the folder that keeps the progress of a notebook which runs in the current one; None outside `work/`."""
    try:
        here = Path.cwd()
    except OSError:  # the folder is gone
        return None
    own = (folder for folder in (here, *here.parents) if folder.name == "work")
    return next((folder for folder in own if (folder.parent / "notebooks").is_dir()), None)


def load(work: Path) -> dict[str, dict[str, int]]:
    """Return `{exercise: {"earned": …, "points": …}}`, the most ever earned; a row that makes no sense is left out."""
    kept: dict[str, dict[str, int]] = {}
    for name, earned, points in rows(work):
        before = kept.get(name, {"earned": 0})["earned"]
        kept[name] = {"earned": max(before, earned), "points": points}
    return kept


def rows(work: Path) -> Iterable[tuple[str, int, int]]:
    """Return name, points earned and points possible of each sound line of the files."""
    found = []
    for name in (FORMER, SECOND, PROGRESS):
        try:
            text = (work / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        lines = [text] if name == FORMER else text.splitlines()
        for line in lines:
            try:
                row = json.loads(line)
                found += row.items() if name == FORMER else [(row["exercise"], row)]
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue
    return [(name, row["earned"], row["points"]) for name, row in found if is_sound(name, row)]


def is_sound(name: object, row: object) -> bool:
    """Tell whether a row can be what was written."""
    if not isinstance(name, str) or not isinstance(row, dict):
        return False
    numbers = [row.get("earned"), row.get("points")]
    return all(type(number) is int for number in numbers) and 0 <= numbers[0] <= numbers[1]


def add(work: Path, name: str, earned: int, points: int) -> None:
    """Note the points earned for an exercise, where that is news. Raises OSError where it cannot be written."""
    before = load(work).get(name)
    if before and earned <= before["earned"]:
        return
    row = json.dumps({"exercise": name, "earned": earned, "points": points})
    for file in (PROGRESS, SECOND):
        append(work / file, row)


def append(file: Path, row: str) -> None:
    """Add a line in one step; it begins on a line of its own whatever stands before it."""
    with open(file, "ab") as stream:
        stream.write(f"\n{row}\n".encode() if stream.tell() else f"{row}\n".encode())


# -- The lessons


def cells_of(path: Path) -> list[dict]:
    """Return a notebook's cells. Raises ValueError where it is none, OSError where it cannot be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [cell | {"source": "".join(cell["source"])} for cell in cells]
    except (KeyError, TypeError) as problem:
        raise ValueError(f"{path.name} is no notebook") from problem


def exercises(cells: list[dict]) -> tuple[Exercise, ...]:
    """Return the exercises of a notebook in their order."""
    found, answers = [], {}
    for cell in cells:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            answers[mark["grade_id"]] = cell.get("id", "")
        if mark.get("grade"):
            name = mark["grade_id"].removesuffix("-check")
            found.append(Exercise(name, mark["points"], answers.get(name) or cell.get("id", "")))
    return tuple(found)


def standings(notebooks: Path = NOTEBOOKS, work: Path = WORK) -> list[Standing]:
    """Return what was earned in each lesson."""
    kept, found = load(work), []
    for path in sorted(notebooks.glob("*.ipynb")):
        try:
            cells = cells_of(path)
        except (OSError, ValueError):
            continue
        found.append(standing(path.stem, cells, kept))
    return found


def standing(stem: str, cells: list[dict], kept: dict[str, dict[str, int]]) -> Standing:
    """Return what was earned in the lesson of these cells."""
    title = re.search(r"^# +(.+)$", "\n".join(cell["source"] for cell in cells[:1]), re.MULTILINE)
    every = exercises(cells)
    earned = {one.name: min(kept[one.name]["earned"], one.points) for one in every if one.name in kept}
    return Standing(stem, title[1] if title else stem, every, earned)


def current(lessons: list[Standing]) -> Standing | None:
    """Return the lesson to go on with: the first begun one, else the first that is not solved; None at the end."""
    for state in ("begun", "not begun"):
        for lesson in lessons:
            if lesson.state == state:
                return lesson
    return None


def report(lessons: list[Standing]) -> str:
    """Return the points as text: a line a lesson, the exercises of those begun, and what comes next."""
    names = [lesson.stem for lesson in lessons] + [
        f"    ✓ {one.name}" for lesson in lessons for one in lesson.exercises
    ]
    lines, width = [], max(map(len, names), default=0)
    for lesson in lessons:
        lines.append(f"{lesson.stem:<{width}}  {lesson.total:>2} of {lesson.points:>2} points  {lesson.state}")
        if lesson.state == "begun":
            for one in lesson.exercises:
                mine = lesson.earned.get(one.name, 0)
                lines.append(
                    f"    {'✓' if mine == one.points else '○'} {one.name:<{width - 6}}  {mine:>2} of {one.points:>2}"
                )
    lines.append(
        f"{'all':<{width}}  {sum(one.total for one in lessons):>2} of {sum(one.points for one in lessons)} points"
    )
    return "\n".join([*lines, "", next_step(lessons)])


def next_step(lessons: list[Standing]) -> str:
    """Return one sentence: what to do next."""
    lesson = current(lessons)
    if lesson is None:
        return "Every exercise of the course is solved."
    if lesson.state == "begun":
        return f"Next: `{lesson.next.name}` in {lesson.stem}. Run its set-up cell first, then go on at the exercise."
    return f"Next: begin {lesson.stem}."


def main() -> int:
    """Show the progress."""
    print(report(standings()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the grader knows of the course's own lessons: set-up, exercises, checks. Read from their sources, never run."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from utils.authoring import ROOT, lesson_sources
from utils.authoring.notebooks import stripped_notebook
from utils.authoring.source import Lesson as Source
from utils.authoring.source import read_lesson
from utils.classroom import ClassroomError
from utils.classroom.handout import PACKAGES, TOOLS


@dataclass(frozen=True)
class Exercise:
    """One exercise: its name, the points of its check, the cell that a learner gets, and the check."""

    name: str
    points: int
    stub: str
    check: str


@dataclass(frozen=True)
class Lesson:
    """A lesson by its file's stem: set-up cells, exercises in order, and the text of every cell we wrote."""

    name: str
    title: str
    setup: tuple[str, ...]
    exercises: dict[str, Exercise]
    texts: frozenset[str]

    @property
    def points(self) -> int:
        """Points of all exercises."""
        return sum(exercise.points for exercise in self.exercises.values())


@dataclass(frozen=True)
class Course:
    """The lessons by name; `code` is a hash of all that set-ups, checks and oracles import."""

    lessons: dict[str, Lesson]
    code: str = ""

    @cached_property
    def lesson_of(self) -> dict[str, str]:
        """The lesson of each exercise, by name."""
        return {exercise: lesson.name for lesson in self.lessons.values() for exercise in lesson.exercises}

    def named(self, names: list[str]) -> list[Lesson]:
        """Return the lessons whose names begin with one of `names`, or all. Raises ClassroomError for one without."""
        for name in names:
            if not any(lesson.startswith(name) for lesson in self.lessons):
                raise ClassroomError(f"No lesson's name begins with {name}.")
        return [lesson for name, lesson in self.lessons.items() if not names or name.startswith(tuple(names))]

    @cached_property
    def digest(self) -> str:
        """A hash of all that decides a verdict. Records of another one are another run's."""
        digest = hashlib.sha256(self.code.encode())
        for lesson in self.lessons.values():
            for text in (*lesson.setup, *(exercise.check for exercise in lesson.exercises.values())):
                digest.update(text.encode())
        return digest.hexdigest()[:16]


def read_course() -> Course:
    """Return the course as its sources state it."""
    lessons = map(of_source, map(read_lesson, lesson_sources()))
    return Course({lesson.name: lesson for lesson in lessons}, code_digest())


def code_digest() -> str:
    """Return a hash of the course's code, without the tools of authors and instructors."""
    digest = hashlib.sha256()
    for file in sorted((ROOT / PACKAGES).rglob("*.py")):
        if file.relative_to(ROOT / PACKAGES).parts[0] not in TOOLS:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def of_source(source: Source) -> Lesson:
    """Return what the grader needs of one lesson."""
    cells = stripped_notebook(source).cells
    exercises = {
        check.name: Exercise(check.name, check.points, cells[position - 1].source, cells[position].source)
        for position, check in source.checks.items()
    }
    heading = next((line for line in cells[0].source.splitlines() if line.startswith("#")), source.source.stem)
    return Lesson(
        source.source.stem,
        heading.lstrip("# "),
        tuple(cell.node.source for cell in source.cells if cell.tag == "setup"),
        exercises,
        frozenset(cell.source.strip() for cell in cells),
    )

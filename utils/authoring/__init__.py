"""What authors and CI run: from one source per lesson to its two notebooks. No other part of `utils` imports it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS, SOLUTIONS = ROOT / "notebooks", ROOT / "solutions"


class LessonError(Exception):
    """A lesson's source breaks a rule; the text begins with `file:line:` and says how to mend it."""


def lesson_sources(names: list[str] | None = None) -> list[Path]:
    """Return the sources whose names begin with one of `names`, or all. Raises LessonError for a name without one."""
    found = sorted(SOLUTIONS.glob("[0-9][0-9]_*.py"))
    for name in names or ():
        if not any(source.name.startswith(name) for source in found):
            raise LessonError(f"solutions/: no lesson's name begins with {name!r}")
    return [source for source in found if not names or source.name.startswith(tuple(names))]

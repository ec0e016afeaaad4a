"""Makes the folder that students get: the lessons, the code and the data they need, and nothing that answers."""

import argparse
import shutil
from pathlib import Path

from utils.authoring import ROOT
from utils.classroom import ClassroomError

FILES = ("LICENSE", "pyproject.toml", "requirements.lock", "requirements-cpu.lock", "environment.yml")
TOOLS = ("authoring", "classroom")  # of authors and instructors
COMMANDS = ("help", "lab", "progress", "afresh", "setup")
README = Path(__file__).with_name("for_students.md")
PACKAGES = "utils"


def handout(options: argparse.Namespace) -> int:
    """Make the folder; say what is in it. Raises ClassroomError where that is not possible."""
    files = make(options.folder, with_oracles=options.with_oracles)
    size = sum(file.stat().st_size for file in files)
    print(f"{options.folder}: {len(files)} files, {size / 1e6:.0f} MB, without answers, their tests or the grader.")
    told = (
        "With the oracles: a learner can read what each check compares with."
        if options.with_oracles
        else ("Without the oracles: a student's check ends with its visible assertions, yours compares more.")
    )
    print(told)
    return 0


def make(folder: Path, *, with_oracles: bool = False) -> list[Path]:
    """Copy what students need into a new folder; return the files.

    Raises ClassroomError where the folder is there already and not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ClassroomError(f"{folder} is there already and not empty: choose another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_code(folder / PACKAGES, with_oracles=with_oracles)
        shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=only("*.ipynb"))
        shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("rebuild", "__pycache__", ".*"))
        for name in FILES:
            if (ROOT / name).exists():
                shutil.copy(ROOT / name, folder / name)
        shutil.copy(README, folder / "README.md")
        (folder / "Makefile").write_text(makefile(), encoding="utf-8")
    except OSError as problem:
        raise ClassroomError(f"{folder} cannot be written: {problem.strerror}.") from None
    return sorted(path for path in folder.rglob("*") if path.is_file())


def copy_code(place: Path, *, with_oracles: bool = False) -> None:
    """Copy `utils` without the tools of authors and instructors and, unless asked for, without oracles."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        here = Path(folder)
        out = {name for name in names if name == "__pycache__" or name.startswith(".")}
        out |= set(TOOLS) if here == ROOT / PACKAGES else set()
        return out | ({"oracles.py"} if here.parent == ROOT / PACKAGES / "topics" and not with_oracles else set())

    shutil.copytree(ROOT / PACKAGES, place, ignore=left_out)


def only(pattern: str):
    """Return what `copytree` leaves out, so that files of one pattern are copied."""
    return lambda folder, names: {name for name in names if not Path(name).match(pattern)}


def makefile() -> str:
    """Return a Makefile with a student's commands."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = [
        f"COMMANDS := {' '.join(COMMANDS)}" if line.startswith("COMMANDS :=") else line for line in text.splitlines()
    ]
    return "\n".join(lines[1:] if lines[0].startswith("#") else lines) + "\n"

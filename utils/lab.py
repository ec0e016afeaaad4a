"""Opens JupyterLab on the learner's own copies of the lessons. A copy that was worked in is never overwritten.

Making the copies and beginning one afresh need Python's own library only.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from utils import progress
from utils.progress import NOTEBOOKS, WORK, Standing

START, MAKEFILE = "START.md", "Makefile"
COPIES = ".copies.json"  # what earlier versions noted of a copy; a copy now carries it along
MARK = "course_copy"  # in a copy's metadata: the digest of what was copied

# For learners: nothing asks the network, and the tools of authors and instructors stay out of sight
SETTINGS = Path(__file__).with_name("jupyterlab")
JUPYTERLAB = [sys.executable, "-m", "jupyterlab"]


# -- The copies


def refresh(notebooks: Path = NOTEBOOKS, work: Path = WORK) -> list[str]:
    """Copy each lesson to `work` where there is no copy yet or an untouched older one; return what to tell the learner.

    Raises OSError where `work` cannot be written.
    """
    work.mkdir(exist_ok=True)
    noted, told = earlier_notes(work), []
    for source in sorted(notebooks.glob("*.ipynb")):
        own, newest = work / source.name, digest(source)
        if not own.exists():
            copy(source, own)
            continue
        if not own.read_bytes().strip():
            copy(source, own)
            told.append(f"{own.name} was empty: it is a new copy now.")
            continue
        try:
            copied = copied_from(own) or noted.get(source.name)
        except ValueError:
            told.append(f"{own.name} is damaged and cannot be opened. {rescue(own)}")
            continue
        if digest(own) not in (newest, copied):
            if copied != newest:
                told.append(f"{own.name} stays: your work is in it. The newer one is notebooks/{own.name}.")
        elif copied != newest:
            copy(source, own)
    return told


def copy(source: Path, own: Path) -> None:
    """Copy a lesson, with a mark of what was copied in the copy's metadata, which Jupyter keeps."""
    content = source.read_bytes()
    try:
        notebook = json.loads(content)
        notebook["metadata"][MARK] = digest(source)
        content = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
    except (ValueError, KeyError, TypeError):
        pass  # no notebook, so it takes no mark
    write(own, content)


def copied_from(own: Path) -> str | None:
    """Return the digest of what a copy was made from, None where it bears no mark. Raises ValueError where damaged."""
    progress.cells_of(own)
    mark = json.loads(own.read_text(encoding="utf-8")).get("metadata", {}).get(MARK)
    return mark if isinstance(mark, str) else None


def earlier_notes(work: Path) -> dict[str, str]:
    """Return the digests that copies without a mark had when they were made, as far as they are known."""
    try:
        copied = json.loads((work / COPIES).read_text(encoding="utf-8"))
        return copied if isinstance(copied, dict) else {}
    except (OSError, ValueError):
        return {}


def rescue(own: Path) -> str:
    """Return what to do about a damaged copy."""
    number = own.name.partition("_")[0]
    saved = own.parent / ".ipynb_checkpoints" / f"{own.stem}-checkpoint.ipynb"
    command = f"`make afresh ARGS={number}` keeps it aside and gives you a new one."
    try:
        progress.cells_of(saved)
        return f"{command} An earlier state is in work/.ipynb_checkpoints/{saved.name}."
    except (OSError, ValueError):
        return command


def afresh(which: str, notebooks: Path = NOTEBOOKS, work: Path = WORK) -> str:
    """Put a new copy of one lesson in the place of the learner's, which is kept beside it; return what to tell.

    which: the lesson's number or the beginning of its name. Raises OSError where `work` cannot be written.
    """
    number = which.zfill(2) if which.isdigit() else which.removesuffix(".ipynb")
    found = [path for path in sorted(notebooks.glob("*.ipynb")) if number and path.stem.startswith(number)]
    if len(found) != 1:
        known = ", ".join(path.stem.partition("_")[0] for path in sorted(notebooks.glob("*.ipynb")))
        raise ValueError(f"Which lesson? `make afresh ARGS=02`, with one of {known}.")
    (source,), own = found, work / found[0].name
    work.mkdir(exist_ok=True)
    if not own.exists():
        copy(source, own)
        return f"work/{own.name} is new."
    kept = next(path for n in range(1, 1000) if not (path := work / f"{own.stem}-kept-{n}.ipynb").exists())
    own.rename(kept)
    copy(source, own)
    told = f"work/{own.name} is new, and yours is kept as work/{kept.name}."
    return f"{told} Where it is open, close its tab and open it again."


def digest(path: Path) -> str:
    """Return a hash of a notebook's texts and outputs: JupyterLab rewrites the rest as soon as it opens a file."""
    content = path.read_bytes()
    try:
        cells = json.loads(content)["cells"]
        kept = [("".join(cell["source"]), cell.get("outputs", [])) for cell in cells]
        content = json.dumps(kept, sort_keys=True).encode()
    except (ValueError, KeyError, TypeError):
        pass  # no notebook any more, which is a touch as well
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write a file in one step, so that an interruption leaves the old one."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


# -- The start page

PAGE = """# Model resource management

{step}

| | lesson | points | |
|---|---|---:|---|
{rows}

## How it goes

- A click opens a lesson. **Shift+Enter** runs a cell and goes on to the next; run them from the top, and read between.
- Where a cell asks for a guess or an answer, write it and run the cell. The folded cell under an exercise is its check:
  run it, and it tells you what is right, what is wrong and why. A failing check stops nothing.
- **After a break** run the set-up cell, then go on where you were: each exercise needs nothing else. Your points are
  kept; the scoreboard at a lesson's end adds them up.
- **To begin a lesson afresh** open *File → New → Terminal* and type `make afresh ARGS=02` for lesson 2. Your copy is
  kept beside the new one. Without make: `python -m utils afresh 02`.
- **To see your points** type `make progress` there; this page shows them as they were when JupyterLab was opened.
- **To stop**: *File → Save All*, then *File → Shut Down*.

This page is written anew whenever JupyterLab is opened; the lessons in this folder are yours.
"""
MARKS = {"solved": "✓ solved", "begun": "begun", "not begun": ""}


def start_page(lessons: list[Standing]) -> str:
    """Return the page that JupyterLab opens: the points of each lesson, the next step, and how it goes."""
    rows = []
    for lesson in lessons:
        number, _, title = lesson.title.partition(" · ")
        name = title or lesson.title
        rows.append(
            f"| {number if title else ''} | [{name}]({lesson.stem}.ipynb) | {lesson.total} of {lesson.points} "
            f"| {MARKS[lesson.state]} |"
        )
    lesson = progress.current(lessons)
    if lesson is None:
        step = "Every exercise of the course is solved." if lessons else ""
    elif lesson.state == "begun":
        step = f"**Go on** with `{lesson.next.name}` in [{lesson.title}]({lesson.link()})."
    else:
        step = f"**{'Next' if any(one.earned for one in lessons) else 'Begin'}:** [{lesson.title}]({lesson.link()})."
    return PAGE.format(step=step, rows="\n".join(rows))


def furnish(lessons: list[Standing], work: Path = WORK) -> None:
    """Write the start page and a Makefile that hands commands on, for JupyterLab's terminal stands in `work`."""
    write(work / START, start_page(lessons).encode())
    if not (work / MAKEFILE).exists():
        write(work / MAKEFILE, b".DEFAULT_GOAL := help\n%:\n\t@$(MAKE) --no-print-directory -C .. $@\n")


# -- JupyterLab


def open_lab(arguments: list[str], work: Path = WORK) -> int:
    """Open JupyterLab on `work`, at the start page; it prints its address too, for a machine without a browser."""
    words = [*JUPYTERLAB, f"--ServerApp.root_dir={work}", f"--LabApp.default_url=/lab/tree/{START}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # a container's only user
    settings = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    own = {"JUPYTER_CONFIG_PATH": settings, "PATH": programs}
    process = subprocess.Popen([*words, *arguments], cwd=work, env=os.environ | own)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it has got the signal too, and asks whether it is meant
            continue


def main() -> int:
    """Begin a lesson afresh, or refresh the copies and open them."""
    parser = argparse.ArgumentParser(prog="python -m utils lab", description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "--afresh", metavar="LESSON", nargs="?", const="", help="a new copy of one lesson; yours is kept"
    )
    options, arguments = parser.parse_known_args()
    try:
        if options.afresh is not None:
            print(afresh(options.afresh))
            return 0
        told = refresh()
        lessons = progress.standings()
        furnish(lessons)
    except ValueError as problem:
        print(problem)
        return 2
    except OSError as problem:
        print(f"work/ cannot be written ({problem.strerror}): move the course to a folder of your own.")
        return 1
    print("\n".join([*told, progress.report(lessons)]), flush=True)
    return open_lab(arguments)


if __name__ == "__main__":
    sys.exit(main())

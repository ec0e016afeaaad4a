"""Opens JupyterLab on the learner's own copies of the lessons. A copy that was worked in is never overwritten."""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from utils.grading.state import PROGRESS, load_progress

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS, WORK = ROOT / "notebooks", ROOT / "work"
COPIES = ".copies.json"

# For learners: nothing asks the network, and the tools of authors and instructors stay out of sight
SETTINGS = Path(__file__).with_name("jupyterlab")
JUPYTERLAB = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={WORK}"]


def refresh(notebooks: Path = NOTEBOOKS, work: Path = WORK) -> list[str]:
    """Copy each lesson to `work` where there is no copy yet or an untouched older one; return what to tell the learner.

    Raises OSError where `work` cannot be written.
    """
    work.mkdir(exist_ok=True)
    copied, told = load_copies(work), []
    for source in sorted(notebooks.glob("*.ipynb")):
        own, newest = work / source.name, digest(source)
        if own.exists() and digest(own) not in (newest, copied.get(source.name)):
            if copied.get(source.name) != newest:
                told.append(f"{source.name} stays: your work is in it. The newer one is notebooks/{source.name}.")
            continue
        if not own.exists() or digest(own) != newest:
            write(own, source.read_bytes())
        copied[source.name] = newest
    write(work / COPIES, json.dumps(copied, indent=1).encode())
    return told


def load_copies(work: Path) -> dict[str, str]:
    """Return the hash that each copy had when it was made; a missing or damaged record makes no copy overwritable."""
    try:
        copied = json.loads((work / COPIES).read_text(encoding="utf-8"))
        return copied if isinstance(copied, dict) else {}
    except (OSError, ValueError):
        return {}


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
    scratch.write_bytes(content)
    os.replace(scratch, path)


def progress(notebooks: Path = NOTEBOOKS, work: Path = WORK) -> str:
    """Return the points earned in each lesson, a line a lesson."""
    earned = {name: row["earned"] for name, row in load_progress(work / PROGRESS).items()}
    lines = []
    for path in sorted(notebooks.glob("*.ipynb")):
        points = exercise_points(path)
        mine = sum(min(earned.get(name, 0), worth) for name, worth in points.items())
        lines.append(f"{path.stem:<36} {mine:>3} of {sum(points.values()):>2} points")
    return "\n".join(lines)


def exercise_points(path: Path) -> dict[str, int]:
    """Return the points of each exercise in a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return {mark["grade_id"].removesuffix("-check"): mark["points"] for mark in marks if mark.get("grade")}


def open_lab(arguments: list[str]) -> int:
    """Open JupyterLab on `work/`; it prints its address too, for a machine without a browser."""
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # a container's only user
    paths = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    return subprocess.call([*JUPYTERLAB, *root, *arguments], cwd=WORK, env=os.environ | {"JUPYTER_CONFIG_PATH": paths})


def main() -> int:
    """Show the progress, or refresh the copies and open them."""
    parser = argparse.ArgumentParser(prog="python -m utils lab", description=__doc__)
    parser.add_argument("--progress", action="store_true", help="show the points earned and open nothing")
    options, arguments = parser.parse_known_args()
    if options.progress:
        print(progress())
        return 0
    try:
        for line in refresh():
            print(line)
    except OSError as problem:
        print(f"work/ cannot be written ({problem.strerror}): move the course to a folder of your own.")
        return 1
    print(progress(), flush=True)
    try:
        return open_lab(arguments)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())

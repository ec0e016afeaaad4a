"""Runs every solved lesson and writes what it found: the lecture's claims beside the measurements, times, versions."""

import base64
import importlib.metadata
import os
import platform
from pathlib import Path

from utils.authoring import ROOT, SOLUTIONS
from utils.authoring.notebooks import solved_notebook
from utils.authoring.run import Run, run
from utils.authoring.source import Lesson

RESULTS = ROOT / "RESULTS.md"
PICTURE = ROOT / "docs" / "frontier.png"
PACKAGES = (
    "tensorflow",
    "keras",
    "tf-keras",
    "tensorflow-model-optimization",
    "ai-edge-litert",
    "scikit-learn",
    "numpy",
)


def write_results(lessons: list[Lesson], path: Path = RESULTS, picture: Path = PICTURE) -> None:
    """Run the solved lessons one after the other; write the course's table, and its last figure for README.md."""
    runs = [run(solved_notebook(lesson), SOLUTIONS, lesson.source.stem) for lesson in lessons]
    path.write_text(report(lessons, runs), encoding="utf-8", newline="\n")
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(base64.b64decode(pictures_in(runs[-1])[-1]))


def report(lessons: list[Lesson], runs: list[Run]) -> str:
    """Return the results as Markdown."""
    lines = ["# What the course measured", "", "Written by `make results`, which runs every solved lesson.", ""]
    for lesson, ran in zip(lessons, runs, strict=True):
        lines += [f"## {title(lesson)}", "", "| the lecture says | measured | verdict |", "|---|---|---|"]
        lines += [f"| {row['lecture']} | {row['measured']} | {row['verdict']} |" for row in claims_in(ran)]
        lines.append("")
    lines += ["## Times", "", "| lesson | seconds, top to bottom | slowest verdict, seconds |", "|---|---|---|"]
    lines += [
        f"| {lesson.source.stem} | {ran.seconds:.0f} | {slowest_check(ran):.1f} |"
        for lesson, ran in zip(lessons, runs, strict=True)
    ]
    lines += ["", f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors.", "", "## Versions", ""]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return "\n".join([*lines, f"Python {platform.python_version()}, {versions}.", ""])


def title(lesson: Lesson) -> str:
    """Return a lesson's title: the first line of its first cell."""
    return lesson.cells[0].node.source.splitlines()[0].lstrip("# ")


def pictures_in(ran: Run) -> list[str]:
    """Return the figures of an executed lesson, in base64."""
    outputs = [output for cell in ran.notebook.cells for output in cell.get("outputs", ())]
    return [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]


def claims_in(ran: Run) -> list[dict]:
    """Return the claims that an executed lesson left in its outputs' metadata."""
    outputs = [output for cell in ran.notebook.cells for output in cell.get("outputs", ())]
    return [claim for output in outputs for claim in output.get("metadata", {}).get("course", {}).get("claims", ())]


def slowest_check(ran: Run) -> float:
    """Return the seconds of the check that took longest."""
    return max((seconds for cell, seconds in ran.cell_seconds.items() if cell.endswith("-check")), default=0.0)

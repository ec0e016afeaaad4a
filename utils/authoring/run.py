"""Runs a notebook in a kernel of its own and keeps only what the next run would give again."""

import contextlib
import importlib.metadata
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from jupyter_client.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode

CELL_TIMEOUT = 300  # seconds
WIDGET = "application/vnd.jupyter.widget-view+json"
PACKAGES = (
    "tensorflow",
    "tensorflow-cpu",  # one of the two
    "keras",
    "tf-keras",
    "tensorflow-model-optimization",
    "ai-edge-litert",
    "litert-quantizer",
    "scikit-learn",
    "numpy",
)
MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")


class RunError(Exception):
    """A notebook did not run cleanly; the text names the notebook and quotes the cell."""


@dataclass(frozen=True)
class Run:
    """An executed notebook, the seconds it took from kernel start to end, and each cell's seconds by cell id."""

    notebook: NotebookNode
    seconds: float
    cell_seconds: dict[str, float]


def run(notebook: NotebookNode, folder: Path, name: str, only: Callable[[NotebookNode], bool] = lambda _: True) -> Run:
    """Execute a copy of `notebook` in `folder`, its cells in order, those only that `only` picks.

    Raises RunError where a cell raises, does not end, writes to standard error or prints a memory address.
    """
    notebook = nbformat.from_dict(notebook)
    picked = [cell for cell in notebook.cells if only(cell)]
    part = nbformat.from_dict(notebook | {"cells": picked})
    client = NotebookClient(
        part,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        allow_errors=True,
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],  # ipykernel logs a line of its own otherwise
        resources={"metadata": {"path": str(folder)}},
    )
    start = time.perf_counter()
    try:
        run_sync(client.async_execute)()
    except CellTimeoutError:
        raise RunError(f"{name}: a cell did not end within {CELL_TIMEOUT} seconds") from None
    seconds = time.perf_counter() - start
    for cell in part.cells:
        refuse_unclean(cell, name)
    times = {cell.id: cell_time(cell) for cell in part.cells if cell.cell_type == "code"}
    executed = {cell.id: cleaned(cell) for cell in part.cells}
    notebook.cells = [executed.get(cell.id, cell) for cell in notebook.cells]
    return Run(notebook, seconds, times)


def refuse_unclean(cell: NotebookNode, name: str) -> None:
    """Raise RunError where an executed cell holds what a learner should never see."""
    quoted = cell.source.strip().splitlines()[0] if cell.source.strip() else "an empty cell"
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            raise RunError(f"{name}: the cell `{quoted}` raised {output.ename}: {output.evalue}")
        if output.get("name") == "stderr":
            raise RunError(f"{name}: the cell `{quoted}` wrote to standard error: {output.text.strip()[:400]}")
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if MEMORY_ADDRESS.search(text):
            raise RunError(f"{name}: the cell `{quoted}` shows a memory address: {text.strip()[:200]}")


def cell_time(cell: NotebookNode) -> float:
    """Return the seconds between a cell's start and its reply, as the kernel reported them."""
    stamps = cell.metadata.get("execution", {})
    moments = [stamps.get(key) for key in ("iopub.execute_input", "shell.execute_reply")]
    if None in moments:
        return 0.0
    start, end = map(datetime.fromisoformat, moments)
    return (end - start).total_seconds()


def cleaned(cell: NotebookNode) -> NotebookNode:
    """Return an executed cell without what changes from run to run: time stamps, and views of widgets now gone."""
    cell.metadata.pop("execution", None)
    if cell.cell_type == "code":
        cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    return cell


def machine() -> str:
    """Return what runs the notebooks, in words."""
    return f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors"


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide what a lesson measures."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found

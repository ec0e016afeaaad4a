"""What a notebook's checks and guesses have yielded so far; points go on to the file that `utils.progress` keeps.

The state lives on the IPython shell: a module's would be lost whenever the module is reloaded.
"""

import linecache
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from IPython import get_ipython

from utils import progress

WORK = progress.place()  # settled when the notebook begins: an answer may go to another folder


@dataclass(frozen=True)
class Verdict:
    """One check's result: `status` is "passed", "wrong", "error" or "not attempted"."""

    name: str
    status: str
    points: int
    message: str = ""
    details: tuple[str, ...] = ()
    printed: str = ""

    @property
    def earned(self) -> int:
        """Points earned: all or none."""
        return self.points if self.status == "passed" else 0


@dataclass
class State:
    """Verdicts and failed attempts by exercise, guesses by name, claims by text, in the order in which they came.

    check: what runs the block of the check under way, None between checks.
    elsewhere: where an answer runs apart from what judges it, how a block is run on the answer's side (see
    `utils.topics.taxi.alone`); None in a notebook.
    unrecorded: why the last verdict's points could not be kept for later sessions, "" where they are.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    guesses: dict[str, object] = field(default_factory=dict)
    claims: dict[str, object] = field(default_factory=dict)
    check: object = None
    elsewhere: Callable | None = None
    unrecorded: str = ""


_without_shell = State()


def state() -> State:
    """Return the running notebook's state."""
    shell = get_ipython()
    if shell is None:
        return _without_shell
    if not hasattr(shell, "course_state"):
        shell.course_state = State()
    return shell.course_state


def record(verdict: Verdict) -> int:
    """Keep a verdict, here and in the progress file; return how often the exercise has failed so far."""
    current = state()
    current.verdicts[verdict.name] = verdict
    if verdict.status in ("wrong", "error"):
        current.failures[verdict.name] = current.failures.get(verdict.name, 0) + 1
    current.unrecorded = unrecorded(verdict)
    return current.failures.get(verdict.name, 0)


def solved(name: str) -> bool:
    """Tell whether the check of exercise `name` passed when it last ran; a cell without `else` says what is missing."""
    verdict = state().verdicts.get(name)
    passed = verdict is not None and verdict.status == "passed"
    if not passed and "else" not in "".join(linecache.getlines(sys._getframe(1).f_code.co_filename)):
        print(f"This cell waits for your answer: solve `{name}`, run its check, then run this cell again.")
    return passed


def predict(name: str, guess: object) -> None:
    """Keep a guess for the closing table, where it stands beside the measurement; `None` is no guess yet."""
    state().guesses[name] = guess
    if guess is None:
        print(f"{name}: no guess yet. Replace None by yours and run the cell again.")
    else:
        print(f"{name}: your guess is {guess}.")


def predictions() -> dict[str, object]:
    """Return the guesses made so far, by name."""
    return {name: guess for name, guess in state().guesses.items() if guess is not None}


def unrecorded(verdict: Verdict) -> str:
    """Keep the points of a verdict in `work/`; return why they could not be kept, "" where they are or need not be.

    Only a learner's own copy in `work/` keeps points: no build, no test and no autograder does.
    """
    if "NBGRADER_EXECUTION" in os.environ or verdict.status == "not attempted":
        return ""
    if WORK is None:
        return "this notebook is not in the course's folder work/" if own_notebook() and verdict.earned else ""
    try:
        progress.add(WORK, verdict.name, verdict.earned, verdict.points)
    except OSError as problem:
        return f"{progress.PROGRESS} cannot be written ({problem.strerror})"
    return ""


def own_notebook() -> Path | None:
    """Return the running notebook's file as Jupyter's server or Visual Studio Code tell it; None in a build or test."""
    shell = get_ipython()
    told = os.environ.get("JPY_SESSION_NAME") or (shell and shell.user_ns.get("__vsc_ipynb_file__"))
    return Path(told) if told and str(told).endswith(".ipynb") else None


def earlier() -> progress.Standing | None:
    """Return what is on file for the running notebook; None outside `work/` and where nothing is on file."""
    path = own_notebook()
    if WORK is None or path is None or "NBGRADER_EXECUTION" in os.environ:
        return None
    try:
        standing = progress.standing(path.stem, progress.cells_of(path), progress.load(WORK))
    except (OSError, ValueError):
        return None
    return standing if standing.earned else None

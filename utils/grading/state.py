"""What a notebook's checks and guesses have yielded so far, and the file that keeps the course's progress.

The state lives on the IPython shell: a module's would be lost whenever the module is reloaded.
"""

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from IPython import get_ipython

PROGRESS = "progress.json"


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
    """Verdicts and failed attempts by exercise, guesses by name, claims by text, in the order in which they came."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    guesses: dict[str, object] = field(default_factory=dict)
    claims: dict[str, object] = field(default_factory=dict)


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
    save_progress(verdict)
    return current.failures.get(verdict.name, 0)


def solved(name: str) -> bool:
    """Tell whether the check of exercise `name` passed when it last ran."""
    verdict = state().verdicts.get(name)
    return verdict is not None and verdict.status == "passed"


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


def progress_file() -> Path | None:
    """Where progress is kept: in `work/`, for the learner's own copies and for nothing else that runs a notebook."""
    folder = Path.cwd()
    own = folder.name == "work" and (folder.parent / "notebooks").is_dir()
    return folder / PROGRESS if own and "NBGRADER_EXECUTION" not in os.environ else None


def load_progress(file: Path) -> dict[str, dict[str, int]]:
    """Return `{exercise: {"earned": …, "points": …}}`; a missing or damaged file is an empty one."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {name: {key: int(row[key]) for key in ("earned", "points")} for name, row in kept.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def save_progress(verdict: Verdict) -> None:
    """Add a verdict to the progress file in one step; what was earned once stays; a read-only folder is no error."""
    file = progress_file()
    if file is None:
        return
    kept = load_progress(file)
    before = kept.get(verdict.name, {}).get("earned", 0)
    kept[verdict.name] = {"earned": max(before, verdict.earned), "points": verdict.points}
    with contextlib.suppress(OSError):
        descriptor, scratch = tempfile.mkstemp(dir=file.parent, prefix=".progress-")
        try:
            with open(descriptor, "w", encoding="utf-8") as stream:
                json.dump(kept, stream, indent=1, sort_keys=True)
            os.replace(scratch, file)
        except OSError:
            os.unlink(scratch)
            raise

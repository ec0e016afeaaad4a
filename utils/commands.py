"""The course's commands on every system, each run in the course's environment. It needs Python's own library only."""

import os
import subprocess
import sys
from dataclasses import dataclass

from utils import environment

ROOT = environment.ROOT


@dataclass(frozen=True)
class Command:
    """What `python -m utils NAME` runs.

    words: arguments for Python. purpose: one line of help.
    needs: "nothing" but Python, what a "learner" has, or the "whole" environment, authors' tools too.
    """

    words: tuple[str, ...]
    purpose: str
    needs: str = "whole"


COMMANDS = {
    "help": Command((), "say which commands there are", "nothing"),
    "lab": Command(("-m", "utils.lab"), "open JupyterLab on your own copies of the lessons, in work/", "learner"),
    "progress": Command(("-m", "utils.progress"), "show the points you have earned, and what comes next", "nothing"),
    "afresh": Command(("-m", "utils.lab", "--afresh"), "begin a lesson afresh: your copy is kept beside it", "nothing"),
    "test": Command(("-m", "pytest"), "run the whole suite"),
    "build": Command(("-m", "utils.authoring", "build"), "make the notebooks from their sources"),
    "check": Command(("-m", "utils.authoring", "check"), "compare the notebooks with their sources"),
    "lint": Command(("-m", "utils.authoring", "lint"), "check the style of the code and the rules of a lesson"),
    "results": Command(
        ("-m", "utils.authoring", "results"), "write RESULTS.md and README's numbers from the executed lessons"
    ),
    "truth": Command(("-m", "utils.authoring.truth"), "change each solution by one step: do the checks notice?"),
    "site": Command(("-m", "utils.authoring.site"), "build the course's pages in docs/_build"),
    "browser": Command(("-m", "pytest", "tests/browser", "-n0"), "try JupyterLab and the pages in a real browser"),
    "grade": Command(("-m", "utils.classroom", "grade"), "grade what a class handed in"),
    "handout": Command(("-m", "utils.classroom", "handout"), "make the folder that students get"),
    "bench": Command(("-m", "utils.classroom", "bench"), "time the grader and nbgrader on the same submissions"),
    "agree": Command(("-m", "utils.classroom", "agree"), "compare the grader with a notebook on known answers"),
    "run": Command(("-m",), "run a program of the environment: python -m utils run ruff check"),
    "setup": Command((), "install everything, and nothing else"),
}


def main(arguments: list[str]) -> int:
    """Run one command, after the environment it needs has been made or mended; return its exit code."""
    there = available()
    name, *rest = arguments or ["help"]
    if name not in there or name == "help":
        asked = name in ("help", "-h", "--help")
        print(("" if asked else f"There is no command {name}. ") + "python -m utils COMMAND, where COMMAND is one of")
        print("\n".join(f"  {name:<9} {command.purpose}" for name, command in there.items()))
        return 0 if asked else 2
    if name == "run" and not rest:
        print('Which program? `make run ARGS="ruff check"` or `python -m utils run ruff check`, for one.')
        return 2
    command, python = there[name], sys.executable
    try:
        if command.needs != "nothing":
            environment.ensure(command.needs, this_python=name == "setup")
            python = str(environment.interpreter())
    except environment.Unable as reason:
        print(reason)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was there before is untouched.")
        return 1
    if name == "setup":
        print(f"Everything is installed, in {environment.HERE}.")
        return 0
    return run([python, *command.words, *rest])


def available() -> dict[str, Command]:
    """Return the commands of this folder: what students are handed out holds no tools of authors and instructors."""
    whole = (ROOT / "utils" / "authoring").is_dir()
    return {name: command for name, command in COMMANDS.items() if whole or command.needs != "whole" or name == "setup"}


def run(words: list[str]) -> int:
    """Run a program to its end and return its exit code. Ctrl-C is the program's own affair."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    own = {} if environment.linked() else {"PYTHONPATH": paths}
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"} | own)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it has got the signal too, and may ask whether it is meant
            continue

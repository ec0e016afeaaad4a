"""Runs one of the course's commands: `python -m utils lab`, for which `make lab` is short. See `utils.commands`.

Old Pythons, down to 2.7, must be able to read this file, so that they can say what is wrong: no letter beyond ASCII
here, and nothing younger than they are.
"""

import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def another_python(version, arguments):
    """Return what to tell the user of a Python that the course does not work with; `version` is it, as text."""
    names = ["python%d.%d" % (NEWEST[0], minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]  # noqa: UP031
    found = [name for name in names if runs(name)]
    command = arguments[0] if arguments else "lab"
    example = found[0] if found else "python3.12"
    return (
        "The course needs Python 3.11, 3.12 or 3.13, and this is {}. {}:\n"
        "`make {} PYTHON={}`, or without make `{} -m utils {}`."
    ).format(
        version,
        "You have another one" if found else "Install one from python.org, then name it",
        command,
        example,
        example,
        command,
    )


def runs(program):
    """Tell whether a program is there and works: some managers of Pythons leave the names of those switched off."""
    with open(os.devnull, "w") as nothing:
        try:
            return subprocess.call([program, "--version"], stdout=nothing, stderr=nothing) == 0
        except OSError:
            return False


def environments_python():
    """Return the path of the Python in the course's environment, which may not be there."""
    return os.path.join(ROOT, ".venv", *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def main(arguments):
    """Run one command, with another Python where this one does not fit and the environment has one."""
    if OLDEST <= tuple(sys.version_info[:2]) <= NEWEST:
        from utils.commands import main

        return main(arguments)
    python = environments_python()
    if os.path.exists(python) and os.path.abspath(sys.executable) != python:
        try:
            return subprocess.call([python, "-m", "utils"] + arguments, cwd=ROOT)  # noqa: RUF005
        except KeyboardInterrupt:
            return 1
    print(another_python(sys.version.split()[0], arguments))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

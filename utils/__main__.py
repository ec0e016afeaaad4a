"""The course's commands on every system: `python -m utils COMMAND`.

Python's own library is enough for it: the first command makes `.venv` and installs the locked packages there, and every
command then runs inside. `make lab` is short for `python -m utils lab`, and so for the others.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "course-installed"
OLDEST, NEWEST = (3, 11), (3, 13)

COMMANDS = {
    "lab": (["-m", "utils.lab"], "open JupyterLab on your own copies of the lessons, in work/"),
    "progress": (["-m", "utils.lab", "--progress"], "show the points you have earned"),
    "test": (["-m", "pytest"], "run the whole suite"),
    "build": (["-m", "utils.authoring", "build"], "make the notebooks from their sources"),
    "check": (["-m", "utils.authoring", "check"], "compare the notebooks with their sources"),
    "lint": (["-m", "utils.authoring", "lint"], "check the style of the code and the rules of a lesson"),
    "results": (
        ["-m", "utils.authoring", "results"],
        "write RESULTS.md and README's numbers from the executed lessons",
    ),
    "site": (["-m", "utils.authoring.site"], "build the course's pages in docs/_build"),
    "browser": (["-m", "pytest", "tests/browser", "-n0"], "try JupyterLab and the pages in a real browser"),
    "grade": (["-m", "utils.classroom", "grade"], "grade what a class handed in"),
    "handout": (["-m", "utils.classroom", "handout"], "make the folder that students get"),
    "bench": (["-m", "utils.classroom", "bench"], "time the grader and nbgrader on the same submissions"),
    "setup": (["-c", ""], "install, and nothing else"),
}


def main(arguments: list[str]) -> int:
    """Run one command in the course's environment, which is made first where it is missing or out of date."""
    if not arguments or arguments[0] not in COMMANDS:
        print("python -m utils COMMAND, where COMMAND is one of")
        print("\n".join(f"  {name:<9} {purpose}" for name, (_, purpose) in COMMANDS.items()))
        return 2
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        print(f"The course needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}. Name another one:")
        print("`make lab PYTHON=python3.12`, or without make `python3.12 -m utils lab`.")
        return 1
    try:
        if not STAMP.exists() or STAMP.read_text(encoding="utf-8") != wanted():
            install()
        command, _ = COMMANDS[arguments[0]]
        environment = os.environ | {"PYTHONUTF8": "1"}  # Windows would read and print in a code page
        return subprocess.call([interpreter(), *command, *arguments[1:]], cwd=ROOT, env=environment)
    except subprocess.CalledProcessError:
        print("The packages could not be installed: see above. The set-up needs a network once; run it again.")
    except OSError as problem:
        print(f"{ENVIRONMENT.name}/ could not be made or used ({problem.strerror}): remove it and try again.")
    except KeyboardInterrupt:
        pass
    return 1


def wanted() -> str:
    """Return a hash of what the environment is made from, and of the place: an editable install points to it."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def install() -> None:
    """Make the environment, install the lock with its hashes and then the course itself, editable.

    Raises CalledProcessError where pip fails. The stamp comes last: an interrupted set-up is started again.
    """
    print(f"Setting up {ENVIRONMENT.name}/ once: about 2.7 GB, a minute or two.", flush=True)
    STAMP.unlink(missing_ok=True)
    if Path(sys.prefix).resolve() != ENVIRONMENT:  # else this very Python runs from the environment
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    pip = [interpreter(), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
    subprocess.check_call([*pip, "--require-hashes", "-r", "requirements.lock"], cwd=ROOT)
    subprocess.check_call([*pip, "--no-build-isolation", "--editable", "."], cwd=ROOT)
    STAMP.write_text(wanted(), encoding="utf-8")


def interpreter() -> str:
    """Return the environment's Python."""
    folder, name = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    return str(ENVIRONMENT / folder / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

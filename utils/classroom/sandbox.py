"""Where answers run: bubblewrap, without a network, with the course's code and data to read and nothing else.

The sandbox of an answer holds the code that students are handed out, without oracles; the judge's has these as well.
Neither sees the rest of the machine.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from utils.authoring import ROOT
from utils.classroom.handout import copy_code

COURSE, SCRATCH = "/course", "/scratch"  # inside
SYSTEM = (
    *(
        "/usr",
        "/lib",
        "/lib64",
        "/bin",
        "/sbin",
        "/etc/ld.so.cache",
        "/etc/alternatives",
        "/etc/localtime",
        "/etc/fonts",
        "/sys/kernel/mm/transparent_hugepage",  # whether there are large pages
    ),
)
KEPT = ("PATH", "LANG", "LC_ALL", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
# Memory in pages of 2 MB, where the system has them: a fork then takes half the time, since less is to be listed
LARGE_PAGES = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
INSIDE = Path(__file__).parent / "inside"


def missing() -> str:
    """Return what this machine lacks for a sandbox, in one sentence, or nothing."""
    if sys.platform != "linux":
        return "Grading safely needs Linux with bubblewrap: elsewhere use a virtual machine, or WSL on Windows."
    if shutil.which("bwrap") is None:
        return "Grading safely needs bubblewrap, which is missing here: install the package bubblewrap."
    words = [*bubblewrap(), *bind(*SYSTEM), *bind(*environment_folders()), "--dir", "/proc", "--tmpfs", SCRATCH]
    words += ["--dev", "/dev", *bind(INSIDE), "--setenv", "PYTHONPATH", str(INSIDE), sys.executable, "-c", TRIAL]
    trial = subprocess.run(words, capture_output=True, text=True, check=False)
    if trial.returncode:
        said = trial.stderr.strip().splitlines()
        reason = said[-1] if said else "no reason given"
        return f"Grading safely needs user namespaces, which this machine does not grant to bubblewrap ({reason})."
    return ""


# What every answer does first
TRIAL = f"""
import os, confinement, syscalls
confinement.drop_root()
confinement.unshare()
if os.fork() == 0:
    try:
        confinement.own_files({SCRATCH!r}, 1)
        confinement.drop_privileges()
        syscalls.refuse_calls()
    except OSError as problem:
        print(problem, file=__import__("sys").stderr, flush=True)
        os._exit(1)
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def bubblewrap() -> list[str]:
    """Return how every sandbox begins: all namespaces new, no environment, an end with its parent.

    Real root makes the mounts itself; the process inside then becomes nobody (`inside.confinement.drop_root`).
    """
    spaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if os.getuid():
        spaces = ["--unshare-user", *spaces]
    return ["bwrap", *spaces, "--die-with-parent", "--new-session", "--clearenv"]


def bind(*places: str | Path) -> list[str]:
    """Return the words that show places of this machine read-only, each where it is.

    Folders above them are made open to all: bubblewrap would make them for the one who started it.
    """
    words: list[str] = []
    for place in filter(os.path.exists, map(str, places)):
        for above in reversed(Path(place).parents[:-1]):
            words += ["--perms", "0755", "--dir", str(above)]
        words += ["--ro-bind", place, place]
    return words


def environment_folders() -> list[str]:
    """Return the folders of the running Python: the environment's, and the one that it was made from."""
    folders = [sys.prefix, sys.exec_prefix, sys.base_prefix, os.path.realpath(sys.executable)]
    folders[3] = str(Path(folders[3]).parents[1])
    return sorted({folder for folder in folders if not folder.startswith("/usr")} - {"/"})


def stage(folder: Path) -> None:
    """Lay out in `folder` what each of the two processes sees of the course: `answer/` and `judge/`."""
    for role in ("answer", "judge"):
        place = folder / role
        shutil.copytree(INSIDE, place / "inside", ignore=shutil.ignore_patterns("__pycache__"))
        copy_code(place / "utils", with_oracles=role == "judge")
        os.symlink(ROOT / "data", place / "data")


def command(
    role: str, staged: Path, descriptor: int, *, trusted: bool, seed: int | None
) -> tuple[list[str], dict[str, str]]:
    """Return the command line and the environment of a long-lived process, "judge" or "answer".

    staged: the folder that `stage` filled. trusted: no sandbox, as the instructor has asked for.
    """
    place = staged / role
    home, course = (str(staged), str(place)) if trusted else (SCRATCH, COURSE)
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | dict.fromkeys(THREADS, "1")
    environment |= {"HOME": home, "PYTHONPATH": course, "IPYTHONDIR": f"{home}/ipython", "MPLCONFIGDIR": home}
    environment |= LARGE_PAGES | {"MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    if role == "judge" and seed is not None:
        environment["COURSE_SEED"] = str(seed)  # the inputs that `same_as` generates
    program = [sys.executable, "-m", "inside", role, str(descriptor)]
    if trusted:
        return program, environment
    shown = [*SYSTEM, *environment_folders()]
    around = [place for place in shown if ROOT.is_relative_to(place)]
    words = [*bubblewrap(), *bind(*around)]
    words += ["--tmpfs", str(ROOT)] if around else []  # the course lies where everybody may look
    words += bind(*(place for place in shown if place not in around))
    words += ["--perms", "0755", "--dir", COURSE]
    for name in ("inside", "utils"):
        words += ["--ro-bind", str(place / name), f"{COURSE}/{name}"]
    words += ["--ro-bind", str(ROOT / "data"), f"{COURSE}/data", "--dev", "/dev", "--remount-ro", "/dev"]
    words += ["--size", str(16 * 2**20), "--perms", "1777", "--tmpfs", "/dev/shm"]
    words += ["--dir", "/proc"] if os.getuid() == 0 else ["--proc", "/proc"]
    words += ["--size", str(256 * 2**20), "--perms", "1777", "--tmpfs", SCRATCH, "--remount-ro", "/"]
    words += [word for name, value in environment.items() for word in ("--setenv", name, value)]
    return [*words, "--chdir", "/", *program], environment

"""Makes and mends `.venv`, the course's environment, with Python's own library.

A new environment is built beside the one that is there and takes its place when it stands; nothing is cleared before.
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE, NEXT, FORMER, CACHE, LOCK = ".venv", ".venv-next", ".venv-former", ".venv-cache", ".venv-lock"
TOOLS = "tools"  # in the cache
STAMP, EARLIER_STAMP = "course.json", "course-installed"
COURSE = "model-resource-management"
LIGHTER = "tensorflow", "tensorflow-cpu"  # the same modules without what a graphics card needs

SIZES = {"learner": 2.2, "whole": 2.6}  # gigabytes on disk, without reserve
DOWNLOADS = {"learner": 450, "whole": 560}  # megabytes, with the lighter TensorFlow
SPARE = 0.4
GLIBC = (2, 28)  # what the wheels ask for

NO_ROOM = re.compile(
    r"no space left|os error 28|not enough space|disk quota exceeded|errno 28|errno 122", re.IGNORECASE
)
NO_NETWORK = re.compile(
    r"dns error|error sending request|failed to fetch|could not connect|client error|name resolution|no matching "
    r"distribution|newconnectionerror|connection (?:refused|reset|broken)|timed? ?out|max retries|unreachable",
    re.IGNORECASE,
)
ALTERED = re.compile(r"hash mismatch|do not match the hashes", re.IGNORECASE)


class Unable(Exception):
    """The environment cannot be made; the message says in one sentence why and what to do."""


def ensure(needs: str, this_python: bool = False) -> None:
    """See to it that `.venv` holds what is wanted, and that it points to this folder.

    needs: "learner" or "whole". this_python: whether it must be of the Python that runs now.
    Raises Unable where there is no environment that works. An older one that works is used, and it is said why.
    """
    restore()
    fault = what_is_wrong(needs, this_python)
    if not fault and linked():
        return
    try:
        with one_at_a_time():
            fault = what_is_wrong(needs, this_python)
            if fault:
                build(needs if needs == "whole" or not read_stamp().get("whole") else "whole", fault)
            elif not linked():
                link(ROOT / HERE)
    except (Unable, OSError) as problem:
        reason = problem if isinstance(problem, Unable) else unable(problem)
        if not serves(needs):
            raise reason from None
        print(f"{reason}\nUntil then the environment that is there is used as it is.", flush=True)


# -- What there is


def interpreter(folder: Path | None = None) -> Path:
    """Return the Python of an environment, by default the course's."""
    return scripts(folder or ROOT / HERE) / ("python.exe" if sys.platform == "win32" else "python")


def scripts(folder: Path) -> Path:
    """Return the folder of an environment's programs."""
    return folder / ("Scripts" if sys.platform == "win32" else "bin")


def packages(folder: Path) -> Path:
    """Return the folder of an environment's packages."""
    found = [folder / "Lib" / "site-packages", *sorted(folder.glob("lib/python3*/site-packages"))]
    return next((path for path in found if path.is_dir()), found[0])


def read_stamp(folder: Path | None = None) -> dict:
    """Return what was noted of an environment when it was made; nothing where it is unknown."""
    try:
        stamp = json.loads(((folder or ROOT / HERE) / STAMP).read_text(encoding="utf-8"))
        return stamp if isinstance(stamp, dict) else {}
    except (OSError, ValueError):
        return {}


def serves(needs: str) -> bool:
    """Tell whether the environment was complete once and can be run, though it may not be the newest."""
    folder, stamp = ROOT / HERE, read_stamp()
    complete = needs in stamp or (folder / EARLIER_STAMP).exists()
    return complete and interpreter(folder).exists()


def what_is_wrong(needs: str, this_python: bool = False) -> str:
    """Return why the environment has to be made, "" where it need not."""
    folder, stamp = ROOT / HERE, read_stamp()
    if not folder.exists():
        return "There is no environment yet."
    if not interpreter(folder).exists():
        return f"{HERE} has lost its Python."
    if needs not in stamp:
        return f"{HERE} does not hold yet what this command needs."
    if stamp[needs] != digest(needs):
        return "The course's packages have changed."
    if this_python and stamp.get("python") != list(sys.version_info[:2]):
        return f"{HERE} is of another Python."
    lost = sorted(set(stamp.get("holds", ())) - holds(folder))
    if lost:
        return f"{HERE} has lost {lost[0]}" + (f" and {len(lost) - 1} more." if lost[1:] else ".")
    return ""


def holds(folder: Path) -> set[str]:
    """Return the names of what the packages of an environment consist of, two folders deep."""
    found = set()
    with contextlib.suppress(OSError), os.scandir(packages(folder)) as entries:
        for entry in entries:
            if entry.name.startswith(("pip", "__", "_distutils", COURSE.replace("-", "_"))):
                continue  # not of the lock, or of the course itself
            found.add(entry.name)
            if entry.is_dir():
                found |= {f"{entry.name}/{name}" for name in os.listdir(entry.path) if name != "__pycache__"}
    return found


def linked() -> bool:
    """Tell whether the environment's `utils` is this folder's, as pyproject.toml is now."""
    stamp = read_stamp()
    site = packages(ROOT / HERE)
    named = any(site.glob(f"{COURSE.replace('-', '_')}-*.dist-info"))
    return named and stamp.get("root") == str(ROOT) and stamp.get("project") == project_digest()


# -- What there should be


def blocks() -> dict[str, str]:
    """Return the lock as a text for each package, by its name, with the lighter TensorFlow where that exists."""
    locked = split((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    heavy, light = LIGHTER
    if sys.platform == "linux" and platform.machine() == "x86_64":
        locked[heavy] = split((ROOT / "requirements-cpu.lock").read_text(encoding="utf-8"))[light]
    return locked


def split(lock: str) -> dict[str, str]:
    """Return a lock's text for each package, by its name."""
    parts = re.split(r"^(?=[\w.,\[\]-]+==)", lock, flags=re.MULTILINE)[1:]
    return {re.split(r"[\[=]", part)[0]: part for part in parts}


def wanted(needs: str) -> dict[str, str]:
    """Return those blocks of the lock that an environment needs: a learner's hold nothing that authors alone use."""
    every = blocks()
    if needs == "whole":
        return every
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {normal(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}
    askers = {}
    for name, text in split((ROOT / "requirements.lock").read_text(encoding="utf-8")).items():
        askers[name] = {normal(asker) for asker in re.findall(r"^    #(?: via)?\s+([\w.-]+)", text, re.MULTILINE)}
    needed, before = direct & set(every), set()
    while needed != before:
        before = needed
        needed = needed | {name for name, asked in askers.items() if asked & needed}
    return {name: text for name, text in every.items() if name in needed}


def normal(name: str) -> str:
    """Return a package's name as the lock spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def digest(needs: str) -> str:
    """Return a hash of the packages that an environment needs; comments play no part."""
    lines = [line.strip() for text in wanted(needs).values() for line in text.splitlines()]
    return hashlib.sha256("\n".join(line for line in lines if not line.startswith("#")).encode()).hexdigest()


def project_digest() -> str:
    """Return a hash of what pyproject.toml says of the course as a package; comments play no part."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kept = [project.get("project"), project.get("tool", {}).get("setuptools"), project.get("build-system")]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


# -- Whether it can be made


def unfit(needs: str) -> str:
    """Return in one sentence why this machine cannot have the environment, "" where it can."""
    system, machine = sys.platform, platform.machine().lower()
    if sys.maxsize <= 2**32:
        return "This Python is a 32-bit one and TensorFlow needs 64 bits: install the 64-bit Python from python.org."
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "This Python is a free-threaded one, for which packages are missing: take the usual build of it."
    if system == "darwin" and machine == "x86_64":
        return (
            "The course cannot be installed on a Mac with an Intel processor, for which no LiteRT runtime exists "
            "(on a Mac with Apple silicon: this Python is an Intel one, take the one from python.org)."
        )
    if system == "win32" and sysconfig.get_platform() == "win-arm64":
        return "TensorFlow does not exist for Windows on ARM processors: take another machine, or Linux in WSL 2."
    if system == "linux" and machine not in ("x86_64", "aarch64"):
        return f"TensorFlow does not exist for processors of the kind {machine}: take another machine."
    if system == "linux" and not recent_glibc():
        return "TensorFlow needs a Linux with glibc 2.28 or newer (not Alpine): take a newer system, or a container."
    if importlib.util.find_spec("ensurepip") is None:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return f"This Python cannot make environments: `sudo apt install {name}`, or take the one from python.org."
    room, free = 0.5 if was_fetched() else SIZES[needs] + SPARE, shutil.disk_usage(ROOT).free / 1e9
    if free < room:
        return (
            f"The environment needs {room:.1f} GB of disk and {free:.1f} GB are free: "
            "make room, or move the course's folder to another disk."
        )
    return ""


def recent_glibc() -> bool:
    """Tell whether this Linux has the C library that the packages are made for."""
    name, version = platform.libc_ver()
    return name == "glibc" and tuple(map(int, version.split(".")[:2])) >= GLIBC


def was_fetched() -> bool:
    """Tell whether packages of an earlier set-up are there."""
    return any(packages_cache().glob("archive-*"))


def packages_cache() -> Path:
    """Return where fetched packages stay: in the course's folder, so that they go when it goes."""
    return Path(os.environ.get("UV_CACHE_DIR") or ROOT / CACHE)


# -- Making it


def build(needs: str, fault: str) -> None:
    """Build an environment beside the one that is there and put it in its place. Raises Unable or OSError."""
    reason = unfit(needs)
    if reason:
        raise Unable(reason)
    new, fresh = ROOT / NEXT, not was_fetched()
    effort = "most of it is here already"
    if fresh:
        effort = f"{DOWNLOADS[needs]} MB to download, {SIZES[needs]} GB on disk, once"
    print(f"{fault} Setting up {HERE}: {effort}.", flush=True)
    remove(new)
    started = time.monotonic()
    try:
        make(new, needs)
        with watched("4 of 4: putting it in place"):
            swap(new)
    except BaseException as problem:
        remove(new)
        if fresh and isinstance(problem, OSError | Unable) and no_room(problem):
            remove(ROOT / CACHE)
        raise
    print(f"Ready after {time.monotonic() - started:.0f} seconds.", flush=True)


def make(new: Path, needs: str) -> None:
    """Make a complete environment in the folder `new`."""
    with watched("1 of 4: Python") as watch:
        watch.run([sys.executable, "-c", CREATE, str(new)])
        if not installer():
            (new / "uv.txt").write_text(blocks()["uv"], encoding="utf-8")
            words = [*pip(new), "--require-hashes", "--target", str(ROOT / CACHE / TOOLS)]
            watch.run([*words, "--requirement", str(new / "uv.txt")])
    with contextlib.suppress(OSError), open(new / "pyvenv.cfg", "a", encoding="utf-8") as stream:
        stream.write("relocatable = true\n")  # the programs that uv writes find their Python beside themselves
    listed = new / "packages.txt"
    listed.write_text("".join(wanted(needs).values()), encoding="utf-8")
    with watched("2 of 4: packages", SIZES[needs]) as watch:
        install(watch, new, listed)
    with watched("3 of 4: the course") as watch:
        stamp = {"python": list(sys.version_info[:2]), "holds": sorted(holds(new))}
        stamp |= {kind: digest(kind) for kind in SIZES if needs in ("whole", kind)}
        (new / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
        link(new, watch)
    forget_copies(new)


# In a process of its own, since one in an environment would take that environment's Python for its own
CREATE = "import os, sys, venv; venv.create(sys.argv[1], with_pip=True, symlinks=os.name != 'nt')"


def pip(folder: Path) -> list[str]:
    """Return the words of an installation by pip, which reads the machine's own settings of pip."""
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "install", "--no-deps"]
    return [str(interpreter(folder)), "-m", "pip", *options]


def installer() -> str:
    """Return the path of uv, "" where there is none yet; it lies with the fetched packages, outside the environment."""
    return shutil.which("uv", path=str(ROOT / CACHE / TOOLS / "bin")) or ""


def install(watch: "Watch", new: Path, listed: Path) -> None:
    """Install the packages in `listed` with their hashes: from what was fetched before, else by uv, else by pip."""
    words = [installer(), "--no-config", "--cache-dir", str(packages_cache()), "pip", "install"]
    words += [
        "--python",
        str(interpreter(new)),
        "--no-deps",
        "--require-hashes",
        "--compile-bytecode",
        "--requirement",
        str(listed),
    ]
    if was_fetched():
        with contextlib.suppress(Unable):
            watch.run([*words, "--offline"])
            return
    try:
        watch.run(words)
    except Unable as problem:
        if no_room(problem):
            raise
        # A machine may reach packages by pip's settings only; where nothing is reached this is soon over
        watch.run([*pip(new), "--retries", "1", "--require-hashes", "--requirement", str(listed)])


def link(folder: Path, watch: "Watch | None" = None) -> None:
    """Install the course itself into an environment, editable, without a network, and note where it points to."""
    watch = watch or Watch("")
    stamp = read_stamp(folder)
    if installer():
        words = [installer(), "--no-config", "--offline", "--cache-dir", str(packages_cache())]
        words += ["pip", "install", "--python", str(interpreter(folder))]
    else:
        words = pip(folder)
    watch.run([*words, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    former = Path(stamp.get("root", ROOT)) / HERE
    if folder.name == HERE and former != folder:
        rename_in_scripts(folder, former, folder)
    stamp |= {"root": str(ROOT), "project": project_digest()}
    write(folder / STAMP, json.dumps(stamp))


def rename_in_scripts(folder: Path, before: Path, after: Path) -> None:
    """Replace the path of an environment in the programs that hold it."""
    for path in [*scripts(folder).iterdir(), folder / "pyvenv.cfg"]:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 100_000:
            continue
        content = path.read_bytes()
        if b"\0" not in content and str(before).encode() in content:
            path.write_bytes(content.replace(str(before).encode(), str(after).encode()))


def forget_copies(new: Path) -> None:
    """Remove the fetched packages where the disk cannot share them with the environment: they would lie there twice."""
    if sys.platform == "darwin" or "UV_CACHE_DIR" in os.environ:  # a Mac shares in another way
        return
    sample = packages(new) / "numpy" / "__init__.py"
    if sample.exists() and sample.stat().st_nlink == 1:
        remove(ROOT / CACHE)


def swap(new: Path) -> None:
    """Put a new environment in the place of the one that is there. One that the course has not made is kept aside."""
    here, former = ROOT / HERE, ROOT / FORMER
    rename_in_scripts(new, new, here)
    remove(former)
    if os.path.lexists(here) and not any((here / stamp).exists() for stamp in (STAMP, EARLIER_STAMP)):
        kept = next(path for n in range(1, 1000) if not os.path.lexists(path := ROOT / f"{HERE}-kept-{n}"))
        here.rename(kept)
        print(f"The {HERE} that was there is none of the course's: it is kept as {kept.name}.", flush=True)
    try:
        if os.path.lexists(here):
            here.rename(former)
        new.rename(here)
    except OSError:
        restore()
        raise
    remove(former)


def restore() -> None:
    """Undo a swap that was interrupted between its two steps."""
    if not os.path.lexists(ROOT / HERE) and os.path.lexists(ROOT / FORMER):
        (ROOT / FORMER).rename(ROOT / HERE)


def remove(folder: Path) -> None:
    """Remove a folder of ours, or a link to one, as far as that is possible."""
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def write(path: Path, text: str) -> None:
    """Write a small file in one step."""
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    scratch.write_text(text, encoding="utf-8")
    os.replace(scratch, path)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other set-up of this folder runs. Where the disk knows no locks, go on without."""
    with open(ROOT / LOCK, "a", encoding="utf-8") as stream:
        told = False
        while not try_lock(stream):
            if not told:
                print("Another set-up of this folder is running: waiting for it.", flush=True)
            told = True
            time.sleep(1)
        yield


def try_lock(stream) -> bool:
    """Take the lock of an open file, which ends with the file or the process; False where another one has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


# -- Saying what happens


class Watch:
    """Runs programs, shows how long they take and how much they write, and says in one sentence why one failed."""

    def __init__(self, label: str, gigabytes: float = 0) -> None:
        self.label, self.gigabytes = label, gigabytes
        self.started, self.free = time.monotonic(), free_bytes()
        self.written, self.told, self.width = 0.0, self.started, 0

    def run(self, words: list[str]) -> None:
        """Run a program to its end. Raises Unable where it fails."""
        own = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PYTHONUTF8": "1", "UV_HTTP_TIMEOUT": "60"}
        process = subprocess.Popen(
            words, cwd=ROOT, env=os.environ | own, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        said = ""
        try:
            while True:
                try:
                    said = process.communicate(timeout=0.5)[0]
                    break
                except subprocess.TimeoutExpired:
                    self.show()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.returncode:
            raise explained(said)

    def show(self, end: bool = False) -> None:
        """Write one line that renews itself on a terminal, and a line now and then elsewhere."""
        if not self.label:
            return
        now = time.monotonic()
        self.written = max(self.written, (self.free - free_bytes()) / 1e9)
        line = f"  {self.label} · {now - self.started:.0f} s"
        if self.gigabytes and self.written >= 0.1:
            line += f" · {min(self.written, self.gigabytes):.1f} of about {self.gigabytes} GB"
        if sys.stdout.isatty():
            print("\r" + line.ljust(self.width), end="\n" if end else "", flush=True)
            self.width = len(line)
        elif end or now - self.told > 15:
            self.told = now
            print(line, flush=True)


@contextlib.contextmanager
def watched(label: str, gigabytes: float = 0) -> Iterator[Watch]:
    """Give a Watch for one step of the set-up."""
    watch = Watch(label, gigabytes)
    try:
        watch.show()
        yield watch
    finally:
        watch.show(end=True)


def free_bytes() -> int:
    """Return what is free on the course's disk."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(ROOT).free
    return 0


def explained(said: str) -> Unable:
    """Return why a program failed, in one sentence, from what it said; where that is no help, its last lines too."""
    if NO_ROOM.search(said):
        return Unable(full())
    if ALTERED.search(said):
        return Unable(
            "A package is not the one that the course was made with: try again, or ask who runs your network."
        )
    if NO_NETWORK.search(said):
        return Unable("The packages could not be fetched: the set-up needs a network once. Connect, and run it again.")
    tail = "\n".join(said.strip().splitlines()[-12:])
    return Unable(f"{tail}\nThe packages could not be installed, as said above.")


def unable(problem: OSError) -> Unable:
    """Return why the environment could not be written, in one sentence."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unable(full())
    if sys.platform == "win32" and isinstance(problem, PermissionError):
        return Unable(f"{HERE} is in use: close JupyterLab and what else runs from it, then run this again.")
    return Unable(f"{HERE} cannot be written ({problem.strerror}): move the course to a folder of your own.")


def full() -> str:
    """Return the sentence for a full disk."""
    return "The disk is full: make room (about 3 GB), or move the course's folder to another disk, and run it again."


def no_room(problem: Exception) -> bool:
    """Tell whether something failed for want of room on the disk."""
    return str(problem) == full() or getattr(problem, "errno", None) in (errno.ENOSPC, errno.EDQUOT)

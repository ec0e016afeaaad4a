"""Finds what was handed in: folders and archives as Canvas, Moodle, nbgrader or an instructor lays them out.

Everything is listed before anything runs. An archive is read where it lies and never unpacked; no link is followed.
"""

import csv
import hashlib
import os
import re
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from utils.classroom import ClassroomError
from utils.classroom.submissions import LARGEST

SKIPPED = {".ipynb_checkpoints", "__MACOSX", ".git"}
CANVAS = re.compile(r"^(?P<student>[^_]+(?:_LATE)?_\d+)_\d+_(?P<name>.+)$")
MOODLE = re.compile(r"^(?P<student>.+_\d+)_assignsubmission_[a-z]+_?(?P<name>.*)$")
RESUBMITTED = re.compile(r"-(\d+)$")  # Canvas numbers what is handed in again: lesson-1.ipynb
LARGEST_LIST = 20_000_000  # bytes of an archive's list of what is in it
MOST_NOTEBOOKS, LARGEST_ARCHIVE = 1_000, 10 * LARGEST  # and bytes of them all, in the archive of one student
NESTED = "an archive within an archive: unpack the outer one, and grade the folder"
NOTHING = "nothing to grade"  # the layout of what is no notebook


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
    times: Counter[str] = Counter()
    for at, one in enumerate(found):  # an archive may hold two files of one name
        times[one.file] += 1
        found[at] = replace(one, file=f"{one.file} ({times[one.file]})") if times[one.file] > 1 else one
    return sorted(found, key=lambda one: one.file)


def in_folder(place: Path, lessons: tuple[str, ...]) -> Iterator[Found]:
    """Yield the notebooks of a folder, and those in archives that lie in it."""
    others: dict[str, list[str]] = {}
    students: set[str] = set()
    for top, folders, files in os.walk(place, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        links = [name for name in folders if Path(top, name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(top, name)
            inside = readable(path.relative_to(place).as_posix())
            student, layout = whose(inside, lessons)
            if name.lower().endswith(".ipynb"):
                order = (resubmission(inside), modified(path))
                found = [Found(student, inside, layout, order, lambda path=path: read_file(path))]
            elif name.lower().endswith(".zip") and path.is_file() and not path.is_symlink():
                found = list(in_archive(path, inside, student, lessons))
            else:
                if is_of_student(inside, layout, lessons):
                    others.setdefault(student, []).append(inside)
                continue
            students.update(one.student for one in found)
            yield from found
    yield from without_notebook(others, students)


def without_notebook(others: dict[str, list[str]], students: set[str]) -> Iterator[Found]:
    """Yield those of whom nothing but other files is there. students: those of whom there is something to grade."""
    for student, files in others.items():
        if student not in students:
            named = ", ".join(PurePosixPath(one).name for one in files[:3])
            yield refused(student, files[0], NOTHING, f"no notebook (.ipynb) was handed in, only {named}")


def is_of_student(inside: str, layout: str, lessons: tuple[str, ...]) -> bool:
    """Tell whether a file that is no notebook was handed in, rather than laid down by the instructor."""
    return "/" in inside or layout == "Canvas" or any(lesson in inside for lesson in lessons)


def in_archive(path: Path, inside: str, student: str, lessons: tuple[str, ...]) -> Iterator[Found]:
    """Yield the notebooks of an archive; where it is one student's own, all are that student's.

    An archive within it is not looked into, and said so.
    """
    here = inside or path.name
    try:
        refuse_long_list(path)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (ClassroomError, OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as problem:
        yield refused(student, here, "zip", f"the archive cannot be read: {problem}")
        return
    entries = [one for one in entries if not one.is_dir() and not SKIPPED & set(PurePosixPath(one.filename).parts)]
    wanted = [one for one in entries if one.filename.lower().endswith((".ipynb", ".zip"))]
    unwanted = [readable(one.filename) for one in entries if not one.filename.lower().endswith((".ipynb", ".zip"))]
    claimed = sum(one.file_size for one in wanted)
    if student and (len(wanted) > MOST_NOTEBOOKS or claimed > LARGEST_ARCHIVE):
        reason = f"too much is in the archive: {len(wanted):,} notebooks, {claimed / 1e6:,.0f} MB"
        yield refused(student, here, "zip", reason)
        return
    for entry in wanted:
        name = readable(entry.filename)
        owner, layout = (student, "zip") if student else whose(name, lessons)
        file = f"{inside}/{name}" if inside else name
        if name.lower().endswith(".zip"):
            yield refused(owner, file, layout, NESTED)
            continue
        order = (resubmission(name), entry.date_time)
        yield Found(owner, file, layout, order, lambda entry=entry: read_entry(path, entry))
    if student:
        others = {} if wanted else {student: [f"{here}/{name}" for name in unwanted] or [here]}
        yield from without_notebook(others, set())
        return
    others = {}
    for name in unwanted:
        owner, layout = whose(name, lessons)
        if is_of_student(name, layout, lessons):
            others.setdefault(owner, []).append(name)
    yield from without_notebook(others, {whose(readable(one.filename), lessons)[0] for one in wanted})


def refuse_long_list(path: Path) -> None:
    """Raise ClassroomError where an archive claims so many entries that reading their list would fill the memory."""
    with path.open("rb") as stream:
        end = zipfile._EndRecData(stream)
    if end and end[zipfile._ECD_SIZE] > LARGEST_LIST:
        raise ClassroomError("it lists far too many files")


def refused(student: str, file: str, layout: str, reason: str) -> Found:
    """Return a file that cannot be graded, for the reason given."""

    def read() -> bytes:
        raise ClassroomError(reason)

    return Found(student, file, layout, (0, 0), read)


def readable(name: str) -> str:
    """Return a path as text: bytes that are none stay distinct, and an accent is one character however it was typed."""
    raw = name.encode("utf-8", "surrogateescape")
    return unicodedata.normalize("NFC", raw.decode("utf-8", "backslashreplace"))


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
    except RuntimeError:
        raise ClassroomError("it lies in an archive that is locked by a password") from None
    except (OSError, zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as problem:
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
    nothing = layouts.pop(NOTHING, 0)
    students = len({one.student for one in found})
    lines = [f"{len(found) - nothing} notebooks of {students} students:"]
    lines += [f"  {number} laid out as {layout}" for layout, number in layouts.most_common()]
    lines += [f"  nothing to grade from {nothing}, who handed in no notebook"] if nothing else []
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
    except OSError as problem:
        raise ClassroomError(f"The roster {file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise ClassroomError(f"The roster {file} cannot be read: save it as UTF-8.") from None
    first = text.partition("\n")[0]
    mark = next((mark for mark in (",", ";", "\t") if mark in first), ",")
    rows = [row for row in csv.reader(text.splitlines(), delimiter=mark) if any(cell.strip() for cell in row)]
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    known = ("student", "identifier", "id", "student_id", "sis login id", "username", "email", "email address", "name")
    known += ("full name",)
    column = next((head.index(name) for name in known if name in head), None)
    both = [head.index(name) for name in ("first name", "last name") if name in head]
    shown = next(
        ([head.index(name)] for name in ("name", "full name", "student") if name in head), both or [column or 0]
    )
    rows = rows if column is None else rows[1:]
    column, students = column or 0, {}
    for row in rows:
        student = readable(row[column].strip()) if column < len(row) else ""
        if student in students:
            raise ClassroomError(f"The roster {file} names {student} twice.")
        if student and student != "Points Possible":  # a line of Canvas's
            students[student] = " ".join(row[at].strip() for at in shown if at < len(row)) or student
    if not students:
        raise ClassroomError(f"The roster {file} names nobody.")
    return students

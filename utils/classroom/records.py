"""Records of a run: one JSON line for each file, appended as it comes, so that a run can be stopped and resumed."""

import json
import os
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path

from utils.classroom import ClassroomError

RECORDS, RUN = "records.jsonl", "run.json"
LONGEST = 4_000  # characters of a text that a record keeps


@dataclass(frozen=True)
class Row:
    """The verdict on one exercise of a submission."""

    status: str
    earned: int
    points: int
    message: str = ""
    details: tuple[str, ...] = ()
    seconds: float = 0.0
    note: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """All that the verdict says."""
        return "\n".join((self.message, *self.details))


@dataclass(frozen=True)
class Record:
    """What became of one file. `problem` says why nothing of it was graded; `content` is the hash of its bytes."""

    file: str
    student: str
    content: str = ""
    lesson: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()
    rows: dict[str, Row] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def score(self) -> int:
        """Points earned."""
        return sum(row.earned for row in self.rows.values())

    @property
    def of(self) -> int:
        """Points that could be earned, 0 where nothing was graded."""
        return sum(row.points for row in self.rows.values())

    def as_json(self) -> str:
        """Return the record as one line of ASCII."""
        return json.dumps(asdict(self))


def from_json(line: str) -> Record:
    """Return the record in a line. Raises ValueError, KeyError or TypeError where there is none."""
    kept = json.loads(line)
    rows = {name: Row(**row | {"details": tuple(row["details"])}) for name, row in kept["rows"].items()}
    return Record(**kept | {"rows": rows, "notes": tuple(kept["notes"])})


def plain(text: object, longest: int = LONGEST) -> str:
    """Return a text that every file can hold: no control characters, no halves of characters, not too long."""
    kept = "".join(char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}" for char in str(text))
    return kept if len(kept) <= longest else f"{kept[:longest]} …"


class Records:
    """The records in an output folder. Safe to add to from several threads."""

    def __init__(self, folder: Path, run: dict) -> None:
        """Open the folder's records; `run` says what decides them.

        Raises ClassroomError where the folder cannot be written, or holds the records of another run.
        """
        self.path, self.lock = folder / RECORDS, threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.refuse_another(folder, run)
            self.stream = open(self.path, "ab", buffering=0)  # noqa: SIM115 - open as long as the run
            self.refuse_second(folder)
            self.kept = self.load()
        except OSError as problem:
            raise ClassroomError(f"The output folder {folder} cannot be written: {problem.strerror}.") from None

    def refuse_another(self, folder: Path, run: dict) -> None:
        """Raise ClassroomError where the folder holds another run; else note this one."""
        note = folder / RUN
        if note.exists() or self.path.exists():
            try:
                before = json.loads(note.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                before = {}
            if before != run:
                other = sorted(key for key in {*before, *run} if before.get(key) != run.get(key))
                raise ClassroomError(
                    f"{folder} holds the records of another run (other {' and '.join(other)}): choose another folder."
                )
        elif any(folder.iterdir()):
            raise ClassroomError(f"{folder} is not empty and holds no records: choose another folder.")
        note.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")

    def refuse_second(self, folder: Path) -> None:
        """Raise ClassroomError where another run is writing here at this very time."""
        try:
            import fcntl

            fcntl.flock(self.stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.stream.close()
            raise ClassroomError(f"Another run is writing to {folder} right now: wait for it to end.") from None
        except (ImportError, OSError):  # Windows, or a network's folder without locks
            return

    def load(self) -> dict[str, Record]:
        """Return the records by file; a last line that was cut off is dropped from the file too."""
        if not self.path.exists():
            return {}
        raw = self.path.read_bytes()
        if not raw.endswith(b"\n"):
            raw = raw[: raw.rfind(b"\n") + 1]
            os.truncate(self.path, len(raw))
        try:
            records = map(from_json, raw.decode("ascii").splitlines())
            return {record.file: record for record in records}
        except (ValueError, KeyError, TypeError):
            raise ClassroomError(f"{self.path} is damaged or of another version: choose another folder.") from None

    def holds(self, record: Record) -> bool:
        """Tell whether this very file was settled before: graded, or refused for the same reason."""
        before = self.kept.get(record.file)
        return before is not None and (before.content, before.problem, before.student) == (
            record.content,
            record.problem,
            record.student,
        )

    def add(self, record: Record) -> None:
        """Append a record. Raises ClassroomError where the disk is full; what was kept before stays whole."""
        line = record.as_json().encode("ascii") + b"\n"
        with self.lock:
            size = self.path.stat().st_size
            try:
                written = self.stream.write(line)
                if written != len(line):
                    raise OSError(28, "No space left on device")
            except OSError as problem:
                os.truncate(self.path, size)
                raise ClassroomError(
                    f"The records could not be written ({problem.strerror}). {len(self.kept)} are kept: "
                    "make room and give the same command again."
                ) from None
            self.kept[record.file] = record

    def close(self) -> None:
        """Close the file."""
        self.stream.close()

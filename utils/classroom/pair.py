"""A judge and a sandboxed answer for one lesson: two long-lived processes that fork for every answer."""

import contextlib
import select
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from utils.classroom import ClassroomError, sandbox
from utils.classroom.course import Lesson
from utils.classroom.inside import wire
from utils.classroom.inside.codec import OWN_CLASS

START = 300  # seconds that a set-up may take on a busy machine
MOST_DETAILS = 20  # lines of evidence
HELD = "held"  # passed, but where the answer could have interfered
FATES = {
    "time": "It took more than {seconds:.0f} seconds, so it was stopped: is there a loop without an end?",
    "memory": "It took more than {memory:,.0f} MB of memory, so it was stopped.",
    "processes": "It started too many processes, so it was stopped.",
    "killed": "It crashed its process.",
    "exit": "It ended its process.",
    "done": "It ended its process.",
}
BROKEN = ("time", "memory", "processes")  # limits


class PairLost(Exception):
    """One of the two processes is gone."""


@dataclass(frozen=True)
class Limits:
    """What the answer to one exercise may take: seconds of processor, bytes of memory."""

    seconds: float = 20.0
    memory: int = 1_500 * 2**20


@dataclass(frozen=True)
class Judged:
    """The verdict on one answer, as plain data."""

    status: str
    message: str = ""
    details: tuple[str, ...] = ()
    seconds: float = 0.0
    note: str = ""

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join((self.message, *self.details))


class Pair:
    """Starts the two processes of a lesson; `judge` may then be called from several threads."""

    def __init__(self, lesson: Lesson, limits: Limits, *, trusted: bool = False, seed: int | None = None) -> None:
        self.lesson, self.limits, self.trusted, self.seed = lesson, limits, trusted, seed
        self.lock = threading.Lock()
        self.staged = tempfile.TemporaryDirectory(prefix="classroom-")
        sandbox.stage(Path(self.staged.name))
        self.processes: dict[str, subprocess.Popen] = {}
        self.controls: dict[str, socket.socket] = {}
        self.processor = 0.0  # seconds that both have used, known once closed
        for role in ("judge", "answer"):
            self.start(role)

    def start(self, role: str) -> None:
        """Start one of the two processes and tell it the set-up."""
        mine, theirs = socket.socketpair()
        place = Path(self.staged.name)
        command, environment = sandbox.command(role, place, theirs.fileno(), trusted=self.trusted, seed=self.seed)
        errors = (place / f"{role}.log").open("ab")
        with theirs, errors:
            self.processes[role] = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C is for the grader
            )
        self.controls[role] = mine
        scratch = self.staged.name if self.trusted else sandbox.SCRATCH
        settings = {"setup": self.lesson.setup, "exercises": list(self.lesson.exercises)}
        settings |= {"seconds": self.limits.seconds, "memory": self.limits.memory}
        with contextlib.suppress(OSError):
            wire.send_json(mine, settings | {"sandboxed": not self.trusted, "scratch": scratch})

    def ready(self) -> None:
        """Wait until both have run the set-up. Raises ClassroomError where one could not."""
        for role, control in self.controls.items():
            control.settimeout(START)
            try:
                said = wire.receive_json(control)
            except (EOFError, OSError):
                log = Path(self.staged.name, f"{role}.log").read_text(encoding="utf-8", errors="replace")
                last = log.strip().splitlines()[-1:] or ["it said nothing"]
                raise ClassroomError(f"The {role} of {self.lesson.name} did not start: {last[0]}") from None
            if "problem" in said:
                raise ClassroomError(f"The {role} of {self.lesson.name} did not start: {said['problem']}")
            control.settimeout(None)

    def judge(self, exercise: str, sources: tuple[str, ...]) -> Judged:
        """Return the verdict on one answer. Raises PairLost where one of the two processes is gone."""
        start = time.monotonic()
        job = {"name": exercise, "sources": list(sources)}
        mine: dict[str, socket.socket] = {}
        talks = dict(zip(("judge", "answer"), socket.socketpair(), strict=True))
        with contextlib.ExitStack() as stack:
            for talk in talks.values():
                stack.callback(talk.close)
            for role in ("answer", "judge"):
                mine[role], theirs = socket.socketpair()
                stack.callback(mine[role].close)
                with theirs, self.lock:
                    self.hand_over(role, [theirs.fileno(), talks[role].fileno()])
                talks[role].close()
            try:
                wire.send_json(mine["answer"], job | {"replies": False})
                wire.send_json(mine["judge"], job | {"replies": True, "check": self.lesson.exercises[exercise].check})
                verdict, *_ = self.frames(mine["judge"], 2)
                fate, *_ = self.frames(mine["answer"], 1)
            except OSError:
                raise PairLost from None
        return self.combined(verdict, fate, time.monotonic() - start)

    def hand_over(self, role: str, descriptors: list[int]) -> None:
        """Give a process the sockets of one answer. Raises PairLost where it is gone."""
        try:
            socket.send_fds(self.controls[role], [b"j"], descriptors)
        except OSError:
            raise PairLost from None

    def frames(self, sock: socket.socket, most: int) -> list[dict]:
        """Return what was said on a socket until its other side closed. Raises PairLost where that is nothing."""
        longest = 8 * 3 * self.limits.seconds + 60
        said: list[dict] = []
        while len(said) < most:
            if not select.select([sock], [], [], longest)[0]:
                raise PairLost
            try:
                frame = wire.receive_json(sock)
            except (EOFError, ValueError):
                break
            if isinstance(frame, dict):
                said.append(frame)
        if not said:
            raise PairLost
        return said

    def combined(self, verdict: dict, fate: dict, seconds: float) -> Judged:
        """Return what judge and keeper said as one verdict."""
        status, end = str(verdict.get("status", "error")), fate.get("end", "done")
        details, note = tuple(map(str, verdict.get("details", ()))), ""
        message = str(verdict.get("message", ""))
        if "status" not in verdict:  # the judge itself was ended by its keeper
            told = FATES[end] if end in BROKEN else f"The check did not come to an end ({verdict.get('end')})."
            message = told.format(seconds=self.limits.seconds, memory=self.limits.memory / 2**20)
        elif verdict.get("ended"):
            told = FATES.get(end, FATES["done"])
            message = told.format(seconds=self.limits.seconds, memory=self.limits.memory / 2**20)
            details, status = details[:1], "error"
        if verdict.get("opaque") and status != "passed":
            note = f"returned {verdict['opaque']}, which cannot be carried to the judge"
        return Judged(status, message, details, seconds, note)

    def judge_beside(self, exercise: str, sources: tuple[str, ...]) -> Judged:
        """Return the verdict of a check that runs in the answer's own sandbox, for what no other process can hold.

        The answer could interfere there, so a pass is "held": it counts once the instructor has looked.
        """
        job = {"name": exercise, "sources": list(sources), "check": self.lesson.exercises[exercise].check}
        with contextlib.ExitStack() as stack:
            (mine, theirs), (talk, other) = socket.socketpair(), socket.socketpair()
            for sock in (mine, talk):
                stack.callback(sock.close)
            with theirs, other, self.lock:
                self.hand_over("answer", [theirs.fileno(), other.fileno()])
            try:
                wire.send_json(mine, job | {"replies": False})
                said, *_ = self.frames(talk, 1)
            except (OSError, PairLost, RecursionError):
                return Judged("error", FATES["done"])
        status, message, details = (said.get(key) for key in ("status", "message", "details"))
        if status not in ("passed", "wrong", "error", "not attempted"):  # anybody may have said this
            return Judged("error", "Its check gave no verdict.")
        details = tuple(map(str, details[:MOST_DETAILS])) if isinstance(details, list) else ()
        return Judged(HELD if status == "passed" else status, str(message), details, note=OWN_CLASS)

    def close(self) -> None:
        """End both processes and all that they have started."""
        for role, control in self.controls.items():
            self.processor += spent(control) if self.processes[role].poll() is None else 0
            control.close()
        for process in self.processes.values():
            process.kill()  # bubblewrap takes its namespace with it
            process.wait()
        with contextlib.suppress(OSError):
            self.staged.cleanup()

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def spent(control: socket.socket) -> float:
    """Hang up on one of the processes; return the seconds of processor that it used with all its forks."""
    with contextlib.suppress(OSError, EOFError, ValueError, KeyError, TypeError):
        control.settimeout(2)
        control.shutdown(socket.SHUT_WR)
        return float(wire.receive_json(control)["processor"])
    return 0.0

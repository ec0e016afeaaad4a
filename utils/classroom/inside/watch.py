"""Watches one forked process and all that it starts, and ends them when they take too much."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PAUSE = 0.05  # seconds between two looks
PARENT, USER, CHILDREN, RESIDENT = 1, 11, 13, 21  # fields of /proc/PID/stat, counted from the state


@dataclass(frozen=True)
class Limits:
    """Seconds of processor for all together, the same of a clock that stands still while a process waits for a core,
    bytes of memory beyond the forked ones, and processes.
    """

    seconds: float
    idle: float
    memory: int
    processes: int


def until_it_ends(pid: int, limits: Limits) -> str:
    """Wait for a child; return how it ended: done, exit, killed, or the limit that it broke."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    start, base = time.monotonic(), resident(os.getpid())
    while True:
        signal.sigtimedwait({signal.SIGCHLD}, PAUSE)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return "killed" if os.WIFSIGNALED(status) else "exit" if os.WEXITSTATUS(status) else "done"
        if broken := broken_limit(pid, limits, time.monotonic() - start, base):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return broken


def broken_limit(pid: int, limits: Limits, elapsed: float, base: int) -> str:
    """Return which limit a process and its descendants break, or nothing."""
    family = descendants(pid)
    spent = sum(sum(map(int, fields[USER : USER + 4])) for fields in family.values()) / TICK
    memory = sum(max(0, int(fields[RESIDENT]) * PAGE - base) for fields in family.values())
    if spent > limits.seconds or elapsed - waited(pid) > limits.idle or elapsed > 8 * limits.idle:
        return "time"
    if memory > limits.memory:
        return "memory"
    return "processes" if len(family) > limits.processes else ""


def descendants(pid: int) -> dict[int, list[str]]:
    """Return the fields of /proc/PID/stat, from the state on, of a process and of all below it."""
    found = {}
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError, IndexError):
            if name.isdigit():
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stream:
                    found[int(name)] = stream.read().rpartition(")")[2].split()
    family = {pid} & found.keys()
    while more := {one for one, fields in found.items() if int(fields[PARENT]) in family} - family:
        family |= more
    return {one: found[one] for one in family}


def waited(pid: int) -> float:
    """Return the longest time, in seconds, that a thread of a process has waited for a core."""
    longest = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as stream:
                longest = max(longest, int(stream.read().split()[1]))
    return longest / 1e9


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * PAGE

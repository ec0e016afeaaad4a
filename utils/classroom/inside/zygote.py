"""A process that has run a lesson's set-up once and forks for every answer, 30 ms instead of ten seconds.

For each answer it gets two sockets: `job`, to the grader, and `talk`, between judge and answer. A keeper forks the one
who works, in namespaces of its own, watches it, and tells the grader how it ended.
"""

import contextlib
import gc
import io
import os
import random
import socket
from dataclasses import dataclass
from typing import Protocol

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from utils.grading import asserts

from . import confinement, syscalls, watch, wire

FILE_SIZE = 64 * 2**20
MOST_CORES = 4  # TensorFlow starts threads for every core that it sees, and threads are limited
SCRATCH_MEGABYTES = 64


@dataclass(frozen=True)
class Settings:
    """What the grader says at the start: the lesson's set-up and exercises, the limits, whether there is a sandbox."""

    setup: tuple[str, ...]
    exercises: list[str]
    seconds: float
    memory: int
    sandboxed: bool
    scratch: str


class Role(Protocol):
    """What is done for one answer, in the forked process."""

    patience: float  # times the limit of seconds

    def __init__(self, shell: InteractiveShell, exercises: list[str]) -> None:
        """Prepare what all forks share, after the set-up."""

    def work(self, job: dict, talk: socket.socket, reply: socket.socket | None) -> None:
        """Do it. reply: where a judge says its verdict; an answer has none."""


def serve(make_role: type[Role], control: socket.socket) -> None:
    """Run the set-up, then fork for each pair of sockets that comes, until the grader hangs up."""
    confinement.drop_root()
    settings = Settings(**wire.receive_json(control))
    os.chdir(settings.scratch)
    os.environ["COURSE_SECONDS"] = str(10 * settings.seconds)  # the keeper knows better when to stop
    try:
        role = make_role(prepared(settings), settings.exercises)
        gc.collect()
        gc.freeze()  # a collection would touch, and so copy, every page that forks share
    except BaseException as problem:
        wire.send_json(control, {"problem": f"the set-up failed: {type(problem).__name__}: {str(problem)[:300]}"})
        return
    wire.send_json(control, {"threads": len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0})
    while True:
        reap()
        try:
            message, descriptors, *_ = socket.recv_fds(control, 1, 2)
        except OSError:
            return
        if not message:  # the grader has hung up, and still listens for what it all took
            reap()
            with contextlib.suppress(OSError):
                wire.send_json(control, {"processor": sum(os.times()[:4])})
            return
        if os.fork() == 0:
            control.close()
            job, talk = (socket.socket(fileno=descriptor) for descriptor in descriptors)
            try:
                keep(role, settings, job, talk)
            except BaseException as problem:
                with contextlib.suppress(OSError):
                    wire.send_json(job, {"end": "keeper", "problem": f"{type(problem).__name__}: {problem}"[:300]})
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def few_cores() -> None:
    """Keep this process to a few cores of a large machine, others each time."""
    with contextlib.suppress(AttributeError, OSError):
        cores = os.sched_getaffinity(0)
        if len(cores) > MOST_CORES:
            os.sched_setaffinity(0, random.SystemRandom().sample(sorted(cores), MOST_CORES))


def reap() -> None:
    """Take note of the keepers that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def prepared(settings: Settings) -> InteractiveShell:
    """Return a shell that has run the set-up. Raises what a cell of it raises."""
    quiet = Config()
    quiet.HistoryManager.enabled = False  # it would write a file, in a thread
    shell = InteractiveShell.instance(colors="nocolor", config=quiet)
    shell.ask_exit = lambda: None  # in a notebook, exit() asks for the kernel's end and the cell goes on
    shell.enable_gui = lambda *_: None  # what `%matplotlib inline` asks for; a notebook has one
    asserts.install()  # imported before there was a shell, it could not
    for source in settings.setup:
        run(shell, source).raise_error()
    return shell


def run(shell: InteractiveShell, source: str):
    """Run one cell as a notebook would, without its printout; return IPython's result."""
    with contextlib.redirect_stdout(io.StringIO()):
        return shell.run_cell(source)


def keep(role: Role, settings: Settings, job: socket.socket, talk: socket.socket) -> None:
    """Have the work done in a process of its own, and tell the grader how that ended."""
    wanted = wire.receive_json(job)
    if settings.sandboxed:
        confinement.unshare()
    seconds = settings.seconds * role.patience
    worker = os.fork()
    if worker == 0:
        with contextlib.suppress(BaseException):
            if not wanted["replies"]:
                job.close()
            few_cores()
            os.setsid()  # a signal to its own group reaches nobody else
            os.dup2(os.open(os.devnull, os.O_RDWR), 2)  # the grader's log is not for answers
            if settings.sandboxed:
                confinement.own_files(settings.scratch, SCRATCH_MEGABYTES)
                confinement.limit(seconds, 2 * settings.memory, FILE_SIZE)
                confinement.drop_privileges()
                syscalls.refuse_calls()
            role.work(wanted, talk, job if wanted["replies"] else None)
            os._exit(0)
        os._exit(1)
    talk.close()
    limits = watch.Limits(seconds, seconds, settings.memory, confinement.MOST_PROCESSES)
    wire.send_json(job, {"end": watch.until_it_ends(worker, limits)})

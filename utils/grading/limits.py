"""Ends what does not end by itself: a call that takes too long is stopped and the kernel goes on.

On Linux and macOS, in a kernel's main thread, by an alarm; elsewhere, on Windows too, by an exception that another
thread sends. Both take effect between two steps of Python, so that a single step that never comes back, as a solver in
C or `sum(range(10**15))`, is not stopped: interrupting the kernel does not stop it either.
"""

import contextlib
import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator

SECONDS = 20.0  # for one call of an answer; COURSE_SECONDS sets another number
AGAIN = 1.0  # seconds until a call that caught the exception gets another


class TooLong(BaseException):
    """A call took too long. Not an Exception, so that an answer's own `except` lets it through."""


def allowed() -> float:
    """Return how many seconds a call may take."""
    return float(os.environ.get("COURSE_SECONDS") or SECONDS)


@contextlib.contextmanager
def limited(seconds: float | None = None) -> Iterator[None]:
    """Raise TooLong in the block when it takes longer than `seconds`, by default what is allowed.

    On a busy machine, a block that got less than half of that time from the processor may take three times as long.
    Within a block that is limited already nothing is added.
    """
    seconds = allowed() if seconds is None else seconds
    started, worked = time.monotonic(), time.process_time()

    def late() -> bool:
        """Tell whether the time is over."""
        took = time.monotonic() - started
        return took > 3 * seconds or (took > 0.99 * seconds and time.process_time() - worked > seconds / 2)

    own = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    with alarm(seconds, late) if own else messenger(seconds, late):
        yield


@contextlib.contextmanager
def alarm(seconds: float, late: object) -> Iterator[None]:
    """Raise TooLong by a signal."""
    if signal.getitimer(signal.ITIMER_REAL)[0]:  # somebody else's alarm, or that of a block around this one
        yield
        return

    def ring(*_: object) -> None:
        if late():
            raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def messenger(seconds: float, late: object) -> Iterator[None]:
    """Raise TooLong by an exception that another thread sends."""
    thread, done, lock = threading.current_thread(), threading.Event(), threading.Lock()
    over = [False]

    def wait() -> None:
        pause, send = seconds, ctypes.pythonapi.PyThreadState_SetAsyncExc
        while not done.wait(pause) and thread.is_alive():  # a later thread may get the number of one that has ended
            pause = min(AGAIN, seconds)
            with lock:
                if not over[0] and late():
                    send(ctypes.c_ulong(thread.ident), ctypes.py_object(TooLong))

    threading.Thread(target=wait, daemon=True).start()
    try:
        yield
    finally:
        # What was sent and has not arrived arrives here. It cannot be taken back: in Python 3.11 that leaves a flag
        # set, with which a traced process (a debugger, coverage) never gets past the next call
        try:
            over[0] = True
            with lock:  # from here on nothing is sent
                pass
            for _ in range(3):  # Python looks for messages where it jumps back
                pass
        except TooLong:
            pass
        finally:
            over[0] = True
            done.set()

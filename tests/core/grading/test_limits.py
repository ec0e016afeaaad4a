"""What does not end is ended, by either way, and the process can go on."""

import contextlib
import subprocess
import sys
import threading
import time
from fractions import Fraction
from types import SimpleNamespace

import pytest

from utils.grading import limits


def endless():
    while True:
        pass


def by_messenger(function, seconds=0.2):
    """Run a function in another thread, where no alarm rings."""
    seen = []

    def run():
        try:
            with limits.limited(seconds):
                seen.append(function())
        except limits.TooLong as stop:
            seen.append(stop)
        seen.append(sum(range(1000)))  # a late exception would arrive here

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    return seen


def test_an_endless_loop_is_ended():
    started = time.monotonic()
    with pytest.raises(limits.TooLong), limits.limited(0.2):
        endless()
    assert time.monotonic() - started < 5
    assert isinstance(by_messenger(endless)[0], limits.TooLong)


def test_a_late_message_does_not_leave_the_messenger_running(monkeypatch):
    """It may arrive where the block ends, and whoever sent it must still learn that the block has ended."""
    messengers = []

    class Late:
        """A lock before which the last message arrives."""

        def __init__(self):
            self.lock, self.arrived = threading.Lock(), False

        def __enter__(self):
            if not self.arrived and threading.current_thread() not in messengers:
                self.arrived = True
                raise limits.TooLong
            self.lock.acquire()

        def __exit__(self, *_):
            self.lock.release()

    class Kept(threading.Thread):
        def start(self):
            messengers.append(self)
            super().start()

    own = {"Thread": Kept, "Lock": Late}
    names = ("Event", "current_thread", "main_thread")
    monkeypatch.setattr(
        limits, "threading", SimpleNamespace(**own, **{name: getattr(threading, name) for name in names})
    )
    assert by_messenger(lambda: 3, 0.05) == [3, sum(range(1000))]
    messengers[0].join(5)
    assert not messengers[0].is_alive()


def test_the_messenger_ends_with_its_thread():
    """Else it would send to the next thread that gets the same number."""
    senders, blocks = [], []

    def leave():
        others = set(threading.enumerate())
        blocks.append(limits.messenger(0.05, lambda: False))
        blocks[0].__enter__()
        senders.extend(set(threading.enumerate()) - others)

    thread = threading.Thread(target=leave)
    thread.start()
    thread.join(5)
    senders[0].join(5)
    assert not senders[0].is_alive()


@pytest.mark.parametrize("work", ["pass", "time.sleep(0.2)", "spin(0.3)"])
def test_a_traced_process_goes_on(work):
    """Python 3.11 does not get past a traced call while it believes that a message is still to come."""
    code = f"""
import sys, threading, time
from utils.grading import limits
def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end: pass
def run():
    for _ in range(3):
        try:
            with limits.limited(0.1): {work}
        except limits.TooLong: pass
threading.settrace(lambda *_: None)
sys.settrace(lambda *_: None)
thread = threading.Thread(target=run)
thread.start(); thread.join()
print(spin(0))
"""
    ended = subprocess.run([sys.executable, "-c", code], timeout=30, capture_output=True, text=True, check=True)
    assert ended.stdout == "None\n"


def test_whole_numbers_without_an_end_are_ended():
    with pytest.raises(limits.TooLong), limits.limited(0.2):
        Fraction(1 - 1e-18 + 1e-5) ** (10**18)


def test_an_answer_that_catches_everything_is_ended():
    def stubborn():
        for _ in range(2):
            with contextlib.suppress(Exception):
                endless()

    with pytest.raises(limits.TooLong), limits.limited(0.2):
        stubborn()
    assert isinstance(by_messenger(stubborn)[0], limits.TooLong)


def test_what_waits_gets_more_time_than_what_works():
    with limits.limited(0.2):
        time.sleep(0.3)
    with pytest.raises(limits.TooLong), limits.limited(0.1):
        time.sleep(9)


def test_what_ends_in_time_is_left_alone():
    with limits.limited(0.2):
        pass
    time.sleep(0.3)
    assert by_messenger(lambda: 3) == [3, sum(range(1000))]


def test_a_block_within_a_block_adds_nothing():
    with limits.limited(5), limits.limited(0.01):
        deadline = time.monotonic() + 0.2
        while time.monotonic() < deadline:
            pass


def test_somebody_elses_alarm_is_put_back():
    import signal

    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(limits.TooLong), limits.limited(0.1):
        endless()
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)

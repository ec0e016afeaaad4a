"""Keeps what code prints beside its result out of a notebook: a line on standard error costs nbgrader's points."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

SHOWN = 300  # characters of a printout that a card repeats
ENDLESS = 1_000_000  # characters after which a printout is taken for an endless one


class EndlessPrintout(Exception):
    """A learner's code printed more than any answer could want."""


class Printout:
    """A text stream that keeps the first characters written to it and stops an endless writer."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.kept, self.written = "", 0

    def write(self, text: str) -> int:
        """Keep what fits. Raises EndlessPrintout after a million characters."""
        self.kept += text[: max(0, SHOWN - len(self.kept))]
        self.written += len(text)
        if self.written > ENDLESS:
            self.written = 0  # the exception's own way out may print again
            raise EndlessPrintout(f"more than {ENDLESS:,} characters were printed: is there a loop without an end?")
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing waits."""

    def isatty(self) -> bool:
        """Tell that nobody types here."""
        return False


@contextlib.contextmanager
def quiet() -> Iterator[Printout]:
    """Collect standard output and silence standard error while a check runs; restore both in any case.

    Standard error has three ways into a notebook: `sys.stderr`, the stream object that a logger took hold of
    earlier, and file descriptor 2, which TensorFlow writes to.
    """
    printout, live = Printout(), sys.stderr
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(printout))
        stack.enter_context(contextlib.redirect_stderr(Printout()))
        stack.enter_context(muted_stream(live))
        stack.enter_context(muted_descriptor(2))
        yield printout


@contextlib.contextmanager
def muted_stream(stream: TextIO) -> Iterator[None]:
    """Drop what is written to a stream object, whoever holds it."""
    own = getattr(stream, "__dict__", {}).get("write")  # somebody may have replaced the method already
    try:
        stream.write = Printout().write
    except AttributeError:  # a stream that cannot be changed, or none at all
        yield
        return
    try:
        yield
    finally:
        del stream.write
        if own is not None:
            stream.write = own


@contextlib.contextmanager
def muted_descriptor(descriptor: int) -> Iterator[None]:
    """Send what is written to a file descriptor to nowhere; a closed descriptor is no error."""
    try:
        saved = os.dup(descriptor)
    except OSError:  # closed, as under pythonw
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
        yield
    finally:
        os.dup2(saved, descriptor)
        os.close(saved)

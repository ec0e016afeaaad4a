"""What the grader's tests share: the small course, and a reason to pass over what needs a sandbox."""

import os
from pathlib import Path

import pytest
from classroom.small import read_small

from utils.classroom import sandbox
from utils.classroom.inside.watch import descendants


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The small course and its notebook."""
    return read_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def _sandbox():
    """Pass over a test where this machine has no sandbox."""
    if lack := sandbox.missing():
        pytest.skip(lack)


@pytest.fixture
def left_over():
    """Return a function that lists what is left of the grader's processes."""
    return lambda: [command for pid in descendants(os.getpid()) if "-m inside" in (command := words(pid))]


def words(pid):
    """The command line of a process, empty for one that has ended."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")

"""What the grader's tests share: the small course, and a reason to pass over what needs a sandbox."""

import pytest
from classroom.small import read_small

from utils.classroom import sandbox


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The small course and its notebook."""
    return read_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def _sandbox():
    """Pass over a test where this machine has no sandbox."""
    if lack := sandbox.missing():
        pytest.skip(lack)

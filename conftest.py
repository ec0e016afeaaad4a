"""Every kernel that the suite starts, nbval's too, runs without a network; see tests/offline/sitecustomize.py."""

import os
from pathlib import Path

OFFLINE = str(Path(__file__).parent / "tests" / "offline")


def pytest_configure() -> None:
    """Put the folder on the path that kernels inherit."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))

"""Every kernel that the suite starts, nbval's too, runs without a network and with one thread for NumPy's algebra."""

import os
from pathlib import Path

OFFLINE = str(Path(__file__).parent / "tests" / "offline")


def pytest_configure() -> None:
    """Put tests/offline/sitecustomize.py on the path of all kernels, and keep two kernels out of each other's way."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # two notebooks at once: idle threads would spin
        os.environ.setdefault(name, "1")

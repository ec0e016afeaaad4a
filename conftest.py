"""Every kernel that the suite starts, nbval's too, runs without a network and on one thread."""

import os
from pathlib import Path

OFFLINE = str(Path(__file__).parent / "tests" / "offline")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")


def pytest_configure() -> None:
    """Put tests/offline/sitecustomize.py on the path of all kernels, and keep two kernels out of each other's way."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
    for name in THREADS:  # two notebooks run at once, and a thread that waits for a core spins
        os.environ.setdefault(name, "1")

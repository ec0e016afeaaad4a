"""Runs `keras2_training.py` in a process of its own, since Keras 2 has to be chosen before TensorFlow is imported."""

import re
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).with_name("keras2_training.py")


def test_every_case_with_keras_2_passes():
    options = ["-q", "-n0", "-p", "no:cacheprovider", "--override-ini=addopts=--import-mode=importlib"]
    quiet = ["--override-ini=filterwarnings=ignore"]  # the toolkit warns of what it calls
    command = [sys.executable, "-m", "pytest", str(CASES), *options, *quiet]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
    assert int(re.search(r"(\d+) passed", done.stdout).group(1)) >= 6

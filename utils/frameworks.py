"""Imports Keras and TensorFlow, quietly and in the one version that a notebook asks for.

    from utils.frameworks import keras                      # Keras 3
    from utils.frameworks import tf_keras as keras, tfmot   # Keras 2, which the optimization toolkit works on

TensorFlow decides for one Keras when it is first imported and writes to file descriptor 2 before any setting can stop
it. So the choice and the silence have to come first, which is all that this module does.
"""

import importlib
import logging
import os
import sys
from types import ModuleType

from utils.quiet import muted_descriptor

MODULES = {"keras": "keras", "tf": "tensorflow", "tf_keras": "tf_keras", "tfmot": "tensorflow_model_optimization"}
KERAS_2 = {"tf_keras", "tfmot"}


def __getattr__(name: str) -> ModuleType:
    """Return a framework on its first use. Raises RuntimeError where the kernel already holds the other Keras."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    legacy = name in KERAS_2
    if "tensorflow" not in sys.modules:
        os.environ["TF_USE_LEGACY_KERAS"] = str(int(legacy))
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # every figure of the course is a processor's
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    elif legacy and os.environ.get("TF_USE_LEGACY_KERAS") != "1":
        raise RuntimeError(f"{name} needs Keras 2 and this kernel has loaded Keras 3: restart the kernel")
    with muted_descriptor(2):
        module = importlib.import_module(MODULES[name])
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # in a notebook it would advise on retracing
    return module

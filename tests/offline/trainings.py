"""Lets the two notebooks of a lesson share their trainings: the second takes what the first trained from one start.

All that decides a training is compared: layers, optimizer, loss, each weight, the data, the settings and the state of
the random generators. Whatever differs in one of them is trained.
"""

import functools
import importlib.abc
import importlib.machinery
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

TRAINING = "utils.measuring.training"


def sharing(train: Callable, folder: Path) -> Callable:
    """Return `train` of utils.measuring.training that keeps what it trains in `folder` and finds it there again."""

    @functools.wraps(train)
    def shared(model: Any, data: tuple, validation: tuple, **settings: Any) -> Any:
        import joblib
        import numpy as np

        model.optimizer.build(model.trainable_variables)
        variables = [*model.variables, *model.optimizer.variables]
        start = [np.asarray(variable) for variable in variables]
        named = {name: value for name, value in settings.items() if name != "label"}
        made = unnamed(model.to_json())  # the optimizer and the loss are in it
        known = joblib.hash((made, start, np_trees((data, validation)), named, states()))
        place = folder / f"{known}.joblib"
        if place.exists():
            run, ends, (pythons, numpys) = joblib.load(place)
            for variable, value in zip(variables, ends, strict=True):
                variable.assign(value)
            random.setstate(pythons)
            np.random.set_state(numpys)  # noqa: NPY002  Keras shuffles by it
        else:
            run = train(model, data, validation, **settings)
            joblib.dump((run, [np.asarray(variable) for variable in variables], states()), place)
        return run

    return shared


def states() -> tuple:
    """Return where Python's and NumPy's global generators are."""
    import numpy as np

    return random.getstate(), np.random.get_state()  # noqa: NPY002


def unnamed(model: str) -> str:
    """Return a model's JSON with its layers numbered: Keras's own names count what was built before in a process."""
    names = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            layer = value.get("config")
            if isinstance(layer, dict) and "name" in layer and value.get("class_name") != "DTypePolicy":
                names.append(layer["name"])
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(part)

    walk(json.loads(model))
    for number, name in enumerate(dict.fromkeys(names)):
        model = model.replace(f'"{name}"', f'"#{number}"')
    return model


def np_trees(value: Any) -> Any:
    """Return arrays, and tuples and dictionaries of them, as NumPy's."""
    import numpy as np

    if isinstance(value, dict):
        return {name: np_trees(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [np_trees(part) for part in value]
    return np.asarray(value)


class Finder(importlib.abc.MetaPathFinder):
    """Finds utils.measuring.training as Python does, and has its `train` share once it is loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        """Return the module's spec, whose loader changes `train`; None for every other module."""
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name == TRAINING else None
        if spec:
            load = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                load(module)
                module.train = sharing(module.train, self.folder)

            spec.loader.exec_module = exec_module
        return spec


if folder := os.environ.get("COURSE_TRAININGS"):
    sys.meta_path.insert(0, Finder(Path(folder)))

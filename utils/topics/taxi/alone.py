"""Takes out of an answer's reach what could hold fares: features may depend on one ride, and on nothing learned."""

import contextlib
import functools
import re
from collections.abc import Iterator
from numbers import Number
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from unittest.mock import patch

import numpy as np
import pandas as pd

from utils import datasets
from utils.grading.state import state

PLAIN = (ModuleType, FunctionType, BuiltinFunctionType, type, str, bool, Number, np.generic, np.ufunc, re.Pattern)
FEW = 4  # numbers of a place or two; more could be a table of fares
DEEP = 4  # functions within functions that are looked into
FILE = "datasets.taxi()"
REFUSED = "is made from data elsewhere in the notebook: build features from a ride's own columns"


def harmless(value: object, depth: int = 0) -> bool:
    """Tell whether a value cannot hold a table of fares: functions, modules, single numbers, texts and lists of texts.

    A function is, unless its defaults or the names around it hold such a table; so is a class of the notebook, unless
    its attributes do.
    """
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return True
    if isinstance(value, tuple) and len(value) <= FEW and all(isinstance(item, Number) for item in value):
        return True
    held = [] if depth > DEEP else held_by(value)
    if held is None:
        return value is None or isinstance(value, PLAIN)
    return all(harmless(item, depth + 1) for item in held)


def held_by(value: object) -> list | None:
    """Return what functions, methods and classes of the notebook hold, None for everything else."""
    if isinstance(value, FunctionType):
        held = [*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values(), *vars(value).values()]
        for cell in value.__closure__ or ():
            with contextlib.suppress(ValueError):  # of a name that is not bound yet
                held.append(cell.cell_contents)
        return held
    if isinstance(value, MethodType):
        return [value.__func__, value.__self__]
    if isinstance(value, functools.partial):
        return [value.func, *value.args, *value.keywords.values()]
    kind = value if isinstance(value, type) else type(value)
    if getattr(kind, "__module__", "") != "__main__":
        return None
    own = {} if kind is value else getattr(value, "__dict__", {})
    described = (property, staticmethod, classmethod)
    parts = [one for name, one in vars(kind).items() if not name.startswith("__") or isinstance(one, FunctionType)]
    return [*own.values(), *(one for one in parts if not isinstance(one, described))]


def as_numbers(*tables: object) -> list[np.ndarray]:
    """Return features as arrays of float64. Raises AssertionError where they are no finite numbers, or of other width.

    tables: of one function, for different rides.
    """
    kinds = {dtype.kind for table in tables for dtype in pd.DataFrame(table).dtypes}
    if not kinds <= set("fiub"):
        raise AssertionError("Features are numbers.")
    made = [np.asarray(table, dtype=float) for table in tables]
    if not all(np.isfinite(table).all() for table in made):
        raise AssertionError("A feature is missing or infinite for some rides.")
    if len({table.shape[1:] for table in made}) > 1:
        raise AssertionError("Three rides get as many columns as thousands.")
    return made


@contextlib.contextmanager
def nothing_learned(*kept: str) -> Iterator[None]:
    """Hide tables, arrays, models and the course's rides while an answer is called.

    kept: names of the notebook that stay. Raises AssertionError when the answer asks for one of the others, and when it
    carries such things itself.
    """
    notebook, answer = state().check.names, getattr(state().check, "answer", None)
    if not harmless(answer):
        raise AssertionError(f"What `{state().check.name}` holds, a default perhaps, {REFUSED}.")
    hidden = {
        name: value
        for name, value in list(notebook.items())
        if not name.startswith("__") and name not in kept and not harmless(value)
    }
    for name in hidden:
        del notebook[name]
    try:
        with patch.object(datasets, "taxi", side_effect=NameError("closed", name=FILE)):
            yield
    except NameError as problem:
        if problem.name not in {*hidden, FILE}:
            raise
        raise AssertionError(f"`{problem.name}` {REFUSED}.") from None
    finally:
        for name, value in hidden.items():
            notebook.setdefault(name, value)

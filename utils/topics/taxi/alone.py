"""Takes out of an answer's reach what could hold fares: features may depend on one ride, and on nothing learned."""

import contextlib
import functools
import re
from collections.abc import Iterator, Sequence
from numbers import Number
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from unittest.mock import patch

import numpy as np
import pandas as pd

from utils import datasets
from utils.grading.calls import AnswerRefused
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


def nothing_learned(*kept: str) -> contextlib.AbstractContextManager:
    """Hide tables, arrays, models and the course's rides while an answer is called.

    kept: names of the notebook that stay. Raises AnswerRefused when the answer asks for one of the others, and when it
    carries such things itself. In the class grader the answer lives in another process: there they are hidden from it.
    """
    check = state().check
    if state().elsewhere is not None:
        return state().elsewhere(__name__, out_of_reach.__name__, kept)
    return out_of_reach(check.names, check.name, getattr(check, "answer", None), kept)


@contextlib.contextmanager
def out_of_reach(notebook: dict, name: str, answer: object, kept: Sequence[str]) -> Iterator[None]:
    """Hide what an answer could have learned from in a notebook's names; the rest as `nothing_learned` says."""
    if not harmless(answer):
        raise AnswerRefused(f"What `{name}` holds, a default perhaps, {REFUSED}.")
    hidden = {
        key: value
        for key, value in list(notebook.items())
        if not key.startswith("__") and key not in kept and not harmless(value)
    }
    for key in hidden:
        del notebook[key]
    try:
        with patch.object(datasets, "taxi", side_effect=NameError("closed", name=FILE)):
            yield
    except NameError as problem:
        if problem.name not in {*hidden, FILE}:
            raise
        raise AnswerRefused(f"`{problem.name}` {REFUSED}.") from None
    finally:
        for key, value in hidden.items():
            notebook.setdefault(key, value)

"""Watches the calls that a check makes of an exercise, and shows them without addresses or paths."""

import functools
import inspect
import itertools
import numbers
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass

import joblib
import numpy as np
import pandas as pd

from utils.grading.limits import TooLong, allowed, limited
from utils.grading.words import describe, failure, written

EXACTLY = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, type(None), np.ndarray)
EXACTLY += (pd.DataFrame, pd.Series, pd.Index)
SEARCHED = 1_000  # items of a list that are looked at for what nobody can judge
HEAP = 1 << 9  # the flag of a class that Python code may have made (Py_TPFLAGS_HEAPTYPE)


class AnswerRefused(AssertionError):
    """An answer broke a rule that holds for every exercise."""


class TookTooLong(AnswerRefused):
    """A call of an answer was stopped; `trace` tells where."""

    def __init__(self, text: str, trace: types.TracebackType | None) -> None:
        super().__init__(f"`{text}` did not finish within {allowed():g} s. Is there a way with fewer steps?")
        self.trace = trace


@dataclass(frozen=True)
class Call:
    """One call of the exercise: the check's line that made it, the call as text, what it returned or raised."""

    line: int
    text: str
    result: object
    raised: BaseException | None = None

    def __str__(self) -> str:
        if self.raised is not None:
            return f"`{self.text}` raised {failure(self.raised)}"
        return f"`{self.text}` returned {describe(self.result)}"


def recorded(answer: Callable, name: str, check: str, calls: list[Call]) -> Callable:
    """Return `answer` wrapped so that each of its calls is appended to `calls`.

    check: the file name of the check's cell, whose lines the calls are filed under.
    The wrapper raises AnswerRefused when the call does not fit the answer's signature, when the answer changes plain
    data that it was given, takes too long, or returns what cannot be judged. A recursive answer's inner calls are its
    own affair.
    """

    @functools.wraps(answer)
    def call(*args, **kwargs):
        if call.depth:
            return answer(*args, **kwargs)
        text = written(name, args, kwargs)
        refuse_other_signature(answer, lambda: text, args, kwargs)
        before = fingerprint(args, kwargs)
        call.depth += 1
        try:
            with limited():
                result = answer(*args, **kwargs)
        except TooLong as stop:
            raise TookTooLong(text, stop.__traceback__) from None
        except (Exception, SystemExit) as problem:
            calls.append(Call(line_in(check), text, None, problem))
            raise
        finally:
            call.depth -= 1
        refuse_foreign(result, text)
        calls.append(Call(line_in(check), text, result))
        if fingerprint(args, kwargs) != before:
            raise AnswerRefused(f"`{text}` changed what it was given. Work on a copy: others use the original.")
        return result

    call.depth = 0  # above 0, calls are nobody's business
    return call


def refuse_other_signature(answer: Callable, text: Callable[[], str], args: tuple, kwargs: dict) -> None:
    """Raise AnswerRefused when `answer` cannot be called so; `text` gives the call as a line of source."""
    try:
        signature = inspect.signature(answer)
    except ValueError:  # some built-in functions tell nothing of their arguments
        return
    try:
        signature.bind(*args, **kwargs)
    except TypeError as problem:
        raise AnswerRefused(
            f"`{text()}` should work, but: {problem}. Keep the names and order of the exercise."
        ) from None
    hidden = [name for name, one in signature.parameters.items() if one.kind is one.POSITIONAL_ONLY]
    if hidden and inspect.isfunction(inspect.unwrap(answer)):
        raise AnswerRefused(f"`{hidden[0]}=…` should work, too: leave the `/` out of the arguments.")


def refuse_foreign(result: object, text: str) -> None:
    """Raise AnswerRefused for a result of a class that the notebook made: it might equal everything."""
    strange = foreign(result)
    if strange is not None:
        raise AnswerRefused(f"`{text}` returned an object of the class `{strange.__name__}`. Return plain data.")


def foreign(value: object, depth: int = 3) -> type | None:
    """Return the first class in a value that no module holds under its own name; None where all are known.

    Models and layers are exempt: Keras is there to be subclassed.
    """
    kind = type(value)
    if kind not in EXACTLY and kind.__flags__ & HEAP and not (known(kind) or is_kerases(kind)):
        return kind
    if depth == 0 or not isinstance(value, list | tuple | dict | set | frozenset | np.ndarray):
        return None
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    if isinstance(value, np.ndarray):
        parts = value.ravel()[:SEARCHED].tolist() if value.dtype.hasobject else ()
    return next(filter(None, (foreign(one, depth - 1) for one in itertools.islice(parts, SEARCHED))), None)


def known(kind: type) -> bool:
    """Tell whether a class is what its module holds under its name."""
    module = vars(kind).get("__module__")  # not by the dot, which a class may have changed
    found: object = sys.modules.get(module) if isinstance(module, str) and module != "__main__" else None
    for name in type.__getattribute__(kind, "__qualname__").split("."):
        found = getattr(found, name, None)
    return found is kind


def is_kerases(kind: type) -> bool:
    """Tell whether a class is derived from one of Keras's."""
    return any(known(base) and base.__module__.split(".")[0] in ("keras", "tf_keras") for base in kind.__mro__)


def line_in(file: str) -> int:
    """Return the line of `file` that the innermost frame of it is at, 0 where there is none."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != file:
        frame = frame.f_back
    return frame.f_lineno if frame else 0


def fingerprint(args: tuple, kwargs: dict) -> str | None:
    """Return a hash of the plain data among the arguments: models and functions change in the course of their use."""
    return joblib.hash([bare(value) for value in (*args, *kwargs.values()) if is_plain(value)])


def bare(value: object) -> object:
    """Return plain data with its tables taken apart: looking at one changes what it keeps for itself."""
    if isinstance(value, pd.DataFrame):
        return [
            "table",
            list(value.columns),
            bare(value.index),
            [bare(value.iloc[:, i]) for i in range(value.shape[1])],
        ]
    if isinstance(value, pd.Series):
        return ["series", value.name, bare(value.index), bare(value.array)]
    if isinstance(value, pd.Index | pd.api.extensions.ExtensionArray):
        return [str(value.dtype), bare(np.asarray(value))]
    if isinstance(value, np.ndarray):  # strides are no part of a value
        return [value.dtype.str, value.shape, value.tolist() if value.dtype.hasobject else value.tobytes()]
    if isinstance(value, dict):
        return [(bare(key), bare(one)) for key, one in value.items()]
    if type(value) in (list, tuple):
        return [type(value).__name__, *map(bare, value)]
    return value


def is_plain(value: object) -> bool:
    """Tell whether a value is a number, text, an array, a table, or a list or dict of these."""
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    if isinstance(value, list | tuple | set):
        return all(map(is_plain, value))
    return value is None or isinstance(value, numbers.Number | str | bytes | np.ndarray | pd.DataFrame | pd.Series)


def code_of(answer: object) -> types.CodeType | None:
    """Return the code of a function below its decorators."""
    return getattr(inspect.unwrap(answer), "__code__", None) if callable(answer) else None

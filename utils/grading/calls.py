"""Watches the calls that a check makes of an exercise, and shows them without addresses or paths."""

import functools
import inspect
import numbers
import re
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass

import joblib
import numpy as np
import pandas as pd

RESULT, ARGUMENT = 160, 60  # characters of a value that a card shows
PRINTING = {"threshold": 20, "edgeitems": 3, "precision": 6, "legacy": "1.25"}  # 0.5 rather than np.float64(0.5)


class AnswerRefused(AssertionError):
    """An answer broke a rule that holds for every exercise."""


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
    The wrapper raises AnswerRefused when the call does not fit the answer's signature and when the answer changes plain
    data that it was given. A recursive answer's inner calls are its own affair.
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
            result = answer(*args, **kwargs)
        except Exception as problem:
            calls.append(Call(line_in(check), text, None, problem))
            raise
        finally:
            call.depth -= 1
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


def written(name: str, args: tuple, kwargs: dict, longest: int = ARGUMENT) -> str:
    """Return a call as a line of source."""
    values = [describe(value, longest) for value in args]
    values += [f"{key}={describe(value, longest)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(values)})"


def describe(value: object, longest: int = RESULT) -> str:
    """Return a value on one line, with the shape and type of an array or a table."""
    if isinstance(value, pd.DataFrame):
        return f"a table of shape {value.shape} with columns {', '.join(map(str, value.columns))}"
    if type(value).__module__.startswith("keras") and hasattr(value, "count_params"):
        return f"a model of {value.count_params():,} parameters" if value.built else "a model that is not built"
    try:
        with np.printoptions(**PRINTING):
            text = shortened(clean(repr(value)), longest)
    except Exception as problem:  # whatever a learner's __repr__ raises
        return f"a {type(value).__name__} that cannot be shown ({type(problem).__name__})"
    if isinstance(value, np.ndarray) and (value.ndim > 1 or "..." in text):
        return f"{text}, shape {value.shape}"
    return text


def failure(exception: BaseException) -> str:
    """Return an exception as one line: its type and what it says."""
    return clean(f"{type(exception).__name__}: {exception}".removesuffix(": "))


def shortened(text: str, longest: int) -> str:
    """Return a text with its middle left out where it is too long."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} … {text[-half:]}"


def clean(text: str) -> str:
    """Return a text without colour codes, memory addresses and folders, which say nothing to a learner."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"\s+at 0x[0-9a-fA-F]+", "", text)
    text = re.sub(r"(?<![\w.:/])(?:[A-Za-z]:\\|/)(?:[\w.~-]+[/\\])+", "", text)
    return re.sub(r"\s*\n\s*", " ", text.strip())

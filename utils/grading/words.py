"""Says on one line what a value, a call or an exception is, however large or odd: without addresses and folders."""

import itertools
import re

import numpy as np
import pandas as pd

RESULT, ARGUMENT = 160, 60  # characters of a value that a card shows
PRINTING = {"threshold": 20, "edgeitems": 3, "precision": 6, "legacy": "1.25"}  # 0.5 rather than np.float64(0.5)
CELLS = 60  # of a table that is shown as source
ITEMS = 20  # of a list or a dictionary that are looked at
DIGITS = 4_000  # of a whole number: Python writes no more than 4,300
BRACKETS = {list: "[]", tuple: "()", set: "{}", dict: "{}"}


def written(name: str, args: tuple, kwargs: dict, longest: int = ARGUMENT) -> str:
    """Return a call as a line of source."""
    values = [argument(value, longest) for value in args]
    values += [f"{key}={argument(value, longest)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(values)})"


def argument(value: object, longest: int) -> str:
    """Return a value as it stands in a call that can be tried: a small table as source, an array with its shape."""
    source = table_as_source(value) if isinstance(value, pd.DataFrame | pd.Series) and value.size <= CELLS else ""
    if source and len(source) <= 2 * longest:
        return source
    text = describe(value, longest)
    told = f", shape {value.shape}" if isinstance(value, np.ndarray) else ""
    if told and text.endswith(told):
        whole = text.removesuffix(told)
        return whole if "..." not in whole and " … " not in whole else f"{whole} of shape {value.shape}"
    return text


def table_as_source(table: pd.DataFrame | pd.Series) -> str:
    """Return what makes a small table: its values as plain Python, its index where it is not 0, 1, …"""
    index = "" if isinstance(table.index, pd.RangeIndex) else f", index={table.index.tolist()}"
    if isinstance(table, pd.Series):
        return clean(f"pd.Series({table.tolist()}{index})")
    return clean(f"pd.DataFrame({table.to_dict('list')}{index})")


def describe(value: object, longest: int = RESULT) -> str:
    """Return a value on one line, with the shape and type of an array or a table."""
    try:
        digits = {} if longest <= RESULT else {"precision": 17}  # a long text is one to be tried
        with np.printoptions(**PRINTING | digits):
            text = shortened(clean(text_of(value)), longest)
    except (Exception, SystemExit) as problem:  # whatever a learner's __repr__ raises
        return f"a {type(value).__name__} that cannot be shown ({type(problem).__name__})"
    if isinstance(value, np.ndarray) and (value.ndim > 1 or "..." in text):
        return f"{text}, shape {value.shape}"
    return text


def text_of(value: object) -> str:
    """Return a value in words or as source; of what is long, its beginning."""
    kind = type(value)
    if isinstance(value, pd.DataFrame):
        return f"a table of shape {value.shape} with columns {', '.join(map(str, value.columns[:ITEMS]))}"
    if is_model(value):
        return model_in_words(value)
    if kind in (bytes, bytearray) and len(value) > ITEMS:
        return file_in_words(bytes(value))
    if kind is str:
        return repr(value[: 2 * RESULT])
    if kind is int and value.bit_length() > DIGITS / 0.30103:
        return f"a whole number of about {int(value.bit_length() * 0.30103):,} digits"
    if kind not in BRACKETS:
        return repr(value)
    items = itertools.islice(value.items() if kind is dict else value, ITEMS)
    parts = [f"{text_of(one[0])}: {text_of(one[1])}" if kind is dict else text_of(one) for one in items]
    start, end = BRACKETS[kind]
    if len(value) > ITEMS:
        return f"{start}{', '.join(parts[:6])}, …{end}, {len(value):,} of them"
    if not value and kind is set:
        return "set()"
    return f"{start}{', '.join(parts)}{',' if kind is tuple and len(value) == 1 else ''}{end}"


def is_model(value: object) -> bool:
    """Tell whether a value is a model of Keras 2 or 3, also of a class derived from theirs."""
    makers = {str(getattr(kind, "__module__", "")).partition(".")[0] for kind in type(value).__mro__}
    return hasattr(type(value), "count_params") and hasattr(value, "layers") and bool(makers & {"keras", "tf_keras"})


def model_in_words(model: object) -> str:
    """Return a model's parameters and layers."""
    kinds = [type(layer).__name__ for layer in model.layers]
    listed = ", ".join(kinds[:8]) + (", …" if len(kinds) > 8 else "")
    layers = f"{len(kinds)} layer{'' if len(kinds) == 1 else 's'}{f' ({listed})' if listed else ''}"
    return f"a model of {layers} and " + (f"{model.count_params():,} parameters" if model.built else "not built yet")


def file_in_words(content: bytes) -> str:
    """Return the size of a file and, where it is a converted model, the types of what it stores."""
    size = f"{len(content):,} bytes"
    if content[4:8] != b"TFL3":
        return f"{size}, compressed by gzip" if content[:2] == b"\x1f\x8b" else size
    from utils.litert import summary

    return summary(content)


def failure(exception: BaseException) -> str:
    """Return an exception as one line: its type and what it says."""
    try:
        said = str(exception)
    except (Exception, SystemExit):  # a learner's own exception may fail at that, too
        said = "(its text cannot be shown)"
    return shortened(clean(f"{type(exception).__name__}: {said}".removesuffix(": ")), 4 * RESULT)


def shortened(text: str, longest: int) -> str:
    """Return a text with its middle left out where it is too long."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} … {text[-half:]}"


def clean(text: str) -> str:
    """Return a text without what says nothing to a learner: colour codes, memory addresses, folders; fit for a file."""
    text = text.encode("utf-8", "backslashreplace").decode()
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"\s+at 0x[0-9a-fA-F]+", "", text)
    text = re.sub(r"(?<![\w.:/])(?:[A-Za-z]:\\|/)(?:[\w.~-]+[/\\])+", "", text)
    return re.sub(r"\s*\n\s*", " ", text.strip())

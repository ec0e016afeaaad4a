"""What an answer may say to the judge: plain data, arrays, tables, Keras models as configuration and weights.

JSON and buffers, never pickle: reading it runs nothing that the sender chose. A subclass arrives as what it is a
subclass of, and whatever cannot be carried over arrives as `Opaque`, which equals nothing and has no methods.
"""

import contextlib
import json
import struct
import sys
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd

DEEPEST = 30  # lists within lists
LONGEST_INTEGER = 4_000  # digits
KINDS = "biufcSUmM"  # of arrays whose bytes say it all
SEQUENCES = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
PLAIN_BASES = (int, float, str, bytes, list, tuple, dict, set, frozenset)
KERAS_PACKAGES = ("keras", "tf_keras")
MODEL_MODULES = ("keras", "tf_keras", "builtins", "tensorflow_model_optimization")
NO_LAYERS = {"Lambda", "__lambda__", "function", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"}
OPERATIONS = {"TFOpLambda", "SlicingOpLambda"}  # of Keras 2: a function of TensorFlow, by its name
CALCULATES = ("math.", "nn.", "linalg.", "__operators__.", "reshape", "concat", "cast", "clip_by_value", "expand_dims")
CALCULATES += ("squeeze", "stack", "transpose", "identity", "convert_to_tensor", "where", "tile", "pad", "split")
OWN_CLASS = "a model with a class of its own"
HEAD = struct.Struct("<II")
SIZE = struct.Struct("<Q")


class Opaque:
    """Something that cannot be carried over: only the name of its class and its text come along."""

    __hash__ = None

    def __init__(self, kind: str, text: str) -> None:
        self._kind, self._text = kind, text

    def __repr__(self) -> str:
        return self._text

    def __eq__(self, other: object) -> bool:
        return False


def pack(value: object, known: tuple = ()) -> bytes:
    """Return a value as bytes. known: objects that the other side has too; they are referred to by position."""
    encoder = Encoder(known)
    head = json.dumps(encoder.encode(value)).encode()
    parts = [HEAD.pack(len(head), len(encoder.buffers)), head]
    for buffer in encoder.buffers:
        parts += [SIZE.pack(len(buffer)), buffer]
    return b"".join(parts)


def unpack(data: bytes, known: tuple = ()) -> object:
    """Return the value in `data`. Raises ValueError, TypeError, KeyError, IndexError or struct.error for nonsense."""
    view = memoryview(data)
    length, count = HEAD.unpack_from(view)
    at = HEAD.size + length
    head, buffers = json.loads(bytes(view[HEAD.size : at])), []
    for _ in range(count):
        (size,) = SIZE.unpack_from(view, at)
        buffers.append(view[at + SIZE.size : at + SIZE.size + size])
        at += SIZE.size + size
    return Decoder(buffers, known).decode(head)


class Encoder:
    """Turns values into lists that JSON can hold: a word for the kind, then what it takes to make it again."""

    def __init__(self, known: tuple) -> None:
        self.buffers: list[bytes] = []
        self.known = {id(value): position for position, value in enumerate(known)}

    def encode(self, value: object, depth: int = 0) -> list:
        """Return a value as plain lists."""
        if depth > DEEPEST:
            return ["opaque", "deep", "…"]
        if id(value) in self.known:
            return ["known", self.known[id(value)]]
        for encode in (self.scalar, self.container, self.numbers, self.table, self.model, self.subclass):
            if (encoded := encode(value, depth)) is not None:
                return encoded
        return opaque(value)

    def buffer(self, data: bytes) -> int:
        """Keep bytes beside the JSON; return where."""
        self.buffers.append(data)
        return len(self.buffers) - 1

    def scalar(self, value: object, depth: int) -> list | None:
        """Encode what is one thing."""
        kind = type(value)
        if value is None or kind in (bool, str):
            return ["value", value]
        if kind is int:
            return ["int", hex(value)]
        if kind is float:
            return ["float", value.hex()]
        if kind is complex:
            return ["complex", value.real.hex(), value.imag.hex()]
        if kind in (bytes, bytearray):
            return ["bytes", self.buffer(bytes(value))]
        if kind is Fraction:
            return ["fraction", hex(value.numerator), hex(value.denominator)]
        return None

    def container(self, value: object, depth: int) -> list | None:
        """Encode what holds others."""
        kind = type(value)
        if kind.__name__ in SEQUENCES and kind is SEQUENCES[kind.__name__]:
            return [kind.__name__, [self.encode(one, depth + 1) for one in value]]
        if kind is dict:
            pairs = [[self.encode(key, depth + 1), self.encode(one, depth + 1)] for key, one in value.items()]
            return ["dict", pairs]
        if kind is range:
            return ["range", value.start, value.stop, value.step]
        return None

    def numbers(self, value: object, depth: int) -> list | None:
        """Encode NumPy's arrays and numbers, TensorFlow's tensors, SciPy's sparse matrices."""
        if isinstance(value, np.generic):
            return ["scalar", self.encode(np.asarray(value), depth + 1)]
        if isinstance(value, np.ndarray):
            array = np.asarray(value)
            if array.dtype.kind in KINDS:
                return ["array", array.dtype.str, list(array.shape), self.buffer(np.ascontiguousarray(array).tobytes())]
            if array.dtype.kind == "O":
                return ["objects", list(array.shape), [self.encode(one, depth + 1) for one in array.ravel()]]
        package = type(value).__module__.partition(".")[0]
        if package in ("tensorflow", *KERAS_PACKAGES) and hasattr(value, "numpy") and not hasattr(value, "layers"):
            return ["tensor", self.encode(np.asarray(value.numpy()), depth + 1)]
        if package == "scipy" and hasattr(value, "tocsr"):
            rows = value.tocsr()
            parts = (rows.data, rows.indices, rows.indptr)
            return ["sparse", list(rows.shape), *(self.encode(np.asarray(part), depth + 1) for part in parts)]
        return None

    def table(self, value: object, depth: int) -> list | None:
        """Encode pandas' tables, columns and indices."""
        if isinstance(value, pd.DataFrame):
            columns = [self.encode(value.iloc[:, place].to_numpy(), depth + 1) for place in range(value.shape[1])]
            kinds = [str(kind) for kind in value.dtypes]
            return ["frame", self.encode(list(value.columns)), columns, kinds, self.encode(value.index.to_numpy())]
        if isinstance(value, pd.Series):
            parts = (value.to_numpy(), value.index.to_numpy(), value.name)
            return ["series", *(self.encode(part, depth + 1) for part in parts), str(value.dtype)]
        if isinstance(value, pd.Index):
            return ["index", self.encode(value.to_numpy(), depth + 1)]
        if isinstance(value, pd.Timestamp):
            return ["time", str(value)]
        return None

    def model(self, value: object, depth: int) -> list | None:
        """Encode a Keras model as its configuration and weights."""
        package = keras_package(value)
        if package is None or not hasattr(value, "get_weights"):
            return None
        if foreign := foreign_class(value):
            return ["opaque", OWN_CLASS, f"a model with a class of its own, {foreign}"]
        try:
            weights = [self.encode(np.asarray(array), depth + 1) for array in value.get_weights()]
            return ["model", package, value.to_json(), weights]
        except Exception as problem:
            return ["opaque", "model", f"a model that cannot be carried over ({type(problem).__name__})"]

    def subclass(self, value: object, depth: int) -> list | None:
        """Encode an instance of a subclass of plain data as that plain data: nothing it overrides comes along."""
        base = next((base for base in PLAIN_BASES if isinstance(value, base)), None)
        if base is None:
            return None
        with contextlib.suppress(Exception):
            plain = {int: int.__index__, float: float.__float__, str: str.__str__}.get(base, base)(value)
            return self.encode(plain, depth + 1) if type(plain) is base else None
        return None


def opaque(value: object) -> list:
    """Encode that something cannot be carried over."""
    kind = type(value)
    try:
        text = repr(value)[:200]
    except Exception:
        text = f"a {kind.__name__}"
    return ["opaque", f"{kind.__module__}.{kind.__name__}"[:80], text]


def keras_package(value: object) -> str | None:
    """Return the Keras that a model is made of, None for anything else."""
    packages = (cls.__module__.partition(".")[0] for cls in type(value).__mro__ if cls.__name__ == "Model")
    return next((package for package in packages if package in KERAS_PACKAGES), None)


def foreign_class(model: object) -> str:
    """Return the name of a class in a model that no other process can make again, nothing where all are Keras's."""
    for layer in (model, *model._flatten_layers(include_self=False)):
        if type(layer).__module__.partition(".")[0] not in MODEL_MODULES or type(layer).__name__ in NO_LAYERS:
            return type(layer).__name__
    return ""


class Decoder:
    """Makes values again from what an `Encoder`, or somebody who pretends to be one, has sent."""

    def __init__(self, buffers: list[memoryview], known: tuple) -> None:
        self.buffers, self.known = buffers, known
        self.makers: dict[str, Callable] = {
            "known": lambda position: self.known[position],
            "value": self.value,
            "int": whole,
            "float": float.fromhex,
            "complex": lambda real, imag: complex(float.fromhex(real), float.fromhex(imag)),
            "bytes": lambda place: bytes(self.buffers[place]),
            "fraction": lambda top, bottom: Fraction(whole(top), whole(bottom)),
            "dict": lambda pairs: {self.decode(key): self.decode(one) for key, one in pairs},
            "range": range,
            "scalar": lambda array: self.decode(array)[()],
            "array": self.array,
            "objects": self.objects,
            "tensor": lambda array: sys.modules["tensorflow"].constant(self.decode(array)),
            "sparse": self.sparse,
            "frame": self.frame,
            "series": self.series,
            "index": lambda array: pd.Index(self.decode(array)),
            "time": pd.Timestamp,
            "model": self.model,
            "opaque": lambda kind, text: Opaque(str(kind)[:80], str(text)[:200]),
        }
        for name, kind in SEQUENCES.items():
            self.makers[name] = lambda values, kind=kind: kind(self.decode(value) for value in values)

    def decode(self, encoded: list) -> object:
        """Return the value. Raises what its maker raises for nonsense."""
        kind, *parts = encoded
        return self.makers[kind](*parts)

    def value(self, value: object) -> object:
        """Return None, a truth value or a text."""
        if value is not None and not isinstance(value, bool | str):
            raise ValueError("no plain value")
        return value

    def array(self, dtype: str, shape: list[int], place: int) -> np.ndarray:
        """Return an array of numbers or texts."""
        kind = np.dtype(dtype)
        if kind.kind not in KINDS or kind.hasobject:
            raise ValueError("no such array")
        return np.frombuffer(self.buffers[place], kind).reshape(shape).copy()

    def objects(self, shape: list[int], values: list) -> np.ndarray:
        """Return an array of other values."""
        array = np.empty(len(values), object)
        for place, value in enumerate(values):
            array[place] = self.decode(value)
        return array.reshape(shape)

    def sparse(self, shape: list[int], *parts: list) -> object:
        """Return a sparse matrix. Raises ValueError where its parts do not fit."""
        from scipy.sparse import csr_matrix

        matrix = csr_matrix(tuple(self.decode(part) for part in parts), shape=tuple(shape))
        matrix.check_format(full_check=True)
        return matrix

    def frame(self, names: list, columns: list, kinds: list[str], index: list) -> pd.DataFrame:
        """Return a table."""
        rows = self.decode(index)
        made = {
            place: as_kind(pd.Series(self.decode(column), index=rows), kind)
            for place, (column, kind) in enumerate(zip(columns, kinds, strict=True))
        }
        table = pd.DataFrame(made, index=rows)
        table.columns = self.decode(names)
        return table

    def series(self, values: list, index: list, name: list, kind: str) -> pd.Series:
        """Return a column."""
        return as_kind(pd.Series(self.decode(values), index=self.decode(index), name=self.decode(name)), kind)

    def model(self, package: str, configuration: str, weights: list) -> object:
        """Return a Keras model, or `Opaque` where it cannot be made. Raises ValueError for foreign layers."""
        if package not in KERAS_PACKAGES:
            raise ValueError("no Keras")
        refuse_foreign(json.loads(configuration))
        try:
            with model_scopes():
                model = sys.modules[package].models.model_from_json(configuration)
            model.set_weights([self.decode(array) for array in weights])
        except Exception as problem:
            return Opaque("a model", f"a Keras model that cannot be made again ({type(problem).__name__})")
        return model


def whole(text: str) -> int:
    """Return a whole number. Raises ValueError for one that is too long to be an answer."""
    if len(text) > LONGEST_INTEGER:
        raise ValueError("a number that is too long")
    return int(text, 16)


def as_kind(column: pd.Series, kind: str) -> pd.Series:
    """Return a column of the kind that it had, where pandas has one of that name."""
    return column.astype(kind) if kind in ("category", "string", "str", "Int64", "Float64", "boolean") else column


def refuse_foreign(node: object) -> None:
    """Raise ValueError where a model's configuration names a class that is none of Keras's own, a function that does
    more than calculate, or a file to read.
    """
    if isinstance(node, dict):
        if "class_name" in node:
            name, module = str(node["class_name"]), str(node.get("module") or "keras")
            if name in NO_LAYERS or module.partition(".")[0] not in MODEL_MODULES:
                raise ValueError(f"{name} is no layer of Keras")
            inner = node.get("config")
            called = inner.get("function") if isinstance(inner, dict) else None
            if name in OPERATIONS and not (isinstance(called, str) and called.startswith(CALCULATES)):
                raise ValueError(f"{called} does more than calculate")
        if isinstance(node.get("vocabulary"), str):
            raise ValueError("a vocabulary comes from a list, not from a file")
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            refuse_foreign(one)


@contextlib.contextmanager
def model_scopes():
    """Within it, pruned and quantization-aware models can be made again, where their toolkit is loaded."""
    with contextlib.ExitStack() as stack:
        if toolkit := sys.modules.get("tensorflow_model_optimization"):
            stack.enter_context(toolkit.sparsity.keras.prune_scope())
            stack.enter_context(toolkit.quantization.keras.quantize_scope())
        yield

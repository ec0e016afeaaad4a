"""What a check can ask of an answer that returns a model or a file, where there is no one right result.

    from utils.grading.properties import both_forms, concealed, same_twice, sums_to_one, untouched

    with untouched(model), concealed("fashion", "X_val", "y_val"):
        converted = smallest_conversion(model, images)
    assert sums_to_one(litert.predict(converted, X_val)), "Each row of probabilities adds up to 1."

Each says on the card what is wrong, in its own words or in the assertion's. Nothing here knows a lesson.
"""

import contextlib
from collections.abc import Callable, Iterator

import numpy as np

from utils.grading.names import setup
from utils.grading.state import state


@contextlib.contextmanager
def untouched(*models: object) -> Iterator[None]:
    """Raise AssertionError after the block when it changed a model: its weights, which of them learn, its layers."""
    before = [condition(model) for model in models]
    yield
    if any(one != condition(model) for one, model in zip(before, models, strict=True)):
        raise AssertionError("Your function changed the model that it was given. Work on a copy: others use the model.")


def condition(model: object) -> list:
    """Return all of a Keras model that an answer could change, to be compared with what it is later."""
    weights = [(array.shape, array.dtype.str, array.tobytes()) for array in model.get_weights()]
    return [weights, [(id(layer), layer.name, layer.trainable) for layer in model.layers], model.trainable]


def both_forms(model: object) -> tuple[object, object]:
    """Return a model that is a chain of layers in both forms, sequential and functional, with the same weights.

    Built by the Keras that made `model`, from copies of its layers. Raises ValueError where it is no chain.
    """
    keras = keras_of(model)
    chain = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    shape = tuple(model.input_shape[1:]) if isinstance(model.input_shape, tuple) else None
    if shape is None:
        raise ValueError("a model with several inputs is no chain of layers")

    def copies() -> list:
        return [type(layer).from_config(layer.get_config()) for layer in chain]

    start = keras.Input(shape)
    end = start
    for layer in copies():
        end = layer(end)
    forms = keras.Sequential([keras.Input(shape), *copies()]), keras.Model(start, end)
    for form in forms:
        form.set_weights(model.get_weights())
    return forms


def keras_of(model: object) -> object:
    """Return the module, Keras 2 or 3, that a model's class comes from."""
    import importlib

    for kind in type(model).__mro__:
        maker = kind.__module__.partition(".")[0]
        if maker in ("keras", "tf_keras"):
            return importlib.import_module(maker)
    raise TypeError(f"a {type(model).__name__} is no model of Keras")


def sums_to_one(probabilities: object, within: float = 1e-4) -> bool:
    """Tell whether each row holds numbers from 0 to 1 that add up to 1; float32 and eight bits leave some dust."""
    rows = np.asarray(probabilities, dtype=np.float64)
    inside = (rows >= -within) & (rows <= 1 + within)
    return rows.ndim == 2 and bool(inside.all() and (np.abs(rows.sum(axis=1) - 1) <= within).all())


def same_twice(answer: Callable, *args: object, compared: Callable = lambda result: result, **kwargs: object) -> bool:
    """Tell whether two calls with the same arguments give the same.

    compared: what of a result is compared: bytes and plain data as they are, a model by `lambda m: m.get_config()` or
    by what it predicts.
    """
    from utils.grading.calls import fingerprint

    one, other = (fingerprint((compared(answer(*args, **kwargs)),), {}) for _ in range(2))
    return one == other


@contextlib.contextmanager
def concealed(*names: str) -> Iterator[None]:
    """Take names of the set-up out of the answer's reach: what it is judged by, it must not learn from.

    A name is left alone where the learner's notebook uses it for something else. Raises AssertionError when the answer
    asks for one of `names`, AttributeError and others as they come.
    """
    notebook, remembered = state().check.names, setup()
    mine = [name for name in names if name in notebook and name in remembered]
    mine = [name for name in mine if remembered[name].is_still(notebook[name])]
    taken = {name: notebook.pop(name) for name in mine}
    try:
        yield
    except NameError as problem:
        if problem.name not in taken:
            raise
        raise AssertionError(
            f"Your function uses `{problem.name}`, by which it is judged. It has to do with what it is given."
        ) from None
    finally:
        for name, value in taken.items():
            notebook.setdefault(name, value)

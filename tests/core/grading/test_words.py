"""What a card says of values, however large, odd or hostile they are; which results are refused by their class."""

import collections
import gzip
import math
import time

import numpy as np
import pandas as pd
import pytest

from utils.grading import calls, words


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([1, "a", None], "[1, 'a', None]"),
        ((1,), "(1,)"),
        (set(), "set()"),
        ({"a": [1.5]}, "{'a': [1.5]}"),
        (np.float64(0.5), "0.5"),
        (np.zeros((2, 2)), "array([[0., 0.], [0., 0.]]), shape (2, 2)"),
        (list(range(50)), "[0, 1, 2, 3, 4, 5, …], 50 of them"),
        (pd.DataFrame({"a": [1]}), "a table of shape (1, 1) with columns a"),
        (b"abc", "b'abc'"),
        (bytes(5_000), "5,000 bytes"),
        (gzip.compress(bytes(5_000), mtime=0), "compressed by gzip"),
        pytest.param(7 ** (10**5), "a whole number of about 84,509 digits", id="huge"),
        pytest.param("\ud800", r"'\ud800'", id="surrogate"),
    ],
)
def test_a_value_is_told_on_one_line(value, told):
    assert told in words.describe(value)


def test_a_call_is_written_as_source():
    big = np.arange(40.0).reshape(20, 2)
    told = words.written("f", (np.eye(2),), {"b": big, "c": [1]})
    assert told.startswith("f(array([[1., 0.], [0., 1.]]), b=array([[ 0.,")
    assert told.endswith("of shape (20, 2), c=[1])")


def test_a_small_table_and_all_digits_are_shown_to_be_tried():
    table = pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=[3, 4])
    told = words.written("f", (table, pd.Series([0.5])), {"x": np.nextafter(np.ones(1), 2)}, 240)
    assert told == (
        "f(pd.DataFrame({'a': [1, 2], 'b': ['x', nan]}, index=[3, 4]), pd.Series([0.5]), x=array([1.0000000000000002]))"
    )
    assert words.written("f", (table,), {}, 20) == f"f({words.describe(table, 20)})"


def test_what_is_huge_is_told_at_once():
    started = time.process_time()
    for huge in ([0] * 10_000_000, {"a": [1] * 10_000_000}, "x" * 10_000_000, np.zeros(10_000_000), bytes(10_000_000)):
        assert len(words.describe(huge)) < 400
        calls.refuse_foreign(huge, "f()")
    assert time.process_time() - started < 1, "0.1 s, and 10.8 s before it was bounded"


def test_models_are_told_by_layers_and_parameters():
    from utils.frameworks import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    assert words.describe(model) == "a model of 1 layer (Dense) and 8 parameters"
    assert "2 layers" in words.describe(keras.Sequential([model, keras.layers.Dense(1)]))
    assert words.describe(keras.Sequential([keras.layers.Dense(2)])).endswith("not built yet")
    import tf_keras

    old = tf_keras.Sequential([tf_keras.layers.Dense(2, input_shape=(3,))])
    assert words.describe(old) == "a model of 1 layer (Dense) and 8 parameters"
    mine = type("Mine", (keras.Model,), {})()
    assert calls.foreign(mine) is None
    assert words.is_model(mine)


def test_a_converted_model_is_told_by_its_size_and_types():
    from utils import litert
    from utils.frameworks import keras

    converted = litert.convert(keras.Sequential([keras.Input((300,)), keras.layers.Dense(2)]), "float")
    told = words.describe(converted)
    assert told.startswith(f"a converted model of {len(converted):,} bytes (stored: ")
    assert "float32" in told
    assert words.describe(converted[:2_000]) == "a converted model of 2,000 bytes"


def test_an_exception_that_cannot_be_told_is_told():
    class Silent(Exception):
        def __str__(self):
            raise KeyError

    assert words.failure(Silent()) == "Silent: (its text cannot be shown)"
    assert words.failure(ValueError("\ud800")) == r"ValueError: \ud800"
    assert len(words.failure(ValueError("x" * 100_000))) < 1_000


class Yes:
    def __eq__(self, other):
        return True


class Float(float):
    pass


class Array(np.ndarray):
    pass


Float.__module__ = "numpy"
Float.__qualname__ = "float64"


@pytest.mark.parametrize(
    "value",
    [
        1, None, "a", [1, (2.0, {"a": {3}})], np.float32(1), np.zeros(2), pd.Series([1]), collections.Counter("ab"),
        collections.OrderedDict(a=1), len, math.sqrt, lambda x: x, np.ma.array([1]), pd.Timestamp("2020"), range(3),
    ],
)  # fmt: skip
def test_classes_that_a_module_holds_are_known(value):
    assert calls.foreign(value) is None


def test_classes_of_a_notebook_are_refused():
    names = {"__name__": "__main__"}
    exec("class Yes:\n    __eq__ = lambda *_: True\nclass Int(int): pass\nyes, three = Yes(), Int(3)", names)
    disguised = Float(1)
    made = type("Made", (float,), {})(2)
    array = np.zeros(2).view(type("Array", (np.ndarray,), {}))
    for value in (names["yes"], names["three"], disguised, made, array, [1, made], {"a": (made,)}):
        assert calls.foreign(value) is not None
    with pytest.raises(calls.AnswerRefused, match=r"`f\(\)` returned an object of the class `Made`"):
        calls.refuse_foreign([made], "f()")
    objects = np.empty(2, object)
    objects[0] = made
    assert calls.foreign(objects) is not None

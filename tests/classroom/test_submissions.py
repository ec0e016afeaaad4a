"""What is found in a file, and what may come back from a sandbox."""

import json
import pickle
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from classroom.small import DOUBLE, NAME, answered, honest

from utils.classroom import ClassroomError
from utils.classroom.course import Course
from utils.classroom.inside import codec
from utils.classroom.inside.answer import Received
from utils.classroom.inside.judge import carried
from utils.classroom.submissions import parse


def read(small, notebook, encoding="utf-8"):
    """What the parser finds in a notebook."""
    return parse(json.dumps(notebook).encode(encoding), small[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_is_read(small, encoding):
    found = read(small, honest(small[1]), encoding)
    assert found.lesson == NAME
    assert found.answers["double"].sources == (DOUBLE,)
    assert found.notes == ()


def test_what_was_handed_out_is_no_answer(small):
    course, notebook = small
    found = read(small, notebook)
    assert found.answers["double"].sources == (course.lessons[NAME].exercises["double"].stub,)


def test_answers_are_found_and_oddities_noted(small):
    notebook = honest(small[1])
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["double"]["id"], cells["double"]["metadata"] = "mine", {}
    cells["middle"]["cell_type"] = "markdown"
    cells["middle-check"]["source"] = "pass"
    own = {"cell_type": "code", "id": "own", "metadata": {}, "source": "%matplotlib inline\nimport math\n"}
    notebook["cells"].insert(1, own)
    found = read(small, notebook)
    assert found.answers["double"].sources == (DOUBLE,)
    assert own["source"] in found.answers["double"].helpers
    assert found.notes[0] == "double: answered in another cell"
    assert "no code cell" in found.notes[1]
    assert "its check was edited" in found.notes[2]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe\x00", "no notebook"),
        (b"[]", "no notebook"),
        (b"{}", "no cells"),
        (b'{"worksheets": 3}', "no cells"),
        (b"[" * 100_000, "no notebook"),
        (b'{"cells": [{"source": "x", "id": "z"}]}', "no exercise of this course"),
        (b" " * 30_000_001, "30 MB"),
        (b'{"cells": [' + b"{}," * 10_000 + b"{}]}", "more than 10,000 cells"),
    ],
)
def test_what_is_no_submission_is_said(small, raw, told):
    with pytest.raises(ClassroomError, match=told):
        parse(raw, small[0])


def test_a_cell_that_no_parser_can_read_is_found_by_its_id(small):
    for source in ("def double(:", "x" * 300_000, "(" * 5_000, "def double(v):\n    return \0"):
        assert read(small, answered(small[1], double=source)).answers["double"].sources == (source,)


def test_code_without_end_is_found_by_its_id_only(small):
    notebook = honest(small[1])
    notebook["cells"][:0] = [{"cell_type": "code", "source": "x;" * 99_000, "metadata": {}} for _ in range(15)]
    found = read(small, notebook)
    assert found.answers["double"].sources == (DOUBLE,)
    assert len(found.answers["double"].helpers) == 0


def test_exercises_of_another_lesson_are_noted(small):
    course, notebook = small
    two = Course(course.lessons | {"10_other": replace(course.lessons[NAME], name="10_other", exercises={"far": None})})
    notebook = honest(notebook)
    notebook["cells"].append({"cell_type": "code", "id": "far", "metadata": {}, "source": "def far(): pass"})
    assert parse(json.dumps(notebook).encode(), two).notes == (
        "exercises of 10_other are in it as well; they were not graded",
    )


PLAIN = [
    None, True, 3, -(10**40), 2.5, float("inf"), 1 + 2j, "text \u2028", b"\0\xff", [1, [2]],
    (1,), {1, 2}, frozenset("a"), {"a": [1], 2: None}, range(3, 9, 2), Fraction(1, 3),
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_data_comes_back_as_it_was(value):
    back = codec.unpack(codec.pack(value))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.int8).reshape(2, 3),
        np.array(2.5),
        np.zeros((0, 3), bool),
        np.array(["a", "bcd"]),
        np.array([None, "x", 2], object),
        np.array(["2026-01-02"], "datetime64[D]"),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    ],
)
def test_arrays_come_back_as_they_were(array):
    back = codec.unpack(codec.pack(array))
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert (back == array).all()


def test_tables_and_numbers_come_back_as_they_were():
    table = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"])}, index=[5, 7])
    pd.testing.assert_frame_equal(codec.unpack(codec.pack(table)), table)
    pd.testing.assert_series_equal(codec.unpack(codec.pack(table["a"])), table["a"])
    number = codec.unpack(codec.pack(np.float32(0.1)))
    assert type(number) is np.float32
    assert codec.unpack(codec.pack(table, (table,)), ("the same",)) == "the same"


def test_subclasses_come_back_as_what_they_extend():
    class Yes(float):
        __eq__ = lambda *_: True  # noqa: E731
        __hash__ = float.__hash__

    class Array(np.ndarray):
        __eq__ = Yes.__eq__

    assert type(codec.unpack(codec.pack(Yes(2)))) is float
    assert type(codec.unpack(codec.pack(np.zeros(2).view(Array)))) is np.ndarray
    assert codec.unpack(codec.pack(Counter("aab"))) == {"a": 2, "b": 1}
    assert type(codec.unpack(codec.pack(defaultdict(list)))) is dict


def test_what_cannot_be_carried_equals_nothing():
    class Bomb:
        def __reduce__(self):
            return (print, ("boom",))

        __eq__ = lambda *_: True  # noqa: E731
        __hash__ = None

    back = codec.unpack(codec.pack(Bomb()))
    assert isinstance(back, codec.Opaque)
    assert back not in [back.__class__("", ""), 1]
    loop = []
    loop.append(loop)
    assert isinstance(codec.unpack(codec.pack(loop)), list)  # cut off where it is too deep
    for nonsense in (b"", b"junk", b"\0" * 8, pickle.dumps(1), codec.pack(1)[:-1]):
        with pytest.raises(Exception, match=r".*"):
            codec.unpack(nonsense)


def packed(head):
    """What somebody who does not use the packer may send."""
    data = json.dumps(head).encode()
    return codec.HEAD.pack(len(data), 0) + data


@pytest.mark.parametrize(
    "head",
    [
        ["model", "os", "{}", []],
        ["model", "keras", json.dumps({"class_name": "Lambda", "config": {}}), []],
        ["model", "keras", json.dumps({"class_name": "Popen", "module": "subprocess"}), []],
        ["model", "tf_keras", json.dumps({"class_name": "TFOpLambda", "config": {"function": "io.read_file"}}), []],
        ["model", "keras", json.dumps({"class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd"}}), []],
        ["array", "O", [1], 0],
        ["int", "f" * 5_000],
        ["known", 0],
        ["value", 3],
        ["exec", "print(1)"],
    ],
)
def test_a_forged_message_makes_nothing(head):
    with pytest.raises((ValueError, KeyError, IndexError)):
        codec.unpack(packed(head))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras 3 and NumPy 2.4
def test_a_model_given_twice_is_one_model_in_the_sandbox():
    """So that an answer which keeps something on the model it was given does so there as in a notebook."""
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    sent, known = [], {}

    def received(*given):
        return Received(carried((given, {}, [], {}, [], ()), sent), known).load()[0]

    first, number = received(model, 3)
    assert number == 3
    np.testing.assert_array_equal(first.get_weights()[0], model.get_weights()[0])
    first.kept = "a result"
    model.set_weights([array + 1 for array in model.get_weights()])
    model.layers[0].trainable = False
    again, twice = received(model, model)
    assert again is twice is first
    np.testing.assert_array_equal(again.get_weights()[0], model.get_weights()[0])
    assert not again.layers[0].trainable
    assert again.kept == "a result"
    (other,) = received(keras.models.clone_model(model))
    assert other is not first

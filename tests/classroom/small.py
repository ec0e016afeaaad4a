"""A lesson of two exercises whose set-up takes no time, and notebooks that answer it: what the grader's tests grade."""

import copy
import json
from pathlib import Path

from utils.authoring.notebooks import stripped_notebook
from utils.authoring.source import read_lesson
from utils.classroom.course import Course, of_source

SOURCE = '''\
# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # 9 · A small lesson

# %% tags=["setup"]
import numpy as np
from pytest import approx

from utils.grading import graded, refuses, scoreboard

# %% tags=["exercise"]
def double(values: np.ndarray) -> np.ndarray:
    """Return twice the values; no values are refused with a ValueError."""
    ### BEGIN SOLUTION
    if not len(values):
        raise ValueError("no values")
    return 2 * np.asarray(values)
    ### END SOLUTION


# %% tags=["check"]
with graded("double", points=2, hint="Twice is two times."):
    twice = double(np.array([1.0, 2.5]))
    assert isinstance(twice, np.ndarray), "Return an array."
    assert twice.shape == (2,), "As many as were given."
    assert twice[0] != 1, "These are the values themselves."
    assert twice == approx(np.array([2, 5])), "Twice 2.5 is 5."
    assert double(np.array([7.25]))[0] == 14.5, "Twice 7.25 is 14.5."
    assert refuses(double, np.array([])), "No values have no double: raise ValueError."

# %% tags=["exercise"]
def middle(values: np.ndarray) -> float:
    """Return the mean of the values."""
    ### BEGIN SOLUTION
    return float(np.mean(values))
    ### END SOLUTION


# %% tags=["check"]
with graded("middle", points=3, hint="Their sum, divided by their number."):
    assert middle(np.array([1.0, 2.0, 6.0])) == approx(3), "1, 2 and 6 are 9; a third of it is 3."

# %% tags=["scoreboard"]
scoreboard(of=5)
'''
NAME = "09_small"
DOUBLE = "def double(values):\n    if not len(values):\n        raise ValueError\n    return np.asarray(values) * 2\n"
MIDDLE = "def middle(values):\n    return sum(values) / len(values)\n"


def read_small(folder: Path) -> tuple[Course, dict]:
    """Return the small course, and the notebook that its students get, as plain JSON."""
    source = folder / f"{NAME}.py"
    source.write_text(SOURCE, encoding="utf-8")
    lesson = read_lesson(source)
    return Course({NAME: of_source(lesson)}), json.loads(json.dumps(stripped_notebook(lesson)))


def answered(notebook: dict, **answers: str) -> dict:
    """Return a copy of a notebook with other sources in the cells of the named exercises."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    return notebook


def honest(notebook: dict) -> dict:
    """Return a notebook with two right answers."""
    return answered(notebook, double=DOUBLE, middle=MIDDLE)


def write_notebook(file: Path, notebook: object) -> None:
    """Write a notebook as Jupyter would."""
    file.write_text(json.dumps(notebook), encoding="utf-8")

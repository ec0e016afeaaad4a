"""A cell that waits for an answer says so, unless it says it itself."""

import pytest
from IPython.core.interactiveshell import InteractiveShell


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("if solved('f'):\n    print('drawn')", "This cell waits for your answer: solve `f`"),
        ("if solved('f'):\n    print('drawn')\nelse:\n    print('mine')", "mine\n"),
    ],
)
def test_an_unsolved_exercise_is_named(cell, printed, capsys):
    InteractiveShell().run_cell(f"from utils.grading import solved\n{cell}").raise_error()
    assert capsys.readouterr().out.startswith(printed)

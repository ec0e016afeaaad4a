"""A cell run twice changes no conclusion: `make test ARGS="-m twice"`, which takes as long as two builds."""

import nbformat
import pytest
from lessons import LESSONS

from utils.authoring import SOLUTIONS
from utils.authoring.notebooks import solved_notebook
from utils.authoring.results import told
from utils.authoring.run import run


@pytest.mark.twice
@pytest.mark.parametrize("name", LESSONS)
def test_every_cell_runs_twice_and_says_the_same(name):
    notebook = solved_notebook(LESSONS[name])
    notebook.cells = [
        nbformat.from_dict(cell | {"id": f"{cell.id}-{time}"[-64:]})
        for cell in notebook.cells
        for time in (("first", "again") if cell.cell_type == "code" else ("text",))
    ]
    ran = run(notebook, SOLUTIONS, name).notebook
    first, again = (
        nbformat.v4.new_notebook(cells=[cell for cell in ran.cells if cell.id.endswith(time)])
        for time in ("first", "again")
    )
    conclusions = [
        [(facts["claim"]["lecture"], facts["claim"]["verdict"]) for facts in told(part) if "claim" in facts]
        for part in (first, again)
    ]
    assert conclusions[0] == conclusions[1]
    checks = [[facts["verdict"] for facts in told(part) if "exercise" in facts] for part in (first, again)]
    assert set(checks[0]) == set(checks[1]) == {"passed"}

"""The notebooks as they are committed. nbval runs them whole; here is what nbval would pass over in silence."""

import re

import nbformat
import pytest
from lessons import LESSONS

from utils.authoring import NOTEBOOKS, ROOT, SOLUTIONS
from utils.authoring.notebooks import read, solved_notebook
from utils.authoring.run import run


def points(lesson):
    return sum(check.points for check in lesson.checks.values())


def tagged(notebook, tag):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", ())]


def facts(cell):
    return [output.metadata.course for output in cell.outputs if "course" in output.get("metadata", {})]


@pytest.mark.parametrize("folder", [NOTEBOOKS, SOLUTIONS], ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", LESSONS)
def test_the_scoreboard_is_one_that_nbval_compares(folder, name):
    (board,) = tagged(read(folder / f"{name}.ipynb"), "scoreboard")
    assert "nbval-check-output" in board.metadata.tags
    assert board.execution_count
    assert len(board.outputs) == 1
    told = facts(board)[0].scoreboard
    assert told.of == points(LESSONS[name])
    assert told.earned == (0 if folder is NOTEBOOKS else told.of)
    assert set(told.verdicts) == {check.name for check in LESSONS[name].checks.values()}
    assert set(told.verdicts.values()) == ({"not attempted"} if folder is NOTEBOOKS else {"passed"})


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_the_points_and_exercises_of_the_design(name):
    assert 12 <= points(LESSONS[name]) <= 16
    assert 5 <= len(LESSONS[name].checks) <= 6


@pytest.mark.parametrize("name", LESSONS)
def test_the_stored_solution_ran_from_top_to_bottom(name):
    cells = [cell for cell in read(SOLUTIONS / f"{name}.ipynb").cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    verdicts = [fact.verdict for cell in cells for fact in facts(cell) if "verdict" in fact]
    assert verdicts == ["passed"] * len(LESSONS[name].checks)


@pytest.mark.parametrize("name", LESSONS)
def test_every_figure_has_its_alternative_text(name):
    outputs = [output for cell in read(SOLUTIONS / f"{name}.ipynb").cells for output in cell.get("outputs", ())]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert pictures
    assert all(len(picture.metadata["image/png"]["alt"]) > 40 for picture in pictures)


@pytest.mark.parametrize("name", LESSONS)
def test_the_learners_notebook_holds_no_answer(name):
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in text
    assert text.count("raise NotImplementedError()") == len(LESSONS[name].checks)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_one_set_up_cell(name):
    (setup,) = tagged(solved_notebook(LESSONS[name]), "setup")
    assert len(setup.source.splitlines()) <= 20


@pytest.mark.parametrize("name", LESSONS)
def test_checks_are_folded(name):
    for check in tagged(read(NOTEBOOKS / f"{name}.ipynb"), "check"):
        assert check.metadata.jupyter.source_hidden


def test_kernels_have_no_network():
    code = """
import urllib.request

try:
    urllib.request.urlopen("http://192.0.2.1", timeout=1)
except OSError as refusal:
    print(refusal)
"""
    cell = nbformat.v4.new_code_cell(code)
    ran = run(nbformat.v4.new_notebook(cells=[cell]), ROOT, "offline").notebook
    assert "lessons run without one" in ran.cells[0].outputs[0].text


def test_the_readme_lists_every_lesson():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in LESSONS:
        assert re.search(rf"\]\(notebooks/{name}\.ipynb\)", readme), name

"""What students get works alone, grades them, and holds nothing that answers."""

import json
import os
import re
import subprocess
import sys

import pytest

from utils.authoring import ROOT, lesson_sources
from utils.authoring.source import BEGIN, END, read_lesson
from utils.classroom import ClassroomError
from utils.classroom.bank import BANK
from utils.classroom.handout import make

LESSONS = [read_lesson(source) for source in lesson_sources()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A handout in a folder of its own."""
    place = tmp_path_factory.mktemp("students") / "course"
    make(place)
    return place


def alone(folder, code):
    """Run code in the handout's folder, with nothing of this repository in sight; return what it prints."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    environment = kept | {"PYTHONPATH": str(folder), "IPYTHONDIR": str(folder.parent / "ipython")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder / "notebooks", env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def test_it_holds_no_answer_no_oracle_no_bank(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    kept_back = r"solutions|tests|answers|classroom|authoring|topics/.*oracles"
    assert not [name for name in names if re.search(kept_back, name)]
    for lesson in LESSONS:
        notebook = json.loads((folder / "notebooks" / f"{lesson.source.stem}.ipynb").read_text(encoding="utf-8"))
        given = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
        for position, check in lesson.checks.items():
            assert "NotImplementedError" in given[check.name]
            answer = answer_lines(lesson.cells[position - 1].node.source)
            assert not [line for line in answer if line in given[check.name]]


def answer_lines(source):
    """The longer lines of an answer."""
    body = source.partition(BEGIN)[2].partition(END)[0]
    return [line.strip() for line in body.splitlines() if len(line.strip()) > 25 and not line.strip().startswith("#")]


def test_nothing_of_it_comes_from_the_bank(folder):
    titles = [line for file in BANK.glob("*/*.py") for line in file.read_text(encoding="utf-8").splitlines()]
    titles = [line for line in titles if line.startswith("# %% wrong")]
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    assert titles
    assert not [title for title in titles if title in text]


def test_it_grades_a_learner_without_oracles(folder):
    lesson = next(lesson for lesson in LESSONS if lesson.source.stem.startswith("04"))
    position, check = next(iter(lesson.checks.items()))
    cells = [cell.node.source for cell in lesson.cells if cell.tag == "setup"]
    cells += [lesson.cells[position - 1].node.source, lesson.cells[position].node.source]
    code = f"""
import utils
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
for source in {cells!r}:
    shell.run_cell(source).raise_error()
from utils.grading.state import state
print(state().verdicts[{check.name!r}].status, utils.__file__)
"""
    said = alone(folder, code)
    assert f"passed {folder}" in said


def test_its_commands_are_a_students(folder):
    listed = alone(folder, "from utils import commands; commands.main([])")
    assert "lab" in listed
    assert "progress" in listed
    assert "grade" not in listed
    assert "handout" not in listed
    copied = alone(folder, "from utils import lab; lab.refresh(); print(len(list(lab.WORK.glob('*.ipynb'))))")
    assert copied.split()[-1] == str(len(LESSONS))


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ClassroomError, match="not empty"):
        make(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    with pytest.raises(ClassroomError, match="cannot be written"):
        make(tmp_path / "thesis.txt" / "course")


def test_with_oracles_there_are_oracles(tmp_path):
    make(tmp_path / "course", with_oracles=True)
    mine = {path.relative_to(ROOT) for path in (ROOT / "utils" / "topics").glob("*/oracles.py")}
    assert {
        path.relative_to(tmp_path / "course") for path in (tmp_path / "course").rglob("topics/*/oracles.py")
    } == mine

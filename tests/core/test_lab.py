"""The learner's own copies: made once, refreshed while untouched, never overwritten."""

import json

import pytest

from utils import lab
from utils.grading.state import PROGRESS


@pytest.fixture
def folders(tmp_path):
    notebooks, work = tmp_path / "notebooks", tmp_path / "work"
    notebooks.mkdir()
    check = {"grade": True, "grade_id": "double-check", "points": 2}
    cells = [{"source": "double(2)", "metadata": {"nbgrader": check}, "outputs": []}]
    write(notebooks / "01_a.ipynb", cells)
    return notebooks, work


def write(path, cells, **metadata):
    path.write_text(json.dumps({"cells": cells, "metadata": metadata}), encoding="utf-8")


def test_a_copy_is_made_once(folders):
    notebooks, work = folders
    assert lab.refresh(*folders) == []
    assert (work / "01_a.ipynb").read_bytes() == (notebooks / "01_a.ipynb").read_bytes()
    assert lab.refresh(*folders) == []


def test_an_untouched_copy_follows_the_course(folders):
    notebooks, work = folders
    lab.refresh(*folders)
    (notebooks / "01_a.ipynb").write_text("{}", encoding="utf-8")
    assert lab.refresh(*folders) == []
    assert (work / "01_a.ipynb").read_text(encoding="utf-8") == "{}"


def test_opening_a_copy_is_no_touch(folders):
    notebooks, work = folders
    lab.refresh(*folders)
    cells = json.loads((work / "01_a.ipynb").read_text(encoding="utf-8"))["cells"]
    write(work / "01_a.ipynb", cells, language_info={"version": "3.11.7"})
    write(notebooks / "01_a.ipynb", [])
    assert lab.refresh(*folders) == []
    assert json.loads((work / "01_a.ipynb").read_text(encoding="utf-8"))["cells"] == []


def test_an_output_is_a_touch(folders):
    notebooks, work = folders
    lab.refresh(*folders)
    cells = json.loads((work / "01_a.ipynb").read_text(encoding="utf-8"))["cells"]
    write(work / "01_a.ipynb", [cells[0] | {"outputs": [{"output_type": "stream", "text": "4"}]}])
    write(notebooks / "01_a.ipynb", [])
    assert len(lab.refresh(*folders)) == 1


def test_a_touched_copy_stays_and_is_told_only_when_there_is_a_newer_one(folders):
    notebooks, work = folders
    lab.refresh(*folders)
    (work / "01_a.ipynb").write_text("mine", encoding="utf-8")
    assert lab.refresh(*folders) == []
    (notebooks / "01_a.ipynb").write_text("{}", encoding="utf-8")
    assert lab.refresh(*folders) == ["01_a.ipynb stays: your work is in it. The newer one is notebooks/01_a.ipynb."]
    assert (work / "01_a.ipynb").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("damage", ["", "[]", "{", None])
def test_without_a_record_every_differing_copy_counts_as_touched(folders, damage):
    notebooks, work = folders
    lab.refresh(*folders)
    (notebooks / "01_a.ipynb").write_text("{}", encoding="utf-8")
    if damage is None:
        (work / lab.COPIES).unlink()
    else:
        (work / lab.COPIES).write_text(damage, encoding="utf-8")
    before = (work / "01_a.ipynb").read_bytes()
    assert len(lab.refresh(*folders)) == 1
    assert (work / "01_a.ipynb").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_one_sentence(monkeypatch, capsys):
    def refuse():
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lab, "refresh", refuse)
    monkeypatch.setattr("sys.argv", ["lab"])
    assert lab.main() == 1
    told = capsys.readouterr().out
    assert told == "work/ cannot be written (Permission denied): move the course to a folder of your own.\n"


def test_progress_counts_points_and_tolerates_damage(folders):
    _, work = folders
    lab.refresh(*folders)
    assert lab.progress(*folders).split() == ["01_a", "0", "of", "2", "points"]
    (work / PROGRESS).write_text('{"double": {"earned": 2, "points": 2}}', encoding="utf-8")
    assert lab.progress(*folders).split() == ["01_a", "2", "of", "2", "points"]
    (work / PROGRESS).write_text("{", encoding="utf-8")
    assert lab.progress(*folders).split() == ["01_a", "0", "of", "2", "points"]

"""The learner's own copies: made once, refreshed while untouched, never overwritten; and the page that opens."""

import json
import shutil
import subprocess

import pytest

from utils import lab, progress


@pytest.fixture
def folders(tmp_path):
    notebooks, work = tmp_path / "notebooks", tmp_path / "work"
    notebooks.mkdir()
    check = {"grade": True, "grade_id": "double-check", "points": 2}
    cells = [code("double(2)", nbgrader=check)]
    write(notebooks / "01_a.ipynb", cells)
    return notebooks, work


def code(source, outputs=(), **metadata):
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": list(outputs)}


def write(path, cells, **metadata):
    path.write_text(json.dumps({"cells": cells, "metadata": metadata}), encoding="utf-8")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def newer(folders):
    write(folders[0] / "01_a.ipynb", [code("newer")])


def is_newer(folders):
    return read(folders[1] / "01_a.ipynb")["cells"] == [code("newer")]


def work_in(folders, source="double(3)"):
    notebook = read(folders[1] / "01_a.ipynb")
    notebook["cells"].append(code(source))
    write(folders[1] / "01_a.ipynb", notebook["cells"], **notebook["metadata"])


STAYS = ["01_a.ipynb stays: your work is in it. The newer one is notebooks/01_a.ipynb."]


def test_a_copy_is_made_once(folders):
    notebooks, work = folders
    assert lab.refresh(*folders) == []
    assert read(work / "01_a.ipynb")["cells"] == read(notebooks / "01_a.ipynb")["cells"]
    before = (work / "01_a.ipynb").stat().st_mtime_ns
    assert lab.refresh(*folders) == []
    assert (work / "01_a.ipynb").stat().st_mtime_ns == before


def test_an_untouched_copy_follows_the_course(folders):
    lab.refresh(*folders)
    newer(folders)
    assert lab.refresh(*folders) == []
    assert is_newer(folders)


def test_opening_a_copy_is_no_touch(folders):
    work = folders[1]
    lab.refresh(*folders)
    notebook = read(work / "01_a.ipynb")
    write(work / "01_a.ipynb", notebook["cells"], **notebook["metadata"], language_info={"version": "3.11.7"})
    newer(folders)
    assert lab.refresh(*folders) == []
    assert is_newer(folders)


def test_an_output_is_a_touch(folders):
    work = folders[1]
    lab.refresh(*folders)
    notebook = read(work / "01_a.ipynb")
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "text": "4"}]
    write(work / "01_a.ipynb", notebook["cells"], **notebook["metadata"])
    newer(folders)
    assert lab.refresh(*folders) == STAYS


def test_a_touched_copy_stays_and_is_told_only_when_there_is_a_newer_one(folders):
    lab.refresh(*folders)
    work_in(folders)
    before = (folders[1] / "01_a.ipynb").read_bytes()
    assert lab.refresh(*folders) == []
    newer(folders)
    assert lab.refresh(*folders) == STAYS
    assert (folders[1] / "01_a.ipynb").read_bytes() == before


@pytest.mark.parametrize("damage", ["", "[]", "{", None])
def test_no_record_is_needed(folders, damage):
    """A copy carries along what it was made from, so that no other file can be lost or damaged."""
    lab.refresh(*folders)
    if damage is not None:
        (folders[1] / lab.COPIES).write_text(damage, encoding="utf-8")
    newer(folders)
    assert lab.refresh(*folders) == []
    assert is_newer(folders)


@pytest.mark.parametrize("noted", [True, False])
def test_a_copy_of_an_earlier_version_is_refreshed_where_its_record_is_there(folders, noted):
    notebooks, work = folders
    work.mkdir()
    shutil.copy(notebooks / "01_a.ipynb", work)
    if noted:
        (work / lab.COPIES).write_text(json.dumps({"01_a.ipynb": lab.digest(notebooks / "01_a.ipynb")}))
    newer(folders)
    assert lab.refresh(*folders) == ([] if noted else STAYS)
    assert is_newer(folders) == noted


def test_a_copy_without_a_mark_that_equals_the_lesson_gets_its_mark(folders):
    notebooks, work = folders
    work.mkdir()
    shutil.copy(notebooks / "01_a.ipynb", work)
    lab.refresh(*folders)
    newer(folders)
    assert lab.refresh(*folders) == []


def test_an_empty_copy_is_made_again(folders):
    lab.refresh(*folders)
    (folders[1] / "01_a.ipynb").write_text(" \n", encoding="utf-8")
    assert lab.refresh(*folders) == ["01_a.ipynb was empty: it is a new copy now."]
    assert len(read(folders[1] / "01_a.ipynb")["cells"]) == 1


@pytest.mark.parametrize("damage", ["{", "[]", "{}", '{"cells": 3}', "\x00"])
def test_a_damaged_copy_stays_and_is_told(folders, damage):
    lab.refresh(*folders)
    (folders[1] / "01_a.ipynb").write_text(damage, encoding="utf-8")
    (told,) = lab.refresh(*folders)
    assert told.startswith("01_a.ipynb is damaged and cannot be opened. `make afresh ARGS=01` keeps it aside")
    assert "earlier state" not in told
    saved = folders[1] / ".ipynb_checkpoints" / "01_a-checkpoint.ipynb"
    saved.parent.mkdir()
    shutil.copy(folders[0] / "01_a.ipynb", saved)
    assert "An earlier state is in work/.ipynb_checkpoints/01_a-checkpoint.ipynb." in lab.refresh(*folders)[0]
    assert (folders[1] / "01_a.ipynb").read_text(encoding="utf-8") == damage


@pytest.mark.parametrize("which", ["1", "01", "01_a", "01_a.ipynb"])
def test_a_lesson_begun_afresh_keeps_the_old_copy(folders, which):
    work = folders[1]
    assert lab.afresh(which, *folders) == "work/01_a.ipynb is new."
    for number in (1, 2):
        work_in(folders, f"mine {number}")
        mine = (work / "01_a.ipynb").read_bytes()
        assert f"yours is kept as work/01_a-kept-{number}.ipynb" in lab.afresh(which, *folders)
        assert (work / f"01_a-kept-{number}.ipynb").read_bytes() == mine
        assert len(read(work / "01_a.ipynb")["cells"]) == 1


@pytest.mark.parametrize("which", ["", "9", "b"])
def test_a_lesson_that_is_not_there_cannot_be_begun(folders, which):
    with pytest.raises(ValueError, match=r"with one of 01\."):
        lab.afresh(which, *folders)


def test_a_copy_that_cannot_be_written_is_one_sentence(monkeypatch, capsys):
    def refuse():
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lab, "refresh", refuse)
    monkeypatch.setattr("sys.argv", ["lab"])
    assert lab.main() == 1
    told = capsys.readouterr().out
    assert told == "work/ cannot be written (Permission denied): move the course to a folder of your own.\n"


def test_the_start_page_says_where_one_stopped(folders):
    lab.refresh(*folders)
    page = lab.start_page(progress.standings(*folders))
    assert "**Begin:** [01_a](01_a.ipynb)." in page
    assert "| [01_a](01_a.ipynb) | 0 of 2 |  |" in page
    assert "Shift+Enter" in page
    progress.add(folders[1], "double", 0, 2)
    assert "**Go on** with `double`" in lab.start_page(progress.standings(*folders))
    progress.add(folders[1], "double", 2, 2)
    page = lab.start_page(progress.standings(*folders))
    assert "Every exercise of the course is solved." in page
    assert "2 of 2 | ✓ solved |" in page


def test_the_start_page_of_the_course_links_to_cells_that_exist():
    lessons = progress.standings()
    assert [lesson.stem[:2] for lesson in lessons] == ["01", "02", "03", "04", "05", "06", "07"]
    assert all(one.cell for lesson in lessons for one in lesson.exercises)


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_commands_work_in_the_labs_terminal_too(folders):
    work = folders[1]
    lab.refresh(*folders)
    lab.furnish(progress.standings(*folders), work)
    (work.parent / "Makefile").write_text("help progress:\n\t@echo $@ here $(ARGS)\n")
    make = ["make", "--no-print-directory", "ARGS=3"]  # under `make test` it would name its folders
    for command in ("progress", "help"):
        words = [*make, command] if command == "progress" else make
        done = subprocess.run(words, cwd=work, capture_output=True, text=True, check=True)
        assert done.stdout == f"{command} here 3\n"


def test_jupyterlab_opens_the_start_page_and_finds_the_courses_programs(folders, monkeypatch):
    calls = {}

    class Process:
        def __init__(self, words, cwd, env):
            calls.update(words=words, cwd=cwd, env=env)
            self.interrupted = False

        def wait(self):
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt
            return 5

    monkeypatch.setattr(lab.subprocess, "Popen", Process)
    assert lab.open_lab(["--no-browser"], folders[1]) == 5, "an interrupt is the server's own affair"
    assert "--LabApp.default_url=/lab/tree/START.md" in calls["words"]
    assert calls["words"][-1] == "--no-browser"
    assert calls["env"]["PATH"].startswith(str(lab.Path(lab.sys.executable).parent))

"""A run: resumed, stopped, with a process killed on the way, on a full disk; bad input in one sentence each."""

import errno
import json
import os
import sys
import threading
import time
import zipfile
from dataclasses import replace

import pytest
from classroom.small import NAME, answered, honest, write_notebook

from utils.classroom import ClassroomError, sandbox
from utils.classroom import run as running
from utils.classroom.collect import collect, overview, read_roster
from utils.classroom.grade import not_handed_in, on_roster
from utils.classroom.pair import HELD, Pair
from utils.classroom.records import RECORDS, Record, Records, Row
from utils.classroom.report import summary
from utils.classroom.run import Settings, run
from utils.classroom.write import write_results

RUN = {"course": "1"}


@pytest.fixture
def handed_in(small, tmp_path):
    """A folder with six honest submissions, and the course."""
    course, notebook = small
    for name in ("ada", "bea", "cyd", "dan", "eva", "fay"):
        (tmp_path / "in" / name).mkdir(parents=True)
        write_notebook(tmp_path / "in" / name / "x.ipynb", honest(notebook))
    return course, tmp_path


def graded(course, folder, **changes):
    """Run over the folder; return the records."""
    records = Records(folder / "out", RUN)
    try:
        run(collect(folder / "in"), course, records, replace(Settings(), **changes))
    finally:
        records.close()
    return records.kept


@pytest.mark.usefixtures("_sandbox")
def test_a_run_is_resumed_and_nothing_is_graded_twice(handed_in, small):
    course, folder = handed_in
    first = graded(course, folder)
    assert {record.score for record in first.values()} == {5}
    lines = (folder / "out" / RECORDS).read_text(encoding="ascii").splitlines()
    (folder / "out" / RECORDS).write_text("\n".join([*lines[:3], lines[3][:40]]), encoding="ascii")
    write_notebook(folder / "in" / "ada" / "x.ipynb", answered(small[1]))
    again = graded(course, folder)
    assert again["ada/x.ipynb"].score == 0
    assert sum(record.score for record in again.values()) == 25
    lines = (folder / "out" / RECORDS).read_text(encoding="ascii").splitlines()
    assert len(lines) in (6, 7)


@pytest.mark.usefixtures("_sandbox")
@pytest.mark.parametrize("role", ["judge", "answer"])
def test_a_killed_process_costs_nothing(handed_in, monkeypatch, role):
    course, folder = handed_in
    killed = []

    def judge(self, exercise, sources, original=Pair.judge):
        if len(killed) < 1 and exercise == "middle":
            killed.append(self)
            self.processes[role].kill()
        return original(self, exercise, sources)

    monkeypatch.setattr(Pair, "judge", judge)
    kept = graded(course, folder)
    assert killed
    assert not [record for record in kept.values() if record.score != 5]
    assert len((folder / "out" / RECORDS).read_text(encoding="ascii").splitlines()) == 6


@pytest.mark.usefixtures("_sandbox")
def test_what_kills_its_processes_twice_is_recorded(handed_in, monkeypatch):
    course, folder = handed_in

    def graded_one(pair, record, answers, original=running.graded):
        if "killer" in answers["double"].sources[0]:
            pair.processes["answer"].kill()
            pair.processes["answer"].wait()
        return original(pair, record, answers)

    monkeypatch.setattr(running, "graded", graded_one)
    text = (folder / "in" / "cyd" / "x.ipynb").read_text(encoding="utf-8")
    (folder / "in" / "cyd" / "x.ipynb").write_text(
        text.replace("def double", "# killer\\ndef double"), encoding="utf-8"
    )
    kept = graded(course, folder)
    assert "twice" in kept["cyd/x.ipynb"].problem
    assert sum(record.score for record in kept.values()) == 25


@pytest.mark.usefixtures("_sandbox")
def test_a_stopped_run_ends_its_processes_and_goes_on_later(handed_in, monkeypatch, left_over):
    course, folder = handed_in
    seen = []

    def settle(plan, job, holder, original=running.settle):
        original(plan, job, holder)
        seen.append(job)
        if len(seen) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "settle", settle)
    with pytest.raises(KeyboardInterrupt):
        graded(course, folder, workers=1)
    assert not left_over()
    monkeypatch.undo()
    kept = graded(course, folder)
    assert len(kept) == 6
    assert len((folder / "out" / RECORDS).read_text(encoding="ascii").splitlines()) == 6


def test_a_full_disk_keeps_what_was_kept(tmp_path, monkeypatch):
    records = Records(tmp_path / "out", RUN)
    records.add(Record("a", "ada"))

    class Full:
        def write(self, line):
            stream.write(line[:5])
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self):
            pass

    stream, records.stream = records.stream, Full()
    with pytest.raises(ClassroomError, match="make room and give the same command again"):
        records.add(Record("b", "bea"))
    stream.close()
    again = Records(tmp_path / "out", RUN)
    assert list(again.kept) == ["a"]
    again.close()


def test_a_gradebook_that_is_none_is_said(small, tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 99)
    with pytest.raises(ClassroomError, match=r"gradebook.db could not be written \(file is not a database\)"):
        write_results([Record("x", "ada", lesson=NAME)], small[0], tmp_path, {}, 1.0)


def test_records_survive_a_round_trip_and_threads(tmp_path):
    records = Records(tmp_path, RUN)
    row = Row("wrong", 0, 2, "no\u2028", ("a", "b"), source="<b>")
    threads = [threading.Thread(target=records.add, args=(Record(str(i), "s", rows={"x": row}),)) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records.close()
    kept = Records(tmp_path, RUN)
    assert len(kept.kept) == 20
    assert kept.kept["7"].rows["x"] == row
    kept.close()


def test_an_output_folder_of_another_run_is_refused(tmp_path):
    Records(tmp_path / "out", RUN).close()
    with pytest.raises(ClassroomError, match=r"another run \(other course\)"):
        Records(tmp_path / "out", {"course": "2"})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(ClassroomError, match="not empty"):
        Records(tmp_path / "mine", RUN)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ClassroomError, match="cannot be written"):
        Records(tmp_path / "file", RUN)


def test_nothing_to_grade_is_said(tmp_path):
    with pytest.raises(ClassroomError, match=r"No notebook \(.ipynb\)"):
        collect(tmp_path)
    with pytest.raises(ClassroomError, match="no folder or archive"):
        collect(tmp_path / "nowhere")
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(ClassroomError, match="neither a folder nor a zip"):
        collect(tmp_path / "x.txt")


@pytest.mark.parametrize(
    ("path", "student", "layout"),
    [
        ("ada/x.ipynb", "ada", "a folder for each student"),
        ("submitted/ada/09_small/09_small.ipynb", "ada", "nbgrader"),
        ("ada/09_small/09_small.ipynb", "ada", "nbgrader"),
        ("ada_09_small.ipynb", "ada", "a file for each student"),
        ("09_small - ada.ipynb", "ada", "a file for each student"),
        ("09_small.ipynb", "", "a file for each student"),
        ("lovelaceada_LATE_12_345_09_small-1.ipynb", "lovelaceada_12", "Canvas"),
        ("Ada Lovelace_12_assignsubmission_file_/09_small.ipynb", "Ada Lovelace_12", "Moodle"),
        ("Ada Lovelace_12_assignsubmission_file_09_small.ipynb", "Ada Lovelace_12", "Moodle"),
    ],
)
@pytest.mark.parametrize("archive", [False, True])
def test_layouts_are_recognized(tmp_path, path, student, layout, archive):
    if archive:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as bundle:
            bundle.writestr(path, "{}")
            bundle.writestr("__MACOSX/._x.ipynb", "")
        (one,) = collect(tmp_path / "all.zip", (NAME,))
    else:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("{}")
        (one,) = collect(tmp_path, (NAME,))
    assert (one.student, one.layout, one.read()) == (student, layout, b"{}")


def test_archives_within_folders_and_archives_that_are_none(tmp_path):
    (tmp_path / "ada").mkdir()
    with zipfile.ZipFile(tmp_path / "ada" / "work.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("../../etc/x.ipynb", "{}")
        bundle.writestr("bomb.ipynb", bytes(31_000_000))
    (tmp_path / "bea.zip").write_bytes(b"PK no archive")
    found = {one.file: one for one in collect(tmp_path)}
    assert found["ada/work.zip/../../etc/x.ipynb"].student == "ada"
    with pytest.raises(ClassroomError, match="larger than 30 MB"):
        found["ada/work.zip/bomb.ipynb"].read()
    with pytest.raises(ClassroomError, match="cannot be read"):
        found["bea.zip"].read()


def told(place):
    """What was found, by file: the student, and why it cannot be graded."""
    found = {}
    for one in collect(place, (NAME,)):
        try:
            reason = one.read() and ""
        except ClassroomError as problem:
            reason = str(problem)
        found[one.file] = (one.student, reason)
    return found


@pytest.mark.parametrize("archive", [False, True])
def test_whoever_handed_in_no_notebook_is_named(tmp_path, archive):
    files = {"ada/x.ipynb": "{}", "ada/plot.png": "", "bea/answers.pdf": "", "bea/notes.txt": "", "roster.csv": "ada"}
    files |= {f"cyd_{NAME}.html": "", "dan/work.zip": "PK"}
    for name, text in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text)
    if archive:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as bundle:
            for name, text in files.items():
                bundle.writestr(name, text)
    found = told(tmp_path / ("all.zip" if archive else "in"))
    assert found["ada/x.ipynb"] == ("ada", "")
    assert found["bea/answers.pdf"] == ("bea", "no notebook (.ipynb) was handed in, only answers.pdf, notes.txt")
    assert found[f"cyd_{NAME}.html"][0] == "cyd"
    assert "archive" in found["dan/work.zip"][1]
    assert len(found) == 4
    assert "3 notebooks" not in overview(collect(tmp_path / ("all.zip" if archive else "in"), (NAME,)))


def test_a_students_archive_is_bounded_and_none_is_silent(tmp_path):
    for name in ("ada", "bea", "cyd", "dan"):
        (tmp_path / name).mkdir()
    with zipfile.ZipFile(tmp_path / "ada" / "a.zip", "w") as bundle:
        bundle.writestr("inner.zip", "PK")
    with zipfile.ZipFile(tmp_path / "bea" / "b.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        for number in range(12):
            bundle.writestr(f"{number}.ipynb", bytes(29_000_000))
    with zipfile.ZipFile(tmp_path / "cyd" / "c.zip", "w") as bundle:
        bundle.writestr("answers.docx", "")
    with zipfile.ZipFile(tmp_path / "dan" / "d.zip", "w") as bundle:
        bundle.writestr("x.ipynb", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            bundle.writestr("x.ipynb", "2")
    found = told(tmp_path)
    assert "within an archive" in found["ada/a.zip/inner.zip"][1]
    assert found["bea/b.zip"] == ("bea", "too much is in the archive: 12 notebooks, 348 MB")
    assert "only answers.docx" in found["cyd/c.zip/answers.docx"][1]
    assert sorted(file for file in found if file.startswith("dan")) == ["dan/d.zip/x.ipynb", "dan/d.zip/x.ipynb (2)"]


def test_an_archive_that_lists_far_too_much_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("utils.classroom.collect.LARGEST_LIST", 1_000)
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as bundle:
        for number in range(30):
            bundle.writestr(f"{number}.ipynb", "{}")
    assert told(tmp_path) == {"ada.zip": ("ada", "the archive cannot be read: it lists far too many files")}


def test_names_in_other_encodings_stay_apart_and_accents_are_one(tmp_path):
    for name in (b"J\xfcrg", b"J\xf6rg", "Jose\u0301".encode(), b"ada"):
        os.makedirs(os.path.join(os.fsencode(tmp_path), name))
        with open(os.path.join(os.fsencode(tmp_path), name, b"x.ipynb"), "w") as stream:
            stream.write("{}")
    (tmp_path / "link").symlink_to("ada")
    found = told(tmp_path)
    assert {student for student, _ in found.values()} == {r"J\xfcrg", r"J\xf6rg", "Jos\u00e9", "ada"}
    assert len(found) == 4


def test_two_runs_at_once_do_not_mix(tmp_path):
    records = Records(tmp_path / "out", RUN)
    with pytest.raises(ClassroomError, match="Another run is writing"):
        Records(tmp_path / "out", RUN)
    records.close()
    Records(tmp_path / "out", RUN).close()


@pytest.mark.usefixtures("_sandbox")
def test_what_the_grader_did_not_expect_costs_nobody_else(handed_in, monkeypatch):
    course, folder = handed_in

    def graded_one(pair, record, answers, original=running.graded):
        if record.student == "cyd":
            raise TypeError("odd")
        return original(pair, record, answers)

    monkeypatch.setattr(running, "graded", graded_one)
    kept = graded(course, folder)
    assert kept["cyd/x.ipynb"].problem == "it could not be judged (TypeError: odd)"
    assert sum(record.score for record in kept.values()) == 25


def test_the_last_of_two_files_counts(small, tmp_path):
    course, notebook = small
    for name, age in (("old", 2_000), ("new", 1_000)):
        file = tmp_path / "ada" / f"{name}.ipynb"
        file.parent.mkdir(exist_ok=True)
        write_notebook(file, honest(notebook))
        os.utime(file, (time.time() - age,) * 2)
    outcomes = list(running.read_all(collect(tmp_path), course, None))
    by_file = {getattr(one, "file", "") or one.record.file: one for one in outcomes}
    assert "ada/new.ipynb was handed in later" in by_file["ada/old.ipynb"].problem
    assert isinstance(by_file["ada/new.ipynb"], running.Job)


def test_files_without_a_name_are_all_graded_and_noted(small, tmp_path):
    course, notebook = small
    write_notebook(tmp_path / f"{NAME}.ipynb", honest(notebook))
    (job,) = running.read_all(collect(tmp_path, (NAME,)), course, {"ada": "Ada"})
    assert job.record.notes == ("not on the roster", "no student's name")


def test_rosters(tmp_path, small):
    file = tmp_path / "roster.csv"
    file.write_text("\ufeffName,Student_ID\nAda Lovelace,12\nBea,13\n", encoding="utf-8")
    roster = read_roster(file)
    assert roster == {"12": "Ada Lovelace", "13": "Bea"}
    assert on_roster("lovelaceada_12", roster) == "12"
    assert on_roster("Ada Lovelace_99", roster) == "12"
    assert on_roster("zoe", roster) == "zoe"
    assert on_roster("zoe_bea", roster) == "zoe_bea"
    for text in (
        "Student,ID,SIS Login ID\nLovelace, Ada,12,al\n".replace("Lovelace, Ada", '"Lovelace, Ada"'),
        "Identifier;Full name\nParticipant 12;Ada Lovelace\n",
        "Full name\nAda Lovelace\n",
        "First name,Last name,Email address\nAda,Lovelace,ada@example.org\n",
    ):
        file.write_text(text, encoding="utf-8")
        (known,) = exported = read_roster(file)
        assert on_roster("lovelaceada_12", exported) == known
        assert on_roster("Ada Lovelace_12", exported) == known or "," in known
    kept = [Record("x", "12", lesson=NAME)]
    assert [(one.student, one.problem) for one in not_handed_in(kept, small[0], roster)] == [("13", "not handed in")]
    file.write_text("ada\nbea\nada\n")
    with pytest.raises(ClassroomError, match="names ada twice"):
        read_roster(file)
    file.write_text("\n")
    with pytest.raises(ClassroomError, match="names nobody"):
        read_roster(file)
    file.write_bytes("student\nJ\xf6rg\n".encode("latin-1"))
    with pytest.raises(ClassroomError, match="save it as UTF-8"):
        read_roster(file)
    with pytest.raises(ClassroomError, match="cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")


def test_a_held_answer_waits_for_the_instructor():
    from utils.classroom.grade import granted

    record = Record("x", "ada", rows={"double": Row(HELD, 0, 2)})
    assert granted(record, []).score == 0
    assert granted(record, ["ada:double"]).score == 2
    assert json.loads(record.as_json())["rows"]["double"]["status"] == HELD


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_without_a_sandbox_only_what_is_trusted_is_graded(handed_in, monkeypatch, capsys):
    from utils.classroom import __main__ as commands

    course, folder = handed_in
    monkeypatch.setattr(sandbox, "missing", lambda: "Grading safely needs bubblewrap.")
    monkeypatch.setattr("utils.classroom.grade.read_course", lambda: course)
    words = ["grade", str(folder / "in"), "--out", str(folder / "out")]
    assert commands.main(words) == 1
    assert "Nothing was graded" in capsys.readouterr().err
    assert not (folder / "out").exists()
    assert commands.main([*words, "--list"]) == 0
    listed = capsys.readouterr().out
    assert "6 notebooks of 6 students" in listed
    assert listed.count(f" · {NAME}\n") == 6, "whose each file is, and the lesson in it"
    assert commands.main([*words, "--trust"]) == 0
    said = capsys.readouterr().out
    assert "6 submissions graded; it took" in said
    assert (folder / "out" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("ada,ada,2,3,5")
    assert commands.main([*words, "--trust", "--seed", "3"]) == 1
    assert "another run (other seed)" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["0", "-1", "2.5", "many"])
@pytest.mark.parametrize("option", ["--workers", "--seconds"])
def test_nobody_is_graded_with_less_than_one_of_anything(option, word, capsys):
    from utils.classroom import __main__ as commands

    with pytest.raises(SystemExit):
        commands.main(["grade", "in", f"{option}={word}"])
    assert f"{word} is no whole number of at least 1" in capsys.readouterr().err


@pytest.mark.parametrize(("seconds", "took"), [(1.0, "1 s;"), (90.0, "1.5 min;")])
def test_the_report_says_how_long_the_last_run_took(seconds, took):
    told = summary([Record("x", "ada", rows={"double": Row("passed", 2, 2)})], [], seconds)
    assert f"The last run took {took}" in told

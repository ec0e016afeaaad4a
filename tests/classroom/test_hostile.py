"""The hostile bank: deserved marks, no neighbour harmed, a record each, nothing left."""

import os
import socket
import tempfile
from pathlib import Path

import pytest
from classroom.hostile import KINDS
from classroom.small import honest, write_notebook

from utils.classroom.collect import collect
from utils.classroom.pages import page
from utils.classroom.pair import Limits
from utils.classroom.records import Records
from utils.classroom.run import Settings, run
from utils.classroom.write import write_results

SECONDS = 1.5  # of processor for an answer
MEMORY = 200 * 2**20
TITLES = [kind.title for kind in KINDS]


@pytest.fixture(scope="module")
def graded(small, _sandbox, tmp_path_factory):
    """Every kind and, behind each, an honest submission: their records by student, and what was left behind."""
    course, notebook = small
    top = tmp_path_factory.mktemp("hostile")
    server = socket.create_server(("127.0.0.1", 0))
    server.setblocking(False)
    for number, kind in enumerate(KINDS):
        for name in ("1", "2"):
            (top / "in" / f"{number:03}-{name}").mkdir(parents=True)
        write_notebook(top / "in" / f"{number:03}-2" / "x.ipynb", honest(notebook))
        port = str(server.getsockname()[1])
        kind.make(with_port(notebook, port), top / "in" / f"{number:03}-1" / "x.ipynb")
    found = collect(top / "in", tuple(course.lessons))
    records = Records(top / "out", {})
    before, staged = set(os.listdir(tempfile.gettempdir())), top / "staged"
    staged.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(staged))  # where others grade at the same time, too, theirs is not ours
        run(found, course, records, Settings(workers=2, limits=Limits(SECONDS, MEMORY)))
    records.close()
    kept = {record.student: record for record in records.kept.values()}
    write_results(list(kept.values()), course, top / "out", {}, 1.0)
    left = {name for name in set(os.listdir(tempfile.gettempdir())) - before if not name.startswith("classroom-")}
    yield kept, top, server, left | set(os.listdir(staged))
    server.close()


def with_port(notebook, port):
    return notebook | {"port": port}


def test_the_bank_is_large():
    assert len(KINDS) >= 60
    assert len(set(TITLES)) == len(KINDS)


@pytest.mark.parametrize("number", range(len(KINDS)), ids=TITLES)
def test_each_kind_gets_what_it_deserves(graded, number):
    kept, *_ = graded
    kind, record = KINDS[number], kept[f"{number:03}-1"]
    if kind.deserved is None:
        assert record.problem
        assert not record.rows
    else:
        verdicts = {name: (row.status, row.message) for name, row in record.rows.items()}
        assert record.score == kind.deserved, verdicts


@pytest.mark.parametrize("number", range(len(KINDS)), ids=TITLES)
def test_the_honest_one_behind_it_is_unharmed(graded, number):
    kept, *_ = graded
    assert kept[f"{number:03}-2"].score == 5


def test_nothing_is_left(graded, left_over):
    _, _, server, files = graded
    assert not left_over()
    assert not [name for name in files if name.startswith(("classroom-", "hostile", "big"))]
    with pytest.raises(BlockingIOError):
        server.accept()


def test_pages_show_submissions_as_text_only(graded):
    _, top, _, _ = graded
    pages = list((top / "out").rglob("*.html"))
    assert len(pages) > len(KINDS)
    for file in pages:
        text = file.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert text.count("<html") == 1
    assert "&lt;script" in "".join(file.read_text(encoding="utf-8") for file in pages)
    assert "default-src 'none'" in page("x", "y")
    assert Path(top / "out" / "grades.csv").read_text(encoding="utf-8-sig").count("\n") >= 2 * len(KINDS)

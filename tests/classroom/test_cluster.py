"""Several machines, stood in for by processes of this one: a worker is killed, nothing is lost or doubled."""

import os
import signal
import threading
import time

import pytest
from classroom.small import honest, write_notebook

from utils.classroom import ClassroomError
from utils.classroom.collect import collect
from utils.classroom.records import RECORDS, Records
from utils.classroom.run import Settings

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.classroom, pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("_sandbox")]
STUDENTS = 30


def test_a_worker_is_killed_and_nothing_is_lost_or_doubled(small, tmp_path):
    from utils.classroom.cluster import run_on_cluster

    course, notebook = small
    for number in range(STUDENTS):
        (tmp_path / "in" / f"s{number}").mkdir(parents=True)
        write_notebook(tmp_path / "in" / f"s{number}" / "x.ipynb", honest(notebook))
    (tmp_path / "in" / "s0" / "broken.ipynb").write_text("none")
    records = Records(tmp_path / "out", {})
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        victim = next(iter(cluster.workers.values())).pid

        def kill() -> None:
            while not records.kept:
                time.sleep(0.05)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        run_on_cluster(collect(tmp_path / "in"), course, records, Settings(), cluster.scheduler_address)
        killer.join()
        records.close()
    lines = (tmp_path / "out" / RECORDS).read_text(encoding="ascii").splitlines()
    assert len(lines) == len(records.kept) == STUDENTS + 1
    assert {record.score for record in records.kept.values() if record.rows} == {5}
    assert sum(bool(record.problem) for record in records.kept.values()) == 1


def test_no_scheduler_is_said(small, tmp_path):
    from utils.classroom.cluster import run_on_cluster

    records = Records(tmp_path, {})
    with pytest.raises(ClassroomError, match="No Dask scheduler answers"):
        run_on_cluster([], small[0], records, Settings(), "tcp://127.0.0.1:9")
    records.close()

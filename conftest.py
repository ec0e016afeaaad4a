"""How the suite runs: kernels without a network and on one thread, the longest work first.

A lesson's two notebooks stay together on a worker, where the second takes over what the first has trained, and so do
its answers of the bank; the rest goes by module.
"""

import json
import os
import re
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
OFFLINE = str(ROOT / "tests" / "offline")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")

# Rough seconds of what is long beside the notebooks; those of a notebook stand in its solution. The rest is short
LONG = {"test_jupyterlab": 110, "test_site": 110, "test_answers": 60, "test_pipeline": 50, "test_litert": 40}
LESSON = re.compile(r"\[(\d\d)_")

TRAININGS = tempfile.TemporaryDirectory(prefix="course-trainings-", ignore_cleanup_errors=True)


def pytest_configure() -> None:
    """Put tests/offline/sitecustomize.py on the path of all kernels, and keep two kernels out of each other's way."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
    for name in THREADS:  # two notebooks run at once, and a thread that waits for a core spins
        os.environ.setdefault(name, "1")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the kernels of the notebooks, and no other process, share their trainings (tests/offline/trainings.py)."""
    os.environ.pop("COURSE_TRAININGS", None)
    if item.path.suffix == ".ipynb":
        os.environ["COURSE_TRAININGS"] = TRAININGS.name


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest work first, so that no worker ends alone; within a file the order stays."""
    times = {path: seconds(path) for path in {item.path for item in items}}
    items.sort(key=lambda item: -times[item.path])


def seconds(path: Path) -> float:
    """Return about how long a test file takes: a notebook as long as its solution took when it was built."""
    if path.suffix != ".ipynb":
        return LONG.get(path.stem, 0)
    try:
        facts = json.loads((ROOT / "solutions" / path.name).read_text(encoding="utf-8"))["metadata"]
        return float(facts["course"]["seconds"])
    except (OSError, ValueError, KeyError):
        return 60


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Return xdist's scheduler by scopes, in the order of collection: a lesson's notebooks are one, its answers one."""
    from xdist.scheduler import LoadScopeScheduling

    class ByLesson(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            scope, lesson = super()._split_scope(nodeid), LESSON.search(nodeid)
            if scope.endswith(".ipynb"):
                return Path(scope).name
            return f"{scope} {lesson[1]}" if lesson and "test_answers" in scope else scope

    config.option.loadscopereorder = False  # it would go by the number of tests
    return ByLesson(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly where no browser was tried, and why."""
    skipped = terminalreporter.stats.get("skipped", ())
    for reason in sorted({report.longrepr[2] for report in skipped if "tests/browser" in report.nodeid}):
        terminalreporter.write_line(reason.removeprefix("Skipped: "))

"""The README's nbgrader recipe, as typed: all lessons through generate, autograde, feedback and export."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from utils.authoring import NOTEBOOKS, ROOT, SOLUTIONS, lesson_sources
from utils.authoring.source import read_lesson

RECIPE = re.compile(r"```sh\n(\. \.venv/bin/activate\n.*?)```", re.DOTALL)
HAND_IN = "# what students hand in"


@pytest.fixture(scope="module")
def lessons():
    """Points of each lesson."""
    only = os.environ.get("COURSE_LESSONS", "").split()
    return {
        source.stem: sum(check.points for check in read_lesson(source).checks.values())
        for source in lesson_sources(only)
    }


@pytest.mark.classroom
def test_the_recipe_works_as_typed(lessons, tmp_path):
    (recipe,) = RECIPE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    for folder in ("utils", "data", "notebooks"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "solutions").mkdir()
    for name in lessons:
        shutil.copy(SOLUTIONS / f"{name}.ipynb", tmp_path / "solutions")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "activate").write_text(f'PATH="{os.path.dirname(sys.executable)}:$PATH"\n')
    first, second = recipe.split(HAND_IN)
    shell(first, tmp_path)
    for name in lessons:
        released = sources(tmp_path / "class" / "release" / name / f"{name}.ipynb")
        assert released == sources(NOTEBOOKS / f"{name}.ipynb")
        for student, origin in (("ada", SOLUTIONS), ("bea", NOTEBOOKS)):
            place = tmp_path / "class" / "submitted" / student / name
            place.mkdir(parents=True)
            shutil.copy(origin / f"{name}.ipynb", place)
    shell(". .venv/bin/activate\ncd class\n# " + second, tmp_path)
    with (tmp_path / "class" / "grades.csv").open(encoding="utf-8") as stream:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(stream)}
    for name, points in lessons.items():
        assert float(rows[name, "ada"]["score"]) == float(rows[name, "ada"]["max_score"]) == points
        assert float(rows[name, "bea"]["score"]) == 0
        assert (tmp_path / "class" / "feedback" / "ada" / name / f"{name}.html").exists()


def shell(script, folder):
    """Run lines as a user would, in one shell that stops at the first failure."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2_000:]


def sources(file):
    """The texts of a notebook's cells."""
    return ["".join(cell["source"]) for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]]

"""What keeps the course in order: the hooks before a commit, CI's workflows, the templates, the spelling."""

import re
import subprocess
import sys

import pytest
import yaml

from utils import commands
from utils.authoring import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def tracked():
    try:
        names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no clone, or there is no git")
    return [name for name in names if (ROOT / name).is_file()]


def test_nothing_is_misspelled():
    done = subprocess.run([sys.executable, "-m", "codespell_lib", *tracked()], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == ""


def test_hooks_run_the_courses_own_commands():
    (repository,) = load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local", "nothing is fetched"
    for hook in repository["hooks"]:
        assert hook["entry"].split()[:3] == ["python3", "-m", "utils"]
        assert hook["entry"].split()[3] in commands.COMMANDS
    assert {"ruff", "codespell", "lessons", "drift"} <= {hook["id"] for hook in repository["hooks"]}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_ends_and_does_not_run_twice(path):
    workflow = load(path)
    assert "concurrency" in workflow
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_ci_caches_packages_requires_a_browser_and_prints_coverage():
    jobs = load(ROOT / ".github" / "workflows" / "test.yml")["jobs"]
    assert all(any("actions/cache" in step.get("uses", "") for step in job["steps"]) for job in jobs.values())
    assert jobs["linux"]["env"]["COURSE_BROWSER"] == "required"
    counted = 'make test ARGS="--cov=utils'
    assert [step["run"] for step in jobs["linux"]["steps"] if counted in step.get("run", "")]
    assert counted in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in FORMS if path.stem != "config"], ids=lambda path: path.stem)
def test_an_issue_form_says_what_it_needs(path):
    form = load(path)
    assert {"name", "description", "body"} <= set(form)
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["attributes"]["label"] for field in fields)


def test_a_wrong_verdict_has_a_form_of_its_own():
    form = load(ROOT / ".github" / "ISSUE_TEMPLATE" / "verdict.yml")
    assert {"exercise", "answer", "card", "expected"} <= {field.get("id") for field in form["body"]}


def test_the_changelog_has_the_newest_first():
    dates = re.findall(r"^## (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert dates
    assert dates == sorted(dates, reverse=True)


DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "data/README.md",
    *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"(?<![\w/.])(?:tests|utils|data|docs|notebooks|solutions|\.github|\.ci)/[\w./*-]+", text)
    named = [path.rstrip(".") for path in named if not re.search("NN_|_build", path)]  # a pattern, and what is made
    assert not [path for path in named if not any(ROOT.glob(path.rstrip("/")))]

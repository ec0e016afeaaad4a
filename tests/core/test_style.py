"""The rules of the whole tree: style, what may import what, what no committed file may hold."""

import ast
import re
import subprocess
import sys

import pytest

from utils.authoring import ROOT, lesson_sources


def tracked():
    """The files that git keeps, or all but the ignored ones where this is no clone."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = done.stdout.split("\0") if done.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_ruff_finds_nothing():
    for words in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *words, "."], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_there_is_one_utils():
    others = [
        path
        for path in tracked()
        if path.name == "utils.py" or (path.parent.name == "utils" and path.parent.parent != ROOT)
    ]
    assert not others


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_but_authoring_imports_authoring():
    modules = [path for below, path in modules_of_utils().items() if below.parts[0] not in APART]
    modules += (ROOT / "solutions").glob("*.py")
    assert not [(path.name, name) for path in modules for name in imports(path) if name.startswith("utils.authoring")]


TOPICS = sorted(path.name for path in (ROOT / "utils" / "topics").iterdir() if (path / "__init__.py").exists())
APART = {"authoring", "classroom"}  # these import the rest, and nothing imports them


def modules_of_utils():
    """Each module of utils with its path below it, so that where the clone stands plays no part."""
    return {path.relative_to(ROOT / "utils"): path for path in (ROOT / "utils").rglob("*.py")}


def test_topics_import_the_core_only_and_never_each_other():
    for below, path in modules_of_utils().items():
        if below.parts[0] == "topics" and len(below.parts) > 2:
            own = f"utils.topics.{below.parts[1]}"
            wrong = [n for n in imports(path) if n.startswith("utils.topics") and not n.startswith(own)]
            assert not wrong, f"{below} imports {wrong}"


def test_the_core_imports_no_topic():
    for below, path in modules_of_utils().items():
        if below.parts[0] not in APART | {"topics"}:
            assert not [name for name in imports(path) if name.startswith("utils.topics")], below


def test_each_topic_has_one_lesson_and_each_lesson_one_topic():
    taken = {}
    for source in lesson_sources():
        named = {topic for topic in TOPICS for name in imports(source) if name.startswith(f"utils.topics.{topic}")}
        assert len(named) == 1, f"{source.name} imports the topics {sorted(named)}"
        taken[source.name] = named.pop()
    assert sorted(taken.values()) == TOPICS


def test_no_module_knows_a_notebook():
    for path in (ROOT / "utils").rglob("*.py"):
        assert not re.search(r"\b0[1-7]_\w+", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "module",
    [
        "utils",
        "utils.datasets",
        "utils.grading",
        "utils.plotting",
        "utils.measuring",
        "utils.topics.pruning",
        "utils.frameworks",
    ],
)
def test_importing_utils_imports_no_framework(module):
    code = f"import sys, {module}; print([m for m in ('tensorflow', 'keras', 'tf_keras') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_no_committed_file_names_a_machine_or_a_registry():
    folder = r"(?<![\w.:/-])/(?:root|home|Users|tmp|work)/\w"
    address = r"https?://[^\s)\"]*(?:pypi|pythonhosted|npmjs|debian)\."
    for path in tracked():
        if path.suffix in {".npz", ".gz", ".png"} or path.name == "test_style.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(folder, text), f"{path.name}: {re.search(folder, text).group()}"
        assert not re.search(address, text), path.name


def test_no_pickle_is_committed():
    assert not [path for path in tracked() if path.suffix in {".pkl", ".pickle", ".joblib", ".h5", ".keras"}]

"""What installs the course: the lock, its two other readers, and the one command line for all systems."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import PackageNotFoundError, packages_distributions, version

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from setuptools import find_packages

from utils import __main__ as entry
from utils import commands, environment
from utils.authoring import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


EXTRAS = PROJECT["project"]["optional-dependencies"]
LINES = [*PROJECT["project"]["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]
DECLARED = [Requirement(line) for line in LINES]
LIGHTER = "tensorflow-cpu"  # has the version of tensorflow and its modules, under another name
OURS = {"utils", "answers", "classroom", "tests"}


def locked(lock=LOCK):
    return dict(re.findall(r"^([\w.-]+)(?:\[.+\])?==([\w.!+]+)", lock, re.MULTILINE))


def test_the_lock_meets_every_requirement():
    versions = locked()
    for wanted in [*DECLARED, *map(Requirement, PROJECT["build-system"]["requires"])]:
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), wanted


def test_the_lighter_tensorflow_has_the_locks_version_and_hashes():
    lighter = (ROOT / "requirements-cpu.lock").read_text(encoding="utf-8")
    assert locked(lighter) == {LIGHTER: locked()["tensorflow"]}
    assert "--hash=sha256:" in lighter
    assert "://" not in lighter


def imported(path):
    """The top-level modules that a file imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in names}


def sources():
    tops = [ROOT / name for name in ("utils", "solutions", "tests", "data", "docs")]
    return [path for top in tops for path in sorted(top.rglob("*.py")) if "_build" not in path.parts]


def test_every_import_is_declared():
    declared = {canonicalize_name(wanted.name) for wanted in DECLARED} | {LIGHTER}
    given = packages_distributions()
    siblings = {path.stem for path in sources() if "tests" in path.parts or "rebuild" in path.parts}
    for path in sources():
        for name in imported(path) - sys.stdlib_module_names - OURS - siblings:
            givers = {canonicalize_name(giver) for giver in given.get(name, [])}
            assert givers & declared, f"{path.relative_to(ROOT)} imports {name}, of {givers or 'no package installed'}"


def test_a_learners_packages_are_no_authors():
    runtime = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]} | {LIGHTER}
    given = packages_distributions()
    for path in [*(ROOT / "solutions").glob("*.py"), *(ROOT / "utils").rglob("*.py")]:
        if {"authoring", "classroom"} & set(path.parts):
            continue
        for name in imported(path) - sys.stdlib_module_names - OURS:
            givers = {canonicalize_name(giver) for giver in given.get(name, [])}
            assert givers & runtime, f"{path.relative_to(ROOT)} imports {name}"


def test_the_lock_has_one_version_of_each_package_and_hashes_for_all():
    names = re.findall(r"^([\w.-]+)(?:\[.+\])?==", LOCK, re.MULTILINE)
    assert len(names) == len(set(names))
    blocks = re.split(r"^(?=[\w.,\[\]-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_names_no_address():
    assert "://" not in LOCK
    assert "--index-url" not in LOCK


def test_what_is_installed_is_what_is_locked():
    for wanted in DECLARED:
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            found = version({"tensorflow": LIGHTER}[wanted.name])
        assert found == locked()[canonicalize_name(wanted.name)], wanted


def test_conda_installs_the_same_lock_on_a_python_we_support():
    python = next(line for line in CONDA["dependencies"] if isinstance(line, str) and line.startswith("python="))
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert supported.contains(python.removeprefix("python=") + ".0")
    pip = next(line for line in CONDA["dependencies"] if isinstance(line, dict))["pip"]
    assert pip == ["--require-hashes", "-r requirements.lock"]  # pip takes no other option from a file


def test_every_document_names_the_same_pythons():
    oldest, newest = (".".join(map(str, version)) for version in (entry.OLDEST, entry.NEWEST))
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert supported.contains(f"{oldest}.0")
    assert supported.contains(f"{newest}.9")
    assert not supported.contains(f"3.{entry.OLDEST[1] - 1}.9")
    assert not supported.contains(f"3.{entry.NEWEST[1] + 1}.0")
    assert f"{oldest}–{newest}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_pyproject_finds_every_folder_of_utils_with_code_and_nothing_else():
    found = set(find_packages(str(ROOT), include=PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]))
    folders = {path.parent for path in (ROOT / "utils").rglob("*.py")}
    assert found == {".".join(folder.relative_to(ROOT).parts) for folder in folders}


def test_ci_runs_the_readmes_test_command_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == 'exec make test ARGS="--cov=utils --cov-report=term:skip-covered"'
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_make_and_python_know_the_same_commands():
    listed = re.search(r"^COMMANDS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE).group(1)
    assert set(listed.split()) == set(commands.COMMANDS)
    assert listed.split()[0] == "help", "make without a command installs and opens nothing"


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_asked_for_help_it_lists_the_commands(arguments, capsys):
    assert commands.main(arguments) == 0
    told = capsys.readouterr().out
    assert told.startswith("python -m utils COMMAND")
    assert all(f"  {name} " in told for name in commands.COMMANDS)


def test_an_unknown_command_is_named(capsys):
    assert commands.main(["lad", "03"]) == 2
    told = capsys.readouterr().out
    assert told.startswith("There is no command lad. python -m utils COMMAND")
    assert "open JupyterLab" in told


def test_run_without_a_program_asks_for_one(monkeypatch, capsys):
    monkeypatch.setattr(commands, "run", lambda words: pytest.fail("it runs"))
    assert commands.main(["run"]) == 2
    assert capsys.readouterr().out.startswith("Which program?")


@pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="this is no clone")
def test_what_a_set_up_leaves_is_not_committed():
    names = [environment.HERE, environment.NEXT, environment.FORMER, environment.CACHE, environment.LOCK]
    ignored = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True).stdout
    assert ignored.split() == names


def test_the_command_line_needs_pythons_own_library_only():
    code = "import runpy, sys; sys.argv = ['utils', 'nonsense']; runpy.run_module('utils', run_name='__main__')"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == ""
    assert "open JupyterLab" in done.stdout


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 9), (3, 14, 0)])
def test_another_python_is_told_what_to_do(version, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(entry, "environments_python", lambda: "no such file")
    monkeypatch.setenv("PATH", "")
    assert entry.main(["progress"]) == 1
    told = capsys.readouterr().out
    assert "make progress PYTHON=python3.12" in told
    assert "Install one from python.org" in told


@pytest.mark.skipif(sys.platform == "win32", reason="its programs are no scripts")
def test_a_python_that_is_there_is_named(tmp_path, monkeypatch):
    for name, code in (("python3.12", 1), ("python3.11", 0)):  # the first is there and switched off
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "You have another one" in entry.another_python("3.9.1", ["lab"])
    assert "make lab PYTHON=python3.11" in entry.another_python("3.9.1", ["lab"])


def test_another_python_is_good_enough_where_the_environment_has_one(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(entry, "environments_python", lambda: __file__)
    calls = []
    monkeypatch.setattr(entry.subprocess, "call", lambda words, **_: calls.append(words) or 0)
    assert entry.main(["lab"]) == 0
    assert calls == [[__file__, "-m", "utils", "lab"]]


def test_the_oldest_pythons_can_read_what_they_run_first():
    for name in ("__init__.py", "__main__.py"):
        text = (ROOT / "utils" / name).read_bytes()
        assert text.isascii(), "Python 2 reads ASCII only, unless it is told otherwise"
        nodes = [type(node).__name__ for node in ast.walk(ast.parse(text, feature_version=(3, 4)))]
        younger = {"JoinedStr", "AnnAssign", "NamedExpr", "Starred", "Nonlocal", "YieldFrom", "Await", "Match"}
        assert not younger & set(nodes) - {"Starred"}
        functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        assert not any(
            one.returns or one.args.kwonlyargs or any(a.annotation for a in one.args.args) for one in functions
        )


@pytest.mark.skipif(not shutil.which("python2.7"), reason="there is no Python 2.7 here")
def test_python_2_says_the_sentence(tmp_path):
    (tmp_path / "utils").mkdir()
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(ROOT / "utils" / name, tmp_path / "utils")
    done = subprocess.run(["python2.7", "-m", "utils", "lab"], cwd=tmp_path, capture_output=True, text=True)
    if "pyenv" in done.stderr:
        pytest.skip("the Python 2.7 that is here is switched off")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("The course needs Python 3.11, 3.12 or 3.13, and this is 2.7")


@pytest.mark.registry
def test_what_conda_and_binder_do_gives_a_course_that_imports(tmp_path):
    """conda writes its list of pip's to a file, installs from that, and Binder then runs postBuild."""
    course = tmp_path / "a course"
    files = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    for name in (one for one in files if one.startswith("utils/") or "/" not in one):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, course / name)
    listed = course / "condaenv.requirements.txt"
    listed.write_text("\n".join(next(line for line in CONDA["dependencies"] if isinstance(line, dict))["pip"]))
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    outside = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": ""}
    python = shutil.which("python", path=str(programs))
    pip = [python, "-m", "pip", "install", "--quiet", "--requirement", str(listed)]
    subprocess.run(pip, cwd=course, env=os.environ | outside, check=True)
    subprocess.run(["bash", str(course / "postBuild")], cwd=course, env=os.environ | outside, check=True)
    subprocess.run([python, "-m", "pip", "check"], env=os.environ | outside, check=True)
    tops = ["utils.grading", "utils.lab", "utils.frameworks", *sorted(import_names())]
    code = f"import importlib\nfor name in {tops}: importlib.import_module(name)"
    legacy = {"TF_USE_LEGACY_KERAS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run([python, "-c", code], cwd=tmp_path, env=os.environ | outside | legacy, check=True)


def import_names():
    """The module that each declared package is imported by; some are programs only."""
    programs = {"nbval", "pytest-cov", "pytest-xdist", "uv", "ruff", "codespell", "pre-commit"}
    declared = {canonicalize_name(wanted.name) for wanted in DECLARED} - programs
    given = {}
    for module, givers in packages_distributions().items():
        for giver in givers:
            if not module.startswith("_") and "/" not in module:
                given.setdefault(canonicalize_name(giver), []).append(module)
    given.setdefault("tensorflow", ["tensorflow"])
    return {module for name in declared for module in given[name] if module not in ("test", "tests", "docs")}

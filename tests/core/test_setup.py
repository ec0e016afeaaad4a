"""What installs the course: the lock, its two other readers, and the one command line for all systems."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, version

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from setuptools import find_packages

from utils import __main__ as commands
from utils.authoring import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


EXTRAS = PROJECT["project"]["optional-dependencies"]
LINES = [*PROJECT["project"]["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]
DECLARED = [Requirement(line) for line in LINES]
LIGHTER = "tensorflow-cpu"  # has the version of tensorflow and its modules, under another name
OURS = {"utils", "answers", "tests"}


def locked(lock=LOCK):
    return dict(re.findall(r"^([\w.-]+)==([\w.!+]+)", lock, re.MULTILINE))


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
    names = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(names) == len(set(names))
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
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
    oldest, newest = (".".join(map(str, version)) for version in (commands.OLDEST, commands.NEWEST))
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert supported.contains(f"{oldest}.0")
    assert supported.contains(f"{newest}.9")
    assert not supported.contains(f"3.{commands.OLDEST[1] - 1}.9")
    assert not supported.contains(f"3.{commands.NEWEST[1] + 1}.0")
    assert f"{oldest}–{newest}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_pyproject_finds_every_folder_of_utils_with_code_and_nothing_else():
    found = set(find_packages(str(ROOT), include=PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]))
    folders = {path.parent for path in (ROOT / "utils").rglob("*.py")}
    assert found == {".".join(folder.relative_to(ROOT).parts) for folder in folders}


def test_ci_runs_the_readmes_test_command_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_make_and_python_know_the_same_commands():
    listed = re.search(r"^COMMANDS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE).group(1)
    assert set(listed.split()) == set(commands.COMMANDS)


def test_the_command_line_needs_pythons_own_library_only():
    code = "import runpy, sys; sys.argv = ['utils', 'nonsense']; runpy.run_module('utils', run_name='__main__')"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == ""
    assert "open JupyterLab" in done.stdout


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_another_python_is_told_what_to_do(version, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", version)
    assert commands.main(["lab"]) == 1
    assert "make lab PYTHON=python3.12" in capsys.readouterr().out


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A course in a folder of its own, with an environment that is only pretended."""
    root = tmp_path / "a course"
    root.mkdir()
    for name in ("requirements.lock", "pyproject.toml"):
        (root / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", root)
    monkeypatch.setattr(commands, "ENVIRONMENT", root / ".venv")
    monkeypatch.setattr(commands, "STAMP", root / ".venv" / "course-installed")
    calls = []
    monkeypatch.setattr(commands.venv, "create", lambda folder, **_: (calls.append("create"), folder.mkdir()))
    monkeypatch.setattr(commands.subprocess, "check_call", lambda words, **_: calls.append(words[-1]))
    monkeypatch.setattr(commands.subprocess, "call", lambda words, **_: calls.append(words[1]) or 0)
    return root, calls


def test_the_first_command_installs_and_the_second_does_not(place):
    _, calls = place
    assert commands.main(["test"]) == 0
    assert calls == ["create", "requirements.lock", ".", "-m"]
    calls.clear()
    assert commands.main(["test"]) == 0
    assert calls == ["-m"]


def test_a_changed_lock_and_a_moved_clone_install_again(place, monkeypatch):
    root, calls = place
    commands.main(["setup"])
    (root / "requirements.lock").write_text("changed", encoding="utf-8")
    monkeypatch.setattr(commands.venv, "create", lambda *_, **__: calls.append("create"))
    calls.clear()
    commands.main(["setup"])
    assert "requirements.lock" in calls
    monkeypatch.setattr(commands, "wanted", lambda: "of another place")
    calls.clear()
    commands.main(["setup"])
    assert "." in calls


def test_an_interrupted_set_up_starts_again(place, monkeypatch, capsys):
    _, calls = place

    def fail(words, **_):
        raise subprocess.CalledProcessError(1, words)

    monkeypatch.setattr(commands.subprocess, "check_call", fail)
    assert commands.main(["lab"]) == 1
    assert "needs a network once" in capsys.readouterr().out
    assert not commands.STAMP.exists()
    assert "-m" not in calls


def test_a_folder_that_cannot_be_written_is_one_sentence(place, monkeypatch, capsys):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(commands.venv, "create", refuse)
    assert commands.main(["lab"]) == 1
    assert "(Permission denied)" in capsys.readouterr().out

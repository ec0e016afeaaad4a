"""What installs the course: the lock, its two other readers, and the one command line for all systems."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from utils import __main__ as commands
from utils.authoring import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def locked():
    return dict(re.findall(r"^([\w.-]+)==([\w.!+]+)", LOCK, re.MULTILINE))


def test_the_lock_meets_every_requirement():
    versions = locked()
    for line in [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), line


def test_the_lock_has_one_version_of_each_package_and_hashes_for_all():
    names = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(names) == len(set(names))
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_names_no_address():
    assert "://" not in LOCK
    assert "--index-url" not in LOCK


def test_what_is_installed_is_what_is_locked():
    from importlib.metadata import version

    for line in PROJECT["project"]["dependencies"]:
        name = Requirement(line).name
        assert version(name) == locked()[canonicalize_name(name)], name


def test_conda_installs_the_same_lock_on_a_python_we_support():
    python = next(line for line in CONDA["dependencies"] if isinstance(line, str) and line.startswith("python="))
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert supported.contains(python.removeprefix("python=") + ".0")
    pip = next(line for line in CONDA["dependencies"] if isinstance(line, dict))["pip"]
    assert pip == ["--require-hashes", "--no-deps", "-r requirements.lock"]


def test_every_document_names_the_same_pythons():
    oldest, newest = (".".join(map(str, version)) for version in (commands.OLDEST, commands.NEWEST))
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert supported.contains(f"{oldest}.0")
    assert supported.contains(f"{newest}.9")
    assert not supported.contains(f"3.{commands.OLDEST[1] - 1}.9")
    assert not supported.contains(f"3.{commands.NEWEST[1] + 1}.0")
    assert f"{oldest}–{newest}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_pyproject_names_every_package_of_utils():
    folders = [ROOT / "utils", *(path for path in (ROOT / "utils").rglob("*") if (path / "__init__.py").exists())]
    packages = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert packages == set(PROJECT["tool"]["setuptools"]["packages"])


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

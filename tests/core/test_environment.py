"""The environment: made beside the old one, mended where it has lost something, and never cleared for nothing."""

import errno
import json
import shutil
import sys
from types import SimpleNamespace

import pytest

from utils import commands, environment
from utils.environment import CACHE, FORMER, HERE, NEXT, STAMP, Unable

LOCK = """# made by a tool
alpha==1.0 \\
    --hash=sha256:aa
    # via model-resource-management (pyproject.toml)
beta[extra]==1.0 \\
    --hash=sha256:bb
    # via
    #   alpha
    #   gamma
gamma==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:cc
    # via model-resource-management (pyproject.toml)
tensorflow==2.0 \\
    --hash=sha256:dd
    # via alpha
uv==1.0 \\
    --hash=sha256:ee
    # via model-resource-management (pyproject.toml)
"""
LIGHTER = "# made by a tool\ntensorflow-cpu==2.0 \\\n    --hash=sha256:ff\n"
PROJECT = """[project]
name = "model-resource-management"
dependencies = ["Alpha>=1"]
[project.optional-dependencies]
author = ["gamma", "uv"]
"""


class Pretended:
    """Does what the programs of the set-up would do, with folders; `broken` names the words that fail, and how."""

    def __init__(self, root):
        self.root, self.calls, self.broken = root, [], {}

    def run(self, watch, words):
        step = self.step(words)
        self.calls.append(step)
        if step in self.broken:
            raise self.broken[step]
        folder = self.root / (NEXT if any(NEXT in word for word in words) else HERE)
        site = folder / "lib" / "python3.11" / "site-packages"
        if step == "create":
            environment.scripts(folder).mkdir(parents=True)
            environment.interpreter(folder).touch()
            (environment.scripts(folder) / "pip").write_text(f"#!{folder}/bin/python")
            site.mkdir(parents=True)
        elif step == "tool":
            tools = self.root / CACHE / environment.TOOLS / "bin"
            tools.mkdir(parents=True)
            (tools / ("uv.exe" if sys.platform == "win32" else "uv")).touch(mode=0o755)
        elif step == "link":
            (site / "model_resource_management-0.dist-info").mkdir(exist_ok=True)
        else:
            for name in environment.split((folder / "packages.txt").read_text()):
                (site / name).mkdir()
                (site / name / "__init__.py").touch()
            (self.root / CACHE / "archive-v0").mkdir(parents=True, exist_ok=True)

    def step(self, words):
        if "-c" in words:
            return "create"
        if "--target" in words:
            return "tool"
        if "--editable" in words:
            return "link"
        program = "pip" if "-m" in words else "uv"
        return f"{program} offline" if "--offline" in words else program


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course in a folder of its own, with programs that are only pretended."""
    root = tmp_path / "a course"
    root.mkdir()
    (root / "requirements.lock").write_text(LOCK)
    (root / "requirements-cpu.lock").write_text(LIGHTER)
    (root / "pyproject.toml").write_text(PROJECT)
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "unfit", lambda needs: "")
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    pretended = Pretended(root)
    monkeypatch.setattr(environment.Watch, "run", lambda watch, words: pretended.run(watch, words))
    return pretended


def held(course):
    return {path.name for path in environment.packages(course.root / HERE).iterdir() if "dist-info" not in path.name}


def test_the_first_command_installs_and_the_second_does_not(course):
    environment.ensure("whole")
    assert course.calls == ["create", "tool", "uv", "link"]
    assert held(course) == {"alpha", "beta", "gamma", "uv", environment.LIGHTER[1] if LINUX else "tensorflow"}
    course.calls.clear()
    environment.ensure("whole")
    environment.ensure("learner")
    assert course.calls == []
    assert not (course.root / NEXT).exists()
    assert f"#!{course.root / HERE}/bin" in (environment.scripts(course.root / HERE) / "pip").read_text()


LINUX = sys.platform == "linux" and environment.platform.machine() == "x86_64"


def test_a_learners_environment_holds_no_authors_tools_until_they_are_needed(course):
    environment.ensure("learner")
    assert held(course) == {"alpha", "beta", environment.LIGHTER[1] if LINUX else "tensorflow"}
    course.calls.clear()
    environment.ensure("whole")
    assert course.calls == ["create", "uv offline", "link"], "what was fetched is not fetched again"
    assert "gamma" in held(course)


def test_a_whole_environment_stays_whole(course):
    environment.ensure("whole")
    shutil.rmtree(environment.packages(course.root / HERE) / "alpha")
    environment.ensure("learner")
    assert "gamma" in held(course)


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_comment_changes_nothing(course, name):
    environment.ensure("whole")
    course.calls.clear()
    path = course.root / name
    path.write_text(f"{path.read_text()}# a comment\n")
    environment.ensure("whole")
    assert course.calls == []


def test_a_changed_lock_installs_and_a_changed_project_links(course):
    environment.ensure("whole")
    course.calls.clear()
    (course.root / "requirements.lock").write_text(LOCK.replace("alpha==1.0", "alpha==1.1"))
    environment.ensure("whole")
    assert course.calls == ["create", "uv offline", "link"]
    course.calls.clear()
    (course.root / "pyproject.toml").write_text(PROJECT + 'version = "2"\n')
    environment.ensure("whole")
    assert course.calls == ["link"]


def test_a_moved_folder_is_linked_again_and_nothing_else(course, monkeypatch):
    environment.ensure("learner")
    moved = course.root.with_name("moved")
    course.root.rename(moved)
    monkeypatch.setattr(environment, "ROOT", moved)
    course.root = moved
    course.calls.clear()
    environment.ensure("learner")
    assert course.calls == ["link"]
    assert f"#!{moved / HERE}/bin" in (environment.scripts(moved / HERE) / "pip").read_text()


@pytest.mark.parametrize("lost", ["beta", "beta/__init__.py"])
def test_what_has_gone_is_noticed_and_mended(course, lost, capsys):
    environment.ensure("learner")
    path = environment.packages(course.root / HERE) / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    course.calls.clear()
    environment.ensure("learner")
    assert "beta" in held(course)
    assert "link" in course.calls
    assert "has lost beta" in capsys.readouterr().out


OFFLINE = Unable("The packages could not be fetched")


def test_without_a_network_the_environment_that_is_there_goes_on(course, capsys):
    environment.ensure("learner")
    (course.root / "requirements.lock").write_text(LOCK.replace("alpha==1.0", "alpha==1.1"))
    course.broken = dict.fromkeys(["uv", "uv offline", "pip"], OFFLINE)
    before = held(course)
    environment.ensure("learner")
    assert held(course) == before
    assert not (course.root / NEXT).exists()
    assert "Until then the environment that is there is used" in capsys.readouterr().out


def test_without_a_network_and_an_environment_it_is_one_sentence(course):
    course.broken = {"tool": OFFLINE}
    with pytest.raises(Unable, match="could not be fetched"):
        environment.ensure("learner")
    assert not (course.root / HERE).exists()


def test_a_learners_environment_is_no_substitute_for_the_whole(course):
    environment.ensure("learner")
    course.broken = dict.fromkeys(["uv", "uv offline", "pip"], OFFLINE)
    with pytest.raises(Unable):
        environment.ensure("whole")
    assert held(course) > {"alpha"}


def test_pip_goes_where_uv_cannot(course):
    course.broken = {"uv": Unable("no route")}
    environment.ensure("learner")
    assert course.calls == ["create", "tool", "uv", "pip", "link"]


def test_a_full_disk_gets_its_sentence_and_its_room_back(course):
    course.broken = {"uv": Unable(environment.full())}
    with pytest.raises(Unable, match="disk is full"):
        environment.ensure("learner")
    assert not (course.root / NEXT).exists()
    assert not (course.root / CACHE).exists()


def test_an_interrupted_set_up_leaves_the_old_environment(course):
    environment.ensure("learner")
    (course.root / "requirements.lock").write_text(LOCK.replace("alpha==1.0", "alpha==1.1"))
    course.broken = {"uv offline": KeyboardInterrupt()}
    before = held(course)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure("learner")
    assert held(course) == before
    assert not (course.root / NEXT).exists()


def test_a_swap_cut_in_two_is_undone(course):
    environment.ensure("learner")
    (course.root / HERE).rename(course.root / FORMER)
    course.calls.clear()
    environment.ensure("learner")
    assert course.calls == []


def test_an_environment_of_somebody_else_is_kept(course, capsys):
    (course.root / HERE).mkdir()
    (course.root / HERE / "mine").touch()
    environment.ensure("learner")
    assert (course.root / ".venv-kept-1" / "mine").exists()
    assert "is kept as .venv-kept-1" in capsys.readouterr().out


def test_an_environment_of_an_earlier_version_is_replaced(course):
    (course.root / HERE).mkdir()
    (course.root / HERE / environment.EARLIER_STAMP).touch()
    environment.ensure("learner")
    assert (course.root / HERE / STAMP).exists()
    assert not list(course.root.glob(".venv-kept*"))


def test_setup_alone_changes_to_another_python(course, monkeypatch):
    environment.ensure("learner")
    stamp = course.root / HERE / STAMP
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"python": [3, 99]}))
    course.calls.clear()
    environment.ensure("learner")
    assert course.calls == []
    environment.ensure("learner", this_python=True)
    assert "create" in course.calls


MACHINES = {
    "32-bit": {"maxsize": 2**31 - 1},
    "free-threaded": {"gil": 1},
    "Intel processor": {"platform": "darwin", "machine": "x86_64"},
    "Windows on ARM": {"platform": "win32", "build": "win-arm64"},
    "of the kind riscv64": {"platform": "linux", "machine": "riscv64"},
    "not Alpine": {"platform": "linux", "machine": "x86_64", "libc": ("", "")},
    "glibc 2.28 or newer": {"platform": "linux", "machine": "x86_64", "libc": ("glibc", "2.17")},
    "3.11-venv": {"platform": "linux", "ensurepip": None, "version_info": (3, 11, 2)},
    "1.0 GB are free": {"free": 1e9},
}


@pytest.mark.parametrize("says", MACHINES)
def test_a_machine_that_cannot_have_it_is_told_so_in_one_sentence(says, monkeypatch, tmp_path, capsys):
    it = {"platform": "linux", "machine": "x86_64", "libc": ("glibc", "2.36"), "free": 9e9, "gil": 0, "build": ""}
    it |= {"ensurepip": object(), "maxsize": 2**63 - 1, "version_info": sys.version_info} | MACHINES[says]
    own = SimpleNamespace(platform=it["platform"], maxsize=it["maxsize"], version_info=it["version_info"])
    monkeypatch.setattr(environment, "sys", own)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment.platform, "machine", lambda: it["machine"])
    monkeypatch.setattr(environment.platform, "libc_ver", lambda: it["libc"])
    monkeypatch.setattr(environment.sysconfig, "get_config_var", lambda name: it["gil"])
    monkeypatch.setattr(environment.sysconfig, "get_platform", lambda: it["build"])
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: it["ensurepip"])
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: SimpleNamespace(free=it["free"]))
    sentence = environment.unfit("learner")
    assert says in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", ")."))


SAID = {
    "disk is full": [
        "OSError: [Errno 28] No space left on device",
        "failed to write: Disk quota exceeded (os error 122)",
    ],
    "could not be fetched": [
        "error sending request for url (x)\n cause: dns error",
        "No matching distribution found for a",
    ],
    "not the one": ["Hash mismatch for `a`", "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE"],
    "could not be installed": ["something else"],
}


@pytest.mark.parametrize(("sentence", "said"), [(key, text) for key, texts in SAID.items() for text in texts])
def test_a_failure_is_explained(sentence, said):
    assert sentence in str(environment.explained(said))


@pytest.mark.parametrize(("number", "sentence"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "folder of your own")])
def test_a_folder_that_cannot_be_written_is_one_sentence(course, monkeypatch, number, sentence):
    course.broken = {"create": OSError(number, "it cannot be")}
    with pytest.raises(Unable, match=sentence):
        environment.ensure("learner")


def test_two_set_ups_wait_for_each_other(course):
    with environment.one_at_a_time(), open(course.root / environment.LOCK, "a") as stream:
        assert not environment.try_lock(stream)
    with open(course.root / environment.LOCK, "a") as stream:
        assert environment.try_lock(stream)


def test_a_program_that_fails_says_why(capsys, tmp_path):
    watch = environment.Watch("a step")
    with pytest.raises(Unable, match="could not be fetched"):
        watch.run([sys.executable, "-c", "import sys; print('dns error'); sys.exit(1)"])
    watch.show(end=True)
    assert capsys.readouterr().out == "  a step · 0 s\n"


# Commands


def test_progress_needs_no_environment(monkeypatch, capfd):
    monkeypatch.setattr(environment, "ensure", lambda *_, **__: pytest.fail("it installs"))
    assert commands.main(["progress"]) == 0
    assert "points" in capfd.readouterr().out


def test_a_command_runs_in_the_environment_it_needs(monkeypatch, capsys):
    calls = []
    monkeypatch.setattr(environment, "ensure", lambda needs, this_python: calls.append((needs, this_python)))
    monkeypatch.setattr(commands, "run", lambda words: calls.append(words[1:]) or 7)
    assert commands.main(["lab", "--no-browser"]) == 7
    assert commands.main(["setup"]) == 0
    assert capsys.readouterr().out == "Everything is installed, in .venv.\n"
    assert calls == [("learner", False), ["-m", "utils.lab", "--no-browser"], ("whole", True)]


def test_what_cannot_be_set_up_is_said_and_not_run(monkeypatch, capsys):
    def refuse(*_, **__):
        raise Unable("No.")

    monkeypatch.setattr(environment, "ensure", refuse)
    monkeypatch.setattr(commands, "run", lambda words: pytest.fail("it runs"))
    assert commands.main(["lab"]) == 1
    assert capsys.readouterr().out == "No.\n"


def test_the_exit_code_is_the_programs(monkeypatch):
    monkeypatch.setattr(commands, "ROOT", environment.ROOT)
    assert commands.run([sys.executable, "-c", "import sys; sys.exit(3)"]) == 3

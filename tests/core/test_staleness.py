"""What a lesson's outputs depend on: its source, the core, its own topic, data and lock, wherever the clone stands."""

import shutil

import pytest

from utils.authoring import ROOT, build, lesson_sources
from utils.authoring.build import inputs, inputs_hash, topics
from utils.authoring.source import read_lesson

LESSONS = lesson_sources()
PARSED = {}


def parsed_once(source):
    """A lesson, parsed once for each text: a copy elsewhere has the same cells."""
    text = source.read_bytes()
    if text not in PARSED:
        PARSED[text] = read_lesson(source)
    return PARSED[text]


@pytest.fixture(autouse=True, scope="module")
def _quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "read_lesson", parsed_once)
        yield


@pytest.fixture
def clone(tmp_path):
    """A copy of what lessons depend on, below a folder that is called like one that is left out."""
    root = tmp_path / "authoring" / "classroom" / "course"
    shutil.copytree(ROOT / "utils", root / "utils", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "solutions").mkdir()
    (root / "data").mkdir()
    for path in (*LESSONS, ROOT / "data" / "SHA256SUMS", ROOT / "requirements.lock"):
        shutil.copy(path, root / path.relative_to(ROOT))
    return root


def hashes(root):
    return {source.name[:2]: inputs_hash(root / "solutions" / source.name, root) for source in LESSONS}


@pytest.fixture(scope="module")
def before():
    """The hashes of the course as it stands, which a copy of it has too."""
    return hashes(ROOT)


def change(path):
    path.write_bytes(path.read_bytes() + b"\n# changed\n")


def test_a_clone_elsewhere_has_the_same_hashes(clone, before):
    assert hashes(clone) == before
    source = clone / "solutions" / LESSONS[0].name
    assert len(list(inputs(source, clone))) == len(list(inputs(LESSONS[0]))) > 20


def test_line_ends_of_another_system_change_nothing(clone, before):
    for name in ("utils/datasets.py", f"solutions/{LESSONS[2].name}"):
        path = clone / name
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert hashes(clone) == before


@pytest.mark.parametrize(
    ("changed", "lessons"),
    [
        ("utils/topics/taxi/figures.py", ["03"]),
        ("utils/topics/heart/__init__.py", ["02"]),
        ("utils/datasets.py", "all"),
        ("utils/plotting/lines.py", "all"),
        ("utils/litert/contents.py", "all"),
        ("data/SHA256SUMS", "all"),
        ("requirements.lock", "all"),
        ("utils/authoring/build.py", []),
        ("utils/lab.py", []),
        ("utils/environment.py", []),
        ("utils/progress.py", []),
        ("utils/__main__.py", []),
    ],
)
def test_what_has_changed_decides_which_lessons_are_stale(clone, before, changed, lessons):
    change(clone / changed)
    stale = [name for name, found in hashes(clone).items() if found != before[name]]
    assert stale == (list(before) if lessons == "all" else lessons)


@pytest.mark.parametrize(
    ("old", "new", "stale"),
    [
        (b"import numpy as np\n", b"import math\nimport numpy as np\n", ["05"]),
        (b"# %% [markdown]\n", b"# %% [markdown]\n# One more line of text.\n#\n", []),
    ],
    ids=["code", "text"],
)
def test_a_lesson_depends_on_its_own_code_and_not_on_its_text(clone, before, old, new, stale):
    source = clone / "solutions" / LESSONS[4].name
    changed = source.read_bytes().replace(old, new, 1)
    assert changed != source.read_bytes()
    source.write_bytes(changed)
    assert [name for name, found in hashes(clone).items() if found != before[name]] == stale


def test_a_module_that_moved_or_came_in_counts(clone, before):
    (clone / "utils" / "topics" / "taxi" / "figures.py").rename(clone / "utils" / "topics" / "taxi" / "pictures.py")
    (clone / "utils" / "topics" / "qat" / "new.py").write_text("", encoding="utf-8")
    assert [name for name, found in hashes(clone).items() if found != before[name]] == ["03", "06"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from utils.topics import heart", {"heart"}),
        ("from utils.topics.heart import clouds", {"heart"}),
        ("from utils.topics.heart.figures import clouds", {"heart"}),
        ("import utils.topics.taxi", {"taxi"}),
        ("%precision 3\nfrom utils.topics import taxi as rides", {"taxi"}),
        ("from utils import plotting", set()),
        ("# from utils.topics import heart", set()),
    ],
)
def test_a_lessons_topics_are_those_it_imports(tmp_path, text, found):
    source = tmp_path / "lesson.py"
    source.write_text(text, encoding="utf-8")
    assert topics(source) == found

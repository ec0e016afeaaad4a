"""The build on small lessons: what it yields, what it refuses and where it says so, when it runs again."""

import os
import shutil
import subprocess
import sys
import sysconfig

import nbformat
import pytest
from lessons import LESSONS

from utils.authoring import ROOT, LessonError, build, run
from utils.authoring.notebooks import as_bytes, edited_answers, read, solved_notebook, stripped_notebook
from utils.authoring.source import read_lesson, refuse_shared_names

HEAD = """# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A small lesson

# %% tags=["setup"]
from utils.grading import graded, scoreboard

"""
EXERCISE = '''# %% tags=["exercise"]
def double(x: int) -> int:
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


'''
CHECK = """# %% tags=["check"]
with graded("double", points=2, hint="Multiply."):
    assert double(2) == 4, "Twice two is four."

"""
BOARD = """# %% tags=["scoreboard"]
scoreboard(of=2)
"""
LESSON = HEAD + EXERCISE + CHECK + BOARD


@pytest.fixture
def course(tmp_path):
    """Folders of a course's shape; gives a function that writes its one source and returns the path."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "notebooks").mkdir()

    def write(text=LESSON, name="01_small"):
        source = tmp_path / "solutions" / f"{name}.py"
        source.write_text(text, encoding="utf-8")
        return source

    return write


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """The small lesson, built once: the folder that holds its two."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "solutions").mkdir()
    source = folder / "solutions" / "01_small.py"
    source.write_text(LESSON, encoding="utf-8")
    written = built(source)
    assert [path.parent.name for path in written] == ["notebooks", "solutions"]
    return folder


@pytest.fixture
def finished(course, once, tmp_path):
    """The source of the small lesson, its notebooks built."""
    source = course()
    for path in notebooks(source):
        shutil.copy(once / path.relative_to(tmp_path), path)
    return source


def built(source, **options):
    folder = source.parent.parent
    return build.build(read_lesson(source), folder / "notebooks", folder / "solutions", **options)


def solved(source):
    """The solved notebook, executed; the stripped one is not made."""
    return build.executed(solved_notebook(read_lesson(source)), notebooks(source)[1], "", False, only_graded=False)


def notebooks(source):
    name = f"{source.stem}.ipynb"
    return source.parent.parent / "notebooks" / name, source.parent / name


def test_one_source_two_notebooks(finished):
    release, solution = (read(path) for path in notebooks(finished))
    assert "2 * x" in solution.cells[2].source
    assert "2 * x" not in as_bytes(release).decode()
    assert "# YOUR CODE HERE\n    raise NotImplementedError()" in release.cells[2].source
    assert [cell.id for cell in release.cells] == [cell.id for cell in solution.cells]
    assert solution.cells[3].outputs[0].metadata.course.verdict == "passed"
    boards = [notebook.cells[-1].outputs[0].metadata.course.scoreboard for notebook in (release, solution)]
    assert [board.earned for board in boards] == [0, 2]
    assert all(not cell.get("outputs") for cell in release.cells[:-1])
    nbformat.validate(release)
    nbformat.validate(solution)


def test_nbgrader_knows_answers_and_checks(course):
    release = stripped_notebook(read_lesson(course()))
    answer, check = release.cells[2].metadata, release.cells[3].metadata
    assert answer.nbgrader.solution
    assert not answer.nbgrader.grade
    assert check.nbgrader.grade
    assert check.nbgrader.points == 2
    assert check.nbgrader.schema_version == 3
    assert not check.editable
    assert not check.deletable
    assert check.jupyter.source_hidden
    assert "jupyter" not in answer
    assert len(check.nbgrader.checksum) == 32


def test_the_same_source_gives_the_same_bytes(finished):
    source = finished
    for make in (solved_notebook, stripped_notebook):
        assert as_bytes(make(read_lesson(source))) == as_bytes(make(read_lesson(source)))
    before = [untimed(path) for path in notebooks(source)]
    built(source, force=True)
    assert [untimed(path) for path in notebooks(source)] == before


def untimed(path):
    """A notebook's file but for what its run took."""
    notebook = read(path)
    for name in ("seconds", "checks"):
        notebook.metadata.course.pop(name, None)
    return as_bytes(notebook)


def test_a_build_records_what_the_run_took_and_where(finished):
    release, solution = (read(path).metadata.course for path in notebooks(finished))
    assert set(release) == {"inputs"}
    assert 0 < solution.seconds < 60
    assert list(solution.checks) == ["double"]
    assert "processors" in solution.machine
    assert {"Python", "keras", "numpy"} <= set(solution.versions)


def test_nothing_is_executed_again_without_a_reason(finished, monkeypatch):
    source = finished

    def refuse(*_, **__):
        raise AssertionError("executed again")

    monkeypatch.setattr(build, "run", refuse)
    assert built(source) == []
    source.write_text(LESSON.replace("Twice two is four", "Two times two is four"), encoding="utf-8")
    with pytest.raises(AssertionError, match="executed again"):
        built(source)


def test_an_edited_answer_is_not_overwritten(finished):
    source = finished
    release = notebooks(source)[0]
    mine = release.read_text(encoding="utf-8").replace("raise NotImplementedError()", "return x + x")
    release.write_text(mine, encoding="utf-8")
    with pytest.raises(LessonError, match="`double` has an answer that a build would overwrite"):
        built(source)
    assert release.read_text(encoding="utf-8") == mine
    built(source, force=True)
    assert edited_answers(read(release)) == []


def test_drift_is_found_and_says_what_mends_it(finished):
    source = finished
    folder = source.parent.parent

    def drift():
        return build.drift([read_lesson(source)], folder / "notebooks", folder / "solutions")

    assert drift() == []
    source.write_text(LESSON.replace("A small lesson", "A short lesson"), encoding="utf-8")
    assert drift() == [
        f"{where}/01_small.ipynb differs from its source in the id of cell 1: `make build` mends it"
        for where in ("notebooks", "solutions")
    ]
    source.write_text(LESSON, encoding="utf-8")
    release, solution = notebooks(source)
    solution.unlink()
    shutil.copy(release, release.with_name("09_lost.ipynb"))
    assert drift() == [
        "solutions/01_small.ipynb is missing: `make build` mends it",
        "notebooks/09_lost.ipynb has no source in solutions/: remove it",
    ]
    shutil.copy(source, source.with_name("09_lost.py"))  # a lesson that was not asked about is no orphan
    assert drift() == ["solutions/01_small.ipynb is missing: `make build` mends it"]


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


REFUSED = {
    "an exercise without a check": (HEAD + EXERCISE + BOARD, "def double", "an exercise without a check"),
    "a check without an exercise": (HEAD + CHECK + BOARD, "with graded", "has no exercise in the cell above"),
    "a duplicate id": (HEAD + 2 * (EXERCISE + CHECK) + BOARD, "with graded", "duplicate exercise `double`"),
    "a missing scoreboard": (HEAD + EXERCISE + CHECK, "# ---", "no cell is tagged scoreboard"),
    "a wrong total": (LESSON.replace("of=2", "of=3"), "scoreboard(of=3)", "the checks give 2 points"),
    "an open solution": (LESSON.replace("    ### END SOLUTION\n", ""), "### BEGIN", "without `### END SOLUTION`"),
    "a solution that never began": (LESSON.replace("    ### BEGIN SOLUTION\n", ""), "### END", "without `### BEGIN"),
    "a solution outside an exercise": (
        LESSON.replace(
            "import graded, scoreboard\n", "import graded, scoreboard\n### BEGIN SOLUTION\n### END SOLUTION\n"
        ),
        "### BEGIN",
        "only an exercise has a solution region",
    ),
    "an unknown magic": (LESSON + "# %%\n%tiem 1 + 1\n", "%tiem", "unknown magic `%tiem`"),
    "an unknown magic before an error": (LESSON + "# %%\n%%nope\n1 / 0\n", "%%nope", "unknown magic `%nope`"),
    "a shell line": (LESSON + "# %%\n!ls\n", "!ls", "a shell line"),
    "a pip line": (LESSON + "# %%\nx = 1\n%pip install nothing\n", "%pip", "`%pip` is a shell line"),
    "no Python": (LESSON + "# %%\nx = = 1\n", "x = =", "not Python"),
    "a check with more than its block": (
        LESSON.replace('is four."\n', 'is four."\nprint("done")\n'),
        'print("done")',
        "nothing outside its block",
    ),
    "a check that is no block": (
        LESSON.replace('with graded("double"', 'with open("double"'),
        "with open",
        "one `with",
    ),
    "a check that asserts nothing": (
        LESSON.replace('assert double(2) == 4, "Twice two is four."', "double(2)"),
        "with graded",
        "asserts nothing",
    ),
    "an assertion in brackets": (
        LESSON.replace('assert double(2) == 4, "Twice two is four."', 'assert (double(2) == 4, "Twice two")'),
        "assert (",
        "always true",
    ),
    "an assertion without a message": (
        LESSON.replace(', "Twice two is four."', ""),
        "assert double",
        "tells a learner",
    ),
    "a check without points": (LESSON.replace("points=2, ", ""), "with graded", "states its exercise and points"),
    "a check without a hint": (LESSON.replace(', hint="Multiply."', ""), "with graded", "has no hint"),
    "another function": (
        LESSON.replace("def double", "def treble"),
        "def treble",
        "should define one function, `double`",
    ),
    "no types": (LESSON.replace("x: int", "x"), "def double", "states the types"),
    "no docstring": (LESSON.replace('    """Return twice x."""\n', ""), "def double", "has no docstring"),
    "a name that pytest collects": (LESSON.replace("double", "test_it"), "def test_it", "does not begin with `test`"),
    "an unknown tag": (LESSON.replace('["setup"]', '["raises-exception"]'), "from utils", "one of the tags"),
    "no header": (LESSON.removeprefix("# ---\n"), "# jupyter", "YAML header"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_lesson_that_would_not_work_is_refused_by_file_and_line(course, case):
    text, part, message = REFUSED[case]
    with pytest.raises(LessonError) as refusal:
        read_lesson(course(text))
    file, line, told = str(refusal.value).split(":", 2)
    assert file == "solutions/01_small.py"
    assert message in told
    assert int(line) == line_of(text, part)


def test_comments_and_operators_that_look_like_magics_are_fine(course):
    code = "# %%\n# %tiem is no magic in a comment\nleft = (\n    7\n    % 4\n)\ntext = '''\n!ls\n%nope\n'''\n"
    assert len(read_lesson(course(HEAD + EXERCISE + CHECK + code + BOARD)).cells) == 6


def test_known_magics_are_fine(course):
    assert len(read_lesson(course(HEAD + EXERCISE + CHECK + "# %%\n%precision 3\n" + BOARD)).checks) == 1


def test_two_lessons_do_not_name_an_exercise_alike(course):
    lessons = [read_lesson(course()), read_lesson(course(name="02_other"))]
    with pytest.raises(LessonError, match=r"02_other\.py:\d+: `double` is an exercise of 01_small\.py already"):
        refuse_shared_names(lessons)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0", "raised ZeroDivisionError: division by zero"),
        ("import sys\nprint('noise', file=sys.stderr)", "wrote to standard error: noise"),
        ("import os\nos.write(2, b'deep noise')", "wrote to standard error: deep noise"),
        ("object()", "shows a memory address"),
    ],
)
def test_a_solution_that_does_not_run_cleanly_is_refused(course, monkeypatch, code, message):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it, ipykernel does not watch file descriptor 2
    source = course(HEAD + EXERCISE + CHECK + f"# %%\n{code}\n\n" + BOARD)
    with pytest.raises(run.RunError, match=message):
        solved(source)
    assert not notebooks(source)[1].exists()


def test_an_endless_cell_ends(course, monkeypatch):
    monkeypatch.setattr(run, "CELL_TIMEOUT", 3)
    source = course(HEAD + EXERCISE + CHECK + "# %%\nwhile True:\n    pass\n\n" + BOARD)
    with pytest.raises(run.RunError, match="did not end within 3 seconds"):
        solved(source)


def test_widgets_and_times_are_not_kept(course):
    code = "# %%\nfrom tqdm.auto import tqdm\n\nfor _ in tqdm(range(3)):\n    pass\n\n"
    source = course(HEAD + EXERCISE + CHECK + code + BOARD)
    solution = solved(source)
    assert "widgets" not in solution.metadata
    assert all("execution" not in cell.metadata for cell in solution.cells)
    assert "widget-view" not in as_bytes(solution).decode()
    assert "version" not in solution.metadata.language_info


def nbval(*paths):
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null" if sys.platform != "win32" else "nul", "--rootdir"]
    options = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60", "-p", "no:cacheprovider", "-q"]
    return subprocess.run([*command, str(paths[0].parent), *options, *map(str, paths)], capture_output=True, text=True)


def test_nbval_passes_what_was_built_and_sees_a_changed_scoreboard(finished):
    source = finished
    done = nbval(*notebooks(source))
    assert done.returncode == 0, done.stdout
    release = notebooks(source)[0]
    release.write_text(release.read_text(encoding="utf-8").replace("0 of 2 points", "1 of 2 points"), encoding="utf-8")
    assert nbval(release).returncode == 1


def test_cells_out_of_order_say_what_is_missing(finished):
    source = finished
    release = read(notebooks(source)[0])
    setup, exercise, check, board = release.cells[1:]
    release.cells = [setup, check, exercise, check, board]
    release.cells[3] = nbformat.from_dict(check | {"id": "again"})
    ran = run.run(release, source.parent, "out of order").notebook
    verdicts = [ran.cells[place].outputs[0].metadata.course.verdict for place in (1, 3)]
    assert verdicts == ["not attempted", "not attempted"]
    assert "There is no `double` yet: run the cell above." in ran.cells[1].outputs[0].data["text/plain"]


@pytest.fixture
def classroom(finished, tmp_path):
    """An instructor's nbgrader course with the built solution as its source."""
    source = finished
    folder = tmp_path / "class"
    (folder / "source" / "week1").mkdir(parents=True)
    shutil.copy(notebooks(source)[1], folder / "source" / "week1")
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "course"\n')
    return folder, source


def nbgrader(folder, *words):
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])  # nbgrader calls alembic by its name
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )


def test_nbgrader_releases_what_we_release_and_grades_it(classroom):
    folder, source = classroom
    done = nbgrader(folder, "generate_assignment", "week1")
    assert done.returncode == 0, done.stderr
    release = folder / "release" / "week1" / "01_small.ipynb"
    theirs = [(c.cell_type, c.id, c.source, c.metadata) for c in read(release).cells]
    ours = [(c.cell_type, c.id, c.source, c.metadata) for c in read(notebooks(source)[0]).cells]
    assert theirs == ours

    answers = {
        "ada": "return x + x",
        "bob": "raise NotImplementedError()",
        "cyd": "return 3 * x",
        "dee": "get_ipython().displayhook(2.0); return 3 * x",
        "eve": "import os; os.environ.pop('NBGRADER_EXECUTION', None); return 3 * x",
        "fay": "return type('Yes', (), {'__eq__': lambda *_: True})()",
    }
    for student, answer in answers.items():
        handed_in = folder / "submitted" / student / "week1"
        handed_in.mkdir(parents=True)
        text = release.read_text(encoding="utf-8").replace("raise NotImplementedError()", answer)
        (handed_in / release.name).write_text(text, encoding="utf-8")
    done = nbgrader(folder, "autograde", "week1")
    assert done.returncode == 0, done.stderr
    assert nbgrader(folder, "export", "--to=marks.csv").returncode == 0
    header, *lines = (folder / "marks.csv").read_text(encoding="utf-8").splitlines()
    marks = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    assert {row["student_id"]: float(row["score"]) for row in marks} == dict.fromkeys(answers, 0) | {"ada": 2}


def test_the_commands_say_what_is_wrong_in_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "utils.authoring", "build", "99"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout.strip() == "solutions/: no lesson's name begins with '99'"
    assert done.stderr == ""


def test_everything_committed_is_what_its_source_yields():
    lessons = list(LESSONS.values())
    refuse_shared_names(lessons)
    assert build.drift(lessons) == []


def test_stored_notebooks_have_the_bytes_that_the_build_writes():
    for path in [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "solutions").glob("*.ipynb")]:
        assert path.read_bytes() == as_bytes(read(path)), path.name

"""One measured truth: RESULTS.md and README say what the committed solutions hold, and nothing is executed for them."""

import base64
from types import SimpleNamespace

import nbformat
import pytest
from lessons import LESSONS

from utils.authoring import ROOT, LessonError
from utils.authoring.results import (
    Result,
    counted,
    frontier,
    read_results,
    report,
    told,
    updated,
    write_results,
)

PIXEL = b"\x89PNG not really"


def output(facts=None, image=None):
    data = {"text/plain": "shown"} | ({"image/png": base64.b64encode(image).decode()} if image else {})
    metadata = {"course": facts} if facts else {}
    metadata |= {"image/png": {"alt": "Bytes [after gzip]"}} if image else {}
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def claim(lecture, verdict, measured="m", failed=()):
    return {"lecture": lecture, "measured": measured, "verdict": verdict, "failed": list(failed)}


def result(folder, name, claims=(), seconds=None, minutes=45, frontier=False, **run):
    """A lesson of a few outputs, as the build leaves it."""
    source = folder / f"{name}.py"
    source.touch()
    table = f"| section | minutes |\n|---|---|\n| One | 5 |\n| Two | {minutes - 5} |\n| Optional: three | 9 |"
    opening = SimpleNamespace(node=SimpleNamespace(source=f"# 1 · A lesson\n\n{table}"))
    lesson = SimpleNamespace(source=source, cells=[opening])
    cells = [nbformat.v4.new_code_cell("claims()", outputs=[output({"claims": list(claims)})])]
    if frontier:
        tagged = nbformat.v4.new_code_cell("draw()", outputs=[output(image=b"first"), output(image=PIXEL)])
        tagged.metadata["tags"] = ["frontier"]
        cells += [tagged, nbformat.v4.new_code_cell("more()", outputs=[output(image=b"another")])]
    metadata = {"course": {"inputs": "0"}}
    if seconds:
        facts = {"machine": "Linux on x86_64, 2 processors", "versions": {"Python": "3.12.1", "numpy": "2.4.6"}}
        metadata["course"] |= {"seconds": seconds, "checks": {"double": 0.41, "treble": 1.26}} | facts | run
    return Result(lesson, nbformat.v4.new_notebook(cells=cells, metadata=metadata))


@pytest.fixture
def results(tmp_path):
    first = [claim("it is so", "reproduced"), claim("a | b", "only partly", "1 | 2", ["in time", "late"])]
    return [
        result(tmp_path, "01_first", first, seconds=61.4),
        result(tmp_path, "02_second", [claim("no", "contradicted", failed=["all"])], seconds=12.0, frontier=True),
    ]


def test_results_hold_every_claim_time_and_version(results):
    text = report(results)
    assert "## 1 · A lesson" in text
    assert "| it is so | m | reproduced |" in text
    assert r"| a \| b | 1 \| 2 | only partly, not: in time; late |" in text
    assert "| no | m | contradicted |" in text
    assert "3 claims of the lecture: 1 reproduced, 1 only partly, 1 contradicted." in text
    assert "| 01_first | 61 | 1.3 |" in text
    assert "Linux on x86_64, 2 processors.\n" in text
    assert "Python 3.12.1, numpy 2.4.6.\n" in text


def test_lessons_that_ran_elsewhere_are_told_apart(results, tmp_path):
    results.append(result(tmp_path, "03_third", seconds=9.0, machine="Darwin on arm64, 8 processors"))
    text = report(results)
    assert "- 01, 02: Linux on x86_64, 2 processors.\n- 03: Darwin on arm64, 8 processors.\n" in text


def test_a_lesson_without_times_is_left_out_of_them(tmp_path):
    text = report([result(tmp_path, "01_first", [claim("a", "reproduced")])])
    assert "| a | m | reproduced |" in text
    assert "| 01_first |" not in text


def test_the_frontier_is_the_tagged_cells_last_figure(results, tmp_path):
    assert frontier(results) == (PIXEL, "Bytes [after gzip]")
    with pytest.raises(LessonError, match="tagged `frontier` draws README's figure, not 0"):
        frontier(results[:1])
    with pytest.raises(LessonError, match="not 2"):
        frontier([*results, result(tmp_path, "03_third", frontier=True)])


README = """Text with 3 claims by hand.
<!-- measured frontier -->
![old](docs/frontier.png)
<!-- /measured -->
In all <!-- measured claims -->?<!-- /measured --> A run takes <!-- measured times --><!-- /measured -->.
| 1 | [A lesson](notebooks/01_first.ipynb) | 99 min | count |
"""


def test_readmes_measured_parts_are_written_and_nothing_else(results):
    text = updated(README, results)
    assert (
        text
        == """Text with 3 claims by hand.
<!-- measured frontier -->
![Bytes (after gzip)](docs/frontier.png)
<!-- /measured -->
In all <!-- measured claims -->3 claims of the lecture: 1 reproduced, 1 only partly, 1 contradicted.\
<!-- /measured --> A run takes <!-- measured times -->12 to 61 seconds<!-- /measured -->.
| 1 | [A lesson](notebooks/01_first.ipynb) | 45 min | count |
"""
    )
    assert updated(text, results) == text
    with pytest.raises(LessonError, match="nothing measured is called 'size'"):
        updated("<!-- measured size --><!-- /measured -->", results)


def test_writing_twice_writes_once(results, tmp_path):
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    written = write_results(results, tmp_path)
    assert sorted(path.name for path in written) == ["README.md", "RESULTS.md", "frontier.png"]
    assert (tmp_path / "docs" / "frontier.png").read_bytes() == PIXEL
    assert write_results(results, tmp_path) == []


def test_nothing_is_written_where_something_is_missing(results, tmp_path):
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    with pytest.raises(LessonError):
        write_results(results[:1], tmp_path)
    assert not (tmp_path / "RESULTS.md").exists()


def test_a_lesson_that_was_never_built_is_named(tmp_path):
    with pytest.raises(LessonError, match=r"solutions/01_\w+\.ipynb is missing: `make build` mends it"):
        read_results(list(LESSONS.values()), tmp_path)


# --- the committed files

COMMITTED = read_results(list(LESSONS.values()))


def test_results_are_those_of_the_committed_solutions():
    assert (ROOT / "RESULTS.md").read_text(encoding="utf-8") == report(COMMITTED), "`make results` mends it"


def test_readme_tells_what_the_committed_solutions_hold():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme == updated(readme, COMMITTED), "`make results` mends it"
    for name in ("frontier", "claims", "times"):
        assert f"<!-- measured {name} -->" in readme


def test_readmes_figure_is_the_committed_one():
    assert (ROOT / "docs" / "frontier.png").read_bytes() == frontier(COMMITTED)[0], "`make results` mends it"


@pytest.mark.parametrize("found", COMMITTED, ids=lambda found: found.name[:2])
def test_the_closing_table_has_every_claim_that_was_shown(found):
    shown = [facts["claim"] for facts in told(found.notebook) if "claim" in facts]
    assert found.claims
    if shown:
        assert found.claims == shown


@pytest.mark.parametrize("found", COMMITTED, ids=lambda found: found.name[:2])
def test_a_claim_that_comes_back_to_a_guess_names_one_that_is_asked_for(found):
    source = found.lesson.source.read_text(encoding="utf-8")
    for row in found.claims:
        assert not row["prediction"] or f'predict("{row["prediction"]}"' in source, row["prediction"]


@pytest.mark.parametrize("found", COMMITTED, ids=lambda found: found.name[:2])
def test_a_verdict_was_given_in_time(found):
    assert set(found.run["checks"]) == {check.name for check in found.lesson.checks.values()}
    assert max(found.run["checks"].values()) < 5


def test_verdicts_add_up():
    count = sum(len(found.claims) for found in COMMITTED)
    assert counted(COMMITTED).startswith(f"{count} claims of the lecture: ")

"""The site's pages: what a lesson, the glossary and the teaching guide become, and that no link leads nowhere."""

import base64

import nbformat
import pytest

from utils.authoring import site
from utils.authoring.guide import Section, lesson_guide, plan, questions
from utils.authoring.links import broken
from utils.authoring.pages import accessible, glossary, lesson_page, levelled, linked, slug

code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
DOT = base64.b64encode(b"\x89PNG dot").decode()


def notebook(*cells):
    made = nbformat.v4.new_notebook(cells=list(cells), metadata={"language_info": {"name": "python"}})
    for number, cell in enumerate(made.cells):
        cell.id = f"c{number}"
    return made


def test_an_answer_is_folded_below_its_stub_and_a_figure_is_a_file_with_its_words(tmp_path):
    drawn = nbformat.v4.new_output(
        "display_data",
        {"image/png": DOT, "text/plain": "Two lines", "text/html": "<img>"},
        metadata={"image/png": {"alt": 'Two "lines"', "width": 80, "height": 40}},
    )
    answer = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    solved = notebook(
        text("# 1 · Lines\nWhy?"), code(answer, metadata={"tags": ["exercise"]}), code("draw()", outputs=[drawn])
    )
    stub = "def f():\n    raise NotImplementedError()"
    page = lesson_page(solved, notebook(text("# 1 · Lines"), code(stub)), "01_lines", tmp_path)
    opening, shown, folded, figure = page.cells
    assert 'href="notebooks/01_lines.ipynb" download' in opening.source
    assert shown.source == stub
    assert folded.source == "def f():\n    return 1"
    assert folded.metadata.tags == ["hide-input"]
    assert folded.metadata["mystnb"]["code_prompt_show"] == "Show an answer"
    (output,) = figure.outputs
    assert 'alt="Two &quot;lines&quot;" width="80" height="40"' in output.data["text/html"]
    assert (tmp_path / "01_lines-01.png").read_bytes() == b"\x89PNG dot"


def test_no_heading_skips_a_level():
    assert levelled("# a\n### b\n```\n# no heading\n```\n#### c\n## d", 0) == (
        "# a\n## b\n```\n# no heading\n```\n### c\n## d",
        2,
    )


def test_the_empty_corner_of_a_table_is_no_header():
    assert accessible("<tr><th></th><th>a</th></tr>") == "<tr><td></td><th>a</th></tr>"


@pytest.mark.parametrize(
    ("written", "on_the_site"),
    {
        "[data](../data/README.md#taxi)": "[data](datasheet.md#taxi)",
        "[next](02_b.ipynb)": "[next](02_b.ipynb)",
        "[how to](CONTRIBUTING.md) and ![a](b.png)": "how to and ![a](b.png)",
        "[next](notebooks/02_b.ipynb#how)": "[next](02_b.ipynb#how)",
        "see https://example.org/a_b, or (https://example.org)": "see <https://example.org/a_b>, or (https://example.org)",
    }.items(),
)
def test_a_link_into_the_repository_leads_to_a_page(written, on_the_site):
    assert linked(written) == on_the_site


LESSONS = {"01_a": notebook(text("# 1 · A\n## How small?\nA **Grid** has steps.\n## Later\ngrid")), "02_b": notebook()}


def test_a_term_links_to_the_section_that_teaches_it():
    page = glossary("# Glossary\n\n**zero** · Nothing. *Lesson 2*\n**grid** · Steps. *Lesson 1*\n", LESSONS)
    assert "grid\n: Steps. [Lesson 1](01_a.ipynb#how-small)" in page
    assert page.index("\ngrid") < page.index("\nzero")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("**grid** - Steps.", "not `"),
        ("**grid** · Steps. *Lesson 9*", "lesson 9"),
        ("**a** · B. *Lesson 1*\n**A** · C. *Lesson 1*", "twice"),
    ],
)
def test_a_line_of_the_glossary_that_is_none_is_refused(line, says):
    with pytest.raises(ValueError, match=says):
        glossary(f"# Glossary\n\n{line}\n", LESSONS)


def test_a_plan_leaves_out_what_is_optional_and_then_what_has_no_exercise():
    parts = [
        Section("Start", 30, ["one"]),
        Section("Look", 20),
        Section("More", 40, ["two"]),
        Section("Extra (optional)", 15),
    ]
    told = plan("01_a", parts)
    assert "| 5 | 35 | [Start](01_a.ipynb#start) | `one` |" in told
    assert "| 35 | 75 | [More](01_a.ipynb#more) | `two` |" in told
    assert "**Skip**: [Extra (optional)](01_a.ipynb#extra-optional), [Look](01_a.ipynb#look)" in told
    assert "5 minutes are left" in told


def test_a_question_is_taken_whole_with_its_options():
    options = (
        "<details><summary>A. So.</summary>\n\nNo.\n</details>\n<details><summary>B.</summary>\n\nYes.\n</details>"
    )
    asked = f"**Question.** Why?\n\n{options}"
    assert questions(notebook(text(f"Before.\n\n{asked}\n\n> **So far.** Much."))) == [asked]


def test_a_misconception_comes_with_the_whole_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("utils.authoring.guide.BANK", tmp_path)
    (tmp_path / "01_a").mkdir()
    (tmp_path / "01_a" / "f.py").write_text("# %% wrong: cuts | says: rounds it\ndef f(): ...\n", encoding="utf-8")
    check = code('with graded("f", points=2, hint=""):\n    assert f() == 1, "`int` cuts it off; the rule rounds it."')
    check.metadata = {"nbgrader": {"grade": True, "grade_id": "f-check"}}
    page = lesson_guide("01_a", notebook(text("# 1 · A\n**Afterwards** you can round."), check))
    assert "| cuts | `int` cuts it off; the rule rounds it. |" in page
    assert "- round." in page


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = (
        '<a href="b.html#there">x</a><a href="c.html">x</a><img src="https://example.org/x.png"><a href="#here">x</a>'
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="here">', encoding="utf-8")
    assert [line.partition(" leads to ")[2] or line for line in broken(tmp_path)] == [
        "a.html loads https://example.org/x.png from another machine",
        "b.html#there, an anchor that the page does not have",
        "c.html, which does not exist",
        "#here, an anchor that the page does not have",
    ]


def test_an_anchor_is_made_as_github_makes_it():
    assert slug("How many? It's `k` of 3") == "how-many-its-k-of-3"


def test_a_folder_that_holds_something_else_is_not_cleared_for_the_site(tmp_path, monkeypatch, capsys):
    (tmp_path / "html").mkdir()
    assert not site.holds_something_else(tmp_path)
    assert not site.holds_something_else(tmp_path / "new")
    (tmp_path / "thesis.txt").write_text("mine")
    monkeypatch.setattr("sys.argv", ["site", str(tmp_path)])
    assert site.main() == 1
    assert capsys.readouterr().out.startswith(f"{tmp_path} holds something else than a site")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_site_that_cannot_be_written_is_told_in_a_sentence(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("sys.argv", ["site", str(tmp_path / "file" / "site")])
    assert site.main() == 1
    assert capsys.readouterr().out == f"The site cannot be written to {tmp_path / 'file' / 'site'}: Not a directory.\n"

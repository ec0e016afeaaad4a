"""Makes the site's pages from what the repository holds: lessons, results, glossary, datasheet. Runs no cell."""

import base64
import copy
import html
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

PROMPTS = {
    "setup": "Show the set-up",
    "exercise": "Show an answer",
    "check": "Show the check",
}
HEADING = re.compile(r"^(#{1,4}) +(.+?) *$", re.MULTILINE)
TERM = re.compile(r"^\*\*(?P<term>.+?)\*\* · (?P<meaning>.+?) \*Lessons? (?P<lesson>\d)")
PAGES = {
    r"data/README\.md": "datasheet.md",
    r"RESULTS\.md": "results.md",
    r"docs/glossary\.md": "glossary.md",
    r"CHANGELOG\.md": "changelog.md",
    r"(?:notebooks|solutions)/(?P<lesson>\d\d_\w+\.ipynb)": r"\g<lesson>",
}
LINK = re.compile(r"(?<!!)\[(?P<label>[^]\[]+)\]\((?P<target>[^()\s]+)\)")
PAGE = re.compile(r"https?:|mailto:|#|\d\d_\w+\.ipynb|(?:datasheet|results|glossary|changelog|teaching)\.md")
ADDRESS = re.compile(
    r"(?<![(<\"'`])\bhttps?://[^\s<>()`]*[^\s<>()`.,;:]"
)  # bare, as JupyterLab makes it a link by itself
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def lesson_page(solved: NotebookNode, learners: NotebookNode, name: str, figures: Path) -> NotebookNode:
    """Return a lesson as the site shows it: the stub, then a folded answer; figures as files with their words.

    learners: the notebook that holds the stubs. figures: the folder to which images are written.
    """
    page = copy.deepcopy(solved)
    page.metadata.language_info["pygments_lexer"] = "ipython3"
    stubs = {cell.id: cell.source for cell in learners.cells}
    page.cells = [shown for cell in page.cells for shown in shown_cells(cell, stubs)]
    title, *rest = page.cells[0].source.split("\n", 1)
    button = f'<p><a class="get-notebook" href="notebooks/{name}.ipynb" download>Get the notebook</a></p>'
    page.cells[0].source = "\n".join([title, "", button, "", *rest])
    number, level = 0, 0
    for cell in page.cells:
        if cell.cell_type == "markdown":
            cell.source, level = levelled(cell.source, level)
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                number += 1
                file = figures / f"{name}-{number:02}.png"
                file.write_bytes(base64.b64decode(output.data["image/png"]))
                output.data = NotebookNode({"text/html": figure(file.name, output)})
            elif "text/html" in output.get("data", {}):
                output.data = NotebookNode({"text/html": accessible("".join(output.data["text/html"]))})
    return page


def levelled(text: str, level: int) -> tuple[str, int]:
    """Return Markdown in which no heading is more than one level below the last, and the level of its last heading.

    level: of the heading before the text, 0 where there is none.
    """
    lines, fenced = text.split("\n"), False
    for number, line in enumerate(lines):
        fenced ^= line.startswith("```")
        heading = HEADING.match(line)
        if heading and not fenced:
            level = min(len(heading[1]), level + 1)
            lines[number] = f"{'#' * level} {heading[2]}"
    return "\n".join(lines), level


def shown_cells(cell: NotebookNode, stubs: dict[str, str]) -> list[NotebookNode]:
    """Return a cell as the site shows it, folded where it is set-up, answer or check; an answer follows its stub."""
    tag = next((tag for tag in cell.metadata.get("tags", ()) if tag in PROMPTS), "")
    cell.metadata = NotebookNode({})
    if cell.cell_type == "markdown":
        cell.source = linked(cell.source)
    if not tag:
        return [cell]
    label = PROMPTS[tag]
    prompts = {"code_prompt_show": label, "code_prompt_hide": label.replace("Show", "Hide")}
    cell.metadata = NotebookNode({"tags": ["hide-input"], "mystnb": prompts})
    if tag != "exercise":
        return [cell]
    cell.source = "\n".join(line for line in cell.source.splitlines() if "### " not in line or "SOLUTION" not in line)
    return [nbformat.v4.new_code_cell(stubs[cell.id], id=f"{cell.id}-stub"), cell]


def figure(name: str, output: NotebookNode) -> str:
    """Return a figure as HTML, with its alternative text and size, and a link to look at it alone."""
    facts = output.get("metadata", {}).get("image/png", {})
    size = "".join(f' {side}="{facts[side]}"' for side in ("width", "height") if side in facts)
    words = html.escape(facts.get("alt", ""))
    source = f"_static/figures/{name}"
    return f'<a class="figure-link" href="{source}"><img src="{source}" alt="{words}"{size} loading="lazy"></a>'


def accessible(page: str) -> str:
    """Return an output's HTML with the empty corner of pandas' tables as a plain cell: a header names something."""
    return page.replace("<th></th>", "<td></td>")


def linked(text: str) -> str:
    """Return Markdown with links into the repository pointed at the site's pages, and bare addresses as links.

    A link to a file that is no page becomes its words.
    """
    for address, page in PAGES.items():
        text = re.sub(rf"\]\((?:\.\./)?{address}(?P<anchor>#[\w-]+)?\)", rf"]({page}\g<anchor>)", text)
    text = LINK.sub(lambda link: link[0] if PAGE.match(link["target"]) else link["label"], text)
    return ADDRESS.sub(r"<\g<0>>", text)


def glossary(lines: str, lessons: dict[str, NotebookNode]) -> str:
    """Return the glossary as a page: terms in the order of the alphabet, each linked to where its lesson explains it.

    Raises ValueError for a line that begins like a term and is none, or a term that stands there twice.
    """
    head, *_ = lines.partition("\n**")
    terms: dict[str, str] = {}
    for line in dict.fromkeys(lines.removeprefix(head).splitlines()):  # merging may leave a line twice
        if not line.startswith("**"):
            continue
        found = TERM.match(line)
        if not found:
            raise ValueError(f"docs/glossary.md: not `**term** · explanation *Lesson N*`: {line[:60]}")
        term, meaning, number = found["term"], found["meaning"], found["lesson"]
        if term.casefold() in terms:
            raise ValueError(f"docs/glossary.md: {term} stands there twice")
        name = next((name for name in lessons if name.startswith(f"0{number}")), None)
        if name is None:
            raise ValueError(f"docs/glossary.md: {term} is of lesson {number}, which does not exist")
        anchor = where_taught(term, lessons[name])
        link = f"[Lesson {number}]({name}.ipynb{'#' + anchor if anchor else ''})"
        terms[term.casefold()] = f"{term}\n: {meaning} {link}"
    intro = "The course's terms, each with a link to where a lesson explains it."
    return "\n\n".join(["# Glossary", intro, *(terms[term] for term in sorted(terms))]) + "\n"


def where_taught(term: str, lesson: NotebookNode) -> str:
    """Return the anchor of the section in which a lesson's text first has a term, in bold if it is anywhere, or ""."""
    plain = re.sub(r"[*_`]", "", term).casefold()
    for wanted in (f"**{plain}", plain):
        section = ""
        for cell in lesson.cells:
            if cell.cell_type != "markdown":
                continue
            for line in FENCED.sub("", cell.source).splitlines():
                heading = HEADING.match(line)
                if heading and len(heading[1]) > 1:
                    section = slug(heading[2])
                if wanted in line.casefold():
                    return section
    return ""


def slug(heading: str) -> str:
    """Return a heading's anchor as GitHub and MyST make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def lesson_table(lessons: dict[str, NotebookNode]) -> str:
    """Return the list of lessons: what each asks, and how long it takes."""
    rows = ["| lesson | its question | time |", "|---|---|---|"]
    for name, notebook in lessons.items():
        opening = notebook.cells[0].source
        title = HEADING.search(opening)[2]
        question = re.search(r"^\*([^*]+)\*$", opening, re.MULTILINE)
        time = re.search(r"(\d+) min", opening)
        rows.append(f"| [{title}]({name}.ipynb) | {question[1] if question else ''} | {time[0] if time else ''} |")
    return "\n".join(rows)

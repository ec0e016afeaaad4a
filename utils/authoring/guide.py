"""Makes a lesson's page of the teaching guide from its text, its checks and the bank of wrong answers."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from utils.authoring import ROOT
from utils.authoring.pages import FENCED, HEADING, linked, slug

BANK = ROOT / "tests" / "answers"
WRONG = re.compile(r"^# %% (?:wrong|raises): (?P<title>.+?)(?: \| says: (?P<says>.+))?$", re.MULTILINE)
ROW = re.compile(r"^\| *(?P<section>[^|]+?) *\| *(?P<minutes>\d+)[^|]*\|", re.MULTILINE)
QUESTION = re.compile(
    r"^\*\*(?:Question|Recall)\b(?:(?!^\*\*(?:Question|Recall)\b|^#|^> ).)*</details>", re.MULTILINE | re.DOTALL
)
PLAN, OPENING, CLOSING = 90, 5, 10  # minutes: the whole, its recall questions, its table of claims and what to keep


@dataclass
class Section:
    """A section of a lesson: its title, the minutes that the lesson gives it, its exercises by name."""

    title: str
    minutes: int
    exercises: list[str] = field(default_factory=list)

    @property
    def optional(self) -> bool:
        """Whether the lesson itself says that it can be left out."""
        return "optional" in self.title.lower()


def lesson_guide(name: str, lesson: NotebookNode) -> str:
    """Return the page for whoever teaches a lesson: goals, plan, questions, misconceptions."""
    opening = lesson.cells[0].source
    title = HEADING.search(opening)[2]
    parts = [f"# Teaching {title}", f"For whoever teaches [the lesson]({name}.ipynb)."]
    parts += ["## Goals", "Afterwards learners can", goals(opening)]
    parts += [f"## A plan for {PLAN} minutes", plan(name, sections(lesson))]
    asked = questions(lesson)
    if asked:
        parts += ["## Questions to discuss", "Ask, let everybody choose before anybody speaks, then open the options."]
        parts += asked
    parts += ["## What learners get wrong", "What they wrote, and what to answer."]
    parts += misconceptions(name, lesson)
    return "\n\n".join(parts) + "\n"


def goals(opening: str) -> str:
    """Return the list of goals in a lesson's opening."""
    after = re.search(r"\*\*Afterwards\*\* you can(.*?)(?:\n\n|\Z)", opening, re.DOTALL)
    if not after:
        return ""
    text = after[1].strip()
    return text if text.startswith(("-", "*")) else f"- {text}"


def sections(lesson: NotebookNode) -> list[Section]:
    """Return a lesson's sections with the minutes in its table, each with the exercises that stand in it."""
    minutes = {slug(row["section"]): int(row["minutes"]) for row in ROW.finditer(lesson.cells[0].source)}
    found: list[Section] = []
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            for heading in HEADING.finditer(FENCED.sub("", cell.source)):
                if heading[1] == "##":
                    found.append(Section(heading[2], minutes_of(heading[2], minutes)))
        elif "exercise" in cell.metadata.get("tags", ()) and found:
            found[-1].exercises.append(cell.metadata.nbgrader.grade_id)
    return found


def minutes_of(title: str, minutes: dict[str, int]) -> int:
    """Return the minutes of a section: the table may shorten its title."""
    own = slug(title)
    return next((number for short, number in minutes.items() if own.startswith(short) or short.startswith(own)), 0)


def plan(name: str, parts: list[Section]) -> str:
    """Return the plan as a table, and what it leaves out so that it fits."""
    timed = [part for part in parts if part.minutes]
    if not timed:
        return "The lesson states no minutes for its sections."
    room = PLAN - OPENING - CLOSING
    skipped = [part for part in timed if part.optional]
    expendable = sorted(
        (part for part in timed if not part.exercises and not part.optional), key=lambda part: part.minutes
    )
    while expendable and sum(part.minutes for part in timed if part not in skipped) > room:
        skipped.append(expendable.pop())
    rows = [
        "| from | to | what | exercises |",
        "|---:|---:|---|---|",
        f"| 0 | {OPENING} | Opening and recall questions | |",
    ]
    clock = OPENING
    for part in timed:
        if part not in skipped:
            names = ", ".join(f"`{exercise}`" for exercise in part.exercises)
            rows.append(f"| {clock} | {clock + part.minutes} | {section_link(name, part)} | {names} |")
            clock += part.minutes
    rows.append(
        f"| {clock} | {clock + CLOSING} | What the lecture says and what was measured; three things to keep | |"
    )
    clock += CLOSING
    left = f"{PLAN - clock} minutes are left for questions." if clock < PLAN else ""
    if clock > PLAN:
        left = f"That is {clock - PLAN} minutes over: give the last exercises as homework."
    links = ", ".join(section_link(name, part) for part in skipped)
    leave = f"**Skip**: {links}. No exercise stands there." if skipped else "**Skip** nothing: it fits."
    if any(part.exercises for part in skipped):
        leave = f"**Skip**: {links}. Learners who want more do it at home."
    return "\n".join([*rows, "", left, "", leave])


def section_link(name: str, part: Section) -> str:
    """Return a section's title with a link into the lesson."""
    return f"[{part.title}]({name}.ipynb#{slug(part.title)})"


def questions(lesson: NotebookNode) -> list[str]:
    """Return the questions that a lesson asks in words, each with its options to open."""
    texts = [linked(cell.source) for cell in lesson.cells if cell.cell_type == "markdown"]
    return [found[0].strip() for text in texts for found in QUESTION.finditer(text)]


def misconceptions(name: str, lesson: NotebookNode) -> list[str]:
    """Return a table for each exercise: the wrong answers of the bank, each with what its check says."""
    checks = {
        cell.metadata.nbgrader.grade_id.removesuffix("-check"): cell.source
        for cell in lesson.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    parts = []
    for exercise, check in checks.items():
        rows = wrong_answers(BANK / name / f"{exercise}.py", check)
        if rows:
            parts += [f"### `{exercise}`", "\n".join(["| what they wrote | what to answer |", "|---|---|", *rows])]
    return parts


def wrong_answers(bank: Path, check: str) -> list[str]:
    """Return the rows of a table: each wrong answer's title and the whole sentence that its card shows."""
    if not bank.exists():
        return []
    sentences = messages(check)
    rows = []
    for answer in WRONG.finditer(bank.read_text(encoding="utf-8")):
        if says := answer["says"]:
            whole = next((sentence for sentence in sentences if says in sentence), says)
            rows.append(f"| {cell_text(answer['title'])} | {cell_text(whole)} |")
    return rows


def messages(check: str) -> list[str]:
    """Return the messages of a check's assertions that are plain texts."""
    asserts = [node for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Assert)]
    return [
        node.msg.value for node in asserts if isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str)
    ]


def cell_text(text: str) -> str:
    """Return a sentence as a table's cell: nothing in it is Markdown but `code`."""
    text = " ".join(text.split())
    parts = re.split(r"(`[^`]+`)", text)
    escaped = [part if part.startswith("`") else re.sub(r"([*_<>\[\]$\\#])", r"\\\1", part) for part in parts]
    return "".join(escaped).replace("|", "\\|")

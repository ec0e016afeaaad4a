"""The class report: how each exercise went, which ideas went wrong, and what to talk about next time."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from utils.classroom.bank import misconceptions
from utils.classroom.course import Course, Lesson
from utils.classroom.pages import COLOURS, MARKS, badge, escaped, marked, page
from utils.classroom.records import Record, Row
from utils.classroom.tables import by_student, handed_in

EXAMPLES, IDEAS, TOPICS = 3, 6, 5  # shown of each idea, of each exercise, to discuss
WORTH_DISCUSSING = 0.1  # of those who tried


@dataclass
class Idea:
    """One way to be wrong: the check's words, the titles that the bank knows it by, and the answers that were."""

    exercise: str
    message: str
    titles: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called: by the bank, or else by the check's own words."""
        return " or ".join(self.titles[:3]) or self.message.partition("\n")[0][:120] or "an error"


def class_report(records: list[Record], course: Course, seconds: float) -> str:
    """Return the report as a page that stands alone."""
    graded = [record for record in records if record.rows]
    lessons = handed_in(records, course)
    ideas = {
        lesson.name: found_ideas(lesson, [one for one in graded if one.lesson == lesson.name]) for lesson in lessons
    }
    body = "<h1>Class report</h1>\n" + summary(records, graded, seconds)
    body += discussion(course, ideas, graded)
    for lesson in lessons:
        mine = [record for record in graded if record.lesson == lesson.name]
        body += lesson_section(lesson, mine, ideas[lesson.name]) if mine else ""
    return page("Class report", body + unusual(records))


def summary(records: list[Record], graded: list[Record], seconds: float) -> str:
    """Return the first paragraph: how many, how well, how long."""
    students = len(by_student(record for record in records if record.file))
    spent = sum(record.seconds for record in graded)
    share = sum(record.score for record in graded) / max(1, sum(record.of for record in graded))
    refused = len([record for record in records if record.problem and record.file])
    missing = len([record for record in records if not record.file])
    took = f"{seconds:.0f} s" if seconds < 60 else f"{seconds / 60:.1f} min"
    return (
        f"<p>{len(graded)} submissions of {students} students were graded; together they earned {share:.0%} of the "
        f"points. Files that could not be graded: {refused}; not handed in: {missing} (see the end). The last run took "
        f"{took}; judging takes {spent / max(1, len(graded)):.1f} s a submission.</p>\n"
    )


def found_ideas(lesson: Lesson, records: list[Record]) -> dict[str, list[Idea]]:
    """Return for each exercise the ways in which answers were wrong, the most frequent first."""
    found: dict[str, dict[str, Idea]] = defaultdict(dict)
    for record in records:
        for name, row in record.rows.items():
            if row.status in ("wrong", "error"):
                titles = misconceptions(lesson.name, name, row.text) if row.status == "wrong" else ()
                found[name].setdefault(row.message, Idea(name, row.message, titles)).rows.append(row)
    return {name: sorted(ideas.values(), key=lambda idea: -len(idea.rows)) for name, ideas in found.items()}


def discussion(course: Course, ideas: dict[str, dict[str, list[Idea]]], graded: list[Record]) -> str:
    """Return what to talk about next time: the ideas that most of those who tried share."""
    tried = Counter(name for record in graded for name, row in record.rows.items() if row.status != "not attempted")
    shares = [
        (len(idea.rows) / tried[name], lesson, idea)
        for lesson, exercises in ideas.items()
        for name, found in exercises.items()
        for idea in found
        if len(idea.rows) > 1 or len(graded) < 10
    ]
    shares = [one for one in sorted(shares, key=lambda one: -one[0]) if one[0] >= WORTH_DISCUSSING][:TOPICS]
    if not shares:
        return "<h2>To discuss</h2>\n<p>No misunderstanding is shared by a tenth of those who tried.</p>\n"
    items = "".join(
        f"<li><b>{escaped(idea.name)}</b> ({escaped(idea.exercise)}, {escaped(course.lessons[lesson].title)}): "
        f"{len(idea.rows)} of {tried[idea.exercise]} who tried. {marked(idea.message)}</li>"
        for _, lesson, idea in shares
    )
    return f"<h2>To discuss</h2>\n<ol>{items}</ol>\n"


def lesson_section(lesson: Lesson, records: list[Record], ideas: dict[str, list[Idea]]) -> str:
    """Return a lesson's part: a bar for each exercise, then each exercise's misunderstandings."""
    mean = sum(record.score for record in records) / len(records)
    body = (
        f"<h2>{escaped(lesson.title)}</h2>\n<p>{len(records)} submissions, {mean:.1f} of {lesson.points} points.</p>\n"
    )
    there = {row.status for record in records for row in record.rows.values()}
    body += '<p class="key">' + "".join(badge(status) + " " for status in MARKS if status in there) + "</p>\n<table>"
    for name in lesson.exercises:
        counts = Counter(record.rows[name].status for record in records)
        body += (
            f"<tr><th>{escaped(name)}</th><td>{bar(counts)}</td>"
            f'<td class="number">{counts["passed"] / len(records):.0%} passed</td></tr>\n'
        )
    body += "</table>\n"
    for name in lesson.exercises:
        if ideas.get(name):
            body += f"<h3>{escaped(name)}</h3>\n" + "".join(map(idea_section, ideas[name][:IDEAS]))
            if rest := sum(len(idea.rows) for idea in ideas[name][IDEAS:]):
                body += f'<p class="small">{rest} more answers were wrong in other ways.</p>\n'
    return body


def bar(counts: Counter[str]) -> str:
    """Return a bar of the four verdicts, with its numbers."""
    parts = "".join(
        f'<span style="flex:{counts[status]};background:{colour}" title="{status}: {counts[status]}">'
        f"{counts[status]}</span>"
        for status, colour in COLOURS.items()
        if counts[status]
    )
    label = ", ".join(f"{counts[status]} {status}" for status in COLOURS if counts[status])
    return f'<div class="bar" role="img" aria-label="{label}">{parts}</div>'


def idea_section(idea: Idea) -> str:
    """Return one misunderstanding: how often, what the check says, and three answers that had it."""
    distinct = list({row.source: row for row in idea.rows}.values())[:EXAMPLES]
    evidence = f'<div class="small">{marked(distinct[0].details[0])}</div>' if distinct[0].details else ""
    examples = "".join(f"<pre>{escaped(row.source)}</pre>" for row in distinct)
    shown = "an example" if len(distinct) == 1 else f"{len(distinct)} examples"
    return (
        f"<p>{badge(idea.rows[0].status, str(len(idea.rows)))} <b>{escaped(idea.name)}</b><br>"
        f"{marked(idea.message)}{evidence}</p>\n<details><summary>{shown}</summary>{examples}</details>\n"
    )


def unusual(records: list[Record]) -> str:
    """Return the list of what was not graded, and of what was noted."""
    there = [record for record in records if record.file and record.problem]
    problems = [(record.student or "(no name)", record.file, record.problem) for record in there]
    missing: dict[str, list[str]] = defaultdict(list)
    for record in records:
        if not record.file:
            missing[record.lesson].append(record.student)
    notes = [
        (record.student or "(no name)", record.file, "; ".join(record.notes)) for record in records if record.notes
    ]
    body = ""
    absent = [(lesson, ", ".join(students)) for lesson, students in missing.items()]
    for heading, rows in (("Not graded", problems), ("Not handed in", absent), ("Noted", notes)):
        if rows:
            cells = "".join("<tr>" + "".join(f"<td>{marked(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
            body += f"<h2>{heading}</h2>\n<table>{cells}</table>\n"
    return body

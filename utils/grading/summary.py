"""The scoreboard at a notebook's end: what was earned, and what to do next."""

import html

from utils.grading.cards import COLOURS, MARKS, badge, points, show
from utils.grading.state import Verdict, earlier, state
from utils.progress import Standing

BAR = 24  # characters


def scoreboard(*, of: int) -> None:
    """Show points and verdict of every exercise checked so far, out of `of` points, and the next thing to do.

    Nothing in it depends on the time, the machine or an earlier session, so that nbval can compare it.
    """
    verdicts = list(state().verdicts.values())
    earned, checked = sum(v.earned for v in verdicts), sum(v.points for v in verdicts)
    if checked > of:
        raise ValueError(f"the checks of this notebook give {checked} points, not {of}: restart the kernel and run all")
    step = next_step(verdicts, of - checked)
    facts = {"earned": earned, "of": of, "verdicts": {verdict.name: verdict.status for verdict in verdicts}}
    show(as_text(verdicts, earned, of, step), as_html(verdicts, earned, of, step), {"scoreboard": facts})
    on_file = earlier()
    if on_file and on_file.total > earned:  # in a learner's own copy only: it stands in no stored notebook
        show(*on_file_texts(on_file), {"on file": on_file.earned})


def next_step(verdicts: list[Verdict], unchecked: int) -> str:
    """Return one sentence: the first exercise that still wants something, and what that is."""
    for verdict in verdicts:
        if verdict.status == "not attempted":
            return f"Next: write `{verdict.name}`, then run its check."
        if verdict.status != "passed":
            return f"Next: read what the check of `{verdict.name}` says, and try again."
    if unchecked:
        return f"Next: run the checks that have not run yet, worth {points(unchecked)}."
    return "Every exercise of this lesson is solved."


def as_text(verdicts: list[Verdict], earned: int, of: int, step: str) -> str:
    """Return the scoreboard as plain text."""
    full = BAR * earned // of
    width = max((len(verdict.name) for verdict in verdicts), default=0)
    rows = [f"{MARKS[v.status]} {v.name:<{width}}  {v.earned} of {v.points}  {v.status}" for v in verdicts]
    return "\n".join([f"[{'█' * full}{'·' * (BAR - full)}] {earned} of {points(of)}", *rows, step])


def as_html(verdicts: list[Verdict], earned: int, of: int, step: str) -> str:
    """Return the scoreboard as HTML."""
    cell = "padding:2px 14px 2px 0;text-align:left;border:none"
    rows = "".join(
        '<tr style="background:none">'
        f'<td style="{cell}">{badge(f"{MARKS[v.status]} {v.status}", COLOURS[v.status])}</td>'
        f'<td style="{cell};font-family:monospace">{html.escape(v.name)}</td>'
        f'<td style="{cell}">{v.earned} of {v.points}</td></tr>'
        for v in verdicts
    )
    bar = (
        '<div style="background:#d1d5db;border-radius:4px;height:10px;width:320px;max-width:100%">'
        f'<div style="background:{COLOURS["passed"]};border-radius:4px;height:10px;width:{100 * earned // of}%">'
        "</div></div>"
    )
    sentence = html.escape(step).replace("`", "")
    return f'<div><b>{earned} of {points(of)}</b>{bar}<table style="margin:8px 0">{rows}</table>{sentence}</div>'


def on_file_texts(lesson: Standing) -> tuple[str, str]:
    """Return what is on file for a lesson, as plain text and as HTML with a link to the exercise that comes next."""
    told = f"With what you earned in earlier sessions you have {lesson.total} of {points(lesson.points)}"
    solved = [one.name for one in lesson.exercises if lesson.earned.get(one.name, 0) == one.points]
    text, page = f"{told}: {', '.join(solved)}.", f"{told}: {html.escape(', '.join(solved))}."
    if lesson.next:
        text += f" Go on with `{lesson.next.name}`."
        page += f' Go on with <a href="{lesson.link()}">{html.escape(lesson.next.name)}</a>.'
    return text, f'<div style="margin-top:6px">{page}</div>'

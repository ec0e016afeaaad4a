"""Draws a verdict, in HTML and in plain text: a terminal, a diff and nbval read the latter.

The HTML uses inline styles and literal colours only, which is all that survives in a notebook nobody has trusted yet.
Text keeps the page's own colour, or brings its ground along, so that it reads on light and on dark.
"""

import html
import re
from dataclasses import replace

from IPython.display import display

from utils.grading.state import Verdict, state

MARKS = {"passed": "✓", "wrong": "✗", "error": "!", "not attempted": "○"}
COLOURS = {"passed": "#1a7f5a", "wrong": "#b3541e", "error": "#9c3587", "not attempted": "#6b7280"}


def show_verdict(verdict: Verdict, hints: dict[str, str], answer: str = "") -> None:
    """Display a verdict's card. hints: by their titles, shown when a check failed. answer: the course's own, source."""
    if state().unrecorded:
        verdict = replace(verdict, details=(*verdict.details, f"Not recorded: {state().unrecorded}."))
    failed = verdict.status in ("wrong", "error")
    shown = [(label, text) for label, text in hints.items() if failed and text]
    show(
        as_text(verdict, shown),
        as_html(verdict, shown, answer),
        {"exercise": verdict.name, "verdict": verdict.status, "points": verdict.points, "earned": verdict.earned},
    )


def show(text: str, page: str, facts: dict) -> None:
    """Display one output in both forms, with `facts` in its metadata for programs."""
    display({"text/plain": text, "text/html": page}, raw=True, metadata={"course": facts})


def headline(verdict: Verdict) -> str:
    """Return what the first line says beside the exercise's name."""
    return f"{verdict.status} · {verdict.earned} of {points(verdict.points)}"


def points(number: int) -> str:
    """Return a number of points in words."""
    return f"{number} point" if number == 1 else f"{number} points"


def as_text(verdict: Verdict, hints: list[tuple[str, str]]) -> str:
    """Return the card as plain text."""
    lines = [f"{MARKS[verdict.status]} {verdict.name} · {headline(verdict)}"]
    lines += [f"  {line}" for line in (verdict.message, *verdict.details) if line]
    lines += [f"  It printed: {verdict.printed}"] if verdict.printed and verdict.status != "passed" else []
    lines += [f"  {label}: {text}" for label, text in hints]
    return "\n".join(lines)


def as_html(verdict: Verdict, hints: list[tuple[str, str]], answer: str = "") -> str:
    """Return the card as HTML."""
    colour = COLOURS[verdict.status]
    head = (
        f"{badge(f'{MARKS[verdict.status]} {verdict.status}', colour)} <b>{html.escape(verdict.name)}</b> · "
        f"{verdict.earned} of {points(verdict.points)}"
    )
    body = f'<div style="margin-top:6px">{marked(verdict.message)}</div>' if verdict.message else ""
    lines = [*verdict.details]
    lines += [f"It printed: {verdict.printed}"] if verdict.printed and verdict.status != "passed" else []
    body += "".join(f'<div style="margin-top:4px;opacity:0.85">{marked(line)}</div>' for line in lines)
    body += "".join(details(label, f'<div style="margin:4px 0 0 14px">{marked(text)}</div>') for label, text in hints)
    body += details("The course's own answer", preformatted(answer)) if answer else ""
    return f'<div style="border-left:4px solid {colour};padding:4px 0 6px 12px;margin:4px 0">{head}{body}</div>'


def details(label: str, body: str) -> str:
    """Return HTML that opens when its label is clicked, or chosen by keyboard."""
    return f'<details style="margin-top:6px"><summary style="cursor:pointer">{label}</summary>{body}</details>'


def preformatted(source: str) -> str:
    """Return source as HTML that keeps its lines."""
    style = "margin:4px 0 0 14px;background:transparent;overflow-x:auto"
    return f'<pre style="{style}">{html.escape(source)}</pre>'


def badge(words: str, colour: str) -> str:
    """Return a verdict as HTML, white on its own ground: no colour of text alone has contrast on light and on dark."""
    return (
        f'<span style="background:{colour};color:#ffffff;border-radius:3px;padding:1px 7px;white-space:nowrap">'
        f"{html.escape(words)}</span>"
    )


def marked(text: str) -> str:
    """Return text as HTML, with `code` between backquotes."""
    style = "font-family:monospace;font-size:0.95em"
    return re.sub(r"`([^`]+)`", rf'<code style="{style}">\1</code>', html.escape(text))

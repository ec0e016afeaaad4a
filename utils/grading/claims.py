"""The table that closes each lesson: what the lecture says, what you predicted, what you measured, the verdict."""

import html
from dataclasses import asdict, dataclass

from utils.grading.cards import badge, show
from utils.grading.state import predictions

VERDICTS = {
    "reproduced": "#1a7f5a",
    "only partly": "#8a6d1b",
    "contradicted": "#b3541e",
    "not on this machine": "#6b7280",
}


@dataclass(frozen=True)
class Claim:
    """One claim of the lecture and what the lesson measured of it.

    lecture: the claim, in our words. measured: the finding, with its numbers. verdict: one of VERDICTS.
    prediction: the name under which `predict` kept the learner's guess, or "".
    Raises ValueError for another verdict.
    """

    lecture: str
    measured: str
    verdict: str
    prediction: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"a verdict is one of {', '.join(VERDICTS)}, not {self.verdict!r}")


def verdict(*parts: bool) -> str:
    """Return what measurements make of a claim: reproduced where each part of it holds, contradicted where none does.

    A part may be a weaker form of another: `verdict(times > 3.5, times > 2)`.
    """
    return "reproduced" if all(parts) else "only partly" if any(parts) else "contradicted"


def claims(*rows: Claim) -> None:
    """Show the claims as one table; programs find it in the output's metadata."""
    guesses = predictions()
    told = [str(guesses.get(row.prediction, "no guess" if row.prediction else "")) for row in rows]
    show(as_text(rows, told), as_html(rows, told), {"claims": [asdict(row) for row in rows]})


def as_text(rows: tuple[Claim, ...], guesses: list[str]) -> str:
    """Return the table as plain text, a block for each claim."""
    blocks = []
    for row, guess in zip(rows, guesses, strict=True):
        lines = [f"The lecture says: {row.lecture}", f"You predicted:    {guess}" if guess else ""]
        lines += [f"You measured:     {row.measured}", f"Verdict:          {row.verdict}"]
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(blocks)


def as_html(rows: tuple[Claim, ...], guesses: list[str]) -> str:
    """Return the table as HTML with inline styles."""
    cell = (
        "text-align:left;vertical-align:top;padding:6px 14px 6px 0;border-bottom:1px solid #9ca3af;white-space:normal"
    )
    titles = ("The lecture says", "You predicted", "You measured", "Verdict")
    head = "".join(f'<th style="{cell}">{title}</th>' for title in titles)
    body = "".join(
        '<tr style="background:none">'
        + "".join(f'<td style="{cell}">{html.escape(text)}</td>' for text in (row.lecture, guess, row.measured))
        + f'<td style="{cell}">{badge(row.verdict, VERDICTS[row.verdict])}</td></tr>'
        for row, guess in zip(rows, guesses, strict=True)
    )
    return f'<table style="font-size:1em;margin:4px 0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

"""What the lecture says beside what you guessed and measured: a row under each measurement, and the table at the end.

    claim(
        "Six dimensions perform significantly better",
        measured=f"points gained: {gain}",
        holds={"after twenty epochs": late.sure, "stopped in time": gain.sure},
        predicted="points gained with six numbers",
        actual=gain.value,
    )

The verdict follows from how many parts hold. Nothing here measures.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from numbers import Integral, Real

import numpy as np

from utils.grading.cards import badge, show
from utils.grading.state import predictions, state

VERDICTS = {
    "reproduced": "#1a7f5a",
    "only partly": "#8a6d1b",
    "contradicted": "#b3541e",
    "not measured here": "#6b7280",
}
TITLES = ("The lecture says", "You guessed", "Measured", "Verdict")


@dataclass(frozen=True)
class Claim:
    """One claim of the lecture and what the lesson measured of it.

    lecture: the claim, in our words. measured: the finding, with its numbers. verdict: one of VERDICTS.
    prediction: the name under which `predict` kept the learner's guess, or "". actual: what was to be guessed, or "".
    parts: whether each part of the claim holds, by what it says.
    Raises ValueError for another verdict.
    """

    lecture: str
    measured: str
    verdict: str
    prediction: str = ""
    actual: str = ""
    parts: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"a verdict is one of {', '.join(VERDICTS)}, not {self.verdict!r}")

    @property
    def failed(self) -> list[str]:
        """The parts that do not hold, by what they say."""
        return [part for part, holds in self.parts.items() if not holds]

    @property
    def told(self) -> str:
        """The verdict in words: of a claim that holds only partly, with what does not."""
        lacking = "; ".join(self.failed)
        return f"{self.verdict}, not: {lacking}" if lacking and self.verdict == "only partly" else self.verdict


def claim(
    lecture: str,
    *,
    measured: str,
    holds: Mapping[str, bool],
    predicted: str = "",
    actual: object = "",
) -> None:
    """Show one claim of the lecture with its verdict, under its measurement, and keep it for the closing table.

    lecture: the claim, in our words; a claim shown twice is kept once, as it was measured last. measured: the finding,
    with its numbers. holds: whether each part of the claim holds, by a few words for that part. All hold: reproduced;
    none: contradicted; some: only partly, and the row names the others; `{}`: not measured here.
    predicted: the name under which `predict` kept a guess. actual: what was to be guessed, shown beside the guess.
    Raises TypeError where a part is neither true nor false: a number that is not zero would hold.
    """
    parts = {part: _truth(part, value) for part, value in holds.items()}
    row = Claim(lecture, measured, verdict(*parts.values()), predicted, as_words(actual), parts)
    state().claims[lecture] = row
    _show([row], {"claim": facts(row)})


def claims() -> None:
    """Show every claim kept so far as one table; programs find it in the output's metadata."""
    kept = list(state().claims.values())
    if kept:
        _show(kept, {"claims": [facts(row) for row in kept]})
    else:
        print("No claim has been measured yet: run the cells above.")


def verdict(*parts: bool) -> str:
    """Return what measurements make of a claim: reproduced where each part of it holds, contradicted where none does.

    A part may be a weaker form of another: `verdict(times > 3.5, times > 2)`. Without any: not measured here.
    """
    if not parts:
        return "not measured here"
    return "reproduced" if all(parts) else "only partly" if any(parts) else "contradicted"


def facts(row: Claim) -> dict:
    """Return a claim as programs read it: its fields, and `failed`, the parts that do not hold."""
    return asdict(row) | {"failed": row.failed}


def as_words(value: object) -> str:
    """Return a number with three digits that count, thousands apart; anything else as text."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return str(value)
    return f"{value:,}" if isinstance(value, Integral) else f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"


def guessed(row: Claim, guesses: Mapping[str, object]) -> str:
    """Return what the learner guessed and what it is, or "" where there was nothing to guess."""
    if not row.prediction:
        return ""
    guess = as_words(guesses[row.prediction]) if row.prediction in guesses else "no guess"
    return f"{guess}; it is {row.actual}" if row.actual else guess


def as_text(rows: Iterable[Claim], guesses: Mapping[str, object]) -> str:
    """Return claims as plain text, a block for each."""
    width = max(map(len, TITLES)) + 2
    blocks = []
    for row in rows:
        texts = (row.lecture, guessed(row, guesses), row.measured, row.told)
        lines = [f"{title + ':':<{width}}{text}" for title, text in zip(TITLES, texts, strict=True) if text]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_html(rows: Iterable[Claim], guesses: Mapping[str, object]) -> str:
    """Return claims as an HTML table with inline styles."""
    style = "text-align:left;vertical-align:top;padding:6px 14px 6px 0;white-space:normal"
    cell = f"{style};border-bottom:1px solid #9ca3af"
    head = "".join(f'<th scope="col" style="{cell}">{title}</th>' for title in TITLES)
    body = "".join(
        '<tr style="background:none">'
        + "".join(
            f'<td style="{cell}">{html.escape(t)}</td>' for t in (row.lecture, guessed(row, guesses), row.measured)
        )
        + f'<td style="{cell}">{badge(row.verdict, VERDICTS[row.verdict])}'
        + html.escape(row.told.removeprefix(row.verdict))
        + "</td></tr>"
        for row in rows
    )
    return f'<table style="font-size:1em;margin:4px 0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _show(rows: list[Claim], told: dict) -> None:
    guesses = predictions()
    show(as_text(rows, guesses), as_html(rows, guesses), told)


def _truth(part: str, value: object) -> bool:
    """Return a part's truth; NumPy's booleans count, numbers do not."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{part!r} holds or does not: a boolean is needed, not {value!r}")
    return bool(value)

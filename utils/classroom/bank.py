"""The course's bank of answers (`tests/answers/`): the names that wrong ideas go by."""

import re
from dataclasses import dataclass
from pathlib import Path

from utils.authoring import ROOT

BANK = ROOT / "tests" / "answers"
HEADER = re.compile(r"^# %% (wrong|raises|right): (.+?)(?: \| says: (.+))?$")


@dataclass(frozen=True)
class Kept:
    """One answer of the bank: "wrong" or "raises" with the words that its verdict contains, or "right"."""

    kind: str
    title: str
    says: str
    source: str


def read_bank(lesson: str, exercise: str, bank: Path = BANK) -> list[Kept]:
    """Return the answers kept for an exercise, none where there is no file."""
    file = bank / lesson / f"{exercise}.py"
    found: list[tuple[str, str, str, list[str]]] = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        if header := HEADER.match(line):
            found.append((header[1], header[2], header[3] or "", []))
        elif found:
            found[-1][3].append(line)
    return [Kept(kind, title, says, "\n".join(lines)) for kind, title, says, lines in found]


def misconceptions(lesson: str, exercise: str, text: str, bank: Path = BANK) -> tuple[str, ...]:
    """Return the titles of the bank's wrong answers that a verdict's text fits."""
    wrong = [kept for kept in read_bank(lesson, exercise, bank) if kept.kind in ("wrong", "raises") and kept.says]
    return tuple(dict.fromkeys(kept.title for kept in wrong if kept.says in text))

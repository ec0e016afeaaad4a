"""The course's own answer to an exercise, to compare with one's own: read from solutions/ where that folder is there.

An instructor who hands out notebooks/ alone gives nothing away. In solutions/ itself it would stand there twice.
"""

import re
import textwrap
from pathlib import Path

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION", re.DOTALL | re.MULTILINE)


def own_answer(name: str) -> str:
    """Return the solution of an exercise as source, "" where there is none to be had."""
    if Path.cwd() == SOLUTIONS:
        return ""
    for lesson in sorted(SOLUTIONS.glob("[0-9]*.py")):
        _, found, rest = lesson.read_text(encoding="utf-8").partition(f"\ndef {name}(")
        region = REGION.search(rest) if found else None
        if region:
            return textwrap.dedent(region[1]).strip("\n")
    return ""

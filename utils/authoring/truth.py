"""Tells how much the checks see: a solution against its oracle, on ten times as many inputs as a check tries.

python -m utils.authoring.truth embedding_width
"""

import os
import sys
import time
import traceback

from IPython.core.interactiveshell import InteractiveShell

from utils.authoring import lesson_sources
from utils.authoring.source import Lesson, read_lesson
from utils.grading.same import compare, find_oracle

TIMES = 10  # as many inputs as a check tries


def lesson_of(name: str) -> Lesson:
    """Return the lesson that holds an exercise. Raises LookupError where there is none."""
    for source in lesson_sources():
        lesson = read_lesson(source)
        if any(check.name == name for check in lesson.checks.values()):
            return lesson
    raise LookupError(f"no exercise `{name}` in solutions/")


def agree(name: str) -> int:
    """Compare a solution with its oracle, say what comes of it, and return 0 where they agree."""
    lesson = lesson_of(name)
    os.chdir(lesson.source.parent)
    shell = InteractiveShell.instance(colors="nocolor")
    position = next(at for at, check in lesson.checks.items() if check.name == name) - 1
    for cell in [*(cell for cell in lesson.cells if cell.tag == "setup"), lesson.cells[position]]:
        shell.run_cell(cell.node.source).raise_error()
    oracle = find_oracle(name)
    if oracle is None:
        print("There is no utils/topics/*/oracles.py.")
        return 1
    started = time.perf_counter()
    result = compare(shell.user_ns[name], name, oracle, tries=TIMES * oracle.tries, seconds=60)
    print(f"{name}: {result} ({time.perf_counter() - started:.1f} s)")
    if result.problem and result.problem.raised:
        traceback.print_exception(result.problem.raised)
    return 1 if result.problem or not result.in_time else 0


if __name__ == "__main__":
    sys.exit(max(map(agree, sys.argv[1:])))

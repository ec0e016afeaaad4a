"""Tells how much the checks see: solutions changed by one small step, and what becomes of each.

    python -m utils.authoring.truth                      every exercise
    python -m utils.authoring.truth embedding_width      some of them
    python -m utils.authoring.truth --agree quantize     the solution itself against its oracle, on many inputs

A mutant is refused by the check, or it survives. A survivor that differs from the oracle on one of many more inputs
shows a hole in the check. One that never differs may do the same as the solution in other words: it is listed by hand
in tests/answers/equivalents.md, with the reason. So is one that passes where models or files are judged, which have no
oracle. The time for each exercise is bounded, and what is left out is said.
"""

import json
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from utils.authoring import ROOT, LessonError, lesson_sources
from utils.authoring.bench import Bench, oracle_of
from utils.authoring.mutants import mutants
from utils.authoring.source import Lesson, read_lesson

TIMES = 10  # as many inputs as a check tries
MOST = 60  # mutants of one exercise, spread over its region
SECONDS = 120  # for one exercise
EQUIVALENTS = ROOT / "tests" / "answers" / "equivalents.md"
LISTED = re.compile(r"^- `(\w+)` · (.+) · (.+)$", re.MULTILINE)


def equivalents() -> dict[tuple[str, str], str]:
    """Return the reasons why mutants do the same as their solutions, by exercise and change."""
    text = EQUIVALENTS.read_text(encoding="utf-8") if EQUIVALENTS.exists() else ""
    return {(name, change): reason for name, change, reason in LISTED.findall(text)}


def lessons_with(names: list[str]) -> Iterator[tuple[Lesson, list[str]]]:
    """Yield lessons with their exercises of these names, or with all. Raises LessonError for unknown names."""
    wanted = set(names)
    for source in lesson_sources():
        lesson = read_lesson(source)
        here = [check.name for check in lesson.checks.values()]
        mine = [name for name in here if name in wanted or not names]
        wanted -= set(mine)
        if mine:
            yield lesson, mine
    if wanted:
        raise LessonError(f"solutions/: no exercise is called {' or '.join(sorted(wanted))}")


def examine(lesson: Lesson, names: list[str]) -> Iterator[dict]:
    """Yield what became of each exercise's mutants. In a process of its own: answers and checks write to a shell."""
    os.environ["COURSE_SECONDS"] = "2"  # many a mutant never ends
    bench = Bench(lesson)
    for position, check in lesson.checks.items():
        if check.name not in names:
            continue
        started = time.monotonic()
        made = mutants(lesson.cells[position - 1].node.source)
        chosen = made[:: -(-len(made) // MOST)] if made else []
        fate: dict[str, list[str]] = {"refused": [], "survived": [], "same": [], "left out": []}
        for mutant in chosen:
            if time.monotonic() - started > SECONDS:
                fate["left out"].append(mutant.change)
                continue
            verdict = bench.judge(check.name, mutant.source, lesson.cells[position].node.source)
            if verdict["status"] != "passed":
                fate["refused"].append(mutant.change)
                continue
            compared = bench.compare(check.name, TIMES, seconds=10, seed="truth")
            fate["survived" if compared and compared.problem else "same"].append(mutant.change)
        oracle = oracle_of(check.name) is not None
        yield {
            "exercise": check.name,
            "oracle": oracle,
            "made": len(made),
            "seconds": time.monotonic() - started,
        } | fate


def report(row: dict, known: dict[tuple[str, str], str]) -> list[str]:
    """Return an exercise's line, and below it what somebody has to look at."""
    name, differ = row["exercise"], len(row["refused"]) + len(row["survived"])
    unexplained = [change for change in row["same"] if (name, change) not in known]
    left = row["made"] - differ - len(row["same"])
    what = "do the same as the solution" if row["oracle"] else "pass, and no oracle judges them"
    same = f", {len(row['same'])} {what}" if row["same"] else ""
    more = f", {left} not tried" if left else ""
    lines = [f"{name:<22} {len(row['refused'])} of {differ} refused{same}{more} ({row['seconds']:.0f} s)"]
    lines += [f"    survived: {change}" for change in row["survived"]]
    why = "never seen to differ" if row["oracle"] else "passes"
    return lines + [f"    {why}, and not explained: {change}" for change in unexplained]


def truth(names: list[str]) -> int:
    """Examine exercises, two lessons at a time, and print their lines; return 0 where no mutant is left to look at."""
    work = list(lessons_with(names))

    def run(item: tuple[Lesson, list[str]]) -> str:
        lesson, mine = item
        command = [sys.executable, "-m", __spec__.name, "--lesson", lesson.source.name, *mine]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT).stdout

    known, rows = equivalents(), []
    with ThreadPoolExecutor(2) as pool:
        for output, (lesson, mine) in zip(pool.map(run, work), work, strict=True):
            mine_rows = [json.loads(line) for line in output.splitlines() if line.startswith('{"exercise"')]
            if len(mine_rows) < len(mine):
                print(f"{lesson.source.stem} failed: see what `--lesson {lesson.source.name} {' '.join(mine)}` says")
            for row in mine_rows:
                print("\n".join(report(row, known)), flush=True)
            rows += mine_rows
    refused, survived = (sum(len(row[kind]) for row in rows) for kind in ("refused", "survived"))
    print(f"{refused} of {refused + survived} mutants that differ from their oracle are refused")
    open_ = [line for row in rows for line in report(row, known)[1:]]
    return 1 if open_ or len(rows) < sum(len(mine) for _, mine in work) else 0


def agree(name: str) -> int:
    """Compare a solution with its oracle, say what comes of it, and return 0 where they agree."""
    lesson, _ = next(lessons_with([name]))
    bench = Bench(lesson)
    position = next(at for at, check in lesson.checks.items() if check.name == name) - 1
    bench.run(lesson.cells[position].node.source)
    started = time.perf_counter()
    result = bench.compare(name, TIMES)
    if result is None:
        print(f"{name}: no oracle in utils/topics/*/oracles.py")
        return 1
    print(f"{name}: {result} ({time.perf_counter() - started:.1f} s)")
    if result.problem and result.problem.raised:
        traceback.print_exception(result.problem.raised)
    return 1 if result.problem or not result.in_time else 0


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    try:
        return command(arguments)
    except LessonError as problem:
        print(problem)
        return 1


def command(arguments: list[str]) -> int:
    """Run the command that the first argument names, by default `truth`. Raises LessonError."""
    if arguments[:1] == ["--agree"]:
        if not arguments[1:]:
            raise LessonError("--agree compares the exercises that are named behind it: --agree quantize")
        return max(map(agree, arguments[1:]))
    if arguments[:1] == ["--lesson"]:
        source = next(path for path in lesson_sources() if path.name == arguments[1])
        lesson = read_lesson(source)
        for row in examine(lesson, arguments[2:] or [check.name for check in lesson.checks.values()]):
            print(json.dumps(row), flush=True)
        return 0
    return truth(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

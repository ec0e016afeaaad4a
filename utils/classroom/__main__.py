"""Command line of teachers: `python -m utils grade|handout|bench|agree …`."""

import argparse
import sys
from pathlib import Path

from utils.classroom import ClassroomError


def main(words: list[str]) -> int:
    """Run one command; return 0 where all is well, 1 where the instructor has something to put right."""
    parser = argparse.ArgumentParser(prog="python -m utils", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add_grade(commands.add_parser("grade", help="grade what a class handed in"))
    add_handout(commands.add_parser("handout", help="make the folder that students get"))
    add_bench(commands.add_parser("bench", help="time the grader and nbgrader on the same submissions"))
    add_agree(commands.add_parser("agree", help="compare the grader with a notebook over the bank of answers"))
    options = parser.parse_args(words)
    try:
        return options.run(options)
    except ClassroomError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Give the same command again to go on where it stopped.", file=sys.stderr)
        return 130


def at_least_one(word: str) -> int:
    """Return a whole number of at least 1. Raises ArgumentTypeError for anything else."""
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word} is no whole number of at least 1")
    return int(word)


def add_grade(parser: argparse.ArgumentParser) -> None:
    """Describe `grade`."""
    parser.add_argument("submissions", type=Path, help="a folder or a zip archive, as a learning platform exports it")
    parser.add_argument("--out", type=Path, default=Path("grades"), help="where the results go (grades/)")
    parser.add_argument("--roster", type=Path, help="a CSV or a list with everybody who should hand in")
    parser.add_argument("--workers", type=at_least_one, default=2, help="submissions judged at a time (2)")
    parser.add_argument(
        "--seconds", type=at_least_one, default=20, help="of processor that the answer to one exercise may use (20)"
    )
    parser.add_argument("--seed", type=int, help="a number of yours: other hidden cases than the students' own")
    parser.add_argument("--scheduler", help="a Dask scheduler, tcp://…, whose workers hold the same course")
    parser.add_argument("--list", action="store_true", help="say what was recognized, and run nothing")
    parser.add_argument("--trust", action="store_true", help="without a sandbox: only for answers that you trust")
    parser.add_argument(
        "--grant",
        action="append",
        default=[],
        metavar="STUDENT:EXERCISE",
        help="give the points of an answer that was held for you to look at",
    )
    parser.set_defaults(run=grade)


def grade(options: argparse.Namespace) -> int:
    """Grade a class."""
    from utils.classroom.grade import grade_class

    return grade_class(options)


def add_handout(parser: argparse.ArgumentParser) -> None:
    """Describe `handout`."""
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--with-oracles", action="store_true", help="let students' checks compare as much as yours")
    parser.set_defaults(run=handout)


def handout(options: argparse.Namespace) -> int:
    """Make the folder that students get."""
    from utils.classroom import handout

    return handout.handout(options)


def add_bench(parser: argparse.ArgumentParser) -> None:
    """Describe `bench`."""
    parser.add_argument("lessons", nargs="*", help="how the lessons' names begin, such as 01; all when none is given")
    parser.add_argument("--students", type=at_least_one, default=3, help="submissions of each lesson (3)")
    parser.set_defaults(run=bench)


def bench(options: argparse.Namespace) -> int:
    """Time the grader and nbgrader."""
    from utils.classroom import bench

    return bench.bench(options)


def add_agree(parser: argparse.ArgumentParser) -> None:
    """Describe `agree`."""
    parser.add_argument("lessons", nargs="*", help="how the lessons' names begin, such as 01; all when none is given")
    parser.set_defaults(run=agree)


def agree(options: argparse.Namespace) -> int:
    """Compare the grader with the notebook."""
    from utils.classroom import agreement

    return agreement.agree(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

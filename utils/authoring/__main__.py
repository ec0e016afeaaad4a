"""Command line of authors: `python -m utils.authoring build|check|results|lint [lesson ...] [--force]`."""

import argparse
import subprocess
import sys

from utils.authoring import ROOT, LessonError, lesson_sources
from utils.authoring.build import build, drift, read_lessons
from utils.authoring.results import read_results, write_results
from utils.authoring.run import RunError

RUFF = [sys.executable, "-m", "ruff"]


def main() -> int:
    """Run one command; return 0 where all is well."""
    parser = argparse.ArgumentParser(prog="python -m utils.authoring", description=__doc__)
    parser.add_argument("command", choices=("build", "check", "results", "lint"))
    parser.add_argument("lessons", nargs="*", help="how the lessons' names begin, such as 01; all when none is given")
    parser.add_argument(
        "--force", action="store_true", help="build: execute again, and overwrite answers in notebooks/"
    )
    arguments = parser.parse_args()
    try:
        lessons = read_lessons(lesson_sources(arguments.lessons))
        if arguments.command == "build":
            for lesson in lessons:
                written = build(lesson, force=arguments.force)
                print(
                    f"{lesson.source.stem}: {' and '.join(path.parent.name for path in written) or 'nothing'} written"
                )
        elif arguments.command == "results":  # of the whole course in any case: reading takes no time
            written = write_results(read_results(read_lessons(lesson_sources())))
            print(" and ".join(path.name for path in written) or "nothing", "written")
        elif arguments.command == "check":
            found = drift(lessons)
            print("\n".join(found) or f"{2 * len(lessons)} notebooks are what their sources yield.")
            return bool(found)
        else:
            return max(subprocess.call([*RUFF, *words], cwd=ROOT) for words in (["check"], ["format", "--check"]))
    except (LessonError, RunError) as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

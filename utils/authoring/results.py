"""Writes what the course measured, read from the committed solutions: RESULTS.md, README's figure and README's numbers.

It runs nothing: the solutions' own outputs are the one measured truth, and a test compares them with these files.
"""

import base64
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from utils.authoring import ROOT, SOLUTIONS, LessonError
from utils.authoring.guide import ROW
from utils.authoring.notebooks import read
from utils.authoring.source import Lesson

RESULTS, README, FRONTIER = ROOT / "RESULTS.md", ROOT / "README.md", ROOT / "docs" / "frontier.png"


@dataclass(frozen=True)
class Result:
    """A lesson and its solution, as it was last executed."""

    lesson: Lesson
    notebook: NotebookNode

    @property
    def name(self) -> str:
        """The lesson's name: its files' without their endings."""
        return self.lesson.source.stem

    @property
    def title(self) -> str:
        """The lesson's title: the first line of its first cell."""
        return self.lesson.cells[0].node.source.splitlines()[0].lstrip("# ")

    @property
    def minutes(self) -> str:
        """The learner's time by the lesson's table of sections, without the optional ones; "" without a table."""
        rows = ROW.finditer(self.lesson.cells[0].node.source)
        return str(sum(int(row["minutes"]) for row in rows if "optional" not in row["section"].lower()) or "")

    @property
    def claims(self) -> list[dict]:
        """The claims of the closing table, as `utils.grading.claims` left them in the outputs' metadata."""
        return [claim for facts in told(self.notebook) for claim in facts.get("claims", ())]

    @property
    def run(self) -> Mapping:
        """What the build kept of the run: `seconds`, `checks`, `machine`, `versions`; or nothing, of an old build."""
        facts = self.notebook.metadata.get("course", {})
        return facts if "seconds" in facts else {}


def told(notebook: NotebookNode) -> Iterator[dict]:
    """Yield what the course's outputs say to programs, in their order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield output.get("metadata", {}).get("course", {})


def read_results(lessons: list[Lesson], solutions: Path = SOLUTIONS) -> list[Result]:
    """Return what the committed solutions hold. Raises LessonError for a lesson that was never built."""
    results = []
    for lesson in lessons:
        path = solutions / f"{lesson.source.stem}.ipynb"
        if not path.exists():
            raise LessonError(f"solutions/{path.name} is missing: `make build` mends it")
        results.append(Result(lesson, read(path)))
    return results


def write_results(results: list[Result], root: Path = ROOT) -> list[Path]:
    """Write RESULTS.md, README's figure and README's numbers where they differ; return the files written."""
    readme = root / README.name
    wanted = {root / RESULTS.name: report(results).encode()}
    wanted[readme] = updated(readme.read_text(encoding="utf-8"), results).encode()
    wanted[root / FRONTIER.relative_to(ROOT)] = frontier(results)[0]
    changed = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    for path in changed:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(wanted[path])
    return changed


def report(results: list[Result]) -> str:
    """Return RESULTS.md."""
    lines = ["# What the course measured", "", "Written by `make results` from the executed lessons in `solutions/`."]
    lines += ["", counted(results), ""]
    for result in results:
        lines += [f"## {result.title}", "", "| the lecture says | measured | verdict |", "|---|---|---|"]
        lines += [row(claim["lecture"], claim["measured"], verdict(claim)) for claim in result.claims] + [""]
    lines += ["## Times", "", "| lesson | seconds, top to bottom | slowest verdict, seconds |", "|---|---|---|"]
    timed = [result for result in results if result.run]
    lines += [row(r.name, f"{r.run['seconds']:.0f}", f"{max(r.run['checks'].values(), default=0):.1f}") for r in timed]
    lines += ["", *together(timed, lambda run: f"{run['machine']}."), "", "## Versions", ""]
    lines += [*together(timed, lambda run: ", ".join(f"{n} {v}" for n, v in run["versions"].items()) + "."), ""]
    return "\n".join(lines)


def row(*cells: str) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def verdict(claim: Mapping) -> str:
    """Return a claim's verdict, and the parts that fail where it holds only partly."""
    lacking = "; ".join(claim.get("failed", ()))
    return f"{claim['verdict']}, not: {lacking}" if lacking and claim["verdict"] == "only partly" else claim["verdict"]


def counted(results: list[Result]) -> str:
    """Return how many of the lecture's claims there are, by verdict, in a sentence."""
    counts = Counter(claim["verdict"] for result in results for claim in result.claims)
    order = ("reproduced", "only partly", "contradicted")
    words = [f"{counts[kind]} {kind}" for kind in [*order, *sorted(set(counts) - set(order))] if counts[kind]]
    return f"{sum(counts.values())} claims of the lecture: {', '.join(words)}."


def together(results: list[Result], words) -> list[str]:
    """Return what is said of the lessons' runs: once where it is one for all, else for each group of lessons."""
    groups: dict[str, list[str]] = {}
    for result in results:
        groups.setdefault(words(result.run), []).append(result.name[:2])
    return list(groups) if len(groups) == 1 else [f"- {', '.join(names)}: {said}" for said, names in groups.items()]


def frontier(results: list[Result]) -> tuple[bytes, str]:
    """Return README's figure and its alternative text: the last figure of the one cell that is tagged `frontier`."""
    cells = [cell for r in results for cell in r.notebook.cells if "frontier" in cell.metadata.get("tags", ())]
    figures = [o for cell in cells for o in cell.get("outputs", ()) if "image/png" in o.get("data", {})]
    if len(cells) != 1 or not figures:
        raise LessonError(f"solutions/: one executed cell tagged `frontier` draws README's figure, not {len(cells)}")
    image = figures[-1]
    return base64.b64decode(image.data["image/png"]), image.metadata["image/png"]["alt"]


def updated(readme: str, results: list[Result]) -> str:
    """Return README with its measured parts as they are now.

    They are the text between `<!-- measured NAME -->` and `<!-- /measured -->`, NAME one of "frontier", "claims" and
    "times", and the minutes in the row of a lesson. Raises LessonError for another name.
    """
    seconds = [result.run["seconds"] for result in results if result.run]
    parts = {
        "frontier": lambda: "![{}](docs/frontier.png)".format(frontier(results)[1].replace("[", "(").replace("]", ")")),
        "claims": lambda: counted(results),
        "times": lambda: f"{min(seconds):.0f} to {max(seconds):.0f} seconds" if seconds else "minutes",
    }

    def part(found: re.Match) -> str:
        begin, name, end = found.groups()
        if name not in parts:
            raise LessonError(f"README.md: nothing measured is called {name!r}: it is one of {', '.join(parts)}")
        return f"{begin}{parts[name]()}{end}"

    text = re.sub(r"(<!-- measured (\w+) -->\n?).*?(\n?<!-- /measured -->)", part, readme, flags=re.DOTALL)
    for result in results:
        if result.minutes:
            pattern = rf"(\]\(notebooks/{result.name}\.ipynb\) \| )\d+( min)"
            text = re.sub(pattern, rf"\g<1>{result.minutes}\g<2>", text)
    return text

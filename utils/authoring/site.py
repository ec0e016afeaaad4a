"""Builds the course's site in docs/_build/ from what is committed: `python -m utils.authoring.site [FOLDER]`.

It reads solutions/*.ipynb with their outputs as stored. It runs no cell and asks no network.
"""

import argparse
import contextlib
import io
import re
import shutil
import sys
from pathlib import Path

import nbformat

from utils.authoring import NOTEBOOKS, ROOT, SOLUTIONS
from utils.authoring.guide import lesson_guide
from utils.authoring.links import broken, external
from utils.authoring.pages import glossary, lesson_page, lesson_table, linked

DOCS = ROOT / "docs"
SITE = DOCS / "_build"
PARTS = {"pages", "html", "doctrees", "jupyter_execute", "external_links.txt"}  # of a site's folder
MONEY = "---\nmyst:\n  enable_extensions: []\n---\n"  # a dollar is a dollar here, and begins no formula
CONTENTS = """
```{toctree}
:hidden:
:maxdepth: 2

%s
```
"""


def build_site(site: Path = SITE) -> list[str]:
    """Write the pages to `site`/pages and the finished site to `site`/html; return a line for each thing amiss."""
    shutil.rmtree(site, ignore_errors=True)
    pages, html = site / "pages", site / "html"
    write_pages(pages)
    told = run_sphinx(pages, html, site / "doctrees")
    shutil.copytree(
        NOTEBOOKS, html / "notebooks", ignore=lambda _, names: {n for n in names if not n.endswith(".ipynb")}
    )
    (site / "external_links.txt").write_text("\n".join([*external(html), ""]), encoding="utf-8")
    return [*told, *broken(html)]


def holds_something_else(site: Path) -> bool:
    """Tell whether a folder holds what no earlier site left there: building clears it."""
    return site.exists() and (not site.is_dir() or bool({path.name for path in site.iterdir()} - PARTS))


def write_pages(pages: Path) -> None:
    """Write all that Sphinx reads: the site's own pages, and those made from the repository's files."""
    figures = pages / "_static" / "figures"
    figures.mkdir(parents=True)
    shutil.copytree(DOCS / "_static", pages / "_static", dirs_exist_ok=True)
    shutil.copytree(DOCS / "_templates", pages / "_templates")
    shutil.copy(DOCS / "conf.py", pages)
    shutil.copy(DOCS / "frontier.png", pages / "_static")
    lessons = {path.stem: nbformat.read(path, as_version=4) for path in sorted(SOLUTIONS.glob("*.ipynb"))}
    guides = []
    for name, solved in lessons.items():
        learners = NOTEBOOKS / f"{name}.ipynb"
        page = lesson_page(solved, nbformat.read(learners, as_version=4), name, figures)
        nbformat.write(page, pages / f"{name}.ipynb")
        guides.append(f"teaching_{name[:2]}")
        write(pages / f"{guides[-1]}.md", lesson_guide(name, solved))
    texts = {
        "classroom": "docs/classroom.md",
        "results": "RESULTS.md",
        "datasheet": "data/README.md",
        "changelog": "CHANGELOG.md",
    }
    texts = {page: ROOT / source for page, source in texts.items() if (ROOT / source).exists()}
    home = (DOCS / "index.md").read_text(encoding="utf-8")
    home = home.replace("{{lessons}}", lesson_table(lessons)).replace("{{frontier}}", frontier())
    write(pages / "index.md", home + CONTENTS % "\n".join([*lessons, "glossary", "teaching", *texts]))
    write(pages / "teaching.md", (DOCS / "teaching.md").read_text(encoding="utf-8") + CONTENTS % "\n".join(guides))
    write(pages / "glossary.md", glossary((DOCS / "glossary.md").read_text(encoding="utf-8"), lessons))
    for page, source in texts.items():
        write(pages / f"{page}.md", MONEY + linked(source.read_text(encoding="utf-8")))


def frontier() -> str:
    """Return the course's last figure as HTML, with the words that README.md gives it."""
    words = re.search(r"!\[([^]]*)\]\(docs/frontier\.png\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    alternative = (
        words[1].replace('"', "&quot;") if words else "Accuracy against bytes for every model of lessons 5 to 7"
    )
    image = f'<img class="frontier" src="_static/frontier.png" alt="{alternative}">'
    return f'<p><a class="figure-link" href="_static/frontier.png">{image}</a></p>'


def run_sphinx(pages: Path, html: Path, doctrees: Path) -> list[str]:
    """Build the site; return Sphinx's warnings."""
    from sphinx.application import Sphinx  # takes a second, and only this needs it
    from sphinx.util.docutils import docutils_namespace

    warnings = io.StringIO()
    with docutils_namespace(), contextlib.redirect_stdout(io.StringIO()):
        app = Sphinx(pages, pages, html, doctrees, "html", status=None, warning=warnings, freshenv=True)
        app.build(force_all=True)
    colours = re.compile(r"\x1b\[[\d;]*m")
    return [colours.sub("", line) for line in warnings.getvalue().splitlines() if line.strip()]


def write(path: Path, text: str) -> None:
    """Write a page."""
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Build the site, in another folder where one is named; say where it is or what is wrong with it."""
    parser = argparse.ArgumentParser(prog="python -m utils site", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path, nargs="?", default=SITE, help="where the site goes (docs/_build)")
    site = parser.parse_args().folder
    if holds_something_else(site):
        print(f"{site} holds something else than a site, which would be lost: name another folder.")
        return 1
    try:
        told = build_site(site)
    except ValueError as problem:  # a line of the glossary
        told = [str(problem)]
    except OSError as problem:
        print(f"The site cannot be written to {site}: {problem.strerror}.")
        return 1
    for line in told:
        print(line)
    if told:
        print("1 thing to mend, see above." if len(told) == 1 else f"{len(told)} things to mend, see above.")
        return 1
    print(f"The site is in {site / 'html' / 'index.html'}; links to other sites are listed beside it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

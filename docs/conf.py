"""Sphinx's settings for the course's site: nothing runs, nothing is fetched. `make site` prepares the pages."""

import re

from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml

project = "Model resource management"
author = copyright = "the course's authors"
language = "en"

extensions = ["myst_nb"]
nb_execution_mode = "off"  # the outputs are those of the committed solutions
nb_merge_streams = True
suppress_warnings = ["misc.highlighting_failure"]  # a sketch in a lesson's text need not be whole Python
myst_enable_extensions = ["deflist", "dollarmath"]
myst_dmath_double_inline = True  # a formula of its own line inside a paragraph, as Jupyter has it
myst_heading_anchors = 4

html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["course.css"]
templates_path = ["_templates"]
html_copy_source = False
html_use_index = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
html_math_renderer = "mathml"
html_context = {"default_mode": "auto"}  # light or dark as the reader's system has it
html_theme_options = {
    "navbar_start": [],
    "navbar_center": [],
    "navbar_end": [],
    "navbar_persistent": [],
    "use_download_button": False,  # a lesson's page has its own, which gives the learner's notebook
    "use_fullscreen_button": False,
    "show_toc_level": 3,
    "show_navbar_depth": 1,
    "navigation_with_keys": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def setup(app) -> None:
    """Write formulas as MathML: every browser draws it, and no script has to be fetched from elsewhere."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math, None))
    app.connect("html-page-context", add_navigation)


def visit_math(writer, node: nodes.Element) -> None:
    """Write one formula, in a line or as a block."""
    block = isinstance(node, nodes.math_block)
    formula = re.sub(r"\\dots\b", r"\\ldots", node.astext())
    mathml = tex2mathml(formula, as_block=block)
    writer.body.append(f'<div class="formula">{mathml}</div>' if block else mathml)
    raise nodes.SkipNode


def add_navigation(app, page: str, template: str, context: dict, doctree) -> None:
    """Give the sidebar's template the list of pages, each with its sections folded, those of the open page unfolded."""
    context["course_pages"] = lambda: navigation(
        context["toctree"](maxdepth=2, collapse=False, includehidden=True, titles_only=False)
    )


def navigation(listed: str) -> str:
    """Return a table of contents with the theme's classes: its own function leaves the sections out."""
    soup = BeautifulSoup(listed, "html.parser")
    for caption in soup.select("p.caption"):
        caption.decompose()
    for entry in soup.select("li.toctree-l1"):
        sections = entry.find("ul")
        if "current" in entry["class"]:
            entry["class"].append("active")
        if sections is None:
            continue
        entry["class"].append("has-children")
        folded = soup.new_tag("details", **({"open": "open"} if "current" in entry["class"] else {}))
        sections.wrap(folded)
        summary = soup.new_tag("summary", **{"aria-label": f"Sections of {entry.a.get_text()}"})
        arrow = soup.new_tag("span", **{"class": "toctree-toggle", "role": "presentation"})
        arrow.append(soup.new_tag("i", **{"class": "fa-solid fa-chevron-down"}))
        summary.append(arrow)
        folded.insert(0, summary)
    for top in soup.find_all("ul", recursive=False):
        top["class"] = "nav bd-sidenav"
    return str(soup)

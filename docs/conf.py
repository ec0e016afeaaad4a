"""Sphinx's settings for the course's site: nothing runs, nothing is fetched. `make site` prepares the pages."""

import re

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml

project = "Model resource management"
author = copyright = "the course's authors"
language = "en"

extensions = ["myst_nb"]
nb_execution_mode = "off"  # the outputs are those of the committed solutions
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
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


def visit_math(writer, node: nodes.Element) -> None:
    """Write one formula, in a line or as a block."""
    block = isinstance(node, nodes.math_block)
    formula = re.sub(r"\\dots\b", r"\\ldots", node.astext())
    mathml = tex2mathml(formula, as_block=block)
    writer.body.append(f'<div class="formula">{mathml}</div>' if block else mathml)
    raise nodes.SkipNode

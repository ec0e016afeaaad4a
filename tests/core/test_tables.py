"""A table's corner is no header."""

import pandas as pd
from IPython.core.interactiveshell import InteractiveShell

from utils import tables


def test_a_table_has_no_header_that_names_nothing(monkeypatch):
    shell = InteractiveShell()
    monkeypatch.setattr(tables, "get_ipython", lambda: shell)
    tables.install()
    data, _ = shell.display_formatter.format(pd.DataFrame({"a": [1]}, index=["x"]))
    assert "<th></th>" not in data["text/html"]
    assert "<th>a</th>" in data["text/html"]
    assert "<th>x</th>" in data["text/html"]


def test_without_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.setattr(tables, "get_ipython", lambda: None)
    tables.install()


def test_a_table_that_shows_no_page_stays_so():
    with pd.option_context("display.notebook_repr_html", False):
        assert tables.as_html(pd.DataFrame({"a": [1]})) is None

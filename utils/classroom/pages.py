"""What feedback and report are made of: pages of our own, in which a submission appears as escaped text only."""

import hashlib
import html
import re

MARKS = {"passed": "✓", "wrong": "✗", "error": "!", "not attempted": "○", "held": "?"}
COLOURS = {"passed": "#1a7f5a", "wrong": "#b3541e", "error": "#9c3587", "not attempted": "#6b7280", "held": "#2f6db5"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded, nothing runs
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { margin-top: 2.4rem; } h3 { margin: 1.8rem 0 .3rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { border: 1px solid #8886; border-radius: 4px; padding: .6rem; overflow-x: auto; }
table { border-collapse: collapse; } td, th { padding: .25rem .8rem .25rem 0; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; }
.bar { display: flex; width: 22rem; height: 1.4rem; border-radius: 3px; overflow: hidden; }
.bar span { color: #fff; font-size: .8rem; line-height: 1.4rem; text-align: center; overflow: hidden; }
.key span { color: #fff; border-radius: 3px; padding: 1px 8px; margin-right: .5rem; font-size: .85rem; }
.card { border-left: 4px solid; padding: .2rem 0 .4rem 1rem; margin: 1rem 0; }
.small { opacity: .8; font-size: .9rem; }
"""


def page(title: str, body: str) -> str:
    """Return a page that stands alone."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def escaped(text: object) -> str:
    """Return a text as HTML shows it: nothing in it is a tag, an attribute or half a character."""
    return html.escape(str(text).encode("utf-8", "replace").decode("utf-8"), quote=True)


def marked(text: object) -> str:
    """Return a text as HTML, with what stands between backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped(text))


def badge(status: str, text: str = "") -> str:
    """Return a verdict in its colour."""
    style = f"background:{COLOURS.get(status, '#6b7280')};color:#fff;border-radius:3px;padding:1px 8px"
    return f'<span style="{style}">{MARKS.get(status, "?")} {escaped(text or status)}</span>'


def file_name(text: str) -> str:
    """Return a file name that is safe on every system and different for every text."""
    short = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:40] or "student"
    return short if short == text else f"{short}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:6]}"

"""A Chromium, and what it saw: requests, errors in the console, screenshots.

Where no Chromium is found these tests are skipped and say so; with COURSE_BROWSER=required, as in CI, they fail.
"""

import importlib.resources
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
# No line of ours can change these. The last is said of a progress bar that was closed when its work was done
NOT_OURS = re.compile("favicon|Download the React DevTools|ResizeObserver loop|widget model not found")


def missing(what: str) -> None:
    """Skip, or fail where a browser is required."""
    if os.environ.get("COURSE_BROWSER") == "required":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Give the browser: $COURSE_CHROMIUM, the system's, or Playwright's own."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("JupyterLab and the site were not tried: Playwright is not installed")
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = [os.environ.get("COURSE_CHROMIUM"), *map(shutil.which, NAMES)]
        found += [str(place) for place in (*map(Path, PLACES), own) if place.exists()]
        path = next(filter(None, found), None)
        if path is None:
            missing("JupyterLab and the site were not tried: no Chromium here. `playwright install chromium` gets one")
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=[*root, "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give axe-core's script, which looks for what a keyboard or a screen reader cannot use."""
    try:
        return importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError:
        missing("accessibility was not tried: axe-playwright-python is not installed")


@dataclass
class Watch:
    """What happened on the pages of one browser window."""

    hosts: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, context) -> "Watch":
        """Keep what the window asks for and what its console says."""
        context.on("request", lambda request: self.hosts.add(host(request.url)))
        context.on("response", lambda answer: self.note(answer.status >= 400, f"{answer.status} {answer.url}"))
        context.on("console", lambda line: self.console(line))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        return self

    def note(self, bad: bool, what: str) -> None:
        """Keep an answer that is none."""
        if bad and not NOT_OURS.search(what):
            self.failed.append(what)

    def console(self, line) -> None:
        """Keep an error of the console."""
        told = f"{line.text} {line.location.get('url', '')}"
        if line.type == "error" and not NOT_OURS.search(told):
            self.errors.append(told)


def host(address: str) -> str:
    """Return the machine that an address asks, or "" for what is in the page itself."""
    parts = urlsplit(address)
    return parts.hostname or "" if parts.scheme not in ("data", "blob", "file") else ""


# Everything but contrast, which is judged apart: it alone takes most of the time and follows from how a text looks
SERIOUS = """async roots => {
  const disabled = {"color-contrast": {enabled: false}};
  const options = {resultTypes: ["violations"], preload: false, elementRef: true, rules: disabled};
  const found = await axe.run({include: roots || [document]}, options);
  return found.violations.filter(v => ["serious", "critical"].includes(v.impact)).map(
    v => [v.impact, v.id, v.nodes.map(courseNode)]);
}"""
# How a node is told: in which cell of a notebook, if in one, by which selector, and how it begins
NODE = """() => {
  window.courseNode = node => {
    const cell = node.element?.closest("[data-course]");
    return (cell ? cell.dataset.course + ": " : "") + node.target.join(" ") + ": " + node.html.slice(0, 120);
  };
}"""
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def judged() -> set[str]:
    """Give the ways a text can look that have passed, on whatever page: see contrast.js."""
    return set()


def barriers(page, script: str, elements=None) -> list[str]:
    """Return what axe finds serious or critical, but for contrast, on a page or in some of its elements."""
    ready(page, script)
    return told(page.evaluate(SERIOUS, elements))


def contrast(page, script: str, judged: set[str], elements=None) -> list[str]:
    """Return where axe finds too little contrast on a page or in some of its elements that are in view.

    judged: what `judged` gives, which grows.
    """
    ready(page, script)
    found = page.evaluate(CONTRAST, [elements, sorted(judged)])
    judged.update(found["passed"])
    return told(found["violations"])


def ready(page, script: str) -> None:
    """Give axe to a page that has none yet.

    JupyterLab's body has no height and cuts off what overflows, so that axe takes all text in it for hidden.
    """
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(script)
        page.evaluate(NODE)
        page.evaluate("() => { if (!document.body.clientHeight) document.body.style.height = '100vh' }")


def told(found: list) -> list[str]:
    """Return a line for each node that axe found."""
    return [f"{impact} {rule} at {node}" for impact, rule, nodes in found for node in nodes]


def picture(page, name: str, element=None, **more) -> None:
    """Keep a screenshot for whoever wants to look."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    (element or page).screenshot(path=SCREENSHOTS / f"{name}.png", **more)


@pytest.fixture(scope="session")
def look():
    """Give this module's helpers: test modules are imported by their paths and cannot import it."""
    return Look


class Look:
    """What a test does with a window or a page."""

    barriers, contrast, keep = staticmethod(barriers), staticmethod(contrast), staticmethod(picture)

    @staticmethod
    def watch(context) -> Watch:
        """Watch a window from now on."""
        return Watch().listen(context)

"""The course's pages in a browser: nothing missing, nothing from elsewhere, by keyboard, on a phone, in the dark."""

import functools
import http.server
import subprocess
import sys
import threading

import pytest

from utils.authoring import NOTEBOOKS, SOLUTIONS
from utils.authoring.links import read_site

WIDTHS = (390, 768, 1280, 2000)
SETTLED = "() => Promise.allSettled(document.getAnimations().map(moving => moving.finished))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run([sys.executable, "-m", "utils.authoring.site", folder], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    handler = functools.partial(Silent, directory=folder / "html")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder / "html", f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_site_is_whole(site):
    """Needs no browser. What builds it has looked at every link and anchor, and that nothing is loaded from afar."""
    folder = site[0]
    pages = {file.stem for file in read_site(folder)}
    assert (folder / "glossary.html").read_text("utf-8").count("<dt>") > 3
    lessons = {path.stem for path in SOLUTIONS.glob("*.ipynb")}
    wanted = {"index", "results", "glossary", "teaching", "datasheet", "search"}
    assert lessons | wanted | {f"teaching_{name[:2]}" for name in lessons} <= pages
    for path in NOTEBOOKS.glob("*.ipynb"):
        assert (folder / "notebooks" / path.name).read_bytes() == path.read_bytes()


@pytest.fixture(scope="module")
def addresses(site):
    folder, address = site
    return [f"{address}/{file.relative_to(folder).as_posix()}" for file in read_site(folder)]


@pytest.fixture
def window(chromium, request):
    scheme = getattr(request, "param", "light")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.mark.parametrize("window", ["light", "dark"], indirect=True)
def test_no_page_has_a_barrier_an_error_or_a_missing_file(window, addresses, axe, judged, look, request):
    page, watch = window.new_page(), look.watch(window)
    scheme = request.node.callspec.params["window"]
    found = {}
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        look.keep(page, f"site-{address.rsplit('/', 1)[1].removesuffix('.html')}-{scheme}")
        barred = look.contrast(page, axe, judged)
        if scheme == "light":  # all else is the same in both
            barred += look.barriers(page, axe)
        if barred:
            found[address] = barred
    assert not found, "\n".join(f"{address}: {barrier}" for address, each in found.items() for barrier in each)
    assert watch.errors == []
    assert watch.failed == []
    assert watch.hosts <= {"127.0.0.1", ""}


def test_no_page_scrolls_sideways(window, addresses, look):
    page = window.new_page()
    wide = []
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if width == 390:
                page.evaluate(SETTLED)  # until the sidebar has slid away
                look.keep(page, f"site-{address.rsplit('/', 1)[1].removesuffix('.html')}-phone")
            if (more := page.evaluate(WIDER)) > 0:
                wide.append(f"{address} at {width}: {more} more")
    assert not wide


def test_search_finds_a_term_without_a_network(window, site):
    page = window.new_page()
    page.goto(f"{site[1]}/search.html?q=per-channel")
    results = page.locator("#search-results li a")
    results.first.wait_for()
    assert any("quantization" in name.lower() for name in results.all_inner_texts())


def test_a_folded_answer_opens_by_keyboard(window, addresses):
    page = window.new_page()
    page.goto(next(address for address in addresses if "/02_" in address))
    folded = page.locator("details.hide", has_text="Show an answer").first
    summary = folded.locator("summary")
    assert not folded.evaluate("e => e.open")
    summary.focus()
    page.keyboard.press("Enter")
    assert folded.evaluate("e => e.open")
    assert "return" in folded.locator("pre").first.inner_text()
    page.keyboard.press("Space")
    assert not folded.evaluate("e => e.open")


def test_every_lesson_gives_its_notebook_and_every_figure_its_words(window, addresses):
    page = window.new_page()
    for address in addresses:
        if "/0" not in address:
            continue
        page.goto(address)
        button = page.get_by_role("link", name="Get the notebook")
        got = window.request.get(f"{address.rsplit('/', 1)[0]}/{button.get_attribute('href')}").json()
        assert any("NotImplementedError" in "".join(cell["source"]) for cell in got["cells"])
        words = page.locator(".bd-article .cell_output img").evaluate_all("images => images.map(i => i.alt)")
        assert words
        assert all(len(text) > 20 for text in words)
        assert (
            page.locator(".bd-sidebar-primary li.current > details a, .bd-sidebar-primary li.current > ul a").count()
            > 3
        )

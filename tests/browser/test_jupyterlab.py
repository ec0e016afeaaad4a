"""JupyterLab as `make lab` opens it, on a copy of the course, driven as a learner drives it: one lesson, one kernel."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from utils.authoring import SOLUTIONS
from utils.authoring.notebooks import as_bytes, stripped_notebook
from utils.authoring.source import read_lesson

ROOT = Path(__file__).resolve().parents[2]
LESSON = "04_pca_ica_nmf"  # the cheapest, and with a slider
TOKEN = "course"
WRONG = re.compile(r"wrong: .+? \| says: (?P<says>.+)\n(?P<source>(?s:.+))")
LONG = 5  # seconds without a progress bar, on a machine as idle as the one that made the stored run

THEIRS = "noUi-handle"  # ipywidgets gives a slider's handle no name and lets nobody give it one
READY = """async (name) => {
  while (jupyterapp.shell.currentWidget?.context?.path !== name) await new Promise(done => setTimeout(done, 100));
  const panel = jupyterapp.shell.currentWidget;
  await panel.context.ready; await panel.revealed; await panel.sessionContext.ready;
}"""
CELLS = "() => jupyterapp.shell.currentWidget.content.model.toJSON().cells"
GO = """async (id) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const at = notebook.widgets.findIndex(cell => cell.model.id === id);
  notebook.activeCellIndex = at;
  notebook.mode = "command";
  await notebook.scrollToItem(at, "center");
  notebook.widgets[at].node.dataset.course = id;
}"""
RUN = "() => jupyterapp.commands.execute('notebook:run-cell')"
WRITE = """([id, source]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.widgets.find(cell => cell.model.id === id).model.sharedModel.setSource(source);
}"""
RESTART_AND_RUN_ALL = """async () => {
  const panel = jupyterapp.shell.currentWidget, began = {}, took = {};
  await panel.sessionContext.session.kernel.restart();
  panel.sessionContext.iopubMessage.connect((_, message) => {
    const parent = message.parent_header.msg_id;
    if (message.header.msg_type === "execute_input")
      began[parent] = [message.content.execution_count, performance.now()];
    if (message.content.execution_state === "idle" && began[parent])
      took[began[parent][0]] = (performance.now() - began[parent][1]) / 1000;
  });
  await jupyterapp.commands.execute("notebook:run-all-cells");
  return took;
}"""
TRUSTED = """() => Object.fromEntries(jupyterapp.shell.currentWidget.content.widgets.map(
  cell => [cell.model.id, cell.model.type === "code" && cell.model.trusted]))"""
# How many pixels of a table stand outside what its nearest box that scrolls or clips can show
BEYOND = """table => {
  let box = table.parentElement;
  while (box && !["auto", "scroll", "hidden"].includes(getComputedStyle(box).overflowX)) box = box.parentElement;
  return ["auto", "scroll"].includes(getComputedStyle(box).overflowX)
    ? Math.max(0, box.getBoundingClientRect().right - innerWidth)
    : table.getBoundingClientRect().right - box.getBoundingClientRect().right;
}"""
THEME = "name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Give a copy of the course, so that nobody's work/ is touched."""
    folder = tmp_path_factory.mktemp("course")
    for part in ("notebooks", "utils"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for part in ("data", "solutions"):
        try:
            (folder / part).symlink_to(ROOT / part)
        except OSError:  # Windows lets few people make links
            shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "pyproject.toml", folder)
    notebook = stripped_notebook(read_lesson(SOLUTIONS / f"{LESSON}.py"))
    (folder / "notebooks" / f"{LESSON}.ipynb").write_bytes(as_bytes(notebook))
    return folder


@pytest.fixture(scope="module")
def server(course):
    """Give the address of a running lab."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = course / "home"
    settings = {
        name: str(home / name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    settings |= {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    paths = os.pathsep.join([str(course), str(ROOT / "tests" / "offline")])
    words = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    words += [f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]
    log = (course / "lab.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "utils.lab", *words],
        cwd=course,
        env=os.environ | settings | {"PYTHONPATH": paths},
        stdout=log,
        stderr=log,
        start_new_session=os.name == "posix",
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2).close()
                break
            except OSError:
                assert process.poll() is None, (course / "lab.log").read_text()
                time.sleep(0.25)
        yield address
    finally:
        stop(process)
        log.close()


def stop(process):
    """End the lab with its server and kernels."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGTERM)
    else:
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)], stdout=subprocess.DEVNULL)
    process.wait(timeout=30)


class Lab:
    """A notebook open in the lab, and what a learner does with it."""

    def __init__(self, context, address, look):
        self.page, self.address, self.look = context.new_page(), address, look
        self.watch = look.watch(context)

    def open(self, name):
        self.page.goto(f"{self.address}/lab/tree/{name}?reset&token={TOKEN}")
        self.page.locator(".jp-NotebookPanel:visible .jp-Cell").first.wait_for()
        self.page.evaluate(READY, name)

    @property
    def cells(self):
        return self.page.evaluate(CELLS)

    def tagged(self, tag):
        return [cell for cell in self.cells if tag in cell["metadata"].get("tags", ())]

    def cell(self, name):
        """Scroll to a cell and return it."""
        self.page.evaluate(GO, name)
        return self.page.locator(f'[data-course="{name}"]')

    def run(self, name):
        """Run one cell and return it."""
        found = self.cell(name)
        self.page.evaluate(RUN)
        return self.cell(name) if found.count() == 0 else found

    def answer(self, name, source):
        """Write an answer, run it and its check; return the check's card."""
        self.page.evaluate(WRITE, [name, source])
        self.run(name)
        return self.run(f"{name}-check").locator(".jp-OutputArea-output").last


@pytest.fixture(scope="module")
def lab(chromium, server, look):
    """Give the lesson, open, its set-up run."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(30_000)
    lab = Lab(context, server, look)
    lab.open(f"{LESSON}.ipynb")
    for cell in lab.tagged("setup"):
        lab.run(cell["id"])
    yield lab
    context.close()


@pytest.fixture(scope="module")
def exercise():
    """Give the lesson's first exercise: its name, the course's answer, wrong ones with what they are told."""
    lesson = read_lesson(SOLUTIONS / f"{LESSON}.py")
    at = min(lesson.checks)
    name = lesson.checks[at].name
    parts = re.split(
        r"^# %% ", (ROOT / "tests" / "answers" / LESSON / f"{name}.py").read_text("utf-8"), flags=re.MULTILINE
    )
    wrong = [WRONG.match(part) for part in parts if WRONG.match(part)]
    return name, lesson.cells[at - 1].node.source, [(found["says"], found["source"]) for found in wrong]


def test_a_card_says_what_is_wrong_and_helps_more_each_time(lab, exercise):
    name, right, wrong = exercise
    card = lab.run(f"{name}-check").locator(".jp-OutputArea-output").last
    lab.run(name)
    card = lab.run(f"{name}-check").locator(".jp-OutputArea-output").last
    assert "not attempted" in card.inner_text()
    lab.look.keep(lab.page, "lab-card-not-attempted", card)
    cards = []
    for number, (says, source) in enumerate(wrong[:3]):
        card = lab.answer(name, source)
        cards.append(card.inner_text())
        assert "wrong" in cards[-1]
        assert says in cards[-1]
        labels = card.locator("summary").all_inner_texts()
        assert len(labels) == number + 1
        lab.look.keep(lab.page, f"lab-card-wrong-{number + 1}", card)
    assert re.search("Got .+, expected ", "\n".join(cards), re.DOTALL)
    assert labels == ["Hint", "Stronger hint", "The course's own answer"]
    hint = card.locator("details").first
    assert not hint.evaluate("e => e.open")
    hint.locator("summary").focus()
    lab.page.keyboard.press("Space")
    assert hint.evaluate("e => e.open")
    card = lab.answer(name, f"def {name}(*args, **kwargs):\n    raise KeyError('lost')")
    assert "error" in card.inner_text()
    lab.look.keep(lab.page, "lab-card-error", card)
    card = lab.answer(name, right)
    assert "passed" in card.inner_text()
    lab.look.keep(lab.page, "lab-card-passed", card)


def test_a_collapsed_check_stays_so_when_run_and_opens_by_keyboard(lab, exercise):
    check = f"{exercise[0]}-check"
    cell = lab.run(check)
    inputs = cell.locator(".jp-InputArea-editor, .jp-InputPlaceholder, .jp-InputCollapser")
    assert not cell.locator(".cm-content").is_visible()
    lab.page.keyboard.press("Enter")
    cell.locator(".cm-content").wait_for()
    assert "graded" in cell.locator(".cm-content").inner_text()
    lab.page.keyboard.press("Escape")
    assert inputs


def test_restart_and_run_all_is_quiet(lab, exercise):
    took = lab.page.evaluate(RESTART_AND_RUN_ALL)
    cells = [cell for cell in lab.cells if cell["cell_type"] == "code"]
    outputs = [(cell["id"], output) for cell in cells for output in cell["outputs"]]
    assert len(took) == len(cells)
    assert [name for name, output in outputs if output["output_type"] == "error"] == []
    assert [name for name, output in outputs if output.get("name") == "stderr"] == []
    stored = json.loads((SOLUTIONS / f"{LESSON}.ipynb").read_text("utf-8"))["metadata"].get("course", {})
    slower = max(1, sum(took.values()) / stored.get("seconds", 30))  # other tests run meanwhile
    slow = [cell for cell in cells if took[str(cell["execution_count"])] > 2 * LONG * slower]
    assert [cell["id"] for cell in slow if "widget" not in json.dumps(cell["outputs"])] == []
    (board,) = lab.tagged("scoreboard")
    facts = board["outputs"][0]["metadata"]["course"]["scoreboard"]
    assert facts["verdicts"][exercise[0]] == "passed"
    assert 0 < facts["earned"] < facts["of"]
    pays = [cell for cell in cells if f'solved("{exercise[0]}")' in "".join(cell["source"])]
    assert any("image/png" in output.get("data", {}) for cell in pays for output in cell["outputs"])
    lab.look.keep(lab.page, "lab-scoreboard", lab.cell(board["id"]))


def test_a_slider_moves_by_arrow_keys_and_by_mouse(lab):
    with_slider = [cell for cell in lab.cells if "A slider" in json.dumps(cell.get("outputs", ""))]
    cell = lab.cell(with_slider[0]["id"])
    handle = cell.locator("[role=slider]").first
    handle.scroll_into_view_if_needed()
    seen = [handle.get_attribute("aria-valuenow")]
    image = cell.locator(".jupyter-widgets img").last
    before = image.get_attribute("src")
    handle.focus()
    for _ in range(3):
        lab.page.keyboard.press("ArrowRight")
    seen.append(handle.get_attribute("aria-valuenow"))
    box = handle.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + 120, box["y"] + box["height"] / 2, steps=5)
    lab.page.mouse.up()
    seen.append(handle.get_attribute("aria-valuenow"))
    assert len(set(seen)) == 3
    lab.page.wait_for_function("([image, old]) => image.src !== old", arg=[image.element_handle(), before])
    lab.look.keep(lab.page, "lab-slider", cell)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_what_is_ours_has_no_barrier(lab, axe, judged, theme):
    before = len(judged)
    lab.page.evaluate(THEME, theme)
    found = barriers_of_outputs(lab, axe, judged, f"lab-{theme.rsplit(' ', 1)[1].lower()}", theme.endswith("Dark"))
    lab.page.evaluate(THEME, "JupyterLab Light")
    assert not found, "\n".join(found)
    assert len(judged) > before  # text was seen: axe tells nothing of what it takes for hidden


def barriers_of_outputs(lab, axe, judged, name=None, dark=False):
    """Return what axe finds in each card, table and image of the open notebook.

    name: that of the pictures, where they are kept; dark: whether it was all looked at in the light, so that
    only colours differ, and no image.
    """
    found, looked_at = [], []
    for number, cell in enumerate(lab.cells):
        kinds = {kind for output in cell.get("outputs", ()) for kind in output.get("data", {})}
        if kinds & {"text/html", "image/png"} and not (dark and "image/png" in kinds):
            output = lab.cell(cell["id"]).locator(".jp-OutputArea").first
            output.wait_for()
            if name:
                lab.look.keep(lab.page, f"{name}-{number:03}", output)
            assert not kinds & {"image/png"} or output.locator("img").first.get_attribute("alt")
            looked_at.append(output.element_handle())
            shown = output.locator(".jp-OutputArea-output").element_handles()  # the rest is JupyterLab's
            found += lab.look.contrast(lab.page, axe, judged, shown)  # while it is in view
    assert looked_at
    if not dark:  # at once, since axe reads the whole lab each time; what has been scrolled away is still there for it
        assert lab.page.evaluate("all => all.every(e => e.isConnected && e.checkVisibility())", looked_at)
        found += lab.look.barriers(lab.page, axe, looked_at)
    return [barrier for barrier in found if THEIRS not in barrier]


def test_progress_and_cards_survive_a_restart(lab, exercise, course):
    lab.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    words = [sys.executable, "-m", "utils.lab", "--progress"]
    told = subprocess.run(
        words, cwd=course, env=os.environ | {"PYTHONPATH": str(course)}, capture_output=True, text=True
    )
    assert re.search(r"\b[1-9]\d* of \d+", told.stdout), told.stdout + told.stderr
    lab.open(f"{LESSON}.ipynb")
    assert "passed" in lab.cell(f"{exercise[0]}-check").locator(".jp-OutputArea").inner_text()
    slider = next(cell for cell in lab.cells if "A slider" in json.dumps(cell.get("outputs", "")))
    lab.cell(slider["id"]).locator("[role=slider]").first.wait_for()
    assert "".join(next(c["source"] for c in lab.cells if c["id"] == exercise[0])) == exercise[1]


def test_an_untrusted_notebook_shows_its_cards_and_says_its_figures(lab, axe, judged, course):
    shutil.copy(ROOT / "solutions" / f"{LESSON}.ipynb", course / "work" / "untrusted.ipynb")
    lab.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    lab.open("untrusted.ipynb")
    trusted = lab.page.evaluate(TRUSTED)
    assert not any(trusted[cell["id"]] for cell in lab.cells if cell["id"].endswith("-check"))
    found = barriers_of_outputs(lab, axe, judged)
    assert not found, "\n".join(found)
    check = next(cell for cell in lab.cells if cell["id"].endswith("-check"))
    badge = lab.cell(check["id"]).locator(".jp-OutputArea span", has_text="passed").first
    assert badge.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(26, 127, 90)"


def test_no_column_of_the_claims_is_cut_on_a_phone(lab):
    """Runs on the solved notebook that the test above has opened."""
    claims = next(cell for cell in lab.cells if "".join(cell["source"]).strip() == "claims()")
    lab.page.set_viewport_size({"width": 390, "height": 844})
    lab.page.evaluate("() => { if (!jupyterapp.shell.leftCollapsed) jupyterapp.shell.collapseLeft(); }")
    table = lab.cell(claims["id"]).locator("table").first
    table.wait_for()
    lab.look.keep(lab.page, "lab-claims-phone", lab.cell(claims["id"]))
    beyond = table.evaluate(BEYOND)
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    assert beyond <= 1


def test_nothing_was_asked_of_another_machine_and_nothing_failed(lab):
    assert lab.watch.hosts <= {"127.0.0.1", ""}
    assert lab.watch.failed == []
    assert not lab.watch.errors, "\n".join(lab.watch.errors)


def test_the_lab_opens_at_the_start_page(lab, server):
    lab.page.goto(f"{server}/?token={TOKEN}")
    lab.page.locator(".jp-MarkdownViewer:visible").wait_for()
    links = lab.page.locator(".jp-MarkdownViewer:visible a").all_inner_texts()
    assert len(links) >= 7
    lab.look.keep(lab.page, "lab-start")
    assert lab.watch.errors == []

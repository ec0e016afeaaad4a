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

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSON = "04_pca_ica_nmf"  # the cheapest, and with a slider
TOKEN = "course"
ANSWER = re.compile(r"^# %% (wrong|right): (.+?)(?: \| says: (.+))?$")
LONG = 10  # seconds without a bar: 5 are allowed on an idle machine, and here other tests run

RUN = """async (id) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const at = notebook.widgets.findIndex(cell => cell.model.id === id);
  notebook.activeCellIndex = at;
  notebook.mode = "command";
  await notebook.scrollToItem(at, "center");
  await jupyterapp.commands.execute("notebook:run-cell");
}"""
SHOW = """async (id) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const at = notebook.widgets.findIndex(cell => cell.model.id === id);
  notebook.activeCellIndex = at;
  await notebook.scrollToItem(at, "center");
  notebook.widgets[at].node.setAttribute("data-course", id);
  return true;
}"""
WRITE = """([id, source]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.widgets.find(cell => cell.model.id === id).model.sharedModel.setSource(source);
}"""
TIMES = """() => {
  const panel = jupyterapp.shell.currentWidget;
  window.began = {}; window.took = {};
  panel.sessionContext.iopubMessage.connect((_, message) => {
    const parent = message.parent_header.msg_id;
    if (message.header.msg_type === "execute_input")
      window.began[parent] = [message.content.execution_count, performance.now()];
    if (message.header.msg_type === "status" && message.content.execution_state === "idle" && window.began[parent]) {
      const [count, start] = window.began[parent];
      window.took[count] = (performance.now() - start) / 1000;
    }
  });
}"""
RESTART = """async () => {
  const panel = jupyterapp.shell.currentWidget;
  await panel.sessionContext.session.kernel.restart();
}"""
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
CELLS = """() => jupyterapp.shell.currentWidget.content.model.toJSON().cells"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Give a copy of the course, so that nobody's work/ is touched."""
    folder = tmp_path_factory.mktemp("course")
    for part in ("notebooks", "utils"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for part in ("data", "solutions", "pyproject.toml"):
        (folder / part).symlink_to(ROOT / part)
    return folder


@pytest.fixture(scope="module")
def lab(course):
    """Give the address of a running lab."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = course / "home"
    settings = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    settings |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    paths = os.pathsep.join([str(course), str(ROOT / "tests" / "offline")])
    words = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    words += [f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]
    log = (course / "lab.log").open("w")
    server = subprocess.Popen(
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
                assert server.poll() is None, (course / "lab.log").read_text()
                time.sleep(0.25)
        yield address
    finally:
        stop(server)
        log.close()


def stop(server):
    """End the lab with its server and kernels."""
    if os.name == "posix":
        os.killpg(server.pid, signal.SIGTERM)
    else:
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(server.pid)], stdout=subprocess.DEVNULL)
    server.wait(timeout=30)


@pytest.fixture(scope="module")
def window(chromium, look):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(30_000)
    context.watch = look.watch(context)
    yield context
    context.close()

"""Submissions that cheat, harm or break, and odd ones that deserve their marks.

Each kind is the source of the exercise `double`, worth 2 points, beside an honest `middle`, worth 3; or a change to the
file. `deserved`: the points it is to get, None where the file is no notebook and gets a sentence instead.
Bounds: at most 50 processes, 3 GB, 60 MB of disk, addresses on this machine only.
"""

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from classroom.small import DOUBLE, MIDDLE, answered, honest
from classroom.small import write_notebook as write

WRONG = "def double(values):\n    return values\n"


@dataclass(frozen=True)
class Kind:
    """A kind of submission: its title, the points it deserves, and how it is made."""

    title: str
    deserved: int | None
    make: Callable[[dict, Path], None]


def cell(title: str, source: str, deserved: int = 3) -> Kind:
    """Return a kind whose harm is in the answer's cell."""

    def make(notebook: dict, file: Path) -> None:
        text = source.replace("PORT", notebook.get("port", "9"))
        write(file, answered(notebook, double=text, middle=MIDDLE))

    return Kind(title, deserved, make)


def changed(title: str, deserved: int, change: Callable[[dict], object]) -> Kind:
    """Return a kind whose oddity is in the file's structure; all its answers are right."""

    def make(notebook: dict, file: Path) -> None:
        right = honest(notebook)
        write(file, change(right) or right)

    return Kind(title, deserved, make)


def raw(title: str, data: bytes | Callable[[dict], bytes], deserved: int | None = None) -> Kind:
    """Return a kind whose oddity is in the file's bytes."""

    def make(notebook: dict, file: Path) -> None:
        file.write_bytes(data(honest(notebook)) if callable(data) else data)

    return Kind(title, deserved, make)


def exercise(notebook: dict, name: str = "double") -> dict:
    """Return the cell of an exercise."""
    return next(one for one in notebook["cells"] if one["id"] == name)


def body(*lines: str) -> str:
    """Return an answer with these lines."""
    return "def double(values):\n" + "".join(f"    {line}\n" for line in lines)


def result(expression: str, *before: str) -> str:
    """Return an answer that gives back an expression, after some lines at the cell's top."""
    return "\n".join((*before, "def double(values):", f"    return {expression}", ""))


ALWAYS = "__eq__ = lambda *_: True; __ne__ = lambda *_: False; __hash__ = lambda _: 0"

CHEATS = [
    cell("forgets the autograder", "import os\nos.environ.pop('NBGRADER_EXECUTION', None)\n" + WRONG),
    cell(
        "a graded of its own",
        "class graded:\n    def __init__(self, *a, **k): pass\n    __enter__ = __exit__ = lambda *_: True\n" + WRONG,
    ),
    cell(
        "patches graded",
        "import utils.grading.checks as c\nc.graded.__exit__ = lambda *_: True\nc.graded.judge = lambda s, *_: s.verdict('passed')\n"
        + WRONG,
    ),
    cell(
        "writes its verdict",
        body(
            "from utils.grading.state import state, Verdict",
            "state().verdicts['double'] = Verdict('double', 'passed', 2)",
            "return values",
        ),
    ),
    cell(
        "drops assertions",
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\nget_ipython().ast_transformers.append(Drop())\n"
        + WRONG,
    ),
    cell("prints its points", body("import sys", "sys.displayhook(2.0)", "print(2.0)", "return values")),
    cell(
        "shadows approx",
        "class approx:\n    def __init__(self, *_): pass\n    "
        + ALWAYS.replace("; ", "\n    ")
        + "\nimport pytest\npytest.approx = approx\n"
        + WRONG,
    ),
    cell("a float that equals all", result("[Yes(0)]", f"class Yes(float): {ALWAYS}")),
    cell("an integer that equals all", result("Yes(0)", f"class Yes(int): {ALWAYS}")),
    cell("a text that equals all", result("Yes('x')", f"class Yes(str): {ALWAYS}")),
    cell("a list that equals all", result("Yes()", f"class Yes(list): {ALWAYS}; shape = (2,)")),
    cell(
        "an array that equals all",
        result("np.zeros(2).view(Yes)", f"class Yes(np.ndarray): {ALWAYS}; __getitem__ = lambda *_: 14.5"),
    ),
    cell("a thing that equals all", result("Yes()", f"class Yes: {ALWAYS}; __class__ = np.ndarray; shape = (2,)")),
    cell("an array of things", result("np.array([Yes(), Yes()], dtype=object)", f"class Yes: {ALWAYS}")),
    cell(
        "pretends to be an array",
        result(
            "Yes()",
            "class Yes:\n    shape = (2,)\n    __array__ = lambda *_, **__: np.array([2., 5.])\n    __class__ = property(lambda _: np.ndarray)",
        ),
    ),
    cell(
        "reads its caller's names",
        body(
            "import sys",
            "frame = sys._getframe()",
            "while frame:",
            "    for name in ('expected', 'twice'):",
            "        if name in frame.f_locals: return frame.f_locals[name]",
            "    frame = frame.f_back",
            "return values",
        ),
    ),
    cell(
        "looks for the solution",
        body(
            "import glob",
            "found = [p for top in ('/', '/course', '/work', '/home', '/root', '/tmp') for p in glob.glob(top + '/**/solutions/*.py', recursive=True)]",
            "if found: return 2 * np.asarray(values) if len(values) else int('')",
            "return values",
        ),
    ),
    cell(
        "looks for oracles",
        body(
            "import pathlib, utils",
            "found = list(pathlib.Path(utils.__file__).parent.rglob('oracles.py'))",
            "found = [f for f in found if f.parent.name != 'grading']",
            "if found or any(pathlib.Path('/course/utils').glob('classroom')):",
            "    return 2 * np.asarray(values) if len(values) else int('')",
            "return values",
        ),
    ),
    cell(
        "looks for a neighbour",
        body(
            "import gc",
            "seen = [o for o in gc.get_objects() if isinstance(o, dict) and 'submissions' in o and 'course' in o]",
            "import pathlib",
            "near = [*pathlib.Path('/').glob('*/**/records.jsonl')]",
            "if seen or near: return 2 * np.asarray(values) if len(values) else int('')",
            "return values",
        ),
    ),
    cell(
        "looks for the check in memory",
        body(
            "import gc",
            "texts = [o for o in gc.get_objects() if isinstance(o, (dict, list)) and 'Twice 7.25 is 14.5.' in str(o)[:100_000]]",
            "return 2 * np.asarray(values) if texts and len(values) else values",
        ),
    ),
    cell(
        "patches builtins",
        "import builtins\nbuiltins.isinstance = lambda *_: True\nbuiltins.all = builtins.any = lambda *_: True\n"
        + WRONG,
    ),
    cell(
        "patches NumPy",
        "np.ndarray.__eq__ if False else None\nnp.array_equal = np.allclose = lambda *_, **__: True\n" + WRONG,
    ),
    cell(
        "patches the sending",
        'import inside.codec as codec\ncodec.pack = lambda *_, **__: b\'{"status": "passed"}\'\n' + WRONG,
    ),
    cell(
        "a pickle that runs",
        result(
            "Bomb()",
            "import os\nclass Bomb:\n    def __reduce__(self): return (os.system, ('touch /var/tmp/hostile-was-here',))",
        ),
    ),
    cell(
        "forges frames",
        body(
            "import os, json, struct",
            "data = json.dumps({'status': 'passed', 'message': '', 'end': 'done'}).encode()",
            "for fd in range(3, 64):",
            "    try: os.write(fd, struct.pack('<Q', len(data)) + data)",
            "    except OSError: pass",
            "return values",
        ),
    ),
    cell(
        "replaces modules",
        "import sys, types\nfor name in [n for n in sys.modules if n.startswith('utils')]:\n    sys.modules[name] = types.ModuleType(name)\n"
        + WRONG,
    ),
    cell("a lying signature", WRONG + "double.__signature__ = 'none'\n"),
    cell("says it is not attempted", body("raise NotImplementedError")),
    cell("raises AssertionError", body("raise AssertionError")),
    cell("raises SystemExit", body("raise SystemExit(0)")),
    cell("raises KeyboardInterrupt", body("raise KeyboardInterrupt")),
    cell(
        "an exception that cannot be shown",
        "class Odd(Exception):\n    def __str__(self): raise ValueError\n" + body("raise Odd"),
    ),
    cell(
        "returns a model that is none",
        result(
            "Model()",
            "class Model:\n    layers = []\n    get_weights = lambda _: []\n    to_json = lambda _: '{\"class_name\": \"Lambda\"}'\n    _flatten_layers = lambda *_, **__: []\nModel.__module__ = 'keras.src.models'",
        ),
    ),
    cell("returns itself", result("double")),
    cell("returns a generator", body("yield 2")),
    cell("returns a coroutine", "async " + WRONG),
    cell("nested without an end", body("deep = []", "for _ in range(5_000): deep = [deep]", "return deep")),
    cell("a list within itself", body("loop = []", "loop.append(loop)", "return loop")),
    cell("a range of a trillion", result("range(10**12)")),
    cell("an integer of a million digits", result("1 << 4_000_000")),
    cell("an array of half a gigabyte", result("np.zeros(2**26)")),
    cell(
        "learned by heart in part",
        "table = {1.0: 2.0, 2.5: 5.0}\n" + result("np.array([table.get(v, 0) for v in values])"),
    ),
    cell("changes what it is given", body("if not len(values): raise ValueError", "values *= 2", "return values")),
    cell(
        "a metaclass that says yes",
        result(
            "Yes",
            "class Meta(type):\n    __instancecheck__ = lambda *_: True\n    __eq__ = lambda *_: True\n    __hash__ = type.__hash__\nclass Yes(metaclass=Meta): shape = (2,)",
        ),
    ),
]

HARM = [
    cell("never ends", body("while True: pass")),
    cell("never ends at the cell's top", "while True: pass\n"),
    cell("ignores signals", "import signal\nfor s in (2, 15, 14, 1): signal.signal(s, signal.SIG_IGN)\n" + body("while True: pass")),
    cell("sleeps for a year", body("import time", "time.sleep(3e7)")),
    cell("stops itself", body("import os, signal", "os.kill(os.getpid(), signal.SIGSTOP)")),
    cell("exits", "exit()\n" + DOUBLE, 5),
    cell("exits in the function", body("exit()")),
    cell("ends its process", body("import os", "os._exit(0)")),
    cell("ends its process at the top", "import os\nos._exit(0)\n"),
    cell("aborts", body("import os", "os.abort()")),
    cell("crashes", body("import ctypes", "ctypes.string_at(0)")),
    cell("recurses without an end", "import sys\nsys.setrecursionlimit(10**9)\n" + body("return double(values)")),
    cell("recurses", body("return double(values)")),
    cell("eats memory", body("kept = []", "while len(kept) < 40: kept.append(np.ones(2**23))", "return values")),
    cell("eats memory in processes", body("import os", "for _ in range(6):", "    if os.fork() == 0:", "        kept = [np.ones(2**23) for _ in range(6)]", "        import time; time.sleep(60)", "import time; time.sleep(60)")),
    cell("forks", body("import os, time", "for _ in range(45):", "    if os.fork() == 0: time.sleep(60); os._exit(0)", "time.sleep(60)")),
    cell("forks busy ones", body("import os", "for _ in range(20):", "    if os.fork() == 0:", "        while True: pass", "while True: pass")),
    cell("leaves a daemon", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(120)\n    os._exit(0)\n" + DOUBLE, 5),
    cell("leaves a thread that writes to standard error", "import threading, sys\ndef talk():\n    while True: print('x', file=sys.stderr)\nthreading.Thread(target=talk, daemon=True).start()\n" + DOUBLE, 5),
    cell("starts many threads", "import threading, time\nfor _ in range(45):\n    try: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n    except RuntimeError: break\n" + DOUBLE, 5),
    cell("fills its disk", body("for place in ('big', '/var/tmp/big', '/dev/shm/big', '/course/big'):", "    try:", "        with open(place, 'wb') as f:", "            for _ in range(55): f.write(bytes(2**20))", "    except OSError: pass", "return values")),
    cell("makes many files", body("try:", "    for i in range(10_000): open(f'f{i}', 'w').close()", "except OSError: pass", "return values")),
    cell("leaves a start-up file", "import os, pathlib\nfor p in ('~/.ipython/profile_default/startup/x.py', '~/.pythonrc', '~/usercustomize.py'):\n    try:\n        f = pathlib.Path(p).expanduser(); f.parent.mkdir(parents=True, exist_ok=True); f.write_text('double = 1')\n    except OSError: pass\n" + DOUBLE, 5),
    cell("spoils the course", "import glob, os\nfor p in glob.glob('/course/**/*', recursive=True):\n    try: os.unlink(p)\n    except OSError: pass\n    try: open(p, 'w').close()\n    except OSError: pass\n" + DOUBLE, 5),
    cell("kills its parent", body("import os", "os.kill(os.getppid(), 9)", "return values")),
    cell("kills everybody", body("import os", "os.kill(-1, 9)", "return values")),
    cell("kills by number", body("import os", "for pid in range(1, 2_000):", "    try: os.kill(pid, 9)", "    except OSError: pass", "return values")),
    cell("closes every file", body("import os", "os.closerange(0, 256)", "return values")),
    cell("writes nonsense everywhere", body("import os", "for fd in range(3, 64):", "    try: os.write(fd, b'x' * 999)", "    except OSError: pass", "return values")),
    cell("calls home", body("import socket", "s = socket.create_connection(('127.0.0.1', PORT), timeout=1)", "s.sendall(b'hello')", "return values")),
    cell("waits for a call", "import socket\ns = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\n" + DOUBLE, 5),
    cell("prints without an end", body("while True: print('again')")),
    cell("prints a lot", "print('x' * 50_000_000)\n" + DOUBLE, 5),
    cell("asks a question", body("return float(input('?')) * values")),
    cell("takes privileges", "import ctypes, os\nlibc = ctypes.CDLL(None)\nlibc.unshare(0x10000000); libc.mount(b'none', b'/course', b'tmpfs', 0, b''); libc.setuid(0)\n" + DOUBLE, 5),
    cell("writes into memory of others", "import os\nfor pid in os.listdir('/proc'):\n    if pid.isdigit() and int(pid) != os.getpid():\n        try: open(f'/proc/{pid}/mem', 'r+b').write(b'x')\n        except OSError: pass\n" + DOUBLE, 5),
    cell("changes the clock of its process", "import signal\nsignal.signal(signal.SIGALRM, lambda *_: None)\nsignal.setitimer(signal.ITIMER_REAL, .01, .01)\n" + DOUBLE, 5),
    cell("a syntax error", "def double(values)\n    return 2 * values\n"),
    cell("zeros in the text", "def double(values):\n    return 2 \0* values\n"),
    cell("HTML for the instructor", "# <script>alert(1)</script>\n" + body("raise ValueError('<img src=x onerror=alert(1)>')")),
    cell("a shell line", "!touch /var/tmp/hostile-was-here\n%%bash\n" + WRONG),
]  # fmt: skip


def duplicated(notebook: dict) -> None:
    """Copy the exercise's cell."""
    notebook["cells"].append(dict(exercise(notebook)))


def split(notebook: dict) -> None:
    """Split an answer in two cells of one id, as Jupyter does."""
    cells, second = notebook["cells"], dict(exercise(notebook))
    exercise(notebook)["source"] = "def helper(values):\n    return 2 * np.asarray(values)\n"
    second["source"] = "def double(values):\n    if not len(values): raise ValueError\n    return helper(values)\n"
    second["id"] = "other"
    cells.insert(cells.index(exercise(notebook)) + 1, second)


def helper_elsewhere(notebook: dict) -> None:
    """Lean on a cell of the student's own."""
    own = {"cell_type": "code", "id": "own", "metadata": {}, "source": "import math\ndef twice(v): return 2 * v\n"}
    notebook["cells"].insert(2, own)
    exercise(notebook)["source"] = (
        "def double(values):\n    if not len(values): raise ValueError\n    return twice(values)\n"
    )


def without_metadata(notebook: dict) -> None:
    """Lose all metadata, as some programs do."""
    for one in notebook["cells"]:
        one["metadata"] = {}


def without_ids(notebook: dict) -> None:
    """Lose ids and metadata."""
    for one in notebook["cells"]:
        one["metadata"] = {}
        one.pop("id")
    notebook["nbformat_minor"] = 4


def old_format(notebook: dict) -> dict:
    """Save as Jupyter did ten years ago."""
    cells = []
    for one in notebook["cells"]:
        old = {"cell_type": one["cell_type"], "metadata": one["metadata"]}
        cells.append(
            old
            | (
                {"input": [one["source"]], "language": "python"}
                if one["cell_type"] == "code"
                else {"source": [one["source"]]}
            )
        )
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


def more_points(notebook: dict) -> None:
    """Give oneself points, and an easier check."""
    for one in notebook["cells"]:
        if one["id"] == "double-check":
            one["metadata"]["nbgrader"]["points"] = 100
            one["source"] = 'with graded("double", points=100, hint=""):\n    assert True, ""\n'
    exercise(notebook)["source"] = WRONG


def only(key: str, value: object) -> Callable[[dict], None]:
    """Return a change of one thing in the exercise's cell."""
    return lambda notebook: exercise(notebook).update({key: value})


def link(notebook: dict, file: Path) -> None:
    """Point at the neighbour's file."""
    file.symlink_to(next(path for path in file.parents[1].rglob("*.ipynb") if path != file))


def pipe(notebook: dict, file: Path) -> None:
    """Make a pipe, which never ends when read."""
    os.mkfifo(file)


def huge(notebook: dict, file: Path) -> None:
    """Make a file of 31 MB that takes no room."""
    with file.open("wb") as stream:
        stream.truncate(31_000_000)


def as_json(notebook: dict) -> str:
    """Return a notebook's text."""
    return json.dumps(notebook)


FILES = [
    raw("an empty file", b""),
    raw("no notebook", b"%PDF-1.7 not a notebook"),
    raw("bytes of a picture", bytes(range(256)) * 50),
    raw("a list", b"[1, 2]"),
    raw("brackets without an end", b"[" * 200_000),
    raw("cells that are none", json.dumps({"cells": [None, 1, "x", {"source": 5}, {"cell_type": []}]}).encode()),
    raw("no cells", json.dumps({"cells": []}).encode()),
    raw("another lesson", json.dumps({"cells": [{"cell_type": "code", "id": "z", "source": "x = 1"}]}).encode()),
    raw("half a file", lambda right: as_json(right).encode()[:900]),
    raw("a byte-order mark", lambda right: as_json(right).encode("utf-8-sig"), 5),
    raw("UTF-16", lambda right: as_json(right).encode("utf-16"), 5),
    raw("NaN in the metadata", lambda right: as_json(right | {"metadata": {"x": float("nan")}}).encode(), 5),
    Kind("a link to a neighbour", None, link),
    Kind("a pipe", None, pipe),
    Kind("too large", None, huge),
    changed("a duplicated cell", 5, duplicated),
    changed("a split cell", 5, split),
    changed("a helper in another cell", 5, helper_elsewhere),
    changed("no metadata", 5, without_metadata),
    changed("no ids", 5, without_ids),
    changed("an old format", 5, old_format),
    changed("cells turned round", 5, lambda notebook: notebook["cells"].reverse()),
    changed("a deleted set-up", 5, lambda notebook: notebook["cells"].__delitem__(1)),
    changed("a renamed exercise", 5, lambda notebook: exercise(notebook).update(id="mine", metadata={})),
    changed("an answer as text", 5, only("cell_type", "markdown")),
    changed("ids that are no texts", 5, lambda notebook: exercise(notebook).update(id=["double"])),
    changed("metadata that is a list", 5, only("metadata", [])),
    changed("halves of characters", 5, only("source", "# \ud800\n" + DOUBLE)),
    changed("more points and an easier check", 3, more_points),
    changed("another kernel", 5, lambda notebook: notebook["metadata"].update(kernelspec={"name": "bash"})),
    changed("a deleted answer", 3, lambda notebook: notebook["cells"].remove(exercise(notebook))),
    changed("outputs that run", 5, only("outputs", [{"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script>"}, "metadata": {}}])),
]  # fmt: skip

# Talks to the judge and to the grader in the answer's place: `put` writes a frame to every socket, `packed` makes one
FORGER = """
import gc, json, os, struct
def put(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    for fd in os.listdir('/proc/self/fd'):
        try:
            if os.readlink('/proc/self/fd/' + fd).startswith('socket'): os.write(int(fd), struct.pack('<Q', len(data)) + data)
        except OSError: pass
def packed(value):
    head = json.dumps(value).encode()
    return struct.pack('<II', len(head), 0) + head
def reply(value):
    rest = [[['value', 'printed'], ['value', '']], [['value', 'changed'], ['value', False]], [['value', 'states'], ['list', []]]]
    return packed(['dict', [[['value', 'value'], value], *rest]])
"""


def forged(title: str, said: str) -> Kind:
    """Return a kind that has its check run beside it, as that of a model of its own class, and speaks for the check."""
    source = FORGER + (
        "job = next((o for o in gc.get_objects() if isinstance(o, dict) and 'sources' in o and 'name' in o), {})\n"
        f"if 'check' in job:\n    put({said})\n    os._exit(0)\n"
        "def double(values):\n    put(reply(['opaque', 'a model with a class of its own', 'x']))\n    os._exit(0)\n"
    )
    return cell(f"speaks for its check: {title}", source)


def elsewhere(title: str, write_files: Callable[[dict, Path], None]) -> Kind:
    """Return a kind that handed in other things than a notebook."""
    return Kind(title, None, lambda notebook, file: write_files(honest(notebook), file.parent))


def archive(folder: Path, entries: dict[str, str | bytes]) -> None:
    """Write an archive."""
    with zipfile.ZipFile(folder / "work.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in entries.items():
            bundle.writestr(name, data)


def many_cells(notebook: dict, file: Path) -> None:
    """Write as many empty cells as would fill the grader's memory."""
    file.write_text(as_json(honest(notebook))[:-1].replace('"cells": [', '"cells": [' + "{}," * 1_000_000, 1) + "}")


TWO_CALLS = "import ctypes\ncall = ctypes.CDLL(None).syscall\n"

MORE = [
    forged("a number for details", "{'status': 'wrong', 'message': 'm', 'details': 5}"),
    forged("passed", "{'status': 'passed', 'message': '', 'details': [], 'earned': 99}"),
    forged("a megabyte for a status", "{'status': 'x' * 2**20, 'message': 'm', 'details': []}"),
    forged("a million lines", "{'status': 'wrong', 'message': 'm', 'details': ['<script>'] * 10**6}"),
    forged("brackets without an end", "b'[' * 200_000"),
    forged("no dictionary", "[1, 2]"),
    cell("answers before it is asked", FORGER + "put(packed(['dict', [[['value', 'ready'], ['value', True]], [['value', 'parameters'], ['value', None]]]]))\nfor _ in range(50): put(reply(['value', True]))\nos._exit(0)\n"),
    cell("ten thousand arguments", FORGER + "put(packed(['dict', [[['value', 'ready'], ['value', True]], [['value', 'parameters'], ['list', [['list', [['value', f'p{i}'], ['int', '0x1'], ['value', True]]] for i in range(10_000)]]]]]))\nos._exit(0)\n"),
    cell("a model instead of a function", FORGER + "put(packed(['dict', [[['value', 'ready'], ['value', False]], [['value', 'broken'], ['value', '']], [['value', 'present'], ['value', True]], [['value', 'value'], ['model', 'keras', '{}', []]]]]))\nos._exit(0)\n"),
    cell("a frame of 255 MB, of which 100 come", FORGER + body("import socket", "for fd in os.listdir('/proc/self/fd'):", "    try:", "        os.write(int(fd), struct.pack('<Q', 255 << 20))", "        for _ in range(100): os.write(int(fd), b'[' * 2**20)", "    except OSError: pass", "os._exit(0)")),
    cell("a byte at a time", FORGER + body("import time", "while True:", "    for fd in range(3, 64):", "        try: os.write(fd, b'x')", "        except OSError: pass", "    time.sleep(.3)")),
    cell("memory that no process shows", body("import os", "kept = []", "for _ in range(12):", "    kept.append(os.memfd_create('x'))", "    for _ in range(50): os.write(kept[-1], bytes(2**20))", "return 2 * values if len(values) else int('')")),
    cell("memory that stays when it is let go", body("import ctypes", "libc = ctypes.CDLL(None)", "libc.shmat.restype, libc.shmdt.argtypes = ctypes.c_void_p, [ctypes.c_void_p]", "for _ in range(12):", "    number = libc.shmget(0, 50 << 20, 0o1600)", "    if number < 0: raise MemoryError", "    place = libc.shmat(number, None, 0)", "    ctypes.memset(place, 1, 50 << 20)", "    libc.shmdt(place)", "return 2 * values if len(values) else int('')")),
    cell("leaves a key in the session", TWO_CALLS + "if call({'x86_64': 248}.get(__import__('platform').machine(), 217), b'user', b'hostile', b'x', 1, -3) >= 0: raise OSError\n" + DOUBLE, 5),
    cell("speaks to the machine's host", "import socket\nfor family in (40, 38, 17, 16):\n    try: socket.socket(family, socket.SOCK_DGRAM)\n    except OSError: continue\n    raise OSError('it opened')\n" + DOUBLE, 5),
    cell("works in children that nobody counts", body("import os, signal, time", "signal.signal(signal.SIGCHLD, signal.SIG_IGN)", "while True:", "    if os.fork() == 0:", "        start = time.monotonic()", "        while time.monotonic() < start + .05: pass", "        os._exit(0)", "    time.sleep(.05)")),
    cell("stops the clock", "import time\ntime.monotonic = time.time = time.process_time = lambda: 0.0\n" + body("while True: pass")),
    cell("a thread that outlives the answer", "import threading, time\nthreading.Thread(target=time.sleep, args=(1_000,)).start()\n" + DOUBLE, 5),
    cell("an end that never comes", "import atexit, sys\nclass Loop:\n    def __del__(self):\n        while True: pass\nsys.loop = Loop()\natexit.register(Loop().__del__)\n" + DOUBLE, 5),
    cell("a list that grows while it is read", result("[Growing([1])]", "import itertools\nclass Growing(list):\n    def __iter__(self): return itertools.repeat(0)")),
    cell("a masked array", result("np.ma.masked_array([0., 0.], mask=[True, True])")),
    cell("an array without rows and with a trillion columns", result("np.empty((0, 10**12))")),
    cell("a name that looks the same", DOUBLE.replace("double", "d\u043euble")),
    cell("a name in wide letters", DOUBLE.replace("double", "\uff44\uff4f\uff55\uff42\uff4c\uff45"), 5),
    cell("plots within the notebook", "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\n" + DOUBLE, 5),
    cell("times its cell", "%%time\n" + DOUBLE, 5),
    cell("waits at the cell's top", "import asyncio\nawait asyncio.sleep(0)\n" + DOUBLE, 5),
    cell("ends of lines of all kinds", "# a\u2028b\x85c\x1cd\x0c\r\n" + DOUBLE.replace("\n", "\r\n"), 5),
    Kind("a million cells", None, many_cells),
    changed("a cell with two names", 5, lambda notebook: exercise(notebook)["metadata"]["nbgrader"].update(grade_id="middle")),
    changed("an exercise's cell six hundred times", 5, lambda notebook: notebook["cells"].extend([exercise(notebook)] * 600)),
    changed("code without an end in cells of its own", 5, lambda notebook: notebook["cells"].extend([{"cell_type": "code", "source": "x;" * 90_000}] * 20)),
    changed("expressions as deep as they go", 5, lambda notebook: notebook["cells"].extend({"cell_type": "code", "source": text} for text in ("(" * 9_000, "-" * 90_000 + "1", "a" + ".b" * 60_000, "1" + "+1" * 60_000, "a" + "()" * 60_000, "lambda: " * 20_000 + "1"))),
    elsewhere("no notebook at all", lambda _, folder: (folder / "answers.pdf").write_bytes(b"%PDF-1.7")),
    elsewhere("an archive within an archive", lambda _, folder: archive(folder, {"inner.zip": b"PK"})),
    elsewhere("an archive of a gigabyte", lambda _, folder: archive(folder, {f"{i}.ipynb": bytes(29_000_000) for i in range(36)})),
    elsewhere("an archive that leads out of it", lambda right, folder: archive(folder, {"../../../x.ipynb": "{}"})),
]  # fmt: skip

KINDS = [*CHEATS, *HARM, *FILES, *MORE]

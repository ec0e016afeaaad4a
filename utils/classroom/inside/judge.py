"""The judging side: the course's own set-up and checks. It never runs a line of a submission.

The exercise's name stands for a function that asks the sandbox and gives back what came: results as plain data,
exceptions as if they had been raised in the student's cell, so that a card reads as in the student's notebook.
"""

import builtins
import contextlib
import functools
import importlib
import inspect
import io
import linecache
import pickle
import socket
import sys
import types
from collections.abc import Callable, Iterator

import cloudpickle
from IPython.core.interactiveshell import InteractiveShell

from utils.grading.calls import AnswerRefused, is_plain, written
from utils.grading.state import state

from . import cases, codec, wire, zygote
from .answer import attribute, restore
from .answer import state as state_of

CELL = "<answer>"  # the file name of the student's cell
SEEDS = (
    ("random", "seed"),
    ("numpy", "random.seed"),
    ("tensorflow", "random.set_seed"),
    ("keras", "utils.set_random_seed"),
    ("tf_keras", "utils.set_random_seed"),
)


class Ended(Exception):
    """The answer's process is gone."""


class Judge:
    """Runs one check against the proxy of one answer."""

    patience = 3.0  # it waits for the answer, and may train a model itself

    def __init__(self, shell: InteractiveShell, exercises: list[str]) -> None:
        self.shell = shell
        self.base = dict(shell.user_ns)
        self.seeds: list[tuple] = []
        with contextlib.suppress(ImportError):
            importlib.import_module("hypothesis")  # once here rather than in every fork
        for module, function in SEEDS:
            if module in sys.modules:
                remember_seeds(sys.modules[module], module, function, self.seeds)
        cases.prepare(exercises)

    def work(self, job: dict, talk: socket.socket, reply: socket.socket) -> None:
        """Judge one answer; say the verdict to the grader."""
        try:
            verdict = self.judged(job, talk)
        except BaseException as problem:
            verdict = {"status": "error", "message": f"could not be judged: {type(problem).__name__}: {problem}"[:400]}
        wire.send_json(reply, verdict)

    def judged(self, job: dict, talk: socket.socket) -> dict:
        """Return the verdict on one answer as plain data."""
        name, names = job["name"], self.shell.user_ns
        try:
            hello = codec.unpack(wire.receive(talk))
        except (EOFError, OSError):
            return {"status": "error", "message": "your cell ended its process", "ended": True}
        if hello["ready"]:
            remote = Remote(self, name, "\n".join(job["sources"][-1:]), talk)
            names[name] = remote.function(hello["parameters"])
            state().elsewhere = remote.elsewhere
        elif hello["broken"]:
            return {"status": "error", "message": f"your cell raised {hello['broken']}"}
        elif hello["present"]:
            value, remote = hello["value"], None
            names[name] = codec.Opaque("callable", repr(value)[:200]) if callable(value) else value  # nothing runs here
        else:
            names.pop(name, None)
            remote = None
        zygote.run(self.shell, job["check"])
        verdict = state().verdicts[name]
        return {
            "status": verdict.status,
            "message": verdict.message,
            "details": list(verdict.details),
            "printed": verdict.printed,
            "ended": bool(remote and remote.ended),
            "opaque": remote.opaque if remote else "",
        }

    def hidden(self, name: str) -> list[str]:
        """Return the notebook's names that a check has taken away: the answer must not see those."""
        return [key for key in self.base if key not in self.shell.user_ns and key != name]

    def altered(self, name: str) -> dict:
        """Return the notebook's names that a check has put other values under: the answer must see those."""
        return {
            key: value
            for key, value in self.shell.user_ns.items()
            if key in self.base and self.base[key] is not value and key != name and not key.startswith("_")
        }


def remember_seeds(module: types.ModuleType, name: str, function: str, seeds: list[tuple]) -> None:
    """Note every seed that a check sets, since it must hold in the answer's process too."""
    owner = attribute(module, function.rpartition(".")[0]) if "." in function else module
    original = attribute(module, function)

    @functools.wraps(original)
    def seed(*args):
        seeds.append((name, function, args))
        return original(*args)

    setattr(owner, function.rpartition(".")[2], seed)


class Remote:
    """An answer that lives in the sandbox, as a function that can be called here."""

    def __init__(self, judge: Judge, name: str, source: str, talk: socket.socket) -> None:
        self.judge, self.name, self.talk = judge, name, talk
        self.ended, self.opaque = False, ""
        self.sent: dict[str, object] = {}
        self.models: list[object] = []  # those that the answer has been given
        self.around: tuple = ()
        linecache.cache[CELL] = (len(source), None, source.splitlines(keepends=True), CELL)

    def function(self, parameters: list | None) -> Callable:
        """Return the function that stands for the answer, with the answer's own signature."""

        def answer(*args, **kwargs):
            reply = self.ask(args, kwargs)
            if reply.get("stub"):
                raise NotImplementedError  # born here, as it was in the stub
            return reply["value"]

        answer.__name__ = answer.__qualname__ = self.name
        with contextlib.suppress(TypeError, ValueError):
            if parameters is not None:
                answer.__signature__ = signature(parameters)
        return answer

    @contextlib.contextmanager
    def elsewhere(self, module: str, function: str, kept: tuple[str, ...]) -> Iterator[None]:
        """Let the sandbox put a context manager of the course's around the calls that are made meanwhile."""
        self.around = (module, function, kept)
        try:
            yield
        finally:
            self.around = ()

    def ask(self, args: tuple, kwargs: dict) -> dict:
        """Return the reply to one call. Raises what the answer raised, as if in the student's cell."""
        seeds, self.judge.seeds[:] = list(self.judge.seeds), []
        given = (*args, *kwargs.values())
        patched = self.patched()
        data = carried((args, kwargs, seeds, patched, self.judge.hidden(self.name), self.around), self.models)
        try:
            wire.send(self.talk, data)
            received = wire.receive(self.talk)
        except (EOFError, OSError):
            self.ended = True
            self.raise_in_cell(Ended("the answer ended its process"), 1, self.name)
        try:
            reply = codec.unpack(received, given)
        except Exception as problem:
            raise AnswerRefused(
                f"`{self.name}` returned what cannot be carried to the judge ({type(problem).__name__})."
            ) from None
        if f'"opaque", "{codec.OWN_CLASS}"'.encode() in received:  # perhaps deep within a list
            self.opaque = codec.OWN_CLASS
        return self.read(reply, args, kwargs, given)

    def read(self, reply: dict, args: tuple, kwargs: dict, given: tuple) -> dict:
        """Return a reply with a value in it. Raises what the reply tells of."""
        if "lost" in reply:
            raise RuntimeError(f"the check's own argument could not be carried over: {reply['lost']}")
        print(str(reply.get("printed", ""))[:400], end="")
        for position, new in reply.get("states", ()):
            restore(given[position], new)
        if "refused" in reply:
            raise AnswerRefused(str(reply["refused"]))
        if problem := reply.get("raised"):
            if problem["stub"] is True:
                return {"stub": True}
            self.raise_in_cell(rebuilt(problem), int(problem["line"]), str(problem["where"]))
        if reply.get("changed"):
            call = written(self.name, args, kwargs)
            raise AnswerRefused(f"`{call}` changed what it was given. Work on a copy: others use the original.")
        if isinstance(reply["value"], codec.Opaque) and not self.opaque:
            self.opaque = str(reply["value"]._kind)
        return reply

    def patched(self) -> dict:
        """Return the names that the answer must see changed since the last call, or changed back."""
        altered = self.judge.altered(self.name)
        back = {name: self.judge.base[name] for name in self.sent if name not in altered}
        new = {name: value for name, value in altered.items() if self.sent.get(name) is not value}
        self.sent = altered
        return {name: value for name, value in (new | back).items() if portable(value)}

    def raise_in_cell(self, problem: Exception, line: int, where: str) -> None:
        """Raise an exception from a frame that looks like the student's: its line, its function, its names."""
        code = raiser.__code__
        offset = next(number for *_, number in code.co_lines() if number and number > code.co_firstlineno)
        line = min(max(line, 1), 100_000) + code.co_firstlineno - offset
        where = where if where.isidentifier() else self.name
        code = code.replace(co_filename=CELL, co_name=where, co_firstlineno=max(line, 0))
        types.FunctionType(code, self.judge.shell.user_ns)(problem)


def raiser(problem):
    """Raise what it is given; `Remote.raise_in_cell` borrows its code."""
    raise problem


def signature(parameters: list) -> inspect.Signature:
    """Return a signature from what the sandbox told. Raises ValueError or TypeError where that is none."""
    return inspect.Signature(
        [
            inspect.Parameter(name, inspect._ParameterKind(kind), default=None if optional else inspect.Parameter.empty)
            for name, kind, optional in parameters
        ]
    )


def rebuilt(problem: dict) -> Exception:
    """Return an exception of the nearest built-in class, under the name that it had."""
    found = (getattr(builtins, str(name), None) for name in problem["bases"])
    base = next((one for one in found if isinstance(one, type) and issubclass(one, Exception)), Exception)
    kind = base if base.__name__ == problem["name"] else type(str(problem["name"])[:60], (base,), {})
    if base is NameError:
        return kind(str(problem["text"]), name=str(problem.get("missing")))
    try:
        return kind(str(problem["text"]))
    except TypeError:  # UnicodeError and its like want more than a text
        return Exception(str(problem["text"]))


class Carrier(cloudpickle.Pickler):
    """Sends a model once. Given again it is the same model there too, in the state that it has now here."""

    def __init__(self, stream: io.BytesIO, models: list[object]) -> None:
        super().__init__(stream)
        self.models = models

    def persistent_id(self, value: object) -> tuple[int, object] | None:
        """Return a model's number, with its state or, where it has not been sent yet, all of it."""
        if not codec.keras_package(value):
            return None
        number = next((i for i, known in enumerate(self.models) if known is value), len(self.models))
        if number < len(self.models):
            return number, state_of(value)
        self.models.append(value)
        return number, cloudpickle.dumps(value)


def carried(call: tuple, models: list[object]) -> bytes:
    """Return all about a call as bytes; plain data, which most arguments are, by the way that takes less time."""
    if is_plain(list(call[:2])) and not call[3]:
        with contextlib.suppress(Exception):  # a class of the check's own
            return pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
    stream = io.BytesIO()
    Carrier(stream, models).dump(call)
    return stream.getvalue()


def portable(value: object) -> bool:
    """Tell whether a value can be sent at all."""
    try:
        cloudpickle.dumps(value)
    except Exception:
        return False
    return True

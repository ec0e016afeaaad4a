"""The sandboxed side: runs the cells of one answer and calls its function as often as the judge asks."""

import contextlib
import importlib
import inspect
import io
import pickle
import socket
import sys
import traceback

import numpy as np
from IPython.core.interactiveshell import InteractiveShell

from utils.grading.calls import AnswerRefused, failure, fingerprint
from utils.grading.state import state as state_of_grading
from utils.quiet import quiet

from . import codec, wire, zygote

LONGEST = 500  # characters of a message


class Answer:
    """Runs what a student wrote. Everything here may be seen and changed by it, and nothing here is worth that."""

    patience = 1.0

    def __init__(self, shell: InteractiveShell, _: list[str]) -> None:
        self.shell = shell
        self.base = dict(shell.user_ns)
        self.models: dict[int, object] = {}

    def work(self, job: dict, talk: socket.socket, reply: None) -> None:
        """Run the cells, tell the judge what came of it, then serve its calls until it hangs up."""
        problem = None
        if "check" in job:
            self.judge_itself(job, talk)
            return
        with quiet():
            for source in job["sources"]:
                result = zygote.run(self.shell, source)
                problem = result.error_before_exec or result.error_in_exec
                if problem:
                    break
        answer = self.shell.user_ns.get(job["name"])
        if not callable(answer):
            present = job["name"] in self.shell.user_ns
            broken = failure(problem)[:LONGEST] if problem else ""
            wire.send(talk, codec.pack({"ready": False, "broken": broken, "present": present, "value": answer}))
            return
        wire.send(talk, codec.pack({"ready": True, "parameters": parameters(answer)}))
        with contextlib.suppress(EOFError, OSError):
            while True:
                wire.send(talk, self.called(answer, job["name"], wire.receive(talk)))

    def judge_itself(self, job: dict, talk: socket.socket) -> None:
        """Run the check here, beside the answer, which could interfere: a pass counts only once somebody has looked."""
        for source in (*job["sources"], job["check"]):
            zygote.run(self.shell, source)
        verdict = state_of_grading().verdicts[job["name"]]
        wire.send_json(talk, {"status": verdict.status, "message": verdict.message, "details": list(verdict.details)})

    def called(self, answer, name: str, data: bytes) -> bytes:
        """Return what one call gave. The judge is trusted: its side may pickle."""
        try:
            with codec.model_scopes():
                args, kwargs, seeds, patched, hidden, around = Received(data, self.models).load()
        except Exception as problem:
            return codec.pack({"lost": failure(problem)[:LONGEST]})
        self.shell.user_ns.update(patched)
        for module, function, seed in seeds:
            attribute(sys.modules[module], function)(*seed)
        given = (*args, *kwargs.values())
        before, states = fingerprint(args, kwargs), [state(one) for one in given]
        with quiet() as printout, self.without(hidden):
            try:
                with self.within(around, answer, name):
                    reply = {"value": answer(*args, **kwargs)}
            except AnswerRefused as refusal:
                reply = {"refused": str(refusal)[:LONGEST]}
            except BaseException as problem:
                reply = {"raised": self.described(problem, answer, name)}
        reply["printed"] = printout.kept
        reply["changed"] = fingerprint(args, kwargs) != before
        after = [state(one) for one in given]
        reply["states"] = [[i, new] for i, (old, new) in enumerate(zip(states, after, strict=True)) if differ(old, new)]
        return codec.pack(reply, given)

    @contextlib.contextmanager
    def without(self, hidden: list[str]):
        """Take away what the set-up put under some names, as the check has; what the student put there stays."""
        names = self.shell.user_ns
        taken = {name: names.pop(name) for name in hidden if name in names and names[name] is self.base[name]}
        try:
            yield
        finally:
            for name, value in taken.items():
                names.setdefault(name, value)

    def within(self, around: tuple, answer, name: str) -> contextlib.AbstractContextManager:
        """Return what a check wants around the calls of an answer, which needs the answer's own process."""
        if not around:
            return contextlib.nullcontext()
        module, function, kept = around
        return getattr(importlib.import_module(module), function)(self.shell.user_ns, name, answer, kept)

    def described(self, problem: BaseException, answer, name: str) -> dict:
        """Return an exception as plain data: what it is, what it says, and where in the student's cells it was born."""
        frames = list(traceback.walk_tb(problem.__traceback__))
        own = [frame for frame in frames if frame[0].f_globals is self.shell.user_ns]
        code = getattr(inspect.unwrap(answer), "__code__", None)
        return {
            "bases": [base.__name__ for base in type(problem).__mro__ if base.__module__ == "builtins"],
            "name": type(problem).__name__,
            "text": said(problem)[:LONGEST],
            "missing": getattr(problem, "name", None) if type(problem) is NameError else None,
            "stub": isinstance(problem, NotImplementedError) and frames[-1][0].f_code is code,
            "line": own[-1][1] if own else 1,
            "where": own[-1][0].f_code.co_name if own else name,
        }


class Received(pickle.Unpickler):
    """Reads a call. A model that was given before is the same one, with what the answer may have kept on it."""

    def __init__(self, data: bytes, models: dict[int, object]) -> None:
        super().__init__(io.BytesIO(data))
        self.models = models

    def persistent_load(self, known: tuple[int, object]) -> object:
        """Return the model of a number, new or in the state that it has in the judge's process."""
        number, content = known
        if isinstance(content, bytes):
            self.models[number] = pickle.loads(content)
        else:
            restore(self.models[number], content)
        return self.models[number]


def said(problem: BaseException) -> str:
    """Return what an exception says; a KeyError would put its key in quotes."""
    try:
        only = problem.args[0] if len(problem.args) == 1 else None
        return only if isinstance(only, str) else str(problem)
    except Exception:
        return ""


def parameters(answer) -> list | None:
    """Return name, kind and default of a function's arguments, None where Python cannot tell."""
    try:
        found = inspect.signature(answer).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[one.name, int(one.kind), one.default is not one.empty] for one in found]


def attribute(module, path: str):
    """Return what a dotted path names within a module."""
    for name in path.split("."):
        module = getattr(module, name)
    return module


def state(value: object) -> object:
    """Return what a call may change in a model or a random generator that it was given, None for other things."""
    if codec.keras_package(value):
        return [[np.array(array) for array in value.get_weights()], [layer.trainable for layer in value.layers]]
    if isinstance(value, np.random.Generator):
        return value.bit_generator.state
    return None


def differ(old: object, new: object) -> bool:
    """Tell whether two states differ."""
    if not isinstance(old, list):
        return old != new
    weights = zip(old[0], new[0], strict=False)
    return (
        old[1] != new[1]
        or len(old[0]) != len(new[0])
        or not all(np.array_equal(one, other, equal_nan=True) for one, other in weights)
    )


def restore(value: object, new: object) -> None:
    """Give a model or a random generator of this process the state that the answer left it in."""
    if codec.keras_package(value):
        weights, trainable = new
        value.set_weights(weights)
        for layer, flag in zip(value.layers, trainable, strict=True):
            layer.trainable = bool(flag)
    else:
        value.bit_generator.state = new

"""Gives a check names of its own: what the set-up made, and nothing that the learner's cells called alike.

When the cell that imports `graded` has run, what it bound is remembered on the shell. A check's block then runs in a
namespace made for it, so that neither reaches the other: a learner's `np`, `week` or `model` is theirs, and nothing a
check assigns comes back to the notebook. A name that the set-up does not know is looked up in the notebook.
"""

import ast
import builtins
import copy
import types
from collections.abc import Iterator
from dataclasses import dataclass

import joblib
import numpy as np
import pandas as pd
from IPython import get_ipython
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from utils.grading.calls import bare, is_plain

COPIED = 2_000_000  # bytes of plain data up to which the set-up's values are copied; larger ones are watched
SAMPLED = 2_048  # values of a large array that are compared


class SetupChanged(Exception):
    """A check needs what the set-up made, and something has changed it."""


@dataclass(frozen=True)
class Kept:
    """One name of the set-up: its object, a copy of plain data that is small, a sample of what is large."""

    value: object
    copied: object = None
    sample: str | None = None

    @property
    def intact(self) -> bool:
        """Whether large data still hold what the set-up put into them."""
        return self.sample is None or self.sample == sample(self.value)

    def is_still(self, value: object) -> bool:
        """Tell whether a value of the notebook is what the set-up made, or an equal one."""
        if value is self.value:
            return True
        return type(value) is type(self.value) and is_plain(value) and sample(value) == sample(self.value)

    def own(self) -> object:
        """Return the value for a check to use."""
        return self.value if self.copied is None else copy.deepcopy(self.copied)


def setup() -> dict[str, Kept]:
    """Return what the set-up of the running notebook made, by name; empty before it ran."""
    shell = get_ipython()
    return getattr(shell, "course_setup", {}) if shell else {}


def remember(result: ExecutionResult) -> None:
    """Remember what the set-up cell bound; where another cell lacks one of its names, say so. An IPython callback."""
    shell = get_ipython()
    source = getattr(result.info, "raw_cell", None) or ""
    missing = result.error_in_exec
    if isinstance(missing, NameError) and missing.name in setup() and missing.name not in shell.user_ns:
        print(
            f"`{missing.name}` comes from the set-up: run that cell, the first one with code, and then this one again."
        )
    if result.error_before_exec or missing or "utils.grading" not in source:
        return
    try:
        tree = ast.parse(shell.transform_cell(source))
    except SyntaxError:
        return
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "utils.grading"]
    if any(alias.name == "graded" for node in imports for alias in node.names):
        names = shell.user_ns
        shell.course_setup = {name: kept(names[name]) for name in bound(tree) if name in names}


def bound(tree: ast.AST) -> set[str]:
    """Return the names that a module's own statements bind, and not those of functions and comprehensions."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            found |= bound(node)
    return found


def kept(value: object) -> Kept:
    """Return a value as it is remembered."""
    if not is_plain(value):
        return Kept(value)
    if size(value) > COPIED:
        return Kept(value, sample=sample(value))
    return Kept(value, copied=copy.deepcopy(value))


def size(value: object) -> int:
    """Return about how many bytes plain data take."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, pd.DataFrame | pd.Series):
        return int(np.sum(value.memory_usage()))
    if isinstance(value, dict):
        return size(list(value)) + size(list(value.values()))
    if isinstance(value, list | tuple | set):
        return sum(map(size, value)) if len(value) < COPIED else 8 * len(value)
    return len(value) if isinstance(value, str | bytes) else 8


def sample(value: object) -> str:
    """Return a hash of values spread over large data."""
    if isinstance(value, dict):
        return joblib.hash([list(value)[:SAMPLED], *(sample(one) for one in value.values())])
    if isinstance(value, pd.DataFrame):
        return joblib.hash([sample(value[name].to_numpy()) for name in value.columns])
    if isinstance(value, pd.Series):
        return sample(value.to_numpy())
    if isinstance(value, np.ndarray):
        return joblib.hash([value.shape, value.flat[:: max(1, value.size // SAMPLED)]])
    if isinstance(value, list | tuple):
        return joblib.hash([bare(one) for one in value[:: max(1, len(value) // SAMPLED)]])
    return joblib.hash(value)


def setup_files() -> set[str]:
    """Return the file names under which functions of the set-up were compiled."""
    return {one.value.__code__.co_filename for one in setup().values() if defined_in(one.value, get_ipython().user_ns)}


def defined_in(value: object, notebook: dict[str, object]) -> bool:
    """Tell whether a value is a function that a cell of the notebook defines."""
    return isinstance(value, types.FunctionType) and value.__globals__ is notebook


def forgotten(notebook: dict[str, object]) -> bool:
    """Tell whether the notebook has lost names of its set-up, as `%reset` does, or never had them."""
    return not setup() or any(name not in notebook for name in setup())


def names_in(code: types.CodeType) -> Iterator[str]:
    """Yield the names that a piece of code and the functions in it look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names_in(constant)


def namespace(code: types.CodeType, notebook: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    """Return the names that a check's `code` runs in: `own` first, then the course's, the set-up's, Python's.

    Raises SetupChanged where large data that the check uses are no longer what the set-up made.
    """
    from utils import grading

    course = {name: getattr(grading, name) for name in grading.__all__}
    remembered = setup()
    names: dict[str, object] = {"__builtins__": builtins, "__name__": "__main__"}
    for name in dict.fromkeys(names_in(code)):
        if name in own:
            names[name] = own[name]
        elif name in course:
            names[name] = course[name]
        elif name in remembered:
            if not remembered[name].intact:
                raise SetupChanged(f"`{name}` is no longer what the set-up made")
            names[name] = remembered[name].own()
        elif not hasattr(builtins, name) and name in notebook:
            names[name] = notebook[name]
    return names


def install(shell: InteractiveShell) -> None:
    """Let the shell remember its set-up; once, also after this module was loaded again."""
    callbacks = shell.events.callbacks["post_run_cell"]
    for old in [one for one in callbacks if getattr(one, "__module__", "") == __name__]:
        callbacks.remove(old)
    shell.events.register("post_run_cell", remember)

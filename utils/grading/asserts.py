"""Turns a check's block into code that runs on its own: assertions that say what they got, names that are the check's.

It touches only cells that hold a `with graded(` block. Their assertions are rewritten by pytest, so that they tell both
sides of a comparison, and the block is taken out of the cell, for `graded` to run it in a namespace of its own. Where
pytest refuses a cell it runs as it was written, in the notebook's names.
"""

import ast
import copy
from types import CodeType

from IPython import get_ipython

from utils.grading import names

COURSE = "__import__('utils.grading.checks', fromlist=['graded'])"  # the learner's own `graded` would not do


class CheckRewriter(ast.NodeTransformer):
    """Takes check cells apart; a transformer for IPython's `ast_transformers`."""

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the cell's tree with its checks taken out, or the tree itself where nothing is to be done."""
        if not isinstance(node, ast.Module) or not any(map(is_check, node.body)):
            return node
        try:
            changed = copy.deepcopy(node)
            for statement in filter(is_check, changed.body):
                take_out(statement)
            return changed
        except Exception:  # IPython would drop the transformer for the rest of the session
            return node


def is_check(statement: ast.stmt) -> bool:
    """Tell whether a statement is a `with graded(...)` block."""
    if not isinstance(statement, ast.With):
        return False
    call = statement.items[0].context_expr
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "graded"


def take_out(check: ast.With) -> None:
    """Put the block of a check aside and let the course run it."""
    # pytest has no public function for this; tests/core/grading pins the one that is used
    from _pytest.assertion.rewrite import rewrite_asserts

    first = check.body[0]
    block = ast.Module(body=[*check.body], type_ignores=[])
    rewrite_asserts(block, ast.unparse(block).encode())
    blocks = kept_blocks()
    key = len(blocks)
    blocks[key] = block
    call = check.items[0].context_expr
    call.func = placed(f"{COURSE}.graded", call.func)
    check.body = [ast.copy_location(ast.Expr(placed(f"{COURSE}.run({key})", first)), first)]


def placed(source: str, where: ast.AST) -> ast.expr:
    """Return an expression that stands where another node stood."""
    expression = ast.parse(source, mode="eval").body
    for node in ast.walk(expression):
        ast.copy_location(node, where)
    return expression


def kept_blocks() -> dict[int, ast.Module]:
    """Return the blocks taken out so far; they are the shell's, since this module may be loaded again."""
    shell = get_ipython()
    if not hasattr(shell, "course_blocks"):
        shell.course_blocks = {}
    return shell.course_blocks


def compiled(key: int, file: str) -> CodeType:
    """Return the code of a block, as part of the cell `file`."""
    return compile(kept_blocks()[key], file, "exec", dont_inherit=True)


def install() -> None:
    """Prepare the running IPython shell for checks, once; do nothing where there is none."""
    shell = get_ipython()
    if shell is None:
        return
    # by name, since a reloaded module has a new class of the same name
    others = [t for t in shell.ast_transformers if type(t).__name__ != CheckRewriter.__name__]
    shell.ast_transformers = [*others, CheckRewriter()]
    names.install(shell)

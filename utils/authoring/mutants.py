"""Makes answers that are wrong by one small step from a solution that is right: a sign, an edge, a lost keyword."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from utils.authoring.source import BEGIN, END

SWAPS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
NAMES = {
    "min": "max",
    "max": "min",
    "argmin": "argmax",
    "argmax": "argmin",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "rint": "floor",
    "round": "int",
    "sum": "max",
    "mean": "median",
    "abs": "float",
    "minimum": "maximum",
    "maximum": "minimum",
    "sorted": "list",
    "log1p": "log",
    "expm1": "exp",
    "cumsum": "cumprod",
    "zeros": "ones",
    "ones": "zeros",
}


@dataclass(frozen=True)
class Mutant:
    """A solution with one step changed: the whole source, and the change in words."""

    source: str
    change: str


def mutants(source: str) -> list[Mutant]:
    """Return the mutants of an exercise's solution region; none is the solution's own text, none comes twice."""
    lines = source.splitlines()
    first = next(n for n, line in enumerate(lines, 1) if line.strip() == BEGIN)
    last = next(n for n, line in enumerate(lines, 1) if line.strip() == END)
    tree = ast.parse(source)
    found: dict[str, Mutant] = {}
    said: Counter[str] = Counter()
    words = {part for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node) if part != node}
    for position, node in enumerate(ast.walk(tree)):
        if first < getattr(node, "lineno", 0) < last and node not in words:  # what a refusal says is free
            for changed in changes(node):
                whole = copy.deepcopy(tree)
                there = replaced(whole, position, changed)
                text = ast.unparse(ast.fix_missing_locations(whole))
                if text == ast.unparse(tree) or text in found:
                    continue
                change = f"{short(node)} → {there}{place(tree, node)}"
                said[change] += 1
                again = f" ({said[change]})" if said[change] > 1 else ""
                found[text] = Mutant(text, change + again)
    return list(found.values())


def short(node: ast.AST) -> str:
    """Return a node as source, without what is indented below it."""
    return ast.unparse(node).partition("\n")[0]


def place(tree: ast.AST, node: ast.AST) -> str:
    """Return the statement that a node stands in, in words; nothing for a statement."""
    if isinstance(node, ast.stmt):
        return ""
    around = [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and any(n is node for n in ast.walk(one))]
    inner = short(max(around, key=lambda one: (one.lineno, one.col_offset)))
    return f" in `{inner[:77] + '…' if len(inner) > 78 else inner}`" if inner != short(node) else ""


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in a node's place."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in SWAPS.get(type(operator), ()):
                yield with_field(node, "ops", [*node.ops[:place], other(), *node.ops[place + 1 :]])
    elif isinstance(node, ast.BinOp):
        yield from (with_field(node, "op", other()) for other in SWAPS.get(type(node.op), ()))
        if isinstance(node.op, ast.Mult | ast.Div | ast.Pow | ast.Add | ast.Sub):
            yield node.left
    elif isinstance(node, ast.BoolOp):
        yield with_field(node, "op", SWAPS[type(node.op)][0]())
    elif isinstance(node, ast.AugAssign):
        yield from (with_field(node, "op", other()) for other in SWAPS.get(type(node.op), ()))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from map(ast.Constant, other_constants(node.value))
    elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
        kind = "attr" if isinstance(node, ast.Attribute) else "id"
        if getattr(node, kind) in NAMES:
            yield with_field(node, kind, NAMES[getattr(node, kind)])
    elif isinstance(node, ast.Call):
        for place in range(len(node.keywords)):
            yield with_field(node, "keywords", node.keywords[:place] + node.keywords[place + 1 :])
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
            yield node.func.value  # a method less
    elif isinstance(node, ast.If | ast.IfExp):
        yield with_field(node, "test", ast.Constant(False))
        if isinstance(node, ast.IfExp):
            yield with_field(node, "test", ast.Constant(True))
    elif isinstance(node, ast.Raise):
        yield ast.Pass()


def other_constants(value: object) -> Iterator[object]:
    """Yield constants near another one."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
    elif isinstance(value, float):
        yield value * 1.5 if value else 1.0
    elif isinstance(value, str) and value:
        yield value + "x"


def with_field(node: ast.AST, name: str, value: object) -> ast.AST:
    """Return a copy of a node with one field changed."""
    changed = copy.copy(node)
    setattr(changed, name, value)
    return changed


def replaced(tree: ast.AST, position: int, changed: ast.AST) -> str:
    """Put a node in the place of the one at `position` of a walk over `tree`; return it as source."""
    target = list(ast.walk(tree))[position]
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, changed)
            elif isinstance(value, list) and any(one is target for one in value):
                setattr(parent, name, [changed if one is target else one for one in value])
    return short(ast.fix_missing_locations(changed))

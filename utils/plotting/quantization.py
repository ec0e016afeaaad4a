"""Figures about fewer bits: what they cost and what they save."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from matplotlib.transforms import Bbox

from utils.litert import Row, cost, front
from utils.plotting.style import COLOURS, figure, show

FAMILIES = {"float": "full", "int8": "reduced", "yours": "yours"}  # other families take the rest in turn
ROLES = ("reduced", "control", "validation", "other", "test")
MARKERS = {"full": "o", "yours": "*", "reduced": "s", "control": "^", "validation": "D", "other": "v", "test": "P"}
GREY = {"color": "#555555", "lw": 1, "ls": "--", "zorder": 1}
HALO = [withStroke(linewidth=3, foreground="white")]  # keeps a text readable where a line runs under it
AXES = {"gzip bytes": "bytes after gzip", "bytes": "bytes of the file", "latency (µs)": "µs for one picture"}


def frontier(
    families: Mapping[str, Sequence[Row]],
    *,
    title: str,
    against: str = "gzip bytes",
    roles: Mapping[str, str] | None = None,
    name_all: bool = True,
    joined: bool = True,
    floor: float = 0.0,
) -> None:
    """Draw accuracy against a cost (log axis), families of models in a colour each, and the Pareto front as steps.

    families: name to rows, as `utils.litert.measure` gives them. "float", "int8" and "yours" have colours of their own.
    against: a cost as `utils.litert.cost` names it. roles: family to a role of COLOURS, where it should have a certain
        one. name_all: name every point, or else only those on the front. joined: whether a line joins a family's rows,
        in their order. floor: models of less accuracy are drawn at this height, with their accuracy in words.
    """
    chosen = _roles(families, roles or {})
    best = front([row for rows in families.values() for row in rows], against)
    with figure(8.5, 4.8) as drawn:
        axes = drawn.subplots()
        places = {}
        for family, rows in families.items():
            role = chosen[family]
            colour = COLOURS[role]
            costs, heights = [cost(row, against) for row in rows], [max(row.accuracy, floor) for row in rows]
            if joined:
                axes.plot(costs, heights, color=colour, lw=1, alpha=0.5)
            size = 220 if role == "yours" else 50
            axes.scatter(costs, heights, s=size, marker=MARKERS[role], color=colour, zorder=3, label=family)
            for row, x, y in zip(rows, costs, heights, strict=True):
                fallen = f" ↓ {row.accuracy:.2f}" if row.accuracy < floor else ""
                if name_all or fallen or role == "yours" or any(row is member for member in best):
                    places[row.name + fallen, family] = (x, y, colour)
        _log(axes)
        axes.margins(x=0.14, y=0.12)
        _steps(axes, [cost(row, against) for row in best], [max(row.accuracy, floor) for row in best])
        axes.set_xlabel(f"{AXES[against]} (log scale)")
        axes.set_ylabel("accuracy")
        axes.set_title(title)
        axes.legend(loc="lower right")
        _label(drawn, axes, [(text, *place) for (text, _), place in places.items()])
        listed = "; ".join(
            f"{family}: " + ", ".join(f"{row.name} {row.accuracy:.3f} at {cost(row, against):,.0f}" for row in rows)
            for family, rows in families.items()
        )
        members = ", ".join(row.name for row in best)
        show(drawn, f"Accuracy against {AXES[against]}. {listed}. On the Pareto front: {members}.")


def _roles(families: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """A role of COLOURS for each family: the one given, the one of its name, or the next that is free."""
    chosen = {family: given.get(family) or FAMILIES.get(family, "") for family in families}
    free = [role for role in ROLES if role not in chosen.values()]
    return {family: role or free.pop(0) for family, role in chosen.items()}


def _log(axes: Axes) -> None:
    """Give the horizontal axis a log scale whose ticks are plain numbers."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())


def _steps(axes: Axes, costs: Sequence[float], heights: Sequence[float]) -> None:
    """Draw the front: at each cost, the accuracy that can be had for it."""
    right = axes.get_xlim()[1]
    corners = np.repeat([*costs, right], 2)[1:], np.repeat([*heights, heights[-1]], 2)[:-1]
    axes.plot(*corners, **GREY, label="Pareto front")
    axes.set_xlim(right=right)


def _label(drawn: Figure, axes: Axes, points: Sequence[tuple[str, float, float, str]]) -> None:
    """Write a text beside each point where it covers no other text, no point and, if there is room, no line.

    points: (text, x, y, colour) in data. Where no place is free, the first is taken.
    """
    drawn.draw_without_rendering()  # the layout decides where points are
    inside = axes.get_window_extent()
    legend = axes.get_legend()
    dots = [axes.transData.transform((x, y)) for _, x, y, _ in points]
    radius = drawn.dpi / 15
    taken = [Bbox.from_bounds(x - radius, y - radius, 2 * radius, 2 * radius) for x, y in dots]
    taken += [legend.get_window_extent()] if legend else []
    lines = [line.get_transform().transform_path(line.get_path()) for line in axes.lines]
    for own, (text, x, y, colour) in enumerate(points):
        look = {"textcoords": "offset points", "color": colour, "size": 10, "path_effects": HALO}
        note = axes.annotate(text, (x, y), (0, 0), **look)
        note.set_in_layout(False)  # a label near the edge would otherwise squeeze the axes
        others = taken[:own] + taken[own + 1 :]
        taken.append(_settle(note, others, lines, inside))


def _settle(note: Annotation, taken: Sequence[Bbox], lines: Sequence[Path], inside: Bbox) -> Bbox:
    """Move a text to the first free place around its point and return the room it takes there."""
    angles = np.deg2rad([40, -40, 140, -140, 90, -90])
    near, far = (8, 14, 22), (32, 44)
    for avoided, distance in [*product([lines], near), *product([()], near + far)]:  # better cross a line than go far
        for angle in angles:
            _move(note, distance * np.cos(angle), distance * np.sin(angle))
            room = note.get_window_extent()
            within = inside.x0 <= room.x0 and room.x1 <= inside.x1 and inside.y0 <= room.y0 and room.y1 <= inside.y1
            covers = any(room.overlaps(other) for other in taken)
            if within and not covers and not any(line.intersects_bbox(room, filled=False) for line in avoided):
                return room
    _move(note, 6, 6)
    return note.get_window_extent()


def _move(note: Annotation, right: float, up: float) -> None:
    """Put a text so many points right of and above what it names."""
    note.set_position((right, up))
    note.set_ha("left" if right > 1 else "right" if right < -1 else "center")
    note.set_va("bottom" if up > 0 else "top")


def weight_grids(panels: Mapping[str, tuple[np.ndarray, np.ndarray]], *, title: str) -> None:
    """Draw how weights are spread, and below them the values that a grid can hold, a panel for each grid.

    panels: label to (weights of any shape, the grid's values in ascending order). A value that some weight is rounded
    to is drawn dark, one that none needs is drawn pale.
    """
    with figure(9, 1.1 + 1.75 * len(panels)) as drawn:
        rows = drawn.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
        told = []
        ends = [end for weights, _ in panels.values() for end in (np.min(weights), np.max(weights))]
        edges = np.linspace(min(ends), max(ends), 301)
        for axes, (label, (weights, levels)) in zip(rows, panels.items(), strict=True):
            weights = np.ravel(weights)
            used = np.bincount(np.abs(weights[:, None] - levels).argmin(axis=1), minlength=len(levels)) > 0
            counts, _ = np.histogram(weights, edges)
            heights = counts / counts.max()
            axes.stairs(heights, edges, fill=True, color=COLOURS["full"], alpha=0.45)
            axes.vlines(levels[used], -0.42, -0.08, color=COLOURS["reduced"], lw=2)
            axes.vlines(levels[~used], -0.42, -0.08, color="#bbbbbb", lw=2)
            axes.set_ylim(-0.45, 1.05)
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            axes.set_title(label, weight="normal", size=11)
            told.append(f"{label}: {len(levels)} values from {levels[0]:.2f} to {levels[-1]:.2f}, {used.sum()} in use")
        rows[-1].set_xlabel("value of a weight (above: how many weights; below: the values that can be stored)")
        drawn.suptitle(title, weight="bold", size=12, x=0.01, ha="left")
        show(drawn, f"Histograms of weights with their grids. {'; '.join(told)}.")


@dataclass(frozen=True)
class Line:
    """A line of a figure: places and heights, of equal number, and a role of COLOURS.

    mark_lowest: whether its lowest point is marked, with its place in figures.
    """

    x: Sequence[float]
    y: Sequence[float]
    role: str = "other"
    mark_lowest: bool = False

    def lowest(self) -> tuple[float, float]:
        """Return place and height of the lowest point."""
        place = int(np.argmin(self.y))
        return self.x[place], self.y[place]


def curves(lines: Mapping[str, Line], *, x: str, y: str, title: str, log: bool = False, whole: bool = False) -> None:
    """Draw lines with their names at the right end.

    x, y: what the axes hold, with units. log: whether heights go on a log axis. whole: for places that are whole
        numbers, such as bits: each has a tick and its points, and the axis falls to the right.
    """
    with figure(8.5, 4.2) as drawn:
        axes = drawn.subplots()
        names = []
        for name, line in lines.items():
            colour = COLOURS[line.role]
            axes.plot(line.x, line.y, color=colour, marker=MARKERS.get(line.role, "o") if whole else None)
            if line.mark_lowest:
                place, height = line.lowest()
                axes.scatter(place, height, color=colour, zorder=3)
                axes.annotate(
                    f"{place:.2f}", (place, height), (0, -14), textcoords="offset points", ha="center", color=colour
                )
            names.append((name, line.x[-1], line.y[-1], colour))
        if log:
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        if whole:
            axes.set_xticks(sorted({int(place) for line in lines.values() for place in line.x}))
            axes.invert_xaxis()
        axes.margins(y=0.12)
        axes.set_xlabel(x)
        axes.set_ylabel(y + (" (log scale)" if log else ""))
        axes.set_title(title)
        _name_ends(drawn, axes, names)
        listed = "; ".join(
            f"{name}: " + ", ".join(f"{height:.3g} at {place:g}" for place, height in _some(line))
            for name, line in lines.items()
        )
        show(drawn, f"{y} against {x}. {listed}.")


def _some(line: Line) -> list[tuple[float, float]]:
    """Up to six points of a line, evenly taken, for its alternative text."""
    places = np.unique(np.linspace(0, len(line.x) - 1, 6).round().astype(int))
    return [(line.x[place], line.y[place]) for place in places]


def _name_ends(drawn: Figure, axes: Axes, names: Sequence[tuple[str, float, float, str]]) -> None:
    """Write each line's name right of its last point, pushed down where it would cover the one above."""
    drawn.draw_without_rendering()
    below = np.inf
    for name, place, height, colour in sorted(names, key=lambda entry: -entry[2]):
        wanted = axes.transData.transform((place, height))[1]
        at = min(wanted, below - 1.35 * 10 * drawn.dpi / 72)
        below = at
        axes.annotate(
            name,
            (place, height),
            (8, (at - wanted) * 72 / drawn.dpi),
            textcoords="offset points",
            va="center",
            color=colour,
            weight="bold",
            annotation_clip=False,
        )


TYPES = {
    "float32": "full",
    "float16": "control",
    "int32": "other",
    "int8": "reduced",
    "uint8": "validation",
    "int4": "test",
}
ROLES_OF_LAYER = {"weight": "weight", "bias": "bias", "activation": "result"}


def type_strips(files: Mapping[str, pd.DataFrame], layers: Sequence[str], *, title: str) -> None:
    """Draw the types of the tensors of one network's conversions: a row for each file, a group of cells for each layer.

    files: name to the tensors of a file, as `utils.litert.tensors` lists them. layers: names of layers, which the
    tensors' names contain. A layer has its weights, its biases and its result; input and output stand at the ends.
    """
    groups = {name: layer_types(table, layers) for name, table in files.items()}
    places, place = {}, 0.0
    for group, part in next(iter(groups.values())):
        place += 0.35 if part in ("weight", "output") else 0.0
        places[group, part] = place
        place += 1
    with figure(9.5, 1.4 + 0.42 * len(files)) as drawn:
        axes = drawn.subplots()
        for height, row in enumerate(groups.values()):
            for key, kind in row.items():
                axes.add_patch(Rectangle((places[key] + 0.03, height - 0.42), 0.94, 0.84, fc=COLOURS[TYPES[kind]]))
                ink = _ink(COLOURS[TYPES[kind]])
                axes.text(places[key] + 0.5, height, kind, ha="center", va="center", color=ink, size=9)
        for layer in layers:
            axes.text(places[layer, "bias"] + 0.5, -0.75, layer, ha="center", weight="bold")
        axes.set_xlim(0, place)
        axes.set_ylim(len(files) - 0.5, -1.15)
        axes.set_yticks(range(len(files)), list(files))
        axes.set_xticks([left + 0.5 for left in places.values()], [part for _, part in places], size=9)
        axes.tick_params(length=0)
        axes.grid(False)
        axes.spines[:].set_visible(False)
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: " + ", ".join(f"{' '.join(key).strip()} {kind}" for key, kind in row.items())
            for name, row in groups.items()
        )
        show(drawn, f"Types of the tensors of {len(files)} files. {listed}.")


def _ink(ground: str) -> str:
    """Black or white, whichever reads better on a colour (its luma by ITU-R BT.601)."""
    return "black" if np.dot(to_rgb(ground), (0.299, 0.587, 0.114)) > 0.5 else "white"


def layer_types(table: pd.DataFrame, layers: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the types of a file's tensors by layer and part, in the network's order.

    table: as `utils.litert.tensors` gives it. layers: names that the tensors' names contain. Raises ValueError where
    a layer's tensor is not found.
    """

    def first(role: str, layer: str = "") -> str:
        found = table[(table["role"] == role) & table["name"].str.contains(layer, regex=False)]["dtype"]
        if found.empty:
            raise ValueError(f"no {role} of {layer!r} among the tensors")
        return found.iloc[0]

    parts = {(layer, part): first(role, layer) for layer in layers for role, part in ROLES_OF_LAYER.items()}
    return {("", "input"): first("input"), **parts, ("", "output"): first("output")}


def dots(
    values: Mapping[str, float | tuple[float, float]],
    *,
    unit: str,
    title: str,
    reference: float | None = None,
    written: str = ".3f",
) -> None:
    """Draw numbers as dots on one axis, a row for each.

    values: label to a number, or to a number and its error, half the length of a bar. reference: where a vertical line
    helps to compare. written: how a number is written beside its dot.
    """
    pairs = {label: value if isinstance(value, tuple) else (value, 0.0) for label, value in values.items()}
    ends = [value + side * error for value, error in pairs.values() for side in (-1, 1)]
    ends += [] if reference is None else [reference]
    span = max(ends) - min(ends) or 1.0
    with figure(8, 0.9 + 0.36 * len(values)) as drawn:
        axes = drawn.subplots()
        if reference is not None:
            axes.axvline(reference, color=COLOURS["full"], lw=1.2, ls="--")
        for place, (value, error) in enumerate(pairs.values()):
            axes.hlines(place, value - error, value + error, color=COLOURS["reduced"], lw=3, alpha=0.5)
            axes.scatter(value, place, color=COLOURS["reduced"], s=60, zorder=3)
            text = axes.text(value + error + 0.02 * span, place, format(value, written), va="center", size=10)
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})  # the line must not strike it out
        axes.set_xlim(min(ends) - 0.05 * span, max(ends) + 0.14 * span)
        axes.set_yticks(range(len(pairs)), list(pairs))
        axes.set_ylim(len(pairs) - 0.5, -0.5)
        axes.set_xlabel(unit)
        axes.set_title(title)
        listed = ", ".join(f"{label} {value:{written}}" for label, (value, _) in pairs.items())
        show(drawn, f"Dots, in {unit}: {listed}.")

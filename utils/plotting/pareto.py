"""Accuracy against a cost: families of models, their Pareto front, and labels that cover nothing."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from matplotlib.transforms import Bbox

from utils.litert import Row, cost, front
from utils.plotting.style import COLOURS, MARKERS, figure, show

FAMILIES = {"float": "full", "int8": "reduced", "yours": "yours"}  # other families take the rest in turn
ROLES = ("reduced", "control", "validation", "other", "test")
GREY = {"color": "#555555", "lw": 1, "ls": "--", "zorder": 1}
HALO = [withStroke(linewidth=3, foreground="white")]  # keeps a text readable where a line runs under it
AXES = {"gzip bytes": "bytes after gzip", "bytes": "bytes of the file", "latency (µs)": "µs for one inference"}


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
        log_axis(axes)
        axes.margins(x=0.14, y=0.12)
        steps(axes, [cost(row, against) for row in best], [max(row.accuracy, floor) for row in best])
        axes.set_xlabel(f"{AXES[against]} (log scale)")
        axes.set_ylabel("accuracy")
        axes.set_title(title)
        axes.legend(loc="lower right")
        label_points(drawn, axes, [(text, *place) for (text, _), place in places.items()])
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


def log_axis(axes: Axes) -> None:
    """Give the horizontal axis a log scale whose ticks are plain numbers."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())


def steps(axes: Axes, costs: Sequence[float], heights: Sequence[float]) -> None:
    """Draw the front: at each cost, the accuracy that can be had for it."""
    right = axes.get_xlim()[1]
    corners = np.repeat([*costs, right], 2)[1:], np.repeat([*heights, heights[-1]], 2)[:-1]
    axes.plot(*corners, **GREY, label="Pareto front")
    axes.set_xlim(right=right)


def label_points(drawn: Figure, axes: Axes, points: Sequence[tuple[str, float, float, str]]) -> None:
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

"""Lines with their names at the right end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from utils.plotting.style import COLOURS, MARKERS, figure, show


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

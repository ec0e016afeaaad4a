"""Figures about projections: a line that turns, points before and after, shares of variance, what a reduction costs."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.axes import Axes

from utils.plotting.style import COLOURS, figure, show, super_title

GROUPS = (("full", "o"), ("validation", "^"), ("reduced", "s"), ("control", "D"))
WIDGET = "application/vnd.jupyter.widget-view+json"

# Points (n, 2) and degrees to the points' feet on the line (n, 2), the variance along it, the squared distance to it
Turn = Callable[[np.ndarray, float], tuple[np.ndarray, float, float]]


def scatter_panels(
    panels: Mapping[str, np.ndarray],
    axis_names: Sequence[tuple[str, str]],
    *,
    title: str,
    groups: Sequence[str] | None = None,
    arrows: Mapping[str, Mapping[str, np.ndarray]] | None = None,
    equal: bool = True,
    columns: int = 3,
) -> None:
    """Draw scatter plots beside each other.

    panels: label to points of shape (n, 2). axis_names: across and upward, one pair for each panel or one for all.
    groups: of each point, by name: a colour and a marker. arrows: a panel's label to arrows from its origin, each with
    its own label. equal: one scale for both axes of a panel.
    """
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    pairs = list(axis_names) * (len(panels) if len(axis_names) == 1 else 1)
    with figure(3.3 * columns + 0.6, 3.1 * rows + 0.5) as drawn:
        grid = drawn.subplots(rows, columns, squeeze=False).ravel()
        for axes, (label, points), (across, upward) in zip(grid[: len(panels)], panels.items(), pairs, strict=True):
            scatter(axes, points, groups)
            draw_arrows(axes, (arrows or {}).get(label, {}))
            if equal:
                axes.set_aspect("equal", adjustable="datalim")
            axes.set_title(label, weight="normal", size=11)
            axes.set_xlabel(across)
            axes.set_ylabel(upward)
        for axes in grid[len(panels) :]:
            axes.set_visible(False)
        if groups is not None:
            handles, labels = grid[0].get_legend_handles_labels()
            drawn.legend(handles, labels, loc="outside lower center", ncols=len(labels), markerscale=1.6)
        super_title(drawn, title)
        listed = "; ".join(
            f"{label.replace(chr(10), ', ')}: {upward or 'the same'} against {across}"
            for label, (across, upward) in zip(panels, pairs, strict=True)
        )
        show(drawn, f"Scatter plots. {listed}.")


def scatter(axes: Axes, points: np.ndarray, groups: Sequence[str] | None) -> None:
    """Draw points, by group where there are groups; raise ValueError for more groups than markers."""
    if groups is None:
        axes.scatter(*points.T, s=7, color=COLOURS["other"], alpha=0.6)
        return
    member = np.asarray(groups)
    names = list(dict.fromkeys(groups))
    if len(names) > len(GROUPS):
        raise ValueError(f"there are colours for {len(GROUPS)} groups, not for {len(names)}")
    for name, (role, marker) in zip(names, GROUPS, strict=False):
        axes.scatter(*points[member == name].T, s=16, marker=marker, color=COLOURS[role], alpha=0.7, label=name)


def draw_arrows(axes: Axes, arrows: Mapping[str, np.ndarray]) -> None:
    """Draw arrows from the origin, each with its label."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}
    for label, end in arrows.items():
        axes.annotate("", end, (0, 0), arrowprops={"arrowstyle": "->", "color": "black", "lw": 2.2})
        axes.annotate(label, end, (-4, 6), textcoords="offset points", weight="bold", size=10, bbox=box, ha="right")


def line_positions(
    points: np.ndarray, turn: Turn, degrees: Sequence[float], *, axis_names: tuple[str, str], title: str
) -> None:
    """Draw the line at some positions, and variance and squared distance against the angle; below it a slider.

    points: centred, shape (n, 2), in cm. turn: gives feet, variance and squared distance of the points for an angle.
    degrees: at most five positions. The slider turns the same picture; where ipywidgets is missing, or nothing shows
    widgets, the positions stand alone.
    """
    with figure(10, 6.6) as drawn:
        grid = drawn.subplots(2, 3).ravel()
        for axes, angle in zip(grid, degrees, strict=False):
            told = turned_line(axes, points, turn, angle, axis_names)
            axes.set_title(f"{angle:.0f}°: {told}", weight="normal", size=10.5)
        by_angle(grid[len(degrees)], points, turn, degrees)
        super_title(drawn, title)
        listed = "; ".join(f"{angle:.0f} degrees: {in_words(turn(points, angle))}" for angle in degrees)
        show(drawn, f"Points, their feet on a line through the centre, orange segments between. {listed}.")
    line_slider(points, turn, degrees[0], axis_names)


def line_slider(points: np.ndarray, turn: Turn, start: float, axis_names: tuple[str, str]) -> None:
    """Show a slider that turns the line, or nothing where ipywidgets is missing."""
    try:
        import ipywidgets
    except ImportError:
        return
    angle = ipywidgets.FloatSlider(
        value=start, min=0, max=180, step=1, description="angle (°)", readout_format=".0f", layout={"width": "500px"}
    )
    picture = ipywidgets.Image(value=turned_picture(points, turn, start, axis_names), format="png", width=760)

    def redraw(change: dict) -> None:
        picture.value = turned_picture(points, turn, change["new"], axis_names)

    angle.observe(redraw, names="value")
    view = ipywidgets.VBox([angle, picture])._repr_mimebundle_()
    if view and WIDGET in view:
        display({WIDGET: view[WIDGET], "text/plain": "A slider that turns the line."}, raw=True)


def turned_picture(points: np.ndarray, turn: Turn, angle: float, axis_names: tuple[str, str]) -> bytes:
    """Return the line at one angle, and that angle on the two curves, as a PNG picture."""
    with figure(9.5, 4) as drawn:
        left, right = drawn.subplots(1, 2)
        told = turned_line(left, points, turn, angle, axis_names)
        left.set_title(told, weight="normal", size=11)
        by_angle(right, points, turn, [angle])
        picture = io.BytesIO()
        drawn.savefig(picture, format="png", dpi=90)
    return picture.getvalue()


def turned_line(axes: Axes, points: np.ndarray, turn: Turn, angle: float, axis_names: tuple[str, str]) -> str:
    """Draw points, line, feet and segments for one angle; return its variance and squared distance in words."""
    feet, variance, distance = turn(points, angle)
    reach = 1.15 * np.abs(points).max()
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    axes.plot(*np.outer([-2 * reach, 2 * reach], direction).T, color="#555555", lw=1.2)
    for point, foot in zip(points, feet, strict=True):
        axes.plot(*np.array([point, foot]).T, color=COLOURS["full"], lw=0.9)
    axes.scatter(*points.T, s=12, color=COLOURS["validation"], zorder=3)
    axes.scatter(*feet.T, s=12, color=COLOURS["full"], zorder=4, marker="D")
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    axes.set_xlabel(axis_names[0])
    axes.set_ylabel(axis_names[1])
    return in_words((feet, variance, distance))


def in_words(turned: tuple[np.ndarray, float, float]) -> str:
    """Return variance along a line, squared distance to it, and their sum, as text."""
    _, variance, distance = turned
    return f"{variance:.2f} along + {distance:.2f} off = {variance + distance:.2f}"


def by_angle(axes: Axes, points: np.ndarray, turn: Turn, marked: Sequence[float]) -> None:
    """Draw variance along the line and squared distance to it against its angle, some angles marked."""
    every, label = np.arange(0, 181, 3), {"weight": "bold", "ha": "center", "va": "top"}
    measured = np.array([turn(points, angle)[1:] for angle in every])
    for column, (name, role, marker) in enumerate((("along", "validation", "o"), ("off", "full", "D"))):
        axes.plot(every, measured[:, column], color=COLOURS[role])
        heights = [turn(points, angle)[1 + column] for angle in marked]
        axes.scatter(marked, heights, color=COLOURS[role], marker=marker, zorder=3)
        top = int(measured[:, column].argmax())
        axes.text(every[top], measured[top, column] - 0.1 * measured.max(), name, color=COLOURS[role], **label)
    axes.plot(every, measured.sum(axis=1), color="#555555", ls="--", lw=1.2)
    axes.text(90, measured.sum(axis=1).max() * 1.02, "sum", color="#555555", ha="center", va="bottom")
    axes.set_ylim(0, measured.sum(axis=1).max() * 1.15)
    axes.set_xticks(range(0, 181, 45))
    axes.set_xlabel("angle of the line (degrees)")
    axes.set_ylabel("mean square (cm²)")


def explained_variance(shares: Mapping[str, np.ndarray], target: float, *, title: str) -> None:
    """Draw the share of variance of each component as bars, their sum as a line, and the target as another.

    shares: label to an array of shape (components,), the largest first; at most eight are drawn.
    """
    with figure(3.4 * len(shares) + 1.2, 3.6) as drawn:
        panels = drawn.subplots(1, len(shares), sharey=True, squeeze=False).ravel()
        for axes, (label, ratios) in zip(panels, shares.items(), strict=True):
            sums, kept = np.cumsum(ratios)[:8], int(np.argmax(np.cumsum(ratios) >= target - 1e-9)) + 1
            places = np.arange(1, len(sums) + 1)
            axes.bar(places, ratios[:8], color=[COLOURS["reduced" if place <= kept else "train"] for place in places])
            axes.plot(places, sums, color="black", marker="o", markersize=5, lw=1.5)
            for place, total in zip(places[:4], sums, strict=False):
                axes.text(place, total + 0.025, f"{total:.1%}", ha="center", size=9.5)
            axes.axhline(target, color=COLOURS["full"], ls="--", lw=1.2)
            axes.set_ylim(0, 1.12)
            axes.set_xticks(places)
            axes.set_xlabel("component")
            axes.grid(visible=False, axis="x")
            axes.set_title(f"{label}: {kept} for {target:.0%}", weight="normal", size=11)
        panels[0].set_ylabel("share of variance\n(bars: each, line: together)")
        super_title(drawn, title)
        listed = "; ".join(
            f"{label}: " + ", ".join(f"{total:.1%}" for total in np.cumsum(ratios)[:4])
            for label, ratios in shares.items()
        )
        show(drawn, f"Bars of explained variance by component and their running sum. {listed}.")


def heat_maps(tables: Mapping[str, pd.DataFrame], *, title: str) -> None:
    """Draw tables of numbers between −1 and 1 as coloured squares with their values; exact zeros stay empty.

    tables: label to a table; its columns and index name the squares.
    """
    tall = max(len(table) for table in tables.values())
    wide = sum(table.shape[1] for table in tables.values())
    with figure(min(10, 3 + 0.62 * wide), 1.5 + 0.36 * tall) as drawn:
        panels = drawn.subplots(1, len(tables), squeeze=False).ravel()
        for axes, (label, table) in zip(panels, tables.items(), strict=True):
            values = table.to_numpy(dtype=float)
            axes.imshow(values, cmap="PuOr", vmin=-1.1, vmax=1.1, aspect="auto")
            for (row, column), value in np.ndenumerate(values):
                if value != 0:
                    colour = "white" if abs(value) > 0.75 else "black"
                    text = f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")
                    axes.text(column, row, text, ha="center", va="center", size=9.5, color=colour)
            axes.set_xticks(range(table.shape[1]), table.columns, rotation=25 if table.shape[1] > 2 else 0, size=9.5)
            same = list(table.index) == list(next(iter(tables.values())).index)
            axes.set_yticks(range(len(table)), table.index if axes is panels[0] or not same else [], size=9.5)
            axes.grid(False)
            axes.set_title(label, weight="normal", size=11)
        super_title(drawn, title)
        listed = "; ".join(
            f"{label}, largest {table.abs().to_numpy(dtype=float).max():.2f}, {table.shape[0]} by {table.shape[1]}"
            for label, table in tables.items()
        )
        show(drawn, f"Coloured tables of numbers between minus one and one. {listed}.")


@dataclass(frozen=True)
class Outcome:
    """What one reduction does to two classifiers.

    numbers: kept per row. neighbours, logistic: test accuracies. error: standard error of the difference between
    `neighbours` and the same classifier on all columns. seconds: to learn the reduction, apply it, and classify.
    """

    numbers: int
    neighbours: float
    logistic: float
    error: float
    seconds: float
    role: str = "reduced"


def outcomes(measured: Mapping[str, Outcome], *, title: str) -> None:
    """Draw accuracy with each reduction and without any, the first row, beside the seconds it takes.

    Bars go twice the standard error to both sides. The best row of the others comes first.
    """
    first, *others = measured
    rows = [first, *sorted(others, key=lambda name: -measured[name].neighbours)]
    with figure(10, 1.5 + 0.36 * len(rows)) as drawn:
        left, right = drawn.subplots(1, 2, sharey=True, width_ratios=[3, 1.3])
        left.axvline(measured[first].neighbours, color="#777777", lw=1, ls="--")
        for place, name in enumerate(rows):
            row = measured[name]
            colour, star = COLOURS[row.role], row.role == "yours"
            span = [row.neighbours - 2 * row.error, row.neighbours + 2 * row.error]
            left.plot(span, [place, place], color=colour, lw=4, alpha=0.35, solid_capstyle="butt")
            left.scatter(
                row.neighbours, place, color=colour, marker="*" if star else "o", s=150 if star else 55, zorder=3
            )
            left.scatter(row.logistic, place, facecolors="none", edgecolors=colour, marker="s", s=42, zorder=3)
            right.scatter(row.seconds, place, color=colour, s=45)
            right.text(row.seconds * 1.5, place, f"{row.seconds:.2g} s", va="center", size=9.5)
        left.set_yticks(range(len(rows)), [f"{name} · {measured[name].numbers}" for name in rows])
        left.invert_yaxis()
        left.set_xlabel("test accuracy  (● five nearest neighbours, □ logistic regression)")
        right.set_xscale("log")
        most, least = (pick(row.seconds for row in measured.values()) for pick in (max, min))
        right.set_xlim(least / 2, most * 6)
        right.set_xlabel("seconds (log scale)")
        super_title(drawn, title)
        listed = "; ".join(
            f"{name}, {row.numbers} numbers: {row.neighbours:.1%} and {row.logistic:.1%}"
            for name, row in ((name, measured[name]) for name in rows)
        )
        show(drawn, f"Test accuracy of nearest neighbours and of logistic regression. {listed}.")

"""Figures about projections: what turns, points before and after, shares of variance, what a reduction costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from utils.plotting.slider import Move, Stage, moving
from utils.plotting.style import COLOURS, SIGNED, figure, panel_title, show, super_title

GROUPS = (("full", "o"), ("validation", "^"), ("reduced", "s"), ("control", "D"))
NUMERALS = (*COLOURS.values(), "#6a51a3", "#7a5c00")

# Points (n, 2) and degrees to the points' feet on the line (n, 2), the variance along it, the squared distance to it
TurnLine = Callable[[np.ndarray, float], tuple[np.ndarray, float, float]]
# Points (n, 2) and degrees to their coordinates on axes turned by so many degrees (n, 2), and each axis's kurtosis (2,)
TurnAxes = Callable[[np.ndarray, float], tuple[np.ndarray, np.ndarray]]


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
            panel_title(axes, label)
            axes.set_xlabel(across)
            axes.set_ylabel(upward)
        for axes in grid[len(panels) :]:
            axes.set_visible(False)
        if groups is not None:
            handles, labels = grid[0].get_legend_handles_labels()
            drawn.legend(handles, labels, loc="outside lower center", ncols=len(labels), markerscale=1.6)
        super_title(drawn, title)
        listed = "; ".join(
            f"{label.replace(chr(10), ', ')}: {upward or 'the same'} against {across}, {len(points)} points, "
            f"correlation {np.corrcoef(np.asarray(points, dtype=float).T)[0, 1]:.2f}"
            for (label, points), (across, upward) in zip(panels.items(), pairs, strict=True)
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


def clusters(views: Mapping[str, tuple[np.ndarray, Sequence[object]]], *, title: str) -> None:
    """Draw two-dimensional views of several data sets, each point as its class.

    views: label to points of shape (n, 2) and the class of each. Digits are drawn as numerals, other classes as in
    `scatter_panels`, with their names in the panel.
    """
    with figure(3.35 * len(views), 3.7) as drawn:
        panels = drawn.subplots(1, len(views), squeeze=False).ravel()
        for axes, (label, (points, classes)) in zip(panels, views.items(), strict=True):
            names = list(dict.fromkeys(classes))
            if len(names) <= len(GROUPS):
                scatter(axes, points, list(map(str, classes)))
                axes.legend(loc="best", fontsize=9, handletextpad=0.1, borderpad=0.2)
            else:
                for name in sorted(names):
                    member = np.asarray(classes) == name
                    colour = NUMERALS[int(name) % len(NUMERALS)]
                    axes.scatter(*points[member].T, marker=f"${name}$", s=26, lw=0.3, color=colour)
            panel_title(axes, label)
            axes.set_xlabel("component 1")
            axes.set_xticks([])
            axes.set_yticks([])
        panels[0].set_ylabel("component 2")
        super_title(drawn, title)
        listed = "; ".join(
            f"{label.replace(chr(10), ', ')}: {len(points)} points of {len(set(classes))} classes"
            for label, (points, classes) in views.items()
        )
        show(drawn, f"Points of several data sets by their first two components, each marked by its class. {listed}.")


def turning_line(
    points: np.ndarray, turn: TurnLine, degrees: Sequence[float], *, axis_names: tuple[str, str], title: str
) -> None:
    """Draw a line through the centre at some angles, with variance and squared distance against the angle; a slider.

    points: centred, shape (n, 2), in cm. turn: gives feet, variance and squared distance of the points for an angle.
    degrees: at most five positions of the sheet.
    """
    turning(
        line_stage(points, turn, axis_names),
        {"along": lambda angle: turn(points, angle)[1], "off": lambda angle: turn(points, angle)[2]},
        degrees,
        most=180,
        y="mean square (cm²)",
        told="{:.2f} along + {:.2f} off = {:.2f}",
        title=title,
        alternative="Points, their feet on a line through the centre, orange segments between.",
    )


def line_stage(points: np.ndarray, turn: TurnLine, axis_names: tuple[str, str]) -> Stage:
    """Return what draws points, and for an angle the line, the feet and the segments between."""
    reach = 1.15 * np.abs(points).max()

    def stage(axes: Axes) -> Move:
        axes.scatter(*points.T, s=12, color=COLOURS["validation"], zorder=3)
        square(axes, reach, axis_names)

        def move(angle: float) -> list:
            feet, *_ = turn(points, angle)
            segments = LineCollection(np.stack([points, feet], axis=1), colors=COLOURS["full"], linewidths=0.9)
            (line,) = axes.plot(*ray(angle, 2 * reach), color="#555555", lw=1.2)
            return [line, axes.add_collection(segments), axes.scatter(*feet.T, s=12, color=COLOURS["full"], marker="D")]

        return move

    return stage


def turning_axes(
    points: np.ndarray, turn: TurnAxes, degrees: Sequence[float], *, axis_names: tuple[str, str], title: str
) -> None:
    """Draw two axes at right angles, turned over white points, with the kurtosis of each against the angle; a slider.

    points: whitened, shape (n, 2). turn: gives the coordinates on the turned axes and the kurtosis of each.
    degrees: at most five positions of the sheet, from 0 to 90. A histogram stands on the first axis.
    """
    turning(
        axes_stage(points, turn, axis_names),
        {f"axis {n + 1}": lambda angle, n=n: abs(turn(points, angle)[1][n]) for n in range(2)},
        degrees,
        most=90,
        y="|kurtosis|, 0 for a bell curve",
        told="{:.2f} + {:.2f} = {:.2f} from a bell",
        title=title,
        alternative="White points under two axes that turn; below, the histogram along the first, and a bell curve.",
    )


def turning(
    stage: Stage,
    measures: Mapping[str, Callable[[float], float]],
    degrees: Sequence[float],
    *,
    most: int,
    y: str,
    told: str,
    title: str,
    alternative: str,
) -> None:
    """Draw a stage at some angles from 0 to `most`, with two measures and their sum against the angle; a slider.

    measures: name to measure of an angle. told: the words of an angle, with places for both measures and the sum.
    """

    def measured(angle: float) -> dict[str, float]:
        both = {name: measure(angle) for name, measure in measures.items()}
        return both | {"sum": sum(both.values())}

    moving(
        stage,
        angle_curve(measured, most, y=y),
        positions=degrees,
        low=0,
        high=most,
        step=1,
        label="angle (°)",
        unit="°",
        words=lambda angle: told.format(*measured(angle).values()),
        title=title,
        alternative=alternative,
    )


def axes_stage(points: np.ndarray, turn: TurnAxes, axis_names: tuple[str, str]) -> Stage:
    """Return what draws points, and for an angle two axes, and below a histogram of the points along the first.

    A dashed bell curve of the same variance stands behind the histogram.
    """
    reach = 1.1 * np.abs(points).max()
    floor, tall = -reach - 1.9, 3.2
    bins = np.linspace(-reach, reach, 31)
    middles = (bins[:-1] + bins[1:]) / 2
    bell = np.exp(-(middles**2) / 2) / np.sqrt(2 * np.pi)

    def stage(axes: Axes) -> Move:
        axes.scatter(*points[:800].T, s=4, color=COLOURS["other"], alpha=0.5)
        axes.plot(middles, floor + tall * bell, color="#555555", lw=1, ls="--")
        square(axes, reach + 0.95, axis_names)
        axes.set_ylim(floor, reach)

        def move(angle: float) -> list:
            density = np.histogram(turn(points, angle)[0][:, 0], bins, density=True)[0]
            return [
                axes.plot(*ray(angle, reach), color=COLOURS["validation"], lw=1.8)[0],
                axes.plot(*ray(angle + 90, reach), color=COLOURS["full"], lw=1.8)[0],
                axes.plot(middles, floor + tall * density, color=COLOURS["validation"], lw=1.4)[0],
            ]

        return move

    return stage


def ray(angle: float, reach: float) -> np.ndarray:
    """Return both ends of a line through the origin, as (2, 2): across, upward."""
    return np.outer([np.cos(np.radians(angle)), np.sin(np.radians(angle))], [-reach, reach])


def square(axes: Axes, reach: float, axis_names: tuple[str, str]) -> None:
    """Give a panel one scale for both axes, and their names."""
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    axes.set_xlabel(axis_names[0])
    axes.set_ylabel(axis_names[1])


def angle_curve(measured: Callable[[float], Mapping[str, float]], most: int, *, y: str) -> Stage:
    """Return what draws measures against the angle, and marks them at one angle. The last one is the others' sum."""
    every = np.arange(0, most + 1, most // 45)
    rows = [measured(angle) for angle in every]
    curves = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    styles = dict(zip(curves, (("validation", "o"), ("full", "D"), ("train", "s")), strict=True))

    def stage(axes: Axes) -> Move:
        top = max(map(np.max, curves.values()))
        for number, (name, heights) in enumerate(curves.items()):
            colour = "#555555" if name == "sum" else COLOURS[styles[name][0]]
            axes.plot(every, heights, color=colour, **({"ls": "--", "lw": 1.2} if name == "sum" else {}))
            above = number > 0  # the first has its name below its top, the second above its foot
            place = int(heights.argmin() if number == 1 else heights.argmax())
            at = most / 2 if np.ptp(heights) < 1e-6 * top else min(max(every[place], 0.14 * most), 0.86 * most)
            aside = {"va": "bottom" if above else "top", "ha": "center", "weight": "bold"}
            axes.text(at, heights[place] + (0.03 if above else -0.06) * top, name, color=colour, **aside)
        axes.set_ylim(0, 1.17 * top)
        axes.set_xticks(range(0, most + 1, most // 4) if most % 4 == 0 else range(0, most + 1, 15))
        axes.set_xlabel("angle (degrees)")
        axes.set_ylabel(y)

        def move(angle: float) -> list:
            told = measured(angle)
            return [
                axes.plot([angle], [told[name]], color=COLOURS[styles[name][0]], marker=styles[name][1])[0]
                for name in told
                if name != "sum"
            ]

        return move

    return stage


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
                low = total < 0.8  # the line rises steeply from here: the words stand to the left of it
                axes.text(place - 0.03 * low, total + 0.025, f"{total:.1%}", ha="right" if low else "center", size=9.5)
            axes.axhline(target, color=COLOURS["test"], ls="--", lw=1.2)
            axes.set_ylim(0, 1.12)
            axes.set_xlim(0.2, len(sums) + 0.6)
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
            coloured = axes.imshow(values, cmap=SIGNED, vmin=-1.1, vmax=1.1, aspect="auto")
            for (row, column), value in np.ndenumerate(values):
                if value != 0:
                    colour = "white" if abs(value) > 0.75 else "black"
                    text = f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")
                    axes.text(column, row, text, ha="center", va="center", size=9.5, color=colour)
            axes.set_xticks(range(table.shape[1]), table.columns, rotation=25 if table.shape[1] > 2 else 0, size=9.5)
            same = list(table.index) == list(next(iter(tables.values())).index)
            if axes is panels[0] or not same:
                axes.set_yticks(range(len(table)), table.index, size=9.5)
            else:
                axes.set_yticks([])
            axes.grid(False)
            panel_title(axes, label)
        drawn.colorbar(coloured, ax=panels, shrink=0.8, ticks=[-1, 0, 1], pad=0.02)
        super_title(drawn, title)
        listed = "; ".join(
            f"{label}, largest {table.abs().to_numpy(dtype=float).max():.2f}, {table.shape[0]} by {table.shape[1]}"
            for label, table in tables.items()
        )
        show(drawn, f"Coloured tables of numbers between minus one and one. {listed}.")


@dataclass(frozen=True)
class Outcome:
    """What one reduction does to two classifiers.

    numbers: kept per row. right: whether five nearest neighbours were right on each test row, shape (rows,).
    logistic: the test accuracy of logistic regression. error: standard error of the paired difference between
    `right` and the same classifier on all columns, as a share. role: of COLOURS.
    """

    numbers: int
    right: np.ndarray
    logistic: float
    error: float
    role: str = "reduced"

    @property
    def neighbours(self) -> float:
        """The test accuracy of the nearest neighbours."""
        return float(self.right.mean())


def outcomes(measured: Mapping[str, Outcome], *, title: str, low: float = 0.85) -> None:
    """Draw test accuracy with each reduction and without any, the first row; the best row of the others comes next.

    Bars go twice the standard error of the difference from the first row to both sides. What lies below `low` stands at
    the left edge; every accuracy is written out.
    """
    first, *others = measured
    rows = [first, *sorted(others, key=lambda name: -measured[name].neighbours)]
    with figure(8.5, 1.7 + 0.36 * len(rows)) as drawn:
        axes = drawn.subplots()
        axes.axvline(measured[first].neighbours, color="#777777", lw=1, ls="--")
        for place, name in enumerate(rows):
            row = measured[name]
            colour, star = COLOURS[row.role], row.role == "yours"
            span = np.clip([row.neighbours - 2 * row.error, row.neighbours + 2 * row.error], low, 1)
            axes.plot(span, [place, place], color=colour, lw=4, alpha=0.35, solid_capstyle="butt")
            for value, look in ((row.neighbours, {"marker": "*" if star else "o", "s": 150 if star else 55}),
                                (row.logistic, {"marker": "s", "s": 42, "facecolors": "none"})):  # fmt: skip
                outside = {"marker": "<"} if value < low else {}
                axes.scatter(
                    max(value, low),
                    place,
                    **({"edgecolors": colour, "color": colour} | look | outside),
                    zorder=3,
                    clip_on=False,
                )
            words = f"{row.neighbours:.1%}  {row.logistic:.1%}"
            axes.text(1.004, place, words, va="center", size=10, color=colour if star else "black", family="monospace")
        axes.text(1.004, -0.95, "  ●      □", size=10, family="monospace", va="center")
        axes.set_xlim(low, 1.001)
        axes.set_yticks(range(len(rows)), [f"{name} · {measured[name].numbers}" for name in rows])
        axes.invert_yaxis()
        axes.set_xlabel("test accuracy\n● five nearest neighbours, ± 2 standard errors   □ logistic regression")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        super_title(drawn, title)
        listed = "; ".join(
            f"{name}, {row.numbers} numbers: {row.neighbours:.1%} and {row.logistic:.1%}"
            for name, row in ((name, measured[name]) for name in rows)
        )
        show(drawn, f"Test accuracy of nearest neighbours and of logistic regression. {listed}.")

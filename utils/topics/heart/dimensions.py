"""Figures about spaces of many dimensions: distances, cells, neighbours, and what a classifier makes of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from utils.plotting.style import COLOURS, bare, figure, show, super_title

SEQUENCE = ("full", "control", "reduced", "validation", "yours", "other")


def cells(bands: np.ndarray, names: Sequence[str], levels: int, *, title: str) -> None:
    """Draw points in the cells of one, two and three cut columns, and the number of cells of more columns.

    bands: the cell of each point on each axis, from 0, shape (points, 3). names: of the three columns. levels: cells
    per axis.
    """
    places = np.arange(levels)
    with figure(10, 6.2) as drawn:
        grid = drawn.add_gridspec(2, 2, width_ratios=[1, 1.15], height_ratios=[1, 1.7])
        line, square = drawn.add_subplot(grid[0, 0]), drawn.add_subplot(grid[1, 0])
        for axes, values in ((line, bands[:, :1]), (square, bands[:, :2])):
            counts = np.zeros((levels, levels) if values.shape[1] == 2 else (1, levels), int)
            np.add.at(counts, (values[:, 1] if values.shape[1] == 2 else 0, values[:, 0]), 1)
            axes.imshow(counts > 0, cmap="Greens", vmin=0, vmax=2.2, origin="lower", aspect="auto")
            for (row, column), count in np.ndenumerate(counts):
                axes.text(column, row, count or "", ha="center", va="center")
            bare(axes)
            axes.set_xticks(places - 0.5, minor=True)
            axes.set_yticks(np.arange(len(counts)) - 0.5, minor=True)
            axes.grid(which="minor", color="white", lw=3)
            axes.tick_params(which="minor", length=0)
            axes.set_xlabel(f"{names[0]}, low to high")
            axes.set_title(occupied(values, levels), weight="normal", size=11)
        square.set_ylabel(f"{names[1]}, low to high")
        cube = drawn.add_subplot(grid[:, 1], projection="3d")
        every = np.stack(np.meshgrid(places, places, places), axis=-1).reshape(-1, 3)
        counts = np.array([(bands == cell).all(axis=1).sum() for cell in every])
        empty = counts == 0
        cube.scatter(*every[empty].T, s=14, facecolors="none", edgecolors=COLOURS["full"], lw=0.8, label="empty cell")
        cube.scatter(
            *every[~empty].T, s=18 + 22 * counts[~empty], color=COLOURS["reduced"], alpha=0.8, label="patients in it"
        )
        for axis, name in zip((cube.xaxis, cube.yaxis, cube.zaxis), names, strict=True):
            axis.set_ticks([])
            axis.set_label_text(name)
        cube.set_box_aspect((1, 1, 1), zoom=0.86)
        cube.set_title(occupied(bands, levels), weight="normal", size=11)
        cube.legend(loc="lower left", fontsize=10)
        super_title(drawn, title)
        listed = "; ".join(occupied(bands[:, :width], levels) for width in (1, 2, 3))
        show(drawn, f"{len(bands)} patients in the cells of one, two and three columns. {listed}.")


def occupied(bands: np.ndarray, levels: int) -> str:
    """Return how many cells there are, and the share that holds a point."""
    count = levels ** bands.shape[1]
    return f"{count} cells, {len(np.unique(bands, axis=0)) / count:.0%} of them occupied"


def cell_counts(cells: Sequence[int], filled: Sequence[int], rows: int, names: Sequence[str], *, title: str) -> None:
    """Draw how many cells there are and how many hold a row, as columns are added one by one, on a log axis.

    cells, filled: one number for each column added. rows: of the table. names: the columns in the order added.
    """
    with figure(9.5, 3.9) as drawn:
        axes = drawn.subplots()
        places = np.arange(1, len(names) + 1)
        axes.plot(places, cells, marker="o", color=COLOURS["full"])
        axes.plot(places, filled, marker="o", color=COLOURS["reduced"])
        axes.axhline(rows, color=COLOURS["test"], lw=1, ls=":")
        axes.text(1, rows * 1.35, f"{rows} patients", size=10)
        axes.annotate(
            f"{cells[-1]:,} cells",
            (places[-1], cells[-1]),
            (-12, -2),
            textcoords="offset points",
            ha="right",
            va="bottom",
        )
        axes.annotate(
            f"{filled[-1]} occupied",
            (places[-1], filled[-1]),
            (0, -8),
            textcoords="offset points",
            ha="right",
            va="top",
            color=COLOURS["reduced"],
        )
        axes.set_yscale("log")
        axes.set_xticks(places, names, rotation=35, ha="right")
        axes.set_xlabel("column added")
        axes.set_ylabel("cells (log scale)")
        axes.set_title(title)
        show(
            drawn, f"Cells against columns on a log scale: {cells[-1]:,} at last, of which {filled[-1]} hold a patient."
        )


def crowding(nearest: Mapping[int, float], needed: Mapping[int, int], rows: int, hold: float, *, title: str) -> None:
    """Draw the distance to the nearest neighbour at a fixed number of points, and the points that hold it.

    nearest: dimensions to the mean distance with `rows` points. needed: dimensions to the points for which that
    distance is `hold`.
    """
    with figure(9.5, 3.7) as drawn:
        left, right = drawn.subplots(1, 2)
        left.plot(list(nearest), list(nearest.values()), marker="o", color=COLOURS["full"])
        left.set_title(f"nearest of {rows} points", weight="normal", size=11)
        left.set_ylabel("mean distance")
        left.set_ylim(0)
        left.set_xlabel("dimensions")
        right.bar(list(map(str, needed)), list(needed.values()), color=COLOURS["full"], width=0.6)
        for place, count in enumerate(needed.values()):
            right.text(place, count * 1.2, f"{count:,}", ha="center", bbox={"fc": "white", "ec": "none", "pad": 1})
        right.axhline(rows, color=COLOURS["test"], lw=1, ls=":", zorder=0)
        right.text(-0.4, rows * 1.2, f"{rows} patients", size=10)
        right.set_yscale("log")
        right.set_ylim(1, max(needed.values()) * 6)
        right.grid(visible=False, axis="x")
        right.set_title(f"points that keep the nearest at {hold:g}", weight="normal", size=11)
        right.set_ylabel("points (log scale)")
        right.set_xlabel("dimensions")
        super_title(drawn, title)
        listed = ", ".join(f"{count:,} in {dimensions}" for dimensions, count in needed.items())
        show(drawn, f"Distance to the nearest neighbour by dimensions, and points needed to hold it: {listed}.")


def costs_by_width(widths: Sequence[int], seconds: Sequence[float], peaks: Sequence[float], *, title: str) -> None:
    """Draw the seconds and the peak memory of a fit against the number of columns, log axes, both as measured.

    seconds, peaks: of each width; peaks in bytes beyond the table itself.
    """
    with figure(9.5, 3.6) as drawn:
        panels = drawn.subplots(1, 2)
        shown = (("milliseconds", np.multiply(seconds, 1_000)), ("MB beyond the table", np.divide(peaks, 1e6)))
        for axes, (unit, heights), name in zip(panels, shown, ("time of a fit", "memory of a fit"), strict=True):
            axes.plot(widths, heights, marker="o", color=COLOURS["full"])
            in_step = heights[0] * np.divide(widths, widths[0])
            axes.plot(widths, in_step, color=COLOURS["train"], lw=1, ls="--")
            axes.text(1.08 * widths[-1], in_step[-1], "in step", color="#555555", size=10, va="center")
            axes.set_ylabel(f"{unit} (log scale)")
            axes.set_title(name, weight="normal", size=11)
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.set_xticks(widths, [f"{width:,}" for width in widths])
            axes.set_xticks([], minor=True)
            axes.set_xlim(0.87 * widths[0], 1.9 * widths[-1])  # room for the words behind the line
            axes.set_xlabel("columns (log scale)")
        super_title(drawn, title)
        listed = ", ".join(
            f"{1_000 * time:.1f} ms and {peak / 1e6:.2f} MB with {width}"
            for width, time, peak in zip(widths, seconds, peaks, strict=True)
        )
        show(drawn, f"Time and memory of a fit against columns: {listed}.")

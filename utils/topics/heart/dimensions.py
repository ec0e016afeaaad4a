"""Figures about spaces of many dimensions: distances, cells, neighbours, and what a classifier makes of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from utils.plotting.style import COLOURS, bare, figure, show, super_title

SEQUENCE = ("full", "control", "reduced", "validation", "yours", "other")


def clouds(distances: Mapping[int, np.ndarray], contrast: Mapping[int, float], *, title: str) -> None:
    """Draw the distances between random points for some numbers of dimensions, and the relative contrast of all.

    distances: dimensions to the distance of each pair. contrast: dimensions to (farthest − nearest) / nearest.
    """
    with figure(9.5, 3.8) as drawn:
        left, right = drawn.subplots(1, 2, width_ratios=[3, 2])
        highest = 0.0
        for pairs, role in zip(distances.items(), SEQUENCE, strict=False):
            dimensions, lengths = pairs
            heights, edges = np.histogram(lengths, bins=40, density=True)
            highest = max(highest, heights.max())
            left.stairs(heights, edges, fill=True, color=COLOURS[role], alpha=0.75)
            left.text(lengths.mean(), heights.max() * 1.03, f"{dimensions:,}", ha="center", color=COLOURS[role])
        left.set_xlim(0)
        left.set_ylim(0, 1.2 * highest)
        left.set_yticks([])
        left.set_xlabel("distance between two points")
        left.set_ylabel("share of pairs")
        left.set_title("pairs, by number of dimensions", weight="normal", size=11)
        right.plot(list(contrast), list(contrast.values()), marker="o", color=COLOURS["full"])
        for dimensions in (min(contrast), max(contrast)):
            right.annotate(
                f"{contrast[dimensions]:.2g}",
                (dimensions, contrast[dimensions]),
                (0, 8),
                textcoords="offset points",
                ha="center",
            )
        right.set_xscale("log")
        right.set_yscale("log")
        right.margins(0.12, 0.15)
        right.set_xlabel("dimensions (log scale)")
        right.set_title("relative contrast (log scale)", weight="normal", size=11)
        super_title(drawn, title)
        listed = ", ".join(f"{value:.2g} in {dimensions:,}" for dimensions, value in contrast.items())
        show(drawn, f"Distances between random points, and their relative contrast by dimensions: {listed}.")


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


def accuracy_curves(
    curves: Mapping[str, tuple[Sequence[int], np.ndarray]],
    *,
    title: str,
    log: bool = False,
    floor: float | None = None,
    first: int = 0,
) -> None:
    """Draw accuracy against the number of columns, a line for each training set with its best place marked.

    curves: label to the counts of columns and the accuracies, shape (draws, counts); the band holds the middle half of
    the draws. log: whether counts go on a log axis. floor: the accuracy of the commonest class. first: how many
    colours to leave out, so that a line keeps the colour that it has in another figure.
    """
    with figure(9, 4.3) as drawn:
        axes = drawn.subplots()
        for (label, (counts, accuracies)), role in zip(curves.items(), SEQUENCE[first:], strict=False):
            middle, colour = accuracies.mean(axis=0), COLOURS[role]
            best = middle.argmax()
            axes.fill_between(counts, *np.percentile(accuracies, [25, 75], axis=0), color=colour, alpha=0.15, lw=0)
            axes.plot(counts, middle, color=colour)
            axes.scatter(counts[best], middle[best], color=colour, zorder=3)
            axes.annotate(
                f"{label}\nbest {middle[best]:.3f} with {counts[best]},\n{middle[-1]:.3f} with {counts[-1]}",
                (counts[-1], middle[-1]),
                (6, 0),
                textcoords="offset points",
                va="center",
                color=colour,
                weight="bold",
                size=10,
            )
        if floor is not None:
            axes.axhline(floor, color=COLOURS["test"], lw=1, ls=":")
            axes.text(1, floor + 0.005, "always the commoner class", size=10)
        most, least = (pick(max(counts) for counts, _ in curves.values()) for pick in (max, min))
        if log:
            axes.set_xscale("log")
            axes.set_xlim(0.9, most * 5)
            axes.set_xticks([10**power for power in range(4) if 10**power <= most])
        else:
            axes.set_xlim(0.5, most + least * 0.3)
            axes.set_xticks([1, *range(5, most + 1, 5)])
        axes.set_xlabel("columns, the best first" + (" (log scale)" if log else ""))
        axes.set_ylabel("test accuracy")
        axes.set_title(title)
        listed = "; ".join(
            f"{label}: best {values.mean(axis=0).max():.3f} with {counts[values.mean(axis=0).argmax()]} columns, "
            f"{values.mean(axis=0)[-1]:.3f} with {counts[-1]}"
            for label, (counts, values) in curves.items()
        )
        show(drawn, f"Test accuracy against the number of columns. {listed}.")


def costs_by_width(widths: Sequence[int], seconds: Sequence[float], *, rows: int, title: str) -> None:
    """Draw the seconds of a fit and the bytes of a table and its covariance against the number of columns, log axes.

    seconds: one number for each width. rows: of the table, which holds numbers of eight bytes, as its covariance does.
    """
    stored = {
        "the table": [8 * rows * width for width in widths],
        "its covariance": [8 * width * width for width in widths],
    }
    with figure(9.5, 3.6) as drawn:
        left, right = drawn.subplots(1, 2)
        left.plot(widths, np.multiply(seconds, 1_000), marker="o", color=COLOURS["full"])
        left.set_ylabel("milliseconds (log scale)")
        left.set_title("one fit", weight="normal", size=11)
        for (label, sizes), role in zip(stored.items(), ("reduced", "full"), strict=False):
            right.plot(widths, np.divide(sizes, 1e6), marker="o", color=COLOURS[role])
            right.annotate(
                label,
                (widths[1], sizes[1] / 1e6),
                (8, 10 if role == "reduced" else -6),
                textcoords="offset points",
                ha="right" if role == "reduced" else "left",
                va="bottom" if role == "reduced" else "top",
                color=COLOURS[role],
                weight="bold",
            )
        right.set_ylabel("megabytes (log scale)")
        right.set_title("memory", weight="normal", size=11)
        for axes in (left, right):
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.set_xticks(widths, [f"{width:,}" for width in widths])
            axes.set_xticks([], minor=True)
            axes.set_xlabel("columns (log scale)")
        super_title(drawn, title)
        listed = ", ".join(f"{1_000 * time:.1f} ms with {width}" for width, time in zip(widths, seconds, strict=True))
        show(drawn, f"Time and memory of a fit against columns: {listed}.")

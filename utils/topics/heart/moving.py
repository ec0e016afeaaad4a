"""The lesson's two moving figures: distances as dimensions are added, accuracy as columns and patients are added."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from scipy.spatial.distance import pdist

from utils.plotting import moving
from utils.plotting.slider import Move
from utils.plotting.style import COLOURS
from utils.topics.heart.discriminant import Accuracies
from utils.topics.heart.neighbours import relative_contrast


def crowding_distances(points: np.ndarray, *, positions: Sequence[int], title: str) -> None:
    """Draw the distances between points by their first so many numbers, and the relative contrast; with a slider.

    points: shape (n, dimensions), each number random from 0 to 1. positions: dimensions on the sheet, at most five.
    """
    most = points.shape[1]
    grid = np.unique(np.geomspace(2, most, 30).astype(int))
    contrasts = [relative_contrast(pdist(points[:, :d])) for d in grid]
    farthest = 1.05 * pdist(points).max()
    edges = np.linspace(0, farthest, 61)

    def stage(axes: Axes) -> Move:
        axes.set_xlim(0, farthest)
        axes.set_ylim(0, 0.5)
        axes.set_xlabel("distance between two points")
        axes.set_ylabel("share of all pairs")

        def move(d: float) -> Sequence[Artist]:
            lengths = pdist(points[:, : int(d)])
            heights = np.histogram(lengths, edges)[0] / len(lengths)
            return [axes.stairs(heights, edges, fill=True, color=COLOURS["full"], alpha=0.7)]

        return move

    def curve(axes: Axes) -> Move:
        axes.plot(grid, contrasts, color=COLOURS["full"])
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("dimensions (log scale)")
        axes.set_ylabel("relative contrast (log scale)")

        def move(d: float) -> Sequence[Artist]:
            return axes.plot(d, np.interp(d, grid, contrasts), marker="o", color=COLOURS["test"])

        return move

    moving(
        stage,
        curve,
        positions=positions,
        low=2,
        high=most,
        step=1,
        label="dimensions",
        words=lambda d: f"contrast {relative_contrast(pdist(points[:, : int(d)])):.2f}",
        unit=" dimensions",
        title=title,
        alternative="Histograms of the distances between random points, and their relative contrast by dimensions.",
    )


def columns_against_rows(
    found: Mapping[int, Accuracies], *, floor: float, positions: Sequence[int], title: str
) -> None:
    """Draw training and test accuracy by the number of columns, and the best number by patients; with a slider.

    found: number of patients, in even steps, to the accuracies from so many. floor: accuracy of the commoner class.
    positions: numbers of patients on the sheet.
    """
    patients = sorted(found)
    counts = found[patients[0]].counts

    def stage(axes: Axes) -> Move:
        axes.axhline(floor, color=COLOURS["test"], lw=1, ls=":")
        axes.text(0.8, floor + 0.006, "the commoner class", size=9, va="bottom")
        axes.set_xlim(0.5, max(counts) + 0.5)
        axes.set_ylim(floor - 0.04, 1.06)  # room for a word above a line at 1
        axes.set_xlabel("columns, the best first")
        axes.set_ylabel("accuracy")

        def move(rows: float) -> Sequence[Artist]:
            one = found[int(rows)]
            test, train = one.test.mean(axis=0), one.train.mean(axis=0)
            drawn = axes.plot(counts, train, color=COLOURS["train"])
            drawn += axes.plot(counts, test, color=COLOURS["full"])
            drawn += axes.plot(one.best, test.max(), marker="o", color=COLOURS["full"])
            drawn.append(axes.text(counts[-1], train[-1] + 0.005, "training", color="#555555", ha="right", va="bottom"))
            drawn.append(axes.text(counts[-1], test[-1] - 0.008, "test", color=COLOURS["full"], ha="right", va="top"))
            return drawn

        return move

    def curve(axes: Axes) -> Move:
        axes.plot(patients, [found[rows].best for rows in patients], color=COLOURS["full"])
        axes.set_xlabel("patients to learn from")
        axes.set_ylabel("best number of columns")
        axes.set_ylim(0, max(counts) + 1)

        def move(rows: float) -> Sequence[Artist]:
            return axes.plot(rows, found[int(rows)].best, marker="o", color=COLOURS["test"])

        return move

    def words(rows: float) -> str:
        one = found[int(rows)]
        best, every = one.test.mean(axis=0).max(), one.test.mean(axis=0)[-1]
        return f"{one.best} columns {best:.2f}, all {every:.2f}"

    moving(
        stage,
        curve,
        positions=positions,
        low=patients[0],
        high=patients[-1],
        step=patients[1] - patients[0],
        label="patients",
        words=words,
        unit=" patients",
        title=title,
        alternative="Training and test accuracy of a linear discriminant by its number of columns.",
    )

"""The lesson's moving figure: bucket edges over the city, and what a cell of four buckets predicts."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from utils.measuring.metrics import rmse
from utils.plotting import moving
from utils.plotting.slider import Move
from utils.plotting.style import COLOURS
from utils.topics.taxi.figures import plain


def inner_edges(column: np.ndarray, buckets: int) -> np.ndarray:
    """Return the edges between so many buckets that hold equally many values, shape (buckets - 1,)."""
    return np.quantile(column, np.arange(1, buckets) / buckets)


def cells_of(places: np.ndarray, edges: Sequence[np.ndarray]) -> np.ndarray:
    """Return the number of the cell of each ride, from its bucket in every column. places: shape (rides, columns)."""
    ids = np.zeros(len(places), dtype=np.int64)
    for column, cuts in zip(places.T, edges, strict=True):
        ids = ids * (len(cuts) + 1) + np.searchsorted(cuts, column, side="right")
    return ids


def mean_of_cell(
    places: np.ndarray, fares: np.ndarray, others: np.ndarray, buckets: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return for other rides the mean fare of their cell and how many rides it is the mean of, shape (n,) each.

    places, fares: of the rides that fill the cells, shape (rides, columns) and (rides,). Edges are their quantiles. A
    ride in an empty cell gets the mean of all fares.
    """
    edges = [inner_edges(column, buckets) for column in places.T]
    size = buckets ** places.shape[1]
    ids = cells_of(places, edges)
    count = np.bincount(ids, minlength=size)
    total = np.bincount(ids, fares, minlength=size)
    found = cells_of(others, edges)
    filled = count[found]
    return np.where(filled > 0, total[found] / np.maximum(filled, 1), fares.mean()), filled


def bucket_edges(
    places: np.ndarray,
    fares: np.ndarray,
    other_places: np.ndarray,
    other_fares: np.ndarray,
    *,
    positions: Sequence[int],
    most: int,
    title: str,
) -> None:
    """Draw edges of so many buckets over the pick-ups, and the error of a cell's mean fare; with a slider.

    places: longitude and latitude of pick-up and drop-off in degrees, shape (rides, 4), with their fares in dollars;
    the others judge. positions: buckets of each coordinate on the sheet. most: buckets at the slider's end.
    """
    grid = np.arange(2, most + 1)
    judged = [mean_of_cell(places, fares, other_places, int(buckets)) for buckets in grid]
    errors = np.array([float(rmse(other_fares, told)) for told, _ in judged])
    few = np.array([np.mean(filled < 5) for _, filled in judged])
    shown = places[:: max(1, len(places) // 3_000)]
    low, high = np.quantile(places[:, :2], [0.001, 0.999], axis=0)

    def stage(axes: Axes) -> Move:
        axes.scatter(shown[:, 0], shown[:, 1], s=2, color=COLOURS["test"], alpha=0.35, lw=0)
        axes.set_xlim(low[0], high[0])
        axes.set_ylim(low[1], high[1])
        axes.set_aspect(1 / np.cos(np.radians(np.mean(places[:, 1]))))
        axes.locator_params(axis="x", nbins=4)
        axes.set_xlabel("longitude (degrees)")
        axes.set_ylabel("latitude (degrees)")
        axes.grid(visible=False)

        def move(buckets: float) -> Sequence[Artist]:
            across, up = (inner_edges(places[:, axis], int(buckets)) for axis in (0, 1))
            return [
                axes.vlines(across, low[1], high[1], color=COLOURS["reduced"], lw=1),
                axes.hlines(up, low[0], high[0], color=COLOURS["reduced"], lw=1),
            ]

        return move

    def curve(axes: Axes) -> Move:
        axes.plot(grid, errors, color=COLOURS["validation"])
        axes.set_xlabel("buckets of each coordinate")
        axes.set_ylabel("RMSE of the cell's mean fare ($)")

        def move(buckets: float) -> Sequence[Artist]:
            return axes.plot(buckets, errors[int(buckets) - 2], marker="o", color=COLOURS["test"])

        return move

    def words(buckets: float) -> str:
        at = int(buckets) - 2
        return plain(f"${errors[at]:.2f}, {few[at]:.0%} in thin cells")

    moving(
        stage,
        curve,
        positions=positions,
        low=2,
        high=most,
        step=1,
        label="buckets of each coordinate",
        words=words,
        title=plain(title),
        alternative=f"Maps of {len(shown):,} pick-ups with the edges of their buckets, and the validation RMSE of the "
        "mean fare in the cell of pick-up and drop-off. A cell is thin when fewer than five training rides fill it.",
    )

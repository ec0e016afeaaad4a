"""Figures about taxi rides: where they start, what they cost, what a model gets wrong and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Rectangle

from utils.measuring.training import TrainingRun
from utils.plotting.style import COLOURS, figure, show, super_title


def plain(text: str) -> str:
    """Return a text whose dollar signs are money, where Matplotlib would read mathematics between two of them."""
    return text.replace("$", r"\$")


def city_map(
    longitudes: np.ndarray,
    latitudes: np.ndarray,
    *,
    city: tuple[Sequence[float], Sequence[float]],
    even: tuple[Sequence[float], Sequence[float]],
    title: str,
) -> None:
    """Draw pick-ups twice: on a map with the edges of the city's buckets, and as a speck in a grid of even buckets.

    longitudes, latitudes: degrees, shape (rides,). city, even: edges of the buckets in degrees, of longitude and of
    latitude; the first and the last even ones bound the right panel.
    """
    with figure(9, 4.9) as drawn:
        near, far = drawn.subplots(1, 2, width_ratios=[1.25, 1])
        stretch = 1 / np.cos(np.radians(np.mean(latitudes)))
        near.hexbin(longitudes, latitudes, gridsize=70, bins="log", cmap="Greys", mincnt=1, lw=0)
        for x in city[0]:
            near.axvline(x, color=COLOURS["reduced"], lw=1)
        for y in city[1]:
            near.axhline(y, color=COLOURS["reduced"], lw=1)
        near.set_xlim(np.quantile(longitudes, [0.0005, 0.9995]))
        near.set_ylim(latitudes.min(), latitudes.max())
        near.set_aspect(stretch)
        near.locator_params(axis="x", nbins=4)  # more would run into each other
        near.set_title("pick-ups, edges by quantiles", weight="normal", size=11)
        for x in even[0]:
            far.axvline(x, color=COLOURS["full"], lw=1)
        for y in even[1]:
            far.axhline(y, color=COLOURS["full"], lw=1)
        corner = longitudes.min(), latitudes.min()
        wide, high = np.ptp(longitudes), np.ptp(latitudes)
        far.add_patch(Rectangle(corner, wide, high, color=COLOURS["test"], zorder=3))
        far.annotate(
            "all rides",
            (corner[0] + wide, corner[1] + high),
            (30, 24),
            textcoords="offset points",
            weight="bold",
            arrowprops={"arrowstyle": "-", "lw": 1},
        )
        far.set_xlim(even[0][0], even[0][-1])
        far.set_ylim(even[1][0], even[1][-1])
        far.set_title("the same rides, even edges", weight="normal", size=11)
        for axes in (near, far):
            axes.set_xlabel("longitude (degrees)")
            axes.grid(False)
        near.set_ylabel("latitude (degrees)")
        super_title(drawn, plain(title))
        show(
            drawn,
            f"Left, a map of {len(longitudes):,} pick-ups, crossed by {len(city[0])} lines "
            f"each way at quantiles. Right, {even[0][-1] - even[0][0]:g} by {even[1][-1] - even[1][0]:g} degrees with "
            f"even lines; all rides lie in a block {wide:.2f} degrees wide and {high:.2f} high.",
        )


def fares_by_distance(
    kilometres: np.ndarray, fares: np.ndarray, flat: np.ndarray, line: tuple[float, float], *, title: str
) -> None:
    """Draw fare against distance with rides of one fare marked, and a straight line.

    kilometres, fares: shape (rides,). flat: which rides have that fare, boolean. line: dollars per km and at 0 km.
    """
    with figure(8.5, 4.4) as drawn:
        axes = drawn.subplots()
        axes.scatter(kilometres[~flat], fares[~flat], s=3, color=COLOURS["train"], alpha=0.25, lw=0)
        axes.scatter(kilometres[flat], fares[flat], s=34, color=COLOURS["full"], marker="D", zorder=3)
        ends = np.array([0, np.quantile(kilometres, 0.9999)])
        if flat.any():
            farthest = min(kilometres[flat].max(), ends[1])
            early = farthest < 0.55 * ends[1]  # else the words would leave the figure: below the marks, to their left
            axes.annotate(
                plain(f"{flat.sum()} ride{'s' if flat.sum() > 1 else ''} at exactly ${fares[flat][0]:g}"),
                (farthest, fares[flat][0]),
                (10, -4) if early else (0, -18),
                textcoords="offset points",
                ha="left" if early else "right",
                color=COLOURS["full"],
                weight="bold",
                bbox={"fc": "white", "ec": "none", "pad": 1, "alpha": 0.8},
            )
        axes.plot(ends, line[0] * ends + line[1], color="#333333")
        axes.annotate(
            plain(f"${line[1]:.2f} + ${line[0]:.2f} per km"),
            (ends[1], line[0] * ends[1] + line[1]),
            (-8, 8),
            textcoords="offset points",
            ha="right",
            color="#333333",
            weight="bold",
        )
        axes.set_xlim(0, ends[1] * 1.05)
        axes.set_ylim(0, 1.08 * fares.max())
        axes.set_xlabel("distance along the street grid (km)")
        axes.set_ylabel("fare (dollars)")
        axes.set_title(plain(title))
        marked = "No ride is marked."
        if flat.any():
            marked = (
                f"Rides of {fares[flat][0]:g} dollars are marked: {flat.sum()}, up to {kilometres[flat].max():.1f} km."
            )
        show(
            drawn,
            f"Scatter of {len(fares):,} fares over their distance, with a line of {line[1]:.2f} dollars and "
            f"{line[0]:.2f} per km. {marked}",
        )


def headings(degrees: Sequence[float], correlations: Sequence[float], *, title: str) -> None:
    """Draw how well the distance along a grid correlates with the fare, by the heading of the grid; mark the best."""
    with figure(8, 3.6) as drawn:
        axes = drawn.subplots()
        best = int(np.argmax(correlations))
        axes.plot(degrees, correlations, color=COLOURS["yours"])
        axes.scatter(degrees[best], correlations[best], s=50, color=COLOURS["yours"], zorder=3)
        axes.annotate(
            f"{degrees[best]:.0f}°, {correlations[best]:.3f}",
            (degrees[best], correlations[best]),
            (14, -2) if degrees[best] < 0.8 * max(degrees) else (-14, -2),
            textcoords="offset points",
            ha="left" if degrees[best] < 0.8 * max(degrees) else "right",
            color=COLOURS["yours"],
            weight="bold",
        )
        axes.set_xlabel("heading of the avenues (degrees clockwise from north)")
        axes.set_ylabel("correlation with the fare")
        axes.set_title(plain(title))
        show(
            drawn,
            f"Correlation of grid distance and fare by the heading: {correlations[0]:.3f} at "
            f"{degrees[0]:.0f} degrees, best {correlations[best]:.3f} at {degrees[best]:.0f}.",
        )


def rmse_curves(runs: Mapping[str, Sequence[TrainingRun]], floors: Mapping[str, float], *, title: str) -> None:
    """Draw the RMSE by epoch, a panel for each model with a pair of lines for each seed, and levels to beat.

    runs: model to its runs, whose histories hold "rmse" and "val_rmse". floors: label to a validation RMSE.
    """
    with figure(9, 3.9) as drawn:
        panels = drawn.subplots(1, len(runs), sharey=True, squeeze=False)[0]
        for axes, (name, seeds) in zip(panels, runs.items(), strict=True):
            epochs = np.arange(1, seeds[0].epochs + 1)
            for number, run in enumerate(seeds):
                labels = {"rmse": "train", "val_rmse": "validation"} if number == 0 else {}
                for metric, role in (("rmse", "train"), ("val_rmse", "validation")):
                    axes.plot(epochs, run.history[metric], color=COLOURS[role], lw=1.5, label=labels.get(metric))
            for floor in floors.values():
                axes.axhline(floor, color=COLOURS["test"], lw=1, ls="--")
            axes.set_title(name, weight="normal", size=11)
            axes.set_xlabel("epoch")
            axes.set_xticks(epochs[:: max(1, len(epochs) // 3)])
        for label, floor in floors.items():
            end = panels[-1].get_xlim()[1], floor
            panels[-1].annotate(label, end, (-4, 4), textcoords="offset points", size=10, ha="right")
        panels[0].set_ylim(*limits(runs, floors))
        panels[0].set_ylabel("RMSE (dollars)")
        panels[0].legend(loc="center right")
        super_title(drawn, plain(title))
        listed = "; ".join(
            f"{name}: validation {np.mean([run.history['val_rmse'].min() for run in seeds]):.2f}"
            for name, seeds in runs.items()
        )
        show(drawn, f"RMSE by epoch, mean of the seeds' least. {listed}.")


def limits(runs: Mapping[str, Sequence[TrainingRun]], floors: Mapping[str, float]) -> tuple[float, float]:
    """Return the ends of the axis of errors: all that is validated, but for the few highest values."""
    values = np.concatenate([run.history["val_rmse"] for seeds in runs.values() for run in seeds])
    return 0.9 * min(values.min(), *floors.values()), 1.05 * max(np.quantile(values, 0.97), *floors.values())


def residuals_by_hour(hours: np.ndarray, residuals: Mapping[str, tuple[np.ndarray, str]], *, title: str) -> None:
    """Draw the mean residual, fare less quote, by hour of the day, with twice its standard error as a band.

    hours: 0 to 23, shape (rides,). residuals: model to (dollars of shape (rides,), a role of COLOURS).
    """
    with figure(8.5, 4) as drawn:
        axes = drawn.subplots()
        told = []
        for name, (values, role) in residuals.items():
            groups = [values[hours == hour] for hour in range(24)]
            middle = np.array([group.mean() for group in groups])
            error = np.array([2 * group.std(ddof=1) / np.sqrt(len(group)) for group in groups])
            axes.fill_between(range(24), middle - error, middle + error, color=COLOURS[role], alpha=0.2, lw=0)
            axes.plot(range(24), middle, color=COLOURS[role], marker="o", ms=4, label=name)
            told.append(f"{name}: {middle.min():+.2f} to {middle.max():+.2f} dollars")
        axes.axhline(0, color=COLOURS["test"], lw=1)
        axes.set_xticks(range(0, 24, 3))
        axes.set_xlabel("hour of the pick-up")
        axes.set_ylabel("fare less quote (dollars)")
        axes.legend(loc="best")
        axes.set_title(plain(title))
        show(drawn, f"Mean residual by hour of the day. {'; '.join(told)}.")


KINDS = {"full": "network", "reduced": "our network", "control": "trees", "other": "line or mean", "yours": "yours"}


@dataclass(frozen=True)
class Variant:
    """One model in a comparison: an RMSE for each seed, how many numbers it learned, a role out of KINDS."""

    rmse: tuple[float, ...]
    parameters: int
    role: str = "other"


def variant_errors(variants: Mapping[str, Variant], *, title: str) -> None:
    """Draw the test RMSE of every variant, a point for each seed over a bar from the least to the most."""
    with figure(8.5, 1.8 + 0.38 * len(variants)) as drawn:
        axes = drawn.subplots()
        right = max(max(variant.rmse) for variant in variants.values())
        for row, variant in enumerate(variants.values()):
            colour = COLOURS[variant.role]
            axes.hlines(row, min(variant.rmse), max(variant.rmse), color=colour, lw=8, alpha=0.35)
            axes.scatter(variant.rmse, [row] * len(variant.rmse), color=colour, s=34, zorder=3)
            size = f"   {variant.parameters:,} number{'s' if variant.parameters > 1 else ''}"
            axes.text(right + 0.12, row, f"{np.mean(variant.rmse):.2f}{size}", va="center", size=10)
        for role in dict.fromkeys(variant.role for variant in variants.values()):
            axes.scatter([], [], color=COLOURS[role], s=34, label=KINDS[role])
        axes.set_yticks(range(len(variants)), list(variants))
        for label, variant in zip(axes.get_yticklabels(), variants.values(), strict=True):
            label.set_color(COLOURS["yours"] if variant.role == "yours" else "black")
        axes.invert_yaxis()
        axes.set_xlim(min(min(variant.rmse) for variant in variants.values()) - 0.1, right + 1.25)
        axes.set_xticks([tick for tick in axes.get_xticks() if tick <= right + 0.1])
        axes.set_xlabel("test RMSE (dollars)")
        axes.grid(visible=False, axis="y")
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.45, -1.4 / len(variants)), ncols=len(KINDS), columnspacing=1.2
        )
        super_title(drawn, plain(title))
        listed = "; ".join(f"{name} {np.mean(variant.rmse):.2f}" for name, variant in variants.items())
        show(drawn, f"Test RMSE in dollars, a point for each seed. {listed}.")

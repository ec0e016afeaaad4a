"""Figures made of images and of signals: on a line, one under the other."""

from collections.abc import Mapping

import numpy as np

from utils.plotting.style import COLOURS, figure, show, super_title


def pictures_on_line(images: np.ndarray, values: np.ndarray, *, unit: str, title: str, shown: int = 12) -> None:
    """Draw pictures along an axis by one number each: a tick for every picture, some of them in full.

    images: shape (n, height, width), 0 black to 1 white. values: shape (n,).
    """
    low, high = values.min(), values.max()
    targets = np.linspace(low, high, shown)
    picked = [int(np.argmin(np.abs(values - target))) for target in targets]
    with figure(10, 2.6) as drawn:
        axes = drawn.subplots()
        axes.vlines(values, 0, 0.16, color=COLOURS["other"], lw=0.8)
        step = (high - low) / (shown - 1)
        for place, image in zip(targets, picked, strict=True):
            wide = 0.46 * step
            axes.imshow(images[image], cmap="gray", vmin=0, vmax=1, extent=(place - wide, place + wide, 0.4, 1.25))
            axes.plot([values[image], place], [0.16, 0.38], color="black", lw=0.8)
        axes.set_aspect("auto")
        axes.set_xlim(low - 0.6 * step, high + 0.6 * step)
        axes.set_ylim(0, 1.3)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(False)
        axes.set_xlabel(unit)
        axes.set_title(title)
        show(
            drawn, f"{len(values)} pictures as ticks on a line by {unit}, from {low:.2f} to {high:.2f}; {shown} shown."
        )


def signals(stages: Mapping[str, np.ndarray], *, title: str, shown: int = 600) -> None:
    """Draw signals over time: a column for each stage, a row for each signal, each scaled to fill its row.

    stages: label to an array of shape (moments, signals), up to four signals; the first `shown` moments are drawn.
    Only the first stage has colours, since a signal may stand in another row later.
    """
    roles = ("full", "validation", "reduced", "control")
    count = max(stage.shape[1] for stage in stages.values())
    with figure(10, 0.9 + 0.95 * count) as drawn:
        grid = drawn.subplots(count, len(stages), sharex=True, squeeze=False)
        for column, (label, stage) in enumerate(stages.items()):
            for row in range(count):
                axes = grid[row, column]
                colour = COLOURS[roles[row]] if column == 0 else "#555555"  # what comes back may have another order
                axes.plot(stage[:shown, row], color=colour, lw=1.1)
                axes.set_yticks([])
                axes.grid(False)
            grid[0, column].set_title(label, weight="normal", size=11)
            grid[-1, column].set_xlabel("moment")
        super_title(drawn, title)
        listed = "; ".join(label.replace("\n", ", ") for label in stages)
        show(drawn, f"{count} signals over time in {len(stages)} stages: {listed}.")

"""Figures made of images and of signals: on a line, in rows on one scale, one under the other."""

from collections.abc import Mapping

import numpy as np
from matplotlib.offsetbox import AnnotationBbox, OffsetImage

from utils.plotting.style import COLOURS, bare, figure, panel_title, show, super_title


def images_on_line(images: np.ndarray, values: np.ndarray, *, unit: str, title: str, shown: int = 12) -> None:
    """Draw images along an axis by one number each: a tick for every image, some of them in full, in their proportions.

    images: shape (n, height, width), 0 black to 1 white. values: shape (n,).
    """
    low, high = values.min(), values.max()
    targets = np.linspace(low, high, shown)
    picked = [int(np.argmin(np.abs(values - target))) for target in targets]
    zoom = 10 * 72 / (1.25 * shown) / images.shape[2]
    with figure(10, 1.2 + 1.35 * zoom * images.shape[1] / 72) as drawn:
        axes = drawn.subplots()
        axes.vlines(values, 0, 0.16, color=COLOURS["other"], lw=0.8)
        step = (high - low) / (shown - 1)
        for place, image in zip(targets, picked, strict=True):
            face = OffsetImage(images[image], zoom=zoom, cmap="gray", interpolation="nearest")
            face.image.set_clim(0, 1)
            axes.add_artist(AnnotationBbox(face, (place, 0.82), frameon=False, pad=0))
            axes.plot([values[image], place], [0.16, 0.4], color="black", lw=0.8)
        axes.set_xlim(low - 0.6 * step, high + 0.6 * step)
        axes.set_ylim(0, 1.3)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(False)
        axes.set_xlabel(unit)
        axes.set_title(title)
        show(drawn, f"{len(values)} images as ticks on a line by {unit}, from {low:.2f} to {high:.2f}; {shown} shown.")


def image_rows(rows: Mapping[str, np.ndarray], *, title: str, height: float = 1.1) -> None:
    """Draw rows of images, the same ones in each row, all on one scale from 0 (black) to 1 (white).

    rows: label to images of shape (n, height, width), the originals first. What lies outside 0 to 1 is cut off.
    height: of a row, in inches.
    """
    count, high, wide = next(iter(rows.values())).shape
    with figure(min(10, 1.6 + 1.08 * count * height * wide / high), height * len(rows) + 0.5) as drawn:
        grid = drawn.subplots(len(rows), count, squeeze=False)
        for (label, images), panels in zip(rows.items(), grid, strict=True):
            for axes, image in zip(panels, images, strict=True):
                axes.imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
                bare(axes)
            panels[0].set_ylabel(label, rotation=0, ha="right", va="center", size=10.5)
        super_title(drawn, title)
        first = next(iter(rows.values()))
        listed = "; ".join(
            f"{label}, mean difference from the first row {np.abs(images - first).mean():.3f}"
            for label, images in rows.items()
        )
        show(drawn, f"Rows of {count} images on one scale. {listed}.")


def image_strip(images: Mapping[str, np.ndarray], *, title: str) -> None:
    """Draw images side by side under their labels, all on one scale from 0 (black) to 1 (white).

    images: label to an array of shape (height, width), all of one shape. What lies outside 0 to 1 is cut off.
    """
    high, wide = next(iter(images.values())).shape
    with figure(10, 10 / len(images) * high / wide + 0.75) as drawn:
        panels = drawn.subplots(1, len(images), squeeze=False).ravel()
        for axes, (label, image) in zip(panels, images.items(), strict=True):
            axes.imshow(image, cmap="gray", vmin=0, vmax=1)
            bare(axes)
            panel_title(axes, label)
        super_title(drawn, title)
        first = next(iter(images.values()))
        listed = "; ".join(
            f"{label}, mean difference {np.abs(image - first).mean():.3f}" for label, image in images.items()
        )
        show(drawn, f"{len(images)} images on one scale, side by side, and how far from the first: {listed}.")


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
        listed = "; ".join(f"{label}, {len(stage):,} moments" for label, stage in stages.items())
        show(drawn, f"{count} signals over time in {len(stages)} stages: {listed}.")

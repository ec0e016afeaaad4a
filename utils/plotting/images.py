"""Blocks of small images."""

from collections.abc import Mapping

import numpy as np

from utils.plotting.style import SIGNED, bare, figure, panel_title, show, super_title


def image_blocks(
    blocks: Mapping[str, np.ndarray], *, title: str, columns: int = 4, signed: bool = False, height: float = 3.2
) -> None:
    """Draw blocks of small images, each block a mosaic under its own label.

    blocks: label to images of shape (n, height, width). signed: zero is white, and both signs have a colour;
    otherwise each image goes from its least value (black) to its greatest (white), a block of one image as well.
    """
    mosaics = {label: mosaic(images, min(columns, len(images)), signed) for label, images in blocks.items()}
    widths = [tiles.shape[1] / tiles.shape[0] for tiles in mosaics.values()]
    with figure(10, height) as drawn:
        panels = drawn.subplots(1, len(blocks), squeeze=False, width_ratios=widths).ravel()
        for axes, (label, tiles) in zip(panels, mosaics.items(), strict=True):
            limits = {"cmap": SIGNED, "vmin": -1, "vmax": 1} if signed else {"cmap": "gray", "vmin": 0, "vmax": 1}
            axes.imshow(np.ma.masked_invalid(tiles), **limits, interpolation="nearest")
            bare(axes)
            panel_title(axes, label)
        super_title(drawn, title)
        listed = "; ".join(f"{label.replace(chr(10), ', ')}: {_told(images)}" for label, images in blocks.items())
        show(drawn, f"Blocks of images. {listed}.")


def _told(images: np.ndarray) -> str:
    """Return how many images there are, their size, and between which values they lie, in words."""
    count, high, wide = np.shape(images)
    return f"{count} of {high} × {wide} pixels, values from {np.min(images):.3g} to {np.max(images):.3g}"


def mosaic(images: np.ndarray, columns: int, signed: bool) -> np.ndarray:
    """Return images as tiles of one array, `columns` in a row, NaN between them, each scaled to fill its range."""
    images = np.asarray(images, dtype=float)
    lowest = 0 if signed else images.min(axis=(1, 2), keepdims=True)
    images = images - lowest
    greatest = np.abs(images).max(axis=(1, 2), keepdims=True)
    images = images / np.where(greatest > 0, greatest, 1)
    count, high, wide = images.shape
    rows, gap = -(-count // columns), max(1, high // 16)
    tiles = np.full((rows * (high + gap) - gap, columns * (wide + gap) - gap), np.nan)
    for index, image in enumerate(images):
        top, left = index // columns * (high + gap), index % columns * (wide + gap)
        tiles[top : top + high, left : left + wide] = image
    return tiles

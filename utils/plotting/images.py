"""Blocks of small images."""

from collections.abc import Mapping

import numpy as np

from utils.plotting.style import bare, figure, show, super_title


def image_blocks(
    blocks: Mapping[str, np.ndarray], *, title: str, columns: int = 4, signed: bool = False, height: float = 3.2
) -> None:
    """Draw blocks of small pictures, each block a mosaic under its own label.

    blocks: label to pictures of shape (n, height, width). signed: zero is white, and both signs have a colour;
    otherwise each picture goes from its least value (black) to its greatest (white), a block of one picture as well.
    """
    mosaics = {label: mosaic(pictures, min(columns, len(pictures)), signed) for label, pictures in blocks.items()}
    widths = [tiles.shape[1] / tiles.shape[0] for tiles in mosaics.values()]
    with figure(10, height) as drawn:
        panels = drawn.subplots(1, len(blocks), squeeze=False, width_ratios=widths).ravel()
        for axes, (label, tiles) in zip(panels, mosaics.items(), strict=True):
            limits = {"cmap": "PuOr", "vmin": -1, "vmax": 1} if signed else {"cmap": "gray", "vmin": 0, "vmax": 1}
            axes.imshow(np.ma.masked_invalid(tiles), **limits, interpolation="nearest")
            bare(axes)
            axes.set_title(label, weight="normal", size=11)
        super_title(drawn, title)
        listed = "; ".join(f"{label.replace(chr(10), ', ')}: {len(pictures)}" for label, pictures in blocks.items())
        show(drawn, f"Blocks of pictures. {listed}.")


def mosaic(pictures: np.ndarray, columns: int, signed: bool) -> np.ndarray:
    """Return pictures as tiles of one array, `columns` in a row, NaN between them, each scaled to fill its range."""
    pictures = np.asarray(pictures, dtype=float)
    if signed:
        pictures = pictures / np.abs(pictures).max(axis=(1, 2), keepdims=True)
    else:
        least = pictures.min(axis=(1, 2), keepdims=True)
        pictures = (pictures - least) / (pictures.max(axis=(1, 2), keepdims=True) - least)
    count, high, wide = pictures.shape
    rows, gap = -(-count // columns), max(1, high // 16)
    tiles = np.full((rows * (high + gap) - gap, columns * (wide + gap) - gap), np.nan)
    for index, picture in enumerate(pictures):
        top, left = index // columns * (high + gap), index % columns * (wide + gap)
        tiles[top : top + high, left : left + wide] = picture
    return tiles

"""Figures about fewer bits: grids over weights, types of tensors, numbers in rows."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from utils.plotting.style import COLOURS, figure, show, super_title

TYPES = {
    "float32": "full",
    "float16": "control",
    "int32": "other",
    "int8": "reduced",
    "uint8": "validation",
    "int4": "test",
}
ROLES_OF_LAYER = {"weight": "weight", "bias": "bias", "activation": "result"}


def weight_grids(panels: Mapping[str, tuple[np.ndarray, np.ndarray]], *, title: str) -> None:
    """Draw how weights are spread, and below them the values that a grid can hold, a panel for each grid.

    panels: label to (weights of any shape, the grid's values in ascending order). A value that some weight is rounded
    to is drawn dark, one that none needs is drawn pale.
    """
    with figure(9, 1.1 + 1.75 * len(panels)) as drawn:
        rows = drawn.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
        told = []
        ends = [end for weights, _ in panels.values() for end in (np.min(weights), np.max(weights))]
        edges = np.linspace(min(ends), max(ends), 301)
        for axes, (label, (weights, levels)) in zip(rows, panels.items(), strict=True):
            weights = np.ravel(weights)
            used = np.bincount(np.abs(weights[:, None] - levels).argmin(axis=1), minlength=len(levels)) > 0
            counts, _ = np.histogram(weights, edges)
            heights = counts / counts.max()
            axes.stairs(heights, edges, fill=True, color=COLOURS["full"], alpha=0.45)
            axes.vlines(levels[used], -0.42, -0.08, color=COLOURS["reduced"], lw=2)
            axes.vlines(levels[~used], -0.42, -0.08, color="#bbbbbb", lw=2)
            axes.set_ylim(-0.45, 1.05)
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            axes.set_title(label, weight="normal", size=11)
            told.append(f"{label}: {len(levels)} values from {levels[0]:.2f} to {levels[-1]:.2f}, {used.sum()} in use")
        rows[-1].set_xlabel("value of a weight (above: how many weights; below: the values that can be stored)")
        super_title(drawn, title)
        show(drawn, f"Histograms of weights with their grids. {'; '.join(told)}.")


def type_strips(files: Mapping[str, pd.DataFrame], layers: Sequence[str], *, title: str) -> None:
    """Draw the types of the tensors of one network's conversions: a row for each file, a group of cells for each layer.

    files: name to the tensors of a file, as `utils.litert.tensors` lists them. layers: names of layers, which the
    tensors' names contain. A layer has its weights, its biases and its result; input and output stand at the ends.
    """
    groups = {name: layer_types(table, layers) for name, table in files.items()}
    places, place = {}, 0.0
    for group, part in next(iter(groups.values())):
        place += 0.35 if part in ("weight", "output") else 0.0
        places[group, part] = place
        place += 1
    with figure(9.5, 1.4 + 0.42 * len(files)) as drawn:
        axes = drawn.subplots()
        for height, row in enumerate(groups.values()):
            for key, kind in row.items():
                axes.add_patch(Rectangle((places[key] + 0.03, height - 0.42), 0.94, 0.84, fc=COLOURS[TYPES[kind]]))
                ink = _ink(COLOURS[TYPES[kind]])
                axes.text(places[key] + 0.5, height, kind, ha="center", va="center", color=ink, size=9)
        for layer in layers:
            axes.text(places[layer, "bias"] + 0.5, -0.75, layer, ha="center", weight="bold")
        axes.set_xlim(0, place)
        axes.set_ylim(len(files) - 0.5, -1.15)
        axes.set_yticks(range(len(files)), list(files))
        axes.set_xticks([left + 0.5 for left in places.values()], [part for _, part in places], size=9)
        axes.tick_params(length=0)
        axes.grid(False)
        axes.spines[:].set_visible(False)
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: " + ", ".join(f"{' '.join(key).strip()} {kind}" for key, kind in row.items())
            for name, row in groups.items()
        )
        show(drawn, f"Types of the tensors of {len(files)} files. {listed}.")


def _ink(ground: str) -> str:
    """Black or white, whichever reads better on a colour (its luma by ITU-R BT.601)."""
    return "black" if np.dot(to_rgb(ground), (0.299, 0.587, 0.114)) > 0.5 else "white"


def layer_types(table: pd.DataFrame, layers: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the types of a file's tensors by layer and part, in the network's order.

    table: as `utils.litert.tensors` gives it. layers: names that the tensors' names contain. Raises ValueError where
    a layer's tensor is not found.
    """

    def first(role: str, layer: str = "") -> str:
        found = table[(table["role"] == role) & table["name"].str.contains(layer, regex=False)]["dtype"]
        if found.empty:
            raise ValueError(f"no {role} of {layer!r} among the tensors")
        return found.iloc[0]

    parts = {(layer, part): first(role, layer) for layer in layers for role, part in ROLES_OF_LAYER.items()}
    return {("", "input"): first("input"), **parts, ("", "output"): first("output")}


def dots(
    values: Mapping[str, float | tuple[float, float]],
    *,
    unit: str,
    title: str,
    reference: float | None = None,
    written: str = ".3f",
) -> None:
    """Draw numbers as dots on one axis, a row for each.

    values: label to a number, or to a number and its error, half the length of a bar. reference: where a vertical line
    helps to compare. written: how a number is written beside its dot.
    """
    pairs = {label: value if isinstance(value, tuple) else (value, 0.0) for label, value in values.items()}
    ends = [value + side * error for value, error in pairs.values() for side in (-1, 1)]
    ends += [] if reference is None else [reference]
    span = max(ends) - min(ends) or 1.0
    with figure(8, 0.9 + 0.36 * len(values)) as drawn:
        axes = drawn.subplots()
        if reference is not None:
            axes.axvline(reference, color=COLOURS["full"], lw=1.2, ls="--")
        for place, (value, error) in enumerate(pairs.values()):
            axes.hlines(place, value - error, value + error, color=COLOURS["reduced"], lw=3, alpha=0.5)
            axes.scatter(value, place, color=COLOURS["reduced"], s=60, zorder=3)
            text = axes.text(value + error + 0.02 * span, place, format(value, written), va="center", size=10)
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})  # the line must not strike it out
        axes.set_xlim(min(ends) - 0.05 * span, max(ends) + 0.14 * span)
        axes.set_yticks(range(len(pairs)), list(pairs))
        axes.set_ylim(len(pairs) - 0.5, -0.5)
        axes.set_xlabel(unit)
        axes.set_title(title)
        listed = ", ".join(f"{label} {value:{written}}" for label, (value, _) in pairs.items())
        show(drawn, f"Dots, in {unit}: {listed}.")

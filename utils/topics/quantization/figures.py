"""Figures about fewer bits: grids over weights, types of tensors, layers under a roofline, where two files part."""

import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from utils.litert import Row, cost, front
from utils.measuring import Difference
from utils.plotting.pareto import HALO, label_points, log_axis, steps
from utils.plotting.style import COLOURS, MARKERS, SIGNED, bare, figure, show, super_title
from utils.topics.quantization.speed import Work, roofs

WIDGET = "application/vnd.jupyter.widget-view+json"

TYPES = {
    "float32": "full",
    "float16": "control",
    "int32": "other",
    "int8": "reduced",
    "uint8": "validation",
    "int4": "test",
}
LEAST_ERROR = 1e-4  # of a layer: below it there is nothing to see
FAINT = 0.02  # a map whose changes are smaller says so in words
ROLES_OF_LAYER = {"weight": "weight", "bias": "bias", "activation": "result"}


def weight_grids(panels: Mapping[str, tuple[np.ndarray, np.ndarray]], *, title: str) -> None:
    """Draw how weights are spread, and below them the values that a grid can hold, a panel for each grid.

    panels: label to (weights of any shape, the grid's values in ascending order). A value that some weight is rounded
    to is drawn dark, one that none needs is drawn pale. Heights are on a log scale, or the tails could not be seen.
    """
    with figure(9, 1.1 + 1.75 * len(panels)) as drawn:
        rows = drawn.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
        told = []
        ends = [end for weights, _ in panels.values() for end in (np.min(weights), np.max(weights))]
        edges = np.linspace(min(ends), max(ends), 121)
        for axes, (label, (weights, levels)) in zip(rows, panels.items(), strict=True):
            used = grid_over_weights(axes, weights, levels, edges)
            axes.set_title(label, weight="normal", size=11)
            told.append(f"{label}: {len(levels)} values from {levels[0]:.2f} to {levels[-1]:.2f}, {used} in use")
        rows[-1].set_xlabel("value of a weight (below each histogram: the values that can be stored)")
        drawn.supylabel("how many weights (log scale)", size=10)
        super_title(drawn, title)
        show(drawn, f"Histograms of weights with their grids. {'; '.join(told)}.")


def grid_over_weights(axes: Axes, weights: np.ndarray, levels: np.ndarray, edges: np.ndarray) -> int:
    """Draw a histogram of weights, log-scaled, with a grid's values below it; return how many of these are in use."""
    weights = np.ravel(weights)
    used = np.isin(np.arange(len(levels)), nearest(weights, levels))
    counts, _ = np.histogram(weights, edges)
    axes.stairs(
        np.log10(np.maximum(counts, 1)) + 0.15 * (counts > 0), edges, fill=True, color=COLOURS["full"], alpha=0.45
    )
    top = np.log10(counts.max()) + 0.3
    width = 2 if len(levels) < 40 else 0.8
    for chosen, colour in ((used, COLOURS["reduced"]), (~used, "#bbbbbb")):
        axes.vlines(levels[chosen], -0.4 * top, -0.08 * top, color=colour, lw=width)
    axes.set_ylim(-0.45 * top, top)
    powers = np.arange(0, int(top) + 1)
    axes.set_yticks(powers + 0.15 * (powers == 0), [f"{10**power:,}" for power in powers], size=9)
    return int(used.sum())


def nearest(values: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the place of the nearest of some ascending levels for each value."""
    return np.searchsorted((levels[1:] + levels[:-1]) / 2, values)


def photos(panels: Mapping[str, np.ndarray], *, title: str, columns: int = 3) -> None:
    """Draw photos, (height, width) grey or (height, width, 3) in colour, values from 0 to 1, each under its label."""
    rows = -(-len(panels) // columns)
    with figure(10, 2.55 * rows + 0.35) as drawn:
        places = drawn.subplots(rows, columns, squeeze=False).ravel()
        for axes in places:
            bare(axes)
        for axes, (label, photo) in zip(places, panels.items(), strict=False):
            axes.imshow(photo, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
            axes.set_title(label, weight="normal", size=11)
        super_title(drawn, title)
        show(drawn, f"One photo, stored with fewer and fewer bits: {'; '.join(panels)}.")


def range_slider(
    weights: np.ndarray, rounded: Callable[[np.ndarray, int, float], np.ndarray], positions: Sequence[tuple[int, float]]
) -> None:
    """Draw a histogram of weights with the grid of some bits and ranges; below it two sliders that move both.

    rounded: puts weights on a grid of so many bits that ends at so much. positions: (bits, share of the largest weight
    at which the grid ends), drawn on the sheet. Where ipywidgets is missing, the sheet stands alone.
    """
    with figure(10, 2.2 * -(-len(positions) // 2) + 0.4) as drawn:
        panels = drawn.subplots(-(-len(positions) // 2), 2, squeeze=False).ravel()
        told = [_position(axes, weights, rounded, *place) for axes, place in zip(panels, positions, strict=True)]
        super_title(drawn, "Bits set how many values there are, the range where they end")
        show(drawn, f"A histogram of weights with a grid below it. {'; '.join(told)}.")
    try:
        import ipywidgets
    except ImportError:
        return
    wide = {"layout": {"width": "480px"}, "style": {"description_width": "initial"}}
    bits = ipywidgets.IntSlider(value=positions[0][0], min=2, max=8, description="bits", **wide)
    share = ipywidgets.FloatSlider(
        value=1.0, min=0.1, max=1, step=0.02, description="range (share of the largest)", **wide
    )
    image = ipywidgets.Image(value=_frame(weights, rounded, *positions[0]), format="png", width=720)

    def redraw(_: dict) -> None:
        image.value = _frame(weights, rounded, bits.value, share.value)

    bits.observe(redraw, names="value")
    share.observe(redraw, names="value")
    view = ipywidgets.VBox([bits, share, image])._repr_mimebundle_()
    if view and WIDGET in view:
        display({WIDGET: view[WIDGET], "text/plain": "Two sliders: bits, and range of the grid."}, raw=True)


def _position(axes: Axes, weights: np.ndarray, rounded: Callable, bits: int, share: float) -> str:
    """Draw one grid over the weights; return its measures in words."""
    largest = float(np.abs(weights).max())
    steps = 2 ** (bits - 1) - 1
    levels = share * largest * np.arange(-steps, steps + 1) / steps
    grid_over_weights(axes, weights, levels, np.linspace(-largest, largest, 81))
    error = np.sqrt(np.mean((rounded(weights, bits, share * largest) - weights) ** 2))
    clipped = np.mean(np.abs(weights) > share * largest)
    told = f"{bits} bits, range {share:.2f}: error {error:.4f}, {clipped:.1%} clipped"
    axes.set_title(told, weight="normal", size=10.5)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.set_xlabel("value of a weight", size=10)
    axes.set_ylabel("weights (log)", size=10)
    return told


def _frame(weights: np.ndarray, rounded: Callable, bits: int, share: float) -> bytes:
    """Return one position of the sliders as a PNG image."""
    file = io.BytesIO()
    with figure(8, 2.6) as drawn:
        drawn.set_layout_engine("none")
        _position(drawn.add_axes((0.09, 0.2, 0.89, 0.66)), weights, rounded, bits, share)
        drawn.savefig(file, format="png", dpi=90)
    return file.getvalue()


def roofline(layers: Mapping[str, Mapping[str, Work]], *, title: str) -> None:
    """Draw what rate each layer reaches against its multiply-adds for each byte, under the roofs that these show.

    layers: label to the work of each kind, "float" and "int8". The slope is the best bandwidth seen, the flat roofs are
    the best rates (Williams, Waterman and Patterson, Roofline, Communications of the ACM 52, 2009).
    """
    best, bandwidth = roofs(layers)
    named, told = [], []
    with figure(9, 5) as drawn:
        axes = drawn.subplots()
        lowest = min(one.intensity for work in layers.values() for one in work.values()) / 2
        highest = max(best.values()) / bandwidth
        axes.plot([lowest, highest], [bandwidth * lowest, bandwidth * highest], color="#555555", lw=1.3, ls="--")
        for kind, role in (("float", "full"), ("int8", "reduced")):
            colour, knee = COLOURS[role], best[kind] / bandwidth
            points = [(work[kind].intensity, work[kind].rate) for work in layers.values()]
            last = max(knee, *(x for x, _ in points))
            axes.plot([knee, last], [best[kind]] * 2, color=colour, lw=1.3, ls="--")
            axes.text(1.4 * knee, 1.04 * best[kind], f"best in {kind}: {best[kind]:.0f}", color=colour, size=10)
            axes.scatter(*zip(*points, strict=True), color=colour, marker=MARKERS[role], s=50, zorder=3)
            named += [(name, x, y, colour) for name, (x, y) in zip(layers, points, strict=True)]
            told += [
                f"{name} in {kind}: {x:.2g} per byte, {y:.3g}" for name, (x, y) in zip(layers, points, strict=True)
            ]
        axes.set_xscale("log")
        axes.set_yscale("log")
        slope = f"slope: {bandwidth:.0f} thousand million bytes a second"
        axes.text(
            0.02, 0.97, slope, size=10, color="#555555", va="top", transform=axes.transAxes
        )  # no point lies there
        axes.set_xlabel("multiply-adds for each byte that is moved (log scale)")
        axes.set_ylabel("thousand million multiply-adds a second (log scale)")
        axes.set_title(title)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_locator(NullLocator())
        label_beside(drawn, axes, named)
        show(
            drawn, f"Thousand million multiply-adds a second against multiply-adds a byte. {'; '.join(told)}. {slope}."
        )


def label_beside(
    drawn: Figure, axes: Axes, points: Sequence[tuple[str, float, float, str]], *, apart: float = 13.0
) -> None:
    """Write a text right of each point, (text, x, y, colour) in data, on a log axis that gets room for the last text.

    Texts that would cover each other move up or down until they are `apart`, in printer's points; their order is that
    of the points, so that each stands nearest to its own.
    """
    wide = 6.2 * max(len(text) for text, *_ in points)
    left, right = axes.get_xlim()
    axes.set_xlim(left, right * (right / left) ** (wide / (72 * drawn.get_size_inches()[0])))
    drawn.draw_without_rendering()  # the layout decides where points are
    places = 72 / drawn.dpi * np.array([axes.transData.transform((x, y)) for _, x, y, _ in points])
    heights = places[:, 1].copy()
    order = np.argsort(heights, kind="stable")
    for _ in range(50):
        for nth, upper in enumerate(order):
            for lower in order[:nth]:
                missing = apart - (heights[upper] - heights[lower])
                if missing > 0 and abs(places[upper, 0] - places[lower, 0]) < wide:
                    heights[[upper, lower]] += missing / 2, -missing / 2
    for (text, x, y, colour), shift in zip(points, heights - places[:, 1], strict=True):
        look = {"color": colour, "size": 10, "va": "center", "path_effects": HALO, "textcoords": "offset points"}
        axes.annotate(text, (x, y), (9, shift), **look).set_in_layout(False)


def two_fronts(rows: Sequence[Row], *, title: str, roles: Mapping[str, str]) -> None:
    """Draw accuracy against bytes and against time, side by side, each with its Pareto front; points are named.

    rows: as `utils.litert.measure` gives them. roles: name of a row to a role of COLOURS.
    """
    with figure(10, 4.2) as drawn:
        panels, told = drawn.subplots(1, 2, sharey=True), []
        points = []
        for axes, kind, label in zip(
            panels, ("bytes", "latency (µs)"), ("bytes of the file", "µs for one image"), strict=True
        ):
            costs = [cost(row, kind) for row in rows]
            best = front(rows, kind)
            for row, x in zip(rows, costs, strict=True):
                role = roles[row.name]
                size = 220 if role == "yours" else 60
                axes.scatter(x, row.accuracy, s=size, marker=MARKERS[role], color=COLOURS[role], zorder=3)
            points.append(
                [(row.name, x, row.accuracy, COLOURS[roles[row.name]]) for row, x in zip(rows, costs, strict=True)]
            )
            log_axis(axes)
            axes.margins(x=0.3, y=0.15)
            steps(axes, [cost(row, kind) for row in best], [row.accuracy for row in best])
            axes.set_xlabel(f"{label} (log scale)")
            listed = ", ".join(f"{row.name} {row.accuracy:.3f} at {x:,.0f}" for row, x in zip(rows, costs, strict=True))
            told.append(f"Against {label}: {listed}; on the front: {', '.join(row.name for row in best)}")
        panels[0].set_ylabel("accuracy")
        super_title(drawn, title)
        for axes, named in zip(panels, points, strict=True):
            label_points(drawn, axes, named)
        show(drawn, f"Accuracy, with dashed Pareto fronts. {'. '.join(told)}.")


def layer_lines(errors: Mapping[str, Mapping[str, float]], *, title: str, roles: Mapping[str, str]) -> None:
    """Draw how far some files are from the float file, layer by layer, on a log axis.

    errors: name of a file to its layers' relative errors, as `layer_errors` gives them; smaller ones than LEAST_ERROR
    are drawn there, where the axis begins. roles: file to a role of COLOURS.
    """
    with figure(9, 4.4) as drawn:
        axes = drawn.subplots()
        for name, by_layer in errors.items():
            colour, heights = COLOURS[roles[name]], np.maximum(list(by_layer.values()), LEAST_ERROR)
            axes.plot(range(len(heights)), heights, color=colour, marker=MARKERS.get(roles[name], "o"), label=name)
        places = list(next(iter(errors.values())))
        axes.set_xticks(range(len(places)), places)
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(
            FuncFormatter(lambda value, _: "≤ " * bool(np.isclose(value, LEAST_ERROR)) + f"{value:.4g}")
        )
        axes.set_xlabel("layer, from the input on")
        axes.set_ylabel("relative error of the median channel (log scale)")
        axes.set_title(title)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
        listed = "; ".join(
            f"{name}: " + ", ".join(f"{layer} {error:.2g}" for layer, error in by_layer.items())
            for name, by_layer in errors.items()
        )
        show(drawn, f"Relative error by layer. {listed}.")


def maps(images: np.ndarray, falls: Mapping[str, np.ndarray], *, title: str) -> None:
    """Draw images, (n, height, width), and beside each its maps, all on one scale of colours.

    falls: label to maps, (n, rows, columns): by how much the probability falls where a patch is blanked. A map that
    would look empty, since no patch changes the probability by FAINT or more, tells its largest change.
    """
    reach = max(float(np.abs(values).max()) for values in falls.values())
    with figure(1.75 * (len(falls) + 1), 1.6 * len(images) + 0.7) as drawn:
        grid = drawn.subplots(len(images), len(falls) + 1, squeeze=False)
        for row, image in enumerate(images):
            grid[row, 0].imshow(image, cmap="gray", vmin=0, vmax=1)
            for place, values in enumerate(falls.values(), start=1):
                shown = grid[row, place].imshow(values[row], cmap=SIGNED, vmin=-reach, vmax=reach)
                most = float(np.abs(values[row]).max())
                if most < FAINT:
                    words = f"largest change\n{most:.1g}" if most else "no change\nat all"
                    middle = {"ha": "center", "va": "center", "transform": grid[row, place].transAxes}
                    grid[row, place].text(0.5, 0.5, words, size=10, color="#555555", **middle)
        for axes in grid.ravel():
            bare(axes)
        for axes, label in zip(grid[0], ("image", *falls), strict=True):
            axes.set_title(label, weight="normal", size=10.5)
        drawn.colorbar(shown, ax=grid, label="fall of the answer's probability", shrink=0.7)
        super_title(drawn, title)
        peaks = "; ".join(f"{label}: largest fall {values.max():.2f}" for label, values in falls.items())
        show(drawn, f"Images and maps of where a model looks, on one scale. {peaks}.")


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
    values: Mapping[str, float | Difference],
    *,
    unit: str,
    title: str,
    reference: float | None = None,
    written: str = ".3f",
    least: float | None = None,
) -> None:
    """Draw numbers as dots on one axis, a row for each.

    values: label to a number, or to a difference, whose standard error is half the length of a bar. reference: where a
    vertical line helps to compare. written: how a number is written beside its dot. least: where the axis begins: dots
    below it are drawn there as arrows, so that small differences among the others can be seen.
    """
    pairs = {
        label: (value.value, value.standard_error) if isinstance(value, Difference) else (value, 0.0)
        for label, value in values.items()
    }
    below = {label for label, (value, _) in pairs.items() if least is not None and value < least}
    ends = [value + side * error for label, (value, error) in pairs.items() for side in (-1, 1) if label not in below]
    ends += [] if least is None else [least]
    ends += [] if reference is None else [reference]
    span = max(ends) - min(ends) or 1.0
    with figure(8, 0.9 + 0.36 * len(values)) as drawn:
        axes = drawn.subplots()
        if reference is not None:
            axes.axvline(reference, color=COLOURS["full"], lw=1.2, ls="--")
        for place, (label, (value, error)) in enumerate(pairs.items()):
            if label in below:
                axes.scatter(least, place, color=COLOURS["control"], s=70, marker="<", zorder=3)
                axes.text(least + 0.03 * span, place, with_minus(value, written), va="center", size=10)
                continue
            axes.hlines(place, value - error, value + error, color=COLOURS["reduced"], lw=3, alpha=0.5)
            axes.scatter(value, place, color=COLOURS["reduced"], s=60, zorder=3)
            text = axes.text(value + error + 0.02 * span, place, with_minus(value, written), va="center", size=10)
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})  # the line must not strike it out
        axes.set_xlim(min(ends) - 0.05 * span, max(ends) + 0.14 * span)
        axes.set_yticks(range(len(pairs)), list(pairs))
        axes.set_ylim(len(pairs) - 0.5, -0.5)
        axes.set_xlabel(unit)
        axes.set_title(title)
        listed = ", ".join(f"{label} {value:{written}}" for label, (value, _) in pairs.items())
        show(drawn, f"Dots, in {unit}: {listed}.")


def with_minus(value: float, written: str) -> str:
    """Return a number as text, with the minus sign that the axes have, and none before a rounded zero."""
    text = format(value, written)
    return text.replace("-", "−" if float(text) else "+" if "+" in written else "")

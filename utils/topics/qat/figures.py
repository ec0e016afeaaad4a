"""Figures about training with the rounding in it: the staircase and its gradient, the wrapped graph, the arms."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from utils.plotting.style import COLOURS, bare, figure, show, super_title

if TYPE_CHECKING:
    import pandas as pd


def staircase(values: np.ndarray, stepped: np.ndarray, gradients: Mapping[str, np.ndarray], *, title: str) -> None:
    """Draw a fake quantizer above its gradients.

    values, stepped: (n,) inputs in rising order and what the quantizer makes of them. gradients: name to (n,).
    """
    with figure(8, 5) as drawn:
        above, below = drawn.subplots(2, sharex=True, height_ratios=(3, 2))
        above.plot(values, values, color=COLOURS["full"], lw=1.5, ls="--")
        above.plot(values, stepped, color=COLOURS["reduced"])
        above.text(values[-1], values[-1], "float   ", color=COLOURS["full"], ha="right", va="bottom")
        above.text(values[0], stepped[0], "   rounded", color=COLOURS["reduced"], ha="left", va="bottom")
        above.set_ylabel("weight as used")
        styles = zip(("test", "reduced"), ("-", "--"), (3, 2), strict=True)
        for (name, gradient), (role, line, width) in zip(gradients.items(), styles, strict=False):
            below.plot(values, gradient, color=COLOURS[role], ls=line, lw=width, label=name)
        below.set_ylim(-0.2, 1.75)
        below.legend(loc="upper center", ncols=2)
        below.set_ylabel("slope")
        below.set_xlabel("weight as kept")
        above.set_title(title)
        levels = len(np.unique(np.round(stepped, 5)))
        listed = ", ".join(
            f"{name} between {slope.min():.0f} and {slope.max():.0f}" for name, slope in gradients.items()
        )
        show(drawn, f"A staircase of {levels} levels over the float line, and below it the slopes: {listed}.")


def descent(paths: Mapping[str, np.ndarray], goal: float, levels: Sequence[float], *, title: str) -> None:
    """Draw how a weight moves by step, one line for each way, over the levels that it can be rounded to.

    paths: name to (steps,). goal: the weight that would be best. levels: of the grid.
    """
    with figure(8, 3.8) as drawn:
        axes = drawn.subplots()
        axes.grid(False)  # the grey lines are the levels
        for level in levels:
            axes.axhline(level, color="#bbbbbb", lw=1, zorder=1)
        axes.axhline(goal, color=COLOURS["test"], ls=":", lw=1.5)
        axes.annotate("best weight", (0, goal), (4, 4), textcoords="offset points", size=10)
        for (name, path), role in zip(paths.items(), ("validation", "yours", "control"), strict=False):
            axes.plot(path, color=COLOURS[role], label=name)
        axes.margins(x=0.01)
        axes.set_xlabel("step of training")
        axes.set_ylabel("weight (grey lines: the grid)")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.93), ncols=3)
        axes.set_title(title)
        ends = ", ".join(f"{name} from {path[0]:.2f} to {path[-1]:.2f}" for name, path in paths.items())
        show(drawn, f"A weight by step of training, over {len(levels)} levels of a grid; best is {goal:.2f}: {ends}.")


def wrapped_graph(
    before: Sequence[str], after: Mapping[str, Sequence[str]], operators: Sequence[str], *, title: str
) -> None:
    """Draw a model three times: its layers, the same with what each rounds, and the operators of the converted file.

    before: names of layers. after: name of layer to what is rounded there, "kernel" or anything else for its result.
    operators: as `utils.litert.operators` gives them.
    """
    with figure(9, 4.2) as drawn:
        axes = drawn.subplots()
        bare(axes)
        rows = {2.0: tuple(before), 1.0: tuple(after), 0.0: tuple(operators)}
        most = max(map(len, rows.values()))
        for height, names in rows.items():
            places = np.linspace(0, most - 1, len(names)) if height == 0 else np.arange(len(names)) + most - len(names)
            for place, name in zip(places, names, strict=True):
                words = name.replace("_", "_\n", 1) if len(name) > 9 else name
                box = {"boxstyle": "round,pad=0.35", "fc": "white", "ec": COLOURS["test"]}
                axes.text(place, height, words, ha="center", va="center", size=9, bbox=box, zorder=3)
                for kind in after[name] if height == 1 else ():
                    kernel = kind == "kernel"
                    spot = (place, height - 0.33) if kernel else (place + 0.5, height)
                    colour = COLOURS["control" if kernel else "reduced"]
                    axes.scatter(*spot, s=130, marker="^" if kernel else "o", color=colour, zorder=4)
            end = places[-1] + 0.5 * (height == 1)
            axes.plot([places[0], end], [height, height], color="#999999", lw=1, zorder=1)
        for height, words in ((2, "your model"), (1, "wrapped"), (0, "the file")):
            axes.text(-0.75, height, words, ha="right", va="center", weight="bold")
        axes.scatter([], [], s=110, marker="^", color=COLOURS["control"], label="weights are rounded")
        axes.scatter([], [], s=110, marker="o", color=COLOURS["reduced"], label="the result is rounded")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=2)
        axes.set_xlim(-1.9, most - 0.2)
        axes.set_ylim(-0.45, 2.4)
        axes.set_title(title)
        listed = "; ".join(f"{name}: {', '.join(kinds) or 'nothing'}" for name, kinds in after.items())
        files = ", ".join(operators)
        show(drawn, f"A chain of {len(before)} layers; wrapped, with what is rounded, {listed}; in the file: {files}.")


def sensitivity(
    accuracies: Mapping[str, Mapping[str, tuple[tuple[float, float], tuple[float, float]]]],
    whole: Mapping[str, tuple[float, float]],
    *,
    title: str,
) -> None:
    """Draw for each layer the accuracy when it alone is rounded and when it alone is spared, a panel for each setting.

    accuracies: setting to {layer: (alone rounded, alone spared)}, each a pair of accuracy and standard error, of which
        two are drawn to either side. whole: setting to (nothing rounded, all rounded).
    """
    with figure(8.5, 1.3 + 0.42 * len(next(iter(accuracies.values())))) as drawn:
        panels = drawn.subplots(1, len(accuracies), sharey=True, squeeze=False)[0]
        for axes, (setting, layers) in zip(panels, accuracies.items(), strict=True):
            nothing, everything = whole[setting]
            axes.axvline(nothing, color=COLOURS["full"], lw=1.5)
            axes.axvline(everything, color=COLOURS["test"], lw=1.5, ls=":")
            looks = (("it alone is rounded", "reduced", "o"), ("it alone stays float", "other", "D"))
            for kind, (label, role, marker) in enumerate(looks):
                means, errors = zip(*(pair[kind] for pair in layers.values()), strict=True)
                colour = COLOURS[role]
                axes.errorbar(
                    means, list(layers), xerr=2 * np.array(errors), fmt="none", color=colour, capsize=3, lw=1.5
                )
                axes.scatter(means, list(layers), s=55, color=colour, marker=marker, zorder=3, label=label)
            axes.plot([], [], color=COLOURS["full"], lw=1.5, label="none is rounded")
            axes.plot([], [], color=COLOURS["test"], lw=1.5, ls=":", label="all are rounded")
            axes.set_title(setting, weight="normal")
            axes.set_xlabel("validation accuracy")
        panels[0].set_ylim(len(layers) - 0.5, -0.5)
        drawn.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=10)
        super_title(drawn, title)
        listed = "; ".join(
            f"{setting}: "
            + ", ".join(
                f"{name} rounded alone {one:.3f}, spared {other:.3f}" for name, ((one, _), (other, _)) in layers.items()
            )
            for setting, layers in accuracies.items()
        )
        show(drawn, f"Accuracy by layer. {listed}.")


ARMS = (("control", "^", False), ("reduced", "s", False), ("control", "^", True), ("reduced", "s", True))


def arms(accuracies: Mapping[str, Mapping[int, Sequence[float]]], floats: Sequence[float], *, title: str) -> None:
    """Draw test errors (log axis) by number of bits, a mark for each trained model and a line through the means.

    accuracies: arm to {bits: one accuracy, 0 to 1, for each seed}; up to four arms, a control and an aware one by
    turns, of which the first two are drawn hollow and dashed. floats: accuracies without rounding of models that
    trained as long, drawn as a band.
    """
    columns = sorted({bits for arm in accuracies.values() for bits in arm}, reverse=True)
    with figure(8.5, 4.6) as drawn:
        axes = drawn.subplots()
        best, worst = 100 * (1 - max(floats)), 100 * (1 - min(floats))
        axes.axhspan(best, worst, color=COLOURS["full"], alpha=0.35, lw=2)
        corner = {"ha": "right", "va": "top", "size": 10}
        axes.text(len(columns) - 0.65, best * 0.985, "float, same extra epoch", color=COLOURS["full"], **corner)
        for order, ((name, arm), (role, marker, filled)) in enumerate(zip(accuracies.items(), ARMS, strict=False)):
            look = {"edgecolors": COLOURS[role], "facecolors": COLOURS[role] if filled else "white", "marker": marker}
            shift = 0.09 * (order - (len(accuracies) - 1) / 2)
            places = [columns.index(bits) + shift for bits in arm]
            means = [100 * (1 - np.mean(of_seeds)) for of_seeds in arm.values()]
            axes.plot(places, means, color=COLOURS[role], lw=1, ls="-" if filled else "--", alpha=0.6)
            for place, of_seeds in zip(places, arm.values(), strict=True):
                errors = 100 * (1 - np.array(of_seeds))
                axes.scatter([place] * len(errors), errors, s=45, alpha=0.8, zorder=3, **look)
            axes.scatter([], [], s=45, label=name, **look)
        axes.set_yscale("log")
        ticks = [8, 10, 15, 20, 30, 50, 80]
        axes.set_yticks(ticks, [f"{tick} %" for tick in ticks])
        axes.minorticks_off()
        axes.set_ylim(best * 0.88, 95)
        axes.set_xlim(-0.4, len(columns) - 0.6)
        axes.set_xticks(range(len(columns)), [f"{bits} bits" for bits in columns])
        axes.set_xlabel("bits of a weight (simulated)")
        axes.set_ylabel("wrong test pictures (log scale)")
        axes.legend(loc="upper left")
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: " + ", ".join(f"{np.mean(of_seeds):.3f} at {bits} bits" for bits, of_seeds in arm.items())
            for name, arm in accuracies.items()
        )
        show(drawn, f"Test errors by number of bits. Mean accuracies: {listed}; in float {np.mean(floats):.3f}.")


def published(table: "pd.DataFrame", *, ours: str, title: str) -> None:
    """Draw accuracy lost, time and size of quantized models, all against their float originals, a row for each model.

    table: a row for each model, the columns accuracy (0 to 1), latency and size, each of "float", "after" (training)
        and "aware", as pairs (measure, variant); size has "float" and "after" only. A missing number is NaN.
    ours: the row that was measured here; the others are other people's.
    """
    with figure(9, 1.6 + 0.42 * len(table)) as drawn:
        panels = drawn.subplots(1, 3, sharey=True)
        rows = np.arange(len(table))
        for axes, measure, label in zip(
            panels, ("accuracy", "latency", "size"), ("points of accuracy lost", "time, float = 1", "size, float = 1"),
            strict=True,
        ):  # fmt: skip
            part = table[measure]
            for variant, role, marker, shift in (("after", "train", "o", -0.12), ("aware", "reduced", "s", 0.12)):
                if variant in part:
                    lost = 100 * (part["float"] - part[variant])
                    values = lost if measure == "accuracy" else part[variant] / part["float"]
                    axes.scatter(values, rows + shift, s=60, color=COLOURS[role], marker=marker, zorder=3)
            axes.axvline(0 if measure == "accuracy" else 1, color=COLOURS["full"], lw=1.5)
            if measure != "accuracy":
                axes.set_xlim(0, 1.25)
            axes.set_xlabel(label)
        panels[0].set_yticks(rows, table.index)
        for text in panels[0].get_yticklabels():
            text.set_weight("bold" if text.get_text() == ours else "normal")
        panels[0].set_ylim(len(table) - 0.5, -0.5)
        _key(panels[2])
        drawn.legend(*panels[2].get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=10)
        super_title(drawn, title)
        listed = "; ".join(
            f"{name}: time {line['latency', 'after'] / line['latency', 'float']:.2f} after training, size "
            f"{line['size', 'after'] / line['size', 'float']:.2f}"
            for name, line in table.iterrows()
        )
        show(drawn, f"Quantized models against their float originals; {ours} was measured here. {listed}.")


def _key(axes: Axes) -> None:
    """Add the entries of the legend, which no panel holds in full."""
    axes.scatter([], [], s=60, color=COLOURS["train"], marker="o", label="quantized after training")
    axes.scatter([], [], s=60, color=COLOURS["reduced"], marker="s", label="quantization-aware training")
    axes.plot([], [], color=COLOURS["full"], lw=1.5, label="float")

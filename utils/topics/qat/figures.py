"""Figures about training with the rounding in it: the staircase and its gradient, the wrapped graph, the arms."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from utils.litert import Row, cost, front
from utils.measuring import difference
from utils.plotting.pareto import label_points, log_axis, steps
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
        above.margins(y=0.12)
        above.set_ylabel("weight as used")
        styles = zip(("test", "reduced"), ("-", "--"), (3, 2), strict=True)
        for (name, gradient), (role, line, width) in zip(gradients.items(), styles, strict=False):
            below.plot(values, gradient, color=COLOURS[role], ls=line, lw=width, label=name)
        below.set_ylim(-0.2, 1.75)
        below.legend(loc="upper center", ncols=2, frameon=True, framealpha=1, edgecolor="white")
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
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.78), ncols=3)
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
                    colour = COLOURS["other" if kernel else "reduced"]
                    axes.scatter(*spot, s=130, marker="^" if kernel else "o", color=colour, zorder=4)
            end = places[-1] + 0.5 * (height == 1)
            axes.plot([places[0], end], [height, height], color="#999999", lw=1, zorder=1)
        for height, words in ((2, "your model"), (1, "wrapped"), (0, "the file")):
            axes.text(-0.75, height, words, ha="right", va="center", weight="bold")
        axes.scatter([], [], s=110, marker="^", color=COLOURS["other"], label="weights are rounded")
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
    labels: tuple[str, str, str, str] = (
        "it alone is rounded",
        "it alone stays float",
        "none is rounded",
        "all are rounded",
    ),
) -> None:
    """Draw for each layer the accuracy when it alone is rounded and when it alone is spared, a panel for each setting.

    accuracies: setting to {layer: (alone rounded, alone spared)}, each a pair of accuracy and standard error, of which
        two are drawn to either side. whole: setting to (nothing rounded, all rounded).
    labels: what the two marks and the two lines stand for.
    """
    with figure(8.5, 1.3 + 0.5 * len(next(iter(accuracies.values())))) as drawn:
        panels = drawn.subplots(1, len(accuracies), sharey=True, squeeze=False)[0]
        for axes, (setting, layers) in zip(panels, accuracies.items(), strict=True):
            nothing, everything = whole[setting]
            axes.axvline(nothing, color=COLOURS["test"], lw=1.5)
            axes.axvline(everything, color=COLOURS["test"], lw=1.5, ls=":")
            looks = ((labels[0], "reduced", "o"), (labels[1], "other", "D"))
            for kind, (label, role, marker) in enumerate(looks):
                means, errors = zip(*(pair[kind] for pair in layers.values()), strict=True)
                colour, rows = COLOURS[role], np.arange(len(layers)) + (0.13 if kind else -0.13)
                axes.errorbar(means, rows, xerr=2 * np.array(errors), fmt="none", color=colour, capsize=3, lw=1.5)
                axes.scatter(means, rows, s=55, color=colour, marker=marker, zorder=3, label=label)
            axes.plot([], [], color=COLOURS["test"], lw=1.5, label=labels[2])
            axes.plot([], [], color=COLOURS["test"], lw=1.5, ls=":", label=labels[3])
            axes.set_title(setting, weight="normal")
            axes.set_xlabel("accuracy (bar: two standard errors of the distance to the mark's line)")
        panels[0].set_yticks(range(len(layers)), list(layers))
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


def lost(arms: Mapping[str, Sequence[float]], *, title: str, x: str) -> None:
    """Draw one row for each arm: a mark for every seed, and their mean with the range that luck explains.

    The bar is the 95 % interval of the mean by Student's t: 4.3 standard errors to each side with three seeds, 3.2 with
    four. arms: name to points against a reference, one for each seed (a single number where there are no seeds). An arm
    whose name begins with "aware" has the colour of what is trained, the others that of a control. x: what the axis
    holds.
    """
    with figure(8.5, 1.2 + 0.5 * len(arms)) as drawn:
        axes = drawn.subplots()
        axes.axvline(0, color=COLOURS["full"], lw=1.5)
        for row, (name, points) in enumerate(arms.items()):
            role, marker = ("reduced", "s") if name.startswith("aware") else ("control", "^")
            axes.scatter(points, [row - 0.18] * len(points), s=26, marker=marker, color=COLOURS[role], alpha=0.6)
            spread = 0.0
            if len(points) > 1:
                mean = difference(points, np.zeros(len(points)), over="seeds", unit="")
                spread = mean.margin * mean.standard_error
            look = {"fmt": marker, "ms": 9, "color": COLOURS[role], "capsize": 4, "lw": 2}
            axes.errorbar(np.mean(points), row + 0.12, xerr=spread, **look)
        axes.set_yticks(range(len(arms)), list(arms))
        axes.set_ylim(len(arms) - 0.5, -0.5)
        axes.set_xlabel(x)
        super_title(drawn, title)
        listed = "; ".join(f"{name} {np.mean(points):+.2f}" for name, points in arms.items())
        show(drawn, f"{x}, by arm, means over seeds: {listed}.")


def attention_grid(weights: Mapping[str, np.ndarray], *, title: str) -> None:
    """Draw how attention weights are spread (log axis), over the grid on which an integer softmax puts them.

    weights: name to attention weights of any shape, from 0 to 1. The grid has steps of 1/256, and what is less than
    half a step becomes 0.
    """
    with figure(8.5, 1.4 + 1.5 * len(weights)) as drawn:
        panels = drawn.subplots(len(weights), 1, sharex=True, squeeze=False)[:, 0]
        edges = np.geomspace(1e-5, 1, 61)
        told = []
        for axes, (name, values) in zip(panels, weights.items(), strict=True):
            values = np.ravel(values)
            step, steps = 1 / 256, 256 * values.mean()
            axes.hist(values.clip(edges[0], 1), bins=edges, color=COLOURS["reduced"])
            axes.axvspan(edges[0], step / 2, color=COLOURS["train"], alpha=0.3, lw=0)
            words = f"average weight: {steps:.1f} steps"
            axes.text(1.3e-5, 0.95, words, va="top", transform=axes.get_xaxis_transform())
            axes.axvline(values.mean(), color=COLOURS["test"], ls=":", lw=1.5)
            axes.set_title(name, weight="normal")
            axes.set_ylabel("weights")
            axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
            below = np.mean(values < step / 2)
            told.append(f"{name}: the average weight is {steps:.1f} steps, {below:.0%} are below half a step")
        panels[0].set_xscale("log")
        ticks = np.geomspace(edges[0], 1, 6)
        words = ("≤ 0.00001", "0.0001", "0.001", "0.01", "0.1", "1")
        panels[-1].set_xticks(ticks, words)
        panels[-1].set_xlabel("attention weight (log scale; dotted: the mean; grey: below half a step of 1/256)")
        super_title(drawn, title)
        show(drawn, f"Attention weights over a grid of 1/256. {'; '.join(told)}.")


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


FAMILIES = (("float", "full", "o"), ("aware", "reduced", "s"), ("yours", "yours", "*"))


def plans(rows: Sequence[Row], *, title: str) -> None:
    """Draw accuracy against bytes and against time, side by side, with the Pareto front of each.

    rows: as `litert.measure` gives them. A row whose name is or ends with "float", "aware" or "yours" has a colour of
    its own, all others one for plans of bits; named are these, the plans of one number of bits and the fronts' members.
    """
    with figure(9.5, 4.6) as drawn:
        panels = drawn.subplots(1, 2, sharey=True)
        told = []
        for axes, kind, label in zip(
            panels, ("bytes", "latency (µs)"), ("bytes of the file", "µs for one image"), strict=True
        ):
            best = front(rows, kind)
            named = []
            for row in rows:
                family = next((own for own in FAMILIES if row.name.endswith(own[0])), ("", "control", "^"))
                look = {"s": 220 if family[0] == "yours" else 55, "marker": family[2], "color": COLOURS[family[1]]}
                axes.scatter(cost(row, kind), row.accuracy, zorder=2 if family[0] == "yours" else 3, **look)
                words = row.name if family[0] or len(set(row.name)) == 1 or row in best else ""
                named.append((words, cost(row, kind), row.accuracy, COLOURS[family[1]]))  # "": no text may cover it
            log_axis(axes)
            axes.margins(x=0.16, y=0.12)
            steps(axes, [cost(row, kind) for row in best], [row.accuracy for row in best])
            axes.set_xlabel(f"{label} (log scale)")
            label_points(drawn, axes, named)
            told.append(f"{kind}: " + ", ".join(f"{row.name} {cost(row, kind):,.0f}" for row in best))
        panels[0].set_ylabel("validation accuracy")
        super_title(drawn, title)
        accuracies = ", ".join(f"{row.name} {row.accuracy:.3f}" for row in rows)
        show(drawn, f"Accuracy of {len(rows)} files: {accuracies}. On the front by {'; by '.join(told)}.")

"""Figures about weights that are taken away: which ones, when, and what it costs."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator

from utils.litert import Row, cost, front
from utils.plotting.pareto import AXES, label_points, log_axis, steps
from utils.plotting.style import COLOURS, bare, figure, show, super_title

GROUPS = {  # a role of COLOURS and a marker for each group of the course's models
    "MLP": ("full", "o"),
    "MLP, pruned": ("full", "^"),
    "CNN": ("validation", "s"),
    "CNN, pruned": ("validation", "D"),
    "yours": ("yours", "*"),
}
KEPT, GONE = "#222222", "#ffffff"


def small_masks(
    weights: np.ndarray, panels: Mapping[str, np.ndarray], *, against: Mapping[str, str] | None = None, title: str
) -> None:
    """Draw a small matrix and masks of it, one panel each: what stays is dark, what goes is pale.

    weights: (rows, columns). panels: name to mask, (rows, columns), True where a weight stays. against: panel to the
    panel that it is compared with; the cells in which the two differ get a frame.
    """
    rows, columns = weights.shape
    with figure(9, 3.1 * (1 + (len(panels) - 1) // 4)) as drawn:
        axes = np.ravel(drawn.subplots(1 + (len(panels) - 1) // 4, min(4, len(panels)), squeeze=False))
        told = []
        for panel, (name, mask) in zip(axes, panels.items(), strict=False):
            mask = np.asarray(mask, bool)
            other = (against or {}).get(name)
            differ = mask != panels[other] if other else np.zeros_like(mask)
            for row, column in np.ndindex(rows, columns):
                stays = mask[row, column]
                face = COLOURS["validation"] if stays else "#f0f0f0"
                panel.add_patch(Rectangle((column, row), 0.96, 0.96, fc=face))
                if differ[row, column]:
                    frame = {"fill": False, "ec": COLOURS["full"], "lw": 3}
                    panel.add_patch(Rectangle((column + 0.05, row + 0.05), 0.86, 0.86, **frame))
                colour, weight = ("white", "bold") if stays else ("#777777", "normal")
                place = {"ha": "center", "va": "center", "size": 13}
                panel.text(column + 0.48, row + 0.48, f"{weights[row, column]:g}", color=colour, weight=weight, **place)
            panel.set_xlim(-0.05, columns)
            panel.set_ylim(rows, -0.05)
            panel.set_aspect("equal")
            bare(panel)
            ending = f"\n{differ.sum()} of {mask.size} cells differ" if other else "\n"
            panel.set_title(name + ending, weight="normal", size=10.5)
            kept = " ".join(f"{value:g}" for value in weights[mask])
            told.append(f"{name} keeps {kept}" + (f", {differ.sum()} cells differ from {other}" if other else ""))
        for panel in axes[len(panels) :]:
            panel.set_visible(False)
        super_title(drawn, title)
        show(drawn, f"Masks of a {rows} × {columns} matrix. {'; '.join(told)}.")


def mask_strip(masks: Mapping[int, np.ndarray], *, side: int, title: str, corner: int = 96) -> None:
    """Draw how the mask of a image's first dense layer changes, one column for each step.

    masks: step to mask, (side · side, units), True or 1 where a weight is. Above, the mask's middle `corner` rows and
    first `corner` columns, black where a weight is; below, for each of the side × side pixels, the share of its weights
    that is left.
    """
    with figure(9.5, 3.9) as drawn:
        panels = drawn.subplots(2, len(masks), squeeze=False)
        told = []
        for (above, below), (step, mask) in zip(panels.T, masks.items(), strict=True):
            mask = np.asarray(mask) != 0
            start = max(0, (len(mask) - corner) // 2)
            part = mask[start : start + corner, :corner]
            above.imshow(part, cmap=ListedColormap([GONE, KEPT]), vmin=0, vmax=1, interpolation="nearest")
            shares = mask.mean(axis=1).reshape(side, side)
            image = below.imshow(shares, cmap="cividis", vmin=0, vmax=1, interpolation="nearest")
            for panel in (above, below):
                bare(panel)
                for spine in panel.spines.values():
                    spine.set(visible=True, color="#999999", linewidth=0.8)
            above.set_title(f"step {step}\n{1 - mask.mean():.0%} zeros", weight="normal", size=10.5)
            edge = np.concatenate([shares[:2].ravel(), shares[-2:].ravel(), shares[2:-2, :2].ravel()])
            told.append(f"step {step}: {1 - mask.mean():.0%} zeros, {edge.mean():.0%} of the weights at the edge left")
        panels[0, 0].set_ylabel(f"{corner} × {corner}\nof the mask", size=10)
        panels[1, 0].set_ylabel("by pixel", size=10)
        drawn.colorbar(image, ax=panels[1].tolist(), shrink=0.8, label="weights left", format="{x:.0%}")
        super_title(drawn, title)
        show(drawn, f"Masks over training, black where a weight is. {'; '.join(told)}.")


def seed_dots(
    results: Mapping[str, Sequence[float]], *, unit: str, title: str, roles: Mapping[str, str] | None = None
) -> None:
    """Draw the arms of an experiment as rows: a dot for each seed and a bar from the least to the greatest.

    results: arm to one number for each seed. roles: arm to a role of COLOURS, "reduced" where there is none.
    """
    with figure(8.5, 1.0 + 0.45 * len(results)) as drawn:
        axes = drawn.subplots()
        everything = [value for values in results.values() for value in values]
        span = max(everything) - min(everything)
        for row, (name, values) in enumerate(results.items()):
            colour = COLOURS[(roles or {}).get(name, "reduced")]
            axes.hlines(row, min(values), max(values), color=colour, lw=8, alpha=0.3)
            axes.scatter(values, [row] * len(values), color=colour, s=45, zorder=3)
            axes.text(max(values) + 0.025 * span, row, f"{np.mean(values):.3f}", va="center", color=colour)
        axes.set_yticks(range(len(results)), list(results))
        axes.set_ylim(len(results) - 0.5, -0.5)
        axes.set_xlim(min(everything) - 0.05 * span, max(everything) + 0.14 * span)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(f"{unit} (dot: one seed; bar: least to greatest; number: mean)")
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: {np.mean(values):.3f}, from {min(values):.3f} to {max(values):.3f}"
            for name, values in results.items()
        )
        show(drawn, f"{unit} of {len(results)} arms, a dot for each seed. {listed}.")


def sparsity_panels(
    measured: Mapping[float, Sequence[float]], published: Mapping[str, Mapping[float, float]], *, title: str
) -> None:
    """Draw what is left of an accuracy against sparsity as measured, and beside it what others have published.

    measured: share of zeros to accuracies, one for each seed. published: name to {share of zeros: score}. Both have a
    score at 0, and are drawn as what is left of it (of its mean), in per cent, since the scores are of different kinds.
    """
    with figure(10, 4.2) as drawn:
        ours, theirs = drawn.subplots(1, 2, sharey=True)
        shares, dense = list(measured), float(np.mean(measured[0]))
        means = [100 * float(np.mean(values)) / dense for values in measured.values()]
        ours.plot(shares, means, color=COLOURS["reduced"])
        for share, values in measured.items():
            ours.scatter(
                [share] * len(values), 100 * np.array(values) / dense, color=COLOURS["reduced"], s=28, zorder=3
            )
        told = [
            f"measured, of {dense:.3f}: "
            + ", ".join(f"{m:.1f} % at {s:.0%}" for s, m in zip(shares, means, strict=True))
        ]
        ours.set_ylabel("score left, % of the dense model's")
        ours.set_title("measured here: MLP on Fashion-MNIST", weight="normal", size=11)
        roles = ("full", "validation", "control", "test")
        for (name, scores), marker, role in zip(published.items(), "osD^", roles, strict=False):
            kept = [100 * score / scores[0] for score in scores.values()]
            theirs.plot(list(scores), kept, marker=marker, color=COLOURS[role], lw=1.2, label=name)
            told.append(f"published, {name}: " + ", ".join(f"{v:g} at {s:.0%}" for s, v in scores.items()))
        theirs.legend(loc="lower left")
        theirs.set_title("published: other models and tasks", weight="normal", size=11)
        for axes in (ours, theirs):
            axes.axhline(100, color="#555555", ls="--", lw=1.1, zorder=1)
            _shares(axes)
        super_title(drawn, title)
        show(drawn, f"Score left against sparsity. {'; '.join(told)}.")


def _shares(axes: Axes) -> None:
    """Make the horizontal axis one of shares of zeros, from none to all."""
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("share of weights that are zero")


def families(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Sort the course's models into the groups of GROUPS by their names; only groups that have a row."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        pruned = "%" in row.name or "half" in row.name
        group = "yours" if row.name == "yours" else row.name[:3] + (", pruned" if pruned else "")
        groups.setdefault(group, []).append(row)
    return groups


def course_frontier(groups: Mapping[str, Sequence[Row]], *, title: str, kinds: Sequence[str]) -> None:
    """Draw accuracy against each of several costs for all models of the course, a panel for each cost.

    groups: rows by the groups of `families`. kinds: costs, as `utils.litert.cost` names them. Each panel has its own
    Pareto front, as steps, and names the rows on it, but for controls, which nobody would ship.
    """
    rows = [row for members in groups.values() for row in members]
    with figure(10.5, 5.0) as drawn:
        told = []
        for axes, kind in zip(drawn.subplots(1, len(kinds), sharey=True, squeeze=False)[0], kinds, strict=True):
            best = front(rows, kind)
            points = []
            for group, members in groups.items():
                role, marker = GROUPS[group]
                places = [(cost(row, kind), row.accuracy) for row in members]
                look = {"s": 260 if marker == "*" else 58, "marker": marker, "edgecolor": "white", "linewidth": 0.8}
                axes.scatter(*zip(*places, strict=True), color=COLOURS[role], zorder=3, label=group, **look)
                named = [row.name if row in best and "control" not in row.name else "" for row in members]
                points += [(name, *place, COLOURS[role]) for name, place in zip(named, places, strict=True)]
            log_axis(axes)
            if "bytes" in kind:
                axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
                axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 1e3:,.0f} kB"))
            axes.margins(x=0.12, y=0.12)
            steps(axes, [cost(row, kind) for row in best], [row.accuracy for row in best])
            axes.set_xlabel(f"{AXES[kind]} (log scale)")
            label_points(drawn, axes, points)
            listed = "; ".join(f"{row.name} {row.accuracy:.3f} at {cost(row, kind):,.4g}" for row in best)
            told.append(f"Against {kind} the Pareto front is {listed}.")
        first = drawn.axes[0]
        first.set_ylabel("accuracy on 10,000 test images")
        drawn.legend(*first.get_legend_handles_labels(), loc="outside lower center", ncols=len(groups) + 1)
        super_title(drawn, title)
        show(drawn, f"Accuracy of {len(rows)} models against {' and '.join(kinds)}. {' '.join(told)}")


def threshold(magnitudes: np.ndarray, grid: Sequence[float], zeros: Sequence[float], accuracies: Sequence[float]):
    """Return the stage and the curve for `plotting.moving` in which a threshold moves over the magnitudes.

    magnitudes: any shape. grid: thresholds, increasing. zeros, accuracies: for each threshold, the share of weights
    below it and the accuracy without them, 0 to 1.
    The stage is the histogram of magnitudes, with what the threshold removes in red; the curve is accuracy and zeros.
    """
    counts, edges = np.histogram(magnitudes, bins=60, range=(0, float(np.max(grid))))
    middles, width = (edges[:-1] + edges[1:]) / 2, edges[1] - edges[0]

    def stage(axes: Axes):
        axes.bar(middles, counts / 1e3, width, color=COLOURS["reduced"])
        axes.set_xlabel("magnitude of a weight")
        axes.set_ylabel("weights (thousands)")

        def move(value: float):
            gone = middles < value
            bars = axes.bar(middles[gone], counts[gone] / 1e3, width, color=COLOURS["full"], zorder=2)
            return [*bars, axes.axvline(value, color=COLOURS["full"], lw=1.5)]

        return move

    def curve(axes: Axes):
        axes.plot(grid, accuracies, color=COLOURS["validation"])
        axes.plot(grid, zeros, color=COLOURS["control"], ls="--")
        axes.annotate("accuracy", (grid[0], accuracies[0]), (2, 5), textcoords="offset points", size=10)
        middle = len(grid) // 4
        axes.annotate("zeros", (grid[middle], zeros[middle]), (8, -8), textcoords="offset points", size=10)
        axes.set_ylim(0, 1.05)
        axes.set_xlabel("threshold")
        axes.set_ylabel("share, 0 to 1")

        def move(value: float):
            both = [np.interp(value, grid, accuracies), np.interp(value, grid, zeros)]
            return [axes.scatter([value, value], both, color=COLOURS["full"], zorder=3)]

        return move

    return stage, curve

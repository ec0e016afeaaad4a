"""Figures about weights that are taken away: which ones, when, and what it costs."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from utils.litert import Row, front
from utils.plotting.pareto import HALO, label_points, log_axis, steps
from utils.plotting.style import COLOURS, bare, figure, show, super_title

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
    """Draw how the mask of a picture's first dense layer changes, one column for each step.

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
            picture = below.imshow(shares, cmap="cividis", vmin=0, vmax=1, interpolation="nearest")
            for panel in (above, below):
                bare(panel)
                for spine in panel.spines.values():
                    spine.set(visible=True, color="#999999", linewidth=0.8)
            above.set_title(f"step {step}\n{1 - mask.mean():.0%} zeros", weight="normal", size=10.5)
            edge = np.concatenate([shares[:2].ravel(), shares[-2:].ravel(), shares[2:-2, :2].ravel()])
            told.append(f"step {step}: {1 - mask.mean():.0%} zeros, {edge.mean():.0%} of the weights at the edge left")
        panels[0, 0].set_ylabel(f"{corner} × {corner}\nof the mask", size=10)
        panels[1, 0].set_ylabel("by pixel", size=10)
        drawn.colorbar(picture, ax=panels[1].tolist(), shrink=0.8, label="weights left", format="{x:.0%}")
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
        axes.set_xlabel(unit)
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: {np.mean(values):.3f}, from {min(values):.3f} to {max(values):.3f}"
            for name, values in results.items()
        )
        show(drawn, f"{unit} of {len(results)} arms, a dot for each seed. {listed}.")


def sparsity_panels(
    measured: Mapping[str, Mapping[float, Sequence[float]]],
    published: Mapping[str, Mapping[float, float]],
    *,
    title: str,
    roles: Mapping[str, str] | None = None,
) -> None:
    """Draw accuracy against sparsity as measured, and beside it the scores that others have published.

    measured: name to {share of zeros: accuracies, one for each seed}. published: name to {share of zeros: score}, with
    a score at 0; they are drawn as what is left of it, in per cent, since the scores are of different kinds.
    """
    with figure(10, 4.2) as drawn:
        ours, theirs = drawn.subplots(1, 2)
        told = []
        for name, levels in measured.items():
            colour = COLOURS[(roles or {}).get(name, "reduced")]
            shares = list(levels)
            means = [float(np.mean(values)) for values in levels.values()]
            ours.plot(shares, means, color=colour, label=name)
            for share, values in levels.items():
                ours.scatter([share] * len(values), values, color=colour, s=28, zorder=3)
            told.append(f"{name}: " + ", ".join(f"{m:.3f} at {s:.0%}" for s, m in zip(shares, means, strict=True)))
        dense = measured[next(iter(measured))][0]
        ours.axhline(np.mean(dense), color=COLOURS["control"], ls="--", lw=1.3, zorder=1)
        ours.annotate(
            "control, nothing pruned", (0.02, np.mean(dense)), (0, -4), textcoords="offset points", va="top", size=10
        )
        ours.set_ylabel("test accuracy")
        ours.set_title("measured here: MLP on Fashion-MNIST", weight="normal", size=11)
        if len(measured) > 1:
            ours.legend(loc="lower left")
        for (name, scores), marker in zip(published.items(), "osD^", strict=False):
            kept = [100 * score / scores[0] for score in scores.values()]
            theirs.plot(list(scores), kept, marker=marker, color=COLOURS["test"], lw=1.2, alpha=0.75, label=name)
            told.append(f"published, {name}: " + ", ".join(f"{v:g} at {s:.0%}" for s, v in scores.items()))
        theirs.axhline(100, color=COLOURS["control"], ls="--", lw=1.3, zorder=1)
        theirs.legend(loc="lower left")
        theirs.set_ylabel("score left, % of the dense model's")
        theirs.set_title("published: other models and tasks", weight="normal", size=11)
        for axes in (ours, theirs):
            _shares(axes)
        super_title(drawn, title)
        show(drawn, f"Accuracy against sparsity. {'; '.join(told)}.")


def _shares(axes: Axes) -> None:
    """Make the horizontal axis one of shares of zeros, from none to all."""
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("share of weights that are zero")


def course_frontier(
    groups: Mapping[str, Sequence[Row]], path: Mapping[str, Row], *, title: str, marks: Mapping[str, tuple[str, str]]
) -> None:
    """Draw accuracy against gzip bytes for all models of the course, and the way from a first model to a last one.

    groups: name to rows whose names are short. marks: group to a role of COLOURS and a marker. path: the rows of the
    way, each under the name of the step that leads to it, the first one's is not shown. An arrow tells by how much a
    step divides the bytes.
    """
    rows = [row for members in groups.values() for row in members]
    best = front(rows)
    with figure(9, 5.2) as drawn:
        axes = drawn.subplots()
        points = []
        for group, members in groups.items():
            role, marker = marks[group]
            places = [(row.sizes.gzip, row.accuracy) for row in members]
            look = {"s": 330 if marker == "*" else 62, "marker": marker, "edgecolor": "white", "linewidth": 0.8}
            axes.scatter(*zip(*places, strict=True), color=COLOURS[role], zorder=3, label=group, **look)
            points += [(row.name, *place, COLOURS[role]) for row, place in zip(members, places, strict=True)]
        log_axis(axes)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 1e3:,.0f} kB"))
        axes.margins(x=0.1, y=0.1)
        low, high = axes.get_ylim()
        axes.set_ylim(low, high + 0.24 * (high - low))
        heights = [row.accuracy for row in best]
        steps(axes, [row.sizes.gzip for row in best], heights)
        ends = [*(row.sizes.gzip for row in best), axes.get_xlim()[1]]
        axes.fill_between(ends, [*heights, heights[-1]], low, step="post", color="#f4f6f8", zorder=0)
        axes.set_xlabel("bytes after gzip (log scale)")
        axes.set_ylabel("accuracy on 10,000 test pictures")
        axes.set_title(title, size=13)
        axes.legend(loc="lower right")
        drawn.draw_without_rendering()  # the layout decides where the arrows run, and labels keep off them
        for (_, before), (name, after) in pairwise(path.items()):
            text = f"{name}\n÷ {before.sizes.gzip / after.sizes.gzip:.1f}"
            points += [("", x, y, "none") for x, y in _step_arrow(axes, before, after, text)]
        label_points(drawn, axes, points)
        listed = "; ".join(
            f"{group}: " + ", ".join(f"{row.name} {row.accuracy:.3f} at {row.sizes.gzip:,}" for row in members)
            for group, members in groups.items()
        )
        members = ", ".join(row.name for row in best)
        show(drawn, f"Accuracy against bytes after gzip. {listed}. On the Pareto front: {members}.")


def _step_arrow(axes: Axes, before: Row, after: Row, text: str, bend: float = 0.4) -> np.ndarray:
    """Draw an arrow that arches from one row to another, its text above; return places on both, (32, 2) in data."""
    ends = np.array([(row.sizes.gzip, row.accuracy) for row in (before, after)])
    look = {"arrowstyle": "-|>", "color": "#333333", "lw": 1.6, "shrinkA": 7, "shrinkB": 7}
    axes.annotate("", ends[1], ends[0], arrowprops=look | {"connectionstyle": f"arc3,rad={bend}"}, zorder=2)
    start, stop = axes.transData.transform(ends)
    middle = (start + stop) / 2 + bend * np.array([1, -1]) * (stop - start)[::-1]  # as arc3 has it: a Bézier curve
    along = np.linspace(0.12, 0.95, 8)[:, None]
    arc = (1 - along) ** 2 * start + 2 * along * (1 - along) * middle + along**2 * stop
    x, y = axes.transData.inverted().transform((start / 4 + middle / 2 + stop / 4)[None])[0]
    place = {"textcoords": "offset points", "ha": "center", "va": "bottom", "size": 11, "weight": "bold"}
    room = axes.annotate(text, (x, y), (0, 5), path_effects=HALO, **place).get_window_extent()
    grid = np.stack(np.meshgrid(np.linspace(room.x0, room.x1, 8), np.linspace(room.y0, room.y1, 3)), axis=-1)
    return axes.transData.inverted().transform(np.concatenate([arc, grid.reshape(-1, 2)]))

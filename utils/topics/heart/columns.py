"""Figures about the columns of a table: how they are encoded, how they hang together, what each brings and costs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.patches import FancyBboxPatch

from utils.measuring import Difference
from utils.plotting.style import COLOURS, SIGNED, bare, figure, show, super_title


def correlations(table: pd.DataFrame, *, title: str) -> None:
    """Draw the correlations of every two columns of a numeric table as a heat map with its numbers."""
    found = table.corr().to_numpy()
    names = list(table.columns)
    with figure(8, 6.4) as drawn:
        axes = drawn.subplots()
        picture = axes.imshow(found, cmap=SIGNED, vmin=-1, vmax=1)
        for (row, column), value in np.ndenumerate(found):
            if row != column:
                shade = "white" if abs(value) > 0.55 else "black"
                axes.text(column, row, f"{value:.2f}".replace("0.", "."), ha="center", va="center", size=9, color=shade)
        axes.grid(False)
        axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
        axes.set_yticks(range(len(names)), names)
        drawn.colorbar(picture, ax=axes, shrink=0.7, label="correlation")
        axes.set_title(title)
        pairs = [(abs(found[i, j]), i, j) for i in range(len(names)) for j in range(i)]
        listed = ", ".join(f"{names[j]} and {names[i]} {found[i, j]:.2f}" for _, i, j in sorted(pairs)[:-6:-1])
        show(drawn, f"Heat map of correlations between {len(names)} columns; the strongest are {listed}.")


def column_network(encoders: Mapping[str, tuple[str, int]], hidden: int, added: str, *, title: str) -> None:
    """Draw a network that encodes each column, joins them, and ends in a hidden layer and one output.

    encoders: column to its encoding layers and the numbers that they give. added: the column to set apart. The counts
    of parameters follow from the widths: a dense layer has a weight for each input and a bias for each unit.
    """
    rows, width = len(encoders), sum(numbers for _, numbers in encoders.values())
    with figure(10, 0.8 + 0.36 * rows) as drawn:
        axes = drawn.subplots()
        bare(axes)
        axes.set_xlim(0, 10)
        axes.set_ylim(-0.7, rows)
        middle = (rows - 1) / 2
        for row, (column, (layer, numbers)) in enumerate(reversed(encoders.items())):
            colour = COLOURS["full" if column == added else "other"]
            box(axes, 0.1, row, 1.3, 0.7, column, colour)
            box(axes, 1.8, row, 3.1, 0.7, f"{layer}: {numbers}", colour)
            axes.plot([1.4, 1.8], [row, row], color=colour, lw=1)
            axes.plot([4.9, 5.5], [row, middle + (row - middle) * 0.6], color=colour, lw=0.6 + 0.5 * numbers)
        box(axes, 5.5, middle, 0.9, rows * 0.72, f"{width}\nnumbers", COLOURS["train"])
        box(axes, 7.0, middle, 1.1, rows * 0.5, f"Dense\n{hidden}\nReLU", COLOURS["reduced"])
        box(axes, 8.8, middle, 1.1, 1.8, "Dense 1\nsigmoid", COLOURS["reduced"])
        extra = encoders[added][1] * hidden
        axes.annotate("", (7.0, middle), (6.4, middle), arrowprops={"arrowstyle": "->", "lw": 1.5})
        axes.annotate("", (8.8, middle), (8.1, middle), arrowprops={"arrowstyle": "->", "lw": 1.5})
        axes.text(6.5, rows * 0.93, f"{width} × {hidden} + {hidden} = {width * hidden + hidden:,}", size=11)
        axes.text(8.35, middle - 1.9, f"{hidden} + 1 = {hidden + 1}", size=11)
        axes.text(
            6.5,
            -0.5,
            f"{added}: {encoders[added][1]} × {hidden} = {extra} parameters",
            color=COLOURS["full"],
            weight="bold",
        )
        axes.set_title(title)
        listed = ", ".join(f"{column} {numbers}" for column, (_, numbers) in encoders.items())
        show(drawn, f"Diagram: columns encoded as {listed} numbers, joined to {width}, dense {hidden}, dense 1.")


def box(axes: object, left: float, middle: float, wide: float, high: float, text: str, colour: str) -> None:
    """Draw a box with a text in it."""
    axes.add_patch(
        FancyBboxPatch(
            (left, middle - high / 2),
            wide,
            high,
            boxstyle="round,pad=0,rounding_size=0.08",
            fc=colour + "33",
            ec=colour,
        )
    )
    axes.text(left + wide / 2, middle, text, ha="center", va="center", size=10)


def gains(differences: Mapping[str, tuple[np.ndarray, Difference, Difference]], *, unit: str, title: str) -> None:
    """Draw the difference of two models on each split, and its mean ± two standard errors, naive and corrected.

    differences: label to the difference on each split, shape (splits,), and its mean with the naive standard error, as
    if splits were independent, and with the corrected one.
    """
    with figure(9.5, 1.4 + 1.15 * len(differences)) as drawn:
        axes = drawn.subplots()
        random = np.random.default_rng(0)
        for row, (label, (each, naive, corrected)) in enumerate(reversed(differences.items())):
            axes.scatter(
                each, row + 0.3 + random.uniform(-0.13, 0.13, len(each)), s=9, color=COLOURS["other"], alpha=0.7, lw=0
            )
            for name, found, place, role in (
                ("naive", naive, row, "control"),
                ("corrected", corrected, row - 0.22, "validation"),
            ):
                colour, reach = COLOURS[role], 2 * found.standard_error
                axes.errorbar(found.value, place, xerr=reach, color=colour, marker="o", capsize=4, lw=2.5)
                text = f"{name}: {found.value:+.3f} ± {found.standard_error:.3f}"
                axes.text(1.01, place, text, color=colour, va="center", transform=axes.get_yaxis_transform())
            axes.text(-0.01, row, label, ha="right", va="center", transform=axes.get_yaxis_transform())
        axes.axvline(0, color=COLOURS["test"], lw=1)
        axes.set_yticks([])
        axes.set_ylim(-0.5, len(differences) - 0.45)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(f"{unit}; a dot for each split, a bar for the mean ± two standard errors")
        axes.set_title(title)
        listed = "; ".join(
            f"{label}: mean {corrected.value:+.4f}, naive standard error {naive.standard_error:.4f}, "
            f"corrected {corrected.standard_error:.4f}"
            for label, (_, naive, corrected) in differences.items()
        )
        show(drawn, f"Dots for each split and error bars. {listed}.")


def reliances(groups: Mapping[str, Mapping[str, float]], *, title: str) -> None:
    """Draw how far a network's output moves when an input is shuffled, a bar for each kind of input in each group.

    groups: label to {kind of input: mean movement of the logit}; every group has the same kinds.
    """
    kinds = list(next(iter(groups.values())))
    roles = dict(zip(kinds, ("reduced", "full"), strict=True))
    with figure(9, 0.9 + 0.34 * len(groups) * (len(kinds) + 0.6)) as drawn:
        axes = drawn.subplots()
        for group, moves in enumerate(groups.values()):
            for index, (kind, move) in enumerate(moves.items()):
                place = group * (len(kinds) + 0.6) + index
                axes.barh(place, move, height=0.85, color=COLOURS[roles[kind]])
                axes.text(move, place, f"  {move:.2f}  {kind}", va="center", size=10)
        centres = [group * (len(kinds) + 0.6) + (len(kinds) - 1) / 2 for group in range(len(groups))]
        axes.set_yticks(centres, list(groups))
        axes.invert_yaxis()
        axes.set_xlim(0, 1.4 * max(max(moves.values()) for moves in groups.values()))
        axes.grid(visible=False, axis="y")
        axes.set_xlabel("movement of the output when one input is shuffled (logit, standard deviation)")
        axes.set_title(title)
        listed = "; ".join(
            f"{label}: " + ", ".join(f"{kind} {move:.2f}" for kind, move in moves.items())
            for label, moves in groups.items()
        )
        show(drawn, f"Bars of how far outputs move. {listed}.")


def importances(table: pd.DataFrame, *, title: str) -> None:
    """Draw what each column costs beside what it brings, the dearest loss first.

    table: a row for each column with "parameters", "information" (nats), "lost" and "error" (AUC lost when the column
    is shuffled, and its standard error).
    """
    table = table.sort_values("lost")
    places = np.arange(len(table))
    with figure(9.5, 0.9 + 0.34 * len(table)) as drawn:
        left, middle, right = drawn.subplots(1, 3, sharey=True, width_ratios=[2, 1.3, 1.3])
        drawn.get_layout_engine().set(wspace=0.04)  # the numbers at two panels' ends would touch otherwise
        left.errorbar(table["lost"], places, xerr=2 * table["error"], fmt="o", color=COLOURS["reduced"], capsize=3)
        left.axvline(0, color=COLOURS["test"], lw=1)
        left.set_yticks(places, table.index)
        left.set_ylabel("column")
        middle.barh(places, table["information"], color=COLOURS["reduced"], height=0.6)
        middle.locator_params(axis="x", nbins=3)
        right.barh(places, table["parameters"], color=COLOURS["full"], height=0.6)
        for place, count in zip(places, table["parameters"], strict=True):
            right.text(count, place, f" {count}", va="center", size=10)
        right.set_xlim(0, table["parameters"].max() * 1.25)
        for axes, name in (
            (left, "AUC lost when shuffled, ± 2 standard errors"),
            (middle, "mutual information (nats)"),
            (right, "parameters"),
        ):
            axes.set_xlabel(name)
            axes.grid(visible=False, axis="y")
        super_title(drawn, title)
        listed = "; ".join(
            f"{name}: {row['lost']:+.3f}, {row['information']:.2f} nats, {row['parameters']:.0f} parameters"
            for name, row in table[::-1].iterrows()
        )
        show(drawn, f"Each column's benefit and cost. {listed}.")


@dataclass(frozen=True)
class Scored:
    """A model in a figure of scores: its parameters, its score, the score's standard error, a role of COLOURS."""

    parameters: int
    score: float
    error: float
    role: str = "other"


def scores_by_parameters(models: Mapping[str, Scored], *, score: str, title: str) -> None:
    """Draw score against parameters, a point and a bar of ± two standard errors for each model, with its name."""
    with figure(9.5, 4.6) as drawn:
        axes = drawn.subplots()
        line = [model for model in models.values() if model.role != "yours"]
        axes.plot(
            [model.parameters for model in line],
            [model.score for model in line],
            color=COLOURS["train"],
            lw=1,
            zorder=1,
        )
        for index, (name, model) in enumerate(models.items()):
            colour, star = COLOURS[model.role], model.role == "yours"
            axes.errorbar(model.parameters, model.score, yerr=2 * model.error, color=colour, capsize=3, lw=1.5)
            axes.scatter(
                model.parameters,
                model.score,
                color=colour,
                marker="*" if star else "o",
                s=220 if star else 55,
                zorder=3,
            )
            below = index % 2 and not star
            axes.annotate(
                f"{name}\n{model.score:.3f}",
                (model.parameters, model.score - 2 * model.error if below else model.score + 2 * model.error),
                (0, -6 if below else 6),
                textcoords="offset points",
                ha="center",
                va="top" if below else "bottom",
                color=colour if star else "black",
                weight="bold" if star else "normal",
                size=10,
            )
        axes.margins(0.09, 0.22)
        axes.set_xlabel("parameters")
        axes.set_ylabel(score)
        axes.set_title(title)
        listed = "; ".join(f"{name}: {model.parameters:,}, {model.score:.3f}" for name, model in models.items())
        show(drawn, f"{score} against parameters. {listed}.")

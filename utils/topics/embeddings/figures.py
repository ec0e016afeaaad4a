"""Figures about words as vectors: encodings, classes, parameters, and what a width buys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from utils.plotting.style import COLOURS, figure, show, super_title

ROWS = {"aspect": "auto", "cmap": "PuOr", "interpolation": "nearest"}  # rows of numbers, negative to positive


def encodings(ids: np.ndarray, tables: Mapping[str, np.ndarray], *, title: str) -> None:
    """Draw one text as one-hot rows, and as the rows that each embedding table has for its words.

    ids: word ids, shape (length,). tables: label to an array of shape (vocabulary, width); the first gives the size of
    the one-hot rows. Bytes are those of 32-bit floats.
    """
    vocabulary = len(next(iter(tables.values())))
    with figure(9.5, 3.4) as drawn:
        panels = drawn.subplots(1, 1 + len(tables), sharey=True, width_ratios=[4, 4, 2.4][: 1 + len(tables)])
        panels[0].scatter(ids, range(len(ids)), s=14, color=COLOURS["full"], zorder=3)
        panels[0].set_xlim(0, vocabulary)
        panels[0].xaxis.set_major_formatter("{x:,.0f}")
        panels[0].set_title(f"one-hot\n{size(len(ids), vocabulary)}", weight="normal", size=11)
        panels[0].set_xlabel(f"{vocabulary:,} columns, one of them 1")
        panels[0].set_ylabel("word of the wire")
        for axes, (label, table) in zip(panels[1:], tables.items(), strict=True):
            width = table.shape[1]
            rows = table[ids]
            limit = np.abs(rows).max()
            drawn_rows = axes.imshow(rows, vmin=-limit, vmax=limit, **ROWS)
            drawn.colorbar(drawn_rows, ax=axes, ticks=[-limit, 0, limit], format="%+.2f", aspect=30, pad=0.02)
            axes.grid(False)
            axes.set_xticks([0, width - 1], ["1", f"{width:,}"])
            axes.set_title(f"{label}\n{size(len(ids), width)}", weight="normal", size=11)
            axes.set_xlabel("numbers per word")
        panels[0].set_ylim(len(ids) - 0.5, -0.5)
        super_title(drawn, title)
        listed = "; ".join(f"{label}: {size(len(ids), table.shape[1])}" for label, table in tables.items())
        show(drawn, f"One text in three encodings. One-hot: {size(len(ids), vocabulary)}; {listed}.")


def size(length: int, width: int) -> str:
    """Return the shape of an encoded text and its bytes as 32-bit floats."""
    return f"{length} × {width:,} · {4 * length * width:,} bytes"


def class_counts(counts: np.ndarray, names: Sequence[str], *, title: str, named: int = 12) -> None:
    """Draw how many texts each of the largest classes holds, and how many the others hold together.

    counts: shape (classes,). names: of the classes, in the same order. named: how many classes have a bar of their own.
    """
    order = np.argsort(counts)[::-1]
    labels = [names[index] for index in order[:named]]
    heights = [int(counts[index]) for index in order[:named]]
    if rest := len(order) - named:
        labels.append(f"{rest} others together" if rest > 1 else "1 other")
        heights.append(int(counts[order[named:]].sum()))
    with figure(8, 0.9 + 0.27 * len(labels)) as drawn:
        axes = drawn.subplots()
        colours = [COLOURS["other"]] * named + [COLOURS["train"]]
        axes.barh(range(len(labels)), heights, color=colours[: len(labels)])
        for row, height in enumerate(heights):
            axes.text(height + max(heights) * 0.01, row, f"{height:,}", va="center", size=10)
        axes.set_yticks(range(len(labels)), labels)
        axes.invert_yaxis()
        axes.set_xlim(0, max(heights) * 1.12)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.set_xlabel("texts")
        axes.grid(visible=False, axis="y")
        axes.set_title(title)
        listed = ", ".join(f"{label} {height:,}" for label, height in zip(labels, heights, strict=True))
        show(drawn, f"Bars of the texts in each of {len(counts)} classes: {listed}.")


def word_rows(vectors: np.ndarray, labels: Sequence[str], groups: Mapping[str, Sequence[int]], *, title: str) -> None:
    """Draw the vectors of some words as rows of colours, a panel for each group of words.

    vectors: shape (words, width), each of length 1. labels: of all words. groups: a panel's title to the places of its
    words; the cosine of each to the first stands at the right.
    """
    across, width = 2, vectors.shape[1]
    down = -(-len(groups) // across)
    limit = max(np.abs(vectors[list(places)]).max() for places in groups.values())
    with figure(9.5, 0.7 + 1.9 * down) as drawn:
        panels = drawn.subplots(down, across, squeeze=False, sharex=True).ravel()
        listed = []
        for axes, (name, places) in zip(panels, groups.items(), strict=False):
            rows = vectors[list(places)]
            cosines = rows @ rows[0]
            last = axes.imshow(rows, vmin=-limit, vmax=limit, **ROWS)
            axes.grid(False)
            axes.set_yticks(range(len(rows)), [labels[place] for place in places])
            for row, cosine in enumerate(cosines):
                axes.text(width - 0.4, row, f"{cosine:.2f}", va="center", size=10)
            axes.text(width - 0.4, -0.7, "cosine", size=10)
            axes.set_title(name, weight="normal", size=11)
            axes.set_xticks(range(width), range(1, width + 1))
            pairs = zip(places, cosines, strict=True)
            listed.append(f"{name}: " + ", ".join(f"{labels[place]} {cosine:.2f}" for place, cosine in pairs))
        for axes in panels[len(groups) :]:
            axes.set_visible(False)
        for axes in panels[-across:]:
            axes.set_xlabel(f"the {width} numbers of a word")
        key = drawn.colorbar(last, ax=list(panels), ticks=[-limit, 0, limit], format="%+.1f", aspect=35, pad=0.06)
        key.set_label("value of a number")
        super_title(drawn, title)
        show(drawn, f"Rows of {width} colours, with the cosine to the first row. {'; '.join(listed)}.")


def magnitudes(values: Mapping[str, float], *, unit: str, title: str, colours: Mapping[str, str] | None = None) -> None:
    """Draw positive numbers of very different size as dots on a log axis, each with its value.

    values: label to number. unit: of all of them. colours: label to a role of COLOURS, "other" where there is none.
    """
    with figure(8, 0.9 + 0.42 * len(values)) as drawn:
        axes = drawn.subplots()
        roles = [(colours or {}).get(label, "other") for label in values]
        axes.scatter(list(values.values()), list(values), color=[COLOURS[role] for role in roles], s=80, zorder=3)
        axes.set_ylim(-0.6, len(values) - 0.4)
        axes.set_xscale("log")
        axes.set_xlim(min(values.values()) / 3, max(values.values()) * 6)
        for row, value in enumerate(values.values()):
            axes.text(value * 1.3, row, f"{value:,.0f}", va="center")
        axes.invert_yaxis()
        axes.set_xlabel(f"{unit} (log scale)")
        axes.set_title(title)
        listed = ", ".join(f"{label} {value:,.0f}" for label, value in values.items())
        show(drawn, f"Dots on a log scale, in {unit}: {listed}.")


def published_widths(rule: Callable[[int], int], published: Mapping[str, tuple[int, int]], *, title: str) -> None:
    """Draw a rule for the width of an embedding as a line, and published models as points beside it.

    rule: vocabulary to width. published: name to (vocabulary, width).
    """
    with figure(8, 4) as drawn:
        axes = drawn.subplots()
        sizes = np.unique(np.geomspace(100, 5_000_000, 400).astype(int))
        axes.step(sizes, [rule(int(size)) for size in sizes], color=COLOURS["yours"], where="post")
        axes.text(sizes[60], rule(int(sizes[60])) * 1.5, "your rule", color=COLOURS["yours"], weight="bold")
        for name, (vocabulary, width) in published.items():
            axes.scatter(vocabulary, width, color=COLOURS["test"], zorder=3)
            above = 6 if len(axes.texts) % 2 else -15  # neighbours of one width would cover each other
            axes.annotate(f"{name}, {width}", (vocabulary, width), (4, above), textcoords="offset points")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(100, 60_000_000)
        axes.set_ylim(2, 2_000)
        axes.set_xlabel("words or word pieces in the vocabulary (log scale)")
        axes.set_ylabel("numbers per word (log scale)")
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: {width} for {vocabulary:,} words, by the rule {rule(vocabulary)}"
            for name, (vocabulary, width) in published.items()
        )
        show(
            drawn, f"Width of an embedding against its vocabulary, a line for the rule and points for models. {listed}."
        )


def layer_parameters(models: Mapping[str, Mapping[str, int]], *, title: str) -> None:
    """Draw the parameters of each layer of some models, on one log axis.

    models: model to {layer: parameters}; all have the same layers. The first is drawn as full, the others as reduced.
    """
    layers = list(next(iter(models.values())))
    with figure(8.5, 0.9 + 0.75 * len(layers)) as drawn:
        axes = drawn.subplots()
        height = 0.8 / len(models)
        for index, (name, counts) in enumerate(models.items()):
            colour, marker = (COLOURS["reduced"], "s") if index else (COLOURS["full"], "o")
            places = np.arange(len(layers)) + (index - (len(models) - 1) / 2) * height
            axes.scatter(list(counts.values()), places, s=70, color=colour, marker=marker, label=name, zorder=3)
            for place, count in zip(places, counts.values(), strict=True):
                share = count / sum(counts.values())
                written = f"{share:.0%}" if share >= 0.005 else "<1%"
                axes.text(count * 1.25, place, f"{count:,} ({written})", va="center", size=10)
        axes.set_yticks(range(len(layers)), layers)
        axes.invert_yaxis()
        axes.set_xscale("log")
        most = max(max(counts.values()) for counts in models.values())
        axes.set_xlim(1_000, most * 12)
        axes.set_xlabel("parameters (log scale)")
        axes.grid(visible=False, axis="y")
        axes.legend(loc="lower right")
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: " + ", ".join(f"{layer} {count:,}" for layer, count in counts.items())
            for name, counts in models.items()
        )
        show(drawn, f"Parameters by layer. {listed}.")


@dataclass(frozen=True)
class Point:
    """One model in a trade-off: its parameters, a loss for each seed, and a role of COLOURS."""

    parameters: int
    losses: tuple[float, ...]
    role: str = "other"


def trade_off(points: Mapping[str, Point], *, loss: str, title: str) -> None:
    """Draw loss against parameters (log axis): a pale dot for each seed, a dark one for the mean of a model's seeds."""
    with figure(8.5, 4.2) as drawn:
        axes = drawn.subplots()
        for name, point in points.items():
            middle = float(np.mean(point.losses))
            colour, star = COLOURS[point.role], point.role == "yours"
            axes.scatter([point.parameters] * len(point.losses), point.losses, color=colour, s=22, alpha=0.45, lw=0)
            axes.scatter(point.parameters, middle, color=colour, marker="*" if star else "_", s=200, lw=2.5, zorder=3)
            axes.annotate(
                f"{name}, {middle:.2f}",
                (point.parameters, middle),
                (12, 0),
                textcoords="offset points",
                va="center",
                color=colour if star else "black",
                weight="bold" if star else "normal",
            )
        axes.set_xscale("log")
        most, least = (pick(point.parameters for point in points.values()) for pick in (max, min))
        axes.set_xlim(least / 1.6, most * 6)
        axes.margins(y=0.15)
        axes.set_xlabel("parameters (log scale); a dot for each seed, a line for their mean")
        axes.set_ylabel(loss)
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: {point.parameters:,} parameters, {np.mean(point.losses):.2f} over {len(point.losses)} "
            f"seed{'s' if len(point.losses) > 1 else ''}"
            for name, point in points.items()
        )
        show(drawn, f"{loss} against parameters. {listed}.")

"""Figures about words: how they are encoded, how topics are spread, which words resemble each other."""

from collections.abc import Mapping, Sequence

import numpy as np

from utils.plotting.style import COLOURS, figure, show


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
        panels[0].set_title(f"one-hot\n{size(len(ids), vocabulary)}", weight="normal", size=11)
        panels[0].set_xlabel(f"{vocabulary:,} columns, one of them 1")
        panels[0].set_ylabel("word of the wire")
        for axes, (label, table) in zip(panels[1:], tables.items(), strict=True):
            width = table.shape[1]
            rows = table[ids]
            limit = np.abs(rows).max()
            axes.imshow(rows, aspect="auto", cmap="PuOr", vmin=-limit, vmax=limit, interpolation="nearest")
            axes.grid(False)
            axes.set_xticks([0, width - 1], ["1", f"{width:,}"])
            axes.set_title(f"{label}\n{size(len(ids), width)}", weight="normal", size=11)
            axes.set_xlabel("numbers per word")
        panels[0].set_ylim(len(ids) - 0.5, -0.5)
        drawn.suptitle(title, weight="bold", size=12, x=0.01, ha="left")
        listed = "; ".join(f"{label}: {size(len(ids), table.shape[1])}" for label, table in tables.items())
        show(drawn, f"One text in three encodings. One-hot: {size(len(ids), vocabulary)}; {listed}.")


def size(length: int, width: int) -> str:
    """Return the shape of an encoded text and its bytes as 32-bit floats."""
    return f"{length} × {width:,} · {4 * length * width:,} bytes"


def class_counts(counts: np.ndarray, names: Sequence[str], *, title: str, named: int = 12) -> None:
    """Draw how many texts each class holds, the largest first; the first `named` classes are named.

    counts: shape (classes,). names: of the classes, in the same order.
    """
    order = np.argsort(counts)[::-1]
    with figure(9, 3.4) as drawn:
        axes = drawn.subplots()
        heights = counts[order]
        axes.bar(range(len(order)), heights, color=COLOURS["other"])
        for place, index in enumerate(order[:named]):
            axes.text(place, counts[index] + heights[0] * 0.02, names[index], rotation=55, ha="left", size=10)
        axes.set_ylim(0, heights[0] * 1.25)
        axes.set_xlabel("topics, the largest first")
        axes.set_ylabel("wires")
        axes.set_xticks([])
        axes.grid(visible=False, axis="x")
        axes.set_title(title)
        listed = ", ".join(f"{names[index]} {counts[index]:,}" for index in order[:named])
        show(drawn, f"Bars, one for each of {len(counts)} topics, falling steeply: {listed}.")


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
            axes.imshow(rows, aspect="auto", cmap="PuOr", vmin=-limit, vmax=limit, interpolation="nearest")
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
        drawn.suptitle(title, weight="bold", size=12, x=0.01, ha="left")
        show(drawn, f"Rows of {width} colours, with the cosine to the first row. {'; '.join(listed)}.")

"""Figures about words: how they are encoded, how topics are spread, where words lie."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.decomposition import PCA

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


def words_in_plane(
    vectors: np.ndarray, words: Sequence[str], groups: Mapping[str, Sequence[str]], *, title: str
) -> None:
    """Draw word vectors in the plane of their two largest principal components, some groups of words by name.

    vectors: shape (words, width). words: their texts. groups: a word to its neighbours, each group in one colour.
    """
    plane = PCA(2)
    places = plane.fit_transform(vectors)
    share = plane.explained_variance_ratio_.sum()
    where = dict(zip(words, places, strict=True))
    colours = ["full", "reduced", "validation", "yours", "control", "other"]
    with figure(9, 5.6) as drawn:
        axes = drawn.subplots()
        axes.scatter(*places.T, s=6, color="#cccccc")
        taken: list[tuple[float, float]] = []
        for (seed, neighbours), colour in zip(groups.items(), colours, strict=False):
            for word in (seed, *neighbours):
                x, y = where[word]
                axes.scatter(x, y, s=22, color=COLOURS[colour], zorder=3)
                label_at = free_place(x, y, taken, np.ptp(places, axis=0))
                weight = "bold" if word == seed else "normal"
                axes.annotate(
                    word,
                    (x, y),
                    label_at,
                    color=COLOURS[colour],
                    weight=weight,
                    size=11,
                    arrowprops={"arrowstyle": "-", "color": COLOURS[colour], "lw": 0.6},
                )
        axes.set_xlabel("first principal component")
        axes.set_ylabel("second principal component")
        axes.set_title(f"{title}\n")
        axes.text(0, 1.01, f"the plane holds {share:.0%} of the variance", transform=axes.transAxes, size=10)
        listed = "; ".join(f"{seed} beside {', '.join(near)}" for seed, near in groups.items())
        show(drawn, f"Words as points in a plane: {listed}.")


def free_place(x: float, y: float, taken: list[tuple[float, float]], spans: np.ndarray) -> tuple[float, float]:
    """Return the place nearest to a point where a label's left end covers no other label; note it as taken."""
    wide, high = spans * (0.1, 0.045)
    right, left = wide * 0.15, -wide
    steps = sorted(((dx, dy * high) for dx in (right, left) for dy in np.arange(-5, 5.5, 0.5)), key=lambda s: abs(s[1]))
    places = [(x + dx, y + dy) for dx, dy in steps]
    free = [p for p in places if all(abs(p[0] - a) > wide or abs(p[1] - b) > high for a, b in taken)]
    taken.append((free or places)[0])
    return taken[-1]

"""Figures that any subject can use."""

from collections.abc import Callable, Mapping

import numpy as np

from utils.plotting.style import COLOURS, figure, show


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
        sizes = np.unique(np.geomspace(100, 5_000_000, 60).astype(int))
        axes.plot(sizes, [rule(int(size)) for size in sizes], color=COLOURS["yours"])
        axes.text(sizes[8], rule(int(sizes[8])) * 1.5, "your rule", color=COLOURS["yours"], weight="bold")
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

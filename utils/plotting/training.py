"""Figures about training: curves by epoch, where parameters sit, what a parameter buys."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from utils.plotting.style import COLOURS, figure, show
from utils.training import TrainingRun


def histories(runs: Mapping[str, TrainingRun], *, title: str) -> None:
    """Draw accuracy and loss by epoch, a column for each run, with its epoch of least validation loss marked."""
    with figure(9, 5.4) as drawn:
        panels = drawn.subplots(2, len(runs), sharex=True, sharey="row", squeeze=False)
        for column, (name, run) in enumerate(runs.items()):
            epochs = np.arange(1, run.epochs + 1)
            for row, metric in enumerate(("accuracy", "loss")):
                axes = panels[row, column]
                axes.plot(epochs, run.history[metric], color=COLOURS["train"], label="train")
                axes.plot(epochs, run.history[f"val_{metric}"], color=COLOURS["validation"], label="validation")
                value = run.history[f"val_{metric}"][run.best_epoch - 1]
                axes.axvline(run.best_epoch, color=COLOURS["validation"], lw=1, ls=":")
                axes.scatter(run.best_epoch, value, color=COLOURS["validation"], zorder=3)
                late = run.best_epoch > run.epochs / 2
                axes.annotate(
                    f"{value:.2f} at epoch {run.best_epoch}",
                    (run.best_epoch, value),
                    (-6 if late else 6, 14 if late and metric == "loss" else -18),
                    textcoords="offset points",
                    ha="right" if late else "left",
                    color=COLOURS["validation"],
                )
            panels[0, column].set_title(name, weight="normal")
            panels[1, column].set_xlabel("epoch")
            panels[1, column].set_xticks([1, *range(5, run.epochs + 1, 5)])
        panels[0, 0].set_ylabel("accuracy")
        panels[1, 0].set_ylabel("loss (cross-entropy)")
        panels[1, -1].legend(loc="upper right")
        drawn.suptitle(title, weight="bold", size=12, x=0.01, ha="left")
        listed = "; ".join(
            f"{name}: least validation loss {run.history['val_loss'].min():.2f} at epoch {run.best_epoch}, "
            f"{run.history['val_loss'][-1]:.2f} at epoch {run.epochs}"
            for name, run in runs.items()
        )
        show(drawn, f"Training and validation curves. {listed}.")


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
    """Draw loss against parameters (log axis), a point and a bar from least to most over the seeds for each model."""
    with figure(8.5, 4.2) as drawn:
        axes = drawn.subplots()
        for name, point in points.items():
            middle = float(np.mean(point.losses))
            colour = COLOURS[point.role]
            axes.vlines(point.parameters, min(point.losses), max(point.losses), color=colour, lw=3, alpha=0.5)
            star = point.role == "yours"
            axes.scatter(
                point.parameters, middle, color=colour, marker="*" if star else "o", s=200 if star else 55, zorder=3
            )
            axes.annotate(
                f"{name}, {middle:.2f}",
                (point.parameters, middle),
                (9, 5),
                textcoords="offset points",
                color=colour if star else "black",
                weight="bold" if star else "normal",
            )
        axes.set_xscale("log")
        most, least = (pick(point.parameters for point in points.values()) for pick in (max, min))
        axes.set_xlim(least / 1.6, most * 6)
        axes.margins(y=0.15)
        axes.set_xlabel("parameters (log scale)")
        axes.set_ylabel(loss)
        axes.set_title(title)
        listed = "; ".join(
            f"{name}: {point.parameters:,} parameters, {np.mean(point.losses):.2f}" for name, point in points.items()
        )
        show(drawn, f"{loss} against parameters. {listed}.")

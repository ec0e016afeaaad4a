"""Curves of a training by epoch."""

from collections.abc import Mapping

import numpy as np

from utils.measuring.training import TrainingRun
from utils.plotting.style import COLOURS, figure, panel_title, show, super_title


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
                found = f"{value:.2f} at epoch {run.best_epoch}"
                axes.set_title(found, loc="right", color=COLOURS["validation"], weight="normal", size=11)
            panel_title(panels[0, column], name)
            panels[1, column].set_xlabel("epoch")
            panels[1, column].set_xticks([1, *range(5, run.epochs + 1, 5)])
        panels[0, 0].set_ylabel("accuracy")
        panels[1, 0].set_ylabel("loss (cross-entropy)")
        panels[1, -1].legend(loc="best")
        super_title(drawn, title)
        listed = "; ".join(
            f"{name}: least validation loss {run.history['val_loss'].min():.2f} at epoch {run.best_epoch}, "
            f"{run.history['val_loss'][-1]:.2f} at epoch {run.epochs}"
            for name, run in runs.items()
        )
        show(drawn, f"Training and validation curves. {listed}.")

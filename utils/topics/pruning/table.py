"""The last table of the course: what each model weighs, takes, gives, and has cost in training."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from utils.litert import Row

if TYPE_CHECKING:
    import pandas as pd


def course_table(rows: Sequence[Row], epochs: Mapping[str, int]) -> "pd.DataFrame":
    """Return a row for each model: accuracy and its standard error, bytes on wire and device, time, training.

    epochs: by the beginning of a name, how many epochs it was trained on after the committed model; 0 where none fits.
    The longest beginning counts. The standard error is that of a share of n test rows, √(p(1 − p)/n), in points.
    """
    import pandas as pd

    def trained(name: str) -> int:
        fitting = [beginning for beginning in epochs if name.startswith(beginning)]
        return epochs[max(fitting, key=len)] if fitting else 0

    return pd.DataFrame(
        {
            "accuracy": [round(row.accuracy, 4) for row in rows],
            "± (points)": [
                round(100 * (row.accuracy * (1 - row.accuracy) / len(row.correct)) ** 0.5, 2) for row in rows
            ],
            "wire: gzip bytes": [row.sizes.gzip for row in rows],
            "device: bytes": [row.sizes.raw for row in rows],
            "time (µs)": [round(row.latency.median, 1) for row in rows],
            "zeros": [round(row.sparsity, 2) for row in rows],
            "extra epochs": [trained(row.name) for row in rows],
        },
        index=pd.Index([row.name for row in rows], name="model"),
    )

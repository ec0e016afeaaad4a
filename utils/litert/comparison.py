"""Compares converted classifiers: what each costs, what it gives, and which of them no other beats.

litert.table(litert.measure({"float": litert.convert(model, "float"), "int8": converted}, X_test, y_test))
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from utils.litert.contents import Sizes, sizes, sparsity
from utils.litert.running import Latency, correct, latencies

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = {"accuracy": 4, "latency (µs)": 1, "zeros": 3, "× smaller": 2, "× smaller, gzip": 2, "× faster": 2}


@dataclass(frozen=True, eq=False)
class Row:
    """What one converted model costs and what it gives.

    accuracy: from 0 to 1. sparsity: share of zeros among the weights. correct: (n,) bool, whether each of the rows it
    was judged on was classified rightly, as `utils.measuring.difference` takes it.
    """

    name: str
    accuracy: float
    sizes: Sizes
    latency: Latency
    sparsity: float
    correct: np.ndarray = field(repr=False)


def measure(models: Mapping[str, bytes], X: np.ndarray, y: np.ndarray, runs: int = 1_000) -> tuple[Row, ...]:
    """Measure converted classifiers on the same rows, in turns on the same clock: one `Row` for each.

    models: name to converted model. X: (n, …) and y: (n,) as for `correct`. runs: timed inferences, of X's first row.
    Errors as for `correct` and `latencies`.
    """
    took = latencies(models, X[:1], runs)
    rows = []
    for name, converted in models.items():
        right = correct(converted, X, y)
        rows.append(Row(name, float(right.mean()), sizes(converted), took[name], sparsity(converted), right))
    return tuple(rows)


def cost(row: Row, kind: str) -> float:
    """Return what a model costs: its "gzip bytes", its "bytes", or its median "latency (µs)".

    These are columns of `table`. Raises ValueError for another kind.
    """
    costs = {"gzip bytes": row.sizes.gzip, "bytes": row.sizes.raw, "latency (µs)": row.latency.median}
    if kind not in costs:
        raise ValueError(f"a cost is one of {', '.join(map(repr, costs))}, not {kind!r}")
    return costs[kind]


def front(rows: Iterable[Row], kind: str = "gzip bytes") -> list[Row]:
    """Return the rows of the Pareto front, the cheapest first: those that no other beats in accuracy for the same cost.

    kind: as for `cost`. Of two rows of one accuracy only the cheaper belongs to it.
    """
    best: list[Row] = []
    for row in sorted(rows, key=lambda row: (cost(row, kind), -row.accuracy)):
        if not best or row.accuracy > best[-1].accuracy:
            best.append(row)
    return best


def table(rows: Iterable[Row]) -> "pd.DataFrame":
    """A table of rows, by name, with ratios to the first, which is the float model by custom.

    Columns: accuracy (0 to 1), bytes, gzip bytes, latency (µs, median), zeros (share of weights), and how many times
    smaller, smaller when gzipped, and faster than the first row. `.round(DECIMALS)` keeps the digits that mean
    something. Raises ValueError where there are no rows.
    """
    import pandas as pd

    rows = list(rows)
    if not rows:
        raise ValueError("a table has at least one row")
    first = rows[0]
    return pd.DataFrame(
        {
            "accuracy": [row.accuracy for row in rows],
            "bytes": [row.sizes.raw for row in rows],
            "gzip bytes": [row.sizes.gzip for row in rows],
            "latency (µs)": [row.latency.median for row in rows],
            "zeros": [row.sparsity for row in rows],
            "× smaller": [first.sizes.raw / row.sizes.raw for row in rows],
            "× smaller, gzip": [first.sizes.gzip / row.sizes.gzip for row in rows],
            "× faster": [first.latency.median / row.latency.median for row in rows],
        },
        index=pd.Index([row.name for row in rows], name="model"),
    )

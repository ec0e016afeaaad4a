"""What others published about quantization after and during training, beside what a lesson measures."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from utils.litert import Row

if TYPE_CHECKING:
    import pandas as pd

# Top-1 accuracy on ImageNet; milliseconds on a Pixel 2, one big core; megabytes. Each in float, quantized after
# training and quantization-aware; the size of an aware model is not given. Source: TensorFlow Lite documentation,
# Model optimization.
PUBLISHED = {
    "MobileNet v1 224": (0.709, 0.657, 0.70, 124, 112, 64, 16.9, 4.3),
    "MobileNet v2 224": (0.719, 0.637, 0.709, 89, 98, 54, 14, 3.6),
    "Inception v3": (0.78, 0.772, 0.775, 1130, 845, 543, 95.7, 23.9),
    "ResNet v2 101": (0.770, 0.768, float("nan"), 3973, 2868, float("nan"), 178.3, 44.9),
}


def published_table(ours: Mapping[str, Row]) -> "pd.DataFrame":
    """Return the published table with a row "ours", its columns pairs (measure, variant).

    ours: rows by "float", "after" and "aware". Measures: accuracy (0 to 1), latency (ms), size (MB); the size has
    "float" and "after" only.
    """
    import pandas as pd

    variants = ("float", "after", "aware")
    columns = [(measure, variant) for measure in ("accuracy", "latency", "size") for variant in variants][:-1]
    rows = [ours[variant] for variant in variants]
    own = [row.accuracy for row in rows] + [row.latency.median / 1_000 for row in rows]
    own += [row.sizes.raw / 1e6 for row in rows[:2]]
    table = {**PUBLISHED, "ours": tuple(own)}
    return pd.DataFrame(table, index=pd.MultiIndex.from_tuples(columns)).T

"""Figures and tools about features for taxi fares."""

from utils.topics.taxi.alone import as_numbers, nothing_learned
from utils.topics.taxi.figures import (
    Variant,
    city_map,
    fares_by_distance,
    headings,
    residuals_by_hour,
    rmse_curves,
    variant_errors,
)
from utils.topics.taxi.moving import bucket_edges
from utils.topics.taxi.rides import FORMAT, KNOWN, NUMBERS, PLACES, faults, split, weekday

__all__ = [
    "FORMAT",
    "KNOWN",
    "NUMBERS",
    "PLACES",
    "Variant",
    "as_numbers",
    "bucket_edges",
    "city_map",
    "fares_by_distance",
    "faults",
    "headings",
    "nothing_learned",
    "residuals_by_hour",
    "rmse_curves",
    "split",
    "variant_errors",
    "weekday",
]

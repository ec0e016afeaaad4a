"""Figures and tools about features for taxi fares."""

from utils.topics.taxi.figures import (
    Variant,
    city_map,
    fares_by_distance,
    headings,
    residuals_by_hour,
    rmse_curves,
    variant_errors,
)

__all__ = [
    "Variant",
    "city_map",
    "fares_by_distance",
    "headings",
    "residuals_by_hour",
    "rmse_curves",
    "variant_errors",
]

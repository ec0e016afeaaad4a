"""Measures: one `Difference` for the whole course, metrics, training over seeds, resampling, timing in turn."""

from utils.measuring.difference import Difference, difference

__all__ = ["Difference", "difference"]

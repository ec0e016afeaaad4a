"""Figures and tools about quantization-aware training."""

from utils.topics.qat.fake_quantization import best_shares, clipped, rounded, rounded_kernels
from utils.topics.qat.figures import (
    attention_grid,
    descent,
    lost,
    plans,
    published,
    sensitivity,
    staircase,
    wrapped_graph,
)
from utils.topics.qat.networks import attention_classifier, attention_weights, disguised, kernel_types
from utils.topics.qat.quoted import published_table
from utils.topics.qat.rivals import rivals
from utils.topics.qat.training import each_seed, images, set_ranges, some_runs

__all__ = [
    "attention_classifier",
    "attention_grid",
    "attention_weights",
    "best_shares",
    "clipped",
    "descent",
    "disguised",
    "each_seed",
    "images",
    "kernel_types",
    "lost",
    "plans",
    "published",
    "published_table",
    "rivals",
    "rounded",
    "rounded_kernels",
    "sensitivity",
    "set_ranges",
    "some_runs",
    "staircase",
    "wrapped_graph",
]

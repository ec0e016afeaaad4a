"""Figures and tools about quantization-aware training."""

from utils.topics.qat.fake_quantization import best_shares, clipped, rounded, rounded_kernels
from utils.topics.qat.figures import arms, descent, published, sensitivity, staircase, wrapped_graph

__all__ = [
    "arms",
    "best_shares",
    "clipped",
    "descent",
    "published",
    "rounded",
    "rounded_kernels",
    "sensitivity",
    "staircase",
    "wrapped_graph",
]

"""Figures and tools about pruning."""

from utils.topics.pruning.figures import course_frontier, mask_strip, seed_dots, small_masks, sparsity_panels
from utils.topics.pruning.masks import MaskedTraining, magnitude_masks, shuffled, sparsity

__all__ = [
    "MaskedTraining",
    "course_frontier",
    "magnitude_masks",
    "mask_strip",
    "seed_dots",
    "shuffled",
    "small_masks",
    "sparsity",
    "sparsity_panels",
]

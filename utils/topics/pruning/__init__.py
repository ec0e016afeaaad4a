"""Figures and tools about pruning."""

from utils.topics.pruning.figures import (
    course_frontier,
    families,
    mask_strip,
    seed_dots,
    small_masks,
    sparsity_panels,
    threshold,
)
from utils.topics.pruning.masks import MaskedTraining, magnitude_masks, ramp, shuffled, sparsity
from utils.topics.pruning.networks import dense_network, drawn_weights, sheets
from utils.topics.pruning.quoted import (
    EXAMPLE,
    LECTURE_BLOCKS,
    LECTURE_SINGLE,
    PUBLISHED,
    RAMP_TO_90,
)
from utils.topics.pruning.scores import brain_damage, classified, times_input, unit_norms, unit_taylor, without_units
from utils.topics.pruning.table import course_table

__all__ = [
    "EXAMPLE",
    "LECTURE_BLOCKS",
    "LECTURE_SINGLE",
    "PUBLISHED",
    "RAMP_TO_90",
    "MaskedTraining",
    "brain_damage",
    "classified",
    "course_frontier",
    "course_table",
    "dense_network",
    "drawn_weights",
    "families",
    "magnitude_masks",
    "mask_strip",
    "ramp",
    "seed_dots",
    "sheets",
    "shuffled",
    "small_masks",
    "sparsity",
    "sparsity_panels",
    "threshold",
    "times_input",
    "unit_norms",
    "unit_taylor",
    "without_units",
]

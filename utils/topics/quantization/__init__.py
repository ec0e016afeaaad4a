"""Figures and tools about post-training quantization."""

from utils.topics.quantization.figures import dots, type_strips, weight_grids
from utils.topics.quantization.saliency import occlusion, rank_agreement

__all__ = [
    "dots",
    "occlusion",
    "rank_agreement",
    "type_strips",
    "weight_grids",
]

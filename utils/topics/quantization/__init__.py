"""Figures and tools about post-training quantization."""

from utils.topics.quantization.figures import (
    dots,
    layer_lines,
    maps,
    photos,
    range_slider,
    roofline,
    type_strips,
    weight_grids,
)
from utils.topics.quantization.layers import (
    IntegerLayer,
    integer_layers,
    judged_by,
    layer_errors,
    layer_values,
)
from utils.topics.quantization.saliency import occlusion, rank_agreement
from utils.topics.quantization.speed import byte_instructions, faster, roofs, work_alone

__all__ = [
    "IntegerLayer",
    "byte_instructions",
    "dots",
    "faster",
    "integer_layers",
    "judged_by",
    "layer_errors",
    "layer_lines",
    "layer_values",
    "maps",
    "occlusion",
    "photos",
    "range_slider",
    "rank_agreement",
    "roofline",
    "roofs",
    "type_strips",
    "weight_grids",
    "work_alone",
]

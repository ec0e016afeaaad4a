"""Figures and tools about post-training quantization."""

from utils.topics.quantization.figures import (
    dots,
    layer_lines,
    maps,
    photos,
    range_slider,
    roofline,
    two_fronts,
    type_strips,
    weight_grids,
)
from utils.topics.quantization.judging import judge
from utils.topics.quantization.layers import (
    IntegerLayer,
    broken_files,
    integer_layers,
    judged_by,
    layer_errors,
    layer_values,
    samples,
)
from utils.topics.quantization.saliency import occlusion, rank_agreement
from utils.topics.quantization.speed import byte_instructions, faster, work_alone

__all__ = [
    "IntegerLayer",
    "broken_files",
    "byte_instructions",
    "dots",
    "faster",
    "integer_layers",
    "judge",
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
    "samples",
    "two_fronts",
    "type_strips",
    "weight_grids",
    "work_alone",
]

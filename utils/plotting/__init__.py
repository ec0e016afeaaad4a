"""The course's figures: each function draws one kind from data that the lesson measured, and measures nothing itself.

The lesson passes the title, since a title states the finding and a finding can move. What one lesson alone draws lives
with its topic.
"""

from utils.plotting.images import image_blocks
from utils.plotting.lines import Line, curves
from utils.plotting.pareto import frontier
from utils.plotting.slider import moving
from utils.plotting.style import COLOURS, figure
from utils.plotting.training import histories

__all__ = ["COLOURS", "Line", "curves", "figure", "frontier", "histories", "image_blocks", "moving"]

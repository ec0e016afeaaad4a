"""Graded checks: plain assertions that a learner can read, and a verdict that says what was misunderstood.

    with graded("embedding_width", points=2, hint="`**0.25` is the fourth root."):
        assert embedding_width(10_000) == 10, "10 × 10 × 10 × 10 is 10,000, so its fourth root is 10."

A check never stops a notebook. Under nbgrader's autograder (which sets `NBGRADER_EXECUTION`) a failing one raises.
"""

from utils import tables
from utils.grading import asserts
from utils.grading.checks import graded, refuses
from utils.grading.claims import claim, claims
from utils.grading.same import same_as
from utils.grading.state import predict, predictions, solved
from utils.grading.summary import scoreboard

__all__ = ["claim", "claims", "graded", "predict", "predictions", "refuses", "same_as", "scoreboard", "solved"]

asserts.install()  # here, since a cell's assertions are rewritten before the cell runs
tables.install()

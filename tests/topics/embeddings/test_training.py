"""A training's losses are cut where early stopping would have ended it."""

import numpy as np
import pytest

from utils.topics.embeddings import stopped


@pytest.mark.parametrize(
    ("losses", "patience", "kept"),
    [
        ([3.0, 2.0, 2.1, 1.0], 1, 3),  # the better epoch comes too late
        ([3.0, 2.0, 2.1, 1.0], 2, 4),
        ([3.0, 2.0, 2.0, 2.0, 1.0], 2, 4),  # an equal loss is no improvement
        ([3.0, 2.0, 2.1], 1, 3),  # stopped already
        ([3.0, 2.0, 1.0], 1, 3),
    ],
)
def test_losses_end_where_early_stopping_would_have_ended_the_training(losses, patience, kept):
    assert stopped(np.array(losses), patience).tolist() == losses[:kept]

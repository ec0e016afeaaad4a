"""Data, training and ranges of the lesson on quantization-aware training: the parts that hold no idea of their own."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm.auto import tqdm

if TYPE_CHECKING:
    import pandas as pd

HELD_OUT, USED = 5_000, 6_400  # images for validation, and for one short epoch of training


def images(data: Any) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Return (X, y) of training, validation and test: images (n, 28, 28, 1) float32 from 0 to 1, labels (n,).

    data: as `datasets.fashion_mnist` gives it. Validation holds the last 5,000 training images; training has 6,400 of
    the others, always the same.
    """
    X, y = data.train.images[..., None] / np.float32(255), data.train.labels
    some = np.random.default_rng(0).permutation(len(X) - HELD_OUT)[:USED]
    test = data.test.images[..., None] / np.float32(255), data.test.labels
    return (X[some], y[some]), (X[-HELD_OUT:], y[-HELD_OUT:]), test


def each_seed(model: Any, data: tuple[np.ndarray, np.ndarray], seeds: Iterable[int], batch: int = 128) -> Iterator[int]:
    """Train a compiled model for one epoch with each seed, always from the weights that it has now; yield the seeds.

    model: of Keras 3 or tf-keras. data: images and labels. A seed decides the order of the images, the same for every
    model. Weights and optimizer start afresh with each seed; the graph is traced once. After the last seed the model
    keeps what that one left.
    """
    X, y = data
    model.optimizer.build(model.trainable_variables)
    variables = [*model.variables, *model.optimizer.variables]
    start = [variable.numpy() for variable in variables]
    for seed in tqdm(list(seeds), desc="training", unit="seed", leave=False):
        for variable, value in zip(variables, start, strict=True):
            variable.assign(value)
        order = np.random.default_rng(seed).permutation(len(X))
        model.fit(X[order], y[order], batch_size=batch, shuffle=False, verbose=0)
        yield seed


def set_ranges(wrapped: Any, model: Any, images: np.ndarray) -> dict[str, tuple[float, float]]:
    """Set each result's range in a wrapped model to what the float model shows on images; return them by layer.

    wrapped: what tfmot's `quantize_model` made of `model`, a tf-keras Sequential. images: (n, …) float32. A range goes
    from the least to the largest value, 0 included. Where the toolkit rounds what stands before an activation (a
    softmax), the range is of that.
    """
    ranges, values = {}, images
    for layer in model.layers:
        config = layer.get_config()
        linear = type(layer).from_config(config | {"activation": "linear"} if "activation" in config else config)
        linear.build(values.shape)
        linear.set_weights(layer.get_weights())
        before = linear(values)
        values = layer.activation(before) if "activation" in config else before
        held = {w.name.rsplit("/", 1)[1]: w for w in wrapped.weights if w.name.startswith(f"quant_{layer.name}/")}
        for place, shown in (("pre_activation", before), ("post_activation", values)):
            if f"{place}_min:0" in held:
                low, high = min(0.0, np.min(shown).item()), max(0.0, np.max(shown).item())
                held[f"{place}_min:0"].assign(low)
                held[f"{place}_max:0"].assign(high)
                ranges[layer.name] = (low, high)
    return ranges


def some_runs() -> "pd.DataFrame":
    """Return a table of made-up runs, as `fair_gain` takes them: three pairs in no order, and models without a partner.

    Columns: arm, epochs, seed, accuracy (0 to 1).
    """
    import pandas as pd

    rows = [
        ("control", 1, 2, 0.86),
        ("before", 0, 0, 0.80),
        ("aware", 1, 0, 0.90),
        ("control", 1, 0, 0.88),
        ("aware", 1, 1, 0.86),
        ("aware", 5, 0, 0.97),
        ("aware", 1, 2, 0.91),
        ("control", 1, 1, 0.83),
        ("control", 0, 0, 0.80),
    ]
    return pd.DataFrame(rows, columns=["arm", "epochs", "seed", "accuracy"])

"""Trains one small network per split of a table, all side by side, and judges each on the rows that it never saw.

A comparison of two sets of columns by cross-validation takes hundreds of networks. One after the other they cost
minutes; as one stack of matrices they cost seconds. The module chooses the step to stop at on validation rows and
nothing else.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import rankdata
from tqdm.auto import tqdm

from utils.resampling import Split

PATIENCE = 15  # steps without a lower validation loss


@dataclass(frozen=True)
class Committee:
    """Networks of one shape, one for each split, with the weights of the step that their validation rows chose.

    scores: area under the ROC curve on each split's test rows, shape (splits,).
    training_loss, validation_loss: mean cross-entropy over all networks by step, shape (steps,).
    step: the step of least validation loss, from 1. parameters: of one network. seconds: of the training.
    start_norms, norms, last_norms: the length of the weights that leave each input, before training, at that step and
    at the last one, each of shape (splits, columns).
    """

    scores: np.ndarray
    training_loss: np.ndarray
    validation_loss: np.ndarray
    step: int
    parameters: int
    seconds: float
    start_norms: np.ndarray = field(repr=False)
    norms: np.ndarray = field(repr=False)
    last_norms: np.ndarray = field(repr=False)
    _judged: tuple = field(repr=False)

    def scores_on(self, X: np.ndarray) -> np.ndarray:
        """Return what `scores` would be had the test rows held the values of `X`, a table like the one trained on."""
        weights, y, splits, scalers = self._judged
        return _scores(_logits(_scaled(X, scalers), weights), y, splits)


def train_committee(
    X: np.ndarray,
    y: np.ndarray,
    splits: Sequence[Split],
    *,
    scale: np.ndarray,
    hidden: int = 32,
    dropout: float = 0.5,
    steps: int = 120,
    rate: float = 0.01,
    penalty: float = 0.0,
    patience: int | None = PATIENCE,
    seed: int = 0,
    label: str = "training",
) -> Committee:
    """Train columns → `hidden` ReLU units → dropout → one sigmoid once per split, with Adam on all training rows.

    X: shape (rows, columns). y: shape (rows,), true or false. scale: which columns are standardised, by the mean and
    spread of each split's own training rows, shape (columns,). steps: at most so many; rate: Adam's learning rate.
    penalty: weight of the sum of absolute first-layer weights in the loss of a network. patience: stop after so many
    steps without a new least validation loss, or never.
    """
    from utils.frameworks import keras, tf

    y = np.asarray(y, np.float32)
    scalers = _scalers(X, splits, scale)
    scaled = _scaled(X, scalers)
    inputs, labels = tf.constant(scaled), tf.constant(np.tile(y, (len(splits), 1)))
    trains, validates = (tf.constant(_shares(splits, part, len(y))) for part in ("train", "validation"))
    weights = [tf.Variable(value) for value in _glorot(len(splits), X.shape[1], hidden, seed)]
    start = [weight.numpy() for weight in weights]
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build(weights)
    tf.random.set_seed(seed)

    def loss_by_row(drop: float) -> tf.Tensor:
        units = tf.nn.relu(inputs @ weights[0] + weights[1][:, None])
        units = tf.nn.dropout(units, drop) if drop else units
        logits = tf.linalg.matvec(units, weights[2]) + weights[3][:, None]
        return tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)

    @tf.function
    def step() -> tf.Tensor:
        with tf.GradientTape() as tape:
            # a sum over networks, so that none feels how many others there are
            loss = tf.reduce_sum(loss_by_row(dropout) * trains) + penalty * tf.reduce_sum(tf.abs(weights[0]))
        optimizer.apply(tape.gradient(loss, weights))
        by_row = loss_by_row(0.0)
        return tf.stack([tf.reduce_sum(by_row * share) / len(splits) for share in (trains, validates)])

    losses, least, best, began = [], np.inf, start, time.perf_counter()
    best_step = 0
    for number in tqdm(range(1, steps + 1), desc=label, unit="step", leave=False):
        losses.append(step().numpy())
        if losses[-1][1] < least:
            least, best_step, best = losses[-1][1], number, [weight.numpy() for weight in weights]
        if patience is not None and number - best_step >= patience:
            break
    training, validation = np.array(losses, dtype=float).T
    return Committee(
        scores=_scores(_logits(scaled, best), y, splits),
        training_loss=training,
        validation_loss=validation,
        step=best_step,
        parameters=sum(weight[0].size for weight in start),
        seconds=time.perf_counter() - began,
        start_norms=np.linalg.norm(start[0], axis=2),
        norms=np.linalg.norm(best[0], axis=2),
        last_norms=np.linalg.norm(weights[0].numpy(), axis=2),
        _judged=(best, y, splits, scalers),
    )


def model_scores(
    model: Any,
    X: np.ndarray,
    y: np.ndarray,
    splits: Sequence[Split],
    *,
    scale: np.ndarray,
    steps: int = 100,
    rate: float = 0.02,
) -> np.ndarray:
    """Return the area under the ROC curve of a Keras model on each split's test rows, shape (splits,).

    model: any model that takes the columns, shape (rows, columns), and gives one probability, shape (rows, 1). For
    each split it starts again from the weights it has, and takes `steps` steps of Adam on all training rows; the
    number of steps to judge is the one whose validation loss, averaged over the splits, is least. X, y, scale: as for
    `train_committee`. The model is left as it was.
    """
    from utils.frameworks import keras, tf

    y = np.asarray(y, np.float32)
    scaled = _scaled(X, _scalers(X, splits, scale))
    start, entropy = model.get_weights(), keras.losses.BinaryCrossentropy()
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build(model.trainable_variables)
    fresh = [variable.numpy() for variable in optimizer.variables]

    @tf.function(reduce_retracing=True)
    def step(inputs: tf.Tensor, labels: tf.Tensor, unseen: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = entropy(labels, model(inputs, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return model(unseen, training=False)[:, 0]

    losses, risks = [], []
    for columns, split in zip(scaled, splits, strict=True):
        model.set_weights(start)
        for variable, value in zip(optimizer.variables, fresh, strict=True):
            variable.assign(value)
        held_out = np.concatenate([split.validation, split.test])
        tensors = [tf.constant(part) for part in (columns[split.train], y[split.train, None], columns[held_out])]
        by_step = np.clip([step(*tensors).numpy() for _ in range(steps)], 1e-7, 1 - 1e-7)
        chooses, judges = np.split(by_step, [len(split.validation)], axis=1)
        sick = y[split.validation]
        losses.append(-np.mean(sick * np.log(chooses) + (1 - sick) * np.log(1 - chooses), axis=1))
        risks.append(judges)
    model.set_weights(start)
    best = np.mean(losses, axis=0).argmin()
    return np.array([auc(risk[best], y[split.test] > 0.5) for risk, split in zip(risks, splits, strict=True)])


def auc(risks: np.ndarray, sick: np.ndarray) -> float:
    """Return the area under the ROC curve: how often a sick row's risk is above a healthy row's, ties halved.

    risks: any numbers, shape (rows,). sick: shape (rows,), true or false.
    """
    above = rankdata(risks)[sick].sum() - sick.sum() * (sick.sum() + 1) / 2
    return float(above / (sick.sum() * (~sick).sum()))


def _scalers(X: np.ndarray, splits: Sequence[Split], scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What to subtract from and divide each column by in each split, two arrays of shape (splits, 1, columns)."""
    means = np.array([np.where(scale, X[split.train].mean(axis=0), 0) for split in splits])
    spreads = np.array([np.where(scale, X[split.train].std(axis=0), 1) for split in splits])
    return means[:, None], np.where(spreads > 0, spreads, 1)[:, None]


def _scaled(X: np.ndarray, scalers: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The table as each network reads it, shape (splits, rows, columns)."""
    means, spreads = scalers
    return ((X - means) / spreads).astype(np.float32)


def _shares(splits: Sequence[Split], part: str, rows: int) -> np.ndarray:
    """The weight of each row in the mean over one part of each split, shape (splits, rows)."""
    shares = np.zeros((len(splits), rows), np.float32)
    for share, split in zip(shares, splits, strict=True):
        chosen = getattr(split, part)
        share[chosen] = 1 / len(chosen)
    return shares


def _glorot(networks: int, columns: int, hidden: int, seed: int) -> list[np.ndarray]:
    """Keras's own start of two dense layers, once per network: glorot-uniform weights, biases of zero."""
    random = np.random.default_rng(seed)
    first, second = (6 / (columns + hidden)) ** 0.5, (6 / (hidden + 1)) ** 0.5
    arrays = [
        random.uniform(-first, first, (networks, columns, hidden)),
        np.zeros((networks, hidden)),
        random.uniform(-second, second, (networks, hidden)),
        np.zeros((networks,)),
    ]
    return [array.astype(np.float32) for array in arrays]


def _logits(scaled: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    """The networks' outputs before the sigmoid, shape (splits, rows)."""
    units = np.maximum(scaled @ weights[0] + weights[1][:, None], 0)
    return (units @ weights[2][..., None])[..., 0] + weights[3][:, None]


def _scores(logits: np.ndarray, y: np.ndarray, splits: Sequence[Split]) -> np.ndarray:
    """Area under the ROC curve of each network on its split's test rows, shape (splits,)."""
    return np.array([auc(risks[split.test], y[split.test] > 0.5) for risks, split in zip(logits, splits, strict=True)])

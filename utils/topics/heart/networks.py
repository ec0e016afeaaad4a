"""Trains one small network per split of a table, all side by side, and judges each on the rows that it never saw.

A comparison of two sets of columns by cross-validation takes hundreds of networks. One after the other they cost
minutes; as one stack of matrices they cost seconds. Each network stops where its own validation rows say; nothing else
is chosen, and no network hears of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tqdm.auto import tqdm

from utils.measuring.resampling import Split, repeated_splits


@dataclass(frozen=True)
class Networks:
    """Networks of one shape, one for each split, each with the weights of the step that its validation rows chose.

    scores: area under the ROC curve on each split's test rows, shape (splits,).
    log_losses: mean cross-entropy on each split's test rows, in nats, shape (splits,).
    training_loss, validation_loss: mean cross-entropy over all networks by step, shape (steps,).
    ends: training loss of each network after the last step, shape (splits,).
    parameters: of one network.
    start_norms, norms: the length of the weights that leave each input, untrained and chosen, shape (splits, columns).
    """

    scores: np.ndarray
    log_losses: np.ndarray
    training_loss: np.ndarray
    validation_loss: np.ndarray
    ends: np.ndarray
    parameters: int
    start_norms: np.ndarray = field(repr=False)
    norms: np.ndarray = field(repr=False)
    _judged: tuple = field(repr=False)

    def scores_on(self, X: np.ndarray) -> np.ndarray:
        """Return what `scores` would be had the test rows held the values of `X`, a table like the one trained on."""
        _, weights, y, splits, scalers = self._judged
        return _judge(_scaled(X, scalers), weights, y, splits)[0]

    def reliance(self, X: np.ndarray, columns: np.ndarray, *, trained: bool = True, seed: int = 0) -> float:
        """Return how far a network's output moves when one of `columns` is shuffled among the test rows, on average.

        X: the table trained on, shape (rows, columns). columns: which of its columns, shape (columns,), true or false.
        trained: with the chosen weights, or else with the untrained ones. The output is the logit before the sigmoid;
        the result is the standard deviation of its change, the mean over the columns and the networks.
        """
        start, chosen, _, splits, scalers = self._judged
        random, moved = np.random.default_rng(seed), []
        arrays = zip(_scaled(X, scalers), *(chosen if trained else start), splits, strict=True)
        for table, *weights, split in arrays:
            rows = table[split.test]
            before = _logits(rows, *weights)
            for column in np.flatnonzero(columns):
                shuffled = rows.copy()
                shuffled[:, column] = random.permutation(rows[:, column])
                moved.append(np.std(_logits(shuffled, *weights) - before))
        return float(np.mean(moved))


def train_networks(
    X: np.ndarray,
    y: np.ndarray,
    splits: Sequence[Split],
    *,
    scale: np.ndarray,
    hidden: int = 32,
    dropout: float = 0.5,
    steps: int = 60,
    rate: float = 0.01,
    penalty: float = 0.0,
    seed: int = 0,
    label: str = "training",
) -> Networks:
    """Train columns → `hidden` ReLU units → dropout → one sigmoid once per split, with Adam on all training rows.

    X: shape (rows, columns). y: shape (rows,), true or false. scale: which columns are standardised, by the mean and
    spread of each split's own training rows, shape (columns,). steps: taken by all, of which each network keeps its
    best by validation loss; rate: Adam's learning rate. penalty: weight of the sum of absolute first-layer weights in
    the loss of a network.
    """
    from utils.frameworks import keras, tf

    y = np.asarray(y, np.float32)
    scalers = _scalers(X, splits, scale)
    scaled = _scaled(X, scalers)
    inputs, labels = tf.constant(scaled), tf.constant(np.tile(y, (len(splits), 1)))
    trains, validates = (tf.constant(_shares(splits, part, len(y))) for part in ("train", "validation"))
    start = _glorot(len(splits), X.shape[1], hidden, seed)
    weights = [tf.Variable(value) for value in start]
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
        return tf.stack([tf.reduce_sum(by_row * share, axis=1) for share in (trains, validates)])

    losses, best, least = [], [value.copy() for value in start], np.full(len(splits), np.inf)
    for _ in tqdm(range(steps), desc=label, unit="step"):
        losses.append(step().numpy())
        better = losses[-1][1] < least
        least[better] = losses[-1][1][better]
        for kept, weight in zip(best, weights, strict=True):
            kept[better] = weight.numpy()[better]
    training, validation = np.mean(losses, axis=2).T
    scores, log_losses = _judge(scaled, best, y, splits)
    return Networks(
        scores=scores,
        log_losses=log_losses,
        training_loss=training,
        validation_loss=validation,
        ends=losses[-1][0],
        parameters=sum(weight[0].size for weight in start),
        start_norms=np.linalg.norm(start[0], axis=2),
        norms=np.linalg.norm(best[0], axis=2),
        _judged=(start, best, y, splits, scalers),
    )


def model_scores(
    model: Any, X: np.ndarray, y: np.ndarray, *, folds: int, steps: int = 60, rate: float = 0.03
) -> np.ndarray:
    """Return the area under the ROC curve of a Keras model on each of so many folds, shape (folds,).

    model: any model that takes the columns, shape (rows, columns), and gives one probability, shape (rows, 1). For
    each fold it starts from its own weights, those of each array in random order, so that nothing it may have learned
    before helps, and takes `steps` steps of Adam on all training rows. Nothing is chosen: validation rows play no part.
    X: shape (rows, columns); a column of more than two values is standardised by each fold's training rows. y: shape
    (rows,), true or false. The model is left as it was.
    """
    from utils.frameworks import keras, tf

    y = np.asarray(y, np.float32)
    splits = repeated_splits(y, folds=folds, repeats=1)
    scale = np.array([len(np.unique(column)) > 2 for column in X.T])
    scaled = _scaled(X, _scalers(X, splits, scale))
    entropy, optimizer = keras.losses.BinaryCrossentropy(), keras.optimizers.Adam(rate)
    optimizer.build(model.trainable_variables)
    state = [*model.variables, *optimizer.variables]
    before = [variable.numpy() for variable in state]
    learned = {id(variable) for variable in model.trainable_variables}
    random = np.random.default_rng(0)
    fresh = [
        random.permutation(value.ravel()).reshape(value.shape) if id(variable) in learned else value
        for variable, value in zip(state, before, strict=True)
    ]

    @tf.function(reduce_retracing=True)
    def step(inputs: tf.Tensor, labels: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            loss = entropy(labels, model(inputs, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)

    def set_state(values: list[np.ndarray]) -> None:
        for variable, value in zip(state, values, strict=True):
            variable.assign(value)

    scores = []
    for columns, split in zip(scaled, splits, strict=True):
        set_state(fresh)
        inputs, labels = tf.constant(columns[split.train]), tf.constant(y[split.train, None])
        for _ in range(steps):
            step(inputs, labels)
        risks = np.asarray(model(columns[split.test], training=False))[:, 0]
        scores.append(auc(risks, y[split.test] > 0.5))
    set_state(before)
    return np.array(scores)


def auc(risks: np.ndarray, sick: np.ndarray) -> float:
    """Return the area under the ROC curve: how often a sick row's risk is above a healthy row's, ties halved.

    risks: any numbers, shape (rows,). sick: shape (rows,), true or false. scikit-learn's `roc_auc_score` gives the
    same, in a hundred times the time.
    """
    above = risks[sick][:, None] - risks[~sick]
    return float(np.mean((above > 0) + (above == 0) / 2))


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


def _logits(rows: np.ndarray, first: np.ndarray, bias: np.ndarray, second: np.ndarray, last: np.ndarray) -> np.ndarray:
    """What one network says of some rows before its sigmoid, shape (rows,)."""
    return np.maximum(rows @ first + bias, 0) @ second + last


def _judge(
    scaled: np.ndarray, weights: list[np.ndarray], y: np.ndarray, splits: Sequence[Split]
) -> tuple[np.ndarray, np.ndarray]:
    """AUC and mean cross-entropy of each network on its split's test rows, two arrays of shape (splits,)."""
    scores, losses = [], []
    for table, *arrays, split in zip(scaled, *weights, splits, strict=True):
        logits, sick = _logits(table[split.test], *arrays), y[split.test] > 0.5
        scores.append(auc(logits, sick))
        losses.append(np.mean(np.logaddexp(0, np.where(sick, -logits, logits))))
    return np.array(scores), np.array(losses)

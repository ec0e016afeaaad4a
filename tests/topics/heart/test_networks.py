"""The stacked networks are the networks that Keras would train, and judge rows that they never saw."""

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from utils import frameworks
from utils.measuring.resampling import repeated_splits
from utils.topics.heart import networks
from utils.topics.heart.networks import auc, model_scores, train_networks

random = np.random.default_rng(0)
X = np.column_stack([random.normal(50, 10, 120), random.random((120, 3)) < 0.5]).astype(float)
Y = X[:, 0] + 10 * X[:, 1] + random.normal(0, 5, 120) > 55
SCALE = np.array([True, False, False, False])
SPLITS = repeated_splits(Y, folds=5, repeats=2)


@pytest.fixture(scope="module")
def trained():
    return train_networks(X, Y, SPLITS, scale=SCALE, steps=60)


def network(weights):
    layers = frameworks.keras.layers
    model = frameworks.keras.Sequential(
        [frameworks.keras.Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")]
    )
    first, bias, second, last = weights
    model.set_weights([first, bias, second[:, None], last[None]])
    return model


def test_each_member_is_the_keras_network_of_its_weights(trained):
    _, weights, _, _, scalers = trained._judged
    scaled = networks._scaled(X, scalers)
    assert trained.parameters == network([array[0] for array in weights]).count_params() == 4 * 32 + 32 + 32 + 1
    for member in (0, 7):
        risks = network([array[member] for array in weights].copy()).predict(scaled[member], verbose=0)[:, 0]
        test = SPLITS[member].test
        assert trained.scores[member] == pytest.approx(roc_auc_score(Y[test], risks[test]), abs=1e-6)


def test_columns_are_scaled_by_training_rows_only(trained):
    means, spreads = trained._judged[4]
    train = SPLITS[3].train
    assert means[3, 0] == pytest.approx([X[train, 0].mean(), 0, 0, 0])
    assert spreads[3, 0] == pytest.approx([X[train, 0].std(), 1, 1, 1])


def test_it_learns(trained):
    assert trained.scores.mean() > 0.85
    assert trained.training_loss[-1] < trained.training_loss[0]
    assert trained.training_loss.shape == trained.validation_loss.shape == (60,)
    assert trained.scores.shape == (10,)
    assert trained.norms.shape == trained.start_norms.shape == (10, 4)


def test_each_network_keeps_the_step_of_its_own_validation_rows(trained):
    _, weights, _, _, scalers = trained._judged
    losses = []
    for member, split in enumerate(SPLITS):
        risks = network([array[member] for array in weights])(networks._scaled(X, scalers)[member])
        losses.append(
            frameworks.keras.losses.BinaryCrossentropy()(Y[split.validation, None], risks.numpy()[split.validation])
        )
    # the mean of each network's least is below the least of any common step
    assert np.mean(losses) < trained.validation_loss.min()


def test_the_test_rows_of_a_network_play_no_part_in_it():
    changed = Y.copy()
    changed[SPLITS[0].test] = ~changed[SPLITS[0].test]
    before, after = (train_networks(X, labels, SPLITS, scale=SCALE, steps=60) for labels in (Y, changed))
    assert after.norms[0] == pytest.approx(before.norms[0])
    assert after.scores[0] == pytest.approx(1 - before.scores[0], abs=1e-6)
    assert not np.allclose(after.norms[1:], before.norms[1:])


def test_a_seed_gives_the_same_networks_again(trained):
    again = train_networks(X, Y, SPLITS, scale=SCALE, steps=60)
    assert again.scores == pytest.approx(trained.scores)


def test_scores_on_the_same_table_are_the_scores(trained):
    assert trained.scores_on(X) == pytest.approx(trained.scores)
    shuffled = X[random.permutation(len(X))]
    assert trained.scores_on(shuffled).mean() == pytest.approx(0.5, abs=0.15)


def test_a_penalty_shrinks_the_weights(trained):
    lean = train_networks(X, Y, SPLITS, scale=SCALE, steps=60, penalty=0.05)
    assert lean.norms.mean() < trained.norms.mean()


def test_a_keras_model_is_judged_and_left_as_it_was():
    model = frameworks.keras.Sequential(
        [frameworks.keras.Input((4,)), frameworks.keras.layers.Dense(1, activation="sigmoid")]
    )
    before = model.get_weights()
    scores = model_scores(model, X, Y, folds=5)
    assert scores.shape == (5,)
    assert scores.mean() > 0.85
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert model_scores(model, X, Y, folds=5) == pytest.approx(scores)


def test_what_a_keras_model_learned_before_does_not_help():
    model = frameworks.keras.Sequential(
        [frameworks.keras.Input((4,)), frameworks.keras.layers.Dense(1, activation="sigmoid")]
    )
    knows, shuffled = np.array([[9.0], [0.0], [0.0], [0.0]]), []
    for weights in (knows, knows[::-1]):
        model.set_weights([weights, np.zeros(1)])
        shuffled.append(model_scores(model, X, Y, folds=5, steps=1, rate=1e-9).mean())
    assert auc(X[:, 0], Y) > 0.8  # what the first weights would reach as they are
    assert min(shuffled) < 0.7


def test_auc_is_scikit_learns_ties_and_all():
    risks = random.integers(0, 6, 80)
    sick = random.random(80) < 0.4
    assert auc(risks, sick) == pytest.approx(roc_auc_score(sick, risks))


def test_log_losses_are_scikit_learns(trained):
    _, weights, _, _, scalers = trained._judged
    member = 3
    risks = network([array[member] for array in weights]).predict(networks._scaled(X, scalers)[member], verbose=0)[:, 0]
    test = SPLITS[member].test
    assert trained.log_losses[member] == pytest.approx(log_loss(Y[test], risks[test]), abs=1e-5)


def test_a_network_relies_on_what_it_learned_from_and_not_before():
    noisy = np.column_stack([X, np.random.default_rng(1).normal(size=(len(X), 4))])
    scale = np.array([True, False, False, False, True, True, True, True])
    found = train_networks(noisy, Y, SPLITS, scale=scale, steps=60)
    telling, noise = np.arange(8) == 0, np.arange(8) >= 4
    before = found.reliance(noisy, noise, trained=False) / found.reliance(noisy, telling, trained=False)
    after = found.reliance(noisy, noise) / found.reliance(noisy, telling)
    assert 0.6 < before < 1.6
    assert after < 0.6 * before


def test_the_ends_are_those_of_the_last_step(trained):
    assert trained.ends.shape == (10,)
    assert trained.ends.mean() == pytest.approx(trained.training_loss[-1], abs=1e-6)

"""The tools of the lesson on quantization-aware training: fresh starts, ranges, the small networks.

`test_training.py` runs it in a process of its own: a process holds one Keras, and this needs Keras 2.
"""

import numpy as np
import pytest

from utils import litert, models
from utils.datasets import fashion_mnist
from utils.frameworks import tf_keras as keras
from utils.frameworks import tfmot
from utils.topics.qat import networks, quoted, training

aware = tfmot.quantization.keras


@pytest.fixture(scope="module")
def parts():
    return training.images(fashion_mnist())


def test_the_parts_are_apart(parts):
    (X, y), (X_val, y_val), (X_test, y_test) = parts
    assert (len(X), len(X_val), len(X_test)) == (6_400, 5_000, 10_000)
    assert len(y) == 6_400
    assert len(y_test) == 10_000
    assert X.dtype == np.float32
    assert 0 <= X.min() < X.max() <= 1
    held = {image.tobytes() for image in X_val}
    assert np.mean([image.tobytes() in held for image in X]) < 0.001  # the data hold few doubles
    assert np.bincount(y_val).min() > 400


def test_each_seed_starts_afresh_and_comes_out_the_same(parts):
    (X, y), *_ = parts
    model = models.fashion_cnn(keras)
    model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy")
    first = {}
    for seed in training.each_seed(model, (X[:512], y[:512]), (0, 1, 0)):
        weights = model.get_weights()[0]
        assert seed not in first or np.array_equal(first[seed], weights)
        first[seed] = weights
    assert not np.array_equal(first[0], first[1])


def test_ranges_are_those_of_the_float_model_and_include_zero(parts):
    (X, _), (X_val, y_val), _ = parts
    model = models.fashion_cnn(keras)
    wrapped = aware.quantize_model(models.fashion_cnn(keras))
    wrapped(X[:64], training=True)
    ranges = training.set_ranges(wrapped, model, X[:100])
    assert set(ranges) == {"conv1", "conv2", "dense1", "dense2"}
    shown = keras.Sequential(models.fashion_cnn(keras).layers[:1])(X[:100]).numpy()
    assert ranges["conv1"] == pytest.approx((0, shown.max()), rel=1e-6)
    low, high = ranges["dense2"]
    assert low < -6 < 6 < high  # before the softmax, where the range of -6 to 6 does harm
    right = wrapped.predict(X_val[:1_000], verbose=0).argmax(axis=1) == y_val[:1_000]
    assert right.mean() > 0.89


def test_a_disguised_network_answers_as_rightly_under_other_numbers(parts):
    _, (X_val, y_val), _ = parts
    converted, new_class = networks.disguised(keras, seed=1)
    plain = litert.convert(models.fashion_cnn(keras), "float")
    X, y = X_val[:500], y_val[:500]
    assert sorted(new_class) == list(range(10))
    assert (litert.correct(converted, X, new_class[y]) == litert.correct(plain, X, y)).all()
    assert litert.accuracy(converted, X, y) < 0.5
    assert networks.kernel_types(plain) == dict.fromkeys(("conv1", "conv2", "dense1", "dense2"), "float32")


def test_attention_weights_sum_to_one(parts):
    from utils.frameworks import keras as keras3

    (X, _), *_ = parts
    model = networks.attention_classifier(keras3, patch=7)
    weights = networks.attention_weights(keras3, model, X[:3])
    assert weights.shape == (3, 16, 16)
    assert weights.sum(axis=-1) == pytest.approx(1, abs=1e-5)
    assert model.predict(X[:3], verbose=0).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_ours_stands_below_what_was_published():
    def row(size, microseconds):
        sizes, latency = litert.Sizes(size, size), litert.Latency(microseconds, 0, 0, 1)
        return litert.Row("", 0.9, sizes, latency, 0.0, np.ones(1, bool))

    table = quoted.published_table({"float": row(4_000_000, 2_000), "after": row(10, 1), "aware": row(9, 1)})
    assert list(table.index)[-1] == "ours"
    assert table.loc["ours", ("size", "float")] == 4
    assert table.loc["ours", ("latency", "float")] == 2
    assert ("size", "aware") not in table.columns

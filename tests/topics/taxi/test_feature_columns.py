"""Shows that the Keras layers of the taxi lesson do what the deprecated feature columns of the lecture did.

The feature columns themselves are run here, since a lesson calls nothing that is deprecated. Once TensorFlow has
dropped them these tests are skipped.
"""

import numpy as np
import pytest

from utils import frameworks

PLACES = ("pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude")
EDGES = np.linspace(0, 1, 10).tolist()  # the public lab's ten numbers, which bound eleven buckets


@pytest.fixture(autouse=True)
def feature_columns():
    if not hasattr(frameworks.tf, "feature_column"):
        pytest.skip("feature columns are gone from TensorFlow")


@pytest.fixture
def values():
    """Four columns of 0 to 1 and beyond, with values that lie exactly on an edge."""
    generator = np.random.default_rng(0)
    columns = {place: generator.uniform(-0.1, 1.1, (400, 1)).astype("float32") for place in PLACES}
    columns[PLACES[0]][:10, 0] = EDGES
    return columns


def dense(values, make):
    """Return what the feature column of `make(frameworks.tf.feature_column)` makes of `values`."""
    logger = frameworks.tf.get_logger()
    level = logger.level
    logger.setLevel("ERROR")  # each call logs that it is deprecated
    try:
        with frameworks.tf.Graph().as_default(), frameworks.tf.compat.v1.Session() as session:
            tensors = {name: frameworks.tf.constant(column) for name, column in values.items()}
            made = frameworks.tf.compat.v1.feature_column.input_layer(tensors, [make(frameworks.tf.feature_column)])
            session.run(frameworks.tf.compat.v1.global_variables_initializer())
            return session.run(made)
    finally:
        logger.setLevel(level)


def bucketized(columns, place):
    return columns.bucketized_column(columns.numeric_column(place), EDGES)


def bucket_ids(values, place):
    return np.asarray(frameworks.keras.layers.Discretization(EDGES)(values[place][:, 0]))


def test_rescaling_equals_a_normalized_numeric_column():
    longitudes = np.random.default_rng(0).uniform(-74.05, -73.9, (400, 1)).astype("float32")
    old = dense({"x": longitudes}, lambda fc: fc.numeric_column("x", normalizer_fn=lambda x: (x + 78) / 8))
    new = np.asarray(frameworks.keras.layers.Rescaling(1 / 8, offset=78 / 8)(longitudes))
    assert new == pytest.approx(old, abs=1e-6)  # float32: multiplied by 1/8 and shifted, in the other order


@pytest.mark.parametrize("place", PLACES)
def test_discretization_equals_a_bucketized_column(values, place):
    old = dense(values, lambda fc: bucketized(fc, place))
    assert old.shape == (400, len(EDGES) + 1)
    assert (bucket_ids(values, place) == old.argmax(axis=1)).all()


def test_hashed_crossing_equals_a_crossed_column(values):
    pair = PLACES[:2]
    old = dense(
        values,
        lambda fc: fc.indicator_column(fc.crossed_column([bucketized(fc, place) for place in pair], 100)),
    )
    new = np.asarray(frameworks.keras.layers.HashedCrossing(100)(tuple(bucket_ids(values, place) for place in pair)))
    assert (new == old.argmax(axis=1)).all()


def test_a_cross_of_crosses_is_one_cross_of_all_four(values):
    def make(fc):
        pickup = fc.crossed_column([bucketized(fc, place) for place in PLACES[:2]], 100)
        dropoff = fc.crossed_column([bucketized(fc, place) for place in PLACES[2:]], 100)
        return fc.indicator_column(fc.crossed_column([pickup, dropoff], 10_000))

    new = np.asarray(
        frameworks.keras.layers.HashedCrossing(10_000)(tuple(bucket_ids(values, place) for place in PLACES))
    )
    assert (new == dense(values, make).argmax(axis=1)).all()


def test_an_embedding_column_is_a_row_of_a_table(values):
    table = np.random.default_rng(0).normal(size=(11, 5)).astype("float32")

    def make(fc):
        buckets = bucketized(fc, PLACES[0])
        fixed = frameworks.tf.compat.v1.constant_initializer(table)
        return fc.embedding_column(buckets, 5, initializer=fixed, trainable=False)

    embedding = frameworks.keras.layers.Embedding(11, 5)
    embedding.build()
    embedding.set_weights([table])
    assert np.asarray(embedding(bucket_ids(values, PLACES[0]))) == pytest.approx(dense(values, make))

"""Scores of lines, readings of texts and trials of reductions, against cases that can be counted by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

from utils.topics import projection

X, _, y, _ = projection.digit_rows()


def by_range(X_train, y_train, X_new):
    reduce = make_pipeline(MinMaxScaler(), PCA(16)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


def test_digits_are_the_whole_set_in_two_parts():
    X_train, X_test, y_train, y_test = projection.digit_rows()
    assert (X_train.shape, X_test.shape, len(y_train), len(y_test)) == ((1_400, 64), (397, 64), 1_400, 397)
    assert (X_train.min(), X_train.max()) == (0, 1)


def test_the_neighbours_of_two_far_clusters_are_their_own():
    points = np.concatenate([np.arange(8.0), 1_000 + np.arange(8.0)])[:, None]
    assert projection.same_class(points, np.repeat(["a", "b"], 8)) == 1
    assert projection.same_class(points, np.tile(["a", "b"], 8)) < 0.6


def test_scanners_hold_the_same_images_and_differ_in_units_only():
    scanned = projection.scanners(X)
    even, uneven = scanned["even"], scanned["uneven"]
    assert sorted(even.sum(axis=0)) == pytest.approx(sorted(X.sum(axis=0)))
    varies = even.std(axis=0) > 0
    for column in np.flatnonzero(varies):
        assert np.corrcoef(even[:, column], uneven[:, column])[0, 1] == pytest.approx(1)
    units = uneven[:, varies].std(axis=0) / even[:, varies].std(axis=0)
    assert units.max() / units.min() > 50


def test_a_trial_finds_a_sound_reduction_sound():
    tried = projection.trial(by_range, X, y)
    assert (tried.numbers, tried.repeats, tried.alone) == (16, True, True)
    assert tried.right <= tried.best


@pytest.mark.parametrize(
    ("spoilt", "fact"),
    [
        (lambda known, new: (known, new + np.random.default_rng().normal(size=new.shape)), "repeats"),
        (lambda known, new: (known, new - new.mean(axis=0)), "alone"),
    ],
)
def test_a_trial_sees_chance_and_a_look_at_the_new_rows(spoilt, fact):
    tried = projection.trial(lambda *rows: spoilt(*by_range(*rows)), X, y)
    assert not getattr(tried, fact)


@pytest.mark.parametrize(
    ("result", "words"), [(np.zeros((3, 2)), "two things"), ((np.zeros((3, 2)), np.zeros((3, 2))), "training rows")]
)
def test_a_trial_says_what_it_wants(result, words):
    with pytest.raises(AssertionError, match=words):
        projection.trial(lambda *rows: result, X, y)


def test_a_topic_is_told_by_its_words_its_documents_and_their_commonest_label():
    table = projection.topic_table(
        np.array([[3.0, 1, 0], [0, 1, 2]]), np.array([[1, 0], [0.8, 0.2], [0.9, 0.1], [0, 1]]), ["a", "b", "c"],
        np.array(["x", "x", "y", "z"]),
    )  # fmt: skip
    assert table.iloc[0].tolist() == ["a b c", 3, "x", pytest.approx(2 / 3)]
    assert table.iloc[1].tolist() == ["c b a", 1, "z", 1]


def test_a_topic_that_leads_no_document_has_no_label():
    table = projection.topic_table(np.eye(2), np.array([[1.0, 0.0]]), ["a", "b"], np.array(["x"]))
    assert table["documents"].tolist() == [1, 0]
    assert table["commonest label"].tolist() == ["x", ""]


def test_lines_are_scored_on_rows_that_they_were_not_found_on():
    table = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 3)), columns=["a", "b", "c"])
    classes, seen = np.repeat([0, 1, 2], 20), []

    def lines(X, growers, response):
        seen.append((X.shape, len(growers), len(response)))
        return {"first": np.array([1.0, 0.0])}

    scores = projection.scored_lines(lines, table, classes, "c", splits=4)
    assert seen == [((36, 2), 36, 36)] * 4
    assert scores.columns.tolist() == ["line", "apart", "covariance", "variance", "correlation"]
    assert len(scores) == 4


def test_a_text_is_cut_and_stands_after_its_label(capsys):
    projection.read({"one": "word " * 40, "two": "short"}, words=3)
    assert capsys.readouterr().out.splitlines() == ["one", "    word word word …", "two", "    short"]


def test_no_test_wire_stands_word_for_word_in_the_training_set():
    wires = projection.wire_texts()
    assert len(wires.train) == len(wires.train_topics) == 8_982
    assert not np.isin(wires.test, wires.train).any()
    assert "crude" in wires.train_topics

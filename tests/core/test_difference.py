"""One Difference for the whole course: its value, its standard error, its sentences and its refusals."""

import math

import numpy as np
import pytest

from utils.measuring import Difference, difference
from utils.measuring.resampling import Split, repeated_splits

GENERATOR = np.random.default_rng(7)


def root_mean(squared):
    return np.sqrt(squared.mean())


@pytest.mark.parametrize("over", ["rows", "seeds"])
def test_pairs_give_the_mean_and_its_standard_error(over):
    one, other = GENERATOR.random(50), GENERATOR.random(50)
    gain = difference(one, other, over=over, unit="points")
    assert gain.value == pytest.approx(100 * (one - other).mean())
    assert gain.standard_error == pytest.approx(100 * (one - other).std(ddof=1) / math.sqrt(50))
    assert (gain.unit, gain.method) == ("points", over)


def test_another_unit_is_not_scaled():
    gain = difference([3.0, 4.0, 5.0], [1.0, 3.0, 2.0], over="seeds", unit="dollars")
    assert gain.value == 2
    assert str(gain) == "+2.0 ± 0.6 dollars"


def test_booleans_are_shares_of_rows():
    right = np.array([True] * 80 + [False] * 20)
    other = np.array([True] * 60 + [False] * 40)
    gain = difference(right, other, over="rows")
    assert gain.value == pytest.approx(20)
    assert gain.sure


def test_pairs_count_not_their_order():
    one, other = GENERATOR.random(40), GENERATOR.random(40)
    order = GENERATOR.permutation(40)
    paired, moved = (difference(one[rows], other[rows], over="rows") for rows in (np.arange(40), order))
    broken = difference(one, np.sort(other), over="rows")
    assert paired.value == pytest.approx(moved.value)
    assert paired.standard_error == pytest.approx(moved.standard_error)
    assert broken.standard_error != pytest.approx(paired.standard_error)


def test_splits_that_share_their_training_rows_get_the_corrected_error():
    splits = repeated_splits(np.arange(100) % 2, folds=10, repeats=2)
    one, other = GENERATOR.random(20), GENERATOR.random(20)
    gain, naive = (difference(one, other, over=over, unit="AUC") for over in (splits, "rows"))
    spread = (one - other).std(ddof=1)
    assert gain.value == naive.value
    assert gain.standard_error == pytest.approx(
        spread * math.sqrt(1 / 20 + 10 / 90)
    )  # the other nine folds are learned
    assert naive.standard_error == pytest.approx(spread * math.sqrt(1 / 20))
    assert gain.method == "corrected resampling"


def test_corrected_errors_alarm_falsely_less_often_than_naive_ones():
    """Two learners that do not differ, each noisy in its own way: nominal alarms are about one in twenty."""
    splits = repeated_splits(np.arange(60) % 2, folds=5, repeats=4)
    alarms = {"naive": 0, "corrected": 0}
    for _ in range(300):
        rows = GENERATOR.normal(size=60)  # how much better one is on each row: luck, and the same in every split
        scores = np.array([rows[split.test].mean() + 0.3 * rows[split.train].mean() for split in splits])
        for name, over in (("naive", "rows"), ("corrected", splits)):
            alarms[name] += difference(scores, np.zeros(20), over=over, unit="").sure
    assert alarms["naive"] > 60
    assert alarms["corrected"] < alarms["naive"] / 2


def test_a_statistic_that_is_no_mean_is_bootstrapped_in_pairs():
    hard = GENERATOR.gamma(1, size=400)  # rows that are hard for one are hard for the other
    one, other = hard * GENERATOR.uniform(0.9, 1.1, 400), hard * GENERATOR.uniform(0.9, 1.1, 400) + 0.05
    gain = difference(one, other, over="rows", unit="dollars", statistic=root_mean)
    assert gain.value == pytest.approx(root_mean(one) - root_mean(other))
    rows = np.random.default_rng(1).integers(0, 400, (4_000, 400))
    by_hand = np.sqrt(one[rows].mean(axis=1)) - np.sqrt(other[rows].mean(axis=1))
    assert gain.standard_error == pytest.approx(by_hand.std(ddof=1), rel=0.08)
    assert gain.standard_error < 0.5 * root_mean(one) / math.sqrt(400)
    assert gain == difference(one, other, over="rows", unit="dollars", statistic=root_mean)
    assert gain.method == "bootstrap"


def test_a_statistic_may_read_several_columns_of_a_row():
    table = GENERATOR.normal(size=(200, 2))
    noisy = table + GENERATOR.normal(scale=2, size=(200, 2))

    def steepness(rows):
        return np.polyfit(rows[:, 0], rows[:, 1], 1)[0]

    gain = difference(table, noisy, over="rows", unit="", statistic=steepness)
    assert gain.value == pytest.approx(steepness(table) - steepness(noisy))
    assert 0 < gain.standard_error < 1


def test_a_bootstrapped_mean_has_the_error_of_the_formula():
    one, other = GENERATOR.random(300), GENERATOR.random(300)
    formula, drawn = (difference(one, other, over="rows", statistic=how) for how in (None, np.mean))
    assert drawn.value == pytest.approx(formula.value)
    assert drawn.standard_error == pytest.approx(formula.standard_error, rel=0.08)


@pytest.mark.parametrize(
    ("value", "error", "unit", "text"),
    [
        (0.6, 0.8, "points", "+0.6 ± 0.8 points"),
        (-0.04, 0.8, "points", "+0.0 ± 0.8 points"),
        (23.0, 4.0, "points", "+23.0 ± 4.0 points"),
        (0.008, 0.0112, "AUC", "+0.008 ± 0.011 AUC"),
        (-2.114, 0.082, "dollars", "-2.11 ± 0.08 dollars"),
        (60.4, 12.3, "µs", "+60 ± 12 µs"),
        (0.7, 0.05, "", "+0.70 ± 0.05"),
        (0.0, 0.0, "points", "+0.0 ± 0.0 points"),
    ],
)
def test_as_text_the_standard_error_sets_the_digits(value, error, unit, text):
    gain = Difference(value, error, unit, "rows")
    assert str(gain) == f"{gain}" == text


def test_digits_can_be_asked_for():
    assert f"{Difference(0.6, 0.8, 'points', 'rows'):.3f}" == "+0.600 ± 0.800 points"


@pytest.mark.parametrize(
    ("value", "error", "sure"), [(2.1, 1, True), (-2.1, 1, True), (2, 1, False), (0, 0, False), (1, 0, True)]
)
def test_sure_is_beyond_two_standard_errors_either_way(value, error, sure):
    assert Difference(value, error, "points", "rows").sure is sure


@pytest.mark.parametrize(("seeds", "margin"), [(3, 4.303), (4, 3.182), (5, 2.776), (20, 2.093)])
def test_over_few_seeds_more_is_asked(seeds, margin):
    """Tables of Student's t with seeds - 1 degrees of freedom, two-sided, 5 %."""
    one = np.arange(seeds) / seeds
    assert difference(one, np.zeros(seeds), over="seeds", unit="").margin == pytest.approx(margin, abs=0.001)
    assert difference(one, np.zeros(seeds), over="rows", unit="").margin == 2
    assert difference([3.0, 4.0, 5.0], [1.5, 2.2, 1.0], over="seeds", unit="").sure is False  # 3.0 standard errors


@pytest.mark.parametrize("seeds", [3, 5])
def test_luck_over_seeds_is_called_sure_once_in_twenty(seeds):
    drawn = np.random.default_rng(3).normal(size=(2000, 2, seeds))
    sure = np.mean([difference(one, other, over="seeds", unit="").sure for one, other in drawn])
    assert 0.035 < sure < 0.065  # two standard errors: 0.18 with three


SPLITS = [Split(np.arange(8), np.arange(8, 9), np.arange(9, 10))] * 3


@pytest.mark.parametrize(
    ("one", "other", "options", "message"),
    [
        ([0, 1, 1], [0, 1], {"over": "rows"}, r"in pairs, and the shapes are \(3,\) and \(2,\)"),
        ([[0, 1]] * 3, [[0, 1]] * 3, {"over": "rows"}, r"an array of shape \(n,\), not \(3, 2\)"),
        (0.5, 0.4, {"over": "rows"}, "one number for each pair"),
        ([0.5], [0.4], {"over": "seeds"}, "1 seeds rank nothing: take three"),
        ([0.5, 0.5], [0.4, 0.3], {"over": "seeds"}, "2 seeds rank nothing"),
        ([1, 0], [0, 1], {"over": "rows"}, "2 pairs say nothing of their spread"),
        ([], [], {"over": "rows"}, "0 pairs say nothing"),
        ([0.5] * 4, [0.4] * 4, {"over": SPLITS}, "3 splits give 3 pairs, not 4"),
        ([0.5] * 3, [0.4] * 3, {"over": "folds"}, '"rows", "seeds" or a list of splits, not \'folds\''),
        ([0.5, 0.4, np.nan], [0.1] * 3, {"over": "rows"}, "not finite"),
        ([2.0, 3.0, 4.0], [0.1] * 3, {"over": "rows"}, "lie outside 0 to 1: name their unit"),
        ([0.5] * 3, [0.4] * 3, {"over": "seeds", "statistic": np.median}, 'over="rows"'),
        ([0.5] * 3, [0.4] * 3, {"over": SPLITS, "statistic": np.median}, 'over="rows"'),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(one, other, options, message):
    with pytest.raises(ValueError, match=message):
        difference(one, other, **options)

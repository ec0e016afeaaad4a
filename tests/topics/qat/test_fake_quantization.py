"""Rounding to few bits: the grid, its channels, what stays, what is refused."""

import numpy as np
import pytest

from utils.topics.qat.fake_quantization import SHARES, best_shares, clipped, rounded, rounded_kernels

GENERATOR = np.random.default_rng(0)


@pytest.mark.parametrize("bits", [2, 3, 4, 8])
def test_each_channel_has_at_most_so_many_levels_and_keeps_its_largest(bits):
    weights = GENERATOR.normal(size=(5, 5, 3, 4)).astype(np.float32)
    on_grid = rounded(weights, bits).numpy()
    assert on_grid.dtype == np.float32
    for channel in range(4):
        levels = np.unique(on_grid[..., channel])
        assert len(levels) <= 2**bits - 1
        assert np.abs(levels).max() == pytest.approx(np.abs(weights[..., channel]).max())


def test_no_weight_moves_by_more_than_half_a_step():
    weights = GENERATOR.normal(size=(50, 6)).astype(np.float32)
    half_a_step = np.abs(weights).max(axis=0) / 7 / 2
    assert np.all(np.abs(rounded(weights, 4).numpy() - weights) <= half_a_step * 1.0001)


def test_a_value_by_hand():
    # The largest of the only channel is 1.4, so the step is 1.4 / 7
    np.testing.assert_allclose(rounded(np.float32([[1.4], [0.31], [-0.29]]), 4), [[1.4], [0.4], [-0.2]], rtol=1e-6)


def test_thirty_two_bits_change_nothing_and_zeros_stay():
    weights = GENERATOR.normal(size=(3, 2)).astype(np.float32)
    np.testing.assert_array_equal(rounded(weights, 32), weights)
    np.testing.assert_array_equal(rounded(np.zeros((3, 2), np.float32), 4), np.zeros((3, 2)))


def test_a_tensor_of_bits_gives_the_same():
    from utils.frameworks import tf

    weights = GENERATOR.normal(size=(3, 2)).astype(np.float32)
    for bits in (2, 8, 32):
        np.testing.assert_array_equal(rounded(weights, tf.constant(bits)), rounded(weights, bits))


def test_a_narrower_range_clips_what_lies_beyond():
    weights = np.float32([[1.4, 1.0], [0.31, 0.2], [-1.0, -0.1]])
    shares = np.float32([[0.5, 1.0]])  # the first channel's grid ends at 0.7, its step is 0.1
    on_grid = rounded(weights, 4, shares).numpy()
    np.testing.assert_allclose(on_grid[:, 0], [0.7, 0.3, -0.7], rtol=1e-6)
    np.testing.assert_array_equal(on_grid[:, 1], rounded(weights, 4)[:, 1])
    np.testing.assert_array_equal(clipped(weights, shares), [[True, False], [False, False], [True, False]])
    assert not np.any(clipped(weights, 1.0))
    np.testing.assert_array_equal(rounded(weights, 32, shares), weights)


def test_the_best_shares_leave_the_least_error_of_those_tried():
    kernel, bias = GENERATOR.normal(size=(60, 3)).astype(np.float32), np.zeros(3, np.float32)
    kernel[0] = 9.0, 1.0, 0.0  # an outlier in the first channel
    kernel[1:, 2] = 0.0  # and nothing in the last
    (best,) = best_shares([kernel, bias], [2])
    assert best.shape == (1, 3)
    errors = [np.square(rounded(kernel, 2, share) - kernel).sum(axis=0) for share in SHARES]
    np.testing.assert_array_equal(best[0], SHARES[np.argmin(errors, axis=0)])
    assert best[0, 0] < best[0, 1] < best[0, 2] == 1
    np.testing.assert_array_equal(best_shares([kernel], [32])[0], np.ones((1, 3)))
    own, _ = rounded_kernels([kernel, bias], [2], [best])
    np.testing.assert_array_equal(own, rounded(kernel, 2, best))


@pytest.mark.parametrize("bits", [0, 1, 17, 64])
def test_other_numbers_of_bits_are_refused(bits):
    with pytest.raises(ValueError, match=f"not to {bits}"):
        rounded(np.ones((2, 2), np.float32), bits)


def test_only_kernels_are_rounded_each_by_its_own_bits():
    first, bias, second = (GENERATOR.normal(size=shape).astype(np.float32) for shape in ((4, 3), (3,), (3, 2)))
    one, same, two = rounded_kernels([first, bias, second], [2, 32])
    np.testing.assert_array_equal(one, rounded(first, 2))
    np.testing.assert_array_equal(same, bias)
    np.testing.assert_array_equal(two, second)
    with pytest.raises(ValueError, match="2 kernels take 2 numbers of bits, not 1"):
        rounded_kernels([first, bias, second], [2])
    with pytest.raises(ValueError, match="2 kernels take 2 numbers of bits, not 3"):
        best_shares([first, bias, second], [2, 2, 2])
    with pytest.raises(ValueError, match="zip"):
        rounded_kernels([first, bias, second], [2, 2], [1.0])

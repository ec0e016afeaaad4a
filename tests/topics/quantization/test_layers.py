"""Looking into files: the integers of a layer, what flows, where two files part, and the time of one layer."""

import numpy as np
import pytest

from utils import datasets, frameworks, litert, models
from utils.topics import quantization
from utils.topics.quantization import layers, speed

WEIGHTED = ("conv1", "conv2", "dense1", "dense2")
ALL = ("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "softmax")


@pytest.fixture(scope="module")
def images():
    return datasets.fashion_mnist().train.images[:20, ..., None] / np.float32(255)


@pytest.fixture(scope="module")
def files(images):
    model = models.fashion_cnn(frameworks.keras)
    return litert.convert(model, "float"), litert.convert(model, "int8", images)


def test_a_dense_layer_in_whole_numbers_is_what_the_runtime_computes(files, images):
    for xnnpack in (True, False):
        layer = quantization.integer_layers(files[1], images, WEIGHTED, xnnpack=xnnpack)["dense2"]
        sums = (layer.x.astype(int) - layer.x_zero) @ layer.weights.T.astype(int) + layer.bias
        exact = sums * (layer.x_scale * layer.weight_scales / layer.scale) + layer.zero_point
        assert np.abs(exact.clip(-128, 127) - layer.result).max() < 0.501
    assert layer.x.shape == (20, 64)
    assert layer.weights.shape == (10, 64)


def test_another_number_of_layers_is_said(files, images):
    with pytest.raises(ValueError, match="3 names for 4 layers"):
        quantization.integer_layers(files[1], images, WEIGHTED[:3])
    with pytest.raises(ValueError, match="2 names for 7 layers"):
        quantization.layer_values(files[0], images, ALL[:2])


def test_a_healthy_file_stays_near_float_and_a_starved_one_does_not(files, images):
    full = quantization.layer_values(files[0], images, ALL)
    assert list(full) == ["input", *ALL]
    healthy = quantization.layer_errors(full, quantization.layer_values(files[1], images, ALL))
    assert max(healthy.values()) < 0.05
    dark = litert.convert(models.fashion_cnn(frameworks.keras), "int8", images / 10)
    starved = quantization.layer_errors(full, quantization.layer_values(dark, images, ALL))
    assert starved["input"] > 0.5


def test_the_error_is_that_of_the_median_channel():
    real = np.array([[1.0, 100.0, 1.0], [1.0, 100.0, 1.0]])
    full = {"a": layers.Values(real, 0.0, 0)}
    other = {"a": layers.Values(real + np.array([0.1, 0.0, 0.2]), 1.0, 0)}
    assert quantization.layer_errors(full, other)["a"] == pytest.approx(0.1)


def test_what_find_fault_reads_has_channels_last_and_the_integer_grid(files, images):
    judged = quantization.judged_by(*(quantization.layer_values(file, images, ALL) for file in files))
    names = [name for name, *_ in judged]
    assert names == ["input", *ALL]
    _, values, scale, zero_point = judged[1]
    assert values.shape == (20 * 26 * 26, 16)
    assert scale > 0
    assert zero_point == -128


def test_samples_are_by_signature_and_input(files, images):
    samples = quantization.samples(files[0], images)
    assert list(samples) == ["serving_default"]
    assert next(iter(samples["serving_default"][0].values())).shape == (1, 28, 28, 1)


def test_times_faster_has_a_spread():
    ratio = quantization.faster(litert.Latency(20, 19, 22, 9), litert.Latency(10, 9.5, 11, 9))
    assert (ratio.value, ratio.low) == (2, pytest.approx(19 / 11))
    assert str(ratio) == "2.0 (1.7 to 2.3)"


def test_the_work_of_a_layer_is_counted():
    keras = frameworks.keras
    work = quantization.work_alone(keras, (6, 6, 2), keras.layers.Conv2D(4, 3), runs=5)
    assert work["float"].multiply_adds == 4 * 4 * 4 * 3 * 3 * 2
    assert work["int8"].moved == 72 + 72 + 64 + 4 * 4
    assert work["float"].moved == 4 * (72 + 72 + 64) + 4 * 4
    best, bandwidth = speed.roofs({"conv": work})
    assert best["float"] == work["float"].rate
    assert bandwidth >= work["int8"].bandwidth


def test_instructions_are_names():
    assert set(quantization.byte_instructions()) <= set(speed.INSTRUCTIONS)


def test_the_judge_tells_what_is_no_file():
    judged = quantization.judge(lambda model, images: None, frameworks.keras, datasets.fashion_mnist(), 5)
    assert not judged.is_file
    assert repr(judged) == "no LiteRT file"

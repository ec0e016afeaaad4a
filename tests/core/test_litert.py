"""Conversion and measurement of the committed models, in both Kerases.

A process can hold only one Keras, so each converts in a process of its own, once; the tests look at what came out.
"""

import gzip
import pickle
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from utils import datasets, litert
from utils.litert import contents

ROOT = Path(__file__).resolve().parents[2]
FEW = 400
KERASES = ("keras", "tf_keras")

WORKER = """
import io, pickle, sys
sys.ps1 = ">>> "  # TensorFlow takes the session for a person's, as a notebook is
sys.stdout = shown = io.StringIO()  # and this is not file descriptor 1
import numpy as np
from utils import datasets, frameworks, litert, models

name, path = sys.argv[1:]
keras = getattr(frameworks, name)
fashion = datasets.fashion_mnist()
scaled = lambda pictures: pictures.astype("float32") / 255
X, y, ranges = scaled(fashion.test.images), fashion.test.labels, scaled(fashion.train.images[:100])
found = {}

def refusal(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__, str(error)

cnn = models.fashion_cnn(keras)
found["accuracy"] = {}
for model, pictures in ((cnn, X[..., None]), (models.fashion_mlp(keras), X)):
    found["accuracy"][model.name] = model.evaluate(pictures, y, batch_size=1_000, verbose=0)[1]
found["parameters"] = {"fashion_cnn": cnn.count_params(), "fashion_mlp": model.count_params()}
kernels = [models.fashion_mlp(keras, trained=False).get_weights()[0] for _ in range(2)]
found["untrained"] = bool((kernels[0] != kernels[1]).any())
found["outputs"] = cnn.predict(X[:400, ..., None], verbose=0)

few = ranges[..., None]
files = found["files"] = {kind: litert.convert(cnn, kind, few) for kind in litert.KINDS}
files["again"] = litert.convert(models.fashion_cnn(keras), "int8", few)
files["int8 in and out"] = litert.convert(cnn, "int8 only", few, io="int8")
files["wrong range"] = litert.convert(cnn, "int8", few / 10)
for flag in litert.OPTIMIZE:
    files[flag] = litert.convert(cnn, "dynamic", optimize=flag)

def prune(share):
    for layer in model.layers[-3:]:
        kernel, bias = layer.get_weights()
        layer.set_weights([np.where(abs(kernel) < np.quantile(abs(kernel), share), 0, kernel), bias])

prune(0.8)
for kind in ("float", "dynamic"):
    files["pruned " + kind] = litert.convert(model, kind)
    files["sparse " + kind] = litert.convert(model, kind, sparse=True)
prune(0.98)
files["pruned hard"], files["sparse hard"] = (litert.convert(model, "float", sparse=sparse) for sparse in (False, True))

padded = keras.Sequential(
    [keras.layers.Input((8, 8, 1)), keras.layers.ZeroPadding2D(), keras.layers.Conv2D(4, 3, strides=2)]
)
files["padded"] = litert.convert(padded, "int8", np.random.default_rng(0).random((9, 8, 8, 1), dtype="float32"))

two = keras.Input((3,)), keras.Input((3,))
found["refusals"] = {
    "kind": refusal(lambda: litert.convert(cnn, "int4")),
    "optimize": refusal(lambda: litert.convert(cnn, "dynamic", optimize="speed")),
    "io": refusal(lambda: litert.convert(cnn, "int8 only", few, io="float32")),
    "no ranges": refusal(lambda: litert.convert(cnn, "int8")),
    "no rows": refusal(lambda: litert.convert(cnn, "int8", few[:0])),
    "no channel": refusal(lambda: litert.convert(cnn, "int8", ranges)),
    "bytes": refusal(lambda: litert.convert(cnn, "int8", fashion.train.images[..., None])),
    "a list": refusal(lambda: litert.convert(cnn, "int8", few.tolist())),
    "two inputs": refusal(lambda: litert.convert(keras.Model(two, keras.layers.Add()(two)), "float")),
    "not built": refusal(lambda: litert.convert(keras.Sequential([keras.layers.Dense(2)]), "float")),
}

found["version"] = keras.__version__.split(".")[0]
found["tfmot"] = refusal(lambda: frameworks.tfmot)
if name == "tf_keras":
    tfmot = frameworks.tfmot
    aware = tfmot.quantization.keras.quantize_model(cnn)
    aware.compile(keras.optimizers.Adam(1e-4), "sparse_categorical_crossentropy")
    aware.fit(scaled(fashion.train.images[:640, ..., None]), fashion.train.labels[:640], batch_size=64, verbose=0)
    found["aware outputs"] = aware.predict(X[:400, ..., None], verbose=0)
    files["aware"] = litert.convert(aware, "int8")
    files["aware int8 only"] = litert.convert(aware, "int8 only")

    annotate = tfmot.quantization.keras.quantize_annotate_layer
    all_but_last = lambda layer: layer if layer.name == "dense2" else annotate(layer)
    part = keras.models.clone_model(cnn, clone_function=all_but_last)
    part = tfmot.quantization.keras.quantize_apply(part)
    files["part"] = litert.convert(part, "int8")
    files["part, ranges given"] = litert.convert(part, "int8", few)

    small = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(2)])
    wrapped = tfmot.sparsity.keras.prune_low_magnitude(small)
    found["refusals"]["wrapped"] = refusal(lambda: litert.convert(wrapped, "float"))
    files["stripped"] = litert.convert(tfmot.sparsity.keras.strip_pruning(wrapped), "float")

found["shown"] = shown.getvalue()
with open(path, "wb") as file:
    pickle.dump(found, file)
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """What each Keras's process found, and what it printed."""
    folder = tmp_path_factory.mktemp("litert")
    started = {
        name: subprocess.Popen(
            [sys.executable, "-c", WORKER, name, str(folder / name)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in KERASES
    }
    found = {}
    for name, process in started.items():
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        found[name] = {**pickle.loads((folder / name).read_bytes()), "printed": (out, err)}
    return found


@pytest.fixture(params=KERASES)
def run(runs, request):
    return runs[request.param]


@pytest.fixture
def files(run):
    return run["files"]


@pytest.fixture(scope="module")
def pictures():
    return datasets.fashion_mnist().test.images[..., None].astype("float32") / 255


@pytest.fixture(scope="module")
def labels():
    return datasets.fashion_mnist().test.labels


def types(converted, role):
    return litert.tensors(converted).query("role == @role")["dtype"].tolist()


# -- the committed models


@pytest.mark.parametrize("name", datasets.TRAINED)
def test_the_models_are_those_of_the_datasheet(run, name):
    weights = datasets.trained_weights(name)
    stated = np.load(ROOT / "data" / "models" / f"{name}.npz")["test_accuracy"]
    assert run["parameters"][name] == sum(array.size for array in weights.arrays.values())
    # one row of 10,000 may tip over with another order of summation
    assert run["accuracy"][name] == pytest.approx(stated, abs=1.5e-4)


def test_an_untrained_model_is_drawn_anew(run):
    assert run["untrained"]


# -- conversion


def test_nothing_is_printed_by_a_framework_or_any_conversion(run):
    assert run["printed"] == ("", "")
    assert run["shown"] == ""


def test_a_process_has_one_version_of_keras(runs):
    """Here rather than with the rules of the tree, since each of these processes has imported its framework."""
    assert {name: run["version"] for name, run in runs.items()} == {"keras": "3", "tf_keras": "2"}
    refused = "tfmot needs Keras 2 and this kernel has loaded Keras 3: restart the kernel"
    assert {name: run["tfmot"] for name, run in runs.items()} == {"keras": ("RuntimeError", refused), "tf_keras": None}


def test_float_answers_as_keras_does(run, pictures):
    np.testing.assert_allclose(litert.predict(run["files"]["float"], pictures[:FEW]), run["outputs"], atol=1e-5)


def test_both_kerases_give_the_same_network(runs, pictures):
    for kind in litert.KINDS:
        one, other = (runs[name]["files"][kind] for name in KERASES)
        assert litert.operators(one) == litert.operators(other)
        assert len(one) == pytest.approx(len(other), rel=0.005)
        answers = [litert.predict(converted, pictures[:FEW]) for converted in (one, other)]
        np.testing.assert_allclose(*answers, atol=1e-5)


@pytest.mark.parametrize(
    ("kind", "weights", "biases", "activations", "ends"),
    [
        ("float", {"float32"}, {"float32"}, {"float32"}, "float32"),
        ("dynamic", {"float32", "int8"}, {"float32"}, {"float32"}, "float32"),
        ("float16", {"float16"}, {"float16"}, {"float32"}, "float32"),
        ("int8", {"int8"}, {"int32"}, {"int8"}, "float32"),
        ("int8 only", {"int8"}, {"int32"}, {"int8"}, "uint8"),
        ("int8 in and out", {"int8"}, {"int32"}, {"int8"}, "int8"),
    ],
)
def test_each_kind_does_what_it_claims(files, kind, weights, biases, activations, ends):
    converted = files[kind]
    assert set(types(converted, "weight")) == weights
    assert set(types(converted, "bias")) == biases
    assert set(types(converted, "activation")) == activations
    assert types(converted, "input") == types(converted, "output") == [ends]


def test_dynamic_leaves_small_weights_in_float(files):
    weights = litert.tensors(files["dynamic"]).query("role == 'weight'")
    count = weights["shape"].map(np.prod)
    assert (count[weights["dtype"] == "float32"] < 1_024).all()
    assert (count[weights["dtype"] == "int8"] >= 1_024).all()


def test_equal_models_give_equal_bytes(files):
    assert files["again"] == files["int8"]


def test_the_three_flags_give_one_result(files):
    assert files["default"] == files["size"] == files["latency"] == files["dynamic"]


def test_a_wrong_range_is_taken_as_it_is(files, pictures, labels):
    X, y = pictures[:FEW], labels[:FEW]
    assert litert.accuracy(files["wrong range"], X, y) < litert.accuracy(files["int8"], X, y) - 0.1


@pytest.mark.parametrize(
    ("case", "error", "message"),
    [
        ("kind", "ValueError", "`kind` is one of 'float', "),
        ("optimize", "ValueError", "`optimize` is one of 'default', 'size', 'latency', not 'speed'"),
        ("io", "ValueError", "`io` is one of 'int8', 'uint8', not 'float32'"),
        ("no ranges", "ValueError", "'int8' needs representative inputs"),
        ("no rows", "ValueError", "(n, 28, 28, 1), not (0, 28, 28, 1)"),
        ("no channel", "ValueError", "(n, 28, 28, 1), not (100, 28, 28)"),
        ("bytes", "ValueError", "not uint8"),
        ("a list", "ValueError", "not list"),
        ("two inputs", "ValueError", "not of 2"),
        ("not built", "ValueError", "not of 0"),
    ],
)
def test_what_cannot_be_converted_is_refused(run, case, error, message):
    kind, text = run["refusals"][case]
    assert kind == error
    assert message in text


# -- models of the optimization toolkit


def test_a_quantize_aware_model_brings_its_ranges(runs, pictures):
    run = runs["tf_keras"]
    converted = run["files"]["aware"]
    assert set(types(converted, "weight")) == set(types(converted, "activation")) == {"int8"}
    assert litert.agreement(litert.predict(converted, pictures[:FEW]), run["aware outputs"]) > 0.98
    assert litert.agreement(run["outputs"], run["aware outputs"]) > 0.9
    assert types(run["files"]["aware int8 only"], "input") == ["uint8"]


def test_what_was_left_in_float_stays_there_unless_ranges_are_given(runs):
    files = runs["tf_keras"]["files"]
    weights = litert.tensors(files["part"]).query("role == 'weight'")
    assert weights["dtype"][weights["shape"] == (10, 64)].tolist() == ["float32"]
    assert weights["dtype"][weights["shape"] != (10, 64)].tolist() == ["int8"] * 3
    assert set(types(files["part, ranges given"], "weight")) == {"int8"}


def test_pruning_wrappers_are_refused(runs):
    kind, text = runs["tf_keras"]["refusals"]["wrapped"]
    assert kind == "ValueError"
    assert "strip_pruning" in text
    assert types(runs["tf_keras"]["files"]["stripped"], "weight") == ["float32"]


# -- what is in a file


def test_tensors_are_listed_as_stored(files):
    table = litert.tensors(files["int8"])
    weights = table.query("role == 'weight'")
    assert sorted(weights["operator"]) == ["CONV_2D", "CONV_2D", "FULLY_CONNECTED", "FULLY_CONNECTED"]
    assert sorted(weights["bytes"]) == [144, 640, 4_608, 51_200]
    assert weights["scales"].tolist() == [shape[0] for shape in weights["shape"]]
    assert (weights["zero_point"] == 0).all()
    assert (table.query("role == 'activation'")["bytes"] == 0).all()
    assert table.query("operator == 'QUANTIZE' and role == 'input'")["scale"].isna().all()
    quantized = table.query("role == 'activation'").iloc[0]
    assert (quantized["scale"], quantized["zero_point"]) == (pytest.approx(1 / 255), -128)


def role_of(shape, kind, reader, scale=None):
    """The role of a stored tensor of a made-up graph; kind: the schema's number of a type."""
    tensor = SimpleNamespace(shape=shape, type=kind, quantization=SimpleNamespace(scale=scale, zeroPoint=[0]))
    graph = SimpleNamespace(tensors=[tensor], inputs=[], outputs=[])
    return contents._role(graph, 0, True, {0: (*reader, (1,))}, {})[0]


FLOAT32, INT32, INT8 = 0, 2, 9


@pytest.mark.parametrize(
    ("role", "tensor"),
    [
        ("constant", (None, FLOAT32, ("ADD", 1))),  # a number without a shape, as 16 bits need them
        ("constant", ((4, 2), INT32, ("PAD", 1))),
        ("constant", ((2, 3), INT32, ("TILE", 1))),
        ("constant", ((2,), INT32, ("RESHAPE", 1))),
        ("weight", ((10_000, 10), FLOAT32, ("GATHER", 0))),
        ("weight", ((4, 4), FLOAT32, ("MUL", 1))),
        ("weight", ((4, 4), INT8, ("MUL", 1), [0.5])),
        ("bias", ((4,), INT32, ("CONV_2D", 2), [0.5])),
    ],
)
def test_paddings_and_shapes_are_no_weights(role, tensor):
    assert role_of(*tensor) == role


def stored(kind, values, zero_point=()):
    """A made-up tensor of the file, its shape that of `values`, and its bytes."""
    shape = np.shape(values)
    grid = SimpleNamespace(scale=[1.0] * len(zero_point) or None, zeroPoint=list(zero_point))
    return SimpleNamespace(shape=shape, type=kind, quantization=grid, sparsity=None)


@pytest.mark.parametrize(
    ("kind", "content", "zero_point", "count", "nonzero"),
    [
        (17, [0x01, 0x20, 0x0F], (), 5, 3),  # int4, the lower half first: 1 0 | 0 2 | -1 (and a half that is no value)
        (17, [0x88, 0x08], (-8,), 4, 1),  # -8 stands for zero
        (19, [0b_00_01_00_11], (), 4, 2),  # int2
        (18, [0, 0x80, 0, 0, 0x80, 0x3F], (), 3, 1),  # bfloat16: -0, 0, 1
        (9, [0, 3, 3, 7], (3,), 4, 2),  # int8
    ],
)
def test_zeros_are_counted_in_every_type(kind, content, zero_point, count, nonzero):
    tensor = stored(kind, [0] * count, zero_point)
    assert contents._nonzero(tensor, np.array(content, np.uint8)) == nonzero
    assert contents._zeros(tensor, np.array(content, np.uint8)) == 1 - nonzero / count


def test_text_has_no_zeros():
    assert np.isnan(contents._zeros(stored(5, [0]), np.zeros(3, np.uint8)))


def test_a_padded_model_has_no_padding_among_its_weights(run):
    converted = run["files"]["padded"]
    assert "PAD" in litert.operators(converted)
    table = litert.tensors(converted)
    assert table.query("operator == 'PAD' and bytes > 0")["role"].tolist() == ["constant"]
    assert set(table.query("role == 'weight'")["dtype"]) == {"int8"}


def test_a_summary_names_a_file_by_its_size_and_types(files):
    size = f"a converted model of {len(files['int8']):,} bytes"
    assert (
        litert.summary(files["int8"])
        == f"{size} (stored: weights int8, biases int32; computed: activations int8, ends float32)"
    )
    assert "(stored: weights float32 and int8, biases float32; computed:" in litert.summary(files["dynamic"])
    assert "activations int8, ends uint8)" in litert.summary(files["int8 only"])


@pytest.mark.parametrize(
    ("thing", "told"),
    [
        (b"PK\3\4 a zip file", "15 bytes that are no converted model"),
        (b"", "0 bytes that are no converted model"),
        (b"\xff\xff\xff\x7fTFL3 cut", "a converted model of 12 bytes"),
        ("model.tflite", "no converted model but str"),
        (None, "no converted model but NoneType"),
    ],
)
def test_a_summary_of_anything_else_says_so(thing, told):
    assert litert.summary(thing) == told


def test_the_stored_bytes_nearly_fill_the_file(files):
    for kind in ("float", "sparse float"):
        assert 0.95 < litert.tensors(files[kind])["bytes"].sum() / len(files[kind]) < 1


def test_float16_is_unpacked_when_it_is_loaded(files):
    table = litert.tensors(files["float16"])
    assert len(table.query("role == 'unpacked'")) == 8
    assert set(table.query("role == 'unpacked'")["dtype"]) == {"float32"}
    assert set(table.query("role == 'weight'")["operator"]) == {"CONV_2D", "FULLY_CONNECTED"}


def test_operators_come_in_their_order(files):
    assert litert.operators(files["float"]) == (
        *("CONV_2D", "MAX_POOL_2D", "CONV_2D", "MAX_POOL_2D"),
        *("RESHAPE", "FULLY_CONNECTED", "FULLY_CONNECTED", "SOFTMAX"),
    )


def test_sparsity_is_found_however_it_is_stored(files):
    for kind in ("float", "dynamic"):
        dense, sparse = files[f"pruned {kind}"], files[f"sparse {kind}"]
        assert "DENSIFY" in litert.operators(sparse)
        assert "DENSIFY" not in litert.operators(dense)
        assert litert.sparsity(sparse) == litert.sparsity(dense)
        assert len(sparse) < len(dense)
    assert litert.sparsity(files["pruned float"]) == pytest.approx(0.8, abs=1e-4)
    assert litert.sparsity(files["float"]) == 0
    assert 0 < litert.sparsity(files["dynamic"]) < 0.05  # the smallest weights are rounded to zero
    zeros = litert.tensors(files["sparse float"]).query("role == 'weight'")["zeros"]
    np.testing.assert_allclose(zeros, 0.8, atol=1e-3)


def test_zeros_inside_stored_blocks_are_zeros(files):
    assert "DENSIFY" not in litert.operators(files["sparse hard"])  # stored in blocks of four, which a kernel reads
    assert (
        litert.sparsity(files["sparse hard"]) == litert.sparsity(files["pruned hard"]) == pytest.approx(0.98, abs=1e-3)
    )


def test_sparse_float_runs_and_sparse_integers_do_not(files, pictures):
    X = pictures[:FEW, ..., 0]
    dense, sparse = (litert.predict(files[name], X) for name in ("pruned float", "sparse float"))
    np.testing.assert_allclose(sparse, dense, atol=1e-6)
    with pytest.raises(RuntimeError):
        litert.predict(files["sparse dynamic"], X)


@pytest.mark.parametrize("function", [litert.tensors, litert.operators, litert.sparsity])
def test_what_is_no_converted_model_is_refused(function):
    with pytest.raises(TypeError, match="bytes, not str"):
        function("model.tflite")
    with pytest.raises(ValueError, match="not a LiteRT model"):
        function(b"PK\3\4 a zip file")


# -- answers


def test_an_interpreter_prints_nothing(files, pictures, capfd):
    litert.predict(files["float"], pictures[:1])
    with pytest.raises(RuntimeError):
        litert.predict(files["sparse dynamic"], pictures[:1, ..., 0])
    assert capfd.readouterr() == ("", "")


def test_every_row_is_answered_in_any_batch(files, pictures):
    for kind in ("float", "int8 only"):
        at_once = litert.predict(files[kind], pictures[:23], batch=23)
        assert at_once.shape == (23, 10)
        assert at_once.dtype == np.float32
        for batch in (1, 7, 100):
            np.testing.assert_allclose(litert.predict(files[kind], pictures[:23], batch), at_once, atol=1e-5)


@pytest.mark.parametrize("kind", ["int8 only", "int8 in and out"])
def test_integer_ends_are_turned_as_the_model_itself_does(files, kind, pictures):
    inside = litert.predict(files["int8"], pictures[:FEW])
    np.testing.assert_array_equal(litert.predict(files[kind], pictures[:FEW]), inside)


@pytest.mark.parametrize("kind", ["int8 only", "int8 in and out"])
def test_integer_inputs_are_rounded_and_clipped(files, kind, pictures):
    X = pictures[:50]
    expected = litert.predict(files[kind], X)
    for shift in (-0.4 / 255, 0.4 / 255):  # less than half a step
        np.testing.assert_array_equal(litert.predict(files[kind], X + np.float32(shift)), expected)
    bright = 3 * X - 1
    np.testing.assert_array_equal(litert.predict(files[kind], bright), litert.predict(files[kind], bright.clip(0, 1)))


def test_outputs_are_turned_back(files, pictures):
    for kind in ("int8", "int8 only"):
        np.testing.assert_allclose(litert.predict(files[kind], pictures[:FEW]).sum(axis=1), 1, atol=0.02)


def test_rows_of_another_shape_are_refused(files, pictures):
    for X in (pictures[:5, ..., 0], pictures[0], pictures[:0]):
        with pytest.raises(ValueError, match=r"X has the shape \(n, 28, 28, 1\)"):
            litert.predict(files["float"], X)


def test_accuracy_is_that_of_the_whole_set(run, pictures, labels):
    files = run["files"]
    assert litert.accuracy(files["float"], pictures, labels) == pytest.approx(run["accuracy"]["fashion_cnn"], abs=2e-4)
    right = litert.correct(files["int8"], pictures, labels)
    assert right.dtype == bool
    assert right.mean() == litert.accuracy(files["int8"], pictures, labels) > 0.905


def test_accuracy_needs_a_classifier_and_its_labels(runs, pictures, labels):
    converted = runs["tf_keras"]["files"]["float"]
    with pytest.raises(ValueError, match="3 rows have 3 labels"):
        litert.accuracy(converted, pictures[:3], labels[:4])
    with pytest.raises(ValueError, match="3 rows have 3 labels"):
        litert.accuracy(converted, pictures[:3], np.eye(10)[labels[:3]])


def test_agreement_counts_equal_classes():
    one = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
    assert litert.agreement(one, one**2) == 1
    assert litert.agreement(one, one[:, ::-1]) == 0
    with pytest.raises(ValueError, match="same rows"):
        litert.agreement(one, one[:2])


# -- cost


def test_sizes_are_raw_and_gzipped(files):
    found = litert.sizes(files["dynamic"])
    assert found.raw == len(files["dynamic"])
    assert gzip.decompress(gzip.compress(files["dynamic"], mtime=0)) == files["dynamic"]
    assert found == litert.sizes(files["dynamic"])
    assert found.gzip < found.raw


def test_latency_is_a_median_between_its_quartiles(files, pictures):
    for example in (pictures[0], pictures[:1]):
        for kind in ("float", "int8 only"):
            took = litert.latencies({kind: files[kind]}, example, runs=60)[kind]
            assert 0 < took.low <= took.median <= took.high
            assert took.runs == 60


def test_latency_refuses_other_examples_and_no_runs(files, pictures):
    for example in (pictures[:2], pictures[0, ..., 0]):
        with pytest.raises(ValueError, match=r"one input of shape \(28, 28, 1\)"):
            litert.latencies({"float": files["float"]}, example)
    with pytest.raises(ValueError, match="at least one run, not 0"):
        litert.latencies({"float": files["float"]}, pictures[0], runs=0)


def test_a_table_compares_with_its_first_row(files, pictures, labels):
    models = {kind: files[kind] for kind in ("float", "dynamic", "int8")}
    rows = litert.measure(models, pictures[:FEW], labels[:FEW], runs=60)
    assert [row.name for row in rows] == list(models)
    assert rows[1].sizes == litert.sizes(files["dynamic"])
    assert rows[2].correct.mean() == rows[2].accuracy
    table = litert.table(rows)
    ratios = table[["× smaller", "× smaller, gzip", "× faster"]]
    assert (ratios.loc["float"] == 1).all()
    assert ratios.loc["dynamic", "× smaller"] == len(files["float"]) / len(files["dynamic"])
    assert ratios.loc["int8", "× faster"] == rows[0].latency.median / rows[2].latency.median
    assert table.loc["int8", "zeros"] == litert.sparsity(files["int8"])
    assert set(litert.DECIMALS) < set(table)
    with pytest.raises(ValueError, match="at least one row"):
        litert.table([])


def made_up(name, accuracy, size):
    return litert.Row(name, accuracy, litert.Sizes(2 * size, size), litert.Latency(9, 8, 10, 3), 0, np.ones(2, bool))


def test_the_front_holds_what_nothing_beats():
    rows = [made_up(*facts) for facts in (("c", 0.9, 30), ("a", 0.8, 10), ("dear", 0.9, 40), ("worse", 0.7, 10))]
    assert [row.name for row in litert.front(rows)] == ["a", "c"]
    assert [row.name for row in litert.front(rows, "latency (µs)")] == ["c"]
    assert litert.front([]) == []


def test_a_cost_is_a_column_of_the_table():
    row = made_up("a", 0.8, 10)
    for kind in ("gzip bytes", "bytes", "latency (µs)"):
        assert litert.cost(row, kind) == litert.table([row]).loc["a", kind]
    with pytest.raises(ValueError, match="a cost is one of"):
        litert.cost(row, "accuracy")


# -- litert-quantizer


def test_requantize_goes_down_to_four_bits(files, pictures, labels, capfd):
    four = litert.requantize(files["float"], "dynamic_wi4_afp32")
    assert set(types(four, "weight")) == {"int4"}
    assert len(four) < 0.6 * len(files["dynamic"])
    assert litert.accuracy(four, pictures[:FEW], labels[:FEW]) > 0.8
    kernel = datasets.trained_weights("fashion_cnn").arrays["dense1/kernel"]
    rounded = np.rint(kernel / (abs(kernel).max(axis=0) / 7))  # its rule: symmetric, per channel, 15 steps
    weights = litert.tensors(four).query("role == 'weight'")
    zeros = weights["zeros"][weights["shape"] == (64, 800)].item()
    assert zeros == pytest.approx(np.mean(rounded == 0), abs=0.002)
    assert capfd.readouterr() == ("", "")


def test_requantize_in_integers_throughout_needs_ranges(files, pictures, labels):
    with pytest.raises(ValueError, match="needs representative inputs"):
        litert.requantize(files["float"], "static_wi8_ai8")
    static = litert.requantize(files["float"], "static_wi8_ai8", pictures[-50:])
    assert types(static, "input") == types(static, "output") == ["int8"]
    assert litert.accuracy(static, pictures[:FEW], labels[:FEW]) > 0.85


def test_requantize_refuses_an_unknown_recipe(files):
    for recipe in ("int8", "QuantGranularity"):
        with pytest.raises(ValueError, match="has no recipe"):
            litert.requantize(files["float"], recipe)

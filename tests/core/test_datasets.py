import doctest
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from utils import datasets
from utils.datasets import DataError

DATA = Path(__file__).resolve().parents[2] / "data"
TAXI_COLUMNS = (
    "fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,"
    "passenger_count,key,trip_distance"
)
RIDES = (
    "13.5,2015-01-01 20:20:57 UTC,-73.955811,40.776291,-73.980194,40.739052,1,10064589,4.02\n"
    "12.0,2015-01-15 12:35:56 UTC,-73.965195,40.774921,-73.987724,40.744141,1,8451911,2.4\n"
)
# 46 topics, in the order of their numbers: how many of the 11,228 wires have each
TOPIC_COUNTS = [
    *(67, 537, 94, 3972, 2423, 22, 62, 19, 177, 126, 154, 473, 62, 209, 28, 29, 543, 51, 86, 682, 339, 127, 22),
    *(53, 81, 123, 32, 19, 58, 23, 57, 52, 42, 16, 57, 16, 60, 21, 22, 29, 46, 38, 16, 27, 17, 19),
]


@pytest.fixture(scope="module")
def wires():
    return datasets.reuters()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A data folder of the test's own in a repository, with one file in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("heart.csv", "SHA256SUMS"):
        shutil.copy(DATA / name, folder)
    monkeypatch.setattr(datasets, "DATA", folder)
    return folder


def message(function, *arguments, **keywords):
    """The one sentence of the DataError that a call raises."""
    with pytest.raises(DataError) as caught:
        function(*arguments, **keywords)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def own_file(folder, content, name="rides.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- the files and how they are read


def test_importing_the_loaders_imports_no_framework():
    code = "import sys, utils.datasets; print(sorted({'tensorflow', 'keras', 'tf_keras', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_examples_in_docstrings_hold():
    result = doctest.testmod(datasets)
    assert result.attempted >= 7
    assert result.failed == 0


def sums():
    lines = (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_checksums_list_every_data_file_and_no_other():
    beside = {"README.md", "SHA256SUMS", ".gitattributes"}
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    data = {name for name in files if name not in beside and not name.startswith("rebuild/")}
    assert set(sums()) == data


@pytest.mark.parametrize("name", sorted(sums()))
def test_file_checksum_and_datasheet_agree(name):
    content = (DATA / name).read_bytes()
    datasheet = (DATA / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(content).hexdigest() == sums()[name]
    assert datasheet.count(sums()[name]) == 1
    assert f"| `{name}` | {len(content):,} |" in datasheet


@pytest.mark.parametrize("name", sorted(name for name in sums() if name.endswith(".npz")))
def test_npz_holds_plain_arrays(name):
    with np.load(DATA / name, allow_pickle=False) as archive:
        assert all(archive[key].dtype.kind in "uf" for key in archive.files)


def test_missing_file_names_the_remedy(elsewhere):
    (elsewhere / "heart.csv").unlink()
    sentence = message(datasets.heart)
    assert sentence == 'data/heart.csv is missing: `git checkout -- ":(top)data/heart.csv"` brings it back.'


def test_where_there_is_no_git_the_remedy_needs_none(elsewhere):
    shutil.rmtree(elsewhere.parent / ".git")
    (elsewhere / "heart.csv").unlink()
    assert message(datasets.heart) == "data/heart.csv is missing: copy it anew from where you have the course."


def test_altered_file_is_refused_and_the_right_one_taken_again(elsewhere):
    path = elsewhere / "heart.csv"
    right = path.read_bytes()
    path.write_bytes(right.replace(b"63", b"36", 1))
    assert message(datasets.heart) == (
        "data/heart.csv is not the file that the course was made with: "
        '`git checkout -- ":(top)data/heart.csv"` brings it back.'
    )
    path.write_bytes(right)
    assert len(datasets.heart().patients) == 303


def test_file_altered_after_it_was_read_is_refused(elsewhere):
    datasets.heart()
    path = elsewhere / "heart.csv"
    path.write_bytes(path.read_bytes().replace(b"63", b"36", 1))  # of the same size
    os.utime(path, ns=(0, 0))
    assert "is not the file" in message(datasets.heart)


def test_missing_checksums_name_the_remedy(elsewhere):
    (elsewhere / "SHA256SUMS").unlink()
    assert message(datasets.heart).startswith("data/SHA256SUMS is missing: `git checkout")


def test_checksums_without_the_file_name_the_remedy(elsewhere):
    (elsewhere / "SHA256SUMS").write_text("")
    assert message(datasets.heart).startswith("data/SHA256SUMS does not list heart.csv: `git checkout")


@pytest.mark.parametrize("loader", [datasets.reuters, datasets.taxi, datasets.faces, datasets.fashion_mnist])
def test_every_loader_says_what_is_missing(loader, elsewhere):
    sentence = message(loader)
    assert "is missing" in sentence
    assert str(elsewhere) not in sentence


def test_checksum_is_computed_once_per_process(elsewhere, monkeypatch):
    computed = []
    sha256 = hashlib.sha256
    monkeypatch.setattr(hashlib, "sha256", lambda content: computed.append(len(content)) or sha256(content))
    for _ in range(3):
        datasets.heart()
    assert computed == [13_227]


def arrays_of(wires):
    fashion, faces = datasets.fashion_mnist(), datasets.faces()
    padded = datasets.reuters(vocabulary=1_000, length=20)
    yield from (wires.train.words[0], wires.test.words[-1], wires.train.topics, padded.train.words, padded.test.topics)
    yield from (fashion.train.images, fashion.test.labels, faces.images, faces.people, datasets.heart().diseased)
    for name in datasets.TRAINED:
        yield from datasets.trained_weights(name).arrays.values()
    yield from datasets.wide_losses().values()


def test_arrays_are_read_only(wires):
    arrays = list(arrays_of(wires))
    assert not any(array.flags.writeable for array in arrays)
    with pytest.raises(ValueError, match="read-only"):
        arrays[0][0] = 7


def test_results_are_frozen_and_short_to_print(wires):
    with pytest.raises(FrozenInstanceError):
        wires.train = None
    with pytest.raises(TypeError):
        wires.word_index["the"] = 2
    results = (wires, datasets.heart(), datasets.taxi(), datasets.faces(), datasets.fashion_mnist())
    assert max(len(repr(result)) for result in (*results, datasets.trained_weights("fashion_cnn"))) < 250


def test_table_changed_by_a_notebook_is_fresh_at_the_next_call():
    patients = datasets.heart().patients
    patients["age"] = 0
    assert datasets.heart().patients["age"].min() == 29


# --- Reuters


def test_wires_are_cut_four_to_one(wires):
    assert len(wires.train.words) == len(wires.train.topics) == 8_982
    assert len(wires.test.words) == len(wires.test.topics) == 2_246
    assert wires.train.words[0].dtype == np.int32
    assert wires.train.topics.dtype == np.int64


def test_each_topic_has_its_wires(wires):
    topics = np.concatenate([wires.train.topics, wires.test.topics])
    assert np.bincount(topics).tolist() == TOPIC_COUNTS
    assert len(wires.topic_names) == 46
    assert wires.topic_names[:5] == ("cocoa", "grain", "veg-oil", "earn", "acq")
    assert wires.topic_names[-1] == "lead"


def test_words_are_ranked_by_frequency(wires):
    frequent = "the of to in said and a mln 3 for vs dlrs it reuter 000 1 pct on from is"
    assert " ".join(list(wires.word_index)[:20]) == frequent
    assert list(wires.word_index.values()) == list(range(1, 30_980))
    assert wires.word_index["oil"] == 62
    ranks = np.concatenate([*wires.train.words, *wires.test.words]) - 3
    counts = np.bincount(ranks[ranks >= 1], minlength=30_980)[1:-1]  # the last word is unknown, see below
    assert (np.diff(counts) <= 0).all()


def test_first_wires_are_the_well_known_ones(wires):
    assert wires.train.words[0][:12].tolist() == [1, 27595, 28842, 8, 43, 10, 447, 5, 25, 207, 270, 5]
    assert wires.train.topics[:3].tolist() == [3, 4, 3]
    assert [len(words) for words in wires.train.words[:3]] == [87, 56, 139]
    assert wires.test.words[0][:10].tolist() == [1, 4, 1378, 2025, 9, 697, 4622, 111, 8, 25]
    assert len(wires.test.words[0]) == 145
    assert wires.test.topics[0] == 3


def test_every_wire_begins_with_the_start_and_holds_no_padding(wires):
    words = (*wires.train.words, *wires.test.words)
    assert {int(wire[0]) for wire in words} == {1}
    assert min(int(wire.min()) for wire in words) == 1
    assert sum(3 in wire for wire in words) == 0
    assert (min(map(len, words)), max(map(len, words))) == (2, 2_376)


def test_decode_gives_words_and_markers(wires):
    assert wires.decode(wires.train.words[0][:6]) == "[start] mcgrath rentcorp said as a"
    assert wires.decode([0, 1, 2, 4, 30_982]) == "[pad] [start] [unknown] the northerly"
    assert wires.decode([]) == ""


@pytest.mark.parametrize("ids", [[3], [30_983], [-1], 4, None, "oil", [[1, 4]], np.zeros((2, 2), int)])
def test_decode_refuses_what_stands_for_nothing(ids, wires):
    assert message(wires.decode, ids).startswith("`decode` takes the ids of one wire, whole numbers from 0 to 30982")


@pytest.mark.parametrize("vocabulary", [3, 4, 1_000, 30_982])
def test_words_beyond_the_vocabulary_become_unknown(vocabulary, wires):
    limited = datasets.reuters(vocabulary)
    for limited_wire, wire in zip(limited.train.words[:500], wires.train.words, strict=False):
        assert np.array_equal(limited_wire, np.where(wire >= vocabulary, 2, wire))


def test_without_a_vocabulary_only_the_last_word_is_unknown(wires):
    # the public loader keeps ids below the highest one when it is given no number of words
    everything = datasets.reuters(vocabulary=30_983)
    changed = [
        (int(whole[place]), int(wire[place]))
        for whole, wire in zip(
            (*everything.train.words, *everything.test.words), (*wires.train.words, *wires.test.words), strict=True
        )
        for place in np.flatnonzero(whole != wire)
    ]
    assert changed == [(30_982, 2)]


def test_length_keeps_the_end_and_pads_the_front(wires):
    padded = datasets.reuters(length=20).train.words
    assert padded.shape == (8_982, 20)
    assert padded.dtype == np.int32
    assert padded[0].tolist() == wires.train.words[0][-20:].tolist()
    short = next(i for i, wire in enumerate(wires.train.words) if len(wire) == 17)
    assert short == 17
    assert padded[short].tolist() == [0, 0, 0, *wires.train.words[short]]


def test_lecture_settings_give_the_lecture_arrays():
    lecture = datasets.reuters(vocabulary=1_000, length=20)
    first = [44, 11, 15, 16, 8, 197, 2, 90, 67, 52, 29, 209, 30, 32, 132, 6, 109, 15, 17, 12]
    assert lecture.train.words[0].tolist() == first
    assert lecture.test.words.shape == (2_246, 20)
    assert lecture.train.words.max() == 999
    assert (lecture.vocabulary, lecture.length) == (1_000, 20)


def test_numpy_numbers_are_good_arguments():
    assert datasets.reuters(np.int64(10), np.uint8(4)).test.words.shape == (2_246, 4)


@pytest.mark.parametrize("value", [0, 2, -5, 1_000.0, "1000", True, [1_000]])
def test_bad_vocabulary_is_refused(value):
    assert message(datasets.reuters, vocabulary=value).startswith(
        "`vocabulary` is None or a whole number of at least 3"
    )


@pytest.mark.parametrize("value", [0, -1, 20.0, "20", True])
def test_bad_length_is_refused(value):
    assert message(datasets.reuters, length=value).startswith("`length` is None or a whole number of at least 1")


# --- heart


def test_patients_have_ucis_columns_and_counts():
    patients = datasets.heart().patients
    assert " ".join(patients) == "age sex cp trestbps chol fbs restecg thalach exang oldpeak slope ca thal num"
    assert np.bincount(patients["num"]).tolist() == [164, 55, 36, 35, 13]
    missing = patients.isna().sum()
    assert missing[missing > 0].to_dict() == {"ca": 4, "thal": 2}
    assert patients["thal"].value_counts().to_dict() == {"normal": 166, "reversible": 117, "fixed": 18}


def test_patients_have_ucis_codes_and_types():
    patients = datasets.heart().patients
    codes = {name: sorted(patients[name].dropna().unique()) for name in ("sex", "cp", "fbs", "restecg", "slope", "ca")}
    assert codes == {
        "sex": [0, 1],
        "cp": [1, 2, 3, 4],
        "fbs": [0, 1],
        "restecg": [0, 1, 2],
        "slope": [1, 2, 3],
        "ca": [0, 1, 2, 3],
    }
    first = [63, 1, 1, 145, 233, 1, 2, 150, 0, 2.3, 3, 0, "fixed", 0]  # as in UCI's processed.cleveland.data
    assert patients.iloc[0].tolist() == first
    floats = {"oldpeak", "ca"}
    assert all(
        patients[name].dtype == (np.float64 if name in floats else np.int64) for name in patients.drop(columns="thal")
    )


def test_diseased_is_any_level_above_none():
    heart = datasets.heart()
    assert heart.diseased.dtype == bool
    assert heart.diseased.sum() == 139
    assert np.array_equal(heart.diseased, heart.patients["num"] > 0)


# --- taxi


def test_rides_have_the_lectures_columns():
    rides = datasets.taxi().rides
    assert rides.shape == (50_000, 9)
    assert ",".join(rides.columns) == TAXI_COLUMNS
    assert rides.iloc[0].tolist() == [
        *(13.5, "2015-01-01 20:20:57 UTC", -73.955811, 40.776291, -73.980194, 40.739052, 1, "10064589", 4.02)
    ]
    text = {"pickup_datetime", "key"}
    assert all(pd.api.types.is_string_dtype(rides[name]) for name in text)
    assert rides["passenger_count"].dtype == np.int64
    assert all(rides[name].dtype == np.float64 for name in rides.drop(columns=[*text, "passenger_count"]))


def test_rides_are_not_cleaned():
    rides = datasets.taxi().rides
    assert (rides["fare_amount"] < 2.5).sum() == 29
    assert (rides["fare_amount"] > 60).sum() == 13
    assert (rides["passenger_count"] == 0).sum() == 20
    assert (rides["fare_amount"] == 52).sum() == 34
    assert (rides["trip_distance"] == 0).sum() == 167
    assert rides["key"].is_unique


def test_rides_are_in_manhattan_in_january():
    rides = datasets.taxi().rides
    times = pd.to_datetime(rides["pickup_datetime"], format="%Y-%m-%d %H:%M:%S %Z")
    assert str(times.min()) == "2015-01-01 00:00:09+00:00"
    assert str(times.max()) == "2015-01-31 23:59:55+00:00"
    for end in ("pickup", "dropoff"):
        assert rides[f"{end}_longitude"].between(-74.05, -73.90).all()
        assert rides[f"{end}_latitude"].between(40.70, 40.80).all()


HEADED = f"{TAXI_COLUMNS}\n{RIDES}"
EIGHT = "".join(line.rpartition(",")[0] + "\n" for line in HEADED.splitlines())


@pytest.mark.parametrize(
    "content",
    [
        HEADED,
        RIDES,
        gzip.compress(HEADED.encode()),
        gzip.compress(RIDES.encode()),
        HEADED.replace("\n", "\r\n"),
        HEADED.encode("utf-8-sig"),
        "".join(f"note,{line}\n" for line in HEADED.splitlines()),
        "".join(",".join(reversed(line.split(","))) + "\n" for line in HEADED.splitlines()),
        "".join(",".join(f'"{field}"' for field in line.split(",")) + "\n" for line in HEADED.splitlines()),
        HEADED.replace(",1,", ",1.0,"),
        "\n\n" + HEADED.replace(",", ", ", 3),
    ],
    ids=[
        "header",
        "none",
        "header gz",
        "none gz",
        "CRLF",
        "BOM",
        "a column more",
        "reversed",
        "quoted",
        "1.0",
        "blanks",
    ],
)
def test_own_rides_are_read_like_the_courses(content, tmp_path):
    rides = datasets.taxi(own_file(tmp_path, content)).rides
    pd.testing.assert_frame_equal(rides, datasets.taxi().rides[:2])


@pytest.mark.parametrize("content", [EIGHT, EIGHT.partition("\n")[2]], ids=["header", "none"])
def test_own_rides_need_no_distance(content, tmp_path):
    rides = datasets.taxi(str(own_file(tmp_path, content))).rides
    pd.testing.assert_frame_equal(rides, datasets.taxi().rides[:2].drop(columns="trip_distance"))


@pytest.mark.parametrize(
    "text",
    [
        *("2012-01-28 04:56:46+00:00", "2012-01-28 04:56:46 UTC", "2012-01-28 04:56:46UTC", "2012-01-28 04:56:46 EST"),
        *("2012-01-28T04:56:46Z", "2012-01-28t04:56:46z", "2012-01-28 04:56:46", "2012-01-28T04:56:46.5-05:00"),
        *("2012-01-28 04:56:46.123456 UTC", "2012-01-28T04:56:46.123456789Z", "2012-01-28T04:56:46-0500"),
        *("20120128T045646Z", "20120128T045646-05", "2012-W04-6T04:56:46", "2012W046T045646", "2012-028T04:56:46Z"),
        *(" 2012-01-28 04:56:46+00:00 ", "2012028T045646"),
    ],
)
def test_times_of_every_iso_form_are_read_as_they_stand(text, tmp_path):
    ride = f"3.7,{text},-73.99,40.72,-73.98,40.72,1,0\n"
    rides = datasets.taxi(own_file(tmp_path, RIDES.replace(",4.02", "").replace(",2.4", "") + ride)).rides
    assert rides.pickup_datetime.tolist() == [
        *("2015-01-01 20:20:57 UTC", "2015-01-15 12:35:56 UTC", "2012-01-28 04:56:46 UTC")
    ]
    assert rides.fare_amount[2] == 3.7


@pytest.mark.parametrize(("text", "clock"), [("2012-01-28T04:56", "04:56:00"), ("2012-01-28 04Z", "04:00:00")])
def test_times_may_lack_what_is_small(text, clock, tmp_path):
    rides = datasets.taxi(own_file(tmp_path, f"3.7,{text},-73.99,40.72,-73.98,40.72,1,0\n")).rides
    assert rides.pickup_datetime.tolist() == [f"2012-01-28 {clock} UTC"]


def test_an_empty_number_is_left_to_be_cleaned(tmp_path):
    rides = datasets.taxi(own_file(tmp_path, RIDES.replace("-73.955811", ""))).rides
    assert rides["pickup_longitude"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (HEADED.replace("passenger_count,", "people,"), "lacks passenger_count: a header names all of fare_amount"),
        (HEADED.replace("trip_distance", "key"), "has two columns of the same name"),
        (RIDES.replace("13.5,", "").replace("12.0,", "").replace("UTC,", "UTC "), "nor its columns, which are fare_am"),
        ("fare,when\n1,2\n", "has neither the header of a taxi file nor its columns"),
        ("", "has neither the header of a taxi file nor its columns"),
        (TAXI_COLUMNS, "holds no rides"),
        (HEADED.replace("12.0", "twelve"), "has 'twelve' as fare_amount of ride 2: write a number there."),
        (HEADED.replace(",1,8", ",1.5,8"), "has '1.5' as passenger_count of ride 2: write a whole number there."),
        (HEADED.replace(",1,8", ",1e30,8"), "has '1e30' as passenger_count of ride 2: write a whole number there."),
        (HEADED.replace(",1,8", ",,8"), "has '' as passenger_count of ride 2: write a whole number there."),
        (HEADED.replace("01-15 12", "13-15 12"), "as pickup_datetime of ride 2: write a time such as"),
        (HEADED.replace(" 12:35:56 UTC", ""), "as pickup_datetime of ride 2: write a time such as"),
        (HEADED.replace("12:35:56", "25:35:56"), "as pickup_datetime of ride 2: write a time such as"),
        (HEADED.replace("2015-01-15 12:35:56 UTC", "noon"), "has 'noon' as pickup_datetime of ride 2: write a time"),
        (HEADED.replace(",2.4\n", ",2.4,9\n"), "cannot be read as a table (Expected 9 fields in line 3, saw 10)"),
        (HEADED.replace(",4.02", ",4.02,9").replace(",2.4", ",2.4,9"), "has more fields in its lines than in its head"),
        (HEADED.encode("utf-16"), "is not a CSV file in UTF-8"),
        (gzip.compress(HEADED.encode(), mtime=0)[:60], "is not a CSV file in UTF-8, plain or gzipped"),
    ],
    ids=[
        *("column lacking", "column twice", "too few columns", "other header", "empty", "header only", "word"),
        *(
            "half a passenger",
            "too many passengers",
            "no passenger",
            "month 13",
            "no clock",
            "25 o'clock",
            "no time",
            "long line",
            "long lines",
            "UTF-16",
            "cut gz",
        ),
    ],
)
def test_unusable_rides_are_refused_in_a_sentence(content, part, tmp_path):
    assert part in message(datasets.taxi, own_file(tmp_path, content))


def test_wrong_paths_are_refused_in_a_sentence(tmp_path):
    assert message(datasets.taxi, "no/such.csv") == (
        f"There is no file {Path('no/such.csv')}: give the path of a CSV file with taxi rides."
    )
    assert "cannot be read" in message(datasets.taxi, tmp_path)
    assert message(datasets.taxi, 5).startswith("5 is not a path")


# --- images and models


def test_faces_are_forty_people_ten_times():
    faces = datasets.faces()
    assert faces.images.shape == (400, 64, 64)
    assert faces.images.dtype == faces.people.dtype == np.uint8
    assert np.array_equal(faces.people, np.arange(400) // 10)
    assert (faces.images.min(), faces.images.max()) == (6, 232)


def test_the_face_most_like_a_face_is_the_same_person():
    faces = datasets.faces()
    flat = faces.images.reshape(400, -1).astype(float)
    squares = (flat**2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * flat @ flat.T
    np.fill_diagonal(distances, np.inf)
    same = faces.people[distances.argmin(axis=1)] == faces.people
    assert same.mean() > 0.95
    assert same[[79, 87]].all()  # s8/10 and s9/8, which were the hardest to repair


def test_fashion_is_ten_equal_classes():
    fashion = datasets.fashion_mnist()
    assert fashion.train.images.shape == (60_000, 28, 28)
    assert fashion.test.images.shape == (10_000, 28, 28)
    assert fashion.train.images.dtype == fashion.train.labels.dtype == np.uint8
    assert np.bincount(fashion.train.labels).tolist() == [6_000] * 10
    assert np.bincount(fashion.test.labels).tolist() == [1_000] * 10
    assert fashion.train.labels[:5].tolist() == [9, 0, 0, 3, 0]
    assert fashion.class_names[9] == "Ankle boot"
    assert len(fashion.class_names) == 10


@pytest.mark.parametrize(
    ("name", "layers", "parameters"),
    [
        ("fashion_cnn", ["conv1", "conv2", "dense1", "dense2"], 56_714),
        ("fashion_mlp", ["dense1", "dense2", "dense3"], 535_818),
    ],
)
def test_weights_are_named_by_layer(name, layers, parameters):
    weights = datasets.trained_weights(name)
    assert list(weights.arrays) == [f"{layer}/{weight}" for layer in layers for weight in ("kernel", "bias")]
    assert {array.dtype for array in weights.arrays.values()} == {np.dtype(np.float32)}
    assert sum(array.size for array in weights.arrays.values()) == parameters


@pytest.mark.parametrize("name", ["cnn", "", None, 3, np.zeros(2), "../heart"])
def test_unknown_model_is_refused(name):
    assert message(datasets.trained_weights, name).endswith("choose 'fashion_cnn' or 'fashion_mlp'.")


def test_each_training_ends_at_the_first_epoch_without_a_new_lowest_loss():
    trainings = datasets.wide_losses()
    assert list(trainings) == [0, 1, 2, 3, 4]
    for losses in trainings.values():
        assert (np.diff(losses[:-1]) < 0).all()
        assert losses[-1] > losses[-2]


def test_models_reach_exactly_their_stated_accuracy():
    from utils import models
    from utils.frameworks import keras

    test = datasets.fashion_mnist().test
    images = test.images.astype(np.float32) / 255
    datasheet = (DATA / "README.md").read_text(encoding="utf-8")
    for name, build, X in (
        ("fashion_cnn", models.fashion_cnn, images[..., None]),
        ("fashion_mlp", models.fashion_mlp, images),
    ):
        right = build(keras).predict(X, batch_size=1_000, verbose=0).argmax(axis=1) == test.labels
        stated = np.load(DATA / "models" / f"{name}.npz")["test_accuracy"]
        assert right.mean() == stated
        assert f"**{stated:.4f}**" in datasheet

"""The course's data: one loader per set, each file checked against `data/SHA256SUMS` when first read.

It never fetches anything, never cleans anything, and imports neither TensorFlow nor Keras. `data/README.md` tells where
each set comes from and what was changed on the way.
"""

import csv
import gzip
import hashlib
import io
import os
import re
import reprlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from numbers import Integral
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).resolve().parents[1] / "data"
SUMS = "SHA256SUMS"

PAD, START, UNKNOWN = 0, 1, 2
MARKERS = ("[pad]", "[start]", "[unknown]")
OFFSET = 3  # a word's id is its rank plus this, as in the public loader; so 3 itself stands for nothing
SHUFFLE_SEED = 113
TEST_SHARE = 0.2

TAXI_COLUMNS = (
    "fare_amount",
    "pickup_datetime",
    "pickup_longitude",
    "pickup_latitude",
    "dropoff_longitude",
    "dropoff_latitude",
    "passenger_count",
    "key",
)
TAXI_EXTRA = "trip_distance"
ZONE = re.compile(r" ?(?<![A-Z])(?!Z$)[A-Z]{2,5}$")  # a zone by its name, such as UTC, which ISO 8601 does not know

TRAINED = ("fashion_cnn", "fashion_mlp")

_verified: set[tuple[Path, int, int]] = set()


class DataError(Exception):
    """A file or an argument that cannot be used; the message says in one sentence what to do."""


@dataclass(frozen=True, eq=False)
class Wires:
    """Newswires as word ids, and their topics.

    words: (n, length) int32, or a tuple of n int32 arrays, one per wire, where no length was asked for; read-only.
    topics: (n,) int64, each from 0 to 45; read-only.
    """

    words: np.ndarray | tuple[np.ndarray, ...]
    topics: np.ndarray

    def __repr__(self) -> str:
        return f"Wires({len(self.topics):,} wires)"


@dataclass(frozen=True, eq=False)
class Reuters:
    """The Reuters newswires; see `reuters`.

    train, test: 8,982 and 2,246 wires.
    topic_names: the 46 topics by number.
    word_index: rank of each of the 30,979 words, by word; rank 1 is the most frequent, and the order is that of rank.
    vocabulary, length: what was asked for.
    """

    train: Wires
    test: Wires
    topic_names: tuple[str, ...] = field(repr=False)
    word_index: Mapping[str, int] = field(repr=False)
    vocabulary: int | None
    length: int | None

    def decode(self, ids: Iterable[int]) -> str:
        """The words that `ids` stand for, with `[pad]`, `[start]` and `[unknown]` for 0, 1 and 2.

        ids: one wire, any length. Raises DataError for an id that stands for nothing.

        >>> reuters().decode([1, 4, 2])
        '[start] the [unknown]'
        """
        names = dict(enumerate(MARKERS)) | {rank + OFFSET: word for word, rank in self.word_index.items()}
        try:
            return " ".join(names[number] for number in ids)
        except (KeyError, TypeError):
            raise DataError(
                f"`decode` takes the ids of one wire, whole numbers from 0 to {max(names)} without {OFFSET}, "
                f"not {_shown(ids)}."
            ) from None


@dataclass(frozen=True, eq=False)
class Heart:
    """The Cleveland heart-disease patients; see `heart`.

    patients: a table of 303 rows and 14 columns, fresh at each call.
    diseased: (303,) bool, True where a vessel is narrowed by more than half (`num` above 0); read-only.
    """

    patients: "pd.DataFrame"
    diseased: np.ndarray

    def __repr__(self) -> str:
        return f"Heart({len(self.patients):,} patients)"


@dataclass(frozen=True, eq=False)
class Taxi:
    """Taxi rides; see `taxi`.

    rides: a table of one row per ride, fresh at each call, uncleaned.
    """

    rides: "pd.DataFrame"

    def __repr__(self) -> str:
        return f"Taxi({len(self.rides):,} rides)"


@dataclass(frozen=True, eq=False)
class Faces:
    """The AT&T faces; see `faces`.

    images: (400, 64, 64) uint8, 0 black to 255 white; read-only.
    people: (400,) uint8, who it is, from 0 to 39; read-only.
    """

    images: np.ndarray
    people: np.ndarray

    def __repr__(self) -> str:
        return f"Faces({len(self.people):,} images)"


@dataclass(frozen=True, eq=False)
class Images:
    """Images and what they show.

    images: (n, 28, 28) uint8, 0 background to 255; read-only.
    labels: (n,) uint8, from 0 to 9; read-only.
    """

    images: np.ndarray
    labels: np.ndarray

    def __repr__(self) -> str:
        return f"Images({len(self.labels):,} images)"


@dataclass(frozen=True, eq=False)
class FashionMNIST:
    """Fashion-MNIST; see `fashion_mnist`.

    train, test: 60,000 and 10,000 images.
    class_names: the ten labels by number.
    """

    train: Images
    test: Images
    class_names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TrainedWeights:
    """Weights of a trained model; see `trained_weights`.

    name: "fashion_cnn" or "fashion_mlp".
    arrays: float32 arrays by "layer/weight", in the order that `model.set_weights(list(arrays.values()))` wants;
        read-only.
    """

    name: str
    arrays: Mapping[str, np.ndarray] = field(repr=False)


def reuters(vocabulary: int | None = None, length: int | None = None) -> Reuters:
    """11,228 Reuters newswires of 1987 in 46 topics, as the public Keras loader gives them.

    The result is that of `keras.datasets.reuters.load_data(num_words=vocabulary)` and, where a length is given, of
    `pad_sequences(maxlen=length)` on it: each wire begins with id 1, a word's id is its rank plus 3, wires are shuffled
    with seed 113 and the first 80 % are for training.

    vocabulary: ids at or above it become 2, unknown; at least 3. None keeps all words but, like the public loader, the
        one of the highest id.
    length: ids per wire, at least 1. A longer wire loses its front, a shorter one gets zeros in front. None leaves each
        wire as long as it is, 2 to 2,376 ids.

    Raises DataError for a bad argument and for a missing or altered file.
    Source: D. D. Lewis, Reuters-21578; free for research.

    >>> reuters(vocabulary=1_000, length=20).train.words.shape
    (8982, 20)
    """
    vocabulary = _whole("vocabulary", vocabulary, at_least=3)
    length = _whole("length", length, at_least=1)
    arrays = _arrays("reuters.npz")
    order = _shuffled(len(arrays["topics"]))
    wires = _wires(arrays["ranks"], arrays["offsets"], vocabulary)
    shuffled = tuple(wires[wire] for wire in order)
    words = shuffled if length is None else _frozen(_padded(shuffled, length))
    topics = _frozen(arrays["topics"][order].astype(np.int64))
    cut = int(len(order) * (1 - TEST_SHARE))
    ranks = {word: rank for rank, word in enumerate(_lines(arrays["words"]), start=1)}
    return Reuters(
        train=Wires(words[:cut], topics[:cut]),
        test=Wires(words[cut:], topics[cut:]),
        topic_names=_lines(arrays["topic_names"]),
        word_index=MappingProxyType(ranks),
        vocabulary=vocabulary,
        length=length,
    )


def heart() -> Heart:
    """303 patients of the Cleveland Clinic who were sent for a coronary angiogram, in UCI's codes and units.

    Whole-number columns are int64:
        age (years), sex (0 female, 1 male),
        cp, chest pain (1 typical angina, 2 atypical angina, 3 other pain, 4 no symptoms),
        trestbps, blood pressure at rest (mm Hg), chol, cholesterol (mg/dl),
        fbs, fasting blood sugar above 120 mg/dl (0 no, 1 yes),
        restecg, ECG at rest (0 normal, 1 ST-T abnormality, 2 left ventricular hypertrophy),
        thalach, highest heart rate reached (beats per minute), exang, angina by exercise (0 no, 1 yes),
        slope, of the ST segment at peak exercise (1 up, 2 flat, 3 down),
        num, the diagnosis (0 none; 1 to 4 disease, UCI's levels).
    oldpeak, ST depression by exercise (mm), and ca, major vessels coloured by fluoroscopy (0 to 3; four missing, NaN),
    are float64. thal, the thallium scan ("fixed", "normal" or "reversible"; two missing, NaN), is text.

    Raises DataError for a missing or altered file.
    Source: Janosi, Steinbrunn, Pfisterer and Detrano, Heart Disease, UCI Machine Learning Repository; CC BY 4.0.

    >>> heart().patients.shape
    (303, 14)
    """
    import pandas as pd

    patients = pd.read_csv(io.BytesIO(_read("heart.csv")))
    return Heart(patients, _frozen((patients["num"] > 0).to_numpy(copy=True)))


def taxi(path: str | os.PathLike | None = None) -> Taxi:
    """50,000 yellow-cab rides in New York in January 2015, or the rides in a file of your own, nothing cleaned away.

    Columns, in the lecture's order: fare_amount (dollars), pickup_datetime (text such as "2015-01-15 19:05:39 UTC",
    which is in truth New York time), pickup_longitude, pickup_latitude, dropoff_longitude, dropoff_latitude (degrees),
    passenger_count, key (text), and trip_distance (miles by the meter, known only when the ride is over).
    passenger_count is int64, all other numbers float64.

    path: a CSV file, plain or gzipped, in UTF-8. With a header it may have its columns in any order, and others beside
        them, which are dropped; without one it has the eight in the order above, and perhaps trip_distance. Numbers may
        be empty (NaN), save passenger_count. Times may have any form of ISO 8601 with at least an hour, with or without
        an offset, `Z` or `UTC`, and fractions of a second. They become text of the one form above: date and clock as
        they stand, whatever the zone says, and without the fraction.

    Raises DataError for a wrong path, a file that cannot be read this way, and a missing or altered file of the course.
    Source: New York City Taxi and Limousine Commission, trip records.

    >>> taxi().rides.shape
    (50000, 9)
    """
    if path is None:
        return Taxi(_rides(_read("taxi.csv.gz"), "data/taxi.csv.gz"))
    try:
        name = str(Path(path))
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise DataError(f"There is no file {name}: give the path of a CSV file with taxi rides.") from None
    except (TypeError, ValueError):
        raise DataError(f"{_shown(path)} is not a path: give the path of a CSV file with taxi rides.") from None
    except OSError as error:
        raise DataError(f"{name} cannot be read ({error.strerror}): give the path of a CSV file.") from None
    return Taxi(_rides(content, name))


def faces() -> Faces:
    """400 portraits: 40 people, ten each, 64 × 64 grey values. Row i shows person i // 10.

    Raises DataError for a missing or altered file.
    Source: The Database of Faces, AT&T Laboratories Cambridge, 1992 to 1994; free with this credit.

    >>> faces().images.shape
    (400, 64, 64)
    """
    arrays = _arrays("faces.npz")
    return Faces(images=arrays["images"], people=arrays["people"])


def fashion_mnist() -> FashionMNIST:
    """70,000 images of articles of clothing in ten equal classes, 28 × 28 grey values, in the order of the origin.

    Raises DataError for a missing or altered file.
    Source: Xiao, Rasul and Vollgraf, Fashion-MNIST, arXiv:1708.07747, 2017; MIT licence.

    >>> fashion_mnist().train.images.shape
    (60000, 28, 28)
    """
    arrays = _arrays("fashion_mnist.npz")
    return FashionMNIST(
        train=Images(arrays["train_images"], arrays["train_labels"]),
        test=Images(arrays["test_images"], arrays["test_labels"]),
        class_names=_lines(arrays["class_names"]),
    )


def trained_weights(name: str) -> TrainedWeights:
    """Weights of a small classifier of Fashion-MNIST, trained by `data/rebuild/models.py` on images divided by 255.

    name: "fashion_cnn", 56,714 parameters: two 3 × 3 convolutions without padding (16, 32), each followed by a pooling
        of 2 × 2, then dense 64 and 10; or "fashion_mlp", 535,818 parameters: dense 512, 256 and 10. ReLU throughout,
        softmax at the end.

    Raises DataError for another name and for a missing or altered file.

    >>> list(trained_weights("fashion_mlp").arrays)[:2]
    ['dense1/kernel', 'dense1/bias']
    """
    if not isinstance(name, str) or name not in TRAINED:
        raise DataError(f"There is no trained model {_shown(name)}: choose {' or '.join(map(repr, TRAINED))}.")
    arrays = _arrays(f"models/{name}.npz")
    arrays.pop("test_accuracy")  # which the datasheet states, and a test compares
    return TrainedWeights(name, MappingProxyType(arrays))


def wide_losses() -> dict[int, np.ndarray]:
    """Validation losses of the lecture's network with a thousand numbers per word, trained from five seeds.

    Seed to the loss of each epoch, shape (epochs,), up to the first epoch without a new lowest one; trained by
    `data/rebuild/reuters_wide.py` on the wires of `reuters(vocabulary=1_000, length=20)`, the last fifth held out.

    Raises DataError for a missing or altered file.

    >>> wide_losses()[1]
    array([1.9891, 1.8367, 1.787 , 1.8107])
    """
    table = np.loadtxt(io.BytesIO(_read("models/reuters_wide.csv")), delimiter=",", skiprows=1)
    return {int(seed): _frozen(table[table[:, 0] == seed, 3]) for seed in np.unique(table[:, 0])}


def _read(name: str) -> bytes:
    """Content of one of the course's files, checked when it is read for the first time or has changed since."""
    path = DATA / name
    try:
        content, status = path.read_bytes(), path.stat()
    except OSError:
        raise _mend(name, "is missing") from None
    state = (path, status.st_size, status.st_mtime_ns)
    if state not in _verified:
        if hashlib.sha256(content).hexdigest() != _checksum(name):
            raise _mend(name, "is not the file that the course was made with")
        _verified.add(state)
    return content


def _checksum(name: str) -> str:
    try:
        lines = (DATA / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        raise _mend(SUMS, "is missing") from None
    sums = {file: digest for digest, _, file in (line.partition("  ") for line in lines)}
    if name not in sums:
        raise _mend(SUMS, f"does not list {name}")
    return sums[name]


def _mend(name: str, fault: str) -> DataError:
    if (DATA.parent / ".git").exists():
        return DataError(f'data/{name} {fault}: `git checkout -- ":(top)data/{name}"` brings it back.')
    return DataError(f"data/{name} {fault}: copy it anew from where you have the course.")


def _arrays(name: str) -> dict[str, np.ndarray]:
    """Arrays of one of the course's npz files, read-only, in the file's order."""
    with np.load(io.BytesIO(_read(name)), allow_pickle=False) as archive:
        return {key: _frozen(archive[key]) for key in archive.files}


def _frozen(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def _lines(array: np.ndarray) -> tuple[str, ...]:
    """Text that is stored as UTF-8 bytes, one line per item."""
    return tuple(array.tobytes().decode("utf-8").split("\n"))


def _whole(name: str, value: int | None, at_least: int) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Integral) or value < at_least:
        raise DataError(f"`{name}` is None or a whole number of at least {at_least}, not {_shown(value)}.")
    return int(value)


def _shuffled(count: int) -> np.ndarray:
    order = np.arange(count)
    # numpy froze this generator for good, so the public loader's order can be had again; the newer ones give another
    np.random.RandomState(SHUFFLE_SEED).shuffle(order)
    return order


def _wires(ranks: np.ndarray, offsets: np.ndarray, vocabulary: int | None) -> list[np.ndarray]:
    """Ids of each wire in the file's order, a start in front: read-only views of one flat array."""
    ids = ranks.astype(np.int32) + OFFSET
    ids[ids >= (vocabulary or ids.max())] = UNKNOWN
    starts = offsets[:-1].astype(np.intp)
    flat = _frozen(np.insert(ids, starts, START))
    return np.split(flat, starts[1:] + np.arange(1, len(starts)))


def _padded(wires: tuple[np.ndarray, ...], length: int) -> np.ndarray:
    """The last `length` ids of each wire, (n, length) int32, zeros in front of the shorter ones."""
    padded = np.full((len(wires), length), PAD, dtype=np.int32)
    for row, wire in zip(padded, wires, strict=True):
        end = wire[-length:]
        row[length - len(end) :] = end
    return padded


def _rides(content: bytes, name: str) -> "pd.DataFrame":
    """The taxi columns of a CSV file's content."""
    import pandas as pd

    text = _decoded(content, name)
    columns, header = _taxi_columns(text, name)
    try:
        table = pd.read_csv(io.StringIO(text), names=columns, header=header, dtype=str, keep_default_na=False)
    except pd.errors.ParserError as error:
        reason = str(error).strip().rpartition("C error: ")[2]
        raise DataError(f"{name} cannot be read as a table ({reason}): give each ride one line.") from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas takes surplus fields in every line for an index
        raise DataError(f"{name} has more fields in its lines than in its header: give each ride {len(columns)}.")
    if table.empty:
        raise DataError(f"{name} holds no rides: give a file with at least one.")
    wanted = [column for column in (*TAXI_COLUMNS, TAXI_EXTRA) if column in columns]
    parsers = {"pickup_datetime": _times, "passenger_count": _counts, "key": _text}
    return pd.DataFrame({column: parsers.get(column, _numbers)(table[column], name) for column in wanted})


def _decoded(content: bytes, name: str) -> str:
    try:
        plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        return plain.decode("utf-8-sig").lstrip()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        raise DataError(f"{name} is not a CSV file in UTF-8, plain or gzipped: save it as one.") from None


def _taxi_columns(text: str, name: str) -> tuple[list[str], int | None]:
    """The column names of a taxi file, and the line that holds them for pandas: 0, or None if there is no header."""
    first = next(csv.reader(text.splitlines()[:1]), [])
    fields = [column.strip() for column in first]
    if set(fields).isdisjoint(TAXI_COLUMNS):
        if len(fields) not in (len(TAXI_COLUMNS), len(TAXI_COLUMNS) + 1):
            raise DataError(
                f"{name} has neither the header of a taxi file nor its columns, which are {', '.join(TAXI_COLUMNS)}, "
                f"and perhaps {TAXI_EXTRA}: it has {len(fields)} of its own."
            )
        return [*TAXI_COLUMNS, TAXI_EXTRA][: len(fields)], None
    missing = [column for column in TAXI_COLUMNS if column not in fields]
    if missing:
        raise DataError(f"{name} lacks {', '.join(missing)}: a header names all of {', '.join(TAXI_COLUMNS)}.")
    if len(set(fields)) < len(fields):
        raise DataError(f"{name} has two columns of the same name: a header names each once.")
    return fields, 0


def _numbers(column: "pd.Series", name: str) -> "pd.Series":
    """The column as float64, NaN where it is empty."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").astype(np.float64)
    _refuse(column, numbers.isna() & (column.str.strip() != ""), "a number", name)
    return numbers


def _counts(column: "pd.Series", name: str) -> "pd.Series":
    """The column as int64."""
    numbers = _numbers(column, name)
    whole = (numbers % 1 == 0) & (numbers.abs() < 2**53)  # beyond it float64 skips whole numbers
    _refuse(column, ~whole, "a whole number", name)
    return numbers.astype(np.int64)


def _times(column: "pd.Series", name: str) -> "pd.Series":
    """The column with every time, of whatever ISO 8601 form, as text such as "2015-01-15 19:05:39 UTC"."""
    import pandas as pd

    plain = pd.to_datetime(column.str[:19], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    if (plain.notna() & (column.str.len() == 23) & column.str.endswith(" UTC")).all():
        return column
    clocks = column.map(_clock)
    _refuse(column, clocks.isna(), 'a time such as "2015-01-15 19:05:39 UTC"', name)
    return clocks


def _clock(text: str) -> str | None:
    """The date and clock time that a text states, its zone put aside, or None where it states none."""
    stated = ZONE.sub("", text.strip().upper())
    ordinal = re.fullmatch(r"(\d{4})-?(\d{3})([T ].+)", stated)  # the day of the year, which Python does not read
    try:
        if ordinal:
            stated = datetime.strptime("".join(ordinal.groups()[:2]), "%Y%j").strftime("%Y-%m-%d") + ordinal[3]
        when = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return f"{when:%Y-%m-%d %H:%M:%S} UTC" if re.search(r"[T ]\d", stated) else None


def _text(column: "pd.Series", name: str) -> "pd.Series":
    """The column as it is: any text will do."""
    return column


def _refuse(column: "pd.Series", bad: "pd.Series", wanted: str, name: str) -> None:
    """Raise DataError that names the first value where `bad` is true."""
    if bad.any():
        ride = int(bad.idxmax())
        value = _shown(column[ride])
        raise DataError(f"{name} has {value} as {column.name} of ride {ride + 1}: write {wanted} there.")


def _shown(value: object) -> str:
    """What `value` looks like, in one short line."""
    return " ".join(reprlib.repr(value).split())

import gzip
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
REBUILD = DATA / "rebuild"
FILES = {
    "reuters": "reuters.npz",
    "heart": "heart.csv",
    "taxi": "taxi.csv.gz",
    "faces": "faces.npz",
    "fashion_mnist": "fashion_mnist.npz",
}


@pytest.fixture
def script(monkeypatch):
    """A function that imports one of the rebuild scripts, as `python data/rebuild/….py` would see it."""
    monkeypatch.syspath_prepend(str(REBUILD))
    monkeypatch.delitem(sys.modules, "common", raising=False)

    def imported(name):
        spec = importlib.util.spec_from_file_location(f"rebuild_{name}", REBUILD / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return imported


def arrays(path):
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def same(made, committed):
    """Assert equal contents; the bytes of compressed files may differ with the version of zlib."""
    if committed.suffix == ".npz":
        made, committed = arrays(made), arrays(committed)
        assert list(made) == list(committed)
        assert all(made[name].dtype == committed[name].dtype for name in made)
        assert all(np.array_equal(made[name], committed[name]) for name in made)
    elif committed.suffix == ".gz":
        assert gzip.decompress(made.read_bytes()) == gzip.decompress(committed.read_bytes())
    else:
        assert made.read_bytes() == committed.read_bytes()


# --- with a registry: left out of `make test`


@pytest.mark.registry
@pytest.mark.parametrize("name", FILES)
def test_script_makes_the_committed_file(name, script, tmp_path):
    made = script(name).build(tmp_path)
    assert made == tmp_path / FILES[name]
    same(made, DATA / FILES[name])


@pytest.mark.registry  # needs no registry, but minutes
def test_models_are_trained_to_the_committed_accuracy(script, tmp_path):
    folder = script("models").build(tmp_path)
    assert folder == tmp_path / "models"
    for committed in sorted((DATA / "models").glob("*.npz")):
        made, before = arrays(folder / committed.name), arrays(committed)
        assert {name: array.shape for name, array in made.items()} == {
            name: array.shape for name, array in before.items()
        }
        # two trainings differ by chance; a hundredth is three standard errors of 10,000 pictures
        assert abs(made["test_accuracy"] - before["test_accuracy"]) < 0.01


@pytest.mark.registry  # needs no registry, but minutes
def test_the_wide_network_is_trained_to_the_committed_losses(script, tmp_path):
    made, before = (
        np.loadtxt(folder / "models" / "reuters_wide.csv", delimiter=",", skiprows=1)
        for folder in (script("reuters_wide").build(tmp_path).parents[1], DATA)
    )
    for seed in range(5):  # the seeds' own lowest losses lie up to 0.04 from each other
        lowest = [table[table[:, 0] == seed, 3].min() for table in (made, before)]
        assert lowest[0] == pytest.approx(lowest[1], abs=0.01)


# --- without one


@pytest.mark.parametrize("name", FILES)
def test_every_archive_stands_in_the_datasheet(name, script):
    package, version, sha256 = script(name).ARCHIVE
    datasheet = " ".join((DATA / "README.md").read_text(encoding="utf-8").split())
    assert f"{package} {version}" in datasheet
    assert datasheet.count(f"sha256 `{sha256}`") == 1


def leave(name, content):
    return [sys.executable, "-c", f"open({name!r}, 'wb').write({content!r})"]


def test_archive_is_taken_if_it_is_the_right_one(script, tmp_path):
    right = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of b"hello"
    archive = script("common")._fetched(leave("a.whl", b"hello"), right, tmp_path)
    assert archive.read_bytes() == b"hello"


def test_other_archive_is_refused(script, tmp_path):
    with pytest.raises(RuntimeError, match=r"a\.whl is not the archive that the course was made from"):
        script("common")._fetched(leave("a.whl", b"hullo"), "0" * 64, tmp_path)


def test_failed_download_says_why(script, tmp_path):
    with pytest.raises(RuntimeError, match="no such package"):
        script("common")._fetched([sys.executable, "-c", "raise SystemExit('no such package')"], "0" * 64, tmp_path)


def test_text_is_written_the_same_way_every_time(script, tmp_path):
    common = script("common")
    written = [common.write_text(tmp_path / folder / "a.csv.gz", "ä,1\n").read_bytes() for folder in ("one", "two")]
    assert written[0] == written[1]
    assert gzip.decompress(written[0]) == "ä,1\n".encode()
    assert written[0][4:8] == b"\0\0\0\0"  # no time in it


def test_pickles_are_refused(script, tmp_path):
    with pytest.raises(TypeError, match="words holds Python objects"):
        script("common").write_npz(tmp_path / "a.npz", {"words": np.array(["a", None], dtype=object)})


def test_publishing_notes_the_checksum(script, tmp_path, monkeypatch, capsys):
    common = script("common")
    monkeypatch.setattr(common, "DATA", tmp_path)
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  z.csv\n")
    for _ in range(2):
        common.publish(lambda folder: common.write_text(folder / "a.csv", "hello"))
    right = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert (tmp_path / "SHA256SUMS").read_text() == f"{right}  a.csv\n{'0' * 64}  z.csv\n"
    first, second = capsys.readouterr().out.splitlines()
    assert right in first
    assert second == "data/a.csv: same bytes as before"


def face(script):
    """A smooth picture with no 10 in it but one pair of 13 and 10, as a PGM file, and the module that reads it."""
    faces = script("faces")
    down, across = np.mgrid[: faces.HEIGHT, : faces.WIDTH]
    image = (130 + 50 * np.sin(down / 15) + 50 * np.cos(across / 11)).astype(np.uint8)
    return faces, image


def test_undamaged_face_is_left_alone(script):
    faces, image = face(script)
    image[3, 4:6] = 13, 10  # CR LF among the pixels is no damage where the length is right
    assert np.array_equal(faces.pixels(faces.HEADER + image.tobytes()), image)


def test_converted_line_ends_are_undone(script):
    faces, image = face(script)
    image[[5, 50, 90], [7, 70, 20]] = 10
    damaged = (faces.HEADER + image.tobytes()).replace(b"\n", b"\r\n")
    assert np.array_equal(faces.pixels(damaged), image)


def test_pair_that_was_there_before_is_found(script):
    faces, image = face(script)
    image[[5, 90], [7, 20]] = 10
    image[60, 40:42] = 13, 10
    content = faces.HEADER + image.tobytes()
    damaged = content.replace(b"\r\n", b"\0pair").replace(b"\n", b"\r\n").replace(b"\0pair", b"\r\n")
    assert len(damaged) == len(content) + 5
    assert np.array_equal(faces.pixels(damaged), image)


def test_unexplained_face_is_refused(script):
    faces, image = face(script)
    with pytest.raises(ValueError, match="not a PGM file"):
        faces.pixels(faces.HEADER + image.tobytes()[:-5])


def test_reduction_averages_by_area(script):
    faces = script("faces")
    assert faces.shares(3, 2).tolist() == [[2, 1, 0], [0, 1, 2]]
    weights = faces.shares(faces.WIDTH, faces.SIDE)
    assert (weights.sum(axis=1) == faces.WIDTH).all()
    assert (weights.sum(axis=0) == faces.SIDE).all()
    assert (faces.reduced(np.full((faces.HEIGHT, faces.WIDTH), 201, np.uint8)) == 201).all()


def test_positions_are_turned_back_into_degrees(script):
    import pandas as pd

    taxi = script("taxi")
    # EPSG:3857 by its definition: x = R λ, y = R ln tan(π/4 + φ/2)
    east, north = np.radians([-73.985428, 0, 180]), np.radians([40.748817, 0, -85])
    assert taxi.longitude(pd.Series(6_378_137 * east)).tolist() == [-73.985428, 0, 180]
    y = 6_378_137 * np.log(np.tan(np.pi / 4 + north / 2))
    assert taxi.latitude(pd.Series(y)).round(6).tolist() == [40.748817, 0, -85]


def test_idx_file_is_read_by_its_header(script):
    read = script("fashion_mnist").read_idx
    assert read(bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, *range(6)])).tolist() == [[0, 1, 2], [3, 4, 5]]
    with pytest.raises(ValueError, match="IDX file of unsigned bytes"):
        read(bytes([0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0]))

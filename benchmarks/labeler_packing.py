"""A trained ensemble as the bytes of a weights file, as `feedsvc.extract.tagger.weights` reads it.

The arrays are sorted by name, and numpy dates all members of an archive 1980-01-01, so that the
same weights always give the same bytes.
"""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.network import Network
from feedsvc.extract.tagger.weights import FORMAT, MOVES, Ensemble


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
    course = np.array([getattr(network.course, move) for move in MOVES], np.float32)
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

"""The trained judge of blocks: a small convolutional network, read with numpy alone.

A layer for each block, three over its neighbors (of growing reach, some 30 blocks in all), and one
for the page as a whole; the mean of a few networks. `benchmarks.train_html` trains it.
"""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

FILE: Final = "weights-1.npz"
NEIGHBORS: Final = (("near", 1), ("wider", 2), ("wide", 4))  # layer and the step between blocks
WIDTH: Final = 5  # blocks that such a layer sees


@dataclass(frozen=True, slots=True)
class Layer:
    """A linear layer; of those over neighbors, `weight` has a last axis for the places."""

    weight: Matrix
    bias: Matrix


Network = dict[str, Layer]


@cache
def shipped() -> tuple[Network, ...]:
    """The networks that come with this version; read from the package once a process."""
    return unpack((files(__package__) / FILE).read_bytes())


def unpack(data: bytes) -> tuple[Network, ...]:
    """Read what `pack` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name].astype(np.float32) for name in archive.files}
    found: dict[str, Network] = {}
    for name in sorted(arrays):
        number, layer, part = name.split(".")
        if part == "weight":
            bias = arrays[f"{number}.{layer}.bias"]
            found.setdefault(number, {})[layer] = Layer(arrays[name], bias)
    return tuple(found[number] for number in sorted(found))


def pack(networks: tuple[Network, ...]) -> bytes:
    """The same networks give the same bytes, in half precision."""
    arrays = {
        f"{number}.{name}.{part}": getattr(layer, part).astype(np.float16)
        for number, network in enumerate(networks)
        for name, layer in sorted(network.items())
        for part in ("weight", "bias")
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def odds(rows: Matrix, networks: tuple[Network, ...]) -> Matrix:
    """The log odds that each row's block belongs to the story."""
    if not len(rows):
        return np.zeros(0, np.float32)
    found = [_odds(rows, network) for network in networks]
    return np.asarray(np.mean(found, axis=0), np.float32)


def _odds(rows: Matrix, network: Network) -> Matrix:
    hidden = _rectified(rows @ network["own"].weight.T + network["own"].bias)
    for name, step in NEIGHBORS:
        hidden = hidden + _rectified(_over_neighbors(hidden, network[name], step))
    whole = np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])
    page = _rectified(network["page"].weight @ whole + network["page"].bias)
    last = network["last"]
    return np.asarray(((hidden + page) @ last.weight.T + last.bias)[:, 0], np.float32)


def _over_neighbors(hidden: Matrix, layer: Layer, step: int) -> Matrix:
    """Each row from itself and its neighbors `step` apart; beyond the page there are zeros."""
    reach = WIDTH // 2 * step
    padded = np.pad(hidden, ((reach, reach), (0, 0)))
    count = len(hidden)
    beside = [padded[place * step : place * step + count] for place in range(WIDTH)]
    weight = layer.weight.transpose(0, 2, 1).reshape(len(layer.weight), -1)
    return np.asarray(np.hstack(beside) @ weight.T + layer.bias, np.float32)


def _rectified(values: Matrix) -> Matrix:
    return np.asarray(np.maximum(values, 0), np.float32)

"""The forward pass of a trained network, in plain numpy.

Words become vectors; a line is the mean of its words' vectors beside its measured features.
Dilated convolutions let every line see its neighbors, a few weighted means over all lines let
it see the page, and the `Course` decides where the story starts and ends. Training, and the very
same network for it, is left to `benchmarks/`.
"""

from dataclasses import dataclass

import numpy as np

from feedsvc.extract.tagger.classes import CLASSES, TAGS
from feedsvc.extract.tagger.course import Course
from feedsvc.extract.tagger.features import Page
from feedsvc.extract.tagger.parsing import Matrix
from feedsvc.extract.tagger.words import Indexes

_CLIP = 4.0  # standard deviations
_EPSILON = 1e-5  # of the layer norm, as in training


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network makes of a page: probabilities, a row a measured line."""

    body: Matrix
    classes: Matrix  # a column a class


@dataclass(frozen=True, slots=True)
class Layer:
    """A dense layer: inputs x outputs, and one bias an output."""

    weight: Matrix
    bias: Matrix

    def __call__(self, inputs: Matrix) -> Matrix:
        outputs: Matrix = inputs @ self.weight
        outputs += self.bias
        return outputs


@dataclass(frozen=True, slots=True)
class Block:
    """A residual convolution over a line and the lines `dilation` before and after it."""

    dilation: int
    gain: Matrix
    offset: Matrix
    layer: Layer

    def __call__(self, hidden: Matrix, seen: Matrix) -> Matrix:
        """The next hidden state. `seen` is room for three times the hidden one, used again and
        again: to ask for so much memory costs as much as to multiply.
        """
        count, width = hidden.shape
        normal = seen[:, width : 2 * width]
        np.subtract(hidden, hidden @ np.full((width, 1), 1 / width, np.float32), out=normal)
        squares = np.einsum("ij,ij->i", normal, normal)
        normal /= np.sqrt(squares / np.float32(width) + np.float32(_EPSILON))[:, None]
        normal *= self.gain
        normal += self.offset
        near = min(self.dilation, count)
        seen[:near, :width] = 0  # before the page
        seen[near:, :width] = normal[: count - near]
        seen[: count - near, 2 * width :] = normal[near:]
        seen[count - near :, 2 * width :] = 0  # after it
        change = self.layer(seen)
        np.maximum(change, 0, out=change)
        change += hidden
        return change


@dataclass(frozen=True, slots=True)
class Network:
    """One trained network. Word tables have a row for the unknown word at 0."""

    mean: Matrix
    spread: Matrix
    words: Matrix
    pairs: Matrix
    entry: Layer
    blocks: tuple[Block, ...]
    page_after: int  # the page is looked at before this block
    attention: Layer
    page: Layer
    exit: Layer
    course: Course

    def __call__(self, page: Page) -> Reading:
        """Read a page."""
        outputs = self.outputs(page)
        classes, tags = len(CLASSES), len(TAGS)
        shares = np.exp(outputs[:, :classes] - outputs[:, :classes].max(axis=1, keepdims=True))
        return Reading(
            body=self.course(outputs[:, classes + tags :])[:, 1].astype(np.float32),
            classes=shares / shares.sum(axis=1, keepdims=True),
        )

    def outputs(self, page: Page) -> Matrix:
        """Log odds of each class, of each tag, and what the course needs; a row a line."""
        measured = np.clip((page.matrix - self.mean) / self.spread, -_CLIP, _CLIP)
        vectors = (
            _means(self.words[page.words], page.word_rows),
            _means(self.pairs[page.pairs], page.pair_rows),
        )
        hidden = _positive(self.entry(np.concatenate([measured, *vectors], axis=1)))
        seen = np.empty((len(hidden), 3 * hidden.shape[1]), np.float32)
        for number, block in enumerate(self.blocks):
            if number == self.page_after:
                hidden = hidden + self._page(hidden)
            hidden = block(hidden, seen)
        return self.exit(hidden)

    def _page(self, hidden: Matrix) -> Matrix:
        scores = self.attention(hidden)
        weights = np.exp(scores - scores.max(axis=0))
        weights /= weights.sum(axis=0)
        return _positive(self.page((weights.T @ hidden).reshape(1, -1)))


def _positive(values: Matrix) -> Matrix:
    return np.maximum(values, np.float32(0), out=values)


def _means(vectors: Matrix, rows: Indexes) -> Matrix:
    """The mean vector of each row; `rows` ascends and names every row."""
    starts = np.append(0, np.flatnonzero(np.diff(rows)) + 1)
    counts = np.diff(np.append(starts, len(rows)))[:, None].astype(np.float32)
    return np.asarray(np.add.reduceat(vectors, starts, axis=0) / counts)

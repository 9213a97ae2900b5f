"""What is measured of every line of a page: its shape, its place, its words, what it shares.

Everything is language-independent but for the learned vocabulary and the lexicon.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.lexicon import THEMES, themes
from feedsvc.extract.tagger.parsing import Column, Matrix, Text, parse, per_line
from feedsvc.extract.tagger.place import place
from feedsvc.extract.tagger.shape import edges, shape
from feedsvc.extract.tagger.sharing import quoting, sharing
from feedsvc.extract.tagger.words import Hashes, Indexes, look_up


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The learned words: sorted hashes, and how rare each is (0 on most sites, 1 on one)."""

    words: NDArray[np.uint32]
    pairs: NDArray[np.uint32]
    rarity: NDArray[np.float32]  # one longer than `words`: place 0 is the unknown word's


@dataclass(frozen=True, slots=True)
class Page:
    """A page as numbers. `rows` are the places of the measured lines among the given ones."""

    rows: Indexes
    matrix: Matrix  # a row a line, a column a feature
    words: Indexes  # places in the vocabulary
    word_rows: Indexes  # the row of each word, ascending
    pairs: Indexes
    pair_rows: Indexes


def measure(lines: Sequence[str], told: Matrix, vocabulary: Vocabulary) -> Page | None:
    """Measure every line that has a word; None if no line has. `told` has a row a line."""
    rows, text = parse(lines)
    if text is None:
        return None
    words, word_ids = np.unique(text.words.hashes, return_inverse=True)
    pairs, pair_ids = np.unique(text.words.pairs, return_inverse=True)
    places = look_up(words, vocabulary.words)[word_ids]
    pair_places = look_up(pairs, vocabulary.pairs)[pair_ids]
    columns = [
        *shape(text),
        *edges(text),
        *place(text),
        *sharing(text, word_ids, vocabulary.rarity[places]),
        *quoting(text, pair_ids),
        *_themes(text, words, word_ids),
        *_known(text, places, pair_places),
    ]
    order = np.argsort(text.words.pair_lines, kind="stable")
    return Page(
        rows=rows,
        matrix=np.concatenate([np.stack(columns, axis=1, dtype=np.float32), told[rows]], axis=1),
        words=places,
        word_rows=text.words.lines,
        pairs=pair_places[order],
        pair_rows=text.words.pair_lines[order],
    )


def _themes(text: Text, words: Hashes, ids: Indexes) -> list[Column]:
    """How many of a line's words belong to each theme of the lexicon, and whether any does."""
    keys, bits = themes()
    found = bits[look_up(words, keys)][ids]
    hits = np.flatnonzero(found)
    lines, found = text.words.lines[hits], found[hits]
    total = np.sqrt(text.word_count)
    number = np.arange(len(THEMES))
    hit, theme = np.nonzero((found[:, None] >> number) & 1)
    cells = theme * text.count + lines[hit]
    counts = np.bincount(cells, minlength=len(THEMES) * text.count).reshape(-1, text.count)
    return [*(counts / total), counts.sum(axis=0) / total]


def _known(text: Text, places: Indexes, pair_places: Indexes) -> list[Column]:
    """How many of its words and pairs the vocabulary knows."""
    word_count = text.word_count
    pair_lines = text.words.pair_lines
    return [
        per_line(text, text.words.lines[places > 0]) / word_count,
        per_line(text, pair_lines[pair_places > 0]) / per_line(text, pair_lines),
    ]


def vocabulary_hashes(lines: Sequence[str]) -> tuple[Hashes, Hashes]:
    """The distinct words and pairs of a page, for training."""
    _, text = parse(lines)
    if text is None:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    return np.unique(text.words.hashes), np.unique(text.words.pairs)

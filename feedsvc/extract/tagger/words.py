"""The words of a page as hashes: what they are is never stored, only whether they are the same.

A hash is the same on every machine and in every run. Single words and pairs of neighbors
(with the line's start and end as words of their own) are looked up in a learned vocabulary,
which is a sorted array of such hashes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.characters import Classes, Codes, Kind, folded

Hashes = NDArray[np.uint64]
Indexes = NDArray[np.int64]

_IDEOGRAPH = int(Kind.IDEOGRAPH)
_LONGEST = 32  # characters of a word that its hash tells apart
_START, _END = np.uint64(0x51), np.uint64(0xE1)
_IN_WORD = np.isin(
    np.arange(256), (Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.DIGIT, Kind.IDEOGRAPH)
)


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a page in order. Arrays are parallel, but for `pairs`."""

    hashes: Hashes
    lines: Indexes  # the line that each word stands in
    starts: Indexes  # its first character's place in the page
    lengths: Indexes  # characters
    pairs: Hashes  # of neighbors in a line; one more than a line has words
    pair_lines: Indexes


def mixed(values: Hashes) -> Hashes:
    """Spread the bits (the finalizer of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_WEIGHTS = mixed(np.arange(1, _LONGEST + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))


def find_words(codes: Codes, classes: Classes, line_of: Indexes) -> Words:
    """Cut a page into words. `line_of` names the line of every character."""
    inside = _IN_WORD[classes]
    before = np.concatenate(([False], inside[:-1]))
    ideograph = classes == _IDEOGRAPH
    after_ideograph = np.concatenate(([False], ideograph[:-1]))
    new_line = np.concatenate(([True], line_of[1:] != line_of[:-1]))
    first = inside & (~before | ideograph | after_ideograph | new_line)
    starts = np.flatnonzero(first)
    if not len(starts):
        none = np.zeros(0, np.int64)
        return Words(none.astype(np.uint64), none, none, none, none.astype(np.uint64), none)
    chars = np.flatnonzero(inside)
    word_of = np.cumsum(first)[chars] - 1
    place = np.minimum(chars - starts[word_of], _LONGEST - 1)
    parts = (folded()[codes[chars]] + np.uint64(1)) * _WEIGHTS[place]
    bounds = np.flatnonzero(first[chars])
    hashes = mixed(np.add.reduceat(parts, bounds))
    lengths = np.diff(np.append(bounds, len(chars)))
    lines = line_of[starts]
    pairs, pair_lines = _pairs(hashes, lines)
    return Words(hashes, lines, starts, lengths, pairs, pair_lines)


def _pairs(hashes: Hashes, lines: Indexes) -> tuple[Hashes, Indexes]:
    opens = np.concatenate(([True], lines[1:] != lines[:-1]))
    closes = np.concatenate((lines[1:] != lines[:-1], [True]))
    left = np.where(opens, _START, np.concatenate(([_START], hashes[:-1])))
    last = np.flatnonzero(closes)
    pairs = np.concatenate((_pair(left, hashes), _pair(hashes[last], np.full(len(last), _END))))
    return pairs, np.concatenate((lines, lines[last]))


def _pair(left: Hashes, right: Hashes) -> Hashes:
    return mixed(left * np.uint64(3) + right * np.uint64(0x9E3779B97F4A7C15))


def look_up(hashes: Hashes, vocabulary: NDArray[np.uint32]) -> Indexes:
    """The place of each hash in the sorted vocabulary, counted from 1; 0 where it is unknown."""
    if not len(vocabulary):
        return np.zeros(len(hashes), np.int64)
    short = (hashes >> np.uint64(32)).astype(np.uint32)
    places = np.minimum(np.searchsorted(vocabulary, short), len(vocabulary) - 1)
    return np.where(vocabulary[places] == short, places + 1, 0)

"""What a line shares with the rest of its page: rare words, word pairs, the headline, itself."""

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.parsing import CORE_WORDS, Column, Text, is_prose, log, per_line
from feedsvc.extract.tagger.words import Indexes


def sharing(text: Text, ids: Indexes, rarity: NDArray[np.float32]) -> list[Column]:
    """What a line shares with the rest of the page, rare words counted most.

    A teaser for another story, or the next story, has names that the story itself has not.
    """
    count, lines = text.count, text.words.lines
    cells = _distinct(ids * count + lines)  # each word once a line
    word, line = cells // count, cells % count
    weight = np.zeros(ids.max() + 1)
    weight[ids] = np.where(text.words.lengths >= 2, rarity, 0.0)
    weight = weight[word]
    mass = np.maximum(np.bincount(line, weight, count), 1e-6)

    def share(mask: NDArray[np.bool_]) -> Column:
        return np.asarray(np.bincount(line[mask], weight[mask], count) / mass)

    spread = np.bincount(word)[word]
    opens = np.append(True, word[1:] != word[:-1])
    closes = np.append(opens[1:], True)
    prose = is_prose(text)
    in_prose = np.bincount(word, prose[line].astype(float))[word] - prose[line]
    in_first = np.bincount(word, line == 0)[word] > 0
    near = ~opens & (line - np.append(-999, line[:-1]) <= 10)
    far = ~closes & (np.append(line[1:], 9999) - line <= 10)
    twins = _twins(text)
    return [
        mass / np.maximum(per_line(text, line), 1),
        np.log1p(mass),
        share(spread > 1),
        np.bincount(line, weight * np.log1p(spread), count) / mass,
        share(in_prose > 0),
        share(in_prose > 1),
        share(in_prose > 3),
        np.log1p(np.bincount(line, weight * (in_prose > 0), count)),
        share(in_first),
        np.log1p(np.bincount(line, weight * in_first, count)),
        share(opens & ~closes),
        share(~opens),
        share(near),
        share(far),
        *twins,
    ]


def quoting(text: Text, ids: Indexes) -> list[Column]:
    """How many neighboring word pairs of a line stand elsewhere too: pull quotes, repeats."""
    count = text.count
    cells = _distinct(ids * count + text.words.pair_lines)
    pair, line = cells // count, cells % count
    total = np.maximum(np.bincount(line, minlength=count), 1)
    opens = np.append(True, pair[1:] != pair[:-1])
    closes = np.append(opens[1:], True)
    in_first = np.bincount(pair, line == 0)[pair] > 0
    word_count = text.word_count
    long = word_count[line] >= CORE_WORDS
    in_long = (np.bincount(pair, long)[pair] - long) > 0
    first = np.asarray(np.bincount(line[in_first & (line > 0)], minlength=count) / total)
    return [
        *(
            np.asarray(np.bincount(line[mask], minlength=count) / total)
            for mask in (~opens, ~closes, in_long)
        ),
        first,
        *_headline(first, word_count),
    ]


def _headline(first: Column, word_count: Column) -> list[Column]:
    """Where a line stands to the best copy of the page's first line, which may be its title."""
    count = len(first)
    number = np.arange(count)
    place = int(np.argmax(first * np.minimum(word_count, 8)))
    copied = first[place] >= 0.4 and word_count[place] >= 3
    distance = number - place if copied else np.zeros(count)
    return [
        np.full(count, float(copied)),
        np.sign(distance) * log(np.abs(distance)) / 3,
        ((distance > 0) & copied).astype(float),
    ]


def _twins(text: Text) -> list[Column]:
    """Whether the very same line stands elsewhere on the page."""
    keys = np.zeros(text.count, np.uint64)
    np.add.at(keys, text.words.pair_lines, text.words.pairs)
    _, first, ids, copies = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    return [
        np.log1p(copies[ids] - 1.0),
        (first[ids] < np.arange(text.count)).astype(float),
    ]


def _distinct(cells: Indexes) -> Indexes:
    cells = np.sort(cells)
    new = np.ones(len(cells), bool)
    np.not_equal(cells[1:], cells[:-1], out=new[1:])
    return cells[new]

"""What is measured of every line of a page: its shape, its place, its words, what it shares.

Everything is language-independent but for the learned vocabulary. Only lines with a word in
them are measured; blank ones and rules count as gaps before their successors.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.characters import Classes, Codes, Kind, code_points, kinds
from feedsvc.extract.tagger.lexicon import THEMES, themes
from feedsvc.extract.tagger.words import Hashes, Indexes, Words, find_words, look_up

Matrix = NDArray[np.float32]
Column = NDArray[np.float64]

_KINDS = len(Kind)
# looking a member up costs more than the arithmetic that is done with it
_SPACE = int(Kind.SPACE)
_LOWER = int(Kind.LOWER)
_UPPER = int(Kind.UPPER)
_LETTER = int(Kind.LETTER)
_IDEOGRAPH = int(Kind.IDEOGRAPH)
_DIGIT = int(Kind.DIGIT)
_STOP = int(Kind.STOP)
_COMMA = int(Kind.COMMA)
_COLON = int(Kind.COLON)
_SEPARATOR = int(Kind.SEPARATOR)
_OTHER_COLUMNS = tuple(
    kind
    for kind in range(_KINDS)
    if kind not in {Kind.SPACE, Kind.LOWER, Kind.LETTER, Kind.IDEOGRAPH}
)
_CORE_WORDS = 20  # a line of that many words that ends a sentence is most likely prose


def _table(*kinds_in: Kind) -> NDArray[np.bool_]:
    return np.isin(np.arange(_KINDS), kinds_in)


def _column(*kinds_in: Kind) -> NDArray[np.uint8]:
    return np.array(kinds_in, np.uint8)[:, None]


_ENDS_SENTENCE = _table(Kind.STOP, Kind.ELLIPSIS)
_ENDS_PROSE = _table(Kind.STOP, Kind.QUOTE, Kind.CLOSE, Kind.ELLIPSIS)
_CLOSES = _table(Kind.QUOTE, Kind.CLOSE, Kind.APOSTROPHE)


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
    word_ids: Indexes  # the same number for the same word, counted within the page
    pairs: Indexes
    pair_rows: Indexes


@dataclass(frozen=True, slots=True)
class _Text:
    """A page between text and numbers: parallel arrays of its characters, and its words."""

    codes: Codes
    classes: Classes
    line_of: Indexes  # the row of each character
    starts: Indexes  # first character of each row, white space skipped
    ends: Indexes  # last character of each row, white space skipped
    indents: Indexes  # white space before it
    gaps: Indexes  # blank lines before it
    rules: Indexes  # lines without a word before it
    words: Words
    word_count: Column  # of each row
    count: int


def measure(lines: Sequence[str], vocabulary: Vocabulary) -> Page | None:
    """Measure every line that has a word; None if no line has."""
    rows, text = _read(lines)
    if text is None:
        return None
    places = look_up(text.words.hashes, vocabulary.words)
    pair_places = look_up(text.words.pairs, vocabulary.pairs)
    _, word_ids = np.unique(text.words.hashes, return_inverse=True)
    columns = [
        *_shape(text),
        *_edges(text),
        *_place(text),
        *_sharing(text, word_ids, vocabulary.rarity[places]),
        *_quoting(text),
        *_themes(text),
        *_known(text, places, pair_places),
    ]
    matrix = np.stack(columns, axis=1).astype(np.float32)
    order = np.argsort(text.words.pair_lines, kind="stable")
    return Page(
        rows=rows,
        matrix=matrix,
        words=places,
        word_rows=text.words.lines,
        word_ids=word_ids,
        pairs=pair_places[order],
        pair_rows=text.words.pair_lines[order],
    )


def _read(lines: Sequence[str]) -> tuple[Indexes, _Text | None]:
    codes = code_points("\n".join(lines) + "\n")
    classes = kinds()[codes]
    lengths = np.fromiter((len(line) + 1 for line in lines), np.int64, len(lines))
    line_of = np.repeat(np.arange(len(lines)), lengths)
    words = find_words(codes, classes, line_of)
    has_word = np.zeros(len(lines), bool)
    has_word[words.lines] = True
    rows = np.flatnonzero(has_word)
    if not len(rows):
        return rows, None
    ink = classes != _SPACE
    has_ink = np.zeros(len(lines), bool)
    has_ink[line_of[ink]] = True
    row_of_line = np.cumsum(has_word) - 1
    inked = np.flatnonzero(ink & has_word[line_of])
    inked_rows = row_of_line[line_of[inked]]
    starts = inked[np.searchsorted(inked_rows, np.arange(len(rows)))]
    ends = inked[np.searchsorted(inked_rows, np.arange(len(rows)), side="right") - 1]
    blanks, rules = np.cumsum(~has_ink)[rows], np.cumsum(has_ink & ~has_word)[rows]
    line_starts = (np.cumsum(lengths) - lengths)[rows]
    keep = has_word[line_of]
    offset = np.cumsum(keep) - 1
    return rows, _Text(
        codes=codes[keep],
        classes=classes[keep],
        line_of=row_of_line[line_of[keep]],
        starts=offset[starts],
        ends=offset[ends],
        indents=starts - line_starts,
        gaps=np.diff(blanks, prepend=0),
        rules=np.diff(rules, prepend=0),
        words=Words(
            words.hashes,
            row_of_line[words.lines],
            offset[words.starts],
            words.lengths,
            words.pairs,
            row_of_line[words.pair_lines],
        ),
        word_count=np.bincount(row_of_line[words.lines], minlength=len(rows)).astype(np.float64),
        count=len(rows),
    )


def _distinct(cells: Indexes) -> Indexes:
    cells = np.sort(cells)
    new = np.ones(len(cells), bool)
    np.not_equal(cells[1:], cells[:-1], out=new[1:])
    return cells[new]


def _per_line(text: _Text, lines: Indexes, weights: Column | None = None) -> Column:
    return np.bincount(lines, weights, text.count).astype(np.float64)


def _log(values: NDArray[np.int64] | Column) -> Column:
    return np.log1p(values.astype(np.float64))


def _shape(text: _Text) -> list[Column]:
    """How much of what a line is made of."""
    cells = text.line_of * _KINDS + text.classes
    counts = np.bincount(cells, minlength=text.count * _KINDS).reshape(-1, _KINDS).astype(float)
    total = np.maximum(counts.sum(axis=1) - 1, 1)
    word_count = text.word_count
    letters = np.maximum(counts[:, [_LOWER, _UPPER, _LETTER]].sum(axis=1), 1)
    capital = text.classes[text.words.starts] == _UPPER
    digits = text.classes[text.words.starts] == _DIGIT
    years = digits & (text.words.lengths == 4)
    lengths = text.words.lengths
    # a stop inside a line that is followed by white space ends a sentence
    stop = _ENDS_SENTENCE[text.classes]
    followed = np.append(text.classes[1:] == _SPACE, True)
    sentences = _per_line(text, text.line_of[stop & followed])
    time = (text.classes == _COLON) & np.append(text.classes[1:] == _DIGIT, False)
    return [
        _log(total),
        _log(word_count),
        np.minimum(word_count, 40) / 40,
        _log(sentences),
        sentences / np.maximum(word_count, 1),
        _per_line(text, text.words.lines, lengths.astype(float)) / word_count / 10,
        _per_line(text, text.words.lines[capital]) / word_count,
        _per_line(text, text.words.lines[digits]) / word_count,
        np.minimum(_per_line(text, text.words.lines[years]), 3),
        np.minimum(_per_line(text, text.line_of[time]), 3),
        counts[:, _UPPER] / letters,
        counts[:, _LETTER] / total,
        counts[:, _IDEOGRAPH] / total,
        counts[:, _SPACE] / total,
        *np.log1p(counts[:, _OTHER_COLUMNS]).T,
        *(counts[:, kind] / total for kind in (_DIGIT, _COMMA, _SEPARATOR, _STOP)),
    ]


_FIRST = _column(
    Kind.LOWER, Kind.UPPER, Kind.DIGIT, Kind.QUOTE, Kind.DASH, Kind.SEPARATOR, Kind.OPEN
)
_LAST = _column(
    Kind.LOWER,
    Kind.UPPER,
    Kind.DIGIT,
    Kind.STOP,
    Kind.ELLIPSIS,
    Kind.COLON,
    Kind.COMMA,
    Kind.QUOTE,
    Kind.CLOSE,
    Kind.SEPARATOR,
)


def _edges(text: _Text) -> list[Column]:
    """How a line starts and ends, and what stands before it."""
    first, last = text.classes[text.starts], text.classes[text.ends]
    before_last = text.classes[np.maximum(text.ends - 1, text.starts)]
    last_code = text.codes[text.ends]
    closed = _CLOSES[last] & (before_last == _STOP)
    return [
        *(first == _FIRST).astype(float),
        *(last == _LAST).astype(float),
        closed.astype(float),
        (last_code == ord("?")).astype(float),
        (last_code == ord("!")).astype(float),
        np.minimum(_log(text.indents), 3),
        np.minimum(text.gaps, 4) / 2,
        (text.gaps > 0).astype(float),
        np.minimum(np.append(text.gaps[1:], 2), 4) / 2,
        np.minimum(text.rules, 3).astype(float),
    ]


def _place(text: _Text) -> list[Column]:
    """Where on the page a line stands, counted in lines and in words."""
    count = text.count
    number = np.arange(count)
    word_count = text.word_count
    total = word_count.sum()
    until = np.cumsum(word_count)
    prose = np.where(_is_prose(text), word_count, 0.0)
    prose_total = max(prose.sum(), 1.0)
    prose_until = np.cumsum(prose)
    longest = np.argmax(prose if prose.any() else word_count)
    one = np.ones(count)
    return [
        number / count,
        _log(number) / 3,
        _log(count - 1 - number) / 3,
        (until - word_count) / total,
        prose_until / prose_total,
        (prose_until - prose) / prose_total,
        (prose_until > 0).astype(float),
        (prose_until < prose.sum()).astype(float),
        np.sign(number - longest) * _log(np.abs(number - longest)) / 3,
        (number == 0).astype(float),
        one * np.log1p(count) / 3,
        one * np.log1p(total) / 5,
        one * prose.sum() / total,
        one * np.mean(text.gaps > 0),
        one * np.mean(text.indents > 0),
    ]


def _is_prose(text: _Text) -> NDArray[np.bool_]:
    return _ENDS_PROSE[text.classes[text.ends]] & (text.word_count >= _CORE_WORDS)


def _sharing(text: _Text, ids: Indexes, rarity: NDArray[np.float32]) -> list[Column]:
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
    prose = _is_prose(text)
    in_prose = np.bincount(word, prose[line].astype(float))[word] - prose[line]
    in_first = np.bincount(word, line == 0)[word] > 0
    near = ~opens & (line - np.append(-999, line[:-1]) <= 10)
    far = ~closes & (np.append(line[1:], 9999) - line <= 10)
    twins = _twins(text)
    return [
        mass / np.maximum(_per_line(text, line), 1),
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


def _quoting(text: _Text) -> list[Column]:
    """How many neighboring word pairs of a line stand elsewhere too: pull quotes, repeats."""
    count = text.count
    _, ids = np.unique(text.words.pairs, return_inverse=True)
    cells = _distinct(ids * count + text.words.pair_lines)
    pair, line = cells // count, cells % count
    total = np.maximum(np.bincount(line, minlength=count), 1)
    opens = np.append(True, pair[1:] != pair[:-1])
    closes = np.append(opens[1:], True)
    in_first = np.bincount(pair, line == 0)[pair] > 0
    word_count = text.word_count
    long = word_count[line] >= _CORE_WORDS
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
        np.sign(distance) * _log(np.abs(distance)) / 3,
        ((distance > 0) & copied).astype(float),
    ]


def _themes(text: _Text) -> list[Column]:
    """How many of a line's words belong to each theme of the lexicon, and whether any does."""
    keys, bits = themes()
    found = bits[look_up(text.words.hashes, keys)]
    hits = np.flatnonzero(found)
    lines, found = text.words.lines[hits], found[hits]
    total = np.sqrt(text.word_count)
    number = np.arange(len(THEMES))
    hit, theme = np.nonzero((found[:, None] >> number) & 1)
    cells = theme * text.count + lines[hit]
    counts = np.bincount(cells, minlength=len(THEMES) * text.count).reshape(-1, text.count)
    return [*(counts / total), counts.sum(axis=0) / total]


def _twins(text: _Text) -> list[Column]:
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


def _known(text: _Text, places: Indexes, pair_places: Indexes) -> list[Column]:
    """How many of its words and pairs the vocabulary knows."""
    word_count = text.word_count
    pair_lines = text.words.pair_lines
    return [
        _per_line(text, text.words.lines[places > 0]) / word_count,
        _per_line(text, pair_lines[pair_places > 0]) / _per_line(text, pair_lines),
    ]


def vocabulary_hashes(lines: Sequence[str]) -> tuple[Hashes, Hashes]:
    """The distinct words and pairs of a page, for training."""
    _, text = _read(lines)
    if text is None:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    return np.unique(text.words.hashes), np.unique(text.words.pairs)

"""What a line is made of, and how it starts and ends."""

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.characters import Kind
from feedsvc.extract.tagger.parsing import Column, Text, log, per_line

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


def _table(*kinds_in: Kind) -> NDArray[np.bool_]:
    return np.isin(np.arange(_KINDS), kinds_in)


def _column(*kinds_in: Kind) -> NDArray[np.uint8]:
    return np.array(kinds_in, np.uint8)[:, None]


_ENDS_SENTENCE = _table(Kind.STOP, Kind.ELLIPSIS)
_CLOSES = _table(Kind.QUOTE, Kind.CLOSE, Kind.APOSTROPHE)
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


def shape(text: Text) -> list[Column]:
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
    sentences = per_line(text, text.line_of[stop & followed])
    time = (text.classes == _COLON) & np.append(text.classes[1:] == _DIGIT, False)
    return [
        log(total),
        log(word_count),
        np.minimum(word_count, 40) / 40,
        log(sentences),
        sentences / np.maximum(word_count, 1),
        per_line(text, text.words.lines, lengths.astype(float)) / word_count / 10,
        per_line(text, text.words.lines[capital]) / word_count,
        per_line(text, text.words.lines[digits]) / word_count,
        np.minimum(per_line(text, text.words.lines[years]), 3),
        np.minimum(per_line(text, text.line_of[time]), 3),
        counts[:, _UPPER] / letters,
        counts[:, _LETTER] / total,
        counts[:, _IDEOGRAPH] / total,
        counts[:, _SPACE] / total,
        *np.log1p(counts[:, _OTHER_COLUMNS]).T,
        *(counts[:, kind] / total for kind in (_DIGIT, _COMMA, _SEPARATOR, _STOP)),
    ]


def edges(text: Text) -> list[Column]:
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
        np.minimum(log(text.indents), 3),
        np.minimum(text.gaps, 4) / 2,
        (text.gaps > 0).astype(float),
        np.minimum(np.append(text.gaps[1:], 2), 4) / 2,
        np.minimum(text.rules, 3).astype(float),
    ]

"""A page between text and numbers: its characters and words as arrays, line by line.

Only lines with a word in them have a row; blank ones and rules count as gaps before their
successors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.characters import Classes, Codes, Kind, code_points, kinds
from feedsvc.extract.tagger.words import Indexes, Words, find_words

Matrix: TypeAlias = NDArray[np.float32]
Column: TypeAlias = NDArray[np.float64]

CORE_WORDS = 20  # a line of that many words that ends a sentence is most likely prose
_SPACE = int(Kind.SPACE)
_ENDS_PROSE = np.isin(np.arange(len(Kind)), (Kind.STOP, Kind.QUOTE, Kind.CLOSE, Kind.ELLIPSIS))


@dataclass(frozen=True, slots=True)
class Text:
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


def parse(lines: Sequence[str]) -> tuple[Indexes, Text | None]:
    """The places of the lines with a word, and what stands in them; None if there are none."""
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
    return rows, Text(
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


def per_line(text: Text, lines: Indexes, weights: Column | None = None) -> Column:
    """How often each row is named, or the sum of the weights that come with its name."""
    return np.bincount(lines, weights, text.count).astype(np.float64)


def log(values: NDArray[np.int64] | Column) -> Column:
    """The logarithm of one more."""
    return np.log1p(values.astype(np.float64))


def is_prose(text: Text) -> NDArray[np.bool_]:
    """Which rows are long and end as sentences do."""
    return _ENDS_PROSE[text.classes[text.ends]] & (text.word_count >= CORE_WORDS)

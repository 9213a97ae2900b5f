"""The lines of a flattened page, with what every rule asks about them computed once.

A `Line` is a logical line: text that was hard-wrapped, or torn at its inline elements, is one
line again, and knows the physical lines (counted from 1) that it came from.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from feedsvc.extract.vocabulary import words
from feedsvc.extract.vocabulary.prose import FUNCTION_WORDS

# Vowel signs are no word characters to `re`: they are named, with the letters around them.
_SIGNS: Final = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff"
    "\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
)
_WORD: Final = re.compile(rf"[^\W_]++(?:[{_SIGNS}]++[^\W_]*+)*+(?:\.\d++)*+")
_DECIMAL: Final = re.compile(r"\.\d")
_ONLY_WORDS: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_CHARS_PER_WORD: Final = 2  # of text without spaces: Japanese and Chinese words have about two
_ENDS_SENTENCE: Final = re.compile(r"[.!?…。！？؟۔।][\"'”’»›)\]」』]*\Z")
_CLOSING_CHARS: Final = 8
_LAST_CHARS: Final = frozenset(".!?…。！？؟۔।\"'”’»›)]」』")
_CONTINUES: Final = re.compile(r"[,.;:!?)\]’”»%](?:\s|\Z|\w)")
_TORN_MARKS: Final = 2  # lines that begin with a comma or a stop, before a page counts as torn
_MIN_WHOLE_SPACES: Final = 3  # of a line that, repeated, is a whole
_MAX_NAME_CHARS: Final = 60
_MAX_OPENER_CHARS: Final = 12
# Alone on a line they belong to the name on the next: an inline element tore them off.
_OPENS_LINE: Final = words(
    "by von par por door credit photo foto photograph image bild author text"
)
_MAX_WRAP_CHARS: Final = 100
_MIN_WRAP_CHARS: Final = 45


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line. `number` and `last` are its first and last physical line."""

    number: int
    last: int
    text: str  # stripped, single spaces; empty for a blank line
    key: str  # words in lower case with single spaces between them
    tokens: tuple[str, ...]  # of the key
    size: float  # words, or what stands for them in a script without spaces
    ends: bool  # with the end of a sentence
    prose: float  # share of function words, 0 to 1
    indent: int = 0  # white space before it, characters

    @property
    def blank(self) -> bool:
        """Nothing to read: no word at all."""
        return not self.tokens


def key(text: str) -> str:
    """`text` as the vocabulary has it: words in lower case, single spaces, no punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def read_lines(text: str) -> tuple[Line, ...]:
    """The logical lines of `text`, blank ones included."""
    raw = text.split("\n")
    physical = [" ".join(line.split()) for line in raw]
    return tuple(
        _line(number, last, joined, len(raw[number - 1]) - len(raw[number - 1].lstrip()))
        for number, last, joined in _joined(physical)
    )


def lines_of(texts: Iterable[str]) -> tuple[Line, ...]:
    """One line for each text: for pages that say themselves where their lines end."""
    tidy = (" ".join(text.split()) for text in texts)
    return tuple(_line(number, number, text, 0) for number, text in enumerate(tidy, 1))


def _line(number: int, last: int, text: str, indent: int) -> Line:
    if not text:
        return Line(number, last, "", "", (), 0.0, False, 0.0, indent)
    tokens = _tokens(text)
    unspaced = 0 if text.isascii() or not _UNSPACED.search(text) else len(_UNSPACED.findall(text))
    spaced = sum(not _UNSPACED.match(token) for token in tokens) if unspaced else len(tokens)
    function_words = sum(map(FUNCTION_WORDS.__contains__, tokens))
    return Line(
        number=number,
        last=last,
        text=text,
        key=" ".join(tokens),
        tokens=tokens,
        size=spaced + unspaced / _CHARS_PER_WORD,
        ends=_ends(text),
        prose=0.35 if unspaced > len(text) / 2 else function_words / max(1, len(tokens)),
        indent=indent,
    )


def _tokens(text: str) -> tuple[str, ...]:
    folded = text.casefold()
    if folded.isascii() and not _DECIMAL.search(folded):  # half the time of the expression
        return tuple(folded.translate(_ONLY_WORDS).split())
    return tuple(_WORD.findall(folded))


def _ends(text: str) -> bool:
    last = max(0, len(text) - _CLOSING_CHARS)
    return text[-1] in _LAST_CHARS and _ENDS_SENTENCE.search(text, last) is not None


def _joined(physical: list[str]) -> Iterator[tuple[int, int, str]]:
    """First number, last number and text of each logical line."""
    torn = sum(bool(_CONTINUES.match(line)) for line in physical) >= _TORN_MARKS
    width = 0 if torn else _wrap_width(physical)
    whole = _whole(physical) if torn else frozenset()
    start = 0
    for index in range(1, len(physical) + 1):
        before, after = physical[index - 1], physical[index] if index < len(physical) else ""
        joinable = after and before and before not in whole
        if joinable and _goes_on(before, after, torn=torn, width=width):
            continue
        yield start + 1, index, _join(physical[start:index])
        start = index


def _whole(physical: list[str]) -> frozenset[str]:
    """Lines that the page has twice as they are, and its first: nothing was torn off them."""
    often = Counter(line for line in physical if line.count(" ") >= _MIN_WHOLE_SPACES)
    often.update([next(iter(often), "")])
    return frozenset(line for line, count in often.items() if count > 1)


def _goes_on(before: str, after: str, *, torn: bool, width: int) -> bool:
    """`after` belongs to the logical line that `before` is part of."""
    if _opens(before):
        return len(after) <= _MAX_NAME_CHARS
    return _torn(before, after) if torn else width > 0 and _wrapped(before, after, width)


def _opens(line: str) -> bool:
    return len(line) <= _MAX_OPENER_CHARS and key(line) in _OPENS_LINE


def _join(pieces: list[str]) -> str:
    text = pieces[0]
    for piece in pieces[1:]:
        glued = piece[0] in ",.;:!?)]’”»%" or text[-1] in "([“„«‘"
        text += piece if glued else f" {piece}"
    return text


def _torn(before: str, after: str) -> bool:
    """`after` goes on inside the sentence of `before`."""
    if _CONTINUES.match(after):
        return True
    if _ENDS_SENTENCE.search(before):
        return False
    last_word = before.rsplit(" ", 1)[-1]
    if last_word.endswith(",") or (
        before.count(" ") > 1 and last_word.casefold() in FUNCTION_WORDS
    ):
        return True
    return after[0].islower() and (" " in before or " " in after)


def _wrap_width(physical: list[str]) -> int:
    """The column at which the text was wrapped by hand, or 0 if it was not.

    Wrapped text has runs of lines of nearly the same length that end inside sentences.
    """
    lengths = [len(line) for line in physical if line]
    width = max(lengths, default=0)
    if not _MIN_WRAP_CHARS <= width <= _MAX_WRAP_CHARS:
        return 0
    pairs = [(a, b) for a, b in pairwise(physical) if a and b]
    inside = sum(len(a) >= 0.7 * width and not _ENDS_SENTENCE.search(a) for a, b in pairs)
    return width if len(pairs) >= 4 and inside >= 0.5 * len(pairs) else 0


def _wrapped(before: str, after: str, width: int) -> bool:
    """The first word of `after` had no room on the line of `before`."""
    return len(before) + 1 + len(after.split(" ", 1)[0]) > width - 2

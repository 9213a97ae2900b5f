"""Text to sentences, by rule: abbreviations, initials, decimals, ordinals, quotes, and the stops
of Chinese, Japanese, Arabic, Urdu, Devanagari, Armenian, Ethiopic, Khmer and Burmese.

In doubt two sentences stay one: a summary with a sentence more is better than a torn one.
"""

import re
from typing import Final

from feedsvc.text.abbreviations import (
    BEFORE_NUMBER,
    INNER,
    ORDINAL_LANGUAGES,
    STARTERS,
    TITLES,
)

_CLOSERS: Final = "\"'”’»›)\\]」』】〉》）｣〕〗“‘«"  # the last three close in German
_OPENERS: Final = "-–—\"'“‘„‚«‹(\\[¿¡「『【〈《（｢〔"
# A stop with what closes after it, then space or the end; the wide stops need no space.
_STOPS: Final = ".!?…‽؟۔։።।॥།၊။"
_STOP: Final = re.compile(
    rf"(?<![{_STOPS}])(?P<stop>[{_STOPS}]++)(?:[{_CLOSERS}]|\s»)*+(?=\s|$)"
    rf"|(?P<wide>[。！？｡]++)[{_CLOSERS}]*+"
)
_LAST_WORD: Final = re.compile(r"[^\s(\[\"“„«'‘]+\Z")
_NEXT_WORD: Final = re.compile(rf"[{_OPENERS}\s]*+(\w{{1,30}})")
_INITIAL: Final = re.compile(r"(?:\w\.-?)*[^\W\d_]\Z")
_WORD_CHARS: Final = 40  # of the text before a stop, enough to hold an abbreviation


def sentences(text: str, language: str = "und") -> tuple[str, ...]:
    """The sentences of `text` in order, without the space between them.

    A line end always ends one. `language` (BCP 47) only tells whether a number with a stop is
    an ordinal. Linear in the length of `text`.
    """
    ordinals = language.partition("-")[0] in ORDINAL_LANGUAGES
    found: list[str] = []
    for line in text.splitlines():
        found.extend(_split(line.strip(), ordinals=ordinals))
    return tuple(found)


def _split(line: str, *, ordinals: bool) -> list[str]:
    pieces, start = [], 0
    for match in _STOP.finditer(line):
        if match["wide"] is not None:
            ends = _wide_stop_ends(line, match.end(), quoted=match.end() > match.end("wide"))
        else:
            ends = _stop_ends(line, match, start, ordinals=ordinals)
        if ends:
            pieces.append(line[start : match.end()].strip())
            start = match.end()
    pieces.append(line[start:].strip())
    return [piece for piece in pieces if piece]


def _wide_stop_ends(line: str, end: int, *, quoted: bool) -> bool:
    """「…。」と述べた goes on after the quotation."""
    following = line[end : end + 1]
    return not (quoted and following in tuple("とっというなのをはがに、，"))


def _stop_ends(line: str, match: re.Match[str], start: int, *, ordinals: bool) -> bool:
    following = _NEXT_WORD.match(line, match.end())
    if following is None:
        return True
    word = following[1]
    if word[0].islower():
        return False
    if match["stop"] != "." or match.end() > match.end("stop"):
        return True
    before = _LAST_WORD.search(line, max(start, match.start() - _WORD_CHARS), match.start())
    return before is None or not _abbreviated(before[0], word, ordinals=ordinals)


def _abbreviated(before: str, after: str, *, ordinals: bool) -> bool:
    """The stop between these two words belongs to the first."""
    folded = before.casefold()
    if folded in TITLES:
        return True
    if folded in BEFORE_NUMBER and after[0].isdigit():
        return True
    starts = after in STARTERS
    if folded in INNER or _INITIAL.match(before):
        return not starts
    return ordinals and before.isdecimal() and len(before) <= 2 and not starts

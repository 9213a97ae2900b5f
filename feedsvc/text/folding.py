"""Text folded for comparison within a page: is this line that headline, is this word in it?

What is stored (ids, fingerprints) has a folding of its own, fixed for good: `dedup.words`.

The result depends on Python's Unicode tables only where a later Unicode version adds letters:
normalization and case folding are stable for assigned characters (Unicode Standard, "Stability
Policies"), and a new symbol or emoji folds to a space, as an unassigned code point does.
"""

import re
from typing import Final
from unicodedata import category
from unicodedata import normalize as _unicode_form

_KEPT: Final = frozenset(("L", "M", "N"))  # letters, marks, numbers: the first letter of a category
_CURRENCY: Final = "Sc"  # $5m and €5m are different news
_PERCENT: Final = frozenset("%‰")
_VARIATION_SELECTORS: Final = frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)

# Written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han; Hangul too, whose
# spacing differs from writer to writer.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
_TOKEN: Final = re.compile(f"[{_UNSPACED}]|[^ {_UNSPACED}]+")


class _Table(dict[int, int | str | None]):
    """A `str.translate` table that is filled as characters are met."""

    def __init__(self, *, only_invisible: bool) -> None:
        super().__init__()
        self._only_invisible = only_invisible

    def __missing__(self, code: int) -> int | str | None:
        self[code] = answer = self._fold(chr(code))
        return answer

    def _fold(self, character: str) -> int | str | None:
        kind = category(character)
        if kind == "Cf" or character in _VARIATION_SELECTORS:
            return None  # soft hyphens, joiners, bidi controls: they do not divide words
        if self._only_invisible or kind[0] in _KEPT or kind == _CURRENCY or character in _PERCENT:
            return ord(character)
        return " "


_INVISIBLE: Final = _Table(only_invisible=True)
_FOLDED: Final = _Table(only_invisible=False)


def normalize(text: str) -> str:
    """`text` as compared: NFKC, case folded, everything between words one space.

    Kept are letters, marks, digits, currency signs and per cent signs; invisible characters
    (category Cf and variation selectors) vanish; all else folds to a space.
    """
    visible = _unicode_form("NFD", text.translate(_INVISIBLE)).casefold()
    folded = _unicode_form("NFKC", _unicode_form("NFKC", visible).casefold())
    return " ".join(folded.translate(_FOLDED).split())


def tokens(text: str) -> tuple[str, ...]:
    """The words of `normalize(text)`; scripts without spaces give one token a character."""
    return tuple(_TOKEN.findall(normalize(text)))

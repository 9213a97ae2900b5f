"""The words that fingerprints and comparisons are made of, by rules that are ours and fixed.

Fingerprints are stored, so their words may never change by themselves: neither with a new Unicode
database (which characters are letters) nor with another module's idea of a token. Therefore the
separators are listed here, and every other character belongs to a word. NFKC and case folding are
stable for assigned characters by the Unicode Consortium's policy. Changing anything here needs a
new fingerprint version.

All functions are linear in the length of the text and raise for no input.
"""

import re
import unicodedata

# Left out before anything else: apostrophes (typographic, typewriter, missing: one word), the soft
# hyphen, zero-width characters, variation selectors.
_IGNORED = re.compile(
    "['\u2018\u2019\u201b\u02bc\u0060\u00b4\uff07\u00ad\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\ufe00-\ufe0f\ufeff]+"
)
# Accents that found no letter to compose with.
_STRAY_MARKS = re.compile("[\u0300-\u036f]+")

# What divides words, after NFKC: ASCII and Latin-1 punctuation, the punctuation of other scripts,
# symbols, private use, emoji.
SEPARATORS = (
    "\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7"
    "\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u060f\u061b-\u061f"
    "\u066a-\u066d\u06d4\u0964\u0965\u0970\u0e2f\u0e3f\u0e4f\u0e5a\u0e5b\u0f04-\u0f14\u0f3a-\u0f3d"
    "\u104a-\u104f\u10fb\u1360-\u1368\u166d\u166e\u1680\u16eb-\u16ed\u17d4-\u17da\u1800-\u180a"
    "\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u303d"
    "\u30fb\ue000-\uf8ff\ufe10-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U0010ffff"
)
# Scripts that put no space between words: each character stands alone (Thai, Lao, Myanmar, Khmer,
# kana, Han).
UNSPACED = (
    "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
    "\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(f"[{UNSPACED}]|[^{SEPARATORS}{UNSPACED}]+")


def words(text: str) -> list[str]:
    """The words of `text` in order, case folded; a character of an unspaced script is a word."""
    return _WORD.findall(_composed(text).casefold())


def cased_words(text: str) -> list[str]:
    """As `words`, but with the case that the text has."""
    return _WORD.findall(_composed(text))


def _composed(text: str) -> str:
    plain = _IGNORED.sub("", text)
    if plain.isascii():
        return plain
    return _STRAY_MARKS.sub("", unicodedata.normalize("NFKC", plain))

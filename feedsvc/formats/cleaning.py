"""Decoded text made safe and whole, once, at the boundary where it enters the model.

After `clean` a text holds no control but the line feed and the tab, no lone surrogate,
noncharacter or private character, no zero-width or bidirectional control (joiners stay where
scripts and emoji need them), and no mojibake of which ftfy is certain. Letters and punctuation
of correct text are never changed: curly quotes stay curly.
"""

import re
from html import unescape
from typing import Final
from unicodedata import normalize

from ftfy import TextFixerConfig, fix_text_segment
from ftfy.chardata import UTF8_DETECTOR_RE

_MOJIBAKE: Final = TextFixerConfig(
    unescape_html=False,  # done here, for text without markup
    fix_latin_ligatures=False,  # done here, in correct text too
    fix_character_width=False,  # full-width forms are right in East Asian text
    uncurl_quotes=False,
    normalization=None,
)
# Where ftfy's slow search is worth while: bytes of UTF-8 read as something else, or characters
# of Windows-1252 read as Latin-1. On 756 real dumps nothing else of what it repairs occurs.
_C1_CONTROL: Final = re.compile("[\x80-\x9f]")

_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,8}\d?|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
_TAG: Final = re.compile(r"</?[A-Za-z]")
_LIGATURE: Final = re.compile("[\ufb00-\ufb06]")

# Scripts in which U+200C and U+200D choose the form of letters: Arabic, Syriac, N'Ko, Indic,
# Sinhala, Khmer, Mongolian and the Arabic presentation forms (Unicode Standard, 23.2).
_JOINING: Final = (
    "\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff\u1800-\u18af\ua8e0-\ua8ff\ufb50-\ufdcf\ufe70-\ufefc"
)
_PICTURE: Final = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINERS: Final = re.compile(
    f"(?<![{_JOINING}\u200d])\u200c|\u200c(?![{_JOINING}\u200d])"
    f"|(?<![{_JOINING}{_PICTURE}\u200c])\u200d|\u200d(?![{_JOINING}{_PICTURE}\u200c])"
)
_MARKS: Final = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK: Final = re.compile(f"[{_MARKS}]")
_PILED_MARKS: Final = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")  # no language piles up five

_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_NONCHARACTERS: Final = "".join(
    chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
)
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0"  # invisible
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional
    "\ufff9-\ufffc\U000e0000-\U000e0fff"  # annotations, tags
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private: icon fonts
    f"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)


_MAX_MARKUP_LINE_CHARS: Final = 5_000


def clean(text: str) -> str:
    """`text` without what must not reach the model; lines end in a line feed.

    Linear in the length of `text`.
    """
    return _tidy(_without_entities(_without_mojibake(text)))


def clean_markup(text: str) -> str:
    """As `clean`, for markup: entities stay, and mojibake is looked for in short lines alone,
    for in scripts and data it is none.
    """
    if not text.isascii():
        text = "".join(
            _without_mojibake(line) if len(line) <= _MAX_MARKUP_LINE_CHARS else line
            for line in text.splitlines(keepends=True)
        )
    return _tidy(text)


def _tidy(text: str) -> str:
    """A page has some hundred characters, each many times: what is not among them is not sought."""
    used = "".join(set(text))
    if _LINE_END.search(used):
        text = _LINE_END.sub("\n", text)
    if not text.isascii():
        if _LIGATURE.search(used):
            text = _LIGATURE.sub(lambda match: normalize("NFKC", match[0]), text)
        text = normalize("NFC", text)
    if _UNWANTED.search(used):
        text = _UNWANTED.sub("", text)
    if text.isascii():
        return text
    text = _PILED_MARKS.sub(r"\1", text) if _MARK.search("".join(set(text))) else text
    return _STRAY_JOINERS.sub("", text) if "\u200c" in text or "\u200d" in text else text


def _without_mojibake(text: str) -> str:
    if text.isascii() or not _suspicious(text):
        return text
    return "".join(
        fix_text_segment(line, _MOJIBAKE) if _suspicious(line) else line
        for line in text.splitlines(keepends=True)
    )


def _suspicious(text: str) -> bool:
    return bool(UTF8_DETECTOR_RE.search(text) or _C1_CONTROL.search(text))


def _without_entities(text: str) -> str:
    """Entities read, twice if they were written twice; text with markup in it keeps them."""
    if "&" not in text or _TAG.search(text):
        return text
    once = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return _ENTITY.sub(lambda match: unescape(match[0]), once)

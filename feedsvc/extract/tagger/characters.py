"""Code points as small classes, and text as arrays of them.

The features of a whole page are counted with numpy on one array of code points, so that the
cost does not grow with the number of things that are counted. What a line means is left to
`features`.
"""

import unicodedata
from enum import IntEnum
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.uint32]
Classes: TypeAlias = NDArray[np.uint8]

PLANE = 0x10000  # code points beyond the basic plane (emoji, mostly) all count as its last one


class Kind(IntEnum):
    """What a character is to the features."""

    OTHER = 0
    SPACE = 1
    LOWER = 2
    UPPER = 3
    LETTER = 4  # a letter without case, or a mark on one
    IDEOGRAPH = 5  # written without spaces: every character is a word of its own
    DIGIT = 6
    STOP = 7  # ends a sentence
    COMMA = 8
    COLON = 9
    DASH = 10
    OPEN = 11
    CLOSE = 12
    QUOTE = 13
    SEPARATOR = 14  # bars, bullets and arrows: the furniture of menus
    ELLIPSIS = 15
    COPYRIGHT = 16
    ADDRESS = 17  # @ # / & _: addresses, tags, paths
    MONEY = 18
    APOSTROPHE = 19


_MEMBERS = {
    Kind.STOP: ".!?。！？؟।．",
    Kind.COMMA: ",;、،，；",
    Kind.COLON: ":：",
    Kind.OPEN: "([{（「『【",
    Kind.CLOSE: ")]}）」』】",
    Kind.QUOTE: '"“”„«»‹›〝〞＂',
    Kind.SEPARATOR: "|·•∙‣▪▸►▶→←➔❯>〉<*+=⌄▼▲✓✔×",
    Kind.ELLIPSIS: "…",
    Kind.COPYRIGHT: "©®™",
    Kind.ADDRESS: "@#/&_\\",
    Kind.MONEY: "$€£¥₹%",
    Kind.APOSTROPHE: "'’‘`´",
}
_IDEOGRAPHS = ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_BY_CATEGORY = {
    "Ll": Kind.LOWER,
    "Lu": Kind.UPPER,
    "Lt": Kind.UPPER,
    "Lo": Kind.LETTER,
    "Lm": Kind.LETTER,
    "Mn": Kind.LETTER,
    "Mc": Kind.LETTER,
    "Nd": Kind.DIGIT,
    "Pd": Kind.DASH,
    "Zs": Kind.SPACE,
    "Zl": Kind.SPACE,
    "Zp": Kind.SPACE,
    "Cc": Kind.SPACE,
}


def code_points(text: str) -> Codes:
    """The text as an array with one number a character, none above the basic plane."""
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(raw, PLANE - 1)


@cache
def kinds() -> Classes:
    """The `Kind` of every code point of the basic plane."""
    table = np.zeros(PLANE, np.uint8)
    for code in range(PLANE):
        table[code] = _BY_CATEGORY.get(unicodedata.category(chr(code)), Kind.OTHER)
    for first, last in _IDEOGRAPHS:
        table[first : last + 1] = Kind.IDEOGRAPH
    for kind, members in _MEMBERS.items():
        table[[ord(member) for member in members]] = kind
    return table


@cache
def folded() -> NDArray[np.uint64]:
    """The lower-case form of every code point; all digits become one, so that years look alike."""
    table = np.arange(PLANE, dtype=np.uint64)
    for code in range(PLANE):
        lower = chr(code).lower()
        if len(lower) == 1:
            table[code] = min(ord(lower), PLANE - 1)
    table[kinds() == Kind.DIGIT] = ord("0")
    return table

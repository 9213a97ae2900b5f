"""The newspaper's name alone at the top of a page: set like a headline, but not the article's.

A flattened page often begins with the name and a word or two of the menu. To the trained labeler
and to the headline's traits such a line looks like a title, a byline or a section.
"""

import re
from collections.abc import Sequence, Set
from typing import Final

from feedsvc.extract.page import Line
from feedsvc.extract.vocabulary.people import PARTICLES, PUBLICATIONS
from feedsvc.extract.vocabulary.prose import FUNCTION_WORDS
from feedsvc.extract.vocabulary.sections import SECTIONS

_CJK_PAPER: Final = re.compile(r"\w{2,8}(?:新聞|日報|日报|晚报|时报|時報|周刊|신문|일보)\Z")
_MAX_WORDS: Final = 5
_MAX_CHARS: Final = 40
_DIVIDERS: Final = frozenset('|｜›»·•,:：;/\\"“”„«')


def named_like_paper(line: Line) -> bool:
    """A word that newspapers are named with: `Gazette`, `Bote`, `新聞`."""
    named = any(token in PUBLICATIONS for token in line.tokens)
    return named or _CJK_PAPER.match(line.text) is not None


def find_nameplate(lines: Sequence[Line], menu: Set[int]) -> int | None:
    """The index of the page's first line, if it is a name above the menu.

    `menu` are the lines known to be furniture. A page's own title may stand above the menu, too:
    its words then come back in the headline, and the headline alone on another line.
    """
    filled = (index for index, line in enumerate(lines) if not line.blank)
    first, second = next(filled, None), next(filled, None)
    if first is None or second is None or first in menu or not _shaped(lines[first]):
        return None
    above_menu = second in menu or lines[second].key in SECTIONS
    again = sum(line.key == lines[first].key for line in lines) > 1
    return first if above_menu and not again else None


def _shaped(line: Line) -> bool:
    """A few words with capitals, or a newspaper's name in a script without them."""
    text = line.text
    if not 0 < len(line.tokens) <= _MAX_WORDS or len(text) > _MAX_CHARS or line.ends:
        return False
    if line.key in SECTIONS or not _DIVIDERS.isdisjoint(text) or any(map(str.isdigit, text)):
        return False
    if text.upper() == text.lower():
        return named_like_paper(line)
    return text[0].isupper() and all(map(_named, text.split()))


def _named(word: str) -> bool:
    small = word.casefold()
    return not word[0].islower() or small in PARTICLES or small in FUNCTION_WORDS

"""Which words of a text are names: as far as capitals can tell."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from feedsvc.dedup.reading import Reading, is_name
from feedsvc.dedup.words import cased_words
from feedsvc.model import Article
from feedsvc.text.abbreviations import STARTERS

_LONG_NAME = 5  # letters; shorter ones may be two names
_NOUNS_ARE_CAPITALIZED = frozenset({"de", "gsw", "lb", "nds"})
# A capital here says nothing: at the beginning of a line, and after what ends a sentence.
_FIRST_WORD = re.compile(r"(?:^|[.!?…:]|\n)[\s\"'“”‘’„«»(\[–—-]*(\w+)", re.MULTILINE)


def certain_names(article: Article, text: Reading) -> set[str]:
    """Words with a capital that no rule of spelling puts there. One that opens sentences only, or
    any noun where all have capitals, is a name beside another with a capital: "Lena Brandt said".
    """
    named = {word for word in set(text.written) if is_name(word) and word not in STARTERS}
    openers, often = Counter(_opening_words(article.text)), Counter(text.written)
    inside = {word for word in named if often[word] > openers[word]}
    pairs = [pair for pair in pairwise(text.written) if named.issuperset(pair)]
    before = {one for one, _ in pairs}
    if article.language.partition("-")[0] in _NOUNS_ARE_CAPITALIZED:
        return before | (inside & {other for _, other in pairs})
    return before | inside


def without_respelled(some: Sequence[str], others: Sequence[str]) -> tuple[list[str], list[str]]:
    """Both lists without names of which the other one has another spelling."""
    same = [(one, other) for one in some for other in others if _is_respelled(one, other)]
    ours, theirs = {one for one, _ in same}, {other for _, other in same}
    return [n for n in some if n not in ours], [n for n in others if n not in theirs]


def _is_respelled(one: str, other: str) -> bool:
    """Defense and Defence: long names that differ in one letter."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LONG_NAME:
        return False
    head = _common(one, other)
    tail = min(_common(one[::-1], other[::-1]), len(shorter) - head)
    return head + tail >= len(longer) - 1


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many letters are the same from the beginning on."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _opening_words(text: str) -> Iterator[str]:
    return (word for match in _FIRST_WORD.finditer(text) for word in cased_words(match[1]))

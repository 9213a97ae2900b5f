"""The publisher's own description of an article, where it is a real one."""

import re
from collections.abc import Iterator
from typing import Final

from feedsvc.extract import captions, furniture
from feedsvc.extract.html.claims import Claim, Claims
from feedsvc.extract.html.sites import is_site
from feedsvc.extract.html.told import Told, evidence
from feedsvc.extract.page import Line, key, lines_of
from feedsvc.text import sentences

_NAMES: Final = [
    "og:description",
    "twitter:description",
    "dc.description",
    "dcterms.description",
    "sailthru.description",
]
_ENDS: Final = re.compile(r"[.!?。！？؟۔।][\"'”’»›)\]」』]*\Z")
_CUT: Final = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"'”’»›)\]」』\s]*\Z")
_NOT_A_STORY: Final = re.compile(
    r"https?://|\s[|»›]\s|<|@\w|\b(?:click here|subscribe|sign up|read more|cookies?|newsletter"
    r"|follow us|all rights reserved|latest news|breaking news|find out more|learn more)\b|©",
    re.IGNORECASE,
)
_MIN_CHARS: Final = 40
_MIN_SHARED: Final = 0.2  # of its longer words, with headline and story: a slogan shares fewer


def description_of(
    claims: Claims, title: str, text: str, language: str, sites: tuple[str, ...]
) -> Told | None:
    """Whole sentences in which the publisher says what the article is about.

    A description that is cut keeps the sentences before the cut; slogans of the site, titles and
    boilerplate are none.
    """
    known = frozenset(_long_words(key(f"{title} {text}")))
    for claim in _claimed(claims):
        told = _whole(claim.value, language)
        (line,) = lines_of((told,))
        if _is_real(told, line, title, sites) and _shared(line, known) >= _MIN_SHARED:
            rule = "the publisher's own description"
            return Told(told, evidence("standfirst", rule, claim, 0.85))
    return None


def _claimed(claims: Claims) -> Iterator[Claim]:
    yield from claims.of(_NAMES[0])
    yield from claims.told("description")
    yield from claims.of("description", *_NAMES[1:])
    yield from claims.properties.get("description", ())


def _whole(text: str, language: str) -> str:
    """`text` up to the end of its last whole sentence."""
    if _ENDS.search(text) and not _CUT.search(text):
        return text
    parts = list(sentences(text, language))
    while parts and (not _ENDS.search(parts[-1]) or _CUT.search(parts[-1])):
        parts.pop()
    return " ".join(parts)


def _is_real(text: str, line: Line, title: str, sites: tuple[str, ...]) -> bool:
    if len(text) < _MIN_CHARS and line.size < 12:
        return False
    if line.key == key(title) or is_site(text, sites) or _NOT_A_STORY.search(text):
        return False
    if text[0].islower() or (not text[0].isalnum() and text[0] not in "“„«\"'‘¿¡「『#$€£("):
        return False
    return captions.recognize(line) is None and furniture.recognize(line) is None


def _long_words(text: str) -> Iterator[str]:
    return (word for word in text.split() if len(word) > 4 or not word.isascii())


def _shared(line: Line, known: frozenset[str]) -> float:
    mine = set(_long_words(line.key))
    return len(mine & known) / len(mine) if mine else 0.0

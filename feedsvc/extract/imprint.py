"""Where a page says whose it is: behind its title, in a copyright line, in addresses, in its menu.

`sightings` gives every text that may be the publisher's name, once for each place it was seen at;
which of them it is, `publisher` decides.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from feedsvc.extract.headline import breadcrumbs, title_parts
from feedsvc.extract.nameplate import named_like_paper
from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary import words

_TITLE_LINES: Final = 3
_MAX_TITLE_WORDS: Final = 45
_MASTHEAD_LINES: Final = 6
_MAX_RIGHTS_WORDS: Final = 60  # of a line with a copyright mark
_MAX_WORDS: Final = 8
_TOP, _FOOT = 120, 80  # lines in which menus are read
_MAX_PHRASE: Final = 3  # words of a name that a menu entry begins or ends with
_MAX_ENTRY_WORDS: Final = 6
_YEAR: Final = r"(?:19|20)\d{2}(?:\s?[-–/]\s?(?:(?:19|20)?\d{2}))?"
_MARK: Final = re.compile(r"[©ⓒ℗]|\([cC]\)|\bcopyright\b", re.IGNORECASE)
_SIGNS: Final = frozenset("©ⓒ℗")
_YEARS: Final = re.compile(rf"\b{_YEAR}\b|\A\s*{_YEAR}")
_RIGHTS: Final = re.compile(
    r"\ball rights|\balle rechte|\btous droits|\btodos|\btutti|\bpowered by|\bdesign"
    r"|\.\s|\.\Z|[|©•·]|無断|무단",
    re.IGNORECASE,
)
LEGAL: Final = re.compile(
    r"[\s,]+(?:inc|llc|ltd|limited|gmbh(?: & co\.? kg)?|ag|corp(?:oration)?|company|co|plc"
    r"|s\.?[al]?\.?|s\.?r\.?l\.?|b\.?v\.?|pty|e\.?\s?v|(?:media )?group)\.?\Z",
    re.IGNORECASE,
)
_HOST: Final = re.compile(
    r"(?<![\w.-])(?:[\w.-]{1,40}@)?((?:[a-zA-Z0-9-]{2,40}\.){1,3}(?:com|org|net|info|news|[a-z]{2}))(?![a-z0-9-])"
)
_SECOND_LEVEL: Final = frozenset(("co", "com", "org", "net", "gov", "ac", "edu"))
_SOURCE: Final = re.compile(r"(?:来源|來源|出典)[：:]\s?(\w{2,12})(?=\s|\Z)")
_TOLD: Final = re.compile(
    r"\b(?:told|gegenüber|berichtet|according to)\s"
    r"((?:the |The |der |dem )?[A-Z][\w’'&-]{1,20}(?: [A-Z][\w’'&-]{1,20}){0,2})"
)
_CONTACT: Final = words(
    "about über subscribe support follow welcome om sur sobre besök besuchen discover entdecken"
    " join contact download app from von de to til su chi cookies mehr more email read inside"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A text that may be the publisher's name, where it was seen and on which line."""

    text: str
    place: str
    number: int


def compact(text: str) -> str:
    """Letters and digits only, in lower case: `Farne Gazette` is `farnegazette` in an address."""
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def sightings(lines: tuple[Line, ...], story: frozenset[int], title: str) -> list[Sighting]:
    """Every text that may be the publisher's name, where the page says it.

    A title that stands twice is the headline: no site's name is behind it. Of what only menu
    entries begin or end with, the text has to come twice.
    """
    filled = [line for line in lines if not line.blank]
    outside = [line for at, line in enumerate(lines) if line.tokens and at not in story]
    often = Counter(line.key for line in filled)
    titles = [line for line in filled[:_TITLE_LINES] if often[line.key] == 1]
    found = [*_in_title(titles, title), *_mastheads(filled[:_MASTHEAD_LINES])]
    for line in outside:
        found += _in_line(line)
    for index in sorted(story):
        number = lines[index].number
        found += (Sighting(match[1], "told", number) for match in _TOLD.finditer(lines[index].text))
    found += _entries(outside, frozenset(compact(sighting.text) for sighting in found))
    return found


def _in_line(line: Line) -> Iterator[Sighting]:
    if line.size <= _MAX_RIGHTS_WORDS:
        yield from _in_copyright(line)
    if "." in line.text:
        yield from _hosts(line)
    if not line.text.isascii() and (match := _SOURCE.search(line.text)):
        yield Sighting(match[1], "source", line.number)


def _in_title(lines: list[Line], title: str) -> Iterator[Sighting]:
    """`Story | Section | Site`: in the page's first line, or in one that has the headline."""
    wanted = frozenset(key(title).split())
    for rank, line in enumerate(lines):
        parts = title_parts(line.text.replace("：", " | "))
        if len(parts) < 2 or line.size > _MAX_TITLE_WORDS or breadcrumbs(line.text):
            continue
        if rank and 2 * len(wanted.intersection(line.tokens)) < max(1, len(wanted)):
            continue
        yield Sighting(parts[-1], "title end", line.number)
        yield Sighting(parts[0], "title start", line.number)
        for part in parts[1:-1]:
            yield Sighting(part, "title middle", line.number)
        if len(parts) == 3 and not rank:
            yield Sighting(line.text[line.text.index(parts[1], 1) :], "title rest", line.number)


def _in_copyright(line: Line) -> Iterator[Sighting]:
    text = line.text
    marked = "c" in line.tokens or "copyright" in line.key or not _SIGNS.isdisjoint(text)
    marks = list(_MARK.finditer(text)) if marked else []
    if marks:
        yield from _holders(text[marks[-1].end() :], line.number)
        before = text[: marks[0].start()].strip(" ,.-–|")
        if before and before.count(" ") < _MAX_WORDS:
            yield Sighting(_YEARS.sub("", before).strip(" ,.-–"), "before copyright", line.number)
    elif text[0].isdigit() and (match := _YEARS.match(text)):
        yield Sighting(text[match.end() :].strip(" ,.-–"), "after years", line.number)


def _holders(text: str, number: int) -> Iterator[Sighting]:
    """`2010-2021 by Farne Media Ltd., part of Farne Group`: with and without what it is."""
    text = _YEARS.sub("", text).strip(" ,.:-–@")
    if text[:3].casefold() == "by ":
        text = text[3:]
    found = _RIGHTS.search(text)
    name = (text[: found.start()] if found else text).strip(" ,.-–")
    yield Sighting(name, "copyright", number)
    for place, piece in (
        ("copyright without form", LEGAL.sub("", name)),
        ("copyright start", re.split(r",|\s[-–]\s", name, maxsplit=1)[0]),
        ("copyright end", re.split(r"\s[-–]\s", name)[-1]),
    ):
        if piece != name:
            yield Sighting(piece.strip(" ,.-–"), place, number)


def _hosts(line: Line) -> Iterator[Sighting]:
    for match in _HOST.finditer(line.text):
        labels = match[1].split(".")[:-1]
        if len(labels) > 1 and labels[-1].casefold() in _SECOND_LEVEL:
            labels.pop()
        place = "mail address" if "@" in match[0] else "address"
        yield Sighting(labels[-1], place, line.number)


def _entries(lines: list[Line], telling: frozenset[str]) -> Iterator[Sighting]:
    """What several short lines begin or end with: `Gazette Live`, `Gazette Sport`."""
    lines = lines if len(lines) <= _TOP + _FOOT else [*lines[:_TOP], *lines[-_FOOT:]]
    short = {line.key: line for line in reversed(lines) if line.size <= _MAX_ENTRY_WORDS}
    found = [sighting for line in short.values() for sighting in _ends_of(line)]
    often = Counter(sighting.text for sighting in found)
    known = {text for text, count in often.items() if count > 1 or compact(text) in telling}
    yield from (sighting for sighting in found if sighting.text in known)


def _ends_of(line: Line) -> Iterator[Sighting]:
    pieces = line.text.split()
    yield Sighting(line.text, "alone", line.number)
    for count in range(1, min(_MAX_PHRASE, len(pieces) - 1) + 1):
        yield Sighting(" ".join(pieces[:count]), "begins", line.number)
        contact = pieces[-count - 1].casefold() in _CONTACT
        yield Sighting(
            " ".join(pieces[-count:]), "after contact" if contact else "ends", line.number
        )


def _mastheads(lines: list[Line]) -> Iterator[Sighting]:
    for rank, line in enumerate(lines):
        if len(line.tokens) <= _MAX_WORDS and not line.ends:
            yield Sighting(line.text, "top", line.number)
            if rank < 3 and named_like_paper(line):
                yield Sighting(line.text, "masthead", line.number)

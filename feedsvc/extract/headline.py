"""The headline among the lines of a flattened page.

Each candidate line has traits: it is like the page's own title (the first line, with the site's
name behind a divider), it stands twice, a byline follows, its words come back in the story. The
line with the highest sum of weighted traits wins. The file's name is never asked.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p
from typing import Final, TypeAlias

from feedsvc.extract.evidence import surprise
from feedsvc.extract.nameplate import find_nameplate
from feedsvc.extract.page import Line, key
from feedsvc.extract.tagger import Judgment
from feedsvc.extract.vocabulary.sections import SECTIONS

_DIVIDER: Final = re.compile(
    r"\s+[|–—:·•»«›/\\~-]{1,3}\s+|\s*[|｜]\s*|\s+[–—]\s*|_{1,2}(?=\S)|\s*[＿]\s*"
)
_CRUMB: Final = re.compile(r"\s*[>›»→/]\s*")
HOMES: Final = frozenset(("home", "startseite", "start", "accueil", "inicio", "início", "главная"))
_INSIDE: Final = re.compile(r",|[?!.]\Z")
_MAX_CRUMB_CHARS: Final = 80
_MAX_WORDS: Final = 34
_TITLE_LINES: Final = 4  # among the first ones the page's own title stands, if the dump has one
_REACH: Final = 6  # lines below the story's supposed start that still may be the headline
_BESIDE: Final = 3  # lines above and below of which the trained labeler is asked
_SHORT_HEAD: Final = 12  # lines above the story: fewer, and the dump has no page title and menu
_LEAST_RIVAL: Final = 4  # words of a headline that stands below the newspaper's name
_RIVAL_LEAD: Final = 3.0  # by which the name may weigh more than it and still be no headline
_RIVAL_CHANCE: Final = 0.04  # the least that the trained labeler gives it
_NEAR: Final = 6  # lines below a headline in which a byline or a date may stand

# Fitted by softmax regression over the candidates of each page, in three flattened forms of 756
# pages, with the trained labeler held out by site. Held out by site as well, they find 0.870
# (wet), 0.851 (gettext) and 0.708 (seed) of the headlines of whole pages; before the labeler was
# asked: 0.861, 0.816 and 0.638. benchmarks/train_fields.py fits them.
# The words are what `inspect` says; a trait that begins with "-" only weighs.
_WEIGHTS: Final[dict[str, float]] = {
    "it is the page's own title": 0.83,
    "it is the page's own title without the site's name": 3.24,
    "it is like the page's own title": 1.29,
    "it stands more than once": 0.02,
    "a byline or a date follows": 1.37,
    "its words come back in the story": 1.62,
    "a section word stands above it": 0.06,
    "a sentence follows": 0.60,
    "it asks or exclaims": 0.34,
    "-distance": -0.02,
    "-order": 0.03,
    "-below": -0.99,
    "-stop": -1.25,
    "-one word": -1.94,
    "-two words": -2.12,
    "-three words": -0.91,
    "-long": -0.87,
    "-lower": -0.31,
    "-capitals": -0.48,
    "-label": -0.64,
    "-site": 0.51,
    "-furniture": -0.49,
    "the trained labeler takes it for the headline": 5.79,
    "-standfirst": 0.48,
    "-byline": -0.36,
    "-story": 1.35,
    "-picture": -1.46,
    "-standfirst follows": 2.17,
    "-story before": -1.41,
    "-short: it is the page's own title": -0.64,
    "-short: it is the page's own title without the site's name": -0.52,
    "-short: it is like the page's own title": -0.96,
}


_LIKE_TITLE: Final = tuple(name for name in _WEIGHTS if "the page's own title" in name[:34])


_Scored: TypeAlias = tuple[float, int, dict[str, float]]  # weight, minus the index, traits


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline's text, the index of its line, every index that repeats it, and why."""

    text: str
    index: int
    copies: tuple[int, ...]
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the search may know of the page: where the story seems to begin, and which lines
    are something else (`barred`), bylines and dates (`marks`)."""

    lines: tuple[Line, ...]
    start: int
    barred: frozenset[int]
    marks: frozenset[int]
    doubtful: frozenset[int] = frozenset()  # lines that begin like furniture
    menu: frozenset[int] = frozenset()  # lines that are menu words and the like
    judged: tuple[Judgment, ...] = ()  # the trained labeler's word on each line
    last: int = sys.maxsize  # the last index that still has the story below it


def find_headline(page: Surroundings) -> Headline | None:
    """The headline of the page, or None if no line can be one."""
    weighed = [
        (sum(_WEIGHTS[name] * value for name, value in traits.items()), -index, traits)
        for index, traits in candidates(page)
    ]
    if not weighed:
        return None
    scored = _below_nameplate(page, weighed)
    score, index, traits = max(scored, key=lambda entry: entry[:2])
    runner_up = max((other for other, place, _ in scored if place != index), default=score - 4)
    return _headline(page, -index, traits, score - runner_up)


def _below_nameplate(page: Surroundings, scored: list[_Scored]) -> list[_Scored]:
    """The candidates that may win: without the newspaper's name, where a headline that weighs
    nearly as much stands right above the byline or the story."""
    name = find_nameplate(page.lines, page.menu)
    weight = next((score for score, place, _ in scored if -place == name), None)
    others = [entry for entry in scored if -entry[1] != name]
    if name is None or weight is None:
        return scored
    rivals = [entry for entry in others if weight - entry[0] <= _RIVAL_LEAD]
    return others if any(_opens_story(page, -place) for _, place, _ in rivals) else scored


def _opens_story(page: Surroundings, index: int) -> bool:
    """Long enough for a headline, no sentence, and a byline, a date or the story comes next."""
    line = page.lines[index]
    if line.size < _LEAST_RIVAL or (line.ends and line.text[-1] in ".。"):
        return False
    if page.judged and page.judged[index].title < _RIVAL_CHANCE:
        return False
    below = (at for at in range(index + 1, len(page.lines)) if not page.lines[at].blank)
    following = next(below, None)
    return following is not None and (following in page.marks or following >= page.start)


def title_parts(text: str) -> tuple[str, ...]:
    """A page title cut at its dividers: `Story | Section | Site`."""
    return tuple(part.strip() for part in _DIVIDER.split(text) if part and part.strip())


def breadcrumbs(text: str) -> tuple[str, ...]:
    """The steps of `Home > News > Cities`, if that is what `text` is."""
    parts = tuple(part.strip() for part in _CRUMB.split(text) if part.strip())
    known = sum(key(part) in SECTIONS or key(part) in HOMES for part in parts)
    return parts if len(parts) > 1 and known and len(text) <= _MAX_CRUMB_CHARS else ()


def candidates(page: Surroundings) -> Iterator[tuple[int, dict[str, float]]]:
    """Each line that may be the headline, with its traits."""
    view = _View(page)
    order = 0
    last = view.reach()
    for index in view.filled:
        line = page.lines[index]
        if index > page.last:
            break
        if index in page.barred or line.size > _MAX_WORDS:
            continue
        if index > last and line.key not in view.joins:
            continue
        if index >= page.start and line.ends and line.size > 14:
            continue
        yield index, view.traits(index, order)
        order += 1


class _View:
    """The page prepared for looking at one line after the other."""

    def __init__(self, page: Surroundings) -> None:
        self.page = page
        self.filled = [index for index, line in enumerate(page.lines) if not line.blank]
        self.rank = {index: rank for rank, index in enumerate(self.filled)}
        self.places: dict[str, int] = {}
        for line in page.lines:
            self.places[line.key] = self.places.get(line.key, 0) + 1
        self.title = self._page_title()
        parts = title_parts(page.lines[self.title].text) if self.title is not None else ()
        self.joins = [key(" ".join(parts[:count])) for count in range(len(parts), 0, -1)]
        self.join_words = [frozenset(join.split()) for join in self.joins]
        self.sites = frozenset(key(part) for part in (parts[-1:] if len(parts) > 1 else ()))
        story = page.lines[page.start : page.start + 60]
        self.short = self.rank.get(page.start, len(self.filled)) < _SHORT_HEAD
        self.story = frozenset(token for line in story for token in line.tokens)

    def _page_title(self) -> int | None:
        """The index of the line that is the page's own title."""
        for index in self.filled[:_TITLE_LINES]:
            if index not in self.page.barred:
                return index if self.page.lines[index].size <= _MAX_WORDS + 10 else None
        return None

    def reach(self) -> int:
        """The last index at which a headline may stand that is not the page's own title."""
        rank = self.rank.get(self.page.start, len(self.filled)) + _REACH
        return self.filled[min(rank, len(self.filled) - 1)] if self.filled else -1

    def traits(self, index: int, order: int) -> dict[str, float]:
        line = self.page.lines[index]
        found = dict(self._like_title(index, line))
        found |= dict(self._beside(index))
        found |= dict(_shape(line))
        found["-order"] = log1p(order)
        if self.places[line.key] > 1 and line.size >= 4:
            found["it stands more than once"] = 1.0
        content = [token for token in line.tokens if len(token) > 3]
        if content:
            share = sum(token in self.story for token in content) / len(content)
            found["its words come back in the story"] = share
        if line.key in SECTIONS:
            found["-label"] = 1.0
        if index in self.page.doubtful:
            found["-furniture"] = 1.0
        if line.key in self.sites:
            found["-site"] = 1.0
        if self.page.judged:
            found |= dict(self._judged(index))
        if self.short:
            found |= {f"-short: {name}": found[name] for name in _LIKE_TITLE if name in found}
        return found

    def _like_title(self, index: int, line: Line) -> Iterator[tuple[str, float]]:
        if index == self.title:
            yield "it is the page's own title", 1.0
        elif line.key in self.joins:
            yield "it is the page's own title without the site's name", 1.0
        elif self.title is not None:
            mine = frozenset(line.tokens)
            likeness = max(
                (
                    2 * len(mine & words) / (len(mine) + len(words))
                    for words in self.join_words
                    if words
                ),
                default=0.0,
            )
            yield "it is like the page's own title", likeness if likeness > 0.25 else 0.0

    def _judged(self, index: int) -> Iterator[tuple[str, float]]:
        """What the trained labeler says of the line and of the lines around it."""
        judged, rank = self.page.judged, self.rank[index]
        mine = judged[index]
        yield "the trained labeler takes it for the headline", surprise(mine.title)
        yield "-standfirst", mine.standfirst
        yield "-byline", mine.byline + mine.dateline
        yield "-story", mine.story
        yield "-picture", mine.picture
        below = self.filled[rank + 1 : rank + 1 + _BESIDE]
        above = self.filled[max(0, rank - _BESIDE) : rank]
        yield "-standfirst follows", max((judged[other].standfirst for other in below), default=0.0)
        yield "-story before", max((judged[other].story for other in above), default=0.0)

    def _beside(self, index: int) -> Iterator[tuple[str, float]]:
        page, rank = self.page, self.rank[index]
        start_rank = self.rank.get(page.start, len(self.filled))
        if index >= page.start:
            yield "-below", 1.0
        else:
            yield "-distance", log1p(start_rank - rank - 1)
        following = self.filled[rank + 1 : rank + 1 + _NEAR]
        if any(other in page.marks for other in following):
            yield "a byline or a date follows", 1.0
        if following and page.lines[following[0]].ends and page.lines[following[0]].size > 6:
            yield "a sentence follows", 1.0
        if rank and page.lines[self.filled[rank - 1]].key in SECTIONS:
            yield "a section word stands above it", 1.0


def _shape(line: Line) -> Iterator[tuple[str, float]]:
    if line.ends and line.text[-1] in ".。":
        yield "-stop", 1.0
    elif line.ends:
        yield "it asks or exclaims", 1.0
    words = len(line.tokens)
    if line.size < 4 and words < 4:
        yield ("-one word", "-one word", "-two words", "-three words")[words], 1.0
    if line.size > 20:
        yield "-long", (line.size - 20) / 10
    if line.text[0].islower():
        yield "-lower", 1.0
    if line.text.isupper() and words > 1:
        yield "-capitals", 1.0


def _headline(page: Surroundings, index: int, traits: dict[str, float], lead: float) -> Headline:
    line = page.lines[index]
    text = text_of(page, index, traits)
    same = {line.key, key(text)}
    copies = tuple(other for other, line in enumerate(page.lines) if line.key in same)
    reasons = [name for name, value in traits.items() if value >= 0.5 and name[:1] not in ("-", "")]
    confidence = max(0.2, min(0.99, 0.5 + lead / 6))
    return Headline(
        text, index, copies, confidence, "; ".join(reasons) or "it stands above the story"
    )


def text_of(page: Surroundings, index: int, traits: dict[str, float]) -> str:
    """The headline that the candidate at `index` is: the page's own title without its labels."""
    text = page.lines[index].text
    return _without_labels(page, text) if "it is the page's own title" in traits else text


def _without_labels(page: Surroundings, text: str) -> str:
    """A page's own title without the site's name and sections behind its dividers."""
    kept = list(title_parts(text))
    lines = {line.key for line in page.lines}
    while len(kept) > 1 and _is_label(kept, lines):
        kept.pop()
    while len(kept) > 1 and key(kept[0]) in SECTIONS:
        kept.pop(0)
    begin = text.index(kept[0])
    return text[begin : text.index(kept[-1], begin) + len(kept[-1])]


def _is_label(kept: list[str], lines: set[str]) -> bool:
    """The last part is a site's name or a section: short beside what stands before it, or a
    line of its own. A headline's second half begins small, or has a comma or a stop."""
    folded = key(kept[-1])
    if folded in SECTIONS or folded in lines:
        return True
    words = len(folded.split())
    others = sum(len(key(other).split()) for other in kept[:-1])
    goes_on = kept[-1][0].islower() and "." not in kept[-1]
    return not goes_on and not _INSIDE.search(kept[-1]) and words <= 5 and others >= words

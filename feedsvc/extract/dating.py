"""Which of a page's dates is the article's: beside the headline, not in a list of other articles.

`dates` reads only lines that date something; this chooses among them, or none of them: a wrong
date is worse than no date.
"""

from collections.abc import Iterator
from math import log1p
from typing import Final

from feedsvc.extract.dates import Found, dates_of
from feedsvc.extract.evidence import Scale, surprise
from feedsvc.extract.labeling import Labeling
from feedsvc.model import Label

_AROUND: Final = 8  # lines above and below among which other dates make a list
_BESIDE: Final = 2
_NEAR_START: Final = 2  # lines below the story's first that still are its head
_TOP: Final = 12  # lines in which a site shows today's date ...
_DEEP: Final = 20  # ... if the headline stands this far below
# Fitted by logistic regression to the dates of 693 pages in three flattened forms (a day's
# difference is the zone's), the trained labeler held out by site. Held out by site, they choose
# the date of 0.91 (wet), 0.91 (gettext) and 0.88 (seed) of the dumps that show it; nearness to
# the headline alone 0.86, 0.85 and 0.86.
SCALE: Final = Scale(
    weights={
        "above": -0.42,
        "after": -0.58,
        "below": 0.27,
        "from end": 0.03,
        "from start": -0.10,
        "from title": -0.35,
        "dates around": -1.10,
        "ends": -0.38,
        "in story": 0.16,
        "labeler": 2.40,
        "marked": -0.38,
        "modified": 0.13,
        "byline beside": 1.41,
        "title beside": 0.88,
        "order": -1.44,
        "picture": -2.05,
        "signed": 0.57,
        "size": 0.11,
        "story": -0.95,
        "labeler sure": -1.79,
        "timed": 0.86,
        "top": 0.26,
    },
    bias=1.55,
    least=0.6,
)


def tell_date(page: Labeling) -> None:
    """Keep the article's date, and label its line."""
    page.date = find_date(page)
    if page.date is not None and page.free(page.date[0]):
        page.say(page.date[0], Label.DATELINE, 0.85, "a date, and little else")


def find_date(page: Labeling) -> tuple[int, Found] | None:
    """The article's date with the index of its line, if one is likely enough.

    "Updated" dates it only where no other date beside the headline does: many pages say no more.
    """
    scored = [
        (not date.modified, chance, -index, -order, date)
        for index, order, date, traits in candidates(page)
        if (chance := SCALE.chance(traits)) >= SCALE.least
    ]
    if not scored:
        return None
    _, _, index, _, date = max(scored, key=lambda entry: entry[:4])
    return -index, date


def candidates(page: Labeling) -> Iterator[tuple[int, int, Found, dict[str, float]]]:
    """Each date: the index of its line, its place there, and its traits."""
    for index in sorted(page.dated):
        beside = dict(_traits(page, index))
        for order, date in enumerate(dates_of(page.lines[index], page.language)):
            own = {
                "order": float(order),
                "marked": float(date.marked),
                "modified": float(date.modified),
                "timed": float(date.timed),
            }
            yield index, order, date, beside | own


def _traits(page: Labeling, index: int) -> Iterator[tuple[str, float]]:
    line, judged = page.lines[index], page.opinions[index].judged
    rank, filled = page.rank(index), page.filled
    known = max(judged.dateline, judged.byline)
    near = [
        page.opinions[other].judged
        for other in filled[max(0, rank - _BESIDE) : rank + _BESIDE + 1]
        if other != index
    ]
    around = filled[max(0, rank - _AROUND) : rank + _AROUND + 1]
    yield "labeler", surprise(known)
    yield "labeler sure", known
    yield "picture", judged.picture
    yield "story", judged.story
    yield "signed", float(index in page.signed)
    yield "byline beside", max((other.byline for other in near), default=0.0)
    yield "title beside", max((other.title for other in near), default=0.0)
    yield "dates around", log1p(sum(other in page.dated for other in around))
    yield "ends", float(line.ends)
    yield "size", log1p(line.size)
    yield from _place(page, rank)


def _place(page: Labeling, rank: int) -> Iterator[tuple[str, float]]:
    """Where it stands, in lines with words from the headline and from the story."""
    title = page.rank(page.anchor if page.headline else page.start)
    start, end = page.rank(page.start), page.rank(page.end)
    yield "below", float(title < rank <= start + _NEAR_START)
    yield "above", float(rank < title)
    yield "from title", log1p(abs(rank - title))
    yield "from start", log1p(abs(rank - start))
    yield "in story", float(start + _NEAR_START < rank <= end)
    yield "after", float(rank > end)
    yield "from end", log1p(rank - end - 1) if rank > end else 0.0
    yield "top", float(rank < _TOP and title > _DEEP)

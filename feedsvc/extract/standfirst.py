"""The standfirst: the sentence or two between headline and story that say what it is about."""

from collections.abc import Iterator
from math import log1p
from typing import Final

from feedsvc.extract.evidence import Scale, surprise
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.page import key
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label

_ABOVE: Final = 2  # lines above the headline
_BELOW: Final = 14
_MIN_WORDS: Final = 4
_MAX_WORDS: Final = 75
_LONG: Final = 45
_SHORT: Final = 9
# Fitted by logistic regression to the publishers' own descriptions (369 of 1,017 dumps show them),
# the trained labeler held out by site. The lower the least chance, the better the summary: what
# is no description but reads like one still says what the story is about.
# benchmarks/train_fields.py fits them.
SCALE: Final = Scale(
    weights={
        "byline": -0.93,
        "distance": -0.67,
        "ends": 0.85,
        "first": 0.13,
        "furniture": -0.97,
        "in story": -1.11,
        "kept": 0.25,
        "labeler": 2.95,
        "labeler sure": 1.51,
        "long": -1.02,
        "mark before": 0.29,
        "mark follows": 0.62,
        "next standfirst": -1.35,
        "picture": -0.03,
        "picture follows": -0.15,
        "prose": -0.65,
        "prose before": -1.50,
        "short": -2.52,
        "story": 0.04,
        "story follows": -0.78,
        "title": 0.73,
    },
    bias=-2.90,
    least=0.15,
)
_LEAST_KEPT: Final = 0.36  # of a line that both take for story: its first paragraph reads alike
_NEVER: Final = frozenset(
    {
        Label.TITLE,
        Label.REPEATED,
        Label.BYLINE,
        Label.SECTION,
        Label.CAPTION,
        Label.CREDIT,
    }
)
_LIKE_TITLE: Final = 0.7  # from which a line says the headline again


def tell_standfirst(page: Labeling) -> None:
    """Label the standfirst. Where it is the story's first paragraph, too, it stays in it."""
    index = find_standfirst(page)
    if index is None:
        return
    page.standfirst = index
    if not page.opinions[index].kept:
        reason = "it stands between headline and story, and reads like a standfirst"
        page.verdicts[index] = Verdict(Label.STANDFIRST, 0.7, reason)


def find_standfirst(page: Labeling) -> int | None:
    """The index of the line that most likely is the standfirst, if any is likely enough."""
    scored = [
        (chance, -index)
        for index, traits in candidates(page)
        if (chance := SCALE.chance(traits)) >= (_LEAST_KEPT if traits["kept"] else SCALE.least)
    ]
    return -max(scored)[1] if scored else None


def candidates(page: Labeling) -> Iterator[tuple[int, dict[str, float]]]:
    """Each line that may be it, with its traits."""
    if page.headline is None:
        return
    filled = page.filled
    place = page.rank(page.anchor)
    prose = False
    marked = 0.0
    for rank in range(max(0, place - _ABOVE), min(len(filled), place + _BELOW + 1)):
        index = filled[rank]
        line, verdict = page.lines[index], page.verdicts.get(index)
        if rank > place and _MIN_WORDS <= line.size <= _MAX_WORDS and _open(page, index):
            traits = dict(_traits(page, rank, place))
            traits["prose before"] = float(prose)
            traits["mark before"] = min(marked, 2.0)
            yield index, traits
        if rank > place:
            prose = prose or (line.size >= _SHORT and line.ends)
            judged = page.opinions[index].judged
            marked += judged.byline + judged.dateline
            if verdict is not None and verdict.label in (Label.BYLINE, Label.DATELINE):
                marked += 0.5


def _open(page: Labeling, index: int) -> bool:
    verdict = page.verdicts.get(index)
    if verdict is not None and verdict.label in _NEVER:
        return False
    return _likeness(page, page.lines[index].tokens) < _LIKE_TITLE


def _traits(page: Labeling, rank: int, place: int) -> Iterator[tuple[str, float]]:
    index = page.filled[rank]
    line, opinion = page.lines[index], page.opinions[index]
    judged = opinion.judged
    verdict = page.verdicts.get(index)
    yield "labeler", surprise(judged.standfirst)
    yield "labeler sure", judged.standfirst
    yield "title", judged.title
    yield "picture", judged.picture
    yield "story", judged.story
    yield "byline", judged.byline + judged.dateline
    yield "kept", float(opinion.kept)
    yield "distance", log1p(rank - place - 1)
    yield "ends", float(line.ends)
    yield "short", float(line.size < _SHORT)
    yield "long", float(line.size > _LONG)
    yield "prose", line.prose
    yield "furniture", float(verdict is not None)
    yield "first", float(index == page.start)
    yield "in story", float(index > page.start)
    after = page.filled[rank + 1 : rank + 4]
    near = [page.opinions[other].judged for other in after]
    yield "mark follows", min(1.0, sum(other.byline + other.dateline for other in near))
    yield "picture follows", max((other.picture for other in near), default=0.0)
    yield "story follows", near[0].story if near else 0.0
    yield "next standfirst", max((other.standfirst for other in near), default=0.0)


def _likeness(page: Labeling, tokens: tuple[str, ...]) -> float:
    """Words in common with the headline, as a share of both."""
    if page.headline is None:
        return 0.0
    title = frozenset(key(page.headline.text).split())
    mine = frozenset(tokens)
    return 2 * len(mine & title) / max(1, len(mine) + len(title))

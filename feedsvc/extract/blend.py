"""Which lines the story consists of: the trained labeler and the hand rules decide together.

A line's chance to be story, as log odds, is the trained labeler's, who has heard what the rules
say (`hints`), and what the rules add by themselves: for a line of the stretch that they take for
the story, against one outside it. What a rule recognizes as something else (furniture, a caption)
is never story, whatever the labeler thinks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log
from typing import Final

from feedsvc.extract import tagger
from feedsvc.extract.page import Line
from feedsvc.extract.story import Span, reads_on
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label

_EDGE: Final = 1e-3  # chances are kept this far from 0 and 1 before they become odds
_FURNITURE: Final = frozenset(
    {
        Label.NAVIGATION,
        Label.CONSENT,
        Label.NEWSLETTER,
        Label.SHARE,
        Label.RELATED,
        Label.COMMENTS,
        Label.FOOTER,
    }
)
_PICTURES: Final = frozenset({Label.CAPTION, Label.CREDIT})
_BOXES: Final = frozenset({Label.NEWSLETTER, Label.CONSENT})
_MAX_BOX_WORDS: Final = 8  # of a sentence that belongs to the box whose heading stands above it


@dataclass(frozen=True, slots=True, kw_only=True)
class BlendPolicy:
    """Where the lines are drawn. The measurements are in docs/model-card.md."""

    story: float = 0.62  # the least chance of a line of the story; the labeler's own threshold
    picture: float = 0.15  # and at most that of a caption or credit; the labeler's own, too
    trust: float = 0.8  # the labeler's weight; it has heard the rules already
    inside: float = 1.0  # log odds that the rules add to a line of their stretch
    outside: float = -0.4  # … to one outside it
    beyond: float = -3.0  # … and where a byline or a date below it begins another article
    min_words: float = 30.0  # if both find less story, only the rules are asked


@dataclass(frozen=True, slots=True)
class Guess:
    """What the rules alone think of a page."""

    lines: tuple[Line, ...]
    verdicts: dict[int, Verdict]  # what they recognize as something else than story
    marks: frozenset[int]  # bylines and dates
    span: Span | None  # the stretch that reads like the story


@dataclass(frozen=True, slots=True)
class Opinion:
    """What both think of one line; chances are from 0 to 1."""

    chance: float  # that it belongs to the story, both together
    trained: float  # the same, the labeler's alone
    kept: bool
    otherwise: Label  # what it is if it is not story, by the labeler
    judged: tagger.Judgment  # all that the labeler says of it
    note: str = ""  # why it is not, where that was decided by something else

    @property
    def word(self) -> str:
        """The opinion, for a person."""
        return self.note or f"the trained labeler gives it {self.trained:.0%} to be story"


def blend(guess: Guess, told: tagger.Matrix, policy: BlendPolicy) -> tuple[Opinion, ...]:
    """An opinion on each line; `told` (`hints`) is what the labeler hears of the rules."""
    lines = guess.lines
    judged = tagger.judge([" " * line.indent + line.text for line in lines], told)
    parts = tuple(zip(judged, _rules(guess, policy), strict=True))
    found = tuple(_opinion(*part, policy) for part in parts)
    words = sum(line.size for line, opinion in zip(lines, found, strict=True) if opinion.kept)
    return found if words >= policy.min_words else tuple(_alone(*part) for part in parts)


def _rules(page: Guess, policy: BlendPolicy) -> Iterator[float | None]:
    """The log odds that the rules add to each line; None is their veto."""
    first, last = page.span or (len(page.lines), -1)
    beyond = min((mark for mark in page.marks if mark > last), default=len(page.lines))
    boxed = False  # right below the first line of a box
    for index, line in enumerate(page.lines):
        verdict = page.verdicts.get(index)
        if line.blank or verdict is not None:
            yield None
        elif first <= index <= last and not (boxed and line.size <= _MAX_BOX_WORDS):
            yield policy.inside
        else:
            yield policy.beyond if index > beyond and page.span else policy.outside
        if not line.blank:
            boxed = verdict is not None and verdict.label in _BOXES


def _opinion(judgment: tagger.Judgment, said: float | None, policy: BlendPolicy) -> Opinion:
    chance = _chance(policy.trust * _odds(judgment.story) + (said or 0.0))
    picture = judgment.picture >= policy.picture
    kept = said is not None and chance >= policy.story and not picture
    return Opinion(chance, judgment.story, kept, _otherwise(judgment, picture=picture), judgment)


def _alone(judgment: tagger.Judgment, said: float | None) -> Opinion:
    """The rules' opinion, where both together find no story."""
    chance = _chance(said or 0.0)
    kept = said is not None and said > 0
    return Opinion(chance, judgment.story, kept, _otherwise(judgment, picture=False), judgment)


def stretch(lines: tuple[Line, ...], opinions: tuple[Opinion, ...]) -> Span | None:
    """First and last index of the story; no story ends with a headline or a name."""
    kept = [index for index, opinion in enumerate(opinions) if opinion.kept]
    while kept and not reads_on(lines[kept[-1]]):
        kept.pop()
    return (kept[0], kept[-1]) if kept else None


def _otherwise(judgment: tagger.Judgment, *, picture: bool) -> Label:
    """Never a label that makes a field: those are for the rules to give."""
    if judgment.otherwise in _FURNITURE:
        return judgment.otherwise
    if picture:
        return judgment.otherwise if judgment.otherwise in _PICTURES else Label.CAPTION
    return Label.RELATED


def _odds(chance: float) -> float:
    chance = min(max(chance, _EDGE), 1 - _EDGE)
    return log(chance / (1 - chance))


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds))

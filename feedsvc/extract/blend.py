"""Which lines the story consists of: the trained labeler and the hand rules decide together.

Each line's chance to be story is the mean of two opinions, as log odds: the trained labeler's,
and that of the stretch which the rules of `story` take for the story. What a rule recognizes as
something else (furniture, a caption) is never story, whatever the labeler thinks.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BlendPolicy:
    """Where the lines are drawn. The measurements are in docs/model-card.md."""

    story: float = 0.62  # the least chance of a line of the story; the labeler's own threshold
    picture: float = 0.15  # and at most that of a caption or credit; the labeler's own, too
    trust: float = 0.5  # the labeler's weight; with 0.6 or more next articles slip in
    rules: float = 2.0  # log odds that the rules give to a line in their stretch (less outside)
    min_words: float = 30.0  # if both find less story, only the rules are asked


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


def blend(
    lines: tuple[Line, ...],
    verdicts: dict[int, Verdict],
    guess: Span | None,
    policy: BlendPolicy,
) -> tuple[Opinion, ...]:
    """An opinion on each line. `verdicts` veto; `guess` is the stretch that the rules found."""
    judged = tagger.judge([" " * line.indent + line.text for line in lines])
    parts = tuple(zip(judged, _rules(lines, verdicts, guess), strict=True))
    found = tuple(_opinion(*part, policy) for part in parts)
    words = sum(line.size for line, opinion in zip(lines, found, strict=True) if opinion.kept)
    if words >= policy.min_words:
        return found
    return tuple(_alone(*part, policy) for part in parts)


def _rules(
    lines: tuple[Line, ...], verdicts: dict[int, Verdict], guess: Span | None
) -> Iterator[bool | None]:
    """Whether the rules take each line for story; None is their veto."""
    first, last = guess or (len(lines), -1)
    for index, line in enumerate(lines):
        yield None if line.blank or index in verdicts else first <= index <= last


def _opinion(judgment: tagger.Judgment, rules: bool | None, policy: BlendPolicy) -> Opinion:
    said = policy.rules if rules else -policy.rules
    chance = _chance(policy.trust * _odds(judgment.story) + (1 - policy.trust) * said)
    picture = judgment.picture >= policy.picture
    kept = rules is not None and chance >= policy.story and not picture
    return Opinion(chance, judgment.story, kept, _otherwise(judgment, picture=picture), judgment)


def _alone(judgment: tagger.Judgment, rules: bool | None, policy: BlendPolicy) -> Opinion:
    """The rules' opinion, where both together find no story."""
    chance = _chance(policy.rules if rules else -policy.rules)
    return Opinion(
        chance, judgment.story, bool(rules), _otherwise(judgment, picture=False), judgment
    )


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

"""Which blocks are the story: the first cut, the labeler of lines and the tree together.

All that is known of each block goes through the trained network; what stands in a figcaption or
is said to be a caption or a related link with certainty is never story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from feedsvc.extract import tagger
from feedsvc.extract.blend import Opinion
from feedsvc.extract.html.blocks import Block
from feedsvc.extract.html.evidence import Known, measure
from feedsvc.extract.html.network import odds, shipped
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.story import Span
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label

_PICTURES: Final = frozenset({Label.CAPTION, Label.CREDIT})
_NEVER_STORY: Final = _PICTURES | {Label.RELATED}  # where it is certain
_OTHERS: Final = _PICTURES | {
    Label.NAVIGATION,
    Label.CONSENT,
    Label.NEWSLETTER,
    Label.SHARE,
    Label.COMMENTS,
    Label.FOOTER,
}
_SURE: Final = 2.0  # log odds where one witness alone decides
_CERTAIN: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePolicy:
    """Where the lines are drawn; the measurements are in docs/model-card.md."""

    least_odds: float = -0.4  # of a block of the story; in the middle of a flat optimum
    picture_odds: float = 3.0  # and at least these where a rule takes it for a caption
    min_words: float = 30.0  # if the network finds less story, trafilatura's cut decides alone


@dataclass(frozen=True, slots=True)
class Judge:
    """What is known of a page's blocks beside their words."""

    blocks: Sequence[Block]
    cut: Sequence[float]
    told: Sequence[float] | None
    headline: int | None
    policy: JudgePolicy = JudgePolicy()

    def __call__(self, page: Labeling, guess: Span | None) -> tuple[Opinion, ...]:
        """An opinion on each block; rules lose their word on blocks that are kept."""
        judged = tagger.judge([line.text for line in page.lines])
        known = Known(
            self.blocks,
            page.lines,
            judged,
            page.verdicts,
            guess,
            self.cut,
            self.told,
            self.headline,
        )
        found = odds(measure(known), shipped()).tolist()
        words = sum(
            line.size
            for line, value in zip(page.lines, found, strict=True)
            if value >= self.policy.least_odds
        )
        if words < self.policy.min_words:
            found = [_SURE if share >= 0.5 else -_SURE for share in self.cut]
        return tuple(
            self._opinion(page, index, value, judged[index]) for index, value in enumerate(found)
        )

    def _opinion(
        self, page: Labeling, index: int, value: float, judgment: tagger.Judgment
    ) -> Opinion:
        verdict = page.verdicts.get(index)
        kept = not page.lines[index].blank and value >= self._least(verdict)
        if kept:
            page.verdicts.pop(index, None)
        chance = 1 / (1 + exp(-min(max(value, -30.0), 30.0)))
        return Opinion(chance, chance, kept, _otherwise(judgment), judgment)

    def _least(self, verdict: Verdict | None) -> float:
        if verdict is None or verdict.label not in _NEVER_STORY:
            return self.policy.least_odds
        if verdict.confidence >= _CERTAIN:
            return float("inf")
        pictured = verdict.label in _PICTURES
        return self.policy.picture_odds if pictured else self.policy.least_odds


def _otherwise(judgment: tagger.Judgment) -> Label:
    """What a block is that is no story; never a label that makes a field."""
    return judgment.otherwise if judgment.otherwise in _OTHERS else Label.RELATED

"""The verdicts on one page while they are made."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from feedsvc.extract.blend import Opinion
from feedsvc.extract.dates import Found
from feedsvc.extract.headline import Headline
from feedsvc.extract.page import Line
from feedsvc.extract.story import Span
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of a page besides its lines: from the tree that it was flattened from."""

    verdicts: dict[int, Verdict]  # certain, by index
    opine: "Callable[[Labeling, Span | None], tuple[Opinion, ...]]"  # instead of `blend`
    headline: Headline | None = None


class Labeling:
    """The verdicts on one page while they are made; the first word on a line stands."""

    def __init__(self, lines: tuple[Line, ...], language: str) -> None:
        self.lines = lines
        self.language = language
        self.verdicts: dict[int, Verdict] = {}
        self.headline: Headline | None = None
        self.opinions: tuple[Opinion, ...] = ()  # one for each line
        self.start = self.end = self.anchor = -1
        self.guess: Span | None = None  # where the rules alone see the story
        self.dated: set[int] = set()  # lines that date an article, by index
        self.signed: set[int] = set()  # bylines
        self.standfirst: int | None = None
        self.date: tuple[int, Found] | None = None  # the article's, with its line's index

    @cached_property
    def filled(self) -> list[int]:
        """The lines with words, in order."""
        return [index for index, line in enumerate(self.lines) if not line.blank]

    def rank(self, index: int) -> int:
        """How many lines with words stand above."""
        return bisect_left(self.filled, index)

    def say(self, index: int, label: Label, confidence: float, reason: str) -> None:
        self.verdicts.setdefault(index, Verdict(label, confidence, reason))

    def tell(self, index: int, label: Label, reason: str) -> None:
        """A line of the story: why it is this kind of one, and how sure it is one at all."""
        opinion = self.opinions[index]
        self.say(index, label, opinion.chance, f"{reason}; {opinion.word}")

    def free(self, index: int) -> bool:
        return index not in self.verdicts and not self.lines[index].blank

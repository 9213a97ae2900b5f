"""Two texts laid side by side: what each has of the other, and what stands between the passages.

Of two texts, "the inner" is the one that is contained more in the other, "the outer" the other
one: a truncated copy is the inner text of the whole article.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import accumulate, compress, pairwise
from operator import add

from feedsvc.dedup.alignment import Passage, align
from feedsvc.dedup.reading import PROSE, Reading, Run

TURN_WORDS = 12  # a gap of at most so many words is a turn of phrase inside one passage
PASSAGE_WORDS = 12  # prose words that make a passage, or a paragraph, worth counting


@dataclass(frozen=True, slots=True)
class Side:
    """One text, with what the other shares of it."""

    text: Reading
    covered: list[bool]  # for each word: is it part of a run that both texts have?
    words: list[float]  # weights added up: words[b] - words[a] is what the places a to b weigh
    prose: list[int]  # the same for words of prose only, each counting one
    shared: float  # the weight of the covered words

    @property
    def contained(self) -> float:
        """The share of the text that the other has too, 0 to 1."""
        return self.shared / self.words[-1] if self.words[-1] else 0.0


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two neighboring passages."""

    inner: tuple[str, ...]  # words as written
    outer: tuple[str, ...]
    inner_weight: float
    outer_weight: float


@dataclass(frozen=True)
class Pair:
    """Both sides and their shared passages in order (`ours` is the inner text's place)."""

    inner: Side
    outer: Side
    passages: tuple[Passage, ...]
    order: float  # the share of the shared runs that stand in the same order, 0 to 1

    @property
    def sides(self) -> tuple[Side, Side]:
        """The inner and the outer text."""
        return self.inner, self.outer

    def weight(self, passage: Passage) -> float:
        """What a passage weighs, on the side where it weighs less."""
        return min(
            self.inner.words[passage.our_end] - self.inner.words[passage.ours],
            self.outer.words[passage.their_end] - self.outer.words[passage.theirs],
        )

    @cached_property
    def gaps(self) -> list[Gap]:
        """One gap between each two neighboring passages."""
        inner, outer = self.inner, self.outer
        return [
            Gap(
                inner.text.written[left.our_end : right.ours],
                outer.text.written[left.their_end : right.theirs],
                inner.words[right.ours] - inner.words[left.our_end],
                outer.words[right.theirs] - outer.words[left.their_end],
            )
            for left, right in pairwise(self.passages)
        ]

    @cached_property
    def long_passages(self) -> list[Passage]:
        """Passages joined over small gaps, those with enough prose; else the longest one."""
        joined = _joined(self.passages)
        enough = [passage for passage in joined if self.prose(passage) >= PASSAGE_WORDS]
        return enough or sorted(joined, key=lambda one: one.ours - one.our_end)[:1]

    def prose(self, passage: Passage) -> int:
        """The prose words of a joined passage, on the side that has fewer."""
        return min(
            self.inner.prose[passage.our_end] - self.inner.prose[passage.ours],
            self.outer.prose[passage.their_end] - self.outer.prose[passage.theirs],
        )


def lay_side_by_side(one: Reading, other: Reading) -> Pair:
    """Two texts in one order or the other: the result is the same."""
    shared = one.runs.keys() & other.runs.keys()
    inner, outer = sorted((_side(one, shared), _side(other, shared)), key=_inner_first)
    alignment = align(inner.text, outer.text)
    return Pair(inner, outer, alignment.passages, alignment.order)


def _side(text: Reading, shared: set[Run]) -> Side:
    covered = [False] * len(text.folded)
    runs = zip(text.folded, text.folded[1:], text.folded[2:], strict=False)
    for place, run in enumerate(runs):
        if run in shared:
            covered[place] = covered[place + 1] = covered[place + 2] = True
    return Side(
        text,
        covered,
        list(accumulate(text.weights, initial=0.0)),
        list(accumulate((weight == PROSE for weight in text.weights), initial=0)),
        total(compress(text.weights, covered)),
    )


def _inner_first(side: Side) -> tuple[float, int, tuple[str, ...]]:
    return -side.contained, len(side.text.folded), side.text.folded


def _joined(passages: tuple[Passage, ...]) -> list[Passage]:
    """Passages with no more than a turn of phrase between them, as one."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last and _is_near(last, passage):
            joined[-1] = replace(last, our_end=passage.our_end, their_end=passage.their_end)
        else:
            joined.append(passage)
    return joined


def _is_near(left: Passage, right: Passage) -> bool:
    return max(right.ours - left.our_end, right.theirs - left.their_end) <= TURN_WORDS


def total(weights: Iterable[float]) -> float:
    """The sum from left to right. From Python 3.12 on `sum` compensates rounding errors, and a
    verdict must not depend on the version.
    """
    return reduce(add, weights, 0.0)

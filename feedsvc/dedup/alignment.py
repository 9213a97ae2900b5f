"""Which passages two texts share, in the order in which both have them.

Every run of three words that both texts have is an anchor (its first place in each); the longest
chain of anchors that is in order in both texts is grown to passages of equal words. n log n in the
number of anchors.
"""

from bisect import bisect_left
from dataclasses import dataclass

from feedsvc.dedup.reading import RUN_WORDS, Reading

Anchor = tuple[int, int]  # a place in our text, and the place of the same words in theirs


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that both texts have: places from and to (exclusive), in our text and in theirs."""

    ours: int
    our_end: int
    theirs: int
    their_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The shared passages in order, and the share of anchors that are in order, 0 to 1."""

    passages: tuple[Passage, ...]
    order: float


def align(ours: Reading, theirs: Reading) -> Alignment:
    """The passages that both texts have, in order."""
    anchors = [(place, theirs.runs[run]) for run, place in ours.runs.items() if run in theirs.runs]
    chain = longest_chain(sorted(anchors))
    return Alignment(
        passages=_grown(chain, ours.folded, theirs.folded),
        order=len(chain) / len(anchors) if anchors else 0.0,
    )


def longest_chain(anchors: list[Anchor]) -> list[Anchor]:
    """The longest subsequence that rises on both sides (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(anchors):
        pile = bisect_left(tops, place)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        piles[pile : pile + 1] = [number]
    chain = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(anchors[number])
        number = before[number]
    return chain[::-1]


def _grown(
    chain: list[Anchor], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[Passage, ...]:
    """Each anchor extended both ways as far as the words are equal and not yet taken."""
    passages: list[Passage] = []
    our_end = their_end = 0
    for our_place, their_place in chain:
        if our_place < our_end or their_place < their_end:
            continue
        back = _equal_before(ours, theirs, (our_place, their_place), (our_end, their_end))
        ahead = _equal_after(ours, theirs, (our_place, their_place))
        our_end, their_end = our_place + ahead, their_place + ahead
        first, second = our_place - back, their_place - back
        passages.append(Passage(first, our_end, second, their_end))
    return tuple(passages)


def _equal_before(
    ours: tuple[str, ...], theirs: tuple[str, ...], places: Anchor, floors: Anchor
) -> int:
    """How many words before two places are equal, not going below the floors."""
    limit = min(places[0] - floors[0], places[1] - floors[1])
    back = 0
    while back < limit and ours[places[0] - back - 1] == theirs[places[1] - back - 1]:
        back += 1
    return back


def _equal_after(ours: tuple[str, ...], theirs: tuple[str, ...], places: Anchor) -> int:
    """How many words from two anchored places on are equal."""
    limit = min(len(ours) - places[0], len(theirs) - places[1])
    ahead = RUN_WORDS
    while ahead < limit and ours[places[0] + ahead] == theirs[places[1] + ahead]:
        ahead += 1
    return ahead

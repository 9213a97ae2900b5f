"""The facts that a verdict rests on: what two texts share, and what each has alone.

Each is a number that a person can read, and the same whichever text comes first. "Words" are
weighted (see `reading`): a word of a menu counts a tenth. For "inner" and "outer" see `pairing`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, compress, groupby, pairwise

from feedsvc.dedup.alignment import Passage
from feedsvc.dedup.pairing import (
    PASSAGE_WORDS,
    TURN_WORDS,
    Gap,
    Pair,
    Side,
    lay_side_by_side,
    total,
)
from feedsvc.dedup.reading import Reading, is_name, is_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two texts share and what each has alone."""

    # how much is shared
    contained: float  # share of the inner text's words that are in the outer one, 0 to 1
    contained_back: float  # share of the outer text's words that are in the inner one
    contained_plain: float  # the greater of the two, with every word counting one
    shared: float  # words
    shared_prose: float  # words of prose
    aligned: float  # share of the shorter text's words that are shared in the same order
    order: float  # share of the shared runs that stand in the same order, 0 to 1
    longest: float  # words of the longest passage without any difference
    passage: float  # the same, with no difference longer than a turn of phrase
    pieces: float  # shared passages of any length
    capitals: float  # share of the shared words that begin with a capital: menus, headlines
    # what differs in the same place
    replaced: float  # words replaced by others, against those that are shared, 0 to 1
    longest_replaced: float  # prose words between two passages, on the side that has fewer
    turns: float  # places where a few words were replaced
    insertions: float  # places where a few words were put in or left out
    other_names: float  # places where a capitalized word was replaced by another
    other_numbers: float  # numbers replaced by others, against those that are shared, 0 to 1
    replaced_numbers: float  # how many: 17:58 is one number
    # what is around the shared passages
    before_inner: float  # prose words before the first long passage
    before_outer: float
    before_less: float  # words before the first shared word, on the side that has fewer
    after_less: float
    around: float  # prose words before and after, side with fewer, against the passages', 0 to 1
    # what each text has alone
    alone: float  # words, on the side that has fewer
    names_alone: float  # names that the other lacks, side with fewer, against common ones, 0 to 1
    names_alone_count: float
    numbers_alone: float  # the same of numbers
    paragraphs_alone: float  # prose paragraphs, side with fewer, against the shared ones, 0 to 1
    first_shared: float  # share of the first prose paragraph that is shared, side with more
    first_shared_less: float  # the same, side with less
    last_shared: float
    last_shared_less: float


def compare(one: Reading, other: Reading) -> Comparison:
    """The facts of two texts; linear in their length but for sorting."""
    pair = lay_side_by_side(one, other)
    facts = _overlap(pair) | _differences(pair) | _frame(pair) | _leftovers(pair)
    return Comparison(**facts)


def _overlap(pair: Pair) -> dict[str, float]:
    weights = [pair.weight(passage) for passage in pair.passages]
    plain = (sum(side.covered) / max(1, len(side.covered)) for side in pair.sides)
    return {
        "contained": pair.inner.contained,
        "contained_back": pair.outer.contained,
        "contained_plain": max(plain),
        "shared": min(side.shared for side in pair.sides),
        "shared_prose": min(map(_shared_prose, pair.sides)),
        "aligned": total(weights) / max(1.0, min(side.words[-1] for side in pair.sides)),
        "order": pair.order,
        "longest": max(weights, default=0.0),
        "passage": _longest_passage(weights, pair.gaps),
        "pieces": len(weights),
        "capitals": min(_capitals(side) for side in pair.sides),
    }


def _shared_prose(side: Side) -> int:
    return sum(sum(side.covered[start:end]) for start, end in side.text.paragraphs)


def _longest_passage(weights: list[float], gaps: list[Gap]) -> float:
    best = current = 0.0
    for place, weight in enumerate(weights):
        gap = gaps[place - 1] if place else None
        is_turn = gap is not None and max(gap.inner_weight, gap.outer_weight) <= TURN_WORDS
        current = current + weight if is_turn else weight
        best = max(best, current)
    return best


def _capitals(side: Side) -> float:
    shared = list(compress(side.text.written, side.covered))
    return sum(word[0].isupper() for word in shared) / max(1, len(shared))


def _differences(pair: Pair) -> dict[str, float]:
    turns = [gap for gap in pair.gaps if max(len(gap.inner), len(gap.outer)) <= TURN_WORDS]
    replaced = [gap for gap in turns if gap.inner and gap.outer]
    words = total(min(gap.inner_weight, gap.outer_weight) for gap in pair.gaps)
    numbers = sum(_exchanged(gap, is_number) for gap in replaced)
    kept = sum(_numbers_in(pair, passage) for passage in pair.passages)
    return {
        "replaced": words / (words + max(1.0, min(side.shared for side in pair.sides))),
        "longest_replaced": _longest_replaced(pair),
        "turns": len(replaced),
        "insertions": len(turns) - len(replaced),
        "other_names": sum(_exchanged(gap, is_name) > 0 for gap in replaced),
        "other_numbers": numbers / (numbers + kept + 1),
        "replaced_numbers": sum(map(_replaced_numbers, replaced)),
    }


def _exchanged(gap: Gap, is_kind: Callable[[str], bool]) -> int:
    """How many words of a kind each side has where the other has others."""
    inner, outer = set(filter(is_kind, gap.inner)), set(filter(is_kind, gap.outer))
    return min(len(inner - outer), len(outer - inner))


def _replaced_numbers(gap: Gap) -> int:
    """Whole numbers, of which several words may be a part: 4.2 and 17:58 are two words each."""
    sides = (
        sum(key for key, _ in groupby(map(is_number, side))) for side in (gap.inner, gap.outer)
    )
    return min(_exchanged(gap, is_number), *sides)


def _numbers_in(pair: Pair, passage: Passage) -> int:
    words = pair.inner.text.folded[passage.ours : passage.our_end]
    return sum(map(is_number, words))


def _longest_replaced(pair: Pair) -> float:
    inner, outer = pair.inner.prose, pair.outer.prose
    between = (
        min(inner[right.ours] - inner[left.our_end], outer[right.theirs] - outer[left.their_end])
        for left, right in pairwise(pair.long_passages)
    )
    return max(between, default=0)


def _frame(pair: Pair) -> dict[str, float]:
    if not pair.passages:
        return dict.fromkeys(
            ("before_inner", "before_outer", "before_less", "after_less", "around"), 0.0
        )
    inner, outer = pair.inner, pair.outer
    first, last = pair.long_passages[0], pair.long_passages[-1]
    before = (inner.prose[first.ours], outer.prose[first.theirs])
    after = (
        inner.prose[-1] - inner.prose[last.our_end],
        outer.prose[-1] - outer.prose[last.their_end],
    )
    around = min(before) + min(after)
    start, end = pair.passages[0], pair.passages[-1]
    return {
        "before_inner": before[0],
        "before_outer": before[1],
        "before_less": min(inner.words[start.ours], outer.words[start.theirs]),
        "after_less": min(
            inner.words[-1] - inner.words[end.our_end], outer.words[-1] - outer.words[end.their_end]
        ),
        "around": around / (around + total(map(pair.prose, pair.long_passages)) + 1),
    }


def _leftovers(pair: Pair) -> dict[str, float]:
    inner, outer = pair.inner.text, pair.outer.text
    names, common_names = _alone(inner.names, outer.names, pair)
    numbers, common_numbers = _alone(inner.numbers, outer.numbers, pair)
    paragraphs = [_paragraph_shares(side) for side in pair.sides]
    strangers = min(sum(share < 0.3 for share in shares) for shares in paragraphs)
    mates = max(sum(share >= 0.6 for share in shares) for shares in paragraphs)
    firsts = sorted(shares[0] if shares else 0.0 for shares in paragraphs)
    lasts = sorted(shares[-1] if shares else 0.0 for shares in paragraphs)
    return {
        "alone": min(side.words[-1] - side.shared for side in pair.sides),
        "names_alone": names / (names + common_names + 1),
        "names_alone_count": names,
        "numbers_alone": numbers / (numbers + common_numbers + 1),
        "paragraphs_alone": strangers / (strangers + mates + 1),
        "first_shared": firsts[1],
        "first_shared_less": firsts[0],
        "last_shared": lasts[1],
        "last_shared_less": lasts[0],
    }


def _alone(ours: frozenset[str], theirs: frozenset[str], pair: Pair) -> tuple[int, int]:
    """Words of a kind that the other text has nowhere (side with fewer), and common ones."""
    alone = min(len(ours - pair.outer.text.vocabulary), len(theirs - pair.inner.text.vocabulary))
    return alone, len(ours & theirs)


def _paragraph_shares(side: Side) -> list[float]:
    """For each prose paragraph with enough words, the share of it that is covered."""
    covered = list(accumulate(side.covered, initial=0))
    return [
        (covered[end] - covered[start]) / (end - start)
        for start, end in side.text.paragraphs
        if end - start >= PASSAGE_WORDS
    ]

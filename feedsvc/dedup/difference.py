"""Two versions of a text as an editor would mark them: paragraphs first, then words in them.

Words that stand once in both versions hold them together (Bram Cohen's "patience" method): marks
follow the sentence, not every "the" that happens to stand in both. The cost grows like n log n in
the length of the texts, whatever they hold; what is beyond the bounds is marked paragraph by
paragraph.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from feedsvc.dedup.alignment import longest_chain
from feedsvc.dedup.words import SEPARATORS, UNSPACED

MAX_TOKENS = 40_000  # of both texts' changed paragraphs that are compared word by word
_ROUNDS = 6  # how often a stretch is divided at words that stand once in it
_NEARBY = 8  # paragraphs among which a changed one looks for what it was
_MIN_ALIKE = 0.4  # share of words that makes two paragraphs one that was changed
_MIN_SAME = 3  # tokens between two changes that are worth leaving unmarked

# A word (4.2, O’Neill and short-lived are one), or one character of punctuation or of a script
# without spaces, with the space after it.
_LETTERS = rf"[^\s{SEPARATORS}{UNSPACED}]+"
_TOKEN = re.compile(rf"(?:[{UNSPACED}]|{_LETTERS}(?:[.,:'’\u200c-]{_LETTERS})*|\S)\s*")


class Mark(StrEnum):
    """What a piece of text is in the change from one version to the next."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under one mark, with the space after it."""

    mark: Mark
    text: str


Paragraph = tuple[Piece, ...]  # in the order of reading: what was removed, then what was added


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Equal items: from `old` and `new` on, so many."""

    old: int
    new: int
    length: int


def difference(old: str, new: str) -> tuple[Paragraph, ...]:
    """The paragraphs (divided by empty lines) of both texts in order, marked."""
    before, after = _paragraphs(old), _paragraphs(new)
    allowance = _Allowance(MAX_TOKENS)
    marked: list[Paragraph] = []
    for removed, added, same in _gaps(before, after):
        marked += _changed(before[slice(*removed)], after[slice(*added)], allowance)
        marked += [(Piece(Mark.SAME, text),) for text in after[slice(*same)]]
    return tuple(marked)


def is_same(paragraph: Paragraph) -> bool:
    """Whether nothing in it changed."""
    return all(piece.mark is Mark.SAME for piece in paragraph)


def compare_words(old: str, new: str) -> Paragraph:
    """One paragraph in two versions, its words marked."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for removed, added, same in _gaps(before, after, min_length=_MIN_SAME):
        pieces += _pieces(Mark.REMOVED, before[slice(*removed)])
        pieces += _pieces(Mark.ADDED, after[slice(*added)])
        was = before[removed[1] : removed[1] + same[1] - same[0]]
        kept = zip(was, after[slice(*same)], strict=True)
        pieces += _pieces(Mark.SAME, [max(tokens, key=len) for tokens in kept])  # with its space
    return tuple(pieces)


def _pieces(mark: Mark, tokens: Sequence[str]) -> Iterator[Piece]:
    """One piece; space at its end stays unmarked, as an editor's pencil would leave it."""
    text = "".join(tokens)
    words = text.rstrip() if mark is not Mark.SAME else text
    if words:
        yield Piece(mark, words)
        if len(words) < len(text):
            yield Piece(Mark.SAME, " ")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


class _Allowance:
    """How many tokens may still be compared."""

    def __init__(self, tokens: int) -> None:
        self.tokens = tokens

    def take(self, tokens: int) -> bool:
        """Whether there was so much left; nothing is, once it was asked for too much."""
        self.tokens -= tokens
        return self.tokens >= 0


def _changed(
    removed: Sequence[str], added: Sequence[str], allowance: _Allowance
) -> Iterator[Paragraph]:
    """What stands between two unchanged stretches: paragraphs that came, went, or were changed."""
    gone = came = 0
    for old, new in _pairs(removed, added, allowance):
        yield from ((Piece(Mark.REMOVED, text),) for text in removed[gone:old])
        yield from ((Piece(Mark.ADDED, text),) for text in added[came:new])
        yield compare_words(removed[old], added[new])
        gone, came = old + 1, new + 1
    yield from ((Piece(Mark.REMOVED, text),) for text in removed[gone:])
    yield from ((Piece(Mark.ADDED, text),) for text in added[came:])


def _pairs(
    removed: Sequence[str], added: Sequence[str], allowance: _Allowance
) -> Iterator[tuple[int, int]]:
    """Which paragraphs are one in two versions, in order."""
    bags = [Counter(_words(text)) for text in added]
    start = 0
    for place, text in enumerate(removed):
        bag = Counter(_words(text))
        nearby = range(start, min(start + _NEARBY, len(bags)))
        best = max(nearby, key=lambda other: (_alike(bag, bags[other]), -other), default=None)
        if best is None or _alike(bag, bags[best]) < _MIN_ALIKE:
            continue
        if not allowance.take(bag.total() + bags[best].total()):
            return
        yield place, best
        start = best + 1


def _words(text: str) -> list[str]:
    return [token.strip() for token in _TOKEN.findall(text)][:MAX_TOKENS]


def _alike(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


_Range = tuple[int, int]


def _gaps(
    old: Sequence[str], new: Sequence[str], *, min_length: int = 1
) -> Iterator[tuple[_Range, _Range, _Range]]:
    """Both sequences in order: what only the old one has, what only the new one, what both have."""
    gone = came = 0
    ours, theirs = ([item.strip() for item in items] for items in (old, new))
    found = [*_stretches(ours, theirs), _Stretch(len(old), len(new), 0)]
    for same, following in pairwise([*found, found[-1]]):
        left = max(same.old - gone, same.new - came)
        end_old, end_new = same.old + same.length, same.new + same.length
        right = max(following.old - end_old, following.new - end_new)
        if same.length < min(left, right, min_length):
            continue  # two changes with next to nothing between them read better as one
        if left or same.length:
            yield (gone, same.old), (came, same.new), (same.new, end_new)
        gone, came = end_old, end_new


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[_Stretch]:
    """What both have in the same order, found in rounds, each linear but for the sorting."""
    found: list[_Stretch] = []
    waiting = [((0, len(old)), (0, len(new)))]
    for _ in range(_ROUNDS):
        divided: list[tuple[_Range, _Range]] = []
        for stretch in waiting:
            ours, theirs = _trim(old, new, *stretch, found)
            if ours[0] < ours[1] and theirs[0] < theirs[1]:
                divided += _divided(old, new, ours, theirs)
        waiting = divided
    return sorted(found, key=lambda stretch: stretch.old)


def _trim(
    old: Sequence[str],
    new: Sequence[str],
    ours: _Range,
    theirs: _Range,
    found: list[_Stretch],
) -> tuple[_Range, _Range]:
    """Takes what is equal at both ends into `found`; gives what is left between."""
    (a, a_end), (b, b_end) = ours, theirs
    shorter = min(a_end - a, b_end - b)
    head = 0
    while head < shorter and old[a + head] == new[b + head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[a_end - tail - 1] == new[b_end - tail - 1]:
        tail += 1
    if head:
        found.append(_Stretch(a, b, head))
    if tail:
        found.append(_Stretch(a_end - tail, b_end - tail, tail))
    return (a + head, a_end - tail), (b + head, b_end - tail)


def _divided(
    old: Sequence[str], new: Sequence[str], ours: _Range, theirs: _Range
) -> list[tuple[_Range, _Range]]:
    """Cut before every item that stands once in both, as far as these are in the same order."""
    once = _once(old, ours)
    chain = longest_chain(
        sorted((once[item], place) for item, place in _once(new, theirs).items() if item in once)
    )
    if not chain:
        return []
    cuts = [(ours[0], theirs[0]), *chain, (ours[1], theirs[1])]
    return [((a, a_end), (b, b_end)) for (a, b), (a_end, b_end) in pairwise(cuts)]


def _once(items: Sequence[str], within: _Range) -> dict[str, int]:
    """The items that stand once in a range, with their places."""
    counts = Counter(items[slice(*within)])
    return {items[place]: place for place in range(*within) if counts[items[place]] == 1}

"""What is known of each block of a page, as a row of numbers: the input of the trained judge.

The columns belong to the weights: a change here means training anew (`make train-html`). All
values are roughly between -3 and 3.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.html.blocks import Block
from feedsvc.extract.html.vocabulary import CLASS_TRAITS, TAG_TRAITS
from feedsvc.extract.page import Line
from feedsvc.extract.story import Span
from feedsvc.extract.tagger import Judgment
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label

Matrix = NDArray[np.float32]

_EDGE: Final = 1e-3
_TRAITS: Final = tuple(sorted({*TAG_TRAITS.values(), *CLASS_TRAITS}))
_PLACE: Final = {trait: place for place, trait in enumerate(_TRAITS)}
_TAGS: Final = ("p", "li", "div", "td", "section", "article", "span", "dd")
_LABELS: Final = tuple(Label)
_LABEL_PLACE: Final = {label: place for place, label in enumerate(_LABELS)}
_OPENS_QUOTE: Final = '“„«"»「『‘'


@dataclass(frozen=True, slots=True)
class Known:
    """All that the columns are computed from; sequences have one item for each block."""

    blocks: Sequence[Block]
    lines: Sequence[Line]
    judged: Sequence[Judgment]
    verdicts: dict[int, Verdict]
    guess: Span | None
    cut: Sequence[float]  # share in trafilatura's cut
    told: Sequence[float] | None  # share in the page's own articleBody, if it has one
    headline: int | None  # index


def measure(known: Known) -> Matrix:
    """One row for each block."""
    own, around = _traits(known.blocks)
    columns = (
        _of_lines(known),
        _of_page(known),
        _of_labels(known),
        _tags(known.blocks),
        own,
        around,
    )
    return np.hstack(columns).astype(np.float32)


def _traits(blocks: Sequence[Block]) -> tuple[Matrix, Matrix]:
    own = np.zeros((len(blocks), len(_TRAITS)), np.float32)
    around = np.zeros_like(own)
    remembered: dict[frozenset[str], list[int]] = {}
    for row, block in enumerate(blocks):
        for matrix, traits in ((own, block.own), (around, block.around)):
            places = remembered.get(traits)
            if places is None:
                places = remembered[traits] = [_PLACE[trait] for trait in traits]
            matrix[row, places] = 1.0
    return own, around


def _tags(blocks: Sequence[Block]) -> Matrix:
    matrix = np.zeros((len(blocks), len(_TAGS)), np.float32)
    for row, block in enumerate(blocks):
        if block.tag in _TAGS:
            matrix[row, _TAGS.index(block.tag)] = 1.0
    return matrix


def _of_labels(known: Known) -> Matrix:
    """What the rules on words and the labeler's second choice say, one column a label each."""
    count = len(_LABELS)
    matrix = np.zeros((len(known.blocks), 2 * count), np.float32)
    for row, judgment in enumerate(known.judged):
        matrix[row, count + _LABEL_PLACE[judgment.otherwise]] = 1.0
    for row, verdict in known.verdicts.items():
        matrix[row, _LABEL_PLACE[verdict.label]] = verdict.confidence
    return matrix


def _of_lines(known: Known) -> Matrix:
    counts = Counter(line.key for line in known.lines)
    rows = [
        (
            _odds(judgment.story),
            _odds(judgment.picture),
            2 * share - 1,
            log1p(line.size) - 2,
            float(line.ends),
            4 * line.prose - 1,
            block.link_share,
            float(block.link_share > 0.8),
            float(block.hidden),
            log1p(block.depth) - 2.5,
            float(counts[line.key] > 1),
            float(line.text[:1].islower()),
            float(line.text[:1] in _OPENS_QUOTE),
            float(line.text[-1:] == ":"),
            float(line.text[-1:] == "?"),
            min(sum(map(str.isdigit, line.text[:200])) / (len(line.text[:200]) + 1) * 4, 2.0),
            float(line.blank),
        )
        for line, block, judgment, share in zip(
            known.lines, known.blocks, known.judged, known.cut, strict=True
        )
    ]
    return np.array(rows, np.float32).reshape(len(rows), 17)


def _of_page(known: Known) -> Matrix:
    """Where the block stands among the others: in the page, its parent, and the cut."""
    count = len(known.blocks)
    sizes = np.array([line.size for line in known.lines], np.float64)
    cut = np.array(known.cut) >= 0.5
    trained = np.array([judgment.story for judgment in known.judged]) >= 0.5
    told = np.array(known.told) if known.told is not None else np.full(count, 0.5)
    parents = np.array([block.container for block in known.blocks])
    index = np.arange(count)
    columns = [
        index / max(count, 1),
        np.log1p(np.full(count, count)) / 3 - 2,
        2 * told - 1,
        np.full(count, float(known.told is not None)),
        *_share_of_parent(parents, sizes, cut),
        *_share_of_parent(parents, sizes, trained),
        *_within(index, cut),
        *_within(index, trained),
        *_within(index, np.array([_is_guess(known.guess, place) for place in range(count)])),
        *_behind(known.headline, sizes),
        np.full(count, (sizes * cut).sum() / (sizes.sum() + 1)),
        np.full(count, (sizes * trained).sum() / (sizes.sum() + 1)),
        np.full(count, (sizes * (cut & trained)).sum() / ((sizes * (cut | trained)).sum() + 1)),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _share_of_parent(
    parents: NDArray[np.int64], sizes: NDArray[np.float64], chosen: NDArray[np.bool_]
) -> list[NDArray[np.float64]]:
    """Of the parent's words, how many are chosen; of the chosen, how many the parent has."""
    if not len(parents):
        return [np.zeros(0), np.zeros(0)]
    _, places = np.unique(parents, return_inverse=True)
    whole = np.bincount(places, weights=sizes)
    taken = np.bincount(places, weights=sizes * chosen)
    return [(taken / (whole + 1))[places], (taken / (taken.sum() + 1))[places]]


def _within(index: NDArray[np.int64], chosen: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Between the first and the last chosen block, and how far from them (logarithms)."""
    where = np.flatnonzero(chosen)
    if not len(where):
        return [np.zeros(len(index)), np.full(len(index), 2.0), np.full(len(index), 2.0)]
    first, last = where[0], where[-1]
    before = np.log1p(np.maximum(first - index, 0)) / 2
    after = np.log1p(np.maximum(index - last, 0)) / 2
    return [((index >= first) & (index <= last)).astype(np.float64), before, after]


def _is_guess(guess: Span | None, place: int) -> bool:
    return guess is not None and guess[0] <= place <= guess[1]


def _behind(headline: int | None, sizes: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Whether the headline stands above, and how many words lie between (logarithm)."""
    count = len(sizes)
    if headline is None:
        return [np.zeros(count), np.zeros(count), np.full(count, 1.0)]
    total = np.cumsum(sizes)
    gap = total - total[headline] if count else total
    return [
        (np.arange(count) > headline).astype(np.float64),
        np.sign(gap) * np.log1p(np.abs(gap)) / 3,
        np.zeros(count),
    ]


def _odds(chance: float) -> float:
    chance = min(max(chance, _EDGE), 1 - _EDGE)
    return log(chance / (1 - chance)) / 3

"""What two texts have in common, and what each has alone: the evidence that a verdict rests on.

Words are compared in runs of three: a run that both texts have covers its words, and what stays
uncovered is what differs. All functions are linear in the texts' length.
"""

from dataclasses import dataclass
from itertools import groupby

from feedsvc.dedup.words import cased_words
from feedsvc.model import Article

RUN_WORDS = 3
MAX_WORDS = 20_000  # of a text that are compared: 40 times the median article

Run = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A text made ready for comparing: its words as written and folded, and its runs."""

    written: tuple[str, ...]
    folded: tuple[str, ...]
    runs: frozenset[Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts side by side. "Ours" is the new article, "theirs" the stored one."""

    our_containment: float  # the share of our words that they have too, 0 to 1
    their_containment: float
    shared_words: int
    added: tuple[tuple[str, ...], ...]  # spans of our words, as written, that they lack
    removed: tuple[tuple[str, ...], ...]  # spans of their words that we lack
    our_numbers: frozenset[str]  # words with a digit in them
    their_numbers: frozenset[str]

    @property
    def containment(self) -> float:
        """How much of the text that has less of its own is in the other, 0 to 1."""
        return max(self.our_containment, self.their_containment)


def profile(text: str) -> Profile:
    """The first `MAX_WORDS` words of a text, and every run of three of them."""
    written = tuple(cased_words(text)[:MAX_WORDS])
    folded = tuple(word.casefold() for word in written)
    return Profile(
        written=written,
        folded=folded,
        runs=frozenset(zip(folded, folded[1:], folded[2:], strict=False)),
    )


def profile_article(article: Article) -> Profile:
    """An article's title and text as one."""
    return profile(f"{article.title}\n\n{article.text}")


def compare(ours: Profile, theirs: Profile) -> Comparison:
    """What is shared and what is not, from both sides."""
    shared = ours.runs & theirs.runs
    our_cover, their_cover = _cover(ours, shared), _cover(theirs, shared)
    return Comparison(
        our_containment=_share(our_cover),
        their_containment=_share(their_cover),
        shared_words=min(sum(our_cover), sum(their_cover)),
        added=_uncovered(ours, our_cover),
        removed=_uncovered(theirs, their_cover),
        our_numbers=_numbers(ours),
        their_numbers=_numbers(theirs),
    )


def _numbers(side: Profile) -> frozenset[str]:
    return frozenset(word for word in side.folded if any(map(str.isdigit, word)))


def _cover(side: Profile, shared: frozenset[Run]) -> list[bool]:
    """For each word: is it part of a run that both texts have?"""
    cover = [False] * len(side.folded)
    runs = zip(side.folded, side.folded[1:], side.folded[2:], strict=False)
    for place, run in enumerate(runs):
        if run in shared:
            cover[place : place + RUN_WORDS] = [True] * RUN_WORDS
    return cover


def _share(cover: list[bool]) -> float:
    return sum(cover) / len(cover) if cover else 0.0


def _uncovered(side: Profile, cover: list[bool]) -> tuple[tuple[str, ...], ...]:
    grouped = groupby(zip(cover, side.written, strict=True), key=lambda pair: pair[0])
    return tuple(tuple(word for _, word in span) for covered, span in grouped if not covered)

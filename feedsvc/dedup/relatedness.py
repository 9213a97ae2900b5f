"""Related stories: the same event, told in other words. They are linked, and never folded.

Papers that tell of one event name the same people and places, each in its own sentences; pages of
one template, serial reports and copies share names within the passages that they share word for
word. So names are counted outside of those passages. Measured on the labeled sets, among pairs
that share fingerprint rows and are not one story: 58 of 71 pairs of reports of one event are
found, and of the hard negatives no serial report (of 200), no digest (200), 2 of 200 pairs of
stitched sentences, and 6 of 199 of one template, most of which tell of one thing too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from feedsvc.dedup.pairing import Side, lay_side_by_side
from feedsvc.dedup.reading import PROSE, Reading, is_name, read_article
from feedsvc.model import Article, Candidate

MIN_NAMES = 7  # in common, outside of what is common word for word ...
MIN_SHARE = 0.3  # ... and this share of the names of the text that has fewer
MAX_DAYS = 14  # between the publishers' dates, where both are known
MIN_CHARS = 3  # of a name
MAX_LINKED = 5  # entries that one article is linked with
SHOWN_NAMES = 4  # in the evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A stored entry that tells of the same event."""

    entry_id: UUID
    names: tuple[str, ...]  # in common


def linked(article: Article, known: Iterable[Candidate]) -> tuple[Link, ...]:
    """The entries of these versions that tell of the same event, the most alike first."""
    ours = read_article(article)
    best: dict[UUID, Link] = {}
    for candidate in known:
        names = _shared_names(article, ours, candidate.article)
        before = best.get(candidate.entry_id)
        if names and (before is None or len(names) > len(before.names)):
            best[candidate.entry_id] = Link(entry_id=candidate.entry_id, names=names)
    ranked = sorted(best.values(), key=lambda link: (-len(link.names), str(link.entry_id)))
    return tuple(ranked[:MAX_LINKED])


def evidence(links: Iterable[Link]) -> str:
    """Why they belong together, in words, for a person."""
    return "; ".join(
        f"{len(link.names)} names in common ({', '.join(link.names[:SHOWN_NAMES])})"
        for link in links
    )


def _shared_names(article: Article, ours: Reading, other: Article) -> tuple[str, ...]:
    """The names that two reports of one event have in common; none if they are not that."""
    if _are_far_apart(article, other):
        return ()
    theirs = read_article(other)
    pair = lay_side_by_side(ours, theirs)
    plain = {word for text in (ours, theirs) for word in text.written if word[0].islower()}
    inner, outer = (_own_names(side) - plain for side in pair.sides)
    shared = inner & outer
    fewer = min(len(inner), len(outer))
    if len(shared) < MIN_NAMES or len(shared) < MIN_SHARE * fewer:
        return ()
    return tuple(sorted(shared))


def _own_names(side: Side) -> set[str]:
    """Names in sentences, outside of what the other text has too; case folded."""
    places = zip(side.text.written, side.text.weights, side.covered, strict=True)
    return {
        word.casefold()
        for word, weight, is_covered in places
        if weight == PROSE and not is_covered and is_name(word) and len(word) >= MIN_CHARS
    }


def _are_far_apart(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return False
    return abs(one.published - other.published) > timedelta(days=MAX_DAYS)

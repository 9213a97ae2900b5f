"""Copies and versions: what is compared, what is decided, and the entry that is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from feedsvc.model.articles import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What near-duplicate detection compares. Stored, so its functions never change: a better
    one gets the next `version` and stands beside the old.
    """

    version: int
    text_hash: str  # SHA-256 of the normalized title and text, hex
    shingles: tuple[int, ...]  # sampled hashes of word shingles, signed 64-bit, ascending


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored article that a new one might be a copy or a version of.

    One for each stored version: several can belong to one entry.
    """

    entry_id: UUID
    article: Article
    fingerprint: Fingerprint
    first_seen: datetime  # of the entry
    versions: int  # how many the entry has


class RevisionKind(StrEnum):
    """How a later version differs. Only a material change is news to a subscriber."""

    BOILERPLATE = "boilerplate"  # only what surrounds the article
    COSMETIC = "cosmetic"  # spelling, punctuation, white space
    MATERIAL = "material"  # numbers, names, negation, headline, paragraphs
    COPY = "copy"  # the same story under another masthead


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Not seen before: it becomes an entry under `entry_id`, minted now and never again."""

    entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A copy of the entry `of`: what subscribers see does not change.

    `joins` are entries that this article shows to be the same story: they are folded into `of`.
    """

    of: UUID
    similarity: float  # 0 to 1
    evidence: str  # in words, for a person
    joins: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Another version of the entry `of`, which keeps its id and its link.

    Only a version that `supersedes` takes the entry's place; an older one that arrives late, or
    one that was cut, becomes history. Only a material change moves `updated`.
    """

    of: UUID
    kind: RevisionKind
    supersedes: bool
    similarity: float  # 0 to 1
    evidence: str  # in words, for a person
    change: str = ""  # what is different, in words, for a reader
    joins: tuple[UUID, ...] = ()  # as in `Duplicate`


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """New as in `New`, and it belongs together with other entries: linked, and never folded."""

    entry_id: UUID
    of: tuple[UUID, ...]  # entries that tell of the same event in other words
    copies: tuple[UUID, ...]  # the same story under other mastheads, where copies are not folded
    evidence: str  # in words, for a person


Decision: TypeAlias = New | Related | Duplicate | Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an entry's article in short."""

    of: UUID  # the entry that it came to; that may have been folded into another since
    number: int  # of that entry's versions, counted from 1
    seen: datetime
    kind: RevisionKind | None  # None for an entry's first
    took_over: bool  # it took the place of the version that was shown
    change: str  # what is different, in words; "" for an entry's first
    title: str
    publisher: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A material change: one version took the place of the other before subscribers' eyes."""

    id: UUID  # permanent: made from the entry's id and the later version's words
    entry_id: UUID
    seen: datetime
    reason: str  # in words
    before: Article
    after: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The versions of an entry, with those of entries folded into it, and what they changed."""

    entry_id: UUID
    versions: tuple[Version, ...]  # in the order in which they came; of very many, the newest
    changes: tuple[Change, ...]  # the newest first; of very many, the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A stored item: our id and our times, and the article that it has now."""

    id: UUID
    first_seen: datetime
    updated: datetime  # the last material change
    article: Article
    revision: int = 1  # the number of the version that is shown
    change_of: UUID | None = None  # in a feed of revisions: the entry that changed
    # When a backfilled entry was let into the feeds; all others entered when they were first seen.
    released: datetime | None = None

    @property
    def entered(self) -> datetime:
        """Its place among the entries of a feed."""
        return self.released or self.first_seen

    @property
    def urn(self) -> str:
        """The permanent id as it stands in feeds (RFC 4122 URN)."""
        return self.id.urn

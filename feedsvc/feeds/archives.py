"""A feed's whole history as archives with fixed membership (RFC 5005, 4).

The entries of a calendar month (of their first sight, in UTC) are divided, the oldest first, into
parts of as many entries as the feed shows. A part is closed, and becomes an archive, once it is
full or an entry of a later month is there; the rest is `recent` and stands in the feed itself.
Only what is stored decides, so the same store gives the same archives; and since an entry's first
sight never changes, neither does what an archive holds. Feed and archives together hold every
entry; no entry is in two archives.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, pairwise
from uuid import UUID

from feedsvc.feeds.addresses import Addresses, Format, document_file, feed_folder
from feedsvc.model import FeedDefinition

# Changed with whatever changes the documents of all archives: they are rendered again then.
_EDITION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What is to be known of an entry to put it into an archive."""

    entry_id: UUID
    first_seen: datetime
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A closed part of a feed's history."""

    folder: str
    entry_ids: tuple[UUID, ...]  # the oldest first
    neighbors: tuple[tuple[str, str], ...]  # (rel, folder) of the archives before and after it
    stamp: str  # while its documents are out under this stamp, they need not be rendered

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of its documents."""
        return tuple(document_file(self.folder, format_) for format_ in Format)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archives:
    """All archives of a feed, the oldest first, and what none of them holds yet."""

    closed: tuple[Archive, ...]
    recent: frozenset[UUID]


def archives(
    definition: FeedDefinition, members: Iterable[Member], addresses: Addresses
) -> Archives:
    """Divides a feed's whole history, given in any order."""
    ordered = sorted(members, key=lambda member: (member.first_seen, member.entry_id))
    parts = [
        (f"{month}/{number}", part)
        for month, inside in groupby(ordered, key=_month)
        for number, part in enumerate(_parts(tuple(inside), definition.max_entries), start=1)
    ]
    is_open = bool(parts) and len(parts[-1][1]) < definition.max_entries
    closed = parts[:-1] if is_open else parts
    base = f"{feed_folder(definition.slug)}/archive/{definition.max_entries}"
    folders = [f"{base}/{name}" for name, _ in closed]
    neighbors = _neighbors(folders)
    return Archives(
        closed=tuple(
            Archive(
                folder=folder,
                entry_ids=tuple(member.entry_id for member in part),
                neighbors=neighbors[folder],
                stamp=_stamp(definition, addresses, neighbors[folder], part),
            )
            for folder, (_, part) in zip(folders, closed, strict=True)
        ),
        recent=frozenset(member.entry_id for member in parts[-1][1]) if is_open else frozenset(),
    )


def _month(member: Member) -> str:
    return f"{member.first_seen.astimezone(UTC):%Y-%m}"


def _parts(members: Sequence[Member], size: int) -> Iterable[Sequence[Member]]:
    return (members[start : start + size] for start in range(0, len(members), size))


def _neighbors(folders: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(folders, ())
    for before, after in pairwise(folders):
        found[before] = (*found[before], ("next-archive", after))
        found[after] = (("prev-archive", before),)
    return found


def _stamp(
    definition: FeedDefinition,
    addresses: Addresses,
    neighbors: tuple[tuple[str, str], ...],
    members: Sequence[Member],
) -> str:
    parts = (repr((_EDITION, definition, addresses, neighbors)), *map(repr, members))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]

"""A feed's whole history as archives with fixed membership (RFC 5005, 4).

The entries of a calendar month (of their first sight, in UTC) are divided, the oldest first, into
parts that fit into the feed: by its number of entries, its days and its bytes. A part is closed,
and becomes an archive, once it is full or a later entry is there that does not belong to it; the
rest is `recent` and stands in the feed itself. What a backfill brought is divided likewise, apart
from all else and in no feed: its last part is closed when the backfill has ended.

Archives follow each other in the order in which they were closed, so that a client that goes back
from the feed until it meets one that it knows has met all that are new to it (RFC 5005, 4.2).
Only what is stored decides, and nothing of it ever changes: an entry's first sight, and the size
of its first version. Feed and archives together hold every entry; no entry is in two archives.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, pairwise, zip_longest
from uuid import UUID

from feedsvc.feeds.addresses import Addresses, Format, document_file, feed_folder
from feedsvc.feeds.window import earliest
from feedsvc.model import Facet, FeedDefinition

# Changed with whatever changes the documents of all archives: they are rendered again then.
_EDITION = 2
_PLAIN = FeedDefinition(slug="", title="")
_FILTERS = (*(facet.value for facet in Facet), "search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What is to be known of an entry to put it into an archive."""

    entry_id: UUID
    first_seen: datetime
    revision: int
    size: int = 0  # bytes of the content of its first version
    batch: datetime | None = None  # the backfill that brought it, by its beginning


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    name: str
    members: Sequence[Member]
    closed: datetime


def archives(
    definition: FeedDefinition,
    members: Iterable[Member],
    addresses: Addresses,
    open_batch: datetime | None = None,
) -> Archives:
    """Divides a feed's whole history, given in any order. `open_batch` is the backfill that goes
    on now, if one does: its last part is nowhere yet.
    """
    ordered = sorted(members, key=lambda member: (member.first_seen, member.entry_id))
    regular = [member for member in ordered if member.batch is None]
    closed, recent = _divided(definition, regular)
    closed += _backfilled(definition, ordered, open_batch)
    closed.sort(key=lambda part: part.closed)
    base = f"{feed_folder(definition.slug)}/archive/{_kind(definition)}"
    folders = [f"{base}/{part.name}" for part in closed]
    neighbors = _neighbors(folders)
    context = hashlib.sha256(repr((_EDITION, definition, addresses)).encode("utf-8", "replace"))
    return Archives(
        closed=tuple(
            Archive(
                folder=folder,
                entry_ids=tuple(member.entry_id for member in part.members),
                neighbors=neighbors[folder],
                stamp=_stamp(context.copy(), neighbors[folder], part.members),
            )
            for folder, part in zip(folders, closed, strict=True)
        ),
        recent=frozenset(member.entry_id for member in recent),
    )


def _kind(definition: FeedDefinition) -> str:
    """Part of an archive's address: whatever divides the history, or chooses what it holds."""
    differing = [
        *_differing(definition, _PLAIN, "max_days", "max_bytes", "content", "of"),
        *_differing(definition.include, _PLAIN.include, *_FILTERS),
        "exclude",
        *_differing(definition.exclude, _PLAIN.exclude, *_FILTERS),
    ]
    if len(differing) == 1:
        return str(definition.max_entries)
    digest = hashlib.sha256(repr(differing).encode("utf-8", "replace")).hexdigest()
    return f"{definition.max_entries}-{digest[:8]}"


def _differing(one: object, other: object, *names: str) -> list[object]:
    """What is not as it is by default: a key that a later version adds changes no address."""
    return [(n, getattr(one, n)) for n in names if getattr(one, n) != getattr(other, n)]


def _divided(
    definition: FeedDefinition, members: Sequence[Member]
) -> tuple[list[_Part], Sequence[Member]]:
    """The closed parts of what went through the feed, and the part that is open."""
    parts = [
        (f"{month}/{number}", part)
        for month, inside in groupby(members, key=_month)
        for number, part in enumerate(_parts(definition, inside), start=1)
    ]
    nexts = [following[0].first_seen for _, following in parts[1:]]
    closed = [
        _Part(name=name, members=part, closed=part[-1].first_seen if is_full else after)
        for (name, part), after in zip_longest(parts, nexts)
        if (is_full := len(part) == definition.max_entries) or after is not None
    ]
    return closed, parts[-1][1] if len(closed) < len(parts) else ()


def _backfilled(
    definition: FeedDefinition, members: Iterable[Member], open_batch: datetime | None
) -> Iterator[_Part]:
    """The closed parts of what backfills brought."""
    batches: dict[datetime, list[Member]] = {}
    for member in members:
        if member.batch is not None:
            batches.setdefault(member.batch, []).append(member)
    for batch, inside in sorted(batches.items()):
        parts = list(_parts(definition, inside))
        if batch == open_batch and len(parts[-1]) < definition.max_entries:
            parts.pop()
        for number, part in enumerate(parts, start=1):
            name = f"history-{batch.astimezone(UTC):%Y%m%dT%H%M%S/%Y-%m}/{number}"
            yield _Part(name=name, members=part, closed=part[-1].first_seen)


def _month(member: Member) -> str:
    return f"{member.first_seen.astimezone(UTC):%Y-%m}"


def _parts(definition: FeedDefinition, members: Iterable[Member]) -> Iterator[Sequence[Member]]:
    """As many as fit into the feed together, each time."""
    part: list[Member] = []
    size = 0
    for member in members:
        weight = 0 if definition.content == "summary" else member.size
        if part and not _fits(definition, part, size + weight, member):
            yield part
            part, size = [], 0
        part.append(member)
        size += weight
    if part:
        yield part


def _fits(definition: FeedDefinition, part: Sequence[Member], size: int, member: Member) -> bool:
    if len(part) >= definition.max_entries or size > definition.max_bytes:
        return False
    return part[0].first_seen >= earliest(member.first_seen, definition.max_days)


def _neighbors(folders: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(folders, ())
    for before, after in pairwise(folders):
        found[before] = (*found[before], ("next-archive", after))
        found[after] = (("prev-archive", before),)
    return found


def _stamp(
    context: "hashlib._Hash", neighbors: tuple[tuple[str, str], ...], members: Iterable[Member]
) -> str:
    context.update(repr(neighbors).encode())
    for member in members:
        context.update(b"%s %d\n" % (member.entry_id.bytes, member.revision))
    return context.hexdigest()[:16]

"""What an article page may list: related stories, and copies under other mastheads.

Related entries are never folded into each other; what is kept is that they belong together. Each
function works inside the transaction it is given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from feedsvc.dedup import are_two_mastheads
from feedsvc.store.chunks import chunks
from feedsvc.store.tables import EntryRow, RelationRow, RevisionRow

MAX_RELATED = 5  # stories that a page lists
_CHUNK = 200  # entries a query


class RelationKind(StrEnum):
    """Why two entries belong together."""

    RELATED = "related"  # the same event in other words
    COPY = "copy"  # the same words under another masthead, where copies are not folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The same story under another masthead."""

    publisher: str
    url: str | None
    title: str
    first_seen: datetime
    entry_id: UUID | None = None  # an item of its own, where copies are not folded


def relate(
    session: Session, entry_id: UUID, others: Iterable[UUID], kind: RelationKind, evidence: str
) -> None:
    """Keep that these entries belong together; what is kept already stays as it is."""
    key = _key_of(session, entry_id)
    for other in dict.fromkeys(others):
        known = _key_of(session, other)
        if key != known and session.get(RelationRow, (key, known)) is None:
            session.add(RelationRow(entry_id=key, other_id=known, kind=kind, evidence=evidence))
    session.flush()


def related(session: Session, entry_ids: Sequence[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    """The stories that belong to each of these entries, the newest first, at most MAX_RELATED.

    An entry that was folded counts as what it turned out to be, and so do the relations of the
    entries that were folded into these; one that was withdrawn is left out. Entries without any
    are not in the answer.
    """
    found: dict[UUID, tuple[UUID, ...]] = {}
    for chunk in chunks(entry_ids, _CHUNK):
        for entry_id, others in _linked(session, chunk, RelationKind.RELATED).items():
            found[entry_id] = others[:MAX_RELATED]
    return found


def copies(session: Session, entry_ids: Sequence[UUID]) -> Mapping[UUID, tuple[Copy, ...]]:
    """Where else each of these stories stands, one copy for each other masthead, the first seen
    first: its versions under other names than the shown one's, with those of the entries that were
    folded into it, and items of their own where copies are not folded. Entries without any are
    not in the answer.
    """
    found: dict[UUID, tuple[Copy, ...]] = {}
    for chunk in chunks(entry_ids, _CHUNK):
        by_entry: dict[UUID, list[Copy]] = defaultdict(list)
        for entry_id, copy in (*_versions(session, chunk), *_own(session, chunk)):
            by_entry[entry_id].append(copy)
        heads = _heads(session, list(by_entry))
        for entry_id, candidates in by_entry.items():
            if others := _first_of_each(heads[entry_id].publisher, candidates):
                found[entry_id] = others
    return found


def _first_of_each(shown_publisher: str | None, found: Iterable[Copy]) -> tuple[Copy, ...]:
    first: list[Copy] = []
    for copy in sorted(found, key=lambda copy: (copy.first_seen, copy.publisher, copy.title)):
        if are_two_mastheads(copy.publisher, shown_publisher) and all(
            are_two_mastheads(copy.publisher, other.publisher) for other in first
        ):
            first.append(copy)
    return tuple(first)


def _versions(session: Session, entry_ids: Sequence[UUID]) -> Iterator[tuple[UUID, Copy]]:
    """Every version of these entries that names a publisher, as a copy."""
    owners = _members(session, entry_ids)
    version = RevisionRow
    rows = session.execute(
        select(version.entry_id, version.publisher, version.url, version.title, version.seen).where(
            version.entry_id.in_(owners), version.publisher.is_not(None)
        )
    )
    for key, publisher, url, title, seen in rows:
        assert publisher is not None
        yield owners[key], Copy(publisher=publisher, url=url, title=title, first_seen=seen)


def _own(session: Session, entry_ids: Sequence[UUID]) -> Iterator[tuple[UUID, Copy]]:
    """The linked copies that are items of their own."""
    links = _linked(session, entry_ids, RelationKind.COPY)
    heads = _heads(session, [other for others in links.values() for other in others])
    for entry_id, others in links.items():
        for other in others:
            head = heads[other]
            if head.publisher:
                yield (
                    entry_id,
                    Copy(
                        publisher=head.publisher,
                        url=head.url,
                        title=head.title,
                        first_seen=head.first_seen,
                        entry_id=other,
                    ),
                )


def _heads(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """First sight of these entries, and publisher, address and title of what they show."""
    version = RevisionRow
    rows = session.execute(
        select(EntryRow.uuid, EntryRow.first_seen, version.publisher, version.url, version.title)
        .join(version, (version.entry_id == EntryRow.id) & (version.number == EntryRow.current))
        .where(EntryRow.uuid.in_(entry_ids))
    )
    return {row.uuid: row for row in rows}


def _linked(
    session: Session, entry_ids: Sequence[UUID], kind: RelationKind
) -> dict[UUID, tuple[UUID, ...]]:
    """What each of these entries is linked with, whichever found the other: the newest first."""
    owners = _members(session, entry_ids)
    pairs = {(owners[near], far) for near, far in _pairs(session, list(owners), kind)}
    targets = _targets(session, {far for _, far in pairs})
    linked: dict[UUID, set[_Target]] = defaultdict(set)
    for entry_id, far in pairs:
        if (target := targets.get(far)) and target.entry_id != entry_id:
            linked[entry_id].add(target)
    return {
        entry_id: tuple(one.entry_id for one in sorted(found, key=_newest_first))
        for entry_id, found in linked.items()
    }


def _pairs(session: Session, keys: Sequence[int], kind: RelationKind) -> Iterator[tuple[int, int]]:
    one, other = RelationRow.entry_id, RelationRow.other_id
    for near, far in ((one, other), (other, one)):
        query = select(near, far).where(near.in_(keys), RelationRow.kind == kind)
        yield from ((row[0], row[1]) for row in session.execute(query))


@dataclass(frozen=True, slots=True)
class _Target:
    entry_id: UUID
    first_seen: datetime


def _newest_first(target: _Target) -> tuple[float, str]:
    return -target.first_seen.timestamp(), str(target.entry_id)


def _targets(session: Session, keys: Iterable[int]) -> dict[int, _Target]:
    """What these entries are now; those that were withdrawn are nothing."""
    root = aliased(EntryRow)
    rows = session.execute(
        select(EntryRow.id, root.uuid, root.first_seen)
        .join(root, root.id == func.coalesce(EntryRow.folded_into, EntryRow.id))
        .where(EntryRow.id.in_(list(keys)), root.withdrawn.is_(None))
    )
    return {key: _Target(entry_id, first_seen) for key, entry_id, first_seen in rows}


def _members(session: Session, entry_ids: Sequence[UUID]) -> dict[int, UUID]:
    """The keys of these entries and of those that were folded into them, with the entry."""
    roots = {
        row.id: row.uuid
        for row in session.execute(
            select(EntryRow.id, EntryRow.uuid).where(EntryRow.uuid.in_(entry_ids))
        )
    }
    folded = session.execute(
        select(EntryRow.id, EntryRow.folded_into).where(EntryRow.folded_into.in_(roots))
    )
    return roots | {key: roots[root] for key, root in folded if root is not None}


def _key_of(session: Session, entry_id: UUID) -> int | None:
    return session.scalar(select(EntryRow.id).where(EntryRow.uuid == entry_id))


def marks(session: Session) -> dict[UUID, str]:
    """For every entry that is linked with others, what tells these links from earlier ones: the
    others, as what they are now, and the versions that they show.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    for one, other in ((0, 1), (1, 0)):
        for row in session.execute(_all_links(one, other)):
            found[row[0]].add(f"{row[1]}.{row[2]}.{row[3]}")
    return {entry_id: " ".join(sorted(others)) for entry_id, others in found.items()}


def _all_links(one: int, other: int) -> "Select[UUID, UUID, int, datetime | None]":
    sides = (RelationRow.entry_id, RelationRow.other_id)
    near, far, near_root, far_root = (aliased(EntryRow) for _ in range(4))
    return (
        select(near_root.uuid, far_root.uuid, far_root.current, far_root.withdrawn)
        .select_from(RelationRow)
        .join(near, near.id == sides[one])
        .join(near_root, near_root.id == func.coalesce(near.folded_into, near.id))
        .join(far, far.id == sides[other])
        .join(far_root, far_root.id == func.coalesce(far.folded_into, far.id))
    )

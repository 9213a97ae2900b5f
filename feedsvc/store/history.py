"""What came before: the versions of entries, and the material changes between them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from feedsvc.dedup.identity import mint_version
from feedsvc.model import Change, History, RevisionKind, Version
from feedsvc.store.entries import PAGE
from feedsvc.store.rows import article_of
from feedsvc.store.tables import EntryRow, FingerprintRow, RevisionRow

MAX_VERSIONS = 200  # of an entry that are loaded, the newest
MAX_CHANGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOutline:
    """A material change in short."""

    id: UUID
    entry_id: UUID
    key: int  # the store's own, of the version that took over
    seen: datetime
    is_shown: bool  # its entry is neither folded nor withdrawn


def counts(session: Session) -> dict[UUID, str]:
    """For each entry of several versions, with those of folded ones, what tells its history from
    an earlier one: how many versions there are, and the key of the last.
    """
    several = (
        select(
            RevisionRow.entry_id,
            func.count().label("count"),
            func.max(RevisionRow.id).label("last"),
        )
        .group_by(RevisionRow.entry_id)
        .subquery()
    )
    owner, root = aliased(EntryRow), aliased(EntryRow)
    rows = session.execute(
        select(root.uuid, func.sum(several.c.count), func.max(several.c.last))
        .join_from(several, owner, owner.id == several.c.entry_id)
        .join(root, root.id == func.coalesce(owner.folded_into, owner.id))
        .group_by(root.uuid)
        .having(func.sum(several.c.count) > 1)
    )
    return {row[0]: f"{row[1]}.{row[2]}" for row in rows}


def load(session: Session, entry_ids: Sequence[UUID]) -> Iterator[History]:
    """The histories of these entries, a page at a time, so that memory stays bounded."""
    for start in range(0, len(entry_ids), PAGE):
        for entry_id, versions in _versions(session, entry_ids[start : start + PAGE]).items():
            changes = _changes_of(session, entry_id)
            yield History(entry_id=entry_id, versions=versions, changes=changes)
        session.expunge_all()


def outlines(session: Session) -> list[ChangeOutline]:
    """Every material change there ever was, in short, in the order in which they came."""
    rows = session.execute(
        select(
            EntryRow.uuid,
            RevisionRow.id,
            RevisionRow.seen,
            _text_hash(),
            EntryRow.folded_into.is_(None) & EntryRow.withdrawn.is_(None),
        )
        .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
        # What changed before a backfilled entry was let into the feeds is history, too.
        .where(RevisionRow.took_over, RevisionRow.seen >= EntryRow.released)
        .order_by(RevisionRow.seen, RevisionRow.id)
    )
    return [
        ChangeOutline(
            id=mint_version(row[0], row[3]),
            entry_id=row[0],
            key=row[1],
            seen=row[2],
            is_shown=bool(row[4]),
        )
        for row in rows
    ]


def change(session: Session, outline: ChangeOutline) -> Change | None:
    """A whole change; None if its entry is shown no longer."""
    steps = _steps(session, outline.entry_id, limit=1, up_to=outline.key)
    return steps[0] if steps else None


def _versions(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, tuple[Version, ...]]:
    owner, root, row = aliased(EntryRow), aliased(EntryRow), RevisionRow
    from_newest = func.row_number().over(
        partition_by=root.id, order_by=(row.seen.desc(), row.id.desc())
    )
    numbered = (
        select(
            *(root.uuid.label("root"), owner.uuid.label("owner"), from_newest.label("place")),
            *(row.number, row.seen, row.kind, row.took_over, row.change),
            *(row.title, row.publisher, row.url),
        )
        .join(owner, owner.id == row.entry_id)
        .join(root, root.id == func.coalesce(owner.folded_into, owner.id))
        .where(root.uuid.in_(entry_ids))
        .subquery()
    )
    newest = numbered.c.place <= MAX_VERSIONS
    found: dict[UUID, list[Version]] = defaultdict(list)
    for one in session.execute(select(numbered).where(newest).order_by(numbered.c.place.desc())):
        found[one.root].append(
            Version(
                of=one.owner,
                number=one.number,
                seen=one.seen,
                kind=RevisionKind(one.kind) if one.kind else None,
                took_over=one.took_over,
                change=one.change,
                title=one.title,
                publisher=one.publisher,
                url=one.url,
            )
        )
    return {entry_id: tuple(versions) for entry_id, versions in found.items()}


def _changes_of(session: Session, entry_id: UUID) -> tuple[Change, ...]:
    return tuple(_steps(session, entry_id, limit=MAX_CHANGES))


def _steps(
    session: Session, entry_id: UUID, *, limit: int, up_to: int | None = None
) -> list[Change]:
    """The newest changes of an entry that is shown, the newest first."""
    query = (
        select(RevisionRow, _text_hash())
        .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
        .where(EntryRow.uuid == entry_id)
        .where(EntryRow.folded_into.is_(None), EntryRow.withdrawn.is_(None))
        .where(RevisionRow.took_over | RevisionRow.kind.is_(None))
    )
    if up_to is not None:
        query = query.where(RevisionRow.id <= up_to)
    rows = session.execute(query.order_by(RevisionRow.id.desc()).limit(limit + 1)).all()
    return [
        Change(
            id=mint_version(entry_id, text_hash),
            entry_id=entry_id,
            seen=after.seen,
            reason=after.change,
            before=article_of(before),
            after=article_of(after),
        )
        for (after, text_hash), (before, _) in pairwise(rows)
    ]


def _text_hash() -> ColumnElement[str]:
    """Of a revision, by the first kind of fingerprint that it got, and as it was read first: no
    newer kind and no later reading changes an id.
    """
    stored = (
        select(FingerprintRow.text_hash)
        .where(FingerprintRow.revision_id == RevisionRow.id)
        .order_by(FingerprintRow.version)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(RevisionRow.identity, stored)

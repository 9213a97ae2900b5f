"""Stored versions beside the dumps that they were read from, to read them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from feedsvc.model import Article, Dump, Fingerprint, Outcome
from feedsvc.store import postings, words
from feedsvc.store.ledger import signature_of
from feedsvc.store.postings import Marks
from feedsvc.store.rows import article_of, article_values
from feedsvc.store.tables import (
    DumpRow,
    EntryRow,
    FileRow,
    FingerprintRow,
    RecordRow,
    RevisionRow,
    SightingRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A version as a record of a dump became it."""

    position: int  # of the record in its dump
    key: int  # the store's own, of the revision
    entry_id: UUID  # what it belongs to, folds followed
    number: int
    seen: datetime
    is_shown: bool  # it is what its entry shows
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDump:
    """A dump that was taken: where its bytes may still be, and what its records became."""

    sha256: str
    size: int  # bytes
    taken: datetime
    sightings: tuple[Dump, ...]  # those that are still there first
    versions: tuple[StoredVersion, ...]  # of the records that have one of their own
    rejected: frozenset[int]  # positions
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Which records are one item, and which items are shown."""

    items: Mapping[tuple[str, int], UUID]  # by the dump's SHA-256 and the record's position
    titles: Mapping[UUID, str]  # of every item that is shown


def dump_keys(session: Session) -> list[int]:
    """The store's keys of all dumps, in the order in which they were taken."""
    return list(session.scalars(select(DumpRow.id).order_by(DumpRow.id)))


def stored_dump(session: Session, key: int) -> StoredDump:
    """One dump with its versions."""
    dump = session.get_one(DumpRow, key)
    outcomes = session.execute(
        select(RecordRow.position, RecordRow.outcome).where(RecordRow.dump_id == key)
    ).all()
    return StoredDump(
        sha256=dump.sha256,
        size=dump.size,
        taken=dump.taken,
        sightings=_sightings(session, key),
        versions=_versions(session, key),
        rejected=frozenset(row[0] for row in outcomes if row[1] == Outcome.REJECTED),
        records=len(outcomes),
    )


def _sightings(session: Session, key: int) -> tuple[Dump, ...]:
    rows = session.scalars(
        select(FileRow)
        .join(SightingRow, SightingRow.file_id == FileRow.id)
        .where(SightingRow.dump_id == key)
        .order_by(FileRow.dump_id != key, FileRow.missing_since.is_not(None), FileRow.id)
    )
    return tuple(
        Dump(directory=row.directory, path=row.path, signature=signature)
        for row in rows
        if (signature := signature_of(row)) is not None
    )


def _versions(session: Session, key: int) -> tuple[StoredVersion, ...]:
    owner, root = aliased(EntryRow), aliased(EntryRow)
    first = (
        select(func.min(RecordRow.id))
        .where(RecordRow.revision_id == RevisionRow.id)
        .correlate(RevisionRow)
        .scalar_subquery()
    )  # exact copies name the version that they are copies of
    rows = session.execute(
        select(RecordRow.position, RevisionRow, owner, root.uuid)
        .join(RevisionRow, RevisionRow.id == RecordRow.revision_id)
        .join(owner, owner.id == RevisionRow.entry_id)
        .join(root, root.id == func.coalesce(owner.folded_into, owner.id))
        .where(RecordRow.dump_id == key, RecordRow.id == first)
        .order_by(RecordRow.position)
    )
    return tuple(
        StoredVersion(
            position=position,
            key=revision.id,
            entry_id=entry_id,
            number=revision.number,
            seen=revision.seen,
            is_shown=entry.current == revision.number and entry.folded_into is None,
            article=article_of(revision),
        )
        for position, revision, entry, entry_id in rows
    )


def partition(session: Session) -> Partition:
    """Which records are one item now."""
    root = aliased(EntryRow)
    rows = session.execute(
        select(DumpRow.sha256, RecordRow.position, root.uuid)
        .join(DumpRow, DumpRow.id == RecordRow.dump_id)
        .join(EntryRow, EntryRow.id == RecordRow.entry_id)
        .join(root, root.id == func.coalesce(EntryRow.folded_into, EntryRow.id))
    )
    shown = session.execute(
        select(EntryRow.uuid, RevisionRow.title)
        .join(
            RevisionRow,
            (RevisionRow.entry_id == EntryRow.id) & (RevisionRow.number == EntryRow.current),
        )
        .where(EntryRow.folded_into.is_(None), EntryRow.withdrawn.is_(None))
    )
    return Partition(
        items={(row[0], row[1]): row[2] for row in rows},
        titles={row[0]: row[1] for row in shown},
    )


def replace_version(
    session: Session,
    version: StoredVersion,
    article: Article,
    fingerprint: Fingerprint,
    news: datetime | None,
) -> None:
    """Put `article` in the place of what a version was read as before.

    Its number, its time and its kind stay. `news` is the moment of a material change to what is
    shown: only then `updated` moves.
    """
    row = session.get_one(RevisionRow, version.key)
    row.identity = row.identity or session.scalar(
        select(FingerprintRow.text_hash)
        .where(FingerprintRow.revision_id == row.id)
        .order_by(FingerprintRow.version)
        .limit(1)
    )
    postings.remove(session, row.id)
    session.execute(
        update(RevisionRow).where(RevisionRow.id == row.id).values(**article_values(article))
    )
    session.flush()
    postings.add(session, row.id, Marks(fingerprint=fingerprint, url=article.url))
    entry = session.scalars(select(EntryRow).where(EntryRow.uuid == version.entry_id)).one()
    entry.readings += 1
    if version.is_shown:
        if news is not None:
            entry.updated = max(news, entry.updated)
        if entry.withdrawn is None:
            words.put(session, entry.id, article)

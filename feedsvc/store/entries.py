"""Entries and their revisions. Each function works inside the transaction it is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from feedsvc.errors import StoreError
from feedsvc.model import Article, Entry, Fingerprint, RevisionKind
from feedsvc.store import filing, postings, words
from feedsvc.store.inserting import inserted
from feedsvc.store.postings import Marks
from feedsvc.store.rows import article_of, article_values, entry_of
from feedsvc.store.tables import ENTRY, REVISION, EntryRow, FingerprintRow, RevisionRow

READING = 2**16  # in an outline's revision: more than an entry ever has versions
PAGE = 200  # entries a query while streaming
_TAKEN = select(EntryRow.id).where(EntryRow.uuid == bindparam("uuid"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The keys of what was just stored, for the ledger."""

    entry_id: int
    revision_id: int | None  # None for an exact copy, which has no revision of its own


def add(
    session: Session,
    entry_id: UUID,
    article: Article,
    fingerprint: Fingerprint,
    now: datetime,
    *,
    folder: str = "",
    batch: datetime | None = None,
) -> Stored:
    """A new entry under the id that was minted for it. `folder` is where its dump lay; what a
    backfill brought (`batch`, its beginning) enters no feed until it is released.
    """
    key = _add_entry(session, entry_id, article, now, folder=folder, batch=batch)
    words.put_all(session, {key: article})
    version = _Version(number=1, kind=None, took_over=False, change="", seen=now)
    return _add_revision(session, key, version, article, fingerprint)


def new_row(
    session: Session,
    entry_id: UUID,
    article: Article,
    now: datetime,
    *,
    folder: str = "",
    batch: datetime | None = None,
) -> EntryRow:
    """The row of a new entry, filed under what its first article says; it has no version yet."""
    key = _add_entry(session, entry_id, article, now, folder=folder, batch=batch)
    return session.get_one(EntryRow, key)


def _add_entry(
    session: Session,
    entry_id: UUID,
    article: Article,
    now: datetime,
    *,
    folder: str,
    batch: datetime | None,
) -> int:
    values = {
        "uuid": entry_id,
        "first_seen": now,
        "released": now if batch is None else None,
        "batch": batch,
        "size": len(article.content.encode("utf-8", "replace")),
        "updated": now,
        "current": 1,
        "readings": 0,
    }
    key = inserted(session, ENTRY, values)
    filing.file(session, key, article, folder)
    return key


def revise(
    session: Session,
    of: UUID,
    article: Article,
    fingerprint: Fingerprint,
    now: datetime,
    *,
    kind: RevisionKind,
    supersedes: bool,
    change: str = "",
) -> Stored:
    """Another version of an entry. It is kept in any case; it is shown, and `updated` moves, if it
    `supersedes` the one that is shown and the change is material. `change` says in words what is
    different.
    """
    entry = find_row(session, of)
    number = next_number(session, entry.id)
    takes_over = supersedes and kind is RevisionKind.MATERIAL
    if takes_over:
        entry.current = number
        entry.updated = max(now, entry.updated)
        if entry.folded_into is None and entry.withdrawn is None:
            words.put(session, entry.id, article)
    version = _Version(number=number, kind=kind, took_over=takes_over, change=change, seen=now)
    return _add_revision(session, entry.id, version, article, fingerprint)


def next_number(session: Session, key: int) -> int:
    """The number of an entry's next version: never one that was another's before it was split off,
    for pages are told apart by it.
    """
    number, origin = RevisionRow.number, RevisionRow.origin_number
    newest = session.scalar(select(func.max(number)).where(RevisionRow.entry_id == key))
    lost = session.scalar(select(func.max(origin)).where(RevisionRow.origin_id == key))
    return max(newest or 0, lost or 0) + 1


def fold(session: Session, joins: Sequence[UUID], into: UUID) -> None:
    """These entries turned out to be one with `into`: they are shown no longer, their versions and
    their pages stay.
    """
    root = find_row(session, into)
    for entry_id in joins:
        entry = find_row(session, entry_id)
        if entry.id != root.id:
            words.remove(session, entry.id)
            entry.joined_to = root.id
            session.execute(
                update(EntryRow)
                .where((EntryRow.id == entry.id) | (EntryRow.folded_into == entry.id))
                .values(folded_into=root.id)
            )


def folded(session: Session) -> dict[UUID, UUID]:
    """Every folded entry, with the one that it turned out to be."""
    root = aliased(EntryRow)
    rows = session.execute(
        select(EntryRow.uuid, root.uuid).join(root, root.id == EntryRow.folded_into)
    )
    return {row[0]: row[1] for row in rows}


def exists(session: Session, entry_id: UUID) -> bool:
    """Whether the id is taken."""
    return session.connection().execute(_TAKEN, {"uuid": entry_id}).scalar() is not None


def key_of(session: Session, of: UUID) -> int:
    """The store's own key of an entry, for the ledger."""
    return find_row(session, of).id


def root_key(session: Session, of: UUID) -> int:
    """The store's own key of what an entry turned out to be, or of the entry itself."""
    entry = find_row(session, of)
    return entry.folded_into or entry.id


def find_row(session: Session, of: UUID) -> EntryRow:
    """The row of an entry, folded or not. Raises: StoreError if there is none."""
    entry = session.scalar(select(EntryRow).where(EntryRow.uuid == of))
    if entry is None:
        raise StoreError(f"there is no entry {of}", "it may have been decided on an older state")
    return entry


def withdrawn_since(session: Session, of: UUID) -> datetime | None:
    """When the owner withdrew an entry; None: it stands."""
    return find_row(session, of).withdrawn


def current_article(session: Session, of: UUID) -> Article:
    """What an entry shows, or would show if it were not folded or withdrawn."""
    entry = find_row(session, of)
    current = (RevisionRow.entry_id == entry.id) & (RevisionRow.number == entry.current)
    return article_of(session.scalars(select(RevisionRow).where(current)).one())


def revision_with(session: Session, of: UUID, text_hash: str) -> int | None:
    """The key of the version of an entry, or of one that was folded into it, with these words."""
    root = find_row(session, of)
    return session.scalar(
        select(func.min(RevisionRow.id))
        .join(FingerprintRow, FingerprintRow.revision_id == RevisionRow.id)
        .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
        .where(
            FingerprintRow.text_hash == text_hash,
            (EntryRow.id == root.id) | (EntryRow.folded_into == root.id),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """What makes an article a version of its entry."""

    number: int
    kind: RevisionKind | None  # None for the first
    took_over: bool
    change: str
    seen: datetime


def _add_revision(
    session: Session,
    key: int,
    version: _Version,
    article: Article,
    fingerprint: Fingerprint,
) -> Stored:
    values = {
        "entry_id": key,
        "number": version.number,
        "kind": version.kind,
        "took_over": version.took_over,
        "change": version.change,
        "seen": version.seen,
        **article_values(article),
    }
    revision_id = inserted(session, REVISION, values)
    postings.add(session, revision_id, Marks(fingerprint=fingerprint, url=article.url))
    return Stored(entry_id=key, revision_id=revision_id)


def shown() -> "Select[EntryRow, RevisionRow]":  # quoted: SQLAlchemy 2.0 takes one parameter
    """Every entry that is shown, with the revision that it shows."""
    return (
        select(EntryRow, RevisionRow)
        .join(
            RevisionRow,
            (RevisionRow.entry_id == EntryRow.id) & (RevisionRow.number == EntryRow.current),
        )
        .where(EntryRow.folded_into.is_(None), EntryRow.withdrawn.is_(None))
    )


def newest(session: Session, limit: int) -> tuple[Entry, ...]:
    """The newest entries that have entered the feeds, newest first."""
    rows = session.execute(
        shown()
        .where(EntryRow.released.is_not(None))
        .order_by(EntryRow.released.desc(), EntryRow.id.desc())
        .limit(limit)
    )
    return tuple(entry_of(entry, revision) for entry, revision in rows)


def get(session: Session, entry_id: UUID) -> Entry | None:
    """The entry with this id."""
    row = session.execute(shown().where(EntryRow.uuid == entry_id)).one_or_none()
    return entry_of(*row) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An entry in short. One that `is_folded` is shown no longer."""

    key: int  # the store's own
    entry_id: UUID
    first_seen: datetime
    revision: int  # another number for whatever else is shown; 0: withdrawn
    is_folded: bool
    is_withdrawn: bool  # it, or what it was folded into
    released: datetime | None
    batch: datetime | None
    size: int  # bytes of its first version's content


def outlines(session: Session) -> list[Outline]:
    """Every entry there ever was, in short, the oldest first."""
    root = aliased(EntryRow)
    is_withdrawn = root.withdrawn.is_not(None)
    rows = session.execute(
        select(
            EntryRow.uuid,
            EntryRow.first_seen,
            EntryRow.current + root.readings * READING,
            EntryRow.folded_into.is_not(None),
            is_withdrawn,
            EntryRow.released,
            EntryRow.batch,
            EntryRow.size,
            EntryRow.id,
        )
        .join(root, root.id == func.coalesce(EntryRow.folded_into, EntryRow.id))
        .order_by(EntryRow.id)
    )
    return [
        Outline(
            entry_id=row[0],
            first_seen=row[1],
            revision=0 if row[4] else row[2],
            is_folded=bool(row[3]),
            is_withdrawn=bool(row[4]),
            released=row[5],
            batch=row[6],
            size=row[7],
            key=row[8],
        )
        for row in rows
    ]


def load(session: Session, entry_ids: Sequence[UUID]) -> Iterator[Entry]:
    """These entries, a page at a time, so that memory stays bounded."""
    for start in range(0, len(entry_ids), PAGE):
        wanted = entry_ids[start : start + PAGE]
        rows = session.execute(shown().where(EntryRow.uuid.in_(wanted)).order_by(EntryRow.id)).all()
        yield from (entry_of(entry, revision) for entry, revision in rows)
        session.expunge_all()

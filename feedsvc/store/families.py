"""What the owner does to entries: take a fold back, split versions off, withdraw, restore.

Each function works inside the transaction it is given, and changes nothing when it is called a
second time.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, aliased

from feedsvc.dedup import succession
from feedsvc.model import Article
from feedsvc.store import words
from feedsvc.store.entries import find_row, new_row, next_number
from feedsvc.store.rows import article_of
from feedsvc.store.tables import EntryRow, FingerprintRow, RecordRow, RevisionRow


def root_of(session: Session, entry_id: UUID) -> UUID | None:
    """The entry that this one turned out to be, or itself; None if there is no such entry."""
    root = session.scalar(
        select(func.coalesce(EntryRow.folded_into, EntryRow.id)).where(EntryRow.uuid == entry_id)
    )
    return session.scalar(select(EntryRow.uuid).where(EntryRow.id == root)) if root else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What can be split off an entry: one that was folded into it (no numbers), or versions."""

    entry_id: UUID
    numbers: tuple[int, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitVersion:
    """A version on its way to another entry."""

    article: Article
    text_hash: str


def members(session: Session, roots: Iterable[UUID | None]) -> set[UUID]:
    """These entries and those that were folded into them."""
    root = aliased(EntryRow)
    rows = session.scalars(
        select(EntryRow.uuid)
        .join(root, root.id == func.coalesce(EntryRow.folded_into, EntryRow.id))
        .where(root.uuid.in_(list(filter(None, roots))))
    )
    return set(rows)


def parts(session: Session, root: UUID) -> tuple[Part, ...]:
    """Everything that can be split off an entry, in the order in which it came."""
    key = find_row(session, root).id
    rows = session.execute(
        select(EntryRow.uuid, EntryRow.folded_into, RevisionRow.number, RevisionRow.title)
        .join(RevisionRow, RevisionRow.entry_id == EntryRow.id)
        .where((EntryRow.id == key) | (EntryRow.folded_into == key))
        .order_by(RevisionRow.id)
    )
    return tuple(
        Part(entry_id=entry_id, numbers=() if number == 1 else (number,), title=title)
        for entry_id, folded_into, number, title in rows
        if (number == 1) == (folded_into is not None)
    )


def versions(session: Session, part: Part) -> tuple[SplitVersion, ...]:
    """The versions of a part, in the order in which they came."""
    rows = session.execute(
        select(RevisionRow, FingerprintRow.text_hash)
        .join(FingerprintRow, FingerprintRow.revision_id == RevisionRow.id)
        .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
        .where(EntryRow.uuid == part.entry_id, RevisionRow.number.in_(part.numbers))
        .where(FingerprintRow.version == 1)  # the first kind: the same in every rebuild
        .order_by(RevisionRow.id)
    )
    return tuple(
        SplitVersion(article=article_of(row), text_hash=text_hash) for row, text_hash in rows
    )


def unfold(session: Session, entry_id: UUID) -> None:
    """The entry is an item of its own again, with what had been folded into it before it was
    folded itself.
    """
    entry = find_row(session, entry_id)
    if entry.folded_into is None:
        return
    joined = session.execute(
        select(EntryRow.id, EntryRow.joined_to).where(EntryRow.folded_into == entry.folded_into)
    ).all()
    below = {entry.id}
    while more := {key for key, parent in joined if parent in below} - below:
        below |= more
    entry.folded_into = entry.joined_to = None
    session.flush()
    members = below - {entry.id}
    session.execute(update(EntryRow).where(EntryRow.id.in_(members)).values(folded_into=entry.id))
    _make_findable(session, entry)


def unfold_from(session: Session, entry_id: UUID, kept: UUID) -> None:
    """Take back that the entry came to be one with `kept`: with it goes whatever it had been folded
    into before.
    """
    above = {one.id for one in _chain(session, kept)}
    for entry in _chain(session, entry_id):
        if entry.joined_to in above:
            unfold(session, entry.uuid)
            return


def _chain(session: Session, entry_id: UUID) -> Iterator[EntryRow]:
    """An entry, what it was folded into itself, and so on to the root."""
    entry: EntryRow | None = find_row(session, entry_id)
    while entry is not None:
        yield entry
        entry = session.get(EntryRow, entry.joined_to) if entry.joined_to is not None else None


def withdraw(session: Session, entry_id: UUID, since: datetime) -> None:
    """The entry is a tombstone: shown nowhere, found by no search."""
    entry = find_row(session, entry_id)
    if entry.withdrawn is None:
        entry.withdrawn = since
        words.remove(session, entry.id)


def restore(session: Session, entry_id: UUID) -> None:
    """The entry is shown again, in the version that has come to be the one to show."""
    entry = find_row(session, entry_id)
    if entry.withdrawn is not None:
        entry.withdrawn = None
        _make_findable(session, entry)


def split_off(
    session: Session, root: UUID, texts: Collection[str], entry_id: UUID, now: datetime
) -> int:
    """The versions with these texts, of the entry `root` and of those folded into it, are versions
    of the entry `entry_id` from now on, which is made if need be. The first version of an entry
    stays: its id stands for it.

    Returns: how many went.
    """
    moving = [row for row in _versions_with(session, root, texts) if row.number > 1]
    if moving:
        target = _get_or_make(session, entry_id, article_of(moving[0]), now)
        owners = {row.entry_id for row in moving if row.entry_id != target.id}
        _move(session, moving, target)
        for key in (*sorted(owners), target.id):
            entry = session.get(EntryRow, key)
            assert entry is not None
            _show(session, entry, now)
    return len(moving)


def put_back(session: Session, entry_id: UUID, now: datetime) -> None:
    """The versions that were split off into this entry are again where they came from."""
    entry = find_row(session, entry_id)
    origins = set()
    moved = select(RevisionRow).where(
        RevisionRow.entry_id == entry.id, RevisionRow.origin_id.is_not(None)
    )
    for row in session.scalars(moved):
        assert row.origin_id is not None
        assert row.origin_number is not None
        row.entry_id, row.number = row.origin_id, row.origin_number
        row.origin_id = row.origin_number = None
        origins.add(row.entry_id)
        _take_records(session, row.id, row.entry_id)
    session.flush()
    for key in sorted(origins):
        origin = session.get(EntryRow, key)
        assert origin is not None
        _show(session, origin, now)


def is_empty(session: Session, entry_id: UUID) -> bool:
    """Whether nothing is left of an entry but its id: a split was taken back."""
    entry = find_row(session, entry_id)
    return (
        session.scalar(select(RevisionRow.id).where(RevisionRow.entry_id == entry.id).limit(1))
        is None
    )


def _versions_with(session: Session, root: UUID, texts: Collection[str]) -> Sequence[RevisionRow]:
    key = find_row(session, root).id
    alike = exists().where(
        FingerprintRow.revision_id == RevisionRow.id, FingerprintRow.text_hash.in_(texts)
    )
    return session.scalars(
        select(RevisionRow)
        .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
        .where((EntryRow.id == key) | (EntryRow.folded_into == key), alike)
        .order_by(RevisionRow.id)
    ).all()


def _get_or_make(session: Session, entry_id: UUID, article: Article, now: datetime) -> EntryRow:
    found = session.scalar(select(EntryRow).where(EntryRow.uuid == entry_id))
    return new_row(session, entry_id, article, now) if found is None else found


def _move(session: Session, rows: Sequence[RevisionRow], target: EntryRow) -> None:
    number = next_number(session, target.id)
    for row in rows:
        if row.entry_id == target.id:
            continue
        if row.origin_id is None:
            row.origin_id, row.origin_number = row.entry_id, row.number
        row.entry_id, row.number = target.id, number
        number += 1
        _take_records(session, row.id, target.id)
    session.flush()


def _take_records(session: Session, revision_id: int, key: int) -> None:
    session.execute(
        update(RecordRow).where(RecordRow.revision_id == revision_id).values(entry_id=key)
    )


def _show(session: Session, entry: EntryRow, now: datetime) -> None:
    """The entry shows what its versions say. If that is another one, readers have to hear of it."""
    before = entry.current
    rows = session.scalars(
        select(RevisionRow).where(RevisionRow.entry_id == entry.id).order_by(RevisionRow.id)
    ).all()
    for row, step in zip(rows, succession([article_of(row) for row in rows]), strict=True):
        row.kind, row.change = step.kind, step.change
        row.took_over = step.takes_over
        if step.takes_over or row is rows[0]:
            entry.current = row.number
    if entry.current != before:
        entry.updated = max(now, entry.updated)
    _make_findable(session, entry)


def _make_findable(session: Session, entry: EntryRow) -> None:
    if entry.folded_into is not None or entry.withdrawn is not None:
        return
    session.flush()
    current = (RevisionRow.entry_id == entry.id) & (RevisionRow.number == entry.current)
    row = session.scalar(select(RevisionRow).where(current))
    if row is not None:
        words.put(session, entry.id, article_of(row))

"""The owner's rulings: kept, brought into force, taken back.

A ruling is in force from the moment when everything that it is about is in the store: at once when
the owner gives it, later in a store that is rebuilt. Each function works inside the transaction it
is given.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from feedsvc.errors import StoreError
from feedsvc.model import Act, Ruling
from feedsvc.store import entries, families
from feedsvc.store.tables import EntryRow, RulingRow

_WITHDRAWALS = select(RulingRow.id).where(  # asked for every new entry: built once
    RulingRow.act == Act.WITHDRAW, RulingRow.entry == bindparam("of"), RulingRow.applied.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRuling:
    """A ruling with its number in this store."""

    number: int
    ruling: Ruling
    applied: datetime | None  # since when it is in force; None: it waits for what it is about
    undone: datetime | None  # the owner took it back


def keep(session: Session, ruling: Ruling) -> KeptRuling:
    """Write a ruling down. One that is kept already, or was taken back, stays as it is."""
    alike = select(RulingRow).where(
        RulingRow.act == ruling.act,
        RulingRow.entry == ruling.entry,
        RulingRow.taken == ruling.taken,
    )
    for row in session.scalars(alike):
        if (row.other, tuple(row.texts)) == (ruling.other, ruling.texts):
            return _kept(row)
    row = RulingRow(
        act=ruling.act,
        entry=ruling.entry,
        other=ruling.other,
        texts=list(ruling.texts),
        title=ruling.title,
        note=ruling.note,
        taken=ruling.taken,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def listed(session: Session, *, undone: bool = False) -> tuple[KeptRuling, ...]:
    """The rulings that stand, in the order in which they were given; with the `undone` ones too."""
    query = select(RulingRow).order_by(RulingRow.taken, RulingRow.id)
    if not undone:
        query = query.where(RulingRow.undone.is_(None))
    return tuple(map(_kept, session.scalars(query)))


def waiting(session: Session) -> tuple[KeptRuling, ...]:
    """The rulings that are not in force yet, in the order in which they were given."""
    return tuple(kept for kept in listed(session) if kept.applied is None)


def get(session: Session, number: int) -> KeptRuling | None:
    """The ruling of this number."""
    row = session.get(RulingRow, number)
    return _kept(row) if row else None


def about(session: Session, entry_ids: Collection[UUID]) -> tuple[KeptRuling, ...]:
    """The rulings that stand and name one of these entries."""
    return tuple(
        kept
        for kept in listed(session)
        if {kept.ruling.entry, kept.ruling.other}.intersection(entry_ids)
    )


def apart(session: Session, entry_ids: Collection[UUID]) -> frozenset[frozenset[UUID]]:
    """The pairs of these entries, none of them folded, that no evidence makes one: they were split,
    or one of them is withdrawn and the other is not.
    """
    asked = set(entry_ids)
    if len(asked) < 2:
        return frozenset()
    gone = set(
        session.scalars(
            select(EntryRow.uuid).where(EntryRow.uuid.in_(asked), EntryRow.withdrawn.is_not(None))
        )
    )
    tombs = {frozenset((one, other)) for one in gone for other in asked - gone}
    return frozenset(tombs | _split_pairs(session, asked))


def _split_pairs(session: Session, asked: set[UUID]) -> set[frozenset[UUID]]:
    """What was split, as what it is now."""
    one, other, root, far = (aliased(EntryRow) for _ in range(4))
    rows = session.execute(
        select(root.uuid, far.uuid)
        .select_from(RulingRow)
        .join(one, one.uuid == RulingRow.entry)
        .join(root, root.id == func.coalesce(one.folded_into, one.id))
        .join(other, other.uuid == RulingRow.other)
        .join(far, far.id == func.coalesce(other.folded_into, other.id))
        .where(RulingRow.act == Act.SPLIT, RulingRow.undone.is_(None))
        .where(root.uuid.in_(asked), far.uuid.in_(asked), root.id != far.id)
    )
    return {frozenset((near, there)) for near, there in rows}


def enact(session: Session, number: int, now: datetime) -> bool:
    """Bring a ruling into force if all that it is about is here.

    Returns: whether it is in force.
    """
    row = session.get(RulingRow, number)
    assert row is not None
    if row.applied is None and row.undone is None and _enact(session, row, now):
        row.applied = now
        session.flush()
    return row.applied is not None and row.undone is None


def enact_withdrawals(session: Session, entry_id: UUID, now: datetime) -> None:
    """An entry that was withdrawn before it came here (the store is rebuilt) is never shown."""
    session.flush()
    found = session.connection().execute(_WITHDRAWALS, {"of": entry_id}).scalars().all()
    for number in found:
        enact(session, number, now)


def undo(session: Session, number: int, now: datetime) -> KeptRuling:
    """Take a ruling back. What arrived while it was in force stays where it is.

    Raises: StoreError if there is none of this number, or it was taken back before.
    """
    row = session.get(RulingRow, number)
    if row is None or row.undone is not None:
        what = "is no decision" if row is None else "was undone before"
        raise StoreError(f"{number} {what}", "`feedsvc decisions list` shows those that stand")
    if row.applied is not None:
        _retract(session, row, now)
    row.undone = now
    session.flush()
    return _kept(row)


def _enact(session: Session, row: RulingRow, now: datetime) -> bool:
    root = families.root_of(session, row.entry)
    if root is None:
        return False
    match Act(row.act):
        case Act.MERGE:
            other = families.root_of(session, row.other) if row.other else None
            if other is None:
                return False
            entries.fold(session, [other], root)
            return True
        case Act.SPLIT:
            return _split(session, row, root, now)
        case Act.WITHDRAW:
            families.withdraw(session, root, row.taken)
            return True
        case act:
            assert_never(act)


def _split(session: Session, row: RulingRow, root: UUID, now: datetime) -> bool:
    assert row.other is not None
    if families.root_of(session, row.other) == root:
        families.unfold(session, row.other)
        root = families.root_of(session, row.entry) or root
    families.split_off(session, root, row.texts, row.other, now)
    return families.root_of(session, row.other) is not None


def _retract(session: Session, row: RulingRow, now: datetime) -> None:
    match Act(row.act):
        case Act.MERGE:
            assert row.other is not None
            families.unfold_from(session, row.other, row.entry)
        case Act.SPLIT:
            assert row.other is not None
            families.put_back(session, row.other, now)
            root = families.root_of(session, row.entry)
            assert root is not None
            entries.fold(session, [row.other], root)
        case Act.WITHDRAW:
            root = families.root_of(session, row.entry)
            assert root is not None
            families.restore(session, root)
        case act:
            assert_never(act)


def _kept(row: RulingRow) -> KeptRuling:
    ruling = Ruling(
        act=Act(row.act),
        entry=row.entry,
        other=row.other,
        texts=tuple(row.texts),
        title=row.title,
        note=row.note,
        taken=row.taken,
    )
    return KeptRuling(number=row.id, ruling=ruling, applied=row.applied, undone=row.undone)

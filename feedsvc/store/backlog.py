"""Backfills: articles that are stored and in archives, and enter the feeds a few a day, if at all.

Each function works inside the transaction it is given.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from feedsvc.model import Dump
from feedsvc.store import runs
from feedsvc.store.tables import EntryRow, FileRow, RevisionRow

DAY = timedelta(days=1)
_BATCH = select(FileRow.batch).where(  # asked for every dump: built once
    FileRow.directory == bindparam("directory"), FileRow.path == bindparam("path")
)


def mark(session: Session, dumps: Iterable[Dump], batch: datetime) -> None:
    """These files belong to the backfill that began then, whichever run takes them."""
    for dump in dumps:
        session.execute(update(FileRow).where(*_is(dump)).values(batch=batch))


def carry_over(session: Session, batch: datetime) -> None:
    """What an earlier backfill left undone belongs to the run that begins now: so a batch has
    ended when its run has, and its archives stay as they are.
    """
    session.execute(update(FileRow).where(FileRow.batch.is_not(None)).values(batch=batch))


def batch_of(session: Session, dump: Dump) -> datetime | None:
    """The backfill that the file waits in."""
    session.flush()
    which = {"directory": dump.directory, "path": dump.path}
    return session.connection().execute(_BATCH, which).scalar()


def open_batch(session: Session) -> datetime | None:
    """The batch that a run may be adding to now."""
    last = runs.last(session)
    return last.started if last is not None and last.state is runs.RunState.RUNNING else None


def waiting(session: Session) -> int:
    """How many backfilled articles have entered no feed."""
    return session.scalar(select(func.count()).where(*_held())) or 0


def release(session: Session, per_day: int, now: datetime) -> int:
    """Let as many backfilled articles into the feeds as are due, the oldest of them first.

    They are spread over the day: one is due each time a `per_day`-th of it has gone by since the
    last one. After a long silence as many as `per_day` are, and never more within 24 hours.
    Returns: how many were released.
    """
    last = session.scalar(select(func.max(EntryRow.released)).where(EntryRow.batch.is_not(None)))
    due = 1 if last is None else int((now - last) * per_day / DAY)
    lately = session.scalar(
        select(func.count()).where(EntryRow.batch.is_not(None), EntryRow.released > now - DAY)
    )
    count = min(due, per_day - (lately or 0))
    if count <= 0:
        return 0
    keys = session.scalars(
        select(EntryRow.id)
        .join(
            RevisionRow,
            (RevisionRow.entry_id == EntryRow.id) & (RevisionRow.number == EntryRow.current),
        )
        .where(*_held())
        .order_by(func.coalesce(RevisionRow.published, EntryRow.first_seen), EntryRow.id)
        .limit(count)
    ).all()
    session.execute(update(EntryRow).where(EntryRow.id.in_(keys)).values(released=now))
    return len(keys)


def _is(dump: Dump) -> tuple[ColumnElement[bool], ...]:
    return FileRow.directory == dump.directory, FileRow.path == dump.path


def _held() -> tuple[ColumnElement[bool], ...]:
    return (
        EntryRow.batch.is_not(None),
        EntryRow.released.is_(None),
        EntryRow.folded_into.is_(None),
        EntryRow.withdrawn.is_(None),
    )

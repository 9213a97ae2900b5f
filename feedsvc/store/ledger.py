"""The ledger: where every file went. Each function works inside the transaction it is given."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedsvc.model import Dump, FileSignature, FileState, Outcome
from feedsvc.store.tables import DumpRow, FileRow, RecordRow, SightingRow

CHUNK = 400  # paths a query: below every database's limit on bound parameters
T = TypeVar("T")
_FINAL = {FileState.TAKEN, FileState.QUARANTINED}


def unread(session: Session, dumps: Sequence[Dump]) -> list[Dump]:
    """Those of `dumps` (of one directory) that have not been read since they last changed."""
    known = {
        row.path: row
        for chunk in _chunks([dump.path for dump in dumps])
        for row in session.scalars(
            select(FileRow).where(FileRow.directory == dumps[0].directory, FileRow.path.in_(chunk))
        )
    }
    return [dump for dump in dumps if not _is_read(known.get(dump.path), dump.signature)]


def _is_read(row: FileRow | None, signature: FileSignature) -> bool:
    return row is not None and row.state in _FINAL and _signature_of(row) == signature


def note(
    session: Session,
    directory: str,
    path: str,
    state: FileState,
    now: datetime,
    *,
    reason: str = "",
    detail: str = "",
) -> bool:
    """Write down that a file is pending, ignored, failed or quarantined.

    Returns: whether that is news; the row is left alone if it says so already.
    """
    row = _row(session, directory, path, now)
    said = (row.state, row.reason, row.detail)
    row.missing_since = None
    if said == (state, reason, detail):
        return False
    row.state, row.reason, row.detail, row.changed = state, reason, detail, now
    row.attempts = 0 if state != FileState.QUARANTINED else row.attempts
    return True


def take_in_hand(session: Session, dumps: Iterable[Dump], now: datetime) -> dict[Dump, int]:
    """Count an attempt for each dump before it is opened (FAULTS B1).

    Returns: how many attempts before this one ended with the death of the reader.
    """
    earlier = {}
    for dump in dumps:
        row = _row(session, dump.directory, dump.path, now)
        same = row.state == FileState.IN_HAND and _signature_of(row) == dump.signature
        earlier[dump] = row.attempts if same else 0
        row.attempts = earlier[dump] + 1
        row.state, row.reason, row.detail = FileState.IN_HAND, None, None
        row.changed, row.missing_since = now, None
        _sign(row, dump.signature)
    return earlier


def find_dump(session: Session, sha256: str) -> int | None:
    """The dump with these bytes, if they have been taken before."""
    return session.scalar(select(DumpRow.id).where(DumpRow.sha256 == sha256))


def add_dump(session: Session, sha256: str, size: int, now: datetime) -> int:
    """A dump whose bytes are new; its records are added in the same transaction."""
    row = DumpRow(sha256=sha256, size=size, taken=now)
    session.add(row)
    session.flush()
    return row.id


def add_record(
    session: Session,
    dump_id: int,
    position: int,
    outcome: Outcome,
    now: datetime,
    *,
    reason: str | None = None,
    detail: str | None = None,
    similarity: float | None = None,
    entry_id: int | None = None,
    revision_id: int | None = None,
) -> None:
    """What became of one record. `reason` and `detail` are for a person."""
    session.add(
        RecordRow(
            dump_id=dump_id,
            position=position,
            outcome=outcome,
            reason=reason,
            detail=detail,
            similarity=similarity,
            entry_id=entry_id,
            revision_id=revision_id,
            decided=now,
        )
    )


def outcomes_of(session: Session, dump_id: int) -> list[tuple[Outcome, str | None]]:
    """The outcome and reason of each record of a dump."""
    rows = session.execute(
        select(RecordRow.outcome, RecordRow.reason)
        .where(RecordRow.dump_id == dump_id)
        .order_by(RecordRow.position)
    )
    return [(Outcome(outcome), reason) for outcome, reason in rows]


def finish(session: Session, dump: Dump, dump_id: int, now: datetime) -> None:
    """The dump has been read whole: its file is taken."""
    row = _row(session, dump.directory, dump.path, now)
    row.state, row.reason, row.detail = FileState.TAKEN, None, None
    row.attempts, row.changed, row.missing_since, row.dump_id = 0, now, None, dump_id
    _sign(row, dump.signature)
    if session.get(SightingRow, (row.id, dump_id)) is None:
        session.add(SightingRow(file_id=row.id, dump_id=dump_id, seen=now))


def note_missing(session: Session, directory: str, present: Collection[str], now: datetime) -> int:
    """Mark the files of `directory` that a complete scan did not meet. Their articles stay.

    Returns: how many are newly missing.
    """
    rows = session.execute(
        select(FileRow.id, FileRow.path).where(
            FileRow.directory == directory, FileRow.missing_since.is_(None)
        )
    )
    gone = [number for number, path in rows if path not in present]
    for chunk in _chunks(gone):
        session.execute(update(FileRow).where(FileRow.id.in_(chunk)).values(missing_since=now))
    return len(gone)


def _chunks(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _row(session: Session, directory: str, path: str, now: datetime) -> FileRow:
    row = session.scalar(
        select(FileRow).where(FileRow.directory == directory, FileRow.path == path)
    )
    if row is None:
        row = FileRow(
            directory=directory,
            path=path,
            state=FileState.PENDING,
            attempts=0,
            first_seen=now,
            changed=now,
        )
        session.add(row)
        session.flush()
    return row


def _signature_of(row: FileRow) -> FileSignature | None:
    if row.size is None or row.mtime_ns is None or row.ctime_ns is None or row.inode is None:
        return None
    return FileSignature(
        size=row.size, mtime_ns=row.mtime_ns, ctime_ns=row.ctime_ns, inode=int(row.inode)
    )


def _sign(row: FileRow, signature: FileSignature) -> None:
    row.size, row.mtime_ns, row.ctime_ns = signature.size, signature.mtime_ns, signature.ctime_ns
    row.inode = str(signature.inode)

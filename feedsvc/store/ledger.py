"""The ledger: where every file went. Each function works inside the transaction it is given."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from feedsvc.model import Dump, FileSignature, FileState, Outcome
from feedsvc.store.chunks import chunks
from feedsvc.store.tables import DumpRow, FileRow, RecordRow, SightingRow

_LATEST_NS = 2**63 - 1
_FINAL = {FileState.TAKEN, FileState.REFUSED, FileState.QUARANTINED}
_WAITING = {FileState.PENDING, FileState.IN_HAND}  # in the backfill that it belongs to
_TRIED_AGAIN = {FileState.FAILED, FileState.IN_HAND}  # what was said of them is still known

# Asked for every dump: built once, for that takes longer than running it.
_WITH_BYTES = select(DumpRow.id).where(DumpRow.sha256 == bindparam("sha256"))


def unread(session: Session, directory: str, dumps: Sequence[Dump]) -> list[Dump]:
    """Those of `dumps`, all of one directory, that were not read since they last changed."""
    rows = _Rows(session)
    rows.load(directory, [dump.path for dump in dumps])
    return [dump for dump in dumps if not _is_read(rows.find(directory, dump.path), dump.signature)]


def _is_read(row: FileRow | None, signature: FileSignature) -> bool:
    return row is not None and row.state in _FINAL and signature_of(row) == _storable(signature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a look at a file says of it, without opening it. `reason` and `detail` are words."""

    directory: str
    path: str
    state: FileState
    reason: str = ""
    detail: str = ""


def note_all(session: Session, notes: Iterable[Note], now: datetime) -> list[Note]:
    """Write notes down.

    Returns: those that are news; a row that says so already is left alone.
    """
    rows = _Rows(session)
    by_directory: dict[str, list[Note]] = {}
    for note in notes:
        by_directory.setdefault(note.directory, []).append(note)
    news = []
    for directory, some in by_directory.items():
        rows.load(directory, [note.path for note in some])
        news += [note for note in some if _note(rows.get(directory, note.path, now), note, now)]
    return news


def _note(row: FileRow, note: Note, now: datetime) -> bool:
    was_said = (row.reason, row.detail) == (note.reason, note.detail)
    if was_said and row.state == note.state:
        return False
    is_news = not (was_said and row.state == FileState.IN_HAND)  # tried again, in vain as before
    row.state, row.reason, row.detail = note.state, note.reason, note.detail
    row.attempts, row.changed = 0, now
    row.batch = row.batch if note.state in _WAITING else None
    return is_news


def await_turn(session: Session, dumps: Sequence[Dump], detail: str, now: datetime) -> None:
    """Files that are about to be taken, and may have to wait, have a row that says so. What a row
    knows of an attempt in vain stays.
    """
    rows = _Rows(session)
    rows.load_all(dumps)
    for dump in dumps:
        row = rows.get(dump.directory, dump.path, now)
        if row.state not in _TRIED_AGAIN and (row.state, row.detail) != (FileState.PENDING, detail):
            _settle(row, FileState.PENDING, now, detail=detail)


def suspects(session: Session) -> set[tuple[str, str]]:
    """Directory and path of the files whose reader died, or is at work in another process."""
    rows = session.execute(
        select(FileRow.directory, FileRow.path).where(FileRow.state == FileState.IN_HAND)
    )
    return {(directory, path) for directory, path in rows}


def take_in_hand(session: Session, dumps: Sequence[Dump], now: datetime) -> list[int]:
    """Note before dumps are opened that they are in hand, and count an attempt if it is one alone
    (FAULTS B1): a reader that dies over many has not told which one it was.

    Returns: how many readers have died over each dump alone.
    """
    rows = _Rows(session)
    rows.load_all(dumps)
    return [
        _take_in_hand(rows.get(dump.directory, dump.path, now), dump, now, alone=len(dumps) == 1)
        for dump in dumps
    ]


def _take_in_hand(row: FileRow, dump: Dump, now: datetime, *, alone: bool) -> int:
    same = row.state == FileState.IN_HAND and signature_of(row) == _storable(dump.signature)
    earlier = row.attempts if same else 0
    known = (row.reason, row.detail) if row.state in _TRIED_AGAIN else (None, None)
    _sign(row, dump.signature)
    _settle(row, FileState.IN_HAND, now, reason=known[0], detail=known[1])
    row.attempts = earlier + alone
    return earlier


def quarantine(session: Session, dump: Dump, attempts: int, now: datetime) -> None:
    """Leave the file alone until it changes: so many readers have died over it."""
    row = _row(session, dump, now)
    row.attempts = attempts
    detail = f"its reader died {attempts} times; change or remove the file"
    _settle(row, FileState.QUARANTINED, now, reason="reader-died", detail=detail)


def refuse(session: Session, dump: Dump, reason: str, detail: str, now: datetime) -> None:
    """The file is rejected without having been read (it is too large, say)."""
    row = _row(session, dump, now)
    row.attempts = 0
    _settle(row, FileState.REFUSED, now, reason=reason, detail=detail)


def find_dump(session: Session, sha256: str) -> int | None:
    """The dump with these bytes, if they have been taken before."""
    session.flush()
    return session.connection().execute(_WITH_BYTES, {"sha256": sha256}).scalar()


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


def dump_of(session: Session, dump: Dump) -> int | None:
    """The bytes that the file held when it was last taken."""
    return session.scalar(
        select(FileRow.dump_id).where(
            FileRow.directory == dump.directory, FileRow.path == dump.path
        )
    )


def finish(session: Session, dump: Dump, dump_id: int, now: datetime) -> None:
    """The dump has been read whole: its file is taken."""
    row = _row(session, dump, now)
    was = row.dump_id
    row.attempts, row.dump_id = 0, dump_id
    _sign(row, dump.signature)
    _settle(row, FileState.TAKEN, now)
    if was != dump_id:
        sighting = SightingRow(file_id=row.id, dump_id=dump_id, seen=now)
        # The last one counts: a file may get its old bytes back. The first one is the only one.
        session.add(sighting) if was is None else session.merge(sighting)


def note_presence(
    session: Session,
    directory: str,
    present: Collection[str],
    hidden: tuple[str, ...],
    now: datetime,
) -> int:
    """Mark the files that a complete scan did not meet as missing, and those that came back as
    present. The articles of a missing file stay.

    `hidden` are the starts of paths of which the scan can say nothing.
    Returns: how many are missing now.
    """
    missing = 0
    rows = session.execute(
        select(FileRow.id, FileRow.path, FileRow.missing_since).where(
            FileRow.directory == directory
        )
    ).all()
    changed: dict[bool, list[int]] = {True: [], False: []}
    for number, path, since in rows:
        if hidden and path.startswith(hidden):
            continue
        gone = path not in present
        missing += gone
        if gone != (since is not None):
            changed[gone].append(number)
    for gone, numbers in changed.items():
        for chunk in chunks(numbers):
            session.execute(
                update(FileRow)
                .where(FileRow.id.in_(chunk))
                .values(missing_since=now if gone else None)
            )
    return missing


class _Rows:
    """The ledger's rows of many files, fetched a chunk a query, and made where there is none."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[tuple[str, str], FileRow] = {}

    def load_all(self, dumps: Sequence[Dump]) -> None:
        """Fetch the rows that there are, of files of any directories."""
        by_directory: dict[str, list[str]] = {}
        for dump in dumps:
            by_directory.setdefault(dump.directory, []).append(dump.path)
        for directory, paths in by_directory.items():
            self.load(directory, paths)

    def load(self, directory: str, paths: Sequence[str]) -> None:
        """Fetch the rows that there are."""
        for chunk in chunks(paths):
            query = select(FileRow).where(FileRow.directory == directory, FileRow.path.in_(chunk))
            for row in self._session.scalars(query):
                self._rows[directory, row.path] = row

    def find(self, directory: str, path: str) -> FileRow | None:
        """The row, if there is one."""
        return self._rows.get((directory, path))

    def get(self, directory: str, path: str, now: datetime) -> FileRow:
        """The row, made now if need be."""
        row = self._rows.get((directory, path))
        if row is None:
            row = FileRow(
                directory=directory,
                path=path,
                state=FileState.PENDING,
                attempts=0,
                first_seen=now,
                changed=now,
            )
            self._session.add(row)
            self._rows[directory, path] = row
        return row


def _row(session: Session, dump: Dump, now: datetime) -> FileRow:
    rows = _Rows(session)
    rows.load(dump.directory, [dump.path])
    row = rows.get(dump.directory, dump.path, now)
    session.flush()
    return row


def _settle(
    row: FileRow,
    state: FileState,
    now: datetime,
    *,
    reason: str | None = None,
    detail: str | None = None,
) -> None:
    row.state, row.reason, row.detail, row.changed = state, reason, detail, now
    row.batch = row.batch if state in _WAITING else None


def signature_of(row: FileRow) -> FileSignature | None:
    """What a file was like when it was looked at last; None if it never was."""
    if row.size is None or row.mtime_ns is None or row.ctime_ns is None or row.inode is None:
        return None
    return FileSignature(
        size=row.size, mtime_ns=row.mtime_ns, ctime_ns=row.ctime_ns, inode=int(row.inode)
    )


def _sign(row: FileRow, signature: FileSignature) -> None:
    kept = _storable(signature)
    row.size, row.mtime_ns, row.ctime_ns = kept.size, kept.mtime_ns, kept.ctime_ns
    row.inode = str(kept.inode)


def _storable(signature: FileSignature) -> FileSignature:
    """As it is kept: file systems hold times beyond 2262 that 64 bits of nanoseconds do not
    (FAULTS A16).
    """
    mtime_ns, ctime_ns = (
        max(-_LATEST_NS, min(_LATEST_NS, time)) for time in (signature.mtime_ns, signature.ctime_ns)
    )
    return replace(signature, mtime_ns=mtime_ns, ctime_ns=ctime_ns)

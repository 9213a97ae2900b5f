"""What a person asks the store: where did this file go, and what is in here?"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from feedsvc.model import FileState, Outcome
from feedsvc.store.tables import DumpRow, EntryRow, FileRow, RecordRow, RevisionRow, SightingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """What became of one page of a dump, and the item that it belongs to now."""

    position: int
    outcome: Outcome
    reason: str | None
    detail: str | None
    similarity: float | None
    decided: datetime
    entry_id: UUID | None
    title: str | None  # the entry's title as it is shown now
    revision: int | None  # which version of the entry this record became


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpAnswer:
    """Bytes that a path held, who else held them, and the pages in them."""

    sha256: str
    size: int  # bytes
    seen: datetime  # under this path
    taken: datetime  # first, under any path
    also_at: tuple[str, ...]
    is_copy: bool  # another path held them first
    records: tuple[RecordAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """The ledger's answer for one path: its dumps, the newest first."""

    directory: str
    path: str
    state: FileState
    reason: str | None
    detail: str | None
    attempts: int
    first_seen: datetime
    changed: datetime
    missing_since: datetime | None
    dumps: tuple[DumpAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the store holds."""

    entries: int
    withdrawn: int  # entries, by the owner
    revisions: int
    files: dict[str, int]  # by state
    records: dict[str, int]  # by outcome
    rejected: dict[str, int]  # by reason
    missing: int  # files that are no longer in the folder


def why(session: Session, directory: str, path: str) -> FileAnswer | None:
    """The ledger's answer for one path; None if it was never seen."""
    row = session.scalar(
        select(FileRow).where(FileRow.directory == directory, FileRow.path == path)
    )
    if row is None:
        return None
    sightings = session.execute(
        select(SightingRow.seen, DumpRow)
        .join(DumpRow, DumpRow.id == SightingRow.dump_id)
        .where(SightingRow.file_id == row.id)
        .order_by(SightingRow.seen.desc(), DumpRow.id.desc())
    ).all()
    return FileAnswer(
        directory=row.directory,
        path=row.path,
        state=FileState(row.state),
        reason=row.reason,
        detail=row.detail,
        attempts=row.attempts,
        first_seen=row.first_seen,
        changed=row.changed,
        missing_since=row.missing_since,
        dumps=tuple(_dump_answer(session, row.id, dump, seen) for seen, dump in sightings),
    )


def _dump_answer(session: Session, file_id: int, dump: DumpRow, seen: datetime) -> DumpAnswer:
    others = session.execute(
        select(FileRow.path, SightingRow.seen)
        .join(SightingRow, SightingRow.file_id == FileRow.id)
        .where(SightingRow.dump_id == dump.id, FileRow.id != file_id)
        .order_by(SightingRow.seen, FileRow.path)
    ).all()
    return DumpAnswer(
        sha256=dump.sha256,
        size=dump.size,
        seen=seen,
        taken=dump.taken,
        also_at=tuple(path for path, _ in others),
        is_copy=any(first < seen for _, first in others),
        records=_record_answers(session, dump.id),
    )


def _record_answers(session: Session, dump_id: int) -> tuple[RecordAnswer, ...]:
    shown = aliased(RevisionRow)
    rows = session.execute(
        select(RecordRow, EntryRow.uuid, shown.title, RevisionRow.number)
        .outerjoin(EntryRow, EntryRow.id == RecordRow.entry_id)
        .outerjoin(shown, (shown.entry_id == EntryRow.id) & (shown.number == EntryRow.current))
        .outerjoin(RevisionRow, RevisionRow.id == RecordRow.revision_id)
        .where(RecordRow.dump_id == dump_id)
        .order_by(RecordRow.position)
    )
    return tuple(
        RecordAnswer(
            position=record.position,
            outcome=Outcome(record.outcome),
            reason=record.reason,
            detail=record.detail,
            similarity=record.similarity,
            decided=record.decided,
            entry_id=entry_id,
            title=title,
            revision=number,
        )
        for record, entry_id, title, number in rows
    )


def totals(session: Session) -> Totals:
    """What the store holds, counted."""
    first, sighted = _outcomes(session), _outcomes(session, every_sighting=True)
    copies = sum(
        sighted[name] - first[name] for name in first if name != Outcome.REJECTED
    )  # the same bytes under another name
    records = {name: sighted[name] if name == Outcome.REJECTED else first[name] for name in first}
    if copies:
        records[Outcome.DUPLICATE] = records.get(Outcome.DUPLICATE, 0) + copies
    if refused := session.scalar(select(func.count()).where(FileRow.state == FileState.REFUSED)):
        records[Outcome.REJECTED] = records.get(Outcome.REJECTED, 0) + refused
    return Totals(
        entries=_entries(session, EntryRow.withdrawn.is_(None)),
        withdrawn=_entries(session, EntryRow.withdrawn.is_not(None)),
        revisions=session.scalar(select(func.count()).select_from(RevisionRow)) or 0,
        files=_counts(session, FileRow.state, FileRow.missing_since.is_(None)),
        records={str(name): records[name] for name in sorted(records)},
        rejected=_rejected(session),
        missing=session.scalar(
            select(func.count()).select_from(FileRow).where(FileRow.missing_since.is_not(None))
        )
        or 0,
    )


def _entries(session: Session, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).where(EntryRow.folded_into.is_(None), condition)
    return session.scalar(query) or 0


def _outcomes(session: Session, *, every_sighting: bool = False) -> dict[str, int]:
    """Records by outcome: each once, or once for every path that held its bytes."""
    query = select(RecordRow.outcome, func.count()).group_by(RecordRow.outcome)
    if every_sighting:
        query = query.join(SightingRow, SightingRow.dump_id == RecordRow.dump_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _rejected(session: Session) -> dict[str, int]:
    """Rejections by reason: of records, once for every path that held them, and of whole files."""
    records = session.execute(
        select(RecordRow.reason, func.count())
        .join(SightingRow, SightingRow.dump_id == RecordRow.dump_id)
        .where(RecordRow.outcome == Outcome.REJECTED)
        .group_by(RecordRow.reason)
    )
    found = Counter({str(reason): count for reason, count in records})
    found.update(_counts(session, FileRow.reason, FileRow.state == FileState.REFUSED))
    return dict(sorted(found.items()))


def problems(session: Session, limit: int = 20) -> list[tuple[str, str, str]]:
    """Files that could not be taken: path, state and detail, the latest first."""
    rows = session.execute(
        select(FileRow.path, FileRow.state, FileRow.detail)
        .where(
            FileRow.state.in_([FileState.FAILED, FileState.QUARANTINED]),
            FileRow.missing_since.is_(None),
        )
        .order_by(FileRow.changed.desc(), FileRow.path)
        .limit(limit)
    )
    return [(path, state, detail or "") for path, state, detail in rows]


def _counts(session: Session, column: object, *conditions: object) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(*conditions).group_by(column))  # type: ignore[call-overload]  # one helper for three string columns
    return {str(value): count for value, count in sorted(rows, key=lambda row: str(row[0]))}

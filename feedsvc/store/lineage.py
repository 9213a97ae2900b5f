"""For the owner: every version of some items, with the dump and the evidence that it came by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from feedsvc.model import RevisionKind
from feedsvc.store.tables import EntryRow, FileRow, RecordRow, RevisionRow, SightingRow

MAX_VERSIONS = 200  # the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAnswer:
    """One version of an item, and where it came from."""

    entry_id: UUID  # the item that it belongs to now
    number: int
    kind: RevisionKind | None  # None: it came as a new article
    seen: datetime
    path: str | None  # of the file that brought it
    title: str
    change: str  # against what was shown then, in words
    evidence: str | None  # why it belongs to the item
    took_over: bool  # it was shown from then on
    is_shown: bool  # it is what subscribers see now


def versions(session: Session, entry_ids: Collection[UUID]) -> tuple[VersionAnswer, ...]:
    """The versions of these items, with those of items folded into them, in order of arrival."""
    owner, root, record = aliased(EntryRow), aliased(EntryRow), aliased(RecordRow)
    rows = session.execute(
        select(root.uuid, RevisionRow, record.detail, _path(record.dump_id), owner, root)
        .join(owner, owner.id == RevisionRow.entry_id)
        .join(root, root.id == func.coalesce(owner.folded_into, owner.id))
        .outerjoin(record, record.id == _first_record())
        .where(root.uuid.in_(entry_ids))
        .order_by(RevisionRow.seen.desc(), RevisionRow.id.desc())
        .limit(MAX_VERSIONS)
    ).all()
    return tuple(
        VersionAnswer(
            entry_id=entry_id,
            number=revision.number,
            kind=RevisionKind(revision.kind) if revision.kind else None,
            seen=revision.seen,
            path=path,
            title=revision.title,
            change=revision.change,
            evidence=evidence,
            took_over=revision.took_over,
            is_shown=holder.id == top.id
            and top.withdrawn is None
            and top.current == revision.number,
        )
        for entry_id, revision, evidence, path, holder, top in reversed(rows)
    )


def _first_record() -> ScalarSelect[int]:
    """The record that brought a version; later ones are copies of it."""
    return (
        select(func.min(RecordRow.id))
        .where(RecordRow.revision_id == RevisionRow.id, RecordRow.entry_id == RevisionRow.entry_id)
        .correlate(RevisionRow)
        .scalar_subquery()
    )


def _path(dump_id: object) -> ScalarSelect[str]:
    """Where the bytes of a dump were seen first."""
    return (
        select(FileRow.path)
        .join(SightingRow, SightingRow.file_id == FileRow.id)
        .where(SightingRow.dump_id == dump_id)
        .order_by(SightingRow.seen, FileRow.path)
        .limit(1)
        .scalar_subquery()
    )

"""What the service did: runs and publications. Each function works inside the transaction it is
given.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedsvc.errors import StoreError
from feedsvc.store.tables import PublicationRow, RunRow


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # asked to stop; the rest is taken by the next run
    DEADLINE = "deadline"  # it took too long; the rest is taken by the next run
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # its process died


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One ingest."""

    trigger: str
    started: datetime
    finished: datetime | None
    state: RunState
    message: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How far a site's directory is. `failures` says what could not be written, and why."""

    rendering: str
    revision_id: int
    published: datetime
    failures: tuple[str, ...]


def start(session: Session, trigger: str, now: datetime) -> int:
    """A run begins. The caller holds the ingest lock: what still counts as running is dead."""
    session.execute(
        update(RunRow)
        .where(RunRow.state == RunState.RUNNING)
        .values(state=RunState.INTERRUPTED, finished=now, message="its process died")
    )
    row = RunRow(trigger=trigger, started=now, state=RunState.RUNNING, counts={})
    session.add(row)
    session.flush()
    return row.id


def finish(
    session: Session,
    run_id: int,
    state: RunState,
    now: datetime,
    *,
    counts: dict[str, int],
    message: str | None = None,
) -> None:
    """A run ends."""
    row = session.get(RunRow, run_id)
    if row is None:
        raise StoreError(f"there is no run {run_id}", "the database was changed under a run")
    row.state, row.finished, row.counts, row.message = state, now, counts, message


def last(session: Session) -> Run | None:
    """The run that began last."""
    row = session.scalar(select(RunRow).order_by(RunRow.id.desc()).limit(1))
    if row is None:
        return None
    return Run(
        trigger=row.trigger,
        started=row.started,
        finished=row.finished,
        state=RunState(row.state),
        message=row.message,
        counts=row.counts,
    )


def publication(session: Session, site: str) -> Publication | None:
    """How far the site in this directory is."""
    row = session.get(PublicationRow, site)
    if row is None:
        return None
    return Publication(
        rendering=row.rendering,
        revision_id=row.revision_id,
        published=row.published,
        failures=tuple(row.failures),
    )


def published(session: Session, site: str, publication: Publication) -> None:
    """Write down how far the site in this directory is now."""
    session.merge(
        PublicationRow(
            site=site,
            rendering=publication.rendering,
            revision_id=publication.revision_id,
            published=publication.published,
            failures=list(publication.failures),
        )
    )

"""What the service did: runs, publications, the daemon.

Each function works inside the transaction it is given.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from feedsvc.errors import StoreError
from feedsvc.store.tables import ChangeRow, DaemonRow, PublicationRow, RunRow

KEPT_RUNS = 1000  # a daemon that looks once a minute would add half a million a year


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
    """The last publication into a directory. `failures` says what could not be written, and why."""

    published: datetime
    failures: tuple[str, ...]
    feeds: dict[str, int] = field(default_factory=dict)  # by slug: how many entries it has
    missed: tuple[str, ...] = ()  # slugs of feeds that were published and are configured no more
    state: str | None = None  # what it was made from; None if it was not whole

    def missed_by(self, known: Collection[str]) -> tuple[str, ...]:
        """The slugs that were ever published and are not among the `known` ones."""
        return tuple(sorted({*self.feeds, *self.missed}.difference(known)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """What the daemon said of itself last: since when, where it serves, when it runs next."""

    started: datetime
    address: str
    next_run: datetime | None


def start(session: Session, trigger: str, now: datetime) -> int:
    """A run begins. The caller holds the ingest lock: what still counts as running is dead.
    Only the last `KEPT_RUNS` are remembered.
    """
    session.execute(
        update(RunRow)
        .where(RunRow.state == RunState.RUNNING)
        .values(state=RunState.INTERRUPTED, finished=now, message="its process died")
    )
    row = RunRow(trigger=trigger, started=now, state=RunState.RUNNING, counts={})
    session.add(row)
    session.flush()
    session.execute(delete(RunRow).where(RunRow.id <= row.id - KEPT_RUNS))
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
    """The last publication into this directory."""
    row = session.get(PublicationRow, site)
    if row is None:
        return None
    return Publication(
        published=row.published,
        failures=tuple(row.failures),
        feeds=row.feeds,
        missed=tuple(row.missed),
        state=row.state,
    )


def published(session: Session, site: str, publication: Publication) -> None:
    """Write a publication down; only the last one into a directory is kept."""
    session.merge(
        PublicationRow(
            site=site,
            published=publication.published,
            failures=list(publication.failures),
            feeds=publication.feeds,
            missed=list(publication.missed),
            state=publication.state,
        )
    )


def changes(session: Session) -> int:
    """How often what is shown may have changed since the database was made."""
    return session.scalar(select(ChangeRow.count)) or 0


def daemon(session: Session) -> Daemon | None:
    """What the daemon said of itself last; whether it still runs is told by `locks`."""
    row = session.get(DaemonRow, 1)
    if row is None:
        return None
    return Daemon(started=row.started, address=row.address, next_run=row.next_run)


def announce(session: Session, daemon: Daemon) -> None:
    """The daemon says where it is and when it runs next."""
    session.merge(
        DaemonRow(id=1, started=daemon.started, address=daemon.address, next_run=daemon.next_run)
    )

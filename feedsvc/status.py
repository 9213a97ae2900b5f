"""How the service is: what is stored, when it ran and runs next, what is wrong. Asked by
`feedsvc status`, and by `/health` of the daemon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feedsvc.config import Settings
from feedsvc.config.schedule import Every
from feedsvc.feeds import Format
from feedsvc.feeds.addresses import feed_file
from feedsvc.services import Services
from feedsvc.store import answers, runs
from feedsvc.store.engine import Database
from feedsvc.store.locks import Lock, is_held
from feedsvc.store.runs import RunState

# A quoted path, or an absolute one; not what follows the host of a URL. Ids and files of the site
# ("feeds/all/atom.xml") stay: everybody knows them.
_PATHS = re.compile(r"""'[^'\n]*/[^'\n]*'|"[^"\n]*/[^"\n]*"|(?<![\w.:/])/[^\s'",;:()]+""")

_BAD = {
    RunState.FAILED: "the last run failed",
    RunState.DEADLINE: "the last run did not end in time; the next one takes the rest",
    RunState.INTERRUPTED: "the last run's process died; the next one takes the rest",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonStatus:
    """The daemon that runs on this store."""

    since: datetime
    address: str
    next_run: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A file that could not be taken."""

    path: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What a health check asks for: nothing in it takes longer as the store grows."""

    reasons: tuple[str, ...]
    daemon: DaemonStatus | None
    last_run: runs.Run | None
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the service is. It is healthy if there is nothing in `reasons`."""

    reasons: tuple[str, ...]
    database: str
    totals: answers.Totals
    daemon: DaemonStatus | None
    last_run: runs.Run | None
    published: datetime | None
    problems: tuple[Problem, ...]

    @property
    def healthy(self) -> bool:
        """Whether all is well."""
        return not self.reasons


def look(services: Services, now: datetime) -> Status:
    """How the service is now, with everything counted. Raises: StoreError."""
    pulse = feel(services, now)
    with services.database.reading() as transaction:
        totals = answers.totals(transaction)
        problems = answers.problems(transaction)
    return Status(
        reasons=pulse.reasons,
        database=str(services.database),
        totals=totals,
        daemon=pulse.daemon,
        last_run=pulse.last_run,
        published=pulse.published,
        problems=tuple(
            Problem(path=path, state=state, detail=why) for path, state, why in problems
        ),
    )


def feel(services: Services, now: datetime) -> Pulse:
    """Whether the service is well, without counting anything. Raises: StoreError."""
    settings, database = services.settings, services.database
    running = is_held(database, Lock.DAEMON)
    last = _last_run(database)
    with database.reading() as transaction:
        daemon = runs.daemon(transaction) if running else None
        publication = runs.publication(transaction, services.publisher.name)
    failures = publication.failures if publication else ()
    unpublished = _unpublished(settings) if publication else ()
    return Pulse(
        reasons=(*_run_reasons(settings, last, now, running=running), *failures, *unpublished),
        daemon=DaemonStatus(since=daemon.started, address=daemon.address, next_run=daemon.next_run)
        if daemon
        else None,
        last_run=last,
        published=publication.published if publication else None,
    )


def without_paths(text: str) -> str:
    """`text` for anybody: where things lie on this machine's disk is left out."""
    return _PATHS.sub("…", text)


def _last_run(database: Database) -> runs.Run | None:
    """The last run. One that counts as running before and after we saw that nobody holds the lock
    has died; a run that ends says so before it lets go of the lock.
    """
    before = _recorded_run(database)
    if before is None or before.state is not RunState.RUNNING or is_held(database, Lock.INGEST):
        return before
    after = _recorded_run(database)
    return replace(before, state=RunState.INTERRUPTED) if after == before else after


def _recorded_run(database: Database) -> runs.Run | None:
    with database.reading() as transaction:
        return runs.last(transaction)


def _unpublished(settings: Settings) -> Iterator[str]:
    for feed in settings.definitions:
        path = settings.site.directory / feed_file(feed.slug, Format.ATOM)
        if not path.is_file():
            yield f"feed {feed.slug!r} is missing from the site's folder; the next run writes it"


def _run_reasons(
    settings: Settings, last: runs.Run | None, now: datetime, *, running: bool
) -> Iterator[str]:
    if last is None:
        return
    if last.state in _BAD:
        yield f"{_BAD[last.state]}: {last.message}" if last.message else _BAD[last.state]
    deadline = timedelta(seconds=settings.schedule.deadline_seconds)
    if last.state is RunState.RUNNING and now - last.started > deadline:
        yield "a run has been going on for longer than schedule.deadline_seconds"
    schedule = settings.schedule.parsed
    if running and isinstance(schedule, Every) and last.finished is not None:
        overdue = timedelta(seconds=2 * schedule.seconds) + deadline
        if now - last.started > overdue:
            yield f"no run has begun since {last.started:%Y-%m-%d %H:%M:%S} UTC"

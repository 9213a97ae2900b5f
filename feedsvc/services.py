"""The composition root: settings become a ready service."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from feedsvc.config import Settings
from feedsvc.errors import PublishError, StoreError
from feedsvc.executors import open_executor
from feedsvc.feeds import Addresses, Format
from feedsvc.feeds.families import SLUG_PLACE
from feedsvc.inbox import Settler
from feedsvc.pipeline import (
    IngestReport,
    Journey,
    Policies,
    Publisher,
    PublishReport,
    Request,
    could_not_publish,
    drip,
    ingest,
    publication_name,
    publish,
)
from feedsvc.site import Site
from feedsvc.store import runs, schema
from feedsvc.store.engine import Database


def _tell_nobody(_urls: Sequence[str]) -> None:
    """Without a hub there is nobody to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a command, the daemon or the HTTP trigger works with."""

    settings: Settings
    database: Database
    executor: Executor
    isolated: Executor
    tell: Callable[[Sequence[str]], None] = _tell_nobody  # gets the URLs of changed feeds

    @property
    def journey(self) -> Journey:
        """What an ingest needs."""
        settings = self.settings
        return Journey(
            database=self.database,
            executor=self.executor,
            isolated=self.isolated,
            clock=now,
            directory=settings.inbox.directory,
            policies=policies_of(settings),
            html_apart=settings.workers.processes == 0,
            ahead=max(1, 2 * settings.workers.processes),
            deadline_seconds=settings.schedule.deadline_seconds,
            lock_wait_seconds=settings.schedule.lock_wait_seconds,
            rulings_file=settings.decisions.file,
        )

    @property
    def publisher(self) -> Publisher:
        """What a publication needs."""
        settings = self.settings
        return Publisher(
            database=self.database,
            directory=settings.site.directory,
            site=Site(
                title=settings.site.title,
                description=settings.site.description,
                addresses=Addresses(settings.base_url),
                feeds=settings.definitions,
                offers_search=settings.site.search,
                offers_search_feeds=settings.site.search_feeds,
            ),
            clock=now,
            guard=settings.guard,
            hub_url=settings.site.hub_url,
            families=settings.families,
            retired=frozenset((*settings.site.moved, *settings.site.gone)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """An ingest, and the publication that followed it (None if it was asked to stop first)."""

    ingest: IngestReport
    publish: PublishReport | None

    @property
    def has_losses(self) -> bool:
        """Whether a person should look."""
        return self.ingest.has_losses or (self.publish is not None and self.publish.has_losses)


def policies_of(settings: Settings) -> Policies:
    """The thresholds of every step, as configured."""
    return Policies(
        inbox=settings.inbox,
        formats=settings.formats,
        extract=settings.extract,
        summary=settings.summary,
        dedup=settings.dedup,
    )


def now() -> datetime:
    """The clock of the service."""
    return datetime.now(UTC)


@contextmanager
def open_services(settings: Settings, *, upgrade: bool = False) -> Iterator[Services]:
    """The parts, ready; closed when the block ends. `upgrade` migrates the database if need be.

    Raises: StoreError, SchemaError.
    """
    database = Database(settings.store.url)
    try:
        if upgrade:
            schema.upgrade(database)
        else:
            schema.require_current(database)
        with (
            open_executor(settings.workers.processes) as executor,
            open_executor(settings.workers.processes or 1) as isolated,  # costs nothing until used
        ):
            yield Services(
                settings=settings, database=database, executor=executor, isolated=isolated
            )
    finally:
        database.close()


def missed_feeds(settings: Settings) -> tuple[str, ...]:
    """The slugs that were published and that these settings do not name, as far as can be told
    without a database being made or upgraded: feeds of a family depend on what is stored.
    """
    prefixes = tuple(f.template.slug.removesuffix(SLUG_PLACE) for f in settings.families)
    known = {feed.slug for feed in settings.definitions}
    known |= {*settings.site.moved, *settings.site.gone}
    database = Database(settings.store.url)
    try:
        if not database.is_there or not schema.check(database).is_current:
            return ()
        with database.reading() as transaction:
            last = runs.publication(transaction, publication_name(settings.site.directory))
    except StoreError:
        return ()  # whether the database answers is not what was asked
    finally:
        database.close()
    missed = last.missed_by(known) if last is not None else ()
    return tuple(slug for slug in missed if not (prefixes and slug.startswith(prefixes)))


def run_once(services: Services, request: Request, settler: Settler | None = None) -> RunReport:
    """The whole journey, once: the same for the daemon's tick, the HTTP trigger and the command.

    Raises: FeedsvcError; what was done until then is kept.
    """
    report = ingest(services.journey, request, settler)
    if request.stop.is_set():
        return RunReport(ingest=report, publish=None)
    drip(services.journey, services.settings.schedule.drip_per_day)
    try:
        published = publish_once(services, only_if_changed=True)
    except PublishError as error:  # what was taken is kept: this run has losses
        published = could_not_publish(services.publisher, error)
    return RunReport(ingest=report, publish=published)


def publish_once(
    services: Services, accept: Collection[str] = (), *, only_if_changed: bool = False
) -> PublishReport:
    """Publish, and once everything is out, tell of every format of the feeds that changed.

    Raises: FeedsvcError.
    """
    publisher = services.publisher
    report = publish(publisher, accept, only_if_changed=only_if_changed)
    addresses = publisher.site.addresses
    urls = [addresses.feed(slug, format_) for slug in report.changed_feeds for format_ in Format]
    if urls:
        services.tell(urls)
    return report

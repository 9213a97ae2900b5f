"""Store to site: select what is shown, render what is not out yet, guard the feeds, write."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

import structlog

from feedsvc import __version__, feeds, site
from feedsvc.errors import PublishError
from feedsvc.feeds import Format, RenderedFeed
from feedsvc.feeds.addresses import (
    archive_page_file,
    article_file,
    feed_file,
    history_file,
    tombstone_file,
)
from feedsvc.model import Entry, FeedContent, FeedFamily, RenderedFile
from feedsvc.pipeline import backgrounds
from feedsvc.pipeline.reports import MISSED_HINT, Loss, PublishReport
from feedsvc.pipeline.selection import FeedSelection, Selection, select
from feedsvc.site import GuardPolicy, Known, ShownFeed, Site
from feedsvc.store import backlog, entries, runs
from feedsvc.store.engine import Database, Transaction

log = structlog.get_logger()


def publication_name(directory: Path) -> str:
    """Under which the store remembers publications into a directory."""
    return str(directory.absolute())


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The world as a publication sees it. `site.feeds` are the feeds to publish, besides those
    that `families` make of what is stored.
    """

    database: Database
    directory: Path
    site: Site
    clock: Callable[[], datetime]
    guard: GuardPolicy = field(default_factory=GuardPolicy)
    hub_url: str | None = None  # named in the feeds; not in the site: no page shows it
    families: tuple[FeedFamily, ...] = ()
    retired: frozenset[str] = frozenset()  # slugs of feeds that were moved or withdrawn

    @property
    def name(self) -> str:
        """Under which the store remembers publications into this directory."""
        return publication_name(self.directory)


@dataclass(slots=True, kw_only=True)
class _Progress:
    """What became of the feeds, filled while their files go out one after another."""

    rendered: list[RenderedFeed] = field(default_factory=list)  # without their files
    failed: list[PublishError] = field(default_factory=list)
    shown: dict[str, ShownFeed] = field(default_factory=dict)  # for the feeds' pages
    paths: set[str]  # every file that the site is to have
    overdue: frozenset[str]

    def __contains__(self, path: object) -> bool:
        """Whether a file stays. A feed that was held back may link to what the store no longer
        knows: then everything does but what is overdue.
        """
        return path in self.paths or (bool(self.failed) and path not in self.overdue)


def publish(
    publisher: Publisher, accept: Collection[str] = (), *, only_if_changed: bool = False
) -> PublishReport:
    """Bring the site's directory up to date with the store. A feed that fails, or that the guard
    holds back, keeps its last good documents, and the others go out. The guard lets the feeds in
    `accept` (slugs) pass. With `only_if_changed`, nothing is selected and rendered while store,
    settings and files are as the last publication left them.

    Raises: PublishError if the directory itself cannot be used; StoreError.
    """
    with (
        site.lock(publisher.directory),
        publisher.database.reading() as transaction,
    ):
        last = runs.publication(transaction, publisher.name)
        basis = _basis(publisher, transaction)
        if only_if_changed and last is not None and last.state is not None:
            survey = site.survey(publisher.directory)
            if survey is not None and last.state == f"{basis} {survey.mark}":
                return _unchanged(last, survey.documents)
        selection = select(publisher.site, transaction, publisher.families, publisher.retired)
        progress, written = _write(publisher, selection, accept, transaction)
        report = _report(progress, written, _missed(publisher, selection, last))
        survey = None if report.losses else site.survey(publisher.directory)
    _write_down(publisher, report, f"{basis} {survey.mark}" if survey else None)
    return report


def _basis(publisher: Publisher, transaction: Transaction) -> str:
    """Everything that a publication is made from, in short."""
    parts = (
        __version__,
        publisher.site,
        publisher.families,
        publisher.guard,
        publisher.hub_url,
        publisher.retired and sorted(publisher.retired),
        runs.changes(transaction),
        backlog.open_batch(transaction),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()


def _unchanged(last: runs.Publication, documents: int) -> PublishReport:
    return PublishReport(
        written=(),
        unchanged=documents,
        removed=0,
        feeds=dict(last.feeds),
        losses=(),
        missed=last.missed,
    )


def _write(
    publisher: Publisher, selection: Selection, accept: Collection[str], transaction: Transaction
) -> tuple[_Progress, site.WriteReport]:
    out = site.stamps(publisher.directory)
    progress = _Progress(paths=set(_kept(selection)), overdue=_overdue(selection))
    written = site.write(
        publisher.directory,
        chain(
            _article_files(selection.site, selection, out, transaction),
            _archive_files(selection, out, transaction),
            _documents(publisher, selection, accept, progress),
            _pages(selection, progress),
            site.tombstones(selection.site, selection.withdrawn, out),
        ),
        keep=progress,
    )
    lost = {error.feed for error in written.failures}
    out_now = [feed for feed in progress.rendered if feed.slug not in lost]
    progress.failed += _remember(publisher, out_now)
    return progress, written


def _documents(
    publisher: Publisher, selection: Selection, accept: Collection[str], progress: _Progress
) -> Iterator[RenderedFile]:
    """The documents of one feed after the other, so that memory holds those of one."""
    for feed in selection.feeds:
        entries_now = feed.entries()
        progress.shown[feed.definition.slug] = _shown(feed, entries_now)
        try:
            is_accepted = feed.definition.slug in accept
            result = render_feed(publisher, feed, entries_now, is_accepted=is_accepted)
            if not is_accepted and (objection := objection_to(publisher, result, selection)):
                raise objection
        except PublishError as error:
            progress.failed.append(error)
            continue
        progress.rendered.append(replace(result, files=()))
        yield from result.files


def _shown(feed: FeedSelection, entries_now: Sequence[Entry]) -> ShownFeed:
    """What a feed's pages show: of its entries a list, without what would fill the memory."""
    return ShownFeed(
        definition=feed.definition,
        entries=tuple(
            replace(entry, article=replace(entry.article, text="", content="", evidence=()))
            for entry in entries_now
        ),
        archives=feed.archives.closed,
        facts=site.facts(feed.seen, entries_now),
    )


def render_feed(
    publisher: Publisher,
    feed: FeedSelection,
    entries_now: Sequence[Entry],
    *,
    is_accepted: bool = False,
) -> RenderedFeed:
    """The documents of a feed as they would go out now, of what `feed.entries()` gave. What has
    left its end stays away, or readers that have forgotten it would show it as new; unless the
    owner has accepted that.

    Raises: PublishError.
    """
    old: frozenset[str] = frozenset()
    if not is_accepted:
        ids = [entry.urn for entry in entries_now]
        old = site.returning(publisher.directory, feed.definition.slug, ids)
    recent = feed.archives.recent  # stands nowhere else
    return feeds.render(
        feed.definition,
        [entry for entry in entries_now if entry.urn not in old or entry.id in recent],
        publisher.site.addresses,
        feed.archives,
        hub_url=publisher.hub_url,
    )


def objection_to(
    publisher: Publisher, feed: RenderedFeed, selection: Selection
) -> PublishError | None:
    """What the guard says against the feed: would it alarm its subscribers without reason?"""
    known = Known(has=selection.knows, shows=selection.revisions.__contains__)
    return site.objection(publisher.directory, feed, known, publisher.clock(), publisher.guard)


def _remember(publisher: Publisher, feeds_out: Iterable[RenderedFeed]) -> Iterator[PublishError]:
    """Writes down what the feeds show now; yields failures. Also of those that were out already:
    a run may have been killed after it wrote them (FAULTS C1).
    """
    for feed in feeds_out:
        ids = (entry_id.urn for entry_id in feed.entry_ids)
        try:
            site.remember(publisher.directory, feed.slug, ids, publisher.clock())
        except PublishError as error:
            yield error


def _article_files(
    shown: Site, selection: Selection, out: Mapping[str, str], transaction: Transaction
) -> Iterator[RenderedFile]:
    """The pages of the articles that are not out as they are now."""
    marks = selection.marks
    stale = list(marks.stale(shown, out))
    for entry, background in backgrounds.load(transaction, stale, marks):
        yield from site.pages_of(shown, entry, background)
    for alias, entry_id in selection.folded.items():
        mark = marks.by_entry.get(entry_id)
        if mark and out.get(article_file(alias)) != site.alias_stamp(shown, mark, entry_id):
            for entry, background in backgrounds.load(transaction, [entry_id], marks):
                yield site.alias_page(shown, entry, background, alias)


def _archive_files(
    selection: Selection, out: Mapping[str, str], transaction: Transaction
) -> Iterator[RenderedFile]:
    """The documents and pages of the archives that are not out as they are now."""
    shown = selection.site
    for feed in selection.feeds:
        is_of_articles = feed.definition.of is FeedContent.ARTICLES
        for archive in feed.archives.closed:
            stamps = dict.fromkeys(archive.files, archive.stamp)
            stamps[archive_page_file(archive.folder)] = site.archive_stamp(shown, archive)
            if all(out.get(path) == stamp for path, stamp in stamps.items()):
                continue
            held = list(
                entries.load(transaction, archive.entry_ids)
                if is_of_articles
                else selection.changes.load(archive.entry_ids)
            )
            definition = feed.definition
            yield from feeds.render_archive(definition, archive, held, shown.addresses).files
            yield site.archive_page(shown, definition, archive, held)


def _pages(selection: Selection, progress: _Progress) -> Iterator[RenderedFile]:
    shown = selection.site
    pages = chain(
        [feeds.opml(shown.feeds, shown.addresses, shown.title, shown.groups)],
        site.render_pages(shown, selection.newest, progress.shown),
    )
    for page in pages:
        progress.paths.add(page.path)
        yield page


def _kept(selection: Selection) -> Iterator[str]:
    """Every file that the site is to have but its pages; a feed that failed keeps what it has."""
    for feed in selection.feeds:
        yield from (feed_file(feed.definition.slug, format_) for format_ in Format)
        yield from _archive_paths(feed)
    marks = selection.marks
    yield from (path for entry_id in marks.by_entry for path in marks.files(entry_id))
    yield from map(article_file, selection.folded)
    yield from map(tombstone_file, selection.withdrawn)


def _overdue(selection: Selection) -> frozenset[str]:
    """What goes whatever else must stay: the pages of withdrawn articles, and the tombstones of
    restored ones.
    """
    return frozenset(
        chain(
            map(article_file, selection.withdrawn),
            map(history_file, selection.withdrawn),
            map(tombstone_file, chain(selection.revisions, selection.folded)),
        )
    )


def _archive_paths(feed: FeedSelection) -> Iterator[str]:
    return (
        path
        for archive in feed.archives.closed
        for path in (*archive.files, archive_page_file(archive.folder))
    )


def _missed(
    publisher: Publisher, selection: Selection, last: runs.Publication | None
) -> tuple[str, ...]:
    """The slugs that were published, and of which nobody says what has become of them."""
    known = {feed.definition.slug for feed in selection.feeds} | publisher.retired
    return last.missed_by(known) if last is not None else ()


def _report(
    progress: _Progress, written: site.WriteReport, missed: tuple[str, ...]
) -> PublishReport:
    losses = [Loss.of(e.feed or "site", e) for e in (*progress.failed, *written.failures)]
    losses += [
        Loss(
            subject=skipped.entry_id.urn,
            message=f"left out of feed {feed.slug!r}: {skipped.reason}",
            hint="`feedsvc inspect` its dump; the other entries are in the feed",
        )
        for feed in progress.rendered
        for skipped in feed.skipped
    ]
    return PublishReport(
        written=written.written,
        unchanged=written.unchanged,
        removed=len(written.removed),
        feeds={feed.slug: len(feed.entry_ids) for feed in progress.rendered},
        losses=tuple(losses),
        missed=missed,
    )


def could_not_publish(publisher: Publisher, error: PublishError) -> PublishReport:
    """What to say, and to remember, of a site that cannot be written at all.

    Raises: StoreError.
    """
    loss = Loss.of(error.feed or "site", error)
    with publisher.database.reading() as transaction:
        last = runs.publication(transaction, publisher.name)
    report = PublishReport(
        written=(), unchanged=0, removed=0, feeds=last.feeds if last else {}, losses=(loss,)
    )
    _write_down(publisher, report, None)
    return report


def _write_down(publisher: Publisher, report: PublishReport, state: str | None) -> None:
    for slug in report.changed_feeds:
        log.info("feed_published", feed=slug, entries=report.feeds[slug])
    for loss in report.losses:
        log.error("publication_failed", subject=loss.subject, detail=loss.message, hint=loss.hint)
    if report.missed:
        log.warning("feeds_missed", feeds=list(report.missed), hint=MISSED_HINT)
    with publisher.database.writing() as transaction:
        runs.published(
            transaction,
            publisher.name,
            runs.Publication(
                published=publisher.clock(),
                failures=tuple(f"{loss.subject}: {loss.message}" for loss in report.losses),
                feeds=report.feeds,
                missed=report.missed,
                state=state,
            ),
        )

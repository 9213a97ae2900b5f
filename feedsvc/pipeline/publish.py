"""Store to site: select what is shown, render what is not out yet, guard the feeds, write."""

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

import structlog

from feedsvc import feeds, site
from feedsvc.errors import PublishError
from feedsvc.feeds import Format, RenderedFeed
from feedsvc.feeds.addresses import (
    archive_page_file,
    article_file,
    feed_file,
    history_file,
    tombstone_file,
)
from feedsvc.model import FeedContent, RenderedFile
from feedsvc.pipeline import backgrounds
from feedsvc.pipeline.reports import Loss, PublishReport
from feedsvc.pipeline.selection import FeedSelection, Selection, select
from feedsvc.site import GuardPolicy, Known, ShownFeed, Site
from feedsvc.store import entries, runs
from feedsvc.store.engine import Database, Transaction

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The world as a publication sees it. `site.feeds` are the feeds to publish."""

    database: Database
    directory: Path
    site: Site
    clock: Callable[[], datetime]
    guard: GuardPolicy = field(default_factory=GuardPolicy)
    hub_url: str | None = None  # named in the feeds; not in the site: no page shows it


def publish(publisher: Publisher, accept: Collection[str] = ()) -> PublishReport:
    """Bring the site's directory up to date with the store. A feed that fails, or that the guard
    holds back, keeps its last good documents, and the others go out. The guard lets the feeds in
    `accept` (slugs) pass.

    Raises: PublishError if the directory itself cannot be used; StoreError.
    """
    with (
        site.lock(publisher.directory),
        publisher.database.reading() as transaction,
    ):
        selection = select(publisher.site, transaction)
        out = site.stamps(publisher.directory)
        rendered, failed = _render_feeds(publisher, selection, accept)
        articles = _article_files(publisher.site, selection, out, transaction)
        tombstones = site.tombstones(publisher.site, selection.withdrawn, out)
        archives = _archive_files(publisher.site, selection, out, transaction)
        documents = [file for feed in rendered for file in feed.files]
        pages = list(_pages(publisher.site, selection))
        written = site.write(
            publisher.directory,
            chain(articles, archives, documents, pages, tombstones),
            # A feed that was held back may link to what the store no longer knows: it stays.
            keep=_AllBut(_overdue(selection))
            if failed
            else _kept(publisher.site, selection, pages),
        )
        failed += _remember(publisher, rendered, frozenset(written.written))
    report = _report(rendered, failed, written)
    _write_down(publisher, report)
    return report


def _render_feeds(
    publisher: Publisher, selection: Selection, accept: Collection[str]
) -> tuple[list[RenderedFeed], list[PublishError]]:
    rendered, failed = [], []
    for feed in selection.feeds:
        try:
            is_accepted = feed.definition.slug in accept
            result = render_feed(publisher, feed, is_accepted=is_accepted)
            if not is_accepted and (objection := objection_to(publisher, result, selection)):
                raise objection
            rendered.append(result)
        except PublishError as error:
            failed.append(error)
    return rendered, failed


def render_feed(
    publisher: Publisher, feed: FeedSelection, *, is_accepted: bool = False
) -> RenderedFeed:
    """The documents of a feed as they would go out now. What has left its end stays away, or
    readers that have forgotten it would show it as new; unless the owner has accepted that.

    Raises: PublishError.
    """
    old: frozenset[str] = frozenset()
    if not is_accepted:
        ids = [entry.urn for entry in feed.entries]
        old = site.returning(publisher.directory, feed.definition.slug, ids)
    recent = feed.archives.recent  # stands nowhere else
    return feeds.render(
        feed.definition,
        [entry for entry in feed.entries if entry.urn not in old or entry.id in recent],
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


def _remember(
    publisher: Publisher, rendered: Sequence[RenderedFeed], written: Collection[str]
) -> Iterator[PublishError]:
    """Writes down what the feeds show now, if their documents were written; yields failures."""
    for feed in rendered:
        if any(file.path in written for file in feed.files):
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
    shown: Site, selection: Selection, out: Mapping[str, str], transaction: Transaction
) -> Iterator[RenderedFile]:
    """The documents of the archives that are not out as they are now."""
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


def _pages(shown: Site, selection: Selection) -> Iterator[RenderedFile]:
    yield feeds.opml(shown.feeds, shown.addresses, shown.title)
    held = {
        feed.definition.slug: ShownFeed(
            definition=feed.definition,
            entries=feed.entries,
            archives=feed.archives.closed,
            facts=feed.facts,
        )
        for feed in selection.feeds
    }
    yield from site.render_pages(shown, selection.newest, held)


def _kept(shown: Site, selection: Selection, pages: Sequence[RenderedFile]) -> frozenset[str]:
    """Every file that the site is to have; a feed that failed keeps what it has."""
    documents = (feed_file(feed.slug, format_) for feed in shown.feeds for format_ in Format)
    archives = (path for feed in selection.feeds for path in _archive_paths(feed))
    marks = selection.marks
    articles = chain(
        (path for entry_id in marks.by_entry for path in marks.files(entry_id)),
        map(article_file, selection.folded),
        map(tombstone_file, selection.withdrawn),
    )
    return frozenset(chain(articles, archives, documents, (page.path for page in pages)))


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


@dataclass(frozen=True, slots=True)
class _AllBut(Container[str]):
    """Every file but these."""

    without: frozenset[str]

    def __contains__(self, path: object) -> bool:
        return path not in self.without


def _archive_paths(feed: FeedSelection) -> Iterator[str]:
    return (
        path
        for archive in feed.archives.closed
        for path in (*archive.files, archive_page_file(archive.folder))
    )


def _report(
    rendered: Sequence[RenderedFeed],
    failed: Sequence[PublishError],
    written: site.WriteReport,
) -> PublishReport:
    losses = [Loss.of(error.feed or "site", error) for error in (*failed, *written.failures)]
    losses += [
        Loss(
            subject=skipped.entry_id.urn,
            message=f"left out of feed {feed.slug!r}: {skipped.reason}",
            hint="`feedsvc inspect` its dump; the other entries are in the feed",
        )
        for feed in rendered
        for skipped in feed.skipped
    ]
    return PublishReport(
        written=written.written,
        unchanged=written.unchanged,
        removed=len(written.removed),
        feeds={feed.slug: len(feed.entry_ids) for feed in rendered},
        losses=tuple(losses),
    )


def _write_down(publisher: Publisher, report: PublishReport) -> None:
    for slug in report.changed_feeds:
        log.info("feed_published", feed=slug, entries=report.feeds[slug])
    for loss in report.losses:
        log.error("publication_failed", subject=loss.subject, detail=loss.message, hint=loss.hint)
    with publisher.database.writing() as transaction:
        runs.published(
            transaction,
            str(publisher.directory.absolute()),
            runs.Publication(
                published=publisher.clock(),
                failures=tuple(f"{loss.subject}: {loss.message}" for loss in report.losses),
            ),
        )

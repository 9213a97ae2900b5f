"""Store to site: select what each feed shows, render it, write what differs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from uuid import UUID

import structlog

from feedsvc import feeds, site
from feedsvc.errors import PublishError
from feedsvc.feeds import Format
from feedsvc.feeds.addresses import article_file, feed_file
from feedsvc.model import Entry, RenderedFile
from feedsvc.pipeline.reports import Loss, PublishReport
from feedsvc.site import Site
from feedsvc.store import entries, runs
from feedsvc.store.engine import Database, Transaction

NEWEST_ON_HOME_PAGE = 30

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The world as a publication sees it. `site.feeds` are the feeds to publish."""

    database: Database
    directory: Path
    site: Site
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selection:
    """What is to be shown, all of one state of the store."""

    feeds: Mapping[str, Sequence[Entry]]  # by slug, newest first
    newest: Sequence[Entry]
    revisions: Mapping[UUID, int]  # every entry, with the number of the revision it shows


def publish(publisher: Publisher) -> PublishReport:
    """Bring the site's directory up to date with the store. A feed that fails keeps its last good
    documents, and the others go out.

    Raises: PublishError if the directory itself cannot be used; StoreError.
    """
    with (
        site.lock(publisher.directory),
        publisher.database.reading() as transaction,
    ):
        selection = _select(publisher.site, transaction)
        rendered, failed = _render_feeds(publisher.site, selection)
        stamps = site.stamps(publisher.directory)
        articles = _article_pages(publisher.site, selection, stamps, transaction)
        documents = [file for feed in rendered for file in feed.files]
        pages = list(_other_files(publisher.site, selection))
        written = site.write(
            publisher.directory,
            chain(articles, documents, pages),
            keep=_kept(publisher.site, selection, pages),
        )
    report = _report(rendered, failed, written)
    _write_down(publisher, report)
    return report


def _select(shown: Site, transaction: Transaction) -> _Selection:
    longest = max((feed.max_entries for feed in shown.feeds), default=0)
    newest = entries.newest(transaction, max(longest, NEWEST_ON_HOME_PAGE))
    return _Selection(
        feeds={feed.slug: feeds.window(newest, feed.max_entries) for feed in shown.feeds},
        newest=feeds.window(newest, NEWEST_ON_HOME_PAGE),
        revisions=entries.shown_revisions(transaction),
    )


def _render_feeds(
    shown: Site, selection: _Selection
) -> tuple[list[feeds.RenderedFeed], list[PublishError]]:
    rendered, failed = [], []
    for definition in shown.feeds:
        try:
            chosen = selection.feeds[definition.slug]
            rendered.append(feeds.render(definition, chosen, shown.addresses))
        except PublishError as error:
            failed.append(error)
    return rendered, failed


def _article_pages(
    shown: Site, selection: _Selection, stamps: Mapping[str, str], transaction: Transaction
) -> Iterator[RenderedFile]:
    """The pages of the articles that are not out as they are now."""
    stale = [
        entry_id
        for entry_id, revision in selection.revisions.items()
        if stamps.get(article_file(entry_id)) != site.article_stamp(shown, revision)
    ]
    return site.article_pages(shown, entries.load(transaction, stale))


def _other_files(shown: Site, selection: _Selection) -> Iterator[RenderedFile]:
    yield feeds.opml(shown.feeds, shown.addresses, shown.title)
    yield from site.render_pages(shown, selection.newest, selection.feeds)


def _kept(shown: Site, selection: _Selection, pages: Sequence[RenderedFile]) -> frozenset[str]:
    """Every file that the site is to have; a feed that failed keeps what it has."""
    documents = (feed_file(feed.slug, format_) for feed in shown.feeds for format_ in Format)
    articles = map(article_file, selection.revisions)
    return frozenset(chain(articles, documents, (page.path for page in pages)))


def _report(
    rendered: Sequence[feeds.RenderedFeed],
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
    changed = set(report.written)
    for slug, count in report.feeds.items():
        if any(feed_file(slug, format_) in changed for format_ in Format):
            log.info("feed_published", feed=slug, entries=count)
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

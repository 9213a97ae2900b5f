"""The pages that list articles: the home page, feeds, their archives, and the search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from feedsvc.feeds import Archive
from feedsvc.feeds.addresses import (
    HOME_FILE,
    about_file,
    archive_list_file,
    archive_page_file,
    feed_page_file,
)
from feedsvc.model import Entry, FeedDefinition, RenderedFile
from feedsvc.site import language
from feedsvc.site.rendering import Site, digest, page, render

FEEDS_ON_HOME_PAGE = 12  # the others stand on the page for subscribers
NAMES_SHOWN = 8  # of publishers, on a feed's own page
_DAY = timedelta(days=1)
_LATELY = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFacts:
    """A feed in figures, for who thinks of subscribing."""

    entries: int = 0
    first: datetime | None = None
    last: datetime | None = None
    pace: str = ""  # how often something is new, in words
    languages: tuple[str, ...] = ()  # of what it shows now
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFeed:
    """What a feed's pages show."""

    definition: FeedDefinition
    entries: Sequence[Entry]  # newest first
    archives: Sequence[Archive] = ()  # the oldest first
    facts: FeedFacts = FeedFacts()


def facts(seen: Iterable[datetime], shown: Sequence[Entry]) -> FeedFacts:
    """The figures of a feed with entries first seen at these moments."""
    moments = sorted(seen)
    if not moments:
        return FeedFacts()
    languages = {entry.article.language: None for entry in shown}
    publishers = {entry.article.publisher: None for entry in shown if entry.article.publisher}
    return FeedFacts(
        entries=len(moments),
        first=moments[0],
        last=moments[-1],
        pace=pace(moments),
        languages=tuple(language.name(tag) for tag in languages if tag != "und"),
        publishers=tuple(filter(None, publishers)),
    )


def pace(moments: Sequence[datetime]) -> str:
    """How often something was new in the four weeks before the last news, in words."""
    lately = [moment for moment in moments if moments[-1] - moment <= _LATELY]
    if lately[-1] - lately[0] < _DAY:  # all at once, maybe after a long silence
        lately = list(moments)
    days = (lately[-1] - lately[0]) / _DAY
    if days < 1:
        return "too new to say"
    for unit, length in (("day", 1), ("week", 7), ("month", 30)):
        rate = (len(lately) - 1) * length / days
        if rate >= 1.5:
            return f"about {round(rate):,} a {unit}"
    return "less than two a month"


def index_page(site: Site, newest: Sequence[Entry]) -> RenderedFile:
    """The home page: what is new, and the feeds."""
    feeds = site.feeds[:FEEDS_ON_HOME_PAGE]
    return page("index.html", site, HOME_FILE, days=by_day(newest), feeds=feeds)


def feed_page(site: Site, shown: ShownFeed) -> RenderedFile:
    """What a feed holds now, for people, and the way to what it held before."""
    path = feed_page_file(shown.definition.slug)
    newest = shown.archives[-1] if shown.archives else None
    return page(
        "feed.html",
        site,
        path,
        feed=shown.definition,
        days=by_day(shown.entries),
        older=_link(newest) if newest else None,
    )


def about_page(site: Site, shown: ShownFeed) -> RenderedFile:
    """What a feed is, how often it changes, and how to subscribe to it."""
    path = about_file(shown.definition.slug)
    return page(
        "about.html",
        site,
        path,
        feed=shown.definition,
        facts=shown.facts,
        publishers=shown.facts.publishers[:NAMES_SHOWN],
        archives=shown.archives,
    )


def archive_list_page(site: Site, shown: ShownFeed) -> RenderedFile:
    """All months of a feed's history, the newest first."""
    months = [
        (month, list(parts)) for month, parts in groupby(reversed(shown.archives), key=_month_of)
    ]
    path = archive_list_file(shown.definition.slug)
    links = [
        (language.written_month(month), sum(len(one.entry_ids) for one in parts), _link(parts[0]))
        for month, parts in months
    ]
    return page("archives.html", site, path, feed=shown.definition, months=links)


def archive_page(
    site: Site, definition: FeedDefinition, archive: Archive, entries: Iterable[Entry]
) -> RenderedFile:
    """A closed part of a feed's history. It holds what its documents hold, and is as lasting."""
    by_id = {entry.id: entry for entry in entries}
    shown = [by_id[entry_id] for entry_id in reversed(archive.entry_ids) if entry_id in by_id]
    near = dict(archive.neighbors)
    file = page(
        "archive.html",
        site,
        archive_page_file(archive.folder),
        feed=definition,
        days=by_day(shown),
        month=language.written_month(_month_of(archive)),
        part=int(archive.folder.rpartition("/")[2]),
        older=_page_of(near.get("prev-archive")),
        newer=_page_of(near.get("next-archive")),
    )
    return replace(file, stamp=archive_stamp(site, archive))


def archive_stamp(site: Site, archive: Archive) -> str:
    """What an archive's page is rendered from."""
    return f"{digest(site, 'archive.html')}-{archive.stamp}"


def search_page(site: Site, query: str, entries: Sequence[Entry], number: int, size: int) -> bytes:
    """Page `number` (from 1) of a search's results, of `size` at most; one entry more means that
    there is another page.
    """
    return render(
        "search.html",
        site,
        "search",
        query=query,
        entries=entries[:size],
        number=number,
        has_more=len(entries) > size,
    ).encode()


def by_day(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries under the days on which they entered."""
    days = groupby(entries, key=lambda entry: language.written_day(entry.entered))
    return [(day, list(group)) for day, group in days]


def _link(archive: Archive) -> tuple[str, str]:
    """The file of an archive's page, and its month."""
    return archive_page_file(archive.folder), language.written_month(_month_of(archive))


def _page_of(folder: str | None) -> str | None:
    return archive_page_file(folder) if folder else None


def _month_of(archive: Archive) -> datetime:
    """Archives are named after their month: feeds/all/archive/50/2026-03/1."""
    return datetime.strptime(archive.folder.split("/")[-2], "%Y-%m").replace(tzinfo=UTC)

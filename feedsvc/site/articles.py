"""The page of an article, and the page that tells how it changed."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from feedsvc.feeds.addresses import article_file, history_file
from feedsvc.model import Entry, History, RenderedFile
from feedsvc.site import changes
from feedsvc.site.rendering import Site, digest, page

_TEMPLATES = ("article.html", "history.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same story under another masthead."""

    publisher: str
    url: str | None = None
    entry_id: UUID | None = None  # an item of its own, where copies are not folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What an article's pages show beside the article."""

    mark: str = ""  # what all of the pages are rendered from, in short
    history: History | None = None  # of an entry with several versions
    copies: tuple[Elsewhere, ...] = ()
    related: tuple[Entry, ...] = ()  # other reports of the same event


NOTHING = Background()


def article_page(site: Site, entry: Entry, background: Background = NOTHING) -> RenderedFile:
    """The page that an article's items link to."""
    path = article_file(entry.id)
    file = page(
        "article.html",
        site,
        path,
        entry=entry,
        changes=background.history.changes if background.history else (),
        versions=background.history.versions if background.history else (),
        copies=background.copies,
        related=background.related,
    )
    return replace(file, stamp=article_stamp(site, background.mark))


def history_page(site: Site, entry: Entry, background: Background) -> RenderedFile:
    """How an article changed: the difference that each material change made, and all versions."""
    history = background.history
    assert history is not None
    file = page(
        "history.html",
        site,
        history_file(entry.id),
        entry=entry,
        changes=list(changes.shown(history)),
        versions=list(changes.versions(history)),
    )
    return replace(file, stamp=article_stamp(site, background.mark))


def pages_of(site: Site, entry: Entry, background: Background = NOTHING) -> Iterator[RenderedFile]:
    """Every page that an entry has."""
    yield article_page(site, entry, background)
    if background.history is not None:
        yield history_page(site, entry, background)


def article_pages(site: Site, entries: Iterable[Entry]) -> Iterator[RenderedFile]:
    """The pages of articles without a background, one at a time."""
    marked = ((entry, mark_of(entry.revision, entry.updated)) for entry in entries)
    return (article_page(site, entry, Background(mark=mark)) for entry, mark in marked)


def mark_of(*parts: object) -> str:
    """Anything that pages are rendered from, in short."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def article_stamp(site: Site, mark: str) -> str:
    """What an article's pages are rendered from: all that pages share, and the entry's mark."""
    return f"{digest(site, *_TEMPLATES)}-{mark}"


def alias_page(site: Site, entry: Entry, background: Background, alias: UUID) -> RenderedFile:
    """The page of an entry that turned out to be `entry`: the same page, under the old address too.
    Its canonical link tells where the article lives now.
    """
    found = article_page(site, entry, background)
    stamp = alias_stamp(site, background.mark, entry.id)
    return replace(found, path=article_file(alias), stamp=stamp)


def alias_stamp(site: Site, mark: str, entry_id: UUID) -> str:
    """What an alias is rendered from: its article's page, and which article that is."""
    return f"{article_stamp(site, mark)}-{entry_id}"

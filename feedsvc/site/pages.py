"""The site's HTML pages. Pure: the same values give the same bytes.

Templates escape everything but an article's `content`, which is sanitized HTML by contract; the
content security policy, in the pages and in the server's headers, stands behind that.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import groupby
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from feedsvc.feeds.addresses import (
    HOME_FILE,
    ICON_FILE,
    NOT_FOUND_FILE,
    OPML_FILE,
    STYLE_FILE,
    SUBSCRIBE_FILE,
    Addresses,
    Format,
    article_file,
    feed_file,
    feed_page_file,
)
from feedsvc.model import Entry, FeedDefinition, RenderedFile
from feedsvc.site import language

# One policy for all pages (FAULTS H1). `frame-ancestors` works in a header only; the server adds
# it there.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; media-src https:; "
    "base-uri 'none'; form-action 'self'"
)
_STATIC = ("style.css", "icon.svg", "icon.png", "logo.png", "robots.txt")
_ARTICLE_TEMPLATES = ("layout.html", "macros.html", "article.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page knows: the site's name, where it lives, and the feeds that it offers."""

    title: str
    addresses: Addresses
    feeds: tuple[FeedDefinition, ...]
    description: str = ""
    offers_search: bool = False  # the server has a search page; a static host has none


def article_page(site: Site, entry: Entry) -> RenderedFile:
    """The page that an article's items link to."""
    content = _render("article.html", site, article_file(entry.id), entry=entry)
    return RenderedFile(
        path=article_file(entry.id), content=content, stamp=article_stamp(site, entry.revision)
    )


def article_stamp(site: Site, revision: int) -> str:
    """What an article's page is rendered from: all that pages share, and the entry's revision."""
    return f"{_site_digest(site)}-{revision}"


def alias_page(site: Site, entry: Entry, alias: UUID) -> RenderedFile:
    """The page of an entry that turned out to be `entry`: the same page, under the old address too.
    Its canonical link tells where the article lives now.
    """
    stamp = alias_stamp(site, entry.revision, entry.id)
    return replace(article_page(site, entry), path=article_file(alias), stamp=stamp)


def alias_stamp(site: Site, revision: int, entry_id: UUID) -> str:
    """What an alias is rendered from: its article's page, and which article that is."""
    return f"{article_stamp(site, revision)}-{entry_id}"


def index_page(site: Site, newest: Sequence[Entry]) -> RenderedFile:
    """The home page: what is new, and all feeds."""
    return _page("index.html", site, HOME_FILE, days=_by_day(newest))


def feed_page(site: Site, definition: FeedDefinition, entries: Sequence[Entry]) -> RenderedFile:
    """What a feed holds, for people, with its addresses to subscribe to."""
    path = feed_page_file(definition.slug)
    return _page("feed.html", site, path, feed=definition, days=_by_day(entries))


def shared_files(site: Site) -> Iterator[RenderedFile]:
    """What does not depend on any article: help, the 404 page, style and icons."""
    yield _page("subscribe.html", site, SUBSCRIBE_FILE)
    yield _page("not_found.html", site, NOT_FOUND_FILE)
    folder = resources.files("feedsvc.site") / "static"
    for name in _STATIC:
        yield RenderedFile(path=name, content=(folder / name).read_bytes())


def render_pages(
    site: Site, newest: Sequence[Entry], feeds: Mapping[str, Sequence[Entry]]
) -> Iterator[RenderedFile]:
    """All pages but the articles': style first, then the feeds' pages, the home page last.

    `feeds` holds what each feed shows, by slug.
    """
    yield from shared_files(site)
    for definition in site.feeds:
        yield feed_page(site, definition, feeds.get(definition.slug, ()))
    yield index_page(site, newest)


def article_pages(site: Site, entries: Iterable[Entry]) -> Iterator[RenderedFile]:
    """The pages of these articles, one at a time."""
    return (article_page(site, entry) for entry in entries)


def search_page(site: Site, query: str, entries: Sequence[Entry]) -> bytes:
    """The answer to a search, which the server alone can give."""
    return _render("search.html", site, "search", query=query, entries=entries)


def _page(template: str, site: Site, path: str, **values: object) -> RenderedFile:
    return RenderedFile(path=path, content=_render(template, site, path, **values))


def _render(template: str, site: Site, path: str, **values: object) -> bytes:
    text = (
        _environment()
        .get_template(template)
        .render(
            site=site,
            addresses=site.addresses,
            canonical=site.addresses.url(path),
            policy=CONTENT_SECURITY_POLICY,
            **values,
        )
    )
    return text.encode()


def _by_day(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    days = groupby(entries, key=lambda entry: language.written_day(entry.first_seen))
    return [(day, list(group)) for day, group in days]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("feedsvc.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "tag": language.tag,
        "direction": language.direction,
        "day": language.written_day,
        "moment": language.written_moment,
        "machine": language.machine_moment,
        "sanitized": Markup,
    }
    environment.globals |= {
        "formats": tuple(Format),
        "feed_file": feed_file,
        "feed_page_file": feed_page_file,
        "article_file": article_file,
        "STYLE": STYLE_FILE,
        "ICON": ICON_FILE,
        "OPML": OPML_FILE,
        "SUBSCRIBE": SUBSCRIBE_FILE,
    }
    return environment


@cache
def _site_digest(site: Site) -> str:
    """Changes when the templates, or what all article pages show of the site, change."""
    loader = _environment().loader
    assert loader is not None
    parts = [loader.get_source(_environment(), name)[0] for name in _ARTICLE_TEMPLATES]
    return hashlib.sha256("\0".join((*parts, repr(site))).encode()).hexdigest()[:16]

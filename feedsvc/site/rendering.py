"""Templates to pages. Pure: the same values give the same bytes.

Templates escape everything but an article's `content`, which is sanitized HTML by contract; the
content security policy, in the pages and in the server's headers, stands behind that.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from feedsvc.feeds import addresses
from feedsvc.feeds.addresses import Addresses, Format
from feedsvc.model import FeedDefinition, FeedGroup, RenderedFile
from feedsvc.site import language
from feedsvc.site.pictures import sanitized

# One policy for all pages (FAULTS H1). `frame-ancestors` works in a header only; the server adds
# it there.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'"
)
MAX_NAMED_FEEDS = 20  # in the head of a page: a new publisher's feed must not change every page


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page knows: the site's name, where it lives, and the feeds that it offers."""

    title: str
    addresses: Addresses
    feeds: tuple[FeedDefinition, ...]
    description: str = ""
    offers_search: bool = False  # the server has a search page; a static host has none
    offers_search_feeds: bool = False
    groups: tuple[FeedGroup, ...] = ()  # the feeds of families

    @property
    def all_feeds(self) -> tuple[FeedDefinition, ...]:
        """The feeds of the settings, then those of families."""
        return (*self.feeds, *(feed for group in self.groups for feed in group.feeds))

    @property
    def named_feeds(self) -> tuple[FeedDefinition, ...]:
        """The feeds that every page names in its head; the others stand on the feeds' own pages,
        on the page for subscribers and in the OPML.
        """
        return self.feeds[:MAX_NAMED_FEEDS]


def page(template: str, site: Site, path: str, **values: object) -> RenderedFile:
    """A page of the site."""
    return RenderedFile(path=path, content=render(template, site, path, **values).encode())


def render(template: str, site: Site, path: str, **values: object) -> str:
    """A template, filled in for the page at `path`."""
    return (
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


@cache
def digest(site: Site, *templates: str) -> str:
    """Changes when these templates, or what all pages show of the site, change."""
    loader = _environment().loader
    assert loader is not None
    names = ("layout.html", "macros.html", *templates)
    parts = [loader.get_source(_environment(), name)[0] for name in names]
    frame = (site.title, site.addresses, site.named_feeds, site.offers_search)
    return hashlib.sha256("\0".join((*parts, repr(frame))).encode()).hexdigest()[:16]


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
        "language": language.name,
        "day": language.written_day,
        "month": language.written_month,
        "moment": language.written_moment,
        "machine": language.machine_moment,
        "count": language.written_count,
        "sentence": language.sentence,
        "sanitized": sanitized,
    }
    environment.globals |= {
        "formats": tuple(Format),
        "feed_file": addresses.feed_file,
        "feed_page_file": addresses.feed_page_file,
        "about_file": addresses.about_file,
        "archive_list_file": addresses.archive_list_file,
        "article_file": addresses.article_file,
        "history_file": addresses.history_file,
        "change_anchor": addresses.change_anchor,
        "STYLE": addresses.STYLE_FILE,
        "ICON": addresses.ICON_FILE,
        "OPML": addresses.OPML_FILE,
        "SUBSCRIBE": addresses.SUBSCRIBE_FILE,
        "SEARCH": addresses.SEARCH_FOLDER,
    }
    return environment

"""The site's pages but the articles': help, lists, feeds, the home page last."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from feedsvc.feeds.addresses import GONE_FILE, NOT_FOUND_FILE, SUBSCRIBE_FILE
from feedsvc.model import Entry, RenderedFile
from feedsvc.site.lists import (
    ShownFeed,
    about_page,
    archive_list_page,
    feed_page,
    index_page,
)
from feedsvc.site.rendering import Site, page

_STATIC = ("style.css", "icon.svg", "icon.png", "logo.png", "robots.txt")


def shared_files(site: Site) -> Iterator[RenderedFile]:
    """What does not depend on any article: help, what is missing or gone, style and icons."""
    yield page("subscribe.html", site, SUBSCRIBE_FILE)
    yield page("not_found.html", site, NOT_FOUND_FILE)
    yield page("gone.html", site, GONE_FILE)
    folder = resources.files("feedsvc.site") / "static"
    for name in _STATIC:
        yield RenderedFile(path=name, content=(folder / name).read_bytes())


def render_pages(
    site: Site, newest: Sequence[Entry], feeds: Mapping[str, ShownFeed]
) -> Iterator[RenderedFile]:
    """All pages but those of articles and archives: style first, the home page last.

    `feeds` holds what each feed shows, by slug.
    """
    yield from shared_files(site)
    for definition in site.all_feeds:
        shown = feeds.get(definition.slug) or ShownFeed(definition=definition, entries=())
        yield feed_page(site, shown)
        yield about_page(site, shown)
        if shown.archives:
            yield archive_list_page(site, shown)
    yield index_page(site, newest)

"""The documents of one place: a feed, or one of its archives, in every format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from feedsvc.errors import PublishError
from feedsvc.feeds import generator
from feedsvc.feeds.addresses import (
    ICON_PNG_FILE,
    ICON_PNG_SIZE,
    LOGO_FILE,
    Addresses,
    Format,
    document_file,
)
from feedsvc.feeds.check import entry_ids
from feedsvc.feeds.generator import Channel, Link
from feedsvc.feeds.items import Item, known_language, unfit_character
from feedsvc.feeds.json_feed import json_feed
from feedsvc.model import FeedDefinition, RenderedFile

# The namespace of feed ids. Never changed: a feed's id would change with it.
_FEED_IDS = UUID("2f0e8c0a-6a3c-5d0f-9b7e-3c1d7a4f9e52")
# An empty feed has no newest entry, and Atom wants a date: "never".
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_WRITERS: dict[Format, Callable[[Channel, Sequence[Item]], bytes]] = {
    Format.ATOM: generator.atom,
    Format.RSS: generator.rss,
    Format.JSON: json_feed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where documents stand: their folder, and the folders of those that they lead to, by rel."""

    folder: str
    related: tuple[tuple[str, str], ...] = ()  # (rel, folder)
    is_archive: bool = False
    hub_url: str | None = None  # the WebSub hub that is told of changes
    stamp: str = ""  # what the documents are rendered from, if that can be said in short
    identity: str = ""  # what the id is made from, if not from the slug
    page: str = ""  # the URL of the HTML page, if not that of the feed
    query: str = ""  # what follows the names of the documents in their URLs


def documents(
    definition: FeedDefinition, items: Sequence[Item], addresses: Addresses, place: Place
) -> tuple[RenderedFile, ...]:
    """One document for each format. Raises PublishError when one, parsed back, is not right."""
    if character := unfit_character((definition.title, definition.description)):
        raise PublishError(
            f"the title or description of feed {definition.slug!r} holds {character}",
            "take the character out of the feed's title and description in the settings",
            definition.slug,
        )
    return tuple(document(definition, items, addresses, place, format_) for format_ in Format)


def feed_id(slug: str) -> str:
    """The permanent id of a feed: made from its slug alone, so that the site may move."""
    return uuid5(_FEED_IDS, slug).urn


def document(
    definition: FeedDefinition,
    items: Sequence[Item],
    addresses: Addresses,
    place: Place,
    format_: Format,
) -> RenderedFile:
    """One of them. Raises PublishError as above."""
    channel = _channel(definition, items, addresses, place, format_)
    content = _WRITERS[format_](channel, items)
    _verify(definition.slug, format_, content, items)
    return RenderedFile(
        path=document_file(place.folder, format_), content=content, stamp=place.stamp
    )


def _channel(
    definition: FeedDefinition,
    items: Sequence[Item],
    addresses: Addresses,
    place: Place,
    format_: Format,
) -> Channel:
    documents_linked = (
        Link(
            href=addresses.url(document_file(folder, format_)) + place.query,
            rel=rel,
            media_type=format_.media_type,
        )
        for rel, folder in (("self", place.folder), *place.related)
    )
    hub = Link(href=place.hub_url, rel="hub") if place.hub_url else None
    return Channel(
        id=feed_id(place.identity or definition.slug),
        title=definition.title,
        description=definition.description or definition.title,
        author=definition.title,
        updated=max((item.updated for item in items), default=_NEVER),
        language=known_language(definition.language) or _common_language(items),
        page=Link(
            href=place.page or addresses.feed_page(definition.slug),
            rel="alternate",
            media_type="text/html",
        ),
        links=(*documents_linked, *([hub] if hub else [])),
        is_archive=place.is_archive,
        icon_url=definition.icon or addresses.url(ICON_PNG_FILE),
        icon_size=None if definition.icon else ICON_PNG_SIZE,
        logo_url=addresses.url(LOGO_FILE),
    )


def _common_language(items: Sequence[Item]) -> str | None:
    languages = {item.language for item in items}
    return languages.pop() if len(languages) == 1 else None


def _verify(slug: str, format_: Format, content: bytes, items: Sequence[Item]) -> None:
    try:
        found = entry_ids(format_, content)
    except ValueError as error:
        raise _invalid(slug, format_, str(error)) from error
    if found != tuple(item.id for item in items):
        raise _invalid(slug, format_, f"it holds {len(found)} of {len(items)} entries")


def _invalid(slug: str, format_: Format, problem: str) -> PublishError:
    return PublishError(
        f"the {format_.label} document of feed {slug!r} is wrong: {problem}",
        "the last good one stays; please report this with the feed's entries",
        slug,
    )

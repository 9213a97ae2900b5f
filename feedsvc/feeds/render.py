"""A feed's definition and its entries to the feed's documents."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from uuid import UUID, uuid5

from feedsvc.errors import PublishError
from feedsvc.feeds import generator
from feedsvc.feeds.addresses import ICON_PNG_FILE, LOGO_FILE, Addresses, Format, feed_file
from feedsvc.feeds.check import entry_ids
from feedsvc.feeds.generator import Channel, Link
from feedsvc.feeds.items import Item, Skipped, known_language, present, unfit_character
from feedsvc.feeds.json_feed import json_feed
from feedsvc.model import Entry, FeedDefinition, RenderedFile

# The namespace of feed ids. Never changed: a feed's id would change with it.
_FEED_IDS = UUID("2f0e8c0a-6a3c-5d0f-9b7e-3c1d7a4f9e52")
# An empty feed has no newest entry, and Atom wants a date: "never".
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# Of the content's HTML: some 250 kB compressed, which a reader fetches in one go (row 26).
WINDOW_BYTES = 1_000_000

_WRITERS: dict[Format, Callable[[Channel, Sequence[Item]], bytes]] = {
    Format.ATOM: generator.atom,
    Format.RSS: generator.rss,
    Format.JSON: json_feed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFeed:
    """A feed's documents, one for each format, and the entries that could not stand in them."""

    slug: str
    files: tuple[RenderedFile, ...]
    entry_ids: tuple[UUID, ...]  # what the documents hold, in their order
    skipped: tuple[Skipped, ...] = ()


def render(
    definition: FeedDefinition, entries: Iterable[Entry], addresses: Addresses
) -> RenderedFeed:
    """The documents of a feed in every format: its newest entries, newest first.

    The same arguments give the same bytes in any process: nothing here reads a clock. Raises
    PublishError when a document, parsed back, does not hold what it should.
    """
    chosen = window(entries, definition.max_entries)
    shown: list[Item] = []
    skipped: list[Skipped] = []
    for entry in chosen:
        outcome = present(entry, addresses)
        shown.append(outcome) if isinstance(outcome, Item) else skipped.append(outcome)
    files = tuple(_document(definition, shown, addresses, format_) for format_ in Format)
    return RenderedFeed(
        slug=definition.slug,
        files=files,
        entry_ids=tuple(UUID(item.id) for item in shown),
        skipped=tuple(skipped),
    )


def window(
    entries: Iterable[Entry], max_entries: int, max_bytes: int = WINDOW_BYTES
) -> tuple[Entry, ...]:
    """The newest entries by first sight, newest first (row 13), each once.

    By first sight, because an old article that arrives today is news to a subscriber; those of
    one moment stand by the publisher's date, then by id. It ends before its content exceeds
    `max_bytes`, but holds one entry at least.
    """
    distinct = {entry.id: entry for entry in entries}
    ordered = sorted(distinct.values(), key=_newest_first, reverse=True)[:max_entries]
    sizes = accumulate(len(entry.article.content.encode("utf-8", "replace")) for entry in ordered)
    fitting = sum(1 for total in sizes if total <= max_bytes)
    return tuple(ordered[: max(fitting, 1)])


def feed_id(slug: str) -> str:
    """The permanent id of a feed: made from its slug alone, so that the site may move."""
    return uuid5(_FEED_IDS, slug).urn


def _newest_first(entry: Entry) -> tuple[datetime, datetime, UUID]:
    return entry.first_seen, entry.article.published or entry.first_seen, entry.id


def _document(
    definition: FeedDefinition, items: Sequence[Item], addresses: Addresses, format_: Format
) -> RenderedFile:
    channel = _channel(definition, items, addresses, format_)
    if character := unfit_character((channel.title, channel.description)):
        raise PublishError(
            f"the title or description of feed {definition.slug!r} holds {character}",
            "take the character out of the feed's title and description in the settings",
            definition.slug,
        )
    content = _WRITERS[format_](channel, items)
    _verify(definition.slug, format_, content, items)
    return RenderedFile(path=feed_file(definition.slug, format_), content=content)


def _channel(
    definition: FeedDefinition, items: Sequence[Item], addresses: Addresses, format_: Format
) -> Channel:
    own = Link(
        href=addresses.feed(definition.slug, format_), rel="self", media_type=format_.media_type
    )
    return Channel(
        id=feed_id(definition.slug),
        title=definition.title,
        description=definition.description or definition.title,
        author=definition.title,
        updated=max((item.updated for item in items), default=_NEVER),
        language=known_language(definition.language) or _common_language(items),
        page=Link(
            href=addresses.feed_page(definition.slug), rel="alternate", media_type="text/html"
        ),
        links=(own,),
        icon_url=addresses.url(ICON_PNG_FILE),
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

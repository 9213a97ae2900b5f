"""A feed's definition and its entries to the feed's documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from feedsvc.feeds.addresses import Addresses, feed_folder
from feedsvc.feeds.archives import Archive, Archives
from feedsvc.feeds.documents import Place, documents
from feedsvc.feeds.items import Item, Skipped, present
from feedsvc.feeds.window import window
from feedsvc.model import Entry, FeedDefinition, RenderedFile

_NONE = Archives(closed=(), recent=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFeed:
    """The documents of one place, one for each format, and the entries left out of them."""

    slug: str
    files: tuple[RenderedFile, ...]
    entry_ids: tuple[UUID, ...]  # what the documents hold, in their order
    skipped: tuple[Skipped, ...] = ()


def render(
    definition: FeedDefinition,
    entries: Iterable[Entry],
    addresses: Addresses,
    archives: Archives = _NONE,
    *,
    hub_url: str | None = None,
) -> RenderedFeed:
    """The documents of a feed in every format: its newest entries, newest first.

    With `archives`, they lead to the newest of those, and hold all that none of them holds yet;
    with a hub, to that (WebSub, 4).
    The same arguments give the same bytes in any process: nothing here reads a clock. Raises
    PublishError when a document, parsed back, does not hold what it should.
    """
    newest = archives.closed[-1] if archives.closed else None
    place = Place(
        folder=feed_folder(definition.slug),
        related=(("prev-archive", newest.folder),) if newest else (),
        hub_url=hub_url,
    )
    shown = window(definition, entries, at_least=archives.recent)
    return _rendered(definition, shown, addresses, place)


def render_archive(
    definition: FeedDefinition,
    archive: Archive,
    entries: Iterable[Entry],
    addresses: Addresses,
) -> RenderedFeed:
    """The documents of one archive (RFC 5005, 4), its entries newest first. Raises PublishError."""
    place = Place(
        folder=archive.folder,
        related=(("current", feed_folder(definition.slug)), *archive.neighbors),
        is_archive=True,
        stamp=archive.stamp,
    )
    by_id = {entry.id: entry for entry in entries}
    shown = [by_id[entry_id] for entry_id in reversed(archive.entry_ids) if entry_id in by_id]
    return _rendered(definition, shown, addresses, place)


def _rendered(
    definition: FeedDefinition, entries: Iterable[Entry], addresses: Addresses, place: Place
) -> RenderedFeed:
    shown: list[Item] = []
    skipped: list[Skipped] = []
    for entry in entries:
        outcome = present(entry, addresses, in_full=definition.content == "full")
        shown.append(outcome) if isinstance(outcome, Item) else skipped.append(outcome)
    return RenderedFeed(
        slug=definition.slug,
        files=documents(definition, shown, addresses, place),
        entry_ids=tuple(UUID(item.id) for item in shown),
        skipped=tuple(skipped),
    )

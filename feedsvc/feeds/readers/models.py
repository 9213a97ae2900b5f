"""Four readers: what each takes for an item's identity, and what for a change of it.

Each function says which source it was read from; the code is ours. A model covers what can be
told from a document alone: what a user has configured there (filters, "mark as unread when
changed") is at its default.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from feedsvc.feeds.readers.parsing import ParsedEntry

_INVALID_SHARE = 0.05  # FreshRSS: of a feed's ids, before it stops believing in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One item as a reader keeps it."""

    entry_id: str  # as it stands in the document
    identity: str  # two items of one identity are one
    state: str  # another one means: the item has changed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderModel:
    """A reader. It forgets an item `keeps_days` after it left the feed, or once `keeps_newer`
    others have come since; None means never.
    """

    name: str
    source: str  # what the model was written after
    read: Callable[[Sequence[ParsedEntry]], tuple[Held, ...]]
    keeps_days: int | None = None
    keeps_newer: int | None = None

    def forgets(self, gone: timedelta, newer: int) -> bool:
        """Whether it has forgotten an item that left so long ago, with so many come since."""
        too_old = self.keeps_days is not None and gone >= timedelta(days=self.keeps_days)
        too_many = self.keeps_newer is not None and newer >= self.keeps_newer
        return too_old or too_many


def miniflux(entries: Sequence[ParsedEntry]) -> tuple[Held, ...]:
    """Miniflux 2: internal/reader/{rss,atom,json}/adapter.go, internal/storage/entry.go.

    Identity is a hash of the id, else of the link, else of title and content. A later item with
    an id that the document has already is told apart by its link. Title, link, content, authors,
    tags and enclosures of a known item are replaced; its date and its being read are not.
    """
    seen: Counter[str] = Counter()
    held = []
    for entry in entries:
        identity = entry.id or entry.link or entry.title + entry.content
        if entry.id and seen[entry.id]:
            identity = f"{entry.id}|{entry.link or seen[entry.id]}"
        seen[entry.id] += 1
        parts = (entry.title, entry.link, entry.content, sorted(set(entry.authors)))
        state = _digest(*parts, sorted(set(entry.categories)), entry.media)
        held.append(Held(entry_id=entry.id, identity=_digest(identity), state=state))
    return tuple(held)


def freshrss(entries: Sequence[ParsedEntry]) -> tuple[Held, ...]:
    """FreshRSS 1.2x: app/Models/{Feed,Entry}.php, app/Controllers/feedController.php.

    Identity is the id. If more than 5 % of a document's ids are empty or there twice, none is
    believed, and link and date are hashed instead. Items change when a hash of link, title,
    authors, content, tags and enclosures does; the date is left out.
    """
    counts = Counter(entry.id for entry in entries)
    invalid = sum(not entry.id or counts[entry.id] > 1 for entry in entries)
    distrusts = invalid > round(_INVALID_SHARE * len(entries))
    return tuple(
        Held(
            entry_id=entry.id,
            identity=_digest(entry.link, entry.published)
            if distrusts or not entry.id
            else entry.id,
            state=_digest(
                entry.link,
                entry.title,
                entry.authors,
                entry.content,
                entry.categories,
                entry.media,
            ),
        )
        for entry in entries
    )


def netnewswire(entries: Sequence[ParsedEntry]) -> tuple[Held, ...]:
    """NetNewsWire 6 and 7: RSParser/Feeds/UniqueIDCalculator.swift,
    ArticlesDatabase/{ArticlesTable,Extensions/Article+Database}.swift.

    Identity is the id as it stands; without one, a hash of the first of link, title and content
    that is there, with the date. Changes are told field by field; a date that disappears is kept.
    """
    return tuple(
        Held(
            entry_id=entry.id,
            identity=entry.id
            or _digest(entry.link or entry.title or entry.content, entry.published),
            state=_digest(
                entry.title,
                entry.link,
                entry.related,
                entry.content,
                entry.summary,
                entry.published,
                entry.updated,
                sorted(set(entry.authors)),
            ),
        )
        for entry in entries
    )


def reader(entries: Sequence[ParsedEntry]) -> tuple[Held, ...]:
    """lemon24/reader 3: src/reader/_parser/{feedparser,jsonfeed}.py, src/reader/_update,
    src/reader/_types.py.

    Identity is the id; RSS without one falls back to the link, anything else is passed over. An
    item changes with `updated`, or with a hash of all the rest (24 times at most by that alone).
    """
    return tuple(
        Held(
            entry_id=entry.id,
            identity=entry.id or entry.link,
            state=_digest(
                entry.updated,
                entry.title,
                entry.link,
                entry.authors,
                entry.published,
                entry.summary,
                entry.content,
                entry.media,
            ),
        )
        for entry in entries
        if entry.id or entry.link
    )


MODELS = (
    ReaderModel(
        name="Miniflux",
        source="miniflux/v2, main branch of 2026; read items leave a tombstone",
        read=miniflux,
    ),
    ReaderModel(
        name="FreshRSS",
        source="FreshRSS/FreshRSS, edge of 2025; `archiving` at its default",
        read=freshrss,
        keeps_days=90,
        keeps_newer=200,
    ),
    ReaderModel(
        name="NetNewsWire",
        source="Ranchero-Software/NetNewsWire, main branch of 2026; a local account",
        read=netnewswire,
        keeps_days=30,
    ),
    ReaderModel(name="reader", source="lemon24/reader 3.2x", read=reader),
)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()

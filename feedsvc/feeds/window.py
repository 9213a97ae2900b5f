"""Which entries a feed shows: the newest by first sight, within its limits."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from feedsvc.model import Entry

# Of the content's HTML: some 250 kB compressed, which a reader fetches in one go (FEEDS 26).
WINDOW_BYTES = 1_000_000


def window(
    entries: Iterable[Entry],
    max_entries: int,
    *,
    max_bytes: int = WINDOW_BYTES,
    at_least: Collection[UUID] = (),
) -> tuple[Entry, ...]:
    """The newest entries by first sight, newest first (FEEDS 13), each once.

    By first sight, because an old article that arrives today is news to a subscriber; those of
    one moment stand by the publisher's date, then by id. It ends before its content exceeds
    `max_bytes`, but holds one entry at least, and those `at_least` whatever their size: what no
    archive holds yet.
    """
    distinct = {entry.id: entry for entry in entries}
    required = [entry for entry in distinct.values() if entry.id in at_least]
    others = [entry for entry in distinct.values() if entry.id not in at_least]
    chosen = list(required)
    size = sum(map(_content_bytes, required))
    for entry in sorted(others, key=_age, reverse=True):
        size += _content_bytes(entry)
        if len(chosen) >= max_entries or (chosen and size > max_bytes):
            break
        chosen.append(entry)
    return tuple(sorted(chosen, key=_age, reverse=True))


def _age(entry: Entry) -> tuple[datetime, datetime, UUID]:
    return entry.first_seen, entry.article.published or entry.first_seen, entry.id


def _content_bytes(entry: Entry) -> int:
    return len(entry.article.content.encode("utf-8", "replace"))

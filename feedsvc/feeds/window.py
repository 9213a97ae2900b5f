"""Which entries a feed shows: the newest that entered it, within its limits.

No clock is read: days are counted back from the newest entry, so a feed stays as it is until
something happens in it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from feedsvc.model import Entry, FeedDefinition


def window(
    definition: FeedDefinition, entries: Iterable[Entry], *, at_least: Collection[UUID] = ()
) -> tuple[Entry, ...]:
    """The newest entries by the time they entered, newest first (FEEDS 13), each once.

    By that time, because an old article that arrives today is news to a subscriber; those of one
    moment stand by the publisher's date, then by id. The limits of `definition` end it (the
    oldest go, to be found in the archives), but it holds one entry at least, and those
    `at_least` whatever their size: what no archive holds yet.
    """
    ordered = sorted({entry.id: entry for entry in entries}.values(), key=_age, reverse=True)
    chosen = [entry for entry in ordered if entry.id in at_least]
    size = sum(_size(definition, entry) for entry in chosen)
    for entry in _newest(definition, ordered):
        if entry.id in at_least:
            continue
        size += _size(definition, entry)
        if chosen and size > definition.max_bytes:
            break
        chosen.append(entry)
    return tuple(sorted(chosen, key=_age, reverse=True))


def earliest(newest: datetime, max_days: int | None) -> datetime:
    """When an entry must have entered to stand beside the `newest`."""
    floor = datetime.min.replace(tzinfo=newest.tzinfo)
    if max_days is None or newest - floor < timedelta(days=max_days):
        return floor
    return newest - timedelta(days=max_days)


def _newest(definition: FeedDefinition, ordered: list[Entry]) -> list[Entry]:
    newest = ordered[: definition.max_entries]
    since = earliest(newest[0].entered, definition.max_days) if newest else None
    return [entry for entry in newest if since is not None and entry.entered >= since]


def _age(entry: Entry) -> tuple[datetime, datetime, UUID]:
    return entry.entered, entry.article.published or entry.first_seen, entry.id


def _size(definition: FeedDefinition, entry: Entry) -> int:
    shown = entry.article.summary if definition.content == "summary" else entry.article.content
    return len(shown.encode("utf-8", "replace"))

"""What the subscribers of one feed have been shown so far: ids, and when each came and left."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """An entry in a feed: since when it has been shown, and when it left (None: it is there)."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)  # no slots: a property is cached
class History:
    """Every id that a feed has ever shown."""

    showings: Mapping[str, Showing] = field(default_factory=dict)

    def has_left(self, entry_id: str) -> bool:
        """Whether subscribers were shown the entry once, and it is no longer in the feed."""
        showing = self.showings.get(entry_id)
        return showing is not None and showing.until is not None

    def newer_than(self, entry_id: str) -> int:
        """How many entries have come since this one left."""
        until = self.showings[entry_id].until
        assert until is not None, "it has not left"
        return len(self._begun) - bisect_right(self._begun, until)

    def after(self, shown: Iterable[str], now: datetime) -> "History":
        """The history once the feed shows exactly `shown`."""
        inside = set(shown)
        showings = {
            entry_id: Showing(since=old.since, until=old.until or now)
            for entry_id, old in self.showings.items()
            if entry_id not in inside
        }
        for entry_id in inside:
            old = self.showings.get(entry_id)
            stays = old is not None and old.until is None
            showings[entry_id] = old if old and stays else Showing(since=now)
        return History(showings)

    @cached_property
    def _begun(self) -> list[datetime]:
        return sorted(showing.since for showing in self.showings.values())

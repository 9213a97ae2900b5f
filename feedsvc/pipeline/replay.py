"""The whole history decided anew, in a store of its own that is thrown away."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from uuid import UUID

from feedsvc.model import Dump
from feedsvc.pipeline.journey import Journey
from feedsvc.pipeline.reading import Reading
from feedsvc.pipeline.repeating import heed_repeats
from feedsvc.pipeline.ruling import Turns
from feedsvc.pipeline.storing import take
from feedsvc.store import ledger, reprocessing, rulings, schema
from feedsvc.store.engine import Database
from feedsvc.store.reprocessing import Partition, StoredDump


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item that is shown, or would be."""

    entry_id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """How the items would differ if everything were decided anew."""

    merged: tuple[tuple[Item, ...], ...]  # items that would be one
    split: tuple[tuple[Item, ...], ...]  # the first would come apart into all of these
    resurfaced: tuple[Item, ...]  # would be shown, and are not now


class Replay:
    """A store beside the store, filled dump after dump as the first one was."""

    def __init__(self, journey: Journey) -> None:
        self._first = journey
        self._stack = ExitStack()
        self._now: datetime | None = None

    def __enter__(self) -> "Replay":
        folder = self._stack.enter_context(TemporaryDirectory(prefix="feedsvc-replay-"))
        database = Database(f"sqlite:///{Path(folder) / 'replay.db'}")
        self._stack.callback(database.close)
        schema.upgrade(database)
        with self._first.database.reading() as old, database.writing() as new:
            for kept in rulings.listed(old):
                rulings.keep(new, kept.ruling)
        self._journey = replace(self._first, database=database, clock=self._clock)
        self._turns = Turns(self._journey)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _clock(self) -> datetime:
        return self._now or self._first.clock()

    def take(self, dump: Dump, stored: StoredDump, reading: Reading) -> None:
        """Decide on a dump's records as an ingest at that time would."""
        self._now = stored.taken
        self._turns.before(dump)
        reading = heed_repeats(self._journey, dump, reading)
        with self._journey.database.writing() as transaction:
            if ledger.find_dump(transaction, reading.sha256) is None:
                take(self._journey, transaction, dump, reading)

    def regrouping(self) -> Regrouping:
        """What is different from the store as it is."""
        self._turns.end()
        with self._first.database.reading() as old, self._journey.database.reading() as new:
            return _regrouping(reprocessing.partition(old), reprocessing.partition(new))


def _regrouping(old: Partition, new: Partition) -> Regrouping:
    common = old.items.keys() & new.items.keys()
    to_new: dict[UUID, set[UUID]] = defaultdict(set)
    to_old: dict[UUID, set[UUID]] = defaultdict(set)
    for key in common:
        to_new[old.items[key]].add(new.items[key])
        to_old[new.items[key]].add(old.items[key])
    return Regrouping(
        merged=tuple(
            _items(parts, old.titles)
            for _, parts in sorted(to_old.items(), key=str)
            if len(parts & old.titles.keys()) > 1
        ),
        split=tuple(
            (_item(entry_id, old.titles), *_items(parts - {entry_id}, new.titles))
            for entry_id, parts in sorted(to_new.items(), key=str)
            if len(parts & new.titles.keys()) > 1
        ),
        resurfaced=_items(new.titles.keys() - old.titles.keys(), new.titles),
    )


def _items(ids: set[UUID], titles: Mapping[UUID, str]) -> tuple[Item, ...]:
    return tuple(_item(entry_id, titles) for entry_id in sorted(ids, key=str))


def _item(entry_id: UUID, titles: Mapping[UUID, str]) -> Item:
    return Item(entry_id=entry_id, title=titles.get(entry_id, ""))

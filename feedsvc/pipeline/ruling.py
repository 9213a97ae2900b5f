"""The owner's hand on the wheel: a ruling is given, taken back, or brought in from a file.

Each is one transaction under the ingest lock. In a store that is rebuilt, a ruling comes into force
before the first dump that is younger than it, as it did in the old one, and at the end of the
ingest at the latest; a withdrawn article is a tombstone from its first moment.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from feedsvc.errors import ConfigError
from feedsvc.model import Dump, Ruling
from feedsvc.pipeline.journey import Journey
from feedsvc.pipeline.reports import Loss
from feedsvc.store import ruling_file, rulings
from feedsvc.store.engine import Transaction
from feedsvc.store.locks import Lock, hold
from feedsvc.store.rulings import KeptRuling

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingReport:
    """What became of rulings, and of the file that is to hold them."""

    rulings: tuple[KeptRuling, ...]
    file: str | None  # where they are kept beside the store
    losses: tuple[Loss, ...] = ()  # the store has them; the file could not be written


def give(journey: Journey, decide: Callable[[Transaction], Ruling]) -> RulingReport:
    """Keep the ruling that `decide` makes of the store as it is, and bring it into force.

    Raises: whatever `decide` does, ConfigError, StoreBusy, StoreError; then nothing is changed.
    """
    with _at_the_wheel(journey) as transaction:
        number = rulings.keep(transaction, decide(transaction)).number
        rulings.enact(transaction, number, journey.clock())
        kept = rulings.get(transaction, number)
        assert kept is not None
    log.info("ruling_recorded", act=kept.ruling.act.value, entry=kept.ruling.entry.urn)
    return _reported(journey, (kept,))


def undo(journey: Journey, find: Callable[[Transaction], int]) -> RulingReport:
    """Take back the ruling whose number `find` says.

    Raises: as `give`.
    """
    with _at_the_wheel(journey) as transaction:
        kept = rulings.undo(transaction, find(transaction), journey.clock())
    log.info("ruling_reverted", act=kept.ruling.act.value, entry=kept.ruling.entry.urn)
    return _reported(journey, (kept,))


def bring_in(journey: Journey, path: Path) -> RulingReport:
    """Take the rulings of a file that are new here, and bring into force those that can be.

    Raises: as `give`.
    """
    given = ruling_file.read(path)
    with _at_the_wheel(journey) as transaction:
        numbers = [rulings.keep(transaction, ruling).number for ruling in given]
        enact_waiting(journey, transaction)
        kept = tuple(filter(None, (rulings.get(transaction, number) for number in numbers)))
    return _reported(journey, kept)


@contextmanager
def _at_the_wheel(journey: Journey) -> Iterator[Transaction]:
    """The store alone, with what its file says."""
    with (
        hold(journey.database, Lock.INGEST, wait_seconds=journey.lock_wait_seconds),
        journey.database.writing() as transaction,
    ):
        read_file(journey, transaction)
        yield transaction


def read_file(journey: Journey, transaction: Transaction) -> None:
    """Keep what the file beside the configuration says; it comes into force in its turn.

    Raises: ConfigError.
    """
    if journey.rulings_file is not None:
        for ruling in ruling_file.read(journey.rulings_file):
            rulings.keep(transaction, ruling)


def enact_waiting(journey: Journey, transaction: Transaction) -> None:
    """Bring every ruling into force that can be."""
    for kept in rulings.waiting(transaction):
        rulings.enact(transaction, kept.number, journey.clock())


class Turns:
    """The rulings that wait, each for its turn among the dumps."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        with journey.database.writing() as transaction:
            read_file(journey, transaction)
            self._waiting = deque(rulings.waiting(transaction))

    def before(self, dump: Dump) -> None:
        """Bring into force what the owner said before this dump was there."""
        if not self._is_due(dump):
            return
        with self._journey.database.writing() as transaction:
            while self._is_due(dump):
                kept = self._waiting.popleft()
                rulings.enact(transaction, kept.number, self._journey.clock())

    def end(self) -> None:
        """Bring into force whatever can be, before anything is published."""
        with self._journey.database.writing() as transaction:
            enact_waiting(self._journey, transaction)

    def _is_due(self, dump: Dump) -> bool:
        if not self._waiting:
            return False
        taken = self._waiting[0].ruling.taken
        return taken.timestamp() * 1e9 <= dump.signature.mtime_ns


def _reported(journey: Journey, kept: tuple[KeptRuling, ...]) -> RulingReport:
    """Write the file anew. The store knows already: what fails here is told, and loses nothing."""
    path = journey.rulings_file
    losses: tuple[Loss, ...] = ()
    if path is not None:
        with journey.database.reading() as transaction:
            standing = [one.ruling for one in rulings.listed(transaction)]
        try:
            ruling_file.write(path, standing)
        except ConfigError as error:
            losses = (Loss.of(str(path), error),)
    return RulingReport(rulings=kept, file=str(path) if path else None, losses=losses)

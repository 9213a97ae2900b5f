"""Folder to store: look, wait until it rests, read, decide, write down; one dump after another."""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from feedsvc import dedup, inbox
from feedsvc.errors import FeedsvcError
from feedsvc.inbox import Found, Ignored, IgnoreRule, Settler, Settling, Sighting
from feedsvc.model import Dump
from feedsvc.pipeline import notices
from feedsvc.pipeline.journey import Journey, Request
from feedsvc.pipeline.outcome import ask, outcome_of
from feedsvc.pipeline.reading import Apart, ReadingOutcome, warm_up
from feedsvc.pipeline.reports import IngestReport, Tally, report_of
from feedsvc.pipeline.ruling import Turns
from feedsvc.pipeline.storing import count_quarantined, store
from feedsvc.store import backlog, ledger, runs
from feedsvc.store.backfill import backfill
from feedsvc.store.locks import Lock, hold
from feedsvc.store.runs import RunState

BATCH = 64  # dumps that are taken in hand in one transaction
# A dump is left alone (FAULTS B1) after so many deaths of the whole process with nothing else in
# its hands: it is killed from outside more often than by a dump.
MAX_PROCESS_DEATHS = 10

log = structlog.get_logger()


def ingest(journey: Journey, request: Request, settler: Settler | None = None) -> IngestReport:
    """Take everything in the folder (or at `request.paths`) that is new or has changed.

    `settler` remembers the last look between the runs of a daemon; a one-off run has its own.

    Raises: StoreBusy if another ingest does not end in time; StoreError, InboxError. What was
    done until then is committed and counted in the run's row.
    """
    with hold(
        journey.database,
        Lock.INGEST,
        wait_seconds=journey.lock_wait_seconds,
        sleep=request.stop.wait,
    ):
        started = journey.clock()
        with journey.database.writing() as transaction:
            run_id = runs.start(transaction, request.trigger, started)
        tally = Tally()
        try:
            _fill_in_fingerprints(journey)
            with journey.database.writing() as transaction:
                backlog.carry_over(transaction, started)
            watcher = settler or Settler(journey.policies.inbox)
            state = _ingest(journey, request, watcher, tally, started)
        except BaseException as error:
            report = report_of(tally, request.trigger, RunState.FAILED, started, journey.clock())
            _finish(journey, run_id, report, _words_for(error))
            raise
        report = report_of(tally, request.trigger, state, started, journey.clock())
        _finish(journey, run_id, report)
    return report


def _fill_in_fingerprints(journey: Journey) -> None:
    """After an update that brings a new version of fingerprints, what is stored gets it first:
    otherwise its copies would not be found.
    """
    version = dedup.FINGERPRINT_VERSION
    revisions = backfill(journey.database, dedup.fingerprint, version)
    if revisions:
        log.info("fingerprints_added", version=version, revisions=revisions)


def _words_for(error: BaseException) -> str:
    if isinstance(error, FeedsvcError):
        return error.message
    if isinstance(error, KeyboardInterrupt):
        return "it was told to end at once"
    return f"a defect: {type(error).__name__}: {error}"


def _finish(
    journey: Journey, run_id: int, report: IngestReport, message: str | None = None
) -> None:
    with journey.database.writing() as transaction:
        runs.finish(
            transaction,
            run_id,
            report.state,
            report.finished,
            counts=report.counts,
            message=message,
        )
    log.info("run_finished", trigger=report.trigger, state=report.state.value, **report.counts)


def _ingest(
    journey: Journey, request: Request, settler: Settler, tally: Tally, started: datetime
) -> RunState:
    turns = Turns(journey)
    batch = started if request.backfill else None
    # A backfill is waited for by a person; what it left undone would be marked as history still.
    deadline = journey.monotonic() + (math.inf if batch else journey.deadline_seconds)
    sightings = tuple(_look(journey, request))
    found = [sighting.dump for sighting in sightings if isinstance(sighting, Found)]
    ignored = [sighting for sighting in sightings if isinstance(sighting, Ignored)]
    unread = _unread(journey, found)
    tally.files["unchanged"] = len(found) - len(unread)
    tally.files["ignored"] = sum(one.rule is not IgnoreRule.MISSING for one in ignored)
    look = _settle(journey, request, settler, unread, ignored)
    tally.files["pending"] = len(look.pending)
    notices.write_down(journey, request, sightings, look, tally, batch=batch)
    state = _take(journey, request, inbox.work_order(look.settled), tally, deadline, turns=turns)
    turns.end()
    return RunState.STOPPED if request.stop.is_set() and look.pending else state


def _look(journey: Journey, request: Request) -> Iterator[Sighting]:
    if request.paths:
        return inbox.dumps_at(request.paths, journey.directory, journey.policies.inbox)
    return inbox.scan(journey.directory, journey.policies.inbox)


def _unread(journey: Journey, found: Sequence[Dump]) -> list[Dump]:
    by_directory: dict[str, list[Dump]] = {}
    for dump in found:
        by_directory.setdefault(dump.directory, []).append(dump)
    with journey.database.reading() as transaction:
        return [
            dump
            for directory, dumps in by_directory.items()
            for dump in ledger.unread(transaction, directory, dumps)
        ]


def _settle(
    journey: Journey,
    request: Request,
    settler: Settler,
    unread: Iterable[Dump],
    ignored: Iterable[Ignored],
) -> Settling:
    look = settler.look(unread, ignored)
    if not request.wait or not look.pending:
        return look
    request.waiting(len(look.pending))
    longest = journey.policies.inbox.settle_max_wait_seconds
    later = inbox.wait_until_settled(settler, look.pending, longest, sleep=request.stop.wait)
    return replace(later, settled=look.settled + later.settled)


def _take(
    journey: Journey,
    request: Request,
    dumps: Sequence[Dump],
    tally: Tally,
    deadline: float,
    *,
    turns: Turns,
) -> RunState:
    """Take the dumps in their order, until all are done, or a stop or the deadline comes."""
    done = 0
    request.progress(done, len(dumps))
    for batch in _batches(journey, dumps):
        # Waited for, whatever comes of it: an attempt is counted only for the reading itself.
        batch.executor.submit(warm_up, journey.policies).exception()
        in_hand = _take_in_hand(journey, batch.dumps, tally)
        done += len(batch.dumps) - len(in_hand)
        try:
            for dump, reading in _read_ahead(journey, in_hand, batch.executor):
                turns.before(dump)
                store(journey, dump, reading, tally)
                in_hand.remove(dump)
                done += 1
                request.progress(done, len(dumps))
                if request.stop.is_set():
                    return RunState.STOPPED
                if journey.monotonic() > deadline:
                    return RunState.DEADLINE
        finally:  # also when the store fails: their readers have not died
            notices.put_back(journey, in_hand)
    return RunState.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Dumps that are taken in hand together, and where they are read."""

    dumps: Sequence[Dump]
    executor: Executor


def _batches(journey: Journey, dumps: Sequence[Dump]) -> Iterator[_Batch]:
    """Dumps in their order. One whose reader may have died before stands alone, and is read in a
    process of its own: if that dies too, it was the dump.
    """
    with journey.database.reading() as transaction:
        suspects = ledger.suspects(transaction)
    batch: list[Dump] = []
    for dump in dumps:
        alone = (dump.directory, dump.path) in suspects
        if batch and (alone or len(batch) == BATCH):
            yield _Batch(dumps=batch, executor=journey.executor)
            batch = []
        if alone:
            yield _Batch(dumps=[dump], executor=journey.isolated)
        else:
            batch.append(dump)
    if batch:
        yield _Batch(dumps=batch, executor=journey.executor)


def _take_in_hand(journey: Journey, batch: Sequence[Dump], tally: Tally) -> list[Dump]:
    """Note that they are in hand; those that killed too many readers are left alone for good."""
    in_hand = []
    with journey.database.writing() as transaction:
        deaths = ledger.take_in_hand(transaction, batch, journey.clock())
        for dump, earlier in zip(batch, deaths, strict=True):
            if earlier < MAX_PROCESS_DEATHS:
                in_hand.append(dump)
                continue
            ledger.quarantine(transaction, dump, earlier, journey.clock())
            count_quarantined(dump, earlier, tally)
    return in_hand


def _read_ahead(
    journey: Journey, dumps: Sequence[Dump], executor: Executor
) -> Iterator[tuple[Dump, ReadingOutcome]]:
    """Readings in the order of the dumps, a few of them computed ahead."""
    waiting: deque[tuple[Dump, Future[ReadingOutcome | Apart]]] = deque()
    for dump in tuple(dumps):
        if len(waiting) >= journey.ahead:
            first, future = waiting.popleft()
            yield first, outcome_of(journey, first, future)
        waiting.append((dump, ask(journey, dump, executor=executor)))
    while waiting:
        first, future = waiting.popleft()
        yield first, outcome_of(journey, first, future)

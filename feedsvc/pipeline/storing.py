"""One dump's outcome into the store: its decisions and its ledger row in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import assert_never
from uuid import UUID

import structlog

from feedsvc.extract import clamp_dates
from feedsvc.inbox import directory_name
from feedsvc.model import (
    Article,
    Dump,
    Duplicate,
    FileState,
    Fingerprint,
    New,
    Outcome,
    Rejected,
    Related,
    Revision,
    RevisionKind,
)
from feedsvc.pipeline.deciding import decide_on
from feedsvc.pipeline.journey import Journey
from feedsvc.pipeline.notices import could_not_read, still_changing
from feedsvc.pipeline.reading import Prepared, ReaderDied, Reading, ReadingOutcome, Unread
from feedsvc.pipeline.repeating import heed_repeats, learn_lines
from feedsvc.pipeline.reports import Loss, Tally
from feedsvc.store import backlog, entries, ledger, rulings
from feedsvc.store.engine import Transaction
from feedsvc.store.relations import RelationKind, relate

log = structlog.get_logger()


def store(journey: Journey, dump: Dump, reading: ReadingOutcome, tally: Tally) -> None:
    """Write down what a dump became; count it once the transaction is committed.

    Raises: StoreError; then nothing of this dump is written or counted.
    """
    match reading:
        case Reading():
            _store_reading(journey, dump, heed_repeats(journey, dump, reading), tally)
        case Rejected():
            _store_refusal(journey, dump, reading, tally)
        case Unread():
            _store_failure(journey, dump, reading, tally)
        case ReaderDied(attempts=attempts):
            with journey.database.writing() as transaction:
                ledger.quarantine(transaction, dump, attempts, journey.clock())
            count_quarantined(dump, attempts, tally)
        case _:
            assert_never(reading)


def _store_failure(journey: Journey, dump: Dump, unread: Unread, tally: Tally) -> None:
    note = still_changing(dump) if unread.again else could_not_read(dump, unread.message)
    with journey.database.writing() as transaction:
        news = ledger.note_all(transaction, [note], journey.clock())
    tally.files[note.state] += 1
    if note.state is not FileState.FAILED:
        return
    tally.lose(Loss(subject=dump.path, message=unread.message, hint=unread.hint))
    if news:  # it is tried at every look, and said once (FAULTS A6)
        log.warning(
            "dump_failed",
            path=dump.path,
            detail=unread.message,
            hint=unread.hint,
            exc_info=unread.defect,
        )


def count_quarantined(dump: Dump, attempts: int, tally: Tally) -> None:
    """A dump is left alone from now on: a person has to know."""
    tally.files[FileState.QUARANTINED] += 1
    hint = "change or remove the file; it is not tried again as it is"
    message = f"quarantined: its reader died {attempts} times"
    tally.lose(Loss(subject=dump.path, message=message, hint=hint))
    log.error("dump_quarantined", path=dump.path, attempts=attempts)


def _store_refusal(journey: Journey, dump: Dump, refusal: Rejected, tally: Tally) -> None:
    with journey.database.writing() as transaction:
        ledger.refuse(transaction, dump, refusal.reason, refusal.detail, journey.clock())
    tally.files[FileState.REFUSED] += 1
    _count(tally, Outcome.REJECTED, refusal.reason)
    log.info("dump_refused", path=dump.path, reason=refusal.reason.value, detail=refusal.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What became of a record."""

    outcome: Outcome
    reason: str | None = None
    detail: str | None = None
    similarity: float | None = None
    stored: entries.Stored | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """Where a record came from, as far as its entry remembers it."""

    folder: str  # below the inbox; "" for the inbox itself and for files from elsewhere
    batch: datetime | None  # the backfill that it belongs to


def folder_of(dump: Dump, directory: Path) -> str:
    """The folder of the inbox in which a dump lies."""
    is_inside = dump.directory == directory_name(directory)
    return dump.path.rpartition("/")[0] if is_inside else ""


def _store_reading(journey: Journey, dump: Dump, reading: Reading, tally: Tally) -> None:
    with journey.database.writing() as transaction:
        now = journey.clock()
        known = ledger.find_dump(transaction, reading.sha256)
        if known is None:
            settled = take(journey, transaction, dump, reading)
        elif known == ledger.dump_of(transaction, dump):
            settled = None  # touched, not changed
        else:
            settled = _sighted_again(transaction, known)
        dump_id = known or ledger.find_dump(transaction, reading.sha256)
        assert dump_id is not None
        ledger.finish(transaction, dump, dump_id, now)
    if settled is None:
        tally.files["unchanged"] += 1
        return
    tally.files[FileState.TAKEN] += 1
    for record in settled:
        _count(tally, record.outcome, record.reason)
    log.info("dump_ingested", path=dump.path, sha256=reading.sha256, **_summary(settled))


def _sighted_again(transaction: Transaction, dump_id: int) -> list[_Settled]:
    """The same bytes under another name: its articles are copies."""
    return [
        _Settled(outcome=outcome, reason=reason)
        if outcome is Outcome.REJECTED
        else _Settled(outcome=Outcome.DUPLICATE)
        for outcome, reason in ledger.outcomes_of(transaction, dump_id)
    ]


def take(
    journey: Journey, transaction: Transaction, dump: Dump, reading: Reading
) -> list[_Settled]:
    """Decide on the records of a dump, and keep it. Each record sees what the ones before it
    became.
    """
    now = journey.clock()
    origin = _Origin(
        folder=folder_of(dump, journey.directory), batch=backlog.batch_of(transaction, dump)
    )
    settled = []
    for record in reading.records:
        if isinstance(record, Rejected):
            outcome = Outcome.REJECTED
            settled.append(_Settled(outcome=outcome, reason=record.reason, detail=record.detail))
            continue
        settled.append(_decide(journey, transaction, record, origin, now))
        if (stored := settled[-1].stored) is not None:
            learn_lines(transaction, record, dump, stored.entry_id)
    _keep(transaction, reading, settled, now)
    return settled


def _decide(
    journey: Journey,
    transaction: Transaction,
    prepared: Prepared,
    origin: "_Origin",
    now: datetime,
) -> _Settled:
    article, fingerprint = clamp_dates(prepared.article, now), prepared.fingerprint
    prepared = replace(prepared, article=article)
    decided = decide_on(transaction, prepared, journey.policies)
    incoming = _Incoming(article=article, fingerprint=fingerprint, origin=origin, now=now)
    match decided.decision:
        case New() | Related() as new:
            return _add(transaction, new, incoming)
        case Revision() as revision:
            entries.fold(transaction, revision.joins, revision.of)
            return _version(transaction, revision, incoming)
        case Duplicate() as duplicate:
            entries.fold(transaction, duplicate.joins, duplicate.of)
            if decided.is_same_text:
                return _copy(transaction, duplicate, incoming)
            return _version(transaction, duplicate, incoming)
        case _:
            assert_never(decided.decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incoming:
    """An article on its way into the store."""

    article: Article
    fingerprint: Fingerprint
    origin: "_Origin"
    now: datetime


def _add(transaction: Transaction, decision: New | Related, incoming: _Incoming) -> _Settled:
    """An item of its own, linked with what it belongs together with."""
    entry_id = decision.entry_id
    if entries.exists(transaction, entry_id):  # the unique key decides (FAULTS B25)
        taken = Duplicate(of=entry_id, similarity=1.0, evidence="its permanent id is taken")
        return _copy(transaction, taken, incoming)
    stored = entries.add(
        transaction,
        entry_id,
        incoming.article,
        incoming.fingerprint,
        incoming.now,
        folder=incoming.origin.folder,
        batch=incoming.origin.batch,
    )
    rulings.enact_withdrawals(transaction, entry_id, incoming.now)
    if isinstance(decision, New):
        return _Settled(outcome=Outcome.NEW, stored=stored)
    links = ((RelationKind.COPY, decision.copies), (RelationKind.RELATED, decision.of))
    for kind, others in links:
        relate(transaction, entry_id, others, kind, decision.evidence)
    return _Settled(outcome=Outcome.NEW, detail=decision.evidence, stored=stored)


def _version(
    transaction: Transaction, decision: Revision | Duplicate, incoming: _Incoming
) -> _Settled:
    """Another version of a story, or a copy of it with words of its own."""
    now, revision = incoming.now, _as_revision(decision)
    stored = entries.revise(
        transaction,
        revision.of,
        incoming.article,
        incoming.fingerprint,
        now,
        kind=revision.kind,
        supersedes=revision.supersedes,
        change=revision.change,
    )
    is_copy = isinstance(decision, Duplicate)
    settled = _Settled(
        outcome=Outcome.DUPLICATE if is_copy else Outcome.REVISED,
        reason=None if is_copy else revision.kind.value,
        detail=decision.evidence if is_copy else f"{revision.evidence}; {revision.change}",
        similarity=decision.similarity,
        stored=stored,
    )
    return _unless_withdrawn(transaction, decision.of, settled)


def _as_revision(decision: Revision | Duplicate) -> Revision:
    """A copy is kept as a version that is never shown."""
    if isinstance(decision, Revision):
        return decision
    return Revision(
        of=decision.of,
        kind=RevisionKind.COPY,
        supersedes=False,
        similarity=decision.similarity,
        evidence=decision.evidence,
    )


def _copy(
    transaction: Transaction, decision: Duplicate | Revision, incoming: _Incoming
) -> _Settled:
    """The same words again: nothing is kept of them but this record."""
    stored = entries.Stored(
        entry_id=entries.key_of(transaction, decision.of),
        revision_id=entries.revision_with(transaction, decision.of, incoming.fingerprint.text_hash),
    )
    settled = _Settled(
        outcome=Outcome.DUPLICATE,
        detail=decision.evidence,
        similarity=decision.similarity,
        stored=stored,
    )
    return _unless_withdrawn(transaction, decision.of, settled)


def _unless_withdrawn(transaction: Transaction, of: UUID, settled: _Settled) -> _Settled:
    """What belongs to a tombstone is a duplicate of it, whatever else it would be."""
    since = entries.withdrawn_since(transaction, of)
    if since is None:
        return settled
    detail = f"withdrawn by the owner on {since:%Y-%m-%d}; {settled.detail}"
    return replace(settled, outcome=Outcome.DUPLICATE, reason="withdrawn", detail=detail)


def _keep(
    transaction: Transaction, reading: Reading, settled: list[_Settled], now: datetime
) -> None:
    dump_id = ledger.add_dump(transaction, reading.sha256, reading.size, now)
    for position, record in enumerate(settled):
        ledger.add_record(
            transaction,
            dump_id,
            position,
            record.outcome,
            now,
            reason=record.reason,
            detail=record.detail,
            similarity=record.similarity,
            entry_id=record.stored.entry_id if record.stored else None,
            revision_id=record.stored.revision_id if record.stored else None,
        )


def _count(tally: Tally, outcome: Outcome, reason: str | None) -> None:
    tally.records[outcome] += 1
    if outcome is Outcome.REJECTED and reason:
        tally.rejected[reason] += 1


def _summary(settled: list[_Settled]) -> dict[str, int]:
    return {
        outcome.value: count
        for outcome in Outcome
        if (count := sum(record.outcome is outcome for record in settled))
    }

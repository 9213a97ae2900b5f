"""One dump's outcome into the store: its decisions and its ledger row in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

import structlog

from feedsvc.dedup import decide, measured_against
from feedsvc.extract import clamp_dates
from feedsvc.model import (
    Article,
    Dump,
    Duplicate,
    FileState,
    Fingerprint,
    New,
    Outcome,
    Rejected,
    Revision,
    RevisionKind,
)
from feedsvc.pipeline.journey import Journey
from feedsvc.pipeline.notices import could_not_read, still_changing
from feedsvc.pipeline.reading import Prepared, ReaderDied, Reading, ReadingOutcome, Unread
from feedsvc.pipeline.reports import Loss, Tally
from feedsvc.store import entries, ledger
from feedsvc.store.candidates import candidates
from feedsvc.store.engine import Transaction

log = structlog.get_logger()


def store(journey: Journey, dump: Dump, reading: ReadingOutcome, tally: Tally) -> None:
    """Write down what a dump became; count it once the transaction is committed.

    Raises: StoreError; then nothing of this dump is written or counted.
    """
    match reading:
        case Reading():
            _store_reading(journey, dump, reading, tally)
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


def _store_reading(journey: Journey, dump: Dump, reading: Reading, tally: Tally) -> None:
    with journey.database.writing() as transaction:
        now = journey.clock()
        known = ledger.find_dump(transaction, reading.sha256)
        if known is None:
            settled = _decide_all(journey, transaction, reading, now)
        elif known == ledger.dump_of(transaction, dump):
            settled = None  # touched, not changed
        else:
            settled = _sighted_again(transaction, known)
        dump_id = known or _keep(transaction, reading, settled or [], now)
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


def _decide_all(
    journey: Journey, transaction: Transaction, reading: Reading, now: datetime
) -> list[_Settled]:
    """Each record sees what the ones before it became."""
    return [
        _Settled(outcome=Outcome.REJECTED, reason=record.reason, detail=record.detail)
        if isinstance(record, Rejected)
        else _decide(journey, transaction, record, now)
        for record in reading.records
    ]


def _decide(
    journey: Journey, transaction: Transaction, prepared: Prepared, now: datetime
) -> _Settled:
    article, fingerprint = clamp_dates(prepared.article, now), prepared.fingerprint
    known = candidates(transaction, article, fingerprint, journey.policies.candidates)
    decision = decide(article, fingerprint, known, journey.policies.dedup)
    match decision:
        case New(entry_id=entry_id):
            if entries.exists(transaction, entry_id):  # the unique key decides (FAULTS B25)
                return _copy(transaction, entry_id, 1.0, "its permanent id is taken")
            stored = entries.add(transaction, entry_id, article, fingerprint, now)
            return _Settled(outcome=Outcome.NEW, stored=stored)
        case Revision():
            return _revise(transaction, decision, article, fingerprint, now)
        case Duplicate(of=of, similarity=similarity, evidence=evidence):
            entries.fold(transaction, decision.joins, of)
            if any(one.fingerprint.text_hash == fingerprint.text_hash for one in known):
                return _copy(transaction, of, similarity, evidence)
            stored = entries.revise(
                transaction,
                of,
                article,
                fingerprint,
                now,
                kind=RevisionKind.COPY,
                supersedes=False,
            )
            return _Settled(
                outcome=Outcome.DUPLICATE, detail=evidence, similarity=similarity, stored=stored
            )
        case _:
            assert_never(decision)


def _revise(
    transaction: Transaction,
    decision: Revision,
    article: Article,
    fingerprint: Fingerprint,
    now: datetime,
) -> _Settled:
    entries.fold(transaction, decision.joins, decision.of)
    shown = entries.get(transaction, decision.of)
    if shown is not None:
        decision = measured_against(decision, article, shown.article)
    stored = entries.revise(
        transaction,
        decision.of,
        article,
        fingerprint,
        now,
        kind=decision.kind,
        supersedes=decision.supersedes,
        change=decision.change,
    )
    return _Settled(
        outcome=Outcome.REVISED,
        reason=decision.kind.value,
        detail=f"{decision.evidence}; {decision.change}",
        similarity=decision.similarity,
        stored=stored,
    )


def _copy(transaction: Transaction, of: UUID, similarity: float, evidence: str) -> _Settled:
    return _Settled(
        outcome=Outcome.DUPLICATE,
        detail=evidence,
        similarity=similarity,
        stored=entries.Stored(entry_id=entries.key_of(transaction, of), revision_id=None),
    )


def _keep(
    transaction: Transaction, reading: Reading, settled: list[_Settled], now: datetime
) -> int:
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
    return dump_id


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

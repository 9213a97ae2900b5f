"""What a look at the folder says without opening anything: ignored, not settled yet, gone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import structlog

from feedsvc import inbox
from feedsvc.inbox import Ignored, IgnoreRule, Settling, Sighting
from feedsvc.model import Dump, FileState
from feedsvc.pipeline.journey import Journey, Request
from feedsvc.pipeline.reports import Loss, Tally
from feedsvc.store import backlog, ledger

log = structlog.get_logger()

WAITS = "waits for its turn; if this run has ended, the next one takes it"

_LOSSES = {
    IgnoreRule.UNREADABLE: "give this user the right to read it, and to enter its folders",
    IgnoreRule.MISSING: "look at the path; nothing was taken from it",
}


def write_down(
    journey: Journey,
    request: Request,
    sightings: Sequence[Sighting],
    look: Settling,
    tally: Tally,
    *,
    batch: datetime | None = None,
) -> None:
    """Bring the ledger up to date with a look; a row that says so already is left alone. All that
    a backfill found belongs to it (its `batch`), also what another run will take.
    """
    ignored = [sighting for sighting in sightings if isinstance(sighting, Ignored)]
    for item in ignored:
        if item.rule in _LOSSES:
            tally.lose(Loss(subject=item.path, message=item.detail, hint=_LOSSES[item.rule]))
    notes = [*_ignored_notes(ignored), *(still_changing(dump) for dump in look.pending)]
    with journey.database.writing() as transaction:
        news = ledger.note_all(transaction, notes, journey.clock())
        ledger.await_turn(transaction, look.settled, WAITS, journey.clock())
        if batch is not None:
            transaction.flush()
            backlog.mark(transaction, (*look.settled, *look.pending), batch)
        if not request.paths:
            tally.files["missing"] = ledger.note_presence(
                transaction,
                inbox.directory_name(journey.directory),
                {inbox.location_of(sighting).path for sighting in sightings},
                tuple(item.path + "/" for item in ignored),
                journey.clock(),
            )
    for note in news:
        if note.state is FileState.IGNORED:
            log.debug("file_ignored", path=note.path, reason=note.reason, detail=note.detail)


def _ignored_notes(ignored: Iterable[Ignored]) -> Iterator[ledger.Note]:
    for item in ignored:
        if item.rule is not IgnoreRule.MISSING:
            yield ledger.Note(
                directory=item.directory,
                path=item.path,
                state=FileState.IGNORED,
                reason=item.rule.value,
                detail=item.detail,
            )


def still_changing(dump: Dump) -> ledger.Note:
    """The file was changed so lately that it may be being written still."""
    return _pending(dump, "changed lately; it is taken once it rests")


def could_not_read(dump: Dump, message: str) -> ledger.Note:
    """The file could not be read: it is tried again at every look."""
    return ledger.Note(
        directory=dump.directory, path=dump.path, state=FileState.FAILED, detail=message
    )


def put_back(journey: Journey, dumps: Sequence[Dump]) -> None:
    """The run ended before these dumps' turn came: no attempt is counted for them."""
    notes = [_pending(dump, WAITS) for dump in dumps]
    if notes:
        with journey.database.writing() as transaction:
            ledger.note_all(transaction, notes, journey.clock())


def _pending(dump: Dump, detail: str) -> ledger.Note:
    return ledger.Note(
        directory=dump.directory, path=dump.path, state=FileState.PENDING, detail=detail
    )

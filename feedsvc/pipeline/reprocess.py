"""Stored versions read again from their dumps: by today's labeler, with what was learned since.

For good: a version whose reading differs is replaced in its place; ids, numbers and times stay, and
`updated` moves only if what is shown is materially different. As a dry run: nothing is written, and
the whole history is decided anew beside the store, to tell what today's thresholds would do.
"""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

import structlog

from feedsvc import inbox
from feedsvc.dedup import classify, fingerprint
from feedsvc.extract import clamp_dates
from feedsvc.model import Article, Dump, Rejected, RevisionKind
from feedsvc.pipeline.journey import Journey, Request
from feedsvc.pipeline.outcome import ask, outcome_of
from feedsvc.pipeline.reading import Prepared, ReaderDied, Reading, ReadingOutcome, Unread
from feedsvc.pipeline.repeating import heed_known
from feedsvc.pipeline.replay import Regrouping, Replay
from feedsvc.store import reprocessing
from feedsvc.store.locks import Lock, hold
from feedsvc.store.reprocessing import StoredDump, StoredVersion

LONGEST_LIST = 1000  # changes that a report names; all are counted
LONGEST_DIFFERENCE = 60  # lines
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A version that reads differently now."""

    path: str
    position: int
    entry_id: UUID
    title: str
    is_shown: bool
    kind: RevisionKind
    reason: str
    fields: tuple[str, ...]  # of the article, that differ
    difference: tuple[str, ...]  # of its text, as a unified diff of paragraphs


@dataclass(slots=True, kw_only=True)
class ReprocessReport:
    """What was, or would be, different."""

    is_dry_run: bool
    is_complete: bool = True  # False: it was told to stop
    versions: int = 0  # that were read again
    unchanged: int = 0
    kinds: Counter[RevisionKind] = field(default_factory=Counter)
    changes: list[Reread] = field(default_factory=list)  # the first thousand
    gone: list[str] = field(default_factory=list)  # dumps that are nowhere any more: they stay
    unreadable: list[str] = field(default_factory=list)  # what is no article now, or is not read
    readable: list[str] = field(default_factory=list)  # rejected records that would be articles
    regrouping: Regrouping | None = None  # of a dry run


def reprocess(journey: Journey, request: Request, *, dry_run: bool) -> ReprocessReport:
    """Read every stored version again.

    Raises: StoreBusy, StoreError; what was done until then is committed.
    """
    report = ReprocessReport(is_dry_run=dry_run)
    with ExitStack() as stack:
        wait_seconds = journey.lock_wait_seconds
        stack.enter_context(hold(journey.database, Lock.INGEST, wait_seconds=wait_seconds))
        replay = stack.enter_context(Replay(journey)) if dry_run else None
        with journey.database.reading() as transaction:
            keys = reprocessing.dump_keys(transaction)
        for done, key in enumerate(keys):
            request.progress(done, len(keys))
            if request.stop.is_set():
                report.is_complete = False
                return report
            _Step(journey, report, replay).take(key)
        if replay is not None:
            report.regrouping = replay.regrouping()
    if not dry_run:
        counts = {str(kind): count for kind, count in report.kinds.items()}
        log.info("store_reprocessed", versions=report.versions, **counts)
    return report


@dataclass(frozen=True, slots=True)
class _Step:
    """One dump's turn."""

    journey: Journey
    report: ReprocessReport
    replay: Replay | None  # of a dry run

    def take(self, key: int) -> None:
        with self.journey.database.reading() as transaction:
            stored = reprocessing.stored_dump(transaction, key)
        dump, reading = self._read_again(stored)
        if dump is not None and reading is not None:
            self._compare(stored, dump, heed_known(self.journey, dump, reading))
        if self.replay is not None and dump is not None:
            self.replay.take(dump, stored, reading or _as_stored(stored))

    def _read_again(self, stored: StoredDump) -> tuple[Dump | None, Reading | None]:
        """Where the bytes are (or last were), and what they are now."""
        last = next(iter(stored.sightings), None)
        said = ""
        for known in stored.sightings:
            dump = inbox.look_again(known)
            if dump is None:
                continue
            found = outcome_of(self.journey, dump, ask(self.journey, dump))
            if isinstance(found, Reading) and found.sha256 == stored.sha256:
                return dump, found
            said = said or f"{dump.path}: {_words_for(found)}"
        if said:
            self.report.unreadable.append(said)
        else:
            self.report.gone.append(last.path if last else f"sha256:{stored.sha256}")
        return last, None

    def _compare(self, stored: StoredDump, dump: Dump, reading: Reading) -> None:
        for position in sorted(stored.rejected):
            if isinstance(reading.records[position], Prepared):
                self.report.readable.append(f"{dump.path}#{position}")
        found = [(version, reading.records[version.position]) for version in stored.versions]
        self.report.versions += len(found)
        better = list(self._better(dump, found))
        if better and self.replay is None:
            with self.journey.database.writing() as transaction:
                for version, record, news in better:
                    article, mark = record.article, record.fingerprint
                    reprocessing.replace_version(transaction, version, article, mark, news)

    def _better(
        self, dump: Dump, found: Sequence[tuple[StoredVersion, Prepared | Rejected]]
    ) -> Iterator[tuple[StoredVersion, Prepared, datetime | None]]:
        """The versions that read differently now, and the moment of it where that is news."""
        for version, record in found:
            if isinstance(record, Rejected):
                subject = f"{dump.path}#{version.position}"
                self.report.unreadable.append(f"{subject}: {record.detail}")
                continue
            article = clamp_dates(record.article, version.seen)
            reread = _reread(dump, version, article)
            if reread is None:
                self.report.unchanged += 1
                continue
            self.report.kinds[reread.kind] += 1
            if len(self.report.changes) < LONGEST_LIST:
                self.report.changes.append(reread)
            is_news = version.is_shown and reread.kind is RevisionKind.MATERIAL
            news = self.journey.clock() if is_news else None
            yield version, replace(record, article=article), news


def _words_for(found: ReadingOutcome) -> str:
    match found:
        case Reading():
            return "it holds something else now; the next ingest takes that"
        case Rejected():
            return found.detail
        case Unread():
            return found.message
        case ReaderDied():
            return f"its reader died {found.attempts} times"
        case _:
            assert_never(found)


def _as_stored(stored: StoredDump) -> Reading:
    """A reading of what is no longer there: the articles that were stored."""
    records = tuple(
        Prepared(article=version.article, fingerprint=fingerprint(version.article))
        for version in stored.versions
    )
    return Reading(sha256=stored.sha256, size=stored.size, records=records)


def _reread(dump: Dump, version: StoredVersion, article: Article) -> Reread | None:
    old = version.article
    differing = tuple(_differing(old, article))
    if not differing:
        return None
    change = classify(article, old)
    return Reread(
        path=dump.path,
        position=version.position,
        entry_id=version.entry_id,
        title=article.title,
        is_shown=version.is_shown,
        kind=change.kind,
        reason=change.reason,
        fields=differing,
        difference=_difference(old.text, article.text),
    )


def _differing(old: Article, new: Article) -> Iterator[str]:
    for one in fields(Article):
        if one.name != "evidence" and getattr(old, one.name) != getattr(new, one.name):
            yield one.name


def _difference(old: str, new: str) -> tuple[str, ...]:
    lines = difflib.unified_diff(old.split("\n\n"), new.split("\n\n"), lineterm="", n=0)
    shown = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return tuple(shown[:LONGEST_DIFFERENCE])

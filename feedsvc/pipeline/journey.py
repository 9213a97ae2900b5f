"""What the journey needs: the store, an executor, the clock, and the policies on its way."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from feedsvc.dedup import DedupPolicy
from feedsvc.extract import ExtractPolicy
from feedsvc.formats import FormatPolicy
from feedsvc.inbox import InboxPolicy
from feedsvc.store.candidates import CandidatePolicy
from feedsvc.store.engine import Database
from feedsvc.summarize import SummaryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """The thresholds of every step, as configured. They travel to the workers."""

    inbox: InboxPolicy = field(default_factory=InboxPolicy)
    formats: FormatPolicy = field(default_factory=FormatPolicy)
    extract: ExtractPolicy = field(default_factory=ExtractPolicy)
    summary: SummaryPolicy = field(default_factory=SummaryPolicy)
    dedup: DedupPolicy = field(default_factory=DedupPolicy)
    candidates: CandidatePolicy = field(default_factory=CandidatePolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The world as an ingest sees it."""

    database: Database
    executor: Executor
    isolated: Executor  # worker processes, for what may kill its reader
    clock: Callable[[], datetime]
    directory: Path  # the inbox
    policies: Policies
    html_apart: bool = False  # HTML goes to `isolated`: `executor` is this very process
    ahead: int = 1  # dumps that are extracted ahead of the one being stored
    deadline_seconds: float = 900
    lock_wait_seconds: float = 60
    rulings_file: Path | None = None  # the owner's, beside the store
    monotonic: Callable[[], float] = time.monotonic


def _no_progress(_done: int, _total: int) -> None:
    pass


def _no_word(_pending: int) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One ingest as somebody asked for it."""

    trigger: str  # "command", "schedule" or "http"
    paths: tuple[Path, ...] = ()  # none: the whole inbox
    backfill: bool = False  # what it brings is history: it enters no feed at once
    wait: bool = True  # for files that have not settled yet
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[int, int], None] = _no_progress  # dumps done, dumps in all
    waiting: Callable[[int], None] = _no_word  # for so many files to settle

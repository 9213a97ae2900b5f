"""What a run did, for a person, for `--json` and for the log."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feedsvc.errors import FeedsvcError
from feedsvc.feeds.addresses import Format, feed_file
from feedsvc.model import Outcome
from feedsvc.store.runs import RunState

MISSED_HINT = (
    "these feeds were published and are no longer configured: their readers get 404 until "
    "site.moved says where each one is now, or site.gone that it was withdrawn"
)
LONGEST_LIST = 100  # losses that a report names; the ledger has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that could not be done, by name, and what a person can do about it."""

    subject: str
    message: str
    hint: str

    @classmethod
    def of(cls, subject: str, error: FeedsvcError) -> "Loss":
        """What an error means for its subject."""
        return cls(subject=subject, message=error.message, hint=error.hint)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is counted while an ingest goes on."""

    files: Counter[str] = field(default_factory=Counter)
    records: Counter[Outcome] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    losses: list[Loss] = field(default_factory=list)
    lost: int = 0

    def lose(self, loss: Loss) -> None:
        """Count a loss, and name it while there is room."""
        self.lost += 1
        if len(self.losses) < LONGEST_LIST:
            self.losses.append(loss)


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of everything in the folder: every record is in exactly one of the counts."""

    trigger: str
    state: RunState
    started: datetime
    finished: datetime
    files: dict[str, int]  # by what became of them: unchanged, missing, or a FileState
    read: int  # records
    new: int
    revised: int
    duplicate: int
    rejected: int
    rejected_by_reason: dict[str, int]
    lost: int
    losses: tuple[Loss, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The counts of records, as the store keeps them with the run."""
        return {
            "read": self.read,
            "new": self.new,
            "revised": self.revised,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "lost": self.lost,
        }

    @property
    def has_losses(self) -> bool:
        """Whether a person should look."""
        return self.lost > 0 or self.state is not RunState.DONE


def report_of(
    tally: Tally, trigger: str, state: RunState, started: datetime, finished: datetime
) -> IngestReport:
    """The report of an ingest that has ended."""
    records: dict[str, Any] = {outcome.value: tally.records[outcome] for outcome in Outcome}
    return IngestReport(
        trigger=trigger,
        state=state,
        started=started,
        finished=finished,
        files=dict(sorted(tally.files.items())),
        read=tally.records.total(),
        rejected_by_reason=dict(sorted(tally.rejected.items())),
        lost=tally.lost,
        losses=tuple(tally.losses),
        **records,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What was written into the site's directory."""

    written: tuple[str, ...]  # files whose bytes changed
    unchanged: int
    removed: int
    feeds: dict[str, int]  # slug: entries in it
    losses: tuple[Loss, ...]
    missed: tuple[str, ...] = ()  # slugs that were published, and that no setting names any more

    @property
    def changed_feeds(self) -> tuple[str, ...]:
        """The slugs of the feeds of which a document was written anew."""
        written = set(self.written)
        return tuple(
            slug
            for slug in self.feeds
            if any(feed_file(slug, format_) in written for format_ in Format)
        )

    @property
    def has_losses(self) -> bool:
        """Whether a person should look."""
        return bool(self.losses)

"""When the journey runs: on schedule, or sooner when it is woken; never twice at once.

The schedule is in memory and in UTC: the job is made from the settings at every start, and what
has been done is known to the store (FAULTS D2, D9).
"""

import threading
import time
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from feedsvc.config.schedule import Cron, Every, Schedule
from feedsvc.errors import ConfigError, FeedsvcError
from feedsvc.inbox import Settler
from feedsvc.pipeline import Request
from feedsvc.services import RunReport, Services, now, run_once
from feedsvc.store import runs

_JOB = "ingest"
# Two instances: one that runs, and at most one that waits for it. The waiting one has not looked
# at the folder yet, so whatever wakes the ticker meanwhile is seen by it and needs no third.
_SETTINGS = {"coalesce": True, "max_instances": 2, "misfire_grace_time": None}

log = structlog.get_logger()


class Ticker:
    """The scheduled run: one at a time, and one more at once if something happened meanwhile."""

    def __init__(self, services: Services, stop: threading.Event) -> None:
        """Raises: ConfigError for a schedule that cannot be kept."""
        self._services = services
        self._stop = stop
        self._started = now()
        self._settler = Settler(services.settings.inbox)
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=_SETTINGS)
        self._trigger = _trigger_of(services.settings.schedule.parsed)
        self._busy = threading.Lock()
        self._running_since: float | None = None

    def start(self) -> None:
        """Begin, with a run at once."""
        self._scheduler.add_job(self._tick, self._trigger, id=_JOB, next_run_time=now())
        self._scheduler.start()
        self._announce()

    def wake(self) -> None:
        """Something may have changed in the folder: run now, or right after the run in hand."""
        self.run_within(0.0)

    def run_within(self, seconds: float) -> None:
        """Let the next run come `seconds` from now, unless it comes sooner anyway."""
        soon = now() + timedelta(seconds=seconds)
        job = self._scheduler.get_job(_JOB)
        if job is not None and not self._stop.is_set() and job.next_run_time > soon:
            job.modify(next_run_time=soon)

    @property
    def is_alive(self) -> bool:
        """Whether the scheduler's thread lives; its own flag says so even when it does not
        (FAULTS D1).
        """
        thread = self._scheduler._thread
        return thread is not None and thread.is_alive()

    @property
    def running_seconds(self) -> float:
        """How long the run in hand has been going on; 0 if there is none."""
        since = self._running_since
        return time.monotonic() - since if since is not None else 0.0

    def shut_down(self) -> None:
        """Begin nothing new, and wait for the run in hand; `stop` is set, so it ends soon."""
        self._scheduler.shutdown(wait=False)
        with self._busy:
            pass

    def _tick(self) -> None:
        with self._busy:
            if self._stop.is_set():
                return
            self._running_since = time.monotonic()
            try:
                self._plan(self._run())
            finally:
                self._running_since = None

    def _run(self) -> RunReport | None:
        request = Request(trigger="schedule", wait=False, stop=self._stop)
        try:
            return run_once(self._services, request, self._settler)
        except FeedsvcError as error:
            log.error("run_failed", detail=error.message, hint=error.hint)
        except Exception:
            log.exception("run_failed", hint="this is a defect: please report the traceback")
        return None

    def _plan(self, report: RunReport | None) -> None:
        """Run again soon if a file has yet to settle, and say when the next run is due."""
        if report is not None and report.ingest.files.get("pending"):
            self.run_within(self._services.settings.inbox.settle_seconds)
        if not self._stop.is_set():
            self._announce()

    def _announce(self) -> None:
        job = self._scheduler.get_job(_JOB)
        word = runs.Daemon(
            started=self._started,
            address=self._services.settings.base_url,
            next_run=job.next_run_time if job is not None else None,
        )
        try:
            with self._services.database.writing() as transaction:
                runs.announce(transaction, word)
        except FeedsvcError as error:
            log.error("run_failed", detail=error.message, hint=error.hint)


def _trigger_of(schedule: Schedule) -> BaseTrigger:
    match schedule:
        case Every(seconds=seconds):
            return IntervalTrigger(seconds=seconds, timezone=UTC)
        case Cron(expression=expression):
            try:
                return CronTrigger.from_crontab(expression, timezone=UTC)
            except ValueError as error:
                raise ConfigError(
                    f"schedule.ingest = {expression!r}: {error}",
                    'write five crontab fields, like "*/10 * * * *", or a period like "60s"',
                ) from error

"""Notices what the schedule cannot notice by itself: its own death, a run that hangs, a clock that
jumps.
"""

import threading
import time
from collections.abc import Callable

import structlog

from feedsvc.daemon.ticker import Ticker

LOOK_SECONDS = 1.0
HANG_GRACE_SECONDS = 60.0  # beyond what a run that does not hang keeps to by itself
CLOCK_JUMP_SECONDS = 30.0

log = structlog.get_logger()


class Watchdog:
    """Looks once a second. When the service cannot go on, it has the process end with status 1,
    so that whoever supervises it starts it again; the dump in hand is charged an attempt.
    """

    def __init__(
        self,
        ticker: Ticker,
        longest_seconds: float,
        stop: threading.Event,
        end: Callable[[], None],
    ) -> None:
        self._ticker = ticker
        self._longest_seconds = longest_seconds + HANG_GRACE_SECONDS
        self._stop = stop
        self._end = end

    def start(self) -> None:
        """Look from now on, in a thread of its own."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def _watch(self) -> None:
        offset = _offset()
        while not self._stop.wait(LOOK_SECONDS):
            if problem := self._problem():
                log.critical("service_stuck", detail=problem, hint="restarting is the cure")
                self._end()
                return
            if abs(_offset() - offset) > CLOCK_JUMP_SECONDS:
                log.warning("clock_jumped", seconds=round(_offset() - offset))
                offset = _offset()
                self._ticker.run_within(0.0)  # the planned time may be an hour away (FAULTS D6)

    def _problem(self) -> str:
        if not self._ticker.is_alive:
            return "the scheduler's thread has died"
        if self._ticker.running_seconds > self._longest_seconds:
            return "a run goes on far beyond its deadline"
        return ""


def _offset() -> float:
    """How far the wall clock is from the monotonic one: it moves only when somebody sets it."""
    return time.time() - time.monotonic()

"""The daemon from its start to its end, and the server alone."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import FrameType

import structlog

from feedsvc import inbox
from feedsvc.config import Settings
from feedsvc.daemon.ticker import Ticker
from feedsvc.daemon.watchdog import Watchdog
from feedsvc.daemon.wiring import application
from feedsvc.errors import ConfigError
from feedsvc.services import Services, now, open_services
from feedsvc.store.locks import Lock, hold
from feedsvc.web import Hub, Server, bind

STOP_SECONDS = 8.0  # for everything, from the signal to the end
START_WAIT_SECONDS = 1.0  # for who asks in this moment whether a daemon is running
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # a clock that shows less has not been set yet

log = structlog.get_logger()


def run(settings: Settings, announce: Callable[[Settings], None]) -> int:
    """Ingest on schedule and serve, until a signal says stop. `announce` is called once the port
    is open, with the settings in force.

    Returns: 0 after an orderly stop; 1 if the service cannot go on and should be restarted.
    Raises: ConfigError, StoreError, StoreBusy if a daemon runs on this store already.
    """
    if now() < EARLIEST:  # else every run since then would count as missed (FAULTS D8)
        raise ConfigError(f"the clock says {now():%Y-%m-%d}", "set the clock, and start again")
    with (
        _Ending() as ending,
        open_services(settings, upgrade=True) as services,
        hold(services.database, Lock.DAEMON, wait_seconds=START_WAIT_SECONDS),
        _listening(services) as (services, listener),
    ):
        telling = _telling(services, ending.stop)
        ticker = Ticker(telling, ending.stop)
        server = Server(application(telling, ending.stop), listener)
        with _signals(ending, server):
            announce(services.settings)
            return _run(services, ticker, server, ending)


def _run(services: Services, ticker: Ticker, server: Server, ending: "_Ending") -> int:
    settings, stop = services.settings, ending.stop
    longest = settings.schedule.deadline_seconds + settings.schedule.lock_wait_seconds
    watchdog = Watchdog(ticker, longest, stop, lambda: ending.begin(server, status=1))
    log.info("service_started", address=settings.base_url, schedule=settings.schedule.ingest)
    ticker.start()
    watchdog.start()
    if settings.inbox.watch:
        watching = (settings.inbox.directory, ticker.wake, stop, settings.inbox)
        threading.Thread(target=inbox.watch, args=watching, name="watch", daemon=True).start()
    server.run()
    ending.begin(server, status=ending.status)
    ticker.shut_down()
    log.info("service_stopped", status=ending.status)
    return ending.status


def serve(settings: Settings, announce: Callable[[Settings], None]) -> int:
    """Serve what is published, without a schedule, until a signal says stop.

    Raises: ConfigError, StoreError.
    """
    with (
        _Ending() as ending,
        open_services(settings) as services,
        _listening(services) as (services, listener),
    ):
        server = Server(application(services, None), listener)
        with _signals(ending, server):
            announce(services.settings)
            log.info("service_started", address=services.settings.base_url, schedule=None)
            server.run()
    log.info("service_stopped", status=0)
    return 0


@contextmanager
def _listening(services: Services) -> Iterator[tuple[Services, socket.socket]]:
    """A listening socket, and the services that know its port (it may have been 0: any)."""
    server = services.settings.server
    with bind(server.host, server.port) as listener:
        known = replace(server, port=listener.getsockname()[1])
        settings = services.settings.model_copy(update={"server": known})
        yield replace(services, settings=settings), listener


def _telling(services: Services, stop: threading.Event) -> Services:
    """The services, which tell the hub, if one is set, of what they publish."""
    url = services.settings.site.hub_url
    if url is None:
        return services
    hub = Hub(url, stop)
    hub.start()
    return replace(services, tell=hub.notify)


class _Ending:
    """The way out: orderly, and in time even if something hangs. `stop` is set when it begins."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.status = 0
        self._timer = threading.Timer(STOP_SECONDS, self._give_up)
        self._timer.daemon = True
        self._has_begun = False

    def __enter__(self) -> "_Ending":
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def begin(self, server: Server, *, status: int = 0) -> None:
        """Ask everybody to come to an end; whoever does not is abandoned."""
        self.stop.set()
        server.stop()
        self.status = status
        if not self._has_begun:
            self._has_begun = True
            self._timer.start()

    def _give_up(self) -> None:
        """What is in hand is rolled back by the end of the process; threads cannot be ended."""
        log.warning("run_abandoned", hint="the next run takes the dump in hand again")
        _leave(self.status)


@contextmanager
def _signals(ending: _Ending, server: Server) -> Iterator[None]:
    """The first SIGTERM or SIGINT asks for an orderly stop, the second ends the process."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        if ending.stop.is_set():
            _leave(1)
        ending.begin(server)

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(status: int) -> None:
    """End the process now: not even hanging threads are waited for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)

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
from feedsvc.web import Server, bind

STOP_SECONDS = 7.0  # for the run in hand; the whole stop takes less than ten
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
        open_services(settings, upgrade=True) as services,
        hold(services.database, Lock.DAEMON),
        _listening(services) as (services, listener),
    ):
        stop = threading.Event()
        ticker = Ticker(services, stop)
        server = Server(application(services, stop), listener)
        with _signals(stop, server):
            announce(services.settings)
            return _run(services, ticker, server, stop)


def _run(services: Services, ticker: Ticker, server: Server, stop: threading.Event) -> int:
    settings = services.settings
    watchdog = Watchdog(ticker, settings.schedule.deadline_seconds, stop, server.stop)
    log.info("service_started", address=settings.base_url, schedule=settings.schedule.ingest)
    ticker.start()
    watchdog.start()
    if settings.inbox.watch:
        watching = (settings.inbox.directory, ticker.wake, stop, settings.inbox)
        threading.Thread(target=inbox.watch, args=watching, name="watch", daemon=True).start()
    server.run()
    stop.set()
    status = 1 if watchdog.has_barked else 0
    if not ticker.shut_down(STOP_SECONDS):
        # What is in hand is rolled back by the end of the process; threads cannot be ended.
        log.warning("run_abandoned", hint="the next run takes the dump in hand again")
        _leave(status)
    log.info("service_stopped", status=status)
    return status


def serve(settings: Settings, announce: Callable[[Settings], None]) -> int:
    """Serve what is published, without a schedule, until a signal says stop.

    Raises: ConfigError, StoreError.
    """
    with open_services(settings) as services, _listening(services) as (services, listener):
        server = Server(application(services, None), listener)
        with _signals(threading.Event(), server):
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


@contextmanager
def _signals(stop: threading.Event, server: Server) -> Iterator[None]:
    """The first SIGTERM or SIGINT asks for an orderly stop, the second ends the process."""

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            _leave(1)
        stop.set()
        server.stop()

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

"""The clockwork and its watchdog, with the runs replaced; real scheduler, real threads."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import structlog
from journey_world import World, wait_for

from feedsvc.daemon import ticker as ticker_module
from feedsvc.daemon import watchdog as watchdog_module
from feedsvc.daemon.ticker import Ticker
from feedsvc.daemon.watchdog import Watchdog
from feedsvc.errors import ConfigError, StoreError
from feedsvc.services import Services, open_services
from feedsvc.store import runs


@pytest.fixture(autouse=True)
def log() -> Iterator[list[Mapping[str, Any]]]:
    with structlog.testing.capture_logs() as events:
        yield events


@pytest.fixture
def services(world: World) -> Iterator[Services]:
    """The schedule alone would run once an hour."""
    settings = world.settings(schedule={"ingest": "1h"})
    with open_services(settings, upgrade=True) as services:
        yield services


class Runs:
    """Stands in for `run_once`: counts, and does what a test wants."""

    def __init__(self) -> None:
        self.count = 0
        self.act: Callable[[], object] = lambda: None

    def __call__(self, *_arguments: object) -> None:
        self.count += 1
        self.act()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Runs:
    runs_made = Runs()
    monkeypatch.setattr(ticker_module, "run_once", runs_made)
    return runs_made


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def ticker(services: Services, made: Runs, stop: threading.Event) -> Iterator[Ticker]:
    ticker = Ticker(services, stop)
    ticker.start()
    yield ticker
    stop.set()
    ticker.shut_down()


def test_the_first_run_is_at_once(ticker: Ticker, made: Runs) -> None:
    wait_for(lambda: made.count == 1)


def test_what_happens_during_a_run_brings_another_right_after(ticker: Ticker, made: Runs) -> None:
    """The scheduler skips a run that is due while one is counted as running."""
    wait_for(lambda: made.count == 1)
    for expected in range(2, 12):
        goes_on, woken = threading.Event(), threading.Event()

        def act(goes_on: threading.Event = goes_on, woken: threading.Event = woken) -> None:
            goes_on.set()
            woken.wait(10)

        made.act = act
        ticker.wake()
        assert goes_on.wait(10)
        made.act = lambda: None
        ticker.wake()
        woken.set()
        wait_for(lambda least=2 * (expected - 1) + 1: made.count >= least)


def test_a_run_that_raises_is_said_and_the_next_one_comes(
    ticker: Ticker, made: Runs, log: list[Mapping[str, Any]]
) -> None:
    """FAULTS D5."""
    wait_for(lambda: made.count == 1)

    def fail() -> None:
        raise ZeroDivisionError

    def refuse() -> None:
        raise StoreError("the database is away", "bring it back")

    for act in (fail, refuse):
        made.act = act
        count = made.count
        ticker.wake()
        wait_for(lambda before=count: made.count > before)
    made.act = lambda: None
    count = made.count
    wait_for(lambda: ticker.running_seconds == 0)
    ticker.wake()
    wait_for(lambda: made.count > count)
    said = [event for event in log if event["event"] == "run_failed"]
    assert said[0]["exc_info"] is True
    assert said[1]["detail"] == "the database is away"


def test_it_tells_the_store_when_it_runs_next(
    ticker: Ticker, made: Runs, services: Services
) -> None:
    def announced() -> runs.Daemon | None:
        with services.database.reading() as transaction:
            return runs.daemon(transaction)

    word = wait_for(announced)
    assert word is not None
    assert word.next_run is not None
    assert (word.next_run - word.started).total_seconds() < 3601


@pytest.mark.parametrize("expression", ["* * * * nonday", "*/0 * * * *"])
def test_a_schedule_that_cannot_be_kept_is_refused(
    world: World, stop: threading.Event, expression: str
) -> None:
    settings = world.settings(schedule={"ingest": expression})
    with open_services(settings, upgrade=True) as services, pytest.raises(ConfigError) as caught:
        Ticker(services, stop)
    assert expression in caught.value.message


# ------------------------------------------------------------------ the watchdog


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog_module, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(watchdog_module, "HANG_GRACE_SECONDS", 0.1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # on purpose
@pytest.mark.usefixtures("quick")
def test_a_dead_scheduler_ends_the_service(
    ticker: Ticker, made: Runs, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS D1: the thread dies of an exception, and the scheduler itself still says it runs."""
    wait_for(lambda: made.count == 1)
    ended = threading.Event()
    Watchdog(ticker, 900, stop, ended.set).start()

    def fail() -> None:
        raise SystemExit

    monkeypatch.setattr(ticker._scheduler, "_process_jobs", fail)
    ticker._scheduler.wakeup()
    assert ended.wait(10)
    assert not ticker.is_alive
    assert ticker._scheduler.running


@pytest.mark.usefixtures("quick")
def test_a_run_that_hangs_ends_the_service(
    ticker: Ticker, made: Runs, stop: threading.Event, log: list[Mapping[str, Any]]
) -> None:
    """FAULTS D4."""
    wait_for(lambda: made.count == 1)
    ended, released = threading.Event(), threading.Event()
    made.act = lambda: released.wait(10)
    ticker.wake()
    wait_for(lambda: made.count == 2)
    Watchdog(ticker, 0.1, stop, ended.set).start()
    assert ended.wait(10)
    released.set()
    assert "service_stuck" in [event["event"] for event in log]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_clock_that_jumps_brings_one_run(
    ticker: Ticker,
    made: Runs,
    stop: threading.Event,
    jump: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """FAULTS D6, D7: the planned time may be an hour further away than it was."""
    wait_for(lambda: made.count == 1 and ticker.running_seconds == 0)
    offset = 0.0
    monkeypatch.setattr(watchdog_module, "_offset", lambda: offset)
    looked = threading.Event()
    monkeypatch.setattr(Watchdog, "_problem", lambda self: looked.set() or "", raising=True)
    Watchdog(ticker, 900, stop, lambda: None).start()
    assert looked.wait(10)
    offset = jump
    wait_for(lambda: made.count == 2)
    looked.clear()
    assert looked.wait(10)
    assert made.count == 2, "one jump is one run"

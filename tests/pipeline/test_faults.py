"""What goes wrong in the middle of an ingest, and what is left of it."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from journey_world import Launcher, World, article
from sqlalchemy import text

from feedsvc.errors import StoreError
from feedsvc.executors import InlineExecutor, open_executor
from feedsvc.pipeline import IngestReport, Journey, Request, ingest
from feedsvc.pipeline.ingest import MAX_PROCESS_DEATHS
from feedsvc.pipeline.outcome import MAX_ATTEMPTS
from feedsvc.services import open_services
from feedsvc.store import answers, runs
from feedsvc.store.engine import Database
from feedsvc.store.runs import RunState


@dataclass
class Bench:
    """One journey that a test can bend."""

    world: World
    journey: Journey
    database: Database

    def ingest(self, *, journey: Mapping[str, Any] | None = None, **request: Any) -> IngestReport:
        bent = replace(self.journey, **(journey or {}))
        return ingest(bent, Request(trigger="command", **request))

    def states(self) -> dict[str, str]:
        """The ledger's states by path."""
        with self.database.reading() as transaction:
            return dict(transaction.execute(text("SELECT path, state FROM file")).all())  # type: ignore[arg-type]

    def column(self, name: str) -> dict[str, Any]:
        with self.database.reading() as transaction:
            return dict(transaction.execute(text(f"SELECT path, {name} FROM file")).all())  # type: ignore[arg-type]

    def last_run(self) -> runs.Run:
        with self.database.reading() as transaction:
            run = runs.last(transaction)
        assert run is not None
        return run

    def totals(self) -> answers.Totals:
        with self.database.reading() as transaction:
            return answers.totals(transaction)


@pytest.fixture
def bench(world: World) -> Any:
    """Over SQLite; what a database does by itself is tested in tests/store."""
    with open_services(world.settings(), upgrade=True) as services:
        yield Bench(world=world, journey=services.journey, database=services.database)


def fill(world: World, count: int) -> list[str]:
    """So many articles, the first named is the oldest."""
    names = [f"{number:02}.txt" for number in range(count)]
    for number, name in enumerate(names):
        world.put(name, article(number), age_seconds=1000 - number)
    return names


# ------------------------------------------------------------------ stop and deadline


def test_a_stop_finishes_the_dump_in_hand_and_leaves_the_rest(bench: Bench) -> None:
    names = fill(bench.world, 5)
    stop = threading.Event()

    def progress(done: int, _total: int) -> None:
        if done == 2:
            stop.set()

    report = bench.ingest(stop=stop, progress=progress)

    assert (report.state, report.new) == (RunState.STOPPED, 2)
    assert bench.states() == dict(zip(names, ["taken"] * 2 + ["pending"] * 3, strict=True))
    assert set(bench.column("attempts").values()) == {0}
    assert bench.last_run().state is RunState.STOPPED
    assert bench.ingest().new == 3


def test_a_stop_leaves_a_row_for_every_file_of_later_batches(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["feedsvc.pipeline.ingest"], "BATCH", 2)
    names = fill(bench.world, 7)
    stop = threading.Event()
    stop.set()
    report = bench.ingest(stop=stop)
    assert report.new == 1
    assert bench.states() == dict(zip(names, ["taken", *["pending"] * 6], strict=True))


def test_a_run_that_takes_too_long_ends_and_the_next_takes_the_rest(bench: Bench) -> None:
    names = fill(bench.world, 4)
    seconds = iter(range(0, 1000, 10))
    report = bench.ingest(journey={"monotonic": lambda: next(seconds), "deadline_seconds": 15})
    assert (report.state, report.new) == (RunState.DEADLINE, 2)
    assert report.has_losses
    assert bench.states() == dict(zip(names, ["taken"] * 2 + ["pending"] * 2, strict=True))
    assert bench.ingest().new == 2


# ------------------------------------------------------------------ the store refuses


def test_a_store_error_rolls_the_dump_back_whole(bench: Bench) -> None:
    """Entry, revision, postings and ledger row: all or nothing; and no reader has died."""
    names = fill(bench.world, 4)
    with bench.database.writing() as transaction:
        transaction.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON record WHEN (SELECT count(*) FROM record) = 2"
                " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        )
    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(StoreError, match="the disk is full"):
            bench.ingest()
        totals = bench.totals()
        assert (totals.entries, totals.revisions, totals.records) == (2, 2, {"new": 2})
        assert bench.states() == dict(zip(names, ["taken"] * 2 + ["pending"] * 2, strict=True))
        assert set(bench.column("attempts").values()) == {0}
    last = bench.last_run()
    assert last.state is RunState.FAILED
    assert "the disk is full" in (last.message or "")

    with bench.database.writing() as transaction:
        transaction.execute(text("DROP TRIGGER full"))
    assert bench.ingest().new == 2
    assert set(bench.states().values()) == {"taken"}


def test_an_interrupted_run_says_how_it_ended(bench: Bench) -> None:
    """A second Ctrl-C ends it at once: no attempt is counted, nothing is half-ingested."""
    names = fill(bench.world, 3)

    def progress(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.ingest(progress=progress)
    assert bench.states() == dict(zip(names, ["taken", "pending", "pending"], strict=True))
    assert bench.last_run().state is RunState.FAILED
    assert bench.last_run().message == "it was told to end at once"


# ------------------------------------------------------------------ readers that fail


@dataclass
class Sabotage(InlineExecutor):
    """Runs `act` instead of the reader of one dump."""

    path: str
    act: Callable[[], object]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if getattr(args[0], "path", None) == self.path:
            return super().submit(self.act)
        return super().submit(fn, *args, **kwargs)


def test_a_reader_that_raises_costs_its_own_dump(
    bench: Bench, log: list[Mapping[str, Any]]
) -> None:
    """None should; but one bad dump never loses a run, and the next run tries it again."""
    names = fill(bench.world, 3)

    def fail() -> None:
        raise RecursionError("too deep")

    for _ in range(2):
        report = bench.ingest(journey={"executor": Sabotage("01.txt", fail)})
        assert [loss.subject for loss in report.losses] == ["01.txt"]
        assert bench.states() == dict(zip(names, ["taken", "failed", "taken"], strict=True))
    said = [event for event in log if event["event"] == "dump_failed"]
    assert len(said) == 1
    assert isinstance(said[0]["exc_info"], RecursionError)
    assert bench.ingest().new == 1


class Spawned(Executor):
    """The real pool, where the reader of one dump kills its process."""

    def __init__(self, pool: Executor, path: str) -> None:
        self.pool, self.path = pool, path

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if getattr(args[0], "path", None) == self.path:
            return self.pool.submit(os._exit, 9)
        return self.pool.submit(fn, *args, **kwargs)


def test_a_dump_that_kills_its_workers_is_quarantined_and_costs_nothing_else(bench: Bench) -> None:
    """FAULTS B1, C4: a real pool, real deaths; the others come through in the same run."""
    names = fill(bench.world, 5)
    with open_executor(1) as pool:
        deadly = Spawned(pool, "01.txt")
        report = bench.ingest(journey={"executor": deadly, "isolated": deadly, "ahead": 2})
    assert report.new == 4
    assert bench.states() == {**dict.fromkeys(names, "taken"), "01.txt": "quarantined"}
    assert bench.column("attempts")["01.txt"] == MAX_ATTEMPTS
    assert "quarantined" in report.losses[0].message
    assert bench.ingest().files["unchanged"] == 5, "it is left alone until it changes"

    bench.world.put("01.txt", article(77))
    assert bench.ingest().new == 1


def test_worker_processes_give_the_same_as_none(world: World, tmp_path: Path) -> None:
    fill(world, 6)
    world.put("again.txt", article(3))
    world.put("short.txt", "Nothing.\n")
    world.ingest()
    inline = world.site_bytes()

    other = World(folder=tmp_path / "other")
    other.folder.mkdir()
    world.inbox.rename(other.inbox)
    report = other.ingest(workers={"processes": 2}).ingest

    assert (report.new, report.duplicate, report.rejected) == (6, 1, 1)
    names = {name for name in inline if name.startswith("articles/")}
    assert {name for name in other.site_bytes() if name.startswith("articles/")} == names
    assert len(names) > 5


def test_a_dump_that_kills_the_process_is_found_out_by_the_next(
    world: World, launcher: Launcher
) -> None:
    """FAULTS B1: an attempt is in the store before the file is opened, and survives the process;
    the next one reads what was in hand in a process that may die.
    """
    names = fill(world, 4)
    assert launcher.run(world, "ingest", deadly="01.txt").status == 9
    report = launcher.run(world, "ingest", "--json", deadly="01.txt")

    assert report.status == 1, report.err
    assert report.json["ingest"]["files"]["quarantined"] == 1
    with open_services(world.settings()) as services, services.database.reading() as transaction:
        found = transaction.execute(text("SELECT path, state FROM file")).all()
    states = dict.fromkeys(names, "taken")
    assert dict(map(tuple, found)) == {**states, "01.txt": "quarantined"}


def test_processes_that_are_killed_from_outside_cost_no_dump(bench: Bench) -> None:
    """A run that was killed again and again, always with the same dump in hand, takes it at last;
    only a dump that is there at every one of many deaths is left alone.
    """
    names = fill(bench.world, 2)
    stop = threading.Event()
    stop.set()
    bench.ingest(stop=stop)
    path = bench.world.inbox / names[1]
    for deaths, outcome in ((MAX_PROCESS_DEATHS - 1, "taken"), (MAX_PROCESS_DEATHS, "quarantined")):
        with bench.database.writing() as transaction:
            status = path.stat()
            transaction.execute(
                text(
                    "UPDATE file SET state = 'in-hand', attempts = :deaths, size = :size,"
                    " mtime_ns = :mtime, ctime_ns = :ctime, inode = :inode WHERE path = :path"
                ),
                {
                    "deaths": deaths,
                    "size": status.st_size,
                    "mtime": status.st_mtime_ns,
                    "ctime": status.st_ctime_ns,
                    "inode": str(status.st_ino),
                    "path": path.name,
                },
            )
        bench.ingest()
        assert bench.states()[path.name] == outcome

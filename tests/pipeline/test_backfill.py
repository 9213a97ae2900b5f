"""History goes into the archives at once, and into the feeds a few articles a day."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from journey_world import World, article

from feedsvc.feeds import Format
from feedsvc.feeds.addresses import feed_file
from feedsvc.feeds.check import entry_ids
from feedsvc.pipeline import Request
from feedsvc.services import RunReport, open_services, run_once

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FEEDS = [{"slug": "all", "title": "All", "max_entries": 4}]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def run(
    world: World,
    *,
    backfill: bool = False,
    drip: int = 0,
    stop: threading.Event | None = None,
    stop_after: int | None = None,
) -> RunReport:
    stop = stop or threading.Event()

    def progress(done: int, _total: int) -> None:
        if stop_after is not None and done >= stop_after:
            stop.set()

    with open_services(
        world.settings(feeds=FEEDS, schedule={"drip_per_day": drip}), upgrade=True
    ) as services:
        request = Request(trigger="command", backfill=backfill, stop=stop, progress=progress)
        return run_once(services, request)


def shown(world: World) -> list[str]:
    return list(entry_ids(Format.ATOM, (world.site / feed_file("all", Format.ATOM)).read_bytes()))


def archived(world: World) -> list[list[str]]:
    """What each archive holds, in the order of their addresses."""
    found = sorted((world.site / "feeds" / "all" / "archive").rglob("atom.xml"))
    return [list(entry_ids(Format.ATOM, path.read_bytes())) for path in found]


def everything(world: World) -> set[str]:
    return {f"urn:uuid:{path.name}" for path in (world.site / "articles").iterdir()}


def test_feeds_50_a_backfill_stands_in_archives_and_pages_and_in_no_feed(
    world: World, clock: time_machine.Traveller
) -> None:
    world.put("new.txt", article(0))
    run(world)
    before = shown(world)
    for number in range(1, 11):
        world.put(f"old/{number}.txt", article(number))
    clock.shift(60)
    report = run(world, backfill=True)
    assert report.ingest.new == 10
    assert shown(world) == before
    assert sorted(map(len, archived(world))) == [2, 4, 4]
    flat = [entry_id for archive in archived(world) for entry_id in archive]
    assert len(flat) == len(set(flat))
    assert {*flat, *before} == everything(world)
    assert len(everything(world)) == 11


def test_new_articles_go_out_at_once_beside_a_backfill(
    world: World, clock: time_machine.Traveller
) -> None:
    for number in range(1, 4):
        world.put(f"old/{number}.txt", article(number))
    run(world, backfill=True)
    world.put("new.txt", article(0))
    clock.shift(60)
    run(world)
    assert len(shown(world)) == 1


def test_a_drip_lets_a_few_a_day_into_the_feed_and_changes_no_archive(
    world: World, clock: time_machine.Traveller
) -> None:
    for number in range(1, 7):
        world.put(f"old/{number}.txt", article(number))
    run(world, backfill=True)
    kept = archived(world)
    seen: list[set[str]] = []
    for _ in range(4):
        run(world, drip=2)
        run(world, drip=2)
        seen.append(set(shown(world)))
        clock.shift(timedelta(days=1))
    assert [len(ids) for ids in seen] == [1, 3, 4, 4]  # the window is full then
    assert len(set.union(*seen)) == 6  # one at first, since then two each day: seven are due
    assert archived(world) == kept


def test_the_guard_lets_a_backfill_of_any_size_pass(
    world: World, clock: time_machine.Traveller
) -> None:
    world.put("new.txt", article(0))
    run(world)
    for number in range(1, 8):
        world.put(f"old/{number}.txt", article(number))
    with open_services(
        world.settings(feeds=FEEDS, guard={"max_unknown": 1}), upgrade=True
    ) as services:
        report = run_once(services, Request(trigger="command", backfill=True))
    assert not report.has_losses


def test_what_an_interrupted_backfill_left_is_history_to_the_next_run(
    world: World, clock: time_machine.Traveller
) -> None:
    """The daemon, which takes the rest, must not show it to subscribers as news."""
    for number in range(1, 7):
        world.put(f"old/{number}.txt", article(number), age_seconds=100 - number)
    report = run(world, backfill=True, stop_after=2)
    assert report.ingest.new == 2
    world.put("new.txt", article(0))
    clock.shift(60)
    report = run(world)
    assert report.ingest.new == 5
    assert len(shown(world)) == 1
    assert sorted(map(len, archived(world))) == [2, 4]
    flat = [entry_id for archive in archived(world) for entry_id in archive]
    assert {*flat, *shown(world)} == everything(world)
    assert len(everything(world)) == 7


def test_a_backfill_is_done_once(world: World, clock: time_machine.Traveller) -> None:
    """What comes later under the same names is news."""
    world.put("old/1.txt", article(1))
    run(world, backfill=True)
    assert shown(world) == []
    world.put("old/1.txt", article(2))
    clock.shift(60)
    run(world)
    assert len(shown(world)) == 1


def test_a_backfill_has_no_deadline(world: World, clock: time_machine.Traveller) -> None:
    for number in range(1, 4):
        world.put(f"old/{number}.txt", article(number))
    with open_services(world.settings(feeds=FEEDS), upgrade=True) as services:
        from dataclasses import replace

        from feedsvc.pipeline import ingest

        hurried = replace(services.journey, deadline_seconds=-1)
        report = ingest(hurried, Request(trigger="command", backfill=True))
    assert report.new == 3

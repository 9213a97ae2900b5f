"""What readers would make of a publication, asked before it is made; and what the guard makes
of settings that change."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from journey_world import Launcher, World, article

from feedsvc.errors import ConfigError
from feedsvc.feeds import Format
from feedsvc.feeds.check import entry_ids
from feedsvc.pipeline import CheckReport, check
from feedsvc.pipeline.check import ReaderCheck
from feedsvc.services import open_services, publish_once
from feedsvc.site.history import HISTORY_FOLDER

READERS = ("FreshRSS", "Miniflux", "NetNewsWire", "reader")
ALL = ("Atom", "RSS", "JSON Feed")


def feed(max_entries: int = 50) -> list[dict[str, Any]]:
    return [{"slug": "all", "title": "All", "max_entries": max_entries}]


def checked(world: World, *slugs: str, is_accepted: bool = False, **sections: Any) -> CheckReport:
    with open_services(world.settings(**sections)) as services:
        return check(services.publisher, slugs, is_accepted=is_accepted)


def published(world: World, *accept: str, **sections: Any) -> tuple[str, ...]:
    """Publishes, and returns what is lost."""
    with open_services(world.settings(**sections), upgrade=True) as services:
        return tuple(loss.message for loss in publish_once(services, accept).losses)


def ids(world: World) -> tuple[str, ...]:
    return entry_ids(Format.JSON, (world.site / "feeds/all/feed.json").read_bytes())


def counts(report: CheckReport) -> dict[str, tuple[tuple[str, ...], int, int, int, int]]:
    """By reader: the formats, and new, changed, resurfaced and duplicates."""
    (found,) = report.feeds
    return {
        one.reader: (one.formats, one.new, one.changed, one.resurfaced, one.duplicates)
        for one in found.readers
    }


@pytest.fixture
def three(world: World) -> World:
    """Three articles, ingested one after another."""
    for number in range(3):
        world.put(f"{number}.txt", article(number), age_seconds=1000 - number)
    world.ingest()
    return world


def test_what_is_out_already_is_nothing_to_any_reader(three: World) -> None:
    report = checked(three)
    assert counts(report) == dict.fromkeys(READERS, (ALL, 0, 0, 0, 0))
    assert report.is_harmless


def test_before_the_first_publication_everything_is_new(three: World) -> None:
    (three.site / "feeds/all/atom.xml").rename(three.folder / "aside.xml")
    report = checked(three)
    found = {one for item in report.feeds for one in item.readers if one.formats == ("Atom",)}
    assert found == {
        ReaderCheck(reader=name, formats=("Atom",), new=3, changed=0, resurfaced=0, duplicates=0)
        for name in READERS
    }


def test_a_check_writes_nothing(three: World) -> None:
    before = {path: path.stat().st_mtime_ns for path in three.site.rglob("*")}
    checked(three, site={"title": "Other"}, feeds=feed(2))
    assert {path: path.stat().st_mtime_ns for path in three.site.rglob("*")} == before


def test_an_unknown_feed_is_named_with_those_that_there_are(three: World) -> None:
    with pytest.raises(ConfigError) as caught:
        checked(three, "sports")
    assert "'sports'" in caught.value.message
    assert "all" in caught.value.hint


def test_a_window_that_grows_brings_nothing_back(three: World) -> None:
    """What left the feed stays in its archives; the owner may have it otherwise."""
    published(three, feeds=feed(2))
    newest = ids(three)
    assert len(newest) == 2
    assert published(three, feeds=feed(3)) == ()
    assert ids(three) == newest
    assert published(three, "all", feeds=feed(3)) == ()
    assert len(ids(three)) == 3
    assert published(three, feeds=feed(3)) == ()
    assert len(ids(three)) == 3


def test_what_was_accepted_long_after_resurfaces_and_the_check_says_so(three: World) -> None:
    published(three, feeds=feed(2))
    history = three.site / HISTORY_FOLDER / "all"
    lines = [line.split(" ") for line in history.read_text().splitlines() if line]
    year = 365 * 86400
    history.write_text("".join(f"{a} {b} {int(c) - year}\n" for a, b, c in lines))
    assert checked(three, feeds=feed(3)).is_harmless
    report = checked(three, is_accepted=True, feeds=feed(3))
    assert not report.is_harmless
    assert counts(report) == {
        "FreshRSS": (ALL, 0, 0, 1, 0),
        "Miniflux": (ALL, 0, 0, 0, 0),
        "NetNewsWire": (ALL, 0, 0, 1, 0),
        "reader": (ALL, 0, 0, 0, 0),
    }


def test_a_store_that_is_built_anew_brings_nothing_old(three: World) -> None:
    before = ids(three)
    three.database.unlink()
    with open_services(three.settings(), upgrade=True):
        pass
    assert ids(three) == before
    three.ingest()
    assert ids(three) == before
    assert checked(three).is_harmless


def test_a_store_that_mints_other_ids_is_held_back_and_says_what_readers_would_see(
    world: World,
) -> None:
    for number in range(6):
        world.put(f"{number}.txt", article(number), age_seconds=1000 - number)
    world.ingest()
    before = ids(world)
    with closing(sqlite3.connect(world.database)) as store:
        for (key,) in store.execute("SELECT id FROM entry").fetchall():
            store.execute("UPDATE entry SET uuid = ? WHERE id = ?", (f"{key:032x}", key))
        store.commit()
    report = checked(world)
    assert not report.is_harmless
    assert {one.duplicates for one in report.feeds[0].readers} == {6}
    (reason,) = report.feeds[0].reasons
    assert "the store does not know 6 of the 6 ids" in reason
    assert "would show 6 articles twice" in reason
    assert published(world) == (reason,)
    assert ids(world) == before


def test_the_command_ends_with_1_when_something_comes_back(
    three: World, launcher: Launcher
) -> None:
    same = {"FEEDSVC_SERVER__PORT": "8642"}  # as published: links change with it
    command = launcher.run(three, "check", environment=same)
    assert command.status == 0
    assert "Miniflux     new 0, changed 0, resurfaced 0, duplicates 0" in command.out
    assert launcher.run(three, "check", "sports").status == 2
    document = three.site / "feeds/all/feed.json"
    document.write_text(document.read_text().replace("urn:uuid:", "urn:uuid:0"))
    command = launcher.run(three, "check", "all", "--json", environment=same)
    assert command.status == 1
    found = [one for one in command.json["feeds"][0]["readers"] if one["formats"] == ["JSON Feed"]]
    assert {one["duplicates"] for one in found} == {3}

"""The hub, from the folder to the ping: told after publication, and only if something changed."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hub_server import HubServer, hub_server
from journey_world import Launcher, World, article, events_named, wait_for

from feedsvc.pipeline import Request
from feedsvc.services import open_services, run_once

FEEDS = ["atom.xml", "rss.xml", "feed.json"]
StartDaemon = Callable[..., Any]


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as hub:
        yield hub


@pytest.fixture
def start(start_daemon: StartDaemon, hub: HubServer) -> StartDaemon:
    """A daemon with the hub, whose schedule alone would never come round."""

    def start(world: World, **settings: str) -> Any:
        given = {"site__hub_url": hub.url, "schedule__ingest": "1h", **settings}
        return start_daemon(world, **given)

    return start


def test_feeds_52_the_hub_is_told_when_the_new_entry_is_out(
    world: World, start: StartDaemon, hub: HubServer
) -> None:
    """What it fetches upon the ping has the entry, in every format."""
    fetched: dict[str, str] = {}

    def fetch(topic: str) -> int:
        fetched[topic] = httpx.get(topic, trust_env=False).text
        return 204

    hub.answer = fetch
    daemon = start(world)
    wanted = [f"{daemon.url}feeds/all/{name}" for name in FEEDS]
    wait_for(lambda: len(hub.forms) == 3)  # the empty feeds are out
    for number, title in enumerate(["The first of the harbor stories", "And the second one"], 2):
        world.put(f"{number}.txt", article(number, title=title))
        wait_for(lambda number=number: len(hub.forms) == 3 * number)
        assert sorted(hub.topics[-3:]) == sorted(wanted)
        assert all(title in text for text in fetched.values())
    notified = wait_for(lambda: events_named(daemon.command.events, "hub_notified")[2:])
    assert (notified[0]["hub"], notified[0]["topics"]) == (hub.url, 3)


def test_feeds_52_headers_and_documents_name_the_hub_and_archives_do_not(
    world: World, start: StartDaemon, hub: HubServer
) -> None:
    for number in range(4):
        world.put(f"{number}.txt", article(number))
    definition = '[{"slug": "all", "title": "All", "max_entries": 2}]'
    daemon = start(world, feeds=definition)
    wait_for(lambda: len(hub.forms) >= 3)
    for name in FEEDS:
        own = f"{daemon.url}feeds/all/{name}"
        for method in ("GET", "HEAD"):
            reply = httpx.request(method, own, trust_env=False)
            assert reply.headers["link"] == f'<{hub.url}>; rel="hub", <{own}>; rel="self"'
    assert f'href="{hub.url}"' in daemon.get("feeds/all/atom.xml").text
    assert f'href="{hub.url}"' in daemon.get("feeds/all/rss.xml").text
    document = daemon.get("feeds/all/feed.json").json()
    assert document["hubs"] == [{"type": "WebSub", "url": hub.url}]
    archives = [path for path in world.site_bytes() if "/archive/" in path and path[-3:] != ".gz"]
    assert archives
    for path in archives:
        assert hub.url.encode() not in world.site_bytes()[path]
        assert "link" not in daemon.get(path).headers


def test_nobody_is_told_when_nothing_changed(world: World) -> None:
    """The daemon, the trigger and the commands all tell through the same run."""
    told: list[list[str]] = []
    world.put("a.txt", article(1))
    request = Request(trigger="command")
    with open_services(world.settings(), upgrade=True) as services:
        telling = replace(services, tell=lambda urls: told.append(list(urls)))
        run_once(telling, request)
        assert [len(urls) for urls in told] == [3]
        run_once(telling, request)
        world.put("a-copy.txt", article(1))
        world.put("none.txt", "Nothing.\n")
        assert run_once(telling, request).ingest.read == 2
        assert len(told) == 1
        world.put("b.txt", article(2))
        run_once(telling, request)
        assert [len(urls) for urls in told] == [3, 3]


def test_a_500_is_tried_again(world: World, start: StartDaemon, hub: HubServer) -> None:
    statuses = iter([500, 500, 500])
    hub.answer = lambda _topic: next(statuses, 204)
    world.put("a.txt", article(1))
    daemon = start(world)
    wait_for(lambda: events_named(daemon.command.events, "hub_notified"))
    assert len(hub.forms) == 6
    (failed,) = events_named(daemon.command.events, "hub_failed")
    assert (failed["level"], failed["hub"]) == ("warning", hub.url)


@pytest.fixture
def dead_hub() -> Iterator[str]:
    """It takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_dead_hub_delays_neither_a_run_nor_the_stop(
    world: World, start: StartDaemon, dead_hub: str
) -> None:
    daemon = start(world, site__hub_url=dead_hub)
    began = time.monotonic()
    for number in range(1, 4):
        world.put(f"{number}.txt", article(number))
        daemon.wait_for_titles(number)
    assert time.monotonic() - began < 9, "a single ping takes ten seconds to fail"
    assert daemon.command.stop() == 0
    assert time.monotonic() - began < 9
    assert not events_named(daemon.command.events, "run_abandoned")


# ------------------------------------------------------------------ commands


def test_commands_tell_the_hub_before_they_end(
    world: World, launcher: Launcher, hub: HubServer
) -> None:
    given = {"FEEDSVC_SITE__HUB_URL": hub.url, "FEEDSVC_SITE__BASE_URL": "https://news.example/"}
    world.put("a.txt", article(1))
    wanted = [f"https://news.example/feeds/all/{name}" for name in FEEDS]
    assert launcher.run(world, "ingest", environment=given).status == 0
    assert sorted(hub.topics) == sorted(wanted)
    assert launcher.run(world, "ingest", environment=given).status == 0
    assert launcher.run(world, "publish", environment=given).status == 0
    assert len(hub.forms) == 3, "nothing had changed"
    (world.site / "feeds/all/rss.xml").unlink()
    assert launcher.run(world, "publish", environment=given).status == 0
    assert len(hub.forms) == 6


def test_for_a_command_a_dead_hub_is_a_warning_and_no_loss(
    world: World, launcher: Launcher, dead_hub: str
) -> None:
    world.put("a.txt", article(1))
    command = launcher.run(world, "ingest", environment={"FEEDSVC_SITE__HUB_URL": dead_hub})
    assert command.status == 0, command.err
    assert [event["event"] for event in command.events] == ["hub_failed"]
    assert world.site_bytes()["feeds/all/atom.xml"]

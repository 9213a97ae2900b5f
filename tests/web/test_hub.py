"""Telling a WebSub hub, over real sockets: who is told what, again, and when it is given up."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import URLError

import pytest
import structlog
from hub_server import HubServer, hub_server
from journey_world import wait_for

from feedsvc.web import Hub, tell_once
from feedsvc.web import hub as hub_module

ATOM = "https://news.example/feeds/all/atom.xml"
RSS = "https://news.example/feeds/all/rss.xml"


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Mapping[str, Any]]]:
    """What is logged; nothing goes through a proxy of this machine, and pauses are short."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(hub_module, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(hub_module, "PAUSES_SECONDS", (0.05, 0.05))
    with structlog.testing.capture_logs() as events:
        yield events


@pytest.fixture
def server() -> Iterator[HubServer]:
    with hub_server() as server:
        yield server


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    stop = threading.Event()
    yield stop
    stop.set()
    wait_for(lambda: all(thread.name != "hub" for thread in threading.enumerate()))


def started(url: str, stop: threading.Event) -> Hub:
    hub = Hub(url, stop)
    hub.start()
    return hub


def names(log: list[Mapping[str, Any]]) -> list[str]:
    return [event["event"] for event in log]


@pytest.fixture
def dead_url() -> Iterator[str]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_feeds_52_the_hub_gets_a_form_for_each_topic(
    server: HubServer, stop: threading.Event, log: list[Mapping[str, Any]]
) -> None:
    started(server.url, stop).notify([ATOM, RSS])
    wait_for(lambda: "hub_notified" in names(log))
    assert server.forms == [
        {"status": ["204"], "hub.mode": ["publish"], "hub.url": [topic]} for topic in (ATOM, RSS)
    ]
    assert server.media_types == {"application/x-www-form-urlencoded"}
    assert [event for event in log if event["event"] == "hub_notified"] == [
        {"event": "hub_notified", "log_level": "info", "hub": server.url, "topics": 2}
    ]


def test_a_500_is_tried_again_and_said_once(
    server: HubServer, stop: threading.Event, log: list[Mapping[str, Any]]
) -> None:
    statuses = iter([500, 503])
    server.answer = lambda _topic: next(statuses, 202)
    hub = started(server.url, stop)
    hub.notify([ATOM])
    wait_for(lambda: "hub_notified" in names(log))
    assert server.topics == [ATOM] * 3
    assert names(log) == ["hub_failed", "hub_notified"]
    assert "500" in log[0]["detail"]

    statuses = iter([500])  # a new outage is said anew
    hub.notify([RSS])
    wait_for(lambda: names(log) == ["hub_failed", "hub_notified"] * 2)


def test_a_topic_that_is_refused_does_not_keep_the_others_and_is_given_up(
    server: HubServer, stop: threading.Event, log: list[Mapping[str, Any]]
) -> None:
    server.answer = lambda topic: 400 if topic == ATOM else 204
    hub = started(server.url, stop)
    hub.notify([ATOM, RSS])
    wait_for(lambda: server.topics == [ATOM, RSS, ATOM, ATOM])
    hub.notify([RSS])
    wait_for(lambda: server.topics[4:] == [RSS])
    assert names(log).count("hub_failed") == 1


def test_topics_wait_once_and_nothing_new_is_held_up_by_what_failed(
    server: HubServer, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the hub answers slowly, a feed may change often; the pause ends with a new change."""
    monkeypatch.setattr(hub_module, "PAUSES_SECONDS", (600.0,))
    asked, goes_on = threading.Event(), threading.Event()

    def slow(_topic: str) -> int:
        asked.set()
        goes_on.wait(10)
        return 500

    server.answer = slow
    hub = started(server.url, stop)
    hub.notify([ATOM])
    assert asked.wait(10)
    for _ in range(50):
        hub.notify([ATOM, RSS])
    server.answer = lambda _topic: 204
    goes_on.set()
    wait_for(lambda: server.topics == [ATOM, ATOM, RSS])


@pytest.mark.parametrize("status", [301, 307])
def test_redirects_are_not_followed(
    server: HubServer, log: list[Mapping[str, Any]], status: int
) -> None:
    server.answer = lambda _topic: status
    tell_once(server.url, [ATOM])
    assert server.topics == [ATOM]
    assert names(log) == ["hub_failed"]
    assert str(status) in log[0]["detail"]


def test_nothing_but_http_is_spoken(tmp_path: Any) -> None:
    opener = hub_module._opener()
    (tmp_path / "file").write_text("x")
    for url in (f"file://{tmp_path}/file", "ftp://127.0.0.1/", "data:,x"):
        with pytest.raises(URLError, match="unknown url type"):
            opener.open(url)


def test_a_proxy_that_cannot_be_used_is_a_warning(
    server: HubServer, log: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    tell_once(server.url, [ATOM])
    assert server.topics == []
    assert names(log) == ["hub_failed"]


def test_a_dead_hub_holds_nobody_up(
    dead_url: str,
    stop: threading.Event,
    log: list[Mapping[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever notifies goes on; a command gives up in time, after one topic of many."""
    monkeypatch.setattr(hub_module, "TIMEOUT_SECONDS", 0.2)
    hub = started(dead_url, stop)
    began = time.monotonic()
    hub.notify([f"{ATOM}?{number}" for number in range(1000)])
    assert time.monotonic() - began < 0.2
    wait_for(lambda: names(log) == ["hub_failed"])

    monkeypatch.setattr(hub_module, "ONCE_SECONDS", 0.2)
    tell_once(dead_url, [f"{ATOM}?{number}" for number in range(1000)])
    assert names(log) == ["hub_failed"] * 2
    assert time.monotonic() - began < 10


def test_a_command_has_a_few_seconds_for_all_topics(
    server: HubServer, log: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "ONCE_SECONDS", 0.5)

    def slow(_topic: str) -> int:
        time.sleep(0.2)
        return 204

    server.answer = slow
    tell_once(server.url, [f"{ATOM}?{number}" for number in range(100)])
    assert 1 <= len(server.topics) < 10
    assert log[-1]["event"] == "hub_failed"
    assert "no time" in log[-1]["detail"]


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 2000 x\r\n\r\n"])
def test_whatever_a_hub_answers_is_a_warning(log: list[Mapping[str, Any]], answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def reply() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=reply)
        thread.start()
        tell_once(f"http://127.0.0.1:{listener.getsockname()[1]}/", [ATOM])
        thread.join(10)
    assert names(log) == ["hub_failed"]


def test_a_hub_that_never_ends_its_answer_holds_no_command_up(
    log: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends a byte now and then: no timeout of a socket ever fires."""
    monkeypatch.setattr(hub_module, "ONCE_SECONDS", 0.3)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def trickle() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 ")
                while not stop.wait(0.05):
                    connection.sendall(b"2")

        thread = threading.Thread(target=trickle)
        thread.start()
        began = time.monotonic()
        tell_once(f"http://127.0.0.1:{listener.getsockname()[1]}/", [ATOM])
        assert time.monotonic() - began < 5
        stop.set()
        thread.join(10)
    assert names(log) == ["hub_failed"]
    assert "no time" in log[-1]["detail"]

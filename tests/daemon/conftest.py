"""A real daemon in a process of its own, on any free port."""

import json
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from journey_world import Command, Launcher, World, wait_for


@dataclass
class Daemon:
    """A daemon that answers."""

    command: Command
    url: str

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, timeout=10, trust_env=False)

    def post(self, path: str = "ingest", token: bytes | None = None) -> httpx.Response:
        headers = {b"authorization": b"Bearer " + token} if token is not None else {}
        return httpx.post(self.url + path, headers=headers, timeout=30, trust_env=False)

    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("health").json()
        return found

    def titles(self) -> list[str]:
        """The titles in the feed, as a reader sees them now."""
        import feedparser

        reply = self.get("feeds/all/atom.xml")
        if reply.status_code == 503:  # not published yet
            return []
        found = feedparser.parse(reply.content)
        assert not found.bozo, found.bozo_exception
        return [entry.title for entry in found.entries]

    def wait_for_titles(self, count: int, seconds: float = 20) -> list[str]:
        def enough() -> list[str]:
            titles = self.titles()
            return titles if len(titles) >= count else []

        return wait_for(enough, seconds, every=0.05)

    def unfinished_request(self, token: str) -> socket.socket:
        """A request whose body never ends: it is under way until somebody gives up."""
        url = httpx.URL(self.url)
        connection = socket.create_connection((url.host, url.port or 80), timeout=10)
        head = f"POST /ingest HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: Bearer {token}\r\n"
        connection.sendall(f"{head}Content-Length: 10\r\n\r\nx".encode())
        return connection

    def is_refusing(self) -> bool:
        try:
            self.get("health")
        except httpx.HTTPError:
            return True
        return False

    def has_run(self) -> bool:
        return self.health().get("last_run") is not None


StartDaemon = Callable[..., Daemon]


@pytest.fixture
def start_daemon(launcher: Launcher) -> Iterator[StartDaemon]:
    """Starts daemons; those that are left are killed."""
    started: list[Command] = []

    def start(world: World, **settings: str) -> Daemon:
        environment = {"FEEDSVC_" + name.upper(): value for name, value in settings.items()}
        command = launcher.start(world, "run", "--json", environment=environment)
        started.append(command)

        def announced() -> str:
            assert command.status is None, command.err
            return command.out

        url = json.loads(wait_for(announced))["open"]
        return Daemon(command=command, url=url)

    yield start
    for command in started:
        if command.status is None:
            command.signal(signal.SIGKILL)
            command.wait()

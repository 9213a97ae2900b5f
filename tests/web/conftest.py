"""Invented entries for the tests over HTTP."""

import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.applications import Starlette

from feedsvc import feeds, site
from feedsvc.feeds import Addresses
from feedsvc.model import Article, Entry, FeedDefinition
from feedsvc.site import Site
from feedsvc.web import Health, Server, Wiring, bind, create_app

FIRST = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
ARTICLE = Article(
    title="Ferry returns to the north shore",
    text="The ferry sails again.\n\nTickets cost four crowns.",
    content="<p>The ferry sails again.</p><p>Tickets cost four crowns.</p>",
    summary="The ferry sails again.",
    authors=("Ines Hallgren", "Tomas Brandt"),
    contributors=("Petra Lund",),
    published=datetime(2026, 3, 8, 17, 5, tzinfo=UTC),
    language="en",
    categories=("local news", "transport"),
    url="https://harbor-gazette.example/2026/ferry?ref=a&b=c",
)

BAY = Site(
    title="The Bay",
    addresses=Addresses("https://news.example/daily/"),
    feeds=(FeedDefinition(slug="all", title="All articles", description="Every article, in full"),),
)

MakeEntry = Callable[..., Entry]


def make(number: int = 0, **changes: Any) -> Entry:
    """Entry number `number`, first seen that many hours after the first."""
    seen = FIRST + timedelta(hours=number)
    return Entry(
        id=UUID(int=number + 1, version=5),
        first_seen=seen,
        updated=seen,
        article=replace(ARTICLE, **changes),
    )


@pytest.fixture
def make_entry() -> MakeEntry:
    return make


@pytest.fixture
def bay() -> Site:
    return BAY


@pytest.fixture(scope="session")
def master_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three articles, written once: flushing it to disk takes its time."""
    directory = tmp_path_factory.mktemp("master") / "site"
    publish(directory, BAY, [make(2), make(1), make(0)])
    return directory


@pytest.fixture
def published(tmp_path: Path, master_copy: Path) -> Path:
    """A site of three articles, this test's own."""
    shutil.copytree(master_copy, tmp_path / "site")
    return tmp_path / "site"


def publish(directory: Path, bay: Site, entries: Sequence[Entry]) -> None:
    """The whole of a site, as the pipeline writes it."""
    shown = {feed.slug: entries for feed in bay.feeds}
    documents = [feeds.render(feed, entries, bay.addresses) for feed in bay.feeds]
    site.write(directory, site.article_pages(bay, entries))
    site.write(directory, [file for feed in documents for file in feed.files])
    site.write(directory, [feeds.opml(bay.feeds, bay.addresses, bay.title)])
    site.write(directory, site.render_pages(bay, entries, shown))


@pytest.fixture
def republish(bay: Site) -> Callable[[Path, Sequence[Entry]], None]:
    return lambda directory, entries: publish(directory, bay, entries)


@pytest.fixture
def publish_site() -> Callable[[Path, Sequence[Entry], Site], None]:
    return lambda directory, entries, bay: publish(directory, bay, entries)


class Client:
    """Requests to a real server on a port of its own, over plain sockets where it matters."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=False)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.request("GET", path, **headers)

    def request(self, method: str, path: str, **headers: str) -> httpx.Response:
        """Sends the headers named (underscores become hyphens), and no Accept-Encoding unasked."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = self.http.build_request(method, path, headers=named)
        if "accept_encoding" not in headers:
            del request.headers["accept-encoding"]
        return self.http.send(request)

    def raw(self, request: bytes) -> bytes:
        """Whatever the server answers to these bytes, until it closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(request)
            received = b""
            with suppress(TimeoutError, ConnectionResetError):
                while chunk := connection.recv(65536):
                    received += chunk
            return received


@pytest.fixture
def serve() -> Iterator[Callable[[Starlette], Client]]:
    """Starts a real server for an application; all are stopped at the end."""
    servers: list[Server] = []
    clients: list[Client] = []

    def start(app: Starlette) -> Client:
        server = Server(app, bind("127.0.0.1", 0), stop_seconds=1)
        server.start()
        servers.append(server)
        clients.append(Client(server.port))
        return clients[-1]

    yield start
    for client in clients:
        client.http.close()
    for server in servers:
        server.stop()
        assert server.wait(10)


WELL = Wiring(health=lambda: Health(is_well=True, details={}))


@pytest.fixture
def client(serve: Callable[[Starlette], Client], published: Path, bay: Site) -> Client:
    return serve(create_app(published, bay, WELL))

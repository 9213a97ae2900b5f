"""Invented entries for the tests over HTTP."""

import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import bay as the_bay
import httpx
import pytest
from starlette.applications import Starlette

from feedsvc.model import Entry
from feedsvc.site import Site
from feedsvc.web import Health, Server, Wiring, bind, create_app

make, publish, BAY = the_bay.make_entry, the_bay.publish, the_bay.BAY


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

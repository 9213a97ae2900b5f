"""The server leaves signals to the daemon and says plainly why it cannot start."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from feedsvc.errors import ConfigError
from feedsvc.web import Server, bind
from feedsvc.web.protocol import TimedProtocol


def application(seconds: float = 0) -> Starlette:
    def slow(request: Request) -> PlainTextResponse:
        time.sleep(seconds)
        return PlainTextResponse("done")

    return Starlette(routes=[Route("/", slow)])


def test_port_0_takes_a_free_port_and_reports_it() -> None:
    server = Server(application(), bind("127.0.0.1", 0))
    server.start()
    assert httpx.get(f"http://127.0.0.1:{server.port}/").text == "done"
    server.stop()
    assert server.wait(10)


def test_a_reply_does_not_wait_for_the_acknowledgment_of_its_headers() -> None:
    """Nagle's algorithm and a delayed acknowledgment together take 40 ms a reply; asyncio turns
    the first off for sockets that name their protocol.
    """
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_busy_port_is_named_with_its_setting() -> None:
    with bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=r"in use") as caught:
            bind("127.0.0.1", port)
    assert "server.port" in caught.value.hint


@pytest.mark.parametrize(
    ("host", "port"),
    [("192.0.2.1", 0), ("127.0.0.1", 70000), ("127.0.0.1", -1), ("no such host", 80)],
)
def test_an_address_that_cannot_be_had_is_named_with_its_setting(host: str, port: int) -> None:
    with pytest.raises(ConfigError) as caught:
        bind(host, port)
    assert "server." in f"{caught.value}"


def test_ipv6_works_where_the_machine_has_it() -> None:
    try:
        listener = bind("::1", 0)
    except ConfigError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener:
        assert listener.family == socket.AF_INET6


def test_a_reply_under_way_is_finished_before_the_end() -> None:
    server = Server(application(0.5), bind("127.0.0.1", 0))
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        time.sleep(0.2)
        server.stop()
        received = b""
        while chunk := connection.recv(1000):
            received += chunk
    assert received.endswith(b"done")
    assert server.wait(10)


_PROGRAM = """
import signal, sys
from starlette.applications import Starlette
from feedsvc.web import Server, bind
server = Server(Starlette(), bind("127.0.0.1", 0))
signal.signal(signal.SIGTERM, lambda *_: server.stop())
print("ready", flush=True)
server.run()
print("stopped in order", flush=True)
"""


def test_a_signal_is_the_daemons_and_the_code_after_run_is_reached() -> None:
    """FAULTS C8: uvicorn alone would die of the signal here."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert output == "stopped in order\n"
    assert process.returncode == 0


def test_a_request_that_does_not_arrive_loses_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS H8: slow headers, before the first request and before the second."""
    monkeypatch.setattr(TimedProtocol, "request_seconds", 0.5)
    server = Server(application(), bind("127.0.0.1", 0))
    server.start()
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    for before in (b"", request):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(before)
            if before:
                assert b"200 OK" in connection.recv(1000)
            started = time.monotonic()
            with suppress(ConnectionError):
                while time.monotonic() - started < 4:
                    connection.sendall(b"G")
                    connection.settimeout(0.1)
                    with suppress(TimeoutError):
                        if not connection.recv(1000):
                            break
            assert time.monotonic() - started < 3
    server.stop()
    assert server.wait(10)


def test_a_reply_may_take_longer_than_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimedProtocol, "request_seconds", 0.2)
    server = Server(application(0.8), bind("127.0.0.1", 0))
    server.start()
    assert httpx.get(f"http://127.0.0.1:{server.port}/").text == "done"
    server.stop()
    assert server.wait(10)


def test_huge_headers_are_refused() -> None:
    """FAULTS H8."""
    server = Server(application(), bind("127.0.0.1", 0))
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    server.stop()
    assert server.wait(10)

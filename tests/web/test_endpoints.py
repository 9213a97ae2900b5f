"""Health, trigger and search: what is handed in is called, and nothing else leaks out."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import FeedsvcError, StoreBusy
from feedsvc.model import Entry
from feedsvc.site import Site
from feedsvc.web import Health, Wiring, create_app
from feedsvc.web.limits import RatePolicy, TokenBucket

TOKEN = "a long wörd"
WELL = Wiring(health=lambda: Health(is_well=True, details={}))


@pytest.fixture
def start(serve: Callable[..., Any], published: Path, bay: Site) -> Callable[..., Any]:
    """A server whose wiring is WELL with these changes."""
    return lambda **changes: serve(create_app(published, bay, replace(WELL, **changes)))


def bearer(token: str) -> bytes:
    return b"POST /ingest HTTP/1.0\r\nAuthorization: Bearer " + token.encode() + b"\r\n\r\n"


def test_health_is_200_with_its_details(start: Callable[..., Any]) -> None:
    client = start(health=lambda: Health(is_well=True, details={"entries": 3}))
    reply = client.get("/health")
    assert (reply.status_code, reply.json()) == (200, {"ok": True, "entries": 3})
    assert reply.headers["cache-control"] == "no-store"


def test_health_is_503_when_something_is_wrong(start: Callable[..., Any]) -> None:
    client = start(health=lambda: Health(is_well=False, details={"why": "no run for an hour"}))
    reply = client.get("/health")
    assert (reply.status_code, reply.json()["why"]) == (503, "no run for an hour")


def test_a_health_check_that_fails_is_an_answer_too(start: Callable[..., Any]) -> None:
    def fails() -> Health:
        raise StoreBusy("the store is locked", "wait")

    reply = start(health=fails).get("/health")
    assert (reply.status_code, reply.json()) == (
        503,
        {"ok": False, "error": "the store is locked", "hint": "wait"},
    )


def test_the_trigger_runs_and_reports(start: Callable[..., Any]) -> None:
    client = start(ingest=lambda: {"new": 2, "duplicate": 1}, token=TOKEN)
    reply = client.raw(bearer(TOKEN))
    assert reply.startswith(b"HTTP/1.1 200")
    assert reply.endswith(b'{"new": 2, "duplicate": 1}\n')


@pytest.mark.parametrize(
    "header",
    [
        *(
            b"",
            b"Authorization: Bearer\r\n",
            b"Authorization: Bearer wrong\r\n",
            b"Authorization: Basic eA==\r\n",
        ),
        *(b"Authorization: Bearer \xff\xfe\r\n", "Authorization: Bearer ünïcode\r\n".encode()),
        b"Authorization: a long w\xc3\xb6rd\r\n",
    ],
)
def test_a_wrong_token_is_401_and_nothing_runs(start: Callable[..., Any], header: bytes) -> None:
    """FAULTS H9."""
    ran: list[int] = []

    def ingest() -> Mapping[str, object]:
        ran.append(1)
        return {}

    reply = start(ingest=ingest, token=TOKEN).raw(b"POST /ingest HTTP/1.0\r\n" + header + b"\r\n")
    assert reply.startswith(b"HTTP/1.1 401")
    assert b"www-authenticate: Bearer" in reply
    assert not ran


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_the_trigger_is_off_and_says_how_to_have_it(
    start: Callable[..., Any], token: str | None
) -> None:
    reply = start(ingest=lambda: {"new": 1}, token=token).request(
        "POST", "/ingest", authorization="Bearer x"
    )
    assert reply.status_code == 403
    assert "server.token" in reply.json()["hint"]


def test_the_trigger_takes_post_alone(start: Callable[..., Any]) -> None:
    reply = start(ingest=dict, token="x").get("/ingest")
    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


def test_a_large_body_is_refused_without_reading_it_all(start: Callable[..., Any]) -> None:
    """FAULTS H8."""
    client = start(ingest=lambda: {"new": 1}, token="x")
    head = (
        b"POST /ingest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Authorization: Bearer x\r\nContent-Length: 1000000000\r\n\r\n"
    )
    reply = client.raw(head + b"x" * 200_000)
    assert reply.startswith(b"HTTP/1.1 413")


def test_a_body_that_does_not_arrive_is_408(
    start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.web.trigger._BODY_SECONDS", 0.2)
    head = b"POST /ingest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    head += b"Authorization: Bearer x\r\nContent-Length: 10\r\n\r\n"
    reply = start(ingest=lambda: {"new": 1}, token="x").raw(head + b"abc")
    assert reply.startswith(b"HTTP/1.1 408")


def test_one_run_at_a_time_the_others_hear_409(start: Callable[..., Any]) -> None:
    """FAULTS H10."""
    running, finish = threading.Event(), threading.Event()
    runs: list[int] = []

    def ingest() -> Mapping[str, object]:
        runs.append(1)
        running.set()
        assert finish.wait(10)
        return {"new": 0}

    client = start(ingest=ingest, token="x")
    first: list[bytes] = []
    thread = threading.Thread(target=lambda: first.append(client.raw(bearer("x"))))
    thread.start()
    assert running.wait(10)
    busy = client.raw(bearer("x"))
    feed = client.get("/feeds/all/atom.xml")
    finish.set()
    thread.join()
    assert busy.startswith(b"HTTP/1.1 409")
    assert feed.status_code == 200
    assert first[0].startswith(b"HTTP/1.1 200")
    assert len(runs) == 1
    assert client.raw(bearer("x")).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("error", "status"),
    [(StoreBusy("busy", "wait"), 409), (FeedsvcError("broken", "mend it"), 503)],
)
def test_a_run_that_fails_says_why(
    start: Callable[..., Any], error: FeedsvcError, status: int
) -> None:
    def ingest() -> Mapping[str, object]:
        raise error

    reply = start(ingest=ingest, token="x").request("POST", "/ingest", authorization="Bearer x")
    assert (reply.status_code, reply.json()["error"]) == (status, error.message)


def test_a_bug_is_500_without_a_traceback(start: Callable[..., Any], caplog: Any) -> None:
    def health() -> Health:
        raise ZeroDivisionError("secret detail")

    reply = start(health=health).get("/health")
    assert reply.status_code == 500
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    deadline = time.monotonic() + 5  # the log hears it, after the client
    while "secret detail" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "secret detail" in caplog.text


def test_search_shows_what_was_found(
    start: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    asked: list[str] = []

    def search(query: str, skip: int) -> list[Entry]:
        asked.append(query)
        return [make_entry(0)]

    reply = start(search=search).get("/search?q=%20ferry%20%20north%00")
    assert reply.status_code == 200
    assert "Ferry returns to the north shore" in reply.text
    assert "content-security-policy" in reply.headers
    assert asked == ["ferry north"]


@pytest.mark.parametrize(
    ("page", "skipped"),
    [("1", 0), ("2", 30), ("0", 0), ("-1", 0), ("x", 0), ("²", 0), ("9999", 49 * 30), ("", 0)],
)
def test_results_come_in_pages_and_any_page_may_be_asked_for(
    start: Callable[..., Any], make_entry: Callable[..., Entry], page: str, skipped: int
) -> None:
    asked: list[int] = []

    def search(query: str, skip: int) -> list[Entry]:
        asked.append(skip)
        return [make_entry(number) for number in range(31)]

    reply = start(search=search).get(f"/search?q=ferry&page={page}")
    assert asked == [skipped]
    assert reply.text.count('class="teaser"') == 30
    assert "More results" in reply.text


@pytest.mark.parametrize(
    "query", ['"', "*", "NEAR(", "'; drop table", "%ff", "<script>", "x" * 5000, ""]
)
def test_search_takes_any_query(start: Callable[..., Any], query: str) -> None:
    """FAULTS H13, as far as it is ours: bounded, escaped, never a 500."""
    asked: list[str] = []

    def search(words: str, skip: int) -> list[Entry]:
        asked.append(words)
        return []

    reply = start(search=search).get(f"/search?q={query}")
    assert reply.status_code == 200
    assert "<script>" not in reply.text
    assert all(len(words) <= 200 for words in asked)


def test_without_a_search_there_is_no_such_page(start: Callable[..., Any]) -> None:
    assert start().get("/search?q=x").status_code == 404


def test_too_many_searches_are_429_until_time_has_passed(start: Callable[..., Any]) -> None:
    clock = [100.0]
    bucket = TokenBucket(RatePolicy(per_second=2, burst=3), clock=lambda: clock[0])
    client = start(search=lambda *_: [], search_limit=bucket)
    statuses = [client.get("/search?q=x").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert client.get("/search?q=x").headers["retry-after"] == "1"
    assert client.get("/search").status_code == 200  # the empty form asks nothing
    assert client.get("/health").status_code == 200
    clock[0] += 0.5
    assert [client.get("/search?q=x").status_code for _ in range(2)] == [200, 429]


def test_a_search_that_fails_is_503_and_tells_nothing(start: Callable[..., Any]) -> None:
    def search(words: str, skip: int) -> list[Entry]:
        raise FeedsvcError("/secret/path is locked", "wait")

    reply = start(search=search).get("/search?q=x")
    assert reply.status_code == 503
    assert "secret" not in reply.text
    assert int(reply.headers["retry-after"]) > 0

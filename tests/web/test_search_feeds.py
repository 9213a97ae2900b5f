"""Any query is a feed: the same entries and ids as elsewhere, at an address that names itself."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bay as the_bay
import feedparser
import pytest
from lxml import etree

from feedsvc.errors import StoreError
from feedsvc.feeds import Format
from feedsvc.feeds.check import entry_ids
from feedsvc.model import Entry
from feedsvc.web import Health, Wiring, create_app
from feedsvc.web.limits import RatePolicy, TokenBucket

PATHS = {format_: f"/search/{format_.filename}" for format_ in Format}
ATOM = PATHS[Format.ATOM]
FOUND = [the_bay.make_entry(2), the_bay.make_entry(1)]


@pytest.fixture
def start(serve: Callable[..., Any], published: Path) -> Callable[..., Any]:
    def go(newest: Callable[[str], Sequence[Entry]] = lambda _: FOUND, **wiring: Any) -> Any:
        wired = Wiring(
            health=lambda: Health(is_well=True, details={}),
            search=lambda *_: FOUND,
            search_newest=newest,
            **wiring,
        )
        site = replace(the_bay.BAY, offers_search=True, offers_search_feeds=True)
        return serve(create_app(published, site, wired))

    return go


def self_link(format_: Format, content: bytes) -> str:
    if format_ is Format.JSON:
        return str(json.loads(content)["feed_url"])
    root = etree.fromstring(content)
    (link,) = root.xpath("//*[local-name()='link'][@rel='self']")
    return str(link.get("href"))


@pytest.mark.parametrize("format_", Format, ids=str)
def test_feeds_05_23_28_a_search_is_a_feed_in_every_format(
    start: Callable[..., Any], format_: Format
) -> None:
    asked: list[str] = []

    def newest(query: str) -> list[Entry]:
        asked.append(query)
        return FOUND

    reply = start(newest).get(f"{PATHS[format_]}?q=+n%C3%B6rth++ferry%00%EF%BF%BE&other=1")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == f"{format_.media_type}; charset=utf-8"
    assert asked[-1] == "nörth ferry"
    assert entry_ids(format_, reply.content) == tuple(entry.urn for entry in FOUND)
    public = f"https://news.example/daily/search/{format_.filename}?q=n%C3%B6rth%20ferry"
    assert self_link(format_, reply.content) == public
    assert "“nörth ferry” · The Bay" in reply.text


def test_feeds_12_a_search_feed_is_not_indexed_and_is_kept_by_caches(
    start: Callable[..., Any],
) -> None:
    client = start()
    reply = client.get(f"{ATOM}?q=ferry")
    assert reply.headers["x-robots-tag"] == "noindex"
    assert reply.headers["cache-control"] == "public, max-age=900"
    assert reply.headers["vary"] == "Accept-Encoding"
    again = client.get(f"{ATOM}?q=ferry", if_none_match=reply.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    packed = client.get(f"{ATOM}?q=ferry", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == reply.content
    head = client.request("HEAD", f"{ATOM}?q=ferry")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == reply.headers["etag"]


def test_the_id_of_a_search_is_that_of_its_words(start: Callable[..., Any]) -> None:
    client = start()
    ids = [feedparser.parse(client.get(f"{ATOM}?q={q}").content).feed.id for q in ("Ab", "aB", "c")]
    assert ids[0] == ids[1] != ids[2]


def test_feeds_41_too_many_searches_are_503_for_readers_never_a_4xx(
    start: Callable[..., Any],
) -> None:
    bucket = TokenBucket(RatePolicy(per_second=1, burst=1), clock=lambda: 0.0)
    client = start(search_limit=bucket)
    assert [client.get(f"{ATOM}?q=x").status_code for _ in range(2)] == [200, 503]
    assert client.get(f"{ATOM}?q=x").headers["retry-after"].isdecimal()


def test_a_store_that_fails_is_503_and_tells_nothing(start: Callable[..., Any]) -> None:
    def newest(_query: str) -> list[Entry]:
        raise StoreError("the database at /secret failed")

    reply = start(newest).get(f"{ATOM}?q=x")
    assert reply.status_code == 503
    assert "secret" not in reply.text


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%00"])
def test_a_search_for_nothing_is_no_feed(start: Callable[..., Any], query: str) -> None:
    assert start().get(ATOM + query).status_code == 404


@pytest.mark.parametrize(
    "query", ['"', "%22%20OR%20*", "<script>", "x" * 5000, "%FF", "a&b=c", "NEAR(a b)"]
)
def test_faults_h13_any_query_is_answered(start: Callable[..., Any], query: str) -> None:
    reply = start().get(f"{ATOM}?q={query}")
    assert reply.status_code == 200
    assert entry_ids(Format.ATOM, reply.content) == tuple(entry.urn for entry in FOUND)
    assert len(self_link(Format.ATOM, reply.content)) < 2500


def test_without_the_setting_there_are_no_such_feeds(client: Any) -> None:
    assert client.get(f"{ATOM}?q=x").status_code == 404


def test_feeds_48_the_search_page_leads_to_its_feed(start: Callable[..., Any]) -> None:
    client = start()
    page = client.get("/search?q=ferry%20north")
    links = etree.HTML(page.content).xpath("//link[@rel='alternate']/@href")
    asked = [link for link in links if "/search/" in link]
    assert len(asked) == len(Format)
    content = client.get(asked[0].replace("https://news.example/daily", "")).content
    assert self_link(Format.ATOM, content) == asked[0]

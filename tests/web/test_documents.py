"""FEEDS 27 to 46, over a real server."""

import gzip
import re
import time
from collections.abc import Callable, Sequence
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model import Entry
from feedsvc.site import Site
from feedsvc.site.compress import SUFFIXES
from feedsvc.web import Health, Wiring, create_app
from feedsvc.web.documents import Documents

FEEDS = ["/feeds/all/atom.xml", "/feeds/all/rss.xml", "/feeds/all/feed.json"]
ATOM = FEEDS[0]


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_27_the_subscribed_url_answers_itself(client: Any, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/feeds/all/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feeds/all/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/feeds/all/feed.json", "application/feed+json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/icon.png", "image/png"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_feeds_28_media_types(client: Any, path: str, media_type: str) -> None:
    assert client.get(path).headers["content-type"] == media_type


def test_feeds_29_the_etag_is_a_function_of_the_bytes(
    client: Any,
    published: Path,
    republish: Callable[[Path, Sequence[Entry]], None],
    make_entry: Callable[..., Entry],
) -> None:
    before = client.get(ATOM)
    assert re.fullmatch(r'"[0-9a-f]+"', before.headers["etag"])
    republish(published, [make_entry(9)])
    changed = client.get(ATOM)
    assert changed.headers["etag"] != before.headers["etag"]
    (published / "feeds/all/atom.xml").unlink()
    republish(published, [make_entry(2), make_entry(1), make_entry(0)])
    again = client.get(ATOM)
    assert (again.headers["etag"], again.content) == (before.headers["etag"], before.content)


def test_feeds_29_two_changes_of_one_size_in_one_second_have_two_etags(
    client: Any, published: Path
) -> None:
    """FAULTS H7: size and time say nothing here."""
    file = published / "feeds/all/atom.xml"
    etags = set()
    for letter in b"abc":
        file.with_suffix(".new").write_bytes(bytes([letter]) * 1000)
        file.with_suffix(".new").rename(file)
        etags.add(client.get(ATOM).headers["etag"])
    assert len(etags) == 3


def test_feeds_30_last_modified_rises_with_each_change_and_is_not_in_the_future(
    client: Any,
    published: Path,
    republish: Callable[[Path, Sequence[Entry]], None],
    make_entry: Callable[..., Entry],
) -> None:
    first = client.get(ATOM).headers["last-modified"]
    republish(published, [make_entry(3)])
    reply = client.get(ATOM, if_modified_since=first)
    assert reply.status_code == 200
    assert parsedate_to_datetime(reply.headers["last-modified"]) <= parsedate_to_datetime(
        reply.headers["date"]
    )


@pytest.mark.parametrize(
    "form",
    [
        "{tag}",
        "W/{tag}",
        '"x", {tag}',
        '"x",W/{tag} , "y"',
        "*",
        "garbage {tag}",
        ",,{tag},",
    ],
)
@pytest.mark.parametrize("path", [ATOM, "/"])
def test_feeds_31_if_none_match_in_every_form(client: Any, path: str, form: str) -> None:
    tag = client.get(path).headers["etag"]
    assert client.get(path, if_none_match=form.format(tag=tag)).status_code == 304


@pytest.mark.parametrize(
    "value", ["", "garbage", '"', "W/", '"other"', "W/*", "'*'", '"a"b"', "\x7f"]
)
def test_feeds_31_garbage_does_no_harm(client: Any, value: str) -> None:
    assert client.get(ATOM, if_none_match=value).status_code == 200
    bare = client.get(ATOM).headers["etag"].strip('"')
    assert client.get(ATOM, if_none_match=bare).status_code == 200


def test_feeds_32_if_modified_since(client: Any) -> None:
    date = client.get(ATOM).headers["last-modified"]
    seconds = parsedate_to_datetime(date).timestamp()
    assert client.get(ATOM, if_modified_since=date).status_code == 304
    assert (
        client.get(ATOM, if_modified_since=formatdate(seconds + 9, usegmt=True)).status_code == 304
    )
    assert (
        client.get(ATOM, if_modified_since=formatdate(seconds - 1, usegmt=True)).status_code == 200
    )


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "0",
        "Mon, 99 Foo 2026 99:99:99 GMT",
        "Mon, 01 Jan 0000 00:00:00 GMT",
        "9" * 400,
    ],
)
def test_feeds_32_a_garbled_date_is_no_date(client: Any, value: str) -> None:
    assert client.get(ATOM, if_modified_since=value).status_code == 200


def test_feeds_33_if_none_match_decides_alone(client: Any) -> None:
    reply = client.get(ATOM)
    date, tag = reply.headers["last-modified"], reply.headers["etag"]
    old = "Mon, 01 Jan 2001 00:00:00 GMT"
    assert client.get(ATOM, if_none_match='"other"', if_modified_since=date).status_code == 200
    assert client.get(ATOM, if_none_match=tag, if_modified_since=old).status_code == 304


def test_feeds_34_a_304_has_no_body_but_its_headers(client: Any) -> None:
    full = client.get(ATOM)
    reply = client.get(ATOM, if_none_match=full.headers["etag"])
    assert (reply.status_code, reply.content) == (304, b"")
    for name in ("etag", "cache-control", "vary", "last-modified", "access-control-allow-origin"):
        assert reply.headers[name] == full.headers[name]
    assert "content-encoding" not in reply.headers
    assert "content-type" not in reply.headers


@pytest.mark.parametrize("path", [*FEEDS, "/", "/style.css", "/nothing"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_feeds_35_head_is_get_without_a_body(client: Any, path: str, coding: str) -> None:
    got = client.get(path, accept_encoding=coding)
    head = client.request("HEAD", path, accept_encoding=coding)
    assert head.content == b""
    ignored = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in got.headers.items() if k not in ignored
    }
    assert head.status_code == got.status_code


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br;q=0", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("GZIP;Q=0.5", "gzip"),
        ("identity", None),
        ("", None),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("gzip;q=0.2, identity;q=0.9", None),
        ("gzip;q=2", None),
        ("gzip;q=nonsense", None),
        ("deflate", None),
    ],
)
def test_feeds_36_gzip_when_it_is_asked_for(client: Any, accepted: str, coding: str | None) -> None:
    reply = client.get(ATOM, accept_encoding=accepted)
    assert reply.headers.get("content-encoding") == coding
    assert reply.content == client.get(ATOM).content
    assert "content-encoding" not in client.get(ATOM).headers


@pytest.mark.parametrize(("coding", "suffix"), SUFFIXES.items())
def test_feeds_36_what_is_sent_is_the_published_sibling(
    client: Any, published: Path, coding: str, suffix: str
) -> None:
    request = b"GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: %s\r\nConnection: close\r\n\r\n"
    if not (published / f"feeds/all/atom.xml{suffix}").exists():
        pytest.skip(f"there is no library for {coding}")
    body = client.raw(request % (ATOM.encode(), coding.encode())).partition(b"\r\n\r\n")[2]
    assert body == (published / f"feeds/all/atom.xml{suffix}").read_bytes()


def test_feeds_36_a_sibling_out_of_step_is_not_sent(client: Any, published: Path) -> None:
    """The two are renamed into place one after the other: between the renames they differ."""
    content = (published / "feeds/all/atom.xml").read_bytes()
    for suffix in (".gz", ".br"):
        (published / f"feeds/all/atom.xml{suffix}").write_bytes(gzip.compress(b"another feed"))
    for coding in ("gzip", "br"):
        assert client.get(ATOM, accept_encoding=coding).content == content


def test_feeds_37_every_variant_varies_and_has_an_etag_of_its_own(client: Any) -> None:
    plain, packed = client.get(ATOM), client.get(ATOM, accept_encoding="gzip")
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]
    assert packed.headers["etag"].endswith('-gzip"')
    small = client.get(ATOM, accept_encoding="br")
    assert small.headers["etag"].endswith('-br"')
    for tag in (reply.headers["etag"] for reply in (plain, packed, small)):
        for coding in ("gzip", "identity", "br"):
            reply = client.get(ATOM, if_none_match=tag, accept_encoding=coding)
            assert (reply.status_code, reply.headers["etag"]) == (304, tag)


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_38_feeds_may_be_kept_for_a_quarter_of_an_hour(client: Any, path: str) -> None:
    reply = client.get(path)
    assert reply.headers["cache-control"] == "public, max-age=900"
    assert "expires" not in reply.headers


@pytest.mark.parametrize("path", [*FEEDS, "/", "/nothing", "/health"])
def test_feeds_39_a_date_and_no_cookie_and_no_attachment(client: Any, path: str) -> None:
    headers = client.get(path).headers
    assert parsedate_to_datetime(headers["date"]).timestamp() == pytest.approx(time.time(), abs=5)
    assert not {"set-cookie", "content-disposition", "server"} & set(headers)


@pytest.mark.parametrize(
    "accept", ["text/html", "application/rss+xml", "image/png", "*/*;q=0", "garbage", ""]
)
@pytest.mark.parametrize("agent", ["", "curl/8", "Mozilla/5.0", "x" * 2000])
def test_feeds_40_the_same_feed_for_anyone(client: Any, accept: str, agent: str) -> None:
    reply = client.get(ATOM, accept=accept, user_agent=agent)
    assert (reply.status_code, reply.content) == (200, client.get(ATOM).content)


def test_feeds_40_without_any_header(client: Any) -> None:
    reply = client.raw(b"GET /feeds/all/atom.xml HTTP/1.0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 200")
    assert reply.endswith(b"</feed>")


def test_feeds_41_a_feed_that_is_not_there_yet_is_503_not_404(client: Any, published: Path) -> None:
    (published / "feeds/all/atom.xml").unlink()
    reply = client.get(ATOM)
    assert reply.status_code == 503
    assert re.fullmatch(r"[1-9][0-9]*", reply.headers["retry-after"])
    assert client.get("/feeds/unknown/atom.xml").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("path", [ATOM, "/", "/nothing"])
def test_feeds_42_other_methods_are_405_with_what_is_allowed(
    client: Any, path: str, method: str
) -> None:
    reply = client.request(method, path)
    assert reply.status_code == 405
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "value", ["bytes=0-9", "bytes=-5", "bytes=" + ",".join(["0-1"] * 10_000), "lines=1"]
)
def test_feeds_42_ranges_are_ignored(client: Any, value: str) -> None:
    """FAULTS H7: CVE-2025-62727 was quadratic here. RFC 9110, 14.2: a server may ignore it."""
    reply = client.raw(b"GET %s HTTP/1.0\r\nRange: %s\r\n\r\n" % (ATOM.encode(), value.encode()))
    assert reply.split(b" ", 2)[1] in {b"200", b"400"}  # 400: longer than headers may be


@pytest.fixture
def moved(serve: Callable[..., Any], published: Path, bay: Site) -> Any:
    """Feeds that were renamed, twice, or withdrawn; and a hub."""
    wiring = Wiring(
        health=lambda: Health(is_well=True, details={}),
        hub_url="https://hub.example/",
        moved={"first": "second", "second": "all"},
        gone=frozenset({"bygone"}),
    )
    return serve(create_app(published, bay, wiring))


@pytest.mark.parametrize("slug", ["first", "second"])
@pytest.mark.parametrize("rest", ["atom.xml", "feed.json", "archive/50/2026-03/1/rss.xml", ""])
def test_feeds_43_a_renamed_feed_is_found_in_one_hop(moved: Any, slug: str, rest: str) -> None:
    reply = moved.get(f"/feeds/{slug}/{rest}")
    assert reply.status_code == 301
    assert reply.headers["location"] == f"https://news.example/daily/feeds/all/{rest}"


def test_feeds_41_a_feed_withdrawn_for_good_is_410(moved: Any) -> None:
    assert moved.get("/feeds/bygone/atom.xml").status_code == 410
    assert moved.get("/feeds/never-was/atom.xml").status_code == 404
    page = moved.get("/feeds/bygone/about/")
    assert (page.status_code, page.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert "This is gone" in page.text


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_feeds_52_hub_and_self_stand_in_the_headers(
    moved: Any, client: Any, path: str, method: str
) -> None:
    own = f"https://news.example/daily{path}"
    wanted = f'<https://hub.example/>; rel="hub", <{own}>; rel="self"'
    assert moved.request(method, path).headers["link"] == wanted
    assert "link" not in moved.get("/").headers
    assert "link" not in client.request(method, path).headers


def test_feeds_44_no_226_for_those_who_ask_for_it(client: Any) -> None:
    """RFC 3229: a full 200 or 304 always."""
    reply = client.get(ATOM, a_im="feed", if_none_match='"older"')
    assert reply.status_code == 200
    assert "im" not in reply.headers
    assert client.get(ATOM, a_im="feed", if_none_match=reply.headers["etag"]).status_code == 304


def test_feeds_45_query_strings_and_http_1_0(client: Any) -> None:
    assert client.get(ATOM + "?utm_source=x&y").content == client.get(ATOM).content
    assert client.raw(b"GET /feeds/all/rss.xml?x=%00%ff HTTP/1.0\r\n\r\n").startswith(
        b"HTTP/1.1 200"
    )


@pytest.mark.parametrize("path", [*FEEDS, "/feeds.opml"])
def test_feeds_46_any_site_may_read_a_feed(client: Any, path: str) -> None:
    reply = client.get(path, origin="https://reader.example")
    assert reply.headers["access-control-allow-origin"] == "*"
    preflight = client.request(
        "OPTIONS",
        path,
        origin="https://reader.example",
        access_control_request_method="GET",
        access_control_request_headers="if-none-match",
    )
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight.headers["access-control-allow-headers"]
    assert preflight.headers["access-control-allow-origin"] == "*"


def test_pages_are_closed_to_scripts_of_other_sites(client: Any) -> None:
    assert "access-control-allow-origin" not in client.get("/").headers
    assert "access-control-allow-origin" not in client.request("OPTIONS", "/").headers


def test_feeds_48_every_advertised_address_answers(client: Any, bay: Site) -> None:
    base = bay.addresses.home
    for url in set(re.findall(r'(?:href|src)="([^"]+)"', client.get("/").text)):
        path = "/" + url.removeprefix(base) if url.startswith(base) else url
        if path.startswith("/"):
            assert client.get(path).status_code == 200, url


def test_feeds_49_an_article_page_stands_by_itself(
    client: Any, make_entry: Callable[..., Entry]
) -> None:
    reply = client.get(f"/articles/{make_entry(0).id}/")
    assert reply.status_code == 200
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "Tickets cost four crowns." in reply.text


def test_a_folder_without_its_slash_moves_to_the_public_address(client: Any) -> None:
    reply = client.get("/feeds/all")
    assert (reply.status_code, reply.headers["location"]) == (308, "/daily/feeds/all/")


@pytest.mark.parametrize(
    "path", [*FEEDS, "/", "/feeds/all/", "/feeds.opml", "/style.css", "/health"]
)
def test_a_proxy_may_strip_the_prefix_or_not(client: Any, path: str) -> None:
    assert client.get("/daily" + path).content == client.get(path).content
    assert client.get("/daily" + path).status_code == 200


def test_the_host_header_changes_nothing(client: Any) -> None:
    """FAULTS H12."""
    forged = client.get(
        "/", host="evil.example", x_forwarded_host="evil.example", x_forwarded_proto="gopher"
    )
    assert forged.content == client.get("/").content
    assert "evil" not in str(client.get("/feeds/all", host="evil.example").headers)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/../secret",
            "/%2e%2e/secret",
            "/feeds/%2e%2e/%2e%2e/secret",
            "/..%2fsecret",
            "//etc/passwd",
        ),
        *(
            "/%00",
            "/feeds/all/atom.xml%00",
            "/\\..\\secret",
            "/.feedsvc-manifest",
            "/%2efeedsvc-lock",
        ),
        *(
            "/" + "x" * 5000,
            "/" + "a/" * 2000,
            "/%ff%fe",
            "/%ed%a0%80",
            "/feeds",
            "/feeds//all/atom.xml",
        ),
        "/link/atom.xml",
    ],
)
def test_odd_paths_are_404_and_nothing_else(client: Any, published: Path, path: str) -> None:
    """FAULTS H5."""
    (published.parent / "secret").write_text("TOP SECRET")
    (published / "link").symlink_to("/etc")
    reply = client.raw(b"GET %s HTTP/1.0\r\n\r\n" % path.encode())
    assert reply.split(b" ", 2)[1] in {b"404", b"400"}
    assert b"Traceback" not in reply
    assert b"SECRET" not in reply


def test_a_symlink_out_of_the_folder_is_not_served(client: Any, published: Path) -> None:
    (published / "passwd.txt").symlink_to("/etc/passwd")
    assert client.get("/passwd.txt").status_code == 404


def test_nothing_published_yet_is_503(serve: Callable[..., Any], bay: Site, tmp_path: Path) -> None:
    app = create_app(
        tmp_path / "nowhere", bay, Wiring(health=lambda: Health(is_well=True, details={}))
    )
    client = serve(app)
    assert client.get("/").status_code == 503
    assert client.get(ATOM).status_code == 503
    assert client.get("/anything").status_code == 404


def test_memory_is_bounded_and_what_was_dropped_comes_back(
    published: Path, make_entry: Callable[..., Entry]
) -> None:
    documents = Documents(published, cache_bytes=1)
    paths = ["feeds/all/atom.xml", "feeds/all/rss.xml", "style.css"]
    for path in paths * 2:
        found = documents.find(path)
        assert found is not None
        assert found.codings["identity"] == (published / path).read_bytes()


def test_a_document_is_read_once_for_each_change(published: Path) -> None:
    documents = Documents(published)
    first = documents.find(ATOM[1:])
    assert documents.find(ATOM[1:]) is first
    (published / "feeds/all/atom.xml").write_bytes(b"<feed/>")
    changed = documents.find(ATOM[1:])
    assert changed is not None
    assert changed.codings == {"identity": b"<feed/>"}

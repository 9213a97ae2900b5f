"""The published folder on a web server of others, with the configuration that the docs give."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from uuid import UUID

import bay
import httpx
import pytest

from feedsvc import site
from feedsvc.site import CONTENT_SECURITY_POLICY

DOCS = Path(__file__).parents[2] / "docs" / "hosting.md"
ATOM = "/feeds/all/atom.xml"
GONE = UUID(int=99, version=5)
Get = Callable[..., httpx.Response]

_NGINX = """
daemon off; pid nginx.pid; error_log stderr; {user}
events {{ }}
http {{ access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
uwsgi_temp_path t4; scgi_temp_path t5;
{server}
}}
"""
_CADDY = "{{\nadmin off\nauto_https off\n}}\n{server}"


def documented(name: str, site: Path) -> str:
    """The block of the docs, for this folder."""
    block = re.search(rf"```{name}\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert block is not None
    return block.group(1).replace("/var/lib/feedsvc/site", str(site))


def nginx_command(executable: str, folder: Path, site: Path, port: int) -> list[str]:
    server = documented("nginx", site).replace("listen 80;", f"listen 127.0.0.1:{port};")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(user=user, server=server))
    return [executable, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]


def caddy_command(executable: str, folder: Path, site: Path, port: int) -> list[str]:
    server = documented("caddy", site).replace("news.example {", f"http://127.0.0.1:{port} {{")
    (folder / "Caddyfile").write_text(_CADDY.format(server=server))
    return [executable, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


SERVERS = {"nginx": nginx_command, "caddy": caddy_command}


@pytest.fixture(scope="module", params=SERVERS)
def static(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, master_copy: Path
) -> Iterator[Get]:
    name: str = request.param
    executable = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if executable is None:
        pytest.skip(f"{name} is not installed")
    folder = tmp_path_factory.mktemp(name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    shutil.copytree(master_copy, folder / "site")
    site.write(folder / "site", site.tombstones(bay.BAY, [GONE], {}))
    command = SERVERS[name](executable, folder, folder / "site", port)
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=home, stderr=log)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}")

    def get(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = client.build_request(method, path, headers=named)
        if "accept_encoding" not in headers:
            del request.headers["accept-encoding"]
        return client.send(request)

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            get("/")
            break
        except httpx.TransportError:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
    yield get
    client.close()
    process.terminate()
    assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (ATOM, "application/atom+xml; charset=utf-8"),
        ("/feeds/all/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/feeds/all/feed.json", "application/feed+json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/feeds/all/", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
    ],
)
def test_feeds_28_static_media_types(static: Get, path: str, media_type: str) -> None:
    reply = static(path)
    assert (reply.status_code, reply.headers["content-type"]) == (200, media_type)


def test_feeds_31_to_34_static_conditional_requests(static: Get) -> None:
    full = static(ATOM)
    tag, date = full.headers["etag"], full.headers["last-modified"]
    later = formatdate(parsedate_to_datetime(date).timestamp() + 9, usegmt=True)
    earlier = formatdate(parsedate_to_datetime(date).timestamp() - 9, usegmt=True)
    for header in (
        {"if_none_match": tag},
        {"if_none_match": f'"x", {tag}'},
        {"if_none_match": "*"},
    ):
        reply = static(ATOM, **header)
        assert (reply.status_code, reply.content) == (304, b"")
        assert reply.headers["cache-control"] == "public, max-age=900"
    assert static(ATOM, if_modified_since=date).status_code == 304
    assert static(ATOM, if_modified_since=later).status_code == 304
    assert static(ATOM, if_modified_since=earlier).status_code == 200
    assert static(ATOM, if_none_match='"other"').status_code == 200


def test_feeds_36_37_static_gzip_with_an_etag_of_its_own(static: Get) -> None:
    plain, packed = static(ATOM), static(ATOM, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["vary"] == "Accept-Encoding"
    own, other = plain.headers["etag"], packed.headers["etag"]
    assert own != other or own.startswith("W/")
    for tag, coding in ((own, "identity"), (other, "gzip")):
        again = static(ATOM, accept_encoding=coding, if_none_match=tag)
        assert (again.status_code, again.content) == (304, b"")


def test_feeds_36_static_the_smallest_sibling_that_the_server_knows(static: Get) -> None:
    reply = static(ATOM, accept_encoding="gzip, br")
    assert reply.headers["content-encoding"] in {"br", "gzip"}
    assert reply.num_bytes_downloaded < len(reply.content)


def test_feeds_35_static_head_is_get_without_a_body(static: Get) -> None:
    got, head = static(ATOM), static(ATOM, "HEAD")
    assert head.content == b""
    for name in ("etag", "last-modified", "content-type", "content-length", "cache-control"):
        assert head.headers[name] == got.headers[name], name


def test_feeds_43_static_a_renamed_feed_is_found_in_one_hop(static: Get) -> None:
    reply = static("/feeds/old/atom.xml")
    assert reply.status_code == 301
    assert reply.headers["location"].endswith("/feeds/all/atom.xml")


def test_feeds_41_static_a_feed_withdrawn_for_good_is_410(static: Get) -> None:
    assert static("/feeds/closed/atom.xml").status_code == 410


def test_feeds_38_46_static_caching_and_readers_in_browsers(static: Get) -> None:
    reply = static(ATOM)
    assert reply.headers["cache-control"] == "public, max-age=900"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in static("/").headers


def test_static_pages_keep_their_policy(static: Get) -> None:
    policy = static("/").headers["content-security-policy"]
    assert policy == f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/.feedsvc-manifest",
        "/.feedsvc-lock",
        "/.feedsvc-history/all",
        "/feeds/all/atom.xml.gz",
        "/feeds/all/atom.xml.br",
        "/feeds/all/atom.xml.zst",
    ],
)
def test_what_is_not_for_readers_is_not_served(static: Get, path: str) -> None:
    assert static(path).status_code == 404


def test_an_unknown_page_is_404_with_our_page(static: Get) -> None:
    reply = static("/nothing/here")
    assert reply.status_code == 404
    assert "There is nothing here" in reply.text


def test_a_withdrawn_article_is_gone(static: Get) -> None:
    assert static(f"/articles/{GONE}/").status_code == 410
    assert static(f"/articles/{UUID(int=98, version=5)}/").status_code == 404
    assert static(f"/articles/{UUID(int=1, version=5)}/").status_code == 200

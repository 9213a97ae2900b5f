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

import httpx
import pytest

from feedsvc.site import CONTENT_SECURITY_POLICY

DOCS = Path(__file__).parents[2] / "docs" / "hosting.md"
ATOM = "/feeds/all/atom.xml"
Get = Callable[..., httpx.Response]

_AROUND = """
daemon off; pid nginx.pid; error_log stderr; {user}
events {{ }}
http {{ access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
uwsgi_temp_path t4; scgi_temp_path t5;
{server}
}}
"""


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, master_copy: Path) -> Iterator[Get]:
    executable = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if executable is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    block = re.search(r"```nginx\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert block is not None
    server = block.group(1).replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = server.replace("/var/lib/feedsvc/site", str(master_copy))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(user=user, server=server))
    process = subprocess.Popen([executable, "-p", folder, "-c", "nginx.conf", "-e", "stderr"])
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}")

    def get(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = client.build_request(method, path, headers=named)
        if "accept_encoding" not in headers:
            del request.headers["accept-encoding"]
        return client.send(request)

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            get("/")
            break
        except httpx.TransportError:
            assert process.poll() is None, "nginx refused the configuration"
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
def test_feeds_28_static_media_types(nginx: Get, path: str, media_type: str) -> None:
    reply = nginx(path)
    assert (reply.status_code, reply.headers["content-type"]) == (200, media_type)


def test_feeds_31_to_34_static_conditional_requests(nginx: Get) -> None:
    full = nginx(ATOM)
    tag, date = full.headers["etag"], full.headers["last-modified"]
    later = formatdate(parsedate_to_datetime(date).timestamp() + 9, usegmt=True)
    earlier = formatdate(parsedate_to_datetime(date).timestamp() - 9, usegmt=True)
    for header in (
        {"if_none_match": tag},
        {"if_none_match": f'"x", {tag}'},
        {"if_none_match": "*"},
    ):
        reply = nginx(ATOM, **header)
        assert (reply.status_code, reply.content) == (304, b"")
        assert reply.headers["cache-control"] == "public, max-age=900"
    assert nginx(ATOM, if_modified_since=date).status_code == 304
    assert nginx(ATOM, if_modified_since=later).status_code == 304
    assert nginx(ATOM, if_modified_since=earlier).status_code == 200
    assert nginx(ATOM, if_none_match='"other"').status_code == 200


def test_feeds_36_37_static_gzip_with_an_etag_of_its_own(nginx: Get) -> None:
    plain, packed = nginx(ATOM), nginx(ATOM, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]


def test_feeds_38_46_static_caching_and_readers_in_browsers(nginx: Get) -> None:
    reply = nginx(ATOM)
    assert reply.headers["cache-control"] == "public, max-age=900"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in nginx("/").headers


def test_static_pages_keep_their_policy(nginx: Get) -> None:
    policy = nginx("/").headers["content-security-policy"]
    assert policy == f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "path",
    ["/.feedsvc-manifest", "/.feedsvc-lock", "/feeds/all/atom.xml.gz", "/feeds/all/atom.xml.br"],
)
def test_what_is_not_for_readers_is_not_served(nginx: Get, path: str) -> None:
    assert nginx(path).status_code == 404


def test_an_unknown_page_is_404_with_our_page(nginx: Get) -> None:
    reply = nginx("/nothing/here")
    assert reply.status_code == 404
    assert "There is nothing here" in reply.text

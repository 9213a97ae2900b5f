"""A withdrawn article's address answers 410, here and on a host of others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from starlette.applications import Starlette

from feedsvc.feeds.addresses import article_file, tombstone_file
from feedsvc.site import Site, tombstones, write
from feedsvc.web import Health, Wiring, create_app

GONE = UUID(int=99, version=5)
WELL = Wiring(health=lambda: Health(is_well=True, details={}))


@pytest.fixture
def client(serve: Callable[[Starlette], Any], published: Path, bay: Site) -> Any:
    write(published, tombstones(bay, [GONE], {}))
    return serve(create_app(published, bay, WELL))


@pytest.mark.parametrize("path", [f"/articles/{GONE}/", f"/articles/{GONE}", "prefixed"])
def test_the_address_of_a_withdrawn_article_is_gone(client: Any, path: str) -> None:
    reply = client.get(f"/daily/articles/{GONE}/index.html" if path == "prefixed" else path)
    assert reply.status_code == 410
    assert "has been withdrawn for good" in reply.text
    assert "content-security-policy" in reply.headers


def test_other_addresses_are_not(client: Any) -> None:
    assert client.get(f"/articles/{UUID(int=98, version=5)}/").status_code == 404
    assert client.get("/gone.html").status_code == 404


def test_a_tombstone_stands_beside_where_the_page_was() -> None:
    assert tombstone_file(GONE) == article_file(GONE).replace("index.html", "gone.html")


def test_a_tombstone_that_is_out_is_not_made_again(bay: Site) -> None:
    (stone,) = tombstones(bay, [GONE], {})
    assert list(tombstones(bay, [GONE], {stone.path: stone.stamp})) == []

"""FEEDS 55 over HTTP: real readers poll three times around a change.

Each reader is asked if it is installed. Between the polls: nothing changes; then an article
arrives, another is corrected, and the whole site is built anew in an empty folder.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from starlette.applications import Starlette

from feedsvc.feeds import Addresses, Format
from feedsvc.model import Entry
from feedsvc.site import Site
from feedsvc.web import Health, Server, Wiring, bind, create_app

FORMATS = list(Format)
Publish = Callable[[Path, Sequence[Entry], Site], None]


class Bay:
    """A site at the address that it is served under, so that its links lead back to it."""

    def __init__(self, directory: Path, bay: Site, publish: Publish) -> None:
        self.directory = directory
        self._publish = publish
        listener = bind("127.0.0.1", 0)
        address = Addresses(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        self.site = replace(bay, addresses=address)
        app: Starlette = create_app(
            directory, self.site, Wiring(health=lambda: Health(is_well=True, details={}))
        )
        self.server = Server(app, listener, stop_seconds=1)
        self.server.start()

    def show(self, entries: Sequence[Entry], *, anew: bool = False) -> None:
        """Publishes these; `anew`: into an empty folder."""
        if anew:
            shutil.rmtree(self.directory)
        self._publish(self.directory, entries, self.site)

    def url(self, format_: Format) -> str:
        return self.site.addresses.feed("all", format_)


@pytest.fixture
def served(tmp_path: Path, bay: Site, publish_site: Publish) -> Any:
    running = Bay(tmp_path / "site", bay, publish_site)
    yield running
    running.server.stop()
    assert running.server.wait(10)


@pytest.fixture
def before(make_entry: Callable[..., Entry]) -> list[Entry]:
    return [make_entry(2), make_entry(1), make_entry(0)]


@pytest.fixture
def after(before: list[Entry], make_entry: Callable[..., Entry]) -> list[Entry]:
    """One is new, and the oldest was corrected."""
    *rest, oldest = before
    article = replace(oldest.article, content="<p>The ferry sails again, on Tuesday.</p>")
    corrected = replace(
        oldest, article=article, updated=oldest.updated + timedelta(days=1), revision=2
    )
    return [make_entry(3, title="A second ferry"), *rest, corrected]


@pytest.mark.parametrize("format_", [Format.ATOM, Format.RSS], ids=str)
def test_feeds_55_feedparser_polls_and_gets_304_until_something_changes(
    served: Any, before: list[Entry], after: list[Entry], format_: Format
) -> None:
    served.show(before)
    url = served.url(format_)
    first = feedparser.parse(url)
    assert (first.status, len(first.entries)) == (200, 3)
    again = feedparser.parse(url, etag=first.etag, modified=first.modified)
    assert (again.status, again.entries) == (304, [])
    served.show(after)
    changed = feedparser.parse(url, etag=first.etag, modified=first.modified)
    assert changed.status == 200
    assert {e.id for e in first.entries} < {e.id for e in changed.entries}
    served.show(after, anew=True)
    rebuilt = feedparser.parse(url, etag=changed.etag)
    assert rebuilt.status == 304


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_feeds_55_reader_reports_nothing_old_as_new(
    served: Any, before: list[Entry], after: list[Entry], format_: Format
) -> None:
    reader_module = pytest.importorskip("reader", reason="reader is not installed")
    served.show(before)
    with reader_module.make_reader(":memory:") as reader:
        reader.add_feed(served.url(format_))

        def poll() -> tuple[int, int]:
            # asked for by name: on its own it would wait out our max-age
            result = reader.update_feed(served.url(format_))
            return (result.new, result.modified) if result else (0, 0)

        assert poll() == (3, 0)
        assert poll() == (0, 0)
        served.show(after)
        assert poll() == (1, 1)
        served.show(after, anew=True)
        assert poll() == (0, 0)
        assert {entry.id for entry in reader.get_entries()} == {entry.urn for entry in after}


@pytest.mark.parametrize("format_", [Format.ATOM, Format.RSS], ids=str)
def test_feeds_55_newsboat_reports_nothing_old_as_new(
    served: Any, before: list[Entry], after: list[Entry], format_: Format, tmp_path: Path
) -> None:
    if shutil.which("newsboat") is None:
        pytest.skip("newsboat is not installed")
    served.show(before)
    (tmp_path / "urls").write_text(served.url(format_) + "\n")
    (tmp_path / "config").write_text("")

    def poll() -> list[tuple[str, str]]:
        """What newsboat knows after a reload."""
        command = ["newsboat", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
        with sqlite3.connect(tmp_path / "cache.db") as cache:
            rows = cache.execute("select guid, title from rss_item order by guid").fetchall()
        cache.close()
        return rows

    def known(entries: Sequence[Entry]) -> list[tuple[str, str]]:
        return sorted((entry.urn, entry.article.title) for entry in entries)

    assert poll() == known(before)
    assert poll() == known(before)
    served.show(after)
    assert poll() == known(after)
    served.show(after, anew=True)
    assert poll() == known(after)

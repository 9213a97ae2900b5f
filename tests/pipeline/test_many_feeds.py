"""Many feeds from the settings: filtered ones, families, and what becomes of those that go."""

import importlib
import os
from collections.abc import Mapping
from typing import Any

import listparser
import pytest
from journey_world import World, article, events_named
from lxml import etree

from feedsvc.feeds import Format
from feedsvc.feeds.addresses import OPML_FILE, feed_file
from feedsvc.feeds.check import entry_ids
from feedsvc.services import missed_feeds, open_services, publish_once

ALL = {"slug": "all", "title": "All"}
FAMILY = {"each": "folder", "title": "Folder {value}"}


def held(world: World, slug: str) -> list[str]:
    """The ids in a feed, the newest first; the same in every format (FEEDS 54)."""
    found = [
        entry_ids(format_, (world.site / feed_file(slug, format_)).read_bytes())
        for format_ in Format
    ]
    assert found[0] == found[1] == found[2]
    return list(found[0])


@pytest.fixture
def three(world: World) -> World:
    """Three articles, two of them in a folder, one in a folder below that."""
    world.put("a.txt", article(1), age_seconds=30)
    world.put("north/b.txt", article(2, title="Lighthouse keeper retires at last"), age_seconds=20)
    world.put("north/pole/c.txt", article(3), age_seconds=10)
    return world


def test_feeds_hold_what_matches_and_nothing_else(three: World) -> None:
    feeds = [
        ALL,
        {"slug": "north", "title": "N", "include": {"folder": ["north"]}},
        {"slug": "rest", "title": "R", "exclude": {"folder": ["north"]}},
        {"slug": "light", "title": "L", "include": {"search": "lighthouse keeper"}},
        {
            "slug": "both",
            "title": "B",
            "include": {"folder": ["north"]},
            "exclude": {"search": "lighthouse"},
        },
        {"slug": "none", "title": "None", "include": {"author": ["Nobody"]}},
    ]
    report = three.ingest(feeds=feeds)
    assert not report.has_losses
    c, b, a = held(three, "all")
    assert held(three, "north") == [c, b]
    assert held(three, "rest") == [a]
    assert held(three, "light") == [b]
    assert held(three, "both") == [c]
    assert held(three, "none") == []


def test_a_family_has_a_feed_for_each_value_with_its_page(three: World) -> None:
    report = three.ingest(feeds=[ALL, FAMILY])
    assert report.publish is not None
    slugs = set(report.publish.feeds)
    (below,) = slugs - {"all", "folder-north"}
    assert below.startswith("folder-north-pole-")
    assert len(held(three, "folder-north")) == 2
    page = (three.site / "feeds" / "folder-north" / "index.html").read_text()
    assert "Folder north" in page


def test_feeds_51_the_list_of_feeds_has_those_of_families_in_folders(three: World) -> None:
    three.ingest(feeds=[ALL, FAMILY])
    parsed = listparser.parse((three.site / OPML_FILE).read_text())
    assert {feed.title for feed in parsed.feeds} == {"All", "Folder north", "Folder north/pole"}
    outlines = etree.parse(three.site / OPML_FILE).getroot().findall("body/outline")
    assert [outline.get("text") for outline in outlines] == ["All", "By folder"]


def test_feeds_48_the_home_page_leads_to_every_feed(three: World) -> None:
    three.ingest(feeds=[ALL, FAMILY])
    for page in ("index.html", "subscribe/index.html"):
        links = etree.HTML((three.site / page).read_bytes()).findall(".//link[@rel='alternate']")
        assert len(links) == 3 * len(Format), page


def test_a_new_feed_of_a_family_renders_no_article_again(three: World) -> None:
    three.ingest(feeds=[ALL, FAMILY])
    three.put("south/d.txt", article(4))
    report = three.ingest(feeds=[ALL, FAMILY])
    assert report.publish is not None
    assert "folder-south" in report.publish.feeds
    assert sum(path.startswith("articles/") for path in report.publish.written) == 1


def test_a_rebuilt_store_gives_the_same_feeds(three: World) -> None:
    feeds = [ALL, FAMILY, {"slug": "light", "title": "L", "include": {"search": "lighthouse"}}]
    three.ingest(feeds=feeds)
    before = {path for path in three.site_bytes() if path.startswith("feeds/")}
    ids = held(three, "folder-north")
    for file in three.database.parent.iterdir():
        file.unlink()
    report = three.ingest(feeds=feeds)
    assert not report.has_losses
    assert {path for path in three.site_bytes() if path.startswith("feeds/")} == before
    assert held(three, "folder-north") == ids


def test_an_icon_a_language_and_summaries_are_the_feed_s_own(three: World) -> None:
    icon = "https://pictures.example/icon.png"
    short = {"slug": "short", "title": "S", "content": "summary", "icon": icon, "language": "cy"}
    three.ingest(feeds=[ALL, short])
    atom = (three.site / feed_file("short", Format.ATOM)).read_text()
    assert icon in atom
    assert 'xml:lang="cy"' in atom
    sizes = [
        (three.site / feed_file(slug, Format.JSON)).stat().st_size for slug in ("short", "all")
    ]
    assert sizes[0] < sizes[1] / 2
    assert held(three, "short") == held(three, "all")


def test_a_slug_that_was_moved_is_not_taken_by_a_family(three: World) -> None:
    north = {"slug": "north", "title": "N", "include": {"folder": ["north"]}}
    report = three.ingest(feeds=[ALL, FAMILY, north], site={"moved": {"folder-north": "north"}})
    assert report.publish is not None
    assert "folder-north" not in report.publish.feeds
    assert report.publish.missed == ()


# ------------------------------------------------------------------ feeds that go


def test_a_feed_that_went_is_named_until_somebody_says_what_became_of_it(
    three: World, log: list[Mapping[str, Any]]
) -> None:
    old = {"slug": "old", "title": "Old"}
    three.ingest(feeds=[ALL, old])
    for _ in range(2):
        report = three.ingest(feeds=[ALL])
        assert report.publish is not None
        assert report.publish.missed == ("old",)
        assert missed_feeds(three.settings(feeds=[ALL])) == ("old",)
    assert [event["feeds"] for event in events_named(log, "feeds_missed")] == [["old"]]

    moved = {"moved": {"old": "all"}}
    assert missed_feeds(three.settings(feeds=[ALL], site=moved)) == ()
    report = three.ingest(feeds=[ALL], site=moved)
    assert report.publish is not None
    assert report.publish.missed == ()
    assert missed_feeds(three.settings(feeds=[ALL])) == ()


def test_settings_are_checked_without_a_database_being_made(world: World) -> None:
    assert missed_feeds(world.settings()) == ()
    assert not world.database.exists()


# ------------------------------------------------------------------ nothing new


def test_a_run_without_news_selects_nothing(three: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish = importlib.import_module("feedsvc.pipeline.publish")  # its package has the function
    first = three.ingest(feeds=[ALL, FAMILY])
    chosen = []
    real = publish.select
    monkeypatch.setattr(publish, "select", lambda *args: chosen.append(1) or real(*args))
    again = three.ingest(feeds=[ALL, FAMILY])
    assert first.publish is not None
    assert again.publish is not None
    assert chosen == []
    assert again.publish.feeds == first.publish.feeds
    assert (again.publish.written, again.publish.removed) == ((), 0)
    assert again.publish.unchanged == sum(
        not path.startswith("articles/") for path in first.publish.written
    )


@pytest.mark.parametrize(
    "hurt",
    [
        "index.html",
        "feeds/all/atom.xml",
        "feeds/all/rss.xml.gz",
        "articles",
        "style.css",
    ],
)
def test_faults_inv4_a_run_without_news_still_mends_the_site(three: World, hurt: str) -> None:
    three.ingest()
    whole = three.site_bytes()
    path = three.site / hurt
    if path.is_dir():
        path = next(path.rglob("index.html"))
    path.unlink()
    three.ingest()
    assert three.site_bytes() == whole
    if path.suffix != ".gz":
        path.write_bytes(b"strange")
        three.ingest()
        assert three.site_bytes() == whole


def test_a_change_of_the_settings_is_published_by_the_next_run(three: World) -> None:
    three.ingest(feeds=[ALL])
    report = three.ingest(feeds=[{**ALL, "max_entries": 1}])
    assert report.publish is not None
    assert report.publish.feeds == {"all": 1}


def test_a_publication_that_lost_something_is_made_again(three: World) -> None:
    (three.folder / "elsewhere").mkdir()
    three.ingest()
    blocked = three.site / "feeds" / "extra"
    blocked.symlink_to(three.folder / "elsewhere")
    feeds = [ALL, {"slug": "extra", "title": "Extra"}]
    assert three.ingest(feeds=feeds).has_losses
    blocked.unlink()
    assert not three.ingest(feeds=feeds).has_losses
    assert len(held(three, "extra")) == 3


def test_the_publish_command_does_the_whole_work(three: World) -> None:
    three.ingest()
    path = three.site / "index.html"
    before, stat = path.read_bytes(), path.stat()
    path.write_bytes(before[::-1])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with open_services(three.settings()) as services:
        publish_once(services)
    assert path.read_bytes() == before

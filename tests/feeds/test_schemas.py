"""FEEDS 1: documents held against the rules of their specifications.

The Atom rules are a schema of our own beside this file, checked by jing; JSON Feed's are restated
here from https://www.jsonfeed.org/version/1.1/; RSS's from the RSS Advisory Board's specification
and profile.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feedsvc import feeds
from feedsvc.feeds import Addresses, Format, Member, RenderedFeed
from feedsvc.model import Entry, FeedDefinition

SCHEMA = Path(__file__).with_name("atom.rnc")
SHAPES: dict[str, dict[str, Any]] = {
    "full": {},
    "picture": {"content": '<p>x</p><img src="https://x.example/a.jpg">'},
    "bare": {"summary": "", "authors": (), "contributors": (), "categories": (), "published": None}
    | {"language": "und", "url": None},
    "odd": {"title": "<b>&amp;</b> ]]>", "rights": "© <x>", "authors": ("A <a@b.example>",)}
    | {"language": "sr-Latn", "categories": ("a & b", " "), "summary": "x < y & z"},
}


@pytest.fixture(
    params=[(), ("full",), ("bare",), ("odd",), ("full", "bare", "odd", "picture")], ids=str
)
def feed(
    request: pytest.FixtureRequest,
    make_entry: Callable[..., Entry],
    definition: FeedDefinition,
    addresses: Addresses,
) -> RenderedFeed:
    entries = [make_entry(n, **SHAPES[shape]) for n, shape in enumerate(request.param)]
    return feeds.render(definition, entries, addresses)


def content_of(feed: RenderedFeed, format_: Format) -> bytes:
    return next(f.content for f in feed.files if f.path.endswith(format_.filename))


def jing(tmp_path: Path, content: bytes) -> subprocess.CompletedProcess[str]:
    if shutil.which("jing") is None:
        pytest.skip("jing, the RELAX NG validator, is not installed")
    document = tmp_path / "feed.xml"
    document.write_bytes(content)
    return subprocess.run(
        ["jing", "-c", str(SCHEMA), str(document)], capture_output=True, text=True, check=False
    )


def test_feeds_01_atom_is_valid_against_the_rules_of_rfc_4287(
    feed: RenderedFeed, tmp_path: Path
) -> None:
    result = jing(tmp_path, content_of(feed, Format.ATOM))
    assert result.returncode == 0, result.stdout


def test_feeds_01_an_archive_is_valid_as_well(
    make_entry: Callable[..., Entry],
    definition: FeedDefinition,
    addresses: Addresses,
    tmp_path: Path,
) -> None:
    entries = [make_entry(number) for number in range(4)]
    small = replace(definition, max_entries=1)
    members = [Member(entry_id=e.id, first_seen=e.first_seen, revision=1) for e in entries]
    archives = feeds.archives(small, members, addresses)
    rendered = feeds.render_archive(small, archives.closed[1], entries, addresses)
    result = jing(tmp_path, content_of(rendered, Format.ATOM))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'type="html"', b'type="CDATA"'),
        (b'rel="via"', b'rel="source"'),
        (b"<title>All articles</title>", b""),
        (b"Z</updated>", b"</updated>"),
        (b"urn:uuid:", b"uuid "),
    ],
)
def test_the_schema_does_find_faults(
    make_entry: Callable[..., Entry],
    definition: FeedDefinition,
    addresses: Addresses,
    tmp_path: Path,
    right: bytes,
    wrong: bytes,
) -> None:
    """The negative control: feedgen's own mistakes among them."""
    content = content_of(feeds.render(definition, [make_entry()], addresses), Format.ATOM)
    assert right in content
    result = jing(tmp_path, content.replace(right, wrong))
    assert result.returncode == 1
    assert "feed.xml" in result.stdout  # the document is at fault, not the schema


def test_feeds_01_json_feed_has_what_version_1_1_asks_for(feed: RenderedFeed) -> None:
    document = json.loads(content_of(feed, Format.JSON))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    strings = {"title", "home_page_url", "feed_url", "description", "icon", "favicon", "language"}
    assert set(document) <= strings | {"version", "authors", "items"}
    assert all(
        isinstance(document[name], str) and document[name] for name in strings & set(document)
    )
    for item in document["items"]:
        required = {"id", "url", "title", "content_html", "date_published", "date_modified"}
        optional = {"summary", "external_url", "language", "authors", "tags", "image"}
        assert required <= set(item) <= required | optional
        assert all(isinstance(item[name], str) and item[name] for name in required)
        assert all(set(author) == {"name"} and author["name"] for author in item.get("authors", []))
        assert all(isinstance(tag, str) and tag.strip() for tag in item.get("tags", []))
    ids = [item["id"] for item in document["items"]]
    assert len(ids) == len(set(ids))


def test_feeds_01_02_rss_follows_the_specification_and_the_profile(feed: RenderedFeed) -> None:
    rss = etree.fromstring(content_of(feed, Format.RSS))
    assert (rss.tag, rss.attrib) == ("rss", {"version": "2.0"})
    (channel,) = rss
    once = ["title", "link", "description", "lastBuildDate", "generator", "docs", "image"]
    assert all(len(channel.findall(name)) == 1 for name in once)
    assert not channel.findall("ttl")
    plain = {"language", "item", *once}
    assert {child.tag for child in channel if "{" not in str(child.tag)} <= plain
    width, height = (channel.findtext(f"image/{name}") for name in ("width", "height"))
    assert (int(width or 0) <= 144, int(height or 0) <= 400) == (True, True)
    for item in channel.findall("item"):
        for name in ("title", "link", "guid", "pubDate", "description"):
            assert len(item.findall(name)) == 1, name
        assert not {"author", "source", "comments"} & {str(child.tag) for child in item}
        assert len(item.findall("enclosure")) <= 1
        assert all((category.text or "").strip() for category in item.findall("category"))
    for date in (node.text or "" for node in rss.iter("pubDate", "lastBuildDate")):
        assert date.endswith(" GMT")
        assert parsedate_to_datetime(date).strftime("%a, %d %b %Y %H:%M:%S GMT") == date

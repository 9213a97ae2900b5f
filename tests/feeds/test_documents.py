"""FEEDS 1 to 26 and 50 to 54, where a document alone decides, judged by parsers of others."""

import json
import locale
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import feedparser
import listparser
import pytest
from lxml import etree

from feedsvc import feeds
from feedsvc.errors import PublishError
from feedsvc.feeds import Addresses, Format, RenderedFeed
from feedsvc.feeds.check import entry_ids
from feedsvc.model import Entry, FeedDefinition

MakeEntry = Callable[..., Entry]
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
}
XML = (Format.ATOM, Format.RSS)


def content_of(feed: RenderedFeed, format_: Format) -> bytes:
    return next(f.content for f in feed.files if f.path.endswith(format_.filename))


def tree_of(feed: RenderedFeed, format_: Format) -> etree._Element:
    return etree.fromstring(content_of(feed, format_))


def texts(element: etree._Element, path: str) -> list[str]:
    return [
        node if isinstance(node, str) else node.text or ""
        for node in element.xpath(path, namespaces=NS)
    ]


@pytest.fixture
def feed(make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses) -> RenderedFeed:
    entries = [
        make_entry(0),
        make_entry(1, published=None),
        make_entry(2, language="de", title="Fähre"),
    ]
    return feeds.render(definition, entries, addresses)


@pytest.mark.parametrize("format_", XML)
def test_feeds_03_utf8_with_a_declaration_and_no_doctype(
    feed: RenderedFeed, format_: Format
) -> None:
    content = content_of(feed, format_)
    assert content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert b"<!DOCTYPE" not in content
    assert set(re.findall(rb"&(\w+);", content)) <= {b"amp", b"lt", b"gt", b"quot", b"apos"}
    assert "Fähre".encode() in content


@pytest.mark.parametrize(
    "bad", ["\x00", "\x08", "\x1b", "\ud800", "\ufffe", "\uffff", "\x9f", "\ufdd0", "\U0001fffe"]
)
@pytest.mark.parametrize(
    "field", ["title", "content", "summary", "authors", "categories", "rights"]
)
def test_feeds_04_an_entry_with_an_unfit_character_falls_out_alone(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses, bad: str, field: str
) -> None:
    value = (
        f"<p>a{bad}b</p>" if field in {"title", "content", "summary", "rights"} else (f"a{bad}b",)
    )
    rendered = feeds.render(
        definition, [make_entry(0), make_entry(1, **{field: value}), make_entry(2)], addresses
    )
    assert [skipped.entry_id for skipped in rendered.skipped] == [make_entry(1).id]
    assert f"U+{ord(bad):04X}" in rendered.skipped[0].reason
    for format_ in Format:
        assert len(entry_ids(format_, content_of(rendered, format_))) == 2


@pytest.mark.parametrize("space", ["\x0b", "\x85", "\u2028", "\n"])
def test_feeds_04_odd_white_space_in_a_title_or_name_becomes_a_blank(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses, space: str
) -> None:
    entry = make_entry(0, title=f"a{space}b", authors=(f"c{space}d",))
    rendered = feeds.render(definition, [entry], addresses)
    assert texts(tree_of(rendered, Format.ATOM), "//a:entry/a:title") == ["a b"]
    assert texts(tree_of(rendered, Format.RSS), "//item/dc:creator") == ["c d"]


def test_feeds_05_06_ids_are_the_stored_urns_whatever_else_changes(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    entry = make_entry(0)
    changed = replace(
        entry, article=replace(entry.article, title="Another", text="x", published=None)
    )
    before = feeds.render(definition, [entry], addresses)
    after = feeds.render(definition, [changed], Addresses("https://elsewhere.example/"))
    for rendered in (before, after):
        assert texts(tree_of(rendered, Format.ATOM), "/a:feed/a:entry/a:id") == [entry.urn]
        assert texts(tree_of(rendered, Format.RSS), "//item/guid") == [entry.urn]
        assert texts(tree_of(rendered, Format.RSS), "//item/guid/@isPermaLink") == ["false"]
        assert json.loads(content_of(rendered, Format.JSON))["items"][0]["id"] == entry.urn


def test_the_id_of_a_feed_comes_from_its_slug_alone(
    make_entry: MakeEntry, addresses: Addresses, definition: FeedDefinition
) -> None:
    moved = feeds.render(
        replace(definition, title="New name"), [], Addresses("http://other.example/x")
    )
    assert texts(tree_of(moved, Format.ATOM), "/a:feed/a:id") == [feeds.feed_id("all")]
    assert (
        feeds.feed_id("all") == "urn:uuid:f14c2024-95c9-53b5-bf1d-eb676bd76bee"
    )  # pinned: never changes
    assert feeds.feed_id("all") != feeds.feed_id("al")


def test_feeds_07_one_alternate_link_to_the_article_page(
    feed: RenderedFeed, make_entry: MakeEntry
) -> None:
    page = f"https://news.example/daily/articles/{make_entry(2).id}/"
    entry = tree_of(feed, Format.ATOM).xpath("/a:feed/a:entry[1]", namespaces=NS)[0]
    assert texts(entry, "a:link[@rel='alternate']/@href") == [page]
    assert texts(entry, "a:link[@rel='alternate']/@type") == ["text/html"]
    assert texts(entry, "a:link/@rel") == ["alternate", "via"]
    assert texts(tree_of(feed, Format.RSS), "//item[1]/link") == [page]
    assert json.loads(content_of(feed, Format.JSON))["items"][0]["url"] == page


@pytest.mark.parametrize(
    "url", ["https://x.example/a b", "javascript:alert(1)", "https://x.example/ü", "/relative"]
)
def test_feeds_07_a_publishers_url_that_is_no_ascii_web_address_is_not_linked(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses, url: str
) -> None:
    rendered = feeds.render(definition, [make_entry(0, url=url)], addresses)
    assert all(url.encode() not in file.content for file in rendered.files)
    assert not rendered.skipped


def test_feeds_08_an_entry_without_a_title_falls_out_and_is_reported(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    rendered = feeds.render(definition, [make_entry(0), make_entry(1, title=" \n")], addresses)
    assert [s.reason for s in rendered.skipped] == ["it has no title"]
    assert rendered.entry_ids == (make_entry(0).id,)


@pytest.mark.parametrize(
    "title",
    ["a < b & c", "<b>bold</b>", "&amp; stays", "AT&T", "\u201cQuoted\u201d?", "]]>", "日本"],
)
def test_feeds_09_titles_are_plain_text_escaped_once(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses, title: str
) -> None:
    rendered = feeds.render(definition, [make_entry(0, title=title)], addresses)
    assert texts(tree_of(rendered, Format.ATOM), "//a:entry/a:title") == [title]
    assert texts(tree_of(rendered, Format.ATOM), "//a:title/@type") == []
    assert texts(tree_of(rendered, Format.RSS), "//item/title") == [title]
    assert json.loads(content_of(rendered, Format.JSON))["items"][0]["title"] == title


def test_feeds_10_an_undated_article_bears_the_time_of_its_first_sight(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    entry = make_entry(1, published=None)
    rendered = feeds.render(definition, [entry], addresses)
    assert texts(tree_of(rendered, Format.ATOM), "//a:published") == ["2026-03-09T09:30:00Z"]
    assert texts(tree_of(rendered, Format.RSS), "//pubDate") == ["Mon, 09 Mar 2026 09:30:00 GMT"]


def test_feeds_11_dates_are_utc_in_whole_seconds(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    odd = timezone(timedelta(minutes=19, seconds=32))  # a local mean time, as old zones have
    moment = datetime(2026, 3, 8, 17, 5, 7, 999999, odd)
    rendered = feeds.render(
        definition, [make_entry(0, published=moment, updated=moment)], addresses
    )
    assert texts(tree_of(rendered, Format.ATOM), "//a:published") == ["2026-03-08T16:45:35Z"]
    assert texts(tree_of(rendered, Format.RSS), "//pubDate") == ["Sun, 08 Mar 2026 16:45:35 GMT"]
    for text in texts(tree_of(rendered, Format.RSS), "//pubDate|//lastBuildDate"):
        assert parsedate_to_datetime(text) == moment.replace(microsecond=0)


def test_feeds_11_rendering_never_touches_the_locale(
    make_entry: MakeEntry,
    definition: FeedDefinition,
    addresses: Addresses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("setlocale was called")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert feeds.render(definition, [make_entry(0)], addresses).files


def test_feeds_12_an_absurd_date_falls_out(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    rendered = feeds.render(
        definition, [make_entry(0, published=datetime(202, 3, 8, tzinfo=UTC))], addresses
    )
    assert [s.reason for s in rendered.skipped] == ["published is before 1970"]


def test_feeds_13_the_window_goes_by_first_sight_not_by_publication(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    ancient = make_entry(9, published=datetime(1999, 1, 1, tzinfo=UTC))
    small = replace(definition, max_entries=2)
    rendered = feeds.render(small, [make_entry(0), make_entry(1), ancient], addresses)
    assert rendered.entry_ids == (ancient.id, make_entry(1).id)


def test_feeds_13_updated_and_published_are_what_was_stored(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    entry = make_entry(0, updated=datetime(2026, 4, 1, 12, tzinfo=UTC))
    rendered = feeds.render(definition, [entry], addresses)
    assert texts(tree_of(rendered, Format.ATOM), "//a:entry/a:updated") == ["2026-04-01T12:00:00Z"]
    assert texts(tree_of(rendered, Format.ATOM), "//a:published") == ["2026-03-08T17:05:00Z"]
    item = json.loads(content_of(rendered, Format.JSON))["items"][0]
    assert (item["date_modified"], item["date_published"]) == (
        "2026-04-01T12:00:00Z",
        "2026-03-08T17:05:00Z",
    )


def test_feeds_14_newest_first_each_once_whatever_the_order_given(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    entries = [make_entry(number) for number in (3, 1, 4, 0, 2, 3)]
    rendered = feeds.render(definition, entries, addresses)
    assert rendered.entry_ids == tuple(make_entry(number).id for number in (4, 3, 2, 1, 0))


def test_feeds_15_the_feeds_date_is_its_newest_change(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    late = datetime(2026, 5, 1, tzinfo=UTC)
    rendered = feeds.render(definition, [make_entry(0, updated=late), make_entry(1)], addresses)
    assert texts(tree_of(rendered, Format.ATOM), "/a:feed/a:updated") == ["2026-05-01T00:00:00Z"]
    assert texts(tree_of(rendered, Format.RSS), "//lastBuildDate") == [
        "Fri, 01 May 2026 00:00:00 GMT"
    ]


def test_feeds_16_every_author_is_named(feed: RenderedFeed) -> None:
    people = ["Ines Hallgren", "Tomas Brandt"]
    assert texts(tree_of(feed, Format.ATOM), "//a:entry[1]/a:author/a:name") == people
    assert texts(tree_of(feed, Format.RSS), "//item[1]/dc:creator") == people
    assert texts(tree_of(feed, Format.RSS), "//author|//managingEditor") == []
    assert json.loads(content_of(feed, Format.JSON))["items"][0]["authors"] == [
        {"name": n} for n in people
    ]


def test_contributors_are_named_where_the_format_has_a_place_for_them(feed: RenderedFeed) -> None:
    assert texts(tree_of(feed, Format.ATOM), "//a:entry[1]/a:contributor/a:name") == ["Petra Lund"]
    assert texts(tree_of(feed, Format.RSS), "//item[1]/dc:contributor") == ["Petra Lund"]


@pytest.mark.parametrize(
    ("authors", "publisher", "expected"),
    [
        (("Ann <ann@x.example>",), None, ["Ann ann@x.example"]),
        (("", "  ", "Bo  Ek", "Bo Ek"), None, ["Bo Ek"]),
        ((), "Harbor Gazette", ["Harbor Gazette"]),
        ((), None, []),
    ],
)
def test_feeds_16_names_are_tidy_and_the_publisher_stands_in(
    make_entry: MakeEntry,
    definition: FeedDefinition,
    addresses: Addresses,
    authors: tuple[str, ...],
    publisher: str | None,
    expected: list[str],
) -> None:
    rendered = feeds.render(
        definition, [make_entry(0, authors=authors, publisher=publisher)], addresses
    )
    assert texts(tree_of(rendered, Format.ATOM), "//a:entry/a:author/a:name") == expected
    assert texts(tree_of(rendered, Format.RSS), "//item/dc:creator") == expected
    assert texts(tree_of(rendered, Format.ATOM), "/a:feed/a:author/a:name") == ["All articles"]


def test_feeds_17_summary_and_full_content_stand_where_each_format_wants_them(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    html = "<p>One &amp; two</p><p>x &lt; y</p>"
    rendered = feeds.render(
        definition, [make_entry(0, content=html, summary="One & two: x < y")], addresses
    )
    atom, rss = tree_of(rendered, Format.ATOM), tree_of(rendered, Format.RSS)
    assert texts(atom, "//a:entry/a:content") == [html]
    assert texts(atom, "//a:entry/a:content/@type") == ["html"]
    assert texts(atom, "//a:entry/a:summary") == ["One & two: x < y"]
    assert texts(rss, "//item/content:encoded") == [html]
    assert texts(rss, "//item/description") == ["One &amp; two: x &lt; y"]
    names = [node.tag for node in rss.xpath("//item")[0]]
    assert names.index("description") < names.index(f"{{{NS['content']}}}encoded")
    item = json.loads(content_of(rendered, Format.JSON))["items"][0]
    assert (item["content_html"], item["summary"]) == (html, "One & two: x < y")


def test_feeds_17_without_a_summary_the_full_text_is_the_description(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    rendered = feeds.render(definition, [make_entry(0, summary="")], addresses)
    rss = tree_of(rendered, Format.RSS)
    assert texts(rss, "//item/description") == [make_entry(0).article.content]
    assert texts(rss, "//item/content:encoded") == []
    assert texts(tree_of(rendered, Format.ATOM), "//a:summary") == []


def test_feeds_18_content_passes_through_as_it_was_sanitized(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    html = '<p>a]]>b <a href="https://x.example/?a=1&amp;b=2">c</a> &copy;</p>'
    rendered = feeds.render(definition, [make_entry(0, content=html)], addresses)
    assert texts(tree_of(rendered, Format.ATOM), "//a:content") == [html]
    assert texts(tree_of(rendered, Format.RSS), "//content:encoded") == [html]


def test_feeds_20_the_lead_image_is_named_beside_the_content(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    html = '<p>x</p><img alt="" src="https://x.example/a.jpg?w=1&amp;h=2"><img src="https://x.example/b">'
    rendered = feeds.render(definition, [make_entry(0, content=html), make_entry(1)], addresses)
    url = "https://x.example/a.jpg?w=1&h=2"
    for format_, item in ((Format.ATOM, "//a:entry[2]"), (Format.RSS, "//item[2]")):
        tree = tree_of(rendered, format_)
        assert texts(tree, f"{item}/media:content/@url") == [url]
        assert texts(tree, f"{item}/media:content/@medium") == ["image"]
        assert texts(tree, "//media:group") == []
        assert texts(tree, f"{item.replace('2', '1')}/media:content/@url") == []
    items = json.loads(content_of(rendered, Format.JSON))["items"]
    assert [item.get("image") for item in items] == [None, url]


@pytest.mark.timeout(120)  # what is not linear takes hours
def test_looking_for_the_lead_image_takes_linear_time(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    hostile = '<img alt="' + "<img " * 200_000 + '">'
    assert feeds.render(definition, [make_entry(0, content=hostile)], addresses).files


def test_feeds_21_no_item_has_more_than_one_enclosure(feed: RenderedFeed) -> None:
    assert all(
        len(item.findall("enclosure")) <= 1 for item in tree_of(feed, Format.RSS).iter("item")
    )
    assert texts(tree_of(feed, Format.ATOM), "//a:link[@rel='enclosure']") == []


def test_feeds_22_a_language_for_the_feed_and_for_each_entry_that_differs(
    feed: RenderedFeed, make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    lang = "@xml:lang"
    assert texts(tree_of(feed, Format.ATOM), f"/a:feed/{lang}") == []
    assert texts(tree_of(feed, Format.ATOM), f"//a:entry/{lang}") == ["de", "en", "en"]
    english = feeds.render(
        replace(definition, language="en"), [make_entry(0), make_entry(1, language="de")], addresses
    )
    assert texts(tree_of(english, Format.ATOM), f"/a:feed/{lang}") == ["en"]
    assert texts(tree_of(english, Format.ATOM), f"//a:entry/{lang}") == ["de"]
    assert texts(tree_of(english, Format.RSS), "//channel/language") == ["en"]
    assert texts(tree_of(english, Format.RSS), "//item/dc:language") == ["de"]
    document = json.loads(content_of(english, Format.JSON))
    assert [document["language"], *(i.get("language") for i in document["items"])] == [
        "en",
        "de",
        None,
    ]


def test_feeds_22_entries_of_one_language_give_it_to_the_feed(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    same = feeds.render(definition, [make_entry(0), make_entry(1)], addresses)
    assert texts(tree_of(same, Format.RSS), "//channel/language") == ["en"]
    unsure = feeds.render(definition, [make_entry(0, language="und")], addresses)
    assert all(b'"und"' not in f.content and b">und<" not in f.content for f in unsure.files)


@pytest.mark.parametrize("format_", Format)
def test_feeds_23_self_is_exactly_the_public_url(feed: RenderedFeed, format_: Format) -> None:
    own = f"https://news.example/daily/feeds/all/{format_.filename}"
    found = {
        Format.ATOM: lambda: texts(tree_of(feed, Format.ATOM), "/a:feed/a:link[@rel='self']/@href"),
        Format.RSS: lambda: texts(tree_of(feed, Format.RSS), "//channel/a:link[@rel='self']/@href"),
        Format.JSON: lambda: [json.loads(content_of(feed, Format.JSON))["feed_url"]],
    }
    assert found[format_]() == [own]


def test_feeds_24_the_channel_links_to_its_page(feed: RenderedFeed) -> None:
    page = "https://news.example/daily/feeds/all/"
    assert texts(tree_of(feed, Format.ATOM), "/a:feed/a:link[@rel='alternate']/@href") == [page]
    assert texts(tree_of(feed, Format.RSS), "//channel/link") == [page]
    assert json.loads(content_of(feed, Format.JSON))["home_page_url"] == page


def test_feeds_25_icon_logo_generator_and_categories(feed: RenderedFeed) -> None:
    atom, rss = tree_of(feed, Format.ATOM), tree_of(feed, Format.RSS)
    assert texts(atom, "/a:feed/a:icon") == ["https://news.example/daily/icon.png"]
    assert texts(atom, "/a:feed/a:logo") == ["https://news.example/daily/logo.png"]
    assert texts(rss, "//image/url") == ["https://news.example/daily/icon.png"]
    assert texts(rss, "//image/title") == texts(rss, "//channel/title")
    assert texts(rss, "//image/link") == texts(rss, "//channel/link")
    assert texts(atom, "//a:generator") == texts(rss, "//generator") == ["feedsvc"]
    assert texts(atom, "//a:entry[1]/a:category/@term") == ["local news", "transport"]
    assert texts(rss, "//item[1]/category") == ["local news", "transport"]
    assert json.loads(content_of(feed, Format.JSON))["items"][0]["tags"] == [
        "local news",
        "transport",
    ]


def test_feeds_26_a_feed_ends_before_it_becomes_too_large(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    large = "<p>" + "The ferry sails again, 4 < 5. " * 10_000 + "</p>"
    entries = [make_entry(number, content=large) for number in range(30)]
    rendered = feeds.render(definition, entries, addresses)
    assert len(rendered.entry_ids) == 3
    assert rendered.entry_ids[0] == entries[-1].id
    assert all(len(file.content) < 5_000_000 for file in rendered.files)


def test_feeds_26_a_monstrous_article_falls_out_and_one_above_the_budget_does_not(
    make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    for size, expected in ((1_500_000, 1), (2_000_001, 0)):
        rendered = feeds.render(definition, [make_entry(0, content="x" * size)], addresses)
        assert len(rendered.entry_ids) == expected


def test_feeds_51_opml_lists_every_feed(addresses: Addresses, definition: FeedDefinition) -> None:
    definitions = [definition, FeedDefinition(slug="sea", title='Sea & "sky" <b>')]
    found = listparser.parse(feeds.opml(definitions, addresses, "Feeds of the bay").content)
    assert not found.bozo
    assert [feed.title for feed in found.feeds] == ["All articles", 'Sea & "sky" <b>']
    assert [feed.url for feed in found.feeds] == [
        "https://news.example/daily/feeds/all/atom.xml",
        "https://news.example/daily/feeds/sea/atom.xml",
    ]
    root = etree.fromstring(feeds.opml(definitions, addresses, "T").content)
    assert root.get("version") == "2.0"
    assert texts(root, "//outline/@type") == ["rss", "rss"]
    assert texts(root, "//outline/@text") == texts(root, "//outline/@title")
    assert texts(root, "//outline/@htmlUrl")[0] == "https://news.example/daily/feeds/all/"


def test_feeds_52_a_hub_is_named_in_every_format_and_nowhere_unasked(
    feed: RenderedFeed, make_entry: MakeEntry, definition: FeedDefinition, addresses: Addresses
) -> None:
    hub = "https://hub.example/"
    hubbed = feeds.render(definition, [make_entry(0)], addresses, hub_url=hub)
    assert texts(tree_of(hubbed, Format.ATOM), "/a:feed/a:link[@rel='hub']/@href") == [hub]
    assert texts(tree_of(hubbed, Format.RSS), "//channel/a:link[@rel='hub']/@href") == [hub]
    document = json.loads(content_of(hubbed, Format.JSON))
    assert document["hubs"] == [{"type": "WebSub", "url": hub}]
    assert all(b"hub" not in file.content for file in feed.files)
    assert texts(tree_of(hubbed, Format.RSS), "//channel/link") == texts(
        tree_of(feed, Format.RSS), "//channel/link"
    )


@pytest.mark.parametrize("format_", XML)
def test_feeds_53_no_stylesheet(feed: RenderedFeed, format_: Format) -> None:
    assert b"<?xml-stylesheet" not in content_of(feed, format_)


def test_feeds_54_all_formats_hold_the_same(feed: RenderedFeed) -> None:
    atom, rss = (feedparser.parse(content_of(feed, format_)) for format_ in XML)
    items = json.loads(content_of(feed, Format.JSON))["items"]
    assert not atom.bozo
    assert not rss.bozo
    for field in ("id", "title", "link"):
        assert [e[field] for e in atom.entries] == [e[field] for e in rss.entries]
    assert [e.id for e in atom.entries] == [item["id"] for item in items]
    assert [e.published_parsed for e in atom.entries] == [e.published_parsed for e in rss.entries]
    assert [e.content[0].value for e in atom.entries] == [e.content[0].value for e in rss.entries]
    assert [e.content[0].value for e in atom.entries] == [item["content_html"] for item in items]
    assert [[a.name for a in e.authors] for e in atom.entries] == [
        [a.name for a in e.authors] for e in rss.entries
    ]


def test_an_empty_feed_is_valid_and_says_never(
    definition: FeedDefinition, addresses: Addresses
) -> None:
    rendered = feeds.render(definition, [], addresses)
    assert rendered.entry_ids == ()
    assert texts(tree_of(rendered, Format.ATOM), "/a:feed/a:updated") == ["1970-01-01T00:00:00Z"]
    assert feedparser.parse(content_of(rendered, Format.RSS)).feed.title == "All articles"
    assert json.loads(content_of(rendered, Format.JSON))["items"] == []


def test_a_feed_whose_own_title_is_unfit_is_refused_by_name(addresses: Addresses) -> None:
    with pytest.raises(PublishError, match=r"U\+0007") as caught:
        feeds.render(FeedDefinition(slug="bell", title="ring\x07"), [], addresses)
    assert caught.value.feed == "bell"


def test_feeds_19_links_in_the_content_stay_absolute_in_every_format(
    make_entry: Callable[..., Entry], definition: FeedDefinition, addresses: Addresses
) -> None:
    """No base is set that a reader might resolve them by, and nothing rewrites them."""
    content = (
        '<p><a href="https://a.example/x?b=1&amp;c=2">x</a> <img src="http://b.example/p"></p>'
    )
    rendered = feeds.render(definition, [make_entry(0, content=content)], addresses)
    for file in rendered.files:
        text = file.content.decode()
        assert "xml:base" not in text
        if file.path.endswith(".json"):
            held = json.loads(text)["items"][0]["content_html"]
        else:
            held = feedparser.parse(file.content, sanitize_html=False).entries[0].content[0].value
        urls = etree.HTML(held).xpath("//@href|//@src")
        assert urls == ["https://a.example/x?b=1&c=2", "http://b.example/p"]

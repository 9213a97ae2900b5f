"""What the pages say, and what they must never do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from bay import shown_feeds
from lxml import html

from feedsvc import site
from feedsvc.feeds import Addresses
from feedsvc.model import Entry, FeedDefinition, RenderedFile
from feedsvc.site import Background, Site
from feedsvc.site.language import direction

MakeEntry = Callable[..., Entry]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def bay(addresses: Addresses, definition: FeedDefinition) -> Site:
    sea = FeedDefinition(slug="sea", title="Sea & sky", description="Ferries")
    return Site(title="The Bay", addresses=addresses, feeds=(definition, sea))


def pages_of(bay: Site, entries: list[Entry]) -> dict[str, RenderedFile]:
    feeds = {"all": shown_feeds(bay, entries)["all"]}
    files = site.render_pages(bay, entries, feeds)
    return {file.path: file for file in (*site.article_pages(bay, entries), *files)}


def tree_of(file: RenderedFile) -> html.HtmlElement:
    return html.document_fromstring(file.content.decode())


def test_a_site_has_its_pages_its_style_and_its_icons(bay: Site, make_entry: MakeEntry) -> None:
    entry = make_entry()
    assert set(pages_of(bay, [entry])) == {
        "index.html",
        "404.html",
        "410.html",
        "subscribe/index.html",
        "feeds/all/index.html",
        "feeds/sea/index.html",
        "feeds/all/about/index.html",
        "feeds/sea/about/index.html",
        f"articles/{entry.id}/index.html",
        *("style.css", "icon.svg", "icon.png", "logo.png", "robots.txt"),
    }


def test_feeds_48_home_and_article_pages_lead_to_every_feed(
    bay: Site, make_entry: MakeEntry
) -> None:
    entry = make_entry()
    pages = pages_of(bay, [entry])
    for path in ("index.html", f"articles/{entry.id}/index.html"):
        links = tree_of(pages[path]).xpath("//link[@rel='alternate']")
        assert [(link.get("type"), link.get("href")) for link in links] == [
            ("application/atom+xml", "https://news.example/daily/feeds/all/atom.xml"),
            ("application/rss+xml", "https://news.example/daily/feeds/all/rss.xml"),
            ("application/feed+json", "https://news.example/daily/feeds/all/feed.json"),
            ("application/atom+xml", "https://news.example/daily/feeds/sea/atom.xml"),
            ("application/rss+xml", "https://news.example/daily/feeds/sea/rss.xml"),
            ("application/feed+json", "https://news.example/daily/feeds/sea/feed.json"),
        ]
        assert all(link.get("title") for link in links)


def test_feeds_49_an_article_page_has_all_of_the_article(bay: Site, make_entry: MakeEntry) -> None:
    entry = make_entry(publisher="Harbor Gazette", standfirst="At last.", rights="© Harbor Gazette")
    page = tree_of(site.article_page(bay, entry))
    text = " ".join(page.find("body").text_content().split())
    for words in (
        *("Ferry returns to the north shore", "At last.", "The ferry sails again.", "Petra Lund"),
        *("By Ines Hallgren and Tomas Brandt", "Harbor Gazette", "local news · transport"),
        *("8 March 2026, 17:05 UTC", "© Harbor Gazette", "Tickets cost four crowns."),
    ):
        assert words in text
    assert page.xpath("string(//h1)") == entry.article.title
    assert page.xpath("//link[@rel='canonical']/@href") == [bay.addresses.article(entry.id)]
    assert page.xpath("//meta[@name='description']/@content") == ["The ferry sails again."]
    assert page.xpath("//a[@class='source']/@href") == [entry.article.url]
    assert page.xpath("//article/@lang") == ["en"]


def test_an_undated_article_says_when_it_was_first_seen(bay: Site, make_entry: MakeEntry) -> None:
    page = site.article_page(bay, make_entry(published=None)).content.decode()
    assert "First seen" in page
    assert "Published" not in page


def test_a_revised_article_says_so_and_a_truncated_one_too(
    bay: Site, make_entry: MakeEntry
) -> None:
    entry = replace(
        make_entry(truncated=True), revision=2, updated=datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    )
    page = site.article_page(bay, entry).content.decode()
    assert "Updated on" in page
    assert "1 April 2026, 09:00 UTC" in page
    assert "ends here" in page


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *[
            ("en", "ltr"),
            ("ja", "ltr"),
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("fa", "rtl"),
            ("und", "auto"),
        ],
        *[("uz-Arab", "rtl"), ("ku-Latn", "ltr"), ("az-Arab-IR", "rtl"), ("zh-Hant-TW", "ltr")],
    ],
)
def test_text_runs_in_the_direction_of_its_language(
    bay: Site, make_entry: MakeEntry, tag: str, expected: str
) -> None:
    assert direction(tag) == expected
    page = tree_of(site.article_page(bay, make_entry(language=tag)))
    assert page.xpath("//article/@dir") == [expected]
    assert page.xpath("//article/@lang") == ["" if tag == "und" else tag]


def test_nothing_in_an_article_becomes_markup_but_its_content(
    bay: Site, make_entry: MakeEntry
) -> None:
    """FAULTS H1."""
    entry = make_entry(
        title=EVIL,
        summary=EVIL,
        authors=(EVIL,),
        contributors=(EVIL,),
        publisher=EVIL,
        standfirst=EVIL,
        categories=(EVIL,),
        rights=EVIL,
        url="https://x.example/" + EVIL,
    )
    evil_feed = replace(bay.feeds[0], title=EVIL, description=EVIL)
    evil_bay = replace(bay, title=EVIL, description=EVIL, feeds=(evil_feed,))
    pages = [*pages_of(evil_bay, [entry]).values()]
    pages.append(
        RenderedFile(path="s.html", content=site.search_page(evil_bay, EVIL, [entry] * 3, 2, 2))
    )
    for page in pages:
        if page.path.endswith(".html"):
            tree = tree_of(page)
            assert not tree.xpath("//script|//img|//@onerror"), page.path


def test_pages_run_nothing_and_ask_nobody_else(bay: Site, make_entry: MakeEntry) -> None:
    for page in pages_of(bay, [make_entry()]).values():
        if not page.path.endswith(".html"):
            continue
        tree = tree_of(page)
        assert not tree.xpath("//script|//iframe|//@style|//style|//base"), page.path
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy == [site.CONTENT_SECURITY_POLICY]
        assert "https:" not in policy[0], "no page asks another host for anything"
        loaded = tree.xpath("//link[@rel='stylesheet' or contains(@rel, 'icon')]/@href|//@src")
        assert all(url.startswith("/daily/") for url in loaded), page.path


def test_links_between_pages_work_below_a_prefix(bay: Site, make_entry: MakeEntry) -> None:
    pages = pages_of(bay, [make_entry()])
    files = {*pages, "feeds.opml"}
    files |= {
        f"feeds/{slug}/{name}"
        for slug in ("all", "sea")
        for name in ("atom.xml", "rss.xml", "feed.json")
    }
    for page in pages.values():
        if page.path.endswith(".html"):
            for url in tree_of(page).xpath("//@href"):
                own = url.removeprefix("https://news.example")
                if own.startswith("/"):
                    path = own.removeprefix("/daily/")
                    assert (
                        path + "index.html" if path.endswith("/") or not path else path
                    ) in files


def test_a_page_is_its_values_and_nothing_else(bay: Site, make_entry: MakeEntry) -> None:
    first, second = (pages_of(bay, [make_entry(0), make_entry(1)]) for _ in range(2))
    assert first == second


def test_empty_pages_say_so(bay: Site) -> None:
    pages = pages_of(bay, [])
    assert "Nothing has been published yet" in pages["index.html"].content.decode()
    assert "Nothing has been published" in pages["feeds/all/index.html"].content.decode()


def test_what_is_new_stands_under_the_day_it_came(bay: Site, make_entry: MakeEntry) -> None:
    tree = tree_of(pages_of(bay, [make_entry(20), make_entry(1), make_entry(0)])["index.html"])
    assert tree.xpath("//h2[@class='date']/text()") == ["10 March 2026", "9 March 2026"]
    assert [len(day) for day in tree.xpath("//ol[@class='teasers']")] == [1, 2]


def test_a_stamp_changes_with_whatever_the_page_shows(bay: Site, make_entry: MakeEntry) -> None:
    stamps = {
        site.article_stamp(bay, "one"),
        site.article_stamp(bay, "another"),
        site.article_stamp(replace(bay, title="Another"), "one"),
        site.article_stamp(replace(bay, addresses=Addresses("https://other.example/")), "one"),
        site.article_stamp(replace(bay, feeds=()), "one"),
        site.article_stamp(replace(bay, offers_search=True), "one"),
    }
    assert len(stamps) == 6
    for page in site.pages_of(bay, make_entry(), Background(mark="one")):
        assert page.stamp == site.article_stamp(bay, "one")


def test_one_feed_more_does_not_change_every_page(bay: Site, make_entry: MakeEntry) -> None:
    """Families of feeds grow with every new publisher: pages name the first few only."""
    many = [FeedDefinition(slug=f"feed-{number}", title="A feed") for number in range(30)]
    fewer, more = (replace(bay, feeds=tuple(many[:size])) for size in (29, 30))
    assert site.article_page(fewer, make_entry()) == site.article_page(more, make_entry())


def test_headings_never_skip_a_level(bay: Site, make_entry: MakeEntry) -> None:
    for page in pages_of(bay, [make_entry()]).values():
        if page.path.endswith(".html"):
            levels = [int(node.tag[1]) for node in tree_of(page).xpath("//h1|//h2|//h3|//h4")]
            assert levels[0] == 1
            assert all(after - before <= 1 for before, after in pairwise(levels))

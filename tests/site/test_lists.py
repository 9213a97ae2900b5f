"""Long lists come in pages whose members never change, and a feed says what to expect of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bay import BAY, DEFINITION
from lxml import html

from feedsvc import feeds, site
from feedsvc.feeds import Archive, Member
from feedsvc.model import Entry, RenderedFile
from feedsvc.site import ShownFeed
from feedsvc.site.lists import about_page, archive_list_page, feed_page, pace

MakeEntry = Callable[..., Entry]
SMALL = replace(DEFINITION, max_entries=2)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


def tree_of(file: RenderedFile) -> html.HtmlElement:
    return html.document_fromstring(file.content.decode())


def words_of(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def closed(entries: list[Entry]) -> tuple[Archive, ...]:
    members = [Member(entry_id=one.id, first_seen=one.first_seen, revision=1) for one in entries]
    return feeds.archives(SMALL, members, BAY.addresses).closed


@pytest.fixture
def entries(make_entry: MakeEntry) -> list[Entry]:
    return [make_entry(number, title=f"Ferry {number}") for number in range(5)]


def test_a_feed_page_leads_to_what_the_feed_held_before(entries: list[Entry]) -> None:
    shown = ShownFeed(definition=SMALL, entries=entries[-2:], archives=closed(entries))
    page = tree_of(feed_page(BAY, shown))
    assert page.xpath("//nav[@class='pager']/a/@href") == [
        f"/daily/{closed(entries)[-1].folder}/",
        "/daily/feeds/all/archive/",
    ]
    alone = tree_of(feed_page(BAY, ShownFeed(definition=SMALL, entries=entries)))
    assert not alone.xpath("//nav[@class='pager']")


def test_archive_pages_hold_every_article_once_and_lead_to_each_other(
    entries: list[Entry],
) -> None:
    older, newer = (
        tree_of(site.archive_page(BAY, SMALL, archive, entries)) for archive in closed(entries)
    )
    held = [page.xpath("//li[@class='teaser']//h3/a/text()") for page in (older, newer)]
    assert held == [["Ferry 1", "Ferry 0"], ["Ferry 3", "Ferry 2"]]
    folders = [archive.folder for archive in closed(entries)]
    assert older.xpath("//a[@rel='prev']/@href") == [f"/daily/{folders[1]}/"]
    assert newer.xpath("//a[@rel='next']/@href") == [f"/daily/{folders[0]}/"]
    assert newer.xpath("//a[@rel='prev']/@href") == ["/daily/feeds/all/"]
    assert words_of(newer.find(".//h1")) == "March 2026, part 2"


def test_an_old_archive_page_stays_as_it_is_when_articles_come(
    entries: list[Entry], make_entry: MakeEntry
) -> None:
    before = site.archive_page(BAY, SMALL, closed(entries)[0], entries)
    many = [*entries, *(make_entry(number) for number in range(5, 12))]
    assert site.archive_page(BAY, SMALL, closed(many)[0], many) == before
    assert before.stamp == site.archive_stamp(BAY, closed(many)[0])


def test_an_archive_page_changes_with_its_articles_and_with_the_site(
    entries: list[Entry],
) -> None:
    (first, second) = closed(entries)
    revised = replace(first, stamp="another")
    stamps = {
        site.archive_stamp(BAY, first),
        site.archive_stamp(BAY, second),
        site.archive_stamp(BAY, revised),
        site.archive_stamp(replace(BAY, title="Another"), first),
    }
    assert len(stamps) == 4


def test_what_was_withdrawn_is_missing_from_its_archive_page(entries: list[Entry]) -> None:
    (first, _) = closed(entries)
    page = tree_of(site.archive_page(BAY, SMALL, first, entries[1:]))
    assert page.xpath("//li[@class='teaser']//h3/a/text()") == ["Ferry 1"]
    empty = site.archive_page(BAY, SMALL, first, ())
    assert "has been withdrawn" in empty.content.decode()


def test_all_months_are_listed_the_newest_first(make_entry: MakeEntry) -> None:
    entries = [make_entry(number) for number in (0, 1, 2, 24 * 40, 24 * 41)]
    shown = ShownFeed(definition=SMALL, entries=entries, archives=closed(entries))
    rows = tree_of(archive_list_page(BAY, shown)).xpath("//ul[@class='months']/li")
    assert [words_of(row) for row in rows] == ["April 2026 2 articles", "March 2026 3 articles"]
    assert rows[0].xpath("a/@href") == ["/daily/feeds/all/archive/2/2026-04/1/"]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([0], "too new to say"),
        ([0, 1, 5], "too new to say"),
        (range(0, 480, 2), "about 12 a day"),
        (range(0, 24 * 28, 24), "about 7 a week"),
        (range(0, 24 * 28, 24 * 7), "about 4 a month"),
        ([0, 24 * 20], "about 2 a month"),
        ([0, 24 * 400, 24 * 400 + 1], "less than two a month"),
    ],
)
def test_a_feeds_pace_is_told_in_words(hours: range | list[int], words: str) -> None:
    assert pace([NOON + timedelta(hours=hour) for hour in hours]) == words


def test_the_page_about_a_feed_says_what_to_expect(make_entry: MakeEntry) -> None:
    languages = ["en", "ar", "und", "tlh"]
    entries = [
        make_entry(24 * number, publisher=f"Paper {number}", language=languages[number % 4])
        for number in range(12)
    ]
    shown = ShownFeed(
        definition=DEFINITION,
        entries=entries,
        facts=site.facts((one.first_seen for one in entries), entries),
    )
    page = tree_of(about_page(BAY, shown))
    text = words_of(page)
    for words in (
        *("about 7 a week", "12 articles since 9 March 2026", "English, Arabic, tlh"),
        *("Paper 0, Paper 1", "Paper 7 and others", "Take a feed reader."),
    ):
        assert words in text
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert page.xpath(f"//dd/a[@href='https://news.example/daily/feeds/all/{name}']")


def test_a_feed_without_articles_has_its_page_too() -> None:
    page = about_page(BAY, ShownFeed(definition=DEFINITION, entries=()))
    assert "none yet" in page.content.decode()


def test_search_results_come_in_pages(make_entry: MakeEntry) -> None:
    entries = [make_entry(number) for number in range(3)]

    def page(number: int, found: list[Entry]) -> html.HtmlElement:
        return html.document_fromstring(site.search_page(BAY, "a & b", found, number, 2).decode())

    first, last, beyond = page(1, entries), page(2, entries[:1]), page(3, [])
    assert len(first.xpath("//li[@class='teaser']")) == 2
    assert first.xpath("//a[@rel='next']/@href") == ["/daily/search?q=a+%26+b&page=2"]
    assert not first.xpath("//a[@rel='prev']")
    assert not last.xpath("//a[@rel='next']")
    assert last.xpath("//a[@rel='prev']/@href") == ["/daily/search?q=a+%26+b&page=1"]
    assert "no more results" in words_of(beyond)
    assert not page(1, entries[:2]).xpath("//nav[@class='pager']")

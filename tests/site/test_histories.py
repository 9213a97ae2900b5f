"""What is told of an article's past, of its copies and of related stories."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from bay import BAY, make_change, make_history
from lxml import html

from feedsvc import site
from feedsvc.feeds.addresses import change_anchor
from feedsvc.model import Entry, History, RenderedFile, RevisionKind, Version
from feedsvc.site import Background, Elsewhere, Site
from feedsvc.site.changes import MAX_FOLDED_CHARS, MAX_SHOWN_CHARS, change_entry, told

MakeEntry = Callable[..., Entry]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def bay() -> Site:
    return BAY


def tree_of(file: RenderedFile) -> html.HtmlElement:
    return html.document_fromstring(file.content.decode())


def words_of(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def history_tree(bay: Site, history: History) -> html.HtmlElement:
    entry = replace(Entry(**_entry_values(history)), revision=2)
    return tree_of(site.history_page(bay, entry, Background(mark="m", history=history)))


def _entry_values(history: History) -> dict[str, object]:
    seen = history.versions[0].seen
    article = history.changes[0].after
    return {"id": history.entry_id, "first_seen": seen, "updated": seen, "article": article}


def test_an_article_that_changed_leads_to_its_history(bay: Site, make_entry: MakeEntry) -> None:
    history = make_history()
    updated = datetime(2026, 4, 1, 9, tzinfo=UTC)
    entry = replace(make_entry(), revision=2, updated=updated)
    files = list(site.pages_of(bay, entry, Background(mark="m", history=history)))
    assert [file.path for file in files] == [
        f"articles/{entry.id}/index.html",
        f"articles/{entry.id}/history/index.html",
    ]
    page = tree_of(files[0])
    assert "Updated on 1 April 2026, 09:00 UTC · See what changed" in words_of(page)
    links = page.xpath("//a[contains(@href, '/history/')]/@href")
    assert set(links) == {f"/daily/articles/{entry.id}/history/"}


def test_an_article_of_one_version_has_no_history(bay: Site, make_entry: MakeEntry) -> None:
    (file,) = site.pages_of(bay, make_entry())
    assert "history" not in file.content.decode()
    assert "Updated" not in file.content.decode()


def test_a_cosmetic_version_is_history_but_no_update(bay: Site, make_entry: MakeEntry) -> None:
    history = replace(make_history(), changes=())
    page, _ = site.pages_of(bay, make_entry(), Background(history=history))
    assert "Updated" not in page.content.decode()
    assert "How this article changed: 3 versions" in words_of(tree_of(page))


def test_a_change_is_marked_for_eyes_and_for_screen_readers(bay: Site) -> None:
    page = history_tree(bay, make_history())
    (section,) = page.xpath("//section[@class='change']")
    assert section.get("id") == change_anchor(make_history().changes[0].id)
    assert [words_of(node) for node in section.xpath(".//del")] == ["[removed: four]"]
    assert [words_of(node) for node in section.xpath(".//ins")] == ["[added: six]"]
    assert "Numbers changed" in words_of(section)


def test_unchanged_paragraphs_are_folded_without_a_script(bay: Site) -> None:
    page = history_tree(bay, make_history())
    (details,) = page.xpath("//details")
    assert details.find("summary").text_content() == "1 unchanged paragraph"
    assert "The ferry sails again." in words_of(details)
    assert not page.xpath("//script")


def test_every_version_is_told_the_newest_first(bay: Site) -> None:
    rows = history_tree(bay, make_history()).xpath("//ol[@class='versions']/li")
    assert [words_of(row.find("span")) for row in rows] == [
        "Spelling, punctuation or wording.",
        "Numbers changed.",
        "The first version.",
    ]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ({"kind": RevisionKind.BOILERPLATE}, "Only what stands around the article."),
        ({"kind": RevisionKind.COPY, "publisher": "Coast"}, "The same story at Coast."),
        ({"kind": RevisionKind.COPY}, "A copy."),
        ({"kind": RevisionKind.MATERIAL}, "An older or shorter version that came later."),
        (
            {"kind": RevisionKind.MATERIAL, "took_over": True, "change": "names added: Lund"},
            "Names added: Lund.",
        ),
        (
            {"kind": None, "of": UUID(int=9)},
            "It came as an article of its own, and turned out to be this one.",
        ),
    ],
)
def test_each_kind_of_version_has_its_words(version: dict[str, object], words: str) -> None:
    history = make_history()
    given: Version = replace(history.versions[0], **version)
    assert told(given, history) == words


def test_copies_and_related_stories_are_listed(bay: Site, make_entry: MakeEntry) -> None:
    other = make_entry(5, title="Strike at the quay", publisher="Coast", language="ar")
    background = Background(
        copies=(
            Elsewhere(publisher="Coast Courier", url="https://coast.example/ferry"),
            Elsewhere(publisher="Ellery Post", entry_id=other.id),
            Elsewhere(publisher="Radio Bay"),
        ),
        related=(other,),
    )
    page = tree_of(site.article_page(bay, make_entry(), background))
    assert "Also at Coast Courier, Ellery Post and Radio Bay" in words_of(page)
    assert page.xpath("//a[.='Coast Courier']/@href") == ["https://coast.example/ferry"]
    assert page.xpath("//a[.='Ellery Post']/@href") == [f"/daily/articles/{other.id}/"]
    (related,) = page.xpath("//section[@class='related']//a")
    assert (related.text, related.get("dir")) == ("Strike at the quay", "rtl")


def test_nothing_in_a_version_becomes_markup(bay: Site) -> None:
    """FAULTS H1."""
    history = make_history()
    change = make_change(EVIL + " four", EVIL + " six", title=EVIL, reason=EVIL)
    versions = tuple(replace(one, publisher=EVIL, change=EVIL) for one in history.versions)
    evil = replace(history, changes=(change,), versions=versions)
    assert not history_tree(bay, evil).xpath("//script|//img|//@onerror")
    content = change_entry(bay, change).article.content
    assert not html.fromstring(f"<div>{content}</div>").xpath("//script|//img|//@onerror")


def test_what_is_too_long_is_said_but_not_shown(bay: Site) -> None:
    long = "\n\n".join(f"Paragraph {number}. " + "word " * 400 for number in range(20))
    assert len(long) > MAX_FOLDED_CHARS
    change = make_change(long + "\n\nIt costs four.", long + "\n\nIt costs six.")
    page = history_tree(bay, replace(make_history(), changes=(change,)))
    assert "20 unchanged paragraphs" in words_of(page)
    assert not page.xpath("//details")
    huge = make_change("a", "b " * MAX_SHOWN_CHARS)
    page = history_tree(bay, replace(make_history(), changes=(change, huge)))
    assert "too long to be marked" in words_of(page)


def test_a_change_is_an_item_with_its_marks_and_a_link_to_them(bay: Site) -> None:
    change = make_change("The ferry sails.\n\nIt costs four.", "The ferry sails.\n\nIt costs six.")
    entry = change_entry(bay, change)
    assert (entry.id, entry.change_of) == (change.id, change.entry_id)
    assert entry.first_seen == entry.updated == change.seen
    assert entry.article.published is None, "the item is as old as the change"
    content = " ".join(entry.article.content.split())
    assert content == "<p>[…]</p> <p>It costs <del>four</del><ins>six</ins>.</p>"
    assert entry.article.summary == "Numbers changed."
    assert bay.addresses.item(entry) == (
        f"https://news.example/daily/articles/{change.entry_id}/history/#{change_anchor(change.id)}"
    )


def test_a_changed_headline_is_marked_in_item_and_page(bay: Site) -> None:
    change = make_change(
        "The ferry sails.", "The ferry sails.", title="Ferry back", old="Ferry out"
    )
    assert "<strong>Ferry <del>out</del><ins>back</ins></strong>" in (
        change_entry(bay, change).article.content
    )
    page = history_tree(bay, replace(make_history(), changes=(change,)))
    assert words_of(page.xpath("//p[@class='headline']")[0]) == (
        "Ferry [removed: out] [added: back]"
    )

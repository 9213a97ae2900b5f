"""An invented site for the tests of feeds, pages and HTTP: The Bay, with its articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from feedsvc import feeds, site
from feedsvc.feeds import Addresses
from feedsvc.model import (
    Article,
    Change,
    Entry,
    FeedDefinition,
    History,
    RevisionKind,
    Version,
)
from feedsvc.site import ShownFeed, Site

FIRST = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
ARTICLE = Article(
    title="Ferry returns to the north shore",
    text="The ferry sails again.\n\nTickets cost four crowns.",
    content="<p>The ferry sails again.</p><p>Tickets cost four crowns.</p>",
    summary="The ferry sails again.",
    authors=("Ines Hallgren", "Tomas Brandt"),
    contributors=("Petra Lund",),
    published=datetime(2026, 3, 8, 17, 5, tzinfo=UTC),
    language="en",
    categories=("local news", "transport"),
    url="https://harbor-gazette.example/2026/ferry?ref=a&b=c",
)
ADDRESSES = Addresses("https://news.example/daily/")
DEFINITION = FeedDefinition(slug="all", title="All articles", description="Every article, in full")
BAY = Site(title="The Bay", addresses=ADDRESSES, feeds=(DEFINITION,))


def make_entry(number: int = 0, **changes: Any) -> Entry:
    """Entry `number`, first seen that many hours after the first.

    `first_seen` and `updated` change the entry, other keywords its article.
    """
    times = {key: changes.pop(key) for key in ("first_seen", "updated") if key in changes}
    seen = FIRST + timedelta(hours=number)
    entry = Entry(
        id=UUID(int=number + 1, version=5),
        first_seen=seen,
        updated=seen,
        article=replace(ARTICLE, **changes),
    )
    return replace(entry, **times)


def shown_feeds(shown: Site, entries: Sequence[Entry]) -> dict[str, ShownFeed]:
    """Every feed of a site, each with all entries."""
    figures = site.facts((entry.first_seen for entry in entries), entries)
    return {
        feed.slug: ShownFeed(definition=feed, entries=entries, facts=figures)
        for feed in shown.feeds
    }


def publish(directory: Path, shown: Site, entries: Sequence[Entry]) -> None:
    """The whole of a site, as the pipeline writes it."""
    documents = [feeds.render(feed, entries, shown.addresses) for feed in shown.feeds]
    site.write(
        directory,
        [
            *site.article_pages(shown, entries),
            *(file for feed in documents for file in feed.files),
            feeds.opml(shown.feeds, shown.addresses, shown.title),
            *site.render_pages(shown, entries, shown_feeds(shown, entries)),
        ],
    )


def make_change(
    before: str, after: str, *, title: str = "", old: str = "", **values: Any
) -> Change:
    """A change of entry 0 from one text to another."""
    given = {
        "id": UUID(int=1000, version=5),
        "reason": "numbers changed",
        "seen": FIRST + timedelta(hours=3),
        **values,
    }
    return Change(
        entry_id=UUID(int=1, version=5),
        before=replace(ARTICLE, text=before, title=old or title or ARTICLE.title),
        after=replace(ARTICLE, text=after, title=title or ARTICLE.title),
        **given,
    )


def make_history() -> History:
    """Entry 0 in three versions: the second took over, the third is cosmetic."""
    change = make_change(ARTICLE.text, ARTICLE.text.replace("four", "six"))
    entry_id = change.entry_id

    def version(number: int, kind: RevisionKind | None, **values: Any) -> Version:
        given = {"took_over": False, "change": "", **values}
        return Version(
            of=entry_id,
            number=number,
            seen=FIRST + timedelta(hours=number + 1),
            kind=kind,
            title=ARTICLE.title,
            publisher=None,
            url=None,
            **given,
        )

    material = version(2, RevisionKind.MATERIAL, took_over=True, change="numbers changed")
    versions = (version(1, None), material, version(3, RevisionKind.COSMETIC))
    return History(entry_id=entry_id, versions=versions, changes=(change,))

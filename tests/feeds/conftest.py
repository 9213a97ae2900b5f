"""Invented entries for the feeds' tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from feedsvc.feeds import Addresses
from feedsvc.model import Article, Entry, FeedDefinition

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

MakeEntry = Callable[..., Entry]


@pytest.fixture
def make_entry() -> MakeEntry:
    """Entry number `n`, first seen `n` hours after the first; keywords change its article."""

    def make(number: int = 0, **changes: Any) -> Entry:
        seen = FIRST + timedelta(hours=number)
        times = {key: changes.pop(key) for key in ("first_seen", "updated") if key in changes}
        entry = Entry(
            id=UUID(int=number + 1, version=5),
            first_seen=seen,
            updated=seen,
            article=replace(ARTICLE, **changes),
        )
        return replace(entry, **times)

    return make


@pytest.fixture
def addresses() -> Addresses:
    return Addresses("https://news.example/daily/")


@pytest.fixture
def definition() -> FeedDefinition:
    return FeedDefinition(slug="all", title="All articles", description="Every article, in full")

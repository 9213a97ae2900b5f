"""FEEDS 54, 55: readers of others see the same articles in every format.

feedparser is always here; the others are read if they are installed.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import feedparser
import pytest

from feedsvc import feeds
from feedsvc.feeds import Addresses, Format
from feedsvc.model import Entry, FeedDefinition


class Seen(NamedTuple):
    """What a reader shows of an entry. None: that reader has no such thing.

    Without a summary, RSS has the full text in `description` (FEEDS 17).
    """

    id: str
    title: str
    link: str
    published: datetime | None
    content: str
    authors: tuple[str, ...] | None


def moment(parts: Any) -> datetime:
    return datetime(*parts[:6], tzinfo=UTC)


def by_feedparser(content: bytes, format_: Format) -> list[Seen]:
    document = feedparser.parse(content)
    assert not document.bozo, document.bozo_exception
    return [
        Seen(
            id=e.id,
            title=e.title,
            link=e.link,
            published=moment(e.published_parsed),
            content=e.content[0].value if "content" in e else e.summary,
            authors=tuple(a.name for a in e.authors),
        )
        for e in document.entries
    ]


def by_atoma(content: bytes, format_: Format) -> list[Seen]:
    atoma = pytest.importorskip("atoma", reason="atoma is not installed")
    if format_ is Format.ATOM:
        return [
            Seen(
                id=e.id_,
                title=e.title.value,
                link=next(link.href for link in e.links if link.rel == "alternate"),
                published=e.published,
                content=e.content.value,
                authors=tuple(a.name for a in e.authors),
            )
            for e in atoma.parse_atom_bytes(content).entries
        ]
    if format_ is Format.RSS:
        return [
            Seen(e.guid, e.title, e.link, e.pub_date, e.content_encoded or e.description, None)
            for e in atoma.parse_rss_bytes(content).items
        ]
    return [
        Seen(e.id_, e.title, e.url, e.date_published, e.content_html, None)
        for e in atoma.parse_json_feed_bytes(content).items
    ]


def by_fastfeedparser(content: bytes, format_: Format) -> list[Seen]:
    fastfeedparser = pytest.importorskip("fastfeedparser", reason="fastfeedparser is not installed")
    return [
        Seen(
            id=e.id,
            title=e.title,
            link=e.link,
            published=datetime.fromisoformat(e.published).astimezone(UTC),
            content=e.content[0]["value"],
            authors=None,  # it keeps the first one only
        )
        for e in fastfeedparser.parse(content).entries
    ]


def by_json(content: bytes, format_: Format) -> list[Seen]:
    return [
        Seen(
            id=item["id"],
            title=item["title"],
            link=item["url"],
            published=datetime.fromisoformat(item["date_published"]),
            content=item["content_html"],
            authors=tuple(author["name"] for author in item["authors"]),
        )
        for item in json.loads(content)["items"]
    ]


READINGS = [
    (by_feedparser, Format.ATOM),
    (by_feedparser, Format.RSS),
    (by_atoma, Format.ATOM),
    (by_atoma, Format.RSS),
    (by_atoma, Format.JSON),
    (by_fastfeedparser, Format.ATOM),
    (by_fastfeedparser, Format.RSS),
    (by_fastfeedparser, Format.JSON),
    (by_json, Format.JSON),
]


@pytest.fixture
def entries(make_entry: Callable[..., Entry]) -> list[Entry]:
    """Newest first, as the feed shows them."""
    return [
        make_entry(4, title="5 < 6 & 7 > 6", content="<p>5 &lt; 6 &amp; 7 &gt; 6</p>"),
        make_entry(3, title="\u201cNobody knew\u201d \u2013 ein Haus f\u00fcr alle", language="de"),
        make_entry(2, title="港の朝市が再開", content="<p>港に市が戻った。</p>", language="ja"),
        make_entry(1, published=None, summary="", authors=("Ines Hallgren",)),
        make_entry(0, published=datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ]


# atoma asks for the truth value of elements, which Python 3.12 and later warn of.
@pytest.mark.filterwarnings("ignore:Testing an element:DeprecationWarning")
@pytest.mark.parametrize(("reading", "format_"), READINGS)
def test_feeds_55_every_reader_sees_what_was_stored(
    entries: list[Entry],
    definition: FeedDefinition,
    addresses: Addresses,
    reading: Callable[[bytes, Format], list[Seen]],
    format_: Format,
) -> None:
    rendered = feeds.render(definition, entries, addresses)
    content = next(f.content for f in rendered.files if f.path.endswith(format_.filename))
    for entry, seen in zip(entries, reading(content, format_), strict=True):
        assert seen.id == entry.urn
        assert seen.title == entry.article.title
        assert seen.link == addresses.article(entry.id)
        assert seen.published == (entry.article.published or entry.first_seen)
        assert seen.content == entry.article.content
        assert seen.authors in {None, entry.article.authors}

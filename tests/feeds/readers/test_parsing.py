"""A reader's parser sees the same entry in every format."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from feedsvc import feeds
from feedsvc.feeds import Addresses, Format
from feedsvc.feeds.readers import ParsedEntry, parse
from feedsvc.model import Entry, FeedDefinition

MakeEntry = Callable[..., Entry]
PICTURE = '<p><img src="https://harbor-gazette.example/p.jpg" alt=""></p><p>It sails.</p>'


@pytest.fixture
def parsed(
    definition: FeedDefinition, addresses: Addresses
) -> Callable[..., dict[Format, tuple[ParsedEntry, ...]]]:
    def parse_all(*entries: Entry) -> dict[Format, tuple[ParsedEntry, ...]]:
        rendered = feeds.render(definition, entries, addresses)
        return {
            format_: parse(format_, file.content)
            for format_, file in zip(Format, rendered.files, strict=True)
        }

    return parse_all


def test_every_field_is_found(
    parsed: Callable[..., dict[Format, tuple[ParsedEntry, ...]]],
    make_entry: MakeEntry,
    addresses: Addresses,
) -> None:
    entry = make_entry(content=PICTURE)
    expected = ParsedEntry(
        id=entry.urn,
        link=addresses.article(entry.id),
        related=entry.article.url or "",
        title=entry.article.title,
        summary=entry.article.summary,
        content=entry.article.content,
        authors=entry.article.authors,
        categories=entry.article.categories,
        media=("https://harbor-gazette.example/p.jpg",),
        published="2026-03-08T17:05:00Z",
        updated="2026-03-09T08:30:00Z",
    )
    found = parsed(entry)
    assert found[Format.ATOM] == found[Format.JSON] == (expected,)
    as_rss = replace(expected, related="", published="Sun, 08 Mar 2026 17:05:00 GMT", updated="")
    assert found[Format.RSS] == (as_rss,)


def test_without_a_summary_the_content_stands_alone(
    parsed: Callable[..., dict[Format, tuple[ParsedEntry, ...]]], make_entry: MakeEntry
) -> None:
    for (entry,) in parsed(make_entry(summary="")).values():
        assert (entry.summary, entry.content) == ("", make_entry().article.content)


@pytest.mark.parametrize("format_", list(Format), ids=str)
@pytest.mark.parametrize("content", [b"", b"<", b"{", b"[]", b'{"items": [1]}', b"<html/>"])
def test_what_is_no_feed_is_a_value_error(format_: Format, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(format_, content)


def test_a_json_feed_of_others_may_be_odd() -> None:
    items = [
        {"id": 7, "content_text": "seven", "authors": "nobody", "tags": "none", "attachments": 1},
        {"summary": "short", "attachments": [{"url": "https://a.example/a.mp3"}, 3]},
    ]
    seven, short = parse(Format.JSON, json.dumps({"items": items}).encode())
    assert (seven.id, seven.content, seven.authors, seven.categories) == ("7", "seven", (), ())
    assert (short.id, short.content, short.summary) == ("", "short", "")
    assert short.media == ("https://a.example/a.mp3",)


def test_an_enclosure_counts_in_xml() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id>'
        b'<link rel="enclosure" href="https://a.example/a.mp3"/></entry></feed>'
    )
    rss = (
        b"<rss><channel><item><guid>a</guid>"
        b'<enclosure url="https://a.example/a.mp3"/></item></channel></rss>'
    )
    for format_, content in ((Format.ATOM, atom), (Format.RSS, rss)):
        (entry,) = parse(format_, content)
        assert (entry.id, entry.link, entry.media) == ("a", "", ("https://a.example/a.mp3",))

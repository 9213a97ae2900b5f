"""Whatever an article holds, a feed is well-formed, and says what was stored or leaves it out."""

import json
from dataclasses import replace
from datetime import datetime

import bay
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc import feeds
from feedsvc.feeds import Format
from feedsvc.model import Entry

NS = {"a": "http://www.w3.org/2005/Atom"}
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@given(
    title=ANY_TEXT,
    content=ANY_TEXT,
    summary=ANY_TEXT,
    names=st.lists(ANY_TEXT, max_size=3),
    language=ANY_TEXT,
    url=st.none() | ANY_TEXT,
)
def test_any_text_is_shown_as_it_is_or_left_out_and_the_rest_stays(
    title: str, content: str, summary: str, names: list[str], language: str, url: str | None
) -> None:
    strange = bay.make_entry(
        1,
        title=title,
        content=content,
        summary=summary,
        authors=tuple(names),
        categories=tuple(names),
        language=language,
        url=url,
    )
    rendered = feeds.render(bay.DEFINITION, [strange, bay.make_entry(0)], bay.ADDRESSES)
    assert rendered.entry_ids[-1] == bay.make_entry(0).id
    assert len(rendered.entry_ids) + len(rendered.skipped) == 2
    atom, rss, feed = (file.content for file in rendered.files)
    assert len(feedparser.parse(rss).entries) == len(rendered.entry_ids)
    if not rendered.skipped:
        (element, _) = etree.fromstring(atom).iterfind("a:entry", NS)
        shown = " ".join(title.split())
        assert element.findtext("a:title", namespaces=NS) == shown
        # XML parsers turn a bare CR into LF; lxml writes it as a reference, so that it stays
        assert element.findtext("a:content", namespaces=NS) == content
        assert json.loads(feed)["items"][0]["title"] == shown


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"content": " \n"}, "it has no content"),
        ({"published": datetime(2026, 3, 9)}, "published has no time zone"),  # noqa: DTZ001
    ],
)
def test_what_no_reader_could_show_is_left_out_with_its_reason(
    change: dict[str, object], reason: str
) -> None:
    entry: Entry = bay.make_entry(0, **change)
    rendered = feeds.render(bay.DEFINITION, [entry], bay.ADDRESSES)
    assert [skipped.reason for skipped in rendered.skipped] == [reason]
    assert len(rendered.files) == len(Format)


def test_two_copies_of_an_entry_count_once() -> None:
    entry = bay.make_entry(0)
    newer = replace(entry, revision=2)
    assert feeds.window(bay.DEFINITION, [entry, newer]) == (newer,)

"""FEEDS 50: the whole history is there, each article once, in documents that stay.

The walks go from document to document by their own links alone, as a client does.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedsvc import feeds
from feedsvc.feeds import Addresses, Archives, Format, Member
from feedsvc.feeds.check import entry_ids
from feedsvc.model import Entry, FeedDefinition, FeedFilter

MakeEntry = Callable[..., Entry]
NS = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
SMALL = FeedDefinition(slug="all", title="All articles", max_entries=3)


def history(entries: Sequence[Entry], addresses: Addresses) -> Archives:
    members = [
        Member(
            entry_id=e.id,
            first_seen=e.first_seen,
            revision=e.revision,
            size=len(e.article.content),
        )
        for e in entries
    ]
    return feeds.archives(SMALL, members, addresses)


def published(entries: Sequence[Entry], addresses: Addresses) -> dict[str, bytes]:
    """Every document of the feed, by its public URL."""
    archives = history(entries, addresses)
    rendered = [feeds.render(SMALL, entries, addresses, archives)]
    rendered += [feeds.render_archive(SMALL, a, entries, addresses) for a in archives.closed]
    return {addresses.url(file.path): file.content for feed in rendered for file in feed.files}


def links(content: bytes, format_: Format) -> dict[str, str]:
    if format_ is Format.JSON:
        document = json.loads(content)
        return {"prev-archive": document["next_url"]} if "next_url" in document else {}
    root = etree.fromstring(content)
    found = root.xpath("/a:feed/a:link|/rss/channel/a:link", namespaces=NS)
    return {link.get("rel"): link.get("href") for link in found}


def walk(documents: dict[str, bytes], addresses: Addresses, format_: Format) -> list[list[str]]:
    """What a client sees that follows prev-archive from the feed to the end."""
    url: str | None = addresses.feed("all", format_)
    seen: list[list[str]] = []
    while url is not None:
        assert len(seen) <= len(documents), "the archives go round in a circle"
        seen.append(list(entry_ids(format_, documents[url])))
        url = links(documents[url], format_).get("prev-archive")
    return seen


@pytest.fixture
def entries(make_entry: MakeEntry) -> list[Entry]:
    """Twenty over three months, some of one moment."""
    hours = [0, 1, 1, 1, 1, 2, 3, 600, 601, 602, 603, 604, 700, 1300, 1301, 1302, 1303, 1304, 1305]
    start = make_entry(0).first_seen
    made = [make_entry(n, first_seen=start + timedelta(hours=h)) for n, h in enumerate(hours)]
    return list(reversed(made))


@pytest.mark.parametrize("format_", Format, ids=str)
def test_feeds_50_feed_and_archives_hold_every_article_the_archives_each_once(
    entries: list[Entry], addresses: Addresses, format_: Format
) -> None:
    current, *archived = walk(published(entries, addresses), addresses, format_)
    flat = [entry_id for archive in archived for entry_id in archive]
    assert len(flat) == len(set(flat))
    assert {*current, *flat} == {entry.urn for entry in entries}
    assert all(1 <= len(archive) <= SMALL.max_entries for archive in archived)


def test_feeds_50_membership_is_fixed_whatever_arrives_later(
    entries: list[Entry], addresses: Addresses
) -> None:
    known: dict[str, tuple[UUID, ...]] = {}
    for count in range(1, len(entries) + 1):
        for archive in history(entries[-count:], addresses).closed:
            assert known.setdefault(archive.folder, archive.entry_ids) == archive.entry_ids


def test_feeds_50_archives_are_linked_both_ways_and_to_the_feed(
    entries: list[Entry], addresses: Addresses
) -> None:
    documents = published(entries, addresses)
    for format_ in (Format.ATOM, Format.RSS):
        current = addresses.feed("all", format_)
        archived = {
            u: c for u, c in documents.items() if "/archive/" in u and u.endswith(format_.filename)
        }
        for url, content in archived.items():
            found = links(content, format_)
            assert found["self"] == url
            assert found["current"] == current
            if "prev-archive" in found:
                assert links(archived[found["prev-archive"]], format_)["next-archive"] == url
            marked = etree.fromstring(content).xpath(
                "/a:feed/fh:archive|/rss/channel/fh:archive", namespaces=NS
            )
            assert len(marked) == 1
        assert sum("next-archive" not in links(c, format_) for c in archived.values()) == 1
        assert b"fh:archive" not in documents[current]


def test_a_correction_changes_its_archive_alone(entries: list[Entry], addresses: Addresses) -> None:
    oldest = entries[-1]
    corrected = replace(oldest, revision=2, article=replace(oldest.article, content="<p>New.</p>"))
    before, after = (history([*entries[:-1], e], addresses) for e in (oldest, corrected))
    changed = [
        b.folder for b, a in zip(before.closed, after.closed, strict=True) if b.stamp != a.stamp
    ]
    assert changed == [before.closed[0].folder]
    assert [a.folder for a in after.closed] == [b.folder for b in before.closed]


def test_an_archives_files_carry_its_stamp(entries: list[Entry], addresses: Addresses) -> None:
    (first, *_) = history(entries, addresses).closed
    rendered = feeds.render_archive(SMALL, first, entries, addresses)
    assert tuple(file.path for file in rendered.files) == first.files
    assert {file.stamp for file in rendered.files} == {first.stamp}


def test_a_short_history_has_no_archive(make_entry: MakeEntry, addresses: Addresses) -> None:
    assert history([], addresses) == Archives(closed=(), recent=frozenset())
    two = [make_entry(0), make_entry(1)]
    assert history(two, addresses).closed == ()
    assert b"archive" not in b"".join(published(two, addresses).values())


def test_feeds_26_what_the_byte_budget_keeps_out_of_the_feed_is_in_an_archive(
    make_entry: MakeEntry, addresses: Addresses
) -> None:
    entries = [make_entry(n, content="x" * 600_000) for n in (1, 0)]
    current, archived = walk(published(entries, addresses), addresses, Format.ATOM)
    assert current == [entries[0].urn]
    assert archived == [entries[1].urn]


def test_an_entry_that_grew_stays_in_the_feed_until_an_archive_holds_it(
    make_entry: MakeEntry, addresses: Addresses
) -> None:
    """Parts are made by the sizes of first versions, which stay; what is open is shown whole."""
    entries = [make_entry(n, content="x" * 600_000) for n in (1, 0)]
    members = [Member(entry_id=e.id, first_seen=e.first_seen, revision=2, size=9) for e in entries]
    archives = feeds.archives(SMALL, members, addresses)
    assert archives.closed == ()
    assert feeds.render(SMALL, entries, addresses, archives).entry_ids == tuple(
        entry.id for entry in entries
    )


def test_days_end_a_part_and_the_window_alike(make_entry: MakeEntry, addresses: Addresses) -> None:
    weekly = replace(SMALL, max_days=7)
    start = make_entry(0).first_seen
    entries = [
        make_entry(n, first_seen=start + timedelta(days=days)) for n, days in enumerate((0, 6, 9))
    ]
    members = [Member(entry_id=e.id, first_seen=e.first_seen, revision=1) for e in entries]
    archives = feeds.archives(weekly, members, addresses)
    assert [archive.entry_ids for archive in archives.closed] == [(entries[0].id, entries[1].id)]
    shown = feeds.window(weekly, entries, at_least=archives.recent)
    assert [entry.id for entry in shown] == [entries[2].id, entries[1].id]


NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)


def at(hours: int, *, batch: datetime | None = None) -> Member:
    return Member(
        entry_id=UUID(int=hours),
        first_seen=NOVEMBER + timedelta(hours=hours),
        revision=1,
        batch=batch,
    )


def ids(archives: Archives) -> list[list[int]]:
    return [[entry_id.int for entry_id in archive.entry_ids] for archive in archives.closed]


def test_feeds_50_a_backfill_has_archives_of_its_own_after_those_that_were_there(
    addresses: Addresses,
) -> None:
    """A client that goes back to an archive it knows has met all that are new (RFC 5005, 4.2)."""
    before = [at(1), at(2), at(3), at(4)]
    batch = NOVEMBER + timedelta(hours=5)
    after = [*before, *(at(hours, batch=batch) for hours in range(10, 15)), at(20), at(21)]
    known = feeds.archives(SMALL, before, addresses)
    found = feeds.archives(SMALL, after, addresses)
    assert ids(found) == [[1, 2, 3], [10, 11, 12], [13, 14], [4, 20, 21]]
    assert found.closed[0].folder == known.closed[0].folder
    assert found.recent == frozenset()


def test_feeds_50_the_last_part_of_a_backfill_waits_for_its_end(addresses: Addresses) -> None:
    batch = NOVEMBER
    members = [at(hours, batch=batch) for hours in range(1, 6)]
    going_on = feeds.archives(SMALL, members[:4], addresses, batch)
    ended = feeds.archives(SMALL, members, addresses)
    assert ids(going_on) == [[1, 2, 3]]
    assert ids(ended) == [[1, 2, 3], [4, 5]]
    assert going_on.recent == ended.recent == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        {"max_days": 3},
        {"max_bytes": 5},
        {"content": "summary"},
        {"include": FeedFilter(category=("sport",))},
        {"exclude": FeedFilter(search="lottery")},
    ],
)
def test_what_divides_or_chooses_the_history_is_part_of_the_addresses_of_archives(
    addresses: Addresses, change: dict[str, Any]
) -> None:
    """Else an archive would hold something else under an address where readers fetched it."""
    members = [at(hours) for hours in range(1, 5)]
    (plain,) = feeds.archives(SMALL, members, addresses).closed
    changed = feeds.archives(replace(SMALL, **change), members, addresses).closed[0]
    assert plain.folder == "feeds/all/archive/3/2026-11/1"
    assert changed.folder != plain.folder


def test_included_and_excluded_are_not_the_same_history(addresses: Addresses) -> None:
    members = [at(hours) for hours in range(1, 4)]
    sport = FeedFilter(category=("sport",))
    one, other = (
        feeds.archives(replace(SMALL, **change), members, addresses).closed[0].folder
        for change in ({"include": sport}, {"exclude": sport})
    )
    assert one != other


@settings(max_examples=30, deadline=None)
@given(
    hours=st.lists(st.tuples(st.integers(0, 3000), st.booleans()), max_size=25),
    size=st.integers(1, 6),
    days=st.none() | st.integers(1, 30),
    weight=st.integers(0, 9),
)
def test_any_history_is_divided_without_loss(
    hours: list[tuple[int, bool]], size: int, days: int | None, weight: int
) -> None:
    definition = replace(SMALL, max_entries=size, max_days=days, max_bytes=20)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    members = [
        Member(
            entry_id=UUID(int=n),
            first_seen=start + timedelta(hours=h),
            revision=1,
            size=weight,
            batch=start if is_history else None,
        )
        for n, (h, is_history) in enumerate(hours)
    ]
    found = feeds.archives(definition, members, Addresses("https://x.example/"))
    archived = [entry_id for archive in found.closed for entry_id in archive.entry_ids]
    assert sorted([*archived, *found.recent]) == sorted(member.entry_id for member in members)
    assert len(found.recent) < size
    assert len({archive.folder for archive in found.closed}) == len(found.closed)

"""What would alarm every subscriber without reason does not go out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bay
import pytest

from feedsvc import feeds, site
from feedsvc.errors import PublishError
from feedsvc.feeds import Addresses
from feedsvc.model import Entry, FeedDefinition
from feedsvc.site import GuardPolicy, Known, objection

MakeEntry = Callable[..., Entry]
Judge = Callable[..., PublishError | None]


@pytest.fixture
def judged(tmp_path: Path, definition: FeedDefinition, addresses: Addresses) -> Judge:
    """The guard's word on `after` when `before` is out; the store knows `stored`, or all."""

    def judge(
        before: Sequence[Entry],
        after: Sequence[Entry],
        stored: Sequence[Entry] | None = None,
        **policy: float,
    ) -> PublishError | None:
        old, new = (
            feeds.render(definition, shown, addresses) for shown in (list(before), list(after))
        )
        site.write(tmp_path, old.files)
        known = {entry.id for entry in (stored if stored is not None else [*before, *after])}
        store = Known(has=known.__contains__, shows=known.__contains__)
        return objection(tmp_path, new, store, NOW, replace(GuardPolicy(), **policy))

    return judge


@pytest.fixture
def ten(make_entry: MakeEntry) -> list[Entry]:
    return [make_entry(number) for number in range(10)]


NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
NOTHING = Known(has=lambda _: False, shows=lambda _: False)
EVERYTHING = Known(has=lambda _: True, shows=lambda _: True)


@pytest.fixture
def make_entry() -> MakeEntry:
    """Entries that tell different things, each of its own."""
    return lambda number, **changes: bay.make_entry(
        number, **{"title": f"Ferry number {number}", **changes}
    )


def test_a_first_publication_goes_out(
    tmp_path: Path, definition: FeedDefinition, addresses: Addresses, ten: list[Entry]
) -> None:
    rendered = feeds.render(definition, ten, addresses)
    policy = GuardPolicy()
    assert objection(tmp_path / "none yet", rendered, NOTHING, NOW, policy) is None
    site.write(tmp_path, [])
    assert objection(tmp_path, rendered, NOTHING, NOW, policy) is None


def test_what_happens_every_day_goes_out(
    judged: Judge, ten: list[Entry], make_entry: MakeEntry
) -> None:
    corrected = replace(ten[0], updated=ten[0].updated + timedelta(days=1), revision=2)
    assert judged(ten, ten) is None
    assert judged(ten, [*ten[1:], corrected]) is None
    assert judged(ten, [*ten, make_entry(11)]) is None
    assert judged([], ten) is None


def test_sixty_new_articles_push_the_old_ones_out_and_that_is_normal(
    judged: Judge, ten: list[Entry], make_entry: MakeEntry
) -> None:
    assert judged(ten, [make_entry(number) for number in range(70)]) is None


def test_ids_that_nobody_minted_are_held_back(
    judged: Judge, ten: list[Entry], make_entry: MakeEntry
) -> None:
    """A rebuild that minted other ids: every reader would show every article again."""
    others = [make_entry(number + 100) for number in range(10)]
    error = judged(ten, others, stored=others)
    assert error is not None
    assert error.feed == "all"
    assert "does not know 10 of the 10 ids" in error.message
    assert "--accept all" in error.hint


def test_one_withdrawn_article_is_not_held_back(judged: Judge, ten: list[Entry]) -> None:
    assert judged(ten, ten[1:], stored=ten[1:]) is None


def test_dates_that_move_are_held_back(judged: Judge, ten: list[Entry]) -> None:
    moved = [
        replace(e, article=replace(e.article, published=e.first_seen + timedelta(hours=1)))
        for e in ten
    ]
    error = judged(ten, moved)
    assert error is not None
    assert "10 of 10 entries changed their dates" in error.message
    back = [replace(e, updated=e.updated - timedelta(days=1)) for e in ten]
    assert judged(ten, back) is not None


def test_an_empty_feed_is_held_back_while_the_store_has_its_entries(
    judged: Judge, ten: list[Entry]
) -> None:
    error = judged(ten, [], stored=ten)
    assert error is not None
    assert "empty" in error.message


def test_the_only_article_may_be_withdrawn(judged: Judge, ten: list[Entry]) -> None:
    assert judged(ten[:1], [], stored=[]) is None


def test_a_flood_is_held_back(judged: Judge, ten: list[Entry], make_entry: MakeEntry) -> None:
    error = judged(ten, [make_entry(number) for number in range(40)], max_unknown=20)
    assert error is not None
    assert "30 entries at once are new" in error.message


def test_a_document_too_large_is_held_back(judged: Judge, ten: list[Entry]) -> None:
    error = judged(ten, ten[1:], max_bytes=100)
    assert error is not None
    assert "more than readers take" in error.message


@pytest.mark.parametrize("broken", [b"", b"<feed", b"<rss/>"])
def test_a_broken_document_is_replaced(
    tmp_path: Path,
    definition: FeedDefinition,
    addresses: Addresses,
    ten: list[Entry],
    broken: bytes,
) -> None:
    rendered = feeds.render(definition, ten, addresses)
    site.write(tmp_path, rendered.files)
    (tmp_path / "feeds/all/atom.xml").write_bytes(broken)
    assert objection(tmp_path, rendered, EVERYTHING, NOW, GuardPolicy()) is None


def test_a_feed_as_it_is_out_already_is_never_held_back(judged: Judge, ten: list[Entry]) -> None:
    """Whatever is wrong with it, subscribers have it: a stricter policy comes too late."""
    assert judged(ten, ten, stored=[], max_bytes=100) is None


def test_entries_that_vanish_from_the_middle_are_held_back_while_the_store_shows_them(
    judged: Judge, ten: list[Entry]
) -> None:
    """A changed filter, say: the message asks for it."""
    error = judged(ten, [ten[0], *ten[5:]], stored=ten)
    assert error is not None
    assert "4 of 10 entries vanish" in error.message
    assert "settings" in error.message
    withdrawn = judged(ten, [ten[0], *ten[5:]], stored=[ten[0], *ten[5:]], max_lost_share=1)
    assert withdrawn is None


def test_old_entries_may_leave_at_the_end(judged: Judge, ten: list[Entry]) -> None:
    assert judged(ten, ten[4:], stored=ten) is None


def test_an_old_entry_that_readers_have_forgotten_is_held_back(
    tmp_path: Path, judged: Judge, ten: list[Entry]
) -> None:
    """It left a year ago: two of the readers would show it as new."""
    for shown, days in (([ten[0]], 365), (ten[1:], 364)):
        site.remember(tmp_path, "all", [e.urn for e in shown], NOW - timedelta(days=days))
    error = judged(ten[1:], ten)
    assert error is not None
    assert "would show 1 old entries as new" in error.message


def test_an_entry_that_left_yesterday_is_known_to_every_reader(
    tmp_path: Path, judged: Judge, ten: list[Entry]
) -> None:
    for shown, days in ((ten, 20), (ten[1:], 1)):
        site.remember(tmp_path, "all", [e.urn for e in shown], NOW - timedelta(days=days))
    assert judged(ten[1:], ten) is None


def test_articles_that_come_again_under_other_ids_are_held_back(
    judged: Judge, ten: list[Entry]
) -> None:
    """Even if the store says that it knows both."""
    again = [replace(entry, id=bay.make_entry(number + 50).id) for number, entry in enumerate(ten)]
    error = judged(ten, [*ten, *again])
    assert error is not None
    assert "would show 10 articles twice" in error.message


def test_one_article_under_another_id_is_no_reason(judged: Judge, ten: list[Entry]) -> None:
    """The owner may have taken two copies apart."""
    again = replace(ten[3], id=bay.make_entry(50).id)
    assert judged(ten, [*ten, again]) is None

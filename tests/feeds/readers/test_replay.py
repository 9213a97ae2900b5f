"""Two states of a feed, as readers see them one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.readers import MODELS, History, ParsedEntry, Reaction, ReaderModel, replay

NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
MINIFLUX, FRESHRSS, NETNEWSWIRE, READER = MODELS


def entry(number: int, **changes: str) -> ParsedEntry:
    shown = ParsedEntry(
        id=f"urn:uuid:{number}",
        link=f"https://news.example/{number}",
        title=f"Ferry {number}",
        content=f"<p>Ferry {number} sails.</p>",
        published="2026-03-08T17:05:00Z",
        updated="2026-03-08T17:05:00Z",
    )
    return replace(shown, **changes)


def reaction(
    model: ReaderModel,
    before: Sequence[ParsedEntry],
    after: Sequence[ParsedEntry],
    history: History | None = None,
) -> Reaction:
    return replay(model, history or History(), before, after, NOW)


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def model(request: pytest.FixtureRequest) -> ReaderModel:
    found: ReaderModel = request.param
    return found


def test_new_and_changed_items_are_counted_apart(model: ReaderModel) -> None:
    corrected = entry(1, content="<p>It does not.</p>", updated="2026-03-09T08:00:00Z")
    found = reaction(model, [entry(1), entry(0)], [entry(2), corrected, entry(0)])
    assert found == Reaction(reader=model.name, new=("urn:uuid:2",), changed=("urn:uuid:1",))
    assert found.is_harmless


def test_a_feed_that_is_replayed_twice_has_nothing_new(model: ReaderModel) -> None:
    shown = [entry(number) for number in range(5)]
    assert reaction(model, shown, shown) == Reaction(reader=model.name)


def test_an_item_that_left_long_ago_resurfaces_where_it_was_forgotten() -> None:
    """FreshRSS and NetNewsWire forget; Miniflux and reader do not."""
    past = History().after(["urn:uuid:0"], NOW - timedelta(days=400))
    past = past.after(["urn:uuid:1"], NOW - timedelta(days=200))
    found = [reaction(model, [entry(1)], [entry(1), entry(0)], past) for model in MODELS]
    assert [one.resurfaced for one in found] == [(), ("urn:uuid:0",), ("urn:uuid:0",), ()]
    assert [one.new for one in found] == [()] * 4


def test_freshrss_forgets_sooner_in_a_busy_feed() -> None:
    past = History().after(["urn:uuid:0"], NOW - timedelta(hours=3))
    past = past.after([f"urn:uuid:{number}" for number in range(1, 100)], NOW - timedelta(hours=2))
    assert not reaction(FRESHRSS, [entry(1)], [entry(1), entry(0)], past).resurfaced
    others = [f"urn:uuid:{number}" for number in range(100, 400)]
    past = past.after(others, NOW - timedelta(hours=1))
    assert reaction(FRESHRSS, [entry(1)], [entry(1), entry(0)], past).resurfaced
    assert not reaction(NETNEWSWIRE, [entry(1)], [entry(1), entry(0)], past).resurfaced


def test_the_same_article_under_another_id_is_a_duplicate(model: ReaderModel) -> None:
    """What a rebuild that mints other ids would do, with small letters and blanks besides."""
    again = entry(1, id="urn:uuid:9", title=" ferry  1 ")
    found = reaction(model, [entry(1)], [again])
    assert found.duplicates == ("urn:uuid:9",)
    assert not found.is_harmless


def test_an_id_that_stands_twice_in_a_document_is_a_duplicate(model: ReaderModel) -> None:
    found = reaction(model, [], [entry(1), entry(1, title="Another", link="https://a.example/")])
    assert (found.new, found.duplicates) == (("urn:uuid:1",), ("urn:uuid:1",))


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_every_entry_is_counted_once(old: list[int], new: list[int]) -> None:
    for one in MODELS:
        found = reaction(one, [entry(n) for n in old], [entry(n) for n in new])
        assert set(found.new) == {f"urn:uuid:{n}" for n in set(new) - set(old)}
        assert (found.changed, found.resurfaced, found.duplicates) == ((), (), ())

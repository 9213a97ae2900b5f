"""Which entries a feed holds: by what they were when they were first seen, for good."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from feedsvc.model import (
    Article,
    Facet,
    FeedDefinition,
    FeedFamily,
    FeedFilter,
    Fingerprint,
    RevisionKind,
)
from feedsvc.store import entries, filing
from feedsvc.store.engine import Database

Add = Callable[..., UUID]


@pytest.fixture
def add(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> Add:
    """Store an article under these fields; its title names it."""

    def store(title: str, *, folder: str = "", **fields: Any) -> UUID:
        entry_id = uuid4()
        made = article(title=title, **{"text": "The ferry is late.", **fields})
        with database.writing() as transaction:
            entries.add(transaction, entry_id, made, mark(), noon, folder=folder)
        return entry_id

    return store


@pytest.fixture
def held(database: Database) -> Callable[..., list[str]]:
    """The titles of what a feed holds, as they were when they were stored."""

    def titles(include: FeedFilter | None = None, exclude: FeedFilter | None = None) -> list[str]:
        feed = FeedDefinition(
            slug="x", title="x", include=include or FeedFilter(), exclude=exclude or FeedFilter()
        )
        with database.reading() as transaction:
            keys = filing.members(transaction, feed)
            outlines = entries.outlines(transaction)
            chosen = [one.entry_id for one in outlines if keys is None or one.key in keys]
            return [entry.article.title for entry in entries.load(transaction, chosen)]

    return titles


Held = Callable[..., list[str]]


def test_a_feed_without_a_filter_holds_everything(add: Add, held: Held) -> None:
    add("One")
    assert held() == ["One"]


def test_values_of_one_facet_are_alternatives_and_facets_all_must_match(
    add: Add, held: Held
) -> None:
    add("One", publisher="The Bay", categories=("Sport",))
    add("Two", publisher="The Quay", categories=("sport", "Tennis"))
    add("Three", publisher="The Bay", categories=("Food",))
    assert held(FeedFilter(publisher=("the bay", "THE QUAY"))) == ["One", "Two", "Three"]
    assert held(FeedFilter(publisher=("The Bay",), category=("sport", "tennis"))) == ["One"]
    assert held(FeedFilter(category=("spor",))) == []


def test_what_is_excluded_is_out_by_any_of_its_values(add: Add, held: Held) -> None:
    add("One", publisher="The Bay", authors=("Ines",))
    add("Two", publisher="The Bay", authors=("Tomas", "Petra"))
    add("Three", publisher="The Bay", categories=("Betting",))
    bay = FeedFilter(publisher=("The Bay",))
    out = FeedFilter(author=("petra",), category=("betting",))
    assert held(bay, out) == ["One"]
    assert held(None, out) == ["One"]


def test_languages_and_folders_stand_for_what_is_below_them(add: Add, held: Held) -> None:
    add("One", language="en-GB", folder="news/local")
    add("Two", language="en", folder="newsreel")
    add("Three", language="und")
    assert held(FeedFilter(language=("EN",))) == ["One", "Two"]
    assert held(FeedFilter(language=("en-gb",))) == ["One"]
    assert held(FeedFilter(folder=("news/",))) == ["One"]
    assert held(FeedFilter(folder=("news/local/east",))) == []


def test_a_search_is_combined_with_the_rest(add: Add, held: Held) -> None:
    add("One", text="A tram on the north shore.", publisher="The Bay")
    add("Two", text="A tram. The shore to the north.", publisher="The Quay")
    add("Three", text="The north.")
    assert held(FeedFilter(search="TRAM north")) == ["One", "Two"]
    assert held(FeedFilter(search="tram", publisher=("The Bay",))) == ["One"]
    assert held(None, FeedFilter(search="tram")) == ["Three"]
    assert held(FeedFilter(search="!!")) == []


def test_a_correction_moves_an_entry_neither_out_of_a_feed_nor_into_another(
    database: Database,
    add: Add,
    held: Held,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    """No subscriber sees an article vanish, or one from last year as new."""
    entry_id = add("One", text="A tram is late.", categories=("Traffic",))
    for text in ("A ferry is late.", "A plane is late."):
        with database.writing() as transaction:
            entries.revise(
                transaction,
                entry_id,
                article(title="One", text=text, categories=("Shipping",)),
                mark(),
                noon,
                kind=RevisionKind.MATERIAL,
                supersedes=True,
            )
    assert held(FeedFilter(category=("traffic",), search="tram")) == ["One"]
    assert held(FeedFilter(category=("shipping",))) == []
    assert held(FeedFilter(search="ferry")) == held(FeedFilter(search="plane")) == []


def test_a_folded_entry_keeps_its_place_among_the_members(
    database: Database, add: Add, held: Held
) -> None:
    """It is shown no longer, but the archives are divided by it (FEEDS 50)."""
    old, young = add("Old", categories=("a",)), add("Young", categories=("a",))
    feed = FeedDefinition(
        slug="x", title="x", include=FeedFilter(category=("a",), search="ferry late")
    )
    with database.reading() as transaction:
        before = filing.members(transaction, feed)
    with database.writing() as transaction:
        entries.fold(transaction, [young], old)
    with database.reading() as transaction:
        assert filing.members(transaction, feed) == before
    assert held(feed.include) == ["Old"]


def values(database: Database, family: FeedFamily) -> list[str]:
    with database.reading() as transaction:
        return [one.value for one in filing.values(transaction, family)]


def make_family(each: Facet, **changes: Any) -> FeedFamily:
    template = FeedDefinition(slug="x-{slug}", title="{value}", **changes.pop("template", {}))
    return FeedFamily(each=each, template=template, **changes)


def test_a_family_has_the_values_that_were_first_to_have_enough(
    database: Database, add: Add
) -> None:
    """So a new value never takes the place of one that people have subscribed to."""
    for number, publisher in enumerate(("Late", "Soon", "soon", "Never", "Late", "LATE", "Third")):
        add(str(number), publisher=publisher)
    assert values(database, make_family(Facet.PUBLISHER)) == ["Late", "Soon", "Never", "Third"]
    assert values(database, make_family(Facet.PUBLISHER, min_entries=2)) == ["Soon", "Late"]
    assert values(database, make_family(Facet.PUBLISHER, max_feeds=2)) == ["Late", "Soon"]


def test_a_family_has_the_values_of_what_its_filter_lets_through(
    database: Database, add: Add
) -> None:
    add("1", publisher="The Bay", categories=("Sport",))
    add("2", publisher="The Quay", categories=("Food",))
    sport = {"include": FeedFilter(category=("sport",))}
    assert values(database, make_family(Facet.PUBLISHER, template=sport)) == ["The Bay"]
    no_sport = {"exclude": FeedFilter(category=("sport",))}
    assert values(database, make_family(Facet.PUBLISHER, template=no_sport)) == ["The Quay"]


def test_a_family_of_languages_has_one_feed_for_all_variants(database: Database, add: Add) -> None:
    add("1", language="en-GB")
    add("2", language="en-US")
    add("3", language="pt")
    assert values(database, make_family(Facet.LANGUAGE)) == ["en", "pt"]


def test_a_family_of_folders_has_a_feed_for_each_and_for_those_above(
    database: Database, add: Add
) -> None:
    add("1", folder="news/local")
    add("2", folder="news")
    assert values(database, make_family(Facet.FOLDER, min_entries=2)) == ["news"]
    assert set(values(database, make_family(Facet.FOLDER))) == {"news", "news/local"}

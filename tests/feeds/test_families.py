"""Families: an address for each value, safe, permanent, and made of nothing but the value."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds import Filing, facet_key
from feedsvc.feeds.families import LONGEST_SLUG, SLUG, member, members, value_slug
from feedsvc.model import Facet, FeedDefinition, FeedFamily, FeedFilter

FAMILY = FeedFamily(
    each=Facet.PUBLISHER,
    template=FeedDefinition(
        slug="by-{slug}", title="All of {value}", description="What {value} {says}", max_entries=7
    ),
)
VALUES = st.text(st.characters(codec=None), min_size=1, max_size=90)


def filing(value: str, facet: Facet = Facet.PUBLISHER) -> Filing:
    return Filing(facet=facet, key=facet_key(facet, value), value=value)


def slug(value: str) -> str:
    return member(FAMILY, filing(value)).slug


def test_a_family_speaks_of_each_value() -> None:
    feed = member(FAMILY, filing("The Bay"))
    assert feed == FeedDefinition(
        slug="by-the-bay",
        title="All of The Bay",
        description="What The Bay {says}",
        max_entries=7,
        include=FeedFilter(publisher=("The Bay",)),
    )


def test_a_feed_of_a_language_says_its_language() -> None:
    family = FeedFamily(
        each=Facet.LANGUAGE, template=FeedDefinition(slug="language-{slug}", title="{value}")
    )
    feed = member(family, filing("pt", Facet.LANGUAGE))
    assert (feed.slug, feed.language) == ("language-pt", "pt")


@pytest.mark.parametrize(
    "value",
    [
        "../../etc/passwd",
        "..",
        "/",
        "Süddeutsche Zeitung",
        "人民日报",
        "\0",
        "CON",
        "a" * 500,
        "&<>\"'",
    ],
)
def test_a_slug_is_safe_whatever_the_value(value: str) -> None:
    assert SLUG.fullmatch(slug(value))
    assert len(slug(value)) <= LONGEST_SLUG


@given(value=VALUES)
def test_any_value_has_a_safe_slug(value: str) -> None:
    assert SLUG.fullmatch(slug(value))
    assert len(slug(value)) <= LONGEST_SLUG


@given(one=VALUES, other=VALUES)
def test_two_values_have_two_slugs(one: str, other: str) -> None:
    is_same = facet_key(Facet.PUBLISHER, one) == facet_key(Facet.PUBLISHER, other)
    assert (slug(one) == slug(other)) == is_same


@pytest.mark.parametrize(
    "values",
    [
        ("The Bay", "The-Bay", "The/Bay", "Thé Bay", "The Bay!", "The_Bay"),
        ("!", "?", "!!", "人", "民"),
        ("a" * 200, "a" * 199 + "b"),
    ],
)
def test_values_that_look_alike_do_not_share_or_swap_addresses(values: tuple[str, ...]) -> None:
    """Whatever the order in which they come, and whichever of them come at all."""
    alone = {value: slug(value) for value in values}
    assert len(set(alone.values())) == len(values)
    backwards = members(FAMILY, [filing(value) for value in reversed(values)])
    assert [feed.slug for feed in backwards] == [alone[value] for value in reversed(values)]


def test_nobody_can_claim_the_address_of_another_value() -> None:
    """A publisher that calls itself like the digest of another gets a digest of its own."""
    theirs = slug("The Báy")
    claimed = theirs.removeprefix("by-").replace("-", " ")
    assert re.fullmatch("[a-z0-9 ]+", claimed)
    assert slug(claimed) != theirs


def test_a_slug_that_is_taken_is_left_to_whoever_has_it() -> None:
    made = members(FAMILY, [filing("The Bay"), filing("The Quay")], {"by-the-bay"})
    assert [feed.slug for feed in made] == ["by-the-quay"]


def test_a_value_too_long_to_be_shown_is_still_found_by_its_key() -> None:
    long = "x" * 1000
    one = Filing(facet=Facet.AUTHOR, key=facet_key(Facet.AUTHOR, long), value=long[:200])
    family = FeedFamily(
        each=Facet.AUTHOR, template=FeedDefinition(slug="author-{slug}", title="{value}")
    )
    (named,) = member(family, one).include.author
    assert facet_key(Facet.AUTHOR, named) == one.key
    assert value_slug(one) != value_slug(filing(long[:200], Facet.AUTHOR))

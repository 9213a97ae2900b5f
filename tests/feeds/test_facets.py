"""What an article is filed under, and when two values are one."""

import bay
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds import facet_key, filings
from feedsvc.model import Facet

ANY_TEXT = st.text(st.characters(codec=None), max_size=600)


def keys(facet: Facet, folder: str = "", **article: object) -> list[str]:
    filed = filings(bay.make_entry(0, **article).article, folder)
    return [one.key for one in filed if one.facet is facet]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Bay", "the  BAY "),
        ("Süddeutsche", "Su\u0308ddeutsche"),
        ("Straße", "STRASSE"),
        ("\uff34he Bay", "The Bay"),  # full width
    ],
)
def test_values_are_one_whatever_their_case_and_form(one: str, other: str) -> None:
    assert facet_key(Facet.PUBLISHER, one) == facet_key(Facet.PUBLISHER, other)


@pytest.mark.parametrize(("one", "other"), [("Bay", "The Bay"), ("Cafe", "Café"), ("A-B", "A B")])
def test_values_are_compared_whole_and_with_their_accents(one: str, other: str) -> None:
    assert facet_key(Facet.AUTHOR, one) != facet_key(Facet.AUTHOR, other)


def test_a_language_stands_for_its_variants() -> None:
    assert keys(Facet.LANGUAGE, language="zh-Hant-TW") == ["zh", "zh-hant", "zh-hant-tw"]
    assert keys(Facet.LANGUAGE, language="und") == []


def test_a_folder_stands_for_those_in_it_and_keeps_its_case() -> None:
    assert keys(Facet.FOLDER, "News//Local/./x") == ["News", "News/Local", "News/Local/x"]
    assert keys(Facet.FOLDER, "") == []


def test_every_category_and_author_counts_once_in_its_first_spelling() -> None:
    article = bay.make_entry(0, categories=("Sport", "sport ", "", "Tennis")).article
    filed = [one for one in filings(article) if one.facet is Facet.CATEGORY]
    assert [(one.key, one.value) for one in filed] == [("sport", "Sport"), ("tennis", "Tennis")]


@given(value=ANY_TEXT, facet=st.sampled_from(Facet))
def test_a_key_is_its_own_key_and_fits_into_an_index(value: str, facet: Facet) -> None:
    key = facet_key(facet, value)
    assert facet_key(facet, key) == key
    assert len(key) <= 400
    assert "\0" not in key


def test_long_values_stay_different_values() -> None:
    one, other = ("x" * 1000 + end for end in "ab")
    assert facet_key(Facet.CATEGORY, one) != facet_key(Facet.CATEGORY, other)

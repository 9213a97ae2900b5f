"""Claims about the words that fingerprints are made of."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup.words import cased_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s Anna's, isn't it?", ["its", "annas", "isnt", "it"]),
        ("co\u00adoperate\u200b now", ["cooperate", "now"]),
        ("ﬁne ＷＩＤＥ ①", ["fine", "wide", "1"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("cafe\u0301 café", ["café", "café"]),
        ("1,250.50 and 30%", ["1", "250", "50", "and", "30"]),
        ("東京で雨", ["東", "京", "で", "雨"]),
        ("ไทย 24", ["ไ", "ท", "ย", "24"]),
        ("서울 날씨", ["서울", "날씨"]),
        ("news🙂today → now", ["news", "today", "now"]),
        ("العربية، نعم", ["العربية", "نعم"]),
        ("", []),
        ("— … “” \u00a0", []),
    ],
)
def test_words_are_found_in_any_typography(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_character_newer_than_the_unicode_database_is_still_part_of_a_word() -> None:
    unassigned = "\U000105f0"
    assert unicodedata.category(unassigned) == "Cn"
    assert words(f"a{unassigned}b c") == [f"a{unassigned}b", "c"]


@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(st.text())
def test_cased_words_are_the_same_words_in_their_own_case(text: str) -> None:
    assert words(" ".join(cased_words(text))) == words(text)

"""Claims about fingerprints: fixed for ever, alike for what is alike, bounded."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup import fingerprint
from feedsvc.dedup.fingerprint import SAMPLE_AT_LEAST, SAMPLE_AT_MOST, SAMPLE_ONE_IN
from feedsvc.model import Article

MakeArticle = Callable[..., Article]
NAMES = ["ash", "bay", "cod", "dew", "elm", "fog", "gum", "hay", "ivy", "jam"]
WORDS = st.lists(st.sampled_from(NAMES), max_size=400)


def shingles(text: str, title: str = "") -> tuple[int, ...]:
    return fingerprint(Article(title=title, text=text, content="")).shingles


def test_version_1_is_golden_because_stores_keep_its_values(make: MakeArticle) -> None:
    mark = fingerprint(make("Wörter zählen", "It’s one two three, four; 東京で雨."))
    assert mark.version == 1
    assert mark.text_hash == "1cb5efcefeb4319cc12f7d31dd1e80e09f1b45668d7f8f892789a337873b5d8b"
    assert mark.shingles == (
        -9073745396327002939,
        -5505926346396082068,
        -3944161504436290370,
        1535200243173375561,
        2007020964180787086,
        2797346124969979329,
        3368581201759473630,
        6546967339372206931,
    )


def test_a_longer_text_keeps_about_one_shingle_in_thirteen() -> None:
    kept = shingles(" ".join(f"w{number}" for number in range(500)))
    assert 25 <= len(kept) <= 55
    assert max(value % 2**64 for value in kept) < 2**64 // SAMPLE_ONE_IN


def test_a_short_text_keeps_what_it_has() -> None:
    assert len(shingles("one two three four five")) == 2
    assert len(shingles("one two")) == 1
    assert shingles("") == ()
    assert len(shingles(" ".join(f"w{n}" for n in range(60)))) == SAMPLE_AT_LEAST


def test_a_huge_text_keeps_a_bounded_sample() -> None:
    assert len(shingles(" ".join(f"w{n}" for n in range(30_000)))) == SAMPLE_AT_MOST


def test_a_copy_inside_other_boilerplate_shares_the_sample(harbor: str, orchard: str) -> None:
    around = "Home News Weather Sport\n\n" + harbor + "\n\nSubscribe now. All rights reserved."
    own = set(shingles(harbor))
    assert len(own.intersection(shingles(around))) >= 2
    assert own.isdisjoint(shingles(orchard))


def test_the_hash_tells_title_from_text(make: MakeArticle) -> None:
    assert fingerprint(make("a b", "c")).text_hash != fingerprint(make("a", "b c")).text_hash


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint_of_signed_ascending_numbers(title: str, text: str) -> None:
    mark = fingerprint(Article(title=title, text=text, content=""))
    assert list(mark.shingles) == sorted(set(mark.shingles))
    assert all(-(2**63) <= value < 2**63 for value in mark.shingles)
    assert len(mark.text_hash) == 64


@given(WORDS.filter(lambda part: len(part) >= 4), WORDS)
def test_what_a_part_samples_under_the_threshold_the_whole_samples_too(
    part: list[str], rest: list[str]
) -> None:
    threshold = 2**64 // SAMPLE_ONE_IN
    whole = set(shingles(" ".join(part + rest)))
    sampled = {value for value in shingles(" ".join(part)) if value % 2**64 < threshold}
    assert sampled <= whole

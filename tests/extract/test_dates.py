"""Dates: strict formats in many languages, and never from a sentence."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.dates import dates_of
from feedsvc.extract.page import Line, read_lines


def line(text: str) -> Line:
    (found,) = read_lines(text)
    return found


def days(text: str, language: str = "en") -> list[str]:
    return [f"{found.moment:%Y-%m-%d %H:%M}" for found in dates_of(line(text), language)]


@pytest.mark.parametrize(
    ("text", "language", "moment"),
    [
        ("2024-03-05", "en", "2024-03-05 00:00"),
        ("2024-03-05T22:10:00+02:00", "en", "2024-03-05 20:10"),
        ("2024-03-05T12:48:14Z", "en", "2024-03-05 12:48"),
        ("March 5, 2024", "en", "2024-03-05 00:00"),
        ("Published March 5th, 2024 at 4:07 p.m. EST", "en", "2024-03-05 21:07"),
        ("Tue 5 Mar 2024 18.05 GMT", "en", "2024-03-05 18:05"),
        ("11:48, Thu, Jul 18, 2024", "en", "2024-07-18 11:48"),
        ("By Jane Roe, Science Editor | Mar. 5, 2024 | 6 min read", "en", "2024-03-05 00:00"),
        ("12/25/2024", "en", "2024-12-25 00:00"),
        ("25/12/2024", "en", "2024-12-25 00:00"),
        ("5. März 2024, 17:42 Uhr", "de", "2024-03-05 17:42"),
        ("05.03.24", "de", "2024-03-05 00:00"),
        ("Publié le 5 mars 2024 à 14h20", "fr", "2024-03-05 14:20"),
        ("5 de marzo de 2024", "es", "2024-03-05 00:00"),
        ("Pubblicato il 5 marzo 2024", "it", "2024-03-05 00:00"),
        ("05/03/2024 às 10:15", "pt", "2024-03-05 10:15"),
        ("5 марта 2024, 09:30", "ru", "2024-03-05 09:30"),
        ("17 lutego 2025", "pl", "2025-02-17 00:00"),
        ("2024年3月5日 15時30分", "ja", "2024-03-05 15:30"),
        ("입력 2024.03.05 11:10", "ko", "2024-03-05 11:10"),
        ("12 जनवरी 2025", "hi", "2025-01-12 00:00"),
        ("10 فبراير 2025", "ar", "2025-02-10 00:00"),
    ],
)
def test_a_dateline_is_read(text: str, language: str, moment: str) -> None:
    assert days(text, language) == [moment]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed on March 5, 2024, and the ferry took its place until summer.",
        "On 2024-03-05 the council met again to speak about the old bridge.",
        "Visitors at the bridge in the center of the old town on March 5, 2024, in heavy rain",
        "10/11/2024",  # day or month first: nobody can tell
        "March 35, 2024",
        "2024-13-01",
        "31 February 2024",
        "1", "nov", "2026", "99999999999999999999", "+99:99", "0000-01-01", "5 March 1850",
        "Version 2024.3.5.1",
        "",
    ],
)  # fmt: skip
def test_what_does_not_date_an_article_is_no_date(text: str) -> None:
    assert days(text) == []


def test_an_ambiguous_number_is_read_where_the_language_always_writes_it_so() -> None:
    assert days("10/11/2024", "fr") == ["2024-11-10 00:00"]
    assert days("10/10/2024", "en") == ["2024-10-10 00:00"]


def test_a_word_says_which_date_it_is() -> None:
    first, second = dates_of(
        line("Publié le 3 février 2025 à 14h20, modifié le 4 février 2025"), "fr"
    )
    assert (first.marked, first.modified) == (True, False)
    assert second.modified
    assert second.moment == datetime(2025, 2, 4, tzinfo=UTC)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n")),
    st.sampled_from(["en", "de", "ja"]),
)
def test_no_text_raises_and_every_date_is_sane(text: str, language: str) -> None:
    for found in dates_of(line(text), language):
        assert 1989 <= found.moment.year <= 2100


@given(st.dates(date(1991, 1, 1), date(2090, 1, 1)))
def test_what_is_written_is_read(day: date) -> None:
    assert days(f"{day:%Y-%m-%d}") == [f"{day:%Y-%m-%d} 00:00"]
    assert days(f"Posted {day:%B} {day.day}, {day.year}") == [f"{day:%Y-%m-%d} 00:00"]

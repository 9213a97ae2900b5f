"""Briefs: a headline and a sentence or two are an article; a crumb is none."""

import pytest

from feedsvc.extract import ExtractPolicy, extract
from feedsvc.model import MediaType, Record, Refined, Rejected, RejectionReason


def outcome(text: str) -> Refined | Rejected:
    return extract(Record(position=0, media_type=MediaType.PLAIN, text=text, encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "title", "story"),
    [
        (
            "Two boats ordered for the lake\n\nThe boats replace the diesel ferries next summer.",
            "Two boats ordered for the lake",
            "The boats replace the diesel ferries next summer.",
        ),
        (
            "Zwei Boote für den See\nDie Reederei ersetzt im Sommer ihre Dieselfähren …",
            "Zwei Boote für den See",
            "Die Reederei ersetzt im Sommer ihre Dieselfähren …",
        ),
        (
            "The ferry between Osk and Farne is cancelled until noon because of the fog.",
            "The ferry between Osk and Farne is cancelled until noon because of the fog.",
            "The ferry between Osk and Farne is cancelled until noon because of the fog.",
        ),
    ],
)
def test_a_headline_with_a_sentence_is_an_article(text: str, title: str, story: str) -> None:
    found = outcome(text)
    assert isinstance(found, Refined)
    assert found.article.title == title
    assert found.article.text == story


@pytest.mark.parametrize(
    "text",
    [
        "Two boats ordered for the lake",
        "Home\nNews\nSports\nWeather",
        "We use cookies to give you the best experience.\nAccept all",
        "Page not found.\nGo back.",
        "Two boats ordered\nBy Mara Lind\nApril 3, 2025",
        "Photo: Mara Lind\nThe ferry in the fog",
    ],
)
def test_a_crumb_of_a_page_is_no_article(text: str) -> None:
    found = outcome(text)
    assert isinstance(found, Rejected)
    assert found.reason in {RejectionReason.TOO_SHORT, RejectionReason.NOT_ARTICLE}


def test_a_brief_keeps_names_and_dates_out_of_its_text() -> None:
    found = outcome(
        "Two boats ordered for the lake\nBy Mara Lind\nThe boats replace the ferries next summer."
    )
    assert isinstance(found, Refined)
    assert found.article.text == "The boats replace the ferries next summer."
    assert found.article.authors == ("Mara Lind",)


def test_a_page_with_more_lines_is_no_brief() -> None:
    menu = "\n".join(f"Offer number {number} of the shop" for number in range(12))
    assert isinstance(outcome(f"{menu}\nThe boats replace the ferries."), Rejected)


def test_briefs_can_be_turned_off() -> None:
    text = "Two boats ordered for the lake\n\nThe boats replace the diesel ferries next summer."
    record = Record(position=0, media_type=MediaType.PLAIN, text=text, encoding="utf-8")
    assert isinstance(extract(record, ExtractPolicy(heed_briefs=False)), Rejected)

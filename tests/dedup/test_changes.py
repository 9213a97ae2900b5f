"""Claims about what a later version changes for a reader."""

import pytest

from feedsvc.dedup.changes import classify
from feedsvc.model import Article, RevisionKind

TEXT = (
    "The council voted to close the market. Repairs would cost 4 million, said Tomas Brandt. "
    "The stalls are not insured, and most of the traders walked out before the count."
)


def article(text: str = TEXT, title: str = "Council closes market") -> Article:
    return Article(title=title, text=text, content="")


def kind(text: str = TEXT, title: str = "Council closes market") -> RevisionKind:
    return classify(article(text, title), article()).kind


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("4 million", "7 million"),
        TEXT.replace("Tomas Brandt", "Lena Brandt"),
        TEXT.replace("not insured", "insured"),
        TEXT.replace("insured", "never insured"),
        TEXT + "\n\n" + "A court in the regional capital will hear the traders next week, and " * 2,
    ],
)
def test_numbers_names_negations_and_paragraphs_are_material(text: str) -> None:
    assert kind(text) is RevisionKind.MATERIAL


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("voted to close", "voted to shut"),
        TEXT.replace("most of the traders", "most traders"),
        TEXT + "\n\nshare this page",
        ". ".join(reversed(TEXT.split(". "))),
    ],
)
def test_single_words_layout_and_order_are_not_material(text: str) -> None:
    assert kind(text) is not RevisionKind.MATERIAL


@pytest.mark.parametrize(
    "title",
    [
        "Council closes market | The Post",
        "Post: Council closes market",
        "",
        "COUNCIL",
    ],
)
def test_what_a_site_hangs_on_a_headline_is_no_new_headline(title: str) -> None:
    expected = title == "COUNCIL"
    assert (kind(title=title) is RevisionKind.MATERIAL) is expected


def test_the_reason_names_what_changed() -> None:
    change = classify(article(TEXT.replace("4 million", "7 million")), article())
    assert change.reason == "numbers changed: 4, 7"

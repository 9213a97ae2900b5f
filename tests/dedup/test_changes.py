"""Claims about what a later version changes for a reader."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup.changes import classify
from feedsvc.model import Article, RevisionKind

TEXT = (
    "The council voted to close the market. Repairs would cost 4.2 million, said Tomas Brandt. "
    "The stalls are not insured, and most of the traders walked out before the count."
)
HEADLINE = "Council closes the old market after ninety years"
MATERIAL, COSMETIC, BOILERPLATE = (
    RevisionKind.MATERIAL,
    RevisionKind.COSMETIC,
    RevisionKind.BOILERPLATE,
)
PASSAGE = (
    "A court in the regional capital will hear the traders next week, and it will be long. " * 2
)


def article(text: str = TEXT, title: str = HEADLINE, language: str = "en") -> Article:
    return Article(title=title, text=text, content="", language=language)


def kind(text: str = TEXT, title: str = HEADLINE) -> RevisionKind:
    return classify(article(text, title), article()).kind


def reason(text: str, old: str = TEXT) -> str:
    return classify(article(text), article(old)).reason


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("4.2 million", "7 million"),
        TEXT.replace("4.2 million", "14 million or more"),
        TEXT.replace("Tomas Brandt", "Lena Brandt"),
        TEXT.replace("said Tomas Brandt", "said Tomas Brandt of Lund & Sons"),
        TEXT.replace("not insured", "insured"),
        TEXT.replace("insured", "never insured"),
        TEXT + "\n\n" + PASSAGE,
    ],
)
def test_numbers_names_negations_and_paragraphs_are_material(text: str) -> None:
    assert kind(text) is MATERIAL


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("voted to close", "voted to shut"),
        TEXT.replace("most of the traders", "most traders"),
        TEXT.replace("The stalls are", "However the stalls are"),
        TEXT.replace("The stalls are not", "The stalls are no longer"),
        TEXT.replace("Tomas", "Thomas"),
        TEXT + "\n\nshare this page",
        ". ".join(reversed(TEXT.split(". "))),
    ],
)
def test_single_words_layout_order_and_spelling_are_not_material(text: str) -> None:
    assert kind(text) is not MATERIAL


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} | The Post",
        f"Post: {HEADLINE}",
        f"UPDATE: {HEADLINE}",
        HEADLINE.upper(),
        HEADLINE.replace("after", "for"),
        "",
    ],
)
def test_what_a_site_hangs_on_a_headline_is_no_new_headline(title: str) -> None:
    assert kind(title=title) is not MATERIAL


@pytest.mark.parametrize(
    "title",
    [
        "Court stops closure of the market",
        HEADLINE.replace("ninety years", "a storm"),
        HEADLINE.replace("Council", "Court"),
        HEADLINE.replace("ninety", "90"),
        HEADLINE.replace("closes", "never closes"),
        "COUNCIL",
    ],
)
def test_another_headline_is_material(title: str) -> None:
    assert kind(title=title) is MATERIAL
    assert "the headline changed" in classify(article(title=title), article()).reason


def test_another_line_taken_for_the_headline_is_no_new_headline() -> None:
    """The page was laid out anew: the old headline stands in the text, or the new one stood."""
    first = TEXT.partition(".")[0]
    assert kind(title=first) is not MATERIAL
    again = article(f"{HEADLINE}\n\n{TEXT}", title="Living on the coast")
    assert classify(again, article()).kind is not MATERIAL


def test_a_menu_that_came_into_the_text_is_nothing_new() -> None:
    menu = "Home News World Politics Business Tech Science, Sport Culture Travel Weather " * 4
    assert kind(f"{TEXT}\n\n{menu}") is BOILERPLATE
    assert classify(article(), article(f"{TEXT}\n\n{menu}")).kind is BOILERPLATE


def test_a_short_sentence_alone_in_its_paragraph_is_read_too() -> None:
    old, new = (f"{TEXT}\n\nThe roof alone cost {cost} crowns." for cost in (41, 52))
    assert classify(article(new), article(old)).reason == "numbers changed: 41 → 52"
    old, new = (f"{TEXT}\n\nReaders today: {count} people" for count in (41, 52))
    assert classify(article(new), article(old)).kind is BOILERPLATE


def test_a_text_that_only_lost_something_has_nothing_new() -> None:
    """It was cut, or extracted anew, more often than corrected."""
    assert classify(article(), article(f"{TEXT}\n\n{PASSAGE}")).kind is COSMETIC
    credit = TEXT.replace("said Tomas Brandt", "said Tomas Brandt in Port Ellery")
    assert classify(article(), article(credit)).kind is COSMETIC


def test_a_name_that_is_mentioned_once_more_is_no_news() -> None:
    again = TEXT.replace("before the count", "before Tomas Brandt had counted")
    assert classify(article(again), article()).kind is COSMETIC


def test_a_word_that_opens_a_sentence_is_no_name_but_a_full_name_is() -> None:
    assert kind(TEXT.replace("The stalls", "Nowadays all stalls")) is COSMETIC
    named = TEXT.replace("The stalls", "Lena Calloway fears the stalls")
    assert reason(named) == "names added: Lena, Calloway"


def test_german_nouns_are_no_names() -> None:
    old = "Der Rat hat am Dienstag nach langer Debatte beschlossen, den Markt zu schließen."
    new = old.replace("nach langer Debatte", "nach langem Streit")
    assert classify(article(new, language="de"), article(old, language="de")).kind is COSMETIC
    named = old.replace("Der Rat", "Der Rat um Ines Calloway")
    found = classify(article(named, language="de"), article(old, language="de"))
    assert found.reason == "names added: Ines, Calloway"


def test_scripts_without_spaces_count_two_characters_as_a_word() -> None:
    old = "港の朝市が三週間ぶりに再開した。嵐で屋根が壊れ、市場は閉鎖されていた。早朝から客が来た。"
    assert classify(article(old + "魚を求める列ができた。"), article(old)).kind is COSMETIC
    longer = (
        old + "市長は「修理には長い時間がかかった」と述べ、冬の前に残りの工事を終える考えを"
        "記者会見で示した。市場の再開を喜ぶ声も多い。"
    )
    assert classify(article(longer), article(old)).kind is MATERIAL


def test_the_reason_names_what_changed() -> None:
    assert reason(TEXT.replace("4.2", "5.6")) == "numbers changed: 4.2 → 5.6"
    assert reason(TEXT.replace("Tomas", "Lena")) == "names changed: Tomas → Lena"
    assert reason(TEXT.replace(" not ", " ")) == "negations changed: not"
    assert reason(TEXT.replace("would cost 4.2 million", "would cost much")) == (
        "numbers removed: 4.2"
    )
    many = " and ".join(str(number) for number in range(10, 16))
    assert reason(TEXT.replace("4.2", many)) == "numbers changed: 4.2 → 10, 11, 12, 13, …"
    assert reason(f"{TEXT}\n\n{PASSAGE}").startswith("a new passage of 34 words")


@given(st.text(), st.text(), st.text(), st.text())
def test_any_two_versions_can_be_compared(title: str, text: str, other: str, another: str) -> None:
    found = classify(article(text, title), article(another, other))
    assert found.reason
    assert classify(article(text, title), article(text, title)).kind is BOILERPLATE


def test_a_first_paragraph_that_is_once_the_standfirst_is_no_change() -> None:
    lead, rest = "Mayor Ruth Ardell closed 12 bridges on Thursday.", TEXT
    whole = article(f"{lead}\n\n{rest}")
    cut = replace(article(rest), standfirst=lead)
    assert classify(whole, cut).kind is RevisionKind.BOILERPLATE
    assert classify(cut, whole).kind is RevisionKind.BOILERPLATE
    assert classify(cut, replace(whole, standfirst=lead)).kind is RevisionKind.BOILERPLATE
    assert classify(article(rest), cut).kind is not RevisionKind.MATERIAL, "it only lost a line"

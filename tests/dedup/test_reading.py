"""Claims about how a text is read before it is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup.reading import (
    MAX_CHARS,
    MAX_WORDS,
    MENU,
    PROSE,
    SHORT_LINE,
    is_name,
    is_number,
    paragraphs,
    read,
    read_article,
)
from feedsvc.model import Article

SENTENCE = "The council voted on Tuesday to close the old fish market, after ninety years."


def test_words_of_sentences_weigh_more_than_those_of_short_lines_and_menus() -> None:
    reading = read(f"Home\n\nWhat the fish market costs\n\n{SENTENCE}")
    assert set(reading.weights[:1]) == {MENU}
    assert set(reading.weights[1:6]) == {SHORT_LINE}
    assert set(reading.weights[6:]) == {PROSE}
    assert reading.paragraphs == ((6, len(reading.written)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Closed\nafter ninety years", ["Closed after ninety years"]),
        ("He said so.\nShe left.", ["He said so.", "She left."]),
        (
            "The council voted on Tuesday to close the fish mar-\nket after ninety years",
            ["The council voted on Tuesday to close the fish market after ninety years"],
        ),
        (
            "The council voted on Tuesday evening to close the old\nPort Ellery market",
            ["The council voted on Tuesday evening to close the old Port Ellery market"],
        ),
        (
            "The council voted on Tuesday evening to close the old\n\nPort Ellery market",
            ["The council voted on Tuesday evening to close the old", "Port Ellery market"],
        ),
        (" \n\t\n", []),
    ],
)
def test_lines_that_markup_or_width_broke_are_joined(text: str, expected: list[str]) -> None:
    assert list(paragraphs(text)) == expected


def test_a_huge_text_is_read_to_a_bound() -> None:
    reading = read(f"{SENTENCE}\n\n" * MAX_WORDS)
    assert len(reading.written) == len(reading.weights) == MAX_WORDS
    assert reading.paragraphs[-1][1] <= MAX_WORDS


def test_the_title_is_read_as_a_line_of_its_own() -> None:
    article = Article(title="Market closes", text=SENTENCE, content="")
    assert read_article(article).written[:3] == ("Market", "closes", "The")


def test_names_and_numbers_are_known_by_their_looks() -> None:
    assert [word for word in ("Ines", "I", "council", "東京") if is_name(word)] == ["Ines"]
    assert [word for word in ("19", "B2", "two", "٣") if is_number(word)] == ["19", "B2", "٣"]


@given(st.text())
def test_any_text_is_read_with_a_weight_for_every_word(text: str) -> None:
    reading = read(text)
    assert len(reading.written) == len(reading.folded) == len(reading.weights)
    for run, place in reading.runs.items():
        assert reading.folded[place : place + 3] == run
    for start, end in reading.paragraphs:
        assert set(reading.weights[start:end]) == {PROSE}


def test_one_endless_paragraph_is_read_no_further_than_it_is_compared() -> None:
    text = "word " * MAX_CHARS
    assert len(read(text).folded) == MAX_WORDS
    assert read(text) == read(text[:MAX_CHARS])

"""Logical lines: hard-wrapped and torn text is joined, and only that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import extract
from feedsvc.extract.page import read_lines
from feedsvc.model import MediaType, Record


def texts(page: str) -> list[str]:
    return [line.text for line in read_lines(page) if line.text]


def test_a_hard_wrapped_paragraph_is_one_line() -> None:
    paragraph = (
        "The old lighthouse is a tower of around forty metres, and a harbor\n"
        "official told the Gazette that a buyer from the mainland is close\n"
        "to signing a contract for the tower and for the house beside it,\n"
        "which has been empty since the last keeper moved to the village.\n"
    )
    page = f"{paragraph}\n{paragraph}"
    assert len(texts(page)) == 2
    first = read_lines(page)[0]
    assert (first.number, first.last) == (1, 4)


def test_lines_torn_at_inline_elements_are_one_line() -> None:
    first = "The council of\nFarne\n, which met on Monday, said no.\n"
    page = first + "Dora Lind\n, its speaker, said yes."
    assert texts(page) == [
        "The council of Farne, which met on Monday, said no.",
        "Dora Lind, its speaker, said yes.",
    ]


def test_a_menu_stays_a_list_of_lines() -> None:
    assert texts("Home\nNews\nSport\nAbout us") == ["Home", "News", "Sport", "About us"]


def test_sizes_count_words_or_pairs_of_characters() -> None:
    (english,) = read_lines("The bridge is open.")
    (japanese,) = read_lines("新しい橋が開通した。")
    assert english.size == 4
    assert japanese.size == 4.5
    assert english.ends
    assert japanese.ends


@given(st.text(st.characters(codec="utf-8")))
def test_every_physical_line_belongs_to_one_logical_line(text: str) -> None:
    numbers = [n for line in read_lines(text) for n in range(line.number, line.last + 1)]
    assert numbers == list(range(1, text.count("\n") + 2))


@given(st.text(st.characters(codec="utf-8"), max_size=2000))
def test_extraction_never_raises(text: str) -> None:
    extract(Record(position=0, media_type=MediaType.PLAIN, text=text, encoding="utf-8"))


@pytest.mark.timeout(120)  # what is not linear takes hours
@pytest.mark.parametrize(
    "unit",
    ["a", "a ", "-", "(", "<", '"', ".", ". ", "A/B ", "1/", "by ", "©", "\n", "a\n", "Photo: ",
     "Jane Roe/AFP ", "2024-01-01 ", "1 May 2024\n", "– ", "a b c d e.\n", "| ", "A "],
)  # fmt: skip
def test_extraction_is_linear(unit: str) -> None:
    """FAULTS B7: as much as is read of a page, whatever it repeats."""
    text = (unit * 400_000)[:400_000]
    record = Record(position=0, media_type=MediaType.PLAIN, text=text, encoding="utf-8")
    assert extract(record) == extract(record)

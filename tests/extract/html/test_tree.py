"""HTML to a tree: everything that stands in the page, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import extract
from feedsvc.extract.html.blocks import flatten
from feedsvc.extract.html.tree import parse
from feedsvc.model import Label, MediaType, Record, Rejected, RejectionReason

MANY = 30_000  # compared with each other, these take minutes


def texts(page: str) -> list[str]:
    root = parse(page)
    return [] if root is None else [block.text for block in flatten(root).blocks]


@pytest.mark.parametrize("divider", [" ", "/", "\f", "=1 ", '="" ', "='x'/", ' x=">" ', " x='<' "])
def test_faults_b02_a_tag_with_thousands_of_attributes_costs_no_more_than_its_bytes(
    divider: str,
) -> None:
    attributes = divider.join(f"a{number}" for number in range(MANY))
    assert texts(f"<p>before</p><p {attributes}>inside</p><p>after</p>")[0] == "before"


def test_a_tag_keeps_the_attributes_that_real_tags_have() -> None:
    attributes = " ".join(f'data-a{number}="{number}"' for number in range(60))
    root = parse(f'<p {attributes} class="lead">x</p>')
    assert root is not None
    assert next(root.iter("p")).get("class") == "lead"


def test_a_stray_quotation_mark_in_a_tag_swallows_nothing() -> None:
    page = '<a title="x" ">one</a>' + "<p class='y'>two</p>" * 300
    assert texts(page).count("two") == 300


def test_faults_b04_text_in_deep_nesting_and_after_it_is_kept() -> None:
    page = "<div>" * 300 + "<p>deep</p>" + "</div>" * 300 + "<p>after</p>"
    assert texts(page) == ["deep", "after"]


def test_faults_b03_a_page_nested_thousands_of_levels_deep_is_refused() -> None:
    page = "<div>" * 100_000 + "x"
    found = extract(Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8"))
    assert isinstance(found, Rejected)
    assert found.reason is RejectionReason.TOO_LARGE


@pytest.mark.parametrize("page", ["", " ", "<!-- -->", "<!DOCTYPE html>", "<?pi?>"])
def test_a_page_without_elements_is_no_tree_or_an_empty_one(page: str) -> None:
    assert texts(page) == []


@pytest.mark.parametrize(
    "hostile",
    ["<" * 99_999, "<!--" * 9_999, "<b><i>" * 9_999, "&" * 99_999, "<table><td>" * 999,
     "</p>" * 9_999],
)  # fmt: skip
def test_broken_markup_ends(hostile: str) -> None:
    found = extract(Record(position=0, media_type=MediaType.HTML, text=hostile, encoding="utf-8"))
    assert isinstance(found, Rejected)


def test_only_what_a_reader_sees_becomes_blocks() -> None:
    page = (
        "<title>t</title><style>s</style><p>One <b>two</b>\n three.<script>no()</script> Four.</p>"
        "<ul><li>five<li>six</ul>seven<br>eight<template>no</template><button>no</button>"
    )
    assert texts(page) == ["One two three. Four.", "five", "six", "seven", "eight"]


@given(st.lists(st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<a href=/x>", "</a>", "<br>", "word ", "<li>", "<td>",
     "<table>", "</table>", "<script>", "</script>", "<img src=x>", "<figcaption>", "<figure>",
     "&lt;", "\n", "– ", "A man waits. "]
), max_size=60))  # fmt: skip
def test_any_soup_flattens_to_tidy_lines(pieces: list[str]) -> None:
    page = "".join(pieces)
    extract(Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8"))
    root = parse(page)
    for block in flatten(root).blocks if root is not None else ():
        assert block.text == " ".join(block.text.split()) != ""
        assert "".join(run.text for run in block.runs) == block.text
        assert 0 <= block.link_share <= 1


def test_a_caption_without_a_word_is_no_line_at_all() -> None:
    page = "<figure><figcaption>–</figcaption></figure>" + "<p>The ferry left late again.</p>" * 9
    found = extract(Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8"))
    assert found.lines[0].label is Label.BLANK

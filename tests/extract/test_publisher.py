"""The publisher's name, from wherever a flattened page says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.imprint import compact
from feedsvc.extract.page import read_lines
from feedsvc.extract.publisher import find_publisher, publisher_line


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (
            "Bridge opens in Farne | News | The Farne Gazette\nBridge opens in Farne",
            "The Farne Gazette",
        ),
        ("Bridge opens in Farne\n© 2025 Farne Media Ltd. All rights reserved.", "Farne Media"),
        ("Bridge opens in Farne\nCopyright ⓒ 은솔신문. 무단 전재 금지", "은솔신문"),
        ("THE FARNE GAZETTE\nBridge opens in Farne\n© 2025 THE FARNE GAZETTE", "The Farne Gazette"),
        ("Farne Gazette\nBridge opens in Farne", "Farne Gazette"),
        (
            "Bridge opens in Farne - Farne Gazette\nFarne Gazette Live\nFarne Gazette Jobs\n"
            "Bridge opens in Farne\ndesk@farnegazette.com\n© 2025 Quillwright Holdings",
            "Farne Gazette",
        ),
        (
            "Bridge opens in Farne\nFarnewire Live\nFarnewire\nwww.farnewire.com\n"
            "More from Farnewire",
            "Farnewire",
        ),
        (
            "Home › News › Science\nBridge opens in Farne - The Northern Inkwell\nScience",
            "The Northern Inkwell",
        ),
        ("2025年3月8日 来源：青溪晚报\nBridge opens in Farne", "青溪晚报"),
    ],
)
def test_a_name_is_found_with_its_line(page: str, name: str) -> None:
    found = find_publisher(read_lines(page), frozenset(), "Bridge opens in Farne")
    assert found is not None
    assert found[0] == name
    assert found[1].field == "publisher"
    assert found[1].lines


@pytest.mark.parametrize("page", ["Bridge opens in Farne", "All rights reserved", "© 2025", ""])
def test_where_no_name_is_said_none_is_found(page: str) -> None:
    assert find_publisher(read_lines(page), frozenset(), "Bridge opens in Farne") is None


def test_a_path_of_sections_is_no_publisher() -> None:
    found = find_publisher(
        read_lines("Home › News › Science\nBridge opens in Farne"), frozenset(), "Bridge opens"
    )
    assert found is None or "›" not in found[0]


@given(st.lists(st.text(max_size=60), max_size=30), st.text(max_size=40))
def test_any_lines_give_a_name_of_them_or_none(texts: list[str], title: str) -> None:
    """Whatever the page says, nothing fails, and the name has letters and stands on the page."""
    lines = read_lines("\n".join(texts))
    found = find_publisher(lines, frozenset(range(0, len(lines), 2)), title)
    if found is not None:
        page = compact(" ".join(line.text for line in lines))
        assert compact(found[0]) in page
        assert found[1].lines


def test_a_garbled_masthead_is_no_headline_and_a_headline_no_masthead() -> None:
    assert publisher_line(read_lines("Com QX NOw News 2023")[0])
    for text in ("The best books of 2023", "Election 2024", "What we know about the vote of 2024?"):
        assert not publisher_line(read_lines(text)[0])


def test_who_is_told_in_the_story_is_its_source_and_not_its_publisher() -> None:
    story = ["The keeper told the Farne Gazette that the bridge would open."] * 4
    lines = read_lines("\n".join(["Bridge opens in Farne", *story]))
    assert find_publisher(lines, frozenset(range(1, 5)), "Bridge opens in Farne") is None


def test_a_headline_that_stands_twice_names_no_site_behind_its_dash() -> None:
    headline = "Bridge opens in Farne - Mayor Lind is late"
    assert find_publisher(read_lines(f"{headline}\n{headline}"), frozenset(), headline) is None

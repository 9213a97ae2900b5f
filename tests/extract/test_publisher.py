"""The publisher's name, from wherever a flattened page says it."""

import pytest

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
        ("2025年3月8日 来源：青溪晚报\nBridge opens in Farne", "青溪晚报"),
    ],
)
def test_a_name_is_found_with_its_line(page: str, name: str) -> None:
    found = find_publisher(read_lines(page), "Bridge opens in Farne")
    assert found is not None
    assert found[0] == name
    assert found[1].field == "publisher"
    assert found[1].lines


@pytest.mark.parametrize("page", ["Bridge opens in Farne", "All rights reserved", "© 2025", ""])
def test_where_no_name_is_said_none_is_found(page: str) -> None:
    assert find_publisher(read_lines(page), "Bridge opens in Farne") is None


def test_a_garbled_masthead_is_no_headline_and_a_headline_no_masthead() -> None:
    assert publisher_line(read_lines("Com QX NOw News 2023")[0])
    for text in ("The best books of 2023", "Election 2024", "What we know about the vote of 2024?"):
        assert not publisher_line(read_lines(text)[0])

"""What the rules tell the trained labeler of a page's lines."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract.extraction import look_at
from feedsvc.extract.hints import COLUMNS, hints

SENTENCE = "The ferry to the outer islands was late again on Monday because of the thick fog."
PAGE = f"""Menu
Ferry late again
By Tilda Brandt
4 May 2026
{SENTENCE}
{SENTENCE} Nobody was hurt.
Photo: Ida Lund
Comments"""


def test_what_a_rule_recognizes_is_told_with_its_confidence() -> None:
    told = hints(look_at(PAGE))
    assert told[6, 0] > 0.8  # a picture
    assert told[7, 2] > 0.8  # comments
    assert told[0, 3] > 0.8  # a menu
    assert not told[4, :4].any()


def test_bylines_and_dates_are_told() -> None:
    told = hints(look_at(PAGE))
    assert told[:, 7].tolist() == [0, 0, 0, 1, 0, 0, 0, 0]
    assert told[:, 8].tolist() == [0, 0, 1, 0, 0, 0, 0, 0]


def test_the_stretch_of_the_rules_is_told_with_the_way_to_it() -> None:
    told = hints(look_at(PAGE))
    assert told[:, 4].tolist() == [0, 0, 0, 0, 1, 1, 0, 0]
    assert (np.diff(told[:, 5]) > 0).all()
    assert (told[4, 5], told[5, 6]) == (0, 0)


def test_a_page_without_a_story_has_no_stretch() -> None:
    assert not hints(look_at("Menu\nSport\nWeather"))[:, 4].any()


@given(st.text("aB .1:\n|©Menu", max_size=200))
def test_any_page_is_told_a_finite_row_a_line(text: str) -> None:
    look = look_at(text)
    told = hints(look)
    assert told.shape == (len(look.lines), COLUMNS)
    assert np.isfinite(told).all()

"""Judgments from the shipped weights, on pages written for these tests."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.extract.extraction import look_at
from feedsvc.extract.hints import COLUMNS, hints
from feedsvc.extract.tagger import Judgment
from feedsvc.extract.tagger import judge as judge_told
from feedsvc.model import Label

BODY = [
    "The ferry to Norrhamn sails again after eleven weeks in the dock, the harbor office said on"
    " Monday. The first crossing was fully booked within an hour of the announcement.",
    "Engineers had found a crack in the starboard shaft during a routine inspection in March, and"
    " the part had to be cast anew by a foundry two hundred miles away.",
    "“We had sheep waiting on one side and their shearers on the other,” said Marit Osk, who runs"
    " the landing with her brother. “Nobody here will complain about the timetable for a while.”",
    "The island council now wants a second vessel. A decision is expected in the autumn, when the"
    " county votes on its budget for the next four years.",
    "Until then, the old ferry will cross three times a day, weather permitting, and the council"
    " has asked passengers to leave their cars on the mainland.",
]
PAGE = [
    "Ferry to Norrhamn sails again | The Harbor Post",
    "Skip to content",
    "Home",
    "News",
    "Sport",
    "Weather",
    "Subscribe",
    "Log in",
    "Ferry to Norrhamn sails again",
    "By Tilda Brandt",
    "Published 4 May 2026, 8:15 am",
    *BODY[:2],
    "The ferry in the dock at Norrhamn last week. Photo: Ida Lund/Getty Images",
    *BODY[2:],
    "Share this article",
    "Facebook",
    "Related stories",
    "Lighthouse keeper retires after forty winters",
    "Five walks for a rainy Sunday",
    "Sign up for our newsletter",
    "Comments",
    "We use cookies to improve your experience. Accept all",
    "© 2026 The Harbor Post. All rights reserved.",
    "Privacy policy",
    "Contact us",
]


def judge(lines: list[str]) -> tuple[Judgment, ...]:
    """With what the rules would tell of a page of these lines, if they are lines of a page."""
    told = hints(look_at("\n".join(lines)))
    if len(told) != len(lines):  # some were joined, or hold line breaks of their own
        told = np.zeros((len(lines), COLUMNS), np.float32)
    return judge_told(lines, told)


def test_the_story_is_likelier_than_anything_else() -> None:
    chances = {line: judged.story for line, judged in zip(PAGE, judge(PAGE), strict=True)}
    others = [chance for line, chance in chances.items() if line not in BODY]
    assert min(chances[line] for line in BODY) > max(others)


def test_a_caption_looks_like_a_picture_more_than_like_the_story() -> None:
    (caption,) = (
        judged for line, judged in zip(PAGE, judge(PAGE), strict=True) if "Photo:" in line
    )
    assert caption.picture > caption.story


def test_a_dump_with_blank_lines_between_paragraphs_is_read_alike() -> None:
    dump = "\n\n".join([PAGE[8], *BODY]).split("\n")
    for line, judged in zip(dump, judge(dump), strict=True):
        assert (judged.story > 0.5) == (line in BODY)


@pytest.mark.parametrize("line", ["", "  ", "* * *"])
def test_a_line_without_a_word_needs_no_network(line: str) -> None:
    (found,) = judge([line])
    assert (found.story, found.picture, found.otherwise) == (0.0, 0.0, Label.NAVIGATION)


def test_no_lines_have_no_judgments() -> None:
    assert judge([]) == ()


@settings(max_examples=60)
@given(st.lists(st.text(max_size=50), max_size=15))
def test_any_lines_get_one_judgment_each_and_always_the_same(lines: list[str]) -> None:
    found = judge(lines)
    assert len(found) == len(lines)
    assert all(0 <= judged.story <= 1 and 0 <= judged.picture <= 1.001 for judged in found)
    assert judge(lines) == found


@pytest.mark.timeout(120)  # what is not linear takes hours
def test_the_longest_page_is_read_in_linear_time() -> None:
    lines = (PAGE * 2_000)[:50_000]
    assert len(judge(lines)) == 50_000

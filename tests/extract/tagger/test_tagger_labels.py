"""Labels from the shipped weights, on pages written for these tests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.extract.tagger import LabelPolicy, label_lines, probabilities
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


def test_the_story_is_found_and_nothing_else() -> None:
    kept = [line.text for line in label_lines(PAGE) if line.label is Label.BODY]
    assert kept == BODY


def test_probabilities_tell_the_same_story() -> None:
    chances = probabilities(PAGE)
    assert (
        chances[[line in BODY for line in PAGE]].min()
        > chances[[line not in BODY for line in PAGE]].max()
    )


def test_a_dump_with_blank_lines_between_paragraphs_is_read_alike() -> None:
    dump = "\n\n".join([PAGE[8], *BODY]).split("\n")
    kept = [line.text for line in label_lines(dump) if line.label is Label.BODY]
    assert kept == BODY


@pytest.mark.parametrize(
    ("lines", "label"), [([""], Label.BLANK), (["  "], Label.BLANK), (["* * *"], Label.NAVIGATION)]
)
def test_a_line_without_a_word_needs_no_network(lines: list[str], label: Label) -> None:
    (found,) = label_lines(lines)
    assert found.label is label
    assert found.reason


def test_no_lines_have_no_labels() -> None:
    assert label_lines([]) == ()
    assert probabilities([]).shape == (0,)


def test_a_stricter_policy_keeps_less() -> None:
    def kept(policy: LabelPolicy) -> int:
        body = {Label.BODY, Label.HEADING, Label.LIST, Label.QUOTE}
        return sum(line.label in body for line in label_lines(PAGE, policy))

    assert (
        kept(LabelPolicy(body=1.1))
        == 0
        < kept(LabelPolicy())
        <= kept(LabelPolicy(body=0.01, picture=1.1))
    )


def test_kinds_of_body_lines_are_told_apart() -> None:
    """With no doubt allowed every body line has the first kind, the heading."""
    every = label_lines(PAGE, LabelPolicy(kind=0.0))
    assert {line.label for line in every if line.text in BODY} == {Label.HEADING}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=50), max_size=15))
def test_any_lines_get_one_label_each_and_always_the_same(lines: list[str]) -> None:
    found = label_lines(lines)
    assert [line.text for line in found] == lines
    assert [line.number for line in found] == list(range(1, len(lines) + 1))
    assert all(0 <= line.confidence <= 1 and line.reason for line in found)
    assert label_lines(lines) == found


@pytest.mark.timeout(120)  # what is not linear takes hours
def test_the_longest_page_is_read_in_linear_time() -> None:
    lines = (PAGE * 50_000)[:50_000]
    assert len(probabilities(lines)) == 50_000

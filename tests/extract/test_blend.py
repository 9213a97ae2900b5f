"""The trained labeler and the hand rules decide together which lines are the story."""

from dataclasses import replace

import numpy as np
import pytest

from feedsvc.extract import tagger
from feedsvc.extract.blend import BlendPolicy, Guess, Opinion, blend, stretch
from feedsvc.extract.hints import COLUMNS
from feedsvc.extract.page import Line, read_lines
from feedsvc.extract.tagger import Judgment
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label

SENTENCE = "The ferry to the outer islands was late again on Monday because of the fog."
LINES = read_lines("\n".join([SENTENCE] * 3 + ["Read this too"]))
SURE = Judgment(story=0.99, picture=0.0, otherwise=Label.RELATED)


def opinions(
    monkeypatch: pytest.MonkeyPatch,
    *judged: Judgment,
    lines: tuple[Line, ...] = LINES,
    verdicts: dict[int, Verdict] | None = None,
    guess: tuple[int, int] | None = (0, 2),
    marks: frozenset[int] = frozenset(),
) -> tuple[Opinion, ...]:
    monkeypatch.setattr(tagger, "judge", lambda _lines, _told: judged)
    told = np.zeros((len(lines), COLUMNS), np.float32)
    alone = Guess(lines, verdicts or {}, marks, guess)
    return blend(alone, told, BlendPolicy())


def test_a_line_that_both_take_for_story_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = opinions(monkeypatch, SURE, SURE, SURE, replace(SURE, story=0.01))
    assert [opinion.kept for opinion in found] == [True, True, True, False]
    assert found[3].word == "the trained labeler gives it 1% to be story"
    assert found[3].otherwise is Label.RELATED


def test_a_line_inside_that_the_labeler_thinks_little_of_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = opinions(monkeypatch, SURE, replace(SURE, story=0.1), SURE, SURE)
    assert [opinion.kept for opinion in found[:3]] == [True, False, True]


def test_what_a_rule_recognizes_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    veto = {1: Verdict(Label.NEWSLETTER, 0.75, "a phrase")}
    found = opinions(monkeypatch, SURE, SURE, SURE, SURE, verdicts=veto)
    assert not found[1].kept


def test_a_likely_caption_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Judgment(story=0.99, picture=0.2, otherwise=Label.TITLE)
    found = opinions(monkeypatch, SURE, picture, SURE, SURE)
    assert (found[1].kept, found[1].otherwise) == (False, Label.CAPTION)


def test_labels_that_make_fields_are_not_taken_from_the_labeler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    byline = Judgment(story=0.0, picture=0.0, otherwise=Label.BYLINE)
    assert opinions(monkeypatch, SURE, SURE, SURE, byline)[3].otherwise is Label.RELATED


def test_where_the_labeler_finds_no_story_the_rules_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Judgment(story=0.0, picture=0.3, otherwise=Label.FOOTER)
    found = opinions(monkeypatch, *[nothing] * 4)
    assert [opinion.kept for opinion in found] == [True, True, True, False]


def test_without_a_stretch_by_the_rules_only_the_surest_lines_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = opinions(monkeypatch, SURE, replace(SURE, story=0.7), SURE, SURE, guess=None)
    assert [opinion.kept for opinion in found] == [True, False, True, True]


def test_below_the_byline_of_another_article_the_labeler_has_to_be_very_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    likely = replace(SURE, story=0.9)
    lines = read_lines("\n".join([SENTENCE] * 3 + ["By Jane Roe", SENTENCE]))
    for marks, kept in ((frozenset[int](), True), (frozenset({3}), False)):
        found = opinions(monkeypatch, *[likely] * 5, lines=lines, marks=marks)
        assert found[4].kept == kept


def test_a_short_line_in_a_box_has_to_be_story_by_the_labeler_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = read_lines("\n".join([SENTENCE, "Our letter", "Every Friday.", SENTENCE, SENTENCE]))
    unsure = [SURE, SURE, replace(SURE, story=0.64), SURE, SURE]
    box = {1: Verdict(Label.NEWSLETTER, 0.75, "a phrase")}
    for verdicts, kept in ((box, False), ({1: Verdict(Label.CAPTION, 0.9, "a phrase")}, True)):
        found = opinions(monkeypatch, *unsure, lines=lines, verdicts=verdicts, guess=(0, 4))
        assert found[2].kept == kept


def test_a_story_does_not_end_with_a_teaser(monkeypatch: pytest.MonkeyPatch) -> None:
    found = opinions(monkeypatch, SURE, SURE, SURE, SURE, guess=(0, 3))
    assert found[3].kept
    assert stretch(LINES, found) == (0, 2)


def test_a_story_may_end_inside_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = read_lines(f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}\n{SENTENCE[:50]}")
    found = opinions(monkeypatch, SURE, SURE, SURE, SURE, lines=lines, guess=(0, 3))
    assert stretch(lines, found) == (0, 3)


def test_nothing_kept_is_no_stretch() -> None:
    assert stretch((), ()) is None

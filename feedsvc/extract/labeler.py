"""Every line of a page gets one label, with a confidence and a reason in words.

`label_lines` is the one way in: a trained model may take its place. The order of decisions:
what gives itself away (furniture, pictures), the story's stretch, the headline above it, what
stands between the two (byline, date, section, standfirst), and the rest by its place.
"""

import re
from typing import Final

from feedsvc.extract import captions, furniture, names
from feedsvc.extract.dates import dates_of
from feedsvc.extract.headline import Headline, find_headline
from feedsvc.extract.page import Line
from feedsvc.extract.publisher import publisher_line
from feedsvc.extract.story import find_story
from feedsvc.extract.verdicts import Verdict
from feedsvc.extract.vocabulary.sections import SECTIONS
from feedsvc.model import Label

_BULLET: Final = re.compile(r"(?:[•·▪■●○◦‣⁃*–—-]|\d{1,2}[.)])\s+\S")
_QUOTE_OPENS: Final = '“„«"»「『‘'
_QUOTE_CLOSES: Final = '”“»"«」』’'
_MAX_HEADING_WORDS: Final = 16
_MAX_HEADING_RUN: Final = 3  # short lines in a row that still are headings or list items
_BELOW_START: Final = 4  # a byline may stand below the first paragraphs
_ABOVE_HEADLINE: Final = 10


class Labeling:
    """The verdicts on one page while they are made; the first word on a line stands."""

    def __init__(self, lines: tuple[Line, ...], language: str) -> None:
        self.lines = lines
        self.language = language
        self.verdicts: dict[int, Verdict] = {}
        self.headline: Headline | None = None
        self.start = self.end = -1

    def say(self, index: int, label: Label, confidence: float, reason: str) -> None:
        self.verdicts.setdefault(index, Verdict(label, confidence, reason))

    def free(self, index: int) -> bool:
        return index not in self.verdicts and not self.lines[index].blank


def label_lines(
    lines: tuple[Line, ...], language: str
) -> tuple[dict[int, Verdict], Headline | None]:
    """One verdict for each line that is not blank, by index, and the headline.

    Linear in the length of the page. `language` (BCP 47, may be "und") tells day from month.
    """
    page = Labeling(lines, language)
    _recognize(page)
    _second_captions(page)
    span = find_story(lines, page.verdicts)
    page.start, page.end = span or (len(lines), len(lines) - 1)
    _title(page)
    _above_story(page)
    _below_story(page)
    _story(page)
    _outside(page)
    return page.verdicts, page.headline


def _recognize(page: Labeling) -> None:
    for index, line in enumerate(page.lines):
        if line.blank:
            continue
        if verdict := captions.recognize(line) or furniture.recognize(line):
            page.verdicts[index] = verdict
        elif publisher_line(line):
            page.say(index, Label.PUBLISHER, 0.7, "a site's name with a year")


def _second_captions(page: Labeling) -> None:
    """A picture's other caption line stands right below its credited one, or right above."""
    for index, verdict in tuple(page.verdicts.items()):
        if verdict.label not in (Label.CAPTION, Label.CREDIT):
            continue
        for step in (1, -1) if verdict.label is Label.CAPTION else (-1,):
            beside = _beside(page, index, step)
            if beside is None or not page.free(beside):
                continue
            if second := captions.second_caption(page.lines[beside]):
                page.verdicts[beside] = second
                break


def _beside(page: Labeling, index: int, step: int) -> int | None:
    """The next line that is not empty, over at most one empty line."""
    for distance in (1, 2):
        other = index + step * distance
        if not 0 <= other < len(page.lines):
            return None
        if page.lines[other].text:
            return other
    return None


def _title(page: Labeling) -> None:
    barred = frozenset(page.verdicts) | frozenset(
        index
        for index in range(max(0, page.start))
        if page.free(index)
        and (_is_byline(page.lines[index]) or dates_of(page.lines[index], page.language))
    )
    marks = barred - frozenset(page.verdicts)
    page.headline = find_headline(page.lines, barred, page.start, marks)
    if page.headline is None:
        return
    index = page.headline.index
    page.verdicts[index] = Verdict(Label.TITLE, page.headline.confidence, page.headline.reason)
    for copy in page.headline.copies:
        if copy != index:
            page.verdicts[copy] = Verdict(Label.REPEATED, 0.9, "it repeats the headline")
    page.start = max(page.start, index + 1)


def _is_byline(line: Line) -> bool:
    found = names.byline(line)
    return found is not None and bool(found.names or found.agencies)


def _above_story(page: Labeling) -> None:
    """Section, byline, date, publisher and standfirst around the headline."""
    anchor = page.headline.index if page.headline else page.start
    for index in range(
        max(0, anchor - _ABOVE_HEADLINE), min(page.start + _BELOW_START, len(page.lines))
    ):
        if page.free(index):
            _furnish(page, index, anchor)


def _furnish(page: Labeling, index: int, anchor: int) -> None:
    line = page.lines[index]
    if line.key in SECTIONS:
        page.say(index, Label.SECTION, 0.8, "a section word beside the headline")
    elif found := names.byline(line):
        page.say(index, Label.BYLINE, 0.85, f"“{found.opener}” and a name")
    elif dates_of(line, page.language):
        page.say(index, Label.DATELINE, 0.85, "a date, and little else")
    elif anchor < index < page.start and names.lone_name(line):
        page.say(index, Label.BYLINE, 0.6, "a name between headline and story")


def _below_story(page: Labeling) -> None:
    """Contributors, and the cut, at the story's end and right behind it."""
    for index in range(max(page.start, page.end - 6), min(page.end + 8, len(page.lines))):
        verdict = page.verdicts.get(index)
        if verdict and verdict.label is Label.TRUNCATION:
            continue
        if not page.lines[index].blank and names.contributors(page.lines[index]):
            page.verdicts[index] = Verdict(Label.CONTRIBUTORS, 0.9, "it names who helped")


def _story(page: Labeling) -> None:
    """What stands inside the stretch: paragraphs, headings, lists, quotations, or clutter."""
    seen: set[str] = set()
    run: list[int] = []
    for index in range(page.start, page.end + 1):
        line = page.lines[index]
        if not page.free(index):
            if not line.blank:
                _settle(page, run)
            continue
        if line.key in seen and line.size >= 6:
            page.say(index, Label.REPEATED, 0.85, "the same paragraph stood before")
        elif _prose(line):
            _settle(page, run)
            seen.add(line.key)
            page.say(index, *_paragraph(line))
        else:
            run.append(index)
    _settle(page, run)


def _prose(line: Line) -> bool:
    return (line.ends and line.size >= 3) or line.size > _MAX_HEADING_WORDS


def _paragraph(line: Line) -> tuple[Label, float, str]:
    text = line.text
    if text[0] in _QUOTE_OPENS and text[-1] in _QUOTE_CLOSES and line.size > 5:
        return Label.BODY, 0.85, "a quotation inside the story"
    if _BULLET.match(text):
        return Label.LIST, 0.8, "it begins with a bullet or a number"
    if line.ends:
        return Label.BODY, 0.9, "whole sentences inside the story"
    return Label.BODY, 0.7, "a long line inside the story"


def _settle(page: Labeling, run: list[int]) -> None:
    """Short lines in a row: headings and list items if they are few or have bullets."""
    if not run:
        return
    before = next((page.lines[i] for i in range(run[0] - 1, -1, -1) if page.lines[i].text), None)
    announced = before is not None and before.text.endswith((":", "："))
    for index in run:
        line = page.lines[index]
        if _BULLET.match(line.text):
            page.say(index, Label.LIST, 0.8, "it begins with a bullet or a number")
        elif announced:
            page.say(index, Label.LIST, 0.7, "a list that the line before announces")
        elif len(run) <= _MAX_HEADING_RUN and line.size >= 2:
            page.say(index, Label.HEADING, 0.6, "a short line between paragraphs")
        else:
            page.say(index, Label.NAVIGATION, 0.5, "one of many short lines in a row")
    run.clear()


def _outside(page: Labeling) -> None:
    for index, line in enumerate(page.lines):
        if line.blank:
            continue
        if index < page.start:
            page.say(index, Label.NAVIGATION, 0.6, "it stands above the story")
        else:
            page.say(index, Label.RELATED, 0.6, "it stands below the story")

"""Inside the story's stretch and at its end: paragraphs, headings, lists, or clutter."""

import re
from typing import Final

from feedsvc.extract import names
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.page import Line, key
from feedsvc.extract.verdicts import SURE, Verdict
from feedsvc.model import Label

_BULLET: Final = re.compile(r"(?:[•·▪■●○◦‣⁃*–—-]|\d{1,2}[.)])\s+\S")
_QUOTE_OPENS: Final = '“„«"»「『‘'
_QUOTE_CLOSES: Final = '”“»"«」』’'
_MAX_HEADING_WORDS: Final = 16
_MAX_HEADING_RUN: Final = 3  # short lines in a row that still are headings or list items
_MAX_PULLED_WORDS: Final = 40


def label_tail(page: Labeling) -> None:
    """Contributors and the author's portrait at the story's end and right behind it."""
    people = [
        key(name)
        for index, verdict in page.verdicts.items()
        if verdict.label is Label.BYLINE
        for name in names.signed_by(page.lines[index])
    ]
    for index in range(max(page.start, page.end - 6), min(page.end + 8, len(page.lines))):
        line, verdict = page.lines[index], page.verdicts.get(index)
        if line.blank or (verdict and verdict.label is Label.TRUNCATION):
            continue
        if names.contributors(line):
            page.verdicts[index] = Verdict(Label.CONTRIBUTORS, 0.9, "it names who helped")
        elif index > page.start and (
            line.key in people or names.portrait(line, people) or names.role_only(line)
        ):
            page.verdicts[index] = Verdict(Label.BYLINE, 0.75, "it speaks of the author")
        elif index in page.signed and not people:
            page.say(index, Label.BYLINE, 0.7, "a byline below the story")


def label_story(page: Labeling) -> None:
    """What stands inside the stretch: paragraphs, headings, lists, quotations, or clutter."""
    seen: set[str] = set()
    run: list[int] = []
    story = "\n".join(line.key for line in page.lines[page.start : page.end + 1])
    for index in range(page.start, page.end + 1):
        line, opinion = page.lines[index], page.opinions[index]
        if not page.free(index):
            if not line.blank:
                _settle(page, run)
            continue
        if not opinion.kept:
            _settle(page, run)
            page.say(index, opinion.otherwise, 1 - opinion.chance, opinion.word)
        elif line.key in seen and line.size >= 6:
            page.say(index, Label.REPEATED, 0.85, "the same paragraph stood before")
        elif _pulled(line) and story.count(line.key) > 1:
            page.say(index, Label.REPEATED, 0.85, "a quotation pulled out of a paragraph")
        elif _prose(line):
            _settle(page, run)
            seen.add(line.key)
            page.tell(index, *_paragraph(line))
        else:
            run.append(index)
    _settle(page, run)


def _pulled(line: Line) -> bool:
    """A quotation set alone, or a short line without a stop."""
    return 5 <= line.size <= _MAX_PULLED_WORDS and (not line.ends or line.text[0] in _QUOTE_OPENS)


def _prose(line: Line) -> bool:
    return (line.ends and line.size >= 3) or line.size > _MAX_HEADING_WORDS


def _paragraph(line: Line) -> tuple[Label, str]:
    text = line.text
    if text[0] in _QUOTE_OPENS and text[-1] in _QUOTE_CLOSES and line.size > 5:
        return Label.BODY, "a quotation inside the story"
    if _BULLET.match(text):
        return Label.LIST, "it begins with a bullet or a number"
    if line.ends:
        return Label.BODY, "whole sentences inside the story"
    return Label.BODY, "a long line inside the story"


def _under_others(page: Labeling, index: int) -> bool:
    """The line stands under a heading for other articles, maybe below others of their titles."""
    for above in range(index - 1, -1, -1):
        verdict = page.verdicts.get(above)
        if verdict is None:
            continue
        if verdict.label is not Label.RELATED or verdict.confidence >= SURE:
            return verdict.label is Label.RELATED
        if _prose(page.lines[above]):
            return False
    return False


def _settle(page: Labeling, run: list[int]) -> None:
    """Short lines in a row: headings and list items if they are few or have bullets."""
    if not run:
        return
    if _under_others(page, run[0]):
        for index in run:
            page.say(index, Label.RELATED, 0.7, "it stands under a heading for other articles")
        run.clear()
        return
    before = next((page.lines[i] for i in range(run[0] - 1, -1, -1) if page.lines[i].text), None)
    announced = before is not None and before.text.endswith((":", "："))
    for index in run:
        line = page.lines[index]
        if _BULLET.match(line.text):
            page.tell(index, Label.LIST, "it begins with a bullet or a number")
        elif announced:
            page.tell(index, Label.LIST, "a list that the line before announces")
        elif len(run) <= _MAX_HEADING_RUN:
            page.tell(index, Label.HEADING, "a short line between paragraphs")
        else:
            page.tell(index, Label.LIST, "one of many short lines in a row")
    run.clear()

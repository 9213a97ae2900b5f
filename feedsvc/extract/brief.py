"""A dump that is a brief: a headline with a sentence or two, and nothing around them.

Feeds, wires and tickers hand out such items. The labeler of pages is made to find a story among
other things and finds none in so few lines; where there is nothing else, all of it is the story.
"""

from dataclasses import dataclass
from typing import Final

from feedsvc.extract.headline import Headline
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.page import Line
from feedsvc.model import Label

_MAX_HEADLINE_WORDS: Final = 34
_CUT: Final = ("...", "…")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPolicy:
    """What still is a brief. Of 234 items of feeds, all that have a text are within these."""

    max_lines: int = 4  # with words in them
    max_words: int = 150
    min_words: int = 5  # of the text below a headline
    min_alone: int = 8  # of a sentence without a headline


def label_brief(look: Labeling, policy: BriefPolicy = BriefPolicy()) -> Labeling | None:
    """The labels of a brief; None if the page is none. `look` is what the rules see of it."""
    lines, marks = look.lines, look.dated | look.signed
    words = sum(line.size for line in lines)
    if len(look.filled) > policy.max_lines or words > policy.max_words or look.verdicts:
        return None
    told = [index for index in look.filled if index not in marks]
    headed = len(told) > 1 and _may_head(lines[told[0]])
    story = told[headed:]
    size = sum(lines[index].size for index in story)
    if headed:
        is_brief = size >= policy.min_words
    else:
        is_brief = size >= policy.min_alone and any(_says(lines[index]) for index in story)
    return _labeled(look, told[:headed], story) if is_brief else None


def _labeled(look: Labeling, head: list[int], story: list[int]) -> Labeling:
    page = Labeling(look.lines, look.language)
    for index in head:
        reason = "the first line of a brief"
        page.headline = Headline(page.lines[index].text, index, (index,), 0.7, reason)
        page.say(index, Label.TITLE, 0.7, reason)
    for index in story:
        page.say(index, Label.BODY, 0.7, "a headline's few lines, and nothing around them")
    for index in look.signed:
        page.say(index, Label.BYLINE, 0.7, "a byline beside a brief")
    for index in look.dated:
        page.say(index, Label.DATELINE, 0.7, "a date beside a brief")
    return page


def _may_head(line: Line) -> bool:
    return line.size <= _MAX_HEADLINE_WORDS and not (line.ends and line.text[-1] in ".。")


def _says(line: Line) -> bool:
    """A sentence, or one that was cut."""
    return line.ends or line.text.endswith(_CUT)

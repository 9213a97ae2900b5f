"""Where the story begins and ends by the rules: one stretch, decided for the page as a whole.

Each line gets points for reading like prose and loses them for looking like furniture; the
story is the stretch with the most points (Bentley's maximum-sum subarray, linear).
"""

from collections import Counter
from typing import Final, TypeAlias

from feedsvc.extract.page import Line
from feedsvc.extract.verdicts import SURE, Verdict
from feedsvc.model import Label

Span: TypeAlias = tuple[int, int]  # first and last index

_BREAKS: Final[dict[Label, float]] = {  # points lost at a line that says that the story is over
    Label.COMMENTS: -8.0,
    Label.RELATED: -3.0,
    Label.FOOTER: -4.0,
    Label.NEWSLETTER: -1.5,
    Label.TRUNCATION: -2.0,
    Label.CONSENT: -1.0,
}
_INLINE: Final = -1.0  # at most, for what may be a box inside the story
_OTHER_FURNITURE: Final = -1.0
_MARK: Final = -2.5
_PICTURE: Final = -0.2  # captions stand inside stories and outside
_MIN_SENTENCE_WORDS: Final = 5
_MIN_PROSE: Final = 0.12
_MIN_CUT_WORDS: Final = 8  # of a last paragraph that is cut inside a sentence
_MIN_CUT_PROSE: Final = 0.2
_SURE_SENTENCE_WORDS: Final = 12  # a sentence in a language whose function words are not known
_MAX_TITLE_WORDS: Final = 25  # a line that stands twice is a headline or a teaser, if it is short


def points(line: Line, verdict: Verdict | None, *, marks: bool) -> float:
    """How much a line speaks for a story at its place; `marks` says that it is a byline or a
    date, with which another article begins."""
    if line.blank or marks:
        return _MARK if marks else 0.0
    if verdict is not None:
        return _lost(verdict)
    reads = line.prose >= _MIN_PROSE or line.size >= _SURE_SENTENCE_WORDS
    if line.ends and line.size >= _MIN_SENTENCE_WORDS and reads:
        return 0.6 + min(line.size, 60) / 12
    if line.size >= 10 and line.prose >= 0.2:
        return 1.0 if line.size >= 25 else -0.1
    return -0.7 if line.size <= 3 else -0.5


def reads_on(line: Line) -> bool:
    """It reads like a story, or like a paragraph of one that was cut inside a sentence."""
    cut = line.size >= _MIN_CUT_WORDS and line.prose >= _MIN_CUT_PROSE
    return cut or points(line, None, marks=False) > 0


def _lost(verdict: Verdict) -> float:
    if verdict.label in (Label.CAPTION, Label.CREDIT):
        return _PICTURE
    lost = _BREAKS.get(verdict.label, _OTHER_FURNITURE)
    return lost if verdict.confidence >= SURE else max(lost, _INLINE)


def find_story(
    lines: tuple[Line, ...], verdicts: dict[int, Verdict], marks: frozenset[int]
) -> Span | None:
    """First and last index of the story, or None where nothing reads like one."""
    counts = Counter(line.key for line in lines)
    values = []
    for index, line in enumerate(lines):
        value = points(line, verdicts.get(index), marks=index in marks)
        repeated = counts[line.key] > 1 and line.size <= _MAX_TITLE_WORDS
        values.append(min(value, 0.0) if repeated else value)
    best, best_span = 0.0, None
    total, begin = 0.0, 0
    for index, here in enumerate(values):
        if total <= 0:
            total, begin = 0.0, index
        total += here
        if here > 0 and total > best:
            best, best_span = total, (begin, index)
    if best_span is None:
        return None
    begin, end = best_span
    while values[begin] <= 0:
        begin += 1
    return begin, end

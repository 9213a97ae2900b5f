"""The headline among the lines of a flattened page.

Evidence: the page's own title (its first line, with the site's name behind a divider), a line
that stands twice, and the place right above the story. The file's name is never asked.
"""

import re
from dataclasses import dataclass
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.sections import SECTIONS

_DIVIDER: Final = re.compile(
    r"\s+[|–—:·•»«›/\\~-]{1,3}\s+|\s*[|｜]\s*|\s*[–—]\s+|_{1,2}(?=\S)|\s+:\s+"
)
_MAX_WORDS: Final = 34
_MIN_WORDS: Final = 2
_FIRST_LINES: Final = 6  # among which the page's own title stands, if the dump has one


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline's text, the index of its line, every index that repeats it, and why."""

    text: str
    index: int
    copies: tuple[int, ...]
    confidence: float
    reason: str


def title_parts(text: str) -> tuple[str, ...]:
    """A page title cut at its dividers: `Story | Section | Site`."""
    return tuple(part.strip() for part in _DIVIDER.split(text) if part.strip())


def find_headline(
    lines: tuple[Line, ...], barred: frozenset[int], start: int, marks: frozenset[int]
) -> Headline | None:
    """The headline of a page whose story begins at index `start`.

    `barred` holds lines that are something else; `marks` bylines and dates, beside which
    headlines stand.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.tokens:
            places.setdefault(line.key, []).append(index)
    page_title = _page_title(lines, barred)
    best: tuple[float, int, list[str]] | None = None
    for index in _candidates(lines, barred, start):
        score, reasons = _score(lines, index, start, places, page_title, marks)
        if best is None or score > best[0]:
            best = score, index, reasons
    if best is None:
        return None
    score, index, reasons = best
    text = _clean(lines, index, places)
    copies = tuple(
        sorted(set(places.get(lines[index].key, ())) | set(places.get(key(text), ())) | {index})
    )
    confidence = max(0.1, min(0.99, 0.5 + score / 8))
    return Headline(
        text, index, copies, confidence, "; ".join(reasons) or "it stands above the story"
    )


def _page_title(lines: tuple[Line, ...], barred: frozenset[int]) -> int | None:
    """The index of the line that is the page's own title."""
    first = [index for index, line in enumerate(lines) if not line.blank][:_FIRST_LINES]
    for index in first:
        line = lines[index]
        if index not in barred and _MIN_WORDS <= line.size <= _MAX_WORDS + 10:
            return index
        if index not in barred:
            return None
    return None


def _candidates(lines: tuple[Line, ...], barred: frozenset[int], start: int) -> list[int]:
    return [
        index
        for index in range(min(start + 1, len(lines)))
        if index not in barred and _MIN_WORDS <= lines[index].size <= _MAX_WORDS
        and lines[index].key not in SECTIONS
        and not (index == start and lines[index].ends and lines[index].size > 12)
    ]  # fmt: skip


def _score(  # noqa: PLR0917 -- one page, six views of it
    lines: tuple[Line, ...],
    index: int,
    start: int,
    places: dict[str, list[int]],
    page_title: int | None,
    marks: frozenset[int],
) -> tuple[float, list[str]]:
    line, reasons = lines[index], []
    score = -0.06 * min(sum(not lines[between].blank for between in range(index + 1, start)), 25)
    if page_title is not None and page_title != index:
        likeness = max(
            _likeness(line, part)
            for part in (lines[page_title].text, *title_parts(lines[page_title].text))
        )
        if likeness > 0.3:
            score += 3.2 * likeness
            reasons.append("it is like the page's own title")
    elif page_title == index:
        score += 1.2 if len(title_parts(line.text)) == 1 else 0.6
        reasons.append("it is the page's own title")
    if len(places[line.key]) > 1 and line.size >= 4:
        score += 0.7
        reasons.append("it stands more than once")
    near = [mark for mark in marks if index < mark <= index + 6]
    if near:
        score += 0.8
        reasons.append("a byline or a date follows")
    if line.ends and line.text[-1] in ".。" and not line.text.endswith(".."):
        score -= 1.2
    if line.size < 4:
        score -= 0.9
    elif line.size > 22:
        score -= 0.8
    if line.text[0].islower():
        score -= 0.8
    return score, reasons


def _likeness(line: Line, title: str) -> float:
    """Shared words, 0 to 1 (Dice); 1 means the same words."""
    other = key(title).split()
    if not other or not line.tokens:
        return 0.0
    mine = set(line.tokens)
    return 2 * len(mine & set(other)) / (len(mine) + len(set(other)))


def _clean(lines: tuple[Line, ...], index: int, places: dict[str, list[int]]) -> str:
    """The headline without a site's name or a section behind (or before) a divider."""
    text = lines[index].text
    parts = title_parts(text)
    if len(parts) < 2:
        return text
    kept = list(parts)
    while len(kept) > 1 and _is_label(kept[-1], kept, places):
        kept.pop()
    while len(kept) > 1 and key(kept[0]) in SECTIONS:
        kept.pop(0)
    begin = text.index(kept[0])
    return text[begin : text.index(kept[-1], begin) + len(kept[-1])]


def _is_label(part: str, kept: list[str], places: dict[str, list[int]]) -> bool:
    """A site's name or a section: short beside what stands before it, or a line of its own."""
    folded = key(part)
    words = len(folded.split())
    others = sum(len(key(other).split()) for other in kept[:-1])
    return folded in SECTIONS or folded in places or (words <= 4 and others >= 2 * words)

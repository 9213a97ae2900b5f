"""Dates of flattened pages: strict formats in many languages, and only from lines that date.

A line dates an article if, its dates and times taken away, little is left of it but the words
that stand beside dates: a sentence or a caption with a date in it does not. Nothing is guessed:
`10/11/2024` is a date only where the language or a day above 12 tells day from month.
A time without a zone is read as UTC; a date without a time as midnight UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.dates import BESIDE, MODIFIED, MONTHS, PUBLISHED, WEEKDAYS, ZONES

_MAX_LINE_CHARS: Final = 220
_MAX_OTHER_WORDS: Final = 9  # beside the date in a line: an author, a role, a section, a place
_MAX_WORDS_AROUND: Final = 4  # where the date stands inside what may be a caption
_FRAME_CHARS: Final = 12  # a date this near to the line's start or end frames it
_PROSE: Final = 0.25  # share of function words from which a line may be a caption
_MIN_YEAR: Final = 1990  # FAULTS B21: what is older is a misreading
_MAX_YEAR: Final = 2100
_TIME_REACH: Final = 24  # characters between a date and its time
_MARKER_WORDS: Final = 5  # before a date in which "updated" may stand

_DIGITS: Final = re.compile(r"\d{4}|\d[./-] ?\d")  # no date has neither
_DATE: Final = re.compile(
    r"(?<![\d/.-])(?P<iso>(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})(?!\d))"
    r"|(?<![\d/.-])(?P<y2>\d{4})(?P<s2>[./])\s?(?P<m2>\d{1,2})(?P=s2)\s?(?P<d2>\d{1,2})(?!\.?\d)"
    r"|(?P<y3>\d{4}) ?[年년] ?(?P<m3>\d{1,2}) ?[月월] ?(?P<d3>\d{1,2}) ?[日일]?"
    r"|(?<![\d/.:-])(?P<d4>\d{1,2})(?:\.|st|nd|rd|th|er|º|°|ª)?[ -]?(?:de |of |d['’])?"
    r"(?P<m4>[^\W\d_][^\s\d.,/]{1,14})\.?,?[ -](?:de |del )?(?P<y4>\d{4})(?!\d)"
    r"|(?<![\w])(?P<m5>[^\W\d_][^\s\d.,/]{1,14})\.? (?P<d5>\d{1,2})(?:st|nd|rd|th)?,? "
    r"(?P<y5>\d{4})(?!\d)"
    r"|(?<![\d/.-])(?P<a6>\d{1,2})(?P<s6>[./-]) ?(?P<b6>\d{1,2})(?P=s6) ?"
    r"(?P<y6>\d{4}|\d{2})(?![\d/-])"
)
_TIME: Final = re.compile(
    r"(?<![\d.:])(?P<h>\d{1,2})[:.h時시] ?(?P<m>\d{2})(?:[:.分분]\d{2})?(?:\.\d+)?(?!\d)"
    r" ?(?P<half>[aApP]\.?[mM]\.?(?!\w))? ?(?P<zone>[+-]\d{2}:?\d{2}|Z\b)?"
    r"|(?<![\d.:])(?P<h2>\d{1,2}) ?(?P<half2>[aApP]\.?[mM]\.?(?!\w))"
)
_ZONE_WORD: Final = re.compile(r"[\s(]*([A-Za-z]{1,4})\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line. `start` and `end` are its characters, its time included."""

    moment: datetime  # aware, UTC
    start: int
    end: int
    timed: bool
    modified: bool  # a word before it says "updated"
    marked: bool  # a word before it says "published"


def dates_of(line: Line, language: str) -> tuple[Found, ...]:
    """The dates of a line that dates the article; none if the line does not."""
    text = line.text
    if len(text) > _MAX_LINE_CHARS or not _DIGITS.search(text):
        return ()
    found = tuple(_find(text, language))
    return found if found and _only_dates(line, found) else ()


def without_dates(line: Line, found: tuple[Found, ...]) -> str:
    """What the line says beside its dates, a bar in each date's place."""
    pieces, position = [], 0
    for date in found:
        pieces.append(line.text[position : date.start])
        position = date.end
    return " | ".join((*pieces, line.text[position:]))


def _only_dates(line: Line, found: tuple[Found, ...]) -> bool:
    other = [word for word in key(without_dates(line, found)).split() if not _beside(word)]
    if line.ends and len(other) > 3:
        return False
    framed = found[0].marked or found[0].modified or found[0].start <= _FRAME_CHARS
    framed = framed or len(line.text) - found[-1].end <= _FRAME_CHARS or line.prose < _PROSE
    return len(other) <= (_MAX_OTHER_WORDS if framed else _MAX_WORDS_AROUND)


def _beside(word: str) -> bool:
    return (
        word.isdigit()
        or word in BESIDE
        or word in WEEKDAYS
        or word in PUBLISHED
        or word in MODIFIED
    )


def _find(text: str, language: str) -> Iterator[Found]:
    position = 0
    for match in _DATE.finditer(text):
        day = _day(match, language)
        if day is None:
            continue
        before = key(text[position : match.start()]).split()[-_MARKER_WORDS:]
        time = _time(text, match, position)
        yield Found(
            moment=_moment(day, time),
            start=min(match.start(), time.start if time else match.start()),
            end=max(match.end(), time.end if time else match.end()),
            timed=time is not None,
            modified=_says(before, MODIFIED),
            marked=_says(before, PUBLISHED),
        )
        position = max(match.end(), time.end if time else 0)


def _says(words: list[str], phrases: frozenset[str]) -> bool:
    """One of the phrases (of up to three words) is among the words."""
    return any(
        " ".join(words[start : start + count]) in phrases
        for count in (1, 2, 3)
        for start in range(len(words) - count + 1)
    )


def _day(match: re.Match[str], language: str) -> datetime | None:
    groups = match.groupdict()
    for number in "123":
        if groups[f"y{number}"]:
            return _valid(groups[f"y{number}"], groups[f"m{number}"], groups[f"d{number}"])
    for number in "45":
        if groups[f"y{number}"]:
            month = MONTHS.get(groups[f"m{number}"].casefold())
            return _valid(groups[f"y{number}"], month, groups[f"d{number}"]) if month else None
    return _numeric(int(groups["a6"]), int(groups["b6"]), groups["y6"], groups["s6"], language)


def _numeric(first: int, second: int, year: str, separator: str, language: str) -> datetime | None:
    """Day and month told apart by their size, or by what the language always writes."""
    if len(year) == 2:
        if separator != "." or language == "en":
            return None
        year = f"20{year}"
    if first > 12 or first == second:
        return _valid(year, second, first)
    if second > 12:
        return _valid(year, first, second)
    return None if language in ("en", "und") else _valid(year, second, first)


def _valid(year: str | int, month: str | int, day: str | int) -> datetime | None:
    try:
        date = datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
    return date if _MIN_YEAR <= date.year < _MAX_YEAR else None


@dataclass(frozen=True, slots=True)
class _Time:
    start: int
    end: int
    hour: int
    minute: int
    offset: timedelta


def _time(text: str, date: re.Match[str], earliest: int) -> _Time | None:
    """The time that stands after the date, or right before it."""
    window = text[date.end() : date.end() + _TIME_REACH]
    following = _TIME.search(window)
    if following and not _DATE.search(window[: following.start()]):
        return _read_time(text, following, date.end())
    start = max(earliest, date.start() - _TIME_REACH)
    before = list(_TIME.finditer(text[start : date.start()]))
    return _read_time(text, before[-1], start) if before else None


def _read_time(text: str, match: re.Match[str], shift: int) -> _Time | None:
    hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
    half = (match["half"] or match["half2"] or "").casefold()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    end = match.end() + shift
    offset = _offset(match["zone"])
    if match["zone"] is None and (word := _ZONE_WORD.match(text, end)):
        hours = ZONES.get(word[1].casefold())
        if hours is not None and word[1].isupper():
            offset, end = timedelta(hours=hours), word.end()
    return _Time(match.start() + shift, end, hour, minute, offset)


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _moment(day: datetime, time: _Time | None) -> datetime:
    if time is None:
        return day
    return day + timedelta(hours=time.hour, minutes=time.minute) - time.offset

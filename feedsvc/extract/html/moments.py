"""Moments as metadata writes them: ISO 8601 first, then RFC 5322, epochs, and written dates.

Strict: what does not parse whole is no date, and nothing outside 1990 to 2100 is believed. A time
without a zone is read as UTC, a date without a time as midnight UTC. A zone is kept: the day that a
reader saw is the publisher's.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from feedsvc.extract.dates import dates_of
from feedsvc.extract.page import read_lines

_YEARS: Final = range(1990, 2100)
_MAX_CHARS: Final = 60
_ISO: Final = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{8})(?:[T ]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?|\d{6})"
    r"(?:[.,]\d{1,9})?\s?(?P<zone>Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?(?:\s?\[[\w/+-]+\])?)?(?:T|Z)?\Z",
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?\Z")
_ZONE: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?\Z")


def read_moment(text: str, language: str) -> datetime | None:
    """The moment that `text` names, in its own zone; None if it names none, or leaves it open."""
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    moment = _iso(text) or _epoch(text) or _mail(text) or _written(text, language)
    return moment if moment is not None and moment.year in _YEARS else None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if match is None:
        return None
    date = match["date"]
    if "-" in date:
        date = "-".join(part.zfill(2) for part in date.split("-"))
    time = (match["time"] or "00:00").zfill(5)
    if ":" in time:
        time = ":".join(part.zfill(2) for part in time.split(":"))
    zone = match["zone"] or ""
    if signed := _ZONE.match(zone):
        zone = f"{signed[1]}{signed[2].zfill(2)}:{signed[3] or '00'}"
    try:
        moment = datetime.fromisoformat(f"{date}T{time}{zone if signed else ''}")
        return _aware(moment)
    except (ValueError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.match(text) or not text.isascii():
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _mail(text: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text)) if ":" in text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(text: str, language: str) -> datetime | None:
    for line in read_lines(text.replace("\n", " ")):
        found = dates_of(line, language)
        return found[0].moment if found else None
    return None


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

"""When to ingest: a period ("30s", "5m", "1h") or a cron line, in UTC."""

import re
from dataclasses import dataclass
from typing import TypeAlias

_PERIOD = re.compile(r"(\d{1,6})\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_CRON_FIELD = re.compile(r"[\d*/,a-zA-Z-]{1,64}")
_LONGEST_PERIOD_SECONDS = 31 * 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Again and again, `seconds` apart."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """At the times that five crontab fields name, in UTC."""

    expression: str


Schedule: TypeAlias = Every | Cron


def parse_schedule(text: str) -> Schedule:
    """The schedule that `text` names.

    Raises: ValueError with what is wrong, for a person.
    """
    text = text.strip()
    if period := _PERIOD.fullmatch(text):
        seconds = int(period[1]) * _SECONDS[period[2]]
        if not 1 <= seconds <= _LONGEST_PERIOD_SECONDS:
            raise ValueError("a period lies between 1s and 31d")
        return Every(seconds=seconds)
    fields = text.split()
    if len(fields) == 5 and all(_CRON_FIELD.fullmatch(field) for field in fields):
        return Cron(expression=" ".join(fields))
    raise ValueError('write a period like "60s", "5m" or "1h", or a cron line like "*/10 * * * *"')

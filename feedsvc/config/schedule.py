"""When to ingest: a period ("30s", "5m", "1h") or a cron line, in UTC."""

import re
from dataclasses import dataclass
from typing import TypeAlias

_PERIOD = re.compile(r"(\d{1,6})\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_CRON_FIELD = re.compile(r"[\d*/,a-zA-Z-]{1,64}")
_NUMBER = re.compile(r"\d+")
# Minute, hour, day of month, month, day of week: what a number in each may be. Weekdays have
# names only: 0 is Sunday to cron, and Monday to the scheduler that we use.
_CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 0))
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
    if len(fields) == 5 and all(map(_is_cron_field, fields, _CRON_RANGES)):
        return Cron(expression=" ".join(fields))
    raise ValueError(
        'write a period like "60s", "5m" or "1h", or a cron line like "*/10 * * * mon-fri"'
    )


def _is_cron_field(field: str, allowed: tuple[int, int]) -> bool:
    """Whether a field has the shape of one, and numbers that can be; `*/10` steps may be any."""
    least, most = allowed
    numbers = [int(number) for number in _NUMBER.findall(re.sub(r"/\d+", "", field))]
    return bool(_CRON_FIELD.fullmatch(field)) and all(least <= one <= most for one in numbers)

"""Dates as feeds write them: UTC, whole seconds, the same words in every locale (FEEDS 11)."""

from datetime import UTC, datetime
from email.utils import format_datetime


def rfc3339(moment: datetime) -> str:
    """As Atom and JSON Feed write it: 2026-03-09T08:30:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(moment: datetime) -> str:
    """As RSS writes it: Mon, 09 Mar 2026 08:30:00 GMT."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)

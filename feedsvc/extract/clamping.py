"""Dates that cannot be: a publisher's claim about the future, or from before the web."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from feedsvc.model import Article, Evidence

_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # FAULTS B21


def clamp_dates(article: Article, first_seen: datetime) -> Article:
    """`article` with its `published` and `modified` inside 1990 … `first_seen`.

    A date after `first_seen` becomes `first_seen`, one before 1990 is dropped; either way an
    `Evidence` says so. Both times are aware.
    """
    published, modified = article.published, article.modified
    notes: list[Evidence] = []
    published = _clamped("published", published, first_seen, notes)
    modified = _clamped("modified", modified, first_seen, notes)
    if not notes:
        return article
    return replace(
        article, published=published, modified=modified, evidence=(*article.evidence, *notes)
    )


def _clamped(
    field: str, claim: datetime | None, first_seen: datetime, notes: list[Evidence]
) -> datetime | None:
    if claim is None or _EARLIEST <= claim <= first_seen:
        return claim
    if claim < _EARLIEST:
        notes.append(
            Evidence(field=field, rule=f"dropped: {claim:%Y-%m-%d} is before 1990", confidence=0.9)
        )
        return None
    told = f"{claim.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    rule = f"clamped to the time of first sight: {told} was in the future"
    notes.append(Evidence(field=field, rule=rule, confidence=0.9))
    return first_seen

"""Dates that cannot be are clamped or dropped, and the evidence says so."""

from datetime import UTC, datetime

from feedsvc.extract import clamp_dates
from feedsvc.model import Article

NOW = datetime(2025, 3, 5, 12, tzinfo=UTC)


def article(published: datetime | None = None, modified: datetime | None = None) -> Article:
    return Article(title="t", text="x", content="", published=published, modified=modified)


def test_a_date_of_the_past_stays_and_so_does_none() -> None:
    for claim in (None, NOW, datetime(1990, 1, 1, tzinfo=UTC)):
        given = article(claim, claim)
        assert clamp_dates(given, NOW) is given


def test_a_date_of_the_future_becomes_the_time_of_first_sight() -> None:
    future = datetime(2031, 1, 1, tzinfo=UTC)
    found = clamp_dates(article(future, future), NOW)
    assert (found.published, found.modified) == (NOW, NOW)
    assert [evidence.field for evidence in found.evidence] == ["published", "modified"]
    assert "2031-01-01" in found.evidence[0].rule


def test_a_date_from_before_the_web_is_dropped() -> None:
    found = clamp_dates(article(datetime(1989, 12, 31, tzinfo=UTC)), NOW)
    assert found.published is None
    assert "1989-12-31" in found.evidence[0].rule


def test_clamping_twice_changes_nothing_more() -> None:
    once = clamp_dates(article(datetime(2031, 1, 1, tzinfo=UTC)), NOW)
    assert clamp_dates(once, NOW) is once

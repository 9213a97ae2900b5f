"""An update that brings a new version of fingerprints loses no copy of what is stored."""

import pytest
from journey_world import World, article

from feedsvc import dedup
from feedsvc.dedup import fingerprint
from feedsvc.model import Article, Fingerprint


def next_version(article: Article) -> Fingerprint:
    """A toy: today's shingles, one bit of each turned over."""
    mark = fingerprint(article)
    shingles = tuple(sorted(value ^ 1 for value in mark.shingles))
    return Fingerprint(version=2, text_hash=f"2:{mark.text_hash}", shingles=shingles)


def test_what_is_stored_gets_the_new_version_before_anything_is_held_against_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("old.txt", article(1))
    world.put("other.txt", article(2))
    assert world.ingest().ingest.new == 2
    monkeypatch.setattr(dedup, "fingerprint", next_version)
    monkeypatch.setattr(dedup, "FINGERPRINT_VERSION", 2)
    world.put("new.txt", article(1, extra="The council will look at it again in the spring."))
    report = world.ingest().ingest
    assert (report.new, report.revised) == (0, 1)

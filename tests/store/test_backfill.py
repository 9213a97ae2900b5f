"""Fingerprints have versions: a newer one stands beside the old, also for what is stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from feedsvc.model import Article, Fingerprint
from feedsvc.store import backfill as module
from feedsvc.store import entries
from feedsvc.store.backfill import backfill
from feedsvc.store.candidates import candidates
from feedsvc.store.engine import Database
from feedsvc.store.postings import Marks


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def second_version(article: Article) -> Fingerprint:
    """A toy: the numbers of the title's words."""
    shingles = tuple(sorted({sum(word.encode()) for word in article.title.split()}))
    return Fingerprint(version=2, text_hash=f"two: {article.title}", shingles=shingles)


@pytest.fixture
def stored(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> Database:
    """Five articles that were stored with the first version."""
    with database.writing() as transaction:
        for number in range(5):
            page = article(title=f"Ferry {number} is late")
            entries.add(transaction, _id(str(number)), page, mark(number, 9), noon)
    return database


def test_what_was_stored_is_found_by_the_new_version_once_it_is_filled_in(
    stored: Database, article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    page = article(title="Ferry 3 is late again")
    with stored.reading() as transaction:
        assert candidates(transaction, page, second_version(page)) == ()
    assert backfill(stored, second_version, 2) == 5
    with stored.reading() as transaction:
        best, *_ = candidates(transaction, page, second_version(page))
    assert best.entry_id == _id("3")
    assert best.fingerprint == second_version(best.article)


def test_the_old_version_stays_as_it_was(
    stored: Database, article: Callable[..., Article], mark: Callable[..., Fingerprint]
) -> None:
    with stored.reading() as transaction:
        before = candidates(transaction, article(), mark(3, 9))
    backfill(stored, second_version, 2)
    with stored.reading() as transaction:
        assert candidates(transaction, article(), mark(3, 9)) == before
    assert [known.fingerprint.version for known in before] == [1]


def test_filling_in_goes_on_where_it_was_ended_and_then_has_nothing_to_do(
    stored: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    left = iter((True, True, True))

    def dies_at_the_fourth(article: Article) -> Fingerprint:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return second_version(article)

    with pytest.raises(KeyboardInterrupt):
        backfill(stored, dies_at_the_fourth, 2)
    assert backfill(stored, second_version, 2) == 3
    assert backfill(stored, dies_at_the_fourth, 2) == 0


def test_an_empty_store_needs_nothing(database: Database) -> None:
    assert backfill(database, second_version, 2) == 0


def test_equal_shingles_of_two_versions_are_not_one(mark: Callable[..., Fingerprint]) -> None:
    fingerprint = mark(1, 2, 2**31 - 1, -(2**31))
    first = Marks(fingerprint=fingerprint, url="https://quay.example/ferry").keys
    second = Marks(
        fingerprint=replace(fingerprint, version=2), url="https://quay.example/ferry"
    ).keys
    assert len(first) == len(second) == 6
    assert not set(first) & set(second)


def test_a_key_of_the_index_fits_four_bytes_and_never_changes(
    mark: Callable[..., Fingerprint],
) -> None:
    """Golden: keys are stored, so they stay what they are."""
    fingerprint = mark(1, -1, 0x123456789ABCDEF0, text_hash="8a25")
    marks = Marks(fingerprint=fingerprint, url="http://www.quay.example/ferry/")
    assert marks.shingles == [-2147483647, 448585456, 2147483647]
    assert (marks.text, marks.address) == (468135644, -157147588)
    assert marks.keys == sorted([*marks.shingles, marks.text, marks.address or 0])
    seventh = Marks(fingerprint=replace(fingerprint, version=7), url=marks.url)
    assert all(-(2**31) <= key < 2**31 for key in seventh.keys)

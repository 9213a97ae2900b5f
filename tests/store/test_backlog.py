"""Backfills: what they bring enters no feed until it is let in, a few a day, the oldest first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from feedsvc.model import Article, Dump, FileState, Fingerprint
from feedsvc.store import backlog, entries, ledger, runs
from feedsvc.store.engine import Database

HOUR = timedelta(hours=1)


@pytest.fixture
def fill(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> Callable[[int], list[UUID]]:
    """So many backfilled articles; the later stored, the earlier published."""

    def store(count: int) -> list[UUID]:
        found = [uuid4() for _ in range(count)]
        with database.writing() as transaction:
            for number, entry_id in enumerate(found):
                made = article(published=noon - timedelta(days=100 + number))
                entries.add(transaction, entry_id, made, mark(number), noon, batch=noon)
        return found

    return store


def release(database: Database, per_day: int, now: datetime) -> int:
    with database.writing() as transaction:
        return backlog.release(transaction, per_day, now)


def newest(database: Database) -> list[UUID]:
    with database.reading() as transaction:
        return [entry.id for entry in entries.newest(transaction, 100)]


def test_what_a_backfill_brings_is_stored_and_in_no_feed(
    database: Database, fill: Callable[[int], list[UUID]], noon: datetime
) -> None:
    (entry_id,) = fill(1)
    assert newest(database) == []
    with database.reading() as transaction:
        entry = entries.get(transaction, entry_id)
        assert backlog.waiting(transaction) == 1
    assert entry is not None
    assert (entry.first_seen, entry.released, entry.entered) == (noon, None, noon)


def test_a_drip_is_spread_over_the_day_the_oldest_first(
    database: Database, fill: Callable[[int], list[UUID]], noon: datetime
) -> None:
    found = fill(30)
    released = [release(database, 8, noon + hours * HOUR) for hours in range(25)]
    assert released == [1, 0, 0] * 8 + [1]
    assert newest(database) == found[-9:]


def test_after_a_silence_a_day_s_worth_comes_and_no_more(
    database: Database, fill: Callable[[int], list[UUID]], noon: datetime
) -> None:
    fill(50)
    assert release(database, 4, noon) == 1
    later = noon + timedelta(days=30)
    assert release(database, 4, later) == 4
    assert release(database, 4, later + 7 * HOUR) == 0
    assert release(database, 4, later + 24 * HOUR) == 4


def test_a_released_entry_says_when_it_entered_and_keeps_its_dates(
    database: Database, fill: Callable[[int], list[UUID]], noon: datetime
) -> None:
    (entry_id,) = fill(1)
    release(database, 1, noon + HOUR)
    with database.reading() as transaction:
        entry = entries.get(transaction, entry_id)
    assert entry is not None
    assert entry.entered == entry.released == noon + HOUR
    assert entry.first_seen == entry.updated == noon
    assert entry.article.published == noon - timedelta(days=100)


def test_nothing_is_released_twice_and_nothing_that_is_folded(
    database: Database, fill: Callable[[int], list[UUID]], noon: datetime
) -> None:
    one, two = fill(2)
    with database.writing() as transaction:
        entries.fold(transaction, [two], one)
    assert [release(database, 1, noon + timedelta(days=days)) for days in range(3)] == [1, 0, 0]
    assert newest(database) == [one]


def test_a_new_article_of_the_same_moment_enters_at_once(
    database: Database,
    fill: Callable[[int], list[UUID]],
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    fill(3)
    entry_id = uuid4()
    with database.writing() as transaction:
        entries.add(transaction, entry_id, article(), mark(99), noon)
    assert newest(database) == [entry_id]


def batches(database: Database, *dumps: Dump) -> list[datetime | None]:
    with database.reading() as transaction:
        return [backlog.batch_of(transaction, dump) for dump in dumps]


def test_a_file_waits_in_its_backfill_until_something_became_of_it(
    database: Database, dump: Callable[..., Dump], noon: datetime
) -> None:
    one, two, three = dump("one"), dump("two"), dump("three")
    with database.writing() as transaction:
        ledger.await_turn(transaction, [one, two, three], "waits", noon)
        transaction.flush()
        backlog.mark(transaction, [one, two], noon)
    assert batches(database, one, two, three) == [noon, noon, None]
    with database.writing() as transaction:
        ledger.take_in_hand(transaction, [one], noon)
    assert batches(database, one) == [noon]
    with database.writing() as transaction:
        ledger.refuse(transaction, one, "binary", "not text", noon)
        note = ledger.Note(directory=two.directory, path=two.path, state=FileState.FAILED)
        ledger.note_all(transaction, [note], noon)
    assert batches(database, one, two) == [None, None]


def test_what_a_backfill_left_undone_belongs_to_the_run_that_begins(
    database: Database, dump: Callable[..., Dump], noon: datetime
) -> None:
    """It is history still; and the archives of the run that ended stay as they are."""
    one, other = dump("one"), dump("other")
    with database.writing() as transaction:
        ledger.await_turn(transaction, [one, other], "waits", noon)
        transaction.flush()
        backlog.mark(transaction, [one], noon)
    with database.writing() as transaction:
        backlog.carry_over(transaction, noon + HOUR)
    assert batches(database, one, other) == [noon + HOUR, None]


def test_a_batch_is_open_while_its_run_goes_on(database: Database, noon: datetime) -> None:
    with database.writing() as transaction:
        assert backlog.open_batch(transaction) is None
        run_id = runs.start(transaction, "command", noon)
        assert backlog.open_batch(transaction) == noon
        runs.finish(transaction, run_id, runs.RunState.DONE, noon + HOUR, counts={})
        assert backlog.open_batch(transaction) is None


def test_whatever_may_be_shown_is_counted_and_looking_is_not(
    database: Database, fill: Callable[[int], list[UUID]], noon: datetime
) -> None:
    def counted() -> int:
        with database.reading() as transaction:
            return runs.changes(transaction)

    counts = [counted()]
    (one, two) = fill(2)
    counts.append(counted())
    release(database, 1, noon)
    counts.append(counted())
    with database.writing() as transaction:
        entries.fold(transaction, [two], one)
    counts.append(counted())
    assert counts == sorted(set(counts))
    with database.writing() as transaction:
        run_id = runs.start(transaction, "command", noon)
        runs.finish(transaction, run_id, runs.RunState.DONE, noon, counts={})
    assert counted() == counts[-1]

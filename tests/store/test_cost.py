"""What one article costs in statements: the number is fixed, so that it cannot creep back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from sqlalchemy import event

from feedsvc.model import Article, Fingerprint
from feedsvc.store import entries
from feedsvc.store.candidates import CandidatePolicy, candidates, find
from feedsvc.store.engine import Database, Transaction
from feedsvc.store.postings import Marks


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


@contextmanager
def statements(transaction: Transaction) -> Iterator[list[str]]:
    """The statements that are sent in this block, each once for all of its rows."""
    sent: list[str] = []

    def note(statement: str) -> None:
        is_ours = not statement.startswith("--")  # what triggers and the index of words do
        if is_ours and not (sent and sent[-1][:40] == statement[:40]):
            sent.append(statement)

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        note(statement)

    connection = transaction.connection()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.set_trace_callback(note)
        yield sent
        driver.set_trace_callback(None)
    else:
        event.listen(connection, "before_cursor_execute", heard)
        yield sent
        event.remove(connection, "before_cursor_execute", heard)


@pytest.fixture
def stored(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> Database:
    """Three articles."""
    with database.writing() as transaction:
        for number in range(3):
            own = mark(*range(10 * number, 10 * number + 5))
            entries.add(transaction, _id(str(number)), article(), own, noon)
    return database


def test_a_look_up_is_one_statement_whatever_is_looked_for(
    stored: Database, article: Callable[..., Article], mark: Callable[..., Fingerprint]
) -> None:
    """By words, by address and by every shingle."""
    page = article(url="https://quay.example/ferry")
    with stored.reading() as transaction, statements(transaction) as sent:
        assert len(find(transaction, page, mark(*range(64)), CandidatePolicy())) == 3
        assert len(sent) == 1


def test_what_a_look_up_finds_takes_two_statements_however_much_it_is(
    stored: Database, article: Callable[..., Article], mark: Callable[..., Fingerprint]
) -> None:
    with stored.reading() as transaction:
        for shingles, found in (((70, 71), 0), ((1, 2), 1), (range(30), 3)):
            with statements(transaction) as sent:
                assert len(candidates(transaction, article(), mark(*shingles))) == found
            assert len(sent) == (3 if found else 1)


def test_a_new_article_is_written_in_six_statements(
    stored: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    """Entry, filings, words, revision, fingerprint, and all rows of the index at once."""
    page = article(publisher="Quay Courier", authors=("Ines Ortmann",), url="https://quay.example/")
    with stored.writing() as transaction, statements(transaction) as sent:
        entries.add(transaction, _id("new"), page, mark(*range(64), text_hash="new"), noon)
        assert len(sent) == 6, sent


def test_an_article_has_no_more_rows_in_the_index_than_shingles_and_two(
    mark: Callable[..., Fingerprint],
) -> None:
    """They are the most of what the store's indexes hold: 650 bytes an article are aimed at."""
    marks = Marks(fingerprint=mark(*range(64)), url="https://quay.example/ferry")
    assert len(marks.keys) == 64 + 2


def test_the_newest_are_found_by_their_index(stored: Database) -> None:
    """Whatever else is stored: SQLite went by what is not folded, which is nearly everything."""
    if stored.file is None:
        pytest.skip("a small table is scanned by PostgreSQL, whatever indexes it has")
    with stored.reading() as transaction:
        with statements(transaction) as sent:
            assert len(entries.newest(transaction, 2)) == 2
        (query,) = sent
        plan = transaction.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")
        steps = [row[3] for row in plan]
    assert "ix_entry_released_id" in steps[0]
    assert not any("TEMP B-TREE" in step for step in steps)

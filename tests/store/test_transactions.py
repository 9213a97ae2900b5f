"""Transactions: all or nothing, no lost update, one holder of a lock."""

import multiprocessing
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from sqlalchemy import text

from feedsvc.errors import StoreBusy, StoreError
from feedsvc.model import Article, Fingerprint
from feedsvc.store import answers, entries, schema
from feedsvc.store.engine import Database, rows_of
from feedsvc.store.locks import Lock, hold, is_held

ROUNDS = 60


def test_what_fails_in_the_middle_leaves_nothing_behind(
    database: Database,
    article: Callable[..., Article],
    mark: Callable[..., Fingerprint],
    noon: datetime,
) -> None:
    class Failure(Exception):
        pass

    def write_half() -> None:
        with database.writing() as transaction:
            entries.add(transaction, uuid5(NAMESPACE_URL, "a"), article(), mark(1, 2), noon)
            raise Failure

    with pytest.raises(Failure):
        write_half()
    with database.reading() as transaction:
        assert answers.totals(transaction).entries == 0


def test_a_naive_time_is_refused(
    database: Database, article: Callable[..., Article], mark: Callable[..., Fingerprint]
) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001  the point of the test
    with pytest.raises(StoreError, match="naive"), database.writing() as transaction:
        entries.add(transaction, uuid5(NAMESPACE_URL, "a"), article(), mark(1), naive)


def test_an_error_of_the_driver_itself_leaves_as_one_of_the_store(database: Database) -> None:
    with pytest.raises(StoreError, match="nowhere"), database.reading() as transaction:
        rows_of(transaction, "SELECT 1 FROM nowhere", ())


def _count_up(url: str, rounds: int) -> None:
    database = Database(url)
    for _ in range(rounds):
        with database.writing() as transaction:
            value = transaction.scalar(text("SELECT value FROM counter"))
            transaction.execute(text("UPDATE counter SET value = :new"), {"new": value + 1})
    database.close()


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    path = tmp_path / "counter.db"
    database = Database(f"sqlite:///{path}")
    with database.writing() as transaction:
        transaction.execute(text("CREATE TABLE counter (value INTEGER)"))
        transaction.execute(text("INSERT INTO counter VALUES (0)"))
    database.close()
    return path


def _value(path: Path) -> int:
    connection = sqlite3.connect(path)
    (value,) = connection.execute("SELECT value FROM counter").fetchone()
    connection.close()
    return int(value)


def test_faults_e01_no_update_is_lost_between_processes(counter: Path) -> None:
    context = multiprocessing.get_context("spawn")
    arguments = (f"sqlite:///{counter}", ROUNDS)
    workers = [context.Process(target=_count_up, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert _value(counter) == 2 * ROUNDS


def test_faults_e01_the_drivers_own_transactions_lose_one(counter: Path) -> None:
    """The negative control: why a transaction that may write begins with BEGIN IMMEDIATE."""
    connections = [sqlite3.connect(counter) for _ in range(2)]
    values = [one.execute("SELECT value FROM counter").fetchone()[0] for one in connections]
    for connection, value in zip(connections, values, strict=True):
        connection.execute("UPDATE counter SET value = ?", (value + 1,))
        connection.commit()
        connection.close()
    assert _value(counter) == 1


def test_a_lock_has_one_holder_and_the_others_are_told(database: Database) -> None:
    assert not is_held(database, Lock.DAEMON)
    with hold(database, Lock.DAEMON):
        assert is_held(database, Lock.DAEMON)
        with hold(database, Lock.INGEST):
            pass
        with pytest.raises(StoreBusy, match="daemon lock") as caught, hold(database, Lock.DAEMON):
            pass
        assert "stop it first" in caught.value.hint
    assert not is_held(database, Lock.DAEMON)


_HOLDER = """
import sys, time
from feedsvc.store.engine import Database
from feedsvc.store.locks import Lock, hold
with hold(Database(sys.argv[1]), Lock.DAEMON):
    print("held", flush=True)
    time.sleep(60)
"""


def test_faults_c12_the_lock_of_a_killed_holder_is_free(database_url: str) -> None:
    database = Database(database_url)
    schema.upgrade(database)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, database_url], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        assert is_held(database, Lock.DAEMON)
        holder.kill()
    with hold(database, Lock.DAEMON, wait_seconds=10):
        pass
    database.close()

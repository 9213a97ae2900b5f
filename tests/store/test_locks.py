"""Locks between processes: over each kind of database."""

import threading
import time
from pathlib import Path

import pytest

from feedsvc.errors import StoreBusy
from feedsvc.store.engine import Database
from feedsvc.store.locks import Lock, hold, is_held


def test_a_lock_is_held_until_its_block_ends(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    assert not is_held(other, Lock.DAEMON)
    with hold(database, Lock.DAEMON):
        assert is_held(other, Lock.DAEMON)
        assert is_held(database, Lock.DAEMON)
        assert not is_held(other, Lock.INGEST)
        with pytest.raises(StoreBusy, match="daemon lock"), hold(other, Lock.DAEMON):
            pass
    assert not is_held(other, Lock.DAEMON)
    other.close()


def test_who_waits_gets_it_in_the_end(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    held, waiting = threading.Event(), threading.Event()

    def work() -> None:
        with hold(database, Lock.INGEST):
            held.set()
            waiting.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    assert held.wait(10)

    def sleep(seconds: float) -> None:
        waiting.set()
        time.sleep(seconds)

    with hold(other, Lock.INGEST, wait_seconds=10, sleep=sleep):
        assert waiting.is_set()
    thread.join()
    other.close()


def test_who_is_told_to_stop_waits_no_longer(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    stop = threading.Event()
    stop.set()
    began = time.monotonic()
    with (
        hold(database, Lock.INGEST),
        pytest.raises(StoreBusy),
        hold(other, Lock.INGEST, wait_seconds=60, sleep=stop.wait),
    ):
        pass
    assert time.monotonic() - began < 5
    other.close()


def test_asking_leaves_no_trace_and_is_in_nobodys_way(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/feedsvc.db")
    assert not is_held(database, Lock.DAEMON)
    assert list(tmp_path.iterdir()) == []
    with hold(database, Lock.DAEMON):
        pass
    answers: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: answers.extend(is_held(database, Lock.DAEMON) for _ in range(200))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [False] * 800
    database.close()

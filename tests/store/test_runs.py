"""Runs, publications and the daemon's word are remembered."""

from collections.abc import Callable
from datetime import datetime

from feedsvc.store import runs
from feedsvc.store.engine import Database
from feedsvc.store.runs import RunState


def test_a_run_whose_process_died_is_told_when_the_next_begins(
    database: Database, at: Callable[[float], datetime]
) -> None:
    with database.writing() as transaction:
        assert runs.last(transaction) is None
        runs.start(transaction, "schedule", at(0))
    with database.reading() as transaction:
        last = runs.last(transaction)
        assert last is not None
        assert (last.state, last.finished) == (RunState.RUNNING, None)
    with database.writing() as transaction:
        second = runs.start(transaction, "command", at(1))
        runs.finish(transaction, second, RunState.DONE, at(2), counts={"read": 3})
    with database.reading() as transaction:
        last = runs.last(transaction)
        assert last is not None
        assert (last.trigger, last.state, last.counts) == ("command", RunState.DONE, {"read": 3})


def test_the_last_publication_into_a_directory_is_kept(
    database: Database, at: Callable[[float], datetime]
) -> None:
    for minute, failures in ((0, ("all: no room",)), (1, ())):
        word = runs.Publication(published=at(minute), failures=failures)
        with database.writing() as transaction:
            runs.published(transaction, "/site", word)
        with database.reading() as transaction:
            assert runs.publication(transaction, "/site") == word
            assert runs.publication(transaction, "/elsewhere") is None


def test_the_daemon_is_quoted(database: Database, at: Callable[[float], datetime]) -> None:
    with database.reading() as transaction:
        assert runs.daemon(transaction) is None
    for minute in (0, 1):
        word = runs.Daemon(started=at(0), address="http://127.0.0.1:1/", next_run=at(minute))
        with database.writing() as transaction:
            runs.announce(transaction, word)
        with database.reading() as transaction:
            assert runs.daemon(transaction) == word

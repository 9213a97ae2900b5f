"""The search: entries by their words."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import BigInteger, Float, column, text
from sqlalchemy.orm import Session

from feedsvc.model import Entry
from feedsvc.store import words
from feedsvc.store.entries import shown
from feedsvc.store.filing import first_matches
from feedsvc.store.rows import entry_of
from feedsvc.store.tables import EntryRow

MAX_SECONDS = 3.0  # one very common word over 20,000 entries takes 0.6 s
_STEPS = 1000  # of SQLite's machine, between two looks at the clock


def find(session: Session, query: str, limit: int, skip: int = 0) -> tuple[Entry, ...]:
    """The entries that have all terms of `query` in what they show: the best match first, then the
    newest; the first `skip` are left out. Any text is a query; one without a word finds nothing
    (FAULTS H13).

    Raises: an error of the database, which leaves its transaction as StoreError, after MAX_SECONDS.
    """
    phrases = words.phrases(query)
    if not phrases:
        return ()
    matches = words.MATCHES_POSTGRESQL if words.is_postgresql(session) else words.MATCHES
    columns = matches.columns(column("id", BigInteger), column("rank", Float))
    match = columns.bindparams(query=phrases).subquery("match")
    asked = (
        shown()
        .join(match, match.c.id == EntryRow.id)
        .order_by(match.c.rank, EntryRow.first_seen.desc(), EntryRow.id.desc())
        .limit(limit)
        .offset(skip)
    )
    with limited(session, MAX_SECONDS):
        return tuple(entry_of(entry, revision) for entry, revision in session.execute(asked))


def newest(session: Session, query: str, limit: int) -> tuple[Entry, ...]:
    """The entries that had all terms of `query` when they were first seen, as they are now, the
    newest first: a feed, which nothing enters late. Bounded and raising like `find`.
    """
    if not words.phrases(query):
        return ()
    asked = (
        shown()
        .where(EntryRow.id.in_(first_matches(session, query)), EntryRow.released.is_not(None))
        .order_by(EntryRow.released.desc(), EntryRow.id.desc())
        .limit(limit)
    )
    with limited(session, MAX_SECONDS):
        return tuple(entry_of(entry, revision) for entry, revision in session.execute(asked))


@contextmanager
def limited(session: Session, seconds: float) -> Iterator[None]:
    """A statement in this block that takes longer is ended with an error."""
    if words.is_postgresql(session):
        session.execute(text(f"SET LOCAL statement_timeout = {round(seconds * 1000)}"))
        yield
        return
    connection: Any = session.connection().connection.driver_connection
    deadline = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > deadline, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)

"""Who may do what alone: one daemon on a store, one ingest at a time.

On SQLite a lock is an `flock` on a file beside the database: the kernel lets go of it when its
process dies, however it dies, and a child process does not inherit it. On PostgreSQL it is a
session-level advisory lock on a connection of its own.
"""

import fcntl
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import text

from feedsvc.errors import StoreBusy, StoreError
from feedsvc.store.engine import Database

POLL_SECONDS = 0.05


class Lock(StrEnum):
    """What can be held alone."""

    DAEMON = "daemon"
    INGEST = "ingest"


@contextmanager
def hold(database: Database, lock: Lock, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold `lock` until the block ends, waiting for it at most `wait_seconds`.

    Raises: StoreBusy when another process holds it still.
    """
    if database.file is not None:
        held = _hold_file(database.file, lock, wait_seconds)
    elif database.url.get_backend_name() == "postgresql":
        held = _hold_advisory(database, lock, wait_seconds)
    else:
        yield  # a database in memory has no second process
        return
    with held:
        yield


def is_held(database: Database, lock: Lock) -> bool:
    """Whether another process (or this one, elsewhere) holds `lock` now."""
    try:
        with hold(database, lock):
            return False
    except StoreBusy:
        return True


def _busy(database: object, lock: Lock) -> StoreBusy:
    hints = {
        Lock.DAEMON: "stop it first, or give this one another store.url",
        Lock.INGEST: "wait until that ingest has ended, and try again",
    }
    return StoreBusy(f"another feedsvc holds the {lock} lock of {database}", hints[lock])


@contextmanager
def _hold_file(database: Path, lock: Lock, wait_seconds: float) -> Iterator[None]:
    path = database.with_name(f"{database.name}.{lock}.lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StoreError(
            f"the lock file {path} cannot be opened: {error.strerror}",
            "the database's folder must be writable",
        ) from error
    try:
        deadline = time.monotonic() + wait_seconds
        while not _try_flock(descriptor):
            if time.monotonic() >= deadline:
                raise _busy(database, lock)
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _try_flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _hold_advisory(database: Database, lock: Lock, wait_seconds: float) -> Iterator[None]:
    key = zlib.crc32(f"feedsvc/{lock}".encode())
    deadline = time.monotonic() + wait_seconds
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with database.translating(), engine.connect() as connection:
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            if time.monotonic() >= deadline:
                raise _busy(database, lock)
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})

"""Who may do what alone: one daemon on a store, one ingest at a time.

On SQLite a lock is an `flock` on a file beside the database: the kernel lets go of it when its
process dies, however it dies, and a child process does not inherit it. On PostgreSQL it is a
session-level advisory lock on a connection of its own.
"""

import fcntl
import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from feedsvc.errors import StoreBusy, StoreError
from feedsvc.store.engine import Database

POLL_SECONDS = 0.05


class Lock(StrEnum):
    """What can be held alone."""

    DAEMON = "daemon"
    INGEST = "ingest"


@contextmanager
def hold(
    database: Database,
    lock: Lock,
    *,
    wait_seconds: float = 0.0,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[None]:
    """Hold `lock` until the block ends, waiting for it at most `wait_seconds`; shorter if `sleep`
    returns something true, as `threading.Event.wait` does when it is time to stop.

    Raises: StoreBusy when another process holds it still.
    """
    if database.file is not None:
        opened = _file_lock(database.file, lock)
    elif database.url.get_backend_name() == "postgresql":
        opened = _advisory_lock(database, lock)
    else:
        yield  # a database in memory has no second process
        return
    deadline = time.monotonic() + wait_seconds
    with opened as try_lock:
        while not try_lock(shared=False):
            if time.monotonic() >= deadline or sleep(POLL_SECONDS):
                raise _busy(database, lock)
        yield


def is_held(database: Database, lock: Lock) -> bool:
    """Whether another process (or this one, elsewhere) holds `lock` now.

    Asked with a lock that can be shared, so that two who ask are not in each other's way; who
    wants to `hold` it in this moment has to wait for it.
    """
    if database.file is not None:
        if not _path_of(database.file, lock).exists():
            return False  # nobody has ever held it; asking leaves no trace
        opened = _file_lock(database.file, lock)
    elif database.url.get_backend_name() == "postgresql":
        opened = _advisory_lock(database, lock)
    else:
        return False
    with opened as try_lock:
        return not try_lock(shared=True)


def _busy(database: object, lock: Lock) -> StoreBusy:
    hints = {
        Lock.DAEMON: "stop it first, or give this one another store.url",
        Lock.INGEST: "wait until that ingest has ended, and try again",
    }
    return StoreBusy(f"another feedsvc holds the {lock} lock of {database}", hints[lock])


class _TryLock(Protocol):
    """Takes an opened lock if that can be done at once."""

    def __call__(self, *, shared: bool) -> bool: ...


def _path_of(database: Path, lock: Lock) -> Path:
    return database.with_name(f"{database.name}.{lock}.lock")


@contextmanager
def _file_lock(database: Path, lock: Lock) -> Iterator[_TryLock]:
    path = _path_of(database, lock)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StoreError(
            f"the lock file {path} cannot be opened: {error.strerror}",
            "the database's folder must be writable",
        ) from error

    def try_lock(*, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield try_lock
    finally:
        os.close(descriptor)  # which lets go of it


@contextmanager
def _advisory_lock(database: Database, lock: Lock) -> Iterator[_TryLock]:
    key = {"key": zlib.crc32(f"feedsvc/{lock}".encode())}
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with database.translating(), engine.connect() as connection:

        def try_lock(*, shared: bool) -> bool:
            function = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
            return bool(connection.scalar(text(f"SELECT {function}(:key)"), key))

        try:
            yield try_lock
        finally:  # the connection goes back to the pool, and the locks would go with it
            connection.execute(text("SELECT pg_advisory_unlock_all()"))

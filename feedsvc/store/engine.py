"""Connections and transactions. SQLite runs in WAL mode with one writer; PostgreSQL is the same
code with another URL. Vendor errors leave as `StoreError`.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from feedsvc.errors import StoreError

Transaction: TypeAlias = Session  # what the store's functions work in; opaque to everyone else

_URL_HINT = "write sqlite:///file for a relative path, sqlite:////path/file for an absolute one"
_PASSWORD = re.compile("//[^@]*@")
BUSY_TIMEOUT_SECONDS = 10
# A hundred articles touch 3,000 pages of the posting index, anywhere in it: they are to fit into
# memory (2 MB by default), and not to be copied from the log after each commit (1,000 pages).
CACHE_KIB = 16_384
CHECKPOINT_PAGES = 8_192
APPLICATION_ID = 0x66656564  # "feed": `file` names the database, and a stranger's is refused
_WRITES = "feedsvc_writes"


class Database:
    """An engine, and the two kinds of transaction that the store's functions take."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.file = _file_of(self.url)
        self.engine = _create(self.url)
        self._writer = self.engine.execution_options(**{_WRITES: True})

    @property
    def is_there(self) -> bool:
        """Whether there is a database to ask; opening one would make an empty file."""
        return self.file is None or self.file.is_file()

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    def make_folder(self) -> None:
        """Make the folder that SQLite's file will lie in, for this user only.

        Raises: StoreError.
        """
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the database's folder {self.file.parent} cannot be made: {error.strerror}",
                "choose another store.url, or make the folder writable",
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A short read transaction: everything in it sees one state of the database.

        Raises: StoreError.
        """
        with self.translating(), Session(self.engine, autoflush=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A write transaction, immediate from its start: committed whole, or rolled back.

        SQLite's default (deferred) transactions lose updates between processes, so a
        transaction that may write takes the write lock first (FAULTS E1, E2).

        Raises: StoreError.
        """
        with self.translating(), Session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def connecting(self) -> Iterator[Connection]:
        """A connection of its own in a write transaction, for migrations and locks.

        Raises: StoreError.
        """
        with self.translating(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back to the system."""
        self.engine.dispose()

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Vendor errors that leave this block are `StoreError`s."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            cause = str(getattr(error, "orig", None) or error).strip().split("\n", 1)[0]
            raise StoreError(f"the database {self} failed: {cause}", _hint(cause)) from error


def rows_of(session: Session, sql: str, values: tuple[Any, ...]) -> list[Any]:
    """The rows that a statement in the driver's own words gives. SQLite's driver is asked itself:
    to describe the result, SQLAlchemy took a third of the time of a look-up.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        return list(driver.execute(sql, values))
    return list(connection.exec_driver_sql(sql, values))


def parse_url(url: str) -> URL:
    """`url` as SQLAlchemy reads it; a bare ``postgresql:`` gets the driver that is installed with
    the extra.

    Raises: StoreError for a URL that names no database of ours.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        shown = _PASSWORD.sub("//***@", url)
        raise StoreError(f"store.url is not a database URL: {shown!r}", _URL_HINT) from error
    if parsed.get_backend_name() == "sqlite" and parsed.host:  # sqlite://file, the likely slip
        raise StoreError(f"store.url names a host, which sqlite has not: {url!r}", _URL_HINT)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreError(
            f"store.url names {parsed.drivername!r}",
            "feedsvc keeps its state in sqlite or postgresql",
        )
    return parsed


def _create(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = (
        {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}}
        if is_sqlite
        else {"pool_pre_ping": True, "pool_size": 4, "max_overflow": 4}
    )
    try:
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"no driver for {url.drivername}", "install feedsvc with its postgres extra"
        ) from error
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, never by the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",  # a power cut may cost the last runs; the inputs are still there
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
        f"cache_size=-{CACHE_KIB}",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _file_of(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database)).absolute()


_HINTS = (
    ("locked", "another process is writing; try again, or stop the other one"),
    ("readonly", "the database's file and its folder must be writable"),
    ("read-only", "the database's file and its folder must be writable"),
    ("unable to open", "the database's folder must exist and be writable"),
    ("full", "free some disk space; what was in hand was rolled back and will be taken again"),
    ("disk i/o", "look at the disk's health and space; what was in hand was rolled back"),
    ("malformed", "restore the database from a backup, or move it away: a new one is rebuilt"),
    ("not a database", "store.url points at some other file"),
    ("connection", "is the database server running, and does store.url name it?"),
    ("password", "look at the user and the password in store.url"),
)


def _hint(cause: str) -> str:
    lowered = cause.lower()
    return next((hint for sign, hint in _HINTS if sign in lowered), "see the log for the cause")

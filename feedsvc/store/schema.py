"""The schema's version: what the database has, what this software wants, and the way up.

Reading the version costs one query; Alembic is imported only when there is something to migrate.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from feedsvc.errors import SchemaError
from feedsvc.store.engine import APPLICATION_ID, Database

REVISIONS = ("0001",)  # every revision, oldest first; the last is what this software needs
_MIGRATION_LOCK = 0x66656564


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """Where the database stands. `current` is None for an empty one."""

    current: str | None
    wanted: str

    @property
    def is_current(self) -> bool:
        return self.current == self.wanted


def check(database: Database) -> SchemaReport:
    """The schema's version, without changing anything.

    Raises: SchemaError if the database is newer than this software, or is not one of ours.
    """
    if not database.is_there:
        return SchemaReport(current=None, wanted=REVISIONS[-1])
    with database.reading() as session:
        return _report(database, session.connection())


def require_current(database: Database) -> None:
    """Raises: SchemaError unless the schema is what this software wants."""
    report = check(database)
    if not report.is_current:
        has = "is empty" if report.current is None else f"has schema {report.current}"
        raise SchemaError(
            f"the database {database} {has}, and {report.wanted} is needed",
            "run `feedsvc db upgrade` (`run` and `ingest` do it by themselves)",
        )


def upgrade(database: Database) -> SchemaReport:
    """Bring the schema to this software's version: all of it in one transaction, or nothing.

    Returns: where it stood before.
    Raises: SchemaError as `check` does.
    """
    before = check(database)
    if before.is_current:
        return before
    database.make_folder()
    with database.connecting() as connection:
        if connection.dialect.name == "postgresql":  # SQLite's transaction is alone already
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if not _report(database, connection).is_current:
            _migrate(connection)
    return before


def _report(database: Database, connection: Connection) -> SchemaReport:
    current = _current(connection)
    if current is None and inspect(connection).get_table_names():
        raise SchemaError(
            f"the database {database} has tables that are not feedsvc's",
            "let store.url name a database (or schema) of its own",
        )
    if current is not None and current not in REVISIONS:
        raise SchemaError(
            f"the database {database} has schema {current}, which this version does not know",
            "it was written by a newer feedsvc: install that one, or restore an older backup",
        )
    return SchemaReport(current=current, wanted=REVISIONS[-1])


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("feedsvc_schema"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM feedsvc_schema"))
    return version


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  0.4 s to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def damage(database: Database) -> tuple[str, ...]:
    """What the database itself finds wrong with its file (SQLite only); empty if all is well."""
    if database.url.get_backend_name() != "sqlite" or not database.is_there:
        return ()
    with database.reading() as session:
        found = [row[0] for row in session.execute(text("PRAGMA quick_check(20)"))]
        found += [
            f"broken reference in {row[0]}"
            for row in session.execute(text("PRAGMA foreign_key_check"))
        ]
    return tuple(line for line in found if line != "ok")

"""The schema comes into being whole, is recognized, and a stranger's is refused."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from feedsvc.errors import SchemaError, StoreError
from feedsvc.store import schema
from feedsvc.store.engine import APPLICATION_ID, Database
from feedsvc.store.tables import Base


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.connecting() as connection:
        options = {"version_table": "feedsvc_schema", "include_name": _is_no_index_of_words}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def _is_no_index_of_words(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text index, and the tables that SQLite keeps for it, are outside the metadata."""
    return kind != "table" or not str(name).startswith("entry_words")


def test_an_upgrade_of_a_current_database_changes_nothing(database: Database) -> None:
    assert schema.upgrade(database).is_current
    schema.require_current(database)
    assert schema.damage(database) == ()


def test_an_empty_database_is_asked_for_an_upgrade(database_url: str) -> None:
    database = Database(database_url)
    assert schema.check(database).current is None
    with pytest.raises(SchemaError, match="is empty") as caught:
        schema.require_current(database)
    assert "feedsvc db upgrade" in caught.value.hint
    database.close()


def test_a_check_makes_no_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none/feedsvc.db")
    schema.check(database)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.writing() as transaction:
        transaction.execute(text("UPDATE feedsvc_schema SET version_num = '9999'"))
    for function in (schema.check, schema.upgrade, schema.require_current):
        with pytest.raises(SchemaError, match="schema 9999") as caught:
            function(database)
        assert "newer feedsvc" in caught.value.hint


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    database = Database(f"sqlite:///{path}")
    with pytest.raises(SchemaError, match="not feedsvc's"):
        schema.upgrade(database)
    with database.reading() as transaction:
        assert transaction.scalar(text("SELECT count(*) FROM sqlite_master")) == 1
    database.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear database, " * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="not a database") as caught:
        schema.check(database)
    assert "letter.db" in str(caught.value)
    database.close()


def test_sqlite_files_carry_our_application_id_and_are_private(tmp_path: Path) -> None:
    path = tmp_path / "state" / "feedsvc.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.reading() as transaction:
        assert transaction.scalar(text("PRAGMA application_id")) == APPLICATION_ID
        assert transaction.scalar(text("PRAGMA journal_mode")) == "wal"
        assert transaction.scalar(text("PRAGMA foreign_keys")) == 1
    assert path.parent.stat().st_mode & 0o077 == 0
    database.close()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "oracle://x"])
def test_a_url_that_is_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Database(url)
    assert "sqlite" in caught.value.hint


def test_a_password_is_never_shown() -> None:
    database = Database("postgresql://someone:canary-secret@127.0.0.1:1/none")
    assert "canary-secret" not in str(database)
    with pytest.raises(StoreError) as caught:
        schema.check(database)
    assert "canary-secret" not in str(caught.value)
    database.close()

"""Inserts that every new article takes, past SQLAlchemy's compiler: it would take most of the time.

The values are what the columns' types make of them; the statement is written once.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.orm import Session

from feedsvc.errors import StoreError


def inserted(session: Session, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row with these columns, the rest null; its key, which the database gives.

    Raises: StoreError for a value that its column does not take.
    """
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    processors = _processors(table, tuple(values), connection.dialect)
    try:
        row = tuple(
            value if process is None else process(value)
            for process, value in zip(processors, values.values(), strict=True)
        )
    except ValueError as error:
        raise StoreError(f"{table.name}: {error}", "this is a defect: please report it") from error
    result = connection.exec_driver_sql(_statement(table, tuple(values), is_sqlite=is_sqlite), row)
    return int(result.lastrowid if is_sqlite else result.scalar_one())


@lru_cache(maxsize=16)
def _statement(table: Table, names: tuple[str, ...], *, is_sqlite: bool) -> str:
    marks = ", ".join(["?" if is_sqlite else "%s"] * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608  names of ours
    return sql if is_sqlite else f"{sql} RETURNING id"


@lru_cache(maxsize=16)
def _processors(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[Callable[[Any], Any] | None, ...]:
    types = (table.columns[name].type for name in names)
    return tuple(one.dialect_impl(dialect).bind_processor(dialect) for one in types)

"""The commands about the database: db upgrade, db check."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from feedsvc.cli.options import DONE, DONE_WITH_LOSSES, Invocation, shared
from feedsvc.cli.output import print_json

if TYPE_CHECKING:
    from feedsvc.store.engine import Database


@click.group()
def db() -> None:
    """Upgrade or check the database."""


@db.command()
@shared
def upgrade(invocation: Invocation) -> int:
    """Bring the schema to this version, whole or not at all. `run` and `ingest` do it too."""
    from feedsvc.store import schema

    with _database(invocation) as database:
        before = schema.upgrade(database)
        name = str(database)
    if invocation.json:
        print_json({"database": name, "before": before.current, "now": before.wanted})
    elif before.is_current:
        click.echo(f"{name} has schema {before.wanted} already")
    else:
        click.echo(f"{name}: schema {before.current or 'none'} -> {before.wanted}")
    return DONE


@db.command()
@shared
def check(invocation: Invocation) -> int:
    """Say whether the database is sound and has the schema of this version; if not, end with 1."""
    from feedsvc.store import schema

    with _database(invocation) as database:
        report = schema.check(database)
        damage = schema.damage(database)
        name = str(database)
    is_good = report.is_current and not damage
    if invocation.json:
        print_json({"database": name, "ok": is_good, "schema": report, "damage": damage})
        return DONE if is_good else DONE_WITH_LOSSES
    click.echo(f"{name}: schema {report.current or 'none'}, {report.wanted} is needed")
    if not report.is_current:
        click.echo(" hint: run `feedsvc db upgrade`", err=True)
    for line in damage:
        click.echo(f"damaged: {line}", err=True)
    return DONE if is_good else DONE_WITH_LOSSES


@contextmanager
def _database(invocation: Invocation) -> "Iterator[Database]":
    from feedsvc.store.engine import Database

    with closing(Database(invocation.settings().store.url)) as database:
        yield database

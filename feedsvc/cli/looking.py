"""The commands that look and change nothing: status, inspect, why."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedsvc.cli.lineage import print_versions
from feedsvc.cli.options import CANNOT, DONE, DONE_WITH_LOSSES, Invocation, shared
from feedsvc.cli.output import print_json, when

if TYPE_CHECKING:
    from uuid import UUID

    from feedsvc.status import Status
    from feedsvc.store.answers import FileAnswer
    from feedsvc.store.engine import Transaction


@click.command()
@shared
def status(invocation: Invocation) -> int:
    """What is stored, the last and the next run, and what is wrong.

    Ends with 0 if all is well and 1 if not, so it serves as a health check.
    """
    from feedsvc import status as service_status
    from feedsvc.data import as_data
    from feedsvc.services import now, open_services

    with open_services(invocation.settings()) as services:
        found = service_status.look(services, now())
    if invocation.json:
        print_json({"healthy": found.healthy, **as_data(found)})
    else:
        _print_status(found)
    return DONE if found.healthy else DONE_WITH_LOSSES


def _print_status(found: "Status") -> None:
    totals, last = found.totals, found.last_run
    click.echo(f"{'healthy' if found.healthy else 'not well'}")
    for reason in found.reasons:
        click.echo(f"  ! {reason}")
    click.echo(f"stored:    {totals.entries} entries in {totals.revisions} revisions")
    click.echo(f"files:     {_listed(totals.files)}")
    click.echo(f"records:   {_listed(totals.records)}")
    if totals.rejected:
        click.echo(f"rejected:  {_listed(totals.rejected)}")
    if last is None:
        click.echo("last run:  never")
    else:
        counts = _listed({name: count for name, count in last.counts.items() if count})
        click.echo(f"last run:  {when(last.started)}, by {last.trigger}: {last.state} ({counts})")
    click.echo(f"published: {when(found.published)}")
    if found.daemon is None:
        click.echo("daemon:    not running")
    else:
        click.echo(f"daemon:    since {when(found.daemon.since)} at {found.daemon.address}")
        click.echo(f"next run:  {when(found.daemon.next_run)}")
    click.echo(f"database:  {found.database}")
    for problem in found.problems:
        click.echo(f"  ! {problem.path}: {problem.state}: {problem.detail}")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False))
@click.option("--all-lines", is_flag=True, help="Show blank lines too.")
@shared
def inspect(invocation: Invocation, path: Path, *, all_lines: bool) -> int:
    """Explain one dump, changing nothing: each line's label and why, the fields and where they
    come from, and what an ingest would make of it.
    """
    from feedsvc.cli.inspecting import inspect_dump, print_inspection

    inspection = inspect_dump(invocation.settings(), path)
    if invocation.json:
        print_json(inspection)
    else:
        print_inspection(inspection, all_lines=all_lines)
    return DONE


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False))
@shared
def why(invocation: Invocation, path: Path) -> int:
    """The ledger's answer for one file: when it was seen, what was in it, what became of it."""
    from feedsvc.cli.ruling import print_ruling
    from feedsvc.data import as_data
    from feedsvc.inbox import locations
    from feedsvc.services import open_services
    from feedsvc.store import answers, families, lineage, rulings

    settings = invocation.settings()
    names = list(locations(path, settings.inbox.directory))
    with open_services(settings) as services, services.database.reading() as transaction:
        found = (answers.why(transaction, name.directory, name.path) for name in names)
        answer = next((one for one in found if one is not None), None)
        roots = _roots(transaction, answer) if answer is not None else set()
        told = lineage.versions(transaction, roots)
        decided = rulings.about(transaction, families.members(transaction, roots))
    if answer is None:
        click.echo(f"{names[0].path} in {names[0].directory} was never seen", err=True)
        click.echo(" hint: is it in the watched folder? `feedsvc ingest PATH` takes it", err=True)
        return CANNOT
    if invocation.json:
        print_json({**as_data(answer), "versions": told, "decisions": decided})
        return DONE
    _print_answer(answer)
    print_versions(told)
    if decided:
        click.echo("  decided by hand:")
    for kept in decided:
        print_ruling(kept, indent="  ")
    return DONE


def _roots(transaction: "Transaction", answer: "FileAnswer") -> "set[UUID]":
    """The items that the file's records belong to now."""
    from feedsvc.store import families

    records = [record for dump in answer.dumps for record in dump.records]
    roots = (families.root_of(transaction, one.entry_id) for one in records if one.entry_id)
    return {root for root in roots if root is not None}


def _print_answer(answer: "FileAnswer") -> None:
    click.echo(f"{answer.path}")
    click.echo(f"  in {answer.directory}, first seen {when(answer.first_seen)}")
    state = f"  {answer.state} since {when(answer.changed)}"
    click.echo(state + (f": {answer.reason}" if answer.reason else ""))
    if answer.detail:
        click.echo(f"    {answer.detail}")
    if answer.missing_since:
        click.echo(f"  no longer in the folder since {when(answer.missing_since)}")
    for dump in answer.dumps:
        click.echo(f"  dump sha256:{dump.sha256}, {dump.size} bytes, seen {when(dump.seen)}")
        for other in dump.also_at:
            click.echo(f"    the same bytes as {other}")
        for record in dump.records:
            reason = f" ({record.reason})" if record.reason else ""
            outcome = f"{record.outcome}{reason}"
            if dump.is_copy and record.outcome != "rejected":
                outcome = f"duplicate; the same bytes elsewhere were {outcome}"
            click.echo(f"    record {record.position}: {outcome}")
            if record.detail:
                click.echo(f"      {record.detail}")
            if record.entry_id is not None:
                version = f", revision {record.revision}" if record.revision else ""
                click.echo(f"      {record.entry_id.urn}{version}; it shows: {record.title}")

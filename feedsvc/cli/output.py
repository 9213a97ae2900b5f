"""How results are printed: plain lines for people, one JSON document with --json."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from feedsvc.config import Settings
    from feedsvc.pipeline import IngestReport, Loss, PublishReport
    from feedsvc.services import RunReport


def print_json(value: Any) -> None:
    """One JSON document on stdout: keys as in the dataclasses, times RFC 3339."""
    from feedsvc.data import as_data

    text = json.dumps(as_data(value), ensure_ascii=False, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:  # JSON has escapes of its own
        text = json.dumps(as_data(value), indent=2)
    click.echo(text)


def print_run(report: "RunReport") -> None:
    """What became of everything, in a few lines."""
    print_ingest(report.ingest)
    if report.publish is not None:
        print_publish(report.publish)
    losses = (*report.ingest.losses, *(report.publish.losses if report.publish else ()))
    print_losses(losses, report.ingest.lost - len(report.ingest.losses))


def print_ingest(report: "IngestReport") -> None:
    """The files, then the records; the counts of records add up."""
    files = ", ".join(f"{count} {state}" for state, count in report.files.items() if count)
    click.echo(f"files:   {files or 'none'}")
    reasons = ", ".join(f"{count} {reason}" for reason, count in report.rejected_by_reason.items())
    click.echo(
        f"records: {report.read} read = {report.new} new + {report.revised} revised + "
        f"{report.duplicate} duplicate + {report.rejected} rejected"
        + (f" ({reasons})" if reasons else "")
    )
    if report.state != "done":
        click.echo(f"ended:   {report.state}; the next run takes the rest")


def print_publish(report: "PublishReport") -> None:
    """The feeds, then the files."""
    feeds = ", ".join(f"{slug} ({count})" for slug, count in report.feeds.items())
    click.echo(f"feeds:   {feeds or 'none'}")
    click.echo(
        f"site:    {len(report.written)} files written, {report.unchanged} unchanged, "
        f"{report.removed} removed"
    )
    if report.missed:
        say_missed(report.missed)


def say_missed(slugs: Sequence[str]) -> None:
    """On stderr: feeds that were published and that no setting names any more."""
    from feedsvc.pipeline.reports import MISSED_HINT

    click.echo(f"missed:  {', '.join(slugs)}", err=True)
    click.echo(f"   hint: {MISSED_HINT}", err=True)


def print_losses(losses: "tuple[Loss, ...]", unnamed: int = 0) -> None:
    """On stderr: each thing that was lost, and what to do about it."""
    for loss in losses:
        click.echo(f"lost: {loss.subject}: {loss.message}", err=True)
        click.echo(f"      {loss.hint}", err=True)
    if unnamed > 0:
        click.echo(f"lost: {unnamed} more; `feedsvc status` lists them", err=True)


def print_addresses(settings: "Settings", *, as_json: bool) -> None:
    """Where to look, and what to subscribe to."""
    from feedsvc.feeds import Addresses, Format

    addresses = Addresses(settings.base_url)
    feeds = {
        feed.slug: {format_.label: addresses.feed(feed.slug, format_) for format_ in Format}
        for feed in settings.definitions
    }
    if as_json:
        click.echo(json.dumps({"open": addresses.home, "feeds": feeds}))
    else:
        click.echo("feedsvc is running; stop it with Ctrl-C")
        click.echo(f"  folder     {settings.inbox.directory}")
        click.echo(f"  open       {addresses.home}")
        for label, url in (item for feed in feeds.values() for item in feed.items()):
            click.echo(f"  subscribe  {url}  ({label})")


def when(moment: datetime | None) -> str:
    """A time for people, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment is not None else "never"


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr if that is a terminal; nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)

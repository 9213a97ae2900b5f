"""The command that asks what readers would make of a publication: check."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.options import DONE, DONE_WITH_LOSSES, Invocation, shared
from feedsvc.cli.output import print_json

if TYPE_CHECKING:
    from feedsvc.pipeline import CheckReport


@click.command()
@click.argument("feeds", nargs=-1, metavar="[FEED]…")
@click.option(
    "--accepted", is_flag=True, help="Ask what `publish --accept` would do to subscribers."
)
@shared
def check(invocation: Invocation, feeds: tuple[str, ...], *, accepted: bool) -> int:
    """What readers would make of a publication now, changing nothing.

    What is out and what would go out are replayed through models of how Miniflux, FreshRSS,
    NetNewsWire and reader tell items apart. FEEDs are slugs; all feeds without any. Ends with 1
    if a feed would be held back, or if anything old would come back as new.
    """
    from feedsvc.pipeline import check as replay_feeds
    from feedsvc.services import open_services

    with open_services(invocation.settings()) as services:
        report = replay_feeds(services.publisher, feeds, is_accepted=accepted)
    print_json(report) if invocation.json else _print(report)
    return DONE if report.is_harmless else DONE_WITH_LOSSES


def _print(report: "CheckReport") -> None:
    for feed in report.feeds:
        click.echo(f"{feed.feed}: {feed.entries} entries")
        for reason in feed.reasons:
            click.echo(f"  ! {reason}")
        for found in feed.readers:
            formats = ", ".join(found.formats)
            click.echo(
                f"  {found.reader:12} new {found.new}, changed {found.changed}, "
                f"resurfaced {found.resurfaced}, duplicates {found.duplicates}  ({formats})"
            )

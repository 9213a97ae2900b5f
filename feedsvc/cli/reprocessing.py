"""The command that reads everything again with today's knowledge: reprocess."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from feedsvc.cli.options import DONE, DONE_WITH_LOSSES, Invocation, shared
from feedsvc.cli.output import print_json, print_losses, print_publish, progress_bar
from feedsvc.cli.stopping import stopping

if TYPE_CHECKING:
    from feedsvc.pipeline import PublishReport, ReprocessReport
    from feedsvc.pipeline.replay import Item, Regrouping
    from feedsvc.pipeline.reprocess import Reread

SHOWN = 20  # changes that are told; --all tells every one


@click.command()
@click.option("--dry-run", is_flag=True, help="Change nothing; also say what would merge or split.")
@click.option("--all", "tell_all", is_flag=True, help=f"Tell every change, not the first {SHOWN}.")
@shared
def reprocess(invocation: Invocation, *, dry_run: bool, tell_all: bool) -> int:
    """Read every stored article again from its dump, and publish what is better.

    For after an update, or when a publisher has become better known. Ids and dates stay; an
    article counts as updated only if its text is materially different. With --dry-run, everything
    is also decided anew in a store that is thrown away, so it shows what new thresholds would do.
    """
    from feedsvc.cli.commands import telling
    from feedsvc.pipeline import Request
    from feedsvc.pipeline import reprocess as reread_all
    from feedsvc.services import open_services, publish_once

    published: PublishReport | None = None
    with (
        open_services(invocation.settings(), upgrade=True) as services,
        stopping() as stop,
        progress_bar() as progress,
    ):
        request = Request(trigger="command", stop=stop, progress=progress)
        report = reread_all(services.journey, request, dry_run=dry_run)
        if not dry_run:
            published = publish_once(telling(services))
    if invocation.json:
        print_json({"reprocess": report, "publish": published})
    else:
        _print(report, None if tell_all else SHOWN)
        if published is not None:
            print_publish(published)
            print_losses(published.losses)
    is_whole = report.is_complete and not report.unreadable
    return DONE if is_whole and (not published or not published.losses) else DONE_WITH_LOSSES


def _print(report: "ReprocessReport", most: int | None) -> None:
    changed = sum(report.kinds.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(report.kinds.items()))
    verb = "would read" if report.is_dry_run else "read"
    click.echo(f"{report.versions} versions: {report.unchanged} as before, {changed} {verb} anew")
    if kinds:
        click.echo(f"  {kinds}")
    for one in report.changes[:most]:
        _print_change(one)
    if most is not None and changed > most:
        click.echo(f"  … and {changed - most} more (--all, or --json)")
    _print_list("no dump is left of these; they stay as they are", report.gone, most)
    _print_list("could not be read as articles; they stay as they are", report.unreadable, most)
    _print_list("rejected, and would be articles now", report.readable, most)
    if report.regrouping is not None:
        _print_regrouping(report.regrouping)
    if not report.is_complete:
        click.echo("stopped before the end; the rest is as it was")


def _print_change(one: "Reread") -> None:
    place = "" if one.is_shown else ", a version that is not shown"
    click.echo(f"  {one.path}#{one.position}: {one.title}{place}")
    click.echo(f"    {one.kind}: {one.reason} ({', '.join(one.fields)})")
    for line in one.difference:
        color = "green" if line.startswith("+") else "red"
        click.echo(click.style(f"      {line}", fg=color))


def _print_list(title: str, subjects: Sequence[str], most: int | None) -> None:
    if subjects:
        click.echo(f"{title}: {len(subjects)}")
        for subject in subjects[:most]:
            click.echo(f"  {subject}")


def _print_regrouping(found: "Regrouping") -> None:
    click.echo(
        f"decided anew: {len(found.merged)} would merge, {len(found.split)} would come apart, "
        f"{len(found.resurfaced)} would come up as new"
    )
    for items in found.merged:
        click.echo(f"  one: {_named(items)}")
    for whole, *parts in found.split:
        click.echo(f"  apart: {_named([whole])} -> {_named(parts)}")
    for item in found.resurfaced:
        click.echo(f"  new: {_named([item])}")
    if found.merged or found.split:
        click.echo("  reprocess leaves items as they are; `feedsvc merge` and `split` change them")


def _named(items: "Sequence[Item]") -> str:
    return "; ".join(f"{item.entry_id.urn} {item.title!r}" for item in items)

"""The commands that do something: run, ingest, publish, serve."""

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from feedsvc.cli.options import DONE, DONE_WITH_LOSSES, Invocation, abandon_stdout, flush, shared
from feedsvc.cli.output import (
    print_addresses,
    print_json,
    print_losses,
    print_publish,
    print_run,
    progress_bar,
)
from feedsvc.cli.stopping import stopping

if TYPE_CHECKING:
    from feedsvc.config import Settings
    from feedsvc.services import Services


@click.command()
@shared
def run(invocation: Invocation) -> int:
    """Watch the folder, publish and serve, until SIGTERM or Ctrl-C.

    The folder is read at once and then as schedule.ingest says, sooner when a file arrives. The
    first signal lets the dump in hand be finished; a second one ends the process at once.
    """
    _stop_at_once()
    from feedsvc import daemon

    settings = invocation.settings(is_service=True)
    return daemon.run(settings, _announcer(invocation))


@click.command()
@shared
def serve(invocation: Invocation) -> int:
    """Serve what is published, without reading the folder."""
    _stop_at_once()
    from feedsvc import daemon

    settings = invocation.settings(is_service=True)
    return daemon.serve(settings, _announcer(invocation))


def _stop_at_once() -> None:
    """Until the service has begun, and handles signals itself, a signal finds nothing to finish:
    an orderly stop is an end with status 0. Loading takes a second; without this, a supervisor
    that changes its mind would see a crash.
    """

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(DONE)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)


def _announcer(invocation: Invocation) -> "Callable[[Settings], None]":
    def announce(settings: "Settings") -> None:
        try:
            print_addresses(settings, as_json=invocation.json)
            flush()
        except OSError:  # whoever started the service does not listen: no reason not to serve
            abandon_stdout()

    return announce


@click.command()
@click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="[PATH]…"
)
@click.option(
    "--backfill",
    is_flag=True,
    help="What is found is history: it goes into the archives, and into no feed at once.",
)
@shared
def ingest(invocation: Invocation, paths: tuple[Path, ...], *, backfill: bool) -> int:
    """Take what is new in the folder, once, and publish.

    With PATHs, take those files and folders instead, wherever they are. Works beside a running
    daemon. An unchanged file is not read again. Ends with 1 if something was lost.
    """
    from feedsvc.pipeline import Request
    from feedsvc.services import open_services, run_once

    settings = invocation.settings()
    with (
        open_services(settings, upgrade=True) as services,
        stopping() as stop,
        progress_bar() as progress,
    ):
        request = Request(
            trigger="command",
            paths=paths,
            backfill=backfill,
            stop=stop,
            progress=progress,
            waiting=_say_waiting,
        )
        report = run_once(telling(services), request)
    print_json(report) if invocation.json else print_run(report)
    return DONE_WITH_LOSSES if report.has_losses else DONE


def _say_waiting(pending: int) -> None:
    click.echo(f"waiting for {pending} files to rest (inbox.settle_seconds)", err=True)


@click.command()
@click.option(
    "--accept",
    multiple=True,
    metavar="FEED",
    help="Let this feed (its slug) out although the guard held it back.",
)
@shared
def publish(invocation: Invocation, accept: tuple[str, ...]) -> int:
    """Bring the feeds and pages up to date with the store, without reading the folder."""
    from feedsvc.services import open_services, publish_once

    with open_services(invocation.settings()) as services:
        report = publish_once(telling(services), accept)
    if invocation.json:
        print_json(report)
    else:
        print_publish(report)
        print_losses(report.losses)
    return DONE_WITH_LOSSES if report.has_losses else DONE


def telling(services: "Services") -> "Services":
    """The services, which tell the hub, if one is set, of what they publish."""
    url = services.settings.site.hub_url
    if url is None:
        return services
    from feedsvc.web import tell_once

    return replace(services, tell=lambda topics: tell_once(url, topics))

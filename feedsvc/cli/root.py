"""The top command: what it is called with, and how an error becomes an exit status."""

import os
from pathlib import Path

import click

from feedsvc import __version__
from feedsvc.cli import commands
from feedsvc.cli.checking import check
from feedsvc.cli.configuring import config as config_group
from feedsvc.cli.database import db
from feedsvc.cli.looking import inspect, status, why
from feedsvc.cli.options import Invocation, common
from feedsvc.cli.reprocessing import reprocess
from feedsvc.cli.ruling import decisions, merge, restore, split, withdraw


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(__version__, prog_name="feedsvc")
@common
@click.pass_context
def feedsvc(context: click.Context, config: Path | None, json: bool, verbose: int) -> None:
    """A folder of scraped article dumps goes in, feeds that people subscribe to come out.

    \b
    feedsvc run             watch the folder, publish and serve, until told to stop
    feedsvc ingest          do it once, now, and say what became of every page
    feedsvc inspect FILE    explain every line of one dump, changing nothing

    Settings come from config/feedsvc.toml (or --config, or $FEEDSVC_CONFIG) and from variables
    such as FEEDSVC_INBOX__DIRECTORY; without any, the defaults work. Exit status: 0 done, 1 done
    with losses, 2 cannot.
    """
    context.obj = Invocation(config=config, json=json, verbose=verbose)


for _command in (
    commands.run,
    commands.ingest,
    commands.publish,
    check,
    commands.serve,
    status,
    inspect,
    why,
    reprocess,
    merge,
    split,
    withdraw,
    restore,
    decisions,
    config_group,
    db,
):
    feedsvc.add_command(_command)


# Read by the linear algebra below numpy when it is first imported; worker processes inherit them.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """The entry point of the console script.

    Matrices here are tiny: a thread for each processor made one page take 300 ms of their time.
    Pages are read side by side by processes instead. Who sets a variable is heeded.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    feedsvc(prog_name="feedsvc")

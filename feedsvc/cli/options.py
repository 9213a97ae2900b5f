"""What every command shares: --config, --json and -v, the settings, and the way errors end."""

import errno
import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedsvc.errors import FeedsvcError

if TYPE_CHECKING:
    from feedsvc.config import Settings

DONE, DONE_WITH_LOSSES, CANNOT = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """How the command was called."""

    config: Path | None = None
    json: bool = False
    verbose: int = 0

    @property
    def config_file(self) -> Path | None:
        """The configuration file in force."""
        from feedsvc.config.loading import find_file

        return find_file(self.config)

    def settings(self, *, is_service: bool = False) -> "Settings":
        """The validated settings, and the log turned on: as they say for a service, warnings only
        for a command, which prints a report of its own (more with -v).

        Raises: ConfigError.
        """
        from feedsvc.cli.logs import turn_on
        from feedsvc.config import load

        settings = load(self.config_file)
        level = settings.log.level if is_service else "warning"
        turn_on(level, settings.log.format, self.verbose)
        return settings


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --config, --json and -v, which may stand before a command's name or after it."""
    options = (
        click.option(
            "--config",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="The configuration file.  [default: config/feedsvc.toml if there is one]",
        ),
        click.option("--json", is_flag=True, help="Print the result as JSON (docs/commands.md)."),
        click.option("-v", "--verbose", count=True, help="Log more on stderr; twice for all."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def shared(function: Callable[..., int]) -> Callable[..., None]:
    """A command that gets an `Invocation` and returns its exit status."""

    @common
    @functools.wraps(function)
    def command(config: Path | None, json: bool, verbose: int, **arguments: Any) -> None:
        before = click.get_current_context().find_object(Invocation) or Invocation()
        invocation = Invocation(
            config=config or before.config,
            json=json or before.json,
            verbose=verbose + before.verbose,
        )
        print_what_can_be_printed()
        try:
            status = function(invocation, **arguments)
            flush()
        except FeedsvcError as error:
            status = complain(error)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            status = DONE_WITH_LOSSES
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise  # a closed pipe, say, which click ends quietly
            abandon_stdout()
            status = complain(FeedsvcError("the result could not be written: no space is left"))
        sys.exit(status)

    return command


def print_what_can_be_printed() -> None:
    """A character that the terminal's encoding lacks is escaped: it does not end the command."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def flush() -> None:
    """Let go of what was printed."""
    if sys.stdout is not None:  # it was closed by whoever started us
        sys.stdout.flush()


def abandon_stdout() -> None:
    """Let what is still in the buffer go nowhere: there is no room for it."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def complain(error: FeedsvcError) -> int:
    """Say on stderr what happened and what can be done about it."""
    click.echo(f"error: {error.message.rstrip()}", err=True)
    if error.hint:
        click.echo(f" hint: {error.hint}", err=True)
    return CANNOT

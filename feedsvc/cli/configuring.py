"""The commands about the settings: config show, config check."""

import math
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli.options import DONE, Invocation, shared
from feedsvc.cli.output import print_json, say_missed

if TYPE_CHECKING:
    from feedsvc.config import Settings

_SECRET, _PASSWORD = "*" * 10, ":***@"  # how pydantic and SQLAlchemy hide them


@click.group()
def config() -> None:
    """Show or check the settings."""


@config.command()
@shared
def show(invocation: Invocation) -> int:
    """Every setting with the value in force, as TOML. Secrets are not shown."""
    settings = invocation.settings()
    if invocation.json:
        print_json(_values(settings))
        return DONE
    click.echo(f"# from {invocation.config_file or 'the defaults'} and the environment")
    for section, value in _values(settings).items():
        tables = value if isinstance(value, list) else [value]
        for table in tables:
            click.echo(f"\n[[{section}]]" if isinstance(value, list) else f"\n[{section}]")
            for key, item in table.items():
                click.echo(_line(key, item))
    return DONE


def _line(key: str, value: Any) -> str:
    if value is None:
        return f"# {key} is not set"
    if isinstance(value, str) and (value == _SECRET or _PASSWORD in value):
        return f"# {key} = {_toml(value)}  # is set; the secret is not shown"
    return f"{key} = {_toml(value)}"


@config.command()
@shared
def check(invocation: Invocation) -> int:
    """Say whether the settings can be used; if not, list every problem and end with 2.

    Feeds that were published and are no longer configured are named too.
    """
    from feedsvc.services import missed_feeds

    missed = missed_feeds(invocation.settings())
    where = str(invocation.config_file) if invocation.config_file else None
    if invocation.json:
        print_json({"ok": True, "file": where, "missed": missed})
    else:
        click.echo(f"the configuration ({where or 'defaults'}) is good")
        if missed:
            say_missed(missed)
    return DONE


def _values(settings: "Settings") -> dict[str, Any]:
    from feedsvc.data import as_data
    from feedsvc.store.engine import parse_url

    values: dict[str, Any] = {
        name: as_data(getattr(settings, name)) for name in type(settings).model_fields
    }
    values["store"]["url"] = parse_url(settings.store.url).render_as_string(hide_password=True)
    values["site"]["base_url"] = settings.base_url
    return values


def _toml(value: Any) -> str:
    """A value of ours as TOML: JSON's strings, numbers and booleans are TOML's too, but for two."""
    import json

    if value == math.inf:
        return "inf"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

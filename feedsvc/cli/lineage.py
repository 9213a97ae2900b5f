"""How the versions of an item are printed."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from feedsvc.cli.output import when

if TYPE_CHECKING:
    from feedsvc.store.lineage import VersionAnswer


def print_versions(versions: "Sequence[VersionAnswer]") -> None:
    """Each item with its versions, the first one first; nothing if each has only one."""
    ordered = sorted(versions, key=lambda version: str(version.entry_id))
    for entry_id, group in groupby(ordered, key=lambda version: version.entry_id):
        told = list(group)
        if len(told) > 1:
            click.echo(f"  versions of {entry_id.urn}")
            for number, version in enumerate(told, start=1):
                _print(number, version)


def _print(number: int, version: "VersionAnswer") -> None:
    kind = str(version.kind) if version.kind else "first"
    click.echo(f"    {number}. {when(version.seen)}, {kind}{_standing(version)}: {version.title}")
    for line in _reasons(version):
        click.echo(click.style(f"       {line}", dim=True))


def _standing(version: "VersionAnswer") -> str:
    if version.is_shown:
        return ", shown now"
    return ", shown until the next" if version.took_over or version.kind is None else ""


def _reasons(version: "VersionAnswer") -> Iterator[str]:
    if version.path:
        yield f"from {version.path}"
    if version.change:
        yield version.change
    if version.evidence:
        yield version.evidence.removesuffix(f"; {version.change}")

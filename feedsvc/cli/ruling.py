"""The owner's hand on the wheel: merge, split, withdraw, restore, and the decisions they leave."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli.options import DONE, DONE_WITH_LOSSES, Invocation, shared
from feedsvc.cli.output import print_json, print_losses, print_publish, when

if TYPE_CHECKING:
    from feedsvc.model import Ruling
    from feedsvc.pipeline.ruling import RulingReport
    from feedsvc.services import Services
    from feedsvc.store.engine import Transaction
    from feedsvc.store.rulings import KeptRuling

_NOTE = click.option("-m", "--note", default="", metavar="TEXT", help="Your reason, for later.")


@click.command()
@click.argument("kept", metavar="A")
@click.argument("other", metavar="B")
@_NOTE
@shared
def merge(invocation: Invocation, kept: str, other: str, note: str) -> int:
    """Make B one with A: A stays, B's address leads to it, and what comes later belongs to A.

    A and B are ids, addresses of pages, or dumps (PATH, or PATH#POSITION if it holds several).
    """
    from feedsvc.pipeline import subjects
    from feedsvc.services import now

    def ruling(services: "Services", transaction: "Transaction") -> "Ruling":
        inbox = services.settings.inbox.directory
        one, two = (subjects.find(transaction, named, inbox) for named in (kept, other))
        return subjects.merging(transaction, one, two, now(), note)

    return _give(invocation, ruling)


@click.command()
@click.argument("subject", metavar="A")
@click.option(
    "--version",
    "versions",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="The version to split off A; may be repeated, for versions that go together.",
)
@_NOTE
@shared
def split(invocation: Invocation, subject: str, versions: tuple[int, ...], note: str) -> int:
    """Make an item of its own of what was wrongly merged; the two never merge by content again.

    A is a dump (PATH, or PATH#POSITION), the id or address of an item that was folded into
    another, or an item of which a version is to go.
    """
    from feedsvc.pipeline import subjects
    from feedsvc.services import now

    def ruling(services: "Services", transaction: "Transaction") -> "Ruling":
        found = subjects.find(transaction, subject, services.settings.inbox.directory)
        return subjects.splitting(transaction, found, versions, now(), note)

    return _give(invocation, ruling)


@click.command()
@click.argument("subject", metavar="A")
@_NOTE
@shared
def withdraw(invocation: Invocation, subject: str, note: str) -> int:
    """Take A out of feeds, pages and search for good: its page answers 410, and though its dump
    is scraped again, it does not come back. `feedsvc restore A` does bring it back.
    """
    from feedsvc.pipeline import subjects
    from feedsvc.services import now

    def ruling(services: "Services", transaction: "Transaction") -> "Ruling":
        found = subjects.find(transaction, subject, services.settings.inbox.directory)
        return subjects.withdrawing(transaction, found, now(), note)

    return _give(invocation, ruling)


@click.command()
@click.argument("subject", metavar="A")
@shared
def restore(invocation: Invocation, subject: str) -> int:
    """Bring back what was withdrawn: page, search and archive at once, and the feeds' windows if
    the guard lets it pass.
    """
    from feedsvc.pipeline import subjects

    def number(services: "Services", transaction: "Transaction") -> int:
        found = subjects.find(transaction, subject, services.settings.inbox.directory)
        return subjects.withdrawal_of(transaction, found)

    return _undo(invocation, number)


@click.group()
def decisions() -> None:
    """List, export, import or undo what was decided by hand."""


@decisions.command("list")
@click.option("--all", "undone", is_flag=True, help="Show those that were undone too.")
@shared
def list_(invocation: Invocation, *, undone: bool) -> int:
    """What was merged, split and withdrawn by hand, in the order in which it was decided."""
    from feedsvc.services import open_services
    from feedsvc.store import rulings

    with (
        open_services(invocation.settings()) as services,
        services.database.reading() as transaction,
    ):
        kept = rulings.listed(transaction, undone=undone)
    if invocation.json:
        print_json({"decisions": kept})
    for one in kept if not invocation.json else ():
        print_ruling(one)
    return DONE


@decisions.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@shared
def export(invocation: Invocation, file: Path | None) -> int:
    """Write the decisions that stand to FILE (or to the output), for `import` elsewhere."""
    from feedsvc.services import open_services
    from feedsvc.store import ruling_file, rulings

    with (
        open_services(invocation.settings()) as services,
        services.database.reading() as transaction,
    ):
        standing = [kept.ruling for kept in rulings.listed(transaction)]
    if file is not None:
        ruling_file.write(file, standing)
    if invocation.json:
        print_json({"file": str(file) if file else None, "decisions": standing})
    elif file is None:
        click.echo(ruling_file.serialize(standing), nl=False)
    else:
        click.echo(f"{file}: {len(standing)} decisions")
    return DONE


@decisions.command("import")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@shared
def import_(invocation: Invocation, file: Path) -> int:
    """Take the decisions of FILE. Those about articles that are not here yet wait for them."""
    from feedsvc.pipeline.ruling import bring_in

    return _steer(invocation, lambda services: bring_in(services.journey, file))


@decisions.command()
@click.argument("number", type=click.IntRange(min=1))
@shared
def undo(invocation: Invocation, number: int) -> int:
    """Take a decision back, by its number. What came in meanwhile stays where it is."""
    return _undo(invocation, lambda _services, _transaction: number)


def _give(invocation: Invocation, ruling: "Callable[[Services, Transaction], Ruling]") -> int:
    from feedsvc.pipeline.ruling import give

    def steer(services: "Services") -> "RulingReport":
        return give(services.journey, lambda transaction: ruling(services, transaction))

    return _steer(invocation, steer)


def _undo(invocation: Invocation, number: "Callable[[Services, Transaction], int]") -> int:
    from feedsvc.pipeline import ruling

    def steer(services: "Services") -> "RulingReport":
        return ruling.undo(services.journey, lambda transaction: number(services, transaction))

    return _steer(invocation, steer)


def _steer(invocation: Invocation, steer: "Callable[[Services], RulingReport]") -> int:
    """Decide, publish, and say what was done."""
    from feedsvc.cli.commands import telling
    from feedsvc.services import open_services, publish_once

    with open_services(invocation.settings()) as services:
        done = steer(services)
        published = publish_once(telling(services))
    losses = (*done.losses, *published.losses)
    if invocation.json:
        print_json({"decisions": done.rulings, "file": done.file, "publish": published})
    else:
        for kept in done.rulings:
            print_ruling(kept)
        print_publish(published)
    if not invocation.json or done.losses:
        print_losses(losses)
    return DONE_WITH_LOSSES if losses else DONE


def print_ruling(kept: "KeptRuling", indent: str = "") -> None:
    """One decision in a few lines."""
    click.echo(f"{indent}{kept.number:>4}  {sentence(kept)}")
    for line in (kept.ruling.title, kept.ruling.note):
        if line:
            click.echo(f"{indent}      {line}")


def sentence(kept: "KeptRuling") -> str:
    """What was decided, when, and how it stands."""
    ruling: Any = kept.ruling
    words = {
        "merge": f"{ruling.other} merged into {ruling.entry}",
        "split": f"{ruling.other} split from {ruling.entry}",
        "withdraw": f"{ruling.entry} withdrawn",
    }
    text = f"{words[ruling.act.value]} by the owner, {when(ruling.taken)}"
    if kept.undone is not None:
        return f"{text}; undone {when(kept.undone)}"
    return text if kept.applied is not None else f"{text}; waits for the articles"

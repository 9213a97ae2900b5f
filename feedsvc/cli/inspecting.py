"""What `inspect` shows: one dump taken apart, and what an ingest would make of each page in it."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

import click

from feedsvc import inbox
from feedsvc.config import Settings
from feedsvc.data import as_data
from feedsvc.dedup import decide
from feedsvc.errors import DumpUnreadable
from feedsvc.extract import Repeats, clamp_dates
from feedsvc.inbox import Found, Ignored
from feedsvc.model import (
    Article,
    Dump,
    Duplicate,
    Label,
    LabeledLine,
    New,
    Refined,
    Rejected,
    Related,
    Revision,
)
from feedsvc.pipeline import Policies
from feedsvc.pipeline.deciding import decide_on
from feedsvc.pipeline.reading import Prepared, explain, prepare
from feedsvc.pipeline.repeating import cleaner, learned
from feedsvc.services import now, policies_of
from feedsvc.store import ledger, schema
from feedsvc.store.engine import Database

LONGEST_LINE = 100  # characters of a dump's line that are shown
_KEPT = {Label.TITLE, Label.STANDFIRST, Label.BODY, Label.HEADING, Label.QUOTE, Label.LIST}


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedRecord:
    """One page: its lines, and the article or the rejection."""

    extraction: Refined | Rejected
    would_be: str  # what an ingest would make of it, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One dump, taken apart."""

    directory: str
    path: str
    records: tuple[InspectedRecord, ...]


def inspect_dump(settings: Settings, path: Path) -> Inspection:
    """Read the file at `path` as an ingest would, and explain it; nothing is changed.

    Raises: DumpUnreadable, DumpChanged, StoreError.
    """
    policies = policies_of(settings)
    dump = _only_dump(path, settings)
    data = inbox.read(dump, policies.inbox)
    with closing(Database(settings.store.url)) as database:
        records = tuple(_inspect_records(data, dump, database, policies))
    return Inspection(directory=dump.directory, path=dump.path, records=records)


def _inspect_records(
    data: bytes | Rejected, dump: Dump, database: Database, policies: Policies
) -> Iterator[InspectedRecord]:
    if isinstance(data, Rejected):
        yield InspectedRecord(extraction=data, would_be=_refused(data))
        return
    before = _taken_before(dump, data, database)
    first = tuple(explain(data, policies))
    known = [_learned(found, dump, database, policies) for found in first]
    again = tuple(explain(data, policies, known)) if any(known) else first
    for early, late, repeats in zip(first, again, known, strict=True):
        found = late if repeats and isinstance(late, Refined) else early
        prepared = cleaner(_prepared(early), _prepared(late), repeats)
        would_be = before or _would_be(prepared, database, policies)
        yield InspectedRecord(extraction=found, would_be=would_be)


def _learned(
    found: Refined | Rejected, dump: Dump, database: Database, policies: Policies
) -> Repeats:
    """What the store knows of the page's publisher, as far as it matters to the story."""
    if isinstance(found, Rejected) or not policies.extract.heed_repeats or not _can_ask(database):
        return {}
    with database.reading() as transaction:
        return learned(transaction, prepare(found), dump, policies)


def _prepared(found: Refined | Rejected) -> Prepared | Rejected:
    if isinstance(found, Rejected):
        return found
    return prepare(replace(found, article=clamp_dates(found.article, now())))


def _taken_before(dump: Dump, data: bytes, database: Database) -> str:
    """What the ledger says of these bytes, in words; nothing if it does not know them."""
    if not _can_ask(database):
        return ""
    with database.reading() as transaction:
        taken = ledger.find_dump(transaction, hashlib.sha256(data).hexdigest())
        if taken is None:
            return ""
        if taken == ledger.dump_of(transaction, dump):
            return "nothing: it has been taken as it is (`feedsvc why` tells what it became)"
    return "a copy: the same bytes have been taken under another name"


def _can_ask(database: Database) -> bool:
    return database.is_there and schema.check(database).is_current


def _only_dump(path: Path, settings: Settings) -> Dump:
    if path.is_dir():
        raise DumpUnreadable(f"{path} is a folder", "name one file", str(path))
    for sighting in inbox.dumps_at((path,), settings.inbox.directory, settings.inbox):
        match sighting:
            case Found(dump=dump):
                return dump
            case Ignored():
                raise DumpUnreadable(
                    f"{path} is ignored ({sighting.rule}): {sighting.detail}",
                    "an ingest would pass over it too",
                    str(path),
                )
            case _:
                assert_never(sighting)
    raise DumpUnreadable(f"there is nothing at {path}", "look at the path", str(path))


def _refused(found: Rejected) -> str:
    return f"rejected ({found.reason}): {found.detail}"


def _would_be(prepared: Prepared | Rejected, database: Database, policies: Policies) -> str:
    if isinstance(prepared, Rejected):
        return _refused(prepared)
    if _can_ask(database):
        with database.reading() as transaction:
            decision = decide_on(transaction, prepared, policies).decision
    else:
        decision = decide(prepared.article, prepared.fingerprint, (), policies.dedup)
    match decision:
        case New(entry_id=entry_id):
            return f"new, as {entry_id.urn}"
        case Related(entry_id=entry_id, of=of, copies=copies, evidence=evidence):
            others = ", ".join(other.urn for other in (*copies, *of))
            return f"new, as {entry_id.urn}, beside {others}: {evidence}"
        case Duplicate(of=of, similarity=similarity, evidence=evidence):
            return f"a duplicate of {of.urn} ({similarity:.2f}): {evidence}"
        case Revision(of=of, kind=kind, similarity=similarity, evidence=evidence):
            place = "" if decision.supersedes else ", older than the one shown"
            change = f"{evidence}; {decision.change}"
            return f"a {kind} revision of {of.urn}{place} ({similarity:.2f}): {change}"
        case _:
            assert_never(decision)


def print_inspection(inspection: Inspection, *, all_lines: bool) -> None:
    """The lines with their labels and reasons, the fields with their evidence, the outcome."""
    click.echo(f"{inspection.path} in {inspection.directory}")
    for number, record in enumerate(inspection.records):
        if len(inspection.records) > 1:
            click.echo(f"\n=== record {number}")
        _print_lines(record.extraction.lines, all_lines=all_lines)
        if isinstance(record.extraction, Refined):
            _print_fields(record.extraction.article)
        click.echo(f"\nAn ingest would make of it: {record.would_be}")


def _print_lines(lines: tuple[LabeledLine, ...], *, all_lines: bool) -> None:
    for line in lines:
        if line.label is Label.BLANK and not all_lines:
            continue
        text = line.text.strip()
        shown = text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
        label = click.style(f"{line.label:12}", fg="green" if line.label in _KEPT else "yellow")
        click.echo(f"{line.number:5} {label} {line.confidence:4.2f} {shown}")
        click.echo(click.style(f"{'':24}{line.reason}", dim=True))


def _print_fields(article: Article) -> None:
    click.echo("")
    evidence = {item.field: item for item in article.evidence}
    values = as_data(article)
    for field in (name for name in values if name not in {"text", "content", "evidence"}):
        value = values[field]
        shown = "; ".join(value) if isinstance(value, list) else value
        click.echo(f"{field:13} {shown if shown not in (None, '') else '-'}")
        if field in evidence:
            item = evidence[field]
            lines = f", line {', '.join(map(str, item.lines))}" if item.lines else ""
            tag = f", {item.tag}" if item.tag else ""
            note = f"{item.rule}{lines}{tag} ({item.confidence:.2f})"
            click.echo(click.style(f"{'':13} {note}", dim=True))
    paragraphs = article.text.count("\n\n") + 1
    click.echo(f"{'text':13} {len(article.text)} characters in {paragraphs} paragraphs")

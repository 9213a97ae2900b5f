"""The part of the journey that runs on the executor: a file's path goes in, articles come out.

It touches one file, and nothing else of the world; bad input comes back as values.
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import TypeAlias

from feedsvc import dedup, formats, inbox
from feedsvc.errors import DumpChanged, DumpError
from feedsvc.extract import NOTHING, Repeats, extract
from feedsvc.model import (
    Article,
    Dump,
    Extraction,
    Fingerprint,
    LineHashes,
    Record,
    Refined,
    Rejected,
)
from feedsvc.pipeline.journey import Policies
from feedsvc.summarize import with_summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article, ready for the decision."""

    article: Article
    fingerprint: Fingerprint
    hashes: LineHashes = field(default_factory=LineHashes)
    repeats: Repeats = field(default_factory=dict)  # what it was read with
    first: Article | None = None  # as it was read without them


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A dump read whole, and what its records are, in their order."""

    sha256: str
    size: int  # bytes
    records: tuple[Prepared | Rejected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A dump that could not be read; `again` when it only has to settle first."""

    message: str
    hint: str
    again: bool
    defect: Exception | None = None  # what a reader raised, though none should


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDied:
    """A dump whose reader was killed again and again, with nothing else in its hands."""

    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A dump that holds HTML: parsers of HTML are native code, which can crash, so it is to be read
    in a process of its own.
    """


_SAMPLE = b"Ferry late again\n\n" + 8 * b"Nobody on the quay was surprised that it was late. "

ReadingOutcome: TypeAlias = Reading | Rejected | Unread | ReaderDied


def read(
    dump: Dump, policies: Policies, known: Sequence[Repeats] = (), *, parses_html: bool = True
) -> ReadingOutcome | Apart:
    """Read a dump and refine its records. `Rejected` is a file that is refused unread.

    `known` says for each record which lines its publisher repeats. Unless this process
    `parses_html`, a dump of HTML is for another.
    """
    try:
        data = inbox.read(dump, policies.inbox)
    except DumpError as error:
        return Unread(message=error.message, hint=error.hint, again=isinstance(error, DumpChanged))
    if isinstance(data, Rejected):
        return data
    if not parses_html and formats.is_html(data):
        return Apart()
    return Reading(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        records=tuple(refine(data, policies, known)),
    )


def warm_up(policies: Policies) -> None:
    """Load what the first reading would load, so that it takes no longer than the next."""
    deque(refine(_SAMPLE, policies), maxlen=0)


def refine(
    data: bytes, policies: Policies, known: Sequence[Repeats] = ()
) -> Iterator[Prepared | Rejected]:
    """What each record in these bytes is."""
    for outcome in explain(data, policies, known):
        if isinstance(outcome, Rejected):
            yield replace(outcome, lines=())  # the lines are for `inspect`
        else:
            yield prepare(outcome)


def prepare(refined: Refined) -> Prepared:
    """What an ingest decides on."""
    article = refined.article
    return Prepared(article=article, fingerprint=dedup.fingerprint(article), hashes=refined.hashes)


def explain(data: bytes, policies: Policies, known: Sequence[Repeats] = ()) -> Iterator[Extraction]:
    """What each record in these bytes is, with every line's label and reason: for a person."""
    records = formats.read(data, policies.formats)
    for record, repeats in zip(records, chain(known, repeat(NOTHING)), strict=False):
        yield _extract(record, policies, repeats)


def _extract(record: Record | Rejected, policies: Policies, repeats: Repeats) -> Extraction:
    if isinstance(record, Rejected):
        return record
    outcome = extract(record, policies.extract, repeats)
    if isinstance(outcome, Rejected):
        return outcome
    return replace(outcome, article=with_summary(outcome.article, policies.summary))

"""A page is read again when its publisher turns out to repeat some of what it seemed to tell.

The first reading knows nothing but the page. The store then says which of its lines other
articles of the same source have; if some of them were taken for story, the page is read once
more, with that knowledge. The fingerprint stays that of the first reading, so that neither ids
nor copies depend on what was learned when.
"""

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from feedsvc.extract import Repeats
from feedsvc.model import Article, Dump, New, Rejected, Related
from feedsvc.pipeline.deciding import decide_on
from feedsvc.pipeline.journey import Journey, Policies
from feedsvc.pipeline.outcome import ask, outcome_of
from feedsvc.pipeline.reading import Prepared, Reading
from feedsvc.store import entries, ledger, repeats
from feedsvc.store.engine import Transaction

NOBODY = -1  # no entry's key


def heed_repeats(journey: Journey, dump: Dump, reading: Reading) -> Reading:
    """The reading of a dump that may be new, without what the publisher repeats.

    Raises: StoreError.
    """
    if not journey.policies.extract.heed_repeats:
        return reading
    with journey.database.reading() as transaction:
        if ledger.find_dump(transaction, reading.sha256) is not None:
            return reading  # nothing is decided
        known = _all_learned(transaction, reading, dump, journey.policies)
    return _read_with(journey, dump, reading, known)


def heed_known(journey: Journey, dump: Dump, reading: Reading) -> Reading:
    """The reading of any dump, without what the publisher repeats.

    Raises: StoreError.
    """
    if not journey.policies.extract.heed_repeats:
        return reading
    with journey.database.reading() as transaction:
        known = _all_learned(transaction, reading, dump, journey.policies)
    return _read_with(journey, dump, reading, known)


def _all_learned(
    transaction: Transaction, reading: Reading, dump: Dump, policies: Policies
) -> tuple[Repeats, ...]:
    """What `learned` says of each record."""
    return tuple(
        {} if isinstance(record, Rejected) else learned(transaction, record, dump, policies)
        for record in reading.records
    )


def _read_with(
    journey: Journey, dump: Dump, reading: Reading, known: tuple[Repeats, ...]
) -> Reading:
    """The dump read once more with what is known, if there is anything."""
    if not any(known):
        return reading
    again = outcome_of(journey, dump, ask(journey, dump, known), known)
    if not isinstance(again, Reading) or again.sha256 != reading.sha256:
        return reading  # what it said first is good; the next look takes what it has become
    pairs = zip(reading.records, again.records, known, strict=True)
    return replace(reading, records=tuple(cleaner(*pair) for pair in pairs))


def learned(
    transaction: Transaction, prepared: Prepared, dump: Dump, policies: Policies
) -> Repeats:
    """Which lines of a page other articles of its source have too: none, unless it matters to
    the story.
    """
    hashes, source = prepared.hashes, source_of(prepared.article, dump)
    if not repeats.repeated(transaction, source, hashes.story, NOBODY):
        return {}
    own = _own_key(transaction, prepared, policies)
    found = repeats.repeated(transaction, source, hashes.story + hashes.other, own)
    return found if any(number in found for number in hashes.story) else {}


def learn_lines(transaction: Transaction, prepared: Prepared, dump: Dump, key: int) -> None:
    """The entry of this key has these lines."""
    hashes, source = prepared.hashes, source_of(prepared.article, dump)
    repeats.note(transaction, source, hashes.story + hashes.other, key)


def source_of(article: Article, dump: Dump) -> str:
    """Whatever a page is known to come from: its publisher, its site, the folder of its dump."""
    if article.publisher:
        return f"publisher {article.publisher}"
    host = urlsplit(article.url).hostname if article.url else None
    return f"site {host}" if host else f"folder {PurePosixPath(dump.path).parent}"


def _own_key(transaction: Transaction, prepared: Prepared, policies: Policies) -> int:
    """The store's key of the entry that the page is a copy or a version of."""
    decision = decide_on(transaction, prepared, policies).decision
    if isinstance(decision, New | Related):
        return NOBODY
    return entries.root_key(transaction, decision.of)


def cleaner(
    first: Prepared | Rejected, again: Prepared | Rejected, known: Repeats
) -> Prepared | Rejected:
    """The second reading if it was one with knowledge; a page does not vanish for it."""
    if not known or isinstance(again, Rejected) or isinstance(first, Rejected):
        return first
    return replace(
        again,
        fingerprint=first.fingerprint,
        hashes=first.hashes,
        repeats=known,
        first=first.article,
    )

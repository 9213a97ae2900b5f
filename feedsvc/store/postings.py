"""Fingerprints and their inverted index: sampled shingle to the revisions that have it.

A row of the index is two integers. The first is a shingle with its fingerprint's version mixed in:
versions stand beside each other in one table and never meet, and one column is one look-up (a
row-value `IN` is a full scan in SQLite). It has 48 bits: SQLite keeps it in six bytes, and at
30 million rows a look-up of 30 meets three in a million by chance, of which two are needed.
"""

from collections import Counter, defaultdict
from functools import cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedsvc.model import Fingerprint
from feedsvc.store.rows import fingerprint_of, packed
from feedsvc.store.tables import FingerprintRow, PostingRow
from feedsvc.store.words import is_postgresql

_BITS = 48
_MASK = 2**_BITS - 1
_ODD = 0x9E3779B97F4A7C15  # 2 ** 64 divided by the golden ratio: spreads small numbers

# All statements go to the driver as they are: building them would take longer than what they do.

# As many rows of each hash as asked for, and not one more is read, however common it is.
_FIRST_OF_HASH = (
    "SELECT * FROM (SELECT hash, revision_id FROM posting WHERE hash = ? LIMIT {limit})"
)
_FIRST_OF_HASHES_POSTGRESQL = (
    "SELECT wanted, found.revision_id FROM unnest(%s::bigint[]) AS wanted CROSS JOIN LATERAL "
    "(SELECT revision_id FROM posting WHERE hash = wanted LIMIT %s) AS found"
)
_INSERT_MARKS = (
    "INSERT INTO fingerprint (revision_id, version, text_hash, shingles) VALUES (?, ?, ?, ?)"
)
_INSERT_ROWS = "INSERT INTO posting (hash, revision_id) VALUES (?, ?)"
_INSERT_ROWS_POSTGRESQL = (
    "INSERT INTO posting (hash, revision_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[])"
)
_OF_TEXT = (
    "SELECT revision_id FROM fingerprint WHERE text_hash = ? AND version = ? "
    "ORDER BY revision_id LIMIT ?"
)
_AT_ADDRESS = "SELECT id FROM revision WHERE url_hash = ? ORDER BY id DESC LIMIT ?"


def keys(fingerprint: Fingerprint) -> list[int]:
    """The fingerprint's shingles as the index has them, ascending."""
    salt = (fingerprint.version - 1) * _ODD  # nothing for the first version
    return sorted({((value ^ salt) & _MASK) - 2 ** (_BITS - 1) for value in fingerprint.shingles})


def add(session: Session, revision_id: int, fingerprint: Fingerprint) -> None:
    """Keep a revision's fingerprint and make the revision findable by it."""
    add_all(session, {revision_id: fingerprint})


def add_all(session: Session, fingerprints: dict[int, Fingerprint]) -> None:
    """The same of many revisions. Rows go in by hash: neighbors in the index are written once."""
    rows = sorted((key, number) for number, mark in fingerprints.items() for key in keys(mark))
    marks = [
        (number, mark.version, mark.text_hash, packed(mark))
        for number, mark in fingerprints.items()
    ]
    connection = session.connection()
    if not is_postgresql(session):
        connection.exec_driver_sql(_INSERT_MARKS, marks)
        if rows:
            connection.exec_driver_sql(_INSERT_ROWS, rows)
        return
    connection.exec_driver_sql(_INSERT_MARKS.replace("?", "%s"), marks)
    if rows:
        connection.exec_driver_sql(
            _INSERT_ROWS_POSTGRESQL, ([key for key, _ in rows], [number for _, number in rows])
        )


def of_text(session: Session, fingerprint: Fingerprint, limit: int) -> list[int]:
    """The first revisions that have the very same words."""
    sql = _OF_TEXT.replace("?", "%s") if is_postgresql(session) else _OF_TEXT
    values = (fingerprint.text_hash, fingerprint.version, limit)
    return [row[0] for row in session.connection().exec_driver_sql(sql, values).all()]


def at_address(session: Session, url_hash: int, limit: int) -> list[int]:
    """The last revisions whose address has this hash."""
    sql = _AT_ADDRESS.replace("?", "%s") if is_postgresql(session) else _AT_ADDRESS
    found = session.connection().exec_driver_sql(sql, (url_hash, limit))
    return [row[0] for row in found.all()]


def remove(session: Session, revision_id: int) -> None:
    """Forget a revision's fingerprints."""
    held = select(FingerprintRow).where(FingerprintRow.revision_id == revision_id)
    for row in session.scalars(held).all():
        wanted = keys(fingerprint_of(row))
        session.execute(
            delete(PostingRow).where(
                PostingRow.hash.in_(wanted), PostingRow.revision_id == revision_id
            )
        )
        session.expunge(row)
    session.execute(delete(FingerprintRow).where(FingerprintRow.revision_id == revision_id))


def most_alike(
    session: Session, fingerprint: Fingerprint, *, min_hits: int, max_postings: int, limit: int
) -> list[int]:
    """The revisions that share most shingles, if at least `min_hits`, at most `limit`.

    A shingle that more than `max_postings` revisions have counts for none of them.
    """
    wanted = keys(fingerprint)
    holders = _holders(session, wanted, max_postings + 1) if wanted else {}
    hits = Counter(
        revision_id
        for revision_ids in holders.values()
        if len(revision_ids) <= max_postings
        for revision_id in revision_ids
    )
    ranked = sorted((-count, number) for number, count in hits.items() if count >= min_hits)
    return [number for _, number in ranked[:limit]]


def _holders(session: Session, wanted: list[int], limit: int) -> dict[int, list[int]]:
    """For each hash, the revisions that have it, or the first `limit` of them."""
    connection = session.connection()
    if is_postgresql(session):
        rows = connection.exec_driver_sql(_FIRST_OF_HASHES_POSTGRESQL, (wanted, limit))
    else:
        rows = connection.exec_driver_sql(_first_of_hashes(len(wanted), limit), tuple(wanted))
    holders: dict[int, list[int]] = defaultdict(list)
    for key, revision_id in rows.all():
        holders[key].append(revision_id)
    return holders


@cache
def _first_of_hashes(count: int, limit: int) -> str:
    """One statement for all hashes. A fingerprint has some dozens; SQLite takes 500 terms."""
    return " UNION ALL ".join([_FIRST_OF_HASH.format(limit=int(limit))] * count)

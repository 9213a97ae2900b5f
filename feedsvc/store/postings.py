"""Fingerprints and the index that finds their articles: one table of keys, one look-up.

A row of the index is two integers: a key, and a revision that has it. A key is a sampled shingle,
a whole text, or an address, each with the fingerprint's version mixed in: kinds and versions stand
beside each other in one table, and a new article asks for all of its keys at once (a row-value `IN`
is a full scan in SQLite). A key has 32 bits, which makes the index small in both databases; of 30
million rows one look-up of 30 meets a stranger at one time in five, but of shingles two are needed,
and whoever asks compares texts and addresses themselves.
"""

from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedsvc.dedup import canonical_url
from feedsvc.model import Fingerprint
from feedsvc.store.engine import rows_of
from feedsvc.store.rows import fingerprint_of, packed
from feedsvc.store.tables import FingerprintRow, PostingRow, RevisionRow
from feedsvc.store.words import is_postgresql

_BYTES = 4
_MASK = 2 ** (8 * _BYTES) - 1
_SIGN = 2 ** (8 * _BYTES - 1)
_ODD = 0x9E3779B9  # 2 ** 32 divided by the golden ratio: spreads small numbers

# All statements go to the driver as they are: building them would take longer than what they do.

# The database counts, for each row that leaves it costs more than the ones it reads. A shingle that
# too many have is passed over before they are read.
_FOUND = """
SELECT * FROM (
    SELECT 'shingles', posting.revision_id, count(*)
    FROM json_each(?) AS wanted CROSS JOIN posting
    WHERE posting.hash = wanted.value AND (
        SELECT one.hash FROM posting AS one WHERE one.hash = wanted.value LIMIT 1 OFFSET ?
    ) IS NULL
    GROUP BY posting.revision_id HAVING count(*) >= ?
    ORDER BY 3 DESC, 2 LIMIT ?
) AS alike
UNION ALL SELECT * FROM (
    SELECT 'text', revision_id, 0 FROM posting WHERE hash = ? ORDER BY revision_id LIMIT ?
) AS same
UNION ALL SELECT * FROM (
    SELECT 'address', revision_id, 0 FROM posting WHERE hash = ? ORDER BY revision_id DESC LIMIT ?
) AS there
"""
_FOUND_POSTGRESQL = (
    _FOUND.replace("?", "%s")
    .replace("json_each(%s) AS wanted", "unnest(CAST(%s AS integer[])) AS wanted (value)")
    .replace("hash = %s", "hash = CAST(%s AS integer)")
)
_INSERT_MARKS = (
    "INSERT INTO fingerprint (revision_id, version, text_hash, shingles) VALUES (?, ?, ?, ?)"
)
_INSERT_ROWS = "INSERT INTO posting (hash, revision_id) VALUES (?, ?)"
_INSERT_ROWS_POSTGRESQL = (
    "INSERT INTO posting (hash, revision_id) SELECT * FROM unnest(%s::integer[], %s::integer[])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a version is found by."""

    fingerprint: Fingerprint
    url: str | None

    @property
    def keys(self) -> list[int]:
        """All its keys in the index, ascending."""
        address = [] if self.address is None else [self.address]
        return sorted({self.text, *address, *self.shingles})

    @property
    def shingles(self) -> list[int]:
        """The keys of the sampled shingles, ascending. They are stored, so they never change."""
        salt = (self.fingerprint.version - 1) * _ODD  # nothing for the first version
        return sorted({((one ^ salt) & _MASK) - _SIGN for one in self.fingerprint.shingles})

    @property
    def text(self) -> int:
        """The key that the very same words have."""
        return self._named("text", self.fingerprint.text_hash)

    @property
    def address(self) -> int | None:
        """The key that the same address has; None if there is none that tells articles apart."""
        address = canonical_url(self.url) if self.url else None
        return None if address is None else self._named("address", address)

    def _named(self, kind: str, value: str) -> int:
        written = f"{kind} {self.fingerprint.version} {value}".encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(written, digest_size=_BYTES).digest(), signed=True)


def add(session: Session, revision_id: int, marks: Marks) -> None:
    """Keep a revision's fingerprint and make the revision findable."""
    add_all(session, {revision_id: marks})


def add_all(session: Session, marks: dict[int, Marks]) -> None:
    """The same of many revisions. Rows go in by key: neighbors in the index are written once."""
    rows = sorted((key, number) for number, one in marks.items() for key in one.keys)
    fingerprints = [
        (number, one.fingerprint.version, one.fingerprint.text_hash, packed(one.fingerprint))
        for number, one in marks.items()
    ]
    connection = session.connection()
    if not is_postgresql(session):
        connection.exec_driver_sql(_INSERT_MARKS, fingerprints)
        connection.exec_driver_sql(_INSERT_ROWS, rows)
        return
    connection.exec_driver_sql(_INSERT_MARKS.replace("?", "%s"), fingerprints)
    columns = [key for key, _ in rows], [number for _, number in rows]
    connection.exec_driver_sql(_INSERT_ROWS_POSTGRESQL, columns)


def remove(session: Session, revision_id: int) -> None:
    """Forget a revision's fingerprints. Its address must still be what it was found by."""
    url = session.scalar(select(RevisionRow.url).where(RevisionRow.id == revision_id))
    held = select(FingerprintRow).where(FingerprintRow.revision_id == revision_id)
    for row in session.scalars(held).all():
        keys = Marks(fingerprint=fingerprint_of(row), url=url).keys
        session.execute(
            delete(PostingRow).where(
                PostingRow.hash.in_(keys), PostingRow.revision_id == revision_id
            )
        )
        session.expunge(row)
    session.execute(delete(FingerprintRow).where(FingerprintRow.revision_id == revision_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """The revisions that have an article's keys."""

    text: list[int]  # the first ones
    address: list[int]  # the last ones, the latest first
    shingles: list[int]  # that share enough of them, those that share most first


def holders(
    session: Session, marks: Marks, *, min_hits: int, max_postings: int, limit: int
) -> Holders:
    """Who has these keys, of each kind at most `limit`: the text, the address, or at least
    `min_hits` of the shingles, of which one that more than `max_postings` have counts for none.
    """
    is_here = not is_postgresql(session)
    shingles = str(marks.shingles) if is_here else marks.shingles  # numbers: this is their JSON
    rows = rows_of(
        session,
        _FOUND if is_here else _FOUND_POSTGRESQL,
        (shingles, max_postings, min_hits, limit, marks.text, limit, marks.address, limit),
    )
    found: dict[str, list[tuple[int, int]]] = {"shingles": [], "text": [], "address": []}
    for kind, number, hits in rows:
        found[kind].append((-hits, number))
    return Holders(
        text=[number for _, number in sorted(found["text"])],
        address=[number for _, number in sorted(found["address"], reverse=True)],
        shingles=[number for _, number in sorted(found["shingles"])],
    )

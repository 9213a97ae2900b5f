"""A newer version of fingerprints beside the old: what was stored before gets it too."""

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import exists, select

from feedsvc.model import Article, Fingerprint
from feedsvc.store import postings
from feedsvc.store.engine import Database
from feedsvc.store.postings import Marks
from feedsvc.store.rows import article_of
from feedsvc.store.tables import FingerprintRow, RevisionRow

Fingerprinter: TypeAlias = Callable[[Article], Fingerprint]

BATCH = 500  # revisions a transaction: memory stays bounded, and what is done stays done


def backfill(
    database: Database, fingerprint: Callable[[Article], Fingerprint], version: int
) -> int:
    """Give every stored revision the fingerprint of this version; those that have it keep it.

    Returns: how many were without. Cheap if none is: one look at the oldest revision, since it is
    the last to get its fingerprint.
    Raises: StoreError; the batches before it are committed.
    """
    done, below = 0, None
    while not _is_complete(database, version):
        count, below = _one_batch(database, fingerprint, version, below)
        done += count
    return done


def _is_complete(database: Database, version: int) -> bool:
    """Whether the oldest revision has this version, or there is none."""
    with database.reading() as session:
        oldest = session.scalar(select(RevisionRow.id).order_by(RevisionRow.id).limit(1))
        return oldest is None or session.get(FingerprintRow, (oldest, version)) is not None


def _one_batch(
    database: Database,
    fingerprint: Fingerprinter,
    version: int,
    below: int | None,
) -> tuple[int, int | None]:
    """The youngest revisions without this version, older than `below`; how many, and the oldest."""
    has_one = exists().where(
        FingerprintRow.revision_id == RevisionRow.id, FingerprintRow.version == version
    )
    query = select(RevisionRow).where(~has_one).order_by(RevisionRow.id.desc()).limit(BATCH)
    with database.writing() as session:
        rows = session.scalars(
            query if below is None else query.where(RevisionRow.id < below)
        ).all()
        marks = {
            row.id: Marks(fingerprint=fingerprint(article_of(row)), url=row.url) for row in rows
        }
        postings.add_all(session, marks)
        return len(rows), min((row.id for row in rows), default=None)

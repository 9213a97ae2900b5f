"""Which stored articles a new one might be a copy or a version of: one look-up in an index, each
of its keys bounded, so that the cost of one article does not grow with the store.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from feedsvc.model import Article, Candidate, Fingerprint
from feedsvc.store.postings import Marks, holders
from feedsvc.store.rows import article_of, fingerprint_of
from feedsvc.store.tables import EntryRow, FingerprintRow, RevisionRow

# Built once, and run past the ORM: building a statement, or an object of a row, takes longer than
# what the database does for it.
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_VERSIONS = (
    select(
        RevisionRow.__table__,
        FingerprintRow.version,
        FingerprintRow.text_hash,
        FingerprintRow.shingles,
        func.coalesce(EntryRow.folded_into, EntryRow.id).label("root"),
    )
    .join(FingerprintRow, FingerprintRow.revision_id == RevisionRow.id)
    .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
    .where(RevisionRow.id.in_(_WANTED), FingerprintRow.version == bindparam("version"))
)
_MEMBER = aliased(EntryRow)
_OWN = (
    select(func.count())
    .select_from(RevisionRow)
    .where(RevisionRow.entry_id == EntryRow.id)
    .scalar_subquery()
)
_MEMBERS = (
    select(func.count())
    .select_from(RevisionRow)
    .join(_MEMBER, _MEMBER.id == RevisionRow.entry_id)
    .where(_MEMBER.folded_into == EntryRow.id)
    .scalar_subquery()
)
_ROOTS = select(EntryRow.id, EntryRow.uuid, EntryRow.first_seen, _OWN + _MEMBERS).where(
    EntryRow.id.in_(_WANTED)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePolicy:
    """The bounds of a look-up (measured on the labeled sets: two hits find 0.99 of true mates)."""

    min_hits: int = 2  # shared sampled shingles
    max_postings: int = 200  # a shingle that more revisions share says nothing
    max_candidates: int = 50


def candidates(
    session: Session,
    article: Article,
    fingerprint: Fingerprint,
    policy: CandidatePolicy = CandidatePolicy(),
) -> tuple[Candidate, ...]:
    """Stored versions with the same URL, the same text, or some of the same shingles, the most
    alike first; an entry may come several times, once for each such version. The versions of a
    folded entry count for the one that it turned out to be.
    """
    found = find(session, article, fingerprint, policy)
    return _load(session, found, fingerprint.version)


def find(
    session: Session, article: Article, fingerprint: Fingerprint, policy: CandidatePolicy
) -> list[int]:
    """The keys of these versions, without what they hold."""
    session.flush()  # what the ORM holds back counts, too
    most = policy.max_candidates
    have = holders(
        session,
        Marks(fingerprint=fingerprint, url=article.url),
        min_hits=policy.min_hits,
        max_postings=policy.max_postings,
        limit=most,
    )
    return list(dict.fromkeys((*have.text, *have.address, *have.shingles)))[:most]


def _load(session: Session, revision_ids: list[int], version: int) -> tuple[Candidate, ...]:
    """What was found, in plain look-ups by key: a join over all of it was planned as a scan."""
    if not revision_ids:
        return ()
    wanted = {"wanted": revision_ids, "version": version}
    rows = session.connection().execute(_VERSIONS, wanted).all()
    roots = _roots(session, sorted({row.root for row in rows}))
    loaded = {
        row.id: Candidate(
            entry_id=roots[row.root].uuid,
            article=article_of(row),
            fingerprint=fingerprint_of(row),
            first_seen=roots[row.root].first_seen,
            versions=roots[row.root].versions,
        )
        for row in rows
    }
    return tuple(loaded[number] for number in revision_ids if number in loaded)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Root:
    """An entry that is not folded, with the versions of those that were folded into it."""

    uuid: UUID
    first_seen: datetime
    versions: int


def _roots(session: Session, keys: list[int]) -> dict[int, _Root]:
    return {
        row[0]: _Root(uuid=row[1], first_seen=row[2], versions=row[3])
        for row in session.connection().execute(_ROOTS, {"wanted": keys})
    }

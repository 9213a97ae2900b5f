"""Which stored articles a new one might be a copy or a version of: three indexed look-ups, each
bounded, so that the cost of one article does not grow with the store.
"""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session, aliased

from feedsvc.model import Article, Candidate, Fingerprint
from feedsvc.store import postings
from feedsvc.store.rows import article_of, fingerprint_of, url_hash
from feedsvc.store.tables import EntryRow, FingerprintRow, RevisionRow


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
    found = [
        *_by_hash(session, fingerprint, policy),
        *_by_url(session, article, policy),
        *postings.most_alike(
            session,
            fingerprint,
            min_hits=policy.min_hits,
            max_postings=policy.max_postings,
            limit=policy.max_candidates,
        ),
    ]
    return list(dict.fromkeys(found))[: policy.max_candidates]


def _by_hash(session: Session, fingerprint: Fingerprint, policy: CandidatePolicy) -> list[int]:
    query = select(FingerprintRow.revision_id).where(
        FingerprintRow.text_hash == fingerprint.text_hash,
        FingerprintRow.version == fingerprint.version,
    )
    return list(
        session.scalars(query.order_by(FingerprintRow.revision_id).limit(policy.max_candidates))
    )


def _by_url(session: Session, article: Article, policy: CandidatePolicy) -> list[int]:
    """Versions at the same address: `decide` compares the addresses themselves once more."""
    wanted = url_hash(article.url)
    if wanted is None:
        return []
    query = select(RevisionRow.id).where(RevisionRow.url_hash == wanted)
    return list(session.scalars(query.order_by(RevisionRow.id.desc()).limit(policy.max_candidates)))


def _load(session: Session, revision_ids: list[int], version: int) -> tuple[Candidate, ...]:
    owner = aliased(EntryRow)
    is_owner = EntryRow.id == func.coalesce(owner.folded_into, owner.id)
    rows = session.execute(
        select(EntryRow.uuid, EntryRow.first_seen, _versions(), RevisionRow, FingerprintRow)
        .join(owner, owner.id == RevisionRow.entry_id)
        .join(EntryRow, is_owner)
        .join(FingerprintRow, FingerprintRow.revision_id == RevisionRow.id)
        .where(RevisionRow.id.in_(revision_ids), FingerprintRow.version == version)
    )
    loaded = {
        revision.id: Candidate(
            entry_id=uuid,
            article=article_of(revision),
            fingerprint=fingerprint_of(fingerprint),
            first_seen=first_seen,
            versions=count,
        )
        for uuid, first_seen, count, revision, fingerprint in rows
    }
    return tuple(loaded[number] for number in revision_ids if number in loaded)


def _versions() -> ScalarSelect[int]:
    """How many versions an entry has, with those of the entries that were folded into it."""
    member, version = aliased(EntryRow), aliased(RevisionRow)
    return (
        select(func.count(version.id))
        .join(member, member.id == version.entry_id)
        .where(or_(member.id == EntryRow.id, member.folded_into == EntryRow.id))
        .correlate(EntryRow)
        .scalar_subquery()
    )

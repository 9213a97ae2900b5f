"""What becomes of an article, given what the store knows: the one decision of this package.

First the address, then the exact words, then the evidence of the texts. The store finds the
candidates; nothing here asks for more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from feedsvc.dedup.changes import classify
from feedsvc.dedup.comparison import compare, profile_article
from feedsvc.dedup.identity import mint, mint_from_text
from feedsvc.dedup.urls import canonical_url
from feedsvc.dedup.verdict import DedupPolicy, Verdict, judge
from feedsvc.dedup.words import words
from feedsvc.model import (
    Article,
    Candidate,
    Decision,
    Duplicate,
    Fingerprint,
    New,
    Revision,
)

MAX_COMPARED = 12  # candidates whose texts are compared: those that share most fingerprint rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    candidate: Candidate
    verdict: Verdict


def decide(
    article: Article,
    fingerprint: Fingerprint,
    candidates: Sequence[Candidate],
    policy: DedupPolicy | None = None,
) -> Decision:
    """New, a duplicate, or a revision. The result does not depend on the candidates' order."""
    policy = policy or DedupPolicy()
    ranked = sorted(candidates, key=lambda known: _rank(fingerprint, known))
    for known in ranked:
        if _is_exact(article, fingerprint, known, policy):
            return Duplicate(of=known.entry_id, similarity=1.0, evidence="the same words")
    matches = _matches(article, ranked[:MAX_COMPARED], policy)
    if matches:
        return _attach(article, matches[0])
    return New(entry_id=_free_id(article, ranked))


def _rank(fingerprint: Fingerprint, known: Candidate) -> tuple[int, str]:
    common = set(fingerprint.shingles).intersection(known.fingerprint.shingles)
    return -len(common), str(known.entry_id)


def _is_exact(
    article: Article, fingerprint: Fingerprint, known: Candidate, policy: DedupPolicy
) -> bool:
    """Equal words; at two addresses there must be enough of them to mean something."""
    theirs = known.fingerprint
    if (fingerprint.version, fingerprint.text_hash) != (theirs.version, theirs.text_hash):
        return False
    return not _at_two_addresses(article, known.article) or (
        len(words(article.text)) >= policy.min_exact_words
    )


def _at_two_addresses(article: Article, other: Article) -> bool:
    ours, theirs = _address(article), _address(other)
    return ours is not None and theirs is not None and ours != theirs


def _address(article: Article) -> str | None:
    return canonical_url(article.url) if article.url else None


def _matches(article: Article, known: Sequence[Candidate], policy: DedupPolicy) -> list[_Match]:
    """The candidates that are the same story, the most similar first."""
    ours = profile_article(article)
    found = []
    for candidate in known:
        comparison = compare(ours, profile_article(candidate.article))
        if _is_same_address(article, candidate.article):
            same = comparison.containment >= policy.min_same_url_containment
            reason = "the same address"
            verdict = Verdict(same=same, similarity=comparison.containment, reason=reason)
        else:
            verdict = judge(comparison, policy)
        if verdict.same:
            found.append(_Match(candidate=candidate, verdict=verdict))
    return sorted(found, key=lambda match: -match.verdict.similarity)


def _is_same_address(article: Article, other: Article) -> bool:
    ours = _address(article)
    return ours is not None and ours == _address(other)


def _attach(article: Article, match: _Match) -> Decision:
    """A copy in another paper, or another version in the same one."""
    known, verdict = match.candidate.article, match.verdict
    if _is_other_publisher(article, known):
        return Duplicate(
            of=match.candidate.entry_id,
            similarity=verdict.similarity,
            evidence=f"{verdict.reason}; also at {article.publisher}",
        )
    change = classify(article, known)
    return Revision(
        of=match.candidate.entry_id,
        kind=change.kind,
        supersedes=supersedes(article, known),
        similarity=verdict.similarity,
        evidence=f"{verdict.reason}; {change.reason}",
    )


def _is_other_publisher(article: Article, other: Article) -> bool:
    if not article.publisher or not other.publisher:
        return False
    return words(article.publisher) != words(other.publisher)


def supersedes(article: Article, other: Article) -> bool:
    """Whether a version that arrives now takes the place of the one we have.

    What arrives later is later, unless the publisher's own dates say otherwise (`modified`, else
    `published`, if both versions have one); and a dump that was cut never replaces a whole one.
    """
    if article.truncated and not other.truncated:
        return False
    ours, theirs = article.modified or article.published, other.modified or other.published
    return ours is None or theirs is None or ours >= theirs


def _free_id(article: Article, known: Sequence[Candidate]) -> UUID:
    """The article's own id; if its address already names another article, one from its text."""
    own = mint(article)
    taken = any(candidate.entry_id == own for candidate in known)
    return mint_from_text(article) if taken else own

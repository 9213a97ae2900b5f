"""What an ingest makes of one article, given the store as it is now: asked, not written."""

from dataclasses import dataclass

from feedsvc.dedup import decide, measured_against
from feedsvc.model import Article, Decision, Fingerprint, New
from feedsvc.pipeline.journey import Policies
from feedsvc.store import entries, rulings
from feedsvc.store.candidates import candidates
from feedsvc.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision, and what the store needs to write it down."""

    decision: Decision
    is_same_text: bool  # the story has a version with exactly these words


def decide_on(
    transaction: Transaction, article: Article, fingerprint: Fingerprint, policies: Policies
) -> Decided:
    """Find the candidates, weigh the evidence, and hold the article against what is shown of its
    story.
    """
    known = candidates(transaction, article, fingerprint, policies.candidates)
    apart = rulings.apart(transaction, {one.entry_id for one in known})
    decision = decide(article, fingerprint, known, policies.dedup, apart)
    if isinstance(decision, New):
        return Decided(decision=decision, is_same_text=False)
    story = {decision.of, *decision.joins}
    is_same_text = any(
        one.fingerprint.text_hash == fingerprint.text_hash and one.entry_id in story
        for one in known
    )
    if not is_same_text:
        shown = entries.current_article(transaction, decision.of)
        decision = measured_against(decision, article, shown)
    return Decided(decision=decision, is_same_text=is_same_text)

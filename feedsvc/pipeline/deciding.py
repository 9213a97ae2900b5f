"""What an ingest makes of one article, given the store as it is now: asked, not written."""

from dataclasses import dataclass, replace

from feedsvc.dedup import are_two_mastheads, decide, measured_against
from feedsvc.extract import Repeats, without_repeats
from feedsvc.model import Article, Decision, New, Related
from feedsvc.pipeline.journey import Policies
from feedsvc.pipeline.reading import Prepared
from feedsvc.store import entries, rulings
from feedsvc.store.candidates import candidates
from feedsvc.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision, and what the store needs to write it down."""

    decision: Decision
    is_same_text: bool  # its masthead has a version with exactly these words


def decide_on(transaction: Transaction, prepared: Prepared, policies: Policies) -> Decided:
    """Find the candidates, weigh the evidence, and hold the article against what is shown of its
    story. What the article was read without does not count in the stored ones either.
    """
    article, fingerprint = prepared.article, prepared.fingerprint
    known = [
        replace(one, article=_plain(one.article, prepared.repeats))
        for one in candidates(transaction, article, fingerprint, policies.candidates)
    ]
    apart = rulings.apart(transaction, {one.entry_id for one in known})
    decision = decide(article, fingerprint, known, policies.dedup, apart)
    if isinstance(decision, New | Related):
        if prepared.first is not None:  # ids do not depend on what was learned
            first = decide(prepared.first, fingerprint, known, policies.dedup, apart)
            if isinstance(first, New | Related):
                decision = replace(decision, entry_id=first.entry_id)
        return Decided(decision=decision, is_same_text=False)
    story = {decision.of, *decision.joins}
    is_same_text = any(
        one.fingerprint.text_hash == fingerprint.text_hash
        and one.entry_id in story
        and not are_two_mastheads(one.article.publisher, article.publisher)
        for one in known
    )
    if not is_same_text:
        shown = entries.current_article(transaction, decision.of)
        decision = measured_against(decision, article, _plain(shown, prepared.repeats))
    return Decided(decision=decision, is_same_text=is_same_text)


def _plain(article: Article, repeats: Repeats) -> Article:
    """A stored article without the paragraphs that the publisher repeats."""
    return replace(article, text=without_repeats(article.text, repeats)) if repeats else article

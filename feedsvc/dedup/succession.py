"""What a later version means for the one that subscribers see."""

from dataclasses import replace

from feedsvc.dedup.changes import classify
from feedsvc.dedup.decide import supersedes
from feedsvc.model import Article, Revision


def measured_against(decision: Revision, article: Article, shown: Article) -> Revision:
    """The decision for `article`, measured against the version that is `shown`.

    Which stored version is most alike says what story it is, and may be any of them: an older one
    that was superseded, or a cosmetic one that nobody saw. What changes for subscribers, and
    whether it is later, only what they see can tell.
    """
    change = classify(article, shown)
    return replace(
        decision,
        kind=change.kind,
        change=change.reason,
        supersedes=supersedes(article, shown),
    )

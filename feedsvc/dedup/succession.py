"""Which version of a story subscribers see, and what a later one means for it.

The first version that was seen is shown, until another takes its place: one of the same masthead
that is not older by the publisher's own dates, is not cut where the other is whole, and changes
something material. Whatever else belongs to the story is history. So the canonical copy among
several mastheads is the one that was here first, and no later one, however good, takes its link,
its id or its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.dedup.changes import classify
from feedsvc.dedup.mastheads import is_other_publisher
from feedsvc.model import Article, Duplicate, Revision, RevisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a version meant when it came."""

    kind: RevisionKind | None  # None for the first
    change: str  # in words
    supersedes: bool

    @property
    def takes_over(self) -> bool:
        """Whether it is shown from then on."""
        return self.supersedes and self.kind is RevisionKind.MATERIAL


def supersedes(article: Article, other: Article) -> bool:
    """Whether a version that arrives now takes the place of the one we have.

    What arrives later is later, unless the publisher's own dates say otherwise (`modified`, else
    `published`, if both versions have one); and a dump that was cut never replaces a whole one.
    """
    if article.truncated and not other.truncated:
        return False
    ours, theirs = article.modified or article.published, other.modified or other.published
    return ours is None or theirs is None or ours >= theirs


def measured_against(
    decision: Duplicate | Revision, article: Article, shown: Article
) -> Duplicate | Revision:
    """The decision for `article`, measured against the version that is `shown`.

    Which stored version is most alike says what story it is, and may be any of them: an older one
    that was superseded, a copy in another paper, or a cosmetic one that nobody saw. What changes
    for subscribers, and whether it is later, only what they see can tell.
    """
    step = _step(article, shown)
    if step.kind is RevisionKind.COPY and isinstance(decision, Duplicate):
        return decision
    assert step.kind is not None
    return Revision(
        of=decision.of,
        kind=step.kind,
        change=step.change,
        supersedes=step.supersedes,
        similarity=decision.similarity,
        evidence=decision.evidence,
        joins=decision.joins,
    )


def succession(versions: Sequence[Article]) -> tuple[Step, ...]:
    """What each version of a story meant, in the order in which they were seen; the last that
    takes over, or else the first, is shown.
    """
    steps = [Step(kind=None, change="", supersedes=True)] if versions else []
    shown = versions[0] if versions else None
    for article in versions[1:]:
        assert shown is not None
        steps.append(_step(article, shown))
        shown = article if steps[-1].takes_over else shown
    return tuple(steps)


def _step(article: Article, shown: Article) -> Step:
    if is_other_publisher(article, shown):
        return Step(kind=RevisionKind.COPY, change=f"also at {article.publisher}", supersedes=False)
    change = classify(article, shown)
    return Step(kind=change.kind, change=change.reason, supersedes=supersedes(article, shown))

"""Are two texts one story? The thresholds, and the verdict with its reason in words."""

from dataclasses import dataclass

from feedsvc.dedup.comparison import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupPolicy:
    """What it takes to call two articles one. A wrong merge hides an article: when in doubt, no."""

    min_containment: float = 0.6  # share of the words of one text that the other has too
    min_shared_words: int = 40  # below that, text is too short to merge by content alone
    min_same_url_containment: float = 0.2  # a page at the same address keeps at least so much
    min_exact_words: int = 8  # fewer words, at two addresses, are no evidence even if equal
    max_two_sided_gap_words: int = 60  # a passage each, in the same place: pages of one template
    max_other_numbers: float = 0.4  # share of a text's numbers that the other lacks, both ways:
    min_other_numbers: int = 3  # ... and as many of them: reports of one series


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether two texts are one story."""

    same: bool
    similarity: float  # 0 to 1
    reason: str  # in words, for a person


def judge(comparison: Comparison, policy: DedupPolicy) -> Verdict:
    """The verdict on two texts, from what they share and what each has alone."""
    similarity = comparison.containment
    reason = _objection(comparison, policy)
    if reason:
        return Verdict(same=False, similarity=similarity, reason=reason)
    return Verdict(
        same=True,
        similarity=similarity,
        reason=(
            f"{comparison.shared_words} words in common: {comparison.our_containment:.0%} of this "
            f"text, {comparison.their_containment:.0%} of the stored one"
        ),
    )


def _objection(comparison: Comparison, policy: DedupPolicy) -> str:
    """Why two texts are not one story, or nothing."""
    if comparison.shared_words < policy.min_shared_words:
        return f"only {comparison.shared_words} words in common"
    if comparison.containment < policy.min_containment:
        return f"at most {comparison.containment:.0%} of one text is in the other"
    gap = min(
        max(map(len, comparison.added), default=0), max(map(len, comparison.removed), default=0)
    )
    if gap >= policy.max_two_sided_gap_words:
        return f"each has a passage of {gap} words or more of its own: a template around two texts"
    if _is_serial(comparison, policy):
        return "the numbers are others: two reports of one series"
    return ""


def _is_serial(comparison: Comparison, policy: DedupPolicy) -> bool:
    """Whether each text has numbers of its own where the other has other ones."""
    ours, theirs = comparison.our_numbers, comparison.their_numbers
    return all(
        len(alone) >= max(policy.min_other_numbers, policy.max_other_numbers * len(numbers))
        for alone, numbers in ((ours - theirs, ours), (theirs - ours, theirs))
    )

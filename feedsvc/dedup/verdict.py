"""Are two texts one story? Weighed evidence, and the verdict with its reasons in words.

The facts of a comparison are weighed by small decision trees: each asks two questions about the
facts and gives points for "the same story" or against. The points are log odds, learned from
labeled pairs (`benchmarks/train_dedup.py`), fixed in `weights.json`; guards stand before them.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from feedsvc.dedup.comparison import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupPolicy:
    """What it takes to call two articles one. A wrong merge hides an article: when in doubt, no."""

    min_score: float = 2.0  # log odds: seven to one
    min_unbroken_score: float = 1.5  # the same, where most of both is one passage without a change
    min_join_score: float = 4.0  # of both, to fold an entry of several versions into another
    min_shared_words: int = 20  # in sentences; fewer say nothing
    short_shared_words: int = 40  # fewer, in a longer text, are a teaser or a quotation ...
    short_containment: float = 0.3  # ... unless they are so much of both texts
    whole_containment: float = 0.6  # of both: then words of short lines count too
    min_same_url_containment: float = 0.2  # a page at the same address keeps at least so much
    # Two issues of a series, not one story (see `serials`): most of the prose is the same ...
    min_serial_containment: float = 0.5  # of both texts
    min_serial_numbers: int = 3  # ... but so many numbers were replaced in the same places ...
    min_serial_share: float = 0.6  # ... and of all of them this share
    fold_copies: bool = True  # under other mastheads; else each is an item of its own, and linked
    min_exact_words: int = 8  # fewer words, at two addresses, are no evidence even if equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether two texts are one story."""

    score: float  # log odds; more than 0 is more likely the same story than not
    similarity: float  # 0 to 1: the share of one text that is in the other
    reason: str  # in words, for a person


NEVER = -99.0  # the score of what a guard stops
CERTAIN = 99.0  # the score of what needs no weighing

# How a fact reads: "(s)" where there are several, "no" instead of 0. Those that are not here weigh,
# but say little to a person.
_PHRASES = {
    "contained": "{:.0%} of one text is in the other",
    "contained_back": "{:.0%} of the longer text is in the shorter",
    "shared": "{:.0f} word(s) in common",
    "shared_prose": "{:.0f} word(s) of sentences in common",
    "aligned": "{:.0%} of the shorter text in the same order",
    "order": "{:.0%} of the common phrases in the same order",
    "longest": "{:.0f} word(s) in a row",
    "passage": "a passage of {:.0f} word(s)",
    "pieces": "{:.0f} common passage(s)",
    "capitals": "{:.0%} of the common words begin with a capital",
    "replaced": "{:.0%} of the words replaced by others",
    "longest_replaced": "{:.0f} word(s) replaced in one place",
    "turns": "{:.0f} turn(s) of phrase changed",
    "insertions": "{:.0f} insertion(s) of a few words",
    "other_names": "{:.0f} name(s) replaced",
    "replaced_numbers": "{:.0f} number(s) replaced",
    "other_numbers": "{:.0%} of the numbers replaced",
    "before_inner": "{:.0f} other word(s) before the first common passage of one",
    "before_outer": "{:.0f} word(s) before the first common passage of the other",
    "before_less": "{:.0f} other word(s) before what is common in both",
    "after_less": "{:.0f} other word(s) after what is common in both",
    "around": "{:.0%} of both texts stands around what is common",
    "alone": "{:.0f} word(s) in each that the other lacks",
    "names_alone": "{:.0%} of the names only in one of them",
    "names_alone_count": "{:.0f} name(s) in each that the other lacks",
    "numbers_alone": "{:.0%} of the numbers only in one of them",
    "paragraphs_alone": "{:.0%} of the paragraphs only in one of them",
    "first_shared": "{:.0%} of a first paragraph in common",
    "first_shared_less": "{:.0%} of both first paragraphs in common",
    "last_shared": "{:.0%} of a last paragraph in common",
    "last_shared_less": "{:.0%} of both last paragraphs in common",
}
UNBROKEN = 0.9  # of the common words stand in one passage ...
UNBROKEN_KEPT = 0.99  # ... and so many were not replaced
_FIRST = "contained"  # is always said
_SHOWN = 3  # facts for, and facts against, ...
_SHOWN_POINTS = 0.3  # ... that weigh so much


def judge(facts: Comparison, policy: DedupPolicy) -> Verdict:
    """The verdict on two texts, from what they share and what each has alone."""
    stopped = _guard(facts, policy)
    if stopped:
        return Verdict(score=NEVER, similarity=facts.contained, reason=stopped)
    points = weigh(facts)
    score = sum(points.values())
    if score >= policy.min_unbroken_score and _is_unbroken(facts, policy):
        score = max(score, policy.min_score)
    return Verdict(score=score, similarity=facts.contained, reason=_reason(points, facts))


def _is_unbroken(facts: Comparison, policy: DedupPolicy) -> bool:
    """Whether most of both texts is one passage without any change: a table in two papers, say.

    None of 10,000 labeled pairs of two stories is like that.
    """
    is_one = facts.longest >= UNBROKEN * facts.shared and facts.replaced <= 1 - UNBROKEN_KEPT
    return is_one and facts.contained_back >= policy.whole_containment


def _guard(facts: Comparison, policy: DedupPolicy) -> str:
    """Why text must not merge by content alone, or nothing."""
    is_whole = facts.contained_back >= policy.whole_containment
    common = facts.shared if is_whole else facts.shared_prose
    if common < policy.min_shared_words:
        return f"only {common:.0f} words of sentences in common"
    if common < policy.short_shared_words and facts.contained_back < policy.short_containment:
        return f"only {common:.0f} words in common, a small part of the longer text"
    return _serial(facts, policy)


def _serial(facts: Comparison, policy: DedupPolicy) -> str:
    """Why two texts are issues of a series, or nothing. Of 4,512 labeled pairs of one story that
    the weights find, none is like that.
    """
    is_template = facts.contained_back >= policy.min_serial_containment
    is_many = facts.replaced_numbers >= policy.min_serial_numbers
    share = max(facts.other_numbers, facts.numbers_alone)  # a table of numbers is no turn of phrase
    if not (is_template and is_many and share >= policy.min_serial_share):
        return ""
    return f"an issue of a series: most words are the same, {facts.replaced_numbers:.0f} numbers \
are others"


def weigh(facts: Comparison) -> dict[str, float]:
    """The points that each fact gives for (above 0) or against "the same story"; "" is the start.

    A tree's points are divided over the facts on the way: what knowing one more fact changed.
    """
    weights = _weights()
    points = {"": weights["start"]}
    for tree in weights["trees"]:
        node = tree
        while "fact" in node:
            below = getattr(facts, node["fact"]) <= node["limit"]
            following = node["below"] if below else node["above"]
            change = following["points"] - node["points"]
            points[node["fact"]] = points.get(node["fact"], 0.0) + change
            node = following
    return points


@cache
def _weights() -> dict[str, Any]:
    text = files("feedsvc.dedup").joinpath("weights.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _reason(points: dict[str, float], facts: Comparison) -> str:
    """How much is shared, and the facts that weigh most: those for one story, "but" the others."""
    ranked = sorted((point, fact) for fact, point in points.items() if fact not in {"", _FIRST})
    against = [fact for point, fact in ranked[:_SHOWN] if point <= -_SHOWN_POINTS]
    speaks_for = [fact for point, fact in reversed(ranked[-_SHOWN:]) if point >= _SHOWN_POINTS]
    sides = [_words(names, facts) for names in ([_FIRST, *speaks_for], against)]
    return "; but ".join(side for side in sides if side)


def _words(names: list[str], facts: Comparison) -> str:
    return ", ".join(_phrase(name, getattr(facts, name)) for name in names)


def _phrase(name: str, value: float) -> str:
    phrase = _PHRASES[name].format(value).replace("(s)", "" if round(value) == 1 else "s")
    for zero, none in (("0 ", "no "), ("0% of", "none of")):
        if phrase.startswith(zero):
            return none + phrase.removeprefix(zero)
    return phrase

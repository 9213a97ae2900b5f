"""What a later version changes for a reader: boilerplate, cosmetics, or something material.

Material is what would make a subscriber want to look again: another headline, a number, a name, a
negation, a new paragraph. Moved lines, menus and single reworded words are not.
"""

import re
from dataclasses import dataclass

from feedsvc.dedup.comparison import Comparison, compare, profile
from feedsvc.dedup.words import words
from feedsvc.model import Article, RevisionKind

PARAGRAPH_WORDS = 20  # a sentence or two of news; shorter insertions are turns of phrase

# Words that turn a sentence around, in the languages that dumps are mostly in.
_NEGATIONS = frozenset({
    "no", "not", "never", "none", "nor", "neither", "without", "cannot", "cant", "dont", "doesnt",
    "didnt", "isnt", "wasnt", "arent", "werent", "wont", "wouldnt", "hasnt", "havent", "hadnt",
    "denied", "denies", "nicht", "kein", "keine", "keinen", "keiner", "keinem", "keines", "nie",
    "niemals", "ohne", "weder", "pas", "jamais", "aucun", "aucune", "sans", "nunca", "jamás", "sin",
    "ningún", "ninguna", "não", "nem", "sem", "nenhum", "nessun", "nessuno", "mai", "senza", "niet",
    "geen", "nooit", "zonder", "ikke", "inte", "aldri", "aldrig", "не", "нет", "никогда", "без",
    "nigdy", "bez", "değil", "yok", "不", "没", "未", "無",
})  # fmt: skip
# Between a headline and what a site hangs on it: "Headline | Paper", "Paper: Headline - Section".
_TITLE_PARTS = re.compile(r"\s[|–—·»:-]\s|:\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a version differs from the one before it."""

    kind: RevisionKind
    reason: str  # in words, for a person


def classify(new: Article, old: Article) -> Change:
    """What a reader of `old` would find changed in `new`."""
    if _is_new_headline(new.title, old.title):
        return Change(kind=RevisionKind.MATERIAL, reason="the headline changed")
    return _in_the_text(compare(profile(new.text), profile(old.text)), new.text)


def _is_new_headline(new: str, old: str) -> bool:
    """Whether no part of the titles, as sites divide them, is the same."""
    ours = {tuple(words(part)) for part in _TITLE_PARTS.split(new)} - {()}
    theirs = {tuple(words(part)) for part in _TITLE_PARTS.split(old)} - {()}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _in_the_text(difference: Comparison, new_text: str) -> Change:
    spans = difference.added + difference.removed
    if not spans:
        return Change(kind=RevisionKind.COSMETIC, reason="the same words in another order")
    reason = _material_reason(difference)
    if reason:
        return Change(kind=RevisionKind.MATERIAL, reason=reason)
    return Change(kind=RevisionKind.COSMETIC, reason="only single words are different")


def _material_reason(difference: Comparison) -> str:
    """Why a reader should look again, or nothing."""
    longest = max(difference.added, key=len, default=())
    if len(longest) >= PARAGRAPH_WORDS:
        return f"a new passage of {len(longest)} words"
    added = {word for span in difference.added for word in span}
    removed = {word for span in difference.removed for word in span}
    changed = added ^ removed
    numbers = sorted(word for word in changed if any(map(str.isdigit, word)))
    if numbers:
        return f"numbers changed: {', '.join(numbers[:5])}"
    negations = sorted(word for word in changed if word.casefold() in _NEGATIONS)
    if negations:
        return f"a negation changed: {', '.join(negations[:5])}"
    names = sorted(word for word in changed if word[:1].isupper())
    if names:
        return f"names changed: {', '.join(names[:5])}"
    return ""

"""What a later version changes for a reader: boilerplate, cosmetics, or something material.

Material is what would make a subscriber want to look again: another headline, a number, a name, a
negation, a new paragraph. Moved lines, menus and single reworded words are not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from feedsvc.dedup.pairing import Side, lay_side_by_side
from feedsvc.dedup.reading import PROSE, read
from feedsvc.dedup.words import words
from feedsvc.model import Article, RevisionKind

SHOWN_WORDS = 5  # of those that changed, in the reason
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
    return _in_the_text(new.text, old.text)


def _is_new_headline(new: str, old: str) -> bool:
    """Whether no part of the titles, as sites divide them, is the same."""
    ours = {tuple(words(part)) for part in _TITLE_PARTS.split(new)} - {()}
    theirs = {tuple(words(part)) for part in _TITLE_PARTS.split(old)} - {()}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _in_the_text(new: str, old: str) -> Change:
    ours, theirs = read(new), read(old)
    pair = lay_side_by_side(ours, theirs)
    added, removed = (
        (pair.inner, pair.outer) if pair.inner.text is ours else (pair.outer, pair.inner)
    )
    new_spans, old_spans = _own_prose(added), _own_prose(removed)
    reason = _material_reason(new_spans, old_spans)
    if reason:
        return Change(kind=RevisionKind.MATERIAL, reason=reason)
    if new_spans or old_spans:
        return Change(kind=RevisionKind.COSMETIC, reason="only single words are different")
    return Change(kind=RevisionKind.BOILERPLATE, reason="the sentences are the same")


def _own_prose(side: Side) -> list[tuple[str, ...]]:
    """Spans of words, as written, that stand in sentences and that the other text lacks."""
    places = zip(side.text.written, side.text.weights, side.covered, strict=True)
    grouped = groupby(places, key=lambda place: place[1] == PROSE and not place[2])
    return [tuple(word for word, *_ in span) for is_own, span in grouped if is_own]


def _material_reason(added: list[tuple[str, ...]], removed: list[tuple[str, ...]]) -> str:
    """Why a reader should look again, or nothing."""
    longest = max(map(len, added), default=0)
    if longest >= PARAGRAPH_WORDS:
        return f"a new passage of {longest} words"
    changed = {word for span in added for word in span} ^ {
        word for span in removed for word in span
    }
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("numbers", lambda word: any(map(str.isdigit, word))),
        ("negations", lambda word: word.casefold() in _NEGATIONS),
        ("names", lambda word: word[0].isupper()),
    )
    for name, is_kind in kinds:
        words_of_kind = sorted(filter(is_kind, changed))
        if words_of_kind:
            return f"{name} changed: {', '.join(words_of_kind[:SHOWN_WORDS])}"
    return ""

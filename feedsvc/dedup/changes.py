"""What a later version changes for a reader: boilerplate, cosmetics, or something material.

Material is what would make a subscriber want to look again: another headline, a number, a name, a
negation, a new paragraph. Moved lines, menus, single reworded words and what a site hangs around an
article are not. Checked against newsroom revisions by reading them; the rules say which misreading
each prevents.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice, repeat

from feedsvc.dedup.names import certain_names, without_respelled
from feedsvc.dedup.pairing import Side, lay_side_by_side
from feedsvc.dedup.reading import PROSE, Reading, is_number, paragraphs, read, word_weight
from feedsvc.dedup.words import UNSPACED, cased_words, words
from feedsvc.model import Article, RevisionKind

SHOWN_WORDS = 4  # of those that came or went, in the reason
PARAGRAPH_WORDS = 20  # a sentence or two of news; shorter insertions are turns of phrase
_FURNITURE_CAPITALS = 0.5  # of a passage's words: more are menus, lists of links and of people
_FURNITURE_WORDS = 6  # fewer say nothing about their capitals
_SENTENCE_WORDS = 5  # fewer are a caption or a credit even with a full stop
_COMMON_ENDING = 4  # characters of a script without spaces
_HEADLINE_WORDS = 4  # so many in a row in the other version's text are no accident

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
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"”’»')\]」]{0,3}$")
_WHOLE_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_UNSPACED = re.compile(f"[{UNSPACED}]")

_Span = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a version differs from the one before it."""

    kind: RevisionKind
    reason: str  # in words, for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """One of the two: its article, and the prose that the other lacks."""

    article: Article
    text: Reading
    own: tuple[_Span, ...]

    @property
    def known(self) -> frozenset[str]:
        """All of its words, folded."""
        return self.text.vocabulary

    @property
    def turns(self) -> tuple[_Span, ...]:
        """What is shorter than a sentence."""
        return tuple(span for span in self.own if _length(span) < PARAGRAPH_WORDS)

    @property
    def own_words(self) -> Iterator[str]:
        return (word for span in self.own for word in span)


def classify(new: Article, old: Article) -> Change:
    """What a reader of `old` would find changed in `new`."""
    after, before = _versions(new, old)
    reasons = ["the headline changed"] if _is_new_headline(new, old) else []
    reasons += _reasons(after, before)
    if reasons:
        return Change(kind=RevisionKind.MATERIAL, reason="; ".join(reasons))
    if after.own or before.own or words(new.title) != words(old.title):
        return Change(kind=RevisionKind.COSMETIC, reason="only single words are different")
    return Change(kind=RevisionKind.BOILERPLATE, reason="the sentences are the same")


def _versions(new: Article, old: Article) -> tuple[_Version, _Version]:
    new_text, old_text = _with_standfirst(new, old), _with_standfirst(old, new)
    ours, theirs = read(new_text), read(old_text)
    pair = lay_side_by_side(ours, theirs)
    is_inner = pair.inner.text is ours
    added, removed = (pair.inner, pair.outer) if is_inner else (pair.outer, pair.inner)
    return (
        _Version(article=new, text=ours, own=tuple(_own_prose(new_text, added))),
        _Version(article=old, text=theirs, own=tuple(_own_prose(old_text, removed))),
    )


def _with_standfirst(article: Article, other: Article) -> str:
    """The text, with its standfirst where the other version tells that too: of one paragraph under
    a headline, one scrape of a page may make the standfirst and the next the story's beginning.
    """
    lead = article.standfirst
    if not lead or lead in article.text:
        return article.text
    is_shared = lead in other.text or lead == other.standfirst
    return f"{lead}\n\n{article.text}" if is_shared else article.text


def _own_prose(text: str, side: Side) -> Iterator[_Span]:
    """Spans of words, as written, that stand in sentences and that the other text lacks."""
    is_prose = list(islice(_in_sentences(text), len(side.text.written)))
    places = zip(side.text.written, is_prose, _covered(side), strict=True)
    for is_own, span in groupby(places, key=lambda place: place[1] and not place[2]):
        found = tuple(word for word, *_ in span)
        if is_own and not _is_furniture(found):
            yield found


def _in_sentences(text: str) -> Iterator[bool]:
    """For each word: whether it stands in a sentence. A short line is one if it ends like one."""
    for paragraph in paragraphs(text):
        count = len(cased_words(paragraph))
        is_short = count >= _SENTENCE_WORDS and _ENDS_SENTENCE.search(paragraph) is not None
        yield from repeat(is_short or word_weight(paragraph, count) == PROSE, count)


def _covered(side: Side) -> list[bool]:
    """What the other text has too; of scripts without spaces, three characters that it has as well
    are no more than an ending that both use.
    """
    covered = list(side.covered)
    place = 0
    for is_covered, stretch in groupby(side.covered):
        length = sum(1 for _ in stretch)
        characters = side.text.written[place : place + length]
        if is_covered and length <= _COMMON_ENDING and all(map(_UNSPACED.match, characters)):
            covered[place : place + length] = [False] * length
        place += length
    return covered


def _is_furniture(span: _Span) -> bool:
    """Menus and lists that came into a text as one line: most of their words have capitals."""
    capitals = sum(word[0].isupper() for word in span)
    return len(span) >= _FURNITURE_WORDS and capitals > _FURNITURE_CAPITALS * len(span)


# ------------------------------------------------------------------ the headline


def _is_new_headline(new: Article, old: Article) -> bool:
    """Whether no part of the titles, as sites divide them, is the same, and the other version has
    neither as a line of its text: then only another line was taken for the headline.
    """
    ours, theirs = _title_parts(new.title), _title_parts(old.title)
    if not (ours and theirs) or not ours.isdisjoint(theirs):
        return False
    if _stands_in(old.title, new.text) or _stands_in(new.title, old.text):
        return False
    return not _is_reworded(new.title, old.title)


def _title_parts(title: str) -> set[_Span]:
    return {tuple(words(part)) for part in _TITLE_PARTS.split(title)} - {()}


def _stands_in(title: str, text: str) -> bool:
    found = words(title)
    line = f" {' '.join(found)} "
    return len(found) >= _HEADLINE_WORDS and line in f" {' '.join(words(text))} "


def _is_reworded(new: str, old: str) -> bool:
    """One small word for another, or one more: "after the vote" for "before the vote" is not news,
    a name, a number or a "not" is.
    """
    ours, theirs = Counter(cased_words(new)), Counter(cased_words(old))
    came, gone = ours - theirs, theirs - ours
    if max(came.total(), gone.total()) > 1 or min(ours.total(), theirs.total()) < _HEADLINE_WORDS:
        return False
    return all(
        word[0].islower() and not is_number(word) and word.casefold() not in _NEGATIONS
        for word in (*came, *gone)
    )


# ------------------------------------------------------------------ the text


def _reasons(after: _Version, before: _Version) -> Iterator[str]:
    """Why a reader should look again.

    A text that lost a passage and has nothing new is more often one that was cut, or extracted
    anew, than one that was corrected: then only a number or a "not" counts that left a sentence.
    """
    longest = max(map(_length, after.own), default=0)
    if longest >= PARAGRAPH_WORDS:
        yield f"a new passage of {longest} words"
    gone = before if after.own else replace(before, own=before.turns)
    yield from _told("numbers", *_numbers(after, gone))
    if after.own:
        yield from _told("names", *_names(after, before))
    ours, theirs = _negations(after), _negations(before)
    if len(ours) != len(theirs):  # "no longer" for "not" says the same
        yield f"negations changed: {_listed(sorted({*ours} ^ {*theirs}) or ours)}"


def _length(span: _Span) -> int:
    """Words; of scripts that put no space between them, two characters count as one."""
    characters = sum(1 for word in span if _UNSPACED.match(word))
    return len(span) - characters + characters // 2


def _told(what: str, came: list[str], gone: list[str]) -> Iterator[str]:
    new, old = (_listed(some) for some in (came, gone))
    if came and gone:
        yield f"{what} changed: {old} → {new}"
    elif came:
        yield f"{what} added: {new}"
    elif gone:
        yield f"{what} removed: {old}"


def _listed(some: list[str]) -> str:
    return ", ".join(some[:SHOWN_WORDS]) + (", …" if len(some) > SHOWN_WORDS else "")


def _numbers(after: _Version, before: _Version) -> tuple[list[str], list[str]]:
    """Numbers that one version alone has where they differ, as they are written."""
    came, gone = (
        {word for word in version.own_words if is_number(word)} for version in (after, before)
    )
    return _whole(after, before, came - gone), _whole(before, after, gone - came)


def _whole(version: _Version, other: _Version, parts: set[str]) -> list[str]:
    """4.2 for "2": the numbers that these words are parts of, in the order of the text."""
    if not parts:
        return []
    known = set(_WHOLE_NUMBER.findall(other.article.text))
    found = dict.fromkeys(_WHOLE_NUMBER.findall(version.article.text))
    own = [word for word in found if word not in known and parts & set(cased_words(word))]
    return own or sorted(parts)


def _names(after: _Version, before: _Version) -> tuple[list[str], list[str]]:
    """Names that the other version does not have at all: one more mention is no news."""
    return without_respelled(_new_names(after, before), _new_names(before, after))


def _new_names(version: _Version, other: _Version) -> list[str]:
    found = dict.fromkeys(version.own_words)
    certain = certain_names(version.article, version.text)
    return [word for word in found if word in certain and word.casefold() not in other.known]


def _negations(version: _Version) -> list[str]:
    """The words that turn a sentence around, where only a part of it is this version's own."""
    return [word for span in version.turns for word in span if word.casefold() in _NEGATIONS]

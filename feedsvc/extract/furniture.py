"""What surrounds an article: menus, consent, newsletters, sharing, comments, footers.

A line is recognized by the phrases of `vocabulary.furniture`; long paragraphs only by those
that give a line away wherever they stand.
"""

import re
from typing import Final

from feedsvc.extract.page import Line
from feedsvc.extract.verdicts import Verdict
from feedsvc.extract.vocabulary import words
from feedsvc.extract.vocabulary.furniture import ANYWHERE, PROMOTION, STARTS, WHOLE
from feedsvc.model import Label

_MAX_START_WORDS: Final = 40  # a longer line that begins like furniture may be a paragraph
_MAX_START_SENTENCE_WORDS: Final = 14  # … and a sentence is one sooner, if only one word matched
_MAX_PHRASE_WORDS: Final = 8
_MAX_PROMOTION_WORDS: Final = 16
_MAX_ANYWHERE_WORDS: Final = 140  # a longer line may be a page that lost its line ends

_NOTE: Final = re.compile(
    r"(?i)(?:corrections?|clarification|berichtigung|korrektur|correctif|rectificatif|correcci[oó]n"
    r"|fe de errores|rettifica|errata|erratum|corre[cç][aã]o|rectificatie|訂正|更正)"
    r"\b[^:：.]{0,30}[:：]"
)
_NOTE_WORDS: Final = words(  # that such a note begins with
    """corrections correction clarification berichtigung korrektur correctif rectificatif correccion
    corrección fe rettifica errata erratum correcao correção correçao correcão
    rectificatie 訂正 更正"""
)
_DIGIT: Final = re.compile(r"\d")

_Index = dict[str, tuple[tuple[str, Label], ...]]


def _whole_index() -> dict[str, Label]:
    return {phrase: label for label, entries in reversed(WHOLE.items()) for phrase in entries}


def _first_word_index(table: dict[Label, frozenset[str]]) -> _Index:
    """First word → phrases that begin with it, longest first."""
    index: dict[str, list[tuple[str, Label]]] = {}
    for label, entries in table.items():
        for phrase in entries:
            index.setdefault(phrase.split(" ", 1)[0], []).append((phrase, label))
    return {
        word: tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry[0])))
        for word, found in index.items()
    }


_WHOLE: Final = _whole_index()
_STARTS: Final = _first_word_index(STARTS)
_ANYWHERE: Final = _first_word_index(ANYWHERE)
_ANYWHERE_WORDS: Final = frozenset(_ANYWHERE)


def recognize(line: Line) -> Verdict | None:
    """The furniture that this line is, if its words say so."""
    return _whole(line) or _anywhere(line) or _start(line) or _short_promotion(line)


def _whole(line: Line) -> Verdict | None:
    tokens = line.tokens
    if len(tokens) > _MAX_PHRASE_WORDS + 2:
        return None
    label = _WHOLE.get(line.key)
    if label is None and _DIGIT.search(line.key):  # "Comments (12)", "3 min read"
        label = _WHOLE.get(" ".join(token for token in tokens if not token[0].isdigit()))
    if label is None:
        return None
    return Verdict(label, 0.95, f"the whole line is a known {label} phrase")


def _anywhere(line: Line) -> Verdict | None:
    if line.size > _MAX_ANYWHERE_WORDS or _ANYWHERE_WORDS.isdisjoint(line.tokens):
        return None
    padded = f" {line.key} "
    for token in line.tokens:
        for phrase, label in _ANYWHERE.get(token, ()):
            if f" {phrase} " in padded:
                return Verdict(label, 0.85, f"it says “{phrase}”, as {label} lines do")
    return None


def _start(line: Line) -> Verdict | None:
    if line.tokens[:1] and line.tokens[0] in _NOTE_WORDS and _NOTE.match(line.text):
        return Verdict(Label.FOOTER, 0.8, "a note on what was corrected")
    if not line.tokens or line.size > _MAX_START_WORDS:
        return None
    if line.text.startswith(("©", "(c) ", "(C) ")):
        return Verdict(Label.FOOTER, 0.9, "it begins with a copyright sign")
    for phrase, label in _STARTS.get(line.tokens[0], ()):
        if not f"{line.key} ".startswith(f"{phrase} "):
            continue
        if " " not in phrase and (line.ends or line.size > _MAX_START_SENTENCE_WORDS):
            continue
        return Verdict(label, 0.75, f"it begins with “{phrase}”, as {label} lines do")
    return None


def _short_promotion(line: Line) -> Verdict | None:
    if line.size > _MAX_PROMOTION_WORDS or PROMOTION.isdisjoint(line.tokens):
        return None
    return Verdict(Label.NEWSLETTER, 0.75, "a short line about a newsletter")

"""A text made ready for comparing: its words in order, and how much each of them says.

Scraped text carries menus, captions and legal lines. Words of sentences weigh full, words of
short lines little, so that two pages of one site are not alike because of their menus.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc.dedup.words import cased_words
from feedsvc.model import Article

RUN_WORDS = 3  # words are compared in runs of three
MAX_WORDS = 6_000  # of a text that are compared: twelve times the median article
MAX_CHARS = 20 * MAX_WORDS  # are looked at for them: a text may be one paragraph of a million words

PROSE, SHORT_LINE, MENU = 1.0, 0.3, 0.1  # what a word weighs
_PROSE_WORDS, _SHORT_WORDS = 10, 5

_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"”’»')\]]*$")
_PUNCTUATION = re.compile(r"[.!?…。！？,;:、]")
_WRAPPED_CHARS = range(45, 101)  # a line of a hard-wrapped text

Run = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Words with their weights (three tuples of one length), and what is looked up in them."""

    written: tuple[str, ...]
    folded: tuple[str, ...]
    weights: tuple[float, ...]
    paragraphs: tuple[tuple[int, int], ...]  # those of prose: places from and to (exclusive)
    runs: dict[Run, int]  # the first place of every run of three words
    vocabulary: frozenset[str]  # folded
    names: frozenset[str]  # folded words that are capitalized somewhere
    numbers: frozenset[str]  # folded words with a digit in them


def read(text: str) -> Reading:
    """The first `MAX_WORDS` words of a text; linear in its length."""
    written: list[str] = []
    weights: list[float] = []
    prose: list[tuple[int, int]] = []
    for paragraph in paragraphs(text[:MAX_CHARS]):
        found = cased_words(paragraph)[: MAX_WORDS - len(written)]
        weight = word_weight(paragraph, len(found))
        if weight == PROSE:
            prose.append((len(written), len(written) + len(found)))
        written += found
        weights += [weight] * len(found)
        if len(written) >= MAX_WORDS:
            break
    return _reading(tuple(written), tuple(weights), tuple(prose))


def _reading(
    written: tuple[str, ...], weights: tuple[float, ...], prose: tuple[tuple[int, int], ...]
) -> Reading:
    folded = tuple(map(str.casefold, written))
    vocabulary = frozenset(folded)
    return Reading(
        written=written,
        folded=folded,
        weights=weights,
        paragraphs=prose,
        runs=_first_places(folded),
        vocabulary=vocabulary,
        names=frozenset(word.casefold() for word in set(written) if is_name(word)),
        numbers=frozenset(filter(is_number, vocabulary)),
    )


def is_number(word: str) -> bool:
    """Whether a word has a digit in it."""
    return not word.isalpha() and any(map(str.isdigit, word))


def is_name(word: str) -> bool:
    """Whether a word, as written, may be a name: a capital and more."""
    return len(word) > 1 and word[0].isupper()


def read_article(article: Article) -> Reading:
    """An article's title and text as one."""
    return read(f"{article.title}\n\n{article.text}")


def _first_places(folded: tuple[str, ...]) -> dict[Run, int]:
    runs = list(zip(folded, folded[1:], folded[2:], strict=False))
    last = len(runs) - 1
    return {run: last - place for place, run in enumerate(reversed(runs))}


def word_weight(paragraph: str, words: int) -> float:
    """What each word of a paragraph with so many words weighs."""
    if words >= _PROSE_WORDS and _PUNCTUATION.search(paragraph):
        return PROSE
    return SHORT_LINE if words >= _SHORT_WORDS else MENU


def paragraphs(text: str) -> Iterator[str]:
    """Lines, with what was broken by inline markup or a fixed line width joined again."""
    parts: list[str] = []
    blank_before, previous = True, ""
    for line in map(str.strip, text.splitlines()):
        if line:
            if parts and not _continues(line, previous, blank_before=blank_before):
                yield _joined(parts)
                parts = []
            parts.append(line)
            previous = line
        blank_before = not line
    if parts:
        yield _joined(parts)


def _continues(line: str, previous: str, *, blank_before: bool) -> bool:
    if line[0].islower():
        return True
    wrapped = len(previous) in _WRAPPED_CHARS and not _ENDS_SENTENCE.search(previous)
    return wrapped and not blank_before


def _joined(parts: list[str]) -> str:
    """One line; a word that was hyphenated at the end of a line is whole again."""
    return "\n".join(parts).replace("-\n", "").replace("\n", " ")

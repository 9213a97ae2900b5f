"""Two issues of a series, which one template fills: a weather report, a notice of closing.

Their prose is the same, so what is shared says nothing; what was filled in does. Without an address
that both have in common, two texts are not one story

- if most of both is the same (`DedupPolicy.min_serial_containment`), several numbers were replaced
  in the same places (`min_serial_numbers`), and most numbers were, or stand in one of them only
  (`min_serial_share`): see `verdict`; or
- if most of both is the same, the headlines name other subjects, and numbers were replaced: two, or
  one where both say on which days they were published, and it is not the same day. A subject is a
  word of the headline and of its own text that the other text has nowhere; a headline that was only
  written anew names what both tell.

A correction replaces a number or two and keeps the others; a story that grows has new passages.
"""

from feedsvc.dedup.comparison import Comparison
from feedsvc.dedup.reading import is_number
from feedsvc.dedup.words import words
from feedsvc.model import Article

SUBJECT_LETTERS = 3  # shorter words, and those of scripts without spaces, name no subject
_MANY_NUMBERS = 2  # replaced: no day of publication needs to be known
_SUBJECT_SHARE = 0.5  # of the numbers, replaced; as counted, one of one is a half
_SHOWN = 3


def other_subject(article: Article, other: Article, facts: Comparison, containment: float) -> str:
    """The subjects that the headlines exchange, in words; nothing where it may be one story."""
    if facts.contained_back < containment or facts.other_numbers < _SUBJECT_SHARE:
        return ""
    if facts.replaced_numbers < _MANY_NUMBERS and not _on_two_days(article, other):
        return ""
    ours, theirs = _subjects(article, other), _subjects(other, article)
    if not (ours and theirs):
        return ""
    return f"another subject in the headline: {_listed(ours)}, not {_listed(theirs)}"


def _on_two_days(article: Article, other: Article) -> bool:
    ours, theirs = article.published, other.published
    return ours is not None and theirs is not None and ours.date() != theirs.date()


def _subjects(article: Article, other: Article) -> list[str]:
    """Words of a headline and its text that the other one has neither in headline nor text."""
    headline = dict.fromkeys(words(article.title))
    own, foreign = set(words(article.text)), {*words(other.title), *words(other.text)}
    return [
        word
        for word in headline
        if len(word) >= SUBJECT_LETTERS and not is_number(word) and word in own - foreign
    ]


def _listed(some: list[str]) -> str:
    return " ".join(some[:_SHOWN])

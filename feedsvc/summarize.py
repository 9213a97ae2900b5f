"""An article's summary: whole sentences from where the story starts, plain text.

The standfirst, where the page has one, was written by the publisher to be read as a summary;
else the story's first sentences are taken, as many as fit. A headline, a quotation that sets the
scene, a correction or an advertiser's note is none. Deterministic.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Final, Protocol, cast

from feedsvc.errors import ConfigError
from feedsvc.model import Article, Evidence
from feedsvc.text import normalize, sentences

SHIPPED_SUMMARIZER: Final = "feedsvc.summarize:summarize"

# "PARIS (Reuters) - ", "Berlin (dpa/lsw) – ", "(AP) — ": a place and an agency before the news.
_DATELINE: Final = re.compile(
    r"(?:[^\W\d_][\w.'’ /,-]{1,60}?\s?)?\((?:[A-Z][\w./-]{1,20}(?: [A-Z][\w./]{1,20}){0,3}"
    r"|dpa[\w/-]*)\)"
    r"\s?[-–—:.]{1,2}\s?(?=\S)"
    r"|[^\W\d_a-zß-ÿ]{3,}(?:[ ,][^\W\d_][\w.]*){0,5}\s?[,–—-]{1,2}\s?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}\s?)?(?:\([\w ./]+\)\s?)?[-–—]{1,2}\s(?=\S)"
)
_ENDS: Final = re.compile(r"(?<!\.\.)[.!?。！？؟۔।][\"'”’»›)\]」』]*\Z")
_OPENS_INSIDE: Final = re.compile(r"[,.;:)!?…–—|•*-]")  # a dash opens a quotation, too
_MARKUP: Final = re.compile(r"\s[|»›]\s|https?://|www\.|©")
# What stands where a story begins, and is not of it: corrections, advertisers, invitations.
_NOTE: Final = re.compile(
    r"(?:editor[’']?s note|corrections?|clarification|updated?|disclosure|disclaimer|note|photo"
    r"|anmerkung|korrektur|hinweis|aktualisiert|aktualisierung|correctif|mise à jour|note de"
    r"|fe de errores|nota del?|actualizado|actualización|errata corrige|aggiornamento|nota d[aei]"
    r"|correção|atualização|atualizad[oa])\b[^.:]{0,40}:"
    r"|this (?:article|story|post|page) (?:was|has been|is part|contains|originally|first|may)\b"
    r"|dieser (?:artikel|beitrag|text) (?:wurde|erschien|enthält)\b|cet article a été\b"
    r"|.{0,200}\b(?:affiliate|newsletters?|subscribe|sign up|click here|read more|follow us"
    r"|cookies?|terms and conditions|privacy policy|abonnieren|abonnez|suscríbete|iscriviti)\b",
    re.IGNORECASE,
)
_QUOTE_OPENS: Final = '"“„«»「『‘'
_QUOTE_CLOSES: Final = '"”“»«」』’'
_CLAUSE: Final = re.compile(r"[,;:，、；：](?=\s|\Z|[^\x00-\x7f])|\s[–—]\s")
_MIN_SENTENCE_CHARS: Final = 25  # a shorter one is a crosshead or a cry: it says little alone
_MIN_CLAUSE_SHARE: Final = 0.4  # of the limit: a clause cut before says too little
_MIN_STANDFIRST_WORDS: Final = 7  # of one without a stop; a shorter one is a label
_MIN_TITLE_SPACES: Final = 2  # of a headline that a sentence may begin with
_SAME_WORDS: Final = 0.85  # share of words from which a sentence is the headline again
_LEAD_SENTENCES: Final = 12  # from the start; later ones no longer say what the story is


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPolicy:
    """How long a summary may be.

    Against 310 publishers' own descriptions two sentences do better than one (ROUGE-L 0.36 and
    0.32); three and four do no better than two.
    """

    max_chars: int = 300
    max_sentences: int = 2
    summarizer: str = SHIPPED_SUMMARIZER  # `module:object`, a `Summarizer`


class Summarizer(Protocol):
    """Whatever gives an article its summary: plain text of at most `policy.max_chars`.

    It is called in worker processes, each of which imports it by its name, and must give the
    same article the same summary.
    """

    def __call__(self, article: Article, policy: SummaryPolicy) -> str: ...


def with_summary(article: Article, policy: SummaryPolicy) -> Article:
    """`article` with the configured summarizer's summary.

    If that fails, or says nothing or too much, the shipped one's is taken, and the evidence says
    so: another's mistake in one article must not stop an ingest.
    """
    summary, fault = _attempt(article, policy)
    if not fault:
        return replace(article, summary=summary)
    rule = f"{policy.summarizer} {fault}: the shipped summarizer instead"
    evidence = Evidence(field="summary", rule=rule, confidence=0.5)
    summary = summarize(article, policy)
    return replace(article, summary=summary, evidence=(*article.evidence, evidence))


def _attempt(article: Article, policy: SummaryPolicy) -> tuple[str, str]:
    """The summary, and what is wrong with it ("" if nothing is)."""
    if policy.summarizer == SHIPPED_SUMMARIZER:
        return summarize(article, policy), ""
    try:
        said: object = load_summarizer(policy.summarizer)(article, policy)
    except Exception as error:  # it is not our code, and may raise anything
        return "", f"raised {type(error).__name__}"
    if not isinstance(said, str) or not said.strip():
        return "", "gave no text"
    return said, "" if len(said) <= policy.max_chars else f"gave {len(said)} characters"


@cache
def load_summarizer(name: str) -> Summarizer:
    """The summarizer that `module:object` names.

    Raises: ConfigError.
    """
    module, _, attribute = name.partition(":")
    hint = "write module:object; the module must be installed or on PYTHONPATH"
    try:
        found: object = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError, SyntaxError) as error:
        raise ConfigError(f"there is no summarizer {name!r}: {error}", hint) from error
    if not callable(found):
        raise ConfigError(f"the summarizer {name!r} cannot be called", hint)
    return cast("Summarizer", found)


def summarize(article: Article, policy: SummaryPolicy = SummaryPolicy()) -> str:
    """Whole sentences of `article` within the limits; "" only for an article without words."""
    standfirst = tuple(_standfirst(article))
    lead = tuple(_lead(article))
    for candidates in (standfirst, lead):
        if chosen := _fitting(candidates, policy):
            return chosen
    return _cut(lead or standfirst or sentences(article.text, article.language), policy)


def _standfirst(article: Article) -> Iterator[str]:
    """The standfirst's sentences. Many are set without the last stop, as headlines are."""
    title = normalize(article.title)
    for sentence in sentences(article.standfirst or "", article.language):
        whole = len(sentence.split()) >= _MIN_STANDFIRST_WORDS and sentence[-1].isalnum()
        text = f"{sentence}." if whole else sentence
        if _says_something(text, title):
            yield text


def _says_something(sentence: str, title: str) -> bool:
    """A whole sentence of the story's own, not the headline (as normalized) again."""
    if not _ENDS.search(sentence) or sentence[0].islower() or _OPENS_INSIDE.match(sentence):
        return False
    if sentence[0] in _QUOTE_OPENS and sentence[-1] in _QUOTE_CLOSES:
        return False
    if _MARKUP.search(sentence) or _NOTE.match(sentence):
        return False
    folded = normalize(sentence)
    if title.count(" ") >= _MIN_TITLE_SPACES and folded.startswith(title):
        return False
    mine, theirs = set(folded.split()), set(title.split())
    return 2 * len(mine & theirs) < _SAME_WORDS * (len(mine) + len(theirs))


def _lead(article: Article) -> Iterator[str]:
    """The first sentences that can stand in a summary."""
    title = normalize(article.title)
    found = 0
    for paragraph in article.text.split("\n\n"):
        for position, sentence in enumerate(sentences(paragraph, article.language)):
            text = (
                sentence
                if position
                else _DATELINE.sub("", sentence, count=1)
                if _DATELINE.match(sentence)
                else sentence
            )
            if _says_something(text, title):
                yield text
                found += 1
            if found >= _LEAD_SENTENCES:
                return


def _fitting(candidates: tuple[str, ...], policy: SummaryPolicy) -> str:
    """The first sentences that fit together; the first alone may be skipped if it is too long."""
    for start in range(len(candidates)):
        chosen: list[str] = []
        for sentence in candidates[start : start + policy.max_sentences]:
            joined = " ".join((*chosen, sentence))
            if len(joined) > policy.max_chars:
                break
            chosen.append(sentence)
        text = _join(chosen)
        if len(text) >= _MIN_SENTENCE_CHARS and _ENDS.search(text):
            return text
    return ""


def _join(chosen: list[str]) -> str:
    """With a space between, but for scripts that write none."""
    text = ""
    for sentence in chosen:
        wide = text[-1:] in tuple("。！？」』")
        text += sentence if not text or wide else f" {sentence}"
    return text


def _cut(candidates: tuple[str, ...], policy: SummaryPolicy) -> str:
    """The last resort: the first sentence up to a clause, a word or the limit, and an ellipsis."""
    text = candidates[0] if candidates else ""
    if len(text) <= policy.max_chars:
        return text
    room = text[: policy.max_chars - 1]
    ends = [match.start() for match in _CLAUSE.finditer(room)]
    if ends and ends[-1] >= _MIN_CLAUSE_SHARE * policy.max_chars:
        return f"{room[: ends[-1]].rstrip()}…"
    head = room.rpartition(" ")[0]
    return f"{(head or room).rstrip()}…"

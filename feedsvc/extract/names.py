"""Names of people in bylines: names only, no roles, agencies kept apart."""

import re
from dataclasses import dataclass
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.people import (
    AGENCIES,
    BYLINE_OPENERS,
    CONTRIBUTOR_CLOSERS,
    CONTRIBUTOR_OPENERS,
    PARTICLES,
    ROLES,
    WEAK_OPENERS,
)
from feedsvc.extract.vocabulary.prose import FUNCTION_WORDS
from feedsvc.extract.vocabulary.sections import SECTIONS

_MAX_BYLINE_WORDS: Final = 26
_MAX_NAME_WORDS: Final = 5
_MAX_NAME_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class Byline:
    """The people (and apart from them the organizations) that a line names."""

    names: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    opener: str = ""  # the words that say that it is a byline; empty if none do


def _openers(table: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(table, key=lambda opener: (-len(opener), opener))
    latin = "|".join(re.escape(opener).replace("\\ ", r"\W+") for opener in longest_first)
    return re.compile(rf"\W*({latin})(?:\s*[:：/／|｜=＝•·–—-]+\s*|\s+)(?=\S)", re.IGNORECASE)


_OPENER: Final = _openers(BYLINE_OPENERS)
_CONTRIBUTOR_OPENER: Final = _openers(CONTRIBUTOR_OPENERS)
_CJK_ROLE: Final = re.compile(
    r"[（(【\[]?(?:[\w・]{0,8}?)(?:記者|編集委員|論説委員|特派員|支局長|编辑|记者|기자|특파원)[）)】\]]?"
)
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BETWEEN: Final = re.compile(
    r"\s*(?:,|;|/|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bog\b|\boch\b|\bja\b|\bi\b|\bve\b|\bи\b|、|・|，)\s*",
    re.IGNORECASE,
)
# What ends the list of names: a bar, a bullet, a dash with spaces, a bracket, an address, a date.
_NAMES_END: Final = re.compile(
    r"\s[|•·–—-]\s|[|•·<(\[（【@]|\s{2,}|\d|\b(?:for|at|of|in|aus|für|fuer|pour|para|per|with|from|published|updated|posted|on|via|is|was)\b|\.\s|:",
)
_NOT_IN_CJK_NAMES: Final = re.compile(r"[\d\s。、]")
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*\.?\Z")


def byline(line: Line) -> Byline | None:
    """Who a line with an opening word ("By", "Von", "文=") says wrote the article."""
    if line.blank or line.size > _MAX_BYLINE_WORDS:
        return None
    match = _OPENER.match(line.text)
    if match is None:
        return _cjk_byline(line)
    opener = key(match[1])
    found = people(line.text[match.end() :])
    if not found.names and not found.agencies:
        return None
    if opener in WEAK_OPENERS and line.ends and line.size > 8:
        return None
    return Byline(found.names, found.agencies, opener)


def contributors(line: Line) -> Byline | None:
    """Who a closing line names: "Additional reporting by A, B and C"."""
    if line.blank or line.size > 2 * _MAX_BYLINE_WORDS:
        return None
    if match := _CONTRIBUTOR_OPENER.match(line.text):
        found = people(line.text[match.end() :], whole=True)
        return (
            Byline(found.names, found.agencies, key(match[1]))
            if found.names or found.agencies
            else None
        )
    for closer in CONTRIBUTOR_CLOSERS:
        if closer in line.key and (line.key.endswith(closer) or line.size < 20):
            lead = re.split(closer.split(" ", 1)[0], line.text, maxsplit=1, flags=re.IGNORECASE)[0]
            found = people(lead, whole=True)
            return Byline(found.names, found.agencies, closer) if found.names else None
    return None


def lone_name(line: Line) -> str | None:
    """The name that is all of a line, or all before a role ("Jane Roe, Science Editor")."""
    if line.blank or line.size > 9 or line.ends:
        return None
    head = re.split(r"\s[|•·–—-]\s|,|\(", line.text, maxsplit=1)[0].strip()
    rest = line.text[len(head) :]
    if rest and not any(token in ROLES for token in key(rest).split()):
        return None
    name = _name(head)
    return name if name and len(name.split()) >= 2 and key(name) not in SECTIONS else None


def people(text: str, *, whole: bool = False) -> Byline:
    """The names and agencies that `text` begins with; `whole` reads on to its end."""
    names: list[str] = []
    agencies: list[str] = []
    head = text if whole else _NAMES_END.split(text, maxsplit=1)[0]
    for piece in _BETWEEN.split(head.strip(" .")):
        cleaned = _CJK_ROLE.sub("", piece).strip(" .:|-–—()[]")
        if not cleaned:
            continue
        if key(cleaned) in AGENCIES:
            agencies.append(cleaned)
        elif (name := _name(cleaned)) is not None:
            if name not in names:
                names.append(name)
        elif not whole and not _is_role(cleaned):
            break
    return Byline(tuple(names), tuple(agencies))


def _is_role(text: str) -> bool:
    return any(token in ROLES for token in key(text).split())


def _name(text: str) -> str | None:
    """`text` without roles, if what stays has the shape of a person's name."""
    if len(text) > 2 * _MAX_NAME_CHARS:
        return None
    if _CJK.search(text):
        return text if 2 <= len(text) <= 8 and not _NOT_IN_CJK_NAMES.search(text) else None
    words = text.split()
    while words and words[-1].casefold().strip(".,") in ROLES:
        words.pop()
    while words and words[0].casefold().strip(".,") in ROLES:
        words.pop(0)
    name = " ".join(words)
    return _cased(name) if len(name) <= _MAX_NAME_CHARS and _shaped(words) else None


def _shaped(words: list[str]) -> bool:
    """Capitalized words, with particles between them, none of them an ordinary word."""
    if not 1 <= len(words) <= _MAX_NAME_WORDS or key(" ".join(words)) in AGENCIES:
        return False
    if len(words) == 1 and (words[0].isupper() or len(words[0]) < 3):
        return False
    if not words[-1][0].isupper() or not all(_NAME_WORD.match(word) for word in words):
        return False
    return all(
        word.casefold() in PARTICLES
        or (word[0].isupper() and (word.isupper() or word.casefold() not in FUNCTION_WORDS))
        for word in words
    )


def _cased(name: str) -> str:
    """`JANE ROE` as `Jane Roe`; what has small letters stays."""
    if not name.isupper() or len(name) < 5:
        return name
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)


def _cjk_byline(line: Line) -> Byline | None:
    """「… 記者」: a short line whose end names its writer."""
    if line.size > 12 or line.ends or not _CJK.search(line.text):
        return None
    match = re.fullmatch(
        r"[【（(\[]?(?:[\w・]{2,10}[/／・\s])?([^\W\d_]{2,8}?)\s?(?:記者|编辑|记者|기자|特派員)[】）)\]]?",
        line.text,
    )
    return Byline((match[1],), (), "記者") if match else None

"""Names of people in bylines: names only, no roles, agencies kept apart."""

import re
from dataclasses import dataclass
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.furniture import WHOLE
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
_GLUED_OPENER: Final = re.compile(
    r"\W*([Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]utor(?:in)?|[Aa]uthor)"
    r"(?=[A-ZÀ-Þ][\w'’.-]+ [A-ZÀ-Þ])"
)
# "Dan Jervis-BardyThe West Australian": an element was lost between two words.
_GLUED_WORDS: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ])")
_NAME_PREFIXES: Final = re.compile(r"\b(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Von|Fitz|Des|Del|Della|O)\Z")
_FIRST_WORDS: Final = frozenset(key(opener).split()[0] for opener in BYLINE_OPENERS)
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
_PIECES: Final = re.compile(r"\s[|•·⋅/–—-]+\s|[|•·⋅,]|:(?=\s)|\s{2,}|\d+|(?<=\S)\s(?=\w{2,4}[：])")
_INNER_OPENER: Final = re.compile(
    r"(?:^|\s)(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]utor(?:in)?:?|[Aa]uthor:?)\s+(?=[^\W\d_])"
    r"|(?:记者|作者|撰文|編集|取材|文)\s?[：:/／]\s?"
)
_MENU_WORDS: Final = frozenset(
    word
    for table in (*WHOLE.values(), SECTIONS)
    for phrase in table
    for word in phrase.split()
    if len(word) > 3
)
_MAX_PORTRAIT_WORDS: Final = 70
_PORTRAIT: Final = re.compile(
    r"\b(?:(?:is|are|was) an? (?:[\w-]+ ){0,4}"
    r"(?:writer|reporter|journalist|correspondent|columnist|editor|contributor"
    r"|freelancer)\b|(?:is|are) the authors? of\b|writes (?:about|on|for)\b|"
    r"ist (?:freie[rs]? )?(?:Redakteur|Autor|Journalist|Korrespondent)(?:in)?\b|"
    r"est journaliste\b|es periodista\b|è (?:un |una )?giornalista\b|é jornalista\b)"
)
# "Jane Roe in Fort Resel and John Doe": where somebody writes from.
_PLACE: Final = re.compile(
    r"\s(?:in|aus)\s(?:[A-ZÀ-Þ][\w'’-]+\s?){1,3}(?=,|\b(?:and|und|et|y|e)\b|\Z)"
)
_CJK_NAME: Final = re.compile("[\u4e00-\u9fff]{3,5}")
_LONE_END: Final = re.compile(r"\s[|•·–—-]\s|,|\(|\s(?=(?:at|in|from|aus|à)\s)")
_NAMES_END: Final = re.compile(
    r"\s[|•·–—-]\s|[|•·<(\[（【@]|\s{2,}|\d|\b(?:for|For|at|of|in|aus|für|fuer|pour|para|per|with|from|published|updated|posted|on|On|via|is|was)\b|\.\s|:",
)
_SURNAMES: Final = frozenset(("White", "House", "Head", "West", "Chief", "Money"))  # and roles
_NOT_IN_CJK_NAMES: Final = re.compile(r"[\d\s。、：:]")
_INNER_BY: Final = re.compile(r"(?i:^[a-z]+ing by )")  # "Editing by Jane Roe"
# "Jane RoeStaff Writer": an inline element was lost between name and role.
_UNGLUED: Final = re.compile(
    "(?<=[a-zß-ÿ])(?=(?:"
    + "|".join(sorted(role.capitalize() for role in ROLES if len(role) > 4))
    + r")\b)"
)
_NAME_WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0610-\u065f\u0900-\u0963\u0970-\u0dff\u0e00-\u0e4f'’.-])*\Z"
)


def byline(line: Line) -> Byline | None:
    """Who a line with an opening word ("By", "Von", "文=") says wrote the article."""
    if line.blank or line.size > _MAX_BYLINE_WORDS:
        return None
    match = _OPENER.match(line.text) if line.tokens[0] in _FIRST_WORDS else None
    match = match or _GLUED_OPENER.match(line.text)
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
    if _CJK_NAME.fullmatch(line.text):
        return line.text
    head = _LONE_END.split(line.text, maxsplit=1)[0].strip()
    rest = line.text[len(head) :]
    placed = rest.lstrip().startswith(("at ", "in ", "from ", "aus ", "à "))
    if rest and not placed and not any(token in ROLES for token in key(rest).split()):
        return None
    name = _name(head)
    return name if name and _is_full_name(name) else None


def signed_by(line: Line) -> tuple[str, ...]:
    """The names of a line that is known to be a byline, with an opening word or without."""
    return signatories(line).names


def signatories(line: Line) -> Byline:
    """Who signs a line that the trained labeler takes for a byline, whatever its shape."""
    found = byline(line)
    if found is not None:
        return found
    untied = _untied(line.text)
    if untied == line.text and (name := lone_name(line)):
        return Byline((name,))
    found = people(untied)
    whole = tuple(name for name in found.names if _is_full_name(name))
    return Byline(whole, found.agencies)


def _untied(text: str) -> str:
    """A bar between words that were glued together; `McGee` and `DeVito` stay."""
    pieces, start = [], 0
    for match in _GLUED_WORDS.finditer(text):
        if not _NAME_PREFIXES.search(text[max(0, match.start() - 6) : match.start()]):
            pieces.append(text[start : match.start()])
            start = match.start()
    return " | ".join((*pieces, text[start:]))


def beside_date(rest: str) -> tuple[str, ...]:
    """The names in what a line says beside its date: "Jane Roe |", "Posted on … by Jane Roe"."""
    found: list[str] = []
    for piece in _PIECES.split(rest):
        opened = _INNER_OPENER.search(piece)
        if opened is not None:
            found.extend(people(piece[opened.end() :]).names)
        elif (name := _name(piece.strip(" ,.()"))) is not None and _is_full_name(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _is_full_name(name: str) -> bool:
    """Two words or more, none of them known from menus or section lines."""
    tokens = key(name).split()
    return len(tokens) >= 2 and not any(token in _MENU_WORDS for token in tokens)


def portrait(line: Line, authors: list[str]) -> bool:
    """A closing line about the author: "Jane Roe is a writer in …", "He is the author of …"."""
    if line.size > _MAX_PORTRAIT_WORDS:
        return False
    if any(line.key.startswith(f"{author} ") for author in authors):
        return True
    return _PORTRAIT.search(line.text) is not None


def role_only(line: Line) -> bool:
    """A line that says what somebody does: "Contributing writer"."""
    return 0 < len(line.tokens) <= 5 and not line.ends and all(t in ROLES for t in line.tokens)


def people(text: str, *, whole: bool = False) -> Byline:
    """The names and agencies that `text` begins with; `whole` reads on to its end."""
    names: list[str] = []
    agencies: list[str] = []
    text = _PLACE.sub(" ", text)
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
    words = _UNGLUED.sub(" ", _INNER_BY.sub("", text)).split()
    while words and words[-1].casefold().strip(".,") in ROLES:
        if len(words) == 2 and words[-1] in _SURNAMES and words[0].casefold() not in ROLES:
            break
        words.pop()
    while words and words[0].casefold().strip(".,") in ROLES:
        words.pop(0)
    name = " ".join(words)
    return cased(name) if len(name) <= _MAX_NAME_CHARS and _shaped(words) else None


def _shaped(words: list[str]) -> bool:
    """Capitalized words, with particles between them, none of them an ordinary word."""
    if not 1 <= len(words) <= _MAX_NAME_WORDS or key(" ".join(words)) in AGENCIES:
        return False
    if len(words) == 1 and (words[0].isupper() or len(words[0]) < 3):
        return False
    if not _capital(words[-1]) or not all(_NAME_WORD.match(word) for word in words):
        return False
    return all(
        word.casefold() in PARTICLES
        or (_capital(word) and (word.isupper() or word.casefold() not in FUNCTION_WORDS))
        for word in words
    )


def _capital(word: str) -> bool:
    """The word begins with a capital (d’Arc has one), or in a script that has none."""
    word = word[2:] if word[:2] in ("d’", "d'", "l’", "l'") and word[2:] else word
    return not word[0].islower() and word[0].isalpha()


def cased(name: str) -> str:
    """`JANE ROE` as `Jane Roe`; what has small letters stays."""
    if not name.isupper() or len(name) < 5:
        return name
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)


def _cjk_byline(line: Line) -> Byline | None:
    """「… 記者」: a short line whose end names its writer."""
    if line.size > 12 or line.ends or not _CJK.search(line.text):
        return None
    match = re.fullmatch(
        r"[【（(\[]?(?:[\w・]{2,10}[/／・\s])?([^\W\d_]{2,8}?)\s?(?:記者|编辑|记者|기자|特派員)[】）)\]]?"
        r"(?:\s+[\w.+-]{1,40}@[\w.-]{1,60})?",
        line.text,
    )
    return Byline((match[1],), (), "記者") if match else None

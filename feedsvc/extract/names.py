"""Names of people in bylines: names only, no roles, agencies kept apart."""

import re
from dataclasses import dataclass
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.persons import CJK, handle_of, is_full, name_of
from feedsvc.extract.vocabulary.dates import MONTHS
from feedsvc.extract.vocabulary.people import (
    AGENCIES,
    BYLINE_OPENERS,
    CONTRIBUTOR_CLOSERS,
    CONTRIBUTOR_OPENERS,
    ROLES,
    WEAK_OPENERS,
)

_MAX_BYLINE_WORDS: Final = 26


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
_DANGLING: Final = re.compile(
    r"\s(?:in|am|on|at|um)\s*\Z", re.IGNORECASE
)  # a date or place is gone
_LONE_END: Final = re.compile(r"\s[|•·–—-]\s|,|\(|\s(?=(?:at|in|from|aus|à)\s)")
_NAMES_END: Final = re.compile(
    r"\s[|•·–—-]\s|[|•·<(\[（【@]|\s{2,}|\d|\b(?:for|For|at|of|in|aus|für|fuer|pour|para|per|with|from|published|updated|posted|on|On|via|is|was)\b|\.\s|:",
)
_MONTH_AT_END: Final = re.compile(r"\s*\b([^\W\d_]{3,})\.?\s*\Z")  # "Jane Roe Jul" 19


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
    name = name_of(head)
    return name if name and is_full(name) else None


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
    whole = tuple(name for name in found.names if is_full(name))
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
            said = piece[opened.end() :]
            found.extend(people(said).names or handle_of(said))
        elif (name := name_of(piece.strip(" ,.()|/–—-"))) is not None and is_full(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


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
    text = _DANGLING.sub("", _PLACE.sub(" ", text))
    head = text if whole else _before_names_end(text)
    for piece in _BETWEEN.split(head.strip(" .")):
        cleaned = _CJK_ROLE.sub("", piece).strip(" .:|-–—()[]")
        if not cleaned:
            continue
        if key(cleaned) in AGENCIES:
            agencies.append(cleaned)
        elif (name := name_of(cleaned)) is not None:
            if name not in names:
                names.append(name)
        elif not whole and not _is_role(cleaned):
            break
    return Byline(_without_places(names), tuple(agencies))


def _before_names_end(text: str) -> str:
    """The list of names; where a day of a month ends it, without the month."""
    end = _NAMES_END.search(text)
    if end is None:
        return text
    head = text[: end.start()]
    if end[0].isdigit() and (last := _MONTH_AT_END.search(head)) and key(last[1]) in MONTHS:
        return head[: last.start()]
    return head


def _without_places(names: list[str]) -> tuple[str, ...]:
    """Beside a name of several words one word alone is where it was written: `Jane Roe, Zürich`."""
    if not names or " " not in names[0]:
        return tuple(names)
    return tuple(name for name in names if " " in name or CJK.search(name))


def _is_role(text: str) -> bool:
    return any(token in ROLES for token in key(text).split())


def _cjk_byline(line: Line) -> Byline | None:
    """「… 記者」: a short line whose end names its writer."""
    if line.size > 12 or line.ends or not CJK.search(line.text):
        return None
    match = re.fullmatch(
        r"[【（(\[]?(?:[\w・]{2,10}[/／・\s])?([^\W\d_]{2,8}?)\s?(?:記者|编辑|记者|기자|特派員)[】）)\]]?"
        r"(?:\s+[\w.+-]{1,40}@[\w.-]{1,60})?",
        line.text,
    )
    return Byline((match[1],), (), "記者") if match else None

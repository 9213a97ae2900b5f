"""The publisher's name: behind the page's title, in a copyright line, on a line of its own."""

import re
from typing import Final

from feedsvc.extract.headline import title_parts
from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.furniture import WHOLE
from feedsvc.extract.vocabulary.people import PARTICLES, PUBLICATIONS
from feedsvc.extract.vocabulary.sections import SECTIONS
from feedsvc.model import Evidence

_YEAR: Final = r"(?:19|20)\d{2}(?:\s?[-–/]\s?(?:(?:19|20)?\d{2}))?"
# A masthead that scraping garbled: a word of sites or one in odd capitals, and a year behind.
_SITE_LINE: Final = re.compile(rf"(?P<name>[^\d.!?:]{{2,60}}) {_YEAR}\Z")
_SITE_WORD: Final = re.compile(
    r"(?i:\b(?:news|www|com|net|org|nachrichten|noticias|notizie|nieuws|новости)\b)|\b[A-Z]{2,}[a-z]"
)
_COPYRIGHT: Final = re.compile(
    rf"(?:[©ⓒ]|\([cC]\)|copyright\b|℗)[\s:©ⓒ]*(?:by\s+)?(?:{_YEAR})?[\s,.–-]*(?:by\s+)?"
    rf"(?P<name>[^\d©|]{{2,80}}?)\s*[,.–-]*\s*(?:{_YEAR})?\s*"
    r"(?:$|[.|©]|\ball rights|\balle rechte|\btous droits|\btodos|\btutti"
    r"|\b(?:inc|llc|ltd|gmbh|limited)\b)",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"[\s,]+(?:inc|llc|ltd|limited|gmbh(?: & co\.? kg)?|ag|corp(?:oration)?|company|co|plc"
    r"|s\.?[al]?\.?|s\.?r\.?l\.?|b\.?v\.?|pty|e\.?\s?v|(?:media )?group)\.?\Z",
    re.IGNORECASE,
)
_NOT_NAMES: Final = re.compile(
    r"rights|rechte|droits|derechos|diritti|reserved|vorbehalten|copyright|privacy|policy|terms|riproduzione|無断|금지",
    re.IGNORECASE,
)
_MAX_NAME_WORDS: Final = 6
_SOURCE: Final = re.compile(r"(?:来源|來源|出典)[：:]\s?(\w{2,12})(?=\s|\Z)")
_MASTHEAD_LINES: Final = 3
_CJK_PAPER: Final = re.compile(r"^\w{2,8}(?:新聞|日報|日报|晚报|時報|时报|周刊|신문|일보)\Z")


def publisher_line(line: Line) -> bool:
    """A line that is a site's name and a year: garbled mastheads look like this."""
    if line.size > 8 or not line.text[-1:].isdecimal():
        return False
    match = _SITE_LINE.match(line.text)
    return match is not None and _SITE_WORD.search(match["name"]) is not None


def find_publisher(lines: tuple[Line, ...], title: str) -> tuple[str, Evidence] | None:
    """The publisher's name with its evidence, or None."""
    return (
        _behind_title(lines, title) or _in_copyright(lines) or _as_source(lines) or _masthead(lines)
    )


def _behind_title(lines: tuple[Line, ...], title: str) -> tuple[str, Evidence] | None:
    """`Story | Section | Site`: the last part of the page's own title."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.key] = counts.get(line.key, 0) + 1
    for line in [line for line in lines if not line.blank][:3]:
        parts = title_parts(line.text)
        if len(parts) < 2 or (key(title) not in line.key and not _alike(title, line)):
            continue
        for part in (parts[-1], parts[0]):
            if _may_be_name(part) and key(part) not in key(title):
                sure = 0.9 if counts.get(key(part)) else 0.75
                rule = "it stands behind the page's own title"
                return part, Evidence(
                    field="publisher", rule=rule, lines=(line.number,), confidence=sure
                )
    return None


def _alike(title: str, line: Line) -> bool:
    mine, other = set(key(title).split()), set(line.tokens)
    return len(mine & other) >= 0.5 * len(mine)


def _may_be_name(part: str) -> bool:
    folded = key(part)
    return (
        0 < len(folded.split()) <= _MAX_NAME_WORDS
        and folded not in SECTIONS
        and not any(folded in entries for entries in WHOLE.values())
    )


def _in_copyright(lines: tuple[Line, ...]) -> tuple[str, Evidence] | None:
    for line in reversed(lines):
        if line.blank or line.size > 40:
            continue
        match = _COPYRIGHT.search(line.text)
        if match is None:
            continue
        name = _LEGAL.sub("", match["name"].strip(" ,.-–")).strip(" ,.-–")
        if 0 < len(name.split()) <= _MAX_NAME_WORDS and not _NOT_NAMES.search(name):
            rule = "it holds the copyright"
            same = (other.text for other in lines if other.key == key(name))
            name = next((other for other in same if not other.isupper()), _cased(name))
            return name, Evidence(
                field="publisher", rule=rule, lines=(line.number,), confidence=0.6
            )
    return None


def _cased(name: str) -> str:
    """`THE DAILY PAPER` as `The Daily Paper`; one word stays, it may be an abbreviation."""
    words = name.split()
    if not name.isupper() or len(words) < 2:
        return name
    return " ".join(
        word.lower() if place and word.casefold() in PARTICLES else word.capitalize()
        for place, word in enumerate(words)
    )


def _as_source(lines: tuple[Line, ...]) -> tuple[str, Evidence] | None:
    """「来源：…」 at the head of Chinese pages names the paper."""
    for line in lines:
        if match := _SOURCE.search(line.text):
            rule = "the page names it as its source"
            evidence = Evidence(field="publisher", rule=rule, lines=(line.number,), confidence=0.7)
            return match[1], evidence
    return None


def _masthead(lines: tuple[Line, ...]) -> tuple[str, Evidence] | None:
    """A line at the page's top that is named as newspapers are."""
    for line in [line for line in lines if not line.blank][:_MASTHEAD_LINES]:
        named = any(token in PUBLICATIONS for token in line.tokens) or _CJK_PAPER.search(line.text)
        if (
            named
            and len(line.tokens) <= _MAX_NAME_WORDS
            and not line.ends
            and _may_be_name(line.text)
        ):
            if publisher_line(line) or any(map(str.isdigit, line.text)):
                continue
            rule = "a line at the top that is named like a newspaper"
            return line.text, Evidence(
                field="publisher", rule=rule, lines=(line.number,), confidence=0.5
            )
    return None

"""The publisher's name: behind the page's title, in a copyright line, on a line of its own."""

import re
from typing import Final

from feedsvc.extract.headline import title_parts
from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.furniture import WHOLE
from feedsvc.extract.vocabulary.sections import SECTIONS
from feedsvc.model import Evidence

_YEAR: Final = r"(?:19|20)\d{2}(?:\s?[-–/]\s?(?:(?:19|20)?\d{2}))?"
_SITE_LINE: Final = re.compile(rf"(?P<name>[^\d.!?]*\bnews?\b[^\d.!?]*) {_YEAR}\Z", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    rf"(?:©|\([cC]\)|copyright\b|℗)[\s:©]*(?:by\s+)?(?:{_YEAR})?[\s,.–-]*(?:by\s+)?"
    rf"(?P<name>[^\d©|]{{2,80}}?)\s*[,.–-]*\s*(?:{_YEAR})?\s*"
    r"(?:$|[.|©]|\ball rights|\balle rechte|\btous droits|\btodos|\btutti"
    r"|\b(?:inc|llc|ltd|gmbh|limited)\b)",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"[\s,]+(?:inc|llc|ltd|limited|gmbh(?: & co\.? kg)?|ag|corp(?:oration)?|company|co|plc"
    r"|s\.?a\.?|s\.?r\.?l\.?|b\.?v\.?|pty|e\.?\s?v|(?:media )?group)\.?\Z",
    re.IGNORECASE,
)
_NOT_NAMES: Final = re.compile(
    r"rights|rechte|droits|derechos|diritti|reserved|vorbehalten|copyright|privacy|policy|terms",
    re.IGNORECASE,
)
_MAX_NAME_WORDS: Final = 6


def publisher_line(line: Line) -> bool:
    """A line that is a site's name and a year: garbled mastheads look like this."""
    return line.size <= 8 and not line.ends and _SITE_LINE.match(line.text) is not None


def find_publisher(lines: tuple[Line, ...], title: str) -> tuple[str, Evidence] | None:
    """The publisher's name with its evidence, or None."""
    return _behind_title(lines, title) or _in_copyright(lines)


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
            return name, Evidence(
                field="publisher", rule=rule, lines=(line.number,), confidence=0.6
            )
    return None

"""Picture captions and credits in flattened text.

The tell-tale is the credit: a photographer and an agency glued to the caption, before it, after
it or on both sides (`A/B … A/B`), or "Photo:" and its like in many languages.
"""

import re
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.verdicts import Verdict
from feedsvc.extract.vocabulary.people import AGENCIES, AMBIGUOUS_AGENCIES
from feedsvc.extract.vocabulary.pictures import (
    BRACKETED,
    CREDIT_JOINERS,
    CREDIT_MARKS,
    SPOKEN,
)
from feedsvc.model import Label

_MAX_CREDIT_WORDS: Final = 8
_MAX_CAPTION_WORDS: Final = 70
_MAX_SECOND_CAPTION_WORDS: Final = 35


def _alternatives(table: frozenset[str]) -> str:
    return "|".join(
        re.escape(entry) for entry in sorted(table, key=lambda entry: (-len(entry), entry))
    )


# "Photo: ", "(Image credit: ", "Foto © ", "写真＝"
_CREDIT_MARK: Final = re.compile(
    rf"(?:^|[\s(\[|–—-])(?:{_alternatives(CREDIT_MARKS)})"
    rf"\s?(?:(?:{_alternatives(CREDIT_JOINERS)}|/)\s?){{0,2}}[:：＝=©|]",
    re.IGNORECASE,
)
# "(Photo by Jane Roe/Agency)" at the end
_BY_PICTURE: Final = re.compile(
    r"[(\[](?:ap photo|file photo|photos?|pictures?|images?|illustration|fotos?)"
    r"[ /](?:by|von|di|de|av|via|[A-Z])[^()\[\]]{2,80}[)\]]?\.?\Z",
    re.IGNORECASE,
)
_COPYRIGHT_END: Final = re.compile(r"(?:^|[\s(\[])(?:©|\([cC]\)|Copyright:?)\s?[^©.!?]{2,60}\Z")
_SLASHED: Final = re.compile(
    r"[^\W\d_][\w.'’&-]*(?: [\w.'’&-]+){0,4} ?/ ?[^\W\d_][\w.'’&-]*(?: [\w.'’&-]+){0,3}"
    r"(?: ?/ ?[\w.'’&-]+){0,2}"
)
_SPOKEN: Final = re.compile(
    rf"[(（](?:{_alternatives(BRACKETED)})[)）]|\b(?:{_alternatives(SPOKEN)})\b", re.IGNORECASE
)
_AGENCY_TAIL_WORDS: Final = 5


def recognize(line: Line) -> Verdict | None:
    """A caption or a credit, as far as the line tells by itself."""
    if not line.tokens or line.size > _MAX_CAPTION_WORDS:
        return None
    if (credit := glued_credit(line.text)) is not None:
        return Verdict(Label.CAPTION, 0.95, f"the credit “{credit}” is glued to it")
    if _credit_only(line):
        return Verdict(Label.CREDIT, 0.9, "it names a picture's maker and nothing else")
    for mark in (_CREDIT_MARK, _BY_PICTURE, _COPYRIGHT_END):
        if found := mark.search(line.text):
            return _by_position(line, found.start(), found[0].strip(" ([")[:30])
    if line.size <= _MAX_SECOND_CAPTION_WORDS and (found := _SPOKEN.search(line.text)):
        return Verdict(Label.CAPTION, 0.8, f"“{found[0]}” speaks of a picture")
    return None


def _by_position(line: Line, start: int, mark: str) -> Verdict:
    """A credit mark at the start of a line makes it a credit, later on a caption."""
    if start <= 1 and line.size <= 14:
        return Verdict(Label.CREDIT, 0.85, f"it begins with the credit mark “{mark}”")
    return Verdict(Label.CAPTION, 0.85, f"it holds the credit mark “{mark}”")


def glued_credit(text: str) -> str | None:
    """The credit that `text` begins (and often ends) with, or ends with.

    `ED JONES/AFP soldiers marchED JONES/AFP` → `ED JONES/AFP`.
    """
    words = text.split(" ")
    for count in range(min(_MAX_CREDIT_WORDS, len(words) - 1), 0, -1):
        head = " ".join(words[:count])
        if (
            len(head) >= 3
            and text.endswith(head)
            and len(text) > 2 * len(head)
            and _is_credit(head)
        ):
            return head
    slashed = _SLASHED.match(text)
    if slashed and slashed.end() < len(text):
        for count in range(len(slashed[0].split(" ")), 0, -1):
            head = " ".join(words[:count])
            if "/" in head and _slash_credit(head) and len(words) > count + 2:
                return head
    return _tail_credit(words)


def _tail_credit(words: list[str]) -> str | None:
    """`… in Paris. Jane Roe/Reuters`: a slashed credit or an agency after the caption's end."""
    for count in range(min(_MAX_CREDIT_WORDS, len(words) - 3), 0, -1):
        tail = " ".join(words[-count:]).strip("()[]|–—- ")
        if "/" in tail and tail[0].isupper() and _slash_credit(tail):
            return tail
    for count in range(min(_AGENCY_TAIL_WORDS, len(words) - 3), 0, -1):
        tail = " ".join(words[-count:]).strip("()[]|–—- ")
        before = words[-count - 1]
        opened = before[-1:] in ".!?…)|–—-/" or words[-count][:1] in "(["
        if opened and key(tail) in AGENCIES and not before.endswith("Inc."):
            return tail
    return None


def _is_credit(text: str) -> bool:
    """A photographer, an agency, or both."""
    return (
        _slash_credit(text)
        or key(text) in AGENCIES
        or (text.isupper() and len(text) > 4)
        or any(key(part) in AGENCIES for part in re.split(r"[,|]| via | - ", text))
    )


def _slash_credit(text: str) -> bool:
    """`NAME/AGENCY` and the like: one side is a known agency, or the last is in capitals."""
    parts = [part.strip("()[] .") for part in text.split("/")]
    if len(parts) < 2 or any(not part for part in parts) or any(part.isdecimal() for part in parts):
        return False
    if any(len(part.split()) > 5 for part in parts):
        return False
    if any(key(part) in AGENCIES or key(part.split()[-1]) in AGENCIES for part in parts):
        return all(
            part[0].isupper() or part[0].isdigit() or key(part) in AGENCIES for part in parts
        )
    last = parts[-1]
    return (
        last.isupper() and len(last) >= 2 and len(parts[0].split()) >= 2 and parts[0][0].isupper()
    )


def _credit_only(line: Line) -> bool:
    if line.size > _MAX_CREDIT_WORDS + 4 or (line.ends and "/" not in line.text):
        return False
    text = line.text.strip("()[] ")
    if line.key in AGENCIES and line.key not in AMBIGUOUS_AGENCIES:
        return True
    return "/" in text and _slash_credit(text)


def second_caption(line: Line) -> Verdict | None:
    """The line beside a credited picture, if it reads like the caption and not like prose."""
    if line.blank or line.size > _MAX_SECOND_CAPTION_WORDS:
        return None
    if line.ends and not _SPOKEN.search(line.text):
        return None
    return Verdict(
        Label.CAPTION, 0.85, "it stands beside a credited picture and ends without a stop"
    )

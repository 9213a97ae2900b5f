"""Picture captions and credits in flattened text.

The tell-tale is the credit: a photographer and an agency glued to the caption, before it, after
it or on both sides (`A/B … A/B`), or "Photo:" and its like in many languages.
"""

import re
from collections.abc import Iterator
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
_MIN_SECOND_CAPTION_WORDS: Final = 4
_MAX_SECOND_CAPTION_WORDS: Final = 35
_MAX_CREDITED_WORDS: Final = 25


def _alternatives(table: frozenset[str]) -> str:
    return "|".join(
        re.escape(entry) for entry in sorted(table, key=lambda entry: (-len(entry), entry))
    )


# "Photo: ", "(Image credit: ", "Foto © ", "写真＝"
_CREDIT_MARK: Final = re.compile(
    rf"(?:^|[\s(\[|–—-])(?:{_alternatives(CREDIT_MARKS)})"
    rf"\s?(?:(?:{_alternatives(CREDIT_JOINERS)}|/)\s?){{0,2}}[:：＝=©|]"
    r"|^image (?:source|credit|copyright),",
    re.IGNORECASE,
)
# "Fot. Jan Kowal", "（林晓溪 摄）", "＝潮見中学校提供"
_SHORT_MARK: Final = re.compile(
    r"(?:^|[\s(])(?:fot|zdj|foto)\. (?=[^\W\d_])|[（(][^（）()]{2,20}[摄攝][）)]"
    r"|＝[^＝。]{2,20}(?:提供|撮影)[）)]?\Z",
    re.IGNORECASE,
)
# "… de Tres Piedras. Á. S."
_INITIALS: Final = re.compile(r"[.)] (?:[A-ZÀ-Þ]\. ?){2,3}\Z")
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
_SPOKEN_WORDS: Final = frozenset(max(entry.split(), key=len) for entry in SPOKEN)
_DIVIDER: Final = re.compile("[:：＝=©|]")
_WIDE_DIVIDER: Final = re.compile("[：＝©]")
_WIDE_SHORT_MARK: Final = re.compile("[（＝摄攝]")
_BEFORE_DIVIDER: Final = (*CREDIT_MARKS, *CREDIT_JOINERS, "/")
_SHORT_MARKS: Final = frozenset(("fot", "zdj", "foto"))
_DIGIT: Final = re.compile(r"\d")
_AGENCY_TAIL_WORDS: Final = 5
_AGENCY_LAST_WORDS: Final = frozenset(agency.split()[-1] for agency in AGENCIES)
_TAIL_CHARS: Final = 90


def recognize(line: Line) -> Verdict | None:
    """A caption or a credit, as far as the line tells by itself."""
    if not line.tokens or line.size > _MAX_CAPTION_WORDS:
        return None
    if (credit := glued_credit(line)) is not None:
        return Verdict(Label.CAPTION, 0.95, f"the credit “{credit}” is glued to it")
    if _credit_only(line):
        return Verdict(Label.CREDIT, 0.9, "it names a picture's maker and nothing else")
    for mark in _possible_marks(line):
        if found := mark.search(line.text):
            return _by_position(line, found.start(), found[0].strip(" ([")[:30])
    speaks = line.size <= _MAX_SECOND_CAPTION_WORDS and _may_speak(line)
    if speaks and (found := _SPOKEN.search(line.text)):
        return Verdict(Label.CAPTION, 0.8, f"“{found[0]}” speaks of a picture")
    return None


def _possible_marks(line: Line) -> Iterator[re.Pattern[str]]:
    """The marks that the line has what they cannot be without: most lines have it of none."""
    text = line.text
    wide = not text.isascii()
    divided = ":" in text or "=" in text or "|" in text or (wide and _WIDE_DIVIDER.search(text))
    if (divided and _names_before_divider(text)) or text[:6].lower() == "image ":
        yield _CREDIT_MARK
    if "(" in text or "[" in text:
        yield _BY_PICTURE
    if (wide and _WIDE_SHORT_MARK.search(text)) or not _SHORT_MARKS.isdisjoint(line.tokens):
        yield _SHORT_MARK
    if text[-1] == "." and text[-2:-1].isupper():
        yield _INITIALS
    if "(c)" in text or "(C)" in text or "Copyright" in text or (wide and "©" in text):
        yield _COPYRIGHT_END


def _names_before_divider(text: str) -> bool:
    """A word that credits stands right before a colon, an equals sign, a bar."""
    return any(
        text[: found.start()].rstrip().lower().endswith(_BEFORE_DIVIDER)
        for found in _DIVIDER.finditer(text)
    )


def _may_speak(line: Line) -> bool:
    """Cheap to ask, and never wrong with a no."""
    return "(" in line.text or "（" in line.text or not _SPOKEN_WORDS.isdisjoint(line.tokens)


def _by_position(line: Line, start: int, mark: str) -> Verdict:
    """A credit mark at the start of a line makes it a credit, later on a caption."""
    if start <= 1 and line.size <= 14:
        return Verdict(Label.CREDIT, 0.85, f"it begins with the credit mark “{mark}”")
    return Verdict(Label.CAPTION, 0.85, f"it holds the credit mark “{mark}”")


def glued_credit(line: Line) -> str | None:
    """The credit that a line begins (and often ends) with, or ends with.

    `ED JONES/AFP soldiers marchED JONES/AFP` → `ED JONES/AFP`.
    """
    text = line.text
    tail = text[-_TAIL_CHARS:]
    if text.split(" ", 1)[0] in tail and (credit := _on_both_sides(text)):
        return credit
    slashed = _SLASHED.match(text) if "/" in text else None
    if slashed and slashed.end() < len(text):
        words = text.split(" ")
        for count in range(len(slashed[0].split(" ")), 0, -1):
            head = " ".join(words[:count])
            if "/" in head and _slash_credit(head) and len(words) > count + 2:
                return head
    if "/" in tail and (credit := _slashed_tail(text)):
        return credit
    return _agency_tail(text) if line.tokens[-1] in _AGENCY_LAST_WORDS else None


def _on_both_sides(text: str) -> str | None:
    words = text.split(" ", _MAX_CREDIT_WORDS)
    for count in range(min(_MAX_CREDIT_WORDS, len(words) - 1), 0, -1):
        if text.endswith(words[count - 1]):
            head = " ".join(words[:count])
            if 3 <= len(head) < len(text) / 2 and text.endswith(head) and _is_credit(head):
                return head
    return None


def _slashed_tail(text: str) -> str | None:
    """`… in Paris. Jane Roe/Reuters`: a slashed credit after the caption's end."""
    words = text.split(" ")
    for count in range(min(_MAX_CREDIT_WORDS, len(words) - 3), 0, -1):
        tail = " ".join(words[-count:]).strip("()[]|–—- ")
        opened = words[-count - 1][-1:] in tuple('.!?…)|–—-"')
        named = tail[:1].isupper() and (_slash_credit(tail) or (opened and _names(tail)))
        if "/" in tail and named:
            return tail
    return None


def _agency_tail(text: str) -> str | None:
    """`… in Paris. Reuters`: an agency after the caption's end."""
    words = text.split(" ")
    if key(words[-1]) not in _AGENCY_LAST_WORDS:
        return None
    for count in range(min(_AGENCY_TAIL_WORDS, len(words) - 3), 0, -1):
        tail = " ".join(words[-count:]).strip("()[]|–—- ")
        before = words[-count - 1]
        opened = before[-1:] in tuple(".!?…)|–—-/") or words[-count][:1] in ("(", "[")
        if opened and key(tail) in AGENCIES and not before.endswith("Inc."):
            return tail
    return None


def _is_credit(text: str) -> bool:
    """A photographer, an agency, or both."""
    return (
        _slash_credit(text)
        or _names(text)
        or key(text) in AGENCIES
        or (text.isupper() and len(text) > 4)
        or any(key(part) in AGENCIES for part in re.split(r"[,|]| via | - ", text))
    )


def _slash_credit(text: str) -> bool:
    """`NAME/AGENCY` and the like: one side is a known agency, or the last is in capitals."""
    parts = [part.strip("()[] .") for part in text.split("/")]
    if len(parts) < 2 or any(not part for part in parts) or any(part.isdecimal() for part in parts):
        return False
    if any(len(part.split()) > 5 for part in parts) or _DIGIT.search(text):
        return False
    if any(key(part) in AGENCIES or key(part.split()[-1]) in AGENCIES for part in parts):
        return all(
            part[0].isupper() or part[0].isdigit() or key(part) in AGENCIES for part in parts
        )
    last = parts[-1]
    return (
        last.isupper() and len(last) >= 2 and len(parts[0].split()) >= 2 and parts[0][0].isupper()
    )


def _names(text: str) -> bool:
    """`Jane Roe/Coastal Pictures`: nothing but capitalized words around slashes."""
    parts = [part.split() for part in text.strip("()[] .").split("/")]
    if _DIGIT.search(text):
        return False
    return len(parts) >= 2 and all(
        0 < len(part) <= 4 and all(word[0].isupper() for word in part) for part in parts
    )


def _credit_only(line: Line) -> bool:
    if line.size > _MAX_CREDIT_WORDS + 4 or (line.ends and "/" not in line.text):
        return False
    if line.key in AGENCIES and line.key not in AMBIGUOUS_AGENCIES:
        return True
    return "/" in line.text and _slash_credit(line.text.strip("()[] "))


def where_second(line: Line, verdict: Verdict) -> tuple[int, ...]:
    """Where a second caption may stand beside this line: 1 below it, -1 above it.

    A credit glued to a caption's beginning is the picture's own text: the page's caption stands
    below it, sometimes above. A line that only credits closes the caption above it.
    """
    if verdict.label is Label.CREDIT:
        return (-1,)
    opened = verdict.label is Label.CAPTION and glued_credit(line)
    return (1, -1) if opened and line.text.startswith(opened) else ()


def second_caption(line: Line, verdict: Verdict) -> Verdict | None:
    """The line beside a credited picture, if it reads like the caption and not like prose.

    Above a line that only credits even whole sentences are a caption, if they are short: of 305
    such lines of 25 words at most, in three flattened forms of 527 pages, 278 were outside the
    story. Elsewhere a caption has no stop.
    """
    if not _MIN_SECOND_CAPTION_WORDS <= line.size <= _MAX_SECOND_CAPTION_WORDS:
        return None
    if verdict.label is Label.CREDIT and line.size <= _MAX_CREDITED_WORDS:
        return Verdict(Label.CAPTION, 0.85, "a line that credits a picture follows")
    if line.ends and not _SPOKEN.search(line.text):
        return None
    reason = "it stands beside a credited picture and ends without a stop"
    return Verdict(Label.CAPTION, 0.85, reason)

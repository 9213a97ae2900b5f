"""Who made a picture, glued to its caption or alone in a line.

A photographer and an agency stand before the caption, after it or on both sides (`A/B … A/B`).
"""

import re
from typing import Final

from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.people import AGENCIES, AMBIGUOUS_AGENCIES

_MAX_CREDIT_WORDS: Final = 8
_MIN_TOLD_WORDS: Final = 5  # of the caption before a credit that only its place gives away
_SLASHED: Final = re.compile(
    r"[^\W\d_][\w.'’&-]*(?: [\w.'’&-]+){0,4} ?/ ?[^\W\d_][\w.'’&-]*(?: [\w.'’&-]+){0,3}"
    r"(?: ?/ ?[\w.'’&-]+){0,2}"
)
# "… to dry.Jane Roe/Coast": a credit glued to the caption's full stop
_AT_STOP: Final = re.compile(
    r"[^\W\d_A-Z][.!?…][”\"»’]?"
    r"(?=[A-ZÀ-Þ]|courtesy)([\w.’'-]{2,}(?:,? [\w.’'&-]+){0,5}(?: ?/ ?[\w.’'& -]+){0,2})\Z"
)
# "… in the old harbor / Jane Roe"
_NAME_AFTER_SLASH: Final = re.compile(r" / ([A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){1,2})\Z")
_DIGIT: Final = re.compile(r"\d")
_AGENCY_TAIL_WORDS: Final = 5
_AGENCY_LAST_WORDS: Final = frozenset(agency.split()[-1] for agency in AGENCIES)
_TAIL_CHARS: Final = 90


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


def closing_credit(line: Line) -> str | None:
    """A name where no sentence goes on: glued to the last stop, or behind a slash."""
    text = line.text
    if line.ends:
        return None
    found = _AT_STOP.search(text[-_TAIL_CHARS:])
    if found is None and " / " in text:
        found = _NAME_AFTER_SLASH.search(text)
    before = len(text[: -len(found[1])].split()) if found else 0
    return found[1] if found and before >= _MIN_TOLD_WORDS else None


def is_credit(line: Line) -> bool:
    """A line that names who made a picture and nothing else."""
    if line.size > _MAX_CREDIT_WORDS + 4 or (line.ends and "/" not in line.text):
        return False
    if line.key in AGENCIES and line.key not in AMBIGUOUS_AGENCIES:
        return True
    return "/" in line.text and _slash_credit(line.text.strip("()[] "))


def _on_both_sides(text: str) -> str | None:
    words = text.split(" ", _MAX_CREDIT_WORDS)
    for count in range(min(_MAX_CREDIT_WORDS, len(words) - 1), 0, -1):
        if text.endswith(words[count - 1]):
            head = " ".join(words[:count])
            if 3 <= len(head) < len(text) / 2 and text.endswith(head) and _names_maker(head):
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


def _names_maker(text: str) -> bool:
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

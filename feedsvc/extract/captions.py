"""Picture captions and credits in flattened text.

The tell-tale is the credit (`credits`), or "Photo:" and its like in many languages.
"""

import re
from collections.abc import Iterator
from typing import Final

from feedsvc.extract.credits import closing_credit, glued_credit, is_credit
from feedsvc.extract.page import Line
from feedsvc.extract.verdicts import Verdict
from feedsvc.extract.vocabulary.pictures import (
    BRACKETED,
    CREDIT_JOINERS,
    CREDIT_MARKS,
    SPOKEN,
)
from feedsvc.model import Label

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
# "… knitting to dry. Photograph by Jane Roe." and "… in her garden. courtesy of Coast Network."
_TOLD_MAKER: Final = re.compile(
    r"\b(?:(?:photo|photograph|image|illustration|picture)s? (?:by|courtesy|via|copyright)"
    r"|courtesy (?:of |: ?)?(?=(?-i:[A-ZÀ-Þ])))\b[^.!?]{2,60}\.?[)\]]?\Z",
    re.IGNORECASE,
)
_POINTING: Final = re.compile(
    r"(?:above|below|pictured|top|left|right|oben|unten|links|rechts|im bild|clockwise)"
    r"(?: (?:left|right|above|below))?: ",
    re.IGNORECASE,
)
_COPYRIGHT_END: Final = re.compile(r"(?:^|[\s(\[])(?:©|\([cC]\)|Copyright:?)\s?[^©.!?]{2,60}\Z")
_SPOKEN: Final = re.compile(
    rf"[(（](?:{_alternatives(BRACKETED)})[)）]|\b(?:{_alternatives(SPOKEN)})\b", re.IGNORECASE
)
_SPOKEN_WORDS: Final = frozenset(max(entry.split(), key=len) for entry in SPOKEN)
_DIVIDER: Final = re.compile("[:：＝=©|]")
_WIDE_DIVIDER: Final = re.compile("[：＝©]")
_WIDE_SHORT_MARK: Final = re.compile("[（＝摄攝]")
_BEFORE_DIVIDER: Final = (*CREDIT_MARKS, *CREDIT_JOINERS, "/")
_SHORT_MARKS: Final = frozenset(("fot", "zdj", "foto"))


def recognize(line: Line) -> Verdict | None:
    """A caption or a credit, as far as the line tells by itself."""
    if not line.tokens or line.size > _MAX_CAPTION_WORDS:
        return None
    return next((found for ask in _SIGNS if (found := ask(line))), None)


def _glued(line: Line) -> Verdict | None:
    if (credit := glued_credit(line)) is not None:
        return Verdict(Label.CAPTION, 0.95, f"the credit “{credit}” is glued to it")
    return None


def _credits(line: Line) -> Verdict | None:
    if is_credit(line):
        return Verdict(Label.CREDIT, 0.9, "it names a picture's maker and nothing else")
    return None


def _marked(line: Line) -> Verdict | None:
    for mark in _possible_marks(line):
        if found := mark.search(line.text):
            return _by_position(line, found.start(), found[0].strip(" ([")[:30])
    return None


def _closed(line: Line) -> Verdict | None:
    if (credit := closing_credit(line)) is not None:
        return Verdict(Label.CAPTION, 0.85, f"the credit “{credit}” ends it")
    return None


def _points(line: Line) -> Verdict | None:
    if ":" in line.text and (found := _POINTING.match(line.text)):
        return Verdict(Label.CAPTION, 0.8, f"“{found[0].strip()}” points at a picture")
    return None


def _speaks(line: Line) -> Verdict | None:
    possible = line.size <= _MAX_SECOND_CAPTION_WORDS and _may_speak(line)
    if possible and (found := _SPOKEN.search(line.text)):
        return Verdict(Label.CAPTION, 0.8, f"“{found[0]}” speaks of a picture")
    return None


_SIGNS: Final = (_glued, _credits, _marked, _closed, _points, _speaks)  # the surest first


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
    if "by" in line.tokens or "courtesy" in line.tokens or "via" in line.tokens:
        yield _TOLD_MAKER
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
